/* tests/unit/test_atca_host.c: the small ATECC driver on a simulated part, and its traffic replayed. */
#include "cmocka_all.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "atca_host.h"
#include "bus_fault.h"
#include "bus_record.h"
#include "link_board.h"
#include "replay.h"

struct fixture {
	struct board *board;
	struct link *link;
	struct bus_fault fault;
	struct atca_host host;
	struct atca_answer answer;
};

static const struct board_options defaults = { .latency = LATENCY_TYPICAL, .seeded = true, .seed = 7 };

/* A blank ATECC608A on a bus of its own. */
static struct fixture open_part(enum clock_mode clock, uint64_t seed)
{
	struct board_options options = defaults;
	struct fixture f = { .board = NULL };
	struct why why = { "" };

	options.clock = clock;
	options.seed = seed;
	if (board_new(&f.board, &options, &why) < 0 || board_add_all(f.board, "atecc608a", &why) < 0 ||
		board_power(f.board, &why) < 0 || link_over_bus(&f.link, &f.board->bus, NULL, 0, &why) < 0)
		fail_msg("%s", why.text);
	f.host = atca_host_make(f.link, ATCA_ADDRESS_DEFAULT);
	return f;
}

static void close_part(struct fixture *f)
{
	link_close(f->link);
	board_free(f->board);
}

static void fault(struct fixture *f, const char *script)
{
	assert_int_equal(bus_fault_script(&f->fault, script, NULL), 0);
	f->board->bus.bender = &f->fault.bender;
}

static void it_wakes_asks_and_puts_to_sleep(void **state)
{
	struct fixture f = open_part(CLOCK_VIRTUAL, 1);

	(void)state;
	assert_int_equal(atca_host_wake(&f.host, &f.answer), 0);
	assert_int_equal(f.answer.status, ATCA_AFTER_WAKE);
	assert_int_equal(atca_host_command(&f.host, ATCA_INFO, 0, 0, NULL, 0, &f.answer), 0);
	assert_int_equal(f.answer.status, ATCA_SUCCESS);
	assert_int_equal(f.answer.len, 4);
	assert_memory_equal(f.answer.data, "\x00\x00\x60\x02", 4);
	assert_int_equal(atca_host_sleep(&f.host), 0);
	assert_int_equal(atca_host_send(&f.host, ATCA_INFO, 0, 0, NULL, 0), -ENXIO);
	close_part(&f);
}

static void a_refusal_is_a_status(void **state)
{
	struct fixture f = open_part(CLOCK_INSTANT, 1);
	static const uint8_t too_much[ATCA_PACKET_MAX - ATCA_PACKET_MIN + 1];

	(void)state;
	assert_int_equal(atca_host_wake(&f.host, &f.answer), 0);
	assert_int_equal(atca_host_command(&f.host, ATCA_INFO, 0x77, 0, NULL, 0, &f.answer), 0);
	assert_int_equal(f.answer.status, ATCA_PARSE_ERROR);
	assert_int_equal(f.answer.len, 1);
	assert_int_equal(atca_host_send(&f.host, ATCA_WRITE, 0, 0, too_much, sizeof(too_much)), -EINVAL);
	close_part(&f);
}

static void a_part_that_does_not_wake_is_a_timeout(void **state)
{
	struct fixture f = open_part(CLOCK_VIRTUAL, 1);

	(void)state;
	f.board->bus.speed_hz = 400000; /* nine low bits are 22.5 us */
	assert_int_equal(atca_host_wake(&f.host, &f.answer), -ETIMEDOUT);
	assert_int_equal(atca_host_receive(&f.host, &f.answer), -ETIMEDOUT);
	close_part(&f);
}

static void a_flipped_bit_in_an_answer_is_read_again(void **state)
{
	struct fixture f = open_part(CLOCK_VIRTUAL, 1);

	(void)state;
	assert_int_equal(atca_host_wake(&f.host, &f.answer), 0);
	fault(&f, "flip read=1 byte=2 bit=3 after=1 times=1");
	assert_int_equal(atca_host_command(&f.host, ATCA_INFO, 0, 0, NULL, 0, &f.answer), 0);
	assert_int_equal(f.fault.struck, 1);
	assert_memory_equal(f.answer.data, "\x00\x00\x60\x02", 4);
	fault(&f, "flip read=1 byte=2 bit=3 times=0");
	assert_int_equal(atca_host_command(&f.host, ATCA_INFO, 0, 0, NULL, 0, &f.answer), -EBADMSG);
	close_part(&f);
}

