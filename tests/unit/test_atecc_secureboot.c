/* tests/unit/test_atecc_secureboot.c: SecureBoot (TFLX-A 5.2.3, MIG 2.1.1, atecc608.md 8.10). */
#include "atecc_fixture.h"

#include "cmocka_all.h"

#include <string.h>

/* Test config: key in slot 11, digest or signature in slot 12, and mode 3 (BC03). */
enum {
	OFF = 0,
	FULL_BOTH = 1,
	FULL_SIG = 2,
	FULL_DIG = 3,
	PERSIST = 0x08,
	RANDOM_NONCE = 0x10,
};

static void set_mode(struct atecc_fixture *f, unsigned int mode)
{
	set_config(f, CONFIG_SECURE_BOOT, "%w", 0xbc00u | mode);
}

static struct bytes signature_of(const uint8_t digest[32])
{
	struct host_key signer = fixture_key(11);
	struct bytes signature = { .len = 64 };

	host_sign(&signer, digest, signature.at);
	return signature;
}

static void full_verifies_a_signature_of_the_digest(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes signature = signature_of(known_key);

	for (unsigned int mode = FULL_BOTH; mode <= FULL_DIG; mode++) {
		struct bytes bad = signature;

		set_mode(f, mode);
		assert_status(f, ATCA_SUCCESS, "80 05 0000 %32 %b", known_key, &signature);
		bad.at[9] ^= 1;
		assert_status(f, ATCA_MISCOMPARE, "80 05 0000 %32 %b", known_key, &bad);
		assert_status(f, ATCA_MISCOMPARE, "80 05 0000 5a*32 %b", &signature);
	}
}

static void switched_off_it_is_0f(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes signature = signature_of(known_key);

	set_mode(f, OFF);
	assert_status(f, ATCA_EXECUTION_ERROR, "80 05 0000 %32 %b", known_key, &signature);
	assert_status(f, ATCA_EXECUTION_ERROR, "80 07 0000 %32 %b", known_key, &signature);
	assert_status(f, ATCA_EXECUTION_ERROR, "80 06 0000 %32", known_key);
}

static void with_full_dig_the_digest_is_stored_and_compared(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes signature = signature_of(known_key);

	assert_status(f, ATCA_MISCOMPARE, "80 06 0000 %32", known_key);
	assert_status(f, ATCA_SUCCESS, "80 07 0000 %32 %b", known_key, &signature);
	assert_memory_equal(slot_at(f, 12), known_key, 32);
	assert_status(f, ATCA_SUCCESS, "80 06 0000 %32", known_key);
	assert_status(f, ATCA_MISCOMPARE, "80 06 0000 5a*32");
}

static void with_full_sig_the_signature_is_stored_and_verified(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes signature = signature_of(known_key);

	set_mode(f, FULL_SIG);
	assert_status(f, ATCA_MISCOMPARE, "80 06 0000 %32", known_key);
	assert_status(f, ATCA_SUCCESS, "80 07 0000 %32 %b", known_key, &signature);
	assert_memory_equal(slot_at(f, 12), signature.at, 64);
	assert_status(f, ATCA_SUCCESS, "80 06 0000 %32", known_key);
	assert_status(f, ATCA_MISCOMPARE, "80 06 0000 5a*32");
}

static void a_wrong_signature_stores_nothing(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes before = wire("%72", slot_at(f, 12));

	assert_status(f, ATCA_MISCOMPARE, "80 07 0000 %32 11*64", known_key);
	set_mode(f, FULL_SIG);
	assert_status(f, ATCA_MISCOMPARE, "80 07 0000 %32 11*64", known_key);
	assert_memory_equal(slot_at(f, 12), before.at, 72);
}

/* atecc608.md 8.10: FullCopy and FullStore in modes 2 and 3 only. */
static void with_full_both_nothing_is_stored(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes signature = signature_of(known_key);

	set_mode(f, FULL_BOTH);
	assert_status(f, ATCA_EXECUTION_ERROR, "80 07 0000 %32 %b", known_key, &signature);
	assert_status(f, ATCA_EXECUTION_ERROR, "80 06 0000 %32", known_key);
}

static void modes_and_lengths(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int mode = 0; mode < 256; mode++)
		if (mode & 0x38 || (mode & 7) < 5) {
			assert_status(f, ATCA_PARSE_ERROR, "80 %c 0000 00*96", mode);
			assert_status(f, ATCA_PARSE_ERROR, "80 %c 0000 00*32", mode);
		}
	assert_status(f, ATCA_PARSE_ERROR, "80 05 0000 00*32");
	assert_status(f, ATCA_PARSE_ERROR, "80 07 0000 00*32");
	assert_status(f, ATCA_PARSE_ERROR, "80 06 0000 00*96");
	assert_status(f, ATCA_PARSE_ERROR, "80 05 0100 00*96");
}

