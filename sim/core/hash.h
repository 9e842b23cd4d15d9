/* sim/core/hash.h: SHA-256 whose running state is plain bytes, and HMAC on top of it. */
#ifndef SESIM_CORE_HASH_H
#define SESIM_CORE_HASH_H

#include <stddef.h>
#include <stdint.h>

enum {
	SHA256_BYTES = 32,
	SHA256_BLOCK = 64,
};

/*
 * The midstate: eight words, the bytes so far, and the (total mod 64) bytes that do not fill a block
 * yet. A chip keeps it as it is, and may hand it out (ATECC SHA context).
 */
struct sha256 {
	uint32_t h[8];
	uint64_t total;
	uint8_t pending[SHA256_BLOCK];
};

void sha256_init(struct sha256 *hash);
void sha256_update(struct sha256 *hash, const void *bytes, size_t len);
/* Does not change `hash`: a running hash can be read at any point. */
void sha256_final(const struct sha256 *hash, uint8_t digest[SHA256_BYTES]);
void sha256_bytes(const void *bytes, size_t len, uint8_t digest[SHA256_BYTES]);

/* HMAC-SHA256 with any key length; plain bytes too. */
struct hmac_sha256 {
	struct sha256 inner;
	struct sha256 outer;
};

void hmac_sha256_init(struct hmac_sha256 *hmac, const void *key, size_t key_len);
void hmac_sha256_update(struct hmac_sha256 *hmac, const void *bytes, size_t len);
void hmac_sha256_final(const struct hmac_sha256 *hmac, uint8_t mac[SHA256_BYTES]);

#endif
