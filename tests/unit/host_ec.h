/*
 * tests/unit/host_ec.h: what a host computes on any Weierstrass curve, by plain OpenSSL in its default library context,
 * with the published parameters of vectors/other/curves. Numbers are big endian, points X, Y. Failures fail the test.
 */
#ifndef SESIM_TESTS_HOST_EC_H
#define SESIM_TESTS_HOST_EC_H

#include <openssl/ec.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HOST_FIELD_MAX = 66, HOST_DER_MAX = 142, HOST_CURVES = 17 };

struct host_curve {
	uint8_t id; /* the SE05x's */
	size_t field, order;
	uint8_t a[HOST_FIELD_MAX], b[HOST_FIELD_MAX], p[HOST_FIELD_MAX], n[HOST_FIELD_MAX];
	uint8_t g[2 * HOST_FIELD_MAX];
	EC_GROUP *group;
};

void host_curves_load(struct host_curve curves[HOST_CURVES]);
void host_curves_free(struct host_curve curves[HOST_CURVES]);

/* d times the generator, or times a point. */
void host_ec_multiply(
	const struct host_curve *curve, const uint8_t *d, const uint8_t *point, uint8_t *product);
/* The same plus another point. */
void host_ec_map(const struct host_curve *curve, const uint8_t *d, const uint8_t *point, uint8_t *sum);
size_t host_ec_sign(const struct host_curve *curve, const uint8_t *d, const uint8_t *digest, size_t len,
	uint8_t der[HOST_DER_MAX]);
bool host_ec_verifies(const struct host_curve *curve, const uint8_t *point, const uint8_t *digest, size_t len,
	const uint8_t *der, size_t der_len);

#endif
