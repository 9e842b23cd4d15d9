/* tests/conformance/atca_compute.h: what a host computes for the cases of ATECCs, by plain OpenSSL. 0 or -EIO, -EINVAL. */
#ifndef SESIM_CONFORM_ATCA_COMPUTE_H
#define SESIM_CONFORM_ATCA_COMPUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	COMPUTE_DIGEST = 32,
	COMPUTE_POINT = 64,
	COMPUTE_SIGNATURE = 64,
	COMPUTE_BLOCK = 16,
};

int compute_sha256(const void *bytes, size_t len, uint8_t digest[COMPUTE_DIGEST]);
int compute_hmac(const void *key, size_t key_len, const void *bytes, size_t len, uint8_t mac[COMPUTE_DIGEST]);
int compute_aes128(
	const uint8_t key[COMPUTE_BLOCK], const uint8_t in[COMPUTE_BLOCK], uint8_t out[COMPUTE_BLOCK]);
/* P-256: d has 32 bytes, a point X and Y, a signature R and S. */
int compute_point(const uint8_t d[32], uint8_t point[COMPUTE_POINT]);
int compute_sign(
	const uint8_t d[32], const uint8_t digest[COMPUTE_DIGEST], uint8_t signature[COMPUTE_SIGNATURE]);
int compute_verify(const uint8_t point[COMPUTE_POINT], const uint8_t digest[COMPUTE_DIGEST],
	const uint8_t signature[COMPUTE_SIGNATURE], bool *good);
int compute_ecdh(const uint8_t d[32], const uint8_t point[COMPUTE_POINT], uint8_t secret[32]);
/* TLS 1.2's P_SHA256 (RFC 5246 5). */
int compute_prf(const void *key, size_t key_len, const void *seed, size_t seed_len, uint8_t *out, size_t len);
/* Whether X and Y are a point of the curve. */
bool compute_on_curve(const uint8_t point[COMPUTE_POINT]);

#endif
