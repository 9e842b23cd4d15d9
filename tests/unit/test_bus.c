/* tests/unit/test_bus.c: the virtual bus: who is asked, what comes back, how long SDA was low and how long it took. */
#include "cmocka_all.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "atecc_fixture.h"
#include "bus_snapshot.h"
#include "toy_chip.h"

enum {
	US = 1000,
	BIT = 10 * US, /* at 100 kHz */
};

struct fixture {
	struct bus bus;
	struct toy toys[3];
};

static struct bus_seat *put(struct fixture *f, size_t i, uint8_t address)
{
	struct chip_env env = { .address = address };

	f->toys[i] = toy_make(address);
	return bus_attach(&f->bus, &toy_model, &f->toys[i], &env);
}

/* Toys at 48, 49 and 49. */
static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	bus_init(&f->bus, CLOCK_INSTANT, 100000);
	put(f, 0, 0x48);
	put(f, 1, 0x49);
	put(f, 2, 0x49);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	free(*state);
	return 0;
}

static int transfer(struct fixture *f, uint16_t addr, uint16_t flags, struct bytes *bytes, size_t *done)
{
	struct i2c_message m = { .addr = addr,
		.flags = flags,
		.len = (uint16_t)bytes->len,
		.bytes = bytes->len ? bytes->at : NULL };

	return bus_transfer(&f->bus, &m, 1, done);
}

static int write_to(struct fixture *f, uint16_t addr, const char *text)
{
	struct bytes bytes = wire(text);
	size_t done;

	return transfer(f, addr, 0, &bytes, &done);
}

static struct bytes read_from(struct fixture *f, uint16_t addr, size_t len)
{
	struct bytes bytes = { .len = len };
	size_t done;

	assert_int_equal(transfer(f, addr, I2C_READ, &bytes, &done), 1);
	assert_int_equal(done, 1);
	return bytes;
}

/* SDA low: low bit times times the period, START not counted; address, data and acknowledge bits count. */

static void assert_low_bits(struct fixture *f, unsigned int bits)
{
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(f->toys[i].sda_low_ns, bits * BIT);
}

static void an_address_nobody_has_is_low_for_its_zeros(void **state)
{
	static const struct {
		uint16_t addr;
		unsigned int low;
	} probes[] = {
		{ 0x00, 8 }, /* 0000 0000 */
		{ 0x40, 7 }, /* 1000 0000 */
		{ 0x20, 6 }, /* 0100 0000 */
		{ 0x60, 6 }, /* 1100 0000 */
		{ 0x10, 5 }, /* 0010 0000 */
		{ 0x08, 4 }, /* 0001 0000: four before, four behind */
		{ 0x02, 5 }, /* 0000 0100 */
		{ 0x7f, 1 }, /* 1111 1110 */
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(probes) / sizeof(probes[0]); i++) {
		assert_int_equal(write_to(f, probes[i].addr, ""), -ENXIO);
		assert_low_bits(f, probes[i].low);
	}
}

static void the_direction_bit_is_high_for_a_read(void **state)
{
	struct fixture *f = *state;
	struct bytes byte = { .len = 1 };
	size_t done;

	assert_int_equal(transfer(f, 0x60, I2C_READ, &byte, &done), -ENXIO);
	assert_low_bits(f, 5); /* 1100 0001 */
}

static void an_acknowledge_is_low_and_joins_what_is_low_around_it(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(write_to(f, 0x48, ""), 1);
	assert_low_bits(f, 5); /* 1001 0000 0 */
	assert_int_equal(write_to(f, 0x48, "ff"), 1);
	assert_low_bits(f, 5);
	assert_int_equal(write_to(f, 0x48, "00"), 1);
	assert_low_bits(f, 14); /* 1001 0000 0 0000 0000 0 */
	assert_int_equal(write_to(f, 0x48, "00 00 00"), 1);
	assert_low_bits(f, 32);
	assert_int_equal(write_to(f, 0x48, "00 01 00"), 1);
	assert_low_bits(f, 21);
}

static void a_byte_read_is_acknowledged_by_the_host_but_for_the_last(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(write_to(f, 0x48, "10 00 00 00 ff"), 1);
	assert_int_equal(write_to(f, 0x48, "10"), 1);
	read_from(f, 0x48, 1);
	assert_low_bits(f, 9); /* 1001 0001 0 0000 0000 1 */
	assert_int_equal(write_to(f, 0x48, "10"), 1);
	read_from(f, 0x48, 2);
	assert_low_bits(f, 18);
	assert_int_equal(write_to(f, 0x48, "13"), 1);
	read_from(f, 0x48, 1);
	assert_low_bits(f, 3); /* 1001 0001 0 1111 1111 1: three zeros in the middle of the address */
}

