/* sim/se050/card.c: a command's way through the card: length, platform channel, table, protection of the answer. */
#include "card.h"
#include "defect.h"

#include <openssl/crypto.h>
#include <string.h>

#include "command050.h"
#include "object.h"
#include "rules.h"
#include "session.h"

enum {
	SELECT_BY_NAME = 0x04,
	AID_MIN = 5,
	TAG_CPLC = 0x9f7f,
	TAG_IDENTIFY = 0x00fe,
	TAG_IDENTIFICATION = 0xdf28,
	TAG_SELF_TEST = 0xdf4b,
	SELF_TEST = 0x0120,
	CARD_ANSWER_MAX = 128,
};

struct card_application {
	uint8_t aid[16];
	uint8_t aid_len;
	enum se050_application application;
};

static const struct card_application applications[] = {
	{ { 0xa0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00, 0x00 }, 8, APPLICATION_ISSUER_DOMAIN },
	{ { 0xd2, 0x76, 0x00, 0x00, 0x85, 0x30, 0x4a, 0x43, 0x4f, 0x90, 0x03 }, 11,
		APPLICATION_SUPPLEMENTARY_DOMAIN },
	{ { 0xa0, 0x00, 0x00, 0x03, 0x96, 0x54, 0x53, 0x00, 0x00, 0x00, 0x01, 0x03, 0x00, 0x00, 0x00, 0x00 },
		16, APPLICATION_IOT },
};

void card_reset(struct se050 *chip)
{
	memset(&chip->card, 0, sizeof(chip->card));
	memset(&chip->applet, 0, sizeof(chip->applet));
}

/* A shorter name selects the first application that begins with it (GP 11.9.2.3); none at all, the issuer's. */
static const struct card_application *application_of(struct rbuf aid)
{
	size_t len = rbuf_left(&aid);

	if (len == 0)
		return &applications[0];
	if (len < AID_MIN)
		return NULL;
	for (size_t i = 0; i < sizeof(applications) / sizeof(applications[0]); i++)
		if (len <= applications[i].aid_len && memcmp(applications[i].aid, aid.at, len) == 0)
			return &applications[i];
	return NULL;
}

bool card_is_applet(struct rbuf aid)
{
	const struct card_application *application = application_of(aid);

	return application && application->application == APPLICATION_IOT;
}

/* The applet answers its version bare (AN12413 4.4); a security domain its file control information. */
static void put_selected(
	const struct se050 *chip, const struct card_application *application, struct wbuf *answer)
{
	const struct se050_identity *identity = &chip->nv.identity;

	if (application->application == APPLICATION_IOT) {
		wbuf_put(answer, identity->version, sizeof(identity->version));
		wbuf_put(answer, identity->applet_config, sizeof(identity->applet_config));
		wbuf_put(answer, identity->secure_box, sizeof(identity->secure_box));
		return;
	}
	/* UNCERTAIN (SE05X-U-03): hosts take any; GP 11.9.3.1's least, with the largest command as A5's only entry. */
	tlv_head(answer, 0x6f, application->aid_len + 8u);
	tlv_put(answer, 0x84, application->aid, application->aid_len);
	tlv_head(answer, 0xa5, 4);
	tlv_put(answer, 0x9f65, "\xff", 1);
}

/* Whatever was selected before is deselected, the same application too; a name not found changes nothing. */
enum se05x_status card_select(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct card_application *application = application_of(call->apdu.data);

	if (!application)
		return SW_NOT_FOUND;
	card_reset(chip);
	chip->card.selected = application->application;
	if (application->application == APPLICATION_IOT)
		object_reserve_ram(chip);
	put_selected(chip, application, out);
	return SW_OK;
}

/* There is the basic logical channel and no other (evidence 2.1). */
enum se05x_status card_manage_channel(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	(void)chip;
	(void)call;
	(void)out;
	return SW_NO_CHANNEL;
}

