/*
 * tests/shim/test_trap_calls.c: every system call that is trapped, made by itself. Runs as the command of
 * `shim_host --trap`, without the shim.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/i2c-dev.h>
#include <linux/openat2.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "shim_client.h"
#include "trap.h"

#define assert_fails(call, error)               \
	do {                                    \
		errno = 0;                      \
		assert_int_equal(call, -1);     \
		assert_int_equal(errno, error); \
	} while (0)

static const char node[] = "/dev/i2c-1", name_file[] = "/sys/class/i2c-dev/i2c-1/name";

static void expect_bus(long fd)
{
	assert_in_range(fd, TRAP_FIRST, TRAP_END - 1);
	assert_int_equal(ioctl((int)fd, I2C_SLAVE, TOY), 0);
	assert_int_equal(put_register((int)fd, 0x20, 0x99), 0);
	assert_int_equal(get_register((int)fd, 0x20), 0x99);
	assert_int_equal(close((int)fd), 0);
}

static void every_open_opens_it(void **state)
{
	struct open_how how = { .flags = O_RDWR };
	int dev = open("/dev", O_RDONLY | O_DIRECTORY);

	(void)state;
	assert_in_range(dev, 0, TRAP_FIRST - 1);
	expect_bus(syscall(SYS_openat, AT_FDCWD, node, O_RDWR, 0));
	expect_bus(syscall(SYS_openat, dev, "i2c-1", O_RDWR, 0));
	expect_bus(syscall(SYS_openat, dev, "../dev/./i2c-1", O_RDWR, 0));
	expect_bus(syscall(SYS_openat2, AT_FDCWD, node, &how, sizeof(how)));
#ifdef SYS_open
	expect_bus(syscall(SYS_open, node, O_RDWR, 0));
	expect_bus(syscall(SYS_open, "//dev//i2c-1", O_RDWR, 0));
#endif
	assert_fails(syscall(SYS_openat, AT_FDCWD, node, O_RDWR | O_CREAT | O_EXCL, 0), EEXIST);
	assert_fails(syscall(SYS_openat, AT_FDCWD, node, O_RDWR | O_DIRECTORY, 0), ENOTDIR);
	assert_fails(syscall(SYS_openat, AT_FDCWD, "/dev/i2c-7", O_RDWR, 0), ENOENT);
	assert_fails(syscall(SYS_openat, AT_FDCWD, "/dev/i2c-1/", O_RDWR, 0), ENOENT);
	how.resolve = RESOLVE_BENEATH;
	assert_fails(syscall(SYS_openat2, AT_FDCWD, node, &how, sizeof(how)), EXDEV);
	close(dev);
}

static void a_relative_path_and_a_link_lead_to_it(void **state)
{
	char folder[] = "/tmp/trap-XXXXXX", path[64], second[64];

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/bus", folder);
	snprintf(second, sizeof(second), "%s/again", folder);
	assert_int_equal(symlink(node, path), 0);
	assert_int_equal(symlink("bus", second), 0);
	expect_bus(syscall(SYS_openat, AT_FDCWD, path, O_RDWR, 0));
	expect_bus(syscall(SYS_openat, AT_FDCWD, second, O_RDWR, 0));
	assert_fails(syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_NOFOLLOW, 0), ELOOP);
	assert_int_equal(unlink(second), 0);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(folder), 0);
	assert_int_equal(chdir("/dev"), 0);
	expect_bus(syscall(SYS_openat, AT_FDCWD, "i2c-1", O_RDWR, 0));
	assert_int_equal(chdir("/"), 0);
	expect_bus(syscall(SYS_openat, AT_FDCWD, "dev/i2c-1", O_RDWR, 0));
}

static void it_looks_like_a_device(void **state)
{
	int fd = open_toy(TOY);
	struct stat st;
	struct statx stx;

	(void)state;
	assert_int_equal(syscall(SYS_newfstatat, AT_FDCWD, node, &st, 0), 0);
	assert_true(S_ISCHR(st.st_mode) && (st.st_mode & 0777) == 0660);
	assert_int_equal(st.st_rdev, makedev(89, 1));
	memset(&st, 0, sizeof(st));
	assert_int_equal(syscall(SYS_newfstatat, fd, "", &st, AT_EMPTY_PATH), 0);
	assert_int_equal(st.st_rdev, makedev(89, 1));
	memset(&st, 0, sizeof(st));
	assert_int_equal(syscall(SYS_fstat, fd, &st), 0);
	assert_int_equal(st.st_rdev, makedev(89, 1));
	assert_int_equal(syscall(SYS_statx, AT_FDCWD, node, 0, STATX_BASIC_STATS, &stx), 0);
	assert_int_equal(stx.stx_rdev_major, 89);
	assert_int_equal(syscall(SYS_statx, fd, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &stx), 0);
	assert_int_equal(stx.stx_rdev_minor, 1);
#ifdef SYS_stat
	memset(&st, 0, sizeof(st));
	assert_int_equal(syscall(SYS_stat, node, &st), 0);
	assert_int_equal(st.st_rdev, makedev(89, 1));
	assert_int_equal(syscall(SYS_lstat, node, &st), 0);
	assert_int_equal(syscall(SYS_access, node, R_OK | W_OK), 0);
	assert_fails(syscall(SYS_readlink, node, &stx, 8), EINVAL);
#endif
	assert_int_equal(syscall(SYS_faccessat, AT_FDCWD, node, R_OK | W_OK), 0);
	assert_int_equal(syscall(SYS_faccessat2, AT_FDCWD, node, F_OK, 0), 0);
	assert_fails(syscall(SYS_lseek, fd, 0, SEEK_SET), ESPIPE);
	assert_int_equal(fcntl(fd, F_GETFL) & O_ACCMODE, O_RDWR);
	close(fd);
}

static void what_is_not_permitted_is_refused(void **state)
{
	int reader = open(node, O_RDONLY), writer = open(node, O_WRONLY), path = open(node, O_PATH);
	uint8_t byte = 0;

	(void)state;
	assert_fails(write(reader, &byte, 1), EBADF);
	assert_fails(read(writer, &byte, 1), EBADF);
	assert_fails(read(path, &byte, 1), EBADF);
	assert_fails(ioctl(path, I2C_SLAVE, TOY), EBADF);
	assert_fails(syscall(SYS_faccessat, AT_FDCWD, node, X_OK), EACCES);
	assert_fails(open(name_file, O_RDWR), EACCES);
	assert_fails(syscall(SYS_faccessat, AT_FDCWD, name_file, W_OK), EACCES);
	close(reader);
	close(writer);
	close(path);
}

static void sysfs_has_the_adapter(void **state)
{
	char text[32] = "";
	int fd = open(name_file, O_RDONLY);
	struct stat st;

	(void)state;
	assert_int_equal(read(fd, text, sizeof(text)), 6);
	assert_string_equal(text, "sesim\n");
	close(fd);
	fd = open("/sys/bus/i2c/devices", O_RDONLY | O_DIRECTORY);
	assert_true(fd >= 0);
	assert_int_equal(openat(fd, "i2c-1/dev", O_RDONLY), fd + 1);
	assert_int_equal(read(fd + 1, text, sizeof(text)), 5);
	assert_memory_equal(text, "89:1\n", 5);
	close(fd + 1);
	close(fd);
	assert_int_equal(stat("/sys/class/i2c-dev/i2c-1", &st), 0);
	assert_true(S_ISDIR(st.st_mode));
	assert_int_equal(readlink("/sys/class/i2c-dev/i2c-1/device", text, sizeof(text)), 1);
	assert_fails(open("/sys/class/i2c-dev/i2c-7/name", O_RDONLY), ENOENT);
}

static void every_dup_in_the_window_shares_the_state(void **state)
{
	int fd = open_toy(TOY), copies[5];

	(void)state;
	copies[0] = dup(fd);
	copies[1] = fcntl(fd, F_DUPFD, 3);
	copies[2] = fcntl(fd, F_DUPFD_CLOEXEC, TRAP_FIRST + 20);
	copies[3] = (int)syscall(SYS_dup3, fd, TRAP_FIRST + 40, O_CLOEXEC);
#ifdef SYS_dup2
	copies[4] = (int)syscall(SYS_dup2, fd, TRAP_FIRST + 41);
#else
	copies[4] = dup(fd);
#endif
	assert_int_equal(copies[2], TRAP_FIRST + 20);
	assert_int_equal(copies[3], TRAP_FIRST + 40);
	assert_int_equal(fcntl(copies[1], F_GETFD), 0);
	assert_int_equal(fcntl(copies[2], F_GETFD), FD_CLOEXEC);
	assert_int_equal(fcntl(copies[3], F_GETFD), FD_CLOEXEC);
	for (size_t i = 0; i < 5; i++) {
		assert_in_range(copies[i], TRAP_FIRST, TRAP_END - 1);
		assert_int_equal(put_register(copies[i], 0x21, (uint8_t)i), 0);
	}
	assert_int_equal(ioctl(copies[0], I2C_SLAVE, NOBODY), 0);
	assert_fails(read(copies[3], copies, 1), ENXIO);
	close(fd);
	assert_int_equal(ioctl(copies[4], I2C_SLAVE, TOY), 0);
	assert_int_equal(get_register(copies[0], 0x21), 4);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(close(copies[i]), 0);
	assert_fails(read(copies[0], copies, 1), EBADF);
}

static void a_number_outside_the_window_is_ebadf(void **state)
{
	int fd = open_toy(TOY);

	(void)state;
	assert_fails(dup2(fd, 5), EBADF);
	assert_fails(dup3(fd, TRAP_END, 0), EBADF);
	assert_fails(dup3(fd, fd, 0), EINVAL);
	assert_fails(fcntl(fd, F_DUPFD, TRAP_END), EMFILE);
	assert_int_equal(dup2(fd, fd), fd);
	close(fd);
}

/* In the window, but not of the bus. */
static void another_file_in_the_window_is_itself(void **state)
{
	char text[5] = "";
	int fd = open_toy(TOY), other = open("/proc/self/comm", O_RDONLY);

	(void)state;
	assert_int_equal(dup2(other, fd), fd);
	assert_int_equal(read(fd, text, 4), 4);
	assert_memory_equal(text, "test", 4);
	assert_int_equal(dup(fd), other + 1);
	close(other + 1);
	close(other);
	close(fd);
}

