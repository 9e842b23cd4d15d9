/* tests/unit/test_atecc_nonce.c: Nonce and Random. */
#include "atecc_fixture.h"

#include "cmocka_all.h"

#include <string.h>

/* Random (LORA-B 5.1.5, observed.md) */

static void random_answers_32_bytes_that_never_repeat(void **state)
{
	struct atecc_fixture *f = *state;
	uint8_t seen[16][32];

	for (size_t i = 0; i < 16; i++) {
		struct bytes answer = assert_length(f, 32, "1b %c 0000", (unsigned int)i & 1);

		memcpy(seen[i], answer.at, 32);
		for (size_t k = 0; k < i; k++)
			assert_memory_not_equal(seen[i], seen[k], 32);
	}
}

static void before_the_config_lock_random_is_ffff0000(void **state)
{
	struct atecc_fixture *f = *state;

	assert_answer(
		f, "1b 00 0000", "ffff0000 ffff0000 ffff0000 ffff0000 ffff0000 ffff0000 ffff0000 ffff0000");
	assert_answer(
		f, "1b 01 0000", "ffff0000 ffff0000 ffff0000 ffff0000 ffff0000 ffff0000 ffff0000 ffff0000");
}

static void random_has_two_modes_and_no_parameter(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int mode = 2; mode < 256; mode++)
		assert_status(f, ATCA_PARSE_ERROR, "1b %c 0000", mode);
	assert_status(f, ATCA_PARSE_ERROR, "1b 00 0100");
	assert_status(f, ATCA_PARSE_ERROR, "1b 00 0000 00");
}

/* Nonce, random (LORA-B 5.1.4; atecc608.md 6) */

static void a_random_nonce_is_the_digest_of_its_answer_and_the_input(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int mode = 0; mode < 2; mode++) {
		struct bytes num_in = wire("%20", known_key);
		struct bytes rand_out = assert_length(f, 32, "16 %c 0000 %b", mode, &num_in);
		struct digest expected = host_sha256("%32 %b 16 %c 00", rand_out.at, &num_in, mode);

		assert_tempkey(f, expected);
		assert_int_equal(run(f, "30 02 0000").at[0], 0x00);
		assert_tempkey_valid(f, true);
	}
}

static void before_the_config_lock_a_random_nonce_is_of_ffff0000(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes ffff0000 =
		wire("ffff0000 ffff0000 ffff0000 ffff0000 ffff0000 ffff0000 ffff0000 ffff0000");

	assert_answer(f, "16 00 0000 a5*20", "%b", &ffff0000);
	assert_tempkey(f, host_sha256("%b a5*20 16 00 00", &ffff0000));
	assert_state(f, "0080");
}

static void a_fixed_nonce_is_the_input_itself(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_SUCCESS, "16 03 0000 %32", known_key);
	assert_memory_equal(f->chip->sram.tempkey.value, known_key, 32);
	assert_int_equal(run(f, "30 02 0000").at[0], 0x10);
	assert_tempkey_valid(f, true);
}

/* DS20005927A p.26: a Nonce replaces whatever GenDig or GenKey left. */
static void a_nonce_clears_every_other_flag(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk;

	for (int fixed = 0; fixed < 2; fixed++) {
		set_slot_config(f, 12, 0x0f9f);
		tk = host_nonce_random(f);
		host_gen_dig(f, 12, &tk, "15 02 0c00");
		assert_int_equal(run(f, "30 02 0000").at[0], 0xac);
		if (fixed)
			host_nonce_fixed(f, known_key);
		else
			host_nonce_random(f);
		assert_int_equal(run(f, "30 02 0000").at[0], fixed ? 0x10 : 0x00);
	}
}

static void of_64_bytes_the_upper_32_are_a_key_too(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes input =
		wire("%32 000102030405060708090a0b0c0d0e0f 101112131415161718191a1b1c1d1e1f", known_key);
	uint8_t expected[16];

	assert_status(f, ATCA_SUCCESS, "16 23 0000 %b", &input);
	assert_state(f, "1080");
	for (unsigned int block = 0; block < 4; block++) {
		host_aes128(input.at + 16 * block, wire("5a*16").at, expected);
		assert_answer(f, "51 %c ffff 5a*16", "%16", block << 6, expected);
	}
	assert_status(f, ATCA_SUCCESS, "16 03 0000 %32", known_key);
	assert_status(f, ATCA_EXECUTION_ERROR, "51 80 ffff 5a*16");
}

/* LORA-B 5.1.4; the library loads MsgDigBuf after TempKey and verifies with both. */
static void the_other_buffers_leave_tempkey_alone(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_random(f);

	assert_status(f, ATCA_SUCCESS, "16 43 0000 11*32");
	assert_status(f, ATCA_SUCCESS, "16 63 0000 22*64");
	assert_status(f, ATCA_SUCCESS, "16 83 0000 33*32");
	assert_state(f, "0080");
	assert_tempkey(f, tk);
}

static void no_other_mode_exists(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int mode = 0; mode < 256; mode++) {
		switch (mode) {
		case 0x00:
		case 0x01:
		case 0x03:
		case 0x23:
		case 0x43:
		case 0x63:
		case 0x83:
			break;
		default:
			assert_status(f, ATCA_PARSE_ERROR, "16 %c 0000 00*20", mode);
			assert_status(f, ATCA_PARSE_ERROR, "16 %c 0000 00*32", mode);
			assert_status(f, ATCA_PARSE_ERROR, "16 %c 0000 00*64", mode);
		}
	}
}

