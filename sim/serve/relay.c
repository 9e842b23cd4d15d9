/* sim/serve/relay.c: a bus that is another one, reached over a link: what `sesim serve --link` lends. */
#include "relay.h"

#include <errno.h>
#include <string.h>

static struct relay *of(struct bus_relay *passes)
{
	return (struct relay *)((char *)passes - offsetof(struct relay, passes));
}

static int noted(struct relay *relay, int rc)
{
	if (rc == -ENODEV && !relay->gone) {
		relay->gone = true;
		if (relay->lost)
			relay->lost(relay->context);
	}
	return rc;
}

static int transfer(struct bus_relay *passes, struct i2c_message *msgs, size_t n, size_t *done,
	size_t *nacked_at, uint64_t *now_ns)
{
	struct relay *relay = of(passes);
	int rc = link_transfer(relay->link, msgs, n, done);

	*nacked_at = relay->link->nacked_at;
	*now_ns = relay->link->now_ns;
	return noted(relay, rc);
}

static int wait(struct bus_relay *passes, uint64_t ns, uint64_t *now_ns)
{
	struct relay *relay = of(passes);
	int rc = relay->gone ? -ENODEV : ns > 0 ? link_wait(relay->link, ns) : 0;

	*now_ns = relay->link->now_ns;
	return noted(relay, rc);
}

void relay_init(struct relay *relay, struct link *link)
{
	memset(relay, 0, sizeof(*relay));
	relay->link = link;
	relay->passes.transfer = transfer;
	relay->passes.wait = wait;
	bus_init(&relay->bus, (enum clock_mode)link->info.clock, link->info.speed_hz);
	relay->bus.relay = &relay->passes;
}
