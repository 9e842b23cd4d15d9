/* proto/provider/provider.c: what OpenSSL sees of the provider as a whole. */
#include "provider.h"

#include <errno.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/params.h>
#include <openssl/provider.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const OSSL_ITEM reasons[] = {
	{ REASON_REFERENCE, (void *)"wrong key reference" },
	{ REASON_KEY, (void *)"the key in the chip cannot be had" },
	{ REASON_SIGNATURE, (void *)"the chip did not sign" },
	{ REASON_GENERATE, (void *)"no key was made in the chip" },
	{ REASON_CERTIFICATE, (void *)"the certificate in the chip cannot be had" },
	{ REASON_USE, (void *)"not possible with a key in a chip" },
	{ REASON_MEMORY, (void *)"no memory" },
	{ 0, NULL },
};

static void put_error(const struct provider *provider, enum provider_reason reason, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	provider->core.new_error(provider->core.handle);
	provider->core.set_error_debug(provider->core.handle, PROVIDER_NAME, 0, "");
	provider->core.vset_error(provider->core.handle, (uint32_t)reason, format, args);
	va_end(args);
}

int provider_raise(const struct provider *provider, enum provider_reason reason, const struct why *why)
{
	put_error(provider, reason, "%s", why->text);
	return 0;
}

int provider_say(const struct provider *provider, enum provider_reason reason, const char *format, ...)
{
	struct why why;
	va_list args;

	va_start(args, format);
	vsnprintf(why.text, sizeof(why.text), format, args);
	va_end(args);
	return provider_raise(provider, reason, &why);
}

OSSL_LIB_CTX *provider_lib(struct provider *provider)
{
	OSSL_LIB_CTX *lib;

	pthread_mutex_lock(&provider->lock);
	if (!provider->lib) {
		provider->lib = OSSL_LIB_CTX_new();
		if (provider->lib)
			provider->base = OSSL_PROVIDER_load(provider->lib, "default");
		if (!provider->base) {
			OSSL_LIB_CTX_free(provider->lib);
			provider->lib = NULL;
		}
	}
	lib = provider->lib;
	pthread_mutex_unlock(&provider->lock);
	if (!lib)
		provider_say(provider, REASON_MEMORY, "no library context of its own");
	return lib;
}

static const OSSL_PARAM *gettable(void *context)
{
	static const OSSL_PARAM names[] = {
		OSSL_PARAM_utf8_ptr(OSSL_PROV_PARAM_NAME, NULL, 0),
		OSSL_PARAM_utf8_ptr(OSSL_PROV_PARAM_VERSION, NULL, 0),
		OSSL_PARAM_utf8_ptr(OSSL_PROV_PARAM_BUILDINFO, NULL, 0),
		OSSL_PARAM_int(OSSL_PROV_PARAM_STATUS, NULL),
		OSSL_PARAM_END,
	};

	(void)context;
	return names;
}

static int get(void *context, OSSL_PARAM params[])
{
	static const struct {
		const char *param;
		const char *value;
	} texts[] = {
		{ OSSL_PROV_PARAM_NAME, "sesim: keys inside secure elements" },
		{ OSSL_PROV_PARAM_VERSION, SESIM_VERSION },
		{ OSSL_PROV_PARAM_BUILDINFO, SESIM_VERSION },
	};
	OSSL_PARAM *p = OSSL_PARAM_locate(params, OSSL_PROV_PARAM_STATUS);

	(void)context;
	if (p && !OSSL_PARAM_set_int(p, 1))
		return 0;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		p = OSSL_PARAM_locate(params, texts[i].param);
		if (p && !OSSL_PARAM_set_utf8_ptr(p, texts[i].value))
			return 0;
	}
	return 1;
}

static const OSSL_ALGORITHM *query(void *context, int operation, int *no_cache)
{
	static const struct {
		int operation;
		const OSSL_ALGORITHM *algorithms;
	} operations[] = {
		{ OSSL_OP_KEYMGMT, provider_keymgmts },
		{ OSSL_OP_SIGNATURE, provider_signatures },
		{ OSSL_OP_STORE, provider_stores },
		{ OSSL_OP_DECODER, provider_decoders },
		{ OSSL_OP_ENCODER, provider_encoders },
	};

	(void)context;
	*no_cache = 0;
	for (size_t i = 0; i < sizeof(operations) / sizeof(operations[0]); i++)
		if (operations[i].operation == operation)
			return operations[i].algorithms;
	return NULL;
}

static const OSSL_ITEM *get_reasons(void *context)
{
	(void)context;
	return reasons;
}

static void teardown(void *context)
{
	struct provider *provider = context;

	elements_free(&provider->chips);
	OSSL_PROVIDER_unload(provider->base);
	OSSL_LIB_CTX_free(provider->lib);
	pthread_mutex_destroy(&provider->lock);
	provider->drop(provider->owner);
	free(provider);
}

static const OSSL_DISPATCH functions[] = {
	{ OSSL_FUNC_PROVIDER_TEARDOWN, (void (*)(void))teardown },
	{ OSSL_FUNC_PROVIDER_GETTABLE_PARAMS, (void (*)(void))gettable },
	{ OSSL_FUNC_PROVIDER_GET_PARAMS, (void (*)(void))get },
	{ OSSL_FUNC_PROVIDER_QUERY_OPERATION, (void (*)(void))query },
	{ OSSL_FUNC_PROVIDER_GET_REASON_STRINGS, (void (*)(void))get_reasons },
	{ 0, NULL },
};

/* Returns false when OpenSSL lacks something. */
static bool take_core(struct provider_core *core, const OSSL_CORE_HANDLE *handle, const OSSL_DISPATCH *in)
{
	*core = (struct provider_core){ .handle = handle };
	for (; in->function_id != 0; in++) {
		switch (in->function_id) {
		case OSSL_FUNC_CORE_NEW_ERROR:
			core->new_error = OSSL_FUNC_core_new_error(in);
			break;
		case OSSL_FUNC_CORE_SET_ERROR_DEBUG:
			core->set_error_debug = OSSL_FUNC_core_set_error_debug(in);
			break;
		case OSSL_FUNC_CORE_VSET_ERROR:
			core->vset_error = OSSL_FUNC_core_vset_error(in);
			break;
		case OSSL_FUNC_BIO_READ_EX:
			core->bio_read = OSSL_FUNC_BIO_read_ex(in);
			break;
		case OSSL_FUNC_BIO_GETS:
			core->bio_gets = OSSL_FUNC_BIO_gets(in);
			break;
		case OSSL_FUNC_BIO_WRITE_EX:
			core->bio_write = OSSL_FUNC_BIO_write_ex(in);
			break;
		default:
			break;
		}
	}
	return core->new_error && core->set_error_debug && core->vset_error && core->bio_read &&
	       core->bio_gets && core->bio_write;
}

int provider_start(const OSSL_CORE_HANDLE *handle, const OSSL_DISPATCH *in, const OSSL_DISPATCH **out,
	void **context, const struct provider_links *links)
{
	struct provider *provider = calloc(1, sizeof(*provider));

	if (provider && take_core(&provider->core, handle, in) &&
		pthread_mutex_init(&provider->lock, NULL) == 0) {
		provider->drop = links->drop;
		provider->owner = links->owner;
		if (elements_init(&provider->chips, provider, links->schemes, links->n) == 0) {
			*out = functions;
			*context = provider;
			return 1;
		}
		pthread_mutex_destroy(&provider->lock);
	}
	links->drop(links->owner);
	free(provider);
	return 0;
}
