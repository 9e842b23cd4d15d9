/* sim/core/crypto_rsa.c: RSA keys, kept imported, and the two operations. Paddings are in crypto_rsa_padding.c. */
#include "crypto_rsa.h"

#include <errno.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <string.h>

#include "crypto_engine.h"
#include "hash.h"

enum {
	EXPONENT = 65537,
};

int crypto_rsa_open(struct rsa_cache *cache, OSSL_LIB_CTX *lib)
{
	cache->scratch = BN_CTX_new_ex(lib);
	return cache->scratch ? 0 : -EIO;
}

static void forget(struct rsa_import *import)
{
	for (size_t i = 0; i < RSA_NUMBERS; i++)
		BN_clear_free(import->number[i]);
	for (size_t i = 0; i < RSA_MODULI; i++)
		BN_MONT_CTX_free(import->mont[i]);
	memset(import, 0, sizeof(*import));
}

void crypto_rsa_drop(struct rsa_cache *cache)
{
	for (size_t i = 0; i < RSA_CACHE; i++)
		forget(&cache->import[i]);
}

void crypto_rsa_close(struct rsa_cache *cache)
{
	crypto_rsa_drop(cache);
	BN_CTX_free(cache->scratch);
}

/* One component: where it is in a key, and its length. */
struct component {
	const uint8_t *bytes;
	size_t len;
};

static struct component component_of(const struct rsa_key *key, enum rsa_number number)
{
	const size_t half = key->bytes / 2;
	const struct component components[RSA_NUMBERS] = {
		[RSA_N] = { key->n, key->bytes },
		[RSA_E] = { key->e, RSA_EXPONENT },
		[RSA_D] = { key->d, key->bytes },
		[RSA_P] = { key->p, half },
		[RSA_Q] = { key->q, half },
		[RSA_DP] = { key->dp, half },
		[RSA_DQ] = { key->dq, half },
		[RSA_Q_INVERSE] = { key->q_inverse, half },
	};

	return components[number];
}

/* What an import is found by: the size, which components there are, and all of them. */
static void name_of(const struct rsa_key *key, uint8_t name[SHA256_BYTES])
{
	uint8_t bytes[2 + 2 * RSA_BYTES_MAX + 5 * RSA_HALF_MAX + RSA_EXPONENT];
	uint8_t *at = bytes + 2;

	bytes[0] = (uint8_t)(key->bytes / 2);
	bytes[1] = 0;
	for (size_t i = 0; i < RSA_NUMBERS; i++) {
		struct component c = component_of(key, (enum rsa_number)i);

		if (!c.bytes)
			continue;
		bytes[1] |= (uint8_t)(1u << i);
		memcpy(at, c.bytes, c.len);
		at += c.len;
	}
	sha256_bytes(bytes, (size_t)(at - bytes), name);
	OPENSSL_cleanse(bytes, (size_t)(at - bytes));
}

static bool same(const BIGNUM *a, const BIGNUM *b)
{
	return BN_cmp(a, b) == 0;
}

/* a times b is 1 modulo m, or modulo m - 1. 1 yes, 0 no, -1 OpenSSL failed. */
static int inverses(const BIGNUM *a, const BIGNUM *b, const BIGNUM *m, bool less_one, BN_CTX *scratch)
{
	BIGNUM *modulus, *product;
	int is = -1;

	BN_CTX_start(scratch);
	modulus = BN_CTX_get(scratch);
	product = BN_CTX_get(scratch);
	if (product && BN_copy(modulus, m) && (!less_one || BN_sub_word(modulus, 1) == 1) &&
		BN_mod_mul(product, a, b, modulus, scratch) == 1)
		is = BN_is_one(product);
	BN_CTX_end(scratch);
	return is;
}

/* The modulus, if only its primes are there; if both are, whether it is their product. */
static int check_modulus(struct rsa_import *import, size_t bytes, BN_CTX *scratch)
{
	BIGNUM **number = import->number, *product;
	int is = -1;

	if (!number[RSA_P])
		return BN_num_bits(number[RSA_N]) == (int)bytes * 8 && BN_is_odd(number[RSA_N]);
	BN_CTX_start(scratch);
	product = BN_CTX_get(scratch);
	if (product && BN_mul(product, number[RSA_P], number[RSA_Q], scratch) == 1) {
		if (!number[RSA_N])
			number[RSA_N] = BN_dup(product);
		if (number[RSA_N])
			is = same(product, number[RSA_N]) && BN_num_bits(product) == (int)bytes * 8;
	}
	BN_CTX_end(scratch);
	return is;
}

