/* tests/conformance/conform_traffic.h: a link over another that keeps what passes, for the trace of a failed case. */
#ifndef SESIM_CONFORM_TRAFFIC_H
#define SESIM_CONFORM_TRAFFIC_H

#include "conform_run.h"

struct traffic;

/* The other link stays the caller's. NULL without memory. */
struct traffic *traffic_over(struct link *link);
struct link *traffic_link(struct traffic *traffic);

/* Forgets what was kept, and with it how much bus time there was. */
void traffic_begin(struct traffic *traffic);
/* Lines of a recording, oldest first, the caller's to free; the middle of a long one is left out. NULL: nothing passed. */
char *traffic_text(const struct traffic *traffic);
/* What may be sent. */
struct traffic_leave {
	const struct conform_judge *judge; /* NULL: everything may */
	const char *kind;                  /* of the part */
	const uint8_t *config;             /* of an ATECC, or NULL; the caller's, as it is then */
	enum conform_class allowed;
};

/* From now on messages that change more than that are not sent: -EPERM. Before: everything is. */
void traffic_allow(struct traffic *traffic, const struct traffic_leave *leave);
/* Whether one was not sent since traffic_begin(). */
bool traffic_held_back(const struct traffic *traffic);
/* The link said that the other end is gone. */
bool traffic_lost(const struct traffic *traffic);
void traffic_free(struct traffic *traffic);

#endif
