/* proto/link/socket_client.h: the client's end of the bus socket (docs/WIRE.md), data or control. */
#ifndef SESIM_LINK_SOCKET_CLIENT_H
#define SESIM_LINK_SOCKET_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "endpoint.h"
#include "socket.h"
#include "why.h"

/* How long a server may keep silent, beside what it was asked to wait for. */
enum { SOCKET_CLIENT_PATIENCE_MS = 10000 };

/*
 * One connection. One thread. Once a call failed for the connection's sake it is closed, and every
 * further call gives -ENODEV at once; `reason` keeps the server's last sentence, if it sent one.
 */
struct socket_client {
	int fd; /* -1 once it is closed */
	bool framed;
	uint32_t id;
	uint32_t patience_ms;
	struct wire_welcome welcome;
	struct wire_part parts[WIRE_PARTS_MAX];
	char reason[WIRE_REASON_MAX + 1];
	uint8_t *buffer; /* WIRE_LENGTH_SIZE + WIRE_MESSAGE_MAX, for the request and then for its answer */
};

/* An answer: what it says, and the data behind it, which stay until the next call. */
struct socket_answer {
	struct wire_result result;
	struct rbuf data;
};

/* Connects and greets. Returns 0, or a negative errno and a sentence; the client is then closed. */
int socket_client_open(
	struct socket_client *client, const struct endpoint *endpoint, enum wire_role role, struct why *why);

/* The same over a connected SOCK_SEQPACKET socket, which becomes the client's. */
int socket_client_adopt(struct socket_client *client, int fd, enum wire_role role, struct why *why);

/*
 * Begins a request: its header is written, the caller appends the body and calls
 * socket_client_call(), which sends it and waits for the answer, wait_ms longer than its patience.
 * Returns 0 when there was an answer, whatever it says, -EOPNOTSUPP when the request is larger
 * than the server takes, else -ENODEV.
 */
struct wbuf socket_client_request(struct socket_client *client, uint16_t type, uint32_t handle);
int socket_client_call(struct socket_client *client, const struct wbuf *request, uint64_t wait_ms,
	struct socket_answer *answer);

void socket_client_close(struct socket_client *client);

#endif
