/* sim/profiles/profile_se050.c: an SE05x's sections: [identity], [ordering OEF], [object ID]. */
#include <stdio.h>
#include <string.h>

#include "profile_draft.h"

enum {
	UNIQUE_ID_FIXED = 4,
	CURVE_P256 = 0x03,
	P256 = 32,
	VALUE_MAX = 0x7fff,
	BYTES_MAX = 1024,
	MADE_MAX = 32,
};

/* AN12413 4.3.11: those that a factory can make here. */
enum class {
	EC_PAIR = 0x01,
	EC_PRIVATE = 0x02,
	EC_PUBLIC = 0x03,
	RSA_PAIR_CRT = 0x05,
	AES = 0x09,
	DES = 0x0a,
	BINARY = 0x0b,
	USER_ID = 0x0c,
	COUNTER = 0x0d,
	HMAC = 0x11,
};

enum {
	EC = 1 << EC_PAIR | 1 << EC_PRIVATE | 1 << EC_PUBLIC,
	MAY_AUTHENTICATE = EC | 1 << AES | 1 << USER_ID,
};

struct class_row {
	const char *name;
	enum class class;
	size_t shortest, longest, step; /* of the size; 0: it has none of its own */
};

static const struct class_row classes[] = {
	{ "ec-pair", EC_PAIR, 0, 0, 0 },
	{ "ec-private", EC_PRIVATE, 0, 0, 0 },
	{ "ec-public", EC_PUBLIC, 0, 0, 0 },
	{ "rsa-pair-crt", RSA_PAIR_CRT, 0, 0, 0 },
	{ "aes", AES, 16, 32, 8 },
	{ "des", DES, 8, 24, 8 },
	{ "hmac", HMAC, 1, 256, 1 },
	{ "binary", BINARY, 1, VALUE_MAX, 1 },
	{ "user-id", USER_ID, 4, 16, 1 },
	{ "counter", COUNTER, 1, 8, 1 },
};

static const size_t rsa_bits[] = { 512, 1024, 1152, 2048, 3072, 4096 };

static const struct class_row *row_of(uint8_t class)
{
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (classes[i].class == class)
			return &classes[i];
	return NULL;
}

static int take_hex(struct draft *draft, struct span value, const char *what, uint8_t *bytes, size_t n)
{
	int got = span_bytes(value, bytes, n);

	if (got != (int)n)
		return draft_fail(draft, "\"%.*s\" is no %s: it is %zu bytes, two hex digits each",
			span_shown(value), value.at, what, n);
	return 0;
}

static int take_hex16(struct draft *draft, struct span value, const char *what, uint16_t *number)
{
	uint32_t wide;

	if (!span_hex(value, 4, &wide))
		return draft_fail(
			draft, "\"%.*s\" is no %s: it is 4 hex digits", span_shown(value), value.at, what);
	*number = (uint16_t)wide;
	return 0;
}

static int take_yes(struct draft *draft, struct span value, bool *yes)
{
	if (!span_yes_or_no(value, yes))
		return draft_fail(draft, "\"%.*s\" is neither yes nor no", span_shown(value), value.at);
	return 0;
}

/* --- [identity] */

static struct profile_se050 *se050_of(struct draft *draft)
{
	return &draft->se050->as;
}

/* MAJOR.MINOR.PATCH */
static int take_applet(struct draft *draft, struct span value)
{
	struct span rest = value;

	for (size_t i = 0; i < 3; i++) {
		size_t number;

		if (!span_number(span_cut(&rest, '.'), 255, &number) || (i == 2 && rest.len > 0))
			return draft_fail(draft,
				"\"%.*s\" is no applet's version: MAJOR.MINOR.PATCH, as in 3.1.1",
				span_shown(value), value.at);
		se050_of(draft)->version[i] = (uint8_t)number;
	}
	return 0;
}

static int take_unique_id(struct draft *draft, struct span value)
{
	return take_hex(
		draft, value, "beginning of a unique id", se050_of(draft)->unique_id, UNIQUE_ID_FIXED);
}

static int take_applet_config(struct draft *draft, struct span value)
{
	return take_hex16(draft, value, "AppletConfig", &se050_of(draft)->applet_config);
}

