/* tests/conformance/se05x_desfire.c: MIFARE DESFire EV2: the part as a reader of a card that OpenSSL plays. */
#include <string.h>

#include "desfire_card.h"
#include "ossl.h"
#include "se05x_cases.h"
#include "se05x_channel.h"
#include "se05x_session.h"

#define AN "AN12413 2.12 "
/* DESFire authentication and dumping, ENC, DEC, WRITE, DELETE for all; the same without dumping. */
#define ALLOWS "11:0800000000+03146000"
#define NO_DUMP "11:0800000000+03144000"

enum {
	FEATURE_AES = 0x0080,
	FEATURE_MIFARE = 0x0800,
	KEY = SAY_IDS | 1,
	OTHER = SAY_IDS | 2,
	OLD = SAY_IDS | 3,
	NEW = SAY_IDS | 4,
	PCR = SAY_IDS | 5,
	DUMPED = 38,
	CHANGE_SENT = CARD_KEY_DATA + CARD_MAC,
};

static const uint8_t key_1[16] = { 0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb,
	0xcc, 0xdd, 0xee, 0xff };
static const uint8_t key_2[16] = { 0x9a, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };
static const uint8_t key_old[16] = { 0x01, 0xd0, 3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7 };
static const uint8_t key_new[16] = { 0x2e, 0x77, 2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5, 9, 0 };

static bool make(struct conform *c, uint32_t id, const uint8_t key[16])
{
	return say(c, "9000", "010300 " ALLOWS " 41:%i 43:%b", id, key, (size_t)16);
}

static bool card_did(struct conform *c, bool did, const char *what)
{
	if (!did && conform_well(c))
		conform_fail(c, "%s", what);
	return did;
}

/* Both parts of an authentication of KEY's card; in a session when there is one. */
static bool authenticate(struct conform *c, struct say_session *session, struct desfire_card *card,
	uint32_t id, const uint8_t key[16], bool more)
{
	uint8_t challenge[16], answer[CARD_ANSWER_MAX];
	struct said said;
	struct rbuf sent;
	size_t len;

	card_did(c, card_challenge(card, key, more, challenge), "the host's OpenSSL has no AES");
	if (!say_ask_in(c, session, &said, more ? "030054 41:%i 42:%b" : "030053 41:%i 42:%b", id, challenge,
		    sizeof(challenge)) ||
		!said_value(c, &said, TAG_1, &sent))
		return false;
	if (rbuf_left(&sent) != CARD_READER || !card_answer(card, sent.at, answer, &len))
		return card_did(c, false, "a card that knows the key does not understand the part");
	if (more)
		return say_in(c, session, "9000", "030013 41:%b", answer, len);
	if (!say_ask_in(c, session, &said, "030012 41:%b", answer, len))
		return false;
	return said_is(c, &said, TAG_1, card_capabilities, CARD_CAPABILITIES);
}

/* What DFDumpSessionKeys tells is what the card has. */
static bool keys_are(struct conform *c, const struct desfire_card *card)
{
	uint8_t dump[DUMPED];
	struct said said;

	memcpy(dump, card->enc, 16);
	memcpy(dump + 16, card->mac, 16);
	memcpy(dump + 32, card->ti, 4);
	dump[36] = (uint8_t)card->counter;
	dump[37] = (uint8_t)(card->counter >> 8);
	return say_ask(c, &said, "030014") && said_is(c, &said, TAG_1, dump, sizeof(dump));
}

static void no_keys(struct conform *c)
{
	say(c, "6985|6982|6a80", "030014");
}

static void over(struct conform *c)
{
	say(c, "9000", "030017");
}

/* What is in an object is shown by a block it encrypts. */
static void key_is(struct conform *c, uint32_t id, const uint8_t key[16])
{
	struct ossl_bytes block;
	struct said said;

	card_did(c, ossl_cipher("AES-128-ECB", key, NULL, true, key_2, 16, &block),
		"the host's OpenSSL has no AES");
	if (say_ask(c, &said, "030e37 41:%i 42:0e 43:%b", id, key_2, (size_t)16))
		said_is(c, &said, TAG_1, block.at, block.len);
}

