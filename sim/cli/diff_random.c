/* sim/cli/diff_random.c: sesim diff --stream: commands by chance on two parts, and what is told of it. */
#include "diff_random.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "conform_subject.h"
#include "diff_stream.h"
#include "json.h"

enum { SIDES = 2 };

struct telling {
	const struct diff_random *random;
	struct json json;
};

static void tell(void *context, const struct diff_found *found)
{
	struct telling *telling = context;
	const struct diff_random *random = telling->random;

	if (!random->json) {
		printf("DIFFERS %s\n", found->rule);
		for (size_t i = 0; i < found->n; i++)
			printf("  %s\n", found->commands[i]);
		for (int i = 0; i < SIDES; i++)
			printf("  %s: %s\n", random->urls[i], found->answers[i]);
		return;
	}
	json_open(&telling->json, NULL, '{');
	json_string(&telling->json, "rule", found->rule);
	json_open(&telling->json, "commands", '[');
	for (size_t i = 0; i < found->n; i++)
		json_string(&telling->json, NULL, found->commands[i]);
	json_close(&telling->json, ']');
	json_string(&telling->json, "first", found->answers[0]);
	json_string(&telling->json, "second", found->answers[1]);
	json_close(&telling->json, '}');
}

static void begin_report(struct telling *telling)
{
	const struct diff_random *random = telling->random;

	if (!random->json)
		return;
	telling->json = json_to(stdout);
	json_open(&telling->json, NULL, '{');
	json_number(&telling->json, "schema", 1);
	json_string(&telling->json, "first", random->urls[0]);
	json_string(&telling->json, "second", random->urls[1]);
	json_number(&telling->json, "seed", random->seed);
	json_open(&telling->json, "differences", '[');
}

static void end_report(struct telling *telling, const struct diff_stream *stream)
{
	if (!telling->random->json) {
		printf("%zu commands to each, %zu differences; %zu answers but for what is random or the "
		       "part's own\n",
			stream->commands, stream->differences, stream->varied);
		return;
	}
	json_close(&telling->json, ']');
	json_number(&telling->json, "commands", stream->commands);
	json_number(&telling->json, "varied", stream->varied);
	json_close(&telling->json, '}');
}

/* Both are of one kind, which can be asked in plain. */
static int check_subjects(
	const struct diff_random *random, const struct conform_subject *subjects, struct diff_stream *stream)
{
	if (strcmp(subjects[0].profile.kind, subjects[1].profile.kind) != 0)
		return cli_say(random->name, CLI_USAGE, "%s and %s are parts of different kinds",
			random->urls[0], random->urls[1]);
	for (int i = 0; i < SIDES; i++) {
		if (subjects[i].profile.platform_scp)
			return cli_say(random->name, CLI_USAGE,
				"%s answers through the platform channel only: --stream asks in plain",
				random->urls[i]);
		stream->addresses[i] = subjects[i].address;
	}
	stream->atecc = strcmp(subjects[0].profile.kind, "atecc608") == 0;
	return CLI_GOOD;
}

static int run_stream(const struct diff_random *random, struct diff_stream *stream)
{
	struct telling telling = { .random = random };
	struct why why;
	int rc;

	stream->found = tell;
	stream->context = &telling;
	begin_report(&telling);
	rc = diff_stream_run(stream, &why);
	end_report(&telling, stream);
	if (rc < 0)
		return cli_tell(random->name, &why, rc == -EINVAL || rc == -ENOMEM ? CLI_USAGE : CLI_DEVICE);
	return stream->differences > 0 ? CLI_DIFFERS : CLI_GOOD;
}

int diff_random_run(const struct diff_random *random)
{
	struct conform_subject subjects[SIDES];
	struct diff_stream stream = { .seed = random->seed, .length = random->length };
	bool simulated = true;
	int status = CLI_GOOD, n = 0, rc;
	struct why why;

	memset(subjects, 0, sizeof(subjects));
	for (int i = 0; i < SIDES && status == CLI_GOOD; i++) {
		status = link_options_open(random->links[i], &stream.links[i], random->urls[i]);
		if (status != CLI_GOOD)
			break;
		simulated = simulated && stream.links[i]->info.simulated;
		n++;
		rc = conform_subject_find(
			&subjects[i], stream.links[i], random->urls[i], random->chips[i], &why);
		if (rc < 0)
			status = cli_tell(random->name, &why, rc == -ENODEV ? CLI_DEVICE : CLI_USAGE);
	}
	/* What cannot be undone is for simulated parts alone. */
	stream.writes = simulated || random->writes;
	stream.irreversible = simulated;
	if (status == CLI_GOOD)
		status = check_subjects(random, subjects, &stream);
	if (status == CLI_GOOD)
		status = run_stream(random, &stream);
	for (int i = 0; i < n; i++) {
		conform_subject_clear(&subjects[i]);
		link_close(stream.links[i]);
	}
	return status;
}
