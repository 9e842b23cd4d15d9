/*
 * fuzz/se050_steps.h: an input of the sequence targets, taken apart into steps, changed, and run.
 *
 * SE050_HEADER bytes, then steps: kind, length (two bytes, big endian), that many bytes. Any bytes are an input; what
 * does not fit is cut off.
 */
#ifndef SESIM_FUZZ_SE050_STEPS_H
#define SESIM_FUZZ_SE050_STEPS_H

#include "dice.h"
#include "se050_run.h"

enum {
	SE050_STEPS_MAX = 16,
	SE050_STEP_BYTES = 960,
	SE050_STEPS_BYTES = SE050_HEADER + SE050_STEPS_MAX * (3 + SE050_STEP_BYTES),
};

enum se050_step_kind {
	SE050_COMMAND, /* to where the host stands */
	SE050_APDU,    /* past its channels */
	SE050_BLOCK,
	SE050_READ, /* how many bytes */
	SE050_POWER,
	SE050_WAIT,  /* milliseconds, four bytes */
	SE050_PASTE, /* into the next command: which answer, from where in it, to where, how much */
	SE050_STEP_KINDS,
};

struct se050_step {
	enum se050_step_kind kind;
	size_t len;
	uint8_t bytes[SE050_STEP_BYTES];
};

struct se050_steps {
	uint8_t header[SE050_HEADER];
	size_t n;
	struct se050_step step[SE050_STEPS_MAX];
};

void se050_steps_parse(struct se050_steps *steps, const uint8_t *bytes, size_t len);
/* Returns the length; whole steps only, as many as fit into max. */
size_t se050_steps_build(const struct se050_steps *steps, uint8_t *bytes, size_t max);

/* Runs an input; now and then twice, with the key cache dropped. Returns libFuzzer's verdict. */
int se050_steps_test(enum se050_starts starts, const uint8_t *bytes, size_t len);

/* A target's mutations: new commands come from the table, card: of the security domains. */
size_t se050_steps_mutate(uint8_t *bytes, size_t len, size_t max, bool card, unsigned int seed);
/* The beginning of one, the end of the other. */
size_t se050_steps_cross(const uint8_t *one, size_t one_len, const uint8_t *other, size_t other_len,
	uint8_t *out, size_t max, unsigned int seed);

#endif
