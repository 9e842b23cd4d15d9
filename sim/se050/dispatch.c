/* sim/se050/dispatch.c: a command, the table, and the three steps: check, consume, effect. */
#include <openssl/crypto.h>
#include <string.h>

#include "command050.h"
#include "defect.h"
#include "factory.h"
#include "nv.h"
#include "session.h"

bool se050_knows(const struct se050_command *command, uint32_t version)
{
	return version >= command->since && (command->until == 0 || version < command->until);
}

bool se050_knows_param(const struct se050_param *param, uint32_t version)
{
	return version >= param->since && (param->until == 0 || version < param->until);
}

struct rbuf call_value(const struct se050_call *call, uint8_t tag)
{
	for (size_t i = 0; i < call->command->n_params; i++)
		if (call->command->params[i].tag == tag)
			return call->values[i];
	return rbuf_from(NULL, 0);
}

bool call_has(const struct se050_call *call, uint8_t tag)
{
	return call_value(call, tag).at != NULL;
}

static uint32_t number_of(struct rbuf r)
{
	uint32_t value = 0;

	while (rbuf_left(&r) > 0)
		value = value << 8 | rbuf_u8(&r);
	return value;
}

uint32_t call_number(const struct se050_call *call, uint8_t tag)
{
	return number_of(call_value(call, tag));
}

struct se050_object *call_object(const struct se050_call *call, uint8_t tag)
{
	for (size_t i = 0; i < call->command->n_params; i++)
		if (call->command->params[i].tag == tag)
			return call->objects[i];
	return NULL;
}

struct rng_stream se050_stream(struct se050 *chip, const struct se050_call *call)
{
	struct rng_purpose purpose = {
		.address = call->env->address,
		.restarts = chip->nv.restarts,
		.command = chip->power.commands,
		.purpose = chip->power.draws++,
	};

	memcpy(purpose.serial, chip->nv.unique_id, sizeof(purpose.serial));
	return rng_open(call->env->rng, &purpose);
}

void se050_random(struct se050 *chip, const struct se050_call *call, uint8_t *out, size_t len)
{
	struct rng_stream stream = se050_stream(chip, call);

	rng_bytes(&stream, out, len);
}

void answer_u8(struct wbuf *out, uint8_t tag, uint8_t value)
{
	tlv_put(out, tag, &value, 1);
}

void answer_u16(struct wbuf *out, uint8_t tag, uint16_t value)
{
	tlv_head(out, tag, 2);
	wbuf_be16(out, value);
}

void answer_bytes(struct wbuf *out, uint8_t tag, const void *bytes, size_t len)
{
	tlv_put_wide(out, tag, bytes, len);
}

static bool header_fits(const struct se050_command *row, const struct apdu *apdu)
{
	return (apdu->p1 & ~row->p1_free) == row->p1 && (apdu->p2 & ~row->p2_free) == row->p2;
}

/* No such instruction here: 6D00; the instruction, but not with these parameters: 6A86. */
static enum se05x_status find_command(const struct se050 *chip, struct se050_call *call)
{
	uint32_t version = se050_version(chip);
	enum se05x_status status = SW_NO_INSTRUCTION;

	for (size_t f = 0; f < se050_n_families; f++)
		for (size_t i = 0; i < se050_families[f]->n; i++) {
			const struct se050_command *row =
				defect_row(call->env->defect, &se050_families[f]->commands[i]);

			if ((call->apdu.ins & ~row->ins_free) != row->ins)
				continue;
			defect_see(call->env->defect, &se050_families[f]->commands[i], DEFECT_CONSIDERED);
			if (!(row->in & call->place) || !se050_knows(row, version)) {
				if (header_fits(row, &call->apdu))
					defect_see(call->env->defect, &se050_families[f]->commands[i],
						DEFECT_ELSEWHERE);
				continue;
			}
			status = SW_WRONG_P1_P2;
			if (header_fits(row, &call->apdu)) {
				call->command = row;
				return SW_OK;
			}
		}
	for (size_t f = 0; call->env->defect && f < se050_n_families; f++)
		for (size_t i = 0; i < se050_families[f]->n; i++)
			if ((call->apdu.ins & ~se050_families[f]->commands[i].ins_free) ==
				se050_families[f]->commands[i].ins)
				defect_see(
					call->env->defect, &se050_families[f]->commands[i], DEFECT_NOT_FOUND);
	return status;
}

