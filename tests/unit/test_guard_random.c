/* tests/unit/test_guard_random.c: whatever is thrown at the guard, seeded: nothing irreversible reaches a part. */
#include "cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crc.h"
#include "hex.h"
#include "object.h"
#include "real_link.h"
#include "se050.h"
#include "se05x_ask.h"

enum {
	ATECC_ROUNDS = 20000,
	SE05X_ROUNDS = 6000,
	SEEDS = 3,
	MESSAGE_ROOM = 400,
};

struct chance {
	uint64_t state;
};

static uint32_t draw(struct chance *chance, uint32_t below)
{
	chance->state = chance->state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(chance->state >> 33) % below;
}

static bool once_in(struct chance *chance, uint32_t n)
{
	return draw(chance, n) == 0;
}

/* --- ATECC ----------------------------------------------------------------------------------------------------- */

/* What does harm on a blank part at 60 or a provisioned one at 35, and some that does none. */
static const struct {
	uint8_t opcode, param1;
	uint16_t param2;
	uint8_t len;
} commands[] = {
	{ ATCA_LOCK, 0x80, 0, 0 },
	{ ATCA_LOCK, 0x02 | 8 << 2, 0, 0 },
	{ ATCA_COUNTER, 1, 0, 0 },
	{ ATCA_COUNTER, 1, 1, 0 },
	{ ATCA_UPDATE_EXTRA, 0, 0x01, 0 },
	{ ATCA_UPDATE_EXTRA, 1, 0x01, 0 },
	{ ATCA_WRITE, 0x00, 5, 4 },
	{ ATCA_WRITE, 0x80, 8, 32 },
	{ ATCA_GEN_KEY, 0x04, 2, 0 },
	{ ATCA_GEN_KEY, 0x04, 3, 0 },
	{ ATCA_WRITE, 0x82, 8 << 3, 32 },
	{ ATCA_INFO, 0, 0, 0 },
	{ ATCA_RANDOM, 0, 0, 0 },
	{ ATCA_NONCE, 0x03, 0, 32 },
	{ ATCA_COUNTER, 0, 0, 0 },
};

static size_t make_packet(struct chance *chance, uint8_t *out)
{
	size_t which = draw(chance, sizeof(commands) / sizeof(commands[0]));
	struct wbuf w = wbuf_to(out, MESSAGE_ROOM);

	wbuf_u8(&w, (uint8_t)(7 + commands[which].len));
	wbuf_u8(&w, commands[which].opcode);
	wbuf_u8(&w, commands[which].param1);
	wbuf_le16(&w, commands[which].param2);
	for (size_t i = 0; i < commands[which].len; i++)
		wbuf_u8(&w, (uint8_t)draw(chance, 256));
	/* A command within a command's data, for whoever loses count. */
	if (commands[which].len == 32 && once_in(chance, 2)) {
		struct wbuf inner = wbuf_to(out + 5 + draw(chance, 20), 7);

		wbuf_u8(&inner, 7);
		wbuf_u8(&inner, ATCA_LOCK);
		wbuf_u8(&inner, 0x80);
		wbuf_le16(&inner, 0);
		wbuf_le16(&inner, crc16_atca(inner.at, 5));
	}
	wbuf_le16(&w, crc16_atca(out, w.len));
	return w.len;
}

static void spoil(struct chance *chance, uint8_t *bytes, size_t len)
{
	bytes[draw(chance, (uint32_t)len)] ^= (uint8_t)(1u << draw(chance, 8));
	if (once_in(chance, 2) && len > 2) {
		struct wbuf crc = wbuf_to(bytes + len - 2, 2);

		wbuf_le16(&crc, crc16_atca(bytes, len - 2));
	}
}

/* Sends bytes behind the word for a command, in one to three writes, or as messages of one transaction. */
static void send_pieces(
	struct chance *chance, struct link *link, uint16_t address, const uint8_t *bytes, size_t len)
{
	uint8_t out[3][MESSAGE_ROOM];
	struct i2c_message msgs[3];
	size_t n = 1 + draw(chance, 3), at = 0, done;
	bool together = once_in(chance, 4);

