/* sim/cli/diff.c: sesim diff: in which rules two parts differ. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "conform_judge.h"
#include "conform_run.h"
#include "conform_subject.h"
#include "diff_partial.h"
#include "diff_random.h"
#include "json.h"
#include "link_options.h"

static const char help[] =
	"usage: sesim diff URL URL [OPTION...]\n"
	"\n"
	"Runs the conformance suite on two parts, simulated or real, and tells every rule that one keeps and "
	"the other "
	"does not:\n"
	"rules about other parts too. Then sends both the same commands by chance, grown from the command "
	"tables, and tells "
	"where\n"
	"their answers differ: each difference once, with the fewest commands that show it. What is safe on "
	"a real part is "
	"as\n"
	"with \"sesim conform\".\n"
	"\n"
	"  --chip CHIP        which part a link has, where it cannot tell itself: given once it is for each "
	"such "
	"link,\n"
	"                     given twice for the first and for the second\n"
	"  --only IDS         these cases: ids separated by commas, * for anything\n"
	"  --expect FILE      the differences of the suite that there are to be, in lines of id, tab, "
	"source: then they "
	"alone\n"
	"                     are well, and each of them must be there\n"
	"  --allow-writes     on real parts: cases that write and clean up after themselves, and commands by "
	"chance about\n"
	"                     objects of our own (SE05x)\n"
	"  --stream N         how many commands by chance (1000; with --only or --expect 0); 0: none\n"
	"  --stream-seed N    which commands (1)\n"
	"  --only-stream      without the suite\n"
	"  --json             one JSON object on standard output\n"
	"  --clock KIND       of simulated buses: virtual (waiting costs nothing), instant or real "
	"(virtual)\n" LINK_OPTION_HELP "\n"
	"The exit status is 0 when nothing differs (or what --expect says, exactly), 1 when it does, 2 for a "
	"wrong "
	"command line\n"
	"or file, 3 when a part is missing or was lost: what was found until then is in "
	"./sesim-diff.partial.\n"
	"\n"
	"examples:\n"
	"  sesim diff sim:atecc608a sim:atecc608b\n"
	"  sesim diff sim:se050c i2c:/dev/i2c-1 --chip se050c --only 'T1-*'\n"
	"  sesim diff sim:atecc608a ftdi: --chip atecc608a --only-stream --stream 5000\n";

enum diff_option {
	OPTION_CHIP = 0x200,
	OPTION_ONLY,
	OPTION_EXPECT,
	OPTION_WRITES,
	OPTION_JSON,
	OPTION_STREAM,
	OPTION_STREAM_SEED,
	OPTION_ONLY_STREAM,
};

enum {
	SIDES = 2,
	STREAM_USUAL = 1000,
};

struct expected {
	char *id;
	bool seen;
};

struct diff {
	const char *name;
	const char *urls[SIDES];
	const char *chips[SIDES];
	size_t n_chips;
	const char *only, *expect;
	bool writes, json;
	bool only_stream, stream_given;
	uint64_t stream, stream_seed;
	char *told; /* of the stream, when it ended early */
	struct link_options links[SIDES];
	struct conform_report reports[SIDES];
	struct expected *expected;
	size_t n_expected;
};

/* It ended early, as the sentence says. */
static int end_early(const struct diff *diff, const char *sentence)
{
	return diff_partial_save(&(struct diff_partial){ .name = diff->name,
					 .urls = { diff->urls[0], diff->urls[1] },
					 .reports = diff->reports,
					 .stream = diff->told },
		sentence);
}

static int status_of(int rc)
{
	return rc == -EINVAL || rc == -EPERM || rc == -ENOMEM ? CLI_USAGE : CLI_DEVICE;
}

