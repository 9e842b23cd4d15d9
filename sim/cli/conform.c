/* sim/cli/conform.c: sesim conform: one suite for simulated parts and for silicon. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "conform_judge.h"
#include "conform_ledger.h"
#include "conform_mutate.h"
#include "conform_report.h"
#include "conform_rows.h"
#include "conform_resume.h"
#include "conform_subject.h"
#include "link_options.h"

static const char help[] =
	"usage: sesim conform --link URL [--chip PROFILE[@ADDR7]] [OPTION...]\n"
	"\n"
	"Runs the conformance suite on the part behind a link, simulated or real: each case is one "
	"requirement with "
	"its source.\n"
	"A part is real until its link says that it is simulated. On a real one cases that write need "
	"--allow-writes, "
	"those that\n"
	"cannot be undone (locks, counters, attempts, key rotation, lock state, DeleteAll) need its serial "
	"number "
	"too, and a part\n"
	"whose state is not recognised is only read. A simulated part is left as it was found.\n"
	"\n"
	"  --link URL         where the part is:\n" LINK_URL_HELP
	"  --chip CHIP        which part it is; needed where the link cannot tell: on a real bus, or with "
	"several "
	"parts.\n"
	"                     scp03=ENC:MAC:DEK gives an SE05x's platform keys\n"
	"  --only IDS         these cases: ids separated by commas, * for anything (ATCA-NONCE-*,T1-*)\n"
	"  --list             the cases, without running any: id, class, evidence, source, fact\n"
	"  --ledger           a page of Markdown: what vouches for each rule\n"
	"  --rows             a page of Markdown: every command and mode, the cases in which it runs and "
	"refuses; with several\n"
	"                     --link sim:CHIP. 1 when one has no case\n"
	"  --allow-writes     on a real part: cases that write and clean up after themselves\n"
	"  --i-will-lose-this-part SERIAL\n"
	"                     on the real part with this serial number (hex): cases that cannot be undone\n"
	"  --no-snapshots     one case after the other, as on a real part, on a simulated one too\n"
	"  --resume FILE      keeps in FILE what was found, and goes on from there when FILE exists\n"
	"  --json             one JSON object on standard output\n"
	"  --tap FILE         Test Anything Protocol; - is standard output\n"
	"  --junit FILE       JUnit's XML\n"
	"  --html FILE        one page that stands alone, with the trace of each failure\n"
	"  --verbose          a line for every case\n"
	"  --mutate           whether the suite notices: each guard, bound and status of each row of the "
	"command table is\n"
	"                     changed in memory, and declared defects are planted, one at a time; several "
	"--link sim:CHIP\n"
	"                     of one kind try in turn what survives. 1 when 2 % or more survive, or one "
	"without a reason\n"
	"  --mutants NAMES    only these, * for anything\n"
	"  --survivors FILE   those that may survive: name, tab, reason\n"
	"  --share K/N        only every N-th mutant, the K-th of them: 1/4, 2/4, 3/4 and 4/4 are all\n"
	"  --jobs N           processes at a time (2)\n"
	"  --clock KIND       of a simulated bus: virtual (waiting costs nothing), instant or real "
	"(virtual)\n" LINK_OPTION_HELP "\n"
	"The exit status is 0 when no case failed, 1 when one did, 2 for a wrong command line or file, 3 "
	"when the part "
	"is missing,\n"
	"another one than it should be, or was lost on the way (what was found until then is reported and "
	"kept).\n"
	"\n"
	"examples:\n"
	"  sesim conform --link sim:atecc608a\n"
	"  sesim conform --link i2c:/dev/i2c-1 --chip se050c --html report.html\n"
	"  sesim conform --link ftdi: --chip atecc608a --allow-writes --resume half.txt\n"
	"  sesim conform --link sim:se050c --only 'T1-*' --verbose\n"
	"  sesim conform --list --chip se050c\n";

enum conform_option {
	OPTION_LINK = 0x200,
	OPTION_CHIP,
	OPTION_ONLY,
	OPTION_LIST,
	OPTION_WRITES,
	OPTION_LOSE,
	OPTION_SEQUENTIAL,
	OPTION_RESUME,
	OPTION_JSON,
	OPTION_TAP,
	OPTION_JUNIT,
	OPTION_HTML,
	OPTION_VERBOSE,
	OPTION_MUTATE,
	OPTION_MUTANTS,
	OPTION_SURVIVORS,
	OPTION_SHARE,
	OPTION_JOBS,
	OPTION_LEDGER,
	OPTION_ROWS,
};

static const char partial[] = "sesim-conform.partial";

struct conform_request {
	const char *name;
	const char *url, *chip, *resume, *tap, *junit, *html;
	struct conform_options suite;
	struct link_options links;
	bool list, json, verbose, mutate, ledger, rows;
	const char *urls[MUTATE_URLS_MAX]; /* --mutate tries several */
	size_t n_urls;
	const char *mutants, *survivors;
	uint64_t jobs, share, shares;
	struct conform_resume *kept;
	bool shows; /* progress, on a terminal */
};

