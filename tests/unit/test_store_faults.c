/*
 * tests/unit/test_store_faults.c: every call that the store makes to the system fails once, in turn, on a real file
 * system. What it says then is a sentence, what it promised is kept, and it leaves nothing behind.
 *
 * The calls are behind a seam: --wrap, by the names below.
 */
#include "cmocka_all.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store.h"

enum {
	SIZE = 700,
	LOG = 250, /* commits that are there already: a compaction is near */
	COMMITS = 12,
};

static const struct store_label blank = {
	.kind = "atecc608", .profile = "atecc608a", .layout = 1, .size = SIZE
};

/* Calls until the one that fails; 0 counts none. */
static size_t calls_left;
static const char *failed_call;
static int fails_with;

static bool fails(const char *name)
{
	if (calls_left == 0 || --calls_left > 0)
		return false;
	failed_call = name;
	errno = fails_with;
	return true;
}

#define SEAM(type, failure, name, parameters, arguments)                   \
	type __real_##name parameters;                                     \
	type __wrap_##name parameters;                                     \
	type __wrap_##name parameters                                      \
	{                                                                  \
		return fails(#name) ? (failure) : __real_##name arguments; \
	}

/* clang-format off */
SEAM(void *, NULL, malloc, (size_t n), (n))
SEAM(void *, NULL, calloc, (size_t n, size_t size), (n, size))
SEAM(char *, NULL, realpath, (const char *path, char *out), (path, out))
SEAM(int, -1, open, (const char *path, int flags, mode_t mode), (path, flags, mode))
SEAM(int, -1, fstat, (int fd, struct stat *st), (fd, st))
SEAM(int, -1, lstat, (const char *path, struct stat *st), (path, st))
SEAM(int, -1, flock, (int fd, int how), (fd, how))
SEAM(ssize_t, -1, pread, (int fd, void *to, size_t n, off_t at), (fd, to, n, at))
SEAM(ssize_t, -1, pwrite, (int fd, const void *from, size_t n, off_t at), (fd, from, n, at))
SEAM(int, -1, ftruncate, (int fd, off_t size), (fd, size))
SEAM(int, -1, fdatasync, (int fd), (fd))
SEAM(int, -1, fsync, (int fd), (fd))
SEAM(int, -1, fchmod, (int fd, mode_t mode), (fd, mode))
SEAM(int, -1, renameat2, (int from, const char *old, int to, const char *new, unsigned int how), (from, old, to, new, how))
SEAM(ssize_t, -1, getrandom, (void *to, size_t n, unsigned int how), (to, n, how))
/* clang-format on */

struct fixture {
	char folder[64];
	char path[96];
	uint8_t held[SIZE];  /* promised */
	uint8_t image[SIZE]; /* or begun */
	struct why why;
};

static size_t entries(const char *folder)
{
	DIR *dir = opendir(folder);
	size_t n = 0;

	assert_non_null(dir);
	while (readdir(dir))
		n++;
	closedir(dir);
	return n;
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	const char *tmp = getenv("TMPDIR");

	snprintf(f->folder, sizeof(f->folder), "%.30s/sesim-faults-XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(f->folder))
		return -1;
	snprintf(f->path, sizeof(f->path), "%s/chip.nvm", f->folder);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	calls_left = 0;
	unlink(f->path);
	rmdir(f->folder);
	free(f);
	return 0;
}

static int create(struct fixture *f)
{
	return store_create(&store_io_files, f->path, &blank, f->image, &f->why);
}

static int open_store(struct fixture *f, struct store **store)
{
	struct store_label label = blank;

	return store_open(&store_io_files, f->path, STORE_SYNC_ALWAYS, &label, f->image, store, &f->why);
}

/* A file with a long log. */
static void make_long(struct fixture *f)
{
	struct store_label label = blank;
	struct store *store;

	memset(f->image, 7, SIZE);
	assert_int_equal(create(f), 0);
	assert_int_equal(
		store_open(&store_io_files, f->path, STORE_SYNC_NEVER, &label, f->image, &store, &f->why), 0);
	for (size_t i = 0; i < LOG; i++) {
		f->image[0]++;
		assert_int_equal(store_commit(store, f->image, &f->why), 0);
	}
	store_close(store);
}

/* Commits until one fails; f->held is what was promised, f->image the last that was begun. */
static int commit_many(struct fixture *f, struct store *store)
{
	int rc = 0;

	for (size_t i = 0; i < COMMITS && rc == 0; i++) {
		memcpy(f->held, f->image, SIZE);
		f->image[i % 50 * 3]++;
		rc = store_commit(store, f->image, &f->why);
	}
	if (rc == 0)
		memcpy(f->held, f->image, SIZE);
	return rc;
}

static int create_and_look(struct fixture *f)
{
	struct store_label label = blank;
	uint8_t image[SIZE];
	int rc = create(f);

	if (rc == 0)
		rc = store_peek(&store_io_files, f->path, &label, &f->why);
	if (rc == 0)
		rc = store_read(&store_io_files, f->path, &label, image, &f->why);
	return rc;
}

static void assert_said(const struct fixture *f, size_t n)
{
	if (!strstr(f->why.text, "chip.nvm") && !strstr(f->why.text, "no memory"))
		fail_msg("call %zu, %s: \"%s\"", n, failed_call, f->why.text);
}

static void a_file_is_made_whole_or_not_at_all(void **state)
{
	static const int errors[] = { EIO, EINVAL, ENOSPC };
	struct fixture *f = *state;
	size_t fds = entries("/proc/self/fd"), failed = 0;

	for (size_t e = 0; e < sizeof(errors) / sizeof(errors[0]); e++) {
		for (size_t n = 1;; n++) {
			struct store *store;
			bool more;
			int rc;

			memset(f->image, 7, SIZE);
			f->why.text[0] = '\0';
			fails_with = errors[e];
			calls_left = n;
			rc = create_and_look(f);
			more = calls_left == 0;
			calls_left = 0;
			if (rc < 0) {
				failed++;
				assert_said(f, n);
			}
			assert_int_equal(entries("/proc/self/fd"), fds);
			if (open_store(f, &store) == 0) {
				for (size_t i = 0; i < SIZE; i++)
					assert_int_equal(f->image[i], 7);
				store_close(store);
				unlink(f->path);
			} else {
				assert_true(rc < 0);
			}
			assert_int_equal(entries(f->folder), 2);
			if (!more)
				break;
		}
	}
	assert_true(failed > 40);
}

static void what_was_promised_is_kept_whatever_fails(void **state)
{
	struct fixture *f = *state;
	size_t fds = entries("/proc/self/fd"), failed = 0;

	for (size_t n = 1;; n++) {
		struct store *store = NULL;
		bool more;
		int rc;

		make_long(f);
		memcpy(f->held, f->image, SIZE);
		fails_with = n % 2 ? EIO : ENOSPC;
		f->why.text[0] = '\0';
		calls_left = n;
		rc = open_store(f, &store);
		if (rc == 0)
			rc = commit_many(f, store);
		else
			memcpy(f->image, f->held, SIZE);
		more = calls_left == 0;
		calls_left = 0;
		if (rc < 0) {
			uint8_t begun[SIZE];

			failed++;
			assert_said(f, n);
			store_close(store);
			memcpy(begun, f->image, SIZE);
			assert_int_equal(open_store(f, &store), 0);
			if (memcmp(f->image, begun, SIZE) != 0)
				assert_memory_equal(f->image, f->held, SIZE);
			/* Nothing is in the way of going on. */
			assert_int_equal(commit_many(f, store), 0);
		}
		store_close(store);
		assert_int_equal(open_store(f, &store), 0);
		assert_memory_equal(f->image, f->held, SIZE);
		store_close(store);
		assert_int_equal(entries("/proc/self/fd"), fds);
		unlink(f->path);
		assert_int_equal(entries(f->folder), 2);
		if (!more)
			break;
	}
	print_message("%zu calls failed a command\n", failed);
	assert_true(failed > 30);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_file_is_made_whole_or_not_at_all, setup, teardown),
		cmocka_unit_test_setup_teardown(what_was_promised_is_kept_whatever_fails, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
