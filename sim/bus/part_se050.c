/* sim/bus/part_se050.c: SE05x as parts. */
#include <errno.h>
#include <openssl/crypto.h>
#include <string.h>

#include "cost.h"
#include "curve.h"
#include "factory.h"
#include "hash.h"
#include "line050.h"
#include "object.h"
#include "part_kind.h"
#include "policy050.h"
#include "rsa.h"
#include "rsa_primes.h"
#include "se050.h"
#include "session.h"

enum {
	SE050_UNIQUE_ID_FIXED = 4, /* 04 00 50 01 on every part seen */
	PLATFORM_KEY_VERSION = 0x0b,
};

static void put_be16(uint8_t *to, uint16_t value)
{
	struct wbuf w = wbuf_to(to, 2);

	wbuf_be16(&w, value);
}

/* The fields that AN12436's sample shows; the rest is the same on every part of ours. */
static const uint8_t cplc[42] = { 0x47, 0x90, 0xd3, 0x21, 0x47, 0x00, 0x00, 0x00, 0x00, 0x00, 0x91, 0x69,
	0x00, 0x03, 0x23, 0x95, 0x36, 0x73, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x42, 0x0a,
	0x30, 0x30, 0x33, 0x32, 0x33 };

static void make_identity(struct se050_identity *identity, const struct profile_se050 *profile)
{
	static const uint8_t rom[8] = { 0x2e, 0x5a, 0xd8, 0x84, 0x09, 0xc9, 0xba, 0xdb };

	memcpy(identity->version, profile->version, sizeof(identity->version));
	put_be16(identity->applet_config, profile->applet_config);
	put_be16(identity->secure_box, profile->secure_box);
	identity->patch[7] = 1;
	memcpy(identity->build, profile->build, sizeof(identity->build));
	identity->fips = profile->fips;
	identity->deep_power_down = profile->deep_power_down;
	identity->refuses_factory_reset = profile->refuses_factory_reset;
	memcpy(identity->rom, rom, sizeof(rom));
	memcpy(identity->cplc, cplc, sizeof(cplc));
}

/* The ordering option that oef= asks for, else what the profile's name means. NULL: this profile has none such. */
static const struct profile_se050_oef *oef_of(const struct part_spec *spec)
{
	const struct profile_se050 *profile = spec->profile->se050;

	if (!(spec->given & PART_OEF))
		return profile->oefs;
	for (size_t i = 0; i < profile->n_oefs; i++)
		if (profile->oefs[i].id == spec->oef)
			return &profile->oefs[i];
	return NULL;
}

static void make_keys(struct se050_nv *nv, const struct part_spec *spec, const struct profile_se050_oef *oef)
{
	struct se050_key_set *set = &nv->key_sets[0];

	set->version = PLATFORM_KEY_VERSION;
	set->length = PROFILE_SE050_KEY;
	for (size_t i = 0; i < 3; i++)
		memcpy(set->key[i], spec->given & PART_SCP03 ? spec->scp03[i] : oef->keys[i],
			PROFILE_SE050_KEY);
	nv->velocity = SE050_VELOCITY;
}

static struct se050_object object_as(const struct profile_se050_object *from)
{
	struct se050_object as = {
		.id = from->id,
		.kind = RECORD_OBJECT,
		.class = from->class,
		.detail = from->detail,
		.origin = from->origin,
		.tag_len = from->tag_len,
		.flags = from->authenticates ? OBJECT_AUTHENTICATES : 0,
		.value_len = from->size,
	};
	struct se050_cost cost = cost_of_bytes(as.class, false, from->size);

	if (EC_KEYS >> as.class & 1) {
		as.value_len = (uint32_t)curve_value_len(curve_find(from->detail), as.class);
		as.flags |= OBJECT_FACTORY;
		cost = cost_of_ec(as.class, false, from->detail);
	}
	if (RSA_KEYS >> as.class & 1) {
		as.bits = (uint16_t)(from->size * 8);
		as.value_len = (uint32_t)rsa_value_len(as.class, as.bits);
		as.flags |= OBJECT_FACTORY;
		cost = cost_of_rsa(as.class, false, as.bits);
	}
	as.cost = cost.nvm;
	return as;
}

