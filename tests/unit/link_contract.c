/* tests/unit/link_contract.c: what every link promises, as one table of cases that each kind of link runs. */
#include "link_contract.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cmocka_all.h"

enum {
	TOY = 0x48,
	OTHER = 0x60,
	NOBODY = 0x21,
	REFUSES = 0xff, /* toy_chip.h */
	BUSY = 0xfe,
};

static uint64_t machine_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
}

/* Of a byte that was not acknowledged; adapters that do not tell it from an address say the same of both. */
static void assert_data_nack(const struct link *link, int rc, size_t at)
{
	if (link->info.nacks_alike) {
		assert_int_equal(rc, -ENXIO);
		return;
	}
	assert_int_equal(rc, -EIO);
	assert_int_equal(link->nacked_at, at);
}

static void what_was_written_is_read_back(struct contract *c)
{
	uint8_t back[3] = { 0 };

	assert_int_equal(link_write(c->link, OTHER, "\x10\xaa\xbb\xcc", 4), 0);
	assert_int_equal(link_write(c->link, OTHER, "\x10", 1), 0);
	assert_int_equal(link_read(c->link, OTHER, back, 3), 0);
	assert_memory_equal(back, "\xaa\xbb\xcc", 3);
	assert_int_equal(link_write(c->link, TOY, "\x10\x55\x55\x55", 4), 0);
	assert_int_equal(link_write(c->link, OTHER, "\x10", 1), 0);
	assert_int_equal(link_read(c->link, OTHER, back, 3), 0);
	assert_memory_equal(back, "\xaa\xbb\xcc", 3);
}

static void a_probe_of_no_bytes_finds_who_is_there(struct contract *c)
{
	assert_int_equal(link_write(c->link, TOY, NULL, 0), 0);
	assert_int_equal(link_write(c->link, OTHER, NULL, 0), 0);
	assert_int_equal(link_write(c->link, NOBODY, NULL, 0), -ENXIO);
}

static void nobody_there_is_enxio_either_way(struct contract *c)
{
	uint8_t byte;

	assert_int_equal(link_write(c->link, NOBODY, "\x10\x01", 2), -ENXIO);
	assert_int_equal(link_read(c->link, NOBODY, &byte, 1), -ENXIO);
	/* And it goes on. */
	assert_int_equal(link_write(c->link, TOY, "\x10", 1), 0);
}

/* Nobody acknowledges address 0, and that is well: SDA was low. */
static void a_wake_pulse_goes_out(struct contract *c)
{
	assert_int_equal(link_write(c->link, 0, "\0", 1), -ENXIO);
	assert_int_equal(link_write(c->link, 0, NULL, 0), -ENXIO);
}

/* The k-th byte of the data, behind the register's number, is not acknowledged. */
static void a_refused_byte_is_told_wherever_it_is(struct contract *c)
{
	uint8_t bytes[40] = { 0 };

	for (size_t k = 1; k < sizeof(bytes); k++) {
		bytes[0] = (uint8_t)(REFUSES - k + 1);
		assert_data_nack(c->link, link_write(c->link, TOY, bytes, k + 1), k);
		/* One byte less and nothing is refused. */
		assert_int_equal(link_write(c->link, TOY, bytes, k), 0);
	}
}

static void the_longest_messages_go_through(struct contract *c)
{
	uint8_t *bytes = calloc(1, I2C_MESSAGE_MAX);

	assert_non_null(bytes);
	assert_int_equal(link_write(c->link, OTHER, "\x80\x5a", 2), 0);
	assert_int_equal(link_write(c->link, OTHER, "\x80", 1), 0);
	assert_int_equal(link_read(c->link, OTHER, bytes, I2C_MESSAGE_MAX), 0);
	assert_int_equal(bytes[0], 0x5a);
	assert_int_equal(bytes[256], 0x5a);
	assert_int_equal(bytes[I2C_MESSAGE_MAX - 256], 0x5a);
	/* A toy hears as much up to its last register, which it refuses. */
	memset(bytes, 0, I2C_MESSAGE_MAX);
	assert_data_nack(c->link, link_write(c->link, OTHER, bytes, I2C_MESSAGE_MAX), 256);
	free(bytes);
}

