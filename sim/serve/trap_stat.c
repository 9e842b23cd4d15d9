/* sim/serve/trap_stat.c: how a trapped command looks at /dev/i2c-N and at the folders that list adapters. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "trap_state.h"

static int64_t answer_stat(
	struct trap *trap, const struct trap_call *call, const struct stat *st, uint64_t to)
{
	return target_write(trap, call, to, st, sizeof(*st));
}

static int64_t stat_at(
	struct trap *trap, const struct trap_call *call, int dirfd, uint64_t path, uint64_t to, int flags)
{
	char moved[PATH_MAX];
	struct stat st;

	switch (trap_find(trap, call, dirfd, path, moved, !(flags & AT_SYMLINK_NOFOLLOW))) {
	case TRAP_NODE:
		trap_node_stat(trap, &st);
		break;
	case TRAP_MOVED:
		if (fstatat(AT_FDCWD, moved, &st, flags & AT_SYMLINK_NOFOLLOW) < 0)
			return -errno;
		break;
	default:
		return TRAP_PASS;
	}
	return answer_stat(trap, call, &st, to);
}

static int64_t stat_open(struct trap *trap, const struct trap_call *call, int fd, uint64_t to)
{
	struct stat st;

	if (!target_open_file(trap, call, fd))
		return TRAP_PASS;
	trap_node_stat(trap, &st);
	return answer_stat(trap, call, &st, to);
}

int64_t trap_stat(struct trap *trap, struct trap_call *call)
{
	return stat_at(trap, call, AT_FDCWD, call->notif.data.args[0], call->notif.data.args[1], 0);
}

int64_t trap_lstat(struct trap *trap, struct trap_call *call)
{
	return stat_at(trap, call, AT_FDCWD, call->notif.data.args[0], call->notif.data.args[1],
		AT_SYMLINK_NOFOLLOW);
}

int64_t trap_fstat(struct trap *trap, struct trap_call *call)
{
	return stat_open(trap, call, (int)call->notif.data.args[0], call->notif.data.args[1]);
}

/* With AT_EMPTY_PATH and a path that is empty, or missing, it is the descriptor itself. */
static bool is_empty(struct trap *trap, const struct trap_call *call, uint64_t path, uint64_t flags)
{
	char first = '\0';

	return flags & AT_EMPTY_PATH &&
	       (!path || (target_read(trap, call, path, &first, 1) == 0 && first == '\0'));
}

int64_t trap_newfstatat(struct trap *trap, struct trap_call *call)
{
	const __u64 *a = call->notif.data.args;

	if (is_empty(trap, call, a[1], a[3]))
		return stat_open(trap, call, (int)a[0], a[2]);
	return stat_at(trap, call, (int)a[0], a[1], a[2], (int)a[3]);
}

static struct statx_timestamp as_statx(const struct timespec *t)
{
	return (struct statx_timestamp){ .tv_sec = t->tv_sec, .tv_nsec = (uint32_t)t->tv_nsec };
}

/* All the basic fields, whatever was asked for, as a kernel may. */
static void node_statx(const struct trap *trap, struct statx *stx)
{
	struct stat st;

	trap_node_stat(trap, &st);
	memset(stx, 0, sizeof(*stx));
	stx->stx_mask = STATX_BASIC_STATS;
	stx->stx_blksize = (uint32_t)st.st_blksize;
	stx->stx_nlink = (uint32_t)st.st_nlink;
	stx->stx_uid = st.st_uid;
	stx->stx_gid = st.st_gid;
	stx->stx_mode = (uint16_t)st.st_mode;
	stx->stx_ino = st.st_ino;
	stx->stx_atime = as_statx(&st.st_atim);
	stx->stx_mtime = as_statx(&st.st_mtim);
	stx->stx_ctime = as_statx(&st.st_ctim);
	stx->stx_rdev_major = major(st.st_rdev);
	stx->stx_rdev_minor = minor(st.st_rdev);
	stx->stx_dev_major = major(st.st_dev);
	stx->stx_dev_minor = minor(st.st_dev);
}

int64_t trap_statx(struct trap *trap, struct trap_call *call)
{
	const __u64 *a = call->notif.data.args;
	char moved[PATH_MAX];
	struct statx stx;

	if (is_empty(trap, call, a[1], a[2])) {
		if (!target_open_file(trap, call, (int)a[0]))
			return TRAP_PASS;
		node_statx(trap, &stx);
		return target_write(trap, call, a[4], &stx, sizeof(stx));
	}
	switch (trap_find(trap, call, (int)a[0], a[1], moved, !(a[2] & AT_SYMLINK_NOFOLLOW))) {
	case TRAP_NODE:
		node_statx(trap, &stx);
		break;
	case TRAP_MOVED:
		if (statx(AT_FDCWD, moved, (int)(a[2] & AT_SYMLINK_NOFOLLOW), (unsigned)a[3], &stx) < 0)
			return -errno;
		break;
	default:
		return TRAP_PASS;
	}
	return target_write(trap, call, a[4], &stx, sizeof(stx));
}

static int64_t access_at(
	struct trap *trap, const struct trap_call *call, int dirfd, uint64_t path, int mode, int flags)
{
	char moved[PATH_MAX];

	switch (trap_find(trap, call, dirfd, path, moved, !(flags & AT_SYMLINK_NOFOLLOW))) {
	case TRAP_NODE:
		if (mode & ~(R_OK | W_OK | X_OK))
			return -EINVAL;
		return mode & X_OK ? -EACCES : 0;
	case TRAP_MOVED:
		if (mode & W_OK)
			return access(moved, F_OK) == 0 ? -EACCES : -errno;
		return access(moved, mode) == 0 ? 0 : -errno;
	default:
		return TRAP_PASS;
	}
}

int64_t trap_access(struct trap *trap, struct trap_call *call)
{
	return access_at(trap, call, AT_FDCWD, call->notif.data.args[0], (int)call->notif.data.args[1], 0);
}

/* faccessat(2) of the kernel has no flags; faccessat2(2) has. */
int64_t trap_faccessat(struct trap *trap, struct trap_call *call)
{
	const __u64 *a = call->notif.data.args;

	return access_at(trap, call, (int)a[0], a[1], (int)a[2], 0);
}

static int64_t readlink_at(
	struct trap *trap, const struct trap_call *call, int dirfd, uint64_t path, uint64_t to, uint64_t cap)
{
	char moved[PATH_MAX], text[PATH_MAX];
	ssize_t n;

	switch (trap_find(trap, call, dirfd, path, moved, false)) {
	case TRAP_NODE:
		return -EINVAL; /* it is no link */
	case TRAP_MOVED:
		break;
	default:
		return TRAP_PASS;
	}
	if ((int)cap <= 0)
		return -EINVAL;
	n = readlink(moved, text, sizeof(text));
	if (n < 0)
		return -errno;
	if ((uint64_t)n > cap)
		n = (ssize_t)cap;
	return target_write(trap, call, to, text, (size_t)n) < 0 ? -EFAULT : n;
}

int64_t trap_readlink(struct trap *trap, struct trap_call *call)
{
	const __u64 *a = call->notif.data.args;

	return readlink_at(trap, call, AT_FDCWD, a[0], a[1], a[2]);
}

int64_t trap_readlinkat(struct trap *trap, struct trap_call *call)
{
	const __u64 *a = call->notif.data.args;

	return readlink_at(trap, call, (int)a[0], a[1], a[2], a[3]);
}