/* RSA keys are simulated ones that everybody knows, which of them this part's number says; made whole at power-on. */
static void put_primes(struct se050 *chip, struct se050_object *object, uint32_t nth)
{
	const size_t half = object->bits / 16u;
	const struct rsa_primes *primes = factory_primes(chip, 2 * half, nth);

	rsa_set_part(chip, object, COMPONENT_P, rbuf_from(primes->p, half));
	rsa_set_part(chip, object, COMPONENT_Q, rbuf_from(primes->q, half));
	rsa_set_part(chip, object, COMPONENT_Q_INVERSE, rbuf_from(primes->q_inverse, half));
}

/* What an object holds that is neither a key pair nor a certificate. */
static void put_value(
	struct se050 *chip, struct se050_object *object, const struct profile_se050_object *from)
{
	uint8_t digest[SHA256_BYTES];
	struct sha256 hash;

	switch (from->value) {
	case VALUE_KEY:
		sha256_init(&hash);
		sha256_update(&hash, chip->nv.factory_secret, sizeof(chip->nv.factory_secret));
		sha256_update(&hash, &object->id, sizeof(object->id));
		sha256_final(&hash, digest);
		memcpy(object_change(chip, object), digest, from->size);
		OPENSSL_cleanse(digest, sizeof(digest));
		OPENSSL_cleanse(&hash, sizeof(hash));
		return;
	case VALUE_UNIQUE_ID:
		memcpy(object_change(chip, object), chip->nv.unique_id, sizeof(chip->nv.unique_id));
		return;
	case VALUE_BYTES:
		memcpy(object_change(chip, object), from->bytes, from->n_bytes);
		return;
	case VALUE_ZEROS:
	case VALUE_CERTIFICATE:
		return;
	}
}

static void make_object(struct se050 *chip, const struct profile_se050_object *from)
{
	struct se050_object as = object_as(from), *object;
	uint8_t standard[POLICY_DEFAULT];
	struct wbuf w = wbuf_to(standard, sizeof(standard));
	struct rbuf policy = rbuf_from(from->policy, from->policy_len);

	if (!from->policy) {
		policy_default(chip, as.class, from->authenticates, &w);
		policy = rbuf_from(standard, w.len);
	}
	as.policy_len = (uint16_t)rbuf_left(&policy);
	as.cost = cost_with_policy((uint16_t)as.cost, as.policy_len);
	object = object_create(chip, &as, policy);
	if (object && RSA_KEYS >> as.class & 1)
		put_primes(chip, object, from->rsa_pool);
	if (object && !(as.flags & OBJECT_FACTORY))
		put_value(chip, object, from);
}

/* Only P-256 is there from the start (AN12413 3.2.5). */
static void make_objects(struct se050 *chip, const struct profile_se050 *profile)
{
	chip->nv.curves[CURVE_P256 - 1] = CURVE_SET;
	chip->nv.heap_cost = cost_of_curve(CURVE_P256);
	for (size_t i = 0; i < profile->n_objects; i++)
		make_object(chip, &profile->objects[i]);
}

/* Whether there was room for all that the profile says. */
static int check_made(struct se050 *chip, const struct profile *profile, struct why *why)
{
	for (size_t i = 0; i < profile->se050->n_objects; i++)
		if (!object_look(chip, profile->se050->objects[i].id))
			return why_fail(why, ENOSPC,
				"object %08X of %s does not fit in %u bytes of memory: give it more, as in "
				"memory=4M",
				profile->se050->objects[i].id, profile->name, chip->nv.heap_size);
	return 0;
}

static size_t memory_of(const struct part_spec *spec)
{
	return spec->given & PART_MEMORY ? spec->memory / 8 * 8 : SE050_MEMORY;
}

static size_t nv_size(const struct part_spec *spec)
{
	return se050_nv_size(memory_of(spec));
}

