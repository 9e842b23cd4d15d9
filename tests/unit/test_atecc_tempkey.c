/*
 * tests/unit/test_atecc_tempkey.c: what every command leaves of TempKey, for every way it can end. 608: TFLX-A
 * DS40002138A 3.1 (cleared when used, kept when not, never by KDF and AES); 508A: DS20005927A 2.5.1 p.27.
 */
#include "atecc_fixture.h"

#include "cmocka_all.h"

#include <stdlib.h>
#include <string.h>

enum load {
	RANDOM_NONCE,
	FIXED_NONCE,
	GEN_DIG,     /* of slot 4, random */
	GEN_DIG_12,  /* of slot 12 */
	PRIVATE_KEY, /* GenKey FFFF */
	KEY_DIGEST,  /* GenKey 10 of slot 14, fixed nonce */
};

enum data {
	AS_WRITTEN,
	CHECK_MAC,         /* matching, mode 00 or 01, slot 12 */
	SIGNATURE,         /* of TempKey, by key 15 */
	SIGNATURE_MSG_DIG, /* of known_key, by key 15 */
	POINT,
	SIGNATURE_POINT,
	SEALED_WRITE,      /* slot 1, block 0 */
	SEALED_PRIV_WRITE, /* slot 7 */
	SECURE_BOOT,       /* the encrypted digest, and its signature */
};

enum end {
	OK,
	MISCOMPARE,
	PARSE,
	EXECUTION,
};

enum effect {
	KEPT,
	CLEARED,
	SET,
};

struct row {
	const char *name;
	const char *before; /* a command to run first; on the 608 it leaves TempKey alone */
	enum load load;
	const char *text;
	enum data data;
	enum end end;
	enum effect effect;
};

static void load(struct atecc_fixture *f, enum load how)
{
	struct digest tk;

	switch (how) {
	case RANDOM_NONCE:
		host_nonce_random(f);
		break;
	case FIXED_NONCE:
		host_nonce_fixed(f, known_key);
		break;
	case GEN_DIG:
	case GEN_DIG_12:
		tk = host_nonce_random(f);
		host_gen_dig(f, how == GEN_DIG ? 4 : 12, &tk, NULL);
		break;
	case PRIVATE_KEY:
		assert_length(f, 64, "40 04 ffff");
		break;
	case KEY_DIGEST:
		host_nonce_fixed(f, known_key);
		assert_status(f, ATCA_SUCCESS, "40 10 0e00 000000");
		break;
	}
}

static struct bytes signature_by(unsigned int key, const uint8_t digest[32])
{
	struct host_key signer = fixture_key(key);
	struct bytes signature = { .len = 64 };

	host_sign(&signer, digest, signature.at);
	return signature;
}

static struct bytes masked(const uint8_t *bytes, size_t len, const uint8_t *mask)
{
	struct bytes out = { .len = len };

	for (size_t i = 0; i < len; i++)
		out.at[i] = bytes[i] ^ mask[i];
	return out;
}

static struct bytes data_for(struct atecc_fixture *f, enum data kind)
{
	const uint8_t *tk = f->chip->sram.tempkey.value;
	struct host_key key = fixture_key(99);
	struct bytes part, more;
	struct digest digest;

	switch (kind) {
	case AS_WRITTEN:
		break;
	case CHECK_MAC:
		digest = host_sha256("%32 %32 00*15 ee 00*4 0123 00*2", slot_at(f, 12), tk);
		return wire("00*32 %32 00*13", digest.at);
	case SIGNATURE:
		return signature_by(15, tk);
	case SIGNATURE_MSG_DIG:
		return signature_by(15, known_key);
	case POINT:
		return wire("%64", key.point);
	case SIGNATURE_POINT:
		part = signature_by(15, tk);
		return wire("%b %64", &part, fixture_key(15).point);
	case SEALED_WRITE:
		digest = host_sha256("%32 12 c2 0800 ee 0123 00*25 5a*32", tk);
		part = masked(wire("5a*32").at, 32, tk);
		return wire("%b %32", &part, digest.at);
	case SEALED_PRIV_WRITE:
		digest = host_sha256("%32 46 40 0700 ee 0123 00*21 00*4 %32", tk, key.d);
		more = wire("00*4 %32", key.d);
		part = wire("%32 %4", tk, host_sha256("%32", tk).at);
		part = masked(more.at, 36, part.at);
		return wire("%b %32", &part, digest.at);
	case SECURE_BOOT:
		digest = host_sha256("%32 %32", known_key, tk);
		part = masked(known_key, 32, digest.at);
		more = signature_by(11, known_key);
		return wire("%b %b", &part, &more);
	}
	return wire("");
}

