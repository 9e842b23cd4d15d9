/*
 * sim/core/store.h: a chip's non-volatile bytes in a state file. Format and promises: docs/STATE.md.
 *
 * A transaction is a set of changed byte ranges that become durable together or not at all. The
 * file is a header and a log of commits in 512-byte sectors, each with its own checksum: a commit of
 * which sectors are missing at the end of the file never happened and is dropped; anything else
 * that fails its check is refused and left as it is.
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
	STORE_SYNC_NEVER,  /* it survives the end of the process only */
};

/* What a state file is of. Strings are bounded and zero-padded in the file. */
struct store_label {
	char kind[16]; /* chip_model.kind */
	char profile[32];
	uint32_t layout; /* version of the kind's non-volatile bytes */
	size_t size;     /* of them */
};

/* The operating system as the store sees it; tests put a failing medium here. All return 0, a count or a negative errno. */
struct store_io;
extern const struct store_io store_io_files;

/* Makes a new state file holding image; refused (-EEXIST) if path exists. Closes it again. */
int store_create(const struct store_io *io, const char *path, const struct store_label *label,
	const void *image, struct why *why);

/* Reads what a state file is of, and changes nothing. */
int store_peek(const struct store_io *io, const char *path, struct store_label *label, struct why *why);

/*
 * Opens a state file for one writer (refused with -EBUSY while another has it) and fills image,
 * label->size bytes of it. label: what the caller expects in kind, layout and size; profile is filled in.
 */
int store_open(const struct store_io *io, const char *path, enum store_sync sync, struct store_label *label,
	void *image, struct store **out, struct why *why);

/*
 * Makes durable whatever differs between the stored image and `image` (the whole non-volatile
 * bytes). Writes nothing when nothing differs. On an error the stored image is what it was.
 */
int store_commit(struct store *store, const void *image, struct why *why);

void store_close(struct store *store);

#endif
