/* tests/shim/test_run.c: a command with a bus of its own, seen from outside (sim/serve/run.h). */
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "shim_start.h"

static const char host[] = SESIM_SHIM_HOST, shim[] = SESIM_SHIM, probe[] = SESIM_SHIM_PROBE;

/* The command, with a bus before it. */
static void command_line(const char *argv[32], const char *const command[])
{
	static const char *const before[] = { host, "--shim", shim, "--" };
	size_t n = sizeof(before) / sizeof(before[0]);

	memcpy(argv, before, sizeof(before));
	for (size_t i = 0; command[i]; i++)
		argv[n++] = command[i];
	argv[n] = NULL;
}

static int run_command(struct started *s, const char *const command[], const char *const env[])
{
	const char *argv[32];

	command_line(argv, command);
	return run_program(s, argv, env);
}

#define COMMAND(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void expect_in(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("no '%s' in '%s'", part, text);
}

static void the_status_is_the_command_s_own(void **state)
{
	struct started s;

	(void)state;
	assert_int_equal(run_command(&s, COMMAND(probe, "status", "0"), NULL), 0);
	assert_int_equal(run_command(&s, COMMAND(probe, "status", "42"), NULL), 42);
	assert_int_equal(run_command(&s, COMMAND(probe, "status", "255"), NULL), 255);
	assert_string_equal(s.complained, "");
}

static void a_signal_that_ends_it_is_128_and_the_signal(void **state)
{
	struct started s;

	(void)state;
	assert_int_equal(run_command(&s, COMMAND(probe, "signal", "15"), NULL), 128 + SIGTERM);
	assert_int_equal(run_command(&s, COMMAND(probe, "signal", "9"), NULL), 128 + SIGKILL);
	assert_int_equal(run_command(&s, COMMAND(probe, "signal", "10"), NULL), 128 + SIGUSR1);
}

static void what_is_not_there_is_127_and_what_is_no_program_126(void **state)
{
	struct started s;

	(void)state;
	assert_int_equal(run_command(&s, COMMAND("/no/such/program"), NULL), 127);
	expect_in(s.complained, "cannot run /no/such/program: No such file or directory");
	assert_int_equal(run_command(&s, COMMAND("no-such-program-anywhere"), NULL), 127);
	assert_int_equal(run_command(&s, COMMAND("/etc/passwd"), NULL), 126);
	expect_in(s.complained, "cannot run /etc/passwd: Permission denied");
}

static void a_failure_of_its_own_is_125(void **state)
{
	struct started s;

	(void)state;
	assert_int_equal(
		run_program(&s, COMMAND(host, "--shim", "/no/such/shim", "--", probe, "status", "0"), NULL),
		125);
	expect_in(s.complained, "cannot find /no/such/shim");
	assert_int_equal(
		run_command(&s, COMMAND(probe, "status", "0"), COMMAND("TMPDIR=/no/such/folder")), 125);
	expect_in(s.complained, "cannot make the folder /no/such/folder/sesim-");
}

static void signals_are_passed_on(void **state)
{
	static const int signals[] = { SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGWINCH };

	(void)state;
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		const char *argv[32];
		struct started s;
		char number[8];

		snprintf(number, sizeof(number), "%d", signals[i]);
		command_line(argv, COMMAND(probe, "tell", number));
		start(&s, argv, NULL);
		expect_said(&s, "ready");
		kill(s.pid, signals[i]);
		assert_int_equal(finish(&s), 0);
	}
}

/* ^Z and fg, as a shell sees them. */
static void it_stops_and_goes_on_with_the_command(void **state)
{
	const char *argv[32];
	struct started s;
	int status;

	(void)state;
	command_line(argv, COMMAND(probe, "tell", "15"));
	start(&s, argv, NULL);
	expect_said(&s, "ready");
	kill(s.pid, SIGTSTP);
	assert_int_equal(waitpid(s.pid, &status, WUNTRACED), s.pid);
	assert_true(WIFSTOPPED(status));
	kill(s.pid, SIGCONT);
	kill(s.pid, SIGTERM);
	assert_int_equal(finish(&s), 0);
}

