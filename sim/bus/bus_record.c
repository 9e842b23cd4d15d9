/* sim/bus/bus_record.c: writes down what goes over a bus, to be replayed (docs/RECORDINGS.md). */
#include "bus_record.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct recording_transaction bus_record_of(const struct bus_event *event)
{
	struct recording_transaction t = {
		.time_ns = event->start_ns,
		.n = event->n,
		.done = event->done,
		.nacked_at = event->nacked_at,
		.outcome = (enum wire_outcome)event->outcome,
	};

	memcpy(t.messages, event->messages, event->n * sizeof(t.messages[0]));
	return t;
}

static void record_transaction(struct bus_watcher *watcher, const struct bus_event *event)
{
	struct bus_record *record = (struct bus_record *)watcher;
	const struct recording_transaction t = bus_record_of(event);
	struct wbuf w = wbuf_to(record->line, RECORDING_LINE_MAX);

	recording_put(&w, &t);
	if (fwrite(w.at, 1, w.len, record->file) != w.len || fflush(record->file) != 0)
		record->error = record->error ? record->error : errno;
}

int bus_record_open(struct bus_record *record, struct bus *bus, const char *path, const char *const *header,
	size_t n, struct why *why)
{
	*record = (struct bus_record){ .watcher = { .transaction = record_transaction } };
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
	bus_watch(bus, &record->watcher);
	return 0;
}

int bus_record_close(struct bus_record *record, struct bus *bus, struct why *why)
{
	int error = record->error;

	bus_unwatch(bus, &record->watcher);
	if (fclose(record->file) != 0 && !error)
		error = errno;
	free(record->line);
	record->file = NULL;
	record->line = NULL;
	return error ? why_errno(why, error, "the recording is not whole") : 0;
}
