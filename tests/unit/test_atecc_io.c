/* tests/unit/test_atecc_io.c: the ATECC's I2C side: wake, idle, sleep, FIFO, read pointer and address. */
#include "atecc_fixture.h"

#include "cmocka_all.h"

#include <errno.h>
#include <string.h>

/* Wake. tWLO is 60 us (SUM 608B table 2-2); what is low and how long: the bus contract of DESIGN.md. */

static void a_part_just_powered_is_asleep(void **state)
{
	assert_silent(*state, 0x60);
}

static void sixty_microseconds_of_sda_low_wake_and_less_do_not(void **state)
{
	struct atecc_fixture *f = *state;

	atecc_model.sda_low(f->chip, &f->seat->env, 59000);
	assert_silent(f, 0x60);
	atecc_model.sda_low(f->chip, &f->seat->env, 59999);
	assert_silent(f, 0x60);
	atecc_model.sda_low(f->chip, &f->seat->env, 60000);
	assert_reads(f, "04113343");
}

/* observed.md: six low bits of C0 at 100 kHz are enough, and the five of C1 are not. */
static void its_own_write_address_at_100_khz_wakes_it(void **state)
{
	struct atecc_fixture *f = *state;

	assert_silent(f, 0x60);
	assert_silent(f, 0x60);
	assert_int_equal(host_write(f, 0x60, ""), -ENXIO);
	assert_reads(f, "04113343");
}

static void at_400_khz_neither_address_0_nor_c0_wakes_it(void **state)
{
	struct atecc_fixture *f = *state;

	use_clock(f, CLOCK_INSTANT, LATENCY_NONE, 400000);
	assert_int_equal(host_write(f, 0x00, "00"), -ENXIO);
	assert_int_equal(host_write(f, 0x60, "00"), -ENXIO);
	assert_silent(f, 0x60);
}

static void traffic_to_another_part_wakes_it(void **state)
{
	struct atecc_fixture *f = *state;

	assert_int_equal(host_write(f, 0x20, ""), -ENXIO);
	assert_reads(f, "04113343");
}

/* observed.md */
static void the_wake_status_need_not_be_read(void **state)
{
	struct atecc_fixture *f = *state;

	host_wake(f);
	send_packet(f, &(struct bytes){ .at = { 0x03, 0x07, 0x30, 0x00, 0x00, 0x00, 0x03, 0x5d }, .len = 8 });
	assert_reads(f, "07 00006002");
}
/* TNGTLS-B 7.1.1: buffer, TempKey and watchdog untouched. */
static void wake_while_awake_changes_nothing(void **state)
{
	struct atecc_fixture *f = *state;
	struct atecc before;

	f->stay_awake = true;
	assert_status(f, ATCA_SUCCESS, "16 03 0000 %32", known_key);
	assert_status(f, ATCA_MISCOMPARE, "28 00 0400 00*77");
	before = *f->chip;
	host_wake(f);
	assert_memory_equal(f->chip, &before, sizeof(before));
	assert_int_equal(host_write(f, 0x60, "00"), 0);
	assert_reads_answer(f, "01");
}

/* Read pointer (DS20005927A 6.6, LORA-B 7.5). */

static void reads_are_one_stream_over_transactions(void **state)
{
	struct atecc_fixture *f = *state;

	host_wake(f);
	assert_reads(f, "04");
	assert_reads(f, "1133");
	assert_reads(f, "43");
}

static void word_00_rewinds_the_read_pointer(void **state)
{
	struct atecc_fixture *f = *state;

	host_wake(f);
	assert_reads(f, "0411");
	assert_int_equal(host_write(f, 0x60, "00"), 0);
	assert_reads(f, "04113343");
}

static void past_the_end_of_the_output_buffer_there_is_ff_and_no_wrap(void **state)
{
	struct atecc_fixture *f = *state;

	host_wake(f);
	assert_reads(f, "04113343 ff*60");
	assert_reads(f, "ff*255");
	assert_reads(f, "ff*255");
	assert_int_equal(host_write(f, 0x60, "00"), 0);
	assert_reads(f, "04113343 ff");
}

