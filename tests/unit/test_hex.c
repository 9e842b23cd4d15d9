/* tests/unit/test_hex.c: bytes as command lines write them, and the nearest of several words. */
#include <string.h>

#include "cmocka_all.h"
#include "hex.h"
#include "nearest.h"

static void bytes_are_read_in_either_case(void **state)
{
	uint8_t bytes[4];

	(void)state;
	assert_int_equal(hex_bytes("00fFa5", 6, bytes, sizeof(bytes)), 3);
	assert_memory_equal(bytes, "\x00\xff\xa5", 3);
	assert_int_equal(hex_bytes("", 0, bytes, sizeof(bytes)), 0);
}

static void what_is_no_hex_is_refused(void **state)
{
	uint8_t bytes[2];

	(void)state;
	assert_int_equal(hex_bytes("0", 1, bytes, sizeof(bytes)), -1);
	assert_int_equal(hex_bytes("0g", 2, bytes, sizeof(bytes)), -1);
	assert_int_equal(hex_bytes("g0", 2, bytes, sizeof(bytes)), -1);
	assert_int_equal(hex_bytes("0x", 2, bytes, sizeof(bytes)), -1);
	assert_int_equal(hex_bytes("000000", 6, bytes, sizeof(bytes)), -1);
}

static void numbers_have_one_to_eight_digits(void **state)
{
	uint32_t number = 7;

	(void)state;
	assert_false(hex_number("", 0, &number));
	assert_false(hex_number("123456789", 9, &number));
	assert_false(hex_number("-1", 2, &number));
	assert_int_equal(number, 7);
	assert_true(hex_number("ffffffff", 8, &number));
	assert_int_equal(number, 0xffffffff);
	assert_true(hex_number("6A!", 2, &number));
	assert_int_equal(number, 0x6a);
}

static void text_is_lower_case(void **state)
{
	char text[7];

	(void)state;
	hex_text(text, (const uint8_t *)"\x00\xff\xa5", 3);
	assert_string_equal(text, "00ffa5");
}

static const char *nearest_of(const char *word)
{
	static const char *const words[] = { "state", "serial", "rev", "memory" };
	struct nearest nearest = nearest_to(word, strlen(word));

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		nearest_offer(&nearest, words[i]);
	return nearest.best;
}

static void a_slip_of_the_finger_is_recognised(void **state)
{
	static const char *const slips[][2] = {
		{ "state", "state" },
		{ "sate", "state" },
		{ "sttae", "state" },
		{ "statee", "state" },
		{ "seriall", "serial" },
		{ "re", "rev" },
		{ "memroy", "memory" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(slips) / sizeof(slips[0]); i++)
		assert_string_equal(nearest_of(slips[i][0]), slips[i][1]);
}

static void another_word_is_not(void **state)
{
	char text[200];

	(void)state;
	memset(text, 's', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_null(nearest_of("colour"));
	assert_null(nearest_of("q"));
	assert_null(nearest_of(text));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_are_read_in_either_case),
		cmocka_unit_test(what_is_no_hex_is_refused),
		cmocka_unit_test(numbers_have_one_to_eight_digits),
		cmocka_unit_test(text_is_lower_case),
		cmocka_unit_test(a_slip_of_the_finger_is_recognised),
		cmocka_unit_test(another_word_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
