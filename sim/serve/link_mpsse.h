/*
 * sim/serve/link_mpsse.h: the link mpsse:CHIP+CHIP[?speed=HZ&stretch=...&usb=US], a bus in this process behind an MPSSE in software.
 *
 * What ftdi: does, but for USB: proto/link/mpsse.h over mpsse_engine.h, wires and chips. Simulated, and it says so.
 */
#ifndef SESIM_SERVE_LINK_MPSSE_H
#define SESIM_SERVE_LINK_MPSSE_H

#include "link_sim.h"
#include "mpsse_engine.h"

/* A scheme for link_open(), as link_scheme_sim(), with buses of the same builder. */
struct link_scheme link_scheme_mpsse(struct link_sim_builder *builder);

/* The same over a bus that stays the caller's. */
int link_over_mpsse(struct link **out, struct bus *bus, const struct wire_part *parts, size_t n,
	const struct mpsse_options *options, struct why *why);

/* What such a link runs on, for who looks at counts and sets faults. */
struct mpsse_engine *link_mpsse_engine(struct link *link);

#endif
