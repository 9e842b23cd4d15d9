/* tests/unit/host_x509.c: the certificates of Trust parts, put together by OpenSSL. */
#include "host_x509.h"

#include "cmocka_all.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>

const struct host_template host_signer_1 = {
	.id = 1,
	.authority = true,
	.issuer = "Crypto Authentication Root CA 002",
	.subject = "Crypto Authentication Signer %s",
	.tbs_len = 430,
	.serial_at = 15,
	.begin_at = 128,
	.end_at = 143,
	.signer_id_at = 235,
	.point_at = 266,
	.subject_key_at = 381,
	.authority_key_at = 414,
};

const struct host_template host_device_2 = {
	.id = 2,
	.issuer = "Crypto Authentication Signer %s",
	.subject = "%s ATECC",
	.tbs_len = 415,
	.serial_at = 15,
	.begin_at = 128,
	.end_at = 143,
	.signer_id_at = 120,
	.point_at = 257,
	.subject_key_at = 366,
	.authority_key_at = 399,
};

const struct host_template host_device_3 = {
	.id = 3,
	.issuer = "Crypto Authentication Signer %s",
	.subject = "sn%s",
	.alternative = "eui48_%s",
	.tbs_len = 457,
	.serial_at = 15,
	.begin_at = 128,
	.end_at = 143,
	.signer_id_at = 120,
	.point_at = 253,
	.subject_key_at = 408,
	.authority_key_at = 441,
};

const struct host_template host_device_3_plain = {
	.id = 3,
	.issuer = "Crypto Authentication Signer %s",
	.subject = "sn%s",
	.tbs_len = 411,
	.serial_at = 15,
	.begin_at = 128,
	.end_at = 143,
	.signer_id_at = 120,
	.point_at = 253,
	.subject_key_at = 362,
	.authority_key_at = 395,
};

const struct host_template host_device_4 = {
	.id = 4,
	.issuer = "Crypto Authentication Signer %s",
	.subject = "sn%s",
	.alternative = "eui64_%s",
	.tbs_len = 461,
	.serial_at = 15,
	.begin_at = 128,
	.end_at = 143,
	.signer_id_at = 120,
	.point_at = 253,
	.subject_key_at = 412,
	.authority_key_at = 445,
};

/* The key id in Microchip's published root 002, which every template of a signer has. */
static const uint8_t template_root_key_id[20] = { 0x7a, 0xed, 0x7d, 0x6d, 0xc6, 0xb7, 0x78, 0x9d, 0xb2, 0x38,
	0x01, 0xa5, 0xe8, 0x4a, 0x8c, 0xb0, 0xa4, 0x0e, 0x2a, 0x8c };

static EVP_PKEY *key_from(const uint8_t point[64])
{
	char group[] = "prime256v1";
	uint8_t octets[65] = { 0x04 };
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
		OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, octets, sizeof(octets)),
		OSSL_PARAM_construct_end(),
	};
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	EVP_PKEY *key = NULL;

	memcpy(octets + 1, point, 64);
	assert_non_null(ctx);
	assert_int_equal(EVP_PKEY_fromdata_init(ctx), 1);
	assert_int_equal(EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_PUBLIC_KEY, params), 1);
	EVP_PKEY_CTX_free(ctx);
	return key;
}

static void key_id(const uint8_t point[64], uint8_t id[20])
{
	uint8_t octets[65] = { 0x04 };

	memcpy(octets + 1, point, 64);
	assert_int_equal(EVP_Q_digest(NULL, "SHA1", NULL, octets, sizeof(octets), id, NULL), 1);
}

static void add_to_name(X509_NAME *name, int nid, int type, const char *text)
{
	assert_int_equal(
		X509_NAME_add_entry_by_NID(name, nid, type, (const unsigned char *)text, -1, -1, 0), 1);
}

static void set_name(X509_NAME *name, const char *organization, const char *format, const char *what)
{
	char text[128];
	const char *at = strstr(format, "%s");

	/* The format is none that a compiler could check. */
	if (at)
		snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - format), format, what, at + 2);
	else
		snprintf(text, sizeof(text), "%s", format);
	add_to_name(name, NID_organizationName, V_ASN1_UTF8STRING, organization);
	add_to_name(name, NID_commonName, V_ASN1_UTF8STRING, text);
}

static void add_extension(X509 *x509, int nid, int critical, void *value)
{
	assert_int_equal(X509_add1_ext_i2d(x509, nid, value, critical, X509V3_ADD_APPEND), 1);
}

