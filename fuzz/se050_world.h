/* fuzz/se050_world.h: the chips that SE05x fuzzing starts from, the secrets in them, and what all inputs share. */
#ifndef SESIM_FUZZ_SE050_WORLD_H
#define SESIM_FUZZ_SE050_WORLD_H

#include "canary.h"
#include "chip.h"
#include "crypto.h"
#include "part.h"
#include "rng.h"
#include "scp03_host.h"
#include "se050.h"

enum {
	SE050_STARTS = 24,
	SE050_EDGE = 512,
	/* Users, by their authentication objects. */
	USER_NOBODY = 0,
	USER_ID = 0x7da00001,
	USER_AES = 0x7da00002,
	USER_EC = 0x7da00003,
};

/* Where a host stands at the start. */
struct se050_host {
	bool selected;     /* the applet is */
	bool has_platform; /* the platform channel is open, at level 33 */
	uint32_t user;     /* whose session commands go to */
	bool has_channel;  /* that session has one of its own */
	uint8_t session_id[SE050_SESSION_ID];
	struct scp03_host platform;
	struct scp03_host channel;
	uint8_t number; /* N(S) of the next I-block */
};

struct se050_start {
	const char *profile;
	struct se050 *chip; /* powered */
	struct se050_host host;
};

struct se050_world {
	struct crypto *crypto;
	struct rng rng; /* seeded: every input has one outcome */
	struct canaries canaries;
	unsigned int costly_max; /* operations with big numbers an input may have; the rest is not run */
	struct chip_model model; /* all chips are of one size */
	size_t n_starts;
	struct se050_start starts[SE050_STARTS];
	struct se050 *now;    /* the chip of the run */
	struct se050 *before; /* the same before the command */
	uint8_t *edge;        /* SE050_EDGE bytes on the heap, for one transaction */
};

/* The one world of a fuzz program, made at the first call: libFuzzer hands its target no context. */
struct se050_world *se050_world(void);

/* Objects that every chip holds, for the composer to name. The last is 0. */
extern const uint32_t se050_world_ids[];

#endif