/* Takes what comes on the terminal until it has come; kills who is there when it does not. */
static void read_terminal(int fd, pid_t pid, char *text, size_t cap, const char *until)
{
	struct pollfd waits = { .fd = fd, .events = POLLIN };
	size_t len = 0;

	assert_true(pid > 0); /* kill(-1) would reach everybody */
	text[0] = 0;
	while (!strstr(text, until)) {
		ssize_t n = poll(&waits, 1, 15000) == 1 ? read(fd, text + len, cap - 1 - len) : 0;

		if (n <= 0) {
			kill(pid, SIGKILL);
			fail_msg("no '%s' on the terminal, but '%s'", until, text);
		}
		len += (size_t)n;
		text[len] = 0;
	}
}

/* The terminal sends ^C to both: were it passed on, the command would get it twice. */
static void control_c_reaches_the_command_once(void **state)
{
	static const char script[] = "trap 'echo hit' INT; echo ready; sleep 1; sleep 1; echo over";
	const char *argv[32];
	char text[512];
	int terminal, status;
	pid_t pid;

	(void)state;
	command_line(argv, COMMAND("sh", "-c", script));
	pid = forkpty(&terminal, NULL, NULL, NULL);
	if (pid < 0)
		skip(); /* no pseudo terminals here, as in a bare chroot */
	if (pid == 0) {
		execv(argv[0], (char *const *)argv);
		_exit(127);
	}
	read_terminal(terminal, pid, text, sizeof(text), "ready\r\n");
	assert_int_equal(write(terminal, "\003", 1), 1);
	read_terminal(terminal, pid, text, sizeof(text), "over");
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	expect_in(text, "hit");
	assert_null(strstr(strstr(text, "hit") + 1, "hit"));
	close(terminal);
}

/* It leads its session: nobody could wake what stops there. */
static void control_z_stops_nothing_where_nobody_could_wake_it(void **state)
{
	const char *argv[32];
	char text[512];
	int terminal, status;
	pid_t pid;

	(void)state;
	command_line(argv, COMMAND("sh", "-c", "echo ready; sleep 1; $0 node && echo over", probe));
	pid = forkpty(&terminal, NULL, NULL, NULL);
	if (pid < 0)
		skip(); /* no pseudo terminals here, as in a bare chroot */
	if (pid == 0) {
		execv(argv[0], (char *const *)argv);
		_exit(127);
	}
	read_terminal(terminal, pid, text, sizeof(text), "ready\r\n");
	assert_int_equal(write(terminal, "\032", 1), 1);
	read_terminal(terminal, pid, text, sizeof(text), "over");
	assert_int_equal(waitpid(pid, &status, WUNTRACED), pid);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	close(terminal);
}

/* finish() returns when the last of them has closed the pipe. */
static void the_command_dies_with_it(void **state)
{
	const char *argv[32];
	struct started s;

	(void)state;
	command_line(argv, COMMAND(probe, "tell", "15"));
	start(&s, argv, NULL);
	expect_said(&s, "ready");
	kill(s.pid, SIGKILL);
	assert_int_equal(finish(&s), 128 + SIGKILL);
}

static void what_it_needs_in_the_file_system_is_removed(void **state)
{
	char folder[] = "/tmp/sesim-test-XXXXXX", variable[64];
	struct started s;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(variable, sizeof(variable), "TMPDIR=%s", folder);
	assert_int_equal(run_command(&s, COMMAND("sh", "-c", "echo $SESIM_TREE"), COMMAND(variable)), 0);
	expect_in(s.said, folder);
	assert_int_equal(rmdir(folder), 0);
}

static void a_shim_whose_path_cannot_be_listed_is_linked(void **state)
{
	char folder[] = "/tmp/sesim: test-XXXXXX", copy[64], command[512];
	struct started s;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(copy, sizeof(copy), "%s/shim.so", folder);
	snprintf(command, sizeof(command), "cp '%s' '%s'", shim, copy);
	assert_int_equal(system(command), 0);
	assert_int_equal(run_program(&s, COMMAND(host, "--shim", copy, "--", probe, "node"), NULL), 0);
	unlink(copy);
	rmdir(folder);
}

static void the_user_s_own_preloads_stay_behind_ours(void **state)
{
	struct started s;

	(void)state;
	assert_int_equal(
		run_command(&s, COMMAND("sh", "-c", "echo $LD_PRELOAD"), COMMAND("LD_PRELOAD=libm.so.6")), 0);
	expect_in(s.said, "libsesim-i2c.so:libm.so.6\n");
}

