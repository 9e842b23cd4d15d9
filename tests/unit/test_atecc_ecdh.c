/* tests/unit/test_atecc_ecdh.c: ECDH (TFLX-A 5.2.1, LORA 5.2.1, DS20005927A 9.5, atecc608.md 8.6). */
#include "atecc_fixture.h"

#include "cmocka_all.h"

#include <string.h>

/* Slot 2 of the test config: SlotConfig 2087, ReadKey bit 2 allows ECDH, bit 3 is 0. Slot 0: 2FAF, bit 3 is 1. */

static struct digest secret_of(unsigned int slot, unsigned int peer)
{
	struct host_key own = fixture_key(slot), other = fixture_key(peer);

	return host_ecdh(&own, other.point);
}

static void the_secret_of_a_slots_key_comes_out_clear(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int peer = 20; peer < 25; peer++)
		assert_answer(f, "43 00 0200 %64", "%32", fixture_key(peer).point, secret_of(2, peer).at);
}

static void mode_0c_answers_and_mode_08_keeps_the_secret_in_tempkey(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest secret = secret_of(2, 20);

	assert_answer(f, "43 0c 0200 %64", "%32", fixture_key(20).point, secret.at);
	assert_tempkey_valid(f, false);
	assert_status(f, ATCA_SUCCESS, "43 08 0200 %64", fixture_key(20).point);
	assert_tempkey_valid(f, true);
	assert_tempkey(f, secret);
	assert_int_equal(run(f, "30 02 0000").at[0] & 0xef, 0x00);
	/* 32 bytes of it, and no private key */
	assert_length(f, 32, "56 50 0000 02000010 5a*16");
	assert_status(f, ATCA_EXECUTION_ERROR, "51 80 ffff 5a*16");
}

/* DS20005927A table 2-6: bit 3 writes the next slot, which an odd KeyID has not. */
static void with_read_key_bit_3_the_secret_goes_into_the_next_slot(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest secret = secret_of(0, 20);

	assert_status(f, ATCA_SUCCESS, "43 00 0000 %64", fixture_key(20).point);
	assert_memory_equal(slot_at(f, 1), secret.at, 32);
	set_slot_config(f, 7, 0x208f);
	assert_status(f, ATCA_EXECUTION_ERROR, "43 00 0700 %64", fixture_key(20).point);
	set_slot_config(f, 7, 0x2087);
	assert_answer(f, "43 00 0700 %64", "%32", fixture_key(20).point, secret_of(7, 20).at);
}

static void mode_04_writes_the_next_slot(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_SUCCESS, "43 04 0000 %64", fixture_key(20).point);
	assert_memory_equal(slot_at(f, 1), secret_of(0, 20).at, 32);
}

static void a_locked_or_private_next_slot_takes_no_secret(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes before = wire("%36", slot_at(f, 1));

	set_config(f, CONFIG_SLOT_LOCKED, "fdff");
	assert_status(f, ATCA_EXECUTION_ERROR, "43 00 0000 %64", fixture_key(20).point);
	set_config(f, CONFIG_SLOT_LOCKED, "ffff");
	set_key_config(f, 1, 0x0013);
	assert_status(f, ATCA_EXECUTION_ERROR, "43 00 0000 %64", fixture_key(20).point);
	assert_memory_equal(slot_at(f, 1), before.at, 36);
}

static void read_key_bit_2_allows_ecdh_once_locked(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int read_key = 0; read_key < 8; read_key++) {
		set_slot_config(f, 2, 0x2080 | read_key);
		assert_length(f, read_key & 4 ? 32 : 1, "43 00 0200 %64", fixture_key(20).point);
	}
}

static void only_a_private_p256_key_agrees(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_EXECUTION_ERROR, "43 00 0400 %64", fixture_key(20).point);
	assert_status(f, ATCA_EXECUTION_ERROR, "43 00 0f00 %64", fixture_key(20).point);
	set_key_config(f, 2, 0x001b);
	assert_status(f, ATCA_EXECUTION_ERROR, "43 00 0200 %64", fixture_key(20).point);
	assert_status(f, ATCA_PARSE_ERROR, "43 00 1000 %64", fixture_key(20).point);
}

static void a_peer_off_the_curve_is_0f(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int bit = 0; bit < 512; bit += 37) {
		struct host_key peer = fixture_key(20);

		peer.point[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_status(f, ATCA_EXECUTION_ERROR, "43 00 0200 %64", peer.point);
	}
	assert_status(f, ATCA_EXECUTION_ERROR, "43 00 0200 00*64");
}

static void the_508a_has_mode_00_alone(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int mode = 1; mode < 256; mode++)
		assert_status(f, ATCA_PARSE_ERROR, "43 %c 0200 %64", mode, fixture_key(20).point);
	assert_status(f, ATCA_PARSE_ERROR, "43 00 0200 00*63");
}

