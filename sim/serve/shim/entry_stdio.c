/* sim/serve/shim/entry_stdio.c: streams. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "exports.h"
#include "fake.h"
#include "node.h"
#include "place.h"
#include "real.h"
#include "streams.h"

static FILE *open_node(const char *mode)
{
	int flags = stream_flags(mode);
	int fd = flags < 0 ? flags : node_open(flags);
	FILE *file;

	if (fd < 0) {
		errno = -fd;
		return NULL;
	}
	file = stream_make(fd, mode);
	if (!file)
		real()->close(fd);
	return file;
}

static FILE *opened(FILE *file, const char *path, const char *mode)
{
	return !file && errno == ENOENT && place_links_to_node(AT_FDCWD, path) ? open_node(mode) : file;
}

EXPORT FILE *fopen(const char *path, const char *mode)
{
	struct place place;

	if (place_find(&place, AT_FDCWD, path) == PLACE_NODE)
		return open_node(mode);
	return opened(real()->fopen(place.path, mode), path, mode);
}

EXPORT FILE *fopen64(const char *path, const char *mode)
{
	struct place place;

	if (place_find(&place, AT_FDCWD, path) == PLACE_NODE)
		return open_node(mode);
	return opened(real()->fopen64(place.path, mode), path, mode);
}

/*
 * A stream that libc made of a descriptor cannot become one of functions, nor the other way. The first fails as any
 * freopen() that cannot open, which leaves the stream closed; the second leaves it as it was.
 */
static FILE *reopened(
	FILE *(*real_one)(const char *, const char *, FILE *), const char *path, const char *mode, FILE *file)
{
	struct place place;
	FILE *again;

	if (stream_fd(file) >= 0) {
		errno = EOPNOTSUPP;
		return NULL;
	}
	if (place_find(&place, AT_FDCWD, path) == PLACE_NODE)
		place.path = "";
	again = real_one(place.path, mode, file);
	if (place.kind == PLACE_NODE)
		errno = EOPNOTSUPP;
	return again;
}

EXPORT FILE *freopen(const char *path, const char *mode, FILE *file)
{
	return reopened(real()->freopen, path, mode, file);
}

EXPORT FILE *freopen64(const char *path, const char *mode, FILE *file)
{
	return reopened(real()->freopen64, path, mode, file);
}

/* May a stream of this mode be made of what was opened so? As fdopen() checks it. */
static bool allows(uint32_t opened_flags, int wanted)
{
	uint32_t mode = opened_flags & O_ACCMODE;

	return mode == O_RDWR || mode == ((uint32_t)wanted & O_ACCMODE);
}

EXPORT FILE *fdopen(int fd, const char *mode)
{
	struct fake fake;
	int flags;

	if (!fake_from(fd, &fake))
		return real()->fdopen(fd, mode);
	flags = stream_flags(mode);
	if (flags < 0 || !allows(fake.flags, flags)) {
		errno = EINVAL;
		return NULL;
	}
	return stream_make(fd, mode);
}

EXPORT int fileno(FILE *file)
{
	int fd = stream_fd(file);

	return fd >= 0 ? fd : real()->fileno(file);
}

EXPORT int fileno_unlocked(FILE *file)
{
	int fd = stream_fd(file);

	return fd >= 0 ? fd : real()->fileno_unlocked(file);
}