static void vectors_are_one_transaction_a_piece(void **state)
{
	uint8_t first[] = { 0x30, 1, 2 }, second[] = { 0x31 }, got[2], more[1];
	struct iovec out[] = { { first, 3 }, { NULL, 0 }, { second, 1 } }, in[] = { { got, 1 }, { more, 1 } };
	int fd = open_toy(TOY);

	(void)state;
	assert_int_equal(writev(fd, out, 3), 4);
	assert_int_equal(read(fd, got, 1), 1);
	assert_int_equal(got[0], 2);
	assert_int_equal(readv(fd, in, 2), 2);
	assert_int_equal(preadv(fd, in, 2, 0), 2);
	assert_int_equal(pwritev(fd, out, 1, 100), 3);
	assert_int_equal(preadv2(fd, in, 2, -1, 0), 2);
	assert_fails(pwritev2(fd, out, 1, 0, RWF_APPEND), EOPNOTSUPP);
	assert_int_equal(pread(fd, got, 2, 7), 2);
	assert_fails(pread(fd, got, 2, -1), EINVAL);
	assert_fails(syscall(SYS_readv, fd, in, -1L), EINVAL);
	assert_int_equal(readv(fd, in, 0), 0);
	close(fd);
}

/* What the kernel copies in is refused before the bus sees it; what it copies out, after. */
static void bad_pointers_are_efault(void **state)
{
	void *const nowhere = (void *)8;
	struct i2c_rdwr_ioctl_data data = { nowhere, 1 };
	uint8_t *half = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int fd = open_toy(TOY);

	(void)state;
	assert_true(half != MAP_FAILED);
	assert_int_equal(munmap(half + 4096, 4096), 0);
	assert_fails(syscall(SYS_read, fd, nowhere, 4), EFAULT);
	assert_fails(syscall(SYS_write, fd, nowhere, 4), EFAULT);
	assert_fails(syscall(SYS_write, fd, half + 4094, 4), EFAULT);
	assert_fails(syscall(SYS_writev, fd, nowhere, 1), EFAULT);
	assert_fails(ioctl(fd, I2C_RDWR, nowhere), EFAULT);
	assert_fails(ioctl(fd, I2C_RDWR, &data), EFAULT);
	assert_fails(ioctl(fd, I2C_SMBUS, nowhere), EFAULT);
	assert_fails(ioctl(fd, I2C_FUNCS, nowhere), EFAULT);
	assert_fails(syscall(SYS_newfstatat, AT_FDCWD, node, nowhere, 0), EFAULT);
	assert_fails(syscall(SYS_openat, AT_FDCWD, nowhere, O_RDWR, 0), EFAULT);
	memcpy(half + 4096 - sizeof(node), node, sizeof(node)); /* a name that ends with its page */
	expect_bus(syscall(SYS_openat, AT_FDCWD, half + 4096 - sizeof(node), O_RDWR, 0));
	close(fd);
	munmap(half, 4096);
}

