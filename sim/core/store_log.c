/* sim/core/store_log.c: the sectors and patches of a state file, as bytes. */
#include "store_log.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "crc.h"
#include "cursor.h"

enum {
	CHECKED = LOG_SECTOR - 4, /* a sector's checksum stands behind these */
	SECTOR_HEAD = 32,
	PATCH_HEAD = 8, /* and equal bytes up to so many between two patches are cheaper as one patch */
};

static const uint8_t magic[8] = { 'S', 'E', 'S', 'I', 'M', 'N', 'V', 'M' };

uint8_t *log_room(struct log_bytes *bytes, size_t n)
{
	if (n > bytes->cap - bytes->len) {
		struct log_bytes grown = { .len = bytes->len, .cap = 2 * bytes->cap + n };

		grown.at = malloc(grown.cap);
		if (!grown.at)
			return NULL;
		if (bytes->len > 0)
			memcpy(grown.at, bytes->at, bytes->len);
		log_free(bytes);
		*bytes = grown;
	}
	bytes->len += n;
	return bytes->at + bytes->len - n;
}

void log_free(struct log_bytes *bytes)
{
	if (bytes->at)
		explicit_bzero(bytes->at, bytes->cap);
	free(bytes->at);
	*bytes = (struct log_bytes){ 0 };
}

static uint32_t checksum_of(const uint8_t sector[LOG_SECTOR])
{
	struct rbuf r = rbuf_from(sector + CHECKED, LOG_SECTOR - CHECKED);

	return rbuf_le32(&r);
}

void log_header_write(struct log_header *header, uint8_t sector[LOG_SECTOR])
{
	const struct store_label *label = &header->label;
	struct wbuf w = wbuf_to(sector, LOG_SECTOR);

	wbuf_put(&w, magic, sizeof(magic));
	wbuf_le32(&w, LOG_VERSION);
	wbuf_le32(&w, label->layout);
	wbuf_le64(&w, label->size);
	wbuf_le64(&w, header->id);
	wbuf_le64(&w, header->sequence);
	wbuf_put(&w, label->kind, sizeof(label->kind));
	wbuf_put(&w, label->profile, sizeof(label->profile));
	wbuf_fill(&w, 0, CHECKED - w.len);
	header->checksum = crc32_ieee(sector, CHECKED);
	wbuf_le32(&w, header->checksum);
}

/* A bounded string: printable, with a zero behind it and nothing but zeros behind that. */
static bool is_name(const char *name, size_t cap)
{
	size_t len = strnlen(name, cap);

	if (len == 0 || len == cap)
		return false;
	for (size_t i = 0; i < cap; i++) {
		if (i < len ? name[i] <= ' ' || name[i] > '~' : name[i] != 0)
			return false;
	}
	return true;
}

bool log_is_label(const struct store_label *label)
{
	return label->size > 0 && label->size <= LOG_IMAGE_MAX && is_name(label->kind, sizeof(label->kind)) &&
	       is_name(label->profile, sizeof(label->profile));
}

int log_header_read(
	struct log_header *header, const uint8_t sector[LOG_SECTOR], const char *path, struct why *why)
{
	struct store_label *label = &header->label;
	struct rbuf r = rbuf_from(sector, CHECKED);
	const uint8_t *start = rbuf_bytes(&r, sizeof(magic));
	uint32_t version = rbuf_le32(&r);
	uint64_t size;

	if (memcmp(start, magic, sizeof(magic)) != 0)
		return why_fail(why, EINVAL,
			"%s is not a sesim state file: it does not begin with SESIMNVM; name one made by "
			"`sesim chip new`",
			path);
	header->checksum = checksum_of(sector);
	if (header->checksum != crc32_ieee(sector, CHECKED))
		return why_fail(why, EBADMSG,
			"state file %s is damaged: its header, sector 0, fails its checksum; restore it from "
			"a copy",
			path);
	if (version != LOG_VERSION)
		return why_fail(why, EINVAL,
			"state file %s has format version %u and this sesim reads version %u; use the sesim "
			"that wrote it or a newer one",
			path, version, (unsigned int)LOG_VERSION);
	label->layout = rbuf_le32(&r);
	size = rbuf_le64(&r);
	label->size = (size_t)size;
	header->id = rbuf_le64(&r);
	header->sequence = rbuf_le64(&r);
	rbuf_copy(&r, label->kind, sizeof(label->kind));
	rbuf_copy(&r, label->profile, sizeof(label->profile));
	if (header->id == 0 || header->sequence == 0 || size != label->size || !log_is_label(label))
		return why_fail(why, EBADMSG,
			"state file %s is damaged: its header names no chip; restore it from a copy", path);
	return 0;
}

static bool all_zero(const uint8_t *bytes, size_t len)
{
	uint8_t any = 0;

	for (size_t i = 0; i < len; i++)
		any |= bytes[i];
	return any == 0;
}

enum log_verdict log_sector_read(struct log_sector *sector, const uint8_t bytes[LOG_SECTOR], uint64_t id)
{
	struct rbuf r = rbuf_from(bytes, CHECKED);

