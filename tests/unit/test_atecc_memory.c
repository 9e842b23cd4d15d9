/* tests/unit/test_atecc_memory.c: the config and OTP zones, and Read: who may see what, by zone, lock and slot policy. */
#include "atecc_fixture.h"

#include "cmocka_all.h"

#include <string.h>

#define CONFIG(f) ((f)->chip->nv.config)
#define OTP(f) ((f)->chip->nv.otp)

/* Blank parts, as they were seen (observed.md; atecc608-docs.md 3, a 608B's dump). */

static void assert_config_is(struct atecc_fixture *f, const char *text)
{
	struct bytes expected = wire(text);

	assert_int_equal(expected.len, 112);
	for (unsigned int word = 4; word < 32; word++)
		assert_answer(f, "02 00 %w", "%4", word, expected.at + 4 * (word - 4));
}

static void a_virgin_608_is_configured_as_seen(void **state)
{
	assert_config_is(*state,
		"c0000000 83208720 8f20c48f 8f8f8f8f 9f8faf8f 00*12 0000af8f ffffffff 00000000 ffffffff "
		"00000000"
		" 00*16 00005555 ffff0000 00*4"
		" 3300 3300 3300 1c00 1c00 1c00 1c00 1c00 3c00 3c00 3c00 3c00 3c00 3c00 3c00 1c00");
}

static void a_virgin_508a_is_configured_as_seen(void **state)
{
	assert_config_is(*state,
		"c0005500 83208720 8f20c48f 8f8f8f8f 9f8faf8f 00*12 0000af8f ffffffff 00000000 ffffffff "
		"00000000"
		" ff*16 00005555 ffff0000 00*4"
		" 3300 3300 3300 1c00 1c00 1c00 1c00 1c00 3c00 3c00 3c00 3c00 3c00 3c00 3c00 1c00");
}

/* observed.md: SN 0123 at its start and EE at its end; AES and I2C enabled whatever the lot's other bits. */
static void a_blank_part_has_its_fixed_serial_bytes_and_revision(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes block = assert_length(f, 32, "02 80 0000");
	bool on_508 = block.at[6] == 0x50;

	assert_memory_equal(block.at, wire("0123").at, 2);
	assert_int_equal(block.at[12], 0xee);
	assert_answer(f, "30 00 0000", "%4", block.at + 4);
	assert_true(on_508 || block.at[13] & 1);
	assert_true(block.at[14] & 1);
}

/* Config zone, reading (atecc608.md 2.3: always, in any lock state). */

static void the_config_zone_reads_whole_by_words_and_blocks(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int word = 0; word < 32; word++)
		assert_answer(f, "02 00 %w", "%4", word, CONFIG(f) + 4 * word);
	for (unsigned int block = 0; block < 4; block++)
		assert_answer(f, "02 80 %w", "%32", 8 * block, CONFIG(f) + 32 * block);
}

/* TFLX-A 4.4: of a 32-byte access the word bits are ignored. */
static void a_block_access_ignores_the_word_bits(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int word = 0; word < 8; word++) {
		assert_answer(f, "02 80 %w", "%32", 8 + word, CONFIG(f) + 32);
		assert_status(f, ATCA_SUCCESS, "12 80 %w %32", 24 + word, CONFIG(f) + 96);
	}
}

static void addresses_that_do_not_exist_are_03(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_PARSE_ERROR, "02 00 2000");
	assert_status(f, ATCA_PARSE_ERROR, "02 80 2000");
	assert_status(f, ATCA_PARSE_ERROR, "02 00 0001");
	assert_status(f, ATCA_PARSE_ERROR, "02 01 1000");
	assert_status(f, ATCA_PARSE_ERROR, "02 81 1000");
	assert_status(f, ATCA_PARSE_ERROR, "02 02 %w", data_address(0, 1, 1));
	assert_status(f, ATCA_PARSE_ERROR, "02 82 %w", data_address(0, 2, 0));
	assert_status(f, ATCA_PARSE_ERROR, "02 02 %w", data_address(8, 13, 0));
	assert_status(f, ATCA_PARSE_ERROR, "02 82 %w", data_address(8, 13, 0));
	assert_status(f, ATCA_PARSE_ERROR, "02 02 %w", data_address(9, 2, 2));
	assert_status(f, ATCA_PARSE_ERROR, "02 82 %w", data_address(15, 3, 0));
	assert_status(f, ATCA_PARSE_ERROR, "02 02 8000");
	assert_status(f, ATCA_PARSE_ERROR, "02 02 0010");
	assert_status(f, ATCA_PARSE_ERROR, "12 82 %w 00*32", data_address(9, 3, 0));
}

