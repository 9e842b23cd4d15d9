/* sim/core/clock.h: how time passes on a simulated bus. */
#ifndef SESIM_CORE_CLOCK_H
#define SESIM_CORE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

enum clock_mode {
	CLOCK_INSTANT, /* a command is done at once; only modelled bus time passes */
	CLOCK_VIRTUAL, /* modelled bus time passes, and what a control message lets pass */
	CLOCK_REAL,    /* the machine's monotonic clock */
};

/* Nanoseconds since the bus was made. A plain value: copying it is a snapshot, except for CLOCK_REAL. */
struct clock {
	enum clock_mode mode;
	uint64_t now_ns;   /* INSTANT and VIRTUAL */
	uint64_t start_ns; /* REAL: the machine's clock when the bus was made */
};

struct clock clock_make(enum clock_mode mode);
uint64_t clock_now(const struct clock *clock);

/* Lets modelled time pass up to until_ns; time never goes back. No effect on CLOCK_REAL, where it passes by itself. */
void clock_advance_to(struct clock *clock, uint64_t until_ns);

/* "instant", "virtual", "real". Returns false for any other word. */
bool clock_mode_from(const char *word, enum clock_mode *mode);

#endif
