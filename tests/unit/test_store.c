/* tests/unit/test_store.c: what a state file promises, byte by byte, on a medium in memory. */
#include "cmocka_all.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "flash.h"
#include "store.h"

enum {
	SIZE = 1500,
	FIRST = 5,     /* sectors of the header and the first image of fixture_image() */
	HEADER_AT = 0, /* byte offsets of the format, from docs/STATE.md */
	VERSION_AT = 8,
	CHECKSUM_AT = 508,
};

static const char path[] = "/state.nvm";
static const struct store_label blank = {
	.kind = "atecc608", .profile = "atecc608a", .layout = 3, .size = SIZE
};

struct fixture {
	struct flash flash;
	uint8_t image[SIZE];
	struct why why;
};

/* No two bytes in a row are equal and none is zero, so the first commit holds all of them. */
static void fixture_image(uint8_t *image)
{
	for (size_t i = 0; i < SIZE; i++)
		image[i] = (uint8_t)(1 + i % 251);
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	flash_init(&f->flash, 1);
	fixture_image(f->image);
	if (store_create(&f->flash.io, path, &blank, f->image, &f->why) < 0)
		return -1;
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	flash_free(&f->flash);
	free(f);
	return 0;
}

static struct store *opened(struct fixture *f, uint8_t *image)
{
	struct store_label label = blank;
	struct store *store = NULL;

	if (store_open(&f->flash.io, path, STORE_SYNC_ALWAYS, &label, image, &store, &f->why) < 0)
		fail_msg("%s", f->why.text);
	return store;
}

/* Sets byte `at` in f->image and commits. */
static void commit_byte(struct fixture *f, struct store *store, size_t at, uint8_t byte)
{
	f->image[at] = byte;
	if (store_commit(store, f->image, &f->why) < 0)
		fail_msg("%s", f->why.text);
}

/* Three commits of a byte each on top of the first. */
static void with_commits(struct fixture *f)
{
	uint8_t image[SIZE];
	struct store *store = opened(f, image);

	commit_byte(f, store, 0, 0xa0);
	commit_byte(f, store, 700, 0xa1);
	commit_byte(f, store, SIZE - 1, 0xa2);
	store_close(store);
}

static void assert_opens_as(struct fixture *f, const uint8_t *expected)
{
	uint8_t image[SIZE];

	store_close(opened(f, image));
	assert_memory_equal(image, expected, SIZE);
}

static int try_open_as(struct fixture *f, const struct store_label *want, uint8_t *image)
{
	struct store_label label = *want;
	struct store *store = NULL;
	int rc;

	f->why.text[0] = '\0';
	rc = store_open(&f->flash.io, path, STORE_SYNC_ALWAYS, &label, image, &store, &f->why);
	store_close(store);
	return rc;
}

static void assert_refused(struct fixture *f, const struct store_label *want, int rc, const char *word)
{
	uint8_t image[SIZE];
	size_t changed = f->flash.changed;

	assert_int_equal(try_open_as(f, want, image), rc);
	if (!strstr(f->why.text, word))
		fail_msg("\"%s\" does not say \"%s\"", f->why.text, word);
	assert_int_equal(f->flash.changed, changed);
}

/* The file's bytes in a buffer of the caller's; the size. */
static size_t file_bytes(const struct fixture *f, uint8_t **bytes)
{
	size_t size;
	const uint8_t *now = flash_bytes(&f->flash, path, &size);

	*bytes = malloc(size + 4096);
	assert_non_null(*bytes);
	memset(*bytes, 0, size + 4096);
	memcpy(*bytes, now, size);
	return size;
}

static void an_image_comes_back(void **state)
{
	struct fixture *f = *state;
	struct store_label label = blank;
	struct store *store;
	uint8_t image[SIZE];

	memset(label.profile, 0, sizeof(label.profile));
	assert_int_equal(
		store_open(&f->flash.io, path, STORE_SYNC_ALWAYS, &label, image, &store, &f->why), 0);
	assert_string_equal(label.profile, "atecc608a");
	assert_memory_equal(image, f->image, SIZE);
	store_close(store);
}

static void commits_come_back(void **state)
{
	struct fixture *f = *state;

	with_commits(f);
	assert_opens_as(f, f->image);
}

