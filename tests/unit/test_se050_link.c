/* tests/unit/test_se050_link.c: T=1 over I2C, a test for each row of se050-evidence.md 1.3. */
#include "cmocka_all.h"

#include <errno.h>
#include <string.h>

#include "se050_fixture.h"
#include "t1.h"

#define SELECT_IOT "00a4040010 a0000003965453000000010300000000"
#define IDENTIFY "80ca00fe02df28"

static int set_up(void **state)
{
	*state = se_new("se050c");
	return 0;
}

static int set_up_slow(void **state)
{
	*state = se_new_slow("se050c");
	return 0;
}

static int tear_down(void **state)
{
	se_free(*state);
	return 0;
}

static void one_read(struct se050_fixture *f, const char *expected)
{
	uint8_t want[300], got[300];
	size_t n = se_hex(expected, want, sizeof(want));
	struct i2c_message m = { .addr = 0x48, .flags = I2C_READ, .len = (uint16_t)n, .bytes = got };
	size_t done;

	assert_int_equal(bus_transfer(&f->board->bus, &m, 1, &done), 1);
	assert_memory_equal(got, want, n);
}

/* Seen on parts, CRC and all. */
static void the_exchanges_seen_on_parts(void **state)
{
	struct se050_fixture *f = *state;

	se_write(f, "5a cf 00 37 7f");
	one_read(
		f, "a5 ef 23 00a0000003960403e800fe020b03e808010000000064 0000 0a4a434f5034204154504f 87 77");
	se_write(f, "5a c0 00 ff fc");
	one_read(f, "a5 e0 00 3f 19");
	se_write(f, "5a c7 00 f7 b1");
	one_read(
		f, "a5 e7 23 00a0000003960403e800fe020b03e808010000000064 0000 0a4a434f5034204154504f 2a 8d");
	se_send(f, "5a 00 16" SELECT_IOT "00");
	assert_block(f, "a5 00 09 03 01 01 6f ff 01 0b 90 00");
	se_write(f, "5a c0 00 ff fc");
	one_read(f, "a5 e0 00 3f 19");
	se_send(f, "5a 20 04 00a40400");
	one_read(f, "a5 90 00 fb e9");
	se_write(f, "5a c0 00 ff fc");
	se_write(f, "5a 00 00");
	one_read(f, "a5 82 00 da 4f");
}

/* Hosts fetch a block as 2, 1 and LEN + 2 bytes, as 3 and LEN + 2, or as 260 at once. */
static void a_block_comes_over_any_number_of_reads(void **state)
{
	struct se050_fixture *f = *state;

	se_send(f, "5a c7 00");
	one_read(f, "a5 e7");
	one_read(f, "23");
	one_read(f, "00a0000003960403e800fe020b03e808010000000064 0000 0a4a434f5034204154504f 2a 8d");
	assert_silent(f);
	se_send(f, "5a c0 00");
	one_read(f, "a5 e0 00 3f 19 ff ff ff ff ff ff");
	assert_silent(f);
}

static void a_read_with_nothing_to_send_is_not_acknowledged(void **state)
{
	assert_silent(*state);
}

static void a_wrong_crc_is_an_error_of_the_first_kind(void **state)
{
	struct se050_fixture *f = *state;

	se_write(f, "5a c0 00 ff fd");
	assert_block(f, "a5 81 00");
	se_send(f, "5a 00 05 80ca9f7f00");
	assert_true(f->chip->link.out_len > 0);
	se_write(f, "5a 40 00 00 00");
	assert_block(f, "a5 91 00");
}

/* UM11225 2: a frame is one write. */
static void a_frame_split_over_two_writes_is_two_broken_frames(void **state)
{
	struct se050_fixture *f = *state;

	se_write(f, "5a c0");
	assert_block(f, "a5 82 00");
	se_write(f, "00 ff fc");
	assert_block(f, "a5 82 00");
	se_send(f, "5a c0 00");
	assert_block(f, "a5 e0 00");
}

