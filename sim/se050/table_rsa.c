/* sim/se050/table_rsa.c: RSA keys and their use (AN12413 4.7.1.2, 4.11.3). Signatures: table_signature.c. */
#include "families.h"
#include "rows.h"
#include "rsa.h"

enum {
	MODULUS_MIN = 64,
	MODULUS_MAX = 512,
	HALF_MAX = MODULUS_MAX / 2 + 1, /* hosts send a leading zero before a component of odd length */
	EXPONENT_MAX = 4,
};

static const struct se050_param write_key[] = {
	WRITE_HEAD,
	MAYBE_NUMBER(TAG_2, "bits", 2),
	MAYBE_BYTES(TAG_3, "p", 1, HALF_MAX),
	MAYBE_BYTES(TAG_4, "q", 1, HALF_MAX),
	MAYBE_BYTES(TAG_5, "dp", 1, HALF_MAX),
	MAYBE_BYTES(TAG_6, "dq", 1, HALF_MAX),
	MAYBE_BYTES(TAG_7, "q inverse", 1, HALF_MAX),
	MAYBE_BYTES(TAG_8, "public exponent", 1, EXPONENT_MAX + 1),
	MAYBE_BYTES(TAG_9, "private exponent", 1, MODULUS_MAX + 1),
	MAYBE_BYTES(TAG_10, "modulus", 1, MODULUS_MAX + 1),
	WRITE_TAIL,
};

/* P2_RAW is of keys that have no primes (AN12413 table 95; hosts). */
static const struct se050_param write_raw[] = {
	WRITE_HEAD,
	MAYBE_NUMBER(TAG_2, "bits", 2),
	MAYBE_BYTES(TAG_8, "public exponent", 1, EXPONENT_MAX + 1),
	MAYBE_BYTES(TAG_9, "private exponent", 1, MODULUS_MAX + 1),
	MAYBE_BYTES(TAG_10, "modulus", 1, MODULUS_MAX + 1),
	WRITE_TAIL,
};

static const struct se050_param encrypt[] = {
	OBJECT(TAG_1, "key", RSA_PUBLICS, RIGHT_ENC),
	NUMBER(TAG_2, "algorithm", 1),
	MAYBE_BYTES(TAG_3, "data", 0, MODULUS_MAX),
};

static const struct se050_param decrypt[] = {
	OBJECT(TAG_1, "key", RSA_PRIVATES, RIGHT_DEC),
	NUMBER(TAG_2, "algorithm", 1),
	BYTES(TAG_3, "data", MODULUS_MIN, MODULUS_MAX),
};

static const struct se050_command rows[] = {
	{ .name = "WriteRSAKey",
		.spec = "AN12413 4.7.1.2",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_WRITE,
		.ins_free = INS_WRITE_FLAGS,
		.p1 = P1_RSA,
		.p1_free = P1_PAIR,
		PARAMS(write_key),
		.latency = LAT_WRITE,
		.writes = true,
		.check = rsa_write_check,
		.run = rsa_write },
	{ .name = "WriteRSAKey, raw",
		.spec = "AN12413 table 95; hosts",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_WRITE,
		.ins_free = INS_WRITE_FLAGS,
		.p1 = P1_RSA,
		.p1_free = P1_PAIR,
		.p2 = P2_RAW,
		PARAMS(write_raw),
		.latency = LAT_WRITE,
		.writes = true,
		.check = rsa_write_check,
		.run = rsa_write },
	{ .name = "RSAEncrypt",
		.spec = "AN12413 4.11.3.1",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_CRYPTO,
		.p1 = P1_RSA,
		.p2 = P2_ENCRYPT_ONESHOT,
		PARAMS(encrypt),
		.check = rsa_encrypt_check,
		.run = rsa_encrypt },
	{ .name = "RSADecrypt",
		.spec = "AN12413 4.11.3.2",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_CRYPTO,
		.p1 = P1_RSA,
		.p2 = P2_DECRYPT_ONESHOT,
		PARAMS(decrypt),
		.latency = LAT_RSA,
		.check = rsa_decrypt_check,
		.run = rsa_decrypt },
};

FAMILY(family_rsa, "rsa", rows);
