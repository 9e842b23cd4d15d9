/* sim/se050/table_i2cm.c: the I2C bus behind the part (AN12413 4.17). */
#include "attest.h"
#include "families.h"
#include "i2cm.h"
#include "rows.h"

enum {
	COMMAND_SET_MAX = LONGEST, /* what is longer than 255 is refused as such, 6985 */
};

static const struct se050_param execute[] = {
	BYTES(TAG_1, "command set", 1, COMMAND_SET_MAX),
};

static const struct se050_param execute_attested[] = {
	BYTES(TAG_1, "command set", 1, COMMAND_SET_MAX),
	OBJECT(TAG_2, "attesting key", EC_PRIVATES | RSA_PRIVATES, RIGHT_ATTESTATION),
	NUMBER(TAG_3, "attestation algorithm", 1),
	BYTES(TAG_7, "freshness", 16, 16),
};

static const struct se050_command rows[] = {
	{ .name = "I2CM_ExecuteCommandSet",
		.spec = "AN12413 4.17.1",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_CRYPTO,
		.p2 = P2_I2CM,
		PARAMS(execute),
		.features = FEATURE_I2CM,
		.irreversible = true, /* what it tells the parts behind it is theirs */
		.check = i2cm_check,
		.run = i2cm_execute },
	{ .name = "I2CM_ExecuteCommandSet, attested",
		.spec = "AN12413 4.17.1",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_CRYPTO | INS_ATTEST,
		.p2 = P2_I2CM,
		PARAMS(execute_attested),
		.features = FEATURE_I2CM,
		.latency = LAT_SIGN,
		.writes = true,
		.irreversible = true,
		.check = attest_i2cm_check,
		.run = attest_i2cm },
};

FAMILY(family_i2cm, "I2C master", rows);
