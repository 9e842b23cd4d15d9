/* sim/se050/manage.c: the part's own state (AN12413 4.6, 4.19). */
#include "manage.h"
#include "defect.h"

#include <string.h>

#include "cost.h"
#include "ram.h"
#include "rules.h"
#include "session.h"

enum {
	MEMORY_PERSISTENT = 1,
	MEMORY_DESELECT = 3,
	MEMORY_MANY = 0x7fff, /* this much or more */
	MEMORY_STEP = 16,
	SHORT_ANSWER_MAX = 256,
	EXTENDED_FEATURES = sizeof(((struct se050_identity *)0)->extended_features),
	NS_PER_MS = 1000000,
};

enum se05x_status manage_version(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct se050_identity *identity = &chip->nv.identity;

	(void)call;
	tlv_head_wide(out, TAG_1, 7);
	wbuf_put(out, identity->version, sizeof(identity->version));
	wbuf_put(out, identity->applet_config, sizeof(identity->applet_config));
	wbuf_put(out, identity->secure_box, sizeof(identity->secure_box));
	return SW_OK;
}

enum se05x_status manage_version_extended(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct se050_identity *identity = &chip->nv.identity;

	(void)call;
	tlv_head_wide(out, TAG_1, 37);
	wbuf_put(out, identity->version, sizeof(identity->version));
	wbuf_put(out, identity->applet_config, sizeof(identity->applet_config));
	wbuf_put(out, identity->extended_features, sizeof(identity->extended_features));
	wbuf_put(out, identity->secure_box, sizeof(identity->secure_box));
	return SW_OK;
}

/* AN12413 3.9. UNCERTAIN (SE05X-U-07): "first" means of a power cycle. */
void manage_timestamp(struct se050 *chip, const struct chip_env *env, uint8_t stamp[TIMESTAMP])
{
	uint64_t ms = defect_planted(env, PLANT_SE_TIME_STANDS)
			      ? 0
			      : (env->now_ns - chip->power.since_ns) / NS_PER_MS;
	struct wbuf w = wbuf_to(stamp, TIMESTAMP);

	if (!chip->power.timed) {
		chip->power.timed = true;
		chip->nv.time_high++;
	}
	wbuf_be32(&w, chip->nv.time_high);
	wbuf_be32(&w, (uint32_t)(ms >> 32));
	wbuf_be32(&w, (uint32_t)ms);
}

enum se05x_status manage_time(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	uint8_t stamp[TIMESTAMP];

	manage_timestamp(chip, call->env, stamp);
	answer_bytes(out, TAG_1, stamp, sizeof(stamp));
	return SW_OK;
}

enum se05x_status manage_memory_check(const struct se050 *chip, struct se050_call *call)
{
	uint32_t type = call_number(call, TAG_1);

	(void)chip;
	return type >= MEMORY_PERSISTENT && type <= MEMORY_DESELECT ? SW_OK : SW_CONDITIONS;
}

/* In steps of 16, and never more than it says it can say (AN12413 4.19.3); an SE052 has four bytes for it. */
enum se05x_status manage_memory(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	size_t left = call_number(call, TAG_1) == MEMORY_PERSISTENT
			      ? object_memory_left(chip)
			      : (size_t)RAM_COST_MAX - chip->applet.ram.cost;

	left = left / MEMORY_STEP * MEMORY_STEP;
	if (se050_rule(chip, RULE_WIDE_MEMORY)) {
		tlv_head_wide(out, TAG_1, 4);
		wbuf_be32(out, (uint32_t)left);
		return SW_OK;
	}
	answer_u16(out, TAG_1, (uint16_t)(left > MEMORY_MANY ? MEMORY_MANY : left));
	return SW_OK;
}

/* Seen on a part: a short command under level 33 gets no more than a short answer holds. */
enum se05x_status manage_random_check(const struct se050 *chip, struct se050_call *call)
{
	size_t len = call_number(call, TAG_1) + 4;
	const struct scp03 *channel = &chip->card.channel;

	if (len == 4 || len > se050_payload_max(chip))
		return SW_CONDITIONS;
	if (!call->session && channel->state == SCP_OPEN && channel->level != 0 && !call->apdu.extended &&
		scp03_wrapped_size(channel, len) > SHORT_ANSWER_MAX)
		return SW_CONDITIONS;
	return SW_OK;
}

enum se05x_status manage_random(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	size_t len = call_number(call, TAG_1);
	uint8_t *bytes;

	tlv_head_wide(out, TAG_1, len);
	bytes = wbuf_room(out, len);
	if (!bytes)
		return SW_CONDITIONS;
	se050_random(chip, call, bytes, len);
	return SW_OK;
}

