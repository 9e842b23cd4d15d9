/* proto/link/i2c_device.h: the I2C buses of this machine as files: opening one, finding them, what sysfs says. */
#ifndef SESIM_LINK_I2C_DEVICE_H
#define SESIM_LINK_I2C_DEVICE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "link.h"
#include "why.h"

struct i2c_device {
	int fd; /* -1 once it is closed */
	char path[128];
	dev_t number;            /* of the device, which another may have taken when this one is gone */
	unsigned long abilities; /* I2C_FUNC_... */
	bool simulated;
	uint32_t speed_hz; /* 0: nobody says */
};

/* Opens /dev/i2c-N and looks at it; nothing goes out on the bus. Returns 0 or a negative errno. */
int i2c_device_open(struct i2c_device *device, const char *path, struct why *why);
void i2c_device_close(struct i2c_device *device);

/* Whether the device is still there: a cable that was pulled takes its file along. */
bool i2c_device_there(const struct i2c_device *device);

/* What link_scheme has as find: each device, openable or not. */
size_t i2c_device_find(const struct link_scheme *scheme, struct link_finder *finder, struct why *why);

#endif
