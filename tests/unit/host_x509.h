/*
 * tests/unit/host_x509.h: the certificates of Trust parts, as a host puts them together again.
 *
 * The host has a template of each kind and reads the rest from the part. Here a template is a description
 * (atecc608.md 11.4; cryptoauthlib 3.7.8, app/tng), and OpenSSL's X.509 writes the certificate. Nothing here shares code
 * with sim/.
 */
#ifndef SESIM_TESTS_HOST_X509_H
#define SESIM_TESTS_HOST_X509_H

#include <openssl/x509.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HOST_CERTIFICATE_MAX = 1024 };

/* A kind of certificate: what is the same in all of it, and where in the DER the rest lies, counted from 0. */
struct host_template {
	uint8_t id;
	bool authority;
	const char *issuer;      /* common names; %s: the signer's id */
	const char *subject;     /* %s: the signer's id, or the part's serial number */
	const char *alternative; /* a serial number in a directory name; %s: the part's address; NULL: none */
	size_t tbs_len;          /* 0: its places are not looked at */
	size_t serial_at, begin_at, end_at, signer_id_at, point_at, subject_key_at, authority_key_at;
};

extern const struct host_template host_signer_1;
extern const struct host_template host_device_2;       /* TNGTLS of the early layout, TFLXTLS */
extern const struct host_template host_device_3;       /* TNGTLS */
extern const struct host_template host_device_3_plain; /* later TFLXTLS */
extern const struct host_template host_device_4;       /* TNGLoRaWAN */

/* What is read from the part. */
struct host_pieces {
	uint8_t compressed[72];
	uint8_t point[64];
	uint8_t serial[9]; /* the part's */
	char address[17];  /* EUI, with a zero behind it; "": none */
};

/*
 * The certificate in DER. authority: the key of its signer, whose digest is its authority key id; NULL: the
 * template's id, which is of the vendor's root. organization is in both names. Returns its length.
 */
size_t host_certificate(const struct host_template *template, const char *organization,
	const struct host_pieces *pieces, const uint8_t *authority, uint8_t der[HOST_CERTIFICATE_MAX]);

/* Whether the signature of a certificate is by that key. */
bool host_certificate_signed_by(const uint8_t *der, size_t len, const uint8_t point[64]);

/* A certificate's serial number by the rule of source A. */
void host_certificate_serial(const struct host_pieces *pieces, uint8_t serial[16]);

#endif
