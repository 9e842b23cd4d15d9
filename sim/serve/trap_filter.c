/* sim/serve/trap_filter.c: the filter that stops a command's system calls, and how its listener gets to us. */
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "trap_state.h"

/* Linux 6.6; Debian 12's headers are of 6.1. */
#ifndef SECCOMP_IOCTL_NOTIF_SET_FLAGS
#define SECCOMP_IOCTL_NOTIF_SET_FLAGS SECCOMP_IOW(4, __u64)
#endif

enum {
	SYNC_WAKE_UP = 1,
	ROW_STEPS = 8,
	PROLOGUE = 5,
};

#if defined(__x86_64__)
static const uint32_t own_machine = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
static const uint32_t own_machine = AUDIT_ARCH_AARCH64;
#else
static const uint32_t own_machine = 0;
#endif

static const uint32_t arguments_at = offsetof(struct seccomp_data, args);

/* All numbers that matter have 32 bits; both machines keep the low half first. */
static struct sock_filter load(uint32_t at)
{
	return (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, at);
}

/* Skips so many instructions. */
static struct sock_filter jump(uint16_t how, uint32_t number, unsigned if_true, unsigned if_false)
{
	return (struct sock_filter)BPF_JUMP(
		(uint16_t)(BPF_JMP | how | BPF_K), number, (uint8_t)if_true, (uint8_t)if_false);
}

static struct sock_filter answer(uint32_t action)
{
	return (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action);
}

/* The accumulator holds the call's number when a row begins, and is needed by the next one only if this is another. */
static size_t put_row(struct sock_filter *to, const struct trap_row *row)
{
	const struct sock_filter stop = answer(SECCOMP_RET_USER_NOTIF), pass = answer(SECCOMP_RET_ALLOW);
	size_t n = 1;

	if (row->watch == TRAP_PATH) {
		to[n++] = load(arguments_at + row->flags * (uint32_t)sizeof(uint64_t));
		to[n++] = jump(BPF_JSET, AT_EMPTY_PATH, 1, 0);
		to[n++] = stop;
	}
	if (row->watch != TRAP_ALWAYS) {
		to[n++] = load(arguments_at);
		to[n++] = jump(BPF_JGE, TRAP_FIRST, 0, 1);
		to[n++] = jump(BPF_JGE, TRAP_END, 0, 1);
		to[n++] = pass;
	}
	to[n++] = stop;
	to[0] = jump(BPF_JEQ, (uint32_t)row->number, 0, (unsigned)n - 1);
	return n;
}

/* Other machines' calls (32 bits, x32) have other numbers: they pass. */
static size_t put_filter(struct sock_filter *to)
{
	size_t rows, n = 0;
	const struct trap_row *row = trap_rows(&rows);

	to[n++] = load(offsetof(struct seccomp_data, arch));
	to[n++] = jump(BPF_JEQ, own_machine, 1, 0);
	to[n++] = answer(SECCOMP_RET_ALLOW);
	to[n++] = load(offsetof(struct seccomp_data, nr)); /* x32 has a bit of its own in it */
	for (size_t i = 0; i < rows; i++)
		n += put_row(to + n, &row[i]);
	to[n++] = answer(SECCOMP_RET_ALLOW);
	return n;
}

/* Returns the listener or -errno. */
static int put_on(void)
{
	const unsigned listener = SECCOMP_FILTER_FLAG_NEW_LISTENER;
	struct sock_filter steps[PROLOGUE + TRAP_ROWS_MAX * ROW_STEPS];
	struct sock_fprog program = { .filter = steps, .len = (unsigned short)put_filter(steps) };
	long fd;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -errno;
	/*
	 * A signal does not make a call start again that was taken: a transaction would run twice. Before Linux 5.19
	 * there is no such promise.
	 */
	fd = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, listener | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV,
		&program);
	if (fd < 0 && errno == EINVAL)
		fd = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, listener, &program);
	return fd < 0 ? -errno : (int)fd;
}

/* Room for one descriptor beside a message. */
union control {
	struct cmsghdr header;
	char bytes[CMSG_SPACE(sizeof(int))];
};

