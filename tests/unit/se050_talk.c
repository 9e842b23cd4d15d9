/* tests/unit/se050_talk.c: conversations with an SE05x as scripts. */
#include "se050_talk.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "command050.h"
#include "se050_eckey.h"
#include "se050_host.h"
#include "se050_make.h"
#include "se050_poke.h"
#include "why.h"

enum {
	LINE_MAX_LEN = 4000,
	PROCESS = 0x05,
	EXTERNAL_KEY = 7,
	EXTERNAL_OWN_KEY = 0x7fff0202,
};

void talk_begin(struct talk *talk, struct se050_fixture *f)
{
	memset(talk, 0, sizeof(*talk));
	talk->f = f;
	talk->in = TALK_OUTSIDE;
	talk->as = -1;
	make_variables(&talk->variables);
}

static const struct se050_command *match(const struct se050 *chip, const uint8_t *header)
{
	for (size_t f = 0; f < se050_n_families; f++)
		for (size_t i = 0; i < se050_families[f]->n; i++) {
			const struct se050_command *row = &se050_families[f]->commands[i];

			if (se050_knows(row, se050_version(chip)) &&
				(header[1] & ~row->ins_free) == row->ins &&
				(header[2] & ~row->p1_free) == row->p1 &&
				(header[3] & ~row->p2_free) == row->p2)
				return row;
		}
	return NULL;
}

bool talk_unsupported(const struct talk *talk, const struct text_command *command)
{
	const struct se050_command *row = match(talk->f->chip, command->header);

	return row && !row->run;
}

/* Protects a command with `host`, as talk says. Returns its new length. */
static size_t protect(
	struct talk *talk, struct scp03_host *host, const uint8_t *apdu, size_t len, uint8_t *out, size_t cap)
{
	struct wbuf w = wbuf_to(out, cap);
	uint8_t level = host->level;
	struct apdu parsed;

	if (!apdu_parse(rbuf_from(apdu, len), &parsed)) {
		wbuf_put(&w, apdu, len);
		return w.len;
	}
	if (talk->as >= 0)
		host->level = (uint8_t)talk->as;
	assert_int_equal(scp03_host_wrap(host, &parsed, &w), 0);
	host->level = level;
	if (talk->wrong_mac)
		out[w.len - 1] ^= 1;
	talk->wrong_mac = false;
	return w.len;
}

/* Takes an answer's protection off, in place. Returns its length, 0 when it is none of this channel. */
static size_t unprotect(struct scp03_host *host, uint8_t *answer, size_t len)
{
	uint8_t plain[TEXT_APDU_MAX];
	struct wbuf out = wbuf_to(plain, sizeof(plain));
	uint16_t status;

	if (scp03_host_unwrap(host, rbuf_from(answer, len), &out, &status) < 0)
		return 0;
	wbuf_be16(&out, status);
	memcpy(answer, plain, out.len);
	return out.len;
}

/* The command inside PROCESS. */
static size_t process(const struct talk_session *session, uint8_t *apdu, size_t len)
{
	uint8_t data[TEXT_APDU_MAX];
	struct wbuf d = wbuf_to(data, sizeof(data)), w = wbuf_to(apdu, TEXT_APDU_MAX);
	struct apdu outer = { .cla = 0x80, .ins = PROCESS };

	tlv_put(&d, TAG_SESSION, session->host.id, sizeof(session->host.id));
	tlv_put(&d, TAG_1, apdu, len);
	outer.data = rbuf_from(data, d.len);
	apdu_write(&w, &outer);
	return w.len;
}

