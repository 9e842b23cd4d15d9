/* tests/unit/toy_chip.h: a chip as simple as can be, for tests of what is around chips. */
#ifndef SESIM_TESTS_TOY_CHIP_H
#define SESIM_TESTS_TOY_CHIP_H

#include "chip.h"

/*
 * 256 registers: the first byte written is the pointer, the others go to registers; reading goes on from the
 * pointer. A write to register ff is not acknowledged. A write of n to register fe makes it busy, its
 * address unacknowledged, for n milliseconds. The upper half survives power.
 */
struct toy {
	uint8_t kept[128];
	uint8_t lost[126];
	uint8_t pointer;
	uint8_t address;
	bool pointed; /* by this message */
	uint64_t busy_until_ns;
	uint64_t now_ns;
	uint64_t sda_low_ns; /* of the newest transaction */
	uint32_t stops;
};

extern const struct chip_model toy_model;

struct toy toy_make(uint8_t address);

#endif
