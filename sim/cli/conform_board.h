/* sim/cli/conform_board.h: the conformance suite on a part in this process, to which a defect is lent. */
#ifndef SESIM_CLI_CONFORM_BOARD_H
#define SESIM_CLI_CONFORM_BOARD_H

#include "conform_run.h"
#include "defect.h"

/*
 * url: sim:CHIP. defect is the caller's and may change at any time. begin: told of the part before its first case. Runs with
 * these options; link, address and profile are filled in. Returns 0 or a negative errno with a sentence.
 */
int conform_on_board(const char *url, const struct defect *defect,
	void (*begin)(void *context, const struct conform_profile *profile),
	const struct conform_options *with, struct why *why);

#endif
