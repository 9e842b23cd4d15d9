/* sim/core/crypto_rand.c: a RAND for OpenSSL that reads the stream bound at the moment. */
#include "crypto_rand.h"

#include <errno.h>
#include <openssl/core.h>
#include <openssl/core_dispatch.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/provider.h>
#include <openssl/rand.h>
#include <stdlib.h>

static const char provider_name[] = "sesim";
static const char generator_name[] = "SESIM-STREAM";
static const char only_ours[] = "provider=sesim";

/* A generator has no state of its own: its context is the provider's. */
static void *generator_new(void *provider, void *parent, const OSSL_DISPATCH *parent_calls)
{
	(void)parent;
	(void)parent_calls;
	return provider;
}

static void generator_free(void *context)
{
	(void)context;
}

static int generator_instantiate(void *context, unsigned int strength, int prediction_resistance,
	const unsigned char *personal, size_t personal_len, const OSSL_PARAM params[])
{
	(void)context;
	(void)strength;
	(void)prediction_resistance;
	(void)personal;
	(void)personal_len;
	(void)params;
	return 1;
}

static int generator_uninstantiate(void *context)
{
	(void)context;
	return 1;
}

static int generator_generate(void *context, unsigned char *out, size_t len, unsigned int strength,
	int prediction_resistance, const unsigned char *extra, size_t extra_len)
{
	struct crypto_rand *rand = context;

	(void)strength;
	(void)prediction_resistance;
	(void)extra;
	(void)extra_len;
	if (!rand->bound) {
		rand->unbound_draws++;
		return 0;
	}
	rng_bytes(rand->bound, out, len);
	return 1;
}

/* One engine a thread: there is nothing to lock. */
static int generator_lock(void *context)
{
	(void)context;
	return 1;
}

static void generator_unlock(void *context)
{
	(void)context;
}

static int generator_params(void *context, OSSL_PARAM params[])
{
	OSSL_PARAM *most = OSSL_PARAM_locate(params, OSSL_RAND_PARAM_MAX_REQUEST);
	OSSL_PARAM *state = OSSL_PARAM_locate(params, OSSL_RAND_PARAM_STATE);
	OSSL_PARAM *strength = OSSL_PARAM_locate(params, OSSL_RAND_PARAM_STRENGTH);

	(void)context;
	return (!most || OSSL_PARAM_set_size_t(most, 65536)) &&
	       (!state || OSSL_PARAM_set_int(state, EVP_RAND_STATE_READY)) &&
	       (!strength || OSSL_PARAM_set_uint(strength, 256));
}

static const OSSL_DISPATCH generator_calls[] = {
	{ OSSL_FUNC_RAND_NEWCTX, (void (*)(void))generator_new },
	{ OSSL_FUNC_RAND_FREECTX, (void (*)(void))generator_free },
	{ OSSL_FUNC_RAND_INSTANTIATE, (void (*)(void))generator_instantiate },
	{ OSSL_FUNC_RAND_UNINSTANTIATE, (void (*)(void))generator_uninstantiate },
	{ OSSL_FUNC_RAND_GENERATE, (void (*)(void))generator_generate },
	{ OSSL_FUNC_RAND_ENABLE_LOCKING, (void (*)(void))generator_lock },
	{ OSSL_FUNC_RAND_LOCK, (void (*)(void))generator_lock },
	{ OSSL_FUNC_RAND_UNLOCK, (void (*)(void))generator_unlock },
	{ OSSL_FUNC_RAND_GET_CTX_PARAMS, (void (*)(void))generator_params },
	{ 0, NULL },
};

static const OSSL_ALGORITHM generators[] = {
	{ generator_name, only_ours, generator_calls, NULL },
	{ NULL, NULL, NULL, NULL },
};

static const OSSL_ALGORITHM *provider_query(void *context, int operation, int *no_store)
{
	(void)context;
	*no_store = 0;
	return operation == OSSL_OP_RAND ? generators : NULL;
}

static void provider_teardown(void *context)
{
	free(context);
}

static const OSSL_DISPATCH provider_calls[] = {
	{ OSSL_FUNC_PROVIDER_QUERY_OPERATION, (void (*)(void))provider_query },
	{ OSSL_FUNC_PROVIDER_TEARDOWN, (void (*)(void))provider_teardown },
	{ 0, NULL },
};

static int provider_init(const OSSL_CORE_HANDLE *handle, const OSSL_DISPATCH *core,
	const OSSL_DISPATCH **calls, void **context)
{
	(void)handle;
	(void)core;
	*context = calloc(1, sizeof(struct crypto_rand));
	*calls = provider_calls;
	return *context != NULL;
}

/* The first draw sets the generators up, once and for all: a lack of memory is to be found out here. */
static int draw_once(OSSL_LIB_CTX *lib, struct crypto_rand *rand)
{
	struct rng_purpose nothing = { 0 };
	struct rng_stream stream;
	struct rng rng;
	uint8_t byte;
	int done;

	rng_seed(&rng, 0);
	stream = rng_open(&rng, &nothing);
	rand->bound = &stream;
	done = RAND_bytes_ex(lib, &byte, 1, 0) == 1 && RAND_priv_bytes_ex(lib, &byte, 1, 0) == 1;
	rand->bound = NULL;
	return done ? 0 : -EIO;
}

int crypto_rand_load(OSSL_LIB_CTX *lib, OSSL_PROVIDER **provider, struct crypto_rand **rand)
{
	if (OSSL_PROVIDER_add_builtin(lib, provider_name, provider_init) != 1)
		return -EIO;
	*provider = OSSL_PROVIDER_load(lib, provider_name);
	if (!*provider || RAND_set_DRBG_type(lib, generator_name, only_ours, NULL, NULL) != 1)
		return -EIO;
	*rand = OSSL_PROVIDER_get0_provider_ctx(*provider);
	return *rand ? draw_once(lib, *rand) : -EIO;
}
