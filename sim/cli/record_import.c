/* sim/cli/record_import.c: logs of Linux's i2c tracepoints as recordings. */
#include "record_import.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "record_out.h"

enum { IMPORT_FILE_MAX = FTRACE_LOG_MAX };

/* All of a file; the caller frees it. An empty one has a place, too. */
static int read_file(const char *path, uint8_t **bytes, size_t *len, struct why *why)
{
	FILE *file = fopen(path, "re");
	size_t cap = 65536, got;
	int rc = 0;

	*len = 0;
	*bytes = malloc(cap);
	if (!file)
		rc = why_errno(why, errno, "cannot read %s", path);
	while (rc == 0 && *bytes && (got = fread(*bytes + *len, 1, cap - *len, file)) > 0) {
		uint8_t *more = *bytes;

		*len += got;
		if (*len == cap && cap < IMPORT_FILE_MAX)
			more = realloc(*bytes, cap *= 2);
		if (!more || *len == IMPORT_FILE_MAX)
			rc = why_fail(why, EFBIG, "%s is too long: %d MiB are taken at most", path,
				IMPORT_FILE_MAX >> 20);
		else
			*bytes = more;
	}
	if (rc == 0 && !*bytes)
		rc = why_errno(why, ENOMEM, "cannot read %s", path);
	if (rc == 0 && ferror(file))
		rc = why_errno(why, EIO, "cannot read %s", path);
	if (file)
		fclose(file);
	if (rc < 0) {
		free(*bytes);
		*bytes = NULL;
	}
	return rc;
}

static int take_format(struct record_import *import, const char *path, struct why *why)
{
	uint8_t *bytes;
	size_t len;
	int rc = read_file(path, &bytes, &len, why);

	if (rc < 0)
		return rc;
	rc = ftrace_format_take(&import->format, (const char *)bytes, len, path, why);
	free(bytes);
	return rc;
}

/* DIR/i2c_write/format, or DIR/i2c/i2c_write/format; and header_page, if it was copied, in DIR or above. */
static int take_formats(struct record_import *import, struct why *why)
{
	static const char *const events[] = { "i2c_write", "i2c_read", "i2c_reply", "i2c_result" };
	static const char *const pages[] = { "header_page", "../header_page" };
	char path[4200];
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < sizeof(pages) / sizeof(pages[0]); i++) {
		struct why unused;

		snprintf(path, sizeof(path), "%s/%s", import->formats, pages[i]);
		rc = take_format(import, path, &unused);
		if (rc == -EINVAL) {
			*why = unused;
			return rc;
		}
		rc = 0; /* not there: the usual page */
	}
	for (size_t i = 0; rc == 0 && i < sizeof(events) / sizeof(events[0]); i++) {
		snprintf(path, sizeof(path), "%s/i2c/%s/format", import->formats, events[i]);
		rc = take_format(import, path, why);
		if (rc == -ENOENT) {
			snprintf(path, sizeof(path), "%s/%s/format", import->formats, events[i]);
			rc = take_format(import, path, why);
		}
	}
	return rc;
}

/* Pages begin with a time of 8 bytes, of which some are zeros; text has no zero. */
static int take_log(struct record_import *import, struct ftrace_log *log, const char *path, struct why *why)
{
	uint8_t *bytes;
	size_t len;
	int rc = read_file(path, &bytes, &len, why);

	if (rc < 0)
		return rc;
	if (memchr(bytes, 0, len < 4096 ? len : 4096))
		rc = ftrace_pages(log, bytes, len, path, &import->format, why);
	else
		rc = ftrace_text(log, (const char *)bytes, len, path, why);
	free(bytes);
	return rc;
}

static int write_all(
	const struct record_import *import, struct ftrace_log *log, struct record_out *out, struct why *why)
{
	struct recording_transaction *t = malloc(sizeof(*t));
	uint8_t *bytes = malloc(RECORDING_BYTES_MAX);
	int rc = t && bytes ? 1 : why_errno(why, ENOMEM, "no memory for an import");

	while (rc > 0) {
		rc = ftrace_next(log, t, bytes, why);
		if (rc > 0)
			record_out_put(out, t);
	}
	free(bytes);
	free(t);
	if (rc == 0 && out->transactions == 0)
		rc = why_fail(why, EINVAL, "the log holds no whole transaction");
	if (rc == 0)
		fprintf(stderr,
			"%s: %zu transactions, %zu left out (cut by the log's ends, or never on the wires)\n",
			import->name, out->transactions, log->skipped);
	return rc;
}

static int open_and_write(struct record_import *import, struct ftrace_log *log, struct why *why)
{
	struct record_header *header;
	struct record_out out;
	struct why trouble;
	int rc, rc2;

	header = calloc(1, sizeof(*header));
	if (!header)
		return why_errno(why, ENOMEM, "no memory for an import");
	record_header_begin(header);
	record_header_add(header, "clock real");
	record_header_add(header, "link i2c-%d", log->events[0].adapter);
	record_header_add(header, "simulated no");
	record_header_add(header,
		"note imported from kernel tracepoints; they do not tell where a failed transaction "
		"ended: its first message is named");
	rc = record_out_open(&out, import->recording, import->trace, header, why);
	free(header);
	if (rc < 0)
		return rc;
	rc = write_all(import, log, &out, why);
	rc2 = record_out_close(&out, &trouble);
	if (rc == 0 && rc2 < 0)
		*why = trouble;
	/* Half of an import is none. */
	if (rc < 0 && import->recording)
		remove(import->recording);
	if (rc < 0 && import->trace)
		remove(import->trace);
	return rc < 0 ? rc : rc2;
}

int record_import_run(struct record_import *import)
{
	struct ftrace_log log = { .n = 0 };
	struct why why;
	int rc = import->formats ? take_formats(import, &why) : 0;

	for (size_t i = 0; rc == 0 && i < import->n_logs; i++)
		rc = take_log(import, &log, import->logs[i], &why);
	if (rc == 0)
		rc = ftrace_sort(&log, import->adapter, &why);
	if (rc == 0)
		rc = open_and_write(import, &log, &why);
	ftrace_free(&log);
	return rc < 0 ? cli_tell(import->name, &why, CLI_USAGE) : CLI_GOOD;
}
