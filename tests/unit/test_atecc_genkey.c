/* tests/unit/test_atecc_genkey.c: GenKey and PrivWrite (TFLX-A 5.2.2, DS20005927A 9.7, 9.14; atecc608.md 8.1, 8.2). */
#include "atecc_fixture.h"

#include "cmocka_all.h"

#include <string.h>

static uint8_t flags(struct atecc_fixture *f)
{
	return run(f, "30 02 0000").at[0];
}

/* GenKey */

static void a_created_key_is_the_one_whose_public_key_comes_back(void **state)
{
	struct atecc_fixture *f = *state;
	struct host_key before = fixture_key(2), key;
	struct bytes point = assert_length(f, 64, "40 04 0200");
	struct bytes signature;

	key = host_key_from(slot_at(f, 2) + 4);
	assert_memory_equal(key.point, point.at, 64);
	assert_memory_not_equal(key.d, before.d, 32);
	assert_answer(f, "40 00 0200", "%b", &point);
	host_nonce_fixed(f, known_key);
	signature = assert_length(f, 64, "41 80 0200");
	assert_true(host_verifies(point.at, known_key, signature.at));
}

static void no_two_created_keys_are_alike(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes points[8];

	for (size_t i = 0; i < 8; i++) {
		points[i] = assert_length(f, 64, "40 04 0200");
		for (size_t k = 0; k < i; k++)
			assert_memory_not_equal(points[i].at, points[k].at, 64);
	}
}

static void the_public_key_is_that_of_the_stored_one(void **state)
{
	struct atecc_fixture *f = *state;
	struct host_key key = fixture_key(2);

	assert_answer(f, "40 00 0200", "%32 %32", key.point, key.point + 32);
}

/* LORA-B 5.2.2; atecc608.md 8.1: 128 bytes. */
static void a_digest_of_the_public_key_goes_into_tempkey(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int mode = 0x08; mode <= 0x0c; mode += 4) {
		struct digest tk = mode & 4 ? host_nonce_fixed(f, known_key) : host_nonce_random(f);
		struct bytes point = assert_length(f, 64, "40 %c 0200", mode);

		assert_tempkey(f, host_sha256("%32 40 %c 0200 ee 0123 00*25 %64", tk.at, mode, point.at));
		assert_int_equal(flags(f), mode & 4 ? 0x52 : 0x42);
		assert_tempkey_valid(f, true);
	}
}

static void other_data_stands_in_the_digest_of_a_stored_public_key(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_random(f);
	struct host_key key = fixture_key(15);

	assert_status(f, ATCA_SUCCESS, "40 10 0f00 a1b2c3");
	assert_tempkey(f, host_sha256("%32 40 a1b2c3 ee 0123 00*25 %64", tk.at, key.point));
	assert_int_equal(flags(f), 0x4f);
}

static void a_digest_keeps_no_mac_and_source(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_fixed(f, known_key);

	host_gen_dig(f, 6, &tk, "15 02 0600");
	assert_length(f, 64, "40 08 0200");
	assert_int_equal(flags(f), 0xd2);
}

static void a_digest_needs_a_valid_tempkey(void **state)
{
	struct atecc_fixture *f = *state;
	struct atecc before;

	host_wake(f);
	before = *f->chip;
	assert_status(f, ATCA_EXECUTION_ERROR, "40 08 0200");
	assert_status(f, ATCA_EXECUTION_ERROR, "40 0c 0200");
	assert_status(f, ATCA_EXECUTION_ERROR, "40 10 0f00 000000");
	assert_unchanged(f, &before);
}

static void a_public_key_to_digest_lies_in_slots_8_to_15_and_is_one(void **state)
{
	static const unsigned int others[] = { 2, 4, 8, 12 };
	struct atecc_fixture *f = *state;

	for (size_t i = 0; i < 4; i++) {
		host_nonce_random(f);
		assert_status(f, ATCA_EXECUTION_ERROR, "40 10 %w 000000", others[i]);
	}
}

/* DS20005927A 9.7: validity is ignored. */
static void an_invalid_public_key_is_digested_all_the_same(void **state)
{
	struct atecc_fixture *f = *state;

	slot_at(f, 14)[0] = 0xa0;
	host_nonce_random(f);
	assert_status(f, ATCA_SUCCESS, "40 10 0e00 000000");
}

