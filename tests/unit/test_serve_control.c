/* tests/unit/test_serve_control.c: the control channel, the places a server listens at, and real time. */
#include "cmocka_all.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "control.h"
#include "link.h"
#include "serve_fixture.h"

static const struct link_scheme *const schemes[] = { &link_scheme_unix, &link_scheme_tcp };

static struct link *open_link(const char *url)
{
	struct link *link;
	struct why why = { "" };

	if (link_open(&link, url, schemes, 2, &why) < 0)
		fail_msg("%s", why.text);
	return link;
}

static struct control open_control(const char *url)
{
	struct control control;
	struct why why = { "" };

	if (control_open(&control, url, &why) < 0)
		fail_msg("%s", why.text);
	return control;
}

static uint64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

static uint8_t register_of(struct link *link, uint16_t addr, uint8_t reg)
{
	uint8_t value = 0;

	assert_int_equal(link_write(link, addr, &reg, 1), 0);
	assert_int_equal(link_read(link, addr, &value, 1), 0);
	return value;
}

static void a_part_without_power_is_not_there_and_forgets(void **state)
{
	struct serve_fixture *f = *state;
	struct link *link = open_link(f->url);
	struct control control = open_control(f->url);

	assert_int_equal(link_write(link, 0x48, "\x10\x01", 2), 0);
	assert_int_equal(link_write(link, 0x48, "\x90\x02", 2), 0);
	assert_int_equal(control_power(&control, 0x48, false), 0);
	assert_int_equal(link_write(link, 0x48, "", 0), -ENXIO);
	assert_int_equal(link_write(link, 0x60, "", 0), 0);
	assert_int_equal(control_power(&control, 0x48, true), 0);
	assert_int_equal(register_of(link, 0x48, 0x10), 0);
	assert_int_equal(register_of(link, 0x48, 0x90), 2);
	assert_int_equal(control_power(&control, 0x33, true), -ENODEV);
	control_close(&control);
	link_close(link);
}

static void reset_cuts_the_power_and_gives_it_back(void **state)
{
	struct serve_fixture *f = *state;
	struct link *link = open_link(f->url);
	struct control control = open_control(f->tcp_url);

	assert_int_equal(link_write(link, 0x48, "\x10\x01", 2), 0);
	assert_int_equal(link_write(link, 0x60, "\x10\x01", 2), 0);
	assert_int_equal(control_reset(&control, 0x48), 0);
	assert_int_equal(register_of(link, 0x48, 0x10), 0);
	assert_int_equal(register_of(link, 0x60, 0x10), 1);
	assert_int_equal(control_reset(&control, CONTROL_ALL_PARTS), 0);
	assert_int_equal(register_of(link, 0x60, 0x10), 0);
	assert_int_equal(control_reset(&control, 0x33), -ENODEV);
	control_close(&control);
	link_close(link);
}

static void a_snapshot_brings_everything_back_even_power(void **state)
{
	struct serve_fixture *f = *state;
	struct link *link = open_link(f->url);
	struct control control = open_control(f->url);
	uint64_t then;

	assert_int_equal(link_write(link, 0x48, "\x10\x01", 2), 0);
	assert_int_equal(link_write(link, 0x60, "\x90\x02", 2), 0);
	then = link->now_ns;
	assert_int_equal(control_snapshot(&control, 7), 0);
	assert_int_equal(link_write(link, 0x48, "\x10\x05", 2), 0);
	assert_int_equal(link_write(link, 0x60, "\x90\x06", 2), 0);
	assert_int_equal(control_power(&control, 0x60, false), 0);
	assert_int_equal(control_restore(&control, 7), 0);
	assert_int_equal(register_of(link, 0x48, 0x10), 1);
	assert_int_equal(register_of(link, 0x60, 0x90), 2);
	assert_in_range(link->now_ns, then, then + 2000000);
	assert_int_equal(control_restore(&control, 0), -ENOENT);
	assert_int_equal(control_snapshot(&control, 8), -EINVAL);
	assert_int_equal(control_restore(&control, 8), -EINVAL);
	control_close(&control);
	link_close(link);
}

static void a_fault_script_bends_the_bus_and_an_empty_one_ends_it(void **state)
{
	struct serve_fixture *f = *state;
	struct link *link = open_link(f->url);
	struct control control = open_control(f->url);
	struct why why;

	assert_int_equal(control_fault(&control, "nack-address addr=48 times=0", &why), 0);
	assert_int_equal(link_write(link, 0x48, "", 0), -ENXIO);
	assert_int_equal(link_write(link, 0x60, "", 0), 0);
	assert_int_equal(control_fault(&control, "explode", &why), -EINVAL);
	assert_non_null(strstr(why.text, "explode is no fault"));
	assert_int_equal(link_write(link, 0x48, "", 0), -ENXIO); /* the old script stays */
	assert_int_equal(control_fault(&control, "", &why), 0);
	assert_int_equal(link_write(link, 0x48, "", 0), 0);
	control_close(&control);
	link_close(link);
}