/* Which reserved object's session a command needs. */
struct session_need {
	unsigned int bit;
	uint32_t authenticator;
};

static const struct session_need session_needs[] = {
	{ NEEDS_SESSION_TRANSPORT, ID_TRANSPORT },
	{ NEEDS_SESSION_FEATURE, ID_FEATURE },
	{ NEEDS_SESSION_FACTORY_RESET, ID_FACTORY_RESET },
	{ NEEDS_SESSION_PLATFORM_SCP, ID_PLATFORM_SCP },
	{ NEEDS_SESSION_RESTRICT, ID_RESTRICT },
};

static enum se05x_status check_session(const struct se050_call *call)
{
	unsigned int needs = call->command->needs;

	if (needs & NEEDS_NO_SESSION && call->session)
		return SW_CONDITIONS;
	if (needs & NEEDS_SESSION && (!call->session || call->session->state != SESSION_OPEN))
		return SW_CONDITIONS;
	if (needs & NEEDS_HANDSHAKE) {
		if (!call->session || call->session->state == SESSION_OPEN)
			return SW_CONDITIONS;
		return call->session->state == SESSION_CREATED ? SW_OK : SW_SECURITY_STATUS;
	}
	if (call->session && call->session->state != SESSION_OPEN)
		return SW_SECURITY_STATUS;
	for (size_t i = 0; i < sizeof(session_needs) / sizeof(session_needs[0]); i++)
		if (needs & session_needs[i].bit && call->user.id != session_needs[i].authenticator)
			return SW_SECURITY_STATUS;
	return SW_OK;
}

/* Everything the row asks of the chip's state, in the order of evidence 3.1. */
static enum se05x_status check_state(const struct se050 *chip, const struct se050_call *call)
{
	const struct se050_command *row = call->command;
	bool of_card = row->in & IN_DOMAINS;
	uint16_t config =
		(uint16_t)(chip->nv.identity.applet_config[0] << 8 | chip->nv.identity.applet_config[1]);
	enum se05x_status status;

	if (of_card)
		return SW_OK;
	if (chip->nv.platform_scp == PLATFORM_SCP_REQUIRED && !session_platform_protected(chip))
		return SW_SECURITY_STATUS;
	status = check_session(call);
	if (status != SW_OK)
		return status;
	if (session_transport_locked(chip) && !(row->needs & WORKS_LOCKED) && call->user.id != ID_TRANSPORT)
		return SW_CONDITIONS;
	return (config & row->features) == row->features ? SW_OK : SW_CONDITIONS;
}

static bool is_in_range(const struct se050_param *param, struct rbuf value)
{
	uint32_t number = param->most > 0 ? number_of(value) : 0;

	return param->most == 0 || (number >= param->least && number <= param->most);
}

static enum se05x_status take_value(const struct se050 *chip, struct se050_call *call, const struct tlv *tlv)
{
	const struct se050_command *row = call->command;

	for (size_t i = 0; i < row->n_params; i++) {
		const struct se050_param *param = &row->params[i];

		if (param->tag != tlv->tag || !se050_knows_param(param, se050_version(chip)))
			continue;
		if (call->values[i].at || rbuf_left(&tlv->value) < param->min ||
			rbuf_left(&tlv->value) > param->max || !is_in_range(param, tlv->value))
			return SW_WRONG_DATA;
		call->values[i] = tlv->value;
		return SW_OK;
	}
	return SW_WRONG_DATA;
}

