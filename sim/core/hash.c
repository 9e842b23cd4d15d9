/* sim/core/hash.c: SHA-256 midstates over OpenSSL's plain SHA256_CTX. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "hash.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <string.h>

static void to_openssl(const struct sha256 *hash, SHA256_CTX *ctx)
{
	uint64_t bits = hash->total * 8;
	size_t num = hash->total % SHA256_BLOCK;

	memcpy(ctx->h, hash->h, sizeof(ctx->h));
	ctx->Nl = (SHA_LONG)bits;
	ctx->Nh = (SHA_LONG)(bits >> 32);
	memset(ctx->data, 0, sizeof(ctx->data));
	memcpy(ctx->data, hash->pending, num);
	ctx->num = (unsigned int)num;
	ctx->md_len = SHA256_BYTES;
}

static void from_openssl(struct sha256 *hash, const SHA256_CTX *ctx, uint64_t total)
{
	memcpy(hash->h, ctx->h, sizeof(hash->h));
	hash->total = total;
	/* Old bytes would make two equal midstates differ, and leave secrets behind. */
	memset(hash->pending, 0, sizeof(hash->pending));
	memcpy(hash->pending, ctx->data, total % SHA256_BLOCK);
}

void sha256_init(struct sha256 *hash)
{
	static const uint32_t start[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f,
		0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };

	memset(hash, 0, sizeof(*hash));
	memcpy(hash->h, start, sizeof(start));
}

void sha256_update(struct sha256 *hash, const void *bytes, size_t len)
{
	SHA256_CTX ctx;

	to_openssl(hash, &ctx);
	SHA256_Update(&ctx, bytes, len);
	from_openssl(hash, &ctx, hash->total + len);
	OPENSSL_cleanse(&ctx, sizeof(ctx));
}

void sha256_final(const struct sha256 *hash, uint8_t digest[SHA256_BYTES])
{
	SHA256_CTX ctx;

	to_openssl(hash, &ctx);
	SHA256_Final(digest, &ctx);
}

void sha256_bytes(const void *bytes, size_t len, uint8_t digest[SHA256_BYTES])
{
	SHA256_CTX ctx;

	SHA256_Init(&ctx);
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
	struct sha256 outer = hmac->outer;
	uint8_t inner[SHA256_BYTES];

	sha256_final(&hmac->inner, inner);
	sha256_update(&outer, inner, sizeof(inner));
	sha256_final(&outer, mac);
}
