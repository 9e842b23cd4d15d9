/*
 * sim/serve/mpsse_engine.h: an FT232H's MPSSE in software: its commands, bit by bit, onto the wires of a simulated bus.
 *
 * From FTDI's AN_108 and DS_FT232H: the commands of mpsse_i2c.h; any other byte answers FA and itself. AD0 is SCL, AD1 and
 * AD2 are SDA, AD7 is SCL's echo, the other pins are nobody's.
 */
#ifndef SESIM_SERVE_MPSSE_ENGINE_H
#define SESIM_SERVE_MPSSE_ENGINE_H

#include "mpsse.h"
#include "wires.h"

enum { MPSSE_FIFO = 1024 }; /* each way, in the chip */

/* What a fault does, for tests; all zero: nothing. */
struct mpsse_faults {
	size_t unplugged_after; /* bytes of commands; 0: never */
	size_t short_reads;     /* at most so many bytes a read; 0: all there are */
	uint64_t usb_ns;        /* what a read takes */
	bool untied_ad2;        /* SDA's way in is not connected */
	bool tied_ad7;          /* SCL's echo is */
	bool no_drive_zero;     /* as an FT2232H: 9E is no command */
	bool no_pull_ups;       /* both wires stay low when nobody drives them high */
	const uint8_t *stale;   /* what comes back before anything else after a reset; n_stale of them */
	size_t n_stale;
	size_t swallows; /* bytes of commands lost after a reset to a command that an earlier user left half said */
};

struct mpsse_command;

struct mpsse_engine {
	struct wires *wires;
	struct mpsse_faults faults;
	/* The command coming in. */
	uint8_t opcode;
	const struct mpsse_command *command; /* the opcode's; NULL: it is none */
	bool has_opcode;
	uint8_t arguments[3];
	size_t n_arguments;
	size_t payload; /* bytes of data that are still to come */
	/* As commands set it. */
	uint8_t value, outputs, drive_zero;
	uint8_t value_high, outputs_high;
	uint16_t divisor;
	bool divided_by_5, two_phases, adaptive, loopback;
	bool hung; /* waits for SCL for good, until it is reset */
	/* Back to the host. */
	uint8_t answers[MPSSE_FIFO];
	size_t n_answers;
	size_t flushed; /* that the host may have */
	uint64_t taken; /* bytes of commands, since it was made */
	uint64_t bad;   /* opcodes that were none */
	uint64_t lost;  /* answers that found no room */
};

/* As after power up. The wires stay the caller's. */
void mpsse_engine_init(struct mpsse_engine *engine, struct wires *wires);

/* What carries commands to it; its reads let time pass when there is nothing to read. Close does nothing. */
struct mpsse_port mpsse_engine_port(struct mpsse_engine *engine);

#endif
