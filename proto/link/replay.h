/* proto/link/replay.h: says again over a link what a recording's host said, and compares the answers. */
#ifndef SESIM_LINK_REPLAY_H
#define SESIM_LINK_REPLAY_H

#include <stdio.h>

#include "link.h"
#include "recording.h"

enum { REPLAY_HEADER_MAX = 64 };

/* An open recording (docs/RECORDINGS.md). */
struct replay {
	FILE *file;
	char path[256];
	char *header[REPLAY_HEADER_MAX]; /* "seed 7" */
	size_t n_header;
	char *line;
	size_t line_cap;
	size_t line_number;
	uint8_t *expected; /* RECORDING_BYTES_MAX */
	uint8_t *got;
};

struct replay_report {
	size_t transactions; /* that agreed */
	size_t line;         /* where the first difference is, 0: there is none */
	char difference[1024];
};

/* Opens a recording and reads its header. Returns 0 or a negative errno. */
int replay_open(struct replay *replay, const char *path, struct why *why);

/* The value of the nth header line (from 0) with this key, NULL when there is none. */
const char *replay_header(const struct replay *replay, const char *key, size_t nth);

/* The next transaction. Returns 1, 0 at the end, or a negative errno. */
int replay_next(struct replay *replay, struct recording_transaction *t, struct why *why);

/*
 * Sends the host's side of all that is left of the recording. Under a virtual clock it waits to each
 * transaction's time, under a real one as long as was waited between them. Returns 0 when every
 * answer was the recorded one, 1 at the first that was not (see the report), or a negative errno.
 */
int replay_run(struct replay *replay, struct link *link, struct replay_report *report, struct why *why);

void replay_close(struct replay *replay);

#endif
