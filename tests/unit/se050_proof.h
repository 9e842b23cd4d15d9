/* tests/unit/se050_proof.h: attested answers taken apart, and verified by OpenSSL as a host does (evidence 3.9). */
#ifndef SESIM_TESTS_SE050_PROOF_H
#define SESIM_TESTS_SE050_PROOF_H

#include "se050_fixture.h"
#include "tlv.h"

#define FRESH "00112233445566778899aabbccddeeff"
/* Attesting key F0000012, ECDSA with SHA-256, freshness: 27 bytes. */
#define BY_EC "4504f0000012 460121 4710" FRESH

struct bytes_of {
	uint8_t at[1300];
	size_t len;
};

/* An answer taken apart: its TLVs in order, the last of them the signature. */
struct proof {
	struct bytes_of command;
	struct bytes_of answer;
	struct tlv tlvs[8];
	size_t n;
	size_t signed_len; /* of the answer: what comes before the signature */
};

/* The command as sent, and its answer, which says 9000. */
void attest(struct se050_fixture *f, struct proof *p, const char *command);
/* An answer that came some other way. */
void take_apart(struct proof *p);

void assert_tags(const struct proof *p, const char *tags);
struct rbuf value_of(const struct proof *p, uint8_t tag);
void assert_value(const struct proof *p, uint8_t tag, const char *hex);

/* What a host of this part's generation verifies the signature over. */
void message_of(struct se050_fixture *f, const struct proof *p, struct bytes_of *message);

bool ec_verifies(const char *group, const char *digest, const uint8_t *point, size_t point_len,
	const struct bytes_of *message, struct rbuf signature);

/* ReadObject of a key; returns the length of the answer, status and all. */
size_t read_public(struct se050_fixture *f, uint32_t key, uint8_t *answer, size_t cap);

/* The proof verifies with this key as ReadObject tells it, and does not with anything changed in it. */
void assert_proven_by(
	struct se050_fixture *f, const struct proof *p, uint32_t key, const char *group, const char *digest);
/* With F0000012. */
void assert_proven(struct se050_fixture *f, const struct proof *p);

#endif
