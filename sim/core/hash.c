/* sim/core/hash.c: SHA-256 midstates; OpenSSL compresses, the bookkeeping is ours. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "hash.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <string.h>

#include "cursor.h"

static const uint32_t start[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c,
	0x1f83d9ab, 0x5be0cd19 };

/* OpenSSL's context at that point of a message; of its buffer it uses no more than the rest. */
static void resume(SHA256_CTX *ctx, const uint32_t h[8], uint64_t total, const void *rest)
{
	size_t rest_len = total % SHA256_BLOCK;

	memcpy(ctx->h, h, sizeof(ctx->h));
	ctx->Nl = (SHA_LONG)(total << 3);
	ctx->Nh = (SHA_LONG)(total >> 29);
	ctx->num = (unsigned int)rest_len;
	ctx->md_len = SHA256_BYTES;
	if (rest_len > 0)
		memcpy(ctx->data, rest, rest_len);
}

static void compress(uint32_t h[8], const uint8_t *blocks, size_t len)
{
	SHA256_CTX ctx;

	resume(&ctx, h, 0, NULL);
	SHA256_Update(&ctx, blocks, len);
	memcpy(h, ctx.h, sizeof(ctx.h));
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
	SHA256_CTX ctx;

	resume(&ctx, hash->h, hash->total, hash->pending);
	SHA256_Final(digest, &ctx);
}

void sha256_bytes(const void *bytes, size_t len, uint8_t digest[SHA256_BYTES])
{
	SHA256_CTX ctx;

	resume(&ctx, start, 0, NULL);
	SHA256_Update(&ctx, bytes, len);
	SHA256_Final(digest, &ctx);
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
	SHA256_CTX ctx;

	sha256_final(&hmac->inner, inner);
	resume(&ctx, hmac->outer.h, SHA256_BLOCK + sizeof(inner), inner);
	SHA256_Final(mac, &ctx);
}
