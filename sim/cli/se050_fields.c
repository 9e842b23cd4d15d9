/* sim/cli/se050_fields.c: what there is to see of an SE05x, as JSON. */
#include "se050_fields.h"

#include <stdio.h>
#include <string.h>

#include "curve.h"
#include "describe050.h"
#include "inspect.h"
#include "session.h"

static const struct se050_word transport_words[] = { { TRANSPORT_LOCKED, "locked" }, { 0, "unlocked" },
	{ 0 } };
static const struct se050_word platform_words[] = { { PLATFORM_SCP_REQUIRED, "required" },
	{ 2, "not_required" }, { 0, "not_required" }, { 0 } };
static const struct se050_word restriction_words[] = { { 1, "no_new_objects" }, { 2, "no_writing" },
	{ 0, "free" }, { 0 } };

const struct se050_lock se050_locks[] = {
	{ "transport", offsetof(struct se050_nv, lock_state), transport_words, 0, "transport lock" },
	{ "platform_scp", offsetof(struct se050_nv, platform_scp), platform_words, 0, "platform SCP" },
	{ "object_creation", offsetof(struct se050_nv, restriction), restriction_words, 0,
		"object creation" },
	{ "authentications_left", offsetof(struct se050_nv, velocity), NULL, SE050_VELOCITY,
		"failures left of the platform channel" },
};

const size_t se050_n_locks = sizeof(se050_locks) / sizeof(se050_locks[0]);

const char *se050_lock_word(const struct se050 *chip, const struct se050_lock *lock)
{
	uint8_t value = *((const uint8_t *)&chip->nv + lock->at);
	const struct se050_word *word = lock->words;

	while (word->value != value && word[1].word)
		word++;
	return word->word;
}

static void put_locks(struct json *json, const struct se050 *chip)
{
	json_open(json, "locks", '{');
	for (size_t i = 0; i < se050_n_locks; i++) {
		const struct se050_lock *lock = &se050_locks[i];

		if (lock->words)
			json_string(json, lock->name, se050_lock_word(chip, lock));
		else
			json_number(json, lock->name, *((const uint8_t *)&chip->nv + lock->at));
	}
	json_close(json, '}');
}

static void put_zones(struct json *json, const struct se050 *chip)
{
	json_open(json, "zones", '{');
	json_open(json, "persistent", '{');
	json_number(json, "size", chip->nv.heap_size);
	json_number(json, "free", object_memory_left(chip));
	json_close(json, '}');
	json_close(json, '}');
}

static void put_key_sets(struct json *json, const struct se050 *chip)
{
	static const char *const names[] = { "enc", "mac", "dek" };

	json_open(json, "scp03", '[');
	for (size_t i = 0; i < SE050_KEY_SETS; i++) {
		const struct se050_key_set *set = &chip->nv.key_sets[i];

		if (set->version == 0)
			continue;
		json_open(json, NULL, '{');
		json_hex(json, "version", &set->version, 1);
		for (size_t k = 0; k < 3; k++)
			json_hex(json, names[k], set->key[k], set->length);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void put_curves(struct json *json, const struct se050 *chip)
{
	json_open(json, "curves", '[');
	for (unsigned int id = 1; id <= UINT8_MAX; id++) {
		const struct se050_curve *curve = curve_find((uint8_t)id);

		if (curve && curve_ready(chip, curve))
			json_string(json, NULL, curve->name);
	}
	json_close(json, ']');
}

static void put_be(struct json *json, const char *key, uint32_t value, size_t len)
{
	uint8_t bytes[4];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));

	wbuf_be32(&w, value);
	json_hex(json, key, bytes + sizeof(bytes) - len, len);
}

static void put_policy(struct json *json, const struct se050_object *object)
{
	char text[DESCRIBE_POLICY_MAX];
	struct rbuf policy = object_policy(object);

	json_open(json, "policy", '[');
	while (describe_policy_entry(text, sizeof(text), &policy))
		json_string(json, NULL, text);
	json_close(json, ']');
}

static void put_object(struct json *json, const struct se050 *chip, const struct se050_object *object)
{
	char text[DESCRIBE_OBJECT_MAX];
	struct rbuf value = object_value(chip, object);

	describe_object(text, sizeof(text), object);
	json_open(json, NULL, '{');
	put_be(json, "id", object->id, 4);
	json_string(json, "what", text);
	put_be(json, "type", inspect_type(chip, object), 1);
	json_bool(json, "transient", object->flags & OBJECT_TRANSIENT);
	json_bool(json, "authenticates", object->flags & OBJECT_AUTHENTICATES);
	json_string(json, "origin", describe_origin(object->origin));
	put_be(json, "owner", object->owner, 4);
	json_number(json, "version", object->version);
	json_number(json, "attempts", object->attempts);
	json_number(json, "attempts_max", object->attempts_max);
	put_policy(json, object);
	json_number(json, "size", object->value_len);
	/* A key that the factory made comes into being when the part first has power. */
	if (!(object->flags & OBJECT_FACTORY) && rbuf_left(&value) > 0)
		json_hex(json, "value", value.at, rbuf_left(&value));
	json_close(json, '}');
}

static void put_objects(struct json *json, const struct se050 *chip)
{
	const struct se050_object *object = NULL;

	json_open(json, "objects", '[');
	while ((object = object_next(chip, RECORD_OBJECT, object)))
		put_object(json, chip, object);
	json_close(json, ']');
}

/* Counters by their ids; those longer than a number are among the objects only. */
static void put_counters(struct json *json, const struct se050 *chip)
{
	const struct se050_object *object = NULL;

	json_open(json, "counters", '{');
	while ((object = object_next(chip, RECORD_OBJECT, object))) {
		struct rbuf value = object_value(chip, object);
		char id[9];
		uint64_t number = 0;

		if (object->class != CLASS_COUNTER)
			continue;
		while (rbuf_left(&value) > 0)
			number = number << 8 | rbuf_u8(&value);
		snprintf(id, sizeof(id), "%08x", object->id);
		json_number(json, id, number);
	}
	json_close(json, '}');
}

void se050_put_fields(struct json *json, const struct se050 *chip)
{
	const struct se050_identity *identity = &chip->nv.identity;

	json_hex(json, "serial", chip->nv.unique_id, sizeof(chip->nv.unique_id));
	json_hex(json, "applet_version", identity->version, sizeof(identity->version));
	json_hex(json, "applet_config", identity->applet_config, sizeof(identity->applet_config));
	json_hex(json, "oef", identity->configuration + 2, 2);
	put_locks(json, chip);
	put_zones(json, chip);
	put_key_sets(json, chip);
	put_curves(json, chip);
	put_objects(json, chip);
	put_counters(json, chip);
}
