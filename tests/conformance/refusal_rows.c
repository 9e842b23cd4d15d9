/* tests/conformance/refusal_rows.c: reads vectors/refusals.tsv. */
#include "refusal_rows.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "vectors_text.h"

enum {
	ROWS_MAX = 8000,
	COLUMNS = 7,
};

const char *const refusal_kinds[REFUSAL_KINDS] = { "document", "silicon", "host", "UNCERTAIN" };

static int read_statuses(struct refusal *row, char *text, struct why *why)
{
	char *rest = NULL;

	for (char *word = strtok_r(text, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		char *end;

		if (row->n_accepted == REFUSAL_STATUSES)
			return why_fail(why, EINVAL, "refusals, line %zu: too many statuses", row->line);
		row->accepted[row->n_accepted++] = (uint16_t)strtoul(word, &end, 16);
		if (end != word + 4)
			return why_fail(why, EINVAL, "refusals, line %zu: %s is no status", row->line, word);
	}
	if (row->n_accepted == 0)
		return why_fail(why, EINVAL, "refusals, line %zu: no status", row->line);
	return 0;
}

static int read_kind(struct refusal *row, const char *text, struct why *why)
{
	for (int k = 0; k < REFUSAL_KINDS; k++)
		if (strcmp(text, refusal_kinds[k]) == 0) {
			row->kind = (enum refusal_kind)k;
			return 0;
		}
	return why_fail(why, EINVAL, "refusals, line %zu: %s is no kind of evidence", row->line, text);
}

static void read_situation(struct refusal *row, char *text)
{
	char *at = strncmp(text, "@ ", 2) == 0 ? text : strstr(text, " @ ");

	row->fault = at == text ? "" : text;
	row->state = at ? strchr(at, '@') + 2 : "";
	if (at)
		*at = 0;
}

int refusal_read(struct refusal *row, char *line, size_t number, struct why *why)
{
	char *columns[COLUMNS], *rest = line;
	int rc;

	row->line = number;
	for (size_t c = 0; c < COLUMNS; c++) {
		columns[c] = strsep(&rest, "\t");
		if (!columns[c])
			return why_fail(why, EINVAL, "refusals, line %zu: not %d columns", number, COLUMNS);
	}
	row->id = columns[0];
	row->command = columns[1];
	read_situation(row, columns[2]);
	row->source = columns[5];
	row->reason = columns[6];
	rc = read_statuses(row, columns[3], why);
	return rc < 0 ? rc : read_kind(row, columns[4], why);
}

int refusals_read(struct refusals *refusals, struct why *why)
{
	char *rest;
	size_t number = 0;
	int rc = 0;

	memset(refusals, 0, sizeof(*refusals));
	refusals->text = rest = strdup(vectors_refusals.at);
	refusals->rows = calloc(ROWS_MAX, sizeof(refusals->rows[0]));
	if (!refusals->text || !refusals->rows)
		rc = why_fail(why, ENOMEM, "no memory for the refusals");
	for (char *line; rc == 0 && (line = strsep(&rest, "\n"));) {
		number++;
		if (line[0] == 0 || line[0] == '#')
			continue;
		if (refusals->n == ROWS_MAX)
			rc = why_fail(why, ENOSPC, "more refusals than there is room for");
		else
			rc = refusal_read(&refusals->rows[refusals->n++], line, number, why);
	}
	if (rc < 0)
		refusals_free(refusals);
	return rc;
}

void refusals_free(struct refusals *refusals)
{
	free(refusals->rows);
	free(refusals->text);
	memset(refusals, 0, sizeof(*refusals));
}

bool refusal_accepts(const struct refusal *row, uint16_t status)
{
	for (size_t i = 0; i < row->n_accepted; i++)
		if (row->accepted[i] == status)
			return true;
	return false;
}
