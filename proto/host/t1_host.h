/*
 * proto/host/t1_host.h: the host's side of T=1 over I2C (UM11225), with recovery: what carries APDUs to an SE05x.
 *
 * Functions return 0 or a negative errno: that of the port, -ETIMEDOUT when the part is silent for longer than BWT,
 * -EBADMSG when it is not understood, or does not understand, again and again, -EPROTO for a block that makes no sense
 * here, -ECONNRESET when it may have lost its power in the midst of the exchange: it asks for a block as one does that begins
 * anew, -ENOSPC for an answer longer than the buffer. After an error the link is resynchronised by the next command, and
 * may_have_run says whether the part may have run the one that failed: it is never sent twice as a whole.
 */
#ifndef SESIM_HOST_T1_HOST_H
#define SESIM_HOST_T1_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cursor.h"
#include "t1.h"

/* One transaction each, START to STOP. read: -ENXIO when the part does not acknowledge. */
struct t1_port {
	int (*write)(void *context, const uint8_t *bytes, size_t len);
	int (*read)(void *context, uint8_t *bytes, size_t len);
	int (*wait)(void *context, uint64_t ns);
	void *context;
	bool simulated; /* the other end says so; se05x_host.h */
};

/* Plain bytes but for the port. */
struct t1_host {
	struct t1_port port;
	uint64_t poll_ns;     /* between two looks for a block */
	uint64_t patience_ns; /* how long to look for one: BWT */
	uint8_t send;         /* N(S) of the next I-block, and of the one expected */
	uint8_t receive;
	bool out_of_step; /* RESYNC comes first */
	bool may_have_run;
};

/* The times that all parts keep to. */
struct t1_host t1_host_make(const struct t1_port *port);

/* INTERFACE SOFT RESET: numbers begin anew, sessions end. The answer to reset goes to atr. */
int t1_host_reset(struct t1_host *host, struct wbuf *atr);

/* RESYNC: numbers begin anew, nothing else. */
int t1_host_resync(struct t1_host *host);

/* END OF APDU SESSION: numbers begin anew, the part may sleep. */
int t1_host_end(struct t1_host *host);

/* One command APDU; the answer, status included, goes to `answer`. */
int t1_host_apdu(struct t1_host *host, const uint8_t *command, size_t len, struct wbuf *answer);

#endif
