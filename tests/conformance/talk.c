/* tests/conformance/talk.c: conversations with an SE05x as scripts. */
#include "talk.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "apdu.h"
#include "se05x.h"
#include "talk_credential.h"
#include "talk_card.h"
#include "talk_features.h"
#include "talk_host.h"
#include "talk_make.h"
#include "talk_tidy.h"
#include "tlv.h"

enum {
	LINE_MAX_LEN = 4000,
	PROCESS = 0x05,
	CHANNEL_LEVEL = 0x33,
	COUNTS_ALL_FROM = 0x040300,
};

uint32_t peer_version(const struct peer *peer)
{
	return (uint32_t)peer->version[0] << 16 | (uint32_t)peer->version[1] << 8 | peer->version[2];
}

void talk_begin(struct talk *talk, struct peer *peer)
{
	memset(talk, 0, sizeof(*talk));
	talk->peer = peer;
	talk->in = TALK_OUTSIDE;
	talk->as = -1;
	make_variables(&talk->variables);
}

bool talk_part_lacks(const struct talk *talk, const struct text_command *command)
{
	return talk->peer->ops->lacks && talk->peer->ops->lacks(talk->peer, command->header);
}

bool talk_is_open(const struct talk *talk)
{
	return !talk->odd;
}

static enum talk_result broken(struct why *why, const char *what)
{
	why_fail(why, EINVAL, "%s", what);
	return TALK_REFUSED;
}

/* Protects a command with `host`, as talk says. Returns its new length, 0 when it does not fit. */
static size_t protect(
	struct talk *talk, struct scp03_host *host, const uint8_t *apdu, size_t len, uint8_t *out, size_t cap)
{
	struct wbuf w = wbuf_to(out, cap);
	uint8_t level = host->level;
	struct apdu parsed;
	int rc;

	if (!apdu_parse(rbuf_from(apdu, len), &parsed)) {
		wbuf_put(&w, apdu, len);
		return wbuf_bad(&w) ? 0 : w.len;
	}
	if (talk->as >= 0)
		host->level = (uint8_t)talk->as;
	rc = scp03_host_wrap(host, &parsed, &w);
	host->level = level;
	if (rc < 0 || wbuf_bad(&w) || w.len == 0)
		return 0;
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
	if (wbuf_bad(&out))
		return 0;
	memcpy(answer, plain, out.len);
	return out.len;
}

/* The command inside PROCESS, 0 when it does not fit. */
static size_t process(const struct talk_session *session, uint8_t *apdu, size_t len)
{
	uint8_t data[TEXT_APDU_MAX];
	struct wbuf d = wbuf_to(data, sizeof(data)), w = wbuf_to(apdu, TEXT_APDU_MAX);
	struct apdu outer = { .cla = CLA_PROPRIETARY, .ins = PROCESS };

	tlv_put(&d, TAG_SESSION, session->id, sizeof(session->id));
	tlv_put(&d, TAG_1, apdu, len);
	outer.data = rbuf_from(data, d.len);
	apdu_write(&w, &outer);
	return wbuf_bad(&d) || wbuf_bad(&w) ? 0 : w.len;
}

/* Bytes as they are, and the answer as it is. Returns the length of that. */
static size_t carry(struct talk *talk, const uint8_t *apdu, size_t len)
{
	struct wbuf answer = wbuf_to(talk->answer, sizeof(talk->answer));
	int rc = len == 0 ? -EINVAL : talk->peer->ops->apdu(talk->peer, apdu, len, &answer);

	return rc < 0 || wbuf_bad(&answer) ? 0 : answer.len;
}

static void settle(struct talk *talk, size_t n)
{
	struct rbuf r = rbuf_from(talk->answer, n);

	talk->answer_len = n < 2 ? 0 : n - 2;
	rbuf_take(&r, talk->answer_len);
	talk->status = n < 2 ? 0 : rbuf_be16(&r);
}

static void exchange(struct talk *talk, const uint8_t *apdu, size_t len)
{
	struct talk_session *session = talk->in == TALK_OUTSIDE ? NULL : &talk->sessions[talk->in];
	bool secure = session && session->secure && !session->plain;
	uint8_t inner[TEXT_APDU_MAX], outer[TEXT_APDU_MAX];
	size_t n = len;

	memcpy(inner, apdu, len);
	if (secure) {
		n = protect(talk, &session->host, inner, n, outer, sizeof(outer));
		memcpy(inner, outer, n);
	}
	if (session)
		n = process(session, inner, n);
	memcpy(outer, inner, n);
	if (talk->channel)
		n = protect(talk, &talk->host, inner, n, outer, sizeof(outer));
	if (!talk->replays) {
		memcpy(talk->sent, outer, n);
		talk->sent_len = n;
	}
	talk->replays = false;
	n = carry(talk, talk->sent, talk->sent_len);
	if (talk->channel && n > 0)
		n = unprotect(&talk->host, talk->answer, n);
	if (secure && n > 0)
		n = unprotect(&session->host, talk->answer, n);
	settle(talk, n);
}