static void exchange(struct talk *talk, const uint8_t *apdu, size_t len)
{
	struct talk_session *session = talk->in == TALK_OUTSIDE ? NULL : &talk->sessions[talk->in];
	bool secure = session && session->host.secure && !session->plain;
	uint8_t inner[TEXT_APDU_MAX], outer[TEXT_APDU_MAX];
	size_t n = len;

	memcpy(inner, apdu, len);
	if (secure) {
		n = protect(talk, &session->host.host, inner, n, outer, sizeof(outer));
		memcpy(inner, outer, n);
	}
	if (session)
		n = process(session, inner, n);
	memcpy(outer, inner, n);
	if (talk->channel)
		n = protect(talk, &talk->f->host, inner, n, outer, sizeof(outer));
	if (!talk->replays) {
		memcpy(talk->sent, outer, n);
		talk->sent_len = n;
	}
	talk->replays = false;
	n = se_apdu(talk->f, talk->sent, talk->sent_len, talk->answer, sizeof(talk->answer));
	if (talk->channel)
		n = unprotect(&talk->f->host, talk->answer, n);
	if (secure && n > 0)
		n = unprotect(&session->host.host, talk->answer, n);
	talk->status = n < 2 ? 0 : (uint16_t)(talk->answer[n - 2] << 8 | talk->answer[n - 1]);
	talk->answer_len = n < 2 ? 0 : n - 2;
}

void talk_say(struct talk *talk, const struct text_command *command)
{
	uint8_t apdu[TEXT_APDU_MAX];

	exchange(talk, apdu, text_write(command, apdu, sizeof(apdu)));
}

struct rbuf talk_value(const struct talk *talk, uint8_t tag)
{
	struct rbuf r = rbuf_from(talk->answer, talk->answer_len);
	struct tlv tlv;

	while (rbuf_left(&r) > 0 && tlv_next(&r, &tlv))
		if (tlv.tag == tag)
			return tlv.value;
	return rbuf_from(NULL, 0);
}

/* Words of a line behind the command: variables for the answer's values. */
static void keep(struct talk *talk, char *names)
{
	struct rbuf r = rbuf_from(talk->answer, talk->answer_len);
	char *rest = NULL;
	struct tlv tlv;

	for (char *name = strtok_r(names, " \t", &rest); name; name = strtok_r(NULL, " \t", &rest)) {
		if (!tlv_next(&r, &tlv))
			fail_msg("the answer has nothing for %s", name);
		text_set(&talk->variables, name, tlv.value.at, rbuf_left(&tlv.value));
	}
}

static enum talk_result command_line(struct talk *talk, char *line, struct why *why)
{
	struct text_command *command = calloc(1, sizeof(*command));
	char *expected = strstr(line, " ? "), *names = strstr(line, " > ");
	unsigned long status = SW_OK;
	bool any = false;
	enum talk_result result = TALK_DONE;

	assert_non_null(command);
	if (expected) {
		*expected = 0;
		any = strncmp(expected + 3, "any", 3) == 0;
		status = strtoul(expected + 3, NULL, 16);
	}
	if (names)
		*names = 0;
	text_read(command, line, &talk->variables);
	if (talk_unsupported(talk, command)) {
		result = TALK_UNSUPPORTED;
	} else {
		talk_say(talk, command);
		if (any ? talk->status == SW_OK : talk->status != status) {
			snprintf(why->text, sizeof(why->text), "%04x to: %.300s", talk->status, line);
			result = TALK_REFUSED;
		} else if (names) {
			keep(talk, names + 3);
		}
	}
	free(command);
	return result;
}

static uint32_t number(const char *text)
{
	return (uint32_t)strtoul(text, NULL, 16);
}

static enum talk_result said(struct talk *talk, struct why *why, const char *format, const char *text)
{
	char line[300];

	snprintf(line, sizeof(line), format, text);
	return command_line(talk, line, why);
}

/* The second word and what follows. */
static const char *after_word(const char *args)
{
	while (*args && !isspace((unsigned char)*args))
		args++;
	while (isspace((unsigned char)*args))
		args++;
	return args;
}

static enum talk_result do_create(struct talk *talk, const char *args, struct why *why)
{
	struct talk_session *session = &talk->sessions[talk->n_sessions];
	char id[9] = { 0 };
	enum talk_result result;
	struct rbuf value;

