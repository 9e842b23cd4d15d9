/* sim/cli/cli.h: what the subcommands of `sesim` share. */
#ifndef SESIM_CLI_CLI_H
#define SESIM_CLI_CLI_H

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "why.h"

/* Exit status, the same for all but `run` (docs: --help of each). */
enum {
	CLI_GOOD = 0,
	CLI_DIFFERS = 1, /* a case failed, a comparison differs */
	CLI_USAGE = 2,   /* usage, or a bad file */
	CLI_DEVICE = 3,  /* device missing or lost */
};

/* A subcommand. argv[0] is its name as the user writes it ("sesim chip show"). */
struct cli_command {
	const char *name;
	const char *summary; /* one line of --help */
	const char *help;    /* usage, options, examples */
	bool stops_at_word;  /* options end at the first word: the rest is another program's */
	int (*run)(const struct cli_command *command, int argc, char **argv);
};

/* The subcommands, one file each. */
extern const struct cli_command cli_chip;
extern const struct cli_command cli_bench;
extern const struct cli_command cli_conform;
extern const struct cli_command cli_diff;
extern const struct cli_command cli_doctor;
extern const struct cli_command cli_links;
extern const struct cli_command cli_record;
extern const struct cli_command cli_replay;
extern const struct cli_command cli_run;
extern const struct cli_command cli_serve;
extern const struct cli_command cli_trace;
extern const struct cli_command cli_version;

/* `sesim chip ...` */
extern const struct cli_command cli_chip_profiles;
extern const struct cli_command cli_chip_new;
extern const struct cli_command cli_chip_batch;
extern const struct cli_command cli_chip_authority;
extern const struct cli_command cli_chip_show;
extern const struct cli_command cli_chip_set;
extern const struct cli_command cli_chip_commands;

/*
 * Runs the command among n that argv[1] names. title is what came before it ("sesim", "sesim chip").
 * --help and no word at all print the list.
 */
int cli_dispatch(const char *title, const char *about, const struct cli_command *const *commands, size_t n,
	int argc, char **argv);

/*
 * getopt_long() with our sentences. Returns the option's val, -1 at the end, or CLI_STOP after --help was
 * printed or an error was told; *status is then what to exit with. "help" needs no row in options.
 */
enum {
	CLI_STOP = -2,
	CLI_OPTIONS_MAX = 40,
};
int cli_option(
	const struct cli_command *command, int argc, char **argv, const struct option *options, int *status);

/* The words behind the options: between min and max of them, or a sentence and CLI_USAGE; else CLI_GOOD. */
int cli_words(const struct cli_command *command, int argc, char **argv, int min, int max);

/* A number of at most 64 bits, decimal or hex after 0x. */
bool cli_number(const char *text, uint64_t *value);

/* Prints "NAME: sentence" on standard error; returns status. */
int cli_tell(const char *name, const struct why *why, int status);
int cli_say(const char *name, int status, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
