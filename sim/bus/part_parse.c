/* sim/bus/part_parse.c: a part as the command line names it. */
#include <errno.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <string.h>

#include "hex.h"
#include "nearest.h"
#include "part_kind.h"

/* A piece of the text, without a zero behind it. */
struct word {
	const char *at;
	size_t len;
};

struct key_row {
	const char *name;
	enum part_key key;
	const char *value; /* what it takes */
};

static const struct key_row keys[] = {
	{ "state", PART_STATE, "FILE" },
	{ "serial", PART_SERIAL, "HEX" },
	{ "oef", PART_OEF, "HEX" },
	{ "rev", PART_REV, "HEX" },
	{ "scp03", PART_SCP03, "ENC:MAC:DEK" },
	{ "memory", PART_MEMORY, "SIZE" },
	{ "batch", PART_BATCH, "KEYFILE" },
	{ "names", PART_NAMES, "template|sesim" },
	{ "rsa", PART_RSA, "pool|own" },
};

static const size_t n_keys = sizeof(keys) / sizeof(keys[0]);

/* The first and last address that the bus does not reserve. */
enum {
	ADDRESS_FIRST = 0x08,
	ADDRESS_LAST = 0x77,
};

/* Room for the objects of an SE05x. */
enum {
	MEMORY_MIN = 32 * 1024, /* what the factory puts into an SE050C, and some room */
	MEMORY_MAX = 64 * 1024 * 1024,
};

/* Cuts off what stands before the first of `ends`; rest begins at that character. */
static struct word cut(struct word *rest, const char *ends)
{
	struct word head = { rest->at, 0 };

	while (head.len < rest->len && !strchr(ends, rest->at[head.len]))
		head.len++;
	rest->at += head.len;
	rest->len -= head.len;
	return head;
}

static void skip_one(struct word *rest)
{
	rest->at++;
	rest->len--;
}

static int length(struct word word)
{
	return (int)(word.len < 200 ? word.len : 200);
}

/* A user's profile of which there is a part already: named as in its state file, which state= names. */
static int take_stand_in(struct part_spec *spec, struct word name, struct word rest, struct why *why)
{
	static const char key[] = "state=";
	const size_t key_len = sizeof(key) - 1;
	struct store_label label;
	char path[PART_STATE_MAX];

	while (rest.len > 0) {
		struct word text = cut(&rest, ",");

		if (rest.len > 0)
			skip_one(&rest);
		if (text.len <= key_len || memcmp(text.at, key, key_len) != 0 ||
			text.len - key_len >= sizeof(path))
			continue;
		memcpy(path, text.at + key_len, text.len - key_len);
		path[text.len - key_len] = '\0';
		if (store_peek(&store_io_files, path, &label, NULL) == 0 && part_kind_find(label.kind) &&
			strlen(label.profile) == name.len && memcmp(label.profile, name.at, name.len) == 0)
			return profile_stand_in(&spec->profile, label.profile, label.kind, why);
	}
	return -ENOENT;
}

static int take_profile(struct part_spec *spec, struct word name, struct word rest, struct why *why)
{
	struct nearest nearest = nearest_to(name.at, name.len);
	const char *known;
	int rc;

	if (name.len == 0)
		return why_fail(why, EINVAL, "a chip begins with its profile: PROFILE[@ADDR][,key=value]...");
	rc = profile_open(&spec->profile, name.at, name.len, why);
	if (rc == -ENOENT && !profile_is_path(name.at, name.len))
		rc = take_stand_in(spec, name, rest, why);
	else if (rc < 0)
		return rc;
	if (rc != -ENOENT)
		return rc;
	for (size_t i = 0; (known = profile_name(i)) != NULL; i++)
		nearest_offer(&nearest, known);
	if (nearest.best)
		return why_fail(why, EINVAL, "there is no profile \"%.*s\": did you mean %s?", length(name),
			name.at, nearest.best);
	return why_fail(why, EINVAL, "there is no profile \"%.*s\": \"sesim chip profiles\" lists them",
		length(name), name.at);
}

static int take_address(struct part_spec *spec, struct word text, struct why *why)
{
	uint32_t address;

	if (!hex_number(text.at, text.len, &address) || address < ADDRESS_FIRST || address > ADDRESS_LAST)
		return why_fail(why, EINVAL,
			"\"@%.*s\" is no address: it is 7-bit, in hex, from @%02x to @%02x (8-bit C0 is @60)",
			length(text), text.at, ADDRESS_FIRST, ADDRESS_LAST);
	spec->address = (uint8_t)address;
	spec->given |= PART_ADDRESS;
	return 0;
}

static int take_path(char path[PART_STATE_MAX], const char *what, struct word value, struct why *why)
{
	if (value.len >= PART_STATE_MAX)
		return why_fail(why, ENAMETOOLONG, "the name of the %s is longer than %d characters", what,
			PART_STATE_MAX - 1);
	memcpy(path, value.at, value.len);
	path[value.len] = '\0';
	return 0;
}

