/* proto/provider/signature_params.c: digest, padding and salt of a signature, as OpenSSL names them. */
#include <openssl/core_names.h>
#include <openssl/params.h>
#include <openssl/rsa.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "algorithm_id.h"
#include "signature.h"

static const struct padding_name {
	int padding;
	const char *name;
} paddings[] = {
	{ RSA_PKCS1_PADDING, OSSL_PKEY_RSA_PAD_MODE_PKCSV15 },
	{ RSA_PKCS1_PSS_PADDING, OSSL_PKEY_RSA_PAD_MODE_PSS },
	{ RSA_NO_PADDING, OSSL_PKEY_RSA_PAD_MODE_NONE },
};

static const struct salt_name {
	int salt_len;
	const char *name;
} salts[] = {
	{ SALT_AS_DIGEST, OSSL_PKEY_RSA_PSS_SALT_LEN_DIGEST },
	{ SALT_AUTO, OSSL_PKEY_RSA_PSS_SALT_LEN_AUTO },
	{ SALT_MAX, OSSL_PKEY_RSA_PSS_SALT_LEN_MAX },
};

enum {
	N_PADDINGS = sizeof(paddings) / sizeof(paddings[0]),
	N_SALTS = sizeof(salts) / sizeof(salts[0]),
};

static int fetch(struct signing *signing, EVP_MD **md, const char *name)
{
	OSSL_LIB_CTX *lib = provider_lib(signing->provider);
	EVP_MD *fetched = lib ? EVP_MD_fetch(lib, name, NULL) : NULL;

	if (!fetched)
		return provider_say(
			signing->provider, REASON_USE, "there is no digest %.64s to sign with", name);
	EVP_MD_free(*md);
	*md = fetched;
	return 1;
}

int signing_set_digest(struct signing *signing, const char *name)
{
	if (name && name[0] != '\0')
		return fetch(signing, &signing->md, name);
	EVP_MD_free(signing->md);
	signing->md = NULL;
	return 1;
}

static int set_digest(struct signing *signing, const OSSL_PARAM *p)
{
	const char *name;

	if (!OSSL_PARAM_get_utf8_string_ptr(p, &name))
		return 0;
	/* What is hashed already cannot be hashed by another. */
	if (signing->hash && !(signing->md && EVP_MD_is_a(signing->md, name)))
		return provider_say(
			signing->provider, REASON_USE, "the digest cannot change while a message comes in");
	return signing->hash ? 1 : signing_set_digest(signing, name);
}

static int set_mgf1(struct signing *signing, const OSSL_PARAM *p)
{
	const char *name;

	return OSSL_PARAM_get_utf8_string_ptr(p, &name) && fetch(signing, &signing->mgf1, name);
}

static int set_padding(struct signing *signing, const OSSL_PARAM *p)
{
	const char *name = NULL;
	int number = 0;

	if (p->data_type == OSSL_PARAM_UTF8_STRING ? !OSSL_PARAM_get_utf8_string_ptr(p, &name)
						   : !OSSL_PARAM_get_int(p, &number))
		return 0;
	for (size_t i = 0; i < N_PADDINGS; i++)
		if (name ? strcmp(name, paddings[i].name) == 0 : number == paddings[i].padding) {
			signing->padding = paddings[i].padding;
			return 1;
		}
	return provider_say(signing->provider, REASON_USE,
		"a key in a chip signs with PKCS#1 v1.5, PSS or no padding only");
}

static int set_salt_len(struct signing *signing, const OSSL_PARAM *p)
{
	const char *name = NULL;
	char *end = NULL;
	long len;

	if (p->data_type != OSSL_PARAM_UTF8_STRING)
		return OSSL_PARAM_get_int(p, &signing->salt_len);
	if (!OSSL_PARAM_get_utf8_string_ptr(p, &name))
		return 0;
	for (size_t i = 0; i < N_SALTS; i++)
		if (strcmp(name, salts[i].name) == 0) {
			signing->salt_len = salts[i].salt_len;
			return 1;
		}
	len = strtol(name, &end, 10);
	if (end == name || *end != '\0' || len < SALT_MAX || len > ELEMENT_MODULUS_MAX)
		return provider_say(signing->provider, REASON_USE, "\"%.32s\" is no length of a salt", name);
	signing->salt_len = (int)len;
	return 1;
}

static const struct setter {
	const char *name;
	bool rsa; /* an EC key takes no notice */
	int (*set)(struct signing *signing, const OSSL_PARAM *p);
} setters[] = {
	{ OSSL_SIGNATURE_PARAM_DIGEST, false, set_digest },
	{ OSSL_SIGNATURE_PARAM_PAD_MODE, true, set_padding },
	{ OSSL_SIGNATURE_PARAM_PSS_SALTLEN, true, set_salt_len },
	{ OSSL_SIGNATURE_PARAM_MGF1_DIGEST, true, set_mgf1 },
};

int signing_set(void *of, const OSSL_PARAM params[])
{
	struct signing *signing = of;

	for (size_t i = 0; params && i < sizeof(setters) / sizeof(setters[0]); i++) {
		const OSSL_PARAM *p = OSSL_PARAM_locate_const(params, setters[i].name);

		if (p && (!setters[i].rsa || signing->key->type == ELEMENT_KEY_RSA) &&
			!setters[i].set(signing, p))
			return 0;
	}
	return 1;
}

