/* sim/se050/uncertain050.c: what is not settled, and what was chosen. Published by docs/reference/se050-applet-*.md. */
#include "uncertain050.h"

const struct se050_uncertain se050_uncertain[] = {
	{ "SE05X-U-01", "A crypto object of an algorithm that the document lists as not supported",
		"refused when it is made, not at its first use" },
	{ "SE05X-U-02",
		"How much RAM transient objects have: a used part reported 784 bytes free, an RSA-2048 key "
		"alone takes 1040",
		"2048 bytes by the vendor's figures" },
	{ "SE05X-U-03", "What SELECT of a security domain answers",
		"GlobalPlatform 11.9.3.1's least, with the largest command as A5's only entry" },
	{ "SE05X-U-04", "An R-block with error bits and the number of the block that comes next",
		"it asks for the last block again" },
	{ "SE05X-U-05", "Interface soft reset: \"of the logical connection\" (UM11225 table 10)",
		"sessions and the platform channel end and the applet is deselected; seen to cure a "
		"half-open "
		"session" },
	{ "SE05X-U-06", "A write to a part that is running a command", "it is acknowledged and lost" },
	{ "SE05X-U-07",
		"\"The first\" attested read or GetTimestamp counts the persistent part of the time up "
		"(AN12413 3.9)",
		"the first after power-on" },
	{ "SE05X-U-08", "DisableObjCreation with the transient lock indicator",
		"it holds until deselection" },
	{ "SE05X-U-09", "How ReadState codes its three bytes",
		"lock state, restriction mode, platform SCP request, "
		"as they are set" },
	{ "SE05X-U-10", "What a card says whose 60 authentications are used up (FIPS policy 3.1)", "6983" },
	{ "SE05X-U-11", "Two entries of a policy for one user", "the first counts" },
	{ "SE05X-U-12", "EXTERNAL AUTHENTICATE with MAC and cryptogram wrong",
		"the MAC is looked at first: 6982" },
	{ "SE05X-U-13", "ECKeySessionGetECKAPublicKey: what its signature covers", "the whole 7F49 TLV" },
	{ "SE05X-U-14",
		"Which symmetric keys may be a key-encryption key: any is printed, RFC 3394 is of AES",
		"AES only" },
	{ "SE05X-U-15", "7FFF0207 of SE050F: \"a random PLATFORM_SCP key\" (AN12436 2.1)",
		"an AES-128 key that opens sessions" },
	{ "SE05X-U-16", "7FFF020B and F0003394 stand in AN12436 table 15, but in no variant's table",
		"SE050E and its like have them" },
	{ "SE05X-U-17",
		"7FFF0209 and F0000030: reserved in AN12436 tables 7 to 12, not described in table 15",
		"public keys that open sessions, readable, as 7FFF0204 is" },
	{ "SE05X-U-18", "The sizes of F0000005, F0000007 and F0000123, which AN12436 table 15 leaves out",
		"those of F0000011 and F0000121" },
	{ "SE05X-U-19", "What X448 keys and AEAD crypto objects cost of memory: AN12413 8 ends before them",
		"X448 in proportion to X25519; a cipher's NVM and 96 bytes of RAM" },
	{ "SE05X-U-20", "What DigestFinal and MACFinal leave behind",
		"the state after Init, as CipherFinal does (AN12413 4.12.3)" },
	{ "SE05X-U-21", "ISO/IEC 9797-1 MAC algorithm 3 with a DES key of 8 or 24 bytes",
		"6985: the Java Card API wants two halves" },
	{ "SE05X-U-22", "A DES MAC with padding method 1 over no data", "over one block of zeros" },
	{ "SE05X-U-23", "What counts as the 2^16 blocks of a DES key on FIPS parts (FIPS policy, note 3)",
		"the data of each command in whole blocks; the command that reaches the limit is answered" },
	{ "SE05X-U-24",
		"Whether a session that was created and never opened takes one of the two places (AN12413 "
		"3.6.3.1: it "
		"exists once its authentication succeeded)",
		"it does, until the same object's next CreateSession or the applet's selection" },
	{ "SE05X-U-25", "Whether what the factory put in takes of the 50 kB of user memory (data sheet)",
		"it does: deleting it makes room" },
	{ "SE05X-U-30", "Attested reading of an object without the right to read it",
		"attested without its value, as the vendor's host expects; refused when it is forbidden "
		"altogether "
		"or a condition is not met" },
	{ "SE05X-U-31", "An attested answer that is longer than a command's payload may be", "6985" },
	{ "SE05X-U-32", "From 7.2 on: the object size in attested answers without an object",
		"the length of what is attested" },
	{ "SE05X-U-33", "Which of the card's commands SendCardManagerCmd takes, and how it answers others",
		"GET DATA; the others get the card's 6D00 in the answer" },
	{ "SE05X-U-40",
		"A key that is deleted, overwritten or made anew between two steps of an operation with it",
		"the next step is refused; the policy is asked at every step" },
	{ "SE05X-U-41", "An initial vector with ECB (AN12413 tables 180, 189: only when the mode is not ECB)",
		"6985" },
	{ "SE05X-U-42", "FORBID_EXTERNAL_IV and an encryption without any initial vector",
		"6986, as with one" },
	{ "SE05X-U-43", "CipherFinal when the part made the initial vector itself",
		"CipherInit is wanted again: no vector is used twice" },
	{ "SE05X-U-44",
		"Whose vectors of the part's own AEADInit, AEADFinal and AEADOneShot make invalid (hosts: "
		"\"valid until\")",
		"those of every AEAD crypto object: it has to be begun again" },
	{ "SE05X-U-45",
		"The shortest AEAD tag to compare for a key written without a length (hosts: 0 means 128 "
		"bit)",
		"16 bytes; with a length, that one" },
	{ "SE05X-U-50",
		"When a wrong parameter of a curve is refused (AN12413 4.8.2: all are looked at when all are "
		"given)",
		"at once" },
	{ "SE05X-U-51", "What becomes of keys whose curve is deleted",
		"they stay and work; only writing them anew wants the curve" },
	{ "SE05X-U-52", "Whether EC values are looked at when they are written",
		"a private value out of range and a point off the curve are refused; that the halves of a "
		"pair belong together is not looked at" },
	{ "SE05X-U-53", "ECDAASign with an r of the order or more", "6985" },
	{ "SE05X-U-54", "An EdDSA signature to verify that has not 64 bytes", "6985" },
	{ "SE05X-U-55", "ECPointMultiply (7.2): what its algorithms 05 and 06 answer",
		"as the card's own interface has them: the generic mapping of PACE, the whole point; 04, X, "
		"Y" },
	{ "SE05X-U-56", "EC pairs of SE050F are for signing only (AN12413 3.10): whether they verify",
		"they do; what is meant is that they agree on nothing" },
	{ "SE05X-U-60", "Which code each fault of an I2CM command set has, and what of the set is run then",
		"11 tag, 12 length, 13 length field, 21 configuration; nothing is run" },
	{ "SE05X-U-61", "What follows a step of an I2CM command set that was not acknowledged",
		"the other steps are run, each with its result" },
	{ "SE05X-U-62", "From which applet on transient P-521 keys can be exported (seen refused on 3.1.1)",
		"from 7.2 on" },
	{ "SE05X-U-63", "What the policy of an object must allow whose value is a salt (7.2)",
		"what that of the key must, or ALLOW_DERIVED_INPUT, and then beside the key that it names "
		"alone" },
	{ "SE05X-U-64", "HKDF on SE050F: a third party's part refused it, no document does", "6985" },
	{ "SE05X-U-65", "TLSCalculatePreMasterSecret over RSA with a client version that is not the secret's",
		"6985; RFC 5246 has a server go on with chance" },
	{ "SE05X-U-66",
		"TLSPerformPRF takes secrets of 16, 32, 48 or 64 bytes, yet those that a pre-shared key "
		"makes have "
		"36 and more",
		"these are taken too" },
	{ "SE05X-U-67", "TLSPerformPRF with both randoms from outside (P2 5A of hosts' headers)",
		"64 bytes as the seed; ALLOW_KDF_EXT_RANDOM is asked for, TLSGenerateRandom is not" },
	{ "SE05X-U-68", "What ImportExternalObject's authentication data are",
		"the TLVs A6, 7F49 and 5F37, without the command that brings them in a session" },
	{ "SE05X-U-69",
		"Whom policies see while ImportExternalObject writes: it is sent in the default session",
		"the host's key, as if it had opened a session" },
	{ "SE05X-U-70", "The byte order of a pre-master secret that X25519 or X448 makes in the part",
		"as the applet has shared secrets: the reverse of RFC 7748's" },
	{ "SE05X-U-71",
		"What the minimum output length of an HMAC key (7.2; hosts' \"minimum key derivation "
		"output\") bounds",
		"HKDF and PBKDF2: shorter outputs are refused, 6985; TLS has outputs of 12 bytes" },
	{ "SE05X-U-72",
		"What stands in the factory's certificates: of one part's F0000013, of another's F0000001 in "
		"part, "
		"and of who signed the first all is public, of the others their sizes",
		"names in the form of that one, a part's number and two bytes for a serial number; "
		"parameters of "
		"the signature absent on F0000001, F0000003 and F0000013, as seen, NULL on the others, as on "
		"their "
		"signers'; key identifiers where the size has room for them" },
	{ "SE05X-U-80", "What ReadObject of an RSA key tells without an RSA component", "6985" },
	{ "SE05X-U-81", "RSA components that do not belong together",
		"taken when written, whatever they are; the key refuses to be used, where that can be seen" },
	{ "SE05X-U-82", "WriteRSAKey with one component of a key that is complete",
		"it replaces that one; the key stays complete and its policy in force" },
	{ "SE05X-U-83", "The form of a new RSA pair whose first component is its modulus or public exponent",
		"raw, as hosts begin one" },
	{ "SE05X-U-84", "Which of the two RSA features a public key wants", "either" },
	{ "SE05X-U-85", "RSAEncrypt without padding of a number shorter than the modulus", "6985" },
	{ "SE05X-U-86", "The policy of an RSA key that is only begun",
		"not in force, for deletion either: a host can always start again" },
	{ "SE05X-U-90", "DFAuthenticateNonFirstPart1 when no DFAuthenticateFirst went before",
		"6985: there is no transaction to go on with; between its two parts there are no session "
		"keys" },
	{ "SE05X-U-91", "What a wrong answer of a MIFARE DESFire card ends",
		"nothing: 6A80, and the challenge stands until the next Part1" },
	{ "SE05X-U-93",
		"The command counter of DFDumpSessionKeys (AN12413 table 226): its byte order, and what it "
		"counts",
		"as in the card's messages, the low byte first; DFChangeKeyPart1 alone, as it is answered" },
	{ "SE05X-U-94", "Whether the cryptogram of DFChangeKeyPart1 has the command's MAC behind it",
		"it has: 40 bytes; AN12413 figure 17 sends the answer on to the card, and the host could "
		"make no MAC" },
	{ "SE05X-U-95", "The default key set C6 (AN12413 table 228): C6 is the code of ChangeKeyEV2 too",
		"ChangeKeyEV2 with key set C6; any set but FF is taken" },
	{ "SE05X-U-96", "Whose DFKillAuthentication ends the state of a user, and when there is none",
		"anybody's; it is answered 9000 then too" },
	{ "SE05X-U-97",
		"What DFDiversifyKey and DFChangeKeyPart1 ask of ALLOW_DESFIRE_KDF and "
		"ALLOW_DESFIRE_CHANGEKEY (7.2)",
		"nothing: ALLOW_DESFIRE_AUTHENTICATION, as before" },
	{ "SE05X-U-98", "Which length a MAC for DFChangeKeyPart2 may have, and how often it is asked for",
		"8 bytes, else 6A80; a wrong one may be followed by another, a right one not" },
};

const size_t se050_n_uncertain = sizeof(se050_uncertain) / sizeof(se050_uncertain[0]);