static enum end end_of(const struct bytes *answer)
{
	if (answer->len > 1 || answer->at[0] == ATCA_SUCCESS)
		return OK;
	if (answer->at[0] == ATCA_MISCOMPARE)
		return MISCOMPARE;
	return answer->at[0] == ATCA_PARSE_ERROR ? PARSE : EXECUTION;
}

static void check_row(struct atecc_fixture *f, const struct row *row)
{
	struct bytes state, value, data, answer;

	if (row->before)
		run(f, row->before);
	load(f, row->load);
	state = run(f, "30 02 0000");
	value = wire("%64", f->chip->sram.tempkey.value);
	data = data_for(f, row->data);
	answer = run(f, row->text, &data);
	if (end_of(&answer) != row->end)
		fail_msg("%s: ended with %02x", row->name, answer.at[0]);
	answer = run(f, "30 02 0000");
	if ((answer.at[1] >> 7) != (row->effect != CLEARED))
		fail_msg("%s: Valid is %u", row->name, answer.at[1] >> 7);
	if (row->effect == KEPT && (answer.at[0] != state.at[0] ||
					   memcmp(f->chip->sram.tempkey.value, value.at, value.len) != 0))
		fail_msg("%s: TempKey was not kept as it was", row->name);
	if (row->effect == CLEARED && answer.at[0] != 0)
		fail_msg("%s: flags are left: %02x", row->name, answer.at[0]);
}

static void check_rows(struct atecc_fixture *f, const struct row *rows, size_t n)
{
	struct atecc before;

	/* Slot 3 rolls, 12 may be written, 13 is the partner that is copied only when its ReadKey is 0. */
	set_slot_config(f, 3, 0x2f8f);
	set_slot_config(f, 13, 0x0f81);
	before = *f->chip;
	for (size_t i = 0; i < n; i++) {
		check_row(f, &rows[i]);
		*f->chip = before;
	}
}

#define CHECK(f, rows) check_rows((f), (rows), sizeof(rows) / sizeof((rows)[0]))

