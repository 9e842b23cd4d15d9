/*
 * sim/sesim.h: libsesim: secure elements on a virtual I2C bus in your own process.
 *
 * A bus, the parts on it, and transactions as a host's I2C driver would send them. Nothing here starts threads,
 * opens sockets or keeps state of its own; a bus and what belongs to it is used by one thread at a time. Functions
 * that can fail return 0 (or a count) or a negative errno, and, where they take one, say why in a sentence.
 *
 *	struct sesim_bus *bus;
 *	struct sesim_part *part;
 *
 *	sesim_bus_new(&bus, NULL, NULL);
 *	sesim_bus_add(bus, "atecc608a", &part, NULL);
 *	sesim_bus_transfer(bus, messages, n, &done);
 *	sesim_bus_free(bus);
 */
#ifndef SESIM_H
#define SESIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SESIM_API __attribute__((visibility("default")))

/* This header's; sesim_version() tells the library's. Names stay and keep their meaning within a major version. */
#define SESIM_VERSION_MAJOR 0
#define SESIM_VERSION_MINOR 1

SESIM_API const char *sesim_version(void);

struct sesim_bus;
struct sesim_part;
struct sesim_snapshot;
struct sesim_engine;

/* What went wrong, lower case, no full stop. */
struct sesim_error {
	char text[512];
};

enum sesim_clock {
	SESIM_CLOCK_INSTANT, /* a command is done at once; time passes by the bus's own traffic */
	SESIM_CLOCK_VIRTUAL, /* and by sesim_bus_advance() */
	SESIM_CLOCK_REAL,    /* the machine's */
};

/* How long commands take; none at all under SESIM_CLOCK_INSTANT. */
enum sesim_latency {
	SESIM_LATENCY_NONE,
	SESIM_LATENCY_TYPICAL,
	SESIM_LATENCY_MAX,
};

/* All zeros are good defaults. */
struct sesim_options {
	enum sesim_clock clock;
	enum sesim_latency latency;
	uint32_t speed_hz; /* 0: 100000 */
	bool seeded;       /* then seed decides all chance, and a run can be repeated byte for byte */
	uint64_t seed;
	bool sync_never; /* state files survive the process, but perhaps not a power cut */
	struct sesim_engine
		*engine; /* shared by the buses of a thread, outlives them; NULL: the bus has its own */
};

/* The cryptography behind chips. Only who makes many buses needs one of his own: it costs a millisecond. */
SESIM_API int sesim_engine_new(struct sesim_engine **engine, struct sesim_error *error);
SESIM_API void sesim_engine_free(struct sesim_engine *engine);

/* options and error may be NULL here and below. */
SESIM_API int sesim_bus_new(
	struct sesim_bus **bus, const struct sesim_options *options, struct sesim_error *error);
/* Frees its parts too, and closes their state files. */
SESIM_API void sesim_bus_free(struct sesim_bus *bus);

/*
 * Puts a part on the bus and powers it. chip: PROFILE[@ADDR7][,key=value]..., as `sesim run --chip` takes it; a
 * state=FILE is opened, or made if it is not there. part may be NULL. The part is the bus's.
 */
SESIM_API int sesim_bus_add(
	struct sesim_bus *bus, const char *chip, struct sesim_part **part, struct sesim_error *error);

enum {
	SESIM_READ = 0x0001, /* the chip sends */
	SESIM_MESSAGE_MAX = 8192,
};

/* As Linux's struct i2c_msg. addr is 7-bit; a read fills all len bytes. */
struct sesim_message {
	uint16_t addr;
	uint16_t flags;
	uint16_t len;
	uint8_t *bytes;
};

/*
 * One transaction, START to STOP, with repeated starts between messages. Returns the number of messages done, or
 * -ENXIO (address not acknowledged; messages[*done] is where), -EIO (data not acknowledged), -EAGAIN (arbitration
 * lost), -ETIMEDOUT (stretched too long), -EINVAL. done may be NULL.
 */
SESIM_API int sesim_bus_transfer(
	struct sesim_bus *bus, struct sesim_message *messages, size_t n, size_t *done);

/* Nanoseconds since the bus was made, and letting ns pass (not under SESIM_CLOCK_REAL, where it passes itself). */
SESIM_API uint64_t sesim_bus_now(const struct sesim_bus *bus);
SESIM_API void sesim_bus_advance(struct sesim_bus *bus, uint64_t ns);

/* Off and on is a power cycle. */
SESIM_API void sesim_part_power(struct sesim_part *part, bool on);

SESIM_API const char *sesim_part_profile(const struct sesim_part *part);
/* 7-bit; the host may have changed it. */
SESIM_API uint8_t sesim_part_address(const struct sesim_part *part);
/* Writes at most cap bytes; returns how many the serial number has. */
SESIM_API size_t sesim_part_serial(const struct sesim_part *part, uint8_t *serial, size_t cap);

/*
 * A part's whole state, volatile and not, as a value. It can be put back any number of times, into the part it was
 * taken from or another of the same kind and size (else -EINVAL). A state file follows at once, or the error says that
 * it could not. Times in it are the bus's: a part that is put back seconds later finds that its watchdog has fired
 * meanwhile.
 */
SESIM_API int sesim_part_snapshot(const struct sesim_part *part, struct sesim_snapshot **snapshot);
SESIM_API int sesim_part_restore(struct sesim_part *part, const struct sesim_snapshot *snapshot);
SESIM_API bool sesim_snapshot_equal(const struct sesim_snapshot *a, const struct sesim_snapshot *b);
SESIM_API void sesim_snapshot_free(struct sesim_snapshot *snapshot);

/*
 * Another part just like it, in the same state, on another bus (or on this one, if its address is free again). A bus
 * whose time is behind that of the part's own is brought forward to it.
 */
SESIM_API int sesim_part_clone(const struct sesim_part *from, struct sesim_bus *bus, struct sesim_part **part,
	struct sesim_error *error);

#ifdef __cplusplus
}
#endif

#endif
