/* sim/cli/replay_chip.c: the chips of a recording, played to a driver. */
#include "replay_chip.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "link_player.h"
#include "run_bus.h"

struct played {
	const char *name;
	bool serves; /* ends with the recording, or with the first deviation */
};

static void tell(void *context, const char *sentence)
{
	fprintf(stderr, "%s: %s\n", (const char *)context, sentence);
}

static void over(void *context, const char *deviation)
{
	const struct played *played = context;

	if (deviation)
		tell((void *)played->name, deviation);
	/* As somebody else would end a server: what is under way is answered before. */
	if (played->serves)
		kill(getpid(), SIGTERM);
}

/* What became of it: the driver's own failure counts more than what it left out. */
static int verdict(const char *name, struct link *player, int status)
{
	const char *rest = link_player_deviation(player) ? NULL : link_player_rest(player);

	if (rest)
		cli_say(name, CLI_DIFFERS, "%s", rest);
	else if (!link_player_deviation(player))
		fprintf(stderr, "%s: %zu transactions played as recorded\n", name, link_player_count(player));
	if (status != CLI_GOOD)
		return status;
	return rest || link_player_deviation(player) ? CLI_DIFFERS : CLI_GOOD;
}

int replay_chip_run(struct serve_options *serve, const char *path, const char *const *command)
{
	const char *name = serve->bus.name;
	struct played played = { .name = name, .serves = !command };
	const struct link_player_watcher watcher = { .over = over, .context = &played };
	const struct run_options run = {
		.command = command, .bus = RUN_BUS_DEFAULT, .warn = tell, .warn_context = (void *)name
	};
	struct why why;
	int status;

	serve->bus.server.note = tell;
	serve->bus.server.note_context = (void *)name;
	serve->bus.link_url = path;
	if (link_player_open(&serve->bus.link, path, &watcher, &why) < 0)
		return cli_tell(name, &why, CLI_USAGE);
	status = command ? run_on_bus(name, &run, &serve->bus) : serve_bus(serve);
	status = verdict(name, serve->bus.link, status);
	link_close(serve->bus.link);
	return status;
}