static void there_is_no_zone_3(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_PARSE_ERROR, "02 03 0000");
	assert_status(f, ATCA_PARSE_ERROR, "12 03 0000 00*4");
	assert_status(f, ATCA_PARSE_ERROR, "02 40 0000");
}

/* Config zone, writing (DS20005927A 9.21 p.90, atecc608.md 2.3). */

static void bytes_0_to_15_are_nobodys_to_write(void **state)
{
	struct atecc_fixture *f = *state;

	assert_refused_unchanged(f, "12 00 0000 01234567");
	assert_refused_unchanged(f, "12 00 0100 00*4");
	assert_refused_unchanged(f, "12 00 0200 00*4");
	assert_refused_unchanged(f, "12 00 0300 00*4");
	assert_refused_unchanged(f, "12 80 0000 00*32");
}

static void a_write_that_touches_bytes_84_to_87_writes_nothing(void **state)
{
	struct atecc_fixture *f = *state;

	assert_refused_unchanged(f, "12 00 1500 00*4");
	assert_refused_unchanged(f, "12 80 1000 00*32");
	assert_refused_unchanged(f, "12 80 1700 00*32");
}

static void every_other_config_byte_is_writable_before_the_lock_and_reads_back(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int word = 4; word < 32; word++) {
		if (word == 21)
			continue;
		assert_status(f, ATCA_SUCCESS, "12 00 %w %c %c a5 5a", word, word, 255 - word);
		assert_answer(f, "02 00 %w", "%c %c a5 5a", word, word, 255 - word);
	}
	assert_status(f, ATCA_SUCCESS, "12 80 0800 11*32");
	assert_answer(f, "02 80 0800", "11*32");
	assert_status(f, ATCA_SUCCESS, "12 80 1800 22*32");
	assert_answer(f, "02 80 1800", "22*32");
	assert_answer(f, "02 00 1500", "00005555");
}

static void there_is_no_encrypted_write_to_the_config_zone(void **state)
{
	struct atecc_fixture *f = *state;
	struct atecc before;

	host_nonce_fixed(f, known_key);
	host_wake(f);
	before = *f->chip;
	assert_int_not_equal(run(f, "12 c0 0800 00*64").at[0], ATCA_SUCCESS);
	assert_int_not_equal(run(f, "12 40 0800 00*4").at[0], ATCA_SUCCESS);
	assert_unchanged(f, &before);
}

static void once_locked_no_config_byte_can_be_written(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int word = 0; word < 32; word++) {
		struct atecc before = *f->chip;

		assert_status(f, ATCA_EXECUTION_ERROR, "12 00 %w 00*4", word);
		assert_status(f, ATCA_EXECUTION_ERROR, "12 80 %w 00*32", word);
		assert_unchanged(f, &before);
	}
}

/* observed.md */
static void data_and_otp_of_a_virgin_part_are_out_of_reach(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int slot = 0; slot < 16; slot++) {
		struct atecc before = *f->chip;

		assert_status(f, ATCA_EXECUTION_ERROR, "02 02 %w", data_address(slot, 0, 0));
		assert_status(f, ATCA_EXECUTION_ERROR, "02 82 %w", data_address(slot, 0, 0));
		assert_status(f, ATCA_EXECUTION_ERROR, "12 02 %w 00*4", data_address(slot, 0, 0));
		assert_status(f, ATCA_EXECUTION_ERROR, "12 82 %w 00*32", data_address(slot, 0, 0));
		assert_unchanged(f, &before);
	}
	assert_refused_unchanged(f, "02 01 0000");
	assert_refused_unchanged(f, "02 81 0000");
	assert_refused_unchanged(f, "12 01 0000 00*4");
	assert_refused_unchanged(f, "12 81 0000 00*32");
}

