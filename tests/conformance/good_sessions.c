/* tests/conformance/good_sessions.c: good commands about sessions and the part's own state (AN12413 4.5, 4.6, 4.19). */
#include "good.h"

#define USER "410700 41:00a00001 42:c001020304;"
#define IN_USER USER ".userid 00a00001 c001020304;"
/* A session of a reserved object. */
#define IN(id) ".credential " id ";"
#define AES "410300 41:00a00002 43:404142434445464748494a4b4c4d4e4f;"
#define EC "412100 41:00a00003 42:03 44:$q;"

static const struct se050_good rows[] = {
	{ "card SELECT", "", NULL, "00a40400 =a0000003965453000000010300000000" },
	{ "card GET DATA", "", ".off", "80ca00fe =df28" },
	{ "card INITIALIZE UPDATE", "", NULL, "80500b00 =1122334455667788" },
	{ "card EXTERNAL AUTHENTICATE", "", ".initialize platform 33", "84823300 =$auth" },
	{ "card PUT KEY", "", ".channel 33; .keys 0b", "80d80b81 =$keys" },
	{ "CreateSession", "", USER, "04001b 41:00a00001" },
	{ "ExchangeSessionData", "once", IN_USER, "04001f 41:0480000064" },
	{ "RefreshSession", "", IN_USER "04001f 41:022000", "04001e 11:022000" },
	{ "CloseSession", "", IN_USER, "04001c" },
	{ "VerifySessionUserID", "", USER ".create 00a00001", "04002c 41:c001020304" },
	{ "ProcessSessionCmd", "", IN_USER ".out", "050000 10:$session 41:{040020}" },
	{ "SCPInitializeUpdate", "", AES ".create 00a00002", "80500000 =1122334455667788" },
	{ "SCPExternalAuthenticate", "",
		AES ".create 00a00002; .initialize 404142434445464748494a4b4c4d4e4f 33", "84823300 =$auth" },
	{ "ECKeySessionInternalAuthenticate", "",
		EC ".create 00a00003;"
		   ".sign a6:[4f:a0000003965453000000010300000000 90:ab0133 80:88 81:10] 7f49:[b0:$q f0:03]",
		"84880000 a6:$a6 7f49:$pk 5f37:$sig" },
	{ "ECKeySessionGetECKAPublicKey", "", EC ".create 00a00003", "84cabf21 a6:[83:0000]" },
	{ "SetLockState", "", IN("7fff0200"), "04003e 41:01 42:02" },
	{ "SetPlatformSCPRequest", "", IN("7fff0207"), "040052 41:02" },
	{ "SetAppletFeatures", "", ".poke forget 7fff0204;" IN("7fff0204"), "04003f 41:6fff" },
	{ "DeleteAll", "", IN("7fff0205"), "04002a" },
	{ "DisableObjCreation", "7.2", IN("7fff020a"), "040057 41:01 42:01" },
	{ "GetVersion", "", NULL, "040020" },
	{ "GetVersion", "SE050F", ".poke scp 2", "040020" },
	{ "GetExtVersion", "7.2", NULL, "040021" },
	{ "GetTimestamp", "", NULL, "04003d" },
	{ "GetFreeMemory", "", NULL, "040022 41:01" },
	{ "GetRandom", "", NULL, "040049 41:0010" },
	{ "GetRandom", "7.2", NULL, "040049 41:0010" },
	{ "ReadState", "7.2", NULL, "02005b" },
	{ "TriggerSelfTest", "7.2", NULL, "040058 41:fe01" },
	{ "TriggerSelfTest", "7.2, INS has the attest bit", ".make 00200001 attesting EC pair",
		"240058 41:fe01 45:00200001 46:21 47:00*16" },
	{ "SendCardManagerCmd", "7.2", NULL, "040055 41:{80ca00fe =df280a}" },
	{ "I2CM_ExecuteCommandSet", "", NULL, "030030 41:01000248000400020001" },
	{ "I2CM_ExecuteCommandSet", "INS has the attest bit, INS 23", ".make 00200001 attesting EC pair",
		"230030 41:01000248000400020001 42:00200001 43:21 47:00*16" },
	{ "GetVersion", "3.x, extended", NULL, "040021" },
	{ "DisableObjCreation", "7.2, persistent, mode 02", IN("7fff020a"), "040057 41:02 42:02" },
	{ "SetAppletFeatures", "7.2, extended", ".poke forget 7fff0204;" IN("7fff0204"),
		"04003f 41:3fff+ff*30" },
	{ "SendCardManagerCmd", "7.2, header alone", NULL, "040055 41:{80ca9f7f}" },
};

const struct se050_goods good_sessions = { rows, sizeof(rows) / sizeof(rows[0]) };
