/* sim/atecc608/limited.c: monotonic counters and limited use of keys. */
#include "limited.h"

#include "cursor.h"
#include "silicon.h"
#include "zones.h"

enum {
	COUNT_MATCH_ENABLE = 0x01,
	LAST_KEY_USE_SLOT = 15,
};

/*
 * The linear half counts within 32 by clearing bits from the top, the binary half counts the 32s;
 * the two halves lag each other by 16, so that one of them is always whole. The value is read
 * from the half whose linear part is not empty.
 */
static uint16_t linear(uint32_t position)
{
	return position < 16 ? (uint16_t)(0xffff >> position) : 0;
}

void counter_encode(uint8_t encoded[COUNTER_BYTES], uint32_t value)
{
	struct wbuf w = wbuf_to(encoded, COUNTER_BYTES);
	uint32_t lagging = value >= 16 ? value - 16 : 0;

	wbuf_be16(&w, linear(value % 32));
	wbuf_be16(&w, linear(lagging % 32));
	wbuf_be16(&w, (uint16_t)(value / 32));
	wbuf_be16(&w, (uint16_t)(lagging / 32));
}

static uint32_t cleared_bits(uint16_t linear_part)
{
	uint32_t n = 16;

	for (; linear_part; linear_part >>= 1)
		n--;
	return n;
}

uint32_t counter_decode(const uint8_t encoded[COUNTER_BYTES])
{
	struct rbuf r = rbuf_from(encoded, COUNTER_BYTES);
	uint16_t lin_a = rbuf_be16(&r);
	uint16_t lin_b = rbuf_be16(&r);
	uint32_t bin_a = rbuf_be16(&r);
	uint32_t bin_b = rbuf_be16(&r);

	if (lin_a != 0)
		return bin_a * 32 + cleared_bits(lin_a);
	return bin_b * 32 + 16 + cleared_bits(lin_b);
}

uint32_t counter_value(const struct atecc *chip, unsigned int id)
{
	return counter_decode(chip->nv.config + CONFIG_COUNTER_0 + id * COUNTER_BYTES);
}

void counter_set(struct atecc *chip, unsigned int id, uint32_t value)
{
	counter_encode(chip->nv.config + CONFIG_COUNTER_0 + id * COUNTER_BYTES, value);
}

/* CountMatch: the limit lies in a slot as 32 bits little endian, twice (atecc608.md 2.5). */
static uint32_t counter_limit(const struct atecc *chip)
{
	uint8_t match = chip->nv.config[CONFIG_COUNT_MATCH];
	struct rbuf r;
	uint32_t limit;

	if (atecc_silicon(&chip->nv)->on == ON_508A || !(match & COUNT_MATCH_ENABLE))
		return COUNTER_MAX;
	r = rbuf_from(slot_bytes(chip, match >> 4), 8);
	limit = rbuf_le32(&r);
	/* UNCERTAIN (ATCA-U-02): two copies that differ are no limit; the vendor's certificate test signs with such a slot. */
	if (limit != rbuf_le32(&r))
		return COUNTER_MAX;
	return limit < COUNTER_MAX ? limit : COUNTER_MAX;
}

static bool by_last_key_use(const struct atecc *chip, unsigned int slot)
{
	return atecc_silicon(&chip->nv)->on == ON_508A && slot == LAST_KEY_USE_SLOT;
}

/* The first byte of LastKeyUse with a use left; the end when there is none (DS20005927A 3.2.6). */
static size_t last_key_use_byte(const struct atecc *chip)
{
	size_t i = 0;

	while (i < CONFIG_LAST_KEY_USE_BYTES && chip->nv.config[CONFIG_USE_LOCK + i] == 0)
		i++;
	return i;
}

bool limited_use_left(const struct atecc *chip, unsigned int slot)
{
	if (by_last_key_use(chip, slot))
		return last_key_use_byte(chip) < CONFIG_LAST_KEY_USE_BYTES;
	return counter_value(chip, 0) < counter_limit(chip);
}

static void last_key_use_spend(struct atecc *chip)
{
	uint8_t *byte = &chip->nv.config[CONFIG_USE_LOCK + last_key_use_byte(chip)];
	uint8_t highest = 0x80;

	while (!(*byte & highest))
		highest >>= 1;
	*byte = (uint8_t)(*byte & ~highest);
}

void limited_use_spend(struct atecc *chip, uint16_t slots)
{
	uint16_t by_bits = by_last_key_use(chip, LAST_KEY_USE_SLOT) ? 1 << LAST_KEY_USE_SLOT : 0;

	if (slots & by_bits)
		last_key_use_spend(chip);
	if (slots & ~by_bits)
		counter_set(chip, 0, counter_value(chip, 0) + 1);
}
