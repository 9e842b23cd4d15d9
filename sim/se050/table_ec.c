/* sim/se050/table_ec.c: EC keys, curves, signatures, key agreement (AN12413 4.7.1.1, 4.8, 4.10). */
#include "curve.h"
#include "ec_agree.h"
#include "ec_curve.h"
#include "ec_key.h"
#include "families.h"
#include "rows.h"

enum {
	DIGEST_MAX = 64,
	POINT_MIN = 32, /* X25519 (AN12413 table 1) */
	POINT_MAX = 133,
	PARAMETER_MIN = 20, /* of the curves of 160 bits */
	FIELD_MAX = 66,
};

static const struct se050_param write_key[] = {
	WRITE_AUTH_HEAD,
	MAYBE_NUMBER(TAG_2, "curve", 1),
	MAYBE_BYTES(TAG_3, "private value", 1, FIELD_MAX),
	MAYBE_BYTES(TAG_4, "public value", 1, POINT_MAX),
	WRITE_TAIL,
};

static const struct se050_param curve[] = {
	NUMBER(TAG_1, "curve", 1),
};

static const struct se050_param set_param[] = {
	NUMBER(TAG_1, "curve", 1),
	NUMBER(TAG_2, "parameter", 1),
	BYTES(TAG_3, "value", PARAMETER_MIN, POINT_MAX),
};

static const struct se050_param curve_of[] = {
	OBJECT(TAG_1, "object", EC_KEYS, 0),
};

/* Before 3.6 bit 1000 of AppletConfig is reserved (AN12413 table 5): the same command in two rows. */
static const struct se050_param agreement[] = {
	OBJECT(TAG_1, "key", EC_PRIVATES, RIGHT_KA),
	BYTES(TAG_2, "public value", POINT_MIN, POINT_MAX),
};

/* The peer's key by value or as an object; the secret into an object. */
static const struct se050_param agreement_7[] = {
	OBJECT(TAG_1, "key", EC_PRIVATES, RIGHT_KA),
	MAYBE_BYTES(TAG_2, "public value", POINT_MIN, POINT_MAX),
	MAYBE_OBJECT(TAG_3, "public key", EC_PUBLICS, 0),
	MAYBE_NUMBER(TAG_4, "algorithm", 1),
	MAYBE_OBJECT(TAG_7, "target", HMAC_KEYS, RIGHT_WRITE),
};

static const struct se050_param multiply[] = {
	OBJECT(TAG_1, "key", EC_PRIVATES, RIGHT_KA),
	OBJECT(TAG_3, "public key", EC_PUBLICS, 0),
	NUMBER(TAG_4, "algorithm", 1),
	MAYBE_OBJECT(TAG_7, "target", HMAC_KEYS, RIGHT_WRITE),
};

static const struct se050_command rows[] = {
	{ .name = "WriteECKey",
		.spec = "AN12413 4.7.1.1",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_WRITE,
		.ins_free = INS_WRITE_FLAGS,
		.p1 = P1_EC,
		.p1_free = P1_PAIR,
		PARAMS(write_key),
		.check = ec_key_check,
		.run = ec_key_write,
		.latency = LAT_WRITE,
		.writes = true },
	{ .name = "CreateECCurve",
		.spec = "AN12413 4.8.1",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_WRITE,
		.p1 = P1_CURVE,
		.p2 = P2_CREATE,
		PARAMS(curve),
		.check = ec_curve_create_check,
		.run = ec_curve_create,
		.latency = LAT_WRITE,
		.writes = true },
	{ .name = "SetECCurveParam",
		.spec = "AN12413 4.8.2",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_WRITE,
		.p1 = P1_CURVE,
		.p2 = P2_PARAM,
		PARAMS(set_param),
		.check = ec_curve_set_check,
		.run = ec_curve_set,
		.latency = LAT_WRITE,
		.writes = true },
	{ .name = "GetECCurveID",
		.spec = "AN12413 4.8.3",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_READ,
		.p1 = P1_CURVE,
		.p2 = P2_ID,
		PARAMS(curve_of),
		.run = ec_curve_of },
	{ .name = "ReadECCurveList",
		.spec = "AN12413 4.8.4",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_READ,
		.p1 = P1_CURVE,
		.p2 = P2_LIST,
		NO_PARAMS,
		.run = ec_curve_list },
	{ .name = "DeleteECCurve",
		.spec = "AN12413 4.8.5",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_MANAGE,
		.p1 = P1_CURVE,
		.p2 = P2_DELETE_OBJECT,
		PARAMS(curve),
		.check = ec_curve_delete_check,
		.run = ec_curve_delete,
		.latency = LAT_WRITE,
		.writes = true },
	{ .name = "ECDHGenerateSharedSecret (3.1)",
		.spec = "AN12413 4.10.3.1",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_CRYPTO,
		.p1 = P1_EC,
		.p2 = P2_DH,
		PARAMS(agreement),
		.check = ec_agree_check,
		.run = ec_agree,
		.latency = LAT_AGREE,
		.until = APPLET_3_6 },
	{ .name = "ECDHGenerateSharedSecret",
		.spec = "AN12413 4.10.3.1",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_CRYPTO,
		.p1 = P1_EC,
		.p2 = P2_DH,
		PARAMS(agreement),
		.check = ec_agree_check,
		.run = ec_agree,
		.latency = LAT_AGREE,
		.since = APPLET_3_6,
		.until = APPLET_7_2,
		.features = FEATURE_FIPS_DISABLED },
	{ .name = "ECDHGenerateSharedSecret (7.2)",
		.spec = "AN12413 4.10.3.1; hosts",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_CRYPTO,
		.p1 = P1_EC,
		.p2 = P2_DH,
		PARAMS(agreement_7),
		.check = ec_agree_check,
		.run = ec_agree,
		.latency = LAT_AGREE,
		.since = APPLET_7_2,
		.features = FEATURE_FIPS_DISABLED,
		.writes = true },
	{ .name = "ECDHGenerateSharedSecret, reversed",
		.spec = "hosts",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_CRYPTO,
		.p1 = P1_EC,
		.p2 = P2_DH_REVERSE,
		PARAMS(agreement_7),
		.check = ec_agree_check,
		.run = ec_agree,
		.latency = LAT_AGREE,
		.since = APPLET_7_2,
		.features = FEATURE_FIPS_DISABLED,
		.writes = true },
	{ .name = "ECPointMultiply",
		.spec = "hosts",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_CRYPTO,
		.p1 = P1_EC,
		.p2 = P2_ECPM,
		PARAMS(multiply),
		.check = ec_point_multiply_check,
		.run = ec_point_multiply,
		.latency = LAT_AGREE,
		.since = APPLET_7_2,
		.features = FEATURE_FIPS_DISABLED,
		.writes = true },
};

FAMILY(family_ec, "ec", rows);
