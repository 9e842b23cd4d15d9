/* sim/bus/part_parse.c: a part as the command line names it. */
#include <errno.h>
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
};

static const size_t n_keys = sizeof(keys) / sizeof(keys[0]);

/* The first and last address that the bus does not reserve. */
enum {
	ADDRESS_FIRST = 0x08,
	ADDRESS_LAST = 0x77,
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

static int take_profile(struct part_spec *spec, struct word name, struct why *why)
{
	struct nearest nearest = nearest_to(name.at, name.len);

	if (name.len == 0)
		return why_fail(why, EINVAL, "a chip begins with its profile: PROFILE[@ADDR][,key=value]...");
	spec->profile = profile_find(name.at, name.len);
	if (spec->profile)
		return 0;
	for (size_t i = 0; i < n_profiles; i++)
		nearest_offer(&nearest, profiles[i].name);
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

static int take_state(struct part_spec *spec, struct word value, struct why *why)
{
	if (value.len >= sizeof(spec->state))
		return why_fail(why, ENAMETOOLONG, "the name of the state file is longer than %zu characters",
			sizeof(spec->state) - 1);
	memcpy(spec->state, value.at, value.len);
	spec->state[value.len] = '\0';
	return 0;
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

static int take_key(struct part_spec *spec, const struct part_kind *kind, struct word text, struct why *why)
{
	struct word name = cut(&text, "=");
	const struct key_row *row = find_key(spec, kind, name, why);

	if (!row)
		return -EINVAL;
	if (text.len > 0)
		skip_one(&text);
	if (text.len == 0)
		return why_fail(why, EINVAL, "%s wants a value: %s=%s", row->name, row->name, row->value);
	if (spec->given & row->key)
		return why_fail(why, EINVAL, "%s= is given twice", row->name);
	spec->given |= row->key;
	switch (row->key) {
	case PART_STATE:
		return take_state(spec, text, why);
	case PART_SERIAL:
		return take_serial(spec, kind, text, why);
	case PART_REV:
		return take_rev(spec, text, why);
	default:
		return why_fail(why, ENOSYS, "%s= is not supported yet", row->name);
	}
}

int part_parse(struct part_spec *spec, const char *text, size_t len, struct why *why)
{
	struct word rest = { text, len };
	const struct part_kind *kind;
	int rc;

	memset(spec, 0, sizeof(*spec));
	rc = take_profile(spec, cut(&rest, "@,"), why);
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
	return rc;
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
