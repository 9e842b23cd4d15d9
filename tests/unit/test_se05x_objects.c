/* tests/unit/test_se05x_objects.c: the host's commands for objects and keys, on simulated parts of both generations. */
#include <errno.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include "cmocka_all.h"
#include "host_link.h"
#include "se05x_attested.h"

enum {
	KEY = 0x20000001,
	FILE_ID = 0x20000002,
	NOTHING = 0x20000099,
};

#define CLOUD_KEY UINT32_C(0xf0000100)
#define ATTESTER UINT32_C(0xf0000012)

static const char *const generations[] = { "se050c", "se050e" };

static const struct rbuf none;

/* A P-256 key for OpenSSL from its point. */
static EVP_PKEY *p256(const uint8_t *point, size_t len)
{
	OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	EVP_PKEY *key = NULL;
	OSSL_PARAM *params;

	OSSL_PARAM_BLD_push_utf8_string(builder, "group", "P-256", 0);
	OSSL_PARAM_BLD_push_octet_string(builder, "pub", point, len);
	params = OSSL_PARAM_BLD_to_param(builder);
	assert_int_equal(EVP_PKEY_fromdata_init(context), 1);
	assert_int_equal(EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params), 1);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(builder);
	EVP_PKEY_CTX_free(context);
	return key;
}

static EVP_PKEY *public_key(struct host_link *f, uint32_t id)
{
	uint8_t point[80];
	struct wbuf out = wbuf_to(point, sizeof(point));

	assert_int_equal(se05x_read(&f->se05x, id, &out), 0);
	assert_int_equal(out.len, 65);
	return p256(point, out.len);
}

static void what_there_is_is_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct host_link *f = host_link_se05x(generations[i]);
		uint8_t id[SE05X_UNIQUE_ID_BYTES];
		uint32_t ids[SE05X_OBJECTS_MAX];
		struct se05x_kind_of of;
		enum se05x_curve curve;
		bool exists, listed = false;
		size_t size, n;

		assert_int_equal(se05x_unique_id(&f->se05x, id), 0);
		assert_memory_equal(id, "\x04\x00\x50\x01", 4);
		assert_int_equal(se05x_exists(&f->se05x, NOTHING, &exists), 0);
		assert_false(exists);
		assert_int_equal(se05x_exists(&f->se05x, CLOUD_KEY, &exists), 0);
		assert_true(exists);
		assert_int_equal(se05x_kind(&f->se05x, CLOUD_KEY, &of), 0);
		assert_int_equal(of.kind, SE05X_EC_PAIR);
		assert_int_equal(of.type, i == 0 ? 0x01 : 0x29);
		assert_false(of.transient);
		assert_int_equal(se05x_kind(&f->se05x, SE05X_UNIQUE_ID, &of), 0);
		assert_int_equal(of.kind, SE05X_BINARY);
		assert_int_equal(se05x_size(&f->se05x, CLOUD_KEY, &size), 0);
		assert_int_equal(size, 32);
		assert_int_equal(se05x_curve(&f->se05x, CLOUD_KEY, &curve), 0);
		assert_int_equal(curve, SE05X_P256);
		assert_int_equal(se05x_list(&f->se05x, 0xff, ids, &n), 0);
		for (size_t k = 0; k < n; k++)
			listed = listed || ids[k] == CLOUD_KEY;
		assert_true(listed);
		host_link_free(f);
	}
}

static void a_file_is_written_and_read_in_pieces(void **state)
{
	uint8_t bytes[1300], back[1300];

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(i * 7 + i / 256);
	for (size_t i = 0; i < 2; i++) {
		struct host_link *f = host_link_se05x(generations[i]);
		struct wbuf out = wbuf_to(back, sizeof(back));
		bool exists;

		assert_int_equal(se05x_write_file(&f->se05x, FILE_ID, sizeof(bytes),
					 rbuf_from(bytes, sizeof(bytes)), NULL),
			0);
		assert_int_equal(se05x_read_file(&f->se05x, FILE_ID, &out), 0);
		assert_int_equal(out.len, sizeof(bytes));
		assert_memory_equal(back, bytes, sizeof(bytes));
		/* Again, only its beginning. */
		assert_int_equal(se05x_write_file(&f->se05x, FILE_ID, sizeof(bytes),
					 rbuf_from("\x01\x02\x03", 3), NULL),
			0);
		out = wbuf_to(back, sizeof(back));
		assert_int_equal(se05x_read_part(&f->se05x, FILE_ID, 1, 600, &out), 0);
		assert_memory_equal(back, "\x02\x03", 2);
		assert_memory_equal(back + 2, bytes + 3, 598);
		assert_int_equal(se05x_read_part(&f->se05x, FILE_ID, 1299, 2, &out), -EREMOTEIO);
		out = wbuf_to(back, 10);
		assert_int_equal(se05x_read_file(&f->se05x, FILE_ID, &out), -ENOSPC);
		assert_int_equal(se05x_delete(&f->se05x, FILE_ID), 0);
		assert_int_equal(se05x_exists(&f->se05x, FILE_ID, &exists), 0);
		assert_false(exists);
		host_link_free(f);
	}
}

