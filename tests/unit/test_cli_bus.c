/* tests/unit/test_cli_bus.c: sesim run and sesim serve, by the real program. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "link.h"
#include "program.h"

struct fixture {
	char folder[64];
	struct program_result result;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	snprintf(f->folder, sizeof(f->folder), "/tmp/sesim-bus-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	assert_int_equal(chdir(f->folder), 0);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	static const char *const names[] = { "bus.sock", "bus.sock.lock", "a.nvm", "trace", "record" };
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unlink(names[i]);
	assert_int_equal(chdir("/"), 0);
	rmdir(f->folder);
	free(f);
	return 0;
}

static void assert_status(struct fixture *f, const char *line, int status)
{
	program_run(&f->result, line);
	if (f->result.status != status)
		print_error("sesim %s: %s%s", line, f->result.out, f->result.err);
	assert_int_equal(f->result.status, status);
}

static void assert_refused(struct fixture *f, const char *line, const char *words)
{
	assert_status(f, line, 2);
	assert_string_equal(f->result.out, "");
	if (!strstr(f->result.err, words))
		print_error("sesim %s: %s", line, f->result.err);
	assert_non_null(strstr(f->result.err, words));
}

/* INTERFACES: COMMAND's own status, 128+n for a signal, 126, 127. A tab parts words within an argument. */
static void run_ends_as_its_command_does(void **state)
{
	struct fixture *f = *state;

	assert_status(f, "run -- true", 0);
	assert_status(f, "run -- false", 1);
	assert_status(f, "run sh -c exit\t42", 42);
	assert_status(f, "run --chip atecc608a -- sh -c kill\t-9\t$$", 128 + 9);
	assert_status(f, "run --chip se050c --behind atecc608a --record record -- true", 0);
	assert_status(f, "run --chip se050c --erratum repeated-start -- true", 0);
	assert_status(f, "run -- ./nonesuch", 127);
	assert_non_null(strstr(f->result.err, "nonesuch"));
	assert_status(f, "run -- /etc/passwd", 126);
}

static void run_has_the_bus_that_was_asked_for(void **state)
{
	struct fixture *f = *state;

	assert_status(f, "run -- test -e /dev/i2c-1", 0);
	assert_status(f, "run --bus 77 -- test -e /dev/i2c-77", 0);
	assert_status(f, "run --bus 77 -- test -e /dev/i2c-1", access("/dev/i2c-1", F_OK) == 0 ? 0 : 1);
}

/* A transaction's answer is due later than the step that ran it: nobody but a timer wakes the server then. */
static void run_goes_on_by_every_clock(void **state)
{
	static const char *const clocks[] = { "instant", "virtual", "real" };
	struct fixture *f = *state;
	char line[100];

	for (size_t i = 0; i < sizeof(clocks) / sizeof(clocks[0]); i++) {
		snprintf(line, sizeof(line), "run --clock %s --chip atecc608a -- i2cdetect -y 1", clocks[i]);
		assert_status(f, line, 0);
		assert_non_null(strstr(f->result.out, "60: 60 "));
	}
}

