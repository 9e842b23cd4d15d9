/* sim/cli/atecc_fields.c: what there is to see of an ATECC. */
#include "atecc_fields.h"

#include <string.h>

#include "describe_slot.h"
#include "limited.h"
#include "policy.h"
#include "zones.h"

#define CONFIG(member) (uint16_t)(offsetof(struct atecc_nv, config) + (member))
#define GROUP(title, list, where)                                                                       \
	{                                                                                               \
		.name = (title), .fields = (list), .n = sizeof(list) / sizeof((list)[0]), .on = (where) \
	}

static const struct atecc_field top_fields[] = {
	{ .name = "silicon", .kind = FIELD_SILICON },
	{ .name = "serial", .kind = FIELD_SERIAL },
	{ .name = "revision", .kind = FIELD_BYTES, .at = CONFIG(CONFIG_REVISION), .len = 4 },
	{ .name = "address", .kind = FIELD_ADDRESS },
};

static const struct atecc_field lock_fields[] = {
	{ .name = "config", .kind = FIELD_ZONE_LOCK, .at = CONFIG_LOCK_CONFIG },
	{ .name = "data", .kind = FIELD_ZONE_LOCK, .at = CONFIG_LOCK_VALUE },
};

static const struct atecc_field zone_fields[] = {
	{ .name = "config", .kind = FIELD_BYTES, .at = CONFIG(0), .len = ATECC_CONFIG_BYTES },
	{ .name = "otp", .kind = FIELD_BYTES, .at = offsetof(struct atecc_nv, otp), .len = ATECC_OTP_BYTES },
	{ .name = "data",
		.kind = FIELD_BYTES,
		.at = offsetof(struct atecc_nv, data),
		.len = ATECC_DATA_BYTES },
};

static const struct atecc_field counter_fields[] = {
	{ .name = "0", .kind = FIELD_COUNTER, .at = 0 },
	{ .name = "1", .kind = FIELD_COUNTER, .at = 1 },
};

static const struct atecc_field count_match_fields[] = {
	{ .name = "enabled", .kind = FIELD_FLAG, .at = CONFIG_COUNT_MATCH, .shift = 0 },
	{ .name = "slot", .kind = FIELD_NUMBER, .at = CONFIG_COUNT_MATCH, .shift = 4, .len = 4 },
};

static const struct atecc_field chip_mode_fields[] = {
	{ .name = "user_extra_add_is_address", .kind = FIELD_FLAG, .at = CONFIG_CHIP_MODE, .shift = 0 },
	{ .name = "ttl_levels", .kind = FIELD_FLAG, .at = CONFIG_CHIP_MODE, .shift = 1 },
	{ .name = "long_watchdog", .kind = FIELD_FLAG, .at = CONFIG_CHIP_MODE, .shift = 2 },
	{ .name = "clock_divider", .kind = FIELD_NUMBER, .at = CONFIG_CHIP_MODE, .shift = 3, .len = 5 },
};

static const struct atecc_field volatile_key_fields[] = {
	{ .name = "enabled", .kind = FIELD_FLAG, .at = CONFIG_VOLATILE_KEY, .shift = 7 },
	{ .name = "slot", .kind = FIELD_NUMBER, .at = CONFIG_VOLATILE_KEY, .shift = 0, .len = 4 },
};

static const struct atecc_field secure_boot_fields[] = {
	{ .name = "mode", .kind = FIELD_NUMBER, .at = CONFIG_SECURE_BOOT, .shift = 0, .len = 2 },
	{ .name = "persist", .kind = FIELD_FLAG, .at = CONFIG_SECURE_BOOT, .shift = 3 },
	{ .name = "random_nonce", .kind = FIELD_FLAG, .at = CONFIG_SECURE_BOOT, .shift = 4 },
	{ .name = "digest_slot", .kind = FIELD_NUMBER, .at = CONFIG_SECURE_BOOT, .shift = 8, .len = 4 },
	{ .name = "key_slot", .kind = FIELD_NUMBER, .at = CONFIG_SECURE_BOOT, .shift = 12, .len = 4 },
};

