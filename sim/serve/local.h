/* sim/serve/local.h: transactions that this very process has on a server's bus, between those of its clients. */
#ifndef SESIM_SERVE_LOCAL_H
#define SESIM_SERVE_LOCAL_H

#include <stdbool.h>

#include "server.h"

struct bus *local_bus(struct server *server);
struct adapter *local_adapter(struct server *server);

/* Whether a transaction may run now: under CLOCK_REAL the bus is kept until the one before would have ended. */
bool local_may_run(const struct server *server);

/*
 * One has run. Returns whether its answer has to wait: until local_may_run() is true again, for which server_fd()
 * becomes readable.
 */
bool local_ran(struct server *server);

/* Somebody waits for his turn: no client has two before him. */
void local_wait(struct server *server, bool waits);

#endif
