/* tests/unit/test_atca_memory.c: the host's reads, writes and locks on a part that they made themselves. */
#include <errno.h>

#include "atca_keys.h"
#include "atca_made.h"
#include "atca_memory.h"
#include "cmocka_all.h"

static int set_up(void **state)
{
	*state = made_part();
	return 0;
}

static int tear_down(void **state)
{
	host_link_free(*state);
	return 0;
}

static void who_it_is_is_told(void **state)
{
	struct host_link *f = *state;
	uint8_t revision[4], serial[ATCA_PART_SERIAL], config[ATCA_CONFIG_BYTES], otp[ATCA_OTP_BYTES];

	assert_int_equal(atca_revision(&f->atca, revision), 0);
	assert_memory_equal(revision, "\x00\x00\x60\x02", 4);
	assert_int_equal(atca_read_serial(&f->atca, serial), 0);
	assert_memory_equal(serial, "\x01\x23", 2);
	assert_int_equal(serial[8], 0xee);
	assert_int_equal(atca_read_config(&f->atca, config), 0);
	assert_memory_equal(config, serial, 4);
	assert_memory_equal(config + 8, serial + 4, 5);
	assert_memory_equal(config + 86, "\x00\x00", 2);
	assert_int_equal(atca_read_otp(&f->atca, otp), 0);
	assert_memory_equal(otp, "OTP", 3);
	assert_int_equal(otp[35], 1);
}

static void any_part_of_a_slot_is_read_and_written(void **state)
{
	struct host_link *f = *state;
	uint8_t bytes[416], back[416];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(i * 5);
	assert_int_equal(atca_write_slot(&f->atca, MADE_DATA, 0, bytes, sizeof(bytes)), 0);
	for (size_t offset = 0; offset < 416; offset += 37) {
		size_t len = (offset * 3) % (416 - offset) + 1;

		memset(back, 0xaa, sizeof(back));
		assert_int_equal(atca_read_slot(&f->atca, MADE_DATA, offset, back, len), 0);
		assert_memory_equal(back, bytes + offset, len);
	}
	assert_int_equal(atca_write_slot(&f->atca, MADE_DATA, 60, "worderword..", 12), 0);
	assert_int_equal(atca_read_slot(&f->atca, MADE_DATA, 59, back, 14), 0);
	assert_memory_equal(back,
		"\x27"
		"worderword..",
		13);
	assert_int_equal(back[13], bytes[72]);
}

static void places_that_are_not_there_are_refused(void **state)
{
	struct host_link *f = *state;
	struct atca_transport_key key = { .slot = MADE_KEY, .key = made_key };
	uint8_t bytes[96] = { 0 };

	assert_int_equal(atca_slot_bytes(16), 0);
	assert_int_equal(atca_read_slot(&f->atca, 16, 0, bytes, 1), -EINVAL);
	assert_int_equal(atca_read_slot(&f->atca, MADE_PUBLIC, 70, bytes, 3), -EINVAL);
	assert_int_equal(atca_write_slot(&f->atca, MADE_PUBLIC, 2, bytes, 4), -EINVAL);
	assert_int_equal(atca_write_slot(&f->atca, MADE_PUBLIC, 0, bytes, 5), -EINVAL);
	assert_int_equal(atca_write_slot(&f->atca, MADE_PUBLIC, 68, bytes, 8), -EINVAL);
	assert_int_equal(atca_write_slot(&f->atca, MADE_PUBLIC, 64, bytes, 64), -EINVAL);
	assert_int_equal(atca_write_otp(&f->atca, 2, bytes), -EINVAL);
	assert_int_equal(atca_read_encrypted(&f->atca, MADE_ENCRYPTED, 3, &key, bytes), -EINVAL);
	assert_int_equal(atca_write_encrypted(&f->atca, 16, 0, &key, bytes), -EINVAL);
	assert_int_equal(atca_lock_slot(&f->atca, 16), -EINVAL);
}

