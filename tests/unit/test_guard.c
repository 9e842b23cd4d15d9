/* tests/unit/test_guard.c: nothing irreversible gets to a real part, and what is not irreversible does. */
#include "cmocka_all.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "atca_memory.h"
#include "crc.h"
#include "hex.h"
#include "irreversible.h"
#include "irreversible050.h"
#include "real_link.h"
#include "se05x_ask.h"
#include "se050.h"

enum { BLANK = 0x60 };

/* A packet with its word address: count, opcode, param1, param2, data, CRC. */
static size_t packet(
	uint8_t *out, uint8_t opcode, uint8_t param1, uint16_t param2, const void *data, size_t len)
{
	struct wbuf w = wbuf_to(out, 160);

	wbuf_u8(&w, ATCA_WORD_COMMAND);
	wbuf_u8(&w, (uint8_t)(7 + len));
	wbuf_u8(&w, opcode);
	wbuf_u8(&w, param1);
	wbuf_le16(&w, param2);
	wbuf_put(&w, data, len);
	wbuf_le16(&w, crc16_atca(out + 1, w.len - 1));
	return w.len;
}

static void wake(struct real_guard *g)
{
	assert_int_equal(link_write(g->link, 0, "\0", 1), -ENXIO);
	link_wait(g->link, 2000000);
}

static int send(struct real_guard *g, uint16_t address, uint8_t opcode, uint8_t param1, uint16_t param2,
	const void *data, size_t len)
{
	uint8_t bytes[160];

	wake(g);
	return link_write(g->link, address, bytes, packet(bytes, opcode, param1, param2, data, len));
}

static void assert_told(struct real_guard *g, const char *words)
{
	if (!strstr(g->note, words))
		fail_msg("\"%s\" does not say \"%s\"", g->note, words);
}

/* Whoever opens the hosts of the suite finds a part that works as ever. */
static void what_can_be_undone_passes(void **state)
{
	struct real_guard *g = real_guard_new("atecc608a-tngtls+se050c", true, false);
	struct atca_host host = atca_host_make(g->link, 0x35);
	struct se05x_link at = { g->link, T1_ADDRESS_DEFAULT };
	const struct t1_port port = se05x_link_port(&at);
	uint8_t config[ATCA_CONFIG_BYTES], serial[ATCA_PART_SERIAL];
	struct atca_answer answer;
	struct se05x_host se05x;

	(void)state;
	assert_int_equal(atca_read_config(&host, config), 0);
	assert_int_equal(atca_read_serial(&host, serial), 0);
	assert_int_equal(atca_ask(&host, ATCA_RANDOM, 0, 0, NULL, 0, 32, &answer), 0);
	assert_int_equal(atca_ask(&host, ATCA_GEN_KEY, 0, 0, NULL, 0, 64, &answer), 0);
	/* Slot 8 holds no key, and is read in plain. */
	assert_int_equal(atca_write_slot(&host, 8, 0, "four", 4), 0);
	assert_int_equal(se05x_host_open(&se05x, &port), 0);
	assert_int_equal(g->notes, 0);
	real_guard_free(g);
}

