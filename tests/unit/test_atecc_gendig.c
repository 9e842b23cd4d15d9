/* tests/unit/test_atecc_gendig.c: GenDig (LORA-B 5.3.4, DS20005927A 9.6, atecc608.md 7.1). */
#include "atecc_fixture.h"

#include "cmocka_all.h"

#define CONFIG(f) ((f)->chip->nv.config)
#define OTP(f) ((f)->chip->nv.otp)

static uint8_t flags(struct atecc_fixture *f)
{
	return run(f, "30 02 0000").at[0];
}

static void config_and_otp_blocks_are_digested_with_tempkey(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int block = 0; block < 4; block++) {
		struct digest tk = host_nonce_random(f);

		assert_status(f, ATCA_SUCCESS, "15 00 %w", block);
		assert_tempkey(f,
			host_sha256("%32 15 00 %w ee 0123 00*25 %32", CONFIG(f) + 32 * block, block, tk.at));
		assert_int_equal(flags(f), 0x00);
	}
	for (unsigned int block = 0; block < 2; block++) {
		struct digest tk = host_nonce_random(f);

		assert_status(f, ATCA_SUCCESS, "15 01 %w", block);
		assert_tempkey(
			f, host_sha256("%32 15 01 %w ee 0123 00*25 %32", OTP(f) + 32 * block, block, tk.at));
		assert_int_equal(flags(f), 0x00);
	}
}

static void a_slots_low_32_bytes_are_digested_with_tempkey(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int slot = 0; slot < 16; slot++) {
		struct digest tk;

		if (slot == 0 || slot == 2 || slot == 5 || slot == 6 || slot == 7)
			continue;
		tk = host_nonce_random(f);
		assert_tempkey(f, host_gen_dig(f, slot, &tk, NULL));
		assert_int_equal(flags(f), 0x20 | slot);
		assert_tempkey_valid(f, true);
	}
}

/* DS20005927A table 9-18 */
static void other_data_is_ignored_for_a_slot_without_no_mac(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_random(f);

	assert_status(f, ATCA_SUCCESS, "15 02 0400 deadbeef");
	assert_tempkey(f, host_sha256("%32 15 02 0400 ee 0123 00*25 %32", known_key, tk.at));
}

static void a_no_mac_slot_is_digested_with_other_data(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_random(f);

	/* slot 6: SlotConfig 8F9F */
	assert_tempkey(f, host_gen_dig(f, 6, &tk, "08 40 0400"));
	assert_int_equal(flags(f), 0xa6);
}

/* LORA-B 5.3.4.3, DS20005927A table 2-16 */
static void no_mac_sticks_over_several_gen_digs(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_random(f);

	tk = host_gen_dig(f, 6, &tk, "08 40 0400");
	tk = host_gen_dig(f, 4, &tk, NULL);
	assert_tempkey(f, tk);
	assert_int_equal(flags(f), 0xa4);
	assert_status(f, ATCA_SUCCESS, "15 00 0000");
	assert_int_equal(flags(f), 0x80);
}

/* atecc608.md 7.1: of param2 the low byte is hashed, and its top bit says which comes first. */
static void a_shared_nonce_goes_before_or_behind_tempkey(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_random(f);

	assert_status(f, ATCA_SUCCESS, "15 03 1200 %32", known_key);
	assert_tempkey(f, host_sha256("%32 15 03 1200 ee 0123 00*25 %32", known_key, tk.at));
	tk = host_nonce_random(f);
	assert_status(f, ATCA_SUCCESS, "15 03 1280 %32", known_key);
	assert_tempkey(f, host_sha256("%32 15 03 1200 ee 0123 00*25 %32", tk.at, known_key));
	assert_int_equal(flags(f), 0x00); /* GenDigData is for zone 2 alone (DS20005927A p.66) */
	assert_tempkey_valid(f, true);
	assert_status(f, ATCA_PARSE_ERROR, "15 03 0000");
	assert_status(f, ATCA_PARSE_ERROR, "15 03 0000 00*31");
}

