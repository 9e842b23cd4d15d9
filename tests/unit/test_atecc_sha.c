/* tests/unit/test_atecc_sha.c: SHA: hashes and HMACs over several commands, and their context out and in. */
#include "atecc_fixture.h"

#include "cmocka_all.h"

#include <string.h>

static const char empty_digest[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
static const char abc_digest[] =
	"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; /* FIPS 180-4 */

static void known_digests_come_out(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_SUCCESS, "47 00 0000");
	assert_answer(f, "47 02 0000", empty_digest);
	assert_status(f, ATCA_SUCCESS, "47 00 0000");
	assert_answer(f, "47 02 0300 616263", abc_digest);
}

/* NIST's long message: a million times 'a' is 15625 blocks. */
static void a_million_letters_are_hashed_block_by_block(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_SUCCESS, "47 00 0000");
	for (int i = 0; i < 15625; i++)
		assert_status(f, ATCA_SUCCESS, "47 01 4000 61*64");
	assert_answer(f, "47 02 0000", "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

/* LORA-B 5.1.8: updates of 0 to 64 bytes, an end of 0 to 63; 64 is tolerated. */
static void on_the_608_updates_have_any_length_up_to_64(void **state)
{
	struct atecc_fixture *f = *state;
	uint8_t message[8 * 64];
	size_t len = 0;

	for (unsigned int step = 1; step <= 64; step += 9) {
		struct bytes sent;

		len = 0;
		assert_status(f, ATCA_SUCCESS, "47 00 0000");
		for (unsigned int i = 0; i < 5; i++, len += step) {
			memset(message + len, (int)(i + step), step);
			sent = (struct bytes){ .len = step };
			memcpy(sent.at, message + len, step);
			assert_status(f, ATCA_SUCCESS, "47 01 %w %b", step, &sent);
		}
		sent = (struct bytes){ .len = len };
		memcpy(sent.at, message, len);
		assert_answer(f, "47 02 0200 5a5b", "%32", host_sha256("%b 5a5b", &sent).at);
	}
	assert_status(f, ATCA_SUCCESS, "47 00 0000");
	assert_status(f, ATCA_SUCCESS, "47 01 0000");
	assert_answer(f, "47 02 4000 33*64", "%32", host_sha256("33*64").at);
	assert_status(f, ATCA_SUCCESS, "47 00 0000");
	assert_status(f, ATCA_PARSE_ERROR, "47 01 4100 00*65");
	assert_status(f, ATCA_PARSE_ERROR, "47 02 4100 00*65");
}

/* DS20005927A 9.17 */
static void on_the_508a_an_update_is_64_bytes_and_an_end_up_to_63(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int len = 0; len < 66; len++) {
		struct bytes sent = { .len = len };

		assert_status(f, ATCA_SUCCESS, "47 00 0000");
		assert_status(f, len == 64 ? ATCA_SUCCESS : ATCA_PARSE_ERROR, "47 01 %w %b", len, &sent);
		assert_status(f, ATCA_SUCCESS, "47 00 0000");
		if (len < 64)
			assert_length(f, 32, "47 02 %w %b", len, &sent);
		else
			assert_status(f, ATCA_PARSE_ERROR, "47 02 %w %b", len, &sent);
	}
}

static void nothing_goes_on_without_a_start(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_EXECUTION_ERROR, "47 01 4000 00*64");
	assert_status(f, ATCA_EXECUTION_ERROR, "47 02 0000");
	assert_status(f, ATCA_EXECUTION_ERROR, "47 03 0f00");
	assert_status(f, ATCA_SUCCESS, "47 00 0000");
	assert_length(f, 32, "47 02 0000");
	assert_status(f, ATCA_EXECUTION_ERROR, "47 02 0000");
}

static void a_start_begins_anew(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_SUCCESS, "47 00 0000");
	assert_status(f, ATCA_SUCCESS, "47 01 4000 11*64");
	assert_status(f, ATCA_SUCCESS, "47 00 0000");
	assert_answer(f, "47 02 0300 616263", abc_digest);
	assert_status(f, ATCA_PARSE_ERROR, "47 00 0000 00");
	assert_status(f, ATCA_PARSE_ERROR, "47 00 0100");
}

