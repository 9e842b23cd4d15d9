/*
 * sim/core/crypto.h: the one crypto engine that serves all chips.
 *
 * The engine owns the only OSSL_LIB_CTX, everything fetched once, and a bounded cache of what is slow
 * to import (AES key schedules; a P-256 key is a number, quick to hand over each time). Dropping the
 * cache never changes a result. Whatever OpenSSL draws comes from the stream given to that one call;
 * a draw with none fails. One engine a thread, any number of chips.
 *
 * Functions return 0 or a negative errno: -EINVAL bytes that are no key or no point, -EBADMSG a
 * signature that does not verify (R or S out of range is one), -EIO when OpenSSL itself fails. After
 * an error the outputs hold nothing of use, and OpenSSL's error queue is empty.
 */
#ifndef SESIM_CORE_CRYPTO_H
#define SESIM_CORE_CRYPTO_H

#include <stddef.h>
#include <stdint.h>

#include "rng.h"
#include "why.h"

struct crypto;

enum {
	P256_BYTES = 32,
	P256_POINT = 64,     /* X, Y, big endian */
	P256_SIGNATURE = 64, /* R, S, big endian */
	AES_BLOCK = 16,
	AES128_KEY = 16,
	AES_KEY_MAX = 32,
};

int crypto_new(struct crypto **out, struct why *why);
void crypto_free(struct crypto *crypto);
/* Forgets and erases every key that is kept. */
void crypto_drop_cache(struct crypto *crypto);
/* Draws that OpenSSL asked for with no stream bound; anything but 0 is a bug of ours. */
uint64_t crypto_unbound_draws(const struct crypto *crypto);

/*
 * P-256. All numbers 32 bytes big endian; points X, Y without the 04 prefix. Private keys are 1 to
 * n - 1, points on the curve with coordinates below p; every function checks what it is given.
 */
int crypto_p256_generate(
	struct crypto *crypto, struct rng_stream *stream, uint8_t d[P256_BYTES], uint8_t point[P256_POINT]);
int crypto_p256_public(struct crypto *crypto, struct rng_stream *stream, const uint8_t d[P256_BYTES],
	uint8_t point[P256_POINT]);
int crypto_p256_check_private(struct crypto *crypto, const uint8_t d[P256_BYTES]);
int crypto_p256_check_point(struct crypto *crypto, const uint8_t point[P256_POINT]);
int crypto_p256_sign(struct crypto *crypto, struct rng_stream *stream, const uint8_t d[P256_BYTES],
	const uint8_t digest[32], uint8_t signature[P256_SIGNATURE]);
int crypto_p256_verify(struct crypto *crypto, const uint8_t point[P256_POINT], const uint8_t digest[32],
	const uint8_t signature[P256_SIGNATURE]);
int crypto_p256_ecdh(struct crypto *crypto, struct rng_stream *stream, const uint8_t d[P256_BYTES],
	const uint8_t peer[P256_POINT], uint8_t x[P256_BYTES]);

/* AES-128, one block. */
int crypto_aes128_encrypt(struct crypto *crypto, const uint8_t key[AES128_KEY], const uint8_t in[AES_BLOCK],
	uint8_t out[AES_BLOCK]);
int crypto_aes128_decrypt(struct crypto *crypto, const uint8_t key[AES128_KEY], const uint8_t in[AES_BLOCK],
	uint8_t out[AES_BLOCK]);

/* The same for keys of 16, 24 or 32 bytes; any other length is -EINVAL. in and out may be the same. */
int crypto_aes_encrypt(struct crypto *crypto, const uint8_t *key, size_t key_len, const uint8_t in[AES_BLOCK],
	uint8_t out[AES_BLOCK]);
int crypto_aes_decrypt(struct crypto *crypto, const uint8_t *key, size_t key_len, const uint8_t in[AES_BLOCK],
	uint8_t out[AES_BLOCK]);

/*
 * CBC over len bytes, whole blocks (else -EINVAL). iv becomes the one to go on with. in and out may be the same,
 * but not overlap otherwise.
 */
int crypto_aes_cbc_encrypt(struct crypto *crypto, const uint8_t *key, size_t key_len, uint8_t iv[AES_BLOCK],
	const uint8_t *in, uint8_t *out, size_t len);
int crypto_aes_cbc_decrypt(struct crypto *crypto, const uint8_t *key, size_t key_len, uint8_t iv[AES_BLOCK],
	const uint8_t *in, uint8_t *out, size_t len);

/* A running CMAC (NIST SP 800-38B): plain bytes, the key apart. All zeros is the beginning. */
struct aes_cmac {
	uint8_t chain[AES_BLOCK];
	uint8_t pending[AES_BLOCK];
	uint8_t pending_len;
};

int crypto_cmac_update(struct crypto *crypto, const uint8_t *key, size_t key_len, struct aes_cmac *cmac,
	const void *bytes, size_t len);
/* Does not change `cmac`. */
int crypto_cmac_final(struct crypto *crypto, const uint8_t *key, size_t key_len, const struct aes_cmac *cmac,
	uint8_t mac[AES_BLOCK]);

/* The product of two elements of GF(2^128) as GCM has it (NIST SP 800-38D 6.3). */
void crypto_ghash_multiply(const uint8_t h[AES_BLOCK], const uint8_t x[AES_BLOCK], uint8_t out[AES_BLOCK]);

#endif
