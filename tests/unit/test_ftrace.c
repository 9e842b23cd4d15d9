/* tests/unit/test_ftrace.c: logs of Linux's i2c tracepoints become transactions, or are refused by a sentence. */
#include "cmocka_all.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ftrace.h"

enum {
	PAGE = 4096,
	PAGE_DATA = 16,
	COMMIT_AT = 8,
	PADDING = 29,
	TIME_EXTEND = 30,
	TIME_STAMP = 31,
	TEXT_MAX = 8192,
	DATA_AT = 24, /* of a record: behind its fields */
};

static const struct ftrace_format known = {
	.ids = { 11, 12, 13, 14 }, .page_size = PAGE, .page_data = PAGE_DATA
};

struct fixture {
	struct ftrace_log log;
	struct recording_transaction t;
	uint8_t bytes[RECORDING_BYTES_MAX];
	char text[TEXT_MAX];
	uint8_t pages[4 * PAGE];
	struct wbuf page;
	struct why why;
};

static int setup(void **state)
{
	*state = calloc(1, sizeof(struct fixture));
	return *state ? 0 : -1;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ftrace_free(&f->log);
	free(f);
	return 0;
}

/* All transactions as lines of a recording. Returns 0, or what stopped it. */
static int lines_of(struct fixture *f, int32_t adapter)
{
	uint8_t line[1024];
	size_t used = 0;
	int rc = ftrace_sort(&f->log, adapter, &f->why);

	if (rc < 0)
		return rc;
	f->text[0] = '\0';
	while ((rc = ftrace_next(&f->log, &f->t, f->bytes, &f->why)) > 0) {
		struct wbuf w = wbuf_to(line, sizeof(line));

		recording_put(&w, &f->t);
		assert_false(wbuf_bad(&w));
		assert_true(used + w.len < sizeof(f->text));
		memcpy(f->text + used, line, w.len);
		used += w.len;
		f->text[used] = '\0';
	}
	return rc;
}

static int text_of(struct fixture *f, const char *log)
{
	int rc;

	ftrace_free(&f->log);
	f->why.text[0] = '\0';
	rc = ftrace_text(&f->log, log, strlen(log), "trace.txt", &f->why);
	return rc < 0 ? rc : lines_of(f, -1);
}

static void lines_of_a_trace_become_transactions(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(
		text_of(f,
			"# tracer: nop\n"
			"#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION\n"
			"  i2ctransfer-95  [000] .....    12.000100: i2c_write: i2c-0 #0 a=048 f=0200 l=1 "
			"[10]\n"
			"  i2ctransfer-95  [000] .....    12.000101: i2c_read: i2c-0 #1 a=048 f=0201 l=4\n"
			"  i2ctransfer-95  [001] .....    12.000500: i2c_reply: i2c-0 #1 a=048 f=0201 l=4 "
			"[4a-4b-48-49]\n"
			"  i2ctransfer-95  [001] .....    12.000501: i2c_result: i2c-0 n=2 ret=2\n"
			"  i2cdetect-96  [001] .....    12.000502: smbus_write: i2c-0 a=011 f=0000 c=0 QUICK "
			"l=0 []\n"
			"  app-97  [001] .....    13.000100250: i2c_write: i2c-0 #0 a=060 f=0000 l=0 []\n"
			"  app-97  [001] .....    13.000101: i2c_result: i2c-0 n=1 ret=-121\r\n"
			"\n"),
		0);
	assert_string_equal(f->text, "0.000 48 W 10 + 48 R 4a4b4849\n"
				     "1000000.250 60 W - ! address-nack\n");
	assert_int_equal(f->log.skipped, 0);
}

static void an_errno_is_the_outcome_that_the_adapter_means(void **state)
{
	static const struct {
		const char *ret, *line;
	} cases[] = { { "-6", "0.000 60 R ?4 ! address-nack\n" }, { "-5", "0.000 60 R ?4 ! address-nack\n" },
		{ "-110", "0.000 60 R ?4 ! timeout\n" }, { "-11", "0.000 60 R ?4 ! arbitration-lost\n" },
		{ "0", "0.000 60 R ?4 ! address-nack\n" }, { "-95", "" } };
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char log[256];

		snprintf(log, sizeof(log),
			"a-1 [0] . 1.000000: i2c_read: i2c-1 #0 a=060 f=0001 l=4\n"
			"a-1 [0] . 1.000001: i2c_result: i2c-1 n=1 ret=%s\n",
			cases[i].ret);
		assert_int_equal(text_of(f, log), 0);
		assert_string_equal(f->text, cases[i].line);
	}
	assert_int_equal(f->log.skipped, 1); /* -EOPNOTSUPP: nothing was on the wires */
}

