/* proto/link/link.h: one way to reach an I2C bus, whatever is behind it. */
#ifndef SESIM_LINK_LINK_H
#define SESIM_LINK_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "i2c.h"
#include "socket.h"
#include "why.h"

struct link;

/* What is at the other end, as far as it says so. */
struct link_info {
	bool simulated;        /* real until somebody says otherwise */
	enum wire_clock clock; /* WIRE_CLOCK_REAL for real buses */
	uint32_t speed_hz;     /* 0: unknown */
	bool nacks_alike; /* -ENXIO may be a data byte's too, and nobody says which: most real adapters */
	size_t n_parts;   /* none on a real bus: it cannot say */
	struct wire_part parts[WIRE_PARTS_MAX];
};

/* What only a simulated bus can do, and not through every link. */
enum link_act {
	LINK_POWER_OFF, /* argument: a part's address */
	LINK_POWER_ON,
	LINK_SNAPSHOT, /* argument: which, 0 to LINK_SNAPSHOTS - 1: all parts, their power, the clock */
	LINK_RESTORE,
};

enum { LINK_SNAPSHOTS = 8 };

struct link_ops {
	int (*transfer)(struct link *link, struct i2c_message *msgs, size_t n, size_t *done);
	int (*wait)(struct link *link, uint64_t ns);
	/* NULL: it can do none of it. */
	int (*act)(struct link *link, enum link_act act, uint32_t argument);
	/* NULL: the wires are as they are. */
	int (*fault)(struct link *link, const char *script, struct why *why);
	void (*close)(struct link *link);
};

/* The common part of every link; info does not change while it is open. */
struct link {
	const struct link_ops *ops;
	struct link_info info;
	size_t nacked_at; /* of the newest transaction, when it ended in a data NACK */
	uint64_t now_ns;  /* the bus's time at its end */
};

/* Something that a URL would reach now. */
struct link_found {
	const char *url;
	const char *about;   /* the adapter, the cable */
	const char *trouble; /* why it cannot be opened, NULL: it can */
};

/* Who hears of what is found; embedded in what it needs for that. */
struct link_finder {
	void (*found)(struct link_finder *finder, const struct link_found *found);
};

/* A URL scheme: "unix" opens what follows "unix:". Data the caller hands in; see link_open(). */
struct link_scheme {
	const char *name;
	int (*open)(const struct link_scheme *scheme, const char *url, struct link **out, struct why *why);
	void *context;       /* the scheme's own */
	const char *grammar; /* "unix:PATH" */
	const char *about;   /* what is reached so, in half a sentence */
	const char *missing; /* what this build lacks to open one, NULL: nothing */
	/*
	 * Tells finder of each thing there is now. Returns how many; at 0 why says what to do about it. NULL: the
	 * scheme cannot look. Nothing is sent to anything found.
	 */
	size_t (*find)(const struct link_scheme *scheme, struct link_finder *finder, struct why *why);
};

extern const struct link_scheme link_scheme_unix; /* unix:PATH[,key=HEX], unix:@NAME[,key=HEX] */
extern const struct link_scheme link_scheme_tcp;  /* tcp:HOST:PORT[,key=HEX] */
extern const struct link_scheme link_scheme_i2c;  /* i2c:/dev/i2c-N, Linux only */
extern const struct link_scheme link_scheme_ftdi; /* ftdi:[VID:PID[:SERIAL]][?speed=HZ&stretch=...] */

/* Opens a link by its URL with the first of `schemes` (n of them) that has its name. */
int link_open(struct link **out, const char *url, const struct link_scheme *const *schemes, size_t n,
	struct why *why);

/*
 * Runs one transaction as bus_transfer() does: the number of messages done, -ENXIO (address not
 * acknowledged), -EIO (data not acknowledged), -EAGAIN (arbitration lost), -ETIMEDOUT (stretched
 * too long), -EINVAL (a message is no message), -EOPNOTSUPP (more than this way carries), and
 * -ENODEV when the other end is gone or does not answer, at once and for ever after.
 */
int link_transfer(struct link *link, struct i2c_message *msgs, size_t n, size_t *done);

/* What the bus calls a result of link_transfer(); WIRE_NOT_RUN: no transaction was run. */
enum wire_outcome link_outcome(int rc);

/* One message, START to STOP. Returns 0 or as link_transfer(). */
int link_write(struct link *link, uint16_t addr, const void *bytes, size_t len);
int link_read(struct link *link, uint16_t addr, void *bytes, size_t len);

/* Lets ns pass on the bus: really, by a message, or not at all, as its clock has it. */
int link_wait(struct link *link, uint64_t ns);

/*
 * Power off or on, a snapshot, going back to one. 0; -EOPNOTSUPP where this link has no way to it, -ENODEV for a part that
 * is not there (or the other end is not), -ENOENT for a snapshot nobody took.
 */
int link_act(struct link *link, enum link_act act, uint32_t argument);

/*
 * Faults on a simulated bus, by a script (docs/RECORDINGS.md); an empty one ends them. 0; -EOPNOTSUPP where there is no way to it,
 * -EINVAL with a sentence for a script that is none.
 */
int link_fault(struct link *link, const char *script, struct why *why);

void link_close(struct link *link);

#endif