static int take_names(struct part_spec *spec, struct word value, struct why *why)
{
	static const char *const words[] = { [NAMES_TEMPLATE] = "template", [NAMES_SESIM] = "sesim" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == value.len && memcmp(words[i], value.at, value.len) == 0) {
			spec->names = (enum certificate_names)i;
			return 0;
		}
	return why_fail(why, EINVAL,
		"\"%.*s\" is no kind of names: names=template for those of the host's templates, names=sesim "
		"for our own",
		length(value), value.at);
}

static int take_rsa(struct part_spec *spec, struct word value, struct why *why)
{
	static const char *const words[] = { [PART_RSA_POOL] = "pool", [PART_RSA_OWN] = "own" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == value.len && memcmp(words[i], value.at, value.len) == 0) {
			spec->rsa = (enum part_rsa)i;
			return 0;
		}
	return why_fail(why, EINVAL,
		"\"%.*s\" says not where RSA keys are from: rsa=pool for keys that everybody knows, rsa=own "
		"for "
		"the part's own",
		length(value), value.at);
}

static int take_serial(
	struct part_spec *spec, const struct part_kind *kind, struct word value, struct why *why)
{
	if (hex_bytes(value.at, value.len, spec->serial, sizeof(spec->serial)) != (int)kind->serial_len)
		return why_fail(why, EINVAL,
			"\"%.*s\" is no serial number of %s: it is %zu bytes, %zu hex digits", length(value),
			value.at, kind->name, kind->serial_len, kind->serial_len * 2);
	return 0;
}

/* 60020000 is never meant: RevNum is written as Info answers it, or its last two bytes alone. */
static int take_rev(struct part_spec *spec, struct word value, struct why *why)
{
	uint32_t rev;

	if ((value.len != 4 && value.len != 8) || !hex_number(value.at, value.len, &rev))
		return why_fail(why, EINVAL, "\"%.*s\" is no RevNum: it is 8 hex digits, as in rev=00006002",
			length(value), value.at);
	for (size_t i = 0; i < sizeof(spec->rev); i++)
		spec->rev[i] = (uint8_t)(rev >> (24 - 8 * i));
	return 0;
}

static int take_oef(struct part_spec *spec, struct word value, struct why *why)
{
	uint32_t oef;

	if (value.len != 4 || !hex_number(value.at, value.len, &oef))
		return why_fail(why, EINVAL, "\"%.*s\" is no OEF id: it is 4 hex digits, as in oef=A201",
			length(value), value.at);
	spec->oef = (uint16_t)oef;
	return 0;
}

static int take_scp03(struct part_spec *spec, struct word value, struct why *why)
{
	struct word rest = value;

	for (size_t i = 0; i < 3; i++) {
		struct word key = cut(&rest, ":");

		if (hex_bytes(key.at, key.len, spec->scp03[i], sizeof(spec->scp03[i])) !=
				sizeof(spec->scp03[i]) ||
			(rest.len > 0) != (i < 2))
			return why_fail(
				why, EINVAL, "scp03= wants three keys of 32 hex digits, scp03=ENC:MAC:DEK");
		if (rest.len > 0)
			skip_one(&rest);
	}
	return 0;
}

/* Decimal, with K or M behind it. */
static int take_memory(struct part_spec *spec, struct word value, struct why *why)
{
	size_t digits = 0, bytes = 0;

	while (digits < value.len && digits < 9 && value.at[digits] >= '0' && value.at[digits] <= '9')
		bytes = bytes * 10 + (size_t)(value.at[digits++] - '0');
	if (digits + 1 == value.len && value.at[digits] == 'K')
		bytes *= 1024;
	else if (digits + 1 == value.len && value.at[digits] == 'M')
		bytes *= 1024 * 1024;
	else if (digits != value.len)
		bytes = 0;
	if (bytes < MEMORY_MIN || bytes > MEMORY_MAX)
		return why_fail(why, EINVAL,
			"\"%.*s\" is no size for the memory: it is from %dK to %dM, as in memory=4M",
			length(value), value.at, MEMORY_MIN / 1024, MEMORY_MAX / 1024 / 1024);
	spec->memory = bytes;
	return 0;
}

