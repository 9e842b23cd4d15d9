/* tests/unit/test_crypto_vectors.c: the crypto engine and the hashes against published vectors. */
#include "cmocka_all.h"

#include "crypto.h"
#include "hash.h"
#include "kdf.h"
#include "rng.h"
#include "vector_walks.h"

#include <errno.h>
#include <stdlib.h>

struct engine {
	struct crypto *crypto;
	bool forgets; /* drops the key cache before each operation */
	struct rng rng;
	struct vector_target target;
};

static struct crypto *crypto_of(void *self)
{
	struct engine *engine = self;

	if (engine->forgets)
		crypto_drop_cache(engine->crypto);
	return engine->crypto;
}

/* One stream for each operation, as a chip has it. */
static struct rng_stream open_stream(struct engine *engine)
{
	static const struct rng_purpose purpose = { .address = 0x60 };

	return rng_open(&engine->rng, &purpose);
}

static enum vector_answer answer(int rc)
{
	if (rc == 0)
		return VECTOR_DONE;
	if (rc == -EBADMSG)
		return VECTOR_NO;
	assert_int_equal(rc, -EINVAL);
	return VECTOR_REFUSED;
}

static enum vector_answer engine_verify(
	void *self, const uint8_t point[64], const uint8_t digest[32], const uint8_t signature[64])
{
	return answer(crypto_p256_verify(crypto_of(self), point, digest, signature));
}

static enum vector_answer engine_check_point(void *self, const uint8_t point[64])
{
	return answer(crypto_p256_check_point(crypto_of(self), point));
}

static enum vector_answer engine_public_key(void *self, const uint8_t d[32], uint8_t point[64])
{
	struct engine *engine = self;
	struct rng_stream stream = open_stream(engine);

	return answer(crypto_p256_public(crypto_of(self), &stream, d, point));
}

static enum vector_answer engine_ecdh(void *self, const uint8_t d[32], const uint8_t peer[64], uint8_t x[32])
{
	struct engine *engine = self;
	struct rng_stream stream = open_stream(engine);

	return answer(crypto_p256_ecdh(crypto_of(self), &stream, d, peer, x));
}

static enum vector_answer engine_encrypt(
	void *self, const uint8_t key[16], const uint8_t in[16], uint8_t out[16])
{
	return answer(crypto_aes128_encrypt(crypto_of(self), key, in, out));
}

static enum vector_answer engine_decrypt(
	void *self, const uint8_t key[16], const uint8_t in[16], uint8_t out[16])
{
	return answer(crypto_aes128_decrypt(crypto_of(self), key, in, out));
}

static enum vector_answer engine_multiply(
	void *self, const uint8_t h[16], const uint8_t x[16], uint8_t out[16])
{
	(void)self;
	crypto_ghash_multiply(h, x, out);
	return VECTOR_DONE;
}

/* In pieces of growing size, so that the midstate is taken up at every fill of the block. */
static enum vector_answer engine_sha256(void *self, const uint8_t *message, size_t len, uint8_t digest[32])
{
	struct sha256 hash;

	(void)self;
	sha256_init(&hash);
	for (size_t at = 0, piece = 1; at < len; at += piece, piece++) {
		struct sha256 copy = hash;

		if (piece > len - at)
			piece = len - at;
		sha256_update(&copy, message + at, piece);
		hash = copy;
	}
	sha256_final(&hash, digest);
	return VECTOR_DONE;
}

static enum vector_answer engine_hmac(
	void *self, const uint8_t *key, size_t key_len, const uint8_t *message, size_t len, uint8_t mac[32])
{
	struct hmac_sha256 hmac;

	(void)self;
	hmac_sha256_init(&hmac, key, key_len);
	hmac_sha256_update(&hmac, message, len / 2);
	hmac_sha256_update(&hmac, message + len / 2, len - len / 2);
	hmac_sha256_final(&hmac, mac);
	return VECTOR_DONE;
}

static enum vector_answer engine_extract(
	void *self, const uint8_t *salt, size_t salt_len, const uint8_t *ikm, size_t len, uint8_t prk[32])
{
	(void)self;
	hkdf_extract(salt, salt_len, ikm, len, prk);
	return VECTOR_DONE;
}

