/*
 * sim/profiles/profile_certificate.h: what a profile says of the certificates in a part and of who signs them.
 *
 * Strings end in a zero and are the profile's own, as is everything pointed at. The text form: docs/PROFILES.md.
 */
#ifndef SESIM_PROFILES_PROFILE_CERTIFICATE_H
#define SESIM_PROFILES_PROFILE_CERTIFICATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	PROFILE_CERTIFICATE_SERIAL_MAX = 20,
	PROFILE_RDN_MAX = 8, /* parts of a name */
	PROFILE_EXTENSIONS_MAX = 12,
	PROFILE_KEY_ID = 20,
	PROFILE_TEXT_MAX = 127, /* of a name's part, when it is filled in */
};

/* What a key of an authority is, and what signs: the digest follows (P-256 and RSA: SHA-256, P-384: SHA-384). */
enum profile_key_type {
	PROFILE_KEY_P256,
	PROFILE_KEY_P384,
	PROFILE_KEY_P521,
	PROFILE_KEY_RSA2048,
	PROFILE_KEY_RSA3072,
	PROFILE_KEY_RSA4096,
};

/* The string type of a name's parts; a country is always printable. */
enum profile_strings {
	PROFILE_UTF8,
	PROFILE_PRINTABLE,
};

enum profile_rdn {
	PROFILE_COUNTRY,       /* C */
	PROFILE_STATE,         /* ST */
	PROFILE_LOCALITY,      /* L */
	PROFILE_ORGANIZATION,  /* O */
	PROFILE_UNIT,          /* OU */
	PROFILE_COMMON_NAME,   /* CN */
	PROFILE_SERIAL_NUMBER, /* serialNumber */
};

/*
 * A distinguished name, in order, one RDN each; n is 0 when the profile gives none. Texts hold placeholders that the
 * maker of the certificate fills in; the parser lets only these through:
 *   {serial}     the part's serial number, upper-case hex: an ATECC's 9 bytes, an SE05x's 18
 *   {uid}        an SE05x's unique id, the same 18 bytes
 *   {uid-tail}   its last 8 bytes
 *   {eui48} {eui64}  an address made of the serial number (profile_atecc.eui), upper-case hex
 *   {signer}     the signer's id, 4 upper-case hex digits
 *   {oef}        an SE05x's ordering option, 4 upper-case hex digits
 *   {id}         the slot (decimal) or object id (8 upper-case hex digits) of the key
 */
struct profile_name {
	size_t n;
	struct {
		enum profile_rdn type;
		const char *text;
	} part[PROFILE_RDN_MAX];
};

/* How a certificate's serial number comes about. */
enum profile_serial {
	PROFILE_SERIAL_DERIVED,       /* from the batch's secret: positive, serial_len bytes */
	PROFILE_SERIAL_KEY_AND_DATES, /* ATECC source A: SHA-256 of public key and encoded dates, 16 bytes */
	PROFILE_SERIAL_PART,          /* the part's own serial number, behind it serial_bytes */
	PROFILE_SERIAL_FIXED,         /* serial_bytes */
};

enum profile_extension_type {
	PROFILE_BASIC_CONSTRAINTS,
	PROFILE_KEY_USAGE,
	PROFILE_EXTENDED_KEY_USAGE,
	PROFILE_SUBJECT_KEY_ID,   /* SHA-1 of the public key's bits */
	PROFILE_AUTHORITY_KEY_ID, /* the same of the signer's */
	PROFILE_SUBJECT_ALT_NAME,
};

/* Bits of extension.bits for a key usage: as in RFC 5280, bit 0 first. */
enum profile_key_usage {
	PROFILE_DIGITAL_SIGNATURE = 1 << 0,
	PROFILE_NON_REPUDIATION = 1 << 1,
	PROFILE_KEY_ENCIPHERMENT = 1 << 2,
	PROFILE_DATA_ENCIPHERMENT = 1 << 3,
	PROFILE_KEY_AGREEMENT = 1 << 4,
	PROFILE_KEY_CERT_SIGN = 1 << 5,
	PROFILE_CRL_SIGN = 1 << 6,
};

/* Bits of extension.bits for an extended key usage. */
enum profile_extended_key_usage {
	PROFILE_SERVER_AUTH = 1 << 0,
	PROFILE_CLIENT_AUTH = 1 << 1,
};

/* In the order in which the certificate has them. */
struct profile_extension {
	enum profile_extension_type type;
	bool critical;
	unsigned int bits; /* key usage, extended key usage */
	bool ca;           /* basic constraints */
	int path_length;   /* basic constraints; -1: none */
	bool has_key_id;   /* authority key id: this one where the names are the profile's */
	uint8_t key_id[PROFILE_KEY_ID];
	struct profile_name name; /* subject alternative name: a directory name, when n is not 0 */
	const char *dns,
		*uri; /* subject alternative name: one of these otherwise; with placeholders; else NULL */
};

struct profile_date {
	uint16_t year; /* 0: the house's beginning, 2025-01-01T00:00:00Z */
	uint8_t month, day, hour;
};

struct profile_authority;

/*
 * A certificate that a part holds, or (in an authority) the authority's own.
 *
 * The part holds it in a slot (ATECC: `at` is its number, the compressed form begins at byte `offset`) or in an object
 * (SE05x: `at` is its id; DER, then zeros up to the object's size).
 */
struct profile_certificate {
	const char *name; /* of its section */
	const char *file; /* where that begins, for what can be told only when one is made */
	size_t line;
	uint32_t at;
	size_t offset; /* ATECC */
	size_t size;   /* SE05x: of the object, 0 otherwise */
	uint32_t key;  /* slot or object whose public key it certifies, unless `of` is set */
	const struct profile_authority
		*of; /* it is this authority's own certificate; all below is the authority's */
	const struct profile_authority *signer; /* who signs; NULL: the authority itself */
	struct profile_name issuer, subject;
	struct profile_name sesim_issuer, sesim_subject; /* for names=sesim; n is 0: made from the above */
	enum profile_strings strings;
	struct profile_date begin;
	unsigned int years; /* of validity; 0: no end (99991231235959Z) */
	enum profile_serial serial;
	size_t serial_len;
	uint8_t serial_bytes[PROFILE_CERTIFICATE_SERIAL_MAX];
	bool null_parameters; /* an explicit NULL in the signature algorithm's parameters, for ECDSA too */
	struct profile_extension extensions[PROFILE_EXTENSIONS_MAX];
	size_t n_extensions;
	/* Of an ATECC's compressed form. */
	uint8_t template_id, chain_id; /* 0 to 15 */
	uint8_t serial_source;         /* 0 to 15: A is PROFILE_SERIAL_KEY_AND_DATES */
	uint8_t format;                /* 0 to 2 */
	const char *source;
};

/* One that signs: its key, and the certificate it shows. They are chained by certificate.signer. */
struct profile_authority {
	const char *name; /* of its section */
	enum profile_key_type key_type;
	uint16_t signer_id; /* {signer} of what it signs, and in a compressed certificate; FFFF: reserved */
	struct profile_certificate certificate;
};

#endif
