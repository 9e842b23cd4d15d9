/*
 * sim/bus/board.h: a bus with everything on it that its chips need: parts, a crypto engine, chance.
 *
 * What `sesim run`, `sesim serve` and links of the form sim:CHIP+CHIP put up. One thread.
 */
#ifndef SESIM_BUS_BOARD_H
#define SESIM_BUS_BOARD_H

#include "bus.h"
#include "crypto.h"
#include "part.h"

struct board_options {
	enum clock_mode clock;
	uint32_t speed_hz; /* 0: the usual 100000 */
	enum latency_kind latency;
	bool seeded;
	uint64_t seed;
	enum store_sync sync;
	const struct chip_trouble *trouble; /* NULL: nobody is told */
	struct crypto *crypto;              /* the caller's, of the same thread; NULL: one of its own */
};

struct behind;

struct board {
	struct bus bus;
	struct crypto *crypto; /* NULL until there are parts with power */
	bool crypto_is_own;
	struct rng rng;
	struct part_options part_options;
	struct chip_env env;
	struct part *parts[BUS_CHIPS_MAX];
	size_t n_parts;
	struct behind *behind; /* NULL: no part has anything behind it */
};

/* An empty bus, at an address of its own until board_free(). */
int board_new(struct board **out, const struct board_options *options, struct why *why);

/* Opens the part that text names. Refused (-EADDRINUSE) when another has its address. */
int board_add(struct board *board, const char *text, size_t len, struct why *why);

/* The same on the bus behind, which parts here master themselves (I2CM); no address is there and here. */
int board_add_behind(struct board *board, const char *text, size_t len, struct why *why);

/* board_add() for a part that is open already and becomes the board's, or, on an error, is freed. */
int board_place(struct board *board, struct part *part, struct why *why);

/* board_add() for parts separated by +, as in a sim: URL; none at all leaves the bus empty. */
int board_add_all(struct board *board, const char *texts, struct why *why);

/*
 * Puts the parts that are not there yet on the bus, part n in seat n, and powers them. The slow step: the
 * first time it makes the crypto engine, if there is a part to need it.
 */
int board_power(struct board *board, struct why *why);

/* Fills in parts[n_parts], what the handshake says of each. */
void board_describe(const struct board *board, struct wire_part *parts);

/* Closes the state files, erases and frees all. NULL is nothing. */
void board_free(struct board *board);

#endif
