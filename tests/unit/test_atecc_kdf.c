/* tests/unit/test_atecc_kdf.c: KDF (TFLX-A 5.3.4, MIG 2.1.4, atecc608.md 8.7). */
#include "atecc_fixture.h"

#include "cmocka_all.h"

#include <string.h>

/* Mode: bits 1..0 source, 4..2 target, 6..5 algorithm. */
enum {
	FROM_TEMPKEY = 0x00,
	FROM_UPPER = 0x01,
	FROM_SLOT = 0x02,
	FROM_ALT_KEY = 0x03,
	TO_TEMPKEY = 0x00,
	TO_UPPER = 0x04,
	TO_SLOT = 0x08,
	TO_ALT_KEY = 0x0c,
	TO_HOST = 0x10,
	TO_HOST_ENCRYPTED = 0x14,
	PRF = 0x00,
	AES = 0x20,
	HKDF = 0x40,
};

static const char one[] = "000102030405060708090a0b0c0d0e0f";

/* 64 bytes in TempKey. */
static struct bytes load_wide(struct atecc_fixture *f)
{
	struct bytes wide = wire("%32 5a*16 6b*16", known_key);

	assert_status(f, ATCA_SUCCESS, "16 23 0000 %b", &wide);
	return wide;
}

static void set_chip_options(struct atecc_fixture *f, unsigned int value)
{
	set_config(f, CONFIG_CHIP_OPTIONS, "%w", value);
}

/* The vendor library's test: key 00..0f twice, message 00..0f; the PRF recomputed here. */
static void prf_is_that_of_tls_1_2(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes key = wire("000102030405060708090a0b0c0d0e0f 000102030405060708090a0b0c0d0e0f");
	struct bytes message = wire(one);

	assert_status(f, ATCA_SUCCESS, "16 03 0000 %b", &key);
	assert_answer(f, "56 %c 3412 01010010 %b",
		"1ebcbe62005ab948fdffe1c402aaba354ec676050c9bc1aae1ff5b1509a4a04a"
		"44254664c2a480f5b77ea2d1020c7ba4b3640c4ac793324c26d6fddfdb1f011a",
		PRF | FROM_TEMPKEY | TO_HOST, &message);
}

/* Details: bits 1..0 key length 16 to 64, bit 8 target length 64, bits 31..24 message length. */
static void prf_takes_keys_of_four_lengths_and_any_message(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes wide = load_wide(f);

	for (unsigned int key_len = 0; key_len < 4; key_len++) {
		for (unsigned int len = 1; len <= 128; len += 127 / 5) {
			struct bytes message = { .len = len };
			uint8_t expected[64];

			memset(message.at, (int)len, len);
			host_p_sha256(wide.at, 16 * (key_len + 1), message.at, len, expected, 64);
			assert_answer(
				f, "56 10 0000 %c 01 00 %c %b", "%64", key_len, len, &message, expected);
			assert_answer(
				f, "56 10 0000 %c 00 00 %c %b", "%32", key_len, len, &message, expected);
		}
	}
	assert_state(f, "1080"); /* never cleared by KDF (TFLX-A 3.1) */
}

static void prf_details_that_are_reserved_are_03(void **state)
{
	struct atecc_fixture *f = *state;

	load_wide(f);
	for (unsigned int bit = 2; bit < 24; bit++) {
		if (bit == 8)
			continue;
		assert_status(f, ATCA_PARSE_ERROR, "56 10 0000 %d 5a*16", UINT32_C(1) << bit | 0x10000001u);
	}
	assert_status(f, ATCA_PARSE_ERROR, "56 00 0000 %d 5a*16", UINT32_C(0x10000d01)); /* AEAD 10 */
	assert_status(f, ATCA_PARSE_ERROR, "56 00 0000 %d 5a*16", UINT32_C(0x10000f01)); /* AEAD 11 */
}