	memcpy(id, args, 8);
	talk->in = TALK_OUTSIDE;
	result = said(talk, why, "04001b 41:%s", id);
	if (result != TALK_DONE)
		return result;
	assert_true(talk->n_sessions < TALK_SESSIONS);
	value = talk_value(talk, TAG_1);
	if (!value.at || rbuf_left(&value) != 8) {
		fail_msg("no session id");
		return TALK_REFUSED;
	}
	text_set(&talk->variables, "session", value.at, 8);
	memset(session, 0, sizeof(*session));
	memcpy(session->host.id, value.at, 8);
	talk->in = talk->n_sessions++;
	return TALK_DONE;
}

static enum talk_result do_userid(struct talk *talk, const char *args, struct why *why)
{
	enum talk_result result = do_create(talk, args, why);

	return result == TALK_DONE ? said(talk, why, "04002c 41:%s", after_word(args)) : result;
}

static enum talk_result do_aes(struct talk *talk, const char *args, struct why *why)
{
	struct talk_session *session = &talk->sessions[talk->n_sessions];
	const char *level = after_word(after_word(args));
	char key[33] = { 0 };

	(void)why;
	assert_true(talk->n_sessions < TALK_SESSIONS && !talk->channel);
	memcpy(key, after_word(args), 32);
	memset(session, 0, sizeof(*session));
	se_session_aes(talk->f, &session->host, number(args), key, (uint8_t)number(level));
	text_set(&talk->variables, "session", session->host.id, 8);
	talk->in = talk->n_sessions++;
	return TALK_DONE;
}

static enum talk_result do_out(struct talk *talk, const char *args, struct why *why)
{
	(void)args;
	(void)why;
	talk->in = TALK_OUTSIDE;
	return TALK_DONE;
}

static enum talk_result do_in(struct talk *talk, const char *args, struct why *why)
{
	(void)why;
	talk->in = (int)number(args);
	assert_true(talk->in >= 0 && talk->in < talk->n_sessions);
	return TALK_DONE;
}

static enum talk_result do_channel(struct talk *talk, const char *args, struct why *why)
{
	(void)why;
	se_open_channel(talk->f, (uint8_t)number(args));
	talk->channel = true;
	return TALK_DONE;
}

static enum talk_result do_plain(struct talk *talk, const char *args, struct why *why)
{
	(void)args;
	(void)why;
	talk->channel = false;
	if (talk->in != TALK_OUTSIDE)
		talk->sessions[talk->in].plain = true;
	return TALK_DONE;
}

static enum talk_result do_as(struct talk *talk, const char *args, struct why *why)
{
	(void)why;
	talk->as = (int)number(args);
	return TALK_DONE;
}

static enum talk_result do_mac(struct talk *talk, const char *args, struct why *why)
{
	(void)args;
	(void)why;
	talk->wrong_mac = true;
	return TALK_DONE;
}

static enum talk_result do_replay(struct talk *talk, const char *args, struct why *why)
{
	(void)args;
	(void)why;
	talk->replays = true;
	return TALK_DONE;
}

static void over(struct talk *talk)
{
	talk->in = TALK_OUTSIDE;
	talk->n_sessions = 0;
	talk->channel = false;
	talk->as = -1;
}

static enum talk_result do_select(struct talk *talk, const char *args, struct why *why)
{
	(void)args;
	(void)why;
	over(talk);
	se_select(talk->f);
	return TALK_DONE;
}

static enum talk_result do_power(struct talk *talk, const char *args, struct why *why)
{
	(void)args;
	(void)why;
	over(talk);
	se_power_cycle(talk->f);
	return TALK_DONE;
}

static enum talk_result do_off(struct talk *talk, const char *args, struct why *why)
{
	struct bus *bus = &talk->f->board->bus;

	(void)args;
	(void)why;
	over(talk);
	bus_power(bus, &bus->seats[0], false);
	bus_power(bus, &bus->seats[0], true);
	talk->f->number = 0;
	return TALK_DONE;
}

static enum talk_result do_make(struct talk *talk, const char *args, struct why *why)
{
	return make_object(talk, number(args), after_word(args), false, why);
}

