/* tests/unit/vector_walks.h: the published vectors walked once, for whatever computes: the engine or a chip. */
#ifndef SESIM_TESTS_VECTOR_WALKS_H
#define SESIM_TESTS_VECTOR_WALKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum vector_answer {
	VECTOR_DONE,    /* computed, or: the signature is good, the point is on the curve */
	VECTOR_NO,      /* the signature does not verify */
	VECTOR_REFUSED, /* these bytes are no key or no point */
	VECTOR_CANNOT,  /* the target takes no input of this size; the record is not counted */
};

/* What computes. Numbers are 32 bytes big endian, points X then Y, signatures R then S. */
struct vector_target {
	void *self;
	enum vector_answer (*verify)(
		void *self, const uint8_t point[64], const uint8_t digest[32], const uint8_t signature[64]);
	enum vector_answer (*check_point)(void *self, const uint8_t point[64]);
	enum vector_answer (*public_key)(void *self, const uint8_t d[32], uint8_t point[64]);
	enum vector_answer (*ecdh)(void *self, const uint8_t d[32], const uint8_t peer[64], uint8_t x[32]);
	enum vector_answer (*aes_encrypt)(
		void *self, const uint8_t key[16], const uint8_t in[16], uint8_t out[16]);
	enum vector_answer (*aes_decrypt)(
		void *self, const uint8_t key[16], const uint8_t in[16], uint8_t out[16]);
	enum vector_answer (*ghash_multiply)(
		void *self, const uint8_t h[16], const uint8_t x[16], uint8_t out[16]);
	enum vector_answer (*sha256)(void *self, const uint8_t *message, size_t len, uint8_t digest[32]);
	enum vector_answer (*hmac)(void *self, const uint8_t *key, size_t key_len, const uint8_t *message,
		size_t len, uint8_t mac[32]);
	enum vector_answer (*hkdf_extract)(void *self, const uint8_t *salt, size_t salt_len,
		const uint8_t *ikm, size_t len, uint8_t prk[32]);
	enum vector_answer (*hkdf_expand)(void *self, const uint8_t prk[32], const uint8_t *info,
		size_t info_len, uint8_t *okm, size_t len);
	/* The first bytes of P_SHA256; *len comes as what is wanted and leaves as what was given. */
	enum vector_answer (*prf)(void *self, const uint8_t *secret, size_t secret_len, const uint8_t *seed,
		size_t seed_len, uint8_t *out, size_t *len);
};

/*
 * Each checks every record that applies, fails the cmocka test by file and line, and returns how
 * many records it checked, which the test compares with what the files hold.
 */
size_t walk_ecdsa_sigver(const struct vector_target *target); /* good and bad signatures */
size_t walk_ecdsa_siggen(const struct vector_target *target); /* public key of d, then R and S verify */
size_t walk_ecdsa_key_pairs(const struct vector_target *target);
size_t walk_ecdsa_points(const struct vector_target *target);   /* points on the curve and off it */
size_t walk_ecdh_primitive(const struct vector_target *target); /* Z from d and the other's point */
size_t walk_ecdh_validity(const struct vector_target *target);  /* the same with things made wrong */
size_t walk_aes_ecb(const struct vector_target *target);        /* encryption and decryption */
size_t walk_gcm(const struct vector_target *target);            /* GHASH, J0, tag and ciphertext */
size_t walk_sha256(const struct vector_target *target);
size_t walk_sha256_monte(const struct vector_target *target, size_t checkpoints);
size_t walk_hmac(const struct vector_target *target);
size_t walk_hkdf(const struct vector_target *target);
size_t walk_prf(const struct vector_target *target);

#endif
