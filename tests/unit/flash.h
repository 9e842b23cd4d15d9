/*
 * tests/unit/flash.h: a file system in memory under the store, which loses power.
 *
 * What was written or cut off since a file's last sync is undecided sector by sector, and so is its
 * size; a name is undecided until its folder is synced. A power cut decides: flash_crash() takes
 * for each undecided thing one of the values it had since it was last durable, independently of all
 * others, so writes are dropped, reordered and torn at sector borders. After a sync that failed,
 * what it should have made durable stays undecided until it is written again.
 */
#ifndef SESIM_TESTS_FLASH_H
#define SESIM_TESTS_FLASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store_io.h"

enum {
	FLASH_SECTOR = 512,
	FLASH_FILES = 8,
	FLASH_NAMES = 4,
	FLASH_HANDLES = 8,
};

enum flash_op {
	FLASH_WRITE,
	FLASH_TRUNCATE,
	FLASH_SYNC,
	FLASH_STAGE,
	FLASH_PUBLISH,
	FLASH_SYNC_FOLDER,
};

/* A value that a thing had since it was last durable: a sector's bytes, a size, what a name names. */
struct flash_sector {
	uint8_t (*maybe)[FLASH_SECTOR];
	size_t maybes;
	bool lost; /* the last of them was in a sync that failed */
};

struct flash_sizes {
	size_t durable;
	size_t maybe[8];
	size_t maybes;
	bool lost;
};

struct flash_file {
	bool used;
	int locked; /* handle + 1 */
	uint8_t *now;
	uint8_t *durable;
	size_t size; /* now; the rest up to sectors * 512 is zero */
	size_t sectors;
	struct flash_sector *sector;
	struct flash_sizes sizes;
};

struct flash_name {
	char path[64];
	int durable; /* a file, or -1 */
	int maybe[4];
	size_t maybes;
};

struct flash {
	struct store_io io; /* what the store gets; its medium is this flash */
	struct flash_file file[FLASH_FILES];
	struct flash_name name[FLASH_NAMES];
	struct {
		int file; /* or -1 */
		bool write;
	} handle[FLASH_HANDLES];
	int staged; /* file not yet published, or -1 */
	uint64_t chance;

	size_t ops;        /* changing operations so far */
	size_t changed;    /* of them, writes and truncations */
	size_t fail_at;    /* the operation of this number fails: 1 is the first; 0 none */
	size_t fail_times; /* and so many after it */
	int fail_errno;
	size_t fail_keeps; /* bytes of a failing write that are written all the same */

	/* Called before and after every changing operation: where the power can be cut. */
	void (*moment)(struct flash *flash, enum flash_op op, bool after, void *context);
	void *context;
};

void flash_init(struct flash *flash, uint64_t seed);
void flash_free(struct flash *flash);

/* An independent copy, without moment and failures, nobody having files open. */
void flash_clone(struct flash *to, const struct flash *from);

/* In how many ways a power cut can end now; at most most + 1. */
size_t flash_outcomes(const struct flash *flash, size_t most);

/*
 * Cuts the power. way 0: nothing undecided became durable; 1: all of it did; from 2: by chance, or, if
 * flash_outcomes() is no more than `exhaustive`, ways 0 to it - 1 are all the ways there are.
 */
void flash_crash(struct flash *flash, size_t way, size_t exhaustive);

/* A file's bytes as a program reads them now, and new ones, durable. NULL if there is none. */
const uint8_t *flash_bytes(const struct flash *flash, const char *path, size_t *size);
void flash_put(struct flash *flash, const char *path, const void *bytes, size_t size);

#endif
