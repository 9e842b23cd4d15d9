/* tests/conformance/se05x_desfire_keys.c: MIFARE DESFire: whose state it is, and which keys may do what. */
#include <string.h>

#include "se05x_cases.h"
#include "se05x_channel.h"
#include "se05x_curves.h"
#include "se05x_desfire.h"

static void kill(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };

	(void)self;
	reader_make(c, KEY, reader_key_1);
	reader_authenticate(c, NULL, &card, KEY, reader_key_1, false);
	reader_over(c);
	reader_has_no_keys(c);
	say(c, "6985|6a80", "030054 41:%i 42:00*16", (uint32_t)KEY);
	say(c, "41:* 9000", "030053 41:%i 42:00*16", (uint32_t)KEY);
	reader_over(c);
	say(c, "6985|6a80", "030012 41:00*32");
	reader_key_is(c, KEY, reader_key_1);
	if (reader_authenticate(c, NULL, &card, KEY, reader_key_1, false))
		reader_keys_are(c, &card);
	reader_over(c);
}

static void deselected(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };

	(void)self;
	reader_make(c, KEY, reader_key_1);
	reader_authenticate(c, NULL, &card, KEY, reader_key_1, false);
	if (!conform_well(c))
		return;
	channel_none(c);
	if (c->profile->platform_scp)
		channel_open(c, 0x33);
	reader_has_no_keys(c);
}

static void owner(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };
	struct say_session s;

	(void)self;
	reader_make(c, KEY, reader_key_1);
	reader_make(c, NEW, reader_key_new);
	session_make_user(c, 0);
	if (!reader_authenticate(c, NULL, &card, KEY, reader_key_1, false) || !session_user(c, &s))
		return;
	say_in(c, &s, "6985|6982|6986", "030014");
	say_in(c, &s, "6985|6982|6986", "030015 42:%i 43:ff 44:00 45:01", (uint32_t)NEW);
	say_in(c, &s, "6985|6982|6986", "030054 41:%i 42:00*16", (uint32_t)KEY);
	reader_keys_are(c, &card);
	if (reader_authenticate(c, &s, &card, KEY, reader_key_1, false))
		reader_has_no_keys(c);
	say_in(c, &s, "41:* 9000", "030014");
	say_in(c, &s, "9000", "030017");
}

static void anyone_kills(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };
	struct say_session s;

	(void)self;
	reader_make(c, KEY, reader_key_1);
	session_make_user(c, 0);
	reader_over(c);
	if (!reader_authenticate(c, NULL, &card, KEY, reader_key_1, false) || !session_user(c, &s))
		return;
	say_in(c, &s, "9000", "030017");
	reader_has_no_keys(c);
}

/* 24 and 32 bytes, in every place a key has. */
static void aes_128_alone(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };

	(void)self;
	if (!reader_ready(c, &card))
		return;
	for (size_t size = 24; size <= 32; size += 8) {
		static const uint8_t longer[32] = { 1, 2, 3 };

		say(c, "9000", "010300 " ALLOWS " 41:%i 43:%b", (uint32_t)OTHER, longer, size);
		say(c, "6985|6a80|6986", "030010 41:%i 42:%i 43:01", (uint32_t)OTHER, (uint32_t)OLD);
		say(c, "6985|6a80|6986", "030010 41:%i 42:%i 43:01", (uint32_t)OLD, (uint32_t)OTHER);
		say(c, "6985|6a80|6986", "030015 41:%i 42:%i 43:ff 44:01 45:01", (uint32_t)OTHER,
			(uint32_t)NEW);
		say(c, "6985|6a80|6986", "030015 41:%i 42:%i 43:ff 44:01 45:01", (uint32_t)OLD,
			(uint32_t)OTHER);
		say(c, "6985|6a80|6986", "030054 41:%i 42:00*16", (uint32_t)OTHER);
		say(c, "6985|6a80|6986", "030053 41:%i 42:00*16", (uint32_t)OTHER);
		say(c, "9000", "040028 41:%i", (uint32_t)OTHER);
	}
	reader_keys_are(c, &card);
	reader_over(c);
}

