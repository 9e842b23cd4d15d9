/* proto/provider/signature.c: ECDSA and RSA signatures as OpenSSL asks for them: over digests, and over messages. */
#include "signature.h"

#include <openssl/crypto.h>
#include <openssl/rsa.h>
#include <stdlib.h>
#include <string.h>

static void *signing_new(void *context, const char *properties)
{
	struct signing *signing = calloc(1, sizeof(*signing));

	(void)properties; /* its digests are the default provider's */
	if (!signing) {
		provider_say(context, REASON_MEMORY, "for a signature");
		return NULL;
	}
	signing->provider = context;
	signing->padding = RSA_PKCS1_PADDING;
	signing->salt_len = SALT_AUTO;
	return signing;
}

static void signing_free(void *of)
{
	struct signing *signing = of;

	if (!signing)
		return;
	key_release(signing->key);
	EVP_MD_free(signing->md);
	EVP_MD_free(signing->mgf1);
	EVP_MD_CTX_free(signing->hash);
	free(signing);
}

static void *signing_copy(void *of)
{
	const struct signing *from = of;
	struct signing *to = malloc(sizeof(*to));

	if (!to) {
		provider_say(from->provider, REASON_MEMORY, "for a signature");
		return NULL;
	}
	*to = *from;
	if (to->key)
		key_hold(to->key);
	if (to->md)
		EVP_MD_up_ref(to->md);
	if (to->mgf1)
		EVP_MD_up_ref(to->mgf1);
	if (from->hash) {
		to->hash = EVP_MD_CTX_new();
		if (!to->hash || EVP_MD_CTX_copy_ex(to->hash, from->hash) != 1) {
			signing_free(to);
			return NULL;
		}
	}
	return to;
}

/* A context may be used again without a key: then the old one stays. */
static int begin(struct signing *signing, struct key *key, bool verifies, const OSSL_PARAM params[])
{
	EVP_MD_CTX_free(signing->hash);
	signing->hash = NULL;
	if (key) {
		key_hold(key);
		key_release(signing->key);
		signing->key = key;
	}
	if (!signing->key || !signing->key->public)
		return provider_say(signing->provider, REASON_USE, "there is no key to sign with");
	if (!verifies && !signing->key->chip)
		return provider_say(
			signing->provider, REASON_USE, "a public key alone, without a chip, signs nothing");
	signing->verifies = verifies;
	return signing_set(signing, params);
}

static int sign_begin(void *signing, void *key, const OSSL_PARAM params[])
{
	return begin(signing, key, false, params);
}

static int verify_begin(void *signing, void *key, const OSSL_PARAM params[])
{
	return begin(signing, key, true, params);
}

/* A digest of the name's length, where there is a name. */
static int check_digest(const struct signing *signing, struct rbuf digest)
{
	if (signing->md && rbuf_left(&digest) != (size_t)EVP_MD_get_size(signing->md))
		return provider_say(signing->provider, REASON_USE, "%zu bytes are no digest of %s",
			rbuf_left(&digest), EVP_MD_get0_name(signing->md));
	if (!signing->md && signing->padding == RSA_PKCS1_PSS_PADDING)
		return provider_say(signing->provider, REASON_USE, "PSS needs the digest's name");
	return 1;
}

/* The size alone when `to` is NULL. */
static int give(
	struct signing *signing, const struct to_sign *what, unsigned char *to, size_t *len, size_t size)
{
	size_t most = (size_t)EVP_PKEY_get_size(signing->key->public);
	uint8_t bytes[ELEMENT_SIGNATURE_MAX];
	struct wbuf signature = wbuf_to(bytes, sizeof(bytes));

	if (!to) {
		*len = most;
		return 1;
	}
	if (!check_digest(signing, what->digest) || !signing_run(signing, what, &signature))
		return 0;
	if (signature.len > size)
		return provider_say(signing->provider, REASON_USE,
			"a signature of %zu bytes does not fit into %zu", signature.len, size);
	memcpy(to, bytes, signature.len);
	*len = signature.len;
	return 1;
}

static int sign(
	void *of, unsigned char *to, size_t *len, size_t size, const unsigned char *digest, size_t digest_len)
{
	const struct to_sign what = { .digest = rbuf_from(digest, digest_len) };

	return give(of, &what, to, len, size);
}

static int verify(
	void *of, const unsigned char *signature, size_t len, const unsigned char *digest, size_t digest_len)
{
	struct signing *signing = of;
	struct rbuf what = rbuf_from(digest, digest_len);

	return check_digest(signing, what) && signing_check(signing, what, rbuf_from(signature, len));
}

