/* tests/conformance/atca_compute.c: what a host computes for the cases of ATECCs, by plain OpenSSL. */
#include "atca_compute.h"

#include <errno.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/param_build.h>
#include <string.h>

int compute_sha256(const void *bytes, size_t len, uint8_t digest[COMPUTE_DIGEST])
{
	return EVP_Digest(bytes, len, digest, NULL, EVP_sha256(), NULL) == 1 ? 0 : -EIO;
}

int compute_hmac(const void *key, size_t key_len, const void *bytes, size_t len, uint8_t mac[COMPUTE_DIGEST])
{
	unsigned int made = COMPUTE_DIGEST;

	return HMAC(EVP_sha256(), key, (int)key_len, bytes, len, mac, &made) ? 0 : -EIO;
}

int compute_aes128(
	const uint8_t key[COMPUTE_BLOCK], const uint8_t in[COMPUTE_BLOCK], uint8_t out[COMPUTE_BLOCK])
{
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	int len = 0;
	bool good = ctx && EVP_EncryptInit_ex(ctx, EVP_aes_128_ecb(), NULL, key, NULL) == 1 &&
		    EVP_CIPHER_CTX_set_padding(ctx, 0) == 1 &&
		    EVP_EncryptUpdate(ctx, out, &len, in, COMPUTE_BLOCK) == 1 && len == COMPUTE_BLOCK;

	EVP_CIPHER_CTX_free(ctx);
	return good ? 0 : -EIO;
}

/* The key pair of d; or the public key of a point. */
static EVP_PKEY *make_key(const uint8_t *d, const uint8_t point[COMPUTE_POINT])
{
	uint8_t uncompressed[1 + COMPUTE_POINT] = { 0x04 };
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	BIGNUM *secret = d ? BN_bin2bn(d, 32, NULL) : NULL;
	OSSL_PARAM *params = NULL;
	EVP_PKEY *key = NULL;

	memcpy(uncompressed + 1, point, COMPUTE_POINT);
	if (build && ctx && (!d || secret) &&
		OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) == 1 &&
		OSSL_PARAM_BLD_push_octet_string(
			build, OSSL_PKEY_PARAM_PUB_KEY, uncompressed, sizeof(uncompressed)) == 1 &&
		(!d || OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_PRIV_KEY, secret) == 1))
		params = OSSL_PARAM_BLD_to_param(build);
	if (!params || EVP_PKEY_fromdata_init(ctx) != 1 ||
		EVP_PKEY_fromdata(ctx, &key, d ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, params) != 1)
		key = NULL;
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(build);
	BN_clear_free(secret);
	EVP_PKEY_CTX_free(ctx);
	return key;
}

int compute_point(const uint8_t d[32], uint8_t point[COMPUTE_POINT])
{
	EC_GROUP *group = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1);
	EC_POINT *product = group ? EC_POINT_new(group) : NULL;
	BIGNUM *secret = BN_bin2bn(d, 32, NULL);
	uint8_t bytes[1 + COMPUTE_POINT];
	bool good = product && secret && EC_POINT_mul(group, product, secret, NULL, NULL, NULL) == 1 &&
		    EC_POINT_point2oct(group, product, POINT_CONVERSION_UNCOMPRESSED, bytes, sizeof(bytes),
			    NULL) == sizeof(bytes);

	if (good)
		memcpy(point, bytes + 1, COMPUTE_POINT);
	BN_clear_free(secret);
	EC_POINT_free(product);
	EC_GROUP_free(group);
	return good ? 0 : -EIO;
}

