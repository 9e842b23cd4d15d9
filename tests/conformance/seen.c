/* tests/conformance/seen.c: what physical parts were seen to do. */
#include "seen.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS = 6 };

/* One line in its place: fields end where their tabs were. */
static int take_line(struct silicon *silicon, char *line, size_t number, struct why *why)
{
	char *fields[FIELDS], *rest = line;
	struct silicon_sight *at;

	for (size_t i = 0; i < FIELDS; i++) {
		fields[i] = strsep(&rest, "\t");
		if (!fields[i] || fields[i][0] == '\0')
			return why_fail(why, EINVAL,
				"silicon.tsv:%zu: a line has %d fields separated by tabs, none empty", number,
				FIELDS);
	}
	if (rest)
		return why_fail(why, EINVAL, "silicon.tsv:%zu: more than %d fields", number, FIELDS);
	if (strcmp(fields[1], "pass") != 0 && strcmp(fields[1], "fail") != 0)
		return why_fail(why, EINVAL, "silicon.tsv:%zu: the outcome is pass or fail, not \"%s\"",
			number, fields[1]);
	at = realloc(silicon->at, (silicon->n + 1) * sizeof(*at));
	if (!at)
		return why_fail(why, ENOMEM, "no memory for silicon.tsv");
	silicon->at = at;
	at[silicon->n++] = (struct silicon_sight){ .id = fields[0],
		.keeps = strcmp(fields[1], "pass") == 0,
		.part = fields[2],
		.date = fields[3],
		.recording = fields[4],
		.note = fields[5] };
	return 0;
}

int silicon_read(struct silicon *silicon, const char *text, size_t len, struct why *why)
{
	char *rest, *line;
	size_t number = 0;
	int rc = 0;

	memset(silicon, 0, sizeof(*silicon));
	silicon->text = strndup(text, len);
	if (!silicon->text)
		return why_fail(why, ENOMEM, "no memory for silicon.tsv");
	rest = silicon->text;
	while (rc == 0 && (line = strsep(&rest, "\n"))) {
		number++;
		if (line[0] != '#' && line[0] != '\0')
			rc = take_line(silicon, line, number, why);
	}
	if (rc < 0)
		silicon_free(silicon);
	return rc;
}

void silicon_free(struct silicon *silicon)
{
	free(silicon->text);
	free(silicon->at);
	memset(silicon, 0, sizeof(*silicon));
}

int silicon_promote(const struct silicon *silicon, struct conform_list *list, struct why *why)
{
	int n = 0;

	for (size_t i = 0; i < silicon->n; i++) {
		struct conform_case *of = NULL;

		for (size_t k = 0; k < list->n && !of; k++)
			if (strcmp(list->at[k].id, silicon->at[i].id) == 0)
				of = &list->at[k];
		if (!of || !silicon->at[i].keeps)
			continue;
		of->evidence = BY_SILICON;
		of->source = conform_list_text(
			list, "%s; seen on %s, %s", of->source, silicon->at[i].part, silicon->at[i].date);
		n++;
	}
	return list->failed ? why_fail(why, ENOMEM, "no memory for the list of cases") : n;
}
