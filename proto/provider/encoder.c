/*
 * proto/provider/encoder.c: what a program writes when it writes the private key: a reference PEM, or text for people.
 * Public keys are exported and written by the default provider.
 */
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <stdbool.h>
#include <string.h>

#include "key.h"
#include "pem.h"

struct encoder {
	const struct provider *provider;
	bool encrypts; /* it was asked to */
};

static void *encoder_new(void *context)
{
	struct encoder *self = OPENSSL_zalloc(sizeof(*self));

	if (self)
		self->provider = context;
	return self;
}

static void encoder_free(void *encoder)
{
	OPENSSL_free(encoder);
}

static int set_params(void *encoder, const OSSL_PARAM params[])
{
	struct encoder *self = encoder;
	const OSSL_PARAM *cipher = OSSL_PARAM_locate_const(params, OSSL_ENCODER_PARAM_CIPHER);
	const char *name;

	if (cipher)
		self->encrypts = OSSL_PARAM_get_utf8_string_ptr(cipher, &name) == 1 && name && name[0];
	return 1;
}

static const OSSL_PARAM *settable_params(void *provider)
{
	static const OSSL_PARAM params[] = { OSSL_PARAM_utf8_string(OSSL_ENCODER_PARAM_CIPHER, NULL, 0),
		OSSL_PARAM_END };

	(void)provider;
	return params;
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
	const struct encoder *self = of;
	const struct provider *provider = self->provider;
	const struct key *key = object;
	unsigned char base64[2 * REFERENCE_MAX];
	EVP_ENCODE_CTX *ctx;
	int n = 0, end = 0;

	(void)selection;
	(void)ask;
	(void)asked;
	if (abstract || !key || !key->chip)
		return provider_say(provider, REASON_USE, "only a key in a chip has a reference");
	if (self->encrypts)
		return provider_say(provider, REASON_USE,
			"a reference is written in plain: leave the cipher out, and keep the file as secret "
			"as what is in it");
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
	const struct encoder *self = of;
	const struct provider *provider = self->provider;
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
	{ OSSL_FUNC_ENCODER_SET_CTX_PARAMS, (void (*)(void))set_params },
	{ OSSL_FUNC_ENCODER_SETTABLE_CTX_PARAMS, (void (*)(void))settable_params },
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
