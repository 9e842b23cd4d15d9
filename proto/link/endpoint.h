/* proto/link/endpoint.h: where a bus socket is, from its URL (docs/WIRE.md). */
#ifndef SESIM_LINK_ENDPOINT_H
#define SESIM_LINK_ENDPOINT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#include "socket.h"
#include "why.h"

enum endpoint_kind {
	ENDPOINT_PATH,     /* unix:PATH */
	ENDPOINT_ABSTRACT, /* unix:@NAME */
	ENDPOINT_TCP,      /* tcp:HOST:PORT */
};

struct endpoint {
	enum endpoint_kind kind;
	struct sockaddr_storage address;
	socklen_t address_len;
	bool loopback; /* nobody on another machine reaches it */
	bool has_key;
	uint8_t key[WIRE_KEY_SIZE];
};

/* Takes a URL apart; a host name is looked up. Returns 0 or -EINVAL, -ENAMETOOLONG, -ENOENT. */
int endpoint_parse(struct endpoint *endpoint, const char *url, struct why *why);

/* The path of an ENDPOINT_PATH. */
const char *endpoint_path(const struct endpoint *endpoint);

#endif
