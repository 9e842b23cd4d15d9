/* sim/cli/commands_se050.c: the command table of an SE05x, printed. */
#include <stdio.h>

#include "commands.h"
#include "describe050.h"
#include "json.h"
#include "reference050.h"

static void put_terms(struct json *json, const char *key, const struct se050_term *terms, uint32_t bits)
{
	json_open(json, key, '[');
	for (; terms->bit != 0; terms++)
		if (bits & terms->bit)
			json_string(json, NULL, terms->name);
	json_close(json, ']');
}

static void put_param(struct json *json, const struct se050_param *param)
{
	static const char *const kinds[] = {
		[PARAM_BYTES] = "bytes",
		[PARAM_NUMBER] = "number",
		[PARAM_OBJECT] = "object",
		[PARAM_ANY_ID] = "object_id",
		[PARAM_CRYPTO_OBJECT] = "crypto_object",
	};

	json_open(json, NULL, '{');
	json_hex(json, "tag", &param->tag, 1);
	json_string(json, "name", param->name);
	json_string(json, "kind", kinds[param->kind]);
	json_number(json, "min", param->min);
	json_number(json, "max", param->max);
	if (param->most > 0) {
		json_number(json, "least", param->least);
		json_number(json, "most", param->most);
	}
	json_bool(json, "optional", param->optional);
	put_terms(json, "policy", se050_right_terms, param->right);
	json_close(json, '}');
}

static void put_latency(struct json *json, const struct se050_command *command)
{
	json_string(json, "latency_class", se050_latency_name(command->latency));
	json_latency(json, se050_latencies[0][command->latency]);
}

static void put_command(struct json *json, const struct se050_command *command, uint32_t version)
{
	json_open(json, NULL, '{');
	json_string(json, "name", command->name);
	json_hex(json, "cla", &command->cla, 1);
	json_hex(json, "ins", &command->ins, 1);
	json_hex(json, "ins_free_bits", &command->ins_free, 1);
	json_hex(json, "p1", &command->p1, 1);
	json_hex(json, "p1_free_bits", &command->p1_free, 1);
	json_hex(json, "p2", &command->p2, 1);
	json_hex(json, "p2_free_bits", &command->p2_free, 1);
	json_string(json, "spec", command->spec);
	put_terms(json, "in", se050_place_terms, command->in);
	json_open(json, "params", '[');
	for (size_t i = 0; i < command->n_params; i++)
		if (se050_knows_param(&command->params[i], version))
			put_param(json, &command->params[i]);
	json_close(json, ']');
	put_terms(json, "needs", se050_needs_terms, command->needs);
	put_terms(json, "features", se050_feature_terms, command->features);
	put_terms(json, "consumes", se050_consumes_terms, command->consumes);
	put_latency(json, command);
	json_bool(json, "writes", command->writes);
	json_bool(json, "irreversible", command->irreversible);
	json_bool(json, "may_reveal", command->may_reveal);
	json_bool(json, "supported", command->run);
	json_close(json, '}');
}

static void print_json(const struct part *part)
{
	uint32_t version = se050_version(part->chip);
	struct json json = json_to(stdout);

	json_open(&json, NULL, '{');
	json_number(&json, "schema", 1);
	json_string(&json, "profile", part->profile->name);
	json_open(&json, "commands", '[');
	for (size_t f = 0; f < se050_n_families; f++)
		for (size_t i = 0; i < se050_families[f]->n; i++)
			if (se050_knows(&se050_families[f]->commands[i], version))
				put_command(&json, &se050_families[f]->commands[i], version);
	json_close(&json, ']');
	json_close(&json, '}');
}

static void print_terms(const char *word, const struct se050_term *terms, uint32_t bits)
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

/* "61", or "01|60": the bits of 60 may be either. */
static void print_byte(uint8_t value, uint8_t free_bits)
{
	if (free_bits)
		printf(" %02x|%02x", value, free_bits);
	else
		printf(" %02x", value);
}

static void print_command(const struct se050_command *command, uint32_t version)
{
	char text[DESCRIBE_PARAM_MAX];

	printf("\n%02x", command->cla);
	print_byte(command->ins, command->ins_free);
	print_byte(command->p1, command->p1_free);
	print_byte(command->p2, command->p2_free);
	printf("  %s (%s)%s%s%s\n", command->name, command->spec,
		command->irreversible ? ", writes for ever"
		: command->writes     ? ", writes"
				      : "",
		command->may_reveal ? ", may reveal" : "", command->run ? "" : ", NOT SUPPORTED: 6985");
	if (!command->params && command->raw_max > 0)
		printf("    data, %u to %u bytes\n", command->raw_min, command->raw_max);
	for (size_t i = 0; i < command->n_params; i++) {
		if (!se050_knows_param(&command->params[i], version))
			continue;
		describe_param(text, sizeof(text), &command->params[i]);
		printf("    %s\n", text);
	}
	print_terms("    needs ", se050_needs_terms, command->needs);
	print_terms("    of AppletConfig ", se050_feature_terms, command->features);
	print_terms("    spends ", se050_consumes_terms, command->consumes);
}

static void print_text(const struct part *part)
{
	uint32_t version = se050_version(part->chip);

	printf("%s: %s\n", part->profile->name, part->profile->summary);
	printf("CLA INS P1 P2; aa|bb: the byte is aa, and the bits of bb may be either\n");
	for (size_t f = 0; f < se050_n_families; f++) {
		printf("\n%s\n", se050_families[f]->name);
		for (size_t i = 0; i < se050_families[f]->n; i++)
			if (se050_knows(&se050_families[f]->commands[i], version))
				print_command(&se050_families[f]->commands[i], version);
	}
}

static void print_markdown(const struct part *part)
{
	se050_reference(stdout, part->chip, part->profile->name);
}

const struct commands_printer commands_se050 = {
	.kind = &part_kind_se050,
	.json = print_json,
	.text = print_text,
	.markdown = print_markdown,
};
