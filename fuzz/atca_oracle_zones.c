/*
 * fuzz/atca_oracle_zones.c: a locked zone never changes, but for what the documents let change.
 *
 * Takes the permitted changes of a command back, one after the other; what is then left is a violation.
 */
#include <string.h>

#include "atca_oracle.h"
#include "fuzz.h"
#include "zones.h"

enum {
	WRITE_ZONE = 0x03,
	WRITE_BLOCK = 0x80,
	NEVER_OTHERWISE = 0x4, /* WriteConfig bit 14 */
	CREATES = 0x2,         /* bit 13: GenKey and DeriveKey */
	COUNTER_WIDTH = 8,
	VALIDITY = 0xf0,
};

/* nv as it is after the command; config, otp and data of it are taken back where that is allowed. */
struct taking_back {
	const struct atca_seen *seen;
	const struct atecc *before;
	const struct atecc *after;
	struct atecc_nv nv;
};

static bool locked(uint8_t lock_byte)
{
	return lock_byte != CONFIG_UNLOCKED;
}

static bool config_was_locked(const struct taking_back *t)
{
	return locked(t->before->nv.config[CONFIG_LOCK_CONFIG]);
}

static bool data_was_locked(const struct taking_back *t)
{
	return locked(t->before->nv.config[CONFIG_LOCK_VALUE]);
}

static bool is_508(const struct taking_back *t)
{
	return atecc_silicon(&t->before->nv)->on == ON_508A;
}

static void config_back(struct taking_back *t, size_t offset, size_t len)
{
	memcpy(t->nv.config + offset, t->before->nv.config + offset, len);
}

static void data_back(struct taking_back *t, size_t offset, size_t len)
{
	memcpy(t->nv.data + offset, t->before->nv.data + offset, len);
}

/* 0 to 2^21 - 1, from the half whose linear part is not used up (atecc608.md 2.5). */
static uint32_t counted(const uint8_t *encoded)
{
	struct rbuf r = rbuf_from(encoded, COUNTER_WIDTH);
	uint16_t lin_a = rbuf_be16(&r);
	uint16_t lin_b = rbuf_be16(&r);
	uint32_t bin_a = rbuf_be16(&r);
	uint32_t bin_b = rbuf_be16(&r);
	uint32_t n = lin_a ? bin_a * 32 : bin_b * 32 + 16;

	for (uint32_t bit = 0x8000, part = lin_a ? lin_a : lin_b; bit > 0 && !(part & bit); bit >>= 1)
		n++;
	return n;
}

/* One step up, and no other. */
static void counter_back(struct taking_back *t, unsigned int id)
{
	size_t at = CONFIG_COUNTER_0 + COUNTER_WIDTH * (size_t)id;

	if (counted(t->after->nv.config + at) == counted(t->before->nv.config + at) + 1)
		config_back(t, at, COUNTER_WIDTH);
}

/* LastKeyUse: one more bit is 0. */
static void last_key_use_back(struct taking_back *t)
{
	unsigned int spent = 0;

	for (size_t i = 0; i < CONFIG_LAST_KEY_USE_BYTES; i++) {
		uint8_t was = t->before->nv.config[CONFIG_USE_LOCK + i];
		uint8_t is = t->after->nv.config[CONFIG_USE_LOCK + i];

		if (is & ~was)
			return;
		for (uint8_t gone = was ^ is; gone; gone &= (uint8_t)(gone - 1))
			spent++;
	}
	if (spent == 1)
		config_back(t, CONFIG_USE_LOCK, CONFIG_LAST_KEY_USE_BYTES);
}

static void use_back(struct taking_back *t)
{
	counter_back(t, 0);
	if (is_508(t))
		last_key_use_back(t);
}

static void lock_byte_back(struct taking_back *t, size_t at)
{
	if (!locked(t->before->nv.config[at]) && locked(t->after->nv.config[at]))
		config_back(t, at, 1);
}