static void the_longest_low_counts_wherever_it_was(void **state)
{
	struct fixture *f = *state;
	struct bytes first = wire("00 00"), second = wire("ff");
	struct i2c_message messages[] = {
		{ .addr = 0x48, .len = 2, .bytes = first.at },
		{ .addr = 0x48, .len = 1, .bytes = second.at },
	};
	size_t done;

	assert_int_equal(bus_transfer(&f->bus, messages, 2, &done), 2);
	assert_low_bits(f, 23);
}

static void at_400_khz_it_is_a_quarter(void **state)
{
	struct fixture *f = *state;

	f->bus.speed_hz = 400000;
	assert_int_equal(write_to(f, 0x00, ""), -ENXIO);
	assert_int_equal(f->toys[0].sda_low_ns, 20 * US);
	assert_int_equal(write_to(f, 0x48, "00"), 1);
	assert_int_equal(f->toys[0].sda_low_ns, 35 * US);
}

/* Time: START and STOP take a bit time each. */

static void a_transaction_takes_its_bits(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(write_to(f, 0x10, "00"), -ENXIO);
	assert_int_equal(clock_now(&f->bus.clock), 11 * BIT);
	assert_int_equal(write_to(f, 0x48, "00 00"), 1);
	assert_int_equal(clock_now(&f->bus.clock), (11 + 29) * BIT);
	read_from(f, 0x48, 4);
	assert_int_equal(clock_now(&f->bus.clock), (11 + 29 + 47) * BIT);
	assert_int_equal(f->bus.free_at_ns, clock_now(&f->bus.clock));
}

static void a_chip_is_asked_at_the_moment_its_address_has_gone_by(void **state)
{
	struct fixture *f = *state;
	struct bytes bytes = wire("00 11 22");
	struct i2c_message messages[] = {
		{ .addr = 0x48, .len = 3, .bytes = bytes.at },
		{ .addr = 0x49, .flags = I2C_READ, .len = 1, .bytes = bytes.at },
	};
	size_t done;

	assert_int_equal(bus_transfer(&f->bus, messages, 2, &done), 2);
	assert_int_equal(f->toys[1].now_ns, 36 * BIT);
}

/* Messages */

static void who_is_not_there_does_not_acknowledge(void **state)
{
	struct fixture *f = *state;
	struct bytes one = wire("00");
	struct i2c_message messages[] = {
		{ .addr = 0x48, .len = 1, .bytes = one.at },
		{ .addr = 0x4a, .len = 1, .bytes = one.at },
		{ .addr = 0x48, .len = 1, .bytes = one.at },
	};
	size_t done;

	assert_int_equal(bus_transfer(&f->bus, messages, 3, &done), -ENXIO);
	assert_int_equal(done, 1);
	assert_int_equal(f->toys[0].stops, 1);
	assert_int_equal(write_to(f, 0x4a, "00"), -ENXIO);
	assert_int_equal(f->toys[0].stops, 1);
}

static void a_byte_not_acknowledged_ends_the_transaction(void **state)
{
	struct fixture *f = *state;
	struct bytes refused = wire("fd 01 02 03"); /* 02 makes it busy, 03 to register ff is refused */
	struct i2c_message messages[] = {
		{ .addr = 0x48, .len = 4, .bytes = refused.at },
		{ .addr = 0x49, .len = 1, .bytes = refused.at },
	};
	size_t done;

	assert_int_equal(bus_transfer(&f->bus, messages, 2, &done), -EIO);
	assert_int_equal(done, 0);
	assert_int_equal(f->bus.outcome, BUS_DATA_NACK);
	assert_int_equal(f->bus.nacked_at, 3);
	assert_int_equal(f->toys[1].stops, 0);
}

static void an_empty_write_is_a_question_whether_anybody_is_there(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(write_to(f, 0x48, ""), 1);
	assert_int_equal(write_to(f, 0x47, ""), -ENXIO);
}

