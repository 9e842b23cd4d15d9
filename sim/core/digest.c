/* sim/core/digest.c: the SHA family. OpenSSL compresses, the bookkeeping and the padding are ours (FIPS 180-4). */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "digest.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <string.h>

#include "cursor.h"

/* Takes whole blocks in. */
typedef void compress_fn(uint64_t h[8], const uint8_t *blocks, size_t len);

static void compress_sha1(uint64_t h[8], const uint8_t *blocks, size_t len)
{
	SHA_CTX ctx = { .h0 = (SHA_LONG)h[0],
		.h1 = (SHA_LONG)h[1],
		.h2 = (SHA_LONG)h[2],
		.h3 = (SHA_LONG)h[3],
		.h4 = (SHA_LONG)h[4] };

	SHA1_Update(&ctx, blocks, len);
	h[0] = ctx.h0;
	h[1] = ctx.h1;
	h[2] = ctx.h2;
	h[3] = ctx.h3;
	h[4] = ctx.h4;
	OPENSSL_cleanse(&ctx, sizeof(ctx));
}

static void compress_sha256(uint64_t h[8], const uint8_t *blocks, size_t len)
{
	SHA256_CTX ctx = { .md_len = SHA256_DIGEST_LENGTH };

	for (size_t i = 0; i < 8; i++)
		ctx.h[i] = (SHA_LONG)h[i];
	SHA256_Update(&ctx, blocks, len);
	for (size_t i = 0; i < 8; i++)
		h[i] = ctx.h[i];
	OPENSSL_cleanse(&ctx, sizeof(ctx));
}

static void compress_sha512(uint64_t h[8], const uint8_t *blocks, size_t len)
{
	SHA512_CTX ctx = { .md_len = SHA512_DIGEST_LENGTH };

	for (size_t i = 0; i < 8; i++)
		ctx.h[i] = h[i];
	SHA512_Update(&ctx, blocks, len);
	for (size_t i = 0; i < 8; i++)
		h[i] = ctx.h[i];
	OPENSSL_cleanse(&ctx, sizeof(ctx));
}

struct hash_row {
	size_t bytes;
	size_t block;
	size_t word;
	compress_fn *compress;
	uint64_t start[8];
};

/* FIPS 180-4 5.3 */
static const struct hash_row rows[DIGEST_KINDS] = {
	[DIGEST_SHA1] = { 20, 64, 4, compress_sha1,
		{ 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0 } },
	[DIGEST_SHA224] = { 28, 64, 4, compress_sha256,
		{ 0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7,
			0xbefa4fa4 } },
	[DIGEST_SHA256] = { 32, 64, 4, compress_sha256,
		{ 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab,
			0x5be0cd19 } },
	[DIGEST_SHA384] = { 48, 128, 8, compress_sha512,
		{ 0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17, 0x152fecd8f70e5939,
			0x67332667ffc00b31, 0x8eb44a8768581511, 0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4 } },
	[DIGEST_SHA512] = { 64, 128, 8, compress_sha512,
		{ 0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
			0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179 } },
};

size_t digest_size(enum digest_kind kind)
{
	return rows[kind].bytes;
}

void hash_init(struct hash *hash, enum digest_kind kind)
{
	memset(hash, 0, sizeof(*hash));
	memcpy(hash->h, rows[kind].start, sizeof(hash->h));
	hash->kind = (uint8_t)kind;
}

void hash_update(struct hash *hash, const void *bytes, size_t len)
{
	const struct hash_row *row = &rows[hash->kind];
	struct rbuf r = rbuf_from(bytes, len);
	size_t held = hash->total & (row->block - 1); /* a power of two */
	size_t whole;

	hash->total += len;
	if (held > 0) {
		size_t n = len < row->block - held ? len : row->block - held;

		rbuf_copy(&r, hash->pending + held, n);
		if (held + n < row->block)
			return;
		row->compress(hash->h, hash->pending, row->block);
		/* Old bytes would make two equal midstates differ, and leave secrets behind. */
		memset(hash->pending, 0, sizeof(hash->pending));
	}
	whole = rbuf_left(&r) & ~(row->block - 1);
	if (whole > 0)
		row->compress(hash->h, rbuf_bytes(&r, whole), whole);
	rbuf_copy(&r, hash->pending, rbuf_left(&r));
}

