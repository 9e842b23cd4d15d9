/* sim/core/store_io_files.c: state files on the system's file systems. */
#include "store_io.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store.h"

/* Where path ends and the file's own name begins. */
static size_t folder_length(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash - path) + 1 : 0;
}

/* The name beside path under which a file is prepared. */
static int staged_name(const char *path, char out[PATH_MAX])
{
	size_t folder = folder_length(path);
	int n = snprintf(out, PATH_MAX, "%.*s.%s.sesim-new", (int)folder, path, path + folder);

	return n < 0 || n >= PATH_MAX ? -ENAMETOOLONG : 0;
}

static int files_resolve(void *medium, const char *path, char *out, size_t cap)
{
	char *real = realpath(path, NULL);
	size_t len;
	int rc = 0;

	(void)medium;
	if (!real)
		return -errno;
	len = strlen(real);
	if (len >= cap)
		rc = -ENAMETOOLONG;
	else
		memcpy(out, real, len + 1);
	free(real);
	return rc;
}

static int files_open(void *medium, const char *path, bool write)
{
	/* O_NONBLOCK: a FIFO is refused below and not waited for. */
	int fd = open(path, (write ? O_RDWR : O_RDONLY) | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;

	(void)medium;
	if (fd < 0)
		return -errno;
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return S_ISDIR(st.st_mode) ? -EISDIR : -EINVAL;
	}
	return fd;
}

static int files_lock(void *medium, int file)
{
	(void)medium;
	if (flock(file, LOCK_EX | LOCK_NB) == 0)
		return 0;
	return errno == EWOULDBLOCK ? -EBUSY : -errno;
}

static int files_names(void *medium, const char *path, int file)
{
	struct stat named, held;

	(void)medium;
	if (fstat(file, &held) < 0)
		return -errno;
	if (lstat(path, &named) < 0)
		return errno == ENOENT ? 0 : -errno;
	return named.st_dev == held.st_dev && named.st_ino == held.st_ino;
}

static int files_size(void *medium, int file, uint64_t *size)
{
	struct stat st;

	(void)medium;
	if (fstat(file, &st) < 0)
		return -errno;
	*size = (uint64_t)st.st_size;
	return 0;
}

static int files_read(void *medium, int file, void *bytes, size_t len, uint64_t at)
{
	char *to = bytes;

	(void)medium;
	while (len > 0) {
		ssize_t n = pread(file, to, len, (off_t)at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? -errno : -EIO;
		to += n;
		at += (uint64_t)n;
		len -= (size_t)n;
	}
	return 0;
}

/* One call; the rest of a short one is asked for only to learn what is wrong. */
static int files_write(void *medium, int file, const void *bytes, size_t len, uint64_t at)
{
	const char *from = bytes;

	(void)medium;
	while (len > 0) {
		ssize_t n = pwrite(file, from, len, (off_t)at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? -errno : -EIO;
		from += n;
		at += (uint64_t)n;
		len -= (size_t)n;
	}
	return 0;
}

static int files_truncate(void *medium, int file, uint64_t size)
{
	(void)medium;
	return ftruncate(file, (off_t)size) < 0 ? -errno : 0;
}

/* Not retried on any error: what a failed sync left is unknown for ever. */
static int files_sync(void *medium, int file)
{
	(void)medium;
	return fdatasync(file) < 0 ? -errno : 0;
}

static void files_close(void *medium, int file)
{
	(void)medium;
	close(file);
}

/* Whether what stands under a staged name was left by a dead process: unlocked, and empty or a state file's begin. */
static bool is_leftover(int fd)
{
	static const char zeros[8];
	char begin[8] = { 0 };
	struct stat st;

	return flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	       pread(fd, begin, sizeof(begin), 0) >= 0 &&
	       (memcmp(begin, "SESIMNVM", sizeof(begin)) == 0 || memcmp(begin, zeros, sizeof(begin)) == 0);
}

static int remove_leftover(const char *staged)
{
	int fd = open(staged, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	int rc = -EBUSY;

	if (fd < 0)
		return errno == ENOENT ? 0 : -errno;
	if (is_leftover(fd) && files_names(NULL, staged, fd) == 1)
		rc = unlink(staged) < 0 ? -errno : 0;
	close(fd);
	return rc;
}

static void files_tidy(void *medium, const char *path)
{
	char staged[PATH_MAX];

	(void)medium;
	if (staged_name(path, staged) == 0)
		(void)remove_leftover(staged);
}

static int take_owner_and_mode(int fd, int like)
{
	struct stat st;

	if (fstat(like, &st) < 0)
		return -errno;
	if ((st.st_uid != geteuid() || st.st_gid != getegid()) && fchown(fd, st.st_uid, st.st_gid) < 0)
		return -errno;
	return fchmod(fd, st.st_mode & 07777) < 0 ? -errno : 0;
}

static void files_discard(void *medium, const char *path, int file)
{
	char staged[PATH_MAX];

	(void)medium;
	if (staged_name(path, staged) == 0 && files_names(NULL, staged, file) == 1)
		unlink(staged);
	close(file);
}

static int files_stage(void *medium, const char *path, int like)
{
	char staged[PATH_MAX];
	int rc = staged_name(path, staged);
	int fd, named = 0;

	(void)medium;
	if (rc == 0)
		rc = remove_leftover(staged);
	if (rc < 0)
		return rc;
	fd = open(staged, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return errno == EEXIST ? -EBUSY : -errno;
	rc = files_lock(NULL, fd);
	/* Between open and lock another may have taken it for a leftover. */
	if (rc == 0)
		named = files_names(NULL, staged, fd);
	if (rc == 0 && named != 1)
		rc = named < 0 ? named : -EBUSY;
	if (rc == 0 && like >= 0)
		rc = take_owner_and_mode(fd, like);
	if (rc < 0) {
		if (rc != -EBUSY)
			files_discard(NULL, path, fd);
		else
			close(fd);
		return rc;
	}
	return fd;
}

static int files_publish(void *medium, const char *path, bool replace)
{
	char staged[PATH_MAX];
	int rc = staged_name(path, staged);

	(void)medium;
	if (rc < 0)
		return rc;
	if (renameat2(AT_FDCWD, staged, AT_FDCWD, path, replace ? 0 : RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL || replace)
		return -errno;
	/* A file system without RENAME_NOREPLACE. */
	if (link(staged, path) < 0)
		return -errno;
	unlink(staged);
	return 0;
}

static int files_sync_folder(void *medium, const char *path)
{
	char folder[PATH_MAX];
	size_t len = folder_length(path);
	int fd, rc = 0;

	(void)medium;
	if (len + 2 > sizeof(folder))
		return -ENAMETOOLONG;
	memcpy(folder, path, len);
	folder[len] = '.';
	folder[len + 1] = '\0';
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	/* EINVAL: a file system whose names are durable at once, or never. */
	if (fsync(fd) < 0 && errno != EINVAL)
		rc = -errno;
	close(fd);
	return rc;
}

static int files_random(void *medium, void *bytes, size_t len)
{
	(void)medium;
	return getrandom(bytes, len, 0) == (ssize_t)len ? 0 : -EIO;
}

const struct store_io store_io_files = {
	.resolve = files_resolve,
	.open = files_open,
	.lock = files_lock,
	.names = files_names,
	.size = files_size,
	.read = files_read,
	.write = files_write,
	.truncate = files_truncate,
	.sync = files_sync,
	.close = files_close,
	.stage = files_stage,
	.publish = files_publish,
	.discard = files_discard,
	.tidy = files_tidy,
	.sync_folder = files_sync_folder,
	.random = files_random,
};
