/*
 * tests/unit/test_store_power.c: a state file whose medium loses power at every write, every sync and
 * every rename of long runs, and whose process is killed there.
 *
 * Every image carries the number of its commit, so what a reopened file holds names the commit it
 * is of, and must be that image to the byte.
 */
#include "cmocka_all.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "flash.h"
#include "store.h"

enum {
	SIZE = 1200,
	COMMITS = 540,
	EXHAUSTIVE = 16, /* up to so many outcomes of a cut are all tried */
	BY_CHANCE = 5,   /* of more, so many */
};

static const char path[] = "/state.nvm";
static const struct store_label blank = {
	.kind = "atecc608", .profile = "atecc608a", .layout = 1, .size = SIZE
};

struct run {
	struct flash flash;
	enum store_sync sync;
	struct store *store;
	uint8_t (*image)[SIZE]; /* by commit */
	bool *failed;           /* by commit: it returned an error, and the store went on */
	size_t floor;           /* the last commit that is promised */
	size_t top;             /* the last that was begun */
	bool exists;            /* the file is promised */
	uint64_t chance;
	size_t cuts;
	size_t old; /* of the cuts, how many left the commit before, and how many the one begun */
	size_t new;
	struct why why;
};

static uint64_t chance(uint64_t *seed, uint64_t below)
{
	uint64_t z = *seed += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return (z ^ z >> 31) % below;
}

/* Mostly a few bytes, as a command changes them; sometimes a zone; sometimes everything. */
static void next_image(uint8_t *to, const uint8_t *from, size_t number, uint64_t *seed)
{
	static const size_t lengths[] = { 1, 2, 4, 4, 8, 16, 32, 32, 72, 500, SIZE };
	size_t pieces = 1 + (size_t)chance(seed, 3);

	memcpy(to, from, SIZE);
	while (pieces-- > 0) {
		size_t n = lengths[chance(seed, sizeof(lengths) / sizeof(lengths[0]))];
		size_t at = (size_t)chance(seed, SIZE - n + 1);

		for (size_t i = 0; i < n; i++)
			to[at + i] = (uint8_t)chance(seed, 256);
	}
	memcpy(to, &number, sizeof(number));
}

static size_t number_of(const uint8_t *image)
{
	size_t number;

	memcpy(&number, image, sizeof(number));
	return number;
}

static int try_open(
	struct flash *flash, enum store_sync sync, uint8_t *image, struct store **store, struct why *why)
{
	struct store_label label = blank;

	return store_open(&flash->io, path, sync, &label, image, store, why);
}

/* What a cut left is legal; returns the commit. */
static size_t assert_legal(const struct run *run, const uint8_t *image)
{
	size_t number = number_of(image);

	if (number < run->floor || number > run->top)
		fail_msg("commit %zu is there; %zu to %zu would be right", number, run->floor, run->top);
	assert_false(run->failed[number]);
	assert_memory_equal(image, run->image[number], SIZE);
	return number;
}

/* A second cut, in the first commit after the first: tidying what that left is as safe. */
struct second {
	const uint8_t *before;
	const uint8_t *after;
	size_t cuts;
};

static void second_cut(struct flash *flash, enum flash_op op, bool after, void *context)
{
	struct second *second = context;

	(void)op;
	(void)after;
	for (size_t way = 0; way < 3; way++) {
		struct flash copy;
		struct store *store;
		struct why why;
		uint8_t image[SIZE];

		flash_clone(&copy, flash);
		copy.chance += way;
		flash_crash(&copy, way, 0);
		if (try_open(&copy, STORE_SYNC_ALWAYS, image, &store, &why) < 0)
			fail_msg("%s", why.text);
		store_close(store);
		if (memcmp(image, second->before, SIZE) != 0)
			assert_memory_equal(image, second->after, SIZE);
		second->cuts++;
		flash_free(&copy);
	}
}

