/* fuzz/se050_compose.c: command APDUs, made from the chip's own table. */
#include "se050_compose.h"

#include <string.h>

#include "se050_world.h"
#include "tlv.h"

enum {
	LENGTH_USUAL = 64,
	FAMILIES_TRIES = 32,
};

static void put_random(struct wbuf *w, struct dice *dice, size_t n)
{
	for (size_t i = 0; i < n && wbuf_left(w) > 0; i++)
		wbuf_u8(w, (uint8_t)dice_roll(dice, 256));
}

static void put_id(struct wbuf *w, struct dice *dice)
{
	size_t n = 0;

	while (se050_world_ids[n] != 0)
		n++;
	if (dice_roll(dice, 8) == 0)
		wbuf_be32(w, 0x21000000 + (uint32_t)dice_roll(dice, 4)); /* a new one */
	else
		wbuf_be32(w, se050_world_ids[dice_roll(dice, n)]);
}

/* One or two entries; the rights that keys and files have. */
static void put_policy(struct wbuf *w, struct dice *dice)
{
	for (size_t n = 1 + dice_roll(dice, 2); n > 0; n--) {
		wbuf_u8(w, 8);
		wbuf_be32(w, dice_roll(dice, 2) ? 0 : USER_ID + (uint32_t)dice_roll(dice, 3));
		wbuf_be32(w, (uint32_t)dice_roll(dice, 1u << 16) << 16 | (dice_roll(dice, 4) ? 0 : 0x1000));
	}
}

/* Codes of algorithms, curves and modes are few among the values of a byte. */
static uint32_t number(struct dice *dice, size_t size)
{
	static const uint8_t codes[] = { 0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x09, 0x0a, 0x0c,
		0x0d, 0x0e, 0x0f, 0x11, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x1b, 0x21, 0x22, 0x25, 0x26,
		0x31, 0x40, 0x41, 0x43, 0xa3, 0xb0, 0xf0, 0xf3, 0xf4, 0xff };
	static const uint16_t sizes[] = { 0, 1, 2, 3, 4, 8, 16, 20, 32, 64, 128, 256, 512, 1024, 2048, 0x7fff,
		0xffff };

	return size == 1 ? codes[dice_roll(dice, sizeof(codes))]
			 : sizes[dice_roll(dice, sizeof(sizes) / sizeof(sizes[0]))];
}

static size_t length(const struct se050_param *param, struct dice *dice)
{
	static const uint8_t usual[] = { 0, 1, 7, 8, 10, 12, 15, 16, 20, 24, 31, 32, 33, 48, 64, 65 };
	size_t n = usual[dice_roll(dice, sizeof(usual))];

	if (dice_roll(dice, 16) == 0)
		n = param->max < 900 ? param->max : 900;
	if (n < param->min)
		n = param->min;
	return n > param->max ? param->max : n;
}

static void put_param(struct wbuf *w, const struct se050_param *param, struct dice *dice)
{
	uint8_t value[1024];
	struct wbuf v = wbuf_to(value, sizeof(value));

	switch (param->kind) {
	case PARAM_OBJECT:
	case PARAM_ANY_ID:
		put_id(&v, dice);
		break;
	case PARAM_CRYPTO_OBJECT:
		wbuf_be16(&v, (uint16_t)(1 + dice_roll(dice, 4)));
		break;
	case PARAM_NUMBER:
		wbuf_be32(&v, number(dice, param->min));
		tlv_put(w, param->tag, value + 4 - param->min, param->min);
		return;
	case PARAM_BYTES:
		if (param->tag == TAG_POLICY || param->tag == TAG_POLICY_CHECK)
			put_policy(&v, dice);
		else
			put_random(&v, dice, length(param, dice));
		break;
	}
	tlv_put(w, param->tag, value, v.len);
}

size_t se050_compose(
	const struct se050_command *row, uint32_t version, struct dice *dice, uint8_t *apdu, size_t max)
{
	uint8_t data[1024];
	struct wbuf d = wbuf_to(data, sizeof(data)), w = wbuf_to(apdu, max);
	struct apdu command = {
		.cla = row->cla,
		.ins = (uint8_t)(row->ins | (row->ins_free & dice_roll(dice, 256))),
		.p1 = (uint8_t)(row->p1 | (row->p1_free & dice_roll(dice, 256))),
		.p2 = (uint8_t)(row->p2 | (row->p2_free & dice_roll(dice, 256))),
	};

	if (!row->params)
		put_random(&d, dice,
			row->raw_min +
				dice_roll(dice, (size_t)(row->raw_max - row->raw_min) % LENGTH_USUAL + 1));
	for (size_t i = 0; i < row->n_params; i++) {
		const struct se050_param *param = &row->params[i];

		if (se050_knows_param(param, version) && (!param->optional || dice_roll(dice, 2)))
			put_param(&d, param, dice);
	}
	command.data = rbuf_from(data, d.len);
	command.extended = d.len > APDU_LC_SHORT_MAX;
	apdu_write(&w, &command);
	return wbuf_bad(&w) || wbuf_bad(&d) ? 0 : w.len;
}

size_t se050_compose_any(uint32_t version, bool card, struct dice *dice, uint8_t *apdu, size_t max)
{
	for (int i = 0; i < FAMILIES_TRIES; i++) {
		const struct se050_family *family = se050_families[dice_roll(dice, se050_n_families)];
		const struct se050_command *row = &family->commands[dice_roll(dice, family->n)];

		if (se050_knows(row, version) && !(row->in & IN_DOMAINS) != card)
			return se050_compose(row, version, dice, apdu, max);
	}
	return 0;
}

size_t se050_repair(uint8_t *apdu, size_t len, size_t max)
{
	struct wbuf w = wbuf_to(apdu + APDU_HEADER, max < APDU_HEADER + 3 ? 0 : 3);
	bool extended = len > APDU_HEADER + 1 + APDU_LC_SHORT_MAX;
	size_t head = APDU_HEADER + (extended ? 3u : 1u);
	struct rbuf data;
	struct tlv tlv;
	size_t good = head;

	if (len < head || wbuf_left(&w) == 0)
		return len;
	data = rbuf_from(apdu + head, len - head);
	/* The first TLV that does not fit is shortened to what is there. */
	while (rbuf_left(&data) > 0 && tlv_next(&data, &tlv))
		good = len - rbuf_left(&data);
	if (good < len && len - good >= 2 && len - good - 2 < 0x80)
		apdu[good + 1] = (uint8_t)(len - good - 2);
	if (extended) {
		wbuf_u8(&w, 0);
		wbuf_be16(&w, (uint16_t)(len - head));
	} else {
		wbuf_u8(&w, (uint8_t)(len - head));
	}
	return len;
}
