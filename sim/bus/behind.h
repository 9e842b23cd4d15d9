/*
 * sim/bus/behind.h: the bus behind a board: what an SE05x finds that masters one itself (I2CM).
 *
 * Its time is that of the part that masters it: no transaction begins before the moment its command came.
 */
#ifndef SESIM_BUS_BEHIND_H
#define SESIM_BUS_BEHIND_H

#include "bus.h"
#include "part.h"

struct behind {
	struct bus bus;
	struct chip_bus master; /* for the chip_env of those in front */
	struct part *parts[BUS_CHIPS_MAX];
	size_t n_parts;
};

/* An empty one; it stays where it is. mode: the clock of the bus in front. */
void behind_init(struct behind *behind, enum clock_mode mode);

/* Puts the parts that are not there yet on it, and powers them. */
int behind_power(struct behind *behind, const struct chip_env *env, struct why *why);

#endif
