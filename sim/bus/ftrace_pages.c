/*
 * sim/bus/ftrace_pages.c: Linux's i2c tracepoints as they lie in the ring buffer: pages of per_cpu/cpuN/trace_pipe_raw.
 * Layout: events/header_page and events/header_event of any kernel, and include/trace/events/i2c.h.
 */
#include "ftrace.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum {
	/* The low 5 bits of an event's first word: below, how many words of data follow it. */
	TYPE_LONG = 0, /* the next word says how many bytes, itself included */
	TYPE_PADDING = 29,
	TYPE_TIME_EXTEND = 30,
	TYPE_TIME_STAMP = 31,
	TIME_SHIFT = 27,
	COMMON = 8,                 /* of a record: id, flags, preemption count, pid */
	COMMIT_LENGTH = 0x3fffffff, /* the bits above tell of lost events */
};

static const uint32_t commit_lost = 0x80000000;

static const char *const names[FTRACE_KINDS] = { "i2c_write", "i2c_read", "i2c_reply", "i2c_result" };

struct ftrace_format ftrace_format_default(void)
{
	return (struct ftrace_format){ .page_size = FTRACE_PAGE_DEFAULT, .page_data = 16 };
}

static int bad_page(const struct ftrace_log *log, size_t page, struct why *why, const char *what)
{
	return why_fail(why, EINVAL, "%s, page %zu: %s", log->sources[log->n_sources - 1].name, page, what);
}

/* A record of one of our events; `record` is all of it. */
static const char *take_record(struct ftrace_log *log, enum ftrace_kind kind, struct rbuf record,
	uint64_t time_ns, size_t page, struct why *why, int *rc)
{
	struct ftrace_event event = { .kind = kind, .time_ns = time_ns, .place = page };
	struct rbuf fields = record, data = rbuf_from(NULL, 0);

	rbuf_take(&fields, COMMON);
	event.adapter = (int32_t)rbuf_le32(&fields);
	if (kind == FTRACE_RESULT) {
		event.len = rbuf_le16(&fields);
		event.result = (int16_t)rbuf_le16(&fields);
	} else {
		event.message = rbuf_le16(&fields);
		event.address = rbuf_le16(&fields);
		event.flags = rbuf_le16(&fields);
		event.len = rbuf_le16(&fields);
	}
	if (kind == FTRACE_WRITE || kind == FTRACE_REPLY) {
		uint16_t at = rbuf_le16(&fields), len = rbuf_le16(&fields);

		data = record;
		rbuf_take(&data, at);
		data = rbuf_take(&data, len);
		if (rbuf_bad(&data) || len != event.len)
			return "an event's bytes are not where it says";
	}
	if (rbuf_bad(&fields) || event.adapter < 0)
		return "an event is shorter than its fields, or has no adapter";
	*rc = ftrace_add(log, event, data.at, rbuf_left(&data), why);
	return NULL;
}

/* One event of the buffer. Returns what is wrong, or NULL; *more is false behind the page's last one. */
static const char *take_event(struct ftrace_log *log, const struct ftrace_format *format, struct rbuf *r,
	uint64_t *time_ns, size_t page, bool *more, struct why *why, int *rc)
{
	uint32_t head = rbuf_le32(r);
	uint32_t type = head & 0x1f, delta = head >> 5;
	struct rbuf record, ahead;
	uint32_t word, id;

	*more = true;
	if (type == TYPE_PADDING && delta == 0) {
		*more = false;
		return NULL;
	}
	if (type == TYPE_TIME_EXTEND || type == TYPE_TIME_STAMP) {
		uint64_t far = (uint64_t)rbuf_le32(r) << TIME_SHIFT | delta;

		*time_ns = type == TYPE_TIME_EXTEND ? *time_ns + far : far;
		return NULL;
	}
	*time_ns += delta;
	if (type == TYPE_PADDING) { /* an event that was thrown away */
		word = rbuf_le32(r);
		if (word < 4 || word - 4 > rbuf_left(r))
			return "an event is longer than the page";
		rbuf_take(r, word - 4);
		return NULL;
	}
	word = type == TYPE_LONG ? rbuf_le32(r) : type * 4 + 4;
	if (word < 4 || word - 4 > rbuf_left(r))
		return "an event is longer than the page";
	record = rbuf_take(r, word - 4);
	/* The next one begins at a multiple of 4. */
	if (rbuf_left(r) > 0)
		rbuf_take(r, (4 - word % 4) % 4);
	ahead = record;
	id = rbuf_le16(&ahead);
	for (size_t kind = 0; kind < FTRACE_KINDS; kind++)
		if (id != 0 && format->ids[kind] == id)
			return take_record(log, (enum ftrace_kind)kind, record, *time_ns, page, why, rc);
	return NULL;
}

static int take_page(struct ftrace_log *log, const struct ftrace_format *format, struct rbuf page,
	size_t place, struct why *why)
{
	uint64_t time_ns = rbuf_le64(&page);
	uint32_t commit = rbuf_le32(&page);
	const char *what = NULL;
	struct rbuf events;
	bool more = true;
	int rc = 0;

	rbuf_take(&page, format->page_data - 12);
	if (commit & commit_lost)
		return bad_page(log, place, why,
			"the kernel lost events here: log again with a larger buffer (buffer_size_kb)");
	events = rbuf_take(&page, commit & COMMIT_LENGTH);
	if (rbuf_bad(&page) || rbuf_bad(&events))
		return bad_page(log, place, why,
			"it says to hold more than fits: is this trace_pipe_raw, with this page size "
			"(--page-size)?");
	while (rc == 0 && !what && more && rbuf_left(&events) > 0) {
		what = take_event(log, format, &events, &time_ns, place, &more, why, &rc);
		if (!what && rbuf_bad(&events))
			what = "an event is cut";
	}
	return what ? bad_page(log, place, why, what) : rc;
}

