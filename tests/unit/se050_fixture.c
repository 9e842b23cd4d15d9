/* tests/unit/se050_fixture.c: an SE05x on a bus, and what tests say to it. */
#include "se050_fixture.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "crc.h"
#include "t1.h"
#include "tlv.h"

enum {
	ADDRESS = 0x48,
	ROUNDS_MAX = 64,
};

static struct se050_fixture *fixture(
	const char *part, const struct board_options *options, const struct store_io *io)
{
	struct se050_fixture *f = calloc(1, sizeof(*f));
	struct why why;

	assert_non_null(f);
	if (board_new(&f->board, options, &why) < 0)
		fail_msg("%s", why.text);
	f->board->part_options.io = io;
	if (board_add(f->board, part, strlen(part), &why) < 0 || board_power(f->board, &why) < 0)
		fail_msg("%s", why.text);
	f->chip = f->board->parts[0]->chip;
	return f;
}

struct se050_fixture *se_new(const char *part)
{
	struct board_options options = { .clock = CLOCK_INSTANT, .seeded = true, .seed = 1 };

	return fixture(part, &options, NULL);
}

struct se050_fixture *se_new_slow(const char *part)
{
	struct board_options options = {
		.clock = CLOCK_VIRTUAL, .latency = LATENCY_TYPICAL, .seeded = true, .seed = 1
	};

	return fixture(part, &options, NULL);
}

struct se050_fixture *se_new_on(const char *part, const struct store_io *io, struct crypto *crypto)
{
	struct board_options options = {
		.clock = CLOCK_INSTANT, .seeded = true, .seed = 1, .crypto = crypto
	};

	return fixture(part, &options, io);
}

void se_free(struct se050_fixture *f)
{
	/* Whatever OpenSSL drew came from a stream. */
	assert_int_equal(crypto_unbound_draws(f->board->crypto), 0);
	board_free(f->board);
	free(f);
}

static int digit(char c)
{
	return isdigit((unsigned char)c) ? c - '0' : tolower((unsigned char)c) - 'a' + 10;
}

size_t se_hex(const char *hex, uint8_t *bytes, size_t cap)
{
	size_t n = 0;

	for (; *hex; hex++) {
		if (isspace((unsigned char)*hex))
			continue;
		assert_true(isxdigit((unsigned char)hex[0]) && isxdigit((unsigned char)hex[1]) && n < cap);
		bytes[n++] = (uint8_t)(digit(hex[0]) << 4 | digit(hex[1]));
		hex++;
	}
	return n;
}

static int transfer(struct se050_fixture *f, uint16_t flags, uint8_t *bytes, size_t len)
{
	struct i2c_message m = { .addr = ADDRESS, .flags = flags, .len = (uint16_t)len, .bytes = bytes };
	size_t done;

	return bus_transfer(&f->board->bus, &m, 1, &done);
}

void se_write(struct se050_fixture *f, const char *hex)
{
	uint8_t bytes[600];

	assert_int_equal(transfer(f, 0, bytes, se_hex(hex, bytes, sizeof(bytes))), 1);
}

static void write_frame(struct se050_fixture *f, uint8_t *frame, size_t len)
{
	uint16_t crc = crc16_x25(frame, len);

	frame[len] = (uint8_t)crc;
	frame[len + 1] = (uint8_t)(crc >> 8);
	assert_int_equal(transfer(f, 0, frame, len + 2), 1);
}

void se_send(struct se050_fixture *f, const char *hex)
{
	uint8_t frame[600];

	write_frame(f, frame, se_hex(hex, frame, sizeof(frame) - 2));
}

/* Reads a block, header and rest apart. Returns its length without CRC, 0 when the read is not acknowledged. */
static size_t read_block(struct se050_fixture *f, uint8_t *block)
{
	if (transfer(f, I2C_READ, block, T1_HEADER) < 0)
		return 0;
	assert_int_equal(transfer(f, I2C_READ, block + T1_HEADER, block[2] + 2u), 1);
	assert_int_equal(crc16_x25(block, block[2] + 3u), block[block[2] + 3] | block[block[2] + 4] << 8);
	return block[2] + 3u;
}

