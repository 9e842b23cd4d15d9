/* sim/bus/brownout.h: how a fault takes a chip's power, on a bus by whole messages and on its wires alike. */
#ifndef SESIM_BUS_BROWNOUT_H
#define SESIM_BUS_BROWNOUT_H

#include "bus.h"

/*
 * Asks the bus's bender of a message whose address was just acknowledged: takes[i] are the chips that did. Those whose power
 * is to go at a commit are armed. Returns at which byte of the message power goes, *dark_ns for how long; SIZE_MAX: at none.
 */
size_t brownout_of(
	struct bus *bus, const bool takes[BUS_CHIPS_MAX], const struct i2c_message *m, uint64_t *dark_ns);

/* Power goes now; what was not durable when a commit was struck is gone with it. */
void brownout_strike(struct bus *bus, struct bus_seat *seat, uint64_t now_ns, uint64_t dark_ns);

/* What a fault took the power of gets it again when its time is over. */
void brownout_over(struct bus *bus, uint64_t now_ns);

#endif
