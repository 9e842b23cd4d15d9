/* sim/se050/table_kdf.c: key derivation and TLS (AN12413 4.14, 4.16). */
#include "families.h"
#include "kdf050.h"
#include "rows.h"

/*
 * Salt by value or by object; the output into an object of exactly its size (7.2). UNCERTAIN (SE05X-U-63): what the
 * salt's policy must allow.
 */
#define SALT_AND_TARGET(right)                                   \
	V7_MAYBE_OBJECT(TAG_6, "salt object", HMAC_KEYS, right), \
		V7_MAYBE_OBJECT(TAG_7, "target", HMAC_KEYS, RIGHT_WRITE)

static const struct se050_param hkdf_3[] = {
	OBJECT(TAG_1, "key", HMAC_KEYS, RIGHT_KDF),
	NUMBER(TAG_2, "digest", 1),
	MAYBE_BYTES(TAG_3, "salt", 0, 64),
	MAYBE_BYTES(TAG_4, "info", 1, 448),
	NUMBER(TAG_5, "length", 2),
};

static const struct se050_param hkdf_7[] = {
	OBJECT(TAG_1, "key", HMAC_KEYS, RIGHT_KDF),
	NUMBER(TAG_2, "digest", 1),
	MAYBE_BYTES(TAG_3, "salt", 0, 64),
	MAYBE_BYTES(TAG_4, "info", 1, 80),
	NUMBER(TAG_5, "length", 2),
	SALT_AND_TARGET(RIGHT_KDF),
};

static const struct se050_param pbkdf2_3[] = {
	OBJECT(TAG_1, "password", HMAC_KEYS, RIGHT_KDF),
	MAYBE_BYTES(TAG_2, "salt", 0, 64),
	NUMBER(TAG_3, "iterations", 2),
	NUMBER(TAG_4, "length", 2),
};

static const struct se050_param pbkdf2_7[] = {
	OBJECT(TAG_1, "password", HMAC_KEYS, RIGHT_PBKDF),
	MAYBE_BYTES(TAG_2, "salt", 0, 64),
	NUMBER(TAG_3, "iterations", 2),
	NUMBER(TAG_4, "length", 2),
	MAYBE_NUMBER(TAG_5, "MAC algorithm", 1),
	SALT_AND_TARGET(RIGHT_PBKDF),
};

/* Which rights are needed depends on the version: the function asks (KA, or TLS_PMS from 7.2 on). */
static const struct se050_param pre_master[] = {
	MAYBE_OBJECT(TAG_1, "pre-shared key", HMAC_KEYS, 0),
	MAYBE_OBJECT(TAG_2, "key pair", EC_PAIRS | RSA_PAIRS, 0),
	OBJECT(TAG_3, "target", HMAC_KEYS, RIGHT_WRITE),
	MAYBE_BYTES(TAG_4, "peer data", 0, LONGEST),
	V7_MAYBE_BYTES(TAG_6, "client version", 2, 2),
};

static const struct se050_param prf[] = {
	OBJECT(TAG_1, "secret", HMAC_KEYS, 0),
	NUMBER(TAG_2, "digest", 1),
	BYTES(TAG_3, "label", 1, 64),
	BYTES(TAG_4, "random", 32, 64),
	NUMBER(TAG_5, "length", 2),
};

#define CRYPTO(text, clause, first, second, list)                                                  \
	.name = (text), .spec = (clause), .in = APPLET, .cla = CLA_PROPRIETARY, .ins = INS_CRYPTO, \
	.p1 = (first), .p2 = (second), PARAMS(list)

static const struct se050_command rows[] = {
	{ CRYPTO("HKDF", "AN12413 4.14.1", P1_DEFAULT, P2_HKDF, hkdf_3), .until = APPLET_7_2,
		.check = kdf050_hkdf_check, .run = kdf050_hkdf },
	{ CRYPTO("HKDF (7.2)", "AN12413 4.14.1; hosts", P1_DEFAULT, P2_HKDF, hkdf_7), .since = APPLET_7_2,
		.writes = true, .check = kdf050_hkdf_check, .run = kdf050_hkdf },
	{ CRYPTO("HKDF, expand only", "hosts", P1_DEFAULT, P2_HKDF_EXPAND_ONLY, hkdf_7), .since = APPLET_7_2,
		.writes = true, .check = kdf050_hkdf_check, .run = kdf050_hkdf },
	{ CRYPTO("PBKDF2DeriveKey", "AN12413 4.14.2", P1_DEFAULT, P2_PBKDF, pbkdf2_3), .until = APPLET_7_2,
		.features = FEATURE_PBKDF, .check = kdf050_pbkdf2_check, .run = kdf050_pbkdf2 },
	{ CRYPTO("PBKDF2DeriveKey (7.2)", "AN12413 4.14.2; hosts", P1_DEFAULT, P2_PBKDF, pbkdf2_7),
		.since = APPLET_7_2, .features = FEATURE_PBKDF, .writes = true, .check = kdf050_pbkdf2_check,
		.run = kdf050_pbkdf2 },
	{ .name = "TLSGenerateRandom",
		.spec = "AN12413 4.16.1",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_CRYPTO,
		.p1 = P1_TLS,
		.p2 = P2_RANDOM,
		NO_PARAMS,
		.features = FEATURE_TLS },
	{ CRYPTO("TLSCalculatePreMasterSecret", "AN12413 4.16.2", P1_TLS, P2_TLS_PMS, pre_master),
		.features = FEATURE_TLS, .writes = true },
	{ CRYPTO("TLSPerformPRF, client hello", "AN12413 4.16.3", P1_TLS, P2_TLS_PRF_CLIENT_HELLO, prf),
		.features = FEATURE_TLS },
	{ CRYPTO("TLSPerformPRF, server hello", "AN12413 4.16.3", P1_TLS, P2_TLS_PRF_SERVER_HELLO, prf),
		.features = FEATURE_TLS },
	{ CRYPTO("TLSPerformPRF, client random", "AN12413 4.16.3", P1_TLS, P2_TLS_PRF_CLIENT_RANDOM, prf),
		.features = FEATURE_TLS },
	{ CRYPTO("TLSPerformPRF, server random", "AN12413 4.16.3", P1_TLS, P2_TLS_PRF_SERVER_RANDOM, prf),
		.features = FEATURE_TLS },
	{ CRYPTO("TLSPerformPRF, both", "hosts", P1_TLS, P2_TLS_PRF_BOTH, prf), .since = APPLET_7_2,
		.features = FEATURE_TLS },
};

FAMILY(family_kdf, "key derivation", rows);
