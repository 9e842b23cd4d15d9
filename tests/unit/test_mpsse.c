/* tests/unit/test_mpsse.c: I2C as MPSSE commands, to the bit, and what goes wrong on the way. */
#include "cmocka_all.h"

#include <errno.h>
#include <string.h>

#include "mpsse_fixture.h"

/* At 1 MHz a command for the pins is said three times to last half a bit. */
#define HELD(pins) pins pins pins
#define LOOK "800302 81 800303"
#define START LOOK HELD("800103") "800003"
#define AGAIN HELD("800203") HELD("800303") HELD("800103") "800003"
#define STOP "800203" HELD("800003") HELD("800103") HELD("800303") LOOK "87"
#define SENT(byte) "110000" byte "800203 2200"

static void clear(struct mpsse_fixture *f)
{
	f->tape.len = 0;
}

static void the_setup_is_open_drain_in_three_phases(void **state)
{
	assert_commands(*state,
		"aa87"
		"8a 97 8c 85 9e0300 861300 800303 820000 ab 87" HELD("800303")
			LOOK HELD("800203") "81" HELD("800003") "81" HELD("800203") HELD("800303") "87");
	assert_clean(*state);
}

/* AN_108: SCL = 60 MHz / (1 + divisor) / 2, two thirds of it in three phases. */
static void a_pace_is_never_faster_than_asked(void **state)
{
	(void)state;
	assert_int_equal(mpsse_pace_for(100000).divisor, 199);
	assert_int_equal(mpsse_pace_for(400000).divisor, 49);
	assert_int_equal(mpsse_pace_for(1000000).divisor, 19);
	assert_int_equal(mpsse_pace_for(300000).speed_hz, 298507);
	for (uint32_t hz = MPSSE_SPEED_MIN; hz <= MPSSE_SPEED_MAX; hz += 997) {
		struct mpsse_pace pace = mpsse_pace_for(hz);

		assert_true(pace.speed_hz <= hz);
		assert_true(20000000u >= (uint64_t)hz * pace.divisor);
		assert_true(pace.holds > 0);
	}
}

static void a_written_byte_comes_with_its_acknowledge_bit_and_the_last_with_stop(void **state)
{
	struct mpsse_fixture *f = *state;

	clear(f);
	assert_int_equal(mpsse_write(f, 0x48, "10a5"), 0);
	assert_commands(f, START SENT("90") "87" SENT("10") "87" SENT("a5") STOP);
	assert_int_equal(f->toys[0].lost[0x10], 0xa5);
	assert_clean(f);
}

static void a_read_is_queued_and_its_last_byte_not_acknowledged(void **state)
{
	struct mpsse_fixture *f = *state;
	uint8_t in[3] = { 0 };

	assert_int_equal(mpsse_write(f, 0x60, "10 5a c3 01"), 0);
	assert_int_equal(mpsse_write(f, 0x60, "10"), 0);
	clear(f);
	assert_int_equal(mpsse_read(f, 0x60, in, 3), 0);
	assert_memory_equal(in, "\x5a\xc3\x01", 3);
	assert_commands(f,
		START SENT("c1") "87"
				 "200000 130000 800203 200000 130000 800203 200000 130080 800203" STOP);
	assert_clean(f);
}

static void an_address_alone_is_one_round_trip(void **state)
{
	struct mpsse_fixture *f = *state;

	clear(f);
	assert_int_equal(mpsse_write(f, 0x60, ""), 0);
	assert_commands(f, START SENT("c0") STOP);
	clear(f);
	assert_int_equal(mpsse_write(f, 0x33, ""), -ENXIO);
	assert_commands(f, START SENT("66") STOP);
	assert_clean(f);
}

static void only_several_messages_have_a_repeated_start(void **state)
{
	struct mpsse_fixture *f = *state;
	uint8_t out[] = { 0x80, 0x77 }, reg[] = { 0x80 }, in[1];
	struct i2c_message msgs[3] = { { .addr = 0x48, .len = 2, .bytes = out },
		{ .addr = 0x48, .len = 1, .bytes = reg },
		{ .addr = 0x48, .flags = I2C_READ, .len = 1, .bytes = in } };
	size_t done;
	uint64_t starts = f->wires.counts.starts, stops = f->wires.counts.stops;

	clear(f);
	assert_int_equal(mpsse_transfer(&f->mpsse, msgs, 3, &done), 3);
	assert_int_equal(in[0], 0x77);
	assert_commands(f, START SENT("90") "87" SENT("80") "87" SENT("77") "87" AGAIN SENT("90") "87" SENT(
				   "80") "87" AGAIN SENT("91") "87"
							       "200000 130080 800203" STOP);
	assert_int_equal(f->wires.counts.starts - starts, 3);
	assert_int_equal(f->wires.counts.stops - stops, 1);
	assert_int_equal(f->toys[0].stops, 1);
	assert_clean(f);
}