static void add_alternative(X509 *x509, const char *format, const char *address)
{
	char text[64];
	GENERAL_NAMES *names = GENERAL_NAMES_new();
	GENERAL_NAME *name = GENERAL_NAME_new();
	X509_NAME *directory = X509_NAME_new();

	snprintf(text, sizeof(text), "%.6s%s", format, address); /* "eui48_" */
	add_to_name(directory, NID_serialNumber, V_ASN1_PRINTABLESTRING, text);
	GENERAL_NAME_set0_value(name, GEN_DIRNAME, directory);
	sk_GENERAL_NAME_push(names, name);
	add_extension(x509, NID_subject_alt_name, 0, names);
	GENERAL_NAMES_free(names);
}

static void add_constraints(X509 *x509, bool authority)
{
	BASIC_CONSTRAINTS *constraints = BASIC_CONSTRAINTS_new();

	if (authority) {
		constraints->ca = 0xff; /* as DER wants TRUE */
		constraints->pathlen = ASN1_INTEGER_new();
		assert_int_equal(ASN1_INTEGER_set(constraints->pathlen, 0), 1);
	}
	add_extension(x509, NID_basic_constraints, 1, constraints);
	BASIC_CONSTRAINTS_free(constraints);
}

/* Bits of RFC 5280 4.2.1.3: 0 digitalSignature, 4 keyAgreement, 5 keyCertSign, 6 cRLSign */
static void add_key_usage(X509 *x509, bool authority)
{
	ASN1_BIT_STRING *usage = ASN1_BIT_STRING_new();

	ASN1_BIT_STRING_set_bit(usage, 0, 1);
	ASN1_BIT_STRING_set_bit(usage, authority ? 5 : 4, 1);
	if (authority)
		ASN1_BIT_STRING_set_bit(usage, 6, 1);
	add_extension(x509, NID_key_usage, 1, usage);
	ASN1_BIT_STRING_free(usage);
}

static void add_key_ids(X509 *x509, const uint8_t point[64], const uint8_t *authority)
{
	ASN1_OCTET_STRING *subject = ASN1_OCTET_STRING_new();
	AUTHORITY_KEYID *issuer = AUTHORITY_KEYID_new();
	uint8_t id[20];

	key_id(point, id);
	ASN1_OCTET_STRING_set(subject, id, sizeof(id));
	add_extension(x509, NID_subject_key_identifier, 0, subject);
	if (authority)
		key_id(authority, id);
	else
		memcpy(id, template_root_key_id, sizeof(id));
	issuer->keyid = ASN1_OCTET_STRING_new();
	ASN1_OCTET_STRING_set(issuer->keyid, id, sizeof(id));
	add_extension(x509, NID_authority_key_identifier, 0, issuer);
	ASN1_OCTET_STRING_free(subject);
	AUTHORITY_KEYID_free(issuer);
}

/* 5 bits of the year, 4 of the month, 5 each of day, hour and years: the format is 0 in all Trust parts. */
static void set_dates(X509 *x509, const uint8_t compressed[72])
{
	uint32_t dates = (uint32_t)compressed[64] << 16 | (uint32_t)compressed[65] << 8 | compressed[66];
	unsigned int year = 2000 + (dates >> 19), month = dates >> 15 & 15, day = dates >> 10 & 31,
		     hour = dates >> 5 & 31;
	char text[32];

	assert_int_equal(compressed[70] & 15, 0);
	snprintf(text, sizeof(text), "%02u%02u%02u%02u0000Z", year % 100, month, day, hour);
	assert_int_equal(ASN1_TIME_set_string(X509_getm_notBefore(x509), text), 1);
	snprintf(text, sizeof(text), "%04u%02u%02u%02u0000Z", year + (dates & 31), month, day, hour);
	assert_int_equal(ASN1_TIME_set_string(X509_getm_notAfter(x509), text), 1);
}

void host_certificate_serial(const struct host_pieces *pieces, uint8_t serial[16])
{
	uint8_t message[67], digest[32];

	memcpy(message, pieces->point, 64);
	memcpy(message + 64, pieces->compressed + 64, 3);
	assert_int_equal(EVP_Q_digest(NULL, "SHA256", NULL, message, sizeof(message), digest, NULL), 1);
	memcpy(serial, digest, 16);
	serial[0] = (uint8_t)(0x40 | (serial[0] & 0x3f));
}

static void set_serial(X509 *x509, const struct host_pieces *pieces)
{
	uint8_t serial[16];
	BIGNUM *number;

	host_certificate_serial(pieces, serial);
	number = BN_bin2bn(serial, sizeof(serial), NULL);
	assert_non_null(BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x509)));
	BN_free(number);
}

