/* sim/cli/doctor.c: sesim doctor: what this machine has of what is needed, and what keeps a program from the bus. */
#include "doctor.h"

#include <stdlib.h>

#include "cli.h"
#include "json.h"
#include "run.h"

static const char help[] =
	"usage: sesim doctor [OPTION...] [--] [COMMAND [ARGUMENT...]]\n"
	"\n"
	"Looks at what sesim run needs of this machine: OpenSSL, the kernel, the preload library, a folder\n"
	"for temporary files, real I2C buses and the right to use them. With a COMMAND, as one would give\n"
	"it to sesim run, also at what would keep it from seeing the bus (a program for another machine,\n"
	"AppArmor), and whether its system calls would be trapped for it (a static program, one for another\n"
	"libc, setuid or file capabilities, env -i). Nothing is started.\n"
	"\n"
	"  --bus N   the number of /dev/i2c-N that it would see (1)\n"
	"  --json    one JSON object\n"
	"\n"
	"The exit status is 1 when something will not work.\n"
	"\n"
	"examples:\n"
	"  sesim doctor\n"
	"  sesim doctor -- ./your-app --its-option\n";

static const char *const words[] = {
	[DOCTOR_GOOD] = "good",
	[DOCTOR_NOTE] = "note",
	[DOCTOR_BAD] = "bad",
};

static void print_line(void *context, const struct doctor_line *line)
{
	(void)context;
	printf("%-4s  %-11s  %s\n", words[line->state], line->subject, line->sentence);
}

static void print_member(void *context, const struct doctor_line *line)
{
	struct json *json = context;

	json_open(json, NULL, '{');
	json_string(json, "subject", line->subject);
	json_string(json, "state", words[line->state]);
	json_string(json, "sentence", line->sentence);
	json_close(json, '}');
}

static size_t examine_as_json(struct doctor_options *options)
{
	struct json json = json_to(stdout);
	size_t bad;

	options->tell = print_member;
	options->context = &json;
	json_open(&json, NULL, '{');
	json_number(&json, "schema", 1);
	json_open(&json, "checks", '[');
	bad = doctor_examine(options);
	json_close(&json, ']');
	json_number(&json, "bad", bad);
	json_close(&json, '}');
	return bad;
}

static bool read_bus(const char *text, unsigned *bus)
{
	char *end;
	unsigned long number = strtoul(text, &end, 10);

	*bus = (unsigned)number;
	return text[0] >= '0' && text[0] <= '9' && *end == '\0' && number < RUN_BUSES_MAX;
}

static int run(const struct cli_command *command, int argc, char **argv)
{
	static const struct option names[] = {
		{ "bus", required_argument, NULL, 'b' },
		{ "json", no_argument, NULL, 'j' },
		{ 0 },
	};
	struct doctor_options options = { .bus = RUN_BUS_DEFAULT, .tell = print_line };
	bool as_json = false;
	int status, code;
	size_t bad;

	while ((code = cli_option(command, argc, argv, names, &status)) >= 0) {
		if (code == 'j')
			as_json = true;
		else if (!read_bus(optarg, &options.bus))
			return cli_say(
				argv[0], CLI_USAGE, "--bus %s is no bus: 0 to %d", optarg, RUN_BUSES_MAX - 1);
	}
	if (code == CLI_STOP)
		return status;
	if (optind < argc)
		options.command = (const char *const *)argv + optind;
	bad = as_json ? examine_as_json(&options) : doctor_examine(&options);
	return bad > 0 ? CLI_DIFFERS : CLI_GOOD;
}

const struct cli_command cli_doctor = {
	.name = "doctor",
	.summary = "what keeps sesim, or a program, from working here",
	.help = help,
	.stops_at_word = true,
	.run = run,
};
