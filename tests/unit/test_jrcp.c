/* tests/unit/test_jrcp.c: bare APDUs over TCP (sim/serve/jrcp.h), with clients that mean it and others that do not. */
#include "cmocka_all.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "board.h"
#include "hex.h"
#include "server.h"

enum { STALLED_MS = 60 };

struct terminal {
	struct board *board;
	struct server *server;
	uint16_t port;
	char notes[1024];
};

static void note(void *context, const char *sentence)
{
	struct terminal *t = context;
	size_t len = strlen(t->notes);

	snprintf(t->notes + len, sizeof(t->notes) - len, "%s\n", sentence);
}

static struct terminal *make(const char *chips, enum clock_mode clock, enum latency_kind latency)
{
	static struct terminal kept;
	const struct board_options options = {
		.clock = clock, .latency = latency, .seeded = true, .seed = 7
	};
	const struct server_options serving = {
		.note = note, .note_context = &kept, .stalled_ms = STALLED_MS
	};
	struct why why = { "" };

	memset(&kept, 0, sizeof(kept));
	assert_int_equal(board_new(&kept.board, &options, &why), 0);
	assert_int_equal(board_add_all(kept.board, chips, &why), 0);
	assert_int_equal(board_power(kept.board, &why), 0);
	assert_int_equal(server_new(&kept.server, &kept.board->bus, NULL, 0, &serving, &why), 0);
	return &kept;
}

static int setup(void **state)
{
	struct terminal *t = make("se050c", CLOCK_INSTANT, LATENCY_NONE);
	struct why why;

	assert_int_equal(server_listen(t->server, "jrcp:127.0.0.1:0", false, &why), 0);
	t->port = server_port(t->server);
	assert_int_not_equal(t->port, 0);
	*state = t;
	return 0;
}

static int teardown(void **state)
{
	struct terminal *t = *state;

	server_free(t->server);
	board_free(t->board);
	return 0;
}

