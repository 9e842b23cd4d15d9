/* tests/conformance/checks/test_cli_conform.c: sesim conform, the program as it is built: reports, --resume, bad input. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli_fixture.h"
#include "cmocka_all.h"
#include "markup_check.h"

enum {
	LINE_LEN = 512,
	FILE_LEN = 1 << 20,
};

#define HEAD "sesim-conform 1\nchip atecc608a\nserial simulated\n"

static char *read_file(const struct cli_fixture *f, const char *name)
{
	char path[LINE_LEN];
	char *text = calloc(1, FILE_LEN);
	FILE *file;

	path_in(f, path, sizeof(path), name);
	file = fopen(path, "re");
	assert_non_null(text);
	assert_non_null(file);
	assert_true(fread(text, 1, FILE_LEN - 1, file) > 0);
	fclose(file);
	return text;
}

static void write_file(const struct cli_fixture *f, const char *name, const char *text, size_t len)
{
	char path[LINE_LEN];
	FILE *file;

	path_in(f, path, sizeof(path), name);
	file = fopen(path, "we");
	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

static void drop_file(const struct cli_fixture *f, const char *name)
{
	char path[LINE_LEN];

	path_in(f, path, sizeof(path), name);
	unlink(path);
}

/* Exit status 3, and one sentence; standard output is left to the caller. */
static void sesim_loses(struct cli_fixture *f, const char *line, const char *words)
{
	sesim(f, line);
	if (f->result.status != 3 || !strstr(f->result.err, words))
		fail_msg("sesim %s: status %d, %s", line, f->result.status, f->result.err);
	assert_int_equal(strncmp(f->result.err, "sesim", 5), 0);
	assert_ptr_equal(strchr(f->result.err, '\n'), f->result.err + strlen(f->result.err) - 1);
}

static size_t count(const char *text, const char *words)
{
	size_t n = 0;

	for (; (text = strstr(text, words)) != NULL; text++)
		n++;
	return n;
}

static void json_has_what_scripts_rely_on_and_counts_agree(void **state)
{
	static const char *const keys[] = { "id", "class", "result", "reason", "source" };
	struct cli_fixture *f = *state;
	char value[LINE_LEN];
	long counts[3];

	sesim_json(f, "conform --link sim:atecc608a --only ATCA-INFO-*,ATCA-NONCE-* --json");
	assert_json(f, "link", "sim:atecc608a");
	assert_json(f, "simulated", "true");
	assert_json(f, "chip", "atecc608a");
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		snprintf(value, sizeof(value), "\"%s\": ", keys[i]);
		assert_int_equal(count(f->result.out, value), json_count(f->result.out, "cases"));
	}
	json_at(f->result.out, "passed", value, sizeof(value));
	counts[0] = strtol(value, NULL, 10);
	json_at(f->result.out, "failed", value, sizeof(value));
	counts[1] = strtol(value, NULL, 10);
	json_at(f->result.out, "skipped", value, sizeof(value));
	counts[2] = strtol(value, NULL, 10);
	assert_true(counts[0] > 0);
	assert_int_equal(counts[0], count(f->result.out, "\"result\": \"pass\""));
	assert_int_equal(counts[1], count(f->result.out, "\"result\": \"fail\""));
	assert_int_equal(counts[2], count(f->result.out, "\"result\": \"skip\""));
	assert_int_equal(counts[0] + counts[1] + counts[2], json_count(f->result.out, "cases"));
}

/* Numbered from 1 without a gap up to the plan; a # begins nothing but SKIP and TODO. */
static void check_tap(char *text)
{
	unsigned long plan = 0, number = 0;
	char *rest = NULL;

	for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		char *hash;

		if (number == 0 && plan == 0 && strncmp(line, "TAP version 13", 14) == 0)
			continue;
		if (strncmp(line, "1..", 3) == 0) {
			assert_int_equal(plan, 0);
			plan = strtoul(line + 3, NULL, 10);
			continue;
		}
		if (line[0] == '#')
			continue;
		if (strncmp(line, "not ", 4) == 0)
			line += 4;
		assert_int_equal(strncmp(line, "ok ", 3), 0);
		assert_int_equal(strtoul(line + 3, NULL, 10), ++number);
		hash = strchr(line, '#');
		if (hash && hash[-1] != '\\')
			assert_int_equal(strncmp(hash, "# SKIP ", 7), 0);
	}
	assert_true(plan > 0);
	assert_int_equal(number, plan);
}