static void a_retry_after_a_lost_answer_reads_it_again(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes increment = packet("24 01 0100");
	struct bytes first, again;

	host_wake(f);
	send_packet(f, &increment);
	first.len = again.len = 7;
	assert_int_equal(host_read(f, 0x60, first.at, 7), 0);
	assert_int_equal(host_write(f, 0x60, "00"), 0);
	assert_int_equal(host_read(f, 0x60, again.at, 7), 0);
	assert_bytes(again.at, again.len, &first);
	assert_int_equal(get_counter(f, 1), 1);
}

static void a_new_command_discards_the_unread_answer(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes info = packet("30 00 0000");

	host_wake(f);
	assert_reads(f, "04");
	send_packet(f, &info);
	assert_reads(f, "07 00006002");
}

/* Command FIFO (LORA-B 7.2, 7.5; TFLX-A 7.2). */

static void a_read_while_a_command_is_partial_is_not_acknowledged(void **state)
{
	struct atecc_fixture *f = *state;

	host_wake(f);
	assert_int_equal(host_write(f, 0x60, "03 07 30 00"), 0);
	assert_silent(f, 0x60);
	assert_int_equal(host_write(f, 0x60, "03 0000 035d"), 0);
	assert_reads(f, "07 00006002");
}

static void a_command_may_come_in_as_many_writes_as_bytes(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes info = packet("30 00 0000");

	host_wake(f);
	for (size_t i = 1; i < info.len; i++)
		assert_int_equal(host_write(f, 0x60, "03 %1", info.at + i), 0);
	assert_reads(f, "07 00006002");
}

static void bytes_beyond_the_count_are_acknowledged_and_ignored(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes info = packet("30 00 0000");

	host_wake(f);
	assert_int_equal(host_write(f, 0x60, "%b aa*300", &info), 0);
	assert_reads(f, "07 00006002");
	send_packet(f, &info);
	assert_reads(f, "07 00006002");
}

static void words_00_01_02_drop_a_partial_command(void **state)
{
	static const char *const words[] = { "00", "01", "02" };
	struct atecc_fixture *f = *state;
	struct bytes info = packet("30 00 0000");

	for (size_t i = 0; i < 3; i++) {
		host_wake(f);
		assert_int_equal(host_write(f, 0x60, "03 55 30 00"), 0);
		assert_int_equal(host_write(f, 0x60, words[i]), 0);
		host_wake(f);
		send_packet(f, &info);
		assert_reads(f, "07 00006002");
	}
}

static void reserved_word_addresses_do_nothing(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes info = packet("30 00 0000");
	struct atecc before;

	host_wake(f);
	send_packet(f, &info);
	assert_reads(f, "0700");
	before = *f->chip;
	for (unsigned int word = 0x04; word <= 0xff; word++)
		assert_int_equal(host_write(f, 0x60, "%c 07 30 00", word), 0);
	assert_unchanged(f, &before);
	assert_reads(f, "006002");
}

/* TNGTLS-B 7.1.2: a command runs at STOP, not at its last byte, nor at a repeated START. */
static void without_a_stop_nothing_is_executed(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes increment = packet("24 01 0100");
	uint8_t early[7];
	struct i2c_message messages[] = {
		{ .addr = 0x60, .len = (uint16_t)increment.len, .bytes = increment.at },
		{ .addr = 0x60, .flags = I2C_READ, .len = sizeof(early), .bytes = early },
	};
	size_t done;

	host_wake(f);
	assert_int_equal(bus_transfer(&f->bus, messages, 2, &done), -ENXIO);
	assert_int_equal(done, 1);
	/* That STOP has started it. */
	assert_reads(f, "07 01000000");
}

/* Packet errors (DS20005927A table 9-1, 9.1; TNGTLS-A 4.3: CRC first). */

static void a_wrong_crc_is_ff_and_changes_only_the_output_buffer(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes increment = packet("24 01 0100");
	struct atecc before;

	assert_status(f, ATCA_SUCCESS, "16 03 0000 %32", known_key);
	host_wake(f);
	before = *f->chip;
	for (size_t bit = 0; bit < 8 * (increment.len - 2); bit++) {
		struct bytes broken = increment;

		if (bit / 8 == 0)
			continue; /* the count */
		broken.at[2 + bit / 8] ^= (uint8_t)(1 << bit % 8);
		send_packet(f, &broken);
		assert_reads_answer(f, "ff");
	}
	assert_unchanged(f, &before);
}

