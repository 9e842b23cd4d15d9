/* proto/provider/generate.c: EC keys made inside a chip, where a reference says. */
#include "generate.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/objects.h>
#include <openssl/params.h>
#include <stdlib.h>
#include <string.h>

#include "key.h"

/* The parameter with the place, as in -pkeyopt reference:sesim:link=... */
#define PARAM_REFERENCE "reference"

struct generation {
	struct provider *provider;
	struct reference reference;
	bool has_reference;
	int curve;
};

void *generate_begin(void *context, int selection, const OSSL_PARAM params[])
{
	struct provider *provider = context;
	struct generation *generation;

	if (!(selection & OSSL_KEYMGMT_SELECT_KEYPAIR)) {
		provider_say(
			provider, REASON_USE, "parameters without a key are made by the default provider");
		return NULL;
	}
	generation = calloc(1, sizeof(*generation));
	if (!generation) {
		provider_say(provider, REASON_MEMORY, "for a new key");
		return NULL;
	}
	generation->provider = provider;
	generation->curve = NID_X9_62_prime256v1;
	if (!generate_set(generation, params)) {
		generate_end(generation);
		return NULL;
	}
	return generation;
}

/* Names of NIST (P-256) and of the object database (prime256v1, secp384r1). */
static int curve_of(const char *name)
{
	int nid = EC_curve_nist2nid(name);

	return nid != NID_undef ? nid : OBJ_txt2nid(name);
}

static int set_curve(struct generation *generation, const char *name)
{
	int nid = curve_of(name);

	if (nid == NID_undef)
		return provider_say(generation->provider, REASON_GENERATE,
			"there is no curve %.64s; there are P-256, P-384 and others", name);
	generation->curve = nid;
	return 1;
}

static int set_reference(struct generation *generation, const char *text)
{
	struct why why;

	if (reference_parse(&generation->reference, text, &why) < 0)
		return provider_raise(generation->provider, REASON_REFERENCE, &why);
	if (!generation->reference.has_key)
		return provider_say(generation->provider, REASON_REFERENCE,
			"a new key needs its place in the reference: key= or slot=");
	generation->has_reference = true;
	return 1;
}

int generate_set(void *of, const OSSL_PARAM params[])
{
	static const struct {
		const char *name;
		int (*set)(struct generation *generation, const char *text);
	} texts[] = {
		{ OSSL_PKEY_PARAM_GROUP_NAME, set_curve },
		{ PARAM_REFERENCE, set_reference },
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		const OSSL_PARAM *p = params ? OSSL_PARAM_locate_const(params, texts[i].name) : NULL;
		const char *text;

		if (p && (!OSSL_PARAM_get_utf8_string_ptr(p, &text) || !texts[i].set(of, text)))
			return 0;
	}
	return 1;
}

const OSSL_PARAM *generate_settable(void *generation, void *context)
{
	static const OSSL_PARAM names[] = {
		OSSL_PARAM_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, NULL, 0),
		OSSL_PARAM_utf8_string(
			OSSL_PKEY_PARAM_EC_ENCODING, NULL, 0), /* there is only the named one */
		OSSL_PARAM_utf8_string(PARAM_REFERENCE, NULL, 0),
		OSSL_PARAM_END,
	};

	(void)generation;
	(void)context;
	return names;
}

int generate_like(void *of, void *template)
{
	const struct key *key = template;
	char name[64];
	size_t len;

	return key->public && EVP_PKEY_get_group_name(key->public, name, sizeof(name), &len) == 1 &&
	       set_curve(of, name);
}

void *generate_run(void *of, OSSL_CALLBACK *progress, void *argument)
{
	struct generation *generation = of;
	struct provider *provider = generation->provider;
	struct element *chip;
	struct key *key = NULL;
	struct why why;

	(void)progress;
	(void)argument;
	if (!generation->has_reference) {
		provider_say(provider, REASON_REFERENCE,
			"a new key needs a place: -pkeyopt " PARAM_REFERENCE
			":sesim:link=...;key=..., or leave it to the default provider");
		return NULL;
	}
	if (elements_find(&provider->chips, &generation->reference, &chip, &why) == 0 &&
		element_generate(chip, &generation->reference, generation->curve, &why) == 0)
		key = key_open(provider, &generation->reference, &why);
	if (!key)
		provider_raise(provider, REASON_GENERATE, &why);
	return key;
}

void generate_end(void *of)
{
	struct generation *generation = of;

	if (generation)
		OPENSSL_cleanse(&generation->reference, sizeof(generation->reference));
	free(generation);
}
