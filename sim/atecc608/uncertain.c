/* sim/atecc608/uncertain.c: what is not settled, and what was chosen. Published by docs/reference/atecc608.md. */
#include "uncertain.h"

const struct uncertain_rule atecc_uncertain[] = {
	{ "ATCA-U-01",
		"608: what an error does to TempKey. \"May or may not be cleared\" where a command was meant "
		"to use it (TFLX-A 3.1)",
		"a parse error keeps it, an execution error clears it where it would have been used, an ECC "
		"fault keeps it "
		"(as on the 508A)" },
	{ "ATCA-U-02", "CountMatch: the limit stands twice in its slot. What if the two differ?",
		"then there is no limit; the vendor's own certificate test signs with such a slot" },
	{ "ATCA-U-03",
		"What is read at wake after a failed power-on self test; the vendor's library compares with "
		"04 07 C4 40, a "
		"CRC that its own rule does not give",
		"04 07 with the CRC of all other packets" },
	{ "ATCA-U-04", "When an answer that was not read is lost to the next command",
		"with that command's first byte" },
	{ "ATCA-U-05", "Info Latch: whether clearing the latch needs what setting it needs",
		"it is always allowed" },
	{ "ATCA-U-06", "SHA: param2 repeats the length of the data. What if it is another?",
		"a parse error, 03" },
	{ "ATCA-U-07", "AES with a slot's key before the config zone is locked", "03, as one report has it" },
	{ "ATCA-U-08", "ChipOptions' output protection: values 1, 2 and 3 for ECDH and KDF have names only",
		"1: ECDH encrypts its answer, asked for or not, and KDF refuses a clear one. 2: nothing goes "
		"to the "
		"host, 0F. 3: 0F "
		"wherever the result "
		"is to go" },
	{ "ATCA-U-09", "SourceFlag of a TempKey that ECDH or KDF filled",
		"1 (input): the host's part of it is not random" },
	{ "ATCA-U-10",
		"508A, Verify ValidateExternal: how the blocks of the SHA sequence are counted against "
		"PublicPosition and "
		"TemplateLength",
		"from 0, and the End command is none" },
	{ "ATCA-U-11",
		"608: whether a private slot's \"result into the odd slot beside it\" also binds the modes "
		"that name a target "
		"themselves",
		"it does, towards host and slot; TempKey is always allowed" },
	{ "ATCA-U-12",
		"SecureBoot: whether a failure clears the persistent latch, and when mode bit 6 bars the "
		"command",
		"the latch stays; from then on until the next power cycle, whatever the result" },
	{ "ATCA-U-13", "508A, Pause without a match: it gives no answer, and TempKey is cleared by answers",
		"TempKey and the SHA sequence stay" },
	{ "ATCA-U-14", "Info KeyValid of a public key without PubInfo: \"not useful\"",
		"1 for a point on the curve, else 0" },
	{ "ATCA-U-15",
		"Slot numbers in the commands that hash param2 whole: its upper bits \"should be zero\" "
		"(DS20005927A 3.2)",
		"bits 3..0 are the slot, all 16 are hashed, nothing is refused" },
	{ "ATCA-U-16",
		"608: which commands besides those that use it empty MsgDigBuf; \"most commands except Nonce "
		"and SHA\" (TFLX-A "
		"3.2), which hosts contradict",
		"none" },
	{ "ATCA-U-17", "Whether a command refused with EE, for want of time, clears TempKey on the 508A",
		"no: it was not begun" },
	{ "ATCA-U-18", "Lock of the data zone while the config zone is not locked", "0F" },
	{ "ATCA-U-19", "Nonce, fixed: what param2 means there", "it has to be 0, else 03" },
	{ "ATCA-U-20", "GenDig of a NoMac key without its four bytes of OtherData",
		"0F: whether they are needed depends on the configuration" },
	{ "ATCA-U-21",
		"608: how a private key in TempKey (GenKey with param2 FFFF) is told from any other content",
		"by a mark that only GenKey sets; every use but ECDH's is 0F" },
	{ "ATCA-U-22",
		"Whether GenKey's digest of a limited-use public key counts as a use; DS20005927A says no "
		"(3.2.5) and yes "
		"(9.7)",
		"it does, as the section on GenKey has it" },
	{ "ATCA-U-23", "608: what UseLock (config byte 68) does; only its name is public", "nothing" },
	{ "ATCA-U-24", "508A: OTPmode other than AA and 55, \"not to be used\"",
		"as AA: nothing is written after the data lock" },
	{ "ATCA-U-25", "608, HKDF with the IV check: how KdfIvLoc turns it off",
		"by 0, which fits TrustFLEX parts and the vendor's tests" },
	{ "ATCA-U-26", "A private key is used that was never written",
		"0F: until then it is invalid (DS20005927A p.11)" },
	{ "ATCA-U-27", "608: whether an encrypted read needs a TempKey from the chip's own random number",
		"only if the key's ReqRandom says so, at GenDig; the 508A always wants it" },
	{ "ATCA-U-28", "Write of 64 bytes, data and MAC, to a slot that is written in clear", "0F" },
	{ "ATCA-U-29", "What the slots of a blank part hold; nobody can read them before they are written",
		"all ones" },
	{ "ATCA-U-30", "608: whether Verify ValidateExternal (mode 01) still exists",
		"it does not, 03; no book lists it" },
	{ "ATCA-U-31", "608, SHA: whether a context may be written without a Start before it",
		"it may: that is how a hash goes on after another" },
	{ "ATCA-U-32", "Verify Validate of a key whose KeyConfig does not ask for validation (PubInfo 0)",
		"it is done all the same; nothing looks at the result" },
	{ "ATCA-U-33", "Read of a slot with EncryptRead and without IsSecret, a prohibited setting", "0F" },
	{ "ATCA-U-34",
		"Pre-provisioned parts: what slots hold that the books give no content, and reserved ones "
		"that nobody "
		"reads or writes",
		"zeros, in reserved ones chance" },
	{ "ATCA-U-35",
		"TNGTLS of the early layout: which of the two selectors of certificate template 2 its OTP "
		"has",
		"Rsuy5YJh; the TFLXTLS books give the other" },
	{ "ATCA-U-36",
		"TNGLoRaWAN: the bytes of its config zone, of which no dump is public; slots 8, 9 and 15, "
		"and whether "
		"keys want a random nonce",
		"what the book says of each slot, put into bits; 8 is data, 9 read only, 15 reserved; no "
		"random nonce; "
		"the rest as a TNGTLS has it" },
	{ "ATCA-U-37",
		"ECDH with a point off the curve: whether it spends a use of a key that has only so many. A "
		"use is counted "
		"before the operation (DS20005927A 3.2.5), and nothing says whether the point is looked at "
		"before that",
		"0F, and a use is spent" },
};

const size_t atecc_n_uncertain = sizeof(atecc_uncertain) / sizeof(atecc_uncertain[0]);
