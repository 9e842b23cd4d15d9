/* sim/serve/relay.h: a bus that is another one, reached over a link: what `sesim serve --link` lends. */
#ifndef SESIM_SERVE_RELAY_H
#define SESIM_SERVE_RELAY_H

#include "bus.h"
#include "link.h"

struct relay {
	struct bus_relay passes;
	struct bus bus;
	struct link *link; /* the caller's */
	/* Told once, when the link is lost; NULL: nobody. */
	void (*lost)(void *context);
	void *context;
	bool gone;
};

/*
 * A bus with the link's clock and speed, each transaction of which is one of the link. A transaction takes as long as the
 * link makes it take. The relay stays where it is.
 */
void relay_init(struct relay *relay, struct link *link);

#endif
