/* tests/unit/test_crypto.c: the crypto engine against itself, plain OpenSSL and a few published values. */
#include "cmocka_all.h"

#include <errno.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "crypto.h"
#include "crypto_engine.h"
#include "cursor.h"

/* RFC 6979 A.2.5 */
static const char known_d[] = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";
static const char known_point[] = "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
				  "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";
static const char digest_of_sample[] = "af2bdbe1aa9b6ec1e2ade1d694f41fc71a831d0268e9891562113d8a62add1bf";
static const char signature_of_sample[] = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
					  "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";

static const char zero[] = "0000000000000000000000000000000000000000000000000000000000000000";
static const char order[] = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
static const char order_less_one[] = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550";
static const char order_and_one[] = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632552";
static const char prime[] = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
static const char all_ones[] = "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";

static void from_hex(const char *hex, uint8_t *out, size_t len)
{
	assert_int_equal(strlen(hex), 2 * len);
	for (size_t i = 0; i < len; i++) {
		char byte[3] = { hex[2 * i], hex[2 * i + 1], '\0' };
		char *end;

		out[i] = (uint8_t)strtoul(byte, &end, 16);
		assert_true(*end == '\0');
	}
}

struct fixture {
	struct crypto *crypto;
	struct rng rng;
	uint32_t purpose;
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct why why;

	if (!f || crypto_new(&f->crypto, &why) < 0)
		return -1;
	rng_seed(&f->rng, 1);
	*state = f;
	return 0;
}

/* No test may draw without a stream, nor leave anything in OpenSSL's error queue. */
static int tear_down(void **state)
{
	struct fixture *f = *state;
	bool clean = crypto_unbound_draws(f->crypto) == 0 && ERR_peek_error() == 0;

	crypto_free(f->crypto);
	free(f);
	return clean ? 0 : -1;
}

static struct rng_stream next_stream(struct fixture *f)
{
	return rng_open(&f->rng, &(struct rng_purpose){ .purpose = ++f->purpose });
}

static void generate(struct fixture *f, uint8_t d[P256_BYTES], uint8_t point[P256_POINT])
{
	struct rng_stream stream = next_stream(f);

	assert_int_equal(crypto_p256_generate(f->crypto, &stream, d, point), 0);
}

static void sign(struct fixture *f, const uint8_t d[P256_BYTES], const uint8_t digest[32],
	uint8_t signature[P256_SIGNATURE])
{
	struct rng_stream stream = next_stream(f);

	assert_int_equal(crypto_p256_sign(f->crypto, &stream, d, digest, signature), 0);
}

static void a_private_key_has_the_published_point(void **state)
{
	struct fixture *f = *state;
	struct rng_stream stream = next_stream(f);
	uint8_t d[P256_BYTES], point[P256_POINT], expected[P256_POINT];

	from_hex(known_d, d, sizeof(d));
	from_hex(known_point, expected, sizeof(expected));
	assert_int_equal(crypto_p256_public(f->crypto, &stream, d, point), 0);
	assert_memory_equal(point, expected, sizeof(point));
}

static void a_published_signature_verifies_and_any_changed_bit_of_it_does_not(void **state)
{
	struct fixture *f = *state;
	uint8_t point[P256_POINT], digest[32], signature[P256_SIGNATURE];

	from_hex(known_point, point, sizeof(point));
	from_hex(digest_of_sample, digest, sizeof(digest));
	from_hex(signature_of_sample, signature, sizeof(signature));
	assert_int_equal(crypto_p256_verify(f->crypto, point, digest, signature), 0);
	for (size_t bit = 0; bit < 8 * sizeof(signature); bit += 5) {
		signature[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_int_equal(crypto_p256_verify(f->crypto, point, digest, signature), -EBADMSG);
		signature[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	digest[31] ^= 1;
	assert_int_equal(crypto_p256_verify(f->crypto, point, digest, signature), -EBADMSG);
}

/* The same key in OpenSSL's own default context, through EVP; public where d is NULL. */
static EVP_PKEY *plain_key(const uint8_t *d, const uint8_t point[P256_POINT])
{
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	BIGNUM *number = BN_bin2bn(d, d ? P256_BYTES : 0, NULL);
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	uint8_t encoded[1 + P256_POINT];
	struct wbuf w = wbuf_to(encoded, sizeof(encoded));
	EVP_PKEY *key = NULL;
	OSSL_PARAM *params;

	wbuf_u8(&w, 4);
	wbuf_put(&w, point, P256_POINT);
	OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0);
	OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, encoded, sizeof(encoded));
	if (d)
		OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_PRIV_KEY, number);
	params = OSSL_PARAM_BLD_to_param(build);
	assert_int_equal(EVP_PKEY_fromdata_init(context), 1);
	assert_int_equal(EVP_PKEY_fromdata(context, &key, EVP_PKEY_KEYPAIR, params), 1);
	EVP_PKEY_CTX_free(context);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(build);
	BN_free(number);
	return key;
}

