/*
 * tests/conformance/ossl.h: what a part is checked against: plain OpenSSL, and nothing of ours.
 *
 * Functions return whether OpenSSL did it; for checks, whether the value is good.
 */
#ifndef SESIM_CONFORM_OSSL_H
#define SESIM_CONFORM_OSSL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <openssl/evp.h>

enum { OSSL_MAX = 1100 };

struct ossl_bytes {
	uint8_t at[OSSL_MAX];
	size_t len;
};

/* "SHA256". */
bool ossl_digest(const char *name, const void *in, size_t len, struct ossl_bytes *out);
/* "AES-128-CBC", without padding. A NULL vector is of zeros. */
bool ossl_cipher(const char *name, const void *key, const void *iv, bool encrypts, const void *in, size_t len,
	struct ossl_bytes *out);
/* "AES-128-GCM", "AES-128-CCM": the ciphertext, then the tag in tag. */
bool ossl_aead(const char *name, const void *key, const void *iv, size_t iv_len, const void *aad,
	size_t aad_len, const void *in, size_t len, struct ossl_bytes *out, uint8_t *tag, size_t tag_len);
/* "CMAC" of "AES-128-CBC", "HMAC" of "SHA256". */
bool ossl_mac(const char *name, const char *of, const void *key, size_t key_len, const void *in, size_t len,
	struct ossl_bytes *out);
bool ossl_hkdf(const char *digest, bool expand_only, const void *key, size_t key_len, const void *salt,
	size_t salt_len, const void *info, size_t info_len, size_t len, struct ossl_bytes *out);
bool ossl_pbkdf2(const char *digest, const void *key, size_t key_len, const void *salt, size_t salt_len,
	unsigned int iterations, size_t len, struct ossl_bytes *out);
/* TLS 1.2; the seed has the label in front. */
bool ossl_tls_prf(const char *digest, const void *key, size_t key_len, const void *seed, size_t seed_len,
	size_t len, struct ossl_bytes *out);

/* Keys; NULL when they are none. A public point begins with 04. "P-256", "brainpoolP256r1". */
EVP_PKEY *ossl_ec_public(const char *group, const void *point, size_t len);
EVP_PKEY *ossl_ec_pair(const char *group, const void *scalar, size_t len);
/* The point of such a pair, 04 first. */
bool ossl_ec_point(EVP_PKEY *key, struct ossl_bytes *out);
/* "ED25519", "X25519", "X448": little-endian, as their RFCs have it. */
EVP_PKEY *ossl_raw_public(const char *name, const void *bytes, size_t len);
EVP_PKEY *ossl_raw_private(const char *name, const void *bytes, size_t len);
bool ossl_raw_bytes(EVP_PKEY *key, struct ossl_bytes *out);
EVP_PKEY *ossl_rsa_public(const void *modulus, size_t modulus_len, const void *exponent, size_t exponent_len);
/* With the private exponent, without the CRT's numbers. */
EVP_PKEY *ossl_rsa_pair(const void *modulus, size_t modulus_len, const void *exponent, size_t exponent_len,
	const void *d, size_t d_len);

/* Of a digest made already (ECDSA: DER). */
bool ossl_verify_digest(EVP_PKEY *key, const char *digest, const void *hash, size_t hash_len,
	const void *signature, size_t len);
bool ossl_sign_digest(
	EVP_PKEY *key, const char *digest, const void *hash, size_t hash_len, struct ossl_bytes *signature);
/* Of a message; pss: with a salt as long as the digest. A NULL digest is EdDSA's. */
bool ossl_verify(EVP_PKEY *key, const char *digest, bool pss, const void *message, size_t message_len,
	const void *signature, size_t len);
bool ossl_sign(EVP_PKEY *key, const char *digest, bool pss, const void *message, size_t message_len,
	struct ossl_bytes *signature);
bool ossl_derive(EVP_PKEY *own, EVP_PKEY *peer, struct ossl_bytes *secret);
/* RSA with a padding of <openssl/rsa.h>. */
bool ossl_rsa_encrypt(EVP_PKEY *key, int padding, const void *in, size_t len, struct ossl_bytes *out);
bool ossl_rsa_decrypt(EVP_PKEY *key, int padding, const void *in, size_t len, struct ossl_bytes *out);

void ossl_reverse(uint8_t *bytes, size_t len);

#endif
