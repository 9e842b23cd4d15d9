/* proto/provider/keymgmt.c: keys as OpenSSL handles them. Everything public is asked of the default provider's key. */
#include <openssl/core_names.h>
#include <openssl/params.h>
#include <openssl/proverr.h>

#include "generate.h"
#include "key.h"

static void *new_ec(void *context)
{
	return key_new(context, ELEMENT_KEY_EC);
}

static void *new_rsa(void *context)
{
	return key_new(context, ELEMENT_KEY_RSA);
}

static void release(void *key)
{
	key_release(key);
}

/* The reference that store and decoder hand over is a pointer to theirs. */
static void *load(const void *reference, size_t len)
{
	struct key **from = (struct key **)reference;
	struct key *key;

	if (len != sizeof(void *))
		return NULL;
	key = *from;
	*from = NULL;
	return key;
}

static void *duplicate(const void *from, int selection)
{
	struct key *key = (struct key *)from;

	if (!(selection & OSSL_KEYMGMT_SELECT_PUBLIC_KEY) ||
		(key->chip && !(selection & OSSL_KEYMGMT_SELECT_PRIVATE_KEY)))
		return NULL;
	key_hold(key);
	return key;
}

static int has(const void *of, int selection)
{
	const struct key *key = of;

	if (selection & OSSL_KEYMGMT_SELECT_PRIVATE_KEY && !key->chip)
		return 0;
	return key->public != NULL || !(selection & OSSL_KEYMGMT_SELECT_ALL);
}

static int match(const void *first, const void *second, int selection)
{
	const struct key *a = first, *b = second;

	if (!a->public || !b->public)
		return 0;
	/* Equal public keys have equal private ones, and neither can be looked at. */
	if (selection & OSSL_KEYMGMT_SELECT_KEYPAIR)
		return EVP_PKEY_eq(a->public, b->public) == 1;
	return EVP_PKEY_parameters_eq(a->public, b->public) == 1;
}

static int validate(const void *of, int selection, int type)
{
	const struct key *key = of;
	EVP_PKEY_CTX *ctx;
	int ok;

	if (!has(of, selection))
		return 0;
	ctx = EVP_PKEY_CTX_new_from_pkey(provider_lib(key->provider), key->public, NULL);
	if (type == OSSL_KEYMGMT_VALIDATE_QUICK_CHECK)
		ok = ctx && EVP_PKEY_public_check_quick(ctx) == 1;
	else
		ok = ctx && EVP_PKEY_public_check(ctx) == 1;
	EVP_PKEY_CTX_free(ctx);
	return ok;
}

static int get_params(void *of, OSSL_PARAM params[])
{
	const struct key *key = of;

	return key->public && EVP_PKEY_get_params(key->public, params) == 1;
}

static const OSSL_PARAM *gettable_ec(void *context)
{
	static const OSSL_PARAM names[] = {
		OSSL_PARAM_int(OSSL_PKEY_PARAM_BITS, NULL),
		OSSL_PARAM_int(OSSL_PKEY_PARAM_SECURITY_BITS, NULL),
		OSSL_PARAM_int(OSSL_PKEY_PARAM_MAX_SIZE, NULL),
		OSSL_PARAM_utf8_string(OSSL_PKEY_PARAM_DEFAULT_DIGEST, NULL, 0),
		OSSL_PARAM_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, NULL, 0),
		OSSL_PARAM_utf8_string(OSSL_PKEY_PARAM_EC_ENCODING, NULL, 0),
		OSSL_PARAM_utf8_string(OSSL_PKEY_PARAM_EC_POINT_CONVERSION_FORMAT, NULL, 0),
		OSSL_PARAM_utf8_string(OSSL_PKEY_PARAM_EC_FIELD_TYPE, NULL, 0),
		OSSL_PARAM_octet_string(OSSL_PKEY_PARAM_PUB_KEY, NULL, 0),
		OSSL_PARAM_octet_string(OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY, NULL, 0),
		OSSL_PARAM_BN(OSSL_PKEY_PARAM_EC_PUB_X, NULL, 0),
		OSSL_PARAM_BN(OSSL_PKEY_PARAM_EC_PUB_Y, NULL, 0),
		OSSL_PARAM_END,
	};

	(void)context;
	return names;
}

