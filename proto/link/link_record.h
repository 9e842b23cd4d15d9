/*
 * proto/link/link_record.h: a link around a link that shows all that passes to somebody, as to a file that is to be
 * replayed (docs/RECORDINGS.md).
 */
#ifndef SESIM_LINK_LINK_RECORD_H
#define SESIM_LINK_LINK_RECORD_H

#include <stdio.h>

#include "link.h"
#include "recording.h"

/*
 * Told of each transaction when it is over; one that was not run (-EINVAL, -EOPNOTSUPP, -ENODEV) is none. Its time is
 * the bus's, as far as this link knows it, and under the real clock that since the first one. Owned by the caller.
 */
struct link_watcher {
	void (*transaction)(struct link_watcher *watcher, const struct recording_transaction *t);
};

/* The link around inner, which from then on is closed with it. Returns 0 or -ENOMEM; inner is then the caller's. */
int link_watch(struct link **out, struct link *inner, struct link_watcher *watcher, struct why *why);

/* A watcher that makes a recording. */
struct record_file {
	struct link_watcher watcher;
	FILE *file;
	uint8_t *line; /* RECORDING_LINE_MAX */
	size_t transactions;
	int error; /* of the first write that failed */
};

/*
 * Makes a recording with these header lines ("seed 7", n of them). A file that exists is replaced. Each transaction is
 * in the file when its answer goes out. Returns 0 or a negative errno.
 */
int record_file_open(
	struct record_file *record, const char *path, const char *const *header, size_t n, struct why *why);

/* Adds a transaction that did not pass a link. */
void record_file_put(struct record_file *record, const struct recording_transaction *t);

/* Returns 0, or a negative errno when not all of it was written. */
int record_file_close(struct record_file *record, struct why *why);

#endif