/* The command's TLVs, in any order: each at most once, none that the row does not name. */
static enum se05x_status parse(const struct se050 *chip, struct se050_call *call)
{
	const struct se050_command *row = call->command;
	struct rbuf data = call->apdu.data;
	enum se05x_status status = SW_OK;
	struct tlv tlv;

	if (!row->params) {
		size_t len = rbuf_left(&data);

		return len >= row->raw_min && len <= row->raw_max ? SW_OK : SW_WRONG_LENGTH;
	}
	while (status == SW_OK && rbuf_left(&data) > 0)
		status = tlv_next(&data, &tlv) ? take_value(chip, call, &tlv) : SW_WRONG_DATA;
	for (size_t i = 0; status == SW_OK && i < row->n_params; i++)
		if (!call->values[i].at && !row->params[i].optional &&
			se050_knows_param(&row->params[i], se050_version(chip)))
			status = SW_WRONG_DATA;
	return status;
}

/* There, of the right class, complete, and of this user if it is transient (AN12413 3.2.2.2). */
static enum se05x_status check_object(const struct se050 *chip, const struct se050_call *call,
	const struct se050_param *param, const struct se050_object *object)
{
	enum se05x_status status;
	struct rbuf value;

	if (!object || (param->classes && !(param->classes >> object->class & 1)))
		return SW_CONDITIONS;
	if (object->flags & OBJECT_TRANSIENT && param->right && object->owner != call->user.id &&
		!defect_planted(call->env, PLANT_SE_TRANSIENT_ANY))
		return SW_CONDITIONS;
	if (!param->right)
		return SW_OK;
	status = policy_check(chip, object, &call->user, param->right);
	if (status == SW_SECURITY_STATUS && defect_planted(call->env, PLANT_SE_OTHER_USERS))
		status = SW_OK;
	if (status != SW_OK)
		return param->right == RIGHT_ATTESTATION ? SW_SECURITY_STATUS : status;
	value = object_value(chip, object);
	if (!param->filled && !(param->right & RIGHTS_OVER_VALUE) &&
		(rbuf_left(&value) == 0 || object->flags & OBJECT_INCOMPLETE))
		return SW_CONDITIONS;
	return SW_OK;
}

static enum se05x_status check_crypto_object(
	const struct se050_call *call, const struct se050_param *param, const struct se050_object *object)
{
	if (!object || object->owner != call->user.id)
		return SW_CONDITIONS;
	return param->classes && !(param->classes >> object->class & 1) ? SW_CONDITIONS : SW_OK;
}

/* Commands that look at no value. */
static bool leaves_value(const struct se050_command *row)
{
	if (row->ins == INS_READ)
		return row->p2 == P2_TYPE || row->p2 == P2_SIZE;
	return row->ins == INS_MANAGE && (row->p2 == P2_EXIST || row->p2 == P2_DELETE_OBJECT);
}

/* A certificate that only its draft is there of is made now; nothing tells that it was not there all along. */
static enum se05x_status complete(
	struct se050 *chip, const struct se050_call *call, struct se050_object *object)
{
	if (!object || !factory_is_draft(object) || leaves_value(call->command))
		return SW_OK;
	return factory_make_certificate(chip, call->env->crypto, object) ? SW_OK : SW_FAILURE;
}

static enum se05x_status check_objects(struct se050 *chip, struct se050_call *call)
{
	const struct se050_command *row = call->command;
	enum se05x_status status = SW_OK;

