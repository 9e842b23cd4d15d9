/*
 * tests/unit/test_crypto_faults.c: whatever call fails, the engine answers an error or what is right.
 *
 * Two seams, each counting down to the one call that fails. Outer: every function of OpenSSL that the
 * engine calls and that can fail, through the linker's --wrap (the list is in CMakeLists.txt, a name
 * missing here does not link). Inner: every allocation inside OpenSSL, through its memory hooks.
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "cmocka_all.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/provider.h>
#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>

#include "crypto.h"
#include "rng.h"

/* The linker's and OpenSSL's seams take no argument of ours: hence state of the file. 0 is off. */
static size_t calls_left, allocations_left;

static bool call_fails(void)
{
	return calls_left > 0 && --calls_left == 0;
}

static bool allocation_fails(void)
{
	return allocations_left > 0 && --allocations_left == 0;
}

/*
 * OpenSSL itself (3.0.19) leaks when an allocation fails in OSSL_LIB_CTX_new or while the first fetch
 * fills its table of names. There alone its memory is kept out of the leak check, ours is not.
 */
static bool openssl_leaks;

void __lsan_disable(void) __attribute__((weak));
void __lsan_enable(void) __attribute__((weak));

static void *inner_realloc(void *old, size_t size, const char *file, int line)
{
	bool hidden = openssl_leaks && __lsan_disable;
	void *new;

	(void)file;
	(void)line;
	if (allocation_fails())
		return NULL;
	if (hidden)
		__lsan_disable();
	new = realloc(old, size);
	if (hidden)
		__lsan_enable();
	return new;
}

static void *inner_malloc(size_t size, const char *file, int line)
{
	return inner_realloc(NULL, size, file, line);
}

static void inner_free(void *old, const char *file, int line)
{
	(void)file;
	(void)line;
	free(old);
}

/* A function of that name that fails when its turn comes and else is the real one. */
#define SEAM(type, name, failure, parameters, arguments)                   \
	type __real_##name parameters;                                     \
	type __wrap_##name parameters;                                     \
	type __wrap_##name parameters                                      \
	{                                                                  \
		return call_fails() ? (failure) : __real_##name arguments; \
	}

SEAM(void *, calloc, NULL, (size_t n, size_t size), (n, size))
SEAM(OSSL_LIB_CTX *, OSSL_LIB_CTX_new, NULL, (void), ())
SEAM(int, OSSL_PROVIDER_add_builtin, 0,
	(OSSL_LIB_CTX * lib, const char *provider, OSSL_provider_init_fn *init), (lib, provider, init))
SEAM(OSSL_PROVIDER *, OSSL_PROVIDER_load, NULL, (OSSL_LIB_CTX * lib, const char *provider), (lib, provider))
SEAM(void *, OSSL_PROVIDER_get0_provider_ctx, NULL, (const OSSL_PROVIDER *provider), (provider))
SEAM(int, RAND_set_DRBG_type, 0,
	(OSSL_LIB_CTX * lib, const char *drbg, const char *query, const char *cipher, const char *digest),
	(lib, drbg, query, cipher, digest))
SEAM(EC_KEY *, EC_KEY_new_by_curve_name_ex, NULL, (OSSL_LIB_CTX * lib, const char *query, int nid),
	(lib, query, nid))
SEAM(int, EC_KEY_set_public_key, 0, (EC_KEY * key, const EC_POINT *point), (key, point))
SEAM(EC_POINT *, EC_POINT_new, NULL, (const EC_GROUP *group), (group))
SEAM(int, EC_POINT_set_Jprojective_coordinates_GFp, 0,
	(const EC_GROUP *group, EC_POINT *point, const BIGNUM *x, const BIGNUM *y, const BIGNUM *z,
		BN_CTX *scratch),
	(group, point, x, y, z, scratch))
SEAM(int, EC_POINT_is_on_curve, -1, (const EC_GROUP *group, const EC_POINT *point, BN_CTX *scratch),
	(group, point, scratch))
