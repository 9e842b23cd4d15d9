/* tests/bench/part.h: an ATECC in memory, set up so that every command can succeed. */
#ifndef SESIM_BENCH_PART_H
#define SESIM_BENCH_PART_H

#include "atecc.h"
#include "crypto.h"

enum bench_locks {
	BENCH_UNLOCKED,
	BENCH_CONFIG_LOCKED,
	BENCH_LOCKED,
};

/* What lies in TempKey. */
enum bench_tempkey {
	TK_NONE,
	TK_RANDOM,
	TK_INPUT,
	TK_GEN_DIG, /* of slot 4 */
	TK_GEN_KEY, /* of slot 13 */
	TK_PRIVATE,
};

/* What else lies in SRAM. */
enum bench_sram {
	WITH_MSG_DIG = 1 << 0, /* 64 bytes */
	WITH_SHA = 1 << 1,     /* a hash begun */
	WITH_HMAC = 1 << 2,
	WITH_TRAIL = 1 << 3, /* 508A: a hashed certificate that held slot 13's public key */
};

/*
 * Slots: 0 a P-256 key for everything; 2 one whose ECDH goes to slot 3; 3 KDF and ECDH results; 4 the key of MACs,
 * sealed slots and protected outputs; 5 rolls, 6 rolls with a MAC of slot 4; 7 sealed by slot 4; 8 open data; 9 AES;
 * 10 a P-256 key that PrivWrite may set; 11 SecureBoot's key, 12 its digest; 13 a public key that slot 15 validates;
 * 14 a limited key; 15 a public key. All public keys belong to slot 0.
 */
struct bench_part {
	struct crypto *crypto;
	struct rng rng;
	uint8_t d[32];     /* of slot 0 */
	uint8_t point[64]; /* of slot 0 */
};

void bench_part_open(struct bench_part *part);
void bench_part_close(struct bench_part *part);

/* A chip of that revision (6002, 5000), awake. */
void bench_chip(const struct bench_part *part, struct atecc *chip, uint16_t revision, enum bench_locks locks,
	enum bench_tempkey tempkey, unsigned int sram);

struct chip_env bench_env(struct bench_part *part);

#endif
