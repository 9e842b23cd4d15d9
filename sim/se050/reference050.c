/* sim/se050/reference050.c: docs/reference of an SE05x, written from the tables that the chip runs by. */
#include "reference050.h"

#include "describe050.h"
#include "uncertain050.h"

static const char documents[] =
	"| tag | document |\n"
	"| --- | --- |\n"
	"| AN12413 | NXP, SE050 APDU specification, Rev 2.12, 24 March 2021; applets 3.1.0, 3.1.1, 3.6.0 |\n"
	"| AN12436 | NXP, SE050 configurations, Rev 2.4, 8 July 2024 |\n"
	"| GP | GlobalPlatform Card Specification 2.3.1 and its Amendment D 1.1.1 |\n"
	"| hosts | what hosts of applet 7.2 send and expect: no public document has it |\n";

struct page {
	FILE *to;
	const struct se050 *chip;
	uint32_t version;
};

static void put_terms(FILE *to, const struct se050_term *terms, uint32_t bits, const char *before)
{
	for (; terms->bit != 0; terms++) {
		if (!(bits & terms->bit))
			continue;
		fprintf(to, "%s%s", before, terms->text);
		before = "; ";
	}
}

static void put_byte(FILE *to, uint8_t value, uint8_t free_bits)
{
	if (free_bits)
		fprintf(to, " %02X\\|%02X", value, free_bits);
	else
		fprintf(to, " %02X", value);
}

static void put_params(const struct page *page, const struct se050_command *command)
{
	char text[DESCRIBE_PARAM_MAX];
	const char *before = "";

	if (!command->params && command->raw_max > 0)
		fprintf(page->to, "%u to %u bytes", command->raw_min, command->raw_max);
	for (size_t i = 0; i < command->n_params; i++) {
		if (!se050_knows_param(&command->params[i], page->version))
			continue;
		describe_param(text, sizeof(text), &command->params[i]);
		fprintf(page->to, "%s%s", before, text);
		before = "<br>";
	}
}

static void put_command(const struct page *page, const struct se050_command *command)
{
	FILE *to = page->to;

	fprintf(to, "| %02X", command->cla);
	put_byte(to, command->ins, command->ins_free);
	put_byte(to, command->p1, command->p1_free);
	put_byte(to, command->p2, command->p2_free);
	fprintf(to, " | %s%s | ", command->name, command->run ? "" : " (**not supported**)");
	put_params(page, command);
	fprintf(to, " | ");
	put_terms(to, se050_needs_terms, command->needs, "");
	put_terms(to, se050_feature_terms, command->features, command->needs ? "; " : "");
	fprintf(to, " | ");
	put_terms(to, se050_consumes_terms, command->consumes, "");
	fprintf(to, " | %s%s%s | %s | %s |\n",
		command->irreversible ? "for ever"
		: command->writes     ? "writes"
				      : "",
		command->writes && command->may_reveal ? ", " : "", command->may_reveal ? "may reveal" : "",
		se050_latency_name(command->latency), command->spec);
}

static void put_commands(const struct page *page)
{
	fprintf(page->to, "\n## Commands\n\n"
			  "`aa|bb`: the byte is aa, and the bits of bb may be either. What the columns say "
			  "is checked in "
			  "this order:\n"
			  "platform channel, session and lock, feature bits of AppletConfig; TLVs (else "
			  "6A80); objects and "
			  "their policies\n"
			  "(6985, 6982, 6986); then what only the command knows. \"Spends\" is durable "
			  "before any secret is "
			  "used. \"May\n"
			  "reveal\": the answer may hold bytes that were written; no other command's does. "
			  "In a security "
			  "domain the card's\n"
			  "own commands are understood, in the applet and in PROCESS the applet's.\n");
	for (size_t f = 0; f < se050_n_families; f++) {
		fprintf(page->to,
			"\n### %s\n\n"
			"| CLA INS P1 P2 | name | parameters | needs | spends | memory | latency | section "
			"|\n"
			"| --- | --- | --- | --- | --- | --- | --- | --- |\n",
			se050_families[f]->name);
		for (size_t i = 0; i < se050_families[f]->n; i++)
			if (se050_knows(&se050_families[f]->commands[i], page->version))
				put_command(page, &se050_families[f]->commands[i]);
	}
}

