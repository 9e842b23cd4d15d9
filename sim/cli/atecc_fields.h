/*
 * sim/cli/atecc_fields.h: what there is to see and to set of an ATECC: the keys of `sesim chip show --json`,
 * which are those of `sesim chip set`.
 */
#ifndef SESIM_CLI_ATECC_FIELDS_H
#define SESIM_CLI_ATECC_FIELDS_H

#include "atecc.h"
#include "json.h"
#include "silicon.h"

enum atecc_field_kind {
	FIELD_BYTES,       /* len bytes of the non-volatile memory, from `at` */
	FIELD_NUMBER,      /* bits of a little-endian 16-bit word of the config zone */
	FIELD_FLAG,        /* one of them */
	FIELD_ZONE_LOCK,   /* a byte of the config zone: 55 unlocked */
	FIELD_SLOT_LOCK,   /* the slot's bit in SlotLocked */
	FIELD_COUNTER,     /* number `at`, encoded in the config zone */
	FIELD_SERIAL,      /* SN[0..8] */
	FIELD_ADDRESS,     /* 7-bit; set in byte 16 */
	FIELD_SLOT_DATA,   /* the slot's bytes */
	FIELD_PRIVATE_KEY, /* in a private slot: the number */
	FIELD_PUBLIC_KEY,  /* in a slot of a public key: X, Y */
	FIELD_VALID,       /* in a slot of a public key that is to be validated */
	FIELD_SILICON,     /* shown, and never set, like those below */
	FIELD_SLOT_NUMBER,
	FIELD_SLOT_SIZE,
	FIELD_SLOT_WORDS,
};

/* at, shift: in a slot's field, of slot 0; slot n is 2n bytes further. */
struct atecc_field {
	const char *name;
	enum atecc_field_kind kind;
	uint16_t at;
	uint16_t len; /* FIELD_BYTES: bytes; FIELD_NUMBER: bits */
	uint8_t shift;
	enum atecc_revisions on; /* 0: all */
};

/* Fields under one name ("locks"), "" for those at the top. */
struct atecc_group {
	const char *name;
	const struct atecc_field *fields;
	size_t n;
	enum atecc_revisions on; /* 0: all */
};

extern const struct atecc_group atecc_groups[];
extern const size_t atecc_n_groups;
/* The fields of each slot: slots[0] to slots[15]. */
extern const struct atecc_group atecc_slot_group;

/* Whether this chip has it, in this slot. */
bool atecc_field_here(const struct atecc *chip, const struct atecc_field *field, unsigned int slot);

/* All fields as members of an object that is open. */
void atecc_put_fields(struct json *json, const struct atecc *chip);

#endif
