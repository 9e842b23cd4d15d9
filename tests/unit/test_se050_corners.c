/*
 * tests/unit/test_se050_corners.c: where sessions, the platform channel and the link meet: what ends what, what counts,
 * and what stays (se050-evidence.md 2.3, 3.3).
 */
#include "cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "object.h"
#include "se050_eckey.h"
#include "session.h"
#include "tlv.h"

#define GET_VERSION "80040020"
#define VERSION "41820007 XXXXXXXXXXXXXX 9000"
#define EXISTS "8004002706 410412345678"
#define EXISTS_NOT "410102 9000"
#define VERIFY "8004002c07 4105 c001020304"
#define CLOSE "8004001c"
#define AES_KEY "404142434445464748494a4b4c4d4e4f"
#define SELECT_IOT "00a4040010 a0000003965453000000010300000000"

enum {
	USER_ID = 0x7da00001,
	AES_ID = 0x7da00002,
	EC_ID = 0x7da00003,
};

enum kind {
	BY_USER_ID,
	BY_AES_KEY,
	BY_EC_KEY,
	KINDS,
};

static const uint32_t authenticators[KINDS] = { USER_ID, AES_ID, EC_ID };
static const uint8_t levels[] = { 0x00, 0x01, 0x03, 0x11, 0x13, 0x33 };

static int set_up_part(void **state, const char *part)
{
	struct se050_fixture *f = se_new(part);
	struct host_key key = se_eckey_key(1);

	se_select(f);
	assert_apdu(f, "8041070011 12020003 41047da00001 4205c001020304", "9000");
	assert_apdu(f, "804103001c 12020003 41047da00002 4310" AES_KEY, "9000");
	se_eckey_object(f, EC_ID, &key, 3);
	*state = f;
	return 0;
}

static int set_up_c(void **state)
{
	return set_up_part(state, "se050c");
}

static int set_up_e(void **state)
{
	return set_up_part(state, "se050e");
}

static int tear_down(void **state)
{
	se_free(*state);
	return 0;
}

static void open_session(struct se050_fixture *f, struct se_session *s, enum kind kind, uint8_t level)
{
	struct host_key key = se_eckey_key(1);

	if (kind == BY_AES_KEY) {
		se_session_aes(f, s, AES_ID, AES_KEY, level);
	} else if (kind == BY_EC_KEY) {
		se_session_eckey(f, s, EC_ID, &key, level);
	} else {
		se_session_create(f, s, USER_ID);
		assert_in(f, s, VERIFY, "9000");
	}
}

/* With or without the platform channel below it. */
static void open_platform(struct se050_fixture *f, bool in_channel)
{
	se_select(f);
	f->in_channel = false;
	if (in_channel)
		se_open_channel(f, 0x33);
	f->in_channel = in_channel;
}

static void leave_platform(struct se050_fixture *f)
{
	f->in_channel = false;
	se_select(f);
}

static bool allowed(enum kind kind, uint8_t level)
{
	return kind == BY_USER_ID ? level == 0 : kind == BY_AES_KEY || level != 0;
}

/* Commands with and without data, refused ones, and one with a long answer keep both ends in step. */
static void use(struct se050_fixture *f, struct se_session *s)
{
	for (int i = 0; i < 3; i++) {
		assert_in(f, s, GET_VERSION, VERSION);
		assert_in(f, s, EXISTS, EXISTS_NOT);
		assert_in(f, s, "80041f20", "6a86");
		assert_in(f, s, "8002000006 410412345678", "6985");
		assert_in(f, s, "8002000006 41047fff0206",
			"41820012 04005001XXXXXXXXXXXXXXXXXXXXXXXXXXXX 9000");
	}
}

static void every_kind_of_session_alone_and_under_the_platform_channel(void **state)
{
	struct se050_fixture *f = *state;
	int opened = 0;

	for (int in_channel = 0; in_channel < 2; in_channel++)
		for (int kind = 0; kind < KINDS; kind++)
			for (size_t i = 0; i < sizeof(levels); i++) {
				struct se_session s;

				if (!allowed((enum kind)kind, levels[i]))
					continue;
				open_platform(f, in_channel);
				open_session(f, &s, (enum kind)kind, levels[i]);
				use(f, &s);
				assert_in(f, &s, CLOSE, "9000");
				s.secure = false;
				assert_in(f, &s, GET_VERSION, "6985");
				opened++;
			}
	assert_int_equal(opened, 2 * (1 + 6 + 5));
	leave_platform(f);
}

