/*
 * sim/serve/trap_table.c: every system call of a command that is watched. The filter is made from this table, and who
 * answers is found in it. Newer machines (aarch64) have only the calls that take a folder.
 */
#include <sys/syscall.h>

#include "trap_state.h"

static const struct trap_row rows[] = {
	{ SYS_read, TRAP_WINDOW, 0, trap_read },
	{ SYS_write, TRAP_WINDOW, 0, trap_write },
	{ SYS_ioctl, TRAP_WINDOW, 0, trap_ioctl },
	{ SYS_readv, TRAP_WINDOW, 0, trap_readv },
	{ SYS_writev, TRAP_WINDOW, 0, trap_writev },
	{ SYS_pread64, TRAP_WINDOW, 0, trap_pread },
	{ SYS_pwrite64, TRAP_WINDOW, 0, trap_pwrite },
	{ SYS_preadv, TRAP_WINDOW, 0, trap_preadv },
	{ SYS_pwritev, TRAP_WINDOW, 0, trap_pwritev },
	{ SYS_preadv2, TRAP_WINDOW, 0, trap_preadv2 },
	{ SYS_pwritev2, TRAP_WINDOW, 0, trap_pwritev2 },
	{ SYS_lseek, TRAP_WINDOW, 0, trap_lseek },
	{ SYS_fcntl, TRAP_WINDOW, 0, trap_fcntl },
	{ SYS_dup, TRAP_WINDOW, 0, trap_dup },
	{ SYS_dup3, TRAP_WINDOW, 0, trap_dup3 },
	{ SYS_fstat, TRAP_WINDOW, 0, trap_fstat },
	{ SYS_openat, TRAP_ALWAYS, 0, trap_openat },
	{ SYS_openat2, TRAP_ALWAYS, 0, trap_openat2 },
	{ SYS_newfstatat, TRAP_PATH, 3, trap_newfstatat },
	{ SYS_statx, TRAP_PATH, 2, trap_statx },
	{ SYS_faccessat, TRAP_ALWAYS, 0, trap_faccessat },
	{ SYS_faccessat2, TRAP_PATH, 3, trap_faccessat },
	{ SYS_readlinkat, TRAP_ALWAYS, 0, trap_readlinkat },
#ifdef SYS_open
	{ SYS_dup2, TRAP_WINDOW, 0, trap_dup2 },
	{ SYS_open, TRAP_ALWAYS, 0, trap_open },
	{ SYS_creat, TRAP_ALWAYS, 0, trap_creat },
	{ SYS_stat, TRAP_ALWAYS, 0, trap_stat },
	{ SYS_lstat, TRAP_ALWAYS, 0, trap_lstat },
	{ SYS_access, TRAP_ALWAYS, 0, trap_access },
	{ SYS_readlink, TRAP_ALWAYS, 0, trap_readlink },
#endif
};

_Static_assert(sizeof(rows) / sizeof(rows[0]) <= TRAP_ROWS_MAX, "the filter has room for all");

const struct trap_row *trap_rows(size_t *n)
{
	*n = sizeof(rows) / sizeof(rows[0]);
	return rows;
}
