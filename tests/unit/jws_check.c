/* tests/unit/jws_check.c: a manifest of Trust parts as its reader sees it. */
#include "jws_check.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "json_check.h"

enum {
	TEXT_MAX = 1 << 16,
	SIGNATURE = 64,
};

size_t jws_base64url(const char *text, size_t len, unsigned char *out, size_t cap)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	unsigned int bits = 0, held = 0;
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		const char *at = text[i] ? strchr(alphabet, text[i]) : NULL;

		assert_non_null(at);
		bits = (bits << 6 | (unsigned int)(at - alphabet)) & 0xffff;
		held += 6;
		if (held < 8)
			continue;
		held -= 8;
		assert_true(n < cap);
		out[n++] = (unsigned char)(bits >> held);
	}
	/* What is left over is less than a byte, and zero. */
	assert_true(held < 6);
	assert_int_equal(bits & ((1u << held) - 1), 0);
	return n;
}

X509 *jws_certificate(const char *pem)
{
	BIO *bio = BIO_new_mem_buf(pem, -1);
	X509 *certificate = PEM_read_bio_X509(bio, NULL, NULL, NULL);

	assert_non_null(certificate);
	BIO_free(bio);
	return certificate;
}

/* A member of the nth entry, to be freed. */
static char *member(const char *manifest, size_t nth, const char *name)
{
	char path[64], *text = malloc(TEXT_MAX);

	assert_non_null(text);
	snprintf(path, sizeof(path), "[%zu].%s", nth, name);
	json_at(manifest, path, text, TEXT_MAX);
	assert_true(text[0] != '\0');
	return text;
}

int jws_signature_is_good(const char *manifest, size_t nth, X509 *certificate)
{
	char *payload = member(manifest, nth, "payload"), *head = member(manifest, nth, "protected");
	char *text = member(manifest, nth, "signature");
	unsigned char raw[SIGNATURE], der[80], *end = der;
	ECDSA_SIG *rs = ECDSA_SIG_new();
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	int good;

	assert_int_equal(jws_base64url(text, strlen(text), raw, sizeof(raw)), SIGNATURE);
	assert_int_equal(ECDSA_SIG_set0(rs, BN_bin2bn(raw, 32, NULL), BN_bin2bn(raw + 32, 32, NULL)), 1);
	assert_true(i2d_ECDSA_SIG(rs, &end) > 0);
	assert_int_equal(
		EVP_DigestVerifyInit(ctx, NULL, EVP_sha256(), NULL, X509_get0_pubkey(certificate)), 1);
	EVP_DigestVerifyUpdate(ctx, head, strlen(head));
	EVP_DigestVerifyUpdate(ctx, ".", 1);
	EVP_DigestVerifyUpdate(ctx, payload, strlen(payload));
	good = EVP_DigestVerifyFinal(ctx, der, (size_t)(end - der));
	EVP_MD_CTX_free(ctx);
	ECDSA_SIG_free(rs);
	free(payload);
	free(head);
	free(text);
	return good == 1;
}

/* What a base64url member holds, as text, to be freed. */
static char *decoded(const char *manifest, size_t nth, const char *name)
{
	char *text = member(manifest, nth, name), *out = calloc(1, TEXT_MAX);

	assert_non_null(out);
	jws_base64url(text, strlen(text), (unsigned char *)out, TEXT_MAX - 1);
	assert_true(json_valid(out));
	free(text);
	return out;
}

static void assert_bytes_at(const char *json, const char *path, const unsigned char *bytes, size_t len)
{
	unsigned char held[64];
	char text[128];

	json_at(json, path, text, sizeof(text));
	assert_int_equal(jws_base64url(text, strlen(text), held, sizeof(held)), len);
	assert_memory_equal(held, bytes, len);
}

static void check_head(const char *head, X509 *certificate)
{
	const ASN1_OCTET_STRING *id = X509_get0_subject_key_id(certificate);
	unsigned char thumb[EVP_MAX_MD_SIZE];
	unsigned int len = 0;
	char text[32];

	json_at(head, "alg", text, sizeof(text));
	assert_string_equal(text, "ES256");
	assert_non_null(id);
	assert_bytes_at(head, "kid", ASN1_STRING_get0_data(id), (size_t)ASN1_STRING_length(id));
	assert_int_equal(X509_digest(certificate, EVP_sha256(), thumb, &len), 1);
	assert_bytes_at(head, "x5t#S256", thumb, len);
}

char *jws_verified(const char *manifest, size_t nth, X509 *certificate)
{
	char *payload = decoded(manifest, nth, "payload"), *head = decoded(manifest, nth, "protected");
	char *repeated = member(manifest, nth, "header.uniqueId"), id[64];

	assert_true(jws_signature_is_good(manifest, nth, certificate));
	check_head(head, certificate);
	json_at(payload, "uniqueId", id, sizeof(id));
	assert_string_equal(id, repeated);
	free(repeated);
	free(head);
	return payload;
}
