/* sim/serve/jrcp.c: bare APDUs over TCP: the remote JC terminal's messages, and whose turn it is. */
#include "jrcp.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "cursor.h"
#include "listener.h"
#include "server_state.h"

/* Message types (NXP Plug and Trust middleware, accessManager.h). */
enum jrcp_type {
	JRCP_WAIT_FOR_CARD = 0x00,
	JRCP_APDU = 0x01,
	JRCP_CLOSE = 0x03, /* from a terminal: an error, in words */
};

enum {
	HEADER = 4,
	PAYLOAD_MAX = 4096, /* far more than any command of the part, which refuses it in its own way */
	ANSWER_MAX = 2048,
	CLIENTS_MAX = 8,
	STALLED_MS_USUAL = 30000,
	SOURCE_LISTENER = CLIENTS_MAX,
	SOURCE_TIMER,
};

struct client {
	int fd; /* -1: free */
	uint32_t number;
	bool whole; /* a message lies in `in`, and waits for its turn */
	bool paused;
	size_t have;
	size_t answer_len; /* an answer lies in `answer` until then, 0: none */
	uint64_t answer_ns;
	uint64_t deadline_ns; /* of half a message; 0: none */
	uint8_t in[HEADER + PAYLOAD_MAX];
	uint8_t answer[HEADER + ANSWER_MAX];
};

struct jrcp {
	struct bus *bus;
	struct bus_seat *card;
	struct jrcp_options options;
	struct listener listener;
	int epoll_fd;
	int timer_fd;
	int spare_fd;     /* to turn clients away with, when there is no other */
	uint64_t busy_ns; /* the machine's clock: until then the card works on a command */
	uint32_t accepted;
	struct client clients[CLIENTS_MAX];
};

static const char scheme[] = "jrcp:";

bool jrcp_is_url(const char *url)
{
	return strncmp(url, scheme, sizeof(scheme) - 1) == 0;
}

/* The one smart card, or that at the address asked for. */
static int find_card(struct jrcp *jrcp, bool asked, unsigned address, struct why *why)
{
	size_t found = 0;

	for (size_t i = 0; i < jrcp->bus->n_seats; i++) {
		struct bus_seat *seat = &jrcp->bus->seats[i];

		if (!seat->model->card_command || (asked && seat->env.address != address))
			continue;
		jrcp->card = seat;
		found++;
	}
	if (found == 1)
		return 0;
	if (found > 1)
		return why_fail(why, EINVAL,
			"jrcp: has one card, and there are %zu SE05x on the bus: say which, as in "
			"jrcp:127.0.0.1:8050;address=48",
			found);
	if (asked)
		return why_fail(why, ENODEV, "there is no SE05x at address %02x for jrcp:", address);
	return why_fail(why, ENODEV,
		"there is no SE05x on the bus: jrcp: needs one that is simulated here, as by --chip se050c");
}

/* What is behind the semicolon. */
static int parse_address(const char *text, bool *asked, unsigned *address, struct why *why)
{
	static const char key[] = "address=";
	char *end = NULL;

	*asked = text != NULL;
	if (!text)
		return 0;
	if (strncmp(text, key, sizeof(key) - 1) == 0)
		*address = (unsigned)strtoul(text + sizeof(key) - 1, &end, 16);
	if (!end || end == text + sizeof(key) - 1 || *end || *address > 0x7f)
		return why_fail(why, EINVAL, "behind the port of jrcp: may be ;address=HEX, not ;%s", text);
	return 0;
}

static int open_listener(struct jrcp *jrcp, const char *url, bool allow_remote, struct why *why)
{
	char tcp[300];
	const char *rest = url + sizeof(scheme) - 1, *semicolon = strchr(rest, ';');
	bool asked;
	unsigned address = 0;
	int len = (int)(semicolon ? semicolon - rest : (ptrdiff_t)strlen(rest));
	int rc = parse_address(semicolon ? semicolon + 1 : NULL, &asked, &address, why);

	if (rc == 0)
		rc = find_card(jrcp, asked, address, why);
	if (rc < 0)
		return rc;
	if (memchr(rest, ',', (size_t)len) || (size_t)len > sizeof(tcp) - 5)
		return why_fail(
			why, EINVAL, "jrcp: takes a host and a port, as in jrcp:127.0.0.1:8050, and no key");
	snprintf(tcp, sizeof(tcp), "tcp:%.*s", len, rest);
	return listener_open(&jrcp->listener, tcp, allow_remote, why);
}

