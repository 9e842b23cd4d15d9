/* sim/core/store_scan.c: reads a state file: which commits happened, and is anything else in it damage. */
#include "store_scan.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
	WINDOW = 64,           /* sectors read at a time */
	BOUND_SYNCED = 256,    /* sectors of log */
	BOUND_UNSYNCED = 4096, /* compaction syncs, and without syncs a commit is quick: do it less often */
	SLACK = 1024,          /* zero sectors that are written ahead, and then some */
};

struct scan {
	const struct store_io *io;
	int file;
	const char *path;
	const struct log_header *header;
	struct why *why;

	uint64_t bytes;   /* of the file */
	uint64_t sectors; /* of the file, the last perhaps not whole */
	uint8_t window[WINDOW * LOG_SECTOR];
	uint64_t window_at; /* in sectors */
	uint64_t window_end;

	struct log_bytes payload;
	struct scan_end end;
};

uint64_t scan_log_bound(size_t image, enum store_sync sync)
{
	uint64_t most = log_sectors_most(image);
	uint64_t bound = sync == STORE_SYNC_NEVER ? BOUND_UNSYNCED : BOUND_SYNCED;

	return bound > most ? bound : most;
}

static int damaged(const struct scan *scan, uint64_t sector, const char *what)
{
	return why_fail(scan->why, EBADMSG,
		"state file %s is damaged: sector %" PRIu64 ", at byte %" PRIu64
		", %s; restore it from a copy",
		scan->path, sector, sector * LOG_SECTOR, what);
}

int scan_header(
	const struct store_io *io, int file, const char *path, struct log_header *header, struct why *why)
{
	uint8_t sector[LOG_SECTOR];
	uint64_t bytes;
	int rc = io->size(io->medium, file, &bytes);

	if (rc == 0 && bytes < LOG_SECTOR)
		return why_fail(why, EINVAL,
			"%s is not a sesim state file: it has %" PRIu64
			" bytes, less than a header; name one made by `sesim chip new`",
			path, bytes);
	if (rc == 0)
		rc = io->read(io->medium, file, sector, sizeof(sector), 0);
	if (rc < 0)
		return why_errno(why, rc, "cannot read state file %s", path);
	return log_header_read(header, sector, path, why);
}

/* The bytes of a sector that is whole in the file. */
static int fetch(struct scan *scan, uint64_t sector, const uint8_t **bytes)
{
	uint64_t whole = scan->bytes / LOG_SECTOR;
	int rc;

	if (sector < scan->window_at || sector >= scan->window_end) {
		scan->window_at = sector;
		scan->window_end = whole - sector < WINDOW ? whole : sector + WINDOW;
		rc = scan->io->read(scan->io->medium, scan->file, scan->window,
			(size_t)(scan->window_end - sector) * LOG_SECTOR, sector * LOG_SECTOR);
		if (rc < 0) {
			scan->window_end = scan->window_at;
			return why_errno(scan->why, rc, "cannot read state file %s", scan->path);
		}
	}
	*bytes = scan->window + (sector - scan->window_at) * LOG_SECTOR;
	return 0;
}

/* 1 for a valid sector, 0 for one that is not there, or the refusal. */
static int sector_at(struct scan *scan, uint64_t at, struct log_sector *sector)
{
	const uint8_t *bytes = NULL;
	int rc;

	if (at >= scan->bytes / LOG_SECTOR)
		return 0;
	rc = fetch(scan, at, &bytes);
	if (rc < 0)
		return rc;
	switch (log_sector_read(sector, bytes, scan->header->id)) {
	case LOG_SECTOR_VALID:
		return 1;
	case LOG_SECTOR_MISSING:
		return 0;
	case LOG_SECTOR_FOREIGN:
		return damaged(scan, at, "belongs to another state file");
	default:
		return damaged(scan, at, "fails its checksum");
	}
}

/* The last bytes of a file that is no multiple of 512 long can only be zeros or a piece of what was due. */
static int check_piece(struct scan *scan, uint64_t sequence)
{
	uint64_t at = scan->bytes / LOG_SECTOR;
	size_t len = (size_t)(scan->bytes % LOG_SECTOR);
	uint8_t piece[LOG_SECTOR] = { 0 };
	static const uint8_t zeros[LOG_SECTOR];
	int rc = scan->io->read(scan->io->medium, scan->file, piece, len, at * LOG_SECTOR);

	if (rc < 0)
		return why_errno(scan->why, rc, "cannot read state file %s", scan->path);
	if (memcmp(piece, zeros, len) == 0 ||
		log_sector_begins(piece, len, scan->header->id, sequence, (uint32_t)(at - scan->end.end)))
		return 0;
	return damaged(scan, at, "is not whole and no piece of a commit");
}

