/* sim/se050/io.c: the I2C side: frames from START to STOP, the read pointer, guard times. */
#include <string.h>

#include "card.h"
#include "cursor.h"
#include "t1_slave.h"

enum {
	SEGT_NS = 100000, /* the guard time that the ATR names */
};

static void power_on(void *state, struct chip_env *env)
{
	struct se050 *chip = state;

	(void)env;
	memset(&chip->pads, 0, sizeof(chip->pads));
	t1_reset(&chip->link);
	card_reset(chip);
}

static void power_off(void *state, struct chip_env *env)
{
	power_on(state, env);
}

/* An address after an address with no STOP between is a repeated START, on which parts have hung. */
static bool hangs(struct se050 *chip)
{
	if (chip->pads.addressed && chip->options.repeated_start_hangs)
		chip->pads.hung = true;
	return chip->pads.hung;
}

/*
 * With nothing to send it does not acknowledge a read: hosts poll so. Writes are always acknowledged; a host
 * gives up at one that is not.
 */
static bool select_chip(void *state, struct chip_env *env, uint16_t addr, bool read)
{
	struct se050 *chip = state;

	if (addr != T1_ADDRESS_DEFAULT || hangs(chip))
		return false;
	t1_tick(chip, env->now_ns);
	if (read && (env->now_ns < chip->link.quiet_ns || chip->link.out_at >= chip->link.out_len))
		return false;
	chip->pads.addressed = true;
	return true;
}

/* A frame takes the place of an answer not read to its end, which only an R-block brings back. */
static size_t write_bytes(void *state, struct chip_env *env, const uint8_t *bytes, size_t len)
{
	struct se050_link *link = &((struct se050 *)state)->link;
	struct wbuf in = wbuf_to(link->in, sizeof(link->in));

	(void)env;
	in.len = link->in_len;
	wbuf_put(&in, bytes, len < wbuf_left(&in) ? len : wbuf_left(&in));
	link->in_len = (uint16_t)in.len;
	if (len > 0)
		link->out_at = link->out_len;
	return len;
}

/* Reads are one stream over any number of transactions; past its end there is ff, never another block. */
static void read_bytes(void *state, struct chip_env *env, uint8_t *bytes, size_t len)
{
	struct se050_link *link = &((struct se050 *)state)->link;
	size_t left = (size_t)(link->out_len - link->out_at);
	size_t n = len < left ? len : left;

	(void)env;
	memcpy(bytes, link->out + link->out_at, n);
	memset(bytes + n, 0xff, len - n);
	link->out_at = (uint16_t)(link->out_at + n);
}

/* A frame ends with STOP, whatever its LEN says. */
static void stop(void *state, struct chip_env *env)
{
	struct se050 *chip = state;

	chip->pads.addressed = false;
	if (chip->link.in_len == 0)
		return;
	t1_tick(chip, env->now_ns);
	t1_take(chip, env);
	chip->link.in_len = 0;
	if (env->latency != LATENCY_NONE)
		chip->link.quiet_ns = env->now_ns + SEGT_NS;
}

static void sda_low(void *state, struct chip_env *env, uint64_t low_ns)
{
	(void)state;
	(void)env;
	(void)low_ns;
}

static uint64_t ready_at(const void *state)
{
	const struct se050_link *link = &((const struct se050 *)state)->link;

	if (link->turn != TURN_BUSY)
		return link->quiet_ns;
	return link->wtx_ns < link->done_ns ? link->wtx_ns : link->done_ns;
}

const struct chip_model se050_model = {
	.kind = "se050",
	.size = sizeof(struct se050),
	.nv_size = sizeof(struct se050_nv),
	.power_on = power_on,
	.power_off = power_off,
	.select = select_chip,
	.write = write_bytes,
	.read = read_bytes,
	.stop = stop,
	.sda_low = sda_low,
	.ready_at = ready_at,
};
