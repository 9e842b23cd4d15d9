/* tests/bench/socket.c: the bus socket beside an echo with the same event loop and the same messages. */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "atecc.h"
#include "bench.h"
#include "board.h"
#include "server.h"

enum {
	MESSAGE_MAX = 256,
	TRIPS = 20000,       /* that a latency is taken from */
	FAST_HZ = 400000000, /* so that the bus's own time never runs into the watchdog */
};

/* A request and how long its answer is. */
struct exchange {
	uint8_t request[MESSAGE_MAX];
	size_t len;
	size_t answer_len;
};

struct client {
	int fd;
	pid_t server;
	struct exchange write, read; /* Info, and its answer */
};

static void pin(pid_t pid, size_t processor)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(processor, &set);
	(void)sched_setaffinity(pid, sizeof(set), &set);
}

static void make_exchange(struct exchange *exchange, struct i2c_message message)
{
	struct wbuf w = wbuf_to(exchange->request, sizeof(exchange->request));

	wire_put_header(&w, WIRE_TRANSFER, 1, 0);
	wire_put_transfer(&w, &message, 1);
	exchange->len = w.len;
	exchange->answer_len = WIRE_RESULT_SIZE + (message.flags & I2C_READ ? message.len : 0);
}

static void trip(const struct client *client, const struct exchange *exchange)
{
	uint8_t answer[MESSAGE_MAX];

	if (send(client->fd, exchange->request, exchange->len, MSG_NOSIGNAL) != (ssize_t)exchange->len ||
		recv(client->fd, answer, sizeof(answer), 0) != (ssize_t)exchange->answer_len)
		bench_fail("the server does not answer");
}

static void greet(const struct client *client)
{
	struct wire_hello hello = { .version = WIRE_VERSION, .role = WIRE_ROLE_DATA };
	uint8_t bytes[WIRE_WELCOME_MAX];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));

	wire_put_header(&w, WIRE_HELLO, 0, 0);
	wire_put_hello(&w, &hello);
	if (send(client->fd, bytes, w.len, MSG_NOSIGNAL) < 0 ||
		recv(client->fd, bytes, sizeof(bytes), 0) <= 0)
		bench_fail("the server does not greet");
}

/* A server with an ATECC that is awake and stays so. */
static void serve(int fd)
{
	static const struct board_options board_options = { .clock = CLOCK_INSTANT, .speed_hz = FAST_HZ };
	static const struct server_options options = { .clients_max = 4 };
	struct wire_part parts[1];
	struct server *server;
	struct board *board;
	struct atecc *chip;
	struct why why;

	if (board_new(&board, &board_options, &why) < 0 || board_add_all(board, "atecc608a", &why) < 0 ||
		board_power(board, &why) < 0)
		bench_fail("%s", why.text);
	chip = board->bus.seats[0].chip;
	atecc_model.sda_low(chip, &board->bus.seats[0].env, ATCA_WAKE_LOW_NS);
	chip->io.watchdog_at_ns = UINT64_MAX;
	board_describe(board, parts);
	if (server_new(&server, &board->bus, parts, 1, &options, &why) < 0 ||
		server_adopt(server, fd, &why) < 0)
		bench_fail("%s", why.text);
	server_run(server);
}

/* Waits, receives, answers as many bytes as the server would. */
static void echo(int fd, const struct client *client)
{
	int epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	struct epoll_event event = { .events = EPOLLIN };
	uint8_t bytes[WIRE_WELCOME_MAX] = { 0 };

	if (epoll_fd < 0 || epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event) < 0)
		bench_fail("cannot set the echo up");
	for (;;) {
		ssize_t len;
		size_t answer_len = WIRE_WELCOME_SIZE;

		if (epoll_wait(epoll_fd, &event, 1, -1) < 0)
			continue;
		len = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);
		if (len <= 0)
			return;
		if ((size_t)len == client->write.len)
			answer_len = client->write.answer_len;
		else if ((size_t)len == client->read.len)
			answer_len = client->read.answer_len;
		if (send(fd, bytes, answer_len, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
			return;
	}
}

static void start(struct client *client, bool is_echo)
{
	static uint8_t info[] = { ATCA_WORD_COMMAND, 0x07, ATCA_INFO, 0x00, 0x00, 0x00, 0x03, 0x5d };
	static uint8_t answer[7];
	int ends[2];

	make_exchange(&client->write,
		(struct i2c_message){ .addr = ATCA_ADDRESS_DEFAULT, .len = sizeof(info), .bytes = info });
	make_exchange(&client->read, (struct i2c_message){ .addr = ATCA_ADDRESS_DEFAULT,
					     .flags = I2C_READ,
					     .len = sizeof(answer),
					     .bytes = answer });
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
		bench_fail("no socket pair");
	client->server = fork();
	if (client->server < 0)
		abort();
	if (client->server < 0)
		bench_fail("cannot fork");
	if (client->server == 0) {
		close(ends[0]);
		if (is_echo)
			echo(ends[1], client);
		else
			serve(ends[1]);
		_exit(0);
	}
	close(ends[1]);
	client->fd = ends[0];
	greet(client);
}

static void end(struct client *client)
{
	close(client->fd);
	kill(client->server, SIGTERM);
	waitpid(client->server, NULL, 0);
}

static uint64_t run(void *context, size_t n)
{
	const struct client *client = context;
	uint64_t began = bench_now_ns();

	for (size_t i = 0; i < n; i++)
		trip(client, i % 2 == 0 ? &client->write : &client->read);
	return bench_now_ns() - began;
}

/* Of single transactions: reads and writes in turn. */
static void take_latency(const struct client *client, struct bench_row *row)
{
	double *us = calloc(TRIPS, sizeof(*us));

	if (!us)
		bench_fail("no memory");
	for (size_t i = 0; i < TRIPS; i++) {
		uint64_t began = bench_now_ns();

		trip(client, i % 2 == 0 ? &client->write : &client->read);
		us[i] = (double)(bench_now_ns() - began) / 1000;
	}
	row->p50_us = bench_quantile(us, TRIPS, 0.5);
	row->p99_us = bench_quantile(us, TRIPS, 0.99);
	free(us);
}

static void bench_pinned(struct bench *bench, struct bench_row *row, size_t server_processor)
{
	struct client server, echo_server;

	if (!bench_wants(bench, row))
		return;
	start(&server, false);
	start(&echo_server, true);
	pin(0, 0);
	pin(server.server, server_processor);
	pin(echo_server.server, server_processor);
	bench_compare(bench, row, &(struct bench_side){ .run = run, .context = &server },
		&(struct bench_side){ .run = run, .context = &echo_server });
	take_latency(&server, row);
	bench_print(bench, row);
	if (!bench->json)
		bench_say(bench, "%54s p50 %.1f us, p99 %.1f us", "", row->p50_us, row->p99_us);
	end(&server);
	end(&echo_server);
}

void bench_socket(struct bench *bench)
{
	struct bench_row one = { .link = "unix:",
		.scenario = "transaction",
		.op = "on one processor",
		.baseline = "an echo",
		.want = "ratio 0.8" };
	struct bench_row two = { .link = "unix:",
		.scenario = "transaction",
		.op = "across processors",
		.baseline = "an echo",
		.want = "p50 at most 60 us" };
	cpu_set_t before;

	if (sched_getaffinity(0, sizeof(before), &before) < 0)
		bench_fail("no processors");
	bench_pinned(bench, &one, 0);
	if (sysconf(_SC_NPROCESSORS_ONLN) > 1)
		bench_pinned(bench, &two, 1);
	(void)sched_setaffinity(0, sizeof(before), &before);
}
