/* proto/provider/key.h: a key whose private part is in a chip, or (imported) a public key alone. */
#ifndef SESIM_PROVIDER_KEY_H
#define SESIM_PROVIDER_KEY_H

#include <openssl/evp.h>
#include <stdatomic.h>

#include "provider.h"

/* Does not change once others have it. */
struct key {
	struct provider *provider;
	atomic_uint holders;
	enum element_key_type type;
	EVP_PKEY *public;     /* of the provider's own library context; NULL: nothing imported yet */
	struct element *chip; /* NULL: no private part */
	struct reference reference;
};

struct key *key_new(struct provider *provider, enum element_key_type type);
void key_hold(struct key *key);
void key_release(struct key *key);

/* The key that a reference names. Asks the chip for its public part. NULL: with a sentence. */
struct key *key_open(struct provider *provider, const struct reference *reference, struct why *why);

/* Public keys from OpenSSL's parameters. Returns 1 or 0. */
int key_import(struct key *key, const OSSL_PARAM params[]);

/* "EC", "RSA" */
const char *key_type_name(enum element_key_type type);

#endif
