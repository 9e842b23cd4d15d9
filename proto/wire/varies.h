/* proto/wire/varies.h: which bytes of an answer need not be the same the next time, or on the next part. */
#ifndef SESIM_WIRE_VARIES_H
#define SESIM_WIRE_VARIES_H

#include <stdbool.h>
#include <stddef.h>

enum { VARIES_RANGES = 8 };

/*
 * Of the data of an answer, without its frame and without its status, which are always the same. Starts as zeros:
 * nothing varies.
 */
struct varies {
	bool whole;  /* all of it; */
	bool length; /* also how much there is */
	size_t n;
	struct {
		size_t from, to; /* to is behind the last one */
	} ranges[VARIES_RANGES];
	const char *reason; /* "random", for a person */
	/*
	 * NULL, or why the command cannot be said again: what the host sends follows from what the chip said at
	 * random before, and that was something else this time.
	 */
	const char *cannot;
};

static inline void varies_add(struct varies *v, size_t from, size_t to)
{
	if (v->n == VARIES_RANGES)
		v->whole = true; /* rather too much than a difference that is none */
	else {
		v->ranges[v->n].from = from;
		v->ranges[v->n++].to = to;
	}
}

static inline bool varies_at(const struct varies *v, size_t at)
{
	bool found = v->whole;

	for (size_t i = 0; i < v->n; i++)
		found |= at >= v->ranges[i].from && at < v->ranges[i].to;
	return found;
}

#endif
