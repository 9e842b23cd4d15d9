/* sim/core/crypto_aes.c: AES-128 blocks, with the key schedules of recent keys kept. */
#include <errno.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <string.h>

#include "crypto_engine.h"

int crypto_aes_open(struct aes_cache *cache, OSSL_LIB_CTX *lib)
{
	cache->ecb = EVP_CIPHER_fetch(lib, "AES-128-ECB", NULL);
	return cache->ecb ? 0 : -EIO;
}

void crypto_aes_close(struct aes_cache *cache)
{
	crypto_aes_drop(cache);
	EVP_CIPHER_free(cache->ecb);
}

static void forget(struct aes_schedule *schedule)
{
	EVP_CIPHER_CTX_free(schedule->ctx); /* erases the schedule */
	OPENSSL_cleanse(schedule, sizeof(*schedule));
}

void crypto_aes_drop(struct aes_cache *cache)
{
	for (size_t set = 0; set < AES_CACHE_SETS; set++)
		for (size_t way = 0; way < AES_CACHE_WAYS; way++)
			forget(&cache->schedule[set][way]);
}

/* Spreads keys over the sets. Keys made to collide only drive each other out of one set. */
static size_t set_of(const uint8_t key[AES128_KEY])
{
	uint64_t half[2];

	memcpy(half, key, sizeof(half));
	half[0] = (half[0] ^ half[1] * 0x9e3779b97f4a7c15u) * 0xff51afd7ed558ccdu;
	return (half[0] >> 32) % AES_CACHE_SETS;
}

static int import(const struct aes_cache *cache, struct aes_schedule *schedule, const uint8_t key[AES128_KEY],
	int encrypts)
{
	forget(schedule);
	schedule->ctx = EVP_CIPHER_CTX_new();
	if (!schedule->ctx || EVP_CipherInit_ex2(schedule->ctx, cache->ecb, key, NULL, encrypts, NULL) != 1 ||
		EVP_CIPHER_CTX_set_padding(schedule->ctx, 0) != 1) {
		forget(schedule);
		return -EIO;
	}
	memcpy(schedule->key, key, sizeof(schedule->key));
	schedule->encrypts = encrypts;
	return 0;
}

/* The schedule of a key: as it is kept, or imported in place of the one that was not used longest. */
static struct aes_schedule *schedule_of(struct aes_cache *cache, const uint8_t key[AES128_KEY], int encrypts)
{
	struct aes_schedule *set = cache->schedule[set_of(key)];
	struct aes_schedule *oldest = set;

	cache->uses++;
	for (struct aes_schedule *s = set; s < set + AES_CACHE_WAYS; s++) {
		if (s->ctx && s->encrypts == encrypts && CRYPTO_memcmp(s->key, key, sizeof(s->key)) == 0) {
			s->used = cache->uses;
			return s;
		}
		if (s->used < oldest->used)
			oldest = s;
	}
	if (import(cache, oldest, key, encrypts) < 0)
		return NULL;
	oldest->used = cache->uses;
	return oldest;
}

static int one_block(struct aes_cache *cache, const uint8_t key[AES128_KEY], int encrypts,
	const uint8_t in[AES_BLOCK], uint8_t out[AES_BLOCK])
{
	struct aes_schedule *schedule = schedule_of(cache, key, encrypts);
	int len = 0;

	if (schedule && EVP_CipherUpdate(schedule->ctx, out, &len, in, AES_BLOCK) == 1 && len == AES_BLOCK)
		return 0;
	if (schedule)
		forget(schedule); /* its buffer may hold the block that failed */
	ERR_clear_error();
	return -EIO;
}

int crypto_aes128_encrypt(struct crypto *crypto, const uint8_t key[AES128_KEY], const uint8_t in[AES_BLOCK],
	uint8_t out[AES_BLOCK])
{
	return one_block(&crypto->aes, key, 1, in, out);
}

int crypto_aes128_decrypt(struct crypto *crypto, const uint8_t key[AES128_KEY], const uint8_t in[AES_BLOCK],
	uint8_t out[AES_BLOCK])
{
	return one_block(&crypto->aes, key, 0, in, out);
}
