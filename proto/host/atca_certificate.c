/* proto/host/atca_certificate.c: X.509 certificates from compressed ones (RFC 5280, RFC 5480, RFC 5758). */
#include "atca_certificate.h"

#include <errno.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

#include "der_write.h"

enum {
	UNCOMPRESSED = 0x04,
	VERSION_3 = 2,
	UTC_YEARS_END = 2050,
	NEVER_YEAR = 9999,
	EXTENSIONS = DER_CONTEXT + 3,
	KEY_IDENTIFIER = DER_CONTEXT_PRIMITIVE + 0,
	DIRECTORY_NAME = DER_CONTEXT + 4,
};

/* Contents of OBJECT IDENTIFIERs. */
static const uint8_t oid_ecdsa_sha256[] = { 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02 };
static const uint8_t oid_ec_key[] = { 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01 };
static const uint8_t oid_p256[] = { 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07 };

/* The last byte of those of X.520 attributes, 55 04, and of extensions, 55 1d. */
enum {
	ARC_ATTRIBUTE = 0x04,
	ARC_EXTENSION = 0x1d,
	COMMON_NAME = 3,
	SERIAL_NUMBER = 5,
	ORGANIZATION = 10,
	SUBJECT_KEY = 14,
	KEY_USAGE = 15,
	ALTERNATIVE_NAME = 17,
	BASIC_CONSTRAINTS = 19,
	AUTHORITY_KEY = 35,
};

/* One certificate under way. */
struct build {
	const struct atca_certificate *from;
	struct atca_compressed parsed;
	struct atca_fields fields;
	char issuer[ATCA_TEXT_MAX]; /* common names */
	char subject[ATCA_TEXT_MAX];
	struct wbuf *w;
};

static void put_x500(struct wbuf *w, uint8_t arc, uint8_t last)
{
	const uint8_t oid[] = { 0x55, arc, last };

	der_write_value(w, DER_OID, oid, sizeof(oid));
}

static void put_algorithm(struct wbuf *w)
{
	size_t sequence = der_write_begin(w, DER_SEQUENCE);

	der_write_value(w, DER_OID, oid_ecdsa_sha256, sizeof(oid_ecdsa_sha256));
	der_write_end(w, sequence);
}

static void put_attribute(struct wbuf *w, uint8_t attribute, uint8_t tag, const char *text)
{
	size_t set = der_write_begin(w, DER_SET), pair = der_write_begin(w, DER_SEQUENCE);

	put_x500(w, ARC_ATTRIBUTE, attribute);
	der_write_value(w, tag, text, strlen(text));
	der_write_end(w, pair);
	der_write_end(w, set);
}

static void put_name(const struct build *b, const char *common)
{
	size_t name = der_write_begin(b->w, DER_SEQUENCE);

	put_attribute(b->w, ORGANIZATION, DER_UTF8, atca_template_organization(b->from->of, b->from->names));
	put_attribute(b->w, COMMON_NAME, DER_UTF8, common);
	der_write_end(b->w, name);
}

/* The end is written in the long form whatever its year is, as real parts' certificates have it. */
static int put_validity(const struct build *b)
{
	const struct atca_compressed *c = &b->parsed;
	size_t validity = der_write_begin(b->w, DER_SEQUENCE);
	char text[40];

	if (c->year >= UTC_YEARS_END)
		return -EINVAL;
	snprintf(text, sizeof(text), "%02u%02u%02u%02u0000Z", c->year % 100, c->month, c->day, c->hour);
	der_write_value(b->w, DER_UTC_TIME, text, strlen(text));
	/* UNCERTAIN: a 29th of February keeps its date even when the year of the end has none. */
	if (c->expire_years == 0)
		snprintf(text, sizeof(text), "%d1231235959Z", NEVER_YEAR);
	else
		snprintf(text, sizeof(text), "%04u%02u%02u%02u0000Z", c->year + c->expire_years, c->month,
			c->day, c->hour);
	der_write_value(b->w, DER_GENERALIZED_TIME, text, strlen(text));
	der_write_end(b->w, validity);
	return 0;
}

static void put_key(struct wbuf *w, const uint8_t *point)
{
	size_t info = der_write_begin(w, DER_SEQUENCE), algorithm = der_write_begin(w, DER_SEQUENCE), bits;

	der_write_value(w, DER_OID, oid_ec_key, sizeof(oid_ec_key));
	der_write_value(w, DER_OID, oid_p256, sizeof(oid_p256));
	der_write_end(w, algorithm);
	bits = der_write_begin(w, DER_BIT_STRING);
	wbuf_u8(w, 0);
	wbuf_u8(w, UNCOMPRESSED);
	wbuf_put(w, point, ATCA_POINT_BYTES);
	der_write_end(w, bits);
	der_write_end(w, info);
}

