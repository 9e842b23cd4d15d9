/* sim/serve/listener.h: a listening socket, and its file. */
#ifndef SESIM_SERVE_LISTENER_H
#define SESIM_SERVE_LISTENER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "endpoint.h"
#include "why.h"

struct listener {
	int fd;
	int lock_fd; /* of PATH.lock, -1 without one */
	struct endpoint endpoint;
	dev_t dev; /* of the socket's file, which is removed only while it is still that one */
	ino_t ino;
};

/* See server_listen(). */
int listener_open(struct listener *listener, const char *url, bool allow_remote, struct why *why);

/* The port it listens on, 0 when that is no TCP port. */
uint16_t listener_port(const struct listener *listener);

/* The descriptor that is kept for listener_turn_away(); -1 without one. */
int listener_spare(void);

/*
 * Takes the next client and drops it, when there is no descriptor for it: with spare, which is given up meanwhile. Else the
 * listener would wake its loop for ever.
 */
void listener_turn_away(const struct listener *listener, int *spare);

void listener_close(struct listener *listener);

#endif
