/* proto/link/link_socket.c: the links unix: and tcp:, a bus behind its socket. */
#include "control.h"
#include "link.h"
#include "socket_find.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct socket_link {
	struct link link;
	struct socket_client client;
	struct endpoint endpoint;
	struct control control; /* once something was asked of it */
	bool controls;
};

/* What a server may take for a transaction beside its patience: the bits at the bus's speed. */
static uint64_t bus_ms(const struct link *link, const struct i2c_message *msgs, size_t n)
{
	uint64_t bits = 0;

	if (link->info.clock != WIRE_CLOCK_REAL || link->info.speed_hz == 0)
		return 0;
	for (size_t i = 0; i < n; i++)
		bits += 9u * ((uint64_t)msgs[i].len + 2);
	return bits * 1000 / link->info.speed_hz + 1;
}

static bool messages_valid(const struct i2c_message *msgs, size_t n)
{
	if (n == 0 || n > I2C_MESSAGES_MAX)
		return false;
	for (size_t i = 0; i < n; i++)
		if (msgs[i].len > I2C_MESSAGE_MAX ||
			(!msgs[i].bytes && (msgs[i].len > 0 || msgs[i].flags & I2C_RECV_LEN)))
			return false;
	return true;
}

/* Hands the bytes of an answer to the messages that read them. */
static bool take_reads(struct i2c_message *msgs, size_t n, struct rbuf *data)
{
	for (size_t i = 0; i < n; i++) {
		struct i2c_message *m = &msgs[i];
		size_t extra = m->flags & I2C_RECV_LEN ? I2C_COUNTED_MAX : 0;
		struct rbuf bytes;

		if (!(m->flags & I2C_READ))
			continue;
		bytes = rbuf_take(data, m->len + extra);
		rbuf_copy(&bytes, m->bytes, m->len + extra);
		if (extra > 0 && m->bytes[0] <= I2C_COUNTED_MAX)
			m->len = (uint16_t)(m->len + m->bytes[0]);
	}
	return !rbuf_bad(data) && rbuf_left(data) == 0;
}

/* In the bus's words, whatever adapter the server plays to others. */
static int outcome_rc(const struct wire_result *result)
{
	static const int errnos[] = {
		[WIRE_ADDRESS_NACK] = ENXIO,
		[WIRE_DATA_NACK] = EIO,
		[WIRE_ARBITRATION_LOST] = EAGAIN,
		[WIRE_TIMEOUT] = ETIMEDOUT,
	};

	if (result->rc >= 0 || result->outcome == WIRE_NOT_RUN || result->outcome == WIRE_OK ||
		result->outcome >= sizeof(errnos) / sizeof(errnos[0]))
		return result->rc;
	return -errnos[result->outcome];
}

static int socket_transfer(struct link *link, struct i2c_message *msgs, size_t n, size_t *done)
{
	struct socket_link *self = (struct socket_link *)link;
	struct socket_answer answer;
	struct wbuf w;
	int rc;

	*done = 0;
	if (!messages_valid(msgs, n))
		return -EINVAL;
	w = socket_client_request(&self->client, WIRE_TRANSFER, 0);
	wire_put_transfer(&w, msgs, n);
	rc = socket_client_call(&self->client, &w, bus_ms(link, msgs, n), &answer);
	if (rc < 0)
		return rc;
	*done = answer.result.done;
	link->nacked_at = answer.result.nacked_at;
	link->now_ns = answer.result.now_ns;
	if (answer.result.rc >= 0 && !take_reads(msgs, n, &answer.data))
		return -ENODEV;
	return outcome_rc(&answer.result);
}

