/*
 * tests/conformance/atca_suite.c: the configurations that the suite gives a blank ATECC, and what it puts into the slots.
 *
 * Key n is SHA-256 of "key" and the byte n: its private half in one slot, its public one in another; nothing here is secret.
 */
#include "atca_suite.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "atca_compute.h"
#include "atca_memory.h"

enum {
	FIRST = 17, /* the first configuration byte that is the suite's; 16 is the part's own address */
	BYTES = ATCA_CONFIG_BYTES - 16,
	COUNTERS = 52, /* what the part changes by itself: both counters, and on a 508A LastKeyUse */
	COUNTERS_END = 68,
	LAST_KEY_USE_END = 84,
	LOCKS = 84, /* UserExtra, the locks, SlotLocked */
	LOCKS_END = 90,
	OTP_FIRST = 0x40,
	PRIVATE_DATA = 68, /* PrivWrite: 36 bytes of key, 32 that are no MAC */
	KNOWN_SLOT = 4,
	KEY_CONFIG = 96,
	KEY_PUB_INFO = 0x02,
	INVALID = 0xa0,
	SLOT_LOCKED = 88,
	NO_SLOT = 0xff,
	KEYS = 5,
};

/* Key `number`, and where its halves are. */
struct setup_key {
	uint8_t number, private_slot, public_slot;
};

struct setup {
	enum atca_phase config_phase, locked_phase;
	uint8_t config[BYTES]; /* of a 608, from byte 16 on */
	uint8_t config_508
		[BYTES]; /* where the 508A differs: OTPmode, LastKeyUse, no ChipOptions, no AES keys */
	struct setup_key keys[KEYS];
	uint8_t limit_slot; /* holds the limit of Counter0, twice */
	uint32_t limit;
};

/* The key in slot 4 of both: secret, IO protection, authorising. */
static const uint8_t known_key[32] = { 0x37, 0x80, 0xe6, 0x3d, 0x49, 0x68, 0xad, 0xe5, 0xd8, 0x22, 0xc0, 0x13,
	0xfc, 0xc3, 0x23, 0x84, 0x5d, 0x1b, 0x56, 0x9f, 0xe7, 0x05, 0xb6, 0x00, 0x06, 0xfe, 0xec, 0x14, 0x5a,
	0x0d, 0xb1, 0xe3 };

