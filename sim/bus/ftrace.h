/*
 * sim/bus/ftrace.h: what Linux logs of a real I2C bus (tracepoints i2c_write, i2c_read, i2c_reply, i2c_result), as
 * transactions. The log is text (trace, trace_pipe) or pages of the ring buffer (per_cpu/cpuN/trace_pipe_raw).
 *
 *	ftrace_text() or ftrace_pages() for each file, ftrace_sort(), ftrace_next() until it returns 0.
 *
 * The text shows 64 bytes of a message; longer ones are refused, since the ring buffer has all of them.
 */
#ifndef SESIM_BUS_FTRACE_H
#define SESIM_BUS_FTRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "recording.h"
#include "why.h"

enum ftrace_kind {
	FTRACE_WRITE,
	FTRACE_READ,   /* was asked for */
	FTRACE_REPLY,  /* what was read */
	FTRACE_RESULT, /* the end: all messages went through, or an errno */
	FTRACE_KINDS,
};

/* One event. Its bytes lie in the log. */
struct ftrace_event {
	enum ftrace_kind kind;
	uint64_t time_ns;
	int32_t adapter; /* N of i2c-N */
	uint16_t message;
	uint16_t address;
	uint16_t flags;
	uint16_t len;    /* FTRACE_RESULT: how many messages there were */
	int32_t result;  /* FTRACE_RESULT: how many went through, or -errno */
	size_t data_at;  /* in the log's bytes: FTRACE_WRITE, FTRACE_REPLY */
	uint32_t source; /* a file of the log */
	size_t place;    /* its line or page there, from 1 */
	size_t order;    /* as it was read */
};

enum {
	FTRACE_SOURCES_MAX = 256,
	FTRACE_FIELDS = 6,
	FTRACE_PAGE_DEFAULT = 4096,
	FTRACE_PAGE_MAX = 65536,
	FTRACE_LOG_MAX = 1 << 28, /* bytes of all messages together */
};

/* Where a ring buffer's events have what: from its `format` files (ftrace_format_take). */
struct ftrace_format {
	uint16_t ids[FTRACE_KINDS]; /* 0: not known */
	size_t page_size;
	size_t page_data; /* offset of a page's events: 16, or 12 of a 32-bit kernel */
};

/* All that was read so far. */
struct ftrace_log {
	struct ftrace_event *events;
	size_t n, cap;
	uint8_t *bytes;
	size_t n_bytes, cap_bytes;
	struct {
		const char *name; /* the caller's */
		const char *unit; /* of its places: "line", "page" */
	} sources[FTRACE_SOURCES_MAX];
	uint32_t n_sources;
	size_t at; /* ftrace_next(): the next event */
	uint64_t first_ns;
	size_t skipped; /* transactions that began before the log or ended behind it, or were not run */
};

/* As kernels before and after 5.x lay them out on 64 bits, with 4 KiB pages; no ids. */
struct ftrace_format ftrace_format_default(void);

/*
 * Takes what one `format` file says: of an event ("name: i2c_write"), or header_page. Other events' are left
 * alone. Returns 0 or -EINVAL.
 */
int ftrace_format_take(
	struct ftrace_format *format, const char *text, size_t len, const char *name, struct why *why);

/* Adds a text log (len bytes; name for sentences, it outlives the log). Returns 0 or a negative errno. */
int ftrace_text(struct ftrace_log *log, const char *text, size_t len, const char *name, struct why *why);

/* Adds pages of a ring buffer. */
int ftrace_pages(struct ftrace_log *log, const uint8_t *bytes, size_t len, const char *name,
	const struct ftrace_format *format, struct why *why);

/*
 * Puts the events of all files in the order of their times and keeps those of one adapter: -1 means the only
 * one. Returns 0, or -EINVAL when there is no event, or several adapters and none was named.
 */
int ftrace_sort(struct ftrace_log *log, int32_t adapter, struct why *why);

/*
 * The next transaction, times from the first one's on; its bytes lie in bytes[RECORDING_BYTES_MAX]. Returns 1, 0 at the
 * end, or -EINVAL when the events make none.
 */
int ftrace_next(struct ftrace_log *log, struct recording_transaction *t, uint8_t *bytes, struct why *why);

void ftrace_free(struct ftrace_log *log);

/* For the readers: an event of the newest source, whose data (n_data bytes) is copied. */
int ftrace_add(struct ftrace_log *log, struct ftrace_event event, const uint8_t *data, size_t n_data,
	struct why *why);
/* For the readers: a new source. */
int ftrace_source(struct ftrace_log *log, const char *name, const char *unit, struct why *why);

#endif