/* AN10922 2.2.1. */
static void an10922(struct conform *c, const struct conform_case *self)
{
	(void)self;
	make(c, KEY, key_1);
	make(c, OTHER, key_2);
	say(c, "9000", "030010 41:%i 42:%i 43:04782e21801d803042f54e585020416275", (uint32_t)KEY,
		(uint32_t)OTHER);
	key_is(c, OTHER, (const uint8_t *)"\xa8\xdd\x63\xa3\xb8\x9d\x54\xb3\x7c\xa8\x02\x47\x3f\xda\x91\x75");
	key_is(c, KEY, key_1);
}

static void every_length(struct conform *c, const struct conform_case *self)
{
	static const uint8_t input[31] = { 0x80, 0xff, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
		16, 17, 18, 19, 20 };
	uint8_t key[16];

	(void)self;
	make(c, KEY, key_1);
	make(c, OTHER, key_2);
	for (size_t len = 1; len <= sizeof(input) && conform_well(c); len++) {
		say(c, "9000", "030010 41:%i 42:%i 43:%b", (uint32_t)KEY, (uint32_t)OTHER, input, len);
		card_did(c, card_diversified(key_1, input, len, key), "the host's OpenSSL has no AES");
		key_is(c, OTHER, key);
	}
}

/* "Diversified key in RAM" (figure 16): the object is there without a value before. */
static void into_ram(struct conform *c, const struct conform_case *self)
{
	uint8_t key[16];

	(void)self;
	make(c, KEY, key_1);
	say(c, "9000", "810300 " ALLOWS " 41:%i 43:%b", (uint32_t)OTHER, key_2, (size_t)16);
	say(c, "9000", "030010 41:%i 42:%i 43:0102", (uint32_t)KEY, (uint32_t)OTHER);
	card_did(c, card_diversified(key_1, (const uint8_t *)"\x01\x02", 2, key),
		"the host's OpenSSL has no AES");
	key_is(c, OTHER, key);
	/* The master key may be the diversified one too. */
	say(c, "9000", "030010 41:%i 42:%i 43:0102", (uint32_t)KEY, (uint32_t)KEY);
	key_is(c, KEY, key);
}

static void first(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };
	uint8_t before[16];

	(void)self;
	make(c, KEY, key_1);
	if (authenticate(c, NULL, &card, KEY, key_1, false))
		keys_are(c, &card);
	memcpy(before, card.rnd_a, sizeof(before));
	if (authenticate(c, NULL, &card, KEY, key_1, false))
		keys_are(c, &card);
	card_did(c, memcmp(before, card.rnd_a, sizeof(before)) != 0,
		"the part's random number is the last one again");
	over(c);
}

/* AN12343: the transaction and its counter go on, with another key if you like. */
static void non_first(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };
	uint8_t data[CARD_KEY_DATA], mac[CARD_MAC];
	struct said said;
	struct rbuf sent;

	(void)self;
	make(c, KEY, key_1);
	make(c, OTHER, key_2);
	make(c, OLD, key_old);
	make(c, NEW, key_new);
	authenticate(c, NULL, &card, KEY, key_1, false);
	if (!say_ask(c, &said, "030015 41:%i 42:%i 43:ff 44:02 45:01", (uint32_t)OLD, (uint32_t)NEW) ||
		!said_value(c, &said, TAG_1, &sent))
		return;
	card_did(c, card_change(&card, (const uint8_t *)"\xc4\x02", 2, sent.at, rbuf_left(&sent), data, mac),
		"the card does not take the first change of a key");
	if (authenticate(c, NULL, &card, OTHER, key_2, true))
		keys_are(c, &card);
	if (authenticate(c, NULL, &card, KEY, key_1, true))
		keys_are(c, &card);
	over(c);
}