/* OTP (DS20005927A 2.3 pp.23-24, 9.21). */

static void before_the_data_lock_otp_takes_whole_blocks_and_shows_nothing(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_SUCCESS, "12 81 0000 5a*32");
	assert_status(f, ATCA_SUCCESS, "12 81 0800 a5*32");
	assert_memory_equal(OTP(f), wire("5a*32 a5*32").at, 64);
	assert_refused_unchanged(f, "12 01 0000 00*4");
	assert_refused_unchanged(f, "02 01 0000");
	assert_refused_unchanged(f, "02 81 0800");
}

static void locked_otp_reads_whole_by_words_and_blocks(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int word = 0; word < 16; word++)
		assert_answer(f, "02 01 %w", "%4", word, OTP(f) + 4 * word);
	assert_answer(f, "02 81 0000", "%32", OTP(f));
	assert_answer(f, "02 81 0800", "%32", OTP(f) + 32);
}

static void locked_otp_takes_no_write(void **state)
{
	struct atecc_fixture *f = *state;

	assert_refused_unchanged(f, "12 01 0000 00*4");
	assert_refused_unchanged(f, "12 81 0000 00*32");
	assert_refused_unchanged(f, "12 81 0800 00*64");
}

static void consumption_mode_turns_otp_bits_to_0_and_never_back(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes otp = wire("%32 %32", OTP(f), OTP(f) + 32);

	set_config(f, CONFIG_COUNT_MATCH, "55");
	assert_status(f, ATCA_SUCCESS, "12 01 0000 0ff0ff00");
	assert_status(f, ATCA_SUCCESS, "12 81 0800 f0*32");
	for (size_t i = 0; i < 4; i++)
		otp.at[i] &= wire("0ff0ff00").at[i];
	for (size_t i = 32; i < 64; i++)
		otp.at[i] &= 0xf0;
	assert_answer(f, "02 81 0000", "%32", otp.at);
	assert_answer(f, "02 81 0800", "%32", otp.at + 32);
	assert_status(f, ATCA_SUCCESS, "12 01 0000 ff*4");
	assert_answer(f, "02 81 0000", "%32", otp.at);
}

static void consumption_mode_takes_no_encrypted_write(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk;
	uint8_t before[64];

	set_config(f, CONFIG_COUNT_MATCH, "55");
	memcpy(before, OTP(f), sizeof(before));
	tk = host_nonce_random(f);
	tk = host_gen_dig(f, 4, &tk, NULL);
	assert_status(f, ATCA_EXECUTION_ERROR, "12 c1 0000 %32 %32", tk.at,
		host_sha256("%32 12 c1 0000 ee 0123 00*25 00*32", tk.at).at);
	assert_memory_equal(OTP(f), before, sizeof(before));
}

/* Data zone, config locked and data not (DS20005927A 2.2.1, p.91-92; atecc608.md 14). */

static void before_the_data_lock_nothing_of_the_data_zone_is_readable(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int slot = 0; slot < 16; slot++) {
		assert_status(f, ATCA_EXECUTION_ERROR, "02 02 %w", data_address(slot, 0, 0));
		assert_status(f, ATCA_EXECUTION_ERROR, "02 82 %w", data_address(slot, 0, 0));
	}
}

static void before_the_data_lock_any_slot_but_a_private_key_takes_blocks_whatever_write_config_says(
	void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int slot = 0; slot < 16; slot++) {
		bool is_private = slot == 0 || slot == 2 || slot == 7;
		uint8_t expected = is_private ? ATCA_EXECUTION_ERROR : ATCA_SUCCESS;

		set_key_config(f, slot, is_private ? 0x0033 : 0x001c);
		for (unsigned int write_config = 0; write_config < 16; write_config++) {
			set_slot_config(f, slot, write_config << 12 | 0x0f8f);
			assert_status(f, expected, "12 82 %w 3c*32", data_address(slot, 0, 0));
			if (!is_private)
				assert_memory_equal(slot_at(f, slot), wire("3c*32").at, 32);
			memset(slot_at(f, slot), 0, 32);
		}
	}
}

