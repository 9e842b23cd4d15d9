/* proto/host/atca_compress.c: compressed certificates from X.509 ones. */
#include <errno.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <string.h>
#include <time.h>

#include "atca_certificate.h"

enum {
	HALF = ATCA_SIGNATURE_BYTES / 2,
	TM_YEAR = 1900,
	NEVER = 9999,
	UNCOMPRESSED = 0x04,
};

static X509 *parse(struct rbuf der)
{
	const unsigned char *at = der.at;
	X509 *x509 = d2i_X509(NULL, &at, (long)rbuf_left(&der));

	if (x509 && at != der.at + rbuf_left(&der)) {
		X509_free(x509);
		return NULL;
	}
	return x509;
}

static int take_signature(const X509 *x509, uint8_t out[ATCA_SIGNATURE_BYTES])
{
	const ASN1_BIT_STRING *bits;
	const unsigned char *at;
	ECDSA_SIG *signature;
	int rc = -EINVAL;

	X509_get0_signature(&bits, NULL, x509);
	at = ASN1_STRING_get0_data(bits);
	signature = d2i_ECDSA_SIG(NULL, &at, ASN1_STRING_length(bits));
	if (signature && BN_bn2binpad(ECDSA_SIG_get0_r(signature), out, HALF) == HALF &&
		BN_bn2binpad(ECDSA_SIG_get0_s(signature), out + HALF, HALF) == HALF)
		rc = 0;
	ECDSA_SIG_free(signature);
	return rc;
}

static int take_dates(const X509 *x509, struct atca_compressed *to)
{
	struct tm from, until;

	if (ASN1_TIME_to_tm(X509_get0_notBefore(x509), &from) != 1 ||
		ASN1_TIME_to_tm(X509_get0_notAfter(x509), &until) != 1 || until.tm_year < from.tm_year)
		return -EINVAL;
	to->year = (unsigned)from.tm_year + TM_YEAR;
	to->month = (unsigned)from.tm_mon + 1;
	to->day = (unsigned)from.tm_mday;
	to->hour = (unsigned)from.tm_hour;
	to->expire_years = until.tm_year + TM_YEAR == NEVER ? 0 : (unsigned)(until.tm_year - from.tm_year);
	return 0;
}

static int hex_digit(char c)
{
	static const char digits[] = "0123456789ABCDEF";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* The four digits that stand where a text has the signer's id; -EINVAL when the name is not of that text. */
static int take_signer_id(const char *common, const char *text, uint16_t *id)
{
	const char *mark = text ? strstr(text, "%I") : NULL;
	size_t at = mark ? (size_t)(mark - text) : 0;

	if (!mark || strlen(common) < at + 4 || memcmp(common, text, at) != 0)
		return -EINVAL;
	*id = 0;
	for (size_t i = at; i < at + 4; i++) {
		int digit = hex_digit(common[i]);

		if (digit < 0)
			return -EINVAL;
		*id = (uint16_t)(*id << 4 | digit);
	}
	return 0;
}

/* A signer has its own id in its subject, others have theirs in the issuer. */
static int find_signer_id(const struct atca_template *of, const X509 *x509, uint16_t *id)
{
	bool by_signer = strstr(of->issuer, "%I") != NULL;
	const X509_NAME *name = by_signer ? X509_get_issuer_name(x509) : X509_get_subject_name(x509);
	char common[ATCA_TEXT_MAX] = "";

	if (X509_NAME_get_text_by_NID(name, NID_commonName, common, sizeof(common)) < 0)
		return -EINVAL;
	if (take_signer_id(common, by_signer ? of->issuer : of->subject, id) == 0)
		return 0;
	return take_signer_id(common, by_signer ? of->sesim_issuer : of->sesim_subject, id);
}

static int compress(const struct atca_template *of, unsigned format, const X509 *x509,
	uint8_t compressed[ATCA_COMPRESSED_BYTES])
{
	struct atca_compressed to = {
		.template_id = of->template_id,
		.chain_id = of->chain_id,
		.serial_source = of->serial_source,
		.format = (uint8_t)format,
	};
	int rc = take_signature(x509, to.signature);

	if (rc == 0)
		rc = take_dates(x509, &to);
	if (rc == 0)
		rc = find_signer_id(of, x509, &to.signer_id);
	if (rc == 0 && atca_compressed_write(&to, compressed) < 0)
		rc = -EINVAL;
	return rc;
}

int atca_certificate_compress(const struct atca_template *of, unsigned format, struct rbuf der,
	uint8_t compressed[ATCA_COMPRESSED_BYTES])
{
	X509 *x509 = parse(der);
	int rc = x509 ? compress(of, format, x509, compressed) : -EINVAL;

	X509_free(x509);
	return rc;
}

int atca_certificate_point(struct rbuf der, uint8_t point[ATCA_POINT_BYTES])
{
	uint8_t whole[1 + ATCA_POINT_BYTES];
	X509 *x509 = parse(der);
	size_t len = 0;
	struct rbuf r;
	int rc = -EINVAL;

	if (x509 && X509_get0_pubkey(x509) &&
		EVP_PKEY_get_octet_string_param(
			X509_get0_pubkey(x509), "encoded-pub-key", whole, sizeof(whole), &len) == 1) {
		r = rbuf_from(whole, len);
		if (len == sizeof(whole) && rbuf_u8(&r) == UNCOMPRESSED) {
			rbuf_copy(&r, point, ATCA_POINT_BYTES);
			rc = 0;
		}
	}
	X509_free(x509);
	return rc;
}