static bool plain_openssl_verifies(
	const uint8_t point[P256_POINT], const uint8_t digest[32], const uint8_t signature[P256_SIGNATURE])
{
	ECDSA_SIG *sig = ECDSA_SIG_new();
	EVP_PKEY *key = plain_key(NULL, point);
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
	uint8_t *der = NULL;
	bool verified;
	int len;

	assert_int_equal(
		ECDSA_SIG_set0(sig, BN_bin2bn(signature, 32, NULL), BN_bin2bn(signature + 32, 32, NULL)), 1);
	len = i2d_ECDSA_SIG(sig, &der);
	assert_int_equal(EVP_PKEY_verify_init(context), 1);
	verified = EVP_PKEY_verify(context, der, (size_t)len, digest, 32) == 1;
	OPENSSL_free(der);
	ECDSA_SIG_free(sig);
	EVP_PKEY_CTX_free(context);
	EVP_PKEY_free(key);
	return verified;
}

static void what_the_engine_signs_plain_openssl_verifies(void **state)
{
	struct fixture *f = *state;
	uint8_t d[P256_BYTES], point[P256_POINT], digest[32] = { 0 }, signature[P256_SIGNATURE];

	for (uint8_t i = 0; i < 20; i++) {
		digest[0] = i;
		generate(f, d, point);
		sign(f, d, digest, signature);
		assert_true(plain_openssl_verifies(point, digest, signature));
		assert_int_equal(crypto_p256_verify(f->crypto, point, digest, signature), 0);
		digest[31] ^= 1;
		assert_false(plain_openssl_verifies(point, digest, signature));
		digest[31] ^= 1;
	}
}

/* Digests are numbers modulo n; these are its corners. */
static void a_digest_may_be_any_bytes(void **state)
{
	struct fixture *f = *state;
	const char *digests[] = { zero, order, order_and_one, all_ones };
	uint8_t d[P256_BYTES], point[P256_POINT], digest[32], signature[P256_SIGNATURE];

	generate(f, d, point);
	for (size_t i = 0; i < sizeof(digests) / sizeof(digests[0]); i++) {
		from_hex(digests[i], digest, sizeof(digest));
		sign(f, d, digest, signature);
		assert_true(plain_openssl_verifies(point, digest, signature));
		assert_int_equal(crypto_p256_verify(f->crypto, point, digest, signature), 0);
	}
}

static void plain_openssl_derives(const uint8_t d[P256_BYTES], const uint8_t own[P256_POINT],
	const uint8_t peer[P256_POINT], uint8_t x[32])
{
	EVP_PKEY *key = plain_key(d, own), *peer_key = plain_key(NULL, peer);
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
	size_t len = 32;

	assert_int_equal(EVP_PKEY_derive_init(context), 1);
	assert_int_equal(EVP_PKEY_derive_set_peer(context, peer_key), 1);
	assert_int_equal(EVP_PKEY_derive(context, x, &len), 1);
	assert_int_equal(len, 32);
	EVP_PKEY_CTX_free(context);
	EVP_PKEY_free(peer_key);
	EVP_PKEY_free(key);
}

