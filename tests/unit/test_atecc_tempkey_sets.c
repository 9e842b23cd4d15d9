/* tests/unit/test_atecc_tempkey_sets.c: the reference's table of what is in TempKey's flags is what the chip does. */
#include <string.h>

#include "atecc_fixture.h"
#include "cmocka_all.h"
#include "tempkey_sets.h"

/* A command that sets TempKey, on a part of its own. flags: all are 1 before it, or all 0. */
struct way {
	const char *when; /* the row's */
	const char *command;
	enum { VALUE, PRIVATE_KEY, KEY_OF_SLOT_0 } tempkey; /* what TempKey holds before */
};

/* 64 bytes: P-256's generator (FIPS 186-4 D.1.2.3). */
#define POINT                                                              \
	"6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296" \
	"4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
#define TWENTY "000102030405060708090a0b0c0d0e0f10111213"
#define THIRTY_TWO "000102030405060708090a0b0c0d0e0f000102030405060708090a0b0c0d0e0f"

static const struct way ways[] = {
	{ "Nonce 00, 01", "16 00 0000 " TWENTY, VALUE },
	{ "Nonce 00, 01", "16 01 0000 " TWENTY, VALUE },
	{ "Nonce 00, 01, param2 8000", "16 00 0080 " TWENTY, VALUE },
	{ "Nonce 00, 01, param2 8000", "16 01 0080 " TWENTY, VALUE },
	{ "Nonce 03", "16 03 0000 " THIRTY_TWO, VALUE },
	{ "Nonce 23", "16 23 0000 " THIRTY_TWO THIRTY_TWO, VALUE },
	{ "GenDig 00, 01, 03, 04, 05", "15 00 0000", VALUE },
	{ "GenDig 00, 01, 03, 04, 05", "15 01 0000", VALUE },
	{ "GenDig 00, 01, 03, 04, 05", "15 03 0000 " THIRTY_TWO, VALUE },
	{ "GenDig 00, 01, 03, 04, 05", "15 04 0000", VALUE },
	{ "GenDig 00, 01, 03, 04, 05", "15 05 0400", VALUE },
	{ "GenDig 02", "15 02 0400", VALUE },
	{ "GenKey 08, 0c, 10", "40 08 0000", VALUE },
	{ "GenKey 08, 0c, 10", "40 10 0b00 000000", VALUE },
	{ "GenKey 04, param2 ffff (a private key)", "40 04 ffff", VALUE },
	{ "SHA 02, 05", "47 02 0000", VALUE },
	{ "ECDH 08, 09", "43 08 0000 " POINT, VALUE },
	{ "ECDH 08, 09", "43 09 0000 " POINT, PRIVATE_KEY },
	{ "KDF to TempKey", "56 20 0000 00000000 000102030405060708090a0b0c0d0e0f", VALUE },
	{ "KDF PRF of 64 bytes to TempKey", "56 00 0000 00010010 000102030405060708090a0b0c0d0e0f", VALUE },
	{ "KDF to TempKey's upper half", "56 24 0000 00000000 000102030405060708090a0b0c0d0e0f", VALUE },
};

static void load_tempkey(struct atecc_fixture *f, const struct way *way, bool flags)
{
	struct atecc_tempkey *tempkey = &f->chip->sram.tempkey;

	memset(tempkey, 0, sizeof(*tempkey));
	memset(tempkey->value, 0x11, 32);
	tempkey->valid = true;
	tempkey->private_key = way->tempkey == PRIVATE_KEY;
	tempkey->input = tempkey->gen_dig = tempkey->gen_key = tempkey->no_mac = flags;
}

static void assert_flag(
	const struct way *way, const char *name, enum tempkey_flag flag, bool before, bool now)
{
	bool expected = flag == FLAG_SET || (flag != FLAG_CLEARED && before);

	if (now != expected)
		fail_msg("%s (%s): %s is %d, was %d", way->when, way->command, name, now, before);
}

static const struct tempkey_set *row_of(const struct way *way, enum atecc_revisions on)
{
	for (size_t i = 0; i < tempkey_n_sets; i++)
		if (strcmp(tempkey_sets[i].when, way->when) == 0 && tempkey_sets[i].on & on)
			return &tempkey_sets[i];
	return NULL;
}

