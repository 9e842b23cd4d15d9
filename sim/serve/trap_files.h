/* sim/serve/trap_files.h: the descriptors that a trapped command has of the bus. */
#ifndef SESIM_SERVE_TRAP_FILES_H
#define SESIM_SERVE_TRAP_FILES_H

#include <stddef.h>
#include <stdint.h>

#include "i2cdev.h"

enum {
	TRAP_FILES_MAX = 256, /* of all processes; what fork() copied counts once */
};

/* An open file description: shared by all that dup() made of it. */
struct trap_open {
	struct i2cdev_file file;
	uint32_t flags; /* as open() got them */
	size_t pairs;   /* 0: free */
};

/* One socket pair: the other end is the command's, and may be in many processes. */
struct trap_pair {
	int fd; /* -1: free */
	uint64_t inode;
	struct trap_open *open;
};

struct trap_files {
	struct trap_pair pairs[TRAP_FILES_MAX];
	struct trap_open opens[TRAP_FILES_MAX];
	size_t used; /* pairs[] beyond it were never used */
};

void trap_files_init(struct trap_files *files);
void trap_files_close(struct trap_files *files);

/* In a process that has none of the other ends: ours stay known, and are never closed. */
void trap_files_abandon(struct trap_files *files);

/* By the inode of the command's end; NULL. */
struct trap_open *trap_files_find(struct trap_files *files, uint64_t inode);

/*
 * A new descriptor for the command, of `open` or, if that is NULL, of a new description with these flags. Returns
 * it, for the caller to hand over and close, or -errno.
 */
int trap_files_make(struct trap_files *files, struct trap_open *open, uint32_t flags);

#endif