/* A command with its protection, and its answer as it comes. */
static size_t raw(
	struct se050_fixture *f, struct se_session *s, const char *command, uint8_t *answer, size_t cap)
{
	uint8_t bytes[300], secured[400];
	struct wbuf w = wbuf_to(secured, sizeof(secured));
	struct apdu apdu;

	assert_true(apdu_parse(rbuf_from(bytes, se_hex(command, bytes, sizeof(bytes))), &apdu));
	assert_int_equal(scp03_host_wrap(&s->host, &apdu, &w), 0);
	return se_process(f, s, secured, w.len, answer, cap);
}

static void the_answer_to_close_session_is_still_protected(void **state)
{
	struct se050_fixture *f = *state;
	static const enum kind kinds[] = { BY_AES_KEY, BY_EC_KEY };

	for (size_t i = 0; i < 2; i++) {
		uint8_t answer[64], nothing[16];
		struct wbuf out = wbuf_to(nothing, sizeof(nothing));
		struct se_session s;
		uint16_t status;

		open_session(f, &s, kinds[i], 0x33);
		assert_int_equal(raw(f, &s, CLOSE, answer, sizeof(answer)), 8 + 2);
		assert_int_equal(scp03_host_unwrap(&s.host, rbuf_from(answer, 10), &out, &status), 0);
		assert_int_equal(status, 0x9000);
		assert_int_equal(out.len, 0);
		assert_int_equal(raw(f, &s, GET_VERSION, answer, sizeof(answer)), 2);
		assert_memory_equal(answer, "\x69\x85", 2);
	}
}

static void selection_inside_scp03(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	/* Inside a session there is no such command; it lives on. */
	open_platform(f, true);
	open_session(f, &s, BY_AES_KEY, 0x33);
	assert_in(f, &s, SELECT_IOT, "6d00");
	assert_in(f, &s, GET_VERSION, VERSION);
	/* In the platform channel: it ends channel and sessions, and answers in plain. */
	f->in_channel = false;
	assert_apdu(f, SELECT_IOT, "XXXXXXXXXXXXXX 9000");
	assert_apdu(f, GET_VERSION, VERSION);
	assert_in(f, &s, GET_VERSION, "6985");
	/* One that fails changes nothing. */
	open_platform(f, true);
	open_session(f, &s, BY_AES_KEY, 0x33);
	assert_apdu(f, "00a4040010 a0000003965453000000010330000000", "6a82");
	assert_in(f, &s, GET_VERSION, VERSION);
	leave_platform(f);
}

static void nested_process(
	struct se050_fixture *f, struct se_session *s, const uint8_t id[8], const char *status)
{
	char hex[80];
	size_t at = (size_t)snprintf(hex, sizeof(hex), "80050000 10 1008");

	for (size_t i = 0; i < 8; i++)
		at += (size_t)snprintf(hex + at, sizeof(hex) - at, "%02x", id[i]);
	snprintf(hex + at, sizeof(hex) - at, "4104 80040020");
	assert_in(f, s, hex, status);
}

static void process_does_not_nest(void **state)
{
	struct se050_fixture *f = *state;
	static const uint8_t none[8] = { 0 };

	for (int in_channel = 0; in_channel < 2; in_channel++)
		for (int kind = 0; kind < KINDS; kind++) {
			struct se_session dead, other, s;

			open_platform(f, in_channel);
			open_session(f, &dead, (enum kind)kind, kind == BY_USER_ID ? 0 : 0x33);
			assert_in(f, &dead, CLOSE, "9000");
			open_session(f, &other, kind == BY_USER_ID ? BY_AES_KEY : BY_USER_ID,
				kind == BY_USER_ID ? 0x33 : 0);
			open_session(f, &s, (enum kind)kind, kind == BY_USER_ID ? 0 : 0x33);
			nested_process(f, &s, dead.id, "6985");
			nested_process(f, &s, none, "6985");
			nested_process(f, &s, s.id, "6985");
			nested_process(f, &s, other.id, "6985");
			assert_in(f, &s, GET_VERSION, VERSION);
			assert_in(f, &other, GET_VERSION, VERSION);
		}
	leave_platform(f);
}