/* Primes of half the size, odd; whether they are prime is not looked at. */
static int check_halves(const struct rsa_import *import, size_t bytes, BN_CTX *scratch)
{
	BIGNUM *const *number = import->number;
	int is;

	if (!number[RSA_P])
		return 1;
	if (BN_num_bits(number[RSA_P]) != (int)bytes * 4 || BN_num_bits(number[RSA_Q]) != (int)bytes * 4 ||
		!BN_is_odd(number[RSA_P]) || !BN_is_odd(number[RSA_Q]))
		return 0;
	is = inverses(number[RSA_Q], number[RSA_Q_INVERSE], number[RSA_P], false, scratch);
	if (is == 1 && number[RSA_E])
		is = inverses(number[RSA_E], number[RSA_DP], number[RSA_P], true, scratch);
	if (is == 1 && number[RSA_E])
		is = inverses(number[RSA_E], number[RSA_DQ], number[RSA_Q], true, scratch);
	return is;
}

/* Without the primes e and d can only be tried: 2 there and back. */
static int check_exponents(const struct rsa_import *import, BN_CTX *scratch)
{
	BIGNUM *const *number = import->number;
	BIGNUM *there, *back;
	int is = -1;

	if (number[RSA_E] && (!BN_is_odd(number[RSA_E]) || BN_is_one(number[RSA_E])))
		return 0;
	if (!number[RSA_D] || !number[RSA_E])
		return 1;
	BN_CTX_start(scratch);
	there = BN_CTX_get(scratch);
	back = BN_CTX_get(scratch);
	if (back && BN_set_word(back, 2) == 1 &&
		BN_mod_exp_mont(
			there, back, number[RSA_E], number[RSA_N], scratch, import->mont[RSA_MOD_N]) == 1 &&
		BN_mod_exp_mont_consttime(
			back, there, number[RSA_D], number[RSA_N], scratch, import->mont[RSA_MOD_N]) == 1)
		is = BN_is_word(back, 2);
	BN_CTX_end(scratch);
	return is;
}

static BN_MONT_CTX *mont_of(const BIGNUM *modulus, BN_CTX *scratch)
{
	BN_MONT_CTX *mont = BN_MONT_CTX_new();

	if (mont && BN_MONT_CTX_set(mont, modulus, scratch) != 1) {
		BN_MONT_CTX_free(mont);
		return NULL;
	}
	return mont;
}

static bool make_monts(struct rsa_import *import, BN_CTX *scratch)
{
	static const enum rsa_number moduli[RSA_MODULI] = { RSA_N, RSA_P, RSA_Q };

	for (size_t i = 0; i < RSA_MODULI; i++) {
		const BIGNUM *modulus = import->number[moduli[i]];

		if (modulus && !(import->mont[i] = mont_of(modulus, scratch)))
			return false;
	}
	return true;
}

static bool take_numbers(struct rsa_import *import, const struct rsa_key *key)
{
	for (size_t i = 0; i < RSA_NUMBERS; i++) {
		struct component c = component_of(key, (enum rsa_number)i);

		if (c.bytes && !(import->number[i] = BN_bin2bn(c.bytes, (int)c.len, NULL)))
			return false;
		if (import->number[i] && i != RSA_N && i != RSA_E)
			BN_set_flags(import->number[i], BN_FLG_CONSTTIME);
	}
	return true;
}

static int import_key(struct rsa_import *import, const struct rsa_key *key, BN_CTX *scratch)
{
	int is;

	if (!take_numbers(import, key))
		return -EIO;
	is = check_halves(import, key->bytes, scratch);
	if (is == 1)
		is = check_modulus(import, key->bytes, scratch);
	if (is == 1 && !make_monts(import, scratch))
		is = -1;
	if (is == 1)
		is = check_exponents(import, scratch);
	return is == 1 ? 0 : is == 0 ? -EINVAL : -EIO;
}

/* Components of a shape that any key has: a modulus or primes, halves all or none. */
static bool is_key(const struct rsa_key *key)
{
	bool all = key->p && key->q && key->dp && key->dq && key->q_inverse;
	bool any = key->p || key->q || key->dp || key->dq || key->q_inverse;

	return key->bytes >= RSA_BYTES_MIN && key->bytes <= RSA_BYTES_MAX && key->bytes % 2 == 0 &&
	       (key->n || all) && all == any;
}

/* As it is kept, or in place of the one that rested longest. */
static int find(struct crypto *crypto, const struct rsa_key *key, struct rsa_import **found)
{
	struct rsa_cache *cache = &crypto->rsa;
	struct rsa_import *oldest = cache->import;
	uint8_t name[SHA256_BYTES];
	int rc;

	if (!is_key(key))
		return -EINVAL;
	name_of(key, name);
	for (size_t i = 0; i < RSA_CACHE; i++) {
		struct rsa_import *import = &cache->import[i];

		if (import->used > 0 && memcmp(import->name, name, sizeof(name)) == 0) {
			import->used = ++cache->uses;
			*found = import;
			return 0;
		}
		if (import->used < oldest->used)
			oldest = import;
	}
	forget(oldest);
	rc = import_key(oldest, key, cache->scratch);
	if (rc < 0) {
		forget(oldest);
		return rc;
	}
	memcpy(oldest->name, name, sizeof(name));
	oldest->used = ++cache->uses;
	*found = oldest;
	return 0;
}

