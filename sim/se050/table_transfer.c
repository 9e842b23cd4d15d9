/* sim/se050/table_transfer.c: import, export, external import (AN12413 4.7.1.8, 4.7.2, 4.7.3.2). */
#include "external.h"
#include "families.h"
#include "rows.h"
#include "transfer.h"

enum {
	EXPORTABLE = EC_KEYS | RSA_KEYS | AES_KEYS | DES_KEYS,
};

static const struct se050_param import[] = {
	{ .tag = TAG_1,
		.kind = PARAM_OBJECT,
		.name = "object",
		.min = 4,
		.max = 4,
		.classes = EXPORTABLE,
		.right = RIGHT_IMPORT_EXPORT,
		.filled = true },
	MAYBE_NUMBER(TAG_2, "RSA component", 1),
	BYTES(TAG_3, "exported blob", 1, LONGEST),
};

static const struct se050_param export[] = {
	OBJECT(TAG_1, "object", EXPORTABLE, RIGHT_IMPORT_EXPORT),
	MAYBE_NUMBER(TAG_2, "RSA component", 1),
};

static const struct se050_param external[] = {
	BYTES(TAG_IMPORT_AUTHENTICATION, "ECKey authentication data", 1, LONGEST),
	OBJECT(TAG_IMPORT_KEY, "host key", EC_PUBLICS, 0),
	BYTES(TAG_1, "wrapped write command", 4, LONGEST),
};

static const struct se050_command rows[] = {
	{ .name = "ImportObject",
		.spec = "AN12413 4.7.1.8",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_WRITE,
		.p2 = P2_IMPORT,
		PARAMS(import),
		.latency = LAT_WRITE,
		.writes = true,
		.check = transfer_import_check,
		.run = transfer_import },
	{ .name = "ExportObject",
		.spec = "AN12413 4.7.3.2",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_READ,
		.p2 = P2_EXPORT,
		PARAMS(export),
		.check = transfer_export_check,
		.run = transfer_export },
	{ .name = "ImportExternalObject",
		.spec = "AN12413 4.7.2",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_IMPORT_EXTERNAL,
		PARAMS(external),
		.needs = NEEDS_NO_SESSION,
		.consumes = CONSUMES_ATTEMPT,
		.latency = LAT_CHANNEL,
		.writes = true,
		.check = external_check,
		.run = external_import },
};

FAMILY(family_transfer, "transfer", rows);
