/* sim/cli/bus_options.c: the options of `run` and `serve` that make a bus, and the bus they make. */
#include "bus_options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "hex.h"
#include "part_kind.h"
#include "se050.h"

struct bus_options bus_options_make(const char *name, enum clock_mode clock)
{
	struct bus_options options = { .name = name };

	options.board.clock = clock;
	options.board.sync = STORE_SYNC_ALWAYS;
	return options;
}

static int take_chip(
	const struct bus_options *options, const char *chips[BUS_CHIPS_MAX], size_t *n, const char *value)
{
	struct part_spec spec;
	struct why why;

	if (*n == BUS_CHIPS_MAX)
		return cli_say(options->name, CLI_USAGE, "a bus holds %d chips at most", BUS_CHIPS_MAX);
	if (part_parse(&spec, value, strlen(value), &why) < 0)
		return cli_tell(options->name, &why, CLI_USAGE);
	part_spec_clear(&spec);
	chips[(*n)++] = value;
	return CLI_GOOD;
}

/* Parsed again by the server; here so that a wrong one is refused before anything is made. */
static int take_fault(struct bus_options *options, const char *value)
{
	struct bus_fault fault;
	struct why why;

	if (bus_fault_script(&fault, value, &why) < 0)
		return cli_tell(options->name, &why, CLI_USAGE);
	options->fault = value;
	return CLI_GOOD;
}

/* NAME[,nack_errno=WORD] */
static int take_adapter(struct bus_options *options, const char *value)
{
	static const char key[] = ",nack_errno=";
	size_t len = strcspn(value, ",");
	char name[32];

	snprintf(name, sizeof(name), "%.*s", (int)(len < sizeof(name) ? len : 0), value);
	options->server.adapter = adapter_find(name);
	if (!options->server.adapter)
		return cli_say(options->name, CLI_USAGE, "--adapter takes generic or rpi, not \"%.*s\"",
			(int)(len < 80 ? len : 80), value);
	if (value[len] == '\0')
		return CLI_GOOD;
	if (strncmp(value + len, key, sizeof(key) - 1) != 0)
		return cli_say(options->name, CLI_USAGE,
			"--adapter %s takes ,nack_errno=ERRNO behind it, not \"%.80s\"", name, value + len);
	options->server.nack_errno = adapter_nack_errno_from(value + len + sizeof(key) - 1);
	if (options->server.nack_errno == 0)
		return cli_say(options->name, CLI_USAGE,
			"nack_errno= takes ENXIO, EREMOTEIO or EIO, not \"%.80s\"",
			value + len + sizeof(key) - 1);
	return CLI_GOOD;
}

/* What a part does against its own documents, as physical ones do. */
static int take_erratum(struct bus_options *options, const char *value)
{
	if (strcmp(value, "repeated-start") != 0)
		return cli_say(options->name, CLI_USAGE, "--erratum takes repeated-start, not \"%s\"", value);
	options->repeated_start_hangs = true;
	return CLI_GOOD;
}

int bus_options_take(struct bus_options *options, int code, const char *value)
{
	switch (code) {
	case BUS_OPTION_CHIP:
		return take_chip(options, options->chips, &options->n_chips, value);
	case BUS_OPTION_BEHIND:
		return take_chip(options, options->behind, &options->n_behind, value);
	case LINK_OPTION_SPEED:
		return link_take_speed(options->name, &options->board, value);
	case LINK_OPTION_CLOCK:
		return link_take_clock(options->name, &options->board, value);
	case LINK_OPTION_LATENCY:
		options->latency_given = true;
		return link_take_latency(options->name, &options->board, value);
	case LINK_OPTION_SEED:
		return link_take_seed(options->name, &options->board, value);
	case LINK_OPTION_SYNC:
		return link_take_sync(options->name, &options->board, value);
	case BUS_OPTION_ADAPTER:
		return take_adapter(options, value);
	case BUS_OPTION_ERRATUM:
		return take_erratum(options, value);
	case BUS_OPTION_TRACE:
		options->trace = value;
		return CLI_GOOD;
	case BUS_OPTION_RECORD:
		options->record = value;
		return CLI_GOOD;
	default:
		return take_fault(options, value);
	}
}

enum {
	HEADER_LINES = 2 * BUS_CHIPS_MAX + 6,
	HEADER_LINE_MAX = PART_STATE_MAX + 96,
};

