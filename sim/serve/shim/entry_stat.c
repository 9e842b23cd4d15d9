/* sim/serve/shim/entry_stat.c: what a file is, who may use it and what it is really called. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "exports.h"
#include "fake.h"
#include "node.h"
#include "place.h"
#include "real.h"
#include "settings.h"

/* What programs built for a glibc before 2.33 call, and the fortified forms: no header declares them here. */
int __xstat(int version, const char *path, struct stat *st);
int __xstat64(int version, const char *path, struct stat64 *st);
int __lxstat(int version, const char *path, struct stat *st);
int __lxstat64(int version, const char *path, struct stat64 *st);
int __fxstat(int version, int fd, struct stat *st);
int __fxstat64(int version, int fd, struct stat64 *st);
int __fxstatat(int version, int dirfd, const char *path, struct stat *st, int flags);
int __fxstatat64(int version, int dirfd, const char *path, struct stat64 *st, int flags);
ssize_t __readlink_chk(const char *path, char *to, size_t cap, size_t room);
ssize_t __readlinkat_chk(int dirfd, const char *path, char *to, size_t cap, size_t room);
char *__realpath_chk(const char *path, char *resolved, size_t room);

_Static_assert(sizeof(struct stat) == sizeof(struct stat64), "one struct under two names on 64-bit systems");

static int node_found(void *st)
{
	node_stat(st);
	return 0;
}

/* libc did not find it: it may be a link to our node. */
static int followed(int rc, int dirfd, const char *path, void *st)
{
	return rc < 0 && errno == ENOENT && place_links_to_node(dirfd, path) ? node_found(st) : rc;
}

EXPORT int stat(const char *path, struct stat *st)
{
	struct place place;

	if (place_find(&place, AT_FDCWD, path) == PLACE_NODE)
		return node_found(st);
	return followed(real()->stat(place.path, st), AT_FDCWD, path, st);
}

EXPORT int stat64(const char *path, struct stat64 *st)
{
	struct place place;

	if (place_find(&place, AT_FDCWD, path) == PLACE_NODE)
		return node_found(st);
	return followed(real()->stat64(place.path, st), AT_FDCWD, path, st);
}

EXPORT int lstat(const char *path, struct stat *st)
{
	struct place place;

	if (place_find(&place, AT_FDCWD, path) == PLACE_NODE)
		return node_found(st);
	return real()->lstat(place.path, st);
}

EXPORT int lstat64(const char *path, struct stat64 *st)
{
	struct place place;

	if (place_find(&place, AT_FDCWD, path) == PLACE_NODE)
		return node_found(st);
	return real()->lstat64(place.path, st);
}

EXPORT int fstat(int fd, struct stat *st)
{
	struct fake fake;

	return fake_from(fd, &fake) ? node_found(st) : real()->fstat(fd, st);
}

EXPORT int fstat64(int fd, struct stat64 *st)
{
	struct fake fake;

	return fake_from(fd, &fake) ? node_found(st) : real()->fstat64(fd, st);
}

/* With AT_EMPTY_PATH, dirfd is the file itself. */
static bool is_node_at(int dirfd, const char *path, int flags, struct place *place)
{
	struct fake fake;

	if (place_find(place, dirfd, path) == PLACE_NODE)
		return true;
	return flags & AT_EMPTY_PATH && (!path || path[0] == '\0') && fake_from(dirfd, &fake);
}

static int followed_at(int rc, int dirfd, const char *path, int flags, void *st)
{
	return flags & AT_SYMLINK_NOFOLLOW ? rc : followed(rc, dirfd, path, st);
}

EXPORT int fstatat(int dirfd, const char *path, struct stat *st, int flags)
{
	struct place place;

	if (is_node_at(dirfd, path, flags, &place))
		return node_found(st);
	return followed_at(real()->fstatat(dirfd, place.path, st, flags), dirfd, path, flags, st);
}

EXPORT int fstatat64(int dirfd, const char *path, struct stat64 *st, int flags)
{
	struct place place;

	if (is_node_at(dirfd, path, flags, &place))
		return node_found(st);
	return followed_at(real()->fstatat64(dirfd, place.path, st, flags), dirfd, path, flags, st);
}

EXPORT int __xstat(int version, const char *path, struct stat *st)
{
	struct place place;

	if (place_find(&place, AT_FDCWD, path) == PLACE_NODE)
		return node_found(st);
	return followed(real()->__xstat(version, place.path, st), AT_FDCWD, path, st);
}

