/* tests/provider/test_provider.c: keys in chips, as programs of OpenSSL use them. */
#include <openssl/core_names.h>
#include <openssl/encoder.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/store.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "provider_fixture.h"

/* How a message is signed. */
struct how {
	const char *digest;
	int padding; /* RSA; 0: none of that */
	int salt_len;
	size_t message_len;
};

#define SCP03 \
	"000102030405060708090a0b0c0d0e0f:101112131415161718191a1b1c1d1e1f:202122232425262728292a2b2c2d2e2f"
#define OTHER_MAC \
	"000102030405060708090a0b0c0d0e0f:ff1112131415161718191a1b1c1d1e1f:202122232425262728292a2b2c2d2e2f"
#define OTHER_SCP03 \
	"ff0102030405060708090a0b0c0d0e0f:101112131415161718191a1b1c1d1e1f:202122232425262728292a2b2c2d2e2f"

static uint8_t message[5000];

static void set(EVP_PKEY_CTX *ctx, const struct how *how)
{
	if (how->padding)
		assert_int_equal(EVP_PKEY_CTX_set_rsa_padding(ctx, how->padding), 1);
	if (how->padding == RSA_PKCS1_PSS_PADDING)
		assert_int_equal(EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, how->salt_len), 1);
}

static size_t sign(
	const struct provider_fixture *f, EVP_PKEY *key, const struct how *how, uint8_t *to, size_t size)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	EVP_PKEY_CTX *pctx;
	size_t len = 0;
	char text[4096];

	assert_int_equal(EVP_DigestSignInit_ex(ctx, &pctx, how->digest, f->lib, NULL, key, NULL), 1);
	set(pctx, how);
	assert_int_equal(EVP_DigestSign(ctx, NULL, &len, message, how->message_len), 1);
	assert_true(len <= size);
	if (EVP_DigestSign(ctx, to, &len, message, how->message_len) != 1)
		fail_msg("%s", said(text));
	EVP_MD_CTX_free(ctx);
	return len;
}

static bool verifies(const struct provider_fixture *f, EVP_PKEY *key, const struct how *how,
	const uint8_t *signature, size_t len)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	EVP_PKEY_CTX *pctx;
	int rc;

	assert_int_equal(EVP_DigestVerifyInit_ex(ctx, &pctx, how->digest, f->lib, NULL, key, NULL), 1);
	set(pctx, how);
	rc = EVP_DigestVerify(ctx, signature, len, message, how->message_len);
	EVP_MD_CTX_free(ctx);
	ERR_clear_error();
	return rc == 1;
}

/* Both the default provider's key and the chip's own say so; a changed byte is seen by both. */
static void assert_signs(const struct provider_fixture *f, EVP_PKEY *key, const struct how *how)
{
	EVP_PKEY *plain = plain_public(f, key);
	uint8_t signature[600];
	size_t len = sign(f, key, how, signature, sizeof(signature));

	assert_true(verifies(f, plain, how, signature, len));
	assert_true(verifies(f, key, how, signature, len));
	message[how->message_len / 2] ^= 1;
	assert_false(verifies(f, plain, how, signature, len));
	assert_false(verifies(f, key, how, signature, len));
	EVP_PKEY_free(plain);
}

static void an_ec_key_signs_with_every_digest(void **state)
{
	static const char *const digests[] = { "SHA1", "SHA224", "SHA256", "SHA384", "SHA512" };
	EVP_PKEY *key = good_key(*state, URI_EC);

	assert_int_equal(EVP_PKEY_is_a(key, "EC"), 1);
	assert_int_equal(EVP_PKEY_get_bits(key), 256);
	assert_string_equal(OSSL_PROVIDER_get0_name(EVP_PKEY_get0_provider(key)), "sesim-provider");
	for (size_t i = 0; i < sizeof(digests) / sizeof(digests[0]); i++)
		assert_signs(*state, key, &(struct how){ digests[i], 0, 0, 5000 });
	EVP_PKEY_free(key);
}

