/*
 * sim/core/crypto_edwards.h: Ed25519 (RFC 8032), X25519 and X448 (RFC 7748), every value in the byte order of the RFC.
 * Returns as crypto.h has them. Nothing here draws: a private key is any bytes.
 */
#ifndef SESIM_CORE_CRYPTO_EDWARDS_H
#define SESIM_CORE_CRYPTO_EDWARDS_H

#include "crypto.h"

enum {
	ED25519_BYTES = 32,
	ED25519_SIGNATURE = 64,
	MONTGOMERY_MAX = 56,
};

enum crypto_montgomery {
	MONTGOMERY_X25519,
	MONTGOMERY_X448,
};

int crypto_ed25519_public(
	struct crypto *crypto, const uint8_t seed[ED25519_BYTES], uint8_t point[ED25519_BYTES]);
int crypto_ed25519_sign(struct crypto *crypto, const uint8_t seed[ED25519_BYTES], const void *message,
	size_t len, uint8_t signature[ED25519_SIGNATURE]);
int crypto_ed25519_verify(struct crypto *crypto, const uint8_t point[ED25519_BYTES], const void *message,
	size_t len, const uint8_t signature[ED25519_SIGNATURE]);

/* 32 or 56 bytes each. A secret of zeros is -EINVAL (RFC 7748 6.1). */
int crypto_montgomery_public(
	struct crypto *crypto, enum crypto_montgomery curve, const uint8_t *d, uint8_t *u);
int crypto_montgomery_agree(struct crypto *crypto, enum crypto_montgomery curve, const uint8_t *d,
	const uint8_t *peer, uint8_t *secret);

#endif
