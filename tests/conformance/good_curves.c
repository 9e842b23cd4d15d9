/* tests/conformance/good_curves.c: good commands about curves, crypto objects and digests (AN12413 4.8, 4.9, 4.18). */
#include "good.h"

/* SEC 2 2.2.2: secp192r1. */
#define P192_A "fffffffffffffffffffffffffffffffefffffffffffffffc"
#define P192_B "64210519e59c80e70fa7e9ab72243049feb8deecc146b9b1"
#define P192_G \
	"04188da80eb03090f67cbf20eb43a18800f4ff0afd82ff101207192b95ffc8da78631011ed6b24cdd573f977a11e794811"
#define P192_N "ffffffffffffffffffffffff99def836146bc9b1b4d22831"
#define P192_P "fffffffffffffffffffffffffffffffeffffffffffffffff"

#define DIGEST ".crypto 0001 01 04;"
#define DIGEST_OPEN DIGEST "03000b 42:0001;"

static const struct se050_good rows[] = {
	{ "CreateECCurve", "", NULL, "010b04 41:01" },
	{ "SetECCurveParam", "", "010b04 41:01", "010b40 41:01 42:01 43:" P192_A },
	{ "SetECCurveParam", "the fifth",
		"010b04 41:01; 010b40 41:01 42:01 43:" P192_A "; 010b40 41:01 42:02 43:" P192_B
		"; 010b40 41:01 42:04 43:" P192_G "; 010b40 41:01 42:08 43:" P192_N,
		"010b40 41:01 42:10 43:" P192_P },
	{ "GetECCurveID", "", ".make 00200001 EC pair", "020b36 41:00200001" },
	{ "ReadECCurveList", "", NULL, "020b25" },
	{ "DeleteECCurve", "", "010b04 41:01", "040b28 41:01" },
	{ "CreateCryptoObject", "context 01", NULL, "011000 41:0001 42:01 43:04" },
	{ "CreateCryptoObject", "context 02", NULL, "011000 41:0001 42:02 43:0d" },
	{ "CreateCryptoObject", "context 03", NULL, "011000 41:0001 42:03 43:19" },
	{ "ReadCryptoObjectList", "", NULL, "021025" },
	{ "DeleteCryptoObject", "", DIGEST, "041028 41:0001" },
	{ "DigestInit", "", DIGEST, "03000b 42:0001" },
	{ "DigestUpdate", "", DIGEST_OPEN, "03000c 42:0001 43:616263" },
	{ "DigestFinal", "", DIGEST_OPEN, "03000d 42:0001 43:616263" },
	{ "DigestOneShot", "", NULL, "03000e 41:04 42:616263" },
};

const struct se050_goods good_curves = { rows, sizeof(rows) / sizeof(rows[0]) };