static void modes_of_the_608(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int mode = 8; mode < 256; mode++)
		if (mode != 0x42 && mode != 0xc2)
			assert_status(f, ATCA_PARSE_ERROR, "47 %c 0000", mode);
	assert_status(f, ATCA_PARSE_ERROR, "47 05 0000");
}

static void modes_of_the_508a(void **state)
{
	for (unsigned int mode = 6; mode < 256; mode++)
		assert_status(*state, ATCA_PARSE_ERROR, "47 %c 0000", mode);
}

/* Where the digest goes (LORA-B 5.1.8.2; flags: 204 8.5.16). */

static void an_end_in_mode_02_leaves_the_digest_in_tempkey_as_input(void **state)
{
	struct atecc_fixture *f = *state;

	host_nonce_random(f);
	assert_status(f, ATCA_SUCCESS, "47 00 0000");
	assert_answer(f, "47 02 0300 616263", abc_digest);
	assert_memory_equal(f->chip->sram.tempkey.value, wire(abc_digest).at, 32);
	assert_int_equal(run(f, "30 02 0000").at[0], 0x10);
	assert_tempkey_valid(f, true);
}

static void an_end_in_mode_42_leaves_it_in_msg_dig_buf_and_in_c2_nowhere(void **state)
{
	struct atecc_fixture *f = *state;
	struct host_key key = fixture_key(2);
	struct bytes signature;

	host_nonce_random(f);
	assert_status(f, ATCA_SUCCESS, "47 00 0000");
	assert_answer(f, "47 c2 0300 616263", abc_digest);
	assert_status(f, ATCA_EXECUTION_ERROR, "41 a0 0200");
	assert_status(f, ATCA_SUCCESS, "47 00 0000");
	assert_answer(f, "47 42 0300 616263", abc_digest);
	assert_state(f, "0080");
	signature = assert_length(f, 64, "41 a0 0200");
	assert_true(host_verifies(key.point, wire(abc_digest).at, signature.at));
}

static void the_508a_keeps_the_digest_in_tempkey(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_SUCCESS, "47 00 0000");
	assert_answer(f, "47 02 0300 616263", abc_digest);
	assert_memory_equal(f->chip->sram.tempkey.value, wire(abc_digest).at, 32);
	assert_state(f, "1080");
}

/* Public (DS20005927A 9.17) */

static void mode_03_takes_in_a_stored_public_key(void **state)
{
	struct atecc_fixture *f = *state;
	struct host_key key = fixture_key(15);

	assert_status(f, ATCA_SUCCESS, "47 00 0000");
	assert_status(f, ATCA_SUCCESS, "47 01 4000 11*64");
	assert_status(f, ATCA_SUCCESS, "47 03 0f00");
	assert_answer(
		f, "47 02 0100 22", "%32", host_sha256("11*64 %32 %32 22", key.point, key.point + 32).at);
}

static void only_a_public_key_can_be_taken_in(void **state)
{
	static const unsigned int others[] = { 0, 2, 4, 7, 8, 12 };
	struct atecc_fixture *f = *state;

	for (size_t i = 0; i < 6; i++) {
		assert_status(f, ATCA_SUCCESS, "47 00 0000");
		assert_status(f, ATCA_EXECUTION_ERROR, "47 03 %w", others[i]);
	}
	assert_status(f, ATCA_SUCCESS, "47 00 0000");
	assert_status(f, ATCA_PARSE_ERROR, "47 03 1000");
	assert_status(f, ATCA_SUCCESS, "47 00 0000");
	assert_status(f, ATCA_PARSE_ERROR, "47 03 0f00 00");
}

/* HMAC. RFC 4231, cases 1 and 2: keys shorter than the block are padded with zeros, as a slot's are. */

static const char rfc_4231_1[] = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7";
static const char rfc_4231_2[] = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

