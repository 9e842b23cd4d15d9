/* sim/se050/apdu_text.c: commands and answers of an SE05x in words. */
#include "apdu_text.h"

#include "command050.h"
#include "se05x.h"

static const struct {
	uint16_t status;
	const char *text;
} statuses[] = {
	{ SW_CRYPTOGRAM_WRONG, "cryptogram wrong" },
	{ SW_WRONG_LENGTH, "wrong length" },
	{ SW_FAILURE, "failure" },
	{ SW_NO_CHANNEL, "logical channel not supported" },
	{ SW_SECURITY_STATUS, "security status not satisfied" },
	{ SW_BLOCKED, "blocked" },
	{ SW_DATA_INVALID, "data invalid" },
	{ SW_CONDITIONS, "conditions not satisfied" },
	{ SW_NOT_ALLOWED, "command not allowed" },
	{ SW_WRONG_DATA, "wrong data" },
	{ SW_NOT_FOUND, "not found" },
	{ SW_NO_MEMORY, "not enough memory" },
	{ SW_WRONG_P1_P2, "wrong P1 or P2" },
	{ SW_NO_REFERENCE, "referenced data not found" },
	{ SW_NO_INSTRUCTION, "instruction not supported" },
	{ SW_NO_CLASS, "class not supported" },
	{ SW_ALGORITHM_UNKNOWN, "algorithm not supported" },
	{ SW_KCV_WRONG, "key check value wrong" },
};

const struct se050_command *apdu_text_row(const struct apdu *apdu)
{
	for (size_t f = 0; f < se050_n_families; f++)
		for (size_t i = 0; i < se050_families[f]->n; i++) {
			const struct se050_command *row = &se050_families[f]->commands[i];

			if ((apdu->ins & ~row->ins_free) == row->ins &&
				(apdu->p1 & ~row->p1_free) == row->p1 &&
				(apdu->p2 & ~row->p2_free) == row->p2)
				return row;
		}
	return NULL;
}

static const char *name_of(const struct se050_command *row, uint16_t tag)
{
	for (size_t i = 0; i < row->n_params; i++)
		if (row->params[i].tag == tag)
			return row->params[i].name;
	return "unknown";
}

static void say_params(struct line *line, const struct se050_command *row, struct rbuf data)
{
	const char *before = " ";
	struct tlv tlv;

	while (rbuf_left(&data) > 0) {
		struct rbuf rest = data;

		line_say(line, "%s", before);
		if (!tlv_next(&data, &tlv)) {
			line_say(line, "no TLV ");
			line_hex(line, rest);
			return;
		}
		line_say(line, "%s%s%02x ", name_of(row, tlv.tag), row->n_params ? " " : " tag ", tlv.tag);
		line_hex(line, tlv.value);
		before = ", ";
	}
}

static void say_data(struct line *line, const struct se050_command *row, const struct apdu *apdu)
{
	struct rbuf data = apdu->data;

	if (rbuf_left(&data) == 0)
		return;
	if (row && row->n_params > 0) {
		say_params(line, row, data);
		return;
	}
	line_say(line, " ");
	line_hex(line, data);
}

/* A command that carries another, as TLVs 10 session id and 41 command. Returns false when it is none. */
static bool carried(struct rbuf data, struct rbuf *session, struct rbuf *command)
{
	struct tlv tlv;

	*session = *command = rbuf_from(NULL, 0);
	while (rbuf_left(&data) > 0 && tlv_next(&data, &tlv)) {
		if (tlv.tag == TAG_SESSION)
			*session = tlv.value;
		if (tlv.tag == TAG_1)
			*command = tlv.value;
	}
	return command->at;
}

/* Says a command, all but another that it carries; returns that one, empty when there is none. */
static struct rbuf say_one(struct line *line, struct rbuf command)
{
	const struct se050_command *row;
	struct rbuf session, inner = rbuf_from(NULL, 0);
	struct apdu apdu;

	if (!apdu_parse(command, &apdu)) {
		line_say(line, "no APDU ");
		line_hex(line, command);
		return inner;
	}
	row = apdu_text_row(&apdu);
	if (row)
		line_say(line, "%s", row->name);
	else
		line_say(line, "%02x %02x %02x %02x", apdu.cla, apdu.ins, apdu.p1, apdu.p2);
	/* Handshakes have class 84, and their data as it is. */
	if (apdu.cla & CLA_SECURE && apdu.ins != GP_EXTERNAL_AUTHENTICATE &&
		apdu.ins != GP_INTERNAL_AUTHENTICATE && apdu.ins != CARD_GET_DATA) {
		line_say(line, ", protected, %zu bytes", rbuf_left(&apdu.data));
		return inner;
	}
	if (apdu.ins == INS_PROCESS && carried(apdu.data, &session, &inner)) {
		line_say(line, " in session ");
		line_hex(line, session);
		line_say(line, ": ");
		return inner;
	}
	say_data(line, row, &apdu);
	return inner;
}

void apdu_text_command(struct line *line, struct rbuf command)
{
	enum { NESTED = 4 };

	for (int i = 0; i < NESTED && rbuf_left(&command) > 0; i++)
		command = say_one(line, command);
}

/* TLVs of one byte tags to the end, or else as bytes. */
static bool all_tlvs(struct rbuf data)
{
	struct tlv tlv;

	while (rbuf_left(&data) > 0)
		if (!tlv_next(&data, &tlv))
			return false;
	return true;
}

void apdu_text_answer(struct line *line, struct rbuf answer)
{
	size_t len = rbuf_left(&answer);
	struct rbuf data = rbuf_take(&answer, len < 2 ? len : len - 2);
	uint16_t status = rbuf_be16(&answer);
	struct tlv tlv;

	if (len < 2) {
		line_say(line, "no status ");
		line_hex(line, data);
		return;
	}
	if (!all_tlvs(data)) {
		line_hex(line, data);
		line_say(line, " ");
	} else {
		while (rbuf_left(&data) > 0 && tlv_next(&data, &tlv)) {
			line_say(line, "%02x ", tlv.tag);
			line_hex(line, tlv.value);
			line_say(line, " ");
		}
	}
	line_say(line, "%04x", status);
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
		if (statuses[i].status == status)
			line_say(line, " %s", statuses[i].text);
}