static int enter(const struct terminal *t)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(t->port) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(connect(fd, (const struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

static void say(int fd, const char *text)
{
	uint8_t bytes[8192];
	int len = hex_bytes(text, strlen(text), bytes, sizeof(bytes));

	assert_true(len >= 0);
	assert_int_equal(send(fd, bytes, (size_t)len, MSG_NOSIGNAL), len);
}

/* What comes until nothing does for a while, as hex; a dot at the end when the connection is closed. */
static const char *hear(const struct terminal *t, int fd)
{
	static char text[8192];
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	size_t len = 0;
	uint8_t byte;

	text[0] = '\0';
	for (int quiet = 0; quiet < 3;) {
		assert_int_equal(server_step(t->server, 1), 1);
		if (poll(&wait, 1, 0) <= 0) {
			quiet++;
			continue;
		}
		if (recv(fd, &byte, 1, MSG_DONTWAIT) != 1) {
			snprintf(text + len, sizeof(text) - len, ".");
			return text;
		}
		len += (size_t)snprintf(text + len, sizeof(text) - len, "%02x", byte);
	}
	return text;
}

static const char *ask(const struct terminal *t, int fd, const char *text)
{
	say(fd, text);
	return hear(t, fd);
}

static void expect_answer(const struct terminal *t, int fd, const char *text, const char *answer)
{
	const char *got = ask(t, fd, text);

	assert_string_equal(got, answer);
}

#define SELECT "0100001500a4040010a0000003965453000000010300000000"

static void wait_for_card_answers_the_atr(void **state)
{
	struct terminal *t = *state;
	int fd = enter(t);

	expect_answer(t, fd, "0000000400000100",
		"0000002300a0000003960403e800fe020b03e80801000000006400000a4a434f5034204154504f");
	close(fd);
}

static void an_apdu_is_answered_by_the_card_s_own_response(void **state)
{
	struct terminal *t = *state;
	int fd = enter(t);

	expect_answer(t, fd, SELECT,
		"01000009030101"
		"6fff"
		"010b"
		"9000");
	/* GetVersion, with and without Le */
	assert_non_null(strstr(ask(t, fd, "0100000780040020000000"), "9000"));
	expect_answer(t, fd,
		"0100000580ff0000"
		"00",
		"010000026d00");
	close(fd);
}

/* A frame may come byte by byte, and two at once. */
static void a_message_s_borders_are_in_its_length(void **state)
{
	static const char wait[] = "0000000400000100";
	struct terminal *t = *state;
	int fd = enter(t);
	char piece[3] = "";

	for (size_t i = 0; i + 2 < sizeof(wait) - 2; i += 2) {
		memcpy(piece, wait + i, 2);
		expect_answer(t, fd, piece, "");
	}
	assert_int_equal(strlen(ask(t, fd, "00")), 2 * (4 + 0x23));
	expect_answer(t, fd,
		"0100000500000000"
		"00"
		"0100000500000000"
		"00",
		"010000026e00010000026e00");
	close(fd);
}

static void lengths_are_the_part_s_own_to_refuse(void **state)
{
	struct terminal *t = *state;
	char message[2 * 4100] = "01000411";
	int fd = enter(t);

	expect_answer(t, fd, "01000000", "010000026700");
	expect_answer(t, fd, "0100000380ca00", "010000026700");
	memset(message + 8, '0', 2 * 1041); /* one more than any command of the part */
	expect_answer(t, fd, message, "010000026700");
	close(fd);
}

static void close_is_answered_and_ends_the_session(void **state)
{
	struct terminal *t = *state;
	int fd = enter(t), again;

	assert_non_null(strstr(ask(t, fd, SELECT), "9000"));
	expect_answer(t, fd, "03000000", "03000000.");
	close(fd);
	again = enter(t); /* the applet is not selected any more: GetVersion is unknown to the card manager */
	assert_null(strstr(ask(t, again, "0100000780040020000000"), "9000"));
	close(again);
}

static void wait_for_card_resets_what_is_volatile(void **state)
{
	struct terminal *t = *state;
	int fd = enter(t);

	assert_non_null(strstr(ask(t, fd, SELECT), "9000"));
	ask(t, fd, "0000000400000100");
	assert_null(strstr(ask(t, fd, "0100000780040020000000"), "9000"));
	close(fd);
}

/* Each is answered by 03 with a sentence, noted, and ends the connection; the others go on. */
static void what_is_no_message_is_refused(void **state)
{
	static const struct {
		const char *sent;
		const char *noted;
	} rows[] = {
		{ "02000000", "neither wait for card" },
		{ "04000000", "neither wait for card" },
		{ "30000000", "neither wait for card" },
		{ "ff000000", "neither wait for card" },
		{ "01010000", "node address" },
		{ "0021000400000100", "node address" },
		{ "00000000", "4 bytes" },
		{ "0000000100", "4 bytes" },
		{ "000000050000010000", "4 bytes" },
		{ "01001001", "longer than any" },
		{ "0100ffff", "longer than any" },
		{ "00ffffff", "longer than any" },
	};
	struct terminal *t = *state;
	int good = enter(t);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int fd = enter(t);
		const char *got;

		t->notes[0] = '\0';
		got = ask(t, fd, rows[i].sent);
		assert_memory_equal(got, "0300", 4);
		assert_int_equal(got[strlen(got) - 1], '.');
		assert_non_null(strstr(t->notes, rows[i].noted));
		close(fd);
	}
	assert_non_null(strstr(ask(t, good, SELECT), "9000"));
	close(good);
}

static void half_a_message_is_not_waited_for_for_ever(void **state)
{
	struct terminal *t = *state;
	int fd = enter(t);
	const char *got;

	expect_answer(t, fd, "010000", "");
	usleep((STALLED_MS + 20) * 1000);
	got = hear(t, fd);
	assert_memory_equal(got, "0300", 4);
	assert_non_null(strstr(t->notes, "standstill"));
	close(fd);
}

static void who_goes_in_the_middle_harms_nobody(void **state)
{
	struct terminal *t = *state;

	for (int i = 0; i < 40; i++) {
		int fd = enter(t);

		say(fd, i % 2 ? "0100" : SELECT);
		if (i % 3 == 0)
			assert_int_equal(server_step(t->server, 1), 1);
		close(fd);
		assert_int_equal(server_step(t->server, 0), 1);
	}
	wait_for_card_answers_the_atr(state);
}

static void too_many_are_told_so(void **state)
{
	struct terminal *t = *state;
	int fds[9];

	for (size_t i = 0; i < 9; i++)
		fds[i] = enter(t);
	for (int i = 0; i < 12; i++)
		assert_int_equal(server_step(t->server, 1), 1);
	assert_memory_equal(hear(t, fds[8]), "0300", 4);
	assert_non_null(strstr(ask(t, fds[0], SELECT), "9000"));
	for (size_t i = 0; i < 9; i++)
		close(fds[i]);
}

/* Bytes from a simple generator, in pieces: the server answers or refuses, and stays. */
static void noise_ends_connections_only(void **state)
{
	struct terminal *t = *state;
	uint32_t random = 12345;

	for (int round = 0; round < 200; round++) {
		int fd = enter(t);
		uint8_t bytes[64];

		for (size_t i = 0; i < sizeof(bytes); i++) {
			random = random * 1664525 + 1013904223;
			bytes[i] = (uint8_t)(random >> 24);
		}
		if (round % 2) { /* an APDU of noise */
			memset(bytes, 0, 3);
			bytes[0] = 1;
		}
		assert_int_equal(send(fd, bytes, sizeof(bytes), MSG_NOSIGNAL), sizeof(bytes));
		assert_int_equal(server_step(t->server, 0), 1);
		assert_int_equal(server_step(t->server, 0), 1);
		close(fd);
	}
	wait_for_card_answers_the_atr(state);
}

/* One that nobody accepts would wake the loop for ever. */
static void without_free_descriptors_clients_are_turned_away_and_nothing_spins(void **state)
{
	struct terminal *t = *state;
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(t->port) };
	int before = enter(t), fd;
	struct pollfd work = { .fd = server_fd(t->server), .events = POLLIN };
	struct rlimit limit, low;
	uint8_t byte;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	expect_answer(t, before, "0000000400000100",
		"0000002300a0000003960403e800fe020b03e80801000000006400000a4a434f5034204154504f");
	fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(fd >= 0);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	low = limit;
	low.rlim_cur = (rlim_t)fd + 1;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &low), 0);
	assert_int_equal(connect(fd, (const struct sockaddr *)&address, sizeof(address)), 0);
	for (int i = 0; i < 5; i++)
		assert_int_equal(server_step(t->server, 1), 1);
	assert_int_equal(recv(fd, &byte, 1, MSG_DONTWAIT), 0);
	assert_int_equal(poll(&work, 1, 0), 0);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
	assert_non_null(strstr(ask(t, before, SELECT), "9000"));
	close(fd);
	fd = enter(t);
	assert_non_null(strstr(ask(t, fd, SELECT), "9000"));
	close(fd);
	close(before);
}

