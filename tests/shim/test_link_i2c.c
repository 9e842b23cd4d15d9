/* tests/shim/test_link_i2c.c: the link i2c: on a descriptor that answers as i2c-dev does (Linux 6.1). */
#include <errno.h>
#include <string.h>
#include <time.h>

#include "cmocka_all.h"
#include "link.h"
#include "link_contract.h"
#include "shim_client.h"

static const struct link_scheme *const schemes[] = { &link_scheme_i2c };

static int setup(void **state)
{
	struct link *link;
	struct why why;

	if (link_open(&link, "i2c:/dev/i2c-1", schemes, 1, &why) < 0)
		fail_msg("%s", why.text);
	*state = link;
	return 0;
}

static int teardown(void **state)
{
	link_close(*state);
	return 0;
}

static void a_written_register_reads_back(void **state)
{
	uint8_t written[] = { 0x10, 0xa5, 0x5a }, bytes[2] = { 0 };

	assert_int_equal(link_write(*state, TOY, written, sizeof(written)), 0);
	assert_int_equal(link_write(*state, TOY, written, 1), 0);
	assert_int_equal(link_read(*state, TOY, bytes, sizeof(bytes)), 0);
	assert_memory_equal(bytes, written + 1, 2);
}

/* A write and a read joined by a repeated START are one transaction. */
static void messages_go_together(void **state)
{
	uint8_t written[] = { 0x20, 0x77 }, reg = 0x20, byte = 0;
	struct i2c_message msgs[] = {
		{ .addr = OTHER_TOY, .len = 2, .bytes = written },
		{ .addr = OTHER_TOY, .len = 1, .bytes = &reg },
		{ .addr = OTHER_TOY, .flags = I2C_READ, .len = 1, .bytes = &byte },
	};
	size_t done;

	assert_int_equal(link_transfer(*state, msgs, 3, &done), 3);
	assert_int_equal(done, 3);
	assert_int_equal(byte, 0x77);
}

/* Adapters name it differently and none tells address from data: hosts poll on one errno. */
static void a_missing_acknowledgement_is_enxio(void **state)
{
	uint8_t refused[] = { TOY_REFUSES, 0 }, byte;

	assert_int_equal(link_write(*state, NOBODY, refused, 1), -ENXIO);
	assert_int_equal(link_read(*state, NOBODY, &byte, 1), -ENXIO);
	assert_int_equal(link_write(*state, TOY, refused, sizeof(refused)), -ENXIO);
}

/* What finds a part, and what wakes an ATECC: nobody acknowledges address 0. */
static void pulses_without_a_byte_or_an_address_go_out(void **state)
{
	assert_int_equal(link_write(*state, TOY, NULL, 0), 0);
	assert_int_equal(link_write(*state, NOBODY, NULL, 0), -ENXIO);
	assert_int_equal(link_write(*state, 0, "\0", 1), -ENXIO);
	assert_int_equal(link_write(*state, 0, NULL, 0), -ENXIO);
}

static void a_counted_read_tells_its_length(void **state)
{
	uint8_t written[] = { 0x30, 3, 0x11, 0x22, 0x33 }, bytes[1 + I2C_COUNTED_MAX] = { 0 };
	struct i2c_message m = { .addr = TOY, .flags = I2C_READ | I2C_RECV_LEN, .len = 1, .bytes = bytes };
	size_t done;

	assert_int_equal(link_write(*state, TOY, written, sizeof(written)), 0);
	assert_int_equal(link_write(*state, TOY, written, 1), 0);
	assert_int_equal(link_transfer(*state, &m, 1, &done), 1);
	assert_int_equal(m.len, 4);
	assert_memory_equal(bytes, written + 1, 4);
}

static void what_is_no_message_is_refused_here(void **state)
{
	static struct i2c_message many[I2C_MESSAGES_MAX + 1];
	struct i2c_message lost = { .addr = TOY, .len = 1 };
	struct i2c_message uncounted = {
		.addr = TOY, .flags = I2C_RECV_LEN, .len = 1, .bytes = (uint8_t *)""
	};
	size_t done = 7;

	assert_int_equal(link_transfer(*state, many, 0, &done), -EINVAL);
	assert_int_equal(done, 0);
	assert_int_equal(link_transfer(*state, many, I2C_MESSAGES_MAX + 1, &done), -EINVAL);
	assert_int_equal(link_transfer(*state, &lost, 1, &done), -EINVAL);
	assert_int_equal(link_transfer(*state, &uncounted, 1, &done), -EINVAL);
}

static void a_wait_takes_its_time(void **state)
{
	const struct link *link = *state;
	struct timespec began, ended;

	assert_int_equal(link->info.clock, WIRE_CLOCK_REAL);
	clock_gettime(CLOCK_MONOTONIC, &began);
	assert_int_equal(link_wait(*state, 3000000), 0);
	clock_gettime(CLOCK_MONOTONIC, &ended);
	assert_true((ended.tv_sec - began.tv_sec) * 1000000000 + ended.tv_nsec - began.tv_nsec >= 3000000);
}

static void way_open(struct contract *c, const struct contract_way *way)
{
	void *link;

	(void)way;
	setup(&link);
	c->link = link;
}

static void way_close(struct contract *c)
{
	link_close(c->link);
}

static const struct contract_way way = { "i2c:", HAS_REPEATED_START | HAS_NO_ACTS, 0, way_open, way_close };

int main(void)
{
	const struct CMUnitTest tests[] = {
#define ROW(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
		ROW(a_written_register_reads_back),
		ROW(messages_go_together),
		ROW(a_missing_acknowledgement_is_enxio),
		ROW(pulses_without_a_byte_or_an_address_go_out),
		ROW(a_counted_read_tells_its_length),
		ROW(what_is_no_message_is_refused_here),
		ROW(a_wait_takes_its_time),
	};

	return contract_run(&way, 1) + cmocka_run_group_tests(tests, NULL, NULL);
}