static void a_log_may_begin_and_end_anywhere(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(text_of(f, "a-1 [0] . 1.000000: i2c_read: i2c-1 #1 a=060 f=0001 l=4\n"
				    "a-1 [0] . 1.000001: i2c_result: i2c-1 n=2 ret=2\n"
				    "a-1 [0] . 2.000000: i2c_write: i2c-1 #0 a=060 f=0000 l=1 [03]\n"
				    "a-1 [0] . 2.000001: i2c_result: i2c-1 n=1 ret=1\n"
				    "a-1 [0] . 3.000000: i2c_write: i2c-1 #0 a=060 f=0000 l=1 [03]\n"),
		0);
	assert_string_equal(f->text, "0.000 60 W 03\n");
	assert_int_equal(f->log.skipped, 2);
}

static void a_message_that_the_text_cuts_is_refused_with_the_way_out(void **state)
{
	struct fixture *f = *state;
	char log[512];
	size_t n = (size_t)snprintf(
		log, sizeof(log), "a-1 [0] . 1.000000: i2c_write: i2c-1 #0 a=048 f=0000 l=80 [");

	for (int i = 0; i < 64; i++)
		n += (size_t)snprintf(log + n, sizeof(log) - n, "%s5a", i ? "-" : "");
	snprintf(log + n, sizeof(log) - n, "]\n");
	assert_int_equal(text_of(f, log), -EINVAL);
	assert_non_null(strstr(f->why.text, "trace.txt, line 1: the kernel's text shows 64 of 80 bytes"));
	assert_non_null(strstr(f->why.text, "per_cpu/cpuN/trace_pipe_raw"));
}

static void what_makes_no_transaction_is_refused(void **state)
{
#define WRITE "a-1 [0] . 1.000000: i2c_write: i2c-1 #0 a=060 f=0000 l=1 [03]\n"
#define READ "a-1 [0] . 1.000000: i2c_read: i2c-1 #0 a=060 f=0001 l=2\n"
#define RESULT "a-1 [0] . 1.000001: i2c_result: i2c-1 n=1 ret=1\n"
	static const char *const logs[] = {
		"",
		"nothing of the kind\n",
		WRITE WRITE,
		WRITE "a-1 [0] . 1.000001: i2c_result: i2c-1 n=2 ret=2\n",
		WRITE "a-1 [0] . 1.000001: i2c_result: i2c-1 n=1 ret=2\n",
		WRITE RESULT RESULT,
		READ RESULT,
		READ "a-1 [0] . 1.0: i2c_reply: i2c-1 #0 a=060 f=0001 l=1 [00]\n" RESULT,
		READ "a-1 [0] . 1.0: i2c_reply: i2c-1 #3 a=060 f=0001 l=2 [00-00]\n" RESULT,
		WRITE "a-1 [0] . 1.0: i2c_reply: i2c-1 #0 a=060 f=0001 l=1 [00]\n" RESULT,
		WRITE "a-1 [0] . 1.0: i2c_write: i2c-1 #2 a=060 f=0000 l=1 [03]\n",
		WRITE RESULT "CPU:0 [LOST 12 EVENTS]\n",
		WRITE RESULT "a-1 [0] . 1.000000: i2c_write: i2c-2 #0 a=060 f=0000 l=1 [03]\n",
		"a-1 [0] . x: i2c_write: i2c-1 #0 a=060 f=0000 l=1 [03]\n",
		"i2c_write: i2c-1 #0 a=060 f=0000 l=1 [03]\n",
		"a-1 [0] . 1.0: i2c_write: i2c-1 #0 a=060 f=0000 l=1 [03\n",
		"a-1 [0] . 1.0: i2c_write: i2c-1 #0 a=060 f=0000 l=1 [3]\n",
		"a-1 [0] . 1.0: i2c_write: i2c-1 #0 a=060 f=0000 l=1 [03-]\n",
		"a-1 [0] . 1.0: i2c_write: i2c-1 #0 a=060 f=0000 l=0 [03]\n",
		"a-1 [0] . 1.0: i2c_write: i2c-1 #0 a=0g0 f=0000 l=1 [03]\n",
		"a-1 [0] . 1.0: i2c_write: i2c-99999999999 #0 a=060 f=0000 l=1 [03]\n",
		"a-1 [0] . 1.0: i2c_write: i2c-1 #0 a=060 f=0001 l=1 [03]\n",
		"a-1 [0] . 1.0: i2c_write: i2c-1 #0 a=fff f=0000 l=1 [03]\n",
		"a-1 [0] . 1.0: i2c_read: i2c-1 #0 a=060 f=0001 l=9000\n",
		"a-1 [0] . 99999999999999999.0: i2c_read: i2c-1 #0 a=060 f=0001 l=1\n",
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(logs) / sizeof(logs[0]); i++) {
		if (text_of(f, logs[i]) != -EINVAL)
			fail_msg("taken: %s", logs[i]);
		if (f->why.text[0] == '\0')
			fail_msg("refused without a sentence: %s", logs[i]);
	}
}

