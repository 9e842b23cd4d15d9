/* tests/conformance/conditions.c: what a link can do, as cases need it. */
#include <errno.h>

#include "conform.h"

void conform_link_conditions(struct conform *c)
{
	const struct link *link = c->link;
	struct why why;

	if (!link->info.simulated)
		return;
	c->conditions |= NEED_SIMULATED;
	/* Of a part that is on already: nothing happens where it can be done. */
	if (link_act(c->link, LINK_POWER_ON, c->address) == 0)
		c->conditions |= NEED_POWER;
	if (link_fault(c->link, "", &why) == 0)
		c->conditions |= NEED_FAULTS;
	if (link->info.clock == WIRE_CLOCK_VIRTUAL)
		c->conditions |= NEED_MODELLED_TIME;
}
