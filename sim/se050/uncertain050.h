/*
 * sim/se050/uncertain050.h: what no public document and no recording of a part settles, and what was chosen.
 *
 * Where the code makes such a choice its comment says UNCERTAIN and the id. A test holds the two together.
 */
#ifndef SESIM_SE050_UNCERTAIN050_H
#define SESIM_SE050_UNCERTAIN050_H

#include <stddef.h>

struct se050_uncertain {
	const char *id;
	const char *question;
	const char *choice;
};

extern const struct se050_uncertain se050_uncertain[];
extern const size_t se050_n_uncertain;

#endif
