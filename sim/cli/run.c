/* sim/cli/run.c: sesim run: a command with a bus of its own. */
#include "run.h"

#include <stdio.h>

#include "bus_options.h"
#include "cli.h"
#include "run_bus.h"

static const char help[] =
	"usage: sesim run [OPTION...] [--] COMMAND [ARGUMENT...]\n"
	"\n"
	"Runs COMMAND with /dev/i2c-1 on which the chips are; what else COMMAND starts sees it too. The bus "
	"ends with\n"
	"COMMAND. With no --chip the bus is empty. Programs that a preloaded library does not reach are "
	"named:\n"
	"static ones, those with more rights than their user (\"sesim doctor COMMAND\" tells more).\n"
	"\n" BUS_OPTION_HELP "  --clock KIND       how time passes: instant (commands are done at once), "
	"virtual (time passes by the\n"
	"                     bus's own traffic) or real (instant)\n"
	"  --bus N            it is /dev/i2c-N (1)\n"
	"  --trap             serve programs that no library can be loaded into, too (static, Go, raw system "
	"calls), by\n"
	"                     trapping their system calls; chosen by itself when COMMAND is one. On x86-64 "
	"and aarch64,\n"
	"                     Linux 5.14 or newer; without the rights of setuid programs\n"
	"  --no-trap          do not\n"
	"\n"
	"The exit status is COMMAND's; 128+n when signal n ended it, 126 when it cannot be executed, 127 "
	"when there is\n"
	"no such command, 2 when this command line or a file it names is wrong, 125 when sesim itself "
	"fails.\n"
	"\n"
	"examples:\n"
	"  sesim run --chip atecc608a -- i2cdetect -y 1\n"
	"  sesim run --chip atecc608a,state=device.nvm --trace bus.pcapng -- ./your-app\n"
	"  sesim run --chip se050c --chip atecc608a@61 --seed 7 -- make check\n";

static void warn(void *context, const char *sentence)
{
	fprintf(stderr, "%s: %s\n", (const char *)context, sentence);
}

/* The command runs while the chips get their power: it takes about as long to load. */
static int start_and_attend(
	struct run *running, struct bus_up *up, const struct bus_options *bus, struct why *why)
{
	struct server *server;
	int rc = bus_up_serve(&server, up, bus, why);

	if (rc == 0)
		rc = server_listen(server, running->url, false, why);
	if (rc == 0)
		rc = run_start(running, server, why);
	if (rc == 0 && up->board)
		rc = board_power(up->board, why);
	if (rc == 0)
		rc = run_attend(running, server, why);
	server_free(server);
	return rc;
}

int run_on_bus(const char *name, const struct run_options *options, const struct bus_options *bus)
{
	struct run running;
	struct bus_up up;
	struct why why;
	int rc, status;

	if (bus_up_make(&up, bus, &why) < 0)
		return cli_tell(name, &why, CLI_USAGE);
	rc = run_prepare(&running, options, &why);
	if (rc == 0)
		rc = start_and_attend(&running, &up, bus, &why);
	run_end(&running);
	status = rc < 0 ? cli_tell(name, &why, RUN_FAILED) : rc;
	if (bus_up_end(&up, &why) < 0)
		return cli_tell(name, &why, RUN_FAILED);
	return status;
}

static int run(const struct cli_command *command, int argc, char **argv)
{
	static const struct option names[] = { BUS_OPTION_ROWS, { "bus", required_argument, NULL, 'b' },
		{ "trap", no_argument, NULL, 't' }, { "no-trap", no_argument, NULL, 'n' }, { 0 } };
	struct bus_options bus = bus_options_make(argv[0], CLOCK_INSTANT);
	struct run_options options = { .bus = RUN_BUS_DEFAULT, .warn = warn, .warn_context = argv[0] };
	uint64_t number;
	int status, code;

	while ((code = cli_option(command, argc, argv, names, &status)) >= 0) {
		if (code == 'b' && (!cli_number(optarg, &number) || number >= RUN_BUSES_MAX))
			return cli_say(argv[0], CLI_USAGE, "--bus takes 0 to %d, not \"%s\"",
				RUN_BUSES_MAX - 1, optarg);
		if (code == 'b')
			options.bus = (unsigned int)number;
		else if (code == 't')
			options.trap = RUN_TRAP_ALWAYS;
		else if (code == 'n')
			options.trap = RUN_TRAP_NEVER;
		else if (bus_options_take(&bus, code, optarg) != CLI_GOOD)
			return CLI_USAGE;
	}
	if (code == CLI_STOP)
		return status;
	status = cli_words(command, argc, argv, 1, -1);
	if (status != CLI_GOOD)
		return status;
	options.command = (const char *const *)argv + optind;
	return run_on_bus(argv[0], &options, &bus);
}

const struct cli_command cli_run = {
	.name = "run",
	.summary = "run a command that finds the chips at /dev/i2c-1",
	.help = help,
	.stops_at_word = true,
	.run = run,
};
