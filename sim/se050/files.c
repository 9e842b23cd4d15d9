/* sim/se050/files.c: binary files, UserIDs, counters and PCRs. */
#include "files.h"
#include "defect.h"

#include <string.h>

#include "hash.h"
#include "rules.h"
#include "write.h"

/* A file, as long as it is or is to be. */
static struct se050_object describe(const struct se050_call *call, enum se050_class class, size_t len)
{
	const struct se050_object *old = call_object(call, TAG_1);
	struct se050_object as = { .class = (uint8_t) class, .origin = ORIGIN_EXTERNAL };

	as.value_len = (uint32_t)(old ? old->value_len : len);
	write_cost(&as, cost_of_bytes(class, write_transient(call), len));
	return as;
}

static struct se050_object describe_binary(const struct se050_call *call)
{
	return describe(call, CLASS_BINARY, call_number(call, TAG_3));
}

/* The length at creation only; data past the end is wrong data (seen on parts). */
static enum se05x_status binary_bounds(const struct se050_call *call, const struct se050_object *as)
{
	bool exists = call_object(call, TAG_1);
	struct rbuf data = call_value(call, TAG_4);

	if (call_has(call, TAG_3) == exists || as->value_len == 0 || as->value_len > BINARY_MAX)
		return SW_WRONG_DATA;
	return call_number(call, TAG_2) + rbuf_left(&data) <= as->value_len ? SW_OK : SW_WRONG_DATA;
}

enum se05x_status files_binary_check(const struct se050 *chip, struct se050_call *call)
{
	struct se050_object as = describe_binary(call);
	const struct se050_object *object = call_object(call, TAG_1);
	enum se05x_status status = SW_OK;

	if (call->apdu.ins & INS_AUTHENTICATES && !object)
		return SW_CONDITIONS;
	if (!object)
		status = binary_bounds(call, &as);
	if (status == SW_OK)
		status = write_check(chip, call, &as, BINARIES, RIGHT_WRITE);
	return status == SW_OK ? binary_bounds(call, &as) : status;
}

enum se05x_status files_binary(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct se050_object as = describe_binary(call);
	struct rbuf data = call_value(call, TAG_4);
	struct se050_object *object;

	(void)out;
	if (write_check(chip, call, &as, BINARIES, RIGHT_WRITE) != SW_OK)
		return SW_CONDITIONS;
	object = write_object(chip, call, &as);
	if (rbuf_left(&data) > 0)
		memcpy(object_change(chip, object) + (defect_planted(call->env, PLANT_SE_FILE_OFFSET)
								     ? 0
								     : call_number(call, TAG_2)),
			data.at, rbuf_left(&data));
	else
		object_change(chip, object);
	return SW_OK;
}

static struct se050_object describe_user_id(const struct se050_call *call)
{
	struct rbuf value = call_value(call, TAG_2);

	return describe(call, CLASS_USER_ID, rbuf_left(&value));
}

/* UserIDs are never changed, and only there to authenticate (AN12413 3.2.1.9). */
enum se05x_status files_user_id_check(const struct se050 *chip, struct se050_call *call)
{
	struct se050_object as = describe_user_id(call);

	if (call_object(call, TAG_1) || !(call->apdu.ins & INS_AUTHENTICATES))
		return SW_CONDITIONS;
	if (se050_rule(chip, RULE_USER_ID_FROM_4) && as.value_len < USER_ID_MIN)
		return SW_WRONG_DATA;
	return write_check(chip, call, &as, USER_IDS, RIGHT_WRITE);
}

enum se05x_status files_user_id(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct se050_object as = describe_user_id(call);
	struct rbuf value = call_value(call, TAG_2);

	(void)out;
	if (write_check(chip, call, &as, USER_IDS, RIGHT_WRITE) != SW_OK)
		return SW_CONDITIONS;
	rbuf_copy(&value, object_change(chip, write_object(chip, call, &as)), as.value_len);
	return SW_OK;
}

static struct se050_object describe_counter(const struct se050_call *call)
{
	struct rbuf value = call_value(call, TAG_3);

	return describe(
		call, CLASS_COUNTER, call_has(call, TAG_3) ? rbuf_left(&value) : call_number(call, TAG_2));
}

static bool all_ones(struct rbuf value)
{
	while (rbuf_left(&value) > 0)
		if (rbuf_u8(&value) != 0xff)
			return false;
	return true;
}

