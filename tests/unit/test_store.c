/* tests/unit/test_store.c: what a store promises, on a medium in memory. */
#include "store_fixture.h"

#include "cmocka_all.h"

#include <errno.h>
#include <string.h>

static void an_image_comes_back(void **state)
{
	struct store_fixture *f = *state;
	struct store_label label = store_blank;
	struct store *store;
	uint8_t image[STORE_SIZE];

	memset(label.profile, 0, sizeof(label.profile));
	assert_int_equal(
		store_open(&f->flash.io, store_path, STORE_SYNC_ALWAYS, &label, image, &store, &f->why), 0);
	assert_string_equal(label.profile, "atecc608a");
	assert_memory_equal(image, f->image, STORE_SIZE);
	store_close(store);
}

static void commits_come_back(void **state)
{
	struct store_fixture *f = *state;

	with_commits(f);
	assert_opens_as(f, f->image);
}

static void a_peek_and_a_read_change_nothing_and_need_no_lock(void **state)
{
	struct store_fixture *f = *state;
	struct store_label label;
	uint8_t image[STORE_SIZE], other[STORE_SIZE];
	struct store *store = opened(f, image);
	size_t ops;

	commit_byte(f, store, 9, 0x99);
	ops = f->flash.ops;
	assert_int_equal(store_peek(&f->flash.io, store_path, &label, &f->why), 0);
	assert_string_equal(label.kind, "atecc608");
	assert_string_equal(label.profile, "atecc608a");
	assert_int_equal(label.layout, 3);
	assert_int_equal(label.size, STORE_SIZE);
	assert_int_equal(store_read(&f->flash.io, store_path, &label, other, &f->why), 0);
	assert_memory_equal(other, f->image, STORE_SIZE);
	assert_int_equal(f->flash.ops, ops);
	store_close(store);
}

static void opening_writes_nothing(void **state)
{
	struct store_fixture *f = *state;
	size_t changed;

	with_commits(f);
	changed = f->flash.changed;
	assert_opens_as(f, f->image);
	assert_int_equal(f->flash.changed, changed);
}

static void a_commit_of_nothing_new_writes_nothing(void **state)
{
	struct store_fixture *f = *state;
	uint8_t image[STORE_SIZE];
	struct store *store = opened(f, image);
	size_t ops = f->flash.ops;

	assert_int_equal(store_commit(store, f->image, &f->why), 0);
	assert_int_equal(f->flash.ops, ops);
	store_close(store);
}

static void a_commit_is_one_write_and_one_sync(void **state)
{
	struct store_fixture *f = *state;
	uint8_t image[STORE_SIZE];
	struct store *store = opened(f, image);
	size_t ops = f->flash.ops, changed = f->flash.changed;

	for (uint8_t i = 1; i <= 100; i++) {
		commit_byte(f, store, 700, i);
		assert_int_equal(f->flash.changed, changed + i);
		assert_int_equal(f->flash.ops, ops + 2u * i);
	}
	store_close(store);
}

static void without_sync_a_commit_is_one_write(void **state)
{
	struct store_fixture *f = *state;
	struct store_label label = store_blank;
	struct store *store;
	uint8_t image[STORE_SIZE];
	size_t ops = f->flash.ops;

	assert_int_equal(
		store_open(&f->flash.io, store_path, STORE_SYNC_NEVER, &label, image, &store, &f->why), 0);
	for (uint8_t i = 1; i <= 100; i++)
		commit_byte(f, store, 700, i);
	assert_int_equal(f->flash.ops, ops + 100);
	store_close(store);
	assert_opens_as(f, f->image);
}

static void hinted_commits_come_back(void **state)
{
	static const struct store_range far_apart[] = { { 10, 20 }, { 400, 1 }, { 401, 7 }, { 1400, 100 } };
	static const struct store_range disordered[] = { { 400, 8 }, { 10, 20 } };
	struct store_fixture *f = *state;
	uint8_t image[STORE_SIZE];
	struct store *store = opened(f, image);

	for (size_t i = 10; i < 30; i++)
		f->image[i] ^= 0xff;
	f->image[400] = 0xfe;
	f->image[1499] = 0xfd;
	assert_int_equal(store_commit_ranges(store, f->image, far_apart, 4, &f->why), 0);
	f->image[12] = 0xee;
	f->image[700] = 0xef; /* outside the hints, which are not in order and so not believed */
	assert_int_equal(store_commit_ranges(store, f->image, disordered, 2, &f->why), 0);
	store_close(store);
	assert_opens_as(f, f->image);
}

