/*
 * proto/link/mpsse.h: an I2C bus behind an FT232H's MPSSE, whatever carries its commands.
 *
 * What the hardware can and cannot do:
 *  - It has no "stop if": to end a transaction at the byte that was not acknowledged, each byte written costs a round trip
 *    over USB. Reads are queued, 256 bytes a round trip.
 *  - It does not look at SCL while it clocks. `none` therefore trusts the chips not to stretch and only finds wires that
 *    are not both high after STOP. `poll` raises SCL by hand for the first and for the acknowledge bit of each byte and
 *    for STOP, and looks at it until it is high: two round trips a byte, either way; an acknowledge keeps SDA low that
 *    long, which wakes an ATECC that sleeps on the same bus. `adaptive` has the hardware wait, at full speed, when AD7 is
 *    tied to SCL, without a bound of its own: after MPSSE_PATIENCE_NS the engine is reset.
 */
#ifndef SESIM_LINK_MPSSE_H
#define SESIM_LINK_MPSSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "i2c.h"
#include "mpsse_i2c.h"
#include "why.h"

enum mpsse_stretch {
	MPSSE_STRETCH_NONE,
	MPSSE_STRETCH_POLL,
	MPSSE_STRETCH_ADAPTIVE,
};

enum {
	MPSSE_STRETCH_NS = 25000000,    /* how long a chip may hold SCL where it is looked at */
	MPSSE_PATIENCE_NS = 1500000000, /* how long the engine may keep silent */
	MPSSE_CHUNK = 256,              /* bytes read a round trip: a quarter of what the chip can keep */
};

/* What carries commands one way and answers the other. Errors are negative errnos; -ENODEV: it is gone. */
struct mpsse_port {
	int (*write)(void *context, const uint8_t *bytes, size_t len); /* all of them */
	int (*read)(void *context, uint8_t *bytes,
		size_t cap);         /* what is there soon, perhaps nothing: how many */
	int (*reset)(void *context); /* the engine anew, with nothing under way either way */
	uint64_t (*now)(void *context);
	void (*wait)(void *context, uint64_t ns);
	void (*close)(void *context);
	void *context;
};

struct mpsse_options {
	uint32_t speed_hz;
	uint32_t usb_us; /* of a bus in software: what a round trip takes */
	enum mpsse_stretch stretch;
};

struct mpsse {
	struct mpsse_port port;
	struct mpsse_options options;
	struct mpsse_pace pace;
	bool gone;        /* for ever */
	bool unsettled;   /* the wires were not both high when last seen */
	size_t nacked_at; /* of the newest transaction, as in link.h */
	uint8_t commands[4096];
};

/*
 * What follows the ? of a URL: speed=HZ, stretch=none|poll|adaptive, usb=US, joined by &; NULL or "" for the usual: 100000, none.
 * Above 600 kHz, where some SE05x stretch, the usual is poll.
 */
int mpsse_options_parse(struct mpsse_options *options, const char *text, struct why *why);

/*
 * Resets, finds its way into the stream of answers, sets up, and looks at the wires. The port becomes its own. Returns 0 or
 * a negative errno and a sentence; the port is then closed.
 */
int mpsse_open(struct mpsse *mpsse, const struct mpsse_port *port, const struct mpsse_options *options,
	struct why *why);
void mpsse_close(struct mpsse *mpsse);

/*
 * As link_transfer(). A repeated START is made between messages, never else. A write to address 0 at a speed at which that
 * is too short to wake an ATECC begins with mpsse_pulse(). -EOPNOTSUPP: 10-bit addresses, I2C_NO_START.
 */
int mpsse_transfer(struct mpsse *mpsse, struct i2c_message *msgs, size_t n, size_t *done);

/* SDA low for ns or longer, on an idle bus. */
int mpsse_pulse(struct mpsse *mpsse, uint64_t ns);

#endif
