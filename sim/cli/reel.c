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

static int add_certificate(struct reel_part *reel, const struct reel_kind *kind, const struct part *part,
	const struct certificate_maker *maker, const struct profile_certificate *from)
{
	struct reel_certificate *to = &reel->certificates[reel->n_certificates];
	size_t begin = reel->bytes.len;
	int rc;

	if (reel->n_certificates == REEL_ITEMS)
		return -ENOSPC;
	rc = kind->certificate(part, maker, from, &reel->bytes);
	if (rc < 0 || reel->bytes.len == begin)
		return rc;
	*to = (struct reel_certificate){ .from = from,
		.name = from->name,
		.at = from->at,
		.der = since(reel, begin),
		.signer = REEL_NONE };
	reel->n_certificates++;
	return wbuf_bad(&reel->bytes) ? -ENOSPC : 0;
}

/* Which of them is of this key, and which is of whom that one was signed by. */
static void link_all(struct reel_part *reel)
{
	for (size_t i = 0; i < reel->n_certificates; i++) {
		const struct profile_certificate *from = reel->certificates[i].from;
		const struct profile_authority *signer = certificate_signer(from);

		for (size_t k = 0; k < reel->n_keys; k++)
			if (!from->of && reel->keys[k].at == from->key)
				reel->keys[k].certificate = i;
		for (size_t k = 0; k < reel->n_certificates; k++)
			if (k != i && signer && reel->certificates[k].from->of == signer)
				reel->certificates[i].signer = k;
	}
}

static int collect(struct reel_part *reel, const struct reel_kind *kind, const struct part *part,
	const struct certificate_maker *maker)
{
	const struct profile *profile = part->profile;
	int rc = kind->keys(reel, part, maker->crypto);

	for (size_t i = 0; i < profile->n_certificates && rc == 0; i++)
		rc = add_certificate(reel, kind, part, maker, &profile->certificates[i]);
	link_all(reel);
	return rc;
}

int reel_part_of(struct reel_part *reel, const struct part *part, const struct certificate_maker *maker,
	struct why *why)
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
		rc = collect(reel, kinds[i], part, maker);
	}
	if (rc < 0)
		return why_errno(why, rc, "cannot tell the keys and certificates of part %s", serial);
	return 0;
}
