/*
 * proto/wire/atca.h: the bytes a host and an ATECC exchange. Sections are those of docs/reference and,
 * for the public books, "TNGTLS-B" (DS40002250), "LORA-B" (TNGLoRaWAN 608B), DS20005927A (ATECC508A).
 */
#ifndef SESIM_WIRE_ATCA_H
#define SESIM_WIRE_ATCA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The first byte of every I2C write (LORA-B 7.2). */
enum atca_word {
	ATCA_WORD_RESET = 0x00, /* read pointer to the start, a partial command is dropped */
	ATCA_WORD_SLEEP = 0x01,
	ATCA_WORD_IDLE = 0x02,
	ATCA_WORD_COMMAND = 0x03,
};

/* The status that goes on the wire (LORA-B 4.3). */
enum atca_status {
	ATCA_SUCCESS = 0x00,
	ATCA_MISCOMPARE = 0x01, /* CheckMac, Verify and SecureBoot only */
	ATCA_PARSE_ERROR = 0x03,
	ATCA_ECC_FAULT = 0x05,
	ATCA_SELF_TEST_ERROR = 0x07,
	ATCA_HEALTH_TEST_ERROR = 0x08,
	ATCA_EXECUTION_ERROR = 0x0f,
	ATCA_AFTER_WAKE = 0x11,
	ATCA_WATCHDOG = 0xee,
	ATCA_CRC_ERROR = 0xff,
};

enum {
	ATCA_ADDRESS_DEFAULT = 0x60, /* 7-bit; config byte 16 holds C0 */
	ATCA_PACKET_MIN = 7,         /* count, opcode, param1, param2, CRC */
	ATCA_PACKET_MAX = 155,       /* count, at most (TFLX-A table 4-1, DS20005927A table 9-1) */
	ATCA_ANSWER_MIN = 4,
	ATCA_ANSWER_MAX = 192,
	ATCA_WAKE_LOW_NS = 60000, /* SDA low that wakes (tWLO) */
};

/* Opcodes, named as the documents name the commands. */
enum atca_opcode {
	ATCA_PAUSE = 0x01,
	ATCA_READ = 0x02,
	ATCA_MAC = 0x08,
	ATCA_HMAC = 0x11,
	ATCA_WRITE = 0x12,
	ATCA_GEN_DIG = 0x15,
	ATCA_NONCE = 0x16,
	ATCA_LOCK = 0x17,
	ATCA_RANDOM = 0x1b,
	ATCA_DERIVE_KEY = 0x1c,
	ATCA_UPDATE_EXTRA = 0x20,
	ATCA_COUNTER = 0x24,
	ATCA_CHECK_MAC = 0x28,
	ATCA_INFO = 0x30,
	ATCA_GEN_KEY = 0x40,
	ATCA_SIGN = 0x41,
	ATCA_ECDH = 0x43,
	ATCA_VERIFY = 0x45,
	ATCA_PRIV_WRITE = 0x46,
	ATCA_SHA = 0x47,
	ATCA_AES = 0x51,
	ATCA_KDF = 0x56,
	ATCA_SELF_TEST = 0x77,
	ATCA_SECURE_BOOT = 0x80,
};

#endif
