/*
 * proto/link/link_meter.h: a link around a link that counts what passes and where the time goes.
 *
 * Two clocks: the bus's own time, as the link tells it (link->now_ns), where the bus is simulated and its time does not
 * pass by itself; and this machine's monotonic one.
 */
#ifndef SESIM_LINK_LINK_METER_H
#define SESIM_LINK_LINK_METER_H

#include "link.h"

/* What passed since the caller set it to zeros. */
struct link_tally {
	uint64_t bus_ns;     /* in transactions that moved something, or were to wake somebody */
	uint64_t chip_ns;    /* waiting for the part: pauses, and looks that it did not acknowledge */
	uint64_t machine_ns; /* inside of the link, by this machine's clock */
	size_t transactions; /* START to STOP, looks included */
	size_t looks;        /* those whose address the part did not acknowledge */
	size_t written;      /* bytes that the part took; those of addresses are not counted */
	size_t read;
};

/* Whether times are the bus's own, modelled, and not this machine's. */
bool link_is_modelled(const struct link *link);

/* The time of that clock. */
uint64_t link_time_ns(const struct link *link);

/* This machine's clock. */
uint64_t link_machine_ns(void);

/*
 * The link around inner, which from then on is closed with it; counts into tally, the caller's. Returns 0 or -ENOMEM;
 * inner is then the caller's.
 */
int link_meter(struct link **out, struct link *inner, struct link_tally *tally, struct why *why);

#endif
