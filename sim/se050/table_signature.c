/*
 * sim/se050/table_signature.c: ECDSASign, EdDSASign, ECDAASign, RSASign and their verification: one instruction each, told
 * apart by the key and the algorithm (AN12413 4.10.1, 4.10.2, 4.11.1, 4.11.2).
 */
#include "families.h"
#include "rows.h"
#include "signature.h"

enum {
	SIGNATURE_MAX = 512,
};

static const struct se050_param sign[] = {
	OBJECT(TAG_1, "key", EC_PRIVATES | RSA_PRIVATES, RIGHT_SIGN),
	NUMBER(TAG_2, "algorithm", 1),
	MAYBE_BYTES(TAG_3, "digest or message", 0, LONGEST),
	MAYBE_BYTES(TAG_4, "r of ECDAA; salt length", 2, 32),
};

static const struct se050_param verify[] = {
	OBJECT(TAG_1, "key", EC_PUBLICS | RSA_PUBLICS, RIGHT_VERIFY),
	NUMBER(TAG_2, "algorithm", 1),
	MAYBE_BYTES(TAG_3, "digest or message", 0, LONGEST),
	BYTES(TAG_5, "signature", 1, SIGNATURE_MAX),
};

static const struct se050_command rows[] = {
	{ .name = "Sign",
		.spec = "AN12413 4.10.1, 4.11.1",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_CRYPTO,
		.p1 = P1_SIGNATURE,
		.p2 = P2_SIGN,
		PARAMS(sign),
		.check = signature_sign_check,
		.run = signature_sign,
		.latency = LAT_SIGN },
	{ .name = "Verify",
		.spec = "AN12413 4.10.2, 4.11.2",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_CRYPTO,
		.p1 = P1_SIGNATURE,
		.p2 = P2_VERIFY,
		PARAMS(verify),
		.check = signature_verify_check,
		.run = signature_verify,
		.latency = LAT_SIGN },
};

FAMILY(family_signature, "signature", rows);