static void an_hmac_is_that_of_rfc_4231(void **state)
{
	struct atecc_fixture *f = *state;
	bool on_508 = f->chip->nv.config[6] == 0x50;

	set_slot(f, 12, "0b*20 00*12");
	assert_status(f, ATCA_SUCCESS, "47 04 0c00");
	assert_answer(f, on_508 ? "47 05 0800 4869205468657265" : "47 02 0800 4869205468657265", rfc_4231_1);
	set_slot(f, 12, "4a656665 00*28");
	assert_status(f, ATCA_SUCCESS, "47 04 0c00");
	assert_answer(f,
		on_508 ? "47 05 1c00 7768617420646f2079612077616e7420666f72206e6f7468696e673f"
		       : "47 c2 1c00 7768617420646f2079612077616e7420666f72206e6f7468696e673f",
		rfc_4231_2);
}

static void an_hmac_takes_updates_like_a_hash(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_SUCCESS, "47 04 0400");
	assert_status(f, ATCA_SUCCESS, "47 01 4000 11*64");
	assert_status(f, ATCA_SUCCESS, "47 01 4000 22*64");
	assert_answer(f, f->chip->nv.config[6] == 0x50 ? "47 05 0300 333333" : "47 02 0300 333333", "%32",
		host_hmac(known_key, 32, "11*64 22*64 33*3").at);
	assert_int_equal(run(f, "30 02 0000").at[0], 0x10);
	assert_tempkey_valid(f, true);
}

/* atecc608-evidence: the key is kept in the context, for TempKey takes the result. */
static void an_hmac_may_be_keyed_with_tempkey_of_32_or_64_bytes(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes wide = wire("%32 5a*32", known_key);
	struct digest tk = host_nonce_random(f);

	assert_status(f, ATCA_SUCCESS, "47 04 ffff");
	assert_status(f, ATCA_SUCCESS, "47 01 0500 11*5");
	assert_answer(f, "47 02 0100 22", "%32", host_hmac(tk.at, 32, "11*5 22").at);
	assert_status(f, ATCA_SUCCESS, "16 23 0000 %b", &wide);
	assert_status(f, ATCA_SUCCESS, "47 04 ffff");
	assert_answer(f, "47 c2 0100 22", "%32", host_hmac(wide.at, 64, "22").at);
	host_sleep(f);
	assert_status(f, ATCA_EXECUTION_ERROR, "47 04 ffff");
}

static void on_the_508a_ffff_is_no_key(void **state)
{
	struct atecc_fixture *f = *state;

	host_nonce_random(f);
	assert_status(f, ATCA_PARSE_ERROR, "47 04 ffff");
}

static void on_the_508a_each_kind_has_its_own_end(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_SUCCESS, "47 04 0400");
	assert_status(f, ATCA_EXECUTION_ERROR, "47 02 0000");
	assert_status(f, ATCA_SUCCESS, "47 00 0000");
	assert_status(f, ATCA_EXECUTION_ERROR, "47 05 0000");
}

/* DS20005927A table 2-6 and 2-16; observed.md for ReqRandom. */
static void which_keys_make_an_hmac(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_EXECUTION_ERROR, "47 04 0600"); /* NoMac */
	assert_status(f, ATCA_EXECUTION_ERROR, "47 04 0200"); /* private */
	assert_status(f, ATCA_PARSE_ERROR, "47 04 1000");
	set_key_config(f, 4, 0x007c);
	assert_status(f, ATCA_EXECUTION_ERROR, "47 04 0400");
	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_EXECUTION_ERROR, "47 04 0400");
	host_nonce_random(f);
	assert_status(f, ATCA_SUCCESS, "47 04 0400");
}

/* Context (LORA-B 5.1.8.3): total, state words little endian, what does not fill a block. */

static void the_context_after_five_bytes_is_that_of_the_vendors_test(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_SUCCESS, "47 00 0000");
	assert_status(f, ATCA_SUCCESS, "47 01 0500 1112131415");
	assert_answer(f, "47 06 0000",
		"05000000 67e6096a 85ae67bb 72f36e3c 3af54fa5 7f520e51 8c68059b abd9831f 19cde05b "
		"1112131415");
	assert_answer(f, "47 06 0000",
		"05000000 67e6096a 85ae67bb 72f36e3c 3af54fa5 7f520e51 8c68059b abd9831f 19cde05b "
		"1112131415");
	assert_answer(f, "47 02 0000", "%32", host_sha256("1112131415").at);
}

