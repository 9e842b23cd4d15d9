/* sim/cli/chip_new.c: sesim chip new: a part's state file, as from the factory. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "part.h"

static const char help[] =
	"usage: sesim chip new PROFILE FILE [--serial N|HEX|auto] [--seed N]\n"
	"\n"
	"Makes a state file of a new part. PROFILE is as in --chip: atecc608a, atecc608a@35, "
	"atecc608a,rev=00006001.\n"
	"Refused if FILE exists.\n"
	"\n"
	"  --serial N    the part of the serial number that differs from part to part, as a number; or the "
	"whole\n"
	"                serial number in hex; or auto, which is the same as leaving it out: by chance\n"
	"  --seed N      where chance begins: the same N makes the same part\n"
	"\n"
	"examples:\n"
	"  sesim chip new atecc608a device.nvm\n"
	"  sesim chip new atecc608b@35 device.nvm --serial 0123a1b2c3d4e5f6ee\n";

struct order {
	const char *serial;
	bool seeded;
	uint64_t seed;
};

static int make_of(struct part_spec *spec, const char *path, const struct order *order, struct why *why)
{
	struct rng rng;
	struct part_options options = { .rng = &rng, .sync = STORE_SYNC_ALWAYS };

	if (spec->given & PART_STATE)
		return why_fail(why, EINVAL, "the state file is %s: leave out state=", path);
	if (order->serial && spec->given & PART_SERIAL)
		return why_fail(why, EINVAL, "the serial number is given twice: by serial= and by --serial");
	if (order->serial && strcmp(order->serial, "auto") != 0) {
		int rc = part_set_serial(spec, order->serial, why);

		if (rc < 0)
			return rc;
	}
	if (order->seeded)
		rng_seed(&rng, order->seed);
	else
		rng_system(&rng);
	return part_create_file(spec, path, &options, why);
}

static int make(const char *text, const char *path, const struct order *order, struct why *why)
{
	struct part_spec spec;
	int rc = part_parse(&spec, text, strlen(text), why);

	if (rc < 0)
		return rc;
	rc = make_of(&spec, path, order, why);
	part_spec_clear(&spec);
	return rc;
}

static int run(const struct cli_command *command, int argc, char **argv)
{
	static const struct option options[] = {
		{ "serial", required_argument, NULL, 's' },
		{ "seed", required_argument, NULL, 'e' },
		{ "batch", required_argument, NULL, 'b' },
		{ 0 },
	};
	struct order order = { 0 };
	struct why why;
	int status, code;

	while ((code = cli_option(command, argc, argv, options, &status)) >= 0) {
		if (code == 's')
			order.serial = optarg;
		else if (code == 'b')
			return cli_say(argv[0], CLI_USAGE,
				"--batch is not supported yet: make the parts one by one, with --serial N");
		else if (!cli_number(optarg, &order.seed))
			return cli_say(argv[0], CLI_USAGE, "--seed takes a number, not \"%s\"", optarg);
		else
			order.seeded = true;
	}
	if (code == CLI_STOP)
		return status;
	status = cli_words(command, argc, argv, 2, 2);
	if (status != CLI_GOOD)
		return status;
	if (make(argv[optind], argv[optind + 1], &order, &why) < 0)
		return cli_tell(argv[0], &why, CLI_USAGE);
	return CLI_GOOD;
}

const struct cli_command cli_chip_new = {
	.name = "new",
	.summary = "make the state file of a new part",
	.help = help,
	.run = run,
};
