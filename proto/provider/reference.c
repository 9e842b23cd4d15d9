/* proto/provider/reference.c: which key of which chip on which link, as text. */
#include "reference.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hex.h"

enum {
	ADDRESS_MIN = 0x08, /* below and above are addresses that I2C reserves */
	ADDRESS_MAX = 0x77,
	ATECC_SLOTS = 16,
	SCP03_VERSION = 0x0b, /* the key set that NXP delivers */
};

/* An attribute under way: its value without %XX. */
struct value {
	char text[REFERENCE_LINK_MAX];
	size_t len;
};

static int take_link(struct reference *reference, const struct value *value, struct why *why)
{
	if (value->len == 0)
		return why_fail(why, EINVAL, "link= is empty; it takes a link, as in link=i2c:/dev/i2c-1");
	memcpy(reference->link, value->text, value->len + 1);
	return 0;
}

static int take_address(struct reference *reference, const struct value *value, struct why *why)
{
	uint32_t address;

	if (!hex_number(value->text, value->len, &address) || address < ADDRESS_MIN || address > ADDRESS_MAX)
		return why_fail(why, EINVAL, "address= takes an I2C address in hex, 08 to 77, not \"%s\"",
			value->text);
	reference->address = (uint16_t)address;
	return 0;
}

static int one_key(struct reference *reference, enum reference_family family, uint32_t key, struct why *why)
{
	if (reference->has_key)
		return why_fail(why, EINVAL, "key= and slot= are both there: a reference names one key");
	reference->has_key = true;
	reference->family = family;
	reference->key = key;
	return 0;
}

static int take_key(struct reference *reference, const struct value *value, struct why *why)
{
	uint32_t id;

	if (!hex_number(value->text, value->len, &id))
		return why_fail(why, EINVAL,
			"key= takes an object of an SE05x in hex, as key=f0000100, not \"%s\"", value->text);
	return one_key(reference, REFERENCE_SE05X, id, why);
}

static int take_slot(struct reference *reference, const struct value *value, struct why *why)
{
	bool number = value->len > 0 && value->len <= 2 && strspn(value->text, "0123456789") == value->len;
	unsigned long slot = number ? strtoul(value->text, NULL, 10) : ATECC_SLOTS;

	if (slot >= ATECC_SLOTS)
		return why_fail(
			why, EINVAL, "slot= takes a slot of an ATECC, 0 to 15, not \"%s\"", value->text);
	return one_key(reference, REFERENCE_ATECC, (uint32_t)slot, why);
}

static int take_certificate(struct reference *reference, const struct value *value, struct why *why)
{
	reference->certificate = REFERENCE_OBJECT;
	if (strcmp(value->text, "device") == 0)
		reference->certificate = REFERENCE_DEVICE;
	else if (strcmp(value->text, "signer") == 0)
		reference->certificate = REFERENCE_SIGNER;
	else if (!hex_number(value->text, value->len, &reference->file))
		return why_fail(why, EINVAL,
			"certificate= takes an object of an SE05x in hex, or device or signer of an ATECC, "
			"not \"%s\"",
			value->text);
	return 0;
}

/* ENC:MAC or ENC:MAC:DEK: the third only wraps new keys, so it is not needed here, but that is how keys are noted. */
static int take_scp03(struct reference *reference, const struct value *value, struct why *why)
{
	static const size_t digits = 2 * (size_t)REFERENCE_SCP03_KEY;
	uint8_t keys[3][REFERENCE_SCP03_KEY];
	size_t n = (value->len + 1) / (digits + 1);
	bool good = value->len == n * (digits + 1) - 1 && (n == 2 || n == 3);

	for (size_t i = 0; good && i < n; i++) {
		const char *at = value->text + i * (digits + 1);

		good = hex_bytes(at, digits, keys[i], sizeof(keys[i])) == REFERENCE_SCP03_KEY &&
		       (i + 1 == n || at[digits] == ':');
	}
	if (!good)
		return why_fail(why, EINVAL, "scp03= takes ENC:MAC:DEK, three keys of 32 hex digits");
	memcpy(reference->scp03.enc, keys[0], sizeof(keys[0]));
	memcpy(reference->scp03.mac, keys[1], sizeof(keys[1]));
	reference->has_scp03 = true;
	return 0;
}

