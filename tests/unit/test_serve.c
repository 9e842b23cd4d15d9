/* tests/unit/test_serve.c: the bus server and what i2c-dev users get from it, over its real sockets. */
#include "cmocka_all.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "serve_fixture.h"

static int smbus(struct socket_client *client, uint32_t handle, struct wire_smbus *smbus)
{
	struct wbuf w = socket_client_request(client, WIRE_SMBUS, handle);
	struct socket_answer answer;

	wire_put_smbus(&w, smbus);
	assert_int_equal(socket_client_call(client, &w, 0, &answer), 0);
	if (answer.result.rc >= 0)
		rbuf_copy(&answer.data, smbus->data, sizeof(smbus->data));
	return answer.result.rc;
}

static int read_at(
	struct socket_client *client, uint32_t handle, uint32_t count, struct socket_answer *answer)
{
	uint8_t body[4];
	struct wbuf w = wbuf_to(body, sizeof(body));

	wbuf_le32(&w, count);
	return serve_call(client, WIRE_READ, handle, body, sizeof(body), answer);
}

static void the_handshake_says_simulated_and_what_the_adapter_is(void **state)
{
	struct serve_fixture *f = *state;
	struct socket_client client = serve_client(f->url, WIRE_ROLE_DATA);

	assert_int_equal(client.welcome.version, WIRE_VERSION);
	assert_int_equal(client.welcome.flags, WIRE_SIMULATED);
	assert_int_equal(client.welcome.functionality, 0x0eff0009);
	assert_int_equal(client.welcome.nack_errno, ENXIO);
	assert_int_equal(client.welcome.speed_hz, I2C_SPEED_DEFAULT);
	assert_int_equal(client.welcome.n_parts, 2);
	assert_string_equal(client.welcome.adapter, "sesim");
	assert_int_equal(client.parts[0].address, 0x48);
	assert_int_equal(client.welcome.message_max, WIRE_MESSAGE_MAX);
	socket_client_close(&client);
}

static void write_then_read_use_the_slave_address_of_the_handle(void **state)
{
	struct serve_fixture *f = *state;
	struct socket_client client = serve_client(f->url, WIRE_ROLE_DATA);
	uint32_t a = serve_open(&client, 0x48, NULL), b = serve_open(&client, 0x60, NULL);
	struct socket_answer answer;

	assert_int_equal(serve_call(&client, WIRE_WRITE, a, "\x10\x11\x12", 3, NULL), 3);
	assert_int_equal(serve_call(&client, WIRE_WRITE, b, "\x10\x21\x22", 3, NULL), 3);
	assert_int_equal(serve_call(&client, WIRE_WRITE, a, "\x10", 1, NULL), 1);
	assert_int_equal(read_at(&client, a, 2, &answer), 2);
	assert_int_equal(rbuf_be16(&answer.data), 0x1112);
	assert_int_equal(f->toys[1].lost[0x10], 0x21);
	socket_client_close(&client);
}

static void a_fresh_file_has_address_zero_where_nobody_answers(void **state)
{
	struct serve_fixture *f = *state;
	struct socket_client client = serve_client(f->url, WIRE_ROLE_DATA);
	uint32_t handle = serve_open(&client, 0, NULL);
	struct socket_answer answer;

	assert_int_equal(read_at(&client, handle, 1, &answer), -ENXIO);
	assert_int_equal(answer.result.outcome, WIRE_ADDRESS_NACK);
	assert_int_equal(rbuf_left(&answer.data), 0);
	socket_client_close(&client);
}

