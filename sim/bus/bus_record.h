/* sim/bus/bus_record.h: writes down what goes over a bus, to be replayed (docs/RECORDINGS.md). */
#ifndef SESIM_BUS_BUS_RECORD_H
#define SESIM_BUS_BUS_RECORD_H

#include <stdio.h>

#include "bus.h"
#include "recording.h"
#include "why.h"

struct bus_record {
	struct bus_watcher watcher;
	FILE *file;
	uint8_t *line; /* RECORDING_LINE_MAX */
	int error;     /* of the first write that failed */
};

/* The transaction of an event, which borrows its bytes. */
struct recording_transaction bus_record_of(const struct bus_event *event);

/*
 * Makes a recording with these header lines ("seed 7", n of them) and begins to watch. An existing
 * file is replaced. Returns 0 or a negative errno.
 */
int bus_record_open(struct bus_record *record, struct bus *bus, const char *path, const char *const *header,
	size_t n, struct why *why);

/* Stops watching and closes the file. Returns 0, or a negative errno when not all of it was written. */
int bus_record_close(struct bus_record *record, struct bus *bus, struct why *why);

#endif
