/* sim/cli/lend.h: a bus for others to use: opened, its parts asked who they are, a real one behind the guard. */
#ifndef SESIM_CLI_LEND_H
#define SESIM_CLI_LEND_H

#include "guard.h"
#include "link.h"

enum { LEND_ALLOWED_MAX = 8 };

struct lend_options {
	const char *name;                      /* of the command, for sentences */
	const char *allowed[LEND_ALLOWED_MAX]; /* serial numbers, hex: --allow-irreversible */
	size_t n_allowed;
	uint16_t places[GUARD_PARTS_MAX]; /* --part: addresses to look at beside the usual ones */
	size_t n_places;
	void (*note)(void *context, const char *sentence);
	void *note_context;
};

/*
 * Puts the guard around a link to a real bus, after its parts have said who they are; a simulated one stays as it is. Takes
 * *link over. Returns CLI_GOOD, or after a sentence CLI_DEVICE: a serial number that no part has.
 */
int lend_guard(struct link **link, const char *url, const struct lend_options *options);

#endif