void talk_say(struct talk *talk, const struct text_command *command)
{
	uint8_t apdu[TEXT_APDU_MAX];
	size_t len = command->trouble[0] ? 0 : text_write(command, apdu, sizeof(apdu));

	exchange(talk, apdu, len);
}

uint16_t talk_ask(struct talk *talk, const char *line, struct wbuf *answer)
{
	struct text_command *command = calloc(1, sizeof(*command));
	struct talk *aside = malloc(sizeof(*aside));
	uint16_t status = 0;

	if (command && aside) {
		*aside = *talk;
		aside->in = TALK_OUTSIDE;
		text_read(command, line, &aside->variables);
		talk_say(aside, command);
		status = aside->status;
		wbuf_put(answer, aside->answer, aside->answer_len);
		talk->host = aside->host;
	}
	free(aside);
	free(command);
	return status;
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
static enum talk_result keep(struct talk *talk, char *names, struct why *why)
{
	struct rbuf r = rbuf_from(talk->answer, talk->answer_len);
	char *rest = NULL;
	struct tlv tlv;

	for (char *name = strtok_r(names, " \t", &rest); name; name = strtok_r(NULL, " \t", &rest)) {
		if (!tlv_next(&r, &tlv)) {
			why_fail(why, EPROTO, "the answer has nothing for %s", name);
			return TALK_REFUSED;
		}
		text_set(&talk->variables, name, tlv.value.at, rbuf_left(&tlv.value));
	}
	return TALK_DONE;
}

/* What the command wants that the part lacks. */
enum talk_result talk_fits(const struct talk *talk, const struct text_command *command, struct why *why)
{
	if (talk_part_lacks(talk, command))
		return TALK_UNSUPPORTED;
	if (talk_features(command) & ~talk->peer->features) {
		why_fail(why, ENOTSUP, "the part's configuration leaves this feature out");
		return TALK_ELSEWHERE;
	}
	if (talk->peer->fips && talk_not_with_fips(command)) {
		why_fail(why, ENOTSUP, "a part of FIPS mode takes no such keys");
		return TALK_ELSEWHERE;
	}
	return TALK_DONE;
}

static enum talk_result command_line(struct talk *talk, char *line, struct why *why)
{
	struct text_command *command = calloc(1, sizeof(*command));
	char *expected = strstr(line, " ? "), *names = strstr(line, " > ");
	unsigned long status = SW_OK;
	bool any = false;
	enum talk_result result;

	if (!command)
		return broken(why, "no memory");
	if (expected) {
		*expected = 0;
		any = strncmp(expected + 3, "any", 3) == 0;
		status = strtoul(expected + 3, NULL, 16);
	}
	if (names)
		*names = 0;
	text_read(command, line, &talk->variables);
	talk_tidy(talk, command);
	result = command->trouble[0] ? broken(why, command->trouble) : talk_fits(talk, command, why);
	if (result == TALK_DONE) {
		talk_say(talk, command);
		if (any ? talk->status == SW_OK : talk->status != status) {
			why_fail(why, EREMOTEIO, "%04x to: %.200s", talk->status, line);
			result = TALK_REFUSED;
		} else if (names) {
			result = keep(talk, names + 3, why);
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
	__attribute__((format(printf, 3, 0)));

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

	if (talk->n_sessions == TALK_SESSIONS)
		return broken(why, "too many sessions");
	memcpy(id, args, strnlen(args, 8));
	talk->in = TALK_OUTSIDE;
	result = said(talk, why, "04001b 41:%s", id);
	if (result != TALK_DONE)
		return result;
	value = talk_value(talk, TAG_1);
	if (rbuf_left(&value) != sizeof(session->id))
		return broken(why, "CreateSession answers no session id");
	text_set(&talk->variables, "session", value.at, sizeof(session->id));
	memset(session, 0, sizeof(*session));
	memcpy(session->id, value.at, sizeof(session->id));
	talk->in = talk->n_sessions++;
	return TALK_DONE;
}

static enum talk_result do_userid(struct talk *talk, const char *args, struct why *why)
{
	enum talk_result result = do_create(talk, args, why);

	return result == TALK_DONE ? said(talk, why, "04002c 41:%s", after_word(args)) : result;
}

/* INITIALIZE UPDATE with a key set, and what EXTERNAL AUTHENTICATE then needs in $auth. */
static enum talk_result initialize(struct talk *talk, struct scp03_host *host, uint8_t version,
	const uint8_t *enc, const uint8_t *mac, bool wrong, uint8_t level, struct why *why)
{
	static const uint8_t challenge[SCP03_HOST_CHALLENGE] = { 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77,
		0x88 };
	uint8_t command[64];
	struct wbuf w = wbuf_to(command, sizeof(command));
	struct rbuf data = rbuf_from(command, 0);
	enum talk_result result;
	struct apdu apdu;
	char line[40];

	snprintf(line, sizeof(line), "8050%02x00 =1122334455667788", version);
	result = command_line(talk, line, why);
	if (result != TALK_DONE)
		return result;
	if (scp03_host_update(host, enc, mac, challenge, rbuf_from(talk->answer, talk->answer_len)) < 0)
		return broken(why, "the part's cryptogram is not of these keys");
	if (wrong)
		host->cryptogram[0] ^= 1;
	if (scp03_host_authenticate(host, level, &w) < 0 || !apdu_parse(rbuf_from(command, w.len), &apdu))
		return broken(why, "no EXTERNAL AUTHENTICATE");
	data = apdu.data;
	text_set(&talk->variables, "auth", data.at, rbuf_left(&data));
	return TALK_DONE;
}

static bool hex_key(const char *digits, uint8_t key[16])
{
	for (size_t i = 0; i < 16; i++) {
		char two[3] = { 0 };

		memcpy(two, digits + 2 * i, strnlen(digits + 2 * i, 2));
		if (strspn(two, "0123456789abcdefABCDEF") != 2)
			return false;
		key[i] = (uint8_t)strtoul(two, NULL, 16);
	}
	return true;
}

static enum talk_result do_credential(struct talk *talk, const char *args, struct why *why)
{
	return talk_credential(talk, number(args), why);
}

static enum talk_result do_aes(struct talk *talk, const char *args, struct why *why)
{
	const char *digits = after_word(args);
	uint8_t key[16], level = (uint8_t)number(after_word(digits));
	enum talk_result result = do_create(talk, args, why);
	struct talk_session *session;
	char line[40];

	if (result != TALK_DONE)
		return result;
	if (strlen(digits) < 32 || !hex_key(digits, key))
		return broken(why, "an AES key has 32 digits");
	session = &talk->sessions[talk->in];
	session->host.counts_all = true;
	result = initialize(talk, &session->host, 0, key, key, false, level, why);
	snprintf(line, sizeof(line), "8482%02x00 =$auth", level);
	if (result == TALK_DONE)
		result = command_line(talk, line, why);
	session->secure = result == TALK_DONE;
	return result;
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
	int in = (int)number(args);

	if (in < 0 || in >= talk->n_sessions)
		return broken(why, "no such session");
	talk->in = in;
	return TALK_DONE;
}

/* Of the platform's channel, in plain. */
static enum talk_result initialize_platform(struct talk *talk, bool wrong, uint8_t level, struct why *why)
{
	const struct peer *peer = talk->peer;

	if (!peer->has_keys) {
		why_fail(why, ENOKEY, "the keys of the platform channel are not known");
		return TALK_ELSEWHERE;
	}
	talk->channel = false;
	talk->host.counts_all = peer_version(peer) >= COUNTS_ALL_FROM;
	return initialize(
		talk, &talk->host, peer->key_version, peer->keys[0], peer->keys[1], wrong, level, why);
}

static enum talk_result do_channel(struct talk *talk, const char *args, struct why *why)
{
	uint8_t level = (uint8_t)number(args);
	int in = talk->in;
	enum talk_result result;
	char line[40];

	talk->in = TALK_OUTSIDE;
	result = initialize_platform(talk, false, level, why);
	snprintf(line, sizeof(line), "8482%02x00 =$auth", level);
	if (result == TALK_DONE)
		result = command_line(talk, line, why);
	talk->in = in;
	talk->channel = result == TALK_DONE;
	return result;
}

static enum talk_result do_plain(struct talk *talk, const char *args, struct why *why)
{
	(void)args;
	(void)why;
	talk->odd = true;
	talk->channel = false;
	if (talk->in != TALK_OUTSIDE)
		talk->sessions[talk->in].plain = true;
	return TALK_DONE;
}

static enum talk_result do_as(struct talk *talk, const char *args, struct why *why)
{
	(void)why;
	talk->odd = true;
	talk->as = (int)number(args);
	return TALK_DONE;
}

static enum talk_result do_mac(struct talk *talk, const char *args, struct why *why)
{
	(void)args;
	(void)why;
	talk->odd = true;
	talk->wrong_mac = true;
	return TALK_DONE;
}

static enum talk_result do_replay(struct talk *talk, const char *args, struct why *why)
{
	(void)args;
	(void)why;
	talk->odd = true;
	talk->replays = true;
	return TALK_DONE;
}

static void over(struct talk *talk)
{
	talk->in = TALK_OUTSIDE;
	talk->n_sessions = 0;
	talk->channel = false;
	talk->as = -1;
	talk->odd = false;
}

static enum talk_result do_select(struct talk *talk, const char *args, struct why *why)
{
	static const uint8_t select[] = { 0x00, 0xa4, 0x04, 0x00, 0x10, 0xa0, 0x00, 0x00, 0x03, 0x96, 0x54,
		0x53, 0x00, 0x00, 0x00, 0x01, 0x03, 0x00, 0x00, 0x00, 0x00, 0x00 };

	(void)args;
	over(talk);
	settle(talk, carry(talk, select, sizeof(select)));
	if (talk->status != SW_OK) {
		why_fail(why, EREMOTEIO, "%04x to SELECT of the applet", talk->status);
		return TALK_REFUSED;
	}
	return talk->peer->platform_scp ? do_channel(talk, "33", why) : TALK_DONE;
}

int talk_open(struct talk *talk, struct peer *peer, struct why *why)
{
	talk_begin(talk, peer);
	return do_select(talk, "", why) == TALK_DONE ? 0 : -EREMOTEIO;
}

static enum talk_result do_off(struct talk *talk, const char *args, struct why *why)
{
	(void)args;
	over(talk);
	talk->odd = true;
	if (talk->peer->ops->off(talk->peer) == 0)
		return TALK_DONE;
	why_fail(why, EOPNOTSUPP, "power cannot be cut through this link");
	return TALK_ELSEWHERE;
}

static enum talk_result do_power(struct talk *talk, const char *args, struct why *why)
{
	enum talk_result result = do_off(talk, args, why);

	return result == TALK_DONE ? do_select(talk, args, why) : result;
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

static enum talk_result do_initialize(struct talk *talk, const char *args, struct why *why)
{
	bool wrong = strstr(args, " wrong") != NULL;
	uint8_t level = (uint8_t)number(after_word(args)), key[16];
	struct scp03_host *host;

	if (strncmp(args, "platform", 8) == 0) {
		talk->odd = true;
		return initialize_platform(talk, wrong, level, why);
	}
	if (talk->in == TALK_OUTSIDE || !hex_key(args, key))
		return broken(why, "a key of 32 digits, in a session");
	host = &talk->sessions[talk->in].host;
	host->counts_all = true;
	return initialize(talk, host, 0, key, key, wrong, level, why);
}

/* Two TLVs: their values in $a6 and $pk, and in $sig the signature over both by the key of $d. */
static enum talk_result do_sign(struct talk *talk, const char *args, struct why *why)
{
	struct text_command *command = calloc(1, sizeof(*command));
	uint8_t bytes[TEXT_APDU_MAX], der[HOST_DER_MAX], d[32], q[HOST_POINT];
	enum talk_result result = TALK_DONE;
	char line[LINE_MAX_LEN];
	size_t len;
	struct apdu parsed;

	if (!command)
		return broken(why, "no memory");
	snprintf(line, sizeof(line), "000000 %s", args);
	text_read(command, line, &talk->variables);
	if (command->trouble[0] || command->n != 2 ||
		!apdu_parse(rbuf_from(bytes, text_write(command, bytes, sizeof(bytes))), &parsed) ||
		!text_value(&talk->variables, "d", d, sizeof(d)) ||
		!text_value(&talk->variables, "q", q, sizeof(q)) ||
		host_ecdsa(d, q, parsed.data.at, rbuf_left(&parsed.data), der, &len) < 0)
		result = broken(why, "two TLVs that can be signed");
	if (result == TALK_DONE) {
		text_set(&talk->variables, "sig", der, len);
		text_set(&talk->variables, "a6", text_bytes(command, &command->items[0]),
			command->items[0].len);
		text_set(&talk->variables, "pk", text_bytes(command, &command->items[1]),
			command->items[1].len);
	}
	free(command);
	return result;
}

/* The data of PUT KEY with this version, in $keys. */
static enum talk_result do_keys(struct talk *talk, const char *args, struct why *why)
{
	uint8_t data[HOST_KEYS];

	if (host_put_key(talk->peer->keys[2], (uint8_t)number(args), 0x40, data) < 0)
		return broken(why, "keys cannot be wrapped");
	text_set(&talk->variables, "keys", data, sizeof(data));
	return TALK_DONE;
}

/* The bytes of a command, or of its data alone; 0: none. */
static size_t bytes_of(const struct talk *talk, const char *line, bool data_alone, uint8_t *bytes, size_t cap)
{
	struct text_command *command = calloc(1, sizeof(*command));
	size_t len = 0;
	struct apdu apdu;

	if (!command)
		return 0;
	text_read(command, line, &talk->variables);
	if (!command->trouble[0])
		len = text_write(command, bytes, cap);
	free(command);
	if (len > 0 && data_alone) {
		if (!apdu_parse(rbuf_from(bytes, len), &apdu))
			return 0;
		len = rbuf_left(&apdu.data);
		memmove(bytes, apdu.data.at, len);
	}
	return len;
}

/* The point of the part's key for imports. */
static bool own_point(struct talk *talk, uint8_t point[HOST_POINT])
{
	uint8_t answer[200];
	struct wbuf w = wbuf_to(answer, sizeof(answer));
	uint16_t status = talk_ask(talk, "020000 41:7fff0202", &w);
	struct rbuf r = rbuf_from(answer, w.len);
	struct tlv tlv;

	if (status != SW_OK || !tlv_next(&r, &tlv) || rbuf_left(&tlv.value) != HOST_POINT)
		return false;
	memcpy(point, tlv.value.at, HOST_POINT);
	return true;
}

/*
 * The host's half of ImportExternalObject with this command (AN12413 4.7.2): $handshake and $wrapped, and $hostkey, the
 * point of the key that signs; the ephemeral key is the same.
 */
static enum talk_result do_external(struct talk *talk, const char *args, struct why *why)
{
	static const uint8_t no_random[16];
	uint8_t d[32], q[HOST_POINT], own[HOST_POINT], bytes[TEXT_APDU_MAX], wrapped[TEXT_APDU_MAX];
	struct wbuf w = wbuf_to(wrapped, sizeof(wrapped));
	struct scp03_host host;
	enum talk_result result;
	struct apdu apdu;
	size_t len;

	result = do_sign(talk,
		"a6:[4f:a0000003965453000000010300000000 90:ab0133 80:88 81:10] 7f49:[b0:$q f0:03]", why);
	if (result != TALK_DONE)
		return result;
	len = bytes_of(talk, "000000 a6:$a6 7f49:$pk 5f37:$sig", true, bytes, sizeof(bytes));
	text_set(&talk->variables, "handshake", bytes, len);
	if (!text_value(&talk->variables, "d", d, sizeof(d)) ||
		!text_value(&talk->variables, "q", q, sizeof(q)) || !own_point(talk, own) ||
		host_ecka(&host, peer_version(talk->peer), d, q, own, no_random, CHANNEL_LEVEL) < 0)
		return broken(why, "no keys for an import");
	text_set(&talk->variables, "hostkey", q, sizeof(q));
	len = bytes_of(talk, args, false, bytes, sizeof(bytes));
	if (!apdu_parse(rbuf_from(bytes, len), &apdu) || scp03_host_wrap(&host, &apdu, &w) < 0)
		return broken(why, "no command to import by");
	text_set(&talk->variables, "wrapped", wrapped, w.len);
	return TALK_DONE;
}

static enum talk_result do_poke(struct talk *talk, const char *line, struct why *why)
{
	return talk->peer->ops->poke(talk->peer, talk, line, why) == 0 ? TALK_DONE : TALK_ELSEWHERE;
}

static const struct directive {
	const char *name;
	enum talk_result (*run)(struct talk *talk, const char *args, struct why *why);
} directives[] = {
	{ ".make", do_make },
	{ ".allow", do_allow },
	{ ".create", do_create },
	{ ".userid", do_userid },
	{ ".credential", do_credential },
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
	{ ".card", talk_card },
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
	why_fail(why, EINVAL, "what is %.60s", line);
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
