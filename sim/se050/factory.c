/*
 * sim/se050/factory.c: keys that the factory put into a part (AN12436 table 15): P-256, and RSA, whose primes are there
 * from the start; and its certificates.
 */
#include "factory.h"

#include <openssl/crypto.h>
#include <string.h>

#include "crypto.h"
#include "curve.h"
#include "hash.h"
#include "rsa.h"
#include "rsa_primes.h"

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

/* The key pair that the factory made for an object. */
static bool derive_pair(const struct se050 *chip, struct crypto *crypto, uint32_t id, uint8_t d[P256_BYTES],
	uint8_t point[P256_POINT])
{
	struct rng_stream stream = rng_keyed(chip->nv.factory_secret);
	uint8_t n = 0;
	bool good;

	do {
		candidate(chip, id, n++, d);
	} while (crypto_p256_check_private(crypto, d) < 0 && n != 0);
	good = crypto_p256_public(crypto, &stream, d, point) == 0;
	OPENSSL_cleanse(&stream, sizeof(stream));
	if (!good)
		OPENSSL_cleanse(d, P256_BYTES);
	return good;
}

static bool make_key(struct se050 *chip, struct crypto *crypto, struct se050_object *object)
{
	uint8_t d[P256_BYTES], point[P256_POINT];
	struct wbuf value;

	if (!derive_pair(chip, crypto, object->id, d, point))
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

static bool complete_rsa(struct se050 *chip, struct crypto *crypto, struct se050_object *object)
{
	struct rsa_numbers numbers;
	int rc = crypto_rsa_from_primes(crypto, object->bits / 8u, rsa_part(chip, object, COMPONENT_P).at,
		rsa_part(chip, object, COMPONENT_Q).at, rsa_part(chip, object, COMPONENT_Q_INVERSE).at,
		&numbers);

	if (rc == 0) {
		rsa_set_numbers(chip, object, &numbers);
		object->flags &= (uint8_t)~OBJECT_FACTORY;
	}
	OPENSSL_cleanse(&numbers, sizeof(numbers));
	return rc == 0;
}

static bool make(struct se050 *chip, struct crypto *crypto, struct se050_object *object)
{
	if (!(object->flags & OBJECT_FACTORY))
		return false;
	if (RSA_KEYS >> object->class & 1)
		return complete_rsa(chip, crypto, object);
	return EC_KEYS >> object->class & 1 && object->detail == CURVE_P256 && make_key(chip, crypto, object);
}

bool factory_make_keys(struct se050 *chip, struct crypto *crypto)
{
	const struct se050_object *object = NULL;
	bool any = false;

	while ((object = object_next(chip, RECORD_OBJECT, object)) != NULL)
		any |= make(chip, crypto, object_find(chip, object->id));
	return any;
}

bool factory_is_draft(const struct se050_object *object)
{
	return object->class == CLASS_BINARY && object->flags & OBJECT_FACTORY;
}

bool factory_make_certificates(struct se050 *chip, struct crypto *crypto, struct ca *ca)
{
	const struct batch batch = batch_public();
	const struct se050_object *object = NULL;
	struct ca everybodys;
	bool good = true;

	ca_open(&everybodys, &batch);
	while ((object = object_next(chip, RECORD_OBJECT, object)) != NULL)
		if (factory_is_draft(object))
			good &= certificate050_make(
				chip, crypto, ca ? ca : &everybodys, object_find(chip, object->id));
	ca_close(&everybodys);
	return good;
}

bool factory_make_certificate(struct se050 *chip, struct crypto *crypto, struct se050_object *file)
{
	const struct batch batch = batch_public();
	struct ca everybodys;
	bool good;

	ca_open(&everybodys, &batch);
	good = certificate050_make(chip, crypto, &everybodys, file);
	ca_close(&everybodys);
	return good;
}

const struct rsa_primes *factory_primes(const struct se050 *chip, size_t bytes, uint32_t nth)
{
	uint8_t digest[SHA256_BYTES];
	struct rbuf r = rbuf_from(digest, sizeof(digest));

	sha256_bytes(chip->nv.unique_id, sizeof(chip->nv.unique_id), digest);
	return rsa_primes(bytes, rbuf_be16(&r) + nth);
}

static bool known_modulus(
	const struct se050 *chip, struct crypto *crypto, size_t bytes, uint32_t nth, struct ca_public *public)
{
	const struct rsa_primes *primes = factory_primes(chip, bytes, nth);
	struct rsa_numbers numbers;
	bool good = primes && crypto_rsa_from_primes(
				      crypto, bytes, primes->p, primes->q, primes->q_inverse, &numbers) == 0;

	if (good) {
		memcpy(public->modulus, numbers.n, bytes);
		memcpy(public->exponent, numbers.e, sizeof(public->exponent));
	}
	OPENSSL_cleanse(&numbers, sizeof(numbers));
	return good;
}

/* Of a part that is just being made: its keys are in their objects. */
static bool own_modulus(const struct se050 *chip, uint32_t id, size_t bytes, struct ca_public *public)
{
	const struct se050_object *object = object_look(chip, id);
	struct rbuf n, e;

	if (!object || !(RSA_KEYS >> object->class & 1))
		return false;
	n = rsa_part(chip, object, COMPONENT_MODULUS);
	e = rsa_part(chip, object, COMPONENT_PUBLIC_EXPONENT);
	if (rbuf_left(&n) != bytes)
		return false;
	rbuf_copy(&n, public->modulus, bytes);
	rbuf_copy(&e, public->exponent, sizeof(public->exponent));
	return !rbuf_bad(&e);
}

bool factory_public_key(const struct se050 *chip, struct crypto *crypto,
	const struct certificate050_draft *draft, struct ca_public *public)
{
	uint8_t d[P256_BYTES];
	bool good;

	memset(public, 0, sizeof(*public));
	public->key.rsa = draft->rsa_bytes > 0;
	if (!public->key.rsa) {
		public->key.curve = EC_P256;
		public->key.point = rbuf_from(public->point, P256_POINT);
		good = derive_pair(chip, crypto, draft->key, d, public->point);
		OPENSSL_cleanse(d, sizeof(d));
		return good;
	}
	if (draft->rsa_bytes > RSA_BYTES_MAX)
		return false;
	public->key.modulus = rbuf_from(public->modulus, draft->rsa_bytes);
	public->key.exponent = rbuf_from(public->exponent, RSA_EXPONENT);
	if (draft->primes == CERTIFICATE_OWN_PRIMES)
		return own_modulus(chip, draft->key, draft->rsa_bytes, public);
	return known_modulus(chip, crypto, draft->rsa_bytes, draft->primes, public);
}