static const struct atecc_field chip_option_fields[] = {
	{ .name = "post", .kind = FIELD_FLAG, .at = CONFIG_CHIP_OPTIONS, .shift = 0 },
	{ .name = "io_key", .kind = FIELD_FLAG, .at = CONFIG_CHIP_OPTIONS, .shift = 1 },
	{ .name = "kdf_aes", .kind = FIELD_FLAG, .at = CONFIG_CHIP_OPTIONS, .shift = 2 },
	{ .name = "health_auto_clear", .kind = FIELD_FLAG, .at = CONFIG_CHIP_OPTIONS, .shift = 3 },
	{ .name = "ecdh_protection", .kind = FIELD_NUMBER, .at = CONFIG_CHIP_OPTIONS, .shift = 8, .len = 2 },
	{ .name = "kdf_protection", .kind = FIELD_NUMBER, .at = CONFIG_CHIP_OPTIONS, .shift = 10, .len = 2 },
	{ .name = "io_key_slot", .kind = FIELD_NUMBER, .at = CONFIG_CHIP_OPTIONS, .shift = 12, .len = 4 },
};

static const struct atecc_field slot_fields[] = {
	{ .name = "slot", .kind = FIELD_SLOT_NUMBER },
	{ .name = "size", .kind = FIELD_SLOT_SIZE },
	{ .name = "words", .kind = FIELD_SLOT_WORDS },
	{ .name = "lock", .kind = FIELD_SLOT_LOCK },
	{ .name = "read_key", .kind = FIELD_NUMBER, .at = CONFIG_SLOT_CONFIG, .shift = 0, .len = 4 },
	{ .name = "no_mac", .kind = FIELD_FLAG, .at = CONFIG_SLOT_CONFIG, .shift = 4 },
	{ .name = "limited_use", .kind = FIELD_FLAG, .at = CONFIG_SLOT_CONFIG, .shift = 5 },
	{ .name = "encrypt_read", .kind = FIELD_FLAG, .at = CONFIG_SLOT_CONFIG, .shift = 6 },
	{ .name = "is_secret", .kind = FIELD_FLAG, .at = CONFIG_SLOT_CONFIG, .shift = 7 },
	{ .name = "write_key", .kind = FIELD_NUMBER, .at = CONFIG_SLOT_CONFIG, .shift = 8, .len = 4 },
	{ .name = "write_config", .kind = FIELD_NUMBER, .at = CONFIG_SLOT_CONFIG, .shift = 12, .len = 4 },
	{ .name = "private", .kind = FIELD_FLAG, .at = CONFIG_KEY_CONFIG, .shift = 0 },
	{ .name = "pub_info", .kind = FIELD_FLAG, .at = CONFIG_KEY_CONFIG, .shift = 1 },
	{ .name = "key_type", .kind = FIELD_NUMBER, .at = CONFIG_KEY_CONFIG, .shift = 2, .len = 3 },
	{ .name = "lockable", .kind = FIELD_FLAG, .at = CONFIG_KEY_CONFIG, .shift = 5 },
	{ .name = "req_random", .kind = FIELD_FLAG, .at = CONFIG_KEY_CONFIG, .shift = 6 },
	{ .name = "req_auth", .kind = FIELD_FLAG, .at = CONFIG_KEY_CONFIG, .shift = 7 },
	{ .name = "auth_key", .kind = FIELD_NUMBER, .at = CONFIG_KEY_CONFIG, .shift = 8, .len = 4 },
	{ .name = "persistent_disable", .kind = FIELD_FLAG, .at = CONFIG_KEY_CONFIG, .shift = 12 },
	{ .name = "x509_id", .kind = FIELD_NUMBER, .at = CONFIG_KEY_CONFIG, .shift = 14, .len = 2 },
	{ .name = "data", .kind = FIELD_SLOT_DATA },
	{ .name = "private_key", .kind = FIELD_PRIVATE_KEY },
	{ .name = "public_key", .kind = FIELD_PUBLIC_KEY },
	{ .name = "valid", .kind = FIELD_VALID },
};

const struct atecc_group atecc_groups[] = {
	GROUP("", top_fields, 0),
	GROUP("locks", lock_fields, 0),
	GROUP("zones", zone_fields, 0),
	GROUP("counters", counter_fields, 0),
	GROUP("chip_mode", chip_mode_fields, 0),
	GROUP("count_match", count_match_fields, ON_608),
	GROUP("volatile_key", volatile_key_fields, ON_608),
	GROUP("secure_boot", secure_boot_fields, ON_608),
	GROUP("chip_options", chip_option_fields, ON_608),
};

const size_t atecc_n_groups = sizeof(atecc_groups) / sizeof(atecc_groups[0]);

const struct atecc_group atecc_slot_group = GROUP("slots", slot_fields, 0);

