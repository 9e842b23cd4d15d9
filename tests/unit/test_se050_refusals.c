/*
 * tests/unit/test_se050_refusals.c: every refusal of vectors/refusals.tsv. The accepted statuses are that file's: documents,
 * silicon, hosts' tests; what is a guess is counted apart.
 */
#include "cmocka_all.h"

#include <stdlib.h>
#include <string.h>

#include "fixture_peer.h"
#include "refusal_run.h"

enum {
	/*
	 * Rows that are not run; may only fall. SetECCurveParam.fifth: a wrong parameter is refused at once here, so that there is no fifth one after it.
	 */
	NOT_RUN_MAX = 1,
};

static int read_rows(void **state)
{
	struct refusals *refusals = malloc(sizeof(*refusals));

	assert_non_null(refusals);
	assert_int_equal(refusals_read(refusals, NULL), 0);
	*state = refusals;
	return 0;
}

static int free_rows(void **state)
{
	refusals_free(*state);
	free(*state);
	return 0;
}

/* The parts there are goods for. */
enum of_part {
	OF_C,
	OF_F,
	OF_7_2,
	OF_KIT,
	OF_PARTS,
};

struct parts {
	struct fixture_peer *at[OF_PARTS];
	const struct refusal *row;
};

static struct peer *part_for(struct refusal_run *run, const struct se050_good *good)
{
	const struct parts *parts = run->context;

	if (good_has_word(good, "7.2"))
		return &parts->at[OF_7_2]->peer;
	if (good_has_word(good, "development kit"))
		return &parts->at[OF_KIT]->peer;
	return &parts->at[good_has_word(good, "SE050F") ? OF_F : OF_C]->peer;
}

static void complain(struct refusal_run *run, const char *sentence)
{
	const struct parts *parts = run->context;

	print_error("%s: %s\n", parts->row ? parts->row->id : "a good command", sentence);
}

static struct refusal_run *run_new(enum run_way way)
{
	static const char *const names[OF_PARTS] = { "se050c", "se050f", "se051c", "se050-dev" };
	struct refusal_run *run = calloc(1, sizeof(*run));
	struct parts *parts = calloc(1, sizeof(*parts));

	assert_non_null(run);
	assert_non_null(parts);
	for (size_t i = 0; i < OF_PARTS; i++)
		parts->at[i] = fixture_peer_new(names[i]);
	run->way = way;
	run->part = part_for;
	run->complain = complain;
	run->context = parts;
	return run;
}

static void run_free(struct refusal_run *run)
{
	struct parts *parts = run->context;

	for (size_t i = 0; i < OF_PARTS; i++)
		fixture_peer_free(parts->at[i]);
	free(parts);
	free(run);
}

static void good_commands_are_good(void **state)
{
	struct refusal_run *run = run_new(WAY_PLAIN);
	size_t count[OUTCOMES] = { 0 };
	const struct se050_good *good;

	(void)state;
	for (size_t i = 0; (good = good_number(i)); i++)
		count[run_good(run, good)]++;
	print_message("good commands: %zu answered 9000, %zu not supported, %zu refused\n",
		count[OUTCOME_PASSED], count[OUTCOME_UNSUPPORTED], count[OUTCOME_FAILED]);
	run_free(run);
	assert_int_equal(count[OUTCOME_FAILED] + count[OUTCOME_ELSEWHERE], 0);
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
		enum refusal_outcome outcome;

		((struct parts *)run->context)->row = row;
		outcome = run_row(run, row);
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
