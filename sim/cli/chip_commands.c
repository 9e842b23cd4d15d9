/* sim/cli/chip_commands.c: sesim chip commands: the command table of a part. */
#include "cli.h"
#include "commands.h"

static const char help[] = "usage: sesim chip commands PROFILE [--json|--markdown]\n"
			   "\n"
			   "Prints every command that a part has: its modes and parameters, in which "
			   "state of the chip it runs,\n"
			   "and what it spends. This is the table that the simulated chip itself runs by.\n"
			   "\n"
			   "  --json        one JSON object\n"
			   "  --markdown    the page of docs/reference\n"
			   "\n"
			   "examples:\n"
			   "  sesim chip commands atecc608a\n"
			   "  sesim chip commands se050c --json\n";

void json_latency(struct json *json, const struct latency_figure figures[LATENCY_KINDS])
{
	char source[LATENCY_TEXT_MAX];

	json_open(json, "latency", '{');
	json_number(json, "typical_us", figures[LATENCY_TYPICAL].us);
	json_number(json, "max_us", figures[LATENCY_MAX].us);
	json_string(json, "typical_kind", latency_evidence_name(figures[LATENCY_TYPICAL].evidence));
	json_string(json, "max_kind", latency_evidence_name(figures[LATENCY_MAX].evidence));
	json_string(json, "source", latency_text(figures, source));
	json_close(json, '}');
}

static int print(const char *name, const char *profile, int format)
{
	static const struct commands_printer *const printers[] = { &commands_atecc, &commands_se050 };
	struct part *part;
	struct why why;

	if (part_blank(&part, profile, &why) < 0)
		return cli_tell(name, &why, CLI_USAGE);
	for (size_t i = 0; i < sizeof(printers) / sizeof(printers[0]); i++) {
		if (printers[i]->kind != part->kind)
			continue;
		if (format == 'j')
			printers[i]->json(part);
		else if (format == 'm')
			printers[i]->markdown(part);
		else
			printers[i]->text(part);
	}
	part_free(part);
	return CLI_GOOD;
}

static int run(const struct cli_command *command, int argc, char **argv)
{
	static const struct option options[] = { { "json", no_argument, NULL, 'j' },
		{ "markdown", no_argument, NULL, 'm' }, { 0 } };
	int status, code, format = 't';

	while ((code = cli_option(command, argc, argv, options, &status)) >= 0) {
		if (format != 't' && format != code)
			return cli_say(
				argv[0], CLI_USAGE, "--json and --markdown are two formats: ask for one");
		format = code;
	}
	if (code == CLI_STOP)
		return status;
	status = cli_words(command, argc, argv, 1, 1);
	if (status != CLI_GOOD)
		return status;
	return print(argv[0], argv[optind], format);
}

const struct cli_command cli_chip_commands = {
	.name = "commands",
	.summary = "the command table of a part",
	.help = help,
	.run = run,
};