/* One byte in nine and in ten: the worst case of patches, in hints of a byte each. */
static void the_most_patches_an_image_can_have_come_back(void **state)
{
	struct store_fixture *f = *state;
	uint8_t image[STORE_SIZE];
	struct store *store = opened(f, image);
	static struct store_range each[STORE_SIZE];

	for (size_t step = 8; step <= 10; step++) {
		size_t n = 0;

		for (size_t i = 0; i < STORE_SIZE; i += step) {
			f->image[i] ^= 0x55;
			each[n++] = (struct store_range){ i, 1 };
		}
		assert_int_equal(store_commit_ranges(store, f->image, each, n, &f->why), 0);
	}
	for (size_t i = 0; i < STORE_SIZE; i++) {
		f->image[i] ^= 0xff;
		each[i] = (struct store_range){ i, 1 };
	}
	assert_int_equal(store_commit_ranges(store, f->image, each, STORE_SIZE, &f->why), 0);
	store_close(store);
	assert_opens_as(f, f->image);
}

static void an_image_of_zeros_comes_back(void **state)
{
	struct store_fixture *f = *state;
	static const char other[] = "/zeros.nvm";
	uint8_t zeros[STORE_SIZE] = { 0 }, image[STORE_SIZE];
	struct store_label label = store_blank;
	struct store *store;

	memset(image, 0xee, sizeof(image));
	assert_int_equal(store_create(&f->flash.io, other, &store_blank, zeros, &f->why), 0);
	assert_int_equal(
		store_open(&f->flash.io, other, STORE_SYNC_ALWAYS, &label, image, &store, &f->why), 0);
	assert_memory_equal(image, zeros, STORE_SIZE);
	store_close(store);
}

static void the_log_is_bounded_and_compaction_keeps_the_image(void **state)
{
	struct store_fixture *f = *state;
	uint8_t image[STORE_SIZE];
	struct store *store = opened(f, image);

	for (size_t i = 0; i < 2000; i++) {
		size_t size;

		commit_byte(f, store, i % STORE_SIZE, (uint8_t)(i * 7));
		flash_bytes(&f->flash, store_path, &size);
		assert_true(size <= (STORE_FIRST + 256 + 32) * 512);
	}
	store_close(store);
	assert_opens_as(f, f->image);
}

/* The bytes, in a buffer of the caller's, of a file that was made with a chance and 300 times committed to. */
static void history_with_chance(
	struct store_fixture *f, const char *path, uint8_t *first_id, uint8_t *bytes, size_t *size)
{
	struct store_label label = store_blank;
	uint8_t image[STORE_SIZE] = { 0 };
	struct store *store;

	label.chance = 0x1234;
	assert_int_equal(store_create(&f->flash.io, path, &label, image, &f->why), 0);
	memcpy(first_id, flash_bytes(&f->flash, path, size) + 24, 8);
	assert_int_equal(
		store_open(&f->flash.io, path, STORE_SYNC_ALWAYS, &label, image, &store, &f->why), 0);
	for (size_t i = 0; i < 300; i++) {
		image[i] = 0xff;
		assert_int_equal(store_commit(store, image, &f->why), 0);
	}
	store_close(store);
	memcpy(bytes, flash_bytes(&f->flash, path, size), 1024);
}

static void a_label_with_chance_makes_the_same_file_again_and_compaction_a_new_id(void **state)
{
	struct store_fixture *f = *state;
	uint8_t ids[2][8], bytes[2][1024];
	size_t sizes[2];

	history_with_chance(f, "/one", ids[0], bytes[0], &sizes[0]);
	history_with_chance(f, "/two", ids[1], bytes[1], &sizes[1]);
	assert_memory_equal(ids[0], ids[1], 8);
	assert_memory_equal(bytes[0], bytes[1], sizeof(bytes[0]));
	assert_int_equal(sizes[0], sizes[1]);
	assert_memory_not_equal(bytes[0] + 24, ids[0], 8);
}

static void compacting_where_no_file_can_be_made_goes_on_in_the_log(void **state)
{
	struct store_fixture *f = *state;
	uint8_t image[STORE_SIZE];
	struct store *store = opened(f, image);
	size_t size;

	for (size_t i = 0; i < 600; i++) {
		f->image[0] = (uint8_t)i;
		/* The stage of a compaction is the first operation where there is one. */
		f->flash.fail_at = i == 256 || i == 512 ? f->flash.ops + 1 : 0;
		f->flash.fail_errno = EACCES;
		assert_int_equal(store_commit(store, f->image, &f->why), 0);
	}
	store_close(store);
	flash_bytes(&f->flash, store_path, &size);
	assert_true(size >= 600 * 512);
	assert_opens_as(f, f->image);
}

