/*
 * sim/core/mutant.h: every small change to a command table's rows, one after the other, told to whoever wants to try it.
 *
 * A chip's own file goes through its table: guards left out, bounds moved by one, forms that are not there.
 */
#ifndef SESIM_CORE_MUTANT_H
#define SESIM_CORE_MUTANT_H

#include "defect.h"

enum { MUTANT_NAME_MAX = 200 };

struct mutant_sink {
	/* row: what it is about. instead: in its place, from malloc, the sink's. name: stable, "Read/00 config/data max+1". */
	void (*mutant)(struct mutant_sink *sink, const void *row, void *instead, const char *name);
};

#endif
