/* tests/unit/test_serve_hostile.c: clients that vanish, lie, flood or fall silent, and those beside them. */
#include "cmocka_all.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "control.h"
#include "serve_fixture.h"

static uint64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

/* Somebody else's transaction still goes through. */
static void assert_others_are_served(struct serve_fixture *f)
{
	struct socket_client client = serve_client(f->url, WIRE_ROLE_DATA);
	uint32_t h = serve_open(&client, 0x48, NULL);

	assert_int_equal(serve_call(&client, WIRE_WRITE, h, "\x10\x01", 2, NULL), 2);
	socket_client_close(&client);
}

/* What comes next on a raw socket: its type, 0 at the end. Waits for two seconds at most. */
static uint16_t next_type(int fd)
{
	static uint8_t bytes[WIRE_MESSAGE_MAX];
	struct pollfd p = { .fd = fd, .events = POLLIN };
	struct rbuf r;
	ssize_t got;

	assert_int_equal(poll(&p, 1, 2000), 1);
	got = recv(fd, bytes, sizeof(bytes), 0);
	if (got < 0 &&
		errno == ECONNRESET) /* it closed with something unread; its last words are behind that */
		got = recv(fd, bytes, sizeof(bytes), 0);
	if (got <= 0)
		return 0;
	r = rbuf_from(bytes, (size_t)got);
	return wire_get_header(&r).type;
}

static size_t put_hello(uint8_t *bytes, size_t cap, uint16_t role)
{
	const struct wire_hello hello = { .version = WIRE_VERSION, .role = role };
	struct wbuf w = wbuf_to(bytes, cap);

	wire_put_header(&w, WIRE_HELLO, 1, 0);
	wire_put_hello(&w, &hello);
	assert_false(wbuf_bad(&w));
	return w.len;
}

/* A raw connection that has greeted. */
static int greeted(const char *url, uint16_t role)
{
	uint8_t hello[WIRE_HELLO_SIZE];
	int fd = serve_raw(url);

	send(fd, hello, put_hello(hello, sizeof(hello), role), MSG_NOSIGNAL);
	assert_int_equal(next_type(fd), WIRE_WELCOME);
	return fd;
}

static void a_hello_cut_anywhere_is_refused(void **state)
{
	struct serve_fixture *f = *state;
	uint8_t hello[WIRE_HELLO_SIZE + 1] = { 0 };
	size_t len = put_hello(hello, sizeof(hello), WIRE_ROLE_DATA);

	for (size_t cut = 1; cut <= len + 1; cut++) {
		int fd = serve_raw(f->url);

		send(fd, hello, cut, MSG_NOSIGNAL);
		assert_int_equal(next_type(fd), cut == len ? WIRE_WELCOME : WIRE_REFUSED);
		close(fd);
	}
	assert_others_are_served(f);
}

static void another_magic_version_or_role_is_refused(void **state)
{
	struct serve_fixture *f = *state;
	static const struct {
		size_t at;
		uint8_t value;
	} wrong[] = { { 12, 'X' }, { 16, 0 }, { 18, 0 }, { 18, 3 }, { 0, 2 }, { 2, 1 } };

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		uint8_t hello[WIRE_HELLO_SIZE];
		size_t len = put_hello(hello, sizeof(hello), WIRE_ROLE_DATA);
		int fd = serve_raw(f->url);

		hello[wrong[i].at] = wrong[i].value;
		send(fd, hello, len, MSG_NOSIGNAL);
		assert_int_equal(next_type(fd), WIRE_REFUSED);
		assert_int_equal(next_type(fd), 0);
		close(fd);
	}
}

/* A request with a body of fixed or counted size. */
struct sample {
	uint16_t type, role;
	uint8_t body[64];
	size_t len;
};

static size_t put_sample(uint8_t *bytes, size_t cap, const struct sample *sample)
{
	struct wbuf w = wbuf_to(bytes, cap);

	wire_put_header(&w, sample->type, 7, 0);
	wbuf_put(&w, sample->body, sample->len);
	assert_false(wbuf_bad(&w));
	return w.len;
}