/*
 * Everything behind the last complete commit: the sectors that an interrupted one left, any of them
 * missing. Behind an unsynced one others may have followed: they are dropped with it.
 */
static int check_tail(struct scan *scan)
{
	uint64_t start = scan->end.end, due = scan->end.sequence + 1, at, last = start;
	uint64_t most = scan_log_bound(scan->header->label.size, STORE_SYNC_NEVER) +
			log_sectors_most(scan->header->label.size) + SLACK;
	uint32_t count = 0, checksum = scan->end.checksum;
	bool unsynced = true, joined = true; /* joined: the sector before is there, checksum is its */

	for (at = start; at < scan->bytes / LOG_SECTOR; at++) {
		struct log_sector s;
		int rc = sector_at(scan, at, &s);

		if (rc < 0)
			return rc;
		if (rc == 0) {
			if (at - last > most)
				return damaged(scan, last, "begins more zeros than any commit is long");
			joined = false;
			continue;
		}
		last = at + 1;
		if (s.sequence == due) {
			unsynced = unsynced && (s.flags & LOG_UNSYNCED);
			if (s.index != at - start || (count != 0 && s.count != count) ||
				(joined && s.previous != checksum))
				return damaged(scan, at, "does not follow the one before");
			count = s.count;
		} else if (s.sequence < due || !unsynced || !(s.flags & LOG_UNSYNCED)) {
			return damaged(scan, at, "follows a gap");
		}
		checksum = s.checksum;
		joined = true;
	}
	scan->end.torn = last > start || scan->bytes % LOG_SECTOR != 0;
	return scan->bytes % LOG_SECTOR != 0 ? check_piece(scan, due) : 0;
}

/* 1: read and applied the commit at scan->end. 0: it is not all there. */
static int next_commit(struct scan *scan, uint8_t *image)
{
	size_t size = scan->header->label.size;
	uint64_t due = scan->end.sequence + 1;
	uint32_t checksum = scan->end.checksum, count = 1;
	uint16_t flags = 0;
	struct log_sector s;

	scan->payload.len = 0;
	for (uint32_t i = 0; i < count; i++) {
		uint64_t at = scan->end.end + i;
		int rc = sector_at(scan, at, &s);
		uint8_t *to = NULL;

		if (rc <= 0)
			return rc;
		if (i == 0) {
			count = s.count;
			flags = s.flags;
		}
		if (s.sequence != due || s.index != i || s.count != count || s.flags != flags ||
			s.previous != checksum)
			return damaged(scan, at, "does not follow the one before");
		if (count > log_sectors_most(size))
			return damaged(scan, at, "begins a commit larger than the image");
		if (s.length > 0) {
			to = log_room(&scan->payload, s.length);
			if (!to)
				return why_fail(
					scan->why, ENOMEM, "no memory to read state file %s", scan->path);
			memcpy(to, s.payload, s.length);
		}
		checksum = s.checksum;
	}
	if (!log_apply(scan->payload.at, scan->payload.len, image, size))
		return damaged(scan, scan->end.end, "begins a commit of bytes the image does not have");
	scan->end.end += count;
	scan->end.sequence = due;
	scan->end.checksum = checksum;
	return 1;
}

int scan_log(const struct store_io *io, int file, const char *path, const struct log_header *header,
	void *image, struct scan_end *end, struct why *why)
{
	struct scan *scan = calloc(1, sizeof(*scan));
	int rc;

	if (!scan)
		return why_fail(why, ENOMEM, "no memory to read state file %s", path);
	scan->io = io;
	scan->file = file;
	scan->path = path;
	scan->header = header;
	scan->why = why;
	scan->end =
		(struct scan_end){ .end = 1, .sequence = header->sequence - 1, .checksum = header->checksum };
	memset(image, 0, header->label.size);
	rc = io->size(io->medium, file, &scan->bytes);
	if (rc < 0)
		why_errno(why, rc, "cannot read state file %s", path);
	for (rc = rc < 0 ? rc : 1; rc > 0;) {
		rc = next_commit(scan, image);
		if (rc > 0 && scan->end.first == 0)
			scan->end.first = scan->end.end;
	}
	if (rc == 0)
		rc = check_tail(scan);
	/* A file appears under its name when its first commit is durable. */
	if (rc == 0 && scan->end.first == 0)
		rc = damaged(scan, 1, "does not begin a whole image");
	scan->end.size = scan->bytes / LOG_SECTOR;
	*end = scan->end;
	log_free(&scan->payload);
	explicit_bzero(scan, sizeof(*scan));
	free(scan);
	return rc;
}
