/* sim/bus/ftrace.c: events of Linux's i2c tracepoints, from wherever, put together to transactions. */
#include "ftrace.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
	/* Of a message's flags those that a recording has; I2C_M_DMA_SAFE and their like are the driver's. */
	KEPT_FLAGS = I2C_READ | I2C_TEN_BIT | I2C_RECV_LEN | I2C_NO_START,
};

int ftrace_source(struct ftrace_log *log, const char *name, const char *unit, struct why *why)
{
	if (log->n_sources == FTRACE_SOURCES_MAX)
		return why_fail(why, EINVAL, "%s is one log too many: %d make an import at most", name,
			FTRACE_SOURCES_MAX);
	log->sources[log->n_sources].name = name;
	log->sources[log->n_sources++].unit = unit;
	return 0;
}

/* Room for `more` units of `size` bytes behind `n`; false when memory is short. */
static bool grow(void **at, size_t *cap, size_t n, size_t more, size_t size)
{
	size_t wanted = *cap ? *cap : 256;
	void *grown;

	if (n + more <= *cap)
		return true;
	while (wanted < n + more)
		wanted *= 2;
	grown = realloc(*at, wanted * size);
	if (!grown)
		return false;
	*at = grown;
	*cap = wanted;
	return true;
}

int ftrace_add(struct ftrace_log *log, struct ftrace_event event, const uint8_t *data, size_t n_data,
	struct why *why)
{
	void *events = log->events, *bytes = log->bytes;
	bool room = n_data <= FTRACE_LOG_MAX - log->n_bytes;

	room = room && grow(&events, &log->cap, log->n, 1, sizeof(log->events[0]));
	log->events = events;
	room = room && grow(&bytes, &log->cap_bytes, log->n_bytes, n_data, 1);
	log->bytes = bytes;
	if (!room)
		return why_errno(why, ENOMEM, "%s is too long", log->sources[log->n_sources - 1].name);
	event.source = log->n_sources - 1;
	event.order = log->n;
	event.data_at = log->n_bytes;
	if (n_data > 0)
		memcpy(log->bytes + log->n_bytes, data, n_data);
	log->n_bytes += n_data;
	log->events[log->n++] = event;
	return 0;
}

static int earlier(const void *one, const void *other)
{
	const struct ftrace_event *a = one, *b = other;

	if (a->time_ns != b->time_ns)
		return a->time_ns < b->time_ns ? -1 : 1;
	return (a->order > b->order) - (a->order < b->order);
}

int ftrace_sort(struct ftrace_log *log, int32_t adapter, struct why *why)
{
	size_t kept = 0;

	for (size_t i = 0; adapter < 0 && i < log->n; i++)
		if (log->events[i].adapter != log->events[0].adapter)
			return why_fail(why, EINVAL,
				"the log has events of i2c-%d and of i2c-%d: name one with --adapter",
				log->events[0].adapter, log->events[i].adapter);
	for (size_t i = 0; i < log->n; i++)
		if (adapter < 0 || log->events[i].adapter == adapter)
			log->events[kept++] = log->events[i];
	if (kept == 0 && adapter >= 0 && log->n > 0)
		return why_fail(why, EINVAL, "the log has no event of i2c-%d, but of i2c-%d", adapter,
			log->events[0].adapter);
	if (kept == 0)
		return why_fail(why, EINVAL,
			"the log has no event of an I2C bus: they are enabled by 1 in "
			"/sys/kernel/tracing/events/i2c/enable");
	log->n = kept;
	qsort(log->events, log->n, sizeof(log->events[0]), earlier);
	return 0;
}

/* What is wrong at an event. */
static int wrong(
	const struct ftrace_log *log, const struct ftrace_event *event, struct why *why, const char *what)
{
	return why_fail(why, EINVAL, "%s, %s %zu: %s", log->sources[event->source].name,
		log->sources[event->source].unit, event->place, what);
}

/* The outcome that an adapter's errno means; WIRE_NOT_RUN: nothing was on the wires. */
static enum wire_outcome outcome_of(int32_t result)
{
	static const struct {
		int errnum;
		enum wire_outcome outcome;
	} outcomes[] = {
		{ ENXIO, WIRE_ADDRESS_NACK },
		{ EREMOTEIO, WIRE_ADDRESS_NACK },
		{ EIO, WIRE_ADDRESS_NACK }, /* drivers have it for either NACK */
		{ ENODEV, WIRE_ADDRESS_NACK },
		{ EAGAIN, WIRE_ARBITRATION_LOST },
		{ ETIMEDOUT, WIRE_TIMEOUT },
	};

	for (size_t i = 0; i < sizeof(outcomes) / sizeof(outcomes[0]); i++)
		if (outcomes[i].errnum == -result)
			return outcomes[i].outcome;
	return WIRE_NOT_RUN;
}