static void begin_page(struct fixture *f, size_t index, uint64_t time_ns)
{
	f->page = wbuf_to(f->pages + index * PAGE, PAGE);
	memset(f->page.at, 0, PAGE);
	wbuf_le64(&f->page, time_ns);
	wbuf_le64(&f->page, 0); /* how much is in it: end_page() */
}

static void end_page(struct fixture *f)
{
	struct wbuf commit = wbuf_to(f->page.at + COMMIT_AT, 4);

	assert_false(wbuf_bad(&f->page));
	wbuf_le32(&commit, (uint32_t)(f->page.len - PAGE_DATA));
}

static void put_word(struct fixture *f, unsigned type, uint32_t delta)
{
	wbuf_le32(&f->page, delta << 5 | type);
}

static void put_common(struct fixture *f, size_t payload, uint32_t delta, uint16_t id)
{
	size_t len = (8 + payload + 3) / 4 * 4;

	if (len / 4 <= 28) {
		put_word(f, (unsigned)(len / 4), delta);
	} else {
		put_word(f, 0, delta);
		wbuf_le32(&f->page, (uint32_t)(len + 4));
	}
	wbuf_le16(&f->page, id);
	wbuf_le16(&f->page, 0);
	wbuf_le32(&f->page, 95); /* pid */
}

static void put_message(struct fixture *f, enum ftrace_kind kind, uint32_t delta, uint16_t number,
	uint16_t flags, const uint8_t *data, uint16_t len)
{
	size_t carried = kind == FTRACE_READ ? 0 : len;

	put_common(f, kind == FTRACE_READ ? 12 : 16 + carried, delta, known.ids[kind]);
	wbuf_le32(&f->page, 1); /* adapter */
	wbuf_le16(&f->page, number);
	wbuf_le16(&f->page, 0x48);
	wbuf_le16(&f->page, flags);
	wbuf_le16(&f->page, len);
	if (kind != FTRACE_READ) {
		wbuf_le16(&f->page, DATA_AT);
		wbuf_le16(&f->page, len);
		wbuf_put(&f->page, data, carried);
		wbuf_fill(&f->page, 0, (4 - carried % 4) % 4);
	}
}

static void put_result(struct fixture *f, uint32_t delta, uint16_t n, int16_t ret)
{
	put_common(f, 8, delta, known.ids[FTRACE_RESULT]);
	wbuf_le32(&f->page, 1);
	wbuf_le16(&f->page, n);
	wbuf_le16(&f->page, (uint16_t)ret);
}

