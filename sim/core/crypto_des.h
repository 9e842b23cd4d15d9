/*
 * sim/core/crypto_des.h: DES and triple DES blocks, and CBC over them, by the one crypto engine.
 *
 * Keys have 8 bytes (DES), 16 (K1 K2 K1) or 24 (K1 K2 K3); parity bits count for nothing. Returns are crypto.h's:
 * 0, -EINVAL for another key length or a part of a block, -EIO. in and out may be the same.
 */
#ifndef SESIM_CORE_CRYPTO_DES_H
#define SESIM_CORE_CRYPTO_DES_H

#include "crypto.h"

enum {
	DES_BLOCK = 8,
	DES_KEY_MAX = 24,
};

int crypto_des_encrypt(struct crypto *crypto, const uint8_t *key, size_t key_len, const uint8_t in[DES_BLOCK],
	uint8_t out[DES_BLOCK]);
int crypto_des_decrypt(struct crypto *crypto, const uint8_t *key, size_t key_len, const uint8_t in[DES_BLOCK],
	uint8_t out[DES_BLOCK]);

/* CBC over len bytes, whole blocks. iv becomes the one to go on with. */
int crypto_des_cbc_encrypt(struct crypto *crypto, const uint8_t *key, size_t key_len, uint8_t iv[DES_BLOCK],
	const uint8_t *in, uint8_t *out, size_t len);
int crypto_des_cbc_decrypt(struct crypto *crypto, const uint8_t *key, size_t key_len, uint8_t iv[DES_BLOCK],
	const uint8_t *in, uint8_t *out, size_t len);

#endif
