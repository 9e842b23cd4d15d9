/* sim/serve/shim/connection.h: one connection to the bus socket, as plain numbers. */
#ifndef SESIM_SHIM_CONNECTION_H
#define SESIM_SHIM_CONNECTION_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

#include "fake.h"

enum {
	CONNECTION_JOINED_MAX = 64, /* descriptions it keeps open in the server */
};

struct joined {
	uint64_t token[2];
	uint32_t handle; /* 0: a free place */
	uint32_t used;   /* the connection's count when it was last needed */
	bool closed;     /* the program closed a descriptor of it since */
};

/* All zeros: not connected. */
struct connection {
	atomic_int fd;
	atomic_ullong device; /* with inode: what fd must still be, as a program may close any number */
	atomic_ullong inode;
	uint32_t functionality;
	uint32_t id;
	uint32_t uses;
	struct joined joined[CONNECTION_JOINED_MAX];
};

/* Connects and says HELLO, unless it is connected. Returns 0 or -errno, -ENODEV for a server that is gone. */
int connection_ready(struct connection *c);

void connection_drop(struct connection *c);

/* Is this number the connection's, and still the socket we made? */
bool connection_has(const struct connection *c, int fd);

/* A new description, which the connection then has open. Connects if need be. Returns 0 or -errno. */
int connection_open(struct connection *c, uint64_t token[2]);

/* The program closed a descriptor: should room be needed, this description goes first. */
void connection_closed(struct connection *c, const uint64_t token[2]);

/* As client_request(). Connects if need be. */
int connection_request(struct connection *c, const uint64_t token[2], uint16_t type, struct iovec *body,
	size_t n_body, struct iovec *answer, size_t n_answer);

#endif
