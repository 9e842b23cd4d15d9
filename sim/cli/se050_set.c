/* sim/cli/se050_set.c: changing an SE05x by the keys of `sesim chip show --json`. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hex.h"
#include "object.h"
#include "se050_fields.h"

enum {
	VALUE_MAX = 32767, /* the longest file */
};

struct assignment {
	const char *key;
	size_t key_len;
	const char *value;
};

static int no_such_key(const struct assignment *a, struct why *why)
{
	return why_fail(why, EINVAL,
		"there is no key \"%.*s\" to set: as in locks.transport, serial, scp03[0].enc, "
		"objects[7fff0206].value",
		(int)a->key_len, a->key);
}

/* Digits up to a bracket, as a number. Moves *at behind the bracket. */
static bool index_in(const char **at, unsigned int base, uint32_t *number)
{
	char *end;
	unsigned long value;

	errno = 0;
	value = strtoul(*at, &end, (int)base);
	if (end == *at || *end != ']' || errno != 0 || value > UINT32_MAX || **at == '-')
		return false;
	*number = (uint32_t)value;
	*at = end + 1;
	return true;
}

static int bytes_of(const struct assignment *a, uint8_t *bytes, size_t cap, struct why *why)
{
	int len = hex_bytes(a->value, strlen(a->value), bytes, cap);

	if (len < 0)
		return why_fail(why, EINVAL,
			"%.*s takes hex, two digits a byte and at most %zu bytes, not \"%s\"",
			(int)a->key_len, a->key, cap, a->value);
	return len;
}

static int exactly(const struct assignment *a, uint8_t *to, size_t len, struct why *why)
{
	uint8_t bytes[SCP03_KEY_MAX];
	int given = bytes_of(a, bytes, len, why);

	if (given < 0)
		return given;
	if ((size_t)given != len)
		return why_fail(
			why, EINVAL, "%.*s has %zu bytes, not %d", (int)a->key_len, a->key, len, given);
	memcpy(to, bytes, len);
	return 0;
}

static int number_of(const struct assignment *a, uint32_t max, uint32_t *number, struct why *why)
{
	char *end;
	unsigned long value;

	errno = 0;
	value = strtoul(a->value, &end, 0);
	if (end == a->value || *end != '\0' || errno != 0 || *a->value == '-' || value > max)
		return why_fail(why, EINVAL, "%.*s takes a number up to %u, not \"%s\"", (int)a->key_len,
			a->key, max, a->value);
	*number = (uint32_t)value;
	return 0;
}

static int set_lock(struct se050 *chip, const struct assignment *a, const char *name, struct why *why)
{
	const struct se050_lock *lock = NULL;
	char words[128] = "";
	uint32_t number = 0;
	uint8_t *to;
	int rc;

	for (size_t i = 0; i < se050_n_locks; i++)
		if (strcmp(se050_locks[i].name, name) == 0)
			lock = &se050_locks[i];
	if (!lock)
		return no_such_key(a, why);
	to = (uint8_t *)&chip->nv + lock->at;
	if (!lock->words) {
		rc = number_of(a, lock->max, &number, why);
		if (rc == 0)
			*to = (uint8_t)number;
		return rc;
	}
	for (const struct se050_word *word = lock->words; word->word; word++) {
		size_t len = strlen(words);

		if (strcmp(word->word, a->value) == 0) {
			*to = word->value;
			return 0;
		}
		if (!strstr(words, word->word) || word == lock->words)
			snprintf(words + len, sizeof(words) - len, "%s%s", len > 0 ? " or " : "", word->word);
	}
	return why_fail(why, EINVAL, "%.*s is %s, not \"%s\"", (int)a->key_len, a->key, words, a->value);
}

static int set_key(struct se050 *chip, const struct assignment *a, const char *at, struct why *why)
{
	static const char *const names[] = { "enc", "mac", "dek" };
	uint32_t number = 0;

	if (!index_in(&at, 10, &number) || number >= SE050_KEY_SETS ||
		chip->nv.key_sets[number].version == 0 || *at++ != '.')
		return no_such_key(a, why);
	for (size_t i = 0; i < 3; i++)
		if (strcmp(names[i], at) == 0)
			return exactly(
				a, chip->nv.key_sets[number].key[i], chip->nv.key_sets[number].length, why);
	return no_such_key(a, why);
}

