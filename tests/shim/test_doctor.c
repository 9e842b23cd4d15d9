/* tests/shim/test_doctor.c: what sesim doctor tells (sim/serve/doctor.h). */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "doctor.h"

enum { LINES_MAX = 32 };

struct told {
	size_t n;
	struct doctor_line lines[LINES_MAX];
	size_t bad;
};

static void keep(void *context, const struct doctor_line *line)
{
	struct told *told = context;

	assert_in_range(told->n, 0, LINES_MAX - 1);
	told->lines[told->n++] = *line;
}

/* The machine as it is, but for what the caller changes. */
static struct doctor_options usual(struct told *told)
{
	memset(told, 0, sizeof(*told));
	return (struct doctor_options){
		.bus = 1, .shim = SESIM_SHIM, .dev = "/no/such/folder", .tell = keep, .context = told
	};
}

static void expect(const struct told *told, const char *subject, enum doctor_state state, const char *words)
{
	for (size_t i = 0; i < told->n; i++)
		if (strcmp(told->lines[i].subject, subject) == 0 && strstr(told->lines[i].sentence, words)) {
			assert_int_equal(told->lines[i].state, state);
			return;
		}
	for (size_t i = 0; i < told->n; i++)
		print_message("%s: %s\n", told->lines[i].subject, told->lines[i].sentence);
	fail_msg("no %s: %s", subject, words);
}

static void a_machine_that_has_all_is_good(void **state)
{
	struct told told;
	struct doctor_options options = usual(&told);

	(void)state;
	assert_int_equal(doctor_examine(&options), 0);
	expect(&told, "kernel", DOCTOR_GOOD, "Linux");
	expect(&told, "openssl", DOCTOR_GOOD, "version 3.");
	expect(&told, "trap", DOCTOR_GOOD, "can be trapped");
	expect(&told, "shim", DOCTOR_GOOD, "can be loaded");
	expect(&told, "tmpdir", DOCTOR_GOOD, "can be written to");
	expect(&told, "devices", DOCTOR_GOOD, "no real I2C bus");
}

static void a_shim_that_is_missing_or_no_library_is_bad(void **state)
{
	struct told told;
	struct doctor_options options = usual(&told);

	(void)state;
	options.shim = "/no/such/shim.so";
	assert_int_equal(doctor_examine(&options), 1);
	expect(&told, "shim", DOCTOR_BAD, "cannot read /no/such/shim.so");
	options = usual(&told);
	options.shim = "/etc/passwd";
	assert_int_equal(doctor_examine(&options), 1);
	expect(&told, "shim", DOCTOR_BAD, "is no library for this machine");
	options = usual(&told);
	options.shim = SESIM_PROBE_STATIC; /* a program, which the loader refuses */
	assert_int_equal(doctor_examine(&options), 1);
	expect(&told, "shim", DOCTOR_BAD, "cannot be loaded");
}

static void a_folder_that_cannot_be_written_to_is_bad(void **state)
{
	struct told told;
	struct doctor_options options = usual(&told);

	(void)state;
	setenv("TMPDIR", "/no/such/folder", 1);
	assert_int_equal(doctor_examine(&options), 1);
	unsetenv("TMPDIR");
	expect(&told, "tmpdir", DOCTOR_BAD, "cannot make a folder like /no/such/folder/sesim-");
}

static void real_buses_are_listed_with_the_right_to_use_them(void **state)
{
	char folder[] = "/tmp/sesim-test-XXXXXX", path[64];
	struct told told;
	struct doctor_options options = usual(&told);

	(void)state;
	assert_non_null(mkdtemp(folder));
	options.dev = folder;
	for (int i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s/i2c-%d", folder, i);
		close(open(path, O_WRONLY | O_CREAT, i == 2 ? 0000 : 0600));
	}
	assert_int_equal(doctor_examine(&options), 0);
	expect(&told, "devices", DOCTOR_GOOD, "i2c-0 is real and may be used");
	expect(&told, "devices", DOCTOR_NOTE, "i2c-1 is real and may be used; sesim run hides it");
	if (geteuid() != 0)
		expect(&told, "devices", DOCTOR_NOTE, "i2c-2 is real but may not be used");
	for (int i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s/i2c-%d", folder, i);
		unlink(path);
	}
	rmdir(folder);
}

static void the_environment_is_noted(void **state)
{
	struct told told;
	struct doctor_options options = usual(&told);

	(void)state;
	setenv("LD_PRELOAD", "libother.so", 1);
	setenv("SESIM_SOCKET", "unix:@x", 1);
	assert_int_equal(doctor_examine(&options), 0);
	unsetenv("LD_PRELOAD");
	unsetenv("SESIM_SOCKET");
	expect(&told, "environment", DOCTOR_NOTE, "LD_PRELOAD is set to libother.so");
	expect(&told, "environment", DOCTOR_NOTE, "a bus of sesim itself");
}

static void a_command_is_looked_at(void **state)
{
	struct told told;
	struct doctor_options options = usual(&told);

	(void)state;
	options.command = (const char *const[]){ "ls", NULL };
	assert_int_equal(doctor_examine(&options), 0);
	expect(&told, "command", DOCTOR_GOOD, "the shim can be loaded into");
	options = usual(&told);
	options.command = (const char *const[]){ "env", "-i", SESIM_PROBE_STATIC, NULL };
	assert_int_equal(doctor_examine(&options), 0);
	expect(&told, "command", DOCTOR_NOTE,
		"an environment without the shim: sesim run traps its system calls");
	expect(&told, "command", DOCTOR_NOTE, "is statically linked: sesim run traps its system calls");
	options = usual(&told);
	options.command = (const char *const[]){ "env", "-i", "no-such-program-anywhere", NULL };
	assert_int_equal(doctor_examine(&options), 2);
	expect(&told, "command", DOCTOR_BAD, "env -i empties the environment");
	options = usual(&told);
	options.command = (const char *const[]){ "no-such-program-anywhere", NULL };
	assert_int_equal(doctor_examine(&options), 1);
	expect(&told, "command", DOCTOR_BAD, "cannot find a program to run");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_machine_that_has_all_is_good),
		cmocka_unit_test(a_shim_that_is_missing_or_no_library_is_bad),
		cmocka_unit_test(a_folder_that_cannot_be_written_to_is_bad),
		cmocka_unit_test(real_buses_are_listed_with_the_right_to_use_them),
		cmocka_unit_test(the_environment_is_noted),
		cmocka_unit_test(a_command_is_looked_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
