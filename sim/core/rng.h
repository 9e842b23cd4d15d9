/* sim/core/rng.h: chance, injected. */
#ifndef SESIM_CORE_RNG_H
#define SESIM_CORE_RNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Where a bus takes its chance from: the system's randomness, drawn in blocks and erased as used, or
 * a seed. One a bus, one thread. A draw that the system refuses ends the process: a chip without
 * randomness must not go on. After a fork only one side goes on with it: the pool is now with both.
 */
struct rng {
	bool seeded;
	uint64_t seed;
	uint8_t pool[1024];
	size_t pool_left;
};

/* What one stream is keyed by, so that no draw ever shifts another and no two chips share one. */
struct rng_purpose {
	uint8_t address;    /* on the bus, as the part was attached */
	uint8_t serial[18]; /* the part's; shorter ones end in zeros */
	uint32_t restarts;  /* power-ups of this part so far */
	uint64_t command;   /* commands since that power-up */
	uint32_t purpose;   /* which draw of the command: the caller's own numbering */
};

/*
 * One stream of bytes: SHA-256(seed, purpose, block number) block by block, or the system's. A
 * plain value, used for one operation. Borrows the rng; a keyed one has none.
 */
struct rng_stream {
	struct rng *rng;
	uint8_t name
		[47]; /* seed and purpose, or key; number of the next block: with SHA-256's padding, one block */
	uint32_t block;
	uint8_t pending[32];
	size_t left;
};

void rng_system(struct rng *rng);
void rng_seed(struct rng *rng, uint64_t seed);
struct rng_stream rng_open(struct rng *rng, const struct rng_purpose *purpose);
/* The stream of a secret key, used for nothing else: as unforeseeable as the key is. */
struct rng_stream rng_keyed(const uint8_t key[32]);
void rng_bytes(struct rng_stream *stream, void *out, size_t len);

#endif
