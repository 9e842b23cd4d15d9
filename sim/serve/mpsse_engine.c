/* sim/serve/mpsse_engine.c: an FT232H's MPSSE in software. */
#include "mpsse_engine.h"

#include <errno.h>
#include <string.h>

#include "cursor.h"

enum {
	PIN_COMMAND_NS = 200, /* mpsse_i2c.c */
	LATENCY_NS = 1000000, /* what was not flushed goes to the host after a millisecond */
	BITS = 8,
	DIVIDER_5 = 5,
};

static uint8_t wires_seen(const struct mpsse_engine *e)
{
	uint8_t pins = 0;

	if (e->wires->scl)
		pins |= MPSSE_SCL;
	if (e->wires->sda)
		pins |= MPSSE_SDA_OUT;
	if (e->faults.untied_ad2 || e->wires->sda)
		pins |= MPSSE_SDA_IN;
	if (!e->faults.tied_ad7 || e->wires->scl)
		pins |= MPSSE_SCL_ECHO;
	return pins;
}

/* AD0 to AD7 as 81 reads them: pins on no wire are as they are driven, or pulled up. */
static uint8_t pins_seen(const struct mpsse_engine *e)
{
	const uint8_t wired = MPSSE_SCL | MPSSE_SDA_OUT | MPSSE_SDA_IN | MPSSE_SCL_ECHO;
	const uint8_t others = (uint8_t)((e->value | ~e->outputs) & ~wired);

	return others | wires_seen(e);
}

static enum wires_drive pin(const struct mpsse_engine *e, uint8_t which)
{
	if (!(e->outputs & which))
		return e->faults.no_pull_ups ? WIRES_LOW : WIRES_RELEASED;
	if (!(e->value & which))
		return WIRES_LOW;
	if (!(e->drive_zero & which))
		return WIRES_HIGH;
	return e->faults.no_pull_ups ? WIRES_LOW : WIRES_RELEASED;
}

static void drive(struct mpsse_engine *e)
{
	wires_drive(e->wires, pin(e, MPSSE_SCL), pin(e, MPSSE_SDA_OUT));
}

static void set_scl(struct mpsse_engine *e, bool high)
{
	e->value = (uint8_t)(high ? e->value | MPSSE_SCL : e->value & ~MPSSE_SCL);
}

static void set_sda(struct mpsse_engine *e, bool high)
{
	e->value = (uint8_t)(high ? e->value | MPSSE_SDA_OUT : e->value & ~MPSSE_SDA_OUT);
}

static void answer(struct mpsse_engine *e, uint8_t byte)
{
	struct wbuf w = wbuf_to(e->answers, sizeof(e->answers));

	w.len = e->n_answers;
	wbuf_u8(&w, byte);
	e->n_answers = w.len;
	e->lost += wbuf_bad(&w);
}

/* One bit's time. */
static uint64_t bit_ns(const struct mpsse_engine *e)
{
	const uint64_t divided = 1u + e->divisor;
	const uint64_t ns = e->two_phases ? divided * 100 / 3 : divided * 50;

	return e->divided_by_5 ? ns * DIVIDER_5 : ns;
}

/* Adaptive clocking: SCL was let go, and is to be high before the bit goes on. */
static void wait_for_scl(struct mpsse_engine *e)
{
	if (!e->adaptive)
		return;
	if (!e->faults.tied_ad7 || e->wires->scl_held_until_ns == UINT64_MAX)
		e->hung = true;
	else if (!e->wires->scl)
		wires_pass(e->wires, e->wires->scl_held_until_ns - e->wires->now_ns);
}

static bool data_in(const struct mpsse_engine *e)
{
	return e->loopback ? e->value & MPSSE_SDA_OUT : wires_seen(e) & MPSSE_SDA_IN;
}

/*
 * Clocks a bit, SCL low before and after; returns what is on AD2. In three phases SDA is set a third before SCL rises and
 * stays for a third after it falls. In two it is set as SCL falls, so out is the bit after this one: see shift().
 */
static bool clock_bit(struct mpsse_engine *e, bool falling)
{
	const uint64_t whole = bit_ns(e);
	const uint64_t third = whole / 3;
	bool in;

	if (e->hung)
		return true;
	wires_pass(e->wires, e->two_phases ? whole / 2 : third);
	set_scl(e, true);
	drive(e);
	wait_for_scl(e);
	in = data_in(e);
	wires_pass(e->wires, e->two_phases ? whole - whole / 2 : third);
	if (falling)
		in = data_in(e);
	set_scl(e, false);
	if (e->two_phases)
		return in;
	drive(e);
	wires_pass(e->wires, whole - 2 * third);
	return in;
}