	for (size_t i = 0; i < n; i++) {
		size_t take = i + 1 == n ? len - at : draw(chance, (uint32_t)(len - at + 1));
		struct wbuf w = wbuf_to(out[i], MESSAGE_ROOM);

		if (i == 0 || !once_in(chance, 5))
			wbuf_u8(&w, once_in(chance, 40) ? (uint8_t)draw(chance, 6) : ATCA_WORD_COMMAND);
		wbuf_put(&w, bytes + at, take);
		if (once_in(chance, 30))
			wbuf_u8(&w, 0);
		at += take;
		msgs[i] = (struct i2c_message){ .addr = address, .len = (uint16_t)w.len, .bytes = out[i] };
		if (i > 0 && once_in(chance, 3))
			msgs[i].flags = I2C_NO_START;
	}
	if (together) {
		link_transfer(link, msgs, n, &done);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		link_transfer(link, &msgs[i], 1, &done);
		if (once_in(chance, 6))
			link_write(link, address, "\0\0", 1 + draw(chance, 2));
		if (once_in(chance, 20))
			link_write(link, 0, "\0", 1);
	}
}

static void atecc_step(struct chance *chance, struct link *link)
{
	static const uint16_t places[] = { 0x60, 0x35, 0x60, 0x35, 0x61 };
	uint16_t address = places[draw(chance, 5)];
	uint8_t bytes[MESSAGE_ROOM], answer[64];
	size_t len = make_packet(chance, bytes);

	if (once_in(chance, 3)) {
		link_write(link, 0, "\0", 1);
		link_wait(link, 2000000);
	}
	if (once_in(chance, 3))
		spoil(chance, bytes, len);
	if (once_in(chance, 4))
		len += make_packet(chance, bytes + len);
	send_pieces(chance, link, address, bytes, len);
	if (once_in(chance, 2))
		link_read(link, address, answer, 1 + draw(chance, sizeof(answer) - 1));
	if (once_in(chance, 20))
		link_write(link, address, once_in(chance, 2) ? "\x01" : "\x02", 1);
}

static bool atecc_survives(uint64_t seed, bool knows, bool allows, unsigned int *notes)
{
	struct real_guard *g = real_guard_new("atecc608a+atecc608a-tngtls", knows, allows);
	const struct atecc_kept blank = atecc_kept(g, 0), made = atecc_kept(g, 1);
	struct chance chance = { seed };
	struct atecc_kept after;
	bool same = true;

	for (unsigned int i = 0; i < ATECC_ROUNDS; i++)
		atecc_step(&chance, g->link);
	*notes = g->notes;
	after = atecc_kept(g, 0);
	same &= memcmp(blank.bytes, after.bytes, blank.len) == 0;
	after = atecc_kept(g, 1);
	same &= memcmp(made.bytes, after.bytes, made.len) == 0;
	real_guard_free(g);
	return same;
}

static void no_irreversible_command_reaches_an_atecc(void **state)
{
	unsigned int notes;

	(void)state;
	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		assert_true(atecc_survives(seed, true, false, &notes));
		assert_true(notes > ATECC_ROUNDS / 4);
		assert_true(atecc_survives(seed, false, false, &notes));
		/* The same does harm where it is allowed: the stream is no harmless one. */
		assert_false(atecc_survives(seed, true, true, &notes));
	}
}

/* --- SE05x ----------------------------------------------------------------------------------------------------- */

enum {
	COUNTER_ID = 0x00000010,
	USER_ID = 0x00000011,
	UNDELETABLE_ID = 0x00000012,
	COMMAND_ROOM = 320,
};

/* A part with a counter, a UserID that can be asked for three times, and an open session on it. */
struct target {
	struct real_guard *g;
	uint8_t session[8];
};