/* AEAD 01: 32 bytes to the target, the next 32 to the host and never encrypted. */
static void prf_for_aead_gives_one_half_to_the_host(void **state)
{
	struct atecc_fixture *f = *state;
	uint8_t expected[64];

	host_nonce_fixed(f, known_key);
	host_p_sha256(known_key, 32, wire("5a*16").at, 16, expected, 64);
	assert_answer(f, "56 %c 0000 01030010 5a*16", "%32", TO_ALT_KEY, expected + 32);
	assert_memory_equal(f->chip->sram.alt_key_buf, expected, 32);
	assert_status(f, ATCA_PARSE_ERROR, "56 %c 0000 01020010 5a*16", TO_ALT_KEY); /* needs length 64 */
	assert_status(f, ATCA_PARSE_ERROR, "56 %c 0000 01030010 5a*16", TO_HOST);
	assert_status(f, ATCA_PARSE_ERROR, "56 %c 0000 01030010 5a*16", TO_HOST_ENCRYPTED);
}

static void the_details_tell_the_length_of_the_message(void **state)
{
	struct atecc_fixture *f = *state;

	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_PARSE_ERROR, "56 10 0000 01000010 5a*15");
	assert_status(f, ATCA_PARSE_ERROR, "56 10 0000 01000010 5a*17");
	assert_status(f, ATCA_PARSE_ERROR, "56 10 0000 010000");
	assert_status(f, ATCA_PARSE_ERROR, "56 10 0000 01000081 5a*129");
	assert_status(f, ATCA_PARSE_ERROR, "56 50 0000 02000010 5a*15");
	assert_status(f, ATCA_PARSE_ERROR, "56 30 0000 00000010 5a*15");
}

static void a_source_must_hold_the_key_that_is_asked_for(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_EXECUTION_ERROR, "56 10 0000 01000010 5a*16");
	assert_status(f, ATCA_EXECUTION_ERROR, "56 11 0000 01000010 5a*16");
	assert_status(f, ATCA_EXECUTION_ERROR, "56 13 0000 01000010 5a*16");
	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_EXECUTION_ERROR, "56 10 0000 02000010 5a*16"); /* 48 of 32 bytes */
	assert_status(f, ATCA_EXECUTION_ERROR, "56 11 0000 01000010 5a*16");
	load_wide(f);
	assert_length(f, 32, "56 10 0000 02000010 5a*16");
	assert_length(f, 32, "56 11 0000 01000010 5a*16");
}

/* HKDF: one HMAC-SHA256, the host makes extract and expand of it (TFLX-A 5.3.4.3). */
static void hkdf_is_one_hmac_of_each_source(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes wide = load_wide(f);

	assert_status(f, ATCA_SUCCESS, "16 83 0000 a7*32");
	assert_answer(f, "56 50 3412 02000010 5a*16", "%32", host_hmac(wide.at, 32, "5a*16").at);
	assert_answer(f, "56 51 3412 02000010 5a*16", "%32", host_hmac(wide.at + 32, 32, "5a*16").at);
	assert_answer(f, "56 52 0c12 02000010 5a*16", "%32", host_hmac(slot_at(f, 12), 32, "5a*16").at);
	assert_answer(f, "56 53 3412 02000010 5a*16", "%32", host_hmac(wire("a7*32").at, 32, "5a*16").at);
}

/* RFC 5869 A.1: PRK = HMAC(salt, IKM); with the salt as key and the IKM as message. A.3: a zero salt. */
static void hkdf_extracts_and_expands_as_in_rfc_5869(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes prk = wire("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");

	set_slot(f, 12, "000102030405060708090a0b0c 00*19");
	assert_answer(f, "56 52 0c00 02000016 0b*22", "%b", &prk);
	assert_answer(f, "56 50 0000 06000016 0b*22",
		"19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04");
	assert_status(f, ATCA_SUCCESS, "16 03 0000 %b", &prk);
	assert_answer(f, "56 50 0000 0200000b f0f1f2f3f4f5f6f7f8f9 01",
		"3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
}

static void hkdf_messages_may_lie_in_a_slot_or_in_tempkey(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes wide = load_wide(f);

	/* details: bits 11..8 slot, 31..24 length */
	assert_answer(f, "56 52 0400 000c0020", "%32", host_hmac(known_key, 32, "%32", slot_at(f, 12)).at);
	assert_answer(f, "56 52 0400 000c0048", "%32", host_hmac(known_key, 32, "%72", slot_at(f, 12)).at);
	assert_status(f, ATCA_EXECUTION_ERROR, "56 52 0400 000c0049");
	assert_status(f, ATCA_EXECUTION_ERROR, "56 52 0400 00020020"); /* a private key is no message */
	assert_answer(f, "56 52 0400 01000020", "%32", host_hmac(known_key, 32, "%32", wide.at).at);
	assert_answer(f, "56 52 0400 01000040", "%32", host_hmac(known_key, 32, "%64", wide.at).at);
	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_EXECUTION_ERROR, "56 52 0400 01000040");
}

