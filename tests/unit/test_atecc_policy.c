/*
 * tests/unit/test_atecc_policy.c: what a slot's configuration asks of every use of its key (DS20005927A table 2-12,
 * p.22, 3.2.9; MIG 1.1.6): ReqRandom, ReqAuth, PersistentDisable, and what the data lock has to do with it.
 */
#include "atecc_fixture.h"

#include "cmocka_all.h"

#include <string.h>

enum {
	REQ_RANDOM = 0x0040,
	REQ_AUTH_4 = 0x0480,
	PERSISTENT_DISABLE = 0x1000,
	SYMMETRIC = 12,
	PRIVATE = 2,
	PUBLIC = 15,
	ON_508 = 1,
	ON_608_TOO = 2,
	ON_BOTH = 3,
};

/* Two commands that differ in what they say of SourceFlag; refused is 0F, anything else is a use. */
struct use {
	const char *name;
	unsigned int slot;
	unsigned int slot_config;
	unsigned int key_config;
	const char *with_random;
	const char *with_fixed;
	int parts;
	bool by_random;
	bool by_auth;
	bool by_latch;
};

static const struct use uses[] = {
	{ "MAC", SYMMETRIC, 0x0f8f, 0x001c, "08 01 0c00", "08 05 0c00", ON_BOTH, true, true, true },
	{ "MAC without TempKey", SYMMETRIC, 0x0f8f, 0x001c, "08 00 0c00 00*32", "08 00 0c00 00*32", ON_BOTH,
		true, true, true },
	{ "CheckMac", SYMMETRIC, 0x0f8f, 0x001c, "28 01 0c00 00*77", "28 05 0c00 00*77", ON_BOTH, true, true,
		true },
	{ "CheckMac without TempKey", SYMMETRIC, 0x0f8f, 0x001c, "28 00 0c00 00*77", "28 00 0c00 00*77",
		ON_BOTH, true, true, true },
	{ "HMAC", SYMMETRIC, 0x0f8f, 0x001c, "11 00 0c00", "11 04 0c00", ON_508, true, true, true },
	{ "SHA, HMAC", SYMMETRIC, 0x0f8f, 0x001c, "47 04 0c00", "47 04 0c00", ON_BOTH, true, true, true },
	{ "GenDig", SYMMETRIC, 0x0f8f, 0x001c, "15 02 0c00", "15 02 0c00", ON_BOTH, true, true, true },
	{ "DeriveKey", SYMMETRIC, 0x2f8f, 0x001c, "1c 00 0c00", "1c 04 0c00", ON_BOTH, true, true, true },
	{ "Verify stored", PUBLIC, 0x0f0f, 0x0030, "45 00 0f00 11*64", "45 00 0f00 11*64", ON_BOTH, true,
		true, true },
	{ "Sign external", PRIVATE, 0x2087, 0x0013, "41 80 0200", "41 80 0200", ON_BOTH, false, true, true },
	{ "GenKey public", PRIVATE, 0x2087, 0x0013, "40 00 0200", "40 00 0200", ON_BOTH, false, true, false },
	{ "GenKey public, digest", PRIVATE, 0x2087, 0x0013, "40 08 0200", "40 08 0200", ON_BOTH, true, true,
		false },
	{ "GenKey create", PRIVATE, 0x2087, 0x0013, "40 04 0200", "40 04 0200", ON_BOTH, false, true, false },
	{ "GenKey create, digest", PRIVATE, 0x2087, 0x0013, "40 0c 0200", "40 0c 0200", ON_BOTH, true, true,
		false },
	{ "GenKey stored public", PUBLIC, 0x0f0f, 0x0030, "40 10 0f00 000000", "40 10 0f00 000000", ON_BOTH,
		true, true, false },
	{ "AES", SYMMETRIC, 0x0f8f, 0x0018, "51 00 0c00 00*16", "51 00 0c00 00*16", ON_608_TOO, false, true,
		true },
	{ "KDF", SYMMETRIC, 0x0f8f, 0x001c, "56 52 0c00 02000010 00*16", "56 52 0c00 02000010 00*16",
		ON_608_TOO, false, true, true },
};

static const struct use ecdh = { "ECDH", PRIVATE, 0x2087, 0x0013, NULL, NULL, ON_BOTH, false, true, true };

static bool on_508(const struct atecc_fixture *f)
{
	return f->chip->nv.config[6] == 0x50;
}

