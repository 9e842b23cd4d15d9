/* sim/atecc608/mutate608.h: every small change to the ATECC's command table (mutant.h). */
#ifndef SESIM_ATECC_MUTATE608_H
#define SESIM_ATECC_MUTATE608_H

#include "mutant.h"

void atecc_mutants(struct mutant_sink *sink);

/* "Read" or "Read/data" for a command's or a form's row; NULL: it is none. */
const char *atecc_row_name(const void *row, char name[MUTANT_NAME_MAX]);

#endif