EXPORT int __xstat64(int version, const char *path, struct stat64 *st)
{
	struct place place;

	if (place_find(&place, AT_FDCWD, path) == PLACE_NODE)
		return node_found(st);
	return followed(real()->__xstat64(version, place.path, st), AT_FDCWD, path, st);
}

EXPORT int __lxstat(int version, const char *path, struct stat *st)
{
	struct place place;

	if (place_find(&place, AT_FDCWD, path) == PLACE_NODE)
		return node_found(st);
	return real()->__lxstat(version, place.path, st);
}

EXPORT int __lxstat64(int version, const char *path, struct stat64 *st)
{
	struct place place;

	if (place_find(&place, AT_FDCWD, path) == PLACE_NODE)
		return node_found(st);
	return real()->__lxstat64(version, place.path, st);
}

EXPORT int __fxstat(int version, int fd, struct stat *st)
{
	struct fake fake;

	return fake_from(fd, &fake) ? node_found(st) : real()->__fxstat(version, fd, st);
}

EXPORT int __fxstat64(int version, int fd, struct stat64 *st)
{
	struct fake fake;

	return fake_from(fd, &fake) ? node_found(st) : real()->__fxstat64(version, fd, st);
}

EXPORT int __fxstatat(int version, int dirfd, const char *path, struct stat *st, int flags)
{
	struct place place;

	if (is_node_at(dirfd, path, flags, &place))
		return node_found(st);
	return followed_at(real()->__fxstatat(version, dirfd, place.path, st, flags), dirfd, path, flags, st);
}

EXPORT int __fxstatat64(int version, int dirfd, const char *path, struct stat64 *st, int flags)
{
	struct place place;

	if (is_node_at(dirfd, path, flags, &place))
		return node_found(st);
	return followed_at(
		real()->__fxstatat64(version, dirfd, place.path, st, flags), dirfd, path, flags, st);
}

EXPORT int statx(int dirfd, const char *path, int flags, unsigned mask, struct statx *stx)
{
	struct place place;
	bool ours = is_node_at(dirfd, path, flags, &place);
	int rc = ours ? 0 : real()->statx(dirfd, place.path, flags, mask, stx);

	if (rc < 0 && errno == ENOENT && !(flags & AT_SYMLINK_NOFOLLOW))
		ours = place_links_to_node(dirfd, path);
	if (!ours)
		return rc;
	node_statx(stx);
	return 0;
}

static int accessed(int rc, int dirfd, const char *path, int mode)
{
	return rc < 0 && errno == ENOENT && place_links_to_node(dirfd, path) ? (int)answer(node_access(mode))
									     : rc;
}

EXPORT int access(const char *path, int mode)
{
	struct place place;

	if (place_find(&place, AT_FDCWD, path) == PLACE_NODE)
		return (int)answer(node_access(mode));
	return accessed(real()->access(place.path, mode), AT_FDCWD, path, mode);
}

EXPORT int euidaccess(const char *path, int mode)
{
	struct place place;

	if (place_find(&place, AT_FDCWD, path) == PLACE_NODE)
		return (int)answer(node_access(mode));
	return accessed(real()->euidaccess(place.path, mode), AT_FDCWD, path, mode);
}

EXPORT int eaccess(const char *path, int mode)
{
	struct place place;

	if (place_find(&place, AT_FDCWD, path) == PLACE_NODE)
		return (int)answer(node_access(mode));
	return accessed(real()->eaccess(place.path, mode), AT_FDCWD, path, mode);
}

EXPORT int faccessat(int dirfd, const char *path, int mode, int flags)
{
	struct place place;

	if (is_node_at(dirfd, path, flags, &place))
		return (int)answer(node_access(mode));
	return accessed(real()->faccessat(dirfd, place.path, mode, flags), dirfd, path, mode);
}

/* /proc/self/fd/N of a fake descriptor says what the program opened. */
static ssize_t as_linked(ssize_t len, char *to, size_t cap)
{
	static const char memfd[] = "/memfd:sesim-", dev[] = "/dev/";
	char seen[32];
	size_t n = 0;

	if (len < (ssize_t)sizeof(memfd) || !settings()->on || memcmp(to, memfd, sizeof(memfd) - 1) != 0)
		return len;
	n = (size_t)snprintf(seen, sizeof(seen), "%s%.*s", dev, (int)(len - (ssize_t)sizeof(memfd) + 1),
		to + sizeof(memfd) - 1);
	n = n < sizeof(seen) ? strcspn(seen, " ") : sizeof(seen) - 1;
	n = n < cap ? n : cap;
	memcpy(to, seen, n);
	return (ssize_t)n;
}

