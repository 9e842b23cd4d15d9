/* tests/unit/test_atecc_write.c: Write into the data zone once it is locked, and encrypted writes: who may change what. */
#include "atecc_fixture.h"

#include "cmocka_all.h"

#include <string.h>

#define OTP(f) ((f)->chip->nv.otp)

/* Data zone, locked: writing (DS20005927A table 2-8; atecc608.md 2.4). */

static void write_config_decides_who_writes_a_locked_slot(void **state)
{
	static const enum {
		ALWAYS,
		PUB_INVALID,
		NEVER,
		ENCRYPTED
	} meaning[16] = { ALWAYS, PUB_INVALID, NEVER, NEVER, ENCRYPTED, ENCRYPTED, ENCRYPTED, ENCRYPTED,
		NEVER, NEVER, NEVER, NEVER, ENCRYPTED, ENCRYPTED, ENCRYPTED, ENCRYPTED };
	struct atecc_fixture *f = *state;

	for (unsigned int code = 0; code < 16; code++) {
		bool clear = meaning[code] == ALWAYS || meaning[code] == PUB_INVALID;
		struct digest tk, mac;
		struct bytes cipher;

		set_slot_config(f, 9, code << 12 | 0x048f);
		assert_status(f, clear ? ATCA_SUCCESS : ATCA_EXECUTION_ERROR, "12 82 %w 3c*32",
			data_address(9, 0, 0));
		assert_int_equal(slot_at(f, 9)[0] == 0x3c, clear);
		tk = host_nonce_random(f);
		tk = host_gen_dig(f, 4, &tk, NULL);
		mac = host_sha256("%32 12 c2 %w ee 0123 00*25 c3*32", tk.at, data_address(9, 0, 0));
		cipher = xored(wire("c3*32").at, 32, &tk);
		assert_status(f, meaning[code] == ENCRYPTED ? ATCA_SUCCESS : ATCA_EXECUTION_ERROR,
			"12 c2 %w %b %32", data_address(9, 0, 0), &cipher, mac.at);
		assert_int_equal(slot_at(f, 9)[0] == 0xc3, meaning[code] == ENCRYPTED);
		slot_at(f, 9)[0] = 0;
	}
}

/* TFLX-A 5.1.10.1 */
static void words_are_written_only_to_slots_that_are_not_secret(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_SUCCESS, "12 02 %w 01020304", data_address(12, 2, 1));
	assert_memory_equal(slot_at(f, 12) + 68, wire("01020304").at, 4);
	assert_status(f, ATCA_SUCCESS, "12 02 %w 01020304", data_address(5, 1, 0));
	assert_refused_unchanged(f, "12 02 2000 01020304"); /* slot 4 */
	set_slot_config(f, 12, 0x4f0f);
	assert_refused_unchanged(f, "12 02 6000 01020304");
	set_slot_config(f, 12, 0x8f0f);
	assert_refused_unchanged(f, "12 02 6000 01020304");
}

/* atecc608.md 2.1, DS20005927A 9.1.4 */
static void a_short_last_block_takes_32_bytes_and_keeps_what_fits(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes slot_13 = wire("%32 %32 %8", slot_at(f, 13), slot_at(f, 13) + 32, slot_at(f, 13) + 64);

	assert_status(f, ATCA_SUCCESS, "12 82 %w 77*32", data_address(12, 2, 0));
	assert_memory_equal(slot_at(f, 12) + 64, wire("77*8").at, 8);
	assert_memory_equal(slot_at(f, 13), slot_13.at, slot_13.len);
	assert_status(f, ATCA_SUCCESS, "12 82 %w 78*32", data_address(12, 2, 1));
	assert_memory_equal(slot_at(f, 12) + 64, wire("78*8").at, 8);
	assert_status(f, ATCA_SUCCESS, "12 82 %w 79*32", data_address(5, 1, 0));
	assert_memory_equal(slot_at(f, 5) + 32, wire("79*4").at, 4);
	assert_int_not_equal(slot_at(f, 6)[0], 0x79);
}

