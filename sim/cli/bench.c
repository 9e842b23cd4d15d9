/* sim/cli/bench.c: sesim bench: the same operations in turn on several links. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench_report.h"
#include "nearest.h"

static const char help[] =
	"usage: sesim bench --link URL [--link URL...] [OPTION...]\n"
	"\n"
	"Runs the same operations in turn on parts behind links, simulated or real, and tells how long they\n"
	"take, what passes on the bus, and how much of the time is bus, chip and host; the first link is "
	"what\n"
	"the others are compared with. Simulated parts are put back as they were. A part is real until its "
	"link\n"
	"says that it is simulated: there, only what leaves nothing behind is run, unless --allow-writes; "
	"what\n"
	"cannot be undone never is.\n"
	"Times of a simulated bus under its virtual clock are modelled: bus and chip, without the host, so "
	"that\n"
	"they compare with a real part's. All others, and the host's share, are by this machine's clock.\n"
	"\n"
	"  --link URL         where a part is, up to 6 times:\n" LINK_URL_HELP
	"  --chip CHIP        which part the --link before it is; needed where the link cannot tell.\n"
	"                     scp03=ENC:MAC:DEK gives an SE05x's platform keys\n"
	"  --scenario NAME    commands, boot, scp03, sign, tls or provision; as often as wanted (all)\n"
	"  --only WORD        operations with that in their names\n"
	"  --runs N           of each operation on each link (50)\n"
	"  --seconds T        at most so long for one operation, on all links, but 3 runs (10)\n"
	"  --key N            the key that signs: an ATECC's slot (0), an SE05x's object (0x...)\n"
	"  --allow-writes     on a real part: what writes, and is undone: an SE05x's objects 5e510001 to\n"
	"                     5e510004, a slot's block written with what stands in it\n"
	"  --rewrite-slot N   on a real ATECC, with --allow-writes: the slot in which new keys may be made\n"
	"  --json             one JSON object on standard output\n"
	"  --tsv              tab-separated values on standard output\n"
	"  --html FILE        one page that stands alone, with plots\n"
	"  --clock KIND       of a simulated bus: virtual, instant or real (virtual)\n" LINK_OPTION_HELP "\n"
	"The exit status is 0 when all went well, 1 when a part gave a wrong answer, 2 for a wrong command "
	"line or\n"
	"file, 3 when a part is missing or was lost on the way (what was measured until then is written). "
	"SIGINT and\n"
	"SIGTERM end it early: parts are put back, what was measured is written.\n"
	"\n"
	"examples:\n"
	"  sesim bench --link sim:atecc608a\n"
	"  sesim bench --link sim:se050c --link ftdi: --chip se050c --html out.html\n"
	"  sesim bench --link sim:atecc608a --link unix:/run/se.sock --scenario sign --runs 200 --json\n"
	"  sesim bench --link sim:atecc608a --link sim:atecc608b --speed 1000000 --latency max\n";

static const char *const scenarios[] = { "commands", "boot", "scp03", "sign", "tls", "provision" };

enum {
	SCENARIOS = sizeof(scenarios) / sizeof(scenarios[0]),
	RUNS_MAX = 100000,
	RUNS_MIN = 3, /* whatever --seconds says */
	ROWS_MAX = 64,
};

enum bench_option {
	OPTION_LINK = 0x200,
	OPTION_CHIP,
	OPTION_SCENARIO,
	OPTION_ONLY,
	OPTION_RUNS,
	OPTION_SECONDS,
	OPTION_KEY,
	OPTION_WRITES,
	OPTION_SPARE,
	OPTION_JSON,
	OPTION_TSV,
	OPTION_HTML,
};

struct request {
	const char *name;
	const char *urls[BENCH_LINKS_MAX], *chips[BENCH_LINKS_MAX];
	size_t n_links;
	bool wanted[SCENARIOS], any_wanted;
	const char *only, *html;
	uint64_t runs, seconds;
	bool json, tsv;
	struct bench_wishes wishes;
	struct link_options links;
};

struct bench {
	const struct request *request;
	struct bench_peer peer;
	struct bench_part *parts;
	bool lost[BENCH_LINKS_MAX];
	struct bench_column columns[BENCH_LINKS_MAX];
	struct bench_row *rows;
	size_t n_rows;
	bool shows;
};

