/* proto/link/socket_client.c: the client's end of the bus socket (docs/WIRE.md), data or control. */
#include "socket_client.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static uint64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000u + (uint64_t)ts.tv_nsec / 1000000u;
}

/* Waits until the socket is ready for `events` or the time is over: 0 or -ETIMEDOUT. */
static int await(const struct socket_client *client, short events, uint64_t until_ms)
{
	struct pollfd p = { .fd = client->fd, .events = events };

	for (;;) {
		uint64_t now = now_ms();
		uint64_t left = now < until_ms ? until_ms - now : 0;
		int rc = poll(&p, 1, left > 1000000 ? 1000000 : (int)left);

		if (rc > 0)
			return 0;
		if (rc == 0 && left == 0)
			return -ETIMEDOUT;
		if (rc < 0 && errno != EINTR)
			return -errno;
	}
}

/*
 * The socket has a time limit of its own (set_limits), so that the usual call is one system call; a
 * signal or a limit that came too early goes on waiting here.
 */
static int retry(const struct socket_client *client, short events, uint64_t until_ms)
{
	if (errno == EINTR || errno == EAGAIN)
		return await(client, events, until_ms);
	return -errno;
}

static int send_all(const struct socket_client *client, const uint8_t *bytes, size_t len, uint64_t until_ms)
{
	while (len > 0) {
		ssize_t sent = send(client->fd, bytes, len, MSG_NOSIGNAL);

		if (sent < 0) {
			int rc = retry(client, POLLOUT, until_ms);

			if (rc < 0)
				return rc;
			continue;
		}
		bytes += sent;
		len -= (size_t)sent;
	}
	return 0;
}

/* Receives a packet, or exactly `len` bytes of a stream. Returns how many, 0 at the end. */
static ssize_t receive(const struct socket_client *client, uint8_t *bytes, size_t len, uint64_t until_ms)
{
	size_t have = 0;
	bool reset = false;

	while (have < len) {
		ssize_t got =
			recv(client->fd, bytes + have, len - have, client->framed ? MSG_WAITALL : MSG_TRUNC);

		/* A server that closed with requests unread leaves this error before its last words. */
		if (got < 0 && errno == ECONNRESET && !reset) {
			reset = true;
			continue;
		}
		if (got < 0) {
			int rc = retry(client, POLLIN, until_ms);

			if (rc < 0)
				return rc;
			continue;
		}
		if (got == 0)
			return 0;
		if (!client->framed)
			return (size_t)got <= len ? got : -EMSGSIZE;
		have += (size_t)got;
	}
	return (ssize_t)have;
}

/* Receives one message into the buffer. Returns its length. */
static ssize_t receive_message(struct socket_client *client, uint64_t until_ms)
{
	ssize_t got;
	struct rbuf r;
	size_t len;

	if (!client->framed)
		return receive(client, client->buffer, WIRE_MESSAGE_MAX, until_ms);
	got = receive(client, client->buffer, WIRE_LENGTH_SIZE, until_ms);
	if (got <= 0)
		return got;
	r = rbuf_from(client->buffer, (size_t)got);
	len = rbuf_le32(&r);
	if (len > WIRE_MESSAGE_MAX)
		return -EMSGSIZE;
	return receive(client, client->buffer, len, until_ms);
}

/* Sends what is in the buffer: `len` bytes behind the room for their length. */
static int send_message(const struct socket_client *client, size_t len, uint64_t until_ms)
{
	struct wbuf w = wbuf_to(client->buffer, WIRE_LENGTH_SIZE);

	if (!client->framed)
		return send_all(client, client->buffer + WIRE_LENGTH_SIZE, len, until_ms);
	wbuf_le32(&w, (uint32_t)len);
	return send_all(client, client->buffer, WIRE_LENGTH_SIZE + len, until_ms);
}

/* Receives the answer to request `id`; answers to others were given up and are skipped. */
static int receive_answer(struct socket_client *client, uint32_t id, uint64_t until_ms, struct rbuf *r,
	struct wire_header *header)
{
	do {
		ssize_t got = receive_message(client, until_ms);

		if (got <= 0)
			return got < 0 ? (int)got : -ENODEV;
		*r = rbuf_from(client->buffer, (size_t)got);
		*header = wire_get_header(r);
		if (rbuf_bad(r))
			return -EPROTO;
		if (header->type == WIRE_REFUSED) {
			size_t len = rbuf_left(r) < WIRE_REASON_MAX ? rbuf_left(r) : WIRE_REASON_MAX;

			rbuf_copy(r, client->reason, len);
			client->reason[len] = '\0';
			return -ECONNREFUSED;
		}
	} while (header->id != id);
	return 0;
}

struct wbuf socket_client_request(struct socket_client *client, uint16_t type, uint32_t handle)
{
	struct wbuf w = wbuf_to(client->buffer + WIRE_LENGTH_SIZE, client->buffer ? WIRE_MESSAGE_MAX : 0);

	wire_put_header(&w, type, ++client->id, handle);
	return w;
}

int socket_client_call(struct socket_client *client, const struct wbuf *request, uint64_t wait_ms,
	struct socket_answer *answer)
{
	uint64_t until_ms = now_ms() + client->patience_ms + wait_ms;
	struct wire_header header;
	int rc;