int compute_sign(
	const uint8_t d[32], const uint8_t digest[COMPUTE_DIGEST], uint8_t signature[COMPUTE_SIGNATURE])
{
	uint8_t point[COMPUTE_POINT], der[80];
	const uint8_t *at = der;
	size_t len = sizeof(der);
	EVP_PKEY *key = compute_point(d, point) == 0 ? make_key(d, point) : NULL;
	EVP_PKEY_CTX *ctx = key ? EVP_PKEY_CTX_new(key, NULL) : NULL;
	ECDSA_SIG *sig = NULL;
	bool good = ctx && EVP_PKEY_sign_init(ctx) == 1 &&
		    EVP_PKEY_sign(ctx, der, &len, digest, COMPUTE_DIGEST) == 1;

	if (good)
		sig = d2i_ECDSA_SIG(NULL, &at, (long)len);
	good = sig && BN_bn2binpad(ECDSA_SIG_get0_r(sig), signature, 32) == 32 &&
	       BN_bn2binpad(ECDSA_SIG_get0_s(sig), signature + 32, 32) == 32;
	ECDSA_SIG_free(sig);
	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(key);
	return good ? 0 : -EIO;
}

int compute_verify(const uint8_t point[COMPUTE_POINT], const uint8_t digest[COMPUTE_DIGEST],
	const uint8_t signature[COMPUTE_SIGNATURE], bool *good)
{
	EVP_PKEY *key = make_key(NULL, point);
	EVP_PKEY_CTX *ctx = key ? EVP_PKEY_CTX_new(key, NULL) : NULL;
	ECDSA_SIG *sig = ECDSA_SIG_new();
	BIGNUM *r = BN_bin2bn(signature, 32, NULL), *s = BN_bin2bn(signature + 32, 32, NULL);
	unsigned char *der = NULL;
	int len = 0;

	if (sig && r && s && ECDSA_SIG_set0(sig, r, s) == 1) {
		r = s = NULL;
		len = i2d_ECDSA_SIG(sig, &der);
	}
	*good = ctx && len > 0 && EVP_PKEY_verify_init(ctx) == 1 &&
		EVP_PKEY_verify(ctx, der, (size_t)len, digest, COMPUTE_DIGEST) == 1;
	OPENSSL_free(der);
	BN_free(r);
	BN_free(s);
	ECDSA_SIG_free(sig);
	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(key);
	return key ? 0 : -EIO;
}

int compute_ecdh(const uint8_t d[32], const uint8_t point[COMPUTE_POINT], uint8_t secret[32])
{
	uint8_t own[COMPUTE_POINT];
	EVP_PKEY *key = compute_point(d, own) == 0 ? make_key(d, own) : NULL, *peer = make_key(NULL, point);
	EVP_PKEY_CTX *ctx = key && peer ? EVP_PKEY_CTX_new(key, NULL) : NULL;
	size_t len = 32;
	bool good = ctx && EVP_PKEY_derive_init(ctx) == 1 && EVP_PKEY_derive_set_peer(ctx, peer) == 1 &&
		    EVP_PKEY_derive(ctx, secret, &len) == 1 && len == 32;

	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(key);
	EVP_PKEY_free(peer);
	return good ? 0 : -EIO;
}

int compute_prf(const void *key, size_t key_len, const void *seed, size_t seed_len, uint8_t *out, size_t len)
{
	uint8_t a[COMPUTE_DIGEST + 256], block[COMPUTE_DIGEST];
	size_t a_len = seed_len;
	int rc = 0;

	if (seed_len > 256)
		return -EINVAL;
	memcpy(a, seed, seed_len);
	while (rc == 0 && len > 0) {
		size_t n = len < COMPUTE_DIGEST ? len : COMPUTE_DIGEST;
		uint8_t next[COMPUTE_DIGEST];

		rc = compute_hmac(key, key_len, a, a_len, next);
		memcpy(a, next, sizeof(next));
		memcpy(a + COMPUTE_DIGEST, seed, seed_len);
		a_len = COMPUTE_DIGEST;
		if (rc == 0)
			rc = compute_hmac(key, key_len, a, COMPUTE_DIGEST + seed_len, block);
		memcpy(out, block, n);
		out += n;
		len -= n;
	}
	return rc;
}

bool compute_on_curve(const uint8_t point[COMPUTE_POINT])
{
	EVP_PKEY *key = make_key(NULL, point);

	EVP_PKEY_free(key);
	return key;
}
