/* tests/unit/test_atca_keys.c: what the host makes a part's keys do, checked by OpenSSL. */
#include <errno.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include "atca_keys.h"
#include "atca_made.h"
#include "atca_memory.h"
#include "cmocka_all.h"

static const uint8_t digest[ATCA_DIGEST] = { 0xd1, 0x9e, 0x57 };

static int set_up(void **state)
{
	*state = made_part();
	return 0;
}

static int tear_down(void **state)
{
	host_link_free(*state);
	return 0;
}

static EVP_PKEY *public_key(const uint8_t point[ATCA_POINT])
{
	OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	uint8_t whole[1 + ATCA_POINT] = { 0x04 };
	EVP_PKEY *key = NULL;
	OSSL_PARAM *params;

	memcpy(whole + 1, point, ATCA_POINT);
	OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0);
	OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, whole, sizeof(whole));
	params = OSSL_PARAM_BLD_to_param(builder);
	assert_int_equal(EVP_PKEY_fromdata_init(context), 1);
	assert_int_equal(EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params), 1);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(builder);
	EVP_PKEY_CTX_free(context);
	return key;
}

static bool verifies(const uint8_t point[ATCA_POINT], const uint8_t message[ATCA_DIGEST],
	const uint8_t raw[ATCA_SIGNATURE])
{
	ECDSA_SIG *signature = ECDSA_SIG_new();
	EVP_PKEY *key = public_key(point);
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
	unsigned char *der = NULL;
	int len, verdict;

	ECDSA_SIG_set0(signature, BN_bin2bn(raw, 32, NULL), BN_bin2bn(raw + 32, 32, NULL));
	len = i2d_ECDSA_SIG(signature, &der);
	assert_int_equal(EVP_PKEY_verify_init(context), 1);
	verdict = EVP_PKEY_verify(context, der, (size_t)len, message, ATCA_DIGEST);
	OPENSSL_free(der);
	ECDSA_SIG_free(signature);
	EVP_PKEY_CTX_free(context);
	EVP_PKEY_free(key);
	return verdict == 1;
}

static void a_signature_verifies_here_and_in_the_part(void **state)
{
	struct host_link *f = *state;
	uint8_t point[ATCA_POINT], back[ATCA_POINT], signature[ATCA_SIGNATURE];
	bool good;

	assert_int_equal(atca_public_key(&f->atca, MADE_SIGNER, point), 0);
	assert_int_equal(atca_sign(&f->atca, MADE_SIGNER, digest, signature), 0);
	assert_true(verifies(point, digest, signature));
	assert_int_equal(atca_verify(&f->atca, digest, signature, point, &good), 0);
	assert_true(good);
	assert_int_equal(atca_store_key(&f->atca, MADE_PUBLIC, point), 0);
	assert_int_equal(atca_stored_key(&f->atca, MADE_PUBLIC, back), 0);
	assert_memory_equal(back, point, sizeof(point));
	assert_int_equal(atca_verify_stored(&f->atca, MADE_PUBLIC, digest, signature, &good), 0);
	assert_true(good);
	signature[63] ^= 1;
	assert_false(verifies(point, digest, signature));
	assert_int_equal(atca_verify(&f->atca, digest, signature, point, &good), 0);
	assert_false(good);
	assert_int_equal(atca_verify_stored(&f->atca, MADE_PUBLIC, digest, signature, &good), 0);
	assert_false(good);
}

static void a_new_key_replaces_the_old_one(void **state)
{
	struct host_link *f = *state;
	uint8_t before[ATCA_POINT], made[ATCA_POINT], after[ATCA_POINT];

	assert_int_equal(atca_public_key(&f->atca, MADE_SIGNER, before), 0);
	assert_int_equal(atca_generate(&f->atca, MADE_SIGNER, made), 0);
	assert_int_equal(atca_public_key(&f->atca, MADE_SIGNER, after), 0);
	assert_memory_equal(made, after, sizeof(made));
	assert_memory_not_equal(made, before, sizeof(made));
}

