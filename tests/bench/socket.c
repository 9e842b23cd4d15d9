/* tests/bench/socket.c: the bus socket beside an echo with the same event loop and the same messages. */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "atecc.h"
#include "bench.h"
#include "board.h"
#include "server.h"
#include "t1.h"

enum {
	MESSAGE_MAX = 256,
	STEPS_MAX = 2,
	TRIPS = 20000,       /* that a latency is taken from */
	FAST_HZ = 400000000, /* so that the bus's own time never runs into the watchdog */
};

/* A request and how long its answer is. */
struct exchange {
	uint8_t request[MESSAGE_MAX];
	size_t len;
	size_t answer_len;
};

/* What is said over and over to one kind of part. */
struct talk {
	const char *chip;
	const char *name;
	uint32_t speed_hz;
	struct exchange steps[STEPS_MAX];
	size_t n;
};

struct client {
	int fd;
	pid_t server;
	const struct talk *talk;
	size_t at; /* the next step */
};

static void pin(pid_t pid, size_t processor)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(processor, &set);
	(void)sched_setaffinity(pid, sizeof(set), &set);
}

static void add_exchange(struct talk *talk, struct i2c_message message)
{
	struct exchange *exchange = &talk->steps[talk->n++];
	struct wbuf w = wbuf_to(exchange->request, sizeof(exchange->request));

	wire_put_header(&w, WIRE_TRANSFER, 1, 0);
	wire_put_transfer(&w, &message, 1);
	exchange->len = w.len;
}

