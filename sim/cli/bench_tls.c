/*
 * sim/cli/bench_tls.c: one TLS 1.3 handshake in memory, the part's key being the client's.
 *
 * OpenSSL reaches the key by an EC_KEY_METHOD, whose one function of ours has the part sign.
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <errno.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>

#include "atca_keys.h"
#include "bench_part.h"
#include "se05x_keys.h"

enum {
	STEPS_MAX = 20,
	OWN_DATA = 0, /* of an EC_KEY: the place that OpenSSL keeps for its owner */
};

struct bench_tls {
	EC_KEY_METHOD *method;
	SSL_CTX *client;
	SSL_CTX *server;
	int signing; /* what the part said when it was last asked */
	struct why why;
};

int bench_sign(struct bench_part *part, const uint8_t digest[BENCH_DIGEST], struct wbuf *der, struct why *why)
{
	uint8_t raw[BENCH_RAW];
	int rc;

	if (part->kind == BENCH_SE05X)
		return bench_told(part,
			se05x_sign_digest(&part->se05x, part->key, rbuf_from(digest, BENCH_DIGEST), der),
			"it does not sign", why);
	rc = atca_sign(&part->atca, part->key, digest, raw);
	return bench_told(part, rc == 0 ? bench_der(raw, der) : rc, "it does not sign", why);
}

static ECDSA_SIG *sign_in_part(
	const unsigned char *digest, int len, const BIGNUM *kinv, const BIGNUM *r, EC_KEY *key)
{
	struct bench_part *part = EC_KEY_get_ex_data(key, OWN_DATA);
	uint8_t bytes[BENCH_DER];
	struct wbuf der = wbuf_to(bytes, sizeof(bytes));
	const unsigned char *at = bytes;

	(void)kinv;
	(void)r;
	part->tls->signing = len == BENCH_DIGEST ? bench_sign(part, digest, &der, &part->tls->why) : -EINVAL;
	return part->tls->signing == 0 ? d2i_ECDSA_SIG(NULL, &at, (long)der.len) : NULL;
}

/* A key with the part's public half, and its signatures. */
static EVP_PKEY *key_in_part(struct bench_part *part)
{
	int (*sign)(int, const unsigned char *, int, unsigned char *, unsigned int *, const BIGNUM *,
		const BIGNUM *, EC_KEY *);
	int (*setup)(EC_KEY *, BN_CTX *, BIGNUM **, BIGNUM **);
	ECDSA_SIG *(*sign_sig)(const unsigned char *, int, const BIGNUM *, const BIGNUM *, EC_KEY *);
	EC_KEY *ec = EC_KEY_new_by_curve_name(NID_X9_62_prime256v1);
	EVP_PKEY *key = EVP_PKEY_new();

	part->tls->method = EC_KEY_METHOD_new(EC_KEY_OpenSSL());
	if (!ec || !key || !part->tls->method || EC_KEY_oct2key(ec, part->point, BENCH_POINT, NULL) != 1)
		goto fail;
	EC_KEY_METHOD_get_sign(part->tls->method, &sign, &setup, &sign_sig);
	EC_KEY_METHOD_set_sign(part->tls->method, sign, setup, sign_in_part);
	if (EC_KEY_set_ex_data(ec, OWN_DATA, part) != 1 || EC_KEY_set_method(ec, part->tls->method) != 1 ||
		EVP_PKEY_assign_EC_KEY(key, ec) != 1)
		goto fail;
	return key;
fail:
	EC_KEY_free(ec);
	EVP_PKEY_free(key);
	return NULL;
}

/* Who signs another's certificate has to say that it may. */
static bool is_authority(X509 *certificate)
{
	BASIC_CONSTRAINTS *constraints = BASIC_CONSTRAINTS_new();
	bool good = constraints != NULL;

	if (good) {
		constraints->ca = 1;
		good = X509_add1_ext_i2d(
			       certificate, NID_basic_constraints, constraints, 1, X509V3_ADD_DEFAULT) == 1;
	}
	BASIC_CONSTRAINTS_free(constraints);
	return good;
}

