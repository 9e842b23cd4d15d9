/* sim/bus/wires_log.c: the messages of a transaction as they went over the wires, for who watches the bus. */
#include "wires_log.h"

#include <stdlib.h>

#include "cursor.h"

struct wires_log {
	struct i2c_message messages[I2C_MESSAGES_MAX];
	size_t n;
	enum bus_outcome outcome;
	size_t nacked_at;
	struct wbuf bytes;
	uint8_t room[];
};

struct wires_log *wires_log_new(void)
{
	const size_t room = (size_t)I2C_MESSAGES_MAX * I2C_MESSAGE_MAX;
	struct wires_log *log = calloc(1, sizeof(*log) + room);

	if (log)
		log->bytes = wbuf_to(log->room, room);
	return log;
}

void wires_log_free(struct wires_log *log)
{
	free(log);
}

void wires_log_clear(struct wires_log *log)
{
	log->n = log->nacked_at = 0;
	log->outcome = BUS_OK;
	log->bytes.len = 0;
}

void wires_log_address(struct wires_log *log, uint8_t byte, bool acknowledged)
{
	if (log->outcome != BUS_OK || log->n == I2C_MESSAGES_MAX)
		return;
	log->messages[log->n++] = (struct i2c_message){
		.addr = (uint16_t)(byte >> 1), .flags = byte & I2C_READ, .bytes = log->room + log->bytes.len
	};
	if (!acknowledged)
		log->outcome = BUS_ADDRESS_NACK;
}

void wires_log_byte(struct wires_log *log, uint8_t byte)
{
	struct i2c_message *m = &log->messages[log->n > 0 ? log->n - 1 : 0];

	if (log->n == 0 || log->outcome != BUS_OK || m->len == I2C_MESSAGE_MAX)
		return;
	wbuf_u8(&log->bytes, byte);
	m->len++;
}

/* The message as it was meant is longer than what was acknowledged: it has the refused byte. */
void wires_log_nack(struct wires_log *log)
{
	if (log->n == 0 || log->outcome != BUS_OK)
		return;
	log->outcome = BUS_DATA_NACK;
	log->nacked_at = log->messages[log->n - 1].len - 1u;
}

struct bus_event wires_log_event(struct wires_log *log)
{
	return (struct bus_event){ .messages = log->messages,
		.n = log->n,
		.done = log->outcome == BUS_OK ? log->n : log->n - 1,
		.nacked_at = log->nacked_at,
		.outcome = log->outcome };
}
