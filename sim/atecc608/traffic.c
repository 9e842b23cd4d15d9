/* sim/atecc608/traffic.c: what host and ATECC say to each other, a line a command. */
#include "traffic.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "crc.h"
#include "cursor.h"
#include "zones.h"

enum {
	FRAME = 3, /* count and CRC */
};

static const struct {
	uint8_t status;
	const char *text;
} statuses[] = {
	{ ATCA_SUCCESS, "success" },
	{ ATCA_MISCOMPARE, "miscompare" },
	{ ATCA_PARSE_ERROR, "parse error" },
	{ ATCA_ECC_FAULT, "ECC fault" },
	{ ATCA_SELF_TEST_ERROR, "self test failed" },
	{ ATCA_HEALTH_TEST_ERROR, "health test failed" },
	{ ATCA_EXECUTION_ERROR, "execution error" },
	{ ATCA_AFTER_WAKE, "awake" },
	{ ATCA_WATCHDOG, "watchdog about to expire" },
	{ ATCA_CRC_ERROR, "CRC or communication error" },
};

static void tell(
	const struct atecc_traffic *t, const struct traffic_listener *to, uint64_t time_ns, const char *text)
{
	to->line(to->context, time_ns, t->address, text);
}

/* "slot 4", "config 12 (4 bytes)" or the number. */
static void say_param2(struct line *line, const struct atecc_form *form, uint8_t param1, uint16_t param2)
{
	static const char *const zones[] = { "config", "OTP", "slot" };
	struct atecc_place place;

	switch (form ? form->param2.kind : PARAM2_ANY) {
	case PARAM2_SLOT:
		line_say(line, "slot %u", param2);
		break;
	case PARAM2_SLOT_LOW_4:
		line_say(line, "slot %u", param2 & 0x0f);
		break;
	case PARAM2_SLOT_OR_FFFF:
		if (param2 == 0xffff)
			line_say(line, "TempKey");
		else
			line_say(line, "slot %u", param2);
		break;
	case PARAM2_ADDRESS:
		if (!atecc_place(param1 & 0x03, param1 & 0x80, param2, &place)) {
			line_say(line, "no place %04x", param2);
			break;
		}
		line_say(line, "%s", zones[place.zone]);
		if (place.zone == ZONE_DATA)
			line_say(line, " %u", place.slot);
		line_say(line, " at %zu, %zu bytes", place.offset, place.len);
		break;
	default:
		line_say(line, "%04x", param2);
		break;
	}
}

/* Name, mode, parameters and data of a whole packet. */
static void say_command(struct line *line, const uint8_t *packet, size_t len)
{
	struct rbuf r = rbuf_from(packet, len);
	struct rbuf body;
	const struct atecc_command *command;
	const struct atecc_form *form = NULL;
	uint8_t opcode, param1;
	uint16_t param2, crc;

	rbuf_u8(&r);
	body = rbuf_take(&r, len - FRAME);
	crc = rbuf_le16(&r);
	opcode = rbuf_u8(&body);
	param1 = rbuf_u8(&body);
	param2 = rbuf_le16(&body);
	command = atecc_command_find(opcode, ON_ALL);
	if (command)
		form = atecc_form_find(command, param1, ON_ALL);
	if (command)
		line_say(line, "%-11s", command->name);
	else
		line_say(line, "opcode %02x  ", opcode);
	line_say(line, " %02x %-28s ", param1, form ? form->name : "(no such mode)");
	say_param2(line, form, param1, param2);
	if (rbuf_left(&body) > 0) {
		line_say(line, ", data ");
		line_hex(line, body);
	}
	if (crc != crc16_atca(packet, len - 2))
		line_say(line, " (bad CRC)");
}

static void say_answer(struct line *line, const uint8_t *answer, size_t len)
{
	struct rbuf r = rbuf_from(answer, len);
	struct rbuf body;

	rbuf_u8(&r);
	body = rbuf_take(&r, len - FRAME);
	if (rbuf_le16(&r) != crc16_atca(answer, len - 2)) {
		line_say(line, "an answer with a bad CRC: ");
		line_hex(line, rbuf_from(answer, len));
		return;
	}
	if (rbuf_left(&body) != 1) {
		line_hex(line, body);
		return;
	}
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		struct rbuf byte = body;

		if (statuses[i].status == rbuf_u8(&byte)) {
			line_say(line, "%02x %s", statuses[i].status, statuses[i].text);
			return;
		}
	}
	line_hex(line, body);
}

