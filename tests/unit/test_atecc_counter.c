/* tests/unit/test_atecc_counter.c: the monotonic counters, and the keys whose use they limit. */
#include "atecc_fixture.h"

#include "cmocka_all.h"

#include <string.h>

enum {
	COUNTER_0 = 52,
	COUNTER_1 = 60,
	LAST_KEY_USE = 68, /* 508A */
	MAX = 2097151,     /* LORA-B 5.1.1 */
};

/* observed.md and atecc608-docs.md 9: values that real parts hold, and by the formula of atecc608.md 2.5. */
static void a_counter_reads_what_the_config_zone_holds_encoded(void **state)
{
	static const struct {
		const char *encoded, *value;
	} cases[] = {
		{ "ffffffff 00000000", "00000000" },
		{ "7fffffff 00000000", "01000000" },
		{ "0fffffff 00000000", "04000000" },
		{ "0000ffff 00000000", "10000000" },
		{ "00000001 00000000", "1f000000" },
		{ "ffff0000 00010000", "20000000" },
		{ "00ff0000 001f001e", "e8030000" },
		{ "00000001 ffffffff", "ffff1f00" },
	};
	struct atecc_fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		set_config(f, COUNTER_0, cases[i].encoded);
		assert_answer(f, "24 00 0000", cases[i].value);
		set_config(f, COUNTER_1, cases[i].encoded);
		assert_answer(f, "24 00 0100", cases[i].value);
	}
}

/* observed.md: the answer is the value after the increment. */
static void an_increment_answers_the_new_value_and_stores_it_encoded(void **state)
{
	struct atecc_fixture *f = *state;

	for (uint32_t v = 1; v < 100; v++) {
		uint8_t stored[8];

		assert_answer(f, "24 01 0100", "%d", v);
		memcpy(stored, f->chip->nv.config + COUNTER_1, 8);
		set_counter(f, 1, v);
		assert_memory_equal(stored, f->chip->nv.config + COUNTER_1, 8);
	}
	assert_answer(f, "24 00 0000", "00000000");
}

static void a_counter_counts_on_from_any_value(void **state)
{
	struct atecc_fixture *f = *state;

	for (uint32_t v = 0; v < MAX; v += 1 + v / 7) {
		set_counter(f, 0, v);
		assert_answer(f, "24 01 0000", "%d", v + 1);
		assert_answer(f, "24 00 0000", "%d", v + 1);
		assert_int_equal(get_counter(f, 0), v + 1);
	}
}

/* LORA-B 5.1.1 */
static void counter_at_its_maximum_refuses_and_stays(void **state)
{
	struct atecc_fixture *f = *state;

	set_counter(f, 1, MAX - 1);
	assert_answer(f, "24 01 0100", "ffff1f00");
	assert_status(f, ATCA_EXECUTION_ERROR, "24 01 0100");
	assert_answer(f, "24 00 0100", "ffff1f00");
}

static void there_are_two_counters_and_two_modes(void **state)
{
	struct atecc_fixture *f = *state;
	struct atecc before;

	host_wake(f);
	before = *f->chip;
	assert_status(f, ATCA_PARSE_ERROR, "24 00 0200");
	assert_status(f, ATCA_PARSE_ERROR, "24 01 0200");
	assert_status(f, ATCA_PARSE_ERROR, "24 01 0001");
	assert_status(f, ATCA_PARSE_ERROR, "24 02 0000");
	assert_status(f, ATCA_PARSE_ERROR, "24 81 0000");
	assert_unchanged(f, &before);
}

/* atecc608.md 2.2: until the config lock they are bytes like others. */
static void before_the_config_lock_a_counter_is_what_was_written(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_SUCCESS, "12 00 0f00 00ff0000");
	assert_status(f, ATCA_SUCCESS, "12 00 1000 001f001e");
	assert_answer(f, "24 01 0100", "e9030000");
}

