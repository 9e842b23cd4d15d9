/* tests/unit/test_cli_bench.c: sesim bench, the program as it is built. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli_fixture.h"
#include "cmocka_all.h"
#include "markup_check.h"

enum {
	LINE_MAX_HERE = 512,
	VALUE_MAX = 256,
};

static double number_at(struct cli_fixture *f, const char *row, const char *key)
{
	char path[VALUE_MAX], value[VALUE_MAX];

	snprintf(path, sizeof(path), "%s.%s", row, key);
	json_at(f->result.out, path, value, sizeof(value));
	if (!value[0])
		fail_msg("nothing is at %s", path);
	return strtod(value, NULL);
}

/* INTERFACES: the keys that scripts rely on. */
static void rows_have_what_scripts_rely_on(void **state)
{
	struct cli_fixture *f = *state;

	sesim_json(f, "bench --link sim:atecc608a --link sim:atecc508a --scenario commands --only Sign "
		      "--runs 4 --json");
	assert_int_equal(json_count(f->result.out, "rows"), 2);
	assert_json(f, "rows[0].link", "sim:atecc608a");
	assert_json(f, "rows[1].link", "sim:atecc508a");
	assert_json(f, "rows[1].baseline", "sim:atecc608a");
	assert_json(f, "rows[1].scenario", "commands");
	assert_json(f, "rows[1].op", "Sign");
	assert_json(f, "rows[1].runs", "4");
	assert_json(f, "rows[1].clock", "modelled");
	assert_true(number_at(f, "rows[0]", "ratio") == 1);
	/* 42 ms where the other takes 57.5 (vectors/latency/atecc.tsv), and what both take on the bus. */
	assert_in_range(number_at(f, "rows[0]", "p50_us"), 57500, 57500 + 12000);
	assert_in_range(number_at(f, "rows[1]", "p50_us"), 42000, 42000 + 12000);
	assert_in_range(1000 * number_at(f, "rows[1]", "ratio"), 700, 800);
	assert_in_range(number_at(f, "rows[0]", "per_second"), 14, 17);
	assert_true(number_at(f, "rows[0]", "p99_us") >= number_at(f, "rows[0]", "p50_us"));
}

static void shares_are_parts_of_one(void **state)
{
	struct cli_fixture *f = *state;
	double sum;

	sesim_json(f, "bench --link sim:se050c --runs 3 --scenario sign --json");
	sum = number_at(f, "rows[0]", "bus_share") + number_at(f, "rows[0]", "chip_share") +
	      number_at(f, "rows[0]", "host_share");
	assert_in_range(1000 * sum + 0.5, 998, 1002);
	assert_json(f, "links[0].simulated", "true");
}

/* At a faster bus only the bus is faster; with no latency only the bus is left. */
static void speed_and_latency_are_those_asked_for(void **state)
{
	struct cli_fixture *f = *state;
	double slow_bus, fast_bus, max;

	sesim_json(f, "bench --link sim:se050c --scenario commands --only ECDSASign --runs 3 --json");
	slow_bus = number_at(f, "rows[0]", "bus_us");
	sesim_json(f, "bench --link sim:se050c --scenario commands --only ECDSASign --runs 3 --json --speed "
		      "400000");
	fast_bus = number_at(f, "rows[0]", "bus_us");
	assert_in_range(100 * slow_bus / fast_bus, 390, 410);
	sesim_json(f,
		"bench --link sim:se050c --scenario commands --only ECDSASign --runs 3 --json --latency max");
	max = number_at(f, "rows[0]", "p50_us");
	assert_in_range(max, 300000, 320000);
	sesim_json(f, "bench --link sim:se050c --scenario commands --only ECDSASign --runs 3 --json "
		      "--latency none");
	assert_true(number_at(f, "rows[0]", "chip_us") < 1000);
}

