/* tests/unit/test_atecc_timing.c: when an ATECC answers: wake delay, watchdog, busy. */
#include "atecc_fixture.h"

#include "cmocka_all.h"

#include <errno.h>

#define MS UINT64_C(1000000)

/* observed.md: refused at 0.28 ms, answered by 0.72 ms, and hosts wait 1.5 ms. */
static void it_answers_only_after_its_wake_delay(void **state)
{
	struct atecc_fixture *f = *state;

	use_clock(f, CLOCK_VIRTUAL, LATENCY_TYPICAL, 100000);
	atecc_model.sda_low(f->chip, &f->seat->env, 60000);
	let_pass_ns(f, 280000);
	assert_silent(f, 0x60);
	let_pass_ns(f, 720000 - 280000 - 110000);
	assert_reads(f, "04113343");
}

static void at_its_slowest_it_answers_after_twhi(void **state)
{
	struct atecc_fixture *f = *state;

	use_clock(f, CLOCK_VIRTUAL, LATENCY_MAX, 100000);
	host_wake(f);
	assert_reads(f, "04113343");
}

/* Watchdog (SUM 608B table 2-2: 1.3 s typical; DS20005927A table 2-5: 10 s with ChipMode bit 2). */

static uint64_t awake_since(struct atecc_fixture *f)
{
	host_write(f, 0, "00");
	return clock_now(&f->bus.clock);
}

static void the_watchdog_fires_at_its_moment_and_not_before(void **state)
{
	struct atecc_fixture *f = *state;
	uint64_t woken;

	use_clock(f, CLOCK_VIRTUAL, LATENCY_NONE, 100000);
	assert_status(f, ATCA_SUCCESS, "16 03 0000 %32", known_key);
	woken = awake_since(f);
	clock_advance_to(&f->bus.clock, woken + 1300 * MS - 1000 * 1000);
	assert_reads(f, "0411"); /* 27 bit times and START and STOP: 290 us */
	assert_silent(f, 0x61);
	clock_advance_to(&f->bus.clock, woken + 1300 * MS);
	assert_silent(f, 0x60);
	assert_state(f, "0000");
}

static void a_read_that_starts_one_nanosecond_before_the_watchdog_is_served(void **state)
{
	struct atecc_fixture *f = *state;
	uint64_t woken;

	use_clock(f, CLOCK_VIRTUAL, LATENCY_NONE, 100000);
	woken = awake_since(f);
	clock_advance_to(&f->bus.clock, woken + 1300 * MS - 1);
	assert_reads(f, "04113343");
	assert_silent(f, 0x60);
}

static void a_write_at_the_moment_the_watchdog_fires_is_lost_whole(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes increment = packet("24 01 0100");
	uint64_t woken;

	use_clock(f, CLOCK_VIRTUAL, LATENCY_NONE, 100000);
	woken = awake_since(f);
	clock_advance_to(&f->bus.clock, woken + 1300 * MS - 1);
	send_packet(f, &increment);
	assert_silent(f, 0x60);
	host_wake(f);
	assert_reads(f, "04113343");
	assert_int_equal(get_counter(f, 1), 0);
}

/* observed.md: 11 also comes as the answer to a command. */
static void a_command_to_a_part_the_watchdog_put_to_sleep_wakes_it_and_11_is_read(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes info = packet("30 00 0000");

	use_clock(f, CLOCK_VIRTUAL, LATENCY_NONE, 100000);
	host_wake(f);
	let_pass_ns(f, 1300 * MS);
	assert_int_equal(host_write(f, 0x60, "%b", &info), -ENXIO);
	assert_reads(f, "04113343");
}

static void commands_and_reads_do_not_restart_the_watchdog(void **state)
{
	struct atecc_fixture *f = *state;
	uint64_t woken;

	use_clock(f, CLOCK_VIRTUAL, LATENCY_NONE, 100000);
	f->stay_awake = true;
	woken = awake_since(f);
	clock_advance_to(&f->bus.clock, woken + 1200 * MS);
	assert_answer(f, "30 00 0000", "00006002");
	host_wake(f);
	clock_advance_to(&f->bus.clock, woken + 1300 * MS);
	assert_silent(f, 0x60);
}

