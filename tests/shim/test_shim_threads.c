/* tests/shim/test_shim_threads.c: threads and signal handlers meet in the shim. Run plain and under TSan. */
#include <errno.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "shim_client.h"

enum {
	THREADS = 8,
	ROUNDS = 300,
};

/* One transaction that sets a register of its own and reads it back. */
static bool round_trip(int fd, uint8_t reg, uint8_t value)
{
	uint8_t set[] = { reg, value }, got = (uint8_t)~value;
	struct i2c_msg msgs[] = {
		{ .addr = TOY, .len = 2, .buf = set },
		{ .addr = TOY, .len = 1, .buf = &reg },
		{ .addr = TOY, .flags = I2C_M_RD, .len = 1, .buf = &got },
	};
	struct i2c_rdwr_ioctl_data rdwr = { .msgs = msgs, .nmsgs = 3 };

	return ioctl(fd, I2C_RDWR, &rdwr) == 3 && got == value;
}

struct worker {
	pthread_t thread;
	int fd; /* -1: opens and closes its own each time */
	uint8_t reg;
	int failures;
};

static void *work(void *argument)
{
	struct worker *w = argument;

	for (int i = 0; i < ROUNDS; i++) {
		int fd = w->fd >= 0 ? w->fd : open_toy(TOY);

		if (!round_trip(fd, w->reg, (uint8_t)i))
			w->failures++;
		if (w->fd < 0)
			close(fd);
	}
	return NULL;
}

static void start(struct worker *w, size_t n, int fd)
{
	for (size_t i = 0; i < n; i++) {
		w[i] = (struct worker){ .fd = fd, .reg = (uint8_t)(0x20 + i) };
		assert_int_equal(pthread_create(&w[i].thread, NULL, work, &w[i]), 0);
	}
}

static void finish(struct worker *w, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		pthread_join(w[i].thread, NULL);
		assert_int_equal(w[i].failures, 0);
	}
}

static void threads_share_a_descriptor(void **state)
{
	struct worker w[THREADS];
	int fd = open_toy(TOY);

	(void)state;
	start(w, THREADS, fd);
	finish(w, THREADS);
	close(fd);
}

static void threads_open_and_close_their_own(void **state)
{
	struct worker w[THREADS];

	(void)state;
	start(w, THREADS, -1);
	finish(w, THREADS);
}

/* A child that is forked in the middle of another thread's request finds nothing locked. */
static void a_fork_among_busy_threads_works_in_the_child(void **state)
{
	struct worker w[4];
	int fd = open_toy(TOY);

	(void)state;
	start(w, 4, fd);
	for (int i = 0; i < 20; i++) {
		pid_t pid = fork();

		if (pid == 0) {
			alarm(10);
			syscall(SYS_exit_group,
				round_trip(fd, 0x40, (uint8_t)i) ? 0 : 1); /* TSan would miss the threads */
		}
		expect_child_succeeds(pid);
	}
	finish(w, 4);
	close(fd);
}

/* What a handler needs; there is no other way to hand it over. */
static struct {
	atomic_int fd;
	atomic_int count;
	atomic_int failures;
	sigjmp_buf back;
} handler;

static void transfer_in_handler(int signal)
{
	int kept = errno;

	(void)signal;
	handler.count++;
	if (!round_trip(handler.fd, 0x50, (uint8_t)handler.count))
		handler.failures++;
	errno = kept;
}

static void every_millisecond(void (*call)(int), int flags)
{
	const struct itimerval often = { .it_interval = { .tv_usec = 1000 },
		.it_value = { .tv_usec = 1000 } };
	struct sigaction action = { .sa_flags = flags };

	action.sa_handler = call;
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
}

static void no_more_signals(void)
{
	const struct itimerval never = { 0 };

	setitimer(ITIMER_REAL, &never, NULL);
	signal(SIGALRM, SIG_DFL);
}

static void an_interrupted_call_goes_on_without_eintr(void **state)
{
	int fd = open_toy(TOY);

	(void)state;
	handler.fd = open_toy(TOY);
	handler.count = 0;
	handler.failures = 0;
	every_millisecond(transfer_in_handler, 0); /* without SA_RESTART */
	for (int i = 0; i < 100000 && handler.count < 100; i++)
		assert_true(round_trip(fd, 0x51, (uint8_t)i));
	no_more_signals();
	assert_true(handler.count >= 100);
	assert_int_equal(handler.failures, 0);
	close(handler.fd);
	close(fd);
}

static void jump_out(int signal)
{
	(void)signal;
	handler.count++;
	siglongjmp(handler.back, 1);
}

/* An alarm that jumps out of a read is an old way to have a time limit. */
static void a_handler_may_jump_out_of_a_transfer(void **state)
{
	struct worker w[2];
	int fd = open_toy(TOY);
	volatile uint8_t value = 0;

	(void)state;
	handler.count = 0;
	every_millisecond(jump_out, 0);
	sigsetjmp(handler.back, 1);
	while (handler.count < 50) {
		value++;
		assert_true(round_trip(fd, 0x52, value));
	}
	no_more_signals();
	assert_true(round_trip(fd, 0x52, 1));
	start(w, 2, fd);
	finish(w, 2);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(threads_share_a_descriptor),
		cmocka_unit_test(threads_open_and_close_their_own),
		cmocka_unit_test(a_fork_among_busy_threads_works_in_the_child),
		cmocka_unit_test(an_interrupted_call_goes_on_without_eintr),
		cmocka_unit_test(a_handler_may_jump_out_of_a_transfer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