	for (size_t i = 0; status == SW_OK && i < row->n_params; i++) {
		const struct se050_param *param = &row->params[i];

		if (!call->values[i].at)
			continue;
		switch (param->kind) {
		case PARAM_OBJECT:
			call->objects[i] = object_find(chip, number_of(call->values[i]));
			status = check_object(chip, call, param, call->objects[i]);
			if (status == SW_OK)
				status = complete(chip, call, call->objects[i]);
			break;
		case PARAM_ANY_ID:
			call->objects[i] = object_find(chip, number_of(call->values[i]));
			status = complete(chip, call, call->objects[i]);
			break;
		case PARAM_CRYPTO_OBJECT:
			call->objects[i] = crypto_object_find(chip, (uint16_t)number_of(call->values[i]));
			status = check_crypto_object(call, param, call->objects[i]);
			break;
		case PARAM_BYTES:
		case PARAM_NUMBER:
			break;
		}
	}
	return status;
}

/* Spends what running costs, before any secret is used: a power cut later buys no second try. */
static enum se05x_status consume(struct se050 *chip, struct se050_call *call)
{
	unsigned int consumes = call->command->consumes;
	bool spent = false;

	if (consumes & CONSUMES_ATTEMPT)
		spent |= session_spend_attempt(chip, call);
	if (consumes & CONSUMES_VELOCITY) {
		chip->nv.velocity--;
		spent = true;
	}
	return spent ? nv_commit(chip, call->env) : SW_OK;
}

static void give_back(struct se050 *chip, struct se050_call *call)
{
	unsigned int consumes = call->command->consumes;

	if (consumes & CONSUMES_ATTEMPT && !defect_planted(call->env, PLANT_SE_ATTEMPTS_KEPT))
		session_return_attempts(chip, call);
	if (consumes & CONSUMES_VELOCITY)
		chip->nv.velocity = SE050_VELOCITY;
}

static enum se05x_status run_row(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct se050_command *row = call->command;
	enum se05x_status status = row->run ? row->run(chip, call, out) : SW_CONDITIONS;

	if (status == SW_OK && wbuf_bad(out))
		status = SW_FAILURE;
	if (status == SW_OK && row->consumes)
		give_back(chip, call);
	if (status == SW_OK && (row->writes || row->consumes))
		status = nv_commit(chip, call->env);
	return status;
}

/*
 * All or nothing, RAM too: a store that fails takes back what a command did there (nv.c does it for the rest). What
 * PROCESS carries is a command of its own; the session's counters stay where the host has them.
 */
static enum se05x_status effect(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct se050_applet applet;
	struct se050_card card;
	enum se05x_status status;

	if (!call->env->store || call->command->ins == INS_PROCESS)
		return run_row(chip, call, out);
	applet = chip->applet;
	card = chip->card;
	status = run_row(chip, call, out);
	if (status == SW_FAILURE) {
		chip->applet = applet;
		chip->card = card;
		call->ends_session = call->plain_answer = false;
	}
	OPENSSL_cleanse(&applet, sizeof(applet));
	OPENSSL_cleanse(&card, sizeof(card));
	return status;
}

enum se05x_status se050_dispatch(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	enum se05x_status status = find_command(chip, call);
	enum se050_latency latency = status == SW_OK ? call->command->latency : LAT_LOOKUP;

	call->takes_ns += se050_latency_ns(latency, call->env->latency);
	if (status != SW_OK)
		return status;
	status = check_state(chip, call);
	if (status == SW_OK)
		status = parse(chip, call);
	if (status == SW_OK)
		status = check_objects(chip, call);
	if (status == SW_OK && call->command->check)
		status = call->command->check(chip, call);
	if (defect_planted(call->env, PLANT_SE_ATTEMPT_LATE) && call->command->consumes & CONSUMES_ATTEMPT) {
		if (status == SW_OK)
			status = effect(chip, call, out);
		if (status != SW_OK)
			(void)consume(chip, call);
	} else {
		if (status == SW_OK)
			status = consume(chip, call);
		if (status == SW_OK)
			status = effect(chip, call, out);
	}
	status = defect_status(call->env->defect, call->command, (uint16_t)status);
	if (status != SW_OK) {
		out->len = 0;
		out->bad = false;
	}
	return status;
}