static void show(const char *what, const uint8_t *bytes, size_t len)
{
	print_error("%s", what);
	for (size_t i = 0; i < len; i++)
		print_error(" %02x", bytes[i]);
	print_error("\n");
}

void se_assert_block(struct se050_fixture *f, const char *hex, const char *file, int line)
{
	uint8_t expected[300], block[300];
	size_t n = se_hex(hex, expected, sizeof(expected));
	size_t got = read_block(f, block);

	if (got == n && memcmp(block, expected, n) == 0)
		return;
	show("expected", expected, n);
	show("got     ", block, got);
	_fail(file, line);
}

void se_assert_silent(struct se050_fixture *f, const char *file, int line)
{
	uint8_t block[300];

	if (transfer(f, I2C_READ, block, T1_HEADER) == -ENXIO)
		return;
	show("expected no answer, got", block, T1_HEADER);
	_fail(file, line);
}

void se_wait_us(struct se050_fixture *f, uint64_t us)
{
	struct clock *clock = &f->board->bus.clock;

	clock_advance_to(clock, clock_now(clock) + us * 1000);
}

/* Sends one I-block. */
static void send_i(struct se050_fixture *f, const uint8_t *inf, size_t len, bool more)
{
	uint8_t frame[T1_BLOCK_MAX] = { T1_NAD_TO_CHIP };

	frame[1] = (uint8_t)((f->number ? T1_I_NUMBER : 0) | (more ? T1_I_MORE : 0));
	frame[2] = (uint8_t)len;
	if (len > 0)
		memcpy(frame + T1_HEADER, inf, len);
	f->number ^= 1;
	write_frame(f, frame, len + T1_HEADER);
}

/* The next block that says something, with time let pass and WTX granted. */
static size_t next_block(struct se050_fixture *f, uint8_t *block)
{
	for (int round = 0; round < ROUNDS_MAX; round++) {
		size_t len = read_block(f, block);

		if (len == 0) {
			const struct bus_seat *seat = &f->board->bus.seats[0];
			uint64_t ready = seat->model->ready_at(seat->chip);

			clock_advance_to(&f->board->bus.clock, ready);
		} else if (block[1] == T1_S_WTX) {
			se_send(f, "5a e3 01 01");
		} else {
			return len;
		}
	}
	fail_msg("no answer");
	return 0;
}

size_t se_apdu(struct se050_fixture *f, const void *command, size_t len, uint8_t *answer, size_t cap)
{
	const uint8_t *at = command;
	uint8_t block[300];
	size_t n = 0, got;

	for (; len > T1_INF_MAX; len -= T1_INF_MAX, at += T1_INF_MAX) {
		send_i(f, at, T1_INF_MAX, true);
		assert_int_equal(next_block(f, block), 3);
		assert_int_equal(block[1], T1_R | (f->number ? T1_R_NUMBER : 0));
	}
	send_i(f, at, len, false);
	for (;;) {
		uint8_t ack[T1_HEADER + 2] = { T1_NAD_TO_CHIP };

		got = next_block(f, block) - T1_HEADER;
		assert_false(block[1] & T1_NOT_I);
		assert_true(n + got <= cap);
		memcpy(answer + n, block + T1_HEADER, got);
		n += got;
		if (!(block[1] & T1_I_MORE))
			return n;
		ack[1] = (uint8_t)(T1_R | (block[1] & T1_I_NUMBER ? 0 : T1_R_NUMBER));
		write_frame(f, ack, T1_HEADER);
	}
}

/* Hex with X for digits that may be any. */
static bool matches(const char *pattern, const uint8_t *bytes, size_t len)
{
	size_t digits = 0;

	for (; *pattern; pattern++) {
		if (isspace((unsigned char)*pattern))
			continue;
		if (digits / 2 >= len)
			return false;
		if (*pattern != 'X' && digit(*pattern) != (bytes[digits / 2] >> (digits % 2 ? 0 : 4) & 0xf))
			return false;
		digits++;
	}
	return digits == 2 * len;
}

