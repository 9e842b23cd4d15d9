/* sim/cli/atecc_set.c: changing an ATECC by the keys of `sesim chip show --json`. */
#include "atecc_set.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#include "atecc_fields.h"
#include "hex.h"
#include "limited.h"
#include "nearest.h"
#include "policy.h"
#include "zones.h"

enum {
	WORDS_MAX = 4,
	WORD_MAX = 31,
	KEY_MAX = 100,
};

/* One assignment under way: its key taken apart, and the field that the key names. */
struct assignment {
	char key[KEY_MAX + 1];
	const char *value;
	char words[WORDS_MAX][WORD_MAX + 1];
	size_t n_words;
	const struct atecc_field *field;
	unsigned int slot;
	bool has_offset;
	size_t offset;
};

static bool take_word(struct assignment *a, const char *at, size_t len)
{
	if (len == 0 || len > WORD_MAX || a->n_words == WORDS_MAX)
		return false;
	memcpy(a->words[a->n_words], at, len);
	a->words[a->n_words++][len] = '\0';
	return true;
}

/* a.b, a[1].b and a.1.b are all lists of words. */
static bool split(struct assignment *a)
{
	const char *at = a->key;

	while (*at) {
		size_t len = strcspn(at, ".[]");

		if (!take_word(a, at, len))
			return false;
		at += len;
		if (*at == ']' && *++at != '\0' && *at != '.' && *at != '[')
			return false;
		if (*at != '\0' && *++at == '\0')
			return false;
	}
	return a->n_words > 0;
}

/* A decimal number, or one in hex after 0x. */
static bool number(const char *text, unsigned long max, unsigned long *value)
{
	char *end;

	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	*value = strtoul(text, &end, strncmp(text, "0x", 2) == 0 ? 16 : 10);
	return *end == '\0' && errno == 0 && *value <= max;
}

static const struct atecc_field *field_of(const struct atecc_group *group, const char *name)
{
	for (size_t i = 0; i < group->n; i++)
		if (strcmp(group->fields[i].name, name) == 0)
			return &group->fields[i];
	return NULL;
}

/* The key that the user may have meant, among all there are outside of slots. */
static void no_such_key(const struct assignment *a, struct why *why)
{
	char names[32][2 * WORD_MAX + 2];
	struct nearest nearest = nearest_to(a->key, strlen(a->key));
	size_t n = 0;

	if (strcmp(a->key, "profile") == 0 || strcmp(a->key, "schema") == 0) {
		why_fail(why, EINVAL, "%s cannot be set: \"sesim chip new\" makes other parts", a->key);
		return;
	}
	for (size_t i = 0; i < atecc_n_groups; i++) {
		const struct atecc_group *group = &atecc_groups[i];

		for (size_t j = 0; j < group->n && n < sizeof(names) / sizeof(names[0]); j++, n++) {
			snprintf(names[n], sizeof(names[n]), "%s%s%s", group->name,
				group->name[0] != '\0' ? "." : "", group->fields[j].name);
			nearest_offer(&nearest, names[n]);
		}
	}
	if (nearest.best)
		why_fail(why, EINVAL, "there is no key \"%s\": did you mean %s?", a->key, nearest.best);
	else
		why_fail(why, EINVAL, "there is no key \"%s\": \"sesim chip show --json\" has them all",
			a->key);
}

static void no_such_slot_key(const struct assignment *a, struct why *why)
{
	struct nearest nearest = nearest_to(a->words[2], strlen(a->words[2]));

	for (size_t i = 0; i < atecc_slot_group.n; i++)
		nearest_offer(&nearest, atecc_slot_group.fields[i].name);
	if (nearest.best)
		why_fail(why, EINVAL, "there is no key \"%s\": did you mean slots[%u].%s?", a->key, a->slot,
			nearest.best);
	else
		why_fail(why, EINVAL, "there is no key \"%s\": \"sesim chip show --json\" has them all",
			a->key);
}

