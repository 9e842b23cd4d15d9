/* sim/serve/local.c: transactions that this very process has on a server's bus. */
#include "local.h"

#include "server_state.h"

struct bus *local_bus(struct server *server)
{
	return server->bus;
}

struct adapter *local_adapter(struct server *server)
{
	return &server->adapter;
}

bool local_may_run(const struct server *server)
{
	return !server->holding;
}

bool local_ran(struct server *server)
{
	server->local_next = false;
	server->transactions++;
	if (!server_hold(server, NULL, 0))
		return false;
	server_set_alarm(server);
	return true;
}

void local_wait(struct server *server, bool waits)
{
	server->local_waits = waits;
	server->local_next = server->local_next && waits;
}
