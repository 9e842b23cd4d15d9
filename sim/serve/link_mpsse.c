/* sim/serve/link_mpsse.c: the link mpsse:, a bus in this process behind an MPSSE in software. */
#include "link_mpsse.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bus_fault.h"

struct mpsse_link {
	struct link link;
	struct link *plain; /* the same bus by whole messages: how it waits, is powered, kept and put back */
	struct bus *bus;
	struct link_sim_builder *builder; /* who takes the bus down, NULL: nobody */
	struct wires wires;
	struct mpsse_engine engine;
	struct mpsse mpsse;
};

static int mpsse_link_transfer(struct link *link, struct i2c_message *msgs, size_t n, size_t *done)
{
	struct mpsse_link *self = (struct mpsse_link *)link;
	int rc = mpsse_transfer(&self->mpsse, msgs, n, done);

	/* A real clock is waited for. */
	if (self->bus->clock.mode == CLOCK_REAL && self->wires.now_ns > clock_now(&self->bus->clock))
		link_wait(self->plain, self->wires.now_ns - clock_now(&self->bus->clock));
	link->nacked_at = self->mpsse.nacked_at;
	link->now_ns = wires_now(&self->wires);
	return rc;
}

static int mpsse_link_wait(struct link *link, uint64_t ns)
{
	struct mpsse_link *self = (struct mpsse_link *)link;
	int rc = self->mpsse.gone ? -ENODEV : link_wait(self->plain, ns);

	link->now_ns = wires_now(&self->wires);
	return rc;
}

static int mpsse_link_act(struct link *link, enum link_act act, uint32_t argument)
{
	struct mpsse_link *self = (struct mpsse_link *)link;

	return self->mpsse.gone ? -ENODEV : link_act(self->plain, act, argument);
}

/* What the wires know of faults: power that goes at a byte that is named, or at a write of the memory. */
static bool on_wires(const struct bus_fault *faults)
{
	for (size_t i = 0; i < faults->n_rules; i++) {
		const struct bus_fault_rule *rule = &faults->rules[i];

		if (rule->action != FAULT_BROWNOUT || (rule->store == 0 && rule->byte < 0))
			return false;
	}
	return true;
}

static int mpsse_link_fault(struct link *link, const char *script, struct why *why)
{
	struct mpsse_link *self = (struct mpsse_link *)link;
	struct bus_fault faults = { .n_rules = 0 };
	int rc = self->mpsse.gone ? why_fail(why, ENODEV, "the MPSSE is gone")
				  : bus_fault_script(&faults, script, why);

	if (rc < 0)
		return rc;
	if (!on_wires(&faults))
		return why_fail(why, EOPNOTSUPP,
			"on the wires of this link power may go, by brownout store=N or byte=N: other faults "
			"are of whole messages");
	return link_fault(self->plain, script, why);
}

static void mpsse_link_close(struct link *link)
{
	struct mpsse_link *self = (struct mpsse_link *)link;

	mpsse_close(&self->mpsse);
	wires_free(&self->wires);
	link_close(self->plain);
	if (self->builder)
		self->builder->drop(self->builder, self->bus);
	free(self);
}

static const struct link_ops mpsse_link_ops = {
	.transfer = mpsse_link_transfer,
	.wait = mpsse_link_wait,
	.act = mpsse_link_act,
	.fault = mpsse_link_fault,
	.close = mpsse_link_close,
};

/* On an error what was made is taken down, but the bus. */
static int put_together(struct mpsse_link *self, const struct mpsse_options *options, struct why *why)
{
	struct mpsse_port port;
	int rc = wires_init(&self->wires, self->bus, why);

	if (rc < 0)
		return rc;
	mpsse_engine_init(&self->engine, &self->wires);
	self->engine.faults.tied_ad7 = options->stretch == MPSSE_STRETCH_ADAPTIVE;
	self->engine.faults.usb_ns = options->usb_us * 1000ull;
	port = mpsse_engine_port(&self->engine);
	rc = mpsse_open(&self->mpsse, &port, options, why);
	if (rc < 0)
		wires_free(&self->wires);
	return rc;
}

int link_over_mpsse(struct link **out, struct bus *bus, const struct wire_part *parts, size_t n,
	const struct mpsse_options *options, struct why *why)
{
	struct mpsse_link *self = calloc(1, sizeof(*self));
	int rc;

	*out = NULL;
	if (!self)
		return why_fail(why, ENOMEM, "no memory for a link");
	self->bus = bus;
	rc = link_over_bus(&self->plain, bus, parts, n, why);
	if (rc == 0)
		rc = put_together(self, options, why);
	if (rc < 0) {
		link_close(self->plain);
		free(self);
		return rc;
	}
	self->link.ops = &mpsse_link_ops;
	self->link.info = self->plain->info;
	self->link.info.speed_hz = self->mpsse.pace.speed_hz;
	*out = &self->link;
	return 0;
}

struct mpsse_engine *link_mpsse_engine(struct link *link)
{
	return &((struct mpsse_link *)link)->engine;
}

static int mpsse_link_open(
	const struct link_scheme *scheme, const char *url, struct link **out, struct why *why)
{
	struct link_sim_builder *builder = scheme->context;
	const char *chips = url + strlen(scheme->name) + 1;
	const char *query = strchr(chips, '?');
	struct wire_part parts[WIRE_PARTS_MAX];
	struct mpsse_options options;
	struct bus *bus = NULL;
	char *names;
	int rc = mpsse_options_parse(&options, query ? query + 1 : NULL, why), n;

	*out = NULL;
	if (rc < 0)
		return rc;
	names = strndup(chips, query ? (size_t)(query - chips) : strlen(chips));
	if (!names)
		return why_fail(why, ENOMEM, "no memory for a link");
	n = builder->build(builder, names, &bus, parts, why);
	free(names);
	if (n < 0)
		return n;
	rc = link_over_mpsse(out, bus, parts, (size_t)n, &options, why);
	if (rc < 0 || !*out) {
		builder->drop(builder, bus);
		return rc;
	}
	((struct mpsse_link *)*out)->builder = builder;
	return 0;
}

struct link_scheme link_scheme_mpsse(struct link_sim_builder *builder)
{
	return (struct link_scheme){ .name = "mpsse",
		.open = mpsse_link_open,
		.context = builder,
		.grammar = "mpsse:CHIP[+CHIP...][?speed=HZ&stretch=none|poll|adaptive&usb=US]",
		.about = "simulated parts in this process, behind an FT232H's MPSSE in software" };
}