static void two_parties_agree_on_what_plain_openssl_derives(void **state)
{
	struct fixture *f = *state;
	uint8_t d1[P256_BYTES], d2[P256_BYTES], q1[P256_POINT], q2[P256_POINT], x1[32], x2[32], expected[32];

	for (size_t i = 0; i < 10; i++) {
		struct rng_stream s1 = next_stream(f), s2 = next_stream(f);

		generate(f, d1, q1);
		generate(f, d2, q2);
		assert_int_equal(crypto_p256_ecdh(f->crypto, &s1, d1, q2, x1), 0);
		assert_int_equal(crypto_p256_ecdh(f->crypto, &s2, d2, q1, x2), 0);
		plain_openssl_derives(d1, q1, q2, expected);
		assert_memory_equal(x1, expected, sizeof(x1));
		assert_memory_equal(x2, expected, sizeof(x2));
	}
}

static void the_least_and_the_greatest_private_key_work(void **state)
{
	struct fixture *f = *state;
	static const char one[] = "0000000000000000000000000000000000000000000000000000000000000001";
	/* FIPS 186-4 D.1.2.3: G */
	static const char base[] = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
				   "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";
	uint8_t d[P256_BYTES], point[P256_POINT], expected[P256_POINT], x[32], digest[32] = { 1 };
	uint8_t signature[P256_SIGNATURE];
	const char *keys[] = { one, order_less_one };

	from_hex(base, expected, sizeof(expected));
	for (size_t i = 0; i < 2; i++) {
		struct rng_stream stream = next_stream(f);

		from_hex(keys[i], d, sizeof(d));
		assert_int_equal(crypto_p256_check_private(f->crypto, d), 0);
		assert_int_equal(crypto_p256_public(f->crypto, &stream, d, point), 0);
		/* n - 1 gives -G: the same X */
		assert_memory_equal(point, expected, P256_BYTES);
		assert_true((memcmp(point, expected, P256_POINT) == 0) == (i == 0));
		assert_int_equal(crypto_p256_ecdh(f->crypto, &stream, d, expected, x), 0);
		assert_memory_equal(x, expected, P256_BYTES);
		sign(f, d, digest, signature);
		assert_int_equal(crypto_p256_verify(f->crypto, point, digest, signature), 0);
	}
}

static void bytes_that_are_no_private_key_are_refused(void **state)
{
	struct fixture *f = *state;
	const char *bad[] = { zero, order, order_and_one, prime, all_ones };
	uint8_t d[P256_BYTES], point[P256_POINT], digest[32] = { 0 }, signature[P256_SIGNATURE], x[32];

	from_hex(known_point, point, sizeof(point));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct rng_stream stream = next_stream(f);
		uint8_t answer[P256_POINT];

		from_hex(bad[i], d, sizeof(d));
		assert_int_equal(crypto_p256_check_private(f->crypto, d), -EINVAL);
		assert_int_equal(crypto_p256_public(f->crypto, &stream, d, answer), -EINVAL);
		assert_int_equal(crypto_p256_sign(f->crypto, &stream, d, digest, signature), -EINVAL);
		assert_int_equal(crypto_p256_ecdh(f->crypto, &stream, d, point, x), -EINVAL);
		assert_int_equal(ERR_peek_error(), 0);
	}
}

/* Takes X, Y in hex; all the functions that import a point refuse it. */
static void assert_no_point(struct fixture *f, const uint8_t point[P256_POINT])
{
	struct rng_stream stream = next_stream(f);
	uint8_t d[P256_BYTES], x[32], digest[32] = { 0 }, signature[P256_SIGNATURE];

	from_hex(known_d, d, sizeof(d));
	from_hex(signature_of_sample, signature, sizeof(signature));
	assert_int_equal(crypto_p256_check_point(f->crypto, point), -EINVAL);
	assert_int_equal(crypto_p256_verify(f->crypto, point, digest, signature), -EINVAL);
	assert_int_equal(crypto_p256_ecdh(f->crypto, &stream, d, point, x), -EINVAL);
	assert_int_equal(ERR_peek_error(), 0);
}

