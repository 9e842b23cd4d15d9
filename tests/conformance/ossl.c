/* tests/conformance/ossl.c: plain OpenSSL, for what a part is checked against. */
#include "ossl.h"

#include <string.h>

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/kdf.h>
#include <openssl/param_build.h>
#include <openssl/params.h>
#include <openssl/rsa.h>

bool ossl_digest(const char *name, const void *in, size_t len, struct ossl_bytes *out)
{
	EVP_MD *md = EVP_MD_fetch(NULL, name, NULL);
	unsigned int n = 0;
	bool well = md && EVP_Digest(in, len, out->at, &n, md, NULL) == 1;

	out->len = n;
	EVP_MD_free(md);
	return well;
}

bool ossl_cipher(const char *name, const void *key, const void *iv, bool encrypts, const void *in, size_t len,
	struct ossl_bytes *out)
{
	static const uint8_t zeros[16];
	EVP_CIPHER *cipher = EVP_CIPHER_fetch(NULL, name, NULL);
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	int n = 0, last = 0;
	bool well = len <= sizeof(out->at) && cipher && ctx &&
		    EVP_CipherInit_ex2(ctx, cipher, key, iv ? iv : zeros, encrypts, NULL) == 1 &&
		    EVP_CIPHER_CTX_set_padding(ctx, 0) == 1 &&
		    EVP_CipherUpdate(ctx, out->at, &n, in, (int)len) == 1 &&
		    EVP_CipherFinal_ex(ctx, out->at + n, &last) == 1;

	out->len = (size_t)n + (size_t)last;
	EVP_CIPHER_CTX_free(ctx);
	EVP_CIPHER_free(cipher);
	return well;
}

bool ossl_aead(const char *name, const void *key, const void *iv, size_t iv_len, const void *aad,
	size_t aad_len, const void *in, size_t len, struct ossl_bytes *out, uint8_t *tag, size_t tag_len)
{
	EVP_CIPHER *cipher = EVP_CIPHER_fetch(NULL, name, NULL);
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	bool ccm = strstr(name, "CCM") != NULL;
	int n = 0, last = 0;
	bool well = len <= sizeof(out->at) && cipher && ctx &&
		    EVP_CipherInit_ex2(ctx, cipher, NULL, NULL, 1, NULL) == 1 &&
		    EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_IVLEN, (int)iv_len, NULL) == 1 &&
		    (!ccm || EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, (int)tag_len, NULL) == 1) &&
		    EVP_CipherInit_ex2(ctx, NULL, key, iv, 1, NULL) == 1 &&
		    (!ccm || EVP_CipherUpdate(ctx, NULL, &n, NULL, (int)len) == 1) &&
		    (aad_len == 0 || EVP_CipherUpdate(ctx, NULL, &n, aad, (int)aad_len) == 1) &&
		    EVP_CipherUpdate(ctx, out->at, &n, in, (int)len) == 1 &&
		    EVP_CipherFinal_ex(ctx, out->at + n, &last) == 1 &&
		    EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, (int)tag_len, tag) == 1;

	out->len = len;
	EVP_CIPHER_CTX_free(ctx);
	EVP_CIPHER_free(cipher);
	return well;
}

bool ossl_mac(const char *name, const char *of, const void *key, size_t key_len, const void *in, size_t len,
	struct ossl_bytes *out)
{
	EVP_MAC *mac = EVP_MAC_fetch(NULL, name, NULL);
	EVP_MAC_CTX *ctx = mac ? EVP_MAC_CTX_new(mac) : NULL;
	const char *what = strcmp(name, "CMAC") == 0 ? OSSL_MAC_PARAM_CIPHER : OSSL_MAC_PARAM_DIGEST;
	OSSL_PARAM params[] = { OSSL_PARAM_construct_utf8_string(what, (char *)of, 0),
		OSSL_PARAM_construct_end() };
	bool well = ctx && EVP_MAC_init(ctx, key, key_len, params) == 1 &&
		    EVP_MAC_update(ctx, in, len) == 1 &&
		    EVP_MAC_final(ctx, out->at, &out->len, sizeof(out->at)) == 1;

