/* tests/conformance/atca_policy.c: what keys may be used for, and how often: random nonce, authorisation, latch, limited use. */
#include "atca_script.h"

/* A use that wants an authorisation by slot 4: none, one, none any more. */
#define ONE_USE(before, use, good) \
	before use " = 0f\n" AUTHORISE_4 before use " = " good "\n" before use " = 0f\n"
/* Counter0 goes up by one, or stays. */
#define COUNTER "24 00 0000 = ?4 > n\n"
#define ONE_MORE "let n next($n)\n24 00 0000 = $n\n"
#define NO_MORE "24 00 0000 = $n\n"

#define FOUR_USES                                                                              \
	FIXED "41 80 0100 = ?64\n" FIXED "41 80 0100 = ?64\n" FIXED "41 80 0100 = ?64\n" FIXED \
	      "41 80 0100 = ?64\n"

static const struct conform_case cases[] = {
	ATCA_RULE("REQRANDOM-11", CONFORM_SAFE, PART_ATECC, ATCA_C_LOCKED,
		"a key with ReqRandom makes a MAC only while TempKey is made of chance, in a mode that does "
		"not use that, too",
		"DS20005927A table 2-12, p.22",
		"08 00 0300 00*32 = 0f\n" FIXED "08 00 0300 00*32 = 0f\n" RANDOM
		"08 00 0300 00*32 = ?32\n" FIXED "08 05 0300 = 0f\n" RANDOM "08 01 0300 = ?32\n" FIXED
		"08 45 0300 = 0f\n" RANDOM "08 40 0300 00*32 = ?32\n"),
	ATCA_RULE("REQRANDOM-12", CONFORM_SAFE, PART_ATECC, ATCA_C_LOCKED, "the same of CheckMac",
		"DS20005927A table 2-12, p.22, 9.2",
		"28 00 0300 00*77 = 0f\n" FIXED "28 00 0300 00*77 = 0f\n" RANDOM
		"28 00 0300 00*77 = 01\n" FIXED "28 05 0300 00*77 = 0f\n" RANDOM "28 01 0300 00*77 = 01\n"),
	ATCA_RULE("REQRANDOM-13", CONFORM_SAFE, PART_ATECC, ATCA_C_LOCKED,
		"the same of GenDig, which leaves TempKey invalid when it refuses", "DS20005927A 9.6 p.66",
		FIXED "15 02 0300 = 0f\nstate 0000\n" RANDOM "15 02 0300 = 00\nstate 2380\n"),
	ATCA_RULE("REQRANDOM-14", CONFORM_SAFE, PART_ATECC, ATCA_C_CONFIG,
		"before the data lock it does not count", "DS20005927A 9.6 p.66, 2.2.5 p.19",
		FIXED "15 02 0300 = 00\nstate 3380\n08 00 0300 00*32 = ?32\n" FIXED
		      "08 05 0300 = ?32\n28 00 0300 00*77 = 01\n47 04 0300 = 00\n"),
	ATCA_RULE("REQRANDOM-15", CONFORM_WRITES, PART_ATECC, ATCA_C_LOCKED,
		"the same of DeriveKey with such a source", "LORA-B 5.3.3; DS20005927A table 2-12",
		FIXED "1c 04 0300 = 0f\n" RANDOM "1c 00 0300 = 00\n"),
	ATCA_RULE("REQRANDOM-16", CONFORM_SAFE, PART_ATECC, ATCA_C_LOCKED, "the same of an HMAC's start",
		"captures of parts",
		"47 04 0300 = 0f\n" FIXED "47 04 0300 = 0f\n" RANDOM "47 04 0300 = 00\n"),
	ATCA_RULE("REQRANDOM-17", CONFORM_SAFE, PART_508A, ATCA_C_LOCKED, "the same of HMAC",
		"DS20005927A table 2-12", FIXED "11 04 0300 = 0f\n" RANDOM "11 00 0300 = ?32\n"),
	ATCA_RULE("REQRANDOM-18", CONFORM_SAFE, PART_ATECC, ATCA_C_LOCKED,
		"the same of Verify with a stored key", "DS20005927A table 2-12",
		FIXED "45 00 0f00 sign($d7, $tk) = 0f\n" RANDOM "45 00 0f00 sign($d7, $tk) = 00\n" RANDOM
		      "45 00 0f00 11*64 = 01\n"),
	ATCA_RULE("REQRANDOM-19", CONFORM_SAFE, PART_608, ATCA_C_LOCKED,
		"a message in MsgDigBuf is never made of chance",
		"cryptoauthlib #276; DS20005927A table 2-12",
		RANDOM "16 43 0000 a8*32 = 00\n45 20 0f00 sign($d7, a8*32) = 0f\n"),
	ATCA_RULE("REQRANDOM-20", CONFORM_SAFE, PART_ATECC, ATCA_C_LOCKED,
		"the same of GenKey's digest of a stored public key", "DS20005927A table 2-12",
		FIXED "40 10 0f00 000000 = 0f\n" RANDOM "40 10 0f00 000000 = 00\nstate 4f80\n"),
	ATCA_RULE("REQRANDOM-21", CONFORM_SAFE, PART_ATECC, ATCA_B_LOCKED,
		"a private key with it wants it for GenKey's digest, not for Sign, ECDH or its public key",
		"DS20005927A table 2-12; TNGTLS-A 2.2.4",
		"40 00 0200 = $p2\n" FIXED "40 08 0200 = 0f\n" RANDOM "40 08 0200 = $p2\nstate 4280\n" FIXED
		"41 80 0200 = ?64 > s\nsigned $p2 : $tk : $s\n"),
	ATCA_RULE("REQRANDOM-22", CONFORM_SAFE, PART_608, ATCA_C_LOCKED, "KDF asks for no random nonce",
		"DS20005927A table 2-12; atecc608-evidence.md 4", "56 4e 0300 02000010 5a*16 = 00\n"),
	ATCA_RULE("REQAUTH-11", CONFORM_SAFE, PART_ATECC, ATCA_C_LOCKED,
		"a key with ReqAuth wants an authorisation by its AuthKey for each use: MAC, CheckMac, HMAC",
		"DS20005927A 3.2.9, p.22",
		ONE_USE("", "08 00 0500 00*32", "?32") ONE_USE("", "28 00 0500 00*77", "01")
			ONE_USE("", "47 04 0500", "00")),
	ATCA_RULE("REQAUTH-12", CONFORM_SAFE, PART_608, ATCA_C_LOCKED,
		"the same of modes with TempKey, and of KDF", "DS20005927A 3.2.9, p.22; TFLX-A 5.3.4",
		ONE_USE(RANDOM, "08 01 0500", "?32") ONE_USE(RANDOM, "28 01 0500 00*77", "01")
			ONE_USE(RANDOM, "15 02 0500", "00") ONE_USE("", "56 4e 0500 02000010 5a*16", "00")
				ONE_USE(KNOWN, "56 0e 0500 01000010 5a*16", "00")
					ONE_USE("", "56 2e 0500 00000010 5a*16", "00")),
	ATCA_RULE("REQAUTH-13", CONFORM_WRITES, PART_608, ATCA_C_LOCKED,
		"the same of DeriveKey, which asks for the target's when it rolls", "LORA-B 5.3.3",
		ONE_USE(RANDOM, "1c 00 0500", "00")),
	ATCA_RULE("REQAUTH-14", CONFORM_SAFE, PART_508A, ATCA_C_LOCKED,
		"the same of GenDig, HMAC, MAC with TempKey", "DS20005927A 3.2.9, p.22",
		RANDOM "15 02 0500 = 0f\n" AUTHORISE_4 RANDOM "15 02 0500 = 00\n" RANDOM
		       "15 02 0500 = 0f\n" RANDOM "11 00 0500 = 0f\n" AUTHORISE_4 RANDOM
		       "11 00 0500 = ?32\n" RANDOM "11 00 0500 = 0f\n" AUTHORISE_4 RANDOM
		       "08 01 0500 = ?32\n" RANDOM "08 01 0500 = 0f\n"),
	ATCA_RULE("REQAUTH-15", CONFORM_SAFE, PART_ATECC, ATCA_C_LOCKED,
		"the same of a private key: Sign, and GenKey of its public key", "DS20005927A 3.2.9, p.22",
		ONE_USE("", "40 00 0000", "$p0") FIXED
		"41 80 0000 = 0f\n" AUTHORISE_4 FIXED "41 80 0000 = ?64 > s\nsigned $p0 : $tk : $s\n" FIXED
		"41 80 0000 = 0f\n" RANDOM "40 08 0000 = 0f\n" AUTHORISE_4 RANDOM "40 08 0000 = $p0\n" RANDOM
		"40 08 0000 = 0f\n"),
	ATCA_RULE("REQAUTH-16", CONFORM_SAFE, PART_608, ATCA_C_LOCKED,
		"the same of Sign of MsgDigBuf and of internal messages, and of ECDH",
		"DS20005927A 3.2.9, p.22, table 2-12",
		ONE_USE("16 43 0000 a8*32 = 00\n", "41 a0 0000", "?64") ONE_USE(
			RANDOM "15 02 0400 = 00\n", "41 00 0000", "?64") ONE_USE("", "43 08 0000 $p7", "00")),
	ATCA_RULE("REQAUTH-17", CONFORM_SAFE, PART_508A, ATCA_C_LOCKED,
		"the same of Sign of internal messages, and of ECDH", "DS20005927A 3.2.9, p.22, table 2-12",
		ONE_USE("", "43 00 0000 $p7", "?32") RANDOM
		"15 02 0400 = 00\n41 00 0000 = 0f\n" AUTHORISE_4 RANDOM
		"15 02 0400 = 00\n41 00 0000 = ?64\n"),
	ATCA_RULE("REQAUTH-18", CONFORM_IRREVERSIBLE, PART_ATECC, ATCA_C_LOCKED,
		"the same of GenKey that makes a key", "DS20005927A 9.7",
		ONE_USE("", "40 04 0000", "?64") RANDOM "40 0c 0000 = 0f\n" AUTHORISE_4 RANDOM
							"40 0c 0000 = ?64\n" RANDOM "40 0c 0000 = 0f\n"),
	ATCA_RULE("REQAUTH-19", CONFORM_SAFE, PART_608, ATCA_D_LOCKED,
		"the same of Verify with a stored key, and of GenKey's digest of it", "DS20005927A p.22",
		ONE_USE(FIXED, "45 00 0f00 11*64", "01") ONE_USE("16 43 0000 a8*32 = 00\n",
			"45 20 0f00 11*64", "01") ONE_USE(RANDOM, "40 10 0f00 000000", "00")),
	ATCA_RULE("REQAUTH-20", CONFORM_SAFE, PART_508A, ATCA_D_LOCKED,
		"the same of Verify with a stored key, and of GenKey's digest of it", "DS20005927A p.22",
		FIXED "45 00 0f00 11*64 = 0f\n" AUTHORISE_4 FIXED "45 00 0f00 11*64 = 01\n" FIXED
		      "45 00 0f00 11*64 = 0f\n" RANDOM "40 10 0f00 000000 = 0f\n" AUTHORISE_4 RANDOM
		      "40 10 0f00 000000 = 00\n" RANDOM "40 10 0f00 000000 = 0f\n"),
	ATCA_RULE("REQAUTH-21", CONFORM_SAFE, PART_ATECC, ATCA_C_LOCKED,
		"another slot's authorisation does not serve, and is spent in vain", "DS20005927A 3.2.9",
		AUTHORISE("08", "$s8[0:32]") "state 0044\n08 00 0500 00*32 = 0f\nstate 0000\n" AUTHORISE(
			"09", "$s9[0:32]") "40 00 0000 = 0f\nstate 0000\n" AUTHORISE("09",
			"$s9[0:32]") "47 04 0500 = 0f\nstate 0000\n"),
	ATCA_RULE("REQAUTH-23", CONFORM_SAFE, PART_ATECC, ATCA_C_CONFIG,
		"before the data lock no authorisation is wanted", "DS20005927A 2.2.5 p.19",
		"08 00 0500 00*32 = ?32\n28 00 0500 00*77 = 01\n47 04 0500 = 00\n" RANDOM
		"15 02 0500 = 00\n"),
	ATCA_RULE("AUTH-11", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"a CheckMac that matches authorises its slot, the newest counts",
		"DS20005927A 3.2.9; LORA-B table 5-9",
		"state 0000\n" AUTHORISE("0c", "$s12[0:32]") "state 0064\n" AUTHORISE_4 "state 0024\n"),
	ATCA_RULE("AUTH-12", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"a CheckMac with TempKey as key authorises nothing", "DS20005927A 9.2 p.61",
		RANDOM TK_CHECKED "state 0000\n" FIXED "28 07 0400 00*32 sha($tk $tk 00*15 " SHORT_SN
				  ") 00*13 = 00\nstate 0000\n"),
	ATCA_RULE("AUTH-13", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"one that fails takes no authorisation away, nor does a Verify that fails",
		"DS20005927A 3.2.9",
		AUTHORISE_4 "28 00 0400 00*77 = 01\nstate 0024\n" FIXED
			    "45 00 0b00 11*64 = 01\nstate 0024\n"),
	ATCA_RULE("AUTH-14", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"commands on keys that want none spend none", "DS20005927A 3.2.9",
		AUTHORISE_4 "08 00 0c00 00*32 = ?32\n1b 00 0000 = ?32\n24 00 0100 = ?4\n40 00 0200 = $p2\n02 "
			    "80 0000 = ?32\n47 00 0000 = 00\n47 04 0c00 = 00\n" FIXED
			    "15 02 0c00 = 00\n" FIXED "41 80 0200 = ?64\nstate 0024\n"),
	ATCA_RULE("AUTH-15", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"an authorisation outlives idle and not sleep", "DS20005927A 3.2.9",
		AUTHORISE_4 "idle\nwake\nidle\nstate 0024\nsleep\nstate 0000\n"),
	ATCA_RULE("AUTH-16", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"a Verify with a stored key authorises its slot, one with an external key none",
		"DS20005927A 3.2.9, 9.20 p.88",
		FIXED "45 00 0b00 sign($d0, $tk) = 00\nstate 005c\n" FIXED
		      "45 00 0f00 sign($d7, $tk) = 00\nstate 007c\nsleep\n" FIXED
		      "45 02 0400 sign($d7, $tk) $p7 = 00\nstate 0000\n"),
	ATCA_RULE("AUTH-17", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"a Verify of MsgDigBuf authorises as well", "DS20005927A 3.2.9; TFLX-A 5.2.5",
		"16 43 0000 a8*32 = 00\n45 20 0f00 sign($d7, a8*32) = 00\nstate 007c\n"),
	ATCA_RULE("LATCH-11", CONFORM_SAFE, PART_608, ATCA_B_LOCKED,
		"a key with PersistentDisable is refused while the latch is clear, for every use",
		"DS20005927A table 2-12; MIG 1.1.6",
		"30 04 0200 = 00*4\n08 00 0f00 00*32 = 0f\n28 00 0f00 00*77 = 0f\n" RANDOM
		"15 02 0f00 = 0f\n47 04 0f00 = 0f\n56 4e 0f00 02000010 5a*16 = 0f\n" RANDOM
		"08 01 0f00 = 0f\n" AUTHORISE_4 "30 04 0300 = 01000000\n30 04 0000 = 01000000\n08 00 0f00 "
		"00*32 = ?32\n28 00 0f00 00*77 = 01\n" RANDOM
		"15 02 0f00 = 00\n47 04 0f00 = 00\n56 4e 0f00 02000010 5a*16 = 00\n" RANDOM
		"08 01 0f00 = ?32\nsleep\n08 00 0f00 00*32 = ?32\n30 04 0200 = 00*4\n08 00 0f00 00*32 = "
		"0f\n"),
	ATCA_ROW("LATCH-12", CONFORM_SAFE, PART_608, ATCA_B_LOCKED, NEED_SUITE_CONFIG | NEED_POWER,
		BY_DOCUMENT, "the latch survives idle and sleep, not power", "MIG 1.1.6; TFLX-B 2.2.4",
		AUTHORISE_4 "30 04 0300 = 01000000\nidle\nwake\n30 04 0000 = 01000000\nsleep\n30 04 0000 = "
			    "01000000\npower\n30 04 0000 = 00*4\n08 00 0f00 00*32 = 0f\n"),
	ATCA_RULE("LATCH-13", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"setting the latch wants the authorisation of the slot that VolatileKeyPermission names",
		"TFLX-A 5.1.2.5; MIG 1.1.6",
		"30 04 0200 = 00*4\n30 04 0300 = 0f\n30 04 0000 = 00*4\n" AUTHORISE(
			"0c", "$s12[0:32]") "30 04 0300 = 0f\n30 04 0000 = 00*4\n" AUTHORISE_4
					    "30 04 0100 = 00*4\n30 04 0000 = 00*4\n30 04 0300 = 01000000\n30 "
					    "04 0000 = 01000000\n30 04 0100 = 01000000\n30 04 0200 = 00*4\n"),
	ATCA_RULE("LATCH-14", CONFORM_SAFE, PART_608, ATCA_C_LOCKED,
		"where VolatileKeyPermission is off the latch cannot be set", "MIG 1.1.6",
		AUTHORISE_4 "30 04 0300 = 0f\n30 04 0000 = 00*4\n"),
	ATCA_RULE("LATCH-15", CONFORM_IRREVERSIBLE, PART_ATECC, ATCA_C_LOCKED,
		"GenKey is the one use of a private key that the latch does not bar",
		"DS20005927A table 2-12",
		"40 00 0100 = ?64\n" RANDOM "40 08 0100 = ?64\n" FIXED
		"41 80 0100 = 0f\n40 04 0100 = ?64\n" RANDOM "15 02 0400 = 00\n41 00 0100 = 0f\n"),
	ATCA_RULE("LATCH-16", CONFORM_SAFE, PART_608, ATCA_C_LOCKED,
		"nor does it sign what is in MsgDigBuf, or agree on a secret", "DS20005927A table 2-12",
		"16 43 0000 a8*32 = 00\n41 a0 0100 = 0f\n43 08 0100 $p7 = 0f\n"),
	ATCA_RULE("LATCH-17", CONFORM_SAFE, PART_508A, ATCA_C_LOCKED, "nor does it agree on a secret",
		"DS20005927A table 2-12", "43 00 0100 $p7 = 0f\n"),
	ATCA_RULE("LATCH-18", CONFORM_SAFE, PART_ATECC, ATCA_C_CONFIG,
		"before the data lock the latch does not count", "DS20005927A 2.2.5 p.19",
		"40 04 0100 = ?64 > p\n" FIXED "41 80 0100 = ?64 > s\nsigned $p : $tk : $s\n"),
	ATCA_GUESS("LATCH-19", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"clearing the latch needs no authorisation", "ATCA-U-05",
		AUTHORISE_4 "30 04 0300 = 01000000\nsleep\n30 04 0200 = 00*4\n30 04 0000 = 00*4\n"),
	ATCA_RULE("LATCH-20", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"Info Latch has no other param2, and no data", "TFLX-A 5.1.2.5",
		"params 30 04 : 0000 0100 0200 0300\nlengths 30 04 0000 : 0\n"),
	ATCA_RULE("LIMIT-11", CONFORM_IRREVERSIBLE, PART_ATECC, ATCA_C_LOCKED,
		"each use of a key of limited use counts one in Counter0: MAC, CheckMac, GenDig, HMAC; a "
		"miscompare, too",
		"DS20005927A 3.2.5; MIG 4.3",
		COUNTER "08 00 0a00 00*32 = ?32\n" ONE_MORE "28 00 0a00 00*77 = 01\n" ONE_MORE RANDOM
			"15 02 0a00 = 00\n" ONE_MORE "47 04 0a00 = 00\n" ONE_MORE RANDOM
			"08 01 0a00 = ?32\n" ONE_MORE RANDOM "28 01 0a00 00*77 = 01\n" ONE_MORE),
	ATCA_RULE("LIMIT-12", CONFORM_IRREVERSIBLE, PART_608, ATCA_C_LOCKED, "the same of AES and KDF",
		"DS20005927A 3.2.5; MIG 4.3",
		COUNTER "51 00 0900 00*16 = ?16\n" ONE_MORE "51 01 0900 00*16 = ?16\n" ONE_MORE
			"56 4e 0a00 02000010 5a*16 = 00\n" ONE_MORE
			"56 0e 0a00 01000010 5a*16 = 00\n" ONE_MORE
			"56 2e 0a00 00000010 5a*16 = 00\n" ONE_MORE),
	ATCA_RULE("LIMIT-13", CONFORM_IRREVERSIBLE, PART_508A, ATCA_C_LOCKED, "the same of HMAC",
		"DS20005927A 3.2.5", COUNTER RANDOM "11 00 0a00 = ?32\n" ONE_MORE),
	ATCA_RULE("LIMIT-14", CONFORM_IRREVERSIBLE, PART_ATECC, ATCA_C_LOCKED,
		"of DeriveKey the parent's use counts, not the target's", "LORA-B 5.3.3",
		COUNTER RANDOM "1c 00 0c00 = 00\n" ONE_MORE RANDOM "1c 00 0300 = 00\n" NO_MORE),
	ATCA_RULE("LIMIT-15", CONFORM_IRREVERSIBLE, PART_ATECC, ATCA_C_LOCKED,
		"a use that is refused does not count", "DS20005927A 3.2.5",
		COUNTER "08 01 0a00 = 0f\n" NO_MORE FIXED "08 01 0a00 = 0f\n" NO_MORE
			"15 02 0a00 = 0f\n" NO_MORE "08 00 0a00 00*31 = 03\n" NO_MORE
			"28 01 0a00 00*77 = 0f\n" NO_MORE),
	ATCA_RULE("LIMIT-16", CONFORM_IRREVERSIBLE, PART_ATECC, ATCA_C_LOCKED,
		"reading and writing do not count", "DS20005927A 3.2.5",
		COUNTER "12 82 5000 $s10[0:32] = 00\n" NO_MORE "12 82 6800 $s13[0:32] = 00\n" NO_MORE),
	ATCA_RULE("LIMIT-17", CONFORM_IRREVERSIBLE, PART_608, ATCA_B_LOCKED,
		"where CountMatch names a slot the limit in it ends a key's uses, and GenKey does not count",
		"atecc608.md 2.5; the vendor's tests",
		"40 00 0100 = ?64 > p\n" COUNTER FIXED "41 80 0100 = ?64 > s\nsigned $p : $tk : $s\n" ONE_MORE
		"40 00 0100 = $p\n" NO_MORE RANDOM "40 08 0100 = $p\n" NO_MORE
		"16 43 0000 a8*32 = 00\n41 a0 0100 = ?64\n" ONE_MORE RANDOM
		"15 02 0400 = 00\n41 00 0100 = ?64\n" ONE_MORE "41 80 0100 = 0f\n" NO_MORE
		"43 08 0100 $p7 = 00\n" ONE_MORE "43 0c 0100 $p7 = ?64\n" ONE_MORE
		"43 0e 0100 $p7 = ?64\n" ONE_MORE "43 00 0100 $p7 = ?64\n" ONE_MORE),
	ATCA_ROW("LIMIT-18", CONFORM_IRREVERSIBLE, PART_608, ATCA_B_LOCKED, NEED_SUITE_CONFIG | NEED_SNAPSHOT,
		BY_HOST, "at the limit a use is refused and the counter stays; it counts on by command",
		"atecc608.md 2.5; the vendor's tests",
		"24 00 0000 = 00*4\n" FOUR_USES FOUR_USES FOUR_USES FOUR_USES FOUR_USES FOUR_USES FOUR_USES
			FOUR_USES "24 00 0000 = 20000000\n" FIXED
		"41 80 0100 = 0f\n24 00 0000 = 20000000\n40 00 0100 = ?64\n40 04 0100 = ?64\n" FIXED
		"41 80 0100 = 0f\n"
		"24 01 0000 = 21000000\n" FIXED "41 80 0100 = 0f\n24 00 0100 = 00*4\n"),
	ATCA_ROW("LIMIT-19", CONFORM_IRREVERSIBLE, PART_508A, ATCA_B_LOCKED,
		NEED_SUITE_CONFIG | NEED_SNAPSHOT, BY_DOCUMENT,
		"slot 15 spends LastKeyUse, from the highest bit of the first byte that has one; no use left "
		"is an error",
		"DS20005927A 3.2.6 pp.30-31",
		"02 00 1400 = 00070381\n08 00 0f00 00*32 = ?32\n02 00 1400 = 00030381\n28 00 0f00 00*77 = "
		"01\n02 00 1400 = 00010381\n" RANDOM "15 02 0f00 = 00\n02 00 1400 = 00000381\n"
		"47 04 0f00 = 00\n02 00 1400 = 00000181\n" RANDOM
		"11 00 0f00 = ?32\n02 00 1400 = 00000081\n20 02 0f00 = 00\n02 00 1400 = 00000001\n20 03 0f00 "
		"= 00\n02 00 1400 = 00*4\n"
		"08 00 0f00 00*32 = 0f\n28 00 0f00 00*77 = 0f\n47 04 0f00 = 0f\n20 02 0f00 = 0f\n24 00 0000 "
		"= 00*4\n"),
	ATCA_RULE("LIMIT-20", CONFORM_IRREVERSIBLE, PART_508A, ATCA_C_LOCKED,
		"UpdateExtra spends a use of a slot of limited use; of another it succeeds and does nothing",
		"DS20005927A 9.19 pp.86-87",
		COUNTER "20 02 0a00 = 00\n" ONE_MORE "20 03 0a00 = 00\n" ONE_MORE "20 02 0400 = 00\n" NO_MORE
			"params 20 02 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 "
			"0d00 0e00 0f00\n"),
	ATCA_RULE("LIMIT-21", CONFORM_IRREVERSIBLE, PART_508A, ATCA_B_LOCKED,
		"there is no CountMatch on a 508A", "DS20005927A table 2-5",
		COUNTER FIXED "41 80 0100 = ?64\n" ONE_MORE),
	ATCA_ROW("LIMIT-22", CONFORM_IRREVERSIBLE, PART_ATECC, ATCA_D_LOCKED,
		NEED_SUITE_CONFIG | NEED_SNAPSHOT, BY_DOCUMENT,
		"Verify with a stored key counts one; at 2097151 a use is refused, and so is an increment",
		"DS20005927A 3.2.5, 9.3; LORA-B 5.1.1",
		"24 00 0000 = fdff1f00\n" FIXED "45 00 0b00 11*64 = 01\n24 00 0000 = feff1f00\n" FIXED
		"45 00 0b00 sign($d0, $tk) = 00\n24 00 0000 = ffff1f00\n" FIXED
		"45 00 0b00 sign($d0, $tk) = 0f\n"
		"24 00 0000 = ffff1f00\n24 01 0000 = 0f\n24 00 0000 = ffff1f00\n24 01 0100 = 01000000\n"),
	ATCA_ROW("LIMIT-23", CONFORM_IRREVERSIBLE, PART_608, ATCA_D_LOCKED, NEED_SUITE_CONFIG | NEED_SNAPSHOT,
		BY_DOCUMENT, "Verify of MsgDigBuf counts, too", "DS20005927A 3.2.5",
		"16 43 0000 a8*32 = 00\n45 20 0b00 11*64 = 01\n24 00 0000 = feff1f00\n"),
	ATCA_ROW("LIMIT-24", CONFORM_IRREVERSIBLE, PART_ATECC, ATCA_D_LOCKED,
		NEED_SUITE_CONFIG | NEED_SNAPSHOT, BY_GUESS,
		"GenKey's digest of a public key counts as a use", "ATCA-U-22",
		RANDOM "40 10 0b00 000000 = 00\n24 00 0000 = feff1f00\n"),
	ATCA_RULE("LIMIT-25", CONFORM_IRREVERSIBLE, PART_ATECC, ATCA_C_CONFIG,
		"before the data lock uses are not counted", "DS20005927A 2.2.5 p.19",
		COUNTER "08 00 0a00 00*32 = ?32\n28 00 0a00 00*77 = 01\n47 04 0a00 = 00\n" NO_MORE),
};

void atca_policy_cases(struct conform_list *list)
{
	conform_list_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