/* FIPS 180-4 5.1: a one bit, zeros, and the length in bits in two words. */
void hash_final(const struct hash *hash, uint8_t *digest)
{
	const struct hash_row *row = &rows[hash->kind];
	struct hash last = *hash;
	uint8_t words[DIGEST_BYTES_MAX], end[2 * DIGEST_BLOCK_MAX] = { 0x80 };
	struct wbuf w = wbuf_to(words, sizeof(words)), length;
	size_t held = hash->total & (row->block - 1); /* a power of two */
	size_t room = 1 + 2 * row->word;
	size_t len = (held + room > row->block ? 2 : 1) * row->block - held;

	length = wbuf_to(end + len - 8, 8);
	wbuf_be32(&length, (uint32_t)(hash->total >> 29));
	wbuf_be32(&length, (uint32_t)(hash->total << 3));
	hash_update(&last, end, len);
	for (size_t i = 0; i < 8; i++) {
		if (row->word == 8)
			wbuf_be32(&w, (uint32_t)(last.h[i] >> 32));
		wbuf_be32(&w, (uint32_t)last.h[i]);
	}
	memcpy(digest, words, row->bytes);
	OPENSSL_cleanse(&last, sizeof(last));
	OPENSSL_cleanse(words, sizeof(words));
}

void digest_bytes(enum digest_kind kind, const void *bytes, size_t len, uint8_t *digest)
{
	struct hash hash;

	hash_init(&hash, kind);
	hash_update(&hash, bytes, len);
	hash_final(&hash, digest);
	OPENSSL_cleanse(&hash, sizeof(hash));
}

void hmac_init(struct hmac *hmac, enum digest_kind kind, const void *key, size_t key_len)
{
	uint8_t block[DIGEST_BLOCK_MAX] = { 0 };
	size_t size = rows[kind].block;

	hash_init(&hmac->inner, kind);
	hash_init(&hmac->outer, kind);
	if (key_len > size) {
		struct hash hash = hmac->inner;

		hash_update(&hash, key, key_len);
		hash_final(&hash, block);
		OPENSSL_cleanse(&hash, sizeof(hash));
	} else if (key_len > 0) {
		memcpy(block, key, key_len);
	}
	for (size_t i = 0; i < size; i++)
		block[i] ^= 0x36;
	hash_update(&hmac->inner, block, size);
	for (size_t i = 0; i < size; i++)
		block[i] ^= 0x36 ^ 0x5c;
	hash_update(&hmac->outer, block, size);
	OPENSSL_cleanse(block, sizeof(block));
}

void hmac_update(struct hmac *hmac, const void *bytes, size_t len)
{
	hash_update(&hmac->inner, bytes, len);
}

void hmac_final(const struct hmac *hmac, uint8_t *mac)
{
	struct hash outer = hmac->outer;
	uint8_t inner[DIGEST_BYTES_MAX];

	hash_final(&hmac->inner, inner);
	hash_update(&outer, inner, rows[outer.kind].bytes);
	hash_final(&outer, mac);
	OPENSSL_cleanse(inner, sizeof(inner));
	OPENSSL_cleanse(&outer, sizeof(outer));
}

/* The message is shorter than a block, so that what is behind the key is one block, inside and outside. */
void hmac_again(const struct hmac *keyed, uint8_t *mac)
{
	const struct hash_row *row = &rows[keyed->inner.kind];
	const struct hash *const halves[] = { &keyed->inner, &keyed->outer };
	uint8_t block[DIGEST_BLOCK_MAX];

	for (size_t i = 0; i < 2; i++) {
		struct wbuf w = wbuf_to(block, row->block), out = wbuf_to(mac, row->bytes);
		uint64_t h[8];

		memcpy(h, halves[i]->h, sizeof(h));
		wbuf_put(&w, mac, row->bytes);
		wbuf_u8(&w, 0x80);
		wbuf_fill(&w, 0, wbuf_left(&w) - 4);
		wbuf_be32(&w, (uint32_t)(8 * (row->block + row->bytes)));
		row->compress(h, block, row->block);
		for (size_t word = 0; wbuf_left(&out) > 0; word++) {
			if (row->word == 8)
				wbuf_be32(&out, (uint32_t)(h[word] >> 32));
			wbuf_be32(&out, (uint32_t)h[word]);
		}
	}
	OPENSSL_cleanse(block, sizeof(block));
}