static void a_locked_slot_takes_no_write_of_any_kind(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk, mac;
	struct bytes cipher;

	set_config(f, CONFIG_SLOT_LOCKED, "ffec"); /* 8, 9, 12 */
	assert_refused_unchanged(f, "12 82 6000 00*32");
	assert_refused_unchanged(f, "12 02 6000 00*4");
	tk = host_nonce_random(f);
	tk = host_gen_dig(f, 4, &tk, NULL);
	mac = host_sha256("%32 12 c2 %w ee 0123 00*25 c3*32", tk.at, data_address(9, 0, 0));
	cipher = xored(wire("c3*32").at, 32, &tk);
	assert_status(f, ATCA_EXECUTION_ERROR, "12 c2 %w %b %32", data_address(9, 0, 0), &cipher, mac.at);
}

/* DS20005927A 9.21.1 p.91: once locked bit 6 of the zone is not looked at; the MAC covers it as sent. */
static void zone_bit_6_does_not_matter_once_locked(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_random(f), mac;
	struct bytes cipher;

	tk = host_gen_dig(f, 4, &tk, NULL);
	mac = host_sha256("%32 12 82 %w ee 0123 00*25 c3*32", tk.at, data_address(1, 0, 0));
	cipher = xored(wire("c3*32").at, 32, &tk);
	assert_status(f, ATCA_SUCCESS, "12 82 %w %b %32", data_address(1, 0, 0), &cipher, mac.at);
	assert_memory_equal(slot_at(f, 1), wire("c3*32").at, 32);
	assert_status(f, ATCA_SUCCESS, "12 c2 %w 55*32", data_address(12, 0, 0));
	assert_memory_equal(slot_at(f, 12), wire("55*32").at, 32);
}

static void an_encrypted_write_covers_32_bytes_for_the_short_last_block_too(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_random(f), mac;
	struct bytes cipher;

	tk = host_gen_dig(f, 4, &tk, NULL);
	mac = host_sha256("%32 12 c2 %w ee 0123 00*25 c3*4 5a*28", tk.at, data_address(1, 1, 0));
	cipher = xored(wire("c3*4 5a*28").at, 32, &tk);
	assert_status(f, ATCA_SUCCESS, "12 c2 %w %b %32", data_address(1, 1, 0), &cipher, mac.at);
	assert_memory_equal(slot_at(f, 1) + 32, wire("c3*4").at, 4);
}

