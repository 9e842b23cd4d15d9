/* sim/serve/listener.c: a listening socket, and its file. */
#include "listener.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 128 };

static void lock_path(const struct listener *listener, char *path, size_t size)
{
	snprintf(path, size, "%s.lock", endpoint_path(&listener->endpoint));
}

/*
 * Takes the lock that lives as long as its server. The file may be removed by a server that ends just
 * now: then the lock is on no file any more, and the next one is tried.
 */
static int take_lock(struct listener *listener, struct why *why)
{
	char path[sizeof(struct sockaddr_un) + 8];
	const char *socket_path = endpoint_path(&listener->endpoint);

	lock_path(listener, path, sizeof(path));
	for (int tries = 0; tries < 100; tries++) {
		struct stat held, named;
		int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

		if (fd < 0)
			return why_errno(why, errno, "cannot open %s", path);
		if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
			int cause = errno;

			close(fd);
			if (cause == EWOULDBLOCK)
				return why_fail(
					why, EADDRINUSE, "another server already serves %s", socket_path);
			return why_errno(why, cause, "cannot lock %s", path);
		}
		if (fstat(fd, &held) == 0 && stat(path, &named) == 0 && held.st_dev == named.st_dev &&
			held.st_ino == named.st_ino) {
			listener->lock_fd = fd;
			return 0;
		}
		close(fd);
	}
	return why_fail(why, EADDRINUSE, "cannot lock %s: it changes all the time", path);
}

/* Whether nobody accepts there any more; the lock is ours, but a server may be another program's. */
static bool socket_is_dead(const struct endpoint *endpoint)
{
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	bool dead = false;

	if (fd >= 0) {
		/* EPROTOTYPE: a living socket of another type. */
		dead = connect(fd, (const struct sockaddr *)&endpoint->address, endpoint->address_len) < 0 &&
		       errno == ECONNREFUSED;
		close(fd);
	}
	return dead;
}

static int remove_stale(const struct listener *listener, struct why *why)
{
	const char *path = endpoint_path(&listener->endpoint);
	struct stat st;

	if (lstat(path, &st) < 0)
		return errno == ENOENT ? 0 : why_errno(why, errno, "cannot look at %s", path);
	if (!S_ISSOCK(st.st_mode))
		return why_fail(why, EEXIST, "%s exists and is no socket", path);
	if (!socket_is_dead(&listener->endpoint))
		return why_fail(why, EADDRINUSE, "another program already serves %s", path);
	if (unlink(path) < 0)
		return why_errno(why, errno, "cannot remove the stale socket %s", path);
	return 0;
}

static int open_path(struct listener *listener, struct why *why)
{
	const char *path = endpoint_path(&listener->endpoint);
	struct stat st;
	int rc = take_lock(listener, why);

	if (rc == 0)
		rc = remove_stale(listener, why);
	if (rc < 0)
		return rc;
	/* Linux gives the file the mode of the socket, so that it never was anybody else's. */
	if (fchmod(listener->fd, 0600) < 0)
		return why_errno(why, errno, "cannot restrict %s", path);
	if (bind(listener->fd, (const struct sockaddr *)&listener->endpoint.address,
		    listener->endpoint.address_len) < 0)
		return why_errno(why, errno, "cannot make the socket %s", path);
	if (stat(path, &st) < 0)
		return why_errno(why, errno, "cannot look at %s", path);
	listener->dev = st.st_dev;
	listener->ino = st.st_ino;
	if ((st.st_mode & 0777) != 0600)
		return why_fail(why, EACCES, "%s has mode %o instead of 600", path, st.st_mode & 0777u);
	return 0;
}

static int open_other(struct listener *listener, const char *url, bool allow_remote, struct why *why)
{
	const int on = 1;

	if (!listener->endpoint.loopback && !allow_remote)
		return why_fail(why, EACCES,
			"%s can be reached from other machines and has no password: --allow-remote permits "
			"that",
			url);
	if (listener->endpoint.kind == ENDPOINT_ABSTRACT && !listener->endpoint.has_key)
		return why_fail(why, EACCES,
			"everyone on this machine sees %s: it needs a key, as in %s,key=HEX", url, url);
	if (listener->endpoint.kind == ENDPOINT_TCP)
		setsockopt(listener->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(listener->fd, (const struct sockaddr *)&listener->endpoint.address,
		    listener->endpoint.address_len) < 0)
		return why_errno(why, errno, "cannot listen at %s", url);
	return 0;
}

int listener_open(struct listener *listener, const char *url, bool allow_remote, struct why *why)
{
	int rc, type;

	*listener = (struct listener){ .fd = -1, .lock_fd = -1 };
	rc = endpoint_parse(&listener->endpoint, url, why);
	if (rc < 0)
		return rc;
	type = listener->endpoint.kind == ENDPOINT_TCP ? SOCK_STREAM : SOCK_SEQPACKET;
	listener->fd = socket(listener->endpoint.address.ss_family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (listener->fd < 0)
		return why_errno(why, errno, "no socket for %s", url);
	if (listener->endpoint.kind == ENDPOINT_PATH)
		rc = open_path(listener, why);
	else
		rc = open_other(listener, url, allow_remote, why);
	if (rc == 0 && listen(listener->fd, BACKLOG) < 0)
		rc = why_errno(why, errno, "cannot listen at %s", url);
	if (rc < 0)
		listener_close(listener);
	return rc;
}

uint16_t listener_port(const struct listener *listener)
{
	struct sockaddr_storage address = { 0 };
	socklen_t len = sizeof(address);

	if (getsockname(listener->fd, (struct sockaddr *)&address, &len) < 0)
		return 0;
	if (address.ss_family == AF_INET)
		return ntohs(((struct sockaddr_in *)&address)->sin_port);
	if (address.ss_family == AF_INET6)
		return ntohs(((struct sockaddr_in6 *)&address)->sin6_port);
	return 0;
}

int listener_spare(void)
{
	return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

void listener_turn_away(const struct listener *listener, int *spare)
{
	int fd;

	if (*spare >= 0)
		close(*spare);
	fd = accept4(listener->fd, NULL, NULL, SOCK_CLOEXEC);
	if (fd >= 0)
		close(fd);
	*spare = listener_spare();
}

void listener_close(struct listener *listener)
{
	char path[sizeof(struct sockaddr_un) + 8];
	struct stat st;

	if (listener->fd >= 0)
		close(listener->fd);
	if (listener->ino && stat(endpoint_path(&listener->endpoint), &st) == 0 &&
		st.st_dev == listener->dev && st.st_ino == listener->ino)
		unlink(endpoint_path(&listener->endpoint));
	if (listener->lock_fd >= 0) {
		lock_path(listener, path, sizeof(path));
		unlink(path);
		close(listener->lock_fd);
	}
	*listener = (struct listener){ .fd = -1, .lock_fd = -1 };
}