static void bytes_behind_a_frame_make_it_a_broken_one(void **state)
{
	struct se050_fixture *f = *state;

	se_write(f, "5a c0 00 ff fc 00");
	assert_block(f, "a5 82 00");
}

static void a_frame_longer_than_any_is_answered(void **state)
{
	struct se050_fixture *f = *state;
	static uint8_t many[8192];
	struct i2c_message m = { .addr = 0x48, .len = sizeof(many), .bytes = many };
	size_t done;

	memset(many, 0x5a, sizeof(many));
	assert_int_equal(bus_transfer(&f->board->bus, &m, 1, &done), 1);
	assert_block(f, "a5 82 00");
}

static void a_length_of_255_is_reserved(void **state)
{
	struct se050_fixture *f = *state;
	char frame[2 * 258 + 1];

	memset(frame, '0', sizeof(frame) - 1);
	frame[sizeof(frame) - 1] = '\0';
	memcpy(frame, "5a00ff", 6);
	se_send(f, frame);
	assert_block(f, "a5 82 00");
}

static void a_wrong_node_address_is_an_error(void **state)
{
	struct se050_fixture *f = *state;

	se_send(f, "5b c0 00");
	assert_block(f, "a5 82 00");
	se_send(f, "a5 e0 00");
	assert_block(f, "a5 82 00");
}

static void blocks_of_no_kind_are_errors(void **state)
{
	struct se050_fixture *f = *state;

	se_send(f, "5a 01 05 80ca9f7f00");
	assert_block(f, "a5 82 00");
	se_send(f, "5a 84 00");
	assert_block(f, "a5 82 00");
	se_send(f, "5a a0 00");
	assert_block(f, "a5 82 00");
	se_send(f, "5a 80 01 00");
	assert_block(f, "a5 82 00");
	se_send(f, "5a c4 00");
	assert_block(f, "a5 82 00");
	se_send(f, "5a df 00");
	assert_block(f, "a5 82 00");
}

static void requests_of_the_wrong_length_are_errors(void **state)
{
	struct se050_fixture *f = *state;
	static const char *const wrong[] = { "5a c0 01 00", "5a c1 00", "5a c1 02 2020", "5a c2 01 00",
		"5a c5 01 00", "5a c6 01 00", "5a c7 01 00", "5a cf 01 00" };

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		se_send(f, wrong[i]);
		assert_block(f, "a5 82 00");
	}
}

static void responses_that_nobody_asked_for_are_errors(void **state)
{
	struct se050_fixture *f = *state;

	se_send(f, "5a e0 00");
	assert_block(f, "a5 82 00");
	se_send(f, "5a e3 01 01");
	assert_block(f, "a5 82 00");
}

static void both_ends_count_their_own_blocks(void **state)
{
	struct se050_fixture *f = *state;

	se_send(f, "5a 00 05 8011000000");
	assert_block(f, "a5 00 02 6d00");
	se_send(f, "5a 40 05 8011000000");
	assert_block(f, "a5 40 02 6d00");
	se_send(f, "5a c7 00");
	se_send(f, "5a 00 05 8011000000");
	assert_block(f, "a5 00 02 6d00");
}

static void a_chain_of_the_host_is_acknowledged_block_by_block(void **state)
{
	struct se050_fixture *f = *state;

	se_send(f, "5a 20 07 00a4040010a000");
	assert_block(f, "a5 90 00");
	se_send(f, "5a 60 07 00039654530000");
	assert_block(f, "a5 80 00");
	se_send(f, "5a 00 08 0001030000000000");
	assert_block(f, "a5 00 09 0301016fff010b 9000");
}

/* An empty link is legal; hosts do not send it. */
static void a_chain_may_have_an_empty_link(void **state)
{
	struct se050_fixture *f = *state;

	se_send(f, "5a 20 00");
	assert_block(f, "a5 90 00");
	se_send(f, "5a 40 05 8011000000");
	assert_block(f, "a5 00 02 6d00");
}

