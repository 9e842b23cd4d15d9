/* tests/unit/test_bus_fault.c: each fault a script can ask for, and scripts that are none. */
#include "cmocka_all.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bus_fault.h"
#include "link_sim.h"
#include "toy_chip.h"

struct fixture {
	struct bus bus;
	struct toy toys[2];
	struct bus_fault fault;
	struct link *link;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		return -1;
	bus_init(&f->bus, CLOCK_INSTANT, I2C_SPEED_DEFAULT);
	for (size_t i = 0; i < 2; i++) {
		const struct chip_env env = { .address = (uint8_t)(0x60 + i) };

		f->toys[i] = toy_make(env.address);
		assert_non_null(bus_attach(&f->bus, &toy_model, &f->toys[i], &env));
	}
	assert_int_equal(link_over_bus(&f->link, &f->bus, NULL, 0, NULL), 0);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	link_close(f->link);
	free(f);
	return 0;
}

static void script(struct fixture *f, const char *text)
{
	struct why why = { "" };

	if (bus_fault_script(&f->fault, text, &why) < 0)
		fail_msg("%s", why.text);
	f->bus.bender = &f->fault.bender;
}

static void nack_address_strikes_after_and_times_and_only_its_address(void **state)
{
	struct fixture *f = *state;

	script(f, "nack-address addr=60 after=1 times=2");
	assert_int_equal(link_write(f->link, 0x60, "", 0), 0);
	assert_int_equal(link_write(f->link, 0x60, "", 0), -ENXIO);
	assert_int_equal(link_write(f->link, 0x61, "", 0), 0);
	assert_int_equal(link_write(f->link, 0x60, "", 0), -ENXIO);
	assert_int_equal(link_write(f->link, 0x60, "", 0), 0);
	assert_int_equal(f->fault.struck, 2);
}

static void read_limits_a_fault_to_one_direction(void **state)
{
	struct fixture *f = *state;
	uint8_t byte;

	script(f, "nack-address read=1 times=0");
	assert_int_equal(link_write(f->link, 0x60, "", 0), 0);
	assert_int_equal(link_read(f->link, 0x60, &byte, 1), -ENXIO);
	assert_int_equal(link_read(f->link, 0x61, &byte, 1), -ENXIO);
}

static void nack_data_is_told_to_the_host_though_the_chip_heard_the_byte(void **state)
{
	struct fixture *f = *state;

	script(f, "nack-data byte=2");
	assert_int_equal(link_write(f->link, 0x60, "\x10\xaa\xbb\xcc", 4), -EIO);
	assert_int_equal(f->link->nacked_at, 2);
	assert_memory_equal(&f->toys[0].lost[0x10], "\xaa\xbb\x00", 3);
}

static void flip_turns_one_bit_over_on_its_way_either_way(void **state)
{
	struct fixture *f = *state;
	uint8_t back[2];

	script(f, "flip byte=1 bit=0 read=0");
	assert_int_equal(link_write(f->link, 0x60, "\x10\xaa\xbb", 3), 0);
	assert_memory_equal(&f->toys[0].lost[0x10], "\xab\xbb", 2);
	script(f, "flip byte=1 bit=7 read=1");
	assert_int_equal(link_write(f->link, 0x60, "\x10", 1), 0);
	assert_int_equal(link_read(f->link, 0x60, back, 2), 0);
	assert_memory_equal(back, "\xab\x3b", 2);
	assert_memory_equal(&f->toys[0].lost[0x10], "\xab\xbb", 2);
}

/* The longest read there is: i2c.h lets a counted one grow beyond I2C_MESSAGE_MAX. */
static void the_longest_counted_read_is_bent_within_its_room(void **state)
{
	struct fixture *f = *state;
	struct i2c_message m = { .addr = 0x60,
		.flags = I2C_READ | I2C_RECV_LEN,
		.len = I2C_MESSAGE_MAX,
		.bytes = malloc(I2C_MESSAGE_MAX + I2C_COUNTED_MAX) };
	size_t done;

	assert_non_null(m.bytes);
	assert_int_equal(link_write(f->link, 0x60, "\x10\x20", 2), 0);
	assert_int_equal(link_write(f->link, 0x60, "\x10", 1), 0);
	script(f, "duplicate read=1 byte=1");
	assert_int_equal(link_transfer(f->link, &m, 1, &done), 1);
	assert_int_equal(m.len, I2C_MESSAGE_MAX + I2C_COUNTED_MAX);
	assert_int_equal(f->fault.struck, 1);
	free(m.bytes);
}

