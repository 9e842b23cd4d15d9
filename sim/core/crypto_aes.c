/* sim/core/crypto_aes.c: AES-128 blocks, with the key schedules of recent keys kept. */
#include <errno.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <stdbool.h>
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
			if (cache->set[set][way].ctx)
				forget(&cache->set[set][way]);
}

/* Spreads keys over the sets. Keys made to collide only drive each other out of one set. */
static struct aes_schedule *set_of(struct aes_cache *cache, const uint64_t key[2])
{
	uint64_t mixed = (key[0] ^ key[1] * 0x9e3779b97f4a7c15u) * 0xff51afd7ed558ccdu;

	return cache->set[(mixed >> 32) % AES_CACHE_SETS];
}

static bool is_of(const struct aes_schedule *schedule, const uint64_t key[2], bool encrypts)
{
	return schedule->ctx && schedule->encrypts == encrypts &&
	       ((schedule->key[0] ^ key[0]) | (schedule->key[1] ^ key[1])) == 0;
}

static bool make_room(const struct aes_cache *cache, struct aes_schedule *schedule)
{
	schedule->ctx = EVP_CIPHER_CTX_new();
	return schedule->ctx && EVP_CipherInit_ex2(schedule->ctx, cache->ecb, NULL, NULL, 1, NULL) == 1 &&
	       EVP_CIPHER_CTX_set_padding(schedule->ctx, 0) == 1;
}

/* The schedule of a key: as it is kept, or in place of the one that rested longest, NULL on failure. */
static struct aes_schedule *schedule_of(
	struct aes_cache *cache, const uint8_t key_bytes[AES128_KEY], bool encrypts)
{
	struct aes_schedule *set, *oldest;
	uint64_t key[2];

	memcpy(key, key_bytes, sizeof(key));
	set = set_of(cache, key);
	oldest = set;
	for (size_t way = 0; way < AES_CACHE_WAYS; way++) {
		if (is_of(&set[way], key, encrypts))
			return &set[way];
		if (set[way].used < oldest->used)
			oldest = &set[way];
	}
	/* Nothing of the other key remains: all schedules are of one size. */
	if ((!oldest->ctx && !make_room(cache, oldest)) ||
		EVP_CipherInit_ex2(oldest->ctx, NULL, key_bytes, NULL, encrypts, NULL) != 1) {
		forget(oldest);
		return NULL;
	}
	memcpy(oldest->key, key, sizeof(key));
	oldest->encrypts = encrypts;
	return oldest;
}

static int one_block(struct aes_cache *cache, const uint8_t key[AES128_KEY], bool encrypts,
	const uint8_t in[AES_BLOCK], uint8_t out[AES_BLOCK])
{
	struct aes_schedule *schedule = schedule_of(cache, key, encrypts);
	int len = 0;

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
	return one_block(&crypto->aes, key, true, in, out);
}

int crypto_aes128_decrypt(struct crypto *crypto, const uint8_t key[AES128_KEY], const uint8_t in[AES_BLOCK],
	uint8_t out[AES_BLOCK])
{
	return one_block(&crypto->aes, key, false, in, out);
}
