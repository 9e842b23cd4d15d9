/* proto/host/chain.c: whether a part's certificate leads to one that the caller trusts. */
#include "chain.h"

#include <errno.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <string.h>

/* What one check needs; all of it may be missing. */
struct check {
	X509 *certificate;
	X509 *intermediate;
	X509 *pinned;
	STACK_OF(X509) * between;
	X509_STORE *store;
	X509_STORE_CTX *context;
};

static X509 *parse(struct rbuf der)
{
	const unsigned char *at = der.at;
	X509 *x509 = rbuf_left(&der) > 0 ? d2i_X509(NULL, &at, (long)rbuf_left(&der)) : NULL;

	if (x509 && at != der.at + rbuf_left(&der)) {
		X509_free(x509);
		return NULL;
	}
	return x509;
}

/* A pinned signer is enough, and the store looks at nothing but what it is given. */
static int prepare(struct check *c, int64_t at)
{
	X509_VERIFY_PARAM *param;

	c->store = X509_STORE_new();
	c->context = X509_STORE_CTX_new();
	c->between = sk_X509_new_null();
	if (!c->store || !c->context || !c->between || X509_STORE_add_cert(c->store, c->pinned) != 1 ||
		(c->intermediate && sk_X509_push(c->between, c->intermediate) <= 0) ||
		X509_STORE_CTX_init(c->context, c->store, c->certificate, c->between) != 1)
		return -EIO;
	param = X509_STORE_CTX_get0_param(c->context);
	X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_CHECK_SS_SIGNATURE);
	if (at >= 0)
		X509_VERIFY_PARAM_set_time(param, (time_t)at);
	return 0;
}

static int run(struct check *c, int64_t at, struct why *why)
{
	int rc = prepare(c, at), verdict;

	if (rc < 0)
		return why_fail(why, EIO, "cannot prepare the check of a chain of certificates");
	verdict = X509_verify_cert(c->context);
	if (verdict == 1)
		return 0;
	return why_fail(why, EACCES, "the chain of certificates does not hold at depth %d: %s",
		X509_STORE_CTX_get_error_depth(c->context),
		X509_verify_cert_error_string(X509_STORE_CTX_get_error(c->context)));
}

int chain_verify(
	struct rbuf certificate, struct rbuf intermediate, struct rbuf pinned, int64_t at, struct why *why)
{
	struct check c = { .certificate = parse(certificate), .pinned = parse(pinned) };
	int rc;

	c.intermediate = parse(intermediate);
	if (!c.certificate || !c.pinned || (rbuf_left(&intermediate) > 0 && !c.intermediate))
		rc = why_fail(why, EINVAL, "one of the certificates of a chain is none in DER");
	else
		rc = run(&c, at, why);
	X509_STORE_CTX_free(c.context);
	X509_STORE_free(c.store);
	sk_X509_free(c.between);
	X509_free(c.certificate);
	X509_free(c.intermediate);
	X509_free(c.pinned);
	return rc;
}

enum {
	COORDINATES = 64,
};

/* NULL when OpenSSL fails, or the point is on no curve. */
static EVP_PKEY *p256(const uint8_t point[COORDINATES])
{
	uint8_t whole[1 + COORDINATES] = { 0x04 };
	char curve[] = "P-256";
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, curve, 0),
		OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, whole, sizeof(whole)),
		OSSL_PARAM_construct_end(),
	};
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	EVP_PKEY *key = NULL;

	memcpy(whole + 1, point, COORDINATES);
	if (context && EVP_PKEY_fromdata_init(context) == 1)
		(void)EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params);
	EVP_PKEY_CTX_free(context);
	return key;
}

int chain_signed_by(struct rbuf certificate, const uint8_t point[COORDINATES])
{
	X509 *x509 = parse(certificate);
	EVP_PKEY *key = p256(point);
	int rc = x509 ? -EACCES : -EINVAL;

	if (x509 && key && X509_verify(x509, key) == 1)
		rc = 0;
	EVP_PKEY_free(key);
	X509_free(x509);
	return rc;
}