/* LimitedUse. Slot 0 of the test config: SlotConfig 2FAF (bit 5), CountMatch A1: the limit lies in slot 10. */

static void sign(struct atecc_fixture *f, size_t len)
{
	host_nonce_fixed(f, known_key);
	assert_length(f, len, "41 80 0000");
}

static void set_limit(struct atecc_fixture *f, uint32_t limit)
{
	set_slot(f, 10, "%d %d", limit, limit);
}

static void a_limited_key_is_refused_exactly_at_its_limit(void **state)
{
	struct atecc_fixture *f = *state;

	set_limit(f, 64);
	set_counter(f, 0, 62);
	sign(f, 64);
	assert_int_equal(get_counter(f, 0), 63);
	sign(f, 64);
	assert_int_equal(get_counter(f, 0), 64);
	sign(f, 1);
	assert_int_equal(get_counter(f, 0), 64);
	assert_int_equal(get_counter(f, 1), 0);
	assert_answer(f, "24 01 0000", "41000000");
	sign(f, 1);
}

/* UNCERTAIN (ATCA-U-37): the point is looked at when the use is spent already. */
static void a_peer_off_the_curve_spends_a_use(void **state)
{
	struct atecc_fixture *f = *state;

	set_limit(f, 64);
	set_counter(f, 0, 62);
	assert_status(f, ATCA_EXECUTION_ERROR, "43 08 0000 11*64");
	assert_int_equal(get_counter(f, 0), 63);
	/* What is refused before is no use. */
	assert_status(f, ATCA_PARSE_ERROR, "43 08 0000 11*63");
	assert_int_equal(get_counter(f, 0), 63);
}

/* atecc608.md 2.5 [T] */
static void gen_key_does_not_count(void **state)
{
	struct atecc_fixture *f = *state;

	set_limit(f, 32);
	set_counter(f, 0, 31);
	set_slot_config(f, 0, 0x2faf);
	assert_length(f, 64, "40 04 0000");
	assert_length(f, 64, "40 00 0000");
	assert_int_equal(get_counter(f, 0), 31);
	sign(f, 64);
	assert_int_equal(get_counter(f, 0), 32);
	assert_length(f, 64, "40 04 0000");
	sign(f, 1);
}

static void read_and_write_do_not_count(void **state)
{
	struct atecc_fixture *f = *state;

	set_slot_config(f, 12, 0x0f2f);
	assert_status(f, ATCA_SUCCESS, "12 82 6000 5a*32");
	assert_answer(f, "02 82 6000", "5a*32");
	assert_int_equal(get_counter(f, 0), 0);
}

static void without_count_match_the_limit_is_the_counters_own(void **state)
{
	struct atecc_fixture *f = *state;

	set_config(f, CONFIG_COUNT_MATCH, "a0");
	set_limit(f, 1);
	set_counter(f, 0, MAX - 1);
	sign(f, 64);
	assert_int_equal(get_counter(f, 0), MAX);
	sign(f, 1);
	assert_int_equal(get_counter(f, 0), MAX);
}

static void every_kind_of_use_counts_one(void **state)
{
	static const char *const uses[] = {
		"08 00 0c00 00*32",          /* MAC */
		"28 00 0c00 00*77",          /* CheckMac: a miscompare counts, too */
		"15 02 0c00",                /* GenDig */
		"47 04 0c00",                /* SHA, HMAC start */
		"56 52 0c00 02000020 00*32", /* KDF, HKDF, source slot */
		"51 00 0c00 00*16",          /* AES */
	};
	struct atecc_fixture *f = *state;

	for (size_t i = 0; i < sizeof(uses) / sizeof(uses[0]); i++) {
		set_slot_config(f, 12, 0x0faf);
		set_key_config(f, 12, i == 5 ? 0x0018 : 0x001c);
		set_counter(f, 0, 7);
		host_nonce_random(f);
		run(f, uses[i]);
		assert_int_equal(get_counter(f, 0), 8);
		set_slot_config(f, 12, 0x0f8f);
		host_nonce_random(f);
		run(f, uses[i]);
		assert_int_equal(get_counter(f, 0), 8);
	}
}

