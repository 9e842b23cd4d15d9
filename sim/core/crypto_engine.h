/* sim/core/crypto_engine.h: the engine's inside, for the crypto_*.c files and their tests only. */
#ifndef SESIM_CORE_CRYPTO_ENGINE_H
#define SESIM_CORE_CRYPTO_ENGINE_H

#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <stdbool.h>
#include <stdint.h>

#include "crypto.h"
#include "crypto_rand.h"

/* Objects of OpenSSL that every P-256 operation uses again; between two operations they hold no key. */
struct p256 {
	EC_KEY *signer;   /* the private key of the signature at hand */
	EC_KEY *verifier; /* the public key of the verification at hand */
	const EC_GROUP *group;
	EC_POINT *point, *product;
	BIGNUM *d, *x, *y;
	BN_CTX *scratch;
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

struct crypto {
	OSSL_LIB_CTX *lib;
	OSSL_PROVIDER *standard, *random;
	struct crypto_rand *rand; /* belongs to `random` */
	struct p256 p256;
	struct aes_cache aes;
	struct des_cache des;
};

/* Each returns 0 or -EIO; what was made until then the other one frees. */
int crypto_p256_open(struct p256 *p256, OSSL_LIB_CTX *lib);
void crypto_p256_close(struct p256 *p256);
int crypto_aes_open(struct aes_cache *cache, OSSL_LIB_CTX *lib);
void crypto_aes_close(struct aes_cache *cache);
int crypto_des_open(struct des_cache *cache, OSSL_LIB_CTX *lib);
void crypto_des_close(struct des_cache *cache);
/* Forgets and erases every key schedule. */
void crypto_aes_drop(struct aes_cache *cache);
void crypto_des_drop(struct des_cache *cache);

#endif