static const OSSL_PARAM *gettable_rsa(void *context)
{
	static const OSSL_PARAM names[] = {
		OSSL_PARAM_int(OSSL_PKEY_PARAM_BITS, NULL),
		OSSL_PARAM_int(OSSL_PKEY_PARAM_SECURITY_BITS, NULL),
		OSSL_PARAM_int(OSSL_PKEY_PARAM_MAX_SIZE, NULL),
		OSSL_PARAM_utf8_string(OSSL_PKEY_PARAM_DEFAULT_DIGEST, NULL, 0),
		OSSL_PARAM_BN(OSSL_PKEY_PARAM_RSA_N, NULL, 0),
		OSSL_PARAM_BN(OSSL_PKEY_PARAM_RSA_E, NULL, 0),
		OSSL_PARAM_END,
	};

	(void)context;
	return names;
}

static const OSSL_PARAM *types_ec(int selection)
{
	static const OSSL_PARAM types[] = {
		OSSL_PARAM_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, NULL, 0),
		OSSL_PARAM_octet_string(OSSL_PKEY_PARAM_PUB_KEY, NULL, 0),
		OSSL_PARAM_END,
	};

	return selection & OSSL_KEYMGMT_SELECT_PUBLIC_KEY ? types : NULL;
}

static const OSSL_PARAM *types_rsa(int selection)
{
	static const OSSL_PARAM types[] = {
		OSSL_PARAM_BN(OSSL_PKEY_PARAM_RSA_N, NULL, 0),
		OSSL_PARAM_BN(OSSL_PKEY_PARAM_RSA_E, NULL, 0),
		OSSL_PARAM_END,
	};

	return selection & OSSL_KEYMGMT_SELECT_PUBLIC_KEY ? types : NULL;
}

/* Only public keys: a private key from outside is not a chip's. */
static int import(void *to, int selection, const OSSL_PARAM params[])
{
	struct key *key = to;

	if (key->public || !(selection & OSSL_KEYMGMT_SELECT_PUBLIC_KEY) ||
		OSSL_PARAM_locate_const(params, OSSL_PKEY_PARAM_PRIV_KEY) ||
		OSSL_PARAM_locate_const(params, OSSL_PKEY_PARAM_RSA_D))
		return 0;
	return key_import(key, params);
}

/*
 * What wants the private part gets nothing at all, so that OpenSSL does not go on with half a key in another provider but
 * comes back to this one.
 */
static int export(void *from, int selection, OSSL_CALLBACK *take, void *argument)
{
	const struct key *key = from;
	OSSL_PARAM *params = NULL;
	int ok;

	if (!key->public || (key->chip && selection & OSSL_KEYMGMT_SELECT_PRIVATE_KEY))
		return 0;
	ok = EVP_PKEY_todata(key->public,
		     selection & OSSL_KEYMGMT_SELECT_PUBLIC_KEY ? EVP_PKEY_PUBLIC_KEY
								: EVP_PKEY_KEY_PARAMETERS,
		     &params) == 1 &&
	     take(params, argument);
	OSSL_PARAM_free(params);
	return ok;
}

static const char *operation_ec(int operation)
{
	return operation == OSSL_OP_SIGNATURE ? "ECDSA" : operation == OSSL_OP_KEYEXCH ? "ECDH" : NULL;
}

static const char *operation_rsa(int operation)
{
	(void)operation;
	return "RSA";
}