static void put_unsupported(const struct page *page)
{
	size_t n = 0;

	fprintf(page->to, "\n## Not supported\n\n"
			  "Commands a part of this kind has and the simulated one refuses with 6985.\n\n");
	for (size_t f = 0; f < se050_n_families; f++)
		for (size_t i = 0; i < se050_families[f]->n; i++) {
			const struct se050_command *command = &se050_families[f]->commands[i];

			if (command->run || !se050_knows(command, page->version))
				continue;
			fprintf(page->to, "* %s\n", command->name);
			n++;
		}
	if (n == 0)
		fprintf(page->to, "None.\n");
}

static void put_latencies(const struct page *page)
{
	fprintf(page->to,
		"\n## Latencies\n\n"
		"| class | typical, ms | maximum, ms | kind and source |\n| --- | --- | --- | --- |\n");
	for (size_t i = 0; i < LAT_CLASSES; i++) {
		const struct latency_figure *figures = se050_latencies[0][i];
		char source[LATENCY_TEXT_MAX];

		fprintf(page->to, "| %s | %g | %g | %s |\n", se050_latency_name((enum se050_latency)i),
			figures[LATENCY_TYPICAL].us / 1e3, figures[LATENCY_MAX].us / 1e3,
			latency_text(figures, source));
	}
}

/* What the factory puts into it; values are each part's own. */
static void put_objects(const struct page *page)
{
	char text[DESCRIBE_POLICY_MAX];
	const struct se050_object *object = NULL;

	fprintf(page->to, "\n## Objects from the factory\n\n"
			  "| id | what | size | authenticates | origin | policy |\n"
			  "| --- | --- | --- | --- | --- | --- |\n");
	while ((object = object_next(page->chip, RECORD_OBJECT, object))) {
		struct rbuf policy = object_policy(object);
		const char *before = "";

		describe_object(text, sizeof(text), object);
		fprintf(page->to, "| %08X | %s | %u | %s | %s | ", object->id, text, object->value_len,
			object->flags & OBJECT_AUTHENTICATES ? "yes" : "no", describe_origin(object->origin));
		while (describe_policy_entry(text, sizeof(text), &policy)) {
			fprintf(page->to, "%s%s", before, text);
			before = "<br>";
		}
		fprintf(page->to, " |\n");
	}
}

static void put_uncertain(FILE *to)
{
	fprintf(to, "\n## UNCERTAIN\n\n"
		    "What no public document and no recording of a part settles, and what sesim does. The "
		    "ids stand in the\n"
		    "sources where the choice is made. Who knows better is asked to say so.\n\n"
		    "| id | question | choice |\n| --- | --- | --- |\n");
	for (size_t i = 0; i < se050_n_uncertain; i++)
		fprintf(to, "| %s | %s | %s |\n", se050_uncertain[i].id, se050_uncertain[i].question,
			se050_uncertain[i].choice);
}

void se050_reference(FILE *to, const struct se050 *chip, const char *profile)
{
	const struct se050_identity *identity = &chip->nv.identity;
	struct page page = { .to = to, .chip = chip, .version = se050_version(chip) };

	fprintf(to,
		"# SE05x, applet %u.%u.%u\n\n"
		"Generated by `sesim chip commands %s --markdown` from the tables the simulated chip runs "
		"by; "
		"the target\n"
		"`reference` writes it anew, and a test fails when it is stale. Rules and their evidence at "
		"length:\n"
		"[se050-evidence.md](se050-evidence.md).\n\n",
		identity->version[0], identity->version[1], identity->version[2], profile);
	fputs(documents, to);
	put_commands(&page);
	put_unsupported(&page);
	put_latencies(&page);
	put_objects(&page);
	put_uncertain(to);
}
