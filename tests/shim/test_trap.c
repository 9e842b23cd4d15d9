/* tests/shim/test_trap.c: `run` by trapped system calls, seen from outside (sim/serve/trap.h). */
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "shim_start.h"

static const char program[] = SESIM_PROGRAM, host[] = SESIM_SHIM_HOST, shim[] = SESIM_SHIM,
		  probe[] = SESIM_SHIM_PROBE, client[] = SESIM_TRAP_CLIENT;

#define COMMAND(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void expect_in(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("no '%s' in '%s'", part, text);
}

static void a_static_program_reads_a_serial_number(void **state)
{
	struct started s;

	(void)state;
	assert_int_equal(run_program(&s,
				 COMMAND(program, "run", "--chip", "atecc608a,serial=0123456789abcdefee",
					 "--chip", "se050c", "--", client, "serial"),
				 NULL),
		0);
	assert_string_equal(s.said, "0123456789abcdefee\n");
	expect_in(s.complained, "is statically linked: its system calls are trapped instead");
}

static void a_static_program_reads_an_answer_to_reset(void **state)
{
	struct started s;

	(void)state;
	assert_int_equal(
		run_program(&s, COMMAND(program, "run", "--chip", "se050c", "--", client, "atr"), NULL), 0);
	expect_in(s.said, "00a0000003960403e8");
}

static void no_trap_leaves_a_static_program_without_a_bus(void **state)
{
	struct started s;

	(void)state;
	assert_int_equal(run_program(&s,
				 COMMAND(program, "run", "--no-trap", "--chip", "atecc608a", "--", client,
					 "errno", "60"),
				 NULL),
		1);
	expect_in(s.complained, "so no shim can be loaded into it");
	expect_in(s.complained, "/dev/i2c-1: No such file or directory");
}

static void nobody_at_an_address_is_the_adapter_s_errno(void **state)
{
	struct started s;

	(void)state;
	assert_int_equal(run_program(&s, COMMAND(program, "run", "--", client, "errno", "21"), NULL), 0);
	assert_string_equal(s.said, "ENXIO\n");
	assert_int_equal(
		run_program(
			&s, COMMAND(program, "run", "--adapter", "rpi", "--", client, "errno", "21"), NULL),
		0);
	assert_string_equal(s.said, "EREMOTEIO\n");
	assert_int_equal(run_program(&s,
				 COMMAND(program, "run", "--adapter", "generic,nack_errno=EIO", "--", client,
					 "errno", "21"),
				 NULL),
		0);
	assert_string_equal(s.said, "EIO\n");
}

static void an_emptied_environment_does_not_keep_a_program_from_the_bus(void **state)
{
	struct started s;

	(void)state;
	assert_int_equal(
		run_program(&s, COMMAND(host, "--shim", shim, "--", "env", "-i", probe, "node"), NULL), 0);
	expect_in(s.complained, "gets an environment without the shim");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_static_program_reads_a_serial_number),
		cmocka_unit_test(a_static_program_reads_an_answer_to_reset),
		cmocka_unit_test(no_trap_leaves_a_static_program_without_a_bus),
		cmocka_unit_test(nobody_at_an_address_is_the_adapter_s_errno),
		cmocka_unit_test(an_emptied_environment_does_not_keep_a_program_from_the_bus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
