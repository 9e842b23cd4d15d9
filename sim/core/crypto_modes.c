/* sim/core/crypto_modes.c: CBC and CMAC over AES blocks. Their running states are plain bytes. */
#include <errno.h>
#include <openssl/crypto.h>
#include <string.h>

#include "crypto.h"

static void xor_block(uint8_t to[AES_BLOCK], const uint8_t a[AES_BLOCK], const uint8_t b[AES_BLOCK])
{
	for (size_t i = 0; i < AES_BLOCK; i++)
		to[i] = a[i] ^ b[i];
}

int crypto_aes_cbc_encrypt(struct crypto *crypto, const uint8_t *key, size_t key_len, uint8_t iv[AES_BLOCK],
	const uint8_t *in, uint8_t *out, size_t len)
{
	int rc = len % AES_BLOCK ? -EINVAL : 0;

	for (size_t at = 0; rc == 0 && at < len; at += AES_BLOCK) {
		uint8_t block[AES_BLOCK];

		xor_block(block, in + at, iv);
		rc = crypto_aes_encrypt(crypto, key, key_len, block, out + at);
		memcpy(iv, out + at, AES_BLOCK);
	}
	return rc;
}

int crypto_aes_cbc_decrypt(struct crypto *crypto, const uint8_t *key, size_t key_len, uint8_t iv[AES_BLOCK],
	const uint8_t *in, uint8_t *out, size_t len)
{
	int rc = len % AES_BLOCK ? -EINVAL : 0;

	for (size_t at = 0; rc == 0 && at < len; at += AES_BLOCK) {
		uint8_t next[AES_BLOCK];

		memcpy(next, in + at, AES_BLOCK);
		rc = crypto_aes_decrypt(crypto, key, key_len, next, out + at);
		xor_block(out + at, out + at, iv);
		memcpy(iv, next, AES_BLOCK);
	}
	return rc;
}

static int absorb(struct crypto *crypto, const uint8_t *key, size_t key_len, struct aes_cmac *cmac,
	const uint8_t block[AES_BLOCK])
{
	xor_block(cmac->chain, cmac->chain, block);
	return crypto_aes_encrypt(crypto, key, key_len, cmac->chain, cmac->chain);
}

/* The last block stays pending: what becomes of it depends on whether it is whole (SP 800-38B 6.2). */
int crypto_cmac_update(struct crypto *crypto, const uint8_t *key, size_t key_len, struct aes_cmac *cmac,
	const void *bytes, size_t len)
{
	const uint8_t *at = bytes;
	int rc = 0;

	while (rc == 0 && len > 0) {
		size_t room = AES_BLOCK - (size_t)cmac->pending_len;
		size_t n = len < room ? len : room;

		if (room == 0) {
			rc = absorb(crypto, key, key_len, cmac, cmac->pending);
			cmac->pending_len = 0;
			continue;
		}
		memcpy(cmac->pending + cmac->pending_len, at, n);
		cmac->pending_len = (uint8_t)(cmac->pending_len + n);
		at += n;
		len -= n;
	}
	return rc;
}

/* Doubles an element of GF(2^128), big endian. */
static void twice(uint8_t block[AES_BLOCK])
{
	uint8_t carry = block[0] >> 7;

	for (size_t i = 0; i + 1 < AES_BLOCK; i++)
		block[i] = (uint8_t)(block[i] << 1 | block[i + 1] >> 7);
	block[AES_BLOCK - 1] = (uint8_t)(block[AES_BLOCK - 1] << 1 ^ (carry ? 0x87 : 0));
}

int crypto_cmac_final(struct crypto *crypto, const uint8_t *key, size_t key_len, const struct aes_cmac *cmac,
	uint8_t mac[AES_BLOCK])
{
	struct aes_cmac last = *cmac;
	uint8_t subkey[AES_BLOCK] = { 0 };
	int rc = crypto_aes_encrypt(crypto, key, key_len, subkey, subkey);

	twice(subkey);
	if (last.pending_len < AES_BLOCK) {
		twice(subkey);
		last.pending[last.pending_len] = 0x80;
		memset(last.pending + last.pending_len + 1, 0, AES_BLOCK - 1u - last.pending_len);
	}
	xor_block(last.pending, last.pending, subkey);
	if (rc == 0)
		rc = absorb(crypto, key, key_len, &last, last.pending);
	memcpy(mac, last.chain, AES_BLOCK);
	OPENSSL_cleanse(subkey, sizeof(subkey));
	OPENSSL_cleanse(&last, sizeof(last));
	return rc;
}
