/* tests/conformance/atca_talk.c: a conversation with an ATECC as text, for its cases. */
#include "atca_talk.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "atca_compute.h"
#include "atca_suite.h"
#include "atca_talk_lists.h"
#include "atca_text.h"

enum {
	POLL_NS = 200000,  /* how exactly a command is timed */
	BUS_NS = 20000000, /* what its bytes may take on a slow bus */
	DARK_MS = 12000,   /* longer than a host has patience */
	GENERAL_CALL = 0,
	STATE = 0x02, /* Info */
	SEED_BITS = 0x03,
	AUTHORISED = 0x04,
	VALID = 0x80,
};

void atca_talk_set(struct atca_talk *talk, const char *name, const void *bytes, size_t len)
{
	struct atca_talk_variable *at = NULL;

	for (size_t i = 0; i < talk->n && !at; i++)
		if (strcmp(talk->variables[i].name, name) == 0)
			at = &talk->variables[i];
	if (!at && talk->n < ATCA_TALK_VARIABLES)
		at = &talk->variables[talk->n++];
	if (!at || len > ATCA_TALK_BYTES) {
		conform_fail(talk->c, "the script has too many variables");
		return;
	}
	snprintf(at->name, sizeof(at->name), "%s", name);
	if (bytes && len > 0)
		memcpy(at->value.at, bytes, len);
	at->value.len = len;
}

void atca_talk_begin(struct atca_talk *talk, struct conform *c)
{
	struct rbuf sn = rbuf_from(c->serial, c->serial_len);

	talk->c = c;
	talk->n = 0;
	talk->address = c->address;
	talk->awake = true;
	talk->stays = false;
	talk->knows_aes = false;
	atca_talk_set(talk, "sn", c->serial, c->serial_len);
	if (c->serial_len != 9)
		return;
	atca_talk_set(talk, "sn01", rbuf_take(&sn, 2).at, 2);
	atca_talk_set(talk, "sn23", rbuf_take(&sn, 2).at, 2);
	atca_talk_set(talk, "sn47", rbuf_take(&sn, 4).at, 4);
	atca_talk_set(talk, "sn8", rbuf_take(&sn, 1).at, 1);
}

/* What a line says of its answer. */
struct wanted {
	bool any_bytes; /* of this many */
	bool not ;
	bool either; /* a status: any of these bytes */
	size_t count;
	struct atca_talk_bytes bytes;
	char keep[ATCA_TALK_NAME];
};

static bool take_wanted(struct atca_talk *talk, struct atca_text *text, struct wanted *wanted)
{
	memset(wanted, 0, sizeof(*wanted));
	if (atca_text_char(text, '!'))
		wanted->not = true;
	else if (!atca_text_char(text, '='))
		return atca_text_wrong(talk, text, "no = ANSWER");
	atca_text_skip(text);
	if (text->at < text->end && *text->at == '?') {
		text->at++;
		wanted->any_bytes = true;
		if (!atca_text_decimal(text, &wanted->count))
			return atca_text_wrong(talk, text, "no number behind ?");
	} else if (!atca_text_expression(talk, text, &wanted->bytes, 0)) {
		return false;
	}
	while (atca_text_char(text, '|')) {
		wanted->either = true;
		if (!atca_text_expression(talk, text, &wanted->bytes, 0))
			return false;
	}
	if (atca_text_char(text, '>') && !atca_text_name(text, wanted->keep))
		return atca_text_wrong(talk, text, "no name");
	atca_text_skip(text);
	return text->at == text->end || atca_text_wrong(talk, text, "more than a line");
}

/* Whether the answer is what the line wants, or one of the statuses it may be. */
static bool fits_wanted(const struct wanted *wanted, const uint8_t *got, size_t got_len)
{
	if (wanted->any_bytes)
		return got_len == wanted->count;
	if (wanted->either)
		return got_len == 1 && memchr(wanted->bytes.at, *got, wanted->bytes.len);
	return got_len == wanted->bytes.len && memcmp(got, wanted->bytes.at, got_len) == 0;
}

