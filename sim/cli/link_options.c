/* sim/cli/link_options.c: opening the bus that --link URL names, the same way in every subcommand. */
#include "link_options.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct link_options link_options_make(const char *name, enum clock_mode clock)
{
	struct link_options options = { .name = name };

	options.board.clock = clock;
	options.board.sync = STORE_SYNC_ALWAYS;
	return options;
}

int link_take_speed(const char *name, struct board_options *board, const char *value)
{
	uint64_t hz;

	if (!cli_number(value, &hz) || hz < 1000 || hz > 5000000)
		return cli_say(name, CLI_USAGE, "--speed takes 1000 to 5000000 Hz, not \"%s\"", value);
	board->speed_hz = (uint32_t)hz;
	return CLI_GOOD;
}

int link_take_clock(const char *name, struct board_options *board, const char *value)
{
	if (clock_mode_from(value, &board->clock))
		return CLI_GOOD;
	return cli_say(name, CLI_USAGE, "--clock takes real, instant or virtual, not \"%s\"", value);
}

int link_take_latency(const char *name, struct board_options *board, const char *value)
{
	if (latency_kind_from(value, &board->latency))
		return CLI_GOOD;
	return cli_say(name, CLI_USAGE, "--latency takes none, typical or max, not \"%s\"", value);
}

int link_take_seed(const char *name, struct board_options *board, const char *value)
{
	board->seeded = true;
	if (cli_number(value, &board->seed))
		return CLI_GOOD;
	return cli_say(name, CLI_USAGE, "--seed takes a number, not \"%s\"", value);
}

int link_take_sync(const char *name, struct board_options *board, const char *value)
{
	bool always = strcmp(value, "always") == 0;

	if (!always && strcmp(value, "never") != 0)
		return cli_say(name, CLI_USAGE, "--sync takes always or never, not \"%s\"", value);
	board->sync = always ? STORE_SYNC_ALWAYS : STORE_SYNC_NEVER;
	return CLI_GOOD;
}

int link_options_take(struct link_options *options, int code, const char *value)
{
	switch (code) {
	case LINK_OPTION_SPEED:
		return link_take_speed(options->name, &options->board, value);
	case LINK_OPTION_CLOCK:
		return link_take_clock(options->name, &options->board, value);
	case LINK_OPTION_LATENCY:
		options->latency_given = true;
		return link_take_latency(options->name, &options->board, value);
	case LINK_OPTION_SEED:
		return link_take_seed(options->name, &options->board, value);
	default:
		return link_take_sync(options->name, &options->board, value);
	}
}

/* A chip whose state file fails can only answer 0F; the user is told why. */
static void tell_trouble(void *context, const char *sentence)
{
	(void)context;
	fprintf(stderr, "sesim: %s\n", sentence);
}

/* What a simulated part needs is files; what else there is is devices. */
static int status_of(const char *url, int rc)
{
	if (strncmp(url, "sim:", 4) == 0 || strncmp(url, "mpsse:", 6) == 0 || rc == -EINVAL ||
		rc == -ENAMETOOLONG || rc == -ENOTTY)
		return CLI_USAGE;
	return CLI_DEVICE;
}

int link_options_open(struct link_options *options, struct link **out, const char *url)
{
	static const struct chip_trouble trouble = { .tell = tell_trouble };
	struct board_options board = options->board;
	struct why why;
	int rc;

	board.trouble = &trouble;
	if (!options->latency_given)
		board.latency = board.clock == CLOCK_INSTANT ? LATENCY_NONE : LATENCY_TYPICAL;
	links_init(&options->links, &board);
	rc = links_open(&options->links, out, url, &why);
	return rc < 0 ? cli_tell(options->name, &why, status_of(url, rc)) : CLI_GOOD;
}
