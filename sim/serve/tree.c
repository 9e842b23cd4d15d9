/* sim/serve/tree.c: the folders of /sys that list I2C adapters. */
#include "tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum entry_kind {
	FOLDER,
	LINK,
	FILE_WITH,
};

/* As the kernel has them for an adapter with i2c-dev (Documentation/i2c/i2c-sysfs.rst). #: the bus, $: its name. */
static const struct entry {
	enum entry_kind kind;
	const char *path;
	const char *content;
} entries[] = {
	{ FOLDER, "class", NULL },
	{ FOLDER, "class/i2c-dev", NULL },
	{ FOLDER, "class/i2c-dev/i2c-#", NULL },
	{ FILE_WITH, "class/i2c-dev/i2c-#/name", "$\n" },
	{ FILE_WITH, "class/i2c-dev/i2c-#/dev", "89:#\n" },
	{ FILE_WITH, "class/i2c-dev/i2c-#/uevent", "MAJOR=89\nMINOR=#\nDEVNAME=i2c-#\n" },
	{ LINK, "class/i2c-dev/i2c-#/device", "../../../bus/i2c/devices/i2c-#" },
	{ FOLDER, "class/i2c-adapter", NULL },
	{ LINK, "class/i2c-adapter/i2c-#", "../../bus/i2c/devices/i2c-#" },
	{ FOLDER, "bus", NULL },
	{ FOLDER, "bus/i2c", NULL },
	{ FOLDER, "bus/i2c/drivers", NULL },
	{ FOLDER, "bus/i2c/devices", NULL },
	{ FOLDER, "bus/i2c/devices/i2c-#", NULL },
	{ FILE_WITH, "bus/i2c/devices/i2c-#/name", "$\n" },
	{ FOLDER, "bus/i2c/devices/i2c-#/i2c-dev", NULL },
	{ LINK, "bus/i2c/devices/i2c-#/i2c-dev/i2c-#", "../../../../../class/i2c-dev/i2c-#" },
};

/* Puts the bus and its name where they belong. */
static bool fill_in(char *to, size_t cap, const char *from, unsigned bus, const char *name)
{
	size_t len = 0;

	for (; *from && len < cap; from++) {
		if (*from == '#')
			len += (size_t)snprintf(to + len, cap - len, "%u", bus);
		else if (*from == '$')
			len += (size_t)snprintf(to + len, cap - len, "%s", name);
		else
			to[len++] = *from;
	}
	if (len >= cap)
		return false;
	to[len] = '\0';
	return true;
}

static int make_file(int root, const char *path, const char *content)
{
	int fd = openat(root, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444);
	size_t len = strlen(content);
	int rc = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, content, len) != (ssize_t)len)
		rc = -EIO;
	close(fd);
	return rc;
}

static int make_entry(int root, const struct entry *e, unsigned bus, const char *name)
{
	char path[PATH_MAX], content[PATH_MAX];

	if (!fill_in(path, sizeof(path), e->path, bus, name) ||
		!fill_in(content, sizeof(content), e->content ? e->content : "", bus, name))
		return -ENAMETOOLONG;
	switch (e->kind) {
	case FOLDER:
		return mkdirat(root, path, 0755) < 0 ? -errno : 0;
	case LINK:
		return symlinkat(content, root, path) < 0 ? -errno : 0;
	default:
		return make_file(root, path, content);
	}
}

/* The machine's own adapters stay visible. One of our number is hidden by ours. */
static void link_real_ones(int root, const char *folder)
{
	char path[PATH_MAX];
	DIR *dir;

	snprintf(path, sizeof(path), "/sys/%s", folder);
	dir = opendir(path);
	for (const struct dirent *d; dir && (d = readdir(dir));) {
		char link[PATH_MAX], target[PATH_MAX + 8];

		if (d->d_name[0] == '.')
			continue;
		snprintf(link, sizeof(link), "%s/%s", folder, d->d_name);
		snprintf(target, sizeof(target), "/sys/%s", link);
		if (symlinkat(target, root, link) < 0)
			continue; /* ours has that name */
	}
	if (dir)
		closedir(dir);
}

int tree_make(const char *root, unsigned bus, const char *name, struct why *why)
{
	static const char *const listed[] = { "class/i2c-dev", "class/i2c-adapter", "bus/i2c/devices" };
	int fd = open(root, O_DIRECTORY | O_CLOEXEC | O_RDONLY);
	int rc = fd < 0 ? -errno : 0;

	for (size_t i = 0; rc == 0 && i < sizeof(entries) / sizeof(entries[0]); i++)
		rc = make_entry(fd, &entries[i], bus, name);
	for (size_t i = 0; rc == 0 && i < sizeof(listed) / sizeof(listed[0]); i++)
		link_real_ones(fd, listed[i]);
	if (fd >= 0)
		close(fd);
	return rc < 0 ? why_errno(why, rc, "cannot make the folder %s", root) : 0;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
	(void)st, (void)kind, (void)where;
	remove(path);
	return 0;
}

void tree_remove(const char *root)
{
	nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