/* Every scenario of both kinds of parts, in turn. */
static void every_scenario_is_run(void **state)
{
	static const char *const scenarios[] = { "commands", "boot", "scp03", "sign", "tls", "provision" };
	struct cli_fixture *f = *state;

	sesim_json(f, "bench --link sim:atecc608a --link sim:se050c --runs 1 --json");
	assert_int_equal(json_count(f->result.out, "left_out"), 0);
	for (size_t i = 0; i < sizeof(scenarios) / sizeof(scenarios[0]); i++) {
		char word[VALUE_MAX];

		snprintf(word, sizeof(word), "\"scenario\": \"%s\"", scenarios[i]);
		assert_non_null(strstr(f->result.out, word));
	}
}

static void what_is_left_out_says_why(void **state)
{
	struct cli_fixture *f = *state;

	sesim_json(f, "bench --link sim:atecc608b-tngtls --scenario provision --runs 1 --json");
	assert_int_equal(json_count(f->result.out, "rows"), 0);
	assert_json(f, "left_out[0].reason", "it locks the part for good: blank simulated parts only");
	assert_json(f, "left_out[0].wrong", "false");
}

static void tsv_has_a_heading_and_as_many_fields(void **state)
{
	struct cli_fixture *f = *state;
	size_t tabs[2] = { 0 }, lines = 0;

	sesim_good(f, "bench --link sim:atecc608a --scenario boot --runs 2 --tsv");
	for (const char *c = f->result.out; *c; c++) {
		tabs[lines > 0] += *c == '\t';
		lines += *c == '\n';
	}
	assert_int_equal(lines, 3);
	assert_int_equal(tabs[1], 2 * tabs[0]);
	assert_int_equal(strncmp(f->result.out, "link\tscenario\top\tbaseline\t", 25), 0);
}

static void the_page_is_well_formed(void **state)
{
	struct cli_fixture *f = *state;
	char path[LINE_MAX_HERE], what[VALUE_MAX];
	char *text = calloc(1, 1 << 20);
	FILE *file;

	assert_non_null(text);
	sesim_good(f, "bench --link sim:atecc608a --link sim:se050c --runs 3 --html %/page.html");
	path_in(f, path, sizeof(path), "page.html");
	file = fopen(path, "re");
	assert_non_null(file);
	assert_true(fread(text, 1, (1 << 20) - 1, file) > 10000);
	fclose(file);
	if (!markup_valid(text, what, sizeof(what)))
		fail_msg("%s", what);
	assert_non_null(strstr(text, "<svg"));
	assert_non_null(strstr(text, "ECDSASign"));
	free(text);
	unlink(path);
}

/* It was blank, it is blank, though it was provisioned for the run. */
static void a_served_part_is_put_back(void **state)
{
	struct cli_fixture *f = *state;
	char line[LINE_MAX_HERE], ready[LINE_MAX_HERE];
	int pid;

	snprintf(line, sizeof(line),
		"serve --chip atecc608a --clock virtual --listen unix:%s/bus --ready-fd 3", f->folder);
	pid = program_start(line, ready, sizeof(ready));
	for (int i = 0; i < 2; i++) {
		sesim_json(f, "bench --link unix:%/bus --runs 2 --json --scenario sign --scenario provision");
		assert_json(f, "links[0].note",
			"It was blank: it had a configuration and keys for the run, and is blank again");
		assert_int_equal(json_count(f->result.out, "rows"), 2);
	}
	assert_int_equal(program_end(pid, SIGTERM), 0);
	sesim(f, "bench --link unix:%/bus");
	assert_int_equal(f->result.status, 3);
	assert_string_equal(f->result.out, "");
}

