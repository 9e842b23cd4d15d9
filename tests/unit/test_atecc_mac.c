/* tests/unit/test_atecc_mac.c: MAC, CheckMac, and the 508A's HMAC. */
#include "atecc_fixture.h"

#include "cmocka_all.h"

#include <string.h>

/* MAC (LORA-B 5.3.6.1, DS20005927A table 9-34, atecc608.md 7.2) */

static void mac_covers_88_bytes_in_every_mode(void **state)
{
	static const uint8_t challenge[32] = { 0xc0, 0xc1, 0xc2, 0xc3 };
	struct atecc_fixture *f = *state;

	for (unsigned int mode = 0; mode < 0x80; mode++) {
		bool first = mode & 2, second = mode & 1, serial = mode & 0x40, input = mode & 4;
		struct digest tk;
		struct bytes sn, sent;

		if (mode & 0x38)
			continue;
		tk = input ? host_nonce_fixed(f, wire("77*32").at) : host_nonce_random(f);
		sn = serial ? wire("ee 89abcdef 0123 4567") : wire("ee 00000000 0123 0000");
		sent = second ? wire("") : wire("%32", challenge);
		assert_answer(f, "08 %c 0400 %b", "%32", mode, &sent,
			host_sha256("%32 %32 08 %c 0400 00*11 %b", first ? tk.at : known_key,
				second ? tk.at : challenge, mode, &sn)
				.at);
	}
}

/* observed.md: modes 05 and 07 carry no data; DS20005927A table 9-34: a challenge would be ignored. */
static void a_challenge_that_is_not_used_may_come_or_not(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_fixed(f, known_key);
	struct digest mac = host_sha256("%32 %32 08 05 0400 00*11 ee 00*4 0123 00*2", known_key, tk.at);

	assert_answer(f, "08 05 0400", "%32", mac.at);
	host_nonce_fixed(f, known_key);
	assert_answer(f, "08 05 0400 11*32", "%32", mac.at);
	assert_status(f, ATCA_PARSE_ERROR, "08 05 0400 11*31");
	assert_status(f, ATCA_PARSE_ERROR, "08 00 0400");
}

static void all_16_bits_of_key_id_are_hashed_and_4_choose_the_slot(void **state)
{
	struct atecc_fixture *f = *state;

	assert_answer(f, "08 00 f4ff 00*32", "%32",
		host_sha256("%32 00*32 08 00 f4ff 00*11 ee 00*4 0123 00*2", known_key).at);
}

/* DS20005927A table 9-34: b7 and b5..3 must be zero; the OTP bits of the SHA204 are gone. */
static void mac_modes_with_otp_bits_are_03(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int mode = 0; mode < 256; mode++)
		if (mode & 0xb8)
			assert_status(f, ATCA_PARSE_ERROR, "08 %c 0400 00*32", mode);
}

/* Issue: MAC with the wrong source flag. */
static void mac_with_the_wrong_source_flag_is_0f_and_spends_tempkey(void **state)
{
	static const unsigned int modes[] = { 1, 2, 3 };
	struct atecc_fixture *f = *state;

	for (size_t i = 0; i < 3; i++) {
		const char *text = modes[i] == 2 ? "08 %c 0400 00*32" : "08 %c 0400";

		host_nonce_fixed(f, known_key);
		assert_status(f, ATCA_EXECUTION_ERROR, text, modes[i]);
		assert_tempkey_valid(f, false);
		host_nonce_random(f);
		assert_status(f, ATCA_EXECUTION_ERROR, text, modes[i] | 4);
		assert_tempkey_valid(f, false);
	}
}

static void mac_without_a_valid_tempkey_is_0f(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int mode = 1; mode < 8; mode++)
		if (mode != 4)
			assert_status(f, ATCA_EXECUTION_ERROR, "08 %c 0400 %b", mode,
				&(struct bytes){ .len = mode & 1 ? 0 : 32 });
}

/* Mode bit 2 means nothing where TempKey is not used. */
static void mac_of_slot_and_challenge_asks_nothing_of_tempkey(void **state)
{
	struct atecc_fixture *f = *state;

	assert_length(f, 32, "08 00 0400 00*32");
	assert_length(f, 32, "08 04 0400 00*32");
	host_nonce_random(f);
	assert_length(f, 32, "08 04 0400 00*32");
}