static void what_cannot_be_undone_of_an_atecc_is_refused(void **state)
{
	static const struct {
		uint8_t opcode, param1;
		uint16_t param2;
		size_t len;
		const char *words;
	} rows[] = {
		{ ATCA_LOCK, 0x80, 0, 0,
			"Lock, config zone, to the ATECC at address 60, serial number 0123" },
		{ ATCA_LOCK, 0x01, 0, 0, "Lock, data and OTP zones" },
		{ ATCA_LOCK, 0x02 | 5 << 2, 0, 0, "Lock, slot" },
		{ ATCA_COUNTER, 1, 0, 0, "Counter, increment" },
		{ ATCA_UPDATE_EXTRA, 0, 0x55, 0, "UpdateExtra" },
		{ ATCA_GEN_KEY, 0x04, 2, 0, "GenKey, create" },
		{ ATCA_PRIV_WRITE, 0, 2, 68, "PrivWrite, plain" },
		{ ATCA_DERIVE_KEY, 0, 3, 0, "DeriveKey" },
		{ ATCA_WRITE, 0x00, 5, 4, "Write, config, 4 bytes" },
		{ ATCA_WRITE, 0x81, 0, 32, "Write, OTP" },
		{ ATCA_WRITE, 0x82, 0, 32, "Write, data" },
		{ ATCA_SECURE_BOOT, 0x07, 0, 96, "SecureBoot, FullCopy" },
		{ 0x99, 0, 0, 0, "opcode 99" },
		{ ATCA_NONCE, 0x77, 0, 32, "Nonce, an unknown mode" },
	};
	static const uint8_t zeros[96];
	struct real_guard *g = real_guard_new("atecc608a", true, false);
	const struct atecc_kept before = atecc_kept(g, 0);
	struct atecc_kept after;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(
			send(g, BLANK, rows[i].opcode, rows[i].param1, rows[i].param2, zeros, rows[i].len),
			-EIO);
		assert_int_equal(g->link->nacked_at, 0);
		assert_told(g, rows[i].words);
	}
	after = atecc_kept(g, 0);
	assert_memory_equal(before.bytes, after.bytes, before.len);
	real_guard_free(g);
}

static void a_part_that_may_be_lost_is_changed(void **state)
{
	struct real_guard *g = real_guard_new("atecc608a", true, true);

	(void)state;
	assert_int_equal(send(g, BLANK, ATCA_LOCK, 0x80, 0, NULL, 0), 0);
	link_wait(g->link, 100000000);
	assert_int_not_equal(atecc_kept(g, 0).bytes[87], 0x55);
	assert_int_equal(g->notes, 0);
	real_guard_free(g);
}

/* Pieces, tails, other words, other messages: who cannot be read is not let through. */
static void what_is_not_whole_is_refused(void **state)
{
	struct real_guard *g = real_guard_new("atecc608a", true, false);
	uint8_t bytes[200] = { 0 };
	size_t len = packet(bytes, ATCA_INFO, 0, 0, NULL, 0), done;
	struct i2c_message msgs[2] = { { .addr = BLANK, .len = 4, .bytes = bytes },
		{ .addr = BLANK, .flags = I2C_NO_START, .len = (uint16_t)(len - 4), .bytes = bytes + 4 } };
	struct i2c_message ten = {
		.addr = BLANK, .flags = I2C_TEN_BIT, .len = (uint16_t)len, .bytes = bytes
	};

	(void)state;
	wake(g);
	assert_int_equal(link_write(g->link, BLANK, bytes, len), 0);
	for (size_t cut = 1; cut < len; cut++)
		assert_int_equal(link_write(g->link, BLANK, bytes, cut), -EIO);
	assert_int_equal(link_write(g->link, BLANK, bytes, len + 1), -EIO);
	assert_int_equal(link_write(g->link, BLANK, "\x01\x01", 2), -EIO);
	assert_int_equal(link_write(g->link, BLANK, "\x04", 1), -EIO);
	assert_int_equal(link_write(g->link, BLANK, "\x5a\xc0\x00\xff\xfc", 5), -EIO);
	assert_int_equal(link_transfer(g->link, msgs, 2, &done), -EIO);
	assert_int_equal(link_transfer(g->link, &ten, 1, &done), -EIO);
	assert_int_equal(link_write(g->link, 0, "\x06", 1), -EIO);
	/* A wrong checksum only makes the part say so. */
	bytes[len - 1] ^= 1;
	assert_int_equal(link_write(g->link, BLANK, bytes, len), 0);
	real_guard_free(g);
}

/* Nobody knows what is there: then it may be either. */
static void an_unknown_part_is_guarded_as_both(void **state)
{
	struct real_guard *g = real_guard_new("atecc608a+se050c", false, false);
	struct atca_host host = atca_host_make(g->link, BLANK);
	struct se05x_link at = { g->link, T1_ADDRESS_DEFAULT };
	const struct t1_port port = se05x_link_port(&at);
	struct se05x_host se05x;
	struct atca_answer answer;

	(void)state;
	assert_int_equal(atca_ask(&host, ATCA_INFO, 0, 0, NULL, 0, 4, &answer), 0);
	assert_int_equal(se05x_host_open(&se05x, &port), 0);
	assert_int_equal(send(g, BLANK, ATCA_LOCK, 0x80, 0, NULL, 0), -EIO);
	assert_told(g, "Lock, config zone, to the part at address 60, serial number unknown");
	/* Which uses of which keys are counted only its configuration tells. */
	assert_int_equal(send(g, BLANK, ATCA_SIGN, 0x80, 0, NULL, 0), -EIO);
	real_guard_free(g);
}

