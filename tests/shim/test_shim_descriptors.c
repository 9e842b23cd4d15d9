/* tests/shim/test_shim_descriptors.c: an open /dev/i2c-1 goes wherever a descriptor can go, with its state. */
#include <errno.h>
#include <fcntl.h>
#include <linux/i2c-dev.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "shim_client.h"

static const char probe[] = SESIM_SHIM_PROBE;

/* The socket that leads to the server: the highest number there is. */
static int connection_number(void)
{
	for (int fd = 1023; fd > 2; fd--) {
		struct stat st;

		if (fstat(fd, &st) == 0 && S_ISSOCK(st.st_mode))
			return fd;
	}
	return -1;
}

static void each_open_has_its_own_slave_address(void **state)
{
	int a = open_toy(TOY), b = open_toy(OTHER_TOY);

	(void)state;
	assert_int_equal(put_register(a, 1, 0xaa), 0);
	assert_int_equal(put_register(b, 1, 0xbb), 0);
	assert_int_equal(get_register(a, 1), 0xaa);
	assert_int_equal(get_register(b, 1), 0xbb);
	close(a);
	close(b);
}

/* The slave address set on one is seen through the other. */
static void expect_one_description(int a, int b)
{
	assert_true(b >= 0);
	assert_int_equal(ioctl(b, I2C_SLAVE, TOY), 0);
	assert_int_equal(put_register(a, 2, 0x11), 0);
	assert_int_equal(ioctl(a, I2C_SLAVE, OTHER_TOY), 0);
	assert_int_equal(put_register(b, 2, 0x22), 0);
	assert_int_equal(ioctl(a, I2C_SLAVE, TOY), 0);
	assert_int_equal(get_register(b, 2), 0x11);
}

static void every_kind_of_dup_shares_the_state(void **state)
{
	int fd = open_toy(TOY);
	int copies[] = { dup(fd), dup2(fd, 100), dup3(fd, 101, O_CLOEXEC), fcntl(fd, F_DUPFD, 102),
		fcntl(fd, F_DUPFD_CLOEXEC, 103) };

	(void)state;
	for (size_t i = 0; i < sizeof(copies) / sizeof(copies[0]); i++)
		expect_one_description(fd, copies[i]);
	close(fd);
	expect_one_description(copies[0], copies[4]);
	for (size_t i = 0; i < sizeof(copies) / sizeof(copies[0]); i++)
		close(copies[i]);
}

static void a_forked_child_shares_the_state(void **state)
{
	int fd = open_toy(TOY);
	pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		assert_int_equal(put_register(fd, 3, 0x33), 0);
		assert_int_equal(ioctl(fd, I2C_SLAVE, OTHER_TOY), 0);
		assert_int_equal(put_register(fd, 3, 0x44), 0);
		_exit(0);
	}
	expect_child_succeeds(pid);
	assert_int_equal(get_register(fd, 3), 0x44);
	assert_int_equal(ioctl(fd, I2C_SLAVE, TOY), 0);
	assert_int_equal(get_register(fd, 3), 0x33);
	close(fd);
}

static void parent_and_children_work_at_once(void **state)
{
	pid_t pids[4];
	int fd = open_toy(TOY);

	(void)state;
	assert_int_equal(put_register(fd, 4, 0), 0);
	for (size_t i = 0; i < 4; i++) {
		pids[i] = fork();
		if (pids[i] != 0)
			continue;
		fd = open_toy(i % 2 ? TOY : OTHER_TOY);
		for (int n = 0; n < 200; n++) {
			uint8_t reg = (uint8_t)(0x10 + i), set[2] = { reg, (uint8_t)n };

			if (write(fd, set, 2) != 2)
				_exit(1);
		}
		_exit(0);
	}
	for (int n = 0; n < 200; n++)
		assert_int_equal(put_register(fd, 4, (uint8_t)n), 0);
	for (size_t i = 0; i < 4; i++)
		expect_child_succeeds(pids[i]);
	close(fd);
}

static void a_child_does_not_keep_its_parent_s_connection(void **state)
{
	int fd = open_toy(TOY);
	size_t before;
	pid_t pid;

	(void)state;
	assert_int_equal(put_register(fd, 1, 1), 0);
	before = count_descriptors();
	pid = fork();
	if (pid == 0) {
		assert_int_equal(count_descriptors(), before - 1);
		assert_int_equal(put_register(fd, 1, 2), 0);
		assert_int_equal(count_descriptors(), before);
		_exit(0);
	}
	expect_child_succeeds(pid);
	assert_int_equal(count_descriptors(), before);
	close(fd);
}

