/*
 * sim/atecc608/compressed.h: a certificate in the 72 bytes that Trust parts keep of it.
 *
 * What is the same in every certificate of a kind is in the host's template, which the template id names; what
 * differs is here, or in the part anyway: its key, its serial number (TNGTLS-B 4.5.4, atecc608.md 11.3).
 */
#ifndef SESIM_ATECC_COMPRESSED_H
#define SESIM_ATECC_COMPRESSED_H

#include <stdbool.h>
#include <stdint.h>

enum {
	COMPRESSED_BYTES = 72,
	COMPRESSED_POINT = 64,  /* X, Y */
	COMPRESSED_SERIAL = 16, /* of the X.509 certificate */
};

enum compressed_sn_source {
	SN_FROM_PUBLIC_KEY = 0xa, /* what all Trust parts have */
};

/* Hours in UTC, minutes and seconds zero. */
struct compressed {
	uint8_t signature[64]; /* R, S */
	uint16_t year;         /* 2000 to 2031; to 2127 in formats 1 and 2 */
	uint8_t month, day, hour;
	uint8_t years; /* until it expires: to 31, to 127 in formats 1 and 2; 0: it does not */
	uint16_t signer_id;
	uint8_t template_id, chain_id; /* 4 bits each, as the next two */
	uint8_t sn_source;
	uint8_t format; /* 0 to 2 */
};

/* False when a field holds what its bits do not. */
bool compressed_encode(const struct compressed *certificate, uint8_t out[COMPRESSED_BYTES]);
/* False when these bytes are no compressed certificate: a date that is none, or a format above 2. */
bool compressed_decode(const uint8_t bytes[COMPRESSED_BYTES], struct compressed *certificate);
/*
 * The serial number of a certificate with SN_FROM_PUBLIC_KEY: 16 bytes of the digest of key and dates, made a
 * positive number that no byte can be cut from.
 */
void compressed_serial(const uint8_t bytes[COMPRESSED_BYTES], const uint8_t point[COMPRESSED_POINT],
	uint8_t serial[COMPRESSED_SERIAL]);

#endif