static void bytes_that_are_no_point_are_refused(void **state)
{
	struct fixture *f = *state;
	/* The points with X = 0; their X plus p would be on the curve as well, were it reduced. */
	static const char root_of_b[] = "66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4";
	uint8_t point[P256_POINT];

	memset(point, 0, sizeof(point));
	assert_no_point(f, point);
	memset(point, 0xff, sizeof(point));
	assert_no_point(f, point);

	from_hex(zero, point, 32);
	from_hex(root_of_b, point + 32, 32);
	assert_int_equal(crypto_p256_check_point(f->crypto, point), 0);
	from_hex(prime, point, 32);
	assert_no_point(f, point);

	from_hex(known_point, point, sizeof(point));
	assert_int_equal(crypto_p256_check_point(f->crypto, point), 0);
	from_hex(prime, point + 32, 32);
	assert_no_point(f, point);
	for (size_t bit = 0; bit < 8 * sizeof(point); bit += 13) {
		from_hex(known_point, point, sizeof(point));
		point[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_no_point(f, point);
	}
}

static void a_signature_out_of_range_does_not_verify(void **state)
{
	struct fixture *f = *state;
	const char *bad[] = { zero, order, order_and_one, prime, all_ones };
	uint8_t point[P256_POINT], digest[32], signature[P256_SIGNATURE];

	from_hex(known_point, point, sizeof(point));
	from_hex(digest_of_sample, digest, sizeof(digest));
	for (size_t i = 0; i < 2 * sizeof(bad) / sizeof(bad[0]); i++) {
		from_hex(signature_of_sample, signature, sizeof(signature));
		from_hex(bad[i / 2], signature + i % 2 * 32, 32);
		assert_int_equal(crypto_p256_verify(f->crypto, point, digest, signature), -EBADMSG);
		assert_int_equal(ERR_peek_error(), 0);
	}
}

/* The bytes that one run of everything that draws gives, and what it gives from them. */
struct run {
	uint8_t d[P256_BYTES];
	uint8_t point[P256_POINT];
	uint8_t again[P256_POINT];
	uint8_t signature[4][P256_SIGNATURE];
	uint8_t x[P256_BYTES];
	uint8_t block[2][AES_BLOCK];
	uint8_t left_of_stream[32];
};

static void forget_if(struct fixture *f, bool forgets)
{
	if (forgets)
		crypto_drop_cache(f->crypto);
}

static void run_everything(struct fixture *f, uint64_t seed, bool forgets, struct run *run)
{
	struct rng_stream stream;
	uint8_t peer[P256_POINT];

	memset(run, 0, sizeof(*run));
	from_hex(known_point, peer, sizeof(peer));
	rng_seed(&f->rng, seed);
	f->purpose = 0;
	stream = next_stream(f);
	forget_if(f, forgets);
	assert_int_equal(crypto_p256_generate(f->crypto, &stream, run->d, run->point), 0);
	forget_if(f, forgets);
	assert_int_equal(crypto_p256_public(f->crypto, &stream, run->d, run->again), 0);
	for (size_t i = 0; i < 4; i++) {
		forget_if(f, forgets);
		assert_int_equal(
			crypto_p256_sign(f->crypto, &stream, run->d, run->point, run->signature[i]), 0);
		forget_if(f, forgets);
		assert_int_equal(crypto_p256_verify(f->crypto, run->point, run->point, run->signature[i]), 0);
	}
	forget_if(f, forgets);
	assert_int_equal(crypto_p256_ecdh(f->crypto, &stream, run->d, peer, run->x), 0);
	forget_if(f, forgets);
	assert_int_equal(crypto_aes128_encrypt(f->crypto, run->d, run->x, run->block[0]), 0);
	forget_if(f, forgets);
	assert_int_equal(crypto_aes128_decrypt(f->crypto, run->d, run->x, run->block[1]), 0);
	rng_bytes(&stream, run->left_of_stream, sizeof(run->left_of_stream));
}

static void a_seed_repeats_byte_for_byte_whatever_is_in_the_cache(void **state)
{
	struct fixture *f = *state;
	struct run kept, again, forgotten, last = { 0 };

	for (uint64_t seed = 0; seed < 24; seed++) {
		run_everything(f, seed, false, &kept);
		run_everything(f, seed, false, &again);
		run_everything(f, seed, true, &forgotten);
		assert_memory_equal(&kept, &again, sizeof(kept));
		assert_memory_equal(&kept, &forgotten, sizeof(kept));
		assert_memory_equal(kept.point, kept.again, sizeof(kept.point));
		assert_memory_not_equal(kept.signature[0], kept.signature[1], P256_BYTES);
		assert_memory_not_equal(kept.d, last.d, sizeof(kept.d));
		assert_memory_not_equal(kept.signature, last.signature, P256_BYTES);
		last = kept;
	}
}

static void another_engine_gives_the_same_bytes(void **state)
{
	struct fixture *f = *state;
	struct fixture other = { 0 };
	struct run here, there;

	assert_int_equal(crypto_new(&other.crypto, NULL), 0);
	run_everything(f, 7, false, &here);
	run_everything(&other, 7, false, &there);
	assert_memory_equal(&here, &there, sizeof(here));
	crypto_free(other.crypto);
}

static void *run_in_thread(void *argument)
{
	struct run *run = argument;
	struct fixture f = { 0 };

	if (crypto_new(&f.crypto, NULL) == 0)
		run_everything(&f, 7, false, run);
	crypto_free(f.crypto);
	return NULL;
}

static void an_engine_works_in_any_thread(void **state)
{
	struct fixture *f = *state;
	struct run here, there[2];
	pthread_t thread[2];

	run_everything(f, 7, false, &here);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(pthread_create(&thread[i], NULL, run_in_thread, &there[i]), 0);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(pthread_join(thread[i], NULL), 0);
		assert_memory_equal(&here, &there[i], sizeof(here));
	}
}