/* Sets a register in the child of a vfork. */
__attribute__((noinline)) static pid_t put_in_vfork(int fd, bool close_all, uint8_t reg, uint8_t value)
{
	pid_t pid = vfork();

	if (pid != 0)
		return pid;
	if (close_all)
		syscall(SYS_close_range, fd + 1, ~0u, 0);
	_exit(put_register(fd, reg, value) == 0 ? 0 : 1);
}

/* Its memory is ours, its descriptors are not: what it does must leave our connection whole. */
static void the_child_of_a_vfork_can_use_it_and_leaves_the_parent_s_connection_alone(void **state)
{
	int fd = open_toy(TOY), connection;
	size_t before;

	(void)state;
	assert_int_equal(put_register(fd, 5, 0), 0);
	connection = connection_number();
	before = count_descriptors();
	for (int i = 0; i < 3; i++) {
		expect_child_succeeds(put_in_vfork(fd, i > 0, 5, (uint8_t)(0x50 + i)));
		assert_int_equal(get_register(fd, 5), 0x50 + i);
		assert_int_equal(connection_number(), connection);
		assert_int_equal(count_descriptors(), before);
	}
	close(fd);
}

/* The first to need a connection is such a child. */
static void a_vfork_before_the_first_use_does_no_harm(void **state)
{
	int fd = open_toy(TOY);
	pid_t outer = fork();

	(void)state;
	if (outer == 0) {
		expect_child_succeeds(put_in_vfork(fd, false, 6, 0x66));
		assert_int_equal(connection_number(), -1);
		assert_int_equal(get_register(fd, 6), 0x66);
		assert_true(connection_number() > 0);
		_exit(0);
	}
	expect_child_succeeds(outer);
	close(fd);
}

static void posix_spawn_hands_it_on(void **state)
{
	int fd = open_toy(TOY), plain = dup(fd);
	char number[16], *const has[] = { (char *)probe, "has", number, "7", "119", NULL };
	char *const moved[] = { (char *)probe, "has", "77", "7", "119", NULL };
	posix_spawn_file_actions_t actions;
	pid_t pid;

	(void)state;
	snprintf(number, sizeof(number), "%d", plain);
	assert_int_equal(put_register(fd, 7, 119), 0);
	assert_int_equal(posix_spawn(&pid, probe, NULL, NULL, has, environ), 0);
	expect_child_succeeds(pid);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, fd, 77);
	posix_spawn_file_actions_addclose(&actions, plain);
	assert_int_equal(posix_spawn(&pid, probe, &actions, NULL, moved, environ), 0);
	expect_child_succeeds(pid);
	posix_spawn_file_actions_destroy(&actions);
	assert_int_equal(get_register(fd, 7), 119);
	close(fd);
	close(plain);
}

static void run_probe(const char *command, int fd, const char *reg, const char *value)
{
	char number[16];
	pid_t pid = fork();

	snprintf(number, sizeof(number), "%d", fd);
	if (pid == 0) {
		execl(probe, probe, command, number, reg, value, NULL);
		_exit(98);
	}
	expect_child_succeeds(pid);
}

static void exec_keeps_it_unless_it_closes_on_exec(void **state)
{
	int kept = open("/dev/i2c-1", O_RDWR), closed;

	(void)state;
	assert_int_equal(ioctl(kept, I2C_SLAVE, OTHER_TOY), 0);
	assert_int_equal(put_register(kept, 8, 88), 0);
	closed = fcntl(kept, F_DUPFD_CLOEXEC, 0);
	run_probe("has", kept, "8", "88"); /* the slave address came with it */
	run_probe("closed", closed, NULL, NULL);
	run_probe("closed", connection_number(), NULL, NULL);
	close(kept);
	close(closed);
}

static void send_descriptor(int socket, int fd)
{
	union {
		char bytes[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control = { 0 };
	struct iovec part = { "", 1 };
	struct msghdr message = { .msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = control.bytes,
		.msg_controllen = sizeof(control.bytes) };
	struct cmsghdr *head = CMSG_FIRSTHDR(&message);

	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(sizeof(fd));
	memcpy(CMSG_DATA(head), &fd, sizeof(fd));
	assert_int_equal(sendmsg(socket, &message, 0), 1);
}

static void scm_rights_takes_it_to_a_process_that_never_had_it(void **state)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	char folder[] = "/tmp/sesim-test-XXXXXX";
	int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), fd, taken;
	pid_t pid;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(address.sun_path, sizeof(address.sun_path), "%s/s", folder);
	assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(listener, 1), 0);
	pid = fork();
	if (pid == 0) {
		execl(probe, probe, "receive", address.sun_path, "9", "99", NULL);
		_exit(98);
	}
	fd = open_toy(OTHER_TOY);
	assert_int_equal(put_register(fd, 9, 99), 0);
	taken = accept(listener, NULL, NULL);
	send_descriptor(taken, fd);
	expect_child_succeeds(pid);
	unlink(address.sun_path);
	rmdir(folder);
	close(taken);
	close(listener);
	close(fd);
}

