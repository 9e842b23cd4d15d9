/* tests/stories/door_connect.h: the one MQTT packet a door reads, the client's CONNECT. */
#ifndef SESIM_STORIES_DOOR_CONNECT_H
#define SESIM_STORIES_DOOR_CONNECT_H

#include <stddef.h>
#include <stdint.h>

#include "cursor.h"
#include "why.h"

enum {
	CONNECT_MAX =
		4096, /* with a will and its message; a door need not take more before it knows who comes */
};

/*
 * How many bytes the packet that begins in `bytes` has, as far as they tell: 0 while that is not
 * known yet, -EPROTO for what is no CONNECT of up to CONNECT_MAX bytes.
 */
int connect_length(const uint8_t *bytes, size_t len, size_t *total, struct why *why);

/*
 * Writes the packet anew with `name` as its user name and no password, whatever the client put there:
 * who it is, the certificate said. MQTT 3.1, 3.1.1 and 5.
 */
int connect_rename(const uint8_t *bytes, size_t len, const char *name, struct wbuf *out, struct why *why);

#endif
