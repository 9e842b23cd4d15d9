/* tests/conformance/seen.h: what physical parts were seen to do (vectors/silicon.tsv). */
#ifndef SESIM_CONFORM_SEEN_H
#define SESIM_CONFORM_SEEN_H

#include "conform.h"

struct silicon_sight {
	const char *id; /* of a case */
	bool keeps;     /* the part keeps the rule */
	const char *part, *date, *recording, *note;
};

struct silicon {
	char *text;
	struct silicon_sight *at;
	size_t n;
};

/* Takes the text apart (len bytes). -EINVAL and the line for one that is none; -ENOMEM. */
int silicon_read(struct silicon *silicon, const char *text, size_t len, struct why *why);
void silicon_free(struct silicon *silicon);

/*
 * Rules that a part was seen to keep are BY_SILICON from here on; lines about cases that this list has not are another kind's.
 * Returns how many.
 */
int silicon_promote(const struct silicon *silicon, struct conform_list *list, struct why *why);

#endif
