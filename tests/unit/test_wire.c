/* tests/unit/test_wire.c: cursors and checksums. */
#include "cmocka_all.h"

#include "crc.h"
#include "cursor.h"

/* Microchip's public examples, and what physical parts sent (docs/reference/atecc608.md). */
static void atca_crc_of_the_wake_status_is_3343(void **state)
{
	(void)state;
	assert_int_equal(crc16_atca("\x04\x11", 2), 0x4333);
	assert_int_equal(crc16_atca("\x04\x07", 2), 0xc240);
	assert_int_equal(crc16_atca("\x07\x30\x00\x00\x00", 5), 0x5d03);
	assert_int_equal(crc16_atca("\x07\x02\x80\x00\x00", 5), 0xad09);
}

static void atca_crc_in_two_parts_is_the_crc_of_the_whole(void **state)
{
	(void)state;
	assert_int_equal(crc16_atca_more(crc16_atca("\x07\x02", 2), "\x80\x00\x00", 3), 0xad09);
}

/* UM11225: RESYNC and its answer. */
static void x25_crc_of_resync_is_fffc(void **state)
{
	(void)state;
	assert_int_equal(crc16_x25("\x5a\xc0\x00", 3), 0xfcff);
	assert_int_equal(crc16_x25("\xa5\xe0\x00", 3), 0x193f);
}

static void ieee_crc_of_the_check_string(void **state)
{
	(void)state;
	assert_int_equal(crc32_ieee("123456789", 9), 0xcbf43926);
}

static void reading_past_the_end_gives_zeros_and_marks_the_cursor(void **state)
{
	static const uint8_t bytes[3] = { 0x12, 0x34, 0x56 };
	struct rbuf r = rbuf_from(bytes, sizeof(bytes));
	uint8_t copy[2] = { 0xee, 0xee };

	(void)state;
	assert_int_equal(rbuf_le16(&r), 0x3412);
	assert_false(rbuf_bad(&r));
	assert_int_equal(rbuf_be16(&r), 0);
	assert_true(rbuf_bad(&r));
	assert_int_equal(rbuf_left(&r), 0);
	rbuf_copy(&r, copy, sizeof(copy));
	assert_memory_equal(copy, "\0\0", 2);
}

static void writing_past_the_end_writes_nothing_and_marks_the_cursor(void **state)
{
	uint8_t bytes[4] = { 0xee, 0xee, 0xee, 0xee };
	struct wbuf w = wbuf_to(bytes, 3);

	(void)state;
	wbuf_be16(&w, 0x1234);
	wbuf_le16(&w, 0xffff);
	assert_true(wbuf_bad(&w));
	assert_int_equal(w.len, 2);
	assert_memory_equal(bytes, "\x12\x34\xee\xee", 4);
	wbuf_u8(&w, 1);
	assert_int_equal(w.len, 2);
}

static void a_taken_cursor_ends_where_it_was_cut(void **state)
{
	static const uint8_t bytes[4] = { 1, 2, 3, 4 };
	struct rbuf r = rbuf_from(bytes, sizeof(bytes));
	struct rbuf inner = rbuf_take(&r, 3);

	(void)state;
	assert_int_equal(rbuf_left(&inner), 3);
	assert_int_equal(rbuf_left(&r), 1);
	rbuf_le32(&inner);
	assert_true(rbuf_bad(&inner));
	assert_false(rbuf_bad(&r));
	inner = rbuf_take(&r, 2);
	assert_true(rbuf_bad(&inner));
	assert_true(rbuf_bad(&r));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(atca_crc_of_the_wake_status_is_3343),
		cmocka_unit_test(atca_crc_in_two_parts_is_the_crc_of_the_whole),
		cmocka_unit_test(x25_crc_of_resync_is_fffc),
		cmocka_unit_test(ieee_crc_of_the_check_string),
		cmocka_unit_test(reading_past_the_end_gives_zeros_and_marks_the_cursor),
		cmocka_unit_test(writing_past_the_end_writes_nothing_and_marks_the_cursor),
		cmocka_unit_test(a_taken_cursor_ends_where_it_was_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
