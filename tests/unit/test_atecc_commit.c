/* tests/unit/test_atecc_commit.c: a write that the state file cannot take is an execution error, and never happened. */
#include "atecc_fixture.h"

#include "cmocka_all.h"

#include <errno.h>
#include <string.h>

#include "store.h"

int __wrap_store_commit(struct store *store, const void *image, struct why *why);

/* The store of these tests: how many commits it still takes, and what it took last. */
struct store {
	int left;
	int taken;
	struct atecc_nv image;
};

int __wrap_store_commit(struct store *store, const void *image, struct why *why)
{
	(void)why;
	if (memcmp(&store->image, image, sizeof(store->image)) == 0)
		return 0; /* as store.h promises */
	if (store->left-- <= 0)
		return -ENOSPC;
	store->taken++;
	memcpy(&store->image, image, sizeof(store->image));
	return 0;
}

/* Commands that write, and what has to come before. */
static const char *const writes[][2] = {
	{ NULL, "12 82 6000 5a*32" },
	{ NULL, "12 02 6000 5a*4" },
	{ NULL, "24 01 0100" },
	{ NULL, "20 00 5a00" },
	{ NULL, "17 92 0000" },
	{ NULL, "40 04 0200" },
	{ "16 03 0000 00*32", "40 0c 0200" },
	{ "16 00 0000 00*20", "1c 00 0900" },
	{ NULL, "43 00 0000 6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
		"4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5" },
	{ NULL, "56 4a 0405 02000010 5a*16" },
};

static void what_cannot_be_kept_is_refused_and_leaves_no_trace(void **state)
{
	struct atecc_fixture *f = *state;
	struct atecc clean = *f->chip;

	for (size_t i = 0; i < sizeof(writes) / sizeof(writes[0]); i++) {
		struct store store = { .left = 0 };
		struct atecc before;

		*f->chip = clean;
		if (writes[i][0])
			run(f, writes[i][0]);
		host_wake(f);
		f->stay_awake = true;
		before = *f->chip;
		f->seat->env.store = &store;
		assert_status(f, ATCA_EXECUTION_ERROR, writes[i][1]);
		assert_int_equal(store.taken, 0);
		if (!f->chip->sram.tempkey.valid)
			memset(&before.sram.tempkey, 0, sizeof(before.sram.tempkey));
		assert_unchanged(f, &before);
		f->seat->env.store = NULL;
		f->stay_awake = false;
	}
}

static void what_is_kept_is_what_the_part_has(void **state)
{
	struct atecc_fixture *f = *state;
	struct atecc clean = *f->chip;

	for (size_t i = 0; i < sizeof(writes) / sizeof(writes[0]); i++) {
		struct store store = { .left = 100 };
		struct bytes answer;

		*f->chip = clean;
		f->seat->env.store = NULL;
		if (writes[i][0])
			run(f, writes[i][0]);
		f->seat->env.store = &store;
		answer = run(f, writes[i][1]);
		assert_true(answer.len > 1 || answer.at[0] == ATCA_SUCCESS);
		assert_true(store.taken > 0);
		assert_memory_equal(&store.image, &f->chip->nv, sizeof(store.image));
	}
}

/* FullCopy sets the latch, too: not without the digest. */
static void secure_boot_sets_no_latch_for_a_digest_it_could_not_keep(void **state)
{
	struct atecc_fixture *f = *state;
	struct host_key signer = fixture_key(11);
	struct store store = { .left = 0 };
	uint8_t signature[64];

	set_config(f, CONFIG_SECURE_BOOT, "0bbc");
	host_sign(&signer, known_key, signature);
	f->seat->env.store = &store;
	assert_status(f, ATCA_EXECUTION_ERROR, "80 07 0000 %32 %64", known_key, signature);
	f->seat->env.store = NULL;
	assert_answer(f, "30 04 0000", "00000000");
}

/* A use that cannot be counted is none; one that is counted stays counted. */
static void a_limited_key_is_used_only_if_the_count_is_kept(void **state)
{
	struct atecc_fixture *f = *state;
	struct store store = { .left = 0 };

	host_nonce_fixed(f, known_key);
	f->seat->env.store = &store;
	assert_status(f, ATCA_EXECUTION_ERROR, "41 80 0000");
	assert_int_equal(get_counter(f, 0), 0);
	f->seat->env.store = NULL;
	host_nonce_fixed(f, known_key);
	store.left = 1;
	f->seat->env.store = &store;
	assert_length(f, 64, "41 80 0000");
	assert_int_equal(get_counter(f, 0), 1);
	assert_int_equal(store.taken, 1);
}

/* Issue: a state file is untouched by commands that change nothing; no form that only reads commits. */
static void commands_that_write_nothing_commit_nothing(void **state)
{
	static const char *const reads[] = { "30 00 0000", "1b 00 0000", "16 00 0000 00*20", "15 02 0400",
		"08 00 0400 00*32", "28 00 0400 00*77", "02 82 6000", "24 00 0000", "40 00 0200",
		"47 00 0000", "47 02 0000", "41 80 0200", "51 00 0a00 00*16", "56 52 0400 02000010 00*16",
		"77 3d 0000" };
	struct atecc_fixture *f = *state;
	struct store store = { .left = 1000, .image = f->chip->nv };

	f->seat->env.store = &store;
	for (size_t i = 0; i < sizeof(reads) / sizeof(reads[0]); i++)
		run(f, reads[i]);
	assert_int_equal(store.taken, 0);
	f->seat->env.store = NULL;
}

static const struct CMUnitTest tests[] = {
	ON(locked_608a, what_cannot_be_kept_is_refused_and_leaves_no_trace),
	ON(locked_608a, what_is_kept_is_what_the_part_has),
	ON(locked_608a, secure_boot_sets_no_latch_for_a_digest_it_could_not_keep),
	ON(locked_608a, a_limited_key_is_used_only_if_the_count_is_kept),
	ON(locked_608a, commands_that_write_nothing_commit_nothing),
};

int main(void)
{
	return cmocka_run_group_tests(tests, NULL, NULL);
}
