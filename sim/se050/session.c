/* sim/se050/session.c: applet sessions: creation, policy, UserID, PROCESS, end (AN12413 3.6, 4.5). */
#include "session.h"
#include "defect.h"

#include <openssl/crypto.h>
#include <string.h>

#include "files.h"
#include "object.h"
#include "ram.h"
#include "rules.h"

/* Bits of a session policy's header (AN12413 table 49). */
enum {
	SESSION_POLICY_MAX_APDU = 0x8000,
	SESSION_POLICY_REFRESH = 0x2000,
};

static bool full(const struct scp03 *channel, uint8_t level)
{
	return channel->state == SCP_OPEN && (channel->level & level) == level;
}

bool session_platform_protected(const struct se050 *chip)
{
	return full(&chip->card.channel, SCP03_FULL);
}

bool session_secured(const struct se050 *chip, const struct se050_session *session)
{
	static const uint8_t level = SCP03_C_MAC | SCP03_C_DECRYPTION;

	return full(&chip->card.channel, level) || (session && full(&session->channel, level));
}

bool session_transport_locked(const struct se050 *chip)
{
	return chip->nv.lock_state == TRANSPORT_LOCKED && !chip->applet.transport_unlocked;
}

/* Who is asked for his secret: in a session, or by ImportExternalObject. */
static struct se050_object *asked(struct se050 *chip, const struct se050_call *call)
{
	return call->session ? object_find(chip, call->session->authenticator)
			     : object_find(chip, call_number(call, TAG_IMPORT_KEY));
}

bool session_spend_attempt(struct se050 *chip, const struct se050_call *call)
{
	struct se050_object *object = asked(chip, call);

	if (!object || object->attempts_max == 0)
		return false;
	object->attempts++;
	object_touch(chip, object);
	return true;
}

void session_return_attempts(struct se050 *chip, const struct se050_call *call)
{
	struct se050_object *object = asked(chip, call);

	if (!object || object->attempts == 0)
		return;
	object->attempts = 0;
	object_touch(chip, object);
}

void session_open(struct se050_session *session)
{
	session->state = SESSION_OPEN;
}

void session_fail(struct se050_session *session)
{
	session->state = SESSION_FAILED;
	memset(&session->channel, 0, sizeof(session->channel));
}

/* States of crypto objects go with the session of their user (AN12413 3.3.1). */
void session_close(struct se050 *chip, struct se050_session *session)
{
	const struct se050_object *object = NULL;

	while ((object = object_next(chip, RECORD_CRYPTO, object)) != NULL)
		if (object->owner == session->authenticator)
			ram_drop(chip, RAM_CRYPTO, object->id);
	OPENSSL_cleanse(session, sizeof(*session));
}

static struct se050_session *session_of(struct se050 *chip, struct rbuf id)
{
	for (size_t i = 0; i < SE050_SESSIONS; i++) {
		struct se050_session *session = &chip->applet.sessions[i];

		if (session->state != SESSION_FREE && rbuf_left(&id) == sizeof(session->id) &&
			memcmp(session->id, id.at, sizeof(session->id)) == 0)
			return session;
	}
	return NULL;
}

/*
 * A place for a session of this object: free, or of the same object and never opened. -1: none.
 * UNCERTAIN (SE05X-U-24): one of another object that was never opened keeps its place.
 */
static int place_for(const struct se050 *chip, uint32_t authenticator)
{
	int place = -1;

	for (int i = 0; i < SE050_SESSIONS; i++) {
		const struct se050_session *session = &chip->applet.sessions[i];

		if (session->state == SESSION_FREE) {
			if (place < 0)
				place = i;
		} else if (session->authenticator == authenticator) {
			return session->state == SESSION_OPEN ? -1 : i;
		}
	}
	return place;
}

/* AN12413 4.5.1.1; attempts used up are told here already, as parts do. */
enum se05x_status session_create_check(const struct se050 *chip, struct se050_call *call)
{
	const struct se050_object *object = call_object(call, TAG_1);

