/* sim/se050/mac050.c: MACs, in one step and in several, made or checked. */
#include "mac050.h"

#include <openssl/crypto.h>
#include <string.h>

#include "crypto_object.h"
#include "mac_kinds.h"

/* What stays in the crypto object's RAM; of `running` no more than the method's size does. */
struct mac_state {
	bool checks; /* a MAC, instead of making one */
	uint8_t spare[7];
	union mac_running running;
};

static size_t state_size(const struct mac_kind *kind)
{
	return offsetof(struct mac_state, running) + kind->method->size;
}

static void load(struct mac_state *state, struct ram_record *record)
{
	memset(state, 0, sizeof(*state));
	memcpy(state, ram_bytes(record), record->len);
}

static void keep(const struct mac_state *state, struct ram_record *record)
{
	memcpy(ram_bytes(record), state, record->len);
}

static struct mac_job job_of(const struct se050 *chip, const struct se050_call *call,
	const struct mac_kind *kind, const struct se050_object *key)
{
	return (struct mac_job){ call->env->crypto, kind, object_value(chip, key) };
}

enum se05x_status mac_init_check(const struct se050 *chip, struct se050_call *call)
{
	const struct se050_object *object = call_object(call, TAG_2);
	const struct mac_kind *kind = mac_kind_find(object->detail);

	if (!kind || !mac_kind_takes(kind, call_object(call, TAG_1)))
		return SW_CONDITIONS;
	return crypto_state_fits(chip, object, state_size(kind)) ? SW_OK : SW_NO_MEMORY;
}

enum se05x_status mac_init(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct se050_object *object = call_object(call, TAG_2), *key = call_object(call, TAG_1);
	const struct mac_kind *kind = mac_kind_find(object->detail);
	struct mac_state state = { .checks = call->apdu.p2 == P2_VALIDATE };
	struct mac_job job = job_of(chip, call, kind, key);
	struct ram_record *record;

	(void)out;
	kind->method->begin(&job, &state.running);
	record = crypto_state_open(chip, object, state_size(kind), key->id);
	if (!record)
		return SW_NO_MEMORY;
	keep(&state, record);
	OPENSSL_cleanse(&state, sizeof(state));
	return SW_OK;
}

/* The key of the open operation; NULL: none is open. Deleting or changing the key has closed it (object.h). */
static const struct se050_object *open_key(const struct se050 *chip, const struct se050_call *call)
{
	const struct ram_record *record = ram_look(chip, RAM_CRYPTO, call_object(call, TAG_2)->id);

	return record ? object_look(chip, record->key) : NULL;
}

enum se05x_status mac_update_check(const struct se050 *chip, struct se050_call *call)
{
	return open_key(chip, call) ? SW_OK : SW_CONDITIONS;
}

/* UNCERTAIN: a MAC to check that comes where one is made is refused as a TLV that is not described. */
enum se05x_status mac_final_check(const struct se050 *chip, struct se050_call *call)
{
	const struct ram_record *record = ram_look(chip, RAM_CRYPTO, call_object(call, TAG_2)->id);
	const struct mac_state *state;

	if (!record || !open_key(chip, call))
		return SW_CONDITIONS;
	state = (const struct mac_state *)(record + 1);
	return state->checks == call_has(call, TAG_3) ? SW_OK : SW_WRONG_DATA;
}

enum se05x_status mac_update(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct se050_object *object = call_object(call, TAG_2);
	struct mac_job job = job_of(chip, call, mac_kind_find(object->detail), open_key(chip, call));
	struct ram_record *record = ram_find(chip, RAM_CRYPTO, object->id);
	enum se05x_status status = SW_FAILURE;
	struct mac_state state;

	(void)out;
	load(&state, record);
	if (job.kind->method->update(&job, &state.running, call_value(call, TAG_1)) == 0) {
		keep(&state, record);
		status = SW_OK;
	}
	OPENSSL_cleanse(&state, sizeof(state));
	return status;
}

/* Any other length than the MAC's is a wrong MAC, not an error. */
static void answer(struct wbuf *out, bool checks, struct rbuf wanted, const uint8_t *mac, size_t len)
{
	bool good = rbuf_left(&wanted) == len && CRYPTO_memcmp(wanted.at, mac, len) == 0;

	if (checks)
		answer_u8(out, TAG_1, good ? RESULT_SUCCESS : RESULT_FAILURE);
	else
		answer_bytes(out, TAG_1, mac, len);
}

/* UNCERTAIN: like ciphers, whose Final leads back to the state after Init (AN12413 4.12.3), the next MAC is open. */
enum se05x_status mac_final(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct se050_object *object = call_object(call, TAG_2);
	struct mac_job job = job_of(chip, call, mac_kind_find(object->detail), open_key(chip, call));
	struct ram_record *record = ram_find(chip, RAM_CRYPTO, object->id);
	enum se05x_status status = SW_FAILURE;
	struct mac_state state;
	uint8_t mac[MAC_BYTES_MAX];

	load(&state, record);
	if (job.kind->method->update(&job, &state.running, call_value(call, TAG_1)) == 0 &&
		job.kind->method->end(&job, &state.running, mac) == 0) {
		job.kind->method->begin(&job, &state.running);
		keep(&state, record);
		answer(out, state.checks, call_value(call, TAG_3), mac, job.kind->len);
		status = SW_OK;
	}
	OPENSSL_cleanse(&state, sizeof(state));
	OPENSSL_cleanse(mac, sizeof(mac));
	return status;
}

enum se05x_status mac_oneshot_check(const struct se050 *chip, struct se050_call *call)
{
	const struct mac_kind *kind = mac_kind_find((uint8_t)call_number(call, TAG_2));

	(void)chip;
	return kind && mac_kind_takes(kind, call_object(call, TAG_1)) ? SW_OK : SW_CONDITIONS;
}

enum se05x_status mac_oneshot(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct mac_kind *kind = mac_kind_find((uint8_t)call_number(call, TAG_2));
	struct mac_job job = job_of(chip, call, kind, call_object(call, TAG_1));
	bool checks = call->apdu.p2 == P2_VALIDATE_ONESHOT;
	enum se05x_status status = SW_FAILURE;
	union mac_running running;
	uint8_t mac[MAC_BYTES_MAX];

	kind->method->begin(&job, &running);
	if (kind->method->update(&job, &running, call_value(call, TAG_3)) == 0 &&
		kind->method->end(&job, &running, mac) == 0) {
		answer(out, checks, call_value(call, TAG_5), mac, kind->len);
		status = SW_OK;
	}
	OPENSSL_cleanse(&running, sizeof(running));
	OPENSSL_cleanse(mac, sizeof(mac));
	return status;
}
