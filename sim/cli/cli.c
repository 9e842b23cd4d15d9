/* sim/cli/cli.c: choosing subcommands, reading options, telling errors. */
#include "cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "man.h"
#include "nearest.h"

int cli_tell(const char *name, const struct why *why, int status)
{
	fprintf(stderr, "%s: %s\n", name, why->text);
	return status;
}

int cli_say(const char *name, int status, const char *format, ...)
{
	struct why why;
	va_list args;

	va_start(args, format);
	vsnprintf(why.text, sizeof(why.text), format, args);
	va_end(args);
	return cli_tell(name, &why, status);
}

static void print_list(
	FILE *to, const char *title, const char *about, const struct cli_command *const *commands, size_t n)
{
	fprintf(to, "usage: %s COMMAND [OPTION...]\n\n%s\n\n", title, about);
	for (size_t i = 0; i < n; i++)
		fprintf(to, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
	fprintf(to, "\n\"%s COMMAND --help\" tells more of each\n", title);
}

int cli_dispatch(const char *title, const char *about, const struct cli_command *const *commands, size_t n,
	int argc, char **argv)
{
	struct nearest nearest;
	char name[64];

	if (argc < 2) {
		print_list(stderr, title, about, commands, n);
		return CLI_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
		print_list(stdout, title, about, commands, n);
		return CLI_GOOD;
	}
	if (strcmp(argv[1], "--man") == 0) {
		man_of_list(title, about, commands, n);
		return CLI_GOOD;
	}
	nearest = nearest_to(argv[1], strlen(argv[1]));
	for (size_t i = 0; i < n; i++) {
		if (strcmp(commands[i]->name, argv[1]) == 0) {
			snprintf(name, sizeof(name), "%s %s", title, commands[i]->name);
			argv[1] = name;
			return commands[i]->run(commands[i], argc - 1, argv + 1);
		}
		nearest_offer(&nearest, commands[i]->name);
	}
	if (nearest.best)
		return cli_say(title, CLI_USAGE, "there is no command \"%s\": did you mean %s?", argv[1],
			nearest.best);
	return cli_say(
		title, CLI_USAGE, "there is no command \"%s\": \"%s --help\" lists them", argv[1], title);
}

enum {
	CLI_MAN = 0x1000, /* no command's own option */
};

/* The option that getopt_long() could not take, as it was written. */
static int tell_bad_option(char **argv, const struct option *options, int code)
{
	const char *written = argv[optind - 1];
	struct nearest nearest;

	if (code == ':')
		return cli_say(argv[0], CLI_USAGE, "%s wants a value", written);
	if (optopt != 0 && strncmp(written, "--", 2) != 0)
		return cli_say(argv[0], CLI_USAGE, "there is no option -%c: \"%s --help\" lists them", optopt,
			argv[0]);
	if (optopt != 0)
		return cli_say(
			argv[0], CLI_USAGE, "%.*s takes no value", (int)strcspn(written, "="), written);
	nearest = nearest_to(written + 2, strcspn(written + 2, "="));
	for (size_t i = 0; options[i].name; i++)
		nearest_offer(&nearest, options[i].name);
	if (nearest.best)
		return cli_say(argv[0], CLI_USAGE, "there is no option %s: did you mean --%s?", written,
			nearest.best);
	return cli_say(
		argv[0], CLI_USAGE, "there is no option %s: \"%s --help\" lists them", written, argv[0]);
}

int cli_option(
	const struct cli_command *command, int argc, char **argv, const struct option *options, int *status)
{
	struct option all[CLI_OPTIONS_MAX + 3] = {
		{ .name = "help", .val = 'h' },
		{ .name = "man", .val = CLI_MAN }, /* for the build, which makes the manual of it */
	};
	size_t n = 2;
	int code;

	while (options && options->name && n <= CLI_OPTIONS_MAX + 1)
		all[n++] = *options++;
	opterr = 0;
	/* A colon first: a missing value is told apart. A plus: what follows the first word is no option of ours. */
	code = getopt_long(argc, argv, command->stops_at_word ? "+:h" : ":h", all, NULL);
	if (code == 'h') {
		fputs(command->help, stdout);
		*status = CLI_GOOD;
		return CLI_STOP;
	}
	if (code == CLI_MAN) {
		man_of_command(argv[0], command);
		*status = CLI_GOOD;
		return CLI_STOP;
	}
	if (code == '?' || code == ':') {
		*status = tell_bad_option(argv, all, code);
		return CLI_STOP;
	}
	return code;
}

int cli_words(const struct cli_command *command, int argc, char **argv, int min, int max)
{
	int n = argc - optind;
	int usage = (int)strcspn(command->help, "\n");

	if (n < min)
		return cli_say(argv[0], CLI_USAGE, "something is missing; %.*s", usage, command->help);
	if (max >= 0 && n > max)
		return cli_say(argv[0], CLI_USAGE, "\"%s\" is one word too many; %.*s", argv[optind + max],
			usage, command->help);
	return CLI_GOOD;
}

bool cli_number(const char *text, uint64_t *value)
{
	char *end;

	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	*value = strtoull(text, &end, strncmp(text, "0x", 2) == 0 ? 16 : 10);
	return *end == '\0' && errno == 0;
}
