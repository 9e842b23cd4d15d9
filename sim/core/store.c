/* sim/core/store.c: a chip's non-volatile bytes in a state file. */
#include "store.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "store_io.h"
#include "store_log.h"
#include "store_scan.h"

enum {
	AHEAD = 32, /* a file grows by so many sectors, zeros: a commit into them has no size to make durable */
	OPEN_TRIES = 8,
	NEAR = 8, /* ranges so near to each other are compared as one */
};

struct store {
	const struct store_io *io;
	int file;
	char path[PATH_MAX];
	enum store_sync sync;
	struct log_header header; /* of the file as it stands */
	struct store_label label; /* as it is to be */
	struct log_bytes image;   /* what the file holds */
	struct scan_end end;
	uint64_t bound; /* at this length of the log the file is written anew */
	bool settled;   /* what an earlier process left is tidied */
	int broken;     /* errno of the failure since which the file's content is in doubt */
	struct log_bytes payload;
	struct log_bytes sectors;
};

/* Adds a whole state file to sectors: header and one commit, of the patches that make image from zeros. */
static int write_whole(struct log_bytes *sectors, struct log_header *header, const uint8_t *image,
	enum log_flags flags, struct scan_end *end)
{
	struct log_bytes payload = { 0 };
	uint8_t *zeros = calloc(1, header->label.size);
	uint8_t *first = log_room(sectors, LOG_SECTOR);
	int rc = zeros && first ? log_diff(&payload, zeros, image, 0, header->label.size) : -ENOMEM;

	if (rc == 0) {
		log_header_write(header, first);
		rc = log_commit_write(sectors, &payload, header->id, header->sequence, flags,
			header->checksum, &end->checksum);
	}
	if (rc == 0) {
		end->first = end->end = end->size = sectors->len / LOG_SECTOR;
		end->sequence = header->sequence;
		end->torn = false;
	}
	free(zeros);
	log_free(&payload);
	return rc;
}

/* With a chance of its own a label's files repeat byte for byte; no two of one history share an id. */
static int make_id(const struct store_io *io, struct log_header *header)
{
	const uint64_t chance = header->label.chance;
	int rc = 0;

	if (chance != 0) {
		header->id = chance ^ header->sequence * 0x9e3779b97f4a7c15;
		if (header->id == 0)
			header->id = chance;
		return 0;
	}
	do {
		rc = io->random(io->medium, &header->id, sizeof(header->id));
	} while (rc == 0 && header->id == 0);
	return rc;
}

/* Puts a whole state file beside path, durable but not yet under its name. Returns it. */
static int stage_whole(const struct store_io *io, const char *path, int like, struct log_header *header,
	const uint8_t *image, struct scan_end *end)
{
	struct log_bytes sectors = { 0 };
	int file = -1, rc;

	rc = make_id(io, header);
	if (rc == 0)
		rc = write_whole(&sectors, header, image, 0, end);
	if (rc == 0)
		rc = file = io->stage(io->medium, path, like);
	if (rc >= 0)
		rc = io->write(io->medium, file, sectors.at, sectors.len, 0);
	if (rc >= 0)
		rc = io->sync(io->medium, file);
	log_free(&sectors);
	if (rc < 0 && file >= 0)
		io->discard(io->medium, path, file);
	return rc < 0 ? rc : file;
}

int store_create(const struct store_io *io, const char *path, const struct store_label *label,
	const void *image, struct why *why)
{
	struct log_header header = { .label = *label, .sequence = 1 };
	struct scan_end end;
	int file, rc;

	if (!log_is_label(label))
		return why_fail(
			why, EINVAL, "a state file needs a kind of chip, a profile and an image to hold");
	file = io->open(io->medium, path, false);
	if (file >= 0) {
		io->close(io->medium, file);
		return why_fail(why, EEXIST,
			"%s exists and is not overwritten; choose another name or remove it", path);
	}
	rc = file = stage_whole(io, path, -1, &header, image, &end);
	if (rc >= 0) {
		rc = io->publish(io->medium, path, false);
		if (rc < 0)
			io->discard(io->medium, path, file);
		else
			io->close(io->medium, file);
	}
	if (rc >= 0)
		rc = io->sync_folder(io->medium, path);
	if (rc == -EEXIST)
		return why_fail(why, EEXIST,
			"%s exists and is not overwritten; choose another name or remove it", path);
	if (rc == -EBUSY)
		return why_fail(why, EBUSY,
			"cannot create state file %s: another process is making it, or the hidden file "
			"beside it that ends in .sesim-new is none of ours; move that away",
			path);
	if (rc < 0)
		return why_errno(why, rc, "cannot create state file %s", path);
	return 0;
}

