/* tests/unit/test_se050_traffic.c: what host and SE05x say, a line a command. */
#include <stdio.h>
#include <string.h>

#include "cmocka_all.h"
#include "t1.h"
#include "traffic050.h"
#include "wire_text.h"

struct fixture {
	struct se050_traffic traffic;
	struct traffic_listener listener;
	char lines[8192];
};

static void add_line(void *context, uint64_t time_ns, uint8_t address, const char *text)
{
	struct fixture *f = context;
	size_t len = strlen(f->lines);

	snprintf(
		f->lines + len, sizeof(f->lines) - len, "%u %02x %s\n", (unsigned int)time_ns, address, text);
}

static struct fixture begin(void)
{
	return (struct fixture){ .traffic = { .address = 0x48 }, .listener = { .line = add_line } };
}

static size_t block(uint8_t *to, uint8_t nad, uint8_t pcb, const char *inf)
{
	struct bytes bytes = wire(inf);
	struct wbuf w = wbuf_to(to, T1_BLOCK_MAX);

	t1_block_write(&w, nad, pcb, bytes.at, bytes.len);
	return w.len;
}

static void host(struct fixture *f, uint64_t time_ns, uint8_t pcb, const char *inf)
{
	uint8_t bytes[T1_BLOCK_MAX];
	size_t len = block(bytes, T1_NAD_TO_CHIP, pcb, inf);

	f->listener.context = f;
	assert_true(se050_traffic_write(&f->traffic, &f->listener, time_ns, bytes, len));
}

/* Read as 2, 1 and the rest, as the vendor's hosts do. */
static void chip(struct fixture *f, uint64_t time_ns, uint8_t pcb, const char *inf)
{
	uint8_t bytes[T1_BLOCK_MAX];
	size_t len = block(bytes, T1_NAD_TO_HOST, pcb, inf);

	f->listener.context = f;
	assert_true(se050_traffic_read(&f->traffic, &f->listener, time_ns, bytes, 2));
	assert_true(se050_traffic_read(&f->traffic, &f->listener, time_ns, bytes + 2, 1));
	assert_true(se050_traffic_read(&f->traffic, &f->listener, time_ns, bytes + 3, len - 3));
}

static void assert_lines(const struct fixture *f, const char *lines)
{
	assert_string_equal(f->lines, lines);
}

static void a_command_and_its_answer_are_one_line(void **state)
{
	struct fixture f = begin();

	(void)state;
	host(&f, 1, 0xc7, "");
	chip(&f, 2, 0xe7, "00a0");
	host(&f, 3, 0x00, "00a4040010a0000003965453000000010300000000 00");
	chip(&f, 4, 0x00, "0301016fff010b9000");
	host(&f, 5, 0x40, "80020000094104 7fff0206 430112");
	chip(&f, 6, 0x40, "418200020400 9000");
	host(&f, 7, 0x00, "8004004904 41020010");
	chip(&f, 8, 0x00, "6985");
	assert_lines(&f, "1 48 GET ATR -> 00a0\n"
			 "3 48 SELECT a0000003965453000000010300000000 -> 0301016fff010b 9000\n"
			 "5 48 ReadObject object 41 7fff0206, length 43 12 -> 41 0400 9000\n"
			 "7 48 GetRandom size 41 0010 -> 6985 conditions not satisfied\n");
}

static void chains_are_put_together(void **state)
{
	struct fixture f = begin();

	(void)state;
	host(&f, 1, 0x20, "8004004904");
	chip(&f, 2, 0x90, "");
	host(&f, 3, 0x40, "41020010");
	chip(&f, 4, 0x20, "4104 0102");
	host(&f, 5, 0x90, "");
	chip(&f, 6, 0x40, "0304 9000");
	assert_lines(&f, "1 48 GetRandom size 41 0010 -> 41 01020304 9000\n");
}

