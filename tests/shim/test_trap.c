/* tests/shim/test_trap.c: `run` by trapped system calls, seen from outside (sim/serve/trap.h). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

/* Write of 1 byte and read of 4 at 100 kHz: 65 bits. Two at once get the bus in turn, and each as much. */
static void under_a_real_clock_a_transaction_takes_its_time(void **state)
{
	struct started s;
	char both[640];
	long first, second;
	char *rest;

	(void)state;
	assert_int_equal(
		run_program(
			&s, COMMAND(host, "--shim", shim, "--real-clock", "--", client, "time", "20"), NULL),
		0);
	assert_in_range(strtol(s.said, NULL, 10), 630000, 20000000);
	snprintf(both, sizeof(both), "%s time 20 & %s time 20 split; wait", client, client);
	assert_int_equal(
		run_program(&s,
			COMMAND(host, "--shim", shim, "--real-clock", "--trap", "--", "sh", "-c", both),
			NULL),
		0);
	first = strtol(s.said, &rest, 10);
	second = strtol(rest, NULL, 10);
	assert_in_range(first, 900000, 40000000);
	assert_in_range(second, 900000, 40000000);
}

static void one_that_dies_in_a_transaction_harms_nobody(void **state)
{
	struct started s;

	(void)state;
	assert_int_equal(
		run_program(&s, COMMAND(host, "--shim", shim, "--real-clock", "--", client, "kill"), NULL),
		0);
	assert_int_equal(run_program(&s, COMMAND(host, "--shim", shim, "--", client, "kill"), NULL), 0);
}

static void what_is_left_behind_has_no_bus_but_goes_on(void **state)
{
	char path[] = "/tmp/trap-left-XXXXXX", text[64] = "";
	int fd = mkstemp(path);
	struct started s;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(
		run_program(&s, COMMAND(host, "--shim", shim, "--", client, "leave", path), NULL), 0);
	for (int i = 0; i < 500 && !strchr(text, '\n'); i++) {
		usleep(10000);
		assert_true(pread(fd, text, sizeof(text) - 1, 0) >= 0);
	}
	assert_string_equal(text, "ENODEV ENODEV fine\n");
	close(fd);
	unlink(path);
}

/* The shell is dynamic, the client it starts is not; and the other way round. */
static void both_kinds_of_programs_are_served_together(void **state)
{
	struct started s;
	char script[512];

	(void)state;
	snprintf(script, sizeof(script), "%s errno 48 && %s node && %s errno 21", client, probe, client);
	assert_int_equal(
		run_program(&s, COMMAND(host, "--shim", shim, "--trap", "--", "sh", "-c", script), NULL), 0);
	assert_string_equal(s.said, "0\nENXIO\n");
}

static void too_low_a_limit_is_said(void **state)
{
	struct started s;
	char script[640];

	(void)state;
	snprintf(script, sizeof(script), "ulimit -n 256; exec %s --shim %s --trap -- %s errno 48", host, shim,
		client);
	assert_int_equal(run_program(&s, COMMAND("sh", "-c", script), NULL), 125);
	expect_in(s.complained, "with a limit of 256 open files: 964 are needed (ulimit -n 964)");
	snprintf(script, sizeof(script), "ulimit -n 256; exec %s --shim %s -- %s errno 48", host, shim,
		client);
	assert_int_equal(run_program(&s, COMMAND("sh", "-c", script), NULL), 1);
	expect_in(s.complained, "with a limit of 256 open files");
}

static void one_trap_in_another_is_refused(void **state)
{
	struct started s;

	(void)state;
	assert_int_equal(run_program(&s,
				 COMMAND(host, "--shim", shim, "--trap", "--", host, "--shim", shim, "--trap",
					 "--", client, "errno", "48"),
				 NULL),
		125);
	expect_in(s.complained, "another program watches this one by seccomp already");
}

static void the_status_is_the_command_s_own(void **state)
{
	struct started s;

	(void)state;
	assert_int_equal(
		run_program(&s, COMMAND(host, "--shim", shim, "--trap", "--", probe, "status", "42"), NULL),
		42);
	assert_int_equal(
		run_program(&s, COMMAND(host, "--shim", shim, "--trap", "--", probe, "signal", "15"), NULL),
		128 + 15);
	assert_int_equal(
		run_program(&s, COMMAND(host, "--shim", shim, "--trap", "--", "/no/such/program"), NULL),
		127);
	assert_int_equal(
		run_program(&s, COMMAND(host, "--shim", shim, "--trap", "--", "/etc/passwd"), NULL), 126);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_static_program_reads_a_serial_number),
		cmocka_unit_test(a_static_program_reads_an_answer_to_reset),
		cmocka_unit_test(no_trap_leaves_a_static_program_without_a_bus),
		cmocka_unit_test(nobody_at_an_address_is_the_adapter_s_errno),
		cmocka_unit_test(an_emptied_environment_does_not_keep_a_program_from_the_bus),
		cmocka_unit_test(under_a_real_clock_a_transaction_takes_its_time),
		cmocka_unit_test(one_that_dies_in_a_transaction_harms_nobody),
		cmocka_unit_test(what_is_left_behind_has_no_bus_but_goes_on),
		cmocka_unit_test(both_kinds_of_programs_are_served_together),
		cmocka_unit_test(too_low_a_limit_is_said),
		cmocka_unit_test(one_trap_in_another_is_refused),
		cmocka_unit_test(the_status_is_the_command_s_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
