/* sim/atecc608/mutate608.c: every small change to the ATECC's command table. */
#include "mutate608.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

/* One form, and where its changes go. */
struct walk {
	struct mutant_sink *sink;
	const struct atecc_command *command;
	const struct atecc_form *form;
};

struct bit_name {
	unsigned int bit;
	const char *name;
};

static const struct bit_name needs_names[] = {
	{ NEEDS_CONFIG_LOCKED, "needs config locked" },
	{ NEEDS_DATA_LOCKED, "needs data locked" },
	{ NEEDS_TEMPKEY, "needs TempKey" },
	{ NEEDS_AES_ENABLE, "needs AES enable" },
	{ NEEDS_SOURCE_MATCH, "needs source match" },
	{ NEEDS_IO_KEY, "needs IO key" },
	{ NEEDS_SECURE_BOOT, "needs SecureBoot" },
	{ NEEDS_SHA_STARTED, "needs SHA started" },
};

static const struct bit_name consumes_names[] = {
	{ CONSUMES_LIMITED_USE, "consumes limited use" },
	{ CONSUMES_AUTHORISATION, "consumes authorisation" },
	{ CONSUMES_MSG_DIG_BUF, "consumes MsgDigBuf" },
};

static void give(
	const struct walk *walk, enum mutant_kind kind, const struct atecc_form *instead, const char *change)
{
	struct atecc_form *own = malloc(sizeof(*own));
	char name[MUTANT_NAME_MAX];

	if (!own)
		return;
	*own = *instead;
	snprintf(name, sizeof(name), "%s/%02x %s/%s", walk->command->name, walk->form->mode, walk->form->name,
		change);
	walk->sink->mutant(walk->sink, kind, walk->form, own, name);
}

static void guards(const struct walk *walk)
{
	struct atecc_form instead;
	char change[80];

	for (size_t i = 0; i < sizeof(needs_names) / sizeof(needs_names[0]); i++) {
		if (!(walk->form->needs & needs_names[i].bit))
			continue;
		instead = *walk->form;
		instead.needs &= ~needs_names[i].bit;
		snprintf(change, sizeof(change), "not %s", needs_names[i].name);
		give(walk, MUTANT_RELAXES, &instead, change);
	}
	for (size_t i = 0; i < sizeof(consumes_names) / sizeof(consumes_names[0]); i++) {
		if (!(walk->form->consumes & consumes_names[i].bit))
			continue;
		instead = *walk->form;
		instead.consumes &= ~consumes_names[i].bit;
		snprintf(change, sizeof(change), "not %s", consumes_names[i].name);
		give(walk, MUTANT_EITHER, &instead, change);
	}
	if (walk->form->check) {
		instead = *walk->form;
		instead.check = NULL;
		give(walk, MUTANT_EITHER, &instead, "no check of its own");
	}
}

static void param2_change(
	const struct walk *walk, enum mutant_kind kind, struct atecc_param2 param2, const char *change)
{
	struct atecc_form instead = *walk->form;

	instead.param2 = param2;
	give(walk, kind, &instead, change);
}

static void param2(const struct walk *walk)
{
	const struct atecc_param2 any = { PARAM2_ANY, 0, 0xffff };
	struct atecc_param2 p = walk->form->param2;

	switch (p.kind) {
	case PARAM2_EXACTLY:
		param2_change(walk, MUTANT_RELAXES, any, "any param2");
		break;
	case PARAM2_EITHER:
		param2_change(walk, MUTANT_RELAXES, any, "any param2");
		param2_change(walk, MUTANT_RESTRICTS, (struct atecc_param2){ PARAM2_EXACTLY, p.low, p.low },
			"param2 low only");
		param2_change(walk, MUTANT_RESTRICTS, (struct atecc_param2){ PARAM2_EXACTLY, p.high, p.high },
			"param2 high only");
		break;
	case PARAM2_RANGE:
		param2_change(walk, MUTANT_RESTRICTS,
			(struct atecc_param2){ PARAM2_RANGE, p.low, (uint16_t)(p.high - 1) }, "param2 max-1");
		param2_change(walk, MUTANT_RESTRICTS,
			(struct atecc_param2){ PARAM2_RANGE, (uint16_t)(p.low + 1), p.high }, "param2 min+1");
		break;
	case PARAM2_SLOT:
		param2_change(
			walk, MUTANT_RESTRICTS, (struct atecc_param2){ PARAM2_RANGE, 0, 14 }, "not slot 15");
		break;
	case PARAM2_SLOT_OR_FFFF:
		param2_change(
			walk, MUTANT_RESTRICTS, (struct atecc_param2){ PARAM2_SLOT, 0, 15 }, "not ffff");
		param2_change(walk, MUTANT_RESTRICTS, (struct atecc_param2){ PARAM2_EXACTLY, 0xffff, 0xffff },
			"no slots");
		break;
	case PARAM2_SLOT_LOW_4:
		param2_change(walk, MUTANT_RESTRICTS, (struct atecc_param2){ PARAM2_SLOT, 0, 15 },
			"param2 without upper bits");
		break;
	case PARAM2_ADDRESS:
	case PARAM2_ANY:
		break;
	}
}