static const struct sample samples[] = {
	{ WIRE_OPEN, WIRE_ROLE_DATA, { 0 }, 16 },
	{ WIRE_CLOSE, WIRE_ROLE_DATA, { 0 }, 0 },
	{ WIRE_SET, WIRE_ROLE_DATA, { 3, 7 }, 12 },
	{ WIRE_READ, WIRE_ROLE_DATA, { 9 }, 4 },
	{ WIRE_TRANSFER, WIRE_ROLE_DATA,
		{ 2, 0, 0, 0, 0x48, 0, 0, 0, 1, 0, 0, 0, 0x48, 0, 1, 0, 3, 0, 0, 0, 0x10 }, 21 },
	{ WIRE_SMBUS, WIRE_ROLE_DATA, { 1, 0, 1 }, 38 },
	{ WIRE_WAIT, WIRE_ROLE_DATA, { 0 }, 8 },
	{ WIRE_WAIT, WIRE_ROLE_CONTROL, { 0 }, 8 },
	{ WIRE_POWER, WIRE_ROLE_CONTROL, { 0x48, 0, 1 }, 4 },
	{ WIRE_RESET, WIRE_ROLE_CONTROL, { 0x48 }, 2 },
	{ WIRE_SNAPSHOT, WIRE_ROLE_CONTROL, { 0 }, 4 },
	{ WIRE_RESTORE, WIRE_ROLE_CONTROL, { 0 }, 4 },
	{ WIRE_STATS, WIRE_ROLE_CONTROL, { 0 }, 0 },
};

static void a_request_cut_anywhere_or_too_long_is_refused(void **state)
{
	struct serve_fixture *f = *state;

	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		uint8_t bytes[WIRE_HEADER_SIZE + 65] = { 0 };
		size_t len = put_sample(bytes, sizeof(bytes), &samples[i]);

		for (size_t cut = 1; cut <= len + 1; cut++) {
			int fd = greeted(f->url, samples[i].role);

			send(fd, bytes, cut, MSG_NOSIGNAL);
			assert_int_equal(next_type(fd), cut == len ? WIRE_RESULT : WIRE_REFUSED);
			close(fd);
		}
	}
	assert_others_are_served(f);
}

static void a_role_has_only_its_own_requests(void **state)
{
	struct serve_fixture *f = *state;

	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		uint16_t other = samples[i].role == WIRE_ROLE_DATA ? WIRE_ROLE_CONTROL : WIRE_ROLE_DATA;
		uint8_t bytes[WIRE_HEADER_SIZE + 64];
		size_t len = put_sample(bytes, sizeof(bytes), &samples[i]);
		int fd = greeted(f->url, other);

		send(fd, bytes, len, MSG_NOSIGNAL);
		assert_int_equal(next_type(fd), samples[i].type == WIRE_WAIT ? WIRE_RESULT : WIRE_REFUSED);
		close(fd);
	}
}

