/* tests/unit/test_se050_i2cm.c: the I2C bus that the part masters (AN12413 4.17; se050-evidence.md 3.2). */
#include "cmocka_all.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "behind.h"
#include "se050_fixture.h"
#include "toy_chip.h"

#define EXECUTE "80030030"

struct fixture {
	struct se050_fixture *f;
	struct behind behind;
	struct toy toy;
};

static int set_up_part(void **state, const char *part, struct se050_fixture *(*make)(const char *))
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct chip_env env = { .address = 0x1e };

	assert_non_null(f);
	f->f = make(part);
	f->toy = toy_make(0x1e);
	behind_init(&f->behind, f->f->board->bus.clock.mode);
	assert_non_null(bus_attach(&f->behind.bus, &toy_model, &f->toy, &env));
	f->f->board->bus.seats[0].env.masters = &f->behind.master;
	se_select(f->f);
	*state = f;
	return 0;
}

static int set_up(void **state)
{
	return set_up_part(state, "se050c", se_new);
}

static int set_up_slow(void **state)
{
	return set_up_part(state, "se050c", se_new_slow);
}

static int set_up_e(void **state)
{
	return set_up_part(state, "se050e", se_new);
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	se_free(f->f);
	free(f);
	return 0;
}

/* Table 248: CONFIGURE, WRITE, READ in one set; a result for each. */
static void a_set_writes_and_reads_registers(void **state)
{
	struct fixture *f = *state;

	assert_apdu(f->f, EXECUTE "0d 410b 010002 1e00 030003 10abcd", "41 820004 015a 035a 9000");
	assert_memory_equal(f->toy.lost + 0x10, "\xab\xcd", 2);
	assert_apdu(f->f, EXECUTE "14 4112 010002 1e01 030001 10 040002 0002 030001 11",
		"41 82000c 015a 035a 045a0002abcd 035a 9000");
	assert_int_equal(f->behind.bus.speed_hz, 400000);
	/* Each step is a transaction of its own. */
	assert_int_equal(f->toy.stops, 4);
}

/* 4.17: kept until the next CONFIGURE. */
static void the_configuration_is_that_of_the_last_configure(void **state)
{
	struct fixture *f = *state;

	assert_apdu(f->f, EXECUTE "14 4112 010002 2000 030001 10 010002 1e00 030001 10",
		"41 820008 015a 0301 015a 035a 9000");
	assert_int_equal(f->behind.bus.speed_hz, 100000);
}

static void nobody_there_is_told_in_the_result(void **state)
{
	struct fixture *f = *state;

	assert_apdu(
		f->f, EXECUTE "10 410e 010002 2000 030001 10 040002 0002", "41 820006 015a 0301 0401 9000");
	f->f->board->bus.seats[0].env.masters = NULL;
	assert_apdu(
		f->f, EXECUTE "10 410e 010002 1e00 030001 10 040002 0002", "41 820006 015a 0301 0401 9000");
}

static void data_that_is_not_acknowledged_is_a_write_error(void **state)
{
	struct fixture *f = *state;

	assert_apdu(f->f, EXECUTE "0c 410a 010002 1e00 030002 ff11", "41 820004 015a 0302 9000");
}

static int lost_bus(void *context, struct i2c_message *messages, size_t n, uint32_t speed_hz, uint64_t at_ns,
	uint64_t *took_ns)
{
	const int *rc = context;

	(void)messages;
	(void)n;
	(void)speed_hz;
	(void)at_ns;
	*took_ns = 0;
	return *rc;
}

static void a_lost_bus_and_a_timeout_are_told(void **state)
{
	struct fixture *f = *state;
	int rc = -EAGAIN;
	const struct chip_bus bus = { .transfer = lost_bus, .context = &rc };

	f->f->board->bus.seats[0].env.masters = &bus;
	assert_apdu(
		f->f, EXECUTE "10 410e 010002 1e00 030001 10 040002 0002", "41 820006 015a 0302 0403 9000");
	rc = -ETIMEDOUT;
	assert_apdu(
		f->f, EXECUTE "10 410e 010002 1e00 030001 10 040002 0002", "41 820006 015a 0305 0405 9000");
}

