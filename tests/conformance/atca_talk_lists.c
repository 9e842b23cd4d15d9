/* tests/conformance/atca_talk_lists.c: lines of a conversation that try all modes, lengths, parameters or opcodes but some. */
#include "atca_talk_lists.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { LIST_MAX = 112, LONGEST_DATA = 155 - 7 };

/* Numbers that may stand in a list: 20, 4-132. */
struct list {
	size_t from[LIST_MAX], to[LIST_MAX];
	size_t n;
};

static bool in_list(const struct list *list, size_t value)
{
	for (size_t i = 0; i < list->n; i++)
		if (value >= list->from[i] && value <= list->to[i])
			return true;
	return false;
}

/* bytes: of each hex number, 0 for decimal ones. */
static bool take_list(struct atca_talk *talk, struct atca_text *text, size_t bytes, struct list *list)
{
	list->n = 0;
	if (!atca_text_char(text, ':'))
		return atca_text_wrong(talk, text, "no : in front of a list");
	for (atca_text_skip(text); text->at < text->end; atca_text_skip(text)) {
		size_t *from = &list->from[list->n], *to = &list->to[list->n];

		if (list->n == LIST_MAX)
			return atca_text_wrong(talk, text, "too long a list");
		if (bytes == 0) {
			if (!atca_text_decimal(text, from))
				return atca_text_wrong(talk, text, "no number");
			*to = *from;
			if (atca_text_char(text, '-') && !atca_text_decimal(text, to))
				return atca_text_wrong(talk, text, "no number behind -");
		} else {
			struct atca_talk_bytes value = { .len = 0 };
			struct rbuf r;

			for (size_t i = 0; i < bytes; i++)
				if (!atca_text_hex(talk, text, &value))
					return false;
			r = rbuf_from(value.at, value.len);
			*from = bytes == 1 ? rbuf_u8(&r) : rbuf_le16(&r);
			*to = *from;
		}
		list->n++;
	}
	return true;
}

/* What such a command is, and that it is a parse error. */
static bool refused(struct atca_talk *talk, uint8_t opcode, uint8_t param1, uint16_t param2,
	const uint8_t *data, size_t len)
{
	struct atca_answer answer;
	int rc;

	if (atca_talk_wants_aes(talk, opcode, param1))
		return false;
	if (!talk->awake && !atca_talk_wake(talk))
		return false;
	rc = atca_host_command(&talk->c->atca, (enum atca_opcode)opcode, param1, param2, data, len, &answer);
	if (!talk->stays)
		(void)atca_talk_idle(talk);
	if (rc == 0 && answer.len == 1 && answer.status == ATCA_PARSE_ERROR)
		return true;
	if (rc < 0)
		conform_fail(talk->c, "%02x %02x %04x with %zu bytes: no answer: %s", opcode, param1, param2,
			len, strerror(-rc));
	else
		conform_fail(talk->c, "%02x %02x %04x with %zu bytes: %zu bytes, first %02x, instead of 03",
			opcode, param1, param2, len, answer.len, answer.data[0]);
	return false;
}

bool atca_talk_modes(struct atca_talk *talk, struct atca_text *text)
{
	struct atca_talk_bytes bytes = { .len = 0 };
	struct list list;
	struct rbuf r, data;
	uint8_t opcode;
	uint16_t param2;

	if (!atca_text_expression(talk, text, &bytes, 0) || !take_list(talk, text, 1, &list))
		return false;
	r = rbuf_from(bytes.at, bytes.len);
	opcode = rbuf_u8(&r);
	param2 = rbuf_le16(&r);
	data = rbuf_take(&r, rbuf_left(&r));
	for (unsigned int mode = 0; mode < 256; mode++)
		if (!in_list(&list, mode) &&
			!refused(talk, opcode, (uint8_t)mode, param2, data.at, rbuf_left(&data)))
			return false;
	return true;
}

bool atca_talk_lengths(struct atca_talk *talk, struct atca_text *text)
{
	struct atca_talk_bytes bytes = { .len = 0 };
	uint8_t data[LONGEST_DATA] = { 0 };
	struct list list;
	struct rbuf r;
	uint8_t opcode, param1;
	uint16_t param2;

	if (!atca_text_expression(talk, text, &bytes, 0) || !take_list(talk, text, 0, &list))
		return false;
	r = rbuf_from(bytes.at, bytes.len);
	opcode = rbuf_u8(&r);
	param1 = rbuf_u8(&r);
	param2 = rbuf_le16(&r);
	for (size_t len = 0; len <= sizeof(data); len++)
		if (!in_list(&list, len) && !refused(talk, opcode, param1, param2, data, len))
			return false;
	return true;
}

bool atca_talk_params(struct atca_talk *talk, struct atca_text *text)
{
	struct atca_talk_bytes bytes = { .len = 0 };
	struct list list;
	struct rbuf r, data;
	uint8_t opcode, param1;

	if (!atca_text_expression(talk, text, &bytes, 0) || !take_list(talk, text, 2, &list))
		return false;
	r = rbuf_from(bytes.at, bytes.len);
	opcode = rbuf_u8(&r);
	param1 = rbuf_u8(&r);
	data = rbuf_take(&r, rbuf_left(&r));
	for (unsigned int i = 0; i < 0x40 + 16; i++) {
		unsigned int param2 = i < 0x40 ? i : 1u << (i - 0x40);

		if (!in_list(&list, param2) &&
			!refused(talk, opcode, param1, (uint16_t)param2, data.at, rbuf_left(&data)))
			return false;
	}
	return in_list(&list, 0xffff) || refused(talk, opcode, param1, 0xffff, data.at, rbuf_left(&data));
}

bool atca_talk_opcodes(struct atca_talk *talk, struct atca_text *text)
{
	struct list list;

	if (!take_list(talk, text, 1, &list))
		return false;
	for (unsigned int opcode = 0; opcode < 256; opcode++)
		if (!in_list(&list, opcode) && !refused(talk, (uint8_t)opcode, 0, 0, NULL, 0))
			return false;
	return true;
}
