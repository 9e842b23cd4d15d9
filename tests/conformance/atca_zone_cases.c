/* tests/conformance/atca_zone_cases.c: Read, Write, Lock, UpdateExtra, Counter, Info: the zones and what guards them. */
#include "atca_script.h"

#define NOW "16 03 0000 42*32 = 00; "

static const struct conform_case cases[] = {
	ATCA_CASE("INFO-03", CONFORM_SAFE, PART_508A, ATCA_BLANK, "the revision is 00005000",
		"DS20005927A 9.9", "30 00 0000 = 00005000; 30 00 3412 = 00005000"),
	ATCA_CASE("INFO-04", CONFORM_SAFE, PART_608A, ATCA_BLANK, "the revision is 00006002",
		"LORA-B 5.1.2; migration guide AN3539", "30 00 0000 = 00006002; 30 00 3412 = 00006002"),
	ATCA_CASE("INFO-05", CONFORM_SAFE, PART_608B, ATCA_BLANK, "the revision is 00006003",
		"LORA-B 5.1.2; migration guide AN3539", "30 00 0000 = 00006003; 30 00 3412 = 00006003"),
	ATCA_SUITE_CASE("INFO-06", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"Info tells whether a key is valid, and TempKey's state", "LORA-B 5.1.2, table 5-9",
		"30 01 0000 = 01000000; 30 01 0200 = 01000000; 30 01 0e00 = 00000000; 30 02 3412 = ?4; "
		"state 0000; " NOW "state 1080"),
	ATCA_SUITE_CASE("INFO-07", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"the persistent latch is read, and set after authorisation by the slot that "
		"VolatileKeyPermission names",
		"LORA-B 5.1.2; TFLX-A 5.1.2",
		"30 03 0000 = 0f; 30 04 0000 = 00000000; 30 04 0300 = 0f; 30 04 0000 = 00000000"),
	ATCA_CASE("READ-02", CONFORM_SAFE, PART_ATECC, ATCA_BLANK,
		"the configuration zone is read in 4 or 32 bytes, always", "LORA-B 5.1.6; DS20005927A 9.16",
		"02 80 0000 = ?32 > a; 02 00 0000 = $a[0:4]; 02 00 0700 = $a[28:4]; 02 80 0800 = ?32 > b; 02 "
		"00 0f00 = $b[28:4]; 02 80 1800 = ?32 > c; 02 00 1f00 = $c[28:4]\n"
		"02 80 2000 = 03; 02 00 2000 = 03; same $a[0:2] : $sn01; same $a[2:2] : $sn23; same $a[8:4] "
		": $sn47; same $a[12:1] : $sn8"),
	ATCA_CASE("READ-03", CONFORM_SAFE, PART_ATECC, ATCA_BLANK,
		"before the data zone is locked neither slots nor OTP are read",
		"LORA-B 5.1.6; DS20005927A 9.16",
		"02 81 0000 = 0f; 02 01 0000 = 0f; 02 82 0000 = 0f; 02 02 4000 = 0f; 02 82 4000 = 0f"),
	ATCA_SUITE_CASE("READ-04", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"clear slots and OTP are read once locked; the end of a slot is padded with zeros",
		"LORA-B 5.1.6; DS20005927A 9.16, 9.1.4",
		"02 81 0000 = 404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f; 02 01 0f00 = "
		"7c7d7e7f; 02 81 1000 = 03; 02 01 1000 = 03\n"
		"02 02 2800 = 55565758; 02 82 2800 = "
		"55565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f7071727374; 02 82 2801 = 75767778 "
		"00*28\n"
		"02 02 2801 = 75767778; 02 02 2901 = 03; 02 82 6002 = 0c0d0e0f10111213 00*24; 02 82 6003 = "
		"03; 02 82 6800 = ?32; 02 82 8000 = 03; 02 02 2802 = 03"),
	ATCA_SUITE_CASE("READ-05", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"secrets and private keys are not read in plain",
		"TNGTLS-B 2.2.3; LORA-B 5.1.6; DS20005927A 9.16",
		"02 82 0000 = 0f; 02 02 0000 = 0f; 02 82 1000 = 0f; 02 82 2000 = 0f; 02 02 2000 = 0f; 02 82 "
		"3000 = 0f; 02 82 0800 = 0f; 02 82 4000 = 0f"),
	ATCA_SUITE_CASE("READ-06", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"an encrypted read gives a block XORed with TempKey, which GenDig of the slot's ReadKey made",
		"LORA-B 5.1.6.2; DS20005927A 9.16",
		"let s 88898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7\n"
		"16 00 0000 a5*20 = ?32 > r; 15 02 0400 = 00; let tk sha($known 15 02 0400 $sn8 $sn01 00*25 "
		"sha($r a5*20 16 00 00))\n"
		"02 82 4000 = xor($s, $tk); 02 82 4000 = 0f\n"
		"16 00 0000 a5*20 = ?32; 15 02 0400 = 00; 02 02 4000 = 0f; 16 00 0000 a5*20 = ?32; 15 02 "
		"0900 = 00; 02 82 4000 = 0f\n"
		"16 00 0000 a5*20 = ?32; 02 82 4000 = 0f; 16 00 0000 a5*20 = ?32; 15 02 0400 = 00; 02 82 "
		"2000 = 0f"),
	ATCA_CASE("WRITE-02", CONFORM_WRITES, PART_ATECC, ATCA_BLANK,
		"the configuration zone is written in words or blocks, but for the first 16 bytes and bytes "
		"84 to 87",
		"TFLX-A 5.1.10; DS20005927A 9.21",
		"02 80 0800 = ?32 > b; 02 80 1800 = ?32 > d; 02 00 1800 = ?4 > w\n"
		"12 00 0000 01234567 = 0f; 12 00 0300 00000000 = 0f; 12 80 0000 00*32 = 0f; 12 80 1000 00*32 "
		"= 0f; 12 00 1500 00000000 = 0f; 12 00 2000 00*4 = 03; 12 80 2000 00*32 = 03\n"
		"12 80 0800 ee*32 = 00; 02 80 0800 = ee*32; 12 80 0800 $b = 00; 02 80 0800 = $b; 12 00 1800 "
		"00*4 = 00; 02 00 1800 = 00*4; 12 00 1800 $w = 00\n"
		"12 80 1800 dd*32 = 00; 02 80 1800 = dd*32; 12 80 1800 $d = 00; 12 00 1600 ffff0000 = 00"),
	ATCA_CASE("WRITE-03", CONFORM_SAFE, PART_ATECC, ATCA_BLANK,
		"before the configuration zone is locked neither slots nor OTP are written",
		"TFLX-A 5.1.10; DS20005927A 9.21",
		"12 82 0000 00*32 = 0f; 12 82 4000 00*32 = 0f; 12 81 0000 00*32 = 0f; 12 01 0000 00*4 = 0f; "
		"12 02 2800 00*4 = 0f; 12 c2 0000 00*64 = 0f; 12 c1 0000 00*64 = 0f; 12 82 0000 00*64 = 0f"),
	ATCA_SUITE_CASE("WRITE-04", CONFORM_SAFE, PART_ATECC, ATCA_A_CONFIG,
		"once locked the configuration zone is not written, and before the data zone is locked slots "
		"and OTP are written in blocks only",
		"TFLX-A 5.1.10; DS20005927A 9.21",
		"12 00 0500 00*4 = 0f; 12 80 0800 00*32 = 0f; 12 02 2800 00*4 = 0f; 12 01 0000 00*4 = 0f; 02 "
		"82 2800 = 0f; 02 81 0000 = 0f; 02 02 2800 = 0f\n"
		"12 82 2800 55*32 = 00; 12 81 0000 66*32 = 00; 12 81 0800 66*32 = 00; 12 81 1000 66*32 = 03; "
		"12 82 0000 00*32 = 0f; 12 82 2802 55*32 = 03"),
	ATCA_SUITE_CASE("WRITE-05", CONFORM_SAFE, PART_ATECC, ATCA_A_CONFIG,
		"before the data zone is locked any TempKey encrypts a write", "DS20005927A p.92",
		"let v 99*32\n" NOW
		"12 c2 2800 xor($v, 42*32) sha(42*32 12 c2 2800 $sn8 $sn01 00*25 $v) = 00; " NOW
		"12 c2 2800 xor($v, 42*32) 00*32 = 0f\n"
		"12 c2 2800 00*64 = 0f; 12 c2 2800 00*32 = 0f; " NOW "12 82 2800 00*64 = 0f; " NOW
		"12 c1 0000 xor($v, 42*32) sha(42*32 12 c1 0000 $sn8 $sn01 00*25 $v) = 00; 30 02 0000 = ?4 > "
		"s; same $s[0:1] : 00\n"
		"12 c1 0000 00*64 = 0f"),
	ATCA_SUITE_CASE("WRITE-06", CONFORM_WRITES, PART_ATECC, ATCA_A_LOCKED,
		"a slot that is always written is written in words and blocks, and read back",
		"TFLX-A 5.1.10; DS20005927A 9.21",
		"02 82 6000 = ?32 > b; 12 82 6000 11*32 = 00; 02 82 6000 = 11*32; 12 02 6200 22*4 = 00; 02 "
		"82 6000 = 11*8 22*4 11*20; 12 82 6000 $b = 00; 02 82 6000 = $b\n"
		"12 82 6000 00*64 = 0f; 12 82 6003 00*32 = 03; 12 02 6202 00*4 = 03; 12 82 6002 33*32 = 00; "
		"02 82 6002 = 33*8 00*24"),
	ATCA_SUITE_CASE("WRITE-07", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"OTP, private keys and slots that are never written refuse, and a secret refuses a word",
		"TFLX-A 5.1.10; DS20005927A 9.21, table 2-8",
		"12 82 0000 00*32 = 0f; 12 82 3000 00*32 = 0f; 12 81 0000 00*32 = 0f; 12 01 0000 00*4 = 0f; "
		"12 c1 0000 00*64 = 0f; 12 02 2000 00*4 = 0f; 12 80 0800 00*32 = 0f; 12 00 0800 00*4 = 0f"),
	ATCA_SUITE_CASE("WRITE-08", CONFORM_WRITES, PART_ATECC, ATCA_A_LOCKED,
		"an encrypted write wants a TempKey from GenDig of WriteKey, and the MAC over the plain "
		"bytes",
		"LORA-A 5.1.10.2; DS20005927A 9.21.1",
		"let v 99*31 01\nlet tk sha($known 15 02 0400 $sn8 $sn01 00*25 42*32)\n" NOW
		"15 02 0400 = 00; 12 82 4000 xor($v, $tk) sha($tk 12 82 4000 $sn8 $sn01 00*25 $v) = 00; 28 "
		"00 0800 5a*32 sha($v 5a*32 08000800 00*8 00*3 $sn8 00*4 $sn01 00*2) 08000800 00*9 = 00\n" NOW
		"15 02 0400 = 00; 12 c2 4000 xor($v, $tk) sha($tk 12 c2 4000 $sn8 $sn01 00*25 $v) = 00\n" NOW
		"15 02 0400 = 00; 12 82 4000 xor($v, $tk) sha($tk 12 82 4000 $sn8 $sn01 00*25 00*32) = 0f; "
		"30 02 0000 = ?4 > s; same $s[0:1] : 00\n" NOW "15 02 0400 = 00; 12 82 4000 $v = 0f; " NOW
		"15 02 0900 = 00; 12 82 4000 xor($v, $tk) sha($tk 12 82 4000 $sn8 $sn01 00*25 $v) = 0f\n" NOW
		"12 82 4000 xor($v, 42*32) sha(42*32 12 82 4000 $sn8 $sn01 00*25 $v) = 0f; 12 82 4000 00*64 "
		"= 0f; " NOW "15 02 0400 = 00; 12 02 4000 00*4 = 0f"),
	ATCA_SUITE_CASE("WRITE-09", CONFORM_IRREVERSIBLE, PART_508A, ATCA_B_LOCKED,
		"in consumption mode OTP bits go to 0, never back", "DS20005927A 2.3",
		"02 01 0000 = 40414243; 12 01 0000 f0f0f0f0 = 00; 02 01 0000 = 40404040; 12 01 0000 ffffffff "
		"= 00; 02 01 0000 = 40404040; 12 81 0800 00*32 = 00; 02 81 0800 = 00*32; 12 c1 0000 00*64 = "
		"0f; 12 81 0000 00*64 = 0f"),
	ATCA_CASE("LOCK-02", CONFORM_SAFE, PART_ATECC, ATCA_BLANK,
		"the configuration zone is locked with its right checksum only, and nothing before it",
		"TFLX-A 5.1.3; DS20005927A 9.10",
		"02 80 0000 = ?32 > a; 02 80 0800 = ?32 > b; 02 80 1000 = ?32 > c; 02 80 1800 = ?32 > d; let "
		"z crc($a $b $c $d)\n"
		"17 00 xor($z, 0100) = 0f; 17 01 0000 = 0f; 17 81 0000 = 0f; 17 02 0000 = 0f; 17 82 0000 = "
		"0f; 02 00 1500 = ?4 > l; same $l[2:2] : 5555"),
	ATCA_ENDS("LOCK-03", PART_ATECC, ATCA_BLANK,
		"Lock of the configuration zone takes its right checksum", "TFLX-A 5.1.3; DS20005927A 9.10",
		"02 80 0000 = ?32 > a; 02 80 0800 = ?32 > b; 02 80 1000 = ?32 > c; 02 80 1800 = ?32 > d\n"
		"17 00 crc($a $b $c $d) = 00; 02 00 1500 = ?4 > l; same $l[2:2] : 5500; 12 00 0500 00*4 = "
		"0f"),
	ATCA_SUITE_CASE("LOCK-04", CONFORM_SAFE, PART_ATECC, ATCA_A_CONFIG,
		"a locked configuration zone is not locked again; the data zone wants its right checksum",
		"TFLX-A 5.1.3; DS20005927A 9.10",
		"17 80 0000 = 0f; 17 00 0000 = 0f; 17 01 0000 = 0f; 17 01 ffff = 0f; 02 00 1500 = ?4 > l; "
		"same $l[2:2] : 5500"),
	ATCA_ENDS("LOCK-05", PART_ATECC, ATCA_A_CONFIG, "bit 7 of the mode leaves the checksum out",
		"TFLX-A 5.1.3; DS20005927A 9.10",
		"17 81 0000 = 00; 02 00 1500 = ?4 > l; same $l[2:2] : 0000; 12 02 6000 00*4 = 00; 02 02 6000 "
		"= 00*4; 17 81 0000 = 0f"),
	ATCA_ENDS("LOCK-06", PART_ATECC, ATCA_BLANK, "the same of the configuration zone",
		"TFLX-A 5.1.3; DS20005927A 9.10",
		"17 80 3412 = 00; 02 00 1500 = ?4 > l; same $l[2:2] : 5500"),
	ATCA_SUITE_CASE("LOCK-07", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"locked zones stay so, and slots that are not lockable are not locked",
		"TFLX-A 5.1.3; DS20005927A 9.10",
		"17 80 0000 = 0f; 17 81 0000 = 0f; 17 00 0000 = 0f; 17 01 0000 = 0f; 17 06 0000 = 0f; 17 0a "
		"0000 = 0f; 17 22 0000 = 0f"),
	ATCA_SUITE_CASE("LOCK-08", CONFORM_IRREVERSIBLE, PART_ATECC, ATCA_A_LOCKED,
		"a lockable slot is locked once and for ever", "TFLX-A 5.1.3; DS20005927A 2.4.3, 9.10",
		"17 b2 0000 = 00; 02 00 1600 = ?4 > l; same $l[0:2] : ffef; 12 82 6000 00*32 = 0f; 12 02 "
		"6000 00*4 = 0f; 17 b2 0000 = 0f; 02 82 6000 = ?32; 17 36 3412 = 00; 02 00 1600 = ?4 > l; "
		"same $l[0:2] : ffcf\n"
		"12 82 6800 00*32 = 0f; 12 82 7800 00*32 = 00"),
	ATCA_SUITE_CASE("LOCK-09", CONFORM_IRREVERSIBLE, PART_ATECC, ATCA_A_LOCKED,
		"a locked private key is not made anew, and an internal signature says that it is locked",
		"DS20005927A 2.4.3; TFLX-A 5.2.4.1",
		"40 00 0700 = ?64 > p7; 40 00 0200 = ?64 > p2; 17 1e 0000 = 00; 40 04 0700 = 0f; 40 00 0700 "
		"= $p7; " NOW
		"15 02 0400 = 00; let tk sha($known 15 02 0400 $sn8 $sn01 00*25 42*32); let h sha($tk); let "
		"k 00*4 $d1\n"
		"46 40 0700 xor($k, $tk $h[0:4]) sha($tk 46 40 0700 $sn8 $sn01 00*21 $k) = 0f; 40 00 0700 = "
		"$p7\n" NOW
		"40 08 0700 = $p7; let g sha(42*32 40 08 0700 $sn8 $sn01 00*25 $p7); 41 00 0200 = ?64 > s; "
		"signed $p2 : sha($g 41 00 0200 8364 3300 57 0000 $sn8 00*4 $sn01 00*2 00 00 00) : $s"),
	ATCA_CASE("UPDATEEXTRA-02", CONFORM_WRITES, PART_ATECC, ATCA_BLANK,
		"before the configuration zone is locked UpdateExtra writes both bytes as often as wanted",
		"TFLX-A 5.1.9; DS20005927A 9.19",
		"20 00 1200 = 00; 20 01 0000 = 00; 02 00 1500 = ?4 > e; same $e[0:2] : 1200; 20 00 3400 = "
		"00; 02 00 1500 = ?4 > e; same $e[0:2] : 3400; 20 00 0000 = 00; 20 00 ff00 = 00; 20 00 0000 "
		"= 00"),
	ATCA_SUITE_CASE("UPDATEEXTRA-03", CONFORM_IRREVERSIBLE, PART_ATECC, ATCA_A_LOCKED,
		"afterwards UserExtra is written once, while it is 00", "TFLX-A 5.1.9; DS20005927A 9.19",
		"20 00 5a00 = 00; 02 00 1500 = ?4 > e; same $e[0:1] : 5a; 20 00 5b00 = 0f; 20 00 0000 = 0f; "
		"02 00 1500 = ?4 > e; same $e[0:1] : 5a"),
	ATCA_SUITE_CASE("UPDATEEXTRA-04", CONFORM_IRREVERSIBLE, PART_608, ATCA_A_LOCKED, "UserExtraAdd too",
		"TFLX-A 5.1.9", "20 01 c000 = 00; 20 01 c200 = 0f"),
	ATCA_CASE("COUNTER-02", CONFORM_WRITES, PART_ATECC, ATCA_BLANK,
		"a counter counts to 2097151 and stays there", "LORA-B 5.1.1; DS20005927A 9.3",
		"12 00 0f00 00000003 = 00; 12 00 1000 ffffffff = 00; 24 00 0100 = feff1f00; 24 01 0100 = "
		"ffff1f00; 24 01 0100 = 0f; 24 00 0100 = ffff1f00\n"
		"12 00 0f00 ffffffff = 00; 12 00 1000 00000000 = 00; 24 00 0100 = 00000000; 24 00 0000 = "
		"00000000"),
	ATCA_CASE("COUNTER-03", CONFORM_IRREVERSIBLE, PART_ATECC, ATCA_A_LOCKED,
		"each increment is one, and is answered with the new value", "LORA-B 5.1.1; DS20005927A 9.3",
		"24 00 0100 = ?4 > a; 24 01 0100 = ?4 > b; differ $a : $b; 24 00 0100 = $b; 24 01 0100 = ?4 "
		"> c; differ $b : $c; 24 00 0000 = ?4"),
	ATCA_ENDS("COUNTER-04", PART_ATECC, ATCA_A_LOCKED, "counters go up by one from 0",
		"LORA-B 5.1.1; DS20005927A 9.3",
		"24 00 0100 = 00000000; 24 01 0100 = 01000000; 24 01 0100 = 02000000; 24 01 0100 = 03000000; "
		"24 00 0000 = 00000000; 24 01 0000 = 01000000; 24 00 0100 = 03000000"),
};

void atca_zone_cases(struct conform_list *list)
{
	conform_list_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
