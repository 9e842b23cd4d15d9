/* sim/cli/conform_mutate.h: whether the conformance suite notices when a simulated part does something wrong. */
#ifndef SESIM_CLI_CONFORM_MUTATE_H
#define SESIM_CLI_CONFORM_MUTATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mutate_request {
	const char *name;        /* of the command, for sentences */
	const char *const *urls; /* sim:CHIP, all of one kind; what survives on one is tried on the next */
	size_t n_urls;
	const char *only;       /* cases; NULL: all */
	const char *mutants;    /* patterns of mutants; NULL: all */
	const char *survivors;  /* file of those that may survive, each with its reason; NULL: none may */
	uint64_t share, shares; /* the share-th of shares parts of them all, from 1 */
	unsigned int jobs;
	bool json, verbose, shows;
};

enum {
	MUTATE_URLS_MAX = 16,
	MUTATE_SURVIVE_PERCENT = 2,
};

/*
 * CLI_GOOD: fewer than 2 % of all survive, each listed with its reason, and nothing else is listed. Of a part of the mutants or
 * cases only the reasons are looked at.
 */
int conform_mutate(const struct mutate_request *request);

#endif