static bool here(const struct atecc_fixture *f, const struct use *use)
{
	return use->parts & (on_508(f) ? ON_508 : ON_608_TOO);
}

static void configure(struct atecc_fixture *f, const struct use *use, unsigned int more)
{
	set_slot_config(f, use->slot, use->slot_config);
	set_key_config(f, use->slot, use->key_config | more);
}

static bool refused(struct atecc_fixture *f, const struct use *use, bool random)
{
	struct bytes answer;

	if (random)
		host_nonce_random(f);
	else
		host_nonce_fixed(f, known_key);
	if (!use->with_random)
		answer = run(f, "43 00 0200 %64", fixture_key(20).point);
	else
		answer = run(f, random ? use->with_random : use->with_fixed);
	return answer.len == 1 && answer.at[0] == ATCA_EXECUTION_ERROR;
}

static void assert_refused(struct atecc_fixture *f, const struct use *use, bool random, bool expected)
{
	if (refused(f, use, random) != expected)
		fail_msg("%s with a %s nonce should %sbe refused", use->name, random ? "random" : "fixed",
			expected ? "" : "not ");
}

/* Runs the test for each use, restoring the part's state before each. */
static void for_each_use(
	struct atecc_fixture *f, void (*check)(struct atecc_fixture *f, const struct use *use))
{
	struct atecc before = *f->chip;

	for (size_t i = 0; i <= sizeof(uses) / sizeof(uses[0]); i++) {
		const struct use *use = i < sizeof(uses) / sizeof(uses[0]) ? &uses[i] : &ecdh;

		if (!here(f, use))
			continue;
		check(f, use);
		*f->chip = before;
	}
}

static void check_free(struct atecc_fixture *f, const struct use *use)
{
	configure(f, use, 0);
	assert_refused(f, use, true, false);
	assert_refused(f, use, false, false);
}

static void without_policy_every_use_goes(void **state)
{
	for_each_use(*state, check_free);
}

/* p.22: not Sign without digest, ECDH, PrivWrite, Read or Write. */
static void check_req_random(struct atecc_fixture *f, const struct use *use)
{
	configure(f, use, REQ_RANDOM);
	assert_refused(f, use, true, false);
	assert_refused(f, use, false, use->by_random);
}

static void req_random_wants_a_random_nonce_for_the_uses_in_its_scope(void **state)
{
	for_each_use(*state, check_req_random);
}

static void req_random_counts_where_the_mode_uses_no_tempkey_too(void **state)
{
	struct atecc_fixture *f = *state;

	set_key_config(f, SYMMETRIC, 0x001c | REQ_RANDOM);
	assert_status(f, ATCA_EXECUTION_ERROR, "08 00 0c00 00*32");
	assert_status(f, ATCA_EXECUTION_ERROR, "28 00 0c00 00*77");
	assert_status(f, ATCA_EXECUTION_ERROR, "47 04 0c00");
}

static void check_req_auth(struct atecc_fixture *f, const struct use *use)
{
	configure(f, use, REQ_AUTH_4);
	assert_refused(f, use, true, use->by_auth);
	host_authorise(f, 4);
	assert_refused(f, use, true, false);
	/* one authorisation is one use (3.2.9) */
	assert_refused(f, use, true, use->by_auth);
}

static void req_auth_wants_an_authorisation_for_each_use(void **state)
{
	for_each_use(*state, check_req_auth);
}

static void check_other_auth(struct atecc_fixture *f, const struct use *use)
{
	configure(f, use, REQ_AUTH_4);
	set_slot_config(f, 13, 0x0f8f);
	host_authorise(f, 13);
	assert_refused(f, use, true, use->by_auth);
	/* spent, whichever slot it was of, and though the use was refused */
	assert_int_equal(run(f, "30 02 0000").at[1] & 0x04, use->by_auth ? 0 : 4);
}

static void another_keys_authorisation_is_spent_in_vain(void **state)
{
	for_each_use(*state, check_other_auth);
}

static void check_latch(struct atecc_fixture *f, const struct use *use)
{
	configure(f, use, PERSISTENT_DISABLE);
	assert_refused(f, use, true, use->by_latch);
	if (on_508(f))
		return; /* an I2C part cannot set it */
	host_authorise(f, 4);
	assert_answer(f, "30 04 0300", "01000000");
	assert_refused(f, use, true, false);
	host_sleep(f);
	assert_refused(f, use, true, false);
	host_power_cycle(f);
	assert_refused(f, use, true, use->by_latch);
}

