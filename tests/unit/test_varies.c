/* tests/unit/test_varies.c: what of an answer is random or the part's own, by the commands' tables. */
#include "cmocka_all.h"

#include <string.h>

#include "crc.h"
#include "hex.h"
#include "varies050.h"
#include "varies608.h"

struct bytes {
	uint8_t at[256];
	size_t len;
};

static struct bytes from_hex(const char *text)
{
	struct bytes b;
	char digits[512];
	size_t n = 0;
	int len;

	for (; *text; text++)
		if (*text != ' ')
			digits[n++] = *text;
	len = hex_bytes(digits, n, b.at, sizeof(b.at));
	assert_true(len >= 0);
	b.len = (size_t)len;
	return b;
}

/* A packet as the host sends it, from opcode, mode, param2 and this many bytes of data. */
static struct rbuf packet(struct bytes *b, uint8_t opcode, uint8_t mode, uint16_t param2, size_t data)
{
	struct wbuf w = wbuf_to(b->at, sizeof(b->at));

	wbuf_u8(&w, (uint8_t)(7 + data));
	wbuf_u8(&w, opcode);
	wbuf_u8(&w, mode);
	wbuf_le16(&w, param2);
	wbuf_fill(&w, 0x11, data);
	wbuf_le16(&w, crc16_atca(b->at, w.len));
	return rbuf_from(b->at, w.len);
}

static void of_an_atecc_chance_and_its_own_keys_vary(void **state)
{
	static const struct {
		uint8_t opcode, mode;
		uint16_t param2;
		uint8_t data;
		bool whole;
	} cases[] = { { 0x1b, 0, 0, 0, true }, { 0x16, 0, 0, 20, true }, { 0x16, 3, 0, 32, false },
		{ 0x40, 4, 0, 0, true }, { 0x40, 0, 0, 0, true }, { 0x41, 0x80, 0, 0, true },
		{ 0x43, 0x0c, 0, 64, true }, { 0x08, 0x00, 1, 32, true }, { 0x08, 0x40, 1, 32, true },
		{ 0x30, 0, 0, 0, false }, { 0x24, 0, 0, 0, false }, { 0x47, 2, 0, 0, false },
		{ 0x02, 0x82, 0x40, 0, true }, { 0x02, 0x81, 0, 0, false }, { 0x56, 0x14, 0, 20, true },
		{ 0x56, 0x10, 0, 20, false } };
	struct atecc_varies fresh = { .written = 0 };
	struct bytes b;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct varies v = atecc_varies(
			&fresh, packet(&b, cases[i].opcode, cases[i].mode, cases[i].param2, cases[i].data));

		if (v.whole != cases[i].whole || v.cannot)
			fail_msg("case %zu", i);
		assert_true(!v.whole || v.reason);
	}
}

static void of_the_config_zone_the_serial_number_varies(void **state)
{
	struct atecc_varies fresh = { .written = 0 };
	struct bytes b;
	struct varies v = atecc_varies(&fresh, packet(&b, 0x02, 0x80, 0, 0));

	(void)state;
	for (size_t i = 0; i < 32; i++)
		assert_int_equal(varies_at(&v, i), i == 2 || i == 3 || (i >= 8 && i < 12));
	v = atecc_varies(&fresh, packet(&b, 0x02, 0x00, 2, 0)); /* bytes 8 to 11 */
	for (size_t i = 0; i < 4; i++)
		assert_true(varies_at(&v, i));
	v = atecc_varies(&fresh, packet(&b, 0x02, 0x00, 1, 0));
	for (size_t i = 0; i < 4; i++)
		assert_false(varies_at(&v, i));
	v = atecc_varies(&fresh, packet(&b, 0x02, 0x80, 8, 0));
	assert_int_equal(v.n, 0);
}