static void an_empty_command_has_a_wrong_length(void **state)
{
	struct se050_fixture *f = *state;

	se_send(f, "5a 00 00");
	assert_block(f, "a5 00 02 6700");
}

static void a_chain_without_end_is_acknowledged_and_refused_at_its_end(void **state)
{
	struct se050_fixture *f = *state;
	char block[2 * 257 + 1];

	memset(block, '0', sizeof(block) - 1);
	block[sizeof(block) - 1] = '\0';
	for (unsigned int i = 0; i < 1000; i++) {
		memcpy(block, i % 2 ? "5a60fe" : "5a20fe", 6);
		se_send(f, block);
		assert_block(f, i % 2 ? "a5 80 00" : "a5 90 00");
	}
	se_send(f, "5a 00 01 00");
	assert_block(f, "a5 00 02 6700");
	se_send(f, "5a 40 05 8011000000");
	assert_block(f, "a5 40 02 6d00");
}

/* The host repeats a block when it did not get the answer. */
static void a_repeated_command_is_answered_again_and_not_run_again(void **state)
{
	struct se050_fixture *f = *state;

	se_send(f, "5a 00 15" SELECT_IOT);
	assert_block(f, "a5 00 09 0301016fff010b 9000");
	se_send(f, "5a 00 15" SELECT_IOT);
	assert_block(f, "a5 00 09 0301016fff010b 9000");
	/* Had this been run it would have selected the issuer's domain. */
	se_send(f, "5a 00 05 00a4040000");
	assert_block(f, "a5 00 09 0301016fff010b 9000");
	assert_int_equal(f->chip->card.selected, APPLICATION_IOT);
}

static void a_repeated_link_of_a_chain_is_acknowledged_again_and_joined_once(void **state)
{
	struct se050_fixture *f = *state;

	se_send(f, "5a 20 02 8011");
	assert_block(f, "a5 90 00");
	se_send(f, "5a 20 02 8011");
	assert_block(f, "a5 90 00");
	se_send(f, "5a 40 02 0000");
	assert_block(f, "a5 00 02 6d00");
}

/* The answer of GET DATA, 73 bytes, in blocks of 32. */
static void ask_in_blocks_of_32(struct se050_fixture *f)
{
	se_send(f, "5a c1 01 20");
	assert_block(f, "a5 e1 01 20");
	se_send(f, "5a 00 07" IDENTIFY);
}

#define BLOCK_1 "fe45df2842 010c0004a2000000000000000000 02080000000000000001 03184a"
#define BLOCK_2 "33523335313032314545453034 3030 bc030479338d1810 050100 070100 08082e"
#define BLOCK_3 "5ad88409c9badb 9000"

static void an_answer_is_chained_and_each_block_acknowledged(void **state)
{
	struct se050_fixture *f = *state;

	ask_in_blocks_of_32(f);
	assert_block(f, "a5 20 20" BLOCK_1);
	assert_silent(f);
	se_send(f, "5a 90 00");
	assert_block(f, "a5 60 20" BLOCK_2);
	se_send(f, "5a 80 00");
	assert_block(f, "a5 00 09" BLOCK_3);
	se_send(f, "5a 40 05 8011000000");
	assert_block(f, "a5 40 02 6d00");
}

/* An acknowledgement that names the block just sent asks for it again. */
static void an_acknowledgement_of_the_wrong_number_in_a_chain_repeats_the_block(void **state)
{
	struct se050_fixture *f = *state;

	ask_in_blocks_of_32(f);
	assert_block(f, "a5 20 20" BLOCK_1);
	se_send(f, "5a 80 00");
	assert_block(f, "a5 20 20" BLOCK_1);
	se_send(f, "5a 90 00");
	assert_block(f, "a5 60 20" BLOCK_2);
	se_send(f, "5a 90 00");
	assert_block(f, "a5 60 20" BLOCK_2);
	se_send(f, "5a 80 00");
	assert_block(f, "a5 00 09" BLOCK_3);
}

