/* tests/unit/test_atecc_sign.c: Sign (TFLX-A 5.2.4, DS20005927A 9.18, atecc608.md 8.3). */
#include "atecc_fixture.h"

#include "cmocka_all.h"

#include <string.h>

static void assert_signs(struct atecc_fixture *f, const struct digest *digest, const char *text)
{
	struct bytes signature = assert_length(f, 64, text);

	assert_true(host_verifies(fixture_key(2).point, digest->at, signature.at));
}

/* External: 80 and C0 from TempKey, A0 and E0 from the message digest buffer. */

static void an_external_message_in_tempkey_is_signed(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest message = host_nonce_fixed(f, known_key);

	assert_signs(f, &message, "41 80 0200");
	message = host_nonce_random(f);
	assert_signs(f, &message, "41 c0 0200");
}

static void an_external_message_in_msg_dig_buf_is_signed_once(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest message;

	memcpy(message.at, known_key, sizeof(message.at));
	assert_status(f, ATCA_SUCCESS, "16 43 0000 %32", known_key);
	assert_signs(f, &message, "41 a0 0200");
	assert_status(f, ATCA_EXECUTION_ERROR, "41 a0 0200"); /* TFLX-A 3.2: one command uses it up */
	assert_status(f, ATCA_SUCCESS, "16 63 0000 %32 5a*32", known_key);
	assert_signs(f, &message, "41 e0 0200");
}

static void of_64_bytes_in_tempkey_the_low_32_are_signed(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest message;

	memcpy(message.at, known_key, sizeof(message.at));
	assert_status(f, ATCA_SUCCESS, "16 23 0000 %32 5a*32", known_key);
	assert_signs(f, &message, "41 80 0200");
}

static void two_signatures_of_one_message_differ(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes first, second;

	host_nonce_fixed(f, known_key);
	first = assert_length(f, 64, "41 80 0200");
	host_nonce_fixed(f, known_key);
	second = assert_length(f, 64, "41 80 0200");
	assert_memory_not_equal(first.at, second.at, 64);
}

static void without_a_message_there_is_no_signature(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_EXECUTION_ERROR, "41 80 0200");
	assert_status(f, ATCA_EXECUTION_ERROR, "41 00 0200");
	host_nonce_fixed(f, known_key);
	assert_int_not_equal(run(f, "41 a0 0200").at[0], ATCA_SUCCESS);
}

/* Internal: 55 bytes. */

static struct digest internal_message(struct atecc_fixture *f, const struct digest *tk, unsigned int mode,
	unsigned int about, unsigned int flags, unsigned int unlocked, unsigned int valid)
{
	const uint8_t *config = f->chip->nv.config;
	struct bytes sn = mode & 0x40 ? wire("ee 89abcdef 0123 4567") : wire("ee 00000000 0123 0000");

	return host_sha256("%32 41 %c 0200 %2 %2 %c 0000 %b %c %c 00", tk->at, mode, config + 20 + 2 * about,
		config + 96 + 2 * about, flags, &sn, unlocked, valid);
}

static void an_internal_message_tells_of_the_slot_that_gen_dig_read(void **state)
{
	static const unsigned int modes[] = { 0x00, 0x01, 0x40, 0x41 };
	struct atecc_fixture *f = *state;

	for (size_t i = 0; i < 4; i++) {
		struct digest tk = host_nonce_random(f), message;

		tk = host_gen_dig(f, 4, &tk, NULL);
		message = internal_message(f, &tk, modes[i], 4, 0x24, 1, 0);
		assert_true(host_verifies(
			fixture_key(2).point, message.at, assert_length(f, 64, "41 %c 0200", modes[i]).at));
	}
}

static void an_internal_message_tells_of_the_key_that_gen_key_digested(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int nibble = 0x5; nibble <= 0xa; nibble += 5) {
		struct digest tk, message;

		set_public_key(f, 14, fixture_key(14).point, (uint8_t)(nibble << 4));
		host_nonce_fixed(f, known_key);
		assert_status(f, ATCA_SUCCESS, "40 10 0e00 000000");
		memcpy(tk.at, f->chip->sram.tempkey.value, 32);
		message = internal_message(f, &tk, 0x00, 14, 0x5e, 1, nibble == 5);
		assert_signs(f, &message, "41 00 0200");
	}
}

static void an_internal_message_tells_the_slots_lock_and_no_mac(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk, message;

	set_config(f, CONFIG_SLOT_LOCKED, "bfff"); /* 6 */
	tk = host_nonce_fixed(f, known_key);
	tk = host_gen_dig(f, 6, &tk, "15 02 0600");
	message = internal_message(f, &tk, 0x00, 6, 0xb6, 0, 0);
	assert_signs(f, &message, "41 00 0200");
}

/* Bit 5 means nothing for an internal message on the 608 (TNGTLS-A 5.2.3.1: 00, 20, 40, 60). */
static void the_608_takes_bit_5_with_an_internal_message(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_random(f), message;

	tk = host_gen_dig(f, 4, &tk, NULL);
	message = internal_message(f, &tk, 0x20, 4, 0x24, 1, 0);
	assert_signs(f, &message, "41 20 0200");
}

static void an_internal_message_comes_from_gen_dig_or_gen_key(void **state)
{
	struct atecc_fixture *f = *state;

	host_nonce_random(f);
	assert_status(f, ATCA_EXECUTION_ERROR, "41 00 0200");
	host_nonce_random(f);
	assert_status(f, ATCA_SUCCESS, "15 00 0000"); /* GenDigData 0 */
	assert_status(f, ATCA_EXECUTION_ERROR, "41 00 0200");
	host_nonce_random(f);
	assert_length(f, 64, "40 08 0200");
	assert_length(f, 64, "41 00 0200");
}