static int get_algorithm_id(struct signing *signing, OSSL_PARAM *p)
{
	unsigned char *der = NULL;
	int len = -1, ok;

	if (!signing->md)
		return 0;
	if (signing->key->type == ELEMENT_KEY_EC)
		len = algorithm_id_ecdsa(&der, signing->md);
	else if (signing->padding == RSA_PKCS1_PADDING)
		len = algorithm_id_pkcs1(&der, signing->md);
	else if (signing->padding == RSA_PKCS1_PSS_PADDING && signing_salt_len(signing) >= 0)
		len = algorithm_id_pss(&der, signing->md, signing_mgf1(signing), signing_salt_len(signing));
	ok = len > 0 && OSSL_PARAM_set_octet_string(p, der, (size_t)len);
	OPENSSL_free(der);
	return ok;
}

static int get_digest(struct signing *signing, OSSL_PARAM *p)
{
	return OSSL_PARAM_set_utf8_string(p, signing->md ? EVP_MD_get0_name(signing->md) : "");
}

static int get_mgf1(struct signing *signing, OSSL_PARAM *p)
{
	const EVP_MD *md = signing_mgf1(signing);

	return OSSL_PARAM_set_utf8_string(p, md ? EVP_MD_get0_name(md) : "");
}

static int get_padding(struct signing *signing, OSSL_PARAM *p)
{
	if (p->data_type != OSSL_PARAM_UTF8_STRING)
		return OSSL_PARAM_set_int(p, signing->padding);
	for (size_t i = 0; i < N_PADDINGS; i++)
		if (signing->padding == paddings[i].padding)
			return OSSL_PARAM_set_utf8_string(p, paddings[i].name);
	return 0;
}

static int get_salt_len(struct signing *signing, OSSL_PARAM *p)
{
	char text[16];

	if (p->data_type != OSSL_PARAM_UTF8_STRING)
		return OSSL_PARAM_set_int(p, signing->salt_len);
	for (size_t i = 0; i < N_SALTS; i++)
		if (signing->salt_len == salts[i].salt_len)
			return OSSL_PARAM_set_utf8_string(p, salts[i].name);
	snprintf(text, sizeof(text), "%d", signing->salt_len);
	return OSSL_PARAM_set_utf8_string(p, text);
}

static const struct getter {
	const char *name;
	int (*get)(struct signing *signing, OSSL_PARAM *p);
} getters[] = {
	{ OSSL_SIGNATURE_PARAM_ALGORITHM_ID, get_algorithm_id },
	{ OSSL_SIGNATURE_PARAM_DIGEST, get_digest },
	{ OSSL_SIGNATURE_PARAM_PAD_MODE, get_padding },
	{ OSSL_SIGNATURE_PARAM_PSS_SALTLEN, get_salt_len },
	{ OSSL_SIGNATURE_PARAM_MGF1_DIGEST, get_mgf1 },
};

int signing_get(void *signing, OSSL_PARAM params[])
{
	for (size_t i = 0; i < sizeof(getters) / sizeof(getters[0]); i++) {
		OSSL_PARAM *p = OSSL_PARAM_locate(params, getters[i].name);

		if (p && !getters[i].get(signing, p))
			return 0;
	}
	return 1;
}

const OSSL_PARAM *signing_settable(void *signing, void *context)
{
	static const OSSL_PARAM names[] = {
		OSSL_PARAM_utf8_string(OSSL_SIGNATURE_PARAM_DIGEST, NULL, 0),
		OSSL_PARAM_utf8_string(OSSL_SIGNATURE_PARAM_PROPERTIES, NULL, 0),
		OSSL_PARAM_utf8_string(OSSL_SIGNATURE_PARAM_PAD_MODE, NULL, 0),
		OSSL_PARAM_utf8_string(OSSL_SIGNATURE_PARAM_PSS_SALTLEN, NULL, 0),
		OSSL_PARAM_utf8_string(OSSL_SIGNATURE_PARAM_MGF1_DIGEST, NULL, 0),
		OSSL_PARAM_utf8_string(OSSL_SIGNATURE_PARAM_MGF1_PROPERTIES, NULL, 0),
		OSSL_PARAM_END,
	};

	(void)signing;
	(void)context;
	return names;
}

const OSSL_PARAM *signing_gettable(void *signing, void *context)
{
	static const OSSL_PARAM names[] = {
		OSSL_PARAM_octet_string(OSSL_SIGNATURE_PARAM_ALGORITHM_ID, NULL, 0),
		OSSL_PARAM_utf8_string(OSSL_SIGNATURE_PARAM_DIGEST, NULL, 0),
		OSSL_PARAM_utf8_string(OSSL_SIGNATURE_PARAM_PAD_MODE, NULL, 0),
		OSSL_PARAM_utf8_string(OSSL_SIGNATURE_PARAM_PSS_SALTLEN, NULL, 0),
		OSSL_PARAM_utf8_string(OSSL_SIGNATURE_PARAM_MGF1_DIGEST, NULL, 0),
		OSSL_PARAM_END,
	};

	(void)signing;
	(void)context;
	return names;
}
