/* tests/provider/test_provider_use.c: how OpenSSL's functions may be called, also with keys in chips. */
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/rsa.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "provider_fixture.h"

enum {
	THREADS = 6,
	ROUNDS = 8,
};

static const uint8_t digest[32] = { 1, 2, 3 };

static EVP_PKEY_CTX *signer(const struct provider_fixture *f, EVP_PKEY *key)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(f->lib, key, NULL);

	assert_non_null(ctx);
	assert_int_equal(EVP_PKEY_sign_init(ctx), 1);
	return ctx;
}

static bool verifies(const struct provider_fixture *f, const EVP_PKEY *key, const uint8_t *bytes, size_t len)
{
	EVP_PKEY *plain = plain_public(f, key);
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(f->lib, plain, "provider=default");
	bool good = EVP_PKEY_verify_init(ctx) == 1 &&
		    EVP_PKEY_verify(ctx, bytes, len, digest, sizeof(digest)) == 1;

	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(plain);
	return good;
}

static void sizes_are_told_and_kept_to(void **state)
{
	static const char *const uris[] = { URI_EC, URI_RSA_2048 };
	static const size_t most[] = { 72, 256 };

	for (size_t i = 0; i < 2; i++) {
		EVP_PKEY *key = good_key(*state, uris[i]);
		EVP_PKEY_CTX *ctx = signer(*state, key);
		uint8_t bytes[600], before[600];
		size_t len = 0;

		assert_int_equal(EVP_PKEY_CTX_set_signature_md(ctx, EVP_sha256()), 1);
		assert_int_equal(EVP_PKEY_get_size(key), most[i]);
		assert_int_equal(EVP_PKEY_sign(ctx, NULL, &len, digest, sizeof(digest)), 1);
		assert_int_equal(len, most[i]);
		memset(bytes, 0xaa, sizeof(bytes));
		memcpy(before, bytes, sizeof(before));
		len = 20;
		assert_true(EVP_PKEY_sign(ctx, bytes, &len, digest, sizeof(digest)) <= 0);
		assert_memory_equal(bytes, before, sizeof(before));
		len = sizeof(bytes);
		assert_true(EVP_PKEY_sign(ctx, bytes, &len, digest, 31) <= 0);
		len = most[i];
		assert_int_equal(EVP_PKEY_sign(ctx, bytes, &len, digest, sizeof(digest)), 1);
		assert_true(len <= most[i]);
		assert_true(verifies(*state, key, bytes, len) || i == 1);
		ERR_clear_error();
		EVP_PKEY_CTX_free(ctx);
		EVP_PKEY_free(key);
	}
}

/* A signature leaves nothing in the error queue, of which TLS would think that it failed. */
static void success_leaves_no_error(void **state)
{
	static const char *const uris[] = { URI_EC, URI_RSA_2048 };

	for (size_t i = 0; i < 2; i++) {
		EVP_PKEY *key;
		EVP_MD_CTX *ctx = EVP_MD_CTX_new();
		EVP_PKEY_CTX *params;
		uint8_t bytes[512];
		size_t len = sizeof(bytes);

		ERR_clear_error();
		key = good_key(*state, uris[i]);
		assert_int_equal(ERR_peek_error(), 0);
		assert_int_equal(EVP_DigestSignInit_ex(ctx, &params, "SHA256",
					 ((struct provider_fixture *)*state)->lib, NULL, key, NULL),
			1);
		if (i == 1)
			assert_int_equal(EVP_PKEY_CTX_set_rsa_padding(params, RSA_PKCS1_PSS_PADDING), 1);
		assert_int_equal(EVP_DigestSign(ctx, bytes, &len, digest, sizeof(digest)), 1);
		assert_int_equal(ERR_peek_error(), 0);
		EVP_MD_CTX_free(ctx);
		EVP_PKEY_free(key);
	}
}

static void digests_have_many_names(void **state)
{
	static const char *const names[] = { "SHA256", "sha256", "SHA2-256", "sha2-256",
		"2.16.840.1.101.3.4.2.1" };
	struct provider_fixture *f = *state;
	EVP_PKEY *key = good_key(f, URI_EC);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		EVP_MD_CTX *ctx = EVP_MD_CTX_new();
		uint8_t bytes[80];
		size_t len = sizeof(bytes);

		assert_int_equal(EVP_DigestSignInit_ex(ctx, NULL, names[i], f->lib, NULL, key, NULL), 1);
		assert_int_equal(EVP_DigestSign(ctx, bytes, &len, (const uint8_t *)"abc", 3), 1);
		EVP_MD_CTX_free(ctx);
	}
	EVP_PKEY_free(key);
}

