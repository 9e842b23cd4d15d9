/* sim/core/rng.c: the seeded streams, and the system's randomness in blocks. */
#include "rng.h"

#include <errno.h>
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

/* A draw of up to 256 bytes the kernel gives whole and does not interrupt (random(7)); one of more it may. */
static void refill(struct rng *rng)
{
	struct wbuf w = wbuf_to(rng->pool, sizeof(rng->pool));

	while (wbuf_left(&w) > 0) {
		ssize_t n = getrandom(w.at + w.len, wbuf_left(&w), 0);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			abort();
		w.len += (size_t)n;
	}
	rng->pool_left = sizeof(rng->pool);
}

static void draw_from_system(struct rng *rng, uint8_t *out, size_t len)
{
	while (len > 0) {
		uint8_t *from;
		size_t n;

		if (rng->pool_left == 0)
			refill(rng);
		from = rng->pool + sizeof(rng->pool) - rng->pool_left;
		n = len < rng->pool_left ? len : rng->pool_left;
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
	struct wbuf key = wbuf_to(stream.name, sizeof(stream.name));

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

struct rng_stream rng_keyed(const uint8_t key[32])
{
	struct rng_stream stream = { .rng = NULL };
	struct wbuf name = wbuf_to(stream.name, sizeof(stream.name));

	wbuf_put(&name, key, 32);
	return stream;
}

static void next_block(struct rng_stream *stream)
{
	struct wbuf number = wbuf_to(stream->name + sizeof(stream->name) - 4, 4);

	sha256_bytes(stream->name, sizeof(stream->name), stream->pending);
	stream->left = sizeof(stream->pending);
	wbuf_le32(&number, ++stream->block);
}

void rng_bytes(struct rng_stream *stream, void *out, size_t len)
{
	uint8_t *to = out;

	if (stream->rng && !stream->rng->seeded) {
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
