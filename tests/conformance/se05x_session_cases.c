/* tests/conformance/se05x_session_cases.c: sessions of the applet (AN12413 3.6, 4.5). */
#include <string.h>

#include "se05x_cases.h"
#include "ossl.h"
#include "se05x_session.h"
#include "tlv.h"

#define EVIDENCE "docs/reference/se050-evidence.md "
#define AN "AN12413 2.12 "
#define GET_VERSION "040020"
#define VERSION "41:.............. 9000"
#define VERIFY "04002c 41:" SESSION_USER
#define VERIFY_WRONG "04002c 41:c0ffee0102030406"
#define CLOSE "04001c"
#define REFRESH "04001e"
#define NOT_OPEN "6982|6985"
#define NO_SESSION "6985|6982"
#define BLOCKED "6986|6985|6983"
#define NOT_CLOSED "6985|6a80|6982"

enum {
	FEATURE_EC = 0x0002,
	FEATURE_AES = 0x0080,
};

static void user_id(struct conform *c, const struct conform_case *self)
{
	struct say_session s;

	(void)self;
	session_make_user(c, 0);
	session_user(c, &s);
	say_in(c, &s, VERSION, GET_VERSION);
	say_in(c, &s, "41:01 9000", "040027 41:%i", (uint32_t)SESSION_USER_ID);
	/* The default session goes on beside it. */
	say(c, VERSION, GET_VERSION);
	say_in(c, &s, "9000", CLOSE);
	say_in(c, &s, NO_SESSION, GET_VERSION);
	say(c, VERSION, GET_VERSION);
}

static void aes_key(struct conform *c, const struct conform_case *self)
{
	struct say_session s;

	session_make_aes(c, 0);
	session_aes(c, &s, (uint8_t)self->number);
	for (int i = 0; i < 2; i++) {
		say_in(c, &s, VERSION, GET_VERSION);
		say_in(c, &s, "41:...... 9000", "040049 41:0003");
		say_in(c, &s, "6a86|6985|6a80|6d00", "041f20");
		say_in(c, &s, "6985", "020000 41:12345678");
		say_in(c, &s, VERSION, GET_VERSION);
	}
	say_in(c, &s, "9000", CLOSE);
	s.secure = false;
	say_in(c, &s, NO_SESSION, GET_VERSION);
}

static void ec_key(struct conform *c, const struct conform_case *self)
{
	struct say_session s;

	session_make_ec(c, 0);
	session_ec(c, &s, (uint8_t)self->number);
	for (int i = 0; i < 2; i++) {
		say_in(c, &s, VERSION, GET_VERSION);
		say_in(c, &s, "41:...... 9000", "040049 41:0003");
		say_in(c, &s, "6985", "020000 41:12345678");
		say_in(c, &s, VERSION, GET_VERSION);
	}
	say_in(c, &s, "9000", CLOSE);
	s.secure = false;
	say_in(c, &s, NO_SESSION, GET_VERSION);
}

/* More than a block of it, both ways. */
static void protected_data(struct conform *c, const struct conform_case *self)
{
	uint8_t data[400];
	struct say_session s;
	struct said said;

	(void)self;
	for (size_t i = 0; i < sizeof(data); i++)
		memset(data + i, (int)(i * 5 + 3), 1);
	session_make_aes(c, 0);
	session_aes(c, &s, 0x33);
	say_in(c, &s, "9000", "010600 41:%i 43:0190 44:%b", SAY_IDS, data, sizeof(data));
	if (say_ask_in(c, &s, &said, "020000 41:%i 42:0000 43:0190 ext", SAY_IDS))
		said_is(c, &said, TAG_1, data, sizeof(data));
	say_in(c, &s, "9000", CLOSE);
}

static void wrong_user_ids_are_counted(struct conform *c, const struct conform_case *self)
{
	struct say_session s;

	(void)self;
	session_make_user(c, 3);
	for (int i = 0; i < 3; i++) {
		session_begin(c, &s, SESSION_USER_ID);
		say_in(c, &s, "6985", VERIFY_WRONG);
		say_in(c, &s, NOT_OPEN, GET_VERSION);
		/* The right one comes too late for this session. */
		say_in(c, &s, NOT_OPEN, VERIFY);
		conform_se05x.begin(c);
	}
	say(c, BLOCKED, "04001b 41:%i", (uint32_t)SESSION_USER_ID);
	conform_se05x.begin(c);
	say(c, BLOCKED, "04001b 41:%i", (uint32_t)SESSION_USER_ID);
}