static const char *const clocks[] = { "instant", "virtual", "real" };

static void date_line(char line[HEADER_LINE_MAX])
{
	time_t now = time(NULL);
	struct tm tm = { 0 };

	gmtime_r(&now, &tm);
	strftime(line, HEADER_LINE_MAX, "date %Y-%m-%dT%H:%M:%SZ", &tm);
}

/* What a link says of the bus behind it. Its key is nobody's business. */
static size_t link_lines(char lines[][HEADER_LINE_MAX], const struct bus_options *options)
{
	const struct link_info *info = &options->link->info;
	const char *key = strstr(options->link_url, ",key=");
	size_t len = key ? (size_t)(key - options->link_url) : strlen(options->link_url), n = 0;

	date_line(lines[n++]);
	snprintf(lines[n++], HEADER_LINE_MAX, "link %.*s", (int)(len < PART_STATE_MAX ? len : PART_STATE_MAX),
		options->link_url);
	snprintf(lines[n++], HEADER_LINE_MAX, "simulated %s", info->simulated ? "yes" : "no");
	snprintf(lines[n++], HEADER_LINE_MAX, "clock %s", clocks[info->clock]);
	if (info->speed_hz > 0)
		snprintf(lines[n++], HEADER_LINE_MAX, "speed %u", info->speed_hz);
	for (size_t i = 0; i < info->n_parts; i++) {
		const struct wire_part *part = &info->parts[i];
		char serial[2 * sizeof(part->serial) + 1];

		hex_text(serial, part->serial,
			part->serial_len < sizeof(part->serial) ? part->serial_len : sizeof(part->serial));
		snprintf(
			lines[n++], HEADER_LINE_MAX, "part %02x %s %s", part->address, part->profile, serial);
	}
	return n;
}

/* All that is needed to repeat the run. */
static size_t header_lines(
	char lines[][HEADER_LINE_MAX], const struct bus_options *options, enum latency_kind latency)
{
	static const char *const latencies[] = { "none", "typical", "max" };
	const struct board_options *board = &options->board;
	size_t n = 0;

	snprintf(lines[n++], HEADER_LINE_MAX, "sesim %s", SESIM_VERSION);
	if (board->seeded)
		snprintf(lines[n++], HEADER_LINE_MAX, "seed %llu", (unsigned long long)board->seed);
	if (options->link)
		return n + link_lines(lines + n, options);
	snprintf(lines[n++], HEADER_LINE_MAX, "clock %s", clocks[board->clock]);
	snprintf(lines[n++], HEADER_LINE_MAX, "latency %s", latencies[latency]);
	snprintf(lines[n++], HEADER_LINE_MAX, "speed %u",
		board->speed_hz ? board->speed_hz : I2C_SPEED_DEFAULT);
	for (size_t i = 0; i < options->n_chips; i++)
		snprintf(lines[n++], HEADER_LINE_MAX, "chip %s", options->chips[i]);
	for (size_t i = 0; i < options->n_behind; i++)
		snprintf(lines[n++], HEADER_LINE_MAX, "behind %s", options->behind[i]);
	if (options->repeated_start_hangs)
		snprintf(lines[n++], HEADER_LINE_MAX, "erratum repeated-start");
	return n;
}

static int begin_record(struct bus_up *up, const struct bus_options *options, char lines[][HEADER_LINE_MAX],
	size_t n, struct why *why)
{
	const char *header[HEADER_LINES];
	int rc;

	for (size_t i = 0; i < n; i++)
		header[i] = lines[i];
	rc = bus_record_open(&up->record, up->bus, options->record, header, n, why);
	up->recording = rc == 0;
	return rc;
}

/* The same lines in one, as far as they fit. */
static int begin_trace(struct bus_up *up, const struct bus_options *options, char lines[][HEADER_LINE_MAX],
	size_t n, struct why *why)
{
	char comment[PCAPNG_COMMENT_MAX + 1] = "";
	size_t len = 0;
	int rc;

	for (size_t i = 0; i < n && len + strlen(lines[i]) + 2 < sizeof(comment); i++)
		len += (size_t)snprintf(
			comment + len, sizeof(comment) - len, "%s%s", i > 0 ? ", " : "", lines[i]);
	rc = pcapng_open(&up->trace, up->bus, options->trace, comment, why);
	up->tracing = rc == 0;
	return rc;
}

