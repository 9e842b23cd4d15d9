/* proto/link/link_i2c.c: the link i2c:, a bus of this machine through Linux's i2c-dev. */
#include "link.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

struct i2c_link {
	struct link link;
	int fd;
	unsigned long abilities; /* I2C_FUNC_... */
};

/* What the adapter's driver calls a missing acknowledgement: no two agree, and none tells address from data. */
static const int nacks[] = { EREMOTEIO, ENXIO, EIO };

static int outcome_of(int errnum)
{
	for (size_t i = 0; i < sizeof(nacks) / sizeof(nacks[0]); i++)
		if (nacks[i] == errnum)
			return -ENXIO;
	return errnum == EBADF ? -ENODEV : -errnum;
}

static uint64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

/* A lone address with nothing behind it, for adapters that have it as an SMBus command only. */
static int quick(const struct i2c_link *self, const struct i2c_message *m)
{
	struct i2c_smbus_ioctl_data command = {
		.read_write = m->flags & I2C_READ ? I2C_SMBUS_READ : I2C_SMBUS_WRITE, .size = I2C_SMBUS_QUICK
	};

	if (!(self->abilities & I2C_FUNC_SMBUS_QUICK))
		return -EOPNOTSUPP;
	if (ioctl(self->fd, I2C_SLAVE_FORCE, (unsigned long)m->addr) < 0 ||
		ioctl(self->fd, I2C_SMBUS, &command) < 0)
		return outcome_of(errno);
	return 1;
}

/*
 * The kernel's form of a counted read: len has room for all, the first byte says how much comes besides the count
 * (i2c-dev.c). Returns false for a message that is none.
 */
static bool to_kernel(struct i2c_msg *to, const struct i2c_message *m)
{
	if (m->len > I2C_MESSAGE_MAX || (m->len > 0 && !m->bytes))
		return false;
	*to = (struct i2c_msg){ .addr = m->addr, .flags = m->flags, .len = m->len, .buf = m->bytes };
	if (!(m->flags & I2C_RECV_LEN))
		return true;
	if (!(m->flags & I2C_READ) || m->len == 0)
		return false;
	to->len = (uint16_t)(m->len + I2C_COUNTED_MAX);
	to->buf[0] = (uint8_t)m->len;
	return true;
}

static int i2c_transfer(struct link *link, struct i2c_message *msgs, size_t n, size_t *done)
{
	struct i2c_link *self = (struct i2c_link *)link;
	struct i2c_msg all[I2C_MESSAGES_MAX];
	struct i2c_rdwr_ioctl_data transfer = { .msgs = all, .nmsgs = (uint32_t)n };
	int rc;

	*done = 0;
	if (n == 0 || n > I2C_MESSAGES_MAX)
		return -EINVAL;
	for (size_t i = 0; i < n; i++)
		if (!to_kernel(&all[i], &msgs[i]))
			return -EINVAL;
	rc = ioctl(self->fd, I2C_RDWR, &transfer);
	if (rc < 0)
		rc = outcome_of(errno);
	if (rc == -EOPNOTSUPP && n == 1 && msgs[0].len == 0)
		rc = quick(self, &msgs[0]);
	link->nacked_at = 0; /* nobody says */
	link->now_ns = now_ns();
	if (rc < 0)
		return rc;
	*done = (size_t)rc;
	for (size_t i = 0; i < n; i++)
		if (msgs[i].flags & I2C_RECV_LEN && msgs[i].bytes[0] <= I2C_COUNTED_MAX)
			msgs[i].len = (uint16_t)(msgs[i].len + msgs[i].bytes[0]);
	return rc;
}

static int i2c_wait(struct link *link, uint64_t ns)
{
	struct timespec left = { .tv_sec = (time_t)(ns / 1000000000u), .tv_nsec = (long)(ns % 1000000000u) };

	while (clock_nanosleep(CLOCK_MONOTONIC, 0, &left, &left) == EINTR)
		;
	link->now_ns = now_ns();
	return 0;
}

static void i2c_close(struct link *link)
{
	struct i2c_link *self = (struct i2c_link *)link;

	close(self->fd);
	free(self);
}

