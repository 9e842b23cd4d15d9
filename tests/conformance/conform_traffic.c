/* tests/conformance/conform_traffic.c: a link over another that keeps what passes. */
#include "conform_traffic.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conform_commands.h"
#include "recording.h"

enum {
	LINES = 200, /* the newest; and as many from the beginning */
	LINE_MAX_KEPT = 4096,
};

struct traffic {
	struct link link;
	struct link *under;
	char *lines[2 * LINES];
	size_t n; /* transactions that passed */
	bool lost;
	struct traffic_leave leave; /* without a judge everything passes */
	struct conform_commands commands;
	bool held_back;
	char *line; /* RECORDING_LINE_MAX */
};

static enum wire_outcome outcome_of(int rc)
{
	switch (rc) {
	case -ENXIO:
		return WIRE_ADDRESS_NACK;
	case -EIO:
		return WIRE_DATA_NACK;
	case -EAGAIN:
		return WIRE_ARBITRATION_LOST;
	case -ETIMEDOUT:
		return WIRE_TIMEOUT;
	default:
		return rc < 0 ? WIRE_NOT_RUN : WIRE_OK;
	}
}

/* The first lines stay; behind them the newest push out the older ones. */
static size_t place_of(size_t n)
{
	return n < LINES ? n : LINES + (n - LINES) % LINES;
}

static void keep(
	struct traffic *self, const struct i2c_message *msgs, size_t n, size_t done, int rc, uint64_t began)
{
	struct recording_transaction t = { .time_ns = began,
		.n = n,
		.done = done,
		.nacked_at = self->link.nacked_at,
		.outcome = outcome_of(rc) };
	struct wbuf w = wbuf_to((uint8_t *)self->line, RECORDING_LINE_MAX);
	size_t len;

	if (n > I2C_MESSAGES_MAX || rc == -EINVAL)
		return;
	memcpy(t.messages, msgs, n * sizeof(msgs[0]));
	recording_put(&w, &t);
	if (wbuf_bad(&w))
		return;
	len = w.len < LINE_MAX_KEPT ? w.len : LINE_MAX_KEPT;
	free(self->lines[place_of(self->n)]);
	self->lines[place_of(self->n)] = strndup(self->line, len);
	self->n++;
}

static bool may_pass(struct traffic *self, const struct i2c_message *msgs, size_t n)
{
	for (size_t i = 0; self->leave.judge && i < n; i++)
		if (!(msgs[i].flags & I2C_READ) &&
			conform_commands_class(&self->commands, self->leave.judge, self->leave.kind,
				self->leave.config,
				rbuf_from(msgs[i].bytes, msgs[i].len)) > self->leave.allowed)
			return false;
	return true;
}

static int traffic_transfer(struct link *link, struct i2c_message *msgs, size_t n, size_t *done)
{
	struct traffic *self = (struct traffic *)link;
	uint64_t began = link->now_ns;
	int rc;

	if (!may_pass(self, msgs, n)) {
		self->held_back = true;
		*done = 0;
		return -EPERM;
	}
	rc = link_transfer(self->under, msgs, n, done);

	link->now_ns = self->under->now_ns;
	link->nacked_at = self->under->nacked_at;
	if (rc == -ENODEV)
		self->lost = true;
	keep(self, msgs, n, *done, rc, began);
	return rc;
}

static int traffic_wait(struct link *link, uint64_t ns)
{
	struct traffic *self = (struct traffic *)link;
	int rc = link_wait(self->under, ns);

	link->now_ns = self->under->now_ns;
	if (rc == -ENODEV)
		self->lost = true;
	return rc;
}

static int traffic_act(struct link *link, enum link_act act, uint32_t argument)
{
	struct traffic *self = (struct traffic *)link;
	int rc = link_act(self->under, act, argument);

	if (rc == -ENODEV)
		self->lost = true;
	return rc;
}

static int traffic_fault(struct link *link, const char *script, struct why *why)
{
	return link_fault(((struct traffic *)link)->under, script, why);
}

static void traffic_close(struct link *link)
{
	(void)link; /* traffic_free() does */
}

static const struct link_ops traffic_ops = {
	.transfer = traffic_transfer,
	.wait = traffic_wait,
	.act = traffic_act,
	.fault = traffic_fault,
	.close = traffic_close,
};

struct traffic *traffic_over(struct link *link)
{
	struct traffic *self = calloc(1, sizeof(*self));

	if (!self)
		return NULL;
	self->line = malloc(RECORDING_LINE_MAX);
	if (!self->line) {
		free(self);
		return NULL;
	}
	self->under = link;
	self->link.ops = &traffic_ops;
	self->link.info = link->info;
	self->link.now_ns = link->now_ns;
	return self;
}

struct link *traffic_link(struct traffic *traffic)
{
	return &traffic->link;
}

void traffic_begin(struct traffic *traffic)
{
	for (size_t i = 0; i < 2 * LINES; i++) {
		free(traffic->lines[i]);
		traffic->lines[i] = NULL;
	}
	traffic->n = 0;
	traffic->held_back = false;
}

char *traffic_text(const struct traffic *traffic)
{
	char *text = NULL;
	size_t size;
	FILE *out = traffic->n > 0 ? open_memstream(&text, &size) : NULL;
	size_t from = traffic->n > 2 * LINES ? traffic->n - LINES : LINES;

	if (!out)
		return NULL;
	for (size_t i = 0; i < traffic->n; i++) {
		if (i >= LINES && i < from)
			continue;
		if (i == from && from > LINES)
			fprintf(out, "# %zu transactions are left out here\n", from - LINES);
		if (traffic->lines[place_of(i)])
			fputs(traffic->lines[place_of(i)], out);
	}
	if (fclose(out) != 0) {
		free(text);
		return NULL;
	}
	return text;
}

void traffic_allow(struct traffic *traffic, const struct traffic_leave *leave)
{
	traffic->leave = *leave;
}

bool traffic_held_back(const struct traffic *traffic)
{
	return traffic->held_back;
}

bool traffic_lost(const struct traffic *traffic)
{
	return traffic->lost;
}

void traffic_free(struct traffic *traffic)
{
	if (!traffic)
		return;
	traffic_begin(traffic);
	free(traffic->line);
	free(traffic);
}
