/*
 * sim/se050/desfire_key.h: formulas of MIFARE DESFire EV2 with AES-128 (AN12196, AN12343; AN10922 2.2), as a reader has
 * them. Numbers on the air are little endian. Functions return 0 or crypto.h's errors.
 */
#ifndef SESIM_SE050_DESFIRE_KEY_H
#define SESIM_SE050_DESFIRE_KEY_H

#include "crypto.h"
#include "cursor.h"

enum {
	DESFIRE_RANDOM = 16,
	DESFIRE_TI = 4,
	DESFIRE_MAC = 8,
	DESFIRE_INPUT_MAX = 31,
	DESFIRE_KEY_DATA = 32,   /* a new key, padded */
	DESFIRE_HEADER_MAX = 34, /* what stands in clear in a ChangeKey, and the key data */
};

/* A transaction that was authenticated: what its secure messaging is made of. */
struct desfire_transaction {
	uint8_t enc[AES128_KEY];
	uint8_t mac[AES128_KEY];
	uint8_t ti[DESFIRE_TI];
	uint16_t counter; /* of commands */
};

/* AN10922 2.2: the key of a card, from another. input: 1 to DESFIRE_INPUT_MAX bytes. */
int desfire_diversify(struct crypto *crypto, struct rbuf key, struct rbuf input, uint8_t out[AES128_KEY]);

/* RndB' of RndB: its first byte goes to the end. */
void desfire_rotate(const uint8_t in[DESFIRE_RANDOM], uint8_t out[DESFIRE_RANDOM]);

/* The two session keys. */
int desfire_session(struct crypto *crypto, const uint8_t key[AES128_KEY], const uint8_t a[DESFIRE_RANDOM],
	const uint8_t b[DESFIRE_RANDOM], struct desfire_transaction *transaction);

/* CBC under the session's key with the vector of the command that comes next; whole blocks. */
int desfire_encrypt(struct crypto *crypto, const struct desfire_transaction *transaction, const uint8_t *in,
	uint8_t *out, size_t len);

/* Of a command, or of an answer with its status in the place of the command. */
int desfire_mac(struct crypto *crypto, const struct desfire_transaction *transaction, uint8_t command,
	struct rbuf data, uint8_t mac[DESFIRE_MAC]);

/* What ChangeKey encrypts (AN12196 5.16). old: empty when the key is the one that authenticated. */
void desfire_key_data(struct rbuf old, struct rbuf key, uint8_t version, uint8_t data[DESFIRE_KEY_DATA]);

#endif
