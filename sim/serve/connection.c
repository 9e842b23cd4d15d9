/* sim/serve/connection.c: one client's socket: packets or a stream, and how it ends. */
#include "server_state.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

static void note(const struct server *server, const struct connection *c, const char *reason)
{
	char sentence[WIRE_REASON_MAX + 64];

	if (!server->options.note)
		return;
	snprintf(sentence, sizeof(sentence), "client %u was dropped: %s", c->number, reason);
	server->options.note(server->options.note_context, sentence);
}

/* Room in the kernel for the longest message, or as much as the system gives. */
static uint32_t packet_max(int fd)
{
	int room = WIRE_MESSAGE_MAX;
	socklen_t len = sizeof(room);

	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof(room));
	if (getsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, &len) < 0 || room < 1024)
		return 1024 - 32;
	/* The kernel takes a packet of up to its limit less 32. */
	return room - 32 < WIRE_MESSAGE_MAX ? (uint32_t)room - 32 : WIRE_MESSAGE_MAX;
}

static void set_stream_options(int fd)
{
	const int on = 1, idle_s = 30, interval_s = 10, probes = 3;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle_s, sizeof(idle_s));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval_s, sizeof(interval_s));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof(probes));
}

/* A free slot; when all are taken, that of the client that has been silent longest without greeting. */
static struct connection *free_slot(struct server *server)
{
	struct connection *silent = NULL;

	for (size_t i = 0; i < server->clients_max; i++) {
		struct connection *c = &server->connections[i];

		if (c->stage == STAGE_FREE)
			return c;
		if (c->stage == STAGE_GREETING && (!silent || c->deadline_ns < silent->deadline_ns))
			silent = c;
	}
	if (silent)
		connection_drop(server, silent, "it has not greeted, and its place is needed");
	return silent;
}

static void refuse(int fd, bool framed, const char *reason)
{
	uint8_t frame[WIRE_LENGTH_SIZE + WIRE_HEADER_SIZE + WIRE_REASON_MAX];
	struct wbuf w = wbuf_to(frame, sizeof(frame));
	size_t len = strnlen(reason, WIRE_REASON_MAX);

	wbuf_le32(&w, (uint32_t)(WIRE_HEADER_SIZE + len));
	wire_put_header(&w, WIRE_REFUSED, 0, 0);
	wbuf_put(&w, reason, len);
	if (framed)
		(void)!send(fd, frame, w.len, MSG_NOSIGNAL | MSG_DONTWAIT);
	else
		(void)!send(
			fd, frame + WIRE_LENGTH_SIZE, w.len - WIRE_LENGTH_SIZE, MSG_NOSIGNAL | MSG_DONTWAIT);
}

/* A socket without message borders needs lengths. */
static bool needs_frames(int fd)
{
	int type = SOCK_SEQPACKET;
	socklen_t len = sizeof(type);

	getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &len);
	return type == SOCK_STREAM;
}

int connection_new(struct server *server, int fd, const struct listener *listener)
{
	bool framed = needs_frames(fd);
	struct connection *c = free_slot(server);
	struct stream *stream = c && framed ? malloc(sizeof(*stream)) : NULL;
	struct epoll_event event = { .events = EPOLLIN };

	if (!c || (framed && !stream)) {
		refuse(fd, framed, "the server has no room for another client");
		close(fd);
		server->dropped++;
		return -EMFILE;
	}
	if (framed) {
		set_stream_options(fd);
		stream->have = stream->out_len = stream->out_sent = 0; /* the rest stays untouched memory */
	}
	*c = (struct connection){ .stage = STAGE_GREETING,
		.fd = fd,
		.generation = c->generation + 1,
		.number = ++server->accepted,
		.message_max = framed ? WIRE_MESSAGE_MAX : packet_max(fd),
		.listener = listener,
		.stream = stream,
		.events = EPOLLIN,
		.served = ++server->turn };
	event.data.u64 = (uint64_t)c->generation << 32 | (uint64_t)(c - server->connections);
	if (epoll_ctl(server->epoll_fd, EPOLL_CTL_ADD, fd, &event) < 0) {
		int rc = -errno;

		connection_drop(server, c, NULL);
		return rc;
	}
	connection_deadline(server, c, server->options.greeting_ms);
	return 0;
}

/* Sets or, with 0, ends a deadline; keeps count of who has one. */
void connection_deadline(struct server *server, struct connection *c, uint64_t ms)
{
	if (!c->deadline_ns && !ms)
		return;
	server->n_timed += (size_t)(ms != 0) - (size_t)(c->deadline_ns != 0);
	c->deadline_ns = ms ? machine_now_ns() + ms * 1000000u : 0;
}

void connection_watch(struct server *server, struct connection *c, uint32_t events)
{
	struct epoll_event event = { .events = events };

	if (c->events == events)
		return;
	event.data.u64 = (uint64_t)c->generation << 32 | (uint64_t)(c - server->connections);
	epoll_ctl(server->epoll_fd, EPOLL_CTL_MOD, c->fd, &event);
	c->events = events;
}

static void unqueue(struct server *server, const struct connection *c)
{
	size_t index = (size_t)(c - server->connections);

	for (size_t i = 0; i < server->n_queued; i++) {
		if (server->queue[i] == index) {
			server->queue[i] = server->queue[--server->n_queued];
			return;
		}
	}
}

