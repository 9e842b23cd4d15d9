/* tests/shim/test_shim_files.c: /dev/i2c-1 is found by every way libc has to look at files. Run with --bus 1. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <linux/i2c-dev.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "shim_client.h"

static const char node[] = "/dev/i2c-1";

/* What glibc declares for fortified and for old programs only. */
int __open_2(const char *path, int flags);
int __open64_2(const char *path, int flags);
int __openat_2(int dirfd, const char *path, int flags);
int __openat64_2(int dirfd, const char *path, int flags);
int __xstat(int version, const char *path, struct stat *st);
int __lxstat(int version, const char *path, struct stat *st);
int __fxstat(int version, int fd, struct stat *st);
int __fxstatat(int version, int dirfd, const char *path, struct stat *st, int flags);
int __xstat64(int version, const char *path, struct stat64 *st);
int __lxstat64(int version, const char *path, struct stat64 *st);
int __fxstat64(int version, int fd, struct stat64 *st);
int __fxstatat64(int version, int dirfd, const char *path, struct stat64 *st, int flags);

enum { STAT_VERSION = 1 }; /* _STAT_VER of x86-64 */

/* It is the bus, and is closed. */
static void expect_bus(int fd)
{
	unsigned long funcs = 0;

	assert_true(fd >= 0);
	assert_int_equal(ioctl(fd, I2C_FUNCS, &funcs), 0);
	assert_int_not_equal(funcs, 0);
	assert_int_equal(close(fd), 0);
}

static void every_open_opens_it(void **state)
{
	(void)state;
	expect_bus(open(node, O_RDWR));
	expect_bus(open64(node, O_RDWR));
	expect_bus(openat(AT_FDCWD, node, O_RDWR));
	expect_bus(openat64(AT_FDCWD, node, O_RDWR));
	expect_bus(__open_2(node, O_RDWR));
	expect_bus(__open64_2(node, O_RDWR));
	expect_bus(__openat_2(AT_FDCWD, node, O_RDWR));
	expect_bus(__openat64_2(AT_FDCWD, node, O_RDWR));
	expect_bus(creat(node, 0600));
	expect_bus(creat64(node, 0600));
}

static void it_is_found_however_the_path_is_written(void **state)
{
	char folder[] = "/tmp/sesim-test-XXXXXX", link[64], back[64], here[PATH_MAX];
	int dev = open("/dev", O_DIRECTORY | O_RDONLY);

	(void)state;
	assert_non_null(getcwd(here, sizeof(here)));
	assert_non_null(mkdtemp(folder));
	expect_bus(open("/dev//i2c-1", O_RDWR));
	expect_bus(open("/dev/./../dev/i2c-1", O_RDWR));
	expect_bus(openat(dev, "i2c-1", O_RDWR));
	assert_int_equal(chdir("/dev"), 0);
	expect_bus(open("i2c-1", O_RDWR));
	assert_int_equal(chdir(folder), 0);
	snprintf(link, sizeof(link), "%s/chip", folder);
	snprintf(back, sizeof(back), "%s/again", folder);
	assert_int_equal(symlink(node, link), 0);
	assert_int_equal(symlink("chip", back), 0);
	expect_bus(open(link, O_RDWR));
	expect_bus(open("again", O_RDWR));
	assert_int_equal(access("again", R_OK), 0);
	assert_int_equal(chdir(here), 0);
	unlink(link);
	unlink(back);
	rmdir(folder);
	close(dev);
}

static void other_paths_are_not_it(void **state)
{
	(void)state;
	assert_int_equal(open("/dev/i2c-77", O_RDWR), -1);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(open("/tmp/i2c-1", O_RDWR), -1);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(open("/dev/i2c/1", O_RDWR), -1);
	assert_int_equal(errno, ENOENT);
}

static void open_flags_mean_what_they_mean_for_a_device(void **state)
{
	int fd = open(node, O_RDWR | O_CLOEXEC | O_NONBLOCK);

	(void)state;
	assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
	assert_int_equal(fcntl(fd, F_GETFL) & (O_ACCMODE | O_NONBLOCK), O_RDWR | O_NONBLOCK);
	close(fd);
	fd = open(node, O_RDWR);
	assert_int_equal(fcntl(fd, F_GETFD), 0);
	close(fd);
	assert_int_equal(open(node, O_RDWR | O_CREAT | O_EXCL, 0600), -1);
	assert_int_equal(errno, EEXIST);
	assert_int_equal(open(node, O_RDONLY | O_DIRECTORY), -1);
	assert_int_equal(errno, ENOTDIR);
}

