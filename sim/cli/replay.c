/* sim/cli/replay.c: sesim replay: a recording said again, by its host to a part. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "json.h"
#include "link_options.h"
#include "replay_chip.h"
#include "replay_host.h"

static const char help[] =
	"usage: sesim replay FILE [--link URL] [OPTION...]\n"
	"       sesim replay FILE --as-chip (--listen URL... | -- COMMAND [ARGUMENT...])\n"
	"\n"
	"Says to a part what the host of a recording said, and compares the answers. Left out of the "
	"comparison is what\n"
	"is random or the part's own by the command tables (Random, nonces, keys that chips make, "
	"signatures, "
	"serial\n"
	"numbers), and what a mask names. A chip may be slower or faster than then. What the host made from "
	"the "
	"chip's\n"
	"random numbers (an SCP03 channel, a MAC over a nonce) cannot be said again to a chip that has "
	"others: "
	"there it\n"
	"ends, and says so.\n"
	"\n"
	"With --as-chip it plays the chips instead, to a driver: to COMMAND, which finds them at /dev/i2c-1, "
	"or to "
	"who\n"
	"connects to --listen. While the driver says what was recorded it is answered as was recorded; polls "
	"may be "
	"more or\n"
	"fewer. The first thing that it says otherwise is told, and nobody acknowledges anything "
	"afterwards.\n"
	"\n"
	"  --link URL         the bus with the part:\n" LINK_URL_HELP
	"                     (without it, simulated parts as the recording's header has them, with its "
	"seed)\n"
	"  --mask MASK        bytes of answers that may differ: address, command (as \"sesim trace\" has "
	"it), "
	"bytes\n"
	"                     from-to of the data, as in \"60 Counter *\" or \"* Read 8-11\"; also a header "
	"line\n"
	"                     \"mask ...\" of the recording\n"
	"  --masks FILE       masks, a line each\n"
	"  --keep-going       on after a difference\n"
	"  --exact            every bit the same, at the same times: a simulated part with the same seed\n"
	"  --fast             no pauses but for the chip\n"
	"  --patience MS      how long a chip may keep the host waiting (5000)\n"
	"  --clock KIND       how time passes on a simulated bus: real, instant or virtual "
	"(instant)\n" LINK_OPTION_HELP "  --json             one JSON object: "
	"{\"schema\":1,\"file\":s,\"link\":s,\"simulated\":b,\"transactions\":n,\n"
	"                     \"commands\":n,\"varied\":n,\"result\":\"same|differs|cannot\",\"reason\":s,\n"
	"                     \"differences\":[{\"line\":n,\"address\":hex,\"recorded\":s,\"now\":s}]}\n"
	"\n"
	"The exit status is 0 when all answers were the same, 1 when one differs, 2 when the recording or "
	"the "
	"command\n"
	"line is wrong or cannot be said again, 3 when the part is missing or lost. With --as-chip: 1\n"
	"when the driver said anything else, or not all; COMMAND's own status when that is not 0.\n"
	"\n"
	"examples:\n"
	"  sesim run --chip atecc608a --record bus.txt -- ./your-app; sesim replay bus.txt --link "
	"i2c:/dev/i2c-1\n"
	"  sesim replay bus.txt --as-chip -- ./your-app\n"
	"  sesim replay bus.txt --link sim:atecc608a --keep-going --mask \"60 Counter *\"\n";

enum {
	OPTION_LINK = 0x200,
	OPTION_MASK,
	OPTION_MASKS,
	OPTION_KEEP_GOING,
	OPTION_EXACT,
	OPTION_FAST,
	OPTION_PATIENCE,
	OPTION_JSON,
	OPTION_AS_CHIP,
	OPTION_LISTEN,
	OPTION_READY_FD,
	OPTION_LOSE,
	OPTION_PART,
	PATIENCE_MS = 5000,
	URL_MAX = 8192,
};

struct replay_options {
	const char *name;
	const char *file;
	const char *url;
	struct link_options link;
	struct masks masks;
	struct serve_options serve;
	bool refused; /* by the guard: a sentence has told it */
	bool guarded;
	bool keep_going, exact, fast, as_json, as_chip;
	uint32_t patience_ms;
	struct json json;
};

