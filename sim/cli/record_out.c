/* sim/cli/record_out.c: where `sesim record` writes: a recording, a trace, or both. */
#include "record_out.h"

#include <stdarg.h>
#include <string.h>
#include <time.h>

void record_header_add(struct record_header *header, const char *format, ...)
{
	va_list args;

	if (header->n == RECORD_LINES_MAX)
		return;
	va_start(args, format);
	vsnprintf(header->lines[header->n++], RECORD_LINE_TEXT, format, args);
	va_end(args);
}

void record_header_begin(struct record_header *header)
{
	time_t now = time(NULL);
	char date[32] = "";
	struct tm tm;

	record_header_add(header, "sesim %s", SESIM_VERSION);
	if (gmtime_r(&now, &tm) && strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%SZ", &tm) > 0)
		record_header_add(header, "date %s", date);
}

static void watch(struct link_watcher *watcher, const struct recording_transaction *t)
{
	record_out_put((struct record_out *)watcher, t);
}

/* The same lines in one, as far as they fit. */
static void comment_of(char *comment, size_t size, const struct record_header *header)
{
	size_t len = 0;

	comment[0] = '\0';
	for (size_t i = 0; i < header->n && len + strlen(header->lines[i]) + 2 < size; i++)
		len += (size_t)snprintf(
			comment + len, size - len, "%s%s", i > 0 ? ", " : "", header->lines[i]);
}

int record_out_open(struct record_out *out, const char *recording, const char *trace,
	const struct record_header *header, struct why *why)
{
	const char *lines[RECORD_LINES_MAX];
	char comment[PCAPNG_COMMENT_MAX + 1];
	int rc = 0;

	memset(out, 0, sizeof(*out));
	out->watcher.transaction = watch;
	for (size_t i = 0; i < header->n; i++)
		lines[i] = header->lines[i];
	comment_of(comment, sizeof(comment), header);
	if (recording)
		rc = record_file_open(&out->recording, recording, lines, header->n, why);
	out->recording_open = recording && rc == 0;
	if (rc == 0 && trace)
		rc = pcapng_begin(&out->trace, trace, comment, why);
	out->trace_open = trace && rc == 0;
	if (rc < 0)
		record_out_close(out, NULL);
	return rc;
}

void record_out_put(struct record_out *out, const struct recording_transaction *t)
{
	out->transactions++;
	if (out->recording_open)
		record_file_put(&out->recording, t);
	if (out->trace_open)
		pcapng_put(&out->trace, t);
}

int record_out_close(struct record_out *out, struct why *why)
{
	int rc = 0, rc2 = 0;

	if (out->recording_open)
		rc = record_file_close(&out->recording, why);
	if (out->trace_open)
		rc2 = pcapng_end(&out->trace, why);
	out->recording_open = out->trace_open = false;
	return rc < 0 ? rc : rc2;
}
