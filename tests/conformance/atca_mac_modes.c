/* tests/conformance/atca_mac_modes.c: MAC in every mode, and HMAC of a 508A. */
#include "atca_script.h"

/* Every mode with its TempKey: what is hashed first, then second, how the mode is written, which serial number. */
#define OF_SLOT(mode, nonce, sn) \
	nonce "08 " mode " 0400 c3*32 = sha($known c3*32 08" mode "0400 00*11 " sn ")\n"
#define WITH_TEMPKEY(mode, nonce, sn) nonce "08 " mode " 0400 = sha($known $tk 08" mode "0400 00*11 " sn ")\n"
#define BY_TEMPKEY(mode, nonce, sn) \
	nonce "08 " mode " 0400 c3*32 = sha($tk c3*32 08" mode "0400 00*11 " sn ")\n"
#define TEMPKEY_TWICE(mode, nonce, sn) nonce "08 " mode " 0400 = sha($tk $tk 08" mode "0400 00*11 " sn ")\n"
#define EVERY_MODE                            \
	OF_SLOT("00", RANDOM, SHORT_SN)       \
	OF_SLOT("04", FIXED, SHORT_SN)        \
	OF_SLOT("40", RANDOM, FULL_SN)        \
	OF_SLOT("44", FIXED, FULL_SN)         \
	WITH_TEMPKEY("01", RANDOM, SHORT_SN)  \
	WITH_TEMPKEY("05", FIXED, SHORT_SN)   \
	WITH_TEMPKEY("41", RANDOM, FULL_SN)   \
	WITH_TEMPKEY("45", FIXED, FULL_SN)    \
	BY_TEMPKEY("02", RANDOM, SHORT_SN)    \
	BY_TEMPKEY("06", FIXED, SHORT_SN)     \
	BY_TEMPKEY("42", RANDOM, FULL_SN)     \
	BY_TEMPKEY("46", FIXED, FULL_SN)      \
	TEMPKEY_TWICE("03", RANDOM, SHORT_SN) \
	TEMPKEY_TWICE("07", FIXED, SHORT_SN)  \
	TEMPKEY_TWICE("43", RANDOM, FULL_SN) TEMPKEY_TWICE("47", FIXED, FULL_SN)

/* HMAC of 88 bytes with the key of slot 4 (DS20005927A 9.8). */
#define HMAC(mode, nonce, sn) \
	nonce "11 " mode " 0400 = hmac($known, 00*32 $tk 11" mode "0400 00*11 " sn ")\nstate 0000\n"