static void lock_back(struct taking_back *t)
{
	unsigned int slot = t->seen->param1 >> 2 & 0x0f;
	size_t at = CONFIG_SLOT_LOCKED + slot / 8;
	uint8_t bit = (uint8_t)(1u << slot % 8);

	switch (t->seen->param1 & 0x03) {
	case 0:
		lock_byte_back(t, CONFIG_LOCK_CONFIG);
		break;
	case 1:
		if (config_was_locked(t))
			lock_byte_back(t, CONFIG_LOCK_VALUE);
		break;
	default:
		if ((t->before->nv.config[at] ^ t->after->nv.config[at]) == bit &&
			t->before->nv.config[at] & bit)
			config_back(t, at, 1);
		break;
	}
}

static void update_extra_back(struct taking_back *t)
{
	size_t at = t->seen->param1 & 1 ? CONFIG_USER_EXTRA_ADD : CONFIG_USER_EXTRA;
	bool selector = is_508(t) && at == CONFIG_USER_EXTRA_ADD;

	if (is_508(t) && t->seen->param1 & 2) {
		use_back(t);
		return;
	}
	if (!config_was_locked(t) || t->before->nv.config[at] == 0 || selector)
		config_back(t, at, 1);
}

/* Once the config zone is locked; after the data lock on a 508A in consumption mode, and there bits only fall. */
static void write_otp_back(struct taking_back *t, const struct atecc_place *place)
{
	bool consumption = is_508(t) && t->before->nv.config[CONFIG_COUNT_MATCH] == CONFIG_UNLOCKED;

	if (!config_was_locked(t))
		return;
	for (size_t i = place->offset; i < place->offset + place->held; i++) {
		uint8_t risen = (uint8_t)(t->after->nv.otp[i] & ~t->before->nv.otp[i]);

		if (!data_was_locked(t) || (consumption && !risen))
			t->nv.otp[i] = t->before->nv.otp[i];
	}
}

static bool slot_was_locked(const struct taking_back *t, unsigned int slot)
{
	return !(t->before->nv.config[CONFIG_SLOT_LOCKED + slot / 8] >> slot % 8 & 1);
}

/* Once the data zone is locked WriteConfig decides (atecc608.md 2.4): 0000, 0001, or sealed. */
static void write_data_back(struct taking_back *t, const struct atecc_place *place)
{
	unsigned int slot = place->slot;
	struct slot_config config = slot_config(t->before, slot);

	if (!config_was_locked(t) || slot_was_locked(t, slot) || key_config(t->before, slot).is_private)
		return;
	if (data_was_locked(t) && config.write_config > 1 && !(config.write_config & NEVER_OTHERWISE))
		return;
	data_back(t, slot_offset(slot) + place->offset, place->held);
	if (key_config(t->before, slot).pub_info)
		data_back(t, slot_offset(slot), 1); /* its validity */
}

static void write_back(struct taking_back *t)
{
	struct atecc_place place;

	if (!atecc_place(
		    t->seen->param1 & WRITE_ZONE, t->seen->param1 & WRITE_BLOCK, t->seen->param2, &place))
		return;
	if (place.zone == ZONE_DATA)
		write_data_back(t, &place);
	else if (place.zone == ZONE_OTP)
		write_otp_back(t, &place);
	else if (!config_was_locked(t) && place.offset >= CONFIG_I2C_ADDRESS &&
		 (place.offset >= CONFIG_SLOT_LOCKED || place.offset + place.len <= CONFIG_USER_EXTRA))
		config_back(t, place.offset, place.len);
}

/* A whole slot, of that kind. */
static void slot_back(struct taking_back *t, unsigned int slot, bool is_private)
{
	if (slot < ATECC_SLOTS && config_was_locked(t) && !slot_was_locked(t, slot) &&
		key_config(t->before, slot).is_private == is_private)
		data_back(t, slot_offset(slot), slot_size(slot));
}

static void gen_key_back(struct taking_back *t)
{
	unsigned int slot = t->seen->param2;

	if (slot < ATECC_SLOTS &&
		(!data_was_locked(t) || slot_config(t->before, slot).write_config & CREATES))
		slot_back(t, slot, true);
}

