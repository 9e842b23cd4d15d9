/* sim/atecc608/reference.c: docs/reference of an ATECC, written from the tables that the chip runs by. */
#include "reference.h"

#include <string.h>

#include "describe.h"
#include "latency608.h"
#include "tempkey_sets.h"
#include "uncertain.h"

static const char documents[] =
	"| tag | document |\n"
	"| --- | --- |\n"
	"| DS20005927A | ATECC508A complete data sheet |\n"
	"| TNGTLS-A, TNGTLS-B | ATECC608A-TNGTLS DS40002112, ATECC608B-TNGTLS DS40002250 |\n"
	"| TFLX-A, TFLX-B | ATECC608A-TFLXTLS DS40002138A, ATECC608B-TFLXTLS DS40002249 |\n"
	"| LORA-A, LORA-B | ATECC608A-TNGLoRaWAN DS40002154A, ATECC608B-TNGLoRaWAN |\n"
	"| MIG | ATECC508A to ATECC608B migration, AN3539 |\n"
	"| SUM | summary data sheets of the 608A and 608B |\n"
	"| 204 | ATSHA204A data sheet DS40002025A, an ancestor |\n";

struct page {
	FILE *to;
	const struct atecc *chip;
	enum atecc_revisions on;
};

static void put_terms(FILE *to, const struct atecc_term *terms, unsigned int bits)
{
	const char *before = "";

	for (; terms->bit != 0; terms++) {
		if (!(bits & terms->bit))
			continue;
		fprintf(to, "%s%s", before, terms->text);
		before = "; ";
	}
}

static const char *tempkey_name(
	const struct page *page, const struct atecc_command *command, const struct atecc_form *form)
{
	return page->on == ON_508A ? tempkey_rows_508[command->tempkey_508].name
				   : tempkey_rows_608[form->tempkey].name;
}

static void put_mode(FILE *to, const struct atecc_form *form)
{
	if (form->free)
		fprintf(to, "%02x, bits %02x free", form->mode, form->free);
	else
		fprintf(to, "%02x", form->mode);
}

/* What it writes, and whether that can be undone. */
static const char *memory_text(const struct atecc_form *form)
{
	static const char *const texts[] = {
		[UNDO_NOT_NEEDED] = "writes",
		[UNDO_NEVER] = "writes for ever",
		[UNDO_ANEW] = "writes for ever",
		[UNDO_BY_SLOT] = "writes; a key, or what cannot be read, for ever",
		[UNDO_BY_TARGET] = "writes to a slot, for ever",
	};

	return form->writes ? texts[form->undo] : "";
}

static void put_form(
	const struct page *page, const struct atecc_command *command, const struct atecc_form *form)
{
	char param2[40], data[24];

	describe_param2(param2, sizeof(param2), &form->param2);
	describe_data(data, sizeof(data), &form->data);
	fprintf(page->to, "| ");
	put_mode(page->to, form);
	fprintf(page->to, " | %s | %s | %s | ", form->name, param2, data);
	put_terms(page->to, atecc_needs_terms, form->needs);
	fprintf(page->to, " | ");
	put_terms(page->to, atecc_consumes_terms, form->consumes);
	fprintf(page->to, " | %s | %s%s%s | %s |\n", tempkey_name(page, command, form), memory_text(form),
		form->writes && form->may_reveal ? ", " : "", form->may_reveal ? "may reveal" : "",
		form->spec ? form->spec : command->spec);
}

