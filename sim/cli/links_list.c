/* sim/cli/links_list.c: sesim links: the ways to a bus, and what of them is there now. */
#include <stdio.h>

#include "cli.h"
#include "json.h"
#include "links.h"

static const char help[] =
	"usage: sesim links [--json]\n"
	"\n"
	"Lists the schemes that --link URL takes, and below each what is there to be opened now: the I2C "
	"buses\n"
	"of this machine with their adapters' names, servers' sockets, cables; and why one cannot be "
	"opened.\n"
	"Nothing is sent on any bus.\n"
	"\n"
	"  --json   one JSON object: "
	"{\"schema\":1,\"links\":[{\"scheme\":s,\"grammar\":s,\"about\":s,\"built_in\":b,\n"
	"           \"reason\":s,\"found\":[{\"url\":s,\"about\":s,\"usable\":b,\"reason\":s}]}]}\n"
	"\n"
	"examples:\n"
	"  sesim links\n"
	"  sesim links --json\n";

struct list_json {
	struct link_finder finder;
	struct json json;
};

static void print_found(struct link_finder *finder, const struct link_found *found)
{
	(void)finder;
	printf("  %-20s  %s%s%s\n", found->url, found->about, found->trouble ? "; not usable: " : "",
		found->trouble ? found->trouble : "");
}

static void list_as_text(const struct links *links)
{
	struct link_finder finder = { .found = print_found };

	for (size_t i = 0; i < links->n; i++) {
		const struct link_scheme *scheme = links->schemes[i];
		struct why why;

		printf("%s%s\n  %s\n", i > 0 ? "\n" : "", scheme->grammar, scheme->about);
		if (scheme->missing)
			printf("  not in this build: %s\n", scheme->missing);
		else if (scheme->find && scheme->find(scheme, &finder, &why) == 0)
			printf("  none now: %s\n", why.text);
	}
}

static void add_found(struct link_finder *finder, const struct link_found *found)
{
	struct json *json = &((struct list_json *)finder)->json;

	json_open(json, NULL, '{');
	json_string(json, "url", found->url);
	json_string(json, "about", found->about);
	json_bool(json, "usable", !found->trouble);
	json_string(json, "reason", found->trouble ? found->trouble : "");
	json_close(json, '}');
}

static void add_scheme(struct list_json *list, const struct link_scheme *scheme)
{
	const char *reason = scheme->missing ? scheme->missing : "";
	struct json *json = &list->json;
	struct why why;

	json_open(json, NULL, '{');
	json_string(json, "scheme", scheme->name);
	json_string(json, "grammar", scheme->grammar);
	json_string(json, "about", scheme->about);
	json_bool(json, "built_in", !scheme->missing);
	json_open(json, "found", '[');
	if (!scheme->missing && scheme->find && scheme->find(scheme, &list->finder, &why) == 0)
		reason = why.text;
	json_close(json, ']');
	json_string(json, "reason", reason);
	json_close(json, '}');
}

static void list_as_json(const struct links *links)
{
	struct list_json list = { .finder = { .found = add_found }, .json = json_to(stdout) };

	json_open(&list.json, NULL, '{');
	json_number(&list.json, "schema", 1);
	json_open(&list.json, "links", '[');
	for (size_t i = 0; i < links->n; i++)
		add_scheme(&list, links->schemes[i]);
	json_close(&list.json, ']');
	json_close(&list.json, '}');
}

static int run(const struct cli_command *command, int argc, char **argv)
{
	static const struct option names[] = { { "json", no_argument, NULL, 'j' }, { 0 } };
	const struct board_options defaults = { .clock = CLOCK_INSTANT };
	struct links links;
	bool as_json = false;
	int status, code;

	while ((code = cli_option(command, argc, argv, names, &status)) >= 0)
		as_json = true;
	if (code == CLI_STOP)
		return status;
	status = cli_words(command, argc, argv, 0, 0);
	if (status != CLI_GOOD)
		return status;
	links_init(&links, &defaults);
	if (as_json)
		list_as_json(&links);
	else
		list_as_text(&links);
	return CLI_GOOD;
}

const struct cli_command cli_links = {
	.name = "links",
	.summary = "list the ways to a bus, and what is there now",
	.help = help,
	.run = run,
};
