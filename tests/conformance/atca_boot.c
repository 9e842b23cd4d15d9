/*
 * tests/conformance/atca_boot.c: SecureBoot of a 608. The first configuration stores digests, the second signatures (with latch
 * and random nonce), the third nothing; in the fourth it is off.
 */
#include "atca_script.h"

#define DIGEST "sha(0102)"
/* Key and digest of the encrypted form (TFLX-A 5.2.3). */
#define HIDDEN "let k sha($known $tk)\nlet e xor(" DIGEST ", $k)\n"

static const struct conform_case cases[] = {
	ATCA_RULE("BOOT-11", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"Full verifies a signature of the digest with the configured key", "TFLX-A 5.2.3; MIG 2.1.1",
		"let s sign($d0, " DIGEST ")\n80 05 0000 " DIGEST
		" $s = 00\n80 05 0000 5a*32 $s = 01\n80 05 0000 " DIGEST " 11*64 = 01\n80 05 0000 " DIGEST
		" xor($s, 00*63 01) = 01\n"
		"80 05 0000 " DIGEST " sign($d2, " DIGEST ") = 01\n"),
	ATCA_RULE("BOOT-12", CONFORM_WRITES, PART_608, ATCA_A_LOCKED,
		"where digests are stored FullCopy stores one and FullStore compares with it",
		"TFLX-A 5.2.3; MIG 2.1.1",
		"let s sign($d0, " DIGEST ")\n80 06 0000 " DIGEST " = 01\n80 07 0000 " DIGEST
		" 11*64 = 01\n02 82 6000 = $s12[0:32]\n80 07 0000 " DIGEST " $s = 00\n"
		"02 82 6000 = " DIGEST "\n02 82 6001 = $s12[32:32]\n80 06 0000 " DIGEST
		" = 00\n80 06 0000 5a*32 = 01\n12 82 6000 $s12[0:32] = 00\n80 06 0000 " DIGEST " = 01\n"),
	ATCA_RULE("BOOT-13", CONFORM_WRITES, PART_608, ATCA_B_LOCKED,
		"where signatures are stored FullCopy stores one and FullStore verifies it; a success sets "
		"the latch, a failure does not",
		"TFLX-A 5.2.3; MIG 2.1.1; TFLX-B 2.2.4",
		"let s sign($d0, " DIGEST ")\n30 04 0200 = 00*4\n80 06 0000 " DIGEST
		" = 01\n80 07 0000 " DIGEST " 11*64 = 01\n02 82 6800 = $s13[0:32]\n30 04 0000 = 00*4\n"
		"80 07 0000 " DIGEST " $s = 00\n02 82 6800 = $s[0:32]\n02 82 6801 = $s[32:32]\n30 04 0000 = "
		"01000000\n30 04 0200 = 00*4\n80 06 0000 " DIGEST " = 00\n30 04 0000 = 01000000\nsleep\n"
		"30 04 0000 = 01000000\n30 04 0200 = 00*4\n80 05 0000 " DIGEST
		" $s = 00\n30 04 0000 = 01000000\n30 04 0200 = 00*4\n80 06 0000 5a*32 = 01\n80 05 0000 5a*32 "
		"$s = 01\n30 04 0000 = 00*4\n"
		"12 82 6800 $s13[0:32] = 00\n12 82 6801 $s13[32:32] = 00\n"),
	ATCA_RULE("BOOT-14", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"where the latch is not to be set a success does not set it", "TFLX-B 2.2.4",
		"30 04 0200 = 00*4\n80 05 0000 " DIGEST " sign($d0, " DIGEST ") = 00\n30 04 0000 = 00*4\n"),
	ATCA_RULE("BOOT-15", CONFORM_SAFE, PART_608, ATCA_C_LOCKED,
		"where nothing is stored Full works, FullCopy and FullStore do not", "atecc608.md 8.10",
		"let s sign($d7, " DIGEST ")\n80 05 0000 " DIGEST
		" $s = 00\n80 05 0000 5a*32 $s = 01\n80 07 0000 " DIGEST " $s = 0f\n80 06 0000 " DIGEST
		" = 0f\n80 87 0000 " DIGEST " $s = 0f\n80 86 0000 " DIGEST " = 0f\n"),
	ATCA_RULE("BOOT-16", CONFORM_SAFE, PART_608, ATCA_D_LOCKED, "switched off it is an error",
		"atecc608.md 8.10",
		"let s sign($d0, " DIGEST ")\n80 05 0000 " DIGEST " $s = 0f\n80 07 0000 " DIGEST
		" $s = 0f\n80 06 0000 " DIGEST " = 0f\n" RANDOM "80 85 0000 " DIGEST " $s = 0f\n"),
	ATCA_RULE("BOOT-17", CONFORM_SAFE, PART_608, ATCA_BLANK, "on a blank part it is an error",
		"atecc608.md 8.10", "80 05 0000 00*96 = 0f\n80 07 0000 00*96 = 0f\n80 06 0000 00*32 = 0f\n"),
	ATCA_RULE("BOOT-18", CONFORM_WRITES, PART_608, ATCA_A_LOCKED,
		"with mode bit 7 the digest comes masked with SHA-256 of IO key and TempKey, and the answer "
		"is a MAC; TempKey is spent",
		"TFLX-A 5.2.3; atecc608.md 8.10",
		"let s sign($d0, " DIGEST ")\n" RANDOM HIDDEN "80 85 0000 $e $s = sha($k " DIGEST
		" $s 80850000)\nstate 0000\n" RANDOM HIDDEN "80 87 0000 $e $s = sha($k " DIGEST
		" $s 80870000)\nstate 0000\n02 82 6000 = " DIGEST "\n" RANDOM HIDDEN
		"80 86 0000 $e = sha($k " DIGEST " 80860000)\nstate 0000\n" FIXED HIDDEN
		"80 85 0000 $e $s = sha($k " DIGEST " $s 80850000)\n12 82 6000 $s12[0:32] = 00\n"),
	ATCA_RULE("BOOT-19", CONFORM_WRITES, PART_608, ATCA_B_LOCKED,
		"the MAC of FullStore covers the stored signature; where a random nonce is configured a "
		"fixed one is refused",
		"TFLX-A 5.2.3; atecc608.md 8.10",
		"let s sign($d0, " DIGEST ")\n" RANDOM HIDDEN "80 87 0000 $e $s = sha($k " DIGEST
		" $s 80870000)\n" RANDOM HIDDEN "80 86 0000 $e = sha($k " DIGEST
		" $s 80860000)\n" FIXED HIDDEN "80 85 0000 $e $s = 0f\n" FIXED HIDDEN
		"80 86 0000 $e = 0f\n" RANDOM HIDDEN "80 85 0000 $e $s = sha($k " DIGEST
		" $s 80850000)\n30 04 0200 = 00*4\n"
		"12 82 6800 $s13[0:32] = 00\n12 82 6801 $s13[32:32] = 00\n"),
	ATCA_RULE("BOOT-20", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"a failure of the encrypted form is 01 without a MAC, and spends TempKey", "TFLX-A 5.2.3",
		RANDOM "80 85 0000 5a*32 11*64 = 01\nstate 0000\n" RANDOM
		       "80 86 0000 5a*32 = 01\nstate 0000\n" RANDOM
		       "80 87 0000 5a*32 11*64 = 01\nstate 0000\n02 82 6000 = $s12[0:32]\n"),
	ATCA_RULE("BOOT-21", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"the encrypted form needs a valid TempKey", "TFLX-A 5.2.3",
		"80 85 0000 5a*32 11*64 = 0f\n80 86 0000 5a*32 = 0f\n80 87 0000 5a*32 11*64 = 0f\n"),
	ATCA_RULE("BOOT-22", CONFORM_SAFE, PART_608, ATCA_A_LOCKED, "the plain form leaves TempKey alone",
		"TFLX-A 3.1",
		RANDOM "80 05 0000 " DIGEST " sign($d0, " DIGEST
		       ") = 00\nstate 0080\n80 06 0000 5a*32 = 01\nstate 0080\n" TK_RANDOM),
	ATCA_ROW("BOOT-23", CONFORM_SAFE, PART_608, ATCA_A_LOCKED, NEED_SUITE_CONFIG | NEED_POWER,
		BY_DOCUMENT, "after mode bit 6 the command is refused until power is cut",
		"MIG 2.1.1; TFLX-A 5.2.3",
		"let s sign($d0, " DIGEST ")\n80 45 0000 " DIGEST " $s = 00\n80 05 0000 " DIGEST
		" $s = 0f\n80 06 0000 " DIGEST " = 0f\n80 07 0000 " DIGEST
		" $s = 0f\nsleep\n80 05 0000 " DIGEST " $s = 0f\npower\n"
		"80 05 0000 " DIGEST " $s = 00\n" RANDOM HIDDEN "80 c5 0000 $e $s = sha($k " DIGEST
		" $s 80c50000)\n80 05 0000 " DIGEST " $s = 0f\npower\n80 05 0000 " DIGEST " $s = 00\n"),
	ATCA_ROW("BOOT-24", CONFORM_SAFE, PART_608, ATCA_B_LOCKED, NEED_SUITE_CONFIG | NEED_POWER, BY_GUESS,
		"a failure leaves the latch, and is the last all the same with mode bit 6", "ATCA-U-12",
		"let s sign($d0, " DIGEST ")\n80 05 0000 " DIGEST
		" $s = 00\n80 45 0000 5a*32 $s = 01\n30 04 0000 = 01000000\n80 05 0000 " DIGEST
		" $s = 0f\npower\n30 04 0000 = 00*4\n"),
	ATCA_RULE("BOOT-25", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"SecureBoot has no other modes, param2 or lengths", "TFLX-A 5.2.3",
		"modes 80 0000 00*96 : 05 45 85 c5 07 47 87 c7\nmodes 80 0000 00*32 : 06 46 86 c6\nlengths "
		"80 05 0000 : 96\nlengths 80 06 0000 : 32\nlengths 80 07 0000 : 96\n"
		"params 80 05 00*96 : 0000\nparams 80 06 00*32 : 0000\nparams 80 07 00*96 : 0000\n"),
	ATCA_RULE("BOOT-26", CONFORM_IRREVERSIBLE, PART_608, ATCA_A_LOCKED,
		"a locked slot takes neither digest nor signature", "DS20005927A table 2-15",
		"let s sign($d0, " DIGEST ")\n02 82 6000 = ?32 > b\n17 b2 0000 = 00 | 0f\n80 07 0000 " DIGEST
		" $s = 0f\n02 82 6000 = $b\n80 05 0000 " DIGEST " $s = 00\n"),
	ATCA_RULE("BOOT-27", CONFORM_WRITES, PART_608, ATCA_A_LOCKED, "a key off the curve is an error",
		"atecc608.md 14",
		"12 82 5800 00*32 = 00\n80 05 0000 " DIGEST " sign($d0, " DIGEST
		") = 0f\n12 82 5800 $s11[0:32] = 00\n80 05 0000 " DIGEST " sign($d0, " DIGEST ") = 00\n"),
	ATCA_LOCKED("BOOT-28", CONFORM_SAFE, PART_508A, "a 508A has no SecureBoot", "DS20005927A table 9-4",
		"80 05 0000 00*96 = 03\n80 06 0000 00*32 = 03\n"),
};

void atca_boot_cases(struct conform_list *list)
{
	conform_list_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