/* xorshift; what matters is that a failure can be repeated. */
static uint32_t draw(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

static void garbage_on_either_socket_costs_nobody_anything(void **state)
{
	struct serve_fixture *f = *state;
	uint32_t seed = 1;

	for (int i = 0; i < 400; i++) {
		uint8_t bytes[300];
		const char *url = i % 2 ? f->url : f->tcp_url;
		int fd = i % 4 < 2 ? greeted(f->url, i % 8 < 4 ? WIRE_ROLE_DATA : WIRE_ROLE_CONTROL)
				   : serve_raw(url);

		for (size_t k = 0; k < sizeof(bytes); k++)
			bytes[k] = (uint8_t)draw(&seed);
		if (i % 3 == 0)
			bytes[1] = 0; /* some types that exist, but never SHUTDOWN */
		if (bytes[0] == WIRE_SHUTDOWN)
			bytes[0] = 0;
		send(fd, bytes, draw(&seed) % sizeof(bytes), MSG_NOSIGNAL);
		close(fd);
	}
	assert_others_are_served(f);
}

static void a_tcp_message_may_come_byte_by_byte(void **state)
{
	struct serve_fixture *f = *state;
	uint8_t bytes[WIRE_LENGTH_SIZE + WIRE_HELLO_SIZE];
	struct wbuf w = wbuf_to(bytes, WIRE_LENGTH_SIZE);
	int fd = serve_raw(f->tcp_url);
	size_t len = put_hello(bytes + WIRE_LENGTH_SIZE, WIRE_HELLO_SIZE, WIRE_ROLE_DATA);
	uint8_t answer[WIRE_LENGTH_SIZE + WIRE_HEADER_SIZE];
	struct rbuf r = rbuf_from(answer, sizeof(answer));

	wbuf_le32(&w, (uint32_t)len);
	for (size_t i = 0; i < WIRE_LENGTH_SIZE + len; i++)
		assert_int_equal(send(fd, bytes + i, 1, MSG_NOSIGNAL), 1);
	assert_int_equal(recv(fd, answer, sizeof(answer), MSG_WAITALL), sizeof(answer));
	assert_int_equal(rbuf_le32(&r), WIRE_WELCOME_SIZE + 2 * WIRE_PART_SIZE);
	assert_int_equal(wire_get_header(&r).type, WIRE_WELCOME);
	close(fd);
}

static void requests_sent_ahead_are_answered_in_order(void **state)
{
	struct serve_fixture *f = *state;

	for (int way = 0; way < 2; way++) {
		struct socket_client client = serve_client(way ? f->tcp_url : f->url, WIRE_ROLE_DATA);
		uint8_t ahead[3][WIRE_LENGTH_SIZE + WIRE_HEADER_SIZE + 8];
		struct socket_answer answer;

		for (uint32_t i = 0; i < 3; i++) {
			struct wbuf w = wbuf_to(ahead[i], sizeof(ahead[i]));

			wbuf_le32(&w, WIRE_HEADER_SIZE + 8);
			wire_put_header(&w, WIRE_WAIT, 1000 + i, 0);
			wbuf_le64(&w, 0);
			if (!way)
				send(client.fd, ahead[i] + WIRE_LENGTH_SIZE, WIRE_HEADER_SIZE + 8,
					MSG_NOSIGNAL);
		}
		if (way)
			send(client.fd, ahead, sizeof(ahead), MSG_NOSIGNAL);
		assert_int_equal(serve_call(&client, WIRE_WAIT, 0, "\0\0\0\0\0\0\0\0", 8, &answer), 0);
		socket_client_close(&client);
	}
}

static void a_tcp_length_beyond_any_message_is_refused(void **state)
{
	struct serve_fixture *f = *state;
	int fd = serve_raw(f->tcp_url);
	uint8_t reason[WIRE_LENGTH_SIZE + WIRE_HEADER_SIZE];
	struct rbuf r = rbuf_from(reason, sizeof(reason));

	send(fd, "\xff\xff\xff\xff", 4, MSG_NOSIGNAL);
	assert_int_equal(recv(fd, reason, sizeof(reason), MSG_WAITALL), sizeof(reason));
	rbuf_le32(&r);
	assert_int_equal(wire_get_header(&r).type, WIRE_REFUSED);
	close(fd);
	assert_others_are_served(f);
}

static void a_packet_beyond_any_message_is_refused(void **state)
{
	struct serve_fixture *f = *state;
	const int room = 2 * WIRE_MESSAGE_MAX;
	uint8_t *bytes = calloc(1, WIRE_MESSAGE_MAX + 1);
	int fd = serve_raw(f->url);

	assert_non_null(bytes);
	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof(room));
	/* Where the system allows no packet of that size, nobody can send one. */
	if (send(fd, bytes, WIRE_MESSAGE_MAX + 1, MSG_NOSIGNAL) > 0)
		assert_int_equal(next_type(fd), WIRE_REFUSED);
	free(bytes);
	close(fd);
	assert_others_are_served(f);
}

static void half_a_message_blocks_nobody(void **state)
{
	struct serve_fixture *f = *state;
	struct socket_client client = serve_client(f->tcp_url, WIRE_ROLE_DATA);

	send(client.fd, "\x40\x00\x00\x00\x13\x00", 6, MSG_NOSIGNAL);
	assert_others_are_served(f);
	shutdown(client.fd, SHUT_WR);
	assert_int_equal(recv(client.fd, client.buffer, 1, 0), 0);
	socket_client_close(&client);
	assert_others_are_served(f);
}

/* Asks for 8192 bytes again and again and reads nothing, until it is dropped or 5 seconds have passed. */
static bool dropped_for_not_reading(struct socket_client *client, bool framed)
{
	uint8_t request[WIRE_LENGTH_SIZE + WIRE_HEADER_SIZE + 4];
	uint32_t h = serve_open(client, 0x48, NULL);
	struct wbuf w = wbuf_to(request, sizeof(request));
	const uint8_t *from = request + (framed ? 0 : WIRE_LENGTH_SIZE);
	uint64_t start = now_ns();

	wbuf_le32(&w, WIRE_HEADER_SIZE + 4);
	wire_put_header(&w, WIRE_READ, 9, h);
	wbuf_le32(&w, I2C_MESSAGE_MAX);
	do {
		struct pollfd p = { .fd = client->fd };

		if (send(client->fd, from, (size_t)(request + w.len - from), MSG_NOSIGNAL | MSG_DONTWAIT) >=
			0)
			continue;
		if (errno != EAGAIN)
			return true;
		poll(&p, 1, 5);
		if (p.revents & (POLLHUP | POLLERR))
			return true;
	} while (now_ns() - start < 5000000000u);
	return false;
}

