/* sim/cli/diff_partial.h: what a comparison had found when it ended early, in a file: ./sesim-diff.partial. */
#ifndef SESIM_CLI_DIFF_PARTIAL_H
#define SESIM_CLI_DIFF_PARTIAL_H

#include "conform_run.h"

struct diff_partial {
	const char *name;
	const char *urls[2];
	const struct conform_report *reports; /* of both; without results: not run, or not to its end */
	const char *stream;                   /* what the stream of commands had told; NULL: it was not run */
};

/* Writes it, and says in one sentence that it ended, and where the rest is. Returns CLI_DEVICE. */
int diff_partial_save(const struct diff_partial *partial, const char *sentence);

#endif
