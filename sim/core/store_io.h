/*
 * sim/core/store_io.h: the operating system as the store sees it.
 *
 * Calls get `medium` first and return 0 (or what is said below) or a negative errno. A file is a
 * small non-negative number. A write or a truncation is durable only after sync, a name only
 * after sync_folder.
 */
#ifndef SESIM_CORE_STORE_IO_H
#define SESIM_CORE_STORE_IO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store_io {
	void *medium;
	/* The one absolute name of path, without links; at most cap bytes with the zero. */
	int (*resolve)(void *medium, const char *path, char *out, size_t cap);
	/* A regular file; returns it. */
	int (*open)(void *medium, const char *path, bool write);
	/* -EBUSY while another opener has the file. Held until close. */
	int (*lock)(void *medium, int file);
	/* 1 when path names this very file, else 0. */
	int (*names)(void *medium, const char *path, int file);
	int (*size)(void *medium, int file, uint64_t *size);
	/* All of it, or an error; how much a failed write left is unknown. */
	int (*read)(void *medium, int file, void *bytes, size_t len, uint64_t at);
	int (*write)(void *medium, int file, const void *bytes, size_t len, uint64_t at);
	int (*truncate)(void *medium, int file, uint64_t size);
	int (*sync)(void *medium, int file);
	void (*close)(void *medium, int file);

	/*
	 * Replacing a file whole: a new file beside path, locked, returned open; `like` is a file whose
	 * owner and mode it takes, or -1. It appears as path with publish (-EEXIST without `replace` if
	 * there is one) or is removed with discard, which closes it. Both leave a published file alone.
	 */
	int (*stage)(void *medium, const char *path, int like);
	int (*publish)(void *medium, const char *path, bool replace);
	void (*discard)(void *medium, const char *path, int file);
	/* Removes what a dead process staged beside path, and nothing else. */
	void (*tidy)(void *medium, const char *path);
	int (*sync_folder)(void *medium, const char *path);

	int (*random)(void *medium, void *bytes, size_t len);
};

#endif