/* A server that goes away: what was measured is written, and the status says it. */
static void a_part_that_is_lost_leaves_a_report(void **state)
{
	struct cli_fixture *f = *state;
	char line[LINE_MAX_HERE], ready[LINE_MAX_HERE];
	int pid, ender;

	snprintf(line, sizeof(line),
		"serve --chip atecc608a --clock virtual --listen unix:%s/bus --ready-fd 3", f->folder);
	pid = program_start(line, ready, sizeof(ready));
	ender = fork();
	assert_true(ender >= 0);
	if (ender == 0) {
		sleep(3);
		kill(pid, SIGTERM);
		_exit(0);
	}
	sesim(f, "bench --link unix:%/bus --runs 100000 --seconds 2 --scenario commands --json");
	assert_int_equal(f->result.status, 3);
	assert_non_null(strstr(f->result.err, "was lost on the way"));
	assert_true(json_valid(f->result.out));
	assert_true(json_count(f->result.out, "rows") >= 1);
	assert_true(json_count(f->result.out, "left_out") >= 1);
	(void)program_end(pid, SIGTERM);
}

/* Ctrl-C: the part is put back, the report is written, and the status is the signal's. */
static void a_signal_puts_the_part_back(void **state)
{
	struct cli_fixture *f = *state;
	char line[LINE_MAX_HERE], ready[LINE_MAX_HERE];
	char report[LINE_MAX_HERE], text[1 << 16];
	int server, bench;
	FILE *file;
	size_t n;

	snprintf(line, sizeof(line), "serve --chip se050c --clock virtual --listen unix:%s/bus --ready-fd 3",
		f->folder);
	server = program_start(line, ready, sizeof(ready));
	path_in(f, report, sizeof(report), "report.json");
	snprintf(line, sizeof(line), "unix:%s/bus", f->folder);
	bench = fork();
	assert_true(bench >= 0);
	if (bench == 0) {
		if (freopen(report, "w", stdout) && freopen("/dev/null", "w", stderr))
			execl(SESIM_PROGRAM, "sesim", "bench", "--link", line, "--runs", "100000",
				"--seconds", "60", "--json", (char *)NULL);
		_exit(1);
	}
	sleep(2);
	assert_int_equal(program_end(bench, SIGINT), 128 + SIGINT);
	file = fopen(report, "re");
	assert_non_null(file);
	n = fread(text, 1, sizeof(text) - 1, file);
	fclose(file);
	unlink(report);
	text[n] = '\0';
	assert_true(json_valid(text));
	assert_int_equal(json_count(text, "rows"), 1);
	sesim_json(f, "bench --link unix:%/bus --runs 1 --json --scenario sign");
	assert_int_equal(json_count(f->result.out, "left_out"), 0);
	assert_int_equal(program_end(server, SIGTERM), 0);
}

static void wrong_words_are_refused(void **state)
{
	struct cli_fixture *f = *state;

	sesim_refuses(f, "bench", "--link says where a part is");
	sesim_refuses(f, "bench --link sim:atecc608a --scenario sgin", "did you mean sign");
	sesim_refuses(f, "bench --link sim:atecc608a --runs 0", "--runs takes 1 to 100000");
	sesim_refuses(f, "bench --link sim:atecc608a --json --tsv", "two formats");
	sesim_refuses(f, "bench --chip atecc608a", "comes after the --link");
	sesim_refuses(f, "bench --link sim:nosuch", "there is no profile");
	sesim_refuses(f, "bench --link sim:atecc608a --rewrite-slot 16", "0 to 15");
	sesim_refuses(f, "bench --link sim:atecc608a --scenario scp03", "none of these parts");
	sesim_refuses(f, "bench --link sim:atecc608a+se050c", "2 parts");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(rows_have_what_scripts_rely_on, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(shares_are_parts_of_one, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			speed_and_latency_are_those_asked_for, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(every_scenario_is_run, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(what_is_left_out_says_why, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			tsv_has_a_heading_and_as_many_fields, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(the_page_is_well_formed, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(a_served_part_is_put_back, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(a_part_that_is_lost_leaves_a_report, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(a_signal_puts_the_part_back, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(wrong_words_are_refused, cli_setup, cli_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
