/* sim/cli/diff_random.h: sesim diff --stream: commands by chance on two opened parts, and what is told of it. */
#ifndef SESIM_CLI_DIFF_RANDOM_H
#define SESIM_CLI_DIFF_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

#include "link_options.h"

struct diff_random {
	const char *name;
	const char *urls[2];
	const char *chips[2]; /* --chip; NULL: the link tells */
	struct link_options *links[2];
	bool writes; /* on real parts, too */
	bool json;
	uint64_t seed;
	size_t length;
};

/* Returns what to exit with, after a sentence. */
int diff_random_run(const struct diff_random *random);

#endif