static void ecdh_counts_one(void **state)
{
	struct atecc_fixture *f = *state;
	struct host_key peer = fixture_key(9);

	set_slot_config(f, 0, 0x20a7);
	assert_length(f, 32, "43 0c 0000 %32 %32", peer.point, peer.point + 32);
	assert_int_equal(get_counter(f, 0), 1);
}

/* atecc608.md 2.5: before the use, and a use that its state forbids is none. */
static void a_refused_use_does_not_count(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_EXECUTION_ERROR, "41 80 0000"); /* no TempKey */
	assert_status(f, ATCA_EXECUTION_ERROR, "08 00 0000 00*32");
	set_slot_config(f, 12, 0x0fbf); /* NoMac */
	assert_status(f, ATCA_EXECUTION_ERROR, "08 00 0c00 00*32");
	assert_int_equal(get_counter(f, 0), 0);
}

static void before_the_data_lock_use_is_not_limited(void **state)
{
	struct atecc_fixture *f = *state;

	set_limit(f, 1);
	set_counter(f, 0, 1);
	sign(f, 64);
	assert_int_equal(get_counter(f, 0), 1);
}

/* 508A: DS20005927A 3.2.6 pp.30-31 */

static void the_508a_slot_15_spends_last_key_use_from_the_top(void **state)
{
	struct atecc_fixture *f = *state;
	uint8_t expected[16];

	set_key_config(f, 15, 0x001c);
	set_slot_config(f, 15, 0x0faf);
	memset(expected, 0xff, sizeof(expected));
	for (size_t use = 0; use < 128; use++) {
		expected[use / 8] = (uint8_t)(0x7f >> use % 8);
		assert_length(f, 32, "08 00 0f00 00*32");
		assert_memory_equal(f->chip->nv.config + LAST_KEY_USE, expected, 16);
	}
	assert_status(f, ATCA_EXECUTION_ERROR, "08 00 0f00 00*32");
	assert_int_equal(get_counter(f, 0), 0);
}

static void last_key_use_clears_the_highest_bit_of_the_first_byte_with_one(void **state)
{
	struct atecc_fixture *f = *state;

	set_key_config(f, 15, 0x001c);
	set_slot_config(f, 15, 0x0faf);
	set_config(f, LAST_KEY_USE, "00 00 25 ff*12 00");
	assert_length(f, 32, "08 00 0f00 00*32");
	assert_memory_equal(f->chip->nv.config + LAST_KEY_USE, wire("00 00 05 ff*12 00").at, 16);
}

static void the_508a_slots_0_to_14_count_by_counter_0_up_to_its_maximum(void **state)
{
	struct atecc_fixture *f = *state;

	set_slot_config(f, 12, 0x0faf);
	set_config(f, CONFIG_COUNT_MATCH, "a1"); /* OTPmode there, no CountMatch */
	set_limit(f, 0);
	set_counter(f, 0, MAX - 1);
	assert_length(f, 32, "08 00 0c00 00*32");
	assert_int_equal(get_counter(f, 0), MAX);
	assert_status(f, ATCA_EXECUTION_ERROR, "08 00 0c00 00*32");
	assert_memory_equal(f->chip->nv.config + LAST_KEY_USE, wire("ff*16").at, 16);
}

