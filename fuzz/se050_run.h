/* fuzz/se050_run.h: one input's run of an SE05x, watched by the oracles. */
#ifndef SESIM_FUZZ_SE050_RUN_H
#define SESIM_FUZZ_SE050_RUN_H

#include "cursor.h"
#include "se050_host.h"

enum {
	SE050_HEADER = 4,  /* bytes of an input that choose where it starts */
	SE050_ANSWERS = 8, /* the last ones are kept */
};

struct se050_answer {
	size_t len;
	uint8_t bytes[HOST_APDU_MAX]; /* in plain, with status */
};

struct se050_run {
	struct se050_world *world;
	const struct se050_start *start;
	struct chip_env env;
	struct se050_wire wire;
	struct se050_host host;
	bool drops_cache;    /* before every command */
	unsigned int costly; /* operations with big numbers so far */
	struct se050_answer answers[SE050_ANSWERS];
	size_t n_answers;
};

/* Which starts an input may choose. */
enum se050_starts {
	STARTS_ALL,
	STARTS_CARD, /* those with a security domain selected */
};

/* Takes a header off the input: which start, latency. */
void se050_run_begin(struct se050_run *run, enum se050_starts starts, struct rbuf *input);

/* A command in plain, to where the host stands. */
void se050_run_command(struct se050_run *run, const uint8_t *bytes, size_t len);
/* A command APDU as it is, past the host's channels. */
void se050_run_apdu(struct se050_run *run, const uint8_t *bytes, size_t len);
/* One block as it is, and what comes back. */
void se050_run_block(struct se050_run *run, const uint8_t *bytes, size_t len);
void se050_run_read(struct se050_run *run, size_t len);
void se050_run_power_cycle(struct se050_run *run);
void se050_run_wait(struct se050_run *run, uint64_t ns);

/* What two runs of one input must have in common: run both, then compare. */
struct se050_result {
	uint64_t heard;
	uint64_t chip; /* a hash over its bytes */
};
struct se050_result se050_run_result(const struct se050_run *run);

/* One input in sixteen: worth a second run. */
bool se050_run_twice(const uint8_t *bytes, size_t len);

#endif
