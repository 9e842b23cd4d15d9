/* tests/conformance/atca_symmetric.c: AES, GFM and SelfTest of a 608. */
#include "atca_script.h"

#define PLAIN "00112233445566778899aabbccddeeff"
/* One of the four keys of a source, both ways. */
#define BOTH_WAYS(encrypt, decrypt, source, key)                                                    \
	"51 " encrypt " " source " " PLAIN " = aes(" key ", " PLAIN ") > x\n51 " decrypt " " source \
	" $x = " PLAIN "\n"
#define LATCH_SET AUTHORISE_4 "30 04 0300 = 01000000\n"

static const struct conform_case cases[] = {
	ATCA_RULE("AES-11", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"AES encrypts and decrypts one block with one of the four 16-byte keys of a slot, named by "
		"mode bits 7 and 6",
		"TNGTLS-A AES; FIPS 197",
		BOTH_WAYS("00", "01", "0a00", "$s10[0:16]") BOTH_WAYS("40", "41", "0a00", "$s10[16:16]")
			BOTH_WAYS("80", "81", "0a00", "$s10[32:16]")
				BOTH_WAYS("c0", "c1", "0a00", "$s10[48:16]")),
	ATCA_LOCKED("AES-12", CONFORM_SAFE, PART_608,
		"TempKey is a key with param2 ffff, as far as it was loaded, and AES never clears it",
		"TNGTLS-A AES; TFLX-A 3.1",
		"51 00 ffff " PLAIN " = 0f\n51 01 ffff " PLAIN " = 0f\n"
		"let w 000102030405060708090a0b0c0d0e0f 101112131415161718191a1b1c1d1e1f "
		"202122232425262728292a2b2c2d2e2f "
		"303132333435363738393a3b3c3d3e3f\n16 23 0000 $w = 00\n" BOTH_WAYS(
			"00", "01", "ffff", "$w[0:16]") BOTH_WAYS("40", "41", "ffff",
			"$w[16:16]") BOTH_WAYS("80", "81", "ffff", "$w[32:16]") BOTH_WAYS("c0", "c1", "ffff",
			"$w[48:16]") "51 00 ffff " PLAIN
				     " = 69c4e0d86a7b0430d8cdb78070b4c55a\nstate 1080\n" KNOWN BOTH_WAYS("40",
					     "41", "ffff", "$known[16:16]") "51 80 ffff " PLAIN
									    " = 0f\n51 81 ffff " PLAIN
									    " = 0f\n51 c0 ffff " PLAIN
									    " = 0f\nstate 1080\n" TK_INPUT),
	ATCA_RULE("AES-13", CONFORM_SAFE, PART_608, ATCA_BLANK,
		"TempKey is a key before the config lock, too", "TNGTLS-A AES",
		KNOWN BOTH_WAYS("00", "01", "ffff", "$known[0:16]")),
	ATCA_RULE("AES-14", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"a slot whose KeyType is not 6 is no AES key", "captures of parts",
		"51 00 0400 " PLAIN " = 0f\n51 01 0400 " PLAIN " = 0f\n51 00 0c00 " PLAIN " = 0f\n"
		"51 00 0200 " PLAIN " = 0f\n51 00 0f00 " PLAIN " = 0f\n51 01 0f00 " PLAIN " = 0f\n"),
	ATCA_RULE("AES-15", CONFORM_SAFE, PART_608, ATCA_A_LOCKED,
		"a key that wants the persistent latch is refused while it is clear, and serves once an "
		"authorisation set it; "
		"a slot of 36 bytes holds two keys",
		"TFLX-A p.59; TFLX-B 2.2.4; captures of parts",
		"30 04 0200 = 00*4\n51 00 0500 " PLAIN " = 0f\n51 01 0500 " PLAIN
		" = 0f\n" LATCH_SET BOTH_WAYS("00", "01", "0500", "$s5[0:16]") BOTH_WAYS("40", "41", "0500",
			"$s5[16:16]") "51 80 0500 " PLAIN " = 0f\n51 c0 0500 " PLAIN
				      " = 0f\n51 81 0500 " PLAIN " = 0f\n51 c1 0500 " PLAIN " = 0f\n"
				      "sleep\n" BOTH_WAYS("00", "01", "0500",
					      "$s5[0:16]") "30 04 0200 = 00*4\n51 00 0500 " PLAIN " = 0f\n"),
	ATCA_RULE("AES-16", CONFORM_SAFE, PART_608, ATCA_B_LOCKED,
		"a key that wants an authorisation takes one for each use", "DS20005927A 2.2.5 p.22",
		"51 00 0900 " PLAIN " = 0f\n" AUTHORISE_4 "state 0024\n51 00 0900 " PLAIN
		" = aes($s9[0:16], " PLAIN ") > x\nstate 0000\n"
		"51 00 0900 " PLAIN " = 0f\n" AUTHORISE_4 "51 01 0900 $x = " PLAIN
		"\nstate 0000\n51 01 0900 $x = 0f\n"),
	ATCA_GUESS("AES-17", CONFORM_SAFE, PART_608, ATCA_BLANK,
		"a slot's key before the config lock is a parse error", "ATCA-U-07",
		"51 00 0000 " PLAIN " = 03\n51 01 0a00 " PLAIN " = 03\n"),
	ATCA_LOCKED("AES-18", CONFORM_SAFE, PART_608, "AES has no other modes, slots or lengths",
		"TNGTLS-A AES; TNGTLS-A 4.3",
		KNOWN
		"modes 51 ffff 00*16 : 00 40 80 c0 01 41 81 c1\n"
		"lengths 51 00 ffff : 16\nlengths 51 01 ffff : 16\nlengths 51 40 ffff : 16\nstate 1080\n"),
	ATCA_LOCKED("GFM-11", CONFORM_SAFE, PART_608,
		"GFM multiplies two blocks as GCM does; bits 7 to 3 of its mode do not matter and it needs "
		"no key",
		"TFLX-A table 5-76; NIST SP 800-38D test case 2",
		"51 03 0000 66e94bd4ef8a2c3b884cfa59ca342b2e 0388dace60b6a392f328c2b971b2fe78 = "
		"5e2ec746917062882c85b0685353deb7\n"
		"51 0b 0000 66e94bd4ef8a2c3b884cfa59ca342b2e 0388dace60b6a392f328c2b971b2fe78 = "
		"5e2ec746917062882c85b0685353deb7\n"
		"51 13 0000 66e94bd4ef8a2c3b884cfa59ca342b2e 0388dace60b6a392f328c2b971b2fe78 = "
		"5e2ec746917062882c85b0685353deb7\n"
		"51 23 0000 66e94bd4ef8a2c3b884cfa59ca342b2e 0388dace60b6a392f328c2b971b2fe78 = "
		"5e2ec746917062882c85b0685353deb7\n"
		"51 43 0000 66e94bd4ef8a2c3b884cfa59ca342b2e 0388dace60b6a392f328c2b971b2fe78 = "
		"5e2ec746917062882c85b0685353deb7\n"
		"51 83 0000 66e94bd4ef8a2c3b884cfa59ca342b2e 0388dace60b6a392f328c2b971b2fe78 = "
		"5e2ec746917062882c85b0685353deb7\n"
		"51 fb 0000 66e94bd4ef8a2c3b884cfa59ca342b2e 0388dace60b6a392f328c2b971b2fe78 = "
		"5e2ec746917062882c85b0685353deb7\n"
		"51 03 0000 00*16 5a*16 = 00*16\n51 03 0000 66e94bd4ef8a2c3b884cfa59ca342b2e 80 00*15 = "
		"66e94bd4ef8a2c3b884cfa59ca342b2e\n" KNOWN
		"51 03 0000 00*32 = 00*16\nstate 1080\nlengths 51 03 0000 : 32\nparams 51 03 00*32 : 0000\n"),
	ATCA_LOCKED("AES-19", CONFORM_SAFE, PART_508A, "a 508A has no AES", "DS20005927A table 9-4",
		"51 00 ffff 00*16 = 03\n51 03 0000 00*32 = 03\n51 00 0a00 00*16 = 03\n"),
	ATCA_LOCKED("SELFTEST-11", CONFORM_SAFE, PART_608,
		"each test passes alone and together, and all are told by 00", "LORA-B 5.1.7",
		"77 00 0000 = 00\n77 01 0000 = 00\n77 04 0000 = 00\n77 08 0000 = 00\n77 10 0000 = 00\n77 20 "
		"0000 = 00\n"
		"77 3d 0000 = 00\n77 3b 0000 = 00\n77 00 0000 = 00\n30 00 0000 = ?4\n"),
	ATCA_LOCKED("SELFTEST-12", CONFORM_SAFE, PART_608,
		"bits 7 and 6 of the mode are 0, so is param2, and there is no data", "LORA-B 5.1.7",
		"77 40 0000 = 03\n77 80 0000 = 03\n77 c0 0000 = 03\n77 41 0000 = 03\n77 bd 0000 = 03\n"
		"params 77 00 : 0000\nparams 77 01 : 0000\nlengths 77 00 0000 : 0\n"),
	ATCA_LOCKED("SELFTEST-13", CONFORM_SAFE, PART_608, "SelfTest keeps TempKey", "TFLX-A 3.1",
		RANDOM "77 3d 0000 = 00\nstate 0080\n" TK_RANDOM),
	ATCA_LOCKED("SELFTEST-14", CONFORM_SAFE, PART_508A, "a 508A has no SelfTest", "DS20005927A table 9-4",
		"77 00 0000 = 03\n77 01 0000 = 03\n77 3d 0000 = 03\n"),
};

void atca_symmetric_cases(struct conform_list *list)
{
	conform_list_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