/* What the part hashes and pads itself, what is too long for that, and what it cannot pad. */
static void an_rsa_key_signs_with_both_paddings(void **state)
{
	static const char *const uris[] = { URI_RSA_2048, URI_RSA_4096 };
	static const struct how ways[] = {
		{ "SHA256", RSA_PKCS1_PADDING, 0, 100 },
		{ "SHA512", RSA_PKCS1_PADDING, 0, 512 },
		{ "SHA384", RSA_PKCS1_PADDING, 0, 513 },
		{ "SHA1", RSA_PKCS1_PADDING, 0, 5000 },
		{ "SHA256", RSA_PKCS1_PSS_PADDING, RSA_PSS_SALTLEN_DIGEST, 100 },
		{ "SHA384", RSA_PKCS1_PSS_PADDING, RSA_PSS_SALTLEN_DIGEST, 5000 },
		{ "SHA256", RSA_PKCS1_PSS_PADDING, RSA_PSS_SALTLEN_MAX, 100 },
		{ "SHA512", RSA_PKCS1_PSS_PADDING, 0, 100 },
		{ "SHA224", RSA_PKCS1_PSS_PADDING, 17, 5000 },
	};

	for (size_t u = 0; u < 2; u++) {
		EVP_PKEY *key = good_key(*state, uris[u]);

		assert_int_equal(EVP_PKEY_is_a(key, "RSA"), 1);
		assert_int_equal(EVP_PKEY_get_bits(key), u == 0 ? 2048 : 4096);
		for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
			assert_signs(*state, key, &ways[i]);
		EVP_PKEY_free(key);
	}
}

/* EVP_PKEY_sign(): a digest that the caller made, or bytes that are none. */
static void a_digest_is_signed_as_it_is(void **state)
{
	const struct provider_fixture *f = *state;
	EVP_PKEY *ec = good_key(f, URI_EC), *rsa = good_key(f, URI_RSA_2048);
	EVP_PKEY *keys[] = { ec, rsa };
	uint8_t digest[32] = { 1, 2, 3 }, signature[512];

	for (size_t i = 0; i < 2; i++) {
		EVP_PKEY *plain = plain_public(f, keys[i]);
		EVP_PKEY_CTX *signs = EVP_PKEY_CTX_new_from_pkey(f->lib, keys[i], NULL);
		EVP_PKEY_CTX *checks = EVP_PKEY_CTX_new_from_pkey(f->lib, plain, NULL);
		size_t len = sizeof(signature);

		assert_int_equal(EVP_PKEY_sign_init(signs), 1);
		assert_int_equal(EVP_PKEY_sign(signs, signature, &len, digest, sizeof(digest)), 1);
		assert_int_equal(EVP_PKEY_verify_init(checks), 1);
		assert_int_equal(EVP_PKEY_verify(checks, signature, len, digest, sizeof(digest)), 1);
		digest[0] ^= 1;
		assert_int_not_equal(EVP_PKEY_verify(checks, signature, len, digest, sizeof(digest)), 1);
		EVP_PKEY_CTX_free(signs);
		EVP_PKEY_CTX_free(checks);
		EVP_PKEY_free(plain);
		EVP_PKEY_free(keys[i]);
	}
}

/* A digest longer or shorter than the curve (SEC 1 4.1.3). */
static void an_atecc_signs_with_every_digest(void **state)
{
	static const char *const digests[] = { "SHA1", "SHA256", "SHA384", "SHA512" };
	EVP_PKEY *key, *again;

	make_atecc("atecc.nvm");
	key = good_key(*state, "sesim:link=sim:atecc608a,state=atecc.nvm;slot=0");
	assert_int_equal(EVP_PKEY_is_a(key, "EC"), 1);
	for (size_t i = 0; i < sizeof(digests) / sizeof(digests[0]); i++)
		assert_signs(*state, key, &(struct how){ digests[i], 0, 0, 600 });
	again = good_key(*state, "sesim:slot=0;address=60;link=sim:atecc608a,state=atecc.nvm");
	assert_int_equal(EVP_PKEY_eq(key, again), 1);
	EVP_PKEY_free(again);
	EVP_PKEY_free(key);
}

