/*
 * sim/se050/ram.h: RAM that belongs to something non-volatile: values of transient objects, states of crypto
 * objects. Deselection clears all of it.
 *
 * What these functions return is valid until the next ram_make() or ram_drop().
 */
#ifndef SESIM_SE050_RAM_H
#define SESIM_SE050_RAM_H

#include "se050.h"

enum {
	/* By the vendor's figures. UNCERTAIN (SE05X-U-02): a used part reported 784 free. */
	RAM_COST_MAX = 2048,
};

enum ram_kind {
	RAM_OBJECT = 1, /* id: the object's */
	RAM_CRYPTO = 2, /* id: the crypto object's, 0000 to FFFF */
};

/* One piece; its bytes follow. */
struct ram_record {
	uint32_t id;
	uint8_t kind;
	bool filled; /* holds something; false: reserved, and all zeros */
	uint16_t len;
	uint16_t cost;
	uint16_t size; /* with this header, a multiple of 8 */
	uint32_t spare;
};

static_assert(sizeof(struct ram_record) == 16, "records are aligned to 8");

/* NULL: there is none. */
struct ram_record *ram_find(struct se050 *chip, enum ram_kind kind, uint32_t id);
const struct ram_record *ram_look(const struct se050 *chip, enum ram_kind kind, uint32_t id);

/* Whether another len bytes of such a cost would go in. */
bool ram_fits(const struct se050 *chip, size_t len, size_t cost);
/* A piece of len zeros; NULL when it does not fit. There is none yet with this kind and id. */
struct ram_record *ram_make(struct se050 *chip, enum ram_kind kind, uint32_t id, size_t len, size_t cost);
/* Erases it. Nothing happens when there is none. */
void ram_drop(struct se050 *chip, enum ram_kind kind, uint32_t id);

static inline uint8_t *ram_bytes(struct ram_record *record)
{
	return (uint8_t *)(record + 1);
}

#endif
