/* sim/serve/shim/entry_dir.c: folders. */
#include <dirent.h>
#include <fcntl.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "exports.h"
#include "folders.h"
#include "place.h"
#include "real.h"
#include "settings.h"
#include "sys.h"

_Static_assert(
	sizeof(struct dirent) == sizeof(struct dirent64), "one struct under two names on 64-bit systems");

EXPORT DIR *opendir(const char *path)
{
	struct place place;
	DIR *dir;

	if (place_find(&place, AT_FDCWD, path) == PLACE_NODE) {
		errno = ENOTDIR;
		return NULL;
	}
	dir = real()->opendir(place.path);
	if (dir)
		folder_opened(dir);
	return dir;
}

EXPORT DIR *fdopendir(int fd)
{
	DIR *dir = real()->fdopendir(fd);

	if (dir)
		folder_opened(dir);
	return dir;
}

/* libc has no more entries, or failed; an end leaves errno as it was. */
EXPORT struct dirent *readdir(DIR *dir)
{
	int kept = errno;
	struct dirent *entry;

	errno = 0;
	entry = real()->readdir(dir);
	if (!entry && errno != 0)
		return NULL;
	errno = kept;
	return entry ? entry : folder_extra(dir);
}

EXPORT struct dirent64 *readdir64(DIR *dir)
{
	int kept = errno;
	struct dirent64 *entry;

	errno = 0;
	entry = real()->readdir64(dir);
	if (!entry && errno != 0)
		return NULL;
	errno = kept;
	return entry ? entry : (struct dirent64 *)folder_extra(dir);
}

EXPORT void rewinddir(DIR *dir)
{
	folder_rewound(dir);
	real()->rewinddir(dir);
}

EXPORT int closedir(DIR *dir)
{
	folder_closed(dir);
	return real()->closedir(dir);
}

typedef int filter_fn(const struct dirent *);
typedef int order_fn(const struct dirent **, const struct dirent **);
typedef int sort_fn(const void *, const void *);

static bool lacks_node(const char *path)
{
	int fd = (int)sys_call(SYS_openat, AT_FDCWD, (long)path, O_DIRECTORY | O_CLOEXEC | O_PATH, 0, 0);
	bool lacks = fd >= 0 && folder_lacks_node(fd);

	if (fd >= 0)
		sys_close(fd);
	return lacks;
}

/* A copy of our entry for the caller to free, at the end of his list, and the list in order again. */
static int with_node(struct dirent ***list, int n, filter_fn *filter, order_fn *order)
{
	struct dirent entry, *copy, **longer;

	folder_entry(&entry);
	if (filter && !filter(&entry))
		return n;
	copy = malloc(sizeof(*copy));
	/* NOLINTNEXTLINE(bugprone-sizeof-expression): a list of pointers */
	longer = copy ? realloc(*list, ((size_t)n + 1) * sizeof(*longer)) : NULL;
	if (!longer) {
		free(copy);
		return n;
	}
	*copy = entry;
	longer[n] = copy;
	*list = longer;
	if (order)
		/* NOLINTNEXTLINE(bugprone-sizeof-expression) */
		qsort(longer, (size_t)n + 1, sizeof(*longer), (sort_fn *)(void (*)(void))order);
	return n + 1;
}

EXPORT int scandir(const char *path, struct dirent ***list, filter_fn *filter, order_fn *order)
{
	struct place place;
	int n;

	place_find(&place, AT_FDCWD, path);
	n = real()->scandir(place.path, list, filter, order);
	return n >= 0 && place.kind == PLACE_OTHER && lacks_node(path) ? with_node(list, n, filter, order)
								       : n;
}

EXPORT int scandir64(const char *path, struct dirent64 ***list, int (*filter)(const struct dirent64 *),
	int (*order)(const struct dirent64 **, const struct dirent64 **))
{
	struct place place;
	int n;

	place_find(&place, AT_FDCWD, path);
	n = real()->scandir64(place.path, list, filter, order);
	return n >= 0 && place.kind == PLACE_OTHER && lacks_node(path)
		       ? with_node((struct dirent ***)list, n, (filter_fn *)(void (*)(void))filter,
				 (order_fn *)(void (*)(void))order)
		       : n;
}

/* glob()'s own reading of folders does not pass ours, but it takes functions to do it with. */
static void *glob_open(const char *path)
{
	return opendir(path);
}

static struct dirent *glob_read(void *dir)
{
	return readdir(dir);
}

static void glob_close(void *dir)
{
	closedir(dir);
}

static int glob_stat(const char *path, struct stat *st)
{
	return stat(path, st);
}

static int glob_lstat(const char *path, struct stat *st)
{
	return lstat(path, st);
}

/* Whoever brings functions of his own wants no other files than those. */
static int with_our_functions(int flags, glob_t *found)
{
	if (!settings()->on || flags & GLOB_ALTDIRFUNC)
		return flags;
	found->gl_opendir = glob_open;
	found->gl_readdir = glob_read;
	found->gl_closedir = glob_close;
	found->gl_stat = glob_stat;
	found->gl_lstat = glob_lstat;
	return flags | GLOB_ALTDIRFUNC;
}

_Static_assert(sizeof(glob_t) == sizeof(glob64_t), "one struct under two names on 64-bit systems");

EXPORT int glob(const char *pattern, int flags, int (*error)(const char *, int), glob_t *found)
{
	return real()->glob(pattern, with_our_functions(flags, found), error, found);
}

EXPORT int glob64(const char *pattern, int flags, int (*error)(const char *, int), glob64_t *found)
{
	return real()->glob64(pattern, with_our_functions(flags, (glob_t *)found), error, found);
}
