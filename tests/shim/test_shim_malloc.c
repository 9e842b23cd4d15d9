/* tests/shim/test_shim_malloc.c: nothing is allocated on the way of a read, a write or an ioctl. Never sanitized. */
#include <errno.h>
#include <fcntl.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/uio.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "shim_client.h"

/* glibc's own, behind ours of the same meaning. */
void *malloc(size_t size);
void *calloc(size_t n, size_t size);
void *realloc(void *old, size_t size);
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t size);

static atomic_uint *allocations(void)
{
	static atomic_uint count;

	return &count;
}

void *malloc(size_t size)
{
	atomic_fetch_add(allocations(), 1);
	return __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
	atomic_fetch_add(allocations(), 1);
	return __libc_calloc(n, size);
}

void *realloc(void *old, size_t size)
{
	atomic_fetch_add(allocations(), 1);
	return __libc_realloc(old, size);
}

/* All that may be asked of a descriptor; returns how many calls failed. */
static int use(int fd)
{
	uint8_t set[] = { 1, 2, 3 }, got[2];
	const struct iovec parts[] = { { set, 1 }, { set, 2 } };
	struct i2c_msg msgs[] = {
		{ .addr = OTHER_TOY, .len = 1, .buf = set },
		{ .addr = OTHER_TOY, .flags = I2C_M_RD, .len = 2, .buf = got },
	};
	struct i2c_rdwr_ioctl_data rdwr = { .msgs = msgs, .nmsgs = 2 };
	union i2c_smbus_data data = { .byte = 5 };
	struct i2c_smbus_ioctl_data smbus = { I2C_SMBUS_WRITE, 7, I2C_SMBUS_BYTE_DATA, &data };
	unsigned long funcs;

	return (ioctl(fd, I2C_SLAVE, TOY) != 0) + (write(fd, set, 3) != 3) + (read(fd, got, 2) != 2) +
	       (writev(fd, parts, 2) != 3) + (ioctl(fd, I2C_RDWR, &rdwr) != 2) +
	       (ioctl(fd, I2C_SMBUS, &smbus) != 0) + (ioctl(fd, I2C_FUNCS, &funcs) != 0);
}

static void the_counter_counts(void **state)
{
	unsigned before = *allocations();
	void *volatile block = malloc(10);

	(void)state;
	assert_int_equal(*allocations(), before + 1);
	free(block);
}

static void no_call_allocates(void **state)
{
	int fd = open_toy(TOY);
	unsigned before = *allocations();
	int failed = use(fd);

	(void)state;
	assert_int_equal(*allocations(), before);
	assert_int_equal(failed, 0);
	close(fd);
}

/* Not even the first one of a process, which connects. */
static void no_first_call_allocates(void **state)
{
	int fd = open_toy(TOY);
	pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		unsigned before = *allocations();
		int failed = use(fd);

		_exit(failed || *allocations() != before);
	}
	expect_child_succeeds(pid);
	close(fd);
}

static void opening_and_closing_allocate_nothing_either(void **state)
{
	unsigned before = *allocations();
	int fd = open("/dev/i2c-1", O_RDWR);

	(void)state;
	close(fd);
	assert_int_equal(*allocations(), before);
	assert_true(fd >= 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_counter_counts),
		cmocka_unit_test(no_call_allocates),
		cmocka_unit_test(no_first_call_allocates),
		cmocka_unit_test(opening_and_closing_allocate_nothing_either),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
