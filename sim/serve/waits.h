/* sim/serve/waits.h: how long clients waited for their turn. */
#ifndef SESIM_SERVE_WAITS_H
#define SESIM_SERVE_WAITS_H

#include <stdint.h>

enum {
	WAITS_STEPS = 4, /* steps an octave: a figure is at most a quarter too high */
	WAITS_BUCKETS = 40 * WAITS_STEPS,
};

/* A histogram of waits; plain bytes, zeros to begin with. */
struct waits {
	uint64_t count;
	uint64_t max_ns;
	uint32_t max_behind; /* transactions of others that ran between a request and its turn, at most */
	uint32_t buckets[WAITS_BUCKETS];
};

void waits_add(struct waits *waits, uint64_t ns, uint32_t behind);

/* The wait that 99 of 100 did not exceed, rounded up to the histogram's step; 0 when there were none. */
uint64_t waits_p99(const struct waits *waits);

#endif
