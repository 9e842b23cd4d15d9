/* sim/core/hash.c: SHA-256 midstates; OpenSSL compresses, the bookkeeping is ours. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "hash.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <string.h>

#include "cursor.h"

static const uint32_t start[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c,
	0x1f83d9ab, 0x5be0cd19 };

/* Whole blocks go from SHA256_Update to the compression as they are; of the context it reads no more than this. */
static void compress(uint32_t h[8], const uint8_t *blocks, size_t len)
{
	SHA256_CTX ctx;

	memcpy(ctx.h, h, sizeof(ctx.h));
	ctx.Nl = 0;
	ctx.Nh = 0;
	ctx.num = 0;
	ctx.md_len = SHA256_BYTES;
	SHA256_Update(&ctx, blocks, len);
	memcpy(h, ctx.h, sizeof(ctx.h));
}

/* The end of a message: its last bytes, less than a block, and the padding (FIPS 180-4 5.1.1). */
static void finish(const uint32_t h[8], const uint8_t *rest, size_t rest_len, uint64_t total,
	uint8_t digest[SHA256_BYTES])
{
	uint8_t blocks[2 * SHA256_BLOCK];
	struct wbuf w = wbuf_to(blocks, rest_len + 9 <= SHA256_BLOCK ? SHA256_BLOCK : 2 * SHA256_BLOCK);
	struct wbuf out = wbuf_to(digest, SHA256_BYTES);
	uint32_t last[8];

	memcpy(last, h, sizeof(last));
	wbuf_put(&w, rest, rest_len);
	wbuf_u8(&w, 0x80);
	wbuf_fill(&w, 0, wbuf_left(&w) - 8);
	wbuf_be32(&w, (uint32_t)(total >> 29));
	wbuf_be32(&w, (uint32_t)(total << 3));
	compress(last, blocks, w.len);
	for (size_t i = 0; i < 8; i++)
		wbuf_be32(&out, last[i]);
}

void sha256_init(struct sha256 *hash)
{
	memset(hash, 0, sizeof(*hash));
	memcpy(hash->h, start, sizeof(start));
}

void sha256_update(struct sha256 *hash, const void *bytes, size_t len)
{
	struct rbuf r = rbuf_from(bytes, len);
	size_t held = hash->total % SHA256_BLOCK;
	size_t whole;

	hash->total += len;
	if (held > 0) {
		size_t n = len < SHA256_BLOCK - held ? len : SHA256_BLOCK - held;

		rbuf_copy(&r, hash->pending + held, n);
		if (held + n < SHA256_BLOCK)
			return;
		compress(hash->h, hash->pending, SHA256_BLOCK);
		/* Old bytes would make two equal midstates differ, and leave secrets behind. */
		memset(hash->pending, 0, SHA256_BLOCK);
	}
	whole = rbuf_left(&r) - rbuf_left(&r) % SHA256_BLOCK;
	if (whole > 0)
		compress(hash->h, rbuf_bytes(&r, whole), whole);
	rbuf_copy(&r, hash->pending, rbuf_left(&r));
}

void sha256_final(const struct sha256 *hash, uint8_t digest[SHA256_BYTES])
{
	finish(hash->h, hash->pending, hash->total % SHA256_BLOCK, hash->total, digest);
}

void sha256_bytes(const void *bytes, size_t len, uint8_t digest[SHA256_BYTES])
{
	struct rbuf r = rbuf_from(bytes, len);
	size_t whole = len - len % SHA256_BLOCK;
	uint32_t h[8];

	memcpy(h, start, sizeof(h));
	if (whole > 0)
		compress(h, rbuf_bytes(&r, whole), whole);
	finish(h, rbuf_bytes(&r, len - whole), len - whole, len, digest);
}

void hmac_sha256_init(struct hmac_sha256 *hmac, const void *key, size_t key_len)
{
	uint8_t block[SHA256_BLOCK] = { 0 };

	if (key_len > SHA256_BLOCK)
		sha256_bytes(key, key_len, block);
	else if (key_len > 0)
		memcpy(block, key, key_len);
	for (size_t i = 0; i < SHA256_BLOCK; i++)
		block[i] ^= 0x36;
	sha256_init(&hmac->inner);
	sha256_update(&hmac->inner, block, sizeof(block));
	for (size_t i = 0; i < SHA256_BLOCK; i++)
		block[i] ^= 0x36 ^ 0x5c;
	sha256_init(&hmac->outer);
	sha256_update(&hmac->outer, block, sizeof(block));
	OPENSSL_cleanse(block, sizeof(block));
}

void hmac_sha256_update(struct hmac_sha256 *hmac, const void *bytes, size_t len)
{
	sha256_update(&hmac->inner, bytes, len);
}

void hmac_sha256_final(const struct hmac_sha256 *hmac, uint8_t mac[SHA256_BYTES])
{
	uint8_t inner[SHA256_BYTES];

	sha256_final(&hmac->inner, inner);
	finish(hmac->outer.h, inner, sizeof(inner), SHA256_BLOCK + sizeof(inner), mac);
}