	EVP_MAC_CTX_free(ctx);
	EVP_MAC_free(mac);
	return well;
}

static bool kdf(const char *name, const OSSL_PARAM *params, size_t len, struct ossl_bytes *out)
{
	EVP_KDF *of = EVP_KDF_fetch(NULL, name, NULL);
	EVP_KDF_CTX *ctx = of ? EVP_KDF_CTX_new(of) : NULL;
	bool well = ctx && len <= sizeof(out->at) && EVP_KDF_derive(ctx, out->at, len, params) == 1;

	out->len = len;
	EVP_KDF_CTX_free(ctx);
	EVP_KDF_free(of);
	return well;
}

static OSSL_PARAM octets(const char *name, const void *bytes, size_t len)
{
	return OSSL_PARAM_construct_octet_string(name, (void *)bytes, len);
}

bool ossl_hkdf(const char *digest, bool expand_only, const void *key, size_t key_len, const void *salt,
	size_t salt_len, const void *info, size_t info_len, size_t len, struct ossl_bytes *out)
{
	int mode = expand_only ? EVP_KDF_HKDF_MODE_EXPAND_ONLY : EVP_KDF_HKDF_MODE_EXTRACT_AND_EXPAND;
	OSSL_PARAM params[6];
	size_t n = 0;

	params[n++] = OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char *)digest, 0);
	params[n++] = OSSL_PARAM_construct_int(OSSL_KDF_PARAM_MODE, &mode);
	params[n++] = octets(OSSL_KDF_PARAM_KEY, key, key_len);
	if (salt_len > 0)
		params[n++] = octets(OSSL_KDF_PARAM_SALT, salt, salt_len);
	if (info_len > 0)
		params[n++] = octets(OSSL_KDF_PARAM_INFO, info, info_len);
	params[n] = OSSL_PARAM_construct_end();
	return kdf("HKDF", params, len, out);
}

bool ossl_pbkdf2(const char *digest, const void *key, size_t key_len, const void *salt, size_t salt_len,
	unsigned int iterations, size_t len, struct ossl_bytes *out)
{
	int relaxed = 1;
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char *)digest, 0),
		octets(OSSL_KDF_PARAM_PASSWORD, key, key_len),
		octets(OSSL_KDF_PARAM_SALT, salt, salt_len),
		OSSL_PARAM_construct_uint(OSSL_KDF_PARAM_ITER, &iterations),
		OSSL_PARAM_construct_int(OSSL_KDF_PARAM_PKCS5, &relaxed),
		OSSL_PARAM_construct_end(),
	};

	return kdf("PBKDF2", params, len, out);
}

bool ossl_tls_prf(const char *digest, const void *key, size_t key_len, const void *seed, size_t seed_len,
	size_t len, struct ossl_bytes *out)
{
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char *)digest, 0),
		octets(OSSL_KDF_PARAM_SECRET, key, key_len),
		octets(OSSL_KDF_PARAM_SEED, seed, seed_len),
		OSSL_PARAM_construct_end(),
	};

	return kdf("TLS1-PRF", params, len, out);
}

static EVP_PKEY *from_params(const char *type, int selection, OSSL_PARAM *params)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
	EVP_PKEY *key = NULL;

	if (ctx && params && EVP_PKEY_fromdata_init(ctx) == 1)
		EVP_PKEY_fromdata(ctx, &key, selection, params);
	EVP_PKEY_CTX_free(ctx);
	OSSL_PARAM_free(params);
	return key;
}

EVP_PKEY *ossl_ec_public(const char *group, const void *point, size_t len)
{
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	EVP_PKEY *key = NULL;

	if (build && OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, group, 0) &&
		OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, point, len))
		key = from_params("EC", EVP_PKEY_PUBLIC_KEY, OSSL_PARAM_BLD_to_param(build));
	OSSL_PARAM_BLD_free(build);
	return key;
}