static void a_second_writer_is_refused(void **state)
{
	struct store_fixture *f = *state;
	uint8_t image[STORE_SIZE];
	struct store *store = opened(f, image);

	assert_refused(f, &store_blank, -EBUSY, "in use by another process");
	for (size_t i = 0; i < 300; i++) /* past a compaction */
		commit_byte(f, store, i, 0xff);
	assert_refused(f, &store_blank, -EBUSY, "in use by another process");
	store_close(store);
	assert_opens_as(f, f->image);
}

/* Between an open and its lock another process compacts the file, and ends. */
static int lock_after_a_compaction(void *medium, int file)
{
	struct flash *flash = medium;
	struct store_fixture *f = flash->context;
	uint8_t image[STORE_SIZE];
	struct store *other;

	flash->context = NULL;
	if (f) {
		other = opened(f, image);
		for (size_t i = 0; i < 300; i++)
			commit_byte(f, other, 1, (uint8_t)i);
		store_close(other);
	}
	return flash->io.lock(medium, file);
}

static void a_file_that_lost_its_name_before_the_lock_is_not_taken(void **state)
{
	struct store_fixture *f = *state;
	struct store_io io = f->flash.io;
	struct store_label label = store_blank;
	uint8_t image[STORE_SIZE];
	struct store *store;

	io.lock = lock_after_a_compaction;
	f->flash.context = f;
	assert_int_equal(store_open(&io, store_path, STORE_SYNC_ALWAYS, &label, image, &store, &f->why), 0);
	assert_null(f->flash.context);
	assert_memory_equal(image, f->image, STORE_SIZE);
	commit_byte(f, store, 2, 0x22);
	store_close(store);
	assert_opens_as(f, f->image);
}

static void creating_over_a_file_is_refused(void **state)
{
	struct store_fixture *f = *state;
	uint8_t other[STORE_SIZE] = { 1 };

	assert_int_equal(store_create(&f->flash.io, store_path, &store_blank, other, &f->why), -EEXIST);
	assert_non_null(strstr(f->why.text, "/state.nvm exists"));
	assert_opens_as(f, f->image);
}

static void a_label_without_a_name_is_refused(void **state)
{
	struct store_fixture *f = *state;
	struct store_label label = store_blank;

	memset(label.profile, 'x', sizeof(label.profile));
	assert_int_equal(store_create(&f->flash.io, "/x", &label, f->image, &f->why), -EINVAL);
	label = store_blank;
	label.kind[0] = '\0';
	assert_int_equal(store_create(&f->flash.io, "/x", &label, f->image, &f->why), -EINVAL);
	label = store_blank;
	label.size = 0;
	assert_int_equal(store_create(&f->flash.io, "/x", &label, f->image, &f->why), -EINVAL);
}

static void a_file_of_another_chip_layout_or_size_is_refused(void **state)
{
	struct store_fixture *f = *state;
	struct store_label want = store_blank;

	strcpy(want.kind, "se050");
	assert_refused(f, &want, -EINVAL, "is of an atecc608, not of an se050");
	want = store_blank;
	want.layout = 2;
	assert_refused(f, &want, -EINVAL, "has layout 3 of an atecc608 and this sesim knows layouts up to 2");
	want.layout = 4;
	assert_refused(f, &want, -EINVAL, "reads layouts from 4");
	want = store_blank;
	want.size = STORE_SIZE - 1;
	assert_refused(f, &want, -EINVAL, "holds 1500 bytes and an atecc608 has 1499");
	assert_opens_as(f, f->image);
}

/* Layout 1 had 100 bytes, layout 2 the same ones behind a first byte; layout 3 is `store_blank`. */
static int from_1(const void *old, void *image, size_t size, struct why *why)
{
	(void)why;
	assert_int_equal(size, 101);
	memcpy((uint8_t *)image + 1, old, 100);
	return 0;
}

static int from_2(const void *old, void *image, size_t size, struct why *why)
{
	if (((const uint8_t *)old)[50] == 0xbb)
		return why_fail(why, EINVAL, "layout 2 with bb at 50 cannot become layout 3");
	memset(image, 0x5a, size);
	memcpy(image, old, 101);
	return 0;
}

static const struct store_migration steps[] = { { 1, 100, from_1 }, { 2, 101, from_2 } };

