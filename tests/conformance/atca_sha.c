/* tests/conformance/atca_sha.c: SHA, its HMAC and its context. */
#include "atca_script.h"

#define ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define INITIAL "67e6096a 85ae67bb 72f36e3c 3af54fa5 7f520e51 8c68059b abd9831f 19cde05b"
#define START "47 00 0000 = 00\n"
#define BLOCK(byte) "47 01 4000 " byte "*64 = 00\n"
/* What must not disturb a hash on a 608, and must end it on a 508A. */
#define ENDED START BLOCK("61")
#define IS_OVER "47 01 4000 61*64 = 0f\n47 02 0000 = 0f\n"

static const struct conform_case cases[] = {
	ATCA_LOCKED("SHA-11", CONFORM_SAFE, PART_ATECC, "digests are those of FIPS 180",
		"LORA-B 5.1.8; FIPS 180-4 examples",
		START "47 02 0000 = e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n" START
		      "47 02 0300 616263 = " ABC
		      "\n" START BLOCK("11") "47 02 0000 = sha(11*64)\n" START BLOCK("11") BLOCK("22")
			      BLOCK("33") "47 02 3f00 44*63 = sha(11*64 22*64 33*64 44*63)\n" START
					  "47 02 3700 55*55 = sha(55*55)\n" START
					  "47 02 3800 56*56 = sha(56*56)\n"),
	ATCA_RULE("SHA-12", CONFORM_SAFE, PART_ATECC, ATCA_BLANK, "a blank part hashes, too", "LORA-B 5.1.8",
		START BLOCK("11") "47 02 0300 616263 = sha(11*64 616263)\n"),
	ATCA_LOCKED("SHA-13", CONFORM_SAFE, PART_608, "an update has 0 to 64 bytes, an end, too",
		"LORA-B 5.1.8",
		START "47 01 0000 = 00\n47 01 0100 61 = 00\n47 01 3f00 62*63 = 00\n47 01 4000 63*64 = 00\n47 "
		      "01 0500 64*5 = 00\n"
		      "47 02 4000 65*64 = sha(61 62*63 63*64 64*5 65*64)\n" START
		      "47 01 4000 61*64 = 00\n47 42 4000 65*64 = sha(61*64 65*64)\n" START
		      "47 01 4000 61*64 = 00\n47 c2 4000 65*64 = sha(61*64 65*64)\n" START
		      "47 01 4100 00*65 = 03\n47 02 4100 00*65 = 03\n47 42 4100 00*65 = 03\n47 c2 4100 00*65 "
		      "= 03\n"),
	ATCA_LOCKED("SHA-14", CONFORM_SAFE, PART_508A, "an update has 64 bytes, an end 0 to 63",
		"DS20005927A 9.17",
		START "47 01 0000 = 03\n" START "47 01 3f00 00*63 = 03\n" START
		      "47 01 4100 00*65 = 03\n" START "47 01 0100 00 = 03\n" START
		      "47 02 4000 00*64 = 03\n" START "47 02 4100 00*65 = 03\n" START
		      "47 02 3f00 61*63 = sha(61*63)\n"
		      "47 04 0000 ! 00\n"),
	ATCA_LOCKED("SHA-15", CONFORM_SAFE, PART_ATECC, "nothing goes on without a start, and an end ends it",
		"LORA-B 5.1.8",
		"47 01 4000 00*64 = 0f\n47 02 0000 = 0f\n47 02 0300 616263 = 0f\n47 03 0b00 = 0f\n" START
		"47 02 0000 = ?32\n47 02 0000 = 0f\n" START "47 02 0000 = ?32\n47 01 4000 00*64 = 0f\n"),
	ATCA_LOCKED("SHA-16", CONFORM_SAFE, PART_608,
		"an end in modes 42 and c2, and reading a context, want a start, too", "LORA-B 5.1.8",
		"47 42 0000 = 0f\n47 c2 0000 = 0f\n47 06 0000 = 0f\n47 01 0000 = 0f\n"),
	ATCA_LOCKED("SHA-17", CONFORM_SAFE, PART_ATECC, "a start begins anew", "LORA-B 5.1.8",
		START BLOCK("11") START "47 02 0300 616263 = " ABC "\n"),
	ATCA_LOCKED("SHA-18", CONFORM_SAFE, PART_608,
		"SHA has no other modes, and its start has neither param2 nor data", "LORA-B 5.1.8",
		START "modes 47 0000 : 00 01 02 03 04 06 42 c2\n" START
		      "lengths 47 00 0000 : 0\nparams 47 00 : 0000\n" START
		      "lengths 47 06 0000 : 0\nparams 47 06 : 0000\nlengths 47 03 0b00 : 0\n"),
	ATCA_LOCKED("SHA-19", CONFORM_SAFE, PART_508A,
		"SHA has no other modes, and its start has neither param2 nor data", "DS20005927A 9.17",
		"modes 47 0000 : 00 01 02 03 04 05\nmodes 47 0300 616263 : 02 05\n"
		"lengths 47 00 0000 : 0\nparams 47 00 : 0000\n"),
	ATCA_LOCKED("SHA-20", CONFORM_SAFE, PART_608,
		"an end in mode 02 leaves the digest in TempKey, as input; 42 in MsgDigBuf; c2 nowhere",
		"LORA-B 5.1.8.2; 204 8.5.16",
		RANDOM START "47 02 0300 616263 = " ABC "\nstate 1080\nlet tk " ABC "\n" TK_INPUT RANDOM START
			     "47 c2 0300 616263 = " ABC "\nstate 0080\n" START "47 42 0300 616263 = " ABC
			     "\nstate 0080\n" TK_RANDOM),
	ATCA_RULE("SHA-21", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"what mode 42 left in MsgDigBuf is signed, c2 left nothing there", "LORA-B 5.1.8.2",
		START "47 c2 0300 616263 = " ABC "\n41 a0 0200 = 0f\n" START "47 42 0300 616263 = " ABC
		      "\n41 a0 0200 = ?64 > s\n"
		      "signed $p2 : " ABC " : $s\n41 a0 0200 = 0f\n"),
	ATCA_LOCKED("SHA-22", CONFORM_SAFE, PART_508A, "the digest stays in TempKey, as input",
		"DS20005927A 9.17",
		RANDOM START "47 02 0300 616263 = " ABC "\nstate 1080\nlet tk " ABC "\n" TK_INPUT),
	ATCA_RULE("SHA-23", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"mode 03 takes in the 64 bytes of a stored public key", "DS20005927A 9.17",
		START BLOCK("11") "47 03 0b00 = 00\n47 02 0100 22 = sha(11*64 $p0 22)\n" START
				  "47 03 0f00 = 00\n47 02 0000 = sha($p7)\n" START
				  "47 03 0e00 = 00\n47 02 0000 = sha($p2)\n"),
	ATCA_RULE("SHA-24", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"only a public key in slots 8 to 15 can be taken in", "DS20005927A 9.17",
		START "47 03 0000 = 0f\n" START "47 03 0200 = 0f\n" START "47 03 0400 = 0f\n" START
		      "47 03 0700 = 0f\n" START "47 03 0800 = 0f\n" START "47 03 0c00 = 0f\n" START
		      "47 03 1000 = 03\n" START "47 03 0b00 00 = 03\n" START "47 03 0080 = 03\n" START
		      "47 03 ffff = 03\n"),
	ATCA_RULE("SHA-25", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"mode 04 makes it an HMAC with a slot's first 32 bytes as key; mode 02 ends it",
		"LORA-B 5.1.8.2; RFC 2104",
		"47 04 0400 = 00\n" BLOCK("11")
			BLOCK("22") "47 02 0300 333333 = hmac($known, 11*64 22*64 33*3) > m\nstate 1080\nlet "
				    "tk $m\n" TK_INPUT "47 04 0c00 = 00\n47 c2 0500 1112131415 = "
				    "hmac($s12[0:32], 1112131415)\nstate 0000\n"
				    "47 04 0400 = 00\n47 42 0000 = hmac($known, ) > m\n41 a0 0200 = ?64 > "
				    "s\nsigned $p2 : $m : $s\n"),
	ATCA_RULE("SHA-26", CONFORM_WRITES, PART_ATECC, ATCA_A_LOCKED, "an HMAC is that of RFC 4231",
		"RFC 4231 4.2",
		"12 82 6000 0b*20 00*12 = 00\n47 04 0c00 = 00\n47 01 4000 11*64 = 00\n47 00 0000 = 00\n47 02 "
		"0300 616263 = " ABC "\n"
		"12 82 6000 $s12[0:32] = 00\n"),
	ATCA_RULE("SHA-27", CONFORM_WRITES, PART_608, ATCA_A_LOCKED,
		"its HMAC is that of RFC 4231, cases 1 and 2", "RFC 4231 4.2, 4.3",
		"12 82 6000 0b*20 00*12 = 00\n47 04 0c00 = 00\n"
		"47 02 0800 4869205468657265 = "
		"b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7\n"
		"12 82 6000 4a656665 00*28 = 00\n47 04 0c00 = 00\n47 c2 1c00 "
		"7768617420646f2079612077616e7420666f72206e6f7468696e673f = "
		"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843\n12 82 6000 $s12[0:32] = "
		"00\n"),
	ATCA_RULE("SHA-28", CONFORM_WRITES, PART_508A, ATCA_A_LOCKED,
		"mode 04 makes it an HMAC, mode 05 ends that and leaves it in TempKey; it is that of RFC "
		"4231",
		"DS20005927A 9.17; RFC 4231 4.2, 4.3",
		"12 82 6000 0b*20 00*12 = 00\n47 04 0c00 = 00\n"
		"47 05 0800 4869205468657265 = "
		"b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7 > m\nstate 1080\nlet tk "
		"$m\n" TK_INPUT "12 82 6000 4a656665 00*28 = 00\n47 04 0c00 = 00\n47 05 1c00 "
		"7768617420646f2079612077616e7420666f72206e6f7468696e673f = "
		"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843\n12 82 6000 $s12[0:32] = "
		"00\n"
		"47 04 0400 = 00\n" BLOCK("11") "47 05 3f00 33*63 = hmac($known, 11*64 33*63)\n"),
	ATCA_RULE("SHA-29", CONFORM_SAFE, PART_508A, ATCA_A_LOCKED,
		"each kind has its own end, and that has up to 63 bytes", "DS20005927A 9.17",
		"47 04 0400 = 00\n47 02 0000 = 0f\n" START
		"47 05 0000 = 0f\n47 05 0000 = 0f\n47 04 0400 = 00\n47 05 4000 00*64 = 03\n"
		"47 04 0400 = 00\n47 05 4100 00*65 = 03\n47 04 0400 = 00\n47 05 4000 00*63 = 03\n47 04 0400 "
		"= 00\n47 05 0000 = hmac($known, )\n" RANDOM "47 04 ffff = 03\n"),
	ATCA_LOCKED("SHA-30", CONFORM_SAFE, PART_608,
		"with param2 ffff the key of the HMAC is TempKey, 32 or 64 bytes", "LORA-B 5.1.8.2",
		"47 04 ffff = 0f\n" RANDOM
		"47 04 ffff = 00\n47 01 0500 11*5 = 00\n47 02 0100 22 = hmac($tk, 11*5 22)\n"
		"let w $known 5a*32\n16 23 0000 $w = 00\n47 04 ffff = 00\n47 c2 0100 22 = hmac($w, 22)\n"
		"params 47 04 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 0e00 "
		"0f00 ffff\nlengths 47 04 ffff : 0\n"),
	ATCA_RULE("SHA-31", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"neither a NoMac key nor a private one makes an HMAC", "DS20005927A tables 2-6 and 2-16",
		"47 04 0600 = 0f\n47 04 0200 = 0f\n47 04 0000 = 0f\n47 01 4000 00*64 = 0f\n"),
	ATCA_LOCKED("SHA-32", CONFORM_SAFE, PART_608,
		"a context is the length, eight words little endian, and what does not fill a block; reading "
		"leaves it as it is",
		"LORA-B 5.1.8.3",
		START "47 01 0500 1112131415 = 00\n47 06 0000 = 05000000 " INITIAL
		      " 1112131415\n47 06 0000 = 05000000 " INITIAL " 1112131415\n"
		      "47 02 0000 = sha(1112131415)\n" START "47 06 0000 = 00000000 " INITIAL
		      "\n47 01 3f00 77*63 = 00\n47 06 0000 = 3f000000 " INITIAL " 77*63\n"
		      "47 01 0100 78 = 00\n47 06 0000 = ?36 > k\nsame $k[0:4] : 40000000\n"),
	ATCA_LOCKED("SHA-33", CONFORM_SAFE, PART_608, "a context that is written goes on where it was read",
		"LORA-B 5.1.8.3",
		START BLOCK("11") "47 06 0000 = ?36 > k\n" BLOCK(
			"99") "47 07 2400 $k = 00\n47 02 0300 616263 = sha(11*64 616263)\n" START
			BLOCK("11") "47 01 0700 5a*7 = 00\n47 06 0000 = ?43 > k\n" BLOCK(
				"99") "47 07 2b00 $k = 00\n47 01 0200 6162 = 00\n"
				      "47 02 0100 63 = sha(11*64 5a*7 616263)\n" START BLOCK(
					      "11") "47 01 3f00 5a*63 = 00\n47 06 0000 = ?99 > k\n" START
						    "47 07 6300 $k = 00\n47 02 0100 63 = sha(11*64 5a*63 "
						    "63)\n"),
	ATCA_LOCKED("SHA-34", CONFORM_SAFE, PART_608, "a context is as long as it says, 36 to 99 bytes",
		"LORA-B 5.1.8.3",
		START "47 07 2500 05000000 00*33 = 03\n47 07 2400 05000000 00*32 = 03\n47 07 2300 00*35 = "
		      "03\n47 07 6400 00*100 = 03\n"
		      "47 07 2600 05000000 00*34 = 03\n47 07 2400 01000000 00*32 = 03\nlengths 47 07 0000 "
		      ":\n47 07 2400 00*37 = 03\n47 07 2500 00*36 = 03\n"
		      "47 02 0300 616263 = " ABC "\n"),
	ATCA_RULE("SHA-35", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"there is no context of an HMAC, to read or in place of one", "LORA-B 5.1.8.3",
		"47 04 0400 = 00\n47 06 0000 = 0f\n47 07 2400 00*36 = 0f\n47 02 0100 22 = hmac($known, "
		"22)\n"),
	ATCA_RULE("SHA-36", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"other commands and errors leave a hash alone", "TFLX-A 3.4",
		START "47 01 0100 61 = 00\n1b 00 0000 = ?32\n30 00 0000 = ?4\n16 03 0000 00*32 = 00\n15 02 "
		      "0400 = 00\n41 80 0200 = ?64\n"
		      "40 00 0200 = ?64\n24 00 0100 = ?4\n47 01 4100 00*65 = 03\n47 06 0100 = 03\n99 00 0000 "
		      "= 03\n02 03 0000 = 03\n08 00 0600 00*32 = 0f\n"
		      "28 00 0400 00*77 = 01\n47 01 0100 62 = 00\n47 02 0100 63 = " ABC "\n"),
	ATCA_RULE("SHA-37", CONFORM_SAFE, PART_508A, ATCA_A_LOCKED,
		"any other command, and any error, ends a hash", "DS20005927A 9.17",
		ENDED "1b 00 0000 = ?32\n" IS_OVER ENDED "30 00 0000 = ?4\n" IS_OVER ENDED
		      "24 00 0100 = ?4\n" IS_OVER ENDED "02 00 0000 = ?4\n" IS_OVER ENDED
		      "47 01 3f00 00*63 = 03\n" IS_OVER ENDED "47 00 0000 00 = 03\n" IS_OVER ENDED
		      "08 00 0600 00*32 = 0f\n" IS_OVER ENDED "24 00 0500 = 03\n" IS_OVER ENDED
		      "99 00 0000 = 03\n" IS_OVER),
	ATCA_LOCKED("SHA-38", CONFORM_SAFE, PART_508A, "a hash takes TempKey's place", "DS20005927A 9.17",
		RANDOM START "08 01 0400 = 0f\n" RANDOM START "state 0000\n"),
	ATCA_LOCKED("SHA-39", CONFORM_SAFE, PART_ATECC, "idle keeps a hash under way, sleep loses it",
		"TFLX-A 3.4; hosts that idle between commands",
		START BLOCK("61") "idle\nwake\n" BLOCK("62") "47 02 0000 = sha(61*64 62*64)\n" START BLOCK(
			"61") "sleep\n47 01 4000 61*64 = 0f\n" START "sleep\n47 02 0000 = 0f\n"),
	ATCA_ROW("SHA-40", CONFORM_SAFE, PART_608, ATCA_A_LOCKED, NEED_DATA_LOCKED, BY_GUESS,
		"param2 is the length of the data", "ATCA-U-06",
		START "47 01 0500 616263 = 03\n47 01 0200 616263 = 03\n47 02 0000 616263 = 03\n47 02 0400 "
		      "616263 = 03\n47 42 0000 616263 = 03\n"
		      "47 c2 4000 616263 = 03\n47 02 0300 616263 = " ABC "\n47 07 2500 02000000 " INITIAL
		      " 6162 = 03\n"),
	ATCA_ROW("SHA-41", CONFORM_SAFE, PART_508A, ATCA_A_LOCKED, NEED_DATA_LOCKED, BY_GUESS,
		"param2 of an end is the length of its data", "ATCA-U-06",
		START "47 02 0000 616263 = 03\n" START "47 02 0400 616263 = 03\n" START
		      "47 02 0003 616263 = 03\n"),
	ATCA_ROW("SHA-42", CONFORM_SAFE, PART_608, ATCA_A_LOCKED, NEED_DATA_LOCKED, BY_GUESS,
		"a context may be written without a start", "ATCA-U-31",
		"47 07 2600 02000000 " INITIAL " 6162 = 00\n47 02 0100 63 = " ABC "\n"),
	ATCA_ROW("SHA-43", CONFORM_SAFE, PART_608, ATCA_A_LOCKED, NEED_DATA_LOCKED, BY_GUESS,
		"a TempKey that an HMAC was keyed with is spent", "ATCA-U-01",
		RANDOM "47 04 ffff = 00\nstate 0000\n"),
	ATCA_LOCKED("SHA-44", CONFORM_SAFE, PART_608, "a hash keeps TempKey, but for an end in mode 02",
		"TFLX-A 3.1",
		RANDOM START "47 01 0100 61 = 00\n47 06 0000 = ?37 > k\n47 07 2500 $k = 00\nstate 0080\n47 "
			     "c2 0000 = sha(61)\nstate 0080\n47 02 0000 = 0f\nstate 0080\n" TK_RANDOM),
};

void atca_sha_cases(struct conform_list *list)
{
	conform_list_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
