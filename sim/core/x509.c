/* sim/core/x509.c: X.509 v3 certificates. Their extensions: x509_extension.c. */
#include "x509.h"

#include <stdio.h>
#include <string.h>

#include "der.h"
#include "digest.h"
#include "tlv.h"

enum {
	KEY_BITS_MAX = 600, /* RSAPublicKey of 4096 bits takes 526 */
	UTC_TIME_FIRST = 1950,
	UTC_TIME_LAST = 2049,
};

const struct x509_time x509_no_end = { 9999, 12, 31, 23, 59, 59 };

struct oid {
	uint8_t len;
	uint8_t bytes[9];
};

static void put_oid(struct wbuf *out, const struct oid *oid)
{
	tlv_put(out, DER_OID, oid->bytes, oid->len);
}

void x509_put_name(struct wbuf *out, const struct x509_name *name)
{
	static const struct oid oids[X509_ATTRIBUTES] = {
		[X509_COUNTRY] = { 3, { 0x55, 0x04, 0x06 } },
		[X509_STATE] = { 3, { 0x55, 0x04, 0x08 } },
		[X509_LOCALITY] = { 3, { 0x55, 0x04, 0x07 } },
		[X509_ORGANIZATION] = { 3, { 0x55, 0x04, 0x0a } },
		[X509_UNIT] = { 3, { 0x55, 0x04, 0x0b } },
		[X509_COMMON_NAME] = { 3, { 0x55, 0x04, 0x03 } },
		[X509_SERIAL_NUMBER] = { 3, { 0x55, 0x04, 0x05 } },
	};
	size_t begin = der_begin(out);

	for (size_t i = 0; i < name->n; i++) {
		const struct x509_rdn *rdn = &name->rdns[i];
		size_t set = der_begin(out);

		put_oid(out, &oids[rdn->attribute]);
		tlv_put(out, rdn->string == X509_UTF8 ? DER_UTF8 : DER_PRINTABLE, rdn->text,
			strlen(rdn->text));
		der_end(out, DER_SEQUENCE, set);
		der_end(out, DER_SET, set);
	}
	der_end(out, DER_SEQUENCE, begin);
}

static void put_time(struct wbuf *out, const struct x509_time *time, bool generalized)
{
	bool utc = !generalized && time->year >= UTC_TIME_FIRST && time->year <= UTC_TIME_LAST;
	char text[32];

	snprintf(text, sizeof(text), "%04u%02u%02u%02u%02u%02uZ", time->year % 10000u, time->month, time->day,
		time->hour, time->minute, time->second);
	if (utc)
		tlv_put(out, DER_UTC_TIME, text + 2, strlen(text) - 2);
	else
		tlv_put(out, DER_GENERALIZED_TIME, text, strlen(text));
}

/* What stands in the bit string of a public key. */
static struct wbuf key_bits(const struct x509_key *key, uint8_t bytes[KEY_BITS_MAX])
{
	struct wbuf w = wbuf_to(bytes, KEY_BITS_MAX);
	size_t begin = der_begin(&w);

	if (!key->rsa) {
		wbuf_u8(&w, 0x04);
		wbuf_put(&w, key->point.at, rbuf_left(&key->point));
		return w;
	}
	der_integer(&w, key->modulus);
	der_integer(&w, key->exponent);
	der_end(&w, DER_SEQUENCE, begin);
	return w;
}

void x509_key_id(const struct x509_key *key, uint8_t id[X509_KEY_ID])
{
	uint8_t bytes[KEY_BITS_MAX];
	struct wbuf bits = key_bits(key, bytes);

	digest_bytes(DIGEST_SHA1, bits.at, bits.len, id);
}

/* RFC 5480 2.1.1, RFC 3279 2.3.1. */
void x509_put_key(struct wbuf *out, const struct x509_key *key)
{
	static const struct oid rsa_key = { 9, { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01 } };
	static const struct oid ec_key = { 7, { 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01 } };
	static const struct oid curves[] = {
		[EC_P256] = { 8, { 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07 } },
		[EC_P384] = { 5, { 0x2b, 0x81, 0x04, 0x00, 0x22 } },
		[EC_P521] = { 5, { 0x2b, 0x81, 0x04, 0x00, 0x23 } },
	};
	uint8_t bytes[KEY_BITS_MAX];
	struct wbuf bits = key_bits(key, bytes);
	size_t begin = der_begin(out);

	put_oid(out, key->rsa ? &rsa_key : &ec_key);
	if (key->rsa)
		tlv_put(out, DER_NULL, NULL, 0);
	else
		put_oid(out, &curves[key->curve]);
	der_end(out, DER_SEQUENCE, begin);
	der_bits(out, rbuf_from(bits.at, bits.len));
	der_end(out, DER_SEQUENCE, begin);
}

static void put_algorithm(struct wbuf *out, const struct x509_signature *how)
{
	static const struct oid oids[X509_ALGORITHMS] = {
		[X509_ECDSA_SHA256] = { 8, { 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02 } },
		[X509_ECDSA_SHA384] = { 8, { 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x03 } },
		[X509_ECDSA_SHA512] = { 8, { 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x04 } },
		[X509_RSA_SHA256] = { 9, { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b } },
	};
	size_t begin = der_begin(out);

	put_oid(out, &oids[how->algorithm]);
	if (how->null_parameters || how->algorithm == X509_RSA_SHA256)
		tlv_put(out, DER_NULL, NULL, 0);
	der_end(out, DER_SEQUENCE, begin);
}

void x509_tbs(struct wbuf *out, const struct x509_certificate *certificate)
{
	size_t begin = der_begin(out), inner;

	der_small(out, 2); /* v3 */
	der_end(out, DER_CONTEXT_CONSTRUCTED, begin);
	der_integer(out, certificate->serial);
	put_algorithm(out, &certificate->signature);
	x509_put_name(out, &certificate->issuer);
	inner = der_begin(out);
	put_time(out, &certificate->begin, false);
	put_time(out, &certificate->end, certificate->end_generalized);
	der_end(out, DER_SEQUENCE, inner);
	x509_put_name(out, &certificate->subject);
	x509_put_key(out, &certificate->key);
	x509_put_extensions(out, certificate);
	der_end(out, DER_SEQUENCE, begin);
}

void x509_whole(
	struct wbuf *out, struct rbuf tbs, const struct x509_signature *how, const uint8_t *value, size_t len)
{
	uint8_t der[DER_SIGNATURE_MAX];
	struct wbuf signature = wbuf_to(der, sizeof(der));
	size_t begin = der_begin(out);

	wbuf_put(out, tbs.at, rbuf_left(&tbs));
	put_algorithm(out, how);
	if (how->algorithm == X509_RSA_SHA256) {
		der_bits(out, rbuf_from(value, len));
	} else {
		der_signature_write(&signature, value, len / 2);
		der_bits(out, rbuf_from(der, signature.len));
	}
	der_end(out, DER_SEQUENCE, begin);
}
