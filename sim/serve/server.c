/* sim/serve/server.c: the loop: who is heard, when, and whose turn it is. */
#include "server_state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum {
	EVENTS = 64,               /* taken from the kernel at a time */
	ACCEPTS = 16,              /* new clients a round */
	ROUND_NS = 1000000,        /* then control connections are looked after again */
	SOURCE_LISTENER = 0x10000, /* events that are no connection's; connections are numbered from 0 */
	SOURCE_STOP = 0x20000,
	SOURCE_TIMER = 0x20001,
	SOURCE_JRCP = 0x30000,
};

uint64_t machine_now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

static int watch_own(const struct server *server, int fd, uint64_t source)
{
	struct epoll_event event = { .events = EPOLLIN };

	event.data.u64 = source;
	return epoll_ctl(server->epoll_fd, EPOLL_CTL_ADD, fd, &event);
}

static int open_own(struct server *server, struct why *why)
{
	server->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	server->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	server->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	server->spare_fd = listener_spare();
	if (server->epoll_fd < 0 || server->stop_fd < 0 || server->timer_fd < 0 ||
		watch_own(server, server->stop_fd, SOURCE_STOP) < 0 ||
		watch_own(server, server->timer_fd, SOURCE_TIMER) < 0)
		return why_errno(why, errno, "cannot set the server up");
	return 0;
}

int server_new(struct server **out, struct bus *bus, const struct wire_part *parts, size_t n,
	const struct server_options *options, struct why *why)
{
	struct server *server = calloc(1, sizeof(*server));
	int rc = 0;

	*out = NULL;
	if (!server)
		return why_errno(why, ENOMEM, "no memory for the server");
	server->epoll_fd = server->stop_fd = server->timer_fd = server->spare_fd = -1;
	server->bus = bus;
	server->options = *options;
	if (server->options.greeting_ms == 0)
		server->options.greeting_ms = GREETING_MS;
	if (server->options.stalled_ms == 0)
		server->options.stalled_ms = STALLED_MS;
	server->adapter.model = options->adapter ? options->adapter : adapter_find("generic");
	server->adapter.nack_errno = options->nack_errno;
	snprintf(server->name, sizeof(server->name), "%s", options->name ? options->name : "sesim");
	server->n_parts = n < WIRE_PARTS_MAX ? n : WIRE_PARTS_MAX;
	if (n > 0)
		memcpy(server->parts, parts, server->n_parts * sizeof(parts[0]));
	server->clients_max = options->clients_max ? options->clients_max : SERVER_CLIENTS_MAX;
	if (server->clients_max > SERVER_CLIENTS_MAX)
		server->clients_max = SERVER_CLIENTS_MAX;
	server->connections = calloc(server->clients_max, sizeof(server->connections[0]));
	server->descriptions = descriptions_new();
	if (!server->connections || !server->descriptions)
		rc = why_errno(why, ENOMEM, "no memory for the server");
	if (rc == 0)
		rc = open_own(server, why);
	if (rc < 0) {
		server_free(server);
		return rc;
	}
	*out = server;
	return 0;
}

static void note_reach(const struct server *server, const char *url, const char *what)
{
	char sentence[512];

	if (!server->options.note)
		return;
	snprintf(sentence, sizeof(sentence),
		"%s can be reached from other machines: whoever reaches it controls the %s", url, what);
	server->options.note(server->options.note_context, sentence);
}

static int listen_jrcp(struct server *server, const char *url, bool allow_remote, struct why *why)
{
	const struct jrcp_options options = { .note = server->options.note,
		.note_context = server->options.note_context,
		.stalled_ms = server->options.stalled_ms };
	struct jrcp *jrcp;
	int rc;

	if (server->n_jrcps == LISTENERS_MAX)
		return why_fail(why, ENOSPC, "a server has %d terminals at most", LISTENERS_MAX);
	rc = jrcp_new(&jrcp, server->bus, url, allow_remote, &options, why);
	if (rc < 0)
		return rc;
	if (watch_own(server, jrcp_fd(jrcp), SOURCE_JRCP + server->n_jrcps) < 0) {
		jrcp_free(jrcp);
		return why_errno(why, errno, "cannot listen at %s", url);
	}
	server->jrcps[server->n_jrcps++] = jrcp;
	server->port = jrcp_port(jrcp);
	if (!jrcp_is_loopback(jrcp))
		note_reach(server, url, "card");
	return 0;
}

int server_listen(struct server *server, const char *url, bool allow_remote, struct why *why)
{
	struct listener *listener = &server->listeners[server->n_listeners];
	int rc;

	if (jrcp_is_url(url))
		return listen_jrcp(server, url, allow_remote, why);
	if (server->n_listeners == LISTENERS_MAX)
		return why_fail(why, ENOSPC, "a server listens at %d places at most", LISTENERS_MAX);
	rc = listener_open(listener, url, allow_remote, why);
	if (rc < 0)
		return rc;
	if (watch_own(server, listener->fd, SOURCE_LISTENER + server->n_listeners) < 0) {
		rc = why_errno(why, errno, "cannot listen at %s", url);
		listener_close(listener);
		return rc;
	}
	server->n_listeners++;
	if (listener_port(listener) != 0)
		server->port = listener_port(listener);
	if (!listener->endpoint.loopback)
		note_reach(server, url, "bus");
	return 0;
}

