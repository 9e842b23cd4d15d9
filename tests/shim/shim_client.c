/* tests/shim/shim_client.c: what the test programs that run under the shim have in common. */
#include "shim_client.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/i2c-dev.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmocka_all.h"

int open_toy(unsigned address)
{
	int fd = open("/dev/i2c-1", O_RDWR | O_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(ioctl(fd, I2C_SLAVE, address), 0);
	return fd;
}

int put_register(int fd, uint8_t reg, uint8_t value)
{
	const uint8_t bytes[] = { reg, value };

	return write(fd, bytes, 2) == 2 ? 0 : -errno;
}

int get_register(int fd, uint8_t reg)
{
	uint8_t value;

	if (write(fd, &reg, 1) != 1 || read(fd, &value, 1) != 1)
		return -errno;
	return value;
}

void expect_child_succeeds(int pid)
{
	int status;

	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

size_t count_descriptors(void)
{
	DIR *dir = opendir("/proc/self/fd");
	size_t n = 0;

	assert_non_null(dir);
	while (readdir(dir))
		n++;
	closedir(dir);
	return n - 3; /* ".", ".." and the folder's own */
}
