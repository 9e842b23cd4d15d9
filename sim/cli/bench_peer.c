/* sim/cli/bench_peer.c: whom benchmarked parts verify and agree with, and who checks what they sign. */
#include <errno.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/param_build.h>
#include <openssl/rand.h>
#include <string.h>

#include "bench_part.h"

/* The other way round than bench_der(). */
static int raw_of(const uint8_t *der, size_t len, uint8_t raw[BENCH_RAW])
{
	const unsigned char *at = der;
	ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &at, (long)len);
	int rc = 0;

	if (!sig || BN_bn2binpad(ECDSA_SIG_get0_r(sig), raw, BENCH_RAW / 2) < 0 ||
		BN_bn2binpad(ECDSA_SIG_get0_s(sig), raw + BENCH_RAW / 2, BENCH_RAW / 2) < 0)
		rc = -EIO;
	ECDSA_SIG_free(sig);
	return rc;
}

int bench_der(const uint8_t raw[BENCH_RAW], struct wbuf *der)
{
	ECDSA_SIG *sig = ECDSA_SIG_new();
	BIGNUM *r = BN_bin2bn(raw, BENCH_RAW / 2, NULL),
	       *s = BN_bin2bn(raw + BENCH_RAW / 2, BENCH_RAW / 2, NULL);
	unsigned char bytes[BENCH_DER], *at = bytes;
	int len;

	if (!sig || !r || !s || ECDSA_SIG_set0(sig, r, s) != 1) {
		BN_free(r);
		BN_free(s);
		ECDSA_SIG_free(sig);
		return -EIO;
	}
	len = i2d_ECDSA_SIG(sig, NULL);
	if (len > 0 && len <= BENCH_DER)
		len = i2d_ECDSA_SIG(sig, &at);
	ECDSA_SIG_free(sig);
	if (len <= 0 || len > BENCH_DER)
		return -EIO;
	wbuf_put(der, bytes, (size_t)len);
	return wbuf_bad(der) ? -ENOSPC : 0;
}

EVP_PKEY *bench_public_key(const uint8_t point[BENCH_POINT])
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	char group[] = "P-256";
	uint8_t bytes[BENCH_POINT];
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
		OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, bytes, sizeof(bytes)),
		OSSL_PARAM_construct_end(),
	};
	EVP_PKEY *key = NULL;

	memcpy(bytes, point, sizeof(bytes));
	if (!ctx || EVP_PKEY_fromdata_init(ctx) != 1 ||
		EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_PUBLIC_KEY, params) != 1)
		key = NULL;
	EVP_PKEY_CTX_free(ctx);
	return key;
}

int bench_peer_make(struct bench_peer *peer, struct why *why)
{
	EVP_PKEY_CTX *ctx = NULL;
	size_t len = 0;
	int rc = 0;

	memset(peer, 0, sizeof(*peer));
	peer->key = EVP_EC_gen("P-256");
	peer->der_len = sizeof(peer->der);
	if (!peer->key || RAND_bytes(peer->digest, BENCH_DIGEST) != 1 ||
		EVP_PKEY_get_octet_string_param(
			peer->key, OSSL_PKEY_PARAM_PUB_KEY, peer->point, BENCH_POINT, &len) != 1 ||
		len != BENCH_POINT)
		rc = -EIO;
	if (rc == 0)
		ctx = EVP_PKEY_CTX_new(peer->key, NULL);
	if (!ctx || EVP_PKEY_sign_init(ctx) != 1 ||
		EVP_PKEY_sign(ctx, peer->der, &peer->der_len, peer->digest, BENCH_DIGEST) != 1)
		rc = -EIO;
	EVP_PKEY_CTX_free(ctx);
	if (rc == 0)
		rc = raw_of(peer->der, peer->der_len, peer->raw);
	return rc < 0 ? why_fail(why, EIO, "OpenSSL makes no P-256 key") : 0;
}

void bench_peer_free(struct bench_peer *peer)
{
	EVP_PKEY_free(peer->key);
	peer->key = NULL;
}

int bench_check_signature(struct bench_part *part, struct why *why)
{
	uint8_t bytes[BENCH_DER];
	struct wbuf der = wbuf_to(bytes, sizeof(bytes));
	EVP_PKEY *key = bench_public_key(part->point);
	EVP_PKEY_CTX *ctx = key ? EVP_PKEY_CTX_new(key, NULL) : NULL;
	bool good;

	if (part->kind == BENCH_ATECC && part->signature_len == BENCH_RAW)
		(void)bench_der(part->signature, &der);
	else
		wbuf_put(&der, part->signature, part->signature_len);
	good = ctx && !wbuf_bad(&der) && EVP_PKEY_verify_init(ctx) == 1 &&
	       EVP_PKEY_verify(ctx, der.at, der.len, part->peer->digest, BENCH_DIGEST) == 1;
	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(key);
	return good ? 0 : why_fail(why, EBADMSG, "its signature does not verify under its public key");
}