static void the_bus_has_the_number_one_asks_for(void **state)
{
	struct started s;

	(void)state;
	assert_int_equal(run_program(&s,
				 COMMAND(host, "--shim", shim, "--bus", "7", "--", "sh", "-c",
					 "test -c /dev/i2c-7 && ! test -e /dev/i2c-1 && cat "
					 "/sys/class/i2c-dev/i2c-7/dev"),
				 NULL),
		0);
	assert_string_equal(s.said, "89:7\n");
}

static void an_adapter_has_its_own_errno_for_nobody(void **state)
{
	struct started s;

	(void)state;
	assert_int_equal(
		run_program(&s, COMMAND(host, "--shim", shim, "--adapter", "generic", "--", probe, "nobody"),
			NULL),
		0);
	assert_string_equal(s.said, "6\n"); /* ENXIO */
	assert_int_equal(
		run_program(
			&s, COMMAND(host, "--shim", shim, "--adapter", "rpi", "--", probe, "nobody"), NULL),
		0);
	assert_string_equal(s.said, "121\n"); /* EREMOTEIO */
}

/* A bus in a bus: the inner one counts. */
static void runs_can_be_nested(void **state)
{
	struct started s;

	(void)state;
	assert_int_equal(run_command(&s, COMMAND(host, "--shim", shim, "--", probe, "node"), NULL), 0);
}

static void without_a_bus_the_shim_lets_everything_pass(void **state)
{
	char preload[512];
	struct started s;

	(void)state;
	if (access("/dev/i2c-1", F_OK) == 0)
		skip();
	snprintf(preload, sizeof(preload), "LD_PRELOAD=%s", shim);
	assert_int_equal(run_program(&s, COMMAND(probe, "node"), COMMAND(preload)), 1);
	expect_in(s.complained, "No such file or directory");
	assert_int_equal(
		run_program(&s, COMMAND("sh", "-c", "echo a > /dev/null && ls /dev/null"), COMMAND(preload)),
		0);
	assert_string_equal(s.said, "/dev/null\n");
}

static void a_server_that_nobody_runs_is_enodev(void **state)
{
	char preload[512];
	struct started s;

	(void)state;
	snprintf(preload, sizeof(preload), "LD_PRELOAD=%s", shim);
	assert_int_equal(run_program(&s, COMMAND(probe, "node"),
				 COMMAND(preload, "SESIM_BUS=1", "SESIM_SOCKET=unix:@sesim-nobody-is-here")),
		1);
	expect_in(s.complained, "No such device\n");
}

static void a_dead_server_is_enodev_without_sigpipe_and_without_a_hang(void **state)
{
	struct started s;

	(void)state;
	assert_int_equal(run_command(&s, COMMAND(probe, "outlive"), NULL), 128 + SIGKILL);
	assert_string_equal(s.complained, "");
	assert_string_equal(s.said, "gone as it should\n");
}

static void a_server_that_dies_in_a_transfer_is_enodev_at_once(void **state)
{
	struct started s;

	(void)state;
	assert_int_equal(
		run_program(&s,
			COMMAND(host, "--shim", shim, "--real-clock", "--", probe, "outlive-in-transfer"),
			NULL),
		128 + SIGKILL);
	assert_string_equal(s.complained, "");
	assert_string_equal(s.said, "gone as it should\n");
}

static void a_server_that_comes_back_is_found_by_the_next_open(void **state)
{
	char url[128], variable[160], preload[512];
	struct started server, client;

	snprintf(url, sizeof(url), "unix:%s/bus", (const char *)*state);
	snprintf(variable, sizeof(variable), "SESIM_SOCKET=%s", url);
	snprintf(preload, sizeof(preload), "LD_PRELOAD=%s", shim);
	start(&server, COMMAND(host, "--shim", shim, "--listen", url, "--", probe, "tell", "15"), NULL);
	expect_said(&server, "ready");
	start(&client, COMMAND(probe, "again"), COMMAND(preload, variable, "SESIM_BUS=1"));
	expect_said(&client, "ready");
	kill(server.pid, SIGTERM);
	assert_int_equal(finish(&server), 0);
	start(&server, COMMAND(host, "--shim", shim, "--listen", url, "--", probe, "tell", "15"), NULL);
	expect_said(&server, "ready");
	kill(client.pid, SIGTERM);
	assert_int_equal(finish(&client), 0);
	assert_string_equal(client.complained, "");
	kill(server.pid, SIGTERM);
	assert_int_equal(finish(&server), 0);
}