static int run_side(struct diff *diff, int side)
{
	struct conform_options options = { .only = diff->only,
		.judge = &conform_table_judge,
		.allow_writes = diff->writes,
		.any_part = true };
	struct conform_subject subject;
	struct link *link = NULL;
	struct why why;
	int status = link_options_open(&diff->links[side], &link, diff->urls[side]);
	int rc;

	if (status != CLI_GOOD)
		return side > 0 && status == CLI_DEVICE
			       ? end_early(diff, "the suite was run on one link alone")
			       : status;
	rc = conform_subject_find(
		&subject, link, diff->urls[side], diff_chip(diff->chips, diff->n_chips, side, link), &why);
	if (rc == 0) {
		options.link = link;
		options.profile = &subject.profile;
		options.address = subject.address;
		rc = conform_run(&options, &diff->reports[side], &why);
	}
	conform_subject_clear(&subject);
	link_close(link);
	if (rc < 0)
		return side > 0 && status_of(rc) == CLI_DEVICE ? end_early(diff, why.text)
							       : cli_tell(diff->name, &why, status_of(rc));
	if (diff->reports[side].lost) {
		why_fail(&why, ENODEV, "the part at %s was lost after %zu of %zu cases", diff->urls[side],
			diff->reports[side].n, diff->reports[side].wanted);
		return end_early(diff, why.text);
	}
	return CLI_GOOD;
}

/* The results of both sides stand in another order when a phase was not reached. */
static const struct conform_result *other(const struct diff *diff, const char *id)
{
	for (size_t i = 0; i < diff->reports[1].n; i++)
		if (strcmp(diff->reports[1].results[i].of->id, id) == 0)
			return &diff->reports[1].results[i];
	return NULL;
}

static bool is_expected(struct diff *diff, const char *id)
{
	for (size_t i = 0; i < diff->n_expected; i++)
		if (conform_matches(diff->expected[i].id, id))
			return diff->expected[i].seen = true;
	return false;
}

static int read_expected(struct diff *diff)
{
	FILE *file = fopen(diff->expect, "r");
	char *line = NULL;
	size_t cap = 0, number = 0;
	int status = CLI_GOOD;

	if (!file)
		return cli_say(diff->name, CLI_USAGE, "%s cannot be read: %s", diff->expect, strerror(errno));
	while (status == CLI_GOOD && getline(&line, &cap, file) > 0) {
		size_t len = strcspn(line, "\t\n");
		struct expected *at;

		number++;
		if (line[0] == '#' || line[0] == '\n')
			continue;
		if (line[len] != '\t') {
			status = cli_say(diff->name, CLI_USAGE, "%s:%zu: a line is an id, a tab and a source",
				diff->expect, number);
			break;
		}
		at = realloc(diff->expected, (diff->n_expected + 1) * sizeof(*at));
		if (!at) {
			status = cli_say(diff->name, CLI_USAGE, "no memory for %s", diff->expect);
			break;
		}
		diff->expected = at;
		at[diff->n_expected] = (struct expected){ .id = strndup(line, len) };
		if (at[diff->n_expected].id)
			diff->n_expected++;
	}
	free(line);
	fclose(file);
	return status;
}

static void tell(const struct diff *diff, struct json *json, const struct conform_result *a,
	const struct conform_result *b, bool expected)
{
	if (diff->json) {
		json_open(json, NULL, '{');
		json_string(json, "id", a->of->id);
		json_string(json, "rule", a->of->rule);
		json_string(json, "source", a->of->source);
		json_string(json, "first", conform_outcome_names[a->outcome]);
		json_string(json, "first_reason", a->reason);
		json_string(json, "second", conform_outcome_names[b->outcome]);
		json_string(json, "second_reason", b->reason);
		json_bool(json, "expected", expected);
		json_close(json, '}');
		return;
	}
	printf("%s %s: %s\n  source: %s\n", expected ? "differs, as expected:" : "DIFFERS", a->of->id,
		a->of->rule, a->of->source);
	printf("  %s: %s%s%s\n", diff->urls[0], conform_outcome_names[a->outcome], a->reason[0] ? ": " : "",
		a->reason);
	printf("  %s: %s%s%s\n", diff->urls[1], conform_outcome_names[b->outcome], b->reason[0] ? ": " : "",
		b->reason);
}

