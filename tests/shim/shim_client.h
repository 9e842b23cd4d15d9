/* tests/shim/shim_client.h: what the test programs that run under the shim have in common. */
#ifndef SESIM_TESTS_SHIM_CLIENT_H
#define SESIM_TESTS_SHIM_CLIENT_H

#include <stddef.h>
#include <stdint.h>

/* The chips of shim_host: 256 registers behind a pointer that a write sets first (tests/unit/toy_chip.h). */
enum {
	TOY = 0x48,
	OTHER_TOY = 0x60,
	NOBODY = 0x21,
	TOY_REFUSES = 0xff, /* a register whose bytes are not acknowledged */
};

/* An open /dev/i2c-1 with that slave address. The test fails without. */
int open_toy(unsigned address);

/* Sets a register, by write() and read() with the descriptor's own slave address. 0 or -errno. */
int put_register(int fd, uint8_t reg, uint8_t value);
int get_register(int fd, uint8_t reg);

/* The child ends with 0. Its failures are on standard error. */
void expect_child_succeeds(int pid);

/* How many descriptors this process has. */
size_t count_descriptors(void);

#endif