static int watch(const struct jrcp *jrcp, int how, int fd, uint32_t events, uint64_t source)
{
	struct epoll_event event = { .events = events };

	event.data.u64 = source;
	return epoll_ctl(jrcp->epoll_fd, how, fd, &event);
}

int jrcp_new(struct jrcp **out, struct bus *bus, const char *url, bool allow_remote,
	const struct jrcp_options *options, struct why *why)
{
	struct jrcp *jrcp = calloc(1, sizeof(*jrcp));
	int rc;

	*out = NULL;
	if (!jrcp)
		return why_errno(why, ENOMEM, "no memory for %s", url);
	jrcp->bus = bus;
	jrcp->options = *options;
	if (jrcp->options.stalled_ms == 0)
		jrcp->options.stalled_ms = STALLED_MS_USUAL;
	jrcp->listener.fd = jrcp->listener.lock_fd = -1;
	for (size_t i = 0; i < CLIENTS_MAX; i++)
		jrcp->clients[i].fd = -1;
	jrcp->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	jrcp->spare_fd = listener_spare();
	jrcp->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	rc = open_listener(jrcp, url, allow_remote, why);
	if (rc == 0 && (jrcp->epoll_fd < 0 || jrcp->timer_fd < 0 ||
			       watch(jrcp, EPOLL_CTL_ADD, jrcp->listener.fd, EPOLLIN, SOURCE_LISTENER) < 0 ||
			       watch(jrcp, EPOLL_CTL_ADD, jrcp->timer_fd, EPOLLIN, SOURCE_TIMER) < 0))
		rc = why_errno(why, errno, "cannot listen at %s", url);
	if (rc < 0) {
		jrcp_free(jrcp);
		return rc;
	}
	*out = jrcp;
	return 0;
}

uint16_t jrcp_port(const struct jrcp *jrcp)
{
	return listener_port(&jrcp->listener);
}

bool jrcp_is_loopback(const struct jrcp *jrcp)
{
	return jrcp->listener.endpoint.loopback;
}

int jrcp_fd(const struct jrcp *jrcp)
{
	return jrcp->epoll_fd;
}

static void drop(struct client *c)
{
	close(c->fd);
	c->fd = -1;
}

/* An answer is far smaller than a socket's buffer: who has no room for it has not read those before. */
static void send_message(struct client *c, const uint8_t *message, size_t len)
{
	if (send(c->fd, message, len, MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t)len)
		drop(c);
}

static void refuse(const struct jrcp *jrcp, struct client *c, const char *reason)
{
	uint8_t message[HEADER + 128];
	struct wbuf w = wbuf_to(message, sizeof(message));
	char sentence[256];
	size_t len = strlen(reason);

	wbuf_u8(&w, JRCP_CLOSE);
	wbuf_u8(&w, 0);
	wbuf_be16(&w, (uint16_t)len);
	wbuf_put(&w, reason, len);
	snprintf(sentence, sizeof(sentence), "jrcp client %u was dropped: %s", c->number, reason);
	if (jrcp->options.note)
		jrcp->options.note(jrcp->options.note_context, sentence);
	send_message(c, message, w.len);
	if (c->fd >= 0)
		drop(c);
}