static void before_the_data_lock_words_cannot_be_written(void **state)
{
	assert_refused_unchanged(*state, "12 02 4000 00*4");
}

/* DS20005927A p.25: SlotLocked 0 counts in every lock state. */
static void a_locked_slot_takes_no_write_before_the_data_lock(void **state)
{
	struct atecc_fixture *f = *state;

	set_config(f, CONFIG_SLOT_LOCKED, "fffe");
	assert_refused_unchanged(f, "12 82 4000 00*32");
	assert_status(f, ATCA_SUCCESS, "12 82 4800 00*32");
}

/* Data zone, locked: reading (DS20005927A table 2-7, p.82). */

static void a_private_key_is_never_readable(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int policy = 0; policy < 4; policy++) {
		struct digest tk;

		set_slot_config(f, 2, 0x2000 | 4 | policy << 6);
		tk = host_nonce_random(f);
		host_gen_dig(f, 4, &tk, NULL);
		assert_status(f, ATCA_EXECUTION_ERROR, "02 82 %w", data_address(2, 0, 0));
		assert_status(f, ATCA_EXECUTION_ERROR, "02 02 %w", data_address(2, 0, 1));
	}
}

static void a_slot_that_is_not_secret_reads_clear(void **state)
{
	struct atecc_fixture *f = *state;

	set_slot_config(f, 8, 0x0f0f);
	for (unsigned int word = 0; word < 8; word++)
		assert_answer(f, "02 02 %w", "%4", data_address(8, 12, word), slot_at(f, 8) + 384 + 4 * word);
	for (unsigned int block = 0; block < 13; block++) {
		assert_answer(f, "02 82 %w", "%32", data_address(8, block, 0), slot_at(f, 8) + 32 * block);
		assert_answer(
			f, "02 02 %w", "%4", data_address(8, block, 7), slot_at(f, 8) + 32 * block + 28);
	}
}

/* DS20005927A 9.1.4 p.59 */
static void a_short_last_block_reads_zeros_behind_its_bytes(void **state)
{
	struct atecc_fixture *f = *state;

	assert_answer(f, "02 82 %w", "%4 00*28", data_address(5, 1, 0), slot_at(f, 5) + 32);
	assert_answer(f, "02 82 %w", "%8 00*24", data_address(12, 2, 0), slot_at(f, 12) + 64);
	assert_answer(f, "02 02 %w", "%4", data_address(12, 2, 1), slot_at(f, 12) + 68);
}

static void a_secret_slot_without_encrypted_read_is_not_readable(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_random(f);

	host_gen_dig(f, 4, &tk, NULL);
	assert_status(f, ATCA_EXECUTION_ERROR, "02 82 %w", data_address(6, 0, 0));
	assert_status(f, ATCA_EXECUTION_ERROR, "02 02 %w", data_address(6, 0, 0));
}

/* LORA-A 5.1.6.2, atecc608.md 2.8: data XOR TempKey, TempKey a GenDig of ReadKey; good for one block. */
static void a_secret_slot_reads_encrypted_with_its_read_key_once(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int block = 0; block < 2; block++) {
		struct digest tk = host_nonce_random(f);
		struct bytes expected;

		tk = host_gen_dig(f, 4, &tk, NULL);
		expected = xored(slot_at(f, 1) + 32 * block, block ? 4 : 32, &tk);
		assert_answer(f, "02 82 %w", "%b", data_address(1, block, 0), &expected);
		assert_tempkey_valid(f, false);
		assert_status(f, ATCA_EXECUTION_ERROR, "02 82 %w", data_address(1, block, 0));
	}
}

