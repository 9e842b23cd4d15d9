/*
 * sim/core/crypto_p256.c: keys, signatures and agreement on P-256.
 *
 * On OpenSSL's older interface: it signs as fast as EVP and verifies and agrees faster, and importing
 * a key is a copy of its number (a hundredth of the cheapest operation), so no key needs to be kept.
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <errno.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/obj_mac.h>
#include <stdbool.h>
#include <string.h>

#include "crypto_engine.h"

/* FIPS 186-4 D.1.2.3, big endian. */
static const uint8_t prime[P256_BYTES] = { 0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	0xff, 0xff, 0xff, 0xff };
static const uint8_t order[P256_BYTES] = { 0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff,
	0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2,
	0xfc, 0x63, 0x25, 0x51 };

int crypto_p256_open(struct p256 *p256, OSSL_LIB_CTX *lib)
{
	/* The plain EC_KEY_new_by_curve_name would draw from the system's generator. */
	p256->signer = EC_KEY_new_by_curve_name_ex(lib, NULL, NID_X9_62_prime256v1);
	p256->verifier = EC_KEY_new_by_curve_name_ex(lib, NULL, NID_X9_62_prime256v1);
	if (!p256->signer || !p256->verifier)
		return -EIO;
	p256->group = EC_KEY_get0_group(p256->signer);
	p256->point = EC_POINT_new(p256->group);
	p256->product = EC_POINT_new(p256->group);
	p256->d = BN_secure_new();
	p256->x = BN_new();
	p256->y = BN_new();
	p256->scratch = BN_CTX_secure_new_ex(lib);
	if (!p256->point || !p256->product || !p256->d || !p256->x || !p256->y || !p256->scratch)
		return -EIO;
	BN_set_flags(p256->d, BN_FLG_CONSTTIME);
	return 0;
}

void crypto_p256_close(struct p256 *p256)
{
	BN_CTX_free(p256->scratch);
	BN_free(p256->y);
	BN_clear_free(p256->x);
	BN_clear_free(p256->d);
	EC_POINT_clear_free(p256->product);
	EC_POINT_free(p256->point);
	EC_KEY_free(p256->verifier);
	EC_KEY_free(p256->signer);
}

/* OpenSSL failed: nothing is left in its error queue, and the stream is bound no more. */
static int failed(struct crypto *crypto)
{
	crypto->rand->bound = NULL;
	ERR_clear_error();
	return -EIO;
}

static bool below(const uint8_t number[P256_BYTES], const uint8_t bound[P256_BYTES])
{
	return memcmp(number, bound, P256_BYTES) < 0;
}

/* 1 to n - 1: a private key, or half of a signature. */
static bool in_order(const uint8_t number[P256_BYTES])
{
	static const uint8_t zero[P256_BYTES] = { 0 };

	return memcmp(number, zero, P256_BYTES) != 0 && below(number, order);
}

/*
 * Bytes to p256->point. On the curve, with both coordinates below p, is all of SP 800-56A 5.6.2.3.3
 * here: the cofactor is 1, so every such point has order n.
 */
static int import_point(struct crypto *crypto, const uint8_t point[P256_POINT])
{
	struct p256 *p256 = &crypto->p256;

	if (!below(point, prime) || !below(point + P256_BYTES, prime))
		return -EINVAL;
	/* Through Jacobian coordinates: the affine setter does not tell a bad point from a lack of memory. */
	if (!BN_bin2bn(point, P256_BYTES, p256->x) || !BN_bin2bn(point + P256_BYTES, P256_BYTES, p256->y) ||
		EC_POINT_set_Jprojective_coordinates_GFp(
			p256->group, p256->point, p256->x, p256->y, BN_value_one(), p256->scratch) != 1)
		return failed(crypto);
	switch (EC_POINT_is_on_curve(p256->group, p256->point, p256->scratch)) {
	case 1:
		return 0;
	case 0:
		return -EINVAL;
	default:
		return failed(crypto);
	}
}

/* d times p256->point, or times the generator, to p256->product. */
static int multiply(
	struct crypto *crypto, struct rng_stream *stream, const uint8_t d[P256_BYTES], bool generator)
{
	struct p256 *p256 = &crypto->p256;
	int done;

	if (!BN_bin2bn(d, P256_BYTES, p256->d))
		return failed(crypto);
	crypto->rand->bound = stream; /* blinding, in builds without the P-256 assembly */
	if (generator)
		done = EC_POINT_mul(p256->group, p256->product, p256->d, NULL, NULL, p256->scratch);
	else
		done = EC_POINT_mul(p256->group, p256->product, NULL, p256->point, p256->d, p256->scratch);
	crypto->rand->bound = NULL;
	BN_clear(p256->d);
	return done == 1 ? 0 : failed(crypto);
}

int crypto_p256_check_private(struct crypto *crypto, const uint8_t d[P256_BYTES])
{
	(void)crypto;
	return in_order(d) ? 0 : -EINVAL;
}