static void an_encrypted_write_with_a_wrong_mac_is_0f_and_writes_nothing(void **state)
{
	struct atecc_fixture *f = *state;
	uint8_t before[36];

	memcpy(before, slot_at(f, 1), sizeof(before));
	for (unsigned int bit = 0; bit < 512; bit += 17) {
		struct digest tk = host_nonce_random(f), mac;
		struct bytes data;

		tk = host_gen_dig(f, 4, &tk, NULL);
		mac = host_sha256("%32 12 c2 %w ee 0123 00*25 c3*32", tk.at, data_address(1, 0, 0));
		data = xored(wire("c3*32").at, 32, &tk);
		data = wire("%b %32", &data, mac.at);
		data.at[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_status(f, ATCA_EXECUTION_ERROR, "12 c2 %w %b", data_address(1, 0, 0), &data);
		assert_memory_equal(slot_at(f, 1), before, sizeof(before));
		assert_state(f, "0000");
	}
}

static void an_encrypted_write_wants_the_gen_dig_of_its_write_key(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_random(f), mac;
	struct bytes cipher;

	tk = host_gen_dig(f, 12, &tk, NULL);
	mac = host_sha256("%32 12 c2 %w ee 0123 00*25 c3*32", tk.at, data_address(1, 0, 0));
	cipher = xored(wire("c3*32").at, 32, &tk);
	assert_status(f, ATCA_EXECUTION_ERROR, "12 c2 %w %b %32", data_address(1, 0, 0), &cipher, mac.at);
	assert_status(f, ATCA_EXECUTION_ERROR, "12 c2 %w 00*64", data_address(1, 0, 0));
}

/* DS20005927A p.91-92: no rule on SourceFlag for writes, on either part. */
static void an_encrypted_write_takes_a_fixed_nonce(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_fixed(f, known_key), mac;
	struct bytes cipher;

	tk = host_gen_dig(f, 4, &tk, NULL);
	mac = host_sha256("%32 12 c2 %w ee 0123 00*25 c3*32", tk.at, data_address(1, 0, 0));
	cipher = xored(wire("c3*32").at, 32, &tk);
	assert_status(f, ATCA_SUCCESS, "12 c2 %w %b %32", data_address(1, 0, 0), &cipher, mac.at);
}

/* DS20005927A p.92: any TempKey will do, GenDigData is not looked at, WriteConfig neither. */
static void before_the_data_lock_an_encrypted_write_takes_any_valid_tempkey(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk, mac;
	struct bytes cipher;

	assert_status(f, ATCA_EXECUTION_ERROR, "12 c2 %w 00*64", data_address(6, 0, 0));
	tk = host_nonce_random(f);
	mac = host_sha256("%32 12 c2 %w ee 0123 00*25 c3*32", tk.at, data_address(6, 0, 0));
	cipher = xored(wire("c3*32").at, 32, &tk);
	assert_status(f, ATCA_SUCCESS, "12 c2 %w %b %32", data_address(6, 0, 0), &cipher, mac.at);
	assert_memory_equal(slot_at(f, 6), wire("c3*32").at, 32);
	tk = host_nonce_random(f);
	cipher = xored(wire("c3*32").at, 32, &tk);
	assert_status(f, ATCA_EXECUTION_ERROR, "12 c2 %w %b %32", data_address(6, 0, 0), &cipher, mac.at);
	/* OTP too. */
	tk = host_nonce_random(f);
	mac = host_sha256("%32 12 c1 0000 ee 0123 00*25 c3*32", tk.at);
	cipher = xored(wire("c3*32").at, 32, &tk);
	assert_status(f, ATCA_SUCCESS, "12 c1 0000 %b %32", &cipher, mac.at);
	assert_memory_equal(OTP(f), wire("c3*32").at, 32);
}

/* Public keys with PubInfo (DS20005927A 2.2.5, TFLX-A 5.1.10.1). */

static void writing_any_block_of_a_public_key_makes_it_invalid(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int block = 0; block < 3; block++) {
		slot_at(f, 14)[0] = 0x50;
		assert_status(f, ATCA_SUCCESS, "12 82 %w 00*32", data_address(14, block, 0));
		assert_answer(f, "02 02 %w", "a0000000", data_address(14, 0, 0));
	}
	slot_at(f, 14)[0] = 0x50;
	assert_status(f, ATCA_SUCCESS, "12 02 %w 01020304", data_address(14, 1, 3));
	assert_int_equal(slot_at(f, 14)[0], 0xa0);
	/* KeyConfig without PubInfo */
	assert_status(f, ATCA_SUCCESS, "12 82 %w 00*32", data_address(15, 0, 0));
	assert_int_equal(slot_at(f, 15)[0], 0x00);
}

static void a_pub_invalid_key_is_writable_only_while_it_is_invalid(void **state)
{
	struct atecc_fixture *f = *state;

	set_slot_config(f, 14, 0x1f0d);
	slot_at(f, 14)[0] = 0x50;
	assert_refused_unchanged(f, "12 82 7000 00*32");
	assert_refused_unchanged(f, "12 82 7001 00*32");
	assert_refused_unchanged(f, "12 02 7000 00*4");
	slot_at(f, 14)[0] = 0xa0;
	assert_status(f, ATCA_SUCCESS, "12 82 7000 00*32");
	assert_int_equal(slot_at(f, 14)[0], 0xa0);
}

/* Choices where the documents are silent. */

/* UNCERTAIN (ATCA-U-28): 64 bytes to a slot that is written clear. */
static void uncertain_a_mac_for_a_clear_slot_is_0f(void **state)
{
	assert_refused_unchanged(*state, "12 c2 6000 00*64");
}

