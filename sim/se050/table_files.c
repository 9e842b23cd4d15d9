/* sim/se050/table_files.c: files, UserIDs, counters, PCRs (AN12413 4.7.1.4 to 4.7.1.7). */
#include "families.h"
#include "files.h"
#include "rows.h"

static const struct se050_param binary[] = {
	WRITE_HEAD,
	MAYBE_NUMBER(TAG_2, "offset", 2),
	MAYBE_NUMBER(TAG_3, "file length", 2),
	MAYBE_BYTES(TAG_4, "data", 0, LONGEST),
	WRITE_TAIL,
};

static const struct se050_param user_id[] = {
	ATTEMPTS_HEAD,
	ANY_ID(TAG_1, "object"),
	BYTES(TAG_2, "value", 1, USER_ID_MAX),
};

static const struct se050_param counter[] = {
	WRITE_HEAD,
	MAYBE_NUMBER(TAG_2, "size", 2),
	MAYBE_BYTES(TAG_3, "value", 1, COUNTER_MAX),
};

static const struct se050_param pcr[] = {
	WRITE_HEAD,
	MAYBE_BYTES(TAG_2, "initial value", PCR_BYTES, PCR_BYTES),
	MAYBE_BYTES(TAG_3, "data to extend", 1, LONGEST),
};

static const struct se050_command rows[] = {
	{ .name = "WriteBinary",
		.spec = "AN12413 4.7.1.4",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_WRITE,
		.ins_free = INS_WRITE_FLAGS,
		.p1 = P1_BINARY,
		PARAMS(binary),
		.latency = LAT_WRITE,
		.writes = true,
		.check = files_binary_check,
		.run = files_binary },
	{ .name = "WriteUserID",
		.spec = "AN12413 4.7.1.5",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_WRITE,
		.ins_free = INS_WRITE_FLAGS,
		.p1 = P1_USER_ID,
		PARAMS(user_id),
		.latency = LAT_WRITE,
		.writes = true,
		.irreversible = true, /* who makes one decides whether it ever goes */
		.check = files_user_id_check,
		.run = files_user_id },
	{ .name = "WriteCounter",
		.spec = "AN12413 4.7.1.6",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_WRITE,
		.ins_free = INS_WRITE_FLAGS,
		.p1 = P1_COUNTER,
		PARAMS(counter),
		.latency = LAT_WRITE,
		.writes = true,
		.irreversible = true,
		.check = files_counter_check,
		.run = files_counter },
	{ .name = "WritePCR",
		.spec = "AN12413 4.7.1.7",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_WRITE,
		.ins_free = INS_WRITE_FLAGS,
		.p1 = P1_PCR,
		PARAMS(pcr),
		.latency = LAT_WRITE,
		.writes = true,
		.irreversible = true,
		.check = files_pcr_check,
		.run = files_pcr },
};

FAMILY(family_files, "files", rows);
