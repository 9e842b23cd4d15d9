/* sim/cli/reel_make.h: making a reel of parts, by several workers. */
#ifndef SESIM_CLI_REEL_MAKE_H
#define SESIM_CLI_REEL_MAKE_H

#include <stdbool.h>
#include <stdint.h>

#include "batch.h"
#include "part.h"

enum {
	REEL_COUNT_MAX = 1000000,
	REEL_JOBS_MAX = 64,
	REEL_BATCH_ID = 16, /* bytes of what tells batches apart */
};

/* What is asked for. */
struct reel_order {
	struct part_spec spec; /* of every part, but for the serial number */
	const struct batch *batch;
	const char *folder;
	uint64_t first; /* serial number */
	uint64_t count;
	unsigned int jobs;
	bool progress; /* tell on standard error how far it is, when it takes over two seconds */
};

/* What there is then. */
struct reel_result {
	char batch[2 * REEL_BATCH_ID + 1]; /* its identifier, which tells nothing of the secret */
	const char *vendors;       /* the file in the vendor's shape; NULL: there is none for such parts */
	size_t keys, certificates; /* of each part */
};

/*
 * Makes all of it, the same byte for byte whatever the number of workers. An error leaves a folder without
 * manifest.json.
 */
int reel_make(const struct reel_order *order, struct reel_result *result, struct why *why);

#endif
