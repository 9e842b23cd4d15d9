/* tests/conformance/good_keys_used.c: good commands that use EC, RSA and HMAC keys (AN12413 4.10, 4.11, 4.14 to 4.16). */
#include "good.h"

#define HASH "000102030405060708090a0b0c0d0e0f*2"
#define MESSAGE "616263"
#define RANDOM "00*32"
/* TCG Algorithm Registry: TPM_ECC_BN_P256. */
#define BN_P "fffffffffffcf0cd46e5f25eee71a49f0cdc65fb12980a82d3292ddbaed33013"
#define BN_N "fffffffffffcf0cd46e5f25eee71a49e0cdc65fb1299921af62d536cd10b500d"
#define BN                                                                            \
	"010b04 41:11; 010b40 41:11 42:01 43:00*32; 010b40 41:11 42:02 43:00*31+03;"  \
	"010b40 41:11 42:04 43:04+00*31+01+00*31+02; 010b40 41:11 42:08 43:" BN_N ";" \
	"010b40 41:11 42:10 43:" BN_P ";"
/* A private key of one more class on a curve of its own, under talk->policy. */
#define OF(class, more) ".make 00200001 " class ";" more
#define SIGNED_EC(class) \
	".make 00200002 EC pair; 030c09 41:00200002 42:21 43:" HASH " > sig; .make 00200001 " class
#define SIGNED_ED ".allow 00200001 Ed25519 pair; 030c09 41:00200001 42:a3 43:" MESSAGE " > sig;"
#define SIGNED_RSA(class) \
	".make 00200002 RSA pair; 030c09 41:00200002 42:28 43:" MESSAGE " > sig; .make 00200001 " class
#define TLS "030f49;"
#define CARD_KEY "404142434445464748494a4b4c4d4e4f"
#define CARD_CHALLENGES ".allow 00200003 AES; .card " CARD_KEY "; 030053 41:00200003 42:$card; .card answers;"
/* A card that the part has authenticated. */
#define CARD_FIRST CARD_CHALLENGES "030012 41:$card;"

