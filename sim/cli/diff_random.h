/* sim/cli/diff_random.h: the stream of sesim diff: commands by chance on two opened parts, and what is told of it. */
#ifndef SESIM_CLI_DIFF_RANDOM_H
#define SESIM_CLI_DIFF_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

#include "json.h"
#include "link_options.h"
#include "why.h"

struct diff_random {
	const char *name;
	const char *urls[2];
	const char *chips[2]; /* --chip */
	size_t n_chips;
	struct link_options *links[2];
	bool writes; /* on real parts, too */
	bool asked;  /* for by --stream: parts that cannot be asked so are no mistake else */
	uint64_t seed;
	size_t length;
	struct json *json; /* an open object, for the member "stream"; NULL: text on standard output */
};

/* --chip for one of the two links, which is opened: given once it is for each link that cannot tell itself. */
const char *diff_chip(const char *const chips[2], size_t n, int side, const struct link *link);

/*
 * Returns CLI_GOOD or CLI_DIFFERS; CLI_DEVICE with a sentence in `why` when a part was lost, *told then being what was
 * told until then, the caller's to free; else what to exit with after a sentence, which `why` does not have.
 */
int diff_random_run(const struct diff_random *random, char **told, struct why *why);

#endif
