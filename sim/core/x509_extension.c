/* sim/core/x509_extension.c: the extensions of a certificate (RFC 5280 4.2). */
#include <string.h>

#include "der.h"
#include "tlv.h"
#include "x509.h"

/* 4.2.1.9: what is false is left out. */
static void put_basic_constraints(struct wbuf *out, const struct x509_extension *extension)
{
	static const uint8_t yes[] = { 0xff };
	size_t begin = der_begin(out);

	if (extension->ca)
		tlv_put(out, DER_BOOLEAN, yes, sizeof(yes));
	if (extension->path_length >= 0)
		der_small(out, (uint8_t)extension->path_length);
	der_end(out, DER_SEQUENCE, begin);
}

static void put_extended_key_usage(struct wbuf *out, unsigned int bits)
{
	static const uint8_t purposes[][8] = {
		[X509_SERVER_AUTH] = { 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01 },
		[X509_CLIENT_AUTH] = { 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x02 },
	};
	size_t begin = der_begin(out);

	for (size_t i = 0; i < sizeof(purposes) / sizeof(purposes[0]); i++)
		if (bits >> i & 1)
			tlv_put(out, DER_OID, purposes[i], sizeof(purposes[i]));
	der_end(out, DER_SEQUENCE, begin);
}

static void put_alternative_names(struct wbuf *out, const struct x509_extension *extension)
{
	size_t begin = der_begin(out);

	for (size_t i = 0; i < extension->n_names; i++) {
		const struct x509_general_name *name = &extension->names[i];
		size_t inner = der_begin(out);

		if (name->kind == X509_GENERAL_DIRECTORY) {
			x509_put_name(out, &name->name);
			der_end(out, DER_CONTEXT_CONSTRUCTED | (uint8_t)name->kind, inner);
		} else {
			tlv_put(out, DER_CONTEXT | (uint16_t)name->kind, name->text, strlen(name->text));
		}
	}
	der_end(out, DER_SEQUENCE, begin);
}

static void put_value(
	struct wbuf *out, const struct x509_extension *extension, const struct x509_certificate *certificate)
{
	uint8_t id[X509_KEY_ID];
	size_t begin = der_begin(out);

	switch (extension->kind) {
	case X509_BASIC_CONSTRAINTS:
		put_basic_constraints(out, extension);
		return;
	case X509_KEY_USAGE:
		der_named_bits(out, extension->bits);
		return;
	case X509_EXTENDED_KEY_USAGE:
		put_extended_key_usage(out, extension->bits);
		return;
	case X509_SUBJECT_KEY_ID:
		x509_key_id(&certificate->key, id);
		tlv_put(out, DER_OCTET_STRING, id, sizeof(id));
		return;
	case X509_AUTHORITY_KEY_ID:
		tlv_put(out, DER_CONTEXT, extension->key_id.at, rbuf_left(&extension->key_id));
		der_end(out, DER_SEQUENCE, begin);
		return;
	case X509_SUBJECT_ALT_NAME:
		put_alternative_names(out, extension);
		return;
	case X509_RAW:
		wbuf_put(out, extension->value.at, rbuf_left(&extension->value));
		return;
	}
}

static struct rbuf oid_of(const struct x509_extension *extension)
{
	static const uint8_t oids[][3] = {
		[X509_BASIC_CONSTRAINTS] = { 0x55, 0x1d, 0x13 },
		[X509_KEY_USAGE] = { 0x55, 0x1d, 0x0f },
		[X509_EXTENDED_KEY_USAGE] = { 0x55, 0x1d, 0x25 },
		[X509_SUBJECT_KEY_ID] = { 0x55, 0x1d, 0x0e },
		[X509_AUTHORITY_KEY_ID] = { 0x55, 0x1d, 0x23 },
		[X509_SUBJECT_ALT_NAME] = { 0x55, 0x1d, 0x11 },
	};

	if (extension->kind == X509_RAW)
		return extension->oid;
	return rbuf_from(oids[extension->kind], sizeof(oids[0]));
}

void x509_put_extensions(struct wbuf *out, const struct x509_certificate *certificate)
{
	static const uint8_t yes[] = { 0xff };
	size_t begin = der_begin(out);

	if (certificate->n_extensions == 0)
		return;
	for (size_t i = 0; i < certificate->n_extensions; i++) {
		const struct x509_extension *extension = &certificate->extensions[i];
		struct rbuf oid = oid_of(extension);
		size_t one = der_begin(out), value;

		tlv_put(out, DER_OID, oid.at, rbuf_left(&oid));
		if (extension->critical)
			tlv_put(out, DER_BOOLEAN, yes, sizeof(yes));
		value = der_begin(out);
		put_value(out, extension, certificate);
		der_end(out, DER_OCTET_STRING, value);
		der_end(out, DER_SEQUENCE, one);
	}
	der_end(out, DER_SEQUENCE, begin);
	der_end(out, DER_CONTEXT_CONSTRUCTED | 3, begin);
}
