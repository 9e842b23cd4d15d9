/* proto/provider/signing.c: what a chip is asked for, and whether what it gives is right. */
#include <errno.h>
#include <openssl/err.h>
#include <openssl/rsa.h>

#include "padding.h"
#include "signature.h"

enum {
	TRIES = 4,
};

const EVP_MD *signing_mgf1(const struct signing *signing)
{
	return signing->mgf1 ? signing->mgf1 : signing->md;
}

int signing_salt_len(const struct signing *signing)
{
	int digest = EVP_MD_get_size(signing->md);
	int room = (EVP_PKEY_get_bits(signing->key->public) - 1 + 7) / 8 - digest - 2;
	int len = signing->salt_len;

	if (len == SALT_AS_DIGEST)
		len = digest;
	else if (len == SALT_AUTO || len == SALT_MAX)
		len = room;
	return len < 0 || len > room ? -1 : len;
}

static int set_check(const struct signing *signing, EVP_PKEY_CTX *ctx)
{
	if (EVP_PKEY_verify_init(ctx) != 1)
		return 0;
	if (signing->key->type == ELEMENT_KEY_RSA && EVP_PKEY_CTX_set_rsa_padding(ctx, signing->padding) != 1)
		return 0;
	if (signing->md && EVP_PKEY_CTX_set_signature_md(ctx, signing->md) != 1)
		return 0;
	if (signing->key->type != ELEMENT_KEY_RSA || signing->padding != RSA_PKCS1_PSS_PADDING)
		return 1;
	return EVP_PKEY_CTX_set_rsa_mgf1_md(ctx, signing_mgf1(signing)) == 1 &&
	       EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, signing->salt_len) == 1;
}

int signing_check(struct signing *signing, struct rbuf digest, struct rbuf signature)
{
	OSSL_LIB_CTX *lib = provider_lib(signing->provider);
	EVP_PKEY_CTX *ctx = lib ? EVP_PKEY_CTX_new_from_pkey(lib, signing->key->public, NULL) : NULL;
	int ok =
		ctx && set_check(signing, ctx) &&
		EVP_PKEY_verify(ctx, signature.at, rbuf_left(&signature), digest.at, rbuf_left(&digest)) == 1;

	EVP_PKEY_CTX_free(ctx);
	return ok;
}

/* The block that the bare RSA operation is to be used on. */
static int make_block(struct signing *signing, struct rbuf digest, uint8_t *block, size_t len)
{
	OSSL_LIB_CTX *lib = provider_lib(signing->provider);
	size_t bits = (size_t)EVP_PKEY_get_bits(signing->key->public);
	struct wbuf w = wbuf_to(block, len);
	int salt_len;

	switch (signing->padding) {
	case RSA_PKCS1_PADDING:
		return padding_pkcs1(block, len, signing->md, digest);
	case RSA_PKCS1_PSS_PADDING:
		salt_len = signing_salt_len(signing);
		return lib && salt_len >= 0 &&
		       padding_pss(lib, block, len, bits, signing->md, signing_mgf1(signing),
			       (size_t)salt_len, digest);
	default: /* RSA_NO_PADDING */
		wbuf_put(&w, digest.at, rbuf_left(&digest));
		return w.len == len;
	}
}

/* What the chip does all by itself: 3.x salts with as many bytes as the digest has, and masks with the same hash. */
static bool chip_pads(const struct signing *signing, const struct to_sign *what)
{
	if (!what->has_message || !signing->md)
		return false;
	if (signing->padding == RSA_PKCS1_PADDING)
		return true;
	return signing->padding == RSA_PKCS1_PSS_PADDING &&
	       signing_salt_len(signing) == EVP_MD_get_size(signing->md) &&
	       EVP_MD_get_type(signing_mgf1(signing)) == EVP_MD_get_type(signing->md);
}

static int rsa(struct signing *signing, const struct to_sign *what, struct wbuf *signature, struct why *why)
{
	const struct key *key = signing->key;
	size_t len = (size_t)EVP_PKEY_get_size(key->public), begun = signature->len;
	uint8_t block[ELEMENT_MODULUS_MAX];
	int rc = -EOPNOTSUPP;

	if (chip_pads(signing, what))
		rc = element_rsa_message(key->chip, key->reference.key, EVP_MD_get_type(signing->md),
			signing->padding == RSA_PKCS1_PSS_PADDING, what->message, signature, why);
	/* What it does not hash or pad itself, or a key that may decrypt but not sign: by the bare operation. */
	if (rc != -EOPNOTSUPP && rc != -EACCES)
		return rc;
	signature->len = begun;
	if (len > sizeof(block) || !make_block(signing, what->digest, block, len))
		return why_fail(why, EINVAL, "a digest of %zu bytes does not fit into this padding and key",
			rbuf_left(&what->digest));
	return element_rsa_block(key->chip, key->reference.key, rbuf_from(block, len), signature, why);
}

static int once(struct signing *signing, const struct to_sign *what, struct wbuf *signature, struct why *why)
{
	const struct key *key = signing->key;

	if (key->type == ELEMENT_KEY_RSA)
		return rsa(signing, what, signature, why);
	return element_ecdsa(key->chip, key->reference.key, what->digest, signature, why);
}

/*
 * Another host on the same bus may put its digest between ours and the signature (an ATECC has one TempKey for all), and a
 * faulty RSA signature gives the key away: what does not verify is made again, and never handed out.
 */
int signing_run(struct signing *signing, const struct to_sign *what, struct wbuf *signature)
{
	size_t begun = signature->len;
	struct why why = { "" };

	for (int i = 0; i < TRIES; i++) {
		int ok;

		signature->len = begun;
		if (once(signing, what, signature, &why) < 0)
			return provider_raise(signing->provider, REASON_SIGNATURE, &why);
		ERR_set_mark();
		ok = signing_check(
			signing, what->digest, rbuf_from(signature->at + begun, signature->len - begun));
		ERR_pop_to_mark();
		if (ok)
			return 1;
	}
	return provider_say(signing->provider, REASON_SIGNATURE,
		"what %s signs does not verify with its own public key: another key is there now, or another "
		"host "
		"disturbs",
		reference_name(&signing->key->reference).text);
}