/* C-MAC and C-DECRYPTION of the session's own channel or of the platform's. */
static void secure_messaging_by_session_and_by_platform(void **state)
{
	struct se050_fixture *f = *state;
	static const char read[] = "8002000006 410400000074";

	assert_apdu(f, "8001060015 1109 0800000000 00220000 410400000074 43020002", "9000");
	for (size_t platform = 0; platform < sizeof(levels); platform++)
		for (int kind = 0; kind < KINDS; kind++)
			for (size_t i = 0; i < sizeof(levels); i++) {
				bool secured = (levels[platform] & 3) == 3 ||
					       (kind != BY_USER_ID && (levels[i] & 3) == 3);
				struct se_session s;

				if (!allowed((enum kind)kind, levels[i]))
					continue;
				leave_platform(f);
				se_open_channel(f, levels[platform]);
				f->in_channel = true;
				open_session(f, &s, (enum kind)kind, levels[i]);
				assert_in(f, &s, read, secured ? "41820002 0000 9000" : "6986");
			}
	leave_platform(f);
	assert_apdu(f, read, "6986");
}

/* The platform request is met by level 33 alone, whatever the session inside has. */
static void a_required_platform_channel_is_not_met_by_a_session(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	open_session(f, &s, BY_AES_KEY, 0x33);
	f->chip->nv.platform_scp = PLATFORM_SCP_REQUIRED;
	{
		uint8_t answer[64];

		assert_int_equal(raw(f, &s, GET_VERSION, answer, sizeof(answer)), 2);
		assert_memory_equal(answer, "\x69\x82", 2);
	}
	assert_apdu(f, "8004001b06 41047da00002", "6982");
	for (size_t i = 0; i < sizeof(levels); i++) {
		leave_platform(f);
		se_open_channel(f, levels[i]);
		assert_secure(f, "8004001b06 41047da00002",
			levels[i] == 0x33 ? "41820008 XXXXXXXXXXXXXXXX 9000" : "6982");
	}
	f->chip->nv.platform_scp = 0;
}

static void two_sessions_of_one_object(void **state)
{
	struct se050_fixture *f = *state;

	for (int kind = 0; kind < KINDS; kind++) {
		uint8_t level = kind == BY_USER_ID ? 0 : 0x33;
		char create[40];
		struct se_session first, second;

		snprintf(create, sizeof(create), "8004001b06 4104%08x", authenticators[kind]);
		open_session(f, &first, (enum kind)kind, level);
		assert_apdu(f, create, "6985");
		assert_in(f, &first, GET_VERSION, VERSION);
		assert_in(f, &first, CLOSE, "9000");
		/* One that was never opened gives way. */
		se_session_create(f, &first, authenticators[kind]);
		open_session(f, &second, (enum kind)kind, level);
		first.secure = false;
		assert_in(f, &first, GET_VERSION, "6985");
		assert_in(f, &second, GET_VERSION, VERSION);
		assert_in(f, &second, CLOSE, "9000");
	}
}

static void set_limit(struct se050_fixture *f, struct se_session *s, unsigned int commands)
{
	char hex[40];

	snprintf(hex, sizeof(hex), "8004001f07 4105 048000%04x", commands);
	assert_in(f, s, hex, "9000");
}

/* The last command is served to its end, under the session's protection, and the session is gone. */
static void a_session_that_ends_with_the_command_under_way(void **state)
{
	struct se050_fixture *f = *state;

	for (int in_channel = 0; in_channel < 2; in_channel++)
		for (int kind = 0; kind < KINDS; kind++) {
			struct se_session s;

			open_platform(f, in_channel);
			open_session(f, &s, (enum kind)kind, kind == BY_USER_ID ? 0 : 0x33);
			set_limit(f, &s, 2);
			/* Both ways chained: blocks of 16. */
			se_send(f, "5a c1 01 10");
			assert_block(f, "a5 e1 01 10");
			assert_in(f, &s, "8002000006 41047fff0206",
				"41820012 04005001XXXXXXXXXXXXXXXXXXXXXXXXXXXX 9000");
			s.secure = false;
			assert_in(f, &s, GET_VERSION, "6985");
			/* A refused command is as good as any. */
			open_session(f, &s, (enum kind)kind, kind == BY_USER_ID ? 0 : 0x33);
			set_limit(f, &s, 2);
			assert_in(f, &s, "8002000006 410412345678", "6985");
			s.secure = false;
			assert_in(f, &s, GET_VERSION, "6985");
			/* The limit may be the first command itself. */
			open_session(f, &s, (enum kind)kind, kind == BY_USER_ID ? 0 : 0x33);
			set_limit(f, &s, 1);
			s.secure = false;
			assert_in(f, &s, GET_VERSION, "6985");
			se_send(f, "5a c1 01 fe");
			assert_block(f, "a5 e1 01 fe");
		}
	leave_platform(f);
}