static void tap_is_well_formed(void **state)
{
	struct cli_fixture *f = *state;
	char *text;

	sesim_good(f, "conform --link sim:atecc608a --tap %/tap");
	text = read_file(f, "tap");
	check_tap(text);
	free(text);
	drop_file(f, "tap");
	sesim_good(f, "conform --link sim:se050c --only T1-* --tap -");
	check_tap(f->result.out);
}

static void assert_markup(const struct cli_fixture *f, const char *name, const char *words)
{
	char *text = read_file(f, name);
	const char *from = strncmp(text, "<?xml", 5) == 0 ? strchr(text, '\n') + 1 : text;
	char what[LINE_LEN];

	if (!markup_valid(from, what, sizeof(what)))
		fail_msg("%s: %s", name, what);
	if (!strstr(text, words))
		fail_msg("%s has no %s", name, words);
	free(text);
	drop_file(f, name);
}

static void junit_and_the_page_are_well_formed(void **state)
{
	struct cli_fixture *f = *state;

	sesim_good(f, "conform --link sim:atecc608a --junit %/xml --html %/page");
	assert_markup(f, "xml", "<testcase classname=\"atecc608a\" name=\"ATCA-INFO-01\"");
	assert_markup(f, "page", "ATCA-INFO-01");
	sesim_good(f, "conform --link sim:se050c --only T1-*,SE05X-ANY.* --junit %/xml --html %/page");
	assert_markup(f, "xml", "<skipped message=");
	assert_markup(f, "page", "T1-CHAIN-01");
}

/* Exit status 1, and every report says how many of the failures are of rules that nobody but us states. */
static void failures_of_uncertain_rules_are_counted_apart(void **state)
{
	static const char kept[] = "sesim-conform 1\nchip se050c\nserial simulated\n"
				   "T1-CHAIN-09\tfail\tmade up\nT1-CHAIN-01\tfail\tmade up too\n";
	struct cli_fixture *f = *state;
	char *text;

	write_file(f, "kept", kept, sizeof(kept) - 1);
	sesim(f, "conform --link sim:se050c --only T1-CHAIN-0* --resume %/kept --tap %/tap --junit %/xml");
	assert_int_equal(f->result.status, 1);
	assert_non_null(strstr(f->result.out,
		" 2 failed, 0 skipped; of the failed ones 1 are of rules that nobody but us states"));
	text = read_file(f, "tap");
	assert_non_null(strstr(text, "answered 6700 # TODO nobody but us states this rule\n"));
	assert_int_equal(count(text, "# TODO"), 1);
	assert_non_null(strstr(text, "# 2 failed, of which 1 are of rules that nobody but us states\n"));
	free(text);
	drop_file(f, "tap");
	text = read_file(f, "xml");
	assert_int_equal(count(text, "type=\"uncertain\""), 1);
	assert_int_equal(count(text, "type=\"rule\""), 1);
	free(text);
	assert_markup(f, "xml", "<property name=\"uncertain_failures\" value=\"1\"/>");
	sesim(f, "conform --link sim:se050c --only T1-CHAIN-0* --resume %/kept --json");
	assert_int_equal(f->result.status, 1);
	assert_json(f, "failed", "2");
	assert_json(f, "uncertain_failed", "1");
	drop_file(f, "kept");
}

static void patterns_are_only_patterns(void **state)
{
	static const char *const hostile[] = { "ATCA-NO-SUCH-*", "''", ",", ",,,,", "%s%n", "../../x", "ATCA",
		"[A-Z]*", "atca-info-01", "?" };
	struct cli_fixture *f = *state;
	char line[LINE_LEN], stars[300];

	for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
		snprintf(line, sizeof(line), "conform --link sim:atecc608a --only=%s", hostile[i]);
		/* % is the fixture's folder in a line: what comes of it is no case either. */
		sesim_refuses(f, line, "no case is called");
	}
	sesim_refuses(f, "conform --link sim:atecc608a --only=", "no case is called");
	memset(stars, '*', sizeof(stars) - 1);
	stars[sizeof(stars) - 1] = '\0';
	snprintf(line, sizeof(line), "conform --link sim:atecc608a --only %sZ", stars);
	sesim_refuses(f, line, "no case is called");
	sesim_good(f, "conform --link sim:atecc608a --only ,,ATCA-INFO-01,,ATCA-INFO-01");
	assert_non_null(strstr(f->result.out, "1 passed"));
}