static void a_client_that_does_not_read_its_answers_is_dropped(void **state)
{
	struct serve_fixture f;
	const struct server_options options = { .stalled_ms = 100 };

	(void)state;
	serve_fixture_make(&f, CLOCK_INSTANT, &options);
	serve_fixture_start(&f);
	for (int way = 0; way < 2; way++) {
		struct socket_client client = serve_client(way ? f.tcp_url : f.url, WIRE_ROLE_DATA);

		assert_true(dropped_for_not_reading(&client, way));
		assert_others_are_served(&f);
		socket_client_close(&client);
	}
	serve_fixture_end(&f);
	assert_non_null(strstr(f.notes, "it does not read its answers"));
	assert_non_null(strstr(f.notes, "it came to a standstill"));
}

static void who_does_not_greet_or_finish_a_message_in_time_is_dropped(void **state)
{
	struct serve_fixture f;
	const struct server_options options = { .greeting_ms = 30, .stalled_ms = 30 };
	struct socket_client client;
	int silent[2];

	(void)state;
	serve_fixture_make(&f, CLOCK_INSTANT, &options);
	serve_fixture_start(&f);
	silent[0] = serve_raw(f.url);
	silent[1] = serve_raw(f.tcp_url);
	client = serve_client(f.tcp_url, WIRE_ROLE_DATA);
	send(client.fd, "\x40\x00\x00", 3, MSG_NOSIGNAL);
	assert_int_equal(next_type(silent[0]), WIRE_REFUSED);
	assert_int_not_equal(next_type(silent[1]), 0);
	assert_int_not_equal(next_type(client.fd), 0);
	assert_int_equal(next_type(client.fd), 0);
	socket_client_close(&client);
	close(silent[0]);
	close(silent[1]);
	serve_fixture_end(&f);
	assert_non_null(strstr(f.notes, "it did not greet in time"));
}

static void clients_that_vanish_in_the_middle_cost_nobody_anything(void **state)
{
	struct serve_fixture *f = *state;

	for (int i = 0; i < 200; i++) {
		struct socket_client client = serve_client(i % 2 ? f->url : f->tcp_url, WIRE_ROLE_DATA);
		struct wbuf w = socket_client_request(&client, WIRE_READ, serve_open(&client, 0x48, NULL));

		wbuf_le32(&w, 4000);
		if (i % 2)
			send(client.fd, w.at, w.len, MSG_NOSIGNAL);
		else
			send(client.fd, w.at - WIRE_LENGTH_SIZE, 4 + w.len / 2, MSG_NOSIGNAL);
		socket_client_close(&client);
	}
	assert_others_are_served(f);
}

static void a_full_server_turns_clients_away_and_prefers_those_that_greet(void **state)
{
	struct serve_fixture f;
	const struct server_options options = { .clients_max = 4 };
	struct socket_client clients[4];
	int silent[4], more;

	(void)state;
	serve_fixture_make(&f, CLOCK_INSTANT, &options);
	serve_fixture_start(&f);
	for (int i = 0; i < 4; i++)
		silent[i] = serve_raw(f.url);
	/* Who says nothing gives way, the longest silent first. */
	for (int i = 0; i < 4; i++) {
		clients[i] = serve_client(f.url, WIRE_ROLE_DATA);
		assert_int_equal(next_type(silent[i]), WIRE_REFUSED);
		close(silent[i]);
	}
	/* Who has greeted stays. */
	more = serve_raw(f.url);
	assert_int_equal(next_type(more), WIRE_REFUSED);
	close(more);
	for (int i = 0; i < 4; i++) {
		serve_open(&clients[i], 0x48, NULL);
		socket_client_close(&clients[i]);
	}
	assert_others_are_served(&f);
	serve_fixture_end(&f);
}