/* The field that the key names, false and a sentence when there is none. */
static bool find_in_slot(struct assignment *a, const struct atecc *chip, struct why *why)
{
	unsigned long slot;

	if (a->n_words < 3 || !number(a->words[1], ATECC_SLOTS - 1, &slot)) {
		why_fail(why, EINVAL, "\"%s\" names no slot's key: as in slots[0].data, up to slots[15]",
			a->key);
		return false;
	}
	a->slot = (unsigned int)slot;
	a->field = field_of(&atecc_slot_group, a->words[2]);
	if (!a->field) {
		no_such_slot_key(a, why);
		return false;
	}
	if (!atecc_field_here(chip, a->field, a->slot)) {
		why_fail(why, EINVAL, "%s cannot be set: slot %u is not configured for one", a->key, a->slot);
		return false;
	}
	return true;
}

/* A group's name may be left out where no other has a field of that name: otp for zones.otp. */
static const struct atecc_group *group_with(const char *name)
{
	const struct atecc_group *group = NULL;

	for (size_t i = 0; i < atecc_n_groups; i++) {
		if (!field_of(&atecc_groups[i], name))
			continue;
		if (group)
			return NULL;
		group = &atecc_groups[i];
	}
	return group;
}

static const struct atecc_group *group_named(const char *name)
{
	for (size_t i = 0; i < atecc_n_groups; i++)
		if (strcmp(atecc_groups[i].name, name) == 0)
			return &atecc_groups[i];
	return NULL;
}

/* The same outside of slots; *used is how many words it took. */
static bool find_in_groups(struct assignment *a, const struct atecc *chip, size_t *used, struct why *why)
{
	const struct atecc_group *group = a->n_words > 1 ? group_named(a->words[0]) : NULL;
	enum atecc_revisions on = atecc_silicon(&chip->nv)->on;

	*used = group ? 2 : 1;
	if (!group)
		group = group_with(a->words[0]);
	a->field = group ? field_of(group, a->words[*used - 1]) : NULL;
	if (!a->field) {
		no_such_key(a, why);
		return false;
	}
	if (group->on != 0 && !(group->on & on)) {
		why_fail(why, EINVAL, "%s cannot be set: an %s has none", a->key,
			atecc_silicon(&chip->nv)->name);
		return false;
	}
	return true;
}

static bool find_field(struct assignment *a, const struct atecc *chip, struct why *why)
{
	unsigned long offset = 0;
	size_t used = 3;

	if (!split(a)) {
		no_such_key(a, why);
		return false;
	}
	if (strcmp(a->words[0], "slots") == 0 ? !find_in_slot(a, chip, why)
					      : !find_in_groups(a, chip, &used, why))
		return false;
	a->has_offset = a->n_words > used;
	if (!a->has_offset)
		return true;
	if ((a->field->kind != FIELD_BYTES && a->field->kind != FIELD_SLOT_DATA) || a->n_words > used + 1 ||
		!number(a->words[used], ATECC_DATA_BYTES, &offset)) {
		no_such_key(a, why);
		return false;
	}
	a->offset = offset;
	return true;
}

/* Writes value's bytes: all of room[size], or with an offset as many as are given. */
static int set_bytes(const struct assignment *a, uint8_t *room, size_t size, struct why *why)
{
	uint8_t bytes[ATECC_DATA_BYTES];
	int n = hex_bytes(a->value, strlen(a->value), bytes, sizeof(bytes));
	int rc = 0;

	if (n <= 0)
		rc = why_fail(
			why, EINVAL, "%s takes hex digits, two a byte, not \"%.40s\"", a->key, a->value);
	else if (a->has_offset && a->offset + (size_t)n > size)
		rc = why_fail(why, EINVAL, "%s takes %zu bytes at most, not %d", a->key,
			a->offset < size ? size - a->offset : 0, n);
	else if (!a->has_offset && (size_t)n != size)
		rc = why_fail(why, EINVAL, "%s takes %zu bytes, not %d: %s[OFFSET]= sets some of them",
			a->key, size, n, a->key);
	else
		memcpy(room + a->offset, bytes, (size_t)n);
	OPENSSL_cleanse(bytes, sizeof(bytes));
	return rc;
}

