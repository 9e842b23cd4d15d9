/* tests/unit/test_atecc_derivekey.c: DeriveKey (LORA-B 5.3.3, DS20005927A 9.4 and table 2-9). */
#include "atecc_fixture.h"

#include "cmocka_all.h"

#include <string.h>

enum {
	TARGET = 3,
	PARENT = 9,
};

/* SlotConfig of the target: WriteConfig, and PARENT as WriteKey. */
static void set_write_config(struct atecc_fixture *f, unsigned int code)
{
	set_slot_config(f, TARGET, code << 12 | PARENT << 8 | 0x8f);
}

/* The authorising MAC: always with the parent's key. */
static struct digest authority(struct atecc_fixture *f, unsigned int mode)
{
	return host_sha256("%32 1c %c %w ee 0123", slot_at(f, PARENT), mode, (unsigned int)TARGET);
}

static struct digest derived(const uint8_t source[32], unsigned int mode, const struct digest *tk)
{
	return host_sha256("%32 1c %c %w ee 0123 00*25 %32", source, mode, (unsigned int)TARGET, tk->at);
}

static void assert_derives(
	struct atecc_fixture *f, enum atca_status status, unsigned int mode, bool with_mac, bool from_parent)
{
	struct digest tk = mode & 4 ? host_nonce_fixed(f, wire("77*32").at) : host_nonce_random(f);
	struct digest mac = authority(f, mode);
	struct digest key = derived(slot_at(f, from_parent ? PARENT : TARGET), mode, &tk);
	struct bytes before = wire("%36", slot_at(f, TARGET));
	struct bytes sent = with_mac ? wire("%32", mac.at) : wire("");

	assert_status(f, status, "1c %c %w %b", mode, (unsigned int)TARGET, &sent);
	assert_memory_equal(slot_at(f, TARGET), status == ATCA_SUCCESS ? key.at : before.at, 32);
	assert_memory_equal(slot_at(f, TARGET) + 32, before.at + 32, 4);
	assert_tempkey_valid(f, false);
}

/* Bits 15..12: 0x10 rolls, 0x11 makes from the parent, 1x1y the same with a MAC, xx0x nothing. */
static void write_config_says_what_is_derived_and_with_what_authority(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int code = 0; code < 16; code++) {
		bool allowed = code & 2, wants_mac = code & 8, create = code & 1;
		enum atca_status status = allowed ? ATCA_SUCCESS : ATCA_EXECUTION_ERROR;

		set_write_config(f, code);
		assert_derives(f, status, 0, wants_mac, create);
		assert_derives(f, status, 4, wants_mac, create);
		if (wants_mac)
			assert_derives(f, ATCA_EXECUTION_ERROR, 0, false, create);
	}
}

static void a_wrong_mac_is_0f_and_derives_nothing(void **state)
{
	struct atecc_fixture *f = *state;

	set_write_config(f, 0xb);
	for (unsigned int bit = 0; bit < 256; bit += 5) {
		struct bytes before = wire("%36", slot_at(f, TARGET));
		struct digest mac = authority(f, 0);

		mac.at[bit / 8] ^= (uint8_t)(1 << bit % 8);
		host_nonce_random(f);
		assert_status(f, ATCA_EXECUTION_ERROR, "1c 00 0300 %32", mac.at);
		assert_memory_equal(slot_at(f, TARGET), before.at, before.len);
	}
}

static void its_mode_must_tell_the_source_of_tempkey(void **state)
{
	struct atecc_fixture *f = *state;

	set_write_config(f, 2);
	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_EXECUTION_ERROR, "1c 00 0300");
	host_nonce_random(f);
	assert_status(f, ATCA_EXECUTION_ERROR, "1c 04 0300");
	assert_status(f, ATCA_EXECUTION_ERROR, "1c 04 0300");
}

/* atecc608.md 7.4 */
static void a_tempkey_made_with_a_no_mac_key_derives_nothing(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk;

	set_write_config(f, 2);
	tk = host_nonce_random(f);
	host_gen_dig(f, 6, &tk, "15 02 0600");
	assert_status(f, ATCA_EXECUTION_ERROR, "1c 00 0300");
}