static void not_acknowledged_anywhere_it_stops_there_and_says_where(void **state)
{
	struct mpsse_fixture *f = *state;
	uint8_t bytes[12] = { 0 };
	struct i2c_message m = { .addr = 0x48, .len = sizeof(bytes), .bytes = bytes };
	size_t done;

	/* Register ff refuses: the toy's n-th byte after the pointer does. */
	for (size_t refused = 1; refused < sizeof(bytes); refused++) {
		uint64_t bits = f->wires.counts.bits, stops = f->wires.counts.stops;

		bytes[0] = (uint8_t)(0x100 - refused);
		assert_int_equal(mpsse_transfer(&f->mpsse, &m, 1, &done), -EIO);
		assert_int_equal(f->mpsse.nacked_at, refused);
		assert_int_equal(f->bus.nacked_at, refused);
		assert_int_equal(done, 0);
		/* Nine bits for the address, for each byte and for the refused one; STOP's SCL is no bit. */
		assert_int_equal(f->wires.counts.bits - bits, 9 * (refused + 2));
		assert_int_equal(f->wires.counts.stops - stops, 1);
	}
	assert_int_equal(mpsse_write(f, 0x33, "00"), -ENXIO);
	assert_int_equal(f->bus.outcome, BUS_ADDRESS_NACK);
	assert_clean(f);
}

/* The first bit of what the toy sends is 0: STOP cannot get through before nine clocks. */
static void a_read_of_nothing_ends_in_stop_whatever_the_chip_sends(void **state)
{
	struct mpsse_fixture *f = *state;

	assert_int_equal(mpsse_read(f, 0x48, NULL, 0), 0);
	assert_true(f->wires.sda && f->wires.scl);
	assert_int_equal(f->toys[0].stops, 1);
	assert_int_equal(mpsse_write(f, 0x48, "10ff"), 0);
	assert_int_equal(mpsse_write(f, 0x48, "10"), 0);
	assert_int_equal(mpsse_read(f, 0x48, NULL, 0), 0);
	/* Without them nothing was read. */
	assert_int_equal(f->toys[0].pointer, 0x10);
	assert_clean(f);
}

static void what_this_way_does_not_carry_is_refused(void **state)
{
	struct mpsse_fixture *f = *state;
	struct i2c_message m = { .addr = 0x148, .flags = I2C_TEN_BIT };
	size_t done;

	clear(f);
	assert_int_equal(mpsse_transfer(&f->mpsse, &m, 1, &done), -EOPNOTSUPP);
	m = (struct i2c_message){ .addr = 0x48, .flags = I2C_NO_START };
	assert_int_equal(mpsse_transfer(&f->mpsse, &m, 1, &done), -EOPNOTSUPP);
	assert_int_equal(f->tape.len, 0);
}

/* At 100 kHz: START's hold, then the eight low bits of address 0. */
static void sda_low_is_measured_with_its_start(void **state)
{
	struct mpsse_fixture *f = mpsse_fixture_new("");

	(void)state;
	assert_int_equal(mpsse_fixture_open(f), 0);
	assert_int_equal(mpsse_write(f, 0, "00"), -ENXIO);
	assert_in_range(f->toys[0].sda_low_ns, 80000, 90000);
	/* Seven bits of which the longest low is six: 0xc0 is not acknowledged. */
	f->toys[1].address = 0x61;
	assert_int_equal(mpsse_write(f, 0x60, ""), -ENXIO);
	assert_in_range(f->toys[0].sda_low_ns, 60000, 61000);
	assert_clean(f);
	mpsse_fixture_free(f);
}

/* Where address 0 is too short a low to wake anything. */
static void at_speed_a_write_to_address_0_begins_with_a_pulse(void **state)
{
	struct mpsse_fixture *f = mpsse_fixture_new("speed=400000");

	(void)state;
	assert_int_equal(mpsse_fixture_open(f), 0);
	f->toys[0].sda_low_ns = 0;
	clear(f);
	assert_int_equal(mpsse_write(f, 0, ""), -ENXIO);
	assert_memory_equal(f->room, "\x80\x01\x03\x80\x03\x03\x80\x03\x02\x81", 10);
	/* The newest transaction is the address itself; before it was the pulse. */
	assert_in_range(f->toys[0].sda_low_ns, 20000, 23000);
	assert_int_equal(mpsse_pulse(&f->mpsse, 70000), 0);
	assert_in_range(f->toys[0].sda_low_ns, 70000, 71000);
	assert_clean(f);
	mpsse_fixture_free(f);
}