/* The value from byte `from` on. */
static int set_value(struct se050 *chip, struct se050_object *object, const struct assignment *a,
	uint32_t from, struct why *why)
{
	uint8_t *bytes;
	int len;

	if (object->flags & (OBJECT_FACTORY | OBJECT_TRANSIENT))
		return why_fail(why, EINVAL, "%.*s cannot be set: %s", (int)a->key_len, a->key,
			object->flags & OBJECT_FACTORY ? "it is made when the part is first used"
						       : "the value of a transient object is in RAM");
	bytes = malloc(VALUE_MAX);
	if (!bytes)
		return why_errno(why, ENOMEM, "cannot set %.*s", (int)a->key_len, a->key);
	len = bytes_of(a, bytes, VALUE_MAX, why);
	if (len >= 0 && (from > object->value_len || (size_t)len > object->value_len - from))
		len = why_fail(why, EINVAL, "object %08x has %u bytes: %d from byte %u on are too many",
			object->id, object->value_len, len, from);
	if (len > 0)
		memcpy(object_change(chip, object) + from, bytes, (size_t)len);
	free(bytes);
	return len < 0 ? len : 0;
}

static struct se050_object *object_of(struct se050 *chip, uint32_t id)
{
	object_index(chip);
	return object_find(chip, id);
}

static int set_object(struct se050 *chip, const struct assignment *a, const char *at, struct why *why)
{
	struct se050_object *object;
	uint32_t id, number = 0;
	int rc;

	if (!index_in(&at, 16, &id) || *at++ != '.')
		return no_such_key(a, why);
	object = object_of(chip, id);
	if (!object)
		return why_fail(why, EINVAL, "the part has no object %08x", id);
	if (strcmp(at, "attempts") == 0) {
		rc = number_of(a, object->attempts_max, &number, why);
		object->attempts = rc == 0 ? (uint16_t)number : object->attempts;
		return rc;
	}
	if (strncmp(at, "value[", 6) == 0) {
		at += 6;
		if (!index_in(&at, 10, &number))
			return no_such_key(a, why);
	} else if (strncmp(at, "value", 5) == 0) {
		at += 5;
	} else {
		return no_such_key(a, why);
	}
	return *at == '\0' ? set_value(chip, object, a, number, why) : no_such_key(a, why);
}

/* The unique id, where it is told and where it is read. */
static int set_serial(struct se050 *chip, const struct assignment *a, struct why *why)
{
	struct se050_object *object = object_of(chip, ID_UNIQUE_ID);
	int rc = exactly(a, chip->nv.unique_id, sizeof(chip->nv.unique_id), why);

	if (rc == 0 && object)
		memcpy(object_change(chip, object), chip->nv.unique_id, sizeof(chip->nv.unique_id));
	return rc;
}

int se050_set(struct se050 *chip, const char *assignment, struct why *why)
{
	const char *equals = strchr(assignment, '=');
	struct assignment a = { .key = assignment };
	char key[64];

	if (!equals)
		return why_fail(why, EINVAL, "\"%s\" is no assignment: KEY=VALUE", assignment);
	a.key_len = (size_t)(equals - assignment);
	a.value = equals + 1;
	if (a.key_len >= sizeof(key))
		return no_such_key(&a, why);
	memcpy(key, assignment, a.key_len);
	key[a.key_len] = '\0';
	if (strcmp(key, "serial") == 0)
		return set_serial(chip, &a, why);
	if (strncmp(key, "locks.", 6) == 0)
		return set_lock(chip, &a, key + 6, why);
	if (strncmp(key, "scp03[", 6) == 0)
		return set_key(chip, &a, key + 6, why);
	if (strncmp(key, "objects[", 8) == 0)
		return set_object(chip, &a, key + 8, why);
	return no_such_key(&a, why);
}
