/* tests/conformance/se05x_proof.h: what a part attests, and whether OpenSSL agrees that it did. */
#ifndef SESIM_CONFORM_SE05X_PROOF_H
#define SESIM_CONFORM_SE05X_PROOF_H

#include "ossl.h"
#include "se05x_say.h"

#define PROOF_FRESH "00112233445566778899aabbccddeeff"

struct proof {
	struct said said;
	char tags[32]; /* "41 42 43", in order */
	struct rbuf signature;
	uint8_t message[SAID_MAX + 64]; /* what a verifier hashes */
	size_t message_len;
};

/* An attested command, and its answer taken apart: the last TLV is the signature. */
bool proof_ask(struct conform *c, struct say_session *session, struct proof *proof, const char *command, ...);

/* The signature is good, and over nothing else. */
bool proof_good(struct conform *c, const struct proof *proof, EVP_PKEY *key, const char *digest, bool pss);

/* Its tags: those of an applet before 7.2, or from it on. */
bool proof_tags(struct conform *c, const struct proof *proof, const char *before, const char *from_7);

/* An attesting P-256 pair of the suite, SAY_IDS | a001; its public half for OpenSSL, NULL when the case has failed. */
EVP_PKEY *proof_key(struct conform *c);
enum { PROOF_KEY = SAY_IDS | 0xa001 };

/* A key's public point as the part reads it out. */
EVP_PKEY *proof_public(struct conform *c, uint32_t id, const char *group);

/* Time of an attestation: power cycles, and milliseconds behind them. */
bool proof_time(struct conform *c, const struct proof *proof, uint32_t *cycle, uint64_t *ms);

#endif