static void messages_of_one_transaction_end_in_one_stop(void **state)
{
	struct fixture *f = *state;
	struct bytes reg = wire("20"), value = { .len = 2 }, set = wire("20 a1 b2");
	struct i2c_message messages[] = {
		{ .addr = 0x48, .len = 3, .bytes = set.at },
		{ .addr = 0x48, .len = 1, .bytes = reg.at },
		{ .addr = 0x48, .flags = I2C_READ, .len = 2, .bytes = value.at },
	};
	size_t done;

	assert_int_equal(bus_transfer(&f->bus, messages, 3, &done), 3);
	assert_int_equal(done, 3);
	assert_int_equal(f->toys[0].stops, 1);
	assert_memory_equal(value.at, wire("a1b2").at, 2);
}

static void messages_that_are_none_are_refused_and_nothing_happens(void **state)
{
	static uint8_t many[I2C_MESSAGE_MAX + 1];
	struct fixture *f = *state;
	struct i2c_message messages[I2C_MESSAGES_MAX + 1] = { { .addr = 0x48 } };
	size_t done = 7;

	assert_int_equal(bus_transfer(&f->bus, messages, 0, &done), -EINVAL);
	assert_int_equal(done, 0);
	assert_int_equal(bus_transfer(&f->bus, messages, I2C_MESSAGES_MAX + 1, &done), -EINVAL);
	messages[0] = (struct i2c_message){ .addr = 0x48, .len = I2C_MESSAGE_MAX + 1, .bytes = many };
	assert_int_equal(bus_transfer(&f->bus, messages, 1, &done), -EINVAL);
	messages[0] = (struct i2c_message){ .addr = 0x48, .len = 1 };
	assert_int_equal(bus_transfer(&f->bus, messages, 1, &done), -EINVAL);
	assert_int_equal(clock_now(&f->bus.clock), 0);
	assert_int_equal(f->toys[0].stops, 0);
	messages[0] = (struct i2c_message){
		.addr = 0x48, .flags = I2C_READ, .len = I2C_MESSAGE_MAX, .bytes = many
	};
	assert_int_equal(bus_transfer(&f->bus, messages, 1, &done), 1);
}

static void nobody_has_a_ten_bit_address(void **state)
{
	struct fixture *f = *state;
	struct bytes byte = wire("00");
	size_t done;

	assert_int_equal(transfer(f, 0x48, I2C_TEN_BIT, &byte, &done), -ENXIO);
	assert_int_equal(transfer(f, 0x148, I2C_TEN_BIT | I2C_READ, &byte, &done), -ENXIO);
	assert_int_equal(f->toys[0].stops, 0);
}

static void the_general_call_is_an_address_like_others(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(write_to(f, 0x00, "06"), -ENXIO);
	f->toys[0].address = 0x00;
	assert_int_equal(write_to(f, 0x00, "06"), 1);
	assert_int_equal(f->toys[0].pointer, 6);
}

static void a_counted_read_takes_as_many_bytes_as_its_first_says(void **state)
{
	struct fixture *f = *state;
	struct bytes block = { .len = 1 };
	struct i2c_message m = {
		.addr = 0x48, .flags = I2C_READ | I2C_RECV_LEN, .len = 1, .bytes = block.at
	};
	size_t done;

	assert_int_equal(write_to(f, 0x48, "20 03 a1 b2 c3 d4"), 1);
	assert_int_equal(write_to(f, 0x48, "20"), 1);
	assert_int_equal(bus_transfer(&f->bus, &m, 1, &done), 1);
	assert_int_equal(m.len, 4);
	assert_memory_equal(block.at, wire("03a1b2c3").at, 4);
	assert_int_equal(f->toys[0].pointer, 0x24);
}

/* Several chips */

static void only_the_chip_addressed_hears_and_all_feel_sda(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(write_to(f, 0x48, "20 55"), 1);
	assert_int_equal(f->toys[0].stops, 1);
	assert_int_equal(f->toys[1].stops, 0);
	assert_int_equal(f->toys[1].pointer, 0);
	assert_int_equal(f->toys[1].sda_low_ns, f->toys[0].sda_low_ns);
}

static void two_chips_at_one_address_both_hear_and_are_read_as_their_and(void **state)
{
	struct fixture *f = *state;
	struct bytes read;

	assert_int_equal(write_to(f, 0x49, "20 f0 3c ff 00"), 1);
	assert_int_equal(f->toys[1].pointer, 0x24);
	assert_int_equal(f->toys[2].pointer, 0x24);
	f->toys[2].lost[0x20] = 0x3c;
	f->toys[2].lost[0x21] = 0xff;
	f->toys[2].lost[0x22] = 0x81;
	f->toys[2].lost[0x23] = 0xff;
	assert_int_equal(write_to(f, 0x49, "20"), 1);
	read = read_from(f, 0x49, 4);
	assert_memory_equal(read.at, wire("30 3c 81 00").at, 4);
}

