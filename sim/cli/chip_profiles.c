/* sim/cli/chip_profiles.c: sesim chip profiles: the parts there are. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "json.h"
#include "profiles.h"

static const char help[] = "usage: sesim chip profiles [--json]\n"
			   "\n"
			   "Lists the parts that can be put on a bus, by the names that --chip takes. "
			   "Profiles of your own are files,\n"
			   "named by their path: --chip ./acme.profile (docs/PROFILES.md).\n"
			   "\n"
			   "  --json    one JSON object\n"
			   "\n"
			   "example:\n"
			   "  sesim chip profiles\n";

static void print_text(const struct profile *profile, struct json *json)
{
	(void)json;
	printf("%-22s %02x  %s\n", profile->name, profile->address, profile->summary);
}

static void print_json(const struct profile *profile, struct json *json)
{
	json_open(json, NULL, '{');
	json_string(json, "name", profile->name);
	json_string(json, "kind", profile->kind);
	json_hex(json, "address", &profile->address, 1);
	json_string(json, "summary", profile->summary);
	json_string(json, "source", profile->source);
	json_close(json, '}');
}

/* All of them, one after the other. */
static int for_each(void (*print)(const struct profile *, struct json *), struct json *json, struct why *why)
{
	const char *name;

	for (size_t i = 0; (name = profile_name(i)) != NULL; i++) {
		const struct profile *profile;
		int rc = profile_open(&profile, name, strlen(name), why);

		if (rc < 0)
			return rc;
		print(profile, json);
		profile_drop(profile);
	}
	return 0;
}

static int print(bool as_json, struct why *why)
{
	struct json json;
	int rc;

	if (!as_json)
		return for_each(print_text, NULL, why);
	json = json_to(stdout);

	json_open(&json, NULL, '{');
	json_number(&json, "schema", 1);
	json_open(&json, "profiles", '[');
	rc = for_each(print_json, &json, why);
	json_close(&json, ']');
	json_close(&json, '}');
	return rc;
}

static int run(const struct cli_command *command, int argc, char **argv)
{
	static const struct option options[] = { { "json", no_argument, NULL, 'j' }, { 0 } };
	bool as_json = false;
	struct why why;
	int status, code;

	while ((code = cli_option(command, argc, argv, options, &status)) >= 0)
		as_json = true;
	if (code == CLI_STOP)
		return status;
	status = cli_words(command, argc, argv, 0, 0);
	if (status != CLI_GOOD)
		return status;
	if (print(as_json, &why) < 0)
		return cli_tell(argv[0], &why, CLI_USAGE);
	return CLI_GOOD;
}

const struct cli_command cli_chip_profiles = {
	.name = "profiles",
	.summary = "the parts there are",
	.help = help,
	.run = run,
};
