/*
 * fuzz/fuzz_socket.c: the bus socket. The input is what four clients send: one of each role that has greeted, one
 * on a stream, and one that has not greeted. Each piece is a byte for the client, a byte for its length, and
 * its bytes.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cursor.h"
#include "dice.h"
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
	TOY_ADDRESS = 0x60,
	CLIENTS_MAX = 8, /* the server looks at each of its places now and then */
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
	const struct wire_part part = { .address = TOY_ADDRESS, .kind = "toy" };
	const struct server_options options = { .name = "fuzz", .clients_max = CLIENTS_MAX };
	const struct chip_env env = { .address = TOY_ADDRESS };

	*world = (struct world){ .toy = toy_make(TOY_ADDRESS) };
	bus_init(&world->bus, CLOCK_VIRTUAL, I2C_SPEED_DEFAULT);
	must(bus_attach(&world->bus, &toy_model, &world->toy, &env) != NULL, "no seat");
	must(server_new(&world->server, &world->bus, &part, 1, &options, NULL) == 0, "no server");
	for (int i = 0; i < CLIENTS; i++)
		world->clients[i] = connect_client(world, i == CLIENT_STREAM ? SOCK_STREAM : SOCK_SEQPACKET);
	greet(world, world->clients[CLIENT_DATA], WIRE_ROLE_DATA, false);
	greet(world, world->clients[CLIENT_CONTROL], WIRE_ROLE_CONTROL, false);
	greet(world, world->clients[CLIENT_STREAM], WIRE_ROLE_DATA, true);
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

/* One piece of an input. */
struct piece {
	uint8_t which;
	uint8_t len;
	uint8_t bytes[255];
};

struct pieces {
	size_t n;
	struct piece piece[PIECES_MAX];
};

static void parse(struct pieces *pieces, const uint8_t *bytes, size_t len)
{
	struct rbuf r = rbuf_from(bytes, len);

	for (pieces->n = 0; pieces->n < PIECES_MAX && rbuf_left(&r) >= 2; pieces->n++) {
		struct piece *piece = &pieces->piece[pieces->n];
		size_t asked;

		piece->which = rbuf_u8(&r);
		asked = rbuf_u8(&r);
		piece->len = (uint8_t)(asked < rbuf_left(&r) ? asked : rbuf_left(&r));
		rbuf_copy(&r, piece->bytes, piece->len);
	}
}

static size_t build(const struct pieces *pieces, uint8_t *bytes, size_t max)
{
	struct wbuf w = wbuf_to(bytes, max);

	for (size_t i = 0; i < pieces->n && wbuf_left(&w) >= 2u + pieces->piece[i].len; i++) {
		wbuf_u8(&w, pieces->piece[i].which);
		wbuf_u8(&w, pieces->piece[i].len);
		wbuf_put(&w, pieces->piece[i].bytes, pieces->piece[i].len);
	}
	return w.len;
}

static void put_token(struct wbuf *w, struct dice *dice)
{
	wbuf_fill(w, dice_roll(dice, 4) == 0 ? 0x5a : 0, WIRE_TOKEN_SIZE);
}

static void put_count(struct wbuf *w, struct dice *dice)
{
	wbuf_le32(w, (uint32_t)dice_roll(dice, (size_t)1 << dice_roll(dice, 16)));
}

static void put_bytes(struct wbuf *w, struct dice *dice)
{
	for (size_t n = dice_roll(dice, 12); n > 0; n--)
		wbuf_u8(w, (uint8_t)dice_roll(dice, 256));
}

static void put_setting(struct wbuf *w, struct dice *dice)
{
	wire_put_set(w, 0x0700 + (uint32_t)dice_roll(dice, 10),
		dice_roll(dice, 2) ? TOY_ADDRESS : dice_roll(dice, 1024));
}

static void put_transfer(struct wbuf *w, struct dice *dice)
{
	uint8_t bytes[8] = { 0x10, 0x20 };
	struct i2c_message msgs[4];
	size_t n = 1 + dice_roll(dice, 4);

	for (size_t i = 0; i < n; i++)
		msgs[i] = (struct i2c_message){ .addr = dice_roll(dice, 4) ? TOY_ADDRESS
									   : (uint16_t)dice_roll(dice, 128),
			.flags = dice_roll(dice, 8) ? (uint16_t)dice_roll(dice, 2)
						    : (uint16_t)dice_roll(dice, 0x10000),
			.len = (uint16_t)dice_roll(dice, sizeof(bytes)),
			.bytes = bytes };
	wire_put_transfer(w, msgs, n);
}

