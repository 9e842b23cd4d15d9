/* sim/bus/behind.c: the bus behind a board. */
#include "behind.h"

static int transfer(void *context, struct i2c_message *messages, size_t n, uint32_t speed_hz, uint64_t at_ns,
	uint64_t *took_ns)
{
	struct bus *bus = context;
	uint64_t start;
	size_t done;
	int rc;

	clock_advance_to(&bus->clock, at_ns);
	start = clock_now(&bus->clock);
	bus->speed_hz = speed_hz;
	rc = bus_transfer(bus, messages, n, &done);
	*took_ns = clock_now(&bus->clock) - start;
	return rc;
}

void behind_init(struct behind *behind, enum clock_mode mode)
{
	/* Real time reaches it by at_ns: of its own it has none. */
	bus_init(&behind->bus, mode == CLOCK_INSTANT ? CLOCK_INSTANT : CLOCK_VIRTUAL, I2C_SPEED_DEFAULT);
	behind->master = (struct chip_bus){ .transfer = transfer, .context = &behind->bus };
	behind->n_parts = 0;
}

int behind_power(struct behind *behind, const struct chip_env *env, struct why *why)
{
	struct chip_env own = *env;
	int rc = 0;

	own.masters = NULL;
	for (size_t i = behind->bus.n_seats; rc == 0 && i < behind->n_parts; i++)
		rc = part_attach(behind->parts[i], &behind->bus, &own, why);
	return rc;
}