static void a_peek_and_a_read_change_nothing_and_need_no_lock(void **state)
{
	struct fixture *f = *state;
	struct store_label label;
	uint8_t image[SIZE], other[SIZE];
	struct store *store = opened(f, image);
	size_t ops;

	commit_byte(f, store, 9, 0x99);
	ops = f->flash.ops;
	assert_int_equal(store_peek(&f->flash.io, path, &label, &f->why), 0);
	assert_string_equal(label.kind, "atecc608");
	assert_string_equal(label.profile, "atecc608a");
	assert_int_equal(label.layout, 3);
	assert_int_equal(label.size, SIZE);
	assert_int_equal(store_read(&f->flash.io, path, &label, other, &f->why), 0);
	assert_memory_equal(other, f->image, SIZE);
	assert_int_equal(f->flash.ops, ops);
	store_close(store);
}

static void opening_writes_nothing(void **state)
{
	struct fixture *f = *state;
	size_t changed;

	with_commits(f);
	changed = f->flash.changed;
	assert_opens_as(f, f->image);
	assert_int_equal(f->flash.changed, changed);
}

static void a_commit_of_nothing_new_writes_nothing(void **state)
{
	struct fixture *f = *state;
	uint8_t image[SIZE];
	struct store *store = opened(f, image);
	size_t ops = f->flash.ops;

	assert_int_equal(store_commit(store, f->image, &f->why), 0);
	assert_int_equal(f->flash.ops, ops);
	store_close(store);
}

static void a_commit_is_one_write_and_one_sync(void **state)
{
	struct fixture *f = *state;
	uint8_t image[SIZE];
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
	struct fixture *f = *state;
	struct store_label label = blank;
	struct store *store;
	uint8_t image[SIZE];
	size_t ops = f->flash.ops;

	assert_int_equal(store_open(&f->flash.io, path, STORE_SYNC_NEVER, &label, image, &store, &f->why), 0);
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
	struct fixture *f = *state;
	uint8_t image[SIZE];
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
	struct fixture *f = *state;
	uint8_t image[SIZE];
	struct store *store = opened(f, image);
	static struct store_range each[SIZE];

	for (size_t step = 8; step <= 10; step++) {
		size_t n = 0;

		for (size_t i = 0; i < SIZE; i += step) {
			f->image[i] ^= 0x55;
			each[n++] = (struct store_range){ i, 1 };
		}
		assert_int_equal(store_commit_ranges(store, f->image, each, n, &f->why), 0);
	}
	for (size_t i = 0; i < SIZE; i++) {
		f->image[i] ^= 0xff;
		each[i] = (struct store_range){ i, 1 };
	}
	assert_int_equal(store_commit_ranges(store, f->image, each, SIZE, &f->why), 0);
	store_close(store);
	assert_opens_as(f, f->image);
}

static void an_image_of_zeros_comes_back(void **state)
{
	struct fixture *f = *state;
	static const char other[] = "/zeros.nvm";
	uint8_t zeros[SIZE] = { 0 }, image[SIZE];
	struct store_label label = blank;
	struct store *store;

	memset(image, 0xee, sizeof(image));
	assert_int_equal(store_create(&f->flash.io, other, &blank, zeros, &f->why), 0);
	assert_int_equal(
		store_open(&f->flash.io, other, STORE_SYNC_ALWAYS, &label, image, &store, &f->why), 0);
	assert_memory_equal(image, zeros, SIZE);
	store_close(store);
}

static void the_log_is_bounded_and_compaction_keeps_the_image(void **state)
{
	struct fixture *f = *state;
	uint8_t image[SIZE];
	struct store *store = opened(f, image);

	for (size_t i = 0; i < 2000; i++) {
		size_t size;

		commit_byte(f, store, i % SIZE, (uint8_t)(i * 7));
		flash_bytes(&f->flash, path, &size);
		assert_true(size <= (FIRST + 256 + 32) * 512);
	}
	store_close(store);
	assert_opens_as(f, f->image);
}

static void compacting_where_no_file_can_be_made_goes_on_in_the_log(void **state)
{
	struct fixture *f = *state;
	uint8_t image[SIZE];
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
	flash_bytes(&f->flash, path, &size);
	assert_true(size >= 600 * 512);
	assert_opens_as(f, f->image);
}