static bool is_wanted(const struct request *request, const struct bench_op *op)
{
	if (request->only && !strcasestr(op->name, request->only))
		return false;
	for (size_t i = 0; i < SCENARIOS && request->any_wanted; i++)
		if (strcmp(scenarios[i], op->scenario) == 0)
			return request->wanted[i];
	return true;
}

static struct bench_row *row_of(struct bench *bench, const struct bench_op *op)
{
	for (size_t r = 0; r < bench->n_rows; r++)
		if (strcmp(bench->rows[r].scenario, op->scenario) == 0 &&
			strcmp(bench->rows[r].name, op->name) == 0)
			return &bench->rows[r];
	bench->rows[bench->n_rows] = (struct bench_row){ .scenario = op->scenario, .name = op->name };
	return &bench->rows[bench->n_rows++];
}

/* A row for each operation that any of the parts has, scenario by scenario. */
static void make_rows(struct bench *bench)
{
	for (size_t s = 0; s < SCENARIOS; s++)
		for (size_t i = 0; i < bench->request->n_links; i++) {
			bool is_atecc = bench->parts[i].kind == BENCH_ATECC;
			const struct bench_op *ops = is_atecc ? bench_atecc_ops : bench_se05x_ops;
			size_t n = is_atecc ? bench_n_atecc_ops : bench_n_se05x_ops;

			for (size_t k = 0; k < n; k++) {
				struct bench_cell *cell;

				if (strcmp(ops[k].scenario, scenarios[s]) != 0 ||
					!is_wanted(bench->request, &ops[k]))
					continue;
				cell = &row_of(bench, &ops[k])->cells[i];
				cell->op = &ops[k];
				cell->stopped = bench_cannot(&bench->parts[i], &ops[k], cell->reason);
			}
		}
}

static bool is_refusal(int rc)
{
	return rc == -EREMOTEIO || rc == -EOPNOTSUPP || rc == -EPERM || rc == -ENOENT || rc == -EACCES;
}

static void stop(struct bench *bench, size_t i, struct bench_cell *cell, int rc, const struct why *why)
{
	struct bench_part *part = &bench->parts[i];
	const struct bench_op *open = bench_op_of(part, "boot", "open");
	struct why ignored;

	cell->stopped = true;
	cell->wrong = rc == -EBADMSG || rc == -EPROTO;
	snprintf(cell->reason, sizeof(cell->reason), "%.190s", why->text);
	/* A session that a refusal left half open; and whether there is a part at all. */
	if (part->kind == BENCH_SE05X || (!is_refusal(rc) && !cell->wrong))
		bench->lost[i] = open->run(part, &ignored) < 0;
}

/* One run; count: it is not the one that warms up. Returns whether there may be another. */
static bool run_once(struct bench *bench, size_t i, struct bench_cell *cell, bool count)
{
	struct bench_part *part = &bench->parts[i];
	const struct bench_op *op = cell->op;
	struct bench_sample sample;
	struct why why;
	uint64_t machine_ns;
	int rc = op->before ? op->before(part, &why) : 0;

	part->tally = (struct link_tally){ 0 };
	machine_ns = link_machine_ns();
	if (rc == 0)
		rc = op->run(part, &why);
	machine_ns = link_machine_ns() - machine_ns;
	sample = (struct bench_sample){ .bus = (double)part->tally.bus_ns / 1e3,
		.chip = (double)part->tally.chip_ns / 1e3,
		.host = (double)(machine_ns - part->tally.machine_ns) / 1e3,
		.transactions = part->tally.transactions,
		.looks = part->tally.looks,
		.written = part->tally.written,
		.read = part->tally.read };
	sample.total = link_is_modelled(part->link) ? sample.bus + sample.chip : (double)machine_ns / 1e3;
	if (rc == 0 && op->after)
		rc = op->after(part, &why);
	if (rc == 0 && count && !bench_samples_add(&cell->samples, &sample))
		rc = why_fail(&why, ENOMEM, "no memory for what was measured");
	if (rc < 0)
		stop(bench, i, cell, rc, &why);
	return rc == 0;
}

/* All links take a turn. Returns whether any has another. */
static bool run_turn(struct bench *bench, struct bench_row *row, bool count)
{
	bool more = false;

	for (size_t i = 0; i < bench->request->n_links; i++) {
		struct bench_cell *cell = &row->cells[i];

		if (cell->op && !cell->stopped && bench->lost[i]) {
			cell->stopped = true;
			snprintf(cell->reason, sizeof(cell->reason), "the part was lost before");
		}
		if (cell->op && !cell->stopped)
			more = run_once(bench, i, cell, count) || more;
	}
	return more;
}

