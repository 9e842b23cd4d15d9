/* tests/conformance/policy_matrix.h: vectors/policy_matrix.tsv, cell by cell; its head says what the columns mean. */
#ifndef SESIM_CONFORM_POLICY_MATRIX_H
#define SESIM_CONFORM_POLICY_MATRIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "why.h"

enum {
	MATRIX_ROWS_MAX = 400,
	MATRIX_TEXT_MAX = 32768,
};

enum matrix_may {
	MATRIX_YES,
	MATRIX_NO,
	MATRIX_OPEN,
};

struct matrix_row {
	const char *class;
	bool authenticates;
	const char *rule;
	uint32_t bit;
	enum matrix_may may;
	const char *opens; /* -; any; or commands separated by "; " */
};

struct policy_matrix {
	size_t n;
	struct matrix_row rows[MATRIX_ROWS_MAX];
	char text[MATRIX_TEXT_MAX];
};

/* Returns 0, or a negative errno and a sentence about the row that is none. */
int matrix_read(struct policy_matrix *matrix, struct why *why);

/* Every rule that only allows and that this class may have, without `but` (NULL: all). 0: no such class. */
uint32_t matrix_all_but(
	const struct policy_matrix *matrix, const char *class, bool authenticates, const char *but);

#endif
