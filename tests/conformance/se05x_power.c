/*
 * tests/conformance/se05x_power.c: power that goes away inside a write of an SE05x's memory: what was to be spent is spent,
 * what was to be written is old or new, and nothing is answered before it is durable.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "se05x_cases.h"
#include "se05x_channel.h"
#include "se05x_rotate.h"
#include "se05x_session.h"

#define AN "AN12413 2.12 "
#define FIPS "SE050 FIPS 140-2 policy 1.3 3.1"

enum {
	FEATURE_EC = 0x0002,
	FEATURE_AES = 0x0080,
	TRIES = 3,
	DARK_MS = 12000, /* longer than a host has patience: it gives up before the part is there again */
	WRITES_MAX = 12, /* of one command; more are not looked at */
	FILE_ID = SAY_IDS | 1,
	OTHER_ID = SAY_IDS | 2,
};

static void script(struct conform *c, const char *text)
{
	struct why why;

	if (link_fault(c->link, text, &why) < 0)
		conform_fail(c, "the link takes no fault script: %s", why.text);
}

/* One command under a fault. Whether it was answered; then its status is in the host's. */
static bool answered_under(struct conform *c, const char *fault, const struct apdu *apdu)
{
	uint8_t bytes[SAID_MAX];
	struct wbuf answer = wbuf_to(bytes, sizeof(bytes));
	char text[80] = "";
	int rc;

	if (!conform_well(c))
		return false;
	if (*fault)
		snprintf(text, sizeof(text), "%s us=%u", fault, DARK_MS * 1000u);
	script(c, text);
	rc = se05x_host_apdu(&c->se05x, apdu, &answer);
	script(c, "");
	if (rc == 0 || rc == -EREMOTEIO)
		return true;
	link_wait(c->link, DARK_MS * UINT64_C(1000000));
	c->se05x.t1.out_of_step = true;
	return false;
}

static void power_is_back(struct conform *c)
{
	if (conform_well(c) && conform_se05x.begin(c) < 0)
		conform_fail(c, "the part does not come back after a brown-out");
}

/* A command as text, under a fault. */
static bool text_answered_under(struct conform *c, const char *fault, const char *command, ...)
{
	uint8_t bytes[SAID_MAX];
	struct apdu apdu;
	va_list args;
	size_t len;

	va_start(args, command);
	len = say_vwrite(c, bytes, sizeof(bytes), command, &args);
	va_end(args);
	if (len == 0 || !apdu_parse(rbuf_from(bytes, len), &apdu)) {
		conform_fail(c, "the suite's own command is none: %s", command);
		return false;
	}
	return answered_under(c, fault, &apdu);
}

/* The last step of a session's handshake, as the host would say it in the session. */
typedef bool handshake(struct conform *c, struct say_session *s, bool right, struct wbuf *step);

struct secret {
	uint32_t id;
	bool (*make)(struct conform *c, unsigned int attempts);
	handshake *last;
};

static void hex(struct wbuf *w, const char *text)
{
	for (const char *p = text; p[0] && p[1]; p += 2)
		wbuf_u8(w, (uint8_t)((p[0] > '9' ? p[0] - 'a' + 10 : p[0] - '0') << 4 |
				     (p[1] > '9' ? p[1] - 'a' + 10 : p[1] - '0')));
}

static bool user_step(struct conform *c, struct say_session *s, bool right, struct wbuf *step)
{
	(void)c;
	(void)s;
	hex(step, "8004002c0a4108");
	hex(step, right ? SESSION_USER : "c0ffee0102030406");
	return true;
}

static bool aes_step(struct conform *c, struct say_session *s, bool right, struct wbuf *step)
{
	static const uint8_t challenge[SCP03_HOST_CHALLENGE] = { 0x70, 0x6f, 0x77, 0x65, 0x72 };
	uint8_t key[SCP03_HOST_KEY];
	struct wbuf w = wbuf_to(key, sizeof(key));
	struct said said;

	hex(&w, right ? SESSION_KEY : "000102030405060708090a0b0c0d0e0f");
	s->host.counts_all = true;
	if (!say_ask_in(c, s, &said, "80500000 =%b", challenge, sizeof(challenge)))
		return false;
	/* That the card's cryptogram is of another key is for the part to find, too. */
	scp03_host_update(&s->host, key, key, challenge, rbuf_from(said.bytes, said.len));
	return scp03_host_authenticate(&s->host, 0x33, step) == 0;
}

