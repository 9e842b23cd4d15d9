/* tests/unit/test_cli_links.c: sesim links, the program as it is built. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cli_fixture.h"
#include "cmocka_all.h"

enum { LINE_MAX_HERE = 512 };

static void the_schemes_are_listed_with_their_grammar(void **state)
{
	struct cli_fixture *f = *state;

	sesim_good(f, "links");
	assert_non_null(strstr(f->result.out, "sim:CHIP[+CHIP...]"));
	assert_non_null(strstr(f->result.out, "unix:PATH"));
	assert_non_null(strstr(f->result.out, "tcp:HOST:PORT"));
	assert_non_null(strstr(f->result.out, "i2c:/dev/i2c-N"));
}

static void a_machine_can_read_the_list(void **state)
{
	struct cli_fixture *f = *state;

	sesim_json(f, "links --json");
	assert_json(f, "links[0].scheme", "sim");
	assert_json(f, "links[0].built_in", "true");
	assert_json(f, "links[3].scheme", "i2c");
}

/* The shim's bus is found as a real one would be. */
static void a_bus_that_a_program_sees_is_found(void **state)
{
	struct cli_fixture *f = *state;
	char line[LINE_MAX_HERE];

	snprintf(line, sizeof(line), "run --bus 7 --chip atecc608a -- %s links", SESIM_PROGRAM);
	sesim_good(f, line);
	assert_non_null(strstr(f->result.out, "  i2c:/dev/i2c-7        sesim\n"));
}

static void a_server_is_found_while_it_runs(void **state)
{
	struct cli_fixture *f = *state;
	char line[LINE_MAX_HERE], ready[LINE_MAX_HERE], row[LINE_MAX_HERE];
	int pid;

	snprintf(line, sizeof(line), "serve --listen unix:%s/bus --ready-fd 3", f->folder);
	pid = program_start(line, ready, sizeof(ready));
	snprintf(row, sizeof(row), "unix:%s/bus", f->folder);
	sesim_good(f, "links");
	assert_non_null(strstr(f->result.out, row));
	assert_int_equal(program_end(pid, SIGTERM), 0);
	sesim_good(f, "links");
	assert_null(strstr(f->result.out, row));
}

static void words_are_refused(void **state)
{
	sesim_refuses(*state, "links i2c:", "links");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_schemes_are_listed_with_their_grammar),
		cmocka_unit_test(a_machine_can_read_the_list),
		cmocka_unit_test(a_bus_that_a_program_sees_is_found),
		cmocka_unit_test(a_server_is_found_while_it_runs),
		cmocka_unit_test(words_are_refused),
	};

	return cmocka_run_group_tests(tests, cli_setup, cli_teardown);
}