static void a_context_is_used_again_and_copied(void **state)
{
	struct provider_fixture *f = *state;
	EVP_PKEY *key = good_key(f, URI_EC);
	EVP_PKEY_CTX *ctx = signer(f, key), *copy;
	EVP_MD_CTX *message = EVP_MD_CTX_new(), *fork = EVP_MD_CTX_new();
	uint8_t bytes[80];
	size_t len = sizeof(bytes);

	EVP_PKEY_free(key); /* the context holds it */
	assert_int_equal(EVP_PKEY_sign_init(ctx), 1);
	copy = EVP_PKEY_CTX_dup(ctx);
	assert_non_null(copy);
	EVP_PKEY_CTX_free(ctx);
	key = EVP_PKEY_CTX_get0_pkey(copy);
	assert_int_equal(EVP_PKEY_sign(copy, bytes, &len, digest, sizeof(digest)), 1);
	assert_true(verifies(f, key, bytes, len));

	/* A message that parts ways in its middle, and a context that begins anew without naming the key. */
	assert_int_equal(EVP_DigestSignInit_ex(message, NULL, "SHA256", f->lib, NULL, key, NULL), 1);
	assert_int_equal(EVP_DigestSignUpdate(message, "a", 1), 1);
	assert_int_equal(EVP_MD_CTX_copy_ex(fork, message), 1);
	assert_int_equal(EVP_DigestSignUpdate(fork, "b", 1), 1);
	len = 0;
	assert_int_equal(EVP_DigestSignFinal(message, NULL, &len), 1);
	assert_int_equal(EVP_DigestSignFinal(message, bytes, &len), 1);
	len = sizeof(bytes);
	assert_int_equal(EVP_DigestSignFinal(fork, bytes, &len), 1);
	assert_int_equal(EVP_DigestSignInit_ex(message, NULL, NULL, f->lib, NULL, NULL, NULL), 1);
	len = sizeof(bytes);
	assert_int_equal(EVP_DigestSign(message, bytes, &len, (const uint8_t *)"c", 1), 1);
	EVP_MD_CTX_free(message);
	EVP_MD_CTX_free(fork);
	EVP_PKEY_CTX_free(copy);
}

static void a_context_without_a_key_signs_nothing(void **state)
{
	struct provider_fixture *f = *state;
	EVP_SIGNATURE *ecdsa = EVP_SIGNATURE_fetch(f->lib, "ECDSA", "provider=sesim-provider");
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(f->lib, "EC", "provider=sesim-provider");

	assert_non_null(ecdsa);
	assert_non_null(ctx);
	assert_true(EVP_PKEY_sign_init(ctx) <= 0);
	assert_true(EVP_PKEY_keygen_init(ctx) <= 0 || EVP_PKEY_generate(ctx, &(EVP_PKEY *){ NULL }) <= 0);
	ERR_clear_error();
	EVP_PKEY_CTX_free(ctx);
	EVP_SIGNATURE_free(ecdsa);
}