static const struct row used_608[] = {
	{ "MAC 01", NULL, RANDOM_NONCE, "08 01 0c00", AS_WRITTEN, OK, CLEARED },
	{ "MAC 02", NULL, RANDOM_NONCE, "08 02 0c00 00*32", AS_WRITTEN, OK, CLEARED },
	{ "MAC 07", NULL, FIXED_NONCE, "08 07 0c00", AS_WRITTEN, OK, CLEARED },
	{ "CheckMac 01", NULL, RANDOM_NONCE, "28 01 0c00 %b", CHECK_MAC, OK, CLEARED },
	{ "CheckMac 01", NULL, RANDOM_NONCE, "28 01 0c00 00*77", AS_WRITTEN, MISCOMPARE, CLEARED },
	{ "CheckMac 02", NULL, RANDOM_NONCE, "28 02 0c00 00*77", AS_WRITTEN, MISCOMPARE, CLEARED },
	{ "Sign external", NULL, RANDOM_NONCE, "41 80 0200", AS_WRITTEN, OK, CLEARED },
	{ "Sign internal", NULL, GEN_DIG, "41 00 0200", AS_WRITTEN, OK, CLEARED },
	{ "Verify stored", NULL, RANDOM_NONCE, "45 00 0f00 %b", SIGNATURE, OK, CLEARED },
	{ "Verify stored", NULL, RANDOM_NONCE, "45 00 0f00 11*64", AS_WRITTEN, MISCOMPARE, CLEARED },
	{ "Verify stored, MAC", "16 43 0000 00*32", RANDOM_NONCE, "45 80 0f00 %b", SIGNATURE, OK, CLEARED },
	{ "Verify external", NULL, RANDOM_NONCE, "45 02 0400 %b", SIGNATURE_POINT, OK, CLEARED },
	{ "Verify validate", NULL, KEY_DIGEST, "45 03 0e00 11*64 00*19", AS_WRITTEN, MISCOMPARE, CLEARED },
	{ "DeriveKey", NULL, RANDOM_NONCE, "1c 00 0300", AS_WRITTEN, OK, CLEARED },
	{ "Read encrypted", NULL, GEN_DIG, "02 82 0800", AS_WRITTEN, OK, CLEARED },
	{ "Write encrypted", NULL, GEN_DIG, "12 c2 0800 %b", SEALED_WRITE, OK, CLEARED },
	{ "PrivWrite encrypted", NULL, GEN_DIG, "46 40 0700 %b", SEALED_PRIV_WRITE, OK, CLEARED },
	{ "ECDH of TempKey", NULL, PRIVATE_KEY, "43 0d ffff %b", POINT, OK, CLEARED },
	{ "ECDH of TempKey to slot", NULL, PRIVATE_KEY, "43 05 0c00 %b", POINT, OK, CLEARED },
	{ "SecureBoot with MAC", NULL, RANDOM_NONCE, "80 85 0000 %b", SECURE_BOOT, OK, CLEARED },
	{ "SecureBoot with MAC", NULL, RANDOM_NONCE, "80 85 0000 00*32 11*64", AS_WRITTEN, MISCOMPARE,
		CLEARED },
};

