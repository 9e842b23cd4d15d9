/* sim/core/crypto_rand.h: the random generator that OpenSSL draws from, as a built-in provider. */
#ifndef SESIM_CORE_CRYPTO_RAND_H
#define SESIM_CORE_CRYPTO_RAND_H

#include <openssl/types.h>
#include <stdint.h>

#include "rng.h"

/* Shared by all generators of one library context: public, private, primary, in every thread. */
struct crypto_rand {
	struct rng_stream *bound; /* what draws read, or NULL: a draw fails */
	uint64_t unbound_draws;
};

/*
 * Makes the provider the only source of randomness of `lib`. Must come before anything draws: later
 * OpenSSL refuses, and had it drawn before, it would have taken the system's randomness. Returns 0
 * or -EIO. *provider is set even on failure and is for the caller to unload; *rand lives as long.
 */
int crypto_rand_load(OSSL_LIB_CTX *lib, OSSL_PROVIDER **provider, struct crypto_rand **rand);

#endif
