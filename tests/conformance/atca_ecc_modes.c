/* tests/conformance/atca_ecc_modes.c: each mode of the commands on private and public keys at its borders, and what it leaves of TempKey. */
#include "atca_script.h"

/* PrivWrite under the key of slot 4 (DS20005927A 9.14): key 1, for the slot. */
#define SEALED(slot)                                                                          \
	"let h sha($tk)\nlet k 00*4 $d1\nlet x xor($k, $tk $h[0:4])\nlet m sha($tk 4640" slot \
	"00 $sn8 $sn01 00*21 $k)\n"
#define EPHEMERAL "40 04 ffff = ?64 > q\n"
#define UNMASKED "xor($e[0:32], sha($known $e[32:16]))"
#define COUNTER "24 00 0000 = ?4 > n\n"
#define ONE_MORE "let n next($n)\n24 00 0000 = $n\n"
#define NO_MORE "24 00 0000 = $n\n"
/* What ValidateExternal wants: four blocks, the key is the third (DS20005927A 9.20). */
#define CERTIFICATE(byte)                                                                                   \
	"47 00 0000 = 00\n47 01 4000 " byte "*64 = 00\n47 01 4000 c7*64 = 00\n47 03 0e00 = 00\n47 01 4000 " \
	"c7*64 = 00\n47 02 0300 c8c9ca = sha(" byte "*64 c7*64 $p2 c7*64 c8c9ca) > d\n"

