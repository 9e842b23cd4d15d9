/* tests/conformance/refusal_cases.h: situations of vectors/refusals.tsv that are prose, written out by hand. */
#ifndef SESIM_CONFORM_REFUSAL_CASES_H
#define SESIM_CONFORM_REFUSAL_CASES_H

#include <stdbool.h>
#include <stddef.h>

enum refusal_case_flags {
	CASE_EVERY = 1 << 0,  /* of every command that there is a good one of */
	CASE_STILL = 1 << 1,  /* the good command works afterwards, in spite of the set-up */
	CASE_SPOILS = 1 << 2, /* it does not, without any */
};

/* One way into a row's situation; a row may have several. */
struct refusal_case {
	const char *id;
	const char *words; /* of the good command; NULL: any */
	const char *setup; /* behind the good command's own; NULL: nothing */
	const char *edit;  /* of the good command; NULL: as it is */
	unsigned int may;  /* enum talk_may */
	unsigned int flags;
	const char *command; /* the good command's name when it is not the row's */
	const char *before;  /* before the good command's own set-up */
	const char *except;  /* CASE_EVERY: not of these, each between spaces */
};

struct refusal_case_list {
	const struct refusal_case *at;
	size_t n;
};

extern const struct refusal_case_list cases_any, cases_sessions, cases_objects, cases_crypto;

/* The n-th case of a row; NULL: there is none. */
const struct refusal_case *case_find(const char *id, size_t n);
/* All of them, by number; NULL behind the last. */
const struct refusal_case *case_number(size_t i);

#endif