static void a_second_writer_is_refused(void **state)
{
	struct fixture *f = *state;
	uint8_t image[SIZE];
	struct store *store = opened(f, image);

	assert_refused(f, &blank, -EBUSY, "in use by another process");
	for (size_t i = 0; i < 300; i++) /* past a compaction */
		commit_byte(f, store, i, 0xff);
	assert_refused(f, &blank, -EBUSY, "in use by another process");
	store_close(store);
	assert_opens_as(f, f->image);
}

static void creating_over_a_file_is_refused(void **state)
{
	struct fixture *f = *state;
	uint8_t other[SIZE] = { 1 };

	assert_int_equal(store_create(&f->flash.io, path, &blank, other, &f->why), -EEXIST);
	assert_non_null(strstr(f->why.text, "/state.nvm exists"));
	assert_opens_as(f, f->image);
}

static void a_label_without_a_name_is_refused(void **state)
{
	struct fixture *f = *state;
	struct store_label label = blank;

	memset(label.profile, 'x', sizeof(label.profile));
	assert_int_equal(store_create(&f->flash.io, "/x", &label, f->image, &f->why), -EINVAL);
	label = blank;
	label.kind[0] = '\0';
	assert_int_equal(store_create(&f->flash.io, "/x", &label, f->image, &f->why), -EINVAL);
	label = blank;
	label.size = 0;
	assert_int_equal(store_create(&f->flash.io, "/x", &label, f->image, &f->why), -EINVAL);
}

static void a_file_of_another_chip_layout_or_size_is_refused(void **state)
{
	struct fixture *f = *state;
	struct store_label want = blank;

	strcpy(want.kind, "se050");
	assert_refused(f, &want, -EINVAL, "is of an atecc608, not of an se050");
	want = blank;
	want.layout = 2;
	assert_refused(f, &want, -EINVAL, "has layout 3 of an atecc608 and this sesim knows layouts up to 2");
	want.layout = 4;
	assert_refused(f, &want, -EINVAL, "reads layouts from 4");
	want = blank;
	want.size = SIZE - 1;
	assert_refused(f, &want, -EINVAL, "holds 1500 bytes and an atecc608 has 1499");
	assert_opens_as(f, f->image);
}

static uint32_t crc32_of(const uint8_t *bytes, size_t len)
{
	uint32_t crc = 0xffffffff;

	for (size_t i = 0; i < len * 8; i++)
		crc = crc >> 1 ^ (0xedb88320 & (0 - ((crc ^ bytes[i / 8] >> i % 8) & 1)));
	return ~crc;
}

static void put_le32(uint8_t *to, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		to[i] = (uint8_t)(v >> 8 * i);
}

static void a_newer_format_is_refused_by_its_number(void **state)
{
	struct fixture *f = *state;
	uint8_t *bytes;
	size_t size = file_bytes(f, &bytes);

	put_le32(bytes + VERSION_AT, 2);
	put_le32(bytes + CHECKSUM_AT, crc32_of(bytes, CHECKSUM_AT));
	flash_put(&f->flash, path, bytes, size);
	assert_refused(f, &blank, -EINVAL, "has format version 2 and this sesim reads version 1");
	free(bytes);
}

static void what_is_no_state_file_is_refused(void **state)
{
	struct fixture *f = *state;
	uint8_t *bytes;
	size_t size = file_bytes(f, &bytes);

	bytes[HEADER_AT] = 's';
	flash_put(&f->flash, path, bytes, size);
	assert_refused(f, &blank, -EINVAL, "is not a sesim state file");
	flash_put(&f->flash, path, "SESIMNVM", 8);
	assert_refused(f, &blank, -EINVAL, "it has 8 bytes, less than a header");
	flash_put(&f->flash, path, NULL, 0);
	assert_refused(f, &blank, -EINVAL, "it has 0 bytes");
	free(bytes);
}

