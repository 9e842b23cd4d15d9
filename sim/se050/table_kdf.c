/* sim/se050/table_kdf.c: key derivation and TLS (AN12413 4.14, 4.16). */
#include "families.h"
#include "kdf050.h"
#include "rows.h"
#include "tls.h"

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
	SALT_AND_TARGET(RIGHT_KDF | RIGHT_DERIVED_INPUT),
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
	SALT_AND_TARGET(RIGHT_PBKDF | RIGHT_DERIVED_INPUT),
};

static const struct se050_param pre_master_3[] = {
	MAYBE_OBJECT(TAG_1, "pre-shared key", HMAC_KEYS, 0),
	MAYBE_OBJECT(TAG_2, "key pair", EC_PAIRS, RIGHT_KA),
	OBJECT(TAG_3, "target", HMAC_KEYS, RIGHT_WRITE),
	MAYBE_BYTES(TAG_4, "peer data", 0, LONGEST),
};

static const struct se050_param pre_master_7[] = {
	MAYBE_OBJECT(TAG_1, "pre-shared key", HMAC_KEYS, RIGHT_TLS_PMS),
	MAYBE_OBJECT(TAG_2, "key pair", EC_PAIRS | RSA_PAIRS, RIGHT_KA),
	OBJECT(TAG_3, "target", HMAC_KEYS, RIGHT_WRITE),
	MAYBE_BYTES(TAG_4, "peer data", 0, LONGEST),
	MAYBE_BYTES(TAG_6, "client version", 2, 2),
};

#define PRF(right, random)                                                                                   \
	OBJECT(TAG_1, "secret", HMAC_KEYS, right), NUMBER(TAG_2, "digest", 1), BYTES(TAG_3, "label", 1, 64), \
		BYTES(TAG_4, "random", random, random), NUMBER(TAG_5, "length", 2)

static const struct se050_param prf_3[] = { PRF(RIGHT_KDF, 32) };
static const struct se050_param prf_7[] = { PRF(RIGHT_TLS_KDF, 32) };
static const struct se050_param prf_both[] = { PRF(RIGHT_TLS_KDF, 64) };

#define CRYPTO(text, clause, first, second, list)                                                  \
	.name = (text), .spec = (clause), .in = APPLET, .cla = CLA_PROPRIETARY, .ins = INS_CRYPTO, \
	.p1 = (first), .p2 = (second), PARAMS(list)

#define OF_3 .until = APPLET_7_2, .features = FEATURE_TLS, .check = tls_prf_check, .run = tls_prf
#define OF_7 .since = APPLET_7_2, .features = FEATURE_TLS, .check = tls_prf_check, .run = tls_prf

static const struct se050_command rows[] = {
	{ CRYPTO("HKDF", "AN12413 4.14.1", P1_DEFAULT, P2_HKDF, hkdf_3), .until = APPLET_7_2,
		.check = kdf050_hkdf_check, .run = kdf050_hkdf },
	{ CRYPTO("HKDF (7.2)", "AN12413 4.14.1; hosts", P1_DEFAULT, P2_HKDF, hkdf_7), .since = APPLET_7_2,
		.writes = true, .check = kdf050_hkdf_check, .run = kdf050_hkdf },
	{ CRYPTO("HKDFExpandOnly", "hosts", P1_DEFAULT, P2_HKDF_EXPAND_ONLY, hkdf_7), .since = APPLET_7_2,
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
		.features = FEATURE_TLS,
		.run = tls_random },
	{ CRYPTO("TLSCalculatePreMasterSecret", "AN12413 4.16.2", P1_TLS, P2_TLS_PMS, pre_master_3),
		.until = APPLET_7_2, .features = FEATURE_TLS, .writes = true, .check = tls_pre_master_check,
		.run = tls_pre_master },
	{ CRYPTO("TLSCalculatePreMasterSecret (7.2)", "AN12413 4.16.2; hosts", P1_TLS, P2_TLS_PMS,
		  pre_master_7),
		.since = APPLET_7_2, .features = FEATURE_TLS, .writes = true, .check = tls_pre_master_check,
		.run = tls_pre_master },
	{ CRYPTO("TLSPerformPRF, client hello", "AN12413 4.16.3", P1_TLS, P2_TLS_PRF_CLIENT_HELLO, prf_3),
		OF_3 },
	{ CRYPTO("TLSPerformPRF, server hello", "AN12413 4.16.3", P1_TLS, P2_TLS_PRF_SERVER_HELLO, prf_3),
		OF_3 },
	{ CRYPTO("TLSPerformPRF, client random", "AN12413 4.16.3", P1_TLS, P2_TLS_PRF_CLIENT_RANDOM, prf_3),
		OF_3 },
	{ CRYPTO("TLSPerformPRF, server random", "AN12413 4.16.3", P1_TLS, P2_TLS_PRF_SERVER_RANDOM, prf_3),
		OF_3 },
	{ CRYPTO("TLSPerformPRF, client hello (7.2)", "AN12413 4.16.3; hosts", P1_TLS,
		  P2_TLS_PRF_CLIENT_HELLO, prf_7),
		OF_7 },
	{ CRYPTO("TLSPerformPRF, server hello (7.2)", "AN12413 4.16.3; hosts", P1_TLS,
		  P2_TLS_PRF_SERVER_HELLO, prf_7),
		OF_7 },
	{ CRYPTO("TLSPerformPRF, client random (7.2)", "AN12413 4.16.3; hosts", P1_TLS,
		  P2_TLS_PRF_CLIENT_RANDOM, prf_7),
		OF_7 },
	{ CRYPTO("TLSPerformPRF, server random (7.2)", "AN12413 4.16.3; hosts", P1_TLS,
		  P2_TLS_PRF_SERVER_RANDOM, prf_7),
		OF_7 },
	{ CRYPTO("TLSPerformPRF, both", "hosts", P1_TLS, P2_TLS_PRF_BOTH, prf_both), OF_7 },
};

FAMILY(family_kdf, "key derivation", rows);