static void the_608_has_nine_modes(void **state)
{
	static const uint8_t modes[] = { 0x00, 0x04, 0x08, 0x0c, 0x0e, 0x05, 0x09, 0x0d, 0x0f };
	struct atecc_fixture *f = *state;

	for (unsigned int mode = 0; mode < 256; mode++)
		if (!memchr(modes, (int)mode, sizeof(modes)))
			assert_status(f, ATCA_PARSE_ERROR, "43 %c 0200 %64", mode, fixture_key(20).point);
}

/* The private key in TempKey: GenKey FFFF made it, and one ECDH uses it up (TFLX-A 5.2.1.2). */

static struct host_key make_tempkey(struct atecc_fixture *f)
{
	assert_length(f, 64, "40 04 ffff");
	return host_key_from(f->chip->sram.tempkey.value);
}

static void a_key_in_tempkey_agrees_once(void **state)
{
	struct atecc_fixture *f = *state;
	struct host_key peer = fixture_key(20), own = make_tempkey(f);

	assert_length(f, 64, "40 04 0200"); /* the vendor's test makes another key meanwhile */
	assert_answer(f, "43 0d ffff %64", "%32", peer.point, host_ecdh(&own, peer.point).at);
	assert_tempkey_valid(f, false);
	assert_status(f, ATCA_EXECUTION_ERROR, "43 0d ffff %64", peer.point);
}

static void its_secret_may_take_tempkeys_place_or_a_slots(void **state)
{
	struct atecc_fixture *f = *state;
	struct host_key peer = fixture_key(20), own = make_tempkey(f);
	struct digest secret = host_ecdh(&own, peer.point);

	assert_status(f, ATCA_SUCCESS, "43 09 ffff %64", peer.point);
	assert_tempkey_valid(f, true);
	assert_tempkey(f, secret);
	assert_status(f, ATCA_EXECUTION_ERROR, "43 0d ffff %64", peer.point); /* no key any more */
	own = make_tempkey(f);
	secret = host_ecdh(&own, peer.point);
	assert_status(f, ATCA_SUCCESS, "43 05 0c00 %64", peer.point); /* param2 is the target */
	assert_memory_equal(slot_at(f, 12), secret.at, 32);
	assert_tempkey_valid(f, false);
	make_tempkey(f);
	assert_status(f, ATCA_PARSE_ERROR, "43 05 1000 %64", peer.point);
	make_tempkey(f);
	assert_status(f, ATCA_EXECUTION_ERROR, "43 05 0200 %64", peer.point);
}

static void a_tempkey_from_nonce_is_no_private_key(void **state)
{
	static const unsigned int modes[] = { 0x0d, 0x0f, 0x09, 0x05 };
	struct atecc_fixture *f = *state;
	struct host_key own = fixture_key(2);

	for (size_t i = 0; i < 4; i++) {
		host_nonce_fixed(f, own.d);
		assert_status(f, ATCA_EXECUTION_ERROR, "43 %c 0c00 %64", modes[i], fixture_key(20).point);
	}
}

/* Output (atecc608.md 2.10, docs 7) */

static void assert_encrypted(struct atecc_fixture *f, const struct digest *secret, const char *text)
{
	struct bytes answer = assert_length(f, 64, text, fixture_key(20).point);

	for (size_t i = 0; i < 32; i++)
		answer.at[i] ^= host_sha256("%32 %16", known_key, answer.at + 32).at[i];
	assert_memory_equal(answer.at, secret->at, 32);
}

static void modes_0e_and_0f_answer_encrypted_with_the_io_key(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest secret = secret_of(2, 20);
	struct host_key own;

	assert_encrypted(f, &secret, "43 0e 0200 %64");
	own = make_tempkey(f);
	secret = host_ecdh(&own, fixture_key(20).point);
	assert_encrypted(f, &secret, "43 0f ffff %64");
	/* as IO key a slot may ask for a random nonce without effect (TFLX-A slot 6) */
	set_key_config(f, 4, 0x007c);
	secret = secret_of(2, 20);
	assert_encrypted(f, &secret, "43 0e 0200 %64");
}

static void the_io_key_must_be_enabled_for_that(void **state)
{
	struct atecc_fixture *f = *state;

	set_config(f, CONFIG_CHIP_OPTIONS, "0c");
	assert_status(f, ATCA_EXECUTION_ERROR, "43 0e 0200 %64", fixture_key(20).point);
	make_tempkey(f);
	assert_status(f, ATCA_EXECUTION_ERROR, "43 0f ffff %64", fixture_key(20).point);
	assert_length(f, 32, "43 0c 0200 %64", fixture_key(20).point);
}