static void parts_of_a_user_id(struct conform *c, const struct conform_case *self)
{
	static const char *const wrong[] = { "c0ffee01", "c0ffee01020304", "c0ffee010203040500",
		"c0ffee01020304050000" };

	(void)self;
	session_make_user(c, 0);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct say_session s;

		session_begin(c, &s, SESSION_USER_ID);
		say_in(c, &s, "6985", "04002c 41:%s", wrong[i]);
		say_in(c, &s, NOT_OPEN, GET_VERSION);
		conform_se05x.begin(c);
	}
}

static void success_gives_attempts_back(struct conform *c, const struct conform_case *self)
{
	struct say_session s;

	(void)self;
	session_make_user(c, 3);
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 2; i++) {
			session_begin(c, &s, SESSION_USER_ID);
			say_in(c, &s, "6985", VERIFY_WRONG);
			conform_se05x.begin(c);
		}
		session_user(c, &s);
		say_in(c, &s, "9000", CLOSE);
	}
}

static void no_limit_counts_nothing(struct conform *c, const struct conform_case *self)
{
	struct say_session s;

	(void)self;
	session_make_user(c, 0);
	for (int i = 0; i < 10; i++) {
		session_begin(c, &s, SESSION_USER_ID);
		say_in(c, &s, "6985", VERIFY_WRONG);
		conform_se05x.begin(c);
	}
	session_user(c, &s);
}

static void power_cut_in(struct conform *c)
{
	link_act(c->link, LINK_POWER_OFF, c->address);
	link_act(c->link, LINK_POWER_ON, c->address);
	link_wait(c->link, 5000000);
	if (conform_se05x.begin(c) < 0)
		conform_fail(c, "the part does not come back after a power cut");
}

/* A guess and then no power, before the answer is read. */
static void attempts_count_before_the_answer(struct conform *c, const struct conform_case *self)
{
	struct say_session s;

	(void)self;
	session_make_user(c, 3);
	for (int i = 0; i < 3; i++) {
		uint8_t command[96], frame[T1_BLOCK_MAX];
		struct wbuf w = wbuf_to(frame, sizeof(frame));
		size_t len;

		session_begin(c, &s, SESSION_USER_ID);
		len = say_write(c, command, sizeof(command),
			"050000 10:%b 41:8004002c+0a+4108+c0ffee0102030406", s.id, sizeof(s.id));
		if (len == 0)
			return;
		t1_block_write(&w, T1_NAD_TO_CHIP, c->se05x.t1.send ? T1_I_NUMBER : 0, command, len);
		if (link_write(c->link, c->address, frame, w.len) < 0)
			conform_fail(c, "a command is not taken");
		power_cut_in(c);
	}
	say(c, BLOCKED, "04001b 41:%i", (uint32_t)SESSION_USER_ID);
}

static void attempts_survive_power(struct conform *c, const struct conform_case *self)
{
	struct say_session s;

	(void)self;
	session_make_user(c, 3);
	for (int i = 0; i < 3; i++) {
		session_begin(c, &s, SESSION_USER_ID);
		say_in(c, &s, "6985", VERIFY_WRONG);
		power_cut_in(c);
	}
	say(c, BLOCKED, "04001b 41:%i", (uint32_t)SESSION_USER_ID);
}

static void wrong_aes_keys_are_counted(struct conform *c, const struct conform_case *self)
{
	struct say_session s;
	uint16_t status = 0;

	(void)self;
	session_make_aes(c, 3);
	for (int i = 0; i < 2; i++) {
		session_begin(c, &s, SESSION_AES_ID);
		session_handshake(c, &s, "000102030405060708090a0b0c0d0e0f", 0x33, &status);
		if (conform_well(c) && status != 0x6985 && status != 0x6982 && status != 0x6300)
			conform_fail(c, "a handshake under another key is answered %04x", status);
		say_in(c, &s, NOT_OPEN, GET_VERSION);
		conform_se05x.begin(c);
	}
	/* Twice wrong, once right: all three are there again. */
	session_aes(c, &s, 0x33);
	conform_se05x.begin(c);
	for (int i = 0; i < 3; i++) {
		session_begin(c, &s, SESSION_AES_ID);
		session_handshake(c, &s, "000102030405060708090a0b0c0d0e0f", 0x33, &status);
		conform_se05x.begin(c);
	}
	say(c, BLOCKED, "04001b 41:%i", (uint32_t)SESSION_AES_ID);
}

