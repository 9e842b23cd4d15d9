/* sim/se050/ec_curve.c: making curves and forgetting them. */
#include "ec_curve.h"

#include <string.h>

#include "cost.h"
#include "ec_value.h"
#include "rules.h"

static const struct se050_curve *curve_named(const struct se050_call *call)
{
	return curve_find((uint8_t)call_number(call, TAG_1));
}

/* The bit of a Montgomery curve in montgomery_created; 0: it is there without being created. */
static uint8_t montgomery_bit(const struct se050 *chip, const struct se050_curve *curve)
{
	if (curve->kind != CURVE_MONTGOMERY || !se050_rule(chip, RULE_MONTGOMERY_CREATED))
		return 0;
	return (uint8_t)(1 << (curve->id - CURVE_ED25519));
}

static bool created(const struct se050 *chip, const struct se050_curve *curve)
{
	uint8_t bit = montgomery_bit(chip, curve);

	if (curve->kind == CURVE_WEIERSTRASS)
		return chip->nv.curves[curve->id - 1] & CURVE_CREATED;
	return bit == 0 || chip->nv.montgomery_created & bit;
}

/* One that is there already is 6985 (hosts expect it). */
enum se05x_status ec_curve_create_check(const struct se050 *chip, struct se050_call *call)
{
	const struct se050_curve *curve = curve_named(call);

	if (!curve || !curve_available(chip, curve) || created(chip, curve))
		return SW_CONDITIONS;
	return object_memory_left(chip) >= cost_of_curve(curve->id) ? SW_OK : SW_NO_MEMORY;
}

enum se05x_status ec_curve_create(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct se050_curve *curve = curve_named(call);

	(void)out;
	if (curve->kind == CURVE_WEIERSTRASS)
		chip->nv.curves[curve->id - 1] = CURVE_CREATED;
	else
		chip->nv.montgomery_created |= montgomery_bit(chip, curve);
	chip->nv.heap_cost += cost_of_curve(curve->id);
	return SW_OK;
}

/* A parameter as it travels: a point with 04 before it. */
static bool parameter(struct crypto *crypto, const struct se050_curve *curve, uint8_t which, struct wbuf *out)
{
	struct ec_parameters of;

	if (crypto_ec_parameters(crypto, ec_engine_curve(curve), &of) < 0)
		return false;
	switch (which) {
	case CURVE_A:
		wbuf_put(out, of.a, curve->field);
		return true;
	case CURVE_B:
		wbuf_put(out, of.b, curve->field);
		return true;
	case CURVE_G:
		wbuf_u8(out, 0x04);
		wbuf_put(out, of.generator, 2u * curve->field);
		return true;
	case CURVE_N:
		wbuf_put(out, of.n, crypto_ec_order(ec_engine_curve(curve)));
		return true;
	case CURVE_PRIME:
		wbuf_put(out, of.p, curve->field);
		return true;
	default:
		return false;
	}
}

/* UNCERTAIN (SE05X-U-50): a wrong value is refused at once; a part may do so with the fifth only (AN12413 4.8.2). */
enum se05x_status ec_curve_set_check(const struct se050 *chip, struct se050_call *call)
{
	const struct se050_curve *curve = curve_named(call);
	struct rbuf value = call_value(call, TAG_3);
	uint8_t right[EC_PUBLIC_MAX];
	struct wbuf w = wbuf_to(right, sizeof(right));

	if (!curve || curve->kind != CURVE_WEIERSTRASS || !created(chip, curve))
		return SW_CONDITIONS;
	if (!parameter(call->env->crypto, curve, (uint8_t)call_number(call, TAG_2), &w) ||
		rbuf_left(&value) != w.len || memcmp(value.at, right, w.len) != 0)
		return SW_CONDITIONS;
	return SW_OK;
}

enum se05x_status ec_curve_set(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	(void)out;
	chip->nv.curves[curve_named(call)->id - 1] |= (uint8_t)call_number(call, TAG_2);
	return SW_OK;
}

enum se05x_status ec_curve_of(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	(void)chip;
	answer_u8(out, TAG_1, call_object(call, TAG_1)->detail);
	return SW_OK;
}

/* One byte a Weierstrass curve, in the order of their ids. */
enum se05x_status ec_curve_list(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	uint8_t list[SE050_CURVES];

	(void)call;
	for (size_t i = 0; i < SE050_CURVES; i++)
		list[i] = chip->nv.curves[i] == CURVE_SET ? SET : NOT_SET;
	answer_bytes(out, TAG_1, list, sizeof(list));
	return SW_OK;
}

enum se05x_status ec_curve_delete_check(const struct se050 *chip, struct se050_call *call)
{
	const struct se050_curve *curve = curve_named(call);

	if (!curve || !created(chip, curve))
		return SW_CONDITIONS;
	return curve->kind == CURVE_WEIERSTRASS || montgomery_bit(chip, curve) != 0 ? SW_OK : SW_CONDITIONS;
}

/* UNCERTAIN (SE05X-U-51): keys on it stay and go on working, as the factory's do when everything is deleted. */
enum se05x_status ec_curve_delete(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct se050_curve *curve = curve_named(call);

	(void)out;
	if (curve->kind == CURVE_WEIERSTRASS)
		chip->nv.curves[curve->id - 1] = 0;
	else
		chip->nv.montgomery_created &= (uint8_t)~montgomery_bit(chip, curve);
	chip->nv.heap_cost -= cost_of_curve(curve->id);
	return SW_OK;
}