static void accept_client(struct jrcp *jrcp)
{
	int fd = accept4(jrcp->listener.fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	const int on = 1;
	struct client *c = jrcp->clients;

	if (fd < 0 && (errno == EMFILE || errno == ENFILE))
		listener_turn_away(&jrcp->listener, &jrcp->spare_fd);
	if (fd < 0)
		return;
	while (c < jrcp->clients + CLIENTS_MAX && c->fd >= 0)
		c++;
	if (c == jrcp->clients + CLIENTS_MAX) {
		struct client extra = { .fd = fd, .number = ++jrcp->accepted };

		refuse(jrcp, &extra, "there are too many clients already");
		return;
	}
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	c->fd = fd;
	c->number = ++jrcp->accepted;
	c->whole = c->paused = false;
	c->have = c->answer_len = 0;
	c->deadline_ns = 0;
	if (watch(jrcp, EPOLL_CTL_ADD, fd, EPOLLIN, (uint64_t)(c - jrcp->clients)) < 0)
		drop(c);
}

/* Nothing more is read of a client whose message waits. */
static void pause_client(const struct jrcp *jrcp, struct client *c, bool paused)
{
	if (c->fd < 0 || c->paused == paused)
		return;
	c->paused = paused;
	watch(jrcp, EPOLL_CTL_MOD, c->fd, paused ? 0 : EPOLLIN, (uint64_t)(c - jrcp->clients));
}

static void put_header(uint8_t *message, enum jrcp_type type, size_t len)
{
	struct wbuf w = wbuf_to(message, HEADER);

	wbuf_u8(&w, (uint8_t)type);
	wbuf_u8(&w, 0);
	wbuf_be16(&w, (uint16_t)len);
}

static struct chip_env *card_now(struct jrcp *jrcp)
{
	jrcp->card->env.now_ns = clock_now(&jrcp->bus->clock);
	return &jrcp->card->env;
}

/* A card without power has no ATR and answers nothing: a message without bytes says so. */
static void wait_for_card(struct jrcp *jrcp, struct client *c, struct rbuf payload)
{
	struct bus_seat *card = jrcp->card;
	size_t len = 0;

	if (rbuf_left(&payload) != 4) {
		refuse(jrcp, c, "wait for card (00) carries a time of 4 bytes");
		return;
	}
	if (card->powered)
		len = card->model->card_reset(card->chip, card_now(jrcp), c->answer + HEADER, ANSWER_MAX);
	put_header(c->answer, JRCP_WAIT_FOR_CARD, len);
	send_message(c, c->answer, HEADER + len);
}

static void run_apdu(struct jrcp *jrcp, struct client *c, struct rbuf payload)
{
	struct bus_seat *card = jrcp->card;
	struct clock *clock = &jrcp->bus->clock;
	size_t len = rbuf_left(&payload), answered = 0;
	uint64_t takes_ns = 0;

	if (card->powered)
		answered = card->model->card_command(card->chip, card_now(jrcp), rbuf_bytes(&payload, len),
			len, c->answer + HEADER, ANSWER_MAX, &takes_ns);
	put_header(c->answer, JRCP_APDU, answered);
	if (clock->mode == CLOCK_REAL && takes_ns > 0) {
		jrcp->busy_ns = c->answer_ns = machine_now_ns() + takes_ns;
		c->answer_len = HEADER + answered;
		return;
	}
	clock_advance_to(clock, clock_now(clock) + takes_ns);
	send_message(c, c->answer, HEADER + answered);
}

static void close_card(struct jrcp *jrcp, struct client *c)
{
	struct bus_seat *card = jrcp->card;

	if (card->powered)
		card->model->card_reset(card->chip, card_now(jrcp), c->answer, ANSWER_MAX);
	put_header(c->answer, JRCP_CLOSE, 0);
	send_message(c, c->answer, HEADER);
	if (c->fd >= 0)
		drop(c);
}

/* The one message that lies in the client's buffer, whole. */
static void run_message(struct jrcp *jrcp, struct client *c)
{
	struct rbuf r = rbuf_from(c->in, c->have);
	uint8_t type = rbuf_u8(&r), node = rbuf_u8(&r);
	struct rbuf payload = rbuf_take(&r, rbuf_be16(&r));

	c->whole = false;
	if (node != 0)
		refuse(jrcp, c, "its node address is not 00");
	else if (type == JRCP_WAIT_FOR_CARD)
		wait_for_card(jrcp, c, payload);
	else if (type == JRCP_APDU)
		run_apdu(jrcp, c, payload);
	else if (type == JRCP_CLOSE)
		close_card(jrcp, c);
	else
		refuse(jrcp, c,
			"it sent a message that is neither wait for card (00), APDU (01) nor close (03)");
	/* It held a command, perhaps with keys. */
	explicit_bzero(c->in, c->have);
	c->have = 0;
}

/* How many bytes the message that comes in still lacks. */
static size_t lacking(const struct client *c)
{
	struct rbuf r = rbuf_from(c->in, c->have);

	if (c->have < HEADER)
		return HEADER - c->have;
	rbuf_u8(&r);
	rbuf_u8(&r);
	return HEADER + rbuf_be16(&r) - c->have;
}

/* Takes no more than one message: what a client sends behind it stays in its socket. */
static void hear(struct jrcp *jrcp, struct client *c)
{
	while (!c->whole) {
		size_t more = lacking(c);
		ssize_t got;

		if (c->have + more > sizeof(c->in)) {
			refuse(jrcp, c, "its message is longer than any may be");
			return;
		}
		got = recv(c->fd, c->in + c->have, more, MSG_DONTWAIT);
		if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) {
			drop(c);
			return;
		}
		if (got < 0)
			break;
		c->have += (size_t)got;
		c->whole = c->have >= HEADER && lacking(c) == 0;
	}
	if (c->whole || c->have == 0)
		c->deadline_ns = 0;
	else if (c->deadline_ns == 0)
		c->deadline_ns = machine_now_ns() + jrcp->options.stalled_ms * 1000000ull;
	pause_client(jrcp, c, c->whole);
}

