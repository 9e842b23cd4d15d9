/* sim/se050/ram.c: RAM that belongs to something non-volatile. */
#include "ram.h"

#include <string.h>

/* Offset of the record, or `used` when there is none. */
static size_t place_of(const struct se050_ram *ram, enum ram_kind kind, uint32_t id)
{
	size_t at = 0;

	while (at < ram->used) {
		const struct ram_record *record = (const struct ram_record *)(ram->bytes + at);

		if (record->id == id && record->kind == kind)
			break;
		at += record->size;
	}
	return at;
}

struct ram_record *ram_find(struct se050 *chip, enum ram_kind kind, uint32_t id)
{
	struct se050_ram *ram = &chip->applet.ram;
	size_t at = place_of(ram, kind, id);

	return at < ram->used ? (struct ram_record *)(ram->bytes + at) : NULL;
}

const struct ram_record *ram_look(const struct se050 *chip, enum ram_kind kind, uint32_t id)
{
	const struct se050_ram *ram = &chip->applet.ram;
	size_t at = place_of(ram, kind, id);

	return at < ram->used ? (const struct ram_record *)(ram->bytes + at) : NULL;
}

static size_t size_of(size_t len)
{
	return (sizeof(struct ram_record) + len + 7) / 8 * 8;
}

bool ram_fits(const struct se050 *chip, size_t len, size_t cost)
{
	const struct se050_ram *ram = &chip->applet.ram;

	return len < SE050_RAM && ram->used + size_of(len) <= SE050_RAM && ram->cost + cost <= RAM_COST_MAX;
}

struct ram_record *ram_make(struct se050 *chip, enum ram_kind kind, uint32_t id, size_t len, size_t cost)
{
	struct se050_ram *ram = &chip->applet.ram;
	struct ram_record *record = (struct ram_record *)(ram->bytes + ram->used);

	if (!ram_fits(chip, len, cost))
		return NULL;
	memset(record, 0, size_of(len));
	record->id = id;
	record->kind = (uint8_t)kind;
	record->len = (uint16_t)len;
	record->cost = (uint16_t)cost;
	record->size = (uint16_t)size_of(len);
	ram->used = (uint16_t)(ram->used + record->size);
	ram->cost = (uint16_t)(ram->cost + cost);
	return record;
}

void ram_drop(struct se050 *chip, enum ram_kind kind, uint32_t id)
{
	struct se050_ram *ram = &chip->applet.ram;
	size_t at = place_of(ram, kind, id);
	size_t size, cost;

	if (at == ram->used)
		return;
	size = ((const struct ram_record *)(ram->bytes + at))->size;
	cost = ((const struct ram_record *)(ram->bytes + at))->cost;
	memmove(ram->bytes + at, ram->bytes + at + size, ram->used - at - size);
	ram->used = (uint16_t)(ram->used - size);
	ram->cost = (uint16_t)(ram->cost - cost);
	memset(ram->bytes + ram->used, 0, size);
}
