/* sim/cli/reel_atecc.c: what manifests tell of an ATECC. */
#include <errno.h>
#include <string.h>

#include "reel.h"
#include "trust.h"
#include "zones.h"

/* Deriving a public key draws nothing on P-256: a stream that nobody reads. */
static int collect_key(
	struct reel_part *reel, const struct atecc *chip, unsigned int slot, struct crypto *crypto)
{
	struct key_config key = key_config(chip, slot);
	struct rng rng = { .seeded = true };
	struct rng_purpose purpose = { 0 };
	struct rng_stream stream = rng_open(&rng, &purpose);
	uint8_t point[P256_POINT];
	int rc;

	if (!key.is_private || key.key_type != KEY_TYPE_P256)
		return 0;
	rc = crypto_p256_public(crypto, &stream, slot_private_key(chip, slot), point);
	/* No key yet: what an erased slot holds is above the curve's order. */
	if (rc == -EINVAL)
		return 0;
	if (rc < 0)
		return rc;
	return reel_add_key(
		reel, slot, &(struct x509_key){ .curve = EC_P256, .point = rbuf_from(point, sizeof(point)) });
}

static int keys(struct reel_part *reel, const struct part *part, struct crypto *crypto)
{
	int rc = 0;

	for (unsigned int slot = 0; slot < ATECC_SLOTS && rc == 0; slot++)
		rc = collect_key(reel, part->chip, slot, crypto);
	return rc;
}

static int certificate(const struct part *part, const struct certificate_maker *maker,
	const struct profile_certificate *from, struct wbuf *der)
{
	return trust_certificate(part->chip, part->profile, maker, from, der);
}

const struct reel_kind reel_atecc = {
	.kind = &part_kind_atecc,
	.slots = true,
	.keys = keys,
	.certificate = certificate,
};