static void other_modes_and_lengths_are_03(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int mode = 0; mode < 256; mode++)
		if (mode & 0xfb)
			assert_status(f, ATCA_PARSE_ERROR, "1c %c 0300", mode);
	assert_status(f, ATCA_PARSE_ERROR, "1c 00 0300 00");
	assert_status(f, ATCA_PARSE_ERROR, "1c 00 0300 00*31");
	assert_status(f, ATCA_PARSE_ERROR, "1c 00 0300 00*33");
}

static void before_the_config_lock_nothing_is_derived(void **state)
{
	struct atecc_fixture *f = *state;

	set_write_config(f, 2);
	host_nonce_random(f);
	assert_status(f, ATCA_EXECUTION_ERROR, "1c 00 0300");
}

/* p.63: bit 13 is asked for without "after the data lock". */
static void before_the_data_lock_bit_13_counts_all_the_same(void **state)
{
	struct atecc_fixture *f = *state;

	set_write_config(f, 0);
	assert_derives(f, ATCA_EXECUTION_ERROR, 0, false, false);
	set_write_config(f, 2);
	assert_derives(f, ATCA_SUCCESS, 0, false, false);
}

static void a_locked_slot_keeps_its_key(void **state)
{
	struct atecc_fixture *f = *state;

	set_config(f, CONFIG_SLOT_LOCKED, "f7ff");
	set_write_config(f, 2);
	assert_derives(f, ATCA_EXECUTION_ERROR, 0, false, false);
}

static void private_keys_are_neither_derived_nor_parents(void **state)
{
	struct atecc_fixture *f = *state;

	set_write_config(f, 2);
	set_key_config(f, TARGET, 0x0013);
	assert_derives(f, ATCA_EXECUTION_ERROR, 0, false, false);
	set_key_config(f, TARGET, 0x001c);
	set_key_config(f, PARENT, 0x0013);
	assert_derives(f, ATCA_SUCCESS, 0, false, false);
	set_write_config(f, 3);
	assert_derives(f, ATCA_EXECUTION_ERROR, 0, false, true);
	set_write_config(f, 0xa);
	assert_derives(f, ATCA_EXECUTION_ERROR, 0, true, false);
}

/* LORA table 2-7 has DeriveKey on a slot for AES keys. */
static void the_key_type_does_not_matter(void **state)
{
	struct atecc_fixture *f = *state;

	set_write_config(f, 0xb);
	set_key_config(f, TARGET, 0x0018);
	assert_derives(f, ATCA_SUCCESS, 0, true, true);
}

/* ReqRandom of the source key: the target when it is rolled, else the parent. */
static void req_random_is_asked_of_the_source_key(void **state)
{
	struct atecc_fixture *f = *state;

	set_key_config(f, TARGET, 0x005c);
	set_write_config(f, 2);
	assert_derives(f, ATCA_EXECUTION_ERROR, 4, false, false);
	assert_derives(f, ATCA_SUCCESS, 0, false, false);
	set_write_config(f, 3);
	assert_derives(f, ATCA_SUCCESS, 4, false, true);
	set_key_config(f, TARGET, 0x001c);
	set_key_config(f, PARENT, 0x005c);
	assert_derives(f, ATCA_EXECUTION_ERROR, 4, false, true);
	/* as key of the MAC it is no source */
	set_write_config(f, 0xa);
	assert_derives(f, ATCA_SUCCESS, 4, true, false);
}

