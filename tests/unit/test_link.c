/* tests/unit/test_link.c: what every link promises, over sim:, unix:, tcp: and mpsse:. */
#include "cmocka_all.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "link.h"
#include "link_mpsse.h"
#include "link_sim.h"
#include "serve_fixture.h"

/* Builds the bus of `sim:` for these tests: the fixture's, whatever the URL says. */
struct toy_builder {
	struct link_sim_builder builder;
	struct serve_fixture *f;
};

static int build(struct link_sim_builder *builder, const char *chips, struct bus **bus,
	struct wire_part *parts, struct why *why)
{
	struct serve_fixture *f = ((struct toy_builder *)builder)->f;

	if (strcmp(chips, "toy+toy") != 0)
		return why_fail(why, EINVAL, "no chips called %s", chips);
	*bus = &f->bus;
	memcpy(parts, f->parts, sizeof(f->parts));
	return 2;
}

static void drop(struct link_sim_builder *builder, struct bus *bus)
{
	(void)builder;
	(void)bus;
}

struct link_fixture {
	struct serve_fixture serve;
	struct toy_builder toys;
	struct link_scheme sim, mpsse;
	const struct link_scheme *schemes[4];
	struct link *link;
};

enum way { WAY_SIM, WAY_UNIX, WAY_TCP, WAY_MPSSE };

static int setup(void **state, enum way way, enum clock_mode mode)
{
	struct link_fixture *f = calloc(1, sizeof(*f));
	struct why why = { "" };

	if (!f)
		return -1;
	serve_fixture_make(&f->serve, mode, NULL);
	if (way == WAY_UNIX || way == WAY_TCP)
		serve_fixture_start(&f->serve);
	f->toys = (struct toy_builder){ .builder = { .build = build, .drop = drop }, .f = &f->serve };
	f->sim = link_scheme_sim(&f->toys.builder);
	f->schemes[0] = &link_scheme_unix;
	f->schemes[1] = &link_scheme_tcp;
	f->mpsse = link_scheme_mpsse(&f->toys.builder);
	f->schemes[2] = &f->sim;
	f->schemes[3] = &f->mpsse;
	if (link_open(&f->link,
		    way == WAY_SIM     ? "sim:toy+toy"
		    : way == WAY_MPSSE ? "mpsse:toy+toy"
		    : way == WAY_UNIX  ? f->serve.url
				       : f->serve.tcp_url,
		    f->schemes, 4, &why) < 0)
		fail_msg("%s", why.text);
	*state = f;
	return 0;
}

static int setup_sim(void **state)
{
	return setup(state, WAY_SIM, CLOCK_VIRTUAL);
}

static int setup_unix(void **state)
{
	return setup(state, WAY_UNIX, CLOCK_VIRTUAL);
}

static int setup_tcp(void **state)
{
	return setup(state, WAY_TCP, CLOCK_VIRTUAL);
}

static int setup_mpsse(void **state)
{
	return setup(state, WAY_MPSSE, CLOCK_VIRTUAL);
}

static int teardown(void **state)
{
	struct link_fixture *f = *state;

	link_close(f->link);
	serve_fixture_end(&f->serve);
	free(f);
	return 0;
}

static void a_simulated_bus_says_so_and_names_its_parts(void **state)
{
	const struct link_info *info = &((struct link_fixture *)*state)->link->info;

	assert_true(info->simulated);
	assert_int_equal(info->clock, WIRE_CLOCK_VIRTUAL);
	assert_int_equal(info->speed_hz, I2C_SPEED_DEFAULT);
	assert_int_equal(info->n_parts, 2);
	assert_int_equal(info->parts[1].address, 0x60);
	assert_string_equal(info->parts[1].kind, "toy");
	assert_int_equal(info->parts[1].serial_len, 2);
	assert_memory_equal(info->parts[1].serial, "\x12\x60", 2);
}

static void what_was_written_is_read_back(void **state)
{
	struct link *link = ((struct link_fixture *)*state)->link;
	uint8_t back[3] = { 0 };

	assert_int_equal(link_write(link, 0x60, "\x10\xaa\xbb\xcc", 4), 0);
	assert_int_equal(link_write(link, 0x60, "\x10", 1), 0);
	assert_int_equal(link_read(link, 0x60, back, 3), 0);
	assert_memory_equal(back, "\xaa\xbb\xcc", 3);
	assert_int_equal(link_write(link, 0x48, "\x10", 1), 0);
	assert_int_equal(link_read(link, 0x48, back, 3), 0);
	assert_memory_equal(back, "\0\0\0", 3);
}

