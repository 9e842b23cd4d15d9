/* sim/se050/object.c: the part's non-volatile objects: records in the heap, an index by kind and id behind it. */
#include "object.h"

#include <string.h>

#include "ram.h"

enum {
	HEAP_PER_SLOT = 64, /* the cheapest object costs 92: the index is never more than 70 % full */
	SLOTS_MIN = 256,
};

/* How many slots: a power of two. A slot holds the offset of a record, plus one; 0 is empty. */
static size_t slots_of(size_t heap_size)
{
	size_t slots = SLOTS_MIN;

	while (slots < heap_size / HEAP_PER_SLOT)
		slots *= 2;
	return slots;
}

size_t object_index_size(size_t heap_size)
{
	return slots_of(heap_size) * sizeof(uint32_t);
}

static uint32_t *index_of(struct se050 *chip)
{
	return (uint32_t *)(chip->heap + chip->nv.heap_size);
}

static struct se050_object *record_at(struct se050 *chip, size_t at)
{
	return (struct se050_object *)(chip->heap + at);
}

static size_t offset_of(const struct se050 *chip, const struct se050_object *object)
{
	return (size_t)((const uint8_t *)object - chip->heap);
}

/* Ids come in runs: multiplication spreads them. */
static size_t first_slot(size_t slots, enum record_kind kind, uint32_t id)
{
	uint64_t mixed = (id ^ (uint64_t)kind << 32) * 0x9e3779b97f4a7c15u;

	return (size_t)(mixed >> 32) & (slots - 1);
}

/* The slot of this record, or the empty one where it would be. */
static size_t slot_for(const struct se050 *chip, enum record_kind kind, uint32_t id)
{
	const uint32_t *index = (const uint32_t *)(chip->heap + chip->nv.heap_size);
	size_t slots = slots_of(chip->nv.heap_size);
	size_t slot = first_slot(slots, kind, id);

	while (index[slot] != 0) {
		const struct se050_object *record =
			(const struct se050_object *)(chip->heap + index[slot] - 1);

		if (record->id == id && record->kind == kind)
			break;
		slot = (slot + 1) & (slots - 1);
	}
	return slot;
}

static const struct se050_object *look(const struct se050 *chip, enum record_kind kind, uint32_t id)
{
	const uint32_t *index = (const uint32_t *)(chip->heap + chip->nv.heap_size);
	uint32_t place = index[slot_for(chip, kind, id)];

	return place ? (const struct se050_object *)(chip->heap + place - 1) : NULL;
}

static struct se050_object *find(struct se050 *chip, enum record_kind kind, uint32_t id)
{
	uint32_t place = index_of(chip)[slot_for(chip, kind, id)];

	return place ? record_at(chip, place - 1) : NULL;
}

struct se050_object *object_find(struct se050 *chip, uint32_t id)
{
	return find(chip, RECORD_OBJECT, id);
}

const struct se050_object *object_look(const struct se050 *chip, uint32_t id)
{
	return look(chip, RECORD_OBJECT, id);
}

struct se050_object *crypto_object_find(struct se050 *chip, uint16_t id)
{
	return find(chip, RECORD_CRYPTO, id);
}

const struct se050_object *crypto_object_look(const struct se050 *chip, uint16_t id)
{
	return look(chip, RECORD_CRYPTO, id);
}

const struct se050_object *object_next(
	const struct se050 *chip, enum record_kind kind, const struct se050_object *after)
{
	size_t at = after ? offset_of(chip, after) + after->size : 0;

	while (at < chip->nv.heap_used) {
		const struct se050_object *record = (const struct se050_object *)(chip->heap + at);

		if (record->kind == kind)
			return record;
		at += record->size;
	}
	return NULL;
}

static void touch(struct se050 *chip, size_t from, size_t until)
{
	struct se050_power *power = &chip->power;

	if (power->touched_from == power->touched_until) {
		power->touched_from = (uint32_t)from;
		power->touched_until = (uint32_t)until;
		return;
	}
	if (from < power->touched_from)
		power->touched_from = (uint32_t)from;
	if (until > power->touched_until)
		power->touched_until = (uint32_t)until;
}

void object_touch(struct se050 *chip, const struct se050_object *object)
{
	size_t at = offset_of(chip, object);

	touch(chip, at, at + object->size);
}

void object_index(struct se050 *chip)
{
	uint32_t *index = index_of(chip);

	memset(index, 0, object_index_size(chip->nv.heap_size));
	for (size_t at = 0; at < chip->nv.heap_used;) {
		const struct se050_object *record = record_at(chip, at);

		if (record->kind != RECORD_FREE)
			index[slot_for(chip, record->kind, record->id)] = (uint32_t)at + 1;
		at += record->size;
	}
}

/* Takes a slot out, and moves up what stood behind it so that no search ends too early. */
static void unindex(struct se050 *chip, const struct se050_object *object)
{
	uint32_t *index = index_of(chip);
	size_t slots = slots_of(chip->nv.heap_size);
	size_t hole = slot_for(chip, object->kind, object->id);

	index[hole] = 0;
	for (size_t slot = (hole + 1) & (slots - 1); index[slot] != 0; slot = (slot + 1) & (slots - 1)) {
		const struct se050_object *record = record_at(chip, index[slot] - 1);
		uint32_t place = index[slot];

		index[slot] = 0;
		index[slot_for(chip, record->kind, record->id)] = place;
	}
}

static bool transient(const struct se050_object *object)
{
	return object->flags & OBJECT_TRANSIENT;
}

static size_t size_of(const struct se050_object *as)
{
	size_t value = transient(as) ? 0 : as->value_len;

	return (sizeof(*as) + as->policy_len + as->fixed_len + value + 7) / 8 * 8;
}

