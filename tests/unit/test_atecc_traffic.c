/* tests/unit/test_atecc_traffic.c: what host and ATECC say, a line a command. */
#include <stdio.h>
#include <string.h>

#include "cmocka_all.h"
#include "crc.h"
#include "traffic.h"
#include "wire_text.h"

struct fixture {
	struct atecc_traffic traffic;
	struct traffic_listener listener;
	char lines[4096];
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
	return (struct fixture){ .traffic = { .address = 0x60 }, .listener = { .line = add_line } };
}

static bool host_says(struct fixture *f, uint64_t time_ns, const char *text)
{
	struct bytes bytes = wire(text);

	f->listener.context = f;
	return atecc_traffic_write(&f->traffic, &f->listener, time_ns, bytes.at, bytes.len);
}

static bool chip_says(struct fixture *f, uint64_t time_ns, const char *text)
{
	struct bytes bytes = wire(text);

	f->listener.context = f;
	return atecc_traffic_read(&f->traffic, &f->listener, time_ns, bytes.at, bytes.len);
}

/* "03", count, body, CRC. */
static bool host_commands(struct fixture *f, uint64_t time_ns, const char *body)
{
	struct bytes bytes = wire(body);
	uint8_t packet[160] = { 0x03, (uint8_t)(bytes.len + 3) };
	uint16_t crc;

	memcpy(packet + 2, bytes.at, bytes.len);
	crc = crc16_atca(packet + 1, bytes.len + 1);
	packet[bytes.len + 2] = (uint8_t)crc;
	packet[bytes.len + 3] = (uint8_t)(crc >> 8);
	f->listener.context = f;
	return atecc_traffic_write(&f->traffic, &f->listener, time_ns, packet, bytes.len + 4);
}

static bool chip_answers(struct fixture *f, const char *body)
{
	struct bytes bytes = wire(body);
	uint8_t answer[160] = { (uint8_t)(bytes.len + 3) };
	uint16_t crc;

	memcpy(answer + 1, bytes.at, bytes.len);
	crc = crc16_atca(answer, bytes.len + 1);
	answer[bytes.len + 1] = (uint8_t)crc;
	answer[bytes.len + 2] = (uint8_t)(crc >> 8);
	f->listener.context = f;
	return atecc_traffic_read(&f->traffic, &f->listener, 0, answer, bytes.len + 3);
}

static void a_command_and_its_answer_are_a_line(void **state)
{
	struct fixture f = begin();

	(void)state;
	assert_true(chip_says(&f, 1, "04113343"));
	assert_true(host_says(&f, 2, "03 07 30 00 0000 035d"));
	assert_true(chip_says(&f, 3, "07 00006002 8038"));
	assert_true(host_says(&f, 4, "02"));
	assert_true(host_says(&f, 5, "01"));
	assert_string_equal(f.lines, "1 60 awake\n"
				     "2 60 Info        00 revision                     0000 -> 00006002\n"
				     "4 60 idle\n"
				     "5 60 sleep\n");
}

static void parameters_are_told_in_their_meaning(void **state)
{
	static const struct {
		const char *command, *answer, *line;
	} rows[] = {
		{ "24 01 0100", "01000000", "Counter     01 increment                    0001 -> 01000000" },
		{ "02 80 0000", "ff*32",
			"Read        80 config                       config at 0, 32 bytes -> "
			"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" },
		{ "02 02 2100", "0f",
			"Read        02 data                         slot 4 at 4, 4 bytes -> 0f execution "
			"error" },
		{ "02 00 0004", "03",
			"Read        00 config                       no place 0400 -> 03 parse error" },
		{ "40 04 ffff", "05", "GenKey      04 create                       TempKey -> 05 ECC fault" },
		{ "41 80 0300", "01", "Sign        80 external, TempKey            slot 3 -> 01 miscompare" },
		{ "08 00 4500 11*32", "00",
			"MAC         00 slot, challenge              slot 5, data "
			"1111111111111111111111111111111111111111111111111111111111111111 -> 00 success" },
		{ "24 07 0000", "03", "Counter     07 (no such mode)               0000 -> 03 parse error" },
		{ "99 00 0000", "ff",
			"opcode 99   00 (no such mode)               0000 -> ff CRC or communication error" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fixture f = begin();
		char line[512];

		assert_true(host_commands(&f, 1, rows[i].command));
		assert_true(chip_answers(&f, rows[i].answer));
		snprintf(line, sizeof(line), "1 60 %s\n", rows[i].line);
		assert_string_equal(f.lines, line);
	}
}

/* cryptoauthlib reads the count first; older hosts read more than there is. */
static void an_answer_may_come_in_pieces_and_with_more_behind_it(void **state)
{
	static const char line[] = "1 60 Info        00 revision                     0000 -> 00006002\n";
	struct fixture f = begin();

	(void)state;
	assert_true(host_says(&f, 1, "03 07 30 00 0000 035d"));
	assert_true(chip_says(&f, 2, "ff ff ff"));
	assert_true(host_says(&f, 3, "00"));
	assert_true(chip_says(&f, 4, "07"));
	assert_true(chip_says(&f, 5, "00006002 8038 ffff"));
	assert_string_equal(f.lines, line);
	f = begin();
	assert_true(host_says(&f, 1, "03 07 30"));
	assert_true(host_says(&f, 2, "03 00 0000 035d 99"));
	assert_true(chip_says(&f, 3, "07 0000"));
	assert_true(host_says(&f, 4, "00"));
	assert_true(chip_says(&f, 5, "07 00006002 8038"));
	assert_string_equal(f.lines, line);
}

static void a_command_without_an_answer_is_told_too(void **state)
{
	struct fixture f = begin();

	(void)state;
	assert_true(host_says(&f, 1, "03 07 30 00 0000 035d"));
	assert_true(host_says(&f, 2, "03 07 30 00 0000 035d"));
	assert_true(host_says(&f, 3, "01"));
	assert_string_equal(f.lines,
		"1 60 Info        00 revision                     0000 -> (answer not read)\n"
		"2 60 Info        00 revision                     0000 -> (answer not read)\n"
		"3 60 sleep\n");
}

static void broken_packets_are_told_as_such(void **state)
{
	struct fixture f = begin();

	(void)state;
	assert_true(host_says(&f, 1, "03 07 30 00 0000 ffff"));
	assert_true(chip_says(&f, 2, "04 ff 0000"));
	assert_string_equal(f.lines, "1 60 Info        00 revision                     0000 (bad CRC) -> an "
				     "answer with a bad CRC: "
				     "04ff0000\n");
}

static void what_no_atecc_says_is_left_to_others(void **state)
{
	struct fixture f = begin();

	(void)state;
	assert_false(host_says(&f, 1, ""));
	assert_false(host_says(&f, 1, "5a cf 00 37 7f"));
	assert_false(host_says(&f, 1, "03 00"));
	assert_false(host_says(&f, 1, "03 ff"));
	assert_false(host_says(&f, 1, "02 01"));
	assert_false(host_says(&f, 1, "00"));
	assert_false(chip_says(&f, 1, "a5 ef 23"));
	assert_string_equal(f.lines, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_command_and_its_answer_are_a_line),
		cmocka_unit_test(parameters_are_told_in_their_meaning),
		cmocka_unit_test(an_answer_may_come_in_pieces_and_with_more_behind_it),
		cmocka_unit_test(a_command_without_an_answer_is_told_too),
		cmocka_unit_test(broken_packets_are_told_as_such),
		cmocka_unit_test(what_no_atecc_says_is_left_to_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