static bool ec_step(struct conform *c, struct say_session *s, bool right, struct wbuf *step)
{
	static const char other[] = "519b423d715f8b581f4fa8ee59f4771a5b44c8130b4e3eacca54a56dda72b464";
	uint8_t data[320];
	size_t len = session_internal(c, right ? session_scalar : other, 0x33, data, sizeof(data));
	const struct apdu apdu = { .cla = CLA_PROPRIETARY | CLA_SECURE,
		.ins = GP_INTERNAL_AUTHENTICATE,
		.data = rbuf_from(data, len) };

	(void)s;
	apdu_write(step, &apdu);
	return len > 0;
}

static const struct secret secrets[] = {
	{ SESSION_USER_ID, session_make_user, user_step },
	{ SESSION_AES_ID, session_make_aes, aes_step },
	{ SESSION_EC_ID, session_make_ec, ec_step },
};

/* A handshake's last step under a fault; whether it was answered. */
static bool try_under(struct conform *c, const struct secret *secret, const char *fault, bool right)
{
	uint8_t bytes[400];
	struct wbuf step = wbuf_to(bytes, sizeof(bytes));
	struct say_session s;

	if (!session_begin(c, &s, secret->id))
		return false;
	if (!secret->last(c, &s, right, &step) || wbuf_bad(&step)) {
		conform_fail(c, "the host does not make its handshake");
		return false;
	}
	return text_answered_under(c, fault, "050000 10:%b 41:%b", s.id, sizeof(s.id), bytes, step.len);
}

/* How many wrong tries there are until no session is created any more. */
static unsigned int tries_left(struct conform *c, const struct secret *secret)
{
	unsigned int n = 0;
	struct said said;

	for (; n <= TRIES && conform_well(c); n++) {
		if (!say_try(c, NULL, &said, "04001b 41:%i", secret->id) || said.status != SW_OK)
			break;
		/* What was just created is in the way of another one. */
		power_is_back(c);
		if (!try_under(c, secret, "", false))
			conform_fail(c, "a wrong secret is not answered");
		power_is_back(c);
	}
	return n;
}

struct moment {
	const char *fault;
	bool right;         /* the secret that is presented */
	unsigned int spent; /* attempts, once power is back */
};

/* The first write spends; after a right secret another gives back. */
static const struct moment moments[] = {
	{ "brownout store=1", true, 0 },
	{ "brownout store=1 late=1", true, 1 },
	{ "brownout store=2", true, 1 },
	{ "brownout store=2 late=1", true, 0 },
	{ "brownout store=1", false, 0 },
	{ "brownout store=1 late=1", false, 1 },
};

static void attempts(struct conform *c, const struct conform_case *self)
{
	const struct secret *secret = &secrets[self->number];

	for (size_t i = 0; i < sizeof(moments) / sizeof(moments[0]) && conform_well(c); i++) {
		const struct moment *m = &moments[i];
		unsigned int left;

		secret->make(c, TRIES);
		if (try_under(c, secret, m->fault, m->right))
			conform_fail(c, "%s: a %s secret is answered (%04x) although the part was to write",
				m->fault, m->right ? "right" : "wrong", c->se05x.status);
		power_is_back(c);
		left = tries_left(c, secret);
		if (conform_well(c) && left + m->spent != TRIES)
			conform_fail(c, "%s, a %s secret: %u of %u attempts are left, not %u", m->fault,
				m->right ? "right" : "wrong", left, TRIES, TRIES - m->spent);
		say(c, "9000", "040028 41:%i", secret->id);
	}
}

