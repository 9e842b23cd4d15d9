/* sim/serve/trap_target.c: what there is to see of who makes a system call: its memory and its descriptors. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "trap_state.h"

enum { PAGE = 4096 }; /* or a multiple: text is not read across its end at once */

static pid_t id_of(const struct trap_call *call)
{
	return (pid_t)call->notif.pid;
}

bool target_waits(const struct trap *trap, const struct trap_call *call)
{
	uint64_t id = call->notif.id;

	return ioctl(trap->listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &id) == 0;
}

static int fault(struct trap *trap, const struct trap_call *call, int error)
{
	if (error == EPERM)
		trap_tell(trap, TRAP_WARN_MEMORY,
			"process %d may not be looked into (another user's, unreadable, or kept by Yama from "
			"all but its parents): it finds no bus",
			(int)call->notif.pid);
	return -EFAULT;
}

/* NOLINTBEGIN(readability-non-const-parameter): the kernel writes to bytes */
int target_gather(
	struct trap *trap, const struct trap_call *call, const struct iovec *pieces, size_t n, uint8_t *bytes)
{
	struct iovec all = { .iov_base = bytes };
	ssize_t got;

	for (size_t i = 0; i < n; i++)
		all.iov_len += pieces[i].iov_len;
	if (all.iov_len == 0)
		return 0;
	got = process_vm_readv(id_of(call), &all, 1, pieces, n, 0);
	return got == (ssize_t)all.iov_len ? 0 : fault(trap, call, got < 0 ? errno : EFAULT);
}
/* NOLINTEND(readability-non-const-parameter) */

int target_scatter(struct trap *trap, const struct trap_call *call, const struct iovec *pieces, size_t n,
	const uint8_t *bytes)
{
	struct iovec all = { .iov_base = (void *)bytes };
	ssize_t put;

	for (size_t i = 0; i < n; i++)
		all.iov_len += pieces[i].iov_len;
	if (all.iov_len == 0)
		return 0;
	if (!target_waits(trap, call)) /* its number may be another's by now */
		return -EFAULT;
	put = process_vm_writev(id_of(call), &all, 1, pieces, n, 0);
	return put == (ssize_t)all.iov_len ? 0 : fault(trap, call, put < 0 ? errno : EFAULT);
}

struct iovec target_piece(uint64_t address, size_t len)
{
	struct iovec piece = { .iov_len = len };
	uintptr_t there = (uintptr_t)address;

	memcpy(&piece.iov_base, &there, sizeof(there));
	return piece;
}

int target_read(struct trap *trap, const struct trap_call *call, uint64_t from, void *to, size_t len)
{
	struct iovec piece = target_piece(from, len);

	return target_gather(trap, call, &piece, 1, to);
}

int target_write(struct trap *trap, const struct trap_call *call, uint64_t to, const void *from, size_t len)
{
	struct iovec piece = target_piece(to, len);

	return target_scatter(trap, call, &piece, 1, from);
}

int target_text(struct trap *trap, const struct trap_call *call, uint64_t from, char *text, size_t cap)
{
	enum { AT_ONCE = 256 };
	size_t len = 0;

	while (len < cap) {
		size_t more = PAGE - (size_t)((from + len) % PAGE);
		int rc;

		if (more > AT_ONCE)
			more = AT_ONCE;
		if (more > cap - len)
			more = cap - len;
		rc = target_read(trap, call, from + len, text + len, more);
		if (rc < 0)
			return rc;
		if (memchr(text + len, 0, more))
			return 0;
		len += more;
	}
	return -ENAMETOOLONG;
}

/* "socket:[123]" */
static bool socket_inode(const char *text, uint64_t *inode)
{
	static const char start[] = "socket:[";
	char *end;

	if (strncmp(text, start, sizeof(start) - 1) != 0)
		return false;
	*inode = strtoull(text + sizeof(start) - 1, &end, 10);
	return end[0] == ']' && end[1] == '\0';
}

struct trap_open *target_open_file(struct trap *trap, const struct trap_call *call, int fd)
{
	char path[48], text[64];
	uint64_t inode;
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int)id_of(call), fd);
	n = readlink(path, text, sizeof(text) - 1);
	if (n <= 0)
		return NULL;
	text[n] = '\0';
	return socket_inode(text, &inode) ? trap_files_find(&trap->files, inode) : NULL;
}

int target_number(const struct trap_call *call, int from)
{
	char path[48], text[8];

	for (int fd = from < TRAP_FIRST ? TRAP_FIRST : from; fd < TRAP_END; fd++) {
		snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int)id_of(call), fd);
		if (readlink(path, text, sizeof(text)) < 0 && errno == ENOENT)
			return fd;
	}
	return -EMFILE;
}

int64_t target_give(struct trap *trap, const struct trap_call *call, int fd, int number, bool close_on_exec)
{
	struct seccomp_notif_addfd give = {
		.id = call->notif.id,
		.flags = SECCOMP_ADDFD_FLAG_SEND,
		.srcfd = (uint32_t)fd,
		.newfd_flags = close_on_exec ? O_CLOEXEC : 0,
	};

	if (number >= 0) {
		give.flags |= SECCOMP_ADDFD_FLAG_SETFD;
		give.newfd = (uint32_t)number;
	}
	if (ioctl(trap->listener, SECCOMP_IOCTL_NOTIF_ADDFD, &give) >= 0)
		return TRAP_SENT;
	switch (errno) {
	case ENOENT:
	case EINPROGRESS:
	case ESRCH:
		return TRAP_SENT;
	case EBADF:
	case EMFILE:
		if (number >= 0)
			trap_tell(trap, TRAP_WARN_LIMIT,
				"the command has lowered its limit of open files: descriptors of the bus are "
				"numbered from %d to %d (ulimit -n)",
				TRAP_FIRST, TRAP_END - 1);
		return -EMFILE;
	default:
		return -errno;
	}
}