static int take_secure_box(struct draft *draft, struct span value)
{
	return take_hex16(draft, value, "secure box", &se050_of(draft)->secure_box);
}

static int take_build(struct draft *draft, struct span value)
{
	return take_hex(draft, value, "build id", se050_of(draft)->build, sizeof(se050_of(draft)->build));
}

static int take_fips(struct draft *draft, struct span value)
{
	bool yes;
	int rc = take_yes(draft, value, &yes);

	se050_of(draft)->fips = yes;
	return rc;
}

static int take_platform_scp(struct draft *draft, struct span value)
{
	return take_yes(draft, value, &se050_of(draft)->platform_scp);
}

static int take_deep_power_down(struct draft *draft, struct span value)
{
	return take_yes(draft, value, &se050_of(draft)->deep_power_down);
}

static int take_refuses_factory_reset(struct draft *draft, struct span value)
{
	return take_yes(draft, value, &se050_of(draft)->refuses_factory_reset);
}

/* Lines are joined. */
static int take_uncertain(struct draft *draft, struct span value)
{
	struct profile_se050 *se050 = se050_of(draft);
	const char *before = se050->uncertain ? se050->uncertain : "";
	const size_t size = strlen(before) + 2 + value.len + 1;
	char *text = arena_take(draft->arena, size);

	if (!text)
		return draft_no_memory(draft);
	snprintf(text, size, "%s%s%.*s", before, *before ? "; " : "", (int)value.len, value.at);
	se050->uncertain = text;
	return 0;
}

static const struct draft_key identity_keys[] = {
	{ "applet", take_applet, KEY_NEEDED },
	{ "applet-config", take_applet_config, KEY_NEEDED },
	{ "secure-box", take_secure_box, KEY_NEEDED },
	{ "build", take_build, KEY_NEEDED },
	{ "unique-id", take_unique_id, 0 },
	{ "fips", take_fips, 0 },
	{ "platform-scp", take_platform_scp, 0 },
	{ "deep-power-down", take_deep_power_down, 0 },
	{ "refuses-factory-reset", take_refuses_factory_reset, 0 },
	{ "uncertain", take_uncertain, KEY_AGAIN },
};

static int open_identity(struct draft *draft, struct span argument)
{
	static const uint8_t usual[UNIQUE_ID_FIXED] = { 0x04, 0x00, 0x50, 0x01 };
	struct profile_se050 *se050 = se050_of(draft);

	(void)argument;
	if (se050->version[0] != 0)
		return draft_fail(draft, "[identity] is given twice");
	memcpy(se050->unique_id, usual, sizeof(usual));
	return 0;
}

static int close_identity(struct draft *draft)
{
	static const uint8_t thresholds[] = { 3, 4, 6, 7 };
	const uint8_t major = se050_of(draft)->version[0];

	for (size_t i = 0; i < sizeof(thresholds); i++)
		if (major == thresholds[i])
			return 0;
	draft->here = draft->section_mark;
	return draft_fail(draft, "no SE05x has an applet of version %u: there are 3, 4, 6 and 7", major);
}

/* --- [ordering OEF] */

static struct profile_se050_oef *ordering_of(struct draft *draft)
{
	return &draft->se050->orderings[draft->se050->as.n_oefs - 1];
}

static int open_ordering(struct draft *draft, struct span argument)
{
	struct draft_se050 *se050 = draft->se050;
	struct profile_se050_oef oef = { .before = 0x0004 };
	int rc = take_hex16(draft, argument, "OEF id", &oef.id);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < se050->as.n_oefs; i++)
		if (se050->orderings[i].id == oef.id)
			return draft_fail(draft, "ordering option %04X is given twice", oef.id);
	if (se050->as.n_oefs == DRAFT_ORDERINGS)
		return draft_fail(draft, "there are more than %d ordering options", DRAFT_ORDERINGS);
	se050->orderings[se050->as.n_oefs++] = oef;
	return 0;
}

static int take_part(struct draft *draft, struct span value)
{
	return draft_string(draft, value, &ordering_of(draft)->part);
}

static int take_before(struct draft *draft, struct span value)
{
	return take_hex16(draft, value, "beginning of a configuration id", &ordering_of(draft)->before);
}

