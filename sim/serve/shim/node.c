/* sim/serve/shim/node.c: /dev/i2c-N as a file. */
#include "node.h"

#include <string.h>
#include <sys/sysmacros.h>

#include "client.h"
#include "settings.h"
#include "sys.h"

enum {
	I2C_MAJOR = 89,
};

int node_open(int flags)
{
	struct fake fake = { .bus = settings()->bus, .flags = (uint32_t)flags & (O_ACCMODE | O_PATH) };
	int rc;

	if ((flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL))
		return -EEXIST;
	if (flags & O_DIRECTORY)
		return -ENOTDIR;
	rc = client_open(fake.token);
	if (rc < 0)
		return rc;
	rc = fake_create(&fake, flags);
	if (rc < 0)
		client_closed(fake.token);
	return rc;
}

int node_access(int mode)
{
	if (mode & ~(R_OK | W_OK | X_OK))
		return -EINVAL;
	return mode & X_OK ? -EACCES : 0;
}

void node_stat(struct stat *st)
{
	memset(st, 0, sizeof(*st));
	sys_stat_at(AT_FDCWD, "/dev", st, 0); /* its device, its times; zeros when there is no /dev */
	st->st_mode = S_IFCHR | 0660;
	st->st_rdev = makedev(I2C_MAJOR, settings()->bus);
	st->st_ino = st->st_rdev;
	st->st_nlink = 1;
	st->st_uid = getuid();
	st->st_gid = getgid();
	st->st_size = 0;
	st->st_blocks = 0;
	st->st_blksize = 4096;
}

static struct statx_timestamp as_statx(const struct timespec *t)
{
	return (struct statx_timestamp){ .tv_sec = t->tv_sec, .tv_nsec = (uint32_t)t->tv_nsec };
}

/* All the basic fields, whatever was asked for, as a kernel may. */
void node_statx(struct statx *stx)
{
	struct stat st;

	node_stat(&st);
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

int node_instead_of(int fd, int flags)
{
	const struct settings *s = settings();
	struct stat st;
	int ours;

	if (!s->on || sys_fstat(fd, &st) < 0 || !S_ISCHR(st.st_mode) ||
		st.st_rdev != makedev(I2C_MAJOR, s->bus))
		return fd;
	sys_close(fd);
	ours = node_open(flags & ~(O_CREAT | O_EXCL));
	return ours;
}
