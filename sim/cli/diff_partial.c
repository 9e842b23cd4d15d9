/* sim/cli/diff_partial.c: what a comparison had found when it ended early. */
#include "diff_partial.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

static const char path[] = "sesim-diff.partial";

static const struct conform_result *find(const struct conform_report *report, const char *id)
{
	for (size_t i = 0; i < report->n; i++)
		if (strcmp(report->results[i].of->id, id) == 0)
			return &report->results[i];
	return NULL;
}

static void put(FILE *out, const char *id, const struct conform_result *a, const struct conform_result *b)
{
	const struct conform_result *both[] = { a, b };

	fputs(id, out);
	for (int i = 0; i < 2; i++)
		fprintf(out, "\t%s\t%s", both[i] ? conform_outcome_names[both[i]->outcome] : "-",
			both[i] ? both[i]->reason : "");
	fputc('\n', out);
}

/* A case a line: id, and of both links outcome (- when it was not run) and reason. */
static void put_cases(FILE *out, const struct conform_report *reports)
{
	for (size_t i = 0; i < reports[0].n; i++)
		put(out, reports[0].results[i].of->id, &reports[0].results[i],
			find(&reports[1], reports[0].results[i].of->id));
	for (size_t i = 0; i < reports[1].n; i++)
		if (!find(&reports[0], reports[1].results[i].of->id))
			put(out, reports[1].results[i].of->id, NULL, &reports[1].results[i]);
}

int diff_partial_save(const struct diff_partial *partial, const char *sentence)
{
	FILE *out;
	bool bad = true;

	(void)unlink(path);
	out = fopen(path, "w");
	if (out) {
		fprintf(out, "# sesim diff %s %s\n# %s\n", partial->urls[0], partial->urls[1], sentence);
		put_cases(out, partial->reports);
		if (partial->stream)
			fprintf(out, "# stream\n%s", partial->stream);
		bad = fflush(out) != 0 || ferror(out);
		if (fclose(out) != 0)
			bad = true;
	}
	return bad ? cli_say(partial->name, CLI_DEVICE, "%s; %s, for what was found, cannot be written",
			     sentence, path)
		   : cli_say(partial->name, CLI_DEVICE, "%s; what was found is in %s", sentence, path);
}