static int take_scp03_version(struct reference *reference, const struct value *value, struct why *why)
{
	uint32_t version;

	if (!hex_number(value->text, value->len, &version) || version > 0xff)
		return why_fail(why, EINVAL, "scp03-version= takes a key version in hex, as 0b, not \"%s\"",
			value->text);
	reference->scp03.version = (uint8_t)version;
	return 0;
}

static int take_word(bool *flag, const char *name, const struct value *value, struct why *why)
{
	*flag = strcmp(value->text, "yes") == 0;
	if (!*flag && strcmp(value->text, "no") != 0)
		return why_fail(why, EINVAL, "%s= takes yes or no, not \"%s\"", name, value->text);
	return 0;
}

static int take_real_writes(struct reference *reference, const struct value *value, struct why *why)
{
	return take_word(&reference->allows_real_writes, "allow-real-writes", value, why);
}

static int take_replace(struct reference *reference, const struct value *value, struct why *why)
{
	return take_word(&reference->allows_replacing, "replace", value, why);
}

static const struct attribute {
	const char *name;
	int (*take)(struct reference *reference, const struct value *value, struct why *why);
	bool once; /* a permission for one occasion: not part of what the reference is written as */
} attributes[] = {
	{ "link", take_link, false },
	{ "address", take_address, false },
	{ "key", take_key, false },
	{ "slot", take_slot, false },
	{ "certificate", take_certificate, false },
	{ "scp03", take_scp03, false },
	{ "scp03-version", take_scp03_version, false },
	{ "allow-real-writes", take_real_writes, true },
	{ "replace", take_replace, true },
};

enum {
	N_ATTRIBUTES = sizeof(attributes) / sizeof(attributes[0]),
};

/* Neither a name nor a sentence that repeats it on a terminal has a use for them. */
static bool is_control(uint8_t byte)
{
	return byte < 0x20 || byte == 0x7f;
}

static int take_value(struct value *value, const char *from, size_t len, struct why *why)
{
	value->len = 0;
	for (size_t i = 0; i < len; i++) {
		uint8_t byte = (uint8_t)from[i];

		if (from[i] == '%') {
			if (len - i < 3 || hex_bytes(from + i + 1, 2, &byte, 1) != 1 || is_control(byte))
				return why_fail(why, EINVAL,
					"%% in a reference begins a byte as two hex digits, and no control "
					"character; %%25 is %% itself");
			i += 2;
		}
		if (value->len == sizeof(value->text) - 1)
			return why_fail(why, ENAMETOOLONG, "an attribute is longer than %zu bytes",
				sizeof(value->text) - 1);
		value->text[value->len++] = (char)byte;
	}
	value->text[value->len] = '\0';
	return 0;
}

static void keep(struct reference *reference, const char *attribute, size_t len)
{
	size_t used = strlen(reference->text);

	snprintf(reference->text + used, sizeof(reference->text) - used, "%s%.*s",
		used == strlen(REFERENCE_SCHEME ":") ? "" : ";", (int)len, attribute);
}

/* NAME=VALUE, len characters of it. */
static int take_attribute(
	struct reference *reference, const char *text, size_t len, unsigned int *seen, struct why *why)
{
	const char *equals = memchr(text, '=', len);
	size_t name_len = equals ? (size_t)(equals - text) : len;
	struct value value;
	int rc;

