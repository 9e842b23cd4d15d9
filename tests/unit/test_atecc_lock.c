/* tests/unit/test_atecc_lock.c: Lock, of the config zone, of data and OTP, and of single slots (DS20005927A 9.10). */
#include "atecc_fixture.h"

#include "cmocka_all.h"

#include "crc.h"

static uint16_t config_crc(const struct atecc_fixture *f)
{
	return crc16_atca(f->chip->nv.config, 128);
}

/* p.75: slots in numeric order without those of private keys, then OTP. */
static uint16_t data_crc(struct atecc_fixture *f)
{
	uint16_t crc = 0;

	for (unsigned int slot = 0; slot < 16; slot++)
		if (!(f->chip->nv.config[96 + 2 * slot] & 1))
			crc = crc16_atca_more(crc, slot_at(f, slot), slot_length(slot));
	return crc16_atca_more(crc, f->chip->nv.otp, 64);
}

static void assert_only_config_byte_changed(
	const struct atecc_fixture *f, const struct atecc *before, size_t at, uint8_t now)
{
	struct atecc expected = *before;

	expected.nv.config[at] = now;
	assert_unchanged(f, &expected);
}

static void the_config_lock_checks_the_crc_of_its_128_bytes(void **state)
{
	struct atecc_fixture *f = *state;
	uint16_t crc = config_crc(f);
	struct atecc before;

	host_wake(f);
	before = *f->chip;
	for (unsigned int bit = 0; bit < 16; bit++)
		assert_status(f, ATCA_EXECUTION_ERROR, "17 00 %w", crc ^ 1u << bit);
	assert_unchanged(f, &before);
	assert_status(f, ATCA_SUCCESS, "17 00 %w", (unsigned int)crc);
	assert_only_config_byte_changed(f, &before, 87, 0x00);
}

static void the_data_lock_checks_the_crc_of_slots_and_otp_without_private_keys(void **state)
{
	struct atecc_fixture *f = *state;
	uint16_t crc = data_crc(f);
	uint16_t with_private_keys = crc16_atca_more(crc16_atca(f->chip->nv.data, 1208), f->chip->nv.otp, 64);
	struct atecc before;

	host_wake(f);
	before = *f->chip;
	assert_status(f, ATCA_EXECUTION_ERROR, "17 01 %w", (unsigned int)with_private_keys);
	for (unsigned int bit = 0; bit < 16; bit++)
		assert_status(f, ATCA_EXECUTION_ERROR, "17 01 %w", crc ^ 1u << bit);
	assert_unchanged(f, &before);
	assert_status(f, ATCA_SUCCESS, "17 01 %w", (unsigned int)crc);
	assert_only_config_byte_changed(f, &before, 86, 0x00);
}

static void the_data_crc_holds_public_keys_with_their_validity(void **state)
{
	struct atecc_fixture *f = *state;
	uint16_t crc;

	slot_at(f, 14)[0] = 0xa0;
	crc = data_crc(f);
	slot_at(f, 14)[0] = 0x50;
	assert_status(f, ATCA_EXECUTION_ERROR, "17 01 %w", (unsigned int)crc);
	assert_status(f, ATCA_SUCCESS, "17 01 %w", (unsigned int)data_crc(f));
}

/* Mode bit 7; that param2 "should be" 0000 then is not enforced. */
static void without_the_crc_any_param2_will_do(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_SUCCESS, "17 80 0000");
	assert_status(f, ATCA_SUCCESS, "17 81 3412");
	assert_int_equal(f->chip->nv.config[86], 0x00);
	assert_int_equal(f->chip->nv.config[87], 0x00);
}