static void an_error_block_asks_for_the_last_block_again(void **state)
{
	struct se050_fixture *f = *state;

	ask_in_blocks_of_32(f);
	assert_block(f, "a5 20 20" BLOCK_1);
	for (int i = 0; i < 20; i++) {
		se_send(f, i % 2 ? "5a 81 00" : "5a 82 00");
		assert_block(f, "a5 20 20" BLOCK_1);
	}
	se_send(f, "5a 90 00");
	assert_block(f, "a5 60 20" BLOCK_2);
}

/* Also after the chip has complained of something in between. */
static void the_last_block_can_be_asked_for_after_a_broken_frame(void **state)
{
	struct se050_fixture *f = *state;

	se_send(f, "5a 00 15" SELECT_IOT);
	se_write(f, "5a 00");
	assert_block(f, "a5 92 00");
	se_send(f, "5a 82 00");
	assert_block(f, "a5 00 09 0301016fff010b 9000");
}

/* As plug-and-trust complains of an ATR with a wrong CRC. */
static void an_error_block_asks_for_a_response_again(void **state)
{
	struct se050_fixture *f = *state;

	se_send(f, "5a c0 00");
	assert_block(f, "a5 e0 00");
	se_send(f, "5a c1 01 20");
	assert_block(f, "a5 e1 01 20");
	se_send(f, "5a 81 00");
	assert_block(f, "a5 e1 01 20");
	se_send(f, "5a 82 00");
	assert_block(f, "a5 e1 01 20");
	se_send(f, "5a 80 00");
	assert_block(f, "a5 82 00");
	se_send(f, "5a 00 05 8011000000");
	assert_block(f, "a5 00 02 6d00");
	se_send(f, "5a c2 00");
	assert_block(f, "a5 e2 00");
	se_send(f, "5a 91 00");
	assert_block(f, "a5 e2 00");
}

static void an_acknowledgement_with_nothing_to_follow_is_an_error_and_stays_the_same(void **state)
{
	struct se050_fixture *f = *state;

	se_send(f, "5a 80 00");
	assert_block(f, "a5 82 00");
	se_send(f, "5a 00 05 8011000000");
	assert_block(f, "a5 00 02 6d00");
	se_send(f, "5a 90 00");
	assert_block(f, "a5 92 00");
	se_send(f, "5a 91 00");
	assert_block(f, "a5 92 00");
}

static void an_acknowledgement_in_the_hosts_chain_repeats_the_chips(void **state)
{
	struct se050_fixture *f = *state;

	se_send(f, "5a 20 02 8011");
	assert_block(f, "a5 90 00");
	se_send(f, "5a 80 00");
	assert_block(f, "a5 90 00");
	se_send(f, "5a 40 02 0000");
	assert_block(f, "a5 00 02 6d00");
}

static void a_write_discards_an_answer_not_read_and_a_repeat_brings_it_back(void **state)
{
	struct se050_fixture *f = *state;

	se_send(f, "5a 00 15" SELECT_IOT);
	se_send(f, "5a 40 05 8011000000");
	assert_block(f, "a5 40 02 6d00");
	assert_silent(f);
	se_send(f, "5a 00 15" SELECT_IOT);
	se_write(f, "00");
	assert_block(f, "a5 92 00");
	se_send(f, "5a 80 00");
	assert_block(f, "a5 00 09 0301016fff010b 9000");
}

static void a_write_discards_the_rest_of_an_answer_half_read(void **state)
{
	struct se050_fixture *f = *state;

	se_send(f, "5a c7 00");
	one_read(f, "a5 e7");
	se_send(f, "5a c0 00");
	assert_block(f, "a5 e0 00");
	assert_silent(f);
}

