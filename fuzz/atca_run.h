/* fuzz/atca_run.h: one input's run of a chip, watched by the oracles. */
#ifndef SESIM_FUZZ_ATCA_RUN_H
#define SESIM_FUZZ_ATCA_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "atca_world.h"
#include "cursor.h"

enum {
	ATCA_HEADER = 4,  /* bytes of an input that choose where it starts, see atca_run_begin() */
	ATCA_ANSWERS = 8, /* the last ones are kept */
};

struct atca_answer {
	uint8_t len;
	uint8_t bytes[ATCA_ANSWER_MAX]; /* without count and CRC */
};

struct atca_run {
	struct atca_world *world;
	const struct atca_start *start;
	const uint8_t *input;
	size_t input_len;
	struct atecc chip;
	struct chip_env env;
	bool drops_cache;    /* before every command */
	unsigned int costly; /* commands with a multiplication on the curve so far */
	struct atca_answer answers[ATCA_ANSWERS];
	size_t n_answers;
	int revealed;   /* the slot that the last command may have told in clear, or -1 */
	uint64_t heard; /* a hash over everything the chip let the bus know */
};

/*
 * Takes a header off the input: which start; awake, idle or asleep, latency, and the watchdog near its
 * end; what is in TempKey; what else is in SRAM.
 */
void atca_run_begin(struct atca_run *run, struct rbuf *input);

/* One write, START to STOP, all its bytes with the word address; true when it was acknowledged. */
bool atca_run_write(struct atca_run *run, const uint8_t *bytes, size_t len);
/* One read of len bytes. */
void atca_run_read(struct atca_run *run, size_t len);
/* A command packet in one write; waits for the answer and reads all of it and more. */
void atca_run_command(struct atca_run *run, const uint8_t *packet, size_t len);
void atca_run_sda_low(struct atca_run *run, uint64_t low_ns);
void atca_run_power_cycle(struct atca_run *run);
void atca_run_wait(struct atca_run *run, uint64_t ns);

/* Two runs of one input heard the same and ended in the same chip. */
void atca_run_compare(const struct atca_run *one, const struct atca_run *other);

/* One input in sixteen: worth a second run. */
bool atca_run_twice(const uint8_t *bytes, size_t len);

#endif