static void shift_out(struct mpsse_engine *e, uint8_t byte, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		set_sda(e, byte >> (BITS - 1 - i) & 1);
		drive(e);
		clock_bit(e, false);
	}
	drive(e);
}

static uint8_t shift_in(struct mpsse_engine *e, size_t n, bool falling)
{
	uint8_t byte = 0;

	for (size_t i = 0; i < n; i++) {
		drive(e);
		byte = (uint8_t)(byte << 1 | clock_bit(e, falling));
	}
	drive(e);
	return byte;
}

static void in_bytes(struct mpsse_engine *e, size_t n, bool falling)
{
	for (size_t i = 0; i < n && !e->hung; i++) {
		uint8_t byte = shift_in(e, BITS, falling);

		if (!e->hung)
			answer(e, byte);
	}
}

static void in_bits(struct mpsse_engine *e, size_t n, bool falling)
{
	uint8_t byte = shift_in(e, n, falling);

	if (!e->hung)
		answer(e, byte);
}

/* A command with its arguments, in a cursor. */
typedef void command_run(struct mpsse_engine *e, struct rbuf arguments);

static void run_out_bytes(struct mpsse_engine *e, struct rbuf r)
{
	e->payload = 1u + rbuf_le16(&r);
}

static void run_out_bits(struct mpsse_engine *e, struct rbuf r)
{
	size_t n = 1u + (rbuf_u8(&r) & 7u);

	shift_out(e, rbuf_u8(&r), n);
}

static void run_in_bytes(struct mpsse_engine *e, struct rbuf r)
{
	in_bytes(e, 1u + rbuf_le16(&r), e->opcode == MPSSE_IN_BYTES_FALLING);
}

static void run_in_bits(struct mpsse_engine *e, struct rbuf r)
{
	in_bits(e, 1u + (rbuf_u8(&r) & 7u), e->opcode == MPSSE_IN_BITS_FALLING);
}

static void run_set_low(struct mpsse_engine *e, struct rbuf r)
{
	e->value = rbuf_u8(&r);
	e->outputs = rbuf_u8(&r);
	drive(e);
	wires_pass(e->wires, PIN_COMMAND_NS);
}

static void run_get_low(struct mpsse_engine *e, struct rbuf r)
{
	(void)r;
	answer(e, pins_seen(e));
	wires_pass(e->wires, PIN_COMMAND_NS);
}

static void run_set_high(struct mpsse_engine *e, struct rbuf r)
{
	e->value_high = rbuf_u8(&r);
	e->outputs_high = rbuf_u8(&r);
	wires_pass(e->wires, PIN_COMMAND_NS);
}

static void run_get_high(struct mpsse_engine *e, struct rbuf r)
{
	(void)r;
	answer(e, (uint8_t)(e->value_high | ~e->outputs_high));
	wires_pass(e->wires, PIN_COMMAND_NS);
}

static void run_divisor(struct mpsse_engine *e, struct rbuf r)
{
	e->divisor = rbuf_le16(&r);
}

static void run_drive_zero(struct mpsse_engine *e, struct rbuf r)
{
	e->drive_zero = rbuf_u8(&r);
	drive(e);
}

static void run_flush(struct mpsse_engine *e, struct rbuf r)
{
	(void)r;
	e->flushed = e->n_answers;
}

static void run_mode(struct mpsse_engine *e, struct rbuf r)
{
	(void)r;
	switch (e->opcode) {
	case MPSSE_LOOPBACK_OFF:
		e->loopback = false;
		break;
	case MPSSE_BASE_60MHZ:
		e->divided_by_5 = false;
		break;
	case MPSSE_BASE_12MHZ:
		e->divided_by_5 = true;
		break;
	case MPSSE_THREE_PHASES:
		e->two_phases = false;
		break;
	case MPSSE_TWO_PHASES:
		e->two_phases = true;
		break;
	case MPSSE_ADAPTIVE_ON:
		e->adaptive = true;
		break;
	default:
		e->adaptive = false;
		break;
	}
}

struct mpsse_command {
	uint8_t opcode;
	uint8_t arguments;
	command_run *run;
};