static void idle_and_wake_restart_the_watchdog(void **state)
{
	struct atecc_fixture *f = *state;

	use_clock(f, CLOCK_VIRTUAL, LATENCY_NONE, 100000);
	host_wake(f);
	let_pass_ns(f, 1200 * MS);
	host_idle(f);
	let_pass_ns(f, 5000 * MS);
	host_wake(f);
	let_pass_ns(f, 1200 * MS);
	assert_reads(f, "04113343");
}

static void chip_mode_bit_2_makes_the_watchdog_10_seconds(void **state)
{
	struct atecc_fixture *f = *state;
	uint64_t woken;

	set_config(f, CONFIG_CHIP_MODE, "04");
	use_clock(f, CLOCK_VIRTUAL, LATENCY_NONE, 100000);
	woken = awake_since(f);
	clock_advance_to(&f->bus.clock, woken + 10000 * MS - 1);
	assert_reads(f, "04113343");
	clock_advance_to(&f->bus.clock, woken + 10000 * MS);
	assert_silent(f, 0x60);
}

/* DS20005927A p.61: refused untried. */
static void a_command_the_watchdog_would_cut_off_is_ee_and_not_begun(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes increment = packet("24 01 0100");
	struct atecc before;
	uint64_t woken;

	use_clock(f, CLOCK_VIRTUAL, LATENCY_MAX, 100000);
	woken = awake_since(f);
	clock_advance_to(&f->bus.clock, woken + 1290 * MS);
	before = *f->chip;
	send_packet(f, &increment); /* 25 ms at most (atecc608.md 1.10) */
	assert_reads(f, "04 ee");
	assert_unchanged(f, &before);
}

static void a_command_with_time_enough_before_the_watchdog_runs(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes increment = packet("24 01 0100");
	uint64_t woken;

	use_clock(f, CLOCK_VIRTUAL, LATENCY_MAX, 100000);
	woken = awake_since(f);
	clock_advance_to(&f->bus.clock, woken + 1270 * MS);
	send_packet(f, &increment);
	let_pass_ns(f, 25 * MS);
	assert_reads(f, "07 01000000");
}

/* Busy (atecc608.md 1.4: not acknowledged for read and write). */

static void while_a_command_runs_its_address_is_not_acknowledged(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes random = packet("1b 00 0000");
	uint8_t byte;

	use_clock(f, CLOCK_VIRTUAL, LATENCY_MAX, 100000);
	host_wake(f);
	send_packet(f, &random);
	assert_silent(f, 0x60);
	assert_int_equal(host_write(f, 0x60, "00"), -ENXIO);
	assert_int_equal(host_write(f, 0x60, "01"), -ENXIO);
	assert_int_equal(host_write(f, 0x60, "02"), -ENXIO);
	let_pass_ns(f, 23 * MS);
	assert_int_equal(host_read(f, 0x60, &byte, 1), 0);
	assert_int_equal(byte, 35);
}

static void the_508a_is_busy_as_long_as_its_data_sheet_says(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes gen_key = packet("40 04 0200");
	uint8_t byte;

	use_clock(f, CLOCK_VIRTUAL, LATENCY_MAX, 100000);
	host_wake(f);
	send_packet(f, &gen_key);
	let_pass_ns(f, 114 * MS);
	assert_silent(f, 0x60);
	let_pass_ns(f, 1 * MS);
	assert_int_equal(host_read(f, 0x60, &byte, 1), 0);
	assert_int_equal(byte, 67);
}

/* POST (TFLX-A table 9-2: tWHIST 20 ms; LORA-B 5.1.7). */

static void the_power_on_self_test_takes_20_ms(void **state)
{
	struct atecc_fixture *f = *state;

	set_config(f, CONFIG_CHIP_OPTIONS, "0f");
	use_clock(f, CLOCK_VIRTUAL, LATENCY_TYPICAL, 100000);
	host_wake(f);
	assert_silent(f, 0x60);
	let_pass_ns(f, 20 * MS);
	assert_reads(f, "04113343");
}

