/* tests/conformance/se05x_desfire.h: an SE05x as a reader of a MIFARE DESFire card, for the cases about it. */
#ifndef SESIM_CONFORM_SE05X_DESFIRE_H
#define SESIM_CONFORM_SE05X_DESFIRE_H

#include "desfire_card.h"
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
};

extern const uint8_t reader_key_1[16], reader_key_2[16], reader_key_old[16], reader_key_new[16];

/* A key with ALLOWS. */
bool reader_make(struct conform *c, uint32_t id, const uint8_t key[16]);
/* What the card did, or the case fails. */
bool reader_saw(struct conform *c, bool did, const char *what);
/* Both parts of an authentication with an object, which has the card's key; in a session when there is one. */
bool reader_authenticate(struct conform *c, struct say_session *session, struct desfire_card *card,
	uint32_t id, const uint8_t key[16], bool more);
/* KEY authenticated, OLD and NEW made. */
bool reader_ready(struct conform *c, struct desfire_card *card);
/* What DFDumpSessionKeys tells is what the card has; that it tells nothing. */
bool reader_keys_are(struct conform *c, const struct desfire_card *card);
void reader_has_no_keys(struct conform *c);
/* What is in an object is shown by a block it encrypts. */
void reader_key_is(struct conform *c, uint32_t id, const uint8_t key[16]);
/* DFKillAuthentication. */
void reader_over(struct conform *c);

/* NOLINTBEGIN(bugprone-macro-parentheses): they are joined with literals */
#define CASE(number, fact, from, by, code)                                                              \
	{                                                                                               \
		.id = "SE05X-DESFIRE-" number, .rule = fact, .source = from, .evidence = by,            \
		.class = CONFORM_WRITES, .parts = PART_SE05X, .features = FEATURE_MIFARE | FEATURE_AES, \
		.run = code                                                                             \
	}
/* NOLINTEND(bugprone-macro-parentheses) */

#endif
