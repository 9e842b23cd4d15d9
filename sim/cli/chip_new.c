/* sim/cli/chip_new.c: sesim chip new: a part's state file, as from the factory. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "part.h"
#include "progress.h"

static const char help[] =
	"usage: sesim chip new PROFILE FILE [--serial N|HEX|auto] [--batch KEYFILE] [--rsa pool|own]\n"
	"                      [--names template|sesim] [--seed N]\n"
	"\n"
	"Makes a state file of a new part, as it leaves the factory. PROFILE is as in --chip: atecc608a,\n"
	"atecc608a@35, atecc608a,rev=00006001. Refused if FILE exists.\n"
	"\n"
	"  --serial N       the part of the serial number that differs from part to part, as a number; or "
	"the\n"
	"                   whole serial number in hex; or auto, which is the same as leaving it out: by "
	"chance\n"
	"  --batch KEYFILE  the secret of a production batch, 16 bytes or more, as \"openssl rand -hex 32\" "
	"makes\n"
	"                   it. All keys and certificates follow from it, the profile and the serial number: "
	"the\n"
	"                   same three make the same file. Whoever has KEYFILE can make every key of the "
	"batch.\n"
	"                   Without it the part is of the public batch, whose keys everybody can make: they\n"
	"                   protect nothing\n"
	"  --rsa pool|own   where the RSA keys are from that an SE05x comes with: a pool that everybody "
	"knows (as\n"
	"                   without --batch), or its own, searched for, which takes seconds (as with "
	"--batch)\n"
	"  --names WHOSE    which names the certificates of a pre-provisioned ATECC are signed over: "
	"template, as\n"
	"                   the host's library has them (the default), or sesim, which say SIMULATED\n"
	"  --seed N         where chance begins: the same N makes the same part\n"
	"\n"
	"examples:\n"
	"  sesim chip new atecc608a device.nvm\n"
	"  sesim chip new atecc608b@35 device.nvm --serial 0123a1b2c3d4e5f6ee\n"
	"  sesim chip new se050c device.nvm --serial 1 --batch my.key\n";

struct order {
	const char *serial, *batch, *rsa, *names;
	bool seeded;
	uint64_t seed;
};

/* What an option says that CHIP has a key for. */
static int take(struct part_spec *spec, const char *key, const char *value, struct why *why)
{
	return value ? part_set_key(spec, key, value, why) : 0;
}

static int fill_spec(struct part_spec *spec, const char *path, const struct order *order, struct why *why)
{
	int rc = 0;

	if (spec->given & PART_STATE)
		return why_fail(why, EINVAL, "the state file is %s: leave out state=", path);
	if (order->serial && spec->given & PART_SERIAL)
		return why_fail(why, EINVAL, "the serial number is given twice: by serial= and by --serial");
	if (order->serial && strcmp(order->serial, "auto") != 0)
		rc = part_set_serial(spec, order->serial, why);
	if (rc == 0)
		rc = take(spec, "batch", order->batch, why);
	if (rc == 0)
		rc = take(spec, "rsa", order->rsa, why);
	if (rc == 0)
		rc = take(spec, "names", order->names, why);
	return rc;
}

static int make(const char *text, const char *path, const struct order *order, struct why *why)
{
	const struct part_progress progress = progress_line();
	struct rng rng;
	struct part_options options = { .rng = &rng, .sync = STORE_SYNC_ALWAYS, .progress = &progress };
	struct part_spec spec;
	int rc = part_parse(&spec, text, strlen(text), why);

	if (rc < 0)
		return rc;
	if (order->seeded)
		rng_seed(&rng, order->seed);
	else
		rng_system(&rng);
	rc = fill_spec(&spec, path, order, why);
	if (rc == 0) {
		rc = part_create_file(&spec, path, &options, why);
		progress_end();
	}
	part_spec_clear(&spec);
	return rc;
}

static int run(const struct cli_command *command, int argc, char **argv)
{
	static const struct option options[] = {
		{ "serial", required_argument, NULL, 's' },
		{ "seed", required_argument, NULL, 'e' },
		{ "batch", required_argument, NULL, 'b' },
		{ "rsa", required_argument, NULL, 'r' },
		{ "names", required_argument, NULL, 'n' },
		{ 0 },
	};
	struct order order = { 0 };
	struct why why;
	int status, code;

	while ((code = cli_option(command, argc, argv, options, &status)) >= 0) {
		if (code == 's')
			order.serial = optarg;
		else if (code == 'b')
			order.batch = optarg;
		else if (code == 'r')
			order.rsa = optarg;
		else if (code == 'n')
			order.names = optarg;
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
