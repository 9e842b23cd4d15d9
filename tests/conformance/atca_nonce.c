/* tests/conformance/atca_nonce.c: Nonce, Random and what becomes of TempKey. */
#include "atca_suite.h"

#include "atca_cases.h"

static const struct conform_case cases[] = {
	ATCA_CASE("NONCE-03", CONFORM_SAFE, PART_ATECC, ATCA_BLANK,
		"before the configuration zone is locked a random nonce is of ffff0000",
		"LORA-B 5.1.4, 5.1.5",
		"let f ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000\n"
		"16 00 0000 a5*20 = $f; let tk sha($f a5*20 16 00 00)\n"
		"16 00 0080 00*20 = sha($tk 00*20 16 00 00)"),
	ATCA_CASE("NONCE-04", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"a random nonce is the digest of what it answers, the input, opcode, mode and 00",
		"LORA-B 5.1.4; table 5-13",
		"16 00 0000 a5*20 = ?32 > r; let tk sha($r a5*20 16 00 00)\n"
		"08 02 0000 5a*32 = sha($tk 5a*32 08 02 0000 00*11 $sn8 00*4 $sn01 00*2)\n"
		"16 01 0000 a5*20 = ?32 > r; let tk sha($r a5*20 16 01 00)\n"
		"08 02 0000 5a*32 = sha($tk 5a*32 08 02 0000 00*11 $sn8 00*4 $sn01 00*2)\n"
		"16 01 0000 a5*20 = ?32 > q; differ $r : $q"),
	ATCA_CASE("NONCE-05", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"a fixed nonce is the input itself and says that it is input", "LORA-B 5.1.4; table 5-14",
		"16 03 0000 11*31 22 = 00; 08 06 0000 5a*32 = sha(11*31 22 5a*32 08 06 0000 00*11 $sn8 00*4 "
		"$sn01 00*2)\n"
		"16 03 0000 11*31 22 = 00; 08 02 0000 5a*32 = 0f\n"
		"16 00 0000 a5*20 = ?32; 08 06 0000 5a*32 = 0f"),
	ATCA_CASE("NONCE-06", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"with param2 8000 the nonce is computed from TempKey and answered",
		"LORA-B 5.1.4, table 5-14",
		"16 03 0000 77*32 = 00; 16 00 0080 01*20 = sha(77*32 01*20 16 00 00) > a\n"
		"16 01 0080 02*20 = sha($a 02*20 16 01 00)\n"
		"sleep; wake; 16 00 0080 01*20 = 0f"),
	ATCA_CASE("NONCE-07", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"of a fixed nonce of 64 bytes the upper 32 are a key too", "LORA-B 5.1.4; TFLX-A 5.3.1",
		"let k 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
		" 202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f\n"
		"16 23 0000 $k = 00; 51 00 ffff 5a*16 = aes($k[0:16], 5a*16); 51 40 ffff 5a*16 = "
		"aes($k[16:16], 5a*16)\n"
		"51 80 ffff 5a*16 = aes($k[32:16], 5a*16); 51 c0 ffff 5a*16 = aes($k[48:16], 5a*16)\n"
		"16 03 0000 $k[0:32] = 00; 51 40 ffff 5a*16 = aes($k[16:16], 5a*16); 51 80 ffff 5a*16 = 0f\n"
		"16 03 0000 $k[0:32] = 00; 51 c0 ffff 5a*16 = 0f"),
	ATCA_CASE("NONCE-08", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"a nonce to MsgDigBuf or AltKeyBuf leaves TempKey alone", "LORA-B 5.1.4",
		"16 03 0000 42*32 = 00; 16 43 0000 43*32 = 00; 16 63 0000 44*64 = 00; 16 83 0000 45*32 = 00\n"
		"08 06 0000 5a*32 = sha(42*32 5a*32 08 06 0000 00*11 $sn8 00*4 $sn01 00*2)"),
	ATCA_CASE("TEMPKEY-01", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"sleep erases TempKey, idle keeps it", "LORA-B 7.3; DS20005927A 6.8",
		"16 03 0000 42*32 = 00; idle; wake; 08 06 0000 5a*32 = sha(42*32 5a*32 08 06 0000 00*11 $sn8 "
		"00*4 $sn01 00*2)\n"
		"16 03 0000 42*32 = 00; sleep; wake; 08 06 0000 5a*32 = 0f"),
	ATCA_CASE("TEMPKEY-02", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"there is no TempKey to use after wake", "LORA-B 5.1.4; TFLX-A 3.1",
		"08 02 0000 5a*32 = 0f; 08 03 0000 = 0f; 15 00 0000 = 0f; 15 01 0000 = 0f; 15 04 0000 = 0f; "
		"15 05 0000 = 0f\n"
		"15 03 0000 00*32 = 0f; 28 02 0000 00*77 = 0f; 28 03 0000 00*77 = 0f; 45 02 0400 00*128 = "
		"0f\n"
		"41 80 0200 = 0f; 41 00 0200 = 0f; 15 02 0400 = 0f"),
	ATCA_SUITE_CASE("TEMPKEY-03", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"a command that used TempKey has cleared it", "TFLX-A 3.1; DS40002138A 3.1",
		"16 03 0000 42*32 = 00; 08 06 0000 5a*32 = ?32; 30 02 0000 = 00000000\n"
		"16 03 0000 42*32 = 00; 08 07 0000 = ?32; 30 02 0000 = 00000000\n"
		"16 03 0000 42*32 = 00; 08 05 0400 = ?32; 30 02 0000 = 00000000\n"
		"16 03 0000 42*32 = 00; 28 06 0000 00*77 = 01; 30 02 0000 = 00000000\n"
		"16 03 0000 42*32 = 00; 28 07 0000 00*77 = 01; 30 02 0000 = 00000000\n"
		"16 03 0000 42*32 = 00; 28 05 0400 00*77 = 01; 30 02 0000 = 00000000\n"
		"16 03 0000 42*32 = 00; 41 80 0200 = ?64; 30 02 0000 = 00000000\n"
		"16 03 0000 42*32 = 00; 45 02 0400 sign($d2, 42*32) $p2 = 00; 30 02 0000 = 00000000\n"
		"16 03 0000 42*32 = 00; 45 00 0b00 sign($d0, 42*32) = 00; 30 02 0000 = 005c0000"),
	ATCA_SUITE_CASE("TEMPKEY-04", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"commands that do not use TempKey leave it alone", "TFLX-A 3.1; DS40002138A 3.1",
		"16 03 0000 42*32 = 00; 08 00 0400 5a*32 = ?32; 30 02 0000 = 10800000\n"
		"1b 00 0000 = ?32; 02 80 0000 = ?32; 24 00 0000 = ?4; 30 00 0000 = ?4; 30 01 0000 = ?4\n"
		"28 00 0400 00*77 = 01; 47 00 0000 = 00; 40 00 0200 = ?64; 02 02 2800 = ?4; 30 02 0000 = "
		"10800000\n"
		"16 43 0000 43*32 = 00; 41 a0 0200 = ?64; 30 02 0000 = 10800000\n"
		"16 43 0000 43*32 = 00; 45 22 0400 sign($d2, 43*32) $p2 = 00; 30 02 0000 = 10800000\n"
		"51 00 ffff 5a*16 = ?16; 51 01 ffff 5a*16 = ?16; 51 03 0000 5a*32 = ?16; 30 02 0000 = "
		"10800000\n"
		"77 01 0000 = 00; 30 02 0000 = 10800000; 43 0c 0200 $p0 = ?32; 30 02 0000 = 10800000"),
	ATCA_CASE("TEMPKEY-05", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"a nonce of any kind clears what GenDig and GenKey left in TempKey's flags",
		"DS20005927A p.26; LORA-B 5.1.2",
		"16 00 0000 a5*20 = ?32; 15 02 0600 15020c00 = 00; 30 02 0000 ! 00\n"
		"16 03 0000 42*32 = 00; 30 02 0000 = ?4 > s; same $s[0:1] : 10\n"
		"16 00 0000 a5*20 = ?32; 30 02 0000 = ?4 > s; same $s[0:1] : 00"),
	ATCA_CASE("RANDOM-03", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"Random gives 32 bytes that do not repeat", "LORA-B 5.1.5",
		"1b 00 0000 = ?32 > a; 1b 01 0000 = ?32 > b; 1b 00 0000 = ?32 > c; differ $a : $b; differ $a "
		": $c; differ $b : $c\n"
		"lengths 1b 00 0000 : 0\nparams 1b 00 : 0000\nparams 1b 01 : 0000"),
};

void atca_nonce_cases(struct conform_list *list)
{
	conform_list_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
