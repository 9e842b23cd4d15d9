/*
 * proto/host/atca_certificate.h: X.509 certificates from compressed ones, and back.
 *
 * Functions return 0 or a negative errno: -EINVAL for a compressed certificate or a certificate that is not the
 * template's, -ENOSPC when there is no room, -EIO when OpenSSL fails.
 */
#ifndef SESIM_HOST_ATCA_CERTIFICATE_H
#define SESIM_HOST_ATCA_CERTIFICATE_H

#include "atca_compressed.h"
#include "atca_template.h"

enum {
	ATCA_CERTIFICATE_MAX = 640,
};

/* All that a certificate is made of. Borrows. */
struct atca_certificate {
	const struct atca_template *of;
	enum atca_names names;
	const uint8_t *compressed; /* ATCA_COMPRESSED_BYTES */
	const uint8_t *point;      /* ATCA_POINT_BYTES: the key that is certified */
	const uint8_t *authority;  /* ATCA_POINT_BYTES: the issuer's key; NULL: the template has its id */
	const uint8_t *serial;     /* ATCA_PART_SERIAL_BYTES, of a device certificate */
	const char *eui;           /* as the part stores it, of a template with one */
	size_t eui_len;
};

/* The whole certificate in DER. */
int atca_certificate_build(const struct atca_certificate *from, struct wbuf *der);

/* The part of it that is signed. */
int atca_certificate_tbs(const struct atca_certificate *from, struct wbuf *der);

/*
 * The compressed form of a certificate of this template, in this format (0 to 2). What the form has no place for (names,
 * extensions, minutes) is not looked at: whoever wants to know builds it again and compares.
 */
int atca_certificate_compress(const struct atca_template *of, unsigned format, struct rbuf der,
	uint8_t compressed[ATCA_COMPRESSED_BYTES]);

/* The P-256 key that a certificate certifies. */
int atca_certificate_point(struct rbuf der, uint8_t point[ATCA_POINT_BYTES]);

#endif