/* DS20005927A 9.18 p.85 */
static void before_the_data_lock_no_internal_message_is_signed(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_random(f), message;

	host_gen_dig(f, 4, &tk, NULL);
	assert_status(f, ATCA_EXECUTION_ERROR, "41 00 0200");
	message = host_nonce_random(f);
	assert_signs(f, &message, "41 80 0200");
}

/* The key: private, secret, and ReadKey bit 0 external, bit 1 internal (table 2-6). */

static void read_key_bits_permit_external_and_internal_messages(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int read_key = 0; read_key < 16; read_key++) {
		struct digest tk;

		set_slot_config(f, 2, 0x2080 | read_key);
		host_nonce_random(f);
		assert_length(f, read_key & 1 ? 64 : 1, "41 80 0200");
		tk = host_nonce_random(f);
		host_gen_dig(f, 4, &tk, NULL);
		assert_length(f, read_key & 2 ? 64 : 1, "41 00 0200");
	}
}

static void only_a_secret_private_key_signs(void **state)
{
	static const struct {
		unsigned int slot_config, key_config;
	} cases[] = { { 0x2087, 0x0012 }, { 0x2087, 0x001b }, { 0x2007, 0x0013 } };
	struct atecc_fixture *f = *state;

	for (size_t i = 0; i < 3; i++) {
		set_slot_config(f, 2, cases[i].slot_config);
		set_key_config(f, 2, cases[i].key_config);
		host_nonce_random(f);
		assert_status(f, ATCA_EXECUTION_ERROR, "41 80 0200");
	}
	host_nonce_random(f);
	assert_status(f, ATCA_EXECUTION_ERROR, "41 80 0400");
	assert_status(f, ATCA_PARSE_ERROR, "41 80 1000");
}

static void modes_of_the_608(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int mode = 0; mode < 256; mode++)
		if (mode & 0x1e || (mode & 0x81) == 0x81)
			assert_status(f, ATCA_PARSE_ERROR, "41 %c 0200", mode);
	assert_status(f, ATCA_PARSE_ERROR, "41 80 0200 00");
}

/* DS20005927A 9.18: b5..1 must be zero. */
static void modes_of_the_508a(void **state)
{
	for (unsigned int mode = 0; mode < 256; mode++)
		if (mode & 0x3e)
			assert_status(*state, ATCA_PARSE_ERROR, "41 %c 0200", mode);
}

/* UNCERTAIN (ATCA-U-16): no command empties MsgDigBuf but those that use it. */
static void uncertain_other_commands_leave_msg_dig_buf(void **state)
{
	static const char *const between[] = { "1b 00 0000", "16 03 0000 00*32", "15 02 0400", "30 00 0000",
		"08 00 0400 00*32", "24 01 0100", "12 82 6000 00*32", "99 00 0000", "41 80 0400" };
	struct atecc_fixture *f = *state;
	struct digest message;

	memcpy(message.at, known_key, sizeof(message.at));
	assert_status(f, ATCA_SUCCESS, "16 43 0000 %32", known_key);
	for (size_t i = 0; i < sizeof(between) / sizeof(between[0]); i++)
		run(f, between[i]);
	assert_signs(f, &message, "41 a0 0200");
}

static const struct CMUnitTest tests[] = {
	ON(locked_608a, an_external_message_in_tempkey_is_signed),
	ON(config_locked_608a, an_external_message_in_tempkey_is_signed),
	ON(locked_508a, an_external_message_in_tempkey_is_signed),
	ON(locked_608a, an_external_message_in_msg_dig_buf_is_signed_once),
	ON(locked_608a, of_64_bytes_in_tempkey_the_low_32_are_signed),
	ON(locked_608a, two_signatures_of_one_message_differ),
	ON(locked_608a, without_a_message_there_is_no_signature),
	ON(locked_508a, without_a_message_there_is_no_signature),
	ON(locked_608a, an_internal_message_tells_of_the_slot_that_gen_dig_read),
	ON(locked_508a, an_internal_message_tells_of_the_slot_that_gen_dig_read),
	ON(locked_608a, an_internal_message_tells_of_the_key_that_gen_key_digested),
	ON(locked_508a, an_internal_message_tells_of_the_key_that_gen_key_digested),
	ON(locked_608a, an_internal_message_tells_the_slots_lock_and_no_mac),
	ON(locked_608a, the_608_takes_bit_5_with_an_internal_message),
	ON(locked_608a, an_internal_message_comes_from_gen_dig_or_gen_key),
	ON(locked_508a, an_internal_message_comes_from_gen_dig_or_gen_key),
	ON(config_locked_608a, before_the_data_lock_no_internal_message_is_signed),
	ON(config_locked_508a, before_the_data_lock_no_internal_message_is_signed),
	ON(locked_608a, read_key_bits_permit_external_and_internal_messages),
	ON(locked_608a, only_a_secret_private_key_signs),
	ON(locked_608a, modes_of_the_608),
	ON(locked_508a, modes_of_the_508a),
};

static const struct CMUnitTest uncertain[] = {
	ON(locked_608a, uncertain_other_commands_leave_msg_dig_buf),
};

int main(void)
{
	return cmocka_run_group_tests(tests, NULL, NULL) + cmocka_run_group_tests(uncertain, NULL, NULL);
}
