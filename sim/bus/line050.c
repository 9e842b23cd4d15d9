/* sim/bus/line050.c: the end of the line that makes SE05x parts. */
#include "line050.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <string.h>

#include "certificate.h"
#include "factory.h"
#include "hash.h"
#include "object.h"
#include "rsa.h"

static const char purpose_secret[] = "SE05x secret";
static const char purpose_diversification[] = "SE05x key diversification";
static const char purpose_rsa[] = "SE05x RSA key";

/* Parts of the public batch have had theirs since before there were batches. */
static void secret_of_public(struct se050_nv *nv)
{
	static const char constant[] = "sesim: keys of a simulated SE05x";
	struct sha256 hash;

	sha256_init(&hash);
	sha256_update(&hash, constant, sizeof(constant));
	sha256_update(&hash, nv->unique_id, sizeof(nv->unique_id));
	sha256_final(&hash, nv->factory_secret);
	memcpy(nv->identity.diversification, nv->factory_secret, sizeof(nv->identity.diversification));
	sha256_bytes(nv->factory_secret, sizeof(nv->factory_secret), nv->factory_secret);
}

void line050_secret(struct se050_nv *nv, const char *profile, const struct batch *batch)
{
	uint8_t derived[SHA256_BYTES], subject[sizeof(nv->unique_id) + PROFILE_NAME_MAX];
	struct wbuf w = wbuf_to(subject, sizeof(subject));
	struct rbuf part;

	if (batch_is_public(batch)) {
		secret_of_public(nv);
		return;
	}
	wbuf_put(&w, nv->unique_id, sizeof(nv->unique_id));
	wbuf_put(&w, profile, strlen(profile));
	part = rbuf_from(subject, w.len);
	batch_derive(batch, purpose_diversification, part, derived);
	memcpy(nv->identity.diversification, derived, sizeof(nv->identity.diversification));
	batch_derive(batch, purpose_secret, part, nv->factory_secret);
}

bool line050_of_batch(const void *chip, const char *profile, const struct batch *batch)
{
	struct se050_nv own = ((const struct se050 *)chip)->nv;
	bool same;

	line050_secret(&own, profile, batch);
	same = memcmp(own.factory_secret, ((const struct se050 *)chip)->nv.factory_secret,
		       sizeof(own.factory_secret)) == 0;
	OPENSSL_cleanse(&own, sizeof(own));
	return same;
}

static bool has_own_rsa(const struct part_spec *spec, const struct part_factory *factory)
{
	if (spec->given & PART_RSA)
		return spec->rsa == PART_RSA_OWN;
	return !batch_is_public(&factory->ca->batch);
}

static int make_rsa_key(
	struct se050 *chip, struct se050_object *object, const struct part_factory *factory, struct why *why)
{
	uint8_t bytes[sizeof(chip->nv.factory_secret) + 4];
	struct wbuf subject = wbuf_to(bytes, sizeof(bytes));
	struct rsa_numbers numbers;
	char text[64];
	int rc;

	snprintf(text, sizeof(text), "an RSA key of %u bits, %08x", object->bits, object->id);
	if (factory->progress)
		factory->progress->tell(factory->progress->context, text);
	wbuf_put(&subject, chip->nv.factory_secret, sizeof(chip->nv.factory_secret));
	wbuf_be32(&subject, object->id);
	rc = batch_rsa_key(&factory->ca->batch, factory->crypto, object->bits / 8u, purpose_rsa,
		rbuf_from(bytes, sizeof(bytes)), &numbers);
	if (rc == 0) {
		rsa_set_numbers(chip, object, &numbers);
		object->flags &= (uint8_t)~OBJECT_FACTORY;
	}
	OPENSSL_cleanse(bytes, sizeof(bytes));
	OPENSSL_cleanse(&numbers, sizeof(numbers));
	return rc < 0 ? why_errno(why, rc, "cannot make %s", text) : 0;
}

static int make_rsa_keys(struct se050 *chip, const struct part_factory *factory, struct why *why)
{
	const struct se050_object *object = NULL;
	int rc = 0;

	while (rc == 0 && (object = object_next(chip, RECORD_OBJECT, object)) != NULL)
		if (RSA_KEYS >> object->class & 1)
			rc = make_rsa_key(chip, object_find(chip, object->id), factory, why);
	return rc;
}

/* Which of the known primes a key has: the profile says it. */
static uint32_t pool_number(const struct profile_se050 *profile, uint32_t id)
{
	for (size_t i = 0; i < profile->n_objects; i++)
		if (profile->objects[i].id == id)
			return profile->objects[i].rsa_pool;
	return 0;
}

/* As long as the object's, and otherwise nothing. */
static bool hollow_key(const struct se050_object *object, struct ca_public *public)
{
	memset(public, 0, sizeof(*public));
	public->key.curve = EC_P256;
	public->key.point = rbuf_from(public->point, P256_POINT);
	public->key.rsa = RSA_KEYS >> object->class & 1;
	if (!public->key.rsa)
		return EC_KEYS >> object->class & 1;
	/* Like a modulus it needs a zero before it. */
	memset(public->modulus, 0xff, sizeof(public->modulus));
	public->key.modulus = rbuf_from(public->modulus, object->bits / 8u);
	public->exponent[1] = 0x01;
	public->exponent[3] = 0x01;
	public->key.exponent = rbuf_from(public->exponent, RSA_EXPONENT);
	return true;
}

