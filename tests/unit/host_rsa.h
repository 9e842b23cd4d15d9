/*
 * tests/unit/host_rsa.h: RSA as a host computes it, by OpenSSL's own interface and its default library context.
 *
 * Nothing here shares code with sim/. Failures of OpenSSL fail the test.
 */
#ifndef SESIM_TESTS_HOST_RSA_H
#define SESIM_TESTS_HOST_RSA_H

#include <openssl/evp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct host_rsa {
	EVP_PKEY *key;
	size_t bytes; /* of n and d; of the halves half as many */
	uint8_t n[512], d[512], p[256], q[256], dp[256], dq[256], q_inverse[256];
	uint8_t e[4];
};

/* The key of two primes, bytes / 2 long each, and 65537. */
void host_rsa_from(struct host_rsa *key, size_t bytes, const uint8_t *p, const uint8_t *q);
/* One of the simulator's simulated keys, where searching for primes would take too long. */
void host_rsa_pool(struct host_rsa *key, size_t bytes, uint32_t nth);
/* A public key of a modulus and an exponent as they come. */
void host_rsa_public(struct host_rsa *key, const uint8_t *n, size_t bytes, const uint8_t *e, size_t e_len);
void host_rsa_free(struct host_rsa *key);

/* digest: a name; salt: -1 for PKCS#1 v1.5, else PSS with so many bytes. */
bool host_rsa_verifies(const struct host_rsa *key, const char *digest, int salt, const void *message,
	size_t len, const uint8_t *signature);
void host_rsa_sign(const struct host_rsa *key, const char *digest, int salt, const void *message, size_t len,
	uint8_t *signature);
/* padding: OpenSSL's RSA_..._PADDING. */
void host_rsa_encrypt(const struct host_rsa *key, int padding, const void *message, size_t len, uint8_t *out);
size_t host_rsa_decrypt(const struct host_rsa *key, int padding, const uint8_t *in, uint8_t *message);

#endif