static void wrong_ec_signatures_are_counted(struct conform *c, const struct conform_case *self)
{
	static const char other[] = "519b423d715f8b581f4fa8ee59f4771a5b44c8130b4e3eacca54a56dda72b464";
	uint8_t data[320];
	struct say_session s;
	size_t len;

	(void)self;
	session_make_ec(c, 2);
	len = session_internal(c, other, 0x33, data, sizeof(data));
	session_begin(c, &s, SESSION_EC_ID);
	say_in(c, &s, "6985|6982|6a80", "84880000 =%b", data, len);
	say_in(c, &s, NOT_OPEN, GET_VERSION);
	conform_se05x.begin(c);
	session_ec(c, &s, 0x33);
	conform_se05x.begin(c);
	for (int i = 0; i < 2; i++) {
		session_begin(c, &s, SESSION_EC_ID);
		say_in(c, &s, "6985|6982|6a80", "84880000 =%b", data, len);
		conform_se05x.begin(c);
	}
	say(c, BLOCKED, "04001b 41:%i", (uint32_t)SESSION_EC_ID);
}

static void ec_level_00_is_refused(struct conform *c, const struct conform_case *self)
{
	uint8_t data[320];
	struct say_session s;
	size_t len;

	(void)self;
	session_make_ec(c, 0);
	session_begin(c, &s, SESSION_EC_ID);
	len = session_internal(c, session_scalar, 0x00, data, sizeof(data));
	say_in(c, &s, "6a80|6985|6a86", "84880000 =%b", data, len);
	say_in(c, &s, NOT_OPEN, GET_VERSION);
}

static void parts_public_key_is_signed(struct conform *c, const struct conform_case *self)
{
	static const struct {
		unsigned int key;
		uint32_t object;
	} keys[] = { { 0x02, 0x7fff0202 }, { 0x01, 0x7fff0201 } };

	(void)self;
	session_make_ec(c, 0);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		struct say_session s;
		struct said own, told;
		struct rbuf point, all, body, in, signature;
		struct tlv tlv;
		EVP_PKEY *key;

		session_begin(c, &s, SESSION_EC_ID);
		if (!say_ask(c, &own, "020000 41:%i", keys[i].object) ||
			!said_value(c, &own, TAG_1, &point) ||
			!say_ask_in(c, &s, &told, "84cabf21 a6:8302%c00", keys[i].key))
			return;
		all = rbuf_from(told.bytes, told.len);
		if (!tlv_next(&all, &tlv) || tlv.tag != 0x7f49) {
			conform_fail(c, "GetECKAPublicKey does not begin with 7f49");
			return;
		}
		in = tlv.value;
		body = rbuf_from(told.bytes, told.len - rbuf_left(&all));
		if (!tlv_next(&in, &tlv) || tlv.tag != 0xb0 ||
			!said_equal(c, "the point", tlv.value.at, rbuf_left(&tlv.value), point.at,
				rbuf_left(&point)))
			return;
		if (!said_value(c, &told, 0x5f37, &signature))
			return;
		key = ossl_ec_public("P-256", point.at, rbuf_left(&point));
		if (!ossl_verify(key, "SHA256", false, body.at, rbuf_left(&body), signature.at,
			    rbuf_left(&signature)))
			conform_fail(c, "the signature of key %02x over its point is not good", keys[i].key);
		EVP_PKEY_free(key);
		conform_se05x.begin(c);
	}
}

static void before_the_handshake(struct conform *c, const struct conform_case *self)
{
	struct say_session s;

	(void)self;
	session_make_user(c, 0);
	session_begin(c, &s, SESSION_USER_ID);
	say_in(c, &s, NOT_OPEN, GET_VERSION);
	say_in(c, &s, NOT_CLOSED, CLOSE);
	say_in(c, &s, NOT_OPEN, "04001f 41:022000");
	say_in(c, &s, NOT_OPEN, REFRESH);
	say_in(c, &s, "9000", VERIFY);
	say_in(c, &s, NO_SESSION, VERIFY);
	say_in(c, &s, VERSION, GET_VERSION);
}

