/* tests/conformance/se05x_desfire.c: MIFARE DESFire EV2: the part as a reader of a card that OpenSSL plays. */
#include "se05x_desfire.h"

#include <string.h>

#include "se05x_cases.h"
#include "se05x_channel.h"

/* AN10922 2.2.1. */
static void an10922(struct conform *c, const struct conform_case *self)
{
	(void)self;
	reader_make(c, KEY, reader_key_1);
	reader_make(c, OTHER, reader_key_2);
	say(c, "9000", "030010 41:%i 42:%i 43:04782e21801d803042f54e585020416275", (uint32_t)KEY,
		(uint32_t)OTHER);
	reader_key_is(c, OTHER,
		(const uint8_t *)"\xa8\xdd\x63\xa3\xb8\x9d\x54\xb3\x7c\xa8\x02\x47\x3f\xda\x91\x75");
	reader_key_is(c, KEY, reader_key_1);
}

static void every_length(struct conform *c, const struct conform_case *self)
{
	static const uint8_t input[31] = { 0x80, 0xff, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
		16, 17, 18, 19, 20 };
	uint8_t key[16];

	(void)self;
	reader_make(c, KEY, reader_key_1);
	reader_make(c, OTHER, reader_key_2);
	for (size_t len = 1; len <= sizeof(input) && conform_well(c); len++) {
		say(c, "9000", "030010 41:%i 42:%i 43:%b", (uint32_t)KEY, (uint32_t)OTHER, input, len);
		reader_saw(
			c, card_diversified(reader_key_1, input, len, key), "the host's OpenSSL has no AES");
		reader_key_is(c, OTHER, key);
	}
}

/* "Diversified key in RAM" (figure 16): the object is there without a value before. */
static void into_ram(struct conform *c, const struct conform_case *self)
{
	uint8_t key[16];

	(void)self;
	reader_make(c, KEY, reader_key_1);
	say(c, "9000", "810300 " ALLOWS " 41:%i 43:%b", (uint32_t)OTHER, reader_key_2, (size_t)16);
	say(c, "9000", "030010 41:%i 42:%i 43:0102", (uint32_t)KEY, (uint32_t)OTHER);
	reader_saw(c, card_diversified(reader_key_1, (const uint8_t *)"\x01\x02", 2, key),
		"the host's OpenSSL has no AES");
	reader_key_is(c, OTHER, key);
	/* The master key may be the diversified one too. */
	say(c, "9000", "030010 41:%i 42:%i 43:0102", (uint32_t)KEY, (uint32_t)KEY);
	reader_key_is(c, KEY, key);
}

static void first(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };
	uint8_t before[16];

	(void)self;
	reader_make(c, KEY, reader_key_1);
	if (reader_authenticate(c, NULL, &card, KEY, reader_key_1, false))
		reader_keys_are(c, &card);
	memcpy(before, card.rnd_a, sizeof(before));
	if (reader_authenticate(c, NULL, &card, KEY, reader_key_1, false))
		reader_keys_are(c, &card);
	reader_saw(c, memcmp(before, card.rnd_a, sizeof(before)) != 0,
		"the part's random number is the last one again");
	reader_over(c);
}

/* AN12343: the transaction and its counter go on, with another key if you like. */
static void non_first(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };
	uint8_t data[CARD_KEY_DATA], mac[CARD_MAC];
	struct said said;
	struct rbuf sent;

	(void)self;
	reader_make(c, KEY, reader_key_1);
	reader_make(c, OTHER, reader_key_2);
	reader_make(c, OLD, reader_key_old);
	reader_make(c, NEW, reader_key_new);
	reader_authenticate(c, NULL, &card, KEY, reader_key_1, false);
	if (!say_ask(c, &said, "030015 41:%i 42:%i 43:ff 44:02 45:01", (uint32_t)OLD, (uint32_t)NEW) ||
		!said_value(c, &said, TAG_1, &sent))
		return;
	reader_saw(c,
		card_change(&card, (const uint8_t *)"\xc4\x02", 2, sent.at, rbuf_left(&sent), data, mac),
		"the card does not take the first change of a key");
	if (reader_authenticate(c, NULL, &card, OTHER, reader_key_2, true))
		reader_keys_are(c, &card);
	if (reader_authenticate(c, NULL, &card, KEY, reader_key_1, true))
		reader_keys_are(c, &card);
	reader_over(c);
}

/* The first part with KEY, and what a card says to it; its length, 0 when the case failed. */
static size_t card_says(
	struct conform *c, struct desfire_card *card, bool more, uint8_t answer[CARD_ANSWER_MAX])
{
	uint8_t challenge[16];
	struct said said;
	struct rbuf sent;
	size_t len = 0;