	if (all_zero(bytes, LOG_SECTOR))
		return LOG_SECTOR_MISSING;
	sector->id = rbuf_le64(&r);
	sector->sequence = rbuf_le64(&r);
	sector->index = rbuf_le32(&r);
	sector->count = rbuf_le32(&r);
	sector->previous = rbuf_le32(&r);
	sector->length = rbuf_le16(&r);
	sector->flags = rbuf_le16(&r);
	sector->payload = rbuf_bytes(&r, sector->length);
	sector->checksum = checksum_of(bytes);
	if (rbuf_bad(&r) || sector->checksum != crc32_ieee(bytes, SECTOR_HEAD + (size_t)sector->length) ||
		!all_zero(r.at, rbuf_left(&r)) || (sector->flags & ~LOG_UNSYNCED) != 0 ||
		sector->index >= sector->count ||
		(sector->index + 1 < sector->count && sector->length != LOG_PAYLOAD))
		return LOG_SECTOR_DAMAGED;
	return sector->id == id ? LOG_SECTOR_VALID : LOG_SECTOR_FOREIGN;
}

bool log_sector_begins(const uint8_t *bytes, size_t len, uint64_t id, uint64_t sequence, uint32_t index)
{
	uint8_t start[20];
	struct wbuf w = wbuf_to(start, sizeof(start));

	wbuf_le64(&w, id);
	wbuf_le64(&w, sequence);
	wbuf_le32(&w, index);
	return memcmp(bytes, start, len < w.len ? len : w.len) == 0;
}

size_t log_sectors_of(size_t payload)
{
	return payload == 0 ? 1 : (payload + LOG_PAYLOAD - 1) / LOG_PAYLOAD;
}

/* Patches stand more than PATCH_HEAD bytes apart, so heads and bytes together exceed the image by one head. */
size_t log_sectors_most(size_t image)
{
	return log_sectors_of(image + PATCH_HEAD);
}

int log_commit_write(struct log_bytes *sectors, const struct log_bytes *payload, uint64_t id,
	uint64_t sequence, enum log_flags flags, uint32_t previous, uint32_t *last)
{
	size_t count = log_sectors_of(payload->len);
	uint8_t *to = log_room(sectors, count * LOG_SECTOR);

	if (!to)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++, to += LOG_SECTOR) {
		size_t done = i * LOG_PAYLOAD;
		size_t length = payload->len - done < LOG_PAYLOAD ? payload->len - done : LOG_PAYLOAD;
		struct wbuf w = wbuf_to(to, LOG_SECTOR);

		wbuf_le64(&w, id);
		wbuf_le64(&w, sequence);
		wbuf_le32(&w, (uint32_t)i);
		wbuf_le32(&w, (uint32_t)count);
		wbuf_le32(&w, previous);
		wbuf_le16(&w, (uint16_t)length);
		wbuf_le16(&w, (uint16_t)flags);
		if (length > 0)
			wbuf_put(&w, payload->at + done, length);
		previous = crc32_ieee(to, w.len);
		wbuf_fill(&w, 0, CHECKED - w.len);
		wbuf_le32(&w, previous);
	}
	*last = previous;
	return 0;
}

static size_t next_difference(const uint8_t *a, const uint8_t *b, size_t from, size_t until)
{
	for (size_t step = 512; step > 0; step /= 8) {
		while (until - from >= step && memcmp(a + from, b + from, step) == 0)
			from += step;
	}
	return from;
}

int log_diff(
	struct log_bytes *payload, const uint8_t *stored, const uint8_t *image, size_t from, size_t until)
{
	size_t start = next_difference(stored, image, from, until);

	while (start < until) {
		size_t end = start, next = start;
		struct wbuf w;
		uint8_t *to;

		while (next < until && next - end <= PATCH_HEAD) {
			for (end = next; end < until && stored[end] != image[end];)
				end++;
			next = next_difference(stored, image, end, until);
		}
		to = log_room(payload, PATCH_HEAD + end - start);
		if (!to)
			return -ENOMEM;
		w = wbuf_to(to, PATCH_HEAD + end - start);
		wbuf_le32(&w, (uint32_t)start);
		wbuf_le32(&w, (uint32_t)(end - start));
		wbuf_put(&w, image + start, end - start);
		start = next;
	}
	return 0;
}

bool log_apply(const uint8_t *payload, size_t len, uint8_t *image, size_t size)
{
	struct rbuf check = rbuf_from(payload, len), r = check;

	while (rbuf_left(&check) > 0) {
		size_t offset = rbuf_le32(&check), length = rbuf_le32(&check);

		if (length == 0 || offset > size || length > size - offset || !rbuf_bytes(&check, length))
			return false;
	}
	if (rbuf_bad(&check))
		return false;
	while (rbuf_left(&r) > 0) {
		size_t offset = rbuf_le32(&r), length = rbuf_le32(&r);

		rbuf_copy(&r, image + offset, length);
	}
	return true;
}