/* X509_sign() writes the algorithm in both places; its signature, by a key of the moment, is then replaced. */
static void set_signature(X509 *x509, const uint8_t rs[64])
{
	EVP_PKEY *moment = EVP_EC_gen("prime256v1");
	ECDSA_SIG *pair = ECDSA_SIG_new();
	const ASN1_BIT_STRING *there;
	unsigned char *der = NULL;
	int len;

	assert_true(X509_sign(x509, moment, EVP_sha256()) > 0);
	ECDSA_SIG_set0(pair, BN_bin2bn(rs, 32, NULL), BN_bin2bn(rs + 32, 32, NULL));
	len = i2d_ECDSA_SIG(pair, &der);
	assert_true(len > 0);
	X509_get0_signature(&there, NULL, x509);
	assert_int_equal(ASN1_STRING_set((ASN1_BIT_STRING *)(uintptr_t)there, der, len), 1);
	OPENSSL_free(der);
	ECDSA_SIG_free(pair);
	EVP_PKEY_free(moment);
}

static void hex_of(char *text, const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		snprintf(text + 2 * i, 3, "%02X", bytes[i]);
}

/* Where the definition says: what a host that patches a template relies on. */
static void assert_places(const struct host_template *template, const struct host_pieces *pieces,
	const uint8_t *der, size_t len, const char *signer_id)
{
	uint8_t serial[16], id[20];

	assert_true(len > 4 + template->tbs_len);
	assert_int_equal(der[4], 0x30);
	assert_int_equal(der[5], 0x82);
	assert_int_equal(der[6] << 8 | der[7], template->tbs_len - 4);
	host_certificate_serial(pieces, serial);
	assert_memory_equal(der + template->serial_at, serial, sizeof(serial));
	assert_memory_equal(der + template->begin_at - 2, "\x17\x0d", 2);
	assert_memory_equal(der + template->end_at - 2, "\x18\x0f", 2);
	assert_memory_equal(der + template->signer_id_at, signer_id, 4);
	assert_memory_equal(der + template->point_at, pieces->point, 64);
	key_id(pieces->point, id);
	assert_memory_equal(der + template->subject_key_at, id, sizeof(id));
	assert_memory_equal(der + template->authority_key_at - 4, "\x30\x16\x80\x14", 4);
}

size_t host_certificate(const struct host_template *template, const char *organization,
	const struct host_pieces *pieces, const uint8_t *authority, uint8_t der[HOST_CERTIFICATE_MAX])
{
	X509 *x509 = X509_new();
	EVP_PKEY *key = key_from(pieces->point);
	char signer_id[5], part[19];
	uint8_t *end = der;
	int len;

	hex_of(signer_id, pieces->compressed + 67, 2);
	hex_of(part, pieces->serial, 9);
	assert_int_equal(pieces->compressed[69], template->id << 4);
	assert_int_equal(pieces->compressed[70], 0xa0);
	assert_int_equal(pieces->compressed[71], 0);
	X509_set_version(x509, X509_VERSION_3);
	set_serial(x509, pieces);
	set_name(X509_get_issuer_name(x509), organization, template->issuer, signer_id);
	set_dates(x509, pieces->compressed);
	set_name(X509_get_subject_name(x509), organization, template->subject,
		template->authority ? signer_id : part);
	assert_int_equal(X509_set_pubkey(x509, key), 1);
	if (template->alternative)
		add_alternative(x509, template->alternative, pieces->address);
	if (template->authority)
		add_key_usage(x509, true);
	add_constraints(x509, template->authority);
	if (!template->authority)
		add_key_usage(x509, false);
	add_key_ids(x509, pieces->point, authority);
	set_signature(x509, pieces->compressed);
	len = i2d_X509(x509, NULL);
	assert_in_range(len, 1, HOST_CERTIFICATE_MAX);
	i2d_X509(x509, &end);
	if (template->tbs_len > 0)
		assert_places(template, pieces, der, (size_t)len, signer_id);
	EVP_PKEY_free(key);
	X509_free(x509);
	return (size_t)len;
}

bool host_certificate_signed_by(const uint8_t *der, size_t len, const uint8_t point[64])
{
	const uint8_t *at = der;
	X509 *x509 = d2i_X509(NULL, &at, (long)len);
	EVP_PKEY *key = key_from(point);
	bool good;

	assert_non_null(x509);
	assert_ptr_equal(at, der + len);
	good = X509_verify(x509, key) == 1;
	EVP_PKEY_free(key);
	X509_free(x509);
	return good;
}