/* atecc608.md 1.10: the waits of hosts that do not poll, by clock divider (ChipMode 00, 28, 68). */
static void the_clock_divider_makes_ecc_commands_slower(void **state)
{
	static const struct {
		const char *chip_mode;
		uint64_t gen_key_ms, sign_ms;
	} cases[] = { { "00", 115, 115 }, { "28", 215, 220 }, { "68", 653, 665 } };
	struct atecc_fixture *f = *state;
	struct bytes gen_key = packet("40 04 0200"), sign = packet("41 80 0200");

	for (size_t i = 0; i < 3; i++) {
		uint8_t byte;

		set_config(f, CONFIG_CHIP_MODE, cases[i].chip_mode);
		use_clock(f, CLOCK_VIRTUAL, LATENCY_MAX, 100000);
		host_nonce_fixed(f, known_key);
		host_wake(f);
		send_packet(f, &sign);
		let_pass_ns(f, (cases[i].sign_ms - 1) * MS);
		assert_silent(f, 0x60);
		let_pass_ns(f, 1 * MS);
		assert_int_equal(host_read(f, 0x60, &byte, 1), 0);
		host_idle(f);
		host_wake(f);
		send_packet(f, &gen_key);
		let_pass_ns(f, (cases[i].gen_key_ms - 1) * MS);
		assert_silent(f, 0x60);
		let_pass_ns(f, 1 * MS);
		assert_int_equal(host_read(f, 0x60, &byte, 1), 0);
	}
}

/* UNCERTAIN (ATCA-U-17): what was not begun clears no TempKey on the 508A. */
static void uncertain_ee_keeps_tempkey_on_the_508a(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes random = packet("1b 00 0000");
	uint64_t woken;

	use_clock(f, CLOCK_VIRTUAL, LATENCY_MAX, 100000);
	host_nonce_fixed(f, known_key);
	woken = awake_since(f);
	clock_advance_to(&f->bus.clock, woken + 1290 * MS);
	send_packet(f, &random);
	assert_reads(f, "04 ee");
	host_idle(f);
	assert_tempkey_valid(f, true);
}

static const struct CMUnitTest tests[] = {
	ON(blank_608a, it_answers_only_after_its_wake_delay),
	ON(blank_608a, at_its_slowest_it_answers_after_twhi),
	ON(blank_608a, the_watchdog_fires_at_its_moment_and_not_before),
	ON(blank_608a, a_read_that_starts_one_nanosecond_before_the_watchdog_is_served),
	ON(blank_608a, a_write_at_the_moment_the_watchdog_fires_is_lost_whole),
	ON(blank_608a, a_command_to_a_part_the_watchdog_put_to_sleep_wakes_it_and_11_is_read),
	ON(blank_608a, commands_and_reads_do_not_restart_the_watchdog),
	ON(blank_608a, idle_and_wake_restart_the_watchdog),
	ON(blank_608a, chip_mode_bit_2_makes_the_watchdog_10_seconds),
	ON(blank_608a, a_command_the_watchdog_would_cut_off_is_ee_and_not_begun),
	ON(blank_608a, a_command_with_time_enough_before_the_watchdog_runs),
	ON(blank_608a, while_a_command_runs_its_address_is_not_acknowledged),
	ON(locked_508a, the_508a_is_busy_as_long_as_its_data_sheet_says),
	ON(locked_608a, the_power_on_self_test_takes_20_ms),
	ON(locked_608a, the_clock_divider_makes_ecc_commands_slower),
};

static const struct CMUnitTest uncertain[] = {
	ON(locked_508a, uncertain_ee_keeps_tempkey_on_the_508a),
};

int main(void)
{
	return cmocka_run_group_tests(tests, NULL, NULL) + cmocka_run_group_tests(uncertain, NULL, NULL);
}
