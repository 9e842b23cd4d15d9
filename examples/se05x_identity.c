/*
 * examples/se05x_identity.c: who an SE05x is: its unique id, and the certificate that its factory put in.
 *
 *     se05x-identity BUS [CERTIFICATE]
 *
 * CERTIFICATE is an object's identifier in hex, F0000101 unless told; its key is the object before it. What it prints is
 * a PEM file to those who read such: the lines before the certificate are for people. Exit status: 0 all well, 1 the part
 * refuses or the certificate is not of its key, 2 usage, 3 no part answers.
 */
#include <errno.h>
#include <openssl/core_names.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <string.h>

#include "hex.h"
#include "open_se05x.h"

enum {
	STATUS_USAGE = 2,
	CERTIFICATE_MAX = 4096,
	KEY_MAX = 1024,
};

static const uint32_t cloud_certificate = 0xf0000101;

static int print_unique_id(struct open_se05x *part, struct why *why)
{
	uint8_t id[SE05X_UNIQUE_ID_BYTES];
	char text[2 * SE05X_UNIQUE_ID_BYTES + 1];
	int rc = open_se05x_says(part, se05x_unique_id(&part->host, id), "unique id", SE05X_UNIQUE_ID, why);

	if (rc < 0)
		return rc;
	hex_text(text, id, sizeof(id));
	printf("unique id    %s\n", text);
	return 0;
}

static int read_certificate(struct open_se05x *part, uint32_t id, X509 **certificate, struct why *why)
{
	uint8_t der[CERTIFICATE_MAX];
	const uint8_t *at = der;
	struct wbuf w = wbuf_to(der, sizeof(der));
	int rc = open_se05x_says(part, se05x_read_der(&part->host, id, &w), "certificate", id, why);

	if (rc < 0)
		return rc;
	*certificate = d2i_X509(NULL, &at, (long)w.len);
	if (!*certificate || at != der + w.len)
		return why_fail(why, EPROTO, "object %08x holds no certificate", id);
	return 0;
}

/* What tells a public key from others: an EC key's point, an RSA key's modulus. */
static int read_key(struct open_se05x *part, uint32_t id, struct wbuf *value, struct why *why)
{
	uint8_t bytes[16];
	struct wbuf exponent = wbuf_to(bytes, sizeof(bytes));
	struct se05x_kind_of of;
	int rc = se05x_kind(&part->host, id, &of);

	if (rc == 0 && of.kind == SE05X_EC_PAIR)
		rc = se05x_read(&part->host, id, value);
	else if (rc == 0)
		rc = se05x_read_rsa(&part->host, id, value, &exponent);
	return open_se05x_says(part, rc, "key", id, why);
}

static size_t certified_key(const X509 *certificate, uint8_t bytes[KEY_MAX])
{
	EVP_PKEY *key = X509_get0_pubkey(certificate);
	BIGNUM *modulus = NULL;
	size_t len = 0;

	if (key && EVP_PKEY_is_a(key, "EC") &&
		EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, bytes, KEY_MAX, &len) != 1)
		len = 0;
	if (key && EVP_PKEY_is_a(key, "RSA") &&
		EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_N, &modulus) == 1 &&
		BN_num_bytes(modulus) <= KEY_MAX)
		len = (size_t)BN_bn2bin(modulus, bytes);
	BN_free(modulus);
	return len;
}

static int check_key(struct open_se05x *part, uint32_t id, const X509 *certificate, struct why *why)
{
	uint8_t certified[KEY_MAX], held[KEY_MAX];
	struct wbuf w = wbuf_to(held, sizeof(held));
	size_t len = certified_key(certificate, certified);
	int rc = read_key(part, id, &w, why);

	if (rc < 0)
		return rc;
	if (len == 0 || len != w.len || memcmp(certified, held, len) != 0)
		return why_fail(why, EKEYREJECTED, "the certificate is not of the key %08x", id);
	printf("certificate  of the key %08x\n", id);
	return 0;
}

static int print_identity(struct open_se05x *part, uint32_t id, struct why *why)
{
	X509 *certificate = NULL;
	int rc = print_unique_id(part, why);

	if (rc == 0)
		rc = read_certificate(part, id, &certificate, why);
	if (rc == 0)
		rc = check_key(part, id - 1, certificate, why);
	if (rc == 0 && PEM_write_X509(stdout, certificate) != 1)
		rc = why_fail(why, EIO, "cannot print the certificate");
	X509_free(certificate);
	return rc;
}

int main(int argc, char **argv)
{
	uint32_t id = cloud_certificate;
	struct open_se05x part;
	struct why why = { "" };
	int rc;

	if (argc < 2 || argc > 3 || (argc == 3 && !hex_number(argv[2], strlen(argv[2]), &id))) {
		fprintf(stderr, "usage: se05x-identity BUS [CERTIFICATE]\n\nBUS: " OPEN_LINK_USAGE "\n"
				"CERTIFICATE: an object's identifier in hex, f0000101 unless told\n");
		return STATUS_USAGE;
	}
	rc = open_se05x(&part, argv[1], &why);
	if (rc == 0) {
		rc = print_identity(&part, id, &why);
		close_se05x(&part);
	}
	if (rc < 0)
		fprintf(stderr, "se05x-identity: %s\n", why.text);
	return open_se05x_status(rc);
}