/*
 * Whether somebody wants it to end. The signals are blocked from before a part is opened until it is put back, so that
 * nothing is left behind on it.
 */
static bool is_interrupted(void)
{
	sigset_t pending;

	return sigpending(&pending) == 0 &&
	       (sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1);
}

static void block_signals(bool block)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigprocmask(block ? SIG_BLOCK : SIG_UNBLOCK, &signals, NULL);
}

static void run_row(struct bench *bench, struct bench_row *row)
{
	const struct request *request = bench->request;
	const uint64_t end_ns = link_machine_ns() + request->seconds * 1000000000u;

	if (bench->shows)
		fprintf(stderr, "\r\033[K%s: %s", row->scenario, row->name);
	if (!run_turn(bench, row, false))
		return;
	for (uint64_t run = 0; run < request->runs && !is_interrupted(); run++)
		if (!run_turn(bench, row, true) || (run + 1 >= RUNS_MIN && link_machine_ns() > end_ns))
			break;
	for (size_t i = 0; i < request->n_links; i++)
		bench_samples_sort(&row->cells[i].samples);
}

static void describe(struct bench *bench, size_t i)
{
	static const char *const latencies[] = {
		[LATENCY_NONE] = "none", [LATENCY_TYPICAL] = "typical", [LATENCY_MAX] = "max"
	};
	const struct bench_part *part = &bench->parts[i];
	const struct link_info *info = &part->link->info;
	const struct board_options *board = &part->links.board;
	struct bench_column *column = &bench->columns[i];
	bool is_ours = strncmp(part->url, "sim:", 4) == 0 || strncmp(part->url, "mpsse:", 6) == 0;
	enum latency_kind latency = part->links.latency_given ? board->latency : LATENCY_TYPICAL;
	bool has_twin = false;

	*column = (struct bench_column){
		.url = part->url, .simulated = info->simulated, .modelled = link_is_modelled(part->link)
	};
	snprintf(column->part, sizeof(column->part), "%.40s at %02x", part->subject.profile.name,
		part->subject.address);
	for (size_t k = 0; k < bench->request->n_links; k++)
		has_twin = has_twin || (k != i && strcmp(bench->request->urls[k], part->url) == 0);
	snprintf(column->label, sizeof(column->label), "%.110s%s%s", part->url, has_twin ? ", " : "",
		has_twin ? part->subject.profile.name : "");
	if (info->clock == WIRE_CLOCK_INSTANT && info->simulated)
		snprintf(column->about, sizeof(column->about),
			"simulated, times modelled: %u Hz, commands take no time (instant clock)",
			info->speed_hz);
	else if (column->modelled)
		snprintf(column->about, sizeof(column->about),
			"simulated, times modelled: %u Hz%s%s; host by this machine's clock", info->speed_hz,
			is_ours ? ", latency " : "", is_ours ? latencies[latency] : "");
	else
		snprintf(column->about, sizeof(column->about),
			"%s, times by this machine's clock, host included",
			info->simulated ? "simulated under the real clock" : "real");
	if (part->was_blank)
		snprintf(column->note, sizeof(column->note),
			"It was blank: it had a configuration and keys for the run, and is blank again");
	else if (part->made_objects)
		snprintf(column->note, sizeof(column->note),
			"Objects 5e510001 to 5e510004 were made for the run, and are deleted again");
}

static int open_all(struct bench *bench)
{
	const struct request *request = bench->request;

	for (size_t i = 0; i < request->n_links; i++) {
		struct bench_part *part = &bench->parts[i];
		int status;

		part->links = request->links;
		part->wishes = &request->wishes;
		part->peer = &bench->peer;
		status = bench_part_open(part, request->urls[i], request->chips[i], request->name);
		if (status != CLI_GOOD)
			return status;
		describe(bench, i);
	}
	return CLI_GOOD;
}

static int close_all(struct bench *bench, int status)
{
	for (size_t i = 0; i < bench->request->n_links; i++) {
		struct why why;
		int rc = bench_part_close(&bench->parts[i], &why);

		if (rc < 0 && status == CLI_GOOD)
			status = cli_say(bench->request->name, CLI_DEVICE, "%s: %s", bench->request->urls[i],
				why.text);
	}
	return status;
}