static const char *const apdus[] = {
	/* A counter raised. */
	"8001080009"
	"410400000010"
	"430107",
	/* A file that nobody may delete. */
	"8001060019"
	"1109080000000000300000"
	"410400000012"
	"42020000"
	"43020004",
	"8004002a",
	/* A wrong UserID: SESSION stands for the session's id. */
	"800500001710"
	"08SESSION"
	"410b"
	"8004002c06"
	"410431323335",
	"8050000008"
	"0102030405060708",
	"8482330010"
	"00000000000000000000000000000000",
	"80040020",
	"8004004904"
	"41020010",
	"800106000e"
	"410400000013"
	"42020000"
	"43020004",
	/* Long, with another command in its data. */
	"8001060020"
	"410400000013"
	"42020000"
	"4414"
	"8001080009410400000010430107aaaaaaaaaaaa",
};

static size_t make_command(struct chance *chance, const struct target *t, uint8_t *out)
{
	const char *text = apdus[draw(chance, sizeof(apdus) / sizeof(apdus[0]))];
	const char *session = strstr(text, "SESSION");
	char hex[2 * COMMAND_ROOM], id[17];
	int len;

	snprintf(hex, sizeof(hex), "%s", text);
	if (session) {
		hex_text(id, t->session, sizeof(t->session));
		snprintf(hex, sizeof(hex), "%.*s%s%s", (int)(session - text), text, id,
			session + strlen("SESSION"));
	}
	len = hex_bytes(hex, strlen(hex), out, COMMAND_ROOM);
	assert_true(len > 0);
	return (size_t)len;
}

static void read_answer(struct chance *chance, struct link *link)
{
	uint8_t bytes[T1_BLOCK_MAX];

	if (once_in(chance, 5))
		return;
	if (once_in(chance, 3)) {
		link_read(link, T1_ADDRESS_DEFAULT, bytes, 3);
		link_read(link, T1_ADDRESS_DEFAULT, bytes, 20);
		return;
	}
	link_read(link, T1_ADDRESS_DEFAULT, bytes, sizeof(bytes));
}

static void write_block(struct chance *chance, struct link *link, uint8_t pcb, const uint8_t *inf, size_t len)
{
	uint8_t bytes[T1_BLOCK_MAX];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));

	t1_block_write(&w, T1_NAD_TO_CHIP, pcb, inf, len);
	if (once_in(chance, 15))
		bytes[draw(chance, (uint32_t)w.len)] ^= (uint8_t)(1u << draw(chance, 8));
	if (once_in(chance, 25)) { /* in two writes */
		link_write(link, T1_ADDRESS_DEFAULT, bytes, 2);
		link_write(link, T1_ADDRESS_DEFAULT, bytes + 2, w.len - 2);
		return;
	}
	link_write(link, T1_ADDRESS_DEFAULT, bytes, w.len);
	if (once_in(chance, 15))
		link_write(link, T1_ADDRESS_DEFAULT, bytes, w.len);
}

/* Blocks of a command, mostly as they ought to be; now and then another's in between. */
static void se05x_step(struct chance *chance, const struct target *t, uint8_t *number)
{
	static const uint8_t requests[] = { T1_S_RESYNC, T1_S_ABORT, T1_S_RESYNC, T1_S_END_OF_SESSION, 0x92,
		0x81 };
	struct link *link = t->g->link;
	uint8_t command[COMMAND_ROOM], other[COMMAND_ROOM];
	size_t len = make_command(chance, t, command), at = 0;

	if (once_in(chance, 10)) {
		uint8_t pcb = requests[draw(chance, sizeof(requests))];

		write_block(chance, link, pcb, NULL, 0);
		read_answer(chance, link);
		if (pcb != T1_S_ABORT)
			*number = 0;
	}
	while (at < len) {
		size_t take = once_in(chance, 2) ? len - at : 1 + draw(chance, (uint32_t)(len - at));
		const uint8_t *from = command + at;
		uint8_t pcb = (uint8_t)(*number ? T1_I_NUMBER : 0);

		at += take;
		if (once_in(chance, 8)) {
			take = make_command(chance, t, other);
			from = other;
		}
		if (at < len || once_in(chance, 12))
			pcb |= T1_I_MORE;
		write_block(chance, link, pcb, from, take);
		if (!once_in(chance, 12))
			*number ^= 1;
		read_answer(chance, link);
	}
}

