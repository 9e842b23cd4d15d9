/* sim/cli/trace.c: sesim trace: what a trace or a recording says, a line a command. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "pcapng.h"
#include "replay.h"
#include "traffic.h"
#include "traffic050.h"

static const char help[] =
	"usage: sesim trace FILE [--all]\n"
	"\n"
	"Shows what went over a bus, from a file written by --trace (pcapng) or --record: a line a command "
	"with its\n"
	"time in milliseconds, the chip's address, name, parameters and answer. What is not understood is "
	"shown as\n"
	"bytes, and addresses that nobody acknowledged are counted.\n"
	"\n"
	"  --all    every transaction as bytes besides\n"
	"\n"
	"examples:\n"
	"  sesim run --chip atecc608a --trace bus.pcapng -- ./your-app; sesim trace bus.pcapng\n";

enum {
	ADDRESSES = 128,
	SHOWN_BYTES = 64,
};

/* Either kind of file. */
struct source {
	bool is_pcapng;
	struct pcapng_reader pcapng;
	struct replay recording;
};

struct trace {
	bool all;
	struct atecc_traffic atecc[ADDRESSES];
	struct se050_traffic se050[ADDRESSES];
	/* Address probes in a row that nobody acknowledged. */
	uint64_t silent_ns;
	uint8_t silent_address; /* the first, and the newest */
	uint8_t silent_last;
	size_t silent;
};

