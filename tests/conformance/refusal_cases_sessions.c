/* tests/conformance/refusal_cases_sessions.c: sessions, the part's own state, the I2C master. */
#include "refusal_cases.h"

#include "talk.h"

#define KEY "404142434445464748494a4b4c4d4e4f"
#define VALUE "c001020304"
#define USER(id) "410700 41:" id " 42:" VALUE ";"
#define OTHER_USER USER("00a00077")
#define OTHER_AES ".out; 410300 41:00a00079 43:" KEY "; .create 00a00079;"
/* The handshake of AN12413 3.6.3.3 with one thing changed, signed as it is. */
#define AID "4f:a0000003965453000000010300000000"
#define SIGN(a6, pk) ".sign a6:[" a6 "] 7f49:[" pk "]"
#define PK "b0:$q f0:03"
#define SIGNED "a6:$a6 7f49:$pk 5f37:$sig"
#define ECKEY(name, a6, pk)                                                                            \
	{                                                                                              \
		.id = "ECKeySessionInternalAuthenticate." name, .setup = SIGN(a6, pk), .edit = SIGNED, \
		.may = MAY_SESSIONS | MAY_ATTEMPTS                                                     \
	}

enum {
	HANDSHAKE = MAY_SESSIONS | MAY_ATTEMPTS,
};

