/* fuzz/dice.h: the mutators' chance: a plain xorshift, so that a seed has one outcome. */
#ifndef SESIM_FUZZ_DICE_H
#define SESIM_FUZZ_DICE_H

#include <stddef.h>
#include <stdint.h>

struct dice {
	uint64_t state;
};

static inline struct dice dice_from(unsigned int seed)
{
	return (struct dice){ .state = (seed + UINT64_C(1)) * UINT64_C(0x9e3779b97f4a7c15) };
}

/* 0 to sides - 1. */
static inline size_t dice_roll(struct dice *dice, size_t sides)
{
	dice->state ^= dice->state << 13;
	dice->state ^= dice->state >> 7;
	dice->state ^= dice->state << 17;
	return (size_t)(dice->state >> 33) % sides;
}

#endif
