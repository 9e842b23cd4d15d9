/* proto/provider/key.c: a key whose private part is in a chip, or (imported) a public key alone. */
#include "key.h"

#include <errno.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/param_build.h>
#include <stdlib.h>

const char *key_type_name(enum element_key_type type)
{
	return type == ELEMENT_KEY_EC ? "EC" : "RSA";
}

struct key *key_new(struct provider *provider, enum element_key_type type)
{
	struct key *key = calloc(1, sizeof(*key));

	if (!key) {
		provider_say(provider, REASON_MEMORY, "for a key");
		return NULL;
	}
	key->provider = provider;
	key->type = type;
	atomic_init(&key->holders, 1);
	return key;
}

void key_hold(struct key *key)
{
	atomic_fetch_add(&key->holders, 1);
}

void key_release(struct key *key)
{
	if (!key || atomic_fetch_sub(&key->holders, 1) != 1)
		return;
	EVP_PKEY_free(key->public);
	OPENSSL_cleanse(&key->reference, sizeof(key->reference)); /* may hold channel keys */
	free(key);
}

int key_import(struct key *key, const OSSL_PARAM params[])
{
	OSSL_LIB_CTX *lib = provider_lib(key->provider);
	EVP_PKEY_CTX *ctx = lib ? EVP_PKEY_CTX_new_from_name(lib, key_type_name(key->type), NULL) : NULL;
	int ok = ctx && EVP_PKEY_fromdata_init(ctx) == 1 &&
		 EVP_PKEY_fromdata(ctx, &key->public, EVP_PKEY_PUBLIC_KEY, (OSSL_PARAM *)params) == 1;

	EVP_PKEY_CTX_free(ctx);
	return ok;
}

static bool push_number(
	OSSL_PARAM_BLD *build, const char *name, BIGNUM **number, const uint8_t *bytes, size_t len)
{
	*number = BN_bin2bn(bytes, (int)len, NULL);
	return *number && OSSL_PARAM_BLD_push_BN(build, name, *number) == 1;
}

static int take_public(struct key *key, const struct element_public *public)
{
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	BIGNUM *modulus = NULL, *exponent = NULL;
	OSSL_PARAM *params = NULL;
	int ok = 0;

	key->type = public->type;
	if (build && public->type == ELEMENT_KEY_EC)
		ok = OSSL_PARAM_BLD_push_utf8_string(
			     build, OSSL_PKEY_PARAM_GROUP_NAME, OBJ_nid2sn(public->curve), 0) == 1 &&
		     OSSL_PARAM_BLD_push_octet_string(
			     build, OSSL_PKEY_PARAM_PUB_KEY, public->point, public->point_len) == 1;
	else if (build)
		ok = push_number(
			     build, OSSL_PKEY_PARAM_RSA_N, &modulus, public->modulus, public->modulus_len) &&
		     push_number(
			     build, OSSL_PKEY_PARAM_RSA_E, &exponent, public->exponent, public->exponent_len);
	if (ok)
		params = OSSL_PARAM_BLD_to_param(build);
	ok = params && key_import(key, params);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(build);
	BN_free(modulus);
	BN_free(exponent);
	return ok;
}

struct key *key_open(struct provider *provider, const struct reference *reference, struct why *why)
{
	struct element_public public = { 0 };
	struct element *chip = NULL;
	struct key *key;
	int rc = elements_find(&provider->chips, reference, &chip, why);

	if (rc == 0)
		rc = element_public_key(chip, reference->key, &public, why);
	if (rc < 0)
		return NULL;
	key = key_new(provider, public.type);
	if (key && take_public(key, &public)) {
		key->chip = chip;
		key->reference = *reference;
		return key;
	}
	why_fail(why, EPROTO, "what %s has is no public key that OpenSSL understands",
		reference_name(reference).text);
	key_release(key);
	return NULL;
}
