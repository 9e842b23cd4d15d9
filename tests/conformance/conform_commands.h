/* tests/conformance/conform_commands.h: the commands in what is written to a part, and what a judge says they leave behind. */
#ifndef SESIM_CONFORM_COMMANDS_H
#define SESIM_CONFORM_COMMANDS_H

#include "conform_run.h"
#include "t1.h"

enum { CONFORM_COMMAND_MAX = 1200 };

/* What came before: a command comes in pieces or in a chain of blocks. Zeros at the start. */
struct conform_commands {
	bool more; /* the beginning of one is in `bytes` */
	uint8_t bytes[CONFORM_COMMAND_MAX];
	size_t len;
	uint8_t last[T1_BLOCK_MAX]; /* the newest block: the same again is no other command */
	size_t last_len;
	enum conform_class last_class;
};

/*
 * The class that a case needs to send this message, whether or not the part is going to refuse it: a part that does not keep
 * to a rule is not to pay for it. What is no command of this kind of part, by its length or checksum, is safe. config: an
 * ATECC's configuration zone, NULL: not known.
 */
enum conform_class conform_commands_class(struct conform_commands *commands,
	const struct conform_judge *judge, const char *kind, const uint8_t *config, struct rbuf message);

#endif
