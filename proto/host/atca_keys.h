/*
 * proto/host/atca_keys.h: what the keys of an ATECC do: public keys, signatures, their checks, key agreement; and its
 * random numbers and counters.
 *
 * Points are X and Y, signatures R and S, 32 bytes each. Errors as in atca_ask.h.
 */
#ifndef SESIM_HOST_ATCA_KEYS_H
#define SESIM_HOST_ATCA_KEYS_H

#include "atca_ask.h"

enum {
	ATCA_DIGEST = 32,
	ATCA_POINT = 64,
	ATCA_SIGNATURE = 64,
	ATCA_COUNTERS = 2,
};

/* The public key of a private key's slot; and of a new private key there, in place of any other: cannot be undone. */
int atca_public_key(struct atca_host *host, unsigned slot, uint8_t point[ATCA_POINT]);
int atca_generate(struct atca_host *host, unsigned slot, uint8_t point[ATCA_POINT]);
/* The public key that a data slot holds: 72 bytes of which 64 matter (atecc608.md 8.5). */
int atca_stored_key(struct atca_host *host, unsigned slot, uint8_t point[ATCA_POINT]);
int atca_store_key(struct atca_host *host, unsigned slot, const uint8_t point[ATCA_POINT]);

int atca_sign(struct atca_host *host, unsigned slot, const uint8_t digest[ATCA_DIGEST],
	uint8_t signature[ATCA_SIGNATURE]);

/* good: whether the signature is this key's: one that is given, or the one in a slot. */
int atca_verify(struct atca_host *host, const uint8_t digest[ATCA_DIGEST],
	const uint8_t signature[ATCA_SIGNATURE], const uint8_t point[ATCA_POINT], bool *good);
int atca_verify_stored(struct atca_host *host, unsigned slot, const uint8_t digest[ATCA_DIGEST],
	const uint8_t signature[ATCA_SIGNATURE], bool *good);

/*
 * What a key that signs nothing but the part's own messages says of another one: that this public key's private half is
 * in that slot, and how the slot is configured (atecc608.md 8.1, 8.3).
 */
struct atca_statement {
	unsigned key; /* slot that is spoken of */
	uint8_t point[ATCA_POINT];
	uint8_t digest[ATCA_DIGEST]; /* of the message, as the host computes it */
	uint8_t signature[ATCA_SIGNATURE];
};
/* number: 20 random bytes of whoever wants to be told. */
int atca_attest(struct atca_host *host, unsigned signer, unsigned key, const uint8_t number[20],
	struct atca_statement *out);

/* The secret, in plain, of a slot that may give it. */
int atca_ecdh(
	struct atca_host *host, unsigned slot, const uint8_t point[ATCA_POINT], uint8_t secret[ATCA_DIGEST]);

int atca_random(struct atca_host *host, uint8_t bytes[ATCA_DIGEST]);

int atca_counter(struct atca_host *host, unsigned which, uint32_t *value);
/* Cannot be undone. */
int atca_count(struct atca_host *host, unsigned which, uint32_t *value);

#endif