static void it_is_always_ready(void **state)
{
	struct pollfd wait = { .fd = open_toy(TOY), .events = POLLIN | POLLOUT };

	(void)state;
	assert_int_equal(poll(&wait, 1, 0), 1);
	assert_int_equal(wait.revents, POLLIN | POLLOUT);
	close(wait.fd);
}

static void a_child_shares_it_and_exec_closes_it(void **state)
{
	int fd = open_toy(TOY), kept = dup(fd), status;
	char script[160];
	pid_t pid = fork();

	(void)state;
	if (pid == 0)
		_exit(ioctl(fd, I2C_SLAVE, OTHER_TOY) == 0 && put_register(fd, 1, 0x77) == 0 ? 0 : 1);
	expect_child_succeeds(pid);
	assert_int_equal(get_register(fd, 1), 0x77); /* at OTHER_TOY, which the child chose */
	snprintf(script, sizeof(script), "test ! -e /proc/self/fd/%d && test -e /proc/self/fd/%d", fd, kept);
	pid = fork();
	if (pid == 0) {
		execl("/bin/sh", "sh", "-c", script, (char *)NULL);
		_exit(127);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	close(kept);
	close(fd);
}

static void close_range_closes_it(void **state)
{
	int fd = open_toy(TOY);
	uint8_t byte;

	(void)state;
	assert_int_equal(syscall(SYS_close_range, TRAP_FIRST, ~0u, 0), 0);
	assert_fails(read(fd, &byte, 1), EBADF);
	assert_int_equal(open_toy(TOY), fd);
	close(fd);
}

static void it_can_be_opened_again_for_ever(void **state)
{
	(void)state;
	for (int i = 0; i < 2000; i++)
		close(open_toy(TOY));
}

static void as_many_as_the_window_has_can_be_open(void **state)
{
	int fds[TRAP_END - TRAP_FIRST];

	(void)state;
	for (size_t i = 0; i < sizeof(fds) / sizeof(fds[0]); i++)
		fds[i] = open_toy(TOY);
	assert_fails(open(node, O_RDWR), EMFILE);
	assert_fails(dup(fds[0]), EMFILE);
	for (size_t i = 0; i < sizeof(fds) / sizeof(fds[0]); i++)
		close(fds[i]);
	close(open_toy(TOY));
}

enum { THREADS = 4, ROUNDS = 200 };

struct worker {
	pthread_t thread;
	uint8_t reg;
	int failures;
};

static void *work(void *context)
{
	struct worker *w = context;

	for (int i = 0; i < ROUNDS; i++) {
		int fd = open_toy(TOY);

		w->failures += put_register(fd, w->reg, (uint8_t)i) != 0;
		close(fd);
	}
	return NULL;
}

static void threads_and_their_children_each_have_it(void **state)
{
	struct worker w[THREADS];

	(void)state;
	for (size_t i = 0; i < THREADS; i++) {
		w[i] = (struct worker){ .reg = (uint8_t)(0x60 + i) };
		assert_int_equal(pthread_create(&w[i].thread, NULL, work, &w[i]), 0);
	}
	for (int i = 0; i < 20; i++) {
		pid_t pid = fork();

		if (pid == 0) {
			int fd = open_toy(OTHER_TOY);

			_exit(put_register(fd, 0x70, (uint8_t)i) == 0 && close(dup(fd)) == 0 ? 0 : 1);
		}
		expect_child_succeeds(pid);
	}
	for (size_t i = 0; i < THREADS; i++) {
		pthread_join(w[i].thread, NULL);
		assert_int_equal(w[i].failures, 0);
	}
}

static void nothing(int signal)
{
	(void)signal;
}

/* Each transaction runs once, however often a signal comes: what is read moves the pointer by what was read. */
static void signals_repeat_no_transaction(void **state)
{
	const struct itimerval often = { { 0, 100 }, { 0, 100 } }, never = { { 0, 0 }, { 0, 0 } };
	struct sigaction action = { .sa_flags = SA_RESTART };
	int fd = open_toy(TOY);
	uint8_t byte, expected = 0;

	(void)state;
	for (unsigned i = 0; i < 100; i++)
		assert_int_equal(put_register(fd, (uint8_t)i, (uint8_t)i), 0);
	action.sa_handler = nothing;
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	for (int i = 0; i < 20000; i++) {
		if (i % 100 == 0) {
			byte = 0;
			assert_int_equal(write(fd, &byte, 1), 1);
			expected = 0;
		}
		assert_int_equal(read(fd, &byte, 1), 1);
		assert_int_equal(byte, expected++);
	}
	setitimer(ITIMER_REAL, &never, NULL);
	signal(SIGALRM, SIG_DFL);
	close(fd);
}

/* There is one listener for a process and all it comes from. */
static void a_listener_of_its_own_is_ebusy(void **state)
{
	struct sock_filter pass = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	struct sock_fprog filter = { 1, &pass };

	(void)state;
	assert_fails(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &filter),
		EBUSY);
	assert_int_equal(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter), 0);
	close(open_toy(TOY));
}

