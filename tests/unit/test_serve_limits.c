/* tests/unit/test_serve_limits.c: what a server and its clients do at the edges: long answers, no descriptors, strange peers. */
#include "cmocka_all.h"

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "control.h"
#include "link_sim.h"
#include "serve_fixture.h"

static uint64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

/* A TRANSFER that reads as much as one may, framed for a stream. */
static size_t put_longest_read(uint8_t *bytes, size_t cap, uint32_t id)
{
	struct i2c_message msgs[I2C_MESSAGES_MAX];
	struct wbuf w = wbuf_to(bytes, cap);

	for (size_t i = 0; i < I2C_MESSAGES_MAX; i++)
		msgs[i] = (struct i2c_message){ .addr = 0x48, .flags = I2C_READ, .len = I2C_MESSAGE_MAX };
	wbuf_le32(&w, WIRE_TRANSFER_HEAD_MAX);
	wire_put_header(&w, WIRE_TRANSFER, id, 0);
	wire_put_transfer_head(&w, msgs, I2C_MESSAGES_MAX);
	assert_false(wbuf_bad(&w));
	return w.len;
}

static void a_long_answer_goes_out_as_fast_as_it_is_read(void **state)
{
	enum { LEN = WIRE_RESULT_SIZE + I2C_MESSAGES_MAX * I2C_MESSAGE_MAX, ANSWERS = 20 };
	struct serve_fixture *f = *state;
	struct socket_client client = serve_client(f->tcp_url, WIRE_ROLE_DATA);
	uint8_t request[WIRE_LENGTH_SIZE + WIRE_TRANSFER_HEAD_MAX];
	const int small = 65536; /* less than an answer */
	uint8_t *piece = malloc(WIRE_LENGTH_SIZE + LEN);

	assert_non_null(piece);
	setsockopt(client.fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
	for (uint32_t id = 1; id <= ANSWERS; id++) {
		size_t len = put_longest_read(request, sizeof(request), id);

		assert_int_equal(send(client.fd, request, len, MSG_NOSIGNAL), len);
	}
	/* The server has all of them before the first is read; others are served meanwhile. */
	for (int i = 0; i < 10; i++) {
		struct socket_client other = serve_client(f->url, WIRE_ROLE_DATA);

		serve_open(&other, 0x48, NULL);
		socket_client_close(&other);
	}
	for (uint32_t id = 1; id <= ANSWERS; id++) {
		struct rbuf r = rbuf_from(piece, WIRE_LENGTH_SIZE + LEN);

		assert_int_equal(
			recv(client.fd, piece, WIRE_LENGTH_SIZE + LEN, MSG_WAITALL), WIRE_LENGTH_SIZE + LEN);
		assert_int_equal(rbuf_le32(&r), LEN);
		assert_int_equal(wire_get_header(&r).id, id);
		assert_int_equal(wire_get_result(&r).rc, I2C_MESSAGES_MAX);
	}
	free(piece);
	socket_client_close(&client);
}

static void without_free_descriptors_clients_are_turned_away_and_nothing_spins(void **state)
{
	struct serve_fixture *f = *state;
	struct socket_client before = serve_client(f->url, WIRE_ROLE_DATA), after;
	struct rlimit limit, low;
	struct endpoint endpoint;
	uint8_t byte;
	int fd;

	assert_int_equal(endpoint_parse(&endpoint, f->url, NULL), 0);
	fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	assert_true(fd >= 0);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	low = limit;
	low.rlim_cur = (rlim_t)fd + 1; /* sockets of clients come before it, but there is no free one */
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &low), 0);
	assert_int_equal(connect(fd, (const struct sockaddr *)&endpoint.address, endpoint.address_len), 0);
	assert_true(recv(fd, &byte, 1, 0) <= 0);
	assert_true(serve_open(&before, 0x48, NULL) > 0);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
	close(fd);
	after = serve_client(f->url, WIRE_ROLE_DATA);
	socket_client_close(&after);
	socket_client_close(&before);
}

