/*
 * tests/conformance/atca_power.c: power that goes away inside a write of an ATECC's memory: what is to be spent is spent
 * before it buys anything, the rest is old or new, and nothing is answered before it is durable.
 */
#include "atca_script.h"

#define NEEDS(in) \
	(NEED_FAULTS | NEED_MODELLED_TIME | ((in) == ATCA_BLANK ? NEED_CONFIG_UNLOCKED : NEED_SUITE_CONFIG))
#define POWER(number, about, kind, on, in, wants, by, fact, where, text)                         \
	{                                                                                        \
		.id = "ATCA-POWER-" number, .rule = (fact), .source = (where), .evidence = (by), \
		.class = (kind), .parts = (on), .needs = NEEDS(in) | (wants), .phase = (in),     \
		.covers = (about), .run = atca_talk_case, .data = (text)                         \
	}

#define ZONE(a, b, c, d)                                                            \
	"02 80 0000 = ?32 > " a "; 02 80 0800 = ?32 > " b "; 02 80 1000 = ?32 > " c \
	"; 02 80 1800 = ?32 > " d "\n"
#define LOCKS(bytes) "02 00 1500 = ?4 > l; same $l[2:2] : " bytes "\n"
#define SLOTS_LOCKED(bytes) "02 00 1600 = ?4 > l; same $l[0:2] : " bytes "\n"
#define SIGN_1 FIXED "41 80 0100 = ?64\n"

