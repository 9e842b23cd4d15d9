/* tests/unit/test_atecc_pause.c: Pause, which only the 508A has (DS20005927A 9.13 p.79). */
#include "atecc_fixture.h"

#include "cmocka_all.h"

static void a_part_with_that_selector_answers(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int selector = 0; selector < 256; selector++) {
		set_config(f, CONFIG_USER_EXTRA_ADD, "%c", selector);
		assert_status(f, ATCA_SUCCESS, "01 %c 0000", selector);
	}
}

static void any_other_part_goes_idle_without_an_answer(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes pause = packet("01 01 0000");
	uint8_t status[4];

	set_config(f, CONFIG_USER_EXTRA_ADD, "02");
	host_authorise(f, 4);
	host_wake(f);
	assert_int_equal(host_write(f, 0x60, "%b", &pause), 0);
	assert_silent(f, 0x60);
	assert_silent(f, 0x60);
	host_wake(f);
	assert_int_equal(host_read(f, 0x60, status, 4), 0);
	assert_int_equal(status[1], ATCA_AFTER_WAKE);
	assert_state(f, "0024"); /* never sleep: the authorisation is still there */
}

static void param2_is_0_and_there_is_no_data(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_PARSE_ERROR, "01 00 0100");
	assert_status(f, ATCA_PARSE_ERROR, "01 00 0000 00");
}

/* UNCERTAIN (ATCA-U-13): no answer, so none of the answers that clear TempKey on a 508A. */
static void uncertain_going_idle_by_pause_keeps_tempkey(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes pause = packet("01 01 0000");

	host_nonce_fixed(f, known_key);
	host_wake(f);
	assert_int_equal(host_write(f, 0x60, "%b", &pause), 0);
	assert_tempkey_valid(f, true);
}

static const struct CMUnitTest tests[] = {
	ON(locked_508a, a_part_with_that_selector_answers),
	ON(locked_508a, any_other_part_goes_idle_without_an_answer),
	ON(locked_508a, param2_is_0_and_there_is_no_data),
};

static const struct CMUnitTest uncertain[] = {
	ON(locked_508a, uncertain_going_idle_by_pause_keeps_tempkey),
};

int main(void)
{
	return cmocka_run_group_tests(tests, NULL, NULL) + cmocka_run_group_tests(uncertain, NULL, NULL);
}