static void what_is_locked_cannot_be_locked_again(void **state)
{
	struct atecc_fixture *f = *state;
	struct atecc before;

	assert_status(f, ATCA_SUCCESS, "17 92 0000"); /* slot 4 */
	host_wake(f);
	before = *f->chip;
	assert_status(f, ATCA_EXECUTION_ERROR, "17 80 0000");
	assert_status(f, ATCA_EXECUTION_ERROR, "17 00 %w", (unsigned int)config_crc(f));
	assert_status(f, ATCA_EXECUTION_ERROR, "17 81 0000");
	assert_status(f, ATCA_EXECUTION_ERROR, "17 92 0000");
	assert_unchanged(f, &before);
}

/* 2.4.3: before or after the data lock, Lockable and not yet locked; the CRC does not count. */
static void a_slot_is_locked_if_it_is_lockable(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int slot = 0; slot < 16; slot++) {
		bool lockable = f->chip->nv.config[96 + 2 * slot] & 0x20;
		struct atecc before;
		uint8_t bits;

		host_wake(f);
		before = *f->chip;
		bits = (uint8_t)(before.nv.config[88 + slot / 8] & ~(1u << slot % 8));
		assert_status(
			f, lockable ? ATCA_SUCCESS : ATCA_EXECUTION_ERROR, "17 %c 3412", 0x02 | slot << 2);
		if (lockable)
			assert_only_config_byte_changed(f, &before, 88 + slot / 8, bits);
		else
			assert_unchanged(f, &before);
	}
}

static void no_slot_is_locked_before_the_config_zone(void **state)
{
	struct atecc_fixture *f = *state;

	set_key_config(f, 3, 0x003c);
	for (unsigned int slot = 0; slot < 16; slot++)
		assert_status(f, ATCA_EXECUTION_ERROR, "17 %c 0000", 0x82 | slot << 2);
	assert_int_equal(f->chip->nv.config[88], 0xff);
	assert_int_equal(f->chip->nv.config[89], 0xff);
}

static void reserved_mode_bits_are_03(void **state)
{
	struct atecc_fixture *f = *state;
	struct atecc before;

	host_wake(f);
	before = *f->chip;
	for (unsigned int mode = 0; mode < 256; mode++) {
		bool slot_bits = mode & 0x3c && (mode & 3) != 2;

		if (mode & 0x40 || (mode & 3) == 3 || slot_bits)
			assert_status(f, ATCA_PARSE_ERROR, "17 %c 0000", mode);
	}
	assert_unchanged(f, &before);
}

/* UNCERTAIN (ATCA-U-18): no document says it, but data cannot be reached before the config lock. */
static void uncertain_the_data_lock_needs_the_config_lock(void **state)
{
	assert_status(*state, ATCA_EXECUTION_ERROR, "17 81 0000");
}

static const struct CMUnitTest tests[] = {
	ON(blank_608a, the_config_lock_checks_the_crc_of_its_128_bytes),
	ON(blank_508a, the_config_lock_checks_the_crc_of_its_128_bytes),
	ON(config_locked_608a, the_data_lock_checks_the_crc_of_slots_and_otp_without_private_keys),
	ON(config_locked_508a, the_data_lock_checks_the_crc_of_slots_and_otp_without_private_keys),
	ON(config_locked_608a, the_data_crc_holds_public_keys_with_their_validity),
	ON(blank_608a, without_the_crc_any_param2_will_do),
	ON(locked_608a, what_is_locked_cannot_be_locked_again),
	ON(config_locked_608a, a_slot_is_locked_if_it_is_lockable),
	ON(locked_608a, a_slot_is_locked_if_it_is_lockable),
	ON(locked_508a, a_slot_is_locked_if_it_is_lockable),
	ON(blank_608a, no_slot_is_locked_before_the_config_zone),
	ON(locked_608a, reserved_mode_bits_are_03),
};

static const struct CMUnitTest uncertain[] = {
	ON(blank_608a, uncertain_the_data_lock_needs_the_config_lock),
};

int main(void)
{
	return cmocka_run_group_tests(tests, NULL, NULL) + cmocka_run_group_tests(uncertain, NULL, NULL);
}