static const struct se050_good rows[] = {
	{ "ECDSASign", "EC pair", OF("EC pair", ""), "030c09 41:00200001 42:21 43:" HASH },
	{ "ECDSASign", "EC private", OF("EC private", ""), "030c09 41:00200001 42:21 43:" HASH },
	{ "ECDSASign", "SE050F", ".poke scp 2; .make 00200001 EC pair", "030c09 41:00200001 42:21 43:" HASH },
	{ "EdDSASign", "EC pair", ".make 00200001 Ed25519 pair", "030c09 41:00200001 42:a3 43:" MESSAGE },
	{ "EdDSASign", "EC private", ".make 00200001 Ed25519 private",
		"030c09 41:00200001 42:a3 43:" MESSAGE },
	{ "ECDAASign", "EC pair, curve 11, 3.x", BN ".make 00200001 BN pair",
		"030c09 41:00200001 42:f4 43:01*32 44:02*32" },
	{ "ECDAASign", "EC private, curve 11, 3.x", BN ".make 00200001 BN private",
		"030c09 41:00200001 42:f4 43:01*32 44:02*32" },
	{ "ECDSAVerify", "EC pair", SIGNED_EC("EC pair"), "030c0a 41:00200001 42:21 43:" HASH " 45:$sig" },
	{ "ECDSAVerify", "EC public", SIGNED_EC("EC public"),
		"030c0a 41:00200001 42:21 43:" HASH " 45:$sig" },
	{ "EdDSAVerify", "EC pair", SIGNED_ED "040028 41:00200001; .make 00200001 Ed25519 pair",
		"030c0a 41:00200001 42:a3 43:" MESSAGE " 45:$sig" },
	{ "EdDSAVerify", "EC public",
		SIGNED_ED "020000 41:00200001 > edq; 040028 41:00200001; .make 00200001 Ed25519 public",
		"030c0a 41:00200001 42:a3 43:" MESSAGE " 45:$sig" },
	{ "ECDHGenerateSharedSecret", "EC pair", OF("EC pair", ""), "03010f 41:00200001 42:$q" },
	{ "ECDHGenerateSharedSecret", "EC private", OF("EC private", ""), "03010f 41:00200001 42:$q" },
	{ "ECDHGenerateSharedSecret", "CONFIG_FIPS_MODE_DISABLED not set",
		".poke version 030600; .poke config ffff 1000; .make 00200001 EC pair",
		"03010f 41:00200001 42:$q" },
	{ "ECDHGenerateSharedSecret", "7.2", ".make 00200001 EC pair; .make 00200002 HMAC",
		"03010f 41:00200001 42:$q 47:00200002" },
	{ "ECPointMultiply", "7.2, EC pair",
		".make 00200001 EC pair; .make 00200002 EC public; .make 00200003 HMAC of 65",
		"030162 41:00200001 43:00200002 44:05 47:00200003" },

	{ "RSASign", "RSA pair", OF("RSA pair", ""), "030c09 41:00200001 42:28 43:" MESSAGE },
	{ "RSASign", "RSA private", OF("RSA private", ""), "030c09 41:00200001 42:28 43:" MESSAGE },
	{ "RSASign", "SE050F", ".poke scp 2", "030c09 41:f0000110 42:28 43:" MESSAGE },
	{ "RSASign", "7.2", OF("RSA pair", ""), "030c09 41:00200001 42:2b 43:" MESSAGE " 44:0020" },
	{ "RSAVerify", "RSA pair", SIGNED_RSA("RSA pair"),
		"030c0a 41:00200001 42:28 43:" MESSAGE " 45:$sig" },
	{ "RSAVerify", "RSA public", SIGNED_RSA("RSA public"),
		"030c0a 41:00200001 42:28 43:" MESSAGE " 45:$sig" },
	{ "RSAEncrypt", "RSA pair", OF("RSA pair", ""), "030237 41:00200001 42:0a 43:" MESSAGE },
	{ "RSAEncrypt", "RSA public", OF("RSA public", ""), "030237 41:00200001 42:0a 43:" MESSAGE },
	{ "RSAEncrypt", "algorithm 0F", OF("RSA public", ""), "030237 41:00200001 42:0f 43:" MESSAGE },
	{ "RSAEncrypt", "algorithm 0C", OF("RSA public", ""), "030237 41:00200001 42:0c 43:01*128" },
	{ "RSADecrypt", "RSA pair",
		".make 00200002 RSA public; 030237 41:00200002 42:0a 43:" MESSAGE
		" > ct; .make 00200001 RSA pair",
		"030238 41:00200001 42:0a 43:$ct" },
	{ "RSADecrypt", "RSA private",
		".make 00200002 RSA public; 030237 41:00200002 42:0a 43:" MESSAGE
		" > ct; .make 00200001 RSA private",
		"030238 41:00200001 42:0a 43:$ct" },

	{ "HKDF", "HMAC", OF("HMAC", ""), "03002d 41:00200001 42:04 43:01020304 44:" MESSAGE " 45:0020" },
	{ "HKDF", "7.2", OF("HMAC", ".make 00200002 HMAC; .make 00200003 HMAC"),
		"03002d 41:00200001 42:04 44:" MESSAGE " 45:0020 46:00200002 47:00200003" },
	{ "HKDF", "7.2, salt by value", OF("HMAC", ""),
		"03002d 41:00200001 42:04 43:01020304 44:" MESSAGE " 45:0020" },
	{ "HKDFExpandOnly", "7.2", OF("HMAC", ".make 00200002 HMAC; .make 00200003 HMAC"),
		"03002f 41:00200001 42:04 44:" MESSAGE " 45:0020 46:00200002 47:00200003" },
	{ "HKDFExpandOnly", "7.2, IV by value, HMAC", OF("HMAC", ""),
		"03002f 41:00200001 42:04 43:01020304 44:" MESSAGE " 45:0020" },
	{ "PBKDF2DeriveKey", "HMAC", OF("HMAC", ""), "03002e 41:00200001 42:01020304 43:0002 44:0020" },
	{ "PBKDF2DeriveKey", "7.2", OF("HMAC", ".make 00200002 HMAC; .make 00200003 HMAC"),
		"03002e 41:00200001 43:0002 44:0020 45:19 46:00200002 47:00200003" },
	{ "PBKDF2DeriveKey", "7.2, salt by value", OF("HMAC", ""),
		"03002e 41:00200001 42:01020304 43:0002 44:0020 45:19" },

	/* Of DFDumpSessionKeys the key under test has to authenticate first. */
	{ "DFDiversifyKey", "AES", ".make 00200001 AES; .make 00200002 AES",
		"030010 41:00200001 42:00200002 43:01020304" },
	{ "DFAuthenticateFirstPart1", "AES", ".make 00200001 AES", "030053 41:00200001 42:00*16" },
	{ "DFAuthenticateFirstPart2", "", CARD_CHALLENGES, "030012 41:$card" },
	{ "DFAuthenticateNonFirstPart1", "AES", CARD_FIRST ".make 00200001 AES",
		"030054 41:00200001 42:00*16" },
	{ "DFAuthenticateNonFirstPart2", "",
		CARD_FIRST ".card " CARD_KEY " more; 030054 41:00200003 42:$card; .card answers",
		"030013 41:$card" },
	{ "DFDumpSessionKeys", "AES, authenticated before",
		".make 00200001 AES; .card " CARD_KEY
		"; 030053 41:00200001 42:$card; .card answers; 030012 41:$card",
		"030014" },
	{ "DFChangeKeyPart1", "AES", CARD_FIRST ".make 00200001 AES; .make 00200002 AES",
		"030015 41:00200001 42:00200002 43:00 44:00 45:00" },
	{ "DFChangeKeyPart2", "", CARD_FIRST "030015 42:00200003 43:ff 44:00 45:00; .card changes c400",
		"030016 41:$card" },
	{ "DFKillAuthentication", "", NULL, "030017" },

	{ "TLSGenerateRandom", "", NULL, "030f49" },
	{ "TLSCalculatePreMasterSecret", "EC pair, T42 names an EC pair",
		OF("EC pair", ".make 00200002 HMAC"), "030f4a 42:00200001 43:00200002 44:$q" },
	{ "TLSCalculatePreMasterSecret", "T42 absent", OF("HMAC", ".make 00200002 HMAC of 68"),
		"030f4a 41:00200001 43:00200002" },
	{ "TLSCalculatePreMasterSecret", "both",
		".make 00200001 EC pair; .make 00200003 HMAC; .make 00200002 HMAC of 68",
		"030f4a 41:00200003 42:00200001 43:00200002 44:$q" },
	{ "TLSPerformPRF", "HMAC, client hello", ".make 00200001 HMAC of 48;" TLS,
		"030f4b 41:00200001 42:04 43:6c6162656c 44:" RANDOM " 45:0020" },

	/* The other modes, and what is by object instead of by value. */
	{ "TLSPerformPRF", "HMAC, server hello", ".make 00200001 HMAC of 48;" TLS,
		"030f4c 41:00200001 42:04 43:6c6162656c 44:" RANDOM " 45:0020" },
	{ "TLSPerformPRF", "HMAC, client random", ".make 00200001 HMAC of 48;" TLS,
		"030f4d 41:00200001 42:04 43:6c6162656c 44:" RANDOM " 45:0020" },
	{ "TLSPerformPRF", "HMAC, server random", ".make 00200001 HMAC of 48;" TLS,
		"030f4e 41:00200001 42:04 43:6c6162656c 44:" RANDOM " 45:0020" },
	{ "TLSPerformPRF", "7.2, both randoms", ".make 00200001 HMAC of 48",
		"030f5a 41:00200001 42:04 43:6c6162656c 44:" RANDOM "+" RANDOM " 45:0020" },
	{ "TLSCalculatePreMasterSecret", "7.2, client version",
		".make 00200001 RSA CRT pair; .make 00200002 HMAC of 48;"
		"030237 41:00200001 42:0a 43:0303+00*46 > ct",
		"030f4a 42:00200001 43:00200002 44:$ct 46:0303" },
	{ "ECDHGenerateSharedSecret", "7.2, object",
		".make 00200001 EC pair; .make 00200002 EC public; .make 00200003 HMAC",
		"03010f 41:00200001 43:00200002 44:03 47:00200003" },
	{ "ECDHGenerateSharedSecret", "7.2, reversed, EC private",
		".make 00200001 EC private; .make 00200003 HMAC", "030159 41:00200001 42:$q 47:00200003" },
	{ "ECDHGenerateSharedSecret", "7.2, reversed, object, EC pair",
		".make 00200001 EC pair; .make 00200002 EC public; .make 00200003 HMAC",
		"030159 41:00200001 43:00200002 44:03 47:00200003" },
	{ "ECPointMultiply", "7.2, EC private", ".make 00200001 EC private; .make 00200002 EC public",
		"030162 41:00200001 43:00200002 44:06" },
};

const struct se050_goods good_keys_used = { rows, sizeof(rows) / sizeof(rows[0]) };
