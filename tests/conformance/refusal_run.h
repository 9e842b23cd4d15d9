/* tests/conformance/refusal_run.h: rows of vectors/refusals.tsv with parts. */
#ifndef SESIM_CONFORM_REFUSAL_RUN_H
#define SESIM_CONFORM_REFUSAL_RUN_H

#include "good.h"
#include "refusal_cases.h"
#include "refusal_plan.h"
#include "refusal_rows.h"
#include "talk.h"

enum refusal_outcome {
	OUTCOME_PASSED,
	OUTCOME_FAILED,      /* whoever listens was told why */
	OUTCOME_PROSE,       /* not run: the situation is prose and nobody has written it out */
	OUTCOME_NO_GOOD,     /* not run: no good command has what the situation changes */
	OUTCOME_UNSUPPORTED, /* not run: the simulator lacks the command, or one that its set-up wants */
	OUTCOME_OTHER_WAY,   /* not run: situation or set-up say themselves how commands come */
	OUTCOME_ELSEWHERE, /* not run: it is about other parts, or a state that this one cannot be brought into */
	OUTCOMES,
};

extern const char *const refusal_outcomes[OUTCOMES];

/* How set-up and commands come, where a row does not say. */
enum run_way {
	WAY_PLAIN,   /* in the default session */
	WAY_CHANNEL, /* the command through the platform channel, with everything protected */
	WAY_SESSION, /* all in an AESKey session, with everything protected */
	WAYS,
};

struct refusal_run {
	enum run_way way;
	/* The part that a good command is for; NULL: it is not here. */
	struct peer *(*part)(struct refusal_run *run, const struct se050_good *good);
	/* What is wrong: at most once a good command. */
	void (*complain)(struct refusal_run *run, const char *sentence);
	void *context;
	const char *focus; /* of rows about any command: this one alone; NULL: all */
	struct talk talk;
	struct text_command good, bad;
	struct why why; /* of OUTCOME_ELSEWHERE and OUTCOME_UNSUPPORTED */
	size_t ran;     /* commands that were to be refused */
};

enum refusal_outcome run_row(struct refusal_run *run, const struct refusal *row);

/* One good command as it is: OUTCOME_PASSED when it is answered 9000. */
enum refusal_outcome run_good(struct refusal_run *run, const struct se050_good *good);

/* What a case written by hand does. */
void plan_case(const struct refusal_case *as, struct plan *plan);

#endif
