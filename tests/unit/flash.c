/* tests/unit/flash.c: a file system in memory under the store, which loses power. */
#include "flash.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *must(void *p)
{
	if (!p)
		abort();
	return p;
}

static uint64_t chance(struct flash *flash)
{
	uint64_t z = flash->chance += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

/* Files. */

static void file_free(struct flash_file *file)
{
	for (size_t i = 0; i < file->sectors; i++)
		free(file->sector[i].maybe);
	free(file->sector);
	free(file->now);
	free(file->durable);
	*file = (struct flash_file){ 0 };
}

static void file_grow(struct flash_file *file, size_t size)
{
	size_t sectors = (size + FLASH_SECTOR - 1) / FLASH_SECTOR, old = file->sectors;

	if (sectors <= old)
		return;
	file->now = must(realloc(file->now, sectors * FLASH_SECTOR));
	file->durable = must(realloc(file->durable, sectors * FLASH_SECTOR));
	file->sector = must(realloc(file->sector, sectors * sizeof(*file->sector)));
	memset(file->now + old * FLASH_SECTOR, 0, (sectors - old) * FLASH_SECTOR);
	memset(file->durable + old * FLASH_SECTOR, 0, (sectors - old) * FLASH_SECTOR);
	memset(file->sector + old, 0, (sectors - old) * sizeof(*file->sector));
	file->sectors = sectors;
}

/* Sector i has a new value, not yet durable. */
static void sector_changed(struct flash_file *file, size_t i)
{
	struct flash_sector *s = &file->sector[i];
	const uint8_t *now = file->now + i * FLASH_SECTOR;
	const uint8_t *last = s->maybes > 0 ? s->maybe[s->maybes - 1] : file->durable + i * FLASH_SECTOR;

	s->lost = false;
	if (memcmp(now, last, FLASH_SECTOR) == 0)
		return;
	s->maybe = must(realloc(s->maybe, (s->maybes + 1) * FLASH_SECTOR));
	memcpy(s->maybe[s->maybes++], now, FLASH_SECTOR);
}

static void size_changed(struct flash_file *file, size_t size)
{
	struct flash_sizes *s = &file->sizes;

	if (size == file->size)
		return;
	if (s->maybes == sizeof(s->maybe) / sizeof(s->maybe[0]))
		abort();
	file->size = s->maybe[s->maybes++] = size;
	s->lost = false;
}

static void file_write(struct flash_file *file, const void *bytes, size_t len, size_t at)
{
	if (len == 0)
		return;
	file_grow(file, at + len);
	memcpy(file->now + at, bytes, len);
	for (size_t i = at / FLASH_SECTOR; i * FLASH_SECTOR < at + len; i++)
		sector_changed(file, i);
	size_changed(file, at + len > file->size ? at + len : file->size);
}

static void file_truncate(struct flash_file *file, size_t size)
{
	size_t old = file->size;

	file_grow(file, size);
	if (size < old) {
		memset(file->now + size, 0, old - size);
		for (size_t i = size / FLASH_SECTOR; i * FLASH_SECTOR < old; i++)
			sector_changed(file, i);
	}
	size_changed(file, size);
}

static void file_sync(struct flash_file *file, bool failed)
{
	for (size_t i = 0; i < file->sectors; i++) {
		struct flash_sector *s = &file->sector[i];

		if (failed) {
			s->lost = s->maybes > 0;
		} else if (!s->lost) {
			memcpy(file->durable + i * FLASH_SECTOR, file->now + i * FLASH_SECTOR, FLASH_SECTOR);
			s->maybes = 0;
		}
	}
	if (failed) {
		file->sizes.lost = file->sizes.maybes > 0;
	} else if (!file->sizes.lost) {
		file->sizes.durable = file->size;
		file->sizes.maybes = 0;
	}
}

static void file_clone(struct flash_file *to, const struct flash_file *from)
{
	*to = *from;
	to->locked = 0;
	if (from->sectors == 0)
		return;
	to->now = must(malloc(from->sectors * FLASH_SECTOR));
	to->durable = must(malloc(from->sectors * FLASH_SECTOR));
	to->sector = must(malloc(from->sectors * sizeof(*to->sector)));
	memcpy(to->now, from->now, from->sectors * FLASH_SECTOR);
	memcpy(to->durable, from->durable, from->sectors * FLASH_SECTOR);
	memcpy(to->sector, from->sector, from->sectors * sizeof(*to->sector));
	for (size_t i = 0; i < from->sectors; i++) {
		struct flash_sector *s = &to->sector[i];

		s->maybe = NULL;
		if (s->maybes > 0) {
			s->maybe = must(malloc(s->maybes * FLASH_SECTOR));
			memcpy(s->maybe, from->sector[i].maybe, s->maybes * FLASH_SECTOR);
		}
	}
}

/* Names. */

static struct flash_name *name_of(const struct flash *flash, const char *path)
{
	for (size_t i = 0; i < FLASH_NAMES; i++) {
		if (strcmp(flash->name[i].path, path) == 0)
			return (struct flash_name *)&flash->name[i];
	}
	return NULL;
}

static int named(const struct flash_name *name)
{
	return name->maybes > 0 ? name->maybe[name->maybes - 1] : name->durable;
}

static struct flash_name *name_made(struct flash *flash, const char *path)
{
	struct flash_name *name = name_of(flash, path);

	if (!name) {
		name = name_of(flash, "");
		if (!name || strlen(path) >= sizeof(name->path))
			abort();
		memcpy(name->path, path, strlen(path) + 1);
		name->durable = -1;
	}
	return name;
}

/* Files that nothing names and nobody has open. */
static void collect_garbage(struct flash *flash)
{
	for (int i = 0; i < FLASH_FILES; i++) {
		bool held = flash->staged == i;

		for (size_t n = 0; n < FLASH_NAMES; n++) {
			const struct flash_name *name = &flash->name[n];

			held = held || name->durable == i;
			for (size_t m = 0; m < name->maybes; m++)
				held = held || name->maybe[m] == i;
		}
		for (size_t h = 0; h < FLASH_HANDLES; h++)
			held = held || flash->handle[h].file == i;
		if (!held)
			file_free(&flash->file[i]);
	}
}

static int new_file(struct flash *flash)
{
	collect_garbage(flash);
	for (int i = 0; i < FLASH_FILES; i++) {
		if (!flash->file[i].used) {
			flash->file[i].used = true;
			return i;
		}
	}
	abort();
}

static int new_handle(struct flash *flash, int file, bool write)
{
	for (int i = 0; i < FLASH_HANDLES; i++) {
		if (flash->handle[i].file < 0) {
			flash->handle[i].file = file;
			flash->handle[i].write = write;
			return i;
		}
	}
	abort();
}

static struct flash_file *file_of(struct flash *flash, int handle)
{
	return &flash->file[flash->handle[handle].file];
}

/* Operations. */

static void moment(struct flash *flash, enum flash_op op, bool after)
{
	if (flash->moment)
		flash->moment(flash, op, after, flash->context);
}

/* Before every changing operation: 0, or the error it is to fail with. */
static int begin(struct flash *flash, enum flash_op op)
{
	moment(flash, op, false);
	flash->ops++;
	if (op == FLASH_WRITE || op == FLASH_TRUNCATE)
		flash->changed++;
	if (flash->fail_at != 0 && flash->ops >= flash->fail_at &&
		flash->ops <= flash->fail_at + flash->fail_times)
		return -flash->fail_errno;
	return 0;
}

static int flash_resolve(void *medium, const char *path, char *out, size_t cap)
{
	const struct flash_name *name = name_of(medium, path);

	if (!name || named(name) < 0)
		return -ENOENT;
	return snprintf(out, cap, "%s", path) < (int)cap ? 0 : -ENAMETOOLONG;
}

static int flash_open(void *medium, const char *path, bool write)
{
	const struct flash_name *name = name_of(medium, path);

	if (!name || named(name) < 0)
		return -ENOENT;
	return new_handle(medium, named(name), write);
}

static int flash_lock(void *medium, int handle)
{
	struct flash_file *file = file_of(medium, handle);

	if (file->locked != 0 && file->locked != handle + 1)
		return -EBUSY;
	file->locked = handle + 1;
	return 0;
}

static int flash_names(void *medium, const char *path, int handle)
{
	struct flash *flash = medium;
	const struct flash_name *name = name_of(flash, path);

	return name && named(name) == flash->handle[handle].file;
}

static int flash_size(void *medium, int handle, uint64_t *size)
{
	*size = file_of(medium, handle)->size;
	return 0;
}

static int flash_read(void *medium, int handle, void *bytes, size_t len, uint64_t at)
{
	const struct flash_file *file = file_of(medium, handle);

	if (at > file->size || len > file->size - at)
		return -EIO;
	if (len > 0)
		memcpy(bytes, file->now + at, len);
	return 0;
}

static int flash_write(void *medium, int handle, const void *bytes, size_t len, uint64_t at)
{
	struct flash *flash = medium;
	struct flash_file *file = file_of(flash, handle);
	int rc = begin(flash, FLASH_WRITE);

	if (!flash->handle[handle].write)
		return -EBADF;
	if (rc < 0 && len > flash->fail_keeps)
		len = flash->fail_keeps;
	/* Sectors are atomic; only the end of a file can lie within one. */
	if (rc < 0 && at + len < file->size)
		len -= (at + len) % FLASH_SECTOR;
	file_write(file, bytes, len, (size_t)at);
	moment(flash, FLASH_WRITE, true);
	return rc;
}

static int flash_truncate(void *medium, int handle, uint64_t size)
{
	struct flash *flash = medium;
	int rc = begin(flash, FLASH_TRUNCATE);

	if (!flash->handle[handle].write)
		return -EBADF;
	if (rc == 0)
		file_truncate(file_of(flash, handle), (size_t)size);
	moment(flash, FLASH_TRUNCATE, true);
	return rc;
}

static int flash_sync(void *medium, int handle)
{
	struct flash *flash = medium;
	int rc = begin(flash, FLASH_SYNC);

	file_sync(file_of(flash, handle), rc < 0);
	moment(flash, FLASH_SYNC, true);
	return rc;
}

static void flash_close(void *medium, int handle)
{
	struct flash *flash = medium;
	struct flash_file *file = file_of(flash, handle);

	if (file->locked == handle + 1)
		file->locked = 0;
	flash->handle[handle].file = -1;
}

static int flash_stage(void *medium, const char *path, int like)
{
	struct flash *flash = medium;
	int rc = begin(flash, FLASH_STAGE);

	(void)path;
	(void)like;
	if (rc == 0) {
		flash->staged = new_file(flash);
		rc = new_handle(flash, flash->staged, true);
		flash_lock(flash, rc);
	}
	moment(flash, FLASH_STAGE, true);
	return rc;
}

static int flash_publish(void *medium, const char *path, bool replace)
{
	struct flash *flash = medium;
	struct flash_name *name = name_made(flash, path);
	int rc = begin(flash, FLASH_PUBLISH);

	if (rc == 0 && named(name) >= 0 && !replace)
		rc = -EEXIST;
	if (rc == 0) {
		if (name->maybes == sizeof(name->maybe) / sizeof(name->maybe[0]))
			abort();
		name->maybe[name->maybes++] = flash->staged;
		flash->staged = -1;
	}
	moment(flash, FLASH_PUBLISH, true);
	return rc;
}

static void flash_discard(void *medium, const char *path, int handle)
{
	struct flash *flash = medium;

	(void)path;
	flash->staged = -1;
	flash_close(flash, handle);
}

static void flash_tidy(void *medium, const char *path)
{
	(void)medium;
	(void)path;
}

static int flash_sync_folder(void *medium, const char *path)
{
	struct flash *flash = medium;
	int rc = begin(flash, FLASH_SYNC_FOLDER);

	(void)path;
	for (size_t i = 0; i < FLASH_NAMES && rc == 0; i++) {
		struct flash_name *name = &flash->name[i];

		name->durable = named(name);
		name->maybes = 0;
	}
	moment(flash, FLASH_SYNC_FOLDER, true);
	return rc;
}

static int flash_random(void *medium, void *bytes, size_t len)
{
	uint8_t *to = bytes;

	for (size_t i = 0; i < len; i++)
		to[i] = (uint8_t)chance(medium);
	return 0;
}

void flash_init(struct flash *flash, uint64_t seed)
{
	*flash = (struct flash){
		.io = {
			.medium = flash,
			.resolve = flash_resolve,
			.open = flash_open,
			.lock = flash_lock,
			.names = flash_names,
			.size = flash_size,
			.read = flash_read,
			.write = flash_write,
			.truncate = flash_truncate,
			.sync = flash_sync,
			.close = flash_close,
			.stage = flash_stage,
			.publish = flash_publish,
			.discard = flash_discard,
			.tidy = flash_tidy,
			.sync_folder = flash_sync_folder,
			.random = flash_random,
		},
		.staged = -1,
		.chance = seed,
	};
	for (size_t i = 0; i < FLASH_HANDLES; i++)
		flash->handle[i].file = -1;
}

void flash_free(struct flash *flash)
{
	for (size_t i = 0; i < FLASH_FILES; i++)
		file_free(&flash->file[i]);
}

static void nobody_has_files_open(struct flash *flash)
{
	flash->staged = -1;
	for (size_t i = 0; i < FLASH_HANDLES; i++)
		flash->handle[i].file = -1;
	for (size_t i = 0; i < FLASH_FILES; i++)
		flash->file[i].locked = 0;
	collect_garbage(flash);
}

void flash_clone(struct flash *to, const struct flash *from)
{
	*to = *from;
	to->io.medium = to;
	to->moment = NULL;
	to->fail_at = 0;
	for (size_t i = 0; i < FLASH_FILES; i++)
		file_clone(&to->file[i], &from->file[i]);
	nobody_has_files_open(to);
}

/* Power cuts. */

/* One of n + 1 values, 0 being the durable one. */
struct decision {
	struct flash *flash;
	size_t way;
	bool exhaustive;
};

static size_t decide(struct decision *by, size_t n)
{
	size_t choice;

	if (n == 0)
		return 0;
	if (by->exhaustive) {
		choice = by->way % (n + 1);
		by->way /= n + 1;
	} else if (by->way <= 1) {
		choice = by->way * n;
	} else {
		choice = (size_t)(chance(by->flash) % (n + 1));
	}
	return choice;
}

size_t flash_outcomes(const struct flash *flash, size_t most)
{
	size_t ways = 1;

	for (size_t n = 0; n < FLASH_NAMES; n++)
		ways *= flash->name[n].maybes + 1;
	for (size_t f = 0; f < FLASH_FILES && ways <= most; f++) {
		ways *= flash->file[f].sizes.maybes + 1;
		for (size_t i = 0; i < flash->file[f].sectors && ways <= most; i++)
			ways *= flash->file[f].sector[i].maybes + 1;
	}
	return ways <= most ? ways : most + 1;
}

static void crash_file(struct flash_file *file, struct decision *by)
{
	size_t choice = decide(by, file->sizes.maybes);
	size_t size = choice == 0 ? file->sizes.durable : file->sizes.maybe[choice - 1];

	/* Growth can be durable in part, sector by sector. */
	if (!by->exhaustive && by->way > 1 && size > file->sizes.durable && size % FLASH_SECTOR == 0 &&
		chance(by->flash) % 4 == 0)
		size -= chance(by->flash) % ((size - file->sizes.durable) / FLASH_SECTOR + 1) * FLASH_SECTOR;
	for (size_t i = 0; i < file->sectors; i++) {
		struct flash_sector *s = &file->sector[i];

		choice = decide(by, s->maybes);
		memcpy(file->now + i * FLASH_SECTOR,
			choice == 0 ? file->durable + i * FLASH_SECTOR : s->maybe[choice - 1], FLASH_SECTOR);
		s->lost = false;
	}
	if (size < file->sectors * FLASH_SECTOR)
		memset(file->now + size, 0, file->sectors * FLASH_SECTOR - size);
	file->size = size;
	file->sizes.lost = false;
	file_sync(file, false);
}

void flash_crash(struct flash *flash, size_t way, size_t exhaustive)
{
	struct decision by = { flash, way, flash_outcomes(flash, exhaustive) <= exhaustive };

	for (size_t i = 0; i < FLASH_NAMES; i++) {
		struct flash_name *name = &flash->name[i];
		size_t choice = decide(&by, name->maybes);

		name->durable = choice == 0 ? name->durable : name->maybe[choice - 1];
		name->maybes = 0;
	}
	for (size_t i = 0; i < FLASH_FILES; i++)
		crash_file(&flash->file[i], &by);
	nobody_has_files_open(flash);
}

const uint8_t *flash_bytes(const struct flash *flash, const char *path, size_t *size)
{
	const struct flash_name *name = name_of(flash, path);

	if (!name || named(name) < 0)
		return NULL;
	*size = flash->file[named(name)].size;
	return flash->file[named(name)].now;
}

void flash_put(struct flash *flash, const char *path, const void *bytes, size_t size)
{
	struct flash_name *name = name_made(flash, path);
	int file = new_file(flash);

	name->durable = file;
	name->maybes = 0;
	file_write(&flash->file[file], bytes, size, 0);
	file_sync(&flash->file[file], false);
}
