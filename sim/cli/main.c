/* sim/cli/main.c: the `sesim` program. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"

static const struct cli_command *const commands[] = {
	&cli_run,
	&cli_serve,
	&cli_chip,
	&cli_trace,
	&cli_conform,
	&cli_diff,
	&cli_bench,
	&cli_record,
	&cli_replay,
	&cli_links,
	&cli_doctor,
	&cli_version,
};

int main(int argc, char **argv)
{
	char version[] = "version";
	int status;

	if (argc == 2 && strcmp(argv[1], "--version") == 0)
		argv[1] = version;
	/* A file-size limit is an error of the write, not the end of the process. */
	signal(SIGXFSZ, SIG_IGN);
	status = cli_dispatch("sesim",
		"Secure elements on a bus that is not there: a software ATECC608A or SE050 for an unmodified "
		"driver.",
		commands, sizeof(commands) / sizeof(commands[0]), argc, argv);

	/* A full disk behind standard output must not look like success. */
	if ((fflush(stdout) != 0 || ferror(stdout)) && status == CLI_GOOD)
		return cli_say("sesim", CLI_USAGE, "cannot write to standard output");
	return status;
}
