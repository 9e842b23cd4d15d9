/* sim/serve/shim/entry_open.c: open and what makes, copies or ends a descriptor. */
#include <fcntl.h>
#include <stdarg.h>
#include <unistd.h>

#include "client.h"
#include "exports.h"
#include "node.h"
#include "place.h"
#include "real.h"

/* The fortified forms, which <fcntl.h> declares for fortified programs only. */
int __open_2(const char *path, int flags);
int __open64_2(const char *path, int flags);
int __openat_2(int dirfd, const char *path, int flags);
int __openat64_2(int dirfd, const char *path, int flags);

static bool has_mode(int flags)
{
	return flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE;
}

/* The libc's open is done: a link may have led to the real device, or to ours that is not there. */
static int opened(int fd, int dirfd, const char *path, int flags)
{
	if (fd >= 0)
		return (int)answer(node_instead_of(fd, flags));
	if (errno == ENOENT && place_links_to_node(dirfd, path))
		return (int)answer(node_open(flags));
	return fd;
}

EXPORT int open(const char *path, int flags, ...)
{
	struct place place;
	mode_t mode = 0;
	va_list args;

	va_start(args, flags);
	if (has_mode(flags))
		mode = va_arg(args, mode_t);
	va_end(args);
	if (place_find(&place, AT_FDCWD, path) == PLACE_NODE)
		return (int)answer(node_open(flags));
	return opened(real()->open(place.path, flags, mode), AT_FDCWD, path, flags);
}

EXPORT int open64(const char *path, int flags, ...)
{
	struct place place;
	mode_t mode = 0;
	va_list args;

	va_start(args, flags);
	if (has_mode(flags))
		mode = va_arg(args, mode_t);
	va_end(args);
	if (place_find(&place, AT_FDCWD, path) == PLACE_NODE)
		return (int)answer(node_open(flags));
	return opened(real()->open64(place.path, flags, mode), AT_FDCWD, path, flags);
}

EXPORT int openat(int dirfd, const char *path, int flags, ...)
{
	struct place place;
	mode_t mode = 0;
	va_list args;

	va_start(args, flags);
	if (has_mode(flags))
		mode = va_arg(args, mode_t);
	va_end(args);
	if (place_find(&place, dirfd, path) == PLACE_NODE)
		return (int)answer(node_open(flags));
	return opened(real()->openat(dirfd, place.path, flags, mode), dirfd, path, flags);
}

EXPORT int openat64(int dirfd, const char *path, int flags, ...)
{
	struct place place;
	mode_t mode = 0;
	va_list args;

	va_start(args, flags);
	if (has_mode(flags))
		mode = va_arg(args, mode_t);
	va_end(args);
	if (place_find(&place, dirfd, path) == PLACE_NODE)
		return (int)answer(node_open(flags));
	return opened(real()->openat64(dirfd, place.path, flags, mode), dirfd, path, flags);
}

EXPORT int __open_2(const char *path, int flags)
{
	struct place place;

	if (place_find(&place, AT_FDCWD, path) == PLACE_NODE)
		return (int)answer(node_open(flags));
	return opened(real()->__open_2(place.path, flags), AT_FDCWD, path, flags);
}

EXPORT int __open64_2(const char *path, int flags)
{
	struct place place;

	if (place_find(&place, AT_FDCWD, path) == PLACE_NODE)
		return (int)answer(node_open(flags));
	return opened(real()->__open64_2(place.path, flags), AT_FDCWD, path, flags);
}

EXPORT int __openat_2(int dirfd, const char *path, int flags)
{
	struct place place;

	if (place_find(&place, dirfd, path) == PLACE_NODE)
		return (int)answer(node_open(flags));
	return opened(real()->__openat_2(dirfd, place.path, flags), dirfd, path, flags);
}

EXPORT int __openat64_2(int dirfd, const char *path, int flags)
{
	struct place place;

	if (place_find(&place, dirfd, path) == PLACE_NODE)
		return (int)answer(node_open(flags));
	return opened(real()->__openat64_2(dirfd, place.path, flags), dirfd, path, flags);
}

enum {
	CREAT_FLAGS = O_CREAT | O_WRONLY | O_TRUNC,
};

EXPORT int creat(const char *path, mode_t mode)
{
	struct place place;

	if (place_find(&place, AT_FDCWD, path) == PLACE_NODE)
		return (int)answer(node_open(CREAT_FLAGS));
	return opened(real()->creat(place.path, mode), AT_FDCWD, path, CREAT_FLAGS);
}

EXPORT int creat64(const char *path, mode_t mode)
{
	struct place place;

	if (place_find(&place, AT_FDCWD, path) == PLACE_NODE)
		return (int)answer(node_open(CREAT_FLAGS));
	return opened(real()->creat64(place.path, mode), AT_FDCWD, path, CREAT_FLAGS);
}

/* Our connection is no descriptor of the program's: it can neither close nor copy it, only put another there. */
EXPORT int close(int fd)
{
	struct fake fake;

	if (client_owns(fd))
		return (int)answer(-EBADF);
	if (fake_from(fd, &fake))
		client_closed(fake.token);
	return real()->close(fd);
}

EXPORT int dup(int fd)
{
	return client_owns(fd) ? (int)answer(-EBADF) : real()->dup(fd);
}

EXPORT int dup2(int fd, int to)
{
	return client_owns(fd) ? (int)answer(-EBADF) : real()->dup2(fd, to);
}

EXPORT int dup3(int fd, int to, int flags)
{
	return client_owns(fd) ? (int)answer(-EBADF) : real()->dup3(fd, to, flags);
}

/* A memfd is always open for both; the program sees what it asked for. */
static int as_opened(int fd, int flags)
{
	struct fake fake;

	if (flags < 0 || !fake_from(fd, &fake))
		return flags;
	return (flags & ~O_ACCMODE) | (int)fake.flags;
}

EXPORT int fcntl(int fd, int command, ...)
{
	va_list args;
	void *argument;
	int rc;

	va_start(args, command);
	argument = va_arg(args, void *);
	va_end(args);
	if (client_owns(fd))
		return (int)answer(-EBADF);
	rc = real()->fcntl(fd, command, argument);
	return command == F_GETFL ? as_opened(fd, rc) : rc;
}

EXPORT int fcntl64(int fd, int command, ...)
{
	va_list args;
	void *argument;
	int rc;

	va_start(args, command);
	argument = va_arg(args, void *);
	va_end(args);
	if (client_owns(fd))
		return (int)answer(-EBADF);
	rc = real()->fcntl64(fd, command, argument);
	return command == F_GETFL ? as_opened(fd, rc) : rc;
}
