/* proto/link/link_i2c.c: the link i2c:, a bus of this machine through Linux's i2c-dev. */
#include <errno.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>

#include "i2c_device.h"

struct i2c_link {
	struct link link;
	struct i2c_device device; /* its fd is -1 once it was unplugged */
};

/*
 * What adapters' drivers call a missing acknowledgement; no two agree, and hardly one tells address from data. EREMOTEIO:
 * bcm2835 (Raspberry Pi 0 to 4), designware (Pi 5), tegra, omap, at91. ENXIO: imx, stm32f7, rk3x, i2c-gpio. EIO: several
 * on USB, and some for a data byte. As in Linux 6.1.
 */
static const int nacks[] = { EREMOTEIO, ENXIO, EIO };

/* What a driver says once its device is gone. */
static const int losses[] = { ENODEV, ESHUTDOWN, EBADF };

/* What it says of the bus and never of its device; any other (EIO, EPIPE, EPROTO on USB) may be either. */
static const int alive[] = { EREMOTEIO, ENXIO, EAGAIN, EOPNOTSUPP, EINVAL };

static bool is_one_of(const int *list, size_t n, int errnum)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] == errnum)
			return true;
	return false;
}

/* The link's word for what an ioctl failed with; a device that is gone is closed, for ever. */
static int outcome_of(struct i2c_link *self, int errnum)
{
	bool lost = is_one_of(losses, sizeof(losses) / sizeof(losses[0]), errnum) ||
		    (!is_one_of(alive, sizeof(alive) / sizeof(alive[0]), errnum) &&
			    !i2c_device_there(&self->device));

	if (lost) {
		i2c_device_close(&self->device);
		return -ENODEV;
	}
	return is_one_of(nacks, sizeof(nacks) / sizeof(nacks[0]), errnum) ? -ENXIO : -errnum;
}

static uint64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

/* A lone address with nothing behind it, for adapters that have it as an SMBus command only. */
static int quick(struct i2c_link *self, const struct i2c_message *m)
{
	struct i2c_smbus_ioctl_data command = {
		.read_write = m->flags & I2C_READ ? I2C_SMBUS_READ : I2C_SMBUS_WRITE, .size = I2C_SMBUS_QUICK
	};

	if (!(self->device.abilities & I2C_FUNC_SMBUS_QUICK))
		return -EOPNOTSUPP;
	if (ioctl(self->device.fd, I2C_SLAVE_FORCE, (unsigned long)m->addr) < 0 ||
		ioctl(self->device.fd, I2C_SMBUS, &command) < 0)
		return outcome_of(self, errno);
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
	if (self->device.fd < 0)
		return -ENODEV;
	if (n == 0 || n > I2C_MESSAGES_MAX)
		return -EINVAL;
	for (size_t i = 0; i < n; i++)
		if (!to_kernel(&all[i], &msgs[i]))
			return -EINVAL;
	rc = ioctl(self->device.fd, I2C_RDWR, &transfer);
	if (rc < 0)
		rc = outcome_of(self, errno);
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
	/* An adapter that stopped early without a word (i2c-virtio) was not acknowledged. */
	return *done < n ? -ENXIO : rc;
}

static int i2c_wait(struct link *link, uint64_t ns)
{
	const struct i2c_link *self = (const struct i2c_link *)link;
	struct timespec left = { .tv_sec = (time_t)(ns / 1000000000u), .tv_nsec = (long)(ns % 1000000000u) };

	if (self->device.fd < 0)
		return -ENODEV;
	while (clock_nanosleep(CLOCK_MONOTONIC, 0, &left, &left) == EINTR)
		;
	link->now_ns = now_ns();
	return 0;
}

static void i2c_close(struct link *link)
{
	struct i2c_link *self = (struct i2c_link *)link;

	i2c_device_close(&self->device);
	free(self);
}

static const struct link_ops i2c_ops = {
	.transfer = i2c_transfer,
	.wait = i2c_wait,
	.close = i2c_close,
};

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
	rc = i2c_device_open(&self->device, path, why);
	if (rc < 0) {
		free(self);
		return rc;
	}
	self->link.ops = &i2c_ops;
	self->link.info.simulated = self->device.simulated;
	self->link.info.clock = WIRE_CLOCK_REAL;
	self->link.info.speed_hz = self->device.speed_hz;
	self->link.info.nacks_alike = true;
	*out = &self->link;
	return 0;
}

const struct link_scheme link_scheme_i2c = {
	.name = "i2c",
	.open = i2c_open,
	.grammar = "i2c:/dev/i2c-N",
	.about = "a bus of this machine, through Linux's i2c-dev",
	.find = i2c_device_find,
};