/* The probe as all compilers and sanitizers build it: NAME=PATH, one a line. */
static const char *const builds[] = { SESIM_PROBE_BUILDS };

static void every_build_of_a_program_sees_the_bus(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(builds) / sizeof(builds[0]); i++) {
		struct started s;
		int status = run_command(&s, COMMAND(builds[i], "node"), NULL);

		if (status != 0 || s.complained[0])
			fail_msg("%s ends with %d and says %s", builds[i], status, s.complained);
	}
}

/* It is not what sesim starts, but what that starts: its runtime is not first there. */
static void so_does_every_build_in_a_script(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(builds) / sizeof(builds[0]); i++) {
		struct started s;
		int status = run_command(&s, COMMAND("sh", "-c", "$0 node; exit $?", builds[i]), NULL);

		if (status != 0 || s.complained[0])
			fail_msg("%s in a script ends with %d and says %s", builds[i], status, s.complained);
	}
}

static void address_sanitizer_still_sees_what_read_does(void **state)
{
	size_t seen = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(builds) / sizeof(builds[0]); i++) {
		struct started s;

		if (!strstr(builds[i], "_address"))
			continue;
		assert_int_not_equal(run_command(&s, COMMAND(builds[i], "overflow"), NULL), 0);
		expect_in(s.complained, "heap-buffer-overflow");
		seen++;
	}
	assert_int_not_equal(seen, 0);
}

static void a_shared_runtime_is_preloaded_first(void **state)
{
	size_t seen = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(builds) / sizeof(builds[0]); i++) {
		static const struct {
			const char *build;
			const char *runtime;
		} shared[] = { { "gcc_address", "libasan.so" }, { "gcc_thread", "libtsan.so" },
			{ "clang_shared_address", "libclang_rt.asan" } };

		for (size_t k = 0; k < sizeof(shared) / sizeof(shared[0]); k++) {
			struct started s;
			const char *preload, *name, *ours;

			if (!strstr(builds[i], shared[k].build))
				continue;
			assert_int_equal(run_command(&s, COMMAND(builds[i], "environment"), NULL), 0);
			preload = strstr(s.said, "LD_PRELOAD=");
			assert_non_null(preload);
			name = strstr(preload, shared[k].runtime);
			ours = strstr(preload, "libsesim-i2c.so");
			assert_true(name && ours && name < ours);
			seen++;
		}
	}
	assert_int_not_equal(seen, 0);
}

static void a_static_program_is_named_and_runs_all_the_same(void **state)
{
	struct started s;

	(void)state;
	assert_int_equal(run_command(&s, COMMAND(SESIM_PROBE_STATIC, "status", "5"), NULL), 5);
	expect_in(s.complained, "is statically linked");
}

static void an_emptied_environment_is_named(void **state)
{
	struct started s;

	(void)state;
	assert_int_equal(run_command(&s, COMMAND("env", "-i", probe, "status", "5"), NULL), 5);
	expect_in(s.complained, "its system calls are trapped instead");
	assert_int_equal(
		run_program(&s,
			COMMAND(host, "--shim", shim, "--no-trap", "--", "env", "-i", probe, "status", "5"),
			NULL),
		5);
	expect_in(s.complained, "env -i empties the environment");
}

