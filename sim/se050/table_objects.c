/* sim/se050/table_objects.c: reading objects and learning of them (AN12413 4.7.3, 4.7.4). */
#include "attest.h"
#include "families.h"
#include "inspect.h"
#include "rows.h"

static const struct se050_param exists[] = {
	ANY_ID(TAG_1, "object"),
};

static const struct se050_param one[] = {
	OBJECT(TAG_1, "object", 0, 0),
};

static const struct se050_param list[] = {
	NUMBER(TAG_1, "offset", 2),
	NUMBER(TAG_2, "type", 1),
};

static const struct se050_param deletion[] = {
	OBJECT(TAG_1, "object", 0, RIGHT_DELETE),
};

#define READ_HEAD(right)                                                     \
	OBJECT(TAG_1, "object", 0, right), MAYBE_NUMBER(TAG_2, "offset", 2), \
		MAYBE_NUMBER(TAG_3, "length", 2), MAYBE_NUMBER(TAG_4, "RSA component", 1)

static const struct se050_param read[] = {
	READ_HEAD(RIGHT_READ),
};

static const struct se050_param read_attested[] = {
	READ_HEAD(0), /* an object that cannot be read is attested without its value */
	ATTESTATION_TAIL,
};

/* An object has them without a value too. */
#define ATTRIBUTES_OF                                                                     \
	{                                                                                 \
		.tag = TAG_1, .kind = PARAM_OBJECT, .name = "object", .min = 4, .max = 4, \
		.right = RIGHT_READ, .filled = true                                       \
	}

static const struct se050_param attributes[] = {
	ATTRIBUTES_OF,
};

static const struct se050_param attributes_attested[] = {
	ATTRIBUTES_OF,
	ATTESTATION_TAIL,
};

static const struct se050_command rows[] = {
	{ .name = "CheckObjectExists",
		.spec = "AN12413 4.7.4.4",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_MANAGE,
		.p2 = P2_EXIST,
		PARAMS(exists),
		.run = inspect_exists },
	{ .name = "ReadType",
		.spec = "AN12413 4.7.4.1",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_READ,
		.p2 = P2_TYPE,
		PARAMS(one),
		.run = inspect_read_type },
	{ .name = "ReadSize",
		.spec = "AN12413 4.7.4.2",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_READ,
		.p2 = P2_SIZE,
		PARAMS(one),
		.check = inspect_size_check,
		.run = inspect_read_size },
	{ .name = "ReadIDList",
		.spec = "AN12413 4.7.4.3",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_READ,
		.p2 = P2_LIST,
		PARAMS(list),
		.run = inspect_list },
	{ .name = "ReadObject",
		.spec = "AN12413 4.7.3.1",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_READ,
		PARAMS(read),
		.needs = WORKS_LOCKED,
		.may_reveal = true,
		.check = inspect_read_check,
		.run = inspect_read },
	{ .name = "ReadObject, attested",
		.spec = "AN12413 4.7.3.1, 3.2.7.2",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_READ | INS_ATTEST,
		PARAMS(read_attested),
		.may_reveal = true,
		.latency = LAT_SIGN,
		.writes = true,
		.check = attest_read_check,
		.run = attest_read },
	{ .name = "ReadObjectAttributes",
		.spec = "hosts",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_READ,
		.p2 = P2_ATTRIBUTES,
		PARAMS(attributes),
		.since = APPLET_7_2,
		.run = inspect_read_attributes },
	{ .name = "ReadObjectAttributes, attested",
		.spec = "hosts",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_READ | INS_ATTEST,
		.p2 = P2_ATTRIBUTES,
		PARAMS(attributes_attested),
		.since = APPLET_7_2,
		.latency = LAT_SIGN,
		.writes = true,
		.check = attest_attributes_check,
		.run = attest_attributes },
	{ .name = "DeleteSecureObject",
		.spec = "AN12413 4.7.4.5",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_MANAGE,
		.p2 = P2_DELETE_OBJECT,
		PARAMS(deletion),
		.latency = LAT_WRITE,
		.writes = true,
		.check = inspect_delete_check,
		.run = inspect_delete },
};

FAMILY(family_objects, "objects", rows);
