/* sim/cli/conform_status.h: a status that no source accepts, for a refusal that is changed. */
#ifndef SESIM_CLI_CONFORM_STATUS_H
#define SESIM_CLI_CONFORM_STATUS_H

#include "refusal_rows.h"

/*
 * What a row refuses with instead of status; 0: every other one is accepted by some source. refusals: those of an SE05x, NULL for
 * an ATECC. row: as mutants name it, the command first.
 */
uint16_t mutant_status(const struct refusals *refusals, const char *row, uint16_t status);

#endif
