/* sim/cli/commands.h: how a kind of chip shows its command table. */
#ifndef SESIM_CLI_COMMANDS_H
#define SESIM_CLI_COMMANDS_H

#include "part_kind.h"

struct commands_printer {
	const struct part_kind *kind;
	void (*json)(const struct part *part);
	void (*text)(const struct part *part);
	void (*markdown)(const struct part *part); /* a page of docs/reference */
};

extern const struct commands_printer commands_atecc;
extern const struct commands_printer commands_se050;

#endif