static int take_enc(struct draft *draft, struct span value)
{
	return take_hex(draft, value, "platform key", ordering_of(draft)->keys[0], PROFILE_SE050_KEY);
}

static int take_mac(struct draft *draft, struct span value)
{
	return take_hex(draft, value, "platform key", ordering_of(draft)->keys[1], PROFILE_SE050_KEY);
}

static int take_dek(struct draft *draft, struct span value)
{
	return take_hex(draft, value, "platform key", ordering_of(draft)->keys[2], PROFILE_SE050_KEY);
}

static const struct draft_key ordering_keys[] = {
	{ "part", take_part, KEY_NEEDED },
	{ "before", take_before, 0 },
	{ "enc", take_enc, KEY_NEEDED },
	{ "mac", take_mac, KEY_NEEDED },
	{ "dek", take_dek, KEY_NEEDED },
};

/* --- [object ID] */

static struct draft_object *object_of(struct draft *draft)
{
	return draft->se050->objects[draft->se050->n_objects - 1];
}

static int open_object(struct draft *draft, struct span argument)
{
	struct draft_se050 *se050 = draft->se050;
	struct draft_object *object;
	uint32_t id;

	if (!span_hex(argument, 8, &id) || id == 0)
		return draft_fail(draft,
			"\"%.*s\" is no object's id: it is 8 hex digits, as in [object F0000100]",
			span_shown(argument), argument.at);
	for (size_t i = 0; i < se050->n_objects; i++)
		if (se050->objects[i]->as.id == id)
			return draft_fail(draft, "object %08X is given twice, here and in %s:%zu", id,
				se050->objects[i]->mark.file, se050->objects[i]->mark.line);
	if (se050->n_objects == DRAFT_OBJECTS)
		return draft_fail(draft, "there are more than %d objects", DRAFT_OBJECTS);
	object = arena_take(draft->arena, sizeof(*object));
	if (!object)
		return draft_no_memory(draft);
	object->as.id = id;
	object->as.origin = 3;
	object->mark = draft->here;
	se050->objects[se050->n_objects++] = object;
	return 0;
}

static int take_class(struct draft *draft, struct span value)
{
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		if (!span_is(value, classes[i].name))
			continue;
		object_of(draft)->as.class = (uint8_t)classes[i].class;
		return 0;
	}
	return draft_fail(draft,
		"\"%.*s\" is no class that a factory makes: ec-pair, ec-private, ec-public, rsa-pair-crt, "
		"aes, des, "
		"hmac, binary, user-id, counter",
		span_shown(value), value.at);
}

static int take_curve(struct draft *draft, struct span value)
{
	object_of(draft)->has_curve = true;
	object_of(draft)->as.detail = CURVE_P256;
	if (!span_is(value, "p-256"))
		return draft_fail(draft, "\"%.*s\" is no curve that a factory makes keys on: p-256",
			span_shown(value), value.at);
	return 0;
}

static int take_bits(struct draft *draft, struct span value)
{
	size_t bits;

	if (span_number(value, 4096, &bits))
		for (size_t i = 0; i < sizeof(rsa_bits) / sizeof(rsa_bits[0]); i++)
			if (rsa_bits[i] == bits) {
				object_of(draft)->bits = bits;
				return 0;
			}
	return draft_fail(draft, "\"%.*s\" is no length of an RSA key: 512, 1024, 1152, 2048, 3072 or 4096",
		span_shown(value), value.at);
}

static int take_size(struct draft *draft, struct span value)
{
	size_t size;

	if (!span_number(value, VALUE_MAX, &size) || size == 0)
		return draft_fail(draft, "\"%.*s\" is no size: a number of bytes from 1 to %d",
			span_shown(value), value.at, VALUE_MAX);
	object_of(draft)->has_size = true;
	object_of(draft)->as.size = (uint16_t)size;
	return 0;
}

static int take_authenticates(struct draft *draft, struct span value)
{
	return take_yes(draft, value, &object_of(draft)->as.authenticates);
}