/* A public key in our provider, by import, verifies and signs nothing. */
static void a_public_key_alone_verifies(void **state)
{
	struct provider_fixture *f = *state;
	EVP_PKEY *key = good_key(f, URI_EC), *public = NULL;
	EVP_PKEY_CTX *from = EVP_PKEY_CTX_new_from_name(f->lib, "EC", "provider=sesim-provider"), *ctx;
	OSSL_PARAM *params = NULL;
	uint8_t bytes[80];
	size_t len = sizeof(bytes);

	ctx = signer(f, key);
	assert_int_equal(EVP_PKEY_sign(ctx, bytes, &len, digest, sizeof(digest)), 1);
	EVP_PKEY_CTX_free(ctx);
	assert_int_equal(EVP_PKEY_todata(key, EVP_PKEY_PUBLIC_KEY, &params), 1);
	assert_int_equal(EVP_PKEY_fromdata_init(from), 1);
	assert_int_equal(EVP_PKEY_fromdata(from, &public, EVP_PKEY_PUBLIC_KEY, params), 1);
	assert_string_equal(OSSL_PROVIDER_get0_name(EVP_PKEY_get0_provider(public)), "sesim-provider");
	assert_int_equal(EVP_PKEY_eq(public, key), 1);
	ctx = EVP_PKEY_CTX_new_from_pkey(f->lib, public, "provider=sesim-provider");
	assert_int_equal(EVP_PKEY_verify_init(ctx), 1);
	assert_int_equal(EVP_PKEY_verify(ctx, bytes, len, digest, sizeof(digest)), 1);
	bytes[len - 1] ^= 1;
	assert_true(EVP_PKEY_verify(ctx, bytes, len, digest, sizeof(digest)) <= 0);
	assert_true(EVP_PKEY_sign_init(ctx) <= 0);
	assert_int_equal(EVP_PKEY_public_check(ctx), 1);
	ERR_clear_error();
	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_CTX_free(from);
	EVP_PKEY_free(public);
	EVP_PKEY_free(key);
	OSSL_PARAM_free(params);
}

struct worker {
	const struct provider_fixture *f;
	EVP_PKEY *key;
	bool good;
};

static void *work(void *of)
{
	struct worker *w = of;

	w->good = true;
	for (int i = 0; w->good && i < ROUNDS; i++) {
		EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(w->f->lib, w->key, NULL);
		uint8_t bytes[600];
		size_t len = sizeof(bytes);

		w->good = EVP_PKEY_sign_init(ctx) == 1 &&
			  EVP_PKEY_sign(ctx, bytes, &len, digest, sizeof(digest)) == 1 &&
			  verifies(w->f, w->key, bytes, len);
		EVP_PKEY_CTX_free(ctx);
	}
	return NULL;
}

/* One of the parts in another library context too, whose provider goes while others work. */
static void threads_and_library_contexts_do_not_mix(void **state)
{
	struct provider_fixture *f = *state, *other;
	void *second;
	EVP_PKEY *keys[3];
	struct worker workers[THREADS];
	pthread_t threads[THREADS];

	make_atecc("atecc.nvm");
	keys[0] = good_key(f, URI_EC);
	keys[1] = good_key(f, "sesim:link=sim:atecc608a,state=atecc.nvm;slot=0");
	assert_int_equal(provider_setup(&second), 0);
	other = second;
	keys[2] = good_key(other, URI_EC_2);
	for (size_t i = 0; i < THREADS; i++) {
		workers[i] = (struct worker){ i % 3 == 2 ? other : f, keys[i % 3], false };
		assert_int_equal(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
	}
	for (size_t i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		assert_true(workers[i].good);
	}
	EVP_PKEY_free(keys[2]);
	assert_int_equal(provider_teardown(&second), 0);
	assert_int_equal(chdir(f->folder), 0);
	EVP_PKEY_free(keys[0]);
	EVP_PKEY_free(keys[1]);
}

/* The key holds what it needs. */
static void a_key_outlives_its_provider(void **state)
{
	struct provider_fixture *f = *state;
	EVP_PKEY *key = good_key(f, URI_EC);
	EVP_PKEY_CTX *ctx = signer(f, key);
	uint8_t bytes[80];
	size_t len = sizeof(bytes);

	OSSL_PROVIDER_unload(f->chips);
	f->chips = NULL;
	assert_int_equal(EVP_PKEY_sign(ctx, bytes, &len, digest, sizeof(digest)), 1);
	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(key);
	f->chips = OSSL_PROVIDER_load(f->lib, "sesim-provider");
	assert_non_null(f->chips);
	EVP_PKEY_free(good_key(f, URI_EC));
}

int main(void)
{
#define ROW(test) cmocka_unit_test_setup_teardown(test, provider_setup, provider_teardown)
	const struct CMUnitTest tests[] = {
		ROW(sizes_are_told_and_kept_to),
		ROW(success_leaves_no_error),
		ROW(digests_have_many_names),
		ROW(a_context_is_used_again_and_copied),
		ROW(a_context_without_a_key_signs_nothing),
		ROW(a_public_key_alone_verifies),
		ROW(threads_and_library_contexts_do_not_mix),
		ROW(a_key_outlives_its_provider),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
