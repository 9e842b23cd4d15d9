/* sim/serve/trap_open.c: how a trapped command comes to descriptors of the bus: open, dup and fcntl. */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "trap_state.h"

static int64_t open_node(struct trap *trap, const struct trap_call *call, uint64_t flags)
{
	int number, fd;
	int64_t answer;

	if ((flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL))
		return -EEXIST;
	if (flags & O_DIRECTORY)
		return -ENOTDIR;
	if (trap->over)
		return -ENODEV;
	number = target_number(call, TRAP_FIRST);
	if (number < 0)
		return number;
	fd = trap_files_make(&trap->files, NULL, (uint32_t)flags);
	if (fd < 0)
		return fd;
	answer = target_give(trap, call, fd, number, flags & O_CLOEXEC);
	close(fd);
	return answer;
}

/* A file or folder of those that list adapters: only to be read. */
static int64_t open_moved(struct trap *trap, const struct trap_call *call, const char *path, uint64_t flags)
{
	int64_t answer;
	int fd;

	if ((flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL))
		return access(path, F_OK) == 0 ? -EEXIST : -EACCES;
	if ((flags & O_ACCMODE) != O_RDONLY || flags & O_TRUNC)
		return access(path, F_OK) == 0 ? -EACCES : -errno;
	/* O_PATH cannot be handed over */
	fd = open(path, (int)(flags & (O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK)) | O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	answer = target_give(trap, call, fd, -1, flags & O_CLOEXEC);
	close(fd);
	return answer;
}

static int64_t open_at(
	struct trap *trap, const struct trap_call *call, int dirfd, uint64_t path, uint64_t flags)
{
	char moved[PATH_MAX];

	switch (trap_find(trap, call, dirfd, path, moved, !(flags & O_NOFOLLOW))) {
	case TRAP_NODE:
		return open_node(trap, call, flags);
	case TRAP_MOVED:
		return open_moved(trap, call, moved, flags);
	default:
		return TRAP_PASS;
	}
}

int64_t trap_open(struct trap *trap, struct trap_call *call)
{
	return open_at(trap, call, AT_FDCWD, call->notif.data.args[0], call->notif.data.args[1]);
}

int64_t trap_creat(struct trap *trap, struct trap_call *call)
{
	return open_at(trap, call, AT_FDCWD, call->notif.data.args[0], O_CREAT | O_WRONLY | O_TRUNC);
}

int64_t trap_openat(struct trap *trap, struct trap_call *call)
{
	const __u64 *a = call->notif.data.args;

	return open_at(trap, call, (int)a[0], a[1], a[2]);
}

int64_t trap_openat2(struct trap *trap, struct trap_call *call)
{
	const __u64 *a = call->notif.data.args;
	struct open_how how;

	if (a[3] < sizeof(how) || target_read(trap, call, a[2], &how, sizeof(how)) < 0)
		return TRAP_PASS;
	/* Kept below a folder, it does not come to /dev. */
	if (how.resolve & (RESOLVE_BENEATH | RESOLVE_IN_ROOT))
		return TRAP_PASS;
	return open_at(trap, call, (int)a[0], a[1], how.flags);
}

/* A copy of an open descriptor with that number. */
static int64_t copy(struct trap *trap, const struct trap_call *call, struct trap_open *open, int number,
	bool close_on_exec)
{
	int64_t answer;
	int fd;

	if (number < 0)
		return number;
	fd = trap_files_make(&trap->files, open, 0);
	if (fd < 0)
		return fd;
	answer = target_give(trap, call, fd, number, close_on_exec);
	close(fd);
	return answer;
}

int64_t trap_dup(struct trap *trap, struct trap_call *call)
{
	struct trap_open *open = target_open_file(trap, call, (int)call->notif.data.args[0]);

	return open ? copy(trap, call, open, target_number(call, TRAP_FIRST), false) : TRAP_PASS;
}

static int64_t copy_to(struct trap *trap, const struct trap_call *call, bool close_on_exec)
{
	int from = (int)call->notif.data.args[0], to = (int)call->notif.data.args[1];
	struct trap_open *open = target_open_file(trap, call, from);

	if (!open || from == to)
		return TRAP_PASS; /* the same number twice is the kernel's to judge */
	if (to >= TRAP_FIRST && to < TRAP_END)
		return copy(trap, call, open, to, close_on_exec);
	trap_tell(trap, TRAP_WARN_NUMBER,
		"process %u wants descriptor %d to be the bus: under --trap only %d to %d can be, so it gets "
		"EBADF (a dynamic program, by the shim, may have any)",
		call->notif.pid, to, TRAP_FIRST, TRAP_END - 1);
	return -EBADF;
}

int64_t trap_dup2(struct trap *trap, struct trap_call *call)
{
	return copy_to(trap, call, false);
}

int64_t trap_dup3(struct trap *trap, struct trap_call *call)
{
	uint64_t flags = call->notif.data.args[2];

	return flags & ~(uint64_t)O_CLOEXEC ? TRAP_PASS : copy_to(trap, call, flags & O_CLOEXEC);
}

int64_t trap_fcntl(struct trap *trap, struct trap_call *call)
{
	enum { SETTABLE = O_APPEND | O_NONBLOCK };
	const __u64 *a = call->notif.data.args;
	struct trap_open *open = target_open_file(trap, call, (int)a[0]);

	if (!open)
		return TRAP_PASS;
	switch ((int)a[1]) {
	case F_DUPFD:
	case F_DUPFD_CLOEXEC:
		if (a[2] >= TRAP_END)
			return a[2] > INT_MAX ? -EINVAL : -EMFILE;
		return copy(trap, call, open, target_number(call, (int)a[2]), (int)a[1] == F_DUPFD_CLOEXEC);
	case F_GETFL:
		return open->flags & (O_ACCMODE | O_PATH | SETTABLE);
	case F_SETFL:
		open->flags = (open->flags & ~(uint32_t)SETTABLE) | ((uint32_t)a[2] & SETTABLE);
		return 0;
	default: /* close-on-exec, owner and locks are those of any descriptor */
		return TRAP_PASS;
	}
}
