/*
 * sim/core/mutant.h: every small change to a command table's rows, one after the other, told to whoever wants to try it.
 *
 * A chip's own file goes through its table: guards left out, bounds moved by one, forms that are not there.
 */
#ifndef SESIM_CORE_MUTANT_H
#define SESIM_CORE_MUTANT_H

#include "defect.h"

enum { MUTANT_NAME_MAX = 200 };

/* Where a change can be seen: what need not be tried elsewhere. */
enum mutant_kind {
	MUTANT_RELAXES,   /* where the row refuses */
	MUTANT_RESTRICTS, /* where it runs */
	MUTANT_EITHER,
	MUTANT_MATCHES, /* where commands are looked for: it is found where it was not */
	MUTANT_PLACES,  /* the same, of commands that are its own in other places or versions */
};

struct mutant_sink {
	/* row: what it is about. instead: in its place, from malloc, the sink's. name: stable, "Read/00 config/data max+1". */
	void (*mutant)(struct mutant_sink *sink, enum mutant_kind kind, const void *row, void *instead,
		const char *name);
};

#endif