/* A change of the memory: how it is before, the command, how it is behind it. */
struct change {
	const char *setup; /* steps, separated by ; */
	const char *command;
	const char *probe;
	const char *before, *after; /* what the probe is answered */
};

#define FILE_TEXT "20c00001"
#define OLD "5a*200"
#define NEW "a5*200"
#define MAKE "010600 41:" FILE_TEXT " 43:00c8 44:" OLD
#define READ_FILE "020000 41:" FILE_TEXT " 42:0000 43:00c8"
#define EXISTS "040027 41:" FILE_TEXT

static const struct change changes[] = {
	{ NULL, MAKE, EXISTS, "41:02 9000", "41:01 9000" },
	{ MAKE, "010600 41:" FILE_TEXT " 42:0000 44:" NEW, READ_FILE, "41:" OLD " 9000", "41:" NEW " 9000" },
	{ MAKE, "040028 41:" FILE_TEXT, READ_FILE, "41:" OLD " 9000", "6985|6a88|6a82" },
	{ "010800 41:" FILE_TEXT " 43:00000005", "010800 41:" FILE_TEXT, "020000 41:" FILE_TEXT,
		"41:00000005 9000", "41:00000006 9000" },
	{ "010300 41:" FILE_TEXT " 43:00*16", "010300 41:" FILE_TEXT " 43:01*16",
		"030e37 41:" FILE_TEXT " 42:0e 43:00*16", "41:66e94bd4ef8a2c3b884cfa59ca342b2e 9000",
		"41:b6aeaffa752dc08b51639731761aed00 9000" },
};

/* Whether the part is as `answer` says; the case fails when it is neither. */
static bool is_as(struct conform *c, const struct said *said, const char *answer, const char *other)
{
	if (said_as(c, said, answer, "after a brown-out"))
		return true;
	c->outcome = CONFORM_PASS;
	c->reason[0] = '\0';
	said_as(c, said, other, "after a brown-out");
	return false;
}

static void old_or_new(struct conform *c, const struct conform_case *self)
{
	const struct change *change = &changes[self->number];
	bool answered = false;

	for (unsigned int store = 1; store <= WRITES_MAX && !answered && conform_well(c); store++) {
		for (unsigned int late = 0; late < 2 && !answered && conform_well(c); late++) {
			char fault[64];
			struct said said;
			bool old;

			if (change->setup)
				say(c, "9000", change->setup);
			snprintf(fault, sizeof(fault), "brownout store=%u late=%u", store, late);
			answered = text_answered_under(c, fault, change->command);
			if (answered && store == 1)
				conform_fail(
					c, "%s: answered %04x before it was written", fault, c->se05x.status);
			power_is_back(c);
			if (!conform_well(c) || !say_try(c, NULL, &said, change->probe))
				return;
			old = is_as(c, &said, change->before, change->after);
			if (conform_well(c) && old && answered)
				conform_fail(c, "%s: answered, and not done", fault);
			if (conform_well(c) && !old && store == 1 && late == 0)
				conform_fail(c, "%s: done without having been written", fault);
			say_try(c, NULL, &said, "040028 41:" FILE_TEXT);
		}
	}
}

