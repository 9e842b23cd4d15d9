/* sim/se050/io.c: the I2C side: frames from START to STOP, the read pointer, guard times. */
#include <string.h>

#include "card.h"
#include "cursor.h"
#include "factory.h"
#include "nv.h"
#include "object.h"
#include "t1_slave.h"
#include "terminal.h"

enum {
	SEGT_NS = 100000,   /* the guard time that the ATR names */
	SE050_INDEX = 4096, /* object_index_size(SE050_MEMORY) */
};

static void forget(struct se050 *chip)
{
	memset(&chip->pads, 0, sizeof(chip->pads));
	memset(&chip->power, 0, sizeof(chip->power));
	t1_reset(&chip->link);
	card_reset(chip);
}

static void power_on(void *state, struct chip_env *env)
{
	struct se050 *chip = state;
	bool changed;

	forget(chip);
	chip->power.since_ns = env->now_ns;
	object_index(chip);
	changed = factory_make_keys(chip, env->crypto);
	/* A seeded stream must never repeat in a part's life; without a seed nothing needs to be kept. */
	/* Where the store fails the next power-up will draw the same: nv_commit() tells, a chip cannot refuse power. */
	if (env->rng->seeded)
		chip->nv.restarts++;
	if (changed || env->rng->seeded)
		nv_commit(chip, env);
}

static void power_off(void *state, struct chip_env *env)
{
	(void)env;
	forget(state);
}

size_t se050_nv_size(size_t memory)
{
	return sizeof(struct se050_nv) + memory;
}

bool se050_resize(struct chip_model *model, size_t nv_size)
{
	size_t memory = nv_size - sizeof(struct se050_nv);

	if (nv_size <= sizeof(struct se050_nv) || memory % 8 != 0)
		return false;
	model->nv_size = nv_size;
	model->size = offsetof(struct se050, heap) + memory + object_index_size(memory);
	return true;
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
	/* Of a part with the usual memory: se050_resize() for others. */
	.size = offsetof(struct se050, heap) + SE050_MEMORY + SE050_INDEX,
	.nv_at = offsetof(struct se050, nv),
	.nv_size = sizeof(struct se050_nv) + SE050_MEMORY,
	.power_on = power_on,
	.power_off = power_off,
	.select = select_chip,
	.write = write_bytes,
	.read = read_bytes,
	.stop = stop,
	.sda_low = sda_low,
	.ready_at = ready_at,
	.card_reset = terminal_reset,
	.card_command = terminal_command,
};
