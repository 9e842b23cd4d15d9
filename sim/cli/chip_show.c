/* sim/cli/chip_show.c: sesim chip show: a chip as a person wants to see it. */
#include <stdbool.h>
#include <string.h>

#include "atecc_fields.h"
#include "cli.h"
#include "describe_slot.h"
#include "json.h"
#include "limited.h"
#include "part_kind.h"
#include "zones.h"

static const char help[] = "usage: sesim chip show FILE|PROFILE [--json]\n"
			   "\n"
			   "Shows what a state file holds, or what a part comes with from the factory: "
			   "zones, locks, every slot's\n"
			   "configuration in words, its contents (keys too: a simulator has no secrets from "
			   "its owner), counters. The\n"
			   "file is only looked at, and may be in use. A known profile's name wins over a "
			   "file's: ./NAME is the file.\n"
			   "\n"
			   "  --json    one JSON object; its keys are those of \"sesim chip set\"\n"
			   "\n"
			   "examples:\n"
			   "  sesim chip show atecc608a\n"
			   "  sesim chip show ./device.nvm --json\n";

/* Lines of 32 bytes, the first behind `before` and the others as far in. */
static void print_hex(const char *before, const uint8_t *bytes, size_t len)
{
	for (size_t at = 0; at < len; at += 32) {
		size_t n = len - at < 32 ? len - at : 32;

		printf("%*s", (int)strlen(before), at == 0 ? before : "");
		for (size_t i = 0; i < n; i++)
			printf("%s%02x", i > 0 && i % 4 == 0 ? " " : "", bytes[at + i]);
		putchar('\n');
	}
}

static bool all_equal(const uint8_t *bytes, size_t len)
{
	for (size_t i = 1; i < len; i++)
		if (bytes[i] != bytes[0])
			return false;
	return true;
}

static void print_contents(const char *before, const uint8_t *bytes, size_t len)
{
	if (all_equal(bytes, len))
		printf("%s%02x throughout\n", before, bytes[0]);
	else
		print_hex(before, bytes, len);
}

static void print_slot(const struct atecc *chip, unsigned int slot)
{
	char words[DESCRIBE_SLOT_MAX];
	const uint8_t *config = chip->nv.config + CONFIG_SLOT_CONFIG + 2 * slot;
	const uint8_t *key = chip->nv.config + CONFIG_KEY_CONFIG + 2 * slot;

	describe_slot(words, sizeof(words), chip, slot);
	printf("%4u  %3zu bytes  SlotConfig %02x%02x  KeyConfig %02x%02x\n", slot, slot_size(slot), config[0],
		config[1], key[0], key[1]);
	printf("      %s\n", words);
	print_contents(slot_config(chip, slot).is_secret ? "      secret: " : "      ",
		slot_bytes(chip, slot), slot_size(slot));
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

static void print_text(const struct part *part, const struct atecc *chip)
{
	const uint8_t *config = chip->nv.config;
	uint8_t serial[PART_SERIAL_MAX];

	printf("%s: %s\n\n", part->profile->name, part->profile->summary);
	printf("silicon       %s, RevNum %02x%02x%02x%02x\n", atecc_silicon(&chip->nv)->name,
		config[CONFIG_REVISION], config[CONFIG_REVISION + 1], config[CONFIG_REVISION + 2],
		config[CONFIG_REVISION + 3]);
	print_hex("serial        ", serial, part_serial(part, serial));
	printf("address       %02x (7-bit), %02x (8-bit)\n", config_address(chip), config_address(chip) * 2u);
	printf("config zone   %s\n", config_locked(chip) ? "locked" : "unlocked");
	printf("data and OTP  %s\n", data_locked(chip) ? "locked" : "unlocked");
	printf("counters      %u, %u\n", counter_value(chip, 0), counter_value(chip, 1));
	print_options(chip);
	printf("\nconfig zone\n");
	print_hex("      ", config, sizeof(chip->nv.config));
	printf("\nOTP\n");
	print_contents("      ", chip->nv.otp, sizeof(chip->nv.otp));
	printf("\nslots\n");
	for (unsigned int slot = 0; slot < ATECC_SLOTS; slot++)
		print_slot(chip, slot);
}

static void print_json(const struct part *part, const struct atecc *chip)
{
	struct json json = json_to(stdout);

	json_open(&json, NULL, '{');
	json_number(&json, "schema", 1);
	json_string(&json, "profile", part->profile->name);
	atecc_put_fields(&json, chip);
	json_close(&json, '}');
}

static int show(const char *name, const char *what, bool as_json)
{
	struct part *part;
	struct why why;
	int rc;

	if (profile_find(what, strlen(what)))
		rc = part_blank(&part, what, &why);
	else
		rc = part_peek(&part, what, NULL, &why);
	if (rc < 0)
		return cli_tell(name, &why, CLI_USAGE);
	if (part->kind != &part_kind_atecc)
		rc = cli_say(name, CLI_USAGE, "there is nothing to show of an %s yet", part->profile->name);
	else if (as_json)
		print_json(part, part->chip);
	else
		print_text(part, part->chip);
	part_free(part);
	return rc;
}

static int run(const struct cli_command *command, int argc, char **argv)
{
	static const struct option options[] = { { "json", no_argument, NULL, 'j' }, { 0 } };
	bool as_json = false;
	int status, code;

	while ((code = cli_option(command, argc, argv, options, &status)) >= 0)
		as_json = true;
	if (code == CLI_STOP)
		return status;
	status = cli_words(command, argc, argv, 1, 1);
	if (status != CLI_GOOD)
		return status;
	return show(argv[0], argv[optind], as_json);
}

const struct cli_command cli_chip_show = {
	.name = "show",
	.summary = "what a state file holds, or what a profile comes with",
	.help = help,
	.run = run,
};
