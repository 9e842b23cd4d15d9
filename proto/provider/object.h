/* proto/provider/object.h: keys on their way from a store or a decoder to OpenSSL. */
#ifndef SESIM_PROVIDER_OBJECT_H
#define SESIM_PROVIDER_OBJECT_H

#include <openssl/core.h>

#include "key.h"

/* Hands over a key, which is then no longer the caller's. Returns what the callback does. */
int object_give_key(struct key *key, OSSL_CALLBACK *take, void *argument);

#endif
