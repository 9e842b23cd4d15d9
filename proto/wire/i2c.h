/* proto/wire/i2c.h: one message of an I2C transaction, in the kernel's meaning. */
#ifndef SESIM_WIRE_I2C_H
#define SESIM_WIRE_I2C_H

#include <stddef.h>
#include <stdint.h>

enum {
	I2C_READ = 0x0001,      /* the chip sends; else the master does */
	I2C_TEN_BIT = 0x0010,   /* addr is a 10-bit address: no chip here has one */
	I2C_RECV_LEN = 0x0400,  /* the first byte received counts the rest (SMBus block read) */
	I2C_NO_START = 0x4000,  /* goes on without a repeated START */
	I2C_MESSAGES_MAX = 42,  /* the kernel's I2C_RDWR_IOCTL_MAX_MSGS */
	I2C_MESSAGE_MAX = 8192, /* bytes in one message */
	I2C_SPEED_DEFAULT = 100000,
};

/*
 * addr is the 7-bit address without the direction bit. The bytes belong to the caller; a read
 * fills all `len` of them.
 */
struct i2c_message {
	uint16_t addr;
	uint16_t flags;
	uint16_t len;
	uint8_t *bytes;
};

#endif
