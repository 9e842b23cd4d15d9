/* tests/unit/refusal_rows.h: vectors/refusals.tsv, row by row; its head says what the columns mean. */
#ifndef SESIM_TESTS_REFUSAL_ROWS_H
#define SESIM_TESTS_REFUSAL_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	REFUSAL_STATUSES = 8,
};

enum refusal_kind {
	REFUSAL_DOCUMENT,
	REFUSAL_SILICON,
	REFUSAL_HOST,
	REFUSAL_UNCERTAIN,
	REFUSAL_KINDS,
};

extern const char *const refusal_kinds[REFUSAL_KINDS];

struct refusal {
	const char *id;
	const char *command;
	const char *fault; /* the situation up to @; may be empty */
	const char *state; /* what follows @; may be empty */
	const char *reason;
	enum refusal_kind kind;
	uint16_t accepted[REFUSAL_STATUSES];
	size_t n_accepted;
	size_t line;
};

struct refusals {
	char *text;
	struct refusal *rows;
	size_t n;
};

/* A row that is none fails the cmocka test and is named by its line. */
void refusals_read(struct refusals *refusals, const char *path);
void refusals_free(struct refusals *refusals);

bool refusal_accepts(const struct refusal *row, uint16_t status);

#endif