static int write_page(const struct request *request, const struct bench_report *report)
{
	FILE *out = fopen(request->html, "we");
	int rc;

	if (!out)
		return cli_say(
			request->name, CLI_USAGE, "%s cannot be written: %s", request->html, strerror(errno));
	rc = bench_report_html(out, report);
	if (fclose(out) != 0 || rc < 0)
		return cli_say(request->name, CLI_USAGE, "%s is not written whole", request->html);
	return CLI_GOOD;
}

static int write_reports(const struct bench *bench)
{
	const struct request *request = bench->request;
	const struct bench_report report = { bench->columns, request->n_links, bench->rows, bench->n_rows };

	if (request->json)
		bench_report_json(stdout, &report);
	else if (request->tsv)
		bench_report_tsv(stdout, &report);
	else
		bench_report_text(stdout, &report);
	return request->html ? write_page(request, &report) : CLI_GOOD;
}

/* What the whole comes to: a lost part before a wrong answer. */
static int verdict(const struct bench *bench)
{
	const struct request *request = bench->request;
	int status = CLI_GOOD;

	for (size_t i = 0; i < request->n_links; i++)
		if (bench->lost[i])
			return cli_say(request->name, CLI_DEVICE, "the part at %s was lost on the way",
				request->urls[i]);
	for (size_t r = 0; r < bench->n_rows; r++)
		for (size_t i = 0; i < request->n_links; i++)
			if (bench->rows[r].cells[i].wrong)
				status = cli_say(request->name, CLI_DIFFERS, "%s: %s: %s", request->urls[i],
					bench->rows[r].name, bench->rows[r].cells[i].reason);
	return status;
}

static int measure(struct bench *bench)
{
	int status;

	make_rows(bench);
	if (bench->n_rows == 0)
		return cli_say(bench->request->name, CLI_USAGE,
			"none of these parts has an operation that is asked for");
	bench->shows = isatty(STDERR_FILENO);
	for (size_t r = 0; r < bench->n_rows && !is_interrupted(); r++)
		run_row(bench, &bench->rows[r]);
	if (bench->shows)
		fputs("\r\033[K", stderr);
	if (is_interrupted())
		cli_say(bench->request->name, CLI_GOOD,
			"stopped by a signal: what was measured until then is written, the parts are put "
			"back");
	status = write_reports(bench);
	return status == CLI_GOOD ? verdict(bench) : status;
}

static int run_request(const struct request *request)
{
	struct bench *bench = calloc(1, sizeof(*bench));
	struct why why;
	int status = CLI_USAGE;

	if (!bench)
		return cli_say(request->name, CLI_USAGE, "no memory");
	block_signals(true);
	bench->request = request;
	bench->parts = calloc(request->n_links, sizeof(*bench->parts));
	bench->rows = calloc(ROWS_MAX, sizeof(*bench->rows));
	if (!bench->parts || !bench->rows)
		status = cli_say(request->name, CLI_USAGE, "no memory");
	else if (bench_peer_make(&bench->peer, &why) < 0)
		status = cli_tell(request->name, &why, CLI_USAGE);
	else
		status = open_all(bench);
	if (status == CLI_GOOD)
		status = measure(bench);
	if (bench->parts)
		status = close_all(bench, status);
	for (size_t r = 0; r < bench->n_rows; r++)
		for (size_t i = 0; i < request->n_links; i++)
			bench_samples_free(&bench->rows[r].cells[i].samples);
	bench_peer_free(&bench->peer);
	free(bench->parts);
	free(bench->rows);
	free(bench);
	fflush(stdout);
	block_signals(false);
	return status;
}

static int take_scenario(struct request *request, const char *word)
{
	struct nearest nearest = nearest_to(word, strlen(word));

	request->any_wanted = true;
	for (size_t i = 0; i < SCENARIOS; i++) {
		if (strcmp(scenarios[i], word) == 0) {
			request->wanted[i] = true;
			return CLI_GOOD;
		}
		nearest_offer(&nearest, scenarios[i]);
	}
	return cli_say(request->name, CLI_USAGE,
		"there is no scenario \"%s\": commands, boot, scp03, sign, tls or provision%s%s", word,
		nearest.best ? "; did you mean " : "", nearest.best ? nearest.best : "");
}