static void wrong_card(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };
	uint8_t challenge[16], answer[CARD_ANSWER_MAX];
	struct said said;
	struct rbuf sent;
	size_t len;

	(void)self;
	make(c, KEY, key_1);
	for (size_t at = 0; at < 2; at++) {
		bool more = at > 0;

		card_challenge(&card, key_1, more, challenge);
		if (!say_ask(c, &said, more ? "030054 41:%i 42:%b" : "030053 41:%i 42:%b", (uint32_t)KEY,
			    challenge, sizeof(challenge)) ||
			!said_value(c, &said, TAG_1, &sent) || rbuf_left(&sent) != CARD_READER ||
			!card_answer(&card, sent.at, answer, &len))
			return;
		/* Of First the second block has the end of RndA', of NonFirst all of it is the first. */
		answer[len - 1] ^= 1;
		say(c, more ? "6a80" : "6a80|6985", more ? "030013 41:%b" : "030012 41:%b", answer, len);
		no_keys(c);
		authenticate(c, NULL, &card, KEY, key_1, false);
		keys_are(c, &card);
	}
	over(c);
}

/* What the card does with a change: set, number and version are told by what it was sent. */
static void change(struct conform *c, struct desfire_card *card, const uint8_t *old, uint8_t set,
	uint8_t version, const uint8_t *command, size_t len)
{
	uint8_t data[CARD_KEY_DATA], mac[CARD_MAC], key[CARD_KEY], found;
	struct said said;
	struct rbuf sent;
	bool asked;

	if (old)
		asked = say_ask(c, &said, "030015 41:%i 42:%i 43:%c 44:%c 45:%c", (uint32_t)OLD,
			(uint32_t)NEW, (unsigned int)set, (unsigned int)command[len - 1],
			(unsigned int)version);
	else
		asked = say_ask(c, &said, "030015 42:%i 43:%c 44:%c 45:%c", (uint32_t)NEW, (unsigned int)set,
			(unsigned int)command[len - 1], (unsigned int)version);
	if (!asked || !said_value(c, &said, TAG_1, &sent))
		return;
	if (!card_did(c, card_change(card, command, len, sent.at, rbuf_left(&sent), data, mac),
		    "the card does not take the change of a key"))
		return;
	card_did(
		c, card_key_in(data, old, key, &found), "the key data has another form, or a wrong checksum");
	said_equal(c, "the new key", key, sizeof(key), key_new, sizeof(key_new));
	said_equal(c, "its version", &found, 1, &version, 1);
	mac[0] ^= 1;
	say(c, "41:02 9000", "030016 41:%b", mac, sizeof(mac));
	mac[0] ^= 1;
	say(c, "41:02 9000", "030016 41:%b", mac, sizeof(mac) - 1);
	say(c, "41:01 9000", "030016 41:%b", mac, sizeof(mac));
}

static bool ready_to_change(struct conform *c, struct desfire_card *card)
{
	make(c, KEY, key_1);
	make(c, OLD, key_old);
	make(c, NEW, key_new);
	return authenticate(c, NULL, card, KEY, key_1, false);
}

static void change_key(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };

	(void)self;
	if (!ready_to_change(c, &card))
		return;
	change(c, &card, key_old, 0xff, 0x01, (const uint8_t *)"\xc4\x02", 2);
	change(c, &card, key_old, 0xff, 0x7e, (const uint8_t *)"\xc4\x0d", 2);
	change(c, &card, NULL, 0xff, 0x10, (const uint8_t *)"\xc4\x00", 2);
	over(c);
}

static void change_key_ev2(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };

	(void)self;
	if (!ready_to_change(c, &card))
		return;
	change(c, &card, key_old, 0x00, 0x01, (const uint8_t *)"\xc6\x00\x02", 3);
	change(c, &card, key_old, 0x0f, 0x02, (const uint8_t *)"\xc6\x0f\x03", 3);
	change(c, &card, NULL, 0x01, 0x03, (const uint8_t *)"\xc6\x01\x00", 3);
	over(c);
}