EXPORT ssize_t readlink(const char *path, char *to, size_t cap)
{
	struct place place;

	if (place_find(&place, AT_FDCWD, path) == PLACE_NODE)
		return answer(-EINVAL);
	return as_linked(real()->readlink(place.path, to, cap), to, cap);
}

EXPORT ssize_t readlinkat(int dirfd, const char *path, char *to, size_t cap)
{
	struct place place;

	if (place_find(&place, dirfd, path) == PLACE_NODE)
		return answer(-EINVAL);
	return as_linked(real()->readlinkat(dirfd, place.path, to, cap), to, cap);
}

EXPORT ssize_t __readlink_chk(const char *path, char *to, size_t cap, size_t room)
{
	struct place place;

	if (place_find(&place, AT_FDCWD, path) == PLACE_NODE)
		return answer(-EINVAL);
	return as_linked(real()->__readlink_chk(place.path, to, cap, room), to, cap);
}

EXPORT ssize_t __readlinkat_chk(int dirfd, const char *path, char *to, size_t cap, size_t room)
{
	struct place place;

	if (place_find(&place, dirfd, path) == PLACE_NODE)
		return answer(-EINVAL);
	return as_linked(real()->__readlinkat_chk(dirfd, place.path, to, cap, room), to, cap);
}

/* resolved as realpath() takes it: NULL, or room for PATH_MAX. */
static char *say_path(const char *path, char *resolved)
{
	return resolved ? memcpy(resolved, path, strlen(path) + 1) : strdup(path);
}

/* What realpath() of the moved folder found, as the program knows it. */
static char *unmoved(char *found, char *resolved)
{
	char seen[PATH_MAX];

	if (!found || !place_as_seen(found, seen, sizeof(seen)))
		return found;
	if (!resolved)
		free(found);
	return say_path(seen, resolved);
}

static char *resolved_link(char *found, const char *path, char *resolved)
{
	return !found && errno == ENOENT && place_links_to_node(AT_FDCWD, path)
		       ? say_path(settings()->node, resolved)
		       : found;
}

static char *resolve(const char *path, char *resolved)
{
	struct place place;

	switch (place_find(&place, AT_FDCWD, path)) {
	case PLACE_NODE:
		return say_path(settings()->node, resolved);
	case PLACE_MOVED:
		return unmoved(real()->realpath(place.path, resolved), resolved);
	default:
		return resolved_link(real()->realpath(path, resolved), path, resolved);
	}
}

EXPORT char *realpath(const char *path, char *resolved)
{
	return resolve(path, resolved);
}

EXPORT char *__realpath_chk(const char *path, char *resolved, size_t room)
{
	struct place place;

	if (room < PATH_MAX || place_find(&place, AT_FDCWD, path) == PLACE_OTHER)
		return real()->__realpath_chk(path, resolved, room);
	return resolve(path, resolved);
}

EXPORT char *canonicalize_file_name(const char *path)
{
	return resolve(path, NULL);
}

/* ls asks for the access list of all it shows. Our node has no attributes. */
EXPORT ssize_t getxattr(const char *path, const char *name, void *value, size_t cap)
{
	struct place place;

	if (place_find(&place, AT_FDCWD, path) == PLACE_NODE)
		return answer(-ENODATA);
	return real()->getxattr(place.path, name, value, cap);
}

EXPORT ssize_t lgetxattr(const char *path, const char *name, void *value, size_t cap)
{
	struct place place;

	if (place_find(&place, AT_FDCWD, path) == PLACE_NODE)
		return answer(-ENODATA);
	return real()->lgetxattr(place.path, name, value, cap);
}

EXPORT ssize_t listxattr(const char *path, char *list, size_t cap)
{
	struct place place;

	if (place_find(&place, AT_FDCWD, path) == PLACE_NODE)
		return 0;
	return real()->listxattr(place.path, list, cap);
}

EXPORT ssize_t llistxattr(const char *path, char *list, size_t cap)
{
	struct place place;

	if (place_find(&place, AT_FDCWD, path) == PLACE_NODE)
		return 0;
	return real()->llistxattr(place.path, list, cap);
}