/* attach.md 9 */
static void settings_are_checked_as_the_kernel_does(void **state)
{
	struct serve_fixture *f = *state;
	struct socket_client client = serve_client(f->url, WIRE_ROLE_DATA);
	uint32_t handle = serve_open(&client, 0, NULL);

	assert_int_equal(serve_set(&client, handle, WIRE_SET_SLAVE, 0x7f), 0);
	assert_int_equal(serve_set(&client, handle, WIRE_SET_SLAVE, 0x80), -EINVAL);
	assert_int_equal(serve_set(&client, handle, WIRE_SET_SLAVE_FORCE, 0x80), -EINVAL);
	assert_int_equal(serve_set(&client, handle, WIRE_SET_TENBIT, 1), 0);
	assert_int_equal(serve_set(&client, handle, WIRE_SET_SLAVE, 0x3ff), 0);
	assert_int_equal(serve_set(&client, handle, WIRE_SET_SLAVE, 0x400), -EINVAL);
	assert_int_equal(serve_set(&client, handle, WIRE_SET_SLAVE, 0x48), 0);
	assert_int_equal(
		serve_call(&client, WIRE_WRITE, handle, "\x10", 1, NULL), -ENXIO); /* still ten bits */
	assert_int_equal(serve_set(&client, handle, WIRE_SET_TENBIT, 0), 0);
	assert_int_equal(serve_call(&client, WIRE_WRITE, handle, "\x10", 1, NULL), 1);
	assert_int_equal(serve_set(&client, handle, WIRE_SET_RETRIES, 0x80000000u), -EINVAL);
	assert_int_equal(serve_set(&client, handle, WIRE_SET_RETRIES, 3), 0);
	assert_int_equal(serve_set(&client, handle, WIRE_SET_TIMEOUT, 1ull << 32), -EINVAL);
	assert_int_equal(serve_set(&client, handle, WIRE_SET_PEC, 1), 0);
	assert_int_equal(serve_set(&client, handle, 0x705, 0), -ENOTTY);
	assert_int_equal(serve_set(&client, handle + 1, WIRE_SET_SLAVE, 0x48), -EBADF);
	socket_client_close(&client);
}

static void a_count_above_8192_is_cut(void **state)
{
	static uint8_t bytes[I2C_MESSAGE_MAX + 100];
	struct serve_fixture *f = *state;
	struct socket_client client = serve_client(f->url, WIRE_ROLE_DATA);
	uint32_t handle = serve_open(&client, 0x60, NULL);
	struct socket_answer answer;

	assert_int_equal(read_at(&client, handle, 1u << 31, &answer), I2C_MESSAGE_MAX);
	assert_int_equal(rbuf_left(&answer.data), I2C_MESSAGE_MAX);
	assert_int_equal(serve_call(&client, WIRE_WRITE, handle, bytes, sizeof(bytes), &answer), -EIO);
	assert_int_equal(answer.result.nacked_at, 0x100);
	assert_int_equal(serve_call(&client, WIRE_WRITE, handle, "", 0, NULL), 0);
	socket_client_close(&client);
}

static void connections_that_join_a_token_share_its_state(void **state)
{
	struct serve_fixture *f = *state;
	struct socket_client one = serve_client(f->url, WIRE_ROLE_DATA);
	struct socket_client two = serve_client(f->tcp_url, WIRE_ROLE_DATA);
	uint8_t token[WIRE_TOKEN_SIZE] = { 0 }, same[WIRE_TOKEN_SIZE];
	uint32_t mine = serve_open(&one, 0x48, token), other;

	memcpy(same, token, sizeof(same));
	other = serve_open(&two, 0, same);
	assert_memory_equal(token, same, sizeof(same));
	assert_int_equal(serve_call(&two, WIRE_WRITE, other, "\x10\x77", 2, NULL), 2);
	assert_int_equal(f->toys[0].lost[0x10], 0x77);
	assert_int_equal(serve_set(&two, other, WIRE_SET_SLAVE, 0x60), 0);
	assert_int_equal(serve_call(&one, WIRE_WRITE, mine, "\x10\x66", 2, NULL), 2);
	assert_int_equal(f->toys[1].lost[0x10], 0x66);
	/* A handle is its connection's: another's number means nothing. */
	assert_int_equal(serve_call(&two, WIRE_WRITE, mine, "\x10", 1, NULL), mine == other ? 1 : -EBADF);
	socket_client_close(&one);
	socket_client_close(&two);
}

static void a_description_outlives_its_last_connection(void **state)
{
	struct serve_fixture *f = *state;
	struct socket_client one = serve_client(f->url, WIRE_ROLE_DATA), two;
	uint8_t token[WIRE_TOKEN_SIZE] = { 0 };
	uint32_t handle;

	serve_open(&one, 0x60, token);
	socket_client_close(&one);
	two = serve_client(f->url, WIRE_ROLE_DATA);
	handle = serve_open(&two, 0, token);
	assert_int_equal(serve_call(&two, WIRE_WRITE, handle, "\x10\x55", 2, NULL), 2);
	assert_int_equal(f->toys[1].lost[0x10], 0x55);
	socket_client_close(&two);
}

