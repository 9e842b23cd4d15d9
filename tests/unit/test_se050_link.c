/* tests/unit/test_se050_link.c: what the SE050 answers so far, beside an ATECC on one bus. */
#include "cmocka_all.h"

#include <errno.h>
#include <string.h>

#include "bus.h"
#include "se050.h"

struct fixture {
	struct bus bus;
	struct rng rng;
	struct se050 chip;
};

static int set_up(void **state)
{
	static struct fixture f;
	struct chip_env env = { .rng = &f.rng };

	memset(&f, 0, sizeof(f));
	rng_seed(&f.rng, 1);
	bus_init(&f.bus, CLOCK_INSTANT, I2C_SPEED_DEFAULT);
	bus_attach(&f.bus, &se050_model, &f.chip, &env);
	*state = &f;
	return 0;
}

static int transfer(struct fixture *f, uint16_t flags, void *bytes, size_t len)
{
	struct i2c_message m = { .addr = 0x48, .flags = flags, .len = (uint16_t)len, .bytes = bytes };
	size_t done;

	return bus_transfer(&f->bus, &m, 1, &done);
}

static void assert_reads(struct fixture *f, const char *expected, size_t len)
{
	uint8_t bytes[300];

	assert_int_equal(transfer(f, I2C_READ, bytes, len), 1);
	assert_memory_equal(bytes, expected, len);
}

/* UM11225; observed.md */
static void resync_is_answered(void **state)
{
	uint8_t resync[] = { 0x5a, 0xc0, 0x00, 0xff, 0xfc };

	assert_int_equal(transfer(*state, 0, resync, sizeof(resync)), 1);
	assert_reads(*state, "\xa5\xe0\x00\x3f\x19", 5);
}

/* The 35 bytes of a physical part, read as hosts do: 2, 1, LEN + 2. */
static void the_atr_comes_over_several_reads(void **state)
{
	uint8_t get_atr[] = { 0x5a, 0xc7, 0x00, 0xf7, 0xb1 };

	assert_int_equal(transfer(*state, 0, get_atr, sizeof(get_atr)), 1);
	assert_reads(*state, "\xa5\xe7", 2);
	assert_reads(*state, "\x23", 1);
	assert_reads(*state,
		"\x00\xa0\x00\x00\x03\x96\x04\x03\xe8\x00\xfe\x02\x0b\x03\xe8\x08\x01\x00\x00\x00\x00\x64"
		"\x00\x00\x0aJCOP4 ATPO\x2a\x8d",
		37);
}

static void a_read_with_nothing_to_send_is_not_acknowledged(void **state)
{
	uint8_t byte;

	assert_int_equal(transfer(*state, I2C_READ, &byte, 1), -ENXIO);
}

static void a_block_may_come_in_two_writes(void **state)
{
	uint8_t resync[] = { 0x5a, 0xc0, 0x00, 0xff, 0xfc };
	uint8_t byte;

	assert_int_equal(transfer(*state, 0, resync, 2), 1);
	assert_int_equal(transfer(*state, I2C_READ, &byte, 1), -ENXIO);
	assert_int_equal(transfer(*state, 0, resync + 2, 3), 1);
	assert_reads(*state, "\xa5\xe0\x00\x3f\x19", 5);
}

static void a_new_block_discards_the_answer_not_read(void **state)
{
	uint8_t get_atr[] = { 0x5a, 0xc7, 0x00, 0xf7, 0xb1 };
	uint8_t resync[] = { 0x5a, 0xc0, 0x00, 0xff, 0xfc };

	transfer(*state, 0, get_atr, sizeof(get_atr));
	assert_reads(*state, "\xa5\xe7", 2);
	transfer(*state, 0, resync, sizeof(resync));
	assert_reads(*state, "\xa5\xe0\x00\x3f\x19", 5);
}

static void a_wrong_crc_is_not_answered(void **state)
{
	uint8_t resync[] = { 0x5a, 0xc0, 0x00, 0xff, 0xfd };
	uint8_t byte;

	transfer(*state, 0, resync, sizeof(resync));
	assert_int_equal(transfer(*state, I2C_READ, &byte, 1), -ENXIO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(resync_is_answered, set_up),
		cmocka_unit_test_setup(the_atr_comes_over_several_reads, set_up),
		cmocka_unit_test_setup(a_read_with_nothing_to_send_is_not_acknowledged, set_up),
		cmocka_unit_test_setup(a_block_may_come_in_two_writes, set_up),
		cmocka_unit_test_setup(a_new_block_discards_the_answer_not_read, set_up),
		cmocka_unit_test_setup(a_wrong_crc_is_not_answered, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