/* All or none of it: objects of two kinds, and the one that authorises it. */
static void delete_all(struct conform *c, const struct conform_case *self)
{
	static const char *const faults[] = { "brownout store=1", "brownout store=1 late=1" };

	(void)self;
	for (size_t i = 0; i < 2 && conform_well(c); i++) {
		struct say_session s;
		struct said made, first, second;

		if (!say_try(c, NULL, &made, "410700 41:7fff0205 42:" SESSION_USER))
			return;
		if (made.status != SW_OK) {
			conform_skip(c, "nobody can make object 7FFF0205 on this part: %04x", made.status);
			return;
		}
		say(c, "9000", MAKE);
		say(c, "9000", "010300 41:%i 43:00*16", (uint32_t)OTHER_ID);
		if (!session_begin(c, &s, 0x7fff0205) || !say_in(c, &s, "9000", "04002c 41:" SESSION_USER))
			return;
		if (text_answered_under(c, faults[i], "050000 10:%b 41:8004002a", s.id, sizeof(s.id)))
			conform_fail(c, "%s: DeleteAll is answered (%04x) before it is written", faults[i],
				c->se05x.status);
		power_is_back(c);
		if (!say_ask(c, &first, EXISTS) || !say_ask(c, &second, "040027 41:%i", (uint32_t)OTHER_ID))
			return;
		said_equal(c, "whether the second object is there", second.bytes, second.len, first.bytes,
			first.len);
		if (i == 0)
			said_as(c, &first, "41:01 9000", "before it is durable an object");
		say_try(c, NULL, &first, "040028 41:%i", (uint32_t)OTHER_ID);
		say_try(c, NULL, &first, "040028 41:" FILE_TEXT);
		if (session_begin(c, &s, 0x7fff0205)) {
			say_in(c, &s, "9000", "04002c 41:" SESSION_USER);
			say_in(c, &s, "9000", "04002a");
		}
		c->outcome =
			c->outcome == CONFORM_FAIL && strstr(c->reason, "04001b") ? CONFORM_PASS : c->outcome;
		power_is_back(c);
	}
}

/* Either set is good, whole, and the other one is not. */
static void put_key_under(struct conform *c, const char *fault, bool may_be_new)
{
	uint8_t bytes[80], expected[16];
	struct wbuf data = wbuf_to(bytes, sizeof(bytes)), answer = wbuf_to(expected, sizeof(expected));
	struct said said;
	int old, new;
	char command[32];

	if (rotate_channel(c, c->profile->keys) < 0 ||
		!rotate_data(c, rotate_new_keys, c->profile->keys[2], false, &data, &answer))
		return;
	snprintf(command, sizeof(command), "80d8%02x81 =%%b", c->profile->key_version);
	if (text_answered_under(c, fault, command, bytes, data.len))
		conform_fail(
			c, "%s: PUT KEY is answered (%04x) before it is written", fault, c->se05x.status);
	old = rotate_channel(c, c->profile->keys);
	new = old < 0 ? rotate_channel(c, rotate_new_keys) : -EACCES;
	if (conform_well(c) && old < 0 && (new < 0 || !may_be_new))
		conform_fail(c, "%s: %s", fault,
			new < 0 ? "neither the old keys open the channel nor the new ones"
				: "the new keys are good, and were not written");
	if (!conform_well(c))
		return;
	/* The DEK goes with the others: what is encrypted with it is taken. */
	data.len = answer.len = 0;
	if (rotate_data(c, c->profile->keys, old < 0 ? rotate_new_keys[2] : c->profile->keys[2], false, &data,
		    &answer) &&
		say_ask(c, &said, command, bytes, data.len))
		said_equal(c, "PUT KEY's answer", said.bytes, said.len, expected, answer.len);
}

static void put_key(struct conform *c, const struct conform_case *self)
{
	(void)self;
	put_key_under(c, "brownout store=1", false);
	put_key_under(c, "brownout store=1 late=1", true);
	c->se05x.protects = false;
}

/* Each EXTERNAL AUTHENTICATE whose answer a brown-out takes counts, right as it is, until there are none. */
static void velocity(struct conform *c, const struct conform_case *self)
{
	enum { MOST = 255 };
	unsigned int n = 0;
	struct said said;

	(void)self;
	for (; n < MOST && conform_well(c); n++) {
		uint8_t bytes[64], command[32];
		struct wbuf w = wbuf_to(bytes, sizeof(bytes)), i = wbuf_to(command, sizeof(command));
		struct scp03_host host;
		struct apdu apdu;

		channel_none(c);
		scp03_host_initialize(&i, c->profile->key_version, (const uint8_t *)"velocity");
		if (!channel_raw(c, command, i.len, &said) || said.status != SW_OK)
			break;
		if (!channel_update(c, &host) || scp03_host_authenticate(&host, 0x33, &w) < 0 ||
			!apdu_parse(rbuf_from(bytes, w.len), &apdu))
			return;
		c->se05x.protects = false;
		if (answered_under(c, "brownout store=1 late=1", &apdu)) {
			conform_fail(
				c, "a right EXTERNAL AUTHENTICATE is answered before an attempt is spent");
			return;
		}
	}
	if (conform_well(c) && n == MOST)
		conform_fail(
			c, "%u brown-outs in EXTERNAL AUTHENTICATE, and the channel can still be opened", n);
}