/* A library context that is not freed whole is gone for ever after some 500 of them. */
static void engines_come_and_go(void **state)
{
	struct fixture *f = *state;
	uint8_t d[P256_BYTES], digest[32] = { 0 }, signature[P256_SIGNATURE];

	from_hex(known_d, d, sizeof(d));
	for (size_t i = 0; i < 1000; i++) {
		struct rng_stream stream = next_stream(f);
		struct crypto *crypto;

		assert_int_equal(crypto_new(&crypto, NULL), 0);
		if (i % 100 == 0)
			assert_int_equal(crypto_p256_sign(crypto, &stream, d, digest, signature), 0);
		crypto_free(crypto);
	}
	crypto_free(NULL);
}

/* FIPS 197 C.1 */
static void aes_gives_the_published_block_in_place_too(void **state)
{
	struct fixture *f = *state;
	uint8_t key[AES128_KEY], clear[AES_BLOCK], expected[AES_BLOCK], block[AES_BLOCK];

	from_hex("000102030405060708090a0b0c0d0e0f", key, sizeof(key));
	from_hex("00112233445566778899aabbccddeeff", clear, sizeof(clear));
	from_hex("69c4e0d86a7b0430d8cdb78070b4c55a", expected, sizeof(expected));
	assert_int_equal(crypto_aes128_encrypt(f->crypto, key, clear, block), 0);
	assert_memory_equal(block, expected, sizeof(block));
	assert_int_equal(crypto_aes128_decrypt(f->crypto, key, block, block), 0);
	assert_memory_equal(block, clear, sizeof(block));
	assert_int_equal(crypto_aes128_encrypt(f->crypto, key, block, block), 0);
	assert_memory_equal(block, expected, sizeof(block));
}

static size_t schedules_held(const struct crypto *crypto)
{
	size_t held = 0;

	for (size_t set = 0; set < AES_CACHE_SETS; set++)
		for (size_t way = 0; way < AES_CACHE_WAYS; way++)
			held += crypto->aes.set[set][way].ctx != NULL;
	return held;
}