/* In a child: the limit stays. */
static void a_limit_below_the_window_is_emfile(void **state)
{
	pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		const struct rlimit few = { 64, 64 };

		setrlimit(RLIMIT_NOFILE, &few);
		_exit(open(node, O_RDWR) == -1 && errno == EMFILE && open("/dev/null", O_RDWR) >= 0 ? 0 : 1);
	}
	expect_child_succeeds(pid);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_open_opens_it),
		cmocka_unit_test(a_relative_path_and_a_link_lead_to_it),
		cmocka_unit_test(it_looks_like_a_device),
		cmocka_unit_test(what_is_not_permitted_is_refused),
		cmocka_unit_test(sysfs_has_the_adapter),
		cmocka_unit_test(every_dup_in_the_window_shares_the_state),
		cmocka_unit_test(a_number_outside_the_window_is_ebadf),
		cmocka_unit_test(another_file_in_the_window_is_itself),
		cmocka_unit_test(vectors_are_one_transaction_a_piece),
		cmocka_unit_test(bad_pointers_are_efault),
		cmocka_unit_test(it_is_always_ready),
		cmocka_unit_test(a_child_shares_it_and_exec_closes_it),
		cmocka_unit_test(close_range_closes_it),
		cmocka_unit_test(it_can_be_opened_again_for_ever),
		cmocka_unit_test(as_many_as_the_window_has_can_be_open),
		cmocka_unit_test(threads_and_their_children_each_have_it),
		cmocka_unit_test(signals_repeat_no_transaction),
		cmocka_unit_test(a_listener_of_its_own_is_ebusy),
		cmocka_unit_test(a_limit_below_the_window_is_emfile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