/* An operation in several steps ends with the session it was begun in; its crypto object stays. */
static void a_session_that_ends_between_the_steps_of_an_operation(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	open_session(f, &s, BY_USER_ID, 0);
	set_limit(f, &s, 4);
	assert_in(f, &s, "800110000a 41020007 420101 430104", "9000");
	assert_in(f, &s, "8003000b04 42020007", "9000");
	assert_in(f, &s, "8003000c09 42020007 4303616263", "9000");
	assert_in(f, &s, "8003000d06 42020007 4300", "6985");
	open_session(f, &s, BY_USER_ID, 0);
	assert_in(f, &s, "8003000d06 42020007 4300", "6985");
	assert_in(f, &s, "8003000b04 42020007", "9000");
	assert_in(f, &s, "8003000d09 42020007 4303616263",
		"41820020 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad 9000");
	/* Another user has no such crypto object. */
	assert_apdu(f, "8003000b04 42020007", "6985");
}

/* Every command counts in a session, on every applet; on the platform channel before 4.3 those with data. */
static void refused_commands_count_like_others(void **state)
{
	struct se050_fixture *f = *state;
	bool all = f->chip->nv.identity.version[0] >= 7;
	static const enum kind kinds[] = { BY_AES_KEY, BY_EC_KEY };

	for (size_t i = 0; i < 2; i++) {
		const struct scp03 *channel = &f->chip->applet.sessions[0].channel;
		struct se_session s;

		se_select(f);
		open_session(f, &s, kinds[i], 0x33);
		assert_int_equal(channel->counter, 0);
		assert_in(f, &s, "8002000006 410412345678", "6985");
		assert_int_equal(channel->counter, 1);
		assert_in(f, &s, "80041f20", "6a86");
		assert_int_equal(channel->counter, 2);
		assert_in(f, &s, "80ff0000", "6d00");
		assert_int_equal(channel->counter, 3);
		assert_in(f, &s, EXISTS, EXISTS_NOT);
		assert_int_equal(channel->counter, 4);
		assert_in(f, &s, CLOSE, "9000");
	}
	se_open_channel(f, 0x33);
	assert_secure(f, "8002000006 410412345678", "6985");
	assert_int_equal(f->chip->card.channel.counter, 1);
	assert_secure(f, "80041f20", "6a86");
	assert_int_equal(f->chip->card.channel.counter, all ? 2 : 1);
	assert_secure(f, EXISTS, EXISTS_NOT);
	assert_int_equal(f->chip->card.channel.counter, all ? 3 : 2);
}

static void a_wrong_mac_closes_the_channel_of_a_session(void **state)
{
	struct se050_fixture *f = *state;
	static const enum kind kinds[] = { BY_AES_KEY, BY_EC_KEY };

	for (size_t i = 0; i < 2; i++)
		for (size_t wrong = 0; wrong < 8; wrong++) {
			uint8_t bytes[64], secured[128], answer[64];
			struct wbuf w = wbuf_to(secured, sizeof(secured));
			struct se_session s, other;
			struct apdu apdu;

			se_select(f);
			open_session(f, &other, BY_USER_ID, 0);
			open_session(f, &s, kinds[i], 0x33);
			apdu_parse(rbuf_from(bytes, se_hex(EXISTS, bytes, sizeof(bytes))), &apdu);
			assert_int_equal(scp03_host_wrap(&s.host, &apdu, &w), 0);
			secured[w.len - 1 - wrong] ^= 0x10;
			assert_int_equal(se_process(f, &s, secured, w.len, answer, sizeof(answer)), 2);
			assert_memory_equal(answer, "\x69\x82", 2);
			/* Nor does the right one help now. */
			secured[w.len - 1 - wrong] ^= 0x10;
			assert_int_equal(se_process(f, &s, secured, w.len, answer, sizeof(answer)), 2);
			assert_memory_equal(answer, "\x69\x82", 2);
			assert_in(f, &other, GET_VERSION, VERSION);
			/* A new session of the same object, which takes its place. */
			open_session(f, &s, kinds[i], 0x33);
			assert_in(f, &s, GET_VERSION, VERSION);
		}
}

/* The platform's: sessions wait until it is opened again, which selects nothing. */
static void a_wrong_mac_closes_the_platform_channel_and_not_the_sessions(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	open_platform(f, true);
	open_session(f, &s, BY_AES_KEY, 0x33);
	assert_in(f, &s, GET_VERSION, VERSION);
	assert_apdu(f, "84040020 08 0000000000000000", "6982");
	assert_secure(f, GET_VERSION, "6982");
	f->in_channel = false;
	se_open_channel(f, 0x33);
	f->in_channel = true;
	assert_in(f, &s, GET_VERSION, VERSION);
	leave_platform(f);
}