void connection_drop(struct server *server, struct connection *c, const char *reason)
{
	uint32_t generation = c->generation;

	if (reason) {
		server->dropped++;
		note(server, c, reason);
		refuse(c->fd, c->stream != NULL, reason);
	}
	if (c->queued)
		unqueue(server, c);
	if (c->waiting)
		server->n_timed--;
	connection_deadline(server, c, 0);
	if (server->held == c)
		server->held = NULL;
	descriptions_close_all(server->descriptions, &c->handles);
	epoll_ctl(server->epoll_fd, EPOLL_CTL_DEL, c->fd, NULL);
	close(c->fd);
	free(c->stream);
	*c = (struct connection){ .generation = generation };
}

/* Bytes of the first message in a stream's buffer, its length before it included; 0: not known yet. */
static size_t frame_size(const struct stream *stream)
{
	struct rbuf r = rbuf_from(stream->in, stream->have);

	return stream->have < WIRE_LENGTH_SIZE ? 0 : WIRE_LENGTH_SIZE + (size_t)rbuf_le32(&r);
}

static bool frame_whole(const struct stream *stream)
{
	size_t size = frame_size(stream);

	return size > 0 && stream->have >= size;
}

bool connection_fill(struct server *server, struct connection *c)
{
	struct stream *stream = c->stream;
	ssize_t got;

	if (!stream)
		return true; /* a packet is whole, and waits in the kernel until its turn */
	if (frame_whole(stream))
		return true;
	got = recv(c->fd, stream->in + stream->have, sizeof(stream->in) - stream->have, MSG_DONTWAIT);
	if (got <= 0) {
		if (got == 0 || (errno != EAGAIN && errno != EINTR))
			connection_drop(server, c, NULL);
		return false;
	}
	stream->have += (size_t)got;
	if (frame_size(stream) > sizeof(stream->in)) {
		connection_drop(server, c, "its message is longer than any may be");
		return false;
	}
	if (frame_whole(stream)) {
		if (c->stage == STAGE_OPEN)
			connection_deadline(server, c, 0);
		return true;
	}
	if (c->stage == STAGE_OPEN && !c->deadline_ns)
		connection_deadline(server, c, server->options.stalled_ms);
	return false;
}

bool connection_message(struct server *server, struct connection *c, struct rbuf *message)
{
	ssize_t got;

	if (c->stream) {
		if (!frame_whole(c->stream))
			return false;
		*message =
			rbuf_from(c->stream->in + WIRE_LENGTH_SIZE, frame_size(c->stream) - WIRE_LENGTH_SIZE);
		return true;
	}
	got = recv(c->fd, server->request, sizeof(server->request), MSG_DONTWAIT | MSG_TRUNC);
	if (got > (ssize_t)sizeof(server->request)) {
		connection_drop(server, c, "its message is longer than any may be");
		return false;
	}
	if (got <= 0) {
		if (got == 0 || (errno != EAGAIN && errno != EINTR))
			connection_drop(server, c, NULL);
		return false;
	}
	*message = rbuf_from(server->request, (size_t)got);
	return true;
}

void connection_consume(struct connection *c)
{
	struct stream *stream = c->stream;
	size_t size;

	if (c->stage == STAGE_FREE || !stream)
		return;
	size = frame_size(stream);
	memmove(stream->in, stream->in + size, stream->have - size);
	stream->have -= size;
}

static void send_stream(struct server *server, struct connection *c, const uint8_t *frame, size_t len)
{
	struct stream *stream = c->stream;
	ssize_t sent = 0;

	if (stream->out_len > 0) { /* an earlier answer is still on its way */
		connection_drop(server, c, "it does not read its answers");
		return;
	}
	sent = send(c->fd, frame, len, MSG_NOSIGNAL | MSG_DONTWAIT);
	if (sent < 0 && errno != EAGAIN && errno != EINTR) {
		connection_drop(server, c, NULL);
		return;
	}
	if (sent < 0)
		sent = 0;
	if ((size_t)sent == len)
		return;
	stream->out_len = len - (size_t)sent;
	stream->out_sent = 0;
	memcpy(stream->out, frame + sent, stream->out_len);
	connection_deadline(server, c, server->options.stalled_ms);
	connection_watch(server, c, EPOLLOUT);
}

void connection_flush(struct server *server, struct connection *c)
{
	struct stream *stream = c->stream;
	ssize_t sent;

	if (!stream || stream->out_len == 0)
		return;
	sent = send(c->fd, stream->out + stream->out_sent, stream->out_len - stream->out_sent,
		MSG_NOSIGNAL | MSG_DONTWAIT);
	if (sent < 0) {
		if (errno != EAGAIN && errno != EINTR)
			connection_drop(server, c, NULL);
		return;
	}
	stream->out_sent += (size_t)sent;
	if (stream->out_sent < stream->out_len) {
		connection_deadline(server, c, server->options.stalled_ms);
		return;
	}
	stream->out_len = stream->out_sent = 0;
	connection_deadline(server, c, 0);
	connection_watch(server, c, EPOLLIN);
}

void connection_send(struct server *server, struct connection *c, uint8_t *frame, size_t len)
{
	struct wbuf w = wbuf_to(frame, WIRE_LENGTH_SIZE);

	if (c->stream) {
		wbuf_le32(&w, (uint32_t)len);
		send_stream(server, c, frame, WIRE_LENGTH_SIZE + len);
		return;
	}
	if (send(c->fd, frame + WIRE_LENGTH_SIZE, len, MSG_NOSIGNAL | MSG_DONTWAIT) >= 0)
		return;
	connection_drop(
		server, c, errno == EAGAIN || errno == EMSGSIZE ? "it does not read its answers" : NULL);
}
