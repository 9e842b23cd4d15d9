/*
 * tests/unit/test_se050_blocks.c: T=1 pushed to its edges: every size of block both ways, every way to cut or spoil a
 * frame, storms of blocks, and what of the part above the link survives them (se050-evidence.md 1.2, 1.3).
 */
#include "cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "crc.h"
#include "se050_fixture.h"

#define SELECT_IOT "00a4040010 a0000003965453000000010300000000"
#define SELECT_BYTES 0x15
#define VERSION "0301016fff010b 9000"
#define GET_VERSION "80040020"
#define VERSION_TLV "41820007 0301016fff010b 9000"
#define IDENTITY_BYTES 73

static int set_up(void **state)
{
	*state = se_new("se050c");
	return 0;
}

static int set_up_slow(void **state)
{
	*state = se_new_slow("se050c");
	return 0;
}

static int tear_down(void **state)
{
	se_free(*state);
	return 0;
}

static size_t read_bytes(struct se050_fixture *f, uint8_t *bytes, size_t len)
{
	struct i2c_message m = { .addr = 0x48, .flags = I2C_READ, .len = (uint16_t)len, .bytes = bytes };
	size_t done;

	return bus_transfer(&f->board->bus, &m, 1, &done) == 1 ? len : 0;
}

static void write_bytes(struct se050_fixture *f, uint8_t *bytes, size_t len)
{
	struct i2c_message m = { .addr = 0x48, .len = (uint16_t)len, .bytes = bytes };
	size_t done;

	assert_int_equal(bus_transfer(&f->board->bus, &m, 1, &done), 1);
}

/* A frame with its CRC. */
static size_t frame_of(const char *hex, uint8_t *frame, size_t cap)
{
	size_t len = se_hex(hex, frame, cap - 2);
	uint16_t crc = crc16_x25(frame, len);

	frame[len] = (uint8_t)crc;
	frame[len + 1] = (uint8_t)(crc >> 8);
	return len + 2;
}

/* An I-block or a link of a chain. */
static void send_i(struct se050_fixture *f, uint8_t pcb, const uint8_t *inf, size_t len)
{
	uint8_t frame[300] = { 0x5a, pcb, (uint8_t)len };
	uint16_t crc;

	memcpy(frame + 3, inf, len);
	crc = crc16_x25(frame, len + 3);
	frame[len + 3] = (uint8_t)crc;
	frame[len + 4] = (uint8_t)(crc >> 8);
	write_bytes(f, frame, len + 5);
}

/* A block of so many bytes of INF and no more comes next. */
static size_t take_block(struct se050_fixture *f, uint8_t *block, size_t cap)
{
	assert_true(cap >= 260);
	assert_int_equal(read_bytes(f, block, 3), 3);
	assert_int_equal(read_bytes(f, block + 3, block[2] + 2u), block[2] + 2u);
	assert_int_equal(crc16_x25(block, block[2] + 3u), block[block[2] + 3] | block[block[2] + 4] << 8);
	return block[2];
}

static void answers_in_blocks_of_every_size(void **state)
{
	struct se050_fixture *f = *state;

	for (unsigned int size = 1; size <= 254; size++) {
		uint8_t whole[IDENTITY_BYTES + 8], block[300];
		size_t n = 0;
		char hex[32];

		snprintf(hex, sizeof(hex), "5a c1 01 %02x", size);
		se_send(f, hex);
		snprintf(hex, sizeof(hex), "a5 e1 01 %02x", size);
		assert_block(f, hex);
		se_send(f, "5a c0 00");
		assert_block(f, "a5 e0 00");
		se_send(f, "5a 00 07 80ca00fe02df28");
		for (unsigned int number = 0;; number ^= 1) {
			size_t len = take_block(f, block, sizeof(block));

			assert_true(len >= 1 && len <= size && n + len <= sizeof(whole));
			assert_int_equal(block[1] & 0x40, number ? 0x40 : 0);
			memcpy(whole + n, block + 3, len);
			n += len;
			if (!(block[1] & 0x20))
				break;
			assert_int_equal(len, size);
			se_send(f, number ? "5a 80 00" : "5a 90 00");
		}
		assert_int_equal(n, IDENTITY_BYTES);
		assert_memory_equal(whole, "\xfe\x45\xdf\x28\x42\x01\x0c", 7);
		assert_memory_equal(whole + n - 2, "\x90\x00", 2);
	}
}

static void commands_in_links_of_every_size(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t command[SELECT_BYTES];

	se_hex(SELECT_IOT, command, sizeof(command));
	for (size_t size = 1; size <= SELECT_BYTES; size++) {
		unsigned int number = 0;
		size_t at = 0;

		se_send(f, "5a c0 00");
		assert_block(f, "a5 e0 00");
		while (at + size < SELECT_BYTES) {
			send_i(f, (uint8_t)(0x20 | number << 6), command + at, size);
			number ^= 1;
			assert_block(f, number ? "a5 90 00" : "a5 80 00");
			at += size;
		}
		send_i(f, (uint8_t)(number << 6), command + at, SELECT_BYTES - at);
		assert_block(f, "a5 00 09" VERSION);
	}
}