#define NEEDS (NEED_FAULTS | NEED_POWER | NEED_MODELLED_TIME)
#define CASE(nr, about, fact, from, by, of, want, wants, code, what)                                        \
	{                                                                                                   \
		.id = "SE05X-POWER-" nr, .rule = (fact), .source = (from), .evidence = (by), .class = (of), \
		.parts = PART_SE05X, .needs = NEEDS | (wants), .features = (want), .covers = (about),       \
		.run = (code), .number = (what)                                                             \
	}

static const struct conform_case cases[] = {
	CASE("01", "VerifySessionUserID",
		"an attempt of a UserID is spent, durably, before it is compared, and given back after",
		AN "3.2.4.4; " FIPS, BY_DOCUMENT, CONFORM_WRITES, 0, 0, attempts, 0),
	CASE("02", "SCPExternalAuthenticate",
		"an attempt of an AESKey is spent, durably, before the cryptogram is compared, and given "
		"back after",
		AN "3.2.4.4, 4.5.3; " FIPS, BY_DOCUMENT, CONFORM_WRITES, FEATURE_AES, 0, attempts, 1),
	CASE("03", "ECKeySessionInternalAuthenticate",
		"an attempt of an ECKey is spent, durably, before the signature is verified, and given back "
		"after",
		AN "3.2.4.4, 4.5.4; " FIPS, BY_DOCUMENT, CONFORM_WRITES, FEATURE_EC, 0, attempts, 2),
	CASE("04", "WriteBinary",
		"a file that power went away from while it was made is there, whole, or is not", AN "3.2.2.1",
		BY_GUESS, CONFORM_WRITES, 0, 0, old_or_new, 0),
	CASE("05", "WriteBinary", "WriteBinary leaves the old bytes or the new ones when power goes away",
		AN "3.2.2.1", BY_GUESS, CONFORM_WRITES, 0, 0, old_or_new, 1),
	CASE("06", "DeleteSecureObject",
		"an object is whole or gone when power goes away while it is deleted", AN "3.2.2.1", BY_GUESS,
		CONFORM_WRITES, 0, 0, old_or_new, 2),
	CASE("07", "WriteCounter", "a counter has counted or has not when power goes away", AN "3.2.2.1",
		BY_GUESS, CONFORM_WRITES, 0, 0, old_or_new, 3),
	CASE("08", "WriteAESKey",
		"a key is the old one or the new one when power goes away while it is written", AN "3.2.2.1",
		BY_GUESS, CONFORM_WRITES, FEATURE_AES, 0, old_or_new, 4),
	CASE("09", "DeleteAll", "DeleteAll deletes all or nothing when power goes away", AN "4.19.5",
		BY_GUESS, CONFORM_IRREVERSIBLE, FEATURE_AES, NEED_SNAPSHOT, delete_all, 0),
	CASE("10", "PUT KEY",
		"after PUT KEY and a brown-out the old key set is good or the new one, and never a mixture",
		"GlobalPlatform Card Specification 2.3.1 11.8", BY_GUESS, CONFORM_IRREVERSIBLE, 0,
		NEED_SNAPSHOT | NEED_PLATFORM_KEYS, put_key, 0),
	CASE("11", "EXTERNAL AUTHENTICATE",
		"an attempt of the platform channel is spent, durably, before the host's cryptogram is "
		"compared, and "
		"power cuts use them up",
		FIPS, BY_DOCUMENT, CONFORM_IRREVERSIBLE, 0, NEED_SNAPSHOT | NEED_PLATFORM_KEYS, velocity, 0),
};

void se05x_power_cases(struct conform_list *list)
{
	say_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
