/*
 * tests/unit/test_se050_refusals.c: every refusal of vectors/refusals.tsv. The accepted statuses are that file's: documents,
 * silicon, hosts' tests; what is a guess is counted apart.
 */
#include "cmocka_all.h"

#include <stdlib.h>
#include <string.h>

#include "refusal_cases.h"
#include "refusal_rows.h"
#include "refusal_run.h"

enum {
	/*
	 * Rows that are not run; may only fall. 142 of MIFARE DESFire, which is not simulated; and SetECCurveParam.fifth:
	 * a wrong parameter is refused at once here, so that there is no fifth one after it.
	 */
	NOT_RUN_MAX = 143,
};

static int read_rows(void **state)
{
	struct refusals *refusals = malloc(sizeof(*refusals));

	assert_non_null(refusals);
	refusals_read(refusals, SESIM_VECTORS "/refusals.tsv");
	*state = refusals;
	return 0;
}

static int free_rows(void **state)
{
	refusals_free(*state);
	free(*state);
	return 0;
}

static void good_commands_are_good(void **state)
{
	struct refusal_run *run = run_new(WAY_PLAIN);
	struct run_goods count = run_goods(run);

	(void)state;
	print_message("good commands: %zu answered 9000, %zu not supported, %zu refused\n", count.good,
		count.unsupported, count.bad);
	run_free(run);
	assert_int_equal(count.bad, 0);
}

struct totals {
	size_t of[REFUSAL_KINDS][OUTCOMES];
	size_t wrong, not_run;
};

static struct totals run_all(const struct refusals *refusals, enum run_way way, bool tells)
{
	struct refusal_run *run = run_new(way);
	struct totals totals = { { { 0 } }, 0, 0 };

	for (size_t i = 0; i < refusals->n; i++) {
		const struct refusal *row = &refusals->rows[i];
		enum refusal_outcome outcome = run_row(run, row);

		totals.of[row->kind][outcome]++;
		if (outcome == OUTCOME_FAILED)
			totals.wrong++;
		else if (outcome != OUTCOME_PASSED)
			totals.not_run++;
		if (tells && outcome > OUTCOME_FAILED)
			print_message("%s: %s\n", refusal_outcomes[outcome], row->id);
	}
	run_free(run);
	for (int k = 0; k < REFUSAL_KINDS; k++) {
		print_message("%-9s", refusal_kinds[k]);
		for (int o = 0; o < OUTCOMES; o++)
			print_message(" %5zu %s", totals.of[k][o], refusal_outcomes[o]);
		print_message("\n");
	}
	return totals;
}

static void every_documented_refusal(void **state)
{
	struct totals totals = run_all(*state, WAY_PLAIN, true);

	print_message("not run: %zu\n", totals.not_run);
	assert_int_equal(totals.wrong, 0);
	assert_true(totals.not_run <= NOT_RUN_MAX);
}

/* Refused or not, host and card count alike: the good command behind it proves it. */
static void the_same_through_the_platform_channel(void **state)
{
	assert_int_equal(run_all(*state, WAY_CHANNEL, false).wrong, 0);
}

static void the_same_in_an_aes_key_session(void **state)
{
	assert_int_equal(run_all(*state, WAY_SESSION, false).wrong, 0);
}

/* A case for a row that is not there tests nothing. */
static void every_case_has_its_row(void **state)
{
	const struct refusals *refusals = *state;
	const struct refusal_case *as;

	for (size_t i = 0; (as = case_number(i)); i++) {
		size_t r = 0;

		while (r < refusals->n && strcmp(refusals->rows[r].id, as->id) != 0)
			r++;
		if (r == refusals->n)
			fail_msg("no row %s", as->id);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_case_has_its_row),
		cmocka_unit_test(good_commands_are_good),
		cmocka_unit_test(every_documented_refusal),
		cmocka_unit_test(the_same_through_the_platform_channel),
		cmocka_unit_test(the_same_in_an_aes_key_session),
	};

	return cmocka_run_group_tests(tests, read_rows, free_rows);
}
