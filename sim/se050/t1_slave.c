/* sim/se050/t1_slave.c: the chip's end of T=1 over I2C (UM11225). */
#include "se050.h"

#include <string.h>

/* The answer to reset of an SE050C, as a physical part sent it. */
static const uint8_t atr[] = { 0x00, 0xa0, 0x00, 0x00, 0x03, 0x96, 0x04, 0x03, 0xe8, 0x00, 0xfe, 0x02, 0x0b,
	0x03, 0xe8, 0x08, 0x01, 0x00, 0x00, 0x00, 0x00, 0x64, 0x00, 0x00, 0x0a, 0x4a, 0x43, 0x4f, 0x50, 0x34,
	0x20, 0x41, 0x54, 0x50, 0x4f };

static void power_on(void *state, struct chip_env *env)
{
	struct se050 *chip = state;

	(void)env;
	memset(&chip->link, 0, sizeof(chip->link));
}

static void power_off(void *state, struct chip_env *env)
{
	power_on(state, env);
}

/* With nothing to send it does not acknowledge a read: hosts poll so. */
static bool select_chip(void *state, struct chip_env *env, uint16_t addr, bool read)
{
	const struct se050 *chip = state;

	(void)env;
	return addr == T1_ADDRESS_DEFAULT && (!read || chip->link.out_at < chip->link.out_len);
}

/* A block may come in several writes. One that starts anew takes the place of an answer not yet read. */
static size_t write_bytes(void *state, struct chip_env *env, const uint8_t *bytes, size_t len)
{
	struct se050_link *link = &((struct se050 *)state)->link;
	struct wbuf in = wbuf_to(link->in, sizeof(link->in));

	(void)env;
	in.len = link->in_len;
	wbuf_put(&in, bytes, len < wbuf_left(&in) ? len : wbuf_left(&in));
	link->in_len = (uint16_t)in.len;
	link->out_len = link->out_at = 0;
	return len;
}

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

static void answer(struct se050_link *link, uint8_t pcb, const void *inf, size_t len)
{
	struct wbuf out = wbuf_to(link->out, sizeof(link->out));

	t1_block_write(&out, T1_NAD_TO_HOST, pcb, inf, len);
	link->out_len = (uint16_t)out.len;
	link->out_at = 0;
}

static void take_block(struct se050_link *link)
{
	struct t1_block block;

	if (!t1_block_parse(rbuf_from(link->in, link->in_len), &block) || block.nad != T1_NAD_TO_CHIP)
		return;
	if (block.pcb == T1_S_RESYNC && rbuf_left(&block.inf) == 0)
		answer(link, T1_S_RESYNC | T1_S_ANSWER, NULL, 0);
	else if (block.pcb == T1_S_GET_ATR && rbuf_left(&block.inf) == 0)
		answer(link, T1_S_GET_ATR | T1_S_ANSWER, atr, sizeof(atr));
}

static void stop(void *state, struct chip_env *env)
{
	struct se050_link *link = &((struct se050 *)state)->link;
	size_t size = t1_block_size(rbuf_from(link->in, link->in_len));

	(void)env;
	if (size == 0 || (link->in_len < size && link->in_len < sizeof(link->in)))
		return;
	take_block(link);
	link->in_len = 0;
}

static void sda_low(void *state, struct chip_env *env, uint64_t low_ns)
{
	(void)state;
	(void)env;
	(void)low_ns;
}

static uint64_t ready_at(const void *state)
{
	(void)state;
	return 0;
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