/* clang-format off */
static const struct setup setups[] = {
	/* What the vendor's library tests parts with: facts about the commands most hosts use. */
	{ .config_phase = ATCA_A_CONFIG, .locked_phase = ATCA_A_LOCKED,
	  .config = {
		0xc0, 0x00, 0xa1, 0x00,
		/* SlotConfig 0 to 15 */
		0xaf, 0x2f, 0xc4, 0x44, 0x87, 0x20, 0xc4, 0xf4, 0x8f, 0x0f, 0x0f, 0x0f, 0x9f, 0x8f, 0x83, 0x64,
		0xc4, 0x44, 0xc4, 0x64, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f,
		/* counters */
		0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00,
		/* UseLock, VolatileKeyPermission, SecureBoot, KdfIvLoc, KdfIvStr */
		0xff, 0x84, 0x03, 0xbc, 0x09, 0x69, 0x76, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
		0x00, 0x00, 0x55, 0x55, 0xff, 0xff, 0x0e, 0x40, 0x00, 0x00, 0x00, 0x00,
		/* KeyConfig 0 to 15 */
		0x33, 0x00, 0x1c, 0x00, 0x13, 0x00, 0x1c, 0x00, 0x3c, 0x00, 0x3a, 0x10, 0x1c, 0x00, 0x33, 0x00,
		0x1c, 0x00, 0x1c, 0x00, 0x38, 0x00, 0x30, 0x00, 0x3c, 0x00, 0x3c, 0x00, 0x32, 0x00, 0x30, 0x00 },
	  .config_508 = {
		0xc0, 0x00, 0xaa, 0x00,
		0xaf, 0x2f, 0xc4, 0x44, 0x87, 0x20, 0xc4, 0xf4, 0x8f, 0x0f, 0x0f, 0x0f, 0x9f, 0x8f, 0x83, 0x64,
		0xc4, 0x44, 0xc4, 0x64, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f,
		0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00,
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0x00, 0x00, 0x55, 0x55, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
		0x33, 0x00, 0x1c, 0x00, 0x13, 0x00, 0x1c, 0x00, 0x3c, 0x00, 0x3c, 0x00, 0x1c, 0x00, 0x33, 0x00,
		0x1c, 0x00, 0x1c, 0x00, 0x3c, 0x00, 0x30, 0x00, 0x3c, 0x00, 0x3c, 0x00, 0x32, 0x00, 0x30, 0x00 },
	  .keys = { { 0, 0, 11 }, { 2, 2, 14 }, { 7, 7, 15 }, { 0, NO_SLOT, NO_SLOT } },
	  .limit_slot = 10, .limit = 2097151 },
	/*
	 * What the first leaves out. Private: 0 needs authorisation by 4; 1 limited use; 2 a random nonce; 3 signs internal
	 * messages only and keeps its public key. 4 is the known key; 5, 6, 7, 10 DeriveKey: roll, create with MAC, roll with
	 * MAC, create of limited use; 8 encrypted both ways under 4; 9 AES, authorised by 4; 11 a public key, the parent of 12,
	 * which has to be validated; 13 data; 14 never written, the limit; 15 while the latch is set.
	 */
	{ .config_phase = ATCA_B_CONFIG, .locked_phase = ATCA_B_LOCKED,
	  .config = {
		0xc0, 0x00, 0xe1, 0x00,
		0x87, 0x00, 0xa3, 0x20, 0x87, 0x20, 0x82, 0x20, 0x8f, 0x0f, 0x80, 0x24, 0x8f, 0xb4, 0x8f, 0xa4,
		0xc4, 0x44, 0x8f, 0x0f, 0xaf, 0x34, 0x0f, 0x0f, 0x0b, 0x1f, 0x0f, 0x0f, 0x0f, 0x8f, 0x8f, 0x0f,
		0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00,
		0xff, 0x84, 0x1a, 0xbd, 0x09, 0x69, 0x76, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
		0x00, 0x00, 0x55, 0x55, 0xff, 0xff, 0x0e, 0x45, 0x00, 0x00, 0x00, 0x00,
		0xb3, 0x04, 0x33, 0x00, 0x73, 0x00, 0x31, 0x00, 0x3c, 0x00, 0x3c, 0x00, 0x3c, 0x00, 0x3c, 0x00,
		0x3c, 0x00, 0xb8, 0x04, 0x3c, 0x00, 0x30, 0x00, 0x32, 0x00, 0x3c, 0x00, 0x1c, 0x00, 0x3c, 0x10 },
	  .config_508 = {
		0xc0, 0x00, 0x55, 0x00,
		0x87, 0x00, 0xa3, 0x20, 0x87, 0x20, 0x82, 0x20, 0x8f, 0x0f, 0x80, 0x24, 0x8f, 0xb4, 0x8f, 0xa4,
		0xc4, 0x44, 0x8f, 0x0f, 0xaf, 0x34, 0x0f, 0x0f, 0x0b, 0x1f, 0x0f, 0x0f, 0x0f, 0x8f, 0xaf, 0x0f,
		0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00,
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0x00, 0x00, 0x55, 0x55, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
		0xb3, 0x04, 0x33, 0x00, 0x73, 0x00, 0x31, 0x00, 0x3c, 0x00, 0x3c, 0x00, 0x3c, 0x00, 0x3c, 0x00,
		0x3c, 0x00, 0xbc, 0x04, 0x3c, 0x00, 0x30, 0x00, 0x32, 0x00, 0x3c, 0x00, 0x1c, 0x00, 0x3c, 0x00 },
	  .keys = { { 0, 0, 11 }, { 1, 1, NO_SLOT }, { 2, 2, NO_SLOT }, { 3, 3, NO_SLOT }, { 7, NO_SLOT, 12 } },
	  .limit_slot = 14, .limit = 32 },
};
/* clang-format on */

enum { SETUPS = sizeof(setups) / sizeof(setups[0]) };

static const uint8_t *config_of(const struct conform *c, const struct setup *setup)
{
	return c->part == PART_508A ? setup->config_508 : setup->config;
}

static bool own_byte(const struct conform *c, size_t at)
{
	size_t counters_end = c->part == PART_508A ? LAST_KEY_USE_END : COUNTERS_END;

	return (at >= COUNTERS && at < counters_end) || (at >= LOCKS && at < LOCKS_END);
}

