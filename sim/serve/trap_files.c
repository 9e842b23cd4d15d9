/* sim/serve/trap_files.c: the descriptors that a trapped command has of the bus. */
#include "trap_files.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

void trap_files_init(struct trap_files *files)
{
	*files = (struct trap_files){ .used = 0 };
	for (size_t i = 0; i < TRAP_FILES_MAX; i++)
		files->pairs[i].fd = -1;
}

static void free_pair(struct trap_pair *pair)
{
	close(pair->fd);
	pair->open->pairs--;
	*pair = (struct trap_pair){ .fd = -1 };
}

void trap_files_close(struct trap_files *files)
{
	for (size_t i = 0; i < files->used; i++)
		if (files->pairs[i].fd >= 0)
			free_pair(&files->pairs[i]);
	files->used = 0;
}

void trap_files_abandon(struct trap_files *files)
{
	for (size_t i = 0; i < files->used; i++)
		if (files->pairs[i].fd >= 0)
			files->pairs[i].fd = INT_MAX; /* which poll() finds invalid, not at its end */
}

struct trap_open *trap_files_find(struct trap_files *files, uint64_t inode)
{
	for (size_t i = 0; i < files->used; i++)
		if (files->pairs[i].fd >= 0 && files->pairs[i].inode == inode)
			return files->pairs[i].open;
	return NULL;
}

/* Frees those that nobody has any more. */
static void sweep(struct trap_files *files)
{
	struct pollfd waits[TRAP_FILES_MAX];

	for (size_t i = 0; i < files->used; i++)
		waits[i] = (struct pollfd){ .fd = files->pairs[i].fd };
	if (files->used == 0 || poll(waits, files->used, 0) <= 0)
		return;
	for (size_t i = 0; i < files->used; i++)
		if (waits[i].revents & (POLLHUP | POLLERR))
			free_pair(&files->pairs[i]);
}

static struct trap_open *new_open(struct trap_files *files, uint32_t flags)
{
	struct trap_open *open = files->opens;

	while (open->pairs > 0) /* there are as many as pairs, of which one is free */
		open++;
	*open = (struct trap_open){ .flags = flags };
	return open;
}

int trap_files_make(struct trap_files *files, struct trap_open *open, uint32_t flags)
{
	struct stat st;
	int ends[2], rc;
	size_t i = 0;

	sweep(files);
	while (i < TRAP_FILES_MAX && files->pairs[i].fd >= 0)
		i++;
	if (i == TRAP_FILES_MAX)
		return -ENFILE;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
		return -errno;
	/* A byte lies in it for good: poll() finds it readable, as a device without a poll of its own. */
	if (fstat(ends[1], &st) < 0 || send(ends[0], "", 1, MSG_NOSIGNAL) != 1) {
		rc = -errno;
		close(ends[0]);
		close(ends[1]);
		return rc;
	}
	if (!open)
		open = new_open(files, flags);
	open->pairs++;
	files->pairs[i] = (struct trap_pair){ .fd = ends[0], .inode = st.st_ino, .open = open };
	if (i == files->used)
		files->used++;
	return ends[1];
}
