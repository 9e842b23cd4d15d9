/*
 * tests/conformance/atca_parse.c: what is wrong whatever the part's state: modes, lengths, parameters that a command has not
 * (status 03, TNGTLS-A 4.3).
 */
#include "atca_cases.h"
#include "atca_talk.h"

#define PARSE(name, of, on, where, script)                                                               \
	{                                                                                                \
		.id = "ATCA-" name,                                                                      \
		.rule = "modes, parameters and lengths that " of " does not have are parse errors",      \
		.source = where "; TNGTLS-A 4.3", .parts = (on), .run = atca_talk_case, .data = (script) \
	}

static const struct conform_case cases[] = {
	PARSE("AES-01", "AES", PART_608, "TFLX-A 5.3.1",
		"modes 51 0000 00*16 : 00 40 80 c0 01 41 81 c1\n"
		"modes 51 0000 00*32 : 03 0b 13 1b 23 2b 33 3b 43 4b 53 5b 63 6b 73 7b 83 8b 93 9b a3 ab b3 "
		"bb c3 cb d3 db e3 eb f3 fb\n"
		"lengths 51 00 0000 : 16\nlengths 51 01 ffff : 16\nlengths 51 03 0000 : 32\n"
		"params 51 00 00*16 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 "
		"0e00 0f00 ffff\n"
		"params 51 01 00*16 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 "
		"0e00 0f00 ffff\n"
		"params 51 03 00*32 : 0000"),
	PARSE("CHECKMAC-01", "CheckMac", PART_ATECC, "LORA-B 5.3.2; DS20005927A 9.2",
		"modes 28 0000 00*77 : 00 01 02 03 04 05 06 07\n"
		"lengths 28 00 0000 : 77\nlengths 28 01 0000 : 77\nlengths 28 02 0000 : 77\nlengths 28 03 "
		"0000 : 77"),
	PARSE("COUNTER-01", "Counter", PART_ATECC, "LORA-B 5.1.1; DS20005927A 9.3",
		"modes 24 0000 : 00 01\nlengths 24 00 0000 : 0\nlengths 24 01 0000 : 0\n"
		"params 24 00 : 0000 0100\nparams 24 01 : 0000 0100"),
	PARSE("DERIVEKEY-01", "DeriveKey", PART_ATECC, "LORA-B 5.3.3; DS20005927A 9.4",
		"modes 1c 0000 : 00 04\nmodes 1c 0000 00*32 : 00 04\nlengths 1c 00 0000 : 0 32\nlengths 1c "
		"04 0000 : 0 32"),
	PARSE("ECDH-01", "ECDH", PART_608, "TFLX-A 5.2.1",
		"modes 43 0000 00*64 : 00 04 05 08 09 0c 0d 0e 0f\n"
		"lengths 43 00 0000 : 64\nlengths 43 04 0000 : 64\nlengths 43 05 0000 : 64\nlengths 43 08 "
		"0000 : 64\n"
		"lengths 43 09 0000 : 64\nlengths 43 0c 0000 : 64\nlengths 43 0d 0000 : 64\nlengths 43 0e "
		"0000 : 64\n"
		"lengths 43 0f 0000 : 64\n"
		"params 43 00 00*64 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 "
		"0e00 0f00\n"
		"params 43 04 00*64 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 "
		"0e00 0f00\n"
		"params 43 05 00*64 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 "
		"0e00 0f00\n"
		"params 43 08 00*64 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 "
		"0e00 0f00\n"
		"params 43 0c 00*64 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 "
		"0e00 0f00\n"
		"params 43 0e 00*64 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 "
		"0e00 0f00"),
	PARSE("ECDH-02", "ECDH", PART_508A, "DS20005927A 9.5",
		"modes 43 0000 00*64 : 00\nlengths 43 00 0000 : 64\n"
		"params 43 00 00*64 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 "
		"0e00 0f00"),
	PARSE("GENDIG-01", "GenDig", PART_ATECC, "LORA-B 5.3.4; DS20005927A 9.6",
		"modes 15 0000 : 00 01 02 04 05\nmodes 15 0000 00*4 : 00 01 02 04 05\nmodes 15 0000 00*32 : "
		"03\n"
		"lengths 15 00 0000 : 0 4\nlengths 15 01 0000 : 0 4\nlengths 15 02 0000 : 0 4\nlengths 15 03 "
		"0000 : 32\n"
		"lengths 15 04 0000 : 0 4\nlengths 15 05 0000 : 0 4\n"
		"params 15 00 : 0000 0100 0200 0300\nparams 15 01 : 0000 0100\nparams 15 04 : 0000 0100\n"
		"params 15 05 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 0e00 "
		"0f00"),
	PARSE("GENKEY-01", "GenKey", PART_ATECC, "TFLX-A 5.2.2; DS20005927A 9.7",
		"modes 40 0000 : 00 04 08 0c\nmodes 40 0000 00*3 : 04 10 14 18 1c\n"
		"lengths 40 00 0000 : 0\nlengths 40 08 0000 : 0\nlengths 40 04 0000 : 0 3\nlengths 40 0c "
		"0000 : 0\n"
		"lengths 40 10 0000 : 3\n"
		"params 40 00 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 0e00 "
		"0f00\n"
		"params 40 04 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 0e00 "
		"0f00 ffff\n"
		"params 40 08 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 0e00 "
		"0f00\n"
		"params 40 0c : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 0e00 "
		"0f00\n"
		"params 40 10 00*3 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 "
		"0e00 0f00"),
	PARSE("GENKEY-02", "GenKey of a 608", PART_608, "TFLX-A 5.2.2", "modes 40 0000 00*3 : 04 10"),
	PARSE("HMAC-01", "HMAC", PART_508A, "DS20005927A 9.8",
		"modes 11 0000 : 00 04 40 44\nlengths 11 00 0000 : 0\nlengths 11 04 0000 : 0"),
	PARSE("INFO-01", "Info", PART_608, "LORA-B 5.1.2",
		"modes 30 0000 : 00 01 02 03 04\n"
		"lengths 30 00 0000 : 0\nlengths 30 01 0000 : 0\nlengths 30 02 0000 : 0\nlengths 30 03 0000 "
		": 0\n"
		"lengths 30 04 0000 : 0\nparams 30 04 : 0000 0100 0200 0300\n"
		"params 30 01 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 0e00 "
		"0f00"),
	PARSE("INFO-02", "Info", PART_508A, "DS20005927A 9.9",
		"modes 30 0000 : 00 01 02 03\nlengths 30 00 0000 : 0\nlengths 30 01 0000 : 0\nlengths 30 02 "
		"0000 : 0\n"
		"lengths 30 03 0000 : 0\n"
		"params 30 01 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 0e00 "
		"0f00"),
	PARSE("KDF-01", "KDF", PART_608, "TFLX-A 5.3.4",
		"modes 56 0000 00*20 : 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10 11 12 13 14 15 16 "
		"17 18 19 1a 1b 1c 1d 1e 1f "
		"20 21 22 23 24 25 26 27 28 29 2a 2b 2c 2d 2e 2f 30 31 32 33 34 35 36 37 38 39 3a 3b 3c 3d "
		"3e 3f 40 41 42 43 44 45 46 47 48 49 4a 4b 4c 4d 4e 4f 50 51 52 53 54 55 56 57 58 59 5a 5b "
		"5c 5d 5e 5f"),
	PARSE("LOCK-01", "Lock", PART_ATECC, "TFLX-A 5.1.3; DS20005927A 9.10",
		"lengths 17 00 0000 : 0\nlengths 17 01 0000 : 0\nlengths 17 02 0000 : 0\n"
		"modes 17 0000 : 00 80 01 81 02 06 0a 0e 12 16 1a 1e 22 26 2a 2e 32 36 3a 3e 82 86 8a 8e 92 "
		"96 9a 9e a2 a6 aa ae b2 b6 ba be"),
	PARSE("MAC-01", "MAC", PART_ATECC, "LORA-B 5.3.6; DS20005927A 9.11",
		"modes 08 0000 00*32 : 00 04 40 44 01 05 41 45 02 06 42 46 03 07 43 47\n"
		"modes 08 0000 : 01 05 41 45 03 07 43 47\n"
		"lengths 08 00 0000 : 32\nlengths 08 01 0000 : 0 32\nlengths 08 02 0000 : 32\nlengths 08 03 "
		"0000 : 0 32"),
	PARSE("NONCE-01", "Nonce", PART_608, "LORA-B 5.1.4",
		"modes 16 0000 00*20 : 00 01\nmodes 16 0000 00*32 : 03 43 83\nmodes 16 0000 00*64 : 23 63\n"
		"lengths 16 00 0000 : 20\nlengths 16 01 0000 : 20\nlengths 16 03 0000 : 32\nlengths 16 23 "
		"0000 : 64\n"
		"lengths 16 43 0000 : 32\nlengths 16 63 0000 : 64\nlengths 16 83 0000 : 32\n"
		"params 16 00 00*20 : 0000 0080\nparams 16 01 00*20 : 0000 0080"),
	PARSE("NONCE-02", "Nonce", PART_508A, "DS20005927A 9.12",
		"modes 16 0000 00*20 : 00 01\nmodes 16 0000 00*32 : 03\nmodes 16 0000 00*64 :\n"
		"lengths 16 00 0000 : 20\nlengths 16 01 0000 : 20\nlengths 16 03 0000 : 32\nparams 16 00 "
		"00*20 : 0000 0080"),
	PARSE("PRIVWRITE-01", "PrivWrite", PART_ATECC, "DS20005927A 9.14",
		"modes 46 0000 00*68 : 00 40\nlengths 46 00 0000 : 68\nlengths 46 40 0000 : 68\n"
		"params 46 00 00*68 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 "
		"0e00 0f00\n"
		"params 46 40 00*68 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 "
		"0e00 0f00"),
	PARSE("READ-01", "Read", PART_ATECC, "LORA-B 5.1.6; DS20005927A 9.16",
		"modes 02 0000 : 00 80 01 81 02 82\nlengths 02 00 0000 : 0\nlengths 02 80 0000 : 0\nlengths "
		"02 01 0000 : 0\n"
		"lengths 02 81 0000 : 0\nlengths 02 02 0000 : 0\nlengths 02 82 0000 : 0"),
	PARSE("SECUREBOOT-01", "SecureBoot", PART_608, "TFLX-A 5.2.3",
		"modes 80 0000 00*96 : 05 45 85 c5 07 47 87 c7\nmodes 80 0000 00*32 : 06 46 86 c6\n"
		"lengths 80 05 0000 : 96\nlengths 80 06 0000 : 32\nlengths 80 07 0000 : 96\n"
		"params 80 05 00*96 : 0000\nparams 80 06 00*32 : 0000\nparams 80 07 00*96 : 0000"),
	PARSE("SELFTEST-01", "SelfTest", PART_608, "LORA-B 5.1.7",
		"lengths 77 3b 0000 : 0\nparams 77 01 : 0000"),
	PARSE("SHA-01", "SHA", PART_608, "LORA-B 5.1.8",
		"modes 47 0000 : 00 01 02 03 04 06 42 c2\nlengths 47 00 0000 : 0\nlengths 47 04 0000 : 0\n"
		"lengths 47 06 0000 : 0\nparams 47 00 : 0000\nparams 47 06 : 0000\nlengths 47 03 0000 : 0\n"
		"params 47 04 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 0e00 "
		"0f00 ffff\n"
		"params 47 03 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 0e00 "
		"0f00"),
	PARSE("SIGN-01", "Sign", PART_608, "TFLX-A 5.2.4",
		"modes 41 0000 : 00 01 20 21 40 41 60 61 80 c0 a0 e0\nlengths 41 00 0000 : 0\nlengths 41 80 "
		"0000 : 0\n"
		"lengths 41 a0 0000 : 0\n"
		"params 41 00 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 0e00 "
		"0f00\n"
		"params 41 80 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 0e00 "
		"0f00\n"
		"params 41 a0 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 0e00 "
		"0f00"),
	PARSE("SIGN-02", "Sign", PART_508A, "DS20005927A 9.18",
		"modes 41 0000 : 00 01 40 41 80 c0\nlengths 41 00 0000 : 0\nlengths 41 80 0000 : 0\n"
		"params 41 00 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 0e00 "
		"0f00\n"
		"params 41 80 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 0e00 "
		"0f00"),
	PARSE("UPDATEEXTRA-01", "UpdateExtra", PART_608, "TFLX-A 5.1.9",
		"modes 20 0000 : 00 01\nlengths 20 00 0000 : 0\nlengths 20 01 0000 : 0\n20 00 0001 = 03\n20 "
		"01 ff01 = 03"),
	PARSE("VERIFY-01", "Verify", PART_608, "TFLX-A 5.2.5",
		"modes 45 0400 00*128 : 02 82 22 a2\nmodes 45 0800 00*64 : 00 80 20 a0\nmodes 45 0800 00*83 "
		": 03 07\n"
		"lengths 45 00 0800 : 64\nlengths 45 80 0800 : 64\nlengths 45 20 0800 : 64\nlengths 45 02 "
		"0400 : 128\n"
		"lengths 45 82 0400 : 128\nlengths 45 22 0400 : 128\nlengths 45 03 0800 : 83\nlengths 45 07 "
		"0800 : 83\n"
		"params 45 02 00*128 : 0400\nparams 45 82 00*128 : 0400\nparams 45 22 00*128 : 0400\n"
		"params 45 00 00*64 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 "
		"0e00 0f00\n"
		"params 45 80 00*64 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 "
		"0e00 0f00\n"
		"params 45 20 00*64 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 "
		"0e00 0f00\n"
		"params 45 03 00*83 : 0800 0900 0a00 0b00 0c00 0d00 0e00 0f00"),
	PARSE("VERIFY-02", "Verify", PART_508A, "DS20005927A 9.20",
		"modes 45 0400 00*128 : 02\nmodes 45 0800 00*64 : 00 01\nmodes 45 0800 00*83 : 03 07\n"
		"lengths 45 00 0800 : 64\nlengths 45 01 0800 : 64\nlengths 45 02 0400 : 128\nlengths 45 03 "
		"0800 : 83\n"
		"params 45 02 00*128 : 0400\n"
		"params 45 00 00*64 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 "
		"0e00 0f00\n"
		"params 45 01 00*64 : 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0a00 0b00 0c00 0d00 "
		"0e00 0f00\n"
		"params 45 03 00*83 : 0800 0900 0a00 0b00 0c00 0d00 0e00 0f00"),
	PARSE("WRITE-01", "Write", PART_ATECC, "TFLX-A 5.1.10; DS20005927A 9.21",
		"modes 12 0000 00*4 : 00 01 02\nmodes 12 0000 00*32 : 80 81 c1 82 c2\nmodes 12 0000 00*64 : "
		"81 c1 82 c2\n"
		"lengths 12 00 0000 : 4\nlengths 12 80 0000 : 32\nlengths 12 01 0000 : 4\nlengths 12 81 0000 "
		": 32 64\n"
		"lengths 12 02 0000 : 4\nlengths 12 82 0000 : 32 64"),
};

void atca_parse_cases(struct conform_list *list)
{
	conform_list_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