/* One wrong handshake of each kind. */
static void fail_session(struct se050_fixture *f, enum kind kind)
{
	struct host_key wrong = se_eckey_key(2);
	uint8_t command[400], answer[64];
	struct se_session s;
	size_t len;

	se_session_create(f, &s, authenticators[kind]);
	if (kind == BY_USER_ID) {
		assert_in(f, &s, "8004002c07 4105 c001020305", "6985");
	} else if (kind == BY_AES_KEY) {
		assert_in(f, &s, "8050000008 1122334455667788",
			"00000000000000000000 000360 XXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXX 9000");
		assert_in(f, &s, "8482330010 00112233445566770011223344556677", "6982");
	} else {
		len = se_eckey_handshake(&wrong, &wrong, 0x33, command, sizeof(command));
		assert_int_equal(se_process(f, &s, command, len, answer, sizeof(answer)), 2);
		assert_memory_equal(answer, "\x69\x85", 2);
	}
	assert_in(f, &s, GET_VERSION, "6982");
}

/* Attempts are non-volatile: power that goes in between buys nothing. */
static void attempts_are_exhausted_across_power_cycles(void **state)
{
	struct se050_fixture *f = *state;

	for (int kind = 0; kind < KINDS; kind++) {
		char create[40];
		struct se_session s;

		snprintf(create, sizeof(create), "8004001b06 4104%08x", authenticators[kind]);
		fail_session(f, (enum kind)kind);
		se_power_cycle(f);
		fail_session(f, (enum kind)kind);
		se_power_cycle(f);
		assert_int_equal(object_look(f->chip, authenticators[kind])->attempts, 2);
		open_session(f, &s, (enum kind)kind, kind == BY_USER_ID ? 0 : 0x33);
		assert_int_equal(object_look(f->chip, authenticators[kind])->attempts, 0);
		assert_in(f, &s, CLOSE, "9000");
		for (int i = 0; i < 3; i++) {
			fail_session(f, (enum kind)kind);
			se_power_cycle(f);
		}
		assert_apdu(f, create, "6986");
	}
}

/* A handshake that was begun before the last attempt was used up does not go on. */
static void a_session_created_in_time_is_no_way_round_the_attempts(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session early;

	se_session_create(f, &early, USER_ID);
	for (int i = 0; i < 3; i++)
		fail_session(f, BY_USER_ID);
	assert_in(f, &early, VERIFY, "6985");
	assert_apdu(f, "8004001b06 41047da00001", "6986");
}

/* A key that goes, or comes back as another, between the steps of a MAC ends the operation; its object stays. */
static void a_key_deleted_under_a_live_mac(void **state)
{
	struct se050_fixture *f = *state;
	static const char make[] = "8001030018 410400000030 4310" AES_KEY;
	static const char delete[] = "8004002806 410400000030";
	static const char update[] = "80030d0c0b 4105 6162636465 42020008";

	assert_apdu(f, make, "9000");
	assert_apdu(f, "800110000a 41020008 420103 430131", "9000");
	assert_apdu(f, "80030d030a 410400000030 42020008", "9000");
	assert_apdu(f, update, "9000");
	assert_apdu(f, delete, "9000");
	assert_apdu(f, update, "6985");
	assert_apdu(f, "80030d0d06 4100 42020008", "6985");
	assert_apdu(f, "80030d030a 410400000030 42020008", "6985");
	/* Another key under the same number is another key. */
	assert_apdu(f, make, "9000");
	assert_apdu(f, "80030d030a 410400000030 42020008", "9000");
	assert_apdu(f, update, "9000");
	assert_apdu(f, delete, "9000");
	assert_apdu(f, "8001030018 410400000030 4310 000102030405060708090a0b0c0d0e0f", "9000");
	assert_apdu(f, update, "6985");
	/* Begun anew it works. */
	assert_apdu(f, "80030d030a 410400000030 42020008", "9000");
	assert_apdu(f, update, "9000");
	assert_apdu(f, "80030d0d06 4100 42020008", "41820010 XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX 9000");
}

/* A handshake with one byte changed: where, to what, and what is said. */
struct change {
	size_t at;
	uint8_t to;
	const char *status;
};

