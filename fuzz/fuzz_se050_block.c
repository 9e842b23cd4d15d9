/* fuzz/fuzz_se050_block.c: blocks of T=1, sound and broken, one after the other. */
#include <string.h>

#include "crc.h"
#include "fuzz.h"
#include "dice.h"
#include "se050_run.h"

enum {
	BLOCKS_MAX = 12,
	BYTES_MAX = SE050_HEADER + BLOCKS_MAX * (1 + 255),
};

/* After the header: length, that many bytes; 0: a read of one block's rest. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct rbuf r = rbuf_from(bytes, len);
	struct se050_run run = { .drops_cache = false };

	if (len > BYTES_MAX)
		return -1;
	se050_run_begin(&run, STARTS_ALL, &r);
	for (int n = 0; n < BLOCKS_MAX && rbuf_left(&r) > 0; n++) {
		size_t size = rbuf_u8(&r);
		struct rbuf block = rbuf_take(&r, size < rbuf_left(&r) ? size : rbuf_left(&r));

		if (rbuf_left(&block) == 0)
			se050_run_read(&run, 2);
		else
			se050_run_block(&run, block.at, rbuf_left(&block));
	}
	return 0;
}

/* NAD, LEN and CRC of each block, as far as the input goes. */
static void repair(uint8_t *bytes, size_t len)
{
	for (size_t at = SE050_HEADER; at < len;) {
		size_t size = bytes[at], left = len - at - 1;
		uint8_t *block = bytes + at + 1;
		uint16_t crc;

		size = size < left ? size : left;
		if (size >= T1_HEADER + T1_CRC) {
			block[0] = T1_NAD_TO_CHIP;
			block[2] = (uint8_t)(size - T1_HEADER - T1_CRC);
			crc = crc16_x25(block, size - T1_CRC);
			block[size - 2] = (uint8_t)crc;
			block[size - 1] = (uint8_t)(crc >> 8);
		}
		at += 1 + size;
	}
}

static size_t add_block(uint8_t *bytes, size_t len, size_t max, struct dice *dice)
{
	static const uint8_t pcbs[] = { 0x00, 0x40, 0x20, 0x60, 0x80, 0x81, 0x82, 0x90, 0x91, 0x92, 0xc0,
		0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xcf, 0xdf, 0xe0, 0xe1, 0xe2, 0xe3 };
	static const uint8_t version[] = { 0x80, 0x04, 0x00, 0x20, 0x00 };
	struct wbuf w = wbuf_to(bytes + len, max - len);
	uint8_t block[T1_BLOCK_MAX];
	struct wbuf b = wbuf_to(block, sizeof(block));

	t1_block_write(&b, T1_NAD_TO_CHIP, pcbs[dice_roll(dice, sizeof(pcbs))], version, dice_roll(dice, 6));
	if (wbuf_left(&w) < 1 + b.len)
		return len;
	wbuf_u8(&w, (uint8_t)b.len);
	wbuf_put(&w, block, b.len);
	return len + w.len;
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t len, size_t max, unsigned int seed)
{
	struct dice dice = dice_from(seed);

	if (max < SE050_HEADER + T1_BLOCK_MAX)
		return len;
	if (len < SE050_HEADER) {
		memset(bytes, 0, SE050_HEADER);
		len = SE050_HEADER;
	}
	if (dice_roll(&dice, 4) == 0)
		return add_block(bytes, len, max, &dice);
	len = LLVMFuzzerMutate(bytes, len, max);
	if (dice_roll(&dice, 8) != 0)
		repair(bytes, len);
	return len;
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t one_len, const uint8_t *other, size_t other_len,
	uint8_t *out, size_t max, unsigned int seed)
{
	struct dice dice = dice_from(seed);
	struct wbuf w = wbuf_to(out, max);
	size_t cut = one_len > 0 ? dice_roll(&dice, one_len) : 0;
	size_t from = other_len > SE050_HEADER ? SE050_HEADER + dice_roll(&dice, other_len - SE050_HEADER)
					       : other_len;

	wbuf_put(&w, one, cut < max ? cut : max);
	wbuf_put(&w, other + from, other_len - from < wbuf_left(&w) ? other_len - from : wbuf_left(&w));
	repair(out, w.len);
	return w.len;
}