static void a_bus_without_one_card_is_refused(void **state)
{
	static const struct {
		const char *chips;
		const char *url;
		int rc;
		const char *says;
	} rows[] = {
		{ "atecc608a", "jrcp:127.0.0.1:0", -ENODEV, "there is no SE05x on the bus" },
		{ "se050c", "jrcp:127.0.0.1:0;address=60", -ENODEV, "no SE05x at address 60" },
		{ "se050c", "jrcp:127.0.0.1:0;address=zz", -EINVAL, "address=HEX" },
		{ "se050c", "jrcp:127.0.0.1:0;speed=1", -EINVAL, "address=HEX" },
		{ "se050c", "jrcp:127.0.0.1", -EINVAL, "needs a host and a port" },
		{ "se050c", "jrcp:127.0.0.1:0,key=00", -EINVAL, "no key" },
		{ "se050c", "jrcp:0.0.0.0:0", -EACCES, "--allow-remote" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct terminal *t = make(rows[i].chips, CLOCK_INSTANT, LATENCY_NONE);
		struct why why = { "" };

		assert_int_equal(server_listen(t->server, rows[i].url, false, &why), rows[i].rc);
		assert_non_null(strstr(why.text, rows[i].says));
		server_free(t->server);
		board_free(t->board);
	}
}

/* What the part's times say is waited for by the machine's clock, or by the bus's own. */
static void a_command_takes_its_time(void **state)
{
	static const enum clock_mode clocks[] = { CLOCK_VIRTUAL, CLOCK_REAL };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct terminal *t = make("se050c", clocks[i], LATENCY_MAX);
		uint64_t before, took;
		struct why why;
		int fd;

		assert_int_equal(server_listen(t->server, "jrcp:127.0.0.1:0;address=48", false, &why), 0);
		t->port = server_port(t->server);
		fd = enter(t);
		before = clock_now(&t->board->bus.clock);
		say(fd, SELECT);
		for (struct pollfd wait = { .fd = fd, .events = POLLIN }; poll(&wait, 1, 0) == 0;)
			assert_int_equal(server_step(t->server, 100), 1);
		took = clock_now(&t->board->bus.clock) - before;
		assert_in_range(took, 1000000, 2000000000);
		assert_non_null(strstr(hear(t, fd), "9000"));
		close(fd);
		server_free(t->server);
		board_free(t->board);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(wait_for_card_answers_the_atr, setup, teardown),
		cmocka_unit_test_setup_teardown(
			an_apdu_is_answered_by_the_card_s_own_response, setup, teardown),
		cmocka_unit_test_setup_teardown(a_message_s_borders_are_in_its_length, setup, teardown),
		cmocka_unit_test_setup_teardown(lengths_are_the_part_s_own_to_refuse, setup, teardown),
		cmocka_unit_test_setup_teardown(close_is_answered_and_ends_the_session, setup, teardown),
		cmocka_unit_test_setup_teardown(wait_for_card_resets_what_is_volatile, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_no_message_is_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(half_a_message_is_not_waited_for_for_ever, setup, teardown),
		cmocka_unit_test_setup_teardown(who_goes_in_the_middle_harms_nobody, setup, teardown),
		cmocka_unit_test_setup_teardown(too_many_are_told_so, setup, teardown),
		cmocka_unit_test_setup_teardown(
			without_free_descriptors_clients_are_turned_away_and_nothing_spins, setup, teardown),
		cmocka_unit_test_setup_teardown(noise_ends_connections_only, setup, teardown),
		cmocka_unit_test(a_bus_without_one_card_is_refused),
		cmocka_unit_test(a_command_takes_its_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
