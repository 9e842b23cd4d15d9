/* tests/unit/test_atecc_info.c: Info: revision, key validity, state, GPIO and the persistent latch. */
#include "atecc_fixture.h"

#include "cmocka_all.h"

static void mode_0_tells_the_revision_of_the_part(void **state)
{
	static const char *const revisions[] = { "00005000", "00006001", "00006002", "00006003" };
	struct atecc_fixture *f = *state;

	for (size_t i = 0; i < sizeof(revisions) / sizeof(revisions[0]); i++) {
		set_config(f, CONFIG_REVISION, revisions[i]);
		assert_answer(f, "30 00 0000", revisions[i]);
	}
}

/* DS20005927A 9.9: other modes 03, and no mode 4 on the 508A. */
static void other_modes_are_03(void **state)
{
	struct atecc_fixture *f = *state;
	bool on_508 = f->chip->nv.config[6] == 0x50;

	for (unsigned int mode = on_508 ? 4 : 5; mode < 256; mode++)
		assert_status(f, ATCA_PARSE_ERROR, "30 %c 0000", mode);
}

/* DS20005927A 9.9 p.74, TFLX-A 5.1.2.4 */
static void gpio_is_an_error_on_i2c_parts(void **state)
{
	assert_status(*state, ATCA_EXECUTION_ERROR, "30 03 0000");
}

/* DS20005927A p.11: a private slot is invalid until GenKey or PrivWrite. */
static void a_private_key_is_valid_once_it_is_there(void **state)
{
	struct atecc_fixture *f = *state;

	assert_answer(f, "30 01 0200", "01000000");
	set_slot(f, 2, "ff*36");
	assert_answer(f, "30 01 0200", "00000000");
	set_slot(f, 2, "00*36");
	assert_answer(f, "30 01 0200", "00000000");
	assert_length(f, 64, "40 04 0200");
	assert_answer(f, "30 01 0200", "01000000");
}

/* DS20005927A 2.2.5, 9.9 */
static void a_public_key_with_pub_info_is_valid_by_its_nibble(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int nibble = 0; nibble < 16; nibble++) {
		slot_at(f, 14)[0] = (uint8_t)(nibble << 4);
		assert_answer(f, "30 01 0e00", "%d", (uint32_t)(nibble == 5));
	}
}

static void key_validity_is_asked_of_slots_0_to_15(void **state)
{
	assert_status(*state, ATCA_PARSE_ERROR, "30 01 1000");
}

/* LORA-B tables 5-8, 5-9; observed.md: zeros at rest. */
static void state_tells_tempkey_and_authorisation(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk;

	assert_state(f, "0000");
	tk = host_nonce_random(f);
	assert_state(f, "0080");
	host_gen_dig(f, 4, &tk, NULL);
	assert_state(f, "2480");
	host_authorise(f, 4);
	assert_state(f, "24a4");
	host_nonce_fixed(f, known_key);
	assert_state(f, "10a4");
	assert_length(f, 64, "40 08 0200");
	assert_state(f, "52a4");
	tk = host_nonce_fixed(f, known_key);
	set_slot_config(f, 12, 0x0f9f);
	host_gen_dig(f, 12, &tk, "15 02 0c00");
	assert_state(f, "bca4");
	host_sleep(f);
	assert_state(f, "0000");
}

/* DS20005927A 9.9: bits 1 and 0 of the second byte; LORA-B table 5-9: always 0 on the 608. */
static void the_508a_tells_whether_its_seed_was_updated(void **state)
{
	struct atecc_fixture *f = *state;

	assert_state(f, "0000");
	assert_length(f, 32, "1b 01 0000");
	assert_state(f, "0002");
	assert_length(f, 32, "1b 00 0000");
	assert_state(f, "0003");
	host_power_cycle(f);
	assert_state(f, "0000");
}

/* Persistent latch: MIG 1.1.6, TFLX-A 5.1.2.5; answers as NK saw them. */

