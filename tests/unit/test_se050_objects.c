/* tests/unit/test_se050_objects.c: files, counters, PCRs, symmetric keys, what is told of them (se050-evidence.md 3). */
#include "cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "object.h"
#include "se050_fixture.h"

#define AES_KEY "404142434445464748494a4b4c4d4e4f"
#define ZEROS_32 "0000000000000000000000000000000000000000000000000000000000000000"

static int set_up_part(void **state, const char *part)
{
	struct se050_fixture *f = se_new(part);

	se_select(f);
	*state = f;
	return 0;
}

static int set_up(void **state)
{
	return set_up_part(state, "se050c");
}

static int set_up_e(void **state)
{
	return set_up_part(state, "se050e");
}

static int tear_down(void **state)
{
	se_free(*state);
	return 0;
}

static void assert_value(struct se050_fixture *f, uint32_t id, const char *hex)
{
	uint8_t expected[256];
	size_t len = se_hex(hex, expected, sizeof(expected));
	struct rbuf value = object_value(f->chip, object_look(f->chip, id));

	assert_int_equal(rbuf_left(&value), len);
	assert_memory_equal(value.at, expected, len);
}

/* AN12436 tables 4 and 15. */
static void a_factory_fresh_part(void **state)
{
	struct se050_fixture *f = *state;

	assert_apdu(f, "8002000006 41047fff0206", "41820012 04005001XXXXXXXXXXXXXXXXXXXXXXXXXXXX 9000");
	assert_apdu(f, "8002000706 41047fff0206", "4102 0012 9000");
	assert_apdu(f, "8002002606 41047fff0206", "41010b 420101 9000");
	assert_apdu(f, "8002002606 4104f0000012", "410101 420101 9000");
	assert_apdu(f, "8002000706 4104f0000012", "4102 0020 9000");
	assert_apdu(f, "8002000006 41047fff0201",
		"41820041 04XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX"
		"XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX 9000");
	assert_apdu(f, "80020025 07 41020000 4201ff",
		"410101 4282006c 7fff0206 7fff0201 7fff0202 7fff0204 f0000020 f0000012 f0000000 f0000002 "
		"f0000100 "
		"f0000102 f0000010 f0000110 f0000112 f0000120 f0000122 "
		"f0000001 f0000003 f0000011 f0000013 f0000101 f0000103 f0000111 f0000113 f0000121 f0000123 "
		"7fff0209 "
		"f0000030 9000");
	assert_apdu(f, "80020025 07 41020000 42010b",
		"410101 4282002c 7fff0206 f0000001 f0000003 f0000011 f0000013 f0000101 f0000103 f0000111 "
		"f0000113 f0000121 f0000123 9000");
	assert_apdu(f, "80020025 07 41020019 4201ff", "410101 42820008 7fff0209 f0000030 9000");
	assert_apdu(f, "80020025 07 4102001b 4201ff", "410101 42820000 9000");
	assert_apdu(f, "8004002806 41047fff0206", "6986");
	assert_apdu(f, "8004002806 4104f0000012", "6986");
	assert_apdu(f, "8004002806 4104f0000100", "9000");
	assert_apdu(f, "8004002706 4104f0000100", "410102 9000");
}

static void from_7_2_on_types_tell_the_curve(void **state)
{
	struct se050_fixture *f = *state;

	assert_apdu(f, "8002002606 4104f0000012", "410129 420101 9000");
	assert_apdu(
		f, "80020025 07 41020000 42012b", "410101 42820010 7fff0204 f0000020 7fff0209 f0000030 9000");
}

static void what_is_not_there(void **state)
{
	struct se050_fixture *f = *state;

	assert_apdu(f, "8004002706 410400000001", "410102 9000");
	assert_apdu(f, "8002000006 410400000001", "6985");
	assert_apdu(f, "8002002606 410400000001", "6985");
	assert_apdu(f, "8002000706 410400000001", "6985");
	assert_apdu(f, "8004002806 410400000001", "6985");
}

/* Structure wrong: 6A80, whatever the command (seen on parts). */
static void broken_parameters(void **state)
{
	struct se050_fixture *f = *state;
	static const char *const wrong[] = { "80040027", "8004002705 4103000000", "8004002707 41050000000000",
		"800400270c 410400000001 410400000001", "8004002709 410400000001 7e0100",
		"8004002706 410500000001", "8004002708 4183000000000001", "8004002706 420400000001",
		"8004002701 41", "8004002702 4104", "8004002706 4180 00000001" };

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_apdu(f, wrong[i], "6a80");
	/* A length in more bytes than it needs, and another order. */
	assert_apdu(f, "8004002708 4182000400000001", "410102 9000");
	assert_apdu(f, "80020025 07 42010a 41020000", "410101 42820000 9000");
}