SEAM(int, EC_POINT_mul, 0,
	(const EC_GROUP *group, EC_POINT *r, const BIGNUM *n, const EC_POINT *q, const BIGNUM *m,
		BN_CTX *scratch),
	(group, r, n, q, m, scratch))
SEAM(int, EC_POINT_get_affine_coordinates, 0,
	(const EC_GROUP *group, const EC_POINT *point, BIGNUM *x, BIGNUM *y, BN_CTX *scratch),
	(group, point, x, y, scratch))
SEAM(BIGNUM *, BN_new, NULL, (void), ())
SEAM(BIGNUM *, BN_secure_new, NULL, (void), ())
SEAM(BN_CTX *, BN_CTX_secure_new_ex, NULL, (OSSL_LIB_CTX * lib), (lib))
SEAM(BIGNUM *, BN_bin2bn, NULL, (const unsigned char *bytes, int len, BIGNUM *to), (bytes, len, to))
SEAM(int, BN_bn2binpad, -1, (const BIGNUM *number, unsigned char *to, int len), (number, to, len))
SEAM(int, ECDSA_sign_setup, 0, (EC_KEY * key, BN_CTX *scratch, BIGNUM **k, BIGNUM **r), (key, scratch, k, r))
SEAM(ECDSA_SIG *, ECDSA_do_sign_ex, NULL,
	(const unsigned char *digest, int len, const BIGNUM *k, const BIGNUM *r, EC_KEY *key),
	(digest, len, k, r, key))
SEAM(int, ECDSA_do_verify, -1, (const unsigned char *digest, int len, const ECDSA_SIG *sig, EC_KEY *key),
	(digest, len, sig, key))
SEAM(ECDSA_SIG *, ECDSA_SIG_new, NULL, (void), ())
SEAM(int, ECDSA_SIG_set0, 0, (ECDSA_SIG * sig, BIGNUM *r, BIGNUM *s), (sig, r, s))
SEAM(EVP_CIPHER *, EVP_CIPHER_fetch, NULL, (OSSL_LIB_CTX * lib, const char *cipher, const char *query),
	(lib, cipher, query))
SEAM(EVP_CIPHER_CTX *, EVP_CIPHER_CTX_new, NULL, (void), ())
SEAM(int, EVP_CIPHER_CTX_set_padding, 0, (EVP_CIPHER_CTX * context, int pads), (context, pads))
SEAM(int, EVP_CipherInit_ex2, 0,
	(EVP_CIPHER_CTX * context, const EVP_CIPHER *cipher, const unsigned char *key,
		const unsigned char *iv, int encrypts, const OSSL_PARAM params[]),
	(context, cipher, key, iv, encrypts, params))
SEAM(int, EVP_CipherUpdate, 0,
	(EVP_CIPHER_CTX * context, unsigned char *out, int *out_len, const unsigned char *in, int len),
	(context, out, out_len, in, len))

/* Clearing the key, with NULL, "fails" always and is not asked. */
int __real_EC_KEY_set_private_key(EC_KEY *key, const BIGNUM *d);
int __wrap_EC_KEY_set_private_key(EC_KEY *key, const BIGNUM *d);

int __wrap_EC_KEY_set_private_key(EC_KEY *key, const BIGNUM *d)
{
	return d && call_fails() ? 0 : __real_EC_KEY_set_private_key(key, d);
}

/* What is asked of the engine, one field an operation; d, point and signature are made by the first ones. */
struct answers {
	uint8_t d[P256_BYTES], point[P256_POINT];
	uint8_t again[P256_POINT];
	uint8_t signature[P256_SIGNATURE];
	uint8_t x[P256_BYTES];
	uint8_t encrypted[AES_BLOCK], decrypted[AES_BLOCK];
};

struct subject {
	struct crypto *crypto;
	const struct answers *right; /* inputs of the later operations too */
};

static struct rng_stream stream_of(struct rng *rng, uint32_t purpose)
{
	rng_seed(rng, 1);
	return rng_open(rng, &(struct rng_purpose){ .purpose = purpose });
}

