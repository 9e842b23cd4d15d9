/*
 * proto/host/atca_ask.h: one command of an ATECC from a state that nobody knows to one that everybody does.
 *
 * It is put to idle and woken before each command and put to idle behind it, so no other host's answer and no watchdog
 * comes in between; what is volatile stays. Functions return 0 or a negative errno: those of atca_host.h, -EREMOTEIO when
 * the part refused, its status then in host->status, -EPROTO for an answer of another length, and -EPERM for what cannot
 * be undone on a link to a part that is not simulated, unless host->irreversible_allowed says otherwise.
 */
#ifndef SESIM_HOST_ATCA_ASK_H
#define SESIM_HOST_ATCA_ASK_H

#include "atca_host.h"

/* expect: bytes of the answer; 0: nothing but success. A command that came broken is sent again. */
int atca_ask(struct atca_host *host, enum atca_opcode opcode, uint8_t param1, uint16_t param2,
	const void *data, size_t len, size_t expect, struct atca_answer *answer);

/* Whether commands that cannot be undone may be sent: locks, counters, new keys. */
int atca_may_alter(const struct atca_host *host);

#endif