bool atecc_field_here(const struct atecc *chip, const struct atecc_field *field, unsigned int slot)
{
	struct key_config key;

	if (field->on != 0 && !(field->on & atecc_silicon(&chip->nv)->on))
		return false;
	switch (field->kind) {
	case FIELD_PRIVATE_KEY:
		return key_config(chip, slot).is_private;
	case FIELD_PUBLIC_KEY:
		key = key_config(chip, slot);
		return slot >= 8 && !key.is_private && key.key_type == KEY_TYPE_P256;
	case FIELD_VALID:
		return public_key_has_validity(chip, slot);
	default:
		return true;
	}
}

static unsigned int bits(const struct atecc *chip, const struct atecc_field *field, unsigned int slot)
{
	const uint8_t *at = chip->nv.config + field->at + 2 * slot;
	unsigned int word =
		field->shift + (field->len ? field->len : 1u) > 8 ? at[0] | (unsigned int)at[1] << 8 : at[0];

	return word >> field->shift & ((1u << (field->len ? field->len : 1)) - 1);
}

static const char *locked(bool is_locked)
{
	return is_locked ? "locked" : "unlocked";
}

static void put_special(
	struct json *json, const struct atecc *chip, const struct atecc_field *field, unsigned int slot)
{
	char words[DESCRIBE_SLOT_MAX];
	uint8_t bytes[64];

	switch (field->kind) {
	case FIELD_SERIAL:
		memcpy(bytes, chip->nv.config + CONFIG_SN_0_3, 4);
		memcpy(bytes + 4, chip->nv.config + CONFIG_SN_4_8, 5);
		json_hex(json, field->name, bytes, 9);
		break;
	case FIELD_ADDRESS:
		bytes[0] = config_address(chip);
		json_hex(json, field->name, bytes, 1);
		break;
	case FIELD_SLOT_DATA:
		json_hex(json, field->name, slot_bytes(chip, slot), slot_size(slot));
		break;
	case FIELD_PRIVATE_KEY:
		json_hex(json, field->name, slot_private_key(chip, slot), 32);
		break;
	case FIELD_PUBLIC_KEY:
		slot_public_key(chip, slot, bytes);
		json_hex(json, field->name, bytes, 64);
		break;
	case FIELD_SLOT_NUMBER:
		json_number(json, field->name, slot);
		break;
	case FIELD_SLOT_SIZE:
		json_number(json, field->name, slot_size(slot));
		break;
	case FIELD_SILICON:
		json_string(json, field->name, atecc_silicon(&chip->nv)->name);
		break;
	default:
		describe_slot(words, sizeof(words), chip, slot);
		json_string(json, field->name, words);
		break;
	}
}

static void put_field(
	struct json *json, const struct atecc *chip, const struct atecc_field *field, unsigned int slot)
{
	switch (field->kind) {
	case FIELD_BYTES:
		json_hex(json, field->name, (const uint8_t *)&chip->nv + field->at, field->len);
		break;
	case FIELD_NUMBER:
		json_number(json, field->name, bits(chip, field, slot));
		break;
	case FIELD_FLAG:
		json_bool(json, field->name, bits(chip, field, slot));
		break;
	case FIELD_ZONE_LOCK:
		json_string(json, field->name, locked(chip->nv.config[field->at] != CONFIG_UNLOCKED));
		break;
	case FIELD_SLOT_LOCK:
		json_string(json, field->name, locked(slot_locked(chip, slot)));
		break;
	case FIELD_COUNTER:
		json_number(json, field->name, counter_value(chip, field->at));
		break;
	case FIELD_VALID:
		json_bool(json, field->name, public_key_valid(chip, slot));
		break;
	default:
		put_special(json, chip, field, slot);
		break;
	}
}

static void put_group(
	struct json *json, const struct atecc *chip, const struct atecc_group *group, unsigned int slot)
{
	for (size_t i = 0; i < group->n; i++)
		if (atecc_field_here(chip, &group->fields[i], slot))
			put_field(json, chip, &group->fields[i], slot);
}

void atecc_put_fields(struct json *json, const struct atecc *chip)
{
	for (size_t i = 0; i < atecc_n_groups; i++) {
		const struct atecc_group *group = &atecc_groups[i];

		if (group->on != 0 && !(group->on & atecc_silicon(&chip->nv)->on))
			continue;
		if (group->name[0] != '\0')
			json_open(json, group->name, '{');
		put_group(json, chip, group, 0);
		if (group->name[0] != '\0')
			json_close(json, '}');
	}
	json_open(json, "slots", '[');
	for (unsigned int slot = 0; slot < ATECC_SLOTS; slot++) {
		json_open(json, NULL, '{');
		put_group(json, chip, &atecc_slot_group, slot);
		json_close(json, '}');
	}
	json_close(json, ']');
}