/* Past the end a write is 6A80, a read 6985 (seen on parts). */
static void a_file_is_written_in_parts_and_never_changes_its_size(void **state)
{
	struct se050_fixture *f = *state;

	assert_apdu(f, "8001060010 410400000010 43020008 4404 01020304", "9000");
	assert_apdu(f, "8001060010 410400000010 42020004 4404 05060708", "9000");
	assert_apdu(f, "8002000006 410400000010", "41820008 0102030405060708 9000");
	assert_apdu(f, "800200000e 410400000010 42020002 43020003", "41820003 030405 9000");
	assert_apdu(f, "800200000a 410400000010 43020003", "41820003 010203 9000");
	assert_apdu(f, "800200000a 410400000010 42020005", "41820003 060708 9000");
	assert_apdu(f, "8002000706 410400000010", "4102 0008 9000");
	assert_apdu(f, "8001060010 410400000010 42020005 4404 05060708", "6a80");
	assert_apdu(f, "800200000e 410400000010 42020006 43020003", "6985");
	assert_apdu(f, "800200000a 410400000010 42020009", "6985");
	assert_apdu(f, "8001060010 410400000010 43020010 4404 05060708", "6a80");
	assert_apdu(f, "8001060010 410400000011 43020003 4404 05060708", "6a80");
	assert_apdu(f, "8001060006 410400000011", "6a80");
	assert_apdu(f, "800106000a 410400000011 43020000", "6a80");
	assert_apdu(f, "800106000a 410400000011 43028000", "6a80");
	assert_apdu(f, "800106000a 410400000000 43020010", "6985");
	assert_apdu(f, "804106000a 410400000012 43020010", "6985");
	assert_apdu(f, "8002000006 410400000010", "41820008 0102030405060708 9000");
	se_power_cycle(f);
	assert_apdu(f, "8002000006 410400000010", "41820008 0102030405060708 9000");
	assert_apdu(f, "8004002806 410400000010", "9000");
	assert_apdu(f, "8002000006 410400000010", "6985");
}

static void a_command_of_another_class_does_not_write(void **state)
{
	struct se050_fixture *f = *state;

	assert_apdu(f, "800106000a 410400000010 43020008", "9000");
	assert_apdu(f, "8001080006 410400000010", "6985");
	assert_apdu(f, "8001030018 410400000010 4310" AES_KEY, "6985");
	assert_apdu(f, "8001060010 41047fff0206 42020000 4404 05060708", "6986");
}

static void counters_only_rise(void **state)
{
	struct se050_fixture *f = *state;

	assert_apdu(f, "800108000a 410400000020 42020002", "9000");
	assert_apdu(f, "8002000006 410400000020", "41820002 0000 9000");
	assert_apdu(f, "8001080006 410400000020", "9000");
	assert_apdu(f, "8002000006 410400000020", "41820002 0001 9000");
	assert_apdu(f, "800108000a 410400000020 4302fffe", "9000");
	assert_apdu(f, "8001080006 410400000020", "9000");
	assert_apdu(f, "8002000006 410400000020", "41820002 ffff 9000");
	assert_apdu(f, "8001080006 410400000020", "6985");
	assert_apdu(f, "800108000a 410400000020 4302fffe", "6985");
	assert_apdu(f, "8001080009 410400000020 430100", "6a80");
	assert_apdu(f, "8002000006 410400000020", "41820002 ffff 9000");
	assert_apdu(f, "800108000a 410400000021 42020000", "6a80");
	assert_apdu(f, "800108000a 410400000021 42020009", "6a80");
	assert_apdu(f, "8001080006 410400000021", "6a80");
	assert_apdu(f, "8001080010 410400000021 43080102030405060708", "9000");
	assert_apdu(f, "8002000006 410400000021", "41820008 0102030405060708 9000");
	assert_apdu(f, "8002002606 410400000021", "41010d 420101 9000");
}

static void pcrs_are_extended_and_go_back(void **state)
{
	struct se050_fixture *f = *state;

	assert_apdu(f, "8001090028 410400000030 4220" ZEROS_32, "9000");
	assert_apdu(f, "8001090009 410400000030 430161", "9000");
	/* SHA-256 of 32 zeros and "a". */
	assert_apdu(f, "8002000006 410400000030",
		"41820020 41a0370c3d9f42773a59e8e01651911cf43b1e3f66944cbb690029debc4eb647 9000");
	assert_apdu(f, "8001090006 410400000030", "9000");
	assert_apdu(f, "8002000006 410400000030", "41820020" ZEROS_32 "9000");
	assert_apdu(f, "8001090006 410400000031", "6a80");
	assert_apdu(f, "8001090009 410400000031 430161", "6a80");
}

