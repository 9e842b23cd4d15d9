/* sim/core/crypto_des_mac.c: MACs over DES blocks. */
#include "crypto_des_mac.h"

#include <openssl/crypto.h>
#include <string.h>

static int absorb(struct crypto *crypto, const uint8_t *key, size_t key_len, struct des_mac *mac)
{
	for (size_t i = 0; i < DES_BLOCK; i++)
		mac->chain[i] ^= mac->pending[i];
	memset(mac->pending, 0, sizeof(mac->pending));
	mac->pending_len = 0;
	return crypto_des_encrypt(crypto, key, key_len, mac->chain, mac->chain);
}

int crypto_des_mac_update(struct crypto *crypto, const uint8_t *key, size_t key_len, struct des_mac *mac,
	const void *bytes, size_t len)
{
	const uint8_t *at = bytes;
	int rc = 0;

	while (rc == 0 && len > 0) {
		size_t room = DES_BLOCK - (size_t)mac->pending_len;
		size_t n = len < room ? len : room;

		if (room == 0) {
			rc = absorb(crypto, key, key_len, mac);
			continue;
		}
		memcpy(mac->pending + mac->pending_len, at, n);
		mac->pending_len = (uint8_t)(mac->pending_len + n);
		at += n;
		len -= n;
	}
	return rc;
}

/* Doubles an element of GF(2^64), big endian. */
static void twice(uint8_t block[DES_BLOCK])
{
	uint8_t carry = block[0] >> 7;

	for (size_t i = 0; i + 1 < DES_BLOCK; i++)
		block[i] = (uint8_t)(block[i] << 1 | block[i + 1] >> 7);
	block[DES_BLOCK - 1] = (uint8_t)(block[DES_BLOCK - 1] << 1 ^ (carry ? 0x1b : 0));
}

static int mask(struct crypto *crypto, const uint8_t *key, size_t key_len, struct des_mac *last)
{
	uint8_t subkey[DES_BLOCK] = { 0 };
	int rc = crypto_des_encrypt(crypto, key, key_len, subkey, subkey);

	twice(subkey);
	if (last->pending_len < DES_BLOCK) {
		twice(subkey);
		last->pending[last->pending_len] = 0x80;
	}
	for (size_t i = 0; i < DES_BLOCK; i++)
		last->pending[i] ^= subkey[i];
	OPENSSL_cleanse(subkey, sizeof(subkey));
	return rc;
}

int crypto_des_mac_final(struct crypto *crypto, const uint8_t *key, size_t key_len, const struct des_mac *mac,
	enum des_mac_end end, uint8_t out[DES_BLOCK])
{
	static const uint8_t one = 0x80;
	struct des_mac last = *mac;
	int rc = 0;

	if (end == DES_MAC_ONE)
		rc = crypto_des_mac_update(crypto, key, key_len, &last, &one, 1);
	else if (end == DES_MAC_SUBKEY)
		rc = mask(crypto, key, key_len, &last);
	if (rc == 0)
		rc = absorb(crypto, key, key_len, &last);
	memcpy(out, last.chain, DES_BLOCK);
	OPENSSL_cleanse(&last, sizeof(last));
	return rc;
}