static void a_lost_arbitration_is_tried_again_as_often_as_retries_says(void **state)
{
	struct serve_fixture *f = *state;
	struct socket_client client = serve_client(f->url, WIRE_ROLE_DATA);
	struct control control = open_control(f->url);
	uint32_t h = serve_open(&client, 0x48, NULL);

	assert_int_equal(control_fault(&control, "arbitration times=2", NULL), 0);
	assert_int_equal(serve_call(&client, WIRE_WRITE, h, "", 0, NULL), -EAGAIN);
	assert_int_equal(serve_call(&client, WIRE_WRITE, h, "", 0, NULL), -EAGAIN);
	assert_int_equal(serve_call(&client, WIRE_WRITE, h, "", 0, NULL), 0);
	assert_int_equal(serve_set(&client, h, WIRE_SET_RETRIES, 2), 0);
	assert_int_equal(control_fault(&control, "arbitration times=2", NULL), 0);
	assert_int_equal(serve_call(&client, WIRE_WRITE, h, "", 0, NULL), 0);
	control_close(&control);
	socket_client_close(&client);
}

static void shutdown_ends_the_server_after_its_answer(void **state)
{
	struct serve_fixture *f = *state;
	struct control control = open_control(f->url);

	assert_int_equal(control_shutdown(&control), 0);
	pthread_join(f->thread, NULL);
	f->running = false;
	server_free(f->server);
	f->server = NULL;
	assert_int_equal(control_reset(&control, 0x48), -ENODEV);
	control_close(&control);
}

/* DESIGN.md, the bus contract; attach.md 8 */
static void under_the_real_clock_an_answer_comes_when_the_bus_would_be_done(void **state)
{
	struct serve_fixture f;
	struct link *one, *two;
	struct control control;
	uint8_t bytes[100];
	uint64_t start, took;

	(void)state;
	serve_fixture_make(&f, CLOCK_REAL, NULL);
	serve_fixture_start(&f);
	one = open_link(f.url);
	two = open_link(f.tcp_url);
	control = open_control(f.url);
	assert_int_equal(one->info.clock, WIRE_CLOCK_REAL);
	/* 101 bytes of 9 bits, START and STOP: 9.11 ms at 100 kHz */
	start = now_ns();
	assert_int_equal(link_read(one, 0x48, bytes, 100), 0);
	took = now_ns() - start;
	assert_true(took >= 9110000);
	assert_true(took < 1000000000);
	/* A wait keeps nobody else, and control does not wait for the bus. */
	start = now_ns();
	assert_int_equal(link_wait(two, 20000000), 0);
	took = now_ns() - start;
	assert_true(took >= 20000000 && took < 1000000000);
	control_close(&control);
	link_close(one);
	link_close(two);
	serve_fixture_end(&f);
}

struct reader {
	const char *url;
	uint64_t ended_ns;
};

static void *read_100(void *context)
{
	struct reader *reader = context;
	struct link *link = open_link(reader->url);
	uint8_t bytes[100];

	assert_int_equal(link_read(link, 0x48, bytes, 100), 0);
	reader->ended_ns = now_ns();
	link_close(link);
	return NULL;
}

static void under_the_real_clock_transactions_follow_one_another(void **state)
{
	struct serve_fixture f;
	struct reader readers[3];
	pthread_t threads[3];
	uint64_t start, last = 0;
	struct control control;

	(void)state;
	serve_fixture_make(&f, CLOCK_REAL, NULL);
	serve_fixture_start(&f);
	control = open_control(f.url);
	start = now_ns();
	for (int i = 0; i < 3; i++) {
		readers[i] = (struct reader){ .url = i == 1 ? f.tcp_url : f.url };
		assert_int_equal(pthread_create(&threads[i], NULL, read_100, &readers[i]), 0);
	}
	/* Control goes on while the bus is busy. */
	for (int i = 0; i < 100; i++)
		assert_int_equal(control_power(&control, 0x60, i % 2), 0);
	for (int i = 0; i < 3; i++) {
		pthread_join(threads[i], NULL);
		last = readers[i].ended_ns > last ? readers[i].ended_ns : last;
	}
	assert_true(last - start >= 3u * 9110000u);
	control_close(&control);
	serve_fixture_end(&f);
}

