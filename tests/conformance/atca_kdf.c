/* tests/conformance/atca_kdf.c: KDF of a 608: PRF, AES, HKDF, where keys come from and results go. */
#include "atca_script.h"

#define ONE "000102030405060708090a0b0c0d0e0f"
#define WIDE "let w $known 5a*16 6b*16\n16 23 0000 $w = 00\n"
/* 64 bytes of the PRF with a key and a message. */
#define PRF(key, message) "let p prf(" key ", " message ")\n"
static const struct conform_case cases[] = {
	ATCA_LOCKED("KDF-11", CONFORM_SAFE, PART_608,
		"PRF is P_SHA256 of TLS 1.2, as the vendor's library tests it", "RFC 5246 5; atecc608.md 8.7",
		"16 03 0000 " ONE ONE " = 00\n56 10 3412 01010010 " ONE " = "
		"1ebcbe62005ab948fdffe1c402aaba354ec676050c9bc1aae1ff5b1509a4a04a"
		"44254664c2a480f5b77ea2d1020c7ba4b3640c4ac793324c26d6fddfdb1f011a\n"
		"56 10 3412 01000010 " ONE
		" = 1ebcbe62005ab948fdffe1c402aaba354ec676050c9bc1aae1ff5b1509a4a04a\nstate 1080\n"),
	ATCA_RULE("KDF-12", CONFORM_SAFE, PART_608, ATCA_BLANK,
		"KDF works before the config lock on what is in TempKey", "TFLX-A 5.3.4",
		"16 03 0000 " ONE ONE " = 00\n56 10 0000 01000010 " ONE
		" = 1ebcbe62005ab948fdffe1c402aaba354ec676050c9bc1aae1ff5b1509a4a04a\n"),
	ATCA_RULE("KDF-13", CONFORM_SAFE, PART_608, ATCA_BLANK,
		"before the config lock no slot takes a result", "DS20005927A 2.4",
		KNOWN "56 48 000c 02000010 5a*16 = 0f\n56 08 000c 01000010 5a*16 = 0f\n"),
	ATCA_LOCKED("KDF-14", CONFORM_SAFE, PART_608,
		"PRF takes keys of 16, 32, 48 and 64 bytes and messages of 1 to 128", "TFLX-A 5.3.4.1",
		WIDE PRF("$w[0:16]",
			"01") "56 10 0000 00010001 01 = $p\n56 10 0000 00000001 01 = $p[0:32]\n" PRF("$w[0:"
												     "32]",
			"5a*128") "56 10 0000 01010080 5a*128 = $p\n56 10 0000 01000080 5a*128 = "
				  "$p[0:32]\n" PRF(
					  "$w[0:48]", "5b*47") "56 10 0000 0201002f 5b*47 = $p\n" PRF("$w",
					  "5c*64") "56 10 0000 03010040 5c*64 = $p\n56 10 0000 03000040 "
						   "5c*64 = $p[0:32]\n"
						   "56 10 0000 01000081 5a*129 = 03\nstate 1080\n"),
	ATCA_LOCKED("KDF-15", CONFORM_SAFE, PART_608,
		"bits of PRF's details that are reserved are parse errors, so are AEAD 10 and 11",
		"TFLX-A 5.3.4.1",
		WIDE "56 10 0000 05000010 5a*16 = 03\n56 10 0000 09000010 5a*16 = 03\n56 10 0000 11000010 "
		     "5a*16 = 03\n56 10 0000 21000010 5a*16 = 03\n"
		     "56 10 0000 41000010 5a*16 = 03\n56 10 0000 81000010 5a*16 = 03\n56 10 0000 01020010 "
		     "5a*16 = 03\n56 10 0000 01040010 5a*16 = 03\n"
		     "56 10 0000 01080010 5a*16 = 03\n56 10 0000 01100010 5a*16 = 03\n56 10 0000 01200010 "
		     "5a*16 = 03\n56 10 0000 01400010 5a*16 = 03\n"
		     "56 10 0000 01800010 5a*16 = 03\n56 10 0000 01000110 5a*16 = 03\n56 10 0000 01000210 "
		     "5a*16 = 03\n56 10 0000 01000410 5a*16 = 03\n"
		     "56 10 0000 01000810 5a*16 = 03\n56 10 0000 01001010 5a*16 = 03\n56 10 0000 01002010 "
		     "5a*16 = 03\n56 10 0000 01004010 5a*16 = 03\n"
		     "56 10 0000 01008010 5a*16 = 03\n56 00 0000 010d0010 5a*16 = 03\n56 0c 0000 01050010 "
		     "5a*16 = 03\n56 0c 0000 01070010 5a*16 = 03\nstate 1080\n"),
	ATCA_LOCKED("KDF-16", CONFORM_SAFE, PART_608,
		"with AEAD 01 the first half of PRF goes to the target, the second to the host; that wants "
		"64 bytes and a target inside",
		"TFLX-A 5.3.4.1",
		KNOWN PRF("$known", "5a*16") "56 0c 0000 01030010 5a*16 = $p[32:32]\n56 53 0000 02000001 33 "
					     "= hmac($p[0:32], 33)\n"
					     "56 0c 0000 01020010 5a*16 = 03\n56 10 0000 01030010 5a*16 = "
					     "03\n56 14 0000 01030010 5a*16 = 03\n"
					     "56 00 0000 01030010 5a*16 = $p[32:32]\nstate 1080\nlet tk "
					     "$p[0:32]\n" TK_INPUT),
	ATCA_LOCKED("KDF-17", CONFORM_SAFE, PART_608, "the details tell the length of the message",
		"TFLX-A 5.3.4",
		KNOWN "56 10 0000 01000010 5a*15 = 03\n56 10 0000 01000010 5a*17 = 03\n56 10 0000 010000 = "
		      "03\n56 10 0000 = 03\n"
		      "56 50 0000 02000010 5a*15 = 03\n56 50 0000 02000010 5a*17 = 03\n56 50 0000 020000 = "
		      "03\n56 50 0000 02000081 5a*129 = 03\n"
		      "56 30 0000 00000010 5a*15 = 03\n56 30 0000 00000010 5a*17 = 03\n"
		      "state 1080\n"),
	ATCA_LOCKED("KDF-18", CONFORM_SAFE, PART_608, "a source has to hold the key that is asked for",
		"TFLX-A 5.3.4",
		"56 10 0000 01000010 5a*16 = 0f\n56 11 0000 01000010 5a*16 = 0f\n56 13 0000 01000010 5a*16 = "
		"0f\n56 50 0000 02000010 5a*16 = 0f\n"
		"56 51 0000 02000010 5a*16 = 0f\n56 53 0000 02000010 5a*16 = 0f\n56 30 0000 00000010 5a*16 = "
		"0f\n" KNOWN
		"56 10 0000 02000010 5a*16 = 0f\n56 10 0000 03000010 5a*16 = 0f\n56 11 0000 01000010 5a*16 = "
		"0f\n56 51 0000 02000010 5a*16 = 0f\n" WIDE PRF(
			"$w[0:48]", "5a*16") "56 10 0000 02000010 5a*16 = $p[0:32]\n" PRF("$w[32:32]",
			"5a*16") "56 11 0000 01000010 5a*16 = $p[0:32]\n"
				 "56 11 0000 02000010 5a*16 = 0f\n16 83 0000 a7*32 = 00\n" PRF(
					 "a7*32", "5a*16") "56 13 0000 01000010 5a*16 = $p[0:32]\n"
							   "56 13 0000 02000010 5a*16 = 0f\n"),
	ATCA_RULE("KDF-19", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"HKDF is one HMAC-SHA256 with the key of each source", "TFLX-A 5.3.4.3",
		WIDE "16 83 0000 a7*32 = 00\n56 50 3412 02000010 5a*16 = hmac($w[0:32], 5a*16)\n56 51 3412 "
		     "02000010 5a*16 = hmac($w[32:32], 5a*16)\n"
		     "56 52 0c12 02000010 5a*16 = hmac($s12[0:32], 5a*16)\n56 53 3412 02000010 5a*16 = "
		     "hmac(a7*32, 5a*16)\n"
		     "56 52 0400 02000080 5b*128 = hmac($known, 5b*128)\n56 50 0000 06000010 5a*16 = "
		     "hmac(00*32, 5a*16)\nstate 1080\n"),
	ATCA_LOCKED("KDF-20", CONFORM_SAFE, PART_608, "HKDF extracts and expands as in RFC 5869 A.1 and A.3",
		"RFC 5869 A.1, A.3",
		"16 03 0000 000102030405060708090a0b0c 00*19 = 00\n"
		"56 50 0000 02000016 0b*22 = "
		"077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5\n"
		"56 50 0000 06000016 0b*22 = "
		"19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04\n"
		"16 03 0000 077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5 = 00\n"
		"56 50 0000 0200000b f0f1f2f3f4f5f6f7f8f9 01 = "
		"3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf\n"),
	ATCA_RULE("KDF-21", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"an HKDF's message may lie in a slot or in TempKey", "TFLX-A 5.3.4.3",
		WIDE "56 52 0400 000c0020 = hmac($known, $s12[0:32])\n56 52 0400 000c0048 = hmac($known, "
		     "$s12)\n56 52 0400 000c0049 = 0f\n"
		     "56 52 0400 00020020 = 0f\n56 52 0400 01000020 = hmac($known, $w[0:32])\n56 52 0400 "
		     "01000040 = hmac($known, $w)\n56 52 0400 01000041 = 0f\n" KNOWN
		     "56 52 0400 01000040 = 0f\n56 52 0400 01000020 = hmac($known, $known)\n56 52 0400 "
		     "000c0000 = hmac($known, 00*32)\n"
		     "56 52 0400 02000000 = hmac($known, 00*32)\nsleep\n56 52 0400 01000020 = 0f\n"),
	ATCA_LOCKED("KDF-22", CONFORM_SAFE, PART_608,
		"bits of HKDF's details that are reserved are parse errors", "TFLX-A 5.3.4.3",
		KNOWN "56 50 0000 0a000010 5a*16 = 03\n56 50 0000 12000010 5a*16 = 03\n56 50 0000 22000010 "
		      "5a*16 = 03\n56 50 0000 42000010 5a*16 = 03\n"
		      "56 50 0000 82000010 5a*16 = 03\n56 50 0000 02100010 5a*16 = 03\n56 50 0000 02200010 "
		      "5a*16 = 03\n56 50 0000 02400010 5a*16 = 03\n"
		      "56 50 0000 02800010 5a*16 = 03\n56 50 0000 02000110 5a*16 = 03\n56 50 0000 02000210 "
		      "5a*16 = 03\n56 50 0000 02000410 5a*16 = 03\n"
		      "56 50 0000 02000810 5a*16 = 03\n56 50 0000 02001010 5a*16 = 03\n56 50 0000 02002010 "
		      "5a*16 = 03\n56 50 0000 02004010 5a*16 = 03\n"
		      "56 50 0000 02008010 5a*16 = 03\nstate 1080\n"),
	ATCA_LOCKED("KDF-23", CONFORM_SAFE, PART_608,
		"source, message and target may not all be the low half of TempKey", "TFLX-A p.70",
		WIDE
		"56 40 0000 01000020 = 03\n56 41 0000 01000020 = 00\nlet tk hmac($w[32:32], $w[0:32])\nstate "
		"1080\n" TK_INPUT WIDE
		"56 4c 0000 01000020 = 00\n56 53 0000 02000001 33 = hmac(hmac($w[0:32], $w[0:32]), 33)\n"),
	ATCA_RULE("KDF-24", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"with the IV check the two bytes have to stand in their place",
		"MIG 2.1.4; the vendor's tests",
		"56 52 0400 03000010 5a*9 6976 5a*5 = hmac($known, 5a*9 6976 5a*5)\n56 52 0400 0300000b 5a*9 "
		"6976 = hmac($known, 5a*9 6976)\n"
		"56 52 0400 03000010 5a*9 6977 5a*5 = 0f\n56 52 0400 03000010 5a*9 6876 5a*5 = 0f\n56 52 "
		"0400 03000010 5a*8 6976 5a*6 = 0f\n"
		"56 52 0400 03000010 5a*10 6976 5a*4 = 0f\n56 52 0400 0300000a 5a*9 69 = 0f\n56 52 0400 "
		"03000001 5a = 0f\n56 52 0400 03000000 = 0f\n"),
	ATCA_GUESS("KDF-25", CONFORM_SAFE, PART_608, ATCA_BLANK,
		"KdfIvLoc 00 switches the IV check off altogether", "ATCA-U-25",
		KNOWN "56 50 0000 03000010 6976 5a*14 = 0f\n56 50 0000 03000010 0000 5a*14 = 0f\n"),
	ATCA_RULE("KDF-26", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"AES is one block, with 16 zeros behind it", "TFLX-A 5.3.4.2",
		"16 03 0000 " ONE ONE " = 00\n56 30 3412 00000010 " ONE
		" = 0a940bb5416ef045f1c39458c653ea5a 00*16\n" WIDE "56 30 0000 00000010 " ONE
		" = aes($w[0:16], " ONE ") 00*16\n56 30 0000 01000010 " ONE " = aes($w[16:16], " ONE
		") 00*16\n"
		"56 30 0000 02000010 " ONE " = aes($w[32:16], " ONE ") 00*16\n56 30 0000 03000010 " ONE
		" = aes($w[48:16], " ONE ") 00*16\n" KNOWN "56 30 0000 02000010 " ONE
		" = 0f\n56 30 0000 03000010 " ONE " = 0f\n56 32 0400 02000010 " ONE " = 0f\n"
		"56 32 0400 01000010 " ONE " = aes($known[16:16], " ONE ") 00*16\n56 30 0000 04000010 " ONE
		" = 03\n56 30 0000 08000010 " ONE " = 03\n"
		"56 30 0000 10000010 " ONE " = 03\n56 30 0000 80000010 " ONE " = 03\n56 30 0000 00010010 " ONE
		" = 03\n56 30 0000 00800010 " ONE " = 03\n"
		"56 30 0000 00000110 " ONE " = 03\n56 30 0000 00008010 " ONE " = 03\nstate 1080\n"),
	ATCA_RULE("KDF-27", CONFORM_SAFE, PART_608, ATCA_BLANK, "AES is there only with ChipOptions bit 2",
		"LORA-B 2.2; TFLX-A p.10",
		KNOWN "56 30 0000 00000010 " ONE " = 0f\n56 20 0000 00000010 " ONE
		      " = 0f\n56 10 0000 01000010 " ONE " = ?32\nstate 1080\n"),
	ATCA_RULE("KDF-28", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"a result stays in the part where the mode says", "TFLX-A 5.3.4",
		"let h hmac($known, 5a*16)\n56 42 0400 02000010 5a*16 = 00\nlet tk $h\nstate 1080\n51 80 "
		"ffff 00*16 = 0f\n" TK_INPUT
		"56 4e 0400 02000010 5a*16 = 00\n56 53 0000 02000001 33 = hmac($h, 33)\n" WIDE
		"56 46 0400 02000010 5a*16 = 00\n51 00 ffff 00*16 = aes($w[0:16], 00*16)\n51 40 ffff 00*16 = "
		"aes($w[16:16], 00*16)\n"
		"51 80 ffff 00*16 = aes($h[0:16], 00*16)\n51 c0 ffff 00*16 = aes($h[16:16], 00*16)\n"),
	ATCA_RULE("KDF-29", CONFORM_WRITES, PART_608, ATCA_A_LOCKED,
		"a slot whose KeyConfig has PubInfo takes a result", "LORA-B 2.2.4",
		"56 4a 0405 02000010 5a*16 = 00\n02 82 2800 = hmac($known, 5a*16)\n56 0a 0405 01000010 5a*16 "
		"= 00\n" PRF("$known",
			"5a*16") "02 82 2800 = $p[0:32]\n" KNOWN
				 "56 48 ff05 02000010 5b*16 = 00\n02 82 2800 = hmac($known, 5b*16)\n"
				 "56 2a 0405 00000010 " ONE " = 00\n02 82 2800 = aes($known[0:16], " ONE
				 ") 00*16\n02 02 2801 = $s5[32:4]\n12 82 2800 $s5[0:32] = 00\n"),
	ATCA_RULE("KDF-30", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"the upper half of TempKey takes a result only while the lower is valid", "TFLX-A 5.3.4",
		"56 46 0400 02000010 5a*16 = 0f\nstate 0000\n" KNOWN
		"let h hmac($known, 5a*16)\n56 46 0400 02000010 5a*16 = 00\n51 80 ffff 00*16= aes($h[0:16], "
		"00*16)\n"),
	ATCA_RULE("KDF-31", CONFORM_SAFE, PART_608, ATCA_A_LOCKED, "no other slot takes a result",
		"LORA-B 2.2.4",
		"56 4a 040c 02000010 5a*16 = 0f\n56 4a 0402 02000010 5a*16 = 0f\n56 4a 0404 02000010 5a*16 = "
		"0f\n56 4a 0410 02000010 5a*16 = 03\n"
		"56 4a 04ff 02000010 5a*16 = 03\n56 4a 1005 02000010 5a*16 = 03\n02 82 6000 = $s12[0:32]\n"),
	ATCA_LOCKED("KDF-32", CONFORM_SAFE, PART_608,
		"slots in param2 are 0 to 15 where they are used, anything where they are not",
		"TFLX-A 5.3.4; the vendor's tests",
		KNOWN "56 50 ffff 02000010 5a*16 = ?32\n56 10 3412 01000010 5a*16 = ?32\n56 52 1000 02000010 "
		      "5a*16 = 03\n56 52 ffff 02000010 5a*16 = 03\n"
		      "56 12 1000 01000010 5a*16 = 03\n56 32 1000 00000010 5a*16 = 03\n"),
	ATCA_LOCKED("KDF-33", CONFORM_SAFE, PART_608, "modes that do not exist are parse errors",
		"TFLX-A 5.3.4",
		KNOWN "modes 56 0000 02000010 5a*16 : 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10 11 "
		      "12 13 14 15 16 17 "
		      "20 21 22 23 24 25 26 27 28 29 2a 2b 2c 2d 2e 2f 30 31 32 33 34 35 36 37 40 41 42 43 "
		      "44 45 46 47 48 49 4a 4b 4c 4d 4e 4f 50 51 52 53 54 55 56 57\n"
		      "modes 56 0000 01000010 5a*16 : 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10 11 "
		      "12 13 14 15 16 17 "
		      "20 21 22 23 24 25 26 27 28 29 2a 2b 2c 2d 2e 2f 30 31 32 33 34 35 36 37 40 41 42 43 "
		      "44 45 46 47 48 49 4a 4b 4c 4d 4e 4f 50 51 52 53 54 55 56 57\n"),
	ATCA_RULE("KDF-34", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"a private key is neither source nor message", "DS20005927A p.21",
		"56 52 0200 02000010 5a*16 = 0f\n56 12 0200 01000010 5a*16 = 0f\n56 32 0200 00000010 5a*16 = "
		"0f\n56 52 0400 00000020 = 0f\n"),
	ATCA_RULE("KDF-35", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"an encrypted result is masked with SHA-256 of the IO key and the nonce that comes with it, "
		"16 bytes of that for each 32",
		"TFLX-A 5.3.4; atecc608.md 2.10",
		"56 56 0400 02000010 5a*16 = ?64 > e\nsame xor($e[0:32], sha($known $e[32:16])) : "
		"hmac($known, 5a*16)\n"
		"56 56 0400 02000010 5a*16 = ?64 > f\ndiffer $e[32:16] : $f[32:16]\n" KNOWN PRF(
			"$known", "5a*16") "56 14 0000 01010010 5a*16 = ?96 > e\n"
					   "same xor($e[0:32], sha($known $e[64:16])) : $p[0:32]\nsame "
					   "xor($e[32:32], sha($known $e[80:16])) : $p[32:32]\n"),
	ATCA_RULE("KDF-36", CONFORM_SAFE, PART_608, ATCA_BLANK,
		"an encrypted result wants the IO key enabled", "LORA-B 2.2; atecc608.md 2.10",
		KNOWN "56 54 0000 02000010 5a*16 = 0f\n56 14 0000 01000010 5a*16 = 0f\n56 50 0000 02000010 "
		      "5a*16 = ?32\n"),
	ATCA_RULE("KDF-37", CONFORM_SAFE, PART_608, ATCA_B_LOCKED,
		"with KDF protection 1 a clear result is refused, an encrypted one and one that stays are "
		"not",
		"ChipOptions bits 11..10, LORA-B 2.2",
		"56 52 0400 02000010 5a*16 = 0f\n56 56 0400 02000010 5a*16 = ?64 > e\nsame xor($e[0:32], "
		"sha($known $e[32:16])) : hmac($known, 5a*16)\n"
		"56 42 0400 02000010 5a*16 = 00\nlet tk hmac($known, 5a*16)\n" TK_INPUT KNOWN
		"56 10 0000 01000010 5a*16 = 0f\n56 30 0000 00000010 5a*16 = 0f\n56 50 0000 02000010 5a*16 = "
		"0f\nstate 1080\n"),
	ATCA_GUESS("KDF-38", CONFORM_SAFE, PART_608, ATCA_B_LOCKED,
		"with KDF protection 1 AEAD's half for the host is refused, too", "ATCA-U-08",
		KNOWN "56 0c 0000 01030010 5a*16 = 0f\n"),
	ATCA_ROW("KDF-39", CONFORM_WRITES, PART_608, ATCA_BLANK, NEED_CONFIG_UNLOCKED, BY_GUESS,
		"with KDF protection 2 or 3 nothing goes to the host; with 3 nowhere", "ATCA-U-08",
		KNOWN
		"02 00 1600 = ?4 > o\n12 00 1600 $o[0:2] 0e08 = 00\n56 50 0000 02000010 5a*16 = 0f\n56 54 "
		"0000 02000010 5a*16 = 0f\n56 4c 0000 02000010 5a*16 = 00\n"
		"56 10 0000 01000010 5a*16 = 0f\n56 0c 0000 01030010 5a*16 = 0f\n12 00 1600 $o[0:2] 0e0c = "
		"00\n56 50 0000 02000010 5a*16 = 0f\n56 54 0000 02000010 5a*16 = 0f\n12 00 1600 $o = 00\n"),
	ATCA_ROW("KDF-40", CONFORM_WRITES, PART_608, ATCA_BLANK, NEED_CONFIG_UNLOCKED, BY_DOCUMENT,
		"with KDF protection 1 a clear result is refused, whatever makes it",
		"ChipOptions bits 11..10, LORA-B 2.2",
		KNOWN "02 00 1600 = ?4 > o\n12 00 1600 $o[0:2] 0e04 = 00\n56 50 0000 02000010 5a*16 = 0f\n56 "
		      "10 0000 01000010 5a*16 = 0f\n56 30 0000 00000010 5a*16 = 0f\n"
		      "12 00 1600 $o[0:2] 0e00 = 00\n56 50 0000 02000010 5a*16 = hmac($known, 5a*16)\n12 00 "
		      "1600 $o = 00\n"),
	ATCA_RULE("KDF-41", CONFORM_WRITES, PART_608, ATCA_A_LOCKED,
		"64 bytes fill TempKey, and are too many for its upper half, AltKeyBuf or a slot of 36",
		"TFLX-A 5.3.4",
		KNOWN "56 04 0000 01010010 5a*16 = 0f\n56 0c 0000 01010010 5a*16 = 0f\n56 08 0005 01010010 "
		      "5a*16 = 0f\n02 82 2800 = $s5[0:32]\n" PRF("$known",
			      "5a*16") "56 00 0000 01010010 5a*16 = 00\nstate 1080\n51 00 ffff 00*16 = "
				       "aes($p[0:16], 00*16)\n51 80 ffff 00*16 = aes($p[32:16], 00*16)\n51 "
				       "c0 ffff 00*16 = aes($p[48:16], 00*16)\n"),
	ATCA_GUESS("KDF-42", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"what KDF leaves in TempKey counts as input", "ATCA-U-09",
		RANDOM "56 42 0400 02000010 5a*16 = 00\nstate 1080\n"),
	ATCA_LOCKED("KDF-43", CONFORM_SAFE, PART_608, "KDF never clears TempKey", "TFLX-A 3.1",
		KNOWN
		"56 50 0000 02000010 5a*16 = ?32\n56 51 0000 02000010 5a*16 = 0f\n56 50 0000 02000010 5a*15 "
		"= 03\n56 30 0000 03000010 5a*16 = 0f\n56 10 0000 03000010 5a*16 = 0f\nstate 1080\n" TK_INPUT
			RANDOM "56 50 0000 02000010 5a*16 = hmac($tk, 5a*16)\nstate 0080\n56 52 1000 "
		"02000010 5a*16 = 03\nstate 0080\n" TK_RANDOM),
	ATCA_LOCKED("KDF-44", CONFORM_SAFE, PART_508A, "a 508A has no KDF", "DS20005927A table 9-4",
		"56 10 0000 00*20 = 03\n56 50 0000 02000010 5a*16 = 03\n"),
};

void atca_kdf_cases(struct conform_list *list)
{
	conform_list_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
