/*
 * fuzz/fuzz_socket.c: the bus socket. The input is what four clients send: one of each role that has greeted, one
 * on a stream, and one that has not greeted. Each piece is a byte for the client, a byte for its length, and
 * its bytes.
 */
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cursor.h"
#include "fuzz.h"
#include "server.h"
#include "socket.h"
#include "toy_chip.h"

enum {
	CLIENTS = 4,
	CLIENT_DATA = 0,
	CLIENT_CONTROL = 1,
	CLIENT_STREAM = 2,
	CLIENT_SILENT = 3,
	PIECES_MAX = 64,
	SLOT_STEPS = 3,
};

struct world {
	struct bus bus;
	struct toy toy;
	struct server *server;
	int clients[CLIENTS]; /* our ends */
	bool ended;
};

static void must(bool condition, const char *what)
{
	if (!condition)
		fuzz_fail("%s", what);
}

static int connect_client(struct world *world, int type)
{
	int pair[2];

	must(socketpair(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair) == 0, "no socket pair");
	must(server_adopt(world->server, pair[0], NULL) == 0, "a client was turned away");
	return pair[1];
}

static void step(struct world *world)
{
	for (int i = 0; i < SLOT_STEPS && !world->ended; i++) {
		int rc = server_step(world->server, 0);

		must(rc >= 0, "the loop failed");
		world->ended = rc == 0;
	}
}

static void greet(struct world *world, int fd, uint16_t role, bool framed)
{
	const struct wire_hello hello = { .version = WIRE_VERSION, .role = role };
	uint8_t bytes[WIRE_LENGTH_SIZE + WIRE_HELLO_SIZE];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	size_t skip = framed ? 0 : WIRE_LENGTH_SIZE;

	wbuf_le32(&w, WIRE_HELLO_SIZE);
	wire_put_header(&w, WIRE_HELLO, 1, 0);
	wire_put_hello(&w, &hello);
	must(send(fd, bytes + skip, w.len - skip, MSG_NOSIGNAL) > 0, "no greeting was sent");
	step(world);
}

/* An answer is of a known type and as large as that type says at least. */
static void check_answer(const uint8_t *bytes, size_t len)
{
	struct rbuf r = rbuf_from(bytes, len);
	struct wire_header header = wire_get_header(&r);
	struct wire_result result;
	struct wire_welcome welcome;

	if (header.type == WIRE_WELCOME) {
		welcome = wire_get_welcome(&r);
		for (size_t i = 0; i < welcome.n_parts; i++)
			wire_get_part(&r);
		must(!rbuf_bad(&r) && rbuf_left(&r) == 0, "a welcome is not what it says");
		return;
	}
	if (header.type == WIRE_REFUSED) {
		must(!rbuf_bad(&r) && rbuf_left(&r) > 0 && rbuf_left(&r) <= WIRE_REASON_MAX,
			"a refusal without a reason");
		return;
	}
	must(header.type == WIRE_RESULT, "an answer of no type");
	result = wire_get_result(&r);
	must(!rbuf_bad(&r), "a result is cut short");
	must(result.outcome <= WIRE_NOT_RUN, "an outcome that is none");
	must(result.rc > -4096, "an errno that is none");
}

/* Whether the client is still connected. What the stream says is checked as far as its pieces are whole. */
static bool drain(int fd, bool framed)
{
	static uint8_t bytes[WIRE_LENGTH_SIZE + WIRE_MESSAGE_MAX];

	for (;;) {
		ssize_t got = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);

		if (got < 0 && errno == EAGAIN)
			return true;
		if (got <= 0)
			return false;
		if (!framed)
			check_answer(bytes, (size_t)got);
	}
}

/* A client that keeps to the rules is served, whatever the others did. */
static void check_others_are_served(struct world *world)
{
	uint8_t bytes[WIRE_HEADER_SIZE + WIRE_TOKEN_SIZE] = { 0 };
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	uint8_t answer[WIRE_WELCOME_MAX];
	int fd = connect_client(world, SOCK_SEQPACKET);
	struct rbuf r;
	ssize_t got;

	greet(world, fd, WIRE_ROLE_DATA, false);
	must(recv(fd, answer, sizeof(answer), MSG_DONTWAIT) > 0, "no welcome for another client");
	wire_put_header(&w, WIRE_OPEN, 77, 0);
	must(send(fd, bytes, sizeof(bytes), MSG_NOSIGNAL) > 0, "another client cannot send");
	step(world);
	got = recv(fd, answer, sizeof(answer), MSG_DONTWAIT);
	must(got == WIRE_RESULT_SIZE + WIRE_TOKEN_SIZE, "another client is not served");
	r = rbuf_from(answer, (size_t)got);
	must(wire_get_header(&r).id == 77 && wire_get_result(&r).rc > 0,
		"another client got another's answer");
	close(fd);
}

static void open_world(struct world *world)
{
	const struct wire_part part = { .address = 0x60, .kind = "toy" };
	const struct server_options options = { .name = "fuzz" };
	const struct chip_env env = { .address = 0x60 };

	*world = (struct world){ .toy = toy_make(0x60) };
	bus_init(&world->bus, CLOCK_VIRTUAL, I2C_SPEED_DEFAULT);
	must(bus_attach(&world->bus, &toy_model, &world->toy, &env) != NULL, "no seat");
	must(server_new(&world->server, &world->bus, &part, 1, &options, NULL) == 0, "no server");
	for (int i = 0; i < CLIENTS; i++)
		world->clients[i] = connect_client(world, i == CLIENT_STREAM ? SOCK_STREAM : SOCK_SEQPACKET);
	greet(world, world->clients[CLIENT_DATA], WIRE_ROLE_DATA, false);
	greet(world, world->clients[CLIENT_CONTROL], WIRE_ROLE_CONTROL, false);
	greet(world, world->clients[CLIENT_STREAM], WIRE_ROLE_DATA, true);
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t len, size_t max, unsigned int seed)
{
	(void)seed;
	return LLVMFuzzerMutate(bytes, len, max);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct rbuf r = rbuf_from(bytes, len);
	struct world world;

	open_world(&world);
	for (int i = 0; i < PIECES_MAX && rbuf_left(&r) > 0 && !world.ended; i++) {
		int which = rbuf_u8(&r) % CLIENTS;
		size_t asked = rbuf_u8(&r);
		size_t n = asked < rbuf_left(&r) ? asked : rbuf_left(&r);
		const uint8_t *piece = rbuf_bytes(&r, n);

		if (n == 0 || world.clients[which] < 0)
			continue;
		(void)!send(world.clients[which], piece, n, MSG_NOSIGNAL);
		step(&world);
		if (!drain(world.clients[which], which == CLIENT_STREAM)) {
			close(world.clients[which]);
			world.clients[which] = -1;
		}
	}
	if (!world.ended)
		check_others_are_served(&world);
	for (int i = 0; i < CLIENTS; i++)
		if (world.clients[i] >= 0)
			close(world.clients[i]);
	server_free(world.server);
	return 0;
}