static void put_commands(const struct page *page)
{
	fprintf(page->to,
		"## Commands\n\n"
		"Modes are values of param1; \"bits 44 free\" means that those bits may be either. What the "
		"columns say is\n"
		"checked in this order: mode, param2 and length of data (else status 03), what the chip's "
		"state must be\n"
		"(else 0F), then what only the command knows. \"Spends\" is durable before any secret is "
		"used. \"May\n"
		"reveal\": the answer may hold bytes of a slot as they are; no other command's does.\n");
	for (size_t i = 0; i < atecc_n_commands; i++) {
		const struct atecc_command *command = &atecc_commands[i];

		if (!(command->on & page->on))
			continue;
		fprintf(page->to, "\n### %s (%02x)\n\n%s\n\n", command->name, command->opcode, command->spec);
		fprintf(page->to,
			"| mode | name | param2 | data | needs | spends | TempKey | memory | section |\n"
			"| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
		for (size_t j = 0; j < command->n_forms; j++)
			if (form_is_on(&command->forms[j], command, page->on))
				put_form(page, command, &command->forms[j]);
	}
}

static double milliseconds(const struct page *page, const struct atecc_command *command, uint8_t chip_mode,
	enum latency_kind kind)
{
	struct atecc chip = *page->chip;

	chip.nv.config[CONFIG_CHIP_MODE] = chip_mode;
	return (double)atecc_latency_ns(&chip, command, kind) / 1e6;
}

static void put_latencies(const struct page *page)
{
	/* ChipMode with the published clock dividers 0, 5 and D in bits 7 to 3. */
	static const uint8_t modes[] = { 0x00, 0x28, 0x68 };
	size_t n_modes = page->on == ON_508A ? 1 : sizeof(modes);
	char source[LATENCY_TEXT_MAX];

	fprintf(page->to, "\n## Latencies\n\nMilliseconds, typical / maximum.\n\n| command |");
	for (size_t i = 0; i < n_modes; i++)
		fprintf(page->to, " ChipMode %02x |", modes[i]);
	fprintf(page->to, " kind and source |\n| --- |");
	for (size_t i = 0; i < n_modes; i++)
		fprintf(page->to, " --- |");
	fprintf(page->to, " --- |\n");
	for (size_t i = 0; i < atecc_n_commands; i++) {
		const struct atecc_command *command = &atecc_commands[i];

		if (!(command->on & page->on))
			continue;
		fprintf(page->to, "| %s |", command->name);
		for (size_t j = 0; j < n_modes; j++)
			fprintf(page->to, " %g / %g |",
				milliseconds(page, command, modes[j], LATENCY_TYPICAL),
				milliseconds(page, command, modes[j], LATENCY_MAX));
		fprintf(page->to, " %s |\n", latency_text(atecc_latency(page->chip, command), source));
	}
	fprintf(page->to,
		"\nWake: %g / %g ms from the end of the pulse; with the power-on self test %g ms. Watchdog: "
		"%g s.\n",
		(double)atecc_wake_ns(LATENCY_TYPICAL, false) / 1e6,
		(double)atecc_wake_ns(LATENCY_MAX, false) / 1e6,
		(double)atecc_wake_ns(LATENCY_MAX, true) / 1e6, (double)atecc_watchdog_ns(page->chip) / 1e9);
}

/* Which commands have this row. */
static void put_users(FILE *to, enum atecc_revisions on, size_t row)
{
	const char *before = "";

	for (size_t i = 0; i < atecc_n_commands; i++) {
		const struct atecc_command *command = &atecc_commands[i];
		const char *between = " ";

		if (on == ON_508A) {
			if (!(command->on & on) || command->tempkey_508 != row)
				continue;
			fprintf(to, "%s%s", before, command->name);
			before = ", ";
			continue;
		}
		for (size_t j = 0; j < command->n_forms; j++) {
			const struct atecc_form *form = &command->forms[j];

			if (!form_is_on(form, command, on) || form->tempkey != row)
				continue;
			if (between[0] == ' ')
				fprintf(to, "%s%s", before, command->name);
			fprintf(to, "%s%02x", between, form->mode);
			between = "/";
			before = ", ";
		}
	}
}

static void put_effects(FILE *to, enum atecc_revisions on, const struct tempkey_row *rows, size_t n)
{
	static const char *const effects[] = {
		[TEMPKEY_KEEP] = "kept",
		[TEMPKEY_CLEAR] = "cleared",
		[TEMPKEY_SET] = "set",
	};

	fprintf(to, "| TempKey is | by | success | miscompare (01) | parse error (03) | execution error (0F) "
		    "| ECC fault (05) |\n"
		    "| --- | --- | --- | --- | --- | --- | --- |\n");
	for (size_t i = 0; i < n; i++) {
		fprintf(to, "| %s | ", rows[i].name);
		put_users(to, on, i);
		for (size_t j = 0; j < OUTCOMES; j++) {
			if (strcmp(rows[i].evidence[j], "-") == 0)
				fprintf(to, " | does not occur");
			else
				fprintf(to, " | %s (%s)", effects[rows[i].effect[j]], rows[i].evidence[j]);
		}
		fprintf(to, " |\n");
	}
}

static void put_sets(FILE *to, enum atecc_revisions on)
{
	static const char *const flags[] = {
		[FLAG_CLEARED] = "0",
		[FLAG_SET] = "1",
		[FLAG_KEPT] = "kept",
		[FLAG_SET_BY_KEY] = "1 by a NoMac key, else kept",
	};

	fprintf(to, "\n| set by | Valid | Source | GenDig | GenKey | NoMac | size | evidence |\n"
		    "| --- | --- | --- | --- | --- | --- | --- | --- |\n");
	for (size_t i = 0; i < tempkey_n_sets; i++) {
		const struct tempkey_set *set = &tempkey_sets[i];

		if (set->on & on)
			fprintf(to, "| %s | 1 | %s | %s | %s | %s | %zu | %s |\n", set->when,
				flags[set->source], flags[set->gen_dig], flags[set->gen_key],
				flags[set->no_mac], set->size, set->evidence);
	}
}

static void put_tempkey(const struct page *page)
{
	FILE *to = page->to;

	fprintf(to, "\n## TempKey\n\n"
		    "What becomes of TempKey, by command and outcome, each cell with its evidence. Cleared "
		    "means Valid 0 and all\n"
		    "flags 0. Sleep, the watchdog and power-off clear it whatever it is; idle keeps it, but "
		    "for what a CheckMac\n"
		    "copied. Status FF (a broken packet) and EE (too little time) touch nothing.\n");
	if (page->on != ON_508A) {
		fprintf(to, "\n### On the ATECC608A and ATECC608B\n\n");
		put_effects(to, page->on, tempkey_rows_608, TEMPKEY_RULES);
		put_sets(to, page->on);
	}
	fprintf(to, "\n### On the ATECC508A\n\n");
	put_effects(to, ON_508A, tempkey_rows_508, TEMPKEY_508_GROUPS);
	put_sets(to, ON_508A);
}

static void put_uncertain(FILE *to)
{
	fprintf(to, "\n## UNCERTAIN\n\n"
		    "What no public document and no recording of a part settles, and what sesim does. The "
		    "ids stand in the\n"
		    "sources where the choice is made. Who knows better is asked to say so.\n\n"
		    "| id | question | choice |\n| --- | --- | --- |\n");
	for (size_t i = 0; i < atecc_n_uncertain; i++)
		fprintf(to, "| %s | %s | %s |\n", atecc_uncertain[i].id, atecc_uncertain[i].question,
			atecc_uncertain[i].choice);
}

void atecc_reference(FILE *to, const struct atecc *chip, const char *profile)
{
	struct page page = { .to = to, .chip = chip, .on = atecc_silicon(&chip->nv)->on };

	fprintf(to,
		"# %s\n\n"
		"Generated by `sesim chip commands %s --markdown` from the tables the simulated chip runs "
		"by; the target\n"
		"`reference` writes it anew, and a test fails when it is stale. Rules and their evidence at "
		"length:\n"
		"[atecc608-evidence.md](atecc608-evidence.md).\n\n",
		page.on == ON_508A ? "ATECC508A" : "ATECC608A and ATECC608B", profile);
	fputs(documents, to);
	fputc('\n', to);
	put_commands(&page);
	put_latencies(&page);
	put_tempkey(&page);
	put_uncertain(to);
}
