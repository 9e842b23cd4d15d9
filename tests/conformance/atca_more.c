/*
 * tests/conformance/atca_more.c: what commands that do not use TempKey leave in it, those that do take away, the last slot, and
 * what the 508A alone has.
 */
#include "atca_script.h"

#define NOW "16 03 0000 42*32 = 00; "
#define KEPT "08 06 0000 5a*32 = sha(42*32 5a*32 08 06 0000 00*11 $sn8 00*4 $sn01 00*2)\n"
#define GONE "08 06 0000 5a*32 = 0f\n"

static const struct conform_case cases[] = {
	ATCA_CASE("TEMPKEY-50", CONFORM_WRITES, PART_608, ATCA_BLANK,
		"writes of the configuration zone, UpdateExtra and refused locks leave TempKey alone",
		"TFLX-A 3.1; DS40002138A 3.1",
		"02 80 0800 = ?32 > b; 02 00 1800 = ?4 > w; " NOW
		"12 80 0800 $b = 00; 12 00 1800 $w = 00; 20 00 0000 = 00; 20 01 0000 = 00\n" KEPT NOW
		"24 00 0000 = ?4; 30 04 0000 ! 03; 30 03 0000 ! 03\n" KEPT),
	ATCA_SUITE_CASE("TEMPKEY-51", CONFORM_WRITES, PART_608, ATCA_A_CONFIG,
		"so do PrivWrite and Write in plain, before the data zone is locked",
		"TFLX-A 3.1; DS40002138A 3.1",
		NOW "46 00 0000 00*4 $d0 00*32 = 00; 12 82 2800 00*32 = 00; 12 81 0000 00*32 = 00\n" KEPT),
	ATCA_SUITE_CASE("TEMPKEY-52", CONFORM_WRITES, PART_608, ATCA_A_LOCKED,
		"so do reads, writes in plain and ECDH, once it is", "TFLX-A 3.1; DS40002138A 3.1",
		"02 82 6000 = ?32 > b; " NOW "12 82 6000 $b = 00; 12 02 6000 $b[0:4] = 00; 02 81 0000 = ?32; "
		"02 01 0000 = ?4; 02 82 6000 = ?32\n" KEPT NOW
		"43 00 0200 $p0 = ?32; 43 0c 0200 $p0 = ?32; 43 0e 0200 $p0 = ?64\n" KEPT NOW
		"43 04 0000 $p2 = 00; 43 00 0000 $p2 = 00\n" KEPT "16 43 0000 43*32 = 00; " NOW
		"45 20 0b00 sign($d0, 43*32) = 00\n" KEPT NOW "30 04 0000 = ?4; 77 3b 0000 = 00\n" KEPT),
	ATCA_ENDS("TEMPKEY-53", PART_608, ATCA_A_LOCKED, "so do Lock, UpdateExtra and Counter",
		"TFLX-A 3.1; DS40002138A 3.1",
		NOW "17 36 0000 = 00; 20 00 5a00 = 00; 24 01 0100 = ?4\n" KEPT),
	ATCA_ENDS("TEMPKEY-54", PART_608, ATCA_BLANK, "so does Lock of the configuration zone",
		"TFLX-A 3.1; DS40002138A 3.1", NOW "17 80 0000 = 00\n" KEPT),
	ATCA_ENDS("TEMPKEY-55", PART_608, ATCA_A_CONFIG, "so does Lock of the data zone",
		"TFLX-A 3.1; DS40002138A 3.1", NOW "17 81 0000 = 00\n" KEPT),
	ATCA_SUITE_CASE("TEMPKEY-56", CONFORM_WRITES, PART_608, ATCA_A_LOCKED,
		"what used TempKey has taken it: a MAC of Verify, an encrypted PrivWrite, a key in it that "
		"agreed",
		"TFLX-A 3.1; DS40002138A 3.1",
		"let s sign($d2, 42*32); 16 43 0000 55*32 = 00; " NOW "45 82 0400 $s $p2 = ?32\n" GONE
		"16 43 0000 55*32 = 00; " NOW "45 80 0b00 sign($d0, 42*32) = ?32\n" GONE
		"let k 00*4 $d7; " NOW
		"15 02 0400 = 00; let tk sha($known 15 02 0400 $sn8 $sn01 00*25 42*32); let h sha($tk)\n"
		"46 40 0700 xor($k, $tk $h[0:4]) sha($tk 46 40 0700 $sn8 $sn01 00*21 $k) = 00\n" GONE
		"40 04 ffff = ?64; 43 0d 0000 $p0 = ?32; 43 0d 0000 $p0 = 0f; 40 04 ffff = ?64; 43 0f 0000 "
		"$p0 = ?64; 43 0f 0000 $p0 = 0f\n"
		"40 04 ffff = ?64; 43 05 0800 $p0 = 00; 43 05 0800 $p0 = 0f\n" NOW
		"15 05 0f00 = 00; 08 06 0000 5a*32 = ?32 > m; differ $m : sha(42*32 5a*32 08 06 0000 00*11 "
		"$sn8 00*4 $sn01 00*2)"),
	ATCA_SUITE_CASE("TEMPKEY-57", CONFORM_WRITES, PART_ATECC, ATCA_B_LOCKED,
		"validation of a public key takes TempKey, whichever way it goes",
		"TFLX-A 5.2.5.3; DS20005927A 9.20",
		NOW
		"40 10 0c00 000000 = 00; let g sha(42*32 40 000000 $sn8 $sn01 00*25 $p7); let m sha($g 41 "
		"00*10 $sn8 00*4 $sn01 00*5)\n"
		"45 03 0c00 sign($d0, $m) 00*19 = 00\n" GONE
		"45 03 0c00 sign($d0, $m) 00*19 = 0f; let m sha($g 41 00*10 $sn8 00*4 $sn01 00*3 01 00)\n" NOW
		"40 10 0c00 000000 = 00; 45 07 0c00 sign($d0, $m) 00*17 01 00 = 00; 45 07 0c00 sign($d0, $m) "
		"00*17 01 00 = 0f"),
	ATCA_SUITE_CASE("VERIFY-50", CONFORM_IRREVERSIBLE, PART_608, ATCA_B_LOCKED,
		"validation of a public key is a use of its parent, which is counted where the parent is "
		"limited",
		"TFLX-A 5.2.5.3; DS20005927A 3.2.6",
		NOW "40 10 0c00 000000 = 00; let g sha(42*32 40 000000 $sn8 $sn01 00*25 $p7); let m sha($g "
		    "41 00*10 $sn8 00*4 $sn01 00*5)\n"
		    "24 00 0000 = ?4 > n; 45 03 0c00 sign($d0, $m) 00*19 = 00; 24 00 0000 ! $n"),
	ATCA_SUITE_CASE("SLOT-50", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"slot 15 is a slot like others: what it cannot do is refused, no parse error",
		"TFLX-A 5.2; DS20005927A 9",
		"43 00 0f00 $p0 = 0f; 40 00 0f00 = 0f; " NOW "40 08 0f00 = 0f; " NOW
		"40 0c 0f00 = 0f; 40 04 0f00 = 0f; " NOW "41 80 0f00 = 0f; " NOW
		"15 02 0400 = 00; 41 00 0f00 = 0f\n"
		"46 00 0f00 00*68 = 0f; " NOW "46 40 0f00 00*68 = 0f; 30 01 0f00 ! 03; " NOW
		"45 00 0f00 sign($d7, 42*32) = 00\n" NOW
		"40 10 0f00 000000 = 00; 45 03 0f00 00*64 00*19 ! 03"),
	ATCA_SUITE_CASE("SLOT-51", CONFORM_WRITES, PART_608, ATCA_A_LOCKED, "the same of what a 608 has more",
		"TFLX-A 5.2",
		"43 04 0f00 $p0 = 0f; 43 08 0f00 $p0 = 0f; 43 0c 0f00 $p0 = 0f; 43 0e 0f00 $p0 = 0f; 16 43 "
		"0000 43*32 = 00; 41 a0 0f00 = 0f\n"
		"16 43 0000 55*32 = 00; " NOW
		"45 80 0f00 sign($d7, 42*32) = ?32; 16 43 0000 43*32 = 00; 45 20 0f00 sign($d7, 43*32) = 00; "
		"40 04 ffff = ?64; 43 05 0f00 $p0 ! 03"),
	ATCA_SUITE_CASE("PRIVWRITE-50", CONFORM_SAFE, PART_ATECC, ATCA_A_CONFIG,
		"slot 15 takes no private key where it is not configured for one", "DS20005927A 9.14",
		"46 00 0f00 00*4 $d0 00*32 = 0f; " NOW "46 40 0f00 00*68 = 0f"),
	ATCA_CASE("PAUSE-01", CONFORM_SAFE, PART_508A, ATCA_BLANK,
		"Pause with a selector that is not the part's sends it to idle without an answer, with its "
		"own it succeeds",
		"DS20005927A 9.13, 4.2",
		"stay; 01 00 0000 = 00; 30 00 0000 = ?4\nsend 03 07 01 01 0000 crc(07 01 01 0000); silent; "
		"wake; 30 00 0000 = ?4\n"
		"send 03 07 01 02 0000 crc(07 01 02 0000); wait 5000; silent; wake; send 03 07 01 04 0000 "
		"crc(07 01 04 0000); wait 5000; silent\n"
		"wake; send 03 07 01 08 0000 crc(07 01 08 0000); wait 5000; silent; wake; send 03 07 01 10 "
		"0000 crc(07 01 10 0000); wait 5000; silent\n"
		"wake; send 03 07 01 20 0000 crc(07 01 20 0000); wait 5000; silent; wake; send 03 07 01 40 "
		"0000 crc(07 01 40 0000); wait 5000; silent\n"
		"wake; send 03 07 01 80 0000 crc(07 01 80 0000); wait 5000; silent"),
	ATCA_CASE("PAUSE-02", CONFORM_SAFE, PART_508A, ATCA_BLANK,
		"Pause has no data and no second parameter", "DS20005927A 9.13",
		"lengths 01 00 0000 : 0\nparams 01 00 : 0000\nparams 01 ff : 0000"),
	ATCA_CASE("UPDATEEXTRA-50", CONFORM_SAFE, PART_508A, ATCA_BLANK,
		"UpdateExtra has modes 00 and 01, and 02 and 03 to spend a use of a slot", "DS20005927A 9.19",
		"modes 20 0000 : 00 01 02 03\nlengths 20 02 0000 : 0\nlengths 20 00 0000 : 0\n"
		"params 20 02 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 0e00 "
		"0f00"),
	ATCA_SUITE_CASE("UPDATEEXTRA-51", CONFORM_IRREVERSIBLE, PART_508A, ATCA_B_LOCKED,
		"UpdateExtra spends a use of a limited slot, and says nothing of others", "DS20005927A 9.19",
		"24 00 0000 = ?4 > a; 20 02 0100 = 00; 24 00 0000 = ?4 > b; differ $a : $b; 20 03 0200 = 00; "
		"24 00 0000 = $b; 20 02 0000 = 00; 24 00 0000 = $b\n" NOW
		"20 02 0200 = 00; 20 03 0100 = 00; 24 00 0000 ! $b"),
	ATCA_SUITE_CASE("HMAC-50", CONFORM_SAFE, PART_508A, ATCA_A_LOCKED, "HMAC needs TempKey and takes it",
		"DS20005927A 9.8, 2.5.1",
		NOW "11 04 0400 = ?32; 11 04 0400 = 0f; 08 06 0000 5a*32 = 0f; 11 00 0400 = 0f"),
	ATCA_CASE("ECDH-50", CONFORM_SAFE, PART_608, ATCA_BLANK,
		"before the configuration zone is locked no key agrees on anything", "TFLX-A 5.2.1",
		"43 00 0000 point(00*31 07) = 0f; 43 0c 0000 point(00*31 07) = 0f"),
	ATCA_CASE("WRITE-50", CONFORM_SAFE, PART_ATECC, ATCA_BLANK,
		"before the configuration zone is locked no slot takes a word, nor OTP",
		"TFLX-A 5.1.10; DS20005927A 9.21",
		"12 02 4000 00*4 = 0f; 12 02 6000 00*4 = 0f; 12 01 0500 00*4 = 0f; 1c 00 0000 = 0f; " NOW
		"1c 04 0000 = 0f; " NOW "1c 04 1400 00*32 = 0f"),
	ATCA_SUITE_CASE("WRITE-51", CONFORM_SAFE, PART_ATECC, ATCA_A_CONFIG,
		"before the data zone is locked no slot takes a word", "TFLX-A 5.1.10; DS20005927A 9.21",
		"12 02 6000 00*4 = 0f; 12 02 5800 00*4 = 0f; 12 02 4000 00*4 = 0f; 12 02 2800 00*4 = 0f"),
	ATCA_SUITE_CASE("DERIVEKEY-50", CONFORM_WRITES, PART_ATECC, ATCA_B_LOCKED,
		"the upper bits of DeriveKey's param2 are hashed, not looked at",
		"LORA-B 5.3.3; DS20005927A 9.4",
		NOW "1c 04 1a80 = 00; 08 00 0a00 5a*32 = sha(sha($known 1c 04 1a80 $sn8 $sn01 00*25 42*32) "
		    "5a*32 08 00 0a00 00*11 $sn8 00*4 $sn01 00*2); 1c 04 0500 = 0f"),
	{ .id = "ATCA-AES-60",
		.rule = "where the lot has no AES, AES and KDF by AES are parse errors",
		.source = "TNGTLS-B 2.1 (AES_Enable); docs/reference/atecc608-evidence.md",
		.evidence = BY_SILICON,
		.class = CONFORM_SAFE,
		.parts = PART_608,
		.needs = NEED_NO_AES,
		.phase = ATCA_BLANK,
		.run = atca_talk_case,
		.data = "51 00 0000 00*16 = 03; 51 01 0000 00*16 = 03; 51 03 0000 00*32 = 03; 56 32 0400 "
			"00000010 00*16 = 03" },
	ATCA_CASE("SHA-50", CONFORM_SAFE, PART_608, ATCA_BLANK,
		"param2 of SHA is the length, at most 64; a context has 36 to 99 bytes", "LORA-B 5.1.8",
		"47 00 0000 = 00; 47 01 4100 00*65 = 03; 47 02 4100 00*65 = 03; 47 42 4100 00*65 = 03; 47 c2 "
		"4100 00*65 = 03; 47 01 4000 00*64 = 00; 47 07 2300 00*35 = 03; 47 07 6400 00*100 = 03; 47 "
		"01 0100 00*2 = 03"),
	ATCA_CASE("SHA-51", CONFORM_SAFE, PART_508A, ATCA_BLANK,
		"SHA of a 508A has modes 00 to 05; its end takes at most 63 bytes", "DS20005927A 9.17",
		"modes 47 0000 : 00 01 02 03 04 05\nmodes 47 2400 00*36 : 02 05\nmodes 47 4000 00*64 : "
		"01\n47 00 0000 = 00; 47 02 4000 00*64 = 03; 47 05 4000 00*64 = 03"),
	ATCA_SUITE_CASE("KDF-50", CONFORM_SAFE, PART_608, ATCA_A_LOCKED, "PRF takes a message of no bytes",
		"TFLX-A 5.3.4.1", "let p prf($known, ); 56 12 0400 01000000 = $p[0:32]"),
	ATCA_SUITE_CASE("GENKEY-50", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"GenKey into TempKey takes three bytes more, or none", "TFLX-A 5.2.2",
		"40 04 ffff a1a2a3 = ?64; 40 04 ffff = ?64; 40 04 0200 a1a2a3 = 03"),
};

void atca_more_cases(struct conform_list *list)
{
	conform_list_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