static void what_the_host_wrote_into_a_slot_does_not_vary(void **state)
{
	struct atecc_varies s = { .written = 0 };
	struct bytes b;

	(void)state;
	assert_true(atecc_varies(&s, packet(&b, 0x02, 0x82, 8 << 3, 0)).whole);
	atecc_varied(&s, packet(&b, 0x12, 0x82, 8 << 3, 32), false, false); /* refused */
	assert_true(atecc_varies(&s, packet(&b, 0x02, 0x82, 8 << 3, 0)).whole);
	atecc_varied(&s, packet(&b, 0x12, 0x82, 8 << 3, 32), true, false);
	assert_false(atecc_varies(&s, packet(&b, 0x02, 0x82, 8 << 3, 0)).whole);
	assert_true(atecc_varies(&s, packet(&b, 0x02, 0x82, 9 << 3, 0)).whole);
	/* Its key neither. */
	assert_false(atecc_varies(&s, packet(&b, 0x08, 0x00, 8, 32)).whole);
}

/* A nonce that was the same changes nothing: a part with the same seed is asked the same. */
/* It may be another one in TempKey, but nobody can say that it is: nothing is left unsaid for that. */
static void a_secret_that_the_part_came_with_is_no_reason_to_stop(void **state)
{
	struct atecc_varies s = { .written = 0 };
	struct bytes b;

	(void)state;
	atecc_varied(&s, packet(&b, 0x16, 3, 0, 32), true, false);
	assert_false(atecc_varies(&s, packet(&b, 0x08, 2, 0, 32)).whole);
	atecc_varied(&s, packet(&b, 0x15, 2, 5, 0), true, false);
	assert_true(atecc_varies(&s, packet(&b, 0x08, 2, 0, 32)).whole);
	assert_null(atecc_varies(&s, packet(&b, 0x28, 2, 0, 77)).cannot);
	atecc_varied(&s, packet(&b, 0x47, 4, 5, 0), true, false);
	assert_true(atecc_varies(&s, packet(&b, 0x47, 2, 0, 0)).whole);
}

static void after_another_nonce_what_proves_it_cannot_be_said(void **state)
{
	struct atecc_varies s = { .written = 0 };
	struct bytes b;

	(void)state;
	atecc_varied(&s, packet(&b, 0x16, 0, 0, 20), true, false);
	assert_null(atecc_varies(&s, packet(&b, 0x28, 1, 5, 77)).cannot);
	atecc_varied(&s, packet(&b, 0x16, 0, 0, 20), true, true);
	assert_non_null(atecc_varies(&s, packet(&b, 0x28, 1, 5, 77)).cannot);
	assert_non_null(atecc_varies(&s, packet(&b, 0x12, 0x82, 8 << 3, 64)).cannot);
	assert_null(atecc_varies(&s, packet(&b, 0x12, 0x82, 8 << 3, 32)).cannot);
	assert_non_null(atecc_varies(&s, packet(&b, 0x45, 0, 9, 64)).cannot);
	assert_null(atecc_varies(&s, packet(&b, 0x45, 0x20, 9, 64)).cannot);
	assert_true(atecc_varies(&s, packet(&b, 0x08, 1, 1, 0)).whole);
	/* The host's own bytes in TempKey end it. */
	atecc_varied(&s, packet(&b, 0x16, 3, 0, 32), true, false);
	assert_null(atecc_varies(&s, packet(&b, 0x28, 1, 5, 77)).cannot);
}

static struct varies of(const struct se050_varies *s, const char *command, const char *answer)
{
	struct bytes c = from_hex(command), a = from_hex(answer);

	return se050_varies(s, rbuf_from(c.at, c.len), rbuf_from(a.at, a.len));
}

static void after(struct se050_varies *s, const char *command, bool differed)
{
	struct bytes c = from_hex(command);

	se050_varied(s, rbuf_from(c.at, c.len), differed);
}