static void modes_slots_and_lengths_that_do_not_exist_are_03(void **state)
{
	struct atecc_fixture *f = *state;
	bool on_508 = f->chip->nv.config[6] == 0x50;

	for (unsigned int mode = 0; mode < 256; mode++) {
		if (mode == 0x00 || mode == 0x04 || mode == 0x08 || mode == 0x0c || mode == 0x10)
			continue;
		/* DS20005927A 9.7: with bit 4 the 508A ignores bits 3 and 2. */
		if (on_508 && (mode & 0xf3) == 0x10)
			continue;
		assert_status(f, ATCA_PARSE_ERROR, "40 %c 0200", mode);
		assert_status(f, ATCA_PARSE_ERROR, "40 %c 0f00 000000", mode);
	}
	assert_status(f, ATCA_PARSE_ERROR, "40 04 1000");
	assert_status(f, ATCA_PARSE_ERROR, "40 00 0200 000000");
	assert_status(f, ATCA_PARSE_ERROR, "40 04 0200 00");
	assert_status(f, ATCA_PARSE_ERROR, "40 10 0f00");
}

static void on_the_508a_bit_4_rules_over_bits_3_and_2(void **state)
{
	struct atecc_fixture *f = *state;
	struct host_key key = fixture_key(15);

	for (unsigned int mode = 0x10; mode < 0x20; mode += 4) {
		struct digest tk = host_nonce_random(f);

		assert_status(f, ATCA_SUCCESS, "40 %c 0f00 a1b2c3", mode);
		assert_tempkey(f, host_sha256("%32 40 a1b2c3 ee 0123 00*25 %64", tk.at, key.point));
	}
}

/* DS20005927A 9.7 pp.69-70 */

static void before_the_config_lock_gen_key_is_an_error(void **state)
{
	struct atecc_fixture *f = *state;

	host_nonce_random(f);
	assert_status(f, ATCA_EXECUTION_ERROR, "40 04 0000");
	assert_status(f, ATCA_EXECUTION_ERROR, "40 00 0000");
	assert_status(f, ATCA_EXECUTION_ERROR, "40 10 0f00 000000");
}

static void only_a_secret_p256_private_slot_takes_a_key(void **state)
{
	static const struct {
		unsigned int slot_config, key_config;
		bool allowed;
	} cases[] = {
		{ 0x2087, 0x0013, true }, { 0x2087, 0x0011, true },
		{ 0x2087, 0x0012, false }, /* not private */
		{ 0x2087, 0x001b, false }, /* AES */
		{ 0x2087, 0x001f, false }, /* other */
		{ 0x2087, 0x0003, false }, /* B-283 */
		{ 0x2007, 0x0013, false }, /* not secret */
	};
	struct atecc_fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		set_slot_config(f, 2, cases[i].slot_config);
		set_key_config(f, 2, cases[i].key_config);
		assert_length(f, cases[i].allowed ? 64 : 1, "40 04 0200");
	}
}

static void a_locked_slot_makes_no_key_but_tells_its_own(void **state)
{
	struct atecc_fixture *f = *state;

	set_config(f, CONFIG_SLOT_LOCKED, "fbff");
	assert_status(f, ATCA_EXECUTION_ERROR, "40 04 0200");
	assert_length(f, 64, "40 00 0200");
}

static void once_locked_creating_needs_bit_13(void **state)
{
	struct atecc_fixture *f = *state;
	bool locked = f->chip->nv.config[86] == 0;

	for (unsigned int code = 0; code < 16; code++) {
		set_slot_config(f, 2, code << 12 | 0x87);
		assert_length(f, !locked || code & 2 ? 64 : 1, "40 04 0200");
	}
}

static void once_locked_the_public_key_needs_pub_info_and_creating_does_not(void **state)
{
	struct atecc_fixture *f = *state;
	bool locked = f->chip->nv.config[86] == 0;

	set_key_config(f, 2, 0x0011);
	assert_length(f, locked ? 1 : 64, "40 00 0200");
	assert_length(f, 64, "40 04 0200");
}

/* FFFF: a private key in TempKey, for ECDH alone (TFLX-A 5.2.1.2). */

static void ffff_makes_a_key_in_tempkey_that_only_ecdh_uses(void **state)
{
	struct atecc_fixture *f = *state;
	struct host_key peer = fixture_key(9);
	struct bytes point = assert_length(f, 64, "40 04 ffff");
	struct host_key key = host_key_from(f->chip->sram.tempkey.value);

	assert_memory_equal(key.point, point.at, 64);
	assert_tempkey_valid(f, true);
	assert_answer(f, "43 0d ffff %64", "%32", peer.point, host_ecdh(&key, peer.point).at);
}

