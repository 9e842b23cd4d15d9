/*
 * fuzz/fuzz_trace_import.c: logs of Linux's i2c tracepoints. The first byte chooses: text, pages of the ring buffer, or
 * a format file. What is let through is a recording that reads back as it was written.
 */
#include <stdlib.h>
#include <string.h>

#include "ftrace.h"
#include "fuzz.h"

enum {
	KIND_TEXT,
	KIND_PAGES,
	KIND_SMALL_PAGES, /* of 128 bytes, as a 32-bit kernel has them */
	KIND_FORMAT,
	KINDS,
	SMALL_PAGE = 128,
};

struct import {
	struct ftrace_log log;
	struct recording_transaction t, again;
	uint8_t bytes[RECORDING_BYTES_MAX];
	uint8_t again_bytes[RECORDING_BYTES_MAX + I2C_COUNTED_MAX];
	uint8_t line[RECORDING_LINE_MAX];
	uint8_t again_line[RECORDING_LINE_MAX];
	struct why why;
};

static void check_sentence(const struct why *why)
{
	if (why->text[0] == '\0')
		fuzz_fail("refused without a sentence");
}

static void check_transaction(struct import *in)
{
	struct wbuf w = wbuf_to(in->line, sizeof(in->line)),
		    w2 = wbuf_to(in->again_line, sizeof(in->again_line));

	recording_put(&w, &in->t);
	if (wbuf_bad(&w))
		fuzz_fail("a transaction does not fit a line");
	if (recording_get(&in->again, (const char *)in->line, w.len - 1, in->again_bytes, &in->why) < 0)
		fuzz_fail("a transaction is no line of a recording: %s", in->why.text);
	recording_put(&w2, &in->again);
	if (w.len != w2.len || memcmp(w.at, w2.at, w.len) != 0)
		fuzz_fail("a transaction reads back as another");
}

static void read_log(struct import *in, uint8_t kind, const uint8_t *bytes, size_t len)
{
	static const struct ftrace_format formats[] = {
		[KIND_PAGES] = { .ids = { 11, 12, 13, 14 },
			.page_size = FTRACE_PAGE_DEFAULT,
			.page_data = 16 },
		[KIND_SMALL_PAGES] = { .ids = { 11, 12, 13, 14 }, .page_size = SMALL_PAGE, .page_data = 12 },
	};
	int rc;

	if (kind == KIND_TEXT)
		rc = ftrace_text(&in->log, (const char *)bytes, len, "log", &in->why);
	else
		rc = ftrace_pages(&in->log, bytes, len, "log", &formats[kind], &in->why);
	if (rc == 0)
		rc = ftrace_sort(&in->log, -1, &in->why);
	while (rc == 0 && (rc = ftrace_next(&in->log, &in->t, in->bytes, &in->why)) > 0) {
		check_transaction(in);
		rc = 0;
	}
	if (rc < 0)
		check_sentence(&in->why);
	ftrace_free(&in->log);
}

static void read_format(struct import *in, const uint8_t *bytes, size_t len)
{
	struct ftrace_format format = ftrace_format_default();

	if (ftrace_format_take(&format, (const char *)bytes, len, "format", &in->why) < 0)
		check_sentence(&in->why);
	else if (format.page_data >= format.page_size || format.page_size > FTRACE_PAGE_MAX)
		fuzz_fail("a page of %zu bytes with data at %zu", format.page_size, format.page_data);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct import *in = len > 0 ? calloc(1, sizeof(*in)) : NULL;
	/* In memory of exactly its size. */
	uint8_t *copy = in ? malloc(len > 1 ? len - 1 : 1) : NULL;

	if (!in || !copy)
		return -1;
	if (len > 1)
		memcpy(copy, bytes + 1, len - 1);
	if (bytes[0] % KINDS == KIND_FORMAT)
		read_format(in, copy, len - 1);
	else
		read_log(in, bytes[0] % KINDS, copy, len - 1);
	free(copy);
	free(in);
	return 0;
}

/* libFuzzer's own are enough. */
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t len, size_t max, unsigned int seed)
{
	(void)seed;
	return LLVMFuzzerMutate(bytes, len, max);
}