static const struct row not_used_608[] = {
	{ "MAC 00", NULL, RANDOM_NONCE, "08 00 0c00 00*32", AS_WRITTEN, OK, KEPT },
	{ "MAC 40", NULL, RANDOM_NONCE, "08 40 0c00 00*32", AS_WRITTEN, OK, KEPT },
	{ "MAC 00 of a NoMac key", NULL, RANDOM_NONCE, "08 00 0600 00*32", AS_WRITTEN, EXECUTION, KEPT },
	{ "CheckMac 00", NULL, RANDOM_NONCE, "28 00 0c00 00*77", AS_WRITTEN, MISCOMPARE, KEPT },
	{ "CheckMac 00", NULL, RANDOM_NONCE, "28 00 0200 00*77", AS_WRITTEN, EXECUTION, KEPT },
	{ "Nonce to MsgDigBuf", NULL, RANDOM_NONCE, "16 43 0000 00*32", AS_WRITTEN, OK, KEPT },
	{ "Nonce to MsgDigBuf", NULL, RANDOM_NONCE, "16 63 0000 00*64", AS_WRITTEN, OK, KEPT },
	{ "Nonce to AltKeyBuf", NULL, RANDOM_NONCE, "16 83 0000 00*32", AS_WRITTEN, OK, KEPT },
	{ "GenKey public", NULL, FIXED_NONCE, "40 00 0200", AS_WRITTEN, OK, KEPT },
	{ "GenKey create", NULL, FIXED_NONCE, "40 04 0200", AS_WRITTEN, OK, KEPT },
	{ "GenKey create", NULL, FIXED_NONCE, "40 04 0400", AS_WRITTEN, EXECUTION, KEPT },
	{ "Sign MsgDigBuf", "16 43 0000 00*32", RANDOM_NONCE, "41 a0 0200", AS_WRITTEN, OK, KEPT },
	{ "Sign MsgDigBuf", NULL, RANDOM_NONCE, "41 a0 0200", AS_WRITTEN, EXECUTION, KEPT },
	{ "Verify external, MsgDigBuf", "16 43 0000 00*32", RANDOM_NONCE, "45 22 0400 %b", SIGNATURE_POINT,
		MISCOMPARE, KEPT },
	{ "Verify stored, MsgDigBuf, MAC", "16 63 0000 00*64", RANDOM_NONCE, "45 a0 0f00 11*64", AS_WRITTEN,
		MISCOMPARE, KEPT },
	{ "Read", NULL, GEN_DIG, "02 82 6000", AS_WRITTEN, OK, KEPT },
	{ "Read config", NULL, GEN_DIG, "02 80 0000", AS_WRITTEN, OK, KEPT },
	{ "Read OTP", NULL, GEN_DIG, "02 81 0000", AS_WRITTEN, OK, KEPT },
	{ "Read of a secret", NULL, GEN_DIG, "02 82 2000", AS_WRITTEN, EXECUTION, KEPT },
	{ "Write", NULL, GEN_DIG, "12 82 6000 00*32", AS_WRITTEN, OK, KEPT },
	{ "Write config", NULL, GEN_DIG, "12 00 0500 00*4", AS_WRITTEN, EXECUTION, KEPT },
	{ "ECDH of a slot", NULL, RANDOM_NONCE, "43 0c 0200 %b", POINT, OK, KEPT },
	{ "ECDH of a slot", NULL, RANDOM_NONCE, "43 0c 0400 %b", POINT, EXECUTION, KEPT },
	{ "ECDH of a slot to TempKey", NULL, RANDOM_NONCE, "43 08 0400 %b", POINT, EXECUTION, KEPT },
	{ "SHA start", NULL, RANDOM_NONCE, "47 00 0000", AS_WRITTEN, OK, KEPT },
	{ "SHA update", "47 00 0000", RANDOM_NONCE, "47 01 0000", AS_WRITTEN, OK, KEPT },
	{ "SHA public", "47 00 0000", RANDOM_NONCE, "47 03 0f00", AS_WRITTEN, OK, KEPT },
	{ "SHA read context", "47 00 0000", RANDOM_NONCE, "47 06 0000", AS_WRITTEN, OK, KEPT },
	{ "SHA write context", "47 00 0000", RANDOM_NONCE, "47 07 2400 00*36", AS_WRITTEN, OK, KEPT },
	{ "SHA end to MsgDigBuf", "47 00 0000", RANDOM_NONCE, "47 42 0000", AS_WRITTEN, OK, KEPT },
	{ "SHA end to host", "47 00 0000", RANDOM_NONCE, "47 c2 0000", AS_WRITTEN, OK, KEPT },
	{ "SHA end", NULL, RANDOM_NONCE, "47 02 0000", AS_WRITTEN, EXECUTION, KEPT },
	{ "SHA HMAC of a slot", NULL, RANDOM_NONCE, "47 04 0c00", AS_WRITTEN, OK, KEPT },
	{ "SecureBoot", NULL, RANDOM_NONCE, "80 05 0000 00*32 11*64", AS_WRITTEN, MISCOMPARE, KEPT },
	{ "SecureBoot FullStore", NULL, RANDOM_NONCE, "80 06 0000 00*32", AS_WRITTEN, MISCOMPARE, KEPT },
	{ "Counter read", NULL, RANDOM_NONCE, "24 00 0000", AS_WRITTEN, OK, KEPT },
	{ "Counter increment", NULL, RANDOM_NONCE, "24 01 0000", AS_WRITTEN, OK, KEPT },
	{ "Counter", NULL, RANDOM_NONCE, "24 00 0200", AS_WRITTEN, PARSE, KEPT },
	{ "Lock slot", NULL, RANDOM_NONCE, "17 92 0000", AS_WRITTEN, OK, KEPT },
	{ "Lock", NULL, RANDOM_NONCE, "17 80 0000", AS_WRITTEN, EXECUTION, KEPT },
	{ "Random", NULL, RANDOM_NONCE, "1b 00 0000", AS_WRITTEN, OK, KEPT },
	{ "Info", NULL, GEN_DIG, "30 00 0000", AS_WRITTEN, OK, KEPT },
	{ "Info", NULL, GEN_DIG, "30 09 0000", AS_WRITTEN, PARSE, KEPT },
	{ "Info GPIO", NULL, GEN_DIG, "30 03 0000", AS_WRITTEN, EXECUTION, KEPT },
	{ "UpdateExtra", NULL, RANDOM_NONCE, "20 00 0500", AS_WRITTEN, OK, KEPT },
	{ "SelfTest", NULL, RANDOM_NONCE, "77 3d 0000", AS_WRITTEN, OK, KEPT },
	{ "an unknown opcode", NULL, RANDOM_NONCE, "99 00 0000", AS_WRITTEN, PARSE, KEPT },
};

