/* sim/bus/nearest.h: what somebody may have meant by a word that is none of those there are. */
#ifndef SESIM_BUS_NEAREST_H
#define SESIM_BUS_NEAREST_H

#include <stddef.h>

enum {
	NEAREST_WORD_MAX = 63, /* longer ones are like nothing */
};

struct nearest {
	const char *word;
	size_t len;
	const char *best; /* NULL: nothing is near enough */
	size_t distance;
};

/* Borrows word, and later the candidates. */
struct nearest nearest_to(const char *word, size_t len);
void nearest_offer(struct nearest *nearest, const char *candidate);

#endif