	if (!(object->flags & OBJECT_AUTHENTICATES))
		return SW_CONDITIONS;
	if (object->attempts_max > 0 && object->attempts >= object->attempts_max)
		return SW_NOT_ALLOWED;
	return place_for(chip, object->id) < 0 ? SW_CONDITIONS : SW_OK;
}

enum se05x_status session_create(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct se050_object *object = call_object(call, TAG_1);
	struct se050_session *session = &chip->applet.sessions[place_for(chip, object->id)];

	/* One that failed is over now: nothing of it is there for the next. */
	if (session->state != SESSION_FREE)
		session_close(chip, session);
	memset(session, 0, sizeof(*session));
	session->state = SESSION_CREATED;
	session->authenticator = object->id;
	/* Hosts take eight zeros for no session. */
	do {
		se050_random(chip, call, session->id, sizeof(session->id));
	} while (memcmp(session->id, (uint8_t[SE050_SESSION_ID]){ 0 }, sizeof(session->id)) == 0);
	answer_bytes(out, TAG_1, session->id, sizeof(session->id));
	return SW_OK;
}

/* A session policy, taken apart. */
struct session_rules {
	uint16_t commands_max;
	bool refreshable;
};

static bool read_rules(struct rbuf policy, struct session_rules *rules)
{
	uint8_t len = rbuf_u8(&policy);
	uint16_t header = rbuf_be16(&policy);
	bool right_length = (size_t)len == rbuf_left(&policy) + 2;

	rules->refreshable = header & SESSION_POLICY_REFRESH;
	rules->commands_max = header & SESSION_POLICY_MAX_APDU ? rbuf_be16(&policy) : 0;
	if (header & SESSION_POLICY_MAX_APDU && rules->commands_max == 0)
		return false;
	return right_length && !rbuf_bad(&policy) && rbuf_left(&policy) == 0 &&
	       !(header & ~(SESSION_POLICY_MAX_APDU | SESSION_POLICY_REFRESH));
}

static void apply_rules(struct se050_session *session, struct rbuf policy)
{
	struct session_rules rules;

	if (!read_rules(policy, &rules))
		return;
	session->commands_max = rules.commands_max;
	session->refreshable = rules.refreshable;
}

/* ExchangeSessionData: the first command only (AN12413 3.6.2). */
enum se05x_status session_policy_check(const struct se050 *chip, struct se050_call *call)
{
	struct session_rules rules;

	(void)chip;
	return call->session->used || !read_rules(call_value(call, TAG_1), &rules) ? SW_CONDITIONS : SW_OK;
}

enum se05x_status session_policy(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	(void)out;
	(void)chip;
	/* RefreshSession has it in TAG_POLICY, or leaves it as it is. */
	apply_rules(call->session,
		call_has(call, TAG_1) ? call_value(call, TAG_1) : call_value(call, TAG_POLICY));
	if (!call_has(call, TAG_1))
		call->session->commands = 0;
	return SW_OK;
}

enum se05x_status session_refresh_check(const struct se050 *chip, struct se050_call *call)
{
	struct session_rules rules;

	(void)chip;
	if (!call->session->refreshable)
		return SW_CONDITIONS;
	if (call_has(call, TAG_POLICY) && !read_rules(call_value(call, TAG_POLICY), &rules))
		return SW_CONDITIONS;
	return SW_OK;
}

enum se05x_status session_end(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	(void)chip;
	(void)out;
	call->ends_session = true;
	return SW_OK;
}

enum se05x_status session_user_id_check(const struct se050 *chip, struct se050_call *call)
{
	const struct se050_object *object = object_look(chip, call->session->authenticator);
	struct rbuf sent = call_value(call, TAG_1);

	if (se050_rule(chip, RULE_USER_ID_FROM_4) && rbuf_left(&sent) < USER_ID_MIN)
		return SW_WRONG_DATA;
	return object && object->class == CLASS_USER_ID ? SW_OK : SW_CONDITIONS;
}