static void of_an_se05x_chance_and_keys_it_made_vary(void **state)
{
	static const char generate[] = "80016100 0b 410410002000 420103 4b0100",
			  read[] = "80020000 06 410410002000 00";
	static const char given[] = "80016100 0d 410410002000 430101 440101 00";
	struct se050_varies s = { .n = 0 };

	(void)state;
	assert_true(of(&s, "80040049 04 41020010 00", "9000").whole);          /* GetRandom */
	assert_true(of(&s, "80020000 06 41047fff0206 00", "4100 9000").whole); /* unique id */
	assert_true(of(&s, "80020000 06 4104f0000000 00", "4100 9000").whole); /* comes with the part */
	assert_false(of(&s, "80040020 00", "9000").whole);                     /* GetVersion */
	assert_false(of(&s, read, "4100 9000").whole);
	after(&s, generate, false);
	assert_true(of(&s, read, "4100 9000").whole);
	after(&s, given, false);
	assert_false(of(&s, read, "4100 9000").whole);
}

static void of_an_attested_answer_time_id_and_signature_vary(void **state)
{
	struct se050_varies s = { .n = 0 };
	struct varies v = of(&s,
		"80220000 21 410410002000 4504f0000012 460121 4710"
		"00000000000000000000000000000000 00",
		"4102aabb 420111 4302cccc 440100 450222 22 4601ff 9000");

	(void)state;
	assert_false(v.whole);
	for (size_t i = 0; i < 21; i++)
		assert_int_equal(varies_at(&v, i), (i >= 7 && i < 11) || i >= 14);
}

static void after_another_challenge_what_follows_cannot_be_said(void **state)
{
	static const char initialize[] = "80500000 08 0102030405060708 00";
	static const char authenticate[] = "84823300 10 00112233445566778899aabbccddeeff";
	static const char process[] = "80050000 10 1008 0102030405060708 4104 80040020 00";
	struct se050_varies s = { .n = 0 };

	(void)state;
	assert_true(of(&s, initialize, "9000").whole);
	after(&s, initialize, false);
	assert_null(of(&s, authenticate, "9000").cannot);
	after(&s, initialize, true);
	assert_non_null(of(&s, authenticate, "9000").cannot);
	assert_non_null(of(&s, "84040020 00", "9000").cannot);
	assert_null(of(&s, process, "9000").cannot);
	after(&s, "8004001b 06 41040000cafe 00", true); /* CreateSession */
	assert_non_null(of(&s, process, "9000").cannot);
}

static void after_another_challenge_a_desfire_card_answers_otherwise(void **state)
{
	static const char first[] = "80030053 18 41047da00001 4210 000102030405060708090a0b0c0d0e0f 00";
	static const char *const of_card[] = { "80030012 03 410100 00", "80030013 03 410100",
		"80030054 03 410100 00", "80030014 00", "80030015 03 440101 00", "80030016 03 410100 00" };
	static const char *const others[] = { first, "80030010 03 410100", "80030017" };
	struct se050_varies s = { .n = 0 };

	(void)state;
	for (int differed = 0; differed < 2; differed++) {
		after(&s, first, differed);
		for (size_t i = 0; i < sizeof(of_card) / sizeof(of_card[0]); i++)
			assert_int_equal(!!of(&s, of_card[i], "9000").cannot, differed);
		for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
			assert_null(of(&s, others[i], "9000").cannot);
	}
	assert_true(of(&s, first, "4100 9000").whole);
	assert_true(of(&s, "80030014 00", "4100 9000").whole);
	assert_false(of(&s, "80030012 03 410100 00", "4100 9000").whole);
	assert_false(of(&s, "80030017", "9000").whole);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_an_atecc_chance_and_its_own_keys_vary),
		cmocka_unit_test(of_the_config_zone_the_serial_number_varies),
		cmocka_unit_test(what_the_host_wrote_into_a_slot_does_not_vary),
		cmocka_unit_test(a_secret_that_the_part_came_with_is_no_reason_to_stop),
		cmocka_unit_test(after_another_nonce_what_proves_it_cannot_be_said),
		cmocka_unit_test(of_an_se05x_chance_and_keys_it_made_vary),
		cmocka_unit_test(of_an_attested_answer_time_id_and_signature_vary),
		cmocka_unit_test(after_another_challenge_what_follows_cannot_be_said),
		cmocka_unit_test(after_another_challenge_a_desfire_card_answers_otherwise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