/* Table 2-12: all commands but GenKey. */
static void persistent_disable_wants_the_latch_for_all_but_gen_key(void **state)
{
	for_each_use(*state, check_latch);
}

/* 2.2.5 p.19: KeyConfig counts once the data zone is locked. */
static void check_before_lock(struct atecc_fixture *f, const struct use *use)
{
	configure(f, use, REQ_RANDOM | REQ_AUTH_4 | PERSISTENT_DISABLE);
	assert_refused(f, use, true, false);
	assert_refused(f, use, false, false);
}

static void before_the_data_lock_no_policy_of_use_counts(void **state)
{
	for_each_use(*state, check_before_lock);
}

/* Table 2-15: a locked slot is not written; used it is. */
static void check_locked_slot(struct atecc_fixture *f, const struct use *use)
{
	bool writes = use->with_random && (strncmp(use->with_random, "1c", 2) == 0 ||
						  strncmp(use->with_random, "40 04", 5) == 0 ||
						  strncmp(use->with_random, "40 0c", 5) == 0);

	configure(f, use, 0);
	set_config(f, CONFIG_SLOT_LOCKED, "0000");
	assert_refused(f, use, true, writes);
}

static void a_locked_slots_key_is_used_and_not_changed(void **state)
{
	for_each_use(*state, check_locked_slot);
}

/* Authorisation (3.2.9) */

static bool authorised(struct atecc_fixture *f)
{
	return run(f, "30 02 0000").at[1] & 4;
}

static void a_check_mac_with_a_slots_key_authorises_it(void **state)
{
	struct atecc_fixture *f = *state;

	assert_false(authorised(f));
	host_authorise(f, 12);
	assert_int_equal(run(f, "30 02 0000").at[1] & 0x7c, 12 << 3 | 4);
	host_authorise(f, 4);
	assert_int_equal(run(f, "30 02 0000").at[1] & 0x7c, 4 << 3 | 4);
}

/* 9.2 p.61: mode bit 1 zero, for a slot's key is needed. */
static void a_check_mac_with_tempkey_as_key_authorises_nothing(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_random(f);
	struct digest mac = host_sha256("%32 00*32 00*15 ee 00*4 0123 00*2", tk.at);

	assert_status(f, ATCA_SUCCESS, "28 02 0400 00*32 %32 00*13", mac.at);
	assert_false(authorised(f));
}

static void a_failed_check_mac_takes_no_authorisation_away(void **state)
{
	struct atecc_fixture *f = *state;

	host_authorise(f, 4);
	assert_status(f, ATCA_MISCOMPARE, "28 00 0400 00*77");
	assert_true(authorised(f));
	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_MISCOMPARE, "45 00 0f00 11*64");
	assert_true(authorised(f));
}

static void commands_on_keys_that_want_none_spend_none(void **state)
{
	static const char *const texts[] = { "08 00 0c00 00*32", "1b 00 0000", "24 01 0100", "40 00 0200",
		"02 80 0000", "47 00 0000" };
	struct atecc_fixture *f = *state;

	host_authorise(f, 4);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		run(f, texts[i]);
	assert_true(authorised(f));
}

static void an_authorisation_outlives_idle_and_not_sleep(void **state)
{
	struct atecc_fixture *f = *state;

	host_authorise(f, 4);
	host_wake(f);
	host_idle(f);
	assert_true(authorised(f));
	host_sleep(f);
	assert_false(authorised(f));
}

/* A key that authorises may want an authorisation itself. */
static void an_authorising_key_may_need_another(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes data = check_mac_data(slot_at(f, 12), 12);

	set_key_config(f, 12, 0x001c | REQ_AUTH_4);
	assert_status(f, ATCA_EXECUTION_ERROR, "28 00 0c00 %b", &data);
	host_authorise(f, 4);
	assert_status(f, ATCA_SUCCESS, "28 00 0c00 %b", &data);
	assert_int_equal(run(f, "30 02 0000").at[1] & 0x7c, 12 << 3 | 4);
}