static void a_byte_beyond_the_end_is_not_struck(void **state)
{
	struct fixture *f = *state;

	script(f, "flip byte=9 bit=0 times=0; lose byte=9 times=0; truncate byte=9 times=0");
	assert_int_equal(link_write(f->link, 0x60, "\x10\xaa", 2), 0);
	assert_int_equal(link_write(f->link, 0x60, "", 0), 0);
	assert_int_equal(f->toys[0].lost[0x10], 0xaa);
}

static void lose_duplicate_and_truncate_change_what_is_heard(void **state)
{
	struct fixture *f = *state;
	uint8_t back[3];

	script(f, "lose byte=1");
	assert_int_equal(link_write(f->link, 0x60, "\x10\xaa\xbb\xcc", 4), 0);
	assert_memory_equal(&f->toys[0].lost[0x10], "\xbb\xcc\x00", 3);
	script(f, "duplicate byte=1");
	assert_int_equal(link_write(f->link, 0x60, "\x10\x01\x02\x03", 4), 0);
	assert_memory_equal(&f->toys[0].lost[0x10], "\x01\x01\x02\x03", 4);
	script(f, "truncate byte=2");
	assert_int_equal(link_write(f->link, 0x60, "\x20\x01\x02\x03", 4), 0);
	assert_memory_equal(&f->toys[0].lost[0x20], "\x01\x00\x00", 3);
	script(f, "lose byte=0 read=1; truncate byte=1 read=1 after=1; duplicate byte=0 read=1 after=2");
	for (size_t i = 0; i < 3; i++) {
		static const char *const expected[] = { "\x01\x02\xff", "\x01\xff\xff", "\x01\x01\x01" };

		assert_int_equal(link_write(f->link, 0x60, "\x10", 1), 0);
		assert_int_equal(link_read(f->link, 0x60, back, 3), 0);
		assert_memory_equal(back, expected[i], 3);
	}
}

static void arbitration_is_eagain_and_nobody_was_asked(void **state)
{
	struct fixture *f = *state;

	script(f, "arbitration");
	assert_int_equal(link_write(f->link, 0x60, "\x10\x01", 2), -EAGAIN);
	assert_int_equal(f->toys[0].lost[0x10], 0);
	assert_int_equal(link_write(f->link, 0x60, "\x10\x01", 2), 0);
}

static void stuck_is_a_timeout_and_a_long_low(void **state)
{
	struct fixture *f = *state;
	uint64_t before = clock_now(&f->bus.clock);

	script(f, "stuck us=500");
	assert_int_equal(link_write(f->link, 0x60, "\x10\x01", 2), -ETIMEDOUT);
	assert_int_equal(f->toys[0].sda_low_ns, 500000);
	assert_in_range(clock_now(&f->bus.clock) - before, 500000, 600000);
	assert_int_equal(link_write(f->link, 0x60, "\x10\x01", 2), 0);
}

static void late_is_an_address_that_stays_away_for_a_while(void **state)
{
	struct fixture *f = *state;
	int polls = 0;

	script(f, "late us=1000 addr=60");
	assert_int_equal(link_write(f->link, 0x60, "\x10\x01", 2), 0);
	assert_int_equal(link_write(f->link, 0x61, "\x10\x01", 2), 0);
	while (link_write(f->link, 0x60, "", 0) == -ENXIO)
		polls++;
	/* A poll takes 110 us, and the two writes' ends 290 and 110. */
	assert_in_range(polls, 5, 8);
}

/* The same script and traffic, byte by byte. */
static void chance_depends_on_the_seed_alone(void **state)
{
	struct fixture *f = *state;
	uint8_t runs[3][64];

	for (size_t run = 0; run < 3; run++) {
		script(f, run < 2 ? "seed=5; flip p=0.3 read=0" : "seed=6\nflip p=.3 read=0");
		memset(f->toys[0].lost, 0, sizeof(f->toys[0].lost));
		for (int i = 0; i < 100; i++)
			link_write(f->link, 0x60, "\x10\x00\x00\x00\x00\x00\x00\x00\x00", 9);
		memcpy(runs[run], f->toys[0].lost, sizeof(runs[0]));
		assert_in_range(f->fault.struck, 10, 60);
	}
	assert_memory_equal(runs[0], runs[1], sizeof(runs[0]));
	assert_memory_not_equal(runs[0], runs[2], sizeof(runs[0]));
}

static void a_repeated_start_can_fail_in_its_second_message(void **state)
{
	struct fixture *f = *state;
	uint8_t out[] = { 0x10 }, in[2];
	struct i2c_message msgs[2] = { { .addr = 0x60, .len = 1, .bytes = out },
		{ .addr = 0x60, .flags = I2C_READ, .len = 2, .bytes = in } };
	size_t done;

	script(f, "nack-address read=1");
	assert_int_equal(link_transfer(f->link, msgs, 2, &done), -ENXIO);
	assert_int_equal(done, 1);
}

