/* sim/cli/commands_atecc.c: the command table of an ATECC, printed. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "describe.h"
#include "irreversible.h"
#include "json.h"
#include "latency608.h"
#include "reference.h"

static void put_terms(struct json *json, const char *key, const struct atecc_term *terms, unsigned int bits)
{
	json_open(json, key, '[');
	for (; terms->bit != 0; terms++)
		if (bits & terms->bit)
			json_string(json, NULL, terms->name);
	json_close(json, ']');
}

static void put_param2(struct json *json, const struct atecc_param2 *param2)
{
	static const char *const kinds[] = {
		[PARAM2_EXACTLY] = "exactly",
		[PARAM2_EITHER] = "either",
		[PARAM2_RANGE] = "range",
		[PARAM2_ANY] = "any",
		[PARAM2_SLOT] = "slot",
		[PARAM2_SLOT_LOW_4] = "slot_low_4_bits",
		[PARAM2_SLOT_OR_FFFF] = "slot_or_ffff",
		[PARAM2_ADDRESS] = "address",
	};

	json_open(json, "param2", '{');
	json_string(json, "kind", kinds[param2->kind]);
	json_number(json, "low", param2->low);
	json_number(json, "high", param2->high);
	json_close(json, '}');
}

static void put_form(struct json *json, const struct atecc_command *command, const struct atecc_form *form,
	enum atecc_revisions on)
{
	const char *tempkey = on == ON_508A ? tempkey_rows_508[command->tempkey_508].name
					    : tempkey_rows_608[form->tempkey].name;

	json_open(json, NULL, '{');
	json_string(json, "name", form->name);
	json_string(json, "spec", form->spec ? form->spec : command->spec);
	json_hex(json, "param1", &form->mode, 1);
	json_hex(json, "param1_free_bits", &form->free, 1);
	put_param2(json, &form->param2);
	json_open(json, "data", '{');
	json_number(json, "min", form->data.min);
	json_number(json, "max", form->data.max);
	json_number(json, "step", form->data.step);
	json_close(json, '}');
	put_terms(json, "needs", atecc_needs_terms, form->needs);
	put_terms(json, "consumes", atecc_consumes_terms, form->consumes);
	json_string(json, "tempkey", tempkey);
	json_bool(json, "writes", form->writes);
	json_bool(json, "irreversible", form->undo != UNDO_NOT_NEEDED);
	json_string(json, "cannot_be_undone", atecc_undoing_text(form));
	json_bool(json, "may_reveal", form->may_reveal);
	json_close(json, '}');
}

/* Each command is a class of its own; its figures follow, at the clock divider the part is delivered with. */
static void put_latency(struct json *json, const struct atecc_command *command, const struct atecc *chip)
{
	char name[32];
	size_t n = 0;

	for (; command->name[n] && n < sizeof(name) - 1; n++)
		name[n] = (char)tolower((unsigned char)command->name[n]);
	name[n] = '\0';
	json_string(json, "latency_class", name);
	json_latency(json, atecc_latency(chip, command));
}

/* What a command as a whole may need, spend and reveal is what any of its modes may. */
static void put_command(struct json *json, const struct atecc_command *command, const struct atecc *chip)
{
	enum atecc_revisions on = atecc_silicon(&chip->nv)->on;
	unsigned int needs = 0, consumes = 0;
	bool reveals = false, supported = true, irreversible = false;

	for (size_t i = 0; i < command->n_forms; i++) {
		if (!form_is_on(&command->forms[i], command, on))
			continue;
		needs |= command->forms[i].needs;
		consumes |= command->forms[i].consumes;
		reveals = reveals || command->forms[i].may_reveal;
		irreversible = irreversible || command->forms[i].undo != UNDO_NOT_NEEDED;
		supported = supported && command->forms[i].run;
	}
	json_open(json, NULL, '{');
	json_string(json, "name", command->name);
	json_hex(json, "opcode", &command->opcode, 1);
	json_string(json, "spec", command->spec);
	json_open(json, "params", '[');
	for (size_t i = 0; i < command->n_forms; i++)
		if (form_is_on(&command->forms[i], command, on))
			put_form(json, command, &command->forms[i], on);
	json_close(json, ']');
	put_terms(json, "needs", atecc_needs_terms, needs);
	put_terms(json, "consumes", atecc_consumes_terms, consumes);
	put_latency(json, command, chip);
	json_bool(json, "may_reveal", reveals);
	json_bool(json, "irreversible", irreversible);
	json_bool(json, "supported", supported);
	json_close(json, '}');
}

static void print_json(const struct part *part)
{
	const struct atecc *chip = part->chip;
	enum atecc_revisions on = atecc_silicon(&chip->nv)->on;
	struct json json = json_to(stdout);

	json_open(&json, NULL, '{');
	json_number(&json, "schema", 1);
	json_string(&json, "profile", part->profile->name);
	json_open(&json, "commands", '[');
	for (size_t i = 0; i < atecc_n_commands; i++)
		if (atecc_commands[i].on & on)
			put_command(&json, &atecc_commands[i], chip);
	json_close(&json, ']');
	json_close(&json, '}');
}

static void print_terms(const char *word, const struct atecc_term *terms, unsigned int bits)
{
	const char *before = word;

	for (; terms->bit != 0; terms++) {
		if (!(bits & terms->bit))
			continue;
		printf("%s%s", before, terms->text);
		before = "; ";
	}
	if (before != word)
		putchar('\n');
}

static void print_form(const struct atecc_form *form)
{
	char param1[16], param2[40], data[24];

	if (form->free)
		snprintf(param1, sizeof(param1), "%02x|%02x", form->mode, form->free);
	else
		snprintf(param1, sizeof(param1), "%02x", form->mode);
	describe_param2(param2, sizeof(param2), &form->param2);
	describe_data(data, sizeof(data), &form->data);
	printf("    %-6s %-30s param2 %-22s data %-9s%s%s\n", param1, form->name, param2, data,
		form->writes ? " writes" : "", form->may_reveal ? " may reveal" : "");
	print_terms("           needs ", atecc_needs_terms, form->needs);
	print_terms("           spends ", atecc_consumes_terms, form->consumes);
	if (form->undo != UNDO_NOT_NEEDED)
		printf("           cannot be undone: %s\n", atecc_undoing_text(form));
}

static void print_text(const struct part *part)
{
	const struct atecc *chip = part->chip;
	enum atecc_revisions on = atecc_silicon(&chip->nv)->on;

	printf("%s: %s\n", part->profile->name, part->profile->summary);
	printf("a mode aa|bb: param1 is aa, and the bits of bb may be either\n");
	for (size_t i = 0; i < atecc_n_commands; i++) {
		const struct atecc_command *command = &atecc_commands[i];

		if (!(command->on & on))
			continue;
		printf("\n%02x  %s (%s)\n", command->opcode, command->name, command->spec);
		for (size_t j = 0; j < command->n_forms; j++)
			if (form_is_on(&command->forms[j], command, on))
				print_form(&command->forms[j]);
	}
}

static void print_markdown(const struct part *part)
{
	atecc_reference(stdout, part->chip, part->profile->name);
}

const struct commands_printer commands_atecc = {
	.kind = &part_kind_atecc,
	.json = print_json,
	.text = print_text,
	.markdown = print_markdown,
};