/* Only upwards, in its own length, and no further than its maximum (AN12413 3.2.1.7, 4.7.1.6). */
static enum se05x_status check_step(
	const struct se050 *chip, const struct se050_call *call, const struct se050_object *object)
{
	struct rbuf value = call_value(call, TAG_3), has = object_value(chip, object);

	if (call_has(call, TAG_2))
		return SW_WRONG_DATA;
	if (!value.at)
		return all_ones(has) ? SW_CONDITIONS : SW_OK;
	if (rbuf_left(&value) != rbuf_left(&has))
		return SW_WRONG_DATA;
	if (defect_planted(call->env, PLANT_SE_COUNTER_DOWN))
		return SW_OK;
	return memcmp(value.at, has.at, rbuf_left(&has)) >= 0 ? SW_OK : SW_CONDITIONS;
}

/* A new one comes with its size or with its value, whose length the table bounds. */
static bool counter_is_described(const struct se050_call *call)
{
	uint32_t size = call_number(call, TAG_2);

	if (call_has(call, TAG_3))
		return !call_has(call, TAG_2);
	return size > 0 && size <= COUNTER_MAX;
}

enum se05x_status files_counter_check(const struct se050 *chip, struct se050_call *call)
{
	struct se050_object as = describe_counter(call);
	const struct se050_object *object = call_object(call, TAG_1);
	enum se05x_status status;

	if (!object && !counter_is_described(call))
		return SW_WRONG_DATA;
	if (call->apdu.ins & INS_AUTHENTICATES && !object)
		return SW_CONDITIONS;
	status = write_check(chip, call, &as, COUNTERS, RIGHT_WRITE);
	return status == SW_OK && object ? check_step(chip, call, object) : status;
}

static void increment(uint8_t *value, size_t len)
{
	while (len > 0 && ++value[len - 1] == 0)
		len--;
}

enum se05x_status files_counter(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct se050_object as = describe_counter(call);
	struct rbuf value = call_value(call, TAG_3);
	bool exists = call_object(call, TAG_1);
	uint8_t *bytes;

	(void)out;
	if (write_check(chip, call, &as, COUNTERS, RIGHT_WRITE) != SW_OK)
		return SW_CONDITIONS;
	bytes = object_change(chip, write_object(chip, call, &as));
	if (value.at)
		rbuf_copy(&value, bytes, as.value_len);
	else if (exists)
		increment(bytes, as.value_len);
	return SW_OK;
}

static struct se050_object describe_pcr(const struct se050_call *call)
{
	struct se050_object as = describe(call, CLASS_PCR, PCR_BYTES);

	as.fixed_len = PCR_BYTES;
	return as;
}

/* Extending wants WRITE, going back to the initial value DELETE (AN12413 4.7.1.7). */
static uint32_t pcr_right(const struct se050_call *call)
{
	return call_has(call, TAG_3) ? RIGHT_WRITE : RIGHT_DELETE;
}

enum se05x_status files_pcr_check(const struct se050 *chip, struct se050_call *call)
{
	struct se050_object as = describe_pcr(call);
	bool exists = call_object(call, TAG_1);

	if (call_has(call, TAG_2) == exists || (!exists && call_has(call, TAG_3)))
		return SW_WRONG_DATA;
	if (call->apdu.ins & INS_AUTHENTICATES && !exists)
		return SW_CONDITIONS;
	return write_check(chip, call, &as, PCRS, pcr_right(call));
}

static void extend(uint8_t value[PCR_BYTES], struct rbuf data)
{
	struct sha256 hash;

	sha256_init(&hash);
	sha256_update(&hash, value, PCR_BYTES);
	sha256_update(&hash, data.at, rbuf_left(&data));
	sha256_final(&hash, value);
}

enum se05x_status files_pcr(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct se050_object as = describe_pcr(call);
	struct rbuf initial = call_value(call, TAG_2);
	struct se050_object *object;
	uint8_t *value;

	(void)out;
	if (write_check(chip, call, &as, PCRS, pcr_right(call)) != SW_OK)
		return SW_CONDITIONS;
	object = write_object(chip, call, &as);
	value = object_change(chip, object);
	if (initial.at)
		rbuf_copy(&initial, object_fixed_room(object), PCR_BYTES);
	if (call_has(call, TAG_3)) {
		if (defect_planted(call->env, PLANT_SE_PCR_FORGETS))
			memset(value, 0, PCR_BYTES);
		extend(value, call_value(call, TAG_3));
	} else {
		struct rbuf fixed = object_fixed(object);

		rbuf_copy(&fixed, value, PCR_BYTES);
	}
	return SW_OK;
}
