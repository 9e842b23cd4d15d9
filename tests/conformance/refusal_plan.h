/*
 * tests/conformance/refusal_plan.h: what a situation of vectors/refusals.tsv means: which good command to take, what to do to the
 * part before, what to do to the command.
 */
#ifndef SESIM_CONFORM_REFUSAL_PLAN_H
#define SESIM_CONFORM_REFUSAL_PLAN_H

#include "refusal_rows.h"
#include "talk.h"
#include "talk_text.h"

enum {
	PLAN_WORDS_MAX = 200,
	PLAN_SCRIPT_MAX = 1600,
	PLAN_TAGS = 4,
};

struct plan {
	char words[PLAN_WORDS_MAX];   /* what the good command must be */
	uint8_t tags[PLAN_TAGS];      /* which TLVs it must have; 0 ends them */
	char before[PLAN_SCRIPT_MAX]; /* before the good command's own set-up */
	char setup[PLAN_SCRIPT_MAX];  /* after it */
	char edit[PLAN_SCRIPT_MAX];   /* of the good command */
	/* Done to the command by plan_apply(), whatever it looks like. */
	void (*fault)(struct text_command *command, const struct plan *plan);
	uint8_t tag, tag_2;
	size_t size;
	char policy_class[40]; /* what .make gives a policy to; empty: nothing */
	uint8_t policy[TALK_POLICY_MAX];
	size_t policy_len;
	unsigned int may; /* enum talk_may */
	bool spoils;      /* the part is such that the good command would be refused too */
	bool once;        /* the good command is for the first time only */
	bool every;       /* of all commands: where nothing is changed there is nothing to be seen */
	bool too_long;    /* it has no room for what the situation wants */
};

/* Returns false when the situation is prose. */
bool plan_make(const struct refusal *row, struct plan *plan);

/* Makes the good command the bad one. */
void plan_apply(
	const struct plan *plan, struct text_command *command, const struct text_variables *variables);

/* The part of it behind @. */
bool plan_states(const struct refusal *row, struct plan *plan);

/* Adds a word, a line to a script. */
void plan_word(struct plan *plan, const char *word);
void plan_line(char *script, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