/* AN12436 3.14: a certificate is a file whose rest is zeros. */
static void der_is_cut_from_its_file(void **state)
{
	struct host_link *f = host_link_se05x("se050c");
	uint8_t back[64];
	struct wbuf out = wbuf_to(back, sizeof(back));

	(void)state;
	assert_int_equal(
		se05x_write_file(&f->se05x, FILE_ID, 20, rbuf_from("\x30\x03\x02\x01\x05", 5), NULL), 0);
	assert_int_equal(se05x_read_der(&f->se05x, FILE_ID, &out), 0);
	assert_int_equal(out.len, 5);
	assert_memory_equal(back, "\x30\x03\x02\x01\x05", 5);
	/* Longer than its file, something other than zeros behind it, no sequence. */
	out.len = 0;
	assert_int_equal(se05x_write_file(&f->se05x, FILE_ID, 20, rbuf_from("\x30\x13\x02", 3), NULL), 0);
	assert_int_equal(se05x_read_der(&f->se05x, FILE_ID, &out), -EPROTO);
	out.len = 0;
	assert_int_equal(
		se05x_write_file(&f->se05x, FILE_ID, 20, rbuf_from("\x30\x01\x02\x00\x09", 5), NULL), 0);
	assert_int_equal(se05x_read_der(&f->se05x, FILE_ID, &out), -EPROTO);
	out.len = 0;
	assert_int_equal(se05x_write_file(&f->se05x, FILE_ID, 20, rbuf_from("\x31", 1), NULL), 0);
	assert_int_equal(se05x_read_der(&f->se05x, FILE_ID, &out), -EPROTO);
	host_link_free(f);
}

static void a_new_key_signs_what_openssl_verifies(void **state)
{
	static const uint8_t digest[32] = { 1, 2, 3 };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct host_link *f = host_link_se05x(generations[i]);
		uint8_t bytes[80];
		struct wbuf signature = wbuf_to(bytes, sizeof(bytes));
		struct rbuf input = rbuf_from(digest, sizeof(digest));
		EVP_PKEY_CTX *check;
		EVP_PKEY *key;
		bool good;

		assert_int_equal(se05x_generate_ec(&f->se05x, KEY, SE05X_P256, NULL), 0);
		assert_int_equal(se05x_sign_digest(&f->se05x, KEY, input, &signature), 0);
		key = public_key(f, KEY);
		check = EVP_PKEY_CTX_new(key, NULL);
		assert_int_equal(EVP_PKEY_verify_init(check), 1);
		assert_int_equal(EVP_PKEY_verify(check, bytes, signature.len, digest, sizeof(digest)), 1);
		EVP_PKEY_CTX_free(check);
		EVP_PKEY_free(key);
		assert_int_equal(se05x_verify(&f->se05x, KEY, SE05X_ECDSA_SHA256, input,
					 rbuf_from(bytes, signature.len), &good),
			0);
		assert_true(good);
		bytes[signature.len - 1] ^= 1;
		assert_int_equal(se05x_verify(&f->se05x, KEY, SE05X_ECDSA_SHA256, input,
					 rbuf_from(bytes, signature.len), &good),
			0);
		assert_false(good);
		assert_int_equal(
			se05x_sign_digest(&f->se05x, KEY, rbuf_from(digest, 31), &signature), -EINVAL);
		host_link_free(f);
	}
}

static void a_transient_key_with_a_policy_is_made(void **state)
{
	/* Anybody may sign and read, nothing else (AN12413 3.7.1). */
	static const uint8_t policy[] = { 8, 0, 0, 0, 0, 0x10, 0x20, 0, 0 };
	const struct se05x_write more = { .policy = { .at = policy, .left = sizeof(policy) },
		.transient = true };
	struct host_link *f = host_link_se05x("se050c");
	struct se05x_kind_of of;

	(void)state;
	assert_int_equal(se05x_generate_ec(&f->se05x, KEY, SE05X_P256, &more), 0);
	assert_int_equal(se05x_kind(&f->se05x, KEY, &of), 0);
	assert_true(of.transient);
	assert_int_equal(se05x_delete(&f->se05x, KEY), -EREMOTEIO);
	assert_int_equal(f->se05x.status, SW_NOT_ALLOWED);
	host_link_free(f);
}

