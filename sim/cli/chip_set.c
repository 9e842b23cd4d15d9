/* sim/cli/chip_set.c: sesim chip set: what hardware cannot do, a simulator can. */
#include "atecc_set.h"
#include "cli.h"
#include "part_kind.h"
#include "se050_fields.h"

static const char help[] =
	"usage: sesim chip set FILE KEY=VALUE...\n"
	"\n"
	"Changes the chip in a state file, also where hardware could not: unlock a zone, load a private key, "
	"set a\n"
	"counter back. Keys are those of \"sesim chip show --json\". All assignments are done, in their "
	"order and\n"
	"in one step, or none. Refused while the file is in use.\n"
	"\n"
	"  locks.config=unlocked            locks.data=locked             slots[3].lock=locked\n"
	"  zones.config=HEX                 zones.config[16]=HEX          otp=HEX\n"
	"  slots[2].data=HEX                slots[2].data[4]=HEX          slots[2].is_secret=true\n"
	"  slots[0].private_key=HEX         slots[9].public_key=HEX       slots[9].valid=true\n"
	"  counters[0]=5                    address=61                    serial=HEX\n"
	"of an SE05x:\n"
	"  locks.transport=locked           locks.platform_scp=required   serial=HEX\n"
	"  locks.authentications_left=60    scp03[0].enc=HEX              objects[7fff0206].value[4]=HEX\n"
	"  objects[7da00001].attempts=0\n"
	"\n"
	"  [N] behind bytes sets them from byte N on. HEX is two digits a byte; numbers are decimal, or hex "
	"after 0x.\n"
	"\n"
	"examples:\n"
	"  sesim chip set device.nvm locks.config=unlocked locks.data=unlocked\n"
	"  sesim chip set device.nvm counters[0]=2097150\n"
	"  sesim chip set se050.nvm scp03[0].enc=404142434445464748494a4b4c4d4e4f\n";

static int set_one(struct part *copy, struct crypto *crypto, const char *assignment, struct why *why)
{
	return copy->kind == &part_kind_atecc ? atecc_set(copy->chip, crypto, assignment, why)
					      : se050_set(copy->chip, assignment, why);
}

/* On a copy, so that all is done or nothing. */
static int set_all(struct part *part, char **assignments, int n, struct why *why)
{
	struct crypto *crypto;
	struct part *copy;
	int rc = part_copy(&copy, part, why);

	if (rc < 0)
		return rc;
	rc = crypto_new(&crypto, why);
	if (rc < 0) {
		part_free(copy);
		return rc;
	}
	for (int i = 0; rc == 0 && i < n; i++)
		rc = set_one(copy, crypto, assignments[i], why);
	if (rc == 0)
		rc = store_commit(part->store, (uint8_t *)copy->chip + copy->model.nv_at, why);
	crypto_free(crypto);
	part_free(copy);
	return rc;
}

static int run(const struct cli_command *command, int argc, char **argv)
{
	const struct part_options options = { .sync = STORE_SYNC_ALWAYS };
	struct part *part;
	struct why why;
	int status, rc;

	if (cli_option(command, argc, argv, NULL, &status) == CLI_STOP)
		return status;
	status = cli_words(command, argc, argv, 2, -1);
	if (status != CLI_GOOD)
		return status;
	if (part_open_file(&part, argv[optind], &options, &why) < 0)
		return cli_tell(argv[0], &why, CLI_USAGE);
	rc = set_all(part, argv + optind + 1, argc - optind - 1, &why);
	part_free(part);
	return rc < 0 ? cli_tell(argv[0], &why, CLI_USAGE) : CLI_GOOD;
}

const struct cli_command cli_chip_set = {
	.name = "set",
	.summary = "change what a state file holds",
	.help = help,
	.run = run,
};