enum atca_phase atca_suite_phase(
	const struct conform *c, const uint8_t config[ATCA_CONFIG_BYTES], bool data_locked)
{
	for (size_t i = 0; i < SETUPS; i++) {
		const uint8_t *wanted = config_of(c, &setups[i]);
		bool same = true;

		for (size_t at = FIRST; at < ATCA_CONFIG_BYTES && same; at++)
			same = own_byte(c, at) || config[at] == wanted[at - 16];
		if (same)
			return data_locked ? setups[i].locked_phase : setups[i].config_phase;
	}
	return ATCA_BLANK;
}

unsigned int atca_suite_before(unsigned int phase)
{
	for (size_t i = 0; i < SETUPS; i++)
		if (setups[i].locked_phase == phase)
			return setups[i].config_phase;
	return ATCA_BLANK;
}

static bool is_config(unsigned int phase)
{
	return phase == ATCA_A_CONFIG || phase == ATCA_B_CONFIG;
}

const char *atca_suite_change(unsigned int phase)
{
	return is_config(phase) ? "the configuration zone was written and locked"
				: "the data zone was written and locked";
}

static const struct setup *setup_of(unsigned int phase)
{
	for (size_t i = 0; i < SETUPS; i++)
		if (setups[i].config_phase == phase || setups[i].locked_phase == phase)
			return &setups[i];
	return &setups[0];
}

static int secret_of(uint8_t number, uint8_t d[COMPUTE_DIGEST])
{
	const uint8_t name[] = { 'k', 'e', 'y', number };

	return compute_sha256(name, sizeof(name), d);
}

static int lock_config(struct conform *c, const struct setup *setup)
{
	uint8_t config[ATCA_CONFIG_BYTES];
	int rc = atca_read_config(&c->atca, config);

	memcpy(config + FIRST, config_of(c, setup) + FIRST - 16, ATCA_CONFIG_BYTES - FIRST);
	if (rc == 0)
		rc = atca_write_config(&c->atca, config);
	if (rc == 0)
		rc = atca_read_config(&c->atca, config);
	return rc == 0 ? atca_lock_config(&c->atca, config) : rc;
}

/* All slots, one behind the other, and OTP: what the lock's checksum is over. */
struct contents {
	uint8_t bytes[2048];
	struct wbuf w;
};

static int write_private(struct conform *c, uint8_t slot, const uint8_t d[32])
{
	uint8_t data[PRIVATE_DATA] = { 0 };

	memcpy(data + 4, d, 32);
	return atca_ask(&c->atca, ATCA_PRIV_WRITE, 0, slot, data, sizeof(data), 0, NULL);
}

static int write_plain(struct conform *c, uint8_t slot, const uint8_t *bytes, size_t len)
{
	int rc = 0;

	for (size_t at = 0; rc == 0 && at < len; at += ATCA_BLOCK) {
		uint8_t block[ATCA_BLOCK] = { 0 };

		memcpy(block, bytes + at, len - at < ATCA_BLOCK ? len - at : ATCA_BLOCK);
		rc = atca_ask(&c->atca, ATCA_WRITE, 0x82,
			(uint16_t)(at / ATCA_BLOCK << 8 | (unsigned int)slot << 3), block, sizeof(block), 0,
			NULL);
	}
	return rc;
}

/* The low byte of KeyConfig, which is the same on all parts where it matters. */
static uint8_t key_config(const struct setup *setup, uint8_t slot)
{
	return setup->config[KEY_CONFIG - 16 + 2 * slot];
}

static void pattern(const struct setup *setup, uint8_t slot, uint8_t *bytes, size_t len)
{
	uint8_t d[32];
	struct wbuf limit = wbuf_to(bytes, len);

	for (size_t i = 0; i < len; i++)
		bytes[i] = (uint8_t)(0x11 * slot + i);
	if (slot == KNOWN_SLOT)
		memcpy(bytes, known_key, sizeof(known_key));
	if (slot == setup->limit_slot) {
		wbuf_le32(&limit, setup->limit);
		wbuf_le32(&limit, setup->limit);
	}
	for (size_t i = 0; i < KEYS; i++) {
		uint8_t point[64] = { 0 };

		if (setup->keys[i].public_slot != slot || secret_of(setup->keys[i].number, d) < 0 ||
			compute_point(d, point) < 0)
			continue;
		memset(bytes, 0, len);
		memcpy(bytes + 4, point, 32);
		memcpy(bytes + 40, point + 32, 32);
		if (key_config(setup, slot) & KEY_PUB_INFO)
			bytes[0] = INVALID; /* what writing it makes of it (DS20005927A 2.2.5) */
	}
}

