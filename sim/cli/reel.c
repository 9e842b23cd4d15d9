/* sim/cli/reel.c: what manifests tell of one part. */
#include "reel.h"

#include <errno.h>
#include <stdio.h>

#include "hex.h"

/* What was written to reel->bytes since `from`. */
static struct rbuf since(const struct reel_part *reel, size_t from)
{
	return rbuf_from(reel->bytes.at + from, reel->bytes.len - from);
}

int reel_add_key(struct reel_part *reel, uint32_t at, const struct x509_key *from)
{
	struct reel_key *key = &reel->keys[reel->n_keys];
	size_t begin = reel->bytes.len;

	x509_put_key(&reel->bytes, from);
	if (reel->n_keys == REEL_ITEMS || wbuf_bad(&reel->bytes))
		return -ENOSPC;
	*key = (struct reel_key){ .at = at, .spki = since(reel, begin), .certificate = REEL_NONE };
	if (from->rsa) {
		snprintf(key->algorithm, sizeof(key->algorithm), "RSA-%zu", 8 * rbuf_left(&from->modulus));
	} else {
		snprintf(key->algorithm, sizeof(key->algorithm), "P-256");
		/* The last thing that x509_put_key() wrote. */
		key->point = since(reel, reel->bytes.len - P256_POINT);
	}
	reel->n_keys++;
	return 0;
}

int reel_part_of(struct reel_part *reel, const struct part *part, struct crypto *crypto, struct why *why)
{
	static const struct reel_kind *const kinds[] = { &reel_atecc, &reel_se050 };
	char serial[2 * PART_SERIAL_MAX + 1];
	int rc = -ENOTSUP;

	reel->profile = part->profile;
	reel->serial_len = part_serial(part, reel->serial);
	reel->n_keys = 0;
	reel->n_certificates = 0;
	reel->bytes = wbuf_to(reel->room, sizeof(reel->room));
	hex_text(serial, reel->serial, reel->serial_len);
	snprintf(reel->file, sizeof(reel->file), "%s.nvm", serial);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (kinds[i]->kind != part->kind)
			continue;
		reel->slots = kinds[i]->slots;
		rc = kinds[i]->collect(reel, part, crypto);
	}
	if (rc < 0)
		return why_errno(why, rc, "cannot tell the keys and certificates of part %s", serial);
	return 0;
}
