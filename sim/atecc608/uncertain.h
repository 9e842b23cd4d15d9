/*
 * sim/atecc608/uncertain.h: what no public document and no recording of a part settles, and what was chosen.
 *
 * Where the code makes such a choice its comment says UNCERTAIN and the id. A test holds the two together.
 */
#ifndef SESIM_ATECC_UNCERTAIN_H
#define SESIM_ATECC_UNCERTAIN_H

#include <stddef.h>

struct uncertain_rule {
	const char *id;
	const char *question;
	const char *choice;
};

extern const struct uncertain_rule atecc_uncertain[];
extern const size_t atecc_n_uncertain;

#endif
