/*
 * proto/host/se05x_attested.h: reads that a key of the part signs, and whether that signature is good.
 *
 * Applets before 7.2 sign the values of the answer, one after the other; from 7.2 on the hash of the command and the
 * answer's TLVs (AN12413 3.2.7.2; docs/reference/se050-evidence.md 3.9).
 */
#ifndef SESIM_HOST_SE05X_ATTESTED_H
#define SESIM_HOST_SE05X_ATTESTED_H

#include <openssl/evp.h>

#include "se05x_keys.h"
#include "se05x_objects.h"

enum {
	SE05X_FRESHNESS = 16,
	SE05X_TIMESTAMP = 12,
};

/*
 * What the part said, and the bytes that it signed. Borrows nothing. Before 7.2 nothing signed says where one value ends and
 * the next begins: whoever does not trust the host has to know the lengths (examples/evidence.c).
 */
struct se05x_attested {
	uint8_t bytes[SE05X_DATA_MAX + 64];
	struct rbuf value; /* empty when the object's value cannot be read */
	struct rbuf attributes;
	struct rbuf timestamp;
	struct rbuf unique_id;
	struct rbuf signature;
	size_t size; /* of the object; from 7.2 on */
	uint8_t message[SE05X_DATA_MAX + 64];
	size_t message_len;
};

struct se05x_attester {
	uint32_t key;
	enum se05x_algorithm algorithm;
	uint8_t freshness[SE05X_FRESHNESS]; /* random, of the verifier */
};

/* Errors as in se05x_objects.h; -EPROTO as well when the answer has another freshness than the command. */
int se05x_read_attested(
	struct se05x_host *host, uint32_t id, const struct se05x_attester *by, struct se05x_attested *out);

/* Of an RSA key, one component: 0 the modulus, 1 the exponent. */
int se05x_read_rsa_attested(struct se05x_host *host, uint32_t id, uint8_t component,
	const struct se05x_attester *by, struct se05x_attested *out);

/*
 * Whether the signature over `message` is of this key: 0, -EACCES when it is not, -EINVAL for an algorithm without a
 * known hash, -EIO when OpenSSL fails.
 */
int se05x_attested_verify(
	struct rbuf message, struct rbuf signature, enum se05x_algorithm algorithm, EVP_PKEY *key);

#endif
