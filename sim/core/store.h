/*
 * sim/core/store.h: a chip's non-volatile bytes in a state file. Format and promises: docs/STATE.md.
 *
 * A transaction is a set of changed byte ranges that become durable together or not at all. The
 * file is a header and a log of commits in 512-byte sectors, each with its own checksum: a commit of
 * which sectors are missing at the end of the file never happened and is dropped; anything else
 * that fails its check is refused and left as it is.
 *
 * Functions return 0 or a negative errno with a sentence: -EBADMSG damaged, -EINVAL not the file
 * that was asked for, -EBUSY in use, -EEXIST there already, else what the system said.
 */
#ifndef SESIM_CORE_STORE_H
#define SESIM_CORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "why.h"

struct store;

enum store_sync {
	STORE_SYNC_ALWAYS, /* a commit that returned survives a power cut */
	STORE_SYNC_NEVER,  /* it survives the end of the process only; a power cut leaves an earlier commit */
};

/* What a state file is of. Strings are bounded and zero-padded in the file. */
struct store_label {
	char kind[16]; /* chip_model.kind */
	char profile[32];
	uint32_t layout; /* version of the kind's non-volatile bytes */
	size_t size;     /* of them */
	uint64_t
		chance; /* what ids of files made for it follow from; 0: the system's randomness. Not stored */
};

/* One step of bringing an older image up to date: from layout `from`, of `size` bytes, to `from` + 1. */
struct store_migration {
	uint32_t from;
	size_t size;
	int (*migrate)(
		const void *old, void *image, size_t size, struct why *why); /* size: of the new image */
};

/* Bytes of an image. */
struct store_range {
	size_t offset;
	size_t length;
};

/* The operating system as the store sees it (store_io.h); tests put a failing medium here. */
struct store_io;
extern const struct store_io store_io_files;

/* Makes a new state file holding image; refused (-EEXIST) if path exists. Closes it again. */
int store_create(const struct store_io *io, const char *path, const struct store_label *label,
	const void *image, struct why *why);

/* Reads what a state file is of, and changes nothing. */
int store_peek(const struct store_io *io, const char *path, struct store_label *label, struct why *why);

/*
 * Reads the image as of the last complete commit, changes nothing and locks nothing: for a look
 * at a file that a running bus may be writing. label as for store_open().
 */
int store_read(
	const struct store_io *io, const char *path, struct store_label *label, void *image, struct why *why);

/*
 * Opens a state file for one writer (refused with -EBUSY while another has it) and fills image,
 * label->size bytes of it. label: what the caller expects in kind, layout and size; profile is filled in.
 * Changes no byte of the file: what an open finds to tidy is done by the first commit. Borrows io.
 */
int store_open(const struct store_io *io, const char *path, enum store_sync sync, struct store_label *label,
	void *image, struct store **out, struct why *why);

/*
 * The same, and an image of an older layout is brought up to date step by step; steps[n] in
 * ascending order of `from`, with no gap up to the layout in label. The file is rewritten in the new
 * layout by the first commit that changes anything.
 */
int store_open_migrating(const struct store_io *io, const char *path, enum store_sync sync,
	const struct store_migration *steps, size_t n, struct store_label *label, void *image,
	struct store **out, struct why *why);

/*
 * Makes durable whatever differs between the stored image and `image` (the whole non-volatile
 * bytes). Writes nothing when nothing differs. On an error the stored image is what it was; after one
 * that leaves the file's content in doubt every further commit is refused.
 */
int store_commit(struct store *store, const void *image, struct why *why);

/*
 * The same for large images, where the caller knows which bytes can differ: ranges[n] in ascending
 * order and disjoint (otherwise all bytes are compared).
 */
int store_commit_ranges(
	struct store *store, const void *image, const struct store_range *ranges, size_t n, struct why *why);

/* The stored image: what a chip goes back to when a commit fails. Until the next commit. */
const void *store_image(const struct store *store);

/* Erases what it held of the image. NULL is nothing. */
void store_close(struct store *store);

#endif