static void one_of_two_that_acknowledges_is_enough(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(write_to(f, 0x49, "20 11"), 1);
	f->toys[1].busy_until_ns = UINT64_MAX;
	assert_int_equal(write_to(f, 0x49, "20 22"), 1);
	assert_int_equal(f->toys[1].lost[0x20], 0x11);
	assert_int_equal(f->toys[2].lost[0x20], 0x22);
	assert_int_equal(read_from(f, 0x49, 1).at[0], 0x00);
}

static void a_chip_without_power_is_not_there(void **state)
{
	struct fixture *f = *state;

	bus_power(&f->bus, &f->bus.seats[0], false);
	f->toys[0].sda_low_ns = 1;
	assert_int_equal(write_to(f, 0x48, ""), -ENXIO);
	assert_int_equal(f->toys[0].sda_low_ns, 1);
	bus_power(&f->bus, &f->bus.seats[0], true);
	assert_int_equal(write_to(f, 0x48, ""), 1);
}

static void a_bus_has_as_many_seats_as_addresses(void **state)
{
	struct fixture *f = *state;
	struct chip_env env = { .address = 0 };

	for (size_t i = 3; i < BUS_CHIPS_MAX; i++)
		assert_non_null(bus_attach(&f->bus, &toy_model, &f->toys[0], &env));
	assert_null(bus_attach(&f->bus, &toy_model, &f->toys[0], &env));
}

struct count {
	struct bus_watcher watcher;
	struct bus_event last;
	size_t seen;
};

static void note(struct bus_watcher *watcher, const struct bus_event *event)
{
	struct count *count = (struct count *)watcher;

	count->last = *event;
	count->seen++;
}

static void a_watcher_sees_each_transaction_as_it_went(void **state)
{
	struct fixture *f = *state;
	struct count count = { .watcher.transaction = note };

	f->bus.watchers = &count.watcher;
	assert_int_equal(write_to(f, 0x48, "20"), 1);
	assert_int_equal(count.last.outcome, BUS_OK);
	assert_int_equal(count.last.done, 1);
	assert_int_equal(count.last.end_ns - count.last.start_ns, 20 * BIT);
	assert_int_equal(write_to(f, 0x4a, "20"), -ENXIO);
	assert_int_equal(count.last.outcome, BUS_ADDRESS_NACK);
	assert_int_equal(count.last.done, 0);
	assert_int_equal(count.seen, 2);
}

static void a_snapshot_brings_back_chips_power_and_time(void **state)
{
	struct fixture *f = *state;
	struct bus_snapshot *snapshot;
	uint64_t then;

	assert_int_equal(write_to(f, 0x48, "20 11"), 1);
	bus_power(&f->bus, &f->bus.seats[1], false);
	then = clock_now(&f->bus.clock);
	snapshot = bus_snapshot_take(&f->bus);
	assert_non_null(snapshot);
	assert_int_equal(write_to(f, 0x48, "20 22"), 1);
	bus_power(&f->bus, &f->bus.seats[1], true);
	bus_snapshot_restore(&f->bus, snapshot);
	assert_int_equal(f->toys[0].lost[0x20], 0x11);
	assert_false(f->bus.seats[1].powered);
	assert_int_equal(clock_now(&f->bus.clock), then);
	bus_snapshot_free(snapshot);
}

/* What wakes an ATECC (issue: i2cdetect's own scan at 100 kHz, and not at 400). */

static bool acknowledges_a_scan(struct atecc_fixture *f)
{
	bool seen = false;

	/* i2cdetect's addresses and its two ways of asking */
	for (uint16_t addr = 0x03; addr < 0x78; addr++) {
		bool by_read = (addr >= 0x30 && addr <= 0x37) || (addr >= 0x50 && addr <= 0x5f);
		uint8_t byte;
		int rc = by_read ? host_read(f, addr, &byte, 1) : host_write(f, addr, "");

		if (rc == 0) {
			assert_int_equal(addr, 0x60);
			seen = true;
		}
	}
	return seen;
}

static void i2cdetect_sees_an_atecc_at_100_khz_and_not_at_400(void **state)
{
	struct atecc_fixture *f = *state;

	assert_true(acknowledges_a_scan(f));
	use_clock(f, CLOCK_INSTANT, LATENCY_NONE, 400000);
	assert_false(acknowledges_a_scan(f));
}

