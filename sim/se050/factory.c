/*
 * sim/se050/factory.c: keys that the factory put into a part (AN12436 table 15): P-256, and RSA, whose primes are there
 * from the start.
 */
#include "factory.h"

#include <openssl/crypto.h>
#include <string.h>

#include "crypto.h"
#include "curve.h"
#include "hash.h"
#include "rsa.h"

/* The nth candidate for an object's private value. */
static void candidate(const struct se050 *chip, uint32_t id, uint8_t n, uint8_t d[P256_BYTES])
{
	struct sha256 hash;
	uint8_t name[5];
	struct wbuf w = wbuf_to(name, sizeof(name));

	wbuf_be32(&w, id);
	wbuf_u8(&w, n);
	sha256_init(&hash);
	sha256_update(&hash, chip->nv.factory_secret, sizeof(chip->nv.factory_secret));
	sha256_update(&hash, chip->nv.unique_id, sizeof(chip->nv.unique_id));
	sha256_update(&hash, name, w.len);
	sha256_final(&hash, d);
	OPENSSL_cleanse(&hash, sizeof(hash));
}

static bool make_key(struct se050 *chip, struct chip_env *env, struct se050_object *object)
{
	struct rng_purpose purpose = {
		.address = env->address, .restarts = chip->nv.restarts, .purpose = object->id
	};
	struct rng_stream stream;
	uint8_t d[P256_BYTES], point[P256_POINT];
	struct wbuf value;
	uint8_t n = 0;

	memcpy(purpose.serial, chip->nv.unique_id, sizeof(purpose.serial));
	stream = rng_open(env->rng, &purpose);
	do {
		candidate(chip, object->id, n++, d);
	} while (crypto_p256_check_private(env->crypto, d) < 0 && n != 0);
	if (crypto_p256_public(env->crypto, &stream, d, point) < 0)
		return false;
	value = wbuf_to(object_change(chip, object), object->value_len);
	if (EC_PRIVATES >> object->class & 1)
		wbuf_put(&value, d, sizeof(d));
	if (EC_PUBLICS >> object->class & 1) {
		wbuf_u8(&value, 0x04);
		wbuf_put(&value, point, sizeof(point));
	}
	object->flags &= (uint8_t)~OBJECT_FACTORY;
	OPENSSL_cleanse(d, sizeof(d));
	return true;
}

static bool complete_rsa(struct se050 *chip, struct chip_env *env, struct se050_object *object)
{
	struct rsa_numbers numbers;
	int rc = crypto_rsa_from_primes(env->crypto, object->bits / 8u,
		rsa_part(chip, object, COMPONENT_P).at, rsa_part(chip, object, COMPONENT_Q).at,
		rsa_part(chip, object, COMPONENT_Q_INVERSE).at, &numbers);

	if (rc == 0) {
		rsa_set_numbers(chip, object, &numbers);
		object->flags &= (uint8_t)~OBJECT_FACTORY;
	}
	OPENSSL_cleanse(&numbers, sizeof(numbers));
	return rc == 0;
}

static bool make(struct se050 *chip, struct chip_env *env, struct se050_object *object)
{
	if (!(object->flags & OBJECT_FACTORY))
		return false;
	if (RSA_KEYS >> object->class & 1)
		return complete_rsa(chip, env, object);
	return EC_KEYS >> object->class & 1 && object->detail == CURVE_P256 && make_key(chip, env, object);
}

bool factory_make_keys(struct se050 *chip, struct chip_env *env)
{
	const struct se050_object *object = NULL;
	bool any = false;

	while ((object = object_next(chip, RECORD_OBJECT, object)) != NULL)
		any |= make(chip, env, object_find(chip, object->id));
	return any;
}
