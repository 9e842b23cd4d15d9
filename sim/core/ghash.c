/* sim/core/ghash.c: the multiplication of GCM. */
#include "crypto.h"
#include "cursor.h"

static uint64_t half_of(struct rbuf *r)
{
	uint64_t high = rbuf_be32(r);

	return high << 32 | rbuf_be32(r);
}

/*
 * NIST SP 800-38D 6.3, algorithm 1, with V and Z as two halves of 64 bits each. The bit of power 0
 * is the leftmost, so one power more is a shift to the right.
 */
void crypto_ghash_multiply(const uint8_t h[AES_BLOCK], const uint8_t x[AES_BLOCK], uint8_t out[AES_BLOCK])
{
	struct rbuf from_h = rbuf_from(h, AES_BLOCK), from_x = rbuf_from(x, AES_BLOCK);
	struct wbuf w = wbuf_to(out, AES_BLOCK);
	uint64_t v[2], z[2] = { 0, 0 };

	v[0] = half_of(&from_h);
	v[1] = half_of(&from_h);
	for (size_t half = 0; half < 2; half++) {
		uint64_t bits = half_of(&from_x);

		for (size_t i = 0; i < 64; i++, bits <<= 1) {
			uint64_t add = 0 - (bits >> 63), reduce = 0 - (v[1] & 1);

			z[0] ^= v[0] & add;
			z[1] ^= v[1] & add;
			v[1] = v[1] >> 1 | v[0] << 63;
			v[0] = v[0] >> 1 ^ (reduce & 0xe100000000000000u);
		}
	}
	for (size_t half = 0; half < 2; half++) {
		wbuf_be32(&w, (uint32_t)(z[half] >> 32));
		wbuf_be32(&w, (uint32_t)z[half]);
	}
}