/* Any state but 01 unlocks (AN12413 4.6.1). */
enum se05x_status manage_lock(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	uint8_t state = (uint8_t)call_number(call, TAG_2);

	(void)out;
	if (call_number(call, TAG_1) == LOCK_TRANSIENT)
		chip->applet.transport_unlocked = state != TRANSPORT_LOCKED;
	else
		chip->nv.lock_state = state;
	return SW_OK;
}

enum se05x_status manage_platform_scp(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	(void)out;
	chip->nv.platform_scp = call_number(call, TAG_1) == SCP_REQUIRED ? PLATFORM_SCP_REQUIRED : 0;
	return SW_OK;
}

/* Two bytes; from 7.2 on with the thirty of the extended features too. On FIPS parts nothing can be set (FIPS 1.1). */
enum se05x_status manage_features_check(const struct se050 *chip, struct se050_call *call)
{
	struct rbuf features = call_value(call, TAG_1);
	size_t len = rbuf_left(&features);

	if (chip->nv.identity.fips)
		return SW_CONDITIONS;
	if (len > 2 && (len < 2 + EXTENDED_FEATURES || !se050_rule(chip, RULE_EXTENDED_FEATURES)))
		return SW_WRONG_DATA;
	return SW_OK;
}

enum se05x_status manage_features(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct rbuf features = call_value(call, TAG_1);
	struct se050_identity *identity = &chip->nv.identity;

	(void)out;
	rbuf_copy(&features, identity->applet_config, sizeof(identity->applet_config));
	if (rbuf_left(&features) > 0)
		rbuf_copy(&features, identity->extended_features, sizeof(identity->extended_features));
	return SW_OK;
}

/* UNCERTAIN (SE05X-U-08): the transient form lasts until deselection, as the transient transport lock does. */
enum se05x_status manage_restrict(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	(void)out;
	if (call_number(call, TAG_1) == LOCK_TRANSIENT)
		chip->applet.restriction = (uint8_t)call_number(call, TAG_2);
	else
		chip->nv.restriction = (uint8_t)call_number(call, TAG_2);
	return SW_OK;
}

/* Lock state, restriction, platform SCP request. UNCERTAIN (SE05X-U-09): how each is coded. */
enum se05x_status manage_state(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	uint8_t state[3] = {
		session_transport_locked(chip) ? TRANSPORT_LOCKED : 0,
		chip->applet.restriction > chip->nv.restriction ? chip->applet.restriction
								: chip->nv.restriction,
		chip->nv.platform_scp == PLATFORM_SCP_REQUIRED ? SCP_REQUIRED : SCP_NOT_REQUIRED,
	};

	(void)call;
	answer_bytes(out, TAG_1, state, sizeof(state));
	return SW_OK;
}

/* What can be tested (hosts' enumeration). FIPS tests work in FIPS mode only. */
static const uint16_t self_tests[] = { 0xf906, 0xfe01, 0xfd02, 0xfc03, 0xfb04, 0xfa05 };

enum se05x_status manage_self_test_check(const struct se050 *chip, struct se050_call *call)
{
	uint32_t mode = call_number(call, TAG_1);

	if (mode == self_tests[0] && !chip->nv.identity.fips)
		return SW_CONDITIONS;
	for (size_t i = 0; i < sizeof(self_tests) / sizeof(self_tests[0]); i++)
		if (self_tests[i] == mode)
			return SW_OK;
	return SW_CONDITIONS;
}

/* There is no silicon to fail. */
enum se05x_status manage_self_test(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	(void)chip;
	(void)call;
	answer_u8(out, TAG_1, RESULT_SUCCESS);
	return SW_OK;
}

/* Everything but what the factory made, curves too (AN12413 4.19.5). The answer is not wrapped by the session. */
enum se05x_status manage_delete_all(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	static const enum record_kind kinds[] = { RECORD_OBJECT, RECORD_CRYPTO };

	(void)out;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const struct se050_object *object = object_next(chip, kinds[i], NULL);

		while (object) {
			const struct se050_object *next;
			struct se050_object *victim =
				object->kind == RECORD_OBJECT
					? object_find(chip, object->id)
					: crypto_object_find(chip, (uint16_t)object->id);

			next = object_next(chip, kinds[i], object);
			if (object->kind == RECORD_CRYPTO || object->origin != ORIGIN_PROVISIONED)
				object_delete(chip, victim);
			object = next;
		}
	}
	for (size_t curve = 1; curve <= SE050_CURVES; curve++)
		if (chip->nv.curves[curve - 1]) {
			chip->nv.heap_cost -= cost_of_curve((uint8_t)curve);
			chip->nv.curves[curve - 1] = 0;
		}
	chip->nv.montgomery_created = 0;
	call->plain_answer = true;
	call->ends_session = true;
	return SW_OK;
}
