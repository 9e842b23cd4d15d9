/* sim/cli/bus_options.h: the options of `run` and `serve` that make a bus, and the bus they make. */
#ifndef SESIM_CLI_BUS_OPTIONS_H
#define SESIM_CLI_BUS_OPTIONS_H

#include "board.h"
#include "bus_fault.h"
#include "bus_record.h"
#include "cli.h"
#include "link_options.h"
#include "pcapng.h"
#include "relay.h"
#include "server.h"

/* Values of the options below, apart from those of any command's own. */
enum bus_option {
	BUS_OPTION_CHIP = 0x100,
	BUS_OPTION_BEHIND,
	BUS_OPTION_ADAPTER,
	BUS_OPTION_TRACE,
	BUS_OPTION_RECORD,
	BUS_OPTION_FAULT,
	BUS_OPTION_ERRATUM,
};

/* Rows for getopt_long(). */
#define BUS_OPTION_ROWS                                                                     \
	{ "chip", required_argument, NULL, BUS_OPTION_CHIP },                               \
		{ "behind", required_argument, NULL, BUS_OPTION_BEHIND }, LINK_OPTION_ROWS, \
		{ "adapter", required_argument, NULL, BUS_OPTION_ADAPTER },                 \
		{ "trace", required_argument, NULL, BUS_OPTION_TRACE },                     \
		{ "record", required_argument, NULL, BUS_OPTION_RECORD },                   \
		{ "erratum", required_argument, NULL, BUS_OPTION_ERRATUM },                 \
	{                                                                                   \
		"fault", required_argument, NULL, BUS_OPTION_FAULT                          \
	}

/* What --help says of them, but for --clock, the default of which differs. */
#define BUS_OPTION_HELP                                                                                     \
	"  --chip CHIP        a part on the bus, as often as wanted: PROFILE[@ADDR7][,key=value]...\n"      \
	"                     PROFILE: one of \"sesim chip profiles\", or a file, ./NAME.profile\n"         \
	"                     keys: state=FILE (kept there; made if it is not there), serial=HEX, "         \
	"batch=FILE;\n"                                                                                     \
	"                     of an ATECC rev=HEX, names=template|sesim; of an SE05x oef=HEX, "             \
	"memory=SIZE,\n"                                                                                    \
	"                     scp03=ENC:MAC:DEK, rsa=pool|own\n"                                            \
	"  --behind CHIP      a part on a bus of its own, which the SE05x parts master (I2CM)\n"            \
	"  --speed HZ         of the bus (100000)\n"                                                        \
	"  --latency KIND     how long commands take: none, typical or max (none under an instant clock,\n" \
	"                     else typical)\n"                                                              \
	"  --seed N           where all chance begins: the same N repeats a run\n"                          \
	"  --sync WHEN        state files survive a power cut: always, or never (always)\n"                 \
	"  --adapter KIND     what programs see of errors: generic or rpi; "                                \
	",nack_errno=ENXIO|EREMOTEIO|EIO\n"                                                                 \
	"  --trace FILE       write what passes as pcapng, for Wireshark and \"sesim trace\"\n"             \
	"  --record FILE      write what passes as a recording, which can be replayed\n"                    \
	"  --erratum NAME     repeated-start: it hangs an SE05x until the next power-on, as on silicon\n"   \
	"  --fault SCRIPT     faults on the wires, as in \"nack-address addr=60 times=3; flip p=0.001\"\n"

struct bus_options {
	const char *name; /* of the command, for sentences */
	const char *chips[BUS_CHIPS_MAX];
	size_t n_chips;
	const char *behind[BUS_CHIPS_MAX];
	size_t n_behind;
	struct link *link; /* the bus is this one's, lent; NULL: it is made of chips */
	const char *link_url;
	struct board_options board;
	bool repeated_start_hangs;
	bool latency_given;
	struct server_options server;
	const char *trace;
	const char *record;
	const char *fault;
};

/* A bus with its chips, watched as asked for. It stays where it is. */
struct bus_up {
	struct bus *bus;
	struct board *board; /* NULL: the bus is the relay's */
	struct relay relay;
	struct pcapng_writer trace;
	struct bus_record record;
	bool tracing;
	bool recording;
};

/* All defaults, with that clock. */
struct bus_options bus_options_make(const char *name, enum clock_mode clock);

/* Takes one option. Returns CLI_GOOD, or CLI_USAGE after a sentence. */
int bus_options_take(struct bus_options *options, int code, const char *value);

/* Makes the bus and opens its parts, without power, and files to write to. Returns 0 or a negative errno. */
int bus_up_make(struct bus_up *up, const struct bus_options *options, struct why *why);

/* A server over it. */
int bus_up_serve(
	struct server **server, struct bus_up *up, const struct bus_options *options, struct why *why);

/* Closes all of it; -errno when a trace or recording could not be written whole. */
int bus_up_end(struct bus_up *up, struct why *why);

#endif