static int begin_watching(
	struct bus_up *up, const struct bus_options *options, enum latency_kind latency, struct why *why)
{
	char(*lines)[HEADER_LINE_MAX] = calloc(HEADER_LINES, sizeof(*lines));
	size_t n;
	int rc = 0;

	if (!lines)
		return why_errno(why, ENOMEM, "no memory for a trace");
	n = header_lines(lines, options, latency);
	if (options->trace)
		rc = begin_trace(up, options, lines, n, why);
	if (rc == 0 && options->record)
		rc = begin_record(up, options, lines, n, why);
	free(lines);
	return rc;
}

/* A chip whose state file fails can only answer 0F; the user is told why. */
static void tell_trouble(void *context, const char *sentence)
{
	(void)context;
	fprintf(stderr, "sesim: %s\n", sentence);
}

static int add_behind(struct board *board, const struct bus_options *options, struct why *why)
{
	bool mastered = options->n_behind == 0;
	int rc = 0;

	for (size_t i = 0; i < board->n_parts; i++)
		mastered |= strcmp(board->parts[i]->model.kind, "se050") == 0;
	if (!mastered)
		return why_fail(why, EINVAL,
			"--behind puts %s on a bus that an SE05x masters: one of these is to be a --chip",
			options->behind[0]);
	for (size_t i = 0; rc == 0 && i < options->n_behind; i++)
		rc = board_add_behind(board, options->behind[i], strlen(options->behind[i]), why);
	return rc;
}

static void set_errata(const struct board *board, const struct bus_options *options)
{
	for (size_t i = 0; i < board->n_parts; i++)
		if (board->parts[i]->kind == &part_kind_se050)
			((struct se050 *)board->parts[i]->chip)->options.repeated_start_hangs =
				options->repeated_start_hangs;
}

int bus_up_make(struct bus_up *up, const struct bus_options *options, struct why *why)
{
	static const struct chip_trouble trouble = { .tell = tell_trouble };
	struct board_options board = options->board;
	int rc;

	board.trouble = &trouble;
	memset(up, 0, sizeof(*up));
	if (options->link) {
		relay_init(&up->relay, options->link);
		up->bus = &up->relay.bus;
		return begin_watching(up, options, board.latency, why);
	}
	if (!options->latency_given)
		board.latency = board.clock == CLOCK_INSTANT ? LATENCY_NONE : LATENCY_TYPICAL;
	rc = board_new(&up->board, &board, why);
	if (rc == 0)
		up->bus = &up->board->bus;
	for (size_t i = 0; rc == 0 && i < options->n_chips; i++)
		rc = board_add(up->board, options->chips[i], strlen(options->chips[i]), why);
	if (rc == 0)
		rc = add_behind(up->board, options, why);
	if (rc == 0)
		set_errata(up->board, options);
	if (rc == 0)
		rc = begin_watching(up, options, board.latency, why);
	if (rc < 0)
		bus_up_end(up, NULL);
	return rc;
}

int bus_up_serve(
	struct server **server, struct bus_up *up, const struct bus_options *options, struct why *why)
{
	struct server_options server_options = options->server;
	struct wire_part parts[WIRE_PARTS_MAX];
	int rc;

	if (options->link) {
		server_options.link = options->link;
		server_options.name = options->link->info.simulated ? NULL : "lent";
		rc = server_new(server, up->bus, options->link->info.parts, options->link->info.n_parts,
			&server_options, why);
	} else {
		board_describe(up->board, parts);
		rc = server_new(server, up->bus, parts, up->board->n_parts, &server_options, why);
	}
	if (rc == 0 && options->fault)
		rc = server_fault(*server, options->fault, why);
	if (rc < 0) {
		server_free(*server);
		*server = NULL;
	}
	return rc;
}

int bus_up_end(struct bus_up *up, struct why *why)
{
	int rc = 0, rc2 = 0;

	if (up->tracing)
		rc = pcapng_close(&up->trace, up->bus, why);
	if (up->recording)
		rc2 = bus_record_close(&up->record, up->bus, why);
	board_free(up->board);
	memset(up, 0, sizeof(*up));
	return rc < 0 ? rc : rc2;
}
