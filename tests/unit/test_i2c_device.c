/* tests/unit/test_i2c_device.c: the link i2c: on a kernel of the test's own: each adapter's errnos, and what is missing. */
#include "cmocka_all.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "link.h"

enum { THE_FD = 700, NUMBER = 1 };

/* The machine as these calls show it. */
static struct {
	int open_errno;          /* of /dev/i2c-1, 0: it opens */
	bool module;             /* /sys/class/i2c-dev is there */
	bool there;              /* the device's file is */
	unsigned int minor;      /* that file's */
	unsigned long abilities; /* of the adapter */
	int errnum;              /* what each transfer fails with, 0: none does */
	unsigned int transfers, quicks, closed;
	unsigned int done; /* messages that go through, 0: all */
} machine;

int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);
int __wrap_close(int fd);
int __real_close(int fd);
int __wrap_access(const char *path, int mode);
int __wrap_ioctl(int fd, unsigned long request, void *argument);
int __wrap_fstat(int fd, struct stat *st);
int __wrap_stat(const char *path, struct stat *st);
int __real_stat(const char *path, struct stat *st);
DIR *__wrap_opendir(const char *path);

static int failed(int errnum)
{
	errno = errnum;
	return -1;
}

int __wrap_open(const char *path, int flags, ...)
{
	if (strncmp(path, "/sys/", 5) == 0)
		return failed(ENOENT);
	if (strcmp(path, "/dev/i2c-1") != 0)
		return __real_open(path, flags);
	return machine.open_errno ? failed(machine.open_errno) : THE_FD;
}

int __wrap_close(int fd)
{
	if (fd != THE_FD)
		return __real_close(fd);
	machine.closed++;
	return 0;
}

int __wrap_access(const char *path, int mode)
{
	(void)mode;
	assert_string_equal(path, "/sys/class/i2c-dev");
	return machine.module ? 0 : failed(ENOENT);
}

static int status_of(struct stat *st)
{
	memset(st, 0, sizeof(*st));
	st->st_mode = S_IFCHR | 0660;
	st->st_rdev = makedev(89, machine.minor);
	return 0;
}

int __wrap_fstat(int fd, struct stat *st)
{
	assert_int_equal(fd, THE_FD);
	return status_of(st);
}

int __wrap_stat(const char *path, struct stat *st)
{
	if (strcmp(path, "/dev/i2c-1") != 0)
		return __real_stat(path, st);
	return machine.there ? status_of(st) : failed(ENOENT);
}

DIR *__wrap_opendir(const char *path)
{
	(void)path;
	failed(ENOENT);
	return NULL;
}

int __wrap_ioctl(int fd, unsigned long request, void *argument)
{
	const struct i2c_rdwr_ioctl_data *transfer = argument;

	assert_int_equal(fd, THE_FD);
	if (request == I2C_FUNCS) {
		*(unsigned long *)argument = machine.abilities;
		return 0;
	}
	if (request == I2C_RDWR) {
		machine.transfers++;
		if (machine.errnum)
			return failed(machine.errnum);
		return (int)(machine.done ? machine.done : transfer->nmsgs);
	}
	machine.quicks += request == I2C_SMBUS;
	return 0;
}

static int setup(void **state)
{
	static const struct link_scheme *const schemes[] = { &link_scheme_i2c };
	struct link *link;
	struct why why;

	memset(&machine, 0, sizeof(machine));
	machine.module = machine.there = true;
	machine.minor = NUMBER;
	machine.abilities = I2C_FUNC_I2C | I2C_FUNC_SMBUS_EMUL;
	if (link_open(&link, "i2c:/dev/i2c-1", schemes, 1, &why) < 0)
		fail_msg("%s", why.text);
	*state = link;
	return 0;
}

static int teardown(void **state)
{
	link_close(*state);
	assert_int_equal(machine.closed, 1);
	return 0;
}

/* attach.md 9 of the kernel's drivers: EREMOTEIO on a Pi, ENXIO on imx and i2c-gpio, EIO on some. */
static void every_drivers_word_for_a_nack_is_enxio(void **state)
{
	static const int words[] = { EREMOTEIO, ENXIO, EIO };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		machine.errnum = words[i];
		assert_int_equal(link_write(*state, 0x60, "\x03", 1), -ENXIO);
	}
	assert_true(((struct link *)*state)->info.nacks_alike);
}

/* i2c-virtio returns fewer messages instead of an error. */
static void messages_that_were_not_done_are_a_nack(void **state)
{
	uint8_t byte = 0;
	struct i2c_message msgs[2] = { { .addr = 0x60, .len = 1, .bytes = &byte },
		{ .addr = 0x60, .flags = I2C_READ, .len = 1, .bytes = &byte } };
	size_t done;

	machine.done = 1;
	assert_int_equal(link_transfer(*state, msgs, 2, &done), -ENXIO);
	assert_int_equal(done, 1);
}