static int op_generate(const struct subject *s, struct answers *a)
{
	struct rng rng;
	struct rng_stream stream = stream_of(&rng, 1);

	return crypto_p256_generate(s->crypto, &stream, a->d, a->point);
}

static int op_public(const struct subject *s, struct answers *a)
{
	struct rng rng;
	struct rng_stream stream = stream_of(&rng, 2);

	return crypto_p256_public(s->crypto, &stream, s->right->d, a->again);
}

static int op_sign(const struct subject *s, struct answers *a)
{
	struct rng rng;
	struct rng_stream stream = stream_of(&rng, 3);

	return crypto_p256_sign(s->crypto, &stream, s->right->d, s->right->point, a->signature);
}

static int op_ecdh(const struct subject *s, struct answers *a)
{
	struct rng rng;
	struct rng_stream stream = stream_of(&rng, 4);

	return crypto_p256_ecdh(s->crypto, &stream, s->right->d, s->right->point, a->x);
}

static int op_encrypt(const struct subject *s, struct answers *a)
{
	return crypto_aes128_encrypt(s->crypto, s->right->d, s->right->point, a->encrypted);
}

static int op_decrypt(const struct subject *s, struct answers *a)
{
	return crypto_aes128_decrypt(s->crypto, s->right->d, s->right->point, a->decrypted);
}

static int op_check_private(const struct subject *s, struct answers *a)
{
	(void)a;
	return crypto_p256_check_private(s->crypto, s->right->d);
}

static int op_check_point(const struct subject *s, struct answers *a)
{
	(void)a;
	return crypto_p256_check_point(s->crypto, s->right->point);
}

static int op_check_no_point(const struct subject *s, struct answers *a)
{
	const uint8_t nowhere[P256_POINT] = { 1 };

	(void)a;
	return crypto_p256_check_point(s->crypto, nowhere);
}

static int op_verify(const struct subject *s, struct answers *a)
{
	(void)a;
	return crypto_p256_verify(s->crypto, s->right->point, s->right->point, s->right->signature);
}

static int op_verify_wrong(const struct subject *s, struct answers *a)
{
	(void)a;
	return crypto_p256_verify(s->crypto, s->right->point, s->right->d, s->right->signature);
}

#define ANSWER(field) offsetof(struct answers, field), sizeof(((struct answers *)NULL)->field)

static const struct operation {
	const char *name;
	int (*run)(const struct subject *subject, struct answers *answers);
	int right; /* what it returns when nothing fails */
	size_t at, len;
} operations[] = {
	{ "generate d", op_generate, 0, ANSWER(d) },
	{ "generate point", op_generate, 0, ANSWER(point) },
	{ "public", op_public, 0, ANSWER(again) },
	{ "sign", op_sign, 0, ANSWER(signature) },
	{ "ecdh", op_ecdh, 0, ANSWER(x) },
	{ "encrypt", op_encrypt, 0, ANSWER(encrypted) },
	{ "decrypt", op_decrypt, 0, ANSWER(decrypted) },
	{ "check private", op_check_private, 0, 0, 0 },
	{ "check point", op_check_point, 0, 0, 0 },
	{ "check no point", op_check_no_point, -EINVAL, 0, 0 },
	{ "verify", op_verify, 0, 0, 0 },
	{ "verify wrong", op_verify_wrong, -EBADMSG, 0, 0 },
};

enum { OPERATIONS = sizeof(operations) / sizeof(operations[0]) };

static int find_right_answers(void **state)
{
	struct answers *right = calloc(1, sizeof(*right));
	struct subject subject = { .right = right };

	if (!right || crypto_new(&subject.crypto, NULL) < 0)
		return -1;
	for (size_t i = 0; i < OPERATIONS; i++)
		if (operations[i].run(&subject, right) != operations[i].right)
			return -1;
	crypto_free(subject.crypto);
	*state = right;
	return 0;
}

static int forget_right_answers(void **state)
{
	free(*state);
	return 0;
}