/* Neither half is a frame, wherever the host parts it: nothing runs, and the frame is served when it comes whole. */
static void a_frame_in_two_writes_never_runs(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t frame[64], got[5];
	size_t len = frame_of("5a 00 15" SELECT_IOT, frame, sizeof(frame));

	for (size_t cut = 1; cut < len; cut++) {
		write_bytes(f, frame, cut);
		assert_int_equal(read_bytes(f, got, 5), 5);
		assert_int_equal(got[1], 0x82);
		write_bytes(f, frame + cut, len - cut);
		assert_int_equal(read_bytes(f, got, 5), 5);
		assert_true(got[1] == 0x82 || got[1] == 0x81);
		assert_int_equal(f->chip->card.selected, APPLICATION_ISSUER_DOMAIN);
	}
	write_bytes(f, frame, len);
	assert_block(f, "a5 00 09" VERSION);
}

/* CRC-16 finds every one of them. */
static void a_frame_with_any_bit_wrong_never_runs(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t frame[64], got[5];
	size_t len = frame_of("5a 00 15" SELECT_IOT, frame, sizeof(frame));

	for (size_t bit = 0; bit < 8 * len; bit++) {
		frame[bit / 8] ^= (uint8_t)(1u << bit % 8);
		write_bytes(f, frame, len);
		frame[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_int_equal(read_bytes(f, got, 5), 5);
		assert_true(got[0] == 0xa5 && (got[1] == 0x81 || got[1] == 0x82) && got[2] == 0);
		assert_int_equal(f->chip->card.selected, APPLICATION_ISSUER_DOMAIN);
	}
	write_bytes(f, frame, len);
	assert_block(f, "a5 00 09" VERSION);
}

static void a_block_read_byte_by_byte(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t expected[64], got;
	size_t len = frame_of("a5 00 09" VERSION, expected, sizeof(expected));

	se_send(f, "5a 00 15" SELECT_IOT);
	for (size_t i = 0; i < len; i++) {
		assert_int_equal(read_bytes(f, &got, 1), 1);
		assert_int_equal(got, expected[i]);
	}
	assert_silent(f);
}

/* However often it comes, it has run once: the channel's counter tells. */
static void a_repeated_command_in_a_channel_is_counted_once(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t secured[64], first[300], again[300];
	struct wbuf w = wbuf_to(secured, sizeof(secured));
	struct apdu apdu = { .cla = 0x80, .ins = 0x04, .p2 = 0x27 };
	uint8_t data[] = { 0x41, 4, 0, 0, 0, 1 };

	se_select(f);
	se_open_channel(f, 0x33);
	apdu.data = rbuf_from(data, sizeof(data));
	assert_int_equal(scp03_host_wrap(&f->host, &apdu, &w), 0);
	send_i(f, f->number ? 0x40 : 0, secured, w.len);
	take_block(f, first, sizeof(first));
	for (int i = 0; i < 50; i++) {
		send_i(f, f->number ? 0x40 : 0, secured, w.len);
		assert_int_equal(read_bytes(f, again, first[2] + 5u), first[2] + 5u);
		assert_memory_equal(again, first, first[2] + 5u);
	}
	assert_int_equal(f->chip->card.channel.counter, 1);
	f->number ^= 1;
	f->host.counter = f->chip->card.channel.counter;
	assert_secure(f, "8004002706 410400000001", "410102 9000");
}

/* Blocks that have no place in a chain leave it as it is. */
static void blocks_within_the_hosts_chain(void **state)
{
	struct se050_fixture *f = *state;
	static const char *const blocks[][2] = {
		{ "5a e3 01 01", "a5 92 00" }, /* a WTX response nobody asked for */
		{ "5b 40 02 0000", "a5 92 00" },
		{ "5a c1 01 fe", "a5 e1 01 fe" },
		{ "5a 20 03 00a404", "a5 90 00" }, /* the same link again */
		{ "5a e0 00", "a5 92 00" },
		{ "5a 84 00", "a5 92 00" },
	};

	se_send(f, "5a 20 03 00a404");
	assert_block(f, "a5 90 00");
	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		se_send(f, blocks[i][0]);
		assert_block(f, blocks[i][1]);
	}
	se_send(f, "5a c7 00");
	assert_block(f, "a5 e7 23 00a0000003960403e800fe020b03e808010000000064 0000 0a4a434f5034204154504f");
	se_send(f, "5a 40 12 0010 a0000003965453000000010300000000");
	assert_block(f, "a5 00 09" VERSION);
}

/* RESYNC in the middle of a long answer under SCP03: keys and counter stay. */
static void resync_within_an_answers_chain_keeps_the_channel(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t secured[64], block[300];
	struct wbuf w = wbuf_to(secured, sizeof(secured));
	struct apdu apdu = { .cla = 0x80, .ins = 0x04, .p2 = 0x20 };

	se_select(f);
	se_open_channel(f, 0x33);
	se_send(f, "5a c1 01 08");
	assert_block(f, "a5 e1 01 08");
	assert_int_equal(scp03_host_wrap(&f->host, &apdu, &w), 0);
	send_i(f, f->number ? 0x40 : 0, secured, w.len);
	assert_int_equal(take_block(f, block, sizeof(block)), 8);
	assert_true(block[1] & 0x20);
	se_send(f, "5a c0 00");
	assert_block(f, "a5 e0 00");
	f->number = 0;
	for (int i = 0; i < 3; i++)
		assert_secure(f, GET_VERSION, VERSION_TLV);
}

