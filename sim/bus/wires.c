/* sim/bus/wires.c: the two wires of a bus, edge by edge, with its chips behind them. */
#include "wires.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "brownout.h"
#include "cursor.h"
#include "wires_log.h"

enum { BITS = 8 };

int wires_init(struct wires *wires, struct bus *bus, struct why *why)
{
	size_t size = 1;

	for (size_t i = 0; i < bus->n_seats; i++)
		size += bus->seats[i].model->size;
	*wires = (struct wires){ .bus = bus, .scl = true, .sda = true, .brownout = SIZE_MAX };
	wires->copies = malloc(size);
	wires->log = wires_log_new();
	if (wires->copies && wires->log)
		return 0;
	wires_free(wires);
	return why_fail(why, ENOMEM, "no memory for the wires of a bus");
}

void wires_free(struct wires *wires)
{
	free(wires->copies);
	wires_log_free(wires->log);
	wires->copies = NULL;
	wires->log = NULL;
}

/* Between transactions the bus's clock leads: it may have been put back. A real one may be behind what was modelled. */
uint64_t wires_now(struct wires *wires)
{
	uint64_t now = clock_now(&wires->bus->clock);

	bool idle = wires->phase == WIRES_IDLE && wires->scl && wires->sda;

	if (now > wires->now_ns || (idle && wires->bus->clock.mode != CLOCK_REAL))
		wires->now_ns = now;
	return wires->now_ns;
}

static struct chip_env *seat_now(struct wires *wires, struct bus_seat *seat)
{
	seat->env.now_ns = wires->now_ns;
	return &seat->env;
}

/* The nth chip, when it takes part in this message; else NULL. */
static struct bus_seat *taking_part(struct wires *wires, size_t i)
{
	return wires->selected[i] && wires->bus->seats[i].powered ? &wires->bus->seats[i] : NULL;
}

/* Where the copy of the nth chip is. */
static uint8_t *copy_at(const struct wires *wires, size_t n)
{
	uint8_t *at = wires->copies;

	for (size_t i = 0; i < n; i++)
		at += wires->bus->seats[i].model->size;
	return at;
}

/* A copy of the nth chip as it is, to be asked and forgotten. */
static void *copy_of(const struct wires *wires, size_t n)
{
	const struct bus_seat *seat = &wires->bus->seats[n];

	return memcpy(copy_at(wires, n), seat->chip, seat->model->size);
}

static bool select_chips(struct wires *wires, uint8_t byte)
{
	bool acknowledged = false;

	for (size_t i = 0; i < wires->bus->n_seats; i++) {
		struct bus_seat *seat = &wires->bus->seats[i];

		wires->selected[i] = seat->powered && seat->model->select(seat->chip, seat_now(wires, seat),
							      (uint16_t)(byte >> 1), byte & 1);
		if (wires->selected[i])
			wires->touched[i] = acknowledged = true;
	}
	return acknowledged;
}

/* The bytes of a write come to the chips. */
static void tell_written(struct wires *wires)
{
	for (size_t i = 0; i < wires->bus->n_seats; i++) {
		struct bus_seat *seat = taking_part(wires, i);

		if (seat)
			seat->model->write(
				seat->chip, seat_now(wires, seat), wires->written, wires->n_written);
	}
}

/* A fault takes the power of who is spoken to. */
static void lose_power(struct wires *wires)
{
	for (size_t i = 0; i < wires->bus->n_seats; i++) {
		struct bus_seat *seat = taking_part(wires, i);

		if (seat)
			brownout_strike(wires->bus, seat, wires->now_ns, wires->dark_ns);
		wires->touched[i] = wires->touched[i] && !wires->selected[i];
		wires->selected[i] = false;
	}
}

/*
 * Whether somebody would acknowledge the newest byte of a write. A chip's copy is made with the message's first byte and
 * hears the others as they come.
 */
static bool would_take(struct wires *wires)
{
	bool taken = false;

	for (size_t i = 0; i < wires->bus->n_seats; i++) {
		struct bus_seat *seat = taking_part(wires, i);
		void *copy;

		if (!seat)
			continue;
		copy = wires->n_written == 1 ? copy_of(wires, i) : copy_at(wires, i);
		taken |= seat->model->write(copy, seat_now(wires, seat), &wires->shift, 1) == 1;
	}
	return taken;
}

static bool take_byte(struct wires *wires)
{
	struct wbuf w = wbuf_to(wires->written, sizeof(wires->written));

	wires_log_byte(wires->log, wires->shift);
	if (wires->n_written == wires->brownout) {
		tell_written(wires);
		lose_power(wires);
		return false;
	}
	w.len = wires->n_written;
	wbuf_u8(&w, wires->shift);
	wires->n_written = w.len;
	return !wbuf_bad(&w) && would_take(wires);
}

