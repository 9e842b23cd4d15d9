/* sim/core/chip.h: what a bus needs of a chip, and what a chip is given by those around it. */
#ifndef SESIM_CORE_CHIP_H
#define SESIM_CORE_CHIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "i2c.h"
#include "latency.h"
#include "rng.h"

struct crypto;
struct store;
struct store_range;
struct defect;

/* Who is told, in a sentence for the user, what a chip cannot say on the wire: that its state file fails. */
struct chip_trouble {
	void (*tell)(void *context, const char *sentence);
	void *context;
};

/*
 * A bus that a chip masters itself, on pins of its own. Runs one transaction, not before at_ns, with the messages and
 * the result of bus_transfer(); *took_ns is how long the wires were busy.
 */
struct chip_bus {
	int (*transfer)(void *context, struct i2c_message *messages, size_t n, uint32_t speed_hz,
		uint64_t at_ns, uint64_t *took_ns);
	void *context;
};

/*
 * Power that goes away at a commit: at the `left`-th one from now, before it is durable or just after. Whoever lends it cuts the
 * power then, and puts back what was durable.
 */
struct chip_cut {
	uint64_t left; /* 0: never */
	bool after;
	bool struck;
	uint8_t *durable; /* size bytes: the image as of the newest commit */
	size_t size;
};

/*
 * What surrounds a chip: lent for the length of each call, never kept by the chip. now_ns is the
 * moment of the event on the bus.
 */
struct chip_env {
	struct crypto *crypto;
	struct rng *rng;
	struct store *store;                /* NULL: nothing outlives the process */
	const struct chip_trouble *trouble; /* NULL: nobody is told */
	const struct chip_bus *masters;     /* NULL: nothing is attached, nobody acknowledges */
	const struct defect *defect;        /* NULL: the part is as it is; defect.h */
	struct chip_cut *cut;               /* NULL: power stays */
	enum latency_kind latency;          /* LATENCY_NONE under CLOCK_INSTANT, always */
	uint8_t address;                    /* as the part was attached, for rng_purpose */
	uint64_t now_ns;
};

/*
 * A kind of chip. Its state is `size` plain bytes, with no pointer and no handle, so that snapshot,
 * clone, compare and restore are copies; nv_size of them, from nv_at on, outlive power. All calls get
 * the state as `chip`. What a transaction is, see bus.h.
 */
struct chip_model {
	const char *kind; /* "atecc608", "se050": also the kind of a state file */
	size_t size;
	size_t nv_at;
	size_t nv_size;

	void (*power_on)(void *chip, struct chip_env *env);
	void (*power_off)(void *chip, struct chip_env *env);
	/* The address phase of a message: true acknowledges it. addr is 7-bit, 0 the general call. */
	bool (*select)(void *chip, struct chip_env *env, uint16_t addr, bool read);
	/*
	 * The bytes of a message this chip acknowledged, all at once or the next ones in each call; returns how many of them
	 * it acknowledges.
	 */
	size_t (*write)(void *chip, struct chip_env *env, const uint8_t *bytes, size_t len);
	/* Fills all len bytes; ff where the chip has nothing to send. */
	void (*read)(void *chip, struct chip_env *env, uint8_t *bytes, size_t len);
	/* STOP, for every chip that acknowledged a message of the transaction. */
	void (*stop)(void *chip, struct chip_env *env);
	/* The longest time SDA was low in the transaction just ended, for every chip. */
	void (*sda_low)(void *chip, struct chip_env *env, uint64_t low_ns);
	/* When the chip will have finished what it is doing; at or before now: it waits for the host. */
	uint64_t (*ready_at)(const void *chip);
	/*
	 * A smart card, as a terminal reaches it without its wires; NULL, both, for others. Reset answers its ATR; a
	 * command APDU its response, and how long it takes. Both return the bytes they wrote, at most cap.
	 */
	size_t (*card_reset)(void *chip, struct chip_env *env, uint8_t *atr, size_t cap);
	size_t (*card_command)(void *chip, struct chip_env *env, const uint8_t *command, size_t len,
		uint8_t *answer, size_t cap, uint64_t *takes_ns);
};

/*
 * Makes image, the chip's non-volatile bytes, durable where there is a store. On a failure the trouble is told and
 * -errno returned; the stored image is what it was.
 */
int chip_commit(const struct chip_env *env, const void *image);

/* The same, where the caller knows which bytes can differ (store.h). */
int chip_commit_ranges(
	const struct chip_env *env, const void *image, const struct store_range *ranges, size_t n);

#endif
