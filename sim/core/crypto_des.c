/* sim/core/crypto_des.c: DES as triple DES with its keys repeated, the last key's schedule kept. */
#include "crypto_des.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <string.h>

#include "crypto_engine.h"

int crypto_des_open(struct des_cache *cache, OSSL_LIB_CTX *lib)
{
	cache->ecb = EVP_CIPHER_fetch(lib, "DES-EDE3-ECB", NULL);
	return cache->ecb ? 0 : -EIO;
}

void crypto_des_drop(struct des_cache *cache)
{
	EVP_CIPHER_CTX_free(cache->ctx); /* erases the schedule */
	cache->ctx = NULL;
	OPENSSL_cleanse(cache->key, sizeof(cache->key));
}

void crypto_des_close(struct des_cache *cache)
{
	crypto_des_drop(cache);
	EVP_CIPHER_free(cache->ecb);
}

/* K1 alone is K1 K1 K1: encrypting and decrypting with it in turn leaves one encryption. */
static void expand(const uint8_t *key, size_t key_len, uint8_t wide[DES_EDE3_KEY])
{
	for (size_t at = 0; at < DES_EDE3_KEY; at += DES_BLOCK)
		memcpy(wide + at, key + at % key_len, DES_BLOCK);
}

static int set_key(struct des_cache *cache, const uint8_t wide[DES_EDE3_KEY], bool encrypts)
{
	if (cache->ctx && cache->encrypts == encrypts &&
		CRYPTO_memcmp(cache->key, wide, sizeof(cache->key)) == 0)
		return 0;
	if (!cache->ctx)
		cache->ctx = EVP_CIPHER_CTX_new();
	if (!cache->ctx || EVP_CipherInit_ex2(cache->ctx, cache->ecb, wide, NULL, encrypts, NULL) != 1 ||
		EVP_CIPHER_CTX_set_padding(cache->ctx, 0) != 1)
		return -EIO;
	memcpy(cache->key, wide, sizeof(cache->key));
	cache->encrypts = encrypts;
	return 0;
}

static int one_block(struct des_cache *cache, const uint8_t *key, size_t key_len, bool encrypts,
	const uint8_t in[DES_BLOCK], uint8_t out[DES_BLOCK])
{
	uint8_t wide[DES_EDE3_KEY];
	int len = 0, rc;

	if (key_len != 8 && key_len != 16 && key_len != 24)
		return -EINVAL;
	expand(key, key_len, wide);
	rc = set_key(cache, wide, encrypts);
	OPENSSL_cleanse(wide, sizeof(wide));
	if (rc == 0 && EVP_CipherUpdate(cache->ctx, out, &len, in, DES_BLOCK) == 1 && len == DES_BLOCK)
		return 0;
	crypto_des_drop(cache); /* it may hold the block back */
	ERR_clear_error();
	return -EIO;
}

int crypto_des_encrypt(struct crypto *crypto, const uint8_t *key, size_t key_len, const uint8_t in[DES_BLOCK],
	uint8_t out[DES_BLOCK])
{
	return one_block(&crypto->des, key, key_len, true, in, out);
}

int crypto_des_decrypt(struct crypto *crypto, const uint8_t *key, size_t key_len, const uint8_t in[DES_BLOCK],
	uint8_t out[DES_BLOCK])
{
	return one_block(&crypto->des, key, key_len, false, in, out);
}

static void xor_block(uint8_t to[DES_BLOCK], const uint8_t a[DES_BLOCK], const uint8_t b[DES_BLOCK])
{
	for (size_t i = 0; i < DES_BLOCK; i++)
		to[i] = a[i] ^ b[i];
}

int crypto_des_cbc_encrypt(struct crypto *crypto, const uint8_t *key, size_t key_len, uint8_t iv[DES_BLOCK],
	const uint8_t *in, uint8_t *out, size_t len)
{
	int rc = len % DES_BLOCK ? -EINVAL : 0;

	for (size_t at = 0; rc == 0 && at < len; at += DES_BLOCK) {
		uint8_t block[DES_BLOCK];

		xor_block(block, in + at, iv);
		rc = crypto_des_encrypt(crypto, key, key_len, block, out + at);
		memcpy(iv, out + at, DES_BLOCK);
	}
	return rc;
}

int crypto_des_cbc_decrypt(struct crypto *crypto, const uint8_t *key, size_t key_len, uint8_t iv[DES_BLOCK],
	const uint8_t *in, uint8_t *out, size_t len)
{
	int rc = len % DES_BLOCK ? -EINVAL : 0;

	for (size_t at = 0; rc == 0 && at < len; at += DES_BLOCK) {
		uint8_t next[DES_BLOCK];

		memcpy(next, in + at, DES_BLOCK);
		rc = crypto_des_decrypt(crypto, key, key_len, next, out + at);
		xor_block(out + at, out + at, iv);
		memcpy(iv, next, DES_BLOCK);
	}
	return rc;
}
