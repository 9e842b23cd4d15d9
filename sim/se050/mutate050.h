/* sim/se050/mutate050.h: every small change to the SE05x's command table (mutant.h). */
#ifndef SESIM_SE050_MUTATE050_H
#define SESIM_SE050_MUTATE050_H

#include "mutant.h"

/* Of the rows that a part with this applet version knows, and of those it does not know that they are there. */
void se050_mutants(struct mutant_sink *sink, uint32_t version);

/* The row's command; NULL: it is none. */
const char *se050_row_name(const void *row, char name[MUTANT_NAME_MAX]);

#endif
