/* sim/bus/trust_examine.c: what can be told of the certificates in an ATECC. */
#include "trust_examine.h"

#include <errno.h>
#include <string.h>

#include "hash.h"
#include "trust.h"
#include "zones.h"

enum { PADDED = 72 }; /* 4 bytes, X, 4 bytes, Y */

/* The public batch's authorities, and the keys in the slots. */
struct examining {
	const struct atecc *chip;
	const struct profile *profile;
	struct ca ca;
	struct certificate_maker maker;
};

static void begin(
	struct examining *e, const struct atecc *chip, const struct profile *profile, struct crypto *crypto)
{
	const struct batch batch = batch_public();

	e->chip = chip;
	e->profile = profile;
	ca_open(&e->ca, &batch);
	e->maker = certificate_maker(profile, &e->ca, crypto, NAMES_TEMPLATE);
}

static struct rbuf slot_from(const struct atecc *chip, unsigned int slot, size_t offset)
{
	return rbuf_from(slot_bytes(chip, slot) + offset, slot_size(slot) - offset);
}

static void read_point(const struct atecc *chip, const struct profile_piece *piece, uint8_t point[P256_POINT])
{
	struct rbuf r = slot_from(chip, piece->slot, piece->offset);

	rbuf_bytes(&r, piece->len == PADDED ? 4 : 0);
	rbuf_copy(&r, point, P256_BYTES);
	rbuf_bytes(&r, piece->len == PADDED ? 4 : 0);
	rbuf_copy(&r, point + P256_BYTES, P256_BYTES);
}

static const struct profile_piece *place_of(
	const struct profile *profile, const struct profile_authority *authority)
{
	for (size_t i = 0; i < profile->atecc->n_pieces; i++) {
		const struct profile_piece *piece = &profile->atecc->pieces[i];

		if (piece->kind == PIECE_AUTHORITY_KEY && piece->authority == authority)
			return piece;
	}
	return NULL;
}

/* An authority's key as a slot has it, else the public batch's. */
static int authority_key(
	struct examining *e, const struct profile_authority *authority, struct ca_public *public)
{
	const struct profile_piece *piece = place_of(e->profile, authority);
	int rc = certificate_key_of(&e->maker, authority, public);

	if (rc == 0 && piece)
		read_point(e->chip, piece, public->point);
	return rc;
}

static int own_key(
	struct examining *e, const struct profile_certificate *certificate, struct ca_public *public)
{
	static const uint8_t no_name[1];
	struct rng_stream stream;

	if (certificate->of)
		return authority_key(e, certificate->of, public);
	memset(public, 0, sizeof(*public));
	public->key.curve = EC_P256;
	public->key.point = rbuf_from(public->point, P256_POINT);
	stream = batch_stream(&e->ca.batch, "examining", rbuf_from(no_name, 0));
	return crypto_p256_public(
		e->maker.crypto, &stream, slot_private_key(e->chip, certificate->key), public->point);
}

/* Whether the signature is over the TBS with these names. */
static bool is_over(struct examining *e, const struct profile_certificate *certificate,
	enum certificate_names names, const struct x509_key *key, const struct ca_public *signer,
	const struct compressed *fields)
{
	uint8_t serial[9], eui[TRUST_EUI_MAX], bytes[CERTIFICATE_MAX], digest[SHA256_BYTES];
	struct wbuf tbs = wbuf_to(bytes, sizeof(bytes));
	struct certificate_subject subject = { .oef = 0 };
	struct certificate_maker maker = e->maker;

	memcpy(serial, e->chip->nv.config + CONFIG_SN_0_3, 4);
	memcpy(serial + 4, e->chip->nv.config + CONFIG_SN_4_8, 5);
	subject.serial = rbuf_from(serial, sizeof(serial));
	subject.eui = trust_eui(e->chip, e->profile->atecc, eui);
	maker.names = names;
	maker.signer = &signer->key;
	if (certificate_tbs(&maker, certificate, &subject, key, &tbs) < 0)
		return false;
	sha256_bytes(bytes, tbs.len, digest);
	return crypto_p256_verify(maker.crypto, signer->point, digest, fields->signature) == 0;
}

static enum trust_finding judge(struct examining *e, const struct profile_certificate *certificate,
	const struct x509_key *key, const struct compressed *fields)
{
	const struct profile_authority *by = certificate_signer(certificate);
	struct ca_public signer;

	if (authority_key(e, by, &signer) < 0)
		return TRUST_UNVERIFIED;
	if (is_over(e, certificate, NAMES_TEMPLATE, key, &signer, fields))
		return TRUST_TEMPLATE;
	if (is_over(e, certificate, NAMES_SESIM, key, &signer, fields))
		return TRUST_SESIM;
	return place_of(e->profile, by) ? TRUST_BROKEN : TRUST_UNVERIFIED;
}

int trust_examine(const struct atecc *chip, const struct profile *profile, struct crypto *crypto,
	const struct profile_certificate *certificate, struct trust_report *report)
{
	const uint8_t *bytes = slot_bytes(chip, certificate->at) + certificate->offset;
	struct examining e;
	struct ca_public key;
	int rc;

	memset(report, 0, sizeof(*report));
	if (!compressed_decode(bytes, &report->fields))
		return 0;
	begin(&e, chip, profile, crypto);
	rc = own_key(&e, certificate, &key);
	if (rc == 0) {
		compressed_serial(bytes, key.point, report->serial);
		report->finding = judge(&e, certificate, &key.key, &report->fields);
	}
	ca_close(&e.ca);
	/* A slot that the host emptied holds no key. */
	if (rc == -EINVAL)
		report->finding = TRUST_BROKEN;
	return rc == -EINVAL ? 0 : rc;
}

bool trust_is_public(const struct atecc *chip, const struct profile *profile, struct crypto *crypto)
{
	bool any = false, all = true;
	struct examining e;

	begin(&e, chip, profile, crypto);
	for (size_t i = 0; i < profile->atecc->n_pieces; i++) {
		const struct profile_piece *piece = &profile->atecc->pieces[i];
		uint8_t point[P256_POINT];
		struct ca_public public;

		if (piece->kind != PIECE_AUTHORITY_KEY)
			continue;
		read_point(chip, piece, point);
		any = true;
		all = all && certificate_key_of(&e.maker, piece->authority, &public) == 0 &&
		      memcmp(point, public.point, sizeof(point)) == 0;
	}
	ca_close(&e.ca);
	return any && all;
}
