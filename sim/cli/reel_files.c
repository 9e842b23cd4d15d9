/* sim/cli/reel_files.c: a reel's folder and the files in it that tell of its parts. */
#include "reel_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	NAME_MAX_LEN = 96,
};

static const char incomplete[] = ".incomplete";

static bool is_empty(DIR *folder)
{
	const struct dirent *entry;

	while ((entry = readdir(folder)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			return false;
	return true;
}

/* Its manifest is what gets its name last. */
static bool is_unfinished(const char *path)
{
	char manifest[PATH_MAX];
	int len = snprintf(manifest, sizeof(manifest), "%s/manifest.json%s", path, incomplete);

	return len > 0 && (size_t)len < sizeof(manifest) && access(manifest, F_OK) == 0;
}

static int check_empty(const char *path, struct why *why)
{
	DIR *folder = opendir(path);
	bool empty;

	if (!folder)
		return why_errno(why, errno, "cannot open %s", path);
	empty = is_empty(folder);
	closedir(folder);
	if (!empty && is_unfinished(path))
		return why_fail(why, EEXIST,
			"%s has a reel in it that was not finished: remove it and begin again", path);
	if (!empty)
		return why_fail(
			why, EEXIST, "%s is not empty: a reel wants a folder of its own, new or empty", path);
	return 0;
}

int reel_files_open(struct reel_files *files, const char *folder, struct why *why)
{
	int rc;

	*files = (struct reel_files){ .fd = -1 };
	if (strlen(folder) >= sizeof(files->folder))
		return why_fail(why, ENAMETOOLONG, "the name of the folder is longer than %zu characters",
			sizeof(files->folder) - 1);
	memcpy(files->folder, folder, strlen(folder) + 1);
	if (mkdir(folder, 0777) < 0 && errno != EEXIST)
		return why_errno(why, errno, "cannot make the folder %s", folder);
	rc = check_empty(folder, why);
	if (rc < 0)
		return rc;
	files->fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return files->fd < 0 ? why_errno(why, errno, "cannot open %s", folder) : 0;
}

int reel_files_add(struct reel_files *files, const char *name, struct why *why)
{
	struct reel_file *file = &files->file[files->n];
	char grows[NAME_MAX_LEN];
	int fd;

	snprintf(grows, sizeof(grows), "%s%s", name, incomplete);
	fd = openat(files->fd, grows, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	file->name = name;
	file->out = fd < 0 ? NULL : fdopen(fd, "w");
	if (!file->out) {
		if (fd >= 0)
			close(fd);
		return why_errno(why, errno, "cannot make %s/%s", files->folder, grows);
	}
	files->n++;
	return 0;
}

/* Closes the streams; the first one that could not be written is told. */
static int close_all(struct reel_files *files, struct why *why)
{
	int rc = 0;

	for (size_t i = 0; i < files->n; i++) {
		FILE *out = files->file[i].out;
		int failed = out ? ferror(out) : 0;

		if (out && (fclose(out) != 0 || failed) && rc == 0)
			rc = why_errno(why, errno ? errno : EIO, "cannot write %s/%s", files->folder,
				files->file[i].name);
		files->file[i].out = NULL;
	}
	return rc;
}

static int name_all(struct reel_files *files, struct why *why)
{
	char grows[NAME_MAX_LEN];

	for (size_t i = files->n; i-- > 0;) {
		const char *name = files->file[i].name;

		snprintf(grows, sizeof(grows), "%s%s", name, incomplete);
		if (renameat(files->fd, grows, files->fd, name) < 0)
			return why_errno(why, errno, "cannot name %s/%s", files->folder, name);
	}
	return 0;
}

int reel_files_finish(struct reel_files *files, struct why *why)
{
	int rc = close_all(files, why);

	/* One for all: thousands of files, each with its own, would wait for the disk as often. */
	if (rc == 0 && syncfs(files->fd) < 0)
		rc = why_errno(why, errno, "cannot make %s durable", files->folder);
	if (rc == 0)
		rc = name_all(files, why);
	/* EINVAL: a file system whose names are durable at once, or never. */
	if (rc == 0 && fsync(files->fd) < 0 && errno != EINVAL)
		rc = why_errno(why, errno, "cannot make %s durable", files->folder);
	return rc;
}

void reel_files_close(struct reel_files *files)
{
	close_all(files, NULL);
	if (files->fd >= 0)
		close(files->fd);
}