static void what_is_no_message_is_einval(struct contract *c)
{
	static struct i2c_message many[I2C_MESSAGES_MAX + 1];
	struct i2c_message lost = { .addr = TOY, .len = 1 };
	size_t done = 7;

	assert_int_equal(link_transfer(c->link, many, 0, &done), -EINVAL);
	assert_int_equal(done, 0);
	assert_int_equal(link_transfer(c->link, many, I2C_MESSAGES_MAX + 1, &done), -EINVAL);
	assert_int_equal(link_transfer(c->link, &lost, 1, &done), -EINVAL);
	assert_int_equal(link_write(c->link, TOY, "", I2C_MESSAGE_MAX + 1), -EINVAL);
}

static void a_repeated_start_is_one_transaction(struct contract *c)
{
	uint8_t out[] = { 0x20, 0x77 }, reg = 0x20, in = 0;
	struct i2c_message msgs[] = {
		{ .addr = TOY, .len = 2, .bytes = out },
		{ .addr = TOY, .len = 1, .bytes = &reg },
		{ .addr = TOY, .flags = I2C_READ, .len = 1, .bytes = &in },
	};
	size_t done;

	assert_int_equal(link_transfer(c->link, msgs, 3, &done), 3);
	assert_int_equal(done, 3);
	assert_int_equal(in, 0x77);
}

static void done_says_where_it_ended(struct contract *c)
{
	uint8_t reg = 0x20, in[2];
	struct i2c_message msgs[2] = { { .addr = TOY, .len = 1, .bytes = &reg },
		{ .addr = NOBODY, .flags = I2C_READ, .len = 2, .bytes = in } };
	size_t done = 99;

	assert_int_equal(link_transfer(c->link, msgs, 2, &done), -ENXIO);
	/* Linux does not say. */
	if (!c->link->info.nacks_alike)
		assert_int_equal(done, 1);
}

static void a_counted_read_takes_as_many_bytes_as_the_first_says(struct contract *c)
{
	uint8_t in[1 + I2C_COUNTED_MAX] = { 0 };
	struct i2c_message m = { .addr = TOY, .flags = I2C_READ | I2C_RECV_LEN, .len = 1, .bytes = in };
	size_t done;

	assert_int_equal(link_write(c->link, TOY, "\x30\x03\xaa\xbb\xcc\xdd", 6), 0);
	assert_int_equal(link_write(c->link, TOY, "\x30", 1), 0);
	assert_int_equal(link_transfer(c->link, &m, 1, &done), 1);
	assert_int_equal(m.len, 4);
	assert_memory_equal(in, "\x03\xaa\xbb\xcc\x00", 5);
}

static void a_wait_lets_time_pass(struct contract *c)
{
	uint64_t before;

	assert_int_equal(link_write(c->link, TOY, "\xfe\x05", 2), 0);
	before = c->link->now_ns;
	assert_int_equal(link_write(c->link, TOY, NULL, 0), -ENXIO);
	assert_int_equal(link_wait(c->link, 3000000), 0);
	assert_int_equal(link_write(c->link, TOY, NULL, 0), -ENXIO);
	assert_int_equal(link_wait(c->link, 2000000), 0);
	assert_int_equal(link_write(c->link, TOY, NULL, 0), 0);
	assert_true(c->link->now_ns - before >= 5000000);
}

static void a_held_wire_is_etimedout_and_a_lost_bus_eagain(struct contract *c)
{
	c->fault(c, "stuck us=40000");
	assert_int_equal(link_write(c->link, TOY, "\x10", 1), -ETIMEDOUT);
	c->fault(c, "arbitration");
	assert_int_equal(link_write(c->link, TOY, "\x10", 1), -EAGAIN);
	c->fault(c, "nack-data byte=1");
	assert_data_nack(c->link, link_write(c->link, TOY, "\x10\x01\x02", 3), 1);
	c->fault(c, "nack-address");
	assert_int_equal(link_write(c->link, TOY, "\x10", 1), -ENXIO);
	c->fault(c, "");
	assert_int_equal(link_write(c->link, TOY, "\x10", 1), 0);
}