static void show(const struct conform_request *request, const char *id, size_t number, size_t total)
{
	if (request->shows)
		fprintf(stderr, "\r\033[K%zu of %zu: %s", number + 1, total, id);
}

static void progress(void *context, const struct conform_case *of, size_t number, size_t total,
	const struct conform_result *result)
{
	struct conform_request *request = context;

	if (!result)
		show(request, of->id, number, total);
	else if (request->kept && !result->carried)
		conform_resume_add(request->kept, result);
}

static bool known(void *context, const char *id, struct conform_result *result)
{
	struct conform_request *request = context;

	return request->kept && conform_resume_known(request->kept, id, result);
}

static int met(void *context, const struct conform_report *report, struct why *why)
{
	struct conform_request *request = context;

	return request->kept ? conform_resume_part(request->kept, report, why) : 0;
}

typedef void report_writer(FILE *out, const struct conform_about *about);

static int write_report(const struct conform_request *request, const char *path, report_writer *writer,
	const struct conform_about *about)
{
	bool is_out = strcmp(path, "-") == 0;
	FILE *out = is_out ? stdout : fopen(path, "w");
	bool bad;

	if (!out)
		return cli_say(request->name, CLI_USAGE, "%s cannot be written: %s", path, strerror(errno));
	if (writer)
		writer(out, about);
	else
		(void)conform_report_html(out, about, 1);
	bad = fflush(out) != 0 || ferror(out);
	if (!is_out && fclose(out) != 0)
		bad = true;
	return bad ? cli_say(request->name, CLI_USAGE, "%s cannot be written: %s", path, strerror(errno))
		   : CLI_GOOD;
}

static int write_reports(const struct conform_request *request, const struct conform_about *about)
{
	int status = CLI_GOOD;

	if (request->json)
		conform_report_json(stdout, about);
	else if (!request->tap || strcmp(request->tap, "-") != 0)
		conform_report_text(stdout, about, request->verbose);
	if (request->tap)
		status = write_report(request, request->tap, conform_report_tap, about);
	if (status == CLI_GOOD && request->junit)
		status = write_report(request, request->junit, conform_report_junit, about);
	if (status == CLI_GOOD && request->html)
		status = write_report(request, request->html, NULL, about);
	return status;
}

/* What a run that lost its part had found is kept, even where nobody asked. */
static int keep_partial(const struct conform_request *request, const struct conform_about *about)
{
	const char *path = request->resume ? request->resume : partial;
	struct conform_resume *kept;
	struct why why;
	int rc = 0;

	if (!request->resume) {
		(void)unlink(partial);
		rc = conform_resume_open(&kept, partial, about->chip, &why);
		if (rc < 0)
			return cli_tell(request->name, &why, CLI_DEVICE);
		(void)conform_resume_part(kept, about->report, &why);
		for (size_t i = 0; i < about->report->n; i++)
			conform_resume_add(kept, &about->report->results[i]);
		rc = conform_resume_close(kept);
	}
	return cli_say(request->name, CLI_DEVICE, "the part at %s was lost after %zu of %zu cases%s%s%s",
		about->link, about->report->n, about->report->wanted, rc == 0 ? "; --resume " : "",
		rc == 0 ? path : "", rc == 0 ? " goes on from there" : "");
}

static int run_suite(struct conform_request *request, const struct conform_subject *subject)
{
	struct conform_report report;
	struct conform_about about = { request->url, subject->profile.name, &report };
	struct why why;
	int status, rc;

	request->suite.profile = &subject->profile;
	request->suite.address = subject->address;
	request->suite.progress = progress;
	request->suite.met = met;
	request->suite.known = known;
	request->suite.context = request;
	request->shows = isatty(STDERR_FILENO) && !request->verbose;
	rc = conform_run(&request->suite, &report, &why);
	if (request->shows)
		fputs("\r\033[K", stderr);
	if (rc < 0)
		return cli_tell(request->name, &why,
			rc == -EINVAL || rc == -EPERM || rc == -ENOMEM ? CLI_USAGE : CLI_DEVICE);
	status = write_reports(request, &about);
	if (report.lost)
		status = keep_partial(request, &about);
	else if (status == CLI_GOOD && report.failed > 0)
		status = CLI_DIFFERS;
	conform_report_free(&report);
	return status;
}

