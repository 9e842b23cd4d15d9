/* tests/unit/refusal_run.h: rows of vectors/refusals.tsv against simulated parts. */
#ifndef SESIM_TESTS_REFUSAL_RUN_H
#define SESIM_TESTS_REFUSAL_RUN_H

#include "refusal_plan.h"
#include "refusal_rows.h"

enum refusal_outcome {
	OUTCOME_PASSED,
	OUTCOME_FAILED,      /* why is printed */
	OUTCOME_PROSE,       /* not run: the situation is prose and nobody has written it out */
	OUTCOME_NO_GOOD,     /* not run: no good command has what the situation changes */
	OUTCOME_UNSUPPORTED, /* not run: the simulator lacks the command, or one that its set-up wants */
	OUTCOME_OTHER_WAY,   /* not run: situation or set-up say themselves how commands come */
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

struct refusal_run;

struct refusal_run *run_new(enum run_way way);
void run_free(struct refusal_run *run);

enum refusal_outcome run_row(struct refusal_run *run, const struct refusal *row);

/* Runs every good command as it is: how many are answered 9000, are not supported, fail (printed). */
struct run_goods {
	size_t good, unsupported, bad;
};
struct run_goods run_goods(struct refusal_run *run);

#endif
