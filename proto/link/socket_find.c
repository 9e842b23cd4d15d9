/* proto/link/socket_find.c: the bus sockets of servers that run on this machine. */
#include "socket_find.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_ROOM = 128 }; /* more than a socket's path may have */

/* "Num: RefCount Protocol Flags Type St Inode Path": the path of one of packets that listens, NULL: another kind. */
static const char *listening_path(char *line)
{
	static const char flags[] = " 00010000 0005 ";
	char *slash = strchr(line, '/');

	line[strcspn(line, "\n")] = '\0';
	return slash && strstr(line, flags) && strstr(line, flags) < slash ? slash : NULL;
}

/* Ours keep a lock beside them while they live. */
static bool is_ours(const char *path)
{
	char lock[PATH_ROOM + 8];

	return snprintf(lock, sizeof(lock), "%s.lock", path) < (int)sizeof(lock) && access(lock, F_OK) == 0;
}

static bool tell(const char *path, struct link_finder *finder)
{
	char url[PATH_ROOM + 8];

	if (snprintf(url, sizeof(url), "unix:%s", path) >= (int)sizeof(url))
		return false;
	finder->found(finder,
		&(struct link_found){ .url = url,
			.about = "a sesim server",
			.trouble = access(path, R_OK | W_OK) < 0
					   ? "its socket is another user's: only that user and root get in"
					   : NULL });
	return true;
}

size_t socket_find(const struct link_scheme *scheme, struct link_finder *finder, struct why *why)
{
	FILE *list = fopen("/proc/net/unix", "re");
	char *line = NULL;
	size_t cap = 0, n = 0;

	(void)scheme;
	while (list && getline(&line, &cap, list) > 0) {
		const char *path = listening_path(line);

		if (path && is_ours(path) && tell(path, finder))
			n++;
	}
	if (list)
		fclose(list);
	free(line);
	if (n == 0)
		why_fail(why, ENOENT,
			"no server listens at a path here (as in sesim serve --listen unix:PATH)");
	return n;
}