/* RFC 8017 5.1.2, 2 b, with both powers at once. m is below the modulus. */
static bool power_crt(const struct rsa_import *import, BIGNUM *m, BIGNUM *out, BN_CTX *scratch)
{
	BIGNUM *const *number = import->number;
	BIGNUM *mod_p = BN_CTX_get(scratch), *mod_q = BN_CTX_get(scratch);
	BIGNUM *m1 = BN_CTX_get(scratch), *m2 = BN_CTX_get(scratch);

	if (!m2)
		return false;
	return BN_mod(mod_p, m, number[RSA_P], scratch) == 1 &&
	       BN_mod(mod_q, m, number[RSA_Q], scratch) == 1 &&
	       BN_mod_exp_mont_consttime_x2(m1, mod_p, number[RSA_DP], number[RSA_P], import->mont[RSA_MOD_P],
		       m2, mod_q, number[RSA_DQ], number[RSA_Q], import->mont[RSA_MOD_Q], scratch) == 1 &&
	       BN_mod_sub(m1, m1, m2, number[RSA_P], scratch) == 1 &&
	       BN_mod_mul(mod_p, m1, number[RSA_Q_INVERSE], number[RSA_P], scratch) == 1 &&
	       BN_mul(mod_q, mod_p, number[RSA_Q], scratch) == 1 && BN_add(out, mod_q, m2) == 1;
}

static bool power(const struct rsa_import *import, bool private, BIGNUM *m, BIGNUM *out, BN_CTX *scratch)
{
	BIGNUM *const *number = import->number;

	if (!private)
		return BN_mod_exp_mont(
			       out, m, number[RSA_E], number[RSA_N], scratch, import->mont[RSA_MOD_N]) == 1;
	if (number[RSA_P])
		return power_crt(import, m, out, scratch);
	return BN_mod_exp_mont_consttime(
		       out, m, number[RSA_D], number[RSA_N], scratch, import->mont[RSA_MOD_N]) == 1;
}

static int operate_on(const struct rsa_import *import, bool private, const uint8_t *in, uint8_t *out,
	int bytes, BN_CTX *scratch)
{
	BIGNUM *m = BN_CTX_get(scratch), *result = BN_CTX_get(scratch);
	bool done;

	if (!result || !BN_bin2bn(in, bytes, m))
		return -EIO;
	if (BN_cmp(m, import->number[RSA_N]) >= 0)
		return -ERANGE;
	done = power(import, private, m, result, scratch) && BN_bn2binpad(result, out, bytes) == bytes;
	BN_clear(m);
	BN_clear(result);
	return done ? 0 : -EIO;
}

static int operate(
	struct crypto *crypto, const struct rsa_key *key, bool private, const uint8_t *in, uint8_t *out)
{
	BN_CTX *scratch = crypto->rsa.scratch;
	struct rsa_import *import;
	int rc = find(crypto, key, &import);

	if (rc == 0) {
		BN_CTX_start(scratch);
		rc = operate_on(import, private, in, out, (int)key->bytes, scratch);
		BN_CTX_end(scratch);
	}
	ERR_clear_error();
	return rc;
}

int crypto_rsa_public(struct crypto *crypto, const struct rsa_key *key, const uint8_t *in, uint8_t *out)
{
	return key->e ? operate(crypto, key, false, in, out) : -EINVAL;
}

int crypto_rsa_private(struct crypto *crypto, const struct rsa_key *key, const uint8_t *in, uint8_t *out)
{
	return key->p || key->d ? operate(crypto, key, true, in, out) : -EINVAL;
}

static bool put(const BIGNUM *number, uint8_t *out, size_t len)
{
	return BN_bn2binpad(number, out, (int)len) == (int)len;
}