void se_assert_apdu(
	struct se050_fixture *f, const char *command, const char *answer, const char *file, int line)
{
	uint8_t bytes[2000], got[2000];
	size_t len = se_apdu(f, bytes, se_hex(command, bytes, sizeof(bytes)), got, sizeof(got));

	se_assert_answer(command, got, len, answer, file, line);
}

void se_assert_answer(
	const char *command, const uint8_t *got, size_t len, const char *answer, const char *file, int line)
{
	if (matches(answer, got, len))
		return;
	print_error("command  %s\nexpected %s\n", command, answer);
	show("got     ", got, len);
	_fail(file, line);
}

void se_select(struct se050_fixture *f)
{
	assert_apdu(f, "00a4040010 a0000003965453000000010300000000 00", "XXXXXXXXXXXXXX 9000");
}

void se_power_cycle(struct se050_fixture *f)
{
	struct bus *bus = &f->board->bus;

	bus_power(bus, &bus->seats[0], false);
	bus_power(bus, &bus->seats[0], true);
	f->number = 0;
	se_select(f);
}

void se_initialize_update(struct se050_fixture *f, uint8_t version, const uint8_t *enc, const uint8_t *mac)
{
	static const uint8_t challenge[SCP03_HOST_CHALLENGE] = { 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77,
		0x88 };
	uint8_t command[64], answer[64];
	struct wbuf w = wbuf_to(command, sizeof(command));
	size_t len;

	scp03_host_initialize(&w, version, challenge);
	len = se_apdu(f, command, w.len, answer, sizeof(answer));
	assert_int_equal(len, 31);
	f->host.counts_all = f->chip->nv.identity.version[0] >= 7;
	assert_int_equal(scp03_host_update(&f->host, enc, mac, challenge, rbuf_from(answer, len - 2)), 0);
}

void se_open_channel(struct se050_fixture *f, uint8_t level)
{
	const struct se050_key_set *set = &f->chip->nv.key_sets[0];
	uint8_t command[64], answer[64];
	struct wbuf w = wbuf_to(command, sizeof(command));

	se_initialize_update(f, set->version, set->key[0], set->key[1]);
	assert_int_equal(scp03_host_authenticate(&f->host, level, &w), 0);
	assert_int_equal(se_apdu(f, command, w.len, answer, sizeof(answer)), 2);
	assert_memory_equal(answer, "\x90\x00", 2);
}

void se_assert_secure(
	struct se050_fixture *f, const char *command, const char *answer, const char *file, int line)
{
	uint8_t bytes[2000], secured[2000], got[2000], plain[2000];
	struct wbuf w = wbuf_to(secured, sizeof(secured)), out = wbuf_to(plain, sizeof(plain));
	struct apdu apdu;
	uint16_t status;
	size_t len;

	assert_true(apdu_parse(rbuf_from(bytes, se_hex(command, bytes, sizeof(bytes))), &apdu));
	assert_int_equal(scp03_host_wrap(&f->host, &apdu, &w), 0);
	len = se_apdu(f, secured, w.len, got, sizeof(got));
	if (scp03_host_unwrap(&f->host, rbuf_from(got, len), &out, &status) < 0) {
		show("no answer of this channel:", got, len);
		_fail(file, line);
	}
	wbuf_be16(&out, status);
	se_assert_answer(command, plain, out.len, answer, file, line);
}

/* A command of a session: through the platform channel when that is open for it. */
static size_t send_outer(
	struct se050_fixture *f, const uint8_t *command, size_t len, uint8_t *answer, size_t cap)
{
	uint8_t secured[1300], got[1300];
	struct wbuf w = wbuf_to(secured, sizeof(secured)), out = wbuf_to(answer, cap);
	struct apdu apdu;
	uint16_t status;

	if (!f->in_channel)
		return se_apdu(f, command, len, answer, cap);
	assert_true(apdu_parse(rbuf_from(command, len), &apdu));
	assert_int_equal(scp03_host_wrap(&f->host, &apdu, &w), 0);
	len = se_apdu(f, secured, w.len, got, sizeof(got));
	assert_int_equal(scp03_host_unwrap(&f->host, rbuf_from(got, len), &out, &status), 0);
	wbuf_be16(&out, status);
	assert_false(wbuf_bad(&out));
	return out.len;
}

