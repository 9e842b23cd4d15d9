/* tests/unit/test_store_files.c: state files on a real file system, in a folder of their own. */
#include "cmocka_all.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store.h"

enum {
	SIZE = 1500,
	NOBODY = 65534,
};

static const struct store_label blank = {
	.kind = "atecc608", .profile = "atecc608a", .layout = 1, .size = SIZE
};

struct fixture {
	char folder[64];
	char path[96];
	char staged[96];
	uint8_t image[SIZE];
	struct why why;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	const char *tmp = getenv("TMPDIR");

	snprintf(f->folder, sizeof(f->folder), "%.30s/sesim-store-XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(f->folder))
		return -1;
	snprintf(f->path, sizeof(f->path), "%s/chip.nvm", f->folder);
	snprintf(f->staged, sizeof(f->staged), "%s/.chip.nvm.sesim-new", f->folder);
	for (size_t i = 0; i < SIZE; i++)
		f->image[i] = (uint8_t)(1 + i % 251);
	*state = f;
	return 0;
}

/* Files in the folder. */
static size_t files(const struct fixture *f)
{
	DIR *dir = opendir(f->folder);
	size_t n = 0;

	assert_non_null(dir);
	while (readdir(dir))
		n++;
	closedir(dir);
	return n - 2;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	DIR *dir;
	struct dirent *entry;

	chmod(f->folder, 0700);
	dir = opendir(f->folder);
	assert_non_null(dir);
	while ((entry = readdir(dir)))
		unlinkat(dirfd(dir), entry->d_name, 0);
	closedir(dir);
	rmdir(f->folder);
	free(f);
	return 0;
}

static void create(struct fixture *f)
{
	if (store_create(&store_io_files, f->path, &blank, f->image, &f->why) < 0)
		fail_msg("%s", f->why.text);
}

static int try_open(struct fixture *f, const char *path, uint8_t *image, struct store **store)
{
	struct store_label label = blank;

	f->why.text[0] = '\0';
	return store_open(&store_io_files, path, STORE_SYNC_ALWAYS, &label, image, store, &f->why);
}

static struct store *opened(struct fixture *f)
{
	uint8_t image[SIZE];
	struct store *store;

	if (try_open(f, f->path, image, &store) < 0)
		fail_msg("%s", f->why.text);
	assert_memory_equal(image, f->image, SIZE);
	return store;
}

static void commits(struct fixture *f, struct store *store, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		f->image[i % SIZE] ^= 0x5a;
		if (store_commit(store, f->image, &f->why) < 0)
			fail_msg("%s", f->why.text);
	}
}

static void assert_says(const struct fixture *f, const char *words)
{
	if (!strstr(f->why.text, words))
		fail_msg("\"%s\" does not say \"%s\"", f->why.text, words);
}