EVP_PKEY *ossl_ec_pair(const char *group, const void *scalar, size_t len)
{
	EC_GROUP *curve = NULL;
	OSSL_PARAM name[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char *)group, 0),
		OSSL_PARAM_construct_end(),
	};
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	BIGNUM *d = BN_bin2bn(scalar, (int)len, NULL);
	EC_POINT *point = NULL;
	uint8_t bytes[OSSL_MAX];
	EVP_PKEY *key = NULL;
	size_t n = 0;

	curve = EC_GROUP_new_from_params(name, NULL, NULL);
	if (curve)
		point = EC_POINT_new(curve);
	if (point && d && EC_POINT_mul(curve, point, d, NULL, NULL, NULL) == 1)
		n = EC_POINT_point2oct(
			curve, point, POINT_CONVERSION_UNCOMPRESSED, bytes, sizeof(bytes), NULL);
	if (n > 0 && build && OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, group, 0) &&
		OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, bytes, n) &&
		OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_PRIV_KEY, d))
		key = from_params("EC", EVP_PKEY_KEYPAIR, OSSL_PARAM_BLD_to_param(build));
	OSSL_PARAM_BLD_free(build);
	EC_POINT_free(point);
	EC_GROUP_free(curve);
	BN_free(d);
	return key;
}

bool ossl_ec_point(EVP_PKEY *key, struct ossl_bytes *out)
{
	return key &&
	       EVP_PKEY_set_utf8_string_param(
		       key, OSSL_PKEY_PARAM_EC_POINT_CONVERSION_FORMAT, "uncompressed") == 1 &&
	       EVP_PKEY_get_octet_string_param(
		       key, OSSL_PKEY_PARAM_PUB_KEY, out->at, sizeof(out->at), &out->len) == 1;
}

EVP_PKEY *ossl_raw_public(const char *name, const void *bytes, size_t len)
{
	return EVP_PKEY_new_raw_public_key_ex(NULL, name, NULL, bytes, len);
}

EVP_PKEY *ossl_raw_private(const char *name, const void *bytes, size_t len)
{
	return EVP_PKEY_new_raw_private_key_ex(NULL, name, NULL, bytes, len);
}

bool ossl_raw_bytes(EVP_PKEY *key, struct ossl_bytes *out)
{
	out->len = sizeof(out->at);
	return key && EVP_PKEY_get_raw_public_key(key, out->at, &out->len) == 1;
}

EVP_PKEY *ossl_rsa_pair(const void *modulus, size_t modulus_len, const void *exponent, size_t exponent_len,
	const void *d, size_t d_len)
{
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	BIGNUM *n = BN_bin2bn(modulus, (int)modulus_len, NULL),
	       *e = BN_bin2bn(exponent, (int)exponent_len, NULL);
	BIGNUM *p = d ? BN_bin2bn(d, (int)d_len, NULL) : NULL;
	EVP_PKEY *key = NULL;

	if (build && n && e && (!d || p) && OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, n) &&
		OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, e) &&
		(!p || OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_D, p)))
		key = from_params(
			"RSA", d ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, OSSL_PARAM_BLD_to_param(build));
	OSSL_PARAM_BLD_free(build);
	BN_free(n);
	BN_free(e);
	BN_free(p);
	return key;
}

EVP_PKEY *ossl_rsa_public(const void *modulus, size_t modulus_len, const void *exponent, size_t exponent_len)
{
	return ossl_rsa_pair(modulus, modulus_len, exponent, exponent_len, NULL, 0);
}

static bool of_digest(EVP_PKEY_CTX *ctx, const char *digest)
{
	EVP_MD *md = EVP_MD_fetch(NULL, digest, NULL);
	bool well = md && EVP_PKEY_CTX_set_signature_md(ctx, md) == 1;

	EVP_MD_free(md);
	return well;
}

bool ossl_verify_digest(EVP_PKEY *key, const char *digest, const void *hash, size_t hash_len,
	const void *signature, size_t len)
{
	EVP_PKEY_CTX *ctx = key ? EVP_PKEY_CTX_new(key, NULL) : NULL;
	bool well = ctx && EVP_PKEY_verify_init(ctx) == 1 && of_digest(ctx, digest) &&
		    EVP_PKEY_verify(ctx, signature, len, hash, hash_len) == 1;

	EVP_PKEY_CTX_free(ctx);
	return well;
}

