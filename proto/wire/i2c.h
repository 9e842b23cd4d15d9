/* proto/wire/i2c.h: one message of an I2C transaction, in the kernel's meaning. */
#ifndef SESIM_WIRE_I2C_H
#define SESIM_WIRE_I2C_H

#include <stddef.h>
#include <stdint.h>

enum {
	I2C_READ = 0x0001,     /* the chip sends; else the master does */
	I2C_TEN_BIT = 0x0010,  /* addr is a 10-bit address: no chip here has one */
	I2C_RECV_LEN = 0x0400, /* a read whose first byte counts what follows (SMBus block read), see below */
	I2C_NO_START = 0x4000, /* goes on without a repeated START */
	I2C_MESSAGES_MAX = 42, /* the kernel's I2C_RDWR_IOCTL_MAX_MSGS */
	I2C_MESSAGE_MAX = 8192, /* bytes in one message */
	I2C_COUNTED_MAX = 32,   /* bytes that the first one of an I2C_RECV_LEN read may count */
	I2C_SPEED_DEFAULT = 100000,
};

/*
 * addr is the 7-bit address without the direction bit. The bytes belong to the caller; a read
 * fills all `len` of them. With I2C_RECV_LEN, len is what is read besides the counted bytes (1, the count
 * alone, or 2 with a PEC) and `bytes` has room for I2C_COUNTED_MAX more; the bus adds the count to len.
 */
struct i2c_message {
	uint16_t addr;
	uint16_t flags;
	uint16_t len;
	uint8_t *bytes;
};

#endif
