/* sim/se050/derived.c: where a derived secret goes. */
#include "derived.h"

#include <string.h>

#include "ram.h"

enum se05x_status derived_fits(const struct se050 *chip, const struct se050_object *target, size_t len)
{
	if (target->value_len != len)
		return SW_CONDITIONS;
	if (target->flags & OBJECT_TRANSIENT && !ram_look(chip, RAM_OBJECT, target->id))
		return SW_NO_MEMORY;
	return SW_OK;
}

static bool keeps_it_in(const struct se050_call *call, uint8_t tag)
{
	const struct se050_object *object = call_object(call, tag);
	uint32_t header;

	return object && policy_header(object, call->user.id, &header) && header & FORBID_DERIVED_OUTPUT;
}

/* A salt that has not the right of the key itself is an input beside the key that its policy names. */
static bool salt_is_for_another(const struct se050 *chip, const struct se050_call *call)
{
	const struct se050_object *salt = call_object(call, TAG_6);
	uint32_t right = call->apdu.p2 == P2_PBKDF ? RIGHT_PBKDF : RIGHT_KDF, header;
	struct rbuf key;

	if (!salt || !policy_header(salt, call->user.id, &header) || header & right)
		return false;
	key = policy_extension(chip, salt, call->user.id, RIGHT_DERIVED_INPUT);
	return rbuf_be32(&key) != call_object(call, TAG_1)->id;
}

/* UNCERTAIN (SE05X-U-71): which derivations the shortest output of an HMAC key bounds. */
enum se05x_status derived_check(const struct se050 *chip, const struct se050_call *call, size_t len)
{
	const struct se050_object *target = call_object(call, TAG_7);

	if (salt_is_for_another(chip, call))
		return SW_NOT_ALLOWED;
	if (call->apdu.p1 != P1_TLS && len < call_object(call, TAG_1)->tag_len)
		return SW_CONDITIONS;
	if (target)
		return derived_fits(chip, target, len);
	return keeps_it_in(call, TAG_1) || keeps_it_in(call, TAG_6) ? SW_NOT_ALLOWED : SW_OK;
}

void derived_deliver(
	struct se050 *chip, const struct se050_call *call, const uint8_t *bytes, size_t len, struct wbuf *out)
{
	struct se050_object *target = call_object(call, TAG_7);

	if (target)
		memcpy(object_change(chip, target), bytes, len);
	else
		answer_bytes(out, TAG_1, bytes, len);
}
