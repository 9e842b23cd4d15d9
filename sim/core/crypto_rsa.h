/*
 * sim/core/crypto_rsa.h: RSA keys of 512 to 4096 bits in the engine.
 *
 * A key is its components as bytes, big endian, of fixed lengths. What importing them costs (Montgomery forms, the
 * checks below) is kept for recent keys, found again by a digest of all the bytes; dropping that changes no result.
 * The arithmetic is OpenSSL's BN_mod_exp family, not its RSA interface: that wants a public exponent that a private
 * key in CRT form has not, and blinds, whose draws would depend on what is kept. So no size is too small for it, and
 * a private operation draws nothing at all.
 *
 * Results as in crypto.h; -EINVAL: components that do not belong together; -ERANGE: a number not below the modulus.
 */
#ifndef SESIM_CORE_CRYPTO_RSA_H
#define SESIM_CORE_CRYPTO_RSA_H

#include "crypto.h"
#include "digest.h"

enum {
	RSA_BYTES_MIN = 64,
	RSA_BYTES_MAX = 512,
	RSA_HALF_MAX = RSA_BYTES_MAX / 2,
	RSA_EXPONENT = 4, /* bytes of a public exponent */
};

/*
 * The components at hand; NULL: not there. In CRT form all of p to q_inverse, otherwise d for the private operation;
 * n may be absent in CRT form. With e as well it is checked against them.
 */
struct rsa_key {
	size_t bytes; /* of n and d; the halves have half as many, e RSA_EXPONENT */
	const uint8_t *n, *e, *d;
	const uint8_t *p, *q, *dp, *dq, *q_inverse;
};

/* Every component of a key, room for the longest. */
struct rsa_numbers {
	uint8_t n[RSA_BYTES_MAX], d[RSA_BYTES_MAX];
	uint8_t p[RSA_HALF_MAX], q[RSA_HALF_MAX], dp[RSA_HALF_MAX], dq[RSA_HALF_MAX], q_inverse[RSA_HALF_MAX];
	uint8_t e[RSA_EXPONENT];
};

enum rsa_scheme {
	RSA_PKCS1, /* RFC 8017 8.2, 7.2 */
	RSA_PSS,   /* 8.1, MGF1 with the same hash */
	RSA_OAEP,  /* 7.1, SHA-1, no label */
	RSA_PLAIN, /* 5.1, 5.2 */
};

/* A signature: how the message is hashed and encoded. */
struct rsa_encoding {
	enum rsa_scheme scheme; /* RSA_PKCS1 or RSA_PSS */
	enum digest_kind hash;
	size_t salt; /* PSS: bytes of it */
};

/* Whether a modulus of so many bytes has room for such a signature. */
bool rsa_encoding_fits(const struct rsa_encoding *encoding, size_t bytes);
/* How long a message a modulus of so many bytes encrypts at most. */
size_t rsa_message_max(enum rsa_scheme scheme, size_t bytes);

/* A key with public exponent 65537; bytes as in rsa_key. From a pool when there is one. */
int crypto_rsa_generate(
	struct crypto *crypto, struct rng_stream *stream, size_t bytes, struct rsa_numbers *numbers);
/*
 * The key of two primes and public exponent 65537. Whether they are primes is not looked at. q_inverse: the inverse of q
 * modulo p, which must then be the greater, or NULL: worked out, and p and q change places if need be.
 */
int crypto_rsa_from_primes(struct crypto *crypto, size_t bytes, const uint8_t *p, const uint8_t *q,
	const uint8_t *q_inverse, struct rsa_numbers *numbers);

/*
 * Where crypto_rsa_generate() takes primes from instead of searching for them: for fuzzers, whose keys may be known to
 * all but must come at once. pick gives the nth pair for a size, any n; false: search after all.
 */
struct rsa_pool {
	bool (*pick)(size_t bytes, uint32_t nth, const uint8_t **p, const uint8_t **q);
};
void crypto_rsa_use_pool(struct crypto *crypto, const struct rsa_pool *pool);

/* in and out: key->bytes each, and in below the modulus. They may be the same. */
int crypto_rsa_public(struct crypto *crypto, const struct rsa_key *key, const uint8_t *in, uint8_t *out);
int crypto_rsa_private(struct crypto *crypto, const struct rsa_key *key, const uint8_t *in, uint8_t *out);

/* An encoding that does not fit is -EINVAL. */
int crypto_rsa_sign(struct crypto *crypto, struct rng_stream *stream, const struct rsa_key *key,
	const struct rsa_encoding *encoding, const void *message, size_t len, uint8_t *signature);
int crypto_rsa_verify(struct crypto *crypto, const struct rsa_key *key, const struct rsa_encoding *encoding,
	const void *message, size_t len, const uint8_t *signature);

/* RSA_PLAIN takes key->bytes, no more and no less. A message that is too long is -EINVAL. */
int crypto_rsa_encrypt(struct crypto *crypto, struct rng_stream *stream, const struct rsa_key *key,
	enum rsa_scheme scheme, const void *message, size_t len, uint8_t *out);
/* message: room for key->bytes. What does not decode is -EBADMSG. */
int crypto_rsa_decrypt(struct crypto *crypto, const struct rsa_key *key, enum rsa_scheme scheme,
	const uint8_t *in, uint8_t *message, size_t *len);

#endif