static const struct link_ops i2c_ops = {
	.transfer = i2c_transfer,
	.wait = i2c_wait,
	.close = i2c_close,
};

/* The usual reasons, with what to do about them. */
static int cannot_open(const char *path, int errnum, struct why *why)
{
	if (errnum == ENOENT && access("/sys/class/i2c-dev", F_OK) < 0)
		return why_fail(why, errnum,
			"there is no %s: the kernel's i2c-dev is not loaded here (as root: modprobe i2c-dev)",
			path);
	if (errnum == ENOENT)
		return why_fail(why, errnum,
			"there is no %s: this bus is not there or not enabled (\"i2cdetect -l\" lists those "
			"that are)",
			path);
	if (errnum == EACCES || errnum == EPERM)
		return why_fail(why, errnum,
			"no permission to open %s: add this user to the device's group, usually i2c (as "
			"root: usermod "
			"-aG i2c USER), and log in anew",
			path);
	if (errnum == ENXIO || errnum == ENODEV)
		return why_fail(why, errnum, "%s has no adapter behind it: its device was taken away", path);
	return why_errno(why, errnum, "cannot open %s", path);
}

/* What sysfs says of the adapter of that name; false: nothing that fits. */
static bool adapter_says(const char *name, const char *attribute, char *text, size_t cap)
{
	char file[128];
	ssize_t len;
	int fd;

	if (snprintf(file, sizeof(file), "/sys/class/i2c-dev%s/%s", name, attribute) >= (int)sizeof(file))
		return false;
	fd = open(file, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	len = read(fd, text, cap - 1);
	close(fd);
	text[len < 0 ? 0 : len] = '\0';
	return len > 0;
}

/*
 * Adapters that sesim puts up say so where every adapter says what it is; anything else is taken for real. A link with a
 * simulated one's name to a real one is: the device's number tells.
 */
static bool is_simulated(const char *path, const struct stat *st)
{
	const char *name = strrchr(path, '/');
	char said[32], number[32];

	snprintf(number, sizeof(number), "%u:%u\n", major(st->st_rdev), minor(st->st_rdev));
	return name && adapter_says(name, "name", said, sizeof(said)) && strcmp(said, "sesim\n") == 0 &&
	       adapter_says(name, "dev", said, sizeof(said)) && strcmp(said, number) == 0;
}

static int open_bus(struct i2c_link *self, const char *path, struct why *why)
{
	struct stat st;

	self->fd = open(path, O_RDWR | O_CLOEXEC);
	if (self->fd < 0)
		return cannot_open(path, errno, why);
	if (fstat(self->fd, &st) < 0 || !S_ISCHR(st.st_mode) ||
		ioctl(self->fd, I2C_FUNCS, &self->abilities) < 0)
		return why_fail(why, ENOTTY,
			"%s is no I2C bus: i2c: takes a device of i2c-dev, as in i2c:/dev/i2c-1", path);
	if (!(self->abilities & I2C_FUNC_I2C))
		return why_fail(why, EOPNOTSUPP,
			"the adapter of %s knows SMBus commands only; a secure element needs plain I2C "
			"transfers",
			path);
	self->link.info.simulated = is_simulated(path, &st);
	return 0;
}

static int i2c_open(const struct link_scheme *scheme, const char *url, struct link **out, struct why *why)
{
	const char *path = url + strlen(scheme->name) + 1;
	struct i2c_link *self;
	int rc;

	if (path[0] != '/')
		return why_fail(
			why, EINVAL, "%s names no device: i2c: takes a path, as in i2c:/dev/i2c-1", url);
	self = calloc(1, sizeof(*self));
	if (!self)
		return why_errno(why, ENOMEM, "no memory for the link %s", url);
	rc = open_bus(self, path, why);
	if (rc < 0) {
		if (self->fd >= 0)
			close(self->fd);
		free(self);
		return rc;
	}
	self->link.ops = &i2c_ops;
	self->link.info.clock = WIRE_CLOCK_REAL;
	*out = &self->link;
	return 0;
}

const struct link_scheme link_scheme_i2c = { .name = "i2c", .open = i2c_open };