static void it_gets_the_lowest_number(void **state)
{
	int kept = dup(0), fd;

	(void)state;
	close(0);
	fd = open(node, O_RDWR);
	assert_int_equal(fd, 0);
	assert_int_equal(dup2(kept, 0), 0);
	close(kept);
}

static void expect_device(const void *stat)
{
	const struct stat *st = stat;

	assert_true(S_ISCHR(st->st_mode));
	assert_int_equal(st->st_mode & 0777, 0660);
	assert_int_equal(st->st_rdev, makedev(89, 1));
	assert_int_equal(st->st_nlink, 1);
	assert_int_equal(st->st_size, 0);
}

static void every_stat_sees_a_character_device_89_1(void **state)
{
	int fd = open(node, O_RDWR);
	struct stat64 st64;
	struct stat st;

	(void)state;
	assert_int_equal(stat(node, &st), 0);
	expect_device(&st);
	assert_int_equal(lstat(node, &st), 0);
	expect_device(&st);
	assert_int_equal(fstat(fd, &st), 0);
	expect_device(&st);
	assert_int_equal(fstatat(AT_FDCWD, node, &st, AT_SYMLINK_NOFOLLOW), 0);
	expect_device(&st);
	assert_int_equal(fstatat(fd, "", &st, AT_EMPTY_PATH), 0);
	expect_device(&st);
	assert_int_equal(stat64(node, &st64), 0);
	expect_device(&st64);
	assert_int_equal(lstat64(node, &st64), 0);
	expect_device(&st64);
	assert_int_equal(fstat64(fd, &st64), 0);
	expect_device(&st64);
	assert_int_equal(fstatat64(AT_FDCWD, node, &st64, 0), 0);
	expect_device(&st64);
	close(fd);
}

static void the_stat_of_old_programs_sees_it_too(void **state)
{
	int fd = open(node, O_RDWR);
	struct stat64 st64;
	struct stat st;

	(void)state;
	assert_int_equal(__xstat(STAT_VERSION, node, &st), 0);
	expect_device(&st);
	assert_int_equal(__lxstat(STAT_VERSION, node, &st), 0);
	expect_device(&st);
	assert_int_equal(__fxstat(STAT_VERSION, fd, &st), 0);
	expect_device(&st);
	assert_int_equal(__fxstatat(STAT_VERSION, AT_FDCWD, node, &st, 0), 0);
	expect_device(&st);
	assert_int_equal(__xstat64(STAT_VERSION, node, &st64), 0);
	expect_device(&st64);
	assert_int_equal(__lxstat64(STAT_VERSION, node, &st64), 0);
	expect_device(&st64);
	assert_int_equal(__fxstat64(STAT_VERSION, fd, &st64), 0);
	expect_device(&st64);
	assert_int_equal(__fxstatat64(STAT_VERSION, AT_FDCWD, node, &st64, 0), 0);
	expect_device(&st64);
	assert_int_equal(__xstat(STAT_VERSION, "/", &st), 0);
	assert_true(S_ISDIR(st.st_mode));
	close(fd);
}

static void statx_sees_it_by_path_and_by_descriptor(void **state)
{
	int fd = open(node, O_RDWR);
	struct statx stx;

	(void)state;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(i == 0 ? statx(AT_FDCWD, node, 0, STATX_BASIC_STATS, &stx)
					: statx(fd, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &stx),
			0);
		assert_true(S_ISCHR(stx.stx_mode));
		assert_int_equal(stx.stx_rdev_major, 89);
		assert_int_equal(stx.stx_rdev_minor, 1);
	}
	close(fd);
}

static void every_access_allows_reading_and_writing(void **state)
{
	(void)state;
	assert_int_equal(access(node, F_OK), 0);
	assert_int_equal(access(node, R_OK | W_OK), 0);
	assert_int_equal(access(node, X_OK), -1);
	assert_int_equal(errno, EACCES);
	assert_int_equal(faccessat(AT_FDCWD, node, R_OK | W_OK, 0), 0);
	assert_int_equal(euidaccess(node, R_OK | W_OK), 0);
	assert_int_equal(eaccess(node, R_OK | W_OK), 0);
}