static void resync_starts_both_counts_and_drops_chains(void **state)
{
	struct se050_fixture *f = *state;

	se_send(f, "5a 00 15" SELECT_IOT);
	se_send(f, "5a 60 02 8011");
	assert_block(f, "a5 80 00");
	se_send(f, "5a c0 00");
	assert_block(f, "a5 e0 00");
	se_send(f, "5a 90 00");
	assert_block(f, "a5 82 00");
	se_send(f, "5a 00 05 8011000000");
	assert_block(f, "a5 00 02 6d00");
	ask_in_blocks_of_32(f);
	se_send(f, "5a c0 00");
	assert_block(f, "a5 e0 00");
	se_send(f, "5a 90 00");
	assert_block(f, "a5 82 00");
}

static void resync_keeps_what_is_selected_and_the_block_size(void **state)
{
	struct se050_fixture *f = *state;

	se_send(f, "5a 00 15" SELECT_IOT);
	se_send(f, "5a c1 01 08");
	se_send(f, "5a c0 00");
	assert_int_equal(f->chip->card.selected, APPLICATION_IOT);
	se_send(f, "5a 00 15" SELECT_IOT);
	assert_block(f, "a5 20 08 0301016fff010b 90");
}

static void a_block_size_of_0_or_255_is_refused(void **state)
{
	struct se050_fixture *f = *state;

	se_send(f, "5a c1 01 00");
	assert_block(f, "a5 82 00");
	se_send(f, "5a c1 01 ff");
	assert_block(f, "a5 82 00");
	se_send(f, "5a c1 01 fe");
	assert_block(f, "a5 e1 01 fe");
}

/* The block that is repeated is the one that was sent. */
static void a_new_block_size_within_a_chain_holds_from_the_next_block(void **state)
{
	struct se050_fixture *f = *state;

	ask_in_blocks_of_32(f);
	assert_block(f, "a5 20 20" BLOCK_1);
	se_send(f, "5a c1 01 fe");
	assert_block(f, "a5 e1 01 fe");
	se_send(f, "5a 82 00");
	assert_block(f, "a5 20 20" BLOCK_1);
	se_send(f, "5a 90 00");
	assert_block(f, "a5 40 29" BLOCK_2 BLOCK_3);
}

static void abort_drops_the_hosts_chain_and_numbers_go_on(void **state)
{
	struct se050_fixture *f = *state;

	se_send(f, "5a 20 02 00a4");
	assert_block(f, "a5 90 00");
	se_send(f, "5a c2 00");
	assert_block(f, "a5 e2 00");
	se_send(f, "5a 40 05 8011000000");
	assert_block(f, "a5 00 02 6d00");
}

static void abort_drops_the_rest_of_an_answer(void **state)
{
	struct se050_fixture *f = *state;

	ask_in_blocks_of_32(f);
	se_send(f, "5a c2 00");
	assert_block(f, "a5 e2 00");
	se_send(f, "5a 90 00");
	assert_block(f, "a5 92 00");
	se_send(f, "5a 40 05 8011000000");
	assert_block(f, "a5 40 02 6d00");
}

static void end_of_session_starts_both_counts_and_keeps_the_application(void **state)
{
	struct se050_fixture *f = *state;

	se_send(f, "5a 00 15" SELECT_IOT);
	se_send(f, "5a c5 00");
	assert_block(f, "a5 e5 00");
	assert_int_equal(f->chip->card.selected, APPLICATION_IOT);
	se_send(f, "5a 00 05 8011000000");
	assert_block(f, "a5 00 02 6d00");
}

static void resets_select_the_issuers_domain(void **state)
{
	struct se050_fixture *f = *state;

	se_send(f, "5a 00 15" SELECT_IOT);
	se_send(f, "5a c6 00");
	assert_block(f, "a5 e6 00");
	assert_int_equal(f->chip->card.selected, APPLICATION_ISSUER_DOMAIN);
	se_send(f, "5a 00 15" SELECT_IOT);
	se_send(f, "5a cf 00");
	assert_int_equal(f->chip->card.selected, APPLICATION_ISSUER_DOMAIN);
	se_send(f, "5a c1 01 20");
	se_send(f, "5a cf 00");
	one_read(f, "a5 ef 23");
}

