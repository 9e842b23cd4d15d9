/* sim/atecc608/zones.c: addresses, slots, and the fields of the config zone. */
#include "zones.h"

#include <string.h>

#include "silicon.h"

enum {
	CHIP_MODE_USER_EXTRA_ADD = 0x01,
};

size_t slot_size(unsigned int slot)
{
	if (slot < 8)
		return 36;
	return slot == 8 ? 416 : 72;
}

size_t slot_offset(unsigned int slot)
{
	if (slot <= 8)
		return slot * 36u;
	return 8u * 36u + 416u + (slot - 9u) * 72u;
}

/* How many of the place's bytes exist. */
static bool hold(struct atecc_place *place, size_t zone_bytes)
{
	if (place->offset >= zone_bytes)
		return false;
	place->held = zone_bytes - place->offset < place->len ? zone_bytes - place->offset : place->len;
	return true;
}

static bool place_in_slot(uint16_t param2, bool block, struct atecc_place *place)
{
	size_t number = param2 >> 8;
	size_t word = param2 & 0x07;

	if (param2 & 0xf080)
		return false;
	place->slot = param2 >> 3 & 0x0f;
	place->offset = number * 32 + (block ? 0 : word * 4);
	return hold(place, slot_size(place->slot));
}

bool atecc_place(uint8_t zone, bool block, uint16_t param2, struct atecc_place *place)
{
	static const size_t bytes[] = { [ZONE_CONFIG] = ATECC_CONFIG_BYTES, [ZONE_OTP] = ATECC_OTP_BYTES };

	*place = (struct atecc_place){ .zone = (enum atecc_zone)zone, .len = block ? 32 : 4 };
	if (zone == ZONE_DATA)
		return place_in_slot(param2, block, place);
	if (param2 >= bytes[zone] / 4)
		return false;
	place->offset = block ? param2 / 8u * 32u : param2 * 4u;
	return hold(place, bytes[zone]);
}

void slot_public_key(const struct atecc *chip, unsigned int slot, uint8_t point[64])
{
	const uint8_t *held = slot_bytes(chip, slot);

	memcpy(point, held + 4, 32);
	memcpy(point + 32, held + 40, 32);
}

const uint8_t *slot_private_key(const struct atecc *chip, unsigned int slot)
{
	return slot_bytes(chip, slot) + 4;
}

static uint16_t config_le16(const struct atecc *chip, size_t at)
{
	return (uint16_t)(chip->nv.config[at] | chip->nv.config[at + 1] << 8);
}

uint8_t config_address(const struct atecc *chip)
{
	const uint8_t *config = chip->nv.config;
	bool has_other = atecc_silicon(&chip->nv)->on != ON_508A && config[CONFIG_USER_EXTRA_ADD] != 0;

	if (has_other && config[CONFIG_CHIP_MODE] & CHIP_MODE_USER_EXTRA_ADD)
		return config[CONFIG_USER_EXTRA_ADD] >> 1;
	return config[CONFIG_I2C_ADDRESS] >> 1;
}

bool config_locked(const struct atecc *chip)
{
	return chip->nv.config[CONFIG_LOCK_CONFIG] != CONFIG_UNLOCKED;
}

bool data_locked(const struct atecc *chip)
{
	return chip->nv.config[CONFIG_LOCK_VALUE] != CONFIG_UNLOCKED;
}

struct slot_config slot_config(const struct atecc *chip, unsigned int slot)
{
	uint16_t raw = config_le16(chip, CONFIG_SLOT_CONFIG + slot * 2);

	return (struct slot_config){
		.raw = raw,
		.read_key = raw & 0x0f,
		.no_mac = raw >> 4 & 1,
		.limited_use = raw >> 5 & 1,
		.encrypt_read = raw >> 6 & 1,
		.is_secret = raw >> 7 & 1,
		.write_key = raw >> 8 & 0x0f,
		.write_config = (uint8_t)(raw >> 12),
	};
}

struct key_config key_config(const struct atecc *chip, unsigned int slot)
{
	uint16_t raw = config_le16(chip, CONFIG_KEY_CONFIG + slot * 2);

	return (struct key_config){
		.raw = raw,
		.is_private = raw & 1,
		.pub_info = raw >> 1 & 1,
		.key_type = raw >> 2 & 7,
		.lockable = raw >> 5 & 1,
		.req_random = raw >> 6 & 1,
		.req_auth = raw >> 7 & 1,
		.auth_key = raw >> 8 & 0x0f,
		.persistent_disable = raw >> 12 & 1,
		.x509_id = raw >> 14 & 3,
	};
}

bool slot_holds_public_key(const struct atecc *chip, unsigned int slot)
{
	struct key_config key = key_config(chip, slot);

	return slot >= 8 && !key.is_private && key.key_type == KEY_TYPE_P256;
}

bool slot_locked(const struct atecc *chip, unsigned int slot)
{
	return (config_le16(chip, CONFIG_SLOT_LOCKED) >> slot & 1) == 0;
}

/* Before the config lock the data zone is out of reach, for every command (DS20005927A 2.4). */
bool slot_takes_result(const struct atecc *chip, unsigned int slot)
{
	return config_locked(chip) && !key_config(chip, slot).is_private && !slot_locked(chip, slot);
}

struct chip_options chip_options(const struct atecc *chip)
{
	uint16_t raw = config_le16(chip, CONFIG_CHIP_OPTIONS);

	if (atecc_silicon(&chip->nv)->on == ON_508A)
		return (struct chip_options){ 0 };
	return (struct chip_options){
		.post = raw & 1,
		.io_key = raw >> 1 & 1,
		.kdf_aes = raw >> 2 & 1,
		.ecdh_protection = raw >> 8 & 3,
		.kdf_protection = raw >> 10 & 3,
		.io_key_slot = (uint8_t)(raw >> 12),
	};
}

struct secure_boot_config secure_boot_config(const struct atecc *chip)
{
	uint16_t raw = config_le16(chip, CONFIG_SECURE_BOOT);

	return (struct secure_boot_config){
		.mode = raw & 3,
		.persist = raw >> 3 & 1,
		.random_nonce = raw >> 4 & 1,
		.digest_slot = raw >> 8 & 0x0f,
		.key_slot = (uint8_t)(raw >> 12),
	};
}