/* Opens path for reading and reads its header; the file, or an error. */
static int open_to_read(
	const struct store_io *io, const char *path, struct log_header *header, struct why *why)
{
	int file = io->open(io->medium, path, false);
	int rc;

	if (file < 0)
		return why_errno(why, file, "cannot open state file %s", path);
	rc = scan_header(io, file, path, header, why);
	if (rc < 0)
		io->close(io->medium, file);
	return rc < 0 ? rc : file;
}

int store_peek(const struct store_io *io, const char *path, struct store_label *label, struct why *why)
{
	struct log_header header = { 0 };
	int file = open_to_read(io, path, &header, why);

	if (file < 0)
		return file;
	io->close(io->medium, file);
	*label = header.label;
	return 0;
}

/* Whether a file is what the caller wants, as it is or after steps; fills in the profile. */
static int check_label(const char *path, const struct store_label *found, const struct store_migration *steps,
	size_t n, struct store_label *want, struct why *why)
{
	if (strncmp(found->kind, want->kind, sizeof(want->kind)) != 0)
		return why_fail(why, EINVAL,
			"state file %s is of an %s, not of an %s; name one of an %s or choose profile %s",
			path, found->kind, want->kind, want->kind, found->profile);
	if (found->layout > want->layout)
		return why_fail(why, EINVAL,
			"state file %s has layout %u of an %s and this sesim knows layouts up to %u; use a "
			"newer sesim",
			path, found->layout, found->kind, want->layout);
	if (found->layout < want->layout && (n == 0 || steps[0].from > found->layout))
		return why_fail(why, EINVAL,
			"state file %s has layout %u of an %s and this sesim reads layouts from %u; use the "
			"sesim that wrote it",
			path, found->layout, found->kind, n == 0 ? want->layout : steps[0].from);
	if (found->layout == want->layout && found->size != want->size)
		return why_fail(why, EINVAL,
			"state file %s holds %zu bytes and an %s has %zu; use the sesim that wrote it", path,
			found->size, found->kind, want->size);
	memcpy(want->profile, found->profile, sizeof(want->profile));
	return 0;
}

/* Turns *image, of the file's layout, into one of `want`. */
static int migrate(const char *path, const struct store_label *found, const struct store_migration *steps,
	size_t n, const struct store_label *want, struct log_bytes *image, struct why *why)
{
	uint32_t layout = found->layout;
	int rc = 0;

	for (size_t i = 0; i < n && rc == 0; i++) {
		size_t size = i + 1 < n ? steps[i + 1].size : want->size;
		struct log_bytes next = { 0 };
		uint8_t *to;

		if (steps[i].from != layout)
			continue;
		if (steps[i].size != image->len)
			return why_fail(why, EINVAL,
				"state file %s holds %zu bytes and layout %u of an %s has %zu; use the sesim "
				"that wrote it",
				path, image->len, layout, found->kind, steps[i].size);
		to = log_room(&next, size);
		if (!to)
			return why_fail(why, ENOMEM, "no memory to open state file %s", path);
		memset(to, 0, size);
		rc = steps[i].migrate(image->at, to, size, why);
		log_free(image);
		*image = next;
		layout++;
	}
	if (rc == 0 && layout != want->layout)
		return why_fail(why, EINVAL,
			"state file %s has layout %u of an %s and there is no way from there to %u", path,
			layout, found->kind, want->layout);
	return rc;
}

/* Reads the image of a checked header into a buffer of its own, in the layout of `want`. */
static int read_image(const struct store_io *io, int file, const char *path, const struct log_header *header,
	const struct store_migration *steps, size_t n, const struct store_label *want,
	struct log_bytes *image, struct scan_end *end, struct why *why)
{
	int rc;

	if (!log_room(image, header->label.size))
		return why_fail(why, ENOMEM, "no memory for state file %s", path);
	rc = scan_log(io, file, path, header, image->at, end, why);
	if (rc == 0 && header->label.layout != want->layout)
		rc = migrate(path, &header->label, steps, n, want, image, why);
	return rc;
}

int store_read(
	const struct store_io *io, const char *path, struct store_label *label, void *image, struct why *why)
{
	struct log_header header = { 0 };
	struct scan_end end;
	int file = open_to_read(io, path, &header, why);
	int rc;

	if (file < 0)
		return file;
	rc = check_label(path, &header.label, NULL, 0, label, why);
	if (rc == 0)
		rc = scan_log(io, file, path, &header, image, &end, why);
	io->close(io->medium, file);
	return rc;
}