static enum talk_result do_allow(struct talk *talk, const char *args, struct why *why)
{
	return make_object(talk, number(args), after_word(args), true, why);
}

/* .crypto ID CONTEXT SUBTYPE: what it is stays in a variable, for others of its kind. */
static enum talk_result do_crypto(struct talk *talk, const char *args, struct why *why)
{
	const char *context = after_word(args);
	uint8_t kind[2] = { (uint8_t)number(context), (uint8_t)number(after_word(context)) };
	char line[60];

	text_set(&talk->variables, "context", kind, 1);
	text_set(&talk->variables, "subtype", kind + 1, 1);
	snprintf(line, sizeof(line), "011000 41:%.4s 42:$context 43:$subtype", args);
	return command_line(talk, line, why);
}

/* INITIALIZE UPDATE, and in $auth the data of the EXTERNAL AUTHENTICATE that belongs to it. */
static enum talk_result do_initialize(struct talk *talk, const char *args, struct why *why)
{
	static const uint8_t challenge[SCP03_HOST_CHALLENGE] = { 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77,
		0x88 };
	struct scp03_host *host =
		talk->in == TALK_OUTSIDE ? &talk->f->host : &talk->sessions[talk->in].host.host;
	const struct se050_key_set *set = &talk->f->chip->nv.key_sets[0];
	uint8_t key[16], command[64];
	struct wbuf w = wbuf_to(command, sizeof(command));
	enum talk_result result;
	bool platform = strncmp(args, "platform", 8) == 0;
	char line[40];

	if (!platform) {
		char hex[33] = { 0 };

		memcpy(hex, args, 32);
		se_hex(hex, key, sizeof(key));
	}
	snprintf(line, sizeof(line), "8050%02x00 =1122334455667788", platform ? set->version : 0);
	result = command_line(talk, line, why);
	if (result != TALK_DONE)
		return result;
	host->counts_all = !platform || talk->f->chip->nv.identity.version[0] >= 7;
	assert_int_equal(scp03_host_update(host, platform ? set->key[0] : key, platform ? set->key[1] : key,
				 challenge, rbuf_from(talk->answer, talk->answer_len)),
		0);
	if (strstr(args, " wrong"))
		host->cryptogram[0] ^= 1;
	assert_int_equal(scp03_host_authenticate(host, (uint8_t)number(after_word(args)), &w), 0);
	assert_int_equal(w.len, 21);
	text_set(&talk->variables, "auth", command + 5, 16);
	return TALK_DONE;
}

/* Two TLVs: their values in $a6 and $pk, and in $sig the signature over both by the key of $d. */
static enum talk_result do_sign(struct talk *talk, const char *args, struct why *why)
{
	struct text_command *command = calloc(1, sizeof(*command));
	uint8_t apdu[TEXT_APDU_MAX], der[HOST_DER_MAX], d[32], q[65];
	char line[LINE_MAX_LEN];
	struct rbuf data;
	struct apdu parsed;

	(void)why;
	assert_non_null(command);
	snprintf(line, sizeof(line), "000000 %s", args);
	text_read(command, line, &talk->variables);
	assert_int_equal(command->n, 2);
	assert_true(apdu_parse(rbuf_from(apdu, text_write(command, apdu, sizeof(apdu))), &parsed));
	data = parsed.data;
	text_value(&talk->variables, "d", d, sizeof(d));
	text_value(&talk->variables, "q", q, sizeof(q));
	text_set(&talk->variables, "sig", der, host_ecdsa(d, q, data.at, rbuf_left(&data), der));
	text_set(&talk->variables, "a6", text_bytes(command, &command->items[0]), command->items[0].len);
	text_set(&talk->variables, "pk", text_bytes(command, &command->items[1]), command->items[1].len);
	free(command);
	return TALK_DONE;
}

/* The data of PUT KEY with this version, in $keys. */
static enum talk_result do_keys(struct talk *talk, const char *args, struct why *why)
{
	uint8_t data[HOST_KEYS];