static void the_key_must_be_a_public_one(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes signature = signature_of(known_key);

	set_key_config(f, 11, 0x001c);
	assert_status(f, ATCA_EXECUTION_ERROR, "80 05 0000 %32 %b", known_key, &signature);
}

/* With mode bit 7 the digest comes encrypted, and the answer is a MAC. */

static struct digest key_of(const struct digest *nonce)
{
	return host_sha256("%32 %32", known_key, nonce->at);
}

static struct bytes hidden(const struct digest *key)
{
	struct bytes out = wire("%32", known_key);

	for (size_t i = 0; i < 32; i++)
		out.at[i] ^= key->at[i];
	return out;
}

static void an_encrypted_digest_is_answered_with_a_mac(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes signature = signature_of(known_key);

	for (unsigned int mode = FULL_BOTH; mode <= FULL_DIG; mode++) {
		struct digest nonce = host_nonce_random(f), key = key_of(&nonce);
		struct bytes sent = hidden(&key);

		set_mode(f, mode);
		assert_answer(f, "80 85 0000 %b %b", "%32", &sent, &signature,
			host_sha256("%32 %32 %b 80 85 0000", key.at, known_key, &signature).at);
		assert_tempkey_valid(f, false);
	}
}

static void the_mac_of_full_copy_and_full_store(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes signature = signature_of(known_key);

	for (unsigned int mode = FULL_SIG; mode <= FULL_DIG; mode++) {
		struct digest nonce = host_nonce_random(f), key = key_of(&nonce);
		struct bytes sent = hidden(&key);

		set_mode(f, mode);
		assert_answer(f, "80 87 0000 %b %b", "%32", &sent, &signature,
			host_sha256("%32 %32 %b 80 87 0000", key.at, known_key, &signature).at);
		nonce = host_nonce_random(f);
		key = key_of(&nonce);
		sent = hidden(&key);
		/* the signature is covered where there is one: not where a digest is stored */
		if (mode == FULL_DIG)
			assert_answer(f, "80 86 0000 %b", "%32", &sent,
				host_sha256("%32 %32 80 86 0000", key.at, known_key).at);
		else
			assert_answer(f, "80 86 0000 %b", "%32", &sent,
				host_sha256("%32 %32 %b 80 86 0000", key.at, known_key, &signature).at);
	}
}

static void a_failure_is_01_without_a_mac(void **state)
{
	struct atecc_fixture *f = *state;

	host_nonce_random(f);
	assert_status(f, ATCA_MISCOMPARE, "80 85 0000 %32 11*64", known_key);
	host_nonce_random(f);
	assert_status(f, ATCA_MISCOMPARE, "80 86 0000 %32", known_key);
}

static void a_mac_needs_a_nonce_and_the_io_key(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes signature = signature_of(known_key), sent;
	struct digest nonce, key;

	assert_status(f, ATCA_EXECUTION_ERROR, "80 85 0000 %32 %b", known_key, &signature);
	nonce = host_nonce_fixed(f, known_key);
	key = key_of(&nonce);
	sent = hidden(&key);
	assert_length(f, 32, "80 85 0000 %b %b", &sent, &signature);
	set_config(f, CONFIG_CHIP_OPTIONS, "0c");
	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_EXECUTION_ERROR, "80 85 0000 %b %b", &sent, &signature);
}

static void random_nonce_wants_a_random_nonce(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes signature = signature_of(known_key), sent;
	struct digest nonce, key;

	set_mode(f, FULL_DIG | RANDOM_NONCE);
	nonce = host_nonce_fixed(f, known_key);
	key = key_of(&nonce);
	sent = hidden(&key);
	assert_status(f, ATCA_EXECUTION_ERROR, "80 85 0000 %b %b", &sent, &signature);
	nonce = host_nonce_random(f);
	key = key_of(&nonce);
	sent = hidden(&key);
	assert_length(f, 32, "80 85 0000 %b %b", &sent, &signature);
}

/* TFLX-B 2.2.4 */
static void a_success_sets_the_persistent_latch_if_configured(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes signature = signature_of(known_key);

	assert_status(f, ATCA_SUCCESS, "80 05 0000 %32 %b", known_key, &signature);
	assert_answer(f, "30 04 0000", "00000000");
	set_mode(f, FULL_DIG | PERSIST);
	assert_status(f, ATCA_MISCOMPARE, "80 05 0000 5a*32 %b", &signature);
	assert_answer(f, "30 04 0000", "00000000");
	assert_status(f, ATCA_SUCCESS, "80 05 0000 %32 %b", known_key, &signature);
	assert_answer(f, "30 04 0000", "01000000");
	host_sleep(f);
	assert_answer(f, "30 04 0000", "01000000");
}

