/* sim/cli/record.c: sesim record: what goes over a bus, to be replayed. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "hex.h"
#include "record_import.h"
#include "run_bus.h"
#include "serve.h"

static const char help[] =
	"usage: sesim record --link URL --out FILE [OPTION...] (-- COMMAND [ARGUMENT...] | --listen URL...)\n"
	"       sesim record --import LOG... --out FILE [OPTION...]\n"
	"\n"
	"Writes what goes over a bus, simulated or real, as a recording (docs/RECORDINGS.md), which "
	"\"sesim replay\" says\n"
	"again to another part and \"sesim trace\" shows. COMMAND finds the bus at /dev/i2c-1; or clients "
	"find it "
	"at the\n"
	"sockets of --listen, until a signal ends it. A real bus is behind the guard of \"sesim serve "
	"--link\": "
	"what cannot\n"
	"be undone does not get to a part unless it is allowed.\n"
	"\n"
	"With --import it is made from what Linux logged of a real bus: text of its tracepoints "
	"(trace_pipe), "
	"which\n"
	"cuts messages after 64 bytes, or the ring buffer's own pages (per_cpu/cpuN/trace_pipe_raw), which "
	"do not; the\n"
	"files of several processors are put together by their times. Each LOG behind its own --import.\n"
	"\n"
	"  --out FILE         the recording\n"
	"  --pcapng FILE      the same for Wireshark\n"
	"  --link URL         the bus:\n" LINK_URL_HELP
	"  --listen URL       unix:PATH, unix:@NAME or tcp:HOST:PORT\n"
	"  --ready-fd N       write the URLs, a line each, to descriptor N when all is up, and close it\n"
	"  --allow-irreversible SERIAL\n"
	"                     a real part with this serial number may be changed for ever\n"
	"  --part ADDRESS     look for a real part there, too\n"
	"  --clock KIND       how time passes on a simulated bus: real, instant or virtual "
	"(instant)\n" LINK_OPTION_HELP
	"  --import LOG       a log of the events i2c_write, i2c_read, i2c_reply and i2c_result\n"
	"  --adapter N        only i2c-N, when the log has several\n"
	"  --format DIR       a copy of /sys/kernel/tracing/events/i2c of the machine, for pages: the "
	"events' "
	"numbers\n"
	"  --event-ids LIST   these numbers instead: of i2c_write,i2c_read,i2c_reply,i2c_result\n"
	"  --page-size N      of the ring buffer's pages, unless header_page is in DIR (4096)\n"
	"\n"
	"The exit status is COMMAND's, as \"sesim run\" has it; else 0 when all was written, 2 when the "
	"command "
	"line or a\n"
	"file is wrong, 3 when the bus is missing or lost.\n"
	"\n"
	"examples:\n"
	"  sesim record --link i2c:/dev/i2c-1 --out bus.txt -- ./your-app\n"
	"  sesim record --link unix:/run/se.sock --out bus.txt --pcapng bus.pcapng --listen "
	"unix:/tmp/bus.sock\n"
	"  sesim record --import trace.txt --out bus.txt\n"
	"  sesim record --import cpu0.raw --import cpu1.raw --format i2c --out bus.txt; sesim trace "
	"bus.txt\n";

enum {
	OPTION_LINK = 0x1f0,
	OPTION_LISTEN,
	OPTION_READY_FD,
	OPTION_ALLOW_IRREVERSIBLE,
	OPTION_PART,
	OPTION_OUT,
	OPTION_PCAPNG,
	OPTION_IMPORT,
	OPTION_ADAPTER,
	OPTION_FORMAT,
	OPTION_IDS,
	OPTION_PAGE_SIZE,
};

/* Four numbers with commas between. */
static bool take_ids(struct ftrace_format *format, const char *value)
{
	unsigned long ids[FTRACE_KINDS];
	char *end;

	for (size_t i = 0; i < FTRACE_KINDS; i++) {
		if (*value < '0' || *value > '9')
			return false;
		ids[i] = strtoul(value, &end, 10);
		if (ids[i] == 0 || ids[i] > UINT16_MAX || *end != (i + 1 < FTRACE_KINDS ? ',' : '\0'))
			return false;
		format->ids[i] = (uint16_t)ids[i];
		value = end + 1;
	}
	return true;
}

static int take_page_size(struct record_import *import, const char *value)
{
	uint64_t size;

	if (!cli_number(value, &size) || size < 128 || size > FTRACE_PAGE_MAX || size % 128 != 0)
		return cli_say(import->name, CLI_USAGE,
			"--page-size takes a multiple of 128 up to %d, not \"%s\"", FTRACE_PAGE_MAX, value);
	import->format.page_size = (size_t)size;
	return CLI_GOOD;
}

struct record_options {
	struct record_import import;
	struct serve_options serve;
};

