/*
 * sim/core/ca.h: the simulated authorities of a batch: who signs its certificates.
 *
 * An authority is a name and the kind of its key; the key follows from the batch and the name. The RSA keys of the
 * public batch are of the known primes (rsa_primes.h), those of any other are searched for once and kept: struct ca has
 * them, plain bytes that whoever owns it erases with ca_close(). Nothing here is in a part.
 */
#ifndef SESIM_CORE_CA_H
#define SESIM_CORE_CA_H

#include "batch.h"
#include "x509.h"

enum {
	CA_NAME_MAX = 47,
	CA_RSA_KEYS = 8, /* that are kept at a time */
	CA_TBS_MAX = 1536,
};

enum ca_key_kind {
	CA_P256,
	CA_P384,
	CA_P521,
	CA_RSA2048,
	CA_RSA3072,
	CA_RSA4096,
	CA_KEY_KINDS,
};

/* name: what tells it from the batch's others, up to CA_NAME_MAX characters. */
struct ca_authority {
	const char *name;
	enum ca_key_kind kind;
};

struct ca_rsa_key {
	char name[CA_NAME_MAX + 1]; /* "": there is none */
	size_t bytes;
	struct rsa_numbers numbers;
};

struct ca {
	struct batch batch;
	struct ca_rsa_key rsa[CA_RSA_KEYS];
	size_t next; /* the place of the next one */
};

/* An authority's public key; what x509_key borrows. */
struct ca_public {
	struct x509_key key;
	uint8_t point[EC_POINT_MAX];
	uint8_t modulus[RSA_BYTES_MAX], exponent[RSA_EXPONENT];
};

void ca_open(struct ca *ca, const struct batch *batch);
/* Erases the keys. */
void ca_close(struct ca *ca);

/* All return 0 or a negative errno. Of a private batch the first use of an RSA key takes seconds. */
int ca_public_key(
	struct ca *ca, struct crypto *crypto, const struct ca_authority *authority, struct ca_public *public);

/* How such an authority signs: SHA-256 with P-256 and RSA, else the digest of the curve's size. */
enum x509_algorithm ca_algorithm(enum ca_key_kind kind);
/* How many bytes ca_sign() makes. */
size_t ca_signature_size(enum ca_key_kind kind);

/*
 * The signature of len bytes: R and S, or RSA's bytes; *len_out of them, at most RSA_BYTES_MAX. The same each time: the
 * nonce follows from the batch, the authority and what is signed.
 */
int ca_sign(struct ca *ca, struct crypto *crypto, const struct ca_authority *authority, const void *bytes,
	size_t len, uint8_t *signature, size_t *len_out);

/* The whole certificate of a TBS; how.algorithm is the authority's. -ENOSPC when it does not fit. */
int ca_certify(struct ca *ca, struct crypto *crypto, const struct ca_authority *authority, struct rbuf tbs,
	bool null_parameters, struct wbuf *out);

/* The same of what is to be in it; its signature field is set here. */
int ca_issue(struct ca *ca, struct crypto *crypto, const struct ca_authority *authority,
	const struct x509_certificate *certificate, struct wbuf *out);

#endif