/* MIG 2.1.1: mode bit 6 forbids the command until the next power cycle. */
static void mode_bit_6_makes_it_the_last_until_power_is_cut(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes signature = signature_of(known_key);

	assert_status(f, ATCA_SUCCESS, "80 45 0000 %32 %b", known_key, &signature);
	assert_status(f, ATCA_EXECUTION_ERROR, "80 05 0000 %32 %b", known_key, &signature);
	host_sleep(f);
	assert_status(f, ATCA_EXECUTION_ERROR, "80 05 0000 %32 %b", known_key, &signature);
	host_power_cycle(f);
	assert_status(f, ATCA_SUCCESS, "80 05 0000 %32 %b", known_key, &signature);
}

/* UNCERTAIN (ATCA-U-12): a failure leaves the latch; bit 6 bars whatever the result. */
static void uncertain_a_failure_keeps_the_latch_and_is_the_last_all_the_same(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes signature = signature_of(known_key);

	set_mode(f, FULL_DIG | PERSIST);
	assert_status(f, ATCA_SUCCESS, "80 05 0000 %32 %b", known_key, &signature);
	assert_status(f, ATCA_MISCOMPARE, "80 45 0000 5a*32 %b", &signature);
	assert_answer(f, "30 04 0000", "01000000");
	assert_status(f, ATCA_EXECUTION_ERROR, "80 05 0000 %32 %b", known_key, &signature);
}

/* DS20005927A table 2-15: SlotLocked forbids writing, whatever else is set. */
static void a_locked_slot_takes_neither_digest_nor_signature(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes signature = signature_of(known_key);
	struct bytes before = wire("%72", slot_at(f, 12));

	set_config(f, CONFIG_SLOT_LOCKED, "ffef");
	assert_status(f, ATCA_EXECUTION_ERROR, "80 07 0000 %32 %b", known_key, &signature);
	assert_memory_equal(slot_at(f, 12), before.at, 72);
	assert_status(f, ATCA_SUCCESS, "80 05 0000 %32 %b", known_key, &signature);
}

static void a_private_or_short_slot_stores_nothing(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes signature = signature_of(known_key);

	set_config(f, CONFIG_SECURE_BOOT, "03b2"); /* slot 2, a private key */
	assert_status(f, ATCA_EXECUTION_ERROR, "80 07 0000 %32 %b", known_key, &signature);
	assert_status(f, ATCA_EXECUTION_ERROR, "80 06 0000 %32", known_key);
	set_config(f, CONFIG_SECURE_BOOT, "02b4"); /* 36 bytes hold no signature */
	assert_status(f, ATCA_EXECUTION_ERROR, "80 07 0000 %32 %b", known_key, &signature);
	set_config(f, CONFIG_SECURE_BOOT, "03b4"); /* but a digest */
	assert_status(f, ATCA_SUCCESS, "80 07 0000 %32 %b", known_key, &signature);
	assert_status(f, ATCA_SUCCESS, "80 06 0000 %32", known_key);
}

static void a_stored_key_off_the_curve_is_0f(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes signature = signature_of(known_key);

	slot_at(f, 11)[10] ^= 1;
	assert_status(f, ATCA_EXECUTION_ERROR, "80 05 0000 %32 %b", known_key, &signature);
}

static const struct CMUnitTest tests[] = {
	ON(locked_608a, full_verifies_a_signature_of_the_digest),
	ON(locked_608b, full_verifies_a_signature_of_the_digest),
	ON(locked_608a, switched_off_it_is_0f),
	ON(locked_608a, with_full_dig_the_digest_is_stored_and_compared),
	ON(locked_608a, with_full_sig_the_signature_is_stored_and_verified),
	ON(locked_608a, a_wrong_signature_stores_nothing),
	ON(locked_608a, with_full_both_nothing_is_stored),
	ON(locked_608a, modes_and_lengths),
	ON(locked_608a, the_key_must_be_a_public_one),
	ON(locked_608a, an_encrypted_digest_is_answered_with_a_mac),
	ON(locked_608a, the_mac_of_full_copy_and_full_store),
	ON(locked_608a, a_failure_is_01_without_a_mac),
	ON(locked_608a, a_mac_needs_a_nonce_and_the_io_key),
	ON(locked_608a, random_nonce_wants_a_random_nonce),
	ON(locked_608a, a_success_sets_the_persistent_latch_if_configured),
	ON(locked_608a, mode_bit_6_makes_it_the_last_until_power_is_cut),
	ON(locked_608a, a_locked_slot_takes_neither_digest_nor_signature),
	ON(locked_608a, a_private_or_short_slot_stores_nothing),
	ON(locked_608a, a_stored_key_off_the_curve_is_0f),
};

static const struct CMUnitTest uncertain[] = {
	ON(locked_608a, uncertain_a_failure_keeps_the_latch_and_is_the_last_all_the_same),
};

int main(void)
{
	return cmocka_run_group_tests(tests, NULL, NULL) + cmocka_run_group_tests(uncertain, NULL, NULL);
}
