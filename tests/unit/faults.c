/* tests/unit/faults.c: the one call that fails. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "faults.h"

#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/provider.h>
#include <openssl/rand.h>
#include <stdlib.h>

struct faults *faults(void)
{
	/* The linker's and OpenSSL's seams take no argument of ours. */
	static struct faults all;

	return &all;
}

static bool comes_true(size_t *left)
{
	return *left > 0 && --*left == 0;
}

static bool call_fails(void)
{
	return comes_true(&faults()->calls_left);
}

static bool allocation_fails(void)
{
	return comes_true(&faults()->allocations_left);
}

void __lsan_disable(void) __attribute__((weak));
void __lsan_enable(void) __attribute__((weak));

static void *inner_realloc(void *old, size_t size, const char *file, int line)
{
	bool hidden = faults()->openssl_leaks && __lsan_disable;
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

bool faults_in_openssl(void)
{
	return CRYPTO_set_mem_functions(inner_malloc, inner_realloc, inner_free) == 1;
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
SEAM(EC_KEY *, EC_KEY_new_ex, NULL, (OSSL_LIB_CTX * lib, const char *query), (lib, query))
SEAM(int, EC_KEY_set_group, 0, (EC_KEY * key, const EC_GROUP *group), (key, group))
SEAM(EC_GROUP *, EC_GROUP_new_curve_GFp, NULL,
	(const BIGNUM *p, const BIGNUM *a, const BIGNUM *b, BN_CTX *scratch), (p, a, b, scratch))
SEAM(int, EC_GROUP_set_generator, 0,
	(EC_GROUP * group, const EC_POINT *generator, const BIGNUM *order, const BIGNUM *cofactor),
	(group, generator, order, cofactor))
SEAM(int, EC_GROUP_get_curve, 0, (const EC_GROUP *group, BIGNUM *p, BIGNUM *a, BIGNUM *b, BN_CTX *scratch),
	(group, p, a, b, scratch))
SEAM(int, EC_POINT_set_affine_coordinates, 0,
	(const EC_GROUP *group, EC_POINT *point, const BIGNUM *x, const BIGNUM *y, BN_CTX *scratch),
	(group, point, x, y, scratch))
SEAM(int, EC_POINT_add, 0,
	(const EC_GROUP *group, EC_POINT *r, const EC_POINT *a, const EC_POINT *b, BN_CTX *scratch),
	(group, r, a, b, scratch))
SEAM(int, EC_POINT_copy, 0, (EC_POINT * to, const EC_POINT *from), (to, from))
SEAM(int, BN_mod_add, 0, (BIGNUM * r, const BIGNUM *a, const BIGNUM *b, const BIGNUM *m, BN_CTX *scratch),
	(r, a, b, m, scratch))
SEAM(int, BN_set_word, 0, (BIGNUM * number, BN_ULONG word), (number, word))
SEAM(EVP_PKEY *, EVP_PKEY_new_raw_private_key_ex, NULL,
	(OSSL_LIB_CTX * lib, const char *type, const char *query, const unsigned char *key, size_t len),
	(lib, type, query, key, len))
SEAM(EVP_PKEY *, EVP_PKEY_new_raw_public_key_ex, NULL,
	(OSSL_LIB_CTX * lib, const char *type, const char *query, const unsigned char *key, size_t len),
	(lib, type, query, key, len))
SEAM(EVP_MD_CTX *, EVP_MD_CTX_new, NULL, (void), ())
SEAM(EVP_PKEY_CTX *, EVP_PKEY_CTX_new_from_pkey, NULL, (OSSL_LIB_CTX * lib, EVP_PKEY *key, const char *query),
	(lib, key, query))
SEAM(BIGNUM *, BN_new, NULL, (void), ())
SEAM(BIGNUM *, BN_secure_new, NULL, (void), ())
SEAM(BN_CTX *, BN_CTX_secure_new_ex, NULL, (OSSL_LIB_CTX * lib), (lib))
SEAM(BN_CTX *, BN_CTX_new_ex, NULL, (OSSL_LIB_CTX * lib), (lib))
SEAM(BIGNUM *, BN_dup, NULL, (const BIGNUM *from), (from))
SEAM(BIGNUM *, BN_copy, NULL, (BIGNUM * to, const BIGNUM *from), (to, from))
SEAM(int, BN_mul, 0, (BIGNUM * r, const BIGNUM *a, const BIGNUM *b, BN_CTX *scratch), (r, a, b, scratch))
SEAM(int, BN_mod_mul, 0, (BIGNUM * r, const BIGNUM *a, const BIGNUM *b, const BIGNUM *m, BN_CTX *scratch),
	(r, a, b, m, scratch))
SEAM(BIGNUM *, BN_mod_inverse, NULL, (BIGNUM * r, const BIGNUM *a, const BIGNUM *m, BN_CTX *scratch),
	(r, a, m, scratch))
SEAM(BN_MONT_CTX *, BN_MONT_CTX_new, NULL, (void), ())
SEAM(int, BN_MONT_CTX_set, 0, (BN_MONT_CTX * mont, const BIGNUM *m, BN_CTX *scratch), (mont, m, scratch))
SEAM(int, BN_mod_exp_mont, 0,
	(BIGNUM * r, const BIGNUM *a, const BIGNUM *p, const BIGNUM *m, BN_CTX *scratch, BN_MONT_CTX *mont),
	(r, a, p, m, scratch, mont))
SEAM(int, BN_mod_exp_mont_consttime, 0,
	(BIGNUM * r, const BIGNUM *a, const BIGNUM *p, const BIGNUM *m, BN_CTX *scratch, BN_MONT_CTX *mont),
	(r, a, p, m, scratch, mont))
SEAM(int, BN_mod_exp_mont_consttime_x2, 0,
	(BIGNUM * r1, const BIGNUM *a1, const BIGNUM *p1, const BIGNUM *m1, BN_MONT_CTX *mont1, BIGNUM *r2,
		const BIGNUM *a2, const BIGNUM *p2, const BIGNUM *m2, BN_MONT_CTX *mont2, BN_CTX *scratch),
	(r1, a1, p1, m1, mont1, r2, a2, p2, m2, mont2, scratch))
SEAM(int, EVP_PKEY_generate, 0, (EVP_PKEY_CTX * context, EVP_PKEY **key), (context, key))
SEAM(int, EVP_PKEY_get_bn_param, 0, (const EVP_PKEY *key, const char *name, BIGNUM **number),
	(key, name, number))
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