static void an_encrypted_read_of_a_word_is_refused(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_random(f);

	host_gen_dig(f, 4, &tk, NULL);
	assert_status(f, ATCA_EXECUTION_ERROR, "02 02 %w", data_address(1, 0, 0));
}

/* observed.md: a GenDig key other than ReadKey is 0F. */
static void an_encrypted_read_wants_the_gen_dig_of_its_read_key(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk;

	assert_status(f, ATCA_EXECUTION_ERROR, "02 82 %w", data_address(1, 0, 0));
	host_nonce_random(f);
	assert_status(f, ATCA_EXECUTION_ERROR, "02 82 %w", data_address(1, 0, 0));
	tk = host_nonce_random(f);
	host_gen_dig(f, 12, &tk, NULL);
	assert_status(f, ATCA_EXECUTION_ERROR, "02 82 %w", data_address(1, 0, 0));
	host_nonce_random(f);
	assert_status(f, ATCA_SUCCESS, "15 05 0400"); /* of slot 4's configuration, not its key */
	assert_status(f, ATCA_EXECUTION_ERROR, "02 82 %w", data_address(1, 0, 0));
}

/* atecc608.md 2.8, 2.9: NoMac bars MAC, not reading and writing. */
static void a_no_mac_read_key_serves_encrypted_reads(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_random(f);
	struct bytes expected;

	set_slot_config(f, 4, 0x0f9f);
	tk = host_gen_dig(f, 4, &tk, "02 82 0800");
	expected = xored(slot_at(f, 1), 32, &tk);
	assert_answer(f, "02 82 %w", "%b", data_address(1, 0, 0), &expected);
}

/* DS20005927A 9.16 p.83 */
static void on_the_508a_an_encrypted_read_wants_a_random_nonce(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_fixed(f, known_key);
	struct bytes expected;

	host_gen_dig(f, 4, &tk, NULL);
	assert_status(f, ATCA_EXECUTION_ERROR, "02 82 %w", data_address(1, 0, 0));
	tk = host_nonce_random(f);
	tk = host_gen_dig(f, 4, &tk, NULL);
	expected = xored(slot_at(f, 1), 32, &tk);
	assert_answer(f, "02 82 %w", "%b", data_address(1, 0, 0), &expected);
}

/* UNCERTAIN (ATCA-U-27): LORA-B 5.1.6.2 only recommends a random one. */
static void uncertain_on_the_608_an_encrypted_read_takes_a_fixed_nonce(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_fixed(f, known_key);
	struct bytes expected;

	tk = host_gen_dig(f, 4, &tk, NULL);
	expected = xored(slot_at(f, 1), 32, &tk);
	assert_answer(f, "02 82 %w", "%b", data_address(1, 0, 0), &expected);
}

/* Choices where the documents are silent. */

/* UNCERTAIN (ATCA-U-33): 0F for a slot with IsSecret 0 and EncryptRead 1 (204 table 8-35 prohibits it). */
static void uncertain_a_prohibited_read_policy_reads_nothing(void **state)
{
	struct atecc_fixture *f = *state;

	set_slot_config(f, 12, 0x0f4f);
	assert_refused_unchanged(f, "02 82 6000");
	assert_refused_unchanged(f, "02 02 6000");
}

/* UNCERTAIN (ATCA-U-24): an OTPmode that is neither AA nor 55 is read-only. */
static void uncertain_any_other_otp_mode_is_read_only(void **state)
{
	struct atecc_fixture *f = *state;

	set_config(f, CONFIG_COUNT_MATCH, "00");
	assert_refused_unchanged(f, "12 81 0000 00*32");
	assert_answer(f, "02 01 0000", "%4", OTP(f));
}