static int with_link(struct conform_request *request)
{
	struct conform_subject subject;
	struct why why;
	struct link *link = NULL;
	int status = link_options_open(&request->links, &link, request->url);
	int rc;

	if (status != CLI_GOOD)
		return status;
	request->suite.link = link;
	rc = conform_subject_find(&subject, link, request->url, request->chip, &why);
	if (rc == 0 && request->resume)
		rc = conform_resume_open(&request->kept, request->resume, subject.profile.name, &why);
	if (rc < 0)
		status = cli_tell(request->name, &why, rc == -ENODEV ? CLI_DEVICE : CLI_USAGE);
	else
		status = run_suite(request, &subject);
	if (request->kept && conform_resume_close(request->kept) < 0 && status == CLI_GOOD)
		status = cli_say(request->name, CLI_USAGE, "%s could not be written whole", request->resume);
	conform_subject_clear(&subject);
	link_close(link);
	return status;
}

static void print_case(const struct conform_case *of)
{
	printf("%s\t%s\t%s\t%s\t%s\n", of->id, conform_class_names[of->class],
		conform_evidence_names[of->evidence], of->source, of->rule);
}

static int list_cases(const struct conform_request *request)
{
	static const char *const kinds[] = { "atecc608", "se050" };
	struct part_spec spec = { 0 };
	struct conform_list list;
	struct why why;

	if (request->chip && part_parse(&spec, request->chip, strlen(request->chip), &why) < 0)
		return cli_tell(request->name, &why, CLI_USAGE);
	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		if (spec.profile && strcmp(spec.profile->kind, kinds[k]) != 0)
			continue;
		if (conform_cases(kinds[k], &list, &why) < 0) {
			part_spec_clear(&spec);
			return cli_tell(request->name, &why, CLI_USAGE);
		}
		for (size_t i = 0; i < list.n; i++)
			if (!request->suite.only || conform_matches(request->suite.only, list.at[i].id))
				print_case(&list.at[i]);
		conform_list_free(&list);
	}
	if (spec.profile)
		part_spec_clear(&spec);
	return CLI_GOOD;
}

/* "1/4"; anything else is none of any. */
static void take_share(struct conform_request *request, const char *text)
{
	const char *slash = strchr(text, '/');
	char first[12] = { 0 };

	request->shares = 0;
	if (!slash || (size_t)(slash - text) >= sizeof(first))
		return;
	memcpy(first, text, (size_t)(slash - text));
	if (!cli_number(first, &request->share) || !cli_number(slash + 1, &request->shares))
		request->shares = 0;
}

static void take(struct conform_request *request, int code)
{
	switch (code) {
	case OPTION_LINK:
		request->url = optarg;
		if (request->n_urls < MUTATE_URLS_MAX)
			request->urls[request->n_urls++] = optarg;
		break;
	case OPTION_CHIP:
		request->chip = optarg;
		break;
	case OPTION_ONLY:
		request->suite.only = optarg;
		break;
	case OPTION_LIST:
		request->list = true;
		break;
	case OPTION_WRITES:
		request->suite.allow_writes = true;
		break;
	case OPTION_LOSE:
		request->suite.lose = optarg;
		break;
	case OPTION_SEQUENTIAL:
		request->suite.keeps_snapshots_off = true;
		break;
	case OPTION_RESUME:
		request->resume = optarg;
		break;
	case OPTION_JSON:
		request->json = true;
		break;
	case OPTION_TAP:
		request->tap = optarg;
		break;
	case OPTION_JUNIT:
		request->junit = optarg;
		break;
	case OPTION_HTML:
		request->html = optarg;
		break;
	case OPTION_LEDGER:
		request->ledger = true;
		break;
	case OPTION_ROWS:
		request->rows = true;
		break;
	case OPTION_MUTATE:
		request->mutate = true;
		break;
	case OPTION_MUTANTS:
		request->mutants = optarg;
		break;
	case OPTION_SURVIVORS:
		request->survivors = optarg;
		break;
	case OPTION_SHARE:
		take_share(request, optarg);
		break;
	case OPTION_JOBS:
		if (!cli_number(optarg, &request->jobs))
			request->jobs = 0;
		break;
	default:
		request->verbose = true;
	}
}