static void two_keys_agree(void **state)
{
	struct host_link *f = host_link_se05x("se050c");
	uint8_t mine[65], theirs[65], one[32], two[32];
	struct wbuf a = wbuf_to(mine, sizeof(mine)), b = wbuf_to(theirs, sizeof(theirs));
	struct wbuf first = wbuf_to(one, sizeof(one)), second = wbuf_to(two, sizeof(two));

	(void)state;
	assert_int_equal(se05x_generate_ec(&f->se05x, KEY, SE05X_P256, NULL), 0);
	assert_int_equal(se05x_read(&f->se05x, KEY, &a), 0);
	assert_int_equal(se05x_read(&f->se05x, CLOUD_KEY, &b), 0);
	assert_int_equal(se05x_ecdh(&f->se05x, KEY, rbuf_from(theirs, b.len), &first), 0);
	assert_int_equal(se05x_ecdh(&f->se05x, CLOUD_KEY, rbuf_from(mine, a.len), &second), 0);
	assert_int_equal(first.len, 32);
	assert_memory_equal(one, two, 32);
	host_link_free(f);
}

static void an_rsa_key_is_read_signs_and_verifies(void **state)
{
	struct host_link *f = host_link_se05x("se050c");
	uint8_t modulus[260], exponent[8], bytes[256], block[256] = { 0, 1, 2 }, raw[256];
	struct wbuf n = wbuf_to(modulus, sizeof(modulus)), e = wbuf_to(exponent, sizeof(exponent));
	struct wbuf signature = wbuf_to(bytes, sizeof(bytes)), out = wbuf_to(raw, sizeof(raw));
	static const enum se05x_algorithm kinds[] = { SE05X_RSA_PKCS1_SHA256, SE05X_RSA_PSS_SHA256 };
	const uint32_t key = UINT32_C(0xf0000110);
	bool good;

	(void)state;
	assert_int_equal(se05x_read_rsa(&f->se05x, key, &n, &e), 0);
	assert_int_equal(n.len, 256);
	assert_memory_equal(exponent, "\x01\x00\x01", 3);
	for (size_t i = 0; i < 2; i++) {
		signature.len = 0;
		assert_int_equal(
			se05x_sign(&f->se05x, key, kinds[i], rbuf_from("some words", 10), &signature), 0);
		assert_int_equal(signature.len, 256);
		assert_int_equal(se05x_verify(&f->se05x, key, kinds[i], rbuf_from("some words", 10),
					 rbuf_from(bytes, 256), &good),
			0);
		assert_true(good);
	}
	assert_int_equal(se05x_rsa_private(&f->se05x, key, rbuf_from(block, sizeof(block)), &out), 0);
	assert_int_equal(out.len, 256);
	host_link_free(f);
}

static void an_attested_read_verifies_and_nothing_else_does(void **state)
{
	static const struct se05x_attester by = { ATTESTER, SE05X_ECDSA_SHA256, { 9, 8, 7 } };
	static struct se05x_attested got;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct host_link *f = host_link_se05x(generations[i]);
		EVP_PKEY *key = public_key(f, ATTESTER), *other = public_key(f, CLOUD_KEY);
		struct rbuf message;

		assert_int_equal(se05x_generate_ec(&f->se05x, KEY, SE05X_P256, NULL), 0);
		assert_int_equal(se05x_read_attested(&f->se05x, KEY, &by, &got), 0);
		assert_int_equal(rbuf_left(&got.value), 65);
		assert_memory_equal(got.attributes.at, "\x20\x00\x00\x01", 4);
		assert_memory_equal(got.unique_id.at, "\x04\x00\x50\x01", 4);
		message = rbuf_from(got.message, got.message_len);
		assert_int_equal(se05x_attested_verify(message, got.signature, by.algorithm, key), 0);
		assert_int_equal(se05x_attested_verify(message, got.signature, by.algorithm, other), -EACCES);
		for (size_t k = 0; k < got.message_len; k++) {
			got.message[k] ^= 0x40;
			assert_int_equal(
				se05x_attested_verify(message, got.signature, by.algorithm, key), -EACCES);
			got.message[k] ^= 0x40;
		}
		assert_int_equal(se05x_attested_verify(message, none, by.algorithm, key), -EACCES);
		assert_int_equal(se05x_attested_verify(message, got.signature, 0x00, key), -EINVAL);
		/* A key that has no right to attest. */
		assert_int_equal(se05x_read_attested(&f->se05x, ATTESTER,
					 &(struct se05x_attester){ KEY, SE05X_ECDSA_SHA256, { 0 } }, &got),
			-EREMOTEIO);
		EVP_PKEY_free(key);
		EVP_PKEY_free(other);
		host_link_free(f);
	}
}