/* A certificate of the public key, signed by the peer's key; of the peer's own key, an authority. */
static X509 *certify(EVP_PKEY *subject, EVP_PKEY *issuer)
{
	X509 *certificate = X509_new();
	X509_NAME *name = certificate ? X509_get_subject_name(certificate) : NULL;
	const char *common_name = subject == issuer ? "benchmark server" : "benchmarked part";
	X509_NAME *issuer_name = X509_NAME_new();

	if (!name || !issuer_name || X509_set_version(certificate, X509_VERSION_3) != 1 ||
		ASN1_INTEGER_set(X509_get_serialNumber(certificate), subject == issuer ? 1 : 2) != 1 ||
		!X509_gmtime_adj(X509_getm_notBefore(certificate), -86400) ||
		!X509_gmtime_adj(X509_getm_notAfter(certificate), 86400) ||
		X509_NAME_add_entry_by_txt(
			name, "CN", MBSTRING_ASC, (const unsigned char *)common_name, -1, -1, 0) != 1 ||
		X509_NAME_add_entry_by_txt(issuer_name, "CN", MBSTRING_ASC,
			(const unsigned char *)"benchmark server", -1, -1, 0) != 1 ||
		X509_set_issuer_name(certificate, issuer_name) != 1 ||
		X509_set_pubkey(certificate, subject) != 1 ||
		(subject == issuer && !is_authority(certificate)) ||
		X509_sign(certificate, issuer, EVP_sha256()) <= 0) {
		X509_free(certificate);
		certificate = NULL;
	}
	X509_NAME_free(issuer_name);
	return certificate;
}

static SSL_CTX *end_of(const SSL_METHOD *method, EVP_PKEY *key, X509 *own, X509 *trusted)
{
	SSL_CTX *ctx = SSL_CTX_new(method);

	if (!ctx || SSL_CTX_set_min_proto_version(ctx, TLS1_3_VERSION) != 1 ||
		SSL_CTX_use_certificate(ctx, own) != 1 || SSL_CTX_use_PrivateKey(ctx, key) != 1 ||
		X509_STORE_add_cert(SSL_CTX_get_cert_store(ctx), trusted) != 1) {
		SSL_CTX_free(ctx);
		return NULL;
	}
	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
	SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_num_tickets(ctx, 0);
	return ctx;
}

static int make_ends(struct bench_part *part, struct why *why)
{
	EVP_PKEY *key = key_in_part(part), *public = bench_public_key(part->point);
	X509 *own = public ? certify(public, part->peer->key) : NULL;
	X509 *server = certify(part->peer->key, part->peer->key);

	if (key && own && server) {
		part->tls->client = end_of(TLS_client_method(), key, own, server);
		part->tls->server = end_of(TLS_server_method(), part->peer->key, server, server);
	}
	X509_free(own);
	X509_free(server);
	EVP_PKEY_free(key);
	EVP_PKEY_free(public);
	ERR_clear_error();
	return part->tls->client && part->tls->server ? 0
						      : why_fail(why, EIO, "OpenSSL makes no TLS of its key");
}

int bench_tls_before(struct bench_part *part, struct why *why)
{
	if (part->tls)
		return 0;
	part->tls = calloc(1, sizeof(*part->tls));
	return part->tls ? make_ends(part, why) : why_errno(why, ENOMEM, "no memory for TLS");
}

/* Both ends in turn until both are done, or one cannot go on. */
static bool shake_hands(SSL *client, SSL *server)
{
	for (int i = 0; i < STEPS_MAX; i++) {
		SSL *ends[] = { client, server };
		bool done = true;

		for (size_t n = 0; n < 2; n++) {
			int rc = SSL_do_handshake(ends[n]);

			done = done && rc == 1;
			if (rc != 1 && SSL_get_error(ends[n], rc) != SSL_ERROR_WANT_READ)
				return false;
		}
		if (done)
			return true;
	}
	return false;
}

int bench_tls_run(struct bench_part *part, struct why *why)
{
	SSL *client = SSL_new(part->tls->client), *server = SSL_new(part->tls->server);
	BIO *to_server = NULL, *to_client = NULL;
	bool good = client && server && BIO_new_bio_pair(&to_server, 0, &to_client, 0) == 1;

	part->tls->signing = 0;
	if (good) {
		SSL_set_bio(client, to_server, to_server);
		SSL_set_bio(server, to_client, to_client);
		SSL_set_connect_state(client);
		SSL_set_accept_state(server);
		good = shake_hands(client, server);
	}
	SSL_free(client);
	SSL_free(server);
	ERR_clear_error();
	if (good)
		return 0;
	if (part->tls->signing < 0) {
		*why = part->tls->why;
		return part->tls->signing;
	}
	return why_fail(why, EBADMSG, "the handshake fails");
}

void bench_tls_free(struct bench_part *part)
{
	if (!part->tls)
		return;
	SSL_CTX_free(part->tls->client);
	SSL_CTX_free(part->tls->server);
	EC_KEY_METHOD_free(part->tls->method);
	free(part->tls);
	part->tls = NULL;
}
