/* proto/link/mpsse_talk.h: what opening an MPSSE and using it share. */
#ifndef SESIM_LINK_MPSSE_TALK_H
#define SESIM_LINK_MPSSE_TALK_H

#include "mpsse.h"

/* Room for the commands of a round trip, empty. */
struct wbuf mpsse_batch(struct mpsse *mpsse);

/* Sends commands and waits for the n bytes that they answer. */
int mpsse_ask(struct mpsse *mpsse, const struct wbuf *commands, void *answers, size_t n);

/* The engine anew, and set up. What it did not finish is lost. */
int mpsse_prepare(struct mpsse *mpsse, struct why *why);

/* Gets the wires high again: whoever was interrupted in mid-byte is clocked until it lets go. -ETIMEDOUT: it does not. */
int mpsse_mend(struct mpsse *mpsse);

#endif
