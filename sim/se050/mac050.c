/* sim/se050/mac050.c: MACs, in one step and in several, made or checked. */
#include "mac050.h"

#include <openssl/crypto.h>

#include "des_limit.h"
#include "mac_kinds.h"
#include "steps.h"

/* What runs; of `running` no more than the method's size is kept. The kind is the crypto object's subtype. */
struct mac_state {
	struct step_key key;
	bool checks; /* a MAC, instead of making one */
	uint8_t spare[7];
	union mac_running running;
};

static size_t state_size(const struct mac_kind *kind)
{
	return offsetof(struct mac_state, running) + kind->method->size;
}

static struct mac_job job_of(const struct se050_call *call, const struct mac_kind *kind, struct rbuf key)
{
	return (struct mac_job){ .crypto = call->env->crypto, .kind = kind, .key = key };
}

enum se05x_status mac_init_check(const struct se050 *chip, struct se050_call *call)
{
	const struct se050_object *object = call_object(call, TAG_2);
	const struct mac_kind *kind = mac_kind_find(object->detail);

	if (!kind || !mac_kind_takes(kind, call_object(call, TAG_1)))
		return SW_CONDITIONS;
	return steps_check_room(chip, object, state_size(kind));
}

enum se05x_status mac_init(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct se050_object *object = call_object(call, TAG_2), *key = call_object(call, TAG_1);
	const struct mac_kind *kind = mac_kind_find(object->detail);
	struct mac_job job = job_of(call, kind, object_value(chip, key));
	struct mac_state state = { .checks = call->apdu.p2 == P2_VALIDATE };

	(void)out;
	step_key_note(chip, key, RIGHT_SIGN, &state.key);
	kind->method->begin(&job, &state.running);
	steps_keep(chip, object, &state, state_size(kind));
	OPENSSL_cleanse(&state, sizeof(state));
	return SW_OK;
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

static enum se05x_status finish(
	const struct mac_job *job, const struct se050_call *call, struct mac_state *state, struct wbuf *out)
{
	uint8_t mac[MAC_BYTES_MAX];

	if (job->kind->method->end(job, &state->running, mac) < 0)
		return SW_FAILURE;
	answer(out, state->checks, call_value(call, TAG_3), mac, job->kind->len);
	/* UNCERTAIN (SE05X-U-20): back to after MACInit. */
	job->kind->method->begin(job, &state->running);
	OPENSSL_cleanse(mac, sizeof(mac));
	return SW_OK;
}

static enum se05x_status step(const struct se050 *chip, const struct se050_call *call,
	const struct mac_kind *kind, struct mac_state *state, bool last, struct wbuf *out)
{
	struct mac_job job;
	struct rbuf key;
	enum se05x_status status = step_key_value(chip, call, &state->key, &key);

	if (status != SW_OK)
		return status;
	/* A MAC to check that comes where one is made is a TLV too many. */
	if (last && state->checks != call_has(call, TAG_3))
		return SW_WRONG_DATA;
	job = job_of(call, kind, key);
	if (kind->method->update(&job, &state->running, call_value(call, TAG_1)) < 0)
		return SW_FAILURE;
	return last ? finish(&job, call, state, out) : SW_OK;
}

static enum se05x_status run_step(struct se050 *chip, struct se050_call *call, bool last, struct wbuf *out)
{
	const struct se050_object *object = call_object(call, TAG_2);
	const struct mac_kind *kind = mac_kind_find(object->detail);
	struct rbuf data = call_value(call, TAG_1);
	struct mac_state state;
	enum se05x_status status;

	if (!kind || !steps_look(chip, object, &state, state_size(kind)))
		return SW_CONDITIONS;
	status = step(chip, call, kind, &state, last, out);
	if (status == SW_OK)
		status = des_limit_count(chip, call, state.key.id, rbuf_left(&data));
	if (status == SW_OK)
		steps_keep(chip, object, &state, state_size(kind));
	OPENSSL_cleanse(&state, sizeof(state));
	return status;
}

enum se05x_status mac_update(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	return run_step(chip, call, false, out);
}

enum se05x_status mac_final(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	return run_step(chip, call, true, out);
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
	struct mac_job job = job_of(call, kind, object_value(chip, call_object(call, TAG_1)));
	struct rbuf data = call_value(call, TAG_3);
	enum se05x_status status = SW_FAILURE;
	union mac_running running;
	uint8_t mac[MAC_BYTES_MAX];

	kind->method->begin(&job, &running);
	if (kind->method->update(&job, &running, data) == 0 && kind->method->end(&job, &running, mac) == 0) {
		answer(out, call->apdu.p2 == P2_VALIDATE_ONESHOT, call_value(call, TAG_5), mac, kind->len);
		status = des_limit_count(chip, call, call_number(call, TAG_1), rbuf_left(&data));
	}
	OPENSSL_cleanse(&running, sizeof(running));
	OPENSSL_cleanse(mac, sizeof(mac));
	return status;
}
