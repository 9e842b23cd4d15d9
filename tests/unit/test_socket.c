/* tests/unit/test_socket.c: the bus socket's messages, there and back and cut short. */
#include "cmocka_all.h"

#include "socket.h"

static struct rbuf written(const struct wbuf *w)
{
	assert_false(wbuf_bad(w));
	return rbuf_from(w->at, w->len);
}

static void a_header_is_twelve_bytes(void **state)
{
	uint8_t bytes[WIRE_HEADER_SIZE + 1];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	struct wire_header header;
	struct rbuf r;

	(void)state;
	wire_put_header(&w, WIRE_READ, 0x01020304, 7);
	assert_int_equal(w.len, WIRE_HEADER_SIZE);
	assert_memory_equal(bytes, "\x13\x00\x00\x00\x04\x03\x02\x01\x07\x00\x00\x00", WIRE_HEADER_SIZE);
	r = written(&w);
	header = wire_get_header(&r);
	assert_false(rbuf_bad(&r));
	assert_int_equal(header.type, WIRE_READ);
	assert_int_equal(header.id, 0x01020304);
	assert_int_equal(header.handle, 7);
}

static void hello_comes_back_and_another_magic_does_not(void **state)
{
	const struct wire_hello hello = { .version = 3, .role = WIRE_ROLE_CONTROL, .key = { 1, 2, 3 } };
	uint8_t bytes[WIRE_HELLO_SIZE - WIRE_HEADER_SIZE];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	struct wire_hello back;
	struct rbuf r;

	(void)state;
	wire_put_hello(&w, &hello);
	r = written(&w);
	back = wire_get_hello(&r);
	assert_false(rbuf_bad(&r));
	assert_int_equal(rbuf_left(&r), 0);
	assert_int_equal(back.version, 3);
	assert_int_equal(back.role, WIRE_ROLE_CONTROL);
	assert_memory_equal(back.key, hello.key, sizeof(hello.key));

	bytes[0] ^= 1;
	r = written(&w);
	wire_get_hello(&r);
	assert_true(rbuf_bad(&r));
}

static void welcome_and_parts_come_back(void **state)
{
	const struct wire_welcome welcome = { .version = 1,
		.flags = WIRE_SIMULATED,
		.clock = WIRE_CLOCK_REAL,
		.n_parts = 1,
		.speed_hz = 400000,
		.functionality = 0x0eff0009,
		.nack_errno = 121,
		.message_max = 4096,
		.adapter = "sesim" };
	const struct wire_part part = { .address = 0x60,
		.serial_len = 9,
		.kind = "atecc608",
		.profile = "0123456789abcdef0123456789abcdef",
		.serial = { 1, 0x23 } };
	uint8_t bytes[WIRE_WELCOME_SIZE - WIRE_HEADER_SIZE + WIRE_PART_SIZE];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	struct wire_welcome got;
	struct wire_part got_part;
	struct rbuf r;

	(void)state;
	wire_put_welcome(&w, &welcome);
	assert_int_equal(w.len, WIRE_WELCOME_SIZE - WIRE_HEADER_SIZE);
	wire_put_part(&w, &part);
	assert_int_equal(wbuf_left(&w), 0);
	r = written(&w);
	got = wire_get_welcome(&r);
	got_part = wire_get_part(&r);
	assert_false(rbuf_bad(&r));
	assert_int_equal(got.flags, WIRE_SIMULATED);
	assert_int_equal(got.clock, WIRE_CLOCK_REAL);
	assert_int_equal(got.speed_hz, 400000);
	assert_int_equal(got.functionality, 0x0eff0009);
	assert_int_equal(got.nack_errno, 121);
	assert_int_equal(got.message_max, 4096);
	assert_string_equal(got.adapter, "sesim");
	assert_int_equal(got_part.address, 0x60);
	assert_string_equal(got_part.kind, "atecc608");
	assert_string_equal(got_part.profile, part.profile);
	assert_int_equal(got_part.serial_len, 9);
	assert_memory_equal(got_part.serial, part.serial, sizeof(part.serial));
}

static void a_result_is_as_large_as_it_says(void **state)
{
	const struct wire_result result = {
		.rc = -121, .outcome = WIRE_DATA_NACK, .done = 2, .nacked_at = 70000, .now_ns = 1ull << 40
	};
	uint8_t bytes[WIRE_RESULT_SIZE - WIRE_HEADER_SIZE];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	struct wire_result back;
	struct rbuf r;

	(void)state;
	wire_put_result(&w, &result);
	assert_int_equal(wbuf_left(&w), 0);
	r = written(&w);
	back = wire_get_result(&r);
	assert_false(rbuf_bad(&r));
	assert_int_equal(back.rc, -121);
	assert_int_equal(back.outcome, WIRE_DATA_NACK);
	assert_int_equal(back.done, 2);
	assert_int_equal(back.nacked_at, 70000);
	assert_true(back.now_ns == 1ull << 40);
}