static void a_no_mac_key_makes_no_mac(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk;

	set_slot_config(f, 4, 0x0f9f);
	assert_status(f, ATCA_EXECUTION_ERROR, "08 00 0400 00*32");
	/* nor does what GenDig made with it (DS20005927A table 2-16) */
	tk = host_nonce_random(f);
	host_gen_dig(f, 4, &tk, "15 02 0400");
	assert_status(f, ATCA_EXECUTION_ERROR, "08 01 0c00");
	tk = host_nonce_random(f);
	host_gen_dig(f, 4, &tk, "15 02 0400");
	assert_status(f, ATCA_EXECUTION_ERROR, "08 02 0c00 00*32");
}

static void a_private_key_makes_no_mac(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_EXECUTION_ERROR, "08 00 0200 00*32");
	assert_status(f, ATCA_EXECUTION_ERROR, "28 00 0200 00*77");
}

/* CheckMac (LORA-B 5.3.2, atecc608.md 7.3) */

static void check_mac_compares_the_digest_of_88_bytes(void **state)
{
	static const uint8_t challenge[32] = { 0xc0, 0xc1, 0xc2, 0xc3 };
	static const uint8_t od[13] = { 0x08, 0x40, 0x34, 0x12, 0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0xa9, 0xaa,
		0xab, 0xac };
	struct atecc_fixture *f = *state;

	for (unsigned int mode = 0; mode < 8; mode++) {
		bool first = mode & 2, second = mode & 1, input = mode & 4;
		struct digest mac, tk;

		tk = input ? host_nonce_fixed(f, wire("77*32").at) : host_nonce_random(f);
		mac = host_sha256("%32 %32 %4 00*8 %3 ee %4 0123 %2", first ? tk.at : known_key,
			second ? tk.at : challenge, od, od + 4, od + 7, od + 11);
		assert_status(f, ATCA_SUCCESS, "28 %c 0400 %32 %32 %13", mode, challenge, mac.at, od);
	}
}

static void a_wrong_response_is_01_at_every_bit(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes good = check_mac_data(known_key, 4);

	assert_status(f, ATCA_SUCCESS, "28 00 0400 %b", &good);
	for (size_t bit = 0; bit < 8 * good.len; bit++) {
		struct bytes bad = good;

		bad.at[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_status(f, ATCA_MISCOMPARE, "28 00 0400 %b", &bad);
	}
}

/* DS20005927A p.62 */
static void of_check_macs_key_id_only_4_bits_count(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes data = check_mac_data(known_key, 4);

	assert_status(f, ATCA_SUCCESS, "28 00 f4ff %b", &data);
}

/* DS20005927A table 9-10: b7..3 must be zero. */
static void check_mac_modes_above_7_are_03(void **state)
{
	for (unsigned int mode = 8; mode < 256; mode++)
		assert_status(*state, ATCA_PARSE_ERROR, "28 %c 0400 00*77", mode);
}

static void check_mac_data_is_always_77_bytes(void **state)
{
	struct atecc_fixture *f = *state;

	host_nonce_random(f);
	assert_status(f, ATCA_PARSE_ERROR, "28 01 0400 00*45");
	assert_status(f, ATCA_PARSE_ERROR, "28 00 0400 00*76");
	assert_status(f, ATCA_PARSE_ERROR, "28 00 0400 00*78");
}

static void check_mac_with_the_wrong_source_flag_is_0f(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int mode = 1; mode < 4; mode++) {
		host_nonce_fixed(f, known_key);
		assert_status(f, ATCA_EXECUTION_ERROR, "28 %c 0400 00*77", mode);
		host_nonce_random(f);
		assert_status(f, ATCA_EXECUTION_ERROR, "28 %c 0400 00*77", mode | 4);
	}
	/* not used, so not asked */
	assert_status(f, ATCA_MISCOMPARE, "28 04 0400 00*77");
}

/* DS20005927A 2.2.1, TFLX-A table 3-1: such a key is there to check with; its GenDig may be checked, too. */
static void check_mac_takes_no_mac_keys_and_their_gen_dig(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes data = check_mac_data(known_key, 4);
	struct digest tk, mac;

	set_slot_config(f, 4, 0x0f9f);
	assert_status(f, ATCA_SUCCESS, "28 00 0400 %b", &data);
	tk = host_nonce_random(f);
	tk = host_gen_dig(f, 4, &tk, "15 02 0400");
	mac = host_sha256("%32 00*32 00*4 00*11 ee 00*4 0123 00*2", tk.at);
	assert_status(f, ATCA_SUCCESS, "28 02 0000 00*32 %32 00*13", mac.at);
}

/* Copy (DS20005927A 3.2.7, 9.2 p.61) */

