/* tests/unit/store_fixture.c: a state file on a medium in memory, with an image and some commits. */
#include "store_fixture.h"

#include "cmocka_all.h"

#include <stdlib.h>
#include <string.h>

const char store_path[] = "/state.nvm";
const struct store_label store_blank = {
	.kind = "atecc608", .profile = "atecc608a", .layout = 3, .size = STORE_SIZE
};

/* No two bytes in a row are equal and none is zero, so the first commit holds all of them. */
void store_fixture_image(uint8_t *image)
{
	for (size_t i = 0; i < STORE_SIZE; i++)
		image[i] = (uint8_t)(1 + i % 251);
}

int store_setup(void **state)
{
	struct store_fixture *f = calloc(1, sizeof(*f));

	flash_init(&f->flash, 1);
	store_fixture_image(f->image);
	if (store_create(&f->flash.io, store_path, &store_blank, f->image, &f->why) < 0)
		return -1;
	*state = f;
	return 0;
}

int store_teardown(void **state)
{
	struct store_fixture *f = *state;

	flash_free(&f->flash);
	free(f);
	return 0;
}

struct store *opened(struct store_fixture *f, uint8_t *image)
{
	struct store_label label = store_blank;
	struct store *store = NULL;

	if (store_open(&f->flash.io, store_path, STORE_SYNC_ALWAYS, &label, image, &store, &f->why) < 0)
		fail_msg("%s", f->why.text);
	return store;
}

void commit_byte(struct store_fixture *f, struct store *store, size_t at, uint8_t byte)
{
	f->image[at] = byte;
	if (store_commit(store, f->image, &f->why) < 0)
		fail_msg("%s", f->why.text);
}

void with_commits(struct store_fixture *f)
{
	uint8_t image[STORE_SIZE];
	struct store *store = opened(f, image);

	commit_byte(f, store, 0, 0xa0);
	commit_byte(f, store, 700, 0xa1);
	commit_byte(f, store, STORE_SIZE - 1, 0xa2);
	store_close(store);
}

void assert_opens_as(struct store_fixture *f, const uint8_t *expected)
{
	uint8_t image[STORE_SIZE];

	store_close(opened(f, image));
	assert_memory_equal(image, expected, STORE_SIZE);
}

int try_open_as(struct store_fixture *f, const struct store_label *want, uint8_t *image)
{
	struct store_label label = *want;
	struct store *store = NULL;
	int rc;

	f->why.text[0] = '\0';
	rc = store_open(&f->flash.io, store_path, STORE_SYNC_ALWAYS, &label, image, &store, &f->why);
	store_close(store);
	return rc;
}

void assert_refused(struct store_fixture *f, const struct store_label *want, int rc, const char *word)
{
	uint8_t image[STORE_SIZE];
	size_t changed = f->flash.changed;

	assert_int_equal(try_open_as(f, want, image), rc);
	if (!strstr(f->why.text, word))
		fail_msg("\"%s\" does not say \"%s\"", f->why.text, word);
	assert_int_equal(f->flash.changed, changed);
}

size_t file_bytes(const struct store_fixture *f, uint8_t **bytes)
{
	size_t size;
	const uint8_t *now = flash_bytes(&f->flash, store_path, &size);

	*bytes = malloc(size + 4096);
	assert_non_null(*bytes);
	memset(*bytes, 0, size + 4096);
	memcpy(*bytes, now, size);
	return size;
}
