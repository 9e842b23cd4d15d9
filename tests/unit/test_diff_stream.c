/* tests/unit/test_diff_stream.c: sesim diff: the suite and the same commands by chance on two parts, by the real program. */
#include "cmocka_all.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cli_fixture.h"
#include "program.h"

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
	static const char *const lines[] = { "diff sim:atecc608a sim:atecc608a --only-stream --stream 2000",
		"diff sim:atecc608b-tngtls sim:atecc608b-tngtls --only-stream --stream 2000 --stream-seed 5",
		"diff sim:se050c sim:se050c --only-stream --stream 1500",
		"diff sim:se051c sim:se051c --only-stream --stream 1500" };
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

	sesim(f, "diff sim:atecc608a sim:atecc608b --only-stream --stream 4000");
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

	sesim(f, "diff sim:atecc508a sim:atecc608a --only-stream --stream 6000 --json");
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

	sesim(f, "diff sim:se050c sim:se050e --only-stream --stream 2000");
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

	sesim(f, "diff sim:se050c sim:se050e --only-stream --stream 800 --stream-seed 9 --seed 1");
	assert_int_equal(f->result.status, 1);
	memcpy(before, f->result.out, sizeof(before));
	sesim(f, "diff sim:se050c sim:se050e --only-stream --stream 800 --stream-seed 9 --seed 1");
	assert_string_equal(f->result.out, before);
}

static void what_cannot_be_compared_is_refused(void **state)
{
	struct cli_fixture *f = *state;

	sesim_refuses(f, "diff sim:atecc608a sim:se050c --only-stream --stream 10", "different kinds");
	sesim_refuses(f, "diff sim:atecc608a sim:atecc608a --stream x", "take a number");
	sesim_refuses(f, "diff sim:atecc608a sim:atecc608a --only-stream --stream 10 --only T1-*",
		"about the suite");
	sesim_refuses(f, "diff sim:atecc608a sim:atecc608a --only-stream --stream 0", "nothing to do");
}

static void the_suite_and_then_a_stream_are_run(void **state)
{
	struct cli_fixture *f = *state;

	sesim(f, "diff sim:atecc508a sim:atecc508a --only ATCA-INFO-* --stream 100 --stream-seed 7");
	assert_int_equal(f->result.status, 0);
	assert_non_null(strstr(f->result.out, " rules alike, 0 differ"));
	assert_non_null(strstr(f->result.out, "100 commands by chance to each, seed 7\n"));
	assert_non_null(strstr(f->result.out, " commands to each, 0 differences"));
	/* Which part of it differs is no matter. */
	sesim(f, "diff sim:atecc608a sim:atecc608b --only ATCA-NONCE-* --stream 500");
	assert_int_equal(f->result.status, 1);
	assert_int_equal(count(f, "DIFFERS Info, revision"), 1);
	sesim(f, "diff sim:atecc508a sim:atecc608a --only ATCA-INFO-* --stream 100 --json");
	assert_int_equal(f->result.status, 1);
	assert_json(f, "schema", "1");
	assert_json(f, "stream.seed", "1");
	/* Who names cases wants these. */
	sesim(f, "diff sim:atecc608a sim:atecc608b --only ATCA-NONCE-*");
	assert_int_equal(f->result.status, 0);
	assert_int_equal(count(f, "by chance"), 0);
}

static void without_a_word_both_are_run(void **state)
{
	struct cli_fixture *f = *state;

	sesim(f, "diff sim:atecc508a sim:atecc508a");
	if (f->result.status != 0)
		fail_msg("%s%s", f->result.out, f->result.err);
	assert_non_null(strstr(f->result.out, " rules alike, 0 differ"));
	assert_non_null(strstr(f->result.out, "1000 commands by chance to each, seed 1\n"));
	/* What answers in its channel alone has no stream, unless that is what was asked for. */
	sesim_refuses(f, "diff sim:se050f sim:se050f --only-stream", "platform channel only");
}

/* --chip is about the link that cannot tell: here the one with two parts. */
static void one_chip_is_for_the_link_that_cannot_tell(void **state)
{
	struct cli_fixture *f = *state;

	sesim(f, "diff sim:atecc608a sim:atecc608b+se050c --chip atecc608b --only ATCA-INFO-* --stream 10");
	assert_true(f->result.status <= 1);
	sesim(f, "diff sim:atecc608b+se050c sim:atecc608a --chip atecc608b --only ATCA-INFO-* --stream 10");
	assert_true(f->result.status <= 1);
	sesim(f, "diff sim:atecc608a sim:atecc608b+se050c --chip atecc608a --chip atecc608b --only-stream "
		 "--stream 10");
	assert_true(f->result.status <= 1);
	sesim_refuses(f, "diff sim:atecc608a sim:atecc608b+se050c --only-stream", "has 2 parts: --chip");
}

/* Two links of which the first one is a server that is killed when it has done some work. */
static void lose(struct cli_fixture *f, const char *options, const char *words)
{
	char line[700], ready[300], record[100], partial[100], text[4000] = "";
	char *argv[24] = { NULL };
	size_t argc = 0;
	struct stat stat_of = { 0 };
	int server, status = 0;
	FILE *file;
	pid_t pid;

	path_in(f, record, sizeof(record), "record");
	path_in(f, partial, sizeof(partial), "sesim-diff.partial");
	snprintf(line, sizeof(line),
		"serve --chip se050c --listen unix:%s/bus --clock virtual --record %s --ready-fd 3",
		f->folder, record);
	server = program_start(line, ready, sizeof(ready));
	snprintf(line, sizeof(line), "sesim diff %s sim:se050c %s", ready, options);
	for (char *word = strtok(line, " "); word && argc < 23; word = strtok(NULL, " "))
		argv[argc++] = word;
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		if (chdir(f->folder) < 0 || !freopen("out", "w", stdout) || !freopen("err", "w", stderr))
			_exit(126);
		execv(SESIM_PROGRAM, argv);
		_exit(127);
	}
	for (int i = 0; i < 3000 && stat_of.st_size < 20000; i++) {
		const struct timespec ts = { .tv_nsec = 10000000 };

		nanosleep(&ts, NULL);
		(void)stat(record, &stat_of);
	}
	program_end(server, SIGKILL);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 3);
	file = fopen(partial, "re");
	assert_non_null(file);
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	fclose(file);
	if (!strstr(text, words))
		fail_msg("no \"%s\" in %s", words, text);
	path_in(f, line, sizeof(line), "err");
	file = fopen(line, "re");
	assert_non_null(file);
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	fclose(file);
	if (!strstr(text, "lost") || strchr(text, '\n') != strrchr(text, '\n'))
		fail_msg("no sentence of the loss: %s", text);
	assert_non_null(strstr(text, "sesim-diff.partial"));
	for (size_t i = 0; i < 6; i++) {
		static const char *const names[] = { "record", "sesim-diff.partial", "bus", "bus.lock", "out",
			"err" };

		path_in(f, line, sizeof(line), names[i]);
		(void)unlink(line);
	}
}

static void a_part_that_is_lost_leaves_what_was_found(void **state)
{
	lose(*state, "--only T1-*,SE05X-SESSION-*", "T1-ATR-01\tpass\t\t-\t\n");
	lose(*state, "--only-stream --stream 1000000", "# stream\n");
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
		cmocka_unit_test_setup_teardown(the_suite_and_then_a_stream_are_run, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(without_a_word_both_are_run, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			one_chip_is_for_the_link_that_cannot_tell, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			a_part_that_is_lost_leaves_what_was_found, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(what_cannot_be_compared_is_refused, cli_setup, cli_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
