/* sim/se050/ec_key.c: writing, generating and generating anew of EC keys. */
#include "ec_key.h"

#include <openssl/crypto.h>

#include "ec_value.h"
#include "write.h"

/* Which parts a key has, by P1; only looked at when it is new. */
static uint8_t class_of(uint8_t p1)
{
	switch (p1 & P1_PAIR) {
	case P1_PAIR:
		return CLASS_EC_PAIR;
	case P1_PRIVATE:
		return CLASS_EC_PRIVATE;
	case P1_PUBLIC:
		return CLASS_EC_PUBLIC;
	default:
		return CLASS_NONE;
	}
}

/* Nothing is given for a pair: the part makes it. */
static bool generates(const struct se050_call *call)
{
	return !call_has(call, TAG_3) && !call_has(call, TAG_4);
}

static uint32_t right_to(const struct se050_call *call)
{
	return generates(call) ? RIGHT_GEN : RIGHT_WRITE;
}

/* The key as it is or is to be; with a curve that is not there it costs nothing, which write_check() refuses. */
static struct se050_object describe(const struct se050_call *call)
{
	const struct se050_object *old = call_object(call, TAG_1);
	uint8_t id = (uint8_t)call_number(call, TAG_2);
	const struct se050_curve *curve = curve_find(id);
	struct se050_object as = {
		.class = class_of(call->apdu.p1),
		.detail = id,
		.origin = generates(call) ? ORIGIN_INTERNAL : ORIGIN_EXTERNAL,
	};

	if (old) {
		as.class = old->class;
		as.detail = old->detail;
		as.value_len = old->value_len;
	} else if (curve && as.class != CLASS_NONE) {
		as.value_len = (uint32_t)curve_value_len(curve, as.class);
		write_cost(&as, cost_of_ec(as.class, write_transient(call), id));
	}
	return as;
}

/* Sessions are opened with pairs and public keys on Weierstrass curves (AN12413 3.2.3). */
static enum se05x_status check_new(const struct se050_call *call, const struct se050_object *as)
{
	const struct se050_curve *curve = curve_find(as->detail);

	if (as->id == 0)
		return SW_CONDITIONS;
	if (!call_has(call, TAG_2))
		return SW_WRONG_DATA;
	if (!(call->apdu.ins & INS_AUTHENTICATES))
		return SW_OK;
	return curve && curve->kind == CURVE_WEIERSTRASS && EC_PUBLICS >> as->class & 1 ? SW_OK
											: SW_CONDITIONS;
}

/* What of the values is there must be just what the class has; for a pair both or neither. */
static enum se05x_status check_parts(const struct se050_call *call, const struct se050_object *as)
{
	bool private = EC_PRIVATES >> as->class & 1, public = EC_PUBLICS >> as->class & 1;

	if (private && public && generates(call))
		return SW_OK;
	return call_has(call, TAG_3) == private && call_has(call, TAG_4) == public ? SW_OK : SW_CONDITIONS;
}

/* UNCERTAIN (SE05X-U-52): that values are looked at when they are written; whether they belong together is not. */
static enum se05x_status check_values(
	struct crypto *crypto, const struct se050_call *call, const struct se050_curve *curve)
{
	struct rbuf private = call_value(call, TAG_3), public = call_value(call, TAG_4);

	if (private.at && ec_value_check_private(crypto, curve, private) < 0)
		return SW_CONDITIONS;
	return public.at && ec_value_check_public(crypto, curve, public) < 0 ? SW_CONDITIONS : SW_OK;
}

enum se05x_status ec_key_check(const struct se050 *chip, struct se050_call *call)
{
	const struct se050_object *old = call_object(call, TAG_1);
	struct se050_object as = describe(call);
	const struct se050_curve *curve = curve_find(as.detail);
	enum se05x_status status = SW_OK;

	as.id = call_number(call, TAG_1);
	if (!old)
		status = check_new(call, &as);
	if (status == SW_OK)
		status = write_check(chip, call, &as, EC_KEYS, right_to(call));
	if (status != SW_OK)
		return status;
	/* The curve of a key that is there may be given once more, but never another one. */
	if (!curve || (call_has(call, TAG_2) && call_number(call, TAG_2) != as.detail) ||
		!curve_available(chip, curve) || !curve_ready(chip, curve))
		return SW_CONDITIONS;
	status = check_parts(call, &as);
	return status == SW_OK ? check_values(call->env->crypto, call, curve) : status;
}

enum se05x_status ec_key_write(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct se050_object as = describe(call);
	const struct se050_curve *curve = curve_find(as.detail);
	struct rbuf private = call_value(call, TAG_3), public = call_value(call, TAG_4);
	uint8_t d[EC_PRIVATE_MAX], point[EC_PUBLIC_MAX];
	struct wbuf value;

	(void)out;
	if (generates(call)) {
		struct rng_stream stream = se050_stream(chip, call);

		if (ec_value_generate(call->env->crypto, curve, &stream, d, point) < 0)
			return SW_FAILURE;
		private = rbuf_from(d, curve->field);
		public = rbuf_from(point, curve->public_len);
	}
	if (write_check(chip, call, &as, EC_KEYS, right_to(call)) != SW_OK)
		return SW_CONDITIONS;
	value = wbuf_to(object_change(chip, write_object(chip, call, &as)), as.value_len);
	if (private.at)
		wbuf_put(&value, private.at, rbuf_left(&private));
	if (public.at)
		wbuf_put(&value, public.at, rbuf_left(&public));
	OPENSSL_cleanse(d, sizeof(d));
	return SW_OK;
}
