/* tests/unit/test_diff_stream.c: sesim diff --stream: the same commands by chance to two parts, by the real program. */
#include "cmocka_all.h"

#include <string.h>

#include "cli_fixture.h"

enum { DIFF_ROUND_HERE = 8 };

/* How often a word stands in the newest output. */
static size_t count(const struct cli_fixture *f, const char *word)
{
	size_t n = 0;

	for (const char *at = f->result.out; (at = strstr(at, word)); at++)
		n++;
	return n;
}

static void a_part_does_not_differ_from_another_of_its_kind(void **state)
{
	static const char *const lines[] = { "diff sim:atecc608a sim:atecc608a --stream 2000",
		"diff sim:atecc608b-tngtls sim:atecc608b-tngtls --stream 2000 --stream-seed 5",
		"diff sim:se050c sim:se050c --stream 1500", "diff sim:se051c sim:se051c --stream 1500" };
	struct cli_fixture *f = *state;

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		sesim(f, lines[i]);
		if (f->result.status != 0)
			fail_msg("sesim %s\n%s%s", lines[i], f->result.out, f->result.err);
	}
}

/* Revisions: what Info says, and what of the config zone is the revision's. Each difference takes one command. */
static void a_difference_is_told_once_with_the_fewest_commands(void **state)
{
	struct cli_fixture *f = *state;

	sesim(f, "diff sim:atecc608a sim:atecc608b --stream 4000");
	assert_int_equal(f->result.status, 1);
	assert_int_equal(count(f, "DIFFERS "), 3);
	assert_int_equal(count(f, "DIFFERS Info, revision: 4 bytes, other bytes\n"), 1);
	assert_int_equal(count(f, "DIFFERS Read, config: 4 bytes, other bytes\n"), 1);
	assert_int_equal(count(f, "DIFFERS Read, config: 32 bytes, other bytes\n"), 1);
	assert_int_equal(count(f, "  ("), 3); /* commands */
	assert_non_null(strstr(f->result.out, "  sim:atecc608a: 00006002\n  sim:atecc608b: 00006003\n"));
}

static void a_machine_can_read_the_differences(void **state)
{
	struct cli_fixture *f = *state;

	sesim(f, "diff sim:atecc508a sim:atecc608a --stream 6000 --json");
	assert_int_equal(f->result.status, 1);
	assert_json(f, "schema", "1");
	assert_json(f, "first", "sim:atecc508a");
	assert_true(count(f, "\"rule\"") > 20);
}

/* The lines between a difference and its answers: here a key that is written over, and what does that. */
static void commands_that_prepare_a_difference_are_told(void **state)
{
	struct cli_fixture *f = *state;
	size_t most = 0;

	sesim(f, "diff sim:se050c sim:se050e --stream 2000");
	assert_int_equal(f->result.status, 1);
	for (const char *at = f->result.out; (at = strstr(at, "DIFFERS ")); at++) {
		const char *end = strstr(at, "\n  sim:");
		size_t n = 0;

		for (const char *line = at; line && line < end; line = strchr(line + 1, '\n'))
			n++;
		most = n > most ? n : most;
	}
	assert_in_range(most, 3, DIFF_ROUND_HERE); /* its own line is one of them */
}

static void the_same_seed_has_the_same_outcome(void **state)
{
	static char before[PROGRAM_OUTPUT];
	struct cli_fixture *f = *state;

	sesim(f, "diff sim:se050c sim:se050e --stream 800 --stream-seed 9 --seed 1");
	assert_int_equal(f->result.status, 1);
	memcpy(before, f->result.out, sizeof(before));
	sesim(f, "diff sim:se050c sim:se050e --stream 800 --stream-seed 9 --seed 1");
	assert_string_equal(f->result.out, before);
}

static void what_cannot_be_compared_is_refused(void **state)
{
	struct cli_fixture *f = *state;

	sesim_refuses(f, "diff sim:atecc608a sim:se050c --stream 10", "different kinds");
	sesim_refuses(f, "diff sim:atecc608a sim:atecc608a --stream x", "take a number");
	sesim_refuses(f, "diff sim:atecc608a sim:atecc608a --stream 10 --only T1-*", "about the suite");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_part_does_not_differ_from_another_of_its_kind, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			a_difference_is_told_once_with_the_fewest_commands, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(a_machine_can_read_the_differences, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			commands_that_prepare_a_difference_are_told, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(the_same_seed_has_the_same_outcome, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(what_cannot_be_compared_is_refused, cli_setup, cli_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
