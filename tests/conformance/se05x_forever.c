/* tests/conformance/se05x_forever.c: what cannot be undone on a part, last of all: keys, locks, deletion of everything. */
#include <errno.h>
#include <string.h>

#include "ossl.h"
#include "se05x_cases.h"
#include "se05x_channel.h"
#include "se05x_curves.h"
#include "se05x_rotate.h"
#include "se05x_session.h"

#define AN "AN12413 2.12 "
#define EVIDENCE "docs/reference/se050-evidence.md "
#define HEADERS "comments of NXP's plug-and-trust 9721d64"
#define GP "GlobalPlatform Card Specification 2.3.1 11.8; Amendment D 1.1.1 7.2"

const uint8_t rotate_new_keys[3][SCP03_HOST_KEY] = {
	{ 0xab, 0xcd, 0xab, 0xcd, 0xab, 0xcd, 0xab, 0xcd, 0xab, 0xcd, 0xab, 0xcd, 0xab, 0xcd, 0x00, 0x01 },
	{ 0xab, 0xcd, 0xab, 0xcd, 0xab, 0xcd, 0xab, 0xcd, 0xab, 0xcd, 0xab, 0xcd, 0xab, 0xcd, 0x00, 0x02 },
	{ 0xab, 0xcd, 0xab, 0xcd, 0xab, 0xcd, 0xab, 0xcd, 0xab, 0xcd, 0xab, 0xcd, 0xab, 0xcd, 0x00, 0x03 },
};

int rotate_channel(struct conform *c, const uint8_t keys[3][SCP03_HOST_KEY])
{
	uint8_t bytes[64];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	struct said said;
	int rc;

	c->se05x.protects = false;
	if (!channel_say(c, "=* 9000", "00a40400 =d276000085304a434f9003 le"))
		return -EIO;
	rc = channel_update_with(c, &c->se05x.channel, keys[0], keys[1]);
	if (rc < 0)
		return rc;
	scp03_host_authenticate(&c->se05x.channel, 0x33, &w);
	if (!channel_raw(c, bytes, w.len, &said) || !said_as(c, &said, "9000", "EXTERNAL AUTHENTICATE"))
		return -EIO;
	c->se05x.protects = true;
	return 0;
}

bool rotate_data(struct conform *c, const uint8_t keys[3][SCP03_HOST_KEY], const uint8_t dek[SCP03_HOST_KEY],
	bool spoil, struct wbuf *data, struct wbuf *answer)
{
	uint8_t ones[16];

	memset(ones, 1, sizeof(ones));
	wbuf_u8(data, c->profile->key_version);
	wbuf_u8(answer, c->profile->key_version);
	for (size_t i = 0; i < 3; i++) {
		struct ossl_bytes hidden, check;

		if (!ossl_cipher("AES-128-CBC", dek, NULL, true, keys[i], 16, &hidden) ||
			!ossl_cipher("AES-128-ECB", keys[i], NULL, true, ones, 16, &check)) {
			conform_fail(c, "the host's OpenSSL has no AES");
			return false;
		}
		if (spoil && i == 2)
			check.at[0] ^= 1;
		wbuf_put(data, "\x88\x11\x10", 3);
		wbuf_put(data, hidden.at, 16);
		wbuf_u8(data, 3);
		wbuf_put(data, check.at, 3);
		wbuf_put(answer, check.at, 3);
	}
	return true;
}

static bool put_key(
	struct conform *c, const uint8_t keys[3][SCP03_HOST_KEY], const uint8_t dek[SCP03_HOST_KEY])
{
	uint8_t bytes[80], expected[16];
	struct wbuf data = wbuf_to(bytes, sizeof(bytes)), answer = wbuf_to(expected, sizeof(expected));
	struct said said;

	return rotate_data(c, keys, dek, false, &data, &answer) &&
	       say_ask(c, &said, "80d80b81 =%b", bytes, data.len) &&
	       said_equal(c, "PUT KEY's answer", said.bytes, said.len, expected, answer.len);
}