	(void)why;
	host_put_key(talk->f->chip->nv.key_sets[0].key[2], (uint8_t)number(args), 0x40, data);
	text_set(&talk->variables, "keys", data, sizeof(data));
	return TALK_DONE;
}

/*
 * The host's half of ImportExternalObject with this command (AN12413 4.7.2): $handshake and $wrapped, and $hostkey, the
 * point of the key that signs.
 */
static enum talk_result do_external(struct talk *talk, const char *args, struct why *why)
{
	static const uint8_t no_random[16];
	struct host_key key = se_eckey_key(EXTERNAL_KEY), ephemeral = se_eckey_ephemeral();
	struct text_command *command = calloc(1, sizeof(*command));
	uint8_t bytes[TEXT_APDU_MAX], wrapped[TEXT_APDU_MAX], point[65] = { 0x04 };
	struct wbuf w = wbuf_to(wrapped, sizeof(wrapped));
	struct scp03_host host;
	struct apdu apdu;

	(void)why;
	assert_non_null(command);
	memcpy(point + 1, key.point, sizeof(key.point));
	text_set(&talk->variables, "hostkey", point, sizeof(point));
	assert_true(apdu_parse(
		rbuf_from(bytes, se_eckey_handshake(&key, &ephemeral, 0x33, bytes, sizeof(bytes))), &apdu));
	text_set(&talk->variables, "handshake", apdu.data.at, rbuf_left(&apdu.data));
	text_read(command, args, &talk->variables);
	assert_true(apdu_parse(rbuf_from(bytes, text_write(command, bytes, sizeof(bytes))), &apdu));
	se_eckey_channel(talk->f, &host, EXTERNAL_OWN_KEY, no_random, 0x33);
	assert_int_equal(scp03_host_wrap(&host, &apdu, &w), 0);
	text_set(&talk->variables, "wrapped", wrapped, w.len);
	free(command);
	return TALK_DONE;
}

static enum talk_result do_poke(struct talk *talk, const char *line, struct why *why)
{
	(void)why;
	poke(talk->f->chip, line);
	return TALK_DONE;
}

static const struct directive {
	const char *name;
	enum talk_result (*run)(struct talk *talk, const char *args, struct why *why);
} directives[] = {
	{ ".make", do_make },
	{ ".allow", do_allow },
	{ ".create", do_create },
	{ ".userid", do_userid },
	{ ".aes", do_aes },
	{ ".out", do_out },
	{ ".in", do_in },
	{ ".channel", do_channel },
	{ ".plain", do_plain },
	{ ".as", do_as },
	{ ".mac", do_mac },
	{ ".replay", do_replay },
	{ ".select", do_select },
	{ ".power", do_power },
	{ ".off", do_off },
	{ ".crypto", do_crypto },
	{ ".initialize", do_initialize },
	{ ".sign", do_sign },
	{ ".keys", do_keys },
	{ ".external", do_external },
	{ ".poke", do_poke },
};

static enum talk_result run_line(struct talk *talk, char *line, struct why *why)
{
	size_t len = strcspn(line, " \t");

	if (line[0] != '.')
		return command_line(talk, line, why);
	for (size_t i = 0; i < sizeof(directives) / sizeof(directives[0]); i++)
		if (strlen(directives[i].name) == len && strncmp(directives[i].name, line, len) == 0)
			return directives[i].run(talk, after_word(line), why);
	fail_msg("what is %s", line);
	return TALK_REFUSED;
}

enum talk_result talk_run(struct talk *talk, const char *script, struct why *why)
{
	enum talk_result result = TALK_DONE;
	char *copy = script ? strdup(script) : NULL, *rest = NULL;

	for (char *line = copy ? strtok_r(copy, ";\n", &rest) : NULL; line && result == TALK_DONE;
		line = strtok_r(NULL, ";\n", &rest)) {
		line += strspn(line, " \t");
		if (*line)
			result = run_line(talk, line, why);
	}
	free(copy);
	return result;
}