static void hkdf_of_no_length_is_of_32_zeros(void **state)
{
	struct atecc_fixture *f = *state;

	assert_answer(f, "56 52 0400 02000000", "%32", host_hmac(known_key, 32, "00*32").at);
	assert_answer(f, "56 52 0400 000c0000", "%32", host_hmac(known_key, 32, "00*32").at);
}

static void hkdf_details_that_are_reserved_are_03(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int bit = 3; bit < 24; bit++)
		if (bit < 8 || bit > 11)
			assert_status(
				f, ATCA_PARSE_ERROR, "56 52 0400 %d 5a*16", UINT32_C(1) << bit | 0x10000002u);
}

/* p.70: source, target and message all the low half of TempKey. */
static void hkdf_from_tempkey_of_tempkey_to_tempkey_is_03(void **state)
{
	struct atecc_fixture *f = *state;

	load_wide(f);
	assert_status(f, ATCA_PARSE_ERROR, "56 40 0000 01000020");
	assert_status(f, ATCA_SUCCESS, "56 41 0000 01000020");
	load_wide(f);
	assert_status(f, ATCA_SUCCESS, "56 4c 0000 01000020");
}

/* MIG 2.1.4; KdfIvLoc 09, KdfIvStr "iv" in the test config */
static void hkdf_with_iv_wants_the_two_bytes_in_their_place(void **state)
{
	struct atecc_fixture *f = *state;

	assert_answer(f, "56 52 0400 03000010 5a*9 6976 5a*5", "%32",
		host_hmac(known_key, 32, "5a*9 6976 5a*5").at);
	assert_length(f, 32, "56 52 0400 0300000b 5a*9 6976");
	assert_status(f, ATCA_EXECUTION_ERROR, "56 52 0400 03000010 5a*9 6977 5a*5");
	assert_status(f, ATCA_EXECUTION_ERROR, "56 52 0400 03000010 5a*8 6976 5a*6");
	assert_status(f, ATCA_EXECUTION_ERROR, "56 52 0400 0300000a 5a*9 69");
	assert_status(f, ATCA_EXECUTION_ERROR, "56 52 0400 03000001 5a");
	assert_status(f, ATCA_EXECUTION_ERROR, "56 52 0400 03000000");
}

/* AES */

static void aes_is_one_block_and_16_zeros(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes block = wire(one), wide;

	assert_status(f, ATCA_SUCCESS, "16 03 0000 %b %b", &block, &block);
	assert_answer(f, "56 30 3412 00000010 %b", "0a940bb5416ef045f1c39458c653ea5a 00*16", &block);
	wide = load_wide(f);
	for (unsigned int key = 0; key < 4; key++) {
		uint8_t expected[16];

		host_aes128(wide.at + 16 * key, block.at, expected);
		assert_answer(f, "56 30 0000 %c 000010 %b", "%16 00*16", key, &block, expected);
	}
	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_EXECUTION_ERROR, "56 30 0000 02000010 %b", &block);
	assert_status(f, ATCA_EXECUTION_ERROR, "56 32 0500 02000010 %b", &block); /* a slot of 36 bytes */
	for (unsigned int bit = 2; bit < 24; bit++)
		assert_status(
			f, ATCA_PARSE_ERROR, "56 30 0000 %d %b", UINT32_C(1) << bit | 0x10000000u, &block);
}

static void aes_needs_chip_options_bit_2_and_aes_enable(void **state)
{
	struct atecc_fixture *f = *state;

	host_nonce_fixed(f, known_key);
	set_chip_options(f, 0x400a);
	assert_status(f, ATCA_EXECUTION_ERROR, "56 30 0000 00000010 5a*16");
	set_chip_options(f, 0x400e);
	set_config(f, CONFIG_AES_ENABLE, "60");
	assert_status(f, ATCA_PARSE_ERROR, "56 30 0000 00000010 5a*16");
	assert_length(f, 32, "56 10 0000 01000010 5a*16");
}

