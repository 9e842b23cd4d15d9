/*
 * sim/serve/shim/sys.h: the system calls the shim makes for itself. They go to the kernel and not through
 * libc's names, which the program, a sanitizer or this very library may have taken over. All return
 * -errno on failure and leave errno alone, as the caller of a wrapped function may look at it.
 */
#ifndef SESIM_SHIM_SYS_H
#define SESIM_SHIM_SYS_H

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

_Static_assert(sizeof(void *) == 8, "struct stat is the kernel's own on 64-bit systems only");

static inline long sys_call(long number, long a, long b, long c, long d, long e)
{
	int kept = errno;
	long rc = syscall(number, a, b, c, d, e, 0L);

	if (rc < 0)
		rc = -errno;
	errno = kept;
	return rc;
}

static inline int sys_stat_at(int dirfd, const char *path, struct stat *st, int flags)
{
	return (int)sys_call(SYS_newfstatat, dirfd, (long)path, (long)st, flags, 0);
}

static inline int sys_fstat(int fd, struct stat *st)
{
	return (int)sys_call(SYS_fstat, fd, (long)st, 0, 0, 0);
}

static inline int sys_close(int fd)
{
	return (int)sys_call(SYS_close, fd, 0, 0, 0, 0);
}

static inline int sys_fcntl(int fd, int command, long argument)
{
	return (int)sys_call(SYS_fcntl, fd, command, argument, 0, 0);
}

static inline long sys_pread(int fd, void *bytes, size_t len, long at)
{
	return sys_call(SYS_pread64, fd, (long)bytes, (long)len, at, 0);
}

static inline long sys_readlink_at(int dirfd, const char *path, char *to, size_t cap)
{
	return sys_call(SYS_readlinkat, dirfd, (long)path, (long)to, (long)cap, 0);
}

/* Fresh zeros; the address, or -errno. */
static inline long sys_map(size_t len)
{
	int kept = errno;
	long at = syscall(SYS_mmap, 0L, len, (long)(PROT_READ | PROT_WRITE),
		(long)(MAP_PRIVATE | MAP_ANONYMOUS), -1L, 0L);

	if (at == -1)
		at = -errno;
	errno = kept;
	return at;
}

#endif
