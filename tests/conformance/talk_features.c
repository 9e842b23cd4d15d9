/* tests/conformance/talk_features.c: which bits of AppletConfig a command wants. */
#include "talk_features.h"

#include <stddef.h>

#include "se05x.h"

enum {
	INS_FLAGS = 0xe0, /* transient, authentication object, attestation */
	WRITE = 0x01,
	CRYPTO = 0x03,
	P1_KIND = 0x1f, /* without the part of a key pair */
	CURVE_BN = 0x11,
	CURVE_ED25519 = 0x40,
};

static const struct feature_row {
	uint8_t ins, p1, p2; /* p2 ff: any */
	uint16_t features;
} rows[] = {
	{ WRITE, 0x03, 0xff, CONFIG_AES },
	{ WRITE, 0x04, 0xff, CONFIG_DES },
	{ WRITE, 0x05, 0xff, CONFIG_HMAC },
	{ WRITE, 0x02, 0x4f, CONFIG_RSA_PLAIN },
	{ WRITE, 0x02, 0x00, CONFIG_RSA_CRT },
	{ CRYPTO, 0x0f, 0xff, CONFIG_TLS },
	{ CRYPTO, 0x00, 0x2e, CONFIG_PBKDF },
	{ CRYPTO, 0x00, 0x30, CONFIG_I2CM },
	{ CRYPTO, 0x00, 0x10, CONFIG_MIFARE },
	{ CRYPTO, 0x00, 0x12, CONFIG_MIFARE },
	{ CRYPTO, 0x00, 0x13, CONFIG_MIFARE },
	{ CRYPTO, 0x00, 0x14, CONFIG_MIFARE },
	{ CRYPTO, 0x00, 0x15, CONFIG_MIFARE },
	{ CRYPTO, 0x00, 0x16, CONFIG_MIFARE },
	{ CRYPTO, 0x00, 0x17, CONFIG_MIFARE },
	{ CRYPTO, 0x00, 0x53, CONFIG_MIFARE },
	{ CRYPTO, 0x00, 0x54, CONFIG_MIFARE },
};

/* The curve says it; P-256 and its like where there is none: an update, or a curve's list. */
static uint16_t of_curve(const struct text_command *command)
{
	for (size_t i = 0; i < command->n; i++) {
		uint8_t curve;

		if (command->raw || command->items[i].tag != TAG_2 || command->items[i].len != 1)
			continue;
		curve = *text_bytes(command, &command->items[i]);
		if (curve == CURVE_BN)
			return CONFIG_ECDAA;
		if (curve == CURVE_ED25519)
			return CONFIG_EDDSA;
		return curve > CURVE_ED25519 ? CONFIG_DH_MONT : CONFIG_ECDSA_ECDH_ECDHE;
	}
	return 0;
}

uint16_t talk_features(const struct text_command *command)
{
	uint8_t ins = command->header[1] & (uint8_t)~INS_FLAGS, kind = command->header[2] & P1_KIND;

	if (command->header[0] != CLA_PROPRIETARY)
		return 0;
	if (ins == WRITE && kind == 0x01)
		return of_curve(command);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].ins == ins && rows[i].p1 == kind &&
			(rows[i].p2 == 0xff || rows[i].p2 == command->header[3]))
			return rows[i].features;
	return 0;
}
