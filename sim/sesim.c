/* sim/sesim.c: libsesim's public functions, over a board. */
#include "sesim.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "board.h"

/* Names for what is behind: struct board, struct part with its seat, struct crypto. */
struct sesim_part {
	struct sesim_bus *bus;
	size_t number; /* of the part, and of its seat */
};

struct sesim_bus {
	struct board *board;
	struct sesim_part parts[BUS_CHIPS_MAX];
};

struct sesim_snapshot {
	const char *kind;
	size_t size;
	bool powered;
	uint8_t bytes[];
};

const char *sesim_version(void)
{
	return SESIM_VERSION;
}

static int tell(struct sesim_error *error, const struct why *why, int rc)
{
	if (rc < 0 && error)
		snprintf(error->text, sizeof(error->text), "%s", why->text);
	return rc;
}

int sesim_engine_new(struct sesim_engine **engine, struct sesim_error *error)
{
	struct crypto *crypto = NULL;
	struct why why;
	int rc = crypto_new(&crypto, &why);

	*engine = (struct sesim_engine *)crypto;
	return tell(error, &why, rc);
}

void sesim_engine_free(struct sesim_engine *engine)
{
	crypto_free((struct crypto *)engine);
}

int sesim_bus_new(struct sesim_bus **bus, const struct sesim_options *options, struct sesim_error *error)
{
	static const enum clock_mode clocks[] = {
		[SESIM_CLOCK_INSTANT] = CLOCK_INSTANT,
		[SESIM_CLOCK_VIRTUAL] = CLOCK_VIRTUAL,
		[SESIM_CLOCK_REAL] = CLOCK_REAL,
	};
	static const enum latency_kind latencies[] = {
		[SESIM_LATENCY_NONE] = LATENCY_NONE,
		[SESIM_LATENCY_TYPICAL] = LATENCY_TYPICAL,
		[SESIM_LATENCY_MAX] = LATENCY_MAX,
	};
	static const struct sesim_options defaults;
	struct board_options board;
	struct why why;
	int rc;

	*bus = NULL;
	if (!options)
		options = &defaults;
	if (options->clock > SESIM_CLOCK_REAL || options->latency > SESIM_LATENCY_MAX)
		return tell(error, &why, why_fail(&why, EINVAL, "there is no such clock or latency"));
	board = (struct board_options){
		.clock = clocks[options->clock],
		.speed_hz = options->speed_hz,
		.latency = latencies[options->latency],
		.seeded = options->seeded,
		.seed = options->seed,
		.sync = options->sync_never ? STORE_SYNC_NEVER : STORE_SYNC_ALWAYS,
		.crypto = (struct crypto *)options->engine,
	};
	*bus = calloc(1, sizeof(**bus));
	rc = *bus ? board_new(&(*bus)->board, &board, &why) : why_errno(&why, ENOMEM, "no memory for a bus");
	if (rc < 0) {
		free(*bus);
		*bus = NULL;
	}
	return tell(error, &why, rc);
}

void sesim_bus_free(struct sesim_bus *bus)
{
	if (!bus)
		return;
	board_free(bus->board);
	free(bus);
}

/* Powers the part that was added last, and gives it its name; it goes again if that fails. */
static int take_last(struct sesim_bus *bus, struct sesim_part **part, struct why *why)
{
	size_t number = bus->board->n_parts - 1;
	int rc = board_power(bus->board, why);

	if (rc < 0) {
		part_free(bus->board->parts[number]);
		bus->board->n_parts--;
		return rc;
	}
	bus->parts[number] = (struct sesim_part){ .bus = bus, .number = number };
	if (part)
		*part = &bus->parts[number];
	return 0;
}

int sesim_bus_add(
	struct sesim_bus *bus, const char *chip, struct sesim_part **part, struct sesim_error *error)
{
	struct why why;
	int rc = board_add(bus->board, chip, strlen(chip), &why);

	if (part)
		*part = NULL;
	if (rc == 0)
		rc = take_last(bus, part, &why);
	return tell(error, &why, rc);
}

