/*
 * fuzz/atca_oracle.h: what must hold after every command, whatever it was.
 *
 * Written from the documents, not from the chip's code: what both share is the command table.
 */
#ifndef SESIM_FUZZ_ATCA_ORACLE_H
#define SESIM_FUZZ_ATCA_ORACLE_H

#include "atca_run.h"
#include "command.h"

/* A command as the bus saw it, and its row; command and form are NULL where there is none. */
struct atca_seen {
	uint8_t opcode;
	uint8_t param1;
	uint16_t param2;
	size_t data_len;
	const struct atecc_command *command;
	const struct atecc_form *form;
};

/* After a STOP that began with the chip as it was `before`. */
void atca_oracle_stop(struct atca_run *run, const struct atecc *before);

/* These bytes left the chip. */
void atca_oracle_read(const struct atca_run *run, const uint8_t *bytes, size_t len);

void atca_oracle_power_cycle(const struct atca_run *run, const struct atecc *before);

/* Ends the run unless a locked zone and the policies of the slots allow this command that change. */
void atca_oracle_zones(const struct atca_seen *seen, const struct atecc *before, const struct atecc *after);

/* Ends the run unless a command refused with this status left the chip as it was, but for what its row names. */
void atca_oracle_refusal(const struct atca_seen *seen, enum atca_status status, const struct atecc *before,
	const struct atecc *after);

#endif