static const OSSL_DISPATCH functions_ec[] = {
	{ OSSL_FUNC_KEYMGMT_NEW, (void (*)(void))new_ec },
	{ OSSL_FUNC_KEYMGMT_FREE, (void (*)(void))release },
	{ OSSL_FUNC_KEYMGMT_LOAD, (void (*)(void))load },
	{ OSSL_FUNC_KEYMGMT_DUP, (void (*)(void))duplicate },
	{ OSSL_FUNC_KEYMGMT_HAS, (void (*)(void))has },
	{ OSSL_FUNC_KEYMGMT_MATCH, (void (*)(void))match },
	{ OSSL_FUNC_KEYMGMT_VALIDATE, (void (*)(void))validate },
	{ OSSL_FUNC_KEYMGMT_GET_PARAMS, (void (*)(void))get_params },
	{ OSSL_FUNC_KEYMGMT_GETTABLE_PARAMS, (void (*)(void))gettable_ec },
	{ OSSL_FUNC_KEYMGMT_IMPORT, (void (*)(void))import },
	{ OSSL_FUNC_KEYMGMT_IMPORT_TYPES, (void (*)(void))types_ec },
	{ OSSL_FUNC_KEYMGMT_EXPORT, (void (*)(void)) export },
	{ OSSL_FUNC_KEYMGMT_EXPORT_TYPES, (void (*)(void))types_ec },
	{ OSSL_FUNC_KEYMGMT_QUERY_OPERATION_NAME, (void (*)(void))operation_ec },
	{ OSSL_FUNC_KEYMGMT_GEN_INIT, (void (*)(void))generate_begin },
	{ OSSL_FUNC_KEYMGMT_GEN_SET_PARAMS, (void (*)(void))generate_set },
	{ OSSL_FUNC_KEYMGMT_GEN_SETTABLE_PARAMS, (void (*)(void))generate_settable },
	{ OSSL_FUNC_KEYMGMT_GEN_SET_TEMPLATE, (void (*)(void))generate_like },
	{ OSSL_FUNC_KEYMGMT_GEN, (void (*)(void))generate_run },
	{ OSSL_FUNC_KEYMGMT_GEN_CLEANUP, (void (*)(void))generate_end },
	{ 0, NULL },
};

static const OSSL_DISPATCH functions_rsa[] = {
	{ OSSL_FUNC_KEYMGMT_NEW, (void (*)(void))new_rsa },
	{ OSSL_FUNC_KEYMGMT_FREE, (void (*)(void))release },
	{ OSSL_FUNC_KEYMGMT_LOAD, (void (*)(void))load },
	{ OSSL_FUNC_KEYMGMT_DUP, (void (*)(void))duplicate },
	{ OSSL_FUNC_KEYMGMT_HAS, (void (*)(void))has },
	{ OSSL_FUNC_KEYMGMT_MATCH, (void (*)(void))match },
	{ OSSL_FUNC_KEYMGMT_VALIDATE, (void (*)(void))validate },
	{ OSSL_FUNC_KEYMGMT_GET_PARAMS, (void (*)(void))get_params },
	{ OSSL_FUNC_KEYMGMT_GETTABLE_PARAMS, (void (*)(void))gettable_rsa },
	{ OSSL_FUNC_KEYMGMT_IMPORT, (void (*)(void))import },
	{ OSSL_FUNC_KEYMGMT_IMPORT_TYPES, (void (*)(void))types_rsa },
	{ OSSL_FUNC_KEYMGMT_EXPORT, (void (*)(void)) export },
	{ OSSL_FUNC_KEYMGMT_EXPORT_TYPES, (void (*)(void))types_rsa },
	{ OSSL_FUNC_KEYMGMT_QUERY_OPERATION_NAME, (void (*)(void))operation_rsa },
	{ 0, NULL },
};

/* libssl asks for a key's type by the long names. */
const OSSL_ALGORITHM provider_keymgmts[] = {
	{ "EC:id-ecPublicKey:1.2.840.10045.2.1", PROVIDER_PROPERTY, functions_ec,
		"elliptic curve keys in chips" },
	{ "RSA:rsaEncryption:1.2.840.113549.1.1.1", PROVIDER_PROPERTY, functions_rsa, "RSA keys in chips" },
	{ NULL, NULL, NULL, NULL },
};