static const struct CMUnitTest tests[] = {
	ON(blank_608a, a_virgin_608_is_configured_as_seen),
	ON(blank_608b, a_virgin_608_is_configured_as_seen),
	ON(blank_508a, a_virgin_508a_is_configured_as_seen),
	ON(blank_608a, a_blank_part_has_its_fixed_serial_bytes_and_revision),
	ON(blank_608b, a_blank_part_has_its_fixed_serial_bytes_and_revision),
	ON(blank_508a, a_blank_part_has_its_fixed_serial_bytes_and_revision),
	ON(blank_608a, the_config_zone_reads_whole_by_words_and_blocks),
	ON(locked_608a, the_config_zone_reads_whole_by_words_and_blocks),
	ON(config_locked_508a, the_config_zone_reads_whole_by_words_and_blocks),
	ON(blank_608a, a_block_access_ignores_the_word_bits),
	ON(locked_608a, addresses_that_do_not_exist_are_03),
	ON(locked_508a, addresses_that_do_not_exist_are_03),
	ON(locked_608a, there_is_no_zone_3),
	ON(blank_608a, bytes_0_to_15_are_nobodys_to_write),
	ON(blank_508a, bytes_0_to_15_are_nobodys_to_write),
	ON(blank_608a, a_write_that_touches_bytes_84_to_87_writes_nothing),
	ON(blank_508a, a_write_that_touches_bytes_84_to_87_writes_nothing),
	ON(blank_608a, every_other_config_byte_is_writable_before_the_lock_and_reads_back),
	ON(blank_608a, there_is_no_encrypted_write_to_the_config_zone),
	ON(config_locked_608a, once_locked_no_config_byte_can_be_written),
	ON(locked_608a, once_locked_no_config_byte_can_be_written),
	ON(blank_608a, data_and_otp_of_a_virgin_part_are_out_of_reach),
	ON(blank_508a, data_and_otp_of_a_virgin_part_are_out_of_reach),
	ON(config_locked_608a, before_the_data_lock_otp_takes_whole_blocks_and_shows_nothing),
	ON(config_locked_508a, before_the_data_lock_otp_takes_whole_blocks_and_shows_nothing),
	ON(locked_608a, locked_otp_reads_whole_by_words_and_blocks),
	ON(locked_508a, locked_otp_reads_whole_by_words_and_blocks),
	ON(locked_608a, locked_otp_takes_no_write),
	ON(locked_508a, locked_otp_takes_no_write),
	ON(locked_508a, consumption_mode_turns_otp_bits_to_0_and_never_back),
	ON(locked_508a, consumption_mode_takes_no_encrypted_write),
	ON(config_locked_608a, before_the_data_lock_nothing_of_the_data_zone_is_readable),
	ON(config_locked_608a,
		before_the_data_lock_any_slot_but_a_private_key_takes_blocks_whatever_write_config_says),
	ON(config_locked_608a, before_the_data_lock_words_cannot_be_written),
	ON(config_locked_608a, a_locked_slot_takes_no_write_before_the_data_lock),
	ON(locked_608a, a_private_key_is_never_readable),
	ON(locked_608a, a_slot_that_is_not_secret_reads_clear),
	ON(locked_608a, a_short_last_block_reads_zeros_behind_its_bytes),
	ON(locked_608a, a_secret_slot_without_encrypted_read_is_not_readable),
	ON(locked_608a, a_secret_slot_reads_encrypted_with_its_read_key_once),
	ON(locked_508a, a_secret_slot_reads_encrypted_with_its_read_key_once),
	ON(locked_608a, an_encrypted_read_of_a_word_is_refused),
	ON(locked_608a, an_encrypted_read_wants_the_gen_dig_of_its_read_key),
	ON(locked_608a, a_no_mac_read_key_serves_encrypted_reads),
	ON(locked_508a, on_the_508a_an_encrypted_read_wants_a_random_nonce),
};

static const struct CMUnitTest uncertain[] = {
	ON(locked_608a, uncertain_on_the_608_an_encrypted_read_takes_a_fixed_nonce),
	ON(locked_608a, uncertain_a_prohibited_read_policy_reads_nothing),
	ON(locked_508a, uncertain_any_other_otp_mode_is_read_only),
};

int main(void)
{
	return cmocka_run_group_tests(tests, NULL, NULL) + cmocka_run_group_tests(uncertain, NULL, NULL);
}
