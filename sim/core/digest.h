/* sim/core/digest.h: SHA-1 and SHA-2 of a whole message, by kind. Running digests: hash.h. */
#ifndef SESIM_CORE_DIGEST_H
#define SESIM_CORE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

enum digest_kind {
	DIGEST_SHA1,
	DIGEST_SHA224,
	DIGEST_SHA256,
	DIGEST_SHA384,
	DIGEST_SHA512,
	DIGEST_KINDS,
};

enum { DIGEST_BYTES_MAX = 64 };

/* Bytes of a digest. */
size_t digest_size(enum digest_kind kind);
void digest_bytes(enum digest_kind kind, const void *bytes, size_t len, uint8_t *digest);

#endif