/* Two pages with one of each thing that a buffer holds. Returns their length. */
static size_t some_pages(struct fixture *f)
{
	uint8_t data[80];

	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (uint8_t)i;
	begin_page(f, 0, 5000000000);
	put_message(f, FTRACE_WRITE, 0, 0, 0x200, data, 5);
	put_common(f, 8, 10, 999); /* another's event */
	wbuf_le64(&f->page, 0);
	put_result(f, 90, 1, 1);
	put_word(f, TIME_EXTEND, 5);
	wbuf_le32(&f->page, 2); /* 2^28 + 5 ns */
	put_message(f, FTRACE_READ, 0, 0, 0x201, NULL, 80);
	put_word(f, PADDING, 1); /* an event that was thrown away: 12 bytes with its head */
	wbuf_le32(&f->page, 8);
	wbuf_le32(&f->page, 0);
	put_message(f, FTRACE_REPLY, 100, 0, 0x201, data, 80);
	put_word(f, PADDING, 0); /* the rest is empty */
	wbuf_le32(&f->page, 77);
	end_page(f);
	begin_page(f, 1, 6000000000);
	put_result(f, 0, 1, 1);
	put_word(f, TIME_STAMP, 1);
	wbuf_le32(&f->page, 60); /* 60 * 2^27 + 1 ns */
	put_message(f, FTRACE_WRITE, 0, 0, 0, data, 0);
	put_result(f, 7, 1, -6);
	end_page(f);
	return (size_t)2 * PAGE;
}

static int pages_of(struct fixture *f, size_t len, const struct ftrace_format *format)
{
	int rc;

	ftrace_free(&f->log);
	f->why.text[0] = '\0';
	rc = ftrace_pages(&f->log, f->pages, len, "cpu0.raw", format, &f->why);
	return rc < 0 ? rc : lines_of(f, -1);
}

static void pages_of_the_ring_buffer_become_transactions_with_all_their_bytes(void **state)
{
	static const char expected[] =
		"0.000 48 W 0001020304\n"
		"268435.561 48 R 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
		"202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"
		"404142434445464748494a4b4c4d4e4f\n"
		"3053063.681 48 W - ! address-nack\n";
	struct fixture *f = *state;

	assert_int_equal(pages_of(f, some_pages(f), &known), 0);
	assert_string_equal(f->text, expected);
}

static void files_of_several_processors_are_put_together_by_their_times(void **state)
{
	struct fixture *f = *state;

	begin_page(f, 0, 1000);
	put_message(f, FTRACE_WRITE, 0, 0, 0, (const uint8_t *)"\x03", 1);
	end_page(f);
	begin_page(f, 1, 2000);
	put_result(f, 0, 1, 1);
	end_page(f);
	assert_int_equal(ftrace_pages(&f->log, f->pages + PAGE, PAGE, "cpu1.raw", &known, &f->why), 0);
	assert_int_equal(ftrace_pages(&f->log, f->pages, PAGE, "cpu0.raw", &known, &f->why), 0);
	assert_int_equal(lines_of(f, 1), 0);
	assert_string_equal(f->text, "0.000 48 W 03\n");
}

static void pages_that_are_cut_or_wrong_are_refused(void **state)
{
	struct fixture *f = *state;
	struct ftrace_format unknown = ftrace_format_default();
	size_t len = some_pages(f);
	struct wbuf w;

	assert_int_equal(pages_of(f, len - 1, &known), -EINVAL);
	assert_non_null(strstr(f->why.text, "cpu0.raw, page 2: the file ends in its middle"));
	assert_int_equal(pages_of(f, len, &unknown), -EINVAL);
	assert_non_null(strstr(f->why.text, "--format"));
	/* More in a page than fits. */
	w = wbuf_to(f->pages + COMMIT_AT, 4);
	wbuf_le32(&w, PAGE);
	assert_int_equal(pages_of(f, len, &known), -EINVAL);
	assert_non_null(strstr(f->why.text, "page 1: it says to hold more than fits"));
	/* Lost events. */
	w = wbuf_to(f->pages + COMMIT_AT, 4);
	wbuf_le32(&w, 0x80000010);
	assert_int_equal(pages_of(f, len, &known), -EINVAL);
	assert_non_null(strstr(f->why.text, "lost events"));
	/* An event longer than its page, one whose data lies outside of it, one that is cut. */
	some_pages(f);
	w = wbuf_to(f->pages + PAGE_DATA, 4);
	wbuf_le32(&w, 0);
	assert_int_equal(pages_of(f, len, &known), -EINVAL);
	some_pages(f);
	w = wbuf_to(f->pages + PAGE_DATA + 4 + 20, 4);
	wbuf_le16(&w, 0xfff0);
	assert_int_equal(pages_of(f, len, &known), -EINVAL);
	assert_non_null(strstr(f->why.text, "an event's bytes are not where it says"));
	begin_page(f, 0, 0);
	put_word(f, TIME_EXTEND, 5);
	end_page(f);
	assert_int_equal(pages_of(f, PAGE, &known), -EINVAL);
	assert_non_null(strstr(f->why.text, "an event is cut"));
}

