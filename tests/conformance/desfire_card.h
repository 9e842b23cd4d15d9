/*
 * tests/conformance/desfire_card.h: a MIFARE DESFire EV2 card with AES-128 keys, played by OpenSSL (AN12196 4 and 5, AN12343).
 * Nothing here shares code with sim/. Functions return whether OpenSSL did it; for what a reader sent, whether it is good.
 */
#ifndef SESIM_CONFORM_DESFIRE_CARD_H
#define SESIM_CONFORM_DESFIRE_CARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	CARD_KEY = 16,
	CARD_READER = 32, /* what a reader answers a challenge with */
	CARD_ANSWER_MAX = 32,
	CARD_MAC = 8,
	CARD_KEY_DATA = 32,
	CARD_CAPABILITIES = 12, /* PDcap2, PCDcap2 */
};

/* Plain bytes. */
struct desfire_card {
	uint8_t key[CARD_KEY];
	uint8_t rnd_b[16];
	uint8_t rnd_a[16]; /* the reader's, of the last answer */
	bool more;         /* AuthenticateEV2NonFirst is under way, the transaction goes on */
	/* The transaction. */
	uint8_t enc[CARD_KEY];
	uint8_t mac[CARD_KEY];
	uint8_t ti[4];
	uint16_t counter;
};

extern const uint8_t card_capabilities[CARD_CAPABILITIES];

/* AuthenticateEV2First, or NonFirst: the challenge. Every one is another. */
bool card_challenge(struct desfire_card *card, const uint8_t key[CARD_KEY], bool more, uint8_t challenge[16]);
/* Its second part: the session's keys, and 32 bytes or 16. False: the reader does not know the key. */
bool card_answer(struct desfire_card *card, const uint8_t sent[CARD_READER], uint8_t *answer, size_t *len);

/*
 * ChangeKey or ChangeKeyEV2: the code and what stands in clear, then what the reader sent, 32 bytes and a MAC. Answers the key
 * data and the MAC of the answer, counting the command.
 */
bool card_change(struct desfire_card *card, const uint8_t *command, size_t len, const uint8_t *sent,
	size_t sent_len, uint8_t data[CARD_KEY_DATA], uint8_t mac[CARD_MAC]);
/* The key in them; old: the one it replaces, NULL when that authenticated. False: not in that form, or a wrong checksum. */
bool card_key_in(
	const uint8_t data[CARD_KEY_DATA], const uint8_t *old, uint8_t key[CARD_KEY], uint8_t *version);

/* AN10922 2.2. */
bool card_diversified(
	const uint8_t master[CARD_KEY], const uint8_t *input, size_t len, uint8_t key[CARD_KEY]);

#endif
