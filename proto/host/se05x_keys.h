/*
 * proto/host/se05x_keys.h: what the keys of an SE05x do: signatures, their checks, key agreement.
 *
 * Errors as in se05x_objects.h; -EINVAL for a digest of no hash that the part knows.
 */
#ifndef SESIM_HOST_SE05X_KEYS_H
#define SESIM_HOST_SE05X_KEYS_H

#include "se05x_host.h"

/* Algorithms of signatures (AN12413 4.3.12, 4.3.13). */
enum se05x_algorithm {
	SE05X_RSA_PKCS1_SHA1 = 0x0a,
	SE05X_ECDSA_SHA1 = 0x11,
	SE05X_RSA_PSS_SHA1 = 0x15,
	SE05X_ECDSA_SHA256 = 0x21,
	SE05X_ECDSA_SHA384 = 0x22,
	SE05X_ECDSA_SHA224 = 0x25,
	SE05X_ECDSA_SHA512 = 0x26,
	SE05X_RSA_PKCS1_SHA224 = 0x27,
	SE05X_RSA_PKCS1_SHA256 = 0x28,
	SE05X_RSA_PKCS1_SHA384 = 0x29,
	SE05X_RSA_PKCS1_SHA512 = 0x2a,
	SE05X_RSA_PSS_SHA224 = 0x2b,
	SE05X_RSA_PSS_SHA256 = 0x2c,
	SE05X_RSA_PSS_SHA384 = 0x2d,
	SE05X_RSA_PSS_SHA512 = 0x2e,
	SE05X_EDDSA = 0xa3,
};

/* The name by which OpenSSL fetches an algorithm's hash, NULL: none or unknown; and whether it is RSA-PSS. */
const char *se05x_algorithm_hash(enum se05x_algorithm algorithm);
bool se05x_algorithm_is_pss(enum se05x_algorithm algorithm);

/*
 * Signs with an EC key the digest, or with an RSA or Edwards key the message, which the part hashes itself: up to some 800
 * bytes. The signature: DER, the modulus' length, or 64 bytes.
 */
int se05x_sign(struct se05x_host *host, uint32_t id, enum se05x_algorithm algorithm, struct rbuf input,
	struct wbuf *signature);

/* ECDSA over a digest of 20, 28, 32, 48 or 64 bytes. */
int se05x_sign_digest(struct se05x_host *host, uint32_t id, struct rbuf digest, struct wbuf *signature);

/* Input as se05x_sign() has it. */
int se05x_verify(struct se05x_host *host, uint32_t id, enum se05x_algorithm algorithm, struct rbuf input,
	struct rbuf signature, bool *good);

/* The RSA key's operation on a block of the modulus' length, padding being the host's matter. The key needs DEC. */
int se05x_rsa_private(struct se05x_host *host, uint32_t id, struct rbuf block, struct wbuf *out);

/* The x coordinate that the key and the peer's public point share. */
int se05x_ecdh(struct se05x_host *host, uint32_t id, struct rbuf peer, struct wbuf *secret);

int se05x_random(struct se05x_host *host, size_t len, struct wbuf *out);

#endif
