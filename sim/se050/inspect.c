/* sim/se050/inspect.c: what can be learnt of objects, and reading them (AN12413 4.7.3, 4.7.4). */
#include "inspect.h"
#include "defect.h"

#include "curve.h"
#include "rsa.h"
#include "rules.h"
#include "session.h"

enum {
	AUTHENTICATES_NO = 1,
	AUTHENTICATES_YES = 2,
	LIST_HEAD = 3 + 4, /* TLV of the "more" indicator, head of the list */
	ID = 4,
};

enum se05x_status inspect_exists(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	(void)chip;
	answer_u8(out, TAG_1, call_object(call, TAG_1) ? RESULT_SUCCESS : RESULT_FAILURE);
	return SW_OK;
}

/* From 7.2 on the type of an EC key tells its curve. */
uint8_t inspect_type(const struct se050 *chip, const struct se050_object *object)
{
	const struct se050_curve *curve = curve_find(object->detail);

	if (!(EC_KEYS >> object->class & 1) || !curve || !se050_rule(chip, RULE_CURVE_TYPES))
		return object->class;
	return (uint8_t)(curve->type + object->class - CLASS_EC_PAIR);
}

enum se05x_status inspect_read_type(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct se050_object *object = call_object(call, TAG_1);

	answer_u8(out, TAG_1, inspect_type(chip, object));
	answer_u8(out, TAG_2, object->flags & OBJECT_TRANSIENT ? TRANSIENT : PERSISTENT);
	return SW_OK;
}

size_t inspect_size(const struct se050_object *object)
{
	if (EC_KEYS >> object->class & 1) {
		const struct se050_curve *curve = curve_find(object->detail);

		return curve ? curve->field : 0;
	}
	if (RSA_KEYS >> object->class & 1)
		return object->bits / 8u;
	return object->class == CLASS_USER_ID ? 0 : object->value_len;
}

enum se05x_status inspect_size_check(const struct se050 *chip, struct se050_call *call)
{
	(void)chip;
	return inspect_size(call_object(call, TAG_1)) > 0 ? SW_OK : SW_CONDITIONS;
}

enum se05x_status inspect_read_size(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	(void)chip;
	answer_u16(out, TAG_1, (uint16_t)inspect_size(call_object(call, TAG_1)));
	return SW_OK;
}

/* The offset counts identifiers (evidence 3.2); as many as an answer holds, in the order of creation. */
enum se05x_status inspect_list(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	size_t skip = call_number(call, TAG_1), room = (se050_payload_max(chip) - LIST_HEAD) / ID;
	uint8_t filter = (uint8_t)call_number(call, TAG_2);
	const struct se050_object *object = NULL;
	uint8_t ids[SE050_DATA_MAX];
	struct wbuf list = wbuf_to(ids, room * ID);
	bool more = false;

	while (!more && (object = object_next(chip, RECORD_OBJECT, object)) != NULL) {
		if (filter != CLASS_ANY && filter != inspect_type(chip, object))
			continue;
		if (skip > 0)
			skip--;
		else if (wbuf_left(&list) >= ID)
			wbuf_be32(&list, object->id);
		else
			more = true;
	}
	answer_u8(out, TAG_1, more ? MORE : NO_MORE);
	answer_bytes(out, TAG_2, ids, list.len);
	return SW_OK;
}

/* Offset and length are a file's; a length of 0, or none, means the rest. */
static enum se05x_status part_of_file(
	const struct se050 *chip, const struct se050_call *call, struct rbuf *value)
{
	size_t offset = call_number(call, TAG_2), len = call_number(call, TAG_3);

	if (offset > rbuf_left(value))
		return SW_CONDITIONS;
	if (!defect_planted(call->env, PLANT_SE_READ_OFFSET))
		rbuf_bytes(value, offset);
	if (len == 0)
		len = rbuf_left(value);
	if (len == 0 || len > rbuf_left(value) || len + 4 > se050_payload_max(chip))
		return SW_CONDITIONS;
	*value = rbuf_take(value, len);
	return SW_OK;
}