static int socket_wait(struct link *link, uint64_t ns)
{
	struct socket_link *self = (struct socket_link *)link;
	struct wbuf w = socket_client_request(&self->client, WIRE_WAIT, 0);
	struct socket_answer answer;
	int rc;

	wbuf_le64(&w, ns);
	rc = socket_client_call(
		&self->client, &w, link->info.clock == WIRE_CLOCK_REAL ? ns / 1000000 + 1 : 0, &answer);
	if (rc < 0)
		return rc;
	link->now_ns = answer.result.now_ns;
	return answer.result.rc;
}

/* The control channel, opened the first time. */
static int controls(struct socket_link *self)
{
	struct why why;
	int rc;

	if (!self->link.info.simulated)
		return -EOPNOTSUPP;
	if (self->client.fd < 0)
		return -ENODEV;
	if (self->controls)
		return 0;
	rc = socket_client_open(&self->control.client, &self->endpoint, WIRE_ROLE_CONTROL, &why);
	self->controls = rc == 0;
	return rc < 0 ? -ENODEV : 0;
}

/* Power and snapshots are the control role's, on a connection of its own. */
static int socket_act(struct link *link, enum link_act act, uint32_t argument)
{
	struct socket_link *self = (struct socket_link *)link;
	struct control *control = &self->control;
	int rc = controls(self);

	if (rc < 0)
		return rc;
	switch (act) {
	case LINK_POWER_OFF:
	case LINK_POWER_ON:
		return control_power(control, (uint16_t)argument, act == LINK_POWER_ON);
	case LINK_SNAPSHOT:
		return control_snapshot(control, argument);
	case LINK_RESTORE:
		return control_restore(control, argument);
	}
	return -EOPNOTSUPP;
}

static int socket_fault(struct link *link, const char *script, struct why *why)
{
	struct socket_link *self = (struct socket_link *)link;
	int rc = controls(self);

	if (rc < 0)
		return why_errno(why, rc, "there are no faults on this link");
	return control_fault(&self->control, script, why);
}

static void socket_close(struct link *link)
{
	struct socket_link *self = (struct socket_link *)link;

	if (self->controls)
		control_close(&self->control);
	socket_client_close(&self->client);
	free(self);
}

static const struct link_ops socket_ops = {
	.transfer = socket_transfer,
	.wait = socket_wait,
	.act = socket_act,
	.fault = socket_fault,
	.close = socket_close,
};

static int socket_open(const struct link_scheme *scheme, const char *url, struct link **out, struct why *why)
{
	struct socket_link *self = calloc(1, sizeof(*self));
	struct why cause;
	int rc;

	(void)scheme;
	if (!self)
		return why_errno(why, ENOMEM, "no memory for the link %s", url);
	rc = endpoint_parse(&self->endpoint, url, why);
	if (rc == 0) {
		rc = socket_client_open(&self->client, &self->endpoint, WIRE_ROLE_DATA, &cause);
		if (rc < 0)
			why_fail(why, rc, "%s: %s", url, cause.text);
	}
	if (rc < 0) {
		free(self);
		return rc;
	}
	self->link.ops = &socket_ops;
	self->link.info.simulated = self->client.welcome.flags & WIRE_SIMULATED;
	self->link.info.nacks_alike = self->client.welcome.flags & WIRE_NACKS_ALIKE;
	self->link.info.clock = self->client.welcome.clock;
	self->link.info.speed_hz = self->client.welcome.speed_hz;
	self->link.info.n_parts = self->client.welcome.n_parts;
	memcpy(self->link.info.parts, self->client.parts, sizeof(self->client.parts));
	*out = &self->link;
	return 0;
}

const struct link_scheme link_scheme_unix = {
	.name = "unix",
	.open = socket_open,
	.grammar = "unix:PATH[,key=HEX] or unix:@NAME[,key=HEX]",
	.about = "a bus that a sesim serves on this machine",
	.find = socket_find,
};
const struct link_scheme link_scheme_tcp = {
	.name = "tcp",
	.open = socket_open,
	.grammar = "tcp:HOST:PORT[,key=HEX]",
	.about = "a bus that a sesim serves on this machine or another",
};
