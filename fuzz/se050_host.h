/* fuzz/se050_host.h: a host of an SE05x as fuzzing needs it: blocks and APDUs straight to the chip. */
#ifndef SESIM_FUZZ_SE050_HOST_H
#define SESIM_FUZZ_SE050_HOST_H

#include <stdbool.h>

#include "se050_world.h"

enum {
	HOST_APDU_MAX = 1100,
};

/* Who talks to which chip. */
struct se050_wire {
	const struct chip_model *model;
	struct se050 *chip;
	struct chip_env *env;
	uint8_t *edge;  /* SE050_EDGE bytes on the heap; NULL: none */
	uint64_t heard; /* a hash over everything the chip let the bus know */
};

/* One write, START to STOP. */
void se050_wire_write(struct se050_wire *wire, const uint8_t *bytes, size_t len);
/* One read of len bytes; false when it was not acknowledged. */
bool se050_wire_read(struct se050_wire *wire, uint8_t *bytes, size_t len);
/* Reads a block; its length, 0 when there is none. Ends the run when what comes is none that a chip may send. */
size_t se050_wire_block(struct se050_wire *wire, uint8_t block[T1_BLOCK_MAX]);

/* A command APDU as it is, chained both ways. Returns the length of the answer, 0 when none came. */
size_t se050_wire_apdu(struct se050_wire *wire, struct se050_host *host, const uint8_t *command, size_t len,
	uint8_t *answer, size_t cap);

/*
 * The same for a command in plain that goes to where the host stands: in its session and through its channels. The
 * answer is in plain too; *status is 0 when none came, or none that the channels allow.
 */
size_t se050_host_apdu(struct se050_wire *wire, struct se050_host *host, struct rbuf command, uint8_t *answer,
	size_t cap, uint16_t *status);

#endif
