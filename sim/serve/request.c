/* sim/serve/request.c: what the bus socket's messages ask for: one table of them, and the answers. */
#include "server_state.h"

#include <errno.h>
#include <string.h>

static const char malformed[] = "it sent a message that is malformed";

/* A file and where its answer goes; NULL with rc set when the handle is none of this connection's. */
static struct i2cdev_file *file_of(
	struct server *server, const struct connection *c, uint32_t handle, struct wire_result *result)
{
	struct i2cdev_file *file = descriptions_file(server->descriptions, &c->handles, handle);

	if (!file)
		*result = (struct wire_result){ .rc = -EBADF, .outcome = WIRE_NOT_RUN };
	return file;
}

static bool run_open(struct server *server, struct connection *c, struct rbuf *body, uint32_t handle,
	struct wire_result *result, struct wbuf *data)
{
	uint8_t token[WIRE_TOKEN_SIZE];

	(void)handle;
	rbuf_copy(body, token, sizeof(token));
	if (rbuf_bad(body))
		return false;
	result->rc = descriptions_open(server->descriptions, &c->handles, token);
	if (result->rc > 0)
		wbuf_put(data, token, sizeof(token));
	return true;
}

static bool run_close(struct server *server, struct connection *c, struct rbuf *body, uint32_t handle,
	struct wire_result *result, struct wbuf *data)
{
	(void)body;
	(void)data;
	result->rc = descriptions_close(server->descriptions, &c->handles, handle);
	return true;
}

static bool run_set(struct server *server, struct connection *c, struct rbuf *body, uint32_t handle,
	struct wire_result *result, struct wbuf *data)
{
	uint32_t setting = rbuf_le32(body);
	uint64_t value = rbuf_le64(body);
	struct i2cdev_file *file = file_of(server, c, handle, result);

	(void)data;
	if (file)
		result->rc = i2cdev_set(file, &server->adapter, setting, value);
	return true;
}

/* Bytes of data an answer may carry to this client. */
static bool answer_fits(const struct connection *c, size_t len, struct wire_result *result)
{
	if (WIRE_RESULT_SIZE + len <= c->message_max)
		return true;
	*result = (struct wire_result){ .rc = -EOPNOTSUPP, .outcome = WIRE_NOT_RUN };
	return false;
}

static bool run_read(struct server *server, struct connection *c, struct rbuf *body, uint32_t handle,
	struct wire_result *result, struct wbuf *data)
{
	uint32_t count = rbuf_le32(body);
	struct i2cdev_file *file = file_of(server, c, handle, result);

	if (count > I2C_MESSAGE_MAX)
		count = I2C_MESSAGE_MAX;
	if (rbuf_bad(body) || !file || !answer_fits(c, count, result))
		return !rbuf_bad(body);
	i2cdev_read(file, &server->adapter, server->bus, wbuf_room(data, count), count, result);
	return true;
}

static bool run_write(struct server *server, struct connection *c, struct rbuf *body, uint32_t handle,
	struct wire_result *result, struct wbuf *data)
{
	struct i2cdev_file *file = file_of(server, c, handle, result);
	size_t len = rbuf_left(body) < I2C_MESSAGE_MAX ? rbuf_left(body) : I2C_MESSAGE_MAX;
	const uint8_t *bytes = rbuf_bytes(body, len);

	(void)data;
	rbuf_bytes(body, rbuf_left(body)); /* cut, as the kernel does */
	if (file)
		i2cdev_write(file, &server->adapter, server->bus, bytes, len, result);
	return true;
}

static bool run_transfer(struct server *server, struct connection *c, struct rbuf *body, uint32_t handle,
	struct wire_result *result, struct wbuf *data)
{
	struct i2c_message msgs[I2C_MESSAGES_MAX];
	size_t n = wire_get_transfer(body, msgs, data);

	(void)handle; /* I2C_RDWR has its addresses in the messages */
	if (rbuf_bad(body))
		return false;
	result->rc = -EINVAL;
	if (n > 0 && answer_fits(c, data->len, result))
		adapter_transfer(&server->adapter, server->bus, msgs, n, result);
	return true;
}

static bool run_smbus(struct server *server, struct connection *c, struct rbuf *body, uint32_t handle,
	struct wire_result *result, struct wbuf *data)
{
	struct wire_smbus smbus = wire_get_smbus(body);
	struct i2cdev_file *file = file_of(server, c, handle, result);