static void what_is_said_twice_is_told(void **state)
{
	struct fixture f = begin();

	(void)state;
	host(&f, 1, 0x00, "8004002000");
	chip(&f, 2, 0x81, "");
	host(&f, 3, 0x00, "8004002000");
	host(&f, 4, 0x00, "8004002000");
	chip(&f, 5, 0x00, "41070301016fff010b9000");
	host(&f, 6, 0x81, "");
	host(&f, 7, 0x82, "");
	chip(&f, 8, 0x82, "");
	assert_lines(&f, "2 48 the chip asks for the last block again (CRC)\n"
			 "4 48 the host sends its block again\n"
			 "3 48 GetVersion -> 41 0301016fff010b 9000\n"
			 "6 48 the host asks for the last block again (CRC)\n"
			 "7 48 the host asks for the last block again (another error)\n"
			 "8 48 the chip asks for the last block again (another error)\n");
}

static void a_chain_s_block_that_is_sent_again_counts_once(void **state)
{
	struct fixture f = begin();

	(void)state;
	host(&f, 1, 0x00, "8004004904 41020004");
	chip(&f, 2, 0x20, "4104 0102");
	host(&f, 3, 0x81, "");
	chip(&f, 4, 0x20, "4104 0102");
	host(&f, 5, 0x90, "");
	chip(&f, 6, 0x40, "0304 9000");
	assert_lines(&f, "3 48 the host asks for the last block again (CRC)\n"
			 "1 48 GetRandom size 41 0004 -> 41 01020304 9000\n");
}

static void a_block_that_the_chip_refuses_counts_once(void **state)
{
	struct fixture f = begin();
	const uint8_t broken[] = { T1_NAD_TO_CHIP, 0x60, 0x01, 0xff };

	(void)state;
	/* The first, the middle and the last link of a chain. */
	host(&f, 1, 0x20, "800400");
	chip(&f, 2, 0x81, "");
	host(&f, 3, 0x20, "800400");
	chip(&f, 4, 0x90, "");
	host(&f, 5, 0x60, "4904");
	chip(&f, 6, 0x91, "");
	assert_true(se050_traffic_write(&f.traffic, &f.listener, 6, broken, sizeof(broken)));
	chip(&f, 6, 0x92, "");
	host(&f, 7, 0x60, "4904");
	chip(&f, 8, 0x80, "");
	host(&f, 9, 0x00, "41020010");
	chip(&f, 10, 0x82, "");
	host(&f, 11, 0x00, "41020010");
	chip(&f, 12, 0x00, "4104 01020304 9000");
	assert_lines(&f, "2 48 the chip asks for the last block again (CRC)\n"
			 "6 48 the chip asks for the last block again (CRC)\n"
			 "6 48 a broken block of the host: 5a6001ff\n"
			 "6 48 the chip asks for the last block again (another error)\n"
			 "10 48 the chip asks for the last block again (another error)\n"
			 "3 48 GetRandom size 41 0010 -> 41 01020304 9000\n");
}

static void what_no_answer_came_to_is_told(void **state)
{
	struct fixture f = begin();

	(void)state;
	host(&f, 1, 0x00, "8004002000");
	host(&f, 2, 0x40, "8004002000");
	host(&f, 3, 0xc0, "");
	host(&f, 4, 0xcf, "");
	chip(&f, 5, 0xc3, "01");
	host(&f, 6, 0xe3, "01");
	se050_traffic_end(&f.traffic, &f.listener);
	se050_traffic_end(&f.traffic, &f.listener);
	assert_lines(&f, "1 48 GetVersion (no answer)\n"
			 "2 48 GetVersion (no answer)\n"
			 "3 48 RESYNC (no answer)\n"
			 "5 48 the chip asks: WTX 01\n"
			 "4 48 INTERFACE SOFT RESET (no answer)\n");
	f = begin();
	host(&f, 1, 0x00, "8004002000");
	se050_traffic_end(&f.traffic, &f.listener);
	assert_lines(&f, "1 48 GetVersion (no answer)\n");
}