/* The format byte by byte, written down a second time from docs/STATE.md. */
static void the_bytes_of_a_file_are_those_of_the_document(void **state)
{
	struct fixture *f = *state;
	uint8_t expected[512] = "SESIMNVM", *bytes, *sector;

	with_commits(f);
	file_bytes(f, &bytes);
	put_le32(expected + 8, 1);
	put_le32(expected + 12, 3);
	put_le32(expected + 16, SIZE);
	memcpy(expected + 24, bytes + 24, 8); /* the random id */
	put_le32(expected + 32, 1);
	memcpy(expected + 40, "atecc608", 8);
	memcpy(expected + 56, "atecc608a", 9);
	put_le32(expected + 508, crc32_of(expected, 508));
	assert_memory_equal(bytes, expected, 512);

	/* The third commit: one sector, one patch of one byte. */
	sector = bytes + (FIRST + 1) * 512;
	memset(expected, 0, sizeof(expected));
	memcpy(expected, bytes + 24, 8);
	put_le32(expected + 8, 3);
	put_le32(expected + 16, 0);
	put_le32(expected + 20, 1);
	memcpy(expected + 24, sector - 4, 4);
	put_le32(expected + 28, 9);
	put_le32(expected + 32, 700);
	put_le32(expected + 36, 1);
	expected[40] = 0xa1;
	put_le32(expected + 508, crc32_of(expected, 41));
	assert_memory_equal(sector, expected, 512);
	free(bytes);
}

static void a_flipped_bit_anywhere_is_refused(void **state)
{
	struct fixture *f = *state;
	uint8_t *bytes;
	size_t size;

	with_commits(f);
	size = file_bytes(f, &bytes);
	for (size_t bit = 0; bit < 8 * size; bit++) {
		struct fixture g = { .flash = { .staged = -1 } };
		uint8_t image[SIZE];
		int rc;

		flash_init(&g.flash, 2);
		bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
		flash_put(&g.flash, path, bytes, size);
		rc = try_open_as(&g, &blank, image);
		if (rc != -EBADMSG && !(bit < 64 && rc == -EINVAL))
			fail_msg("bit %zu: %d %s", bit, rc, g.why.text);
		assert_int_equal(g.flash.changed, 0);
		bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
		flash_free(&g.flash);
	}
	free(bytes);
}

static void a_changed_byte_anywhere_is_refused(void **state)
{
	struct fixture *f = *state;
	static const uint8_t values[] = { 0x00, 0xff, 0x55 };
	uint8_t *bytes;
	size_t size;

	with_commits(f);
	size = file_bytes(f, &bytes);
	for (size_t i = 0; i < size; i++) {
		uint8_t was = bytes[i];

		for (size_t v = 0; v < sizeof(values); v++) {
			struct fixture g = { .flash = { .staged = -1 } };
			uint8_t image[SIZE];

			if (values[v] == was)
				continue;
			flash_init(&g.flash, 2);
			bytes[i] = values[v];
			flash_put(&g.flash, path, bytes, size);
			assert_true(try_open_as(&g, &blank, image) < 0);
			flash_free(&g.flash);
		}
		bytes[i] = was;
	}
	free(bytes);
}

/* images[k] after commit k; a file that ends behind commit k and before k + 1 holds images[k]. */
static void a_file_cut_anywhere_is_an_earlier_state_or_refused(void **state)
{
	struct fixture *f = *state;
	uint8_t images[4][SIZE], *bytes, image[SIZE];
	struct store *store = opened(f, image);

	memcpy(images[0], f->image, SIZE);
	commit_byte(f, store, 0, 0xa0);
	memcpy(images[1], f->image, SIZE);
	for (size_t i = 300; i < 1200; i++) /* two sectors */
		f->image[i] ^= 0xff;
	commit_byte(f, store, 700, 0xa1);
	memcpy(images[2], f->image, SIZE);
	commit_byte(f, store, SIZE - 1, 0xa2);
	memcpy(images[3], f->image, SIZE);
	store_close(store);
	file_bytes(f, &bytes);

	for (size_t len = 0; len <= (FIRST + 6) * 512; len++) {
		struct fixture g = { .flash = { .staged = -1 } };
		size_t whole = len / 512;
		int rc;

		flash_init(&g.flash, 3);
		flash_put(&g.flash, path, bytes, len);
		rc = try_open_as(&g, &blank, image);
		if (whole < FIRST) {
			assert_int_equal(rc, whole == 0 ? -EINVAL : -EBADMSG);
		} else {
			size_t k = whole < FIRST + 1 ? 0 : whole < FIRST + 3 ? 1 : whole < FIRST + 4 ? 2 : 3;

			assert_int_equal(rc, 0);
			assert_memory_equal(image, images[k], SIZE);
			/* And it goes on from there: what was left of the torn commit is in nobody's way. */
			memcpy(g.image, images[k], SIZE);
			store = opened(&g, image);
			commit_byte(&g, store, 5, 0x77);
			store_close(store);
			assert_opens_as(&g, g.image);
		}
		flash_free(&g.flash);
	}
	free(bytes);
}