static void trip(struct client *client)
{
	const struct exchange *exchange = &client->talk->steps[client->at];
	uint8_t answer[MESSAGE_MAX];

	client->at = (client->at + 1) % client->talk->n;
	if (send(client->fd, exchange->request, exchange->len, MSG_NOSIGNAL) != (ssize_t)exchange->len ||
		recv(client->fd, answer, sizeof(answer), 0) != (ssize_t)exchange->answer_len)
		bench_fail("step %zu: the server does not answer with %zu bytes", client->at,
			exchange->answer_len);
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

/* A server with a part; an ATECC is awake and stays so. */
static void serve(int fd, const struct talk *talk)
{
	const struct board_options board_options = { .clock = CLOCK_INSTANT, .speed_hz = talk->speed_hz };
	static const struct server_options options = { .clients_max = 4 };
	struct wire_part parts[1];
	struct server *server;
	struct board *board;
	struct why why;

	if (board_new(&board, &board_options, &why) < 0 || board_add_all(board, talk->chip, &why) < 0 ||
		board_power(board, &why) < 0)
		bench_fail("%s", why.text);
	if (strcmp(board->parts[0]->model.kind, atecc_model.kind) == 0) {
		struct atecc *chip = board->bus.seats[0].chip;

		atecc_model.sda_low(chip, &board->bus.seats[0].env, ATCA_WAKE_LOW_NS);
		chip->io.watchdog_at_ns = UINT64_MAX;
	}
	board_describe(board, parts);
	if (server_new(&server, &board->bus, parts, 1, &options, &why) < 0 ||
		server_adopt(server, fd, &why) < 0)
		bench_fail("%s", why.text);
	server_run(server);
}

/* Waits, receives, answers as many bytes as the server would. */
static void echo(int fd, const struct talk *talk)
{
	int epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	struct epoll_event event = { .events = EPOLLIN };
	uint8_t bytes[WIRE_WELCOME_MAX] = { 0 };
	size_t greeted = 0, at = 0;

	if (epoll_fd < 0 || epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event) < 0)
		bench_fail("cannot set the echo up");
	for (;;) {
		ssize_t len;

		if (epoll_wait(epoll_fd, &event, 1, -1) < 0)
			continue;
		len = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);
		if (len <= 0)
			return;
		if (send(fd, bytes,
			    greeted++ == 0 ? (size_t)WIRE_WELCOME_SIZE
					   : talk->steps[at++ % talk->n].answer_len,
			    MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
			return;
	}
}

static void start(struct client *client, const struct talk *talk, bool is_echo)
{
	int ends[2];

	*client = (struct client){ .talk = talk };
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
		bench_fail("no socket pair");
	client->server = fork();
	if (client->server < 0)
		bench_fail("cannot fork");
	if (client->server == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL); /* also when the bench fails */
		close(ends[0]);
		if (is_echo)
			echo(ends[1], talk);
		else
			serve(ends[1], talk);
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
	struct client *client = context;
	uint64_t began = bench_now_ns();

	for (size_t i = 0; i < n; i++)
		trip(client);
	return bench_now_ns() - began;
}

/* Of single transactions: reads and writes in turn. */
static void take_latency(struct client *client, struct bench_row *row)
{
	double *us = calloc(TRIPS, sizeof(*us));

	if (!us)
		bench_fail("no memory");
	for (size_t i = 0; i < TRIPS; i++) {
		uint64_t began = bench_now_ns();

		trip(client);
		us[i] = (double)(bench_now_ns() - began) / 1000;
	}
	row->p50_us = bench_quantile(us, TRIPS, 0.5);
	row->p99_us = bench_quantile(us, TRIPS, 0.99);
	free(us);
}

static void bench_pinned(
	struct bench *bench, struct bench_row *row, const struct talk *talk, size_t server_processor)
{
	struct client server, echo_server;

	row->scenario = talk->name;
	if (!bench_wants(bench, row))
		return;
	start(&server, talk, false);
	start(&echo_server, talk, true);
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

static void bench_talk(struct bench *bench, const struct talk *talk)
{
	struct bench_row one = {
		.link = "unix:", .op = "on one processor", .baseline = "an echo", .want = "ratio 0.8"
	};
	struct bench_row two = {
		.link = "unix:", .op = "across processors", .baseline = "an echo", .want = "p50 at most 60 us"
	};
	cpu_set_t before;

	if (sched_getaffinity(0, sizeof(before), &before) < 0)
		bench_fail("no processors");
	bench_pinned(bench, &one, talk, 0);
	if (sysconf(_SC_NPROCESSORS_ONLN) > 1)
		bench_pinned(bench, &two, talk, 1);
	(void)sched_setaffinity(0, sizeof(before), &before);
}

static void add_write(struct talk *talk, uint16_t address, uint8_t *bytes, uint16_t len)
{
	add_exchange(talk, (struct i2c_message){ .addr = address, .len = len, .bytes = bytes });
	talk->steps[talk->n - 1].answer_len = WIRE_RESULT_SIZE;
}

static void add_read(struct talk *talk, uint16_t address, uint16_t len)
{
	static uint8_t room[8];

	add_exchange(
		talk, (struct i2c_message){ .addr = address, .flags = I2C_READ, .len = len, .bytes = room });
	talk->steps[talk->n - 1].answer_len = WIRE_RESULT_SIZE + len;
}

void bench_socket(struct bench *bench)
{
	static uint8_t info[] = { ATCA_WORD_COMMAND, 0x07, ATCA_INFO, 0x00, 0x00, 0x00, 0x03, 0x5d };
	static uint8_t resync[] = { 0x5a, 0xc0, 0x00, 0xff, 0xfc };
	struct talk atecc = { .chip = "atecc608a", .name = "transaction", .speed_hz = FAST_HZ };
	struct talk se050 = { .chip = "se050c", .name = "transaction, SE050", .speed_hz = 100000 };

	add_write(&atecc, ATCA_ADDRESS_DEFAULT, info, sizeof(info));
	add_read(&atecc, ATCA_ADDRESS_DEFAULT, 7);
	bench_talk(bench, &atecc);
	add_write(&se050, T1_ADDRESS_DEFAULT, resync, sizeof(resync));
	add_read(&se050, T1_ADDRESS_DEFAULT, 5);
	bench_talk(bench, &se050);
}
