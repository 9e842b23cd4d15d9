/*
 * proto/provider/decoder.c: reference PEMs, for programs that know key files only.
 *
 * In two steps, since OpenSSL's own file store looks at DER: the PEM becomes a UTF8String with the URI in it, and that
 * the key it names. Every PEM and DER file that the program reads passes here, so what is not ours is left to others
 * without a word.
 */
#include <errno.h>
#include <openssl/asn1.h>
#include <openssl/core_names.h>
#include <openssl/core_object.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <stdlib.h>
#include <string.h>

#include "object.h"
#include "pem.h"

#define STRUCTURE "sesim-reference"

enum {
	LINE = 256,
	DER_MAX = REFERENCE_MAX + 8,
	TAG_UTF8_STRING = 0x0c,
};

static void *decoder_new(void *context)
{
	return context;
}

static void decoder_free(void *decoder)
{
	(void)decoder; /* the provider itself */
}

/* Of a private key, with its public one: or whatever there is. */
static int does(void *context, int selection)
{
	(void)context;
	return selection == 0 || selection & OSSL_KEYMGMT_SELECT_PRIVATE_KEY;
}

static bool is_line(const char *line, const char *wanted)
{
	size_t len = strlen(wanted);

	return strncmp(line, wanted, len) == 0 && strspn(line + len, " \t\r\n") == strlen(line + len);
}

/* To the end of our first line; false when another's object comes first, or none. */
static bool find_begin(const struct provider_core *core, OSSL_CORE_BIO *in)
{
	char line[LINE];

	while (core->bio_gets(in, line, sizeof(line)) > 0) {
		if (is_line(line, PEM_BEGIN))
			return true;
		if (strncmp(line, "-----BEGIN ", strlen("-----BEGIN ")) == 0)
			return false;
	}
	return false;
}

/* The text between the first line and the last: base64 of any width. */
static int read_text(struct provider *provider, OSSL_CORE_BIO *in, char text[REFERENCE_MAX])
{
	EVP_ENCODE_CTX *ctx = EVP_ENCODE_CTX_new();
	unsigned char bytes[LINE];
	char line[LINE];
	size_t len = 0;
	bool ended = false, good = ctx != NULL;
	int n;

	if (ctx)
		EVP_DecodeInit(ctx);
	while (good && !ended && provider->core.bio_gets(in, line, sizeof(line)) > 0) {
		ended = is_line(line, PEM_END);
		n = 0;
		good = ended ? EVP_DecodeFinal(ctx, bytes, &n) >= 0
			     : EVP_DecodeUpdate(ctx, bytes, &n, (unsigned char *)line, (int)strlen(line)) >=
				       0;
		good = good && (size_t)n < REFERENCE_MAX - len && memchr(bytes, 0, (size_t)n) == NULL;
		if (good)
			memcpy(text + len, bytes, (size_t)n);
		len += good ? (size_t)n : 0;
	}
	EVP_ENCODE_CTX_free(ctx);
	text[len] = '\0';
	while (len > 0 && (text[len - 1] == '\n' || text[len - 1] == '\r'))
		text[--len] = '\0';
	if (good && ended)
		return 1;
	return provider_say(provider, REASON_REFERENCE,
		"a \"" PEM_BEGIN "\" is not followed by base64 of a reference and \"" PEM_END "\"");
}

static int pem_decode(void *of, OSSL_CORE_BIO *in, int selection, OSSL_CALLBACK *take, void *argument,
	OSSL_PASSPHRASE_CALLBACK *ask, void *asked)
{
	struct provider *provider = of;
	int type = OSSL_OBJECT_PKEY, len, ok;
	unsigned char *der = NULL;
	char text[REFERENCE_MAX];
	ASN1_UTF8STRING *string;

	(void)selection;
	(void)ask;
	(void)asked;
	if (!find_begin(&provider->core, in))
		return 1;
	if (!read_text(provider, in, text))
		return 0;
	string = ASN1_UTF8STRING_new();
	len = string && ASN1_STRING_set(string, text, -1) == 1 ? i2d_ASN1_UTF8STRING(string, &der) : -1;
	ASN1_UTF8STRING_free(string);
	if (len < 0)
		return provider_say(provider, REASON_MEMORY, "for a reference");
	ok = take(
		(const OSSL_PARAM[]){
			OSSL_PARAM_construct_int(OSSL_OBJECT_PARAM_TYPE, &type),
			OSSL_PARAM_construct_utf8_string(
				OSSL_OBJECT_PARAM_DATA_STRUCTURE, (char *)STRUCTURE, 0),
			OSSL_PARAM_construct_octet_string(OSSL_OBJECT_PARAM_DATA, der, (size_t)len),
			OSSL_PARAM_construct_end(),
		},
		argument);
	OPENSSL_free(der);
	return ok;
}