static const struct conform_case cases[] = {
	POWER("01", "Counter", CONFORM_IRREVERSIBLE, PART_ATECC, ATCA_A_LOCKED, NEED_SNAPSHOT, BY_DOCUMENT,
		"a count is not lost when power goes away, and is not answered before it is durable",
		"LORA-B 5.1.1; DS20005927A 9.3",
		"24 00 0100 = 00000000; cut 1 24 01 0100; 24 00 0100 = 00000000; cutlate 1 24 01 0100; 24 00 "
		"0100 = "
		"01000000; 24 01 0100 = 02000000; cutlate 1 24 01 0100; cut 1 24 01 0100; 24 00 0100 = "
		"03000000"),
	POWER("02", "Sign", CONFORM_IRREVERSIBLE, PART_608, ATCA_B_LOCKED, NEED_SNAPSHOT, BY_GUESS,
		"a use of a key of limited use is spent, durably, before the key is used: a power cut does "
		"not give "
		"it back",
		"TNGTLS-B 2.2.3; LORA-B 2.2.5 (open)",
		"24 00 0000 = 00000000\n" FIXED "cut 1 41 80 0100\n24 00 0000 = 00000000\n" FIXED
		"cutlate 1 41 80 0100\n24 00 0000 = 01000000\n" SIGN_1 "24 00 0000 = 02000000\n" FIXED
		"cutlate 1 41 80 0100\n" FIXED "cutlate 1 41 80 0100\n24 00 0000 = 04000000\n"),
	POWER("03", "Lock", CONFORM_IRREVERSIBLE, PART_ATECC, ATCA_BLANK, NEED_SNAPSHOT, BY_GUESS,
		"the configuration zone is locked or not when power goes away, and is the same in either "
		"case",
		"TFLX-A 5.1.3; DS20005927A 9.10",
		ZONE("a", "b", "c", "d") "cut 1 17 80 0000\n" LOCKS("5555") ZONE("e", "f", "g",
			"h") "same $a $b $c $d : $e $f $g $h\ncutlate 1 17 80 0000\n" LOCKS("5500") ZONE("e",
			"f", "g",
			"h") "same $a $b $c[0:20] $c[24:8] $d : $e $f $g[0:20] $g[24:8] $h\n17 80 0000 = 0f"),
	POWER("04", "Lock", CONFORM_IRREVERSIBLE, PART_ATECC, ATCA_A_CONFIG, NEED_SNAPSHOT, BY_GUESS,
		"the data zone is locked or not when power goes away", "TFLX-A 5.1.3; DS20005927A 9.10",
		"cut 1 17 81 0000\n" LOCKS("5500") "12 82 2800 55*32 = 00; cutlate 1 17 81 0000\n" LOCKS(
			"0000") "17 81 0000 = 0f; 02 82 2800 = 55*32"),
	POWER("05", "Lock", CONFORM_IRREVERSIBLE, PART_ATECC, ATCA_A_LOCKED, NEED_SNAPSHOT, BY_GUESS,
		"a slot is locked or not when power goes away, and holds what it held",
		"TFLX-A 5.1.3; DS20005927A 2.4.3, 9.10",
		"12 82 6000 3c*32 = 00; cut 1 17 b2 0000\n" SLOTS_LOCKED(
			"ffff") "12 82 6000 c3*32 = 00; cutlate 1 17 "
				"b2 0000\n" SLOTS_LOCKED("ffef") "02 82 6000 = c3*32; 12 82 6000 00*32 = 0f"),
	POWER("06", "Write", CONFORM_WRITES, PART_ATECC, ATCA_A_LOCKED, 0, BY_GUESS,
		"a block is the old one or the new one when power goes away while it is written",
		"TFLX-A 5.1.10; DS20005927A 9.21",
		"02 82 6000 = ?32 > b; 12 82 6000 11*32 = 00; cut 1 12 82 6000 22*32; 02 82 6000 = 11*32; "
		"cutlate 1 12 "
		"82 6000 33*32; 02 82 6000 = 33*32; cut 1 12 02 6200 44*4; 02 82 6000 = 33*32; cutlate 1 12 "
		"02 6200 "
		"44*4; 02 82 6000 = 33*8 44*4 33*20; 12 82 6000 $b = 00; 02 82 6000 = $b"),
	POWER("07", "GenKey", CONFORM_IRREVERSIBLE, PART_ATECC, ATCA_A_LOCKED, NEED_SNAPSHOT, BY_GUESS,
		"a private key is the old one or the new one when power goes away while it is made",
		"TFLX-A 5.2.1; DS20005927A 9.6",
		"40 00 0200 = ?64 > p; cut 1 40 04 0200; 40 00 0200 = $p\n" FIXED
		"41 80 0200 = ?64 > s; signed $p : $tk : $s; cutlate 1 40 04 0200; 40 00 0200 = ?64 > q; "
		"differ $p : "
		"$q\n" FIXED "41 80 0200 = ?64 > s; signed $q : $tk : $s; unsigned $p : $tk : $s"),
	POWER("08", "UpdateExtra", CONFORM_IRREVERSIBLE, PART_ATECC, ATCA_A_LOCKED, NEED_SNAPSHOT, BY_GUESS,
		"UserExtra is written or not when power goes away, and once only",
		"TFLX-A 5.1.9; DS20005927A 9.19",
		"cut 1 20 00 5a00; 02 00 1500 = ?4 > e; same $e[0:1] : 00; cutlate 1 20 00 5b00; 02 00 1500 "
		"= ?4 > e; "
		"same $e[0:1] : 5b; 20 00 5c00 = 0f"),
	POWER("09", "Write", CONFORM_WRITES, PART_ATECC, ATCA_BLANK, 0, BY_GUESS,
		"a word or block of the configuration zone is the old one or the new one when power goes "
		"away",
		"TFLX-A 5.1.10; DS20005927A 9.21",
		"02 80 0800 = ?32 > b; cut 1 12 80 0800 ee*32; 02 80 0800 = $b; cutlate 1 12 80 0800 ee*32; "
		"02 80 0800 "
		"= ee*32; cut 1 12 00 0900 11*4; 02 80 0800 = ee*32; cutlate 1 12 00 0900 11*4; 02 80 0800 = "
		"ee*4 "
		"11*4 ee*24; 12 80 0800 $b = 00; 02 80 0800 = $b"),
};

void atca_power_cases(struct conform_list *list)
{
	conform_list_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
