/* sim/bus/ftrace_text.c: Linux's i2c tracepoints as text, lines of trace or trace_pipe. */
#include "ftrace.h"

#include <errno.h>
#include <string.h>

#include "hex.h"

/*
 *   app-123  [000] .....  123.456789: i2c_write: i2c-1 #0 a=048 f=0200 l=5 [5a-c0-00-ff-fc]
 *   app-123  [000] .....  123.456999: i2c_result: i2c-1 n=1 ret=1
 */
static const char *const names[FTRACE_KINDS] = {
	[FTRACE_WRITE] = "i2c_write:",
	[FTRACE_READ] = "i2c_read:",
	[FTRACE_REPLY] = "i2c_reply:",
	[FTRACE_RESULT] = "i2c_result:",
};

static bool is_blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static struct rbuf word(struct rbuf *line)
{
	struct rbuf ahead = *line;
	size_t len = 0;

	while (rbuf_left(&ahead) > 0 && is_blank(rbuf_u8(&ahead)))
		*line = ahead;
	ahead = *line;
	while (rbuf_left(&ahead) > 0 && !is_blank(rbuf_u8(&ahead)))
		len++;
	return rbuf_take(line, len);
}

static bool word_is(struct rbuf w, const char *text)
{
	size_t len = strlen(text);

	return rbuf_left(&w) == len && memcmp(rbuf_bytes(&w, len), text, len) == 0;
}

/* Takes `text` off the word's front. */
static bool starts(struct rbuf *w, const char *text)
{
	size_t len = strlen(text);
	struct rbuf ahead = *w;
	const uint8_t *at = rbuf_bytes(&ahead, len);

	if (!at || memcmp(at, text, len) != 0)
		return false;
	*w = ahead;
	return true;
}

/* All of the word as a number of that base, not above max; -1 for none. */
static int64_t number(struct rbuf w, unsigned base, int64_t max)
{
	int64_t value = 0;

	if (rbuf_left(&w) == 0)
		return -1;
	while (rbuf_left(&w) > 0) {
		uint8_t c = rbuf_u8(&w);
		unsigned digit = c >= '0' && c <= '9'   ? c - (unsigned)'0'
				 : c >= 'a' && c <= 'f' ? c - (unsigned)'a' + 10
							: 99;

		if (digit >= base || value > (max - digit) / base)
			return -1;
		value = value * base + digit;
	}
	return value;
}

/* PREFIXnumber. */
static int64_t tagged(struct rbuf w, const char *prefix, unsigned base, int64_t max)
{
	return starts(&w, prefix) ? number(w, base, max) : -1;
}

/* "123.456789:", in ns. */
static int64_t time_of(struct rbuf w)
{
	struct rbuf seconds = w, rest;
	size_t len = 0, digits;
	int64_t s, fraction;

	while (rbuf_left(&seconds) > 0 && rbuf_u8(&seconds) != '.')
		len++;
	seconds = rbuf_take(&w, len);
	if (!starts(&w, ".") || rbuf_left(&w) < 2)
		return -1;
	digits = rbuf_left(&w) - 1;
	rest = rbuf_take(&w, digits);
	s = number(seconds, 10, INT64_MAX / 2000000000);
	fraction = number(rest, 10, 999999999);
	if (!word_is(w, ":") || s < 0 || fraction < 0 || digits > 9)
		return -1;
	for (; digits < 9; digits++)
		fraction *= 10;
	return s * 1000000000 + fraction;
}

/* "[5a-c0]": how many bytes are shown, or -1. */
static int bytes_of(struct rbuf w, uint8_t *bytes, size_t cap)
{
	size_t n = 0;

	if (!starts(&w, "["))
		return -1;
	if (starts(&w, "]"))
		return rbuf_left(&w) == 0 ? 0 : -1;
	for (;;) {
		struct rbuf digits = rbuf_take(&w, 2);
		const char *at = (const char *)rbuf_bytes(&digits, 2);

		if (!at || n == cap || hex_bytes(at, 2, bytes + n, 1) != 1)
			return -1;
		n++;
		if (starts(&w, "]"))
			return rbuf_left(&w) == 0 ? (int)n : -1;
		if (!starts(&w, "-"))
			return -1;
	}
}

static int take_result(struct ftrace_event *event, struct rbuf *line)
{
	int64_t n = tagged(word(line), "n=", 10, UINT16_MAX);
	struct rbuf ret = word(line);
	bool negative;
	int64_t value;

	if (n < 0 || !starts(&ret, "ret="))
		return -EINVAL;
	negative = starts(&ret, "-");
	value = number(ret, 10, INT16_MAX);
	if (value < 0)
		return -EINVAL;
	event->len = (uint16_t)n;
	event->result = (int32_t)(negative ? -value : value);
	return 0;
}