static void every_subset_of_the_last_commits_sectors_is_dropped(void **state)
{
	struct fixture *f = *state;
	uint8_t before[SIZE], *bytes, image[SIZE];
	struct store *store = opened(f, image);
	size_t size;

	memcpy(before, f->image, SIZE);
	for (size_t i = 0; i < SIZE; i++) /* four sectors */
		f->image[i] ^= 0xff;
	assert_int_equal(store_commit(store, f->image, &f->why), 0);
	store_close(store);
	size = file_bytes(f, &bytes);
	for (unsigned int missing = 0; missing < 16; missing++) {
		struct fixture g = { .flash = { .staged = -1 } };
		uint8_t *copy = malloc(size);

		memcpy(copy, bytes, size);
		for (size_t i = 0; i < 4; i++) {
			if (missing & 1u << i)
				memset(copy + (FIRST + i) * 512, 0, 512);
		}
		flash_init(&g.flash, 4);
		flash_put(&g.flash, path, copy, size);
		memcpy(g.image, missing ? before : f->image, SIZE);
		assert_opens_as(&g, g.image);
		store = opened(&g, image);
		commit_byte(&g, store, 5, 0x77);
		store_close(store);
		assert_opens_as(&g, g.image);
		flash_free(&g.flash);
		free(copy);
	}
	free(bytes);
}

static void a_hole_in_the_middle_is_refused(void **state)
{
	struct fixture *f = *state;
	uint8_t *bytes;
	size_t size;

	with_commits(f);
	size = file_bytes(f, &bytes);
	memset(bytes + (FIRST + 1) * 512, 0, 512);
	flash_put(&f->flash, path, bytes, size);
	assert_refused(f, &blank, -EBADMSG, "sector 7, at byte 3584, follows a gap");
	memset(bytes + 512, 0, 512);
	flash_put(&f->flash, path, bytes, size);
	assert_refused(f, &blank, -EBADMSG, "sector 5, at byte 2560, follows a gap");
	free(bytes);
}

static void garbage_behind_the_log_is_refused_and_zeros_are_not(void **state)
{
	struct fixture *f = *state;
	uint8_t *bytes;
	size_t size;

	with_commits(f);
	size = file_bytes(f, &bytes);
	for (size_t len = 1; len <= 600; len++) {
		flash_put(&f->flash, path, bytes, size + len);
		assert_opens_as(f, f->image);
	}
	for (size_t len = 1; len <= 600; len++) {
		memset(bytes + size, 0xc3, len);
		flash_put(&f->flash, path, bytes, size + len);
		assert_refused(f, &blank, -EBADMSG, "damaged");
	}
	/* A piece of a sector that cannot have been the next one. */
	memcpy(bytes + size, bytes + 512, 511);
	flash_put(&f->flash, path, bytes, size + 511);
	assert_refused(f, &blank, -EBADMSG, "no piece of a commit");
	free(bytes);
}

static void endless_zeros_are_refused(void **state)
{
	struct fixture *f = *state;
	uint8_t *bytes;
	size_t size = file_bytes(f, &bytes), huge = (size_t)8 << 20;
	uint8_t *copy = calloc(1, huge);

	memcpy(copy, bytes, size);
	flash_put(&f->flash, path, copy, huge);
	assert_refused(f, &blank, -EBADMSG, "more zeros than any commit is long");
	free(copy);
	free(bytes);
}