/* Never cleared by KDF or AES. */
static const struct row kdf_aes_608[] = {
	{ "AES", NULL, FIXED_NONCE, "51 00 ffff 00*16", AS_WRITTEN, OK, KEPT },
	{ "AES", NULL, FIXED_NONCE, "51 80 ffff 00*16", AS_WRITTEN, EXECUTION, KEPT },
	{ "AES of a slot", NULL, FIXED_NONCE, "51 00 0a00 00*16", AS_WRITTEN, OK, KEPT },
	{ "KDF", NULL, FIXED_NONCE, "56 50 0000 02000010 00*16", AS_WRITTEN, OK, KEPT },
	{ "KDF", NULL, FIXED_NONCE, "56 51 0000 02000010 00*16", AS_WRITTEN, EXECUTION, KEPT },
	{ "KDF", NULL, FIXED_NONCE, "56 50 0000 02000010 00*15", AS_WRITTEN, PARSE, KEPT },
	{ "KDF to slot", NULL, FIXED_NONCE, "56 48 0005 02000010 00*16", AS_WRITTEN, OK, KEPT },
};

static const struct row set_608[] = {
	{ "Nonce", NULL, RANDOM_NONCE, "16 00 0000 00*20", AS_WRITTEN, OK, SET },
	{ "Nonce fixed", NULL, RANDOM_NONCE, "16 03 0000 00*32", AS_WRITTEN, OK, SET },
	{ "GenDig", NULL, RANDOM_NONCE, "15 02 0400", AS_WRITTEN, OK, SET },
	{ "GenKey digest", NULL, RANDOM_NONCE, "40 08 0200", AS_WRITTEN, OK, SET },
	{ "GenKey stored public", NULL, RANDOM_NONCE, "40 10 0f00 000000", AS_WRITTEN, OK, SET },
	{ "GenKey FFFF", NULL, RANDOM_NONCE, "40 04 ffff", AS_WRITTEN, OK, SET },
	{ "ECDH to TempKey", NULL, RANDOM_NONCE, "43 08 0200 %b", POINT, OK, SET },
	{ "ECDH of and to TempKey", NULL, PRIVATE_KEY, "43 09 ffff %b", POINT, OK, SET },
	{ "KDF to TempKey", NULL, RANDOM_NONCE, "56 42 0400 02000010 00*16", AS_WRITTEN, OK, SET },
	{ "SHA end", "47 00 0000", RANDOM_NONCE, "47 02 0000", AS_WRITTEN, OK, SET },
};

/* LORA-B 5.3.4, the note of every mode: an error of GenDig leaves it invalid. */
static const struct row gen_dig_608[] = {
	{ "GenDig", NULL, RANDOM_NONCE, "15 02 0200", AS_WRITTEN, EXECUTION, CLEARED },
	{ "GenDig", NULL, RANDOM_NONCE, "15 09 0000", AS_WRITTEN, PARSE, CLEARED },
	{ "GenDig", NULL, RANDOM_NONCE, "15 00 0900", AS_WRITTEN, PARSE, CLEARED },
};

static void on_the_608_use_clears_it(void **state)
{
	CHECK(*state, used_608);
}

static void on_the_608_what_does_not_use_it_keeps_it(void **state)
{
	CHECK(*state, not_used_608);
}

static void on_the_608_kdf_and_aes_never_clear_it(void **state)
{
	CHECK(*state, kdf_aes_608);
}

static void on_the_608_a_result_in_it_is_valid(void **state)
{
	CHECK(*state, set_608);
}

static void on_the_608_an_error_of_gen_dig_clears_it(void **state)
{
	CHECK(*state, gen_dig_608);
}