static void it_is_no_link_and_its_own_real_path(void **state)
{
	char path[PATH_MAX], *made;

	(void)state;
	assert_int_equal(readlink(node, path, sizeof(path)), -1);
	assert_int_equal(errno, EINVAL);
	assert_int_equal(readlinkat(AT_FDCWD, node, path, sizeof(path)), -1);
	assert_string_equal(realpath(node, path), node);
	made = realpath("/dev/../dev/i2c-1", NULL);
	assert_string_equal(made, node);
	free(made);
	made = canonicalize_file_name(node);
	assert_string_equal(made, node);
	free(made);
}

static void its_descriptor_is_linked_to_its_path(void **state)
{
	int fd = open(node, O_RDWR);
	char proc[64], path[64];
	ssize_t n;

	(void)state;
	snprintf(proc, sizeof(proc), "/proc/self/fd/%d", fd);
	n = readlink(proc, path, sizeof(path) - 1);
	assert_int_equal(n, strlen(node));
	assert_memory_equal(path, node, strlen(node));
	close(fd);
}

/* Entries of that name in a folder, read by all the functions there are. */
static size_t entries_named(DIR *dir, const char *name)
{
	size_t n = 0;

	for (const struct dirent *d; (d = readdir(dir));)
		n += strcmp(d->d_name, name) == 0;
	return n;
}

static void a_listing_of_dev_has_it_once(void **state)
{
	DIR *dir;

	(void)state;
	errno = EDOM;
	dir = opendir("/dev");
	assert_int_equal(errno, EDOM); /* what we looked for on the way is no concern of the caller */
	assert_int_equal(entries_named(dir, "i2c-1"), 1);
	assert_null(readdir(dir));
	rewinddir(dir);
	assert_int_equal(entries_named(dir, "i2c-1"), 1);
	assert_int_equal(entries_named(dir, "null"), 0);
	rewinddir(dir);
	assert_int_equal(entries_named(dir, "null"), 1);
	assert_int_equal(closedir(dir), 0);
	dir = fdopendir(open("/dev", O_DIRECTORY | O_RDONLY));
	assert_int_equal(entries_named(dir, "i2c-1"), 1);
	closedir(dir);
	dir = opendir("/");
	assert_int_equal(entries_named(dir, "i2c-1"), 0);
	closedir(dir);
}

static int is_i2c(const struct dirent *d)
{
	return strncmp(d->d_name, "i2c-", 4) == 0;
}

static int is_i2c_64(const struct dirent64 *d)
{
	return strncmp(d->d_name, "i2c-", 4) == 0;
}

static void scandir_lists_it_in_order(void **state)
{
	struct dirent64 **list64;
	struct dirent **list;
	int n = scandir("/dev", &list, is_i2c, alphasort), all;

	(void)state;
	assert_int_equal(n, 1);
	assert_string_equal(list[0]->d_name, "i2c-1");
	free(list[0]);
	free(list);
	n = scandir64("/dev", &list64, is_i2c_64, alphasort64);
	assert_int_equal(n, 1);
	free(list64[0]);
	free(list64);
	all = scandir("/dev", &list, NULL, alphasort);
	for (int i = 0; i < all; i++) {
		assert_true(i == 0 || strcoll(list[i - 1]->d_name, list[i]->d_name) <= 0);
		if (i > 0)
			free(list[i - 1]);
	}
	free(list[all - 1]);
	free(list);
}

static void glob_finds_it(void **state)
{
	glob64_t found64 = { 0 };
	glob_t found = { 0 };

	(void)state;
	assert_int_equal(glob("/dev/i2c-*", 0, NULL, &found), 0);
	assert_int_equal(found.gl_pathc, 1);
	assert_string_equal(found.gl_pathv[0], node);
	assert_int_equal(glob("/sys/class/i2c-dev/*/name", GLOB_APPEND, NULL, &found), 0);
	assert_int_equal(found.gl_pathc, 2);
	assert_string_equal(found.gl_pathv[1], "/sys/class/i2c-dev/i2c-1/name");
	assert_int_equal(glob("/dev/nothing-like-*", GLOB_APPEND, NULL, &found), GLOB_NOMATCH);
	globfree(&found);
	assert_int_equal(glob64("/dev/i2c-[0-9]", GLOB_MARK, NULL, &found64), 0);
	assert_int_equal(found64.gl_pathc, 1);
	globfree64(&found64);
}

