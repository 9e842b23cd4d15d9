/* sim/serve/trap_state.h: what the files of the trap share; for them alone. */
#ifndef SESIM_SERVE_TRAP_STATE_H
#define SESIM_SERVE_TRAP_STATE_H

#include <limits.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/uio.h>

#include "i2c.h"
#include "local.h"
#include "trap.h"
#include "trap_files.h"

enum {
	TRAP_WAITING_MAX = 64,
	TRAP_ROWS_MAX = 40,
	TRAP_ROOM = I2C_MESSAGES_MAX * (I2C_MESSAGE_MAX + I2C_COUNTED_MAX),
};

/* What a handler returns besides a system call's own result. */
enum trap_answer {
	TRAP_PASS = -100000,  /* the kernel is to run it */
	TRAP_SENT = -100001,  /* is answered already, or nobody waits for it */
	TRAP_LATER = -100002, /* not yet its turn on the bus: run it again then */
};

enum trap_warning {
	TRAP_WARN_MEMORY,
	TRAP_WARN_NUMBER,
	TRAP_WARN_LIMIT,
	TRAP_WARN_CALL,
	TRAP_WARNINGS,
};

/* A system call that waits for its answer. */
struct trap_call {
	struct seccomp_notif notif;
	bool resumed;  /* it is at the head of those that wait */
	size_t part;   /* of readv() and writev(): done so far, */
	int64_t bytes; /* and that many bytes */
};

struct trap {
	int listener;
	struct server *server;
	unsigned bus;
	char name[24]; /* "i2c-1" */
	char node[32]; /* "/dev/i2c-1" */
	char folder[PATH_MAX];
	struct trap_files files;
	struct trap_call waiting[TRAP_WAITING_MAX];
	size_t n_waiting;
	bool keep;  /* what just ran has its answer later: */
	bool holds; /* this one, when the bus is free again */
	uint64_t held_id;
	int64_t held;
	bool over;  /* the bus: trap_free() */
	bool ended; /* nobody is there any more */
	void (*warn)(void *context, const char *sentence);
	void *warn_context;
	bool warned[TRAP_WARNINGS];
	uint8_t bytes[TRAP_ROOM]; /* of a transaction */
};

typedef int64_t trap_handler(struct trap *trap, struct trap_call *call);

/* When the filter stops a call. */
enum trap_watch {
	TRAP_ALWAYS,
	TRAP_WINDOW, /* its first argument is a descriptor in the window */
	TRAP_PATH,   /* always, but with AT_EMPTY_PATH only for a descriptor in the window */
};

struct trap_row {
	int number;
	enum trap_watch watch;
	unsigned flags; /* TRAP_PATH: which argument has AT_EMPTY_PATH */
	trap_handler *run;
};

/* trap_table.c: every system call that is watched. */
const struct trap_row *trap_rows(size_t *n);

/* trap.c */
__attribute__((format(printf, 3, 4))) void trap_tell(
	struct trap *trap, enum trap_warning kind, const char *format, ...);

/* trap_filter.c: what trap_install() sent, ready for use. -errno. */
int trap_listener(int from, pid_t command, struct why *why);

/* trap_target.c: what there is to see of who calls. All return 0 or -errno. */

/* Whether it still waits: what was read before that was its own. */
bool target_waits(const struct trap *trap, const struct trap_call *call);
/* -EFAULT whatever the cause. */
int target_read(struct trap *trap, const struct trap_call *call, uint64_t from, void *to, size_t len);
int target_write(struct trap *trap, const struct trap_call *call, uint64_t to, const void *from, size_t len);
struct iovec target_piece(uint64_t address, size_t len);
/* Several pieces, one after another into one buffer, or from one. */
int target_gather(struct trap *trap, const struct trap_call *call, const struct iovec *pieces, size_t n,
	uint8_t *bytes);
int target_scatter(struct trap *trap, const struct trap_call *call, const struct iovec *pieces, size_t n,
	const uint8_t *bytes);
int target_text(struct trap *trap, const struct trap_call *call, uint64_t from, char *text, size_t cap);
/* What its descriptor fd is of ours, NULL: nothing. */
struct trap_open *target_open_file(struct trap *trap, const struct trap_call *call, int fd);
/* The lowest number from `from` in the window that it does not use; -EMFILE. */
int target_number(const struct trap_call *call, int from);
/* Gives it a copy of a descriptor as its call's result, with that number (-1: any). As a handler's result. */
int64_t target_give(struct trap *trap, const struct trap_call *call, int fd, int number, bool close_on_exec);

/* trap_place.c: where its paths lead */
enum trap_place {
	TRAP_OTHER,
	TRAP_NODE,  /* /dev/i2c-N */
	TRAP_MOVED, /* moved has the path to use instead */
};
enum trap_place trap_find(struct trap *trap, const struct trap_call *call, int dirfd, uint64_t address,
	char moved[PATH_MAX], bool follow);
void trap_node_stat(const struct trap *trap, struct stat *st);

/* trap_open.c, trap_io.c, trap_stat.c */
trap_handler trap_open, trap_creat, trap_openat, trap_openat2, trap_dup, trap_dup2, trap_dup3, trap_fcntl;
trap_handler trap_read, trap_write, trap_pread, trap_pwrite, trap_readv, trap_writev, trap_preadv,
	trap_preadv2, trap_pwritev2, trap_pwritev, trap_lseek, trap_ioctl;
trap_handler trap_stat, trap_lstat, trap_fstat, trap_newfstatat, trap_statx, trap_access, trap_faccessat,
	trap_readlink, trap_readlinkat;

#endif
