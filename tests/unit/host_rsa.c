/* tests/unit/host_rsa.c: RSA as a host computes it. */
#include "host_rsa.h"

#include "cmocka_all.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <string.h>

#include "rsa_primes.h"

static void put(const BIGNUM *number, uint8_t *out, size_t len)
{
	assert_int_equal(BN_bn2binpad(number, out, (int)len), (int)len);
}

static EVP_PKEY *from_params(OSSL_PARAM_BLD *build, int selection)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(build);
	EVP_PKEY *key = NULL;

	assert_int_equal(EVP_PKEY_fromdata_init(ctx), 1);
	assert_int_equal(EVP_PKEY_fromdata(ctx, &key, selection, params), 1);
	OSSL_PARAM_free(params);
	EVP_PKEY_CTX_free(ctx);
	return key;
}

enum { N, E, D, P, Q, DP, DQ, Q_INVERSE, NUMBERS };

void host_rsa_from(struct host_rsa *key, size_t bytes, const uint8_t *p, const uint8_t *q)
{
	static const char *const names[NUMBERS] = { OSSL_PKEY_PARAM_RSA_N, OSSL_PKEY_PARAM_RSA_E,
		OSSL_PKEY_PARAM_RSA_D, OSSL_PKEY_PARAM_RSA_FACTOR1, OSSL_PKEY_PARAM_RSA_FACTOR2,
		OSSL_PKEY_PARAM_RSA_EXPONENT1, OSSL_PKEY_PARAM_RSA_EXPONENT2,
		OSSL_PKEY_PARAM_RSA_COEFFICIENT1 };
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	BN_CTX *scratch = BN_CTX_new();
	BIGNUM *v[NUMBERS], *p1, *q1, *phi = BN_new();
	size_t half = bytes / 2;

	for (size_t i = 0; i < NUMBERS; i++)
		v[i] = BN_new();
	BN_bin2bn(p, (int)half, v[P]);
	BN_bin2bn(q, (int)half, v[Q]);
	BN_set_word(v[E], 65537);
	BN_mul(v[N], v[P], v[Q], scratch);
	p1 = BN_dup(v[P]);
	q1 = BN_dup(v[Q]);
	BN_sub_word(p1, 1);
	BN_sub_word(q1, 1);
	BN_mul(phi, p1, q1, scratch);
	assert_non_null(BN_mod_inverse(v[D], v[E], phi, scratch));
	assert_int_equal(BN_mod(v[DP], v[D], p1, scratch), 1);
	assert_int_equal(BN_mod(v[DQ], v[D], q1, scratch), 1);
	assert_non_null(BN_mod_inverse(v[Q_INVERSE], v[Q], v[P], scratch));
	memset(key, 0, sizeof(*key));
	key->bytes = bytes;
	put(v[N], key->n, bytes);
	put(v[D], key->d, bytes);
	put(v[E], key->e, sizeof(key->e));
	put(v[P], key->p, half);
	put(v[Q], key->q, half);
	put(v[DP], key->dp, half);
	put(v[DQ], key->dq, half);
	put(v[Q_INVERSE], key->q_inverse, half);
	for (size_t i = 0; i < NUMBERS; i++)
		assert_int_equal(OSSL_PARAM_BLD_push_BN(build, names[i], v[i]), 1);
	key->key = from_params(build, EVP_PKEY_KEYPAIR);
	OSSL_PARAM_BLD_free(build);
	for (size_t i = 0; i < NUMBERS; i++)
		BN_free(v[i]);
	BN_free(p1);
	BN_free(q1);
	BN_free(phi);
	BN_CTX_free(scratch);
}

void host_rsa_pool(struct host_rsa *key, size_t bytes, uint32_t nth)
{
	const struct rsa_primes *primes = rsa_primes(bytes, nth);

	assert_non_null(primes);
	host_rsa_from(key, bytes, primes->p, primes->q);
}

void host_rsa_public(struct host_rsa *key, const uint8_t *n, size_t bytes, const uint8_t *e, size_t e_len)
{
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	BIGNUM *modulus = BN_bin2bn(n, (int)bytes, NULL), *exponent = BN_bin2bn(e, (int)e_len, NULL);

	memset(key, 0, sizeof(*key));
	key->bytes = bytes;
	memcpy(key->n, n, bytes);
	put(exponent, key->e, sizeof(key->e));
	OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, modulus);
	OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, exponent);
	key->key = from_params(build, EVP_PKEY_PUBLIC_KEY);
	OSSL_PARAM_BLD_free(build);
	BN_free(modulus);
	BN_free(exponent);
}

void host_rsa_free(struct host_rsa *key)
{
	EVP_PKEY_free(key->key);
	key->key = NULL;
}

static void set_salt(EVP_PKEY_CTX *ctx, int salt)
{
	if (salt < 0)
		return;
	assert_int_equal(EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING), 1);
	assert_int_equal(EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, salt), 1);
}

bool host_rsa_verifies(const struct host_rsa *key, const char *digest, int salt, const void *message,
	size_t len, const uint8_t *signature)
{
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	EVP_PKEY_CTX *ctx;
	int good;

	assert_int_equal(EVP_DigestVerifyInit_ex(md, &ctx, digest, NULL, NULL, key->key, NULL), 1);
	set_salt(ctx, salt);
	good = EVP_DigestVerify(md, signature, key->bytes, message, len);
	EVP_MD_CTX_free(md);
	ERR_clear_error();
	return good == 1;
}

void host_rsa_sign(const struct host_rsa *key, const char *digest, int salt, const void *message, size_t len,
	uint8_t *signature)
{
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	size_t signature_len = key->bytes;
	EVP_PKEY_CTX *ctx;

	assert_int_equal(EVP_DigestSignInit_ex(md, &ctx, digest, NULL, NULL, key->key, NULL), 1);
	set_salt(ctx, salt);
	assert_int_equal(EVP_DigestSign(md, signature, &signature_len, message, len), 1);
	EVP_MD_CTX_free(md);
}

void host_rsa_encrypt(const struct host_rsa *key, int padding, const void *message, size_t len, uint8_t *out)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, key->key, NULL);
	size_t out_len = key->bytes;

	assert_int_equal(EVP_PKEY_encrypt_init(ctx), 1);
	assert_int_equal(EVP_PKEY_CTX_set_rsa_padding(ctx, padding), 1);
	assert_int_equal(EVP_PKEY_encrypt(ctx, out, &out_len, message, len), 1);
	EVP_PKEY_CTX_free(ctx);
}

size_t host_rsa_decrypt(const struct host_rsa *key, int padding, const uint8_t *in, uint8_t *message)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, key->key, NULL);
	size_t len = key->bytes;

	assert_int_equal(EVP_PKEY_decrypt_init(ctx), 1);
	assert_int_equal(EVP_PKEY_CTX_set_rsa_padding(ctx, padding), 1);
	assert_int_equal(EVP_PKEY_decrypt(ctx, message, &len, in, key->bytes), 1);
	EVP_PKEY_CTX_free(ctx);
	return len;
}
