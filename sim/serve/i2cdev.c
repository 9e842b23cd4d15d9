/* sim/serve/i2cdev.c: what the kernel's i2c-dev does for one open file, over a simulated adapter. */
#include "i2cdev.h"

#include <errno.h>
#include <limits.h>

enum {
	ADDRESS_MAX = 0x7f,
	ADDRESS_MAX_TEN_BIT = 0x3ff,
};

static int set_address(struct i2cdev_file *file, uint64_t value)
{
	if (value > (file->ten_bit ? ADDRESS_MAX_TEN_BIT : ADDRESS_MAX))
		return -EINVAL;
	file->address = (uint16_t)value;
	return 0;
}

int i2cdev_set(struct i2cdev_file *file, struct adapter *adapter, uint32_t setting, uint64_t value)
{
	switch (setting) {
	case WIRE_SET_SLAVE: /* EBUSY is for addresses with a kernel driver: there is none */
	case WIRE_SET_SLAVE_FORCE:
		return set_address(file, value);
	case WIRE_SET_TENBIT:
		file->ten_bit = value != 0;
		return 0;
	case WIRE_SET_PEC:
		file->pec = value != 0;
		return 0;
	case WIRE_SET_RETRIES:
		if (value > INT_MAX)
			return -EINVAL;
		adapter->retries = (uint32_t)value;
		return 0;
	case WIRE_SET_TIMEOUT:
		if (value > INT_MAX)
			return -EINVAL;
		adapter->timeout = (uint32_t)value;
		return 0;
	default:
		return -ENOTTY;
	}
}

static void one_message(const struct i2cdev_file *file, const struct adapter *adapter, struct bus *bus,
	uint16_t flags, uint8_t *bytes, size_t len, struct wire_result *result)
{
	struct i2c_message m = { .addr = file->address, .flags = flags, .len = (uint16_t)len };

	m.bytes = bytes;
	if (file->ten_bit)
		m.flags |= I2C_TEN_BIT;
	adapter_transfer(adapter, bus, &m, 1, result);
	if (result->rc >= 0)
		result->rc = (int32_t)len;
}

void i2cdev_read(const struct i2cdev_file *file, const struct adapter *adapter, struct bus *bus,
	uint8_t *bytes, size_t len, struct wire_result *result)
{
	one_message(file, adapter, bus, I2C_READ, bytes, len, result);
}

void i2cdev_write(const struct i2cdev_file *file, const struct adapter *adapter, struct bus *bus,
	const uint8_t *bytes, size_t len, struct wire_result *result)
{
	one_message(file, adapter, bus, 0, (uint8_t *)bytes, len, result); /* a bus only reads them */
}
