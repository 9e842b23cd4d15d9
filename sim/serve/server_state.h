/* sim/serve/server_state.h: what the files of the server share; for them alone. */
#ifndef SESIM_SERVE_SERVER_STATE_H
#define SESIM_SERVE_SERVER_STATE_H

#include "bus_fault.h"
#include "descriptions.h"
#include "jrcp.h"
#include "listener.h"
#include "server.h"
#include "waits.h"

enum {
	LISTENERS_MAX = 4,
	GREETING_MS = 5000, /* until HELLO is there */
	STALLED_MS = 30000, /* a message or an answer on TCP that goes no further */
	ASIDE_SIZE = 16384, /* answers that are no transaction's */
	SNAPSHOT_SLOTS = 8,
};

enum stage {
	STAGE_FREE,
	STAGE_GREETING,
	STAGE_OPEN,
};

/* Both directions of a TCP connection, which has no packets. */
struct stream {
	uint8_t in[WIRE_LENGTH_SIZE + WIRE_MESSAGE_MAX];
	size_t have;
	uint8_t out[WIRE_LENGTH_SIZE + WIRE_MESSAGE_MAX];
	size_t out_len, out_sent;
};

struct connection {
	enum stage stage;
	int fd;
	uint32_t generation; /* tells a late event from one of the slot's next connection */
	uint32_t number;     /* the n-th that was accepted */
	uint16_t role;
	uint32_t message_max;
	const struct listener *listener; /* NULL: adopted */
	struct stream *stream;           /* NULL: packets */
	uint32_t events;                 /* what epoll watches */
	uint64_t deadline_ns;            /* on the machine's clock, 0: none */
	bool queued;                     /* has a request and waits for its turn */
	uint64_t queued_ns;
	uint64_t queued_at; /* server->transactions then */
	uint64_t served;    /* server->turn of its newest turn */
	bool waiting;       /* in a WAIT */
	uint64_t wake_ns;   /* on the bus's clock */
	uint32_t wait_id;
	struct handle_owner handles;
	uint64_t transactions;
	struct waits waits;
};

struct bus_snapshot;

struct server {
	struct bus *bus;
	struct adapter adapter;
	struct server_options options;
	char name[49];
	struct wire_part parts[WIRE_PARTS_MAX];
	size_t n_parts;
	struct descriptions *descriptions;
	struct bus_fault fault;
	struct bus_snapshot *snapshots[SNAPSHOT_SLOTS];

	int epoll_fd, stop_fd, timer_fd, spare_fd;
	uint64_t timer_ns; /* what the timer is set to, 0: off */
	struct listener listeners[LISTENERS_MAX];
	size_t n_listeners;
	struct jrcp *jrcps[LISTENERS_MAX];
	size_t n_jrcps;
	uint16_t port; /* of the newest that has one */

	struct connection *connections;
	size_t clients_max;
	size_t n_timed; /* connections with a deadline or in a WAIT */
	uint32_t accepted, dropped;
	size_t queue[SERVER_CLIENTS_MAX]; /* connections with a request, unordered */
	size_t n_queued;
	uint64_t turn;
	uint64_t transactions;
	uint64_t last_ns; /* the machine's clock when the newest request was served */
	bool ending;

	bool holding; /* CLOCK_REAL: the bus is busy until hold_ns (machine's clock) */
	uint64_t hold_ns;
	struct connection *held; /* whose answer waits for that, NULL when it is gone */
	size_t held_len;
	bool local_waits; /* local.h: somebody waits for his turn, */
	bool local_next;  /* and the next one is his */

	uint8_t request[WIRE_MESSAGE_MAX];
	uint8_t answer[WIRE_LENGTH_SIZE + WIRE_MESSAGE_MAX];
	uint8_t aside[WIRE_LENGTH_SIZE + ASIDE_SIZE];
};

uint64_t machine_now_ns(void);

/* server.c: wakes whoever sleeps on server_fd() when there will be something to do. */
void server_set_alarm(struct server *server);

/* connection.c: one client's socket */

/* Takes a connected socket in; closes it when there is no room. */
int connection_new(struct server *server, int fd, const struct listener *listener);
/* Closes it. reason, unless NULL, is sent to the client and noted. */
void connection_drop(struct server *server, struct connection *c, const char *reason);
void connection_deadline(struct server *server, struct connection *c, uint64_t ms);
void connection_watch(struct server *server, struct connection *c, uint32_t events);
/* Takes from the socket what is there. True when a whole message lies ready; false: none yet, or it was dropped. */
bool connection_fill(struct server *server, struct connection *c);
/* The message that lies ready. False: there is none, or the connection was dropped. */
bool connection_message(struct server *server, struct connection *c, struct rbuf *message);
/* Makes room for the next one. */
void connection_consume(struct connection *c);
/* Sends a message of len bytes that begins WIRE_LENGTH_SIZE into frame. Drops who does not read. */
void connection_send(struct server *server, struct connection *c, uint8_t *frame, size_t len);
/* Sends what a TCP connection did not take at once. */
void connection_flush(struct server *server, struct connection *c);

/* request.c: what the messages ask for */

/* One message of a connection that has not greeted, or of the control role. */
void request_aside(struct server *server, struct connection *c, struct rbuf *message);
/* One message of the data role. May leave the answer held. */
void request_data(struct server *server, struct connection *c, struct rbuf *message);
/* Keeps the bus, and an answer of len bytes for c, until the newest transaction would have ended. False: it has. */
bool server_hold(struct server *server, struct connection *c, size_t len);
/* Answers a WAIT whose time has come. */
void request_woken(struct server *server, struct connection *c);

/* control.c: requests of the control role */

/*
 * Takes a request's body, fills its result and data. Returns false when the body is malformed.
 * Under `result->rc == REQUEST_LATER` the answer comes by request_woken().
 */
typedef bool request_handler(struct server *server, struct connection *c, struct rbuf *body, uint32_t handle,
	struct wire_result *result, struct wbuf *data);

enum { REQUEST_LATER = 1 << 30 };

request_handler request_power, request_reset, request_snapshot, request_restore, request_fault, request_stats,
	request_shutdown;
void request_free(struct server *server);

#endif
