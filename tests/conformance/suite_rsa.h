/*
 * tests/conformance/suite_rsa.h: RSA keys of the suite, of every size a part has; anybody may know them.
 */
#ifndef SESIM_CONFORM_SUITE_RSA_H
#define SESIM_CONFORM_SUITE_RSA_H

#include "ossl.h"
#include "se05x_say.h"

enum { SUITE_RSA_SIZES = 6 };

extern const size_t suite_rsa_bits[SUITE_RSA_SIZES];

/* All numbers, big endian; those of a prime's length have half the modulus'. */
struct suite_rsa {
	size_t bits;
	struct ossl_bytes n, e, d, p, q, dp, dq, qinv;
};

/* Computes the rest from the primes. */
bool suite_rsa_make(struct conform *c, size_t bits, struct suite_rsa *key);

enum suite_rsa_form { RSA_CRT_PAIR, RSA_RAW_PAIR, RSA_CRT_PRIVATE, RSA_RAW_PRIVATE, RSA_PUBLIC };

/* Writes it component by component, as hosts do; policy: hex of it, NULL the default one. transient: INS 81. */
bool suite_rsa_write(struct conform *c, const struct suite_rsa *key, enum suite_rsa_form form, uint32_t id,
	const char *policy, bool transient);

/* The public half for OpenSSL. */
EVP_PKEY *suite_rsa_public(const struct suite_rsa *key);

#endif
