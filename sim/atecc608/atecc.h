/* sim/atecc608/atecc.h: an ATECC508A/608A/608B as a value. Sections: docs/reference/atecc608.md. */
#ifndef SESIM_ATECC_ATECC_H
#define SESIM_ATECC_ATECC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "atca.h"
#include "chip.h"
#include "hash.h"

enum {
	ATECC_SLOTS = 16,
	ATECC_CONFIG_BYTES = 128,
	ATECC_OTP_BYTES = 64,
	ATECC_DATA_BYTES = 1208,
	ATECC_LAYOUT = 1, /* version of struct atecc_nv in a state file */
};

/* Where things lie in the config zone (TNGTLS-B 2.2, DS20005927A table 2-5). */
enum atecc_config {
	CONFIG_SN_0_3 = 0,
	CONFIG_REVISION = 4,
	CONFIG_SN_4_8 = 8,
	CONFIG_AES_ENABLE = 13,
	CONFIG_I2C_ENABLE = 14,
	CONFIG_I2C_ADDRESS = 16,
	CONFIG_COUNT_MATCH = 18, /* 508A: OTPmode */
	CONFIG_CHIP_MODE = 19,
	CONFIG_SLOT_CONFIG = 20,
	CONFIG_COUNTER_0 = 52,
	CONFIG_USE_LOCK = 68, /* UNCERTAIN (ATCA-U-23): bars nothing; 508A: LastKeyUse, 68 to 83 */
	CONFIG_VOLATILE_KEY = 69,
	CONFIG_SECURE_BOOT = 70,
	CONFIG_KDF_IV_LOC = 72,
	CONFIG_KDF_IV_STR = 73,
	CONFIG_USER_EXTRA = 84,
	CONFIG_USER_EXTRA_ADD = 85, /* 508A: Selector */
	CONFIG_LOCK_VALUE = 86,
	CONFIG_LOCK_CONFIG = 87,
	CONFIG_SLOT_LOCKED = 88,
	CONFIG_CHIP_OPTIONS = 90,
	CONFIG_X509_FORMAT = 92,
	CONFIG_KEY_CONFIG = 96,
	CONFIG_LAST_KEY_USE_BYTES = 16,
	CONFIG_UNLOCKED = 0x55, /* LockValue and LockConfig; anything else is locked */
};

/* What outlives power: the bytes of a state file. Numbers little endian, no padding. */
struct atecc_nv {
	uint8_t config[ATECC_CONFIG_BYTES];
	uint8_t otp[ATECC_OTP_BYTES];
	uint8_t data[ATECC_DATA_BYTES]; /* slots 0 to 15, one after the other */
	uint8_t restarts[4];            /* power-ups under a seed: keys the random stream */
};

/* TempKey and its flags (LORA-B 3, 5.1.2.3). Changed in tempkey.c only. */
struct atecc_tempkey {
	bool valid;
	bool wide;  /* 64 bytes were loaded */
	bool input; /* SourceFlag: 1 input, 0 random */
	bool gen_dig;
	bool gen_key;
	bool no_mac;
	bool copied;      /* made by a CheckMac copy: not kept over idle */
	bool private_key; /* made by GenKey: an ECC private key */
	uint8_t key_id;
	uint8_t value[64];
};

enum atecc_sha_mode {
	SHA_IDLE,
	SHA_PLAIN,
	SHA_HMAC,
};

/* 508A: where a SHA sequence took in a stored public key, for Verify(ValidateExternal) (DS20005927A 9.17). */
struct atecc_sha_trail {
	bool ended;
	bool has_public;
	uint8_t public_slot;
	uint8_t public_block;
	uint8_t blocks;
};

/* What sleep, the watchdog and power-off erase; idle keeps it (TFLX-B 8.2). */
struct atecc_sram {
	struct atecc_tempkey tempkey;
	uint8_t msg_dig_buf[64];
	uint8_t msg_dig_len; /* 0: nothing loaded; one command uses it up (TFLX-A 3.2) */
	uint8_t alt_key_buf[32];
	bool alt_key_valid;
	bool auth_valid;
	uint8_t auth_key;
	enum atecc_sha_mode sha_mode;
	struct sha256 sha;
	struct sha256 sha_outer; /* SHA_HMAC */
	struct atecc_sha_trail sha_trail;
};

/* What sleep keeps and power-off erases. */
struct atecc_power {
	bool latch;                 /* the persistent latch (MIG 1.1.6) */
	bool secure_boot_forbidden; /* SecureBoot mode bit 6, until the next power cycle */
	uint8_t address;            /* 7-bit; taken from the config zone at power-up and wake from sleep */
	uint8_t self_test_failures; /* cleared by any wake (LORA-B 5.1.7) */
	uint8_t seed_updated;       /* 508A: what Info State tells of the RNG seed */
	uint64_t commands;          /* since power-up: keys the random stream */
};

enum atecc_mode {
	ATECC_ASLEEP,
	ATECC_IDLE,
	ATECC_AWAKE,
};

/* The I2C side. */
struct atecc_io {
	enum atecc_mode mode;
	uint8_t word; /* word address of the message under way */
	bool word_seen;
	uint8_t in[ATCA_PACKET_MAX]; /* the command packet, as far as it has come */
	uint8_t in_len;
	uint8_t out[ATCA_ANSWER_MAX];
	uint8_t out_len;
	uint8_t out_at; /* the read pointer; survives STOP */
	uint64_t busy_until_ns;
	uint64_t watchdog_at_ns;
};

/* The whole chip: plain bytes, nv first. */
struct atecc {
	struct atecc_nv nv;
	struct atecc_sram sram;
	struct atecc_power power;
	struct atecc_io io;
	uint8_t inject_self_test; /* self tests that will fail: a simulator's own, set from outside */
};

extern const struct chip_model atecc_model;

/* Runs the packet in io.in, which is complete: leaves the answer in io.out. Called at STOP. */
void atecc_execute(struct atecc *chip, struct chip_env *env);

/* As word address 02 does. */
void atecc_go_idle(struct atecc *chip);

/* Puts a status or an answer with count and CRC into the output buffer. */
void atecc_answer_status(struct atecc *chip, enum atca_status status);
void atecc_answer(struct atecc *chip, const uint8_t *bytes, size_t len);

#endif
