/* sim/se050/steps.c: operations in several steps: their state in RAM, and the key they go on with. */
#include "steps.h"

#include <openssl/crypto.h>
#include <string.h>

#include "crypto_object.h"
#include "hash.h"
#include "ram.h"

static uint16_t cost_of(const struct se050 *chip, const struct se050_object *object)
{
	const struct crypto_kind *kind = crypto_kind_find(chip, object->class, object->detail);

	return kind ? kind->ram : 0;
}

enum se05x_status steps_check_room(const struct se050 *chip, const struct se050_object *object, size_t len)
{
	if (ram_look(chip, RAM_CRYPTO, object->id) || ram_fits(chip, len, cost_of(chip, object)))
		return SW_OK;
	return SW_NO_MEMORY;
}

void steps_keep(struct se050 *chip, const struct se050_object *object, const void *state, size_t len)
{
	struct ram_record *record = ram_find(chip, RAM_CRYPTO, object->id);

	if (!record)
		record = ram_make(chip, RAM_CRYPTO, object->id, len, cost_of(chip, object));
	memcpy(ram_bytes(record), state, len);
	record->filled = true;
}

bool steps_look(const struct se050 *chip, const struct se050_object *object, void *state, size_t len)
{
	const struct ram_record *record = ram_look(chip, RAM_CRYPTO, object->id);

	if (!record)
		return false;
	memcpy(state, record + 1, len);
	return true;
}

void steps_forget(struct se050 *chip, const struct se050_object *object)
{
	ram_drop(chip, RAM_CRYPTO, object->id);
}

static void mark_of(const struct se050 *chip, const struct se050_object *object, uint8_t mark[STEP_MARK])
{
	struct rbuf policy = object_policy(object), value = object_value(chip, object);
	uint8_t digest[SHA256_BYTES];
	struct sha256 hash;

	sha256_init(&hash);
	sha256_update(&hash, &object->class, sizeof(object->class));
	sha256_update(&hash, &object->policy_len, sizeof(object->policy_len));
	sha256_update(&hash, policy.at, rbuf_left(&policy));
	sha256_update(&hash, value.at, rbuf_left(&value));
	sha256_final(&hash, digest);
	memcpy(mark, digest, STEP_MARK);
	OPENSSL_cleanse(&hash, sizeof(hash));
	OPENSSL_cleanse(digest, sizeof(digest));
}

void step_key_note(
	const struct se050 *chip, const struct se050_object *object, uint32_t right, struct step_key *key)
{
	key->id = object->id;
	key->right = right;
	mark_of(chip, object, key->mark);
}

/* UNCERTAIN (SE05X-U-40): what a part does when the key has gone, or is another one, between two steps. */
enum se05x_status step_key_value(const struct se050 *chip, const struct se050_call *call,
	const struct step_key *key, struct rbuf *value)
{
	const struct se050_object *object = object_look(chip, key->id);
	enum se05x_status status;
	uint8_t mark[STEP_MARK];

	if (!object || (object->flags & OBJECT_TRANSIENT && object->owner != call->user.id))
		return SW_CONDITIONS;
	status = key->right ? policy_check(chip, object, &call->user, key->right) : SW_OK;
	if (status != SW_OK)
		return status;
	mark_of(chip, object, mark);
	if (CRYPTO_memcmp(mark, key->mark, sizeof(mark)) != 0)
		return SW_CONDITIONS;
	*value = object_value(chip, object);
	return SW_OK;
}