static void secrets_travel_under_the_transport_key(void **state)
{
	struct host_link *f = *state;
	static const uint8_t wrong_key[32] = { 1 };
	struct atca_transport_key key;
	uint8_t secret[ATCA_BLOCK], back[ATCA_BLOCK];

	assert_int_equal(atca_read_slot(&f->atca, MADE_HIDDEN, 0, back, 4), -EREMOTEIO);
	assert_int_equal(f->atca.status, ATCA_EXECUTION_ERROR);
	for (size_t block = 0; block < 3; block++) {
		memset(secret, (int)(0x50 + block), sizeof(secret));
		assert_int_equal(atca_transport_make(&f->atca, MADE_KEY, made_key, &key), 0);
		assert_int_equal(atca_write_encrypted(&f->atca, MADE_ENCRYPTED, block, &key, secret), 0);
		assert_int_equal(atca_read_encrypted(&f->atca, MADE_ENCRYPTED, block, &key, back), 0);
		/* The last block has 8 bytes. */
		assert_memory_equal(back, secret, block < 2 ? ATCA_BLOCK : 8);
	}
	/* Another key: the write's MAC is wrong, and what is read is noise. */
	assert_int_equal(atca_transport_make(&f->atca, MADE_KEY, wrong_key, &key), 0);
	assert_int_equal(atca_write_encrypted(&f->atca, MADE_ENCRYPTED, 0, &key, secret), -EREMOTEIO);
	assert_int_equal(atca_read_encrypted(&f->atca, MADE_ENCRYPTED, 0, &key, back), 0);
	memset(secret, 0x50, sizeof(secret));
	assert_memory_not_equal(back, secret, ATCA_BLOCK);
	assert_int_equal(atca_read_slot(&f->atca, MADE_ENCRYPTED, 0, back, ATCA_BLOCK), -EREMOTEIO);
}

static void a_locked_slot_stays_as_it_is(void **state)
{
	struct host_link *f = *state;
	uint8_t point[ATCA_POINT];

	assert_int_equal(atca_lock_slot(&f->atca, MADE_DATA), 0);
	assert_int_equal(atca_write_slot(&f->atca, MADE_DATA, 0, "none", 4), -EREMOTEIO);
	assert_int_equal(atca_lock_slot(&f->atca, MADE_HIDDEN), -EREMOTEIO);
	assert_int_equal(atca_lock_slot(&f->atca, MADE_LOCKABLE), 0);
	assert_int_equal(atca_generate(&f->atca, MADE_LOCKABLE, point), -EREMOTEIO);
	assert_int_equal(atca_public_key(&f->atca, MADE_LOCKABLE, point), 0);
}

/* Real parts are safe with us. */
static void a_real_part_is_not_altered_for_good(void **state)
{
	struct host_link *f = *state;
	uint8_t point[ATCA_POINT], before[ATCA_POINT];
	const uint8_t config[ATCA_CONFIG_BYTES] = { 0 };
	uint32_t value;

	assert_int_equal(atca_public_key(&f->atca, MADE_LOCKABLE, before), 0);
	f->link->info.simulated = false;
	assert_int_equal(atca_lock_config(&f->atca, config), -EPERM);
	assert_int_equal(atca_lock_data(&f->atca, rbuf_from(config, 1)), -EPERM);
	assert_int_equal(atca_lock_slot(&f->atca, MADE_DATA), -EPERM);
	assert_int_equal(atca_generate(&f->atca, MADE_LOCKABLE, point), -EPERM);
	assert_int_equal(atca_count(&f->atca, 0, &value), -EPERM);
	assert_int_equal(atca_counter(&f->atca, 0, &value), 0);
	assert_int_equal(value, 0);
	assert_int_equal(atca_public_key(&f->atca, MADE_LOCKABLE, point), 0);
	assert_memory_equal(point, before, sizeof(point));
	f->atca.irreversible_allowed = true;
	assert_int_equal(atca_count(&f->atca, 0, &value), 0);
	assert_int_equal(value, 1);
	assert_int_equal(atca_generate(&f->atca, MADE_LOCKABLE, point), 0);
}

static void a_broken_command_is_sent_again(void **state)
{
	struct host_link *f = *state;
	uint8_t revision[4];

	/* The word for idle comes before a command. */
	host_link_fault(f, "flip addr=60 read=0 byte=3 bit=0 after=1 times=1");
	assert_int_equal(atca_revision(&f->atca, revision), 0);
	assert_int_equal(f->fault.struck, 1);
	host_link_fault(f, "flip read=1 byte=2 bit=3 times=0");
	assert_true(atca_revision(&f->atca, revision) < 0);
}

static void nobody_there_is_told(void **state)
{
	struct host_link *f = *state;
	struct atca_host nobody = atca_host_make(f->link, 0x33);
	uint8_t bytes[ATCA_CONFIG_BYTES];

	assert_int_equal(atca_read_config(&nobody, bytes), -ETIMEDOUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(who_it_is_is_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(any_part_of_a_slot_is_read_and_written, set_up, tear_down),
		cmocka_unit_test_setup_teardown(places_that_are_not_there_are_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(secrets_travel_under_the_transport_key, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_locked_slot_stays_as_it_is, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_real_part_is_not_altered_for_good, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_broken_command_is_sent_again, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nobody_there_is_told, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