static void its_probe_of_40_or_20_wakes_and_most_others_do_not(void **state)
{
	struct atecc_fixture *f = *state;

	for (uint16_t addr = 1; addr < 0x78; addr++) {
		bool wakes = addr == 0x40 || addr == 0x20 || addr == 0x60 || addr == 0x01;
		uint8_t byte;

		host_power_cycle(f);
		assert_int_equal(host_write(f, addr, ""), -ENXIO);
		assert_int_equal(host_read(f, 0x60, &byte, 1), wakes ? 0 : -ENXIO);
	}
}

static void traffic_to_an_se050_wakes_an_atecc_beside_it(void **state)
{
	struct atecc_fixture *f = *state;
	struct chip_env env = { .address = 0x48 };
	struct toy toy = toy_make(0x48);
	uint8_t byte;

	assert_non_null(bus_attach(&f->bus, &toy_model, &toy, &env));
	assert_int_equal(host_write(f, 0x48, "5a c0"), 0);
	assert_int_equal(host_read(f, 0x60, &byte, 1), 0);
	host_idle(f);
	assert_int_equal(host_write(f, 0x48, "ff"), 0);
	assert_int_equal(host_read(f, 0x60, &byte, 1), -ENXIO);
}

static void no_start_goes_on_with_the_bytes_before(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes info = packet("30 00 0000"), answer = { .len = 7 };
	struct i2c_message messages[] = {
		{ .addr = 0x60, .len = 3, .bytes = info.at },
		{ .addr = 0x60, .flags = I2C_NO_START, .len = 5, .bytes = info.at + 3 },
	};
	size_t done;

	host_wake(f);
	assert_int_equal(bus_transfer(&f->bus, messages, 2, &done), 2);
	assert_int_equal(host_read(f, 0x60, answer.at, 7), 0);
	assert_memory_equal(answer.at, wire("07 00006002").at, 5);
}

#define WITH_TOYS(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

static const struct CMUnitTest tests[] = {
	WITH_TOYS(an_address_nobody_has_is_low_for_its_zeros),
	WITH_TOYS(the_direction_bit_is_high_for_a_read),
	WITH_TOYS(an_acknowledge_is_low_and_joins_what_is_low_around_it),
	WITH_TOYS(a_byte_read_is_acknowledged_by_the_host_but_for_the_last),
	WITH_TOYS(the_longest_low_counts_wherever_it_was),
	WITH_TOYS(at_400_khz_it_is_a_quarter),
	WITH_TOYS(a_transaction_takes_its_bits),
	WITH_TOYS(a_chip_is_asked_at_the_moment_its_address_has_gone_by),
	WITH_TOYS(who_is_not_there_does_not_acknowledge),
	WITH_TOYS(a_byte_not_acknowledged_ends_the_transaction),
	WITH_TOYS(an_empty_write_is_a_question_whether_anybody_is_there),
	WITH_TOYS(messages_of_one_transaction_end_in_one_stop),
	WITH_TOYS(messages_that_are_none_are_refused_and_nothing_happens),
	WITH_TOYS(nobody_has_a_ten_bit_address),
	WITH_TOYS(the_general_call_is_an_address_like_others),
	WITH_TOYS(a_counted_read_takes_as_many_bytes_as_its_first_says),
	WITH_TOYS(only_the_chip_addressed_hears_and_all_feel_sda),
	WITH_TOYS(two_chips_at_one_address_both_hear_and_are_read_as_their_and),
	WITH_TOYS(one_of_two_that_acknowledges_is_enough),
	WITH_TOYS(a_chip_without_power_is_not_there),
	WITH_TOYS(a_bus_has_as_many_seats_as_addresses),
	WITH_TOYS(a_watcher_sees_each_transaction_as_it_went),
	WITH_TOYS(a_snapshot_brings_back_chips_power_and_time),
	ON(blank_608a, i2cdetect_sees_an_atecc_at_100_khz_and_not_at_400),
	ON(blank_608a, its_probe_of_40_or_20_wakes_and_most_others_do_not),
	ON(blank_608a, traffic_to_an_se050_wakes_an_atecc_beside_it),
	ON(blank_608a, no_start_goes_on_with_the_bytes_before),
};

int main(void)
{
	return cmocka_run_group_tests(tests, NULL, NULL);
}
