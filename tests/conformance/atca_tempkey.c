/* tests/conformance/atca_tempkey.c: what else commands leave of TempKey; GenDig's kinds, DeriveKey, CheckMac's copy; Pause; other borders. */
#include "atca_script.h"

#define COPYING(slot, key) "sha(" key " $tk 00*15 " SHORT_SN ") 00*13"
#define COUNTER "24 00 0000 = ?4 > n\n"
#define ONE_MORE "let n next($n)\n24 00 0000 = $n\n"
#define NO_MORE "24 00 0000 = $n\n"
/* On a 508A a command of another group has cleared it, whatever its status. */
#define CLEARED(command) RANDOM command "\nstate 0000\n"

static const struct conform_case cases[] = {
	ATCA_RULE("TEMPKEY-11", CONFORM_WRITES, PART_608, ATCA_A_LOCKED,
		"a command that does not use TempKey keeps it, well or refused", "TFLX-A 3.1",
		RANDOM "30 03 0000 = 0f\n30 04 0000 = ?4\n30 04 0300 = 0f\n30 09 0000 = 03\n02 01 0000 = "
		       "?4\n02 81 0800 = ?32\n02 82 6000 = ?32\n02 82 2000 = 0f\n12 82 6000 $s12[0:32] = 00\n"
		       "12 02 6002 $s12[64:4] = 00\n12 00 0500 00*4 = 0f\n12 80 0800 00*32 = 0f\n12 01 0000 "
		       "00*4 = 0f\n12 81 0000 00*32 = 0f\n47 00 0000 = 00\n47 03 0b00 = 00\n47 c2 0000 = "
		       "?32\nstate 0080\n" RANDOM
		       "24 00 0000 = ?4\n24 00 0200 = 03\n17 80 0000 = 0f\n17 81 0000 = 0f\n17 06 0000 = "
		       "0f\n1b 01 0000 = ?32\n20 00 0001 = 03\n40 00 0200 = ?64\n40 04 0400 = 0f\n47 02 0000 "
		       "= 0f\n99 00 0000 = 03\nstate 0080\n" TK_RANDOM),
	ATCA_RULE("TEMPKEY-12", CONFORM_IRREVERSIBLE, PART_608, ATCA_A_LOCKED,
		"counting and making a key keep TempKey", "TFLX-A 3.1",
		RANDOM "24 01 0100 = ?4\nstate 0080\n24 01 0000 = ?4\nstate 0080\n40 04 0200 = ?64\nstate "
		       "0080\n" TK_RANDOM),
	ATCA_ENDS("TEMPKEY-13", PART_608, ATCA_A_LOCKED, "locking a slot and UpdateExtra keep TempKey",
		"TFLX-A 3.1",
		RANDOM "17 be 0000 = 00\nstate 0080\n20 00 0500 = 00\nstate 0080\n20 01 c000 = 00\nstate "
		       "0080\n" TK_RANDOM),
	ATCA_ENDS("TEMPKEY-14", PART_608, ATCA_BLANK, "locking the configuration zone keeps TempKey",
		"TFLX-A 3.1", KNOWN "17 80 0000 = 00\nstate 1080\n"),
	ATCA_ENDS("TEMPKEY-15", PART_608, ATCA_A_CONFIG, "locking the data zone keeps TempKey", "TFLX-A 3.1",
		KNOWN "17 81 0000 = 00\nstate 1080\n" TK_INPUT),
	ATCA_RULE("TEMPKEY-16", CONFORM_WRITES, PART_608, ATCA_BLANK,
		"writing the configuration zone keeps TempKey", "TFLX-A 3.1",
		"02 80 0800 = ?32 > b\n02 00 0700 = ?4 > w\n" KNOWN
		"12 80 0800 $b = 00\n12 00 0700 $w = 00\nstate 1080\n20 00 0000 = 00\nstate 1080\n" TK_INPUT),
	ATCA_RULE("TEMPKEY-17", CONFORM_WRITES, PART_508A, ATCA_A_LOCKED,
		"almost every command clears TempKey, whatever its status", "DS20005927A 2.5.1 p.27",
		CLEARED("1b 00 0000 = ?32") CLEARED("02 00 0000 = ?4") CLEARED("02 00 2000 = 03") CLEARED(
			"02"
			" 8"
			"2 "
			"60"
			"00"
			" ="
			" ?"
			"3"
			"2") CLEARED("02 82 2000 = 0f") CLEARED("02 01 0000 = ?4") CLEARED("24 00 0000 = ?4")
			CLEARED("24 "
				"00 "
				"020"
				"0 "
				"= "
				"03") CLEARED("12 82 6000 $s12[0:32] "
					      "= 00") CLEARED("12 02 6000 $s12[0:4] = 00")
				CLEARED("12 00 0500 00*4 = 0f") CLEARED(
					"12 80 "
					"0800 "
					"00*32 "
					"= 0f") CLEARED("12 01 0000 00*4 = 0f") CLEARED("17 80 0000 = 0f")
					CLEARED("17 81 0000 = 0f") CLEARED(
						"17 06 0000 = "
						"0f") CLEARED("08 00 0c00 "
							      "00*32 = ?32") CLEARED("08 08 0400 = 03")
						CLEARED("28 00 "
							"0400 "
							"00*77 = "
							"01") CLEARED("28 08 0400 00*77 = 03") CLEARED("28 "
												       "05 "
												       "0400 "
												       "00*"
												       "77 = "
												       "0f")
							CLEARED("41 80 0200 = ?64") CLEARED("41 80 0400 = 0f") CLEARED(
								"43 00 0200 $p7 = "
								"?32") CLEARED("43"
									       " 0"
									       "0 "
									       "04"
									       "00"
									       " "
									       "$p"
									       "7 "
									       "= "
									       "0"
									       "f") CLEARED("45 00 0b00 "
											    "11*64 "
											    "= 01") CLEARED("4"
													    "5"
													    " "
													    "0"
													    "2"
													    " "
													    "0"
													    "4"
													    "0"
													    "0"
													    " "
													    "0"
													    "0"
													    "*"
													    "1"
													    "2"
													    "8"
													    " "
													    "="
													    " "
													    "0"
													    "f")
								CLEARED("1c 00 0400 = 0f") CLEARED(
									"11 00 "
									"0400 = "
									"?32") CLEARED("20 00 "
										       "0001 = "
										       "03") CLEARED("01 00 "
												     "0000 = "
												     "00")
									CLEARED("47 00 0000 = 00") CLEARED(
										"46 00 0700 00*68 = "
										"0f") CLEARED("16 02 "
											      "0000 "
											      "00*20 "
											      "= "
											      "03") CLEARED("15 09 "
													    "0000 "
													    "= 03")
										CLEARED("15 "
											"02 "
											"0200"
											" "
											"= "
											"0f")
											CLEARED("40 00 0400 "
												"= 0f")
												CLEARED("40 "
													"00 "
													"1000"
													" = "
													"0"
													"3")),
	ATCA_RULE("TEMPKEY-18", CONFORM_SAFE, PART_508A, ATCA_A_LOCKED,
		"Info never clears it, nor does GenKey of a public key", "DS20005927A 2.5.1 p.27",
		RANDOM "30 00 0000 = ?4\n30 03 0000 = 0f\n30 07 0000 = 03\n30 01 0200 = ?4\n40 00 0200 = "
		       "?64\nstate 0080\n" TK_RANDOM),
	ATCA_RULE("TEMPKEY-19", CONFORM_SAFE, PART_608, ATCA_A_LOCKED, "an error of GenDig leaves it invalid",
		"LORA-B 5.3.4",
		RANDOM "15 02 0200 = 0f\nstate 0000\n" RANDOM "15 09 0000 = 03\nstate 0000\n" RANDOM
		       "15 00 0900 = 03\nstate 0000\n" RANDOM "15 02 0480 = 0f\nstate 0000\n"),
	ATCA_GUESS("TEMPKEY-20", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"a use that is refused with 0F clears it, a parse error does not", "ATCA-U-01",
		RANDOM
		"08 05 0c00 = 0f\nstate 0000\n" RANDOM
		"08 01 0c00 00*5 = 03\nstate 0080\n28 01 0c00 00*7 = 03\nstate 0080\n41 80 1000 = 03\nstate "
		"0080\n16 02 0000 00*20 = 03\nstate 0080\n" RANDOM "41 80 0400 = 0f\nstate 0000\n" RANDOM
		"41 00 0200 = 0f\nstate 0000\n" RANDOM "45 00 0400 11*64 = 0f\nstate 0000\n" RANDOM
		"45 02 0400 11*128 = 0f\nstate 0000\n" RANDOM "1c 00 0400 = 0f\nstate 0000\n" RANDOM GEN_DIG(
			"0c", "$s12[0:32]") "02 82 0800 = 0f\nstate 0000\n" RANDOM GEN_DIG_4
					    "12 c2 0800 00*64 = 0f\nstate 0000\n" RANDOM GEN_DIG_4
					    "46 40 0700 00*68 = 0f\nstate 0000\n" RANDOM
					    "40 08 0400 = 0f\nstate 0000\n"),
	ATCA_RULE("GENDIG-11", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"GenDig of each config and OTP block, shared nonce, counter and key configuration; "
		"GenDigData stays 0",
		"LORA-B 5.3.4; atecc608.md 7.1",
		"02 80 0000 = ?32 > a\n02 80 1000 = ?32 > b\n" RANDOM
		"15 00 0000 = 00\nstate 0080\nlet tk sha($a 15000000 $sn8 $sn01 00*25 $tk)\n" TK_RANDOM RANDOM
		"15 00 0200 = 00\nlet tk sha($b 15000200 $sn8 $sn01 00*25 $tk)\n" TK_RANDOM RANDOM
		"15 01 0100 = 00\nstate 0080\nlet tk sha($otp[32:32] 15010100 $sn8 $sn01 00*25 "
		"$tk)\n" TK_RANDOM FIXED "15 03 1200 c5*32 = 00\nstate 1080\nlet tk sha(c5*32 15031200 $sn8 "
		"$sn01 00*25 $tk)\n" TK_INPUT RANDOM
		"15 03 1280 c5*32 = 00\nstate 0080\nlet tk sha($tk 15031200 $sn8 $sn01 00*25 "
		"c5*32)\n" TK_RANDOM "24 00 0000 = ?4 > n\n" RANDOM
		"15 04 0000 = 00\nstate 0080\nlet tk sha(00*32 15040000 $sn8 $sn01 00 $n 00*20 "
		"$tk)\n" TK_RANDOM RANDOM "15 05 0400 = 00\nstate 0080\nlet tk sha(00*32 15050400 $sn8 $sn01 "
		"00 8f0f3c00 01 00*19 $tk)\n" TK_RANDOM FIXED
		"15 05 0f00 = 00\nstate 1080\nlet tk sha(00*32 15050f00 $sn8 $sn01 00 0f0f3000 01 00*19 "
		"$tk)\n" TK_INPUT),
	ATCA_RULE("GENDIG-12", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"GenDig notes the slot, keeps the source, and NoMac sticks over several",
		"LORA-B 5.3.4.3; captures of parts",
		RANDOM GEN_DIG_4 "state 2480\n" GEN_DIG("0c", "$s12[0:32]") "state 2c80\n" TK_RANDOM FIXED
			GEN_DIG_4 "state 3480\n" TK_INPUT RANDOM GEN_DIG_NOMAC("06", "$s6[0:32]",
				"deadbeef") "state a680\n" GEN_DIG_4
					    "state a480\n" TK_CHECKED FIXED GEN_DIG_NOMAC("06", "$s6[0:32]",
						    "15020600") "15 00 0000 = 00\nstate 9080\n" RANDOM
								"15 02 0400 deadbeef = 00\nlet tk sha($known "
								"15020400 $sn8 $sn01 00*25 $tk)\n" TK_RANDOM),
	ATCA_GUESS("GENDIG-13", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"of param2 four bits are the slot, all are hashed", "ATCA-U-15",
		RANDOM
		"15 02 3412 = 00\nstate 2480\nlet tk sha($known 15023412 $sn8 $sn01 00*25 $tk)\n" TK_RANDOM),
	ATCA_RULE("DERIVEKEY-11", CONFORM_WRITES, PART_ATECC, ATCA_A_LOCKED,
		"a slot that is made from its parent with a MAC", "LORA-B 5.3.3; DS20005927A 9.4",
		RANDOM
		"1c 00 0300 sha($known 1c000300 $sn8 $sn01) = 00\nstate 0000\nlet k sha($known 1c000300 $sn8 "
		"$sn01 00*25 $tk)\n08 00 0300 00*32 = sha($k 00*32 08000300 00*11 " SHORT_SN ")\n" FIXED
		"1c 04 0300 sha($known 1c040300 $sn8 $sn01) = 00\nlet k sha($known 1c040300 $sn8 $sn01 00*25 "
		"$tk)\n08 00 0300 00*32 = sha($k 00*32 08000300 00*11 " SHORT_SN ")\n" RANDOM
		"1c 00 0300 = 0f\n" RANDOM "1c 00 0300 sha($known 1c040300 $sn8 $sn01) = 0f\n" RANDOM
		"1c 00 0300 00*32 = 0f\n"
		"1c 00 0300 sha($known 1c000300 $sn8 $sn01) = 0f\n" FIXED
		"1c 00 0300 sha($known 1c000300 $sn8 $sn01) = 0f\n" RANDOM
		"1c 04 0300 sha($known 1c040300 $sn8 $sn01) = 0f\n" RANDOM GEN_DIG_NOMAC("06", "$s6[0:32]",
			"15020600") "1c 00 0300 sha($known 1c000300 $sn8 $sn01) = 0f\n"
				    "08 00 0300 00*32 = sha($k 00*32 08000300 00*11 " SHORT_SN ")\n"),
	ATCA_RULE("DERIVEKEY-12", CONFORM_WRITES, PART_ATECC, ATCA_A_LOCKED,
		"a slot that rolls: its new key is of its old one", "LORA-B 5.3.3; DS20005927A 9.4",
		RANDOM GEN_DIG_4
		"let k 3c*32\n12 c2 4800 xor($k, $tk) sha($tk 12c24800 $sn8 $sn01 00*25 $k) = 00\n" RANDOM
		"1c 00 0900 = 00\nlet k sha($k 1c000900 $sn8 $sn01 00*25 $tk)\n08 00 0900 00*32 = sha($k "
		"00*32 08000900 00*11 " SHORT_SN ")\n" RANDOM "1c 00 0900 00*32 = 0f | 00\n"),
	ATCA_GUESS("DERIVEKEY-13", CONFORM_WRITES, PART_ATECC, ATCA_A_LOCKED,
		"of param2 four bits are the slot, all are hashed", "ATCA-U-15",
		RANDOM "1c 00 4312 sha($known 1c004312 $sn8 $sn01) = 00\nlet k sha($known 1c004312 $sn8 "
		       "$sn01 00*25 $tk)\n08 00 0300 00*32 = sha($k 00*32 08000300 00*11 " SHORT_SN ")\n"),
	ATCA_RULE("CHECKMAC-11", CONFORM_IRREVERSIBLE, PART_ATECC, ATCA_C_LOCKED,
		"with TempKey as the key no slot is used: no use, no authorisation is counted",
		"DS20005927A 9.2; LORA-B 5.3.2",
		COUNTER FIXED "28 07 0a00 00*77 = 01\n" NO_MORE FIXED "28 06 0a00 00*77 = 01\n" NO_MORE FIXED
			      "08 07 0a00 = ?32\n" NO_MORE FIXED "08 06 0a00 00*32 = ?32\n" NO_MORE FIXED
			      "28 07 0500 00*77 = 01\n" FIXED "08 07 0500 = ?32\n" AUTHORISE_4 FIXED
			      "08 07 0500 = ?32\nstate 0024\n" FIXED "28 07 0500 00*77 = 01\nstate 0024\n"),
	ATCA_RULE("CHECKMAC-12", CONFORM_IRREVERSIBLE, PART_ATECC, ATCA_C_LOCKED,
		"a match in mode 01 or 05 copies the partner whose ReadKey is 0, whose use does not count, "
		"until idle",
		"DS20005927A 3.2.7, 9.2 p.61; 204 8.3",
		"stay\n" COUNTER FIXED "28 05 0c00 00*32 " COPYING("0c",
			"$s12[0:32]") " = 00\nlet tk $s13[0:32]\n30 02 0000 = ?4 > q\nsame $q[0:1] : "
				      "10\n" TK_INPUT NO_MORE RANDOM "28 01 0c00 00*32 " COPYING("0c",
					      "$s12[0:32]") " = 00\nlet tk $s13[0:32]\n" TK_INPUT
					      FIXED "28 05 0c00 00*32 " COPYING("0c",
						      "$s12[0:32]") " = 00\nidle\nwake\nstate 0064\n" FIXED
								    "28 05 0d00 00*32 " COPYING("0d",
									    "$s13[0:32]") " = 00\nlet tk "
											  "$s13[0:32]"
											  "\n" TK_INPUT FIXED
											  "28 05 0c00 00*77 "
											  "= 01\n30 02 0000 "
											  "= ?4 > q\nsame "
											  "$q[0:1] : "
											  "00\n" FIXED
											  "28 07 0c00 00*32 "
											  "sha($tk $tk "
											  "00*15 " SHORT_SN
											  ") 00*13 = 00\n30 "
											  "02 0000 = ?4 > "
											  "q\nsame $q[0:1] : "
											  "00\n"),
	ATCA_RULE("CHECKMAC-13", CONFORM_IRREVERSIBLE, PART_ATECC, ATCA_C_LOCKED,
		"neither a partner with another ReadKey nor a private one is copied",
		"DS20005927A 3.2.7, p.21",
		"stay\n" FIXED "28 05 0400 00*32 " COPYING(
			"04", "$known") " = 00\nstate 0024\n" FIXED "28 05 0600 00*32 " COPYING("06",
			"$s6[0:32]") " = 00\nstate 0034\n" FIXED
				     "28 05 0800 00*32 " COPYING("08", "$s8[0:32]") " = 00\nstate 0044\n"),
	ATCA_RULE("READ-11", CONFORM_WRITES, PART_ATECC, ATCA_C_LOCKED,
		"a NoMac key serves encrypted reads and writes",
		"atecc608.md 2.8, 2.9; DS20005927A table 2-16",
		RANDOM GEN_DIG_NOMAC("06", "$s6[0:32]",
			"15020600") "02 82 4000 = xor($s8[0:32], $tk)\nstate 0000\n02 82 4000 = 0f\n" RANDOM
			GEN_DIG_NOMAC("06", "$s6[0:32]",
				"15020600") "12 c2 4000 xor($s8[0:32], $tk) sha($tk 12c24000 $sn8 $sn01 "
					    "00*25 $s8[0:32]) = 00\nstate 0000\n" RANDOM GEN_DIG_4
					    "02 82 4000 = 0f\n" RANDOM GEN_DIG_NOMAC(
						    "06", "$s6[0:32]", "15020600") "02 02 4000 = 0f\n"),
	ATCA_GUESS("READ-12", CONFORM_SAFE, PART_ATECC, ATCA_D_LOCKED,
		"a slot with EncryptRead that is not secret is not read", "ATCA-U-33",
		"02 82 4800 = 0f\n02 02 4800 = 0f\n"),
	ATCA_RULE("WRITE-11", CONFORM_WRITES, PART_ATECC, ATCA_BLANK,
		"what is for another zone does not reach the configuration zone",
		"TFLX-A 5.1.10; DS20005927A 9.21",
		"02 80 0000 = ?32 > a\n12 01 0400 00*4 = 0f\n12 02 0400 00*4 = 0f\n12 81 0800 00*32 = 0f\n12 "
		"82 0800 00*32 = 0f\n12 41 0400 00*4 ! 00\n12 c0 0800 00*64 ! 00\n02 80 0000 = $a\n"),
	ATCA_RULE("WRITE-12", CONFORM_SAFE, PART_ATECC, ATCA_A_CONFIG,
		"before the data lock words of slots and OTP cannot be written", "DS20005927A 9.21 p.91",
		"12 02 6000 00*4 = 0f\n12 02 7800 00*4 = 0f\n12 01 0000 00*4 = 0f\n"),
	ATCA_RULE("PAUSE-11", CONFORM_SAFE, PART_508A, ATCA_A_LOCKED,
		"a part whose Selector it is answers, any other goes idle without an answer and keeps what "
		"idle keeps",
		"DS20005927A 9.13 p.79",
		"01 00 0000 = 00\n" AUTHORISE_4
		"wake\nsend packet(01010000)\nsilent\nsilent\nasleep\nstate 0024\nwake\nsend "
		"packet(01ff0000)\nsilent\nasleep\nwake\nsend packet(01800000)\nsilent\nasleep\nwake\nsend "
		"packet(01020000)\nsilent\nasleep\n"
		"wake\nsend packet(01040000)\nsilent\nasleep\nwake\nsend "
		"packet(01080000)\nsilent\nasleep\nwake\nsend packet(01100000)\nsilent\nasleep\nwake\nsend "
		"packet(01200000)\nsilent\nasleep\nwake\nsend packet(01400000)\nsilent\nasleep\n"
		"params 01 00 : 0000\nlengths 01 00 0000 : 0\n"),
	ATCA_GUESS("PAUSE-12", CONFORM_SAFE, PART_508A, ATCA_A_LOCKED, "going idle by Pause keeps TempKey",
		"ATCA-U-13", RANDOM "wake\nsend packet(01010000)\nsilent\nasleep\nstate 0080\n" TK_RANDOM),
	ATCA_LOCKED("PAUSE-13", CONFORM_SAFE, PART_608, "a 608 has no Pause", "MIG 4.3",
		"01 00 0000 = 03\n01 01 0000 = 03\n"),
	ATCA_ENDS("UPDATEEXTRA-11", PART_508A, ATCA_D_LOCKED,
		"with ChipMode bit 0 the Selector is written once, without it again and again",
		"DS20005927A 4.2 p.35, 9.19",
		"20 01 3300 = 00\n20 01 4400 = 0f\n20 01 0000 = 0f\n02 00 1500 = ?4 > e\nsame $e[1:1] : "
		"33\n20 00 1100 = 00\n20 00 2200 = 0f\n"),
	ATCA_ENDS("UPDATEEXTRA-12", PART_508A, ATCA_C_LOCKED,
		"without ChipMode bit 0 the Selector is written again and again, UserExtra once",
		"DS20005927A 4.2 p.35, 9.19",
		"20 01 3300 = 00\n20 01 4400 = 00\n20 01 0000 = 00\n20 00 1100 = 00\n20 00 2200 = 0f\n20 00 "
		"1100 = 0f\n"),
	ATCA_RULE("UPDATEEXTRA-13", CONFORM_SAFE, PART_508A, ATCA_C_LOCKED,
		"UpdateExtra has no other modes, and the high byte of param2 is 0", "DS20005927A 9.19 p.86",
		"modes 20 0500 : 00 01 02 03\nlengths 20 02 0500 : 0\n20 00 0001 = 03\n20 01 5aff = 03\n20 "
		"02 0001 = 03\n20 02 1000 = 03\n20 02 0f00 = 00\n20 02 0000 = 00 | 0f\n"),
	ATCA_ROW("BOOT-29", CONFORM_WRITES, PART_608, ATCA_A_LOCKED, NEED_SUITE_CONFIG | NEED_POWER,
		BY_DOCUMENT, "mode bit 6 may come with FullStore", "MIG 2.1.1",
		"80 46 0000 sha(0102) = 01\n80 06 0000 sha(0102) = 0f\npower\n"),
	ATCA_ROW("BOOT-30", CONFORM_WRITES, PART_608, ATCA_A_LOCKED, NEED_SUITE_CONFIG | NEED_POWER,
		BY_DOCUMENT, "and with FullCopy", "MIG 2.1.1",
		"power\n80 47 0000 sha(0102) sign($d0, sha(0102)) = 00\n80 07 0000 sha(0102) sign($d0, "
		"sha(0102)) = 0f\npower\n12 82 6000 $s12[0:32] = 00\n"),
	ATCA_LOCKED("SHA-45", CONFORM_SAFE, PART_608, "a context has mode 07 alone", "LORA-B 5.1.8.3",
		"47 00 0000 = 00\nmodes 47 2400 00*36 : 01 02 07 42 c2\n"),
	ATCA_LOCKED("KDF-45", CONFORM_SAFE, PART_608,
		"AES takes its key from each place, and leaves its result in each", "TFLX-A 5.3.4.2",
		"let w $known 5a*16 6b*16\n16 23 0000 $w = 00\n16 83 0000 a7*32 = 00\nlet b "
		"000102030405060708090a0b0c0d0e0f\n56 31 0000 01000010 $b = aes($w[48:16], $b) 00*16\n56 33 "
		"0000 01000010 $b = aes(a7*16, $b) 00*16\n56 2c 0000 00000010 $b = 00\n56 53 0000 02000001 "
		"33 = hmac(aes($w[0:16], $b) 00*16, 33)\n56 21 0000 00000010 $b = 00\nlet tk aes($w[32:16], "
		"$b) 00*16\nstate 1080\n" TK_INPUT),
};

void atca_tempkey_cases(struct conform_list *list)
{
	conform_list_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
