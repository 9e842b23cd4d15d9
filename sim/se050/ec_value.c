/* sim/se050/ec_value.c: private and public values of EC keys as they travel, and what is computed with them. */
#include "ec_value.h"

#include <errno.h>
#include <openssl/crypto.h>

#include "crypto_edwards.h"

enum { UNCOMPRESSED = 0x04 };

void ec_reverse(struct rbuf from, uint8_t *to)
{
	for (size_t left = rbuf_left(&from); left > 0; left--)
		to[left - 1] = rbuf_u8(&from);
}

static enum crypto_montgomery montgomery(const struct se050_curve *curve)
{
	return curve->id == CURVE_X448 ? MONTGOMERY_X448 : MONTGOMERY_X25519;
}

/* X, Y of a point that travels; NULL when it is of another form or length. */
static const uint8_t *coordinates(const struct se050_curve *curve, struct rbuf value)
{
	if (rbuf_left(&value) != curve->public_len || rbuf_u8(&value) != UNCOMPRESSED)
		return NULL;
	return rbuf_bytes(&value, rbuf_left(&value));
}

int ec_value_check_private(struct crypto *crypto, const struct se050_curve *curve, struct rbuf value)
{
	if (rbuf_left(&value) != curve->field)
		return -EINVAL;
	if (curve->kind != CURVE_WEIERSTRASS)
		return 0;
	return crypto_ec_check_private(crypto, ec_engine_curve(curve), value.at);
}

int ec_value_check_public(struct crypto *crypto, const struct se050_curve *curve, struct rbuf value)
{
	const uint8_t *point;

	if (curve->kind != CURVE_WEIERSTRASS)
		return rbuf_left(&value) == curve->public_len ? 0 : -EINVAL;
	point = coordinates(curve, value);
	return point ? crypto_ec_check_point(crypto, ec_engine_curve(curve), point) : -EINVAL;
}

/* The public value of a Montgomery or Edwards key whose private value is in the order of its RFC; that it is made in. */
static int public_of(
	struct crypto *crypto, const struct se050_curve *curve, const uint8_t *private, uint8_t *public)
{
	uint8_t point[MONTGOMERY_MAX];
	int rc = curve->kind == CURVE_EDWARDS
			 ? crypto_ed25519_public(crypto, private, point)
			 : crypto_montgomery_public(crypto, montgomery(curve), private, point);

	if (rc == 0)
		ec_reverse(rbuf_from(point, curve->public_len), public);
	return rc;
}

int ec_value_generate(struct crypto *crypto, const struct se050_curve *curve, struct rng_stream *stream,
	uint8_t *private, uint8_t *public)
{
	uint8_t drawn[MONTGOMERY_MAX];
	int rc;

	if (curve->kind == CURVE_WEIERSTRASS) {
		*public = UNCOMPRESSED;
		return crypto_ec_generate(crypto, ec_engine_curve(curve), stream, private, public + 1);
	}
	rng_bytes(stream, drawn, curve->field);
	rc = public_of(crypto, curve, drawn, public);
	if (curve->kind == CURVE_MONTGOMERY)
		ec_reverse(rbuf_from(drawn, curve->field), private);
	else
		memcpy(private, drawn, curve->field);
	OPENSSL_cleanse(drawn, sizeof(drawn));
	return rc;
}

static int agree_montgomery(struct crypto *crypto, const struct se050_curve *curve, struct rbuf private,
	struct rbuf peer, uint8_t *secret)
{
	uint8_t d[MONTGOMERY_MAX], u[MONTGOMERY_MAX], shared[MONTGOMERY_MAX];
	int rc;

	if (rbuf_left(&peer) != curve->public_len)
		return -EINVAL;
	ec_reverse(private, d);
	ec_reverse(peer, u);
	rc = crypto_montgomery_agree(crypto, montgomery(curve), d, u, shared);
	if (rc == 0)
		ec_reverse(rbuf_from(shared, curve->field), secret);
	OPENSSL_cleanse(d, sizeof(d));
	OPENSSL_cleanse(shared, sizeof(shared));
	return rc;
}

int ec_value_agree(struct crypto *crypto, const struct se050_curve *curve, struct rng_stream *stream,
	struct rbuf private, struct rbuf peer, uint8_t *secret)
{
	const uint8_t *point;

	if (curve->kind == CURVE_MONTGOMERY)
		return agree_montgomery(crypto, curve, private, peer, secret);
	if (curve->kind == CURVE_EDWARDS)
		return -EINVAL;
	point = coordinates(curve, peer);
	if (!point)
		return -EINVAL;
	return crypto_ec_multiply(crypto, ec_engine_curve(curve), stream, private.at, point, secret, NULL);
}
