/* tests/unit/test_record.c: recordings and traces: written, read back, replayed, damaged. */
#include "cmocka_all.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bus_record.h"
#include "link_record.h"
#include "link_sim.h"
#include "pcapng.h"
#include "replay.h"
#include "toy_chip.h"

struct fixture {
	struct bus bus;
	struct toy toy;
	struct link *link;
	char path[64];
	struct recording_transaction t;
	uint8_t bytes[RECORDING_BYTES_MAX];
};

static void fresh_bus(struct fixture *f, enum clock_mode mode)
{
	const struct chip_env env = { .address = 0x60 };

	link_close(f->link);
	bus_init(&f->bus, mode, I2C_SPEED_DEFAULT);
	f->toy = toy_make(0x60);
	assert_non_null(bus_attach(&f->bus, &toy_model, &f->toy, &env));
	assert_int_equal(link_over_bus(&f->link, &f->bus, NULL, 0, NULL), 0);
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	int fd;

	if (!f)
		return -1;
	snprintf(f->path, sizeof(f->path), "/tmp/sesim-record-XXXXXX");
	fd = mkstemp(f->path);
	assert_true(fd >= 0);
	close(fd);
	fresh_bus(f, CLOCK_VIRTUAL);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	link_close(f->link);
	unlink(f->path);
	free(f);
	return 0;
}

/* Some of everything; the last is a counted read, and before it a transaction that fails in its middle. */
static void some_traffic(struct fixture *f)
{
	uint8_t out[] = { 0x10 }, in[2 + I2C_COUNTED_MAX];
	struct i2c_message ok[2] = { { .addr = 0x60, .len = 1, .bytes = out },
		{ .addr = 0x60, .flags = I2C_READ, .len = 2, .bytes = in } };
	struct i2c_message fails[3] = { { .addr = 0x60, .len = 1, .bytes = out },
		{ .addr = 0x33, .flags = I2C_READ, .len = 2, .bytes = in },
		{ .addr = 0x60, .len = 1, .bytes = out } };
	struct i2c_message counted[2] = { { .addr = 0x60, .len = 1, .bytes = out },
		{ .addr = 0x60, .flags = I2C_READ | I2C_RECV_LEN, .len = 1, .bytes = in } };
	size_t done;

	assert_int_equal(link_write(f->link, 0, "", 0), -ENXIO);
	assert_int_equal(link_write(f->link, 0x60, "\x10\x02\x22\x33", 4), 0);
	assert_int_equal(link_transfer(f->link, ok, 2, &done), 2);
	assert_int_equal(link_wait(f->link, 1500000), 0);
	assert_int_equal(link_write(f->link, 0x60, "\xfe\x00\x01", 3), -EIO);
	assert_int_equal(link_read(f->link, 0x33, in, 4), -ENXIO);
	assert_int_equal(link_transfer(f->link, fails, 3, &done), -ENXIO);
	assert_int_equal(link_transfer(f->link, counted, 2, &done), 2);
	assert_int_equal(counted[1].len, 3);
}

static const char expected_text[] = "sesim-recording 1\n"
				    "seed 7\n"
				    "chip toy@60\n"
				    "\n"
				    "0.000 00 W - ! address-nack\n"
				    "110.000 60 W 10022233\n"
				    "580.000 60 W 10 + 60 R 0222\n"
				    "2550.000 60 W fe0001 ! data-nack@2\n"
				    "2930.000 33 R ?4 ! address-nack\n"
				    "3040.000 60 W 10 + 33 R ?2 ! address-nack + 60 W 10\n"
				    "3330.000 60 W 10 + 60 Rl 022233\n";

static void record_some(struct fixture *f)
{
	static const char *const header[] = { "seed 7", "chip toy@60" };
	struct bus_record record;

	assert_int_equal(bus_record_open(&record, &f->bus, f->path, header, 2, NULL), 0);
	some_traffic(f);
	assert_int_equal(bus_record_close(&record, &f->bus, NULL), 0);
	assert_null(f->bus.watchers);
}