static void goes_on(struct flash *flash, uint64_t seed, const uint8_t *before)
{
	uint8_t after[SIZE], image[SIZE];
	struct second second = { before, after, 0 };
	struct store *store;
	struct why why;

	next_image(after, before, SIZE_MAX, &seed);
	flash->moment = second_cut;
	flash->context = &second;
	if (try_open(flash, STORE_SYNC_ALWAYS, image, &store, &why) < 0 ||
		store_commit(store, after, &why) < 0)
		fail_msg("%s", why.text);
	store_close(store);
	flash->moment = NULL;
	assert_true(second.cuts > 0);
	flash_crash(flash, 0, 0);
	if (try_open(flash, STORE_SYNC_ALWAYS, image, &store, &why) < 0)
		fail_msg("%s", why.text);
	assert_memory_equal(image, after, SIZE);
	store_close(store);
}

static void cut(struct run *run, size_t way)
{
	struct flash copy;
	struct store *store;
	uint8_t image[SIZE];
	size_t number;
	int rc;

	flash_clone(&copy, &run->flash);
	copy.chance = chance(&run->chance, UINT64_MAX);
	flash_crash(&copy, way, EXHAUSTIVE);
	rc = try_open(&copy, STORE_SYNC_ALWAYS, image, &store, &run->why);
	run->cuts++;
	if (rc < 0) {
		if (rc != -ENOENT || run->exists)
			fail_msg("%s", run->why.text);
	} else {
		store_close(store);
		number = assert_legal(run, image);
		run->old += number == run->floor;
		run->new += number == run->top;
		if (chance(&run->chance, 32) == 0)
			goes_on(&copy, run->chance, run->image[number]);
	}
	flash_free(&copy);
}

/* The process is killed and the power stays: the next opener's word is then as good as a commit's. */
static void killed(struct run *run, size_t way)
{
	struct flash copy;
	struct store *store;
	uint8_t image[SIZE], again[SIZE];
	int rc;

	flash_clone(&copy, &run->flash);
	rc = try_open(&copy, STORE_SYNC_ALWAYS, image, &store, &run->why);
	if (rc < 0) {
		if (rc != -ENOENT || run->exists)
			fail_msg("%s", run->why.text);
	} else {
		assert_legal(run, image);
		store_close(store);
		flash_crash(&copy, way, 0);
		if (try_open(&copy, STORE_SYNC_ALWAYS, again, &store, &run->why) < 0)
			fail_msg("%s", run->why.text);
		assert_memory_equal(again, image, SIZE);
		store_close(store);
		if (chance(&run->chance, 8) == 0)
			goes_on(&copy, run->chance, again);
	}
	flash_free(&copy);
}

static void at_every_moment(struct flash *flash, enum flash_op op, bool after, void *context)
{
	struct run *run = context;
	size_t outcomes = flash_outcomes(flash, EXHAUSTIVE);

	(void)after;
	for (size_t way = 0; way < (outcomes <= EXHAUSTIVE ? outcomes : BY_CHANCE); way++)
		cut(run, way);
	if (run->cuts % 8 == 0 || op == FLASH_PUBLISH || op == FLASH_SYNC_FOLDER)
		killed(run, 0);
	if (run->cuts % 8 == 4)
		killed(run, 2);
}

static struct run *run_new(enum store_sync sync, uint64_t seed)
{
	struct run *run = calloc(1, sizeof(*run));

	flash_init(&run->flash, seed);
	run->flash.moment = at_every_moment;
	run->flash.context = run;
	run->sync = sync;
	run->chance = seed;
	run->image = calloc(COMMITS + 1, SIZE);
	run->failed = calloc(COMMITS + 1, sizeof(*run->failed));
	for (size_t i = sizeof(size_t); i < SIZE; i++)
		run->image[0][i] = (uint8_t)chance(&run->chance, 256);
	if (store_create(&run->flash.io, path, &blank, run->image[0], &run->why) < 0)
		fail_msg("%s", run->why.text);
	run->exists = true;
	return run;
}

