/* sim/se050/ec_agree.c: key agreement, and points multiplied. */
#include "ec_agree.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <string.h>

#include "digest.h"
#include "ec_value.h"

enum {
	AGREE_SHA1 = 0x01, /* the SHA-1 digest of X */
	AGREE_PLAIN = 0x03,
	MULTIPLY_MAP = 0x05, /* the generic mapping of PACE: d times the generator, plus the point */
	MULTIPLY_XY = 0x06,
	/* Byte of the extended features whose highest bit forbids key agreement (hosts). */
	EXTENDED_NO_ECDH = 1,
};

/* The point of the other side: by value, or as an object on the same curve. NULL when it is neither. */
static struct rbuf peer_of(const struct se050 *chip, const struct se050_call *call)
{
	const struct se050_object *key = call_object(call, TAG_1), *peer = call_object(call, TAG_3);

	if (!peer)
		return call_value(call, TAG_2);
	return peer->detail == key->detail ? curve_public(chip, peer) : rbuf_from(NULL, 0);
}

/* No rule opens another's point, but those that close an object do (AN12413 3.2.2.2, 6.1). */
static enum se05x_status check_peer(const struct se050 *chip, const struct se050_call *call)
{
	const struct se050_object *peer = call_object(call, TAG_3);

	if (!peer)
		return SW_OK;
	if (peer->flags & OBJECT_TRANSIENT && peer->owner != call->user.id)
		return SW_CONDITIONS;
	return policy_check(chip, peer, &call->user, UINT32_MAX);
}

static bool forbidden(const struct se050 *chip)
{
	return chip->nv.identity.extended_features[EXTENDED_NO_ECDH] & 0x80;
}

/* A secret that may not leave wants a target (7.2). */
static enum se05x_status check_target(
	const struct se050 *chip, const struct se050_call *call, size_t secret_len)
{
	const struct se050_object *target = call_object(call, TAG_7);
	uint32_t header;

	(void)chip;
	if (target)
		return target->value_len == secret_len ? SW_OK : SW_CONDITIONS;
	if (policy_header(call_object(call, TAG_1), call->user.id, &header) && header & FORBID_DERIVED_OUTPUT)
		return SW_NOT_ALLOWED;
	return SW_OK;
}

static size_t agreed_len(const struct se050_call *call, const struct se050_curve *curve)
{
	return call_number(call, TAG_4) == AGREE_SHA1 ? digest_size(DIGEST_SHA1) : curve->field;
}

/* The secret as it is answered. Returns SW_OK, or SW_CONDITIONS when the point is none (seen on parts). */
static enum se05x_status agreed(
	struct se050 *chip, const struct se050_call *call, const struct se050_curve *curve, uint8_t *secret)
{
	struct rng_stream stream = se050_stream(chip, call);
	uint8_t x[EC_SECRET_MAX];
	int rc = ec_value_agree(call->env->crypto, curve, &stream,
		curve_private(chip, call_object(call, TAG_1)), peer_of(chip, call), x);

	if (rc < 0)
		return rc == -EINVAL ? SW_CONDITIONS : SW_FAILURE;
	if (call_number(call, TAG_4) == AGREE_SHA1)
		digest_bytes(DIGEST_SHA1, x, curve->field, secret);
	else
		memcpy(secret, x, curve->field);
	OPENSSL_cleanse(x, sizeof(x));
	return SW_OK;
}

enum se05x_status ec_agree_check(const struct se050 *chip, struct se050_call *call)
{
	const struct se050_curve *curve = curve_find(call_object(call, TAG_1)->detail);
	uint32_t algorithm = call_number(call, TAG_4);
	enum se05x_status status = check_peer(chip, call);

	if (call_has(call, TAG_2) == call_has(call, TAG_3))
		return SW_WRONG_DATA;
	if (status != SW_OK)
		return status;
	if (call_has(call, TAG_4) && algorithm != AGREE_SHA1 && algorithm != AGREE_PLAIN)
		return SW_CONDITIONS;
	if (forbidden(chip) || !curve || curve->kind == CURVE_EDWARDS || !curve_usable(chip, curve) ||
		!peer_of(chip, call).at)
		return SW_CONDITIONS;
	return check_target(chip, call, agreed_len(call, curve));
}

/* To the target, or out. */
static void deliver(
	struct se050 *chip, const struct se050_call *call, const uint8_t *bytes, size_t len, struct wbuf *out)
{
	struct se050_object *target = call_object(call, TAG_7);

	if (target)
		memcpy(object_change(chip, target), bytes, len);
	else
		answer_bytes(out, TAG_1, bytes, len);
}

enum se05x_status ec_agree(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct se050_curve *curve = curve_find(call_object(call, TAG_1)->detail);
	size_t len = agreed_len(call, curve);
	uint8_t secret[EC_SECRET_MAX], reversed[EC_SECRET_MAX];
	enum se05x_status status = agreed(chip, call, curve, secret);

	if (status == SW_OK && call->apdu.p2 == P2_DH_REVERSE) {
		ec_reverse(rbuf_from(secret, len), reversed);
		memcpy(secret, reversed, len);
	}
	if (status == SW_OK)
		deliver(chip, call, secret, len, out);
	OPENSSL_cleanse(secret, sizeof(secret));
	OPENSSL_cleanse(reversed, sizeof(reversed));
	return status;
}

enum se05x_status ec_point_multiply_check(const struct se050 *chip, struct se050_call *call)
{
	const struct se050_curve *curve = curve_find(call_object(call, TAG_1)->detail);
	uint32_t algorithm = call_number(call, TAG_4);
	enum se05x_status status = check_peer(chip, call);

	if (status != SW_OK)
		return status;
	if (algorithm != MULTIPLY_MAP && algorithm != MULTIPLY_XY)
		return SW_CONDITIONS;
	if (forbidden(chip) || !curve || curve->kind != CURVE_WEIERSTRASS || !curve_usable(chip, curve) ||
		!peer_of(chip, call).at)
		return SW_CONDITIONS;
	return check_target(chip, call, curve->public_len);
}

/* UNCERTAIN (SE05X-U-55): that the point comes with its 04, as the card's own interface has it. */
enum se05x_status ec_point_multiply(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct se050_curve *curve = curve_find(call_object(call, TAG_1)->detail);
	const uint8_t *d = curve_private(chip, call_object(call, TAG_1)).at;
	struct rbuf peer = peer_of(chip, call);
	struct rng_stream stream = se050_stream(chip, call);
	uint8_t point[EC_PUBLIC_MAX];
	const uint8_t *coordinates;
	int rc;

	point[0] = rbuf_u8(&peer);
	coordinates = rbuf_bytes(&peer, rbuf_left(&peer));
	if (call_number(call, TAG_4) == MULTIPLY_MAP)
		rc = crypto_ec_map(
			call->env->crypto, ec_engine_curve(curve), &stream, d, coordinates, point + 1);
	else
		rc = crypto_ec_multiply(call->env->crypto, ec_engine_curve(curve), &stream, d, coordinates,
			point + 1, point + 1 + curve->field);
	if (rc < 0)
		return rc == -EINVAL ? SW_CONDITIONS : SW_FAILURE;
	deliver(chip, call, point, curve->public_len, out);
	OPENSSL_cleanse(point, sizeof(point));
	return SW_OK;
}