/* Offsets into A6 2D { 4F 10 .., 90 03 AB 01 33, 80 01 88, 81 01 10 } 7F49 46 { B0 41 04 .., F0 01 03 } 5F37. */
static void eckey_handshakes_that_are_none(void **state)
{
	struct se050_fixture *f = *state;
	static const struct change changes[] = {
		{ 0, 0xa5, "6a80" },
		{ 2, 0x4e, "6a80" },
		{ 3, 0x04, "6a80" },
		{ 3, 0x11, "6a80" },
		{ 20, 0x91, "6a80" },
		{ 21, 0x02, "6a80" },
		{ 22, 0xaa, "6a80" },
		{ 23, 0x02, "6a80" },
		{ 24, 0x00, "6a80" },
		{ 24, 0x02, "6a80" },
		{ 24, 0x31, "6a80" },
		{ 25, 0x82, "6a80" },
		{ 27, 0x80, "6a80" },
		{ 28, 0x80, "6a80" },
		{ 30, 0x20, "6a80" },
		{ 31, 0x7e, "6a80" },
		{ 32, 0x48, "6a80" },
		{ 34, 0xb1, "6a80" },
		{ 35, 0x40, "6a80" },
		{ 36, 0x02, "6a80" },
		{ 101, 0xf1, "6a80" },
		{ 103, 0x04, "6a80" },
		{ 104, 0x5e, "6a80" },
	};
	struct host_key key = se_eckey_key(1), ephemeral = se_eckey_key(9);

	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		uint8_t command[400], answer[64], expected[2];
		size_t len = se_eckey_handshake(&key, &ephemeral, 0x33, command, sizeof(command));
		struct se_session s;

		assert_int_equal(command[5], 0xa6);
		assert_int_not_equal(command[5 + changes[i].at], changes[i].to);
		command[5 + changes[i].at] = changes[i].to;
		se_session_create(f, &s, EC_ID);
		assert_int_equal(se_process(f, &s, command, len, answer, sizeof(answer)), 2);
		se_hex(changes[i].status, expected, 2);
		assert_memory_equal(answer, expected, 2);
	}
	/* Nothing of that was an attempt. */
	assert_int_equal(object_look(f->chip, EC_ID)->attempts, 0);
}

/* Signed rightly, but off the curve: the attempt counts, and the session is done with. */
static void an_ephemeral_point_off_the_curve(void **state)
{
	struct se050_fixture *f = *state;
	struct host_key key = se_eckey_key(1), ephemeral = se_eckey_key(9);
	uint8_t command[400], answer[64];
	struct se_session s;
	size_t len;

	ephemeral.point[63] ^= 1;
	len = se_eckey_handshake(&key, &ephemeral, 0x33, command, sizeof(command));
	se_session_create(f, &s, EC_ID);
	assert_int_equal(se_process(f, &s, command, len, answer, sizeof(answer)), 2);
	assert_memory_equal(answer, "\x69\x85", 2);
	assert_int_equal(object_look(f->chip, EC_ID)->attempts, 1);
	assert_in(f, &s, GET_VERSION, "6982");
}

#define ON_C(test) cmocka_unit_test_setup_teardown(test, set_up_c, tear_down)
#define ON_E(test) cmocka_unit_test_setup_teardown(test, set_up_e, tear_down)
#define ON_BOTH(test) ON_C(test), ON_E(test)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(every_kind_of_session_alone_and_under_the_platform_channel),
		ON_BOTH(the_answer_to_close_session_is_still_protected),
		ON_BOTH(selection_inside_scp03),
		ON_BOTH(process_does_not_nest),
		ON_BOTH(secure_messaging_by_session_and_by_platform),
		ON_BOTH(a_required_platform_channel_is_not_met_by_a_session),
		ON_BOTH(two_sessions_of_one_object),
		ON_BOTH(a_session_that_ends_with_the_command_under_way),
		ON_BOTH(a_session_that_ends_between_the_steps_of_an_operation),
		ON_BOTH(refused_commands_count_like_others),
		ON_BOTH(a_wrong_mac_closes_the_channel_of_a_session),
		ON_BOTH(a_wrong_mac_closes_the_platform_channel_and_not_the_sessions),
		ON_BOTH(a_key_deleted_under_a_live_mac),
		ON_BOTH(eckey_handshakes_that_are_none),
		ON_BOTH(an_ephemeral_point_off_the_curve),
		ON_BOTH(attempts_are_exhausted_across_power_cycles),
		ON_BOTH(a_session_created_in_time_is_no_way_round_the_attempts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