static void the_atr_leaves_numbers_alone(void **state)
{
	struct se050_fixture *f = *state;

	se_send(f, "5a 00 05 8011000000");
	se_send(f, "5a c7 00");
	se_send(f, "5a 40 05 8011000000");
	assert_block(f, "a5 40 02 6d00");
}

/* Busy: a lookup takes 3 ms by the typical figures. */
static void a_busy_chip_acknowledges_no_read_and_loses_what_is_written(void **state)
{
	struct se050_fixture *f = *state;

	se_send(f, "5a 00 05 8011000000");
	assert_silent(f);
	se_wait_us(f, 1000);
	assert_silent(f);
	se_send(f, "5a 82 00");
	assert_silent(f);
	se_wait_us(f, 3000);
	assert_block(f, "a5 00 02 6d00");
}

static void resync_ends_the_wait_for_a_command(void **state)
{
	struct se050_fixture *f = *state;

	se_send(f, "5a 00 15" SELECT_IOT);
	se_send(f, "5a c0 00");
	se_wait_us(f, 100);
	assert_block(f, "a5 e0 00");
	se_wait_us(f, 10000);
	assert_silent(f);
	/* It has run. */
	assert_int_equal(f->chip->card.selected, APPLICATION_IOT);
}

static void a_read_inside_the_guard_time_loses_nothing(void **state)
{
	struct se050_fixture *f = *state;

	f->board->bus.speed_hz = 1000000;
	se_send(f, "5a c0 00");
	assert_silent(f);
	se_wait_us(f, 100);
	assert_block(f, "a5 e0 00");
}

static void a_write_inside_the_guard_time_is_taken(void **state)
{
	struct se050_fixture *f = *state;

	f->board->bus.speed_hz = 1000000;
	se_send(f, "5a c7 00");
	se_send(f, "5a c0 00");
	se_wait_us(f, 100);
	assert_block(f, "a5 e0 00");
}

/* More time is asked for when a share of BWT is over; here 1 ms, and the command takes 3. */
static void a_long_command_asks_for_more_time(void **state)
{
	struct se050_fixture *f = *state;

	f->board->bus.speed_hz = 1000000;
	f->chip->options.wtx_after_ns = 1000000;
	se_send(f, "5a 00 05 8011000000");
	se_wait_us(f, 500);
	assert_silent(f);
	se_wait_us(f, 500);
	assert_block(f, "a5 c3 01 01");
	assert_silent(f);
	se_send(f, "5a e3 01 01");
	se_wait_us(f, 200);
	assert_silent(f);
	se_wait_us(f, 800);
	assert_block(f, "a5 c3 01 01");
	/* Done meanwhile: the response is followed by the answer at once. */
	se_wait_us(f, 5000);
	assert_silent(f);
	se_send(f, "5a e3 01 05");
	se_wait_us(f, 100);
	assert_block(f, "a5 00 02 6d00");
}

static void anything_but_the_response_repeats_the_request_for_time(void **state)
{
	struct se050_fixture *f = *state;
	static const char *const others[] = { "5a e3 00", "5a e3 02 0101", "5a 82 00", "5a 40 05 8011000000",
		"5a c7 00", "5b e3 01 01" };

	f->board->bus.speed_hz = 1000000;
	f->chip->options.wtx_after_ns = 1000000;
	se_send(f, "5a 00 05 8011000000");
	se_wait_us(f, 1000);
	assert_block(f, "a5 c3 01 01");
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		se_send(f, others[i]);
		se_wait_us(f, 100);
		assert_block(f, "a5 c3 01 01");
	}
	se_send(f, "5a c0 00");
	se_wait_us(f, 100);
	assert_block(f, "a5 e0 00");
}