/* Without a key set: T1 and T2 want the right, each. */
static void both_keys(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };

	(void)self;
	if (!reader_ready(c, &card))
		return;
	say(c, "9000", "010300 11:0800000000+03142000 41:%i 43:%b", (uint32_t)OTHER, reader_key_2,
		(size_t)16);
	say(c, "6986", "030010 41:%i 42:%i 43:01", (uint32_t)OTHER, (uint32_t)OLD);
	say(c, "6986", "030010 41:%i 42:%i 43:01", (uint32_t)OLD, (uint32_t)OTHER);
	say(c, "6986", "030015 41:%i 42:%i 43:ff 44:01 45:01", (uint32_t)OTHER, (uint32_t)NEW);
	say(c, "6986", "030015 41:%i 42:%i 43:ff 44:01 45:01", (uint32_t)OLD, (uint32_t)OTHER);
	reader_over(c);
}

/* Dumping is of the key that authenticated last. */
static void dump_policy(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };

	(void)self;
	reader_make(c, KEY, reader_key_1);
	say(c, "9000", "010300 " NO_DUMP " 41:%i 43:%b", (uint32_t)OTHER, reader_key_2, (size_t)16);
	reader_authenticate(c, NULL, &card, OTHER, reader_key_2, false);
	say(c, "6986", "030014");
	if (reader_authenticate(c, NULL, &card, KEY, reader_key_1, true))
		reader_keys_are(c, &card);
	reader_authenticate(c, NULL, &card, OTHER, reader_key_2, true);
	say(c, "6986", "030014");
	reader_over(c);
}

/* REQUIRE_PCR_VALUE, and a PCR that moves in between. */
static void dump_pcr(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };

	(void)self;
	say(c, "9000", "010900 41:%i 42:00*32", (uint32_t)PCR);
	say(c, "9000", "010300 11:2c00000000+03156000+%i+00*32 41:%i 43:%b", (uint32_t)PCR, (uint32_t)KEY,
		reader_key_1, (size_t)16);
	if (reader_authenticate(c, NULL, &card, KEY, reader_key_1, false))
		reader_keys_are(c, &card);
	say(c, "9000", "010900 41:%i 43:61", (uint32_t)PCR);
	say(c, "6986|6982", "030014");
	reader_over(c);
	/* So that it can be deleted. */
	say(c, "9000", "040028 41:%i", (uint32_t)PCR);
	say(c, "9000", "010900 41:%i 42:00*32", (uint32_t)PCR);
}

/* A transient object's value is lost at deselection (AN12413 3.2.2.2); the diversified key brings one. */
static void without_a_value(struct conform *c, const struct conform_case *self)
{
	static const char *const each[] = { "030010 41:%i 42:%i 43:01",
		"030015 41:%i 42:%i 43:ff 44:01 45:01" };
	struct desfire_card card = { .counter = 7 };
	uint8_t key[16];

	(void)self;
	say(c, "9000", "810300 " ALLOWS " 41:%i 43:%b", (uint32_t)OTHER, reader_key_2, (size_t)16);
	channel_none(c);
	if (c->profile->platform_scp)
		channel_open(c, 0x33);
	if (!reader_ready(c, &card))
		return;
	for (size_t i = 0; i < sizeof(each) / sizeof(each[0]); i++)
		say(c, "6985|6a80|6986", each[i], (uint32_t)OTHER, (uint32_t)NEW);
	say(c, "6985|6a80|6986", each[1], (uint32_t)OLD, (uint32_t)OTHER);
	say(c, "6985|6a80|6986", "030054 41:%i 42:00*16", (uint32_t)OTHER);
	say(c, "6985|6a80|6986", "030053 41:%i 42:00*16", (uint32_t)OTHER);
	reader_keys_are(c, &card);
	say(c, "9000", "030010 41:%i 42:%i 43:0102", (uint32_t)KEY, (uint32_t)OTHER);
	reader_saw(c, card_diversified(reader_key_1, (const uint8_t *)"\x01\x02", 2, key),
		"the host's OpenSSL has no AES");
	reader_key_is(c, OTHER, key);
	reader_over(c);
}