/* UNCERTAIN (ATCA-U-21) */
static void uncertain_a_key_in_tempkey_is_nothing_else(void **state)
{
	static const char *const uses[] = { "08 02 0400 00*32", "08 06 0400 00*32", "15 02 0400",
		"41 80 0200", "51 00 ffff 00*16", "47 04 ffff", "56 50 0000 02000010 5a*16", "40 08 0200",
		"16 00 0080 00*20", "28 02 0000 00*77" };
	struct atecc_fixture *f = *state;

	for (size_t i = 0; i < sizeof(uses) / sizeof(uses[0]); i++) {
		assert_length(f, 64, "40 04 ffff 000000");
		assert_status(f, ATCA_EXECUTION_ERROR, uses[i]);
	}
}

static void ffff_is_for_creating_without_digest_on_the_608_alone(void **state)
{
	struct atecc_fixture *f = *state;

	host_nonce_random(f);
	assert_status(f, ATCA_PARSE_ERROR, "40 00 ffff");
	assert_status(f, ATCA_PARSE_ERROR, "40 08 ffff");
	assert_status(f, ATCA_PARSE_ERROR, "40 0c ffff");
	set_config(f, CONFIG_REVISION, "00005000");
	assert_status(f, ATCA_PARSE_ERROR, "40 04 ffff");
}

/* PrivWrite */

static struct bytes sealed(const struct digest *tk, unsigned int slot, const uint8_t d[32])
{
	struct digest more = host_sha256("%32", tk->at);
	struct digest mac = host_sha256("%32 46 40 %w ee 0123 00*21 00*4 %32", tk->at, slot, d);
	struct bytes out = wire("00*4 %32 %32", d, mac.at);

	for (size_t i = 0; i < 32; i++)
		out.at[i] ^= tk->at[i];
	for (size_t i = 32; i < 36; i++)
		out.at[i] ^= more.at[i - 32];
	return out;
}

static void assert_slot_holds(struct atecc_fixture *f, unsigned int slot, const struct host_key *key)
{
	assert_answer(f, "40 00 %w", "%64", slot, key->point);
}

static void before_the_data_lock_a_key_is_written_plain_with_any_mac(void **state)
{
	struct atecc_fixture *f = *state;
	struct host_key key = fixture_key(99);

	assert_status(f, ATCA_SUCCESS, "46 00 0200 00*4 %32 00*32", key.d);
	assert_slot_holds(f, 2, &key);
	key = fixture_key(98);
	assert_status(f, ATCA_SUCCESS, "46 00 0200 00*4 %32 5a*32", key.d);
	assert_slot_holds(f, 2, &key);
}

static void before_the_data_lock_an_encrypted_key_takes_any_valid_tempkey(void **state)
{
	struct atecc_fixture *f = *state;
	struct host_key key = fixture_key(99);
	struct digest tk;
	struct bytes data;

	assert_status(f, ATCA_EXECUTION_ERROR, "46 40 0200 00*68");
	tk = host_nonce_fixed(f, known_key);
	data = sealed(&tk, 2, key.d);
	assert_status(f, ATCA_SUCCESS, "46 40 0200 %b", &data);
	assert_slot_holds(f, 2, &key);
	assert_tempkey_valid(f, false);
	tk = host_nonce_fixed(f, known_key);
	data.at[40] ^= 1;
	assert_status(f, ATCA_EXECUTION_ERROR, "46 40 0200 %b", &data);
	assert_slot_holds(f, 2, &key);
}

/* Slot 7 of the test config: SlotConfig 6483, WriteKey 4, bits 14 and 13. */
static void once_locked_a_key_is_written_under_its_write_key(void **state)
{
	struct atecc_fixture *f = *state;
	struct host_key key = fixture_key(99);
	struct digest tk = host_nonce_random(f);
	struct bytes data;

	tk = host_gen_dig(f, 4, &tk, NULL);
	data = sealed(&tk, 7, key.d);
	assert_status(f, ATCA_SUCCESS, "46 40 0700 %b", &data);
	assert_slot_holds(f, 7, &key);
	assert_tempkey_valid(f, false);
	/* no rule on SourceFlag */
	key = fixture_key(98);
	tk = host_nonce_fixed(f, known_key);
	tk = host_gen_dig(f, 4, &tk, NULL);
	data = sealed(&tk, 7, key.d);
	assert_status(f, ATCA_SUCCESS, "46 40 0700 %b", &data);
	assert_slot_holds(f, 7, &key);
}