static void default_key_set(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };
	uint8_t data[CARD_KEY_DATA], mac[CARD_MAC];
	struct said said;
	struct rbuf sent;

	(void)self;
	if (!ready_to_change(c, &card) || !say_ask(c, &said, "030015 42:%i 44:02 45:01", (uint32_t)NEW) ||
		!said_value(c, &said, TAG_1, &sent))
		return;
	card_did(c,
		card_change(&card, (const uint8_t *)"\xc6\xc6\x02", 3, sent.at, rbuf_left(&sent), data, mac),
		"the card does not take the change of a key");
	over(c);
}

static void change_order(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };

	(void)self;
	if (!ready_to_change(c, &card))
		return;
	say(c, "6985|6a80", "030016 41:00*8");
	say(c, "41:* 9000", "030015 42:%i 43:ff 44:00 45:01", (uint32_t)NEW);
	card.counter++;
	keys_are(c, &card);
	say(c, "41:* 9000", "030053 41:%i 42:00*16", (uint32_t)KEY);
	say(c, "6985|6a80", "030015 42:%i 43:ff 44:00 45:01", (uint32_t)NEW);
	say(c, "6985|6a80", "030016 41:00*8");
	over(c);
	say(c, "6985|6a80", "030015 42:%i 43:ff 44:00 45:01", (uint32_t)NEW);
}

static void kill(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };

	(void)self;
	make(c, KEY, key_1);
	authenticate(c, NULL, &card, KEY, key_1, false);
	over(c);
	no_keys(c);
	say(c, "6985|6a80", "030054 41:%i 42:00*16", (uint32_t)KEY);
	say(c, "41:* 9000", "030053 41:%i 42:00*16", (uint32_t)KEY);
	over(c);
	say(c, "6985|6a80", "030012 41:00*32");
	key_is(c, KEY, key_1);
	if (authenticate(c, NULL, &card, KEY, key_1, false))
		keys_are(c, &card);
	over(c);
}

static void deselected(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };

	(void)self;
	make(c, KEY, key_1);
	authenticate(c, NULL, &card, KEY, key_1, false);
	if (!conform_well(c))
		return;
	channel_none(c);
	if (c->profile->platform_scp)
		channel_open(c, 0x33);
	no_keys(c);
}

static void owner(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };
	struct say_session s;

	(void)self;
	make(c, KEY, key_1);
	make(c, NEW, key_new);
	session_make_user(c, 0);
	if (!authenticate(c, NULL, &card, KEY, key_1, false) || !session_user(c, &s))
		return;
	say_in(c, &s, "6985|6982|6986", "030014");
	say_in(c, &s, "6985|6982|6986", "030015 42:%i 43:ff 44:00 45:01", (uint32_t)NEW);
	say_in(c, &s, "6985|6982|6986", "030054 41:%i 42:00*16", (uint32_t)KEY);
	keys_are(c, &card);
	if (authenticate(c, &s, &card, KEY, key_1, false))
		no_keys(c);
	say_in(c, &s, "41:* 9000", "030014");
	say_in(c, &s, "9000", "030017");
}

static void anyone_kills(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };
	struct say_session s;

	(void)self;
	make(c, KEY, key_1);
	session_make_user(c, 0);
	over(c);
	if (!authenticate(c, NULL, &card, KEY, key_1, false) || !session_user(c, &s))
		return;
	say_in(c, &s, "9000", "030017");
	no_keys(c);
}

/* 24 and 32 bytes, in every place a key has. */
static void aes_128_alone(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };

	(void)self;
	if (!ready_to_change(c, &card))
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
	keys_are(c, &card);
	over(c);
}

