/* tests/unit/test_store_damage.c: a state file with any byte changed, cut off or added. */
#include "store_fixture.h"

#include "cmocka_all.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { /* byte offsets of the format, from docs/STATE.md */
	VERSION_AT = 8,
	CHECKSUM_AT = 508,
};

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
	struct store_fixture *f = *state;
	uint8_t *bytes;
	size_t size = file_bytes(f, &bytes);

	put_le32(bytes + VERSION_AT, 2);
	put_le32(bytes + CHECKSUM_AT, crc32_of(bytes, CHECKSUM_AT));
	flash_put(&f->flash, store_path, bytes, size);
	assert_refused(f, &store_blank, -EINVAL, "has format version 2 and this sesim reads version 1");
	free(bytes);
}

static void what_is_no_state_file_is_refused(void **state)
{
	struct store_fixture *f = *state;
	uint8_t *bytes;
	size_t size = file_bytes(f, &bytes);

	bytes[0] = 's';
	flash_put(&f->flash, store_path, bytes, size);
	assert_refused(f, &store_blank, -EINVAL, "is not a sesim state file");
	flash_put(&f->flash, store_path, "SESIMNVM", 8);
	assert_refused(f, &store_blank, -EINVAL, "it has 8 bytes, less than a header");
	flash_put(&f->flash, store_path, NULL, 0);
	assert_refused(f, &store_blank, -EINVAL, "it has 0 bytes");
	free(bytes);
}

