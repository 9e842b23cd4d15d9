/*
 * sim/bus/part.h: a part as the command line names it, its chip, and its state file.
 *
 *   CHIP := PROFILE[@ADDR7][,key=value]...
 *
 * ADDR7 is hex. Keys: state=FILE, serial=HEX, batch=KEYFILE, for ATECCs rev=HEX, names=template|sesim, and for SE05x
 * oef=HEX, scp03=ENC:MAC:DEK, memory=SIZE, rsa=pool|own. A value ends at a comma.
 */
#ifndef SESIM_BUS_PART_H
#define SESIM_BUS_PART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "batch.h"
#include "bus.h"
#include "certificate.h"
#include "profiles.h"
#include "socket.h"
#include "store.h"
#include "why.h"

enum {
	PART_STATE_MAX = 1024,
	PART_SERIAL_MAX = 18,
};

enum part_key {
	PART_STATE = 1 << 0,
	PART_SERIAL = 1 << 1,
	PART_OEF = 1 << 2,
	PART_REV = 1 << 3,
	PART_SCP03 = 1 << 4,
	PART_MEMORY = 1 << 5,
	PART_ADDRESS = 1 << 6, /* the @ADDR7, which is no key=value */
	PART_BATCH = 1 << 7,
	PART_NAMES = 1 << 8,
	PART_RSA = 1 << 9,
};

/* Where the RSA keys that an SE05x comes with are from. */
enum part_rsa {
	PART_RSA_POOL, /* known to everybody: what parts of the public batch have unless rsa= says otherwise */
	PART_RSA_OWN,  /* searched for, which takes seconds: what parts of any other batch have */
};

/* What was asked for, and checked as far as it can be without the state file. To be cleared when it was parsed. */
struct part_spec {
	const struct profile *profile;
	unsigned int given; /* bits of part_key */
	uint8_t address;
	char state[PART_STATE_MAX];
	uint8_t serial[PART_SERIAL_MAX];
	uint8_t rev[4];
	uint16_t oef;
	uint8_t scp03[3][16]; /* ENC, MAC, DEK */
	size_t memory;        /* bytes for objects */
	char batch[PART_STATE_MAX];
	enum certificate_names names;
	enum part_rsa rsa;
};

/*
 * Takes len characters of text apart. PROFILE is a built-in profile's name; the path of a profile file (it has a / in it or
 * ends in .profile); or the name of the user's profile that the state file of state= was made from. Anything unknown,
 * misspelt, out of range or not for this kind of part is refused (-EINVAL) with a sentence that says what is right.
 */
int part_parse(struct part_spec *spec, const char *text, size_t len, struct why *why);

/* Lets go of its profile. What was not parsed well needs none. */
void part_spec_clear(struct part_spec *spec);

/*
 * Gives it a serial number: the whole of it in hex, or the part of it that differs from part to part as a
 * decimal number.
 */
int part_set_serial(struct part_spec *spec, const char *text, struct why *why);

/* Adds one key=value to what was parsed; the value may hold a comma. */
int part_set_key(struct part_spec *spec, const char *key, const char *value, struct why *why);

/* A chip with its state file and its surroundings. At an address of its own: part_free() it, never copy it. */
struct part {
	const struct profile *profile;
	const struct part_kind *kind;
	struct chip_model model; /* the kind's, of this part's size */
	void *chip;              /* model.size bytes */
	struct store *store;     /* NULL: no state file */
	uint8_t address;         /* 7-bit, as it was opened: what its random streams are keyed by */
	uint64_t
		chance; /* fresh and of a private batch: what the id of its state file follows from, else 0 */
};

/* Told of what takes long before it begins. */
struct part_progress {
	void (*tell)(void *context, const char *what);
	void *context;
};

/* What a part is opened with. */
struct part_options {
	struct rng *rng; /* where a fresh part's serial number comes from when none is given */
	enum store_sync sync;
	const struct store_io *io; /* NULL: the system's files */
	struct crypto *crypto;     /* what the keys of a fresh part are made with; NULL: one for the moment */
	const struct batch *batch; /* of a fresh part whose text names none; NULL: the public one */
	struct ca *ca;             /* the batch's authorities, kept from part to part; NULL: for the moment */
	const struct part_progress *progress; /* NULL: nobody is told */
};

/*
 * Makes the part. A state file that exists is opened, and refused (-EINVAL) when it holds another profile,
 * address, serial or revision than the text names; one that does not is made. Returns 0 or a negative errno.
 */
int part_open(
	struct part **out, const struct part_spec *spec, const struct part_options *options, struct why *why);

/* A part of that profile as it comes from the factory, with no serial number and no state file. */
int part_blank(struct part **out, const char *profile, struct why *why);

/*
 * What a state file holds, without locking or changing it, and with no store behind it; changes made to its
 * chip go nowhere.
 */
int part_peek(struct part **out, const char *path, const struct store_io *io, struct why *why);

/* The open state file, for one writer; whatever profile it holds. */
int part_open_file(struct part **out, const char *path, const struct part_options *options, struct why *why);

/* Makes a state file of a part as it stands; refused (-EEXIST) when there is one already. */
int part_store(const struct part *part, const struct part_spec *spec, const char *path,
	const struct part_options *options, struct why *why);

/* Makes a state file of a fresh part; refused (-EEXIST) when there is one already. */
int part_create_file(
	const struct part_spec *spec, const char *path, const struct part_options *options, struct why *why);

/* Another one in the same state, with no state file. */
int part_copy(struct part **out, const struct part *from, struct why *why);

/*
 * Puts it on a bus and powers it. env: its crypto, rng and latency; store and address are the part's own.
 * The part outlives the bus.
 */
int part_attach(struct part *part, struct bus *bus, const struct chip_env *env, struct why *why);

/* What the handshake says of it. */
void part_describe(const struct part *part, struct wire_part *out);

/* Where it answers now: an ATECC's may have been changed by the host. */
uint8_t part_address(const struct part *part);

/* Its serial number; returns the length, at most PART_SERIAL_MAX. */
size_t part_serial(const struct part *part, uint8_t *serial);

/* Closes the state file and erases the chip. NULL is nothing. */
void part_free(struct part *part);

#endif
