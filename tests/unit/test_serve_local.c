/* tests/unit/test_serve_local.c: transactions of the server's own process, beside clients that always want the bus. */
#include "cmocka_all.h"

#include <poll.h>
#include <string.h>

#include "local.h"
#include "serve_fixture.h"

enum {
	TURNS = 20,
	REQUESTS = 60, /* that wait in a client's socket */
};

static void transfer(struct serve_fixture *f)
{
	struct i2c_message message = { .addr = 0x60, .len = 1, .bytes = (uint8_t[]){ 1 } };
	struct wire_result result;

	adapter_transfer(local_adapter(f->server), local_bus(f->server), &message, 1, &result);
	assert_int_equal(result.rc, 1);
}

/* A client that has asked for more than it will ever get. */
static void flood(struct socket_client *client, uint32_t handle)
{
	for (int i = 0; i < REQUESTS; i++) {
		uint8_t bytes[64];
		struct wbuf w = wbuf_to(bytes, sizeof(bytes));

		wire_put_header(&w, WIRE_WRITE, (uint32_t)i, handle);
		wbuf_u8(&w, 1);
		assert_int_equal(send(client->fd, bytes, w.len, MSG_NOSIGNAL), w.len);
	}
}

/* Its turn comes after one transaction of others at the latest, and no answer before its transaction has ended. */
static void its_turn_comes_after_one_of_others(void **state)
{
	static const struct server_options options = { 0 };
	struct serve_fixture f;
	struct socket_client clients[2];
	uint32_t served = 0;

	(void)state;
	serve_fixture_make(&f, CLOCK_REAL, &options);
	serve_fixture_start(&f);
	for (size_t i = 0; i < 2; i++) {
		clients[i] = serve_client(f.url, WIRE_ROLE_DATA);
		uint32_t handle = serve_open(&clients[i], 0x48, NULL);

		flood(&clients[i], handle);
	}
	serve_fixture_stop(&f);
	for (int turn = 0; turn < TURNS; turn++) {
		uint32_t before = f.toys[0].stops;
		uint32_t then;
		uint64_t begun;

		local_wait(f.server, true);
		while (!local_may_run(f.server)) {
			struct pollfd wait = { .fd = server_fd(f.server), .events = POLLIN };

			assert_int_equal(poll(&wait, 1, 1000), 1); /* it is woken */
			server_step(f.server, 0);
			if (f.toys[0].stops - before > 1)
				fail_msg("%u transactions of others", f.toys[0].stops - before);
		}
		then = f.toys[0].stops;
		begun = clock_now(&f.bus.clock);
		transfer(&f);
		assert_true(local_ran(f.server));
		assert_false(local_may_run(f.server));
		local_wait(f.server, false);
		while (!local_may_run(f.server)) {
			struct pollfd wait = { .fd = server_fd(f.server), .events = POLLIN };

			assert_int_equal(poll(&wait, 1, 1000), 1);
			server_step(f.server, 0);
			if (f.toys[0].stops != then)
				break; /* the others' again: ours is over */
		}
		assert_true(clock_now(&f.bus.clock) - begun >= 2 * 9 * 10000);
		served += f.toys[0].stops - before;
	}
	assert_true(served >= TURNS / 2); /* nor is it always ours */
	for (size_t i = 0; i < 2; i++)
		socket_client_close(&clients[i]);
	serve_fixture_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(its_turn_comes_after_one_of_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