static void sysfs_lists_the_adapter(void **state)
{
	static const char *const folders[] = { "/sys/class/i2c-dev", "/sys/bus/i2c/devices",
		"/sys/class/i2c-adapter" };
	char path[PATH_MAX], text[64], *made;
	struct dirent **list;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		DIR *dir = opendir(folders[i]);
		FILE *name;

		assert_non_null(dir);
		assert_int_equal(entries_named(dir, "i2c-1"), 1);
		closedir(dir);
		snprintf(path, sizeof(path), "%s/i2c-1/name", folders[i]);
		name = fopen(path, "r");
		assert_non_null(name);
		assert_non_null(fgets(text, sizeof(text), name));
		assert_string_equal(text, "sesim\n");
		fclose(name);
		assert_int_equal(access(path, R_OK), 0);
	}
	assert_int_equal(scandir("/sys/class/i2c-dev", &list, is_i2c, NULL), 1);
	free(list[0]);
	free(list);
	assert_string_equal(realpath("/sys/class/i2c-dev/i2c-1/device", path), "/sys/class/i2c-dev/i2c-1");
	made = realpath("/sys/bus/i2c/devices/i2c-1/name", NULL);
	assert_string_equal(made, "/sys/class/i2c-dev/i2c-1/name");
	free(made);
	assert_int_equal(access("/sys/bus/i2c/devices/i2c-1/i2c-dev/i2c-1/dev", R_OK), 0);
	assert_int_equal(readlink("/sys/class/i2c-dev/i2c-1/device", path, sizeof(path)), 1);
}

static void stdio_reads_and_writes_it(void **state)
{
	FILE *file = fopen(node, "r+");
	uint8_t got[2];

	(void)state;
	assert_non_null(file);
	assert_int_equal(ioctl(fileno(file), I2C_SLAVE, TOY), 0);
	setvbuf(file, NULL, _IONBF, 0);
	assert_int_equal(fwrite("\x50\x61\x62", 1, 3, file), 3);
	assert_int_equal(fwrite("\x50", 1, 1, file), 1);
	assert_int_equal(fflush(file), 0);
	assert_int_equal(fread(got, 1, 2, file), 2);
	assert_memory_equal(got, "\x61\x62", 2);
	assert_int_equal(fclose(file), 0);
}

static void fdopen_makes_a_stream_of_a_descriptor(void **state)
{
	int fd = open_toy(TOY);
	FILE *file = fdopen(fd, "w");

	(void)state;
	assert_non_null(file);
	assert_int_equal(fileno(file), fd);
	assert_int_equal(fileno_unlocked(file), fd);
	assert_int_equal(fwrite("\x51\x77", 1, 2, file), 2);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(fcntl(fd, F_GETFD), -1);
	fd = open_toy(TOY);
	assert_int_equal(get_register(fd, 0x51), 0x77);
	close(fd);
	fd = open(node, O_RDONLY);
	assert_null(fdopen(fd, "w"));
	assert_int_equal(errno, EINVAL);
	close(fd);
}

static void a_failed_transfer_is_a_stream_error(void **state)
{
	FILE *file = fopen64(node, "r+");
	uint8_t byte;

	(void)state;
	assert_int_equal(ioctl(fileno(file), I2C_SLAVE, NOBODY), 0);
	assert_int_equal(fread(&byte, 1, 1, file), 0);
	assert_true(ferror(file));
	assert_int_equal(errno, ENXIO);
	fclose(file);
}

/* libc cannot put functions behind a stream it made of a descriptor; it says so instead of reading something else. */
static void freopen_of_the_node_is_refused(void **state)
{
	FILE *file = fopen("/dev/null", "r");

	(void)state;
	assert_non_null(file);
	assert_null(freopen(node, "r", file));
	assert_int_equal(errno, EOPNOTSUPP);
	fclose(file);
}