size_t object_memory_left(const struct se050 *chip)
{
	return chip->nv.heap_size - chip->nv.heap_cost;
}

/* Every record takes less room than it costs, so that what the figures allow goes in. */
bool object_fits(const struct se050 *chip, const struct se050_object *as)
{
	size_t size = size_of(as);

	if (as->cost > object_memory_left(chip) || size > as->cost || as->value_len > UINT16_MAX)
		return false;
	return !transient(as) || ram_fits(chip, as->value_len, as->ram_cost);
}

/* Moves all records together, in their order. */
static void compact(struct se050 *chip)
{
	size_t to = 0;

	for (size_t at = 0; at < chip->nv.heap_used;) {
		const struct se050_object *record = record_at(chip, at);
		size_t size = record->size;

		if (record->kind != RECORD_FREE) {
			memmove(chip->heap + to, chip->heap + at, size);
			to += size;
		}
		at += size;
	}
	memset(chip->heap + to, 0, chip->nv.heap_used - to);
	touch(chip, 0, chip->nv.heap_used);
	chip->nv.heap_used = (uint32_t)to;
	object_index(chip);
}

struct se050_object *object_create(struct se050 *chip, const struct se050_object *as, struct rbuf policy)
{
	struct se050_object *object;
	size_t size = size_of(as);

	if (!object_fits(chip, as))
		return NULL;
	if (chip->nv.heap_used + size > chip->nv.heap_size)
		compact(chip);
	object = record_at(chip, chip->nv.heap_used);
	memset(object, 0, size);
	*object = *as;
	object->size = (uint32_t)size;
	rbuf_copy(&policy, object + 1, as->policy_len);
	index_of(chip)[slot_for(chip, as->kind, as->id)] = chip->nv.heap_used + 1;
	chip->nv.heap_used += (uint32_t)size;
	chip->nv.heap_cost += as->cost;
	chip->nv.heap_records++;
	if (transient(as)) {
		chip->nv.heap_transients++;
		ram_make(chip, RAM_OBJECT, as->id, as->value_len, as->ram_cost);
	}
	object_touch(chip, object);
	return object;
}

void object_delete(struct se050 *chip, struct se050_object *object)
{
	size_t size = object->size;

	unindex(chip, object);
	chip->nv.heap_cost -= object->cost;
	chip->nv.heap_records--;
	if (transient(object))
		chip->nv.heap_transients--;
	ram_drop(chip, object->kind == RECORD_CRYPTO ? RAM_CRYPTO : RAM_OBJECT, object->id);
	object_touch(chip, object);
	memset(object, 0, size);
	if (offset_of(chip, object) + size == chip->nv.heap_used)
		chip->nv.heap_used -= (uint32_t)size;
	else
		object->size = (uint32_t)size;
}

struct rbuf object_policy(const struct se050_object *object)
{
	return rbuf_from(object + 1, object->policy_len);
}

struct rbuf object_fixed(const struct se050_object *object)
{
	return rbuf_from((const uint8_t *)(object + 1) + object->policy_len, object->fixed_len);
}

uint8_t *object_fixed_room(struct se050_object *object)
{
	return (uint8_t *)(object + 1) + object->policy_len;
}

struct rbuf object_value(const struct se050 *chip, const struct se050_object *object)
{
	const struct ram_record *ram;

	if (object->flags & OBJECT_SPENT)
		return rbuf_from(NULL, 0);
	if (!transient(object))
		return rbuf_from((const uint8_t *)(object + 1) + object->policy_len + object->fixed_len,
			object->value_len);
	ram = ram_look(chip, RAM_OBJECT, object->id);
	if (!ram || !ram->filled)
		return rbuf_from(NULL, 0);
	return rbuf_from(ram + 1, ram->len);
}

uint8_t *object_change(struct se050 *chip, struct se050_object *object)
{
	struct ram_record *ram;

	if (object->blocks > 0) {
		object->blocks = 0;
		object->flags &= (uint8_t)~OBJECT_SPENT;
		object_touch(chip, object);
	}
	if (!transient(object)) {
		object_touch(chip, object);
		return (uint8_t *)(object + 1) + object->policy_len + object->fixed_len;
	}
	ram = ram_find(chip, RAM_OBJECT, object->id);
	if (!ram)
		return NULL;
	ram->filled = true;
	return ram_bytes(ram);
}

/* Values of objects that are not there. */
static void drop_orphans(struct se050 *chip)
{
	const struct se050_ram *ram = &chip->applet.ram;
	size_t at = 0;

	while (at < ram->used) {
		const struct ram_record *record = (const struct ram_record *)(ram->bytes + at);

		if (record->kind == RAM_OBJECT && !object_look(chip, record->id))
			ram_drop(chip, RAM_OBJECT, record->id);
		else
			at += record->size;
	}
}

/* A counter comes back as 0, a file as zeros, a PCR with its initial value (AN12413 3.2.2). */
void object_reserve_ram(struct se050 *chip)
{
	const struct se050_object *object = NULL;

	drop_orphans(chip);
	if (chip->nv.heap_transients == 0)
		return;
	while ((object = object_next(chip, RECORD_OBJECT, object)) != NULL) {
		struct ram_record *ram;
		struct rbuf initial = object_fixed(object);

		if (!transient(object) || ram_look(chip, RAM_OBJECT, object->id))
			continue;
		ram = ram_make(chip, RAM_OBJECT, object->id, object->value_len, object->ram_cost);
		if (!ram || !(1u << object->class & FILES))
			continue;
		ram->filled = true;
		if (object->class == CLASS_PCR)
			rbuf_copy(&initial, ram_bytes(ram), object->fixed_len);
	}
}