static void other_errors_stay_what_they_are(void **state)
{
	static const int words[] = { ETIMEDOUT, EAGAIN, EOPNOTSUPP, EPROTO };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		machine.errnum = words[i];
		assert_int_equal(link_write(*state, 0x60, "\x03", 1), -words[i]);
	}
}

static void an_adapter_with_probes_as_smbus_only_still_probes(void **state)
{
	machine.errnum = EOPNOTSUPP;
	assert_int_equal(link_write(*state, 0x60, NULL, 0), 0);
	assert_int_equal(machine.quicks, 1);
}

/* Whatever comes afterwards: another device may have the number by then. */
static void one_that_was_unplugged_is_gone_for_ever(void **state)
{
	static const struct {
		int errnum;
		bool there;
		unsigned int minor;
	} ways[] = {
		{ ENODEV, true, NUMBER },
		{ ESHUTDOWN, true, NUMBER },
		{ EIO, false, NUMBER },
		{ ETIMEDOUT, false, NUMBER },
		{ EIO, true, NUMBER + 1 },
	};
	uint8_t byte;

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		unsigned int before = machine.transfers;

		machine.errnum = ways[i].errnum;
		machine.there = ways[i].there;
		machine.minor = ways[i].minor;
		assert_int_equal(link_write(*state, 0x60, "\x03", 1), -ENODEV);
		machine.errnum = 0;
		machine.there = true;
		machine.minor = NUMBER;
		assert_int_equal(link_read(*state, 0x60, &byte, 1), -ENODEV);
		assert_int_equal(link_wait(*state, 1), -ENODEV);
		assert_int_equal(machine.transfers, before + 1);
		if (i + 1 < sizeof(ways) / sizeof(ways[0])) {
			teardown(state);
			setup(state);
		}
	}
}

static void assert_refused(const char *words, int errnum)
{
	static const struct link_scheme *const schemes[] = { &link_scheme_i2c };
	struct link *link;
	struct why why = { "" };

	assert_int_equal(link_open(&link, "i2c:/dev/i2c-1", schemes, 1, &why), -errnum);
	if (!strstr(why.text, words))
		fail_msg("\"%s\" does not say \"%s\"", why.text, words);
}

static void what_keeps_a_bus_from_being_opened_is_told(void **state)
{
	(void)state;
	memset(&machine, 0, sizeof(machine));
	machine.open_errno = ENOENT;
	assert_refused("modprobe i2c-dev; on a Raspberry Pi enable I2C with raspi-config", ENOENT);
	machine.module = true;
	assert_refused("this bus is not there or not enabled", ENOENT);
	machine.open_errno = EACCES;
	assert_refused("usermod -aG i2c USER", EACCES);
	machine.open_errno = ENXIO;
	assert_refused("its device was taken away", ENXIO);
	machine.open_errno = EMFILE;
	assert_refused("cannot open /dev/i2c-1: Too many open files", EMFILE);
	machine.open_errno = 0;
	machine.abilities = I2C_FUNC_SMBUS_EMUL;
	assert_refused("knows SMBus commands only", EOPNOTSUPP);
	assert_int_equal(machine.closed, 1);
}

struct counted {
	struct link_finder finder;
	size_t n;
};

static void count(struct link_finder *finder, const struct link_found *found)
{
	(void)found;
	((struct counted *)finder)->n++;
}

static void a_machine_without_a_bus_is_told_what_to_do(void **state)
{
	struct counted counted = { .finder = { .found = count } };
	struct why why = { "" };

	(void)state;
	memset(&machine, 0, sizeof(machine));
	assert_int_equal(link_scheme_i2c.find(&link_scheme_i2c, &counted.finder, &why), 0);
	assert_int_equal(counted.n, 0);
	assert_non_null(strstr(why.text, "modprobe i2c-dev"));
	machine.module = true;
	assert_int_equal(link_scheme_i2c.find(&link_scheme_i2c, &counted.finder, &why), 0);
	assert_non_null(strstr(why.text, "no I2C adapter that is enabled"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define ROW(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
		ROW(every_drivers_word_for_a_nack_is_enxio),
		ROW(messages_that_were_not_done_are_a_nack),
		ROW(other_errors_stay_what_they_are),
		ROW(an_adapter_with_probes_as_smbus_only_still_probes),
		ROW(one_that_was_unplugged_is_gone_for_ever),
		cmocka_unit_test(what_keeps_a_bus_from_being_opened_is_told),
		cmocka_unit_test(a_machine_without_a_bus_is_told_what_to_do),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
