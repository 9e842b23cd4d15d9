/* tests/conformance/policy_matrix.c: reads vectors/policy_matrix.tsv. */
#include "policy_matrix.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "vectors_text.h"

enum {
	COLUMNS = 6,
	FORBIDS = 0x20000000, /* these three take away, the others allow */
	REQUIRES_SM = 0x00020000,
	REQUIRES_PCR = 0x00010000,
};

/* Returns -EINVAL for a word that is neither. */
static int yes_or_no(const char *text)
{
	if (strcmp(text, "yes") == 0)
		return 1;
	return strcmp(text, "no") == 0 ? 0 : -EINVAL;
}

static int read_row(struct matrix_row *row, char *line, struct why *why)
{
	char *columns[COLUMNS], *rest = line;
	int authenticates, may;

	for (size_t c = 0; c < COLUMNS; c++) {
		columns[c] = strsep(&rest, "\t");
		if (!columns[c])
			return why_fail(why, EINVAL, "policy matrix, %.40s: not %d columns", line, COLUMNS);
	}
	authenticates = yes_or_no(columns[1]);
	may = strcmp(columns[4], "open") == 0 ? MATRIX_OPEN : yes_or_no(columns[4]);
	if (authenticates < 0 || may < 0)
		return why_fail(
			why, EINVAL, "policy matrix, %s, %s: yes, no or open is due", columns[0], columns[2]);
	row->class = columns[0];
	row->authenticates = authenticates == 1;
	row->rule = columns[2];
	row->bit = (uint32_t)strtoul(columns[3], NULL, 16);
	if (strcmp(columns[4], "open") == 0)
		row->may = MATRIX_OPEN;
	else
		row->may = may == 1 ? MATRIX_YES : MATRIX_NO;
	row->opens = columns[5];
	return 0;
}

int matrix_read(struct policy_matrix *matrix, struct why *why)
{
	char *rest = matrix->text;

	matrix->n = 0;
	if (vectors_policy_matrix.len >= sizeof(matrix->text))
		return why_fail(why, ENOSPC, "the policy matrix is longer than its room");
	memcpy(matrix->text, vectors_policy_matrix.at, vectors_policy_matrix.len + 1);
	for (char *line; (line = strsep(&rest, "\n"));) {
		int rc;

		if (line[0] == 0 || line[0] == '#')
			continue;
		if (matrix->n == MATRIX_ROWS_MAX)
			return why_fail(why, ENOSPC, "the policy matrix has too many rows");
		rc = read_row(&matrix->rows[matrix->n++], line, why);
		if (rc < 0)
			return rc;
	}
	return 0;
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