/* UNCERTAIN (ATCA-U-01): a command meant to use it that fails: 03 keeps, 0F clears. */
static const struct row errors_608[] = {
	{ "MAC 01", NULL, RANDOM_NONCE, "08 05 0c00", AS_WRITTEN, EXECUTION, CLEARED },
	{ "MAC 01", NULL, RANDOM_NONCE, "08 01 0c00 00*5", AS_WRITTEN, PARSE, KEPT },
	{ "CheckMac 01", NULL, RANDOM_NONCE, "28 05 0c00 00*77", AS_WRITTEN, EXECUTION, CLEARED },
	{ "CheckMac 01", NULL, RANDOM_NONCE, "28 01 0c00 00*7", AS_WRITTEN, PARSE, KEPT },
	{ "Sign external", NULL, RANDOM_NONCE, "41 80 0400", AS_WRITTEN, EXECUTION, CLEARED },
	{ "Sign external", NULL, RANDOM_NONCE, "41 80 1000", AS_WRITTEN, PARSE, KEPT },
	{ "Sign internal", NULL, RANDOM_NONCE, "41 00 0200", AS_WRITTEN, EXECUTION, CLEARED },
	{ "Verify stored", NULL, RANDOM_NONCE, "45 00 0400 11*64", AS_WRITTEN, EXECUTION, CLEARED },
	{ "Verify external, off the curve", NULL, RANDOM_NONCE, "45 02 0400 11*128", AS_WRITTEN, EXECUTION,
		CLEARED },
	{ "DeriveKey", NULL, RANDOM_NONCE, "1c 00 0400", AS_WRITTEN, EXECUTION, CLEARED },
	{ "Read encrypted", NULL, GEN_DIG_12, "02 82 0800", AS_WRITTEN, EXECUTION, CLEARED },
	{ "Write encrypted", NULL, GEN_DIG, "12 c2 0800 00*64", AS_WRITTEN, EXECUTION, CLEARED },
	{ "PrivWrite encrypted", NULL, GEN_DIG, "46 40 0700 00*68", AS_WRITTEN, EXECUTION, CLEARED },
	{ "ECDH of TempKey", NULL, PRIVATE_KEY, "43 0d ffff 00*64", AS_WRITTEN, EXECUTION, CLEARED },
	{ "GenKey digest", NULL, RANDOM_NONCE, "40 08 0400", AS_WRITTEN, EXECUTION, CLEARED },
	{ "Nonce", NULL, RANDOM_NONCE, "16 02 0000 00*20", AS_WRITTEN, PARSE, KEPT },
	{ "SecureBoot with MAC", "80 46 0000 00*32", RANDOM_NONCE, "80 85 0000 00*96", AS_WRITTEN, EXECUTION,
		CLEARED },
	{ "SHA HMAC of TempKey", NULL, RANDOM_NONCE, "47 04 ffff", AS_WRITTEN, OK, CLEARED },
};

static void uncertain_on_the_608_a_failed_use_clears_it_and_a_parse_error_does_not(void **state)
{
	CHECK(*state, errors_608);
}

