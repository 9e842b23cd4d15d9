/*
 * sim/serve/descriptions.h: open file descriptions of the simulated /dev/i2c-N, by token.
 *
 * A description is shared by every handle that was opened with its token. One without handles is kept
 * until DESCRIPTIONS_LEFT_MAX younger ones are without handles, too: between a process's fork and its
 * first use of the file nobody may have it open.
 */
#ifndef SESIM_SERVE_DESCRIPTIONS_H
#define SESIM_SERVE_DESCRIPTIONS_H

#include <stddef.h>
#include <stdint.h>

#include "i2cdev.h"

enum {
	DESCRIPTIONS_LEFT_MAX = 1024,
	HANDLES_MAX = 4096, /* of all connections */
	HANDLES_PER_OWNER_MAX = 256,
	DESCRIPTIONS_MAX = HANDLES_MAX + DESCRIPTIONS_LEFT_MAX,
	DESCRIPTION_BUCKETS = 4096,
};

/* Which handles a connection holds: one for each connection, zeros to begin with. */
struct handle_owner {
	uint32_t first; /* index + 1 of the newest, 0 for none */
	uint32_t count;
};

struct descriptions;

/* Everything is allocated here; nothing later. Returns NULL without memory. */
struct descriptions *descriptions_new(void);
void descriptions_free(struct descriptions *all);

/*
 * Opens token for an owner, or a new description when token is all zeros; token then gets its own.
 * Returns the handle (positive), -ENOENT (no such token) or -EMFILE (too many handles).
 */
int descriptions_open(struct descriptions *all, struct handle_owner *owner, uint8_t token[WIRE_TOKEN_SIZE]);

/* Returns 0, or -EBADF when the handle is not this owner's. */
int descriptions_close(struct descriptions *all, struct handle_owner *owner, uint32_t handle);
void descriptions_close_all(struct descriptions *all, struct handle_owner *owner);

/* The file behind a handle, NULL when the handle is not this owner's. */
struct i2cdev_file *descriptions_file(
	struct descriptions *all, const struct handle_owner *owner, uint32_t handle);

#endif