static void more_time_after_a_chain_and_before_a_chained_answer(void **state)
{
	struct se050_fixture *f = *state;

	se_send(f, "5a c1 01 20");
	f->board->bus.speed_hz = 1000000;
	f->chip->options.wtx_after_ns = 1000000;
	se_send(f, "5a 20 04 80ca00fe");
	se_wait_us(f, 100);
	assert_block(f, "a5 90 00");
	se_send(f, "5a 40 03 02df28");
	for (int i = 0; i < 2; i++) {
		se_wait_us(f, 1000);
		assert_block(f, "a5 c3 01 01");
		se_send(f, "5a e3 01 01");
	}
	se_wait_us(f, 1000);
	assert_block(f, "a5 20 20" BLOCK_1);
	se_send(f, "5a 90 00");
	se_wait_us(f, 100);
	assert_block(f, "a5 60 20" BLOCK_2);
}

static int write_then_read(struct se050_fixture *f)
{
	uint8_t resync[] = { 0x5a, 0xc0, 0x00, 0xff, 0xfc }, answer[5];
	struct i2c_message m[] = { { .addr = 0x48, .len = sizeof(resync), .bytes = resync },
		{ .addr = 0x48, .flags = I2C_READ, .len = sizeof(answer), .bytes = answer } };
	size_t done;

	return bus_transfer(&f->board->bus, m, 2, &done);
}

/* A frame ends with STOP: nothing is there to be read before it. */
static void a_repeated_start_finds_nothing_to_read_and_the_frame_is_served(void **state)
{
	struct se050_fixture *f = *state;

	assert_int_equal(write_then_read(f), -ENXIO);
	assert_block(f, "a5 e0 00");
}

static void a_part_with_the_erratum_hangs_at_a_repeated_start_until_power_goes(void **state)
{
	struct se050_fixture *f = *state;
	struct bus *bus = &f->board->bus;
	uint8_t resync[] = { 0x5a, 0xc0, 0x00, 0xff, 0xfc };
	struct i2c_message m = { .addr = 0x48, .len = sizeof(resync), .bytes = resync };
	size_t done;

	f->chip->options.repeated_start_hangs = true;
	assert_int_equal(write_then_read(f), -ENXIO);
	assert_int_equal(bus_transfer(bus, &m, 1, &done), -ENXIO);
	assert_silent(f);
	bus_power(bus, &bus->seats[0], false);
	bus_power(bus, &bus->seats[0], true);
	se_send(f, "5a c0 00");
	assert_block(f, "a5 e0 00");
}

static void power_off_forgets_the_link(void **state)
{
	struct se050_fixture *f = *state;
	struct bus *bus = &f->board->bus;

	se_send(f, "5a 00 15" SELECT_IOT);
	bus_power(bus, &bus->seats[0], false);
	bus_power(bus, &bus->seats[0], true);
	assert_silent(f);
	assert_int_equal(f->chip->card.selected, APPLICATION_ISSUER_DOMAIN);
	se_send(f, "5a 00 05 8011000000");
	assert_block(f, "a5 00 02 6d00");
}

static void commands_in_every_encoding_are_taken(void **state)
{
	struct se050_fixture *f = *state;
	static const char *const identify[] = { "80ca00fe02df28", "80ca00fe02df2800", "80ca00fe000002df28",
		"80ca00fe000002df280000" };
	static const char *const cplc[] = { "80ca9f7f", "80ca9f7f00", "80ca9f7f0000", "80ca9f7f000000" };
	static const char *const wrong[] = { "", "80", "80ca9f", "80ca00fe03df28", "80ca00fe01df2800",
		"80ca00fe000003df28", "80ca00fe00000000", "80ca00fe000002df2800" };

	for (size_t i = 0; i < sizeof(identify) / sizeof(identify[0]); i++)
		assert_apdu(f, identify[i], BLOCK_1 BLOCK_2 BLOCK_3);
	for (size_t i = 0; i < sizeof(cplc) / sizeof(cplc[0]); i++)
		assert_apdu(f, cplc[i],
			"9f7f2a 4790d3214700000000009169 000323953673 0000000000000000 0142 0a3030333233"
			"0000000000000000 9000");
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_apdu(f, wrong[i], "6700");
}