static int take_origin(struct draft *draft, struct span value)
{
	static const char *const names[] = { "external", "internal", "provisioned" };

	for (uint8_t i = 0; i < 3; i++)
		if (span_is(value, names[i])) {
			object_of(draft)->as.origin = (uint8_t)(i + 1);
			return 0;
		}
	return draft_fail(draft, "\"%.*s\" is no origin: external, internal or provisioned",
		span_shown(value), value.at);
}

static int take_tag_length(struct draft *draft, struct span value)
{
	size_t len;

	if (!span_number(value, 16, &len))
		return draft_fail(
			draft, "\"%.*s\" is no length of a tag: from 0 to 16", span_shown(value), value.at);
	object_of(draft)->as.tag_len = (uint16_t)len;
	return 0;
}

static int take_policy(struct draft *draft, struct span value)
{
	return profile_take_policy(draft, value, &object_of(draft)->as);
}

static int take_value_bytes(struct draft *draft, struct span rest, bool text)
{
	struct profile_se050_object *object = &object_of(draft)->as;
	uint8_t bytes[BYTES_MAX];
	struct span inside;
	int n;

	if (text) {
		if (!span_quoted(rest, &inside))
			return draft_fail(draft, "ascii wants a text in quotation marks: ascii \"...\"");
		object->bytes = arena_copy(draft->arena, inside.at, inside.len);
		object->n_bytes = inside.len;
	} else {
		n = span_bytes(rest, bytes, sizeof(bytes));
		if (n < 0)
			return draft_fail(
				draft, "\"%.*s\" is no hex: two digits a byte", span_shown(rest), rest.at);
		object->bytes = arena_copy(draft->arena, bytes, (size_t)n);
		object->n_bytes = (size_t)n;
	}
	object->value = VALUE_BYTES;
	return object->bytes ? 0 : draft_no_memory(draft);
}

static int take_value(struct draft *draft, struct span value)
{
	static const struct {
		const char *name;
		enum profile_se050_value value;
	} kinds[] = {
		{ "key", VALUE_KEY },
		{ "unique-id", VALUE_UNIQUE_ID },
		{ "zeros", VALUE_ZEROS },
		{ "certificate", VALUE_CERTIFICATE },
	};
	struct span rest = value, word = span_word(&rest);

	object_of(draft)->has_value = true;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (span_is(value, kinds[i].name)) {
			object_of(draft)->as.value = kinds[i].value;
			return 0;
		}
	if (span_is(word, "hex") || span_is(word, "ascii"))
		return take_value_bytes(draft, rest, span_is(word, "ascii"));
	return draft_fail(draft,
		"\"%.*s\" is no value: key, unique-id, zeros, certificate, hex .. or ascii \"..\"",
		span_shown(value), value.at);
}

static int take_pool(struct draft *draft, struct span value)
{
	size_t pool;

	if (!span_number(value, 65535, &pool))
		return draft_fail(
			draft, "\"%.*s\" is no number of a key of the pool", span_shown(value), value.at);
	object_of(draft)->has_pool = true;
	object_of(draft)->as.rsa_pool = (uint32_t)pool;
	return 0;
}

static int take_object_source(struct draft *draft, struct span value)
{
	return draft_string(draft, value, &object_of(draft)->as.source);
}

static const struct draft_key object_keys[] = {
	{ "class", take_class, KEY_NEEDED },
	{ "curve", take_curve, 0 },
	{ "bits", take_bits, 0 },
	{ "size", take_size, 0 },
	{ "authenticates", take_authenticates, 0 },
	{ "origin", take_origin, 0 },
	{ "tag-length", take_tag_length, 0 },
	{ "policy", take_policy, 0 },
	{ "value", take_value, 0 },
	{ "pool", take_pool, 0 },
	{ "source", take_object_source, 0 },
};

