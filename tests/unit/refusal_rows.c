/* tests/unit/refusal_rows.c: reads vectors/refusals.tsv. */
#include "refusal_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"

enum {
	FILE_MAX = 4 << 20,
	ROWS_MAX = 8000,
	COLUMNS = 7,
};

const char *const refusal_kinds[REFUSAL_KINDS] = { "document", "silicon", "host", "UNCERTAIN" };

static char *whole_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	char *text = malloc(FILE_MAX);
	size_t n;

	if (!file || !text)
		fail_msg("cannot read %s", path);
	n = fread(text, 1, FILE_MAX - 1, file);
	assert_true(n < FILE_MAX - 1);
	text[n] = 0;
	fclose(file);
	return text;
}

static void read_statuses(struct refusal *row, char *text)
{
	char *rest = NULL;

	for (char *word = strtok_r(text, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		char *end;

		if (row->n_accepted == REFUSAL_STATUSES)
			fail_msg("line %zu: too many statuses", row->line);
		row->accepted[row->n_accepted++] = (uint16_t)strtoul(word, &end, 16);
		if (end != word + 4)
			fail_msg("line %zu: %s is no status", row->line, word);
	}
	if (row->n_accepted == 0)
		fail_msg("line %zu: no status", row->line);
}

static void read_kind(struct refusal *row, const char *text)
{
	for (int k = 0; k < REFUSAL_KINDS; k++)
		if (strcmp(text, refusal_kinds[k]) == 0) {
			row->kind = (enum refusal_kind)k;
			return;
		}
	fail_msg("line %zu: %s is no kind of evidence", row->line, text);
}

static void read_situation(struct refusal *row, char *text)
{
	char *at = strncmp(text, "@ ", 2) == 0 ? text : strstr(text, " @ ");

	row->fault = at == text ? "" : text;
	row->state = at ? strchr(at, '@') + 2 : "";
	if (at)
		*at = 0;
}

static void read_row(struct refusal *row, char *line, size_t number)
{
	char *columns[COLUMNS], *rest = line;

	row->line = number;
	for (size_t c = 0; c < COLUMNS; c++) {
		columns[c] = strsep(&rest, "\t");
		if (!columns[c])
			fail_msg("line %zu: not %d columns", number, COLUMNS);
	}
	row->id = columns[0];
	row->command = columns[1];
	read_situation(row, columns[2]);
	read_statuses(row, columns[3]);
	read_kind(row, columns[4]);
	row->reason = columns[6];
}

void refusals_read(struct refusals *refusals, const char *path)
{
	char *rest;
	size_t number = 0;

	memset(refusals, 0, sizeof(*refusals));
	refusals->text = rest = whole_file(path);
	refusals->rows = calloc(ROWS_MAX, sizeof(refusals->rows[0]));
	assert_non_null(refusals->rows);
	for (char *line; (line = strsep(&rest, "\n"));) {
		number++;
		if (line[0] == 0 || line[0] == '#')
			continue;
		assert_true(refusals->n < ROWS_MAX);
		read_row(&refusals->rows[refusals->n++], line, number);
	}
}

void refusals_free(struct refusals *refusals)
{
	free(refusals->rows);
	free(refusals->text);
}

bool refusal_accepts(const struct refusal *row, uint16_t status)
{
	for (size_t i = 0; i < row->n_accepted; i++)
		if (row->accepted[i] == status)
			return true;
	return false;
}