/* A write, a read, and a counted read, as one TRANSFER. */
static size_t transfer_of_three(uint8_t *bytes, size_t cap)
{
	uint8_t out[3] = { 0xaa, 0xbb, 0xcc };
	const struct i2c_message msgs[3] = {
		{ .addr = 0x60, .flags = 0, .len = 3, .bytes = out },
		{ .addr = 0x61, .flags = I2C_READ, .len = 5 },
		{ .addr = 0x62, .flags = I2C_READ | I2C_RECV_LEN, .len = 1 },
	};
	struct wbuf w = wbuf_to(bytes, cap);

	wire_put_transfer(&w, msgs, 3);
	assert_false(wbuf_bad(&w));
	assert_int_equal(wire_transfer_reads(msgs, 3), 5 + 1 + I2C_COUNTED_MAX);
	return w.len;
}

static void a_transfer_comes_apart_as_it_was_put_together(void **state)
{
	uint8_t bytes[64], reads[64] = { 0xee };
	size_t len = transfer_of_three(bytes, sizeof(bytes));
	struct rbuf r = rbuf_from(bytes, len);
	struct wbuf answer = wbuf_to(reads, sizeof(reads));
	struct i2c_message msgs[I2C_MESSAGES_MAX];

	(void)state;
	assert_int_equal(wire_get_transfer(&r, msgs, &answer), 3);
	assert_false(rbuf_bad(&r));
	assert_int_equal(rbuf_left(&r), 0);
	assert_int_equal(answer.len, 5 + 1 + I2C_COUNTED_MAX);
	assert_memory_equal(msgs[0].bytes, "\xaa\xbb\xcc", 3);
	assert_int_equal(msgs[1].addr, 0x61);
	assert_ptr_equal(msgs[1].bytes, reads);
	assert_ptr_equal(msgs[2].bytes, reads + 5);
	assert_int_equal(reads[0], 0);
}

static void a_transfer_cut_anywhere_is_bad(void **state)
{
	uint8_t bytes[64], reads[64];
	size_t len = transfer_of_three(bytes, sizeof(bytes));

	(void)state;
	for (size_t cut = 0; cut < len; cut++) {
		struct i2c_message msgs[I2C_MESSAGES_MAX];
		struct wbuf answer = wbuf_to(reads, sizeof(reads));
		struct rbuf r = rbuf_from(bytes, cut);

		assert_int_equal(wire_get_transfer(&r, msgs, &answer), 0);
		assert_true(rbuf_bad(&r));
	}
}

static void a_transfer_of_too_many_or_too_long_messages_is_bad(void **state)
{
	static uint8_t bytes[WIRE_TRANSFER_HEAD_MAX + 2 * WIRE_TRANSFER_ENTRY], reads[2 * I2C_MESSAGE_MAX];
	struct i2c_message msgs[I2C_MESSAGES_MAX + 1] = { 0 };
	struct wbuf w = wbuf_to(bytes, sizeof(bytes)), answer = wbuf_to(reads, sizeof(reads));
	struct rbuf r;

	(void)state;
	wire_put_transfer(&w, msgs, I2C_MESSAGES_MAX + 1);
	r = written(&w);
	assert_int_equal(wire_get_transfer(&r, msgs, &answer), 0);
	assert_true(rbuf_bad(&r));

	w = wbuf_to(bytes, sizeof(bytes));
	msgs[0] = (struct i2c_message){ .flags = I2C_READ, .len = I2C_MESSAGE_MAX + 1 };
	wire_put_transfer(&w, msgs, 1);
	r = written(&w);
	assert_int_equal(wire_get_transfer(&r, msgs, &answer), 0);
	assert_true(rbuf_bad(&r));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_header_is_twelve_bytes),
		cmocka_unit_test(hello_comes_back_and_another_magic_does_not),
		cmocka_unit_test(welcome_and_parts_come_back),
		cmocka_unit_test(a_result_is_as_large_as_it_says),
		cmocka_unit_test(a_transfer_comes_apart_as_it_was_put_together),
		cmocka_unit_test(a_transfer_cut_anywhere_is_bad),
		cmocka_unit_test(a_transfer_of_too_many_or_too_long_messages_is_bad),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