static const struct row rows_508[] = {
	/* Nonce, GenDig, GenKey: by any error but CRC and ECC fault. */
	{ "Nonce", NULL, RANDOM_NONCE, "16 00 0000 00*20", AS_WRITTEN, OK, SET },
	{ "Nonce", NULL, RANDOM_NONCE, "16 02 0000 00*20", AS_WRITTEN, PARSE, CLEARED },
	{ "GenDig", NULL, RANDOM_NONCE, "15 02 0400", AS_WRITTEN, OK, SET },
	{ "GenDig", NULL, RANDOM_NONCE, "15 02 0200", AS_WRITTEN, EXECUTION, CLEARED },
	{ "GenDig", NULL, RANDOM_NONCE, "15 09 0000", AS_WRITTEN, PARSE, CLEARED },
	{ "GenKey digest", NULL, RANDOM_NONCE, "40 08 0200", AS_WRITTEN, OK, SET },
	{ "GenKey public", NULL, RANDOM_NONCE, "40 00 0200", AS_WRITTEN, OK, KEPT },
	{ "GenKey create", NULL, RANDOM_NONCE, "40 04 0200", AS_WRITTEN, OK, KEPT },
	{ "GenKey", NULL, RANDOM_NONCE, "40 00 0400", AS_WRITTEN, EXECUTION, CLEARED },
	{ "GenKey", NULL, RANDOM_NONCE, "40 00 1000", AS_WRITTEN, PARSE, CLEARED },
	/* CheckMac: always, but for a copy. */
	{ "CheckMac 01", NULL, RANDOM_NONCE, "28 01 0c00 %b", CHECK_MAC, OK, CLEARED },
	{ "CheckMac 00", NULL, RANDOM_NONCE, "28 00 0c00 00*77", AS_WRITTEN, MISCOMPARE, CLEARED },
	{ "CheckMac", NULL, RANDOM_NONCE, "28 05 0c00 00*77", AS_WRITTEN, EXECUTION, CLEARED },
	{ "CheckMac", NULL, RANDOM_NONCE, "28 08 0c00 00*77", AS_WRITTEN, PARSE, CLEARED },
	/* Info: never. */
	{ "Info", NULL, GEN_DIG, "30 00 0000", AS_WRITTEN, OK, KEPT },
	{ "Info", NULL, GEN_DIG, "30 03 0000", AS_WRITTEN, EXECUTION, KEPT },
	{ "Info", NULL, GEN_DIG, "30 07 0000", AS_WRITTEN, PARSE, KEPT },
	/* All others: whatever they answer. */
	{ "MAC 00", NULL, RANDOM_NONCE, "08 00 0c00 00*32", AS_WRITTEN, OK, CLEARED },
	{ "MAC 01", NULL, RANDOM_NONCE, "08 01 0c00", AS_WRITTEN, OK, CLEARED },
	{ "MAC", NULL, RANDOM_NONCE, "08 00 0600 00*32", AS_WRITTEN, EXECUTION, CLEARED },
	{ "MAC", NULL, RANDOM_NONCE, "08 08 0600 00*32", AS_WRITTEN, PARSE, CLEARED },
	{ "HMAC", NULL, RANDOM_NONCE, "11 00 0c00", AS_WRITTEN, OK, CLEARED },
	{ "Sign", NULL, RANDOM_NONCE, "41 80 0200", AS_WRITTEN, OK, CLEARED },
	{ "Verify", NULL, RANDOM_NONCE, "45 00 0f00 %b", SIGNATURE, OK, CLEARED },
	{ "Verify", NULL, RANDOM_NONCE, "45 00 0f00 11*64", AS_WRITTEN, MISCOMPARE, CLEARED },
	{ "DeriveKey", NULL, RANDOM_NONCE, "1c 00 0300", AS_WRITTEN, OK, CLEARED },
	{ "Read config", NULL, RANDOM_NONCE, "02 00 0000", AS_WRITTEN, OK, CLEARED },
	{ "Read encrypted", NULL, GEN_DIG, "02 82 0800", AS_WRITTEN, OK, CLEARED },
	{ "Read", NULL, RANDOM_NONCE, "02 00 2000", AS_WRITTEN, PARSE, CLEARED },
	{ "Write", NULL, RANDOM_NONCE, "12 82 6000 00*32", AS_WRITTEN, OK, CLEARED },
	{ "Write encrypted", NULL, GEN_DIG, "12 c2 0800 %b", SEALED_WRITE, OK, CLEARED },
	{ "PrivWrite", NULL, GEN_DIG, "46 40 0700 %b", SEALED_PRIV_WRITE, OK, CLEARED },
	{ "ECDH", NULL, RANDOM_NONCE, "43 00 0200 %b", POINT, OK, CLEARED },
	{ "Counter", NULL, RANDOM_NONCE, "24 00 0000", AS_WRITTEN, OK, CLEARED },
	{ "Lock", NULL, RANDOM_NONCE, "17 80 0000", AS_WRITTEN, EXECUTION, CLEARED },
	{ "Random", NULL, RANDOM_NONCE, "1b 00 0000", AS_WRITTEN, OK, CLEARED },
	{ "UpdateExtra", NULL, RANDOM_NONCE, "20 00 0500", AS_WRITTEN, OK, CLEARED },
	{ "Pause", NULL, RANDOM_NONCE, "01 00 0000", AS_WRITTEN, OK, CLEARED },
	{ "SHA start", NULL, RANDOM_NONCE, "47 00 0000", AS_WRITTEN, OK, CLEARED },
};