static void a_description_left_behind_by_1024_younger_ones_is_gone(void **state)
{
	struct serve_fixture *f = *state;
	struct socket_client client = serve_client(f->url, WIRE_ROLE_DATA);
	uint8_t first[WIRE_TOKEN_SIZE] = { 0 }, second[WIRE_TOKEN_SIZE] = { 0 };
	uint32_t a = serve_open(&client, 0, first), b = serve_open(&client, 0, second);

	assert_int_equal(serve_call(&client, WIRE_CLOSE, a, NULL, 0, NULL), 0);
	assert_int_equal(serve_call(&client, WIRE_CLOSE, b, NULL, 0, NULL), 0);
	assert_int_equal(serve_call(&client, WIRE_CLOSE, b, NULL, 0, NULL), -EBADF);
	for (int i = 0; i < 1023; i++) {
		uint32_t h = serve_open(&client, 0, NULL);

		assert_int_equal(serve_call(&client, WIRE_CLOSE, h, NULL, 0, NULL), 0);
	}
	assert_int_equal(serve_call(&client, WIRE_OPEN, 0, first, sizeof(first), NULL), -ENOENT);
	serve_open(&client, 0, second);
	socket_client_close(&client);
}

static void handles_are_bounded_for_each_connection(void **state)
{
	struct serve_fixture *f = *state;
	struct socket_client greedy = serve_client(f->url, WIRE_ROLE_DATA);
	struct socket_client other = serve_client(f->url, WIRE_ROLE_DATA);
	static const uint8_t none[WIRE_TOKEN_SIZE];

	for (int i = 0; i < 256; i++)
		serve_open(&greedy, 0, NULL);
	assert_int_equal(serve_call(&greedy, WIRE_OPEN, 0, none, sizeof(none), NULL), -EMFILE);
	serve_open(&other, 0, NULL);
	socket_client_close(&greedy);
	socket_client_close(&other);
}

/* Debian's i2c-tools use each of these. */
static void smbus_transactions_are_put_together_from_messages(void **state)
{
	struct serve_fixture *f = *state;
	struct socket_client client = serve_client(f->url, WIRE_ROLE_DATA);
	uint32_t h = serve_open(&client, 0x48, NULL);
	struct wire_smbus s = { .size = 0 };

	assert_int_equal(smbus(&client, h, &s), 0); /* QUICK */
	s = (struct wire_smbus){ .size = 2, .command = 0x10, .data = { 0xab } };
	assert_int_equal(smbus(&client, h, &s), 0); /* BYTE_DATA */
	assert_int_equal(f->toys[0].lost[0x10], 0xab);
	s = (struct wire_smbus){ .size = 3, .command = 0x11, .data = { 0x34, 0x12 } };
	assert_int_equal(smbus(&client, h, &s), 0); /* WORD_DATA */
	s = (struct wire_smbus){ .size = 3, .command = 0x10, .read_write = 1 };
	assert_int_equal(smbus(&client, h, &s), 0);
	assert_memory_equal(s.data, "\xab\x34", 2);
	s = (struct wire_smbus){ .size = 1, .command = 0x11 };
	assert_int_equal(smbus(&client, h, &s), 0); /* BYTE sets the pointer */
	s = (struct wire_smbus){ .size = 1, .read_write = 1 };
	assert_int_equal(smbus(&client, h, &s), 0);
	assert_int_equal(s.data[0], 0x34);
	s = (struct wire_smbus){ .size = 5, .command = 0x20, .data = { 3, 0xa, 0xb, 0xc } };
	assert_int_equal(smbus(&client, h, &s), 0); /* BLOCK: the count is on the wire */
	assert_memory_equal(&f->toys[0].lost[0x20], "\x03\x0a\x0b\x0c", 4);
	s = (struct wire_smbus){ .size = 5, .command = 0x20, .read_write = 1 };
	assert_int_equal(smbus(&client, h, &s), 0);
	assert_memory_equal(s.data, "\x03\x0a\x0b\x0c\x00", 5);
	s = (struct wire_smbus){ .size = 8, .command = 0x30, .data = { 2, 0x7, 0x8 } };
	assert_int_equal(smbus(&client, h, &s), 0); /* I2C_BLOCK: it is not */
	assert_memory_equal(&f->toys[0].lost[0x30], "\x07\x08", 2);
	s = (struct wire_smbus){ .size = 8, .command = 0x30, .read_write = 1, .data = { 2 } };
	assert_int_equal(smbus(&client, h, &s), 0);
	assert_memory_equal(s.data, "\x02\x07\x08", 3);
	s = (struct wire_smbus){ .size = 4, .command = 0x30, .data = { 0x99, 0x98 } };
	assert_int_equal(smbus(&client, h, &s), 0); /* PROC_CALL: writes a word, reads on after it */
	assert_memory_equal(&f->toys[0].lost[0x30], "\x99\x98", 2);
	assert_int_equal(s.data[0], 0);
	socket_client_close(&client);
}