static void a_connection_closed_behind_our_back_is_made_again(void **state)
{
	int fd = open_toy(TOY), connection;

	(void)state;
	assert_int_equal(put_register(fd, 10, 1), 0);
	connection = connection_number();
	assert_true(connection > 512);
	assert_int_equal(syscall(SYS_close_range, connection, ~0u, 0), 0);
	assert_int_equal(connection_number(), -1);
	assert_int_equal(get_register(fd, 10), 1);
	assert_int_equal(syscall(SYS_close, connection_number()), 0);
	assert_int_equal(put_register(fd, 10, 2), 0);
	close(fd);
}

static void a_number_taken_by_another_file_is_left_to_it(void **state)
{
	int fd = open_toy(TOY), connection, pipes[2];
	char byte;

	(void)state;
	assert_int_equal(put_register(fd, 10, 1), 0);
	connection = connection_number();
	assert_int_equal(pipe(pipes), 0);
	assert_int_equal(syscall(SYS_dup2, pipes[0], connection), connection);
	assert_int_equal(put_register(fd, 10, 2), 0);
	assert_int_equal(write(pipes[1], "x", 1), 1);
	assert_int_equal(read(connection, &byte, 1), 1);
	assert_int_equal(byte, 'x');
	assert_int_equal(close(connection), 0);
	/* and by libc's own name */
	connection = connection_number();
	assert_int_equal(dup2(pipes[0], connection), connection);
	assert_int_equal(get_register(fd, 10), 2);
	assert_int_equal(write(pipes[1], "y", 1), 1);
	assert_int_equal(read(connection, &byte, 1), 1);
	assert_int_equal(close(connection), 0);
	close(pipes[0]);
	close(pipes[1]);
	close(fd);
}

static void the_connection_is_no_descriptor_of_the_program_s(void **state)
{
	int fd = open_toy(TOY), connection;

	(void)state;
	assert_int_equal(put_register(fd, 10, 1), 0);
	connection = connection_number();
	assert_int_equal(close(connection), -1);
	assert_int_equal(errno, EBADF);
	assert_int_equal(dup(connection), -1);
	assert_int_equal(fcntl(connection, F_GETFD), -1);
	assert_int_equal(connection_number(), connection);
	close(fd);
}

static void close_range_closes_it_as_any_other(void **state)
{
	int fd = open_toy(TOY), high = fcntl(fd, F_DUPFD, 500);
	uint8_t byte;

	(void)state;
	assert_int_equal(syscall(SYS_close_range, 500, ~0u, 0), 0);
	assert_int_equal(read(high, &byte, 1), -1);
	assert_int_equal(errno, EBADF);
	assert_int_equal(put_register(fd, 10, 1), 0);
	close(fd);
}

/* fclose() closes without passing us. */
static void a_number_reused_for_a_file_reads_the_file(void **state)
{
	char text[5] = "";
	int fd = open_toy(TOY), again;

	(void)state;
	syscall(SYS_close, fd);
	again = open("/proc/self/comm", O_RDONLY);
	assert_int_equal(again, fd);
	assert_int_equal(read(fd, text, 4), 4);
	assert_string_equal(text, "test");
	close(fd);
}

static void report_and_end(int to, int result)
{
	char byte = (char)result;

	_exit(write(to, &byte, 1) == 1 ? 0 : 1);
}

/* fork, setsid, fork, close everything, standard descriptors to /dev/null; the first two processes end. */
static void a_daemon_keeps_it(void **state)
{
	int fd = open_toy(TOY), pipes[2];
	char byte = 0;
	pid_t pid;

	(void)state;
	assert_int_equal(put_register(fd, 11, 0x5c), 0);
	assert_int_equal(pipe(pipes), 0);
	pid = fork();
	if (pid == 0) {
		setsid();
		if (fork() != 0)
			_exit(0);
		for (int i = 0; i < 1024; i++)
			if (i != fd && i != pipes[1])
				close(i);
		open("/dev/null", O_RDWR);
		dup(0);
		dup(0);
		report_and_end(pipes[1], get_register(fd, 11));
	}
	expect_child_succeeds(pid);
	assert_int_equal(read(pipes[0], &byte, 1), 1);
	assert_int_equal(byte, 0x5c);
	close(pipes[0]);
	close(pipes[1]);
	close(fd);
}