static uint64_t harm(const struct target *t)
{
	struct host_link *f = t->g->f;
	const struct se050 *chip = f->board->parts[0]->chip;
	struct se05x_host host;
	struct se05x_ask ask;
	struct rbuf value;
	uint64_t found = SE050_VELOCITY - chip->nv.velocity > 1;

	assert_int_equal(se05x_host_open(&host, &f->port), 0);
	se05x_ask_begin(&ask);
	se05x_ask_u32(&ask, TAG_1, COUNTER_ID);
	assert_int_equal(se05x_ask_run(&host, &ask, INS_READ, P1_DEFAULT, P2_DEFAULT), 0);
	assert_int_equal(se05x_ask_value(&ask, TAG_1, &value), 0);
	found += rbuf_u8(&value) != 0;
	se05x_ask_begin(&ask);
	se05x_ask_u32(&ask, TAG_1, UNDELETABLE_ID);
	assert_int_equal(se05x_ask_run(&host, &ask, INS_MANAGE, P1_DEFAULT, P2_EXIST), 0);
	assert_int_equal(se05x_ask_value(&ask, TAG_1, &value), 0);
	found += rbuf_u8(&value) == RESULT_SUCCESS;
	found += object_look(chip, USER_ID)->attempts != 0;
	return found;
}

static void prepare(struct target *t)
{
	struct host_link *f = t->g->f;
	struct se05x_host host;
	struct se05x_ask ask;
	struct rbuf value;

	assert_int_equal(se05x_host_open(&host, &f->port), 0);
	se05x_ask_begin(&ask);
	se05x_ask_u32(&ask, TAG_1, COUNTER_ID);
	se05x_ask_u16(&ask, TAG_2, 1);
	assert_int_equal(se05x_ask_do(&host, &ask, INS_WRITE, P1_COUNTER, P2_DEFAULT), 0);
	se05x_ask_begin(&ask);
	se05x_ask_u16(&ask, TAG_ATTEMPTS, 3);
	se05x_ask_u32(&ask, TAG_1, USER_ID);
	se05x_ask_bytes(&ask, TAG_2, rbuf_from("1234", 4));
	assert_int_equal(se05x_ask_do(&host, &ask, INS_WRITE | INS_AUTHENTICATES, P1_USER_ID, P2_DEFAULT), 0);
	se05x_ask_begin(&ask);
	se05x_ask_u32(&ask, TAG_1, USER_ID);
	assert_int_equal(se05x_ask_run(&host, &ask, INS_MANAGE, P1_DEFAULT, P2_SESSION_CREATE), 0);
	assert_int_equal(se05x_ask_value(&ask, TAG_1, &value), 0);
	rbuf_copy(&value, t->session, sizeof(t->session));
}

static uint64_t se05x_harm(uint64_t seed, bool knows, bool allows)
{
	struct target t = { .g = real_guard_new("se050c", knows, allows) };
	struct chance chance = { seed };
	uint8_t number = 0;
	uint64_t found;

	prepare(&t);
	for (unsigned int i = 0; i < SE05X_ROUNDS; i++)
		se05x_step(&chance, &t, &number);
	found = harm(&t);
	real_guard_free(t.g);
	return found;
}

static void no_irreversible_command_reaches_an_se05x(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		assert_int_equal(se05x_harm(seed, true, false), 0);
		assert_int_equal(se05x_harm(seed, false, false), 0);
		assert_int_equal(se05x_harm(seed, true, true), 4);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_irreversible_command_reaches_an_atecc),
		cmocka_unit_test(no_irreversible_command_reaches_an_se05x),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