/* The digest that is usual for the key where the caller names none. */
static int message_begin(
	struct signing *signing, const char *name, struct key *key, bool verifies, const OSSL_PARAM params[])
{
	if (!begin(signing, key, verifies, NULL) ||
		!signing_set_digest(signing, name && name[0] ? name : "SHA256") ||
		!signing_set(signing, params))
		return 0;
	signing->message_len = 0;
	signing->message_whole = true;
	signing->hash = EVP_MD_CTX_new();
	return signing->hash && EVP_DigestInit_ex2(signing->hash, signing->md, NULL) == 1;
}

static int message_sign_begin(void *signing, const char *name, void *key, const OSSL_PARAM params[])
{
	return message_begin(signing, name, key, false, params);
}

static int message_verify_begin(void *signing, const char *name, void *key, const OSSL_PARAM params[])
{
	return message_begin(signing, name, key, true, params);
}

static int message_update(void *of, const unsigned char *bytes, size_t len)
{
	struct signing *signing = of;

	if (!signing->hash)
		return provider_say(signing->provider, REASON_USE, "there is no message under way");
	if (len > sizeof(signing->message) - signing->message_len)
		signing->message_whole = false;
	if (signing->message_whole && len > 0)
		memcpy(signing->message + signing->message_len, bytes, len);
	signing->message_len += signing->message_whole ? len : 0;
	return EVP_DigestUpdate(signing->hash, bytes, len) == 1;
}

static int message_end(struct signing *signing, uint8_t digest[EVP_MAX_MD_SIZE], struct rbuf *out)
{
	unsigned int len = 0;

	if (!signing->hash)
		return provider_say(signing->provider, REASON_USE, "there is no message under way");
	if (EVP_DigestFinal_ex(signing->hash, digest, &len) != 1)
		return 0;
	*out = rbuf_from(digest, len);
	return 1;
}

static int message_sign(void *of, unsigned char *to, size_t *len, size_t size)
{
	struct signing *signing = of;
	struct to_sign what = { .has_message = signing->message_whole,
		.message = rbuf_from(signing->message, signing->message_len) };
	uint8_t digest[EVP_MAX_MD_SIZE];

	if (to && !message_end(signing, digest, &what.digest))
		return 0;
	return give(signing, &what, to, len, size);
}

static int message_verify(void *of, const unsigned char *signature, size_t len)
{
	struct signing *signing = of;
	uint8_t digest[EVP_MAX_MD_SIZE];
	struct rbuf what = { 0 };

	return message_end(signing, digest, &what) && signing_check(signing, what, rbuf_from(signature, len));
}

static const OSSL_DISPATCH functions[] = {
	{ OSSL_FUNC_SIGNATURE_NEWCTX, (void (*)(void))signing_new },
	{ OSSL_FUNC_SIGNATURE_FREECTX, (void (*)(void))signing_free },
	{ OSSL_FUNC_SIGNATURE_DUPCTX, (void (*)(void))signing_copy },
	{ OSSL_FUNC_SIGNATURE_SIGN_INIT, (void (*)(void))sign_begin },
	{ OSSL_FUNC_SIGNATURE_SIGN, (void (*)(void))sign },
	{ OSSL_FUNC_SIGNATURE_VERIFY_INIT, (void (*)(void))verify_begin },
	{ OSSL_FUNC_SIGNATURE_VERIFY, (void (*)(void))verify },
	{ OSSL_FUNC_SIGNATURE_DIGEST_SIGN_INIT, (void (*)(void))message_sign_begin },
	{ OSSL_FUNC_SIGNATURE_DIGEST_SIGN_UPDATE, (void (*)(void))message_update },
	{ OSSL_FUNC_SIGNATURE_DIGEST_SIGN_FINAL, (void (*)(void))message_sign },
	{ OSSL_FUNC_SIGNATURE_DIGEST_VERIFY_INIT, (void (*)(void))message_verify_begin },
	{ OSSL_FUNC_SIGNATURE_DIGEST_VERIFY_UPDATE, (void (*)(void))message_update },
	{ OSSL_FUNC_SIGNATURE_DIGEST_VERIFY_FINAL, (void (*)(void))message_verify },
	{ OSSL_FUNC_SIGNATURE_GET_CTX_PARAMS, (void (*)(void))signing_get },
	{ OSSL_FUNC_SIGNATURE_GETTABLE_CTX_PARAMS, (void (*)(void))signing_gettable },
	{ OSSL_FUNC_SIGNATURE_SET_CTX_PARAMS, (void (*)(void))signing_set },
	{ OSSL_FUNC_SIGNATURE_SETTABLE_CTX_PARAMS, (void (*)(void))signing_settable },
	{ 0, NULL },
};

const OSSL_ALGORITHM provider_signatures[] = {
	{ "ECDSA", PROVIDER_PROPERTY, functions, "ECDSA by keys in chips" },
	{ "RSA:rsaEncryption:1.2.840.113549.1.1.1", PROVIDER_PROPERTY, functions, "RSA by keys in chips" },
	{ NULL, NULL, NULL, NULL },
};
