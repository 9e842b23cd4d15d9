/* tests/unit/test_atecc_aes.c: AES with keys of slots and TempKey, and the GF(2^128) product (TFLX-A 5.3.1). */
#include "atecc_fixture.h"

#include "cmocka_all.h"

enum {
	AES_SLOT = 10, /* KeyConfig 0038 */
};

/* FIPS 197 C.1 */
static const char fips_key[] = "000102030405060708090a0b0c0d0e0f";
static const char fips_plain[] = "00112233445566778899aabbccddeeff";
static const char fips_cipher[] = "69c4e0d86a7b0430d8cdb78070b4c55a";

static void the_block_of_fips_197_goes_out_and_back(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes key = wire(fips_key), plain = wire(fips_plain), cipher = wire(fips_cipher);

	set_slot(f, AES_SLOT, "%b", &key);
	assert_answer(f, "51 00 0a00 %b", "%b", &plain, &cipher);
	assert_answer(f, "51 01 0a00 %b", "%b", &cipher, &plain);
}

static void mode_bits_7_and_6_name_one_of_four_keys(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes plain = wire(fips_plain);

	for (unsigned int block = 0; block < 4; block++) {
		uint8_t expected[16];

		host_aes128(slot_at(f, AES_SLOT) + 16 * block, plain.at, expected);
		assert_answer(f, "51 %c 0a00 %b", "%16", block << 6, &plain, expected);
		assert_answer(f, "51 %c 0a00 %16", "%b", block << 6 | 1, expected, &plain);
	}
}

/* TFLX p.59: a 36-byte slot holds two. */
static void a_short_slot_holds_two_keys(void **state)
{
	struct atecc_fixture *f = *state;
	uint8_t expected[16];

	set_key_config(f, 5, 0x0038);
	host_aes128(slot_at(f, 5) + 16, wire("5a*16").at, expected);
	assert_answer(f, "51 40 0500 5a*16", "%16", expected);
	assert_status(f, ATCA_EXECUTION_ERROR, "51 80 0500 5a*16");
	assert_status(f, ATCA_EXECUTION_ERROR, "51 c0 0500 5a*16");
}

static void tempkey_is_a_key_as_far_as_it_was_loaded(void **state)
{
	struct atecc_fixture *f = *state;
	uint8_t expected[16];

	assert_status(f, ATCA_EXECUTION_ERROR, "51 00 ffff 5a*16");
	host_nonce_fixed(f, known_key);
	host_aes128(known_key + 16, wire("5a*16").at, expected);
	assert_answer(f, "51 40 ffff 5a*16", "%16", expected);
	assert_answer(f, "51 40 ffff 5a*16", "%16", expected);
	assert_status(f, ATCA_EXECUTION_ERROR, "51 80 ffff 5a*16");
	assert_state(f, "1080"); /* never cleared by AES (TFLX-A 3.1) */
}

/* observed.md: a slot whose KeyType is not 6 is 0F. */
static void only_a_slot_for_aes_keys_serves(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int type = 0; type < 8; type++) {
		set_key_config(f, 12, type << 2);
		assert_int_equal(run(f, "51 00 0c00 5a*16").len, type == 6 ? 16 : 1);
	}
	set_key_config(f, 12, 0x001c);
	assert_status(f, ATCA_EXECUTION_ERROR, "51 00 0c00 5a*16");
	set_key_config(f, 2, 0x0019);
	assert_status(f, ATCA_EXECUTION_ERROR, "51 00 0200 5a*16"); /* private */
}

/* observed.md: byte 13 clear is 03. */
static void without_aes_enable_everything_is_03(void **state)
{
	struct atecc_fixture *f = *state;

	set_config(f, CONFIG_AES_ENABLE, "60");
	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_PARSE_ERROR, "51 00 0a00 5a*16");
	assert_status(f, ATCA_PARSE_ERROR, "51 01 0a00 5a*16");
	assert_status(f, ATCA_PARSE_ERROR, "51 00 ffff 5a*16");
	assert_status(f, ATCA_PARSE_ERROR, "51 03 0000 5a*32");
}

static void other_modes_slots_and_lengths_are_03(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int mode = 0; mode < 256; mode++)
		if (mode & 0x3e && (mode & 7) != 3)
			assert_status(f, ATCA_PARSE_ERROR, "51 %c 0a00 5a*16", mode);
	assert_status(f, ATCA_PARSE_ERROR, "51 00 1000 5a*16");
	assert_status(f, ATCA_PARSE_ERROR, "51 00 feff 5a*16");
	assert_status(f, ATCA_PARSE_ERROR, "51 00 0a00 5a*15");
	assert_status(f, ATCA_PARSE_ERROR, "51 00 0a00 5a*32");
	assert_status(f, ATCA_PARSE_ERROR, "51 03 0000 5a*16");
	assert_status(f, ATCA_PARSE_ERROR, "51 03 0100 5a*32");
}

/* The GCM specification's test case 2: GHASH's only product. Mode bits 7..3 do not matter (TFLX-A table 5-76). */
static void gfm_multiplies_as_gcm_does(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int bits = 0; bits < 256; bits += 8)
		assert_answer(f,
			"51 %c 0000 66e94bd4ef8a2c3b884cfa59ca342b2e 0388dace60b6a392f328c2b971b2fe78",
			"5e2ec746917062882c85b0685353deb7", bits | 3);
	assert_answer(f, "51 03 0000 00*16 5a*16", "00*16");
	assert_answer(f, "51 03 0000 66e94bd4ef8a2c3b884cfa59ca342b2e 80 00*15",
		"66e94bd4ef8a2c3b884cfa59ca342b2e");
}

/* UNCERTAIN (ATCA-U-07): a slot's key before the config lock is 03. */
static void uncertain_slots_serve_only_after_the_config_lock(void **state)
{
	struct atecc_fixture *f = *state;

	set_key_config(f, AES_SLOT, 0x0038);
	assert_status(f, ATCA_PARSE_ERROR, "51 00 0a00 5a*16");
}

static const struct CMUnitTest tests[] = {
	ON(locked_608a, the_block_of_fips_197_goes_out_and_back),
	ON(config_locked_608a, the_block_of_fips_197_goes_out_and_back),
	ON(locked_608a, mode_bits_7_and_6_name_one_of_four_keys),
	ON(locked_608a, a_short_slot_holds_two_keys),
	ON(blank_608a, tempkey_is_a_key_as_far_as_it_was_loaded),
	ON(locked_608a, tempkey_is_a_key_as_far_as_it_was_loaded),
	ON(locked_608a, only_a_slot_for_aes_keys_serves),
	ON(locked_608a, without_aes_enable_everything_is_03),
	ON(locked_608a, other_modes_slots_and_lengths_are_03),
	ON(blank_608a, gfm_multiplies_as_gcm_does),
	ON(locked_608b, gfm_multiplies_as_gcm_does),
};

static const struct CMUnitTest uncertain[] = {
	ON(blank_608a, uncertain_slots_serve_only_after_the_config_lock),
};

int main(void)
{
	return cmocka_run_group_tests(tests, NULL, NULL) + cmocka_run_group_tests(uncertain, NULL, NULL);
}