enum se05x_status inspect_value(const struct se050 *chip, const struct se050_call *call,
	const struct se050_object *object, struct rbuf *value)
{
	bool parts = call_has(call, TAG_2) || call_has(call, TAG_3);

	/* Seen on parts: refused even where the policy allows reading. */
	if (SYMMETRIC_KEYS >> object->class & 1)
		return SW_NOT_ALLOWED;
	if (RSA_KEYS >> object->class & 1)
		return rsa_read(chip, call, object, value);
	*value = EC_KEYS >> object->class & 1 ? curve_public(chip, object) : object_value(chip, object);
	if (!((EC_PUBLICS | FILES) >> object->class & 1) || rbuf_left(value) == 0)
		return SW_CONDITIONS;
	if (object->class == CLASS_BINARY)
		return part_of_file(chip, call, value);
	return parts ? SW_CONDITIONS : SW_OK;
}

/* While the transport lock holds, the unique id is all that can be read (AN12413 table 14). */
enum se05x_status inspect_read_check(const struct se050 *chip, struct se050_call *call)
{
	const struct se050_object *object = call_object(call, TAG_1);
	struct rbuf value;

	if (session_transport_locked(chip) && call->user.id != ID_TRANSPORT && object->id != ID_UNIQUE_ID)
		return SW_CONDITIONS;
	return inspect_value(chip, call, object, &value);
}

enum se05x_status inspect_read(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct rbuf value;
	enum se05x_status status = inspect_value(chip, call, call_object(call, TAG_1), &value);

	if (status == SW_OK)
		answer_bytes(out, TAG_1, value.at, rbuf_left(&value));
	return status;
}

/* AN12413 table 3; from 7.2 on what other objects have there is told in place of attempts, and a version follows. */
void inspect_attributes(const struct se050 *chip, const struct se050_object *object, struct wbuf *out)
{
	bool authenticates = object->flags & OBJECT_AUTHENTICATES;
	struct rbuf policy = object_policy(object);

	wbuf_be32(out, object->id);
	wbuf_u8(out, inspect_type(chip, object));
	wbuf_u8(out, authenticates ? AUTHENTICATES_YES : AUTHENTICATES_NO);
	if (authenticates)
		wbuf_be16(out, object->class == CLASS_USER_ID ? 0 : object->attempts);
	else
		wbuf_be16(out, object->class == CLASS_AES ? object->tag_len : 0);
	wbuf_be32(out, object->owner);
	wbuf_be16(out, authenticates ? object->attempts_max : 0);
	wbuf_put(out, policy.at, rbuf_left(&policy));
	wbuf_u8(out, object->origin);
	if (se050_rule(chip, RULE_ATTRIBUTES_43))
		wbuf_be32(out, object->version);
}

enum se05x_status inspect_read_attributes(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	uint8_t bytes[INSPECT_ATTRIBUTES_MAX];
	struct wbuf attributes = wbuf_to(bytes, sizeof(bytes));

	inspect_attributes(chip, call_object(call, TAG_1), &attributes);
	answer_bytes(out, TAG_3, bytes, attributes.len);
	return SW_OK;
}

/* The factory's objects stay, but for cloud keys, whose policy decides (evidence 3.7). */
enum se05x_status inspect_delete_check(const struct se050 *chip, struct se050_call *call)
{
	static const uint32_t cloud_first = 0xf0000100, cloud_last = 0xf00001ff;
	const struct se050_object *object = call_object(call, TAG_1);
	bool cloud = object->id >= cloud_first && object->id <= cloud_last;

	(void)chip;
	if (object->id == ID_UNIQUE_ID || (object->origin == ORIGIN_PROVISIONED && !cloud))
		return SW_NOT_ALLOWED;
	return SW_OK;
}

/* A session that deletes its own object ends with that answer (AN12413 3.6.5). */
enum se05x_status inspect_delete(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct se050_object *object = call_object(call, TAG_1);

	(void)out;
	if (call->session && object->id == call->session->authenticator)
		call->ends_session = true;
	object_delete(chip, object);
	return SW_OK;
}