static int key_id(const uint8_t *point, uint8_t id[ATCA_KEY_ID_BYTES])
{
	uint8_t bytes[1 + ATCA_POINT_BYTES] = { UNCOMPRESSED };

	memcpy(bytes + 1, point, ATCA_POINT_BYTES);
	return EVP_Digest(bytes, sizeof(bytes), id, NULL, EVP_sha1(), NULL) == 1 ? 0 : -EIO;
}

static void put_constraints(struct wbuf *w, bool authority)
{
	size_t sequence = der_write_begin(w, DER_SEQUENCE);

	if (authority) {
		der_write_value(w, DER_BOOLEAN, "\xff", 1);
		der_write_value(w, DER_INTEGER, "\0", 1);
	}
	der_write_end(w, sequence);
}

/* Bits from the first one of the byte on: digitalSignature, ..., keyAgreement the fifth (RFC 5280 4.2.1.3). */
static void put_usage(struct wbuf *w, uint8_t bits)
{
	unsigned unused = 0;

	while (!(bits >> unused & 1))
		unused++;
	der_write_bits(w, unused, &bits, 1);
}

static int put_alternative(const struct build *b)
{
	size_t names = der_write_begin(b->w, DER_SEQUENCE), directory = der_write_begin(b->w, DIRECTORY_NAME),
	       name = der_write_begin(b->w, DER_SEQUENCE);
	char text[ATCA_TEXT_MAX];
	int rc = atca_template_text(b->from->of->eui_text, &b->fields, text);

	if (rc < 0)
		return rc;
	put_attribute(b->w, SERIAL_NUMBER, DER_PRINTABLE, text);
	der_write_end(b->w, name);
	der_write_end(b->w, directory);
	der_write_end(b->w, names);
	return 0;
}

static int put_subject_key(const struct build *b)
{
	uint8_t id[ATCA_KEY_ID_BYTES];
	int rc = key_id(b->from->point, id);

	der_write_value(b->w, DER_OCTET_STRING, id, sizeof(id));
	return rc;
}

static int put_authority_key(const struct build *b)
{
	size_t sequence = der_write_begin(b->w, DER_SEQUENCE);
	const uint8_t *known = b->from->of->authority_key_id;
	uint8_t id[ATCA_KEY_ID_BYTES];
	int rc = 0;

	if (b->from->authority)
		rc = key_id(b->from->authority, id);
	else if (known && b->from->names == ATCA_NAMES_TEMPLATE)
		memcpy(id, known, sizeof(id));
	else
		return -EINVAL;
	der_write_value(b->w, KEY_IDENTIFIER, id, sizeof(id));
	der_write_end(b->w, sequence);
	return rc;
}

static const struct extension {
	uint8_t last; /* of its OBJECT IDENTIFIER */
	bool critical;
} extensions[] = {
	[ATCA_EXT_CONSTRAINTS] = { BASIC_CONSTRAINTS, true },
	[ATCA_EXT_CA_CONSTRAINTS] = { BASIC_CONSTRAINTS, true },
	[ATCA_EXT_DEVICE_USAGE] = { KEY_USAGE, true },
	[ATCA_EXT_CA_USAGE] = { KEY_USAGE, true },
	[ATCA_EXT_SUBJECT_KEY] = { SUBJECT_KEY, false },
	[ATCA_EXT_AUTHORITY_KEY] = { AUTHORITY_KEY, false },
	[ATCA_EXT_ALTERNATIVE_EUI] = { ALTERNATIVE_NAME, false },
};

static int put_extension_value(const struct build *b, enum atca_extension extension)
{
	switch (extension) {
	case ATCA_EXT_CONSTRAINTS:
	case ATCA_EXT_CA_CONSTRAINTS:
		put_constraints(b->w, extension == ATCA_EXT_CA_CONSTRAINTS);
		return 0;
	case ATCA_EXT_DEVICE_USAGE:
		put_usage(b->w, 0x88);
		return 0;
	case ATCA_EXT_CA_USAGE:
		put_usage(b->w, 0x86);
		return 0;
	case ATCA_EXT_SUBJECT_KEY:
		return put_subject_key(b);
	case ATCA_EXT_AUTHORITY_KEY:
		return put_authority_key(b);
	case ATCA_EXT_ALTERNATIVE_EUI:
		return put_alternative(b);
	case ATCA_EXT_END:
		break;
	}
	return -EINVAL;
}