#define LINK(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
#define SLOW(test) cmocka_unit_test_setup_teardown(test, set_up_slow, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LINK(the_exchanges_seen_on_parts),
		LINK(a_block_comes_over_any_number_of_reads),
		LINK(a_read_with_nothing_to_send_is_not_acknowledged),
		LINK(a_wrong_crc_is_an_error_of_the_first_kind),
		LINK(a_frame_split_over_two_writes_is_two_broken_frames),
		LINK(bytes_behind_a_frame_make_it_a_broken_one),
		LINK(a_frame_longer_than_any_is_answered),
		LINK(a_length_of_255_is_reserved),
		LINK(a_wrong_node_address_is_an_error),
		LINK(blocks_of_no_kind_are_errors),
		LINK(requests_of_the_wrong_length_are_errors),
		LINK(responses_that_nobody_asked_for_are_errors),
		LINK(both_ends_count_their_own_blocks),
		LINK(a_chain_of_the_host_is_acknowledged_block_by_block),
		LINK(a_chain_may_have_an_empty_link),
		LINK(an_empty_command_has_a_wrong_length),
		LINK(a_chain_without_end_is_acknowledged_and_refused_at_its_end),
		LINK(a_repeated_command_is_answered_again_and_not_run_again),
		LINK(a_repeated_link_of_a_chain_is_acknowledged_again_and_joined_once),
		LINK(an_answer_is_chained_and_each_block_acknowledged),
		LINK(an_acknowledgement_of_the_wrong_number_in_a_chain_repeats_the_block),
		LINK(an_error_block_asks_for_the_last_block_again),
		LINK(an_error_block_asks_for_a_response_again),
		LINK(the_last_block_can_be_asked_for_after_a_broken_frame),
		LINK(an_acknowledgement_with_nothing_to_follow_is_an_error_and_stays_the_same),
		LINK(an_acknowledgement_in_the_hosts_chain_repeats_the_chips),
		LINK(a_write_discards_an_answer_not_read_and_a_repeat_brings_it_back),
		LINK(a_write_discards_the_rest_of_an_answer_half_read),
		LINK(resync_starts_both_counts_and_drops_chains),
		LINK(resync_keeps_what_is_selected_and_the_block_size),
		LINK(a_block_size_of_0_or_255_is_refused),
		LINK(a_new_block_size_within_a_chain_holds_from_the_next_block),
		LINK(abort_drops_the_hosts_chain_and_numbers_go_on),
		LINK(abort_drops_the_rest_of_an_answer),
		LINK(end_of_session_starts_both_counts_and_keeps_the_application),
		LINK(resets_select_the_issuers_domain),
		LINK(the_atr_leaves_numbers_alone),
		SLOW(a_busy_chip_acknowledges_no_read_and_loses_what_is_written),
		SLOW(resync_ends_the_wait_for_a_command),
		SLOW(a_read_inside_the_guard_time_loses_nothing),
		SLOW(a_write_inside_the_guard_time_is_taken),
		SLOW(a_long_command_asks_for_more_time),
		SLOW(anything_but_the_response_repeats_the_request_for_time),
		SLOW(more_time_after_a_chain_and_before_a_chained_answer),
		LINK(a_repeated_start_finds_nothing_to_read_and_the_frame_is_served),
		LINK(a_part_with_the_erratum_hangs_at_a_repeated_start_until_power_goes),
		LINK(power_off_forgets_the_link),
		LINK(commands_in_every_encoding_are_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