static void run_open(struct run *run)
{
	uint8_t image[SIZE];

	if (try_open(&run->flash, run->sync, image, &run->store, &run->why) < 0)
		fail_msg("%s", run->why.text);
	assert_memory_equal(image, run->image[run->top], SIZE);
	if (run->sync == STORE_SYNC_ALWAYS)
		run->floor = run->top;
}

static int run_commit(struct run *run)
{
	int rc;

	run->top++;
	next_image(run->image[run->top], run->image[run->top - 1], run->top, &run->chance);
	rc = store_commit(run->store, run->image[run->top], &run->why);
	if (rc == 0 && run->sync == STORE_SYNC_ALWAYS)
		run->floor = run->top;
	return rc;
}

static void run_commits(struct run *run, size_t n)
{
	while (n-- > 0) {
		if (run_commit(run) < 0)
			fail_msg("%s", run->why.text);
	}
}

static void run_free(struct run *run)
{
	store_close(run->store);
	flash_free(&run->flash);
	free(run->image);
	free(run->failed);
	free(run);
}

/* The plain promise of sync=always. */
static void a_cut_anywhere_leaves_the_commit_before_or_the_one_begun(void **state)
{
	struct run *run = run_new(STORE_SYNC_ALWAYS, 11);

	(void)state;
	run_open(run);
	run_commits(run, COMMITS);
	print_message(
		"%zu cuts: %zu left the commit before, %zu the one begun\n", run->cuts, run->old, run->new);
	assert_true(run->old > 1500 && run->new > 1500);
	run_free(run);
}

/* sync=never promises an earlier commit, but always a whole one. */
static void without_syncs_a_cut_leaves_some_earlier_commit(void **state)
{
	struct run *run = run_new(STORE_SYNC_NEVER, 12);

	(void)state;
	run_open(run);
	run_commits(run, 150);
	assert_true(run->cuts > 500);
	run_free(run);
}

static void a_synced_session_after_an_unsynced_one_keeps_its_promise(void **state)
{
	struct run *run = run_new(STORE_SYNC_NEVER, 13);

	(void)state;
	for (size_t turn = 0; turn < 5; turn++) {
		run->sync = turn % 2 == 0 ? STORE_SYNC_NEVER : STORE_SYNC_ALWAYS;
		run_open(run);
		run_commits(run, 20);
		store_close(run->store);
		run->store = NULL;
	}
	run_free(run);
}

/* Every operation of some commits and a compaction fails in turn, and the power goes anywhere behind it. */
static void a_cut_after_a_failure_leaves_a_legal_state(void **state)
{
	static const size_t keeps[] = { 0, 512, 700, 1 << 20 };
	size_t in_doubt = 0;

	(void)state;
	for (size_t i = 0; i < 24 * 4; i++) {
		struct run *run = run_new(STORE_SYNC_ALWAYS, 14 + i);

		run->flash.moment = NULL;
		run_open(run);
		while (run->flash.ops < 480 && run->top < 240) /* a compaction is near */
			run_commits(run, 1);
		run->flash.moment = at_every_moment;
		run->flash.fail_at = run->flash.ops + 1 + i / 4;
		run->flash.fail_times = i % 3 == 2;
		run->flash.fail_errno = i % 2 ? EIO : ENOSPC;
		run->flash.fail_keeps = keeps[i % 4];
		for (size_t commits = 0; commits < 14; commits++) {
			size_t failed = run->top + 1;

			if (run_commit(run) == 0)
				continue;
			run->flash.fail_at = 0;
			if (run_commit(run) < 0) { /* in doubt for good */
				in_doubt++;
				break;
			}
			run->failed[failed] = true;
		}
		run_free(run);
	}
	assert_true(in_doubt > 10 && in_doubt < 90);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cut_anywhere_leaves_the_commit_before_or_the_one_begun),
		cmocka_unit_test(without_syncs_a_cut_leaves_some_earlier_commit),
		cmocka_unit_test(a_synced_session_after_an_unsynced_one_keeps_its_promise),
		cmocka_unit_test(a_cut_after_a_failure_leaves_a_legal_state),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