static int source_open(struct source *source, const char *path, struct why *why)
{
	static const uint8_t pcapng[4] = { 0x0a, 0x0d, 0x0d, 0x0a };
	uint8_t head[4] = { 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return why_errno(why, errno, "cannot open %s", path);
	source->is_pcapng =
		read(fd, head, sizeof(head)) == (ssize_t)sizeof(head) && memcmp(head, pcapng, 4) == 0;
	close(fd);
	return source->is_pcapng ? pcapng_read_open(&source->pcapng, path, why)
				 : replay_open(&source->recording, path, why);
}

static int source_next(struct source *source, struct recording_transaction *t, struct why *why)
{
	return source->is_pcapng ? pcapng_read(&source->pcapng, t, why)
				 : replay_next(&source->recording, t, why);
}

static void source_close(struct source *source)
{
	if (source->is_pcapng)
		pcapng_read_close(&source->pcapng);
	else
		replay_close(&source->recording);
}

static void print_line(void *context, uint64_t time_ns, uint8_t address, const char *text)
{
	(void)context;
	printf("%12.3f  %02x  %s\n", (double)time_ns / 1e6, address, text);
}

static const struct traffic_listener listener = { .line = print_line };

/* Polling and scanning: one line for all probes in a row. */
static void print_silence(struct trace *trace)
{
	char text[96];

	if (trace->silent == 0)
		return;
	if (trace->silent == 1)
		snprintf(text, sizeof(text), "(not acknowledged)");
	else if (trace->silent_address == trace->silent_last)
		snprintf(text, sizeof(text), "(not acknowledged, %zu times)", trace->silent);
	else
		snprintf(text, sizeof(text), "(not acknowledged, nor %zu more up to %02x)", trace->silent - 1,
			trace->silent_last);
	print_line(NULL, trace->silent_ns, trace->silent_address, text);
	trace->silent = 0;
}

static void print_bytes(uint64_t time_ns, const struct i2c_message *m, size_t len, const char *note)
{
	char text[2 * SHOWN_BYTES + 64];
	size_t n = (size_t)snprintf(
		text, sizeof(text), "%s %s", m->flags & I2C_READ ? "R" : "W", m->len == 0 ? "(no data)" : "");

	for (size_t i = 0; i < len && i < SHOWN_BYTES; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%02x", m->bytes[i]);
	if (len > SHOWN_BYTES)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "... (%zu bytes)", len);
	snprintf(text + n, sizeof(text) - n, "%s", note);
	print_line(NULL, time_ns, m->addr & 0x7f, text);
}

/* The message that was not acknowledged, whole or in its data. */
static void show_refused(
	struct trace *trace, const struct recording_transaction *t, const struct i2c_message *m)
{
	static const char *const notes[] = {
		[WIRE_DATA_NACK] = " (data not acknowledged)",
		[WIRE_ARBITRATION_LOST] = " (arbitration lost)",
		[WIRE_TIMEOUT] = " (timeout)",
	};

	/* A wake pulse is not acknowledged, and is its own kind of line. */
	if (t->outcome == WIRE_ADDRESS_NACK && m->addr == 0) {
		print_silence(trace);
		print_line(NULL, t->time_ns, 0, "wake pulse");
		return;
	}
	if (t->outcome == WIRE_ADDRESS_NACK) {
		trace->silent_last = m->addr & 0x7f;
		if (trace->silent++ == 0) {
			trace->silent_ns = t->time_ns;
			trace->silent_address = m->addr & 0x7f;
		}
		return;
	}
	print_silence(trace);
	print_bytes(t->time_ns, m, m->flags & I2C_READ ? 0 : m->len,
		t->outcome < sizeof(notes) / sizeof(notes[0]) && notes[t->outcome] ? notes[t->outcome] : "");
}

static void show_message(struct trace *trace, uint64_t time_ns, const struct i2c_message *m)
{
	uint8_t address = m->addr & 0x7f;
	struct atecc_traffic *atecc = &trace->atecc[address];
	struct se050_traffic *se050 = &trace->se050[address];
	bool known;

	/* What was polled for has come: the polls are no news. */
	if (trace->silent_address == trace->silent_last && trace->silent_last == address &&
		(atecc->met || se050->met) && !trace->all)
		trace->silent = 0;
	print_silence(trace);
	if (m->flags & I2C_READ)
		known = atecc_traffic_read(atecc, &listener, time_ns, m->bytes, m->len) ||
			se050_traffic_read(se050, &listener, time_ns, m->bytes, m->len);
	else
		known = atecc_traffic_write(atecc, &listener, time_ns, m->bytes, m->len) ||
			se050_traffic_write(se050, &listener, time_ns, m->bytes, m->len);
	if (!known || trace->all)
		print_bytes(time_ns, m, m->len, "");
}

static void show(struct trace *trace, const struct recording_transaction *t)
{
	size_t done = t->done < t->n ? t->done : t->n;

	for (size_t i = 0; i < done; i++)
		show_message(trace, t->time_ns, &t->messages[i]);
	if (t->outcome != WIRE_OK && done < t->n)
		show_refused(trace, t, &t->messages[done]);
}

static int show_all(struct trace *trace, struct source *source, struct why *why)
{
	struct recording_transaction t;
	int rc;

	for (size_t i = 0; i < ADDRESSES; i++)
		trace->atecc[i].address = trace->se050[i].address = (uint8_t)i;
	while ((rc = source_next(source, &t, why)) > 0)
		show(trace, &t);
	print_silence(trace);
	for (size_t i = 0; i < ADDRESSES; i++) {
		atecc_traffic_end(&trace->atecc[i], &listener);
		se050_traffic_end(&trace->se050[i], &listener);
	}
	return rc;
}

static int run(const struct cli_command *command, int argc, char **argv)
{
	static const struct option names[] = { { "all", no_argument, NULL, 'a' }, { 0 } };
	struct trace *trace;
	struct source source = { .is_pcapng = false };
	struct why why;
	bool all = false;
	int status, code, rc;

	while ((code = cli_option(command, argc, argv, names, &status)) >= 0)
		all = true;
	if (code == CLI_STOP)
		return status;
	status = cli_words(command, argc, argv, 1, 1);
	if (status != CLI_GOOD)
		return status;
	if (source_open(&source, argv[optind], &why) < 0)
		return cli_tell(argv[0], &why, CLI_USAGE);
	trace = calloc(1, sizeof(*trace));
	if (trace)
		trace->all = all;
	rc = trace ? show_all(trace, &source, &why) : why_errno(&why, ENOMEM, "cannot show %s", argv[optind]);
	free(trace);
	source_close(&source);
	return rc < 0 ? cli_tell(argv[0], &why, CLI_USAGE) : CLI_GOOD;
}

const struct cli_command cli_trace = {
	.name = "trace",
	.summary = "what a trace or recording says, a line a command",
	.help = help,
	.run = run,
};
