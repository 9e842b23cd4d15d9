/*
 * sim/core/digest.h: SHA-1 and SHA-2 by kind: of a whole message, or running with a state of plain bytes; HMAC on top
 * of them.
 */
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

enum {
	DIGEST_BYTES_MAX = 64,
	DIGEST_BLOCK_MAX = 128,
};

/* Bytes of a digest. */
size_t digest_size(enum digest_kind kind);
void digest_bytes(enum digest_kind kind, const void *bytes, size_t len, uint8_t *digest);

/*
 * The midstate: chaining words (SHA-1, -224 and -256 leave the upper halves zero), the bytes so far, and those that
 * do not fill a block yet.
 */
struct hash {
	uint64_t h[8];
	uint64_t total;
	uint8_t pending[DIGEST_BLOCK_MAX];
	uint8_t kind; /* enum digest_kind */
	uint8_t spare[7];
};

void hash_init(struct hash *hash, enum digest_kind kind);
void hash_update(struct hash *hash, const void *bytes, size_t len);
/* digest_size() of them. Does not change `hash`: a running hash can be read at any point. */
void hash_final(const struct hash *hash, uint8_t *digest);

/* HMAC with a key of any length; plain bytes too. */
struct hmac {
	struct hash inner;
	struct hash outer;
};

void hmac_init(struct hmac *hmac, enum digest_kind kind, const void *key, size_t key_len);
void hmac_update(struct hmac *hmac, const void *bytes, size_t len);
/* digest_size() of them. Does not change `hmac`. */
void hmac_final(const struct hmac *hmac, uint8_t *mac);

/* `mac` becomes the HMAC of itself; `keyed` is as hmac_init() left it. For those who do it thousands of times. */
void hmac_again(const struct hmac *keyed, uint8_t *mac);

#endif