static const struct refusal_case rows[] = {
	{ .id = "CreateSession.noauth",
		.setup = ".make 00200077 AES",
		.edit = "41:00200077",
		.flags = CASE_STILL },
	{ .id = "CreateSession.noauth",
		.setup = ".make 00200077 binary",
		.edit = "41:00200077",
		.flags = CASE_STILL },
	{ .id = "CreateSession.third",
		.setup = USER("00a00011") ".userid 00a00011 " VALUE
					  "; .out;" USER("00a00012") ".userid 00a00012 " VALUE "; .out" },
	{ .id = "CreateSession.same", .setup = ".userid 00a00001 " VALUE "; .out" },
	{ .id = "CreateSession.exhausted",
		.setup = "410700 12:0001 41:00a00078 42:" VALUE "; .poke exhausted 00a00078",
		.edit = "41:00a00078",
		.flags = CASE_STILL },
	{ .id = "CreateSession.exhausted",
		.setup = "410700 12:0001 41:00a00078 42:" VALUE
			 "; .create 00a00078; 04002c 41:00010203 ? 6985; .out",
		.edit = "41:00a00078" },
	{ .id = "ExchangeSessionData.late", .setup = "040020" },
	{ .id = "RefreshSession.forbidden", .setup = ".out;" OTHER_USER ".userid 00a00077 " VALUE },
	{ .id = "CloseSession.unfinished", .setup = ".out;" OTHER_USER ".create 00a00077" },
	{ .id = "CloseSession.twice", .setup = "04001c" },
	{ .id = "VerifySessionUserID.T41.short",
		.edit = "41:c00102",
		.may = HANDSHAKE,
		.flags = CASE_SPOILS },
	{ .id = "VerifySessionUserID.T41.short",
		.before = ".poke version 030600",
		.edit = "41:c00102",
		.may = HANDSHAKE,
		.flags = CASE_SPOILS },
	{ .id = "VerifySessionUserID.wrong",
		.edit = "41:c001020305",
		.may = HANDSHAKE,
		.flags = CASE_SPOILS },
	{ .id = "VerifySessionUserID.wrong.length",
		.edit = "41:c00102030400",
		.may = HANDSHAKE,
		.flags = CASE_SPOILS },
	{ .id = "VerifySessionUserID.othertype", .setup = OTHER_AES, .may = MAY_SESSIONS },
	{ .id = "VerifySessionUserID.twice", .setup = "04002c 41:" VALUE },
	{ .id = "VerifySessionUserID.exhausted",
		.setup = ".out; 410700 12:0001 41:00a00078 42:" VALUE
			 "; .create 00a00078; 04002c 41:00010203 ? 6985" },
	{ .id = "ProcessSessionCmd.T10.odd", .edit = "10:$session~0" },
	{ .id = "ProcessSessionCmd.unknown", .edit = "10:0102030405060708" },
	{ .id = "ProcessSessionCmd.closed", .setup = ".in 0; 04001c; .out" },
	{ .id = "ProcessSessionCmd.deselected", .setup = ".select" },
	{ .id = "ProcessSessionCmd.expired", .setup = ".in 0; 04001f 41:0480000002; 040020; .out" },
	{ .id = "ProcessSessionCmd.nested", .setup = ".in 0" },
	{ .id = "ProcessSessionCmd.nested.dead", .setup = ".in 0", .edit = "10:0102030405060708" },
	{ .id = "ProcessSessionCmd.inner.short", .edit = "41:800400" },
	{ .id = "ProcessSessionCmd.inner.lc", .edit = "41:8004004905410200" },
	{ .id = "ProcessSessionCmd.half",
		.setup = OTHER_USER ".create 00a00077; .out",
		.edit = "10:$session" },
	{ .id = "ProcessSessionCmd.plain",
		.setup = "410300 41:00a00079 43:" KEY "; .aes 00a00079 " KEY " 33; .out",
		.edit = "10:$session",
		.may = MAY_SESSIONS },
	{ .id = "ProcessSessionCmd.mac",
		.command = "GetVersion",
		.setup = "410300 41:00a00079 43:" KEY "; .aes 00a00079 " KEY " 33; .mac",
		.may = MAY_SESSIONS },

	{ .id = "SCPInitializeUpdate.absent",
		.setup = ".out;" OTHER_USER ".create 00a00077",
		.may = MAY_SESSIONS },
	{ .id = "SCPInitializeUpdate.kvn", .edit = "p1=0b", .flags = CASE_STILL },
	{ .id = "SCPInitializeUpdate.short", .edit = "=11223344556677", .flags = CASE_STILL },
	{ .id = "SCPInitializeUpdate.long", .edit = "=112233445566778899", .flags = CASE_STILL },
	{ .id = "SCPInitializeUpdate.exhausted",
		.setup = ".out; 410300 12:0001 41:00a00079 43:" KEY "; .create 00a00079; .initialize " KEY
			 " 33 wrong; 84823300 =$auth ? any" },
	{ .id = "SCPExternalAuthenticate.cryptogram",
		.setup = OTHER_AES ".initialize " KEY " 33 wrong",
		.edit = "=$auth",
		.may = HANDSHAKE },
	{ .id = "SCPExternalAuthenticate.mac", .edit = "=$auth~-", .may = HANDSHAKE, .flags = CASE_SPOILS },
	{ .id = "SCPExternalAuthenticate.alone", .setup = OTHER_AES, .may = HANDSHAKE },
	{ .id = "SCPExternalAuthenticate.level",
		.setup = OTHER_AES ".initialize " KEY " 02",
		.edit = "p1=02 =$auth",
		.may = HANDSHAKE },
	{ .id = "SCPExternalAuthenticate.level.FF",
		.setup = OTHER_AES ".initialize " KEY " ff",
		.edit = "p1=ff =$auth",
		.may = HANDSHAKE },
	{ .id = "SCPExternalAuthenticate.short",
		.edit = "=$auth<15",
		.may = HANDSHAKE,
		.flags = CASE_SPOILS },

	{ .id = "ECKeySessionInternalAuthenticate.othertype",
		.setup = ".out;" OTHER_USER ".create 00a00077",
		.may = MAY_SESSIONS },
	{ .id = "ECKeySessionInternalAuthenticate.signature",
		.edit = "5f37:$sig~-",
		.may = HANDSHAKE,
		.flags = CASE_SPOILS },
	ECKEY("aid", "4f:a0000003965453000000010300000001 90:ab0133 80:88 81:10", PK),
	ECKEY("scpid", AID " 90:aa0133 80:88 81:10", PK),
	ECKEY("param", AID " 90:ab0233 80:88 81:10", PK),
	ECKEY("level0", AID " 90:ab0100 80:88 81:10", PK),
	ECKEY("keytype", AID " 90:ab0133 80:80 81:10", PK),
	ECKEY("keylength", AID " 90:ab0133 80:88 81:20", PK),
	ECKEY("curve", AID " 90:ab0133 80:88 81:10", "b0:$q f0:04"),
	ECKEY("point", AID " 90:ab0133 80:88 81:10", "b0:$q~64 f0:03"),
	ECKEY("point.short", AID " 90:ab0133 80:88 81:10", "b0:$q<64 f0:03"),
	{ .id = "ECKeySessionInternalAuthenticate.A6.missing", .edit = "-a6", .may = HANDSHAKE },
	{ .id = "ECKeySessionInternalAuthenticate.7F49.missing", .edit = "-7f49", .may = HANDSHAKE },
	{ .id = "ECKeySessionInternalAuthenticate.5F37.missing", .edit = "-5f37", .may = HANDSHAKE },
	{ .id = "ECKeySessionGetECKAPublicKey.missing", .edit = "-a6" },
	{ .id = "ECKeySessionGetECKAPublicKey.short", .edit = "a6:[83:00]" },

	{ .id = "GetRandom.scp", .words = "7.2", .setup = ".channel 33", .edit = "41:00f0" },
	{ .id = "DisableObjCreation.effect",
		.command = "WriteBinary",
		.words = "object is new,7.2",
		.setup = ".poke restrict 01" },
	{ .id = "DisableObjCreation.effect",
		.command = "WriteAESKey",
		.words = "object is new,7.2",
		.setup = ".poke restrict 01" },
	{ .id = "TriggerSelfTest.fips", .words = "7.2", .edit = "41:f906" },

	{ .id = "I2CM_ExecuteCommandSet.credential", .setup = USER("7fff0208") },
	{ .id = "I2CM_ExecuteCommandSet.othersession",
		.setup = USER("7fff0208") OTHER_USER ".userid 00a00077 " VALUE },
	{ .id = "I2CM_ExecuteCommandSet.toolong", .edit = "41:01000248000300f6+00*246+040001" },
	{ .id = "I2CM_ExecuteCommandSet.noconfig", .edit = "41:0400020001" },
	{ .id = "I2CM_ExecuteCommandSet.badtag", .edit = "41:02000248000400020001" },
	{ .id = "I2CM_ExecuteCommandSet.badlength", .edit = "41:010002480004000200" },
	{ .id = "I2CM_ExecuteCommandSet.attest.policy",
		.words = "INS has the attest bit",
		.setup = ".make 00200066 EC pair",
		.edit = "42:00200066",
		.flags = CASE_STILL },
};

const struct refusal_case_list cases_sessions = { rows, sizeof(rows) / sizeof(rows[0]) };