static void user_ids_are_never_changed_nor_read(void **state)
{
	struct se050_fixture *f = *state;

	assert_apdu(f, "804107000d 410400000040 4205 0102030405", "9000");
	assert_apdu(f, "804107000d 410400000040 4205 0102030405", "6985");
	assert_apdu(f, "8002000006 410400000040", "6985");
	assert_apdu(f, "8002000706 410400000040", "6985");
	assert_apdu(f, "8002002606 410400000040", "41010c 420101 9000");
	/* Without a policy: READ only. */
	assert_apdu(f, "8004002806 410400000040", "6986");
	assert_apdu(f, "8001070009 410400000041 420101", "6985");
	assert_apdu(f, "8041070011 12020100 410400000041 4205 0102030405", "6985");
	/* From one byte on before 3.4.0. */
	assert_apdu(f, "8041070009 410400000041 420101", "9000");
}

static void user_ids_from_3_4_0_on_have_four_bytes(void **state)
{
	struct se050_fixture *f = *state;

	assert_apdu(f, "804107000b 410400000041 4203 010203", "6a80");
	assert_apdu(f, "804107000c 410400000041 4204 01020304", "9000");
}

static void symmetric_keys_are_written_and_not_read(void **state)
{
	struct se050_fixture *f = *state;

	assert_apdu(f, "8001030018 410400000050 4310" AES_KEY, "9000");
	assert_value(f, 0x50, AES_KEY);
	assert_apdu(f, "8002000006 410400000050", "6986");
	assert_apdu(f, "8002000706 410400000050", "4102 0010 9000");
	assert_apdu(f, "8001030018 410400000050 4310 00000000000000000000000000000001", "9000");
	assert_value(f, 0x50, "00000000000000000000000000000001");
	assert_apdu(
		f, "8001030020 410400000050 4318 000000000000000000000000000000000000000000000001", "6985");
	assert_apdu(f, "8001030010 410400000051 4308 0000000000000001", "6985");
	assert_apdu(f, "8001030017 410400000051 430f 000000000000000000000000000001", "6985");
	assert_apdu(f, "8001040010 410400000052 4308 0000000000000001", "9000");
	assert_apdu(f, "8001050009 410400000053 430101", "9000");
	assert_apdu(f, "8041050009 410400000054 430101", "6985");
	assert_apdu(
		f, "8041030020 410400000054 4318 000000000000000000000000000000000000000000000001", "6985");
	assert_apdu(f, "8001030018 410400000000 4310" AES_KEY, "6985");
	assert_apdu(f, "800103001c 410400000055 44020010 4310" AES_KEY, "6a80");
}

#define WRAPPED "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5"

/* RFC 3394 4.1, and damage to each byte of it. */
static void a_wrapped_key_is_unwrapped(void **state)
{
	struct se050_fixture *f = *state;
	char hex[] = "8001030026 410400000061 420400000060 4318" WRAPPED;

	assert_apdu(f, "8001030018 410400000060 4310 000102030405060708090a0b0c0d0e0f", "9000");
	assert_apdu(f, hex, "9000");
	assert_value(f, 0x61, "00112233445566778899aabbccddeeff");
	for (size_t i = 0; i < 24; i++) {
		char *digit = strstr(hex, "4318") + 4 + 2 * i, was = *digit;

		*digit = was == '0' ? '1' : '0';
		assert_apdu(f, hex, "6985");
		*digit = was;
	}
	assert_value(f, 0x61, "00112233445566778899aabbccddeeff");
	assert_apdu(f, "8001030026 410400000061 420400000077 4318" WRAPPED, "6985");
	/* The key-encryption key must allow WRAP. */
	assert_apdu(f,
		"8001030023 1109 0800000000 10140000 410400000062 4310 000102030405060708090a0b0c0d0e0f",
		"9000");
	assert_apdu(f, "8001030026 410400000061 420400000062 4318" WRAPPED, "6986");
}

static void crypto_objects_are_listed_and_deleted(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	assert_apdu(f, "80021025", "41820000 9000");
	assert_apdu(f, "800110000a 41020001 420101 430104", "9000");
	assert_apdu(f, "800110000a 41020001 420101 430104", "6985");
	assert_apdu(f, "800110000a 4102ffff 420102 43010d", "9000");
	assert_apdu(f, "80021025", "41820008 00010104 ffff020d 9000");
	assert_apdu(f, "800110000a 41020002 420101 430109", "6985");
	assert_apdu(f, "800110000a 41020002 420104 4301b0", "6985");
	assert_apdu(f, "800110000a 41020002 420105 430101", "6985");
	assert_apdu(f, "8041030018 41047da00002 4310" AES_KEY, "9000");
	se_session_aes(f, &s, 0x7da00002, AES_KEY, 0x33);
	assert_in(f, &s, "8004102804 41020001", "6985");
	assert_apdu(f, "8004102804 41020001", "9000");
	assert_apdu(f, "8004102804 41020001", "6985");
	assert_apdu(f, "80021025", "41820004 ffff020d 9000");
	se_power_cycle(f);
	assert_apdu(f, "80021025", "41820004 ffff020d 9000");
}