	if (client->fd < 0)
		return -ENODEV;
	if (wbuf_bad(request) || request->len > client->welcome.message_max)
		return -EOPNOTSUPP;
	rc = send_message(client, request->len, until_ms);
	if (rc == -EMSGSIZE) /* this end of the socket has less room; nothing was sent */
		return -EOPNOTSUPP;
	/* A server that closed may have said why. */
	if (rc == 0 || rc == -EPIPE || rc == -ECONNRESET)
		rc = receive_answer(client, client->id, until_ms, &answer->data, &header);
	if (rc == 0 && header.type != WIRE_RESULT)
		rc = -EPROTO;
	if (rc == 0) {
		answer->result = wire_get_result(&answer->data);
		if (rbuf_bad(&answer->data))
			rc = -EPROTO;
	}
	if (rc < 0) {
		close(client->fd);
		client->fd = -1;
		return -ENODEV;
	}
	return 0;
}

/* Takes over what a WELCOME says. */
static int take_welcome(struct socket_client *client, struct rbuf *r, const struct wire_header *header)
{
	if (header->type != WIRE_WELCOME)
		return -EPROTO;
	client->welcome = wire_get_welcome(r);
	if (rbuf_bad(r) || client->welcome.version != WIRE_VERSION ||
		client->welcome.message_max > WIRE_MESSAGE_MAX)
		return -EPROTO;
	for (size_t i = 0; i < client->welcome.n_parts; i++)
		client->parts[i] = wire_get_part(r);
	return rbuf_bad(r) ? -EPROTO : 0;
}

/* A send or receive ends by itself after the client's patience; long messages need room in the kernel. */
static void set_limits(const struct socket_client *client)
{
	const struct timeval patience = { .tv_sec = client->patience_ms / 1000,
		.tv_usec = client->patience_ms % 1000 * 1000 };
	const int room = 2 * WIRE_MESSAGE_MAX, on = 1;

	setsockopt(client->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(client->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	if (client->framed)
		setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	else
		setsockopt(client->fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof(room));
}

static int greet(struct socket_client *client, const uint8_t *key, enum wire_role role, struct why *why)
{
	struct wire_hello hello = { .version = WIRE_VERSION, .role = (uint16_t)role };
	uint64_t until_ms = now_ms() + client->patience_ms;
	struct wire_header header;
	struct rbuf r;
	struct wbuf w;
	int rc;

	if (key)
		memcpy(hello.key, key, sizeof(hello.key));
	set_limits(client);
	w = socket_client_request(client, WIRE_HELLO, 0);
	wire_put_hello(&w, &hello);
	rc = send_message(client, w.len, until_ms);
	if (rc == 0 || rc == -EPIPE || rc == -ECONNRESET)
		rc = receive_answer(client, client->id, until_ms, &r, &header);
	if (rc == 0)
		rc = take_welcome(client, &r, &header);
	if (rc == 0)
		return 0;
	if (rc == -ECONNREFUSED)
		why_fail(why, ECONNREFUSED, "the server refused: %s", client->reason);
	else if (rc == -EPROTO)
		why_fail(why, EPROTO, "what answers there is no sesim server of protocol version %d",
			WIRE_VERSION);
	else
		why_errno(why, rc, "no greeting from the server");
	socket_client_close(client);
	return rc;
}

static int client_init(struct socket_client *client, int fd, bool framed, struct why *why)
{
	memset(client, 0, sizeof(*client));
	client->fd = fd;
	client->framed = framed;
	client->patience_ms = SOCKET_CLIENT_PATIENCE_MS;
	client->buffer = malloc(WIRE_LENGTH_SIZE + WIRE_MESSAGE_MAX);
	if (client->buffer)
		return 0;
	socket_client_close(client);
	return why_errno(why, ENOMEM, "no memory for a connection");
}

int socket_client_open(
	struct socket_client *client, const struct endpoint *endpoint, enum wire_role role, struct why *why)
{
	bool framed = endpoint->kind == ENDPOINT_TCP;
	int type = framed ? SOCK_STREAM : SOCK_SEQPACKET;
	int fd = socket(endpoint->address.ss_family, type | SOCK_CLOEXEC, 0);
	int rc;

	if (fd < 0)
		return why_errno(why, errno, "no socket");
	rc = client_init(client, fd, framed, why);
	if (rc < 0)
		return rc;
	set_limits(client); /* SO_SNDTIMEO bounds connect() as well */
	do {
		rc = connect(fd, (const struct sockaddr *)&endpoint->address, endpoint->address_len);
	} while (rc < 0 && errno == EINTR);
	if (rc < 0 && errno != EISCONN) {
		rc = why_errno(
			why, errno == EINPROGRESS || errno == EAGAIN ? ETIMEDOUT : errno, "cannot connect");
		socket_client_close(client);
		return rc;
	}
	return greet(client, endpoint->has_key ? endpoint->key : NULL, role, why);
}

int socket_client_adopt(struct socket_client *client, int fd, enum wire_role role, struct why *why)
{
	int rc = client_init(client, fd, false, why);

	return rc < 0 ? rc : greet(client, NULL, role, why);
}

void socket_client_close(struct socket_client *client)
{
	if (client->fd >= 0)
		close(client->fd);
	client->fd = -1;
	free(client->buffer);
	client->buffer = NULL;
}