static void a_file_that_is_none_is_left_alone(void **state)
{
	static const struct {
		const char *text;
		size_t len;
		const char *words;
	} files[] = {
		{ "a photograph", 12, "is no file of --resume" },
		{ "\0\0\0\0", 4, "is no file of --resume" },
		{ "a\nb\nc\n", 6, "is no file of --resume" },
		{ "sesim-conform 2\n", 16, "is no file of --resume" },
		{ "sesim-conform 1\nchip se050c\nserial simulated\n", 45,
			"is of another part than atecc608a" },
		{ "sesim-conform 1\nchip atecc608a\nserial 0123\n", 43, "is of the part 0123" },
		{ "sesim-conform 1\nchip atecc608a\nfour\n", 36, "is no file of --resume" },
		{ HEAD "ATCA-INFO-01\tperhaps\t\n", sizeof(HEAD) + 21, "no line of a case" },
		{ HEAD "ATCA-INFO-01 pass\n", sizeof(HEAD) + 17, "no line of a case" },
		{ HEAD "ATCA-INFO-01\tpa\0s\t\n", sizeof(HEAD) + 18, "no line of a case" },
	};
	struct cli_fixture *f = *state;

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		char *text;

		write_file(f, "kept", files[i].text, files[i].len);
		sesim_refuses(
			f, "conform --link sim:atecc608a --only ATCA-INFO-* --resume %/kept", files[i].words);
		text = read_file(f, "kept");
		assert_memory_equal(text, files[i].text, files[i].len);
		assert_int_equal(text[files[i].len], 0);
		free(text);
	}
	drop_file(f, "kept");
	sesim_refuses(f, "conform --link sim:atecc608a --resume %", "cannot be opened");
}

/* Wherever it is cut, the run goes on to what it would have found. */
static void a_file_that_was_cut_is_gone_on_with(void **state)
{
	struct cli_fixture *f = *state;
	char *whole, *after;
	size_t len;

	sesim_good(f, "conform --link sim:atecc608a --only ATCA-INFO-* --resume %/kept");
	whole = read_file(f, "kept");
	len = strlen(whole);
	for (size_t cut = 0; cut < len; cut += cut < sizeof(HEAD) ? 7 : len / 5) {
		write_file(f, "kept", whole, cut);
		sesim_good(f, "conform --link sim:atecc608a --only ATCA-INFO-* --resume %/kept");
		after = read_file(f, "kept");
		assert_string_equal(after, whole);
		free(after);
	}
	free(whole);
	drop_file(f, "kept");
}

/* What another run left out is tried; what it found is believed. */
static void what_was_skipped_is_tried_again(void **state)
{
	static const char text[] = HEAD "ATCA-INFO-01\tskip\tit writes; --allow-writes allows it\n"
					"ATCA-INFO-02\tfail\tas it was\n";
	struct cli_fixture *f = *state;

	write_file(f, "kept", text, sizeof(text) - 1);
	sesim(f, "conform --link sim:atecc608a --only ATCA-INFO-01,ATCA-INFO-02 --resume %/kept --json");
	assert_int_equal(f->result.status, 1);
	assert_json(f, "passed", "1");
	assert_json(f, "cases[1].reason", "as it was");
	drop_file(f, "kept");
}

static void sleep_ms(long ms)
{
	const struct timespec time = { .tv_nsec = ms * 1000000 };

	nanosleep(&time, NULL);
}

static void wait_for_lines(const struct cli_fixture *f, const char *name, size_t lines)
{
	char path[LINE_LEN];

	path_in(f, path, sizeof(path), name);
	for (int tries = 0; tries < 3000; tries++) {
		FILE *file = fopen(path, "re");
		size_t n = 0;

		for (int c; file && (c = fgetc(file)) != EOF;)
			n += c == '\n';
		if (file)
			fclose(file);
		if (n >= lines)
			return;
		sleep_ms(10);
	}
	fail_msg("%s does not get %zu lines", path, lines);
}

/* Both lists of ids and results are the same. */
static void assert_same_cases(const char *a, const char *b)
{
	const char *from_a = strstr(a, "\"cases\""), *from_b = strstr(b, "\"cases\"");

	assert_non_null(from_a);
	assert_non_null(from_b);
	assert_string_equal(from_a, from_b);
}

