/* sim/serve/tree.c: a folder that lists I2C adapters. */
#include "tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * What the kernel has in the folder of an adapter, and of its i2c-dev device: one folder is both here, and its links
 * lead from each to the other as in /sys. #: the bus, $: its name.
 */
static const struct file {
	const char *name;
	const char *content;
} files[] = {
	{ "name", "$\n" },
	{ "dev", "89:#\n" },
	{ "uevent", "MAJOR=89\nMINOR=#\nDEVNAME=i2c-#\n" },
};

static const struct link {
	const char *name;
	const char *target;
} links[] = {
	{ "device", "." },
	{ "i2c-dev", ".." },
};

enum {
	FILES = sizeof(files) / sizeof(files[0]),
	LINKS = sizeof(links) / sizeof(links[0]),
	CONTENT_MAX = 256,
};

/* Puts the bus and its name where they belong. Returns how long it is, at most cap - 1. */
static size_t fill_in(char *to, size_t cap, const char *from, unsigned bus, const char *name)
{
	size_t len = 0;

	for (; *from && len < cap - 1; from++) {
		if (*from == '#')
			len += (size_t)snprintf(to + len, cap - len, "%u", bus);
		else if (*from == '$')
			len += (size_t)snprintf(to + len, cap - len, "%s", name);
		else
			to[len++] = *from;
	}
	return len < cap ? len : cap - 1;
}

static int make_file(int folder, const struct file *file, unsigned bus, const char *name)
{
	int fd = openat(folder, file->name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444);
	char content[CONTENT_MAX];
	size_t len = fill_in(content, sizeof(content), file->content, bus, name);
	int rc = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, content, len) != (ssize_t)len)
		rc = -EIO;
	close(fd);
	return rc;
}

static int make_adapter(int folder, unsigned bus, const char *name)
{
	char own[24];
	int rc = 0, fd;

	snprintf(own, sizeof(own), "i2c-%u", bus);
	if (mkdirat(folder, own, 0755) < 0)
		return -errno;
	fd = openat(folder, own, O_DIRECTORY | O_CLOEXEC | O_RDONLY);
	if (fd < 0)
		return -errno;
	for (size_t i = 0; rc == 0 && i < FILES; i++)
		rc = make_file(fd, &files[i], bus, name);
	for (size_t i = 0; rc == 0 && i < LINKS; i++)
		if (symlinkat(links[i].target, fd, links[i].name) < 0)
			rc = -errno;
	close(fd);
	return rc;
}

/* The machine's own adapters stay visible. One of our number is hidden by ours. */
static void link_real_ones(int folder)
{
	static const char listed[] = "/sys/class/i2c-dev";
	DIR *dir = opendir(listed);

	for (const struct dirent *d; dir && (d = readdir(dir));) {
		char target[PATH_MAX];

		snprintf(target, sizeof(target), "%s/%s", listed, d->d_name);
		if (d->d_name[0] != '.' && symlinkat(target, folder, d->d_name) < 0)
			continue; /* ours has that name */
	}
	if (dir)
		closedir(dir);
}

int tree_make(const char *folder, unsigned bus, const char *name, struct why *why)
{
	int fd = open(folder, O_DIRECTORY | O_CLOEXEC | O_RDONLY);
	int rc = fd < 0 ? -errno : make_adapter(fd, bus, name);

	if (rc == 0)
		link_real_ones(fd);
	if (fd >= 0)
		close(fd);
	return rc < 0 ? why_errno(why, rc, "cannot fill the folder %s", folder) : 0;
}

/* A folder of an adapter, or a link. */
static void remove_entry(int folder, const char *name)
{
	int fd;

	if (unlinkat(folder, name, 0) == 0)
		return;
	fd = openat(folder, name, O_DIRECTORY | O_CLOEXEC | O_RDONLY | O_NOFOLLOW);
	for (size_t i = 0; fd >= 0 && i < FILES; i++)
		unlinkat(fd, files[i].name, 0);
	for (size_t i = 0; fd >= 0 && i < LINKS; i++)
		unlinkat(fd, links[i].name, 0);
	if (fd >= 0)
		close(fd);
	unlinkat(folder, name, AT_REMOVEDIR);
}

void tree_remove(const char *folder)
{
	DIR *dir = opendir(folder);

	for (const struct dirent *d; dir && (d = readdir(dir));)
		if (strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0)
			remove_entry(dirfd(dir), d->d_name);
	if (dir)
		closedir(dir);
	rmdir(folder);
}
