/* sim/serve/control.c: what only the control role may ask for (docs/WIRE.md). */
#include "server_state.h"

#include <errno.h>
#include <string.h>

#include "bus_snapshot.h"

enum { ADDRESS_ALL = 0xffff };

/* Calls power for every seat at address; returns how many there were. */
static size_t power_at(struct bus *bus, uint16_t address, bool off, bool on)
{
	size_t found = 0;

	for (size_t i = 0; i < bus->n_seats; i++) {
		struct bus_seat *seat = &bus->seats[i];

		if (address != ADDRESS_ALL && seat->env.address != address)
			continue;
		found++;
		if (off)
			bus_power(bus, seat, false);
		if (on)
			bus_power(bus, seat, true);
	}
	return found;
}

bool request_power(struct server *server, struct connection *c, struct rbuf *body, uint32_t handle,
	struct wire_result *result, struct wbuf *data)
{
	uint16_t address = rbuf_le16(body), on = rbuf_le16(body);

	(void)c;
	(void)handle;
	(void)data;
	if (rbuf_bad(body) || on > 1)
		return false;
	if (server->options.link) {
		result->rc = link_act(server->options.link, on ? LINK_POWER_ON : LINK_POWER_OFF, address);
		return true;
	}
	if (power_at(server->bus, address, !on, on) == 0)
		result->rc = -ENODEV;
	return true;
}

bool request_reset(struct server *server, struct connection *c, struct rbuf *body, uint32_t handle,
	struct wire_result *result, struct wbuf *data)
{
	uint16_t address = rbuf_le16(body);

	(void)c;
	(void)handle;
	(void)data;
	if (rbuf_bad(body))
		return false;
	if (server->options.link) {
		result->rc = link_act(server->options.link, LINK_POWER_OFF, address);
		if (result->rc == 0)
			result->rc = link_act(server->options.link, LINK_POWER_ON, address);
		return true;
	}
	if (power_at(server->bus, address, true, true) == 0)
		result->rc = -ENODEV;
	return true;
}

bool request_snapshot(struct server *server, struct connection *c, struct rbuf *body, uint32_t handle,
	struct wire_result *result, struct wbuf *data)
{
	uint32_t slot = rbuf_le32(body);
	struct bus_snapshot *taken;

	(void)c;
	(void)handle;
	(void)data;
	if (server->options.link && !rbuf_bad(body)) {
		result->rc = link_act(server->options.link, LINK_SNAPSHOT, slot);
		return true;
	}
	if (slot >= SNAPSHOT_SLOTS) {
		result->rc = -EINVAL;
		return true;
	}
	taken = bus_snapshot_take(server->bus);
	if (!taken) {
		result->rc = -ENOMEM;
		return true;
	}
	bus_snapshot_free(server->snapshots[slot]);
	server->snapshots[slot] = taken;
	return true;
}

bool request_restore(struct server *server, struct connection *c, struct rbuf *body, uint32_t handle,
	struct wire_result *result, struct wbuf *data)
{
	uint32_t slot = rbuf_le32(body);

	(void)c;
	(void)handle;
	(void)data;
	if (server->options.link && !rbuf_bad(body)) {
		result->rc = link_act(server->options.link, LINK_RESTORE, slot);
		return true;
	}
	if (slot >= SNAPSHOT_SLOTS)
		result->rc = -EINVAL;
	else if (!server->snapshots[slot])
		result->rc = -ENOENT;
	else if (!rbuf_bad(body))
		bus_snapshot_restore(server->bus, server->snapshots[slot]);
	return true;
}

bool request_fault(struct server *server, struct connection *c, struct rbuf *body, uint32_t handle,
	struct wire_result *result, struct wbuf *data)
{
	char script[BUS_FAULT_SCRIPT_MAX + 1];
	size_t len = rbuf_left(body);
	struct why why;

	(void)c;
	(void)handle;
	if (len > BUS_FAULT_SCRIPT_MAX)
		return false;
	rbuf_copy(body, script, len);
	script[len] = '\0';
	result->rc = server_fault(server, script, &why);
	if (result->rc < 0)
		wbuf_put(data, why.text, strnlen(why.text, WIRE_REASON_MAX));
	return true;
}

bool request_stats(struct server *server, struct connection *c, struct rbuf *body, uint32_t handle,
	struct wire_result *result, struct wbuf *data)
{
	uint32_t clients = 0;

	(void)c;
	(void)body;
	(void)handle;
	(void)result;
	for (size_t i = 0; i < server->clients_max; i++)
		clients += server->connections[i].stage != STAGE_FREE;
	wbuf_le64(data, server->transactions);
	wbuf_le32(data, server->accepted);
	wbuf_le32(data, server->dropped);
	wbuf_le32(data, clients);
	for (size_t i = 0; i < server->clients_max; i++) {
		const struct connection *client = &server->connections[i];

		if (client->stage == STAGE_FREE)
			continue;
		wbuf_le32(data, client->number);
		wbuf_le32(data, client->role);
		wbuf_le64(data, client->transactions);
		wbuf_le64(data, client->waits.max_ns);
		wbuf_le64(data, waits_p99(&client->waits));
		wbuf_le32(data, client->waits.max_behind);
	}
	return true;
}

bool request_shutdown(struct server *server, struct connection *c, struct rbuf *body, uint32_t handle,
	struct wire_result *result, struct wbuf *data)
{
	(void)c;
	(void)body;
	(void)handle;
	(void)result;
	(void)data;
	server->ending = true;
	return true;
}

int server_fault(struct server *server, const char *script, struct why *why)
{
	int rc;

	if (server->options.link)
		return why_fail(why, EOPNOTSUPP,
			"this bus is another one, lent: faults are put on it where its chips are");
	rc = bus_fault_script(&server->fault, script, why);
	if (rc < 0)
		return rc;
	bus_disarm(server->bus);
	server->bus->bender = server->fault.n_rules > 0 ? &server->fault.bender : NULL;
	return 0;
}

void request_free(struct server *server)
{
	if (server->bus->bender == &server->fault.bender)
		server->bus->bender = NULL;
	for (size_t i = 0; i < SNAPSHOT_SLOTS; i++)
		bus_snapshot_free(server->snapshots[i]);
}