static void time_stamps_rise(void **state)
{
	struct se050_fixture *f = *state;

	assert_apdu(f, "8004003d", "4182000c 00000001 XXXXXXXXXXXXXXXX 9000");
	assert_apdu(f, "8004003d", "4182000c 00000001 XXXXXXXXXXXXXXXX 9000");
	se_select(f);
	assert_apdu(f, "8004003d", "4182000c 00000001 XXXXXXXXXXXXXXXX 9000");
	se_power_cycle(f);
	assert_apdu(f, "8004003d", "4182000c 00000002 XXXXXXXXXXXXXXXX 9000");
}

static void attributes_from_7_2_on(void **state)
{
	struct se050_fixture *f = *state;

	assert_apdu(f, "8001060015 1109 0800000000 00340000 410400000010 43020008", "9000");
	assert_apdu(f, "8002003b06 410400000010",
		"4382001c 00000010 0b 01 0000 00000000 0000 0800000000 00340000 01 00000000 9000");
	assert_apdu(f, "8041030022 12020003 41047da00002 4310" AES_KEY "4b0400000007", "9000");
	assert_apdu(f, "8002003b06 41047da00002",
		"4382001c 7da00002 09 02 0000 00000000 0003 0800000000 00200000 01 00000007 9000");
	assert_apdu(f, "8001060015 1109 0800000000 00140000 410400000011 43020008", "9000");
	assert_apdu(f, "8002003b06 410400000011", "6986");
	/* They stay when the value of a transient object is gone (AN12413 3.2.2). */
	assert_apdu(f, "8081030023 1109 0800000000 00340000 410400000012 4310" AES_KEY, "9000");
	se_select(f);
	assert_apdu(f, "8002003b06 410400000012",
		"4382001c 00000012 09 01 0000 00000000 0000 0800000000 00340000 01 00000000 9000");
	/* Update: tag 15 must be what is stored. */
	assert_apdu(f, "800106001b 1509 0800000000 00340000 410400000010 42020000 440401020304", "9000");
	assert_apdu(f, "800106001b 1509 0800000000 00240000 410400000010 42020000 440401020304", "6985");
	assert_apdu(f, "80040021",
		"41820025 070200 3f9f XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX ffff "
		"9000");
	assert_apdu(f, "8002005b", "41820003 000002 9000");
	assert_apdu(f, "8004005804 4102fe01", "410101 9000");
	assert_apdu(f, "8004005804 4102f906", "6985");
	assert_apdu(f, "8004005804 41020000", "6985");
}

static void what_7_2_has_is_unknown_before(void **state)
{
	struct se050_fixture *f = *state;

	assert_apdu(f, "8002003b06 41047fff0206", "6a86");
	assert_apdu(f, "8002005b", "6a86");
	assert_apdu(f, "80040021", "41820007 0301016fff010b 9000");
	assert_apdu(f, "8001060010 410400000010 43020008 4b0400000000", "6a80");
}

static void random_bytes_of_every_length(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t got[1100];
	static const unsigned int lengths[] = { 1, 2, 127, 128, 255, 256, 300, 885 };

	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		uint8_t command[] = { 0x80, 0x04, 0x00, 0x49, 0x00, 0x00, 0x04, 0x41, 0x02,
			(uint8_t)(lengths[i] >> 8), (uint8_t)lengths[i], 0x00, 0x00 };

		assert_int_equal(se_apdu(f, command, sizeof(command), got, sizeof(got)), lengths[i] + 6);
	}
	assert_apdu(f, "8004004904 41020000", "6985");
	assert_apdu(f, "8004004904 41020376", "6985");
	assert_apdu(f, "8004004904 4102ffff", "6985");
}

#define ON_C(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
#define ON_E(test) cmocka_unit_test_setup_teardown(test, set_up_e, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_C(a_factory_fresh_part),
		ON_E(from_7_2_on_types_tell_the_curve),
		ON_C(what_is_not_there),
		ON_C(broken_parameters),
		ON_C(a_file_is_written_in_parts_and_never_changes_its_size),
		ON_C(a_command_of_another_class_does_not_write),
		ON_C(counters_only_rise),
		ON_C(pcrs_are_extended_and_go_back),
		ON_C(user_ids_are_never_changed_nor_read),
		ON_E(user_ids_from_3_4_0_on_have_four_bytes),
		ON_C(symmetric_keys_are_written_and_not_read),
		ON_C(a_wrapped_key_is_unwrapped),
		ON_C(crypto_objects_are_listed_and_deleted),
		ON_C(time_stamps_rise),
		ON_E(attributes_from_7_2_on),
		ON_C(what_7_2_has_is_unknown_before),
		ON_C(random_bytes_of_every_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