/* All of the key of two primes but the inverse of q; p is the greater, as OpenSSL has it. */
static bool complete(BN_CTX *scratch, size_t bytes, const BIGNUM *p, const BIGNUM *q, struct rsa_numbers *out)
{
	BIGNUM *e = BN_CTX_get(scratch), *p1 = BN_CTX_get(scratch), *q1 = BN_CTX_get(scratch),
	       *phi = BN_CTX_get(scratch);
	BIGNUM *number = BN_CTX_get(scratch);
	size_t half = bytes / 2;

	if (!number || BN_set_word(e, EXPONENT) != 1 || !BN_copy(p1, p) || BN_sub_word(p1, 1) != 1 ||
		!BN_copy(q1, q) || BN_sub_word(q1, 1) != 1)
		return false;
	return put(e, out->e, RSA_EXPONENT) && put(p, out->p, half) && put(q, out->q, half) &&
	       BN_mul(number, p, q, scratch) == 1 && put(number, out->n, bytes) &&
	       BN_mul(phi, p1, q1, scratch) == 1 && BN_mod_inverse(number, e, phi, scratch) &&
	       put(number, out->d, bytes) && BN_mod_inverse(number, e, p1, scratch) &&
	       put(number, out->dp, half) && BN_mod_inverse(number, e, q1, scratch) &&
	       put(number, out->dq, half);
}

static bool invert(BN_CTX *scratch, size_t half, const BIGNUM *p, const BIGNUM *q, uint8_t *out)
{
	BIGNUM *inverse = BN_CTX_get(scratch);

	return inverse && BN_mod_inverse(inverse, q, p, scratch) && put(inverse, out, half);
}

int crypto_rsa_from_primes(struct crypto *crypto, size_t bytes, const uint8_t *p, const uint8_t *q,
	const uint8_t *q_inverse, struct rsa_numbers *numbers)
{
	BN_CTX *scratch = crypto->rsa.scratch;
	size_t half = bytes / 2;
	BIGNUM *a, *b;
	bool done;

	if (bytes < RSA_BYTES_MIN || bytes > RSA_BYTES_MAX)
		return -EINVAL;
	BN_CTX_start(scratch);
	a = BN_CTX_get(scratch);
	b = BN_CTX_get(scratch);
	done = b && BN_bin2bn(p, (int)half, a) && BN_bin2bn(q, (int)half, b);
	if (done && BN_cmp(a, b) < 0)
		BN_swap(a, b);
	done = done && complete(scratch, bytes, a, b, numbers);
	if (done && q_inverse)
		memcpy(numbers->q_inverse, q_inverse, half);
	else
		done = done && invert(scratch, half, a, b, numbers->q_inverse);
	BN_CTX_end(scratch);
	ERR_clear_error();
	return done ? 0 : -EIO;
}

void crypto_rsa_use_pool(struct crypto *crypto, const struct rsa_pool *pool)
{
	crypto->rsa.pool = pool;
}

/* One number of a key of OpenSSL's. */
static bool export(const EVP_PKEY *key, const char *name, uint8_t *out, size_t len)
{
	BIGNUM *number = NULL;
	bool done = EVP_PKEY_get_bn_param(key, name, &number) == 1 && put(number, out, len);

	BN_clear_free(number);
	return done;
}

static EVP_PKEY *search(struct crypto *crypto, struct rng_stream *stream, size_t bytes)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(crypto->lib, "RSA", NULL);
	size_t bits = bytes * 8;
	const OSSL_PARAM params[] = { OSSL_PARAM_construct_size_t(OSSL_PKEY_PARAM_RSA_BITS, &bits),
		OSSL_PARAM_construct_end() };
	EVP_PKEY *key = NULL;

	crypto->rand->bound = stream;
	if (!ctx || EVP_PKEY_keygen_init(ctx) != 1 || EVP_PKEY_CTX_set_params(ctx, params) != 1 ||
		EVP_PKEY_generate(ctx, &key) != 1)
		key = NULL;
	crypto->rand->bound = NULL;
	EVP_PKEY_CTX_free(ctx);
	return key;
}

int crypto_rsa_generate(
	struct crypto *crypto, struct rng_stream *stream, size_t bytes, struct rsa_numbers *numbers)
{
	uint8_t p[RSA_HALF_MAX], q[RSA_HALF_MAX];
	const uint8_t *pool_p, *pool_q;
	EVP_PKEY *key;
	uint32_t nth;
	int rc = -EIO;

	if (bytes < RSA_BYTES_MIN || bytes > RSA_BYTES_MAX)
		return -EINVAL;
	if (crypto->rsa.pool) {
		rng_bytes(stream, &nth, sizeof(nth));
		if (crypto->rsa.pool->pick(bytes, nth, &pool_p, &pool_q))
			return crypto_rsa_from_primes(crypto, bytes, pool_p, pool_q, NULL, numbers);
	}
	key = search(crypto, stream, bytes);
	if (key && export(key, OSSL_PKEY_PARAM_RSA_FACTOR1, p, bytes / 2) &&
		export(key, OSSL_PKEY_PARAM_RSA_FACTOR2, q, bytes / 2))
		rc = crypto_rsa_from_primes(crypto, bytes, p, q, NULL, numbers);
	EVP_PKEY_free(key);
	OPENSSL_cleanse(p, sizeof(p));
	OPENSSL_cleanse(q, sizeof(q));
	ERR_clear_error();
	return rc;
}