static void once_locked_priv_write_is_refused_in_every_other_way(void **state)
{
	struct atecc_fixture *f = *state;
	struct host_key old = fixture_key(7), key = fixture_key(99);
	struct digest tk;
	struct bytes data;

	assert_status(f, ATCA_EXECUTION_ERROR, "46 00 0700 00*4 %32 00*32", key.d);
	tk = host_nonce_random(f);
	data = sealed(&tk, 7, key.d);
	assert_status(f, ATCA_EXECUTION_ERROR, "46 40 0700 %b", &data); /* no GenDig */
	tk = host_nonce_random(f);
	tk = host_gen_dig(f, 12, &tk, NULL);
	data = sealed(&tk, 7, key.d);
	assert_status(f, ATCA_EXECUTION_ERROR, "46 40 0700 %b", &data); /* of another key */
	set_slot_config(f, 7, 0x2483);
	tk = host_nonce_random(f);
	tk = host_gen_dig(f, 4, &tk, NULL);
	data = sealed(&tk, 7, key.d);
	assert_status(f, ATCA_EXECUTION_ERROR, "46 40 0700 %b", &data); /* bit 14 */
	assert_slot_holds(f, 7, &old);
}

static void a_wrong_mac_at_any_bit_writes_no_key(void **state)
{
	struct atecc_fixture *f = *state;
	struct host_key old = fixture_key(7), key = fixture_key(99);

	for (unsigned int bit = 0; bit < 8 * 68; bit += 13) {
		struct digest tk = host_nonce_random(f);
		struct bytes data;

		tk = host_gen_dig(f, 4, &tk, NULL);
		data = sealed(&tk, 7, key.d);
		data.at[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_status(f, ATCA_EXECUTION_ERROR, "46 40 0700 %b", &data);
	}
	assert_slot_holds(f, 7, &old);
}

static void the_slot_must_be_private_secret_and_unlocked(void **state)
{
	struct atecc_fixture *f = *state;
	struct host_key key = fixture_key(99);

	assert_status(f, ATCA_EXECUTION_ERROR, "46 00 0400 00*4 %32 00*32", key.d);
	set_slot_config(f, 2, 0x2007);
	assert_status(f, ATCA_EXECUTION_ERROR, "46 00 0200 00*4 %32 00*32", key.d);
	set_slot_config(f, 2, 0x2087);
	set_config(f, CONFIG_SLOT_LOCKED, "fbff");
	assert_status(f, ATCA_EXECUTION_ERROR, "46 00 0200 00*4 %32 00*32", key.d);
	set_config(f, CONFIG_SLOT_LOCKED, "ffff");
	set_locks(f, false, false);
	assert_status(f, ATCA_EXECUTION_ERROR, "46 00 0200 00*4 %32 00*32", key.d);
}

/* atecc608.md 8.2: 1 to n - 1. */
static void a_number_that_is_no_key_is_refused(void **state)
{
	static const char *const numbers[] = {
		"00*32",
		"ff*32",
		"ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
	};
	struct atecc_fixture *f = *state;
	struct host_key old = fixture_key(2);
	struct bytes d;

	for (size_t i = 0; i < 3; i++) {
		d = wire(numbers[i]);
		assert_int_not_equal(run(f, "46 00 0200 00*4 %b 00*32", &d).at[0], ATCA_SUCCESS);
		assert_slot_holds(f, 2, &old);
	}
	d = wire("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550");
	assert_status(f, ATCA_SUCCESS, "46 00 0200 00*4 %b 00*32", &d);
}

static void priv_write_modes_and_lengths(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int mode = 0; mode < 256; mode++)
		if (mode & 0xbf)
			assert_status(f, ATCA_PARSE_ERROR, "46 %c 0200 00*68", mode);
	assert_status(f, ATCA_PARSE_ERROR, "46 00 0200 00*36");
	assert_status(f, ATCA_PARSE_ERROR, "46 00 0200 00*67");
	assert_status(f, ATCA_PARSE_ERROR, "46 00 1000 00*68");
}

/* UNCERTAIN (ATCA-U-26): 0F where a private key should be and none was ever written (DS20005927A p.11: invalid). */
static void uncertain_a_slot_without_a_key_is_0f(void **state)
{
	static const char *const contents[] = { "ff*36", "00*36" };
	struct atecc_fixture *f = *state;

	for (size_t i = 0; i < 2; i++) {
		set_slot(f, 2, contents[i]);
		assert_status(f, ATCA_EXECUTION_ERROR, "40 00 0200");
		host_nonce_fixed(f, known_key);
		assert_status(f, ATCA_EXECUTION_ERROR, "41 80 0200");
		assert_status(f, ATCA_EXECUTION_ERROR, "43 0c 0200 %64", fixture_key(9).point);
	}
}