static void a_sector_of_another_file_or_of_a_copy_gone_its_own_way_is_refused(void **state)
{
	struct fixture *f = *state;
	struct flash twin;
	struct fixture g = { .flash = { .staged = -1 } };
	uint8_t *bytes, *other, image[SIZE];
	struct store *store;
	size_t size;

	/* The same commits in a file of its own. */
	flash_init(&g.flash, 99);
	memcpy(g.image, f->image, SIZE);
	assert_int_equal(store_create(&g.flash.io, path, &blank, g.image, &g.why), 0);
	with_commits(&g);
	flash_clone(&twin, &f->flash);
	with_commits(f);
	size = file_bytes(f, &bytes);
	file_bytes(&g, &other);
	memcpy(bytes + (FIRST + 1) * 512, other + (FIRST + 1) * 512, 512);
	flash_put(&f->flash, path, bytes, size);
	assert_refused(f, &blank, -EBADMSG, "sector 6, at byte 3072, belongs to another state file");
	free(other);
	flash_free(&g.flash);

	/* A copy of the file, in which another byte was committed first. */
	g.flash = twin;
	g.flash.io.medium = &g.flash;
	fixture_image(g.image);
	store = opened(&g, image);
	commit_byte(&g, store, 3, 0x33);
	commit_byte(&g, store, 700, 0xa1);
	store_close(store);
	file_bytes(&g, &other);
	memcpy(bytes + (FIRST + 1) * 512, other + (FIRST + 1) * 512, 512);
	flash_put(&f->flash, path, bytes, size);
	assert_refused(f, &blank, -EBADMSG, "sector 6, at byte 3072, does not follow the one before");
	free(other);
	free(bytes);
	flash_free(&g.flash);
}

static void commits_out_of_order_or_twice_are_refused(void **state)
{
	struct fixture *f = *state;
	uint8_t *bytes, sector[512];
	size_t size;

	with_commits(f);
	size = file_bytes(f, &bytes);
	memcpy(sector, bytes + FIRST * 512, 512);
	memcpy(bytes + (FIRST + 3) * 512, sector, 512);
	flash_put(&f->flash, path, bytes, size);
	assert_refused(f, &blank, -EBADMSG, "does not follow");
	memset(bytes + (FIRST + 3) * 512, 0, 512);
	memcpy(bytes + FIRST * 512, bytes + (FIRST + 1) * 512, 512);
	memcpy(bytes + (FIRST + 1) * 512, sector, 512);
	flash_put(&f->flash, path, bytes, size);
	assert_refused(f, &blank, -EBADMSG, "does not follow");
	free(bytes);
}

/* A patch outside the image, with all checksums right. */
static void a_commit_beyond_the_image_is_refused(void **state)
{
	struct fixture *f = *state;
	uint8_t *bytes, *sector;
	size_t size;

	with_commits(f);
	size = file_bytes(f, &bytes);
	sector = bytes + (FIRST + 2) * 512;
	put_le32(sector + 32, SIZE);
	put_le32(sector + CHECKSUM_AT, crc32_of(sector, 41));
	flash_put(&f->flash, path, bytes, size);
	assert_refused(f, &blank, -EBADMSG,
		"sector 7, at byte 3584, begins a commit of bytes the image does not have");
	free(bytes);
}

