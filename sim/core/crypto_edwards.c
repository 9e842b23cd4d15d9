/* sim/core/crypto_edwards.c: Ed25519, X25519 and X448. Rare enough that keys are imported each time. */
#include "crypto_edwards.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include "crypto_engine.h"

struct montgomery_row {
	const char *name;
	size_t len;
};

static const struct montgomery_row montgomery_rows[] = {
	[MONTGOMERY_X25519] = { "X25519", 32 },
	[MONTGOMERY_X448] = { "X448", 56 },
};

static const char ed25519[] = "ED25519";

/* OpenSSL's error queue is left empty. */
static int result(int rc)
{
	ERR_clear_error();
	return rc;
}

static int public_of(struct crypto *crypto, const char *name, const uint8_t *d, size_t len, uint8_t *out)
{
	EVP_PKEY *key = EVP_PKEY_new_raw_private_key_ex(crypto->lib, name, NULL, d, len);
	size_t out_len = len;
	int rc = key && EVP_PKEY_get_raw_public_key(key, out, &out_len) == 1 ? 0 : -EIO;

	EVP_PKEY_free(key);
	return result(rc);
}

int crypto_ed25519_public(
	struct crypto *crypto, const uint8_t seed[ED25519_BYTES], uint8_t point[ED25519_BYTES])
{
	return public_of(crypto, ed25519, seed, ED25519_BYTES, point);
}

int crypto_ed25519_sign(struct crypto *crypto, const uint8_t seed[ED25519_BYTES], const void *message,
	size_t len, uint8_t signature[ED25519_SIGNATURE])
{
	EVP_PKEY *key = EVP_PKEY_new_raw_private_key_ex(crypto->lib, ed25519, NULL, seed, ED25519_BYTES);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	size_t signature_len = ED25519_SIGNATURE;
	int rc = -EIO;

	if (key && ctx && EVP_DigestSignInit_ex(ctx, NULL, NULL, crypto->lib, NULL, key, NULL) == 1 &&
		EVP_DigestSign(ctx, signature, &signature_len, message, len) == 1)
		rc = 0;
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(key);
	return result(rc);
}

int crypto_ed25519_verify(struct crypto *crypto, const uint8_t point[ED25519_BYTES], const void *message,
	size_t len, const uint8_t signature[ED25519_SIGNATURE])
{
	EVP_PKEY *key = EVP_PKEY_new_raw_public_key_ex(crypto->lib, ed25519, NULL, point, ED25519_BYTES);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	int rc = -EIO;

	/* A lack of memory within is not told from a wrong signature: it does not verify either. */
	if (key && ctx && EVP_DigestVerifyInit_ex(ctx, NULL, NULL, crypto->lib, NULL, key, NULL) == 1)
		rc = EVP_DigestVerify(ctx, signature, ED25519_SIGNATURE, message, len) == 1 ? 0 : -EBADMSG;
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(key);
	return result(rc);
}

int crypto_montgomery_public(
	struct crypto *crypto, enum crypto_montgomery curve, const uint8_t *d, uint8_t *u)
{
	return public_of(crypto, montgomery_rows[curve].name, d, montgomery_rows[curve].len, u);
}

int crypto_montgomery_agree(struct crypto *crypto, enum crypto_montgomery curve, const uint8_t *d,
	const uint8_t *peer, uint8_t *secret)
{
	const struct montgomery_row *row = &montgomery_rows[curve];
	EVP_PKEY *own = EVP_PKEY_new_raw_private_key_ex(crypto->lib, row->name, NULL, d, row->len);
	EVP_PKEY *other = EVP_PKEY_new_raw_public_key_ex(crypto->lib, row->name, NULL, peer, row->len);
	EVP_PKEY_CTX *ctx = own ? EVP_PKEY_CTX_new_from_pkey(crypto->lib, own, NULL) : NULL;
	size_t len = row->len;
	int rc = -EIO;

	/* The derivation itself fails for a secret of zeros only. */
	if (other && ctx && EVP_PKEY_derive_init(ctx) == 1 && EVP_PKEY_derive_set_peer(ctx, other) == 1)
		rc = EVP_PKEY_derive(ctx, secret, &len) == 1 ? 0 : -EINVAL;
	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(other);
	EVP_PKEY_free(own);
	return result(rc);
}