static void a_context_goes_on_where_it_was_read(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int len = 0; len < 64; len += 7) {
		struct bytes part = { .len = len }, context;

		memset(part.at, 0x5a, len);
		assert_status(f, ATCA_SUCCESS, "47 00 0000");
		assert_status(f, ATCA_SUCCESS, "47 01 4000 11*64");
		assert_status(f, ATCA_SUCCESS, "47 01 %w %b", len, &part);
		context = assert_length(f, 36 + len, "47 06 0000");
		assert_status(f, ATCA_SUCCESS, "47 01 4000 99*64");
		assert_status(f, ATCA_SUCCESS, "47 07 %w %b", (unsigned int)context.len, &context);
		assert_status(f, ATCA_SUCCESS, "47 01 0200 6162");
		assert_answer(f, "47 02 0100 63", "%32", host_sha256("11*64 %b 616263", &part).at);
	}
}

static void a_context_must_be_as_long_as_it_says(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_SUCCESS, "47 00 0000");
	assert_status(f, ATCA_PARSE_ERROR, "47 07 2500 05000000 00*33");
	assert_status(f, ATCA_PARSE_ERROR, "47 07 2400 05000000 00*32");
	assert_status(f, ATCA_PARSE_ERROR, "47 07 2300 00*35");
	assert_status(f, ATCA_PARSE_ERROR, "47 07 6400 00*100");
}

static void there_is_no_context_of_an_hmac_nor_of_nothing(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_EXECUTION_ERROR, "47 06 0000");
	assert_status(f, ATCA_SUCCESS, "47 04 0400");
	assert_status(f, ATCA_EXECUTION_ERROR, "47 06 0000");
	assert_status(f, ATCA_EXECUTION_ERROR, "47 07 2400 00*36");
	assert_answer(f, "47 02 0100 22", "%32", host_hmac(known_key, 32, "22").at);
}

/* What else happens meanwhile */

/* TFLX-A 3.4: a context of its own, touched by no other command. */
static void on_the_608_other_commands_and_errors_leave_a_hash_alone(void **state)
{
	static const char *const between[] = { "1b 00 0000", "30 00 0000", "16 03 0000 00*32", "15 02 0400",
		"41 80 0200", "40 00 0200", "24 01 0100", "47 01 4100 00*65", "47 06 0100", "99 00 0000",
		"02 03 0000" };
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_SUCCESS, "47 00 0000");
	assert_status(f, ATCA_SUCCESS, "47 01 0100 61");
	for (size_t i = 0; i < sizeof(between) / sizeof(between[0]); i++)
		run(f, between[i]);
	assert_status(f, ATCA_SUCCESS, "47 01 0100 62");
	assert_answer(f, "47 02 0100 63", abc_digest);
}

/* DS20005927A 9.17: the context lies in TempKey; any error or other command ends it. */
static void on_the_508a_other_commands_and_errors_end_a_hash(void **state)
{
	static const char *const between[] = { "1b 00 0000", "30 00 0000", "24 00 0100", "02 00 0000",
		"47 01 3f00 00*63", "47 00 0000 00", "08 00 0600 00*32", "24 00 0500", "99 00 0000",
		"51 00 0000 00*16" };
	struct atecc_fixture *f = *state;

	for (size_t i = 0; i < sizeof(between) / sizeof(between[0]); i++) {
		assert_status(f, ATCA_SUCCESS, "47 00 0000");
		assert_status(f, ATCA_SUCCESS, "47 01 4000 61*64");
		run(f, between[i]);
		assert_status(f, ATCA_EXECUTION_ERROR, "47 01 4000 61*64");
		assert_status(f, ATCA_EXECUTION_ERROR, "47 02 0000");
	}
}

static void on_the_508a_a_hash_takes_tempkeys_place(void **state)
{
	struct atecc_fixture *f = *state;

	host_nonce_random(f);
	assert_status(f, ATCA_SUCCESS, "47 00 0000");
	assert_status(f, ATCA_EXECUTION_ERROR, "08 01 0400");
	host_nonce_random(f);
	assert_status(f, ATCA_SUCCESS, "47 04 0400");
	assert_status(f, ATCA_EXECUTION_ERROR, "08 01 0400");
}

