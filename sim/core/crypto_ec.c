/*
 * sim/core/crypto_ec.c: keys, signatures and agreement on Weierstrass curves.
 *
 * On OpenSSL's older interface: it signs as fast as EVP and verifies and agrees faster, and importing
 * a key is a copy of its number (a hundredth of the cheapest operation), so no key needs to be kept.
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "crypto_ec.h"

#include <errno.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/obj_mac.h>
#include <stdbool.h>
#include <string.h>

#include "crypto_engine.h"

struct curve_row {
	int nid; /* NID_undef: explicit */
	uint8_t field, order;
};

static const struct curve_row rows[CRYPTO_CURVES] = {
	[EC_P192] = { NID_X9_62_prime192v1, 24, 24 },
	[EC_P224] = { NID_secp224r1, 28, 28 },
	[EC_P256] = { NID_X9_62_prime256v1, 32, 32 },
	[EC_P384] = { NID_secp384r1, 48, 48 },
	[EC_P521] = { NID_secp521r1, 66, 66 },
	[EC_BRAINPOOL_160] = { NID_brainpoolP160r1, 20, 20 },
	[EC_BRAINPOOL_192] = { NID_brainpoolP192r1, 24, 24 },
	[EC_BRAINPOOL_224] = { NID_brainpoolP224r1, 28, 28 },
	[EC_BRAINPOOL_256] = { NID_brainpoolP256r1, 32, 32 },
	[EC_BRAINPOOL_320] = { NID_brainpoolP320r1, 40, 40 },
	[EC_BRAINPOOL_384] = { NID_brainpoolP384r1, 48, 48 },
	[EC_BRAINPOOL_512] = { NID_brainpoolP512r1, 64, 64 },
	[EC_K160] = { NID_secp160k1, 20, 21 },
	[EC_K192] = { NID_secp192k1, 24, 24 },
	[EC_K224] = { NID_secp224k1, 28, 29 },
	[EC_K256] = { NID_secp256k1, 32, 32 },
	[EC_BN256] = { NID_undef, 32, 32 },
};

size_t crypto_ec_field(enum crypto_curve curve)
{
	return rows[curve].field;
}

size_t crypto_ec_order(enum crypto_curve curve)
{
	return rows[curve].order;
}

/* TPM_ECC_BN_P256 (TCG Algorithm Registry; ISO/IEC 15946-5): a = 0, b = 3, the generator (1, 2). */
static const uint8_t bn256_p[] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xfc, 0xf0, 0xcd, 0x46, 0xe5, 0xf2, 0x5e,
	0xee, 0x71, 0xa4, 0x9f, 0x0c, 0xdc, 0x65, 0xfb, 0x12, 0x98, 0x0a, 0x82, 0xd3, 0x29, 0x2d, 0xdb, 0xae,
	0xd3, 0x30, 0x13 };
static const uint8_t bn256_n[] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xfc, 0xf0, 0xcd, 0x46, 0xe5, 0xf2, 0x5e,
	0xee, 0x71, 0xa4, 0x9e, 0x0c, 0xdc, 0x65, 0xfb, 0x12, 0x99, 0x92, 0x1a, 0xf6, 0x2d, 0x53, 0x6c, 0xd1,
	0x0b, 0x50, 0x0d };

/* The one curve that OpenSSL has no name for; NULL when OpenSSL fails. */
static EC_KEY *bn256_key(OSSL_LIB_CTX *lib, struct ec_scratch *scratch)
{
	EC_KEY *key = EC_KEY_new_ex(lib, NULL);
	BIGNUM *p = BN_bin2bn(bn256_p, sizeof(bn256_p), NULL), *n = BN_bin2bn(bn256_n, sizeof(bn256_n), NULL);
	EC_GROUP *group = NULL;
	EC_POINT *generator = NULL;
	bool done = false;

	if (key && p && n && BN_set_word(scratch->x, 0) == 1 && BN_set_word(scratch->y, 3) == 1)
		group = EC_GROUP_new_curve_GFp(p, scratch->x, scratch->y, scratch->ctx);
	if (group)
		generator = EC_POINT_new(group);
	if (generator && BN_set_word(scratch->x, 1) == 1 && BN_set_word(scratch->y, 2) == 1 &&
		EC_POINT_set_affine_coordinates(group, generator, scratch->x, scratch->y, scratch->ctx) ==
			1 &&
		EC_GROUP_set_generator(group, generator, n, BN_value_one()) == 1)
		done = EC_KEY_set_group(key, group) == 1;
	EC_POINT_free(generator);
	EC_GROUP_free(group);
	BN_free(n);
	BN_free(p);
	if (done)
		return key;
	EC_KEY_free(key);
	return NULL;
}

