/* sim/cli/show_atecc.c: an ATECC as a person wants to see it. */
#include <stdio.h>
#include <string.h>

#include "atecc_fields.h"
#include "describe_slot.h"
#include "json.h"
#include "limited.h"
#include "show.h"
#include "show_trust.h"
#include "zones.h"

static void print_slot(const struct atecc *chip, unsigned int slot)
{
	char words[DESCRIBE_SLOT_MAX];
	const uint8_t *config = chip->nv.config + CONFIG_SLOT_CONFIG + 2 * slot;
	const uint8_t *key = chip->nv.config + CONFIG_KEY_CONFIG + 2 * slot;

	describe_slot(words, sizeof(words), chip, slot);
	printf("%4u  %3zu bytes  SlotConfig %02x%02x  KeyConfig %02x%02x\n", slot, slot_size(slot), config[0],
		config[1], key[0], key[1]);
	printf("      %s\n", words);
	show_contents(slot_config(chip, slot).is_secret ? "      secret: " : "      ", slot_bytes(chip, slot),
		slot_size(slot));
}

static void print_options(const struct atecc *chip)
{
	struct chip_options options = chip_options(chip);
	struct secure_boot_config boot = secure_boot_config(chip);
	static const char *const boot_modes[] = { "off", "FullBoth", "FullSig", "FullDig" };

	if (atecc_silicon(&chip->nv)->on == ON_508A)
		return;
	printf("ChipOptions   %02x%02x: power-on self test %s; IO protection key %s, slot %u; KDF's AES %s; "
	       "ECDH output %u, "
	       "KDF output %u (0 clear, 1 encrypted, 2 inside, 3 none)\n",
		chip->nv.config[CONFIG_CHIP_OPTIONS], chip->nv.config[CONFIG_CHIP_OPTIONS + 1],
		options.post ? "on" : "off", options.io_key ? "on" : "off", options.io_key_slot,
		options.kdf_aes ? "on" : "off", options.ecdh_protection, options.kdf_protection);
	printf("SecureBoot    %02x%02x: %s; public key in slot %u, digest or signature in slot %u%s%s\n",
		chip->nv.config[CONFIG_SECURE_BOOT], chip->nv.config[CONFIG_SECURE_BOOT + 1],
		boot_modes[boot.mode], boot.key_slot, boot.digest_slot,
		boot.persist ? "; sets the persistent latch" : "",
		boot.random_nonce ? "; wants a random nonce" : "");
}

static void print_text(const struct part *part)
{
	const struct atecc *chip = part->chip;
	const uint8_t *config = chip->nv.config;
	uint8_t serial[PART_SERIAL_MAX];

	printf("%s: %s\n\n", part->profile->name, part->profile->summary);
	printf("silicon       %s, RevNum %02x%02x%02x%02x\n", atecc_silicon(&chip->nv)->name,
		config[CONFIG_REVISION], config[CONFIG_REVISION + 1], config[CONFIG_REVISION + 2],
		config[CONFIG_REVISION + 3]);
	show_hex("serial        ", serial, part_serial(part, serial));
	printf("address       %02x (7-bit), %02x (8-bit)\n", config_address(chip), config_address(chip) * 2u);
	printf("config zone   %s\n", config_locked(chip) ? "locked" : "unlocked");
	printf("data and OTP  %s\n", data_locked(chip) ? "locked" : "unlocked");
	printf("counters      %u, %u\n", counter_value(chip, 0), counter_value(chip, 1));
	print_options(chip);
	show_trust_text(part);
	printf("\nconfig zone\n");
	show_hex("      ", config, sizeof(chip->nv.config));
	printf("\nOTP\n");
	show_contents("      ", chip->nv.otp, sizeof(chip->nv.otp));
	printf("\nslots\n");
	for (unsigned int slot = 0; slot < ATECC_SLOTS; slot++)
		print_slot(chip, slot);
}

static void print_json(const struct part *part)
{
	const struct atecc *chip = part->chip;
	struct json json = json_to(stdout);

	json_open(&json, NULL, '{');
	json_number(&json, "schema", 1);
	json_string(&json, "profile", part->profile->name);
	atecc_put_fields(&json, chip);
	show_trust_json(&json, part);
	json_close(&json, '}');
}

const struct shower show_atecc = {
	.kind = &part_kind_atecc,
	.text = print_text,
	.json = print_json,
};