void se_session_create(struct se050_fixture *f, struct se_session *session, uint32_t id)
{
	uint8_t command[] = { 0x80, 0x04, 0x00, 0x1b, 0x06, 0x41, 0x04, (uint8_t)(id >> 24),
		(uint8_t)(id >> 16), (uint8_t)(id >> 8), (uint8_t)id };
	uint8_t answer[64];

	memset(session, 0, sizeof(*session));
	assert_int_equal(send_outer(f, command, sizeof(command), answer, sizeof(answer)), 14);
	assert_memory_equal(answer, "\x41\x82\x00\x08", 4);
	memcpy(session->id, answer + 4, sizeof(session->id));
}

size_t se_process(struct se050_fixture *f, const struct se_session *session, const uint8_t *inner, size_t len,
	uint8_t *answer, size_t cap)
{
	uint8_t data[1100], command[1200];
	struct wbuf d = wbuf_to(data, sizeof(data)), w = wbuf_to(command, sizeof(command));
	struct apdu apdu = { .cla = 0x80, .ins = 0x05 };

	tlv_put(&d, 0x10, session->id, sizeof(session->id));
	tlv_put(&d, 0x41, inner, len);
	apdu.data = rbuf_from(data, d.len);
	apdu_write(&w, &apdu);
	return send_outer(f, command, w.len, answer, cap);
}

void se_session_aes(
	struct se050_fixture *f, struct se_session *session, uint32_t id, const char *key, uint8_t level)
{
	static const uint8_t challenge[SCP03_HOST_CHALLENGE] = { 1, 2, 3, 4, 5, 6, 7, 8 };
	uint8_t bytes[16], command[64], answer[64];
	struct wbuf w = wbuf_to(command, sizeof(command)), w2 = wbuf_to(command, sizeof(command));
	size_t len;

	se_session_create(f, session, id);
	se_hex(key, bytes, sizeof(bytes));
	scp03_host_initialize(&w, 0, challenge);
	len = se_process(f, session, command, w.len, answer, sizeof(answer));
	assert_int_equal(len, 31);
	assert_memory_equal(answer, "\0\0\0\0\0\0\0\0\0\0\x00\x03\x60", 13);
	session->host.counts_all = true;
	assert_int_equal(
		scp03_host_update(&session->host, bytes, bytes, challenge, rbuf_from(answer, len - 2)), 0);
	assert_int_equal(scp03_host_authenticate(&session->host, level, &w2), 0);
	len = se_process(f, session, command, w2.len, answer, sizeof(answer));
	assert_int_equal(len, 2);
	assert_memory_equal(answer, "\x90\x00", 2);
	session->secure = true;
}

void se_assert_in(struct se050_fixture *f, struct se_session *session, const char *command,
	const char *answer, const char *file, int line)
{
	uint8_t bytes[1100], secured[1200], got[1200], plain[1200];
	struct wbuf w = wbuf_to(secured, sizeof(secured)), out = wbuf_to(plain, sizeof(plain));
	size_t len = se_hex(command, bytes, sizeof(bytes));
	struct apdu apdu;
	uint16_t status;

	if (!session->secure) {
		len = se_process(f, session, bytes, len, got, sizeof(got));
		se_assert_answer(command, got, len, answer, file, line);
		return;
	}
	assert_true(apdu_parse(rbuf_from(bytes, len), &apdu));
	assert_int_equal(scp03_host_wrap(&session->host, &apdu, &w), 0);
	len = se_process(f, session, secured, w.len, got, sizeof(got));
	if (scp03_host_unwrap(&session->host, rbuf_from(got, len), &out, &status) < 0) {
		show("no answer of this session:", got, len);
		_fail(file, line);
	}
	wbuf_be16(&out, status);
	se_assert_answer(command, plain, out.len, answer, file, line);
}
