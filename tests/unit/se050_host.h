/*
 * tests/unit/se050_host.h: what a host of the SE05x computes for a script, by OpenSSL's own interfaces. Nothing here shares
 * code with sim/.
 */
#ifndef SESIM_TESTS_SE050_HOST_H
#define SESIM_TESTS_SE050_HOST_H

#include <stddef.h>
#include <stdint.h>

enum {
	HOST_DER_MAX = 80,
	HOST_KEYS = 1 + 3 * (3 + 16 + 4),
};

/* ECDSA with SHA-256 by the private value d of P-256, whose point is q; DER. Failures of OpenSSL fail the test. */
size_t host_ecdsa(const uint8_t d[32], const uint8_t q[65], const uint8_t *message, size_t len,
	uint8_t der[HOST_DER_MAX]);

/* The data of PUT KEY: keys of equal bytes (fill, fill + 1, fill + 2), their check values (GP 11.8, Amendment D 7.2). */
void host_put_key(const uint8_t dek[16], uint8_t version, uint8_t fill, uint8_t data[HOST_KEYS]);

#endif
