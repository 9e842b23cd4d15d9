/* sim/serve/shim/place.c: which paths lead to the bus. */
#include "place.h"

#include <stdio.h>
#include <string.h>

#include "settings.h"
#include "sys.h"

enum {
	LINKS_MAX = 8,
};

/* The last component; the empty string behind a slash. */
static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* The folder a path lies in, as a path for dirfd. False: too long for one. */
static bool folder_of(const char *path, char *folder, size_t cap)
{
	size_t len = (size_t)(last_part(path) - path);

	if (len + 2 > cap)
		return false;
	memcpy(folder, path, len);
	memcpy(folder + len, ".", 2);
	return true;
}

/* However it is written: a path whose last part is our name, in a folder that is /dev. */
static bool is_node(int dirfd, const char *path)
{
	const struct settings *s = settings();
	char folder[PATH_MAX];
	struct stat there, dev;

	if (strcmp(path, s->node) == 0)
		return true;
	if (strcmp(last_part(path), s->name) != 0 || !folder_of(path, folder, sizeof(folder)))
		return false;
	return sys_stat_at(dirfd, folder, &there, 0) == 0 && sys_stat_at(AT_FDCWD, "/dev", &dev, 0) == 0 &&
	       there.st_dev == dev.st_dev && there.st_ino == dev.st_ino;
}

static bool starts_with(const char *path, const char *prefix, const char **rest)
{
	size_t len = strlen(prefix);

	if (strncmp(path, prefix, len) != 0 || (path[len] != '/' && path[len] != '\0'))
		return false;
	*rest = path + len;
	return true;
}

/* All of them list adapters, and one list serves them all. The first is the name it goes by. */
static const char *const listings[] = { "/sys/class/i2c-dev", "/sys/class/i2c-adapter",
	"/sys/bus/i2c/devices" };

static bool is_moved(const char *path, struct place *place)
{
	const struct settings *s = settings();

	if (s->tree_len == 0 || strncmp(path, "/sys/", 5) != 0)
		return false;
	for (size_t i = 0; i < sizeof(listings) / sizeof(listings[0]); i++) {
		const char *inside;
		int len;

		if (!starts_with(path, listings[i], &inside))
			continue;
		len = snprintf(place->moved, sizeof(place->moved), "%s%s", s->tree, inside);
		return len > 0 && (size_t)len < sizeof(place->moved);
	}
	return false;
}

enum place_kind place_find(struct place *place, int dirfd, const char *path)
{
	place->kind = PLACE_OTHER;
	place->path = path;
	if (!settings()->on || !path)
		return PLACE_OTHER;
	if (is_node(dirfd, path)) {
		place->kind = PLACE_NODE;
	} else if (is_moved(path, place)) {
		place->kind = PLACE_MOVED;
		place->path = place->moved;
	}
	return place->kind;
}

bool place_links_to_node(int dirfd, const char *path)
{
	char here[PATH_MAX], target[PATH_MAX];

	if (!settings()->on || !path || strlen(path) >= sizeof(here))
		return false;
	memcpy(here, path, strlen(path) + 1);
	for (int i = 0; i < LINKS_MAX; i++) {
		long len = sys_readlink_at(dirfd, here, target, sizeof(target) - 1);
		char *behind = here + (last_part(here) - here);

		if (len <= 0)
			return false;
		target[len] = '\0';
		if (target[0] == '/') {
			dirfd = AT_FDCWD;
			behind = here;
		}
		if ((size_t)(behind - here) + (size_t)len >= sizeof(here))
			return false;
		memcpy(behind, target, (size_t)len + 1);
		if (is_node(dirfd, here))
			return true;
	}
	return false;
}

bool place_as_seen(const char *path, char *seen, size_t cap)
{
	const struct settings *s = settings();
	const char *rest;
	int len;

	if (!s->on || s->tree_len == 0 || !starts_with(path, s->tree, &rest))
		return false;
	len = snprintf(seen, cap, "%s%s", listings[0], rest);
	return len > 0 && (size_t)len < cap;
}
