/* sim/core/rng.c: the seeded streams, and the system's randomness in blocks. */
#include "rng.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "cursor.h"
#include "hash.h"

void rng_system(struct rng *rng)
{
	memset(rng, 0, sizeof(*rng));
}

void rng_seed(struct rng *rng, uint64_t seed)
{
	memset(rng, 0, sizeof(*rng));
	rng->seeded = true;
	rng->seed = seed;
}

static void draw_from_system(struct rng *rng, uint8_t *out, size_t len)
{
	while (len > 0) {
		size_t n = len < rng->pool_left ? len : rng->pool_left;
		uint8_t *from = rng->pool + sizeof(rng->pool) - rng->pool_left;

		if (n == 0) {
			if (getrandom(rng->pool, sizeof(rng->pool), 0) != (ssize_t)sizeof(rng->pool))
				abort();
			rng->pool_left = sizeof(rng->pool);
			continue;
		}
		memcpy(out, from, n);
		OPENSSL_cleanse(from, n);
		rng->pool_left -= n;
		out += n;
		len -= n;
	}
}

struct rng_stream rng_open(struct rng *rng, const struct rng_purpose *purpose)
{
	struct rng_stream stream = { .rng = rng };
	struct wbuf key = wbuf_to(stream.key, sizeof(stream.key));

	if (!rng->seeded)
		return stream;
	wbuf_le64(&key, rng->seed);
	wbuf_u8(&key, purpose->address);
	wbuf_put(&key, purpose->serial, sizeof(purpose->serial));
	wbuf_le32(&key, purpose->restarts);
	wbuf_le64(&key, purpose->command);
	wbuf_le32(&key, purpose->purpose);
	return stream;
}

/* key, block number: 47 bytes, one SHA-256 block. */
static void next_block(struct rng_stream *stream)
{
	uint8_t message[47];
	struct wbuf w = wbuf_to(message, sizeof(message));

	wbuf_put(&w, stream->key, sizeof(stream->key));
	wbuf_le32(&w, stream->block++);
	sha256_bytes(message, w.len, stream->pending);
	stream->left = sizeof(stream->pending);
}

void rng_bytes(struct rng_stream *stream, void *out, size_t len)
{
	uint8_t *to = out;

	if (!stream->rng->seeded) {
		draw_from_system(stream->rng, to, len);
		return;
	}
	while (len > 0) {
		size_t n = len < stream->left ? len : stream->left;

		if (n == 0) {
			next_block(stream);
			continue;
		}
		memcpy(to, stream->pending + sizeof(stream->pending) - stream->left, n);
		stream->left -= n;
		to += n;
		len -= n;
	}
}
