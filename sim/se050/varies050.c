/* sim/se050/varies050.c: which bytes of an SE05x's answers are random or the part's own. */
#include "varies050.h"

#include <string.h>

#include "apdu_text.h"
#include "command050.h"
#include "se05x.h"

enum {
	/* Objects from here on come with the part: its keys, its certificates (AN12436). */
	ID_PROVISIONED = 0xf0,
	ID_RESERVED = 0x7fff02, /* the unique id, keys of the part */
};

/* What a command's answer sets off. */
enum begins {
	NOTHING,
	CHANNEL,
	SESSION,
	SEALED,
	VECTOR,
	VECTOR_GOES_ON,
	CARD,
};

/* By the start of a row's name, the first that fits. */
static const struct rule {
	const char *name;
	const char *reason; /* why its answer varies; NULL: it does not */
	enum begins begins;
	bool of_card; /* wants what a MIFARE DESFire card answered to the chip's challenge */
} rules[] = {
	{ .name = "GetRandom", .reason = "random" },
	{ .name = "TLSGenerateRandom", .reason = "random" },
	{ .name = "GetTimestamp", .reason = "the part's own time" },
	{ .name = "INITIALIZE UPDATE", .reason = "a challenge", .begins = CHANNEL },
	{ .name = "SCPInitializeUpdate", .reason = "a challenge", .begins = CHANNEL },
	{ .name = "ECKeySessionGetECKAPublicKey", .reason = "the part's own key", .begins = CHANNEL },
	{ .name = "ECKeySessionInternalAuthenticate", .reason = "agreed keys", .begins = CHANNEL },
	{ .name = "CreateSession", .reason = "a session's number", .begins = SESSION },
	{ .name = "ExportObject", .reason = "encrypted for the part", .begins = SEALED },
	{ .name = "Sign", .reason = "a signature" },
	{ .name = "RSAEncrypt", .reason = "random padding" },
	{ .name = "DFAuthenticateFirstPart1", .reason = "a challenge", .begins = CARD },
	{ .name = "DFAuthenticateNonFirstPart1", .reason = "a challenge", .begins = CARD, .of_card = true },
	{ .name = "DFAuthenticate", .of_card = true },
	{ .name = "DFDumpSessionKeys", .reason = "session keys", .of_card = true },
	{ .name = "DFChangeKey", .reason = "under session keys", .of_card = true },
	{ .name = "AEADUpdate", .reason = "an initial vector of the chip's", .begins = VECTOR_GOES_ON },
	{ .name = "AEADFinal", .reason = "an initial vector of the chip's", .begins = VECTOR_GOES_ON },
	{ .name = "AEAD", .reason = "an initial vector of the chip's", .begins = VECTOR },
	{ .name = "GET DATA", .reason = "the part's own numbers" },
	{ .name = "SendCardManagerCmd", .reason = "the part's own numbers" },
};

static const struct rule *rule_of(const struct se050_command *row)
{
	for (size_t i = 0; row && i < sizeof(rules) / sizeof(rules[0]); i++)
		if (strncmp(row->name, rules[i].name, strlen(rules[i].name)) == 0)
			return &rules[i];
	return NULL;
}

static bool value_of(struct rbuf data, uint16_t tag, struct rbuf *value)
{
	struct tlv tlv;

	while (rbuf_left(&data) > 0 && tlv_next(&data, &tlv))
		if (tlv.tag == tag) {
			*value = tlv.value;
			return true;
		}
	return false;
}

/* A command as it is, or the one that PROCESS carries. */
static bool command_of(struct rbuf bytes, struct apdu *apdu, bool *in_session)
{
	struct rbuf inner;

	*in_session = false;
	if (!apdu_parse(bytes, apdu))
		return false;
	if (apdu->cla & CLA_SECURE || apdu->ins != INS_PROCESS || !value_of(apdu->data, TAG_1, &inner))
		return true;
	*in_session = true;
	return apdu_parse(inner, apdu);
}

static bool is_made_by_chip(const struct se050_varies *state, uint32_t id)
{
	if (id >> 24 >= ID_PROVISIONED || id >> 8 == ID_RESERVED)
		return true;
	for (size_t i = 0; i < state->n; i++)
		if (state->objects[i] == id)
			return true;
	return false;
}

/* Whether it works with an object that the chip made: by the row's parameters that name objects. */
static bool uses_made(
	const struct se050_varies *state, const struct se050_command *row, const struct apdu *apdu)
{
	for (size_t i = 0; row && i < row->n_params; i++) {
		struct rbuf value;

		if (row->params[i].kind == PARAM_OBJECT && value_of(apdu->data, row->params[i].tag, &value) &&
			rbuf_left(&value) == 4 && is_made_by_chip(state, rbuf_be32(&value)))
			return true;
	}
	return false;
}

