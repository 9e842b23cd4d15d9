/* tests/unit/test_crypto_rand.c: whatever OpenSSL draws in the engine comes from the bound stream. */
#include "cmocka_all.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>

#include "crypto.h"
#include "crypto_engine.h"

struct fixture {
	struct crypto *crypto;
	struct rng rng;
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f || crypto_new(&f->crypto, NULL) < 0)
		return -1;
	rng_seed(&f->rng, 1);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	bool clean = crypto_unbound_draws(f->crypto) == 0 && ERR_peek_error() == 0;

	crypto_free(f->crypto);
	free(f);
	return clean ? 0 : -1;
}

static void a_draw_with_no_stream_bound_fails_and_is_counted(void **state)
{
	struct crypto *crypto;
	uint8_t bytes[32];

	(void)state;
	assert_int_equal(crypto_new(&crypto, NULL), 0);
	assert_int_equal(crypto_unbound_draws(crypto), 0);
	assert_int_not_equal(RAND_bytes_ex(crypto->lib, bytes, sizeof(bytes), 0), 1);
	assert_int_not_equal(RAND_priv_bytes_ex(crypto->lib, bytes, sizeof(bytes), 0), 1);
	assert_null(EVP_PKEY_Q_keygen(crypto->lib, NULL, "EC", "P-384"));
	assert_true(crypto_unbound_draws(crypto) >= 3);
	ERR_clear_error();
	crypto_free(crypto);
}

static void the_generator_says_that_it_is_ready_for_any_strength(void **state)
{
	struct fixture *f = *state;
	EVP_RAND_CTX *generator = RAND_get0_public(f->crypto->lib);

	assert_int_equal(EVP_RAND_get_state(generator), EVP_RAND_STATE_READY);
	assert_int_equal(EVP_RAND_get_strength(generator), 256);
	assert_int_equal(EVP_RAND_uninstantiate(generator), 1);
	assert_string_equal(EVP_RAND_get0_name(EVP_RAND_CTX_get0_rand(generator)), "SESIM-STREAM");
}

static void openssl_draws_exactly_what_the_bound_stream_holds(void **state)
{
	struct fixture *f = *state;
	static uint8_t drawn[200000], expected[200000];
	struct rng_stream stream = rng_open(&f->rng, &(struct rng_purpose){ 0 }), same = stream;

	f->crypto->rand->bound = &stream;
	assert_int_equal(RAND_bytes_ex(f->crypto->lib, drawn, 100000, 0), 1);
	assert_int_equal(RAND_priv_bytes_ex(f->crypto->lib, drawn + 100000, 100000, 0), 1);
	f->crypto->rand->bound = NULL;
	rng_bytes(&same, expected, sizeof(expected));
	assert_memory_equal(drawn, expected, sizeof(drawn));
}

/* Curves that blind while importing and multiplying, and RSA: all of it from the stream. */
static size_t key_from_stream(
	struct fixture *f, uint64_t seed, const char *type, const char *curve, uint8_t *der, size_t cap)
{
	struct rng rng;
	struct rng_stream stream;
	EVP_PKEY *key;
	int len;

	rng_seed(&rng, seed);
	stream = rng_open(&rng, &(struct rng_purpose){ 0 });
	f->crypto->rand->bound = &stream;
	key = curve ? EVP_PKEY_Q_keygen(f->crypto->lib, NULL, type, curve)
		    : EVP_PKEY_Q_keygen(f->crypto->lib, NULL, type, (size_t)1024);
	f->crypto->rand->bound = NULL;
	assert_non_null(key);
	len = i2d_PrivateKey(key, NULL);
	assert_true(len > 0 && (size_t)len <= cap);
	i2d_PrivateKey(key, &der);
	EVP_PKEY_free(key);
	return (size_t)len;
}

static void every_key_type_of_openssl_repeats_with_the_seed(void **state)
{
	struct fixture *f = *state;
	static const char *const curves[] = { "P-256", "P-384", "P-521", "secp256k1", "brainpoolP256r1",
		NULL };

	for (size_t i = 0; i < sizeof(curves) / sizeof(curves[0]); i++) {
		uint8_t last[1024] = { 0 };

		for (uint64_t seed = 0; seed < 4; seed++) {
			uint8_t once[1024] = { 0 }, again[1024] = { 0 };
			const char *type = curves[i] ? "EC" : "RSA";
			size_t len = key_from_stream(f, seed, type, curves[i], once, sizeof(once));

			assert_int_equal(
				key_from_stream(f, seed, type, curves[i], again, sizeof(again)), len);
			assert_memory_equal(once, again, sizeof(once));
			assert_memory_not_equal(once, last, sizeof(once));
			memcpy(last, once, sizeof(last));
		}
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_draw_with_no_stream_bound_fails_and_is_counted),
		cmocka_unit_test_setup_teardown(
			the_generator_says_that_it_is_ready_for_any_strength, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			openssl_draws_exactly_what_the_bound_stream_holds, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			every_key_type_of_openssl_repeats_with_the_seed, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