static void a_verified_public_key_authorises_as_well(void **state)
{
	struct atecc_fixture *f = *state;
	struct host_key signer = fixture_key(15);
	uint8_t signature[64];

	set_key_config(f, 12, 0x0f9c); /* AuthKey 15 */
	assert_status(f, ATCA_EXECUTION_ERROR, "08 00 0c00 00*32");
	host_sign(&signer, known_key, signature);
	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_SUCCESS, "45 00 0f00 %64", signature);
	assert_length(f, 32, "08 00 0c00 00*32");
	assert_status(f, ATCA_EXECUTION_ERROR, "08 00 0c00 00*32");
}

/* A private key is for Sign, GenKey, ECDH and PrivWrite alone (p.21). */
static void a_private_key_serves_ecc_only(void **state)
{
	static const char *const texts[] = { "08 00 0200 00*32", "28 00 0200 00*77", "11 00 0200",
		"47 04 0200", "15 02 0200", "1c 00 0200", "51 00 0200 00*16", "56 52 0200 02000010 00*16",
		"45 00 0200 11*64", "02 02 1000", "12 02 1000 00*4", "12 82 1000 00*32" };
	struct atecc_fixture *f = *state;
	struct bytes slot = wire("%36", slot_at(f, 2));

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct bytes answer;

		host_nonce_random(f);
		answer = run(f, texts[i]);
		assert_int_equal(answer.len, 1);
		if (answer.at[0] != ATCA_PARSE_ERROR) /* a command that this part has not */
			assert_int_equal(answer.at[0], ATCA_EXECUTION_ERROR);
		assert_memory_equal(slot_at(f, 2), slot.at, 36);
	}
}

/* UNCERTAIN (ATCA-U-23): UseLock (config byte 68) bars nothing. */
static void uncertain_use_lock_bars_no_use(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int slot = 0; slot < 16; slot++) {
		set_config(f, CONFIG_USE_LOCK, "%c", slot << 4 | 0x0a);
		for_each_use(f, check_free);
	}
}

static const struct CMUnitTest tests[] = {
	ON(locked_608a, without_policy_every_use_goes),
	ON(locked_508a, without_policy_every_use_goes),
	ON(locked_608a, req_random_wants_a_random_nonce_for_the_uses_in_its_scope),
	ON(locked_508a, req_random_wants_a_random_nonce_for_the_uses_in_its_scope),
	ON(locked_608a, req_random_counts_where_the_mode_uses_no_tempkey_too),
	ON(locked_508a, req_random_counts_where_the_mode_uses_no_tempkey_too),
	ON(locked_608a, req_auth_wants_an_authorisation_for_each_use),
	ON(locked_508a, req_auth_wants_an_authorisation_for_each_use),
	ON(locked_608a, another_keys_authorisation_is_spent_in_vain),
	ON(locked_508a, another_keys_authorisation_is_spent_in_vain),
	ON(locked_608a, persistent_disable_wants_the_latch_for_all_but_gen_key),
	ON(locked_508a, persistent_disable_wants_the_latch_for_all_but_gen_key),
	ON(config_locked_608a, before_the_data_lock_no_policy_of_use_counts),
	ON(config_locked_508a, before_the_data_lock_no_policy_of_use_counts),
	ON(locked_608a, a_locked_slots_key_is_used_and_not_changed),
	ON(locked_508a, a_locked_slots_key_is_used_and_not_changed),
	ON(locked_608a, a_check_mac_with_a_slots_key_authorises_it),
	ON(locked_508a, a_check_mac_with_a_slots_key_authorises_it),
	ON(locked_608a, a_check_mac_with_tempkey_as_key_authorises_nothing),
	ON(locked_608a, a_failed_check_mac_takes_no_authorisation_away),
	ON(locked_608a, commands_on_keys_that_want_none_spend_none),
	ON(locked_608a, an_authorisation_outlives_idle_and_not_sleep),
	ON(locked_608a, an_authorising_key_may_need_another),
	ON(locked_608a, a_verified_public_key_authorises_as_well),
	ON(locked_508a, a_verified_public_key_authorises_as_well),
	ON(locked_608a, a_private_key_serves_ecc_only),
	ON(locked_508a, a_private_key_serves_ecc_only),
};

static const struct CMUnitTest uncertain[] = {
	ON(locked_608a, uncertain_use_lock_bars_no_use),
};

int main(void)
{
	return cmocka_run_group_tests(tests, NULL, NULL) + cmocka_run_group_tests(uncertain, NULL, NULL);
}