static void put_smbus(struct wbuf *w, struct dice *dice)
{
	struct wire_smbus smbus = { .read_write = (uint8_t)dice_roll(dice, 2),
		.command = (uint8_t)dice_roll(dice, 256),
		.size = (uint16_t)dice_roll(dice, 10),
		.data = { (uint8_t)dice_roll(dice, 40) } };

	wire_put_smbus(w, &smbus);
}

static void put_time(struct wbuf *w, struct dice *dice)
{
	wbuf_le64(w, dice_roll(dice, (size_t)1 << dice_roll(dice, 32)));
}

static void put_part(struct wbuf *w, struct dice *dice)
{
	wbuf_le16(w, dice_roll(dice, 2) ? TOY_ADDRESS : 0xffff);
	wbuf_le16(w, (uint16_t)dice_roll(dice, 3));
}

static void put_fault(struct wbuf *w, struct dice *dice)
{
	static const char *const scripts[] = { "nack-address addr=60 read=1 after=1",
		"nack-data byte=1 times=0", "flip p=0.5; seed=42", "lose byte=1; truncate", "duplicate",
		"arbitration", "stuck us=1000", "late us=5000 times=2", "" };
	const char *script = scripts[dice_roll(dice, sizeof(scripts) / sizeof(scripts[0]))];

	wbuf_put(w, script, strlen(script));
}

static void put_nothing(struct wbuf *w, struct dice *dice)
{
	(void)w;
	(void)dice;
}

static void put_greeting(struct wbuf *w, struct dice *dice)
{
	struct wire_hello hello = { .version = (uint16_t)dice_roll(dice, 3),
		.role = (uint16_t)dice_roll(dice, 4) };

	wire_put_hello(w, &hello);
}

/* The requests there are (docs/WIRE.md), and a body for each. */
static const struct {
	enum wire_type type;
	void (*put)(struct wbuf *w, struct dice *dice);
} requests[] = {
	{ WIRE_HELLO, put_greeting },
	{ WIRE_OPEN, put_token },
	{ WIRE_CLOSE, put_nothing },
	{ WIRE_SET, put_setting },
	{ WIRE_READ, put_count },
	{ WIRE_WRITE, put_bytes },
	{ WIRE_TRANSFER, put_transfer },
	{ WIRE_SMBUS, put_smbus },
	{ WIRE_WAIT, put_time },
	{ WIRE_POWER, put_part },
	{ WIRE_RESET, put_part },
	{ WIRE_SNAPSHOT, put_count },
	{ WIRE_RESTORE, put_count },
	{ WIRE_FAULT, put_fault },
	{ WIRE_STATS, put_nothing },
	{ WIRE_SHUTDOWN, put_nothing },
};

/* A request that is one, from a client that may send it. */
static void compose(struct piece *piece, struct dice *dice)
{
	size_t chosen = dice_roll(dice, sizeof(requests) / sizeof(requests[0]));
	struct wbuf w = wbuf_to(piece->bytes, sizeof(piece->bytes));
	struct wbuf length = wbuf_to(piece->bytes, WIRE_LENGTH_SIZE);
	bool control = requests[chosen].type >= WIRE_POWER;

	piece->which = control ? CLIENT_CONTROL : (uint8_t)dice_roll(dice, CLIENTS);
	if (piece->which == CLIENT_STREAM)
		wbuf_le32(&w, 0);
	wire_put_header(&w, (uint16_t)requests[chosen].type, (uint32_t)dice_roll(dice, 256),
		dice_roll(dice, 4) ? 1 : 0);
	requests[chosen].put(&w, dice);
	if (piece->which == CLIENT_STREAM)
		wbuf_le32(&length, (uint32_t)(w.len - WIRE_LENGTH_SIZE));
	piece->len = (uint8_t)w.len;
}

static void mutate(struct pieces *pieces, struct dice *dice)
{
	size_t at = dice_roll(dice, pieces->n + 1);
	struct piece *piece = &pieces->piece[at];

	switch (dice_roll(dice, 4)) {
	case 0:
	case 1:
		if (pieces->n == PIECES_MAX)
			return;
		memmove(piece + 1, piece, (pieces->n++ - at) * sizeof(*piece));
		compose(piece, dice);
		break;
	case 2:
		if (at < pieces->n)
			memmove(piece, piece + 1, (--pieces->n - at) * sizeof(*piece));
		break;
	default:
		if (at < pieces->n)
			piece->len =
				(uint8_t)LLVMFuzzerMutate(piece->bytes, piece->len, sizeof(piece->bytes));
		break;
	}
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t len, size_t max, unsigned int seed)
{
	struct dice dice = dice_from(seed);
	struct pieces pieces;

	parse(&pieces, bytes, len);
	for (size_t n = 1 + dice_roll(&dice, 3); n > 0; n--)
		mutate(&pieces, &dice);
	return build(&pieces, bytes, max);
}