static void power_is_cut_and_given_to_one_part(struct contract *c)
{
	uint8_t back[2] = { 0 };

	assert_int_equal(link_write(c->link, TOY, "\x10\xaa", 2), 0);
	assert_int_equal(link_write(c->link, TOY, "\x90\xbb", 2), 0);
	assert_int_equal(link_act(c->link, LINK_POWER_OFF, TOY), 0);
	assert_int_equal(link_write(c->link, TOY, NULL, 0), -ENXIO);
	assert_int_equal(link_write(c->link, OTHER, NULL, 0), 0);
	assert_int_equal(link_act(c->link, LINK_POWER_ON, TOY), 0);
	assert_int_equal(link_write(c->link, TOY, "\x10", 1), 0);
	assert_int_equal(link_read(c->link, TOY, back, 1), 0);
	assert_int_equal(link_write(c->link, TOY, "\x90", 1), 0);
	assert_int_equal(link_read(c->link, TOY, back + 1, 1), 0);
	assert_memory_equal(back, "\x00\xbb", 2);
	assert_int_equal(link_act(c->link, LINK_POWER_OFF, NOBODY), -ENODEV);
}

static void a_snapshot_brings_all_of_it_back(struct contract *c)
{
	uint8_t back = 0;

	assert_int_equal(link_act(c->link, LINK_RESTORE, 5), -ENOENT);
	assert_int_equal(link_write(c->link, TOY, "\x10\xaa", 2), 0);
	assert_int_equal(link_act(c->link, LINK_SNAPSHOT, 5), 0);
	assert_int_equal(link_write(c->link, TOY, "\x10\xbb", 2), 0);
	assert_int_equal(link_act(c->link, LINK_POWER_OFF, OTHER), 0);
	assert_int_equal(link_act(c->link, LINK_RESTORE, 5), 0);
	assert_int_equal(link_write(c->link, OTHER, NULL, 0), 0);
	assert_int_equal(link_write(c->link, TOY, "\x10", 1), 0);
	assert_int_equal(link_read(c->link, TOY, &back, 1), 0);
	assert_int_equal(back, 0xaa);
	assert_int_equal(link_act(c->link, LINK_SNAPSHOT, LINK_SNAPSHOTS), -EINVAL);
}

static void what_it_cannot_do_it_says(struct contract *c)
{
	assert_int_equal(link_act(c->link, LINK_POWER_OFF, TOY), -EOPNOTSUPP);
	assert_int_equal(link_act(c->link, LINK_SNAPSHOT, 0), -EOPNOTSUPP);
	assert_int_equal(link_act(c->link, LINK_RESTORE, 0), -EOPNOTSUPP);
	assert_int_equal(link_write(c->link, TOY, NULL, 0), 0);
}

static void a_simulated_bus_says_so_and_names_its_parts(struct contract *c)
{
	const struct link_info *info = &c->link->info;

	assert_true(info->simulated);
	assert_false(info->nacks_alike);
	assert_int_equal(info->n_parts, 2);
	assert_int_equal(info->parts[1].address, OTHER);
	assert_string_equal(info->parts[1].kind, "toy");
	assert_int_equal(info->parts[1].serial_len, 2);
	assert_memory_equal(info->parts[1].serial, "\x12\x60", 2);
}

/* At once, whatever is asked for. */
static void assert_gone(struct contract *c)
{
	uint64_t began = machine_ms();
	uint8_t byte;

	for (int i = 0; i < 3; i++) {
		assert_int_equal(link_read(c->link, TOY, &byte, 1), -ENODEV);
		assert_int_equal(link_write(c->link, TOY, NULL, 0), -ENODEV);
		assert_int_equal(link_wait(c->link, 1000000000), -ENODEV);
		if (c->has & HAS_ACTS)
			assert_int_equal(link_act(c->link, LINK_SNAPSHOT, 0), -ENODEV);
	}
	assert_true(machine_ms() - began < 900);
}

static void one_that_is_gone_is_enodev_for_ever(struct contract *c)
{
	assert_int_equal(link_write(c->link, TOY, NULL, 0), 0);
	c->unplug(c);
	assert_gone(c);
}