static EC_KEY *new_key(OSSL_LIB_CTX *lib, struct ec_scratch *scratch, int nid)
{
	/* The plain EC_KEY_new_by_curve_name would draw from the system's generator. */
	return nid == NID_undef ? bn256_key(lib, scratch) : EC_KEY_new_by_curve_name_ex(lib, NULL, nid);
}

static bool set_up(struct ec *ec, OSSL_LIB_CTX *lib, enum crypto_curve curve)
{
	struct ec_curve *c = &ec->curve[curve];
	const struct curve_row *row = &rows[curve];

	c->signer = new_key(lib, &ec->scratch, row->nid);
	c->verifier = new_key(lib, &ec->scratch, row->nid);
	if (!c->signer || !c->verifier)
		return false;
	c->group = EC_KEY_get0_group(c->signer);
	c->point = EC_POINT_new(c->group);
	c->product = EC_POINT_new(c->group);
	return c->point && c->product &&
	       EC_GROUP_get_curve(c->group, ec->scratch.x, NULL, NULL, ec->scratch.ctx) == 1 &&
	       BN_bn2binpad(ec->scratch.x, c->p, row->field) == row->field &&
	       BN_bn2binpad(EC_GROUP_get0_order(c->group), c->n, row->order) == row->order;
}

static void tear_down(struct ec_curve *curve)
{
	EC_POINT_clear_free(curve->product);
	EC_POINT_free(curve->point);
	EC_KEY_free(curve->verifier);
	EC_KEY_free(curve->signer);
	memset(curve, 0, sizeof(*curve));
}

int crypto_ec_open(struct ec *ec, OSSL_LIB_CTX *lib)
{
	struct ec_scratch *scratch = &ec->scratch;

	scratch->d = BN_secure_new();
	scratch->x = BN_new();
	scratch->y = BN_new();
	scratch->ctx = BN_CTX_secure_new_ex(lib);
	if (!scratch->d || !scratch->x || !scratch->y || !scratch->ctx)
		return -EIO;
	BN_set_flags(scratch->d, BN_FLG_CONSTTIME);
	/* The one curve that every part has. */
	return set_up(ec, lib, EC_P256) ? 0 : -EIO;
}

void crypto_ec_close(struct ec *ec)
{
	for (size_t i = 0; i < CRYPTO_CURVES; i++)
		tear_down(&ec->curve[i]);
	BN_CTX_free(ec->scratch.ctx);
	BN_free(ec->scratch.y);
	BN_clear_free(ec->scratch.x);
	BN_clear_free(ec->scratch.d);
}

/* OpenSSL failed: nothing is left in its error queue, and the stream is bound no more. */
static int failed(struct crypto *crypto)
{
	crypto->rand->bound = NULL;
	ERR_clear_error();
	return -EIO;
}

/* The curve, set up; NULL when OpenSSL fails. */
static struct ec_curve *curve_of(struct crypto *crypto, enum crypto_curve curve)
{
	struct ec_curve *c = &crypto->ec.curve[curve];

	if (c->product)
		return c;
	if (set_up(&crypto->ec, crypto->lib, curve)) {
		ERR_clear_error();
		return c;
	}
	tear_down(c);
	failed(crypto);
	return NULL;
}