/* A repeated START: to an ATECC it is one. */
static void a_repeated_start_reaches_no_se05x(void **state)
{
	struct real_guard *g = real_guard_new("atecc608a+se050c", true, true);
	uint8_t idle = ATCA_WORD_IDLE, byte;
	struct i2c_message msgs[2] = { { .addr = T1_ADDRESS_DEFAULT, .len = 1, .bytes = &idle },
		{ .addr = T1_ADDRESS_DEFAULT, .flags = I2C_READ, .len = 1, .bytes = &byte } };
	size_t done;

	(void)state;
	assert_int_equal(link_transfer(g->link, msgs, 2, &done), -EOPNOTSUPP);
	assert_told(g, "a repeated START, to the SE05x at address 48");
	msgs[0].addr = BLANK;
	assert_int_equal(link_transfer(g->link, msgs, 2, &done), -EOPNOTSUPP);
	wake(g);
	msgs[1] = msgs[0];
	assert_int_equal(link_transfer(g->link, msgs, 2, &done), 2);
	real_guard_free(g);
}

/* An SE05x, its applet selected through the guard. */
struct se05x_fixture {
	struct real_guard *g;
	struct se05x_link at;
	struct t1_port port;
	struct se05x_host host;
	unsigned int status; /* of the newest command */
};

static struct se05x_fixture *se05x_new(struct se05x_fixture *f, const char *part)
{
	f->g = real_guard_new(part, true, false);
	f->at = (struct se05x_link){ f->g->link, T1_ADDRESS_DEFAULT };
	f->port = se05x_link_port(&f->at);
	assert_int_equal(se05x_host_open(&f->host, &f->port), 0);
	return f;
}

/* One command APDU given in hex. */
static int command(struct se05x_fixture *f, const char *hex)
{
	uint8_t bytes[300], answer[300];
	int len = hex_bytes(hex, strlen(hex), bytes, sizeof(bytes));
	struct wbuf w = wbuf_to(answer, sizeof(answer));

	assert_true(len > 0);
	len = t1_host_apdu(&f->host.t1, bytes, (size_t)len, &w);
	f->status = len < 0 || w.len < 2 ? 0 : (unsigned int)(answer[w.len - 2] << 8 | answer[w.len - 1]);
	return len;
}

static void what_cannot_be_undone_of_an_se05x_is_refused(void **state)
{
	static const struct {
		const char *apdu, *words;
	} rows[] = {
		{ "8004002a", "DeleteAll" },
		{ "8004003e06410101420101", "SetLockState" },
		{ "8004005203410101", "SetPlatformSCPRequest" },
		{ "8004003f0441020000", "SetAppletFeatures" },
		{ "80d80081020101", "PUT KEY" },
		{ "84d80081020101", "PUT KEY" },
		{ "80010800084104000000014302000a", "WriteCounter" },
		{ "8041070009410400000002420131", "WriteUserID" },
		{ "80410300"
		  "1641040000000341"
		  "1000000000000000000000000000000000",
			"WriteAESKey" },
		/* An object that nobody could delete again: READ and WRITE only. */
		{ "8001060019"
		  "1109"
		  "080000000000300000"
		  "410400000004"
		  "42020000"
		  "43020004",
			"nobody delete the object" },
		{ "8005000016"
		  "10080102030405060708"
		  "410a"
		  "8004002c054103313233",
			"VerifySessionUserID" },
		{ "8005000010"
		  "10080102030405060708"
		  "4104"
		  "8004002a",
			"DeleteAll" },
		{ "8405000010"
		  "10080102030405060708"
		  "4104"
		  "8004002a",
			"ProcessSessionCmd" },
		{ "800300300341010101", "I2CM_ExecuteCommandSet" },
		{ "80e40000024f00", "an unknown command" },
		{ "80ff0000", "an unknown command" },
	};
	struct se05x_fixture f;

	(void)state;
	se05x_new(&f, "se050c");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_true(command(&f, rows[i].apdu) < 0);
		assert_told(f.g, rows[i].words);
	}
	assert_int_equal(command(&f, "80040020"), 0);
	real_guard_free(f.g);
}