static void storms_change_nothing(void **state)
{
	struct se050_fixture *f = *state;
	static const char *const storms[] = { "5a e3 01 01", "5a 80 00", "5a 92 00", "5a df 00",
		"5a c0 01 00" };

	se_select(f);
	se_open_channel(f, 0x33);
	for (size_t i = 0; i < sizeof(storms) / sizeof(storms[0]); i++) {
		uint8_t block[300];

		for (int n = 0; n < 2000; n++) {
			se_send(f, storms[i]);
			take_block(f, block, sizeof(block));
		}
		assert_secure(f, GET_VERSION, VERSION_TLV);
	}
	for (int n = 0; n < 2000; n++) {
		se_send(f, "5a c0 00");
		assert_block(f, "a5 e0 00");
	}
	f->number = 0;
	assert_secure(f, GET_VERSION, VERSION_TLV);
}

/* The part asks for as many shares of BWT as its command takes, and then answers: it never asks without end. */
static void more_time_is_asked_for_until_the_command_is_done(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t block[300];
	int asked = 0;

	f->board->bus.speed_hz = 1000000;
	f->chip->options.wtx_after_ns = 100000;
	se_send(f, "5a 00 15" SELECT_IOT);
	for (;;) {
		if (read_bytes(f, block, 3) == 0) {
			se_wait_us(f, 50);
			continue;
		}
		read_bytes(f, block + 3, block[2] + 2u);
		if (block[1] != 0xc3)
			break;
		assert_int_equal(block[3], 1);
		assert_true(++asked < 1000);
		se_send(f, "5a e3 01 01");
	}
	assert_true(asked > 3);
	assert_int_equal(block[1], 0x00);
	assert_int_equal(block[2], 9);
	assert_int_equal(f->chip->card.selected, APPLICATION_IOT);
}

/* A host that never grants it keeps being asked, and the command has run once. */
static void more_time_that_is_never_granted(void **state)
{
	struct se050_fixture *f = *state;

	f->board->bus.speed_hz = 1000000;
	f->chip->options.wtx_after_ns = 1000000;
	se_send(f, "5a 00 15" SELECT_IOT);
	se_wait_us(f, 1000);
	assert_block(f, "a5 c3 01 01");
	for (int i = 0; i < 1000; i++) {
		se_send(f, i % 2 ? "5a 00 15" SELECT_IOT : "5a 90 00");
		se_wait_us(f, 100);
		assert_block(f, "a5 c3 01 01");
	}
	se_send(f, "5a e3 01 01");
	se_wait_us(f, 100);
	assert_block(f, "a5 00 09" VERSION);
}

static void deep_power_down_is_for_the_se052_alone(void **state)
{
	static const char *const others[] = { "se050a", "se050b", "se050c", "se050d", "se050e", "se050f",
		"se050-dev", "se051a", "se051c" };

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		struct se050_fixture *f = se_new(others[i]);

		se_select(f);
		f->number ^= 1;
		se_send(f, "5a df 00");
		assert_block(f, "a5 92 00");
		f->number ^= 1;
		assert_int_equal(f->chip->card.selected, APPLICATION_IOT);
		se_free(f);
	}
}

static void deep_power_down_keeps_nothing(void **state)
{
	struct se050_fixture *f = se_new("se052");

	(void)state;
	se_select(f);
	se_open_channel(f, 0x33);
	se_send(f, "5a c1 01 10");
	assert_block(f, "a5 e1 01 10");
	se_send(f, "5a df 00");
	assert_block(f, "a5 ff 00");
	assert_silent(f);
	f->number = 0;
	assert_apdu(f, GET_VERSION, "6d00");
	se_select(f);
	se_open_channel(f, 0x33);
	/* And its block size is the usual one again. */
	assert_secure(f, "8004002706 410400000001", "410102 9000");
	se_free(f);
}

#define LINK(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
#define SLOW(test) cmocka_unit_test_setup_teardown(test, set_up_slow, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LINK(answers_in_blocks_of_every_size),
		LINK(commands_in_links_of_every_size),
		LINK(a_frame_in_two_writes_never_runs),
		LINK(a_frame_with_any_bit_wrong_never_runs),
		LINK(a_block_read_byte_by_byte),
		LINK(a_repeated_command_in_a_channel_is_counted_once),
		LINK(blocks_within_the_hosts_chain),
		LINK(resync_within_an_answers_chain_keeps_the_channel),
		LINK(storms_change_nothing),
		SLOW(more_time_is_asked_for_until_the_command_is_done),
		SLOW(more_time_that_is_never_granted),
		cmocka_unit_test(deep_power_down_is_for_the_se052_alone),
		cmocka_unit_test(deep_power_down_keeps_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