static void a_repeated_start_is_one_transaction(void **state)
{
	struct link_fixture *f = *state;
	uint8_t out[] = { 0x20 }, in[2] = { 0xee, 0xee };
	struct i2c_message msgs[2] = { { .addr = 0x48, .len = 1, .bytes = out },
		{ .addr = 0x48, .flags = I2C_READ, .len = 2, .bytes = in } };
	size_t done;

	assert_int_equal(link_transfer(f->link, msgs, 2, &done), 2);
	assert_int_equal(done, 2);
	assert_memory_equal(in, "\0\0", 2);
	assert_int_equal(f->serve.toys[0].stops, 1);
}

static void nobody_there_is_enxio_and_done_says_where(void **state)
{
	struct link *link = ((struct link_fixture *)*state)->link;
	uint8_t out[] = { 0x20 }, in[2];
	struct i2c_message msgs[2] = { { .addr = 0x48, .len = 1, .bytes = out },
		{ .addr = 0x33, .flags = I2C_READ, .len = 2, .bytes = in } };
	size_t done = 99;

	assert_int_equal(link_transfer(link, msgs, 2, &done), -ENXIO);
	assert_int_equal(done, 1);
	assert_int_equal(link_write(link, 0x33, "", 0), -ENXIO);
}

static void a_refused_byte_is_eio_and_nacked_at_counts_those_before_it(void **state)
{
	struct link *link = ((struct link_fixture *)*state)->link;

	assert_int_equal(link_write(link, 0x48, "\xfe\x00\x01", 3), -EIO);
	assert_int_equal(link->nacked_at, 2);
	assert_int_equal(link_write(link, 0x48, "\xff", 1), 0);
}

static void no_messages_and_too_many_are_einval(void **state)
{
	struct link *link = ((struct link_fixture *)*state)->link;
	struct i2c_message msgs[I2C_MESSAGES_MAX + 1] = { { 0 } };
	uint8_t byte = 0;
	size_t done;

	assert_int_equal(link_transfer(link, msgs, 0, &done), -EINVAL);
	assert_int_equal(link_transfer(link, msgs, I2C_MESSAGES_MAX + 1, &done), -EINVAL);
	msgs[0] = (struct i2c_message){ .addr = 0x48, .len = I2C_MESSAGE_MAX + 1, .bytes = &byte };
	assert_int_equal(link_transfer(link, msgs, 1, &done), -EINVAL);
}

static void the_largest_transaction_goes_through_either_way(void **state)
{
	struct link *link = ((struct link_fixture *)*state)->link;
	uint8_t *bytes = calloc(I2C_MESSAGES_MAX, I2C_MESSAGE_MAX);
	struct i2c_message msgs[I2C_MESSAGES_MAX];
	size_t done;

	assert_non_null(bytes);
	for (size_t i = 0; i < I2C_MESSAGES_MAX; i++)
		msgs[i] = (struct i2c_message){ .addr = 0x60,
			.flags = I2C_READ,
			.len = I2C_MESSAGE_MAX,
			.bytes = bytes + i * I2C_MESSAGE_MAX };
	assert_int_equal(link_write(link, 0x60, "\x80\x5a", 2), 0);
	assert_int_equal(link_write(link, 0x60, "\x80", 1), 0);
	assert_int_equal(link_transfer(link, msgs, I2C_MESSAGES_MAX, &done), I2C_MESSAGES_MAX);
	assert_int_equal(bytes[0], 0x5a);
	/* 8192 registers on is the same register. */
	assert_int_equal(bytes[41 * I2C_MESSAGE_MAX], 0x5a);
	/* As much is written: the toy hears it up to register ff, which it refuses. */
	memset(bytes, 0, (size_t)I2C_MESSAGES_MAX * I2C_MESSAGE_MAX);
	for (size_t i = 0; i < I2C_MESSAGES_MAX; i++)
		msgs[i].flags = 0;
	assert_int_equal(link_transfer(link, msgs, I2C_MESSAGES_MAX, &done), -EIO);
	assert_int_equal(done, 0);
	assert_int_equal(link->nacked_at, 0x100);
	free(bytes);
}