static bool compare(struct atca_talk *talk, const char *line, int len, const struct wanted *wanted,
	const uint8_t *got, size_t got_len)
{
	char has[2 * ATCA_TEXT_SHOWN + 8], wants[2 * ATCA_TEXT_SHOWN + 8];
	bool same = fits_wanted(wanted, got, got_len);

	if (wanted->keep[0])
		atca_talk_set(talk, wanted->keep, got, got_len);
	if (same != wanted->not )
		return true;
	if (wanted->any_bytes)
		snprintf(wants, sizeof(wants), "%zu bytes", wanted->count);
	else
		atca_text_shown(wanted->bytes.at, wanted->bytes.len, wants);
	conform_fail(talk->c, "%.*s: %s%s expected, %zu bytes came: %s", len, line, wanted->not ? "not " : "",
		wants, got_len, atca_text_shown(got, got_len, has));
	return false;
}

static bool link_failed(struct atca_talk *talk, const char *what, int rc)
{
	if (rc < 0)
		conform_fail(talk->c, "%s: %s", what, strerror(-rc));
	return rc < 0;
}

bool atca_talk_wake(struct atca_talk *talk)
{
	struct atca_answer answer;
	int rc = atca_host_wake(&talk->c->atca, &answer);

	if (rc == 0 && answer.status != ATCA_AFTER_WAKE) {
		conform_fail(talk->c, "after the wake pulse it says %02x, not 11", answer.status);
		return false;
	}
	talk->awake = rc == 0;
	return !link_failed(talk, "wake", rc);
}

bool atca_talk_idle(struct atca_talk *talk)
{
	if (!talk->awake && !atca_talk_wake(talk))
		return false;
	talk->awake = false;
	return !link_failed(talk, "idle", atca_host_idle(&talk->c->atca));
}

static bool do_sleep(struct atca_talk *talk)
{
	if (!talk->awake && !atca_talk_wake(talk)) /* one that idles does not hear it */
		return false;
	talk->awake = false;
	return !link_failed(talk, "sleep", atca_host_sleep(&talk->c->atca));
}

/* A lot without AES says so by a parse error; cases that are about something else have no use for that. */
bool atca_talk_wants_aes(struct atca_talk *talk, uint8_t opcode, uint8_t param1)
{
	bool aes = opcode == ATCA_AES || (opcode == ATCA_KDF && (param1 & 0x60) == 0x20);

	if (!aes || talk->c->conditions & NEED_AES || talk->knows_aes)
		return false;
	conform_skip(talk->c, "this lot has no AES");
	return true;
}

/* One command and its answer. */
static bool say(struct atca_talk *talk, const char *line, int len, const struct atca_talk_bytes *command,
	const struct wanted *wanted)
{
	struct rbuf r = rbuf_from(command->at, command->len), data;
	uint8_t opcode = rbuf_u8(&r), param1 = rbuf_u8(&r);
	uint16_t param2 = rbuf_le16(&r);
	struct atca_answer answer;
	int rc;

	if (rbuf_bad(&r)) {
		conform_fail(talk->c, "the script is wrong: no command: %.*s", len, line);
		return false;
	}
	if (atca_talk_wants_aes(talk, opcode, param1))
		return false;
	data = rbuf_take(&r, rbuf_left(&r));
	if (!talk->awake && !atca_talk_wake(talk))
		return false;
	rc = atca_host_command(
		&talk->c->atca, (enum atca_opcode)opcode, param1, param2, data.at, rbuf_left(&data), &answer);
	if (rc < 0) {
		conform_fail(talk->c, "%.*s: no answer: %s", len, line, strerror(-rc));
		return false;
	}
	if (!talk->stays)
		(void)atca_talk_idle(talk);
	return compare(talk, line, len, wanted, answer.data, answer.len);
}

/* The same, and how long it took, from the end of the command's write to the first read that is acknowledged. */
static bool do_within(struct atca_talk *talk, struct atca_text *text, const char *line, int len)
{
	struct atca_talk_bytes command = { .len = 0 };
	const uint64_t poll_ns = talk->c->atca.poll_ns;
	struct wanted wanted;
	uint64_t began, took;
	size_t ms;
	bool good;

	if (!atca_text_decimal(text, &ms) || !atca_text_expression(talk, text, &command, 0) ||
		!take_wanted(talk, text, &wanted))
		return false;
	if (!talk->awake && !atca_talk_wake(talk))
		return false;
	talk->c->atca.poll_ns = POLL_NS;
	began = talk->c->link->now_ns;
	good = say(talk, line, len, &command, &wanted);
	talk->c->atca.poll_ns = poll_ns;
	took = talk->c->link->now_ns - began;
	if (good && took > ms * 1000000 + BUS_NS)
		conform_fail(talk->c, "%.*s: it took %.1f ms", len, line, (double)took / 1e6);
	return good && conform_well(talk->c);
}