static void on_the_508a_almost_everything_clears_it(void **state)
{
	CHECK(*state, rows_508);
}

/* 508A: "except CRC"; 608: not used. */
static void a_crc_error_keeps_it(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes broken = packet("08 01 0c00");

	broken.at[broken.len - 1] ^= 1;
	host_nonce_random(f);
	host_wake(f);
	assert_int_equal(host_write(f, 0x60, "%b", &broken), 0);
	assert_tempkey_valid(f, true);
}

/* The flow that DS20005927A allows and the one it ends (9.6 p.66). */
static void on_the_508a_nonce_gen_key_sign_works_and_nonce_random_sign_does_not(void **state)
{
	struct atecc_fixture *f = *state;

	host_nonce_fixed(f, known_key);
	assert_length(f, 64, "40 08 0200");
	assert_length(f, 64, "41 00 0200");
	host_nonce_fixed(f, known_key);
	run(f, "1b 00 0000");
	assert_status(f, ATCA_EXECUTION_ERROR, "41 80 0200");
}

/* What hosts do between Nonce and the command that needs it (atecc608-evidence 9). */
static void on_the_608_the_vendors_flows_work(void **state)
{
	struct atecc_fixture *f = *state;

	assert_status(f, ATCA_SUCCESS, "16 23 0000 5a*64");
	for (int i = 0; i < 5; i++) {
		assert_length(f, 16, "51 00 ffff 00*16");
		assert_length(f, 32, "1b 00 0000");
		assert_length(f, 16, "51 03 0000 00*32");
	}
	run(f, "1b 00 0000");
	assert_status(f, ATCA_SUCCESS, "16 43 0000 5a*32");
	assert_length(f, 64, "41 a0 0200");
}

static void power_sleep_and_watchdog_clear_it_and_idle_does_not(void **state)
{
	struct atecc_fixture *f = *state;

	host_nonce_random(f);
	host_wake(f);
	host_idle(f);
	assert_tempkey_valid(f, true);
	host_sleep(f);
	assert_tempkey_valid(f, false);
	host_nonce_random(f);
	host_wake(f);
	let_pass_ns(f, UINT64_C(1300000000));
	assert_int_not_equal(host_write(f, 0x60, "00"), 0);
	assert_tempkey_valid(f, false);
	host_nonce_random(f);
	host_power_cycle(f);
	assert_tempkey_valid(f, false);
}

static const struct CMUnitTest tests[] = {
	ON(locked_608a, on_the_608_use_clears_it),
	ON(locked_608b, on_the_608_use_clears_it),
	ON(locked_608a, on_the_608_what_does_not_use_it_keeps_it),
	ON(locked_608b, on_the_608_what_does_not_use_it_keeps_it),
	ON(locked_608a, on_the_608_kdf_and_aes_never_clear_it),
	ON(locked_608a, on_the_608_a_result_in_it_is_valid),
	ON(locked_608a, on_the_608_an_error_of_gen_dig_clears_it),
	ON(locked_508a, on_the_508a_almost_everything_clears_it),
	ON(locked_608a, a_crc_error_keeps_it),
	ON(locked_508a, a_crc_error_keeps_it),
	ON(locked_508a, on_the_508a_nonce_gen_key_sign_works_and_nonce_random_sign_does_not),
	ON(locked_608a, on_the_608_the_vendors_flows_work),
	ON(locked_608a, power_sleep_and_watchdog_clear_it_and_idle_does_not),
	ON(locked_508a, power_sleep_and_watchdog_clear_it_and_idle_does_not),
};

static const struct CMUnitTest uncertain[] = {
	ON(locked_608a, uncertain_on_the_608_a_failed_use_clears_it_and_a_parse_error_does_not),
};

int main(void)
{
	return cmocka_run_group_tests(tests, NULL, NULL) + cmocka_run_group_tests(uncertain, NULL, NULL);
}