/* Sets the size, by curve, bits or size =, whichever the class has. */
static int size_object(struct draft *draft, struct draft_object *object, const struct class_row *row)
{
	struct profile_se050_object *as = &object->as;
	const bool ec = EC >> as->class & 1, rsa = as->class == RSA_PAIR_CRT;

	if (ec != object->has_curve)
		return draft_fail(draft,
			ec ? "object %08X, class %s, lacks curve = p-256"
			   : "object %08X, class %s, has no curve",
			as->id, row->name);
	if (rsa != (object->bits != 0))
		return draft_fail(draft,
			rsa ? "object %08X, class %s, lacks bits = 2048"
			    : "object %08X, class %s, has no bits",
			as->id, row->name);
	if ((ec || rsa) && object->has_size)
		return draft_fail(draft, "object %08X, class %s, has no size: it follows from %s", as->id,
			row->name, ec ? "the curve" : "bits");
	if (ec)
		as->size = P256;
	else if (rsa)
		as->size = (uint16_t)(object->bits / 8);
	else if (!object->has_size && as->value == VALUE_BYTES)
		as->size = (uint16_t)as->n_bytes;
	else if (!object->has_size)
		return draft_fail(draft, "object %08X, class %s, lacks size = BYTES", as->id, row->name);
	if (!ec && !rsa &&
		(as->size < row->shortest || as->size > row->longest ||
			(as->size - row->shortest) % row->step != 0))
		return draft_fail(draft, "object %08X has %u bytes: class %s takes %zu to %zu%s", as->id,
			as->size, row->name, row->shortest, row->longest,
			row->step > 1 ? " in steps of 8" : "");
	return 0;
}

static int check_value(struct draft *draft, const struct draft_object *object, const struct class_row *row)
{
	const struct profile_se050_object *as = &object->as;
	const bool file = as->class == BINARY || as->class == COUNTER;

	if (!object->has_value && (file || as->class == USER_ID))
		return draft_fail(draft, "object %08X, class %s, lacks value = ..", as->id, row->name);
	if (as->value == VALUE_UNIQUE_ID && (as->class != BINARY || as->size != PROFILE_SE050_UNIQUE_ID))
		return draft_fail(draft, "object %08X: a unique id is in a binary of %d bytes", as->id,
			PROFILE_SE050_UNIQUE_ID);
	if (as->value == VALUE_CERTIFICATE && as->class != BINARY)
		return draft_fail(draft, "object %08X: a certificate is in a binary", as->id);
	if (as->value == VALUE_ZEROS && !file)
		return draft_fail(draft, "object %08X: a key is not zeros", as->id);
	if (as->value == VALUE_KEY && file && object->has_value)
		return draft_fail(draft, "object %08X: class %s holds no key", as->id, row->name);
	if (as->value == VALUE_KEY && !(EC >> as->class & 1) && as->class != RSA_PAIR_CRT &&
		as->size > MADE_MAX)
		return draft_fail(draft,
			"object %08X: a key that is made for each part has %d bytes at most, not %u", as->id,
			MADE_MAX, as->size);
	if (as->value == VALUE_BYTES && (EC >> as->class & 1 || as->class == RSA_PAIR_CRT))
		return draft_fail(
			draft, "object %08X: the factory makes this key for each part, value = key", as->id);
	if (as->value == VALUE_BYTES && as->n_bytes > as->size)
		return draft_fail(draft, "object %08X: the value has %zu bytes, the object %u", as->id,
			as->n_bytes, as->size);
	if (as->value == VALUE_BYTES && as->n_bytes < as->size && as->class != BINARY)
		return draft_fail(draft, "object %08X: the value has %zu bytes: class %s wants all %u",
			as->id, as->n_bytes, row->name, as->size);
	return 0;
}

static int close_object(struct draft *draft)
{
	struct draft_object *object = object_of(draft);
	const struct class_row *row = row_of(object->as.class);
	int rc;

	draft->here = object->mark;
	rc = size_object(draft, object, row);
	if (rc == 0)
		rc = check_value(draft, object, row);
	if (rc < 0)
		return rc;
	if (object->as.authenticates && !(MAY_AUTHENTICATE >> object->as.class & 1))
		return draft_fail(
			draft, "object %08X: class %s does not authenticate", object->as.id, row->name);
	if (object->as.class == USER_ID && !object->as.authenticates)
		return draft_fail(draft,
			"object %08X: a user-id does nothing but authenticate: authenticates = yes",
			object->as.id);
	if (object->as.tag_len != 0 && object->as.class != AES && object->as.class != HMAC)
		return draft_fail(draft, "object %08X: class %s has no tag-length", object->as.id, row->name);
	if (object->has_pool && object->as.class != RSA_PAIR_CRT)
		return draft_fail(draft, "object %08X: the pool is of RSA keys", object->as.id);
	if (!object->has_pool)
		object->as.rsa_pool = object->as.id >> 1;
	if (!object->as.source)
		object->as.source = "";
	return profile_check_policy(draft, &object->as);
}

