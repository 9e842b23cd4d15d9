/*
 * examples/evidence.h: what an SE05x attests of an EC key that it holds, checked by somebody far away.
 *
 * The answer of an attested ReadObject as it came from the part, applet 3.x or 7.2 (AN12413 3.2.7.2). Whose signature it
 * is, and whom to believe, is the caller's matter: he gives the attester's public key.
 */
#ifndef SESIM_EXAMPLE_EVIDENCE_H
#define SESIM_EXAMPLE_EVIDENCE_H

#include <openssl/evp.h>

#include "cursor.h"
#include "why.h"

enum {
	EVIDENCE_CHALLENGE = 16,
	EVIDENCE_UNIQUE_ID = 18,
	EVIDENCE_POINT = 65,
	EVIDENCE_ECDSA_SHA256 = 0x21,
};

#define EVIDENCE_ATTESTER UINT32_C(0xf0000012)

/* What the verifier asked, and what he wants the key to be. */
struct evidence_wanted {
	uint8_t challenge[EVIDENCE_CHALLENGE];
	uint32_t object;
	uint32_t owner;        /* an authentication object; 0: everybody */
	struct rbuf policy;    /* exactly, entries as the wire has them */
	struct rbuf unique_id; /* of the part; empty: any */
};

/* What the part says. */
struct evidence {
	uint8_t point[EVIDENCE_POINT]; /* of the key, uncompressed */
	uint8_t unique_id[EVIDENCE_UNIQUE_ID];
};

/*
 * Returns 0, or -EKEYREJECTED with the reason in why: not the form, not the attester's signature, not this challenge,
 * another part or object, not on P-256, not made inside, another policy or owner.
 */
int evidence_check(struct rbuf bytes, const struct evidence_wanted *wanted, EVP_PKEY *attester,
	struct evidence *evidence, struct why *why);

/* A point as OpenSSL's key; NULL when it is none of P-256. Applets before 7.2 do not say what curve a key is on. */
EVP_PKEY *evidence_key(uint8_t point[EVIDENCE_POINT]);

#endif