static void the_output_buffer_after_a_crc_error_holds_ff_with_a_good_crc(void **state)
{
	struct atecc_fixture *f = *state;

	host_wake(f);
	assert_int_equal(host_write(f, 0x60, "03 07 30 00 0000 0000"), 0);
	assert_reads_answer(f, "ff");
}

static void a_crc_error_goes_before_a_parse_error(void **state)
{
	struct atecc_fixture *f = *state;

	host_wake(f);
	assert_int_equal(host_write(f, 0x60, "03 07 99 00 0000 0000"), 0);
	assert_reads(f, "04ff");
}

static void a_count_below_4_is_ff(void **state)
{
	struct atecc_fixture *f = *state;

	host_wake(f);
	for (unsigned int count = 0; count < 4; count++) {
		assert_int_equal(host_write(f, 0x60, "03 %c 30 00 0000 035d", count), 0);
		assert_reads(f, "04ff");
	}
}

static void a_count_above_155_is_ff(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int count = 156; count < 256; count++) {
		host_wake(f);
		assert_int_equal(host_write(f, 0x60, "03 %c 47 01 0000 00*300", count), 0);
		assert_reads_answer(f, "ff");
		host_idle(f);
	}
}

static void a_packet_without_room_for_its_parameters_is_03(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_PARSE_ERROR, "30");
	assert_status(f, ATCA_PARSE_ERROR, "30 00");
	assert_status(f, ATCA_PARSE_ERROR, "30 00 00");
}

static void a_packet_of_155_bytes_is_heard(void **state)
{
	assert_status(*state, ATCA_PARSE_ERROR, "30 00 0000 00*148");
}

static void an_unknown_opcode_is_03(void **state)
{
	struct atecc_fixture *f = *state;
	static const uint8_t known[] = { 0x51, 0x28, 0x24, 0x1c, 0x43, 0x15, 0x40, 0x30, 0x56, 0x17, 0x08,
		0x16, 0x46, 0x1b, 0x02, 0x80, 0x77, 0x47, 0x41, 0x20, 0x45, 0x12 };

	for (unsigned int opcode = 0; opcode < 256; opcode++)
		if (!memchr(known, (int)opcode, sizeof(known)))
			assert_status(f, ATCA_PARSE_ERROR, "%c 00 0000", opcode);
}

/* DS20005927A table 9-4. */
static void the_508a_lacks_four_commands_and_has_two_more(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_PARSE_ERROR, "51 00 0000 00*16");
	assert_status(f, ATCA_PARSE_ERROR, "56 00 0000 00*20");
	assert_status(f, ATCA_PARSE_ERROR, "77 3d 0000");
	assert_status(f, ATCA_PARSE_ERROR, "80 05 0000 00*96");
	assert_status(f, ATCA_EXECUTION_ERROR, "11 00 0400");
	assert_status(f, ATCA_SUCCESS, "01 00 0000");
}

static void a_length_that_does_not_fit_the_opcode_is_03(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_PARSE_ERROR, "30 00 0000 00");
	assert_status(f, ATCA_PARSE_ERROR, "16 00 0000 00*19");
	assert_status(f, ATCA_PARSE_ERROR, "16 00 0000 00*21");
	assert_status(f, ATCA_PARSE_ERROR, "16 03 0000 00*31");
	assert_status(f, ATCA_PARSE_ERROR, "02 80 0000 00");
	assert_status(f, ATCA_PARSE_ERROR, "45 02 0400 00*127");
}

/* Idle and sleep (TFLX-B 8.2). */

static void after_idle_the_next_address_is_not_acknowledged(void **state)
{
	struct atecc_fixture *f = *state;

	host_wake(f);
	host_idle(f);
	assert_silent(f, 0x60);
}

static void idle_keeps_tempkey_and_sleep_does_not(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_SUCCESS, "16 03 0000 %32", known_key);
	host_wake(f);
	host_idle(f);
	assert_state(f, "1080");
	host_sleep(f);
	assert_state(f, "0000");
}