const struct draft_section profile_sections_se050[3] = {
	{ "identity", "se050", NULL, open_identity, identity_keys,
		sizeof(identity_keys) / sizeof(identity_keys[0]), NULL, close_identity },
	{ "ordering", "se050", "OEF", open_ordering, ordering_keys,
		sizeof(ordering_keys) / sizeof(ordering_keys[0]), NULL, NULL },
	{ "object", "se050", "ID", open_object, object_keys, sizeof(object_keys) / sizeof(object_keys[0]),
		NULL, close_object },
};

/* --- the end */

static struct draft_object *find_object(struct draft *draft, uint32_t id)
{
	for (size_t i = 0; i < draft->se050->n_objects; i++)
		if (draft->se050->objects[i]->as.id == id)
			return draft->se050->objects[i];
	return NULL;
}

static int place_certificate(struct draft *draft, size_t nth)
{
	struct draft_certificate *certificate = draft->certificates[nth];
	struct draft_object *object = find_object(draft, certificate->as.at);
	const struct draft_object *key = find_object(draft, certificate->as.key);
	const uint32_t keys = EC | 1 << RSA_PAIR_CRT;

	draft->here = certificate->mark;
	if (!object)
		return draft_fail(draft, "certificate %s is for object %08X, which there is not",
			certificate->as.name, certificate->as.at);
	if (object->as.value != VALUE_CERTIFICATE)
		return draft_fail(draft,
			"certificate %s is for object %08X, which does not say value = certificate",
			certificate->as.name, certificate->as.at);
	if (object->as.certificate)
		return draft_fail(draft, "object %08X has two certificates, %s and %s", certificate->as.at,
			object->as.certificate->name, certificate->as.name);
	if (certificate->of == DRAFT_NONE && (!key || !(keys >> key->as.class & 1)))
		return draft_fail(draft,
			"certificate %s is of the key in object %08X, which holds none that can be",
			certificate->as.name, certificate->as.key);
	object->as.certificate = &draft->made[nth];
	certificate->as.size = object->as.size;
	draft->made[nth].size = object->as.size;
	return 0;
}

static int finish_objects(struct draft *draft)
{
	struct draft_se050 *se050 = draft->se050;
	struct profile_se050_object *objects = arena_take(draft->arena, se050->n_objects * sizeof(*objects));

	if (!objects)
		return draft_no_memory(draft);
	for (size_t i = 0; i < se050->n_objects; i++) {
		draft->here = se050->objects[i]->mark;
		if (se050->objects[i]->as.value == VALUE_CERTIFICATE && !se050->objects[i]->as.certificate)
			return draft_fail(draft,
				"object %08X holds a certificate that no [certificate] describes",
				se050->objects[i]->as.id);
		objects[i] = se050->objects[i]->as;
	}
	se050->as.objects = objects;
	se050->as.n_objects = se050->n_objects;
	return 0;
}

int profile_finish_se050(struct draft *draft)
{
	struct draft_se050 *se050 = draft->se050;
	int rc = 0;

	if (se050->as.version[0] == 0)
		return draft_fail(draft, "the profile has no [identity]");
	if (se050->as.n_oefs == 0)
		return draft_fail(draft, "the profile has no [ordering OEF], which holds the platform keys");
	if (draft->has_address && draft->as.address != 0x48) {
		draft->here = draft->address_mark;
		return draft_fail(
			draft, "an SE05x answers at 48 and nowhere else, not at %02x", draft->as.address);
	}
	draft->as.address = 0x48;
	for (size_t i = 0; rc == 0 && i < draft->n_certificates; i++)
		rc = place_certificate(draft, i);
	if (rc == 0)
		rc = finish_objects(draft);
	se050->as.oefs = se050->orderings;
	draft->as.se050 = &se050->as;
	return rc;
}
