/* tests/conformance/atca_ecc.c: GenKey, PrivWrite, Sign, Verify, ECDH. */
#include "atca_suite.h"

#include "atca_cases.h"

#define NOW "16 03 0000 42*32 = 00; "
#define RANDOM_NONCE "16 00 0000 a5*20 = ?32 > r; let tk sha($r a5*20 16 00 00); "

static const struct conform_case cases[] = {
	ATCA_CASE("SIGN-03", CONFORM_SAFE, PART_ATECC, ATCA_BLANK,
		"before the configuration zone is locked nothing is signed and no key made",
		"DS20005927A 9.7, 9.18; TFLX-A 5.2",
		NOW "41 80 0000 = 0f; 16 00 0000 a5*20 = ?32; 41 00 0000 = 0f; 40 04 0000 = 0f; 40 00 0000 = "
		    "0f; 40 08 0000 = 0f\n" NOW "40 0c 0000 = 0f; " NOW
		    "40 10 0800 00*3 = 0f; 46 00 0000 00*68 = 0f; " NOW "46 40 0000 00*68 = 0f"),
	ATCA_CASE("SIGN-04", CONFORM_SAFE, PART_608, ATCA_BLANK, "nor from MsgDigBuf", "TFLX-A 5.2.4",
		"16 43 0000 42*32 = 00; 41 a0 0000 = 0f"),
	ATCA_SUITE_CASE("SIGN-05", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"an external signature is of TempKey, under the slot's key", "TFLX-A 5.2.4; DS20005927A 9.18",
		NOW "41 80 0200 = ?64 > s; signed $p2 : 42*32 : $s; unsigned $p2 : 43*32 : $s\n" NOW
		    "41 c0 0200 = ?64 > s; signed $p2 : 42*32 : $s\n" NOW
		    "41 80 0000 = ?64 > s; signed $p0 : 42*32 : $s\n" RANDOM_NONCE
		    "41 80 0200 = ?64 > s; signed $p2 : $tk : $s"),
	ATCA_SUITE_CASE("SIGN-06", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"or of MsgDigBuf, which is empty afterwards", "TFLX-A 5.2.4",
		"16 43 0000 43*32 = 00; 41 a0 0200 = ?64 > s; signed $p2 : 43*32 : $s; 41 a0 0200 = 0f\n"
		"16 63 0000 44*64 = 00; 41 e0 0200 = ?64 > s; signed $p2 : 44*32 : $s; 41 e0 0200 = 0f\n"
		"47 00 0000 = 00; 47 42 0300 616263 = ?32 > h; 41 a0 0200 = ?64 > s; signed $p2 : $h : $s"),
	ATCA_SUITE_CASE("SIGN-07", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"Sign refuses slots without a private key, and those that do not permit it",
		"DS20005927A 9.18, table 2-6",
		NOW "41 80 0400 = 0f; " NOW "41 80 0b00 = 0f; " NOW "41 80 0500 = 0f; 41 80 0200 = 0f; " NOW
		    "41 00 0200 = 0f"),
	ATCA_SUITE_CASE("SIGN-08", CONFORM_SAFE, PART_ATECC, ATCA_B_LOCKED,
		"a key for internal messages signs no external ones", "DS20005927A table 2-6",
		NOW "41 80 0300 = 0f; " NOW "41 80 0100 = ?64"),
	ATCA_SUITE_CASE("SIGN-09", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"an internal signature is over TempKey, the command, the slot's configuration, TempKey's "
		"flags and the serial number",
		"TFLX-A 5.2.4.1; DS20005927A 9.18",
		NOW "40 08 0200 = $p2; let g sha(42*32 40 08 0200 $sn8 $sn01 00*25 $p2)\n"
		    "41 00 0200 = ?64 > s; signed $p2 : sha($g 41 00 0200 8720 1300 52 0000 $sn8 00*4 $sn01 "
		    "00*2 01 00 00) : $s\n" NOW
		    "40 08 0200 = $p2; 41 40 0200 = ?64 > s; signed $p2 : sha($g 41 40 0200 8720 1300 52 "
		    "0000 $sn8 $sn47 $sn01 $sn23 01 00 00) : $s\n" NOW
		    "40 08 0200 = $p2; 41 01 0200 = ?64 > s; signed $p2 : sha($g 41 01 0200 8720 1300 52 "
		    "0000 $sn8 00*4 $sn01 00*2 01 00 00) : $s\n" NOW
		    "15 02 0400 = 00; let g sha($known 15 02 0400 $sn8 $sn01 00*25 42*32)\n"
		    "41 00 0200 = ?64 > s; signed $p2 : sha($g 41 00 0200 8f0f 3c00 34 0000 $sn8 00*4 $sn01 "
		    "00*2 01 00 00) : $s\n" NOW "15 00 0000 = 00; 41 00 0200 = 0f"),
	ATCA_SUITE_CASE("SIGN-10", CONFORM_SAFE, PART_ATECC, ATCA_A_CONFIG,
		"before the data zone is locked no internal message is signed", "DS20005927A 9.18",
		"46 00 0200 00*4 $d2 00*32 = 00; " NOW "40 08 0200 = $p2; 41 00 0200 = 0f; " NOW
		"41 80 0200 = ?64 > s; signed $p2 : 42*32 : $s"),
	ATCA_SUITE_CASE("GENKEY-03", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"GenKey tells the public key of a private one, and digests it into TempKey",
		"TFLX-A 5.2.2; DS20005927A 9.7",
		"40 00 0000 = $p0; 40 00 0200 = $p2; 40 00 0700 = $p7; 40 00 0400 = 0f; 40 00 0b00 = 0f; 40 "
		"08 0200 = 0f\n" NOW "40 08 0700 = $p7; 30 02 0000 = ?4 > f; same $f[0:1] : 57\n"
		"08 06 0000 5a*32 = sha(sha(42*32 40 08 0700 $sn8 $sn01 00*25 $p7) 5a*32 08 06 0000 00*11 "
		"$sn8 00*4 $sn01 00*2)"),
	ATCA_SUITE_CASE("GENKEY-04", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"a stored public key is digested with three bytes of the host's",
		"TFLX-A 5.2.2; DS20005927A 9.7",
		NOW "40 10 0b00 a1a2a3 = 00; 08 06 0000 5a*32 = sha(sha(42*32 40 a1a2a3 $sn8 $sn01 00*25 "
		    "$p0) 5a*32 08 06 0000 00*11 $sn8 00*4 $sn01 00*2)\n"
		    "40 10 0b00 000000 = 0f; " NOW "40 10 0200 000000 = 0f; " NOW "40 10 0400 000000 = 0f"),
	ATCA_SUITE_CASE("GENKEY-05", CONFORM_IRREVERSIBLE, PART_ATECC, ATCA_A_LOCKED,
		"GenKey makes a new private key where WriteConfig lets it", "TFLX-A 5.2.2; DS20005927A 9.7",
		"40 04 0200 = ?64 > p; differ $p : $p2; 40 00 0200 = $p; " NOW
		"41 80 0200 = ?64 > s; signed $p : 42*32 : $s\n" NOW
		"40 0c 0200 = ?64 > q; differ $p : $q; 08 06 0000 5a*32 = sha(sha(42*32 40 0c 0200 $sn8 "
		"$sn01 00*25 $q) 5a*32 08 06 0000 00*11 $sn8 00*4 $sn01 00*2)\n"
		"40 0c 0200 = 0f; 40 04 0400 = 0f; 40 04 0b00 = 0f; 40 04 0700 = ?64; 40 04 0200 000000 ! "
		"0f"),
	ATCA_SUITE_CASE("GENKEY-06", CONFORM_SAFE, PART_ATECC, ATCA_B_LOCKED,
		"a key that WriteConfig makes permanent is not made anew, one without PubInfo does not tell "
		"its public key",
		"TFLX-A 5.2.2; DS20005927A 9.7",
		"40 00 0300 = 0f; " NOW "40 08 0300 = 0f; 28 00 0400 00*32 sha($known 00*32 08000400 00*8 "
		"00*3 $sn8 00*4 $sn01 00*2) 08000400 00*9 = 00\n"
		"40 04 0000 = 0f"),
	ATCA_SUITE_CASE("GENKEY-07", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"a private key in TempKey agrees on a secret, and is good for nothing else",
		"TFLX-A 5.2.2, 5.2.1",
		"40 04 ffff = ?64 > p; 43 0d 0000 $p0 = ecdh($d0, $p); 40 04 ffff = ?64 > p; 08 06 0000 "
		"5a*32 = 0f; 40 04 ffff = ?64; 41 80 0200 = 0f\n"
		"40 04 ffff = ?64 > p; 43 09 0000 $p0 = 00; 08 06 0000 5a*32 = sha(ecdh($d0, $p) 5a*32 08 06 "
		"0000 00*11 $sn8 00*4 $sn01 00*2)\n"
		"43 0d 0000 $p0 = 0f; 43 09 0000 $p0 = 0f; 43 0f 0000 $p0 = 0f; 43 05 0500 $p0 = 0f; " NOW
		"43 0d 0000 $p0 = 0f\n"
		"40 04 ffff = ?64 > p; 43 0f 0000 $p0 = ?64 > e; same xor($e[0:32], sha($known $e[32:16])) : "
		"ecdh($d0, $p)"),
	ATCA_SUITE_CASE("PRIVWRITE-02", CONFORM_WRITES, PART_ATECC, ATCA_A_LOCKED,
		"PrivWrite takes a key encrypted under WriteKey with its MAC", "DS20005927A 9.14",
		"let k 00*4 $d1\n" NOW
		"15 02 0400 = 00; let tk sha($known 15 02 0400 $sn8 $sn01 00*25 42*32); let h sha($tk)\n"
		"46 40 0700 xor($k, $tk $h[0:4]) sha($tk 46 40 0700 $sn8 $sn01 00*21 $k) = 00; 40 00 0700 = "
		"$p1\n" NOW
		"15 02 0400 = 00; 46 40 0700 xor($k, $tk $h[0:4]) 00*32 = 0f; 40 00 0700 = $p1\n" NOW
		"46 40 0700 xor($k, $tk $h[0:4]) sha($tk 46 40 0700 $sn8 $sn01 00*21 $k) = 0f\n" NOW
		"15 02 0900 = 00; 46 40 0700 00*68 = 0f; 46 40 0700 00*68 = 0f; 46 00 0700 $k 00*32 = 0f; 40 "
		"00 0700 = $p1\n"
		"let k 00*4 $d7\n" NOW "15 02 0400 = 00; 46 40 0700 xor($k, $tk $h[0:4]) sha($tk 46 40 0700 "
		"$sn8 $sn01 00*21 $k) = 00; 40 00 0700 = $p7\n" NOW
		"15 02 0400 = 00; 46 40 0200 xor($k, $tk $h[0:4]) sha($tk 46 40 0200 $sn8 $sn01 00*21 $k) = "
		"0f; 40 00 0200 = $p2\n" NOW "15 02 0400 = 00; 46 40 0400 xor($k, $tk $h[0:4]) sha($tk 46 40 "
		"0400 $sn8 $sn01 00*21 $k) = 0f"),
	ATCA_SUITE_CASE("PRIVWRITE-03", CONFORM_WRITES, PART_ATECC, ATCA_A_CONFIG,
		"before the data zone is locked PrivWrite takes a plain key; no key is 0 or the order of the "
		"curve",
		"DS20005927A 9.14",
		"46 00 0000 00*4 $d0 00*32 = 00; 40 00 0000 = $p0; 46 00 0000 00*36 00*32 ! 00; 46 00 0000 "
		"00*4 ff*32 00*32 ! 00; 40 00 0000 = $p0\n"
		"46 00 0400 00*4 $d0 00*32 = 0f; let k 00*4 $d1; " NOW "let h sha(42*32)\n"
		"46 40 0700 xor($k, 42*32 $h[0:4]) sha(42*32 46 40 0700 $sn8 $sn01 00*21 $k) = 00; 40 00 "
		"0700 = $p1; 46 40 0700 00*68 = 0f"),
	ATCA_SUITE_CASE("VERIFY-03", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"Verify says 00 of a good signature and 01 of any other, with a key from outside or a stored "
		"one",
		"TFLX-A 5.2.5; DS20005927A 9.20",
		NOW "45 02 0400 sign($d2, 42*32) $p2 = 00; " NOW "45 02 0400 sign($d2, 43*32) $p2 = 01; " NOW
		    "45 02 0400 sign($d2, 42*32) $p0 = 01\n" NOW "45 00 0b00 sign($d0, 42*32) = 00; " NOW
		    "45 00 0b00 sign($d2, 42*32) = 01; " NOW "45 00 0f00 sign($d7, 42*32) = 00\n" NOW
		    "45 02 0400 sign($d2, 42*32) xor($p2, 00*63 01) = 0f; " NOW
		    "45 02 0400 00*64 $p2 = 01; 45 02 0400 sign($d2, 42*32) $p2 = 0f\n"
		    "45 00 0b00 sign($d0, 42*32) = 0f; " NOW "45 00 0400 sign($d0, 42*32) = 0f; " NOW
		    "45 00 0200 sign($d2, 42*32) = 0f\n" RANDOM_NONCE "45 00 0b00 sign($d0, $tk) = 00"),
	ATCA_SUITE_CASE("VERIFY-04", CONFORM_SAFE, PART_608, ATCA_A_LOCKED, "a message may be in MsgDigBuf",
		"TFLX-A 5.2.5.1",
		"16 43 0000 43*32 = 00; 45 22 0400 sign($d2, 43*32) $p2 = 00; 45 22 0400 sign($d2, 43*32) "
		"$p2 = 0f\n"
		"16 43 0000 43*32 = 00; 45 20 0b00 sign($d0, 43*32) = 00; 45 20 0b00 sign($d0, 43*32) = 0f; "
		"16 43 0000 43*32 = 00; 45 20 0b00 sign($d2, 43*32) = 01"),
	ATCA_SUITE_CASE("VERIFY-05", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"with bit 7 a good signature is answered by a MAC under the IO protection key, over the "
		"message, the host's nonce, the signature and the command",
		"TFLX-A 5.2.5.1",
		"let s sign($d2, 42*32)\n"
		"16 43 0000 55*32 = 00; " NOW "45 82 0400 $s $p2 = sha($known 42*32 55*32 $s 45 82 0400)\n"
		"16 43 0000 55*32 = 00; " NOW "45 82 0400 $s $p0 = 01; " NOW
		"45 82 0400 $s $p2 = 0f; let s sign($d0, 42*32)\n"
		"16 43 0000 55*32 = 00; " NOW "45 80 0b00 $s = sha($known 42*32 55*32 $s 45 80 0b00); " NOW
		"45 80 0b00 $s = 0f\n"
		"16 63 0000 42*32 66*32 = 00; 45 a0 0b00 $s = sha($known 42*32 66*32 $s 45 a0 0b00); 45 a0 "
		"0b00 $s = 0f\n"
		"16 63 0000 42*32 66*32 = 00; 45 a2 0400 $s $p0 = sha($known 42*32 66*32 $s 45 a2 0400); 16 "
		"43 0000 42*32 = 00; 45 a2 0400 $s $p0 = 0f"),
	ATCA_SUITE_CASE("VERIFY-06", CONFORM_WRITES, PART_ATECC, ATCA_B_LOCKED,
		"a public key that has to be validated is used only after its parent signed that it is valid",
		"TFLX-A 5.2.5.3; DS20005927A 9.20",
		NOW "45 00 0c00 sign($d7, 42*32) = 0f; " NOW
		    "40 10 0c00 000000 = 00; let g sha(42*32 40 000000 $sn8 $sn01 00*25 $p7)\n"
		    "let o a1*10 b1*4 c1*3 00 d1\nlet m sha($g 41 $o[0:10] $sn8 $o[10:4] $sn01 $o[14:5])\n"
		    "45 03 0c00 sign($d0, $m) $o = 00; 30 01 0c00 = ?4 > v; same $v[0:1] : 01; " NOW
		    "45 00 0c00 sign($d7, 42*32) = 00\n" NOW
		    "40 10 0c00 000000 = 00; 45 03 0c00 sign($d7, $m) $o = 01; " NOW
		    "45 00 0c00 sign($d7, 42*32) = 00\n"
		    "45 03 0c00 sign($d0, $m) $o = 0f; " NOW "45 03 0c00 sign($d0, $m) $o = 0f; " NOW
		    "40 10 0c00 000000 = 00; 45 07 0c00 sign($d0, $m) $o = 0f\n"
		    "12 82 6000 00*32 = 0f; let o a1*10 b1*4 c1*3 01 d1\nlet m sha($g 41 $o[0:10] $sn8 "
		    "$o[10:4] $sn01 $o[14:5])\n" NOW "40 10 0c00 000000 = 00; 45 07 0c00 sign($d0, $m) $o = "
		    "00; 30 01 0c00 = ?4 > v; same $v[0:1] : 00; " NOW
		    "45 00 0c00 sign($d7, 42*32) = 0f\n" NOW
		    "40 10 0b00 000000 = 00; 45 03 0b00 sign($d0, 42*32) 00*19 = 0f; " NOW
		    "40 10 0c00 000000 = 00; 45 03 0b00 sign($d0, $m) 00*19 = 0f"),
	ATCA_SUITE_CASE("VERIFY-07", CONFORM_WRITES, PART_ATECC, ATCA_B_LOCKED,
		"whatever part of such a public key is written, it is no longer valid", "DS20005927A 2.2.5",
		NOW "40 10 0c00 000000 = 00; let g sha(42*32 40 000000 $sn8 $sn01 00*25 $p7); let m sha($g "
		    "41 00*10 $sn8 00*4 $sn01 00*5)\n"
		    "45 03 0c00 sign($d0, $m) 00*19 = 00; 02 02 6000 = ?4 > n; same $n : 50000000\n"
		    "12 82 6000 00*4 $p7[0:28] = 0f; let m sha($g 41 00*10 $sn8 00*4 $sn01 00*3 01 00); " NOW
		    "40 10 0c00 000000 = 00; 45 07 0c00 sign($d0, $m) 00*17 01 00 = 00\n"
		    "12 82 6000 00*4 $p7[0:28] = 00; 02 02 6000 = a0000000"),
	ATCA_SUITE_CASE("ECDH-03", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED,
		"ECDH answers the shared secret in plain where the slot lets it",
		"TFLX-A 5.2.1; DS20005927A 9.5",
		"43 00 0200 $p0 = ecdh($d2, $p0); 43 00 0200 $p7 = ecdh($d2, $p7); 43 00 0200 xor($p0, 00*63 "
		"01) = "
		"0f; 43 00 0400 $p0 = 0f; 43 00 0700 $p0 = 0f; 43 00 0b00 $p0 = 0f"),
	ATCA_SUITE_CASE("ECDH-04", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"or into TempKey, or to the host, encrypted under the IO protection key", "TFLX-A 5.2.1",
		"43 0c 0200 $p0 = ecdh($d2, $p0); 43 08 0200 $p0 = 00; 08 06 0000 5a*32 = sha(ecdh($d2, $p0) "
		"5a*32 08 06 0000 00*11 $sn8 00*4 $sn01 00*2)\n"
		"43 0e 0200 $p0 = ?64 > e; same xor($e[0:32], sha($known $e[32:16])) : ecdh($d2, $p0)\n"
		"43 0c 0000 $p2 = 0f; 43 0e 0000 $p2 = 0f"),
	ATCA_SUITE_CASE("ECDH-05", CONFORM_WRITES, PART_ATECC, ATCA_A_LOCKED,
		"or into the next slot, where the key says so", "TFLX-A 5.2.1; DS20005927A 9.5",
		"43 00 0000 $p2 = 00; 16 03 0000 42*32 = 00; 15 02 0400 = 00; let tk sha($known 15 02 0400 "
		"$sn8 $sn01 00*25 42*32)\n"
		"28 00 0100 5a*32 sha(ecdh($d0, $p2) 5a*32 08000100 00*8 00*3 $sn8 00*4 $sn01 00*2) 08000100 "
		"00*9 = 00"),
	ATCA_SUITE_CASE("ECDH-06", CONFORM_WRITES, PART_608, ATCA_A_LOCKED,
		"a key in a slot or in TempKey may send its secret to a slot", "TFLX-A 5.2.1",
		"43 04 0000 $p2 = 00; 28 00 0100 5a*32 sha(ecdh($d0, $p2) 5a*32 08000100 00*8 00*3 $sn8 00*4 "
		"$sn01 00*2) 08000100 00*9 = 00\n"
		"40 04 ffff = ?64 > p; 43 05 0800 $p0 = 00; 28 00 0800 5a*32 sha(ecdh($d0, $p) 5a*32 "
		"08000800 00*8 00*3 $sn8 00*4 $sn01 00*2) 08000800 00*9 = 00\n"
		"40 04 ffff = ?64 > p; 43 05 0200 $p0 = 0f; 43 04 0200 $p0 = 0f"),
	ATCA_SUITE_CASE("ECDH-07", CONFORM_SAFE, PART_608, ATCA_B_LOCKED,
		"with ECDH protection in ChipOptions no secret leaves in plain", "TFLX-A 5.2.1, 2.2",
		"16 00 0000 a5*20 = ?32; 43 0e 0200 $p0 = ?64 > e; same xor($e[0:32], sha($known $e[32:16])) "
		": ecdh($d2, $p0)"),
};

void atca_ecc_cases(struct conform_list *list)
{
	conform_list_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