static void a_reference_pem_is_a_key_file(void **state)
{
	static const char *const uris[] = { URI_EC, URI_RSA_2048 };
	const struct provider_fixture *f = *state;

	for (size_t i = 0; i < 2; i++) {
		EVP_PKEY *key = good_key(f, uris[i]), *filed, *stored;
		char text[4096];

		write_reference("key.pem", uris[i]);
		filed = key_in_file(f, "key.pem");
		if (!filed)
			fail_msg("%s", said(text));
		assert_int_equal(EVP_PKEY_eq(key, filed), 1);
		assert_signs(f, filed, &(struct how){ "SHA256", 0, 0, 300 });
		stored = good_key(f, "key.pem");
		assert_int_equal(EVP_PKEY_eq(key, stored), 1);
		EVP_PKEY_free(stored);
		EVP_PKEY_free(filed);
		EVP_PKEY_free(key);
	}
}

/* What is written for the private key is the reference again, and no private key. */
static void a_key_is_written_as_its_reference(void **state)
{
	const struct provider_fixture *f = *state;
	EVP_PKEY *key = good_key(f, URI_RSA_2048), *again;
	BIO *bio = BIO_new(BIO_s_mem());
	unsigned char *der = NULL;

	assert_int_equal(PEM_write_bio_PrivateKey_ex(bio, key, NULL, NULL, 0, NULL, NULL, f->lib, NULL), 1);
	again = PEM_read_bio_PrivateKey_ex(bio, NULL, NULL, NULL, f->lib, NULL);
	assert_non_null(again);
	assert_int_equal(EVP_PKEY_eq(key, again), 1);
	assert_signs(f, again, &(struct how){ "SHA256", 0, 0, 300 });
	assert_true(i2d_PrivateKey(key, &der) <= 0);
	BIO_free(bio);
	EVP_PKEY_free(again);
	EVP_PKEY_free(key);
}

/* It would be written in plain, with the keys of scp03= perhaps, to somebody who asked for better. */
static void a_reference_is_not_written_encrypted(void **state)
{
	const struct provider_fixture *f = *state;
	EVP_PKEY *key = good_key(f, URI_EC);
	EVP_CIPHER *cipher = EVP_CIPHER_fetch(f->lib, "AES-256-CBC", NULL);
	BIO *bio = BIO_new(BIO_s_mem());

	assert_non_null(cipher);
	assert_int_equal(PEM_write_bio_PrivateKey_ex(bio, key, cipher, (const unsigned char *)"secret", 6,
				 NULL, NULL, f->lib, NULL),
		0);
	assert_said("a reference is written in plain");
	assert_int_equal(BIO_pending(bio), 0);
	EVP_CIPHER_free(cipher);
	BIO_free(bio);
	EVP_PKEY_free(key);
}

/* Other keys are read as if we were not there, in front of a reference and behind it. */
static void other_pems_are_left_to_others(void **state)
{
	const struct provider_fixture *f = *state;
	EVP_PKEY *plain = EVP_PKEY_Q_keygen(f->lib, NULL, "EC", "P-256"), *key;
	BIO *bio = BIO_new(BIO_s_mem());

	assert_non_null(plain);
	assert_string_equal(OSSL_PROVIDER_get0_name(EVP_PKEY_get0_provider(plain)), "default");
	for (int i = 0; i < 2; i++) {
		EVP_PKEY *in_chip = good_key(f, URI_EC);

		assert_int_equal(
			PEM_write_bio_PrivateKey_ex(bio, plain, NULL, NULL, 0, NULL, NULL, f->lib, NULL), 1);
		assert_int_equal(
			PEM_write_bio_PrivateKey_ex(bio, in_chip, NULL, NULL, 0, NULL, NULL, f->lib, NULL),
			1);
		EVP_PKEY_free(in_chip);
	}
	for (int i = 0; i < 4; i++) {
		key = PEM_read_bio_PrivateKey_ex(bio, NULL, NULL, NULL, f->lib, NULL);
		assert_non_null(key);
		assert_int_equal(EVP_PKEY_eq(key, plain), i % 2 == 0);
		EVP_PKEY_free(key);
	}
	BIO_free(bio);
	EVP_PKEY_free(plain);
}