static void a_counter_is_digested_with_its_value(void **state)
{
	struct atecc_fixture *f = *state;

	set_counter(f, 0, 0x012345);
	set_counter(f, 1, 7);
	for (unsigned int id = 0; id < 2; id++) {
		struct digest tk = host_nonce_random(f);
		uint32_t value = id ? 7 : 0x012345;

		assert_status(f, ATCA_SUCCESS, "15 04 %w", id);
		assert_tempkey(f, host_sha256("00*32 15 04 %w ee 0123 00 %d 00*20 %32", id, value, tk.at));
		assert_int_equal(flags(f), 0x00);
	}
}

static void a_slots_configuration_is_digested_with_its_lock(void **state)
{
	struct atecc_fixture *f = *state;

	set_config(f, CONFIG_SLOT_LOCKED, "ffef"); /* 12 */
	for (unsigned int slot = 0; slot < 16; slot++) {
		struct digest tk = host_nonce_random(f);

		assert_status(f, ATCA_SUCCESS, "15 05 %w", slot);
		assert_tempkey(f, host_sha256("00*32 15 05 %w ee 0123 00 %2 %2 %c 00*19 %32", slot,
					  CONFIG(f) + 20 + 2 * slot, CONFIG(f) + 96 + 2 * slot,
					  slot == 12 ? 0u : 1u, tk.at));
		assert_int_equal(flags(f), 0x00);
	}
}

/* observed.md */
static void source_flag_is_what_it_was(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_fixed(f, known_key);

	tk = host_gen_dig(f, 4, &tk, NULL);
	assert_int_equal(flags(f), 0x34);
	host_gen_dig(f, 4, &tk, NULL);
	assert_int_equal(flags(f), 0x34);
	assert_status(f, ATCA_SUCCESS, "15 00 0000");
	assert_int_equal(flags(f), 0x10);
}

static void it_needs_a_valid_tempkey(void **state)
{
	static const char *const forms[] = { "15 00 0000", "15 01 0000", "15 02 0400", "15 03 0000 00*32",
		"15 04 0000", "15 05 0400" };

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		assert_status(*state, ATCA_EXECUTION_ERROR, forms[i]);
}

/* LORA-B 5.3.4, the note of every mode; DS20005927A 2.5.1 */
static void an_error_leaves_tempkey_invalid(void **state)
{
	static const struct {
		const char *text;
		enum atca_status status;
	} cases[] = { { "15 02 0200", ATCA_EXECUTION_ERROR }, { "15 06 0000", ATCA_PARSE_ERROR },
		{ "15 00 0400", ATCA_PARSE_ERROR } };
	struct atecc_fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		host_nonce_random(f);
		assert_status(f, cases[i].status, cases[i].text);
		assert_tempkey_valid(f, false);
	}
}

static void a_private_key_is_not_digested(void **state)
{
	struct atecc_fixture *f = *state;

	host_nonce_random(f);
	assert_status(f, ATCA_EXECUTION_ERROR, "15 02 0000");
	host_nonce_random(f);
	assert_status(f, ATCA_EXECUTION_ERROR, "15 02 0700");
}

/* Transport keys exist, with secret values (DS20005927A 9.6). */
static void transport_keys_are_refused(void **state)
{
	struct atecc_fixture *f = *state;

	host_nonce_random(f);
	assert_status(f, ATCA_EXECUTION_ERROR, "15 02 0080");
	host_nonce_random(f);
	assert_status(f, ATCA_EXECUTION_ERROR, "15 02 ffff");
}

static void numbers_out_of_range_are_03(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_PARSE_ERROR, "15 00 0400");
	assert_status(f, ATCA_PARSE_ERROR, "15 01 0200");
	assert_status(f, ATCA_PARSE_ERROR, "15 04 0200");
	assert_status(f, ATCA_PARSE_ERROR, "15 05 1000");
	for (unsigned int zone = 6; zone < 256; zone++)
		assert_status(f, ATCA_PARSE_ERROR, "15 %c 0000", zone);
	assert_status(f, ATCA_PARSE_ERROR, "15 02 0400 00*3");
}