static void restore_keys(struct conform *c)
{
	const enum conform_outcome outcome = c->outcome;
	char reason[CONFORM_REASON_MAX];

	memcpy(reason, c->reason, sizeof(reason));
	c->outcome = CONFORM_PASS;
	if (rotate_channel(c, rotate_new_keys) == 0)
		put_key(c, c->profile->keys, rotate_new_keys[2]);
	c->se05x.protects = false;
	c->outcome = outcome;
	memcpy(c->reason, reason, sizeof(reason));
}

static void rotation(struct conform *c, const struct conform_case *self)
{
	int rc;

	(void)self;
	if (rotate_channel(c, c->profile->keys) < 0)
		return;
	put_key(c, rotate_new_keys, c->profile->keys[2]);
	/* The channel goes on with the keys of its session. */
	if (c->conditions & NEED_POWER) {
		link_act(c->link, LINK_POWER_OFF, c->address);
		link_act(c->link, LINK_POWER_ON, c->address);
		link_wait(c->link, 5000000);
		c->se05x.t1.out_of_step = true;
	}
	c->se05x.protects = false;
	rc = rotate_channel(c, c->profile->keys);
	if (conform_well(c) && rc != -EACCES)
		conform_fail(c, "the old keys are still good");
	rc = rotate_channel(c, rotate_new_keys);
	if (conform_well(c) && rc < 0)
		conform_fail(c, "the new keys are not good");
	if (rc == 0)
		put_key(c, c->profile->keys, rotate_new_keys[2]);
	rc = rotate_channel(c, c->profile->keys);
	if (conform_well(c) && rc < 0)
		conform_fail(c, "the first keys did not come back");
	if (!conform_well(c))
		restore_keys(c);
}

static void wrong_put_key(struct conform *c, const struct conform_case *self)
{
	uint8_t bytes[80], expected[16];
	struct wbuf data = wbuf_to(bytes, sizeof(bytes)), answer = wbuf_to(expected, sizeof(expected));

	(void)self;
	if (!rotate_data(c, rotate_new_keys, c->profile->keys[2], true, &data, &answer))
		return;
	channel_none(c);
	channel_say(c, "6982|6985|6d00", "80d80b81 =%b", bytes, data.len);
	if (rotate_channel(c, c->profile->keys) < 0)
		return;
	say(c, "9485|6a80|6985", "80d80b81 =%b", bytes, data.len);
	say(c, "6a80|6700|6985", "80d80b81 =%b", bytes, data.len - 10);
	say(c, "6a88|6985|6a80|9485", "80d87181 =%b", bytes, data.len);
	if (rotate_channel(c, c->profile->keys) < 0)
		conform_fail(c, "a PUT KEY that was refused has changed the keys");
	if (!conform_well(c))
		restore_keys(c);
}

#define OF_ALL "11:0800000000+00240000"
#define SECRET "c0ffee0102030405"

static bool reserved_session(struct conform *c, struct say_session *s, uint32_t id)
{
	return session_begin(c, s, id) && say_in(c, s, "9000", "04002c 41:" SECRET);
}

/* Whatever state it was left in. */
static void unlock(struct conform *c)
{
	const enum conform_outcome outcome = c->outcome;
	char reason[CONFORM_REASON_MAX];
	struct say_session s;

	memcpy(reason, c->reason, sizeof(reason));
	c->outcome = CONFORM_PASS;
	conform_se05x.begin(c);
	if (reserved_session(c, &s, 0x7fff0200)) {
		struct said said;

		say_try(c, &s, &said, "04003e 41:02 42:02");
		say_try(c, &s, &said, "04001c");
	}
	c->outcome = outcome;
	memcpy(c->reason, reason, sizeof(reason));
}