/* p.31: Verify checks the slot of the public key and a key in slot 15 that is validated. */
static void the_508a_counts_a_key_in_slot_15_that_is_validated(void **state)
{
	struct atecc_fixture *f = *state;
	struct host_key parent = fixture_key(14);
	struct digest tk, message;
	uint8_t signature[64];

	/* 15 is validated by 14. */
	set_public_key(f, 14, parent.point, 0x00);
	set_key_config(f, 14, 0x0030);
	set_key_config(f, 15, 0x0032);
	set_slot_config(f, 15, 0x0f2e);
	slot_at(f, 15)[0] = 0xa0;
	tk = host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_SUCCESS, "40 10 0f00 000000");
	set_config(f, LAST_KEY_USE, "ff*16"); /* whatever GenKey counted */
	tk = host_sha256(
		"%32 40 000000 ee 0123 00*25 %32 %32", tk.at, slot_at(f, 15) + 4, slot_at(f, 15) + 40);
	message = host_sha256("%32 41 00*10 ee 00*4 0123 00*5", tk.at);
	host_sign(&parent, message.at, signature);
	assert_status(f, ATCA_SUCCESS, "45 03 0f00 %32 %32 00*19", signature, signature + 32);
	assert_memory_equal(f->chip->nv.config + LAST_KEY_USE, wire("7f ff*15").at, 16);
}

/* UNCERTAIN (ATCA-U-02): two copies of the limit that differ are no limit. */
static void uncertain_two_different_limits_are_no_limit(void **state)
{
	struct atecc_fixture *f = *state;

	set_slot(f, 10, "%d %d", UINT32_C(1), UINT32_C(2));
	set_counter(f, 0, 1000);
	sign(f, 64);
	assert_int_equal(get_counter(f, 0), 1001);
}

static void the_508a_validates_no_key_in_slot_15_without_a_use_left(void **state)
{
	struct atecc_fixture *f = *state;

	set_key_config(f, 14, 0x0030);
	set_key_config(f, 15, 0x0032);
	set_slot_config(f, 15, 0x0f2e);
	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_SUCCESS, "40 10 0f00 000000");
	set_config(f, LAST_KEY_USE, "00*16");
	assert_status(f, ATCA_EXECUTION_ERROR, "45 03 0f00 11*64 00*19");
}

static const struct CMUnitTest tests[] = {
	ON(blank_608a, a_counter_reads_what_the_config_zone_holds_encoded),
	ON(locked_508a, a_counter_reads_what_the_config_zone_holds_encoded),
	ON(blank_608a, an_increment_answers_the_new_value_and_stores_it_encoded),
	ON(locked_608a, an_increment_answers_the_new_value_and_stores_it_encoded),
	ON(locked_508a, an_increment_answers_the_new_value_and_stores_it_encoded),
	ON(locked_608a, a_counter_counts_on_from_any_value),
	ON(locked_608a, counter_at_its_maximum_refuses_and_stays),
	ON(blank_608a, there_are_two_counters_and_two_modes),
	ON(blank_608a, before_the_config_lock_a_counter_is_what_was_written),
	ON(locked_608a, a_limited_key_is_refused_exactly_at_its_limit),
	ON(locked_608a, a_peer_off_the_curve_spends_a_use),
	ON(locked_608a, gen_key_does_not_count),
	ON(locked_608a, read_and_write_do_not_count),
	ON(locked_608a, without_count_match_the_limit_is_the_counters_own),
	ON(locked_608a, every_kind_of_use_counts_one),
	ON(locked_608a, ecdh_counts_one),
	ON(locked_608a, a_refused_use_does_not_count),
	ON(config_locked_608a, before_the_data_lock_use_is_not_limited),
	ON(locked_508a, the_508a_slot_15_spends_last_key_use_from_the_top),
	ON(locked_508a, last_key_use_clears_the_highest_bit_of_the_first_byte_with_one),
	ON(locked_508a, the_508a_slots_0_to_14_count_by_counter_0_up_to_its_maximum),
	ON(locked_508a, the_508a_counts_a_key_in_slot_15_that_is_validated),
	ON(locked_508a, the_508a_validates_no_key_in_slot_15_without_a_use_left),
};

static const struct CMUnitTest uncertain[] = {
	ON(locked_608a, uncertain_two_different_limits_are_no_limit),
};

int main(void)
{
	return cmocka_run_group_tests(tests, NULL, NULL) + cmocka_run_group_tests(uncertain, NULL, NULL);
}
