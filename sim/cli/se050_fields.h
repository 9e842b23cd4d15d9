/*
 * sim/cli/se050_fields.h: what there is to see and to set of an SE05x: the keys of `sesim chip show --json`, which
 * are those of `sesim chip set`.
 */
#ifndef SESIM_CLI_SE050_FIELDS_H
#define SESIM_CLI_SE050_FIELDS_H

#include "crypto.h"
#include "json.h"
#include "se050.h"
#include "why.h"

/* A word for each value of a byte. */
struct se050_word {
	uint8_t value;
	const char *word;
};

/* Bytes of struct se050_nv that are shown and set by words, or as numbers: locks.NAME. */
struct se050_lock {
	const char *name;
	size_t at;                      /* in struct se050_nv */
	const struct se050_word *words; /* NULL: a number */
	uint8_t max;                    /* of a number */
	const char *text;               /* for people */
};

extern const struct se050_lock se050_locks[];
extern const size_t se050_n_locks;

/* NULL: none of its words; then the first one holds. */
const char *se050_lock_word(const struct se050 *chip, const struct se050_lock *lock);

/* All fields as members of an object that is open. */
void se050_put_fields(struct json *json, const struct se050 *chip);

/*
 * Does one assignment, KEY=VALUE. Returns -EINVAL with a sentence when there is no such key, or the value does not
 * fit it; the chip is then as it was.
 */
int se050_set(struct se050 *chip, const char *assignment, struct why *why);

#endif
