/* sim/atecc608/self_test.c: the self tests, by command or at wake. */
#include "self_test.h"

#include <string.h>

#include "commands.h"
#include "crypto.h"

/* RFC 6979 A.2.5, P-256: a private key and its public point. */
static const uint8_t test_d[P256_BYTES] = { 0xc9, 0xaf, 0xa9, 0xd8, 0x45, 0xba, 0x75, 0x16, 0x6b, 0x5c, 0x21,
	0x57, 0x67, 0xb1, 0xd6, 0x93, 0x4e, 0x50, 0xc3, 0xdb, 0x36, 0xe8, 0x9b, 0x12, 0x7b, 0x8a, 0x62, 0x2b,
	0x12, 0x0f, 0x67, 0x21 };
static const uint8_t test_point[P256_POINT] = { 0x60, 0xfe, 0xd4, 0xba, 0x25, 0x5a, 0x9d, 0x31, 0xc9, 0x61,
	0xeb, 0x74, 0xc6, 0x35, 0x6d, 0x68, 0xc0, 0x49, 0xb8, 0x92, 0x3b, 0x61, 0xfa, 0x6c, 0xe6, 0x69, 0x62,
	0x2e, 0x60, 0xf2, 0x9f, 0xb6, 0x79, 0x03, 0xfe, 0x10, 0x08, 0xb8, 0xbc, 0x99, 0xa4, 0x1a, 0xe9, 0xe9,
	0x56, 0x28, 0xbc, 0x64, 0xf2, 0xf1, 0xb2, 0x0c, 0x2d, 0x7e, 0x9f, 0x51, 0x77, 0xa3, 0xc2, 0x94, 0xd4,
	0x46, 0x22, 0x99 };

/* A stream of its own, so that a self test shifts no command's draws. */
static struct rng_stream test_stream(struct chip_env *env, uint32_t which)
{
	struct rng_purpose purpose = { .address = env->address, .purpose = 0x53540000u | which };

	return rng_open(env->rng, &purpose);
}

static bool rng_works(struct chip_env *env)
{
	struct rng_stream stream = test_stream(env, SELF_TEST_RNG);
	uint8_t first[32];
	uint8_t second[32];

	rng_bytes(&stream, first, sizeof(first));
	rng_bytes(&stream, second, sizeof(second));
	return memcmp(first, second, sizeof(first)) != 0;
}

static bool ecdsa_works(struct chip_env *env)
{
	struct rng_stream stream = test_stream(env, SELF_TEST_ECDSA);
	static const uint8_t digest[32] = { 1, 2, 3 };
	uint8_t signature[P256_SIGNATURE];

	return crypto_p256_sign(env->crypto, &stream, test_d, digest, signature) == 0 &&
	       crypto_p256_verify(env->crypto, test_point, digest, signature) == 0;
}

/* With itself: d times its own point, against the point of d. */
static bool ecdh_works(struct chip_env *env)
{
	struct rng_stream stream = test_stream(env, SELF_TEST_ECDH);
	uint8_t one[P256_BYTES] = { 0 };
	uint8_t x[P256_BYTES];

	one[P256_BYTES - 1] = 1;
	return crypto_p256_ecdh(env->crypto, &stream, one, test_point, x) == 0 &&
	       memcmp(x, test_point, sizeof(x)) == 0;
}

/* FIPS 197 C.1. */
static bool aes_works(struct chip_env *env)
{
	static const uint8_t expected[AES_BLOCK] = { 0x69, 0xc4, 0xe0, 0xd8, 0x6a, 0x7b, 0x04, 0x30, 0xd8,
		0xcd, 0xb7, 0x80, 0x70, 0xb4, 0xc5, 0x5a };
	uint8_t key[AES128_KEY];
	uint8_t block[AES_BLOCK];

	for (size_t i = 0; i < AES_BLOCK; i++) {
		key[i] = (uint8_t)i;
		block[i] = (uint8_t)(i << 4 | i);
	}
	return crypto_aes128_encrypt(env->crypto, key, block, block) == 0 &&
	       memcmp(block, expected, sizeof(block)) == 0;
}

/* FIPS 180-4, "abc". */
static bool sha_works(struct chip_env *env)
{
	static const uint8_t expected[SHA256_BYTES] = { 0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41,
		0x41, 0x40, 0xde, 0x5d, 0xae, 0x22, 0x23, 0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17, 0x7a, 0x9c,
		0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad };
	uint8_t digest[SHA256_BYTES];

	(void)env;
	sha256_bytes("abc", 3, digest);
	return memcmp(digest, expected, sizeof(digest)) == 0;
}

uint8_t self_test_run(const struct atecc *chip, struct chip_env *env, uint8_t which)
{
	static const struct {
		uint8_t bit;
		bool (*works)(struct chip_env *env);
	} tests[] = {
		{ SELF_TEST_RNG, rng_works },
		{ SELF_TEST_ECDSA, ecdsa_works },
		{ SELF_TEST_ECDH, ecdh_works },
		{ SELF_TEST_AES, aes_works },
		{ SELF_TEST_SHA, sha_works },
	};
	uint8_t failed = 0;

	for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
		if (which & tests[i].bit && !tests[i].works(env))
			failed |= tests[i].bit;
	return failed | (which & chip->inject_self_test);
}

/* Mode 00 tells the failure register; a test that passes clears its bit there (LORA-B 5.1.7). */
enum atca_status self_test_command(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	uint8_t failed = self_test_run(chip, call->env, call->param1);

	chip->power.self_test_failures = (uint8_t)((chip->power.self_test_failures & ~call->param1) | failed);
	wbuf_u8(out, call->param1 == 0 ? chip->power.self_test_failures : failed);
	return ATCA_SUCCESS;
}
