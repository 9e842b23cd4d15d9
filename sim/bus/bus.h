/* sim/bus/bus.h: a virtual I2C bus with chips on it. */
#ifndef SESIM_BUS_BUS_H
#define SESIM_BUS_BUS_H

#include <stddef.h>
#include <stdint.h>

#include "chip.h"
#include "clock.h"
#include "i2c.h"

enum {
	BUS_CHIPS_MAX = 112, /* the 7-bit addresses that are not reserved */
};

/* What became of a transaction, beyond its errno. */
enum bus_outcome {
	BUS_OK,
	BUS_ADDRESS_NACK,
	BUS_DATA_NACK, /* after nacked_at bytes of message `done` */
	BUS_ARBITRATION_LOST,
	BUS_TIMEOUT,
};

/* One transaction, START to STOP, as a decorator sees it afterwards. Borrows the messages. */
struct bus_event {
	struct i2c_message *messages;
	size_t n;
	size_t done;      /* messages that went through */
	size_t nacked_at; /* BUS_DATA_NACK: bytes acknowledged before it */
	enum bus_outcome outcome;
	uint64_t start_ns;
	uint64_t end_ns;
	uint64_t sda_low_ns; /* the longest */
};

/* Called after each transaction; owned by the caller. Several may be chained. */
struct bus_watcher {
	void (*transaction)(struct bus_watcher *watcher, const struct bus_event *event);
	struct bus_watcher *next;
};

/* What the chips hear of a write: these bytes, of which the host is told that at most acknowledged_max were. */
struct bus_heard {
	const uint8_t *bytes; /* the bender's */
	size_t len;
	size_t acknowledged_max;
};

/* Power that goes away while a message goes by: at a byte of it, or at a commit of the chip's from then on. */
struct bus_brownout {
	size_t byte;     /* SIZE_MAX: at no byte */
	uint64_t commit; /* 1: the next one; 0: at none */
	bool after;      /* when that one is durable */
	uint64_t dark_ns;
};

/* Comes between host and chips and bends what passes (bus_fault.h). Owned by the caller. */
struct bus_bender {
	/* Before a START: anything but BUS_OK ends the transaction there, after low_ns of SDA held low. */
	enum bus_outcome (*message)(
		struct bus_bender *bender, const struct i2c_message *m, uint64_t now_ns, uint64_t *low_ns);
	struct bus_heard (*write)(struct bus_bender *bender, const struct i2c_message *m, uint64_t now_ns);
	/* Whether the chip that acknowledged this message loses its power, and when. */
	bool (*brownout)(struct bus_bender *bender, const struct i2c_message *m, struct bus_brownout *out);
	/* Changes what was read in place. */
	void (*read)(struct bus_bender *bender, struct i2c_message *m);
};

/* Runs the transactions of a bus whose chips are elsewhere (sim/serve/relay.h). Owned by the caller. */
struct bus_relay {
	/*
	 * As bus_transfer() returns, with the bus's time at the end and, on -EIO, how many bytes were acknowledged. Anything
	 * but an outcome of a bus: nothing was run.
	 */
	int (*transfer)(struct bus_relay *relay, struct i2c_message *msgs, size_t n, size_t *done,
		size_t *nacked_at, uint64_t *now_ns);
	/* Lets time pass there, where it does not by itself; 0 ns only asks whether it is there at all. */
	int (*wait)(struct bus_relay *relay, uint64_t ns, uint64_t *now_ns);
};

/* One chip on the bus: the model's functions, its bytes (owned by the caller) and its surroundings. */
struct bus_seat {
	const struct chip_model *model;
	void *chip;
	struct chip_env env;
	bool powered;
	struct chip_cut cut; /* env.cut, while it is armed */
	bool dark;           /* without power by a fault, until then */
	uint64_t dark_until_ns;
	uint64_t dark_ns; /* how long it will be when cut strikes */
};

struct bus {
	struct clock clock;
	uint32_t speed_hz;
	struct bus_seat seats[BUS_CHIPS_MAX];
	size_t n_seats;
	struct bus_watcher *watchers;
	struct bus_bender *bender; /* NULL: nothing is bent */
	struct bus_relay *relay;   /* NULL: the chips are here, in seats */
	uint64_t free_at_ns;      /* end of the newest transaction; under CLOCK_REAL it may still lie ahead */
	enum bus_outcome outcome; /* of the newest transaction, and its nacked_at */
	size_t nacked_at;
};

/* An empty bus. */
void bus_init(struct bus *bus, enum clock_mode mode, uint32_t speed_hz);

/*
 * Puts a chip on the bus and powers it. The chip's bytes and what env names stay the caller's and
 * outlive the bus. Returns its seat, NULL when the bus is full.
 */
struct bus_seat *bus_attach(
	struct bus *bus, const struct chip_model *model, void *chip, const struct chip_env *env);

/* Adds a watcher behind those there are, and takes one away again. */
void bus_watch(struct bus *bus, struct bus_watcher *watcher);
void bus_unwatch(struct bus *bus, const struct bus_watcher *watcher);

void bus_power(struct bus *bus, struct bus_seat *seat, bool on);

/* No commit takes the power of any chip any more, and what was kept for that is freed. */
void bus_disarm(struct bus *bus);

/*
 * Runs one transaction, START to STOP. Messages are the kernel's i2c_msg in meaning: addr without
 * the direction bit, len up to 8192. Returns the number of messages done, or -ENXIO (address not
 * acknowledged; msgs[*done] is where), -EIO (data not acknowledged), -EAGAIN (arbitration lost),
 * -ETIMEDOUT (stretched too long), -EINVAL (a message is no message). Owns neither chips nor
 * buffers. One thread. Under CLOCK_REAL it returns at once; the bus is busy until free_at_ns, and
 * who serves real time waits that long before the host hears of it.
 */
int bus_transfer(struct bus *bus, struct i2c_message *msgs, size_t n, size_t *done);

/* Whether a result of bus_transfer() tells of a transaction that was run. */
bool bus_was_run(int rc);

/* Lets ns pass under a virtual clock; elsewhere time passes by itself, or not at all. Returns 0 or what a relay gives. */
int bus_wait(struct bus *bus, uint64_t ns);

#endif