/* The next byte of a read: all that send pull the same wire. Looking ahead, only copies of them send. */
static void load_byte(struct wires *wires, bool looking_ahead)
{
	wires->shift = 0xff;
	wires->looked_ahead = looking_ahead;
	if (wires->n_read == wires->brownout)
		lose_power(wires);
	wires->n_read += !looking_ahead;
	for (size_t i = 0; i < wires->bus->n_seats; i++) {
		struct bus_seat *seat = taking_part(wires, i);
		uint8_t byte;

		if (!seat)
			continue;
		seat->model->read(
			looking_ahead ? copy_of(wires, i) : seat->chip, seat_now(wires, seat), &byte, 1);
		wires->shift &= byte;
	}
}

/* The end of a message: START or STOP. */
static void end_message(struct wires *wires)
{
	if (wires->writing)
		tell_written(wires);
	wires->writing = false;
	wires->n_written = wires->n_read = 0;
	wires->brownout = SIZE_MAX;
	wires->slave_sda_low = false;
	wires->sampled = false;
	wires->looked_ahead = false;
	wires->bits = 0;
}

static void tell_low(struct wires *wires)
{
	for (size_t i = 0; i < wires->bus->n_seats; i++) {
		struct bus_seat *seat = &wires->bus->seats[i];

		if (seat->powered)
			seat->model->sda_low(seat->chip, seat_now(wires, seat), wires->sda_low_ns);
	}
	wires->sda_low_ns = 0;
}

/* Where neither START nor STOP may be. To nobody there are no bytes. */
static bool in_mid_byte(const struct wires *wires)
{
	return wires->bits > 0 && wires->phase != WIRES_DEAF;
}

static void on_start(struct wires *wires)
{
	wires->counts.starts++;
	if (wires->phase == WIRES_IDLE) {
		brownout_over(wires->bus, wires->now_ns);
		wires->start_ns = wires->now_ns;
		wires->byte = 0;
		memset(wires->touched, 0, sizeof(wires->touched));
		wires_log_clear(wires->log);
	} else if (in_mid_byte(wires)) {
		wires->counts.illegal++;
	}
	end_message(wires);
	memset(wires->selected, 0, sizeof(wires->selected));
	wires->phase = WIRES_ADDRESS;
}

static void on_stop(struct wires *wires)
{
	struct bus *bus = wires->bus;
	struct bus_event event;

	wires->counts.stops++;
	if (in_mid_byte(wires))
		wires->counts.illegal++;
	end_message(wires);
	wires->phase = WIRES_IDLE;
	event = wires_log_event(wires->log);
	event.start_ns = wires->start_ns;
	event.end_ns = wires->now_ns;
	event.sda_low_ns = wires->sda_low_ns;
	/* First the low, then STOP: the write that puts a chip to sleep does not wake it (bus.c). */
	tell_low(wires);
	for (size_t i = 0; i < bus->n_seats; i++) {
		struct bus_seat *seat = &bus->seats[i];

		if (wires->touched[i] && seat->powered)
			seat->model->stop(seat->chip, seat_now(wires, seat));
		if (seat->cut.struck)
			brownout_strike(bus, seat, wires->now_ns, seat->dark_ns);
	}
	bus->free_at_ns = wires->now_ns;
	bus->outcome = event.outcome;
	bus->nacked_at = event.nacked_at;
	/* A START and a STOP with nothing between is no transaction. */
	for (struct bus_watcher *w = bus->watchers; w && event.n > 0; w = w->next)
		w->transaction(w, &event);
}

/* Whether power goes during the message that now begins. How long it will be nobody knows. */
static void look_for_brownout(struct wires *wires)
{
	const struct i2c_message m = { .addr = (uint16_t)(wires->shift >> 1),
		.flags = wires->shift & I2C_READ,
		.len = I2C_MESSAGE_MAX };

	wires->brownout = brownout_of(wires->bus, wires->selected, &m, &wires->dark_ns);
}

/* Eight bits are there: who acknowledges pulls SDA. */
static void on_byte(struct wires *wires)
{
	wires->byte++;
	if (wires->phase == WIRES_ADDRESS) {
		wires->acknowledged = select_chips(wires, wires->shift);
		wires_log_address(wires->log, wires->shift, wires->acknowledged);
		if (wires->acknowledged)
			look_for_brownout(wires);
	} else {
		wires->acknowledged = take_byte(wires);
		if (!wires->acknowledged)
			wires_log_nack(wires->log);
	}
	wires->slave_sda_low = wires->acknowledged;
}

static void drive_bit(struct wires *wires)
{
	wires->slave_sda_low = !(wires->shift >> (BITS - 1 - wires->bits) & 1);
}

/* The acknowledge bit of a byte that the master sent is over. */
static void after_acknowledge(struct wires *wires)
{
	bool read = wires->phase == WIRES_ADDRESS && wires->shift & 1;

	wires->bits = 0;
	wires->slave_sda_low = false;
	if (!wires->acknowledged) {
		wires->phase = WIRES_DEAF;
		return;
	}
	if (read) {
		wires->phase = WIRES_READ;
		load_byte(wires, true);
		drive_bit(wires);
	} else if (wires->phase == WIRES_ADDRESS) {
		wires->phase = WIRES_WRITE;
		wires->writing = true;
	}
}