	for (size_t i = 0; i < N_ATTRIBUTES; i++) {
		if (strlen(attributes[i].name) != name_len ||
			strncmp(attributes[i].name, text, name_len) != 0)
			continue;
		if (!equals)
			return why_fail(why, EINVAL, "%s has no value; write %s=...", attributes[i].name,
				attributes[i].name);
		if (*seen & 1u << i)
			return why_fail(why, EINVAL, "%s= is there twice", attributes[i].name);
		*seen |= 1u << i;
		if (!attributes[i].once)
			keep(reference, text, len);
		rc = take_value(&value, equals + 1, len - name_len - 1, why);
		return rc < 0 ? rc : attributes[i].take(reference, &value, why);
	}
	return why_fail(why, EINVAL,
		"\"%.*s\" is no attribute of a reference; there are link, address, key, slot, certificate, "
		"scp03, "
		"scp03-version, allow-real-writes and replace",
		(int)(name_len < 40 ? name_len : 40), text);
}

/* What follows from the family, and does not go with it. */
static int finish(struct reference *reference, struct why *why)
{
	bool trust = reference->certificate == REFERENCE_DEVICE || reference->certificate == REFERENCE_SIGNER;

	if (!reference->has_key && reference->certificate == REFERENCE_NO_CERTIFICATE)
		return why_fail(why, EINVAL, "the reference names neither key= nor slot= nor certificate=");
	if (!reference->has_key)
		reference->family = trust ? REFERENCE_ATECC : REFERENCE_SE05X;
	if (reference->family == REFERENCE_SE05X && trust)
		return why_fail(
			why, EINVAL, "certificate=device and certificate=signer are those of an ATECC");
	if (reference->family == REFERENCE_ATECC && reference->certificate == REFERENCE_OBJECT)
		return why_fail(why, EINVAL,
			"certificate= with an ATECC's slot= takes device or signer, not an object's id");
	if (reference->family == REFERENCE_ATECC && reference->has_scp03)
		return why_fail(why, EINVAL, "scp03= is for an SE05x; an ATECC's slot= has no such channel");
	if (reference->address == 0)
		reference->address = reference->family == REFERENCE_SE05X ? 0x48 : 0x60;
	return 0;
}

int reference_parse(struct reference *reference, const char *text, struct why *why)
{
	size_t scheme = strlen(REFERENCE_SCHEME ":");
	unsigned int seen = 0;
	const char *at;

	*reference = (struct reference){ .link = "i2c:/dev/i2c-1", .scp03 = { .version = SCP03_VERSION } };
	if (strncmp(text, REFERENCE_SCHEME ":", scheme) != 0)
		return why_fail(why, EINVAL, "a reference begins with " REFERENCE_SCHEME ":");
	if (strlen(text) >= sizeof(reference->text))
		return why_fail(why, ENAMETOOLONG, "a reference has at most %zu characters",
			sizeof(reference->text) - 1);
	for (at = text; *at; at++)
		if (is_control((uint8_t)*at))
			return why_fail(why, EINVAL,
				"a reference is one line without control characters, but has byte %02x",
				(uint8_t)*at);
	memcpy(reference->text, text, scheme);
	for (at = text + scheme;; at++) {
		size_t len = strcspn(at, ";");
		int rc = len == 0 ? 0 : take_attribute(reference, at, len, &seen, why);

		if (rc < 0)
			return rc;
		at += len;
		if (*at == '\0')
			return finish(reference, why);
	}
}

struct reference_name reference_name(const struct reference *reference)
{
	struct reference_name name = { "" };
	char what[32] = "certificate";

	if (reference->has_key && reference->family == REFERENCE_SE05X)
		snprintf(what, sizeof(what), "key %08x", reference->key);
	else if (reference->has_key)
		snprintf(what, sizeof(what), "slot %u", reference->key);
	else if (reference->certificate == REFERENCE_OBJECT)
		snprintf(what, sizeof(what), "certificate %08x", reference->file);
	snprintf(name.text, sizeof(name.text), "%s at %02x of %s", what, reference->address, reference->link);
	return name;
}
