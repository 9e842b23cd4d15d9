/* sim/se050/table_crypto.c: crypto objects, digests (AN12413 4.9, 4.18). */
#include "crypto_object.h"
#include "digest050.h"
#include "families.h"
#include "rows.h"

static const struct se050_param create[] = {
	NUMBER(TAG_1, "crypto object", 2),
	NUMBER(TAG_2, "context", 1),
	NUMBER(TAG_3, "subtype", 1),
};

static const struct se050_param deletion[] = {
	CRYPTO_OBJECT(TAG_1, "crypto object", 0),
};

static const struct se050_param digest_begin[] = {
	CRYPTO_OBJECT(TAG_2, "crypto object", 1 << CONTEXT_DIGEST),
};

static const struct se050_param digest_data[] = {
	CRYPTO_OBJECT(TAG_2, "crypto object", 1 << CONTEXT_DIGEST),
	BYTES(TAG_3, "data", 0, LONGEST),
};

static const struct se050_param digest[] = {
	NUMBER(TAG_1, "digest", 1),
	BYTES(TAG_2, "data", 0, LONGEST),
};

static const struct se050_command rows[] = {
	{ .name = "CreateCryptoObject",
		.spec = "AN12413 4.9.1",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_WRITE,
		.p1 = P1_CRYPTO_OBJECT,
		PARAMS(create),
		.latency = LAT_WRITE,
		.writes = true,
		.check = crypto_object_create_check,
		.run = crypto_object_create },
	{ .name = "ReadCryptoObjectList",
		.spec = "AN12413 4.9.2",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_READ,
		.p1 = P1_CRYPTO_OBJECT,
		.p2 = P2_LIST,
		NO_PARAMS,
		.run = crypto_object_list },
	{ .name = "DeleteCryptoObject",
		.spec = "AN12413 4.9.3",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_MANAGE,
		.p1 = P1_CRYPTO_OBJECT,
		.p2 = P2_DELETE_OBJECT,
		PARAMS(deletion),
		.latency = LAT_WRITE,
		.writes = true,
		.run = crypto_object_delete },
	{ .name = "DigestInit",
		.spec = "AN12413 4.18.1",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_CRYPTO,
		.p2 = P2_INIT,
		PARAMS(digest_begin),
		.run = digest_init },
	{ .name = "DigestUpdate",
		.spec = "AN12413 4.18.2",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_CRYPTO,
		.p2 = P2_UPDATE,
		PARAMS(digest_data),
		.run = digest_update },
	{ .name = "DigestFinal",
		.spec = "AN12413 4.18.3",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_CRYPTO,
		.p2 = P2_FINAL,
		PARAMS(digest_data),
		.run = digest_final },
	{ .name = "DigestOneShot",
		.spec = "AN12413 4.18.4",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_CRYPTO,
		.p2 = P2_ONESHOT,
		PARAMS(digest),
		.run = digest_oneshot },
};

FAMILY(family_crypto, "crypto objects and digests", rows);
