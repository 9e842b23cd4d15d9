/*
 * sim/serve/shim/client.h: this process's connection to the bus socket.
 *
 * A process has one connection, made when it is first needed and again when somebody closed it behind our
 * back. It lives in a page that fork() empties, so a child makes its own. Who cannot have the shared one
 * (the child of a vfork, a signal handler that interrupted us, a thread that waited too long for another) makes
 * one for a single request. Nothing here allocates, raises SIGPIPE or ends with EINTR.
 */
#ifndef SESIM_SHIM_CLIENT_H
#define SESIM_SHIM_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

#include "fake.h"

enum {
	CLIENT_PARTS_MAX = I2C_MESSAGES_MAX + 2,
};

/* Asks for a new description. Returns 0, or -errno: -ENODEV when there is no server. */
int client_open(uint64_t token[2]);

/* The program closed a descriptor of this description, perhaps the last. */
void client_closed(const uint64_t token[2]);

/*
 * One request of `type` for a description. Parts 0 of `body` and `answer` are the client's own; the others, n in
 * all, are sent and filled in turn. Returns the result's rc, or -errno: -ENODEV when the server is gone, -EFAULT.
 */
int client_request(const struct fake *fake, uint16_t type, struct iovec *body, size_t n_body,
	struct iovec *answer, size_t n_answer);

/* The adapter's I2C_FUNCS. Returns 0 or -errno. */
int client_functionality(uint32_t *funcs);

/* Is this number our connection's? The program does not know of it and must not hit it. */
bool client_owns(int fd);

#endif
