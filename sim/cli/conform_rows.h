/* sim/cli/conform_rows.h: which cases of the conformance suite each row of the command tables is shown by. */
#ifndef SESIM_CLI_CONFORM_ROWS_H
#define SESIM_CLI_CONFORM_ROWS_H

#include <stdbool.h>
#include <stddef.h>

struct rows_request {
	const char *name;        /* of the command, for sentences */
	const char *const *urls; /* sim:CHIP, of any kind */
	size_t n_urls;
	bool shows; /* progress */
};

/*
 * Runs the suite on each part and prints, as Markdown, every command and mode with the section it is from, the cases in which
 * it runs and those in which it refuses. CLI_DIFFERS when one has no case.
 */
int conform_rows(const struct rows_request *request);

#endif
