/*
 * sim/se050/ec_value.h: private and public values of EC keys as they travel, and what is computed with them.
 *
 * Weierstrass points are 04, X, Y. Ed25519 public values, X25519 and X448 values and secrets come in the reverse of
 * their RFC's order; an Ed25519 private value comes as RFC 8032 has it (AN12413 7). Lengths: curve.h.
 *
 * Functions return what crypto.h says: -EINVAL for what is no private value or no point of the curve.
 */
#ifndef SESIM_SE050_EC_VALUE_H
#define SESIM_SE050_EC_VALUE_H

#include "crypto_ec.h"
#include "curve.h"
#include "rng.h"

enum {
	EC_PRIVATE_MAX = EC_FIELD_MAX,
	EC_PUBLIC_MAX = 1 + EC_POINT_MAX,
	EC_SECRET_MAX = EC_FIELD_MAX,
};

/* The engine's curve of a Weierstrass one. */
static inline enum crypto_curve ec_engine_curve(const struct se050_curve *curve)
{
	return (enum crypto_curve)(curve->id - CURVE_P192);
}

/* Copies `from` back to front. */
void ec_reverse(struct rbuf from, uint8_t *to);

int ec_value_check_private(struct crypto *crypto, const struct se050_curve *curve, struct rbuf value);
int ec_value_check_public(struct crypto *crypto, const struct se050_curve *curve, struct rbuf value);
int ec_value_generate(struct crypto *crypto, const struct se050_curve *curve, struct rng_stream *stream,
	uint8_t *private, uint8_t *public);
/* X of the private value times the peer's point, curve->field bytes. An Edwards curve is -EINVAL. */
int ec_value_agree(struct crypto *crypto, const struct se050_curve *curve, struct rng_stream *stream,
	struct rbuf private, struct rbuf peer, uint8_t *secret);

#endif