/* Whatever a byte of a page says, it is taken or refused with a sentence (and ASan has nothing to say). */
static void a_damaged_page_is_refused_or_read_and_nothing_worse(void **state)
{
	struct fixture *f = *state;
	size_t len = some_pages(f);

	for (size_t i = 0; i < len; i++) {
		f->pages[i] ^= 0xff;
		if (pages_of(f, len, &known) < 0)
			assert_true(f->why.text[0] != '\0');
		f->pages[i] ^= 0xff;
		if (i % PAGE == 400)
			i += PAGE - 401; /* the rest of a page is empty */
	}
}

static void format_files_say_the_numbers_and_the_page(void **state)
{
	static const char write_format[] =
		"name: i2c_write\nID: 1301\nformat:\n"
		"\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"
		"\n\tfield:int adapter_nr;\toffset:8;\tsize:4;\tsigned:1;\n"
		"\tfield:__u16 msg_nr;\toffset:12;\tsize:2;\tsigned:0;\n"
		"\tfield:__data_loc __u8[] buf;\toffset:20;\tsize:4;\tsigned:0;\n";
	static const char header_page[] = "\tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;\n"
					  "\tfield: local_t commit;\toffset:8;\tsize:4;\tsigned:1;\n"
					  "\tfield: int overwrite;\toffset:8;\tsize:1;\tsigned:1;\n"
					  "\tfield: char data;\toffset:12;\tsize:16372;\tsigned:0;\n";
	static const char moved[] =
		"name: i2c_result\nID: 7\n\tfield:__s16 ret;\toffset:16;\tsize:2;\tsigned:1;\n";
	static const char nameless[] = "name: i2c_reply\nID: x\n";
	struct fixture *f = *state;
	struct ftrace_format format = ftrace_format_default();

	assert_int_equal(format.page_size, PAGE);
	assert_int_equal(
		ftrace_format_take(&format, write_format, strlen(write_format), "i2c_write/format", &f->why),
		0);
	assert_int_equal(format.ids[FTRACE_WRITE], 1301);
	assert_int_equal(
		ftrace_format_take(&format, header_page, strlen(header_page), "header_page", &f->why), 0);
	assert_int_equal(format.page_data, 12);
	assert_int_equal(format.page_size, 16384);
	assert_int_equal(
		ftrace_format_take(&format, moved, strlen(moved), "i2c_result/format", &f->why), -EINVAL);
	assert_non_null(strstr(f->why.text, "the field ret; of the event elsewhere than at 14"));
	assert_int_equal(ftrace_format_take(&format, nameless, strlen(nameless), "x", &f->why), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(lines_of_a_trace_become_transactions, setup, teardown),
		cmocka_unit_test_setup_teardown(
			an_errno_is_the_outcome_that_the_adapter_means, setup, teardown),
		cmocka_unit_test_setup_teardown(a_log_may_begin_and_end_anywhere, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_message_that_the_text_cuts_is_refused_with_the_way_out, setup, teardown),
		cmocka_unit_test_setup_teardown(what_makes_no_transaction_is_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(
			pages_of_the_ring_buffer_become_transactions_with_all_their_bytes, setup, teardown),
		cmocka_unit_test_setup_teardown(
			files_of_several_processors_are_put_together_by_their_times, setup, teardown),
		cmocka_unit_test_setup_teardown(pages_that_are_cut_or_wrong_are_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_damaged_page_is_refused_or_read_and_nothing_worse, setup, teardown),
		cmocka_unit_test_setup_teardown(format_files_say_the_numbers_and_the_page, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