static void a_recording_reads_as_the_page_says(void **state)
{
	struct fixture *f = *state;
	char text[sizeof(expected_text) + 100] = "";
	FILE *file;

	record_some(f);
	file = fopen(f->path, "re");
	assert_non_null(file);
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	fclose(file);
	assert_string_equal(text, expected_text);
}

/* A decorator around a link sees what the bus's own watcher sees, with the same times. */
static void a_recording_made_on_a_link_is_that_of_its_bus(void **state)
{
	static const char *const header[] = { "seed 7", "chip toy@60" };
	struct fixture *f = *state;
	char text[sizeof(expected_text) + 100] = "";
	struct record_file record;
	struct link *inner = f->link;
	uint8_t byte;
	FILE *file;

	assert_int_equal(record_file_open(&record, f->path, header, 2, NULL), 0);
	assert_int_equal(link_watch(&f->link, inner, &record.watcher, NULL), 0);
	assert_int_equal(f->link->info.simulated, true);
	some_traffic(f);
	/* What was never on the wires is not in it. */
	assert_int_equal(link_read(f->link, 0x60, &byte, I2C_MESSAGE_MAX + 1), -EINVAL);
	assert_int_equal(record.transactions, 7);
	assert_int_equal(record_file_close(&record, NULL), 0);
	file = fopen(f->path, "re");
	assert_non_null(file);
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	fclose(file);
	assert_string_equal(text, expected_text);
}

static void write_text(const struct fixture *f, const char *text)
{
	FILE *file = fopen(f->path, "we");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static int replay(struct fixture *f, struct replay_report *report, struct why *why)
{
	struct replay replay;
	int rc;

	fresh_bus(f, CLOCK_VIRTUAL);
	rc = replay_open(&replay, f->path, why);
	if (rc < 0)
		return rc;
	rc = replay_run(&replay, f->link, report, why);
	replay_close(&replay);
	return rc;
}

static void a_replay_on_an_equal_bus_gives_the_same_answers(void **state)
{
	struct fixture *f = *state;
	struct replay_report report;
	struct replay header;
	struct why why = { "" };

	record_some(f);
	assert_int_equal(replay(f, &report, &why), 0);
	assert_int_equal(report.transactions, 7);
	assert_int_equal(report.line, 0);
	assert_int_equal(replay_open(&header, f->path, NULL), 0);
	assert_string_equal(replay_header(&header, "seed", 0), "7");
	assert_string_equal(replay_header(&header, "chip", 0), "toy@60");
	assert_null(replay_header(&header, "chip", 1));
	replay_close(&header);
}

static void a_replay_tells_the_first_answer_that_differs(void **state)
{
	struct fixture *f = *state;
	struct replay_report report;

	write_text(f, "sesim-recording 1\n\n# a comment\n0.000 60 W 10aabb\n1.000 60 W 10 + 60 R aabc\n");
	assert_int_equal(replay(f, &report, NULL), 1);
	assert_int_equal(report.transactions, 1);
	assert_int_equal(report.line, 5);
	assert_non_null(strstr(
		report.difference, "recorded 1.000 60 W 10 + 60 R aabc, now 1.000 60 W 10 + 60 R aabb"));
	write_text(f, "sesim-recording 1\n\n0.000 60 W 10 ! address-nack\n");
	assert_int_equal(replay(f, &report, NULL), 1);
	assert_non_null(strstr(report.difference, "! address-nack, now 0.000 60 W 10"));
	write_text(f, "sesim-recording 1\n\n0.000 60 W fe0000 ! data-nack@1\n");
	assert_int_equal(replay(f, &report, NULL), 1);
}

static void a_replay_waits_for_the_recorded_times(void **state)
{
	struct fixture *f = *state;
	struct replay_report report;

	/* Busy for 3 ms: there at 4 ms, not at 2. */
	write_text(
		f, "sesim-recording 1\n\n0.000 60 W fe03\n2000.000 60 W - ! address-nack\n4000.000 60 W -\n");
	assert_int_equal(replay(f, &report, NULL), 0);
	write_text(f, "sesim-recording 1\n\n0.000 60 W fe03\n2000.000 60 W -\n");
	assert_int_equal(replay(f, &report, NULL), 1);
}

static void a_line_that_is_none_is_named(void **state)
{
	struct fixture *f = *state;
	static const char *const lines[] = { "x 60 W 00", "1 60 W 00", "1.00 60 W 00", "1.000", "1.000 60",
		"1.000 60 W", "1.000 60 X 00", "1.000 6 W 00", "1.000 60 W 0", "1.000 60 W 0g",
		"1.000 60 W 00 +", "1.000 60 W 00 60 R 00", "1.000 60 R ?4", "1.000 60 R ?9999 ! timeout",
		"1.000 60 W 00 ! boom", "1.000 60 W 00 ! data-nack@", "1.000 60 W 00 ! timeout ! timeout",
		"1.000 60 W ?2 ! timeout", "99999999999999999999.000 60 W 00", "1.000 0400 W 00",
		"1.000 60 Rq 00", "-1.000 60 W 00" };

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct why why = { "" };

		if (recording_get(&f->t, lines[i], strlen(lines[i]), f->bytes, &why) != -EINVAL)
			fail_msg("taken for a transaction: %s", lines[i]);
		assert_true(strlen(why.text) > 0);
	}
}