/* Issue: GenDig with the wrong source flag. ReqRandom, once the data zone is locked (DS20005927A p.66). */
static void a_req_random_key_is_refused_with_a_fixed_nonce(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk;

	set_key_config(f, 4, 0x007c);
	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_EXECUTION_ERROR, "15 02 0400");
	assert_tempkey_valid(f, false);
	tk = host_nonce_random(f);
	assert_tempkey(f, host_gen_dig(f, 4, &tk, NULL));
}

static void before_the_data_lock_req_random_does_not_count(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_fixed(f, known_key);

	set_key_config(f, 4, 0x007c);
	assert_tempkey(f, host_gen_dig(f, 4, &tk, NULL));
}

/* UNCERTAIN (ATCA-U-20): a NoMac slot without OtherData is 0F, for it depends on configuration. */
static void uncertain_a_no_mac_slot_wants_other_data(void **state)
{
	struct atecc_fixture *f = *state;

	host_nonce_random(f);
	assert_status(f, ATCA_EXECUTION_ERROR, "15 02 0600");
}

/* UNCERTAIN (ATCA-U-15): bits 3..0 choose the slot, all 16 are hashed (DS20005927A 3.2.8). */
static void uncertain_the_upper_bits_of_key_id_are_hashed_and_name_no_slot(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_random(f);

	assert_status(f, ATCA_SUCCESS, "15 02 3412");
	assert_tempkey(f, host_sha256("%32 15 02 3412 ee 0123 00*25 %32", known_key, tk.at));
	assert_int_equal(flags(f), 0x24);
}

static const struct CMUnitTest tests[] = {
	ON(locked_608a, config_and_otp_blocks_are_digested_with_tempkey),
	ON(locked_508a, config_and_otp_blocks_are_digested_with_tempkey),
	ON(locked_608a, a_slots_low_32_bytes_are_digested_with_tempkey),
	ON(config_locked_608a, a_slots_low_32_bytes_are_digested_with_tempkey),
	ON(locked_608a, other_data_is_ignored_for_a_slot_without_no_mac),
	ON(locked_508a, other_data_is_ignored_for_a_slot_without_no_mac),
	ON(locked_608a, a_no_mac_slot_is_digested_with_other_data),
	ON(locked_508a, a_no_mac_slot_is_digested_with_other_data),
	ON(locked_608a, no_mac_sticks_over_several_gen_digs),
	ON(locked_508a, no_mac_sticks_over_several_gen_digs),
	ON(locked_608a, a_shared_nonce_goes_before_or_behind_tempkey),
	ON(locked_508a, a_shared_nonce_goes_before_or_behind_tempkey),
	ON(locked_608a, a_counter_is_digested_with_its_value),
	ON(locked_508a, a_counter_is_digested_with_its_value),
	ON(locked_608a, a_slots_configuration_is_digested_with_its_lock),
	ON(locked_608a, source_flag_is_what_it_was),
	ON(locked_508a, source_flag_is_what_it_was),
	ON(locked_608a, it_needs_a_valid_tempkey),
	ON(locked_508a, it_needs_a_valid_tempkey),
	ON(locked_608a, an_error_leaves_tempkey_invalid),
	ON(locked_508a, an_error_leaves_tempkey_invalid),
	ON(locked_608a, a_private_key_is_not_digested),
	ON(config_locked_608a, a_private_key_is_not_digested),
	ON(locked_608a, transport_keys_are_refused),
	ON(locked_608a, numbers_out_of_range_are_03),
	ON(locked_608a, a_req_random_key_is_refused_with_a_fixed_nonce),
	ON(locked_508a, a_req_random_key_is_refused_with_a_fixed_nonce),
	ON(config_locked_608a, before_the_data_lock_req_random_does_not_count),
};

static const struct CMUnitTest uncertain[] = {
	ON(locked_608a, uncertain_a_no_mac_slot_wants_other_data),
	ON(locked_608a, uncertain_the_upper_bits_of_key_id_are_hashed_and_name_no_slot),
};

int main(void)
{
	return cmocka_run_group_tests(tests, NULL, NULL) + cmocka_run_group_tests(uncertain, NULL, NULL);
}