static bool word_is(struct atca_text *text, const char *word)
{
	size_t len = strlen(word);

	atca_text_skip(text);
	if ((size_t)(text->end - text->at) < len || strncmp(text->at, word, len) != 0 ||
		((size_t)(text->end - text->at) > len && !isspace((unsigned char)text->at[len])))
		return false;
	text->at += len;
	return true;
}

static bool do_power(struct atca_talk *talk)
{
	int rc = link_act(talk->c->link, LINK_POWER_OFF, talk->c->address);

	if (rc == 0)
		rc = link_act(talk->c->link, LINK_POWER_ON, talk->c->address);
	talk->awake = false;
	return !link_failed(talk, "power", rc);
}

/* A command in whose write of the memory power goes away: it is not answered. */
static bool do_cut(struct atca_talk *talk, struct atca_text *text, bool late, const char *line, int len)
{
	struct atca_talk_bytes command = { .len = 0 };
	struct atca_answer answer;
	struct rbuf r, data;
	uint8_t opcode, param1;
	uint16_t param2;
	struct why why;
	char script[64];
	size_t store;
	int rc;

	if (!atca_text_decimal(text, &store) || !atca_text_expression(talk, text, &command, 0))
		return atca_text_wrong(talk, text, "no number of a write and command");
	r = rbuf_from(command.at, command.len);
	opcode = rbuf_u8(&r);
	param1 = rbuf_u8(&r);
	param2 = rbuf_le16(&r);
	data = rbuf_take(&r, rbuf_left(&r));
	if (!talk->awake && !atca_talk_wake(talk))
		return false;
	snprintf(script, sizeof(script), "brownout store=%zu late=%d us=%u", store, late, DARK_MS * 1000u);
	if (link_failed(talk, "a fault", link_fault(talk->c->link, script, &why)))
		return false;
	rc = atca_host_command(
		&talk->c->atca, (enum atca_opcode)opcode, param1, param2, data.at, rbuf_left(&data), &answer);
	if (link_failed(talk, "a fault", link_fault(talk->c->link, "", &why)))
		return false;
	if (rc == 0)
		conform_fail(talk->c, "%.*s: answered %02x before it was written", len, line, answer.data[0]);
	talk->awake = false;
	return rc < 0 && !link_failed(talk, "waiting", link_wait(talk->c->link, DARK_MS * UINT64_C(1000000)));
}

static bool do_send(struct atca_talk *talk, struct atca_text *text)
{
	struct atca_talk_bytes bytes = { .len = 0 };

	if (!atca_text_expression(talk, text, &bytes, 0))
		return false;
	return !link_failed(talk, "a write", link_write(talk->c->link, talk->address, bytes.at, bytes.len));
}

static bool do_unheard(struct atca_talk *talk, struct atca_text *text)
{
	struct atca_talk_bytes bytes = { .len = 0 };
	int rc;

	if (!atca_text_expression(talk, text, &bytes, 0))
		return false;
	rc = link_write(talk->c->link, talk->address, bytes.at, bytes.len);
	if (rc == 0)
		conform_fail(talk->c, "it acknowledges a write of %zu bytes", bytes.len);
	else if (rc != -ENXIO)
		link_failed(talk, "a write", rc);
	return rc == -ENXIO;
}

/* An address: two hex digits. */
static bool take_address(struct atca_talk *talk, struct atca_text *text, uint16_t *address)
{
	struct atca_talk_bytes byte = { .len = 0 };
	struct rbuf r;

	atca_text_skip(text);
	if (!atca_text_hex(talk, text, &byte))
		return false;
	r = rbuf_from(byte.at, byte.len);
	*address = rbuf_u8(&r);
	return true;
}

static bool do_pulse(struct atca_talk *talk, struct atca_text *text)
{
	struct atca_talk_bytes bytes = { .len = 0 };
	uint16_t address;
	int rc;

	if (!take_address(talk, text, &address) || !atca_text_expression(talk, text, &bytes, 0))
		return false;
	rc = link_write(talk->c->link, address, bytes.at, bytes.len);
	if (address == GENERAL_CALL)
		talk->awake = true;
	return rc == 0 || rc == -ENXIO || rc == -EIO || !link_failed(talk, "a write", rc);
}