static void an_older_layout_is_brought_up_to_date_by_the_first_commit(void **state)
{
	struct store_fixture *f = *state;
	static const char old[] = "/old.nvm";
	struct store_label label = { .kind = "atecc608", .profile = "atecc508a", .layout = 1, .size = 100 };
	uint8_t small[100], image[STORE_SIZE];
	struct store *store;
	size_t changed;

	memset(small, 0x11, sizeof(small));
	assert_int_equal(store_create(&f->flash.io, old, &label, small, &f->why), 0);
	changed = f->flash.changed;
	label = store_blank;
	assert_int_equal(store_open_migrating(&f->flash.io, old, STORE_SYNC_ALWAYS, steps, 2, &label, image,
				 &store, &f->why),
		0);
	assert_string_equal(label.profile, "atecc508a");
	assert_int_equal(image[0], 0);
	assert_int_equal(image[100], 0x11);
	assert_int_equal(image[101], 0x5a);
	assert_int_equal(store_commit(store, image, &f->why), 0);
	assert_int_equal(f->flash.changed, changed);
	store_close(store);
	assert_int_equal(store_peek(&f->flash.io, old, &label, &f->why), 0);
	assert_int_equal(label.layout, 1);

	label = store_blank;
	assert_int_equal(store_open_migrating(&f->flash.io, old, STORE_SYNC_ALWAYS, steps, 2, &label, image,
				 &store, &f->why),
		0);
	image[3] = 0x33;
	assert_int_equal(store_commit(store, image, &f->why), 0);
	image[4] = 0x44;
	assert_int_equal(store_commit(store, image, &f->why), 0);
	store_close(store);
	label = store_blank;
	memset(small, 0, sizeof(small));
	assert_int_equal(store_open(&f->flash.io, old, STORE_SYNC_ALWAYS, &label, image, &store, &f->why), 0);
	assert_string_equal(label.profile, "atecc508a");
	assert_int_equal(image[3], 0x33);
	assert_int_equal(image[4], 0x44);
	assert_int_equal(image[100], 0x11);
	store_close(store);
}

static void an_older_layout_that_cannot_be_brought_up_to_date_is_refused(void **state)
{
	struct store_fixture *f = *state;
	static const char old[] = "/old.nvm";
	struct store_label label = { .kind = "atecc608", .profile = "atecc508a", .layout = 2, .size = 101 };
	uint8_t small[101], image[STORE_SIZE];
	struct store *store;

	memset(small, 0xbb, sizeof(small));
	assert_int_equal(store_create(&f->flash.io, old, &label, small, &f->why), 0);
	label = store_blank;
	assert_int_equal(store_open_migrating(&f->flash.io, old, STORE_SYNC_ALWAYS, steps, 2, &label, image,
				 &store, &f->why),
		-EINVAL);
	assert_string_equal(f->why.text, "layout 2 with bb at 50 cannot become layout 3");
	label = store_blank;
	assert_int_equal(store_open_migrating(&f->flash.io, old, STORE_SYNC_ALWAYS, steps, 1, &label, image,
				 &store, &f->why),
		-EINVAL);
	assert_non_null(strstr(f->why.text, "no way from there to 3"));
	label = store_blank;
	assert_int_equal(
		store_open(&f->flash.io, old, STORE_SYNC_ALWAYS, &label, image, &store, &f->why), -EINVAL);
	assert_non_null(
		strstr(f->why.text, "has layout 2 of an atecc608 and this sesim reads layouts from 3"));
}

