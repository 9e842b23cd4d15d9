/* sim/se050/table_desfire.c: MIFARE DESFire (AN12413 4.15). */
#include "desfire.h"
#include "families.h"
#include "rows.h"

static const struct se050_param diversify[] = {
	OBJECT(TAG_1, "master key", AES_KEYS, RIGHT_DESFIRE_AUTHENTICATION),
	{ .tag = TAG_2,
		.kind = PARAM_OBJECT,
		.name = "diversified key",
		.min = 4,
		.max = 4,
		.classes = AES_KEYS,
		.right = RIGHT_DESFIRE_AUTHENTICATION,
		.filled = true },
	BYTES(TAG_3, "input", 1, LONGEST), /* more than 31 is refused as such, 6985 */
};

static const struct se050_param part_1[] = {
	OBJECT(TAG_1, "key", AES_KEYS, RIGHT_DESFIRE_AUTHENTICATION),
	BYTES(TAG_2, "card challenge", 16, 16),
};

static const struct se050_param first_part_2[] = { BYTES(TAG_1, "input", 32, 32) };
static const struct se050_param other_part_2[] = { BYTES(TAG_1, "input", 16, 16) };
static const struct se050_param change_part_2[] = { BYTES(TAG_1, "MAC", DESFIRE_MAC, DESFIRE_MAC) };

static const struct se050_param change_part_1[] = {
	MAYBE_OBJECT(TAG_1, "old key", AES_KEYS, RIGHT_DESFIRE_AUTHENTICATION),
	OBJECT(TAG_2, "new key", AES_KEYS, RIGHT_DESFIRE_AUTHENTICATION),
	MAYBE_NUMBER(TAG_3, "key set", 1),
	NUMBER(TAG_4, "key number", 1),
	NUMBER(TAG_5, "key version", 1),
};

#define DESFIRE(text, clause, second, list)                                                        \
	.name = (text), .spec = (clause), .in = APPLET, .cla = CLA_PROPRIETARY, .ins = INS_CRYPTO, \
	.p2 = (second), PARAMS(list), .features = FEATURE_MIFARE

static const struct se050_command rows[] = {
	{ DESFIRE("DFDiversifyKey", "AN12413 4.15.1", P2_DIVERSIFY, diversify), .latency = LAT_WRITE,
		.writes = true, .check = desfire_diversify_check, .run = desfire_diversify_run },
	{ DESFIRE("DFAuthenticateFirstPart1", "AN12413 4.15.2.1", P2_AUTH_FIRST_PART1, part_1),
		.check = desfire_first_check, .run = desfire_first },
	{ DESFIRE("DFAuthenticateFirstPart2", "AN12413 4.15.2.2", P2_AUTH_FIRST_PART2, first_part_2),
		.run = desfire_first_end },
	{ DESFIRE("DFAuthenticateNonFirstPart1", "AN12413 4.15.3.1", P2_AUTH_NONFIRST_PART1, part_1),
		.check = desfire_again_check, .run = desfire_again },
	{ DESFIRE("DFAuthenticateNonFirstPart2", "AN12413 4.15.3.2", P2_AUTH_NONFIRST_PART2, other_part_2),
		.run = desfire_again_end },
	{ .name = "DFDumpSessionKeys",
		.spec = "AN12413 4.15.4",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_CRYPTO,
		.p2 = P2_DUMP_KEY,
		NO_PARAMS,
		.features = FEATURE_MIFARE,
		.may_reveal = true,
		.run = desfire_dump },
	{ DESFIRE("DFChangeKeyPart1", "AN12413 4.15.5.1", P2_CHANGE_KEY_PART1, change_part_1),
		.check = desfire_change_check, .run = desfire_change },
	{ DESFIRE("DFChangeKeyPart2", "AN12413 4.15.5.2", P2_CHANGE_KEY_PART2, change_part_2),
		.run = desfire_change_end },
	{ .name = "DFKillAuthentication",
		.spec = "AN12413 4.15.6",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_CRYPTO,
		.p2 = P2_KILL_AUTH,
		NO_PARAMS,
		.features = FEATURE_MIFARE,
		.run = desfire_kill },
};

FAMILY(family_desfire, "MIFARE DESFire", rows);
