/* sim/cli/conform_judge.c: what a command leaves behind in a part, by the command tables. */
#include "conform_judge.h"

#include <string.h>

#include "irreversible.h"
#include "irreversible050.h"

static struct conform_effect of_atecc(const struct conform_command *command)
{
	static const enum conform_class classes[] = {
		[LEAVES_NOTHING] = CONFORM_SAFE,
		[LEAVES_VALUE] = CONFORM_WRITES,
		[LEAVES_FOR_EVER] = CONFORM_IRREVERSIBLE,
	};
	struct rbuf r = command->bytes;
	uint8_t opcode = rbuf_u8(&r), param1 = rbuf_u8(&r);
	uint16_t param2 = rbuf_le16(&r);

	return (struct conform_effect){
		.class = classes[atecc_leaves(command->config, opcode, param1, param2)], .known = true
	};
}

/*
 * What no row fits is no command, which the part refuses: cases ask that it does. Sessions that hide what they carry are opened
 * with objects that somebody wrote.
 */
static struct conform_effect of_se05x(const struct conform_command *command)
{
	struct se050_effect effect =
		command->whole ? se050_effect_of(command->bytes) : se050_effect_of_beginning(command->bytes);
	enum conform_class class = CONFORM_SAFE;

	if (effect.for_ever)
		class = CONFORM_IRREVERSIBLE;
	else if (effect.writes || effect.hidden)
		class = CONFORM_WRITES;
	return (struct conform_effect){ .class = class, .known = effect.known };
}

static struct conform_effect effect(void *context, const struct conform_command *command)
{
	(void)context;
	return strcmp(command->kind, "atecc608") == 0 ? of_atecc(command) : of_se05x(command);
}

const struct conform_judge conform_table_judge = { .effect = effect };
