/* tests/unit/test_atecc_updateextra.c: UpdateExtra: config bytes 84 and 85, and the 508A's decrement. */
#include "atecc_fixture.h"

#include "cmocka_all.h"

#define EXTRA(f) ((f)->chip->nv.config[84])
#define EXTRA_ADD(f) ((f)->chip->nv.config[85])

/* atecc608.md 2.3: hosts write both, 00 too, and want 00 for an answer. */
static void before_the_config_lock_both_bytes_are_free(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int value = 0; value < 256; value++) {
		assert_status(f, ATCA_SUCCESS, "20 00 %w", value);
		assert_status(f, ATCA_SUCCESS, "20 01 %w", value ^ 0xffu);
		assert_int_equal(EXTRA(f), value);
		assert_int_equal(EXTRA_ADD(f), value ^ 0xff);
	}
}

/* TFLX-A 5.1.9 */
static void once_locked_each_byte_is_written_once(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_SUCCESS, "20 00 0000");
	assert_status(f, ATCA_SUCCESS, "20 00 5a00");
	assert_status(f, ATCA_EXECUTION_ERROR, "20 00 5b00");
	assert_status(f, ATCA_EXECUTION_ERROR, "20 00 5a00");
	assert_int_equal(EXTRA(f), 0x5a);
	assert_status(f, ATCA_SUCCESS, "20 01 c200");
	assert_status(f, ATCA_EXECUTION_ERROR, "20 01 0000");
	assert_int_equal(EXTRA_ADD(f), 0xc2);
}

static void the_data_lock_does_not_matter(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_SUCCESS, "20 00 5a00");
	assert_status(f, ATCA_EXECUTION_ERROR, "20 00 5b00");
}

/* DS20005927A p.86 */
static void the_high_byte_of_param2_must_be_0(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_PARSE_ERROR, "20 00 0001");
	assert_status(f, ATCA_PARSE_ERROR, "20 01 5aff");
}

static void the_608_has_two_modes(void **state)
{
	for (unsigned int mode = 2; mode < 256; mode++)
		assert_status(*state, ATCA_PARSE_ERROR, "20 %c 0000", mode);
}

static void the_508a_has_four_modes(void **state)
{
	for (unsigned int mode = 4; mode < 256; mode++)
		assert_status(*state, ATCA_PARSE_ERROR, "20 %c 0000", mode);
}

/* DS20005927A 4.2 p.35 */
static void the_508a_selector_is_one_time_only_if_chip_mode_says_so(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_SUCCESS, "20 01 1100");
	assert_status(f, ATCA_SUCCESS, "20 01 2200");
	assert_status(f, ATCA_SUCCESS, "20 01 0000");
	set_config(f, CONFIG_CHIP_MODE, "01");
	assert_status(f, ATCA_SUCCESS, "20 01 3300");
	assert_status(f, ATCA_EXECUTION_ERROR, "20 01 4400");
	assert_int_equal(EXTRA_ADD(f), 0x33);
	assert_status(f, ATCA_SUCCESS, "20 00 1100");
	set_config(f, CONFIG_CHIP_MODE, "00");
	assert_status(f, ATCA_EXECUTION_ERROR, "20 00 2200");
}

/* DS20005927A 9.19 pp.86-87 */
static void the_508a_decrements_the_use_of_a_limited_slot(void **state)
{
	struct atecc_fixture *f = *state;

	set_slot_config(f, 12, 0x0f2f);
	set_slot_config(f, 15, 0x0f2f);
	assert_status(f, ATCA_SUCCESS, "20 02 0c00");
	assert_status(f, ATCA_SUCCESS, "20 03 0c00");
	assert_int_equal(get_counter(f, 0), 2);
	assert_status(f, ATCA_SUCCESS, "20 02 0f00");
	assert_int_equal(f->chip->nv.config[68], 0x7f);
	assert_int_equal(get_counter(f, 0), 2);
}

static void decrementing_a_slot_without_limit_succeeds_and_does_nothing(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes config = wire("%128", f->chip->nv.config);

	assert_status(f, ATCA_SUCCESS, "20 02 0c00");
	assert_memory_equal(f->chip->nv.config, config.at, 128);
}

static void decrementing_what_has_no_use_left_is_an_error(void **state)
{
	struct atecc_fixture *f = *state;

	set_slot_config(f, 15, 0x0f2f);
	set_config(f, 68, "00*16");
	assert_status(f, ATCA_EXECUTION_ERROR, "20 02 0f00");
	set_slot_config(f, 12, 0x0f2f);
	set_counter(f, 0, 2097151);
	assert_status(f, ATCA_EXECUTION_ERROR, "20 02 0c00");
}

static const struct CMUnitTest tests[] = {
	ON(blank_608a, before_the_config_lock_both_bytes_are_free),
	ON(blank_508a, before_the_config_lock_both_bytes_are_free),
	ON(config_locked_608a, once_locked_each_byte_is_written_once),
	ON(locked_608a, once_locked_each_byte_is_written_once),
	ON(locked_508a, the_data_lock_does_not_matter),
	ON(config_locked_508a, the_data_lock_does_not_matter),
	ON(locked_608a, the_high_byte_of_param2_must_be_0),
	ON(blank_508a, the_high_byte_of_param2_must_be_0),
	ON(locked_608a, the_608_has_two_modes),
	ON(locked_508a, the_508a_has_four_modes),
	ON(locked_508a, the_508a_selector_is_one_time_only_if_chip_mode_says_so),
	ON(locked_508a, the_508a_decrements_the_use_of_a_limited_slot),
	ON(locked_508a, decrementing_a_slot_without_limit_succeeds_and_does_nothing),
	ON(locked_508a, decrementing_what_has_no_use_left_is_an_error),
};

int main(void)
{
	return cmocka_run_group_tests(tests, NULL, NULL);
}
