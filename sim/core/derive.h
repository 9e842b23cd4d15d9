/* sim/core/derive.h: key derivations over HMAC with any digest of digest.h. For SHA-256 alone kdf.h is the quicker. */
#ifndef SESIM_CORE_DERIVE_H
#define SESIM_CORE_DERIVE_H

#include <stddef.h>
#include <stdint.h>

#include "cursor.h"
#include "digest.h"

/* RFC 5869 2.2: digest_size() bytes. No salt is a salt of zero bytes. */
void derive_extract(enum digest_kind kind, struct rbuf salt, struct rbuf secret, uint8_t *key);

/*
 * RFC 5869 2.3: len bytes, at most 255 digests' (else -EINVAL). iv is what stands for the block before the first:
 * nothing in RFC 5869, K(0) in the feedback mode of NIST SP 800-108.
 */
int derive_expand(
	enum digest_kind kind, struct rbuf key, struct rbuf iv, struct rbuf info, uint8_t *out, size_t len);

/* RFC 8018 5.2 with HMAC; rounds from 1. */
void derive_pbkdf2(enum digest_kind kind, struct rbuf password, struct rbuf salt, uint32_t rounds,
	uint8_t *out, size_t len);

/* RFC 5246 5: P_hash(secret, label, seed). */
void derive_tls12(enum digest_kind kind, struct rbuf secret, struct rbuf label, struct rbuf seed,
	uint8_t *out, size_t len);

#endif
