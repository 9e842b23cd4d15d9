/* sim/atecc608/zones.h: addresses, slots, and the fields of the config zone. */
#ifndef SESIM_ATECC_ZONES_H
#define SESIM_ATECC_ZONES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "atecc.h"

enum atecc_zone {
	ZONE_CONFIG = 0,
	ZONE_OTP = 1,
	ZONE_DATA = 2,
};

/* A place in a zone that Read and Write name by param1 and param2. */
struct atecc_place {
	enum atecc_zone zone;
	uint8_t slot;  /* ZONE_DATA */
	size_t offset; /* from the start of the zone, or of the slot */
	size_t len;    /* 4 or 32 */
	size_t held;   /* bytes of it that exist: less than len in a slot's last block */
};

/* Decodes an address (TNGTLS-B 4.4). Returns false where none is: status 03. */
bool atecc_place(uint8_t zone, bool block, uint16_t param2, struct atecc_place *place);

size_t slot_size(unsigned int slot);
size_t slot_offset(unsigned int slot);
static inline const uint8_t *slot_bytes(const struct atecc *chip, unsigned int slot)
{
	return chip->nv.data + slot_offset(slot);
}
static inline uint8_t *slot_room(struct atecc *chip, unsigned int slot)
{
	return chip->nv.data + slot_offset(slot);
}

/* A 72-byte slot's public key: 4 pad bytes, X, 4 pad bytes, Y (TNGTLS-B 2.2.4; atecc608.md 8.5). */
void slot_public_key(const struct atecc *chip, unsigned int slot, uint8_t point[64]);
/* A private slot's number: 4 pad bytes, d. Borrows. */
const uint8_t *slot_private_key(const struct atecc *chip, unsigned int slot);

/* The 7-bit address the config zone gives: byte 16, or byte 85 where ChipMode says so and it is not 00 (LORA-B 2.1.1). */
uint8_t config_address(const struct atecc *chip);
bool config_locked(const struct atecc *chip);
bool data_locked(const struct atecc *chip);

/* SlotConfig of a slot (DS20005927A 2.2.1). */
struct slot_config {
	uint16_t raw;
	uint8_t read_key;
	bool no_mac;
	bool limited_use;
	bool encrypt_read;
	bool is_secret;
	uint8_t write_key;
	uint8_t write_config; /* bits 15 to 12 */
};

/* ReadKey's bits, in a private slot. */
enum {
	PRIVATE_EXTERNAL_SIGN = 0x1,
	PRIVATE_INTERNAL_SIGN = 0x2,
	PRIVATE_ECDH = 0x4,
	PRIVATE_ECDH_TO_SLOT = 0x8,
};

/* WriteConfig's bits. */
enum {
	WRITE_PUB_INVALID = 0x1,
	WRITE_BIT_12 = 0x1, /* the same bit, as DeriveKey reads it: from the parent */
	WRITE_BIT_13 = 0x2, /* GenKey and DeriveKey allowed; plain Write never, unless bit 14 */
	WRITE_ENCRYPTED = 0x4,
	WRITE_BIT_15 = 0x8,
};

/* KeyConfig of a slot (DS20005927A 2.2.5). */
struct key_config {
	uint16_t raw;
	bool is_private;
	bool pub_info;
	uint8_t key_type;
	bool lockable;
	bool req_random;
	bool req_auth;
	uint8_t auth_key;
	bool persistent_disable;
	uint8_t x509_id;
};

enum {
	KEY_TYPE_P256 = 4,
	KEY_TYPE_AES = 6,
	KEY_TYPE_OTHER = 7,
};

struct slot_config slot_config(const struct atecc *chip, unsigned int slot);
struct key_config key_config(const struct atecc *chip, unsigned int slot);
/* A slot for a public key: 8 to 15, P-256, not private (DS20005927A 9.20). */
bool slot_holds_public_key(const struct atecc *chip, unsigned int slot);
bool slot_locked(const struct atecc *chip, unsigned int slot);
/* Whether a command may leave something in this slot that is no private key: a shared secret, say. */
bool slot_takes_result(const struct atecc *chip, unsigned int slot);

/* ChipOptions (TNGTLS-B 2.2; atecc608.md 2.2). All off on the 508A. */
struct chip_options {
	bool post;
	bool io_key;
	bool kdf_aes;
	uint8_t ecdh_protection;
	uint8_t kdf_protection;
	uint8_t io_key_slot;
};

enum {
	PROTECTION_CLEAR = 0,
	PROTECTION_ENCRYPTED = 1,
	PROTECTION_INSIDE = 2,
	PROTECTION_PROHIBITED = 3,
};

struct chip_options chip_options(const struct atecc *chip);

/* SecureBoot (TFLX-A 5.2.3; atecc608.md 2.2). */
struct secure_boot_config {
	uint8_t mode; /* 0 off, 1 FullBoth, 2 FullSig, 3 FullDig */
	bool persist;
	bool random_nonce;
	uint8_t digest_slot;
	uint8_t key_slot;
};

struct secure_boot_config secure_boot_config(const struct atecc *chip);

#endif