/* The format byte by byte, written down a second time from docs/STATE.md. */
static void the_bytes_of_a_file_are_those_of_the_document(void **state)
{
	struct store_fixture *f = *state;
	uint8_t expected[512] = "SESIMNVM", *bytes, *sector;

	with_commits(f);
	file_bytes(f, &bytes);
	put_le32(expected + 8, 1);
	put_le32(expected + 12, 3);
	put_le32(expected + 16, STORE_SIZE);
	memcpy(expected + 24, bytes + 24, 8); /* the random id */
	put_le32(expected + 32, 1);
	memcpy(expected + 40, store_blank.kind, 16);
	memcpy(expected + 56, store_blank.profile, 32);
	put_le32(expected + 508, crc32_of(expected, 508));
	assert_memory_equal(bytes, expected, 512);

	/* The third commit: one sector, one patch of one byte. */
	sector = bytes + (STORE_FIRST + 1) * 512;
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
	struct store_fixture *f = *state;
	uint8_t *bytes;
	size_t size;

	with_commits(f);
	size = file_bytes(f, &bytes);
	for (size_t bit = 0; bit < 8 * size; bit++) {
		struct store_fixture g = { .flash = { .staged = -1 } };
		uint8_t image[STORE_SIZE];
		int rc;

		flash_init(&g.flash, 2);
		bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
		flash_put(&g.flash, store_path, bytes, size);
		rc = try_open_as(&g, &store_blank, image);
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
	struct store_fixture *f = *state;
	static const uint8_t values[] = { 0x00, 0xff, 0x55 };
	uint8_t *bytes;
	size_t size;

	with_commits(f);
	size = file_bytes(f, &bytes);
	for (size_t i = 0; i < size; i++) {
		uint8_t was = bytes[i];

		for (size_t v = 0; v < sizeof(values); v++) {
			struct store_fixture g = { .flash = { .staged = -1 } };
			uint8_t image[STORE_SIZE];

			if (values[v] == was)
				continue;
			flash_init(&g.flash, 2);
			bytes[i] = values[v];
			flash_put(&g.flash, store_path, bytes, size);
			assert_true(try_open_as(&g, &store_blank, image) < 0);
			flash_free(&g.flash);
		}
		bytes[i] = was;
	}
	free(bytes);
}

/* images[k] after commit k; a file that ends behind commit k and before k + 1 holds images[k]. */
static void a_file_cut_anywhere_is_an_earlier_state_or_refused(void **state)
{
	struct store_fixture *f = *state;
	uint8_t images[4][STORE_SIZE], *bytes, image[STORE_SIZE];
	struct store *store = opened(f, image);

	memcpy(images[0], f->image, STORE_SIZE);
	commit_byte(f, store, 0, 0xa0);
	memcpy(images[1], f->image, STORE_SIZE);
	for (size_t i = 300; i < 1200; i++) /* two sectors */
		f->image[i] ^= 0xff;
	commit_byte(f, store, 700, 0xa1);
	memcpy(images[2], f->image, STORE_SIZE);
	commit_byte(f, store, STORE_SIZE - 1, 0xa2);
	memcpy(images[3], f->image, STORE_SIZE);
	store_close(store);
	file_bytes(f, &bytes);

	for (size_t len = 0; len <= (STORE_FIRST + 6) * 512; len++) {
		struct store_fixture g = { .flash = { .staged = -1 } };
		size_t whole = len / 512;
		int rc;

		flash_init(&g.flash, 3);
		flash_put(&g.flash, store_path, bytes, len);
		rc = try_open_as(&g, &store_blank, image);
		if (whole < STORE_FIRST) {
			assert_int_equal(rc, whole == 0 ? -EINVAL : -EBADMSG);
		} else {
			size_t k = whole < STORE_FIRST + 1   ? 0
				   : whole < STORE_FIRST + 3 ? 1
				   : whole < STORE_FIRST + 4 ? 2
							     : 3;

			assert_int_equal(rc, 0);
			assert_memory_equal(image, images[k], STORE_SIZE);
			/* And it goes on from there: what was left of the torn commit is in nobody's way. */
			memcpy(g.image, images[k], STORE_SIZE);
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
	struct store_fixture *f = *state;
	uint8_t before[STORE_SIZE], *bytes, image[STORE_SIZE];
	struct store *store = opened(f, image);
	size_t size;

	memcpy(before, f->image, STORE_SIZE);
	for (size_t i = 0; i < STORE_SIZE; i++) /* four sectors */
		f->image[i] ^= 0xff;
	assert_int_equal(store_commit(store, f->image, &f->why), 0);
	store_close(store);
	size = file_bytes(f, &bytes);
	for (unsigned int missing = 0; missing < 16; missing++) {
		struct store_fixture g = { .flash = { .staged = -1 } };
		uint8_t *copy = malloc(size);

		memcpy(copy, bytes, size);
		for (size_t i = 0; i < 4; i++) {
			if (missing & 1u << i)
				memset(copy + (STORE_FIRST + i) * 512, 0, 512);
		}
		flash_init(&g.flash, 4);
		flash_put(&g.flash, store_path, copy, size);
		memcpy(g.image, missing ? before : f->image, STORE_SIZE);
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
	struct store_fixture *f = *state;
	uint8_t *bytes;
	size_t size;

	with_commits(f);
	size = file_bytes(f, &bytes);
	memset(bytes + (STORE_FIRST + 1) * 512, 0, 512);
	flash_put(&f->flash, store_path, bytes, size);
	assert_refused(f, &store_blank, -EBADMSG, "sector 7, at byte 3584, follows a gap");
	memset(bytes + 512, 0, 512);
	flash_put(&f->flash, store_path, bytes, size);
	assert_refused(f, &store_blank, -EBADMSG, "sector 5, at byte 2560, follows a gap");
	free(bytes);
}

static void garbage_behind_the_log_is_refused_and_zeros_are_not(void **state)
{
	struct store_fixture *f = *state;
	uint8_t *bytes;
	size_t size;

	with_commits(f);
	size = file_bytes(f, &bytes);
	for (size_t len = 1; len <= 600; len++) {
		flash_put(&f->flash, store_path, bytes, size + len);
		assert_opens_as(f, f->image);
	}
	for (size_t len = 1; len <= 600; len++) {
		memset(bytes + size, 0xc3, len);
		flash_put(&f->flash, store_path, bytes, size + len);
		assert_refused(f, &store_blank, -EBADMSG, "damaged");
	}
	/* A piece of a sector that cannot have been the next one. */
	memcpy(bytes + size, bytes + 512, 511);
	flash_put(&f->flash, store_path, bytes, size + 511);
	assert_refused(f, &store_blank, -EBADMSG, "no piece of a commit");
	free(bytes);
}

static void endless_zeros_are_refused(void **state)
{
	struct store_fixture *f = *state;
	uint8_t *bytes;
	size_t size = file_bytes(f, &bytes), huge = (size_t)8 << 20;
	uint8_t *copy = calloc(1, huge);

	memcpy(copy, bytes, size);
	flash_put(&f->flash, store_path, copy, huge);
	assert_refused(f, &store_blank, -EBADMSG, "more zeros than any commit is long");
	free(copy);
	free(bytes);
}

static void a_sector_of_another_file_or_of_a_copy_gone_its_own_way_is_refused(void **state)
{
	struct store_fixture *f = *state;
	struct flash twin;
	struct store_fixture g = { .flash = { .staged = -1 } };
	uint8_t *bytes, *other, image[STORE_SIZE];
	struct store *store;
	size_t size;

	/* The same commits in a file of its own. */
	flash_init(&g.flash, 99);
	memcpy(g.image, f->image, STORE_SIZE);
	assert_int_equal(store_create(&g.flash.io, store_path, &store_blank, g.image, &g.why), 0);
	with_commits(&g);
	flash_clone(&twin, &f->flash);
	with_commits(f);
	size = file_bytes(f, &bytes);
	file_bytes(&g, &other);
	memcpy(bytes + (STORE_FIRST + 1) * 512, other + (STORE_FIRST + 1) * 512, 512);
	flash_put(&f->flash, store_path, bytes, size);
	assert_refused(f, &store_blank, -EBADMSG, "sector 6, at byte 3072, belongs to another state file");
	free(other);
	flash_free(&g.flash);

	/* A copy of the file, in which another byte was committed first. */
	g.flash = twin;
	g.flash.io.medium = &g.flash;
	store_fixture_image(g.image);
	store = opened(&g, image);
	commit_byte(&g, store, 3, 0x33);
	commit_byte(&g, store, 700, 0xa1);
	store_close(store);
	file_bytes(&g, &other);
	memcpy(bytes + (STORE_FIRST + 1) * 512, other + (STORE_FIRST + 1) * 512, 512);
	flash_put(&f->flash, store_path, bytes, size);
	assert_refused(f, &store_blank, -EBADMSG, "sector 6, at byte 3072, does not follow the one before");
	free(other);
	free(bytes);
	flash_free(&g.flash);
}

static void commits_out_of_order_or_twice_are_refused(void **state)
{
	struct store_fixture *f = *state;
	uint8_t *bytes, sector[512];
	size_t size;

	with_commits(f);
	size = file_bytes(f, &bytes);
	memcpy(sector, bytes + STORE_FIRST * 512, 512);
	memcpy(bytes + (STORE_FIRST + 3) * 512, sector, 512);
	flash_put(&f->flash, store_path, bytes, size);
	assert_refused(f, &store_blank, -EBADMSG, "does not follow");
	memset(bytes + (STORE_FIRST + 3) * 512, 0, 512);
	memcpy(bytes + STORE_FIRST * 512, bytes + (STORE_FIRST + 1) * 512, 512);
	memcpy(bytes + (STORE_FIRST + 1) * 512, sector, 512);
	flash_put(&f->flash, store_path, bytes, size);
	assert_refused(f, &store_blank, -EBADMSG, "does not follow");
	free(bytes);
}

/* A patch outside the image, with all checksums right. */
static void a_commit_beyond_the_image_is_refused(void **state)
{
	struct store_fixture *f = *state;
	uint8_t *bytes, *sector;
	size_t size;

	with_commits(f);
	size = file_bytes(f, &bytes);
	sector = bytes + (STORE_FIRST + 2) * 512;
	put_le32(sector + 32, STORE_SIZE);
	put_le32(sector + CHECKSUM_AT, crc32_of(sector, 41));
	flash_put(&f->flash, store_path, bytes, size);
	assert_refused(f, &store_blank, -EBADMSG,
		"sector 7, at byte 3584, begins a commit of bytes the image does not have");
	free(bytes);
}

/* Layout 1 had 100 bytes, layout 2 the same ones behind a first byte; layout 3 is `store_blank`. */
/* Headers with a right checksum that no version ever wrote. */
static void a_header_that_names_no_chip_is_refused(void **state)
{
	static const struct {
		size_t at;
		uint8_t byte;
	} wrong[] = { { 40, 0x00 }, { 41, ' ' }, { 55, 'x' }, { 56, 0x07 }, { 23, 0x01 }, { 19, 0x10 } };
	struct store_fixture *f = *state;
	uint8_t *bytes;
	size_t size = file_bytes(f, &bytes);

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		uint8_t was = bytes[wrong[i].at];

		bytes[wrong[i].at] = wrong[i].byte;
		put_le32(bytes + CHECKSUM_AT, crc32_of(bytes, CHECKSUM_AT));
		flash_put(&f->flash, store_path, bytes, size);
		assert_refused(f, &store_blank, -EBADMSG, "its header names no chip");
		bytes[wrong[i].at] = was;
	}
	free(bytes);
}

static void a_commit_of_more_sectors_than_an_image_fills_is_refused(void **state)
{
	struct store_fixture *f = *state;
	uint8_t *bytes, *sector;
	size_t size;

	with_commits(f);
	size = file_bytes(f, &bytes);
	sector = bytes + (STORE_FIRST + 2) * 512;
	put_le32(sector + 20, 5); /* its count */
	put_le32(sector + 28, 476);
	put_le32(sector + CHECKSUM_AT, crc32_of(sector, 508));
	flash_put(&f->flash, store_path, bytes, size);
	assert_refused(
		f, &store_blank, -EBADMSG, "sector 7, at byte 3584, begins a commit larger than the image");
	free(bytes);
}

/* Two writers' halves of the same commit, which no power cut leaves. */
static void a_torn_end_of_two_commits_is_refused(void **state)
{
	static const size_t twin_from[] = { 0, 700 }; /* as many sectors, and fewer */
	struct store_fixture *f = *state;

	for (size_t i = 0; i < 2; i++) {
		struct store_fixture g = { .flash = { .staged = -1 } };
		uint8_t *bytes, *other, image[STORE_SIZE];
		struct store *store;
		size_t size;

		flash_clone(&g.flash, &f->flash);
		store_fixture_image(g.image);
		store = opened(&g, image);
		for (size_t n = 0; n < STORE_SIZE; n++)
			g.image[n] ^= 0xff;
		assert_int_equal(store_commit(store, g.image, &g.why), 0);
		store_close(store);
		size = file_bytes(&g, &bytes);
		flash_free(&g.flash);
		flash_clone(&g.flash, &f->flash);
		store_fixture_image(g.image);
		store = opened(&g, image);
		for (size_t n = twin_from[i]; n < STORE_SIZE; n++)
			g.image[n] ^= 0xfe;
		assert_int_equal(store_commit(store, g.image, &g.why), 0);
		store_close(store);
		file_bytes(&g, &other);
		memset(bytes + STORE_FIRST * 512, 0, 512);
		flash_put(&g.flash, store_path, bytes, size);
		store_fixture_image(g.image);
		assert_opens_as(&g, g.image);
		memcpy(bytes + (STORE_FIRST + 1) * 512, other + (STORE_FIRST + 1) * 512, 512);
		flash_put(&g.flash, store_path, bytes, size);
		assert_refused(
			&g, &store_blank, -EBADMSG, "sector 7, at byte 3584, does not follow the one before");
		free(other);
		free(bytes);
		flash_free(&g.flash);
	}
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, store_setup, store_teardown)
	const struct CMUnitTest tests[] = {
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
		TEST(a_header_that_names_no_chip_is_refused),
		TEST(a_commit_of_more_sectors_than_an_image_fills_is_refused),
		TEST(a_torn_end_of_two_commits_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
