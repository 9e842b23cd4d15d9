/* proto/provider/store.c: sesim: URIs for OSSL_STORE: the key, then the certificates that a reference names. */
#include <openssl/core_names.h>
#include <openssl/core_object.h>
#include <openssl/crypto.h>
#include <openssl/params.h>
#include <openssl/store.h>
#include <stdlib.h>
#include <string.h>

#include "der.h"
#include "key.h"
#include "object.h"

struct loading {
	struct provider *provider;
	struct reference reference;
	bool refused; /* the URI; what loads is told why */
	struct why why;
	int expected; /* OSSL_STORE_INFO_..., 0: anything */
	bool key_is_due;
	bool file_is_due; /* not read yet */
	uint8_t file[ELEMENT_CERTIFICATES_MAX];
	struct rbuf rest; /* of it */
};

/*
 * A URI that makes no sense is refused by the first load: of a store that does not open OpenSSL goes on to say that nobody
 * knows its scheme.
 */
static void *store_open(void *context, const char *uri)
{
	struct provider *provider = context;
	struct loading *loading = calloc(1, sizeof(*loading));

	if (!loading) {
		provider_say(provider, REASON_MEMORY, "for a store");
		return NULL;
	}
	loading->provider = provider;
	loading->refused = reference_parse(&loading->reference, uri, &loading->why) < 0;
	if (loading->refused)
		return loading;
	loading->key_is_due = loading->reference.has_key;
	loading->file_is_due = loading->reference.certificate != REFERENCE_NO_CERTIFICATE;
	return loading;
}

static const OSSL_PARAM *store_settable(void *context)
{
	static const OSSL_PARAM names[] = {
		OSSL_PARAM_int(OSSL_STORE_PARAM_EXPECT, NULL),
		OSSL_PARAM_END,
	};

	(void)context;
	return names;
}

/* What nobody expects is not asked of the chip. */
static int store_set(void *of, const OSSL_PARAM params[])
{
	struct loading *loading = of;
	const OSSL_PARAM *p = OSSL_PARAM_locate_const(params, OSSL_STORE_PARAM_EXPECT);

	if (!p)
		return 1;
	if (!OSSL_PARAM_get_int(p, &loading->expected))
		return 0;
	if (loading->expected == OSSL_STORE_INFO_CERT)
		loading->key_is_due = false;
	if (loading->expected == OSSL_STORE_INFO_PKEY || loading->expected == OSSL_STORE_INFO_PUBKEY)
		loading->file_is_due = false;
	return 1;
}

static int load_key(struct loading *loading, OSSL_CALLBACK *take, void *argument)
{
	struct why why;
	struct key *key;

	loading->key_is_due = false;
	key = key_open(loading->provider, &loading->reference, &why);
	if (!key)
		return provider_raise(loading->provider, REASON_KEY, &why);
	return object_give_key(key, take, argument);
}

static int read_file(struct loading *loading)
{
	struct wbuf file = wbuf_to(loading->file, sizeof(loading->file));
	struct element *chip;
	struct why why;

	loading->file_is_due = false;
	if (elements_find(&loading->provider->chips, &loading->reference, &chip, &why) < 0 ||
		element_certificates(chip, &loading->reference, &file, &why) < 0)
		return provider_raise(loading->provider, REASON_CERTIFICATE, &why);
	loading->rest = rbuf_from(loading->file, file.len);
	if (!der_is_next(loading->rest))
		return provider_say(loading->provider, REASON_CERTIFICATE,
			"certificate %08x at %02x of %s is no certificate in DER", loading->reference.file,
			loading->reference.address, loading->reference.link);
	return 1;
}

static int load_certificate(struct loading *loading, OSSL_CALLBACK *take, void *argument)
{
	int type = OSSL_OBJECT_CERT;
	struct rbuf der = der_take(&loading->rest);
	const OSSL_PARAM object[] = {
		OSSL_PARAM_int(OSSL_OBJECT_PARAM_TYPE, &type),
		OSSL_PARAM_octet_string(OSSL_OBJECT_PARAM_DATA, (void *)der.at, rbuf_left(&der)),
		OSSL_PARAM_END,
	};

	return take(object, argument);
}

static int store_load(
	void *of, OSSL_CALLBACK *take, void *argument, OSSL_PASSPHRASE_CALLBACK *ask, void *asked)
{
	struct loading *loading = of;

	(void)ask;
	(void)asked;
	if (loading->refused) {
		loading->refused = false;
		return provider_raise(loading->provider, REASON_REFERENCE, &loading->why);
	}
	if (loading->key_is_due)
		return load_key(loading, take, argument);
	if (loading->file_is_due && !read_file(loading))
		return 0;
	return der_is_next(loading->rest) && load_certificate(loading, take, argument);
}

static int store_eof(void *of)
{
	const struct loading *loading = of;

	return !loading->refused && !loading->key_is_due && !loading->file_is_due &&
	       !der_is_next(loading->rest);
}

static int store_close(void *of)
{
	struct loading *loading = of;

	OPENSSL_cleanse(&loading->reference, sizeof(loading->reference));
	free(loading);
	return 1;
}

static const OSSL_DISPATCH functions[] = {
	{ OSSL_FUNC_STORE_OPEN, (void (*)(void))store_open },
	{ OSSL_FUNC_STORE_SETTABLE_CTX_PARAMS, (void (*)(void))store_settable },
	{ OSSL_FUNC_STORE_SET_CTX_PARAMS, (void (*)(void))store_set },
	{ OSSL_FUNC_STORE_LOAD, (void (*)(void))store_load },
	{ OSSL_FUNC_STORE_EOF, (void (*)(void))store_eof },
	{ OSSL_FUNC_STORE_CLOSE, (void (*)(void))store_close },
	{ 0, NULL },
};

const OSSL_ALGORITHM provider_stores[] = {
	{ REFERENCE_SCHEME, PROVIDER_PROPERTY, functions, "keys and certificates in chips" },
	{ NULL, NULL, NULL, NULL },
};