/* Attested answers: time, unique id, signature; the tags changed with 7.2 (AN12413 4.3.22; attest.c has the order). */
static void attested(struct varies *v, struct rbuf answer)
{
	static const uint16_t before_7_2[] = { TAG_3, TAG_5, TAG_6, 0 };
	static const uint16_t since_7_2[] = { TAG_2, TAG_TIMESTAMP, TAG_SIGNATURE, 0 };
	size_t len = rbuf_left(&answer);
	struct rbuf data = rbuf_take(&answer, len < 2 ? 0 : len - 2), rest = data, value;
	const uint16_t *tags = value_of(data, TAG_SIGNATURE, &value) ? since_7_2 : before_7_2;
	struct tlv tlv;

	v->reason = "time, unique id and signature";
	v->length = true; /* a signature may be a byte longer or shorter */
	while (rbuf_left(&rest) > 0) {
		size_t from = rbuf_left(&data) - rbuf_left(&rest), to;

		if (!tlv_next(&rest, &tlv))
			return;
		to = rbuf_left(&data) - rbuf_left(&rest);
		for (const uint16_t *tag = tags; *tag; tag++)
			if (*tag == tlv.tag)
				varies_add(v, from, to);
	}
}

/* Of AEAD: two bytes of vector are how long a one the chip has to make. */
static bool makes_vector(const struct apdu *apdu)
{
	struct rbuf vector;

	return value_of(apdu->data, TAG_5, &vector) && rbuf_left(&vector) == 2;
}

/* Whether a rule holds for this command. */
static bool holds(const struct se050_varies *state, const struct rule *rule, const struct apdu *apdu)
{
	if (rule->begins == VECTOR)
		return makes_vector(apdu);
	return rule->begins != VECTOR_GOES_ON || state->vector;
}

struct varies se050_varies(const struct se050_varies *state, struct rbuf command, struct rbuf answer)
{
	struct varies v = { .n = 0 };
	const struct se050_command *row;
	const struct rule *rule;
	struct apdu apdu;
	bool in_session;

	if (!command_of(command, &apdu, &in_session))
		return v;
	if (state->channel && (apdu.cla & CLA_SECURE || apdu.ins == GP_EXTERNAL_AUTHENTICATE ||
				      apdu.ins == GP_INTERNAL_AUTHENTICATE))
		v.cannot = "SCP03: the host made it from the chip's challenge, which is another one now";
	else if (state->session && in_session)
		v.cannot = "the chip chose another number for the session in which the host says it";
	else if (state->sealed && apdu.ins == INS_WRITE && apdu.p2 == P2_IMPORT)
		v.cannot =
			"the host gives back an object that the chip exported, and that is another one now";
	row = apdu_text_row(&apdu);
	if (state->keys && row && strcmp(row->name, "RSADecrypt") == 0 && uses_made(state, row, &apdu))
		v.cannot = "the host encrypted it for a key that the chip made, which is another one now";
	rule = rule_of(row);
	if (state->card && rule && rule->of_card)
		v.cannot = "a card answered the chip's challenge, which is another one now";
	if (rule && rule->reason && holds(state, rule, &apdu)) {
		v.whole = v.length = true;
		v.reason = rule->reason;
	} else if (apdu.cla & CLA_SECURE && apdu.ins & INS_ATTEST) {
		v.whole = v.length = true;
		v.reason = "time, unique id and signature";
	} else if (apdu.ins & INS_ATTEST && (apdu.ins & 0x1f) == INS_READ) {
		struct rbuf id;

		attested(&v, answer);
		/* The key that attests comes with the part always: what it attests counts. */
		v.whole = value_of(apdu.data, TAG_1, &id) && rbuf_left(&id) == 4 &&
			  is_made_by_chip(state, rbuf_be32(&id));
	} else if (uses_made(state, row, &apdu) && !(row && strncmp(row->name, "Read", 4) == 0 &&
							   strncmp(row->name, "ReadObject", 10) != 0)) {
		v.whole = v.length = true;
		v.reason = "of an object that the chip made";
	}
	return v;
}

/* A key pair without a value is made by the chip; one that is given is the host's again. */
static void written(struct se050_varies *state, const struct apdu *apdu)
{
	struct rbuf id, value;
	bool made = (apdu->ins & 0x1f) == INS_WRITE && (apdu->p1 & P1_PAIR) == P1_PAIR;
	uint32_t number;

	if (!value_of(apdu->data, TAG_1, &id) || rbuf_left(&id) != 4)
		return;
	number = rbuf_be32(&id);
	for (int tag = TAG_3; tag <= TAG_10; tag++)
		made = made && !value_of(apdu->data, (uint16_t)tag, &value);
	if (made && !is_made_by_chip(state, number) && state->n < SE050_VARIES_OBJECTS)
		state->objects[state->n++] = number;
	for (size_t i = 0; !made && i < state->n; i++)
		if (state->objects[i] == number)
			state->objects[i] = state->objects[--state->n];
}

void se050_varied(struct se050_varies *state, struct rbuf command, bool differed)
{
	const struct rule *rule;
	struct apdu apdu;
	bool in_session;

	if (!command_of(command, &apdu, &in_session) || apdu.cla & CLA_SECURE)
		return;
	rule = rule_of(apdu_text_row(&apdu));
	if (differed && uses_made(state, apdu_text_row(&apdu), &apdu))
		state->keys = true;
	if (rule && rule->begins == CHANNEL)
		state->channel = differed;
	if (rule && rule->begins == SESSION)
		state->session = differed;
	if (rule && rule->begins == VECTOR)
		state->vector = makes_vector(&apdu);
	if (rule && rule->begins == CARD)
		state->card = differed;
	if (rule && rule->begins == SEALED)
		state->sealed |= differed;
	if ((apdu.ins & 0x1f) == INS_WRITE)
		written(state, &apdu);
}
