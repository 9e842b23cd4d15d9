/* sim/cli/conform_subject.h: which part behind a link a conformance run is about, and what its profile says of it. */
#ifndef SESIM_CLI_CONFORM_SUBJECT_H
#define SESIM_CLI_CONFORM_SUBJECT_H

#include "conform.h"
#include "link.h"
#include "part.h"

struct conform_subject {
	struct part_spec spec;
	struct conform_profile profile; /* borrows of spec's */
	uint16_t address;
};

/*
 * url: what the link was opened with. chip: --chip, NULL when it was not given. A simulated bus says itself what is on it;
 * a real one cannot. Returns 0 or a negative errno with a sentence. Cleared by conform_subject_clear(), after an error too.
 */
int conform_subject_find(struct conform_subject *subject, const struct link *link, const char *url,
	const char *chip, struct why *why);
void conform_subject_clear(struct conform_subject *subject);

#endif
