/* sim/core/crypto_p256.c: P-256 by its own name, for chips that have no other curve. */
#include "crypto_ec.h"

int crypto_p256_check_private(struct crypto *crypto, const uint8_t d[P256_BYTES])
{
	return crypto_ec_check_private(crypto, EC_P256, d);
}

int crypto_p256_check_point(struct crypto *crypto, const uint8_t point[P256_POINT])
{
	return crypto_ec_check_point(crypto, EC_P256, point);
}

int crypto_p256_public(struct crypto *crypto, struct rng_stream *stream, const uint8_t d[P256_BYTES],
	uint8_t point[P256_POINT])
{
	return crypto_ec_public(crypto, EC_P256, stream, d, point);
}

int crypto_p256_generate(
	struct crypto *crypto, struct rng_stream *stream, uint8_t d[P256_BYTES], uint8_t point[P256_POINT])
{
	return crypto_ec_generate(crypto, EC_P256, stream, d, point);
}

int crypto_p256_ecdh(struct crypto *crypto, struct rng_stream *stream, const uint8_t d[P256_BYTES],
	const uint8_t peer[P256_POINT], uint8_t x[P256_BYTES])
{
	return crypto_ec_multiply(crypto, EC_P256, stream, d, peer, x, NULL);
}

int crypto_p256_sign(struct crypto *crypto, struct rng_stream *stream, const uint8_t d[P256_BYTES],
	const uint8_t digest[32], uint8_t signature[P256_SIGNATURE])
{
	return crypto_ec_sign(crypto, EC_P256, stream, d, digest, 32, signature);
}

int crypto_p256_verify(struct crypto *crypto, const uint8_t point[P256_POINT], const uint8_t digest[32],
	const uint8_t signature[P256_SIGNATURE])
{
	/* On this curve verification draws nothing. */
	return crypto_ec_verify(crypto, EC_P256, NULL, point, digest, 32, signature);
}
