/* sim/core/kdf.h: the key derivations that chips offer, over HMAC-SHA256. */
#ifndef SESIM_CORE_KDF_H
#define SESIM_CORE_KDF_H

#include <stddef.h>
#include <stdint.h>

#include "hash.h"

/* RFC 5869 2.2: the key to expand from. No salt is a salt of zero bytes. */
void hkdf_extract(
	const void *salt, size_t salt_len, const void *secret, size_t secret_len, uint8_t key[SHA256_BYTES]);

enum { HKDF_MOST = 255 * SHA256_BYTES };

/* RFC 5869 2.3: len bytes of key material; -EINVAL when that is more than HKDF_MOST. */
int hkdf_expand(const void *key, size_t key_len, const void *info, size_t info_len, uint8_t *out, size_t len);

/* RFC 5246 5: P_SHA256(secret, seed), where the seed begins with the label. */
void tls12_prf_sha256(
	const void *secret, size_t secret_len, const void *seed, size_t seed_len, uint8_t *out, size_t len);

#endif
