/*
 * proto/provider/provider.h: an OpenSSL 3 provider for keys that stay inside chips.
 *
 * What OpenSSL calls the provider's context is a struct provider. It computes everything public (hashes, checks of
 * signatures, encodings) with the default provider of a library context of its own, whatever the program has loaded.
 */
#ifndef SESIM_PROVIDER_PROVIDER_H
#define SESIM_PROVIDER_PROVIDER_H

#include <openssl/core_dispatch.h>
#include <openssl/types.h>

#include "element.h"

#define PROVIDER_NAME "sesim-provider"

/* What OpenSSL hands to a provider and is used here; all there from the start. */
struct provider_core {
	const OSSL_CORE_HANDLE *handle;
	OSSL_FUNC_core_new_error_fn *new_error;
	OSSL_FUNC_core_set_error_debug_fn *set_error_debug;
	OSSL_FUNC_core_vset_error_fn *vset_error;
	OSSL_FUNC_BIO_read_ex_fn *bio_read;
	OSSL_FUNC_BIO_gets_fn *bio_gets;
	OSSL_FUNC_BIO_write_ex_fn *bio_write;
};

struct provider {
	struct provider_core core;
	struct elements chips;
	pthread_mutex_t lock; /* of lib */
	OSSL_LIB_CTX *lib;
	OSSL_PROVIDER *base;
	void (*drop)(void *owner);
	void *owner;
};

/* Which links there are. drop(owner) is called when the provider is unloaded, or could not start. */
struct provider_links {
	const struct link_scheme *const *schemes;
	size_t n;
	void (*drop)(void *owner);
	void *owner;
};

/* The body of OSSL_provider_init(). Returns 1 or 0. */
int provider_start(const OSSL_CORE_HANDLE *handle, const OSSL_DISPATCH *in, const OSSL_DISPATCH **out,
	void **context, const struct provider_links *links);

/* The library context for everything public, NULL (raised) when there is no memory for it. */
OSSL_LIB_CTX *provider_lib(struct provider *provider);

/* The reasons of errors, as ERR_reason_error_string() has them. */
enum provider_reason {
	REASON_REFERENCE = 1,
	REASON_KEY,
	REASON_SIGNATURE,
	REASON_GENERATE,
	REASON_CERTIFICATE,
	REASON_USE,
	REASON_MEMORY,
};

/* Puts an error with its sentence into this thread's queue; returns 0, for `return provider_raise(...)`. */
int provider_raise(const struct provider *provider, enum provider_reason reason, const struct why *why);
int provider_say(const struct provider *provider, enum provider_reason reason, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The tables of the other files. */
extern const OSSL_ALGORITHM provider_keymgmts[];
extern const OSSL_ALGORITHM provider_signatures[];
extern const OSSL_ALGORITHM provider_stores[];
extern const OSSL_ALGORITHM provider_decoders[];
extern const OSSL_ALGORITHM provider_encoders[];

#define PROVIDER_PROPERTY "provider=" PROVIDER_NAME

#endif