static void only_its_own_certificate_belongs_to_a_key(void **state)
{
	static const char *const uris[] = { URI_EC, URI_EC_2, URI_RSA_2048, URI_RSA_4096 };
	const struct provider_fixture *f = *state;
	EVP_PKEY *keys[4];
	X509 *certificates[4];

	for (size_t i = 0; i < 4; i++) {
		keys[i] = good_key(f, uris[i]);
		certificates[i] = certificate_of(f, keys[i]);
		assert_int_equal(X509_self_signed(certificates[i], 1), 1);
	}
	for (size_t i = 0; i < 4; i++)
		for (size_t j = 0; j < 4; j++) {
			EVP_PKEY *public = X509_get_pubkey(certificates[j]);

			assert_int_equal(X509_check_private_key(certificates[j], keys[i]), i == j);
			assert_int_equal(EVP_PKEY_eq(keys[i], public) == 1, i == j);
			assert_int_equal(EVP_PKEY_eq(public, keys[i]) == 1, i == j);
			EVP_PKEY_free(public);
			ERR_clear_error();
		}
	for (size_t i = 0; i < 4; i++) {
		X509_free(certificates[i]);
		EVP_PKEY_free(keys[i]);
	}
}

/* RFC 4055: the algorithm names digest, mask and salt, which the verifier takes from there. */
static void a_certificate_may_be_signed_with_pss(void **state)
{
	const struct provider_fixture *f = *state;
	EVP_PKEY *key = good_key(f, URI_RSA_2048), *plain = plain_public(f, key);
	X509 *certificate = certificate_of(f, key);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	EVP_PKEY_CTX *pctx;

	assert_int_equal(EVP_DigestSignInit_ex(ctx, &pctx, "SHA384", f->lib, NULL, key, NULL), 1);
	assert_int_equal(EVP_PKEY_CTX_set_rsa_padding(pctx, RSA_PKCS1_PSS_PADDING), 1);
	assert_int_equal(EVP_PKEY_CTX_set_rsa_pss_saltlen(pctx, RSA_PSS_SALTLEN_DIGEST), 1);
	assert_true(X509_sign_ctx(certificate, ctx) > 0);
	assert_int_equal(X509_get_signature_nid(certificate), NID_rsassaPss);
	assert_int_equal(X509_verify(certificate, plain), 1);
	EVP_MD_CTX_free(ctx);
	X509_free(certificate);
	EVP_PKEY_free(plain);
	EVP_PKEY_free(key);
}

/* A private key made by the program stays with the default provider, and one in a chip never gets there. */
static void the_private_part_goes_nowhere(void **state)
{
	const struct provider_fixture *f = *state;
	EVP_PKEY *ec = good_key(f, URI_EC), *rsa = good_key(f, URI_RSA_2048);
	BIGNUM *number = NULL;
	OSSL_PARAM *params = NULL;

	assert_int_equal(EVP_PKEY_get_bn_param(ec, OSSL_PKEY_PARAM_PRIV_KEY, &number), 0);
	assert_int_equal(EVP_PKEY_get_bn_param(rsa, OSSL_PKEY_PARAM_RSA_D, &number), 0);
	assert_null(number);
	assert_int_equal(EVP_PKEY_todata(ec, EVP_PKEY_KEYPAIR, &params), 0);
	assert_int_equal(EVP_PKEY_todata(ec, EVP_PKEY_PUBLIC_KEY, &params), 1);
	assert_null(OSSL_PARAM_locate(params, OSSL_PKEY_PARAM_PRIV_KEY));
	assert_non_null(OSSL_PARAM_locate(params, OSSL_PKEY_PARAM_PUB_KEY));
	OSSL_PARAM_free(params);
	EVP_PKEY_free(ec);
	EVP_PKEY_free(rsa);
}