	if (rbuf_bad(body) || !file)
		return !rbuf_bad(body);
	i2cdev_smbus(file, &server->adapter, server->bus, &smbus, result);
	wbuf_put(data, smbus.data, sizeof(smbus.data));
	return true;
}

static bool run_wait(struct server *server, struct connection *c, struct rbuf *body, uint32_t handle,
	struct wire_result *result, struct wbuf *data)
{
	static const uint64_t latest = 1ull << 62; /* 146 years, and room for whoever counts on from there */
	uint64_t ns = rbuf_le64(body);
	uint64_t now = clock_now(&server->bus->clock);
	uint64_t until = now > latest || ns > latest - now ? latest : now + ns;

	(void)handle;
	(void)data;
	if (rbuf_bad(body))
		return false;
	result->rc = bus_wait(server->bus, ns);
	if (result->rc == 0 && server->bus->clock.mode == CLOCK_REAL && ns > 0) {
		c->waiting = true;
		c->wake_ns = until;
		server->n_timed++;
		result->rc = REQUEST_LATER;
	}
	return true;
}

/* Every request: who may make it and what it does. */
static const struct request {
	uint16_t type;
	uint16_t roles; /* bits, 1 << enum wire_role */
	request_handler *run;
} requests[] = {
	{ WIRE_TRANSFER, 1 << WIRE_ROLE_DATA, run_transfer },
	{ WIRE_READ, 1 << WIRE_ROLE_DATA, run_read },
	{ WIRE_WRITE, 1 << WIRE_ROLE_DATA, run_write },
	{ WIRE_SMBUS, 1 << WIRE_ROLE_DATA, run_smbus },
	{ WIRE_SET, 1 << WIRE_ROLE_DATA, run_set },
	{ WIRE_OPEN, 1 << WIRE_ROLE_DATA, run_open },
	{ WIRE_CLOSE, 1 << WIRE_ROLE_DATA, run_close },
	{ WIRE_WAIT, 1 << WIRE_ROLE_DATA | 1 << WIRE_ROLE_CONTROL, run_wait },
	{ WIRE_POWER, 1 << WIRE_ROLE_CONTROL, request_power },
	{ WIRE_RESET, 1 << WIRE_ROLE_CONTROL, request_reset },
	{ WIRE_SNAPSHOT, 1 << WIRE_ROLE_CONTROL, request_snapshot },
	{ WIRE_RESTORE, 1 << WIRE_ROLE_CONTROL, request_restore },
	{ WIRE_FAULT, 1 << WIRE_ROLE_CONTROL, request_fault },
	{ WIRE_STATS, 1 << WIRE_ROLE_CONTROL, request_stats },
	{ WIRE_SHUTDOWN, 1 << WIRE_ROLE_CONTROL, request_shutdown },
};

static const struct request *find_request(uint16_t type, uint16_t role)
{
	for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++)
		if (requests[i].type == type && requests[i].roles >> role & 1)
			return &requests[i];
	return NULL;
}

/* Writes header and result before the data that is already in its place. Returns the message's length. */
static size_t put_answer(
	uint8_t *frame, uint32_t id, uint32_t handle, const struct wire_result *result, size_t data_len)
{
	struct wbuf w = wbuf_to(frame + WIRE_LENGTH_SIZE, WIRE_RESULT_SIZE);

	wire_put_header(&w, WIRE_RESULT, id, handle);
	wire_put_result(&w, result);
	return WIRE_RESULT_SIZE + data_len;
}

/*
 * Runs a request and puts its answer into frame. Returns the answer's length, 0 when it comes later or
 * the client was dropped.
 */
static size_t run(struct server *server, struct connection *c, struct rbuf *message, uint8_t *frame,
	size_t frame_size, struct wire_result *result)
{
	struct wire_header header = wire_get_header(message);
	const struct request *request = find_request(header.type, c->role);
	struct wbuf data = wbuf_to(frame + WIRE_LENGTH_SIZE + WIRE_RESULT_SIZE,
		frame_size - WIRE_LENGTH_SIZE - WIRE_RESULT_SIZE);

	*result = (struct wire_result){ .outcome = WIRE_NOT_RUN };
	if (rbuf_bad(message) || !request) {
		connection_drop(
			server, c, rbuf_bad(message) ? malformed : "it sent a request that its role has not");
		return 0;
	}
	if (!request->run(server, c, message, header.handle, result, &data) || rbuf_bad(message) ||
		rbuf_left(message) > 0) {
		connection_drop(server, c, malformed);
		return 0;
	}
	if (result->rc == REQUEST_LATER) {
		c->wait_id = header.id;
		return 0;
	}
	if (result->outcome == WIRE_NOT_RUN)
		result->now_ns = clock_now(&server->bus->clock);
	/* A failed transaction read nothing; a control request may explain itself. */
	if (result->rc < 0 && c->role == WIRE_ROLE_DATA)
		data.len = 0;
	return put_answer(frame, header.id, header.handle, result, data.len);
}

