/* sim/core/crypto_aes.c: AES blocks, with the key schedules of recent keys kept. */
#include <errno.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <stdbool.h>
#include <string.h>

#include "crypto_engine.h"

int crypto_aes_open(struct aes_cache *cache, OSSL_LIB_CTX *lib)
{
	static const char *const names[] = { "AES-128-ECB", "AES-192-ECB", "AES-256-ECB" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		cache->ecb[i] = EVP_CIPHER_fetch(lib, names[i], NULL);
		if (!cache->ecb[i])
			return -EIO;
	}
	return 0;
}

void crypto_aes_close(struct aes_cache *cache)
{
	crypto_aes_drop(cache);
	for (size_t i = 0; i < sizeof(cache->ecb) / sizeof(cache->ecb[0]); i++)
		EVP_CIPHER_free(cache->ecb[i]);
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
			if (cache->set[set][way].ctx)
				forget(&cache->set[set][way]);
}

/* A key as the cache has it. */
struct aes_key {
	uint64_t words[AES_KEY_MAX / 8];
	const uint8_t *bytes;
	size_t len;
};

/* Spreads keys over the sets. Keys made to collide only drive each other out of one set. */
static struct aes_schedule *set_of(struct aes_cache *cache, const struct aes_key *key)
{
	uint64_t mixed = (key->words[0] ^ key->words[1] * 0x9e3779b97f4a7c15u) * 0xff51afd7ed558ccdu;

	return cache->set[(mixed >> 32) % AES_CACHE_SETS];
}

static bool is_of(const struct aes_schedule *schedule, const struct aes_key *key, bool encrypts)
{
	uint64_t differs = 0;

	for (size_t i = 0; i < AES_KEY_MAX / 8; i++)
		differs |= schedule->key[i] ^ key->words[i];
	return schedule->ctx && schedule->encrypts == encrypts && schedule->key_len == key->len &&
	       differs == 0;
}

static const EVP_CIPHER *cipher_of(const struct aes_cache *cache, const struct aes_key *key)
{
	return cache->ecb[(key->len - AES128_KEY) / 8];
}

static bool make_room(const struct aes_cache *cache, struct aes_schedule *schedule, const struct aes_key *key)
{
	schedule->ctx = EVP_CIPHER_CTX_new();
	schedule->key_len = (uint8_t)key->len;
	return schedule->ctx &&
	       EVP_CipherInit_ex2(schedule->ctx, cipher_of(cache, key), NULL, NULL, 1, NULL) == 1 &&
	       EVP_CIPHER_CTX_set_padding(schedule->ctx, 0) == 1;
}

/* The schedule of a key: as it is kept, or in place of the one that rested longest, NULL on failure. */
static struct aes_schedule *schedule_of(struct aes_cache *cache, const struct aes_key *key, bool encrypts)
{
	struct aes_schedule *set = set_of(cache, key);
	struct aes_schedule *oldest = set;

	for (size_t way = 0; way < AES_CACHE_WAYS; way++) {
		if (is_of(&set[way], key, encrypts))
			return &set[way];
		if (set[way].used < oldest->used)
			oldest = &set[way];
	}
	if (oldest->ctx && oldest->key_len != key->len)
		forget(oldest);
	/* Nothing of the other key remains: all schedules of one key length are of one size. */
	if ((!oldest->ctx && !make_room(cache, oldest, key)) ||
		EVP_CipherInit_ex2(oldest->ctx, NULL, key->bytes, NULL, encrypts, NULL) != 1) {
		forget(oldest);
		return NULL;
	}
	memcpy(oldest->key, key->words, sizeof(oldest->key));
	oldest->encrypts = encrypts;
	return oldest;
}

static int one_block(struct aes_cache *cache, const uint8_t *key_bytes, size_t key_len, bool encrypts,
	const uint8_t in[AES_BLOCK], uint8_t out[AES_BLOCK])
{
	struct aes_key key = { .bytes = key_bytes, .len = key_len };
	struct aes_schedule *schedule;
	int len = 0;

	if (key_len != 16 && key_len != 24 && key_len != 32)
		return -EINVAL;
	memcpy(key.words, key_bytes, key_len);
	schedule = schedule_of(cache, &key, encrypts);
	OPENSSL_cleanse(key.words, sizeof(key.words));
	if (schedule && EVP_CipherUpdate(schedule->ctx, out, &len, in, AES_BLOCK) == 1 && len == AES_BLOCK) {
		schedule->used = ++cache->uses;
		return 0;
	}
	if (schedule)
		forget(schedule); /* it may hold the block back */
	ERR_clear_error();
	return -EIO;
}

int crypto_aes128_encrypt(struct crypto *crypto, const uint8_t key[AES128_KEY], const uint8_t in[AES_BLOCK],
	uint8_t out[AES_BLOCK])
{
	return one_block(&crypto->aes, key, AES128_KEY, true, in, out);
}

int crypto_aes128_decrypt(struct crypto *crypto, const uint8_t key[AES128_KEY], const uint8_t in[AES_BLOCK],
	uint8_t out[AES_BLOCK])
{
	return one_block(&crypto->aes, key, AES128_KEY, false, in, out);
}

int crypto_aes_encrypt(struct crypto *crypto, const uint8_t *key, size_t key_len, const uint8_t in[AES_BLOCK],
	uint8_t out[AES_BLOCK])
{
	return one_block(&crypto->aes, key, key_len, true, in, out);
}

int crypto_aes_decrypt(struct crypto *crypto, const uint8_t *key, size_t key_len, const uint8_t in[AES_BLOCK],
	uint8_t out[AES_BLOCK])
{
	return one_block(&crypto->aes, key, key_len, false, in, out);
}
