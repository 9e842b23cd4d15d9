/* fuzz/fuzz_atca_packet.c: one command packet, whatever it is, on a chip in whatever state. */
#include <string.h>

#include "atca_packet.h"
#include "atca_run.h"
#include "fuzz.h"

enum {
	PACKET_MAX = 255,
};

static void run_input(struct atca_run *run, const uint8_t *bytes, size_t len)
{
	struct rbuf r = rbuf_from(bytes, len);
	size_t packet_len;

	atca_run_begin(run, &r);
	packet_len = rbuf_left(&r);
	atca_run_command(run, rbuf_bytes(&r, packet_len), packet_len);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct atca_run run = { .drops_cache = false };
	struct atca_run again = { .drops_cache = true };

	if (len > ATCA_HEADER + PACKET_MAX)
		return -1;
	run_input(&run, bytes, len);
	if (atca_run_twice(bytes, len)) {
		run_input(&again, bytes, len);
		atca_run_compare(&run, &again);
	}
	return 0;
}

/* The header, the packet's bytes, or another packet from the table; mostly with count and CRC right. */
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t len, size_t max, unsigned int seed)
{
	struct dice dice = dice_from(seed);

	if (max < ATCA_HEADER + ATCA_PACKET_MIN)
		return len;
	if (len < ATCA_HEADER) {
		memset(bytes + len, 0, ATCA_HEADER - len);
		len = ATCA_HEADER;
	}
	if (max > ATCA_HEADER + PACKET_MAX)
		max = ATCA_HEADER + PACKET_MAX;
	switch (dice_roll(&dice, 8)) {
	case 0:
		LLVMFuzzerMutate(bytes, ATCA_HEADER, ATCA_HEADER);
		return len;
	case 1:
		return ATCA_HEADER + atca_compose_any(ON_ALL, &dice, bytes + ATCA_HEADER, max - ATCA_HEADER);
	default:
		len = ATCA_HEADER +
		      LLVMFuzzerMutate(bytes + ATCA_HEADER, len - ATCA_HEADER, max - ATCA_HEADER);
		break;
	}
	if (dice_roll(&dice, 16) == 0)
		return len;
	return ATCA_HEADER + atca_repair(bytes + ATCA_HEADER, len - ATCA_HEADER, max - ATCA_HEADER);
}

/* One's state, the other's command. */
size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t one_len, const uint8_t *other, size_t other_len,
	uint8_t *out, size_t max, unsigned int seed)
{
	(void)seed;
	if (one_len < ATCA_HEADER || other_len < ATCA_HEADER || other_len > max)
		return 0;
	memcpy(out, one, ATCA_HEADER);
	memcpy(out + ATCA_HEADER, other + ATCA_HEADER, other_len - ATCA_HEADER);
	return other_len;
}
