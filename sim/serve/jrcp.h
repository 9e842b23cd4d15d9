/*
 * sim/serve/jrcp.h: bare APDUs over TCP, as NXP's socket builds exchange them ("JRCP v1", the remote JC terminal).
 *
 * A message is its type, a node address (0), a big endian length of two bytes, and so many bytes. Wait for card (00)
 * resets the card and is answered by its ATR, an APDU (01) by its response, close (03) by itself and the end of the
 * connection. Anything else is answered by 03 with a sentence, and the end.
 */
#ifndef SESIM_SERVE_JRCP_H
#define SESIM_SERVE_JRCP_H

#include <stdbool.h>
#include <stdint.h>

#include "bus.h"
#include "why.h"

struct jrcp;

struct jrcp_options {
	/* As of server_options. */
	void (*note)(void *context, const char *sentence);
	void *note_context;
	uint32_t stalled_ms; /* for half a message; 0: 30000 */
};

/*
 * Listens at jrcp:HOST:PORT[;address=HEX], for the smart card at that address or, without it, the only one on the bus,
 * which has to be there already. Off the loopback only with allow_remote. Returns 0 or -errno.
 */
int jrcp_new(struct jrcp **out, struct bus *bus, const char *url, bool allow_remote,
	const struct jrcp_options *options, struct why *why);

bool jrcp_is_url(const char *url);

uint16_t jrcp_port(const struct jrcp *jrcp);

/* Nobody on another machine reaches it. */
bool jrcp_is_loopback(const struct jrcp *jrcp);

/* Readable when jrcp_step() has something to do. */
int jrcp_fd(const struct jrcp *jrcp);

void jrcp_step(struct jrcp *jrcp);

void jrcp_free(struct jrcp *jrcp);

#endif