static void pause_ms(long ms)
{
	const struct timespec ts = { .tv_nsec = ms * 1000000 };

	nanosleep(&ts, NULL);
}

/* Sends a request and does not wait for its answer. */
static struct socket_client begin(const char *url, uint16_t type, uint64_t value, size_t size)
{
	struct socket_client client = serve_client(url, WIRE_ROLE_DATA);
	uint32_t handle = serve_open(&client, 0x48, NULL);
	struct wbuf w = socket_client_request(&client, type, handle);

	if (size == 4)
		wbuf_le32(&w, (uint32_t)value);
	else
		wbuf_le64(&w, value);
	send(client.fd, w.at, w.len, MSG_NOSIGNAL);
	return client;
}

static void who_vanishes_while_the_bus_is_busy_holds_nobody_up(void **state)
{
	struct serve_fixture f;
	struct socket_client busy, queued, waiting;
	struct control control;
	struct control_stats *stats = malloc(sizeof(*stats));
	struct link *link;
	uint64_t start;

	(void)state;
	assert_non_null(stats);
	serve_fixture_make(&f, CLOCK_REAL, NULL);
	serve_fixture_start(&f);
	control = open_control(f.url);
	start = now_ns();
	waiting = begin(f.url, WIRE_WAIT, UINT64_MAX, 8);
	busy = begin(f.url, WIRE_READ, 1000, 4); /* 90 ms */
	do {
		assert_int_equal(control_stats(&control, stats), 0);
	} while (stats->transactions == 0);
	/* A description is opened behind the transaction, as all data is: what it asks for waits its turn. */
	queued = serve_client(f.url, WIRE_ROLE_DATA);
	send(queued.fd, socket_client_request(&queued, WIRE_OPEN, 0).at, WIRE_HEADER_SIZE, MSG_NOSIGNAL);
	pause_ms(5);
	socket_client_close(&busy);
	socket_client_close(&queued);
	socket_client_close(&waiting);
	link = open_link(f.url);
	assert_int_equal(link_write(link, 0x48, "\x10", 1), 0);
	assert_true(now_ns() - start >= 90000000); /* the bus was busy all the same */
	assert_int_equal(control_stats(&control, stats), 0);
	assert_int_equal(stats->n_clients, 2);
	link_close(link);
	control_close(&control);
	serve_fixture_end(&f);
	free(stats);
}

static void a_unix_socket_is_its_users_alone(void **state)
{
	struct serve_fixture *f = *state;
	char path[160];
	struct stat st;

	assert_int_equal(stat(f->url + 5, &st), 0);
	assert_int_equal(st.st_mode, S_IFSOCK | 0600);
	snprintf(path, sizeof(path), "%s.lock", f->url + 5);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode, S_IFREG | 0600);
}

static struct server *another_server(struct serve_fixture *f)
{
	struct server *server;

	assert_int_equal(server_new(&server, &f->bus, NULL, 0, &(struct server_options){ 0 }, NULL), 0);
	return server;
}

static void a_second_server_on_the_same_socket_is_refused(void **state)
{
	struct serve_fixture *f = *state;
	struct server *second = another_server(f);
	struct link *link;
	struct why why;

	assert_int_equal(server_listen(second, f->url, false, &why), -EADDRINUSE);
	assert_non_null(strstr(why.text, "another server already serves"));
	assert_int_equal(server_listen(second, f->tcp_url, false, &why), -EADDRINUSE);
	server_free(second);
	link = open_link(f->url); /* the first one did not notice */
	assert_int_equal(link_write(link, 0x48, "", 0), 0);
	link_close(link);
}

/* Makes a socket file at the fixture's second path. Returns the socket, which does not listen yet. */
static int make_socket(const struct serve_fixture *f, char *url, size_t size, int type)
{
	struct endpoint endpoint;
	int fd = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);

	snprintf(url, size, "unix:%s/other", f->dir);
	assert_int_equal(endpoint_parse(&endpoint, url, NULL), 0);
	assert_int_equal(bind(fd, (const struct sockaddr *)&endpoint.address, endpoint.address_len), 0);
	return fd;
}