static const struct mpsse_command commands[] = {
	{ MPSSE_OUT_BYTES, 2, run_out_bytes },
	{ MPSSE_OUT_BITS, 2, run_out_bits },
	{ MPSSE_IN_BYTES, 2, run_in_bytes },
	{ MPSSE_IN_BYTES_FALLING, 2, run_in_bytes },
	{ MPSSE_IN_BITS, 1, run_in_bits },
	{ MPSSE_IN_BITS_FALLING, 1, run_in_bits },
	{ MPSSE_SET_LOW, 2, run_set_low },
	{ MPSSE_GET_LOW, 0, run_get_low },
	{ MPSSE_SET_HIGH, 2, run_set_high },
	{ MPSSE_GET_HIGH, 0, run_get_high },
	{ MPSSE_LOOPBACK_OFF, 0, run_mode },
	{ MPSSE_DIVISOR, 2, run_divisor },
	{ MPSSE_FLUSH, 0, run_flush },
	{ MPSSE_BASE_60MHZ, 0, run_mode },
	{ MPSSE_BASE_12MHZ, 0, run_mode },
	{ MPSSE_THREE_PHASES, 0, run_mode },
	{ MPSSE_TWO_PHASES, 0, run_mode },
	{ MPSSE_ADAPTIVE_ON, 0, run_mode },
	{ MPSSE_ADAPTIVE_OFF, 0, run_mode },
	{ MPSSE_DRIVE_ZERO, 2, run_drive_zero },
};

static const struct mpsse_command *command_of(const struct mpsse_engine *e, uint8_t opcode)
{
	if (opcode == MPSSE_DRIVE_ZERO && e->faults.no_drive_zero)
		return NULL;
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (commands[i].opcode == opcode)
			return &commands[i];
	return NULL;
}

static void take(struct mpsse_engine *e, uint8_t byte)
{
	const struct mpsse_command *command;
	struct wbuf w = wbuf_to(e->arguments, sizeof(e->arguments));

	if (e->payload > 0) {
		e->payload--;
		shift_out(e, byte, BITS);
		return;
	}
	w.len = e->n_arguments;
	if (e->has_opcode) {
		wbuf_u8(&w, byte);
	} else {
		e->opcode = byte;
		e->command = command_of(e, byte);
	}
	command = e->command;
	if (!command) {
		e->bad++;
		answer(e, MPSSE_BAD);
		answer(e, byte);
		return;
	}
	e->n_arguments = w.len;
	e->has_opcode = w.len < command->arguments;
	if (e->has_opcode)
		return;
	e->n_arguments = 0;
	command->run(e, rbuf_from(e->arguments, w.len));
}

static bool unplugged(const struct mpsse_engine *e)
{
	return e->faults.unplugged_after > 0 && e->taken >= e->faults.unplugged_after;
}

static int port_write(void *context, const uint8_t *bytes, size_t len)
{
	struct mpsse_engine *e = context;
	struct rbuf r = rbuf_from(bytes, len);

	while (rbuf_left(&r) > 0) {
		uint8_t byte = rbuf_u8(&r);

		if (unplugged(e))
			return -ENODEV;
		e->taken++;
		if (e->faults.swallows > 0)
			e->faults.swallows--;
		else if (!e->hung)
			take(e, byte);
	}
	return 0;
}

static int port_read(void *context, uint8_t *bytes, size_t cap)
{
	struct mpsse_engine *e = context;
	size_t n;

	if (unplugged(e))
		return -ENODEV;
	wires_pass(e->wires, e->faults.usb_ns);
	if (e->flushed == 0) {
		wires_pass(e->wires, LATENCY_NS);
		e->flushed = e->n_answers;
	}
	n = e->flushed < cap ? e->flushed : cap;
	if (e->faults.short_reads > 0 && n > e->faults.short_reads)
		n = e->faults.short_reads;
	if (n > 0)
		memcpy(bytes, e->answers, n);
	memmove(e->answers, e->answers + n, e->n_answers - n);
	e->n_answers -= n;
	e->flushed -= n;
	return (int)n;
}

static int port_reset(void *context)
{
	struct mpsse_engine *e = context;
	struct mpsse_engine fresh = {
		.wires = e->wires, .faults = e->faults, .bad = e->bad, .lost = e->lost
	};

	if (unplugged(e))
		return -ENODEV;
	fresh.taken = e->taken;
	*e = fresh;
	for (size_t i = 0; i < e->faults.n_stale; i++)
		answer(e, e->faults.stale[i]);
	drive(e);
	return 0;
}

static uint64_t port_now(void *context)
{
	return wires_now(((struct mpsse_engine *)context)->wires);
}

static void port_wait(void *context, uint64_t ns)
{
	wires_pass(((struct mpsse_engine *)context)->wires, ns);
}

static void port_close(void *context)
{
	(void)context;
}

void mpsse_engine_init(struct mpsse_engine *e, struct wires *wires)
{
	*e = (struct mpsse_engine){ .wires = wires };
}

struct mpsse_port mpsse_engine_port(struct mpsse_engine *e)
{
	return (struct mpsse_port){ .write = port_write,
		.read = port_read,
		.reset = port_reset,
		.now = port_now,
		.wait = port_wait,
		.close = port_close,
		.context = e };
}
