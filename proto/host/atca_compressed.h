/*
 * proto/host/atca_compressed.h: the 72 bytes in which an ATECC keeps what is particular to a certificate.
 *
 * Signature (64), dates (24 bits), signer id (16), template and chain (4 each), source of the serial number and format
 * (4 each), a last byte (TNGTLS-B table 4-12; atecc608.md 11.3). Formats 1 and 2 have two more bits of both years in it.
 */
#ifndef SESIM_HOST_ATCA_COMPRESSED_H
#define SESIM_HOST_ATCA_COMPRESSED_H

#include "cursor.h"

enum {
	ATCA_COMPRESSED_BYTES = 72,
	ATCA_POINT_BYTES = 64, /* of a public key: X and Y */
	ATCA_SIGNATURE_BYTES = 64,
	ATCA_SERIAL_BYTES = 16,   /* of a certificate */
	ATCA_FROM_KEY_HASH = 0xa, /* source of the serial number: the public key's hash and the dates */
};

struct atca_compressed {
	uint8_t signature[ATCA_SIGNATURE_BYTES];
	unsigned year; /* of issue, 2000 to 2127 */
	unsigned month;
	unsigned day;
	unsigned hour;
	unsigned expire_years; /* 0: never */
	uint16_t signer_id;
	uint8_t template_id;
	uint8_t chain_id;
	uint8_t serial_source;
	uint8_t format; /* 0, 1, 2 */
};

/* -EINVAL for dates that are none, an unknown format, or reserved bits that are not 0. */
int atca_compressed_parse(const uint8_t bytes[ATCA_COMPRESSED_BYTES], struct atca_compressed *of);

/* -ERANGE for what the format has no bits for. */
int atca_compressed_write(const struct atca_compressed *of, uint8_t bytes[ATCA_COMPRESSED_BYTES]);

/*
 * The certificate's serial number by source A: the first 16 bytes of SHA-256 over the public key, the three bytes of the
 * dates, and in formats 1 and 2 the last byte's upper half; first bit 0, second bit 1. -EIO when OpenSSL fails.
 */
int atca_compressed_serial(const uint8_t bytes[ATCA_COMPRESSED_BYTES], const uint8_t point[ATCA_POINT_BYTES],
	uint8_t serial[ATCA_SERIAL_BYTES]);

#endif