/* When the card takes the next command, on the machine's clock; 0: now. */
static uint64_t card_ready_at(struct jrcp *jrcp, uint64_t now_ns)
{
	struct clock *clock = &jrcp->bus->clock;
	uint64_t ready = jrcp->card->model->ready_at(jrcp->card->chip), now = clock_now(clock);

	if (jrcp->busy_ns > now_ns)
		return jrcp->busy_ns;
	if (ready <= now)
		return 0;
	if (clock->mode == CLOCK_REAL)
		return now_ns + (ready - now); /* what came over the bus is still being done */
	clock_advance_to(clock, ready);
	return 0;
}

static void earlier(uint64_t *next, uint64_t at_ns)
{
	if (at_ns && (!*next || at_ns < *next))
		*next = at_ns;
}

/* Does what the time has come for. Returns when there is more to do, 0: never. */
static uint64_t look_at_clients(struct jrcp *jrcp)
{
	uint64_t now_ns = machine_now_ns(), next = 0;

	for (size_t i = 0; i < CLIENTS_MAX; i++) {
		struct client *c = &jrcp->clients[i];

		if (c->fd >= 0 && c->answer_len > 0 && c->answer_ns <= now_ns) {
			send_message(c, c->answer, c->answer_len);
			c->answer_len = 0;
			pause_client(jrcp, c, false);
		}
		if (c->fd >= 0 && c->deadline_ns && c->deadline_ns <= now_ns)
			refuse(jrcp, c, "it came to a standstill in a message");
		if (c->fd >= 0 && c->whole) {
			uint64_t ready_ns = card_ready_at(jrcp, now_ns);

			earlier(&next, ready_ns);
			if (ready_ns == 0)
				run_message(jrcp, c);
			if (c->fd >= 0 && !c->whole && c->answer_len == 0)
				pause_client(jrcp, c, false);
		}
		if (c->fd >= 0) {
			earlier(&next, c->answer_len > 0 ? c->answer_ns : 0);
			earlier(&next, c->deadline_ns);
		}
	}
	return next;
}

void jrcp_step(struct jrcp *jrcp)
{
	struct epoll_event events[CLIENTS_MAX + 2];
	struct itimerspec spec = { 0 };
	int n = epoll_wait(jrcp->epoll_fd, events, CLIENTS_MAX + 2, 0);
	uint64_t next, count;

	for (int i = 0; i < n; i++) {
		struct client *c =
			events[i].data.u64 < CLIENTS_MAX ? &jrcp->clients[events[i].data.u64] : NULL;

		if (events[i].data.u64 == SOURCE_LISTENER)
			accept_client(jrcp);
		else if (events[i].data.u64 == SOURCE_TIMER)
			(void)!read(jrcp->timer_fd, &count, sizeof(count));
		else if (c && c->fd >= 0 && c->paused)
			drop(c); /* gone, before its answer */
		else if (c && c->fd >= 0)
			hear(jrcp, c);
	}
	next = look_at_clients(jrcp);
	spec.it_value.tv_sec = (time_t)(next / 1000000000u);
	spec.it_value.tv_nsec = (long)(next % 1000000000u);
	timerfd_settime(jrcp->timer_fd, TFD_TIMER_ABSTIME, &spec, NULL);
}

void jrcp_free(struct jrcp *jrcp)
{
	if (!jrcp)
		return;
	for (size_t i = 0; i < CLIENTS_MAX; i++)
		if (jrcp->clients[i].fd >= 0)
			drop(&jrcp->clients[i]);
	if (jrcp->listener.fd >= 0)
		listener_close(&jrcp->listener);
	if (jrcp->epoll_fd >= 0)
		close(jrcp->epoll_fd);
	if (jrcp->timer_fd >= 0)
		close(jrcp->timer_fd);
	if (jrcp->spare_fd >= 0)
		close(jrcp->spare_fd);
	explicit_bzero(jrcp, sizeof(*jrcp));
	free(jrcp);
}