static void a_duplicate_signs_after_its_original_is_gone(void **state)
{
	EVP_PKEY *key = good_key(*state, URI_EC), *copy = EVP_PKEY_dup(key);

	assert_non_null(copy);
	EVP_PKEY_free(key);
	assert_signs(*state, copy, &(struct how){ "SHA256", 0, 0, 100 });
	EVP_PKEY_free(copy);
}

struct worker {
	const struct provider_fixture *f;
	EVP_PKEY *key;
	EVP_PKEY *plain;
	pthread_t thread;
	int good;
};

static void *work(void *of)
{
	struct worker *w = of;

	for (int i = 0; i < 10; i++) {
		EVP_MD_CTX *ctx = EVP_MD_CTX_new();
		uint8_t bytes[16] = { (uint8_t)i }, signature[600];
		size_t len = sizeof(signature);
		int ok = EVP_DigestSignInit_ex(ctx, NULL, "SHA256", w->f->lib, NULL, w->key, NULL) == 1 &&
			 EVP_DigestSign(ctx, signature, &len, bytes, sizeof(bytes)) == 1;

		EVP_MD_CTX_free(ctx);
		ctx = EVP_MD_CTX_new();
		ok = ok &&
		     EVP_DigestVerifyInit_ex(ctx, NULL, "SHA256", w->f->lib, NULL, w->plain, NULL) == 1 &&
		     EVP_DigestVerify(ctx, signature, len, bytes, sizeof(bytes)) == 1;
		EVP_MD_CTX_free(ctx);
		w->good += ok;
	}
	return NULL;
}

/* Two parts on one link, three keys, and two threads for each. */
static void threads_share_a_link(void **state)
{
#define BOTH "sesim:link=sim:se050c+atecc608a,state=atecc.nvm;"
	static const char *const uris[] = { BOTH "key=f0000100", BOTH "key=f0000110", BOTH "slot=0" };
	struct worker workers[6] = { 0 };

	make_atecc("atecc.nvm");
	for (size_t i = 0; i < 6; i++) {
		workers[i].f = *state;
		workers[i].key = good_key(*state, uris[i / 2]);
		workers[i].plain = plain_public(*state, workers[i].key);
	}
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
	for (size_t i = 0; i < 6; i++) {
		assert_int_equal(pthread_join(workers[i].thread, NULL), 0);
		assert_int_equal(workers[i].good, 10);
		EVP_PKEY_free(workers[i].key);
		EVP_PKEY_free(workers[i].plain);
	}
}

static EVP_PKEY *generate(const struct provider_fixture *f, const char *curve, const char *uri)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(f->lib, "EC", "provider=sesim-provider");
	EVP_PKEY *key = NULL;

	assert_non_null(ctx);
	assert_int_equal(EVP_PKEY_keygen_init(ctx), 1);
	if (EVP_PKEY_CTX_ctrl_str(ctx, "group", curve) == 1 &&
		EVP_PKEY_CTX_ctrl_str(ctx, "reference", uri) == 1)
		EVP_PKEY_generate(ctx, &key);
	EVP_PKEY_CTX_free(ctx);
	return key;
}

/* What allowed this one occasion is not for the next. */
static void assert_written_without_permissions(const struct provider_fixture *f, EVP_PKEY *key)
{
	BIO *bio = BIO_new(BIO_s_mem());
	EVP_ENCODE_CTX *ctx = EVP_ENCODE_CTX_new();
	unsigned char text[512] = { 0 };
	char *pem;
	int len = 0;

	assert_int_equal(PEM_write_bio_PrivateKey_ex(bio, key, NULL, NULL, 0, NULL, NULL, f->lib, NULL), 1);
	assert_true(BIO_get_mem_data(bio, &pem) < 300);
	EVP_DecodeInit(ctx);
	pem = strchr(pem, '\n') + 1;
	assert_true(EVP_DecodeUpdate(ctx, text, &len, (unsigned char *)pem, (int)strcspn(pem, "-")) >= 0);
	assert_string_equal((char *)text, "sesim:link=sim:atecc608a,state=atecc.nvm;slot=0");
	EVP_ENCODE_CTX_free(ctx);
	BIO_free(bio);
}