/* Drafts of certificates hold digests of their signers' keys. */
static bool wants_crypto(const struct part_spec *spec)
{
	return spec->profile->n_certificates > 0 || spec->given & (PART_BATCH | PART_RSA);
}

static int make(void *state, const struct part_spec *spec, const uint8_t *free_bytes,
	const struct part_factory *factory, struct why *why)
{
	const struct profile_se050 *profile = spec->profile->se050;
	struct se050 *chip = state;
	struct se050_nv *nv = &chip->nv;
	const struct profile_se050_oef *oef = oef_of(spec);
	int rc;

	make_identity(&nv->identity, profile);
	put_be16(nv->identity.configuration, oef->before);
	put_be16(nv->identity.configuration + 2, oef->id);
	memcpy(nv->unique_id, profile->unique_id, sizeof(nv->unique_id));
	memcpy(nv->unique_id + SE050_UNIQUE_ID_FIXED, free_bytes,
		sizeof(nv->unique_id) - SE050_UNIQUE_ID_FIXED);
	if (spec->given & PART_SERIAL)
		memcpy(nv->unique_id, spec->serial, sizeof(nv->unique_id));
	line050_secret(nv, spec->profile->name, &factory->ca->batch);
	make_keys(nv, spec, oef);
	nv->platform_scp = profile->platform_scp ? PLATFORM_SCP_REQUIRED : 0;
	nv->heap_size = (uint32_t)memory_of(spec);
	make_objects(chip, profile);
	rc = check_made(chip, spec->profile, why);
	return rc < 0 ? rc : line050_finish(chip, spec, factory, why);
}

static uint8_t address(const void *state)
{
	(void)state;
	return T1_ADDRESS_DEFAULT;
}

static void serial(const void *state, uint8_t *out)
{
	const struct se050 *chip = state;

	memcpy(out, chip->nv.unique_id, sizeof(chip->nv.unique_id));
}

static uint16_t oef_in(const struct se050 *chip)
{
	struct rbuf r = rbuf_from(chip->nv.identity.configuration + 2, 2);

	return rbuf_be16(&r);
}

static int fits(const void *state, const struct part_spec *spec, struct why *why)
{
	const struct se050 *chip = state;

	if (spec->address != T1_ADDRESS_DEFAULT)
		return why_fail(why, EINVAL, "%s answers at %02x and nowhere else, not at %02x",
			spec->profile->name, T1_ADDRESS_DEFAULT, spec->address);
	if (!spec->profile->is_stand_in && !oef_of(spec))
		return why_fail(why, EINVAL, "oef=%04x is no ordering option of an %s", spec->oef,
			spec->profile->name);
	if (chip && spec->given & PART_OEF && oef_in(chip) != spec->oef)
		return why_fail(why, EINVAL,
			"state file %s is of a part with OEF id %04x: leave out oef=%04x", spec->state,
			oef_in(chip), spec->oef);
	if (chip && spec->given & PART_MEMORY && chip->nv.heap_size != memory_of(spec))
		return why_fail(why, EINVAL,
			"state file %s is of a part with %u bytes of memory: leave out memory=", spec->state,
			chip->nv.heap_size);
	return 0;
}

const struct part_kind part_kind_se050 = {
	.model = &se050_model,
	.name = "an SE05x",
	.layout = SE050_LAYOUT,
	.serial_len = SE050_UNIQUE_ID,
	.serial_free = SE050_UNIQUE_ID - SE050_UNIQUE_ID_FIXED,
	.keys = PART_STATE | PART_SERIAL | PART_OEF | PART_SCP03 | PART_MEMORY | PART_BATCH | PART_RSA,
	.keys_text = "state=, serial=, oef=, scp03=, memory=, batch= and rsa=",
	.nv_size = nv_size,
	.resize = se050_resize,
	.wants_crypto = wants_crypto,
	.make = make,
	.of_batch = line050_of_batch,
	.address = address,
	.serial = serial,
	.fits = fits,
};
