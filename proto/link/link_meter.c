/* proto/link/link_meter.c: a link around a link that counts what passes and where the time goes. */
#include "link_meter.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

enum { GENERAL_CALL = 0 };

struct metered_link {
	struct link link;
	struct link *inner;
	struct link_tally *tally;
};

/* When something on the link began, by both clocks. */
struct moment {
	uint64_t time_ns, machine_ns;
};

bool link_is_modelled(const struct link *link)
{
	return link->info.simulated && link->info.clock != WIRE_CLOCK_REAL;
}

uint64_t link_machine_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

uint64_t link_time_ns(const struct link *link)
{
	return link_is_modelled(link) ? link->now_ns : link_machine_ns();
}

static struct moment now(const struct metered_link *self)
{
	return (struct moment){ link_time_ns(self->inner), link_machine_ns() };
}

/* Takes over what the inner link tells. Returns the time since `from`; a clock that was set back has none. */
static uint64_t since(struct metered_link *self, const struct moment *from)
{
	struct moment at = now(self);

	self->link.nacked_at = self->inner->nacked_at;
	self->link.now_ns = self->inner->now_ns;
	self->tally->machine_ns += at.machine_ns - from->machine_ns;
	return at.time_ns > from->time_ns ? at.time_ns - from->time_ns : 0;
}

static void count_bytes(struct metered_link *self, const struct i2c_message *msgs, size_t n, size_t done)
{
	for (size_t i = 0; i < n && i < done; i++) {
		if (msgs[i].flags & I2C_READ)
			self->tally->read += msgs[i].len;
		else
			self->tally->written += msgs[i].len;
	}
}

static int metered_transfer(struct link *link, struct i2c_message *msgs, size_t n, size_t *done)
{
	struct metered_link *self = (struct metered_link *)link;
	const struct moment from = now(self);
	int rc = link_transfer(self->inner, msgs, n, done);
	uint64_t ns = since(self, &from);
	/* Nobody acknowledges a pulse that wakes: it is no look. */
	bool is_look = rc == -ENXIO && *done == 0 && msgs[0].addr != GENERAL_CALL;

	self->tally->transactions++;
	self->tally->looks += is_look;
	if (is_look)
		self->tally->chip_ns += ns;
	else
		self->tally->bus_ns += ns;
	count_bytes(self, msgs, n, *done);
	return rc;
}

static int metered_wait(struct link *link, uint64_t ns)
{
	struct metered_link *self = (struct metered_link *)link;
	const struct moment from = now(self);
	int rc = link_wait(self->inner, ns);

	self->tally->chip_ns += since(self, &from);
	return rc;
}

static int metered_act(struct link *link, enum link_act act, uint32_t argument)
{
	struct metered_link *self = (struct metered_link *)link;
	const struct moment from = now(self);
	int rc = link_act(self->inner, act, argument);

	(void)since(self, &from);
	return rc;
}

static void metered_close(struct link *link)
{
	struct metered_link *self = (struct metered_link *)link;

	link_close(self->inner);
	free(self);
}

static const struct link_ops metered_ops = {
	.transfer = metered_transfer,
	.wait = metered_wait,
	.act = metered_act,
	.close = metered_close,
};

int link_meter(struct link **out, struct link *inner, struct link_tally *tally, struct why *why)
{
	struct metered_link *self = calloc(1, sizeof(*self));

	*out = NULL;
	if (!self)
		return why_errno(why, ENOMEM, "no memory for a link");
	self->link = *inner;
	self->link.ops = &metered_ops;
	self->inner = inner;
	self->tally = tally;
	*out = &self->link;
	return 0;
}
