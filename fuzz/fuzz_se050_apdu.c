/* fuzz/fuzz_se050_apdu.c: one command APDU and its TLVs, in plain or in a session. */
#include <string.h>

#include "fuzz.h"
#include "se050_compose.h"
#include "se050_run.h"

enum {
	APDU_MAX = 1024,
};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct rbuf r = rbuf_from(bytes, len);
	struct se050_run run = { .drops_cache = false };

	if (len < SE050_HEADER || len > SE050_HEADER + APDU_MAX)
		return -1;
	se050_run_begin(&run, STARTS_ALL, &r);
	se050_run_command(&run, r.at, rbuf_left(&r));
	return 0;
}

static uint32_t version_of(const uint8_t *header)
{
	const struct se050_world *world = se050_world();

	return se050_version(world->starts[*header % world->n_starts].chip);
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t len, size_t max, unsigned int seed)
{
	struct dice dice = dice_from(seed);

	if (max <= SE050_HEADER + 8)
		return len;
	if (len < SE050_HEADER) {
		memset(bytes, 0, SE050_HEADER);
		len = SE050_HEADER;
	}
	switch (dice_roll(&dice, 8)) {
	case 0:
		LLVMFuzzerMutate(bytes, SE050_HEADER, SE050_HEADER);
		break;
	case 1:
	case 2:
		len = SE050_HEADER + se050_compose_any(version_of(bytes), false, &dice, bytes + SE050_HEADER,
					     max - SE050_HEADER);
		break;
	default:
		len = SE050_HEADER +
		      LLVMFuzzerMutate(bytes + SE050_HEADER, len - SE050_HEADER, max - SE050_HEADER);
		if (dice_roll(&dice, 8) != 0)
			len = SE050_HEADER +
			      se050_repair(bytes + SE050_HEADER, len - SE050_HEADER, max - SE050_HEADER);
		break;
	}
	return len;
}

/* Header and command of one, the rest of the other. */
size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t one_len, const uint8_t *other, size_t other_len,
	uint8_t *out, size_t max, unsigned int seed)
{
	struct dice dice = dice_from(seed);
	struct wbuf w = wbuf_to(out, max);
	size_t cut = one_len > 0 ? dice_roll(&dice, one_len) : 0;

	wbuf_put(&w, one, cut < max ? cut : max);
	if (cut < other_len)
		wbuf_put(&w, other + cut, other_len - cut < wbuf_left(&w) ? other_len - cut : wbuf_left(&w));
	if (w.len > SE050_HEADER)
		w.len = SE050_HEADER +
			se050_repair(out + SE050_HEADER, w.len - SE050_HEADER, max - SE050_HEADER);
	return w.len;
}
