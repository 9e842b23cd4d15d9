/* sim/core/clock.c: how time passes on a simulated bus. */
#include "clock.h"

#include <stddef.h>
#include <string.h>
#include <time.h>

static uint64_t monotonic_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

struct clock clock_make(enum clock_mode mode)
{
	return (struct clock){ .mode = mode, .start_ns = mode == CLOCK_REAL ? monotonic_ns() : 0 };
}

uint64_t clock_now(const struct clock *clock)
{
	return clock->mode == CLOCK_REAL ? monotonic_ns() - clock->start_ns : clock->now_ns;
}

void clock_advance_to(struct clock *clock, uint64_t until_ns)
{
	if (clock->mode != CLOCK_REAL && until_ns > clock->now_ns)
		clock->now_ns = until_ns;
}

bool clock_mode_from(const char *word, enum clock_mode *mode)
{
	static const char *const words[] = {
		[CLOCK_INSTANT] = "instant",
		[CLOCK_VIRTUAL] = "virtual",
		[CLOCK_REAL] = "real",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(word, words[i]) == 0) {
			*mode = (enum clock_mode)i;
			return true;
		}
	}
	return false;
}