static void smbus_refuses_what_the_kernel_refuses(void **state)
{
	struct serve_fixture *f = *state;
	struct socket_client client = serve_client(f->url, WIRE_ROLE_DATA);
	uint32_t h = serve_open(&client, 0x48, NULL);
	struct wire_smbus s = { .size = 9 };

	assert_int_equal(smbus(&client, h, &s), -EINVAL);
	s = (struct wire_smbus){ .size = 2, .read_write = 2 };
	assert_int_equal(smbus(&client, h, &s), -EINVAL);
	s = (struct wire_smbus){ .size = 5, .data = { 33 } };
	assert_int_equal(smbus(&client, h, &s), -EINVAL);
	s = (struct wire_smbus){ .size = 8, .read_write = 1, .data = { 33 } };
	assert_int_equal(smbus(&client, h, &s), -EINVAL);
	/* A part that counts 200 bytes is no SMBus part. */
	s = (struct wire_smbus){ .size = 2, .command = 0x20, .data = { 200 } };
	assert_int_equal(smbus(&client, h, &s), 0);
	s = (struct wire_smbus){ .size = 5, .command = 0x20, .read_write = 1 };
	assert_int_equal(smbus(&client, h, &s), -EPROTO);
	socket_client_close(&client);
}

/* SMBus 2.0 5.4; divided out by hand: CRC-8 of 90 10 55 is 52, of 90 10 91 55 ac, of 90 20 91 02 a1 a2 ea. */
static void pec_is_sent_and_checked(void **state)
{
	struct serve_fixture *f = *state;
	struct socket_client client = serve_client(f->url, WIRE_ROLE_DATA);
	uint32_t h = serve_open(&client, 0x48, NULL);
	struct wire_smbus s = { .size = 2, .command = 0x10, .data = { 0x55 } };

	assert_int_equal(serve_set(&client, h, WIRE_SET_PEC, 1), 0);
	assert_int_equal(smbus(&client, h, &s), 0);
	assert_int_equal(f->toys[0].lost[0x10], 0x55);
	assert_int_equal(f->toys[0].lost[0x11], 0x52); /* the toy takes the PEC for data */
	s = (struct wire_smbus){ .size = 2, .command = 0x10, .read_write = 1 };
	assert_int_equal(smbus(&client, h, &s), -EBADMSG);
	f->toys[0].lost[0x11] = 0xac;
	s = (struct wire_smbus){ .size = 2, .command = 0x10, .read_write = 1 };
	assert_int_equal(smbus(&client, h, &s), 0);
	assert_int_equal(s.data[0], 0x55);
	/* A counted block. */
	memcpy(&f->toys[0].lost[0x20], "\x02\xa1\xa2\xea", 4);
	s = (struct wire_smbus){ .size = 5, .command = 0x20, .read_write = 1 };
	assert_int_equal(smbus(&client, h, &s), 0);
	assert_memory_equal(s.data, "\x02\xa1\xa2", 3);
	socket_client_close(&client);
}

static void the_pi_gives_eremoteio_and_reads_only_at_the_end(void **state)
{
	struct serve_fixture f;
	const struct server_options options = { .adapter = adapter_find("rpi"),
		.name = "bcm2835 (i2c@7e804000)" };
	struct socket_client client;
	uint8_t in[2], out[2] = { 0x10, 0 };
	struct i2c_message msgs[2] = { { .addr = 0x48, .flags = I2C_READ, .len = 1, .bytes = in },
		{ .addr = 0x48, .len = 1, .bytes = out } };
	struct socket_answer answer;
	struct wbuf w;
	uint32_t h;

	(void)state;
	serve_fixture_make(&f, CLOCK_INSTANT, &options);
	serve_fixture_start(&f);
	client = serve_client(f.url, WIRE_ROLE_DATA);
	assert_string_equal(client.welcome.adapter, "bcm2835 (i2c@7e804000)");
	assert_int_equal(client.welcome.nack_errno, EREMOTEIO);
	h = serve_open(&client, 0x33, NULL);
	assert_int_equal(serve_call(&client, WIRE_WRITE, h, "", 0, NULL), -EREMOTEIO);
	assert_int_equal(serve_set(&client, h, WIRE_SET_SLAVE, 0x48), 0);
	assert_int_equal(serve_call(&client, WIRE_WRITE, h, "\xff\x00", 2, NULL), -EREMOTEIO);
	w = socket_client_request(&client, WIRE_TRANSFER, 0);
	wire_put_transfer(&w, msgs, 2);
	assert_int_equal(socket_client_call(&client, &w, 0, &answer), 0);
	assert_int_equal(answer.result.rc, -EOPNOTSUPP);
	assert_int_equal(answer.result.outcome, WIRE_NOT_RUN);
	socket_client_close(&client);
	serve_fixture_end(&f);
}