/* As numbers: the bound is as long, or longer and then without a leading zero. */
static bool below(const uint8_t *number, size_t len, const uint8_t *bound, size_t bound_len)
{
	return len < bound_len || memcmp(number, bound, len) < 0;
}

/* 1 to n - 1: a private key, or half of a signature. */
static bool in_order(const struct ec_curve *c, enum crypto_curve curve, const uint8_t *number, size_t len)
{
	static const uint8_t zero[EC_ORDER_MAX] = { 0 };

	return memcmp(number, zero, len) != 0 && below(number, len, c->n, rows[curve].order);
}

/*
 * Bytes to c->point. On the curve, with both coordinates below p, is all of SP 800-56A 5.6.2.3.3
 * here: the cofactor is 1, so every such point has order n.
 */
static int import_point(
	struct crypto *crypto, struct ec_curve *c, enum crypto_curve curve, const uint8_t *point)
{
	struct ec_scratch *s = &crypto->ec.scratch;
	size_t len = rows[curve].field;

	if (!below(point, len, c->p, len) || !below(point + len, len, c->p, len))
		return -EINVAL;
	/* Through Jacobian coordinates: the affine setter does not tell a bad point from a lack of memory. */
	if (!BN_bin2bn(point, (int)len, s->x) || !BN_bin2bn(point + len, (int)len, s->y) ||
		EC_POINT_set_Jprojective_coordinates_GFp(
			c->group, c->point, s->x, s->y, BN_value_one(), s->ctx) != 1)
		return failed(crypto);
	switch (EC_POINT_is_on_curve(c->group, c->point, s->ctx)) {
	case 1:
		return 0;
	case 0:
		return -EINVAL;
	default:
		return failed(crypto);
	}
}

/* d times c->point, or times the generator, to c->product. */
static int multiply(struct crypto *crypto, struct ec_curve *c, struct rng_stream *stream, const uint8_t *d,
	size_t len, bool generator)
{
	struct ec_scratch *s = &crypto->ec.scratch;
	int done;

	if (!BN_bin2bn(d, (int)len, s->d))
		return failed(crypto);
	crypto->rand->bound = stream; /* blinding, on curves without assembly of their own */
	if (generator)
		done = EC_POINT_mul(c->group, c->product, s->d, NULL, NULL, s->ctx);
	else
		done = EC_POINT_mul(c->group, c->product, NULL, c->point, s->d, s->ctx);
	crypto->rand->bound = NULL;
	BN_clear(s->d);
	return done == 1 ? 0 : failed(crypto);
}

/* The coordinates of c->product. Making them affine draws on curves that OpenSSL knows the prime of. */
static int export_product(
	struct crypto *crypto, struct ec_curve *c, struct rng_stream *stream, int len, uint8_t *x, uint8_t *y)
{
	struct ec_scratch *s = &crypto->ec.scratch;
	int rc = 0;

	crypto->rand->bound = stream;
	if (EC_POINT_get_affine_coordinates(c->group, c->product, s->x, y ? s->y : NULL, s->ctx) != 1 ||
		BN_bn2binpad(s->x, x, len) != len || (y && BN_bn2binpad(s->y, y, len) != len))
		rc = failed(crypto);
	crypto->rand->bound = NULL;
	BN_clear(s->x);
	BN_clear(s->y);
	return rc;
}

int crypto_ec_parameters(struct crypto *crypto, enum crypto_curve curve, struct ec_parameters *parameters)
{
	struct ec_curve *c = curve_of(crypto, curve);
	struct ec_scratch *s = &crypto->ec.scratch;
	int len = rows[curve].field;

	if (!c)
		return -EIO;
	memcpy(parameters->p, c->p, rows[curve].field);
	memcpy(parameters->n, c->n, rows[curve].order);
	if (EC_GROUP_get_curve(c->group, NULL, s->x, s->y, s->ctx) != 1 ||
		BN_bn2binpad(s->x, parameters->a, len) != len ||
		BN_bn2binpad(s->y, parameters->b, len) != len ||
		EC_POINT_copy(c->product, EC_GROUP_get0_generator(c->group)) != 1)
		return failed(crypto);
	return export_product(crypto, c, NULL, len, parameters->generator, parameters->generator + len);
}

