/*
 * fuzz/se050_oracle.h: what must hold after every command of an SE05x, whatever it was.
 *
 * Written from the documents, not from the chip's code.
 */
#ifndef SESIM_FUZZ_SE050_ORACLE_H
#define SESIM_FUZZ_SE050_ORACLE_H

#include "se050_run.h"

/* A command in plain, who sent it, and its answer. */
struct se050_seen {
	struct rbuf command;
	uint32_t user;
	bool secured; /* it came with C-MAC and C-DECRYPTION */
	bool in_applet;
	uint16_t status;
	struct rbuf data;
};

/* The chip was `before` and is `after`. */
void se050_oracle_command(const struct se050_run *run, const struct se050_seen *seen,
	const struct se050 *before, const struct se050 *after);

/* These bytes left the chip. */
void se050_oracle_bytes(const struct se050_run *run, const uint8_t *bytes, size_t len);

/* Nothing that outlives power is another than before, but for attempts that a refused command costs. */
void se050_oracle_unchanged(const struct se050 *before, const struct se050 *after, const char *why);

/* Ends the run unless the policies of the objects, as they were before, allow a command that was done. */
void se050_oracle_policy(const struct se050_seen *seen, const struct se050 *before);

#endif