static void assert_right(const struct operation *op, const struct subject *subject)
{
	struct answers got = { 0 };

	assert_int_equal(op->run(subject, &got), op->right);
	assert_memory_equal((uint8_t *)&got + op->at, (const uint8_t *)subject->right + op->at, op->len);
}

/*
 * Each operation, with its nth call failing, for every n: an error or the right answer, no other error
 * than one that means OpenSSL, nothing in the queue; and the next time all is well.
 */
static size_t fail_each(const struct operation *op, const struct subject *subject, size_t *left, bool warm)
{
	size_t n = 0;
	bool reached;

	do {
		struct answers got = { 0 };
		int rc;

		n++;
		if (!warm)
			crypto_drop_cache(subject->crypto);
		*left = n;
		rc = op->run(subject, &got);
		reached = *left == 0;
		*left = 0;
		if (rc != op->right && rc != -EIO)
			fail_msg("%s with call %zu failing returns %d", op->name, n, rc);
		if (rc == op->right && memcmp((uint8_t *)&got + op->at,
					       (const uint8_t *)subject->right + op->at, op->len) != 0)
			fail_msg("%s with call %zu failing answers something else", op->name, n);
		assert_int_equal(ERR_peek_error(), 0);
		assert_right(op, subject);
	} while (reached);
	return n - 1;
}

static void fail_each_of_each(const struct answers *right, size_t *left, bool warm, size_t least)
{
	struct subject subject = { .right = right };
	size_t failures = 0;

	assert_int_equal(crypto_new(&subject.crypto, NULL), 0);
	for (size_t i = 0; i < OPERATIONS; i++) {
		assert_right(&operations[i], &subject);
		failures += fail_each(&operations[i], &subject, left, warm);
	}
	assert_int_equal(crypto_unbound_draws(subject.crypto), 0);
	crypto_free(subject.crypto);
	print_message("           %zu failures\n", failures);
	assert_true(failures >= least);
}

static void every_operation_survives_each_failing_call(void **state)
{
	fail_each_of_each(*state, &calls_left, false, 40);
}

static void every_operation_survives_each_failing_call_with_a_warm_cache(void **state)
{
	fail_each_of_each(*state, &calls_left, true, 38);
}

static void every_operation_survives_each_failing_allocation(void **state)
{
	fail_each_of_each(*state, &allocations_left, false, 40);
}

static void fail_each_of_new(const struct answers *right, size_t *left, size_t least)
{
	size_t n = 0;
	bool reached;

	do {
		struct crypto *crypto;
		struct why why = { "" };
		int rc;

		*left = ++n;
		rc = crypto_new(&crypto, &why);
		reached = *left == 0;
		*left = 0;
		if (rc < 0) {
			assert_true(rc == -EIO || rc == -ENOMEM);
			assert_null(crypto);
			assert_true(strlen(why.text) > 0);
		}
		assert_int_equal(ERR_peek_error(), 0);
		for (size_t i = 0; crypto && i < OPERATIONS; i++)
			assert_right(&operations[i], &(struct subject){ crypto, right });
		crypto_free(crypto);
	} while (reached);
	print_message("           %zu failures\n", n - 1);
	assert_true(n - 1 >= least);
}

static void setting_up_survives_each_failing_call(void **state)
{
	fail_each_of_new(*state, &calls_left, 15);
}

static void setting_up_survives_each_failing_allocation(void **state)
{
	openssl_leaks = true;
	fail_each_of_new(*state, &allocations_left, 100);
	openssl_leaks = false;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_operation_survives_each_failing_call),
		cmocka_unit_test(every_operation_survives_each_failing_call_with_a_warm_cache),
		cmocka_unit_test(setting_up_survives_each_failing_call),
		cmocka_unit_test(every_operation_survives_each_failing_allocation),
		cmocka_unit_test(setting_up_survives_each_failing_allocation),
	};

	if (CRYPTO_set_mem_functions(inner_malloc, inner_realloc, inner_free) != 1)
		return 2;
	return cmocka_run_group_tests(tests, find_right_answers, forget_right_answers);
}