static void lock_state(struct conform *c, const struct conform_case *self)
{
	struct say_session s;

	(void)self;
	say(c, "41:02 9000", "040027 41:7fff0200");
	say(c, "9000", "410700 " OF_ALL " 41:7fff0200 42:" SECRET);
	say(c, "9000", "410700 " OF_ALL " 41:%i 42:" SECRET, (uint32_t)SESSION_USER_ID);
	reserved_session(c, &s, 0x7fff0200);
	say_in(c, &s, "6a80|6985", "04003e 41:03 42:01");
	say_in(c, &s, "9000", "04003e 41:02 42:01");
	say_in(c, &s, "9000", "04001c");
	say(c, "41:..*7 9000", "040020");
	say(c, "41:* 9000", "040021");
	say(c, "41:...... 9000", "040049 41:0003");
	say(c, "41:..*18 9000", "020000 41:7fff0206");
	say(c, "6985|6982|6986", "040027 41:7fff0206");
	say(c, "6985|6982|6986", "010600 41:20c00001 43:0004");
	say(c, "6985|6982|6986", "040022 41:01");
	/* Another credential's session does not open. */
	if (session_begin(c, &s, SESSION_USER_ID))
		say_in(c, &s, "6985|6982|6986", "04002c 41:" SECRET);
	conform_se05x.begin(c);
	say(c, "6985|6982|6986", "040027 41:7fff0206");
	/* The transient lock is open until deselection. */
	reserved_session(c, &s, 0x7fff0200);
	say_in(c, &s, "9000", "04003e 41:01 42:02");
	say(c, "41:01 9000", "040027 41:7fff0206");
	conform_se05x.begin(c);
	say(c, "6985|6982|6986", "040027 41:7fff0206");
	reserved_session(c, &s, 0x7fff0200);
	say_in(c, &s, "9000", "04003e 41:02 42:02");
	say_in(c, &s, "9000", "04001c");
	say(c, "41:01 9000", "040027 41:7fff0206");
	if (!conform_well(c))
		unlock(c);
	say(c, "9000", "040028 41:7fff0200");
}

static void channel_required(struct conform *c, const struct conform_case *self)
{
	struct say_session s;

	(void)self;
	/* Or nobody could take it back. */
	channel_open(c, 0x33);
	channel_none(c);
	say(c, "41:02 9000", "040027 41:7fff0207");
	say(c, "9000", "410700 " OF_ALL " 41:7fff0207 42:" SECRET);
	reserved_session(c, &s, 0x7fff0207);
	say_in(c, &s, "6a80|6985", "040052 41:03");
	say_in(c, &s, "9000", "040052 41:01");
	say(c, "6982|6985|6986", "040020");
	say(c, "6982|6985|6986", "04001b 41:7fff0207");
	channel_open(c, 0x13);
	say(c, "6982|6985|6986", "040020");
	channel_open(c, 0x33);
	say(c, "41:..*7 9000", "040020");
	reserved_session(c, &s, 0x7fff0207);
	say_in(c, &s, "9000", "040052 41:02");
	say_in(c, &s, "9000", "04001c");
	channel_none(c);
	say(c, "41:..*7 9000", "040020");
	say(c, "9000", "040028 41:7fff0207");
}

static void creation_disabled(struct conform *c, const struct conform_case *self)
{
	struct say_session s;

	(void)self;
	say(c, "41:02 9000", "040027 41:7fff020a");
	say(c, "9000", "410700 " OF_ALL " 41:7fff020a 42:" SECRET);
	say(c, "9000", "010600 41:20c00001 43:0004");
	reserved_session(c, &s, 0x7fff020a);
	/* Transient: until the next selection; mode 01: new objects. */
	say_in(c, &s, "9000", "040057 41:01 42:01");
	say_in(c, &s, "9000", "04001c");
	say(c, "6985|6986|6982", "010600 41:20c00002 43:0004");
	say(c, "9000", "010600 41:20c00001 44:01");
	conform_se05x.begin(c);
	say(c, "9000", "010600 41:20c00002 43:0004");
	say(c, "9000", "040028 41:7fff020a");
}

static void no_restriction_before(struct conform *c, const struct conform_case *self)
{
	struct say_session s;

	(void)self;
	say(c, "9000", "410700 " OF_ALL " 41:7fff020a 42:" SECRET);
	reserved_session(c, &s, 0x7fff020a);
	say_in(c, &s, "6a86|6d00|6985|6a80", "040057 41:01 42:01");
	say_in(c, &s, "9000", "04001c");
	say(c, "9000", "040028 41:7fff020a");
}