/* LORA-B 3, atecc608.md 1.2: hosts idle between the steps of a hash. */
static void idle_keeps_a_hash_under_way_and_both_buffers(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest abc = host_sha256("616263");

	assert_status(f, ATCA_SUCCESS, "47 00 0000");
	assert_status(f, ATCA_SUCCESS, "47 01 0200 6162");
	assert_answer(f, "47 c2 0100 63", "%32", abc.at);
	assert_status(f, ATCA_SUCCESS, "16 83 0000 %32", known_key);
	assert_length(f, 32, "56 53 0000 02000020 00*32"); /* KDF: HKDF, AltKeyBuf, output */
}

static void sleep_loses_a_hash_under_way_and_altkeybuf(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_SUCCESS, "47 00 0000");
	assert_status(f, ATCA_SUCCESS, "16 83 0000 %32", known_key);
	host_sleep(f);
	assert_status(f, ATCA_EXECUTION_ERROR, "47 01 0100 61");
	assert_status(f, ATCA_EXECUTION_ERROR, "56 53 0000 02000020 00*32");
}

static void idle_flushes_the_output_buffer(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes info = packet("30 00 0000");

	host_wake(f);
	send_packet(f, &info);
	host_idle(f);
	host_wake(f);
	assert_reads(f, "04113343 ff");
}

static void idle_and_sleep_take_effect_at_stop_whatever_follows_the_word(void **state)
{
	struct atecc_fixture *f = *state;

	host_wake(f);
	assert_int_equal(host_write(f, 0x60, "02 03 07 30"), 0);
	assert_silent(f, 0x60);
	host_wake(f);
	assert_int_equal(host_write(f, 0x60, "01 00"), 0);
	assert_silent(f, 0x60);
}

static void the_write_that_puts_it_to_sleep_does_not_wake_it(void **state)
{
	struct atecc_fixture *f = *state;

	host_sleep(f);
	assert_silent(f, 0x60);
	assert_silent(f, 0x60);
}

/* The address (LORA-B 2.1.1, 7.2; atecc608.md 1.1). */

static void a_new_address_is_taken_after_sleep_and_not_while_awake_or_idle(void **state)
{
	struct atecc_fixture *f = *state;
	uint8_t status[4];

	f->stay_awake = true;
	assert_status(f, ATCA_SUCCESS, "12 00 0400 6a000000");
	assert_answer(f, "30 00 0000", "00006002");
	host_idle(f);
	host_wake(f);
	assert_int_equal(host_read(f, 0x35, status, 4), -ENXIO);
	assert_reads(f, "04113343");
	assert_int_equal(host_write(f, 0x60, "01"), 0);
	host_wake(f);
	assert_silent(f, 0x60);
	assert_int_equal(host_read(f, 0x35, status, 4), 0);
	assert_int_equal(status[1], ATCA_AFTER_WAKE);
}

static void a_new_address_is_taken_at_power_up(void **state)
{
	struct atecc_fixture *f = *state;
	uint8_t status[4];

	assert_status(f, ATCA_SUCCESS, "12 00 0400 6c000000");
	host_power_cycle(f);
	host_wake(f);
	assert_int_equal(host_read(f, 0x36, status, 4), 0);
}

/* observed.md and atecc608-docs.md 1: byte 85 counts only with ChipMode bit 0, and not while it is 00. */
static void user_extra_add_is_the_address_when_chip_mode_says_so(void **state)
{
	static const struct {
		const char *chip_mode, *user_extra_add;
		uint16_t addr;
	} cases[] = { { "00", "b0", 0x60 }, { "01", "00", 0x60 }, { "01", "b0", 0x58 },
		{ "01", "b1", 0x58 } };
	struct atecc_fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint8_t status[4];

		set_config(f, CONFIG_CHIP_MODE, cases[i].chip_mode);
		set_config(f, CONFIG_USER_EXTRA_ADD, cases[i].user_extra_add);
		host_power_cycle(f);
		host_wake(f);
		assert_int_equal(host_read(f, cases[i].addr, status, 4), 0);
		assert_int_equal(host_read(f, cases[i].addr ^ 0x38, status, 4), -ENXIO);
	}
}

/* DS20005927A 4.2: there byte 85 is the Selector of Pause, and ChipMode bit 0 makes it one-time. */
static void the_508a_selector_is_no_address(void **state)
{
	struct atecc_fixture *f = *state;
	uint8_t status[4];

	set_config(f, CONFIG_CHIP_MODE, "01");
	set_config(f, CONFIG_USER_EXTRA_ADD, "b0");
	host_power_cycle(f);
	host_wake(f);
	assert_silent(f, 0x58);
	assert_int_equal(host_read(f, 0x60, status, 4), 0);
}