static void freopen_of_a_stream_on_the_bus_is_refused(void **state)
{
	FILE *file = fopen(node, "r+");

	(void)state;
	assert_null(freopen("/dev/null", "r", file));
	assert_int_equal(errno, EOPNOTSUPP);
	assert_true(fileno(file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void more_streams_than_there_is_room_for_are_emfile(void **state)
{
	FILE *files[64];
	size_t n = 0;

	(void)state;
	while (n < 64 && (files[n] = fopen(node, "r+")))
		n++;
	assert_in_range(n, 16, 63);
	assert_int_equal(errno, EMFILE);
	while (n > 0)
		assert_int_equal(fclose(files[--n]), 0);
	files[0] = fopen(node, "r+");
	assert_non_null(files[0]);
	fclose(files[0]);
}

static void poll_and_select_find_it_ready(void **state)
{
	int fd = open(node, O_RDWR);
	struct pollfd waits = { .fd = fd, .events = POLLIN | POLLOUT };
	struct timeval none = { 0 };
	fd_set in, out;

	(void)state;
	assert_int_equal(poll(&waits, 1, 0), 1);
	assert_int_equal(waits.revents, POLLIN | POLLOUT);
	FD_ZERO(&in);
	FD_SET(fd, &in);
	out = in;
	assert_int_equal(select(fd + 1, &in, &out, NULL, &none), 2);
	close(fd);
}

static void other_files_work_as_ever(void **state)
{
	char text[8] = "", folder[] = "/tmp/sesim-test-XXXXXX", path[64];
	struct stat st;
	int fd;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/i2c-1", folder); /* the name, but not the place */
	fd = open(path, O_RDWR | O_CREAT | O_EXCL, 0640);
	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &st), 0);
	assert_true(S_ISREG(st.st_mode));
	assert_int_equal(st.st_mode & 0777 & ~0640u, 0);
	assert_int_equal(write(fd, "abc", 3), 3);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	assert_int_equal(read(fd, text, sizeof(text)), 3);
	assert_string_equal(text, "abc");
	close(fd);
	unlink(path);
	rmdir(folder);
}

/* A memfd of the program's own, of the same size, is not taken for ours. */
static void a_stranger_s_memfd_is_left_alone(void **state)
{
	int fd = memfd_create("mine", MFD_CLOEXEC);
	uint8_t bytes[28] = { 's', '2', 'i', 'f' }, got[28];

	(void)state;
	assert_int_equal(write(fd, bytes, sizeof(bytes)), sizeof(bytes));
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	assert_int_equal(read(fd, got, sizeof(got)), sizeof(got));
	assert_memory_equal(got, bytes, sizeof(bytes));
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_open_opens_it),
		cmocka_unit_test(it_is_found_however_the_path_is_written),
		cmocka_unit_test(other_paths_are_not_it),
		cmocka_unit_test(open_flags_mean_what_they_mean_for_a_device),
		cmocka_unit_test(it_gets_the_lowest_number),
		cmocka_unit_test(every_stat_sees_a_character_device_89_1),
		cmocka_unit_test(the_stat_of_old_programs_sees_it_too),
		cmocka_unit_test(statx_sees_it_by_path_and_by_descriptor),
		cmocka_unit_test(every_access_allows_reading_and_writing),
		cmocka_unit_test(it_is_no_link_and_its_own_real_path),
		cmocka_unit_test(its_descriptor_is_linked_to_its_path),
		cmocka_unit_test(a_listing_of_dev_has_it_once),
		cmocka_unit_test(scandir_lists_it_in_order),
		cmocka_unit_test(glob_finds_it),
		cmocka_unit_test(sysfs_lists_the_adapter),
		cmocka_unit_test(stdio_reads_and_writes_it),
		cmocka_unit_test(fdopen_makes_a_stream_of_a_descriptor),
		cmocka_unit_test(a_failed_transfer_is_a_stream_error),
		cmocka_unit_test(freopen_of_the_node_is_refused),
		cmocka_unit_test(freopen_of_a_stream_on_the_bus_is_refused),
		cmocka_unit_test(more_streams_than_there_is_room_for_are_emfile),
		cmocka_unit_test(poll_and_select_find_it_ready),
		cmocka_unit_test(other_files_work_as_ever),
		cmocka_unit_test(a_stranger_s_memfd_is_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
