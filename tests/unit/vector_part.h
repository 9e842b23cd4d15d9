/* tests/unit/vector_part.h: an ATECC as a target of vectors: every operation is a command over its I2C side. */
#ifndef SESIM_TESTS_VECTOR_PART_H
#define SESIM_TESTS_VECTOR_PART_H

#include "atecc.h"
#include "vector_walks.h"

struct part {
	bool old; /* an ATECC508A */
	struct atecc chip;
	struct crypto *crypto;
	struct rng rng;
	struct chip_env env;
	unsigned int turn; /* grows with each vector: takes turns between the ways a command can be used */
	struct vector_target target;
};

/* A part of this silicon (6002, 5000), both zones locked, awake. Fails the cmocka test if it cannot. */
struct part *part_new(uint16_t revision);
void part_free(struct part *part);

/* AES by KDF in place of the AES command: the block that details name of the key. */
enum vector_answer part_kdf_encrypt(void *self, const uint8_t key[16], const uint8_t in[16], uint8_t out[16]);

#endif