static void delete_all(struct conform *c, const struct conform_case *self)
{
	struct say_session s;
	struct said said;
	bool created;

	(void)self;
	if (!say_try(c, NULL, &said, "410700 " OF_ALL " 41:7fff0205 42:" SECRET))
		return;
	if (said.status != SW_OK) {
		conform_skip(c, "the part refuses a credential for deleting everything: %04x", said.status);
		return;
	}
	say(c, "9000", "010600 41:20c00001 43:0004");
	say(c, "9000", "011000 41:7c01 42:01 43:04");
	reserved_session(c, &s, 0x7fff0205);
	say_in(c, &s, "9000", "04002a");
	say(c, "41:02 9000", "040027 41:20c00001");
	say(c, "41:02 9000", "040027 41:7fff0205");
	say(c, "41:01 9000", "040027 41:7fff0206");
	say(c, "41:01 9000", "040027 41:7fff0201");
	say(c, "41: 9000", "021025");
	say_in(c, &s, "6985|6982", "040020");
	if (c->features & 0x0002) {
		if (suite_curve_state(c, 0x03) == SET)
			conform_fail(c, "P-256 is still set");
		say(c, "6985", "016100 41:20c00001 42:03");
		/* As it was; certificates stay gone. */
		suite_curve_ready(c, &suite_curves[2], &created);
		say(c, "9000", "016100 41:20c00001 42:03");
	}
}

/* NOLINTBEGIN(bugprone-macro-parentheses): they are joined with literals */
#define CASE(name, fact, from, by, on, wants, has, code)                                                 \
	{                                                                                                \
		.id = "SE05X-" name, .rule = fact, .source = from, .evidence = by,                       \
		.class = CONFORM_IRREVERSIBLE, .parts = on, .needs = wants, .features = has, .run = code \
	}
/* NOLINTEND(bugprone-macro-parentheses) */

static const struct conform_case cases[] = {
	CASE("PUTKEY-01",
		"keys that PUT KEY replaced are in force for the next channel, over a power cut too, and go "
		"back so",
		GP "; " EVIDENCE "2.4", BY_DOCUMENT, PART_SE05X, NEED_PLATFORM_KEYS, 0, rotation),
	CASE("PUTKEY-02",
		"outside a channel, with a wrong check value, cut short or of no version PUT KEY is refused "
		"and changes nothing",
		GP "; " EVIDENCE "2.4", BY_DOCUMENT, PART_SE05X, NEED_PLATFORM_KEYS, 0, wrong_put_key),
	CASE("SETLOCKSTATE-01",
		"a locked applet leaves version, random numbers, the unique id and the way to its own "
		"session",
		AN "3.8, 4.6.1, table 14", BY_DOCUMENT, PART_SE05X, 0, 0, lock_state),
	CASE("SETPLATFORMSCPREQUEST-01",
		"when the platform channel is required only its full level will do, for CreateSession too",
		AN "4.6.2, 3.2.5.7", BY_DOCUMENT, PART_SE05X, NEED_PLAIN | NEED_PLATFORM_KEYS, 0,
		channel_required),
	CASE("DISABLEOBJCREATION-01",
		"from 7.2 on making new objects can be disabled until the next selection", HEADERS, BY_HOST,
		PART_APPLET_7, 0, 0, creation_disabled),
	CASE("DISABLEOBJCREATION-02", "before 7.2 there is no command that disables making objects",
		EVIDENCE "4", BY_GUESS, PART_APPLET_3 | PART_APPLET_4, 0, 0, no_restriction_before),
	CASE("DELETEALL-01",
		"DeleteAll leaves what the factory provisioned, ends its session and takes the curves along",
		AN "4.19.5, 3.8; seen on parts", BY_SILICON, PART_SE05X, 0, 0, delete_all),
};

void se05x_forever_cases(struct conform_list *list)
{
	say_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