static void a_counted_read_takes_as_many_bytes_as_the_first_says(void **state)
{
	struct link *link = ((struct link_fixture *)*state)->link;
	uint8_t out[] = { 0x30 }, in[1 + I2C_COUNTED_MAX] = { 0 };
	struct i2c_message msgs[2] = { { .addr = 0x48, .len = 1, .bytes = out },
		{ .addr = 0x48, .flags = I2C_READ | I2C_RECV_LEN, .len = 1, .bytes = in } };
	size_t done;

	assert_int_equal(link_write(link, 0x48, "\x30\x03\xaa\xbb\xcc\xdd", 6), 0);
	assert_int_equal(link_transfer(link, msgs, 2, &done), 2);
	assert_int_equal(msgs[1].len, 4);
	assert_memory_equal(in, "\x03\xaa\xbb\xcc\x00", 5);
}

static void waiting_lets_virtual_time_pass(void **state)
{
	struct link *link = ((struct link_fixture *)*state)->link;
	uint64_t before;

	assert_int_equal(link_write(link, 0x48, "\xfe\x05", 2), 0);
	before = link->now_ns;
	assert_int_equal(link_write(link, 0x48, "", 0), -ENXIO);
	assert_int_equal(link_wait(link, 4000000), 0);
	assert_int_equal(link_write(link, 0x48, "", 0), -ENXIO);
	assert_int_equal(link_wait(link, 1000000), 0);
	assert_int_equal(link_write(link, 0x48, "", 0), 0);
	assert_in_range(link->now_ns - before, 5000000, 6000000);
}

static void an_unknown_url_names_those_that_are_known(void **state)
{
	struct link_fixture *f = *state;
	struct link *link;
	struct why why;

	assert_int_equal(link_open(&link, "spi:/dev/spidev0", f->schemes, 3, &why), -EINVAL);
	assert_string_equal(why.text, "spi:/dev/spidev0 is no link, known are unix: tcp: sim: ");
	assert_int_equal(link_open(&link, "sim", f->schemes, 3, &why), -EINVAL);
	assert_int_equal(link_open(&link, "sim:what", f->schemes, 3, &why), -EINVAL);
	assert_int_equal(link_open(&link, "unix:/nonexistent/bus", f->schemes, 3, &why), -ENOENT);
	assert_int_equal(link_open(&link, "tcp:127.0.0.1:x", f->schemes, 3, &why), -EINVAL);
	assert_null(link);
}

static void a_server_that_is_gone_is_enodev_for_ever(void **state)
{
	struct link_fixture *f = *state;
	uint8_t byte;

	serve_fixture_stop(&f->serve);
	server_free(f->serve.server);
	f->serve.server = NULL;
	assert_int_equal(link_read(f->link, 0x48, &byte, 1), -ENODEV);
	assert_int_equal(link_read(f->link, 0x48, &byte, 1), -ENODEV);
	assert_int_equal(link_wait(f->link, 1), -ENODEV);
}

#define CONTRACT(setup_way)                                                                                \
	cmocka_unit_test_setup_teardown(a_simulated_bus_says_so_and_names_its_parts, setup_way, teardown), \
		cmocka_unit_test_setup_teardown(what_was_written_is_read_back, setup_way, teardown),       \
		cmocka_unit_test_setup_teardown(a_repeated_start_is_one_transaction, setup_way, teardown), \
		cmocka_unit_test_setup_teardown(                                                           \
			nobody_there_is_enxio_and_done_says_where, setup_way, teardown),                   \
		cmocka_unit_test_setup_teardown(                                                           \
			a_refused_byte_is_eio_and_nacked_at_counts_those_before_it, setup_way, teardown),  \
		cmocka_unit_test_setup_teardown(no_messages_and_too_many_are_einval, setup_way, teardown), \
		cmocka_unit_test_setup_teardown(                                                           \
			the_largest_transaction_goes_through_either_way, setup_way, teardown),             \
		cmocka_unit_test_setup_teardown(                                                           \
			a_counted_read_takes_as_many_bytes_as_the_first_says, setup_way, teardown),        \
		cmocka_unit_test_setup_teardown(waiting_lets_virtual_time_pass, setup_way, teardown),      \
		cmocka_unit_test_setup_teardown(                                                           \
			an_unknown_url_names_those_that_are_known, setup_way, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CONTRACT(setup_sim),
		CONTRACT(setup_unix),
		CONTRACT(setup_tcp),
		CONTRACT(setup_mpsse),
		cmocka_unit_test_setup_teardown(
			a_server_that_is_gone_is_enodev_for_ever, setup_unix, teardown),
		cmocka_unit_test_setup_teardown(
			a_server_that_is_gone_is_enodev_for_ever, setup_tcp, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
