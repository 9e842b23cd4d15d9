/*
 * sim/core/crypto_ec.h: Weierstrass curves, all of prime order: NIST, Brainpool, Koblitz, TPM_ECC_BN_P256.
 *
 * Numbers are big endian. A private value and a coordinate have the length of the field, half of a signature that of
 * the order, which may be a byte longer (secp160k1, secp224k1); a point is X, Y. Private values are 1 to n - 1, points
 * on the curve with coordinates below p; every function checks what it is given. Otherwise as crypto.h has it. A curve
 * is set up when it is first used, and kept.
 */
#ifndef SESIM_CORE_CRYPTO_EC_H
#define SESIM_CORE_CRYPTO_EC_H

#include "crypto.h"

enum crypto_curve {
	EC_P192,
	EC_P224,
	EC_P256,
	EC_P384,
	EC_P521,
	EC_BRAINPOOL_160,
	EC_BRAINPOOL_192,
	EC_BRAINPOOL_224,
	EC_BRAINPOOL_256,
	EC_BRAINPOOL_320,
	EC_BRAINPOOL_384,
	EC_BRAINPOOL_512,
	EC_K160,
	EC_K192,
	EC_K224,
	EC_K256,
	EC_BN256,
	CRYPTO_CURVES,
};

enum {
	EC_FIELD_MAX = 66,
	EC_ORDER_MAX = 66,
	EC_POINT_MAX = 2 * EC_FIELD_MAX,
	EC_RS_MAX = 2 * EC_ORDER_MAX,
};

size_t crypto_ec_field(enum crypto_curve curve);
size_t crypto_ec_order(enum crypto_curve curve);

/* y^2 = x^3 + a x + b over p; a point of order n. */
struct ec_parameters {
	uint8_t a[EC_FIELD_MAX], b[EC_FIELD_MAX], p[EC_FIELD_MAX];
	uint8_t generator[EC_POINT_MAX];
	uint8_t n[EC_ORDER_MAX];
};

int crypto_ec_parameters(struct crypto *crypto, enum crypto_curve curve, struct ec_parameters *parameters);

int crypto_ec_generate(struct crypto *crypto, enum crypto_curve curve, struct rng_stream *stream, uint8_t *d,
	uint8_t *point);
int crypto_ec_public(struct crypto *crypto, enum crypto_curve curve, struct rng_stream *stream,
	const uint8_t *d, uint8_t *point);
int crypto_ec_check_private(struct crypto *crypto, enum crypto_curve curve, const uint8_t *d);
int crypto_ec_check_point(struct crypto *crypto, enum crypto_curve curve, const uint8_t *point);
/* Of a digest longer than the order the first bits count (FIPS 186-4 6.4). What verification draws changes no result. */
int crypto_ec_sign(struct crypto *crypto, enum crypto_curve curve, struct rng_stream *stream,
	const uint8_t *d, const uint8_t *digest, size_t digest_len, uint8_t *signature);
int crypto_ec_verify(struct crypto *crypto, enum crypto_curve curve, struct rng_stream *stream,
	const uint8_t *point, const uint8_t *digest, size_t digest_len, const uint8_t *signature);
/* d times the peer's point: X, and Y when it is asked for. */
int crypto_ec_multiply(struct crypto *crypto, enum crypto_curve curve, struct rng_stream *stream,
	const uint8_t *d, const uint8_t *peer, uint8_t *x, uint8_t *y);
/* d times the generator plus the point: X, Y. Nothing there is -EINVAL. */
int crypto_ec_map(struct crypto *crypto, enum crypto_curve curve, struct rng_stream *stream, const uint8_t *d,
	const uint8_t *point, uint8_t *sum);
/* s = r + t d mod n: `t` any number of t_len bytes, r below n (0 too), as long as s: the order. */
int crypto_ec_multiply_add(struct crypto *crypto, enum crypto_curve curve, const uint8_t *d, const uint8_t *t,
	size_t t_len, const uint8_t *r, uint8_t *s);

#endif
