/* tests/unit/store_fixture.h: a state file on a medium in memory, with an image and some commits. */
#ifndef SESIM_TESTS_STORE_FIXTURE_H
#define SESIM_TESTS_STORE_FIXTURE_H

#include <stddef.h>
#include <stdint.h>

#include "flash.h"
#include "store.h"

enum {
	STORE_SIZE = 1500,
	STORE_FIRST = 5, /* sectors of the header and the first image */
};

extern const char store_path[];
extern const struct store_label store_blank;

struct store_fixture {
	struct flash flash;
	uint8_t image[STORE_SIZE]; /* as last committed */
	struct why why;
};

/* cmocka's: a fixture whose file holds store_fixture_image(). */
int store_setup(void **state);
int store_teardown(void **state);

void store_fixture_image(uint8_t *image);
struct store *opened(struct store_fixture *f, uint8_t *image);
/* Sets byte `at` in f->image and commits. */
void commit_byte(struct store_fixture *f, struct store *store, size_t at, uint8_t byte);
/* Three commits of a byte each on top of the first. */
void with_commits(struct store_fixture *f);

int try_open_as(struct store_fixture *f, const struct store_label *want, uint8_t *image);
void assert_opens_as(struct store_fixture *f, const uint8_t *expected);
/* With rc and a sentence that says word, and without a byte changed. */
void assert_refused(struct store_fixture *f, const struct store_label *want, int rc, const char *word);

/* The file's bytes in a buffer of the caller's, with 4096 zeros behind; their number. */
size_t file_bytes(const struct store_fixture *f, uint8_t **bytes);

#endif