static void brownout_takes_the_power_at_a_byte_and_gives_it_back(void **state)
{
	struct fixture *f = *state;
	uint8_t byte = 0;

	assert_int_equal(link_write(f->link, 0x60, "\x81\x11", 2), 0); /* kept */
	assert_int_equal(link_write(f->link, 0x60, "\x01\x22", 2), 0); /* lost */
	script(f, "brownout byte=2 us=500 addr=60 times=1");
	assert_int_equal(link_write(f->link, 0x60, "\x82\x33\x44", 3), -EIO);
	assert_int_equal(f->link->nacked_at, 2);
	assert_int_equal(link_write(f->link, 0x60, "", 0), -ENXIO);
	while (link_write(f->link, 0x60, "", 0) == -ENXIO)
		; /* 500 us of bus time */
	assert_int_equal(f->toys[0].kept[1], 0x11);
	assert_int_equal(f->toys[0].kept[2], 0x33); /* heard before */
	assert_int_equal(f->toys[0].kept[3], 0);
	assert_int_equal(f->toys[0].lost[1], 0);
	assert_int_equal(link_write(f->link, 0x61, "\x02", 1), 0); /* the other one kept its power */
	script(f, "brownout byte=1 us=500 addr=60 read=1");
	assert_int_equal(link_write(f->link, 0x60, "\x81", 1), 0);
	assert_int_equal(link_read(f->link, 0x60, &byte, 1), 0);
	assert_int_equal(byte, 0x11); /* of one byte, byte 1 is behind the end */
}

static void a_script_that_is_none_says_why_and_changes_nothing(void **state)
{
	struct fixture *f = *state;
	static const char *const scripts[] = { "explode", "flip byte", "flip byte=x", "flip bit=8",
		"flip p=1.1", "flip p=", "flip p=-1", "stuck", "late us=0", "addr=60", "flip read=2",
		"flip byte=-1", "flip addr=400", "flip what=1", "flip flip" };
	struct why why;

	script(f, "nack-address times=0");
	for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
		why.text[0] = '\0';
		if (bus_fault_script(&f->fault, scripts[i], &why) != -EINVAL)
			fail_msg("taken for a script: %s", scripts[i]);
		assert_true(strlen(why.text) > 0);
	}
	assert_int_equal(bus_fault_script(&f->fault,
				 "flip;flip;flip;flip;flip;flip;flip;flip;flip;flip;flip;flip;flip;flip;flip;"
				 "flip;flip",
				 &why),
		-EINVAL);
	assert_int_equal(link_write(f->link, 0x60, "", 0), -ENXIO);
	assert_int_equal(bus_fault_script(&f->fault, " ;\n", &why), 0);
	assert_int_equal(f->fault.n_rules, 0);
	assert_int_equal(link_write(f->link, 0x60, "", 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			nack_address_strikes_after_and_times_and_only_its_address, setup, teardown),
		cmocka_unit_test_setup_teardown(read_limits_a_fault_to_one_direction, setup, teardown),
		cmocka_unit_test_setup_teardown(
			nack_data_is_told_to_the_host_though_the_chip_heard_the_byte, setup, teardown),
		cmocka_unit_test_setup_teardown(
			flip_turns_one_bit_over_on_its_way_either_way, setup, teardown),
		cmocka_unit_test_setup_teardown(
			the_longest_counted_read_is_bent_within_its_room, setup, teardown),
		cmocka_unit_test_setup_teardown(a_byte_beyond_the_end_is_not_struck, setup, teardown),
		cmocka_unit_test_setup_teardown(
			lose_duplicate_and_truncate_change_what_is_heard, setup, teardown),
		cmocka_unit_test_setup_teardown(arbitration_is_eagain_and_nobody_was_asked, setup, teardown),
		cmocka_unit_test_setup_teardown(stuck_is_a_timeout_and_a_long_low, setup, teardown),
		cmocka_unit_test_setup_teardown(
			late_is_an_address_that_stays_away_for_a_while, setup, teardown),
		cmocka_unit_test_setup_teardown(
			brownout_takes_the_power_at_a_byte_and_gives_it_back, setup, teardown),
		cmocka_unit_test_setup_teardown(chance_depends_on_the_seed_alone, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_repeated_start_can_fail_in_its_second_message, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_script_that_is_none_says_why_and_changes_nothing, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