/* UNCERTAIN (ATCA-U-21): a private key in TempKey seals nothing. */
static void uncertain_a_private_key_in_tempkey_seals_no_write(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk, mac;
	struct bytes cipher;

	assert_length(f, 64, "40 04 ffff");
	memcpy(tk.at, f->chip->sram.tempkey.value, 32);
	mac = host_sha256("%32 12 c2 %w ee 0123 00*25 c3*32", tk.at, data_address(6, 0, 0));
	cipher = xored(wire("c3*32").at, 32, &tk);
	assert_status(f, ATCA_EXECUTION_ERROR, "12 c2 %w %b %32", data_address(6, 0, 0), &cipher, mac.at);
	assert_length(f, 64, "40 04 ffff");
	assert_status(f, ATCA_EXECUTION_ERROR, "46 40 0200 00*68");
}

/* LORA-A 5.1.10.2: several GenDigs are allowed, and the last counts. */
static void of_several_gen_digs_the_last_counts(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_random(f), mac;
	struct bytes cipher;

	tk = host_gen_dig(f, 12, &tk, NULL);
	tk = host_gen_dig(f, 4, &tk, NULL);
	mac = host_sha256("%32 12 c2 %w ee 0123 00*25 c3*32", tk.at, data_address(1, 0, 0));
	cipher = xored(wire("c3*32").at, 32, &tk);
	assert_status(f, ATCA_SUCCESS, "12 c2 %w %b %32", data_address(1, 0, 0), &cipher, mac.at);
	tk = host_nonce_random(f);
	tk = host_gen_dig(f, 4, &tk, NULL);
	tk = host_gen_dig(f, 12, &tk, NULL);
	assert_status(f, ATCA_EXECUTION_ERROR, "02 82 %w", data_address(1, 0, 0));
	tk = host_nonce_random(f);
	host_gen_dig(f, 4, &tk, NULL);
	assert_status(f, ATCA_SUCCESS, "15 00 0000"); /* GenDigData 0 */
	assert_status(f, ATCA_EXECUTION_ERROR, "02 82 %w", data_address(1, 0, 0));
}

static const struct CMUnitTest tests[] = {
	ON(locked_608a, write_config_decides_who_writes_a_locked_slot),
	ON(locked_508a, write_config_decides_who_writes_a_locked_slot),
	ON(locked_608a, words_are_written_only_to_slots_that_are_not_secret),
	ON(locked_608a, a_short_last_block_takes_32_bytes_and_keeps_what_fits),
	ON(locked_608a, a_locked_slot_takes_no_write_of_any_kind),
	ON(locked_608a, zone_bit_6_does_not_matter_once_locked),
	ON(locked_608a, an_encrypted_write_covers_32_bytes_for_the_short_last_block_too),
	ON(locked_608a, an_encrypted_write_with_a_wrong_mac_is_0f_and_writes_nothing),
	ON(locked_608a, an_encrypted_write_wants_the_gen_dig_of_its_write_key),
	ON(locked_608a, an_encrypted_write_takes_a_fixed_nonce),
	ON(locked_508a, an_encrypted_write_takes_a_fixed_nonce),
	ON(config_locked_608a, before_the_data_lock_an_encrypted_write_takes_any_valid_tempkey),
	ON(config_locked_508a, before_the_data_lock_an_encrypted_write_takes_any_valid_tempkey),
	ON(locked_608a, writing_any_block_of_a_public_key_makes_it_invalid),
	ON(locked_608a, a_pub_invalid_key_is_writable_only_while_it_is_invalid),
	ON(locked_608a, of_several_gen_digs_the_last_counts),
	ON(locked_508a, of_several_gen_digs_the_last_counts),
};

static const struct CMUnitTest uncertain[] = {
	ON(config_locked_608a, uncertain_a_private_key_in_tempkey_seals_no_write),
	ON(locked_608a, uncertain_a_mac_for_a_clear_slot_is_0f),
};

int main(void)
{
	return cmocka_run_group_tests(tests, NULL, NULL) + cmocka_run_group_tests(uncertain, NULL, NULL);
}