/* DES and HMAC keys of the same size, with the right where their classes may have it. FIPS mode has no DES of 2 keys. */
static void other_classes(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };
	const char *policy = c->part == PART_APPLET_7 ? "03144000" : "03140000";

	(void)self;
	if (!reader_ready(c, &card))
		return;
	for (unsigned int type = suite_fips(c) ? 5 : 4; type <= 5 && conform_well(c); type++) {
		say(c, "9000",
			type == 4 ? "010400 11:0800000000+%s 41:%i 43:%b"
				  : "010500 11:0800000000+%s 41:%i 43:%b",
			type == 4 || c->part == PART_APPLET_7 ? policy : "00140000", (uint32_t)OTHER,
			reader_key_2, (size_t)16);
		say(c, "6985|6a80|6986", "030010 41:%i 42:%i 43:01", (uint32_t)OTHER, (uint32_t)OLD);
		say(c, "6985|6a80|6986", "030010 41:%i 42:%i 43:01", (uint32_t)OLD, (uint32_t)OTHER);
		say(c, "6985|6a80|6986", "030015 41:%i 42:%i 43:ff 44:01 45:01", (uint32_t)OTHER,
			(uint32_t)NEW);
		say(c, "6985|6a80|6986", "030015 41:%i 42:%i 43:ff 44:01 45:01", (uint32_t)OLD,
			(uint32_t)OTHER);
		say(c, "6985|6a80|6986", "030054 41:%i 42:00*16", (uint32_t)OTHER);
		say(c, "6985|6a80|6986", "030053 41:%i 42:00*16", (uint32_t)OTHER);
		say(c, "9000", "040028 41:%i", (uint32_t)OTHER);
	}
	reader_keys_are(c, &card);
	reader_over(c);
}

static const struct conform_case cases[] = {
	CASE("11", "DFKillAuthentication ends an authentication, begun or done, and leaves the keys",
		AN "4.15.6", BY_DOCUMENT, kill),
	CASE("12", "the state is lost at deselection", AN "4.15", BY_DOCUMENT, deselected),
	CASE("13", "the state is of the user who called DFAuthenticateFirstPart1, until another one does",
		AN "4.15", BY_DOCUMENT, owner),
	CASE("14", "anybody ends it, and also when there is none", "SE05X-U-96", BY_GUESS, anyone_kills),
	CASE("15", "keys of 24 and 32 bytes are refused in every place", AN "4.15", BY_DOCUMENT,
		aes_128_alone),
	CASE("16", "both keys of DFDiversifyKey and DFChangeKeyPart1 want ALLOW_DESFIRE_AUTHENTICATION",
		AN "4.15.1, 4.15.5.1, table 15", BY_DOCUMENT, both_keys),
	CASE("17", "dumping wants ALLOW_DESFIRE_DUMP_SESSION_KEYS of the key that authenticated last",
		AN "4.15.4, tables 50, 279", BY_DOCUMENT, dump_policy),
	CASE("18", "dumping wants the PCR's value that the key's policy does", AN "table 50, 6.1",
		BY_DOCUMENT, dump_pcr),
	CASE("22", "a transient key without a value is refused, and takes a diversified one",
		AN "3.2.2.2, 4.15.1", BY_DOCUMENT, without_a_value),
	CASE("23", "keys of other classes are refused in every place", AN "4.15", BY_DOCUMENT, other_classes),
};

void se05x_desfire_key_cases(struct conform_list *list)
{
	say_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
