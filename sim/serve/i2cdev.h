/* sim/serve/i2cdev.h: what the kernel's i2c-dev does for one open file, over a simulated adapter. */
#ifndef SESIM_SERVE_I2CDEV_H
#define SESIM_SERVE_I2CDEV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "adapter.h"

/* The state of an open file description of /dev/i2c-N: all zeros when it was just opened. */
struct i2cdev_file {
	uint16_t address;
	bool ten_bit;
	bool pec;
};

/* An ioctl that sets something (enum wire_setting). Returns 0, -EINVAL or -ENOTTY as the kernel does. */
int i2cdev_set(struct i2cdev_file *file, struct adapter *adapter, uint32_t setting, uint64_t value);

/* read(2) and write(2); len is at most I2C_MESSAGE_MAX. */
void i2cdev_read(const struct i2cdev_file *file, const struct adapter *adapter, struct bus *bus,
	uint8_t *bytes, size_t len, struct wire_result *result);
void i2cdev_write(const struct i2cdev_file *file, const struct adapter *adapter, struct bus *bus,
	const uint8_t *bytes, size_t len, struct wire_result *result);

/* ioctl(I2C_SMBUS), emulated by plain messages as i2c-core does; smbus->data gets what was read. */
void i2cdev_smbus(const struct i2cdev_file *file, const struct adapter *adapter, struct bus *bus,
	struct wire_smbus *smbus, struct wire_result *result);

#endif