static void begin_json(const struct diff *diff, struct json *json)
{
	json_open(json, NULL, '{');
	json_number(json, "schema", 1);
	json_string(json, "first", diff->urls[0]);
	json_string(json, "second", diff->urls[1]);
}

static int compare(struct diff *diff, struct json *json)
{
	size_t same = 0, differing = 0, unexpected = 0, absent = 0, not_run = 0;

	if (diff->json)
		json_open(json, "differences", '[');
	for (size_t i = 0; i < diff->reports[0].n; i++) {
		const struct conform_result *a = &diff->reports[0].results[i], *b = other(diff, a->of->id);
		bool expected;

		if (!b || a->outcome == CONFORM_SKIP || b->outcome == CONFORM_SKIP) {
			not_run++;
			continue;
		}
		if (a->outcome == b->outcome) {
			same++;
			continue;
		}
		expected = is_expected(diff, a->of->id);
		differing++;
		unexpected += !expected;
		tell(diff, json, a, b, expected);
	}
	for (size_t i = 0; i < diff->n_expected; i++) {
		if (diff->expected[i].seen)
			continue;
		absent++;
		if (!diff->json)
			printf("NO DIFFERENCE in %s, which %s expects\n", diff->expected[i].id, diff->expect);
	}
	if (diff->json) {
		json_close(json, ']');
		json_number(json, "same", same);
		json_number(json, "differing", differing);
		json_number(json, "unexpected", unexpected);
		json_number(json, "absent", absent);
		json_number(json, "not_run", not_run);
	} else {
		printf("%zu rules alike, %zu differ", same, differing);
		if (diff->expect)
			printf(" (%zu not expected, %zu expected ones do not)", unexpected, absent);
		printf(", %zu were not run on both\n", not_run);
	}
	return unexpected + absent > 0 ? CLI_DIFFERS : CLI_GOOD;
}

static int run_suite(struct diff *diff, struct json *json)
{
	int status = diff->expect ? read_expected(diff) : CLI_GOOD;

	for (int side = 0; side < SIDES && status == CLI_GOOD; side++)
		status = run_side(diff, side);
	if (status == CLI_GOOD && strcmp(diff->reports[0].list.at[0].id, diff->reports[1].list.at[0].id) != 0)
		return cli_say(diff->name, CLI_USAGE,
			"%s and %s are parts of different kinds: they have no rule in common", diff->urls[0],
			diff->urls[1]);
	if (status != CLI_GOOD)
		return status;
	if (diff->json)
		begin_json(diff, json);
	return compare(diff, json);
}

static int run_stream(struct diff *diff, struct json *json)
{
	const struct diff_random random = {
		.name = diff->name,
		.urls = { diff->urls[0], diff->urls[1] },
		.chips = { diff->chips[0], diff->chips[1] },
		.n_chips = diff->n_chips,
		.links = { &diff->links[0], &diff->links[1] },
		.writes = diff->writes,
		.asked = diff->stream_given || diff->only_stream,
		.json = diff->json ? json : NULL,
		.seed = diff->stream_seed,
		.length = diff->stream,
	};
	struct why why;
	int status;

	if (diff->json && diff->only_stream)
		begin_json(diff, json);
	status = diff_random_run(&random, &diff->told, &why);
	if (status == CLI_DEVICE && why.text[0])
		return end_early(diff, why.text);
	/* Which part is missing was told. */
	if (status == CLI_DEVICE && !diff->only_stream)
		return end_early(diff, "the suite was run, the stream of commands was not");
	return status;
}