/* The line of the pending command: with its answer, or that there was none. */
static void finish(struct atecc_traffic *t, const struct traffic_listener *to, bool answered)
{
	struct line line = { .len = 0 };

	say_command(&line, t->command, t->command_len);
	if (answered && to->exchange)
		to->exchange(to->context, t->address, rbuf_from(t->command, t->command_len),
			rbuf_from(t->answer, t->answer_len));
	line_say(&line, " -> ");
	if (answered)
		say_answer(&line, t->answer, t->answer_len);
	else
		line_say(&line, "(answer not read)");
	tell(t, to, t->command_ns, line.text);
	t->pending = false;
}

/* Bytes of a command packet; false when they cannot be one. */
static bool take_packet(
	struct atecc_traffic *t, const struct traffic_listener *to, uint64_t time_ns, struct rbuf bytes)
{
	struct rbuf head = bytes;
	size_t count;

	if (rbuf_left(&bytes) == 0)
		return true;
	if (t->pending) {
		finish(t, to, false);
		t->command_len = 0;
	}
	count = t->command_len > 0 ? t->command[0] : rbuf_u8(&head);
	if (count < ATCA_PACKET_MIN || count > ATCA_PACKET_MAX)
		return false;
	if (t->command_len == 0)
		t->command_ns = time_ns;
	while (rbuf_left(&bytes) > 0 && t->command_len < count)
		t->command[t->command_len++] = rbuf_u8(&bytes);
	t->answer_len = 0;
	t->pending = t->command_len == count;
	t->met = true;
	return true;
}

static void leave_awake(
	struct atecc_traffic *t, const struct traffic_listener *to, uint64_t time_ns, const char *text)
{
	atecc_traffic_end(t, to);
	tell(t, to, time_ns, text);
	t->met = true;
}

bool atecc_traffic_write(struct atecc_traffic *t, const struct traffic_listener *to, uint64_t time_ns,
	const uint8_t *bytes, size_t len)
{
	struct rbuf r = rbuf_from(bytes, len);
	uint8_t word = rbuf_u8(&r);

	if (rbuf_bad(&r))
		return false;
	switch (word) {
	case ATCA_WORD_RESET:
		/* The answer from its start again; a command of which only a part was there is dropped. */
		t->answer_len = 0;
		if (!t->pending)
			t->command_len = 0;
		return t->met;
	case ATCA_WORD_SLEEP:
	case ATCA_WORD_IDLE:
		if (rbuf_left(&r) > 0)
			return false;
		leave_awake(t, to, time_ns, word == ATCA_WORD_SLEEP ? "sleep" : "idle");
		return true;
	case ATCA_WORD_COMMAND:
		return take_packet(t, to, time_ns, r);
	default:
		return false;
	}
}

bool atecc_traffic_read(struct atecc_traffic *t, const struct traffic_listener *to, uint64_t time_ns,
	const uint8_t *bytes, size_t len)
{
	static const uint8_t awake[] = { 0x04, 0x11, 0x33, 0x43 };
	struct rbuf r = rbuf_from(bytes, len);

	if (!t->pending) {
		if (len < sizeof(awake) || memcmp(bytes, awake, sizeof(awake)) != 0)
			return t->met;
		t->met = true;
		tell(t, to, time_ns, "awake");
		return true;
	}
	while (rbuf_left(&r) > 0 && (t->answer_len == 0 || t->answer_len < t->answer[0]))
		t->answer[t->answer_len++] = rbuf_u8(&r);
	if (t->answer[0] < ATCA_ANSWER_MIN || t->answer[0] == 0xff) {
		t->answer_len = 0; /* no answer begins so: the host will come again */
		return true;
	}
	if (t->answer_len == t->answer[0]) {
		finish(t, to, true);
		t->command_len = 0;
	}
	return true;
}

void atecc_traffic_end(struct atecc_traffic *t, const struct traffic_listener *to)
{
	if (t->pending)
		finish(t, to, false);
	t->command_len = t->answer_len = 0;
}