static struct bytes copying_data(struct atecc_fixture *f, unsigned int slot, const struct digest *tk)
{
	struct digest mac = host_sha256("%32 %32 00*4 00*11 ee 00*4 0123 00*2", slot_at(f, slot), tk->at);

	return wire("00*32 %32 00*13", mac.at);
}

static void a_match_in_mode_1_or_5_copies_the_partner_slot(void **state)
{
	struct atecc_fixture *f = *state;

	f->stay_awake = true;
	for (unsigned int mode = 1; mode < 6; mode += 4) {
		for (unsigned int slot = 12; slot < 14; slot++) {
			struct digest tk =
				mode & 4 ? host_nonce_fixed(f, wire("77*32").at) : host_nonce_random(f);
			struct bytes data = copying_data(f, slot, &tk);

			set_slot_config(f, 13, 0x0f80);
			assert_status(f, ATCA_SUCCESS, "28 %c %w %b", mode, slot, &data);
			assert_int_equal(run(f, "30 02 0000").at[0], 0x10);
			assert_tempkey_valid(f, true);
			assert_memory_equal(f->chip->sram.tempkey.value, slot_at(f, 13), 32);
		}
	}
}

static void nothing_is_copied_from_a_slot_whose_read_key_is_not_0(void **state)
{
	struct atecc_fixture *f = *state;

	f->stay_awake = true;
	for (unsigned int read_key = 1; read_key < 16; read_key++) {
		struct digest tk = host_nonce_random(f);
		struct bytes data = copying_data(f, 12, &tk);

		set_slot_config(f, 13, 0x0f80 | read_key);
		assert_status(f, ATCA_SUCCESS, "28 01 0c00 %b", &data);
		assert_tempkey_valid(f, false);
	}
}

static void nothing_is_copied_after_a_miscompare(void **state)
{
	struct atecc_fixture *f = *state;

	f->stay_awake = true;
	set_slot_config(f, 13, 0x0f80);
	host_nonce_random(f);
	assert_status(f, ATCA_MISCOMPARE, "28 01 0c00 00*77");
	assert_tempkey_valid(f, false);
}

/* "mode 01 or 05": none of the others */
static void other_modes_copy_nothing(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_random(f), mac;

	f->stay_awake = true;
	set_slot_config(f, 13, 0x0f80);
	mac = host_sha256("%32 00*32 00*4 00*11 ee 00*4 0123 00*2", tk.at);
	assert_status(f, ATCA_SUCCESS, "28 02 0c00 00*32 %32 00*13", mac.at);
	assert_tempkey_valid(f, false);
	mac = host_sha256("%32 00*32 00*4 00*11 ee 00*4 0123 00*2", slot_at(f, 12));
	assert_status(f, ATCA_SUCCESS, "28 00 0c00 00*32 %32 00*13", mac.at);
	assert_tempkey_valid(f, false);
}

/* p.31: the copied slot's LimitedUse does not count. */
static void a_copy_is_no_use_of_the_slot_copied(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_random(f);
	struct bytes data = copying_data(f, 12, &tk);

	set_slot_config(f, 13, 0x0fa0);
	assert_status(f, ATCA_SUCCESS, "28 01 0c00 %b", &data);
	assert_int_equal(get_counter(f, 0), 0);
}

/* 204 8.3 (lineage): such a TempKey is not kept over idle. */
static void a_copied_tempkey_does_not_survive_idle(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_random(f);
	struct bytes data = copying_data(f, 12, &tk);

	set_slot_config(f, 13, 0x0f80);
	assert_status(f, ATCA_SUCCESS, "28 01 0c00 %b", &data);
	assert_tempkey_valid(f, false);
}

/* HMAC (DS20005927A 9.8 pp.71-72) */

static void hmac_covers_88_bytes_with_tempkey(void **state)
{
	static const unsigned int modes[] = { 0x00, 0x04, 0x40, 0x44 };
	struct atecc_fixture *f = *state;

	for (size_t i = 0; i < 4; i++) {
		unsigned int mode = modes[i];
		struct digest tk = mode & 4 ? host_nonce_fixed(f, wire("77*32").at) : host_nonce_random(f);
		struct bytes sn = mode & 0x40 ? wire("ee 89abcdef 0123 4567") : wire("ee 00000000 0123 0000");

		assert_answer(f, "11 %c f4ff", "%32", mode,
			host_hmac(known_key, 32, "00*32 %32 11 %c f4ff 00*11 %b", tk.at, mode, &sn).at);
	}
}

static void hmac_modes_and_lengths(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int mode = 0; mode < 256; mode++)
		if (mode & 0xbb)
			assert_status(f, ATCA_PARSE_ERROR, "11 %c 0400", mode);
	assert_status(f, ATCA_PARSE_ERROR, "11 00 0400 00*32");
}

