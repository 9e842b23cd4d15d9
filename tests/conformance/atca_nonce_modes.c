/* tests/conformance/atca_nonce_modes.c: Nonce and Random, where no parse error is due. */
#include "atca_script.h"

#define FFFF0000 "ffff0000 ffff0000 ffff0000 ffff0000 ffff0000 ffff0000 ffff0000 ffff0000"

static const struct conform_case cases[] = {
	ATCA_RULE("RANDOM-11", CONFORM_SAFE, PART_ATECC, ATCA_BLANK,
		"before the config lock mode 01 gives ffff0000 repeated, too", "LORA-B 5.1.5",
		"1b 01 0000 = " FFFF0000 "\n"),
	ATCA_LOCKED("RANDOM-12", CONFORM_SAFE, PART_ATECC,
		"Random gives 32 bytes that do not repeat, in both modes", "LORA-B 5.1.5; DS20005927A 9.15",
		"1b 00 0000 = ?32 > a\n1b 00 0000 = ?32 > b\n1b 01 0000 = ?32 > c\n1b 01 0000 = ?32 > d\n"
		"differ $a : $b\ndiffer $a : $c\ndiffer $a : $d\ndiffer $b : $c\ndiffer $b : $d\ndiffer $c : "
		"$d\n"
		"differ $a : " FFFF0000 "\nsleep\n1b 00 0000 = ?32 > e\ndiffer $a : $e\ndiffer $b : $e\n"),
	ATCA_LOCKED("RANDOM-13", CONFORM_SAFE, PART_ATECC, "param2 of Random is 0 and it has no data",
		"LORA-B 5.1.5",
		"params 1b 00 : 0000\nparams 1b 01 : 0000\nlengths 1b 00 0000 : 0\nlengths 1b 01 0000 : 0\n"
		"modes 1b 0000 : 00 01\n"),
	ATCA_RULE("NONCE-11", CONFORM_SAFE, PART_ATECC, ATCA_BLANK,
		"before the config lock a random nonce is made of ffff0000 repeated", "LORA-B 5.1.4, 5.1.5",
		"16 00 0000 a5*20 = " FFFF0000 "\nlet tk sha(" FFFF0000
		" a5*20 160000)\nstate 0080\n" TK_RANDOM "16 01 0000 a6*20 = " FFFF0000
		"\nlet tk sha(" FFFF0000 " a6*20 160100)\nstate 0080\n" TK_RANDOM),
	ATCA_RULE("NONCE-12", CONFORM_SAFE, PART_ATECC, ATCA_BLANK,
		"a fixed nonce works before the config lock", "LORA-B 5.1.4", KNOWN "state 1080\n" TK_INPUT),
	ATCA_LOCKED("NONCE-13", CONFORM_SAFE, PART_ATECC,
		"a random nonce is SHA-256 of the answer, the 20 bytes of input, 16, the mode and 00; "
		"SourceFlag 0",
		"LORA-B 5.1.4, table 5-13",
		"16 00 0000 000102030405060708090a0b0c0d0e0f10111213 = ?32 > r\n"
		"let tk sha($r 000102030405060708090a0b0c0d0e0f10111213 160000)\nstate 0080\n" TK_RANDOM
		"16 01 0000 f00102030405060708090a0b0c0d0e0f10111213 = ?32 > q\ndiffer $r : $q\n"
		"let tk sha($q f00102030405060708090a0b0c0d0e0f10111213 160100)\nstate 0080\n" TK_RANDOM),
	ATCA_LOCKED("NONCE-14", CONFORM_SAFE, PART_ATECC, "a fixed nonce is the input itself; SourceFlag 1",
		"LORA-B 5.1.4.2; DS20005927A 9.12",
		KNOWN "state 1080\n" TK_INPUT
		      "let v 000102030405060708090a0b0c0d0e0f 101112131415161718191a1b1c1d1e1f\n"
		      "16 03 0000 $v = 00\nlet tk $v\nstate 1080\n" TK_INPUT),
	ATCA_RULE("NONCE-15", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"a nonce clears KeyID, GenDigData and NoMacFlag", "DS20005927A 2.5.1 p.26",
		RANDOM GEN_DIG_NOMAC("06", "$s6[0:32]",
			"15020600") "state a680\n" RANDOM "state 0080\n" TK_RANDOM RANDOM GEN_DIG_NOMAC("06",
			"$s6[0:32]", "15020600") KNOWN "state 1080\n" TK_INPUT),
	ATCA_RULE("NONCE-16", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED, "a nonce clears GenKeyData",
		"DS20005927A 2.5.1 p.26",
		RANDOM "40 08 0200 = $p2\nstate 4280\n" RANDOM "state 0080\n" RANDOM
		       "40 08 0200 = $p2\n" KNOWN "state 1080\n" TK_INPUT),
	ATCA_LOCKED("NONCE-17", CONFORM_SAFE, PART_608,
		"mode 23 loads 64 bytes: the upper 32 are there for AES, and a 32-byte nonce takes them away",
		"TNGTLS-A 5.1.4; atecc608.md 6",
		"let w $known 000102030405060708090a0b0c0d0e0f 101112131415161718191a1b1c1d1e1f\n"
		"16 23 0000 $w = 00\nstate 1080\n"
		"51 00 ffff 5a*16 = aes($w[0:16], 5a*16)\n51 40 ffff 5a*16 = aes($w[16:16], 5a*16)\n"
		"51 80 ffff 5a*16 = aes($w[32:16], 5a*16)\n51 c0 ffff 5a*16 = aes($w[48:16], 5a*16)\n" KNOWN
		"51 80 ffff 5a*16 = 0f\n51 c0 ffff 5a*16 = 0f\n"
		"16 23 0000 $w = 00\n" RANDOM
		"51 80 ffff 5a*16 = 0f\n51 00 ffff 5a*16 = aes($tk[0:16], 5a*16)\n"),
	ATCA_LOCKED("NONCE-18", CONFORM_SAFE, PART_608, "modes 43, 63 and 83 leave TempKey as it was",
		"LORA-B 5.1.4; atecc608-evidence.md 1.2",
		RANDOM
		"16 43 0000 11*32 = 00\n16 63 0000 22*64 = 00\n16 83 0000 33*32 = 00\nstate 0080\n" TK_RANDOM
		"16 43 0000 11*32 = 00\n16 63 0000 22*64 = 00\n16 83 0000 33*32 = 00\nstate 0000\n"),
	ATCA_LOCKED("NONCE-19", CONFORM_SAFE, PART_608,
		"with param2 8000 the digest is of TempKey instead of a random number, is the answer, and "
		"SourceFlag becomes 0",
		"LORA-B table 5-14",
		RANDOM
		"let n sha($tk 5a*20 160000)\n16 00 0080 5a*20 = $n\nstate 0080\nlet tk $n\n"
		"let n sha($tk 5b*20 160100)\n16 01 0080 5b*20 = $n\nstate 0080\nlet tk $n\n" TK_RANDOM FIXED
		"let n sha($tk 5a*20 160000)\n16 00 0080 5a*20 = $n\nstate 0080\nlet tk $n\n" TK_RANDOM FIXED
		"let n sha($tk 5c*20 160100)\n16 01 0080 5c*20 = $n\nstate 0080\n"),
	ATCA_LOCKED("NONCE-20", CONFORM_SAFE, PART_508A,
		"with param2 8000 the digest is of TempKey instead of a random number, is the answer, and "
		"SourceFlag stays",
		"DS20005927A 9.12 p.77-78",
		RANDOM
		"let n sha($tk 5a*20 160000)\n16 00 0080 5a*20 = $n\nstate 0080\nlet tk $n\n" TK_RANDOM FIXED
		"let n sha($tk 5a*20 160100)\n16 01 0080 5a*20 = $n\nstate 1080\nlet tk $n\n" TK_INPUT),
	ATCA_LOCKED("NONCE-21", CONFORM_SAFE, PART_ATECC, "with param2 8000 a valid TempKey is needed",
		"LORA-B 5.1.4", "16 00 0080 5a*20 = 0f\n16 01 0080 5a*20 = 0f\nstate 0000\n"),
	ATCA_ROW("NONCE-22", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED, NEED_CONFIG_LOCKED | NEED_DATA_LOCKED,
		BY_GUESS, "param2 of a fixed nonce is 0", "ATCA-U-19", "params 16 03 00*32 : 0000\n"),
	ATCA_ROW("NONCE-23", CONFORM_SAFE, PART_608, ATCA_A_LOCKED, NEED_CONFIG_LOCKED | NEED_DATA_LOCKED,
		BY_GUESS, "param2 of a fixed nonce to other places is 0", "ATCA-U-19",
		"params 16 23 00*64 : 0000\nparams 16 43 00*32 : 0000\nparams 16 63 00*64 : 0000\nparams 16 "
		"83 00*32 : 0000\n"),
	ATCA_RULE("NONCE-24", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"AltKeyBuf and TempKey hold what each was loaded with", "TFLX-A 3.3",
		"16 83 0000 a7*32 = 00\n" KNOWN "56 53 0000 02000010 5a*16 = hmac(a7*32, 5a*16)\n"
		"56 50 0000 02000010 5a*16 = hmac($known, 5a*16)\n"),
	ATCA_RULE("NONCE-25", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"MsgDigBuf holds what it was loaded with", "TFLX-A 3.2",
		KNOWN
		"16 43 0000 a8*32 = 00\n41 a0 0200 = ?64 > s\nsigned $p2 : a8*32 : $s\n"
		"16 63 0000 a9*32 aa*32 = 00\n41 a0 0200 = ?64 > s\nsigned $p2 : a9*32 : $s\nstate 1080\n"),
};

void atca_nonce_mode_cases(struct conform_list *list)
{
	conform_list_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