static bool do_at(struct atca_talk *talk, struct atca_text *text)
{
	if (!take_address(talk, text, &talk->address))
		return false;
	talk->c->atca.address = talk->address;
	return true;
}

static bool do_read(struct atca_talk *talk, struct atca_text *text, const char *line, int len)
{
	struct wanted wanted;
	uint8_t bytes[256];
	size_t n;

	if (!atca_text_decimal(text, &n) || n > sizeof(bytes))
		return atca_text_wrong(talk, text, "no number of bytes");
	if (!take_wanted(talk, text, &wanted))
		return false;
	if (link_failed(talk, "a read", link_read(talk->c->link, talk->address, bytes, n)))
		return false;
	return compare(talk, line, len, &wanted, bytes, n);
}

static bool do_silent(struct atca_talk *talk)
{
	uint8_t byte;
	int rc = link_read(talk->c->link, talk->address, &byte, 1);

	if (rc == 0)
		conform_fail(talk->c, "it acknowledges a read, and sends %02x", byte);
	return rc == -ENXIO || (rc < 0 && link_failed(talk, "a read", rc) && false);
}

static bool do_ask(struct atca_talk *talk, struct atca_text *text, const char *line, int len)
{
	struct atca_answer answer;
	struct wanted wanted;

	if (!take_wanted(talk, text, &wanted))
		return false;
	if (link_failed(talk, "the answer", atca_host_receive(&talk->c->atca, &answer)))
		return false;
	return compare(talk, line, len, &wanted, answer.data, answer.len);
}

/* TempKey's flags, and its Valid and the authorisation: of the second byte bits 1 and 0 are the 508A's own matter. */
static bool do_state(struct atca_talk *talk, struct atca_text *text)
{
	struct atca_talk_bytes wanted = { .len = 0 };
	struct atca_answer answer;
	struct rbuf want, got;
	uint8_t flags, valid;
	int rc;

	if (!atca_text_expression(talk, text, &wanted, 0) || wanted.len != 2)
		return atca_text_wrong(talk, text, "no two bytes");
	if (!talk->awake && !atca_talk_wake(talk))
		return false;
	rc = atca_host_command(&talk->c->atca, ATCA_INFO, STATE, 0, NULL, 0, &answer);
	if (link_failed(talk, "Info", rc))
		return false;
	if (!talk->stays)
		(void)atca_talk_idle(talk);
	want = rbuf_from(wanted.at, wanted.len);
	got = rbuf_from(answer.data, answer.len);
	flags = rbuf_u8(&got);
	valid = rbuf_u8(&got) & (uint8_t)~SEED_BITS;
	if (!(valid & AUTHORISED))
		valid &= VALID; /* the number of no key */
	if (answer.len == 4 && flags == rbuf_u8(&want) && valid == rbuf_u8(&want))
		return true;
	conform_fail(talk->c, "Info State says %02x%02x in %zu bytes, not %02x%02x", flags, valid, answer.len,
		wanted.at[0], wanted.at[1]);
	return false;
}

static bool do_let(struct atca_talk *talk, struct atca_text *text)
{
	struct atca_talk_bytes value = { .len = 0 };
	char name[ATCA_TALK_NAME];

	if (!atca_text_name(text, name) || !atca_text_expression(talk, text, &value, 0))
		return atca_text_wrong(talk, text, "no variable");
	atca_talk_set(talk, name, value.at, value.len);
	return true;
}

static bool do_same(struct atca_talk *talk, struct atca_text *text, bool same)
{
	struct atca_talk_bytes a = { .len = 0 }, b = { .len = 0 };
	char first[2 * ATCA_TEXT_SHOWN + 8], second[2 * ATCA_TEXT_SHOWN + 8];

	if (!atca_text_expression(talk, text, &a, 0) || !atca_text_char(text, ':') ||
		!atca_text_expression(talk, text, &b, 0))
		return atca_text_wrong(talk, text, "no two expressions");
	if ((a.len == b.len && memcmp(a.at, b.at, a.len) == 0) == same)
		return true;
	conform_fail(talk->c, same ? "%s and %s should be the same" : "%s and %s should differ",
		atca_text_shown(a.at, a.len, first), atca_text_shown(b.at, b.len, second));
	return false;
}