static void read_bit(struct wires *wires, bool bit)
{
	if (wires->looked_ahead) /* the master does want it */
		load_byte(wires, false);
	if (wires->bits < BITS) {
		wires->bits++;
		if (wires->bits < BITS) {
			drive_bit(wires);
			return;
		}
		wires->byte++;
		wires->slave_sda_low = false;
		wires_log_byte(wires->log, wires->shift);
		return;
	}
	wires->bits = 0;
	if (bit) {
		wires->phase = WIRES_DEAF;
		return;
	}
	load_byte(wires, false);
	drive_bit(wires);
}

/* A bit is over, SCL has fallen. */
static void on_bit(struct wires *wires, bool bit)
{
	wires->counts.bits++;
	switch (wires->phase) {
	case WIRES_IDLE:
	case WIRES_DEAF:
		return;
	case WIRES_READ:
		read_bit(wires, bit);
		return;
	case WIRES_ADDRESS:
	case WIRES_WRITE:
		break;
	}
	if (wires->bits == BITS) {
		after_acknowledge(wires);
		return;
	}
	wires->shift = (uint8_t)(wires->shift << 1 | bit);
	if (++wires->bits == BITS)
		on_byte(wires);
}

static void hold_scl(struct wires *wires)
{
	const struct wires_faults *f = &wires->faults;
	uint64_t ns = wires->bits == BITS ? f->stretch_ack_ns : wires->bits == 0 ? f->stretch_next_ns : 0;

	if (wires->phase != WIRES_IDLE && wires->byte > 0 && ns > 0 &&
		(f->stretch_byte == 0 || f->stretch_byte == wires->byte))
		wires->scl_held_until_ns = ns > UINT64_MAX - wires->now_ns ? UINT64_MAX : wires->now_ns + ns;
}

static void on_scl(struct wires *wires)
{
	if (wires->scl) {
		wires->sampled = wires->phase != WIRES_IDLE;
		wires->sample = wires->sda;
		return;
	}
	if (wires->faults.sda_held > 0 && wires->faults.sda_held < SIZE_MAX)
		wires->faults.sda_held--;
	if (!wires->sampled)
		return;
	wires->sampled = false;
	on_bit(wires, wires->sample);
	hold_scl(wires);
}

static void on_sda(struct wires *wires)
{
	if (!wires->sda)
		wires->sda_fell_ns = wires->now_ns;
	else if (wires->now_ns - wires->sda_fell_ns > wires->sda_low_ns)
		wires->sda_low_ns = wires->now_ns - wires->sda_fell_ns;
	if (wires->scl && !wires->sda)
		on_start(wires);
	else if (wires->scl && wires->phase != WIRES_IDLE)
		on_stop(wires);
	else if (wires->sda && wires->phase == WIRES_IDLE)
		tell_low(wires);
}

static bool scl_pulled(const struct wires *wires)
{
	return wires->now_ns < wires->scl_held_until_ns;
}

static bool sda_pulled(const struct wires *wires)
{
	return wires->slave_sda_low || wires->faults.sda_held > 0;
}

/* Until nothing changes any more. SCL's edge comes first when it falls, SDA's when SCL rises: at worst for neither. */
static void settle(struct wires *wires)
{
	for (bool first = true;; first = false) {
		bool scl = wires->master_scl != WIRES_LOW && !scl_pulled(wires);
		bool sda = wires->master_sda != WIRES_LOW && !sda_pulled(wires);
		bool fighting = (wires->master_scl == WIRES_HIGH && scl_pulled(wires)) ||
				(wires->master_sda == WIRES_HIGH && sda_pulled(wires));

		wires->counts.contentions += fighting && !wires->fighting;
		wires->fighting = fighting;
		if (first && scl != wires->scl && sda != wires->sda)
			wires->counts.illegal++;
		if (scl != wires->scl && (!scl || sda == wires->sda)) {
			wires->scl = scl;
			on_scl(wires);
		} else if (sda != wires->sda) {
			wires->sda = sda;
			on_sda(wires);
		} else {
			return;
		}
	}
}

void wires_drive(struct wires *wires, enum wires_drive scl, enum wires_drive sda)
{
	wires_now(wires);
	wires->master_scl = scl;
	wires->master_sda = sda;
	settle(wires);
}

static void pass_to(struct wires *wires, uint64_t ns)
{
	wires->now_ns = ns;
	clock_advance_to(&wires->bus->clock, ns);
	settle(wires);
}

void wires_pass(struct wires *wires, uint64_t ns)
{
	uint64_t until = wires_now(wires) + ns;

	/* Time alone moves a wire only when it ends that SCL is held. */
	if (scl_pulled(wires) && wires->scl_held_until_ns <= until)
		pass_to(wires, wires->scl_held_until_ns);
	wires->now_ns = until;
	clock_advance_to(&wires->bus->clock, until);
}
