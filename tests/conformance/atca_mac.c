/* tests/conformance/atca_mac.c: MAC, CheckMac, the 508A's HMAC, GenDig and DeriveKey. */
#include "atca_suite.h"

#include "atca_cases.h"

static const struct conform_case cases[] = {
	ATCA_SUITE_CASE("MAC-02", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"MAC is SHA-256 over key, challenge, command and serial number; with bit 6 over all nine "
		"bytes of that",
		"LORA-B 5.3.6.1",
		"let c 5a*31 a5\n"
		"08 00 0400 $c = sha($known $c 08 00 0400 00*11 $sn8 00*4 $sn01 00*2)\n"
		"08 40 0400 $c = sha($known $c 08 40 0400 00*11 $sn8 $sn47 $sn01 $sn23)\n"
		"08 04 0400 $c = sha($known $c 08 04 0400 00*11 $sn8 00*4 $sn01 00*2)\n"
		"08 44 0400 $c = sha($known $c 08 44 0400 00*11 $sn8 $sn47 $sn01 $sn23)\n"
		"08 00 14a0 $c = sha($known $c 08 00 14a0 00*11 $sn8 00*4 $sn01 00*2)"),
	ATCA_SUITE_CASE("MAC-03", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"MAC takes TempKey as challenge, as key, or as both", "LORA-B 5.3.6.1",
		"16 03 0000 42*32 = 00; 08 05 0400 = sha($known 42*32 08 05 0400 00*11 $sn8 00*4 $sn01 "
		"00*2)\n"
		"16 03 0000 42*32 = 00; 08 05 0400 00*32 = sha($known 42*32 08 05 0400 00*11 $sn8 00*4 $sn01 "
		"00*2)\n"
		"16 03 0000 42*32 = 00; 08 45 0400 = sha($known 42*32 08 45 0400 00*11 $sn8 $sn47 $sn01 "
		"$sn23)\n"
		"16 03 0000 42*32 = 00; 08 06 0000 5a*32 = sha(42*32 5a*32 08 06 0000 00*11 $sn8 00*4 $sn01 "
		"00*2)\n"
		"16 03 0000 42*32 = 00; 08 46 14a0 5a*32 = sha(42*32 5a*32 08 46 14a0 00*11 $sn8 $sn47 $sn01 "
		"$sn23)\n"
		"16 03 0000 42*32 = 00; 08 07 0000 = sha(42*32 42*32 08 07 0000 00*11 $sn8 00*4 $sn01 00*2)\n"
		"16 03 0000 42*32 = 00; 08 47 14a0 00*32 = sha(42*32 42*32 08 47 14a0 00*11 $sn8 $sn47 $sn01 "
		"$sn23)\n"
		"16 00 0000 a5*20 = ?32 > r; let tk sha($r a5*20 16 00 00)\n"
		"08 01 0400 = sha($known $tk 08 01 0400 00*11 $sn8 00*4 $sn01 00*2)\n"
		"16 00 0000 a5*20 = ?32 > r; let tk sha($r a5*20 16 00 00)\n"
		"08 03 0000 = sha($tk $tk 08 03 0000 00*11 $sn8 00*4 $sn01 00*2)"),
	ATCA_SUITE_CASE("MAC-04", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"MAC refuses a TempKey of the other source, a private key and a key that is for checking "
		"only",
		"LORA-B 5.3.6; DS20005927A p.21",
		"16 03 0000 42*32 = 00; 08 01 0400 = 0f; 16 03 0000 42*32 = 00; 08 02 0000 5a*32 = 0f\n"
		"16 03 0000 42*32 = 00; 08 03 0000 = 0f; 16 00 0000 a5*20 = ?32; 08 05 0400 = 0f\n"
		"16 00 0000 a5*20 = ?32; 08 07 0000 = 0f; 08 00 0000 5a*32 = 0f; 08 00 0200 5a*32 = 0f; 08 "
		"00 0600 5a*32 = 0f"),
	ATCA_SUITE_CASE("MAC-05", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"a TempKey that a key for checking only went into makes no MAC, and that sticks",
		"LORA-B 5.3.4.3, table 2-16",
		"16 03 0000 42*32 = 00; 15 02 0600 15020600 = 00; 08 06 0000 5a*32 = 0f\n"
		"16 03 0000 42*32 = 00; 15 02 0600 15020600 = 00; 15 02 0400 = 00; 08 06 0000 5a*32 = 0f\n"
		"16 03 0000 42*32 = 00; 15 02 0600 15020600 = 00; 15 00 0000 = 00; 08 06 0000 5a*32 = 0f\n"
		"16 03 0000 42*32 = 00; 15 02 0400 = 00; 08 06 0000 5a*32 = ?32"),
	ATCA_SUITE_CASE("CHECKMAC-02", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"CheckMac is 00 when the other side's MAC is right, 01 when not",
		"LORA-B 5.3.2; DS20005927A 9.2",
		"let o 080004001122330102030405aa\nlet m sha($known 5a*32 $o[0:4] 00*8 $o[4:3] $sn8 $o[7:4] "
		"$sn01 $o[11:2])\n"
		"28 00 0400 5a*32 $m $o = 00; 28 00 0400 5a*32 xor($m, 00*31 01) $o ! 00; 28 00 0400 5a*32 "
		"xor($m, 00*31 01) $o = 01\n"
		"28 00 0400 5b*32 $m $o = 01; 28 04 0400 5a*32 $m $o = 00; 28 00 14a0 5a*32 $m $o = 00\n"
		"28 00 0400 5a*32 $m $o[0:12] ab = 01; 28 00 0400 5a*32 xor($m, 01 00*31) $o = 01"),
	ATCA_SUITE_CASE("CHECKMAC-03", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"CheckMac takes TempKey as challenge, as key, or as both", "LORA-B 5.3.2; DS20005927A 9.2",
		"let o 080504001122330102030405aa\nlet m sha($known 42*32 $o[0:4] 00*8 $o[4:3] $sn8 $o[7:4] "
		"$sn01 $o[11:2])\n"
		"16 03 0000 42*32 = 00; 28 05 0400 00*32 $m $o = 00; 16 03 0000 42*32 = 00; 28 01 0400 00*32 "
		"$m $o = 0f\n"
		"let m sha(42*32 5a*32 $o[0:4] 00*8 $o[4:3] $sn8 $o[7:4] $sn01 $o[11:2])\n"
		"16 03 0000 42*32 = 00; 28 06 0400 5a*32 $m $o = 00; 16 03 0000 42*32 = 00; 28 02 0400 5a*32 "
		"$m $o = 0f\n"
		"let m sha(42*32 42*32 $o[0:4] 00*8 $o[4:3] $sn8 $o[7:4] $sn01 $o[11:2])\n"
		"16 03 0000 42*32 = 00; 28 07 0400 5a*32 $m $o = 00; 16 03 0000 42*32 = 00; 28 03 0400 5a*32 "
		"$m $o = 0f\n"
		"16 00 0000 a5*20 = ?32 > r; let tk sha($r a5*20 16 00 00)\n"
		"28 01 1400 00*32 sha($known $tk $o[0:4] 00*8 $o[4:3] $sn8 $o[7:4] $sn01 $o[11:2]) $o = 00\n"
		"16 00 0000 a5*20 = ?32 > r; let tk sha($r a5*20 16 00 00)\n"
		"28 02 1400 5a*32 sha($tk 5a*32 $o[0:4] 00*8 $o[4:3] $sn8 $o[7:4] $sn01 $o[11:2]) $o = 00\n"
		"16 00 0000 a5*20 = ?32 > r; let tk sha($r a5*20 16 00 00)\n"
		"28 03 1400 5a*32 sha($tk $tk $o[0:4] 00*8 $o[4:3] $sn8 $o[7:4] $sn01 $o[11:2]) $o = 00\n"
		"16 00 0000 a5*20 = ?32; 28 05 0400 00*77 = 0f; 16 00 0000 a5*20 = ?32; 28 06 0400 00*77 = "
		"0f\n"
		"16 00 0000 a5*20 = ?32; 28 07 0400 00*77 = 0f"),
	ATCA_SUITE_CASE("CHECKMAC-04", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"a key for checking only checks; a private key does not", "LORA-B 5.3.2; DS20005927A p.21",
		"let k 666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485\n"
		"28 00 0600 00*32 sha($k 00*32 08000600 00*8 00*3 $sn8 00*4 $sn01 00*2) 08000600 00*9 = 00\n"
		"28 00 0000 00*77 = 0f; 28 00 0200 00*77 = 0f"),
	ATCA_SUITE_CASE("CHECKMAC-05", CONFORM_SAFE, PART_ATECC, ATCA_B_LOCKED,
		"a match in mode 01 or 05 copies the partner slot into TempKey when its ReadKey is 0, until "
		"idle",
		"DS20005927A 3.2.7",
		"let k 55565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f7071727374\n"
		"let o 08050400 00*9\nlet m sha($known 42*32 $o[0:4] 00*8 00*3 $sn8 00*4 $sn01 00*2)\n"
		"stay; 16 03 0000 42*32 = 00; 28 05 0400 00*32 $m $o = 00\n"
		"08 06 0000 5a*32 = sha($k 5a*32 08 06 0000 00*11 $sn8 00*4 $sn01 00*2)\n"
		"16 03 0000 42*32 = 00; 28 05 0400 00*32 $m $o = 00; idle; wake; 08 06 0000 5a*32 = 0f\n"
		"16 03 0000 42*32 = 00; 28 05 0400 00*32 00*32 $o = 01; 08 06 0000 5a*32 = 0f"),
	ATCA_SUITE_CASE("CHECKMAC-06", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"where the partner's ReadKey is not 0 a match copies nothing", "DS20005927A 3.2.7",
		"let o 08050400 00*9\nlet m sha($known 42*32 $o[0:4] 00*8 00*3 $sn8 00*4 $sn01 00*2)\n"
		"stay; 16 03 0000 42*32 = 00; 28 05 0400 00*32 $m $o = 00; 08 06 0000 5a*32 = 0f"),
	ATCA_SUITE_CASE("HMAC-02", CONFORM_SAFE, PART_508A, ATCA_A_LOCKED,
		"HMAC is over 32 zeros, TempKey, the command and the serial number", "DS20005927A 9.8",
		"16 03 0000 42*32 = 00; 11 04 0400 = hmac($known, 00*32 42*32 11 04 0400 00*11 $sn8 00*4 "
		"$sn01 00*2)\n"
		"16 03 0000 42*32 = 00; 11 44 0400 = hmac($known, 00*32 42*32 11 44 0400 00*11 $sn8 $sn47 "
		"$sn01 $sn23)\n"
		"16 00 0000 a5*20 = ?32 > r; let tk sha($r a5*20 16 00 00)\n"
		"11 00 1400 = hmac($known, 00*32 $tk 11 00 1400 00*11 $sn8 00*4 $sn01 00*2)\n"
		"16 00 0000 a5*20 = ?32 > r; let tk sha($r a5*20 16 00 00)\n"
		"11 40 0400 = hmac($known, 00*32 $tk 11 40 0400 00*11 $sn8 $sn47 $sn01 $sn23)\n"
		"11 00 0400 = 0f; 16 03 0000 42*32 = 00; 11 00 0400 = 0f; 16 03 0000 42*32 = 00; 11 04 0600 "
		"= 0f\n"
		"16 03 0000 42*32 = 00; 11 04 0000 = 0f"),
	ATCA_SUITE_CASE("GENDIG-02", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"GenDig of config, OTP and a slot is SHA-256 over 32 bytes of it, the command, SN and "
		"TempKey",
		"LORA-B 5.3.4.3",
		"02 80 0800 = ?32 > c; 02 80 1800 = ?32 > c3\n"
		"16 03 0000 42*32 = 00; 15 00 0100 = 00\n"
		"08 06 0000 5a*32 = sha(sha($c 15 00 0100 $sn8 $sn01 00*25 42*32) 5a*32 08 06 0000 00*11 "
		"$sn8 00*4 $sn01 00*2)\n"
		"16 03 0000 42*32 = 00; 15 00 0300 00*4 = 00\n"
		"08 06 0000 5a*32 = sha(sha($c3 15 00 0300 $sn8 $sn01 00*25 42*32) 5a*32 08 06 0000 00*11 "
		"$sn8 00*4 $sn01 00*2)\n"
		"02 81 0000 = ?32 > o; 02 81 0800 = ?32 > o1\n"
		"16 03 0000 42*32 = 00; 15 01 0000 = 00\n"
		"08 06 0000 5a*32 = sha(sha($o 15 01 0000 $sn8 $sn01 00*25 42*32) 5a*32 08 06 0000 00*11 "
		"$sn8 00*4 $sn01 00*2)\n"
		"16 03 0000 42*32 = 00; 15 01 0100 00*4 = 00\n"
		"08 06 0000 5a*32 = sha(sha($o1 15 01 0100 $sn8 $sn01 00*25 42*32) 5a*32 08 06 0000 00*11 "
		"$sn8 00*4 $sn01 00*2)\n"
		"16 03 0000 42*32 = 00; 15 02 0400 = 00; 30 02 0000 = ?4 > s\n"
		"08 06 0000 5a*32 = sha(sha($known 15 02 0400 $sn8 $sn01 00*25 42*32) 5a*32 08 06 0000 00*11 "
		"$sn8 00*4 $sn01 00*2)\n"
		"16 00 0000 a5*20 = ?32 > r; let tk sha($r a5*20 16 00 00); 15 02 0400 00*4 = 00\n"
		"08 02 0000 5a*32 = sha(sha($known 15 02 0400 $sn8 $sn01 00*25 $tk) 5a*32 08 02 0000 00*11 "
		"$sn8 00*4 $sn01 00*2)"),
	ATCA_SUITE_CASE("GENDIG-03", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"GenDig with a key for checking only takes four bytes of the host's in the command's place",
		"LORA-B 5.3.4; DS20005927A 9.6",
		"let k 666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485\n"
		"16 03 0000 42*32 = 00; 15 02 0600 = 0f; 16 03 0000 42*32 = 00; 15 02 0600 08400600 = 00\n"
		"28 06 0000 5a*32 sha(sha($k 08400600 $sn8 $sn01 00*25 42*32) 5a*32 00*4 00*8 00*3 $sn8 00*4 "
		"$sn01 00*2) 00*13 = 00"),
	ATCA_SUITE_CASE("GENDIG-04", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"GenDig refuses private keys and transport keys", "LORA-B 5.3.4; DS20005927A 9.6",
		"16 03 0000 42*32 = 00; 15 02 0000 = 0f; 16 03 0000 42*32 = 00; 15 02 0200 = 0f; 16 03 0000 "
		"42*32 = 00; 15 02 0480 = 0f"),
	ATCA_SUITE_CASE("GENDIG-05", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"GenDig takes a shared nonce, a counter and a key's configuration",
		"LORA-B 5.3.4.3; DS20005927A 9.6",
		"16 03 0000 42*32 = 00; 15 03 0000 33*32 = 00\n"
		"08 06 0000 5a*32 = sha(sha(33*32 15 03 0000 $sn8 $sn01 00*25 42*32) 5a*32 08 06 0000 00*11 "
		"$sn8 00*4 $sn01 00*2)\n"
		"16 03 0000 42*32 = 00; 15 03 1280 33*32 = 00\n"
		"08 06 0000 5a*32 = sha(sha(42*32 15 03 1200 $sn8 $sn01 00*25 33*32) 5a*32 08 06 0000 00*11 "
		"$sn8 00*4 $sn01 00*2)\n"
		"24 00 0100 = ?4 > n; 16 03 0000 42*32 = 00; 15 04 0100 = 00\n"
		"08 06 0000 5a*32 = sha(sha(00*32 15 04 0100 $sn8 $sn01 00 $n 00*20 42*32) 5a*32 08 06 0000 "
		"00*11 $sn8 00*4 $sn01 00*2)\n"
		"16 03 0000 42*32 = 00; 15 04 0000 00*4 = 00; 16 03 0000 42*32 = 00; 15 05 0f00 00*4 = 00; "
		"16 03 0000 42*32 = 00; 15 05 0000 = 00"),
	ATCA_SUITE_CASE("DERIVEKEY-02", CONFORM_WRITES, PART_ATECC, ATCA_B_LOCKED,
		"DeriveKey rolls a slot: its key becomes a digest of itself and TempKey",
		"LORA-B 5.3.3; DS20005927A 9.4",
		"16 03 0000 42*32 = 00; 15 02 0500 = 00; 08 06 0000 5a*32 = ?32\n"
		"08 00 0500 5a*32 = ?32 > before; 16 03 0000 42*32 = 00; 1c 04 0500 = 00; 08 00 0500 5a*32 = "
		"?32 > after; differ $before : $after\n"
		"30 02 0000 = ?4 > s; same $s[0:1] : 00; 1c 04 0500 = 0f; 16 03 0000 42*32 = 00; 1c 00 0500 "
		"= 0f\n"
		"16 00 0000 a5*20 = ?32; 1c 00 0500 = 00; 16 00 0000 a5*20 = ?32; 1c 04 0500 = 0f"),
	ATCA_SUITE_CASE("DERIVEKEY-03", CONFORM_WRITES, PART_ATECC, ATCA_B_LOCKED,
		"DeriveKey makes a key from its parent, and wants a MAC where the slot says so",
		"LORA-B 5.3.3; DS20005927A 9.4",
		"16 03 0000 42*32 = 00; 1c 04 0a00 = 00\n"
		"08 00 0a00 5a*32 = sha(sha($known 1c 04 0a00 $sn8 $sn01 00*25 42*32) 5a*32 08 00 0a00 00*11 "
		"$sn8 00*4 $sn01 00*2)\n"
		"16 03 0000 42*32 = 00; 1c 04 0600 = 0f; 16 03 0000 42*32 = 00; 1c 04 0600 00*32 ! 00\n"
		"16 03 0000 42*32 = 00; 1c 04 0600 sha($known 1c 04 0600 $sn8 $sn01) = 00\n"
		"08 00 0600 5a*32 = sha(sha($known 1c 04 0600 $sn8 $sn01 00*25 42*32) 5a*32 08 00 0600 00*11 "
		"$sn8 00*4 $sn01 00*2)"),
	ATCA_SUITE_CASE("DERIVEKEY-04", CONFORM_SAFE, PART_ATECC, ATCA_B_LOCKED,
		"DeriveKey refuses slots whose WriteConfig does not have it", "LORA-B 5.3.3; DS20005927A 9.4",
		"16 03 0000 42*32 = 00; 1c 04 0400 = 0f; 16 03 0000 42*32 = 00; 1c 04 0800 = 0f; 16 03 0000 "
		"42*32 = 00; 1c 04 0e00 = 0f\n"
		"16 03 0000 42*32 = 00; 1c 04 0000 = 0f"),
};

void atca_mac_cases(struct conform_list *list)
{
	conform_list_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
