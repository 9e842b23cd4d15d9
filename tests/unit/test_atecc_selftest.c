/* tests/unit/test_atecc_selftest.c: SelfTest, the tests at wake, and the failure state (LORA-B 5.1.7). */
#include "atecc_fixture.h"

#include "cmocka_all.h"

enum {
	RNG = 0x01,
	ECDSA = 0x04,
	ECDH = 0x08,
	AES = 0x10,
	SHA = 0x20,
};

static void every_test_passes_alone_and_together(void **state)
{
	static const unsigned int modes[] = { RNG, ECDSA, ECDH, AES, SHA, 0x3d, 0x3b, 0x00 };
	struct atecc_fixture *f = *state;

	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		assert_answer(f, "77 %c 0000", "00", modes[i]);
}

static void bits_7_and_6_are_zero_and_param2_too(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_PARSE_ERROR, "77 40 0000");
	assert_status(f, ATCA_PARSE_ERROR, "77 81 0000");
	assert_status(f, ATCA_PARSE_ERROR, "77 01 0100");
}

static void the_answer_maps_the_tests_that_failed(void **state)
{
	struct atecc_fixture *f = *state;

	f->stay_awake = true;
	f->chip->inject_self_test = AES | SHA;
	assert_answer(f, "77 3d 0000", "30");
	assert_answer(f, "77 10 0000", "10");
	assert_answer(f, "77 08 0000", "00");
	assert_answer(f, "77 00 0000", "30");
}

static void while_failed_only_config_reads_and_self_test_work(void **state)
{
	static const char *const barred[] = { "30 00 0000", "02 81 0000", "02 02 6000", "1b 00 0000",
		"16 03 0000 00*32", "24 00 0000", "12 82 6000 00*32", "40 00 0200", "47 00 0000",
		"51 03 0000 00*32" };
	struct atecc_fixture *f = *state;
	struct atecc before;

	f->stay_awake = true;
	f->chip->inject_self_test = ECDH;
	assert_answer(f, "77 3d 0000", "08");
	before = *f->chip;
	for (size_t i = 0; i < sizeof(barred) / sizeof(barred[0]); i++)
		assert_status(f, ATCA_SELF_TEST_ERROR, barred[i]);
	assert_unchanged(f, &before);
	assert_answer(f, "02 00 0000", "01234567");
	assert_length(f, 32, "02 80 0000");
	assert_answer(f, "77 00 0000", "08");
}

static void a_test_that_passes_clears_its_bit_and_no_other(void **state)
{
	struct atecc_fixture *f = *state;

	f->stay_awake = true;
	f->chip->inject_self_test = ECDH | RNG;
	assert_answer(f, "77 3d 0000", "09");
	f->chip->inject_self_test = 0;
	assert_answer(f, "77 30 0000", "00");
	assert_answer(f, "77 00 0000", "09");
	assert_answer(f, "77 08 0000", "00");
	assert_answer(f, "77 00 0000", "01");
	assert_status(f, ATCA_SELF_TEST_ERROR, "30 00 0000");
	assert_answer(f, "77 01 0000", "00");
	assert_answer(f, "30 00 0000", "00006002");
}

static void any_wake_ends_the_failure_state(void **state)
{
	struct atecc_fixture *f = *state;

	f->stay_awake = true;
	f->chip->inject_self_test = SHA;
	assert_answer(f, "77 20 0000", "20");
	host_idle(f);
	assert_answer(f, "30 00 0000", "00006002");
	assert_answer(f, "77 20 0000", "20");
	assert_int_equal(host_write(f, 0x60, "01"), 0);
	assert_answer(f, "30 00 0000", "00006002");
	assert_answer(f, "77 20 0000", "20");
	host_power_cycle(f);
	assert_answer(f, "30 00 0000", "00006002");
}

/* ChipOptions bit 0 */
static void with_post_a_wake_from_sleep_tests_and_may_fail_again(void **state)
{
	struct atecc_fixture *f = *state;

	f->stay_awake = true;
	set_config(f, CONFIG_CHIP_OPTIONS, "0f");
	f->chip->inject_self_test = AES;
	host_wake(f);
	assert_answer(f, "77 00 0000", "10");
	assert_status(f, ATCA_SELF_TEST_ERROR, "30 00 0000");
	assert_int_equal(host_write(f, 0x60, "01"), 0);
	f->chip->inject_self_test = 0;
	assert_answer(f, "30 00 0000", "00006002");
}

/* UNCERTAIN (ATCA-U-03): 07 with its right CRC, `04 07 40 c2` (atecc608.md 1.6). */
static void uncertain_a_failed_post_is_told_at_wake(void **state)
{
	struct atecc_fixture *f = *state;
	uint8_t status[4];

	set_config(f, CONFIG_CHIP_OPTIONS, "0f");
	f->chip->inject_self_test = AES;
	host_wake(f);
	assert_int_equal(host_read(f, 0x60, status, 4), 0);
	assert_memory_equal(status, wire("040740c2").at, 4);
}

static const struct CMUnitTest tests[] = {
	ON(blank_608a, every_test_passes_alone_and_together),
	ON(locked_608a, every_test_passes_alone_and_together),
	ON(locked_608a, bits_7_and_6_are_zero_and_param2_too),
	ON(locked_608a, the_answer_maps_the_tests_that_failed),
	ON(locked_608a, while_failed_only_config_reads_and_self_test_work),
	ON(locked_608a, a_test_that_passes_clears_its_bit_and_no_other),
	ON(locked_608a, any_wake_ends_the_failure_state),
	ON(locked_608a, with_post_a_wake_from_sleep_tests_and_may_fail_again),
};

static const struct CMUnitTest uncertain[] = {
	ON(locked_608a, uncertain_a_failed_post_is_told_at_wake),
};

int main(void)
{
	return cmocka_run_group_tests(tests, NULL, NULL) + cmocka_run_group_tests(uncertain, NULL, NULL);
}