static void a_spinning_server_serves_the_same(void **state)
{
	struct serve_fixture f;
	const struct server_options options = { .spin_us = 200 };
	struct socket_client client;
	uint32_t h;

	(void)state;
	serve_fixture_make(&f, CLOCK_INSTANT, &options);
	serve_fixture_start(&f);
	client = serve_client(f.url, WIRE_ROLE_DATA);
	h = serve_open(&client, 0x48, NULL);
	for (int i = 0; i < 100; i++)
		assert_int_equal(serve_call(&client, WIRE_WRITE, h, "\x10\x01", 2, NULL), 2);
	socket_client_close(&client);
	serve_fixture_end(&f);
}

/* For loops that have others to look after: the descriptor is readable, one step serves. */
static void a_server_can_be_stepped_from_another_loop(void **state)
{
	struct serve_fixture f;
	struct pollfd p;
	uint8_t hello[WIRE_HELLO_SIZE], welcome[WIRE_WELCOME_MAX];
	const struct wire_hello greeting = { .version = WIRE_VERSION, .role = WIRE_ROLE_DATA };
	struct wbuf w = wbuf_to(hello, sizeof(hello));
	int pair[2];

	(void)state;
	serve_fixture_make(&f, CLOCK_INSTANT, NULL);
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), 0);
	assert_int_equal(server_adopt(f.server, pair[0], NULL), 0);
	wire_put_header(&w, WIRE_HELLO, 1, 0);
	wire_put_hello(&w, &greeting);
	send(pair[1], hello, sizeof(hello), MSG_NOSIGNAL);
	p = (struct pollfd){ .fd = server_fd(f.server), .events = POLLIN };
	assert_int_equal(poll(&p, 1, 1000), 1);
	assert_int_equal(server_step(f.server, 0), 1);
	assert_int_equal(recv(pair[1], welcome, sizeof(welcome), MSG_DONTWAIT),
		WIRE_WELCOME_SIZE + 2 * WIRE_PART_SIZE);
	server_stop(f.server);
	assert_int_equal(server_step(f.server, 0), 0);
	close(pair[1]);
	serve_fixture_end(&f);
}

static void a_server_says_when_others_can_reach_it_and_counts_its_places(void **state)
{
	struct serve_fixture f;
	struct why why;
	char url[128];
	int rc = 0;

	(void)state;
	serve_fixture_make(&f, CLOCK_INSTANT, NULL);
	assert_int_equal(server_listen(f.server, "tcp:0.0.0.0:0", true, &why), 0);
	assert_non_null(strstr(f.notes, "can be reached from other machines"));
	assert_int_not_equal(server_port(f.server), 0);
	for (int i = 0; rc == 0 && i < 10; i++) {
		snprintf(url, sizeof(url), "unix:%s/more%d", f.dir, i);
		rc = server_listen(f.server, url, false, &why);
	}
	assert_int_equal(rc, -ENOSPC);
	serve_fixture_end(&f);
}

static void a_bus_in_this_process_takes_real_time_under_the_real_clock(void **state)
{
	struct serve_fixture f;
	struct link *link;
	uint8_t bytes[100];
	uint64_t start;

	(void)state;
	serve_fixture_make(&f, CLOCK_REAL, NULL);
	assert_int_equal(link_over_bus(&link, &f.bus, f.parts, 2, NULL), 0);
	start = now_ns();
	assert_int_equal(link_read(link, 0x48, bytes, 100), 0);
	assert_true(now_ns() - start >= 9110000);
	start = now_ns();
	assert_int_equal(link_wait(link, 5000000), 0);
	assert_true(now_ns() - start >= 5000000);
	link_close(link);
	serve_fixture_end(&f);
}

/* A peer that has already said all it will say. */
static int speak(
	struct socket_client *client, struct why *why, const struct wbuf *first, const struct wbuf *second)
{
	int pair[2], rc;

	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), 0);
	send(pair[0], first->at, first->len, MSG_NOSIGNAL);
	if (second)
		send(pair[0], second->at, second->len, MSG_NOSIGNAL);
	shutdown(pair[0], SHUT_WR);
	rc = socket_client_adopt(client, pair[1], WIRE_ROLE_DATA, why);
	close(pair[0]);
	return rc;
}