static void check_way(
	struct atecc_fixture *f, const struct way *way, const struct tempkey_set *row, bool flags)
{
	const struct atecc_tempkey *tempkey = &f->chip->sram.tempkey;
	struct bytes answer;

	f->stay_awake = true;
	host_wake(f);
	if (strncmp(way->when, "SHA", 3) == 0)
		assert_status(f, ATCA_SUCCESS, "47 00 0000");
	load_tempkey(f, way, flags);
	answer = run(f, way->command);
	if (answer.len == 1 && answer.at[0] != ATCA_SUCCESS)
		fail_msg("%s (%s): status %02x", way->when, way->command, answer.at[0]);
	assert_true(tempkey->valid);
	assert_flag(way, "Source", row->source, flags, tempkey->input);
	assert_flag(way, "GenDig", row->gen_dig, flags, tempkey->gen_dig);
	assert_flag(way, "GenKey", row->gen_key, flags, tempkey->gen_key);
	assert_flag(way, "NoMac", row->no_mac, flags, tempkey->no_mac);
	assert_int_equal(tempkey->wide ? 64 : 32, row->size);
	host_idle(f);
}

static void check_all(struct atecc_fixture *f, enum atecc_revisions on)
{
	bool met[64] = { false };

	set_key_config(f, 0, 0x0033);
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		const struct tempkey_set *row = row_of(&ways[i], on);

		if (!row)
			continue;
		met[row - tempkey_sets] = true;
		check_way(f, &ways[i], row, false);
		check_way(f, &ways[i], row, true);
	}
	for (size_t i = 0; i < tempkey_n_sets; i++)
		if (tempkey_sets[i].on & on && !met[i] && strncmp(tempkey_sets[i].when, "CheckMac", 8) != 0)
			fail_msg("no way to try \"%s\"", tempkey_sets[i].when);
}

static void flags_on_the_608a_are_the_table_s(void **state)
{
	struct atecc_fixture *f = *state;

	check_all(f, ON_608A);
}

static void flags_on_the_508a_are_the_table_s(void **state)
{
	struct atecc_fixture *f = *state;

	check_all(f, ON_508A);
}

/* A NoMac key's GenDig. */
static void gen_dig_of_a_no_mac_key_sets_no_mac(void **state)
{
	static const struct way way = { "GenDig 02", "15 02 0400 08000000", VALUE };
	struct atecc_fixture *f = *state;

	set_slot_config(f, 4, 0x0f9f);
	f->stay_awake = true;
	host_wake(f);
	load_tempkey(f, &way, false);
	assert_status(f, ATCA_SUCCESS, way.command);
	assert_true(f->chip->sram.tempkey.no_mac);
}

/* CheckMac mode 01 with slot 4's key over TempKey copies slot 5, whose ReadKey is 0. */
static void check_mac_s_copy_is_the_table_s(void **state)
{
	static const struct way way = { "CheckMac 01, 05 with a copy", "", VALUE };
	struct atecc_fixture *f = *state;
	const struct atecc_tempkey *tempkey = &f->chip->sram.tempkey;
	const struct tempkey_set *row = row_of(&way, ON_608A);
	struct digest response;

	set_slot_config(f, 5, 0x8080);
	set_key_config(f, 4, 0x001c);
	set_key_config(f, 5, 0x001c);
	f->stay_awake = true;
	host_wake(f);
	load_tempkey(f, &way, false);
	response = host_sha256("%32 11*32 00*4 00*8 00*3 ee 00*4 0123 00*2", slot_at(f, 4));
	assert_status(f, ATCA_SUCCESS, "28 01 0400 00*32 %32 00*13", response.at);
	assert_memory_equal(tempkey->value, slot_at(f, 5), 32);
	assert_flag(&way, "Source", row->source, false, tempkey->input);
	assert_flag(&way, "GenDig", row->gen_dig, false, tempkey->gen_dig);
	assert_flag(&way, "GenKey", row->gen_key, false, tempkey->gen_key);
	assert_flag(&way, "NoMac", row->no_mac, false, tempkey->no_mac);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON(locked_608a, flags_on_the_608a_are_the_table_s),
		ON(locked_508a, flags_on_the_508a_are_the_table_s),
		ON(locked_608a, gen_dig_of_a_no_mac_key_sets_no_mac),
		ON(locked_608a, check_mac_s_copy_is_the_table_s),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