static void an_object_that_can_be_deleted_is_written_and_deleted(void **state)
{
	struct se05x_fixture f;

	(void)state;
	se05x_new(&f, "se050c");
	assert_int_equal(command(&f, "80010600"
				     "0e"
				     "410400000004"
				     "42020000"
				     "43020004"),
		0);
	assert_int_equal(f.status, 0x9000);
	assert_int_equal(command(&f, "80010600"
				     "19"
				     "1109"
				     "080000000000340000"
				     "410400000005"
				     "42020000"
				     "43020004"),
		0);
	assert_int_equal(f.status, 0x9000);
	assert_int_equal(command(&f, "80040028"
				     "06"
				     "410400000004"),
		0);
	assert_int_equal(f.status, 0x9000);
	assert_int_equal(f.g->notes, 0);
	real_guard_free(f.g);
}

/* Commands longer than a block, both ways round. */
static void a_chain_is_read_as_the_one_command_it_is(void **state)
{
	char hex[2 * 320 + 64] = "80010600"
				 "00011e"
				 "410400000006"
				 "42020000"
				 "4302010c"
				 "4482010c";
	struct se05x_fixture f;

	(void)state;
	se05x_new(&f, "se050c");
	for (size_t i = 0; i < 0x10c; i++)
		strcat(hex, "aa");
	assert_int_equal(command(&f, hex), 0);
	assert_int_equal(f.g->notes, 0);
	memcpy(hex, "80010800", 8);
	assert_true(command(&f, hex) < 0);
	assert_told(f.g, "WriteCounter");
	real_guard_free(f.g);
}

static void write_block(struct se05x_fixture *f, uint8_t pcb, const char *hex, int expected)
{
	uint8_t inf[64], bytes[80];
	int len = hex_bytes(hex, strlen(hex), inf, sizeof(inf));
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));

	t1_block_write(&w, T1_NAD_TO_CHIP, pcb, inf, (size_t)len);
	assert_int_equal(link_write(f->g->link, T1_ADDRESS_DEFAULT, bytes, w.len), expected);
}

static void read_block(struct se05x_fixture *f)
{
	uint8_t bytes[T1_BLOCK_MAX];

	assert_int_equal(link_read(f->g->link, T1_ADDRESS_DEFAULT, bytes, sizeof(bytes)), 0);
}

/* The chip may have lost the beginning, or have another. */
static void a_chain_goes_on_only_when_the_chip_said_so(void **state)
{
	struct se05x_fixture f;

	(void)state;
	se05x_new(&f, "se050c");
	write_block(&f, T1_S_RESYNC, "", 0);
	read_block(&f);
	/* Its header does not come whole. */
	write_block(&f, T1_I_MORE, "8004", -EIO);
	write_block(&f, T1_I_MORE,
		"80010600"
		"0e"
		"4104",
		0);
	write_block(&f, T1_I_NUMBER,
		"00000007"
		"42020000"
		"43020004",
		-EIO);
	assert_told(f.g, "has not acknowledged");
	read_block(&f);
	/* The same, once it was heard that the chip has the first. */
	write_block(&f, T1_I_NUMBER,
		"00000007"
		"42020000"
		"43020004",
		0);
	read_block(&f);
	/* What ends a chain makes the next block a beginning. */
	write_block(&f, T1_I_MORE,
		"80010600"
		"0e"
		"4104",
		0);
	read_block(&f);
	write_block(&f, T1_S_ABORT, "", 0);
	write_block(&f, T1_I_NUMBER, "8004002a", -EIO);
	assert_told(f.g, "DeleteAll");
	write_block(&f, T1_S_RESYNC, "", 0);
	write_block(&f, 0, "8004002a", -EIO);
	real_guard_free(f.g);
}