static int take_import(struct record_import *import, int code, const char *value)
{
	uint64_t number;

	switch (code) {
	case OPTION_IMPORT:
		if (import->n_logs == FTRACE_SOURCES_MAX)
			return cli_say(import->name, CLI_USAGE, "%d logs make an import at most",
				FTRACE_SOURCES_MAX);
		import->logs[import->n_logs++] = value;
		return CLI_GOOD;
	case OPTION_ADAPTER:
		if (!cli_number(value, &number) || number > INT32_MAX)
			return cli_say(
				import->name, CLI_USAGE, "--adapter takes the N of i2c-N, not \"%s\"", value);
		import->adapter = (int32_t)number;
		return CLI_GOOD;
	case OPTION_FORMAT:
		import->formats = value;
		return CLI_GOOD;
	case OPTION_IDS:
		if (take_ids(&import->format, value))
			return CLI_GOOD;
		return cli_say(import->name, CLI_USAGE,
			"--event-ids takes four numbers, as in 1301,1300,1299,1298, not \"%s\"", value);
	default:
		return take_page_size(import, value);
	}
}

static int take(struct record_options *options, int code, const char *value)
{
	struct serve_options *serve = &options->serve;

	switch (code) {
	case OPTION_LINK:
		serve->bus.link_url = value;
		return CLI_GOOD;
	case OPTION_LISTEN:
		return serve_take_listen(serve, value);
	case OPTION_READY_FD:
		return serve_take_ready_fd(serve, value);
	case OPTION_ALLOW_IRREVERSIBLE:
		return serve_take_allowed(serve, value);
	case OPTION_PART:
		return serve_take_part(serve, value);
	case OPTION_OUT:
		options->import.recording = serve->bus.record = value;
		return CLI_GOOD;
	case OPTION_PCAPNG:
		options->import.trace = serve->bus.trace = value;
		return CLI_GOOD;
	default:
		return code < OPTION_LINK ? bus_options_take(&serve->bus, code, value)
					  : take_import(&options->import, code, value);
	}
}

static void tell(void *context, const char *sentence)
{
	fprintf(stderr, "%s: %s\n", (const char *)context, sentence);
}

/* The bus is opened once, and lent to the command or to who connects. */
static int record_link(struct record_options *options, const char *const *command)
{
	struct serve_options *serve = &options->serve;
	const struct run_options run = { .command = command,
		.bus = RUN_BUS_DEFAULT,
		.warn = tell,
		.warn_context = (void *)serve->bus.name };
	int status = serve_open(serve);

	if (status != CLI_GOOD)
		return status;
	status = command ? run_on_bus(serve->bus.name, &run, &serve->bus) : serve_bus(serve);
	link_close(serve->bus.link);
	return status;
}

/* Which of the three it is, and nothing of the others. */
static int record(struct record_options *options, const char *const *command)
{
	const char *name = options->serve.bus.name;
	const struct serve_options *serve = &options->serve;

	if (!options->import.recording && !options->import.trace)
		return cli_say(name, CLI_USAGE, "it has to write somewhere: --out FILE or --pcapng FILE");
	if (options->import.n_logs > 0 && (serve->bus.link_url || serve->n_urls > 0 || command))
		return cli_say(name, CLI_USAGE,
			"--import makes a recording of logs, without a bus: leave out --link, "
			"--listen and COMMAND");
	if (options->import.n_logs > 0)
		return record_import_run(&options->import);
	if (!serve->bus.link_url)
		return cli_say(name, CLI_USAGE,
			"there is nothing to record: --link URL names a bus, --import LOG a log of one");
	if (!command == (serve->n_urls == 0))
		return cli_say(name, CLI_USAGE,
			"somebody has to use the bus: a COMMAND, or who connects to "
			"--listen URL");
	return record_link(options, command);
}

static int run(const struct cli_command *command, int argc, char **argv)
{
	static const struct option names[] = {
		LINK_OPTION_ROWS,
		{ "link", required_argument, NULL, OPTION_LINK },
		{ "listen", required_argument, NULL, OPTION_LISTEN },
		{ "ready-fd", required_argument, NULL, OPTION_READY_FD },
		{ "allow-irreversible", required_argument, NULL, OPTION_ALLOW_IRREVERSIBLE },
		{ "part", required_argument, NULL, OPTION_PART },
		{ "out", required_argument, NULL, OPTION_OUT },
		{ "pcapng", required_argument, NULL, OPTION_PCAPNG },
		{ "import", required_argument, NULL, OPTION_IMPORT },
		{ "adapter", required_argument, NULL, OPTION_ADAPTER },
		{ "format", required_argument, NULL, OPTION_FORMAT },
		{ "event-ids", required_argument, NULL, OPTION_IDS },
		{ "page-size", required_argument, NULL, OPTION_PAGE_SIZE },
		{ 0 },
	};
	struct record_options options = {
		.import = { .name = argv[0], .adapter = -1, .format = ftrace_format_default() },
		.serve = { .bus = bus_options_make(argv[0], CLOCK_INSTANT), .ready_fd = -1 },
	};
	int status, code;

	options.serve.bus.server.note = tell;
	options.serve.bus.server.note_context = argv[0];
	while ((code = cli_option(command, argc, argv, names, &status)) >= 0)
		if (take(&options, code, optarg) != CLI_GOOD)
			return CLI_USAGE;
	if (code == CLI_STOP)
		return status;
	return record(&options, optind < argc ? (const char *const *)argv + optind : NULL);
}

const struct cli_command cli_record = {
	.name = "record",
	.summary = "record what goes over a bus, to be replayed",
	.help = help,
	.stops_at_word = true,
	.run = run,
};