/* Targets */

static void a_result_stays_in_the_chip_where_the_mode_says(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest result = host_hmac(known_key, 32, "5a*16");
	struct bytes wide;

	assert_status(f, ATCA_SUCCESS, "56 42 0400 02000010 5a*16");
	assert_tempkey(f, result);
	assert_tempkey_valid(f, true);
	assert_status(f, ATCA_EXECUTION_ERROR, "51 80 ffff 5a*16"); /* 32 bytes of it */
	assert_status(f, ATCA_SUCCESS, "56 4e 0400 02000010 5a*16");
	assert_answer(f, "56 53 0000 02000001 33", "%32", host_hmac(result.at, 32, "33").at);
	wide = load_wide(f);
	assert_status(f, ATCA_SUCCESS, "56 46 0400 02000010 5a*16");
	assert_memory_equal(f->chip->sram.tempkey.value, wide.at, 32);
	assert_memory_equal(f->chip->sram.tempkey.value + 32, result.at, 32);
	/* slot 5: KeyConfig 103A, PubInfo set */
	assert_status(f, ATCA_SUCCESS, "56 4a 0405 02000010 5a*16");
	assert_memory_equal(slot_at(f, 5), result.at, 32);
}

/* TFLX-A 5.3.4: the upper half is never valid while the lower is not. */
static void the_upper_half_needs_a_valid_lower_half(void **state)
{
	struct atecc_fixture *f = *state;
	uint8_t expected[16];

	assert_status(f, ATCA_EXECUTION_ERROR, "56 46 0400 02000010 5a*16");
	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_SUCCESS, "56 46 0400 02000010 5a*16");
	host_aes128(host_hmac(known_key, 32, "5a*16").at, wire("00*16").at, expected);
	assert_answer(f, "51 80 ffff 00*16", "%16", expected);
}

/* LORA-B 2.2.4: "KDF writes" is KeyConfig.PubInfo. */
static void only_a_slot_with_pub_info_takes_a_result(void **state)
{
	struct atecc_fixture *f = *state;
	struct atecc before;

	host_wake(f);
	before = *f->chip;
	assert_status(f, ATCA_EXECUTION_ERROR, "56 4a 040c 02000010 5a*16");
	assert_status(f, ATCA_EXECUTION_ERROR, "56 4a 0402 02000010 5a*16");
	assert_status(f, ATCA_PARSE_ERROR, "56 4a 0410 02000010 5a*16");
	assert_unchanged(f, &before);
	set_config(f, CONFIG_SLOT_LOCKED, "dfff");
	assert_status(f, ATCA_EXECUTION_ERROR, "56 4a 0405 02000010 5a*16");
}

static void slots_in_param2_are_0_to_15_where_they_are_used(void **state)
{
	struct atecc_fixture *f = *state;

	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_PARSE_ERROR, "56 52 1000 02000010 5a*16");
	assert_length(f, 32, "56 50 ffff 02000010 5a*16");
	assert_length(f, 32, "56 52 04ff 02000010 5a*16");
}

static void modes_that_do_not_exist_are_03(void **state)
{
	struct atecc_fixture *f = *state;

	host_nonce_fixed(f, known_key);
	for (unsigned int mode = 0; mode < 256; mode++)
		if (mode & 0x80 || (mode & 0x60) == 0x60 || (mode & 0x1c) > 0x14)
			assert_status(f, ATCA_PARSE_ERROR, "56 %c 0000 02000010 5a*16", mode);
}

static void a_private_key_is_no_source(void **state)
{
	assert_status(*state, ATCA_EXECUTION_ERROR, "56 52 0200 02000010 5a*16");
}

