/* fuzz/canary.h: secrets of which no eight bytes in a row may leave a chip. */
#ifndef SESIM_FUZZ_CANARY_H
#define SESIM_FUZZ_CANARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	CANARY_WINDOW = 8,
	CANARY_OWNERS = 18,
	CANARY_OWNER_BYTES = 416,
	CANARY_TABLE = 8192, /* a power of two, several times the windows in it */
};

/* For each owner unlike bytes, and all their windows in an open hash table. */
struct canaries {
	uint8_t bytes[CANARY_OWNERS][CANARY_OWNER_BYTES];
	uint64_t window[CANARY_TABLE]; /* 0: free */
	uint8_t owner[CANARY_TABLE];
};

/* size_of: how many of an owner's bytes are secret. */
void canaries_make(struct canaries *canaries, size_t (*size_of)(unsigned int owner));

/* Finds a canary's window in the bytes. Tells whose it is and where it begins. */
bool canary_find(
	const struct canaries *canaries, const uint8_t *bytes, size_t len, unsigned int *owner, size_t *at);

#endif
