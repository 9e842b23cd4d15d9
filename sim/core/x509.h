/*
 * sim/core/x509.h: writes X.509 v3 certificates (RFC 5280) in DER.
 *
 * In two steps, since who signs may not be who writes: what is to be signed, then the whole around it. Everything is
 * written in the order in which it is given; nothing is checked but that it fits (wbuf_bad()).
 */
#ifndef SESIM_CORE_X509_H
#define SESIM_CORE_X509_H

#include "crypto_ec.h"
#include "cursor.h"

enum {
	X509_KEY_ID = 20,
};

enum x509_attribute {
	X509_COUNTRY,
	X509_STATE,
	X509_LOCALITY,
	X509_ORGANIZATION,
	X509_UNIT,
	X509_COMMON_NAME,
	X509_SERIAL_NUMBER,
	X509_ATTRIBUTES,
};

enum x509_string {
	X509_UTF8,
	X509_PRINTABLE,
};

/* One RDN of one attribute. */
struct x509_rdn {
	enum x509_attribute attribute;
	enum x509_string string;
	const char *text;
};

struct x509_name {
	const struct x509_rdn *rdns;
	size_t n;
};

struct x509_time {
	uint16_t year;
	uint8_t month, day, hour, minute, second;
};

/* RFC 5280 4.1.2.5: no end is known. */
extern const struct x509_time x509_no_end;

enum x509_algorithm {
	X509_ECDSA_SHA256,
	X509_ECDSA_SHA384,
	X509_ECDSA_SHA512,
	X509_RSA_SHA256, /* its parameters are always NULL */
	X509_ALGORITHMS,
};

/* How it is signed. RFC 5758 3.2 wants no parameters for ECDSA; some issuers put a NULL there all the same. */
struct x509_signature {
	enum x509_algorithm algorithm;
	bool null_parameters;
};

/* A public key: a point X, Y on a curve, or a modulus with its exponent. */
struct x509_key {
	bool rsa;
	enum crypto_curve curve; /* EC_P256, EC_P384 or EC_P521 */
	struct rbuf point;
	struct rbuf modulus, exponent;
};

enum x509_extension_kind {
	X509_BASIC_CONSTRAINTS,
	X509_KEY_USAGE,
	X509_EXTENDED_KEY_USAGE,
	X509_SUBJECT_KEY_ID,
	X509_AUTHORITY_KEY_ID,
	X509_SUBJECT_ALT_NAME,
	X509_RAW,
};

/* Numbers of bits. */
enum x509_key_usage {
	X509_DIGITAL_SIGNATURE,
	X509_NON_REPUDIATION,
	X509_KEY_ENCIPHERMENT,
	X509_DATA_ENCIPHERMENT,
	X509_KEY_AGREEMENT,
	X509_KEY_CERT_SIGN,
	X509_CRL_SIGN,
};

enum x509_extended_usage {
	X509_SERVER_AUTH,
	X509_CLIENT_AUTH,
};

/* RFC 5280 4.2.1.6: one of several forms of a name. */
enum x509_general {
	X509_GENERAL_EMAIL = 1,
	X509_GENERAL_DNS = 2,
	X509_GENERAL_DIRECTORY = 4,
	X509_GENERAL_URI = 6,
};

struct x509_general_name {
	enum x509_general kind;
	const char *text;      /* unless it is a directory name */
	struct x509_name name; /* if it is one */
};

struct x509_extension {
	enum x509_extension_kind kind;
	bool critical;
	bool ca;            /* basic constraints */
	int path_length;    /* the same; -1: none */
	unsigned int bits;  /* key usage, extended key usage: 1 << the number */
	struct rbuf key_id; /* of the authority; of the subject: empty, worked out of its key */
	const struct x509_general_name *names; /* subject alternative names */
	size_t n_names;
	struct rbuf oid, value; /* raw: the OID's content, and what stands in the octet string */
};

struct x509_certificate {
	struct rbuf serial; /* a positive number */
	struct x509_signature signature;
	struct x509_name issuer, subject;
	struct x509_time begin, end;
	bool end_generalized; /* in four digits of the year even before 2050: RFC 5280 4.1.2.5 has two there */
	struct x509_key key;
	const struct x509_extension *extensions;
	size_t n_extensions;
};

/* What is to be signed. */
void x509_tbs(struct wbuf *out, const struct x509_certificate *certificate);

/* The whole: of what is to be signed, and its signature: R and S of the curve's order each, or RSA's bytes. */
void x509_whole(struct wbuf *out, struct rbuf tbs, const struct x509_signature *how, const uint8_t *value,
	size_t len);

void x509_put_name(struct wbuf *out, const struct x509_name *name);
void x509_put_key(struct wbuf *out, const struct x509_key *key);
/* Those of a certificate, [3] and all; nothing when there are none. */
void x509_put_extensions(struct wbuf *out, const struct x509_certificate *certificate);

/* SHA-1 of the public key's bits (RFC 5280 4.2.1.2, method 1). */
void x509_key_id(const struct x509_key *key, uint8_t id[X509_KEY_ID]);

#endif
