/* sim/core/ca.c: the simulated authorities of a batch. */
#include "ca.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <string.h>

#include "digest.h"
#include "rsa_primes.h"

struct key_row {
	size_t rsa_bytes; /* 0: a curve */
	enum crypto_curve curve;
	enum digest_kind digest;
	enum x509_algorithm algorithm;
};

static const struct key_row rows[CA_KEY_KINDS] = {
	[CA_P256] = { 0, EC_P256, DIGEST_SHA256, X509_ECDSA_SHA256 },
	[CA_P384] = { 0, EC_P384, DIGEST_SHA384, X509_ECDSA_SHA384 },
	[CA_P521] = { 0, EC_P521, DIGEST_SHA512, X509_ECDSA_SHA512 },
	[CA_RSA2048] = { 256, EC_P256, DIGEST_SHA256, X509_RSA_SHA256 },
	[CA_RSA3072] = { 384, EC_P256, DIGEST_SHA256, X509_RSA_SHA256 },
	[CA_RSA4096] = { 512, EC_P256, DIGEST_SHA256, X509_RSA_SHA256 },
};

static const char purpose_key[] = "authority key";
static const char purpose_known[] = "authority key of known primes 2";
static const char purpose_signature[] = "authority signature";

void ca_open(struct ca *ca, const struct batch *batch)
{
	memset(ca, 0, sizeof(*ca));
	ca->batch = *batch;
}

void ca_close(struct ca *ca)
{
	OPENSSL_cleanse(ca, sizeof(*ca));
}

enum x509_algorithm ca_algorithm(enum ca_key_kind kind)
{
	return rows[kind].algorithm;
}

size_t ca_signature_size(enum ca_key_kind kind)
{
	const struct key_row *row = &rows[kind];

	return row->rsa_bytes > 0 ? row->rsa_bytes : 2 * crypto_ec_order(row->curve);
}

static struct rbuf subject_of(const struct ca_authority *authority)
{
	return rbuf_from(authority->name, strlen(authority->name));
}

/* Which of the known primes: as the name has it. The number in the purpose is one that gives each built-in authority its own. */
static int known_key(const struct ca *ca, struct crypto *crypto, const struct ca_authority *authority,
	struct rsa_numbers *numbers)
{
	size_t bytes = rows[authority->kind].rsa_bytes;
	const struct rsa_primes *primes;
	uint8_t chosen[32];
	struct rbuf r = rbuf_from(chosen, sizeof(chosen));

	batch_derive(&ca->batch, purpose_known, subject_of(authority), chosen);
	primes = rsa_authority_primes(bytes, rbuf_le32(&r));
	if (!primes)
		return -EINVAL;
	return crypto_rsa_from_primes(crypto, bytes, primes->p, primes->q, primes->q_inverse, numbers);
}

/* As it is kept, or made. */
static int rsa_key_of(struct ca *ca, struct crypto *crypto, const struct ca_authority *authority,
	const struct ca_rsa_key **key)
{
	size_t bytes = rows[authority->kind].rsa_bytes;
	struct ca_rsa_key *place;
	int rc;

	for (size_t i = 0; i < CA_RSA_KEYS; i++) {
		*key = &ca->rsa[i];
		if (strcmp(ca->rsa[i].name, authority->name) == 0 && ca->rsa[i].bytes == bytes)
			return 0;
	}
	place = &ca->rsa[ca->next];
	place->bytes = 0;
	if (batch_is_public(&ca->batch))
		rc = known_key(ca, crypto, authority, &place->numbers);
	else
		rc = batch_rsa_key(
			&ca->batch, crypto, bytes, purpose_key, subject_of(authority), &place->numbers);
	if (rc < 0)
		return rc;
	snprintf(place->name, sizeof(place->name), "%s", authority->name);
	place->bytes = bytes;
	ca->next = (ca->next + 1) % CA_RSA_KEYS;
	*key = place;
	return 0;
}

static int ec_key_of(struct ca *ca, struct crypto *crypto, const struct ca_authority *authority, uint8_t *d,
	uint8_t *point)
{
	return batch_ec_key(&ca->batch, crypto, rows[authority->kind].curve, purpose_key,
		subject_of(authority), d, point);
}

static bool named(const struct ca_authority *authority)
{
	return authority->name[0] && strlen(authority->name) <= CA_NAME_MAX;
}

int ca_public_key(
	struct ca *ca, struct crypto *crypto, const struct ca_authority *authority, struct ca_public *public)
{
	const struct key_row *row = &rows[authority->kind];
	const struct ca_rsa_key *rsa;
	uint8_t d[EC_FIELD_MAX];
	int rc;