int crypto_p256_check_point(struct crypto *crypto, const uint8_t point[P256_POINT])
{
	return import_point(crypto, point);
}

int crypto_p256_public(struct crypto *crypto, struct rng_stream *stream, const uint8_t d[P256_BYTES],
	uint8_t point[P256_POINT])
{
	struct p256 *p256 = &crypto->p256;
	int rc;

	if (!in_order(d))
		return -EINVAL;
	rc = multiply(crypto, stream, d, true);
	if (rc < 0)
		return rc;
	if (EC_POINT_get_affine_coordinates(p256->group, p256->product, p256->x, p256->y, p256->scratch) !=
			1 ||
		BN_bn2binpad(p256->x, point, P256_BYTES) != P256_BYTES ||
		BN_bn2binpad(p256->y, point + P256_BYTES, P256_BYTES) != P256_BYTES)
		return failed(crypto);
	return 0;
}

/* FIPS 186-4 B.4.2: by testing candidates. */
int crypto_p256_generate(
	struct crypto *crypto, struct rng_stream *stream, uint8_t d[P256_BYTES], uint8_t point[P256_POINT])
{
	do {
		rng_bytes(stream, d, P256_BYTES);
	} while (!in_order(d));
	return crypto_p256_public(crypto, stream, d, point);
}

int crypto_p256_ecdh(struct crypto *crypto, struct rng_stream *stream, const uint8_t d[P256_BYTES],
	const uint8_t peer[P256_POINT], uint8_t x[P256_BYTES])
{
	struct p256 *p256 = &crypto->p256;
	int rc;

	if (!in_order(d))
		return -EINVAL;
	rc = import_point(crypto, peer);
	if (rc == 0)
		rc = multiply(crypto, stream, d, false);
	if (rc < 0)
		return rc;
	if (EC_POINT_get_affine_coordinates(p256->group, p256->product, p256->x, NULL, p256->scratch) != 1 ||
		BN_bn2binpad(p256->x, x, P256_BYTES) != P256_BYTES)
		rc = failed(crypto);
	BN_clear(p256->x);
	return rc;
}

/*
 * k by ECDSA_sign_setup: a plain draw from the stream, where ECDSA_do_sign would fetch SHA-512 to mix
 * the key and the digest into every k.
 */
int crypto_p256_sign(struct crypto *crypto, struct rng_stream *stream, const uint8_t d[P256_BYTES],
	const uint8_t digest[32], uint8_t signature[P256_SIGNATURE])
{
	struct p256 *p256 = &crypto->p256;
	BIGNUM *inverse_k = NULL, *r = NULL;
	ECDSA_SIG *sig = NULL;
	int rc = 0;

	if (!in_order(d))
		return -EINVAL;
	crypto->rand->bound = stream;
	if (!BN_bin2bn(d, P256_BYTES, p256->d) || EC_KEY_set_private_key(p256->signer, p256->d) != 1 ||
		ECDSA_sign_setup(p256->signer, p256->scratch, &inverse_k, &r) != 1)
		goto fail;
	sig = ECDSA_do_sign_ex(digest, 32, inverse_k, r, p256->signer);
	if (!sig || BN_bn2binpad(ECDSA_SIG_get0_r(sig), signature, P256_BYTES) != P256_BYTES ||
		BN_bn2binpad(ECDSA_SIG_get0_s(sig), signature + P256_BYTES, P256_BYTES) != P256_BYTES)
		goto fail;
	goto clean;

fail:
	rc = failed(crypto);
clean:
	crypto->rand->bound = NULL;
	ECDSA_SIG_free(sig);
	BN_clear_free(inverse_k);
	BN_free(r);
	BN_clear(p256->d);
	EC_KEY_set_private_key(p256->signer, NULL);
	return rc;
}

int crypto_p256_verify(struct crypto *crypto, const uint8_t point[P256_POINT], const uint8_t digest[32],
	const uint8_t signature[P256_SIGNATURE])
{
	struct p256 *p256 = &crypto->p256;
	ECDSA_SIG *sig;
	BIGNUM *r, *s;
	int rc = import_point(crypto, point);

	if (rc < 0)
		return rc;
	if (!in_order(signature) || !in_order(signature + P256_BYTES))
		return -EBADMSG;
	if (EC_KEY_set_public_key(p256->verifier, p256->point) != 1)
		return failed(crypto);
	sig = ECDSA_SIG_new();
	r = BN_bin2bn(signature, P256_BYTES, NULL);
	s = BN_bin2bn(signature + P256_BYTES, P256_BYTES, NULL);
	if (!sig || !r || !s || ECDSA_SIG_set0(sig, r, s) != 1) {
		BN_free(r);
		BN_free(s);
		ECDSA_SIG_free(sig);
		return failed(crypto);
	}
	switch (ECDSA_do_verify(digest, 32, sig, p256->verifier)) {
	case 1:
		break;
	case 0:
		rc = -EBADMSG;
		break;
	default:
		rc = failed(crypto);
		break;
	}
	ECDSA_SIG_free(sig);
	return rc;
}
