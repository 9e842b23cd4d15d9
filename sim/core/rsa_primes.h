/* sim/core/rsa_primes.h: primes of SIMULATED RSA keys. Everybody knows them: they protect nothing. */
#ifndef SESIM_CORE_RSA_PRIMES_H
#define SESIM_CORE_RSA_PRIMES_H

#include <stddef.h>
#include <stdint.h>

/* Two primes, each half as many bytes, of a key with public exponent 65537; p is the greater. */
struct rsa_primes {
	size_t bytes; /* of the modulus */
	const uint8_t *p, *q;
	const uint8_t *q_inverse; /* of q modulo p */
};

/* The nth of that size, any n; NULL: there is none of that size. For parts, and for authorities: none is in both. */
const struct rsa_primes *rsa_primes(size_t bytes, uint32_t nth);
const struct rsa_primes *rsa_authority_primes(size_t bytes, uint32_t nth);

/* The same, of a table of n rows in which those of one size stand together. */
const struct rsa_primes *rsa_primes_in(const struct rsa_primes *table, size_t n, size_t bytes, uint32_t nth);

#endif
