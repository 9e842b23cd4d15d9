/* sim/serve/link_sim.h: the link sim:, a bus in this process. */
#ifndef SESIM_SERVE_LINK_SIM_H
#define SESIM_SERVE_LINK_SIM_H

#include "bus.h"
#include "link.h"

/*
 * A link straight to a bus, which stays the caller's. Under CLOCK_REAL a transaction takes as long as on
 * a real bus; a wait lets virtual time pass, or sleeps.
 */
int link_over_bus(
	struct link **out, struct bus *bus, const struct wire_part *parts, size_t n, struct why *why);

/*
 * Builds the bus that a URL "sim:CHIP+CHIP..." names (docs: the grammar of --chip), and takes it down
 * again with the link. Whoever knows the profiles fills this in and hands link_scheme_sim() to link_open().
 */
struct link_sim_builder {
	/* Fills in bus and parts (WIRE_PARTS_MAX of them). Returns their number or a negative errno. */
	int (*build)(struct link_sim_builder *builder, const char *chips, struct bus **bus,
		struct wire_part *parts, struct why *why);
	void (*drop)(struct link_sim_builder *builder, struct bus *bus);
};

struct link_scheme link_scheme_sim(struct link_sim_builder *builder);

#endif