static int diff_run(struct diff *diff)
{
	struct json json = json_to(stdout);
	int status = diff->only_stream ? CLI_GOOD : run_suite(diff, &json);

	if (diff->stream > 0 && (status == CLI_GOOD || status == CLI_DIFFERS)) {
		int differs = run_stream(diff, &json);

		status = differs == CLI_GOOD ? status : differs;
	}
	if (json.depth > 0)
		json_close(&json, '}');
	for (int side = 0; side < SIDES; side++)
		conform_report_free(&diff->reports[side]);
	for (size_t i = 0; i < diff->n_expected; i++)
		free(diff->expected[i].id);
	free(diff->expected);
	free(diff->told);
	return status;
}

/* What goes together. */
static int check(struct diff *diff)
{
	if (diff->only_stream && (diff->only || diff->expect))
		return cli_say(diff->name, CLI_USAGE,
			"--only and --expect are about the suite, which --only-stream leaves out");
	if (diff->only_stream && diff->stream_given && diff->stream == 0)
		return cli_say(diff->name, CLI_USAGE, "--only-stream with --stream 0 leaves nothing to do");
	if (!diff->stream_given)
		diff->stream = diff->only || diff->expect ? 0 : STREAM_USUAL;
	return CLI_GOOD;
}

static int run(const struct cli_command *command, int argc, char **argv)
{
	static const struct option options[] = { { "chip", required_argument, NULL, OPTION_CHIP },
		{ "only", required_argument, NULL, OPTION_ONLY },
		{ "expect", required_argument, NULL, OPTION_EXPECT },
		{ "allow-writes", no_argument, NULL, OPTION_WRITES },
		{ "json", no_argument, NULL, OPTION_JSON },
		{ "stream", required_argument, NULL, OPTION_STREAM },
		{ "stream-seed", required_argument, NULL, OPTION_STREAM_SEED },
		{ "only-stream", no_argument, NULL, OPTION_ONLY_STREAM }, LINK_OPTION_ROWS, { 0 } };
	struct diff diff = { .name = argv[0], .stream_seed = 1 };
	int status, code;

	for (int side = 0; side < SIDES; side++)
		diff.links[side] = link_options_make(argv[0], CLOCK_VIRTUAL);
	while ((code = cli_option(command, argc, argv, options, &status)) >= 0) {
		switch (code) {
		case OPTION_CHIP:
			if (diff.n_chips == SIDES)
				return cli_say(argv[0], CLI_USAGE,
					"--chip is given once for both links, or once for each");
			diff.chips[diff.n_chips++] = optarg;
			break;
		case OPTION_ONLY:
			diff.only = optarg;
			break;
		case OPTION_EXPECT:
			diff.expect = optarg;
			break;
		case OPTION_WRITES:
			diff.writes = true;
			break;
		case OPTION_JSON:
			diff.json = true;
			break;
		case OPTION_STREAM:
		case OPTION_STREAM_SEED:
			if (!cli_number(optarg, code == OPTION_STREAM ? &diff.stream : &diff.stream_seed))
				return cli_say(argv[0], CLI_USAGE,
					"--stream and --stream-seed take a number, not \"%s\"", optarg);
			diff.stream_given |= code == OPTION_STREAM;
			break;
		case OPTION_ONLY_STREAM:
			diff.only_stream = true;
			break;
		default:
			for (int side = 0; side < SIDES; side++) {
				status = link_options_take(&diff.links[side], code, optarg);
				if (status != CLI_GOOD)
					return status;
			}
		}
	}
	if (code == CLI_STOP)
		return status;
	status = cli_words(command, argc, argv, SIDES, SIDES);
	if (status != CLI_GOOD)
		return status;
	diff.urls[0] = argv[optind];
	diff.urls[1] = argv[optind + 1];
	status = check(&diff);
	return status == CLI_GOOD ? diff_run(&diff) : status;
}

const struct cli_command cli_diff = {
	.name = "diff",
	.summary = "tell in which rules two parts differ",
	.help = help,
	.run = run,
};