	memset(public, 0, sizeof(*public));
	public->key.rsa = row->rsa_bytes > 0;
	public->key.curve = row->curve;
	if (!named(authority))
		return -EINVAL;
	if (!public->key.rsa) {
		rc = ec_key_of(ca, crypto, authority, d, public->point);
		OPENSSL_cleanse(d, sizeof(d));
		public->key.point = rbuf_from(public->point, 2 * crypto_ec_field(row->curve));
		return rc;
	}
	rc = rsa_key_of(ca, crypto, authority, &rsa);
	if (rc < 0)
		return rc;
	memcpy(public->modulus, rsa->numbers.n, row->rsa_bytes);
	memcpy(public->exponent, rsa->numbers.e, sizeof(public->exponent));
	public->key.modulus = rbuf_from(public->modulus, row->rsa_bytes);
	public->key.exponent = rbuf_from(public->exponent, sizeof(public->exponent));
	return 0;
}

static int sign_rsa(struct ca *ca, struct crypto *crypto, const struct ca_authority *authority,
	const void *bytes, size_t len, uint8_t *signature)
{
	static const struct rsa_encoding encoding = { .scheme = RSA_PKCS1, .hash = DIGEST_SHA256 };
	const struct ca_rsa_key *rsa;
	const struct rsa_numbers *n;
	struct rsa_key key;
	int rc = rsa_key_of(ca, crypto, authority, &rsa);

	if (rc < 0)
		return rc;
	n = &rsa->numbers;
	key = (struct rsa_key){ .bytes = rsa->bytes,
		.n = n->n,
		.p = n->p,
		.q = n->q,
		.dp = n->dp,
		.dq = n->dq,
		.q_inverse = n->q_inverse };
	return crypto_rsa_sign(crypto, NULL, &key, &encoding, bytes, len, signature);
}

static int sign_ec(struct ca *ca, struct crypto *crypto, const struct ca_authority *authority,
	const void *bytes, size_t len, uint8_t *signature)
{
	const struct key_row *row = &rows[authority->kind];
	uint8_t digest[DIGEST_BYTES_MAX], d[EC_FIELD_MAX], point[EC_POINT_MAX];
	uint8_t subject[CA_NAME_MAX + 1 + DIGEST_BYTES_MAX];
	struct wbuf w = wbuf_to(subject, sizeof(subject));
	struct rng_stream stream;
	int rc = ec_key_of(ca, crypto, authority, d, point);

	if (rc < 0) {
		OPENSSL_cleanse(d, sizeof(d));
		return rc;
	}
	digest_bytes(row->digest, bytes, len, digest);
	wbuf_put(&w, authority->name, strlen(authority->name) + 1);
	wbuf_put(&w, digest, digest_size(row->digest));
	stream = batch_stream(&ca->batch, purpose_signature, rbuf_from(subject, w.len));
	rc = crypto_ec_sign(crypto, row->curve, &stream, d, digest, digest_size(row->digest), signature);
	OPENSSL_cleanse(d, sizeof(d));
	OPENSSL_cleanse(&stream, sizeof(stream));
	return rc;
}

int ca_sign(struct ca *ca, struct crypto *crypto, const struct ca_authority *authority, const void *bytes,
	size_t len, uint8_t *signature, size_t *len_out)
{
	if (!named(authority))
		return -EINVAL;
	*len_out = ca_signature_size(authority->kind);
	if (rows[authority->kind].rsa_bytes > 0)
		return sign_rsa(ca, crypto, authority, bytes, len, signature);
	return sign_ec(ca, crypto, authority, bytes, len, signature);
}

int ca_certify(struct ca *ca, struct crypto *crypto, const struct ca_authority *authority, struct rbuf tbs,
	bool null_parameters, struct wbuf *out)
{
	const struct x509_signature how = { ca_algorithm(authority->kind), null_parameters };
	uint8_t signature[RSA_BYTES_MAX];
	size_t len;
	int rc = ca_sign(ca, crypto, authority, tbs.at, rbuf_left(&tbs), signature, &len);

	if (rc < 0)
		return rc;
	x509_whole(out, tbs, &how, signature, len);
	return wbuf_bad(out) ? -ENOSPC : 0;
}

int ca_issue(struct ca *ca, struct crypto *crypto, const struct ca_authority *authority,
	const struct x509_certificate *certificate, struct wbuf *out)
{
	struct x509_certificate signs = *certificate;
	uint8_t tbs[CA_TBS_MAX];
	struct wbuf w = wbuf_to(tbs, sizeof(tbs));

	signs.signature.algorithm = ca_algorithm(authority->kind);
	x509_tbs(&w, &signs);
	if (wbuf_bad(&w))
		return -ENOSPC;
	return ca_certify(ca, crypto, authority, rbuf_from(tbs, w.len), signs.signature.null_parameters, out);
}