int sesim_bus_transfer(struct sesim_bus *bus, struct sesim_message *messages, size_t n, size_t *done)
{
	struct i2c_message own[I2C_MESSAGES_MAX];
	size_t unused;

	if (n > I2C_MESSAGES_MAX)
		return -EINVAL;
	for (size_t i = 0; i < n; i++) {
		if (messages[i].flags & ~SESIM_READ)
			return -EINVAL;
		own[i] = (struct i2c_message){ .addr = messages[i].addr,
			.flags = messages[i].flags,
			.len = messages[i].len,
			.bytes = messages[i].bytes };
	}
	return bus_transfer(&bus->board->bus, own, n, done ? done : &unused);
}

uint64_t sesim_bus_now(const struct sesim_bus *bus)
{
	return clock_now(&bus->board->bus.clock);
}

void sesim_bus_advance(struct sesim_bus *bus, uint64_t ns)
{
	struct clock *clock = &bus->board->bus.clock;

	clock_advance_to(clock, clock_now(clock) + ns);
}

static struct bus_seat *seat_of(const struct sesim_part *part)
{
	return &part->bus->board->bus.seats[part->number];
}

static struct part *behind(const struct sesim_part *part)
{
	return part->bus->board->parts[part->number];
}

void sesim_part_power(struct sesim_part *part, bool on)
{
	bus_power(&part->bus->board->bus, seat_of(part), on);
}

const char *sesim_part_profile(const struct sesim_part *part)
{
	return behind(part)->profile->name;
}

uint8_t sesim_part_address(const struct sesim_part *part)
{
	return part_address(behind(part));
}

size_t sesim_part_serial(const struct sesim_part *part, uint8_t *serial, size_t cap)
{
	uint8_t whole[PART_SERIAL_MAX];
	size_t len = part_serial(behind(part), whole);

	memcpy(serial, whole, len < cap ? len : cap);
	return len;
}

int sesim_part_snapshot(const struct sesim_part *part, struct sesim_snapshot **snapshot)
{
	const struct bus_seat *seat = seat_of(part);

	*snapshot = malloc(sizeof(**snapshot) + seat->model->size);
	if (!*snapshot)
		return -ENOMEM;
	(*snapshot)->kind = seat->model->kind;
	(*snapshot)->size = seat->model->size;
	(*snapshot)->powered = seat->powered;
	memcpy((*snapshot)->bytes, seat->chip, seat->model->size);
	return 0;
}

int sesim_part_restore(struct sesim_part *part, const struct sesim_snapshot *snapshot)
{
	struct bus_seat *seat = seat_of(part);

	if (strcmp(seat->model->kind, snapshot->kind) != 0 || seat->model->size != snapshot->size)
		return -EINVAL;
	memcpy(seat->chip, snapshot->bytes, seat->model->size);
	seat->powered = snapshot->powered;
	return chip_commit(&seat->env, (const uint8_t *)seat->chip + seat->model->nv_at);
}

bool sesim_snapshot_equal(const struct sesim_snapshot *a, const struct sesim_snapshot *b)
{
	return strcmp(a->kind, b->kind) == 0 && a->size == b->size && a->powered == b->powered &&
	       memcmp(a->bytes, b->bytes, a->size) == 0;
}

void sesim_snapshot_free(struct sesim_snapshot *snapshot)
{
	if (!snapshot)
		return;
	OPENSSL_cleanse(snapshot->bytes, snapshot->size);
	free(snapshot);
}

int sesim_part_clone(const struct sesim_part *from, struct sesim_bus *bus, struct sesim_part **part,
	struct sesim_error *error)
{
	struct part *copy = NULL;
	struct why why;
	int rc = part_copy(&copy, behind(from), &why);

	*part = NULL;
	if (rc == 0)
		rc = board_place(bus->board, copy, &why);
	if (rc == 0)
		rc = take_last(bus, part, &why);
	if (rc == 0) {
		const struct bus_seat *seat = seat_of(from);

		/* Power-up has begun its life anew: what was volatile comes back. */
		memcpy(copy->chip, seat->chip, seat->model->size);
		seat_of(*part)->powered = seat->powered;
		clock_advance_to(&bus->board->bus.clock, sesim_bus_now(from->bus));
	}
	return tell(error, &why, rc);
}