static void a_killed_run_goes_on_where_it_was(void **state)
{
	struct cli_fixture *f = *state;
	char line[LINE_LEN], *once;
	pid_t pid;

	sesim_json(f, "conform --link sim:se050c --only T1-*,SE05X-SESSION-* --json");
	once = strdup(f->result.out);
	assert_non_null(once);
	snprintf(line, sizeof(line), "%s/kept", f->folder);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		if (!freopen("/dev/null", "w", stdout))
			_exit(1);
		execl(SESIM_PROGRAM, "sesim", "conform", "--link", "sim:se050c", "--only",
			"T1-*,SE05X-SESSION-*", "--resume", line, (char *)NULL);
		_exit(127);
	}
	wait_for_lines(f, "kept", 6);
	program_end(pid, SIGKILL);
	sesim_json(f, "conform --link sim:se050c --only T1-*,SE05X-SESSION-* --resume %/kept --json");
	assert_same_cases(once, f->result.out);
	free(once);
	drop_file(f, "kept");
}

static void a_part_that_is_not_there_is_named(void **state)
{
	struct cli_fixture *f = *state;
	char line[LINE_LEN];

	sesim_loses(f, "conform --link i2c:/dev/i2c-77 --chip atecc608a", "/dev/i2c-77");
	sesim_loses(f, "conform --link unix:%/nobody --chip atecc608a", "nobody");
	/* Over the shim: nothing at the address, and another part there. */
	snprintf(line, sizeof(line),
		"run --chip atecc608a@61 -- %s conform --link i2c:/dev/i2c-1 --chip atecc608a",
		SESIM_PROGRAM);
	sesim_loses(f, line, "no ATECC answers at address 60");
	assert_string_equal(f->result.out, "");
	snprintf(line, sizeof(line),
		"run --chip atecc608a@48 -- %s conform --link i2c:/dev/i2c-1 --chip se050c", SESIM_PROGRAM);
	sesim_loses(f, line, "SE05x");
	snprintf(line, sizeof(line),
		"run --chip se050c -- %s conform --link i2c:/dev/i2c-1 --chip atecc608a@48", SESIM_PROGRAM);
	sesim_loses(f, line, "ATECC");
	snprintf(line, sizeof(line), "run --chip se050c -- %s conform --link i2c:/dev/i2c-1 --chip se050e",
		SESIM_PROGRAM);
	sesim_loses(f, line, "at address 48");
	snprintf(line, sizeof(line), "run --chip se050e -- %s conform --link i2c:/dev/i2c-1 --chip se050c",
		SESIM_PROGRAM);
	sesim_loses(f, line, "has applet 7.2.0, but se050c has 3.1.1");
	sesim_loses(f, "conform --link sim:atecc608a+se050c --chip atecc608a@61",
		"has no atecc608a at address 61");
}

static void a_command_line_that_does_not_say_enough_is_refused(void **state)
{
	struct cli_fixture *f = *state;
	char line[LINE_LEN];

	sesim_refuses(f, "conform", "--link");
	sesim_refuses(f, "conform --link nowhere:", "nowhere");
	sesim_refuses(f, "conform --link sim:no-such-part", "no-such-part");
	sesim_refuses(f, "conform --link sim:atecc608a+se050c", "has 2 parts: --chip");
	sesim_refuses(f, "conform --link sim:atecc608a --link sim:se050c", "--link is given once");
	sesim_refuses(f, "conform --link sim:atecc608a --chip atecc608a,state=x", "leave state= out");
	sesim_refuses(f, "conform --link sim:atecc608a --json --tap -", "both write to standard output");
	sesim_refuses(f, "conform --link sim:atecc608a --i-will-lose-this-part 0123", "but 0123");
	snprintf(line, sizeof(line), "run --chip atecc608a -- %s conform --link i2c:/dev/i2c-1",
		SESIM_PROGRAM);
	sesim_refuses(f, line, "--chip PROFILE[@ADDR7] does");
	sesim(f, "conform --link sim:atecc608a --only ATCA-INFO-01 --html %/no/such/folder/page");
	assert_int_equal(f->result.status, 2);
	assert_non_null(strstr(f->result.err, "cannot be written: No such file or directory"));
}