static void a_file_that_is_no_recording_is_refused(void **state)
{
	struct fixture *f = *state;
	struct replay_report report;
	struct why why;

	write_text(f, "");
	assert_int_equal(replay(f, &report, &why), -EINVAL);
	write_text(f, "sesim-recording 2\n\n");
	assert_int_equal(replay(f, &report, &why), -EINVAL);
	write_text(f, "sesim-recording 1\n\n1.000 60 W 00\nwhat\n");
	assert_int_equal(replay(f, &report, &why), -EINVAL);
	assert_non_null(strstr(why.text, "line 4: it does not begin with a time"));
	unlink(f->path);
	assert_int_equal(replay(f, &report, &why), -ENOENT);
}

static void trace_some(struct fixture *f)
{
	struct pcapng_writer writer;

	assert_int_equal(pcapng_open(&writer, &f->bus, f->path, "seed 7, chip toy@60", NULL), 0);
	some_traffic(f);
	assert_int_equal(pcapng_close(&writer, &f->bus, NULL), 0);
}

static void a_trace_is_read_back_as_it_was(void **state)
{
	struct fixture *f = *state;
	struct pcapng_reader reader;
	uint8_t line[256];
	char text[2048] = "";
	size_t used = 0;

	trace_some(f);
	assert_int_equal(pcapng_read_open(&reader, f->path, NULL), 0);
	assert_string_equal(reader.comment, "seed 7, chip toy@60");
	while (pcapng_read(&reader, &f->t, NULL) == 1) {
		struct wbuf w = wbuf_to(line, sizeof(line));

		recording_put(&w, &f->t);
		assert_false(wbuf_bad(&w));
		memcpy(text + used, line, w.len);
		used += w.len;
	}
	pcapng_read_close(&reader);
	/* As recorded, but for the message that never went out: a trace holds what was on the wires. */
	assert_string_equal(text, "0.000 00 W - ! address-nack\n"
				  "110.000 60 W 10022233\n"
				  "580.000 60 W 10 + 60 R 0222\n"
				  "2550.000 60 W fe0001 ! data-nack@2\n"
				  "2930.000 33 R ?4 ! address-nack\n"
				  "3040.000 60 W 10 + 33 R ?2 ! address-nack\n"
				  "3330.000 60 W 10 + 60 Rl 022233\n");
}

