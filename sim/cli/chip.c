/* sim/cli/chip.c: sesim chip: profiles and state files. */
#include "cli.h"

static int run(const struct cli_command *command, int argc, char **argv)
{
	static const struct cli_command *const commands[] = {
		&cli_chip_profiles,
		&cli_chip_new,
		&cli_chip_batch,
		&cli_chip_authority,
		&cli_chip_show,
		&cli_chip_set,
		&cli_chip_commands,
	};

	(void)command;
	return cli_dispatch("sesim chip",
		"Parts: what there is, what a state file holds, what commands a part has.", commands,
		sizeof(commands) / sizeof(commands[0]), argc, argv);
}

const struct cli_command cli_chip = {
	.name = "chip",
	.summary = "parts and their state files: profiles, new, batch, authority, show, set, commands",
	.run = run,
};