/* Without a key set: T1 and T2 want the right, each. */
static void both_keys(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };

	(void)self;
	if (!ready_to_change(c, &card))
		return;
	say(c, "9000", "010300 11:0800000000+03142000 41:%i 43:%b", (uint32_t)OTHER, key_2, (size_t)16);
	say(c, "6986", "030010 41:%i 42:%i 43:01", (uint32_t)OTHER, (uint32_t)OLD);
	say(c, "6986", "030010 41:%i 42:%i 43:01", (uint32_t)OLD, (uint32_t)OTHER);
	say(c, "6986", "030015 41:%i 42:%i 43:ff 44:01 45:01", (uint32_t)OTHER, (uint32_t)NEW);
	say(c, "6986", "030015 41:%i 42:%i 43:ff 44:01 45:01", (uint32_t)OLD, (uint32_t)OTHER);
	over(c);
}

/* Dumping is of the key that authenticated last. */
static void dump_policy(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };

	(void)self;
	make(c, KEY, key_1);
	say(c, "9000", "010300 " NO_DUMP " 41:%i 43:%b", (uint32_t)OTHER, key_2, (size_t)16);
	authenticate(c, NULL, &card, OTHER, key_2, false);
	say(c, "6986", "030014");
	if (authenticate(c, NULL, &card, KEY, key_1, true))
		keys_are(c, &card);
	authenticate(c, NULL, &card, OTHER, key_2, true);
	say(c, "6986", "030014");
	over(c);
}

/* REQUIRE_PCR_VALUE, and a PCR that moves in between. */
static void dump_pcr(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };

	(void)self;
	say(c, "9000", "010900 41:%i 42:00*32", (uint32_t)PCR);
	say(c, "9000", "010300 11:2c00000000+03156000+%i+00*32 41:%i 43:%b", (uint32_t)PCR, (uint32_t)KEY,
		key_1, (size_t)16);
	if (authenticate(c, NULL, &card, KEY, key_1, false))
		keys_are(c, &card);
	say(c, "9000", "010900 41:%i 43:61", (uint32_t)PCR);
	say(c, "6986|6982", "030014");
	over(c);
	/* So that it can be deleted. */
	say(c, "9000", "040028 41:%i", (uint32_t)PCR);
	say(c, "9000", "010900 41:%i 42:00*32", (uint32_t)PCR);
}

/* UNCERTAIN (SE05X-U-90). */
static void non_first_alone(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };

	(void)self;
	make(c, KEY, key_1);
	say(c, "6985|6a80", "030054 41:%i 42:00*16", (uint32_t)KEY);
	say(c, "41:* 9000", "030053 41:%i 42:00*16", (uint32_t)KEY);
	say(c, "6985|6a80", "030054 41:%i 42:00*16", (uint32_t)KEY);
	authenticate(c, NULL, &card, KEY, key_1, false);
	say(c, "41:* 9000", "030054 41:%i 42:00*16", (uint32_t)KEY);
	no_keys(c);
	say(c, "6985|6a80", "030012 41:00*32");
	over(c);
}

/* UNCERTAIN (SE05X-U-91). */
static void wrong_once(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };
	uint8_t challenge[16], answer[CARD_ANSWER_MAX];
	struct said said;
	struct rbuf sent;
	size_t len;

	(void)self;
	make(c, KEY, key_1);
	card_challenge(&card, key_1, false, challenge);
	if (!say_ask(c, &said, "030053 41:%i 42:%b", (uint32_t)KEY, challenge, sizeof(challenge)) ||
		!said_value(c, &said, TAG_1, &sent) || rbuf_left(&sent) != CARD_READER ||
		!card_answer(&card, sent.at, answer, &len))
		return;
	say(c, "6a80|6985", "030012 41:00*32");
	say(c, "41:* 9000", "030012 41:%b", answer, len);
	keys_are(c, &card);
	over(c);
}

