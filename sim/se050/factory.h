/*
 * sim/se050/factory.h: what the factory put into a part, derived from its secret instead of being carried around: keys at
 * power-on, certificates of parts of the public batch when they are first named.
 */
#ifndef SESIM_SE050_FACTORY_H
#define SESIM_SE050_FACTORY_H

#include "certificate050.h"
#include "object.h"
#include "rsa_primes.h"

/*
 * Gives every key marked OBJECT_FACTORY its value. An EC key is the same each time for one part's secret, and no two
 * objects or parts share one; RSA keys are of a pool that all parts share. At power-on; the first time only there is
 * anything to do. Returns whether there was.
 */
bool factory_make_keys(struct se050 *chip, struct crypto *crypto);

/* The certificate of a file that holds a draft, signed by an authority of the public batch. Returns false if it fails. */
bool factory_make_certificate(struct se050 *chip, struct crypto *crypto, struct se050_object *file);

/* All certificates of which there are drafts, signed by authorities of `ca`; NULL: of the public batch. */
bool factory_make_certificates(struct se050 *chip, struct crypto *crypto, struct ca *ca);

/* Whether the object is a file that holds a draft. */
bool factory_is_draft(const struct se050_object *object);

/* The primes of an RSA key of this part; nth: which of its keys. NULL: there are none of that size. */
const struct rsa_primes *factory_primes(const struct se050 *chip, size_t bytes, uint32_t nth);

/* The public part of the key that a draft is of, as the factory made it: the host may have changed the object since. */
bool factory_public_key(const struct se050 *chip, struct crypto *crypto,
	const struct certificate050_draft *draft, struct ca_public *public);

#endif