static void the_latch_needs_the_authorisation_of_the_volatile_key(void **state)
{
	struct atecc_fixture *f = *state;
	struct atecc before;

	assert_answer(f, "30 04 0000", "00000000");
	host_wake(f);
	before = *f->chip;
	assert_status(f, ATCA_EXECUTION_ERROR, "30 04 0300");
	assert_unchanged(f, &before);
	host_authorise(f, 12);
	assert_status(f, ATCA_EXECUTION_ERROR, "30 04 0300");
	host_authorise(f, 4); /* byte 69 of the test config: 84 */
	assert_answer(f, "30 04 0300", "01000000");
	assert_answer(f, "30 04 0000", "01000000");
}

static void without_volatile_key_permission_the_latch_cannot_be_set(void **state)
{
	struct atecc_fixture *f = *state;

	set_config(f, CONFIG_VOLATILE_KEY, "04");
	host_authorise(f, 4);
	assert_status(f, ATCA_EXECUTION_ERROR, "30 04 0300");
	assert_answer(f, "30 04 0000", "00000000");
}

static void the_latch_survives_idle_and_sleep_and_not_power(void **state)
{
	struct atecc_fixture *f = *state;

	host_authorise(f, 4);
	assert_answer(f, "30 04 0300", "01000000");
	host_sleep(f);
	assert_answer(f, "30 04 0000", "01000000");
	host_power_cycle(f);
	assert_answer(f, "30 04 0000", "00000000");
}

static void reading_the_latch_sets_nothing(void **state)
{
	struct atecc_fixture *f = *state;

	host_authorise(f, 4);
	assert_answer(f, "30 04 0100", "00000000");
	assert_answer(f, "30 04 0000", "00000000");
}

/* UNCERTAIN (ATCA-U-05): clearing the latch is always allowed. */
static void uncertain_clearing_the_latch_needs_no_authorisation(void **state)
{
	struct atecc_fixture *f = *state;

	host_authorise(f, 4);
	assert_answer(f, "30 04 0300", "01000000");
	host_sleep(f);
	assert_answer(f, "30 04 0200", "00000000");
	assert_answer(f, "30 04 0000", "00000000");
}

/* UNCERTAIN (ATCA-U-14): "not useful" where PubInfo is 0 (DS20005927A 9.9); 1 if the point is on the curve. */
static void uncertain_a_public_key_without_pub_info_is_valid_on_the_curve(void **state)
{
	struct atecc_fixture *f = *state;

	assert_answer(f, "30 01 0f00", "01000000");
	slot_at(f, 15)[40] ^= 1;
	assert_answer(f, "30 01 0f00", "00000000");
	assert_answer(f, "30 01 0c00", "00000000"); /* no ECC key */
}

static const struct CMUnitTest tests[] = {
	ON(blank_608a, mode_0_tells_the_revision_of_the_part),
	ON(blank_608a, other_modes_are_03),
	ON(blank_508a, other_modes_are_03),
	ON(blank_608a, gpio_is_an_error_on_i2c_parts),
	ON(blank_508a, gpio_is_an_error_on_i2c_parts),
	ON(config_locked_608a, a_private_key_is_valid_once_it_is_there),
	ON(locked_508a, a_private_key_is_valid_once_it_is_there),
	ON(locked_608a, a_public_key_with_pub_info_is_valid_by_its_nibble),
	ON(locked_608a, key_validity_is_asked_of_slots_0_to_15),
	ON(locked_608a, state_tells_tempkey_and_authorisation),
	ON(locked_508a, the_508a_tells_whether_its_seed_was_updated),
	ON(locked_608a, the_latch_needs_the_authorisation_of_the_volatile_key),
	ON(locked_608a, without_volatile_key_permission_the_latch_cannot_be_set),
	ON(locked_608a, the_latch_survives_idle_and_sleep_and_not_power),
	ON(locked_608a, reading_the_latch_sets_nothing),
};

static const struct CMUnitTest uncertain[] = {
	ON(locked_608a, uncertain_clearing_the_latch_needs_no_authorisation),
	ON(locked_608a, uncertain_a_public_key_without_pub_info_is_valid_on_the_curve),
};

int main(void)
{
	return cmocka_run_group_tests(tests, NULL, NULL) + cmocka_run_group_tests(uncertain, NULL, NULL);
}