/* UNCERTAIN (SE05X-U-40): another key is there, or none, between the two parts. */
static void key_replaced(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };
	uint8_t challenge[16], answer[CARD_ANSWER_MAX];
	struct said said;
	struct rbuf sent;
	size_t len;

	(void)self;
	make(c, KEY, key_1);
	card_challenge(&card, key_1, false, challenge);
	if (!say_ask(c, &said, "030053 41:%i 42:%b", (uint32_t)KEY, challenge, sizeof(challenge)) ||
		!said_value(c, &said, TAG_1, &sent) || rbuf_left(&sent) != CARD_READER ||
		!card_answer(&card, sent.at, answer, &len))
		return;
	say(c, "9000", "040028 41:%i", (uint32_t)KEY);
	say(c, "6985|6a80", "030012 41:%b", answer, len);
	make(c, KEY, key_2);
	say(c, "6985|6a80", "030012 41:%b", answer, len);
	authenticate(c, NULL, &card, KEY, key_2, false);
	say(c, "9000", "010300 41:%i 43:%b", (uint32_t)KEY, key_1, (size_t)16);
	say(c, "6985|6a80", "030014");
	over(c);
}

/* NOLINTBEGIN(bugprone-macro-parentheses): they are joined with literals */
#define CASE(number, fact, from, by, code)                                                              \
	{                                                                                               \
		.id = "SE05X-DESFIRE-" number, .rule = fact, .source = from, .evidence = by,            \
		.class = CONFORM_WRITES, .parts = PART_SE05X, .features = FEATURE_MIFARE | FEATURE_AES, \
		.run = code                                                                             \
	}
/* NOLINTEND(bugprone-macro-parentheses) */

static const struct conform_case cases[] = {
	CASE("01", "the diversified key of AN10922 2.2.1 comes out", AN "4.15.1; AN10922 2.2", BY_DOCUMENT,
		an10922),
	CASE("02", "inputs of 1 to 31 bytes diversify as AN10922 has it", AN "4.15.1; AN10922 2.2",
		BY_DOCUMENT, every_length),
	CASE("03", "the diversified key may be a transient object, or the master key", AN "4.15.1, figure 16",
		BY_DOCUMENT, into_ram),
	CASE("04",
		"part and card authenticate; the answer is the card's capabilities, the dump the session "
		"keys, the "
		"transaction and 0",
		AN "4.15.2, 4.15.4; AN12196 4, 5.6", BY_DOCUMENT, first),
	CASE("05", "authenticating again makes new session keys in the transaction there is",
		AN "4.15.3; AN12196 5.14; AN12343", BY_DOCUMENT, non_first),
	CASE("06", "a card that does not know the key is refused, and there are no session keys",
		AN "table 224", BY_DOCUMENT, wrong_card),
	CASE("07",
		"ChangeKey: the card finds key, version, checksum and MAC right, and its own MAC is checked",
		AN "4.15.5; AN12196 5.16", BY_DOCUMENT, change_key),
	CASE("08", "ChangeKeyEV2: the key set goes before the key number", AN "4.15.5; AN12196 5.16",
		BY_DOCUMENT, change_key_ev2),
	CASE("09", "without a key set it is ChangeKeyEV2 with C6", "SE05X-U-95", BY_GUESS, default_key_set),
	CASE("10",
		"a changed key wants an authentication before, its MAC a changed key; the counter counts it",
		"SE05X-U-93", BY_GUESS, change_order),
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
	CASE("19", "DFAuthenticateNonFirst goes on with a transaction alone", "SE05X-U-90", BY_GUESS,
		non_first_alone),
	CASE("20", "after a wrong answer the right one is taken", "SE05X-U-91", BY_GUESS, wrong_once),
	CASE("21", "a key that is deleted or replaced ends what was begun with it", "SE05X-U-40", BY_GUESS,
		key_replaced),
};

void se05x_desfire_cases(struct conform_list *list)
{
	say_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
