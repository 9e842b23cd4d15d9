/*
 * sim/cli/reel_files.h: a reel's folder and the files in it that tell of its parts.
 *
 * While they grow they are called NAME.incomplete; they get their names when everything in the folder is durable,
 * manifest.json last: a folder without it is not a whole reel.
 */
#ifndef SESIM_CLI_REEL_FILES_H
#define SESIM_CLI_REEL_FILES_H

#include <limits.h>
#include <stdio.h>

#include "why.h"

enum {
	REEL_FILES = 4,
};

struct reel_file {
	const char *name;
	FILE *out;
};

/* What opened it closes it, whatever comes between. */
struct reel_files {
	char folder[PATH_MAX - 256]; /* room for the names in it */
	int fd;                      /* of the folder */
	struct reel_file file[REEL_FILES];
	size_t n;
};

/* Makes the folder, or takes one that is empty; refused (-EEXIST) when there is anything in it. */
int reel_files_open(struct reel_files *files, const char *folder, struct why *why);

/* A file that grows; the first one added is the last to get its name. */
int reel_files_add(struct reel_files *files, const char *name, struct why *why);

/* Makes the whole folder durable, and names the files. */
int reel_files_finish(struct reel_files *files, struct why *why);

void reel_files_close(struct reel_files *files);

#endif
