/* sim/se050/card.c: the card manager: which application is selected, and what any of them answers. */
#include "card.h"

#include <string.h>

#include "apdu.h"
#include "latency050.h"
#include "se05x.h"
#include "tlv.h"

enum {
	SELECT_BY_NAME = 0x04,
	AID_MIN = 5,
	TAG_CPLC = 0x9f7f,
	TAG_IDENTIFY = 0x00fe,
	TAG_IDENTIFICATION = 0xdf28,
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
	/* UNCERTAIN: hosts take any; GP 11.9.3.1's least, with the largest command as A5's only entry. */
	tlv_head(answer, 0x6f, application->aid_len + 8u);
	tlv_put(answer, 0x84, application->aid, application->aid_len);
	tlv_head(answer, 0xa5, 4);
	tlv_put(answer, 0x9f65, "\xff", 1);
}

static enum se05x_status card_select(struct se050 *chip, const struct apdu *apdu, struct wbuf *answer)
{
	const struct card_application *application;

	if (apdu->p1 != SELECT_BY_NAME || apdu->p2 != 0)
		return SW_WRONG_P1_P2;
	application = application_of(apdu->data);
	if (!application)
		return SW_NOT_FOUND;
	card_reset(chip);
	chip->card.selected = application->application;
	put_selected(chip, application, answer);
	return SW_OK;
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

static enum se05x_status card_get_data(const struct se050 *chip, const struct apdu *apdu, struct wbuf *answer)
{
	uint16_t tag = (uint16_t)(apdu->p1 << 8 | apdu->p2);
	struct rbuf data = apdu->data;

	if (tag == TAG_CPLC && rbuf_left(&data) == 0) {
		tlv_put(answer, TAG_CPLC, chip->nv.identity.cplc, sizeof(chip->nv.identity.cplc));
		return SW_OK;
	}
	if (tag == TAG_IDENTIFY && rbuf_left(&data) == 2 && rbuf_be16(&data) == TAG_IDENTIFICATION) {
		put_identification(&chip->nv.identity, answer);
		return SW_OK;
	}
	return SW_NO_REFERENCE;
}

static enum se05x_status run(
	struct se050 *chip, struct chip_env *env, const struct apdu *apdu, struct wbuf *answer)
{
	(void)env;
	if (apdu->cla == CLA_ISO && apdu->ins == CARD_SELECT)
		return card_select(chip, apdu, answer);
	if (apdu->cla == CLA_ISO && apdu->ins == CARD_MANAGE_CHANNEL)
		return SW_NO_CHANNEL;
	if (chip->card.selected != APPLICATION_IOT && apdu->ins == CARD_GET_DATA)
		return card_get_data(chip, apdu, answer);
	return SW_NO_INSTRUCTION;
}

uint64_t card_run(struct se050 *chip, struct chip_env *env, struct rbuf command, struct wbuf *answer)
{
	enum se05x_status status = SW_WRONG_LENGTH;
	struct apdu apdu;

	if (apdu_parse(command, &apdu))
		status = run(chip, env, &apdu, answer);
	wbuf_be16(answer, (uint16_t)status);
	return se050_latency_ns(LAT_LOOKUP, env->latency);
}
