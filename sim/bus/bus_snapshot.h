/* sim/bus/bus_snapshot.h: everything volatile and non-volatile of a bus, kept and put back. */
#ifndef SESIM_BUS_BUS_SNAPSHOT_H
#define SESIM_BUS_BUS_SNAPSHOT_H

#include "bus.h"

struct bus_snapshot;

/* A copy of every chip's bytes, of what is powered, and of the clock. NULL without memory. */
struct bus_snapshot *bus_snapshot_take(const struct bus *bus);

/*
 * Puts it back onto the bus it was taken from, with the same chips. A real clock goes on as it is. What
 * has a state file is durable again when this returns.
 */
void bus_snapshot_restore(struct bus *bus, const struct bus_snapshot *snapshot);

void bus_snapshot_free(struct bus_snapshot *snapshot);

#endif