void trap_install(int to)
{
	int listener = put_on(), error = listener < 0 ? -listener : 0;
	struct iovec piece = { .iov_base = &error, .iov_len = sizeof(error) };
	union control control = { .bytes = { 0 } };
	struct msghdr message = { .msg_iov = &piece, .msg_iovlen = 1 };

	if (listener >= 0) {
		struct cmsghdr *c = &control.header;

		message.msg_control = control.bytes;
		message.msg_controllen = sizeof(control.bytes);
		*c = (struct cmsghdr){
			.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(sizeof(int))
		};
		memcpy(CMSG_DATA(c), &listener, sizeof(listener));
	}
	if (sendmsg(to, &message, MSG_NOSIGNAL) < 0 || listener < 0)
		_exit(125);
	close(listener);
}

static int receive(int from, struct why *why)
{
	int error = 0, listener = -1;
	struct iovec piece = { .iov_base = &error, .iov_len = sizeof(error) };
	union control control = { .bytes = { 0 } };
	struct msghdr message = { .msg_iov = &piece,
		.msg_iovlen = 1,
		.msg_control = control.bytes,
		.msg_controllen = sizeof(control.bytes) };
	ssize_t n = recvmsg(from, &message, MSG_CMSG_CLOEXEC);
	const struct cmsghdr *c = n > 0 ? CMSG_FIRSTHDR(&message) : NULL;

	if (n != (ssize_t)sizeof(error))
		return why_fail(why, EIO, "the command ended before its system calls could be trapped");
	if (error == EBUSY)
		return why_fail(why, EBUSY,
			"cannot trap system calls: another program watches this one by seccomp already (a "
			"sesim "
			"run --trap inside another, or a container's)");
	if (error)
		return why_errno(why, error, "cannot trap the command's system calls by seccomp");
	if (!c || c->cmsg_type != SCM_RIGHTS)
		return why_fail(why, EIO, "the command sent no listener");
	memcpy(&listener, CMSG_DATA(c), sizeof(listener));
	return listener;
}

/* Handing over a descriptor and answering by it are one, since Linux 5.14. */
static bool can_answer_by_descriptor(int listener)
{
	struct seccomp_notif_addfd give = {
		.flags = SECCOMP_ADDFD_FLAG_SEND | SECCOMP_ADDFD_FLAG_SETFD,
		.srcfd = (uint32_t)listener,
		.newfd = TRAP_FIRST,
	};

	return ioctl(listener, SECCOMP_IOCTL_NOTIF_ADDFD, &give) < 0 && errno == ENOENT;
}

/*
 * To wake a process on another processor takes as long as several transactions. Linux 6.6 wakes it on this one; before,
 * both are kept on one.
 */
static void stay_together(int listener, pid_t command)
{
	cpu_set_t here;

	if (ioctl(listener, SECCOMP_IOCTL_NOTIF_SET_FLAGS, SYNC_WAKE_UP) == 0)
		return;
	CPU_ZERO(&here);
	CPU_SET((size_t)sched_getcpu(), &here);
	sched_setaffinity(0, sizeof(here), &here);
	sched_setaffinity(command, sizeof(here), &here);
}

int trap_possible(struct why *why)
{
	const uint32_t action = SECCOMP_RET_USER_NOTIF;
	struct seccomp_notif_sizes sizes;
	struct rlimit files;

	if (own_machine == 0)
		return why_fail(why, ENOSYS,
			"system calls can be trapped on x86-64 and aarch64, not on this machine");
	if (syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) < 0 ||
		syscall(SYS_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, &sizes) < 0)
		return why_errno(why, errno,
			"cannot trap system calls: this kernel or container has no seccomp user "
			"notification");
	if (sizes.seccomp_notif > sizeof(struct seccomp_notif) ||
		sizes.seccomp_notif_resp > sizeof(struct seccomp_notif_resp))
		return why_fail(why, E2BIG,
			"cannot trap system calls: this kernel tells more of them than this program knows");
	if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < TRAP_END)
		return why_fail(why, EMFILE,
			"cannot trap system calls with a limit of %llu open files: %d are needed (ulimit -n "
			"%d)",
			(unsigned long long)files.rlim_cur, TRAP_END, TRAP_END);
	if (access("/proc/self/fd", X_OK) < 0)
		return why_errno(why, errno, "cannot trap system calls: /proc is needed");
	return 0;
}

int trap_listener(int from, pid_t command, struct why *why)
{
	int listener = receive(from, why);

	if (listener < 0)
		return listener;
	if (!can_answer_by_descriptor(listener)) {
		close(listener);
		return why_fail(why, ENOSYS, "cannot trap system calls: Linux 5.14 or newer is needed");
	}
	stay_together(listener, command);
	return listener;
}