static const struct setup_key *private_in(const struct setup *setup, uint8_t slot)
{
	for (size_t i = 0; i < KEYS; i++)
		if (setup->keys[i].private_slot == slot && (i == 0 || setup->keys[i].number != 0))
			return &setup->keys[i];
	return NULL;
}

/* Those that are locked hold it already: cases that lock one write it first. */
static int unlocked_slots(struct conform *c, uint16_t *unlocked)
{
	uint8_t config[ATCA_CONFIG_BYTES];
	int rc = atca_read_config(&c->atca, config);
	struct rbuf r = rbuf_from(config, sizeof(config));

	rbuf_take(&r, SLOT_LOCKED);
	*unlocked = rbuf_le16(&r);
	return rc;
}

static int write_slots(struct conform *c, const struct setup *setup, struct wbuf *contents)
{
	uint16_t unlocked;
	int rc = unlocked_slots(c, &unlocked);

	for (uint8_t slot = 0; rc == 0 && slot < ATCA_SLOTS; slot++) {
		const struct setup_key *key = private_in(setup, slot);
		size_t len = atca_slot_bytes(slot);
		uint8_t bytes[416], d[32];

		if (key) {
			rc = secret_of(key->number, d);
			if (rc == 0)
				rc = write_private(c, slot, d);
			continue;
		}
		pattern(setup, slot, bytes, len);
		if (unlocked & 1u << slot)
			rc = write_plain(c, slot, bytes, len);
		wbuf_put(contents, bytes, len);
	}
	return rc;
}

static void otp_of(uint8_t otp[ATCA_OTP_BYTES])
{
	for (size_t i = 0; i < ATCA_OTP_BYTES; i++)
		otp[i] = (uint8_t)(OTP_FIRST + i);
}

static int lock_data(struct conform *c, const struct setup *setup)
{
	struct contents *contents = calloc(1, sizeof(*contents));
	uint8_t otp[ATCA_OTP_BYTES];
	int rc;

	if (!contents)
		return -ENOMEM;
	contents->w = wbuf_to(contents->bytes, sizeof(contents->bytes));
	rc = write_slots(c, setup, &contents->w);
	otp_of(otp);
	for (size_t block = 0; rc == 0 && block < 2; block++)
		rc = atca_write_otp(&c->atca, block, otp + block * ATCA_BLOCK);
	wbuf_put(&contents->w, otp, sizeof(otp));
	if (rc == 0)
		rc = atca_lock_data(&c->atca, rbuf_from(contents->bytes, contents->w.len));
	free(contents);
	return rc;
}

int atca_suite_prepare(struct conform *c, unsigned int phase, struct why *why)
{
	const struct setup *setup = setup_of(phase);
	int rc;

	c->atca = atca_host_make(c->link, c->address);
	c->atca.irreversible_allowed = c->alters;
	rc = is_config(phase) ? lock_config(c, setup) : lock_data(c, setup);
	if (rc == -EREMOTEIO)
		return why_fail(why, EREMOTEIO, "the part refuses the suite's content with status %02x",
			c->atca.status);
	return rc < 0 ? why_errno(why, rc, "the suite's content does not get into the part") : 0;
}

static void slot_variables(struct atca_talk *talk, const struct setup *setup)
{
	for (uint8_t slot = 0; slot < ATCA_SLOTS; slot++) {
		uint8_t bytes[416];
		char name[8];

		if (private_in(setup, slot))
			continue;
		snprintf(name, sizeof(name), "s%u", slot);
		pattern(setup, slot, bytes, atca_slot_bytes(slot));
		atca_talk_set(talk, name, bytes, atca_slot_bytes(slot));
	}
}

void atca_suite_variables(struct atca_talk *talk, unsigned int phase)
{
	static const uint8_t numbers[] = { 0, 1, 2, 3, 7 };

	uint8_t otp[ATCA_OTP_BYTES];

	atca_talk_set(talk, "known", known_key, sizeof(known_key));
	otp_of(otp);
	atca_talk_set(talk, "otp", otp, sizeof(otp));
	slot_variables(talk, setup_of(phase));
	for (size_t i = 0; i < sizeof(numbers); i++) {
		char name[] = { 'd', (char)('0' + numbers[i]), '\0' };
		uint8_t d[32], point[64];

		if (secret_of(numbers[i], d) < 0 || compute_point(d, point) < 0)
			return;
		atca_talk_set(talk, name, d, sizeof(d));
		name[0] = 'p';
		atca_talk_set(talk, name, point, sizeof(point));
	}
}
