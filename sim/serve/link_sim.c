/* sim/serve/link_sim.c: the link sim:, a bus in this process. */
#include "link_sim.h"

#include "bus_fault.h"
#include "bus_snapshot.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct sim_link {
	struct link link;
	struct bus *bus;
	struct link_sim_builder *builder; /* who takes the bus down, NULL: nobody */
	struct bus_snapshot *snapshots[LINK_SNAPSHOTS];
	struct bus_fault *faults; /* NULL: there never were any */
};

/* Sleeps until the bus's clock shows ns; signals do not shorten it. */
static void sleep_until(const struct bus *bus, uint64_t ns)
{
	uint64_t at = bus->clock.start_ns + ns;
	struct timespec ts = { .tv_sec = (time_t)(at / 1000000000u), .tv_nsec = (long)(at % 1000000000u) };

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL) == EINTR)
		;
}

static int sim_transfer(struct link *link, struct i2c_message *msgs, size_t n, size_t *done)
{
	struct sim_link *self = (struct sim_link *)link;
	int rc = bus_transfer(self->bus, msgs, n, done);

	if (rc != -EINVAL && self->bus->clock.mode == CLOCK_REAL)
		sleep_until(self->bus, self->bus->free_at_ns);
	link->nacked_at = self->bus->nacked_at;
	link->now_ns = self->bus->free_at_ns;
	return rc;
}

static int sim_wait(struct link *link, uint64_t ns)
{
	struct sim_link *self = (struct sim_link *)link;
	uint64_t until = clock_now(&self->bus->clock) + ns;

	if (self->bus->clock.mode == CLOCK_REAL)
		sleep_until(self->bus, until);
	if (self->bus->clock.mode == CLOCK_VIRTUAL)
		clock_advance_to(&self->bus->clock, until);
	link->now_ns = clock_now(&self->bus->clock);
	return 0;
}

static int sim_power(struct bus *bus, uint32_t address, bool on)
{
	for (size_t i = 0; i < bus->n_seats; i++)
		if (bus->seats[i].env.address == address) {
			bus_power(bus, &bus->seats[i], on);
			return 0;
		}
	return -ENODEV;
}

static int sim_act(struct link *link, enum link_act act, uint32_t argument)
{
	struct sim_link *self = (struct sim_link *)link;
	struct bus_snapshot *taken;

	if (act == LINK_POWER_OFF || act == LINK_POWER_ON)
		return sim_power(self->bus, argument, act == LINK_POWER_ON);
	if (argument >= LINK_SNAPSHOTS)
		return -EINVAL;
	if (act == LINK_RESTORE) {
		if (!self->snapshots[argument])
			return -ENOENT;
		bus_snapshot_restore(self->bus, self->snapshots[argument]);
		return 0;
	}
	taken = bus_snapshot_take(self->bus);
	if (!taken)
		return -ENOMEM;
	bus_snapshot_free(self->snapshots[argument]);
	self->snapshots[argument] = taken;
	return 0;
}

static int sim_fault(struct link *link, const char *script, struct why *why)
{
	struct sim_link *self = (struct sim_link *)link;
	int rc;

	if (!self->faults)
		self->faults = calloc(1, sizeof(*self->faults));
	if (!self->faults)
		return why_fail(why, ENOMEM, "no memory for faults");
	rc = bus_fault_script(self->faults, script, why);
	if (rc < 0)
		return rc;
	bus_disarm(self->bus);
	self->bus->bender = self->faults->n_rules > 0 ? &self->faults->bender : NULL;
	return 0;
}

static void sim_close(struct link *link)
{
	struct sim_link *self = (struct sim_link *)link;

	for (size_t i = 0; i < LINK_SNAPSHOTS; i++)
		bus_snapshot_free(self->snapshots[i]);
	if (self->faults && self->bus->bender == &self->faults->bender)
		self->bus->bender = NULL;
	bus_disarm(self->bus);
	free(self->faults);
	if (self->builder)
		self->builder->drop(self->builder, self->bus);
	free(self);
}

static const struct link_ops sim_ops = {
	.transfer = sim_transfer,
	.wait = sim_wait,
	.act = sim_act,
	.fault = sim_fault,
	.close = sim_close,
};

int link_over_bus(
	struct link **out, struct bus *bus, const struct wire_part *parts, size_t n, struct why *why)
{
	struct sim_link *self = calloc(1, sizeof(*self));

	*out = NULL;
	if (!self) {
		why_errno(why, ENOMEM, "no memory for a link");
		return -ENOMEM;
	}
	self->bus = bus;
	self->link.ops = &sim_ops;
	self->link.info.simulated = true;
	self->link.info.clock = (enum wire_clock)bus->clock.mode;
	self->link.info.speed_hz = bus->speed_hz;
	self->link.info.n_parts = n < WIRE_PARTS_MAX ? n : WIRE_PARTS_MAX;
	if (n > 0)
		memcpy(self->link.info.parts, parts, self->link.info.n_parts * sizeof(parts[0]));
	*out = &self->link;
	return 0;
}

static int sim_open(const struct link_scheme *scheme, const char *url, struct link **out, struct why *why)
{
	struct link_sim_builder *builder = scheme->context;
	struct wire_part parts[WIRE_PARTS_MAX];
	struct bus *bus = NULL;
	int n = builder->build(builder, url + strlen("sim:"), &bus, parts, why);
	int rc;

	if (n < 0)
		return n;
	rc = link_over_bus(out, bus, parts, (size_t)n, why);
	if (rc < 0)
		builder->drop(builder, bus);
	else
		((struct sim_link *)*out)->builder = builder;
	return rc;
}

struct link_scheme link_scheme_sim(struct link_sim_builder *builder)
{
	return (struct link_scheme){ .name = "sim",
		.open = sim_open,
		.context = builder,
		.grammar = "sim:CHIP[+CHIP...], CHIP as --chip takes it: PROFILE[@ADDR7][,key=value]...",
		.about = "simulated parts in this process" };
}