static enum vector_answer engine_expand(
	void *self, const uint8_t prk[32], const uint8_t *info, size_t info_len, uint8_t *okm, size_t len)
{
	(void)self;
	return answer(hkdf_expand(prk, 32, info, info_len, okm, len));
}

static enum vector_answer engine_prf(void *self, const uint8_t *secret, size_t secret_len,
	const uint8_t *seed, size_t seed_len, uint8_t *out, size_t *len)
{
	(void)self;
	tls12_prf_sha256(secret, secret_len, seed, seed_len, out, *len);
	return VECTOR_DONE;
}

static int new_engine(void **state, bool forgets)
{
	struct engine *engine = malloc(sizeof(*engine));
	struct why why;

	assert_non_null(engine);
	*engine = (struct engine){
		.forgets = forgets,
		.target = {
			.self = engine,
			.verify = engine_verify,
			.check_point = engine_check_point,
			.public_key = engine_public_key,
			.ecdh = engine_ecdh,
			.aes_encrypt = engine_encrypt,
			.aes_decrypt = engine_decrypt,
			.ghash_multiply = engine_multiply,
			.sha256 = engine_sha256,
			.hmac = engine_hmac,
			.hkdf_extract = engine_extract,
			.hkdf_expand = engine_expand,
			.prf = engine_prf,
		},
	};
	rng_seed(&engine->rng, 1);
	if (crypto_new(&engine->crypto, &why) < 0)
		fail_msg("%s", why.text);
	*state = &engine->target;
	return 0;
}

static int setup(void **state)
{
	return new_engine(state, false);
}

static int setup_forgetful(void **state)
{
	return new_engine(state, true);
}

static int teardown(void **state)
{
	const struct vector_target *target = *state;
	struct engine *engine = target->self;

	assert_int_equal(crypto_unbound_draws(engine->crypto), 0);
	crypto_free(engine->crypto);
	free(engine);
	return 0;
}

static void ecdsa_signatures_verify_or_not_as_nist_says(void **state)
{
	assert_int_equal(walk_ecdsa_sigver(*state), 75);
	assert_int_equal(walk_ecdsa_siggen(*state), 75);
}

static void public_keys_are_those_of_their_private_keys(void **state)
{
	assert_int_equal(walk_ecdsa_key_pairs(*state), 10);
}

static void a_point_off_the_curve_is_refused(void **state)
{
	assert_int_equal(walk_ecdsa_points(*state), 8);
}

static void ecdh_gives_nists_secrets(void **state)
{
	assert_int_equal(walk_ecdh_primitive(*state), 25);
	assert_int_equal(walk_ecdh_validity(*state), 60);
}

static void aes_encrypts_and_decrypts_single_blocks(void **state)
{
	assert_int_equal(walk_aes_ecb(*state), 588);
}

static void gcm_is_made_of_blocks_and_products(void **state)
{
	assert_int_equal(walk_gcm(*state), 156);
}

static void sha256_of_every_length(void **state)
{
	assert_int_equal(walk_sha256(*state), 81);
	assert_int_equal(walk_sha256_monte(*state, 100), 100);
}

static void hmac_sha256_of_every_key_length(void **state)
{
	assert_int_equal(walk_hmac(*state), 15);
}

static void hkdf_and_the_tls_prf(void **state)
{
	assert_int_equal(walk_hkdf(*state), 3);
	assert_int_equal(walk_prf(*state), 3);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(ecdsa_signatures_verify_or_not_as_nist_says),
		cmocka_unit_test(public_keys_are_those_of_their_private_keys),
		cmocka_unit_test(a_point_off_the_curve_is_refused),
		cmocka_unit_test(ecdh_gives_nists_secrets),
		cmocka_unit_test(aes_encrypts_and_decrypts_single_blocks),
		cmocka_unit_test(gcm_is_made_of_blocks_and_products),
		cmocka_unit_test(sha256_of_every_length),
		cmocka_unit_test(hmac_sha256_of_every_key_length),
		cmocka_unit_test(hkdf_and_the_tls_prf),
	};

	return cmocka_run_group_tests(tests, setup, teardown) +
	       cmocka_run_group_tests_name("no key cache", tests, setup_forgetful, teardown);
}
