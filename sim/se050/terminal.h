/* sim/se050/terminal.h: the card as a terminal reaches it: reset and whole APDUs, without T=1 and I2C. */
#ifndef SESIM_SE050_TERMINAL_H
#define SESIM_SE050_TERMINAL_H

#include "se050.h"

/* For struct chip_model. A reset is that of the interface: everything volatile of the card and of its link. */
size_t terminal_reset(void *state, struct chip_env *env, uint8_t *atr, size_t cap);
size_t terminal_command(void *state, struct chip_env *env, const uint8_t *command, size_t len,
	uint8_t *answer, size_t cap, uint64_t *takes_ns);

#endif
