/*
 * sim/core/store_log.h: the sectors and patches of a state file, as bytes. Format: docs/STATE.md.
 * No I/O here.
 */
#ifndef SESIM_CORE_STORE_LOG_H
#define SESIM_CORE_STORE_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store.h"

enum {
	LOG_VERSION = 1,
	LOG_SECTOR = 512,
	LOG_PAYLOAD = 476,       /* of a sector */
	LOG_IMAGE_MAX = 1 << 26, /* a larger image is no chip's */
};

struct log_header {
	struct store_label label;
	uint64_t id;       /* random, in every sector: files never mix */
	uint64_t sequence; /* of the first commit */
	uint32_t checksum;
};

enum log_flags {
	LOG_UNSYNCED = 1, /* the commit was never promised to survive a power cut */
};

struct log_sector {
	uint64_t id;
	uint64_t sequence;
	uint32_t index;
	uint32_t count;
	uint32_t previous; /* checksum of the sector before */
	uint16_t length;
	uint16_t flags;
	uint32_t checksum;
	const uint8_t *payload;
};

enum log_verdict {
	LOG_SECTOR_VALID,
	LOG_SECTOR_MISSING, /* all zero: not yet written */
	LOG_SECTOR_FOREIGN, /* valid, of another file */
	LOG_SECTOR_DAMAGED,
};

/* Bytes that grow; erased when freed. */
struct log_bytes {
	uint8_t *at;
	size_t len;
	size_t cap;
};

/* Whether a state file can be of this. */
bool log_is_label(const struct store_label *label);

void log_header_write(struct log_header *header, uint8_t sector[LOG_SECTOR]);
int log_header_read(
	struct log_header *header, const uint8_t sector[LOG_SECTOR], const char *path, struct why *why);

enum log_verdict log_sector_read(struct log_sector *sector, const uint8_t bytes[LOG_SECTOR], uint64_t id);

/* Whether the first len < 512 bytes of a sector can be a piece of this one. */
bool log_sector_begins(const uint8_t *bytes, size_t len, uint64_t id, uint64_t sequence, uint32_t index);

/* How many sectors a commit of so many payload bytes has, and the most that one of an image can. */
size_t log_sectors_of(size_t payload);
size_t log_sectors_most(size_t image);

/* Appends to sectors one commit holding payload; *last is its last sector's checksum. 0 or -ENOMEM. */
int log_commit_write(struct log_bytes *sectors, const struct log_bytes *payload, uint64_t id,
	uint64_t sequence, enum log_flags flags, uint32_t previous, uint32_t *last);

/* Adds to payload the patches that turn bytes [from, until) of `stored` into those of `image`. 0 or -ENOMEM. */
int log_diff(
	struct log_bytes *payload, const uint8_t *stored, const uint8_t *image, size_t from, size_t until);

/* Applies patches; false, and nothing applied, if they are not patches of such an image. */
bool log_apply(const uint8_t *payload, size_t len, uint8_t *image, size_t size);

/* Room for n more bytes, or NULL. */
uint8_t *log_room(struct log_bytes *bytes, size_t n);
void log_free(struct log_bytes *bytes);

#endif
