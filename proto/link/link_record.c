/* proto/link/link_record.c: a link around a link that shows all that passes to somebody. */
#include "link_record.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct watched_link {
	struct link link;
	struct link *inner;
	struct link_watcher *watcher;
	uint64_t first_ns; /* of this machine's clock; 0: nothing has passed yet */
};

static uint64_t machine_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

/* When a transaction begins now. A bus whose time is not this machine's says it with each answer only. */
static uint64_t begin_ns(struct watched_link *self)
{
	uint64_t now_ns = machine_ns();

	if (self->inner->info.clock != WIRE_CLOCK_REAL)
		return self->inner->now_ns;
	if (self->first_ns == 0)
		self->first_ns = now_ns;
	return now_ns - self->first_ns;
}

static void take_over(struct watched_link *self)
{
	self->link.nacked_at = self->inner->nacked_at;
	self->link.now_ns = self->inner->now_ns;
}

static int watched_transfer(struct link *link, struct i2c_message *msgs, size_t n, size_t *done)
{
	struct watched_link *self = (struct watched_link *)link;
	struct recording_transaction t = { .time_ns = begin_ns(self), .n = n };
	int rc = link_transfer(self->inner, msgs, n, done);

	take_over(self);
	t.outcome = link_outcome(rc);
	if (t.outcome == WIRE_NOT_RUN)
		return rc;
	t.done = *done;
	t.nacked_at = self->inner->nacked_at;
	memcpy(t.messages, msgs, n * sizeof(msgs[0]));
	self->watcher->transaction(self->watcher, &t);
	return rc;
}

static int watched_wait(struct link *link, uint64_t ns)
{
	struct watched_link *self = (struct watched_link *)link;
	int rc = link_wait(self->inner, ns);

	take_over(self);
	return rc;
}

/* What is done to the parts is no traffic. */
static int watched_act(struct link *link, enum link_act act, uint32_t argument)
{
	struct watched_link *self = (struct watched_link *)link;
	int rc = link_act(self->inner, act, argument);

	take_over(self);
	return rc;
}

static void watched_close(struct link *link)
{
	struct watched_link *self = (struct watched_link *)link;

	link_close(self->inner);
	free(self);
}

static const struct link_ops watched_ops = {
	.transfer = watched_transfer,
	.wait = watched_wait,
	.act = watched_act,
	.close = watched_close,
};

int link_watch(struct link **out, struct link *inner, struct link_watcher *watcher, struct why *why)
{
	struct watched_link *self = calloc(1, sizeof(*self));

	*out = NULL;
	if (!self)
		return why_errno(why, ENOMEM, "no memory for a link");
	self->link = *inner;
	self->link.ops = &watched_ops;
	self->inner = inner;
	self->watcher = watcher;
	*out = &self->link;
	return 0;
}

void record_file_put(struct record_file *record, const struct recording_transaction *t)
{
	struct wbuf w = wbuf_to(record->line, RECORDING_LINE_MAX);

	recording_put(&w, t);
	record->transactions++;
	if (fwrite(w.at, 1, w.len, record->file) != w.len || fflush(record->file) != 0)
		record->error = record->error ? record->error : errno;
}

static void record_passing(struct link_watcher *watcher, const struct recording_transaction *t)
{
	record_file_put((struct record_file *)watcher, t);
}

int record_file_open(
	struct record_file *record, const char *path, const char *const *header, size_t n, struct why *why)
{
	*record = (struct record_file){ .watcher = { .transaction = record_passing } };
	record->line = malloc(RECORDING_LINE_MAX);
	if (!record->line)
		return why_errno(why, ENOMEM, "no memory for a recording");
	record->file = fopen(path, "we");
	if (!record->file) {
		free(record->line);
		return why_errno(why, errno, "cannot write the recording %s", path);
	}
	fprintf(record->file, "%s\n", RECORDING_FIRST_LINE);
	for (size_t i = 0; i < n; i++)
		fprintf(record->file, "%s\n", header[i]);
	fputc('\n', record->file);
	return 0;
}

int record_file_close(struct record_file *record, struct why *why)
{
	int error = record->error;

	if (fclose(record->file) != 0 && !error)
		error = errno;
	free(record->line);
	record->file = NULL;
	record->line = NULL;
	return error ? why_errno(why, error, "the recording is not whole") : 0;
}