bool ossl_sign_digest(
	EVP_PKEY *key, const char *digest, const void *hash, size_t hash_len, struct ossl_bytes *signature)
{
	EVP_PKEY_CTX *ctx = key ? EVP_PKEY_CTX_new(key, NULL) : NULL;
	bool well;

	signature->len = sizeof(signature->at);
	well = ctx && EVP_PKEY_sign_init(ctx) == 1 && of_digest(ctx, digest) &&
	       EVP_PKEY_sign(ctx, signature->at, &signature->len, hash, hash_len) == 1;
	EVP_PKEY_CTX_free(ctx);
	return well;
}

static bool pad(EVP_PKEY_CTX *ctx, bool pss)
{
	return !pss || (EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING) == 1 &&
			       EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, RSA_PSS_SALTLEN_DIGEST) == 1);
}

bool ossl_verify(EVP_PKEY *key, const char *digest, bool pss, const void *message, size_t message_len,
	const void *signature, size_t len)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	EVP_PKEY_CTX *inner = NULL;
	bool well = key && ctx && EVP_DigestVerifyInit_ex(ctx, &inner, digest, NULL, NULL, key, NULL) == 1 &&
		    pad(inner, pss) && EVP_DigestVerify(ctx, signature, len, message, message_len) == 1;

	EVP_MD_CTX_free(ctx);
	return well;
}

bool ossl_sign(EVP_PKEY *key, const char *digest, bool pss, const void *message, size_t message_len,
	struct ossl_bytes *signature)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	EVP_PKEY_CTX *inner = NULL;
	bool well;

	signature->len = sizeof(signature->at);
	well = key && ctx && EVP_DigestSignInit_ex(ctx, &inner, digest, NULL, NULL, key, NULL) == 1 &&
	       pad(inner, pss) &&
	       EVP_DigestSign(ctx, signature->at, &signature->len, message, message_len) == 1;
	EVP_MD_CTX_free(ctx);
	return well;
}

bool ossl_derive(EVP_PKEY *own, EVP_PKEY *peer, struct ossl_bytes *secret)
{
	EVP_PKEY_CTX *ctx = own ? EVP_PKEY_CTX_new(own, NULL) : NULL;
	bool well;

	secret->len = sizeof(secret->at);
	well = ctx && peer && EVP_PKEY_derive_init(ctx) == 1 && EVP_PKEY_derive_set_peer(ctx, peer) == 1 &&
	       EVP_PKEY_derive(ctx, secret->at, &secret->len) == 1;
	EVP_PKEY_CTX_free(ctx);
	return well;
}

bool ossl_rsa_encrypt(EVP_PKEY *key, int padding, const void *in, size_t len, struct ossl_bytes *out)
{
	EVP_PKEY_CTX *ctx = key ? EVP_PKEY_CTX_new(key, NULL) : NULL;
	bool well;

	out->len = sizeof(out->at);
	well = ctx && EVP_PKEY_encrypt_init(ctx) == 1 && EVP_PKEY_CTX_set_rsa_padding(ctx, padding) == 1 &&
	       EVP_PKEY_encrypt(ctx, out->at, &out->len, in, len) == 1;
	EVP_PKEY_CTX_free(ctx);
	return well;
}

void ossl_reverse(uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len / 2; i++) {
		uint8_t byte = bytes[i];

		bytes[i] = bytes[len - 1 - i];
		bytes[len - 1 - i] = byte;
	}
}

bool ossl_rsa_decrypt(EVP_PKEY *key, int padding, const void *in, size_t len, struct ossl_bytes *out)
{
	EVP_PKEY_CTX *ctx = key ? EVP_PKEY_CTX_new(key, NULL) : NULL;
	bool well;

	out->len = sizeof(out->at);
	well = ctx && EVP_PKEY_decrypt_init(ctx) == 1 && EVP_PKEY_CTX_set_rsa_padding(ctx, padding) == 1 &&
	       EVP_PKEY_decrypt(ctx, out->at, &out->len, in, len) == 1;
	EVP_PKEY_CTX_free(ctx);
	return well;
}