/* i2c_write or i2c_read: a message of a transaction that begins or goes on. */
static const char *take_message(const struct ftrace_log *log, const struct ftrace_event *event,
	struct recording_transaction *t, struct wbuf *w)
{
	struct i2c_message *m = &t->messages[t->n];

	if (event->message != t->n)
		return event->message == 0 ? "a transaction begins before the one before it has a result"
					   : "its messages are not numbered one after the other";
	if (t->n == I2C_MESSAGES_MAX)
		return "a transaction has more than 42 messages";
	if (event->len > I2C_MESSAGE_MAX + I2C_COUNTED_MAX || event->address > 0x3ff)
		return "a message is longer than any may be, or its address is none";
	if ((event->flags & I2C_READ) != (event->kind == FTRACE_READ))
		return "its flags do not fit what it is";
	*m = (struct i2c_message){ .addr = event->address,
		.flags = event->flags & KEPT_FLAGS,
		.len = event->len,
		.bytes = wbuf_room(w, event->len + (size_t)I2C_COUNTED_MAX) };
	if (!m->bytes)
		return "a transaction is longer than any may be";
	if (event->kind == FTRACE_WRITE && event->len > 0)
		memcpy(m->bytes, log->bytes + event->data_at, event->len);
	else
		memset(m->bytes, 0, event->len + (size_t)I2C_COUNTED_MAX);
	t->n++;
	return NULL;
}

/* i2c_reply: what a message read. */
static const char *take_reply(const struct ftrace_log *log, const struct ftrace_event *event,
	struct recording_transaction *t, bool *replied)
{
	struct i2c_message *m;

	if (event->message >= t->n || replied[event->message])
		return "a reply to no message";
	m = &t->messages[event->message];
	if (!(m->flags & I2C_READ))
		return "a reply to a message that did not read";
	if (event->len != m->len && (!(m->flags & I2C_RECV_LEN) || event->len > m->len + I2C_COUNTED_MAX))
		return "a reply is not as long as what was asked for";
	m->len = event->len;
	if (event->len > 0)
		memcpy(m->bytes, log->bytes + event->data_at, event->len);
	replied[event->message] = true;
	return NULL;
}

/* i2c_result: NULL, or what is wrong with it. *run is false for a transaction that was not on the wires. */
static const char *take_result(
	const struct ftrace_event *event, struct recording_transaction *t, const bool *replied, bool *run)
{
	if (event->len != t->n)
		return "a result of another number of messages than there were";
	if (event->result > (int32_t)t->n)
		return "a result of more messages than there were";
	t->done = event->result < 0 ? 0 : (size_t)event->result;
	t->outcome = event->result < 0 ? outcome_of(event->result)
		     : t->done < t->n  ? WIRE_ADDRESS_NACK /* as virtio's adapter says it */
				       : WIRE_OK;
	*run = t->outcome != WIRE_NOT_RUN;
	for (size_t i = 0; i < t->done; i++)
		if (t->messages[i].flags & I2C_READ && !replied[i])
			return "a read that went through has no reply";
	return NULL;
}

int ftrace_next(struct ftrace_log *log, struct recording_transaction *t, uint8_t *bytes, struct why *why)
{
	bool replied[I2C_MESSAGES_MAX] = { false };
	struct wbuf w = wbuf_to(bytes, RECORDING_BYTES_MAX);
	const char *what = NULL;
	bool run = false;

	memset(t, 0, sizeof(*t));
	while (log->at < log->n) {
		const struct ftrace_event *event = &log->events[log->at++];

		/* The log may begin in the middle of a transaction. */
		if (log->first_ns == 0 && (event->kind >= FTRACE_REPLY || event->message > 0)) {
			log->skipped += event->kind == FTRACE_RESULT;
			continue;
		}
		if (t->n == 0 && event->kind >= FTRACE_REPLY)
			return wrong(log, event, why, "a result or a reply without messages");
		if (log->first_ns == 0)
			log->first_ns = event->time_ns ? event->time_ns : 1;
		if (t->n == 0)
			t->time_ns = event->time_ns < log->first_ns ? 0 : event->time_ns - log->first_ns;
		if (event->kind == FTRACE_REPLY)
			what = take_reply(log, event, t, replied);
		else if (event->kind == FTRACE_RESULT)
			what = take_result(event, t, replied, &run);
		else
			what = take_message(log, event, t, &w);
		if (what)
			return wrong(log, event, why, what);
		if (event->kind == FTRACE_RESULT && run)
			return 1;
		if (event->kind == FTRACE_RESULT) {
			log->skipped++;
			memset(t, 0, sizeof(*t));
			memset(replied, 0, sizeof(replied));
			w = wbuf_to(bytes, RECORDING_BYTES_MAX);
		}
	}
	log->skipped += t->n > 0;
	return 0;
}

void ftrace_free(struct ftrace_log *log)
{
	free(log->events);
	free(log->bytes);
	memset(log, 0, sizeof(*log));
}