/* UNCERTAIN (ATCA-U-06): a length in param2 that is not the data's is a parse error. */
static void uncertain_param2_must_be_the_length(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_SUCCESS, "47 00 0000");
	assert_status(f, ATCA_PARSE_ERROR, "47 01 0500 616263");
	assert_status(f, ATCA_PARSE_ERROR, "47 02 0000 616263");
	assert_answer(f, "47 02 0300 616263", abc_digest);
}

/* UNCERTAIN (ATCA-U-31): a context may be written without a Start. */
static void uncertain_a_context_is_its_own_start(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_SUCCESS,
		"47 07 2600 02000000 67e6096a 85ae67bb 72f36e3c 3af54fa5 7f520e51 8c68059b abd9831f 19cde05b "
		"6162");
	assert_answer(f, "47 02 0100 63", abc_digest);
}

static const struct CMUnitTest tests[] = {
	ON(blank_608a, known_digests_come_out),
	ON(locked_608a, known_digests_come_out),
	ON(blank_508a, known_digests_come_out),
	ON(blank_608a, a_million_letters_are_hashed_block_by_block),
	ON(blank_508a, a_million_letters_are_hashed_block_by_block),
	ON(blank_608a, on_the_608_updates_have_any_length_up_to_64),
	ON(blank_508a, on_the_508a_an_update_is_64_bytes_and_an_end_up_to_63),
	ON(locked_608a, nothing_goes_on_without_a_start),
	ON(locked_508a, nothing_goes_on_without_a_start),
	ON(locked_608a, a_start_begins_anew),
	ON(locked_608a, modes_of_the_608),
	ON(locked_508a, modes_of_the_508a),
	ON(locked_608a, an_end_in_mode_02_leaves_the_digest_in_tempkey_as_input),
	ON(locked_608a, an_end_in_mode_42_leaves_it_in_msg_dig_buf_and_in_c2_nowhere),
	ON(locked_508a, the_508a_keeps_the_digest_in_tempkey),
	ON(locked_608a, mode_03_takes_in_a_stored_public_key),
	ON(locked_508a, mode_03_takes_in_a_stored_public_key),
	ON(locked_608a, only_a_public_key_can_be_taken_in),
	ON(locked_508a, only_a_public_key_can_be_taken_in),
	ON(locked_608a, an_hmac_is_that_of_rfc_4231),
	ON(locked_508a, an_hmac_is_that_of_rfc_4231),
	ON(locked_608a, an_hmac_takes_updates_like_a_hash),
	ON(locked_508a, an_hmac_takes_updates_like_a_hash),
	ON(locked_608a, an_hmac_may_be_keyed_with_tempkey_of_32_or_64_bytes),
	ON(locked_508a, on_the_508a_ffff_is_no_key),
	ON(locked_508a, on_the_508a_each_kind_has_its_own_end),
	ON(locked_608a, which_keys_make_an_hmac),
	ON(locked_508a, which_keys_make_an_hmac),
	ON(blank_608a, the_context_after_five_bytes_is_that_of_the_vendors_test),
	ON(blank_608a, a_context_goes_on_where_it_was_read),
	ON(blank_608a, a_context_must_be_as_long_as_it_says),
	ON(locked_608a, there_is_no_context_of_an_hmac_nor_of_nothing),
	ON(locked_608a, on_the_608_other_commands_and_errors_leave_a_hash_alone),
	ON(locked_508a, on_the_508a_other_commands_and_errors_end_a_hash),
	ON(locked_508a, on_the_508a_a_hash_takes_tempkeys_place),
};

static const struct CMUnitTest uncertain[] = {
	ON(blank_608a, uncertain_param2_must_be_the_length),
	ON(blank_608a, uncertain_a_context_is_its_own_start),
};

int main(void)
{
	return cmocka_run_group_tests(tests, NULL, NULL) + cmocka_run_group_tests(uncertain, NULL, NULL);
}