/* Exactly len bytes, or a sentence. */
static int value_bytes(const struct assignment *a, uint8_t *bytes, size_t len, struct why *why)
{
	if (hex_bytes(a->value, strlen(a->value), bytes, len) == (int)len)
		return 0;
	return why_fail(why, EINVAL, "%s takes %zu bytes, %zu hex digits, not \"%.40s\"", a->key, len,
		2 * len, a->value);
}

static int set_bits(const struct assignment *a, struct atecc *chip, unsigned int width, unsigned long value)
{
	uint8_t *at = chip->nv.config + a->field->at + 2 * a->slot;
	unsigned int mask = ((1u << width) - 1) << a->field->shift;
	unsigned int bits = (unsigned int)value << a->field->shift;

	at[0] = (uint8_t)((at[0] & ~mask) | (bits & 0xff));
	if (mask > 0xff)
		at[1] = (uint8_t)((at[1] & ~(mask >> 8)) | bits >> 8);
	return 0;
}

static int set_number(const struct assignment *a, struct atecc *chip, struct why *why)
{
	unsigned long value, max = (1ul << a->field->len) - 1;

	if (!number(a->value, max, &value))
		return why_fail(why, EINVAL, "%s takes 0 to %lu, not \"%.40s\"", a->key, max, a->value);
	return set_bits(a, chip, a->field->len, value);
}

static int value_bool(const struct assignment *a, bool *value, struct why *why)
{
	*value = strcmp(a->value, "true") == 0 || strcmp(a->value, "1") == 0;
	if (*value || strcmp(a->value, "false") == 0 || strcmp(a->value, "0") == 0)
		return 0;
	return why_fail(why, EINVAL, "%s takes true or false, not \"%.40s\"", a->key, a->value);
}

static int set_flag(const struct assignment *a, struct atecc *chip, struct why *why)
{
	bool value;
	int rc = value_bool(a, &value, why);

	return rc < 0 ? rc : set_bits(a, chip, 1, value);
}

static int set_lock(const struct assignment *a, struct atecc *chip, struct why *why)
{
	bool locked = strcmp(a->value, "locked") == 0;
	unsigned int bit = 1u << a->slot % 8;
	uint8_t *slots = chip->nv.config + CONFIG_SLOT_LOCKED + a->slot / 8;

	if (!locked && strcmp(a->value, "unlocked") != 0)
		return why_fail(why, EINVAL, "%s takes locked or unlocked, not \"%.40s\"", a->key, a->value);
	if (a->field->kind == FIELD_ZONE_LOCK)
		chip->nv.config[a->field->at] = locked ? 0x00 : CONFIG_UNLOCKED;
	else
		*slots = (uint8_t)(locked ? *slots & ~bit : *slots | bit);
	return 0;
}

static int set_counter(const struct assignment *a, struct atecc *chip, struct why *why)
{
	unsigned long value;

	if (!number(a->value, COUNTER_MAX, &value))
		return why_fail(
			why, EINVAL, "%s takes 0 to %d, not \"%.40s\"", a->key, COUNTER_MAX, a->value);
	counter_set(chip, a->field->at, (uint32_t)value);
	return 0;
}

static int set_serial(const struct assignment *a, struct atecc *chip, struct why *why)
{
	uint8_t serial[9];
	int rc = value_bytes(a, serial, sizeof(serial), why);

	if (rc < 0)
		return rc;
	memcpy(chip->nv.config + CONFIG_SN_0_3, serial, 4);
	memcpy(chip->nv.config + CONFIG_SN_4_8, serial + 4, 5);
	return 0;
}

/* In the byte that the address comes from at present. */
static int set_address(const struct assignment *a, struct atecc *chip, struct why *why)
{
	uint8_t *byte = &chip->nv.config[CONFIG_I2C_ADDRESS];
	uint32_t address;

	if (!hex_number(a->value, strlen(a->value), &address) || address < 0x08 || address > 0x77)
		return why_fail(why, EINVAL, "%s takes a 7-bit address in hex, 08 to 77, not \"%.40s\"",
			a->key, a->value);
	if (config_address(chip) != *byte >> 1)
		byte = &chip->nv.config[CONFIG_USER_EXTRA_ADD];
	*byte = (uint8_t)(address << 1);
	return 0;
}