/* NULL, with the sentence written, when this kind of part has no such key. */
static const struct key_row *find_key(
	const struct part_spec *spec, const struct part_kind *kind, struct word name, struct why *why)
{
	struct nearest nearest = nearest_to(name.at, name.len);

	for (size_t i = 0; i < n_keys; i++) {
		const struct key_row *row = &keys[i];
		bool taken = kind->keys & row->key;

		if (strlen(row->name) == name.len && memcmp(row->name, name.at, name.len) == 0) {
			if (taken)
				return row;
			why_fail(why, EINVAL, "%s= is not for %s: it takes %s", row->name,
				spec->profile->name, kind->keys_text);
			return NULL;
		}
		if (taken)
			nearest_offer(&nearest, row->name);
	}
	if (nearest.best)
		why_fail(why, EINVAL, "%s has no \"%.*s=\": did you mean %s=?", spec->profile->name,
			length(name), name.at, nearest.best);
	else
		why_fail(why, EINVAL, "%s has no \"%.*s=\": it takes %s", spec->profile->name, length(name),
			name.at, kind->keys_text);
	return NULL;
}

static int take_value(struct part_spec *spec, const struct part_kind *kind, struct word name,
	struct word text, struct why *why)
{
	const struct key_row *row = find_key(spec, kind, name, why);

	if (!row)
		return -EINVAL;
	if (text.len == 0)
		return why_fail(why, EINVAL, "%s wants a value: %s=%s", row->name, row->name, row->value);
	if (spec->given & row->key)
		return why_fail(why, EINVAL, "%s= is given twice", row->name);
	spec->given |= row->key;
	switch (row->key) {
	case PART_STATE:
		return take_path(spec->state, "state file", text, why);
	case PART_SERIAL:
		return take_serial(spec, kind, text, why);
	case PART_REV:
		return take_rev(spec, text, why);
	case PART_OEF:
		return take_oef(spec, text, why);
	case PART_SCP03:
		return take_scp03(spec, text, why);
	case PART_MEMORY:
		return take_memory(spec, text, why);
	case PART_BATCH:
		return take_path(spec->batch, "batch key", text, why);
	case PART_NAMES:
		return take_names(spec, text, why);
	case PART_RSA:
		return take_rsa(spec, text, why);
	case PART_ADDRESS:
		break;
	}
	return 0;
}

static int take_key(struct part_spec *spec, const struct part_kind *kind, struct word text, struct why *why)
{
	struct word name = cut(&text, "=");

	if (text.len > 0)
		skip_one(&text);
	return take_value(spec, kind, name, text, why);
}

int part_set_key(struct part_spec *spec, const char *key, const char *value, struct why *why)
{
	const struct part_kind *kind = part_kind_find(spec->profile->kind);
	const struct word name = { key, strlen(key) }, word = { value, strlen(value) };
	int rc = take_value(spec, kind, name, word, why);

	return rc < 0 ? rc : kind->fits(NULL, spec, why);
}

int part_parse(struct part_spec *spec, const char *text, size_t len, struct why *why)
{
	struct word rest = { text, len }, name;
	const struct part_kind *kind;
	int rc;

	memset(spec, 0, sizeof(*spec));
	name = cut(&rest, "@,");
	rc = take_profile(spec, name, rest, why);
	if (rc < 0)
		return rc;
	kind = part_kind_find(spec->profile->kind);
	spec->address = spec->profile->address;
	if (rest.len > 0 && *rest.at == '@') {
		skip_one(&rest);
		rc = take_address(spec, cut(&rest, ","), why);
	}
	while (rc == 0 && rest.len > 0) {
		skip_one(&rest);
		rc = take_key(spec, kind, cut(&rest, ","), why);
	}
	if (rc == 0)
		rc = kind->fits(NULL, spec, why);
	if (rc < 0)
		part_spec_clear(spec);
	return rc;
}

void part_spec_clear(struct part_spec *spec)
{
	profile_drop(spec->profile);
	spec->profile = NULL;
	OPENSSL_cleanse(spec->scp03, sizeof(spec->scp03));
}

enum {
	SERIAL_NUMBER_BITS = 48, /* every kind has as many that differ from part to part */
};

/* A decimal number has fewer digits than any whole serial number: none is taken for the other. */
int part_set_serial(struct part_spec *spec, const char *text, struct why *why)
{
	const struct part_kind *kind = part_kind_find(spec->profile->kind);
	struct word word = { text, strlen(text) };
	uint8_t bytes[PART_SERIAL_MAX] = { 0 };
	uint64_t number = 0;
	size_t digits = strspn(text, "0123456789");

	spec->given |= PART_SERIAL;
	if (word.len == 2 * kind->serial_len)
		return take_serial(spec, kind, word, why);
	for (size_t i = 0; i < digits && number >> SERIAL_NUMBER_BITS == 0; i++)
		number = number * 10 + (uint64_t)(text[i] - '0');
	if (digits == 0 || digits != word.len || number >> SERIAL_NUMBER_BITS != 0)
		return why_fail(why, EINVAL,
			"\"%.*s\" is no serial number: give a number below 2^%d, or %zu hex digits",
			length(word), text, SERIAL_NUMBER_BITS, 2 * kind->serial_len);
	for (size_t i = kind->serial_free; i-- > 0; number >>= 8)
		bytes[i] = (uint8_t)number;
	return part_number(spec, bytes, why);
}