static void put_identification(const struct se050_identity *identity, struct wbuf *answer)
{
	tlv_head(answer, 0xfe, 0x45);
	tlv_head(answer, TAG_IDENTIFICATION, 0x42);
	tlv_put(answer, 0x01, identity->configuration, sizeof(identity->configuration));
	tlv_put(answer, 0x02, identity->patch, sizeof(identity->patch));
	tlv_put(answer, 0x03, identity->build, sizeof(identity->build));
	tlv_put(answer, 0x05, &identity->fips, 1);
	tlv_put(answer, 0x07, &identity->pre_personalisation, 1);
	tlv_put(answer, 0x08, identity->rom, sizeof(identity->rom));
}

/* On a FIPS part: the power-on self-test once more (FIPS policy 4.1). A part that fails it says nothing any more. */
static bool asks_self_test(const struct se050_identity *identity, struct rbuf data)
{
	return identity->fips && rbuf_left(&data) == 4 && rbuf_be16(&data) == TAG_SELF_TEST &&
	       rbuf_be16(&data) == SELF_TEST;
}

static void put_self_test(struct wbuf *answer)
{
	tlv_head(answer, TAG_IDENTIFY, 4);
	wbuf_be16(answer, TAG_SELF_TEST);
	wbuf_be16(answer, SELF_TEST);
}

enum se05x_status card_get_data(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct se050_identity *identity = &chip->nv.identity;
	uint16_t tag = (uint16_t)(call->apdu.p1 << 8 | call->apdu.p2);
	struct rbuf data = call->apdu.data;

	if (tag == TAG_CPLC && rbuf_left(&data) == 0)
		tlv_put(out, TAG_CPLC, identity->cplc, sizeof(identity->cplc));
	else if (tag == TAG_IDENTIFY && asks_self_test(identity, data))
		put_self_test(out);
	else if (tag == TAG_IDENTIFY && rbuf_left(&data) == 2 && rbuf_be16(&data) == TAG_IDENTIFICATION)
		put_identification(identity, out);
	else
		return SW_NO_REFERENCE;
	return SW_OK;
}

/* SELECT and INITIALIZE UPDATE end a channel, so they come as they are; EXTERNAL AUTHENTICATE opens it. */
static bool goes_round_channel(const struct se050 *chip, const struct apdu *apdu)
{
	if (apdu->cla == CLA_ISO && apdu->ins == CARD_SELECT)
		return true;
	if (apdu->cla == CLA_PROPRIETARY && apdu->ins == GP_INITIALIZE_UPDATE)
		return true;
	return apdu->cla == (CLA_PROPRIETARY | CLA_SECURE) && apdu->ins == GP_EXTERNAL_AUTHENTICATE &&
	       chip->card.channel.state == SCP_INITIALISED;
}

/* At once, whatever becomes of the command that ends it (evidence 2.3). */
static void end_channel(struct se050_card *card)
{
	OPENSSL_cleanse(&card->channel, sizeof(card->channel));
	OPENSSL_cleanse(card->dek, sizeof(card->dek));
	card->dek_length = 0;
}

/* What the platform channel says of a command (evidence 2.3); scratch holds what it decrypts. */
static enum se05x_status unwrap(
	struct se050 *chip, struct chip_env *env, struct apdu *apdu, struct wbuf *scratch)
{
	struct scp03 *channel = &chip->card.channel;
	bool secure = apdu->cla & CLA_SECURE;
	enum se05x_status status;

	if (goes_round_channel(chip, apdu)) {
		if (apdu->ins == GP_INITIALIZE_UPDATE)
			end_channel(&chip->card);
		return SW_OK;
	}
	if (channel->state == SCP_INITIALISED)
		memset(channel, 0, sizeof(*channel));
	if (channel->state == SCP_ABORTED)
		return SW_SECURITY_STATUS;
	if (channel->state == SCP_NONE)
		return secure ? SW_CONDITIONS : SW_OK;
	if (channel->level == 0)
		return secure ? SW_SECURITY_STATUS : SW_OK;
	status = scp03_unwrap(env->crypto, channel, apdu, scratch);
	if (status == SW_OK && defect_planted(env, PLANT_SE_CHANNEL_COUNTER))
		channel->counter = 1;
	return status;
}