/* The string that all of the input is. */
static bool read_der(const struct provider_core *core, OSSL_CORE_BIO *in, char text[REFERENCE_MAX])
{
	unsigned char bytes[DER_MAX];
	const unsigned char *at = bytes;
	ASN1_UTF8STRING *string;
	size_t len = 0, n = 0;
	bool good;

	while (len < sizeof(bytes) && core->bio_read(in, bytes + len, sizeof(bytes) - len, &n) == 1 && n > 0)
		len += n;
	if (len < 2 || bytes[0] != TAG_UTF8_STRING)
		return false;
	string = d2i_ASN1_UTF8STRING(NULL, &at, (long)len);
	n = string ? (size_t)ASN1_STRING_length(string) : 0;
	good = string && n < REFERENCE_MAX && memchr(ASN1_STRING_get0_data(string), 0, n) == NULL;
	if (good) {
		memcpy(text, ASN1_STRING_get0_data(string), n);
		text[n] = '\0';
	}
	ASN1_UTF8STRING_free(string);
	return good;
}

static int der_decode(struct provider *provider, OSSL_CORE_BIO *in, enum element_key_type type,
	OSSL_CALLBACK *take, void *argument)
{
	struct reference reference;
	char text[REFERENCE_MAX];
	struct why why = { "" };
	struct key *key;

	if (!read_der(&provider->core, in, text))
		return 1;
	if (reference_parse(&reference, text, &why) < 0)
		return provider_raise(provider, REASON_REFERENCE, &why);
	if (!reference.has_key)
		return provider_say(provider, REASON_REFERENCE, "a key file's reference needs key= or slot=");
	key = key_open(provider, &reference, &why);
	if (!key)
		return provider_raise(provider, REASON_KEY, &why);
	if (key->type == type)
		return object_give_key(key, take, argument);
	key_release(key); /* the decoder for the other type finds it */
	return 1;
}

static int ec_decode(void *of, OSSL_CORE_BIO *in, int selection, OSSL_CALLBACK *take, void *argument,
	OSSL_PASSPHRASE_CALLBACK *ask, void *asked)
{
	(void)selection;
	(void)ask;
	(void)asked;
	return der_decode(of, in, ELEMENT_KEY_EC, take, argument);
}

static int rsa_decode(void *of, OSSL_CORE_BIO *in, int selection, OSSL_CALLBACK *take, void *argument,
	OSSL_PASSPHRASE_CALLBACK *ask, void *asked)
{
	(void)selection;
	(void)ask;
	(void)asked;
	return der_decode(of, in, ELEMENT_KEY_RSA, take, argument);
}

static const OSSL_DISPATCH pem_functions[] = {
	{ OSSL_FUNC_DECODER_NEWCTX, (void (*)(void))decoder_new },
	{ OSSL_FUNC_DECODER_FREECTX, (void (*)(void))decoder_free },
	{ OSSL_FUNC_DECODER_DECODE, (void (*)(void))pem_decode },
	{ 0, NULL },
};

static const OSSL_DISPATCH ec_functions[] = {
	{ OSSL_FUNC_DECODER_NEWCTX, (void (*)(void))decoder_new },
	{ OSSL_FUNC_DECODER_FREECTX, (void (*)(void))decoder_free },
	{ OSSL_FUNC_DECODER_DOES_SELECTION, (void (*)(void))does },
	{ OSSL_FUNC_DECODER_DECODE, (void (*)(void))ec_decode },
	{ 0, NULL },
};

static const OSSL_DISPATCH rsa_functions[] = {
	{ OSSL_FUNC_DECODER_NEWCTX, (void (*)(void))decoder_new },
	{ OSSL_FUNC_DECODER_FREECTX, (void (*)(void))decoder_free },
	{ OSSL_FUNC_DECODER_DOES_SELECTION, (void (*)(void))does },
	{ OSSL_FUNC_DECODER_DECODE, (void (*)(void))rsa_decode },
	{ 0, NULL },
};

const OSSL_ALGORITHM provider_decoders[] = {
	{ "DER", PROVIDER_PROPERTY ",input=pem", pem_functions, "references to keys in chips" },
	{ "EC:id-ecPublicKey:1.2.840.10045.2.1", PROVIDER_PROPERTY ",input=der,structure=" STRUCTURE,
		ec_functions, "references to elliptic curve keys" },
	{ "RSA:rsaEncryption:1.2.840.113549.1.1.1", PROVIDER_PROPERTY ",input=der,structure=" STRUCTURE,
		rsa_functions, "references to RSA keys" },
	{ NULL, NULL, NULL, NULL },
};
