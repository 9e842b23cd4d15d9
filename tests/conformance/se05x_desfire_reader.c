/* tests/conformance/se05x_desfire_reader.c: what cases about MIFARE DESFire begin with. */
#include "se05x_desfire.h"

#include <string.h>

#include "ossl.h"

enum {
	DUMPED = 38,
};

const uint8_t reader_key_1[16] = { 0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb,
	0xcc, 0xdd, 0xee, 0xff };
const uint8_t reader_key_2[16] = { 0x9a, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };
const uint8_t reader_key_old[16] = { 0x01, 0xd0, 3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7 };
const uint8_t reader_key_new[16] = { 0x2e, 0x77, 2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5, 9, 0 };

bool reader_make(struct conform *c, uint32_t id, const uint8_t key[16])
{
	return say(c, "9000", "010300 " ALLOWS " 41:%i 43:%b", id, key, (size_t)16);
}

bool reader_saw(struct conform *c, bool did, const char *what)
{
	if (!did && conform_well(c))
		conform_fail(c, "%s", what);
	return did;
}

bool reader_authenticate(struct conform *c, struct say_session *session, struct desfire_card *card,
	uint32_t id, const uint8_t key[16], bool more)
{
	uint8_t challenge[16], answer[CARD_ANSWER_MAX];
	struct said said;
	struct rbuf sent;
	size_t len;

	reader_saw(c, card_challenge(card, key, more, challenge), "the host's OpenSSL has no AES");
	if (!say_ask_in(c, session, &said, more ? "030054 41:%i 42:%b" : "030053 41:%i 42:%b", id, challenge,
		    sizeof(challenge)) ||
		!said_value(c, &said, TAG_1, &sent))
		return false;
	if (rbuf_left(&sent) != CARD_READER || !card_answer(card, sent.at, answer, &len))
		return reader_saw(c, false, "a card that knows the key does not understand the part");
	if (more)
		return say_in(c, session, "9000", "030013 41:%b", answer, len);
	if (!say_ask_in(c, session, &said, "030012 41:%b", answer, len))
		return false;
	return said_is(c, &said, TAG_1, card_capabilities, CARD_CAPABILITIES);
}

bool reader_keys_are(struct conform *c, const struct desfire_card *card)
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

void reader_has_no_keys(struct conform *c)
{
	say(c, "6985|6982|6a80", "030014");
}

void reader_over(struct conform *c)
{
	say(c, "9000", "030017");
}

void reader_key_is(struct conform *c, uint32_t id, const uint8_t key[16])
{
	struct ossl_bytes block;
	struct said said;

	reader_saw(c, ossl_cipher("AES-128-ECB", key, NULL, true, reader_key_2, 16, &block),
		"the host's OpenSSL has no AES");
	if (say_ask(c, &said, "030e37 41:%i 42:0e 43:%b", id, reader_key_2, (size_t)16))
		said_is(c, &said, TAG_1, block.at, block.len);
}

bool reader_ready(struct conform *c, struct desfire_card *card)
{
	reader_make(c, KEY, reader_key_1);
	reader_make(c, OLD, reader_key_old);
	reader_make(c, NEW, reader_key_new);
	return reader_authenticate(c, NULL, card, KEY, reader_key_1, false);
}
