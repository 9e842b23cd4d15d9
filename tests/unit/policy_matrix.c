/* tests/unit/policy_matrix.c: reads vectors/policy_matrix.tsv. */
#include "policy_matrix.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"

enum {
	COLUMNS = 6,
	FORBIDS = 0x20000000, /* these three take away, the others allow */
	REQUIRES_SM = 0x00020000,
	REQUIRES_PCR = 0x00010000,
};

static bool yes_or_no(const char *text, const char *line)
{
	if (strcmp(text, "yes") != 0 && strcmp(text, "no") != 0)
		fail_msg("%s: yes or no, not %s", line, text);
	return text[0] == 'y';
}

static void read_row(struct matrix_row *row, char *line)
{
	char *columns[COLUMNS], *rest = line;

	for (size_t c = 0; c < COLUMNS; c++) {
		columns[c] = strsep(&rest, "\t");
		if (!columns[c])
			fail_msg("%s: not %d columns", line, COLUMNS);
	}
	row->class = columns[0];
	row->authenticates = yes_or_no(columns[1], line);
	row->rule = columns[2];
	row->bit = (uint32_t)strtoul(columns[3], NULL, 16);
	if (strcmp(columns[4], "open") == 0)
		row->may = MATRIX_OPEN;
	else
		row->may = yes_or_no(columns[4], line) ? MATRIX_YES : MATRIX_NO;
	row->opens = columns[5];
}

void matrix_read(struct policy_matrix *matrix, const char *path)
{
	FILE *file = fopen(path, "rb");
	char *rest = matrix->text;
	size_t n;

	if (!file)
		fail_msg("cannot read %s", path);
	n = fread(matrix->text, 1, sizeof(matrix->text) - 1, file);
	assert_true(n < sizeof(matrix->text) - 1);
	matrix->text[n] = 0;
	fclose(file);
	matrix->n = 0;
	for (char *line; (line = strsep(&rest, "\n"));) {
		if (line[0] == 0 || line[0] == '#')
			continue;
		assert_true(matrix->n < MATRIX_ROWS_MAX);
		read_row(&matrix->rows[matrix->n++], line);
	}
}

uint32_t matrix_all_but(
	const struct policy_matrix *matrix, const char *class, bool authenticates, const char *but)
{
	uint32_t header = 0;

	for (size_t i = 0; i < matrix->n; i++) {
		const struct matrix_row *row = &matrix->rows[i];

		if (strcmp(row->class, class) != 0 || row->authenticates != authenticates ||
			row->may != MATRIX_YES || (but && strcmp(row->rule, but) == 0))
			continue;
		header |= row->bit & ~(uint32_t)(FORBIDS | REQUIRES_SM | REQUIRES_PCR);
	}
	return header;
}