/* Classes: 80, and 00 for what ISO/IEC 7816-4 defines. 84 is left of EXTERNAL AUTHENTICATE alone. */
static bool class_fits(const struct se050_call *call)
{
	uint8_t ins = call->apdu.ins;

	if ((call->apdu.cla & ~CLA_SECURE) == CLA_PROPRIETARY)
		return true;
	if (call->apdu.cla != CLA_ISO)
		return false;
	return ins == CARD_SELECT || ins == CARD_MANAGE_CHANNEL ||
	       (ins == CARD_GET_DATA && call->place == IN_DOMAINS);
}

/* What the card manager says to a command that reaches it through the applet. */
static enum se05x_status run_for_applet(struct se050 *chip, struct se050_call *inner, struct wbuf *out)
{
	if (!class_fits(inner) || inner->apdu.cla & CLA_SECURE)
		return SW_NO_CLASS;
	if (inner->apdu.ins != CARD_GET_DATA)
		return SW_NO_INSTRUCTION;
	return se050_dispatch(chip, inner, out);
}

/* UNCERTAIN (SE05X-U-33): which of the card's commands may come so. Its answer is data, with its status. */
enum se05x_status card_manager(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct se050_call inner = { .env = call->env, .place = IN_DOMAINS };
	uint8_t bytes[CARD_ANSWER_MAX];
	struct wbuf answer = wbuf_to(bytes, sizeof(bytes));
	enum se05x_status status = SW_WRONG_LENGTH;

	if (apdu_parse(call_value(call, TAG_1), &inner.apdu))
		status = run_for_applet(chip, &inner, &answer);
	call->takes_ns += inner.takes_ns;
	wbuf_be16(&answer, (uint16_t)status);
	answer_bytes(out, TAG_1, bytes, answer.len);
	return SW_OK;
}

static enum se05x_status run(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	call->place = chip->card.selected == APPLICATION_IOT ? IN_APPLET : IN_DOMAINS;
	if (!class_fits(call))
		return SW_NO_CLASS;
	call->user.secured = session_secured(chip, NULL);
	return se050_dispatch(chip, call, out);
}

/* A channel that was open when the command came, and still is: not what the command itself opened. */
static enum se05x_status wrap(struct se050 *chip, struct chip_env *env, bool was_open,
	const struct wbuf *data, enum se05x_status status, struct wbuf *answer)
{
	const struct scp03 *channel = &chip->card.channel;

	if (was_open && channel->state == SCP_OPEN) {
		if (scp03_wrap(env->crypto, channel, data->at, data->len, status, answer) < 0)
			status = SW_FAILURE;
	} else {
		wbuf_put(answer, data->at, data->len);
	}
	if (wbuf_bad(answer))
		status = SW_FAILURE;
	if (status == SW_FAILURE) {
		answer->len = 0;
		answer->bad = false;
	}
	return status;
}

uint64_t card_run(struct se050 *chip, struct chip_env *env, struct rbuf command, struct wbuf *answer)
{
	struct se050_call call = { .env = env };
	uint8_t plain[SE050_COMMAND_MAX], data[SE050_DATA_MAX];
	struct wbuf scratch = wbuf_to(plain, sizeof(plain)), out = wbuf_to(data, sizeof(data));
	bool was_open = chip->card.channel.state == SCP_OPEN;
	enum se05x_status status = SW_WRONG_LENGTH;

	chip->power.commands++;
	chip->power.draws = 0;
	if (apdu_parse(command, &call.apdu) && rbuf_left(&call.apdu.data) <= se050_payload_max(chip))
		status = unwrap(chip, env, &call.apdu, &scratch);
	if (status == SW_OK)
		status = run(chip, &call, &out);
	status = wrap(chip, env, was_open, &out, status, answer);
	wbuf_be16(answer, (uint16_t)status);
	OPENSSL_cleanse(plain, scratch.len);
	OPENSSL_cleanse(data, out.len);
	return call.takes_ns;
}