static void a_new_file_is_its_owners_alone_and_the_only_one(void **state)
{
	struct fixture *f = *state;
	struct stat st;

	umask(0);
	create(f);
	assert_int_equal(files(f), 1);
	assert_int_equal(stat(f->path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	store_close(opened(f));
}

static void creating_over_anything_is_refused(void **state)
{
	struct fixture *f = *state;
	struct stat before, after;

	create(f);
	stat(f->path, &before);
	assert_int_equal(store_create(&store_io_files, f->path, &blank, f->image, &f->why), -EEXIST);
	assert_says(f, "/chip.nvm exists and is not overwritten");
	stat(f->path, &after);
	assert_int_equal(before.st_ino, after.st_ino);
	unlink(f->path);
	assert_int_equal(symlink("nowhere", f->path), 0);
	assert_int_equal(store_create(&store_io_files, f->path, &blank, f->image, &f->why), -EEXIST);
	unlink(f->path);
	assert_int_equal(mkdir(f->path, 0700), 0);
	assert_int_equal(store_create(&store_io_files, f->path, &blank, f->image, &f->why), -EEXIST);
	rmdir(f->path);
	assert_int_equal(files(f), 0);
}

static void what_is_no_file_is_refused_at_once(void **state)
{
	struct fixture *f = *state;
	uint8_t image[SIZE];
	struct store *store;
	struct store_label label;

	assert_int_equal(try_open(f, f->path, image, &store), -ENOENT);
	assert_says(f, "/chip.nvm: No such file");
	assert_int_equal(mkfifo(f->path, 0600), 0);
	assert_int_equal(try_open(f, f->path, image, &store), -EINVAL);
	assert_int_equal(store_peek(&store_io_files, f->path, &label, &f->why), -EINVAL);
	assert_int_equal(store_peek(&store_io_files, f->folder, &label, &f->why), -EISDIR);
}

static void a_second_opener_in_this_or_another_process_is_refused(void **state)
{
	struct fixture *f = *state;
	uint8_t image[SIZE];
	struct store *store, *other;
	int status;
	pid_t child;

	create(f);
	store = opened(f);
	commits(f, store, 300); /* past a compaction: the lock has moved to the new file */
	assert_int_equal(try_open(f, f->path, image, &other), -EBUSY);
	assert_says(f, "/chip.nvm is in use by another process");
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(try_open(f, f->path, image, &other) == -EBUSY ? 0 : 1);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	store_close(store);
	store_close(opened(f));
}

static void opening_and_committing_nothing_leaves_the_file_as_it_was(void **state)
{
	struct fixture *f = *state;
	struct stat before, after;
	struct store *store;

	create(f);
	store = opened(f);
	commits(f, store, 3);
	store_close(store);
	assert_int_equal(truncate(f->path, 4321), 0); /* an end torn within a sector */
	stat(f->path, &before);
	store = opened(f);
	assert_int_equal(store_commit(store, f->image, &f->why), 0);
	store_close(store);
	stat(f->path, &after);
	assert_memory_equal(&before.st_mtim, &after.st_mtim, sizeof(before.st_mtim));
	assert_memory_equal(&before.st_ctim, &after.st_ctim, sizeof(before.st_ctim));
	assert_int_equal(before.st_size, after.st_size);
}

static void compaction_keeps_links_mode_and_leaves_no_other_file(void **state)
{
	struct fixture *f = *state;
	char link[128];
	uint8_t image[SIZE];
	struct stat st;
	struct store *store;

	create(f);
	chmod(f->path, 0640);
	snprintf(link, sizeof(link), "%s/link", f->folder);
	assert_int_equal(symlink("chip.nvm", link), 0);
	assert_int_equal(try_open(f, link, image, &store), 0);
	commits(f, store, 600);
	assert_int_equal(files(f), 2);
	assert_int_equal(lstat(link, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(stat(f->path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	assert_true(st.st_size < 300 * 512);
	store_close(store);
	store_close(opened(f));
}

static void put_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void what_a_dead_process_left_is_removed_by_the_first_commit(void **state)
{
	struct fixture *f = *state;
	struct store *store;

	create(f);
	put_file(f->staged, "SESIMNVM, and then the power went");
	store = opened(f);
	assert_int_equal(files(f), 2);
	commits(f, store, 1);
	assert_int_equal(files(f), 1);
	store_close(store);
	unlink(f->path);
	put_file(f->staged, "");
	create(f);
	assert_int_equal(files(f), 1);
}

static void what_somebody_else_put_there_is_left_alone(void **state)
{
	struct fixture *f = *state;
	struct store *store;
	int fd;

	put_file(f->staged, "not ours");
	assert_int_equal(store_create(&store_io_files, f->path, &blank, f->image, &f->why), -EBUSY);
	assert_says(f, "move that away");
	/* Ours, and another process is at it. */
	put_file(f->staged, "SESIMNVM");
	fd = open(f->staged, O_RDONLY);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	assert_int_equal(store_create(&store_io_files, f->path, &blank, f->image, &f->why), -EBUSY);
	assert_int_equal(files(f), 1);
	close(fd);
	create(f);
	/* And where it stands in the way of a compaction, the log goes on. */
	put_file(f->staged, "not ours");
	store = opened(f);
	commits(f, store, 600);
	store_close(store);
	store_close(opened(f));
	assert_int_equal(files(f), 2);
}

static void a_file_replaced_while_in_use_is_not_overwritten(void **state)
{
	struct fixture *f = *state;
	struct store *store;
	int rc = 0;

	create(f);
	store = opened(f);
	commits(f, store, 200);
	unlink(f->path);
	put_file(f->path, "something else");
	for (size_t i = 0; i < 300 && rc == 0; i++) {
		f->image[0]++;
		rc = store_commit(store, f->image, &f->why);
	}
	assert_int_equal(rc, -ESTALE);
	assert_says(f, "was moved or replaced while in use");
	store_close(store);
	assert_int_equal(files(f), 1);
}

/* Runs test in a child that is nobody, since root may write everywhere; a child's failure is told by its status. */
static void as_nobody(struct fixture *f, int (*test)(struct fixture *f))
{
	pid_t child;
	int status;

	fflush(NULL);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		if (geteuid() == 0 && (setgid(NOBODY) < 0 || setuid(NOBODY) < 0))
			_exit(99);
		_exit(test(f));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static int cannot_create(struct fixture *f)
{
	int rc = store_create(&store_io_files, f->path, &blank, f->image, &f->why);

	return rc == -EACCES && strstr(f->why.text, "cannot create state file") ? 0 : 1;
}

static int commits_without_compacting(struct fixture *f)
{
	uint8_t image[SIZE];
	struct store *store;

	if (try_open(f, f->path, image, &store) < 0)
		return 1;
	for (size_t i = 0; i < 600; i++) {
		image[0]++;
		if (store_commit(store, image, &f->why) < 0)
			return 2;
	}
	store_close(store);
	return 0;
}

static int cannot_open(struct fixture *f)
{
	uint8_t image[SIZE];
	struct store *store;
	int rc = try_open(f, f->path, image, &store);

	return rc == -EACCES && strstr(f->why.text, "cannot open state file") ? 0 : 1;
}

static void in_a_read_only_folder_nothing_is_made_and_a_file_goes_on(void **state)
{
	struct fixture *f = *state;

	chmod(f->folder, 0555);
	as_nobody(f, cannot_create);
	chmod(f->folder, 0700);
	create(f);
	chmod(f->path, 0666);
	chmod(f->folder, 0555);
	as_nobody(f, commits_without_compacting);
	f->image[0] = (uint8_t)(f->image[0] + 600);
	store_close(opened(f));
	chmod(f->path, 0444);
	as_nobody(f, cannot_open);
}

/* The system's own refusal in the middle of a write: a limit on the size of files. */
static void a_write_the_system_cuts_short_is_undone(void **state)
{
	struct fixture *f = *state;
	struct rlimit was, now;
	uint8_t stored[SIZE];
	struct store *store;
	struct stat st;

	create(f);
	store = opened(f);
	commits(f, store, 40);
	stat(f->path, &st);
	memcpy(stored, f->image, SIZE);
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &was);
	now = was;
	now.rlim_cur = (rlim_t)st.st_size + 100;
	setrlimit(RLIMIT_FSIZE, &now);
	for (size_t i = 0; i < 100; i++) {
		memcpy(stored, f->image, SIZE);
		for (size_t n = 0; n < SIZE; n++)
			f->image[n]++;
		if (store_commit(store, f->image, &f->why) < 0)
			break;
	}
	setrlimit(RLIMIT_FSIZE, &was);
	assert_says(f, "which keeps what it held: File too large");
	memcpy(f->image, stored, SIZE);
	store_close(store);
	store = opened(f);
	commits(f, store, 40);
	store_close(store);
	store_close(opened(f));
}

/*
 * A child commits one number after another and tells each that is done; it is killed at some moment.
 * What the file then holds is the last number told, or the next.
 */
static void a_process_killed_in_the_middle_leaves_what_it_promised(void **state)
{
	struct fixture *f = *state;

	create(f);
	for (unsigned int turn = 0; turn < 40; turn++) {
		uint32_t told = 0, held, next;
		uint8_t image[SIZE];
		struct store *store;
		int tell[2], status;
		pid_t child;

		assert_int_equal(try_open(f, f->path, image, &store), 0);
		memcpy(&told, image, sizeof(told));
		store_close(store);
		assert_int_equal(pipe(tell), 0);
		child = fork();
		assert_true(child >= 0);
		if (child == 0) {
			if (try_open(f, f->path, image, &store) < 0)
				_exit(1);
			for (next = told + 1;; next++) {
				memcpy(image, &next, sizeof(next));
				memset(image + sizeof(next), (int)(next & 0xff),
					next % 5 == 0 ? SIZE - sizeof(next) : 40);
				if (store_commit(store, image, &f->why) < 0 ||
					write(tell[1], &next, sizeof(next)) != sizeof(next))
					_exit(1);
			}
		}
		close(tell[1]);
		assert_int_equal(read(tell[0], &told, sizeof(told)), sizeof(told));
		usleep(500 + turn * 311 % 7000);
		kill(child, SIGKILL);
		while (read(tell[0], &next, sizeof(next)) == sizeof(next))
			told = next;
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
		close(tell[0]);
		assert_int_equal(try_open(f, f->path, image, &store), 0);
		memcpy(&held, image, sizeof(held));
		assert_true(held == told || held == told + 1);
		for (size_t i = sizeof(held); i < 44; i++)
			assert_int_equal(image[i], held & 0xff);
		store_close(store);
	}
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_new_file_is_its_owners_alone_and_the_only_one),
		TEST(creating_over_anything_is_refused),
		TEST(what_is_no_file_is_refused_at_once),
		TEST(a_second_opener_in_this_or_another_process_is_refused),
		TEST(opening_and_committing_nothing_leaves_the_file_as_it_was),
		TEST(compaction_keeps_links_mode_and_leaves_no_other_file),
		TEST(what_a_dead_process_left_is_removed_by_the_first_commit),
		TEST(what_somebody_else_put_there_is_left_alone),
		TEST(a_file_replaced_while_in_use_is_not_overwritten),
		TEST(in_a_read_only_folder_nothing_is_made_and_a_file_goes_on),
		TEST(a_write_the_system_cuts_short_is_undone),
		TEST(a_process_killed_in_the_middle_leaves_what_it_promised),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
