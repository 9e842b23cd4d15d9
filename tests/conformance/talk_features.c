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
	FIPS_RSA_LEAST = 2048,
	DES_TWO_KEYS = 16,
	DES_TWO_WRAPPED = 24,
	FIPS_HMAC_LEAST = 14,
	ECDSA_SHA1 = 0x11,
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

/* The curve says it; nothing is wanted where none is named: an update, or a curve's list. */
static uint16_t of_curve(const struct text_command *command, uint16_t tag)
{
	for (size_t i = 0; i < command->n; i++) {
		uint8_t curve;

		if (command->raw || command->items[i].tag != tag || command->items[i].len != 1)
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

static bool number_is(const struct text_command *command, uint16_t tag, uint32_t from, uint32_t to)
{
	for (size_t i = 0; i < command->n; i++) {
		struct rbuf r = rbuf_from(text_bytes(command, &command->items[i]), command->items[i].len);
		uint32_t value = 0;

		if (command->raw || command->items[i].tag != tag)
			continue;
		while (rbuf_left(&r) > 0)
			value = value << 8 | rbuf_u8(&r);
		return value >= from && value <= to;
	}
	return false;
}

/* Of less than 224 bits (AN12413 table 1), or for what FIPS mode lacks. */
static bool names_small_curve(const struct text_command *command, uint16_t tag)
{
	static const uint8_t curves[] = { 0x01, 0x06, 0x07, 0x0d, 0x0e, CURVE_BN };

	for (size_t i = 0; i < sizeof(curves); i++)
		if (number_is(command, tag, curves[i], curves[i]))
			return true;
	return false;
}

static size_t length(const struct text_command *command, uint16_t tag)
{
	for (size_t i = 0; i < command->n; i++)
		if (command->items[i].tag == tag && !command->raw)
			return command->items[i].len;
	return 0;
}

bool talk_not_with_fips(const struct text_command *command)
{
	uint8_t ins = command->header[1] & (uint8_t)~INS_FLAGS, kind = command->header[2] & P1_KIND;

	if (command->header[0] != CLA_PROPRIETARY)
		return false;
	if (ins == WRITE && kind == P1_RSA)
		return number_is(command, TAG_2, 1, FIPS_RSA_LEAST - 1);
	if (ins == WRITE && kind == P1_DES)
		return length(command, TAG_3) <=
		       (length(command, TAG_2) > 0 ? DES_TWO_WRAPPED : DES_TWO_KEYS);
	if (ins == WRITE && kind == P1_HMAC)
		return length(command, TAG_3) < FIPS_HMAC_LEAST;
	if (ins == CRYPTO && kind == P1_SIGNATURE && command->header[3] == P2_SIGN)
		return number_is(command, TAG_2, ECDSA_SHA1, ECDSA_SHA1);
	if (ins == WRITE && kind == P1_CURVE && command->header[3] == P2_CREATE)
		return names_small_curve(command, TAG_1);
	if (ins == CRYPTO && kind == P1_DEFAULT &&
		(command->header[3] == P2_HKDF || command->header[3] == P2_HKDF_EXPAND_ONLY))
		return true;
	if (ins == CRYPTO && (command->header[2] == P1_AEAD || command->header[2] == P1_AEAD_SP800))
		return true;
	if (ins == CRYPTO && command->header[2] == P1_EC &&
		(command->header[3] == P2_DH || command->header[3] == P2_DH_REVERSE ||
			command->header[3] == P2_ECPM))
		return true;
	if (ins == WRITE && kind == P1_EC)
		return names_small_curve(command, TAG_2);
	return false;
}

uint16_t talk_features(const struct text_command *command)
{
	uint8_t ins = command->header[1] & (uint8_t)~INS_FLAGS, kind = command->header[2] & P1_KIND;

	if (command->header[0] != CLA_PROPRIETARY)
		return 0;
	if (ins == WRITE && kind == 0x01)
		return of_curve(command, TAG_2);
	if (ins == WRITE && kind == P1_CURVE)
		return of_curve(command, TAG_1);
	/* A private exponent makes a key that is not in CRT form, whatever P2 says (AN12413 4.7.1.2). */
	if (ins == WRITE && kind == P1_RSA && length(command, TAG_9) > 0)
		return CONFIG_RSA_PLAIN;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].ins == ins && rows[i].p1 == kind &&
			(rows[i].p2 == 0xff || rows[i].p2 == command->header[3]))
			return rows[i].features;
	return 0;
}