/* What is in the trace file: packets as link type 209 wants them, byte by byte. */
static void a_packet_is_bus_flags_address_and_data(void **state)
{
	static const uint8_t section[] = { 0x0a, 0x0d, 0x0d, 0x0a };
	static const uint8_t write_packet[] = { 0x01, 0, 0, 0, 0, 0xc0, 0x10, 0x02, 0x22, 0x33 };
	static const uint8_t read_packet[] = { 0x01, 0, 0, 0, 0x01, 0xc1, 0x02, 0x22 };
	struct fixture *f = *state;
	uint8_t bytes[4096];
	size_t len;
	FILE *file;

	trace_some(f);
	file = fopen(f->path, "re");
	assert_non_null(file);
	len = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	assert_memory_equal(bytes, section, sizeof(section));
	assert_non_null(memmem(bytes, len, write_packet, sizeof(write_packet)));
	assert_non_null(memmem(bytes, len, read_packet, sizeof(read_packet)));
	assert_non_null(memmem(bytes, len, "address not acknowledged, 4 bytes asked for", 43));
}

/* Reads all of a trace; returns how it ended. */
static int read_all(struct fixture *f)
{
	struct pcapng_reader reader;
	int rc = pcapng_read_open(&reader, f->path, NULL);

	if (rc < 0)
		return rc;
	do {
		rc = pcapng_read(&reader, &f->t, NULL);
	} while (rc == 1);
	pcapng_read_close(&reader);
	return rc;
}

static void write_bytes(const struct fixture *f, const uint8_t *bytes, size_t len)
{
	FILE *file = fopen(f->path, "we");

	assert_non_null(file);
	fwrite(bytes, 1, len, file);
	fclose(file);
}

static void a_damaged_trace_is_refused_or_read_and_nothing_worse(void **state)
{
	struct fixture *f = *state;
	uint8_t bytes[4096];
	size_t len, whole = 0;
	FILE *file;

	trace_some(f);
	file = fopen(f->path, "re");
	assert_non_null(file);
	len = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	for (size_t cut = 0; cut < len; cut++) {
		write_bytes(f, bytes, cut);
		whole += read_all(f) == 0;
	}
	assert_in_range(whole, 1, 20); /* cuts between blocks */
	for (size_t at = 0; at < len; at++) {
		bytes[at] ^= 0xff;
		write_bytes(f, bytes, len);
		read_all(f);
		bytes[at] ^= 0xff;
	}
}

static void a_full_disk_is_told_at_the_end(void **state)
{
	struct fixture *f = *state;
	struct bus_record record;
	struct pcapng_writer writer;
	struct why why;

	if (access("/dev/full", W_OK) != 0)
		skip();
	assert_int_equal(bus_record_open(&record, &f->bus, "/dev/full", NULL, 0, NULL), 0);
	assert_int_equal(pcapng_open(&writer, &f->bus, "/dev/full", "", NULL), 0);
	some_traffic(f);
	assert_int_equal(bus_record_close(&record, &f->bus, &why), -ENOSPC);
	assert_non_null(strstr(why.text, "the recording is not whole"));
	assert_int_equal(pcapng_close(&writer, &f->bus, &why), -ENOSPC);
	assert_int_equal(bus_record_open(&record, &f->bus, "/nonexistent/x", NULL, 0, &why), -ENOENT);
	assert_int_equal(pcapng_open(&writer, &f->bus, "/nonexistent/x", "", &why), -ENOENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_recording_reads_as_the_page_says, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_recording_made_on_a_link_is_that_of_its_bus, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_replay_on_an_equal_bus_gives_the_same_answers, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_replay_tells_the_first_answer_that_differs, setup, teardown),
		cmocka_unit_test_setup_teardown(a_replay_waits_for_the_recorded_times, setup, teardown),
		cmocka_unit_test_setup_teardown(a_line_that_is_none_is_named, setup, teardown),
		cmocka_unit_test_setup_teardown(a_file_that_is_no_recording_is_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(a_trace_is_read_back_as_it_was, setup, teardown),
		cmocka_unit_test_setup_teardown(a_packet_is_bus_flags_address_and_data, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_damaged_trace_is_refused_or_read_and_nothing_worse, setup, teardown),
		cmocka_unit_test_setup_teardown(a_full_disk_is_told_at_the_end, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
