/* sim/atecc608/tempkey_sets.c: what a command that sets TempKey leaves in its flags. */
#include "tempkey_sets.h"

#define NONE FLAG_CLEARED, FLAG_CLEARED, FLAG_CLEARED

const struct tempkey_set tempkey_sets[] = {
	{ "Nonce 00, 01", ON_ALL, FLAG_CLEARED, NONE, 32, "LORA-B 5.1.4; DS20005927A 9.12" },
	{ "Nonce 00, 01, param2 8000", ON_608, FLAG_CLEARED, FLAG_KEPT, FLAG_KEPT, FLAG_KEPT, 32,
		"LORA-B table 5-14" },
	{ "Nonce 00, 01, param2 8000", ON_508A, FLAG_KEPT, FLAG_KEPT, FLAG_KEPT, FLAG_KEPT, 32,
		"DS20005927A 9.12" },
	{ "Nonce 03", ON_ALL, FLAG_SET, NONE, 32, "LORA-B 5.1.4; DS20005927A 9.12" },
	{ "Nonce 23", ON_608, FLAG_SET, NONE, 64, "LORA-B 5.1.4" },
	{ "GenDig 00, 01, 03, 04, 05", ON_ALL, FLAG_KEPT, FLAG_CLEARED, FLAG_CLEARED, FLAG_KEPT, 32,
		"DS20005927A 9.6; SourceFlag as captured from parts" },
	{ "GenDig 02", ON_ALL, FLAG_KEPT, FLAG_SET, FLAG_CLEARED, FLAG_SET_BY_KEY, 32,
		"LORA-B 5.3.4.3, DS20005927A table 2-16; SourceFlag as captured from parts" },
	{ "GenKey 08, 0c, 10", ON_ALL, FLAG_KEPT, FLAG_CLEARED, FLAG_SET, FLAG_KEPT, 32,
		"LORA-B 5.2.2; DS20005927A 9.7" },
	{ "GenKey 04, param2 ffff (a private key)", ON_608, FLAG_CLEARED, NONE, 32, "UNCERTAIN (ATCA-U-21)" },
	{ "CheckMac 01, 05 with a copy", ON_ALL, FLAG_SET, NONE, 32, "DS20005927A 3.2.7" },
	{ "SHA 02, 05", ON_ALL, FLAG_SET, NONE, 32, "204 8.5.16, of an ancestor" },
	{ "ECDH 08, 09", ON_608, FLAG_SET, NONE, 32, "UNCERTAIN (ATCA-U-09)" },
	{ "KDF to TempKey", ON_608, FLAG_SET, NONE, 32, "UNCERTAIN (ATCA-U-09)" },
	{ "KDF PRF of 64 bytes to TempKey", ON_608, FLAG_SET, NONE, 64, "UNCERTAIN (ATCA-U-09)" },
	{ "KDF to TempKey's upper half", ON_608, FLAG_KEPT, FLAG_KEPT, FLAG_KEPT, FLAG_KEPT, 64,
		"TFLX-A 5.3.4" },
};

const size_t tempkey_n_sets = sizeof(tempkey_sets) / sizeof(tempkey_sets[0]);