static void a_stale_socket_is_replaced_and_nothing_else_is(void **state)
{
	struct serve_fixture *f = *state;
	char url[128];
	struct server *server = another_server(f);
	struct why why;
	int fd = make_socket(f, url, sizeof(url), SOCK_SEQPACKET);

	/* Another program's, of either kind, is left alone while it lives. */
	assert_int_equal(listen(fd, 1), 0);
	assert_int_equal(server_listen(server, url, false, &why), -EADDRINUSE);
	close(fd);
	assert_int_equal(server_listen(server, url, false, &why), 0);
	server_free(server);

	fd = make_socket(f, url, sizeof(url), SOCK_STREAM);
	assert_int_equal(listen(fd, 1), 0);
	server = another_server(f);
	assert_int_equal(server_listen(server, url, false, &why), -EADDRINUSE);
	close(fd);
	unlink(url + 5);

	fd = open(url + 5, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(server_listen(server, url, false, &why), -EEXIST);
	assert_non_null(strstr(why.text, "exists and is no socket"));
	assert_int_equal(access(url + 5, F_OK), 0);
	unlink(url + 5);
	server_free(server);
}

static void tcp_beyond_the_loopback_needs_to_be_allowed(void **state)
{
	struct serve_fixture *f = *state;
	struct server *server = another_server(f);
	struct why why;

	assert_int_equal(server_listen(server, "tcp:0.0.0.0:0", false, &why), -EACCES);
	assert_non_null(strstr(why.text, "--allow-remote"));
	assert_int_equal(server_listen(server, "tcp:[::]:0", false, &why), -EACCES);
	assert_int_equal(server_listen(server, "unix:", false, &why), -EINVAL);
	assert_int_equal(server_listen(server, "unix:/nonexistent/dir/bus", false, &why), -ENOENT);
	assert_int_equal(server_listen(server, "udp:127.0.0.1:1", false, &why), -EINVAL);
	server_free(server);
}

static void an_abstract_socket_asks_for_its_key(void **state)
{
	static const char key[] = "00112233445566778899aabbccddeeff";
	static const char wrong[] = "00112233445566778899aabbccddeefe";
	struct serve_fixture f;
	char name[64], url[128];
	struct link *link;
	struct why why;

	(void)state;
	serve_fixture_make(&f, CLOCK_INSTANT, NULL);
	snprintf(name, sizeof(name), "unix:@sesim-test-%ld", (long)getpid());
	assert_int_equal(server_listen(f.server, name, false, &why), -EACCES);
	snprintf(url, sizeof(url), "%s,key=%s", name, key);
	assert_int_equal(server_listen(f.server, url, false, &why), 0);
	serve_fixture_start(&f);
	link = open_link(url);
	assert_int_equal(link_write(link, 0x48, "", 0), 0);
	link_close(link);
	assert_int_equal(link_open(&link, name, schemes, 2, &why), -ECONNREFUSED);
	snprintf(url, sizeof(url), "%s,key=%s", name, wrong);
	assert_int_equal(link_open(&link, url, schemes, 2, &why), -ECONNREFUSED);
	assert_non_null(strstr(why.text, "its key is wrong"));
	snprintf(url, sizeof(url), "%s,key=00", name);
	assert_int_equal(link_open(&link, url, schemes, 2, &why), -EINVAL);
	serve_fixture_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_part_without_power_is_not_there_and_forgets, serve_setup, serve_teardown),
		cmocka_unit_test_setup_teardown(
			reset_cuts_the_power_and_gives_it_back, serve_setup, serve_teardown),
		cmocka_unit_test_setup_teardown(
			a_snapshot_brings_everything_back_even_power, serve_setup, serve_teardown),
		cmocka_unit_test_setup_teardown(
			a_fault_script_bends_the_bus_and_an_empty_one_ends_it, serve_setup, serve_teardown),
		cmocka_unit_test_setup_teardown(a_lost_arbitration_is_tried_again_as_often_as_retries_says,
			serve_setup, serve_teardown),
		cmocka_unit_test_setup_teardown(
			shutdown_ends_the_server_after_its_answer, serve_setup, serve_teardown),
		cmocka_unit_test(under_the_real_clock_an_answer_comes_when_the_bus_would_be_done),
		cmocka_unit_test(under_the_real_clock_transactions_follow_one_another),
		cmocka_unit_test(who_vanishes_while_the_bus_is_busy_holds_nobody_up),
		cmocka_unit_test_setup_teardown(
			a_unix_socket_is_its_users_alone, serve_setup, serve_teardown),
		cmocka_unit_test_setup_teardown(
			a_second_server_on_the_same_socket_is_refused, serve_setup, serve_teardown),
		cmocka_unit_test_setup_teardown(
			a_stale_socket_is_replaced_and_nothing_else_is, serve_setup, serve_teardown),
		cmocka_unit_test_setup_teardown(
			tcp_beyond_the_loopback_needs_to_be_allowed, serve_setup, serve_teardown),
		cmocka_unit_test(an_abstract_socket_asks_for_its_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