enum se05x_status session_user_id(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct se050_object *object = object_look(chip, call->session->authenticator);
	struct rbuf has = object_value(chip, object), sent = call_value(call, TAG_1);

	(void)out;
	if ((rbuf_left(&has) == rbuf_left(&sent) ||
		    (rbuf_left(&has) > rbuf_left(&sent) &&
			    defect_planted(call->env, PLANT_SE_USER_ID_PREFIX))) &&
		CRYPTO_memcmp(has.at, sent.at, rbuf_left(&sent)) == 0) {
		session_open(call->session);
		return SW_OK;
	}
	if (!defect_planted(call->env, PLANT_SE_SESSION_RETRY))
		session_fail(call->session);
	return SW_CONDITIONS;
}

/* The inner command as it is to be run: its session's protection taken off. */
static enum se05x_status unwrap_inner(
	struct se050 *chip, struct se050_call *inner, struct rbuf command, struct wbuf *scratch)
{
	struct se050_session *session = inner->session;
	enum se05x_status status;

	(void)chip;
	if (!apdu_parse(command, &inner->apdu))
		return SW_WRONG_LENGTH;
	if (session->state != SESSION_OPEN || session->channel.state != SCP_OPEN ||
		session->channel.level == 0)
		return SW_OK;
	status = scp03_unwrap(inner->env->crypto, &session->channel, &inner->apdu, scratch);
	if (status != SW_OK)
		session_fail(session);
	else if (defect_planted(inner->env, PLANT_SE_SESSION_COUNTER))
		session->channel.counter = 1;
	return status;
}

static void count_command(struct se050_session *session, struct se050_call *inner, bool was_open)
{
	if (!was_open)
		return;
	session->used = true;
	session->commands++;
	if (session->commands_max > 0 &&
		session->commands >= session->commands_max +
					     (defect_planted(inner->env, PLANT_SE_SESSION_ONE_MORE) ? 1 : 0))
		inner->ends_session = true;
}

/* Its own secure messaging around the inner answer; an error goes bare. */
static enum se05x_status wrap_inner(const struct se050_call *inner, bool was_open, const struct wbuf *data,
	enum se05x_status status, struct wbuf *out)
{
	const struct scp03 *channel = &inner->session->channel;

	if (was_open && channel->state == SCP_OPEN && !inner->plain_answer) {
		if (scp03_wrap(inner->env->crypto, channel, data->at, data->len, status, out) < 0)
			return SW_FAILURE;
	} else {
		wbuf_put(out, data->at, data->len);
	}
	return status;
}

/* The inner command's answer is the answer, data and status (AN12413 4.5.1.3). */
enum se05x_status session_process(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct se050_session *session = session_of(chip, call_value(call, TAG_SESSION));
	struct se050_call inner = { .env = call->env, .place = IN_SESSION, .session = session };
	uint8_t plain[SE050_COMMAND_MAX], data[SE050_DATA_MAX];
	struct wbuf scratch = wbuf_to(plain, sizeof(plain)), answer = wbuf_to(data, sizeof(data));
	enum se05x_status status;
	bool was_open;

	if (!session)
		return SW_CONDITIONS;
	was_open = session->state == SESSION_OPEN;
	inner.user.id = session->authenticator;
	inner.user.secured = session_secured(chip, session);
	status = unwrap_inner(chip, &inner, call_value(call, TAG_1), &scratch);
	if (status == SW_OK)
		status = se050_dispatch(chip, &inner, &answer);
	call->takes_ns += inner.takes_ns;
	count_command(session, &inner, was_open);
	status = wrap_inner(&inner, was_open, &answer, status, out);
	if (inner.ends_session)
		session_close(chip, session);
	OPENSSL_cleanse(plain, scratch.len);
	OPENSSL_cleanse(data, answer.len);
	return status;
}