static int take(struct replay_options *options, int code, const char *value)
{
	uint64_t number;
	struct why why;

	switch (code) {
	case OPTION_LINK:
		options->url = value;
		return CLI_GOOD;
	case OPTION_MASK:
		return masks_add(&options->masks, value, &why) < 0 ? cli_tell(options->name, &why, CLI_USAGE)
								   : CLI_GOOD;
	case OPTION_MASKS:
		return masks_read(&options->masks, value, &why) < 0 ? cli_tell(options->name, &why, CLI_USAGE)
								    : CLI_GOOD;
	case OPTION_KEEP_GOING:
		options->keep_going = true;
		return CLI_GOOD;
	case OPTION_EXACT:
		options->exact = true;
		return CLI_GOOD;
	case OPTION_FAST:
		options->fast = true;
		return CLI_GOOD;
	case OPTION_PATIENCE:
		if (!cli_number(value, &number) || number > 3600000)
			return cli_say(options->name, CLI_USAGE,
				"--patience takes 0 to 3600000 ms, not \"%s\"", value);
		options->patience_ms = (uint32_t)number;
		return CLI_GOOD;
	case OPTION_JSON:
		options->as_json = true;
		return CLI_GOOD;
	case OPTION_LOSE:
		return serve_take_allowed(&options->serve, value);
	case OPTION_PART:
		return serve_take_part(&options->serve, value);
	case OPTION_AS_CHIP:
		options->as_chip = true;
		return CLI_GOOD;
	case OPTION_LISTEN:
		return serve_take_listen(&options->serve, value);
	case OPTION_READY_FD:
		return serve_take_ready_fd(&options->serve, value);
	default:
		return link_options_take(&options->link, code, value);
	}
}

static int take_masks(struct replay_options *options, const struct replay *recording, struct why *why)
{
	const char *mask;
	int rc = 0;

	for (size_t i = 0; rc == 0 && (mask = replay_header(recording, "mask", i)); i++)
		rc = masks_add(&options->masks, mask, why);
	return rc;
}

/* The simulated bus that the header tells of. */
static int link_of_header(
	struct replay_options *options, const struct replay *recording, char *url, size_t size)
{
	static const struct {
		const char *key;
		int option;
	} lines[] = { { "seed", LINK_OPTION_SEED }, { "clock", LINK_OPTION_CLOCK },
		{ "latency", LINK_OPTION_LATENCY }, { "speed", LINK_OPTION_SPEED } };
	const char *chip;
	size_t used = 0;

	if (replay_header(recording, "behind", 0) || !replay_header(recording, "chip", 0))
		return cli_say(options->name, CLI_USAGE,
			"the header of %s does not tell what to replay it on: name a bus with --link",
			options->file);
	for (size_t i = 0; (chip = replay_header(recording, "chip", i)); i++)
		used += (size_t)snprintf(
			url + used, used < size ? size - used : 0, "%s%s", i ? "+" : "sim:", chip);
	if (used >= size)
		return cli_say(
			options->name, CLI_USAGE, "the chips of %s are too many for a URL", options->file);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		const char *value = replay_header(recording, lines[i].key, 0);

		if (value && link_options_take(&options->link, lines[i].option, value) != CLI_GOOD)
			return CLI_USAGE;
	}
	options->url = url;
	return CLI_GOOD;
}

static void tell_difference(void *context, const struct replay_difference *d)
{
	struct replay_options *options = context;
	const uint8_t address = d->address;

	if (!options->as_json) {
		printf("line %zu, %02x:\n  recorded %s\n  now      %s\n", d->line, d->address, d->recorded,
			d->now);
		return;
	}
	json_open(&options->json, NULL, '{');
	json_number(&options->json, "line", d->line);
	json_hex(&options->json, "address", &address, 1);
	json_string(&options->json, "recorded", d->recorded);
	json_string(&options->json, "now", d->now);
	json_close(&options->json, '}');
}