static int take_number(const struct request *request, const char *option, const char *text, uint64_t min,
	uint64_t max, uint64_t *to)
{
	if (cli_number(text, to) && *to >= min && *to <= max)
		return CLI_GOOD;
	return cli_say(request->name, CLI_USAGE, "--%s takes %llu to %llu, not \"%s\"", option,
		(unsigned long long)min, (unsigned long long)max, text);
}

static int take_link(struct request *request, const char *url)
{
	if (request->n_links == BENCH_LINKS_MAX)
		return cli_say(request->name, CLI_USAGE, "%d links are the most", BENCH_LINKS_MAX);
	request->urls[request->n_links++] = url;
	return CLI_GOOD;
}

static int take_chip(struct request *request, const char *chip)
{
	if (request->n_links == 0 || request->chips[request->n_links - 1])
		return cli_say(
			request->name, CLI_USAGE, "--chip %s comes after the --link that it is behind", chip);
	request->chips[request->n_links - 1] = chip;
	return CLI_GOOD;
}

static int take(struct request *request, int code)
{
	uint64_t number = 0;
	int status;

	switch (code) {
	case OPTION_LINK:
		return take_link(request, optarg);
	case OPTION_CHIP:
		return take_chip(request, optarg);
	case OPTION_SCENARIO:
		return take_scenario(request, optarg);
	case OPTION_RUNS:
		return take_number(request, "runs", optarg, 1, RUNS_MAX, &request->runs);
	case OPTION_SECONDS:
		return take_number(request, "seconds", optarg, 1, 86400, &request->seconds);
	case OPTION_KEY:
		status = take_number(request, "key", optarg, 0, UINT32_MAX, &number);
		request->wishes.has_key = true;
		request->wishes.key = (uint32_t)number;
		return status;
	case OPTION_SPARE:
		status = take_number(request, "rewrite-slot", optarg, 0, 15, &number);
		request->wishes.has_spare = true;
		request->wishes.spare = (uint32_t)number;
		return status;
	case OPTION_ONLY:
		request->only = optarg;
		return CLI_GOOD;
	case OPTION_HTML:
		request->html = optarg;
		return CLI_GOOD;
	case OPTION_WRITES:
		request->wishes.allow_writes = true;
		return CLI_GOOD;
	case OPTION_JSON:
		request->json = true;
		return CLI_GOOD;
	default:
		request->tsv = true;
		return CLI_GOOD;
	}
}

static int run(const struct cli_command *command, int argc, char **argv)
{
	static const struct option options[] = { { "link", required_argument, NULL, OPTION_LINK },
		{ "chip", required_argument, NULL, OPTION_CHIP },
		{ "scenario", required_argument, NULL, OPTION_SCENARIO },
		{ "only", required_argument, NULL, OPTION_ONLY },
		{ "runs", required_argument, NULL, OPTION_RUNS },
		{ "seconds", required_argument, NULL, OPTION_SECONDS },
		{ "key", required_argument, NULL, OPTION_KEY },
		{ "allow-writes", no_argument, NULL, OPTION_WRITES },
		{ "rewrite-slot", required_argument, NULL, OPTION_SPARE },
		{ "json", no_argument, NULL, OPTION_JSON }, { "tsv", no_argument, NULL, OPTION_TSV },
		{ "html", required_argument, NULL, OPTION_HTML }, LINK_OPTION_ROWS, { 0 } };
	struct request request = {
		.name = argv[0], .runs = 50, .seconds = 10, .links = link_options_make(argv[0], CLOCK_VIRTUAL)
	};
	int status, code;

	while ((code = cli_option(command, argc, argv, options, &status)) >= 0) {
		status = code < OPTION_LINK ? link_options_take(&request.links, code, optarg)
					    : take(&request, code);
		if (status != CLI_GOOD)
			return status;
	}
	if (code == CLI_STOP)
		return status;
	status = cli_words(command, argc, argv, 0, 0);
	if (status != CLI_GOOD)
		return status;
	if (request.n_links == 0)
		return cli_say(argv[0], CLI_USAGE,
			"--link says where a part is, as in --link sim:atecc608a; \"sesim links\" lists the "
			"ways");
	if (request.json && request.tsv)
		return cli_say(argv[0], CLI_USAGE, "--json and --tsv are two formats: ask for one");
	return run_request(&request);
}

const struct cli_command cli_bench = {
	.name = "bench",
	.summary = "time the same operations on several links, simulated or real",
	.help = help,
	.run = run,
};