int ftrace_pages(struct ftrace_log *log, const uint8_t *bytes, size_t len, const char *name,
	const struct ftrace_format *format, struct why *why)
{
	struct rbuf r = rbuf_from(bytes, len);
	size_t place = 0;
	int rc = ftrace_source(log, name, "page", why);

	for (size_t kind = 0; rc == 0 && kind < FTRACE_KINDS; kind++)
		if (format->ids[kind] == 0)
			rc = why_fail(why, EINVAL,
				"the number of the event %s is not known: copy events/i2c/*/format from the "
				"machine "
				"and name the folder with --format, or give the numbers with --event-ids",
				names[kind]);
	while (rc == 0 && rbuf_left(&r) > 0) {
		struct rbuf page = rbuf_take(&r, format->page_size);

		place++;
		if (rbuf_bad(&page))
			return bad_page(log, place, why, "the file ends in its middle");
		rc = take_page(log, format, page, place, why);
	}
	return rc;
}

/* The value behind `key` in a line of a format file ("\tfield:char data;\toffset:16;\tsize:4080;"). */
static bool value_of(const char *line, size_t len, const char *key, size_t *value)
{
	const char *at = memmem(line, len, key, strlen(key));
	struct rbuf r;

	if (!at)
		return false;
	at += strlen(key);
	r = rbuf_from(at, len - (size_t)(at - line));
	*value = 0;
	while (rbuf_left(&r) > 0) {
		uint8_t c = rbuf_u8(&r);

		if (c < '0' || c > '9')
			return c == ';' || c == '\n';
		*value = *value * 10 + (c - '0');
		if (*value > UINT16_MAX + FTRACE_PAGE_MAX)
			return false;
	}
	return true;
}

/* Of header_page: where its data begins, and how much of it there is. */
static int take_header_page(
	struct ftrace_format *format, const char *line, size_t len, const char *name, struct why *why)
{
	size_t offset, size;

	if (!value_of(line, len, "offset:", &offset) || !value_of(line, len, "size:", &size) ||
		(offset != 12 && offset != 16) || size < 64 || offset + size > FTRACE_PAGE_MAX)
		return why_fail(why, EINVAL, "%s has a line for a page's data that makes no sense", name);
	format->page_data = offset;
	format->page_size = offset + size;
	return 0;
}

/* Where we look for a field: an event whose fields lie elsewhere is not understood. */
static int check_field(const char *line, size_t len, const char *name, struct why *why)
{
	static const struct {
		const char *field;
		size_t offset;
	} fields[] = { { " adapter_nr;", 8 }, { " msg_nr;", 12 }, { " nr_msgs;", 12 }, { " addr;", 14 },
		{ " ret;", 14 }, { " flags;", 16 }, { " len;", 18 }, { " buf;", 20 }, { " buf[];", 20 } };
	size_t offset;

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (memmem(line, len, fields[i].field, strlen(fields[i].field)) &&
			(!value_of(line, len, "offset:", &offset) || offset != fields[i].offset))
			return why_fail(why, EINVAL,
				"%s: this kernel has the field%s of the event elsewhere than at %zu", name,
				fields[i].field, fields[i].offset);
	return 0;
}

int ftrace_format_take(
	struct ftrace_format *format, const char *text, size_t len, const char *name, struct why *why)
{
	struct rbuf r = rbuf_from(text, len);
	size_t kind = FTRACE_KINDS, id = 0;

	while (rbuf_left(&r) > 0) {
		const char *line = (const char *)r.at;
		const uint8_t *end = memchr(r.at, '\n', rbuf_left(&r));
		size_t line_len = end ? (size_t)(end - r.at) : rbuf_left(&r);
		int rc = 0;

		rbuf_take(&r, line_len + (end ? 1 : 0));
		for (size_t i = 0; i < FTRACE_KINDS; i++)
			if (line_len == strlen("name: ") + strlen(names[i]) &&
				memcmp(line, "name: ", 6) == 0 &&
				memcmp(line + 6, names[i], strlen(names[i])) == 0)
				kind = i;
		if (line_len > 4 && memcmp(line, "ID: ", 4) == 0 && !value_of(line, line_len, "ID: ", &id))
			id = 0;
		if (memmem(line, line_len, "field: char data;", 17) ||
			memmem(line, line_len, "field:char data;", 16))
			rc = take_header_page(format, line, line_len, name, why);
		else if (kind < FTRACE_KINDS)
			rc = check_field(line, line_len, name, why);
		if (rc < 0)
			return rc;
	}
	if (kind == FTRACE_KINDS)
		return 0;
	if (id == 0 || id > UINT16_MAX)
		return why_fail(
			why, EINVAL, "%s has no line with the event's number, as in \"ID: 1234\"", name);
	format->ids[kind] = (uint16_t)id;
	return 0;
}
