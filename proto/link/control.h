/* proto/link/control.h: the control channel of a bus server, from the client's side (docs/WIRE.md). */
#ifndef SESIM_LINK_CONTROL_H
#define SESIM_LINK_CONTROL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "socket_client.h"

enum { CONTROL_ALL_PARTS = 0xffff }; /* for an address */

struct control {
	struct socket_client client;
};

/* One client as the server sees it. Waits are until its turn. */
struct control_client_stats {
	uint32_t number; /* the n-th that was accepted */
	uint32_t role;
	uint64_t transactions;
	uint64_t wait_max_ns;
	uint64_t wait_p99_ns;
	uint32_t max_behind; /* transactions of others that went before a request of its, at most */
};

enum { CONTROL_CLIENTS_MAX = 256 };

struct control_stats {
	uint64_t transactions;
	uint32_t accepted;
	uint32_t dropped;
	size_t n_clients;
	struct control_client_stats clients[CONTROL_CLIENTS_MAX];
};

/* Connects to unix:... or tcp:... as the control role. Returns 0 or a negative errno and a sentence. */
int control_open(struct control *control, const char *url, struct why *why);
void control_close(struct control *control);

/*
 * Each returns 0, -ENODEV when the server is gone or, for a part, when there is none at that address,
 * and the errno docs/WIRE.md names.
 */
int control_power(struct control *control, uint16_t address, bool on);
int control_reset(struct control *control, uint16_t address);
int control_snapshot(struct control *control, uint32_t slot);
int control_restore(struct control *control, uint32_t slot);
int control_wait(struct control *control, uint64_t ns);
int control_fault(struct control *control, const char *script, struct why *why);
int control_stats(struct control *control, struct control_stats *stats);
int control_shutdown(struct control *control);

#endif
