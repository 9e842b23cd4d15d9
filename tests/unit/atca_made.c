/* tests/unit/atca_made.c: an ATECC608A that the host's own functions configure, fill and lock. */
#include "atca_made.h"

#include <errno.h>

#include "atca_keys.h"
#include "atca_memory.h"
#include "cmocka_all.h"

const uint8_t made_key[32] = { 0x37, 0x80, 0xe6, 0x3d, 0x49, 0x68, 0xad, 0xe5, 1, 2, 3 };

static const struct slot {
	unsigned slot;
	uint8_t slot_config[2];
	uint8_t key_config[2];
} slots[] = {
	{ MADE_SIGNER, { 0x85, 0x20 }, { 0x33, 0x00 } },
	{ MADE_STATEMENT, { 0x82, 0x20 }, { 0x33, 0x00 } },
	{ MADE_LOCKABLE, { 0x85, 0x20 }, { 0x33, 0x00 } },
	{ MADE_KEY, { 0x80, 0x0f }, { 0x3c, 0x00 } },
	{ MADE_DATA, { 0x0f, 0x0f }, { 0x3c, 0x00 } },
	{ MADE_ENCRYPTED, { 0xc4, 0x44 }, { 0x3c, 0x00 } },
	{ MADE_PUBLIC, { 0x0f, 0x0f }, { 0x30, 0x00 } },
	{ MADE_HIDDEN, { 0x8f, 0x8f }, { 0x1c, 0x00 } },
};

static void configure(struct atca_host *host)
{
	uint8_t config[ATCA_CONFIG_BYTES], back[ATCA_CONFIG_BYTES];

	assert_int_equal(atca_read_config(host, config), 0);
	for (size_t i = 0; i < sizeof(slots) / sizeof(slots[0]); i++) {
		memcpy(config + 20 + 2 * slots[i].slot, slots[i].slot_config, 2);
		memcpy(config + 96 + 2 * slots[i].slot, slots[i].key_config, 2);
	}
	assert_int_equal(atca_write_config(host, config), 0);
	assert_int_equal(atca_read_config(host, back), 0);
	assert_memory_equal(back, config, sizeof(config));
	/* A wrong checksum locks nothing. */
	config[30] ^= 1;
	assert_int_equal(atca_lock_config(host, config), -EREMOTEIO);
	assert_int_equal(host->status, ATCA_EXECUTION_ERROR);
	assert_int_equal(atca_lock_config(host, back), 0);
	assert_int_equal(atca_lock_config(host, back), -EREMOTEIO);
}

/* All that is not private, as the data zone's checksum wants it. */
static void fill(struct atca_host *host, struct wbuf *contents)
{
	for (unsigned slot = 3; slot < ATCA_SLOTS; slot++) {
		size_t size = atca_slot_bytes(slot),
		       whole = (size + ATCA_BLOCK - 1) / ATCA_BLOCK * ATCA_BLOCK;
		uint8_t bytes[416];

		memset(bytes, (int)slot, sizeof(bytes));
		if (slot == MADE_KEY)
			memcpy(bytes, made_key, sizeof(made_key));
		assert_int_equal(atca_write_slot(host, slot, 0, bytes, whole), 0);
		wbuf_put(contents, bytes, size);
	}
	for (size_t block = 0; block < 2; block++) {
		const uint8_t otp[ATCA_BLOCK] = { 'O', 'T', 'P', (uint8_t)block };

		assert_int_equal(atca_write_otp(host, block, otp), 0);
		wbuf_put(contents, otp, sizeof(otp));
	}
}

struct host_link *made_part(void)
{
	struct host_link *f = host_link_new("atecc608a");
	uint8_t contents[1300], point[ATCA_POINT];
	struct wbuf all = wbuf_to(contents, sizeof(contents));

	f->atca = atca_host_make(f->link, ATCA_ADDRESS_DEFAULT);
	configure(&f->atca);
	for (unsigned slot = MADE_SIGNER; slot <= MADE_LOCKABLE; slot++)
		assert_int_equal(atca_generate(&f->atca, slot, point), 0);
	fill(&f->atca, &all);
	assert_int_equal(atca_lock_data(&f->atca, rbuf_from(contents, all.len - 1)), -EREMOTEIO);
	assert_int_equal(atca_lock_data(&f->atca, rbuf_from(contents, all.len)), 0);
	return f;
}
