/* sim/cli/chip_set.c: sesim chip set: what hardware cannot do, a simulator can. */
#include <openssl/crypto.h>

#include "atecc_set.h"
#include "cli.h"
#include "part_kind.h"

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
	"\n"
	"  [N] behind bytes sets them from byte N on. HEX is two digits a byte; numbers are decimal, or hex "
	"after 0x.\n"
	"\n"
	"examples:\n"
	"  sesim chip set device.nvm locks.config=unlocked locks.data=unlocked\n"
	"  sesim chip set device.nvm counters[0]=2097150\n";

static int set_all(struct part *part, char **assignments, int n, struct why *why)
{
	struct atecc copy = *(struct atecc *)part->chip;
	struct crypto *crypto;
	int rc = crypto_new(&crypto, why);

	if (rc < 0)
		return rc;
	for (int i = 0; rc == 0 && i < n; i++)
		rc = atecc_set(&copy, crypto, assignments[i], why);
	if (rc == 0)
		rc = store_commit(part->store, &copy.nv, why);
	OPENSSL_cleanse(&copy, sizeof(copy));
	crypto_free(crypto);
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
	if (part->kind == &part_kind_atecc)
		rc = set_all(part, argv + optind + 1, argc - optind - 1, &why);
	else
		rc = why_fail(&why, 1, "there is nothing to set of an %s yet", part->profile->name);
	part_free(part);
	return rc < 0 ? cli_tell(argv[0], &why, CLI_USAGE) : CLI_GOOD;
}

const struct cli_command cli_chip_set = {
	.name = "set",
	.summary = "change what a state file holds",
	.help = help,
	.run = run,
};
