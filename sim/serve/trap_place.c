/* sim/serve/trap_place.c: which paths of a trapped command lead to the bus. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "trap_state.h"

enum {
	I2C_MAJOR = 89,
	LINKS_MAX = 8,
};

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* A path of the target as one of ours: through its root, its working folder, or a folder it has open. */
static bool from_here(
	const struct trap_call *call, int dirfd, const char *path, size_t len, char *here, size_t cap)
{
	int pid = (int)call->notif.pid, n;

	if (path[0] == '/')
		n = snprintf(here, cap, "/proc/%d/root%.*s", pid, (int)len, path);
	else if (dirfd == AT_FDCWD)
		n = snprintf(here, cap, "/proc/%d/cwd/%.*s", pid, (int)len, path);
	else
		n = snprintf(here, cap, "/proc/%d/fd/%d/%.*s", pid, dirfd, (int)len, path);
	return n > 0 && (size_t)n < cap;
}

/* However it is written: a path whose last part is our name, in a folder that is /dev. */
static bool is_node(const struct trap *trap, const struct trap_call *call, int dirfd, const char *path)
{
	char folder[PATH_MAX + 64], root[48];
	struct stat there, dev;
	const char *last = last_part(path);

	if (strcmp(path, trap->node) == 0)
		return true;
	if (strcmp(last, trap->name) != 0 ||
		!from_here(call, dirfd, path, (size_t)(last - path), folder, sizeof(folder)))
		return false;
	snprintf(root, sizeof(root), "/proc/%d/root/dev", (int)call->notif.pid);
	return stat(folder, &there) == 0 && stat(root, &dev) == 0 && there.st_dev == dev.st_dev &&
	       there.st_ino == dev.st_ino;
}

/* For a path that leads nowhere otherwise: a symbolic link, or a chain of them, that ends at /dev/i2c-N. */
static bool links_to_node(const struct trap *trap, const struct trap_call *call, int dirfd, const char *path)
{
	char at[PATH_MAX], here[PATH_MAX + 64], target[PATH_MAX];
	struct stat st;

	snprintf(at, sizeof(at), "%s", path);
	for (int i = 0; i < LINKS_MAX; i++) {
		size_t behind = (size_t)(last_part(at) - at);
		ssize_t len;

		if (!from_here(call, dirfd, at, strlen(at), here, sizeof(here)))
			return false;
		len = readlink(here, target, sizeof(target) - 1);
		if (len <= 0 || (i == 0 && stat(here, &st) == 0))
			return false;
		target[len] = '\0';
		if (target[0] == '/')
			behind = 0;
		if (behind + (size_t)len >= sizeof(at))
			return false;
		memcpy(at + behind, target, (size_t)len + 1);
		if (is_node(trap, call, dirfd, at))
			return true;
	}
	return false;
}

/* All of them list adapters, and one list serves them all. */
static const char *const listings[] = { "/sys/class/i2c-dev", "/sys/class/i2c-adapter",
	"/sys/bus/i2c/devices" };

static bool is_moved(const struct trap *trap, const char *path, char moved[PATH_MAX])
{
	if (!trap->folder[0] || strncmp(path, "/sys/", 5) != 0 || strstr(path, "/.."))
		return false;
	for (size_t i = 0; i < sizeof(listings) / sizeof(listings[0]); i++) {
		size_t len = strlen(listings[i]);
		int n;

		if (strncmp(path, listings[i], len) != 0 || (path[len] != '/' && path[len] != '\0'))
			continue;
		n = snprintf(moved, PATH_MAX, "%s%s", trap->folder, path + len);
		return n > 0 && n < PATH_MAX;
	}
	return false;
}

enum trap_place trap_find(struct trap *trap, const struct trap_call *call, int dirfd, uint64_t address,
	char moved[PATH_MAX], bool follow)
{
	char path[PATH_MAX];

	/* What cannot be read gets its error from the kernel. */
	if (target_text(trap, call, address, path, sizeof(path)) < 0)
		return TRAP_OTHER;
	if (is_node(trap, call, dirfd, path) || (follow && links_to_node(trap, call, dirfd, path)))
		return TRAP_NODE;
	return is_moved(trap, path, moved) ? TRAP_MOVED : TRAP_OTHER;
}

void trap_node_stat(const struct trap *trap, struct stat *st)
{
	if (stat("/dev", st) < 0) /* its device, its times */
		memset(st, 0, sizeof(*st));
	st->st_mode = S_IFCHR | 0660;
	st->st_rdev = makedev(I2C_MAJOR, trap->bus);
	st->st_ino = st->st_rdev;
	st->st_nlink = 1;
	st->st_uid = getuid();
	st->st_gid = getgid();
	st->st_size = 0;
	st->st_blocks = 0;
	st->st_blksize = 4096;
}
