/* sim/bus/brownout.c: how a fault takes a chip's power. */
#include "brownout.h"

#include <stdlib.h>
#include <string.h>

static void disarm(struct bus_seat *seat)
{
	free(seat->cut.durable);
	memset(&seat->cut, 0, sizeof(seat->cut));
	seat->env.cut = NULL;
}

void bus_disarm(struct bus *bus)
{
	for (size_t i = 0; i < bus->n_seats; i++)
		disarm(&bus->seats[i]);
}

static uint8_t *nv_of(const struct bus_seat *seat)
{
	return (uint8_t *)seat->chip + seat->model->nv_at;
}

/* Without memory for what is durable now nothing is armed. */
static void arm(struct bus_seat *seat, const struct bus_brownout *brownout)
{
	disarm(seat);
	seat->cut.durable = malloc(seat->model->nv_size);
	if (!seat->cut.durable)
		return;
	memcpy(seat->cut.durable, nv_of(seat), seat->model->nv_size);
	seat->cut.size = seat->model->nv_size;
	seat->cut.left = brownout->commit;
	seat->cut.after = brownout->after;
	seat->dark_ns = brownout->dark_ns;
	seat->env.cut = &seat->cut;
}

size_t brownout_of(
	struct bus *bus, const bool takes[BUS_CHIPS_MAX], const struct i2c_message *m, uint64_t *dark_ns)
{
	struct bus_bender *bender = bus->bender;
	struct bus_brownout brownout = { .byte = SIZE_MAX };

	if (!bender || !bender->brownout || !bender->brownout(bender, m, &brownout))
		return SIZE_MAX;
	*dark_ns = brownout.dark_ns;
	for (size_t i = 0; i < bus->n_seats; i++)
		if (takes[i] && brownout.commit > 0)
			arm(&bus->seats[i], &brownout);
	return brownout.byte;
}

void brownout_strike(struct bus *bus, struct bus_seat *seat, uint64_t now_ns, uint64_t dark_ns)
{
	if (seat->cut.struck)
		memcpy(nv_of(seat), seat->cut.durable, seat->cut.size);
	disarm(seat);
	bus_power(bus, seat, false);
	seat->dark = true;
	seat->dark_until_ns = now_ns + dark_ns;
}

void brownout_over(struct bus *bus, uint64_t now_ns)
{
	for (size_t i = 0; i < bus->n_seats; i++) {
		if (!bus->seats[i].dark || now_ns < bus->seats[i].dark_until_ns)
			continue;
		bus->seats[i].dark = false;
		bus_power(bus, &bus->seats[i], true);
	}
}