/* The same message on both sides, or the signature is of another. */
static void a_statement_about_a_key_verifies(void **state)
{
	struct host_link *f = *state;
	static const uint8_t number[20] = { 1, 2, 3 };
	uint8_t signer[ATCA_POINT], point[ATCA_POINT];
	struct atca_statement of;

	assert_int_equal(atca_public_key(&f->atca, MADE_STATEMENT, signer), 0);
	assert_int_equal(atca_public_key(&f->atca, MADE_SIGNER, point), 0);
	assert_int_equal(atca_attest(&f->atca, MADE_STATEMENT, MADE_SIGNER, number, &of), 0);
	assert_memory_equal(of.point, point, sizeof(point));
	assert_true(verifies(signer, of.digest, of.signature));
	assert_false(verifies(point, of.digest, of.signature));
	/* After the slot's lock the message is another one. */
	assert_int_equal(atca_lock_slot(&f->atca, MADE_LOCKABLE), 0);
	assert_int_equal(atca_attest(&f->atca, MADE_STATEMENT, MADE_LOCKABLE, number, &of), 0);
	assert_true(verifies(signer, of.digest, of.signature));
	assert_int_equal(atca_attest(&f->atca, 16, MADE_SIGNER, number, &of), -EINVAL);
}

static void keys_do_only_what_they_are_for(void **state)
{
	struct host_link *f = *state;
	static const uint8_t number[20];
	uint8_t signature[ATCA_SIGNATURE], point[ATCA_POINT], secret[ATCA_DIGEST];
	struct atca_statement of;
	bool good;

	assert_int_equal(atca_sign(&f->atca, MADE_STATEMENT, digest, signature), -EREMOTEIO);
	assert_int_equal(f->atca.status, ATCA_EXECUTION_ERROR);
	assert_int_equal(atca_attest(&f->atca, MADE_SIGNER, MADE_STATEMENT, number, &of), -EREMOTEIO);
	assert_int_equal(atca_public_key(&f->atca, MADE_KEY, point), -EREMOTEIO);
	assert_int_equal(atca_public_key(&f->atca, MADE_SIGNER, point), 0);
	assert_int_equal(atca_ecdh(&f->atca, MADE_STATEMENT, point, secret), -EREMOTEIO);
	/* A point that is on no curve. */
	point[0] ^= 1;
	memset(signature, 1, sizeof(signature));
	assert_int_equal(atca_verify(&f->atca, digest, signature, point, &good), -EREMOTEIO);
	assert_false(good);
	assert_int_equal(atca_ecdh(&f->atca, MADE_SIGNER, point, secret), -EREMOTEIO);
}

static void a_secret_is_shared_with_openssl(void **state)
{
	struct host_link *f = *state;
	uint8_t point[ATCA_POINT], whole[65], secret[ATCA_DIGEST], ours[ATCA_DIGEST];
	EVP_PKEY *mine = EVP_EC_gen("P-256"), *theirs;
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(mine, NULL);
	size_t len;

	assert_int_equal(atca_public_key(&f->atca, MADE_SIGNER, point), 0);
	assert_int_equal(
		EVP_PKEY_get_octet_string_param(mine, "encoded-pub-key", whole, sizeof(whole), &len), 1);
	assert_int_equal(atca_ecdh(&f->atca, MADE_SIGNER, whole + 1, secret), 0);
	theirs = public_key(point);
	len = sizeof(ours);
	assert_int_equal(EVP_PKEY_derive_init(context), 1);
	assert_int_equal(EVP_PKEY_derive_set_peer(context, theirs), 1);
	assert_int_equal(EVP_PKEY_derive(context, ours, &len), 1);
	assert_memory_equal(ours, secret, sizeof(ours));
	EVP_PKEY_CTX_free(context);
	EVP_PKEY_free(mine);
	EVP_PKEY_free(theirs);
}

static void counters_count_and_random_numbers_differ(void **state)
{
	struct host_link *f = *state;
	uint8_t one[ATCA_DIGEST], two[ATCA_DIGEST];
	uint32_t value;

	assert_int_equal(atca_counter(&f->atca, 1, &value), 0);
	assert_int_equal(value, 0);
	for (uint32_t i = 1; i < 4; i++) {
		assert_int_equal(atca_count(&f->atca, 1, &value), 0);
		assert_int_equal(value, i);
	}
	assert_int_equal(atca_counter(&f->atca, 1, &value), 0);
	assert_int_equal(value, 3);
	assert_int_equal(atca_counter(&f->atca, 2, &value), -EREMOTEIO);
	assert_int_equal(f->atca.status, ATCA_PARSE_ERROR);
	assert_int_equal(atca_random(&f->atca, one), 0);
	assert_int_equal(atca_random(&f->atca, two), 0);
	assert_memory_not_equal(one, two, sizeof(one));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_signature_verifies_here_and_in_the_part, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_new_key_replaces_the_old_one, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_statement_about_a_key_verifies, set_up, tear_down),
		cmocka_unit_test_setup_teardown(keys_do_only_what_they_are_for, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_secret_is_shared_with_openssl, set_up, tear_down),
		cmocka_unit_test_setup_teardown(counters_count_and_random_numbers_differ, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