/* Table 248: FF and a code; vectors/refusals.tsv I2CM_ExecuteCommandSet.noconfig, .badtag, .badlength. */
static void a_set_with_a_fault_is_not_begun(void **state)
{
	static const struct {
		const char *set;
		const char *code;
	} cases[] = {
		{ "0a 4108 030001 10 020001 10", "21" },
		{ "0e 410c 010002 1e00 030001 10 020000", "11" },
		{ "0e 410c 010002 1e00 030001 10 030002", "12" },
		{ "0d 410b 010002 1e00 030001 10 0300", "13" },
		{ "0e 410c 010002 1e00 030001 10 030000", "12" },
		{ "10 410e 010002 1e00 030001 10 040002 0000", "12" },
		{ "0f 410d 010002 1e00 030001 10 040001 01", "12" },
		{ "0d 410b 010001 1e 030001 10 030000", "12" },
		{ "0b 4109 010002 1e02 030001 10", "21" },
		{ "0b 4109 010002 9e00 030001 10", "21" },
		/* 2 + 2 + 4 + 252 bytes of results. */
		{ "10 410e 010002 1e00 030001 10 040002 00fc", "12" },
		{ "10 410e 010002 1e00 030001 10 040002 ffff", "12" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char command[128], answer[64];

		snprintf(command, sizeof(command), EXECUTE "%s", cases[i].set);
		snprintf(answer, sizeof(answer), "41 820002 ff %s 9000", cases[i].code);
		assert_apdu(f->f, command, answer);
	}
	assert_int_equal(f->toy.stops, 0);
}

/* The longest results: 255 bytes. */
static void as_much_is_read_as_the_answer_holds(void **state)
{
	struct fixture *f = *state;
	uint8_t command[] = { 0x80, 0x03, 0x00, 0x30, 0x0c, 0x41, 0x0a, 0x01, 0x00, 0x02, 0x1e, 0x00, 0x04,
		0x00, 0x02, 0x00, 0xf9 };
	uint8_t answer[300];

	assert_int_equal(se_apdu(f->f, command, sizeof(command), answer, sizeof(answer)), 4 + 255 + 2);
	assert_memory_equal(answer, "\x41\x82\x00\xff\x01\x5a\x04\x5a\x00\xf9", 10);
}

/* vectors/refusals.tsv I2CM_ExecuteCommandSet.toolong: 6985. */
static void a_set_has_255_bytes_at_most(void **state)
{
	struct fixture *f = *state;
	uint8_t command[300] = { 0x80, 0x03, 0x00, 0x30, 0x00, 0x01, 0x04, 0x41, 0x82, 0x01, 0x00, 0x01, 0x00,
		0x02, 0x1e, 0x00, 0x03, 0x00, 0xf8 };
	uint8_t answer[300];

	assert_int_equal(se_apdu(f->f, command, 11 + 256, answer, sizeof(answer)), 2);
	assert_memory_equal(answer, "\x69\x85", 2);
	command[6] = 0x03;
	command[9] = 0x00;
	command[10] = 0xff;
	command[18] = 0xf7;
	assert_int_equal(se_apdu(f->f, command, 11 + 255, answer, sizeof(answer)), 10);
	assert_memory_equal(answer, "\x41\x82\x00\x04\x01\x5a\x03\x5a\x90\x00", 10);
}

static void malformed_commands_are_refused(void **state)
{
	struct fixture *f = *state;

	assert_apdu(f->f, EXECUTE, "6a80");
	assert_apdu(f->f, EXECUTE "02 4100", "6a80");
	assert_apdu(f->f, EXECUTE "0a 4103 010203 4103 010203", "6a80");
	assert_apdu(f->f, EXECUTE "08 4103 010203 7e01 00", "6a80");
	assert_apdu(f->f, EXECUTE "04 4103 0102", "6a80");
}

/* 4.17.1: while 7FFF0208 exists, its session only. */
static void the_access_credential_closes_the_bus(void **state)
{
	struct fixture *f = *state;
	struct se_session own, other;

	assert_apdu(f->f, "804107000c 41047fff0208 4204 c0010203", "9000");
	assert_apdu(f->f, "804107000c 41047da00001 4204 01020304", "9000");
	assert_apdu(f->f, EXECUTE "07 4105 010002 1e00", "6982");
	se_session_create(f->f, &other, 0x7da00001);
	assert_in(f->f, &other, "8004002c06 4104 01020304", "9000");
	assert_in(f->f, &other, EXECUTE "07 4105 010002 1e00", "6982");
	se_session_create(f->f, &own, 0x7fff0208);
	assert_in(f->f, &own, "8004002c06 4104 c0010203", "9000");
	assert_in(f->f, &own, EXECUTE "0b 4109 010002 1e00 030001 10", "41 820004 015a 035a 9000");
	assert_apdu(f->f, EXECUTE "07 4105 010002 1e00", "6982");
}

/* AN12413 table 5: bit 2000. The parts A, B and D come without it. */
static void parts_without_the_feature_refuse(void **state)
{
	struct se050_fixture *a = se_new("se050a"), *b = se_new("se050b"), *d = se_new("se050d");

	(void)state;
	se_select(a);
	se_select(b);
	se_select(d);
	assert_apdu(a, EXECUTE "07 4105 010002 1e00", "6985");
	assert_apdu(b, EXECUTE "07 4105 010002 1e00", "6985");
	assert_apdu(d, EXECUTE "07 4105 010002 1e00", "6985");
	se_free(a);
	se_free(b);
	se_free(d);
}

static void applet_7_2_does_the_same(void **state)
{
	struct fixture *f = *state;

	assert_apdu(f->f, EXECUTE "16 4114 010002 1e00 030003 20abcd 030001 20 040002 0001 00",
		"41 82000b 015a 035a 035a 045a0001ab 9000");
}

/* The wires take their time, and what is behind hears of it. */
static void bus_time_passes_in_front_and_behind(void **state)
{
	struct fixture *f = *state;
	uint64_t before = clock_now(&f->f->board->bus.clock);

	/* Register fe: busy for 200 ms. */
	assert_apdu(
		f->f, EXECUTE "10 410e 010002 1e00 030002 fec8 030001 10", "41 820006 015a 035a 0301 9000");
	assert_true(clock_now(&f->behind.bus.clock) > before);
	assert_true(clock_now(&f->behind.bus.clock) <= clock_now(&f->f->board->bus.clock));
	se_wait_us(f->f, 200000);
	assert_apdu(f->f, EXECUTE "0b 4109 010002 1e00 030001 10", "41 820004 015a 035a 9000");
}

/* A part of the command line: an ATECC that an SE050 wakes and asks for its revision. */
static void a_board_has_parts_behind(void **state)
{
	static const char atecc[] = "atecc608a", se050[] = "se050c";
	struct board_options options = { .clock = CLOCK_INSTANT, .seeded = true, .seed = 1 };
	struct se050_fixture f = { .number = 0 };
	struct why why;

	(void)state;
	assert_int_equal(board_new(&f.board, &options, &why), 0);
	assert_int_equal(board_add(f.board, se050, strlen(se050), &why), 0);
	assert_int_equal(board_add_behind(f.board, atecc, strlen(atecc), &why), 0);
	assert_int_equal(board_power(f.board, &why), 0);
	f.chip = f.board->parts[0]->chip;
	se_select(&f);
	/* A zero byte to address 0 wakes it; Info, Revision; its answer is 60 02. */
	assert_apdu(&f, EXECUTE "0b 4109 010002 0000 030001 00", "41 820004 015a 0301 9000");
	assert_apdu(&f, EXECUTE "17 4115 010002 6000 030008 03073000 0000035d 040002 0007",
		"41 82000f 015a 035a 045a0007 0700006002 8038 9000");
	board_free(f.board);
}

static void one_address_is_in_front_or_behind(void **state)
{
	struct board_options options = { .clock = CLOCK_REAL };
	struct board *board;
	struct why why;

	(void)state;
	assert_int_equal(board_new(&board, &options, &why), 0);
	assert_int_equal(board_add(board, "atecc608a", 9, &why), 0);
	assert_int_equal(board_add_behind(board, "atecc608a", 9, &why), -EADDRINUSE);
	assert_int_equal(board_add_behind(board, "atecc608", 8, &why), -EINVAL);
	assert_int_equal(board_add_behind(board, "atecc608a@61", 12, &why), 0);
	assert_int_equal(board_add(board, "atecc608a@61", 12, &why), -EADDRINUSE);
	assert_int_equal(board_power(board, &why), 0);
	board_free(board);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_set_writes_and_reads_registers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			the_configuration_is_that_of_the_last_configure, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nobody_there_is_told_in_the_result, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			data_that_is_not_acknowledged_is_a_write_error, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_lost_bus_and_a_timeout_are_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_set_with_a_fault_is_not_begun, set_up, tear_down),
		cmocka_unit_test_setup_teardown(as_much_is_read_as_the_answer_holds, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_set_has_255_bytes_at_most, set_up, tear_down),
		cmocka_unit_test_setup_teardown(malformed_commands_are_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_access_credential_closes_the_bus, set_up, tear_down),
		cmocka_unit_test(parts_without_the_feature_refuse),
		cmocka_unit_test_setup_teardown(applet_7_2_does_the_same, set_up_e, tear_down),
		cmocka_unit_test_setup_teardown(bus_time_passes_in_front_and_behind, set_up_slow, tear_down),
		cmocka_unit_test(a_board_has_parts_behind),
		cmocka_unit_test(one_address_is_in_front_or_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
