/* sim/cli/link_options.h: opening the bus that --link URL names, the same way in every subcommand. */
#ifndef SESIM_CLI_LINK_OPTIONS_H
#define SESIM_CLI_LINK_OPTIONS_H

#include "cli.h"
#include "links.h"

/* Values of the options below, apart from those of any command's own. */
enum link_option {
	LINK_OPTION_SPEED = 0x180,
	LINK_OPTION_CLOCK,
	LINK_OPTION_LATENCY,
	LINK_OPTION_SEED,
	LINK_OPTION_SYNC,
};

/* Rows for getopt_long(): how buses are simulated. --link itself is the subcommand's, which may take several. */
#define LINK_OPTION_ROWS                                                     \
	{ "speed", required_argument, NULL, LINK_OPTION_SPEED },             \
		{ "clock", required_argument, NULL, LINK_OPTION_CLOCK },     \
		{ "latency", required_argument, NULL, LINK_OPTION_LATENCY }, \
		{ "seed", required_argument, NULL, LINK_OPTION_SEED },       \
	{                                                                    \
		"sync", required_argument, NULL, LINK_OPTION_SYNC            \
	}

/* What --help says of --link's URL. */
#define LINK_URL_HELP                                                                                    \
	"                     sim:CHIP[+CHIP...], unix:PATH, tcp:HOST:PORT, i2c:/dev/i2c-N and others: " \
	"\"sesim links\"\n"

/* What --help says of the rows, but for --clock, the default of which differs. */
#define LINK_OPTION_HELP                                                                                    \
	"  --speed HZ         of a simulated bus (100000)\n"                                                \
	"  --latency KIND     how long commands take: none, typical or max (none under an instant clock,\n" \
	"                     else typical)\n"                                                              \
	"  --seed N           where all chance begins: the same N repeats a run\n"                          \
	"  --sync WHEN        state files survive a power cut: always, or never (always)\n"

struct link_options {
	const char *name; /* of the command, for sentences */
	struct board_options board;
	bool latency_given;
	struct links links;
};

/* All defaults, with that clock. Afterwards it stays where it is while a link of it is open. */
struct link_options link_options_make(const char *name, enum clock_mode clock);

/* Takes one option of LINK_OPTION_ROWS. Returns CLI_GOOD, or CLI_USAGE after a sentence. */
int link_options_take(struct link_options *options, int code, const char *value);

/*
 * Opens the bus at a URL. Returns CLI_GOOD, or after a sentence CLI_USAGE (a URL or a file of its that is wrong) or
 * CLI_DEVICE (what it names is not there, or not for this user).
 */
int link_options_open(struct link_options *options, struct link **out, const char *url);

/* Each of the three of `struct board_options` that any bus has; the sentences are the command's. */
int link_take_speed(const char *name, struct board_options *board, const char *value);
int link_take_clock(const char *name, struct board_options *board, const char *value);
int link_take_latency(const char *name, struct board_options *board, const char *value);
int link_take_seed(const char *name, struct board_options *board, const char *value);
int link_take_sync(const char *name, struct board_options *board, const char *value);

#endif