static void nack_errno_is_what_it_was_asked_to_be(void **state)
{
	struct serve_fixture f;
	const struct server_options options = { .nack_errno = adapter_nack_errno_from("EIO") };
	struct socket_client client;
	uint32_t h;

	(void)state;
	assert_int_equal(adapter_nack_errno_from("ENOENT"), 0);
	serve_fixture_make(&f, CLOCK_INSTANT, &options);
	serve_fixture_start(&f);
	client = serve_client(f.url, WIRE_ROLE_DATA);
	h = serve_open(&client, 0x33, NULL);
	assert_int_equal(client.welcome.nack_errno, EIO);
	assert_int_equal(serve_call(&client, WIRE_WRITE, h, "", 0, NULL), -EIO);
	socket_client_close(&client);
	serve_fixture_end(&f);
}

static void answers_to_abandoned_requests_are_skipped(void **state)
{
	struct serve_fixture *f = *state;
	struct socket_client client = serve_client(f->url, WIRE_ROLE_DATA);
	uint32_t h = serve_open(&client, 0x48, NULL);
	uint8_t abandoned[WIRE_HEADER_SIZE + 4];
	struct wbuf w = wbuf_to(abandoned, sizeof(abandoned));
	struct socket_answer answer;

	wire_put_header(&w, WIRE_READ, 0xdead, h);
	wbuf_le32(&w, 5);
	assert_int_equal(send(client.fd, abandoned, w.len, MSG_NOSIGNAL), sizeof(abandoned));
	assert_int_equal(read_at(&client, h, 2, &answer), 2);
	assert_int_equal(rbuf_left(&answer.data), 2);
	socket_client_close(&client);
}

static void a_socketpair_is_served_like_any_other(void **state)
{
	struct serve_fixture f;
	struct socket_client client;
	struct why why;
	int pair[2];
	uint32_t h;

	(void)state;
	serve_fixture_make(&f, CLOCK_INSTANT, NULL);
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), 0);
	assert_int_equal(server_adopt(f.server, pair[0], &why), 0);
	serve_fixture_start(&f);
	assert_int_equal(socket_client_adopt(&client, pair[1], WIRE_ROLE_DATA, &why), 0);
	h = serve_open(&client, 0x48, NULL);
	assert_int_equal(serve_call(&client, WIRE_WRITE, h, "\x10\x01", 2, NULL), 2);
	socket_client_close(&client);
	serve_fixture_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			the_handshake_says_simulated_and_what_the_adapter_is, serve_setup, serve_teardown),
		cmocka_unit_test_setup_teardown(
			write_then_read_use_the_slave_address_of_the_handle, serve_setup, serve_teardown),
		cmocka_unit_test_setup_teardown(
			a_fresh_file_has_address_zero_where_nobody_answers, serve_setup, serve_teardown),
		cmocka_unit_test_setup_teardown(
			settings_are_checked_as_the_kernel_does, serve_setup, serve_teardown),
		cmocka_unit_test_setup_teardown(a_count_above_8192_is_cut, serve_setup, serve_teardown),
		cmocka_unit_test_setup_teardown(
			connections_that_join_a_token_share_its_state, serve_setup, serve_teardown),
		cmocka_unit_test_setup_teardown(
			a_description_outlives_its_last_connection, serve_setup, serve_teardown),
		cmocka_unit_test_setup_teardown(
			a_description_left_behind_by_1024_younger_ones_is_gone, serve_setup, serve_teardown),
		cmocka_unit_test_setup_teardown(
			handles_are_bounded_for_each_connection, serve_setup, serve_teardown),
		cmocka_unit_test_setup_teardown(
			smbus_transactions_are_put_together_from_messages, serve_setup, serve_teardown),
		cmocka_unit_test_setup_teardown(
			smbus_refuses_what_the_kernel_refuses, serve_setup, serve_teardown),
		cmocka_unit_test_setup_teardown(pec_is_sent_and_checked, serve_setup, serve_teardown),
		cmocka_unit_test(the_pi_gives_eremoteio_and_reads_only_at_the_end),
		cmocka_unit_test(nack_errno_is_what_it_was_asked_to_be),
		cmocka_unit_test_setup_teardown(
			answers_to_abandoned_requests_are_skipped, serve_setup, serve_teardown),
		cmocka_unit_test(a_socketpair_is_served_like_any_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
