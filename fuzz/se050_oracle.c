/* fuzz/se050_oracle.c: what must hold after every command of an SE05x. */
#include "se050_oracle.h"

#include <string.h>

#include "apdu.h"
#include "fuzz.h"
#include "object.h"
#include "se05x.h"

void se050_oracle_bytes(const struct se050_run *run, const uint8_t *bytes, size_t len)
{
	unsigned int owner;
	size_t at;

	if (canary_find(&run->world->canaries, bytes, len, &owner, &at))
		fuzz_fail("secret %u left the chip", owner);
}

/* Statuses that a document or a physical part has (docs/reference/se050-evidence.md 2.5 and 3.1). */
static bool is_known(uint16_t status)
{
	static const uint16_t known[] = { 0x9000, 0x6300, 0x6700, 0x6881, 0x6882, 0x6982, 0x6983, 0x6984,
		0x6985, 0x6986, 0x6a80, 0x6a81, 0x6a82, 0x6a84, 0x6a86, 0x6a88, 0x6d00, 0x6e00, 0x9484,
		0x9485 };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (known[i] == status)
			return true;
	return false;
}

/* What the records are, less their attempts: a sum, so that neither copy needs changing. */
static uint64_t records_of(const struct se050 *chip)
{
	const struct se050_object *object = NULL;
	uint64_t sum = UINT64_C(0xcbf29ce484222325);

	for (int kind = RECORD_OBJECT; kind <= RECORD_CRYPTO; kind++)
		while ((object = object_next(chip, (enum record_kind)kind, object))) {
			struct se050_object head = *object;
			struct rbuf r = rbuf_from(object + 1, object->size - sizeof(*object));

			head.attempts = 0;
			for (size_t i = 0; i < sizeof(head); i++)
				sum = (sum ^ ((const uint8_t *)&head)[i]) * UINT64_C(0x100000001b3);
			while (rbuf_left(&r) > 0)
				sum = (sum ^ rbuf_u8(&r)) * UINT64_C(0x100000001b3);
		}
	return sum;
}

void se050_oracle_unchanged(const struct se050 *before, const struct se050 *after, const char *why)
{
	struct se050_nv one = before->nv, other = after->nv;

	one.velocity = other.velocity = 0;
	one.restarts = other.restarts = 0;
	if (memcmp(&one, &other, sizeof(one)) != 0)
		fuzz_fail("%s, and the part's state has changed", why);
	if (memcmp(before->heap, after->heap, before->nv.heap_used) != 0 &&
		records_of(before) != records_of(after))
		fuzz_fail("%s, and an object has changed", why);
}

/* Commands that only tell: ReadObject and its like without attestation, which counts the time up. */
static bool only_tells(const struct apdu *apdu)
{
	return apdu->ins == INS_READ;
}

void se050_oracle_command(const struct se050_run *run, const struct se050_seen *seen,
	const struct se050 *before, const struct se050 *after)
{
	struct apdu apdu;

	se050_oracle_bytes(run, seen->data.at, rbuf_left(&seen->data));
	if (seen->status == 0)
		return;
	if (!is_known(seen->status))
		fuzz_fail("status %04x", seen->status);
	if (seen->status != SW_OK) {
		if (rbuf_left(&seen->data) > 0)
			fuzz_fail("status %04x with data", seen->status);
		se050_oracle_unchanged(before, after, "refused");
		return;
	}
	if (seen->in_applet && apdu_parse(seen->command, &apdu) && only_tells(&apdu))
		se050_oracle_unchanged(before, after, "only told");
	se050_oracle_policy(seen, before);
}