/* The line of one event, behind its name; n_data is how many bytes of it are shown. */
static int take_message(
	struct ftrace_event *event, struct rbuf *line, uint8_t *data, size_t cap, size_t *n_data)
{
	int64_t message = tagged(word(line), "#", 10, UINT16_MAX);
	int64_t address = tagged(word(line), "a=", 16, UINT16_MAX);
	int64_t flags = tagged(word(line), "f=", 16, UINT16_MAX);
	int64_t len = tagged(word(line), "l=", 10, UINT16_MAX);
	int shown = event->kind == FTRACE_READ ? 0 : bytes_of(word(line), data, cap);

	if (message < 0 || address < 0 || flags < 0 || len < 0 || shown < 0 || shown > len)
		return -EINVAL;
	event->message = (uint16_t)message;
	event->address = (uint16_t)address;
	event->flags = (uint16_t)flags;
	event->len = (uint16_t)len;
	*n_data = (size_t)shown;
	return 0;
}

static int take_event(struct ftrace_log *log, struct ftrace_event event, struct rbuf line, struct why *why)
{
	uint8_t data[I2C_MESSAGE_MAX + I2C_COUNTED_MAX];
	const char *name = log->sources[log->n_sources - 1].name;
	int64_t adapter = tagged(word(&line), "i2c-", 10, INT32_MAX);
	struct rbuf rest;
	size_t n_data = 0;
	int rc;

	if (event.kind == FTRACE_RESULT)
		rc = take_result(&event, &line);
	else
		rc = take_message(&event, &line, data, sizeof(data), &n_data);
	rest = word(&line);
	if (adapter < 0 || rc < 0 || rbuf_left(&rest) > 0)
		return why_fail(why, EINVAL,
			"%s, line %zu: %s is not followed by what belongs there, as in "
			"\"i2c_write: i2c-1 #0 a=048 f=0000 l=1 [10]\"",
			name, event.place, names[event.kind]);
	event.adapter = (int32_t)adapter;
	if (event.kind != FTRACE_READ && event.kind != FTRACE_RESULT && n_data != event.len)
		return why_fail(why, EINVAL,
			"%s, line %zu: the kernel's text shows %zu of %u bytes: take the log from the ring "
			"buffer, "
			"per_cpu/cpuN/trace_pipe_raw, which has all of them",
			name, event.place, n_data, event.len);
	return ftrace_add(log, event, data, n_data, why);
}

static int take_line(struct ftrace_log *log, struct rbuf line, size_t place, struct why *why)
{
	struct ftrace_event event = { .place = place };
	struct rbuf before = { .left = 0 };

	if (!line.at)
		return 0;
	if (memmem(line.at, rbuf_left(&line), "LOST", 4) && memmem(line.at, rbuf_left(&line), "EVENTS]", 7))
		return why_fail(why, EINVAL,
			"%s, line %zu: the kernel lost events here: log again with a larger buffer "
			"(buffer_size_kb)",
			log->sources[log->n_sources - 1].name, place);
	while (rbuf_left(&line) > 0) {
		struct rbuf w = word(&line);

		for (size_t kind = 0; kind < FTRACE_KINDS; kind++) {
			int64_t ns;

			if (!word_is(w, names[kind]))
				continue;
			ns = time_of(before);
			if (ns < 0)
				return why_fail(why, EINVAL,
					"%s, line %zu: no time before %s, as in \"123.456789: %s\"",
					log->sources[log->n_sources - 1].name, place, names[kind],
					names[kind]);
			event.kind = (enum ftrace_kind)kind;
			event.time_ns = (uint64_t)ns;
			return take_event(log, event, line, why);
		}
		before = w;
	}
	return 0; /* a comment, or another event */
}

int ftrace_text(struct ftrace_log *log, const char *text, size_t len, const char *name, struct why *why)
{
	struct rbuf r = rbuf_from(text, len);
	size_t place = 0;
	int rc = ftrace_source(log, name, "line", why);

	while (rc == 0 && rbuf_left(&r) > 0) {
		const uint8_t *end = memchr(r.at, '\n', rbuf_left(&r));
		struct rbuf line = rbuf_take(&r, end ? (size_t)(end - r.at) : rbuf_left(&r));

		rc = take_line(log, line, ++place, why);
		rbuf_take(&r, end ? 1 : 0);
	}
	return rc;
}
