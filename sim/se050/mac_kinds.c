/* sim/se050/mac_kinds.c: the MACs of AN12413 table 36. */
#include "mac_kinds.h"

#include <openssl/crypto.h>
#include <string.h>

static void hmac_begin(const struct mac_job *job, union mac_running *running)
{
	struct hmac hmac;

	hmac_init(&hmac, (enum digest_kind)job->kind->detail, job->key.at, rbuf_left(&job->key));
	running->hash = hmac.inner;
	OPENSSL_cleanse(&hmac, sizeof(hmac));
}

static int hmac_data(const struct mac_job *job, union mac_running *running, struct rbuf data)
{
	(void)job;
	hash_update(&running->hash, data.at, rbuf_left(&data));
	return 0;
}

static int hmac_end(const struct mac_job *job, const union mac_running *running, uint8_t *mac)
{
	struct hmac hmac;

	hmac_init(&hmac, (enum digest_kind)job->kind->detail, job->key.at, rbuf_left(&job->key));
	hmac.inner = running->hash;
	hmac_final(&hmac, mac);
	OPENSSL_cleanse(&hmac, sizeof(hmac));
	return 0;
}

static const struct mac_method hmac = { sizeof(struct hash), hmac_begin, hmac_data, hmac_end };

static void from_zeros(const struct mac_job *job, union mac_running *running)
{
	(void)job;
	memset(running, 0, sizeof(*running));
}

static int aes_data(const struct mac_job *job, union mac_running *running, struct rbuf data)
{
	return crypto_cmac_update(
		job->crypto, job->key.at, rbuf_left(&job->key), &running->aes, data.at, rbuf_left(&data));
}

static int aes_end(const struct mac_job *job, const union mac_running *running, uint8_t *mac)
{
	return crypto_cmac_final(job->crypto, job->key.at, rbuf_left(&job->key), &running->aes, mac);
}

static const struct mac_method aes_cmac = { sizeof(struct aes_cmac), from_zeros, aes_data, aes_end };

static int des_data(const struct mac_job *job, union mac_running *running, struct rbuf data)
{
	return crypto_des_mac_update(
		job->crypto, job->key.at, rbuf_left(&job->key), &running->des, data.at, rbuf_left(&data));
}

/* The shorter ones are the first bytes. */
static int des_end(const struct mac_job *job, const union mac_running *running, uint8_t *mac)
{
	uint8_t block[DES_BLOCK];
	int rc = crypto_des_mac_final(job->crypto, job->key.at, rbuf_left(&job->key), &running->des,
		(enum des_mac_end)job->kind->detail, block);

	memcpy(mac, block, job->kind->len);
	return rc;
}

static const struct mac_method des_mac = { sizeof(struct des_mac), from_zeros, des_data, des_end };

/* ISO/IEC 9797-1 algorithm 3: single DES under the first half, and triple DES under both in the last block. */
static int retail_data(const struct mac_job *job, union mac_running *running, struct rbuf data)
{
	return crypto_des_mac_update(
		job->crypto, job->key.at, DES_BLOCK, &running->des, data.at, rbuf_left(&data));
}

static int retail_end(const struct mac_job *job, const union mac_running *running, uint8_t *mac)
{
	struct rbuf key = job->key;
	const uint8_t *first = rbuf_bytes(&key, DES_BLOCK), *second = rbuf_bytes(&key, DES_BLOCK);
	uint8_t block[DES_BLOCK];
	int rc = crypto_des_mac_final(
		job->crypto, first, DES_BLOCK, &running->des, (enum des_mac_end)job->kind->detail, block);

	if (rc == 0)
		rc = crypto_des_decrypt(job->crypto, second, DES_BLOCK, block, block);
	if (rc == 0)
		rc = crypto_des_encrypt(job->crypto, first, DES_BLOCK, block, block);
	memcpy(mac, block, job->kind->len);
	return rc;
}

static const struct mac_method retail = { sizeof(struct des_mac), from_zeros, retail_data, retail_end };

enum { TWO_KEYS = 16 };

/*
 * The numbers and their algorithms are the Java Card API's (evidence 3.1). UNCERTAIN (SE05X-U-21): algorithm 3
 * wants a key of two halves, as that API says. UNCERTAIN (SE05X-U-22): padding method 1 makes a block of zeros of no
 * data.
 */
static const struct mac_kind kinds[] = {
	{ 0x03, CLASS_DES, DES_MAC_ZEROS, 4, 0, &des_mac },
	{ 0x04, CLASS_DES, DES_MAC_ZEROS, 8, 0, &des_mac },
	{ 0x05, CLASS_DES, DES_MAC_ONE, 4, 0, &des_mac },
	{ 0x06, CLASS_DES, DES_MAC_ONE, 8, 0, &des_mac },
	{ 0x13, CLASS_DES, DES_MAC_ONE, 4, TWO_KEYS, &retail },
	{ 0x14, CLASS_DES, DES_MAC_ONE, 8, TWO_KEYS, &retail },
	{ 0x2f, CLASS_DES, DES_MAC_ZEROS, 4, TWO_KEYS, &retail },
	{ 0x30, CLASS_DES, DES_MAC_ZEROS, 8, TWO_KEYS, &retail },
	{ 0x7a, CLASS_DES, DES_MAC_SUBKEY, 8, 0, &des_mac },
	{ 0x18, CLASS_HMAC, DIGEST_SHA1, 20, 0, &hmac },
	{ 0x19, CLASS_HMAC, DIGEST_SHA256, 32, 0, &hmac },
	{ 0x1a, CLASS_HMAC, DIGEST_SHA384, 48, 0, &hmac },
	{ 0x1b, CLASS_HMAC, DIGEST_SHA512, 64, 0, &hmac },
	{ 0x31, CLASS_AES, 0, 16, 0, &aes_cmac },
	{ 0x66, CLASS_AES, 0, 16, 0, &aes_cmac },
};

const struct mac_kind *mac_kind_find(uint8_t number)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (kinds[i].number == number)
			return &kinds[i];
	return NULL;
}

bool mac_kind_takes(const struct mac_kind *kind, const struct se050_object *key)
{
	return key->class == kind->class && (kind->key_len == 0 || key->value_len == kind->key_len);
}