static struct wbuf put_welcome(uint8_t *bytes, size_t cap, const struct wire_welcome *welcome)
{
	struct wbuf w = wbuf_to(bytes, cap);

	wire_put_header(&w, WIRE_WELCOME, 1, 0);
	wire_put_welcome(&w, welcome);
	assert_false(wbuf_bad(&w));
	return w;
}

static void a_peer_that_is_no_server_of_ours_is_told_apart(void **state)
{
	const struct wire_welcome good = { .version = 1, .message_max = 4096 };
	uint8_t bytes[WIRE_WELCOME_SIZE];
	struct socket_client client;
	struct why why;

	(void)state;
	for (int i = 0; i < 5; i++) {
		struct wire_welcome welcome = good;
		struct wbuf w;

		welcome.version = i == 0 ? 2 : 1;
		welcome.n_parts = i == 1 ? 1 : 0; /* which do not follow */
		welcome.message_max = i == 2 ? WIRE_MESSAGE_MAX + 1 : 4096;
		w = put_welcome(bytes, sizeof(bytes), &welcome);
		if (i == 3)
			bytes[0] ^= 3; /* a RESULT */
		if (i == 4)
			w.len = 7;
		assert_int_equal(speak(&client, &why, &w, NULL), -EPROTO);
		assert_non_null(strstr(why.text, "no sesim server"));
		assert_int_equal(client.fd, -1);
	}
}

static void a_refusal_is_passed_on_and_silence_is_named(void **state)
{
	uint8_t bytes[64];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	struct socket_client client;
	struct why why;

	(void)state;
	wire_put_header(&w, WIRE_REFUSED, 0, 0);
	wbuf_put(&w, "go away", 7);
	assert_int_equal(speak(&client, &why, &w, NULL), -ECONNREFUSED);
	assert_string_equal(why.text, "the server refused: go away");
	w.len = 0;
	assert_int_equal(speak(&client, &why, &w, NULL), -ENODEV);
}

static void an_answer_that_is_none_ends_the_connection(void **state)
{
	const struct wire_welcome good = { .version = 1, .message_max = 4096 };
	uint8_t bytes[WIRE_WELCOME_SIZE], second[64];
	struct socket_client client;
	struct socket_answer answer;
	struct why why;

	(void)state;
	for (int i = 0; i < 3; i++) {
		struct wbuf first = put_welcome(bytes, sizeof(bytes), &good),
			    w = wbuf_to(second, sizeof(second)), request;
		const struct wire_result result = { .rc = 0 };

		wire_put_header(&w, i == 0 ? WIRE_WELCOME : WIRE_RESULT, 2, 0);
		wire_put_result(&w, &result);
		w.len = i == 1 ? 20 : i == 2 ? 5 : w.len;
		assert_int_equal(speak(&client, &why, &first, &w), 0);
		request = socket_client_request(&client, WIRE_CLOSE, 1);
		assert_int_equal(socket_client_call(&client, &request, 0, &answer), -ENODEV);
		assert_int_equal(client.fd, -1);
		request = socket_client_request(&client, WIRE_CLOSE, 1);
		assert_int_equal(socket_client_call(&client, &request, 0, &answer), -ENODEV);
		socket_client_close(&client);
	}
}

static void a_request_larger_than_the_server_takes_is_eopnotsupp(void **state)
{
	const struct wire_welcome small = { .version = 1, .message_max = 100 };
	uint8_t bytes[WIRE_WELCOME_SIZE], body[101] = { 0 };
	struct wbuf w = put_welcome(bytes, sizeof(bytes), &small);
	struct socket_client client;
	struct socket_answer answer;

	(void)state;
	assert_int_equal(speak(&client, NULL, &w, NULL), 0);
	w = socket_client_request(&client, WIRE_WRITE, 1);
	wbuf_put(&w, body, sizeof(body));
	assert_int_equal(socket_client_call(&client, &w, 0, &answer), -EOPNOTSUPP);
	assert_true(client.fd >= 0);
	socket_client_close(&client);
}

