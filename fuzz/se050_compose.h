/* fuzz/se050_compose.h: command APDUs, made from the chip's own table. */
#ifndef SESIM_FUZZ_SE050_COMPOSE_H
#define SESIM_FUZZ_SE050_COMPOSE_H

#include "command050.h"
#include "dice.h"

/* A command of this row with parameters as the row has them. Returns its length, 0 if max is too short. */
size_t se050_compose(
	const struct se050_command *row, uint32_t version, struct dice *dice, uint8_t *apdu, size_t max);

/* The same with any command that an applet of that version knows; card: of a security domain. */
size_t se050_compose_any(uint32_t version, bool card, struct dice *dice, uint8_t *apdu, size_t max);

/* Sets Lc, and the lengths of TLVs where they run beyond. Returns the length, at most max. */
size_t se050_repair(uint8_t *apdu, size_t len, size_t max);

#endif