/* ReqAuth: a roll asks for the target's, create and MAC for the parent's (p.22). */
static void req_auth_is_asked_of_one_key(void **state)
{
	struct atecc_fixture *f = *state;

	set_key_config(f, TARGET, 0x049c);
	set_write_config(f, 2);
	assert_derives(f, ATCA_EXECUTION_ERROR, 0, false, false);
	host_authorise(f, 4);
	assert_derives(f, ATCA_SUCCESS, 0, false, false);
	set_write_config(f, 3);
	assert_derives(f, ATCA_SUCCESS, 0, false, true);
	set_write_config(f, 0xa);
	assert_derives(f, ATCA_SUCCESS, 0, true, false);
	set_key_config(f, TARGET, 0x001c);
	set_key_config(f, PARENT, 0x049c);
	assert_derives(f, ATCA_EXECUTION_ERROR, 0, true, false);
	host_authorise(f, 4);
	assert_derives(f, ATCA_SUCCESS, 0, true, false);
	set_write_config(f, 2);
	assert_derives(f, ATCA_SUCCESS, 0, false, false);
}

/* LimitedUse counts for a parent that is involved, and never for the target. */
static void only_the_parents_use_is_counted(void **state)
{
	static const struct {
		unsigned int code;
		bool counts;
	} cases[] = { { 0x2, false }, { 0x3, true }, { 0xa, true }, { 0xb, true } };
	struct atecc_fixture *f = *state;

	set_slot_config(f, PARENT, 0x0faf);
	for (size_t i = 0; i < 4; i++) {
		set_counter(f, 0, 5);
		set_slot_config(f, TARGET, cases[i].code << 12 | PARENT << 8 | 0xaf);
		assert_derives(f, ATCA_SUCCESS, 0, cases[i].code & 8, cases[i].code & 1);
		assert_int_equal(get_counter(f, 0), cases[i].counts ? 6 : 5);
	}
	set_slot(f, 10, "06000000 06000000");
	set_counter(f, 0, 6);
	assert_derives(f, ATCA_EXECUTION_ERROR, 0, true, true);
	set_slot_config(f, TARGET, 0x2000 | PARENT << 8 | 0xaf);
	assert_derives(f, ATCA_SUCCESS, 0, false, false);
	assert_int_equal(get_counter(f, 0), 6);
}

/* UNCERTAIN (ATCA-U-15): bits 3..0 of TargetKey choose the slot, all 16 are hashed. */
static void uncertain_the_upper_bits_of_target_key_are_hashed_and_name_no_slot(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_random(f), key;

	set_write_config(f, 2);
	key = host_sha256("%32 1c 00 4312 ee 0123 00*25 %32", slot_at(f, TARGET), tk.at);
	assert_status(f, ATCA_SUCCESS, "1c 00 4312");
	assert_memory_equal(slot_at(f, TARGET), key.at, 32);
}

static const struct CMUnitTest tests[] = {
	ON(locked_608a, write_config_says_what_is_derived_and_with_what_authority),
	ON(locked_508a, write_config_says_what_is_derived_and_with_what_authority),
	ON(config_locked_608a, write_config_says_what_is_derived_and_with_what_authority),
	ON(locked_608a, a_wrong_mac_is_0f_and_derives_nothing),
	ON(locked_608a, its_mode_must_tell_the_source_of_tempkey),
	ON(locked_608a, a_tempkey_made_with_a_no_mac_key_derives_nothing),
	ON(locked_608a, other_modes_and_lengths_are_03),
	ON(blank_608a, before_the_config_lock_nothing_is_derived),
	ON(config_locked_608a, before_the_data_lock_bit_13_counts_all_the_same),
	ON(locked_608a, a_locked_slot_keeps_its_key),
	ON(config_locked_608a, a_locked_slot_keeps_its_key),
	ON(locked_608a, private_keys_are_neither_derived_nor_parents),
	ON(locked_608a, the_key_type_does_not_matter),
	ON(locked_608a, req_random_is_asked_of_the_source_key),
	ON(locked_608a, req_auth_is_asked_of_one_key),
	ON(locked_608a, only_the_parents_use_is_counted),
};

static const struct CMUnitTest uncertain[] = {
	ON(locked_608a, uncertain_the_upper_bits_of_target_key_are_hashed_and_name_no_slot),
};

int main(void)
{
	return cmocka_run_group_tests(tests, NULL, NULL) + cmocka_run_group_tests(uncertain, NULL, NULL);
}
