/* fuzz/atca_world.h: the chips that ATCA fuzzing starts from, the secrets in them, and what all inputs share. */
#ifndef SESIM_FUZZ_ATCA_WORLD_H
#define SESIM_FUZZ_ATCA_WORLD_H

#include "canary.h"
#include "atecc.h"
#include "crypto.h"
#include "rng.h"

enum {
	ATCA_STARTS = 21,
	ATCA_EDGE = 512,
	CANARY_TEMPKEY = ATECC_SLOTS, /* an owner beyond the slots: TempKey's private key */
	CANARY_ALT_KEY_BUF,
};

struct atca_start {
	const char *silicon;
	const char *config;
	const char *locks;
	struct atecc chip; /* powered, asleep */
};

struct atca_world {
	struct crypto *crypto;
	struct rng rng;      /* seeded: every input has one outcome */
	struct store *store; /* where the runs' chips keep their memory; NULL: nowhere */
	struct canaries canaries;
	unsigned int costly_max; /* multiplications on the curve an input may have; the rest is not run */
	struct atca_start starts[ATCA_STARTS];
	uint8_t *edge; /* ATCA_EDGE bytes on the heap, for one transaction */
};

/* The one world of a fuzz program, made at the first call: libFuzzer hands its target no context. */
struct atca_world *atca_world(void);

#endif