/* Every operation of commits and of a compaction fails once, in turn. */
static void a_commit_that_fails_leaves_what_was_stored(void **state)
{
	static const int errors[] = { ENOSPC, EIO };
	static const size_t keeps[] = { 0, 100, 512, 700, 1 << 20 };
	size_t refused = 0, failed = 0;

	(void)state;
	for (size_t e = 0; e < 2; e++) {
		for (size_t k = 0; k < sizeof(keeps) / sizeof(keeps[0]); k++) {
			for (size_t nth = 1; nth <= 16; nth++) {
				struct store_fixture g = { .flash = { .staged = -1 } };
				uint8_t image[STORE_SIZE], next[STORE_SIZE] = { 0 };
				struct store *store;
				bool doubt = false;

				flash_init(&g.flash, 7);
				store_fixture_image(g.image);
				assert_int_equal(
					store_create(&g.flash.io, store_path, &store_blank, g.image, &g.why),
					0);
				store = opened(&g, image);
				for (size_t i = 0; i < 254; i++)
					commit_byte(&g, store, 0, (uint8_t)i);
				g.flash.fail_at = g.flash.ops + nth;
				g.flash.fail_errno = errors[e];
				g.flash.fail_keeps = keeps[k];
				for (size_t i = 0; i < 8; i++) {
					memcpy(next, g.image, STORE_SIZE);
					for (size_t n = 0; n < 100 * i; n++)
						next[n] ^= (uint8_t)(0x80 + i);
					next[9] = (uint8_t)(i + 1);
					if (store_commit(store, next, &g.why) < 0) {
						failed++;
						assert_non_null(strstr(g.why.text, "/state.nvm"));
						if (store_commit(store, next, &g.why) < 0) {
							assert_non_null(
								strstr(g.why.text, "takes no more commits"));
							doubt = true;
							refused++;
							break;
						}
					}
					memcpy(g.image, next, STORE_SIZE);
				}
				store_close(store);
				store_close(opened(&g, image));
				/* In doubt is only a compaction whose new name could not be made durable. */
				if (!doubt || memcmp(image, next, STORE_SIZE) != 0)
					assert_memory_equal(image, g.image, STORE_SIZE);
				flash_free(&g.flash);
			}
		}
	}
	assert_true(failed > 50);
	assert_true(refused > 10 && refused < failed);
}

static void after_a_failed_sync_nothing_more_is_written(void **state)
{
	struct store_fixture *f = *state;
	uint8_t before[STORE_SIZE], image[STORE_SIZE];
	struct store *store = opened(f, image);
	size_t changed;

	memcpy(before, f->image, STORE_SIZE);
	f->flash.fail_at = f->flash.ops + 2;
	f->flash.fail_errno = EIO;
	f->image[0] = 0xff;
	assert_int_equal(store_commit(store, f->image, &f->why), -EIO);
	changed = f->flash.changed;
	assert_int_equal(store_commit(store, f->image, &f->why), -EIO);
	assert_non_null(strstr(f->why.text, "takes no more commits"));
	assert_int_equal(f->flash.changed, changed);
	store_close(store);
	assert_opens_as(f, before);
}

static void a_failure_that_cannot_be_undone_ends_the_store_and_the_file_stays_legal(void **state)
{
	struct store_fixture *f = *state;
	uint8_t before[STORE_SIZE], image[STORE_SIZE];
	struct store *store = opened(f, image);

	memcpy(before, f->image, STORE_SIZE);
	for (size_t i = 0; i < STORE_SIZE; i++)
		f->image[i] ^= 0xff;
	f->flash.fail_at = f->flash.ops + 1;
	f->flash.fail_times = 1;
	f->flash.fail_errno = ENOSPC;
	f->flash.fail_keeps = 1111;
	assert_int_equal(store_commit(store, f->image, &f->why), -ENOSPC);
	assert_int_equal(store_commit(store, f->image, &f->why), -ENOSPC);
	assert_non_null(strstr(f->why.text, "takes no more commits"));
	store_close(store);
	assert_opens_as(f, before);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, store_setup, store_teardown)
	const struct CMUnitTest tests[] = {
		TEST(an_image_comes_back),
		TEST(commits_come_back),
		TEST(a_peek_and_a_read_change_nothing_and_need_no_lock),
		TEST(opening_writes_nothing),
		TEST(a_commit_of_nothing_new_writes_nothing),
		TEST(a_commit_is_one_write_and_one_sync),
		TEST(without_sync_a_commit_is_one_write),
		TEST(hinted_commits_come_back),
		TEST(the_most_patches_an_image_can_have_come_back),
		TEST(an_image_of_zeros_comes_back),
		TEST(the_log_is_bounded_and_compaction_keeps_the_image),
		TEST(a_label_with_chance_makes_the_same_file_again_and_compaction_a_new_id),
		TEST(compacting_where_no_file_can_be_made_goes_on_in_the_log),
		TEST(a_second_writer_is_refused),
		TEST(a_file_that_lost_its_name_before_the_lock_is_not_taken),
		TEST(creating_over_a_file_is_refused),
		TEST(a_label_without_a_name_is_refused),
		TEST(a_file_of_another_chip_layout_or_size_is_refused),
		TEST(an_older_layout_is_brought_up_to_date_by_the_first_commit),
		TEST(an_older_layout_that_cannot_be_brought_up_to_date_is_refused),
		TEST(a_commit_that_fails_leaves_what_was_stored),
		TEST(after_a_failed_sync_nothing_more_is_written),
		TEST(a_failure_that_cannot_be_undone_ends_the_store_and_the_file_stays_legal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