static void handshake_of_another_kind(struct conform *c, const struct conform_case *self)
{
	struct say_session s;

	(void)self;
	session_make_user(c, 0);
	session_make_aes(c, 0);
	session_begin(c, &s, SESSION_USER_ID);
	say_in(c, &s, "6985|6982|6a80", "80500000 =1122334455667788");
	say_in(c, &s, "6985|6982|6a80", "84880000 =a6020000");
	conform_se05x.begin(c);
	session_begin(c, &s, SESSION_AES_ID);
	say_in(c, &s, "6985|6982|6a80", VERIFY);
	say_in(c, &s, "6985|6982", "84823300 =00112233445566770011223344556677");
	say_in(c, &s, "6985|6982|6a80", "84cabf21 a6:83020000");
}

static void who_opens_sessions(struct conform *c, const struct conform_case *self)
{
	struct say_session s;

	(void)self;
	session_make_user(c, 0);
	session_make_aes(c, 0);
	say(c, "6985", "04001b 41:12345678");
	say(c, "6985", "04001b 41:7fff0206");
	say(c, NO_SESSION, CLOSE);
	say(c, NO_SESSION, REFRESH);
	say(c, NO_SESSION, VERIFY);
	say(c, NO_SESSION, "04001f 41:022000");
	session_user(c, &s);
	say_in(c, &s, "6985", "04001b 41:%i", (uint32_t)SESSION_AES_ID);
}

static void two_at_once(struct conform *c, const struct conform_case *self)
{
	struct say_session a, b;

	(void)self;
	session_make_user(c, 0);
	session_make_aes(c, 0);
	say(c, "9000", "410700 11:" SESSION_POLICY " 41:%i 42:" SESSION_USER, SAY_IDS | 0xf009u);
	session_user(c, &a);
	say(c, "6985", "04001b 41:%i", (uint32_t)SESSION_USER_ID);
	session_aes(c, &b, 0x33);
	if (conform_well(c) && memcmp(a.id, b.id, sizeof(a.id)) == 0)
		conform_fail(c, "two sessions have the same id");
	say(c, "6985", "04001b 41:%i", SAY_IDS | 0xf009u);
	say_in(c, &a, VERSION, GET_VERSION);
	say_in(c, &b, VERSION, GET_VERSION);
	say_in(c, &a, VERSION, GET_VERSION);
	say_in(c, &b, "9000", CLOSE);
	say_in(c, &a, VERSION, GET_VERSION);
	say(c, "41:................ 9000", "04001b 41:%i", SAY_IDS | 0xf009u);
}

static void process_wants_a_session(struct conform *c, const struct conform_case *self)
{
	struct say_session s;

	(void)self;
	session_make_user(c, 0);
	session_user(c, &s);
	say(c, NO_SESSION, "050000 10:0102030000000000 41:80040020");
	say(c, NO_SESSION, "050000 10:0000000000000000 41:80040020");
	say(c, "6a80|6985", "050000 41:80040020");
	say(c, "6a80|6985", "050000 10:%b", s.id, sizeof(s.id));
	say_in(c, &s, NO_SESSION "|6a80", "050000 10:0102030000000000 41:80040020");
	/* The inner class is not looked at (AN12413 4.1.1.1). */
	say_in(c, &s, VERSION, "ff040020");
	say_in(c, &s, "9000", CLOSE);
	say_in(c, &s, NO_SESSION, GET_VERSION);
}

static void selection_ends_them(struct conform *c, const struct conform_case *self)
{
	struct say_session s;

	(void)self;
	session_make_user(c, 0);
	session_user(c, &s);
	say_in(c, &s, VERSION, GET_VERSION);
	conform_se05x.begin(c);
	say_in(c, &s, NO_SESSION, GET_VERSION);
	session_user(c, &s);
}

static void resync_keeps_them(struct conform *c, const struct conform_case *self)
{
	struct say_session s;

	(void)self;
	session_make_aes(c, 0);
	session_aes(c, &s, 0x33);
	say_in(c, &s, VERSION, GET_VERSION);
	if (t1_host_resync(&c->se05x.t1) < 0)
		conform_fail(c, "RESYNC fails");
	say_in(c, &s, VERSION, GET_VERSION);
}

static void power_ends_them(struct conform *c, const struct conform_case *self)
{
	struct say_session s;

	(void)self;
	session_make_user(c, 0);
	session_user(c, &s);
	power_cut_in(c);
	say_in(c, &s, NO_SESSION, GET_VERSION);
}