/* Like a cable that is pulled: what was found is kept, and the run goes on when the part is back. */
static void a_server_that_goes_leaves_a_report_to_go_on_with(void **state)
{
	struct cli_fixture *f = *state;
	char line[LINE_LEN], ready[LINE_LEN], kept[LINE_LEN], out[LINE_LEN], *text;
	int server, status;
	pid_t pid;

	snprintf(line, sizeof(line), "serve --chip se050c --listen unix:%s/bus --clock virtual --ready-fd 3",
		f->folder);
	server = program_start(line, ready, sizeof(ready));
	snprintf(kept, sizeof(kept), "%s/kept", f->folder);
	snprintf(out, sizeof(out), "%s/out", f->folder);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		if (!freopen(out, "w", stdout) || !freopen("/dev/null", "w", stderr))
			_exit(1);
		execl(SESIM_PROGRAM, "sesim", "conform", "--link", ready, "--only", "T1-*,SE05X-SESSION-*",
			"--resume", kept, (char *)NULL);
		_exit(127);
	}
	wait_for_lines(f, "kept", 6);
	program_end(server, SIGKILL);
	status = program_end(pid, 0);
	assert_int_equal(status, 3);
	text = read_file(f, "out");
	assert_non_null(strstr(text, "the part was lost after "));
	free(text);
	drop_file(f, "bus");
	server = program_start(line, ready, sizeof(ready));
	sesim_json(f, "conform --link unix:%/bus --only T1-*,SE05X-SESSION-* --resume %/kept --json");
	assert_json(f, "lost", "false");
	assert_json(f, "failed", "0");
	program_end(server, SIGTERM);
	drop_file(f, "kept");
	drop_file(f, "out");
}

#define MUTATE "conform --mutate --link sim:atecc608a --mutants Random* --only ATCA-RANDOM*"

/* What the last line says behind a word. */
static size_t counted(const char *text, const char *format)
{
	const char *line = strstr(text, " mutants, of which");
	size_t n = 0;

	assert_non_null(line);
	while (line > text && line[-1] != '\n')
		line--;
	assert_int_equal(sscanf(line, format, &n), 1);
	return n;
}

static void a_mutant_that_survives_wants_a_reason(void **state)
{
	static const char name[] = "Random/00 random/clears TempKey";
	struct cli_fixture *f = *state;
	char text[LINE_LEN];
	size_t all, shared = 0;

	/* Only these cases: that TempKey stays is for others to see. */
	sesim(f, MUTATE);
	assert_int_equal(f->result.status, 1);
	assert_non_null(strstr(f->result.out, name));
	all = counted(f->result.out, "%zu");
	snprintf(text, sizeof(text), "# why\n%s\tnobody looks here\n", name);
	write_file(f, "reasons", text, strlen(text));
	sesim(f, MUTATE " --survivors %/reasons");
	assert_int_equal(f->result.status, 0);
	assert_non_null(strstr(f->result.out, "nobody looks here"));
	for (int k = 1; k <= 3; k++) {
		snprintf(text, sizeof(text), "%s --share %d/3 --survivors %%/reasons", MUTATE, k);
		sesim(f, text);
		assert_int_equal(f->result.status, 0);
		shared += counted(f->result.out, "%zu");
	}
	assert_int_equal(shared, all);
	sesim_refuses(f, MUTATE " --share 4/3", "--share takes K/N");
	sesim_refuses(f, MUTATE " --share 1", "--share takes K/N");
	sesim_refuses(f, MUTATE " --survivors %/nothing", "cannot be read");
	drop_file(f, "reasons");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_has_what_scripts_rely_on_and_counts_agree),
		cmocka_unit_test(tap_is_well_formed),
		cmocka_unit_test(junit_and_the_page_are_well_formed),
		cmocka_unit_test(failures_of_uncertain_rules_are_counted_apart),
		cmocka_unit_test(patterns_are_only_patterns),
		cmocka_unit_test(a_file_that_is_none_is_left_alone),
		cmocka_unit_test(a_file_that_was_cut_is_gone_on_with),
		cmocka_unit_test(what_was_skipped_is_tried_again),
		cmocka_unit_test(a_killed_run_goes_on_where_it_was),
		cmocka_unit_test(a_part_that_is_not_there_is_named),
		cmocka_unit_test(a_mutant_that_survives_wants_a_reason),
		cmocka_unit_test(a_command_line_that_does_not_say_enough_is_refused),
		cmocka_unit_test(a_server_that_goes_leaves_a_report_to_go_on_with),
	};

	return cmocka_run_group_tests(tests, cli_setup, cli_teardown);
}