/* Output (TFLX-A 5.3.4; atecc608.md 2.10): 32 bytes under SHA(IO key, 16 bytes of nonce), then the next. */
static void an_encrypted_result_is_masked_with_the_io_key_and_a_nonce(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest clear32 = host_hmac(known_key, 32, "5a*16");
	struct bytes answer;
	uint8_t clear64[64];

	answer = assert_length(f, 64, "56 56 0400 02000010 5a*16");
	for (size_t i = 0; i < 32; i++)
		answer.at[i] ^= host_sha256("%32 %16", known_key, answer.at + 32).at[i];
	assert_memory_equal(answer.at, clear32.at, 32);

	host_nonce_fixed(f, known_key);
	host_p_sha256(known_key, 32, wire("5a*16").at, 16, clear64, 64);
	answer = assert_length(f, 96, "56 14 0000 01010010 5a*16");
	for (size_t i = 0; i < 64; i++)
		answer.at[i] ^= host_sha256("%32 %16", known_key, answer.at + 64 + i / 32 * 16).at[i % 32];
	assert_memory_equal(answer.at, clear64, 64);
}

static void an_encrypted_result_needs_the_io_key_enabled(void **state)
{
	struct atecc_fixture *f = *state;

	set_chip_options(f, 0x400c);
	assert_status(f, ATCA_EXECUTION_ERROR, "56 56 0400 02000010 5a*16");
	assert_length(f, 32, "56 52 0400 02000010 5a*16");
}

/* ChipOptions bits 11..10: 1 encrypted only, 2 not outside the chip. */
static void kdf_protection_bars_output(void **state)
{
	struct atecc_fixture *f = *state;

	set_chip_options(f, 0x440e);
	assert_status(f, ATCA_EXECUTION_ERROR, "56 52 0400 02000010 5a*16");
	assert_length(f, 64, "56 56 0400 02000010 5a*16");
	assert_status(f, ATCA_SUCCESS, "56 42 0400 02000010 5a*16");
	set_chip_options(f, 0x480e);
	assert_status(f, ATCA_EXECUTION_ERROR, "56 52 0400 02000010 5a*16");
	assert_status(f, ATCA_EXECUTION_ERROR, "56 56 0400 02000010 5a*16");
	assert_status(f, ATCA_SUCCESS, "56 42 0400 02000010 5a*16");
}

/* UNCERTAIN (ATCA-U-25): KdfIvLoc 00 is off, as on parts whose book says so. */
static void uncertain_location_0_switches_the_iv_check_off_altogether(void **state)
{
	struct atecc_fixture *f = *state;

	set_config(f, CONFIG_KDF_IV_LOC, "00");
	assert_status(f, ATCA_EXECUTION_ERROR, "56 52 0400 03000010 6976 5a*14");
}

/* UNCERTAIN (ATCA-U-08): KDF protection 3, an invalid setting, refuses. */
static void uncertain_protection_3_refuses(void **state)
{
	struct atecc_fixture *f = *state;

	set_chip_options(f, 0x4c0e);
	assert_status(f, ATCA_EXECUTION_ERROR, "56 52 0400 02000010 5a*16");
	assert_status(f, ATCA_EXECUTION_ERROR, "56 56 0400 02000010 5a*16");
}

/* UNCERTAIN (ATCA-U-09): SourceFlag 1 after KDF into TempKey. */
static void uncertain_kdf_into_tempkey_counts_as_input(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_SUCCESS, "56 42 0400 02000010 5a*16");
	assert_state(f, "1080");
}

/* DS20005927A 2.4: before the config lock the data zone is out of reach. */
static void before_the_config_lock_no_slot_takes_a_result(void **state)
{
	struct atecc_fixture *f = *state;

	set_key_config(f, 12, 0x001e);
	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_EXECUTION_ERROR, "56 48 000c 02000010 5a*16");
}

/* 64 bytes fill TempKey; the other places hold 32, and a slot what it holds. */
static void a_result_of_64_bytes_needs_room(void **state)
{
	struct atecc_fixture *f = *state;
	uint8_t expected[64];

	host_p_sha256(known_key, 32, wire("5a*16").at, 16, expected, 64);
	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_EXECUTION_ERROR, "56 %c 0000 01010010 5a*16", TO_UPPER);
	assert_status(f, ATCA_EXECUTION_ERROR, "56 %c 0000 01010010 5a*16", TO_ALT_KEY);
	assert_status(f, ATCA_EXECUTION_ERROR, "56 %c 0005 01010010 5a*16", TO_SLOT);
	set_key_config(f, 12, 0x001e);
	assert_status(f, ATCA_SUCCESS, "56 %c 000c 01010010 5a*16", TO_SLOT);
	assert_memory_equal(slot_at(f, 12), expected, 64);
	assert_status(f, ATCA_SUCCESS, "56 %c 0000 01010010 5a*16", TO_TEMPKEY);
	assert_memory_equal(f->chip->sram.tempkey.value, expected, 64);
	assert_length(f, 16, "51 c0 ffff 00*16");
}

