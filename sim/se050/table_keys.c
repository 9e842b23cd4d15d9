/* sim/se050/table_keys.c: writing AES, DES and HMAC keys (AN12413 4.7.1.3). */
#include "families.h"
#include "keys.h"
#include "rows.h"

/* UNCERTAIN (SE05X-U-14): any symmetric key is printed as key-encryption key, but RFC 3394 is of AES. */
#define KEY(head, more)                                                        \
	head, MAYBE_OBJECT(TAG_2, "key-encryption key", AES_KEYS, RIGHT_WRAP), \
		BYTES(TAG_3, "value", 1, SYMMETRIC_KEY_MAX + KEY_WRAP_MORE), more, WRITE_TAIL

static const struct se050_param aes[] = {
	KEY(WRITE_AUTH_HEAD, V7_MAYBE_NUMBER(TAG_4, "minimum tag length", 2)),
};

static const struct se050_param des[] = {
	WRITE_HEAD,
	MAYBE_OBJECT(TAG_2, "key-encryption key", AES_KEYS, RIGHT_WRAP),
	BYTES(TAG_3, "value", 1, SYMMETRIC_KEY_MAX + KEY_WRAP_MORE),
	WRITE_TAIL,
};

static const struct se050_param hmac[] = {
	KEY(WRITE_HEAD, V7_MAYBE_NUMBER(TAG_5, "minimum output length", 2)),
};

static const struct se050_command rows[] = {
	{ .name = "WriteAESKey",
		.spec = "AN12413 4.7.1.3",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_WRITE,
		.ins_free = INS_WRITE_FLAGS,
		.p1 = P1_AES,
		PARAMS(aes),
		.features = FEATURE_AES,
		.latency = LAT_WRITE,
		.writes = true,
		.check = keys_symmetric_check,
		.run = keys_symmetric },
	{ .name = "WriteDESKey",
		.spec = "AN12413 4.7.1.3",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_WRITE,
		.ins_free = INS_WRITE_FLAGS,
		.p1 = P1_DES,
		PARAMS(des),
		.features = FEATURE_DES,
		.latency = LAT_WRITE,
		.writes = true,
		.check = keys_symmetric_check,
		.run = keys_symmetric },
	{ .name = "WriteHMACKey",
		.spec = "AN12413 4.7.1.3",
		.in = APPLET,
		.cla = CLA_PROPRIETARY,
		.ins = INS_WRITE,
		.ins_free = INS_WRITE_FLAGS,
		.p1 = P1_HMAC,
		PARAMS(hmac),
		.features = FEATURE_HMAC,
		.latency = LAT_WRITE,
		.writes = true,
		.check = keys_symmetric_check,
		.run = keys_symmetric },
};

FAMILY(family_keys, "keys", rows);