static void run_refuses_a_wrong_command_line_before_it_starts_anything(void **state)
{
	static const char *const rows[][2] = {
		{ "run", "something is missing; usage: sesim run" },
		{ "run --chip atecc609a -- touch started", "did you mean atecc608a?" },
		{ "run --chip atecc608a@99 -- touch started", "\"@99\" is no address" },
		{ "run --chip atecc608a --chip atecc608b -- touch started", "two chips at address 60" },
		{ "run --chip atecc608a,state=/no/such/folder/x -- touch started",
			"No such file or directory" },
		{ "run --clock slow -- touch started",
			"--clock takes real, instant or virtual, not \"slow\"" },
		{ "run --latency some -- touch started",
			"--latency takes none, typical or max, not \"some\"" },
		{ "run --speed 3 -- touch started", "--speed takes 1000 to 5000000 Hz, not \"3\"" },
		{ "run --seed x -- touch started", "--seed takes a number, not \"x\"" },
		{ "run --sync later -- touch started", "--sync takes always or never, not \"later\"" },
		{ "run --adapter ftdi -- touch started", "--adapter takes generic or rpi, not \"ftdi\"" },
		{ "run --adapter rpi,nack=1 -- touch started", "takes ,nack_errno=ERRNO behind it" },
		{ "run --adapter rpi,nack_errno=1 -- touch started",
			"takes ENXIO, EREMOTEIO or EIO, not \"1\"" },
		{ "run --bus one -- touch started", "--bus takes 0 to" },
		{ "run --trace /no/such/folder/x -- touch started", "No such file or directory" },
		{ "run --record /no/such/folder/x -- touch started", "No such file or directory" },
		{ "run --fault jump -- touch started", "jump is no fault" },
		{ "run --chip atecc608a@48 --chip se050c -- touch started", "as in atecc608a@49" },
		{ "run --chip atecc608a --behind atecc608a@61 -- touch started",
			"atecc608a@61 on a bus that an SE05x masters" },
		{ "run --chip se050c --behind se050c -- touch started", "two chips at address 48" },
		{ "run --behind nonesuch -- touch started", "there is no profile" },
		{ "run --erratum start -- touch started", "--erratum takes repeated-start, not \"start\"" },
		{ "run --chp atecc608a -- touch started", "did you mean --chip?" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_refused(f, rows[i][0], rows[i][1]);
		assert_int_equal(access("started", F_OK), -1);
	}
}

static void a_file_that_the_run_names_is_made(void **state)
{
	struct fixture *f = *state;
	struct stat st;

	assert_status(
		f, "run --chip atecc608a,state=a.nvm --trace trace --record record --seed 3 -- true", 0);
	assert_int_equal(stat("a.nvm", &st), 0);
	assert_int_equal(stat("trace", &st), 0);
	assert_true(st.st_size > 0);
	assert_int_equal(stat("record", &st), 0);
	assert_true(st.st_size > 0);
	assert_status(f, "run --chip atecc608a@61,state=a.nvm -- true", 2);
}

static struct link *open_link(const char *url)
{
	static const struct link_scheme *const schemes[] = { &link_scheme_unix, &link_scheme_tcp };
	struct link *link;
	struct why why;

	if (link_open(&link, url, schemes, 2, &why) < 0)
		fail_msg("%s: %s", url, why.text);
	return link;
}

/* A wake by general call, and the answer to it. */
static void assert_answers(struct link *link)
{
	uint8_t zero = 0, answer[4];

	link_write(link, 0, &zero, 1);
	assert_int_equal(link_wait(link, 2000000), 0);
	assert_int_equal(link_read(link, 0x60, answer, sizeof(answer)), 0);
	assert_memory_equal(answer, "\x04\x11\x33\x43", 4);
}

static void serve_says_when_it_is_up_and_ends_cleanly(void **state)
{
	char ready[256];
	struct link *link;
	struct stat st;
	int pid;

	(void)state;
	pid = program_start(
		"serve --chip atecc608a --listen unix:bus.sock --ready-fd 3", ready, sizeof(ready));
	assert_string_equal(ready, "unix:bus.sock");
	assert_int_equal(stat("bus.sock", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	link = open_link(ready);
	assert_true(link->info.simulated);
	assert_int_equal(link->info.n_parts, 1);
	assert_string_equal(link->info.parts[0].profile, "atecc608a");
	assert_answers(link);
	link_close(link);
	assert_int_equal(program_end(pid, SIGTERM), 0);
	assert_int_equal(access("bus.sock", F_OK), -1);
}

static void serve_tells_the_port_that_it_was_given(void **state)
{
	struct link *link;
	char ready[256];
	int pid;

	(void)state;
	pid = program_start("serve --chip atecc608a --listen tcp:127.0.0.1:0 --ready-fd 3 --clock virtual",
		ready, sizeof(ready));
	assert_int_equal(strncmp(ready, "tcp:127.0.0.1:", 14), 0);
	assert_string_not_equal(ready, "tcp:127.0.0.1:0");
	link = open_link(ready);
	assert_answers(link);
	link_close(link);
	assert_int_equal(program_end(pid, SIGINT), 0);
}

static void a_second_server_is_refused_and_the_first_goes_on(void **state)
{
	struct fixture *f = *state;
	struct link *link;
	char ready[256];
	int pid;

	pid = program_start(
		"serve --chip atecc608a,state=a.nvm --listen unix:bus.sock --ready-fd 3 --clock instant",
		ready, sizeof(ready));
	assert_refused(f, "serve --chip atecc608a --listen unix:bus.sock", "bus.sock");
	assert_refused(f, "serve --chip atecc608a,state=a.nvm --listen unix:other.sock", "a.nvm");
	assert_refused(f, "chip set a.nvm locks.config=locked", "a.nvm");
	link = open_link(ready);
	assert_answers(link);
	link_close(link);
	assert_status(f, "chip show a.nvm", 0);
	assert_int_equal(program_end(pid, SIGTERM), 0);
}

/* What was written by --trace and by --record reads the same. */
static void trace_shows_a_line_a_command(void **state)
{
	static const char lines[] = "wake pulse\n"
				    "60  awake\n"
				    "60  Info        00 revision                     0000 -> 00006002\n"
				    "60  idle\n";
	static const char *const commands[] = { "trace trace", "trace record", "trace record --all" };
	uint8_t info[] = { 0x03, 0x07, 0x30, 0x00, 0x00, 0x00, 0x03, 0x5d }, answer[7], idle = 0x02;
	struct fixture *f = *state;
	struct link *link;
	char ready[256];
	int pid;

	pid = program_start(
		"serve --chip atecc608a --listen unix:bus.sock --ready-fd 3 --clock instant --trace trace "
		"--record record",
		ready, sizeof(ready));
	link = open_link(ready);
	assert_answers(link);
	assert_int_equal(link_write(link, 0x60, info, sizeof(info)), 0);
	assert_int_equal(link_read(link, 0x60, answer, sizeof(answer)), 0);
	assert_int_equal(link_write(link, 0x60, &idle, 1), 0);
	link_write(link, 0x33, &idle, 1);
	link_close(link);
	assert_int_equal(program_end(pid, SIGTERM), 0);
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		const char *at = f->result.out;
		const char *line = lines;

		assert_status(f, commands[i], 0);
		while (*line) {
			char one[128];

			snprintf(one, sizeof(one), "%.*s", (int)(strchr(line, '\n') - line), line);
			at = strstr(at, one);
			assert_non_null(at);
			line = strchr(line, '\n') + 1;
		}
		assert_non_null(strstr(at, "33  (not acknowledged)\n"));
		assert_true((strstr(f->result.out, "W 030730000000035d") != NULL) == (i == 2));
	}
}

static void trace_refuses_what_is_no_trace(void **state)
{
	struct fixture *f = *state;

	assert_refused(f, "trace", "usage: sesim trace FILE");
	assert_refused(f, "trace nonesuch", "nonesuch");
	assert_refused(f, "trace /etc/passwd", "/etc/passwd");
}

static void serve_refuses_a_wrong_command_line(void **state)
{
	struct fixture *f = *state;

	assert_refused(f, "serve", "--listen unix:PATH or --listen tcp:HOST:PORT");
	assert_refused(f, "serve --listen /tmp/x", "unix:PATH or tcp:HOST:PORT");
	assert_refused(f, "serve --listen tcp:0.0.0.0:0", "--allow-remote");
	assert_refused(f, "serve --listen tcp:127.0.0.1:65536", "a port is 0 to 65535, not 65536");
	assert_refused(
		f, "serve --listen unix:bus.sock --ready-fd 77", "--ready-fd 77 is no open descriptor");
	assert_refused(f, "serve --listen unix:bus.sock --spin x", "--spin takes 0 to 1000000 us");
	assert_refused(f, "serve --listen unix:bus.sock --fault jump", "jump");
	assert_refused(f, "serve --listen unix:bus.sock now", "\"now\" is one word too many");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(run_ends_as_its_command_does, setup, teardown),
		cmocka_unit_test_setup_teardown(run_has_the_bus_that_was_asked_for, setup, teardown),
		cmocka_unit_test_setup_teardown(run_goes_on_by_every_clock, setup, teardown),
		cmocka_unit_test_setup_teardown(
			run_refuses_a_wrong_command_line_before_it_starts_anything, setup, teardown),
		cmocka_unit_test_setup_teardown(a_file_that_the_run_names_is_made, setup, teardown),
		cmocka_unit_test_setup_teardown(serve_says_when_it_is_up_and_ends_cleanly, setup, teardown),
		cmocka_unit_test_setup_teardown(serve_tells_the_port_that_it_was_given, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_second_server_is_refused_and_the_first_goes_on, setup, teardown),
		cmocka_unit_test_setup_teardown(trace_shows_a_line_a_command, setup, teardown),
		cmocka_unit_test_setup_teardown(trace_refuses_what_is_no_trace, setup, teardown),
		cmocka_unit_test_setup_teardown(serve_refuses_a_wrong_command_line, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