/* Notes under TFLX-A tables 5-38 and 5-40: with value 1 modes 0C and 0D are answered encrypted. */
static void ecdh_protection_1_encrypts_every_answer(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest secret = secret_of(2, 20);
	struct host_key own;

	set_config(f, CONFIG_CHIP_OPTIONS, "0e41");
	assert_encrypted(f, &secret, "43 0c 0200 %64");
	own = make_tempkey(f);
	secret = host_ecdh(&own, fixture_key(20).point);
	assert_encrypted(f, &secret, "43 0d ffff %64");
}

/* UNCERTAIN (ATCA-U-08): 2 lets nothing out, 3 refuses. */
static void uncertain_ecdh_protection_2_and_3(void **state)
{
	struct atecc_fixture *f = *state;

	set_config(f, CONFIG_CHIP_OPTIONS, "0e42");
	assert_status(f, ATCA_EXECUTION_ERROR, "43 0c 0200 %64", fixture_key(20).point);
	assert_status(f, ATCA_EXECUTION_ERROR, "43 0e 0200 %64", fixture_key(20).point);
	assert_status(f, ATCA_SUCCESS, "43 08 0200 %64", fixture_key(20).point);
	set_config(f, CONFIG_CHIP_OPTIONS, "0e43");
	assert_status(f, ATCA_EXECUTION_ERROR, "43 0c 0200 %64", fixture_key(20).point);
	assert_status(f, ATCA_EXECUTION_ERROR, "43 08 0200 %64", fixture_key(20).point);
}

/* UNCERTAIN (ATCA-U-09): SourceFlag 1. */
static void uncertain_a_secret_in_tempkey_counts_as_input(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_SUCCESS, "43 08 0200 %64", fixture_key(20).point);
	assert_state(f, "1080");
}

/* UNCERTAIN (ATCA-U-11): ReadKey bit 3 binds the modes that name a target. */
static void uncertain_read_key_bit_3_binds_every_mode(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_EXECUTION_ERROR, "43 0c 0000 %64", fixture_key(20).point);
	assert_status(f, ATCA_EXECUTION_ERROR, "43 0e 0000 %64", fixture_key(20).point);
	assert_status(f, ATCA_EXECUTION_ERROR, "43 04 0200 %64", fixture_key(20).point);
	assert_status(f, ATCA_SUCCESS, "43 08 0000 %64", fixture_key(20).point);
}

static void a_forced_encryption_needs_the_io_key_too(void **state)
{
	struct atecc_fixture *f = *state;

	set_config(f, CONFIG_CHIP_OPTIONS, "0c41");
	assert_status(f, ATCA_EXECUTION_ERROR, "43 0c 0200 %64", fixture_key(20).point);
	assert_status(f, ATCA_SUCCESS, "43 08 0200 %64", fixture_key(20).point);
}

static const struct CMUnitTest tests[] = {
	ON(locked_608a, the_secret_of_a_slots_key_comes_out_clear),
	ON(config_locked_608a, the_secret_of_a_slots_key_comes_out_clear),
	ON(locked_508a, the_secret_of_a_slots_key_comes_out_clear),
	ON(locked_608a, mode_0c_answers_and_mode_08_keeps_the_secret_in_tempkey),
	ON(locked_608a, with_read_key_bit_3_the_secret_goes_into_the_next_slot),
	ON(locked_508a, with_read_key_bit_3_the_secret_goes_into_the_next_slot),
	ON(locked_608a, mode_04_writes_the_next_slot),
	ON(locked_608a, a_locked_or_private_next_slot_takes_no_secret),
	ON(locked_608a, read_key_bit_2_allows_ecdh_once_locked),
	ON(locked_508a, read_key_bit_2_allows_ecdh_once_locked),
	ON(locked_608a, only_a_private_p256_key_agrees),
	ON(locked_608a, a_peer_off_the_curve_is_0f),
	ON(locked_508a, a_peer_off_the_curve_is_0f),
	ON(locked_508a, the_508a_has_mode_00_alone),
	ON(locked_608a, the_608_has_nine_modes),
	ON(locked_608a, a_key_in_tempkey_agrees_once),
	ON(config_locked_608a, a_key_in_tempkey_agrees_once),
	ON(locked_608a, its_secret_may_take_tempkeys_place_or_a_slots),
	ON(locked_608a, a_tempkey_from_nonce_is_no_private_key),
	ON(locked_608a, modes_0e_and_0f_answer_encrypted_with_the_io_key),
	ON(locked_608a, the_io_key_must_be_enabled_for_that),
	ON(locked_608a, ecdh_protection_1_encrypts_every_answer),
	ON(locked_608a, a_forced_encryption_needs_the_io_key_too),
};

static const struct CMUnitTest uncertain[] = {
	ON(locked_608a, uncertain_ecdh_protection_2_and_3),
	ON(locked_608a, uncertain_a_secret_in_tempkey_counts_as_input),
	ON(locked_608a, uncertain_read_key_bit_3_binds_every_mode),
};

int main(void)
{
	return cmocka_run_group_tests(tests, NULL, NULL) + cmocka_run_group_tests(uncertain, NULL, NULL);
}
