/* sim/cli/chip_profiles.c: sesim chip profiles: the parts there are. */
#include <stdbool.h>

#include "cli.h"
#include "json.h"
#include "profiles.h"

static const char help[] = "usage: sesim chip profiles [--json]\n"
			   "\n"
			   "Lists the parts that can be put on a bus, by the names that --chip takes.\n"
			   "\n"
			   "  --json    one JSON object\n"
			   "\n"
			   "example:\n"
			   "  sesim chip profiles\n";

static void print_text(void)
{
	for (size_t i = 0; i < n_profiles; i++)
		printf("%-16s %02x  %s\n", profiles[i].name, profiles[i].address, profiles[i].summary);
}

static void print_json(void)
{
	struct json json = json_to(stdout);

	json_open(&json, NULL, '{');
	json_number(&json, "schema", 1);
	json_open(&json, "profiles", '[');
	for (size_t i = 0; i < n_profiles; i++) {
		json_open(&json, NULL, '{');
		json_string(&json, "name", profiles[i].name);
		json_string(&json, "kind", profiles[i].kind);
		json_hex(&json, "address", &profiles[i].address, 1);
		json_string(&json, "summary", profiles[i].summary);
		json_string(&json, "source", profiles[i].source);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_close(&json, '}');
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
	status = cli_words(command, argc, argv, 0, 0);
	if (status != CLI_GOOD)
		return status;
	if (as_json)
		print_json();
	else
		print_text();
	return CLI_GOOD;
}

const struct cli_command cli_chip_profiles = {
	.name = "profiles",
	.summary = "the parts there are",
	.help = help,
	.run = run,
};
