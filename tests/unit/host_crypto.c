/* tests/unit/host_crypto.c: what a host computes, by OpenSSL's own interfaces and its default library context. */
#include "host_crypto.h"

#include "cmocka_all.h"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/param_build.h>
#include <string.h>

#define CURVE "prime256v1"

struct digest host_sha256(const char *text, ...)
{
	struct bytes message = { .len = 0 };
	struct digest digest;
	va_list args;

	va_start(args, text);
	wire_append(&message, text, &args);
	va_end(args);
	assert_int_equal(EVP_Digest(message.at, message.len, digest.at, NULL, EVP_sha256(), NULL), 1);
	return digest;
}

struct digest host_hmac(const uint8_t *key, size_t key_len, const char *text, ...)
{
	struct bytes message = { .len = 0 };
	struct digest mac;
	va_list args;

	va_start(args, text);
	wire_append(&message, text, &args);
	va_end(args);
	assert_non_null(HMAC(EVP_sha256(), key, (int)key_len, message.at, message.len, mac.at, NULL));
	return mac;
}

/* d NULL: a public key only. */
static EVP_PKEY *pkey(const uint8_t *d, const uint8_t point[64])
{
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	BIGNUM *number = d ? BN_bin2bn(d, 32, NULL) : NULL;
	uint8_t encoded[65] = { 0x04 };
	EVP_PKEY *key = NULL;
	OSSL_PARAM *params;

	memcpy(encoded + 1, point, 64);
	OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, CURVE, 0);
	OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, encoded, sizeof(encoded));
	if (number)
		OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_PRIV_KEY, number);
	params = OSSL_PARAM_BLD_to_param(build);
	EVP_PKEY_fromdata_init(ctx);
	EVP_PKEY_fromdata(ctx, &key, d ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, params);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(build);
	BN_free(number);
	EVP_PKEY_CTX_free(ctx);
	return key;
}

struct host_key host_key_from(const uint8_t d[32])
{
	EC_GROUP *group = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1);
	EC_POINT *point = EC_POINT_new(group);
	BIGNUM *number = BN_bin2bn(d, 32, NULL);
	struct host_key key;
	uint8_t encoded[65];

	memcpy(key.d, d, sizeof(key.d));
	assert_int_equal(EC_POINT_mul(group, point, number, NULL, NULL, NULL), 1);
	assert_int_equal(EC_POINT_point2oct(
				 group, point, POINT_CONVERSION_UNCOMPRESSED, encoded, sizeof(encoded), NULL),
		sizeof(encoded));
	memcpy(key.point, encoded + 1, sizeof(key.point));
	BN_free(number);
	EC_POINT_free(point);
	EC_GROUP_free(group);
	return key;
}

void host_sign(const struct host_key *key, const uint8_t digest[32], uint8_t signature[64])
{
	EVP_PKEY *own = pkey(key->d, key->point);
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, own, NULL);
	uint8_t der[80];
	const uint8_t *at = der;
	size_t len = sizeof(der);
	ECDSA_SIG *sig;

	assert_int_equal(EVP_PKEY_sign_init(ctx), 1);
	assert_int_equal(EVP_PKEY_sign(ctx, der, &len, digest, 32), 1);
	sig = d2i_ECDSA_SIG(NULL, &at, (long)len);
	assert_non_null(sig);
	BN_bn2binpad(ECDSA_SIG_get0_r(sig), signature, 32);
	BN_bn2binpad(ECDSA_SIG_get0_s(sig), signature + 32, 32);
	ECDSA_SIG_free(sig);
	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(own);
}

bool host_verifies(const uint8_t point[64], const uint8_t digest[32], const uint8_t signature[64])
{
	EVP_PKEY *key = pkey(NULL, point);
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
	ECDSA_SIG *sig = ECDSA_SIG_new();
	uint8_t *der = NULL;
	int len;
	bool good;

	ECDSA_SIG_set0(sig, BN_bin2bn(signature, 32, NULL), BN_bin2bn(signature + 32, 32, NULL));
	len = i2d_ECDSA_SIG(sig, &der);
	assert_int_equal(EVP_PKEY_verify_init(ctx), 1);
	good = EVP_PKEY_verify(ctx, der, (size_t)len, digest, 32) == 1;
	OPENSSL_free(der);
	ECDSA_SIG_free(sig);
	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(key);
	return good;
}

void host_signature_from_der(const uint8_t *der, size_t len, uint8_t signature[64])
{
	const uint8_t *at = der;
	ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &at, (long)len);

	assert_non_null(sig);
	assert_ptr_equal(at, der + len);
	BN_bn2binpad(ECDSA_SIG_get0_r(sig), signature, 32);
	BN_bn2binpad(ECDSA_SIG_get0_s(sig), signature + 32, 32);
	ECDSA_SIG_free(sig);
}

struct digest host_ecdh(const struct host_key *key, const uint8_t peer[64])
{
	EVP_PKEY *own = pkey(key->d, key->point);
	EVP_PKEY *other = pkey(NULL, peer);
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, own, NULL);
	struct digest secret;
	size_t len = sizeof(secret.at);

	assert_int_equal(EVP_PKEY_derive_init(ctx), 1);
	assert_int_equal(EVP_PKEY_derive_set_peer(ctx, other), 1);
	assert_int_equal(EVP_PKEY_derive(ctx, secret.at, &len), 1);
	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(other);
	EVP_PKEY_free(own);
	return secret;
}

bool host_point_valid(const uint8_t point[64])
{
	EVP_PKEY *key = pkey(NULL, point);

	EVP_PKEY_free(key);
	return key != NULL;
}

void host_aes128(const uint8_t key[16], const uint8_t in[16], uint8_t out[16])
{
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	int len;

	assert_int_equal(EVP_EncryptInit_ex2(ctx, EVP_aes_128_ecb(), key, NULL, NULL), 1);
	assert_int_equal(EVP_EncryptUpdate(ctx, out, &len, in, 16), 1);
	EVP_CIPHER_CTX_free(ctx);
}

void host_p_sha256(
	const uint8_t *key, size_t key_len, const uint8_t *seed, size_t seed_len, uint8_t *out, size_t len)
{
	EVP_KDF *kdf = EVP_KDF_fetch(NULL, "TLS1-PRF", NULL);
	EVP_KDF_CTX *ctx = EVP_KDF_CTX_new(kdf);
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char[]){ "SHA256" }, 0),
		OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SECRET, (void *)(uintptr_t)key, key_len),
		OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SEED, (void *)(uintptr_t)seed, seed_len),
		OSSL_PARAM_construct_end(),
	};

	assert_int_equal(EVP_KDF_derive(ctx, out, len, params), 1);
	EVP_KDF_CTX_free(ctx);
	EVP_KDF_free(kdf);
}