struct line {
	struct se050 *chip;
	const struct part_spec *spec;
	const struct part_factory *factory;
	struct certificate_maker maker;
	struct certificate_subject subject;
	bool own_rsa;
};

static int cannot(const struct profile_certificate *certificate, int rc, struct why *why)
{
	if (rc == -ENOSPC)
		return why_fail(why, EINVAL, "%s:%zu: certificate %s is longer than %d bytes",
			certificate->file, certificate->line, certificate->name, CERTIFICATE_MAX);
	return why_errno(why, rc, "%s:%zu: cannot make certificate %s", certificate->file, certificate->line,
		certificate->name);
}

static int too_long(const struct profile_certificate *certificate, const struct certificate050_draft *draft,
	const struct se050_object *file, struct why *why)
{
	const size_t longest = certificate050_longest(draft);

	if (longest == SIZE_MAX)
		return cannot(certificate, -ENOSPC, why);
	return why_fail(why, EINVAL,
		"%s:%zu: certificate %s may have %zu bytes, and its object %08X has %u: give it shorter "
		"names, or the object more bytes",
		certificate->file, certificate->line, certificate->name, longest, file->id, file->value_len);
}

/* The certificate of who signs, in a file of its own. */
static int put_authority(
	const struct line *line, const struct profile_certificate *certificate, struct why *why)
{
	struct se050_object *file = object_find(line->chip, certificate->at);
	uint8_t bytes[CERTIFICATE_MAX];
	struct wbuf der = wbuf_to(bytes, sizeof(bytes));
	int rc = certificate_of_authority(&line->maker, certificate->of, &der);

	if (rc < 0)
		return cannot(certificate, rc, why);
	if (!file || der.len > file->value_len)
		return why_fail(why, EINVAL,
			"%s:%zu: the certificate of %s has %zu bytes, more than object %08X has room for",
			certificate->file, certificate->line, certificate->of->name, der.len,
			certificate->at);
	memcpy(object_change(line->chip, file), bytes, der.len);
	return 0;
}

static int put_draft(const struct line *line, const struct profile_certificate *certificate, struct why *why)
{
	struct se050_object *file = object_find(line->chip, certificate->at);
	const struct se050_object *key = object_look(line->chip, certificate->key);
	uint8_t bytes[CERTIFICATE_MAX];
	struct wbuf tbs = wbuf_to(bytes, sizeof(bytes));
	struct certificate050_draft draft = { .key = certificate->key };
	struct ca_public hollow;
	int rc;

	if (!file || !key || !hollow_key(key, &hollow))
		return cannot(certificate, -EINVAL, why);
	rc = certificate_tbs(&line->maker, certificate, &line->subject, &hollow.key, &tbs);
	if (rc < 0)
		return cannot(certificate, rc, why);
	draft.tbs = rbuf_from(bytes, tbs.len);
	draft.signer = certificate_ca(certificate_signer(certificate));
	draft.null_parameters = certificate->null_parameters;
	draft.rsa_bytes = hollow.key.rsa ? (uint16_t)(key->bits / 8u) : 0;
	draft.primes = line->own_rsa ? (uint32_t)CERTIFICATE_OWN_PRIMES
				     : pool_number(line->spec->profile->se050, certificate->key);
	if (!certificate050_put_draft(line->chip, file, &draft))
		return too_long(certificate, &draft, file, why);
	return 0;
}

static uint16_t oef_in(const struct se050 *chip)
{
	const uint8_t *configuration = chip->nv.identity.configuration;

	return (uint16_t)(configuration[2] << 8 | configuration[3]);
}

int line050_finish(
	struct se050 *chip, const struct part_spec *spec, const struct part_factory *factory, struct why *why)
{
	const struct profile *profile = spec->profile;
	const struct line line = {
		.chip = chip,
		.spec = spec,
		.factory = factory,
		.maker = certificate_maker(profile, factory->ca, factory->crypto, spec->names),
		.subject = { .serial = rbuf_from(chip->nv.unique_id, sizeof(chip->nv.unique_id)),
			.oef = oef_in(chip) },
		.own_rsa = has_own_rsa(spec, factory),
	};
	bool whole = line.own_rsa || !batch_is_public(&factory->ca->batch);
	int rc = 0;

	if (!factory->crypto)
		return 0;
	if (line.own_rsa)
		rc = make_rsa_keys(chip, factory, why);
	for (size_t i = 0; rc == 0 && i < profile->n_certificates; i++)
		rc = profile->certificates[i].of ? put_authority(&line, &profile->certificates[i], why)
						 : put_draft(&line, &profile->certificates[i], why);
	if (rc < 0 || !whole)
		return rc;
	if (factory->progress)
		factory->progress->tell(factory->progress->context, "the certificates");
	factory_make_keys(chip, factory->crypto);
	if (!factory_make_certificates(chip, factory->crypto, factory->ca))
		return why_fail(why, EIO, "cannot sign the certificates of %s", profile->name);
	return 0;
}
