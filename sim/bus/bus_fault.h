/*
 * sim/bus/bus_fault.h: faults on the wires, by a script.
 *
 * A script is rules separated by line ends or semicolons, each an action and what it is limited to:
 *
 *   nack-address                 nobody acknowledges the address
 *   nack-data byte=N             byte N of a write is not acknowledged
 *   flip byte=N bit=B            a bit of a byte is turned over, on its way either way
 *   lose byte=N                  a byte is not heard
 *   duplicate byte=N             a byte is heard twice
 *   truncate byte=N              nothing is heard from byte N on
 *   arbitration                  another master takes the bus
 *   stuck us=T                   SDA is held low for T microseconds
 *   late us=T                    whoever was written to does not answer for T microseconds longer
 *   brownout byte=N              whoever acknowledged the message loses its power at byte N of it, for us=T (10000)
 *   brownout store=N [late=1]    or at the N-th write of its non-volatile memory from that message on: before it is durable,
 *                                with late=1 just after
 *   seed=N                       where chance begins (default 1)
 *
 *   addr=HEX  read=0|1           only messages to that address, in that direction
 *   after=N   times=N            lets N such messages pass first; strikes N times (1; 0: always)
 *   p=0.01                       strikes by chance (and always, unless times= says otherwise)
 *
 * Where byte= or bit= is left out, chance picks it. What chance picks depends on the script and the
 * traffic alone.
 */
#ifndef SESIM_BUS_BUS_FAULT_H
#define SESIM_BUS_BUS_FAULT_H

#include "bus.h"
#include "why.h"

enum {
	BUS_FAULT_RULES = 16,
	BUS_FAULT_SCRIPT_MAX = 2048,
};

enum bus_fault_action {
	FAULT_NACK_ADDRESS,
	FAULT_NACK_DATA,
	FAULT_FLIP,
	FAULT_LOSE,
	FAULT_DUPLICATE,
	FAULT_TRUNCATE,
	FAULT_ARBITRATION,
	FAULT_STUCK,
	FAULT_LATE,
	FAULT_BROWNOUT,
	FAULT_ACTIONS,
};

struct bus_fault_rule {
	enum bus_fault_action action;
	int64_t addr, read, byte, bit; /* -1: any */
	uint64_t store;                /* BROWNOUT: at which commit; 0: at a byte */
	bool late;
	uint64_t after, times; /* counted down; times 0 at the start: always */
	bool always, spent;
	uint32_t chance; /* of 1000000 */
	uint64_t ns;
	uint64_t until_ns; /* STUCK and LATE: under way until then */
	uint16_t late_addr;
};

struct bus_fault {
	struct bus_bender bender;
	struct bus_fault_rule rules[BUS_FAULT_RULES];
	size_t n_rules;
	uint64_t chance;
	uint64_t struck; /* faults so far */
	uint8_t heard[I2C_MESSAGE_MAX + I2C_COUNTED_MAX + 1];
};

/* Replaces all rules by a script's. Returns 0, or -EINVAL and keeps what there was. */
int bus_fault_script(struct bus_fault *fault, const char *script, struct why *why);

#endif