static void more_keys_than_the_cache_holds_push_out_the_old_ones(void **state)
{
	struct fixture *f = *state;
	const uint8_t clear[AES_BLOCK] = { 1 };
	static uint8_t first[3000][AES_BLOCK];

	for (size_t round = 0; round < 3; round++)
		for (size_t i = 0; i < 3000; i++) {
			uint8_t key[AES128_KEY] = { (uint8_t)i, (uint8_t)(i >> 8) }, block[AES_BLOCK];

			assert_int_equal(crypto_aes128_encrypt(f->crypto, key, clear, block), 0);
			if (round == 0)
				memcpy(first[i], block, sizeof(block));
			assert_memory_equal(block, first[i], sizeof(block));
			assert_int_equal(crypto_aes128_decrypt(f->crypto, key, block, block), 0);
			assert_memory_equal(block, clear, sizeof(block));
		}
	/* Spread over the sets, not crowded in a few of them. */
	assert_in_range(schedules_held(f->crypto), AES_CACHE_SETS * AES_CACHE_WAYS * 9 / 10,
		AES_CACHE_SETS * AES_CACHE_WAYS);
	crypto_drop_cache(f->crypto);
	assert_int_equal(schedules_held(f->crypto), 0);
}

static void a_dropped_cache_holds_no_byte_of_a_key(void **state)
{
	struct fixture *f = *state;
	static const struct aes_schedule nothing;
	uint8_t block[AES_BLOCK] = { 0 };

	for (uint8_t i = 1; i < 200; i++) {
		uint8_t key[AES128_KEY] = { i, i, i };

		assert_int_equal(crypto_aes128_encrypt(f->crypto, key, block, block), 0);
	}
	assert_true(schedules_held(f->crypto) > 100);
	crypto_drop_cache(f->crypto);
	for (size_t set = 0; set < AES_CACHE_SETS; set++)
		for (size_t way = 0; way < AES_CACHE_WAYS; way++)
			assert_memory_equal(&f->crypto->aes.set[set][way], &nothing, sizeof(nothing));
}

/* GCM specification (McGrew, Viega), test case 2 */
static void ghash_multiplies_as_published(void **state)
{
	uint8_t h[AES_BLOCK], x[AES_BLOCK], product[AES_BLOCK], expected[AES_BLOCK];

	(void)state;
	from_hex("66e94bd4ef8a2c3b884cfa59ca342b2e", h, sizeof(h));
	from_hex("0388dace60b6a392f328c2b971b2fe78", x, sizeof(x));
	from_hex("5e2ec746917062882c85b0685353deb7", expected, sizeof(expected));
	crypto_ghash_multiply(h, x, product);
	assert_memory_equal(product, expected, sizeof(product));
	crypto_ghash_multiply(x, h, product);
	assert_memory_equal(product, expected, sizeof(product));
	/* The one of the field is the leftmost bit. */
	from_hex("80000000000000000000000000000000", x, sizeof(x));
	crypto_ghash_multiply(h, x, x);
	assert_memory_equal(x, h, sizeof(x));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_private_key_has_the_published_point, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_published_signature_verifies_and_any_changed_bit_of_it_does_not, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_the_engine_signs_plain_openssl_verifies, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_digest_may_be_any_bytes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			two_parties_agree_on_what_plain_openssl_derives, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			the_least_and_the_greatest_private_key_work, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bytes_that_are_no_private_key_are_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bytes_that_are_no_point_are_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_signature_out_of_range_does_not_verify, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_seed_repeats_byte_for_byte_whatever_is_in_the_cache, set_up, tear_down),
		cmocka_unit_test_setup_teardown(another_engine_gives_the_same_bytes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_engine_works_in_any_thread, set_up, tear_down),
		cmocka_unit_test_setup_teardown(engines_come_and_go, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			aes_gives_the_published_block_in_place_too, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			more_keys_than_the_cache_holds_push_out_the_old_ones, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_dropped_cache_holds_no_byte_of_a_key, set_up, tear_down),
		cmocka_unit_test(ghash_multiplies_as_published),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