static void begin_report(struct replay_options *options, const struct link *link)
{
	if (!options->as_json)
		return;
	options->json = json_to(stdout);
	json_open(&options->json, NULL, '{');
	json_number(&options->json, "schema", 1);
	json_string(&options->json, "file", options->file);
	json_string(&options->json, "link", options->url);
	json_bool(&options->json, "simulated", link->info.simulated);
	json_open(&options->json, "differences", '[');
}

static void end_report(struct replay_options *options, const struct replay_host *host, const char *reason)
{
	static const char *const results[] = { "same", "differs", "cannot" };
	bool cannot = host->end == REPLAY_CANNOT || reason[0] != '\0';

	if (!options->as_json) {
		if (host->differences == 0 && !cannot)
			printf("%s: %zu commands in %zu transactions answered as recorded", options->file,
				host->commands, host->transactions);
		else
			printf("%s: %zu commands in %zu transactions, %zu differ", options->file,
				host->commands, host->transactions, host->differences);
		printf(host->varied ? ", %zu but for what is random or the part's own\n" : "\n",
			host->varied);
		return;
	}
	json_close(&options->json, ']');
	json_number(&options->json, "transactions", host->transactions);
	json_number(&options->json, "commands", host->commands);
	json_number(&options->json, "varied", host->varied);
	json_string(&options->json, "result", results[cannot ? 2 : host->differences > 0]);
	json_string(&options->json, "reason", reason[0] ? reason : host->reason);
	json_close(&options->json, '}');
}

static int replay_meaning(struct replay_options *options, struct replay *recording, struct link *link)
{
	struct replay_host host = {
		.recording = recording,
		.link = link,
		.masks = &options->masks,
		.keep_going = options->keep_going,
		.fast = options->fast,
		.patience_ms = options->patience_ms,
		.differs = tell_difference,
		.context = options,
	};
	struct why why = { "" };
	int rc;

	begin_report(options, link);
	rc = replay_host_run(&host, &why);
	/* A recording that is empty would agree with anything. */
	if (rc == 0 && host.end == REPLAY_ENDED && host.transactions == 0)
		rc = why_fail(&why, EINVAL, "%s holds no transaction", options->file);
	end_report(options, &host, rc < 0 ? why.text : "");
	if (rc < 0)
		return cli_tell(options->name, &why, rc == -ENODEV ? CLI_DEVICE : CLI_USAGE);
	if (host.end == REPLAY_CANNOT)
		return cli_say(options->name, CLI_USAGE, "%s", host.reason);
	return host.differences > 0 ? CLI_DIFFERS : CLI_GOOD;
}

static int replay_exactly(struct replay_options *options, struct replay *recording, struct link *link)
{
	struct replay_report report;
	struct replay_host host = { .recording = recording };
	struct why why = { "" };
	int rc;

	begin_report(options, link);
	rc = replay_run(recording, link, &report, &why);
	host.transactions = report.transactions;
	host.differences = rc == 1;
	if (rc == 1) {
		const struct replay_difference d = {
			.line = report.line, .recorded = "", .now = report.difference
		};

		if (options->as_json)
			tell_difference(options, &d);
		else
			printf("%s\n", report.difference);
	}
	end_report(options, &host, rc < 0 ? why.text : "");
	if (rc < 0)
		return cli_tell(options->name, &why, rc == -ENODEV ? CLI_DEVICE : CLI_USAGE);
	return rc == 1 ? CLI_DIFFERS : CLI_GOOD;
}

static void tell_refusal(void *context, const char *sentence)
{
	struct replay_options *options = context;

	/* What the guard found comes before anything is said. */
	options->refused |= options->guarded;
	fprintf(stderr, "%s: %s\n", options->name, sentence);
}

/* A real bus: nothing that cannot be undone gets to a part, unless its owner has said so. */
static int guard(struct replay_options *options, struct link **link)
{
	struct lend_options *lend = &options->serve.lend;
	int status;

	lend->name = options->name;
	lend->note = tell_refusal;
	lend->note_context = options;
	status = lend_guard(link, options->url, lend);
	options->guarded = status == CLI_GOOD && !(*link)->info.simulated;
	return status;
}