static void broken_protection(struct conform *c, const struct conform_case *self)
{
	static const uint8_t levels[] = { 0x01, 0x33 };

	(void)self;
	session_make_aes(c, 0);
	for (size_t i = 0; i < sizeof(levels); i++) {
		struct say_session s;

		session_aes(c, &s, levels[i]);
		say_in(c, &s, VERSION, GET_VERSION);
		s.secure = false;
		say_in(c, &s, "6982|6985", "84040020 =0011223344556677");
		say_in(c, &s, "6982|6985", GET_VERSION);
		conform_se05x.begin(c);
		session_aes(c, &s, levels[i]);
		s.secure = false;
		/* Plain where protection was agreed. */
		say_in(c, &s, "6982|6985", GET_VERSION);
		conform_se05x.begin(c);
	}
}

static void policy_comes_first(struct conform *c, const struct conform_case *self)
{
	struct say_session s;

	(void)self;
	session_make_user(c, 0);
	session_user(c, &s);
	say_in(c, &s, VERSION, GET_VERSION);
	say_in(c, &s, "6985", "04001f 41:0480000005");
	say_in(c, &s, VERSION, GET_VERSION);
}

static void policy_limits_commands(struct conform *c, const struct conform_case *self)
{
	struct say_session s;

	(void)self;
	session_make_user(c, 0);
	session_user(c, &s);
	say_in(c, &s, "9000", "04001f 41:0480000004");
	say_in(c, &s, VERSION, GET_VERSION);
	say_in(c, &s, "6985", "020000 41:12345678");
	say_in(c, &s, VERSION, GET_VERSION);
	say_in(c, &s, NO_SESSION, GET_VERSION);
	/* Its object is free for another. */
	session_user(c, &s);
	say_in(c, &s, VERSION, GET_VERSION);
}

static void refresh(struct conform *c, const struct conform_case *self)
{
	struct say_session s;

	(void)self;
	session_make_user(c, 0);
	session_user(c, &s);
	say_in(c, &s, "6985|6986", REFRESH);
	say_in(c, &s, "9000", CLOSE);
	session_user(c, &s);
	say_in(c, &s, "9000", "04001f 41:04a0000003");
	for (int i = 0; i < 10; i++)
		say_in(c, &s, "9000", REFRESH);
	say_in(c, &s, "9000", "04001e 11:020000");
	for (int i = 0; i < 10; i++)
		say_in(c, &s, VERSION, GET_VERSION);
	say_in(c, &s, "6985|6986", REFRESH);
}

static void policies_that_are_none(struct conform *c, const struct conform_case *self)
{
	static const char *const wrong[] = { "0480000000", "028000", "03800001", "0580000003", "0400010000" };

	(void)self;
	session_make_user(c, 0);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct say_session s;

		session_user(c, &s);
		say_in(c, &s, "6985|6a80|6984", "04001f 41:%s", wrong[i]);
		conform_se05x.begin(c);
	}
}

static void deletion_from_inside_ends_it(struct conform *c, const struct conform_case *self)
{
	struct say_session s;

	(void)self;
	session_make_user(c, 0);
	session_user(c, &s);
	say(c, "9000", "040028 41:%i", (uint32_t)SESSION_USER_ID);
	say_in(c, &s, VERSION, GET_VERSION);
	say_in(c, &s, "9000", CLOSE);
	session_make_user(c, 0);
	session_user(c, &s);
	say_in(c, &s, "9000", "040028 41:%i", (uint32_t)SESSION_USER_ID);
	say_in(c, &s, NO_SESSION, GET_VERSION);
}

/* An entry of one's own counts instead of the one for all others. */
static void policy_inside(struct conform *c, const struct conform_case *self)
{
	const uint32_t file = SAY_IDS | 1, own = SAY_IDS | 2, theirs = SAY_IDS | 3;
	struct say_session s;

	(void)self;
	session_make_user(c, 0);
	session_make_aes(c, 0);
	say(c, "9000", "010600 11:08+%i+00200000+08+00000000+00140000 41:%i 43:0004 44:01020304",
		(uint32_t)SESSION_USER_ID, file);
	say(c, "9000", "010600 11:08+%i+00240000 41:%i 43:0004 44:05060708", (uint32_t)SESSION_USER_ID, own);
	say(c, "9000", "010600 11:08+%i+00200000+08+00000000+00040000 41:%i 43:0004 44:090a0b0c",
		(uint32_t)SESSION_AES_ID, theirs);
	say(c, "6986", "020000 41:%i 42:0000 43:0004", file);
	say(c, "9000", "010600 41:%i 44:0a", file);
	say(c, "6982|6986", "020000 41:%i 42:0000 43:0004", own);
	session_user(c, &s);
	say_in(c, &s, "41:0a020304 9000", "020000 41:%i 42:0000 43:0004", file);
	say_in(c, &s, "6986", "010600 41:%i 44:0b", file);
	say_in(c, &s, "6986", "040028 41:%i", file);
	say_in(c, &s, "41:05060708 9000", "020000 41:%i 42:0000 43:0004", own);
	say_in(c, &s, "6986|6982", "020000 41:%i 42:0000 43:0004", theirs);
	say_in(c, &s, "9000", "040028 41:%i", own);
	say(c, "9000", "040028 41:%i", file);
	say(c, "9000", "040028 41:%i", theirs);
}

