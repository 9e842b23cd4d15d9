/* sim/core/digest.c: SHA-1 and SHA-2 of a whole message, by OpenSSL's plain contexts: nothing is fetched or kept. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "digest.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

static void sha1(const void *bytes, size_t len, uint8_t *digest)
{
	SHA_CTX ctx;

	SHA1_Init(&ctx);
	SHA1_Update(&ctx, bytes, len);
	SHA1_Final(digest, &ctx);
	OPENSSL_cleanse(&ctx, sizeof(ctx));
}

static void sha224(const void *bytes, size_t len, uint8_t *digest)
{
	SHA256_CTX ctx;

	SHA224_Init(&ctx);
	SHA224_Update(&ctx, bytes, len);
	SHA224_Final(digest, &ctx);
	OPENSSL_cleanse(&ctx, sizeof(ctx));
}

static void sha256(const void *bytes, size_t len, uint8_t *digest)
{
	SHA256_CTX ctx;

	SHA256_Init(&ctx);
	SHA256_Update(&ctx, bytes, len);
	SHA256_Final(digest, &ctx);
	OPENSSL_cleanse(&ctx, sizeof(ctx));
}

static void sha384(const void *bytes, size_t len, uint8_t *digest)
{
	SHA512_CTX ctx;

	SHA384_Init(&ctx);
	SHA384_Update(&ctx, bytes, len);
	SHA384_Final(digest, &ctx);
	OPENSSL_cleanse(&ctx, sizeof(ctx));
}

static void sha512(const void *bytes, size_t len, uint8_t *digest)
{
	SHA512_CTX ctx;

	SHA512_Init(&ctx);
	SHA512_Update(&ctx, bytes, len);
	SHA512_Final(digest, &ctx);
	OPENSSL_cleanse(&ctx, sizeof(ctx));
}

struct digest_row {
	size_t size;
	void (*bytes)(const void *bytes, size_t len, uint8_t *digest);
};

static const struct digest_row rows[DIGEST_KINDS] = {
	[DIGEST_SHA1] = { 20, sha1 },
	[DIGEST_SHA224] = { 28, sha224 },
	[DIGEST_SHA256] = { 32, sha256 },
	[DIGEST_SHA384] = { 48, sha384 },
	[DIGEST_SHA512] = { 64, sha512 },
};

size_t digest_size(enum digest_kind kind)
{
	return rows[kind].size;
}

void digest_bytes(enum digest_kind kind, const void *bytes, size_t len, uint8_t *digest)
{
	rows[kind].bytes(bytes, len, digest);
}