static void a_key_is_made_in_the_chip(void **state)
{
	const struct provider_fixture *f = *state;
	EVP_PKEY *key = generate(f, "P-256", "sesim:link=sim:se050c;key=20000001"), *other;
	char text[4096];

	if (!key)
		fail_msg("%s", said(text));
	assert_signs(f, key, &(struct how){ "SHA256", 0, 0, 100 });
	assert_null(generate(f, "P-256", "sesim:link=sim:se050c;key=20000001"));
	assert_said("there is a key in that place already");
	other = generate(f, "P-256", "sesim:link=sim:se050c;key=20000001;replace=yes");
	assert_non_null(other);
	assert_int_not_equal(EVP_PKEY_eq(key, other), 1);
	EVP_PKEY_free(key);
	EVP_PKEY_free(other);
	make_atecc("atecc.nvm");
	assert_null(generate(f, "P-256", "sesim:link=sim:atecc608a,state=atecc.nvm;slot=0"));
	assert_said("there is a key in that place already");
	assert_null(generate(f, "P-384", "sesim:link=sim:atecc608a,state=atecc.nvm;slot=0;replace=yes"));
	assert_said("on P-256 only");
	key = generate(f, "P-256", "sesim:link=sim:atecc608a,state=atecc.nvm;slot=0;replace=yes");
	assert_non_null(key);
	assert_written_without_permissions(f, key);
	assert_signs(f, key, &(struct how){ "SHA256", 0, 0, 100 });
	EVP_PKEY_free(key);
}

/* A key of an SE05x that is spoken to through PlatformSCP03. */
static void a_key_behind_platform_scp03_signs(void **state)
{
	static const char uri[] = "sesim:link=sim:se050c,scp03=" SCP03 ";key=f0000100;scp03=" SCP03;
	EVP_PKEY *ec = good_key(*state, uri), *rsa;
	char rsa_uri[512];

	assert_signs(*state, ec, &(struct how){ "SHA256", 0, 0, 100 });
	snprintf(rsa_uri, sizeof(rsa_uri), "sesim:link=sim:se050c,scp03=%s;key=f0000120;scp03=%s", SCP03,
		SCP03);
	rsa = good_key(*state, rsa_uri);
	assert_signs(*state, rsa, &(struct how){ "SHA256", RSA_PKCS1_PADDING, 0, 512 });
	assert_signs(*state, rsa, &(struct how){ "SHA256", RSA_PKCS1_PADDING, 0, 5000 });
	EVP_PKEY_free(ec);
	EVP_PKEY_free(rsa);
	ec = key_at(*state, "sesim:link=sim:se050c,scp03=" SCP03 ";key=f0000100;scp03=" OTHER_SCP03);
	assert_null(ec);
	assert_said("other PlatformSCP03 keys");
	ec = key_at(*state, "sesim:link=sim:se050c,scp03=" SCP03 ";key=f0000100;scp03=" OTHER_MAC);
	assert_null(ec);
	assert_said("other PlatformSCP03 keys");
	ec = good_key(*state, uri);
	assert_signs(*state, ec, &(struct how){ "SHA256", 0, 0, 100 });
	EVP_PKEY_free(ec);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define ROW(test) cmocka_unit_test_setup_teardown(test, provider_setup, provider_teardown)
		ROW(an_ec_key_signs_with_every_digest),
		ROW(an_rsa_key_signs_with_both_paddings),
		ROW(a_digest_is_signed_as_it_is),
		ROW(an_atecc_signs_with_every_digest),
		ROW(a_reference_pem_is_a_key_file),
		ROW(a_key_is_written_as_its_reference),
		ROW(a_reference_is_not_written_encrypted),
		ROW(other_pems_are_left_to_others),
		ROW(only_its_own_certificate_belongs_to_a_key),
		ROW(a_certificate_may_be_signed_with_pss),
		ROW(the_private_part_goes_nowhere),
		ROW(a_duplicate_signs_after_its_original_is_gone),
		ROW(threads_share_a_link),
		ROW(a_key_is_made_in_the_chip),
		ROW(a_key_behind_platform_scp03_signs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