/* One client with requests always waiting, and what it costs the other. */
static void *flood(void *context)
{
	const struct serve_fixture *f = context;
	struct socket_client client = serve_client(f->url, WIRE_ROLE_DATA);
	uint32_t h = serve_open(&client, 0x60, NULL);
	uint8_t request[WIRE_HEADER_SIZE + 4], answer[WIRE_RESULT_SIZE + 64];
	struct wbuf w = wbuf_to(request, sizeof(request));
	const struct timeval limit = { .tv_sec = 5 };
	size_t ahead = 0;

	wire_put_header(&w, WIRE_READ, 9, h);
	wbuf_le32(&w, 64);
	setsockopt(client.fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	for (int i = 0; i < 40000; i++) {
		while (ahead < 64 && send(client.fd, request, w.len, MSG_NOSIGNAL | MSG_DONTWAIT) >= 0)
			ahead++;
		if (recv(client.fd, answer, sizeof(answer), 0) <= 0)
			break;
		ahead--;
	}
	socket_client_close(&client);
	return NULL;
}

static void a_flood_costs_another_at_most_one_transaction(void **state)
{
	struct serve_fixture *f = *state;
	struct socket_client victim = serve_client(f->url, WIRE_ROLE_DATA);
	uint32_t h = serve_open(&victim, 0x48, NULL);
	struct control control;
	struct control_stats *stats = malloc(sizeof(*stats));
	const struct control_client_stats *mine;
	pthread_t flooder;

	assert_non_null(stats);
	assert_int_equal(control_open(&control, f->url, NULL), 0);
	assert_int_equal(pthread_create(&flooder, NULL, flood, f), 0);
	do {
		assert_int_equal(control_stats(&control, stats), 0);
	} while (stats->transactions < 100);
	for (int i = 0; i < 2000; i++)
		assert_int_equal(serve_call(&victim, WIRE_WRITE, h, "\x10\x01", 2, NULL), 2);
	assert_int_equal(control_stats(&control, stats), 0);
	mine = &stats->clients[0];
	assert_int_equal(mine->number, 1);
	assert_int_equal(mine->transactions, 2000);
	assert_true(stats->transactions > 2000);
	assert_in_range(mine->max_behind, 0, 1);
	pthread_join(flooder, NULL);
	control_close(&control);
	socket_client_close(&victim);
	free(stats);
}

static void a_dead_or_silent_server_is_enodev_in_time(void **state)
{
	struct socket_client client;
	struct why why;
	struct wbuf w;
	struct socket_answer answer;
	uint8_t bytes[WIRE_WELCOME_SIZE];
	const struct wire_welcome welcome = { .version = 1, .message_max = 4096 };
	uint64_t start;
	int pair[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), 0);
	w = wbuf_to(bytes, sizeof(bytes));
	wire_put_header(&w, WIRE_WELCOME, 1, 0);
	wire_put_welcome(&w, &welcome);
	send(pair[0], bytes, w.len, MSG_NOSIGNAL);
	assert_int_equal(socket_client_adopt(&client, pair[1], WIRE_ROLE_DATA, &why), 0);
	client.patience_ms = 50;
	start = now_ns();
	setsockopt(client.fd, SOL_SOCKET, SO_RCVTIMEO, &(struct timeval){ .tv_usec = 20000 },
		sizeof(struct timeval));
	w = socket_client_request(&client, WIRE_CLOSE, 1);
	assert_int_equal(socket_client_call(&client, &w, 0, &answer), -ENODEV);
	assert_in_range(now_ns() - start, 40000000, 2000000000);
	close(pair[0]);
	assert_int_equal(socket_client_call(&client, &w, 0, &answer), -ENODEV);
	socket_client_close(&client);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_hello_cut_anywhere_is_refused, serve_setup, serve_teardown),
		cmocka_unit_test_setup_teardown(
			another_magic_version_or_role_is_refused, serve_setup, serve_teardown),
		cmocka_unit_test_setup_teardown(
			a_request_cut_anywhere_or_too_long_is_refused, serve_setup, serve_teardown),
		cmocka_unit_test_setup_teardown(
			a_role_has_only_its_own_requests, serve_setup, serve_teardown),
		cmocka_unit_test_setup_teardown(
			garbage_on_either_socket_costs_nobody_anything, serve_setup, serve_teardown),
		cmocka_unit_test_setup_teardown(
			a_tcp_message_may_come_byte_by_byte, serve_setup, serve_teardown),
		cmocka_unit_test_setup_teardown(
			requests_sent_ahead_are_answered_in_order, serve_setup, serve_teardown),
		cmocka_unit_test_setup_teardown(
			a_tcp_length_beyond_any_message_is_refused, serve_setup, serve_teardown),
		cmocka_unit_test_setup_teardown(
			a_packet_beyond_any_message_is_refused, serve_setup, serve_teardown),
		cmocka_unit_test_setup_teardown(half_a_message_blocks_nobody, serve_setup, serve_teardown),
		cmocka_unit_test(a_client_that_does_not_read_its_answers_is_dropped),
		cmocka_unit_test(who_does_not_greet_or_finish_a_message_in_time_is_dropped),
		cmocka_unit_test_setup_teardown(
			clients_that_vanish_in_the_middle_cost_nobody_anything, serve_setup, serve_teardown),
		cmocka_unit_test(a_full_server_turns_clients_away_and_prefers_those_that_greet),
		cmocka_unit_test_setup_teardown(
			a_flood_costs_another_at_most_one_transaction, serve_setup, serve_teardown),
		cmocka_unit_test(a_dead_or_silent_server_is_enodev_in_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
