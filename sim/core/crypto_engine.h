/* sim/core/crypto_engine.h: the engine's inside, for the crypto_*.c files and their tests only. */
#ifndef SESIM_CORE_CRYPTO_ENGINE_H
#define SESIM_CORE_CRYPTO_ENGINE_H

#include <openssl/crypto.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <stdbool.h>
#include <stdint.h>

#include "crypto.h"
#include "crypto_ec.h"
#include "crypto_rand.h"
#include "crypto_rsa.h"

/* What every operation on a curve uses again; between two operations it holds no key. */
struct ec_scratch {
	BIGNUM *d, *x, *y;
	BN_CTX *ctx;
};

/* Objects of OpenSSL for one curve; the last of them is there once it is set up. */
struct ec_curve {
	EC_KEY *signer;   /* the private key of the signature at hand */
	EC_KEY *verifier; /* the public key of the verification at hand */
	const EC_GROUP *group;
	EC_POINT *point, *product;
	uint8_t p[EC_FIELD_MAX], n[EC_ORDER_MAX]; /* big endian, without leading zeros */
};

struct ec {
	struct ec_scratch scratch;
	struct ec_curve curve[CRYPTO_CURVES];
};

enum {
	AES_CACHE_SETS = 64,
	AES_CACHE_WAYS = 4,
	DES_EDE3_KEY = 24,
};

/* An AES key schedule, ready to use; empty without ctx. */
struct aes_schedule {
	uint64_t key[AES_KEY_MAX / 8]; /* shorter ones end in zeros */
	uint8_t key_len;
	bool encrypts;
	uint64_t used; /* the engine's count of uses, at the last one */
	EVP_CIPHER_CTX *ctx;
};

struct aes_cache {
	EVP_CIPHER *ecb[3]; /* of 128, 192 and 256 bits */
	uint64_t uses;
	struct aes_schedule set[AES_CACHE_SETS][AES_CACHE_WAYS];
};

/* The schedule of the last DES key; none without ctx. */
struct des_cache {
	EVP_CIPHER *ecb;
	EVP_CIPHER_CTX *ctx;
	uint8_t key[DES_EDE3_KEY];
	bool encrypts;
};

enum rsa_number {
	RSA_N,
	RSA_E,
	RSA_D,
	RSA_P,
	RSA_Q,
	RSA_DP,
	RSA_DQ,
	RSA_Q_INVERSE,
	RSA_NUMBERS,
};

enum rsa_modulus {
	RSA_MOD_N,
	RSA_MOD_P,
	RSA_MOD_Q,
	RSA_MODULI,
};

enum {
	RSA_CACHE = 16,
};

/* An RSA key, checked and ready to use; empty when used is 0. */
struct rsa_import {
	uint8_t name[32]; /* a digest of all its components */
	uint64_t used;    /* the engine's count of uses, at the last one */
	BIGNUM *number[RSA_NUMBERS];
	BN_MONT_CTX *mont[RSA_MODULI];
};

struct rsa_cache {
	BN_CTX *scratch;
	const struct rsa_pool *pool; /* NULL: keys are searched for */
	uint64_t uses;
	struct rsa_import import[RSA_CACHE];
};

struct crypto {
	OSSL_LIB_CTX *lib;
	OSSL_PROVIDER *standard, *random;
	struct crypto_rand *rand; /* belongs to `random` */
	struct ec ec;
	struct aes_cache aes;
	struct rsa_cache rsa;
	struct des_cache des;
};

/* Each returns 0 or -EIO; what was made until then the other one frees. */
int crypto_ec_open(struct ec *ec, OSSL_LIB_CTX *lib);
void crypto_ec_close(struct ec *ec);
int crypto_aes_open(struct aes_cache *cache, OSSL_LIB_CTX *lib);
void crypto_aes_close(struct aes_cache *cache);
int crypto_des_open(struct des_cache *cache, OSSL_LIB_CTX *lib);
void crypto_des_close(struct des_cache *cache);
/* Forgets and erases every key schedule. */
void crypto_aes_drop(struct aes_cache *cache);
int crypto_rsa_open(struct rsa_cache *cache, OSSL_LIB_CTX *lib);
void crypto_rsa_close(struct rsa_cache *cache);
/* Forgets and erases every imported key. */
void crypto_rsa_drop(struct rsa_cache *cache);
void crypto_des_drop(struct des_cache *cache);

#endif