/* DS20005927A 9.12 */
static void the_508a_has_modes_0_1_and_3_with_32_bytes(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int mode = 2; mode < 256; mode++) {
		assert_status(f, ATCA_PARSE_ERROR, "16 %c 0000 00*20", mode);
		assert_status(f, mode == 3 ? ATCA_SUCCESS : ATCA_PARSE_ERROR, "16 %c 0000 00*32", mode);
		assert_status(f, ATCA_PARSE_ERROR, "16 %c 0000 00*64", mode);
	}
}

static void lengths_and_param2_are_as_the_mode_says(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_PARSE_ERROR, "16 00 0000 00*32");
	assert_status(f, ATCA_PARSE_ERROR, "16 00 0100 00*20");
	assert_status(f, ATCA_PARSE_ERROR, "16 00 0180 00*20");
	assert_status(f, ATCA_PARSE_ERROR, "16 03 0000 00*20");
	assert_status(f, ATCA_PARSE_ERROR, "16 03 0000 00*64");
	assert_status(f, ATCA_PARSE_ERROR, "16 23 0000 00*32");
	assert_status(f, ATCA_PARSE_ERROR, "16 83 0000 00*64");
}

/* Nonce with param2 8000: no RNG; TempKey in RandOut's place, and the result is the answer (LORA-B table 5-14). */

static void a_calculated_nonce_digests_tempkey_and_answers_it(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_random(f);
	struct digest next = host_sha256("%32 5a*20 16 00 00", tk.at);

	assert_answer(f, "16 00 0080 5a*20", "%32", next.at);
	assert_tempkey(f, next);
	next = host_sha256("%32 5b*20 16 01 00", next.at);
	assert_answer(f, "16 01 0080 5b*20", "%32", next.at);
	assert_tempkey(f, next);
	assert_tempkey_valid(f, true);
}

static void a_calculated_nonce_needs_a_tempkey(void **state)
{
	assert_status(*state, ATCA_EXECUTION_ERROR, "16 00 0080 5a*20");
}

/* LORA-B table 5-14: SourceFlag becomes random on the 608; DS20005927A 9.12 p.78: it stays on the 508A. */
static void a_calculated_nonce_is_random_on_the_608(void **state)
{
	struct atecc_fixture *f = *state;

	host_nonce_fixed(f, known_key);
	assert_length(f, 32, "16 00 0080 5a*20");
	assert_state(f, "0080");
}

static void a_calculated_nonce_keeps_its_source_on_the_508a(void **state)
{
	struct atecc_fixture *f = *state;

	host_nonce_fixed(f, known_key);
	assert_length(f, 32, "16 00 0080 5a*20");
	assert_state(f, "1080");
	host_nonce_random(f);
	assert_length(f, 32, "16 00 0080 5a*20");
	assert_state(f, "0083");
}

/* UNCERTAIN (ATCA-U-19): a fixed nonce has param2 0. */
static void uncertain_param2_of_a_fixed_nonce_is_0(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_PARSE_ERROR, "16 03 0100 00*32");
	assert_status(f, ATCA_PARSE_ERROR, "16 03 0080 00*32");
}

static const struct CMUnitTest tests[] = {
	ON(config_locked_608a, random_answers_32_bytes_that_never_repeat),
	ON(locked_508a, random_answers_32_bytes_that_never_repeat),
	ON(blank_608a, before_the_config_lock_random_is_ffff0000),
	ON(blank_508a, before_the_config_lock_random_is_ffff0000),
	ON(locked_608a, random_has_two_modes_and_no_parameter),
	ON(locked_608a, a_random_nonce_is_the_digest_of_its_answer_and_the_input),
	ON(locked_508a, a_random_nonce_is_the_digest_of_its_answer_and_the_input),
	ON(blank_608a, before_the_config_lock_a_random_nonce_is_of_ffff0000),
	ON(blank_608a, a_fixed_nonce_is_the_input_itself),
	ON(locked_508a, a_fixed_nonce_is_the_input_itself),
	ON(locked_608a, a_nonce_clears_every_other_flag),
	ON(locked_508a, a_nonce_clears_every_other_flag),
	ON(locked_608a, of_64_bytes_the_upper_32_are_a_key_too),
	ON(locked_608a, the_other_buffers_leave_tempkey_alone),
	ON(locked_608a, no_other_mode_exists),
	ON(locked_508a, the_508a_has_modes_0_1_and_3_with_32_bytes),
	ON(locked_608a, lengths_and_param2_are_as_the_mode_says),
	ON(locked_608a, a_calculated_nonce_digests_tempkey_and_answers_it),
	ON(locked_508a, a_calculated_nonce_digests_tempkey_and_answers_it),
	ON(locked_608a, a_calculated_nonce_needs_a_tempkey),
	ON(locked_508a, a_calculated_nonce_needs_a_tempkey),
	ON(locked_608a, a_calculated_nonce_is_random_on_the_608),
	ON(locked_508a, a_calculated_nonce_keeps_its_source_on_the_508a),
};

static const struct CMUnitTest uncertain[] = {
	ON(locked_608a, uncertain_param2_of_a_fixed_nonce_is_0),
	ON(locked_508a, uncertain_param2_of_a_fixed_nonce_is_0),
};

int main(void)
{
	return cmocka_run_group_tests(tests, NULL, NULL) + cmocka_run_group_tests(uncertain, NULL, NULL);
}