/* UNCERTAIN (ATCA-U-22): GenKey mode 10 counts a use of the public slot (DS20005927A p.69 against 3.2.5). */
static void uncertain_a_digest_of_a_public_key_is_a_use_of_it(void **state)
{
	struct atecc_fixture *f = *state;

	set_slot_config(f, 15, 0x0f2f);
	host_nonce_random(f);
	assert_status(f, ATCA_SUCCESS, "40 10 0f00 000000");
	assert_int_equal(get_counter(f, 0), 1);
}

static const struct CMUnitTest tests[] = {
	ON(locked_608a, a_created_key_is_the_one_whose_public_key_comes_back),
	ON(config_locked_608a, a_created_key_is_the_one_whose_public_key_comes_back),
	ON(locked_508a, a_created_key_is_the_one_whose_public_key_comes_back),
	ON(locked_608a, no_two_created_keys_are_alike),
	ON(locked_608a, the_public_key_is_that_of_the_stored_one),
	ON(locked_608a, a_digest_of_the_public_key_goes_into_tempkey),
	ON(locked_508a, a_digest_of_the_public_key_goes_into_tempkey),
	ON(locked_608a, other_data_stands_in_the_digest_of_a_stored_public_key),
	ON(locked_508a, other_data_stands_in_the_digest_of_a_stored_public_key),
	ON(locked_608a, a_digest_keeps_no_mac_and_source),
	ON(locked_608a, a_digest_needs_a_valid_tempkey),
	ON(locked_608a, a_public_key_to_digest_lies_in_slots_8_to_15_and_is_one),
	ON(locked_608a, an_invalid_public_key_is_digested_all_the_same),
	ON(locked_608a, modes_slots_and_lengths_that_do_not_exist_are_03),
	ON(locked_508a, modes_slots_and_lengths_that_do_not_exist_are_03),
	ON(locked_508a, on_the_508a_bit_4_rules_over_bits_3_and_2),
	ON(blank_608a, before_the_config_lock_gen_key_is_an_error),
	ON(blank_508a, before_the_config_lock_gen_key_is_an_error),
	ON(locked_608a, only_a_secret_p256_private_slot_takes_a_key),
	ON(config_locked_608a, only_a_secret_p256_private_slot_takes_a_key),
	ON(locked_608a, a_locked_slot_makes_no_key_but_tells_its_own),
	ON(config_locked_608a, a_locked_slot_makes_no_key_but_tells_its_own),
	ON(locked_608a, once_locked_creating_needs_bit_13),
	ON(config_locked_608a, once_locked_creating_needs_bit_13),
	ON(locked_608a, once_locked_the_public_key_needs_pub_info_and_creating_does_not),
	ON(config_locked_608a, once_locked_the_public_key_needs_pub_info_and_creating_does_not),
	ON(locked_608a, ffff_makes_a_key_in_tempkey_that_only_ecdh_uses),
	ON(locked_608a, ffff_is_for_creating_without_digest_on_the_608_alone),
	ON(config_locked_608a, before_the_data_lock_a_key_is_written_plain_with_any_mac),
	ON(config_locked_508a, before_the_data_lock_a_key_is_written_plain_with_any_mac),
	ON(config_locked_608a, before_the_data_lock_an_encrypted_key_takes_any_valid_tempkey),
	ON(config_locked_508a, before_the_data_lock_an_encrypted_key_takes_any_valid_tempkey),
	ON(locked_608a, once_locked_a_key_is_written_under_its_write_key),
	ON(locked_508a, once_locked_a_key_is_written_under_its_write_key),
	ON(locked_608a, once_locked_priv_write_is_refused_in_every_other_way),
	ON(locked_608a, a_wrong_mac_at_any_bit_writes_no_key),
	ON(config_locked_608a, the_slot_must_be_private_secret_and_unlocked),
	ON(config_locked_608a, a_number_that_is_no_key_is_refused),
	ON(config_locked_608a, priv_write_modes_and_lengths),
};

static const struct CMUnitTest uncertain[] = {
	ON(locked_608a, uncertain_a_key_in_tempkey_is_nothing_else),
	ON(locked_608a, uncertain_a_slot_without_a_key_is_0f),
	ON(locked_608a, uncertain_a_digest_of_a_public_key_is_a_use_of_it),
};

int main(void)
{
	return cmocka_run_group_tests(tests, NULL, NULL) + cmocka_run_group_tests(uncertain, NULL, NULL);
}