static void a_message_in_tempkey_needs_a_valid_tempkey(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_EXECUTION_ERROR, "56 52 0400 01000020");
	assert_length(f, 64, "40 04 ffff");
	assert_status(f, ATCA_EXECUTION_ERROR, "56 52 0400 01000020");
}

/* UNCERTAIN (ATCA-U-08): AEAD's clear half is an answer, too. */
static void uncertain_kdf_protection_bars_aead(void **state)
{
	struct atecc_fixture *f = *state;

	host_nonce_fixed(f, known_key);
	set_chip_options(f, 0x440e);
	assert_status(f, ATCA_EXECUTION_ERROR, "56 %c 0000 01030010 5a*16", TO_ALT_KEY);
	set_chip_options(f, 0x480e);
	assert_status(f, ATCA_EXECUTION_ERROR, "56 %c 0000 01030010 5a*16", TO_ALT_KEY);
}

static const struct CMUnitTest tests[] = {
	ON(blank_608a, prf_is_that_of_tls_1_2),
	ON(locked_608a, prf_is_that_of_tls_1_2),
	ON(locked_608a, prf_takes_keys_of_four_lengths_and_any_message),
	ON(locked_608a, prf_details_that_are_reserved_are_03),
	ON(locked_608a, prf_for_aead_gives_one_half_to_the_host),
	ON(locked_608a, the_details_tell_the_length_of_the_message),
	ON(locked_608a, a_source_must_hold_the_key_that_is_asked_for),
	ON(locked_608a, hkdf_is_one_hmac_of_each_source),
	ON(locked_608a, hkdf_extracts_and_expands_as_in_rfc_5869),
	ON(locked_608a, hkdf_messages_may_lie_in_a_slot_or_in_tempkey),
	ON(locked_608a, hkdf_of_no_length_is_of_32_zeros),
	ON(locked_608a, hkdf_details_that_are_reserved_are_03),
	ON(locked_608a, hkdf_from_tempkey_of_tempkey_to_tempkey_is_03),
	ON(locked_608a, hkdf_with_iv_wants_the_two_bytes_in_their_place),
	ON(locked_608a, aes_is_one_block_and_16_zeros),
	ON(locked_608a, aes_needs_chip_options_bit_2_and_aes_enable),
	ON(locked_608a, a_result_stays_in_the_chip_where_the_mode_says),
	ON(locked_608a, the_upper_half_needs_a_valid_lower_half),
	ON(locked_608a, only_a_slot_with_pub_info_takes_a_result),
	ON(locked_608a, slots_in_param2_are_0_to_15_where_they_are_used),
	ON(locked_608a, modes_that_do_not_exist_are_03),
	ON(locked_608a, a_private_key_is_no_source),
	ON(locked_608a, an_encrypted_result_is_masked_with_the_io_key_and_a_nonce),
	ON(locked_608a, an_encrypted_result_needs_the_io_key_enabled),
	ON(locked_608a, kdf_protection_bars_output),
	ON(blank_608a, before_the_config_lock_no_slot_takes_a_result),
	ON(locked_608a, a_result_of_64_bytes_needs_room),
	ON(locked_608a, a_message_in_tempkey_needs_a_valid_tempkey),
};

static const struct CMUnitTest uncertain[] = {
	ON(locked_608a, uncertain_kdf_protection_bars_aead),
	ON(locked_608a, uncertain_location_0_switches_the_iv_check_off_altogether),
	ON(locked_608a, uncertain_protection_3_refuses),
	ON(locked_608a, uncertain_kdf_into_tempkey_counts_as_input),
};

int main(void)
{
	return cmocka_run_group_tests(tests, NULL, NULL) + cmocka_run_group_tests(uncertain, NULL, NULL);
}