/* REQUIRE_SM: 00020000. */
static void secure_messaging_required(struct conform *c, const struct conform_case *self)
{
	const uint32_t file = SAY_IDS | 1;
	struct say_session s;

	(void)self;
	session_make_user(c, 0);
	session_make_aes(c, 0);
	session_aes(c, &s, 0x33);
	say_in(c, &s, "9000", "010600 11:0800000000+00260000 41:%i 43:0004 44:01020304", file);
	say(c, "6986|6982", "020000 41:%i 42:0000 43:0004", file);
	say(c, "6986|6982", "040028 41:%i", file);
	say_in(c, &s, "41:01020304 9000", "020000 41:%i 42:0000 43:0004", file);
	say_in(c, &s, "9000", CLOSE);
	session_aes(c, &s, 0x01);
	say_in(c, &s, "6986|6982", "020000 41:%i 42:0000 43:0004", file);
	say_in(c, &s, "9000", CLOSE);
	session_user(c, &s);
	say_in(c, &s, "6986|6982", "020000 41:%i 42:0000 43:0004", file);
	say_in(c, &s, "9000", CLOSE);
	session_aes(c, &s, 0x03);
	say_in(c, &s, "41:01020304 9000", "020000 41:%i 42:0000 43:0004", file);
	say_in(c, &s, "9000", "040028 41:%i", file);
}

static void owner_is_told(struct conform *c, const struct conform_case *self)
{
	const uint32_t file = SAY_IDS | 1;
	struct say_session s;

	(void)self;
	session_make_user(c, 0);
	session_user(c, &s);
	say_in(c, &s, "9000", "010600 41:%i 43:0004", file);
	say(c, "43:20c00001+0b+01+0000+20c0f001+0000+08+00000000+00340000+01+00000000 9000", "02003b 41:%i",
		file);
	say_in(c, &s, "9000", CLOSE);
}

/* A transient object is its maker's. */
static void transient_objects_are_their_users(struct conform *c, const struct conform_case *self)
{
	const uint32_t key = SAY_IDS | 1;
	struct say_session s;

	(void)self;
	session_make_user(c, 0);
	session_user(c, &s);
	say_in(c, &s, "9000", "810300 41:%i 43:00*16", key);
	say_in(c, &s, "41:66e94bd4ef8a2c3b884cfa59ca342b2e 9000", "030e37 41:%i 42:0e 43:00*16", key);
	say(c, "6985", "030e37 41:%i 42:0e 43:00*16", key);
	say_in(c, &s, "9000", "040028 41:%i", key);
	say(c, "9000", "810300 41:%i 43:00*16", key);
	say(c, "41:66e94bd4ef8a2c3b884cfa59ca342b2e 9000", "030e37 41:%i 42:0e 43:00*16", key);
	say_in(c, &s, "6985", "030e37 41:%i 42:0e 43:00*16", key);
}

/* NOLINTBEGIN(bugprone-macro-parentheses): they are joined with literals */
#define CASE(nr, fact, from, by, of, want, code, what)                                                \
	{                                                                                             \
		.id = "SE05X-SESSION-" nr, .rule = fact, .source = from, .evidence = by, .class = of, \
		.parts = PART_SE05X, .features = want, .run = code, .number = what                    \
	}
/* NOLINTEND(bugprone-macro-parentheses) */