int crypto_ec_check_private(struct crypto *crypto, enum crypto_curve curve, const uint8_t *d)
{
	const struct ec_curve *c = curve_of(crypto, curve);

	if (!c)
		return -EIO;
	return in_order(c, curve, d, rows[curve].field) ? 0 : -EINVAL;
}

int crypto_ec_check_point(struct crypto *crypto, enum crypto_curve curve, const uint8_t *point)
{
	struct ec_curve *c = curve_of(crypto, curve);

	return c ? import_point(crypto, c, curve, point) : -EIO;
}

int crypto_ec_public(struct crypto *crypto, enum crypto_curve curve, struct rng_stream *stream,
	const uint8_t *d, uint8_t *point)
{
	struct ec_curve *c = curve_of(crypto, curve);
	size_t len = rows[curve].field;
	int rc;

	if (!c)
		return -EIO;
	if (!in_order(c, curve, d, len))
		return -EINVAL;
	rc = multiply(crypto, c, stream, d, len, true);
	return rc < 0 ? rc : export_product(crypto, c, stream, (int)len, point, point + len);
}

/* FIPS 186-4 B.4.2: by testing candidates, no longer than the order in bits. */
int crypto_ec_generate(
	struct crypto *crypto, enum crypto_curve curve, struct rng_stream *stream, uint8_t *d, uint8_t *point)
{
	const struct ec_curve *c = curve_of(crypto, curve);
	size_t len = rows[curve].field;
	uint8_t mask = 0xff;

	if (!c)
		return -EIO;
	while (len == rows[curve].order && mask >> 1 >= c->n[0])
		mask >>= 1;
	do {
		rng_bytes(stream, d, len);
		d[0] &= mask;
	} while (!in_order(c, curve, d, len));
	return crypto_ec_public(crypto, curve, stream, d, point);
}

int crypto_ec_multiply(struct crypto *crypto, enum crypto_curve curve, struct rng_stream *stream,
	const uint8_t *d, const uint8_t *peer, uint8_t *x, uint8_t *y)
{
	struct ec_curve *c = curve_of(crypto, curve);
	size_t len = rows[curve].field;
	int rc;

	if (!c)
		return -EIO;
	if (!in_order(c, curve, d, len))
		return -EINVAL;
	rc = import_point(crypto, c, curve, peer);
	if (rc == 0)
		rc = multiply(crypto, c, stream, d, len, false);
	return rc < 0 ? rc : export_product(crypto, c, stream, (int)len, x, y);
}

int crypto_ec_map(struct crypto *crypto, enum crypto_curve curve, struct rng_stream *stream, const uint8_t *d,
	const uint8_t *point, uint8_t *sum)
{
	struct ec_curve *c = curve_of(crypto, curve);
	size_t len = rows[curve].field;
	int rc;

	if (!c)
		return -EIO;
	if (!in_order(c, curve, d, len))
		return -EINVAL;
	rc = import_point(crypto, c, curve, point);
	if (rc == 0)
		rc = multiply(crypto, c, stream, d, len, true);
	if (rc < 0)
		return rc;
	if (EC_POINT_add(c->group, c->product, c->product, c->point, crypto->ec.scratch.ctx) != 1)
		return failed(crypto);
	if (EC_POINT_is_at_infinity(c->group, c->product))
		return -EINVAL;
	return export_product(crypto, c, stream, (int)len, sum, sum + len);
}

