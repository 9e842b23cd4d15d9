/* sim/se050/write.c: what every command that writes a secure object has in common. */
#include "write.h"
#include "defect.h"

#include <string.h>

enum {
	ATTEMPTS_MAX = 0x7fff,
	ATTEMPTS_USER_ID_MAX = 0xff,
	RESTRICT_ALL = 2,
};

/* The stricter of both (7.2). */
static uint8_t restriction(const struct se050 *chip)
{
	uint8_t transient = chip->applet.restriction, persistent = chip->nv.restriction;

	return transient > persistent ? transient : persistent;
}

/* Only the attempts and the origin of an object that exists ever change (AN12413 table 4). */
static enum se05x_status check_old(const struct se050 *chip, const struct se050_call *call,
	const struct se050_object *object, const struct se050_object *as, uint32_t classes, uint32_t right)
{
	struct rbuf wanted = call_value(call, TAG_POLICY_CHECK), policy = object_policy(object);
	enum se05x_status status;

	if (object->id == ID_UNIQUE_ID)
		return SW_NOT_ALLOWED;
	if (!(classes >> object->class & 1))
		return SW_CONDITIONS;
	if (object->flags & OBJECT_TRANSIENT && object->owner != call->user.id)
		return SW_CONDITIONS;
	status = policy_check(chip, object, &call->user, right);
	if (status != SW_OK)
		return status;
	if (restriction(chip) == RESTRICT_ALL || object->value_len != as->value_len)
		return SW_CONDITIONS;
	/* UNCERTAIN (SE05X-U-99): another policy than the stored one. */
	if (wanted.at && (rbuf_left(&wanted) != rbuf_left(&policy) ||
				 memcmp(wanted.at, policy.at, rbuf_left(&policy)) != 0))
		return SW_CONDITIONS;
	return SW_OK;
}

static enum se05x_status check_attempts(const struct se050_call *call, const struct se050_object *as)
{
	uint32_t most = as->class == CLASS_USER_ID ? ATTEMPTS_USER_ID_MAX : ATTEMPTS_MAX;

	if (call_has(call, TAG_ATTEMPTS) && !(as->flags & OBJECT_AUTHENTICATES))
		return SW_WRONG_DATA;
	return as->attempts_max > most ? SW_CONDITIONS : SW_OK;
}

static enum se05x_status check_new(
	const struct se050 *chip, const struct se050_call *call, struct se050_object *as)
{
	bool authenticates = call->apdu.ins & INS_AUTHENTICATES;
	struct rbuf policy = call_value(call, TAG_POLICY);
	enum se05x_status status;

	as->owner = call->user.id;
	as->flags |= (uint8_t)((write_transient(call) ? OBJECT_TRANSIENT : 0) |
			       (authenticates ? OBJECT_AUTHENTICATES : 0));
	as->attempts_max = (uint16_t)call_number(call, TAG_ATTEMPTS);
	as->version = call_number(call, TAG_11);
	as->policy_len = (uint16_t)(policy.at ? rbuf_left(&policy) : POLICY_DEFAULT);
	if (as->id == 0 || as->cost == 0 || restriction(chip) != 0)
		return SW_CONDITIONS;
	/* Authentication objects are persistent only (AN12413 3.2.3). */
	if (authenticates && write_transient(call))
		return SW_CONDITIONS;
	if (as->id == ID_FACTORY_RESET && chip->nv.identity.refuses_factory_reset)
		return SW_CONDITIONS;
	status = check_attempts(call, as);
	if (status == SW_OK && policy.at)
		status = policy_valid(chip, as->class, authenticates, policy);
	if (status != SW_OK)
		return status;
	as->cost = cost_with_policy((uint16_t)as->cost, as->policy_len);
	return object_fits(chip, as) ? SW_OK : SW_NO_MEMORY;
}

enum se05x_status write_check(const struct se050 *chip, const struct se050_call *call,
	struct se050_object *as, uint32_t classes, uint32_t right)
{
	const struct se050_object *object = call_object(call, TAG_1);

	as->id = call_number(call, TAG_1);
	as->kind = RECORD_OBJECT;
	return object ? check_old(chip, call, object, as, classes, right) : check_new(chip, call, as);
}

/* Keys take the origin of what was last written; files keep theirs (AN12413 3.2.4.8). */
static void update(struct se050 *chip, const struct se050_call *call, struct se050_object *object,
	const struct se050_object *as)
{
	if (!(1u << object->class & (FILES | USER_IDS)))
		object->origin = as->origin;
	if (call_has(call, TAG_11))
		object->version = call_number(call, TAG_11);
	object->flags &= (uint8_t)~OBJECT_FACTORY;
	object_touch(chip, object);
}

/* A defect of its own: see defect_plants.h. */
static struct se050_object *create_with_both(
	struct se050 *chip, const struct se050_call *call, const struct se050_object *as)
{
	uint8_t bytes[POLICY_MAX + POLICY_DEFAULT];
	struct wbuf both = wbuf_to(bytes, sizeof(bytes));
	struct rbuf own = call_value(call, TAG_POLICY);
	struct se050_object larger = *as;

	wbuf_put(&both, own.at, rbuf_left(&own));
	policy_default(chip, as->class, as->flags & OBJECT_AUTHENTICATES, &both);
	larger.policy_len = (uint16_t)both.len;
	return object_create(chip, &larger, rbuf_from(bytes, both.len));
}

struct se050_object *write_object(
	struct se050 *chip, const struct se050_call *call, const struct se050_object *as)
{
	struct se050_object *object = call_object(call, TAG_1);
	uint8_t bytes[POLICY_DEFAULT];
	struct wbuf standard = wbuf_to(bytes, sizeof(bytes));

	if (object) {
		update(chip, call, object, as);
		return object;
	}
	if (call_has(call, TAG_POLICY) && defect_planted(call->env, PLANT_SE_POLICY_ADDED))
		return create_with_both(chip, call, as);
	if (call_has(call, TAG_POLICY))
		return object_create(chip, as, call_value(call, TAG_POLICY));
	policy_default(chip, as->class, as->flags & OBJECT_AUTHENTICATES, &standard);
	return object_create(chip, as, rbuf_from(bytes, standard.len));
}