/* Opens store->path and locks it: the file that has the name now, not one that lost it meanwhile. */
static int open_and_lock(struct store *store, struct why *why)
{
	const struct store_io *io = store->io;
	int rc = -EBUSY;

	for (int tries = 0; tries < OPEN_TRIES; tries++) {
		store->file = io->open(io->medium, store->path, true);
		if (store->file < 0)
			return why_errno(
				why, store->file, "cannot open state file %s to read and write", store->path);
		rc = io->lock(io->medium, store->file);
		if (rc < 0)
			break;
		rc = io->names(io->medium, store->path, store->file);
		if (rc == 1)
			return 0;
		if (rc < 0)
			break;
		io->close(io->medium, store->file);
		store->file = -1;
		rc = -EBUSY;
	}
	if (rc == -EBUSY)
		return why_fail(why, EBUSY,
			"state file %s is in use by another process; stop that or name another file",
			store->path);
	return why_errno(why, rc, "cannot lock state file %s", store->path);
}

/*
 * What was read may be in memory only, if its writer was killed before its sync. It must not be lost
 * after somebody acted on it, and what follows must not become durable before it.
 */
static int make_durable(struct store *store, struct why *why)
{
	const struct store_io *io = store->io;
	int rc = io->sync(io->medium, store->file);

	if (rc == 0)
		rc = io->sync_folder(io->medium, store->path);
	if (rc == 0 || rc == -EACCES) /* a folder that may not be read was not renamed into by us either */
		return 0;
	return why_errno(why, rc, "cannot make state file %s durable", store->path);
}

int store_open_migrating(const struct store_io *io, const char *path, enum store_sync sync,
	const struct store_migration *steps, size_t n, struct store_label *label, void *image,
	struct store **out, struct why *why)
{
	struct store *store = calloc(1, sizeof(*store));
	int rc;

	if (!store)
		return why_fail(why, ENOMEM, "no memory to open state file %s", path);
	store->io = io;
	store->sync = sync;
	store->file = -1;
	rc = io->resolve(io->medium, path, store->path, sizeof(store->path));
	if (rc < 0)
		why_errno(why, rc, "cannot open state file %s", path);
	else
		rc = open_and_lock(store, why);
	if (rc == 0)
		rc = scan_header(io, store->file, path, &store->header, why);
	if (rc == 0)
		rc = check_label(path, &store->header.label, steps, n, label, why);
	if (rc == 0) {
		store->label = *label;
		rc = read_image(io, store->file, path, &store->header, steps, n, label, &store->image,
			&store->end, why);
	}
	if (rc == 0 && sync == STORE_SYNC_ALWAYS)
		rc = make_durable(store, why);
	if (rc < 0) {
		store_close(store);
		return rc;
	}
	store->bound = store->end.first + scan_log_bound(label->size, sync);
	memcpy(image, store->image.at, label->size);
	*out = store;
	return 0;
}

int store_open(const struct store_io *io, const char *path, enum store_sync sync, struct store_label *label,
	void *image, struct store **out, struct why *why)
{
	return store_open_migrating(io, path, sync, NULL, 0, label, image, out, why);
}

/* Takes away whatever stands behind the last commit, before anything else is written there. */
static int cut(struct store *store)
{
	const struct store_io *io = store->io;
	int rc = io->truncate(io->medium, store->file, store->end.end * LOG_SECTOR);

	if (rc == 0)
		rc = io->sync(io->medium, store->file);
	if (rc < 0)
		store->broken = rc;
	store->end.size = store->end.end;
	return rc;
}

/* What opening found and left alone. */
static int settle(struct store *store)
{
	int rc = store->end.torn ? cut(store) : 0;

	store->io->tidy(store->io->medium, store->path);
	store->end.torn = false;
	store->settled = true;
	return rc;
}

/* One write, one sync. */
static int append(struct store *store)
{
	const struct store_io *io = store->io;
	uint64_t end = store->end.end + log_sectors_of(store->payload.len);
	uint32_t checksum;
	int rc;

	store->sectors.len = 0;
	rc = log_commit_write(&store->sectors, &store->payload, store->header.id, store->end.sequence + 1,
		store->sync == STORE_SYNC_NEVER ? LOG_UNSYNCED : 0, store->end.checksum, &checksum);
	if (rc == 0 && end > store->end.size) {
		size_t ahead = (size_t)(AHEAD - end % AHEAD) * LOG_SECTOR;
		uint8_t *zeros = log_room(&store->sectors, ahead);

		if (!zeros)
			return -ENOMEM;
		memset(zeros, 0, ahead);
	}
	if (rc < 0)
		return rc;
	rc = io->write(
		io->medium, store->file, store->sectors.at, store->sectors.len, store->end.end * LOG_SECTOR);
	if (rc < 0) {
		cut(store);
		return rc;
	}
	if (store->sync == STORE_SYNC_ALWAYS)
		rc = io->sync(io->medium, store->file);
	if (rc < 0) {
		cut(store);
		store->broken = rc;
		return rc;
	}
	if (end > store->end.size)
		store->end.size = store->end.end + store->sectors.len / LOG_SECTOR;
	store->end.end = end;
	store->end.sequence++;
	store->end.checksum = checksum;
	return 0;
}