static int mutate(const struct conform_request *request)
{
	const struct mutate_request mutants = { .name = request->name,
		.urls = request->urls,
		.n_urls = request->n_urls,
		.only = request->suite.only,
		.mutants = request->mutants,
		.survivors = request->survivors,
		.share = request->share,
		.shares = request->shares,
		.jobs = (unsigned int)request->jobs,
		.json = request->json,
		.verbose = request->verbose,
		.shows = isatty(STDERR_FILENO) };

	if (request->jobs < 1 || request->jobs > 16)
		return cli_say(request->name, CLI_USAGE, "--jobs takes 1 to 16");
	if (request->share < 1 || request->share > request->shares)
		return cli_say(
			request->name, CLI_USAGE, "--share takes K/N, as in 1/4: the first of four shares");
	return conform_mutate(&mutants);
}

static int run(const struct cli_command *command, int argc, char **argv)
{
	static const struct option options[] = { { "link", required_argument, NULL, OPTION_LINK },
		{ "chip", required_argument, NULL, OPTION_CHIP },
		{ "only", required_argument, NULL, OPTION_ONLY }, { "list", no_argument, NULL, OPTION_LIST },
		{ "allow-writes", no_argument, NULL, OPTION_WRITES },
		{ "i-will-lose-this-part", required_argument, NULL, OPTION_LOSE },
		{ "no-snapshots", no_argument, NULL, OPTION_SEQUENTIAL },
		{ "resume", required_argument, NULL, OPTION_RESUME },
		{ "json", no_argument, NULL, OPTION_JSON }, { "tap", required_argument, NULL, OPTION_TAP },
		{ "junit", required_argument, NULL, OPTION_JUNIT },
		{ "html", required_argument, NULL, OPTION_HTML },
		{ "verbose", no_argument, NULL, OPTION_VERBOSE },
		{ "ledger", no_argument, NULL, OPTION_LEDGER }, { "rows", no_argument, NULL, OPTION_ROWS },
		{ "mutate", no_argument, NULL, OPTION_MUTATE },
		{ "mutants", required_argument, NULL, OPTION_MUTANTS },
		{ "survivors", required_argument, NULL, OPTION_SURVIVORS },
		{ "share", required_argument, NULL, OPTION_SHARE },
		{ "jobs", required_argument, NULL, OPTION_JOBS }, LINK_OPTION_ROWS, { 0 } };
	struct conform_request request = { .name = argv[0],
		.jobs = 2,
		.share = 1,
		.shares = 1,
		.suite = { .judge = &conform_table_judge },
		.links = link_options_make(argv[0], CLOCK_VIRTUAL) };
	int status, code;

	while ((code = cli_option(command, argc, argv, options, &status)) >= 0) {
		if (code < OPTION_LINK) {
			status = link_options_take(&request.links, code, optarg);
			if (status != CLI_GOOD)
				return status;
		} else {
			take(&request, code);
		}
	}
	if (code == CLI_STOP)
		return status;
	status = cli_words(command, argc, argv, 0, 0);
	if (status != CLI_GOOD)
		return status;
	if (request.list)
		return list_cases(&request);
	if (request.ledger)
		return conform_ledger(argv[0]);
	if (!request.url)
		return cli_say(argv[0], CLI_USAGE,
			"--link says where the part is, as in --link sim:atecc608a; \"sesim links\" lists "
			"the ways");
	if (request.rows)
		return conform_rows(&(struct rows_request){ .name = argv[0],
			.urls = request.urls,
			.n_urls = request.n_urls,
			.shows = isatty(STDERR_FILENO) });
	if (request.mutate)
		return mutate(&request);
	if (request.n_urls > 1)
		return cli_say(argv[0], CLI_USAGE, "--link is given once, but for --mutate");
	if (request.json && request.tap && strcmp(request.tap, "-") == 0)
		return cli_say(
			argv[0], CLI_USAGE, "--json and --tap - both write to standard output: one of them");
	return with_link(&request);
}

const struct cli_command cli_conform = {
	.name = "conform",
	.summary = "run the conformance suite on a part, simulated or real",
	.help = help,
	.run = run,
};