static void data_change(const struct walk *walk, enum mutant_kind kind, unsigned int min, unsigned int max,
	unsigned int step, const char *change)
{
	struct atecc_form instead = *walk->form;
	const struct atecc_param2 *param2 = &walk->form->param2;
	const struct atecc_data *old = &walk->form->data;

	instead.data = (struct atecc_data){ (uint8_t)min, (uint8_t)max, (uint8_t)step };
	/* Where param2 says the length, the bound is in two places, and moves in both. */
	if (param2->kind == PARAM2_RANGE && param2->low == old->min && param2->high == old->max)
		instead.param2 = (struct atecc_param2){ PARAM2_RANGE, (uint16_t)min, (uint16_t)max };
	give(walk, kind, &instead, change);
}

static void data(const struct walk *walk)
{
	unsigned int min = walk->form->data.min, max = walk->form->data.max, step = walk->form->data.step;

	if (step == 0) {
		if (min > 0)
			data_change(walk, MUTANT_RELAXES, min - 1, min, 1, "data min-1");
		data_change(walk, MUTANT_RELAXES, min, min + 1, 1, "data max+1");
		return;
	}
	if (min > 0)
		data_change(walk, MUTANT_RELAXES, min - 1, max, 1, "data min-1");
	data_change(walk, MUTANT_RELAXES, min, max + 1, 1, "data max+1");
	data_change(walk, MUTANT_RESTRICTS, min + step, max, step, "data min+step");
	if (max - step > min)
		data_change(walk, MUTANT_RESTRICTS, min, max - step, step, "data max-step");
	else
		data_change(walk, MUTANT_RESTRICTS, min, min, 0, "data max-step");
	if (step > 1)
		data_change(walk, MUTANT_RELAXES, min, max, 1, "data any length between");
}

/* Another mode whose row is the same but for its number: to be found by this one changes nothing. */
static bool has_twin(const struct walk *walk, uint8_t mode)
{
	const struct atecc_form *form = walk->form;

	for (size_t i = 0; i < walk->command->n_forms; i++) {
		const struct atecc_form *other = &walk->command->forms[i];

		if ((mode & ~other->free) != other->mode || other == form)
			continue;
		/* Rows are looked through in their order: that one is found before. */
		if (other < form && (other->on == 0 || other->on == form->on))
			return true;
		if (other->run == form->run && other->check == form->check && other->needs == form->needs &&
			other->consumes == form->consumes && other->tempkey == form->tempkey &&
			other->on == form->on &&
			memcmp(&other->param2, &form->param2, sizeof(form->param2)) == 0 &&
			memcmp(&other->data, &form->data, sizeof(form->data)) == 0)
			return true;
	}
	return false;
}

/* The same mode of other revisions has a row of its own. */
static bool has_namesake(const struct walk *walk)
{
	for (size_t i = 0; i < walk->command->n_forms; i++) {
		const struct atecc_form *other = &walk->command->forms[i];

		if (other != walk->form && other->mode == walk->form->mode)
			return true;
	}
	return false;
}

static void modes(const struct walk *walk)
{
	struct atecc_form instead;
	char change[80];

	for (unsigned int bit = 1; bit < 0x100; bit <<= 1) {
		if (!(walk->form->free & bit) && has_twin(walk, (uint8_t)(walk->form->mode ^ bit)))
			continue;
		instead = *walk->form;
		instead.free = (uint8_t)(instead.free ^ bit);
		snprintf(change, sizeof(change),
			walk->form->free & bit ? "mode bit %02x refused" : "mode bit %02x free", bit);
		give(walk, walk->form->free & bit ? MUTANT_RESTRICTS : MUTANT_MATCHES, &instead, change);
	}
	instead = *walk->form;
	instead.on = (enum atecc_revisions)0x80;
	give(walk, MUTANT_RESTRICTS, &instead, "not there");
	if (walk->form->on != 0 && walk->form->on != ON_ALL && !has_namesake(walk)) {
		instead.on = ON_ALL;
		give(walk, MUTANT_MATCHES, &instead, "on every revision");
	}
}

static void tempkey(const struct walk *walk)
{
	struct atecc_form instead = *walk->form;

	/* The 508A goes by its commands, not by modes. */
	if (walk->form->on == ON_508A || walk->command->on == ON_508A)
		return;
	instead.tempkey = walk->form->tempkey == TEMPKEY_UNUSED || walk->form->tempkey == TEMPKEY_USED_KEPT
				  ? TEMPKEY_USED
				  : TEMPKEY_UNUSED;
	give(walk, MUTANT_EITHER, &instead,
		instead.tempkey == TEMPKEY_USED ? "clears TempKey" : "leaves TempKey alone");
}

void atecc_mutants(struct mutant_sink *sink)
{
	for (size_t i = 0; i < atecc_n_commands; i++) {
		const struct atecc_command *command = &atecc_commands[i];

		for (size_t k = 0; k < command->n_forms; k++) {
			const struct walk walk = { sink, command, &command->forms[k] };

			guards(&walk);
			param2(&walk);
			data(&walk);
			modes(&walk);
			tempkey(&walk);
		}
	}
}

const char *atecc_row_name(const void *row, char name[MUTANT_NAME_MAX])
{
	for (size_t i = 0; i < atecc_n_commands; i++) {
		const struct atecc_command *command = &atecc_commands[i];

		if (row == command)
			snprintf(name, MUTANT_NAME_MAX, "%s", command->name);
		for (size_t k = 0; k < command->n_forms; k++)
			if (row == &command->forms[k])
				snprintf(name, MUTANT_NAME_MAX, "%s/%02x %s", command->name,
					command->forms[k].mode, command->forms[k].name);
		if (row == command || (row >= (const void *)command->forms &&
					      row < (const void *)(command->forms + command->n_forms)))
			return name;
	}
	return NULL;
}