/* Writes the file anew, as the first commit of a new log; that is this commit. */
static int compact(struct store *store, const uint8_t *image)
{
	const struct store_io *io = store->io;
	struct log_header header = { .label = store->label, .sequence = store->end.sequence + 1 };
	struct scan_end end;
	int file, rc;

	if (io->names(io->medium, store->path, store->file) != 1)
		return -ESTALE;
	file = stage_whole(io, store->path, store->file, &header, image, &end);
	if (file < 0)
		return file;
	/* Before the point of no return: can this folder be synced at all? */
	rc = io->sync_folder(io->medium, store->path);
	if (rc == 0)
		rc = io->publish(io->medium, store->path, true);
	if (rc < 0) {
		io->discard(io->medium, store->path, file);
		return rc;
	}
	io->close(io->medium, store->file);
	store->file = file;
	store->header = header;
	store->end = end;
	store->bound = end.first + scan_log_bound(store->label.size, store->sync);
	rc = io->sync_folder(io->medium, store->path);
	if (rc < 0)
		store->broken = rc;
	return rc;
}

/* Compacts if that is due. 1: it did, and the commit is done. 0: the log is to take it. */
static int compact_if_due(struct store *store)
{
	bool must = store->header.label.layout != store->label.layout;
	uint8_t *next;
	int rc = -ENOMEM;

	if (!must && store->end.end + log_sectors_of(store->payload.len) <= store->bound)
		return 0;
	next = malloc(store->label.size);
	if (next) {
		memcpy(next, store->image.at, store->label.size);
		log_apply(store->payload.at, store->payload.len, next, store->label.size);
		rc = compact(store, next);
		explicit_bzero(next, store->label.size);
		free(next);
	}
	if (rc == 0)
		return 1;
	if (must || store->broken != 0 || rc == -ESTALE)
		return rc;
	/* The folder is not ours to write, or full: the log goes on, and the next try is as far away again. */
	store->bound = store->end.end + scan_log_bound(store->label.size, store->sync);
	return 0;
}

static int write_payload(struct store *store)
{
	int rc = store->settled ? 0 : settle(store);

	if (rc == 0)
		rc = compact_if_due(store);
	if (rc == 0)
		rc = append(store);
	if (rc >= 0)
		log_apply(store->payload.at, store->payload.len, store->image.at, store->label.size);
	return rc < 0 ? rc : 0;
}

static bool in_order(const struct store_range *ranges, size_t n, size_t size)
{
	size_t done = 0;

	for (size_t i = 0; i < n; i++) {
		if (ranges[i].offset < done || ranges[i].offset > size ||
			ranges[i].length > size - ranges[i].offset)
			return false;
		done = ranges[i].offset + ranges[i].length;
	}
	return true;
}

/* Patches of two ranges must stand as far apart as those of one. */
static int collect(struct store *store, const uint8_t *image, const struct store_range *ranges, size_t n)
{
	int rc = 0;

	store->payload.len = 0;
	for (size_t i = 0; i < n && rc == 0;) {
		size_t from = ranges[i].offset, until = from + ranges[i].length;

		for (i++; i < n && ranges[i].offset - until <= NEAR; i++)
			until = ranges[i].offset + ranges[i].length;
		rc = log_diff(&store->payload, store->image.at, image, from, until);
	}
	return rc;
}

int store_commit_ranges(
	struct store *store, const void *image, const struct store_range *ranges, size_t n, struct why *why)
{
	const struct store_range whole = { 0, store->label.size };
	bool ordered = in_order(ranges, n, store->label.size);
	int rc;

	if (store->broken != 0)
		return why_errno(why, store->broken,
			"state file %s takes no more commits since one failed and left it in doubt; check "
			"the disk and start again",
			store->path);
	rc = ordered ? collect(store, image, ranges, n) : collect(store, image, &whole, 1);
	if (rc == 0 && store->payload.len > 0)
		rc = write_payload(store);
	if (rc == -ESTALE)
		return why_fail(why, ESTALE,
			"state file %s was moved or replaced while in use; put it back, or stop and start "
			"again",
			store->path);
	if (rc < 0)
		return why_errno(
			why, rc, "cannot write state file %s, which keeps what it held", store->path);
	return 0;
}

int store_commit(struct store *store, const void *image, struct why *why)
{
	const struct store_range whole = { 0, store->label.size };

	return store_commit_ranges(store, image, &whole, 1, why);
}

const void *store_image(const struct store *store)
{
	return store->image.at;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	if (store->file >= 0)
		store->io->close(store->io->medium, store->file);
	log_free(&store->image);
	log_free(&store->payload);
	log_free(&store->sectors);
	free(store);
}