uint16_t server_port(const struct server *server)
{
	return server->port;
}

int server_adopt(struct server *server, int fd, struct why *why)
{
	int rc = connection_new(server, fd, NULL);

	return rc < 0 ? why_errno(why, rc, "cannot take another client") : 0;
}

int server_fd(const struct server *server)
{
	return server->epoll_fd;
}

static void accept_clients(struct server *server, const struct listener *listener)
{
	for (int i = 0; i < ACCEPTS; i++) {
		int fd = accept4(listener->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

		if (fd >= 0)
			connection_new(server, fd, listener);
		else if (errno == EAGAIN)
			return;
		else if (errno == EMFILE || errno == ENFILE) {
			listener_turn_away(listener, &server->spare_fd);
			server->dropped++;
		}
	}
}

static void enqueue(struct server *server, struct connection *c, uint64_t now_ns)
{
	c->queued = true;
	c->queued_ns = now_ns;
	c->queued_at = server->transactions;
	server->queue[server->n_queued++] = (size_t)(c - server->connections);
}

/* Whether what this client sent may be looked at now. */
static bool may_listen(const struct connection *c)
{
	return !c->queued && !c->waiting && !(c->stream && c->stream->out_len > 0);
}

/* A client has sent something. */
static void hear(struct server *server, struct connection *c, uint64_t now_ns)
{
	struct rbuf message;

	do {
		/* Until its turn there is no need to hear of it again. */
		if (!may_listen(c) || server->held == c) {
			connection_watch(server, c, c->events & EPOLLOUT);
			return;
		}
		if (!connection_fill(server, c))
			return;
		if (c->stage == STAGE_OPEN && c->role == WIRE_ROLE_DATA) {
			enqueue(server, c, now_ns);
			return;
		}
		if (!connection_message(server, c, &message))
			return;
		request_aside(server, c, &message);
		connection_consume(c);
	} while (c->stage != STAGE_FREE && c->stream && c->stream->have > 0);
}

/* After an answer: a stream may already hold the next request, of which the kernel will not tell. */
static void hear_again(struct server *server, struct connection *c, uint64_t now_ns)
{
	if (c->stage == STAGE_FREE || !may_listen(c) || server->held == c)
		return;
	connection_watch(server, c, EPOLLIN);
	if (c->stream && c->stream->have > 0)
		hear(server, c, now_ns);
}

static void connection_event(struct server *server, const struct epoll_event *event, uint64_t now_ns)
{
	size_t index = event->data.u64 & 0xffff;
	struct connection *c = &server->connections[index];

	if (index >= server->clients_max || c->stage == STAGE_FREE || c->generation != event->data.u64 >> 32)
		return;
	if (event->events & EPOLLOUT) {
		connection_flush(server, c);
		hear_again(server, c, now_ns);
		return;
	}
	/* Its last words count only on the control channel: nobody is there to read a transaction's answer. */
	if (event->events & (EPOLLHUP | EPOLLERR) &&
		(c->role != WIRE_ROLE_CONTROL || !(event->events & EPOLLIN))) {
		connection_drop(server, c, NULL);
		return;
	}
	if (event->events & EPOLLIN)
		hear(server, c, now_ns);
}

static void drain(int fd)
{
	uint64_t count;

	(void)!read(fd, &count, sizeof(count));
}

static void dispatch(struct server *server, const struct epoll_event *event, uint64_t now_ns)
{
	uint64_t source = event->data.u64;

	if (source >> 32 || source < SOURCE_LISTENER)
		connection_event(server, event, now_ns);
	else if (source == SOURCE_STOP)
		server->ending = true;
	else if (source == SOURCE_TIMER) {
		drain(server->timer_fd);
		server->timer_ns = 0;
	} else if (source >= SOURCE_JRCP) {
		jrcp_step(server->jrcps[source - SOURCE_JRCP]);
	} else {
		accept_clients(server, &server->listeners[source - SOURCE_LISTENER]);
	}
}

static void release_bus(struct server *server)
{
	struct connection *c = server->held;

	server->holding = false;
	server->held = NULL;
	if (!c)
		return;
	connection_send(server, c, server->answer, server->held_len);
	hear_again(server, c, machine_now_ns());
}

/* Does what the time has come for; returns when the next such thing is due (machine's clock), 0: never. */
static uint64_t look_at_clock(struct server *server)
{
	uint64_t now_ns, next = 0, bus_now, due;

	if (!server->holding && server->n_timed == 0)
		return 0;
	now_ns = machine_now_ns();
	bus_now = clock_now(&server->bus->clock);
	if (server->holding && server->hold_ns <= now_ns)
		release_bus(server);
	for (size_t i = 0; i < server->clients_max && server->n_timed > 0; i++) {
		struct connection *c = &server->connections[i];

		if (c->stage != STAGE_FREE && c->deadline_ns && c->deadline_ns <= now_ns)
			connection_drop(server, c,
				c->stage == STAGE_GREETING ? "it did not greet in time"
							   : "it came to a standstill");
		if (c->stage != STAGE_FREE && c->waiting && c->wake_ns <= bus_now) {
			request_woken(server, c);
			hear_again(server, c, now_ns);
		}
		if (c->stage == STAGE_FREE)
			continue;
		due = c->waiting ? now_ns + (c->wake_ns - bus_now) : 0;
		if (due && (!next || due < next))
			next = due;
		if (c->deadline_ns && (!next || c->deadline_ns < next))
			next = c->deadline_ns;
	}
	if (server->holding && (!next || server->hold_ns < next))
		next = server->hold_ns;
	return next;
}

static void set_timer(struct server *server, uint64_t at_ns)
{
	struct itimerspec spec = { 0 };

	if (server->timer_ns == at_ns)
		return;
	spec.it_value.tv_sec = (time_t)(at_ns / 1000000000u);
	spec.it_value.tv_nsec = (long)(at_ns % 1000000000u);
	timerfd_settime(server->timer_fd, TFD_TIMER_ABSTIME, &spec, NULL);
	server->timer_ns = at_ns;
}

/* Whoever sleeps on server_fd() instead of in here is woken for what this step leaves to do. */
void server_set_alarm(struct server *server)
{
	uint64_t at_ns = look_at_clock(server);

	set_timer(server, server->n_queued > 0 && !server->holding ? 1 : at_ns);
}

/* The queued client whose newest turn is longest ago; its place in the queue is freed. */
static struct connection *next_in_turn(struct server *server)
{
	struct connection *next;
	size_t best = 0;

	for (size_t i = 1; i < server->n_queued; i++)
		if (server->connections[server->queue[i]].served <
			server->connections[server->queue[best]].served)
			best = i;
	next = &server->connections[server->queue[best]];
	server->queue[best] = server->queue[--server->n_queued];
	next->queued = false;
	return next;
}

static void serve_queue(struct server *server, uint64_t start_ns)
{
	uint64_t now_ns = start_ns;

	while (server->n_queued > 0 && !server->holding && !server->local_next &&
		now_ns - start_ns < ROUND_NS) {
		struct connection *c = next_in_turn(server);
		struct rbuf message;

		c->served = ++server->turn;
		waits_add(&c->waits, now_ns - c->queued_ns, (uint32_t)(server->transactions - c->queued_at));
		if (connection_message(server, c, &message)) {
			request_data(server, c, &message);
			connection_consume(c);
		}
		now_ns = machine_now_ns();
		hear_again(server, c, now_ns);
		server->last_ns = now_ns;
		server->local_next = server->local_waits;
	}
}

/* Waits for events, first without sleeping while the last request is not long ago. */
static int wait_events(const struct server *server, struct epoll_event *events, int timeout_ms)
{
	uint64_t spin_ns = (uint64_t)server->options.spin_us * 1000u;
	int n;

	while (spin_ns > 0 && timeout_ms != 0 && machine_now_ns() - server->last_ns < spin_ns) {
		n = epoll_wait(server->epoll_fd, events, EVENTS, 0);
		if (n != 0)
			return n;
	}
	return epoll_wait(server->epoll_fd, events, EVENTS, timeout_ms);
}

int server_step(struct server *server, int timeout_ms)
{
	struct epoll_event events[EVENTS];
	uint64_t now_ns;
	int n;

	server_set_alarm(server);
	if (server->n_queued > 0 && !server->holding)
		timeout_ms = 0;
	n = wait_events(server, events, timeout_ms);
	if (n < 0 && errno != EINTR)
		return -errno;
	now_ns = machine_now_ns();
	for (int i = 0; i < n; i++)
		dispatch(server, &events[i], now_ns);
	look_at_clock(server);
	serve_queue(server, now_ns);
	server_set_alarm(server);
	return server->ending ? 0 : 1;
}

int server_run(struct server *server)
{
	int rc;

	do {
		rc = server_step(server, -1);
	} while (rc > 0);
	return rc;
}

void server_stop(struct server *server)
{
	const uint64_t one = 1;

	(void)!write(server->stop_fd, &one, sizeof(one));
}

void server_free(struct server *server)
{
	if (!server)
		return;
	for (size_t i = 0; server->connections && i < server->clients_max; i++)
		if (server->connections[i].stage != STAGE_FREE)
			connection_drop(server, &server->connections[i], NULL);
	for (size_t i = 0; i < server->n_listeners; i++)
		listener_close(&server->listeners[i]);
	for (size_t i = 0; i < server->n_jrcps; i++)
		jrcp_free(server->jrcps[i]);
	request_free(server);
	descriptions_free(server->descriptions);
	free(server->connections);
	for (size_t i = 0; i < 4; i++) {
		const int own[] = { server->epoll_fd, server->stop_fd, server->timer_fd, server->spare_fd };

		if (own[i] >= 0)
			close(own[i]);
	}
	free(server);
}