int crypto_ec_multiply_add(struct crypto *crypto, enum crypto_curve curve, const uint8_t *d, const uint8_t *t,
	size_t t_len, const uint8_t *r, uint8_t *s)
{
	const struct ec_curve *c = curve_of(crypto, curve);
	struct ec_scratch *b = &crypto->ec.scratch;
	int len = rows[curve].order, rc = 0;
	const BIGNUM *n;

	if (!c)
		return -EIO;
	if (!in_order(c, curve, d, rows[curve].field) || !below(r, (size_t)len, c->n, (size_t)len))
		return -EINVAL;
	n = EC_GROUP_get0_order(c->group);
	if (!BN_bin2bn(d, rows[curve].field, b->d) || !BN_bin2bn(t, (int)t_len, b->x) ||
		!BN_bin2bn(r, len, b->y) || BN_mod_mul(b->x, b->x, b->d, n, b->ctx) != 1 ||
		BN_mod_add(b->x, b->x, b->y, n, b->ctx) != 1 || BN_bn2binpad(b->x, s, len) != len)
		rc = failed(crypto);
	BN_clear(b->d);
	BN_clear(b->x);
	BN_clear(b->y);
	return rc;
}

/*
 * k by ECDSA_sign_setup: a plain draw from the stream, where ECDSA_do_sign would fetch SHA-512 to mix
 * the key and the digest into every k.
 */
int crypto_ec_sign(struct crypto *crypto, enum crypto_curve curve, struct rng_stream *stream,
	const uint8_t *d, const uint8_t *digest, size_t digest_len, uint8_t *signature)
{
	struct ec_curve *c = curve_of(crypto, curve);
	struct ec_scratch *s = &crypto->ec.scratch;
	int len = rows[curve].order, rc = 0;
	BIGNUM *inverse_k = NULL, *r = NULL;
	ECDSA_SIG *sig = NULL;

	if (!c)
		return -EIO;
	if (!in_order(c, curve, d, rows[curve].field))
		return -EINVAL;
	crypto->rand->bound = stream;
	if (!BN_bin2bn(d, rows[curve].field, s->d) || EC_KEY_set_private_key(c->signer, s->d) != 1 ||
		ECDSA_sign_setup(c->signer, s->ctx, &inverse_k, &r) != 1)
		goto fail;
	sig = ECDSA_do_sign_ex(digest, (int)digest_len, inverse_k, r, c->signer);
	if (!sig || BN_bn2binpad(ECDSA_SIG_get0_r(sig), signature, len) != len ||
		BN_bn2binpad(ECDSA_SIG_get0_s(sig), signature + len, len) != len)
		goto fail;
	goto clean;

fail:
	rc = failed(crypto);
clean:
	crypto->rand->bound = NULL;
	ECDSA_SIG_free(sig);
	BN_clear_free(inverse_k);
	BN_free(r);
	BN_clear(s->d);
	EC_KEY_set_private_key(c->signer, NULL);
	return rc;
}

int crypto_ec_verify(struct crypto *crypto, enum crypto_curve curve, struct rng_stream *stream,
	const uint8_t *point, const uint8_t *digest, size_t digest_len, const uint8_t *signature)
{
	struct ec_curve *c = curve_of(crypto, curve);
	size_t len = rows[curve].order;
	ECDSA_SIG *sig;
	BIGNUM *r, *s;
	int rc;

	if (!c)
		return -EIO;
	rc = import_point(crypto, c, curve, point);
	if (rc < 0)
		return rc;
	if (!in_order(c, curve, signature, len) || !in_order(c, curve, signature + len, len))
		return -EBADMSG;
	if (EC_KEY_set_public_key(c->verifier, c->point) != 1)
		return failed(crypto);
	sig = ECDSA_SIG_new();
	r = BN_bin2bn(signature, (int)len, NULL);
	s = BN_bin2bn(signature + len, (int)len, NULL);
	if (!sig || !r || !s || ECDSA_SIG_set0(sig, r, s) != 1) {
		BN_free(r);
		BN_free(s);
		ECDSA_SIG_free(sig);
		return failed(crypto);
	}
	crypto->rand->bound = stream;
	switch (ECDSA_do_verify(digest, (int)digest_len, sig, c->verifier)) {
	case 1:
		break;
	case 0:
		rc = -EBADMSG;
		break;
	default:
		rc = failed(crypto);
		break;
	}
	crypto->rand->bound = NULL;
	ECDSA_SIG_free(sig);
	return rc;
}
