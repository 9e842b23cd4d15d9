/*
 * tests/unit/host_crypto.h: what a host computes, by OpenSSL's own interfaces and its default library context.
 *
 * Nothing here shares code with sim/: a formula in a test is written from the documents and computed here.
 */
#ifndef SESIM_TESTS_HOST_CRYPTO_H
#define SESIM_TESTS_HOST_CRYPTO_H

#include <stdbool.h>

#include "wire_text.h"

struct digest {
	uint8_t at[32];
};

struct digest host_sha256(const char *text, ...);
struct digest host_hmac(const uint8_t *key, size_t key_len, const char *text, ...);

/* P-256: d is 32 bytes, a point X, Y; a signature R, S. Failures of OpenSSL fail the test. */
struct host_key {
	uint8_t d[32];
	uint8_t point[64];
};

struct host_key host_key_from(const uint8_t d[32]);
void host_sign(const struct host_key *key, const uint8_t digest[32], uint8_t signature[64]);
bool host_verifies(const uint8_t point[64], const uint8_t digest[32], const uint8_t signature[64]);
/* R, S of a DER signature, by OpenSSL. */
void host_signature_from_der(const uint8_t *der, size_t len, uint8_t signature[64]);
struct digest host_ecdh(const struct host_key *key, const uint8_t peer[64]);
bool host_point_valid(const uint8_t point[64]);

void host_aes128(const uint8_t key[16], const uint8_t in[16], uint8_t out[16]);

/* TLS 1.2's P_SHA256, RFC 5246 5. */
void host_p_sha256(
	const uint8_t *key, size_t key_len, const uint8_t *seed, size_t seed_len, uint8_t *out, size_t len);

#endif
