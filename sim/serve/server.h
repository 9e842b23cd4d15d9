/*
 * sim/serve/server.h: a bus behind a socket (docs/WIRE.md).
 *
 * One thread, one epoll loop, nothing allocated for a request. Clients are served in turn, one
 * transaction each; control connections before all others. Under CLOCK_REAL the answer is held
 * back, and the bus kept, until the transaction would have ended; the loop itself never sleeps on it.
 */
#ifndef SESIM_SERVE_SERVER_H
#define SESIM_SERVE_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "adapter.h"
#include "bus.h"
#include "link.h"
#include "socket.h"
#include "why.h"

struct server;

enum { SERVER_CLIENTS_MAX = 256 };

struct server_options {
	const struct adapter_model *adapter; /* NULL: generic */
	int nack_errno;                      /* positive; 0: the adapter's */
	const char *name;                    /* of the adapter, in sysfs; NULL: "sesim" */
	size_t clients_max;                  /* 0: SERVER_CLIENTS_MAX, and never more */
	uint32_t
		spin_us; /* looks for requests this long after the last one before it sleeps; costs a processor */
	/* Told in a sentence of each client that was dropped and of where the server listens; NULL: nobody. */
	void (*note)(void *context, const char *sentence);
	void *note_context;
	uint32_t greeting_ms; /* until a client has greeted; 0: 5000 */
	uint32_t stalled_ms;  /* for half a message, or an answer nobody reads, on TCP; 0: 30000 */
	/* Where the chips are when the bus is a relay's (relay.h): what it is and what else it can do. NULL: on the bus. */
	struct link *link;
};

/*
 * A server over bus. parts (n of them) is what the handshake says of the chips on it. The bus, its
 * chips and parts stay the caller's and outlive the server; nobody else touches the bus while
 * server_step() runs.
 */
int server_new(struct server **out, struct bus *bus, const struct wire_part *parts, size_t n,
	const struct server_options *options, struct why *why);

/*
 * Listens at a URL. A unix socket has mode 0600 from its first moment; one that another server serves, and
 * any other file of that name, is left alone (-EADDRINUSE, -EEXIST). TCP on anything but the
 * loopback is refused (-EACCES) unless allow_remote. Port 0 is one the system chooses.
 */
int server_listen(struct server *server, const char *url, bool allow_remote, struct why *why);

/* The port of the newest TCP listener, 0 if there is none. */
uint16_t server_port(const struct server *server);

/* Serves a connected socket, which becomes the server's: packets as on unix, a stream as on TCP. */
int server_adopt(struct server *server, int fd, struct why *why);

/* Readable when server_step() has something to do: for a loop that has others to look after. */
int server_fd(const struct server *server);

/*
 * Serves what is there, after waiting for at most timeout_ms (-1: without end). Returns 1 to be called
 * again, 0 when the server was asked to end, or a negative errno.
 */
int server_step(struct server *server, int timeout_ms);

/* Serves until it is asked to end. */
int server_run(struct server *server);

/* Bends the bus by a fault script (bus_fault.h), as a FAULT message does; an empty one ends all faults. */
int server_fault(struct server *server, const char *script, struct why *why);

/* Asks the server to end; for signal handlers and other threads, too. */
void server_stop(struct server *server);

/* Closes everything and removes the sockets it made. */
void server_free(struct server *server);

#endif