/* Of a link that nobody calls simulated: what nothing brings back is not done without being allowed. */
static void a_real_part_loses_no_key(void **state)
{
	static const char secret[] = "................................";
	struct host_link *f = host_link_new("se050c");
	uint8_t before[65], after[65];
	struct wbuf old = wbuf_to(before, sizeof(before)), now = wbuf_to(after, sizeof(after));

	(void)state;
	f->link->info.simulated = false;
	f->port = se05x_link_port(&f->at);
	assert_int_equal(se05x_host_open(&f->se05x, &f->port), 0);
	/* Where nothing was, nothing is lost. */
	assert_int_equal(se05x_generate_ec(&f->se05x, KEY, SE05X_P256, NULL), 0);
	assert_int_equal(se05x_read(&f->se05x, KEY, &old), 0);
	assert_int_equal(se05x_delete(&f->se05x, KEY), -EPERM);
	assert_int_equal(se05x_generate_ec(&f->se05x, KEY, 0, NULL), -EPERM);
	assert_int_equal(se05x_generate_rsa(&f->se05x, KEY, 2048, NULL), -EPERM);
	assert_int_equal(se05x_write_ec(&f->se05x, KEY, 0, P1_PRIVATE, rbuf_from(secret, 32),
				 (struct rbuf){ 0 }, NULL),
		-EPERM);
	assert_int_equal(se05x_read(&f->se05x, KEY, &now), 0);
	assert_memory_equal(before, after, sizeof(before));
	f->se05x.irreversible_allowed = true;
	now.len = 0;
	assert_int_equal(se05x_generate_ec(&f->se05x, KEY, 0, NULL), 0);
	assert_int_equal(se05x_read(&f->se05x, KEY, &now), 0);
	assert_memory_not_equal(before, after, sizeof(before));
	assert_int_equal(se05x_delete(&f->se05x, KEY), 0);
	host_link_free(f);
}

static void what_is_not_there_is_refused(void **state)
{
	struct host_link *f = host_link_se05x("se050c");
	uint8_t bytes[64];
	struct wbuf out = wbuf_to(bytes, sizeof(bytes));
	struct se05x_kind_of of;
	enum se05x_curve curve;
	size_t size;

	(void)state;
	assert_int_equal(se05x_read(&f->se05x, NOTHING, &out), -EREMOTEIO);
	assert_int_equal(f->se05x.status, SW_CONDITIONS);
	assert_int_equal(se05x_size(&f->se05x, NOTHING, &size), -EREMOTEIO);
	assert_int_equal(se05x_kind(&f->se05x, NOTHING, &of), -EREMOTEIO);
	assert_int_equal(se05x_curve(&f->se05x, NOTHING, &curve), -EREMOTEIO);
	assert_int_equal(se05x_delete(&f->se05x, NOTHING), -EREMOTEIO);
	assert_int_equal(se05x_random(&f->se05x, 0, &out), -EINVAL);
	assert_int_equal(se05x_random(&f->se05x, 20, &out), 0);
	assert_int_equal(out.len, 20);
	assert_int_equal(se05x_random(&f->se05x, 60, &out), -ENOSPC);
	host_link_free(f);
}

static void a_link_that_fails_is_told(void **state)
{
	struct host_link *f = host_link_se05x("se050c");
	uint8_t id[SE05X_UNIQUE_ID_BYTES];
	bool exists;

	(void)state;
	host_link_fault(f, "flip read=1 byte=1 bit=3 times=0");
	assert_int_equal(se05x_unique_id(&f->se05x, id), -EBADMSG);
	host_link_fault(f, "flip read=1 byte=1 bit=3 times=1");
	assert_int_equal(se05x_exists(&f->se05x, CLOUD_KEY, &exists), 0);
	assert_true(exists);
	host_link_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_there_is_is_told),
		cmocka_unit_test(a_file_is_written_and_read_in_pieces),
		cmocka_unit_test(der_is_cut_from_its_file),
		cmocka_unit_test(a_new_key_signs_what_openssl_verifies),
		cmocka_unit_test(a_transient_key_with_a_policy_is_made),
		cmocka_unit_test(two_keys_agree),
		cmocka_unit_test(an_rsa_key_is_read_signs_and_verifies),
		cmocka_unit_test(an_attested_read_verifies_and_nothing_else_does),
		cmocka_unit_test(a_real_part_loses_no_key),
		cmocka_unit_test(what_is_not_there_is_refused),
		cmocka_unit_test(a_link_that_fails_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
