/*
 * sim/bus/wires.h: the two wires of a bus, edge by edge, with its chips behind them.
 *
 * For masters that are software about wires (an MPSSE, a GPIO driver). bus_transfer() is the same bus by whole messages:
 * what chips hear is the same, but that here the time SDA is low is measured, START included, and that a message's bytes
 * come to a chip when the message ends. Whether a byte is acknowledged is asked of a copy of the chip before. Of the bus's bender
 * only brownout() is asked: the other faults are of whole messages.
 */
#ifndef SESIM_BUS_WIRES_H
#define SESIM_BUS_WIRES_H

#include "bus.h"
#include "why.h"

/* What the master does with a wire. Both have a pull-up. */
enum wires_drive {
	WIRES_RELEASED,
	WIRES_LOW,
	WIRES_HIGH, /* push-pull: fights whoever pulls low */
};

enum wires_phase {
	WIRES_IDLE,
	WIRES_ADDRESS,
	WIRES_WRITE,
	WIRES_READ,
	WIRES_DEAF, /* not acknowledged: until START or STOP nobody listens */
};

/* What a fault does, for tests; all zero: nothing. */
struct wires_faults {
	/* A chip holds SCL low so long after each byte's eighth bit, or ninth; stretch_byte limits it to one byte. */
	uint64_t stretch_ack_ns;
	uint64_t stretch_next_ns;
	size_t stretch_byte; /* 0: every; 1: the first of a transaction, an address */
	/* SDA is held low through so many falls of SCL; SIZE_MAX: for good. */
	size_t sda_held;
};

struct wires_counts {
	uint64_t starts, stops, bits;
	uint64_t contentions; /* a wire was pushed high against who pulls it low */
	uint64_t illegal;     /* SDA moved while SCL was high in mid-byte, or in the same moment as SCL */
};

struct wires_log; /* the transaction's messages, for who watches the bus */

struct wires {
	struct bus *bus;
	uint64_t now_ns;
	enum wires_drive master_scl, master_sda;
	bool scl, sda; /* as they are */
	bool fighting;
	bool slave_sda_low;
	uint64_t scl_held_until_ns;
	uint64_t sda_fell_ns;
	uint64_t sda_low_ns; /* the longest, of the transaction */
	uint64_t start_ns;
	enum wires_phase phase;
	bool sampled, sample; /* SDA as SCL rose: a bit once SCL falls */
	size_t bits;          /* of the present byte; 8: the acknowledge bit is next */
	size_t byte;          /* of the transaction */
	uint8_t shift;
	bool acknowledged;
	bool looked_ahead;        /* shift is what the chips would send, and they have not sent it yet */
	bool writing;             /* a write is to be told to the chips at its end */
	size_t n_written, n_read; /* bytes of this message */
	uint8_t written[I2C_MESSAGE_MAX];
	bool touched[BUS_CHIPS_MAX];  /* acknowledged some message: hears STOP */
	bool selected[BUS_CHIPS_MAX]; /* acknowledged this one */
	uint8_t *copies;              /* room for all chips, one after another */
	size_t brownout;              /* at which byte of this message power goes; SIZE_MAX: at none */
	uint64_t dark_ns;
	struct wires_log *log;
	struct wires_faults faults;
	struct wires_counts counts;
};

/* Both wires high. The bus stays the caller's, with the chips it has now. Returns 0 or -ENOMEM. */
int wires_init(struct wires *wires, struct bus *bus, struct why *why);
void wires_free(struct wires *wires);

/* The master does this with its wires, in one moment; what follows at once is done when it returns. */
void wires_drive(struct wires *wires, enum wires_drive scl, enum wires_drive sda);

/* Lets time pass; who holds SCL may let go meanwhile. */
void wires_pass(struct wires *wires, uint64_t ns);

/* Now, on an idle bus not before its clock. */
uint64_t wires_now(struct wires *wires);

#endif
