/* sim/cli/record_out.h: where `sesim record` writes: a recording, a trace, or both. */
#ifndef SESIM_CLI_RECORD_OUT_H
#define SESIM_CLI_RECORD_OUT_H

#include <stdbool.h>

#include "link_record.h"
#include "pcapng.h"

enum {
	RECORD_LINES_MAX = 128,
	RECORD_LINE_TEXT = 256,
};

/* Header lines of a recording. Starts as zeros. */
struct record_header {
	char lines[RECORD_LINES_MAX][RECORD_LINE_TEXT];
	size_t n;
};

__attribute__((format(printf, 2, 3))) void record_header_add(
	struct record_header *header, const char *format, ...);
/* The program's version, and the date. */
void record_header_begin(struct record_header *header);

struct record_out {
	struct link_watcher watcher; /* for link_watch() */
	struct record_file recording;
	struct pcapng_writer trace;
	bool recording_open;
	bool trace_open;
	size_t transactions;
};

/* Opens what is not NULL. Returns 0 or a negative errno. */
int record_out_open(struct record_out *out, const char *recording, const char *trace,
	const struct record_header *header, struct why *why);

void record_out_put(struct record_out *out, const struct recording_transaction *t);

/* Returns 0, or a negative errno when not all was written. */
int record_out_close(struct record_out *out, struct why *why);

#endif
