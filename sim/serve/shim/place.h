/* sim/serve/shim/place.h: which paths lead to the bus. */
#ifndef SESIM_SHIM_PLACE_H
#define SESIM_SHIM_PLACE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

enum place_kind {
	PLACE_OTHER, /* not ours: path is the caller's */
	PLACE_NODE,  /* /dev/i2c-N */
	PLACE_MOVED, /* in a folder of /sys that lists adapters, which is elsewhere: path says where */
};

struct place {
	enum place_kind kind;
	const char *path;
	char moved[PATH_MAX];
};

/* path may be NULL. dirfd counts for a relative path. Leaves errno alone. Returns place->kind. */
enum place_kind place_find(struct place *place, int dirfd, const char *path);

/* For a path that was not found: is it a symbolic link, or a chain of them, that ends at /dev/i2c-N? */
bool place_links_to_node(int dirfd, const char *path);

/* A path inside the moved folder as a program knows it; writes at most cap bytes. False: no such path. */
bool place_as_seen(const char *path, char *seen, size_t cap);

#endif