static void control_of_a_server_that_is_gone_is_enodev(void **state)
{
	struct serve_fixture *f = *state;
	struct control_stats *stats = malloc(sizeof(*stats));
	struct control control;
	struct why why;

	assert_non_null(stats);
	assert_int_equal(control_open(&control, f->tcp_url, &why), 0);
	assert_int_equal(control_wait(&control, 5), 0);
	serve_fixture_stop(f);
	server_free(f->server);
	f->server = NULL;
	assert_int_equal(control_power(&control, 0x48, true), -ENODEV);
	assert_int_equal(control_fault(&control, "", &why), -ENODEV);
	assert_int_equal(control_stats(&control, stats), -ENODEV);
	assert_int_equal(control_wait(&control, 5), -ENODEV);
	control_close(&control);
	assert_true(control_open(&control, f->url, &why) < 0);
	assert_int_equal(control_open(&control, "sim:x", &why), -EINVAL);
	free(stats);
}

static void urls_are_taken_apart_or_refused_with_a_sentence(void **state)
{
	static const char *const wrong[] = { "unix:", "unix:@", "tcp:", "tcp:127.0.0.1",
		"tcp:127.0.0.1:", "tcp::7816", "tcp:127.0.0.1:78x", "tcp:127.0.0.1:123456789", "file:x",
		"unix:x,key=0011", "unix:x,key=zz112233445566778899aabbccddeeff", "tcp:127.0.0.1:1,key=1" };
	struct endpoint endpoint;
	struct why why;
	char long_url[200];

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		why.text[0] = '\0';
		if (endpoint_parse(&endpoint, wrong[i], &why) != -EINVAL || why.text[0] == '\0')
			fail_msg("taken for a socket: %s", wrong[i]);
	}
	memset(long_url, 'x', sizeof(long_url));
	memcpy(long_url, "unix:", 5);
	long_url[sizeof(long_url) - 1] = '\0';
	assert_int_equal(endpoint_parse(&endpoint, long_url, &why), -ENAMETOOLONG);
	memcpy(long_url, "tcp:", 4);
	assert_int_equal(endpoint_parse(&endpoint, long_url, &why), -EINVAL);
	assert_int_equal(endpoint_parse(&endpoint, "tcp:[::1]:7816", &why), 0);
	assert_true(endpoint.loopback);
	assert_int_equal(endpoint.address.ss_family, AF_INET6);
	assert_int_equal(
		endpoint_parse(&endpoint, "tcp:192.0.2.1:7816,key=00112233445566778899aabbccddeeff", &why),
		0);
	assert_false(endpoint.loopback);
	assert_true(endpoint.has_key);
	assert_int_equal(endpoint.key[15], 0xff);
	assert_int_equal(endpoint_parse(&endpoint, "unix:/run/a,b.sock", &why), 0);
	assert_string_equal(endpoint_path(&endpoint), "/run/a,b.sock");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_long_answer_goes_out_as_fast_as_it_is_read, serve_setup, serve_teardown),
		cmocka_unit_test_setup_teardown(
			without_free_descriptors_clients_are_turned_away_and_nothing_spins, serve_setup,
			serve_teardown),
		cmocka_unit_test(a_spinning_server_serves_the_same),
		cmocka_unit_test(a_server_can_be_stepped_from_another_loop),
		cmocka_unit_test(a_server_says_when_others_can_reach_it_and_counts_its_places),
		cmocka_unit_test(a_bus_in_this_process_takes_real_time_under_the_real_clock),
		cmocka_unit_test(a_peer_that_is_no_server_of_ours_is_told_apart),
		cmocka_unit_test(a_refusal_is_passed_on_and_silence_is_named),
		cmocka_unit_test(an_answer_that_is_none_ends_the_connection),
		cmocka_unit_test(a_request_larger_than_the_server_takes_is_eopnotsupp),
		cmocka_unit_test_setup_teardown(
			control_of_a_server_that_is_gone_is_enodev, serve_setup, serve_teardown),
		cmocka_unit_test(urls_are_taken_apart_or_refused_with_a_sentence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