static int put_extensions(const struct build *b)
{
	size_t context = der_write_begin(b->w, EXTENSIONS), all = der_write_begin(b->w, DER_SEQUENCE);
	int rc = 0;

	for (const enum atca_extension *e = b->from->of->extensions; rc == 0 && *e != ATCA_EXT_END; e++) {
		size_t one = der_write_begin(b->w, DER_SEQUENCE), value;

		put_x500(b->w, ARC_EXTENSION, extensions[*e].last);
		if (extensions[*e].critical)
			der_write_value(b->w, DER_BOOLEAN, "\xff", 1);
		value = der_write_begin(b->w, DER_OCTET_STRING);
		rc = put_extension_value(b, *e);
		der_write_end(b->w, value);
		der_write_end(b->w, one);
	}
	der_write_end(b->w, all);
	der_write_end(b->w, context);
	return rc;
}

static int put_serial(const struct build *b)
{
	uint8_t serial[ATCA_SERIAL_BYTES];
	int rc = atca_compressed_serial(b->from->compressed, b->from->point, serial);

	if (rc == 0)
		der_write_unsigned(b->w, rbuf_from(serial, sizeof(serial)));
	return rc;
}

static int put_tbs(const struct build *b)
{
	size_t tbs = der_write_begin(b->w, DER_SEQUENCE), version = der_write_begin(b->w, DER_CONTEXT);
	const uint8_t three = VERSION_3;
	int rc;

	der_write_value(b->w, DER_INTEGER, &three, 1);
	der_write_end(b->w, version);
	rc = put_serial(b);
	if (rc < 0)
		return rc;
	put_algorithm(b->w);
	put_name(b, b->issuer);
	rc = put_validity(b);
	if (rc < 0)
		return rc;
	put_name(b, b->subject);
	put_key(b->w, b->from->point);
	rc = put_extensions(b);
	der_write_end(b->w, tbs);
	return rc;
}

static void put_signature(const struct build *b)
{
	struct rbuf r = rbuf_from(b->parsed.signature, ATCA_SIGNATURE_BYTES);
	size_t bits = der_write_begin(b->w, DER_BIT_STRING), sequence;

	wbuf_u8(b->w, 0);
	sequence = der_write_begin(b->w, DER_SEQUENCE);
	der_write_unsigned(b->w, rbuf_take(&r, ATCA_SIGNATURE_BYTES / 2));
	der_write_unsigned(b->w, r);
	der_write_end(b->w, sequence);
	der_write_end(b->w, bits);
}

static int begin(const struct atca_certificate *from, struct wbuf *der, struct build *b)
{
	int rc = atca_compressed_parse(from->compressed, &b->parsed);

	b->from = from;
	b->w = der;
	b->fields = (struct atca_fields){
		.names = from->names,
		.serial = from->serial,
		.signer_id = b->parsed.signer_id,
		.eui = from->eui,
		.eui_len = from->eui_len,
	};
	if (rc < 0)
		return rc;
	/* None of these is under the signature. */
	if (b->parsed.template_id != from->of->template_id || b->parsed.chain_id != from->of->chain_id ||
		b->parsed.serial_source != from->of->serial_source ||
		from->of->serial_source != ATCA_FROM_KEY_HASH)
		return -EINVAL;
	if (from->of->eui_len > 0 && from->eui_len != from->of->eui_len)
		return -EINVAL;
	rc = atca_template_issuer(from->of, &b->fields, b->issuer);
	return rc == 0 ? atca_template_subject(from->of, &b->fields, b->subject) : rc;
}

int atca_certificate_tbs(const struct atca_certificate *from, struct wbuf *der)
{
	struct build b;
	int rc = begin(from, der, &b);

	if (rc == 0)
		rc = put_tbs(&b);
	return rc == 0 && wbuf_bad(der) ? -ENOSPC : rc;
}

int atca_certificate_build(const struct atca_certificate *from, struct wbuf *der)
{
	size_t whole;
	struct build b;
	int rc = begin(from, der, &b);

	if (rc < 0)
		return rc;
	whole = der_write_begin(der, DER_SEQUENCE);
	rc = put_tbs(&b);
	put_algorithm(der);
	put_signature(&b);
	der_write_end(der, whole);
	return rc == 0 && wbuf_bad(der) ? -ENOSPC : rc;
}