/* A host that forgets 9E pushes SDA high against the chip's acknowledge. */
static void without_open_drain_it_fights_the_chips(void **state)
{
	struct mpsse_fixture *f = mpsse_fixture_new("stretch=none");

	(void)state;
	f->from = MPSSE_DRIVE_ZERO;
	f->to = MPSSE_DIVISOR; /* which takes two bytes too */
	assert_int_equal(mpsse_fixture_open(f), 0);
	assert_int_equal(f->wires.counts.contentions, 0);
	mpsse_write(f, 0x48, "1000");
	assert_true(f->wires.counts.contentions >= 3);
	mpsse_fixture_free(f);
}

/* A host that forgets 8C moves SDA as SCL falls. */
static void in_two_phases_sda_has_no_hold_time(void **state)
{
	struct mpsse_fixture *f = mpsse_fixture_new("stretch=none");

	(void)state;
	f->from = MPSSE_THREE_PHASES;
	f->to = MPSSE_TWO_PHASES;
	assert_int_equal(mpsse_fixture_open(f), 0);
	mpsse_write(f, 0x48, "1055");
	assert_true(f->wires.counts.illegal > 0);
	mpsse_fixture_free(f);
}

/* A host that moves SDA in mid-bit. */
static void sda_that_moves_while_scl_is_high_is_counted(void **state)
{
	static const uint8_t commands[] = { 0x80, 0x01, 0x03, 0x80, 0x00, 0x03, 0x13, 0x02, 0xa0, 0x80, 0x02,
		0x03, 0x80, 0x03, 0x03, 0x80, 0x01, 0x03 };
	struct mpsse_fixture *f = *state;

	assert_int_equal(f->engine_port.write(&f->engine, commands, sizeof(commands)), 0);
	assert_int_equal(f->wires.counts.illegal, 1);
}

static void a_byte_that_is_no_command_comes_back_behind_fa(void **state)
{
	static const uint8_t commands[] = { 0x81, 0x40, 0xaa, 0x87 };
	struct mpsse_fixture *f = *state;
	uint8_t bytes[8];

	assert_int_equal(f->engine_port.write(&f->engine, commands, sizeof(commands)), 0);
	assert_int_equal(f->engine_port.read(&f->engine, bytes, sizeof(bytes)), 5);
	assert_memory_equal(bytes, "\xff\xfa\x40\xfa\xaa", 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			the_setup_is_open_drain_in_three_phases, mpsse_setup, mpsse_teardown),
		cmocka_unit_test(a_pace_is_never_faster_than_asked),
		cmocka_unit_test_setup_teardown(
			a_written_byte_comes_with_its_acknowledge_bit_and_the_last_with_stop, mpsse_setup,
			mpsse_teardown),
		cmocka_unit_test_setup_teardown(
			a_read_is_queued_and_its_last_byte_not_acknowledged, mpsse_setup, mpsse_teardown),
		cmocka_unit_test_setup_teardown(
			an_address_alone_is_one_round_trip, mpsse_setup, mpsse_teardown),
		cmocka_unit_test_setup_teardown(
			only_several_messages_have_a_repeated_start, mpsse_setup, mpsse_teardown),
		cmocka_unit_test_setup_teardown(
			not_acknowledged_anywhere_it_stops_there_and_says_where, mpsse_setup, mpsse_teardown),
		cmocka_unit_test_setup_teardown(
			a_read_of_nothing_ends_in_stop_whatever_the_chip_sends, mpsse_setup, mpsse_teardown),
		cmocka_unit_test_setup_teardown(
			what_this_way_does_not_carry_is_refused, mpsse_setup, mpsse_teardown),
		cmocka_unit_test(sda_low_is_measured_with_its_start),
		cmocka_unit_test(at_speed_a_write_to_address_0_begins_with_a_pulse),
		cmocka_unit_test(without_open_drain_it_fights_the_chips),
		cmocka_unit_test(in_two_phases_sda_has_no_hold_time),
		cmocka_unit_test_setup_teardown(
			sda_that_moves_while_scl_is_high_is_counted, mpsse_setup, mpsse_teardown),
		cmocka_unit_test_setup_teardown(
			a_byte_that_is_no_command_comes_back_behind_fa, mpsse_setup, mpsse_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