static void sessions_and_protection_are_shown(void **state)
{
	struct fixture f = begin();

	(void)state;
	host(&f, 1, 0x00, "8050 0b00 08 1122334455667788");
	chip(&f, 2, 0x00, "6a88");
	host(&f, 3, 0x40, "8482 3300 10 00112233445566778899aabbccddeeff");
	chip(&f, 4, 0x40, "9000");
	host(&f, 5, 0x00, "8402 0000 10 00112233445566778899aabbccddeeff");
	chip(&f, 6, 0x00, "0011223344556677 9000");
	host(&f, 7, 0x40, "8005 0000 19 1008 0102030405060708 410d 8004002c08 4106 c00102030405");
	chip(&f, 8, 0x40, "6986");
	assert_lines(&f,
		"1 48 INITIALIZE UPDATE 1122334455667788 -> 6a88 referenced data not found\n"
		"3 48 EXTERNAL AUTHENTICATE 00112233445566778899aabbccddeeff -> 9000\n"
		"5 48 ReadObject, protected, 16 bytes -> 0011223344556677 9000\n"
		"7 48 ProcessSessionCmd in session 0102030405060708: VerifySessionUserID UserID value 41 "
		"c00102030405 -> 6986 command not allowed\n");
}

static void what_is_no_command_is_shown_as_bytes(void **state)
{
	static const uint8_t broken[] = { 0x5a, 0x00, 0x01, 0x02, 0x03, 0x04 };
	static const uint8_t wrong[] = { 0xa5, 0x00, 0x00, 0x00, 0x00 };
	struct fixture f = begin();

	(void)state;
	f.listener.context = &f;
	assert_false(se050_traffic_read(&f.traffic, &f.listener, 1, broken, sizeof(broken)));
	assert_false(se050_traffic_write(&f.traffic, &f.listener, 1, broken, sizeof(broken)));
	assert_false(se050_traffic_write(&f.traffic, &f.listener, 1, wrong, sizeof(wrong)));
	assert_false(se050_traffic_write(&f.traffic, &f.listener, 1, broken, 0));
	host(&f, 2, 0x00, "0102");
	assert_true(se050_traffic_write(&f.traffic, &f.listener, 3, broken, sizeof(broken)));
	assert_true(se050_traffic_read(&f.traffic, &f.listener, 4, wrong, sizeof(wrong)));
	/* What a host reads past the block is nothing. */
	assert_true(se050_traffic_read(&f.traffic, &f.listener, 5, wrong, sizeof(wrong)));
	host(&f, 6, 0x40, "c0ffee00");
	chip(&f, 7, 0x00, "90");
	host(&f, 8, 0x00, "80020000 03 410400");
	chip(&f, 9, 0x40, "41ff 9000");
	host(&f, 10, 0x40, "80020026 03 990100");
	chip(&f, 11, 0x00, "9000");
	host(&f, 12, 0xd8, "");
	chip(&f, 13, 0xf8, "");
	assert_lines(&f, "3 48 a broken block of the host: 5a0001020304\n"
			 "4 48 a broken block of the chip: a500000000\n"
			 "2 48 no APDU 0102 (no answer)\n"
			 "6 48 c0 ff ee 00 -> no status 90\n"
			 "8 48 ReadObject no TLV 410400 -> 41ff 9000\n"
			 "10 48 ReadType unknown 99 00 -> 9000\n"
			 "12 48 unknown S-block\n");
}

static void long_bytes_are_cut(void **state)
{
	struct fixture f = begin();

	(void)state;
	host(&f, 1, 0x00, "8001060035 4104 20000001 4429 00*41 43020030");
	chip(&f, 2, 0x00, "9000");
	assert_non_null(strstr(f.lines, "WriteBinary object 41 20000001, "));
	assert_non_null(strstr(f.lines, "... (41 bytes)"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_command_and_its_answer_are_one_line),
		cmocka_unit_test(chains_are_put_together),
		cmocka_unit_test(what_is_said_twice_is_told),
		cmocka_unit_test(a_chain_s_block_that_is_sent_again_counts_once),
		cmocka_unit_test(a_block_that_the_chip_refuses_counts_once),
		cmocka_unit_test(what_no_answer_came_to_is_told),
		cmocka_unit_test(sessions_and_protection_are_shown),
		cmocka_unit_test(what_is_no_command_is_shown_as_bytes),
		cmocka_unit_test(long_bytes_are_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