	card_challenge(card, reader_key_1, more, challenge);
	if (!say_ask(c, &said, more ? "030054 41:%i 42:%b" : "030053 41:%i 42:%b", (uint32_t)KEY, challenge,
		    sizeof(challenge)) ||
		!said_value(c, &said, TAG_1, &sent) ||
		!reader_saw(c, rbuf_left(&sent) == CARD_READER && card_answer(card, sent.at, answer, &len),
			"a card that knows the key does not understand the part"))
		return 0;
	return len;
}

static void wrong_card(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };
	uint8_t answer[CARD_ANSWER_MAX];
	size_t len;

	(void)self;
	reader_make(c, KEY, reader_key_1);
	for (size_t at = 0; at < 2; at++) {
		bool more = at > 0;

		len = card_says(c, &card, more, answer);
		if (len == 0)
			return;
		/* Of First the second block has the end of RndA', of NonFirst all of it is the first. */
		answer[len - 1] ^= 1;
		say(c, more ? "6a80" : "6a80|6985", more ? "030013 41:%b" : "030012 41:%b", answer, len);
		reader_has_no_keys(c);
		reader_authenticate(c, NULL, &card, KEY, reader_key_1, false);
		reader_keys_are(c, &card);
	}
	reader_over(c);
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
	if (!reader_saw(c, card_change(card, command, len, sent.at, rbuf_left(&sent), data, mac),
		    "the card does not take the change of a key"))
		return;
	reader_saw(
		c, card_key_in(data, old, key, &found), "the key data has another form, or a wrong checksum");
	said_equal(c, "the new key", key, sizeof(key), reader_key_new, sizeof(reader_key_new));
	said_equal(c, "its version", &found, 1, &version, 1);
	/* A card whose key of the session is replaced answers no MAC (AN12413 4.15.5.2). */
	if (old)
		say(c, "41:01 9000", "030016 41:%b", mac, sizeof(mac));
}

static void change_key(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };

	(void)self;
	if (!reader_ready(c, &card))
		return;
	change(c, &card, reader_key_old, 0xff, 0x01, (const uint8_t *)"\xc4\x02", 2);
	change(c, &card, reader_key_old, 0xff, 0x7e, (const uint8_t *)"\xc4\x0d", 2);
	change(c, &card, NULL, 0xff, 0x10, (const uint8_t *)"\xc4\x00", 2);
	reader_over(c);
}

static void change_key_ev2(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };

	(void)self;
	if (!reader_ready(c, &card))
		return;
	change(c, &card, reader_key_old, 0x00, 0x01, (const uint8_t *)"\xc6\x00\x02", 3);
	change(c, &card, reader_key_old, 0x0f, 0x02, (const uint8_t *)"\xc6\x0f\x03", 3);
	change(c, &card, NULL, 0x01, 0x03, (const uint8_t *)"\xc6\x01\x00", 3);
	reader_over(c);
}

/* The MAC of the card's answer to a first change. */
static bool mac_due(struct conform *c, struct desfire_card *card, uint8_t mac[CARD_MAC])
{
	uint8_t data[CARD_KEY_DATA];
	struct said said;
	struct rbuf sent;

	if (!reader_ready(c, card) ||
		!say_ask(c, &said, "030015 41:%i 42:%i 43:ff 44:02 45:01", (uint32_t)OLD, (uint32_t)NEW) ||
		!said_value(c, &said, TAG_1, &sent))
		return false;
	return reader_saw(c,
		card_change(card, (const uint8_t *)"\xc4\x02", 2, sent.at, rbuf_left(&sent), data, mac),
		"the card does not take the change of a key");
}

static void wrong_mac(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };
	uint8_t mac[CARD_MAC];

	(void)self;
	for (size_t i = 0; i < sizeof(mac) && conform_well(c); i++) {
		if (!mac_due(c, &card, mac))
			return;
		mac[i] ^= 0x80;
		say(c, "41:02 9000", "030016 41:%b", mac, sizeof(mac));
		for (uint32_t id = KEY; id <= NEW; id++)
			if (id != OTHER)
				say(c, "9000", "040028 41:%i", id);
	}
	reader_over(c);
}

/* UNCERTAIN (SE05X-U-98). */
static void mac_again(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };
	uint8_t mac[CARD_MAC + 1] = { 0 };

	(void)self;
	if (!mac_due(c, &card, mac))
		return;
	say(c, "6a80", "030016 41:%b", mac, (size_t)CARD_MAC - 1);
	say(c, "6a80", "030016 41:%b", mac, (size_t)CARD_MAC + 1);
	say(c, "41:02 9000", "030016 41:00*8");
	say(c, "41:01 9000", "030016 41:%b", mac, (size_t)CARD_MAC);
	say(c, "6985", "030016 41:%b", mac, (size_t)CARD_MAC);
	reader_over(c);
}

static void default_key_set(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };
	uint8_t data[CARD_KEY_DATA], mac[CARD_MAC];
	struct said said;
	struct rbuf sent;

	(void)self;
	if (!reader_ready(c, &card) || !say_ask(c, &said, "030015 42:%i 44:02 45:01", (uint32_t)NEW) ||
		!said_value(c, &said, TAG_1, &sent))
		return;
	reader_saw(c,
		card_change(&card, (const uint8_t *)"\xc6\xc6\x02", 3, sent.at, rbuf_left(&sent), data, mac),
		"the card does not take the change of a key");
	reader_over(c);
}