static void hmac_wants_tempkey_of_the_right_source_and_no_no_mac(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk;

	assert_status(f, ATCA_EXECUTION_ERROR, "11 00 0400");
	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_EXECUTION_ERROR, "11 00 0400");
	host_nonce_random(f);
	assert_status(f, ATCA_EXECUTION_ERROR, "11 04 0400");
	host_nonce_random(f);
	assert_status(f, ATCA_EXECUTION_ERROR, "11 00 0600"); /* NoMac slot */
	tk = host_nonce_random(f);
	host_gen_dig(f, 6, &tk, "15 02 0600");
	assert_status(f, ATCA_EXECUTION_ERROR, "11 00 0400");
	host_nonce_random(f);
	assert_status(f, ATCA_EXECUTION_ERROR, "11 00 0200"); /* private */
}

/* A private key is never a value (DS20005927A p.21). */
static void a_private_partner_is_not_copied(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_random(f);
	struct bytes data = copying_data(f, 6, &tk);

	f->stay_awake = true;
	set_slot_config(f, 7, 0x2480);
	assert_status(f, ATCA_SUCCESS, "28 01 0600 %b", &data);
	assert_tempkey_valid(f, false);
}

static const struct CMUnitTest tests[] = {
	ON(locked_608a, mac_covers_88_bytes_in_every_mode),
	ON(locked_508a, mac_covers_88_bytes_in_every_mode),
	ON(config_locked_608a, mac_covers_88_bytes_in_every_mode),
	ON(locked_608a, a_challenge_that_is_not_used_may_come_or_not),
	ON(locked_608a, all_16_bits_of_key_id_are_hashed_and_4_choose_the_slot),
	ON(locked_608a, mac_modes_with_otp_bits_are_03),
	ON(locked_508a, mac_modes_with_otp_bits_are_03),
	ON(locked_608a, mac_with_the_wrong_source_flag_is_0f_and_spends_tempkey),
	ON(locked_508a, mac_with_the_wrong_source_flag_is_0f_and_spends_tempkey),
	ON(locked_608a, mac_without_a_valid_tempkey_is_0f),
	ON(locked_608a, mac_of_slot_and_challenge_asks_nothing_of_tempkey),
	ON(locked_608a, a_no_mac_key_makes_no_mac),
	ON(locked_508a, a_no_mac_key_makes_no_mac),
	ON(locked_608a, a_private_key_makes_no_mac),
	ON(config_locked_608a, a_private_key_makes_no_mac),
	ON(locked_608a, check_mac_compares_the_digest_of_88_bytes),
	ON(locked_508a, check_mac_compares_the_digest_of_88_bytes),
	ON(config_locked_608a, check_mac_compares_the_digest_of_88_bytes),
	ON(locked_608a, a_wrong_response_is_01_at_every_bit),
	ON(locked_608a, of_check_macs_key_id_only_4_bits_count),
	ON(locked_608a, check_mac_modes_above_7_are_03),
	ON(locked_508a, check_mac_modes_above_7_are_03),
	ON(locked_608a, check_mac_data_is_always_77_bytes),
	ON(locked_608a, check_mac_with_the_wrong_source_flag_is_0f),
	ON(locked_608a, check_mac_takes_no_mac_keys_and_their_gen_dig),
	ON(locked_508a, check_mac_takes_no_mac_keys_and_their_gen_dig),
	ON(locked_608a, a_match_in_mode_1_or_5_copies_the_partner_slot),
	ON(locked_508a, a_match_in_mode_1_or_5_copies_the_partner_slot),
	ON(locked_608a, nothing_is_copied_from_a_slot_whose_read_key_is_not_0),
	ON(locked_608a, nothing_is_copied_after_a_miscompare),
	ON(locked_508a, nothing_is_copied_after_a_miscompare),
	ON(locked_608a, other_modes_copy_nothing),
	ON(locked_608a, a_copy_is_no_use_of_the_slot_copied),
	ON(locked_608a, a_copied_tempkey_does_not_survive_idle),
	ON(locked_508a, hmac_covers_88_bytes_with_tempkey),
	ON(locked_508a, hmac_modes_and_lengths),
	ON(locked_508a, hmac_wants_tempkey_of_the_right_source_and_no_no_mac),
	ON(locked_608a, a_private_partner_is_not_copied),
	ON(locked_508a, a_private_partner_is_not_copied),
};

int main(void)
{
	return cmocka_run_group_tests(tests, NULL, NULL);
}