/* A copy of the tools that a user would take, if they are there. */
static void i2c_tools_find_the_chips(void **state)
{
	struct started s;

	(void)state;
	if (system("command -v i2cdetect i2ctransfer i2cget i2cset i2cdump > /dev/null") != 0)
		skip();
	assert_int_equal(run_command(&s, COMMAND("i2cdetect", "-l"), NULL), 0);
	assert_string_equal(s.said, "i2c-1\ti2c       \tsesim                           \tI2C adapter\n");
	assert_int_equal(run_command(&s, COMMAND("i2cdetect", "-y", "1"), NULL), 0);
	expect_in(s.said, "\n40: -- -- -- -- -- -- -- -- 48 -- -- -- -- -- -- -- \n");
	expect_in(s.said, "\n60: 60 -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- \n");
	assert_int_equal(run_command(&s, COMMAND("i2cdetect", "-F", "1"), NULL), 0);
	expect_in(s.said, "I2C                              yes\n");
	assert_int_equal(run_command(&s,
				 COMMAND("i2ctransfer", "-y", "1", "w3@0x48", "0x10", "0x21", "0x22",
					 "w1@0x48", "0x10", "r2"),
				 NULL),
		0);
	assert_string_equal(s.said, "0x21 0x22\n");
	assert_int_equal(
		run_command(&s, COMMAND("sh", "-c", "i2cset -y 1 0x60 5 0x77 && i2cget -y 1 0x60 5"), NULL),
		0);
	assert_string_equal(s.said, "0x77\n");
	assert_int_equal(
		run_command(
			&s, COMMAND("sh", "-c", "i2cset -y 1 0x60 5 0x77; i2cdump -y -r 0-7 1 0x60 b"), NULL),
		0);
	expect_in(s.said, "00: 00 00 00 00 00 77 00 00 ");
}

static void the_shell_s_tools_see_the_node(void **state)
{
	struct started s;

	(void)state;
	assert_int_equal(run_command(&s,
				 COMMAND("sh", "-c",
					 "test -c /dev/i2c-1 && ls /dev/i2c-* && ls -l /dev/i2c-1 && stat -c "
					 "%t:%T /dev/i2c-1"),
				 NULL),
		0);
	assert_string_equal(s.complained, "");
	expect_in(s.said, "/dev/i2c-1\ncrw-rw----");
	expect_in(s.said, " 89, 1 ");
	expect_in(s.said, "\n59:1\n");
}

/* What a run that is killed leaves behind, it leaves there. */
static int make_folder(void **state)
{
	static char folder[] = "/tmp/sesim-test-XXXXXX";

	*state = folder;
	return mkdtemp(folder) ? setenv("TMPDIR", folder, 1) : -1;
}

static int remove_folder(void **state)
{
	char command[64];

	snprintf(command, sizeof(command), "rm -rf %s", (const char *)*state);
	return system(command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_status_is_the_command_s_own),
		cmocka_unit_test(a_signal_that_ends_it_is_128_and_the_signal),
		cmocka_unit_test(what_is_not_there_is_127_and_what_is_no_program_126),
		cmocka_unit_test(a_failure_of_its_own_is_125),
		cmocka_unit_test(signals_are_passed_on),
		cmocka_unit_test(it_stops_and_goes_on_with_the_command),
		cmocka_unit_test(control_c_reaches_the_command_once),
		cmocka_unit_test(control_z_stops_nothing_where_nobody_could_wake_it),
		cmocka_unit_test(the_command_dies_with_it),
		cmocka_unit_test(what_it_needs_in_the_file_system_is_removed),
		cmocka_unit_test(a_shim_whose_path_cannot_be_listed_is_linked),
		cmocka_unit_test(the_user_s_own_preloads_stay_behind_ours),
		cmocka_unit_test(the_bus_has_the_number_one_asks_for),
		cmocka_unit_test(an_adapter_has_its_own_errno_for_nobody),
		cmocka_unit_test(runs_can_be_nested),
		cmocka_unit_test(without_a_bus_the_shim_lets_everything_pass),
		cmocka_unit_test(a_server_that_nobody_runs_is_enodev),
		cmocka_unit_test(a_dead_server_is_enodev_without_sigpipe_and_without_a_hang),
		cmocka_unit_test(a_server_that_dies_in_a_transfer_is_enodev_at_once),
		cmocka_unit_test(a_server_that_comes_back_is_found_by_the_next_open),
		cmocka_unit_test(every_build_of_a_program_sees_the_bus),
		cmocka_unit_test(so_does_every_build_in_a_script),
		cmocka_unit_test(address_sanitizer_still_sees_what_read_does),
		cmocka_unit_test(a_shared_runtime_is_preloaded_first),
		cmocka_unit_test(a_static_program_is_named_and_runs_all_the_same),
		cmocka_unit_test(an_emptied_environment_is_named),
		cmocka_unit_test(i2c_tools_find_the_chips),
		cmocka_unit_test(the_shell_s_tools_see_the_node),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