/* Of a KeyID the low four bits choose the slot (DS20005927A 3.2.8). */
static void derive_key_back(struct taking_back *t)
{
	unsigned int slot = t->seen->param2 & 0x0f;

	if (slot_config(t->before, slot).write_config & CREATES)
		slot_back(t, slot, false);
}

static void priv_write_back(struct taking_back *t)
{
	unsigned int slot = t->seen->param2;

	if (slot < ATECC_SLOTS &&
		(!data_was_locked(t) || slot_config(t->before, slot).write_config & NEVER_OTHERWISE))
		slot_back(t, slot, true);
}

/* From a slot's key into the next odd slot, from TempKey's into the one that param2 names. */
static void ecdh_back(struct taking_back *t)
{
	slot_back(t, t->seen->param1 & 1 ? t->seen->param2 : t->seen->param2 | 1u, false);
}

static void kdf_back(struct taking_back *t)
{
	unsigned int slot = t->seen->param2 >> 8;

	if (slot < ATECC_SLOTS && key_config(t->before, slot).pub_info)
		slot_back(t, slot, false);
}

static void secure_boot_back(struct taking_back *t)
{
	slot_back(t, secure_boot_config(t->before).digest_slot, false);
}

/* The validity nibble of a public key. */
static void verify_back(struct taking_back *t)
{
	unsigned int slot = t->seen->param2;
	size_t at;

	if (slot < 8 || slot >= ATECC_SLOTS || !config_was_locked(t) || !key_config(t->before, slot).pub_info)
		return;
	at = slot_offset(slot);
	if (((t->before->nv.data[at] ^ t->after->nv.data[at]) & ~VALIDITY) == 0)
		data_back(t, at, 1);
}

static void counter_command_back(struct taking_back *t)
{
	if (t->seen->param2 <= 1)
		counter_back(t, t->seen->param2);
}

static const struct {
	uint8_t opcode;
	void (*take_back)(struct taking_back *t);
} writers[] = {
	{ ATCA_COUNTER, counter_command_back },
	{ ATCA_DERIVE_KEY, derive_key_back },
	{ ATCA_ECDH, ecdh_back },
	{ ATCA_GEN_KEY, gen_key_back },
	{ ATCA_KDF, kdf_back },
	{ ATCA_LOCK, lock_back },
	{ ATCA_PRIV_WRITE, priv_write_back },
	{ ATCA_SECURE_BOOT, secure_boot_back },
	{ ATCA_UPDATE_EXTRA, update_extra_back },
	{ ATCA_VERIFY, verify_back },
	{ ATCA_WRITE, write_back },
};

static void say_where(const struct atca_seen *seen, const struct atecc_nv *was, const struct atecc_nv *is)
{
	const uint8_t *a = (const uint8_t *)was;
	const uint8_t *b = (const uint8_t *)is;
	size_t at = 0;

	while (at < sizeof(*was) && a[at] == b[at])
		at++;
	fuzz_fail("opcode %02x, param1 %02x, param2 %04x: byte %zu of non-volatile memory went from %02x to "
		  "%02x",
		seen->opcode, seen->param1, seen->param2, at, a[at], b[at]);
}

void atca_oracle_zones(const struct atca_seen *seen, const struct atecc *before, const struct atecc *after)
{
	struct taking_back t;

	if (memcmp(&before->nv, &after->nv, sizeof(before->nv)) == 0)
		return;
	t = (struct taking_back){ .seen = seen, .before = before, .after = after, .nv = after->nv };
	if (seen->form && seen->form->consumes & CONSUMES_LIMITED_USE)
		use_back(&t);
	for (size_t i = 0; i < sizeof(writers) / sizeof(writers[0]); i++)
		if (seen->form && seen->form->writes && writers[i].opcode == seen->opcode)
			writers[i].take_back(&t);
	if (memcmp(&t.nv, &before->nv, sizeof(t.nv)) != 0)
		say_where(seen, &before->nv, &t.nv);
}
