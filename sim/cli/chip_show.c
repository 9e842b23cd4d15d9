/* sim/cli/chip_show.c: sesim chip show: a chip as a person wants to see it. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "show.h"

static const char help[] =
	"usage: sesim chip show FILE|PROFILE [--json]\n"
	"\n"
	"Shows what a state file holds, or what a part comes with from the factory. Of an "
	"ATECC: zones, locks,\n"
	"every slot's configuration in words, its contents, counters. Of an SE05x: locks, "
	"platform keys, curves,\n"
	"memory, and every object with its policy in words. Keys too: a simulator has no "
	"secrets from its owner.\n"
	"The file is only looked at, and may be in use. A known profile's name wins over a "
	"file's: ./NAME is the file.\n"
	"A file that ends in .profile is a profile that you wrote (docs/PROFILES.md).\n"
	"\n"
	"  --json    one JSON object; its keys are those of \"sesim chip set\"\n"
	"\n"
	"examples:\n"
	"  sesim chip show atecc608a\n"
	"  sesim chip show se050c\n"
	"  sesim chip show ./device.nvm --json\n";

void show_hex(const char *before, const uint8_t *bytes, size_t len)
{
	for (size_t at = 0; at < len; at += 32) {
		size_t n = len - at < 32 ? len - at : 32;

		printf("%*s", (int)strlen(before), at == 0 ? before : "");
		for (size_t i = 0; i < n; i++)
			printf("%s%02x", i > 0 && i % 4 == 0 ? " " : "", bytes[at + i]);
		putchar('\n');
	}
}

static bool all_equal(const uint8_t *bytes, size_t len)
{
	for (size_t i = 1; i < len; i++)
		if (bytes[i] != bytes[0])
			return false;
	return true;
}

void show_contents(const char *before, const uint8_t *bytes, size_t len)
{
	if (len > 1 && all_equal(bytes, len))
		printf("%s%02x throughout\n", before, bytes[0]);
	else
		show_hex(before, bytes, len);
}

/* A path is a state file's, unless it ends as profiles' do. */
static bool is_profile(const char *what)
{
	const size_t len = strcspn(what, ",@");

	return profile_is_known(what, len) ||
	       (profile_is_path(what, len) && len > 8 && memcmp(what + len - 8, ".profile", 8) == 0);
}

static int show(const char *name, const char *what, bool as_json)
{
	static const struct shower *const showers[] = { &show_atecc, &show_se050 };
	struct part *part;
	struct why why;
	int rc;

	if (is_profile(what))
		rc = part_blank(&part, what, &why);
	else
		rc = part_peek(&part, what, NULL, &why);
	if (rc < 0)
		return cli_tell(name, &why, CLI_USAGE);
	for (size_t i = 0; i < sizeof(showers) / sizeof(showers[0]); i++) {
		if (showers[i]->kind != part->kind)
			continue;
		if (showers[i]->complete)
			rc = showers[i]->complete(part, &why);
		if (rc < 0)
			break;
		if (as_json)
			showers[i]->json(part);
		else
			showers[i]->text(part);
	}
	part_free(part);
	return rc < 0 ? cli_tell(name, &why, CLI_USAGE) : CLI_GOOD;
}

static int run(const struct cli_command *command, int argc, char **argv)
{
	static const struct option options[] = { { "json", no_argument, NULL, 'j' }, { 0 } };
	bool as_json = false;
	int status, code;

	while ((code = cli_option(command, argc, argv, options, &status)) >= 0)
		as_json = true;
	if (code == CLI_STOP)
		return status;
	status = cli_words(command, argc, argv, 1, 1);
	if (status != CLI_GOOD)
		return status;
	return show(argv[0], argv[optind], as_json);
}

const struct cli_command cli_chip_show = {
	.name = "show",
	.summary = "what a state file holds, or what a profile comes with",
	.help = help,
	.run = run,
};