/* Four pad bytes and the number, as GenKey and PrivWrite leave them. */
static int set_private_key(
	const struct assignment *a, struct atecc *chip, struct crypto *crypto, struct why *why)
{
	uint8_t d[P256_BYTES];
	int rc = value_bytes(a, d, sizeof(d), why);

	if (rc == 0 && crypto_p256_check_private(crypto, d) < 0)
		rc = why_fail(
			why, EINVAL, "%s takes a private key of P-256, and this number is none", a->key);
	if (rc == 0) {
		memset(slot_room(chip, a->slot), 0, slot_size(a->slot));
		memcpy(slot_room(chip, a->slot) + 4, d, sizeof(d));
	}
	OPENSSL_cleanse(d, sizeof(d));
	return rc;
}

/* As when the host writes it: one that is to be validated is not valid yet. */
static int set_public_key(
	const struct assignment *a, struct atecc *chip, struct crypto *crypto, struct why *why)
{
	uint8_t point[P256_POINT];
	uint8_t *room = slot_room(chip, a->slot);
	int rc = value_bytes(a, point, sizeof(point), why);

	if (rc < 0)
		return rc;
	if (crypto_p256_check_point(crypto, point) < 0)
		return why_fail(why, EINVAL, "%s takes a point on P-256, X and Y, and this is none", a->key);
	memset(room, 0, 72);
	memcpy(room + 4, point, 32);
	memcpy(room + 40, point + 32, 32);
	if (public_key_has_validity(chip, a->slot))
		public_key_set_valid(chip, a->slot, false);
	return 0;
}

static int set_valid(const struct assignment *a, struct atecc *chip, struct why *why)
{
	bool value;
	int rc = value_bool(a, &value, why);

	if (rc == 0)
		public_key_set_valid(chip, a->slot, value);
	return rc;
}

static int set_field(const struct assignment *a, struct atecc *chip, struct crypto *crypto, struct why *why)
{
	switch (a->field->kind) {
	case FIELD_BYTES:
		return set_bytes(a, (uint8_t *)&chip->nv + a->field->at, a->field->len, why);
	case FIELD_SLOT_DATA:
		return set_bytes(a, slot_room(chip, a->slot), slot_size(a->slot), why);
	case FIELD_NUMBER:
		return set_number(a, chip, why);
	case FIELD_FLAG:
		return set_flag(a, chip, why);
	case FIELD_ZONE_LOCK:
	case FIELD_SLOT_LOCK:
		return set_lock(a, chip, why);
	case FIELD_COUNTER:
		return set_counter(a, chip, why);
	case FIELD_SERIAL:
		return set_serial(a, chip, why);
	case FIELD_ADDRESS:
		return set_address(a, chip, why);
	case FIELD_PRIVATE_KEY:
		return set_private_key(a, chip, crypto, why);
	case FIELD_PUBLIC_KEY:
		return set_public_key(a, chip, crypto, why);
	case FIELD_VALID:
		return set_valid(a, chip, why);
	case FIELD_SILICON:
	case FIELD_SLOT_NUMBER:
	case FIELD_SLOT_SIZE:
	case FIELD_SLOT_WORDS:
		break;
	}
	return why_fail(why, EINVAL, "%s cannot be set: it follows from other keys", a->key);
}

int atecc_set(struct atecc *chip, struct crypto *crypto, const char *assignment, struct why *why)
{
	struct assignment a = { .value = strchr(assignment, '=') };

	if (!a.value || a.value == assignment || a.value - assignment > KEY_MAX)
		return why_fail(
			why, EINVAL, "\"%.40s\" is no KEY=VALUE, as in locks.config=unlocked", assignment);
	memcpy(a.key, assignment, (size_t)(a.value - assignment));
	a.value++;
	return find_field(&a, chip, why) ? set_field(&a, chip, crypto, why) : -EINVAL;
}
