/* sim/cli/diff_random.c: the stream of sesim diff: commands by chance on two parts, and what is told of it. */
#include "diff_random.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "conform_judge.h"
#include "conform_run.h"
#include "conform_subject.h"
#include "diff_stream.h"
#include "json.h"

enum { SIDES = 2 };

struct telling {
	const struct diff_random *random;
	FILE *kept; /* in text, whatever is told on standard output */
};

static void tell_in_words(FILE *out, const struct diff_random *random, const struct diff_found *found)
{
	fprintf(out, "DIFFERS %s\n", found->rule);
	for (size_t i = 0; i < found->n; i++)
		fprintf(out, "  %s\n", found->commands[i]);
	for (int i = 0; i < SIDES; i++)
		fprintf(out, "  %s: %s\n", random->urls[i], found->answers[i]);
}

static void tell(void *context, const struct diff_found *found)
{
	struct telling *telling = context;
	struct json *json = telling->random->json;

	tell_in_words(telling->kept, telling->random, found);
	if (!json) {
		tell_in_words(stdout, telling->random, found);
		return;
	}
	json_open(json, NULL, '{');
	json_string(json, "rule", found->rule);
	json_open(json, "commands", '[');
	for (size_t i = 0; i < found->n; i++)
		json_string(json, NULL, found->commands[i]);
	json_close(json, ']');
	json_string(json, "first", found->answers[0]);
	json_string(json, "second", found->answers[1]);
	json_close(json, '}');
}

static void begin_report(const struct diff_random *random)
{
	if (!random->json) {
		printf("%zu commands by chance to each, seed %llu\n", random->length,
			(unsigned long long)random->seed);
		return;
	}
	json_open(random->json, "stream", '{');
	json_number(random->json, "seed", random->seed);
	json_open(random->json, "differences", '[');
}

static void end_report(const struct diff_random *random, const struct diff_stream *stream)
{
	if (!random->json) {
		printf("%zu commands to each, %zu differences; %zu answers but for what is random or the "
		       "part's own\n",
			stream->commands, stream->differences, stream->varied);
		return;
	}
	json_close(random->json, ']');
	json_number(random->json, "commands", stream->commands);
	json_number(random->json, "differing", stream->differences);
	json_number(random->json, "varied", stream->varied);
	json_close(random->json, '}');
}

/* Both are of one kind, which can be asked in plain. */
static int check_subjects(const struct diff_random *random, const struct conform_subject *subjects,
	struct diff_stream *stream, bool *runs)
{
	if (strcmp(subjects[0].profile.kind, subjects[1].profile.kind) != 0)
		return cli_say(random->name, CLI_USAGE, "%s and %s are parts of different kinds",
			random->urls[0], random->urls[1]);
	for (int i = 0; i < SIDES; i++) {
		if (subjects[i].profile.platform_scp)
			return cli_say(random->name, random->asked ? CLI_USAGE : CLI_GOOD,
				"%s answers through its platform channel only: commands by chance are asked "
				"in "
				"plain",
				random->urls[i]);
		stream->addresses[i] = subjects[i].address;
	}
	stream->atecc = strcmp(subjects[0].profile.kind, "atecc608") == 0;
	*runs = true;
	return CLI_GOOD;
}

const char *diff_chip(const char *const chips[2], size_t n, int side, const struct link *link)
{
	if (n == SIDES)
		return chips[side];
	return n == 1 && link->info.n_parts != 1 ? chips[0] : NULL;
}

/* What is there has to be what was said, and what is not recognised is only read, as with the suite. */
static int meet(const struct diff_random *random, int side, struct link *link,
	const struct conform_subject *subject, bool *recognised)
{
	const struct conform_options options = { .judge = &conform_table_judge,
		.link = link,
		.profile = &subject->profile,
		.address = subject->address,
		.any_part = true };
	struct conform_report report;
	struct why why;
	int rc = conform_meet(&options, &report, &why);

	if (rc < 0)
		return cli_tell(random->name, &why, CLI_DEVICE);
	if (!report.simulated && !report.recognised) {
		*recognised = false;
		if (random->writes)
			cli_say(random->name, CLI_GOOD,
				"the state of the part at %s was not recognised, so both are only read",
				random->urls[side]);
	}
	conform_report_free(&report);
	return CLI_GOOD;
}

static int open_side(const struct diff_random *random, int side, struct link **link,
	struct conform_subject *subject, bool *recognised)
{
	int status = link_options_open(random->links[side], link, random->urls[side]);
	struct why why;
	int rc;

	if (status != CLI_GOOD)
		return status;
	rc = conform_subject_find(subject, *link, random->urls[side],
		diff_chip(random->chips, random->n_chips, side, *link), &why);
	if (rc < 0)
		return cli_tell(random->name, &why, rc == -ENODEV ? CLI_DEVICE : CLI_USAGE);
	return meet(random, side, *link, subject, recognised);
}

static int run_stream(
	const struct diff_random *random, struct diff_stream *stream, char **told, struct why *why)
{
	struct telling telling = { .random = random };
	size_t size;
	int rc;

	telling.kept = open_memstream(told, &size);
	if (!telling.kept)
		return cli_say(random->name, CLI_USAGE, "no memory for what is told");
	stream->found = tell;
	stream->context = &telling;
	begin_report(random);
	rc = diff_stream_run(stream, why);
	end_report(random, stream);
	if (fclose(telling.kept) != 0)
		*told = NULL;
	if (rc == -EINVAL || rc == -ENOMEM)
		return cli_tell(random->name, why, CLI_USAGE);
	if (rc < 0)
		return CLI_DEVICE;
	return stream->differences > 0 ? CLI_DIFFERS : CLI_GOOD;
}

int diff_random_run(const struct diff_random *random, char **told, struct why *why)
{
	struct conform_subject subjects[SIDES];
	struct diff_stream stream = { .seed = random->seed, .length = random->length };
	bool simulated = true, recognised = true, runs = false;
	int status = CLI_GOOD;

	*told = NULL;
	why->text[0] = '\0';
	memset(subjects, 0, sizeof(subjects));
	for (int i = 0; i < SIDES && status == CLI_GOOD; i++) {
		status = open_side(random, i, &stream.links[i], &subjects[i], &recognised);
		simulated = simulated && status == CLI_GOOD && stream.links[i]->info.simulated;
	}
	/* What cannot be undone is for simulated parts alone. */
	stream.writes = simulated || (random->writes && recognised);
	stream.irreversible = simulated;
	if (status == CLI_GOOD)
		status = check_subjects(random, subjects, &stream, &runs);
	if (runs)
		status = run_stream(random, &stream, told, why);
	for (int i = 0; i < SIDES; i++) {
		conform_subject_clear(&subjects[i]);
		if (stream.links[i])
			link_close(stream.links[i]);
	}
	return status;
}
