/* tests/conformance/refusal_rows.h: vectors/refusals.tsv, row by row; its head says what the columns mean. */
#ifndef SESIM_CONFORM_REFUSAL_ROWS_H
#define SESIM_CONFORM_REFUSAL_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "why.h"

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
	const char *source;
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

/* One line, which is taken apart where it is. */
int refusal_read(struct refusal *row, char *line, size_t number, struct why *why);

/* Returns 0, or a negative errno and a sentence that names the line. */
int refusals_read(struct refusals *refusals, struct why *why);
void refusals_free(struct refusals *refusals);

bool refusal_accepts(const struct refusal *row, uint16_t status);

#endif