static const struct conform_case cases[] = {
	CASE("01", "a UserID opens a session beside the default one, and CloseSession ends it", AN "3.6, 4.5",
		BY_DOCUMENT, CONFORM_WRITES, 0, user_id, 0),
	CASE("02", "an AESKey session at level 00 carries commands in step", AN "3.6.3.2, 4.5.3", BY_DOCUMENT,
		CONFORM_WRITES, FEATURE_AES, aes_key, 0x00),
	CASE("03", "an AESKey session at level 01 carries commands in step", AN "3.6.3.2, 4.5.3", BY_DOCUMENT,
		CONFORM_WRITES, FEATURE_AES, aes_key, 0x01),
	CASE("04", "an AESKey session at level 03 carries commands in step", AN "3.6.3.2, 4.5.3", BY_DOCUMENT,
		CONFORM_WRITES, FEATURE_AES, aes_key, 0x03),
	CASE("05", "an AESKey session at level 11 carries commands in step", AN "3.6.3.2, 4.5.3", BY_DOCUMENT,
		CONFORM_WRITES, FEATURE_AES, aes_key, 0x11),
	CASE("06", "an AESKey session at level 13 carries commands in step", AN "3.6.3.2, 4.5.3", BY_DOCUMENT,
		CONFORM_WRITES, FEATURE_AES, aes_key, 0x13),
	CASE("07", "an AESKey session at level 33 carries commands in step", AN "3.6.3.2, 4.5.3", BY_DOCUMENT,
		CONFORM_WRITES, FEATURE_AES, aes_key, 0x33),
	CASE("08", "an ECKey session at level 33 carries commands in step, and its receipt is right",
		AN "3.6.3.3, 4.5.4", BY_DOCUMENT, CONFORM_WRITES, FEATURE_EC, ec_key, 0x33),
	CASE("09", "an ECKey session at level 13 carries commands in step", AN "3.6.3.3, 4.5.4", BY_DOCUMENT,
		CONFORM_WRITES, FEATURE_EC, ec_key, 0x13),
	CASE("10", "an ECKey session at level 01 carries commands in step", AN "3.6.3.3, 4.5.4", BY_DOCUMENT,
		CONFORM_WRITES, FEATURE_EC, ec_key, 0x01),
	CASE("11", "data of several blocks pass an AESKey session both ways", AN "3.6.3.2", BY_DOCUMENT,
		CONFORM_WRITES, FEATURE_AES, protected_data, 0),
	CASE("12",
		"a wrong UserID is answered 6985 and ends the handshake; when the attempts are used up no "
		"session is created",
		AN "3.2.4.4, table 71; seen on parts", BY_SILICON, CONFORM_WRITES, 0,
		wrong_user_ids_are_counted, 0),
	CASE("13", "success gives a UserID all its attempts back", AN "3.2.4.4", BY_DOCUMENT, CONFORM_WRITES,
		0, success_gives_attempts_back, 0),
	CASE("14", "a UserID without a limit is never used up", AN "3.2.4.4", BY_DOCUMENT, CONFORM_WRITES, 0,
		no_limit_counts_nothing, 0),
	CASE("15", "a wrong AES key is counted, and success gives the attempts back", AN "3.2.4.4, 4.5.3",
		BY_DOCUMENT, CONFORM_WRITES, FEATURE_AES, wrong_aes_keys_are_counted, 0),
	CASE("16", "a signature of another key is counted, and success gives the attempts back",
		AN "3.2.4.4, 4.5.4", BY_DOCUMENT, CONFORM_WRITES, FEATURE_EC, wrong_ec_signatures_are_counted,
		0),
	CASE("17", "an ECKey session at level 00 is refused", AN "3.6.3.3, table 73", BY_DOCUMENT,
		CONFORM_WRITES, FEATURE_EC, ec_level_00_is_refused, 0),
	CASE("18", "GetECKAPublicKey answers the point of 7FFF0202 or 7FFF0201, signed by that pair",
		AN "4.5.4.2", BY_DOCUMENT, CONFORM_WRITES, FEATURE_EC, parts_public_key_is_signed, 0),
	CASE("19",
		"before its handshake a session can be neither used nor closed, and a handshake is for once",
		AN "3.6.3.1, 3.6.5", BY_DOCUMENT, CONFORM_WRITES, 0, before_the_handshake, 0),
	CASE("20", "the handshake of another kind of object is refused", AN "3.6.3", BY_DOCUMENT,
		CONFORM_WRITES, FEATURE_AES, handshake_of_another_kind, 0),
	CASE("21", "sessions are opened by authentication objects, and from outside any session",
		AN "3.6, 4.5.1.1", BY_DOCUMENT, CONFORM_WRITES, FEATURE_AES, who_opens_sessions, 0),
	CASE("22", "there are two sessions at once, each of another object", AN "3.6, table 16", BY_DOCUMENT,
		CONFORM_WRITES, FEATURE_AES, two_at_once, 0),
	CASE("23", "PROCESS wants the id of a session that is open, and a command", AN "4.5.1.3", BY_DOCUMENT,
		CONFORM_WRITES, 0, process_wants_a_session, 0),
	CASE("24", "a selection ends all sessions", AN "3.6.5", BY_DOCUMENT, CONFORM_WRITES, 0,
		selection_ends_them, 0),
	CASE("25", "RESYNC keeps sessions", EVIDENCE "1.3", BY_HOST, CONFORM_WRITES, FEATURE_AES,
		resync_keeps_them, 0),
	CASE("26", "a command with wrong or without protection ends an AESKey session",
		AN "4.5.3; Amendment D 5.6", BY_DOCUMENT, CONFORM_WRITES, FEATURE_AES, broken_protection, 0),
	CASE("27", "ExchangeSessionData is for a session's first command only", AN "3.6.2", BY_DOCUMENT,
		CONFORM_WRITES, 0, policy_comes_first, 0),
	CASE("28", "a session ends with the answer to the last command that its policy allows",
		AN "3.6.2, 3.6.5 (open)", BY_GUESS, CONFORM_WRITES, 0, policy_limits_commands, 0),
	CASE("29", "a session is refreshed when its policy allows that, and takes a new policy then",
		AN "3.6.4", BY_DOCUMENT, CONFORM_WRITES, 0, refresh, 0),
	CASE("30", "session policies of wrong length or with reserved bits are refused",
		AN "table 49, table 59", BY_DOCUMENT, CONFORM_WRITES, 0, policies_that_are_none, 0),
	CASE("31", "deleting its object from inside ends a session, from outside it does not",
		AN "3.6.4, 3.6.5", BY_DOCUMENT, CONFORM_WRITES, 0, deletion_from_inside_ends_it, 0),
	CASE("32", "a policy's entry for the session's object counts instead of the one for all others",
		AN "3.7.1", BY_DOCUMENT, CONFORM_WRITES, FEATURE_AES, policy_inside, 0),
	{ .id = "SE05X-SESSION-33",
		.rule = "REQUIRE_SM wants a session with C-MAC and C-DECRYPTION, for reading and deleting "
			"too",
		.source = AN "3.7, 6.1",
		.class = CONFORM_WRITES,
		.parts = PART_SE05X,
		.needs = NEED_PLAIN,
		.features = FEATURE_AES,
		.run = secure_messaging_required },
	{ .id = "SE05X-SESSION-34",
		.rule = "the owner that an object's attributes tell is the session's object",
		.source = "comments of NXP's plug-and-trust 9721d64; " EVIDENCE "3.5",
		.evidence = BY_HOST,
		.class = CONFORM_WRITES,
		.parts = PART_APPLET_7,
		.run = owner_is_told },
	CASE("35", "a transient object can be used by the user who made it only", AN "3.2.2.2", BY_DOCUMENT,
		CONFORM_WRITES, FEATURE_AES, transient_objects_are_their_users, 0),
	CASE("39", "neither the beginning of a UserID nor more than it opens its session",
		AN "4.5.2.1, table 71", BY_DOCUMENT, CONFORM_WRITES, 0, parts_of_a_user_id, 0),
	{ .id = "SE05X-SESSION-36",
		.rule = "an attempt counts before the comparison: a power cut before the answer does not "
			"give it back",
		.source = AN "3.2.4.4; SE050 FIPS 140-2 policy 1.3 3.1",
		.class = CONFORM_WRITES,
		.parts = PART_SE05X,
		.needs = NEED_POWER | NEED_PLAIN,
		.run = attempts_count_before_the_answer },
	{ .id = "SE05X-SESSION-37",
		.rule = "attempts that were used stay used over a power cut",
		.source = AN "3.2.4.4",
		.class = CONFORM_WRITES,
		.parts = PART_SE05X,
		.needs = NEED_POWER,
		.run = attempts_survive_power },
	{ .id = "SE05X-SESSION-38",
		.rule = "a power cut ends all sessions",
		.source = AN "3.6.5",
		.class = CONFORM_WRITES,
		.parts = PART_SE05X,
		.needs = NEED_POWER,
		.run = power_ends_them },
};

void se05x_session_cases(struct conform_list *list)
{
	say_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
