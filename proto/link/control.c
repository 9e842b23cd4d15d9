/* proto/link/control.c: the control channel of a bus server, from the client's side (docs/WIRE.md). */
#include "control.h"

#include <errno.h>
#include <string.h>

int control_open(struct control *control, const char *url, struct why *why)
{
	struct endpoint endpoint;
	struct why cause;
	int rc = endpoint_parse(&endpoint, url, why);

	if (rc < 0)
		return rc;
	rc = socket_client_open(&control->client, &endpoint, WIRE_ROLE_CONTROL, &cause);
	return rc < 0 ? why_fail(why, rc, "%s: %s", url, cause.text) : 0;
}

void control_close(struct control *control)
{
	socket_client_close(&control->client);
}

static int call(
	struct control *control, const struct wbuf *request, uint64_t wait_ms, struct socket_answer *answer)
{
	int rc = socket_client_call(&control->client, request, wait_ms, answer);

	return rc < 0 ? rc : answer->result.rc;
}

int control_power(struct control *control, uint16_t address, bool on)
{
	struct wbuf w = socket_client_request(&control->client, WIRE_POWER, 0);
	struct socket_answer answer;

	wbuf_le16(&w, address);
	wbuf_le16(&w, on);
	return call(control, &w, 0, &answer);
}

int control_reset(struct control *control, uint16_t address)
{
	struct wbuf w = socket_client_request(&control->client, WIRE_RESET, 0);
	struct socket_answer answer;

	wbuf_le16(&w, address);
	return call(control, &w, 0, &answer);
}

static int slot_request(struct control *control, uint16_t type, uint32_t slot)
{
	struct wbuf w = socket_client_request(&control->client, type, 0);
	struct socket_answer answer;

	wbuf_le32(&w, slot);
	return call(control, &w, 0, &answer);
}

int control_snapshot(struct control *control, uint32_t slot)
{
	return slot_request(control, WIRE_SNAPSHOT, slot);
}

int control_restore(struct control *control, uint32_t slot)
{
	return slot_request(control, WIRE_RESTORE, slot);
}

int control_wait(struct control *control, uint64_t ns)
{
	struct wbuf w = socket_client_request(&control->client, WIRE_WAIT, 0);
	bool really = control->client.welcome.clock == WIRE_CLOCK_REAL;
	struct socket_answer answer;

	wbuf_le64(&w, ns);
	return call(control, &w, really ? ns / 1000000 + 1 : 0, &answer);
}

int control_fault(struct control *control, const char *script, struct why *why)
{
	struct wbuf w = socket_client_request(&control->client, WIRE_FAULT, 0);
	struct socket_answer answer;
	int rc;

	wbuf_put(&w, script, strlen(script));
	rc = socket_client_call(&control->client, &w, 0, &answer);
	if (rc < 0)
		return why_fail(why, rc, "the server does not answer");
	if (answer.result.rc < 0) {
		char text[WIRE_REASON_MAX + 1] = "";
		size_t len =
			rbuf_left(&answer.data) < WIRE_REASON_MAX ? rbuf_left(&answer.data) : WIRE_REASON_MAX;

		rbuf_copy(&answer.data, text, len);
		return why_fail(why, answer.result.rc, "%s", text);
	}
	return 0;
}

int control_stats(struct control *control, struct control_stats *stats)
{
	struct wbuf w = socket_client_request(&control->client, WIRE_STATS, 0);
	struct socket_answer answer;
	int rc = call(control, &w, 0, &answer);

	memset(stats, 0, sizeof(*stats));
	if (rc < 0)
		return rc;
	stats->transactions = rbuf_le64(&answer.data);
	stats->accepted = rbuf_le32(&answer.data);
	stats->dropped = rbuf_le32(&answer.data);
	stats->n_clients = rbuf_le32(&answer.data);
	if (stats->n_clients > CONTROL_CLIENTS_MAX)
		return -EPROTO;
	for (size_t i = 0; i < stats->n_clients; i++) {
		struct control_client_stats *client = &stats->clients[i];

		client->number = rbuf_le32(&answer.data);
		client->role = rbuf_le32(&answer.data);
		client->transactions = rbuf_le64(&answer.data);
		client->wait_max_ns = rbuf_le64(&answer.data);
		client->wait_p99_ns = rbuf_le64(&answer.data);
		client->max_behind = rbuf_le32(&answer.data);
	}
	return rbuf_bad(&answer.data) || rbuf_left(&answer.data) > 0 ? -EPROTO : 0;
}

int control_shutdown(struct control *control)
{
	struct wbuf w = socket_client_request(&control->client, WIRE_SHUTDOWN, 0);
	struct socket_answer answer;

	return call(control, &w, 0, &answer);
}
