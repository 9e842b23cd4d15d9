/*
 * sim/se050/certificate050.h: certificates that the factory put into a part (AN12436 3.14), made when they are wanted.
 *
 * A file marked OBJECT_FACTORY holds a draft: what is to be signed, who signs, and of which key, with anything where
 * the public key belongs and its SHA-1. Nothing else goes into the certificate, so that nobody can tell when it was made.
 */
#ifndef SESIM_SE050_CERTIFICATE050_H
#define SESIM_SE050_CERTIFICATE050_H

#include "ca.h"
#include "object.h"

enum {
	CERTIFICATE_OWN_PRIMES = 0x7fffffff,
};

struct certificate050_draft {
	uint32_t key;       /* object that has the private key, as the factory made it */
	uint16_t rsa_bytes; /* of its modulus; 0: it is one of P-256 */
	uint32_t
		primes; /* RSA: number among the known primes (rsa_primes.h), or CERTIFICATE_OWN_PRIMES: its own */
	struct ca_authority signer;
	bool null_parameters;
	struct rbuf
		tbs; /* as x509_tbs() has it of another key of that length; a modulus with its first bit set */
};

/* How long the certificate is at most: an ECDSA signature has no fixed length. */
size_t certificate050_longest(const struct certificate050_draft *draft);

/* Puts the draft into a file and marks it. Returns false when the certificate, or the draft, may be too long for it. */
bool certificate050_put_draft(
	struct se050 *chip, struct se050_object *file, const struct certificate050_draft *draft);

/*
 * Makes the certificate of a file that holds a draft, signed by an authority of `ca`; zeros fill the rest. Returns false
 * when OpenSSL fails, and when the draft is none; the file is then as it was.
 */
bool certificate050_make(struct se050 *chip, struct crypto *crypto, struct ca *ca, struct se050_object *file);

#endif
