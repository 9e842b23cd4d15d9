/*
 * proto/provider/encoder.c: what a program writes when it writes the private key: a reference PEM, or text for people.
 * Public keys are exported and written by the default provider.
 */
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <string.h>

#include "key.h"
#include "pem.h"

static void *encoder_new(void *context)
{
	return context;
}

static void encoder_free(void *encoder)
{
	(void)encoder; /* the provider itself */
}

static int does(void *context, int selection)
{
	(void)context;
	return selection & OSSL_KEYMGMT_SELECT_PRIVATE_KEY ? 1 : 0;
}

static int put(const struct provider *provider, OSSL_CORE_BIO *out, const char *text)
{
	size_t done = 0;

	return provider->core.bio_write(out, text, strlen(text), &done) == 1 && done == strlen(text);
}

static int encode(void *of, OSSL_CORE_BIO *out, const void *object, const OSSL_PARAM abstract[],
	int selection, OSSL_PASSPHRASE_CALLBACK *ask, void *asked)
{
	const struct provider *provider = of;
	const struct key *key = object;
	unsigned char base64[2 * REFERENCE_MAX];
	EVP_ENCODE_CTX *ctx;
	int n = 0, end = 0;

	(void)selection;
	(void)ask;
	(void)asked;
	if (abstract || !key || !key->chip)
		return provider_say(provider, REASON_USE, "only a key in a chip has a reference");
	ctx = EVP_ENCODE_CTX_new();
	if (!ctx)
		return provider_say(provider, REASON_MEMORY, "for a reference");
	EVP_EncodeInit(ctx);
	EVP_EncodeUpdate(ctx, base64, &n, (const unsigned char *)key->reference.text,
		(int)strlen(key->reference.text));
	EVP_EncodeFinal(ctx, base64 + n, &end);
	EVP_ENCODE_CTX_free(ctx);
	base64[n + end] = '\0';
	return put(provider, out, PEM_BEGIN "\n") && put(provider, out, (char *)base64) &&
	       put(provider, out, PEM_END "\n");
}

static int print(void *of, OSSL_CORE_BIO *out, const void *object, const OSSL_PARAM abstract[], int selection,
	OSSL_PASSPHRASE_CALLBACK *ask, void *asked)
{
	const struct provider *provider = of;
	const struct key *key = object;

	(void)selection;
	(void)ask;
	(void)asked;
	if (abstract || !key || !key->chip)
		return provider_say(provider, REASON_USE, "only a key in a chip has a reference");
	return put(provider, out, "Private key inside a chip:\n    ") &&
	       put(provider, out, key->reference.text) && put(provider, out, "\n");
}

static const OSSL_DISPATCH pem_functions[] = {
	{ OSSL_FUNC_ENCODER_NEWCTX, (void (*)(void))encoder_new },
	{ OSSL_FUNC_ENCODER_FREECTX, (void (*)(void))encoder_free },
	{ OSSL_FUNC_ENCODER_DOES_SELECTION, (void (*)(void))does },
	{ OSSL_FUNC_ENCODER_ENCODE, (void (*)(void))encode },
	{ 0, NULL },
};

static const OSSL_DISPATCH text_functions[] = {
	{ OSSL_FUNC_ENCODER_NEWCTX, (void (*)(void))encoder_new },
	{ OSSL_FUNC_ENCODER_FREECTX, (void (*)(void))encoder_free },
	{ OSSL_FUNC_ENCODER_DOES_SELECTION, (void (*)(void))does },
	{ OSSL_FUNC_ENCODER_ENCODE, (void (*)(void))print },
	{ 0, NULL },
};

#define EC_NAMES "EC:id-ecPublicKey:1.2.840.10045.2.1"
#define RSA_NAMES "RSA:rsaEncryption:1.2.840.113549.1.1.1"
#define PEM_PROPERTIES PROVIDER_PROPERTY ",output=pem,structure="

const OSSL_ALGORITHM provider_encoders[] = {
	{ EC_NAMES, PEM_PROPERTIES "PrivateKeyInfo", pem_functions, "references to keys in chips" },
	{ EC_NAMES, PEM_PROPERTIES "type-specific", pem_functions, "references to keys in chips" },
	{ EC_NAMES, PROVIDER_PROPERTY ",output=text", text_functions, "references to keys in chips" },
	{ RSA_NAMES, PEM_PROPERTIES "PrivateKeyInfo", pem_functions, "references to keys in chips" },
	{ RSA_NAMES, PEM_PROPERTIES "type-specific", pem_functions, "references to keys in chips" },
	{ RSA_NAMES, PROVIDER_PROPERTY ",output=text", text_functions, "references to keys in chips" },
	{ NULL, NULL, NULL, NULL },
};