static bool do_signed(struct atca_talk *talk, struct atca_text *text, bool wanted)
{
	struct atca_talk_bytes parts[3] = { { .len = 0 } };
	bool good = false;

	for (size_t i = 0; i < 3; i++)
		if ((i > 0 && !atca_text_char(text, ':')) || !atca_text_expression(talk, text, &parts[i], 0))
			return atca_text_wrong(talk, text, "no POINT : DIGEST : SIGNATURE");
	if (parts[0].len != 64 || parts[1].len != 32 || parts[2].len != 64)
		return atca_text_wrong(talk, text, "other lengths than 64, 32, 64");
	if (compute_verify(parts[0].at, parts[1].at, parts[2].at, &good) < 0) {
		conform_fail(talk->c, "the public key is no point of P-256");
		return false;
	}
	if (good != wanted)
		conform_fail(talk->c, wanted ? "the signature does not verify" : "the signature verifies");
	return good == wanted;
}

static bool do_wait(struct atca_talk *talk, struct atca_text *text)
{
	size_t us;

	if (!atca_text_decimal(text, &us))
		return atca_text_wrong(talk, text, "no microseconds");
	return !link_failed(talk, "waiting", link_wait(talk->c->link, us * 1000));
}

static bool run_line(struct atca_talk *talk, const char *line, size_t len)
{
	struct atca_text text = { line, line + len };
	struct atca_talk_bytes command = { .len = 0 };
	struct wanted wanted;

	atca_text_skip(&text);
	if (text.at == text.end)
		return true;
	if (word_is(&text, "let"))
		return do_let(talk, &text);
	if (word_is(&text, "state"))
		return do_state(talk, &text);
	if (word_is(&text, "same"))
		return do_same(talk, &text, true);
	if (word_is(&text, "differ"))
		return do_same(talk, &text, false);
	if (word_is(&text, "signed"))
		return do_signed(talk, &text, true);
	if (word_is(&text, "unsigned"))
		return do_signed(talk, &text, false);
	if (word_is(&text, "wake"))
		return atca_talk_wake(talk);
	if (word_is(&text, "idle"))
		return atca_talk_idle(talk);
	if (word_is(&text, "stay"))
		return talk->stays = true;
	if (word_is(&text, "sleep"))
		return do_sleep(talk);
	if (word_is(&text, "asleep"))
		return !(talk->awake = false);
	if (word_is(&text, "pulse"))
		return do_pulse(talk, &text);
	if (word_is(&text, "unheard"))
		return do_unheard(talk, &text);
	if (word_is(&text, "at"))
		return do_at(talk, &text);
	if (word_is(&text, "within"))
		return do_within(talk, &text, line, (int)len);
	if (word_is(&text, "opcodes"))
		return atca_talk_opcodes(talk, &text);
	if (word_is(&text, "wait"))
		return do_wait(talk, &text);
	if (word_is(&text, "power"))
		return do_power(talk);
	if (word_is(&text, "send"))
		return do_send(talk, &text);
	if (word_is(&text, "read"))
		return do_read(talk, &text, line, (int)len);
	if (word_is(&text, "silent"))
		return do_silent(talk);
	if (word_is(&text, "modes"))
		return atca_talk_modes(talk, &text);
	if (word_is(&text, "lengths"))
		return atca_talk_lengths(talk, &text);
	if (word_is(&text, "params"))
		return atca_talk_params(talk, &text);
	if (word_is(&text, "cut"))
		return do_cut(talk, &text, false, line, (int)len);
	if (word_is(&text, "cutlate"))
		return do_cut(talk, &text, true, line, (int)len);
	if (word_is(&text, "ask"))
		return do_ask(talk, &text, line, (int)len);
	if (!atca_text_expression(talk, &text, &command, 0) || !take_wanted(talk, &text, &wanted))
		return false;
	return say(talk, line, (int)len, &command, &wanted);
}

bool atca_talk_run(struct atca_talk *talk, const char *script)
{
	while (*script) {
		size_t len = strcspn(script, ";\n");

		if (!run_line(talk, script, len))
			return false;
		script += len;
		if (*script)
			script++;
	}
	return conform_well(talk->c);
}

void atca_talk_case(struct conform *c, const struct conform_case *self)
{
	struct atca_talk *talk = calloc(1, sizeof(*talk));

	if (!talk) {
		conform_fail(c, "no memory");
		return;
	}
	atca_talk_begin(talk, c);
	talk->knows_aes = self->needs & NEED_NO_AES;
	atca_suite_variables(talk, self->phase);
	if (conform_well(c))
		(void)atca_talk_run(talk, self->data);
	free(talk);
}