static const struct conform_case cases[] = {
	ATCA_RULE("MAC-11", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"a MAC is SHA-256 of 88 bytes: key or TempKey, challenge or TempKey, 08, mode, KeyID, 11 "
		"zeros, serial number",
		"LORA-B 5.3.6.1; DS20005927A 9.11", EVERY_MODE),
	ATCA_RULE("MAC-12", CONFORM_WRITES, PART_ATECC, ATCA_A_CONFIG,
		"a MAC is made before the data lock, too", "DS20005927A 9.11",
		"12 82 2000 $known = 00\n" EVERY_MODE),
	ATCA_RULE("MAC-13", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"where TempKey takes the challenge's place 32 bytes of data may come all the same, and are "
		"ignored",
		"DS20005927A table 9-34; captures of parts",
		FIXED "08 05 0400 11*32 = sha($known $tk 08050400 00*11 " SHORT_SN ")\n" FIXED
		      "08 07 0400 11*32 = sha($tk $tk 08070400 00*11 " SHORT_SN ")\n"),
	ATCA_RULE("MAC-14", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"all 16 bits of KeyID are hashed, the low four choose the slot",
		"LORA-B 5.3.6.1; DS20005927A 3.2.8",
		"08 00 f4ff 00*32 = sha($known 00*32 0800f4ff 00*11 " SHORT_SN ")\n" FIXED
		"08 05 14ab = sha($known $tk 080514ab 00*11 " SHORT_SN ")\n" FIXED
		"08 06 3412 c3*32 = sha($tk c3*32 08063412 00*11 " SHORT_SN ")\n" FIXED
		"08 07 3412 = sha($tk $tk 08073412 00*11 " SHORT_SN ")\n"),
	ATCA_RULE("MAC-15", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"where TempKey is used mode bit 2 has to be its SourceFlag, and TempKey is spent when it is "
		"not",
		"LORA-B 5.3.6.1; atecc608.md 7.2",
		FIXED "08 01 0400 = 0f\nstate 0000\n" FIXED "08 02 0400 00*32 = 0f\nstate 0000\n" FIXED
		      "08 03 0400 = 0f\nstate 0000\n" RANDOM "08 05 0400 = 0f\nstate 0000\n" RANDOM
		      "08 06 0400 00*32 = 0f\nstate 0000\n" RANDOM "08 07 0400 = 0f\nstate 0000\n" FIXED
		      "08 41 0400 = 0f\n" FIXED "08 42 0400 00*32 = 0f\n" FIXED "08 43 0400 = 0f\n" RANDOM
		      "08 45 0400 = 0f\n" RANDOM "08 46 0400 00*32 = 0f\n" RANDOM "08 47 0400 = 0f\n"),
	ATCA_RULE("MAC-16", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"where TempKey is used it has to be valid", "LORA-B 5.3.6.1",
		"08 01 0400 = 0f\n08 02 0400 00*32 = 0f\n08 03 0400 = 0f\n08 05 0400 = 0f\n08 06 0400 00*32 "
		"= 0f\n08 07 0400 = 0f\n"
		"08 41 0400 = 0f\n08 45 0400 = 0f\n"),
	ATCA_RULE("MAC-17", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"a MAC of slot and challenge asks nothing of TempKey, nor of mode bit 2", "DS20005927A 9.11",
		"08 00 0400 00*32 = ?32\n08 04 0400 00*32 = ?32\n08 40 0400 00*32 = ?32\n08 44 0400 00*32 = "
		"?32\n" RANDOM "08 04 0400 00*32 = ?32\n" FIXED "08 00 0400 00*32 = ?32\n"),
	ATCA_RULE("MAC-18", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED, "a NoMac key makes no MAC",
		"DS20005927A table 2-6",
		"08 00 0600 00*32 = 0f\n08 40 0600 00*32 = 0f\n" RANDOM "08 01 0600 = 0f\nstate 0000\n"),
	ATCA_RULE("MAC-19", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"a TempKey that a NoMac key went into makes no MAC",
		"DS20005927A table 2-16; TFLX-A table 3-1",
		RANDOM GEN_DIG_NOMAC("06", "$s6[0:32]",
			"15020600") "08 01 0c00 = 0f\nstate 0000\n" RANDOM GEN_DIG_NOMAC("06", "$s6[0:32]",
			"15020600") "08 02 0c00 00*32 = 0f\n" RANDOM GEN_DIG_NOMAC("06", "$s6[0:32]",
			"15020600") "08 03 0c00 = 0f\n" RANDOM GEN_DIG_NOMAC("06", "$s6[0:32]",
			"15020600") "08 00 0c00 00*32 = sha($s12[0:32] 00*32 08000c00 00*11 " SHORT_SN ")\n"),
	ATCA_RULE("MAC-20", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED, "a private key makes no MAC",
		"DS20005927A p.21",
		"08 00 0200 00*32 = 0f\n08 00 0000 00*32 = 0f\n08 00 0700 00*32 = 0f\n" RANDOM
		"08 01 0200 = 0f\n"),
	ATCA_RULE("MAC-21", CONFORM_SAFE, PART_ATECC, ATCA_A_CONFIG,
		"a private key makes no MAC before the data lock, either", "DS20005927A p.21",
		"08 00 0200 00*32 = 0f\n"),
	ATCA_RULE("MAC-22", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"a MAC spends TempKey where it uses it and keeps it where it does not", "TFLX-A 3.1",
		RANDOM "08 01 0400 = ?32\nstate 0000\n" RANDOM "08 02 0400 00*32 = ?32\nstate 0000\n" RANDOM
		       "08 03 0400 = ?32\nstate 0000\n" FIXED "08 45 0400 = ?32\nstate 0000\n" RANDOM
		       "08 00 0400 00*32 = ?32\nstate 0080\n08 40 0400 00*32 = ?32\nstate 0080\n08 00 0600 "
		       "00*32 = 0f\nstate 0080\n" TK_RANDOM),
	ATCA_RULE("MAC-23", CONFORM_SAFE, PART_508A, ATCA_A_LOCKED, "a MAC spends TempKey whatever its mode",
		"DS20005927A 2.5.1 p.27",
		RANDOM "08 01 0400 = ?32\nstate 0000\n" RANDOM "08 02 0400 00*32 = ?32\nstate 0000\n" RANDOM
		       "08 03 0400 = ?32\nstate 0000\n" RANDOM "08 00 0400 00*32 = ?32\nstate 0000\n" RANDOM
		       "08 00 0600 00*32 = 0f\nstate 0000\n" RANDOM "08 08 0400 00*32 = 03\nstate 0000\n"),
	ATCA_RULE("MAC-24", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"any data slot is a key: its first 32 bytes", "LORA-B 5.3.6.1",
		"08 00 0800 00*32 = sha($s8[0:32] 00*32 08000800 00*11 " SHORT_SN ")\n"
		"08 00 0c00 00*32 = sha($s12[0:32] 00*32 08000c00 00*11 " SHORT_SN ")\n"
		"08 00 0100 00*32 = sha($s1[0:32] 00*32 08000100 00*11 " SHORT_SN ")\n"),
	ATCA_RULE("HMAC-11", CONFORM_SAFE, PART_508A, ATCA_A_LOCKED,
		"HMAC is over 88 bytes: 32 zeros, TempKey, 11, mode, KeyID, 11 zeros, serial number; TempKey "
		"is spent",
		"DS20005927A 9.8 pp.71-72",
		HMAC("00", RANDOM, SHORT_SN) HMAC("04", FIXED, SHORT_SN) HMAC("40", RANDOM, FULL_SN)
			HMAC("44", FIXED, FULL_SN) RANDOM
		"11 00 f4ff = hmac($known, 00*32 $tk 1100f4ff 00*11 " SHORT_SN ")\n"),
	ATCA_RULE("HMAC-12", CONFORM_SAFE, PART_508A, ATCA_A_LOCKED,
		"HMAC wants a valid TempKey whose SourceFlag is mode bit 2", "DS20005927A 9.8",
		"11 00 0400 = 0f\n11 04 0400 = 0f\n11 40 0400 = 0f\n" FIXED
		"11 00 0400 = 0f\nstate 0000\n" FIXED "11 40 0400 = 0f\n" RANDOM
		"11 04 0400 = 0f\nstate 0000\n" RANDOM "11 44 0400 = 0f\n"),
	ATCA_RULE("HMAC-13", CONFORM_SAFE, PART_508A, ATCA_A_LOCKED,
		"neither a NoMac key nor a TempKey with one in it nor a private key makes an HMAC",
		"DS20005927A 9.8, tables 2-6 and 2-16",
		RANDOM "11 00 0600 = 0f\n" RANDOM GEN_DIG_NOMAC(
			"06", "$s6[0:32]", "15020600") "11 00 0400 = 0f\n" RANDOM "11 00 0200 = 0f\n" RANDOM
						       "11 00 0000 = 0f\n"),
	ATCA_LOCKED("HMAC-14", CONFORM_SAFE, PART_608, "a 608 has no HMAC command", "MIG 4.3",
		RANDOM "11 00 0400 = 03\n11 04 0000 = 03\n"),
};

void atca_mac_mode_cases(struct conform_list *list)
{
	conform_list_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