static void a_daemon_of_libc_s_opens_it_anew(void **state)
{
	int pipes[2];
	char byte = 0;
	pid_t pid;

	(void)state;
	assert_int_equal(pipe(pipes), 0);
	pid = fork();
	if (pid == 0) {
		if (daemon(0, 0) < 0)
			_exit(1);
		chdir("/");
		report_and_end(pipes[1], put_register(open_toy(TOY), 1, 1) == 0 ? 1 : 0);
	}
	expect_child_succeeds(pid);
	assert_int_equal(read(pipes[0], &byte, 1), 1);
	assert_int_equal(byte, 1);
	close(pipes[0]);
	close(pipes[1]);
}

static void a_process_that_gives_up_root_keeps_it(void **state)
{
	int fd = open_toy(TOY);
	pid_t pid;

	(void)state;
	if (geteuid() != 0) {
		close(fd);
		skip();
	}
	pid = fork();
	if (pid == 0) {
		if (setgid(65534) < 0 || setuid(65534) < 0)
			_exit(1);
		_exit(put_register(fd, 12, 1) == 0 && open("/dev/i2c-1", O_RDWR) >= 0 ? 0 : 2);
	}
	expect_child_succeeds(pid);
	close(fd);
}

static void few_descriptors_are_enough(void **state)
{
	pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		struct rlimit limit = { 16, 16 };
		int fd;

		for (int i = 3; i < 64; i++)
			syscall(SYS_close, i);
		setrlimit(RLIMIT_NOFILE, &limit);
		fd = open("/dev/i2c-1", O_RDWR);
		if (fd != 3 || ioctl(fd, I2C_SLAVE, TOY) < 0 || put_register(fd, 1, 1) < 0)
			_exit(1);
		while (dup(0) >= 0)
			;
		_exit(put_register(fd, 1, 2) == 0 ? 0 : 2);
	}
	expect_child_succeeds(pid);
}

static void thousands_of_opens_do_not_make_the_first_one_forgotten(void **state)
{
	int first = open_toy(OTHER_TOY);

	(void)state;
	for (int i = 0; i < 3000; i++) {
		int fd = open("/dev/i2c-1", O_RDWR);

		assert_true(fd >= 0);
		assert_int_equal(close(fd), 0);
	}
	assert_int_equal(put_register(first, 1, 0x0f), 0);
	close(first);
}

static void hundreds_can_be_open_at_once(void **state)
{
	int fds[400];

	(void)state;
	for (size_t i = 0; i < 400; i++)
		fds[i] = open_toy(i % 2 ? TOY : OTHER_TOY);
	for (size_t i = 0; i < 400; i++)
		assert_int_equal(put_register(fds[i], 13, (uint8_t)(i % 2)), 0);
	for (size_t i = 0; i < 400; i++) {
		assert_int_equal(get_register(fds[i], 13), i % 2);
		close(fds[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_open_has_its_own_slave_address),
		cmocka_unit_test(every_kind_of_dup_shares_the_state),
		cmocka_unit_test(a_forked_child_shares_the_state),
		cmocka_unit_test(parent_and_children_work_at_once),
		cmocka_unit_test(a_child_does_not_keep_its_parent_s_connection),
		cmocka_unit_test(the_child_of_a_vfork_can_use_it_and_leaves_the_parent_s_connection_alone),
		cmocka_unit_test(a_vfork_before_the_first_use_does_no_harm),
		cmocka_unit_test(posix_spawn_hands_it_on),
		cmocka_unit_test(exec_keeps_it_unless_it_closes_on_exec),
		cmocka_unit_test(scm_rights_takes_it_to_a_process_that_never_had_it),
		cmocka_unit_test(a_connection_closed_behind_our_back_is_made_again),
		cmocka_unit_test(a_number_taken_by_another_file_is_left_to_it),
		cmocka_unit_test(the_connection_is_no_descriptor_of_the_program_s),
		cmocka_unit_test(close_range_closes_it_as_any_other),
		cmocka_unit_test(a_number_reused_for_a_file_reads_the_file),
		cmocka_unit_test(a_daemon_keeps_it),
		cmocka_unit_test(a_daemon_of_libc_s_opens_it_anew),
		cmocka_unit_test(a_process_that_gives_up_root_keeps_it),
		cmocka_unit_test(few_descriptors_are_enough),
		cmocka_unit_test(thousands_of_opens_do_not_make_the_first_one_forgotten),
		cmocka_unit_test(hundreds_can_be_open_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
