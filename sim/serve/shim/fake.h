/*
 * sim/serve/shim/fake.h: the descriptor a program holds instead of an open /dev/i2c-N: a sealed memfd with the
 * token of the server's description in it. So all that passes descriptors on passes the bus on, and nothing
 * has to be known about how a descriptor came here.
 */
#ifndef SESIM_SHIM_FAKE_H
#define SESIM_SHIM_FAKE_H

#include <stdbool.h>
#include <stdint.h>

#include "socket.h"

struct fake {
	uint32_t bus;
	uint32_t flags; /* O_ACCMODE and O_PATH of its open() */
	uint64_t token[2];
};

_Static_assert(sizeof(((struct fake *)0)->token) == WIRE_TOKEN_SIZE, "a token is two words");

/* Makes a descriptor; flags are open()'s. Returns it or -errno. */
int fake_create(const struct fake *fake, int flags);

/* Is fd such a descriptor, and which? Any number may be asked. Leaves errno alone. */
bool fake_from(int fd, struct fake *fake);

#endif
