/* tests/unit/se050_host.c: a host's side, by OpenSSL. */
#include "se050_host.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <string.h>

#include "cmocka_all.h"

static EVP_PKEY *key_from(const uint8_t d[32], const uint8_t q[65])
{
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	BIGNUM *number = BN_bin2bn(d, 32, NULL);
	EVP_PKEY *key = NULL;
	OSSL_PARAM *params;

	assert_true(
		OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) == 1 &&
		OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_PRIV_KEY, number) == 1 &&
		OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, q, 65) == 1);
	params = OSSL_PARAM_BLD_to_param(build);
	assert_true(EVP_PKEY_fromdata_init(ctx) == 1 &&
		    EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_KEYPAIR, params) == 1);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(build);
	BN_free(number);
	EVP_PKEY_CTX_free(ctx);
	return key;
}

size_t host_ecdsa(const uint8_t d[32], const uint8_t q[65], const uint8_t *message, size_t len,
	uint8_t der[HOST_DER_MAX])
{
	EVP_PKEY *key = key_from(d, q);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	size_t n = HOST_DER_MAX;

	assert_true(EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, key) == 1 &&
		    EVP_DigestSign(ctx, der, &n, message, len) == 1);
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(key);
	return n;
}

/* One block under AES-128: CBC with an initial vector of zeros is the same. */
static void aes_block(const uint8_t key[16], const uint8_t in[16], uint8_t out[16])
{
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	int n = 0;

	assert_true(EVP_EncryptInit_ex2(ctx, EVP_aes_128_ecb(), key, NULL, NULL) == 1 &&
		    EVP_CIPHER_CTX_set_padding(ctx, 0) == 1 && EVP_EncryptUpdate(ctx, out, &n, in, 16) == 1);
	EVP_CIPHER_CTX_free(ctx);
}

void host_put_key(const uint8_t dek[16], uint8_t version, uint8_t fill, uint8_t data[HOST_KEYS])
{
	static const uint8_t head[] = { 0x88, 0x11, 0x10 };
	uint8_t ones[16];

	memset(ones, 1, sizeof(ones));
	*data++ = version;
	for (uint8_t i = 0; i < 3; i++) {
		uint8_t key[16], check[16];

		memset(key, fill + i, sizeof(key));
		memcpy(data, head, sizeof(head));
		aes_block(dek, key, data + 3);
		aes_block(key, ones, check);
		data[19] = 3;
		memcpy(data + 20, check, 3);
		data += 23;
	}
}