static void change_order(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };

	(void)self;
	if (!reader_ready(c, &card))
		return;
	say(c, "6985|6a80", "030016 41:00*8");
	say(c, "41:* 9000", "030015 42:%i 43:ff 44:00 45:01", (uint32_t)NEW);
	card.counter++;
	reader_keys_are(c, &card);
	say(c, "41:* 9000", "030053 41:%i 42:00*16", (uint32_t)KEY);
	say(c, "6985|6a80", "030015 42:%i 43:ff 44:00 45:01", (uint32_t)NEW);
	say(c, "6985|6a80", "030016 41:00*8");
	reader_over(c);
	say(c, "6985|6a80", "030015 42:%i 43:ff 44:00 45:01", (uint32_t)NEW);
}

/* UNCERTAIN (SE05X-U-90). */
static void non_first_alone(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };

	(void)self;
	reader_make(c, KEY, reader_key_1);
	say(c, "6985|6a80", "030054 41:%i 42:00*16", (uint32_t)KEY);
	say(c, "41:* 9000", "030053 41:%i 42:00*16", (uint32_t)KEY);
	say(c, "6985|6a80", "030054 41:%i 42:00*16", (uint32_t)KEY);
	reader_authenticate(c, NULL, &card, KEY, reader_key_1, false);
	say(c, "41:* 9000", "030054 41:%i 42:00*16", (uint32_t)KEY);
	reader_has_no_keys(c);
	say(c, "6985|6a80", "030012 41:00*32");
	reader_over(c);
}

/* UNCERTAIN (SE05X-U-91). */
static void wrong_once(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };
	uint8_t answer[CARD_ANSWER_MAX];
	size_t len;

	(void)self;
	reader_make(c, KEY, reader_key_1);
	len = card_says(c, &card, false, answer);
	if (len == 0)
		return;
	say(c, "6a80|6985", "030012 41:00*32");
	say(c, "41:* 9000", "030012 41:%b", answer, len);
	reader_keys_are(c, &card);
	reader_over(c);
}

/* UNCERTAIN (SE05X-U-40): another key is there, or none, between the two parts. */
static void key_replaced(struct conform *c, const struct conform_case *self)
{
	struct desfire_card card = { .counter = 7 };
	uint8_t answer[CARD_ANSWER_MAX];
	size_t len;

	(void)self;
	reader_make(c, KEY, reader_key_1);
	len = card_says(c, &card, false, answer);
	if (len == 0)
		return;
	say(c, "9000", "040028 41:%i", (uint32_t)KEY);
	say(c, "6985|6a80", "030012 41:%b", answer, len);
	reader_make(c, KEY, reader_key_2);
	say(c, "6985|6a80", "030012 41:%b", answer, len);
	reader_authenticate(c, NULL, &card, KEY, reader_key_2, false);
	say(c, "9000", "010300 41:%i 43:%b", (uint32_t)KEY, reader_key_1, (size_t)16);
	say(c, "6985|6a80", "030014");
	reader_over(c);
}

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
		"SE05X-U-93; SE05X-U-94", BY_GUESS, non_first),
	CASE("06", "a card that does not know the key is refused, and there are no session keys",
		AN "table 224", BY_DOCUMENT, wrong_card),
	CASE("07",
		"ChangeKey: the card finds key, version, checksum and MAC right, and its own MAC is checked",
		"SE05X-U-94", BY_GUESS, change_key),
	CASE("08", "ChangeKeyEV2: the key set goes before the key number", "SE05X-U-92", BY_GUESS,
		change_key_ev2),
	CASE("09", "without a key set it is ChangeKeyEV2 with C6", "SE05X-U-95", BY_GUESS, default_key_set),
	CASE("10",
		"a changed key wants an authentication before, its MAC a changed key; the counter counts it",
		"SE05X-U-93", BY_GUESS, change_order),
	CASE("19", "DFAuthenticateNonFirst goes on with a transaction alone", "SE05X-U-90", BY_GUESS,
		non_first_alone),
	CASE("20", "after a wrong answer the right one is taken", "SE05X-U-91", BY_GUESS, wrong_once),
	CASE("21", "a key that is deleted or replaced ends what was begun with it", "SE05X-U-40", BY_GUESS,
		key_replaced),
	CASE("24", "a wrong MAC of the card's answer to a change is told: result 02", "SE05X-U-94", BY_GUESS,
		wrong_mac),
	CASE("25", "the MAC has 8 bytes; after a wrong one the right one is taken, once", "SE05X-U-98",
		BY_GUESS, mac_again),
};

void se05x_desfire_cases(struct conform_list *list)
{
	say_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
