/* proto/link/i2c_device.c: the I2C buses of this machine as files: opening one, finding them, what sysfs says. */
#include "i2c_device.h"

#include <dirent.h>
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
#include <unistd.h>

#include "cursor.h"

enum {
	NUMBERS_MAX = 256, /* buses looked at */
	SAID_MAX = 128,
};

static const char module_missing[] =
	"the kernel's i2c-dev is not loaded here (as root: modprobe i2c-dev; on a "
	"Raspberry Pi enable I2C with raspi-config)";

/* The usual reasons, with what to do about them. */
static int cannot_open(const char *path, int errnum, struct why *why)
{
	if (errnum == ENOENT && access("/sys/class/i2c-dev", F_OK) < 0)
		return why_fail(why, errnum, "there is no %s: %s", path, module_missing);
	if (errnum == ENOENT)
		return why_fail(why, errnum,
			"there is no %s: this bus is not there or not enabled (\"sesim links\" lists those "
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

/* Reads an attribute of the adapter at path: how many bytes, 0 when nothing says it. */
static size_t adapter_says(const char *path, const char *attribute, void *bytes, size_t cap)
{
	const char *name = strrchr(path, '/');
	char file[256];
	ssize_t len;
	int fd;

	if (!name ||
		snprintf(file, sizeof(file), "/sys/class/i2c-dev%s/%s", name, attribute) >= (int)sizeof(file))
		return 0;
	fd = open(file, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	len = read(fd, bytes, cap);
	close(fd);
	return len > 0 ? (size_t)len : 0;
}

/* The same for text, without its line end. */
static bool adapter_tells(const char *path, const char *attribute, char *text, size_t cap)
{
	size_t len = adapter_says(path, attribute, text, cap - 1);

	text[len] = '\0';
	text[strcspn(text, "\n")] = '\0';
	return len > 0;
}

/*
 * Adapters that sesim puts up say so where every adapter says what it is; anything else is taken for real. A link with a
 * simulated one's name to a real one is: the device's number tells.
 */
static bool is_simulated(const char *path, dev_t rdev)
{
	char said[SAID_MAX], number[32];

	snprintf(number, sizeof(number), "%u:%u", major(rdev), minor(rdev));
	return adapter_tells(path, "name", said, sizeof(said)) && strcmp(said, "sesim") == 0 &&
	       adapter_tells(path, "dev", said, sizeof(said)) && strcmp(said, number) == 0;
}

/* Where the device tree sets the bus's clock (the Pi's does), a big-endian word. */
static uint32_t speed_of(const char *path)
{
	uint8_t word[4];
	struct rbuf r =
		rbuf_from(word, adapter_says(path, "device/of_node/clock-frequency", word, sizeof(word)));
	uint32_t hz = rbuf_be32(&r);

	return rbuf_bad(&r) ? 0 : hz;
}

static int look(struct i2c_device *device, struct why *why)
{
	struct stat st;

	if (fstat(device->fd, &st) < 0 || !S_ISCHR(st.st_mode) ||
		ioctl(device->fd, I2C_FUNCS, &device->abilities) < 0)
		return why_fail(why, ENOTTY,
			"%s is no I2C bus: i2c: takes a device of i2c-dev, as in i2c:/dev/i2c-1",
			device->path);
	if (!(device->abilities & I2C_FUNC_I2C))
		return why_fail(why, EOPNOTSUPP,
			"the adapter of %s knows SMBus commands only; a secure element needs plain I2C "
			"transfers",
			device->path);
	device->number = st.st_rdev;
	device->simulated = is_simulated(device->path, st.st_rdev);
	device->speed_hz = speed_of(device->path);
	return 0;
}

int i2c_device_open(struct i2c_device *device, const char *path, struct why *why)
{
	int rc;

	*device = (struct i2c_device){ .fd = -1 };
	if (snprintf(device->path, sizeof(device->path), "%s", path) >= (int)sizeof(device->path))
		return why_fail(why, ENAMETOOLONG, "the device's path %.100s... is too long", path);
	device->fd = open(path, O_RDWR | O_CLOEXEC);
	if (device->fd < 0)
		return cannot_open(path, errno, why);
	rc = look(device, why);
	if (rc < 0)
		i2c_device_close(device);
	return rc;
}

void i2c_device_close(struct i2c_device *device)
{
	if (device->fd >= 0)
		close(device->fd);
	device->fd = -1;
}

bool i2c_device_there(const struct i2c_device *device)
{
	struct stat st;

	return stat(device->path, &st) == 0 && S_ISCHR(st.st_mode) && st.st_rdev == device->number;
}

/* "i2c-N" as N. */
static bool bus_number(const char *name, unsigned long *number)
{
	char *end;

	if (strncmp(name, "i2c-", 4) != 0 || name[4] < '0' || name[4] > '9')
		return false;
	*number = strtoul(name + 4, &end, 10);
	return *end == '\0' && *number < NUMBERS_MAX;
}

static void mark(const char *folder, bool there[NUMBERS_MAX])
{
	DIR *dir = opendir(folder);
	unsigned long number;

	for (const struct dirent *d; dir && (d = readdir(dir));)
		if (bus_number(d->d_name, &number))
			there[number] = true;
	if (dir)
		closedir(dir);
}

static void tell(struct link_finder *finder, unsigned long number)
{
	char url[SAID_MAX], name[SAID_MAX], about[2 * SAID_MAX], speed[32] = "";
	const char *path = url + strlen("i2c:");
	struct i2c_device device;
	struct why why = { "" };
	int rc;

	snprintf(url, sizeof(url), "i2c:/dev/i2c-%lu", number);
	if (!adapter_tells(path, "name", name, sizeof(name)))
		snprintf(name, sizeof(name), "an adapter of no name");
	rc = i2c_device_open(&device, path, &why);
	if (rc == 0 && device.speed_hz > 0)
		snprintf(speed, sizeof(speed), ", %u Hz", device.speed_hz);
	snprintf(about, sizeof(about), "%s%s", name, speed);
	i2c_device_close(&device);
	finder->found(finder,
		&(struct link_found){ .url = url, .about = about, .trouble = rc < 0 ? why.text : NULL });
}

size_t i2c_device_find(const struct link_scheme *scheme, struct link_finder *finder, struct why *why)
{
	bool there[NUMBERS_MAX] = { false };
	size_t n = 0;

	(void)scheme;
	/* Under `sesim run` one is in sysfs and /dev at once; without udev in one of them only. */
	mark("/sys/class/i2c-dev", there);
	mark("/dev", there);
	for (unsigned long number = 0; number < NUMBERS_MAX; number++) {
		if (!there[number])
			continue;
		tell(finder, number);
		n++;
	}
	if (n == 0)
		why_fail(why, ENOENT, "there is no /dev/i2c-*: %s",
			access("/sys/class/i2c-dev", F_OK) < 0
				? module_missing
				: "this machine has no I2C adapter that is enabled");
	return n;
}