static int replay(struct replay_options *options)
{
	struct replay recording;
	struct link *link = NULL;
	struct why why;
	char url[URL_MAX];
	int status;

	if (replay_open(&recording, options->file, &why) < 0)
		return cli_tell(options->name, &why, CLI_USAGE);
	status = take_masks(options, &recording, &why) < 0 ? cli_tell(options->name, &why, CLI_USAGE)
							   : CLI_GOOD;
	if (status == CLI_GOOD && !options->url)
		status = link_of_header(options, &recording, url, sizeof(url));
	if (status == CLI_GOOD)
		status = link_options_open(&options->link, &link, options->url);
	if (status == CLI_GOOD)
		status = guard(options, &link);
	if (status == CLI_GOOD)
		status = options->exact ? replay_exactly(options, &recording, link)
					: replay_meaning(options, &recording, link);
	if (options->refused)
		status = CLI_USAGE;
	link_close(link);
	replay_close(&recording);
	return status;
}

static int play(struct replay_options *options, char **command)
{
	if (options->url)
		return cli_say(
			options->name, CLI_USAGE, "--as-chip plays the chips itself: leave out --link");
	if (!command == (options->serve.n_urls == 0))
		return cli_say(options->name, CLI_USAGE,
			"somebody has to use the chips: a COMMAND behind --, or who connects to --listen "
			"URL");
	return replay_chip_run(&options->serve, options->file, (const char *const *)command);
}

static int run(const struct cli_command *command, int argc, char **argv)
{
	static const struct option names[] = {
		LINK_OPTION_ROWS,
		{ "link", required_argument, NULL, OPTION_LINK },
		{ "mask", required_argument, NULL, OPTION_MASK },
		{ "masks", required_argument, NULL, OPTION_MASKS },
		{ "keep-going", no_argument, NULL, OPTION_KEEP_GOING },
		{ "exact", no_argument, NULL, OPTION_EXACT },
		{ "fast", no_argument, NULL, OPTION_FAST },
		{ "patience", required_argument, NULL, OPTION_PATIENCE },
		{ "json", no_argument, NULL, OPTION_JSON },
		{ "i-will-lose-this-part", required_argument, NULL, OPTION_LOSE },
		{ "allow-irreversible", required_argument, NULL, OPTION_LOSE },
		{ "part", required_argument, NULL, OPTION_PART },
		{ "as-chip", no_argument, NULL, OPTION_AS_CHIP },
		{ "listen", required_argument, NULL, OPTION_LISTEN },
		{ "ready-fd", required_argument, NULL, OPTION_READY_FD },
		{ 0 },
	};
	struct replay_options *options = calloc(1, sizeof(*options));
	int status, code;

	if (!options)
		return cli_say(argv[0], CLI_USAGE, "no memory for a replay");
	options->name = argv[0];
	options->link = link_options_make(argv[0], CLOCK_INSTANT);
	options->serve =
		(struct serve_options){ .bus = bus_options_make(argv[0], CLOCK_INSTANT), .ready_fd = -1 };
	options->patience_ms = PATIENCE_MS;
	status = CLI_GOOD;
	while (status == CLI_GOOD && (code = cli_option(command, argc, argv, names, &status)) != -1) {
		if (code == CLI_STOP) {
			free(options);
			return status;
		}
		status = take(options, code, optarg);
	}
	if (status == CLI_GOOD)
		status = cli_words(command, argc, argv, 1, options->as_chip ? -1 : 1);
	if (status == CLI_GOOD) {
		options->file = argv[optind];
		status = options->as_chip ? play(options, optind + 1 < argc ? argv + optind + 1 : NULL)
					  : replay(options);
	}
	free(options);
	return status;
}

const struct cli_command cli_replay = {
	.name = "replay",
	.summary = "say a recording again to a part, and compare",
	.help = help,
	.run = run,
};