/* Layout 1 had 100 bytes, layout 2 the same ones behind a first byte; layout 3 is `blank`. */
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
	struct fixture *f = *state;
	static const char old[] = "/old.nvm";
	struct store_label label = { .kind = "atecc608", .profile = "atecc508a", .layout = 1, .size = 100 };
	uint8_t small[100], image[SIZE];
	struct store *store;
	size_t changed;

	memset(small, 0x11, sizeof(small));
	assert_int_equal(store_create(&f->flash.io, old, &label, small, &f->why), 0);
	changed = f->flash.changed;
	label = blank;
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

	label = blank;
	assert_int_equal(store_open_migrating(&f->flash.io, old, STORE_SYNC_ALWAYS, steps, 2, &label, image,
				 &store, &f->why),
		0);
	image[3] = 0x33;
	assert_int_equal(store_commit(store, image, &f->why), 0);
	image[4] = 0x44;
	assert_int_equal(store_commit(store, image, &f->why), 0);
	store_close(store);
	label = blank;
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
	struct fixture *f = *state;
	static const char old[] = "/old.nvm";
	struct store_label label = { .kind = "atecc608", .profile = "atecc508a", .layout = 2, .size = 101 };
	uint8_t small[101], image[SIZE];
	struct store *store;

	memset(small, 0xbb, sizeof(small));
	assert_int_equal(store_create(&f->flash.io, old, &label, small, &f->why), 0);
	label = blank;
	assert_int_equal(store_open_migrating(&f->flash.io, old, STORE_SYNC_ALWAYS, steps, 2, &label, image,
				 &store, &f->why),
		-EINVAL);
	assert_string_equal(f->why.text, "layout 2 with bb at 50 cannot become layout 3");
	label = blank;
	assert_int_equal(store_open_migrating(&f->flash.io, old, STORE_SYNC_ALWAYS, steps, 1, &label, image,
				 &store, &f->why),
		-EINVAL);
	assert_non_null(strstr(f->why.text, "no way from there to 3"));
	label = blank;
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
				struct fixture g = { .flash = { .staged = -1 } };
				uint8_t image[SIZE], next[SIZE] = { 0 };
				struct store *store;
				bool doubt = false;

				flash_init(&g.flash, 7);
				fixture_image(g.image);
				assert_int_equal(store_create(&g.flash.io, path, &blank, g.image, &g.why), 0);
				store = opened(&g, image);
				for (size_t i = 0; i < 254; i++)
					commit_byte(&g, store, 0, (uint8_t)i);
				g.flash.fail_at = g.flash.ops + nth;
				g.flash.fail_errno = errors[e];
				g.flash.fail_keeps = keeps[k];
				for (size_t i = 0; i < 8; i++) {
					memcpy(next, g.image, SIZE);
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
					memcpy(g.image, next, SIZE);
				}
				store_close(store);
				store_close(opened(&g, image));
				/* In doubt is only a compaction whose new name could not be made durable. */
				if (!doubt || memcmp(image, next, SIZE) != 0)
					assert_memory_equal(image, g.image, SIZE);
				flash_free(&g.flash);
			}
		}
	}
	assert_true(failed > 50);
	assert_true(refused > 10 && refused < failed);
}

static void after_a_failed_sync_nothing_more_is_written(void **state)
{
	struct fixture *f = *state;
	uint8_t before[SIZE], image[SIZE];
	struct store *store = opened(f, image);
	size_t changed;

	memcpy(before, f->image, SIZE);
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
	struct fixture *f = *state;
	uint8_t before[SIZE], image[SIZE];
	struct store *store = opened(f, image);

	memcpy(before, f->image, SIZE);
	for (size_t i = 0; i < SIZE; i++)
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
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
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
		TEST(compacting_where_no_file_can_be_made_goes_on_in_the_log),
		TEST(a_second_writer_is_refused),
		TEST(creating_over_a_file_is_refused),
		TEST(a_label_without_a_name_is_refused),
		TEST(a_file_of_another_chip_layout_or_size_is_refused),
		TEST(a_newer_format_is_refused_by_its_number),
		TEST(what_is_no_state_file_is_refused),
		TEST(the_bytes_of_a_file_are_those_of_the_document),
		TEST(a_flipped_bit_anywhere_is_refused),
		TEST(a_changed_byte_anywhere_is_refused),
		TEST(a_file_cut_anywhere_is_an_earlier_state_or_refused),
		TEST(every_subset_of_the_last_commits_sectors_is_dropped),
		TEST(a_hole_in_the_middle_is_refused),
		TEST(garbage_behind_the_log_is_refused_and_zeros_are_not),
		TEST(endless_zeros_are_refused),
		TEST(a_sector_of_another_file_or_of_a_copy_gone_its_own_way_is_refused),
		TEST(commits_out_of_order_or_twice_are_refused),
		TEST(a_commit_beyond_the_image_is_refused),
		TEST(an_older_layout_is_brought_up_to_date_by_the_first_commit),
		TEST(an_older_layout_that_cannot_be_brought_up_to_date_is_refused),
		TEST(a_commit_that_fails_leaves_what_was_stored),
		TEST(after_a_failed_sync_nothing_more_is_written),
		TEST(a_failure_that_cannot_be_undone_ends_the_store_and_the_file_stays_legal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
