/* sim/bus/bus_snapshot.c: everything volatile and non-volatile of a bus, kept and put back. */
#include "bus_snapshot.h"

#include <stdlib.h>
#include <string.h>

struct bus_snapshot {
	struct clock clock;
	uint64_t free_at_ns;
	bool powered[BUS_CHIPS_MAX];
	size_t n_seats;
	uint8_t bytes[]; /* the chips', one after another */
};

struct bus_snapshot *bus_snapshot_take(const struct bus *bus)
{
	struct bus_snapshot *snapshot;
	size_t size = 0, at = 0;

	for (size_t i = 0; i < bus->n_seats; i++)
		size += bus->seats[i].model->size;
	snapshot = malloc(sizeof(*snapshot) + size);
	if (!snapshot)
		return NULL;
	snapshot->clock = bus->clock;
	snapshot->free_at_ns = bus->free_at_ns;
	snapshot->n_seats = bus->n_seats;
	for (size_t i = 0; i < bus->n_seats; i++) {
		snapshot->powered[i] = bus->seats[i].powered;
		memcpy(snapshot->bytes + at, bus->seats[i].chip, bus->seats[i].model->size);
		at += bus->seats[i].model->size;
	}
	return snapshot;
}

void bus_snapshot_restore(struct bus *bus, const struct bus_snapshot *snapshot)
{
	size_t at = 0;

	for (size_t i = 0; i < bus->n_seats && i < snapshot->n_seats; i++) {
		const struct bus_seat *seat = &bus->seats[i];

		bus->seats[i].powered = snapshot->powered[i];
		memcpy(bus->seats[i].chip, snapshot->bytes + at, bus->seats[i].model->size);
		/* Durable at once: a cut must not bring back what was before, unless it cannot be kept, which is told. */
		chip_commit(&seat->env, (const uint8_t *)seat->chip + seat->model->nv_at);
		at += bus->seats[i].model->size;
	}
	if (bus->clock.mode == CLOCK_REAL)
		return;
	bus->clock = snapshot->clock;
	bus->free_at_ns = snapshot->free_at_ns;
}

void bus_snapshot_free(struct bus_snapshot *snapshot)
{
	free(snapshot);
}
