/*
 * fuzz/atca_steps.h: an input of the sequence target, taken apart into steps.
 *
 * ATCA_HEADER bytes, then steps: kind, length, that many bytes. Any bytes are an input; what does not
 * fit is cut off.
 */
#ifndef SESIM_FUZZ_ATCA_STEPS_H
#define SESIM_FUZZ_ATCA_STEPS_H

#include <stddef.h>
#include <stdint.h>

#include "atca_run.h"

enum {
	STEPS_MAX = 16,
	STEP_BYTES_MAX = 255,
	STEPS_BYTES_MAX = ATCA_HEADER + STEPS_MAX * (2 + STEP_BYTES_MAX),
};

enum step_kind {
	STEP_COMMAND,   /* the packet */
	STEP_WRITE,     /* bytes of a write, with the word address */
	STEP_READ,      /* how many */
	STEP_SDA_LOW,   /* microseconds */
	STEP_POWER,     /* off and on */
	STEP_WAIT,      /* microseconds, little endian */
	STEP_PASTE,     /* into the next packet: which answer, from where in it, to where, how much */
	STEP_SEAL,      /* the next packet gets the MAC, and the cipher text, of a host that knows the key */
	STEP_SELF_TEST, /* the self tests that fail from here on */
	STEP_KINDS,
};

struct step {
	enum step_kind kind;
	uint8_t len;
	uint8_t bytes[STEP_BYTES_MAX];
};

struct steps {
	uint8_t header[ATCA_HEADER];
	size_t n;
	struct step step[STEPS_MAX];
};

void steps_parse(struct steps *steps, const uint8_t *bytes, size_t len);
/* Returns the length; whole steps only, as many as fit into max. */
size_t steps_build(const struct steps *steps, uint8_t *bytes, size_t max);

/* Runs an input. */
void steps_run(struct atca_run *run, const uint8_t *bytes, size_t len);

#endif