static void one_that_goes_in_mid_transfer_is_enodev_for_ever(struct contract *c)
{
	uint8_t *bytes = calloc(4, I2C_MESSAGE_MAX);
	struct i2c_message msgs[4];
	uint64_t began = machine_ms();
	size_t done;

	assert_non_null(bytes);
	for (size_t i = 0; i < 4; i++)
		msgs[i] = (struct i2c_message){ .addr = OTHER,
			.flags = I2C_READ,
			.len = I2C_MESSAGE_MAX,
			.bytes = bytes + i * I2C_MESSAGE_MAX };
	c->unplug_soon(c);
	/* Nearly three seconds at 100 kHz. */
	assert_int_equal(link_transfer(c->link, msgs, 4, &done), -ENODEV);
	assert_true(machine_ms() - began < 2500);
	assert_gone(c);
	free(bytes);
}

const struct contract_row contract_rows[] = {
#define ROW(needs, run)          \
	{                        \
#run, needs, run \
	}
	ROW(0, what_was_written_is_read_back),
	ROW(0, a_probe_of_no_bytes_finds_who_is_there),
	ROW(0, nobody_there_is_enxio_either_way),
	ROW(0, a_wake_pulse_goes_out),
	ROW(0, a_refused_byte_is_told_wherever_it_is),
	ROW(0, the_longest_messages_go_through),
	ROW(0, what_is_no_message_is_einval),
	ROW(HAS_REPEATED_START, a_repeated_start_is_one_transaction),
	ROW(HAS_REPEATED_START, done_says_where_it_ended),
	ROW(0, a_counted_read_takes_as_many_bytes_as_the_first_says),
	ROW(HAS_CLOCK, a_wait_lets_time_pass),
	ROW(HAS_FAULTS, a_held_wire_is_etimedout_and_a_lost_bus_eagain),
	ROW(HAS_ACTS, power_is_cut_and_given_to_one_part),
	ROW(HAS_ACTS, a_snapshot_brings_all_of_it_back),
	ROW(HAS_NO_ACTS, what_it_cannot_do_it_says),
	ROW(HAS_PARTS, a_simulated_bus_says_so_and_names_its_parts),
	ROW(HAS_UNPLUG, one_that_is_gone_is_enodev_for_ever),
	ROW(HAS_LONG_UNPLUG, one_that_goes_in_mid_transfer_is_enodev_for_ever),
};

const size_t contract_n_rows = sizeof(contract_rows) / sizeof(contract_rows[0]);

/* One row on one way. */
struct contract_test {
	const struct contract_way *way;
	const struct contract_row *row;
	struct contract contract;
	char name[128];
};

static int setup(void **state)
{
	struct contract_test *test = *state;

	test->contract = (struct contract){ .has = test->way->has };
	test->way->open(&test->contract, test->way);
	return 0;
}

static void run_row(void **state)
{
	struct contract_test *test = *state;

	test->row->run(&test->contract);
}

static int teardown(void **state)
{
	struct contract_test *test = *state;

	test->way->close(&test->contract);
	return 0;
}

int contract_run(const struct contract_way *ways, size_t n)
{
	struct contract_test *tests = calloc(n * contract_n_rows, sizeof(*tests));
	struct CMUnitTest *units = calloc(n * contract_n_rows, sizeof(*units));
	size_t n_tests = 0;
	int failed;

	if (!tests || !units) {
		free(units);
		free(tests);
		return -1;
	}
	for (size_t w = 0; w < n; w++)
		for (size_t r = 0; r < contract_n_rows; r++) {
			struct contract_test *test = &tests[n_tests];

			if (contract_rows[r].needs & ~ways[w].has)
				continue;
			test->way = &ways[w];
			test->row = &contract_rows[r];
			snprintf(test->name, sizeof(test->name), "%s: %s", ways[w].name,
				contract_rows[r].name);
			units[n_tests++] = (struct CMUnitTest){ .name = test->name,
				.test_func = run_row,
				.setup_func = setup,
				.teardown_func = teardown,
				.initial_state = test };
		}
	failed = _cmocka_run_group_tests("contract", units, n_tests, NULL, NULL);
	free(units);
	free(tests);
	return failed;
}