/* One authentication of the card may fail, not two: at the last it would be locked for ever. */
static void a_failed_authentication_of_the_card_is_the_last(void **state)
{
	static const char wrong[] = "8482330010"
				    "00000000000000000000000000000000";
	struct se05x_fixture f;
	const struct se050 *chip;

	(void)state;
	se05x_new(&f, "se050c");
	chip = f.g->f->board->parts[0]->chip;
	assert_int_equal(command(&f, "8050000008"
				     "0102030405060708"),
		0);
	assert_int_equal(command(&f, wrong), 0);
	assert_int_equal(chip->nv.velocity, SE050_VELOCITY - 1);
	assert_int_equal(command(&f, "8050000008"
				     "0102030405060708"),
		0);
	assert_true(command(&f, wrong) < 0);
	assert_told(f.g, "EXTERNAL AUTHENTICATE");
	assert_int_equal(chip->nv.velocity, SE050_VELOCITY - 1);
	real_guard_free(f.g);
}

/* With the right keys as often as one likes. What is sent in the channel says by its header what it is. */
static void the_platform_channel_opens_and_guards_its_writes(void **state)
{
	static const uint8_t challenge[SCP03_HOST_CHALLENGE] = { 1 };
	const struct se050_key_set *set;
	struct se05x_ask ask;
	struct se05x_fixture f;

	(void)state;
	se05x_new(&f, "se050c");
	set = &((const struct se050 *)f.g->f->board->parts[0]->chip)->nv.key_sets[0];
	for (int i = 0; i < 3; i++)
		assert_int_equal(
			se05x_host_protect(&f.host, set->version, set->key[0], set->key[1], challenge), 0);
	se05x_ask_begin(&ask);
	se05x_ask_u16(&ask, TAG_1, 8);
	assert_int_equal(se05x_ask_run(&f.host, &ask, INS_MANAGE, P1_DEFAULT, P2_RANDOM), 0);
	assert_int_equal(f.g->notes, 0);
	se05x_ask_begin(&ask);
	se05x_ask_u32(&ask, TAG_1, 4);
	se05x_ask_u16(&ask, TAG_2, 0);
	se05x_ask_u16(&ask, TAG_3, 4);
	assert_true(se05x_ask_do(&f.host, &ask, INS_WRITE, P1_BINARY, P2_DEFAULT) < 0);
	assert_told(f.g, "WriteBinary, to the SE05x");
	assert_told(f.g, "what it writes is encrypted");
	real_guard_free(f.g);
}

/* A row that writes and says nothing of it would be let through. */
static void every_row_that_writes_says_whether_it_can_be_undone(void **state)
{
	(void)state;
	for (size_t i = 0; i < atecc_n_commands; i++)
		for (size_t j = 0; j < atecc_commands[i].n_forms; j++) {
			const struct atecc_form *form = &atecc_commands[i].forms[j];

			if (form->writes != (form->undo != UNDO_NOT_NEEDED))
				fail_msg("%s, %s", atecc_commands[i].name, form->name);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_that_writes_says_whether_it_can_be_undone),
		cmocka_unit_test(what_can_be_undone_passes),
		cmocka_unit_test(what_cannot_be_undone_of_an_atecc_is_refused),
		cmocka_unit_test(a_part_that_may_be_lost_is_changed),
		cmocka_unit_test(what_is_not_whole_is_refused),
		cmocka_unit_test(an_unknown_part_is_guarded_as_both),
		cmocka_unit_test(a_repeated_start_reaches_no_se05x),
		cmocka_unit_test(what_cannot_be_undone_of_an_se05x_is_refused),
		cmocka_unit_test(an_object_that_can_be_deleted_is_written_and_deleted),
		cmocka_unit_test(a_chain_is_read_as_the_one_command_it_is),
		cmocka_unit_test(a_chain_goes_on_only_when_the_chip_said_so),
		cmocka_unit_test(a_failed_authentication_of_the_card_is_the_last),
		cmocka_unit_test(the_platform_channel_opens_and_guards_its_writes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
