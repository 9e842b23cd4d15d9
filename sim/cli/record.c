/* sim/cli/record.c: sesim record: what goes over a bus, to be replayed. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "hex.h"
#include "record_import.h"

static const char help[] =
	"usage: sesim record --import LOG... --out FILE [OPTION...]\n"
	"\n"
	"Writes what goes over a bus as a recording (docs/RECORDINGS.md), which \"sesim replay\" says again "
	"to\n"
	"another part and \"sesim trace\" shows.\n"
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
	"  --import LOG       a log of the events i2c_write, i2c_read, i2c_reply and i2c_result\n"
	"  --adapter N        only i2c-N, when the log has several\n"
	"  --format DIR       a copy of /sys/kernel/tracing/events/i2c of the machine, for pages: the "
	"events' "
	"numbers\n"
	"  --event-ids LIST   these numbers instead: of i2c_write,i2c_read,i2c_reply,i2c_result\n"
	"  --page-size N      of the ring buffer's pages, unless header_page is in DIR (4096)\n"
	"\n"
	"examples:\n"
	"  sesim record --import trace.txt --out bus.txt\n"
	"  sesim record --import cpu0.raw --import cpu1.raw --format events --out bus.txt; sesim trace "
	"bus.txt\n";

enum {
	OPTION_OUT = 0x200,
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

static int take(struct record_import *import, int code, const char *value)
{
	uint64_t number;

	switch (code) {
	case OPTION_OUT:
		import->recording = value;
		return CLI_GOOD;
	case OPTION_PCAPNG:
		import->trace = value;
		return CLI_GOOD;
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

static int run(const struct cli_command *command, int argc, char **argv)
{
	static const struct option names[] = {
		{ "out", required_argument, NULL, OPTION_OUT },
		{ "pcapng", required_argument, NULL, OPTION_PCAPNG },
		{ "import", required_argument, NULL, OPTION_IMPORT },
		{ "adapter", required_argument, NULL, OPTION_ADAPTER },
		{ "format", required_argument, NULL, OPTION_FORMAT },
		{ "event-ids", required_argument, NULL, OPTION_IDS },
		{ "page-size", required_argument, NULL, OPTION_PAGE_SIZE },
		{ 0 },
	};
	struct record_import import = { .name = argv[0], .adapter = -1, .format = ftrace_format_default() };
	int status, code;

	while ((code = cli_option(command, argc, argv, names, &status)) >= 0)
		if (take(&import, code, optarg) != CLI_GOOD)
			return CLI_USAGE;
	if (code == CLI_STOP)
		return status;
	status = cli_words(command, argc, argv, 0, 0);
	if (status != CLI_GOOD)
		return status;
	if (!import.recording && !import.trace)
		return cli_say(argv[0], CLI_USAGE, "it has to write somewhere: --out FILE or --pcapng FILE");
	if (import.n_logs == 0)
		return cli_say(argv[0], CLI_USAGE, "there is nothing to record: --import LOG names a log");
	return record_import_run(&import);
}

const struct cli_command cli_record = {
	.name = "record",
	.summary = "record what goes over a bus, to be replayed",
	.help = help,
	.run = run,
};