static const struct conform_case cases[] = {
	ATCA_RULE("ECDH-11", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"slot 15 is a slot as others: not private, so an error and no parse error", "TFLX-A 5.2.1",
		"43 00 0f00 $p7 = 0f\n43 04 0f00 $p7 = 0f\n43 08 0f00 $p7 = 0f\n43 0c 0f00 $p7 = 0f\n43 0e "
		"0f00 $p7 = 0f\n43 00 0400 $p7 = 0f\n43 0c 0b00 $p7 = 0f\n"
		"41 a0 0f00 = 0f\n40 00 0f00 = 0f\n" RANDOM "40 08 0f00 = 0f\n" RANDOM
		"40 0c 0f00 = 0f\n40 04 0f00 = 0f\n30 01 0f00 = ?4\n" RANDOM "41 80 0f00 = 0f\n" RANDOM
		"15 02 0400 = 00\n41 00 0f00 = 0f\n"
		"46 00 0f00 00*68 = 0f\n" RANDOM "46 40 0f00 00*68 = 0f\n" RANDOM
		"16 43 0000 a8*32 = 00\n45 80 0f00 11*64 = 01\n"),
	ATCA_RULE("ECDH-12", CONFORM_SAFE, PART_508A, ATCA_A_LOCKED,
		"slot 15 is a slot as others: not private, so an error and no parse error",
		"DS20005927A 9.5, 9.7, 9.14, 9.18",
		"43 00 0f00 $p7 = 0f\n40 00 0f00 = 0f\n" RANDOM "40 08 0f00 = 0f\n" RANDOM
		"40 0c 0f00 = 0f\n40 04 0f00 = 0f\n30 01 0f00 = ?4\n" RANDOM "41 80 0f00 = 0f\n" RANDOM
		"15 02 0400 = 00\n41 00 0f00 = 0f\n46 00 0f00 00*68 = 0f\n" RANDOM "46 40 0f00 00*68 = 0f\n"),
	ATCA_RULE("ECDH-13", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"ECDH with a slot's key keeps TempKey, unless the secret goes there", "TFLX-A 3.1",
		RANDOM "43 00 0200 $p7 = ecdh($d2, $p7)\nstate 0080\n43 0c 0200 $p7 = ecdh($d2, $p7)\nstate "
		       "0080\n43 0e 0200 $p7 = ?64 > e\nsame " UNMASKED " : ecdh($d2, $p7)\nstate 0080\n"
		       "43 0c 0200 00*64 = 0f\nstate 0080\n" TK_RANDOM
		       "43 08 0200 $p7 = 00\nlet tk ecdh($d2, $p7)\nstate 1080\n" TK_INPUT),
	ATCA_RULE("ECDH-14", CONFORM_IRREVERSIBLE, PART_608, ATCA_A_LOCKED,
		"a secret into the next slot keeps TempKey and counts a use of the key",
		"TFLX-A 3.1; DS20005927A 3.2.5",
		COUNTER RANDOM
		"43 00 0000 $p7 = 00\n" ONE_MORE "43 04 0000 $p7 = 00\n" ONE_MORE
		"43 08 0000 $p7 = 00\n" ONE_MORE RANDOM "state 0080\n" RANDOM
		"43 04 0000 $p7 = 00\nstate 0080\n43 00 0000 $p7 = 00\nstate 0080\n" TK_RANDOM),
	ATCA_RULE("ECDH-15", CONFORM_WRITES, PART_608, ATCA_A_LOCKED,
		"with the key in TempKey ECDH spends that, and answers, masks, stores or keeps the secret",
		"TFLX-A 5.2.1.2",
		EPHEMERAL
		"43 0d ffff $p2 = ecdh($d2, $q)\nstate 0000\n43 0d ffff $p2 = 0f\n" EPHEMERAL
		"43 0f 3412 $p2 = ?64 > e\nsame " UNMASKED
		" : ecdh($d2, $q)\nstate 0000\n43 0f ffff $p2 = 0f\n" EPHEMERAL
		"43 09 0000 $p2 = 00\nlet tk ecdh($d2, $q)\nstate 1080\n43 09 0000 $p2 = 0f\n" EPHEMERAL
		"43 09 0000 $p2 = 00\nlet tk ecdh($d2, $q)\n" TK_INPUT EPHEMERAL
		"43 05 0c00 $p2 = 00\nstate 0000\n02 82 6000 = ecdh($d2, $q)\n43 05 0c00 $p2 = 0f\n" EPHEMERAL
		"43 05 0f00 $p2 = 00\nstate 0000\n02 82 7800 = ecdh($d2, $q)\n"
		"12 82 6000 $s12[0:32] = 00\n12 82 7800 $s15[0:32] = 00\n" EPHEMERAL
		"43 05 0200 $p2 = 0f\n" EPHEMERAL "43 05 1000 $p2 = 03\n"),
	ATCA_RULE("ECDH-16", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"what Nonce loaded is no private key, and a peer off the curve is an error",
		"TFLX-A 5.2.1.2; atecc608.md 8.6",
		KNOWN "43 0d ffff $p2 = 0f\n" KNOWN "43 0f ffff $p2 = 0f\n" KNOWN
		      "43 09 ffff $p2 = 0f\n" KNOWN "43 05 0c00 $p2 = 0f\n02 82 6000 = $s12[0:32]\n" EPHEMERAL
		      "43 0d ffff 00*64 = 0f\n" EPHEMERAL "43 0f ffff 11*64 = 0f\n" EPHEMERAL
		      "43 09 ffff 11*64 = 0f\n" EPHEMERAL "43 05 0c00 11*64 = 0f\n"
		      "43 00 0200 11*64 = 0f\n43 08 0200 11*64 = 0f\n43 0e 0200 11*64 = 0f\n"),
	ATCA_RULE("ECDH-17", CONFORM_SAFE, PART_608, ATCA_D_LOCKED,
		"an encrypted answer wants the IO key enabled", "ChipOptions bit 1, LORA-B 2.2",
		"43 0e 0200 $p7 = 0f\n43 0c 0200 $p7 = ecdh($d2, $p7)\n" EPHEMERAL
		"43 0f ffff $p2 = 0f\n" EPHEMERAL "43 0d ffff $p2 = ecdh($d2, $q)\n"),
	ATCA_RULE("ECDH-18", CONFORM_SAFE, PART_608, ATCA_B_LOCKED,
		"a key that wants an authorisation takes one for each secret",
		"DS20005927A 3.2.9, table 2-12",
		"43 0c 0000 $p7 = 0f\n" AUTHORISE_4 "43 0c 0000 $p7 = ?64 > e\nsame " UNMASKED
		" : ecdh($d0, $p7)\n43 0c 0000 $p7 = 0f\n" AUTHORISE_4
		"43 0e 0000 $p7 = ?64\n43 0e 0000 $p7 = 0f\n" AUTHORISE_4
		"43 00 0000 $p7 = ?64\n43 00 0000 $p7 = 0f\n"),
	ATCA_ROW("ECDH-19", CONFORM_IRREVERSIBLE, PART_608, ATCA_D_LOCKED, NEED_SUITE_CONFIG | NEED_SNAPSHOT,
		BY_DOCUMENT, "a secret into the next slot takes an authorisation and a use",
		"DS20005927A 3.2.5, 3.2.9",
		"43 04 0000 $p7 = 0f\n24 00 0000 = fdff1f00\n" AUTHORISE_4
		"43 04 0000 $p7 = 00\n24 00 0000 = feff1f00\n43 04 0000 $p7 = 0f\n" AUTHORISE_4
		"43 00 0000 $p7 = 00\n24 00 0000 = ffff1f00\n"
		"43 00 0000 $p7 = 0f\n" AUTHORISE_4 "43 04 0000 $p7 = 0f\n24 00 0000 = ffff1f00\n"),
	ATCA_ROW("ECDH-20", CONFORM_IRREVERSIBLE, PART_508A, ATCA_D_LOCKED, NEED_SUITE_CONFIG | NEED_SNAPSHOT,
		BY_DOCUMENT, "a secret into the next slot takes an authorisation and a use",
		"DS20005927A 3.2.5, 3.2.9",
		"43 00 0000 $p7 = 0f\n24 00 0000 = fdff1f00\n" AUTHORISE_4
		"43 00 0000 $p7 = 00\n24 00 0000 = feff1f00\n43 00 0000 $p7 = 0f\n" AUTHORISE_4
		"43 00 0000 $p7 = 00\n24 00 0000 = ffff1f00\n" AUTHORISE_4 "43 00 0000 $p7 = 0f\n"),
	ATCA_GUESS("ECDH-21", CONFORM_SAFE, PART_608, ATCA_C_LOCKED,
		"with ECDH protection 2 no secret goes to the host, to TempKey it does", "ATCA-U-08",
		"43 0c 0200 $p7 = 0f\n43 0e 0200 $p7 = 0f\n43 00 0200 $p7 = 0f\n43 08 0200 $p7 = 00\nstate "
		"1080\n" EPHEMERAL "43 0d ffff $p2 = 0f\n" EPHEMERAL "43 0f ffff $p2 = 0f\n"),
	ATCA_GUESS("ECDH-22", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"ReadKey bit 3 binds the modes that name a target, too", "ATCA-U-11",
		"43 0c 0000 $p7 = 0f\n43 0e 0000 $p7 = 0f\n43 04 0200 $p7 = 0f\n"),
	ATCA_RULE("GENKEY-11", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"GenKey that makes a key in TempKey may carry three bytes of OtherData",
		"TNGTLS-A 5.2.2; DS20005927A 9.7", "40 04 ffff 000000 = ?64\n"),
	ATCA_RULE("GENKEY-12", CONFORM_IRREVERSIBLE, PART_ATECC, ATCA_A_LOCKED,
		"modes 0c and 08 leave the digest of the public key in TempKey",
		"LORA-B 5.2.2; atecc608.md 8.1",
		FIXED
		"40 0c 0200 = ?64 > p\nstate 5280\nlet tk sha($tk 400c0200 $sn8 $sn01 00*25 $p)\n" TK_INPUT
			RANDOM
		"40 08 0200 = $p\nstate 4280\nlet tk sha($tk 40080200 $sn8 $sn01 00*25 $p)\n" TK_RANDOM
		"40 08 0200 = 0f\n40 0c 0200 = 0f\n40 10 0f00 000000 = 0f\n40 00 0200 = $p\n"),
	ATCA_RULE("GENKEY-13", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"OtherData stands for the command in the digest of a stored public key", "LORA-B 5.2.2.3",
		RANDOM
		"40 10 0f00 a1b2c3 = 00\nstate 4f80\nlet tk sha($tk 40a1b2c3 $sn8 $sn01 00*25 "
		"$p7)\n" TK_RANDOM FIXED
		"40 10 0b00 000000 = 00\nstate 5b80\nlet tk sha($tk 40000000 $sn8 $sn01 00*25 $p0)\n" TK_INPUT
			RANDOM "40 10 0e00 000000 = 00\nstate 4e80\n" RANDOM "40 10 0200 000000 = 0f\n" RANDOM
		"40 10 0400 000000 = 0f\n" RANDOM "40 10 0c00 000000 = 0f\n" RANDOM
		"40 10 0800 000000 = 0f\n"),
	ATCA_RULE("GENKEY-14", CONFORM_SAFE, PART_508A, ATCA_A_LOCKED,
		"with mode bit 4 bits 3 and 2 do not matter", "DS20005927A 9.7",
		RANDOM
		"40 14 0f00 a1b2c3 = 00\nstate 4f80\n" RANDOM
		"40 18 0f00 a1b2c3 = 00\nlet tk sha($tk 40a1b2c3 $sn8 $sn01 00*25 $p7)\n" TK_RANDOM RANDOM
		"40 1c 0f00 a1b2c3 = 00\nstate 4f80\n"),
	ATCA_RULE("GENKEY-15", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"GenKey keeps what GenDig said of NoMac, and TempKey's source", "atecc608.md 8.1",
		FIXED GEN_DIG_NOMAC("06", "$s6[0:32]",
			"15020600") "40 08 0200 = ?64\nstate d280\n" RANDOM GEN_DIG_NOMAC("06", "$s6[0:32]",
			"15020600") "40 08 0200 = ?64\nstate c280\n"),
	ATCA_ROW("GENKEY-16", CONFORM_WRITES, PART_ATECC, ATCA_BLANK, NEED_CONFIG_UNLOCKED, BY_DOCUMENT,
		"before the config lock there is neither GenKey, PrivWrite nor DeriveKey",
		"DS20005927A 9.7, 9.14, 9.4",
		"02 00 0700 = ?4 > a\n02 00 1a00 = ?4 > b\n02 00 1c00 = ?4 > d\n12 00 0700 8f2f8f2f = 00\n12 "
		"00 1a00 1c001c00 = 00\n12 00 1c00 30003000 = 00\n" RANDOM "1c 00 0400 = 0f\n" RANDOM
		"1c 00 0500 = 0f\n" RANDOM "40 10 0800 000000 = 0f\n" RANDOM
		"40 10 0900 000000 = 0f\n40 04 0000 = 0f\n40 00 0000 = 0f\n" RANDOM
		"40 08 0000 = 0f\n46 00 0000 00*4 $d1 00*32 = 0f\n30 01 0000 = 00*4\n" RANDOM SEALED(
			"00") "46 40 0000 $x $m = 0f\n30 01 0000 = 00*4\n"
			      "12 00 0700 $a = 00\n12 00 1a00 $b = 00\n12 00 1c00 $d = 00\n"),
	ATCA_RULE("GENKEY-17", CONFORM_SAFE, PART_ATECC, ATCA_D_LOCKED,
		"a private slot that is not secret, or of another KeyType, neither takes a key nor has one",
		"DS20005927A 9.7, 9.14",
		"40 04 0d00 = 0f\n40 00 0d00 = 0f\n40 04 0a00 = 0f\n40 00 0a00 = 0f\n" FIXED
		"41 80 0d00 = 0f\n" FIXED "41 80 0a00 = 0f\n43 00 0d00 $p7 = 0f\n43 00 0a00 $p7 = 0f\n"),
	ATCA_RULE("GENKEY-18", CONFORM_SAFE, PART_ATECC, ATCA_D_CONFIG, "neither before the data lock",
		"DS20005927A 9.7, 9.14",
		"40 04 0d00 = 0f\n40 04 0a00 = 0f\n46 00 0d00 00*4 $d1 00*32 = 0f\n46 00 0400 00*4 $d1 00*32 "
		"= 0f\n"),
	ATCA_GUESS("GENKEY-19", CONFORM_IRREVERSIBLE, PART_ATECC, ATCA_D_LOCKED,
		"a private slot that was never written has no key", "ATCA-U-26",
		"30 01 0c00 = 00*4\n40 00 0c00 = 0f\n" FIXED
		"41 80 0c00 = 0f\n43 00 0c00 $p7 = 0f\n40 04 0c00 = ?64 > p\n30 01 0c00 = 01000000\n40 00 "
		"0c00 = $p\n"),
	ATCA_GUESS("GENKEY-20", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"a private key in TempKey is used by ECDH alone", "ATCA-U-21",
		EPHEMERAL "08 02 0400 00*32 = 0f\n" EPHEMERAL "08 06 0400 00*32 = 0f\n" EPHEMERAL
			  "15 02 0400 = 0f\n" EPHEMERAL "41 80 0200 = 0f\n" EPHEMERAL
			  "51 00 ffff 00*16 = 0f\n" EPHEMERAL "47 04 ffff = 0f\n" EPHEMERAL
			  "56 50 0000 02000010 5a*16 = 0f\n" EPHEMERAL "40 08 0200 = 0f\n" EPHEMERAL
			  "16 00 0080 00*20 = 0f\n" EPHEMERAL "28 02 0000 00*77 = 0f\n" EPHEMERAL
			  "46 40 0700 00*68 = 0f\n" EPHEMERAL "45 02 0400 11*64 $p2 = 0f\n"),
	ATCA_RULE("PRIVWRITE-11", CONFORM_WRITES, PART_ATECC, ATCA_A_LOCKED,
		"a key is written under WriteKey alone, with its right MAC, and TempKey is spent",
		"DS20005927A 9.14",
		RANDOM GEN_DIG_4 SEALED(
			"07") "46 40 0700 $x $m = 00\nstate 0000\n40 00 0700 = point($d1)\n46 00 0700 "
			      "00*4 $d2 00*32 = 0f\n" RANDOM SEALED(
				      "07") "46 40 0700 $x $m = 0f\n" RANDOM GEN_DIG("0c", "$s12[0:32]")
				      SEALED("07") "46 40 0700 $x $m = 0f\n" RANDOM GEN_DIG_4 SEALED(
					      "07") "46 40 0700 $x xor($m, 00*31 01) = 0f\n" RANDOM GEN_DIG_4
					      SEALED("07") "46 40 0700 xor($x, 00*35 01) $m = 0f\n"
							   "46 40 0700 $x $m = 0f\n" RANDOM GEN_DIG_4 SEALED(
								   "02") "46 40 0200 $x $m = "
									 "0f\n40 00 0700 = "
									 "point($d1)\n" FIXED GEN_DIG_4
									 "let h sha($tk)\nlet "
									 "k 00*4 $d7\n46 40 "
									 "0700 xor($k, $tk "
									 "$h[0:4]) sha($tk "
									 "46400700 $sn8 $sn01 "
									 "00*21 $k) = 00\n40 "
									 "00 0700 = $p7\n"),
	ATCA_RULE("PRIVWRITE-12", CONFORM_WRITES, PART_ATECC, ATCA_A_CONFIG,
		"before the data lock plain with any MAC, or under any TempKey; d is 1 to n - 1",
		"DS20005927A 9.14; atecc608.md 8.2",
		"46 00 0200 00*4 $d1 5a*32 = 00\n40 00 0200 = point($d1)\n46 00 0200 00*68 = 0f | 05\n46 00 "
		"0200 00*4 ff*32 00*32 = 0f | 05\n"
		"46 00 0200 00*4 ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551 00*32 = 0f "
		"| 05\n40 00 0200 = point($d1)\n"
		"46 00 0200 00*4 ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550 00*32 = "
		"00\n" RANDOM SEALED(
			"02") "46 40 0200 $x $m = 00\nstate 0000\n40 00 0200 = point($d1)\n"
			      "46 40 0200 $x $m = 0f\n" RANDOM SEALED(
				      "02") "46 40 0200 $x xor($m, 00*31 01) = 0f\n46 00 0400 00*4 "
					    "$d1 00*32 = 0f\n"),
	ATCA_RULE("PRIVWRITE-13", CONFORM_WRITES, PART_608, ATCA_A_CONFIG, "a plain PrivWrite keeps TempKey",
		"TFLX-A 3.1",
		RANDOM
		"46 00 0200 00*4 $d1 00*32 = 00\nstate 0080\n46 00 0400 00*68 = 0f\nstate 0080\n" TK_RANDOM),
	ATCA_RULE("SIGN-11", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"an internal message may have mode bit 5, which means nothing", "TNGTLS-A 5.2.3.1",
		RANDOM GEN_DIG_4
		"41 20 0200 = ?64 > s\nsigned $p2 : sha($tk 41200200 8f0f3c00 24 0000 " SHORT_SN
		" 01 00 00) : $s\nstate 0000\n" RANDOM GEN_DIG_4
		"41 60 0200 = ?64 > s\nsigned $p2 : sha($tk 41600200 8f0f3c00 24 0000 " FULL_SN
		" 01 00 00) : $s\n" FIXED GEN_DIG_4
		"41 21 0200 = ?64 > s\nsigned $p2 : sha($tk 41210200 8f0f3c00 34 0000 " SHORT_SN
		" 01 00 00) : $s\n" RANDOM GEN_DIG_4 "41 61 0200 = ?64\n"),
	ATCA_RULE("SIGN-12", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"an internal message tells of the slot GenDig or GenKey was of, and of NoMac",
		"DS20005927A 9.18 p.86",
		RANDOM GEN_DIG_4
		"41 00 0200 = ?64 > s\nsigned $p2 : sha($tk 41000200 8f0f3c00 24 0000 " SHORT_SN
		" 01 00 00) : $s\n" RANDOM GEN_DIG_4
		"41 40 0200 = ?64 > s\nsigned $p2 : sha($tk 41400200 8f0f3c00 24 0000 " FULL_SN
		" 01 00 00) : $s\n" RANDOM GEN_DIG_4
		"41 41 0200 = ?64 > s\nsigned $p2 : sha($tk 41410200 8f0f3c00 24 0000 " FULL_SN
		" 01 00 00) : $s\n" FIXED GEN_DIG_NOMAC("06", "$s6[0:32]",
			"15020600") "41 01 0200 = ?64 > s\nsigned $p2 : sha($tk 41010200 9f8f1c00 b6 "
				    "0000 " SHORT_SN " 01 00 00) : $s\n" FIXED
				    "40 10 0e00 000000 = 00\nlet tk sha($tk 40000000 $sn8 $sn01 00*25 "
				    "$p2)\n41 00 0200 = ?64 > s\nsigned $p2 : sha($tk 41000200 0f0f3200 5e "
				    "0000 " SHORT_SN " 01 00 00) : $s\n"),
	ATCA_RULE("VERIFY-11", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"a Verify of TempKey spends it, one of MsgDigBuf keeps it and spends that; the MAC needs "
		"both",
		"TFLX-A 3.1, 3.2, 5.2.5",
		RANDOM
		"16 43 0000 a8*32 = 00\nlet s sign($d7, $tk)\n45 80 0f00 $s = sha($known $tk a8*32 $s "
		"45800f00)\nstate 007c\n45 80 0f00 $s = 0f\nsleep\n" RANDOM
		"16 43 0000 a8*32 = 00\nlet s sign($d7, $tk)\n45 82 0400 $s $p7 = sha($known $tk a8*32 $s "
		"45820400)\nstate 0000\n" RANDOM "45 82 0400 $s $p7 = 0f\n" RANDOM
		"45 80 0f00 $s = 0f\n" RANDOM
		"16 63 0000 a9*32 aa*32 = 00\nlet s sign($d7, a9*32)\n45 a0 0f00 $s = sha($known a9*32 aa*32 "
		"$s 45a00f00)\nstate 00fc\n45 a0 0f00 $s = 0f\nstate 00fc\nsleep\n" RANDOM
		"16 63 0000 a9*32 aa*32 = 00\n45 a2 0400 $s $p7 = sha($known a9*32 aa*32 $s 45a20400)\nstate "
		"0080\n16 43 0000 a9*32 = 00\n45 a0 0f00 $s = 0f\n16 43 0000 a9*32 = 00\n45 a2 0400 $s $p7 = "
		"0f\nstate 0080\n"
		"16 43 0000 a9*32 = 00\n45 20 0f00 $s = 00\nstate 00fc\n45 20 0f00 $s = 0f\n16 43 0000 a9*32 "
		"= 00\n45 22 0400 $s $p7 = 00\n45 22 0400 $s $p7 = 0f\nstate 00fc\n" TK_RANDOM RANDOM
		"16 43 0000 a8*32 = 00\n45 80 0f00 11*64 = 01\n" RANDOM
		"16 43 0000 a8*32 = 00\n45 82 0400 11*64 $p7 = 01\nstate 007c\n"),
	ATCA_RULE("VERIFY-12", CONFORM_SAFE, PART_608, ATCA_D_LOCKED, "the MAC wants the IO key enabled",
		"ChipOptions bit 1, LORA-B 5.2.4",
		FIXED "16 43 0000 a8*32 = 00\n45 80 0e00 sign($d2, $tk) = 0f\n" FIXED
		      "16 43 0000 a8*32 = 00\n45 82 0400 sign($d2, $tk) $p2 = 0f\n16 63 0000 a9*32 aa*32 = "
		      "00\n45 a2 0400 sign($d2, a9*32) $p2 = 0f\n" FIXED
		      "45 02 0400 sign($d2, $tk) $p2 = 00\n" FIXED "16 43 0000 a8*32 = 00\n" AUTHORISE_4
		      "45 80 0f00 sign($d7, $tk) = 0f\n16 63 0000 a9*32 aa*32 = 00\n" AUTHORISE_4
		      "45 a0 0f00 sign($d7, a9*32) = 0f\n"),
	ATCA_RULE("VERIFY-13", CONFORM_IRREVERSIBLE, PART_608, ATCA_C_LOCKED,
		"a Verify with a MAC takes an authorisation and a use like any other",
		"DS20005927A 3.2.5, 3.2.9",
		COUNTER FIXED
		"16 43 0000 a8*32 = 00\n45 80 0b00 sign($d0, $tk) = 0f\n" NO_MORE AUTHORISE_4 FIXED
		"16 43 0000 a8*32 = 00\n45 80 0b00 sign($d0, $tk) = ?32\n" ONE_MORE AUTHORISE_4 FIXED
		"16 43 0000 a8*32 = 00\n45 80 0b00 11*64 = 01\n" ONE_MORE FIXED
		"16 43 0000 a8*32 = 00\n45 80 0b00 11*64 = 0f\n" NO_MORE),
	ATCA_RULE("VERIFY-14", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"only slots 8 to 15 are validated, with TempKey from GenKey over that slot",
		"DS20005927A 9.20 p.88",
		"45 03 0e00 00*83 = 0f\n45 07 0e00 00*83 = 0f\n" FIXED "45 03 0800 00*83 = 0f\n" FIXED
		"45 03 0f00 00*83 = 0f\n" FIXED "45 03 0e00 00*83 = 0f\n" FIXED
		"40 10 0f00 000000 = 00\n45 03 0e00 00*83 = 0f\n" FIXED "45 03 0700 00*83 ! 00\n" FIXED
		"45 03 0000 00*83 ! 00\n45 03 1000 00*83 = 03\n"),
	ATCA_RULE("VERIFY-15", CONFORM_WRITES, PART_ATECC, ATCA_D_LOCKED,
		"a key is validated and invalidated by its parent's signature, which takes an authorisation "
		"where the parent wants one; TempKey is spent",
		"TFLX-A 5.2.5.3; DS20005927A 9.20",
		FIXED
		"40 10 0e00 000000 = 00\nlet g sha($tk 40000000 $sn8 $sn01 00*25 $p2)\n"
		"let od 01020f0f32005e0000aa $sn47 $sn23\nlet v $od[0:14] 01 00 00 00 00\nlet i $od[0:14] 01 "
		"00 00 01 00\n"
		"let sv sign($d7, sha($g 41 $v[0:10] $sn8 $v[10:4] $sn01 $v[14:5]))\nlet si sign($d7, sha($g "
		"41 $i[0:10] $sn8 $i[10:4] $sn01 $i[14:5]))\n"
		"45 03 0e00 $sv $v = 0f\n" AUTHORISE_4 FIXED
		"40 10 0e00 000000 = 00\n45 03 0e00 $sv $i = 0f\n" AUTHORISE_4 FIXED
		"40 10 0e00 000000 = 00\n45 03 0e00 11*64 $v = 01\nstate 0000\n02 02 7000 = "
		"a0000000\n" AUTHORISE_4 FIXED "40 10 0e00 000000 = 00\n45 03 0e00 $sv $v = 00\n02 02 7000 = "
		"50000000\n30 01 0e00 = 01000000\n" FIXED
		"40 10 0e00 000000 = 00\n45 07 0e00 $si $i = 0f\n02 02 7000 = 50000000\n" AUTHORISE_4 FIXED
		"40 10 0e00 000000 = 00\n45 07 0e00 $sv $v = 0f\n" AUTHORISE_4 FIXED
		"40 10 0e00 000000 = 00\n45 07 0e00 $si $i = 00\n02 02 7000 = a0000000\n30 01 0e00 = 00*4\n"),
	ATCA_RULE("VERIFY-16", CONFORM_SAFE, PART_ATECC, ATCA_C_LOCKED,
		"a key with an X.509 format is not validated by such a message", "DS20005927A 9.20 p.88",
		FIXED "40 10 0e00 000000 = 00\nlet g sha($tk 40000000 $sn8 $sn01 00*25 $p2)\n45 03 0e00 "
		      "sign($d0, sha($g 41 00*10 $sn8 00*4 $sn01 00*5)) 00*19 = 0f\n02 02 7000 = a0000000\n"),
	ATCA_ROW("VERIFY-18", CONFORM_IRREVERSIBLE, PART_508A, ATCA_C_LOCKED, NEED_SUITE_CONFIG, BY_GUESS,
		"ValidateExternal takes a hash of so many blocks with the key in the one that X509format "
		"names, signed by the parent, whose use and authorisation it takes",
		"DS20005927A 9.20 p.88-89; ATCA-U-10",
		CERTIFICATE("c7") "45 01 0e00 sign($d0, $d) = 0f\n" COUNTER AUTHORISE_4 CERTIFICATE(
			"c7") "45 01 0e00 sign($d2, $d) = 01\n" ONE_MORE
			      "02 02 7000 = a0000000\n" CERTIFICATE(
				      "c7") "45 01 0e00 sign($d0, $d) = 0f\n" AUTHORISE_4
				      CERTIFICATE(
					      "c7") "1b 00 0000 = ?32\n45 01 0e00 sign($d0, $d) = "
						    "0f\n" AUTHORISE_4 FIXED
						    "45 01 0e00 sign($d0, $d) = 0f\n" AUTHORISE_4
						    "47 00 0000 = 00\n47 01 4000 c7*64 = 00\n47 03 0e00 = "
						    "00\n47 01 4000 c7*64 = 00\n47 01 4000 c7*64 = 00\n47 02 "
						    "0000 = ?32 > d\n45 01 0e00 sign($d0, $d) = 0f\n"
						    "24 00 0000 = ?4 > n\n" AUTHORISE_4 CERTIFICATE(
							    "c8") "45 01 0e00 sign($d0, $d) = 00\n" ONE_MORE
								  "02 02 7000 = 50000000\nstate 0000\n45 01 "
								  "0f00 00*64 = 0f\n12 82 7000 $s14[0:32] = "
								  "00\n"),
	ATCA_GUESS("VERIFY-17", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"there is no ValidateExternal on a 608", "ATCA-U-30",
		FIXED "45 01 0e00 00*64 = 03\n45 01 0e00 00*128 = 03\n"),
};

void atca_ecc_mode_cases(struct conform_list *list)
{
	conform_list_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