/* UNCERTAIN (ATCA-U-04): the answer not yet read is lost with the next command's first byte. */
static void uncertain_the_first_byte_of_a_command_loses_the_answer_before(void **state)
{
	struct atecc_fixture *f = *state;

	host_wake(f);
	assert_int_equal(host_write(f, 0x60, "03"), 0);
	assert_reads(f, "04");
	assert_int_equal(host_write(f, 0x60, "03 07"), 0);
	assert_int_equal(host_write(f, 0x60, "00"), 0);
	assert_reads(f, "ff*8");
}

static const struct CMUnitTest tests[] = {
	ON(blank_608a, a_part_just_powered_is_asleep),
	ON(blank_608a, sixty_microseconds_of_sda_low_wake_and_less_do_not),
	ON(blank_608a, its_own_write_address_at_100_khz_wakes_it),
	ON(blank_608a, at_400_khz_neither_address_0_nor_c0_wakes_it),
	ON(blank_608a, traffic_to_another_part_wakes_it),
	ON(blank_608a, the_wake_status_need_not_be_read),
	ON(locked_608a, wake_while_awake_changes_nothing),
	ON(blank_608a, reads_are_one_stream_over_transactions),
	ON(blank_608a, word_00_rewinds_the_read_pointer),
	ON(blank_608a, past_the_end_of_the_output_buffer_there_is_ff_and_no_wrap),
	ON(blank_608a, a_retry_after_a_lost_answer_reads_it_again),
	ON(blank_608a, a_new_command_discards_the_unread_answer),
	ON(blank_608a, a_read_while_a_command_is_partial_is_not_acknowledged),
	ON(blank_608a, a_command_may_come_in_as_many_writes_as_bytes),
	ON(blank_608a, bytes_beyond_the_count_are_acknowledged_and_ignored),
	ON(blank_608a, words_00_01_02_drop_a_partial_command),
	ON(blank_608a, reserved_word_addresses_do_nothing),
	ON(blank_608a, without_a_stop_nothing_is_executed),
	ON(blank_608a, a_wrong_crc_is_ff_and_changes_only_the_output_buffer),
	ON(blank_608a, the_output_buffer_after_a_crc_error_holds_ff_with_a_good_crc),
	ON(blank_608a, a_crc_error_goes_before_a_parse_error),
	ON(blank_608a, a_count_below_4_is_ff),
	ON(blank_608a, a_count_above_155_is_ff),
	ON(blank_608a, a_packet_without_room_for_its_parameters_is_03),
	ON(blank_608a, a_packet_of_155_bytes_is_heard),
	ON(blank_608a, an_unknown_opcode_is_03),
	ON(locked_508a, the_508a_lacks_four_commands_and_has_two_more),
	ON(blank_608a, a_length_that_does_not_fit_the_opcode_is_03),
	ON(blank_608a, after_idle_the_next_address_is_not_acknowledged),
	ON(blank_608a, idle_keeps_tempkey_and_sleep_does_not),
	ON(locked_608a, idle_keeps_a_hash_under_way_and_both_buffers),
	ON(locked_608a, sleep_loses_a_hash_under_way_and_altkeybuf),
	ON(blank_608a, idle_flushes_the_output_buffer),
	ON(blank_608a, idle_and_sleep_take_effect_at_stop_whatever_follows_the_word),
	ON(blank_608a, the_write_that_puts_it_to_sleep_does_not_wake_it),
	ON(blank_608a, a_new_address_is_taken_after_sleep_and_not_while_awake_or_idle),
	ON(blank_608a, a_new_address_is_taken_at_power_up),
	ON(blank_608a, user_extra_add_is_the_address_when_chip_mode_says_so),
	ON(locked_508a, the_508a_selector_is_no_address),
};

static const struct CMUnitTest uncertain[] = {
	ON(blank_608a, uncertain_the_first_byte_of_a_command_loses_the_answer_before),
};

int main(void)
{
	return cmocka_run_group_tests(tests, NULL, NULL) + cmocka_run_group_tests(uncertain, NULL, NULL);
}