bool server_hold(struct server *server, struct connection *c, size_t len)
{
	uint64_t now;

	if (server->bus->clock.mode != CLOCK_REAL)
		return false;
	now = clock_now(&server->bus->clock);
	if (server->bus->free_at_ns <= now)
		return false;
	server->holding = true;
	server->hold_ns = machine_now_ns() + server->bus->free_at_ns - now;
	server->held = c;
	server->held_len = len;
	return true;
}

void request_data(struct server *server, struct connection *c, struct rbuf *message)
{
	struct wire_result result;
	size_t len = run(server, c, message, server->answer, sizeof(server->answer), &result);

	if (len == 0)
		return;
	if (result.outcome != WIRE_NOT_RUN) {
		server->transactions++;
		c->transactions++;
		if (server_hold(server, c, len))
			return;
	}
	connection_send(server, c, server->answer, len);
}

void request_woken(struct server *server, struct connection *c)
{
	const struct wire_result result = { .outcome = WIRE_NOT_RUN,
		.now_ns = clock_now(&server->bus->clock) };

	c->waiting = false;
	server->n_timed--;
	connection_send(server, c, server->aside, put_answer(server->aside, c->wait_id, 0, &result, 0));
}

/* Takes the same time whatever the key. */
static bool key_matches(const struct connection *c, const uint8_t *key)
{
	uint8_t difference = 0;

	if (!c->listener || !c->listener->endpoint.has_key)
		return true;
	for (size_t i = 0; i < WIRE_KEY_SIZE; i++)
		difference |= (uint8_t)(key[i] ^ c->listener->endpoint.key[i]);
	return difference == 0;
}

static uint16_t welcome_flags(const struct server *server)
{
	const struct link *link = server->options.link;

	if (!link)
		return WIRE_SIMULATED;
	return (uint16_t)((link->info.simulated ? WIRE_SIMULATED : 0) |
			  (link->info.nacks_alike ? WIRE_NACKS_ALIKE : 0));
}

static void greet(struct server *server, struct connection *c, struct rbuf *message)
{
	struct wire_header header = wire_get_header(message);
	struct wire_hello hello = wire_get_hello(message);
	struct wbuf w = wbuf_to(server->aside + WIRE_LENGTH_SIZE, ASIDE_SIZE);
	struct wire_welcome welcome = {
		.version = WIRE_VERSION,
		.flags = welcome_flags(server),
		.clock = (uint16_t)server->bus->clock.mode,
		.n_parts = (uint16_t)server->n_parts,
		.speed_hz = server->bus->speed_hz,
		.functionality = server->adapter.model->functionality,
		.nack_errno = (uint32_t)adapter_nack_errno(&server->adapter),
		.message_max = c->message_max,
	};
	const char *reason = NULL;

	if (header.type != WIRE_HELLO || rbuf_bad(message) || rbuf_left(message) > 0)
		reason = "its first message is no HELLO";
	else if (hello.version < WIRE_VERSION)
		reason = "it speaks an older version of the protocol";
	else if (hello.role != WIRE_ROLE_DATA && hello.role != WIRE_ROLE_CONTROL)
		reason = "it asks for a role that is neither data nor control";
	else if (!key_matches(c, hello.key))
		reason = "its key is wrong";
	if (reason) {
		connection_drop(server, c, reason);
		return;
	}
	memcpy(welcome.adapter, server->name, sizeof(welcome.adapter));
	wire_put_header(&w, WIRE_WELCOME, header.id, 0);
	wire_put_welcome(&w, &welcome);
	for (size_t i = 0; i < server->n_parts; i++)
		wire_put_part(&w, &server->parts[i]);
	c->stage = STAGE_OPEN;
	c->role = hello.role;
	connection_deadline(server, c, 0);
	connection_send(server, c, server->aside, w.len);
}

void request_aside(struct server *server, struct connection *c, struct rbuf *message)
{
	struct wire_result result;
	size_t len;

	if (c->stage == STAGE_GREETING) {
		greet(server, c, message);
		return;
	}
	len = run(server, c, message, server->aside, sizeof(server->aside), &result);
	if (len > 0)
		connection_send(server, c, server->aside, len);
}