static void a_flipped_bit_in_a_command_is_a_checksum_error(void **state)
{
	struct fixture f = open_part(CLOCK_VIRTUAL, 1);

	(void)state;
	assert_int_equal(atca_host_wake(&f.host, &f.answer), 0);
	fault(&f, "flip read=0 byte=3 bit=0");
	assert_int_equal(atca_host_command(&f.host, ATCA_INFO, 0, 0, NULL, 0, &f.answer), 0);
	assert_int_equal(f.answer.status, ATCA_CRC_ERROR);
	close_part(&f);
}

/* INTERFACES.md: the text of --chip follows sim:, several separated by +. */
static void a_sim_url_puts_chips_on_a_bus(void **state)
{
	struct link_board board = link_board_make(&defaults);
	struct link_scheme scheme = link_scheme_sim(&board.builder);
	const struct link_scheme *const schemes[] = { &scheme };
	struct link *link;
	struct atca_host host;
	struct atca_answer answer;
	struct why why = { "" };

	(void)state;
	if (link_open(&link, "sim:atecc608a@6a+se050c", schemes, 1, &why) < 0)
		fail_msg("%s", why.text);
	assert_int_equal(link->info.n_parts, 2);
	assert_int_equal(link->info.parts[0].address, 0x6a);
	assert_string_equal(link->info.parts[0].profile, "atecc608a");
	assert_int_equal(link->info.parts[0].serial_len, 9);
	assert_int_equal(link->info.parts[1].address, 0x48);
	host = atca_host_make(link, 0x6a);
	assert_int_equal(atca_host_wake(&host, &answer), 0);
	link_close(link);
	assert_true(link_open(&link, "sim:atecc609", schemes, 1, &why) < 0);
	assert_non_null(strstr(why.text, "atecc609"));
	assert_true(link_open(&link, "sim:atecc608a+atecc608a", schemes, 1, &why) < 0);
}

/* Wake, and what a seed decides. */
static void some_traffic(struct fixture *f)
{
	static const uint8_t number[20] = { 1 };

	assert_int_equal(atca_host_wake(&f->host, &f->answer), 0);
	assert_int_equal(
		atca_host_command(&f->host, ATCA_NONCE, 0, 0, number, sizeof(number), &f->answer), 0);
	assert_int_equal(f->answer.len, 32);
	assert_int_equal(atca_host_command(&f->host, ATCA_RANDOM, 0, 0, NULL, 0, &f->answer), 0);
	assert_int_equal(f->answer.len, 32);
	assert_int_equal(atca_host_command(&f->host, ATCA_READ, 0x80, 0, NULL, 0, &f->answer), 0);
	assert_int_equal(atca_host_idle(&f->host), 0);
}

static int replay_on(const char *path, enum clock_mode clock, uint64_t seed, struct replay_report *report)
{
	struct fixture f = open_part(clock, seed);
	struct replay replay;
	struct why why = { "" };
	int rc;

	if (replay_open(&replay, path, &why) < 0)
		fail_msg("%s", why.text);
	rc = replay_run(&replay, f.link, report, &why);
	replay_close(&replay);
	close_part(&f);
	return rc;
}

static void a_recording_repeats_byte_for_byte_under_its_seed(void **state)
{
	char path[] = "/tmp/sesim-host-XXXXXX";
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	for (int mode = CLOCK_INSTANT; mode <= CLOCK_VIRTUAL; mode++) {
		struct fixture f = open_part((enum clock_mode)mode, 7);
		struct bus_record record;
		struct replay_report report;

		assert_int_equal(bus_record_open(&record, &f.board->bus, path, NULL, 0, NULL), 0);
		some_traffic(&f);
		assert_int_equal(bus_record_close(&record, &f.board->bus, NULL), 0);
		close_part(&f);
		if (replay_on(path, (enum clock_mode)mode, 7, &report) != 0)
			fail_msg("%s", report.difference);
		assert_in_range(report.transactions, 10, 100);
		/* Another seed is another part: its serial number differs. */
		assert_int_equal(replay_on(path, (enum clock_mode)mode, 8, &report), 1);
	}
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_wakes_asks_and_puts_to_sleep),
		cmocka_unit_test(a_refusal_is_a_status),
		cmocka_unit_test(a_part_that_does_not_wake_is_a_timeout),
		cmocka_unit_test(a_flipped_bit_in_an_answer_is_read_again),
		cmocka_unit_test(a_flipped_bit_in_a_command_is_a_checksum_error),
		cmocka_unit_test(a_sim_url_puts_chips_on_a_bus),
		cmocka_unit_test(a_recording_repeats_byte_for_byte_under_its_seed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
