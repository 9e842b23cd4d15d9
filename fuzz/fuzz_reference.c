/*
 * fuzz/fuzz_reference.c: references to keys in chips: their text, or a file that a program takes for a key. There are no
 * links, so that a reference that is good ends at its link.
 */
#include <errno.h>
#include <openssl/bio.h>
#include <openssl/decoder.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/provider.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "provider.h"

enum {
	ADDRESS_MIN = 0x08,
	ADDRESS_MAX = 0x77,
	SLOTS = 16,
};

static void check_words(const char *text)
{
	if (text[0] == '\0')
		fuzz_fail("refused without a word");
	for (; *text; text++)
		if ((unsigned char)*text < 0x20 || *text == 0x7f)
			fuzz_fail("a sentence has byte %02x", (unsigned char)*text);
}

/* What is written of a reference reads as the same one, but for what it allowed once. */
static void check_again(const struct reference *first)
{
	struct reference again, once = *first;
	struct why why = { "" };

	if (reference_parse(&again, first->text, &why) < 0)
		fuzz_fail("what is kept of a reference is refused: %s", why.text);
	once.allows_real_writes = once.allows_replacing = false;
	if (strcmp(again.text, once.text) != 0 || strcmp(again.link, once.link) != 0 ||
		again.family != once.family || again.address != once.address ||
		again.has_key != once.has_key || again.key != once.key ||
		again.certificate != once.certificate || again.file != once.file ||
		again.has_scp03 != once.has_scp03 ||
		memcmp(&again.scp03, &once.scp03, sizeof(once.scp03)) != 0 || again.allows_real_writes ||
		again.allows_replacing)
		fuzz_fail("what is kept of a reference is another one");
}

static void check_reference(const struct reference *reference)
{
	if (reference->address < ADDRESS_MIN || reference->address > ADDRESS_MAX)
		fuzz_fail("address %02x", reference->address);
	if (reference->family == REFERENCE_ATECC && reference->has_key && reference->key >= SLOTS)
		fuzz_fail("slot %u", reference->key);
	if (!reference->has_key && reference->certificate == REFERENCE_NO_CERTIFICATE)
		fuzz_fail("a reference to nothing");
	check_words(reference_name(reference).text);
	check_again(reference);
}

/* In memory of exactly its size. */
static void try_text(const uint8_t *bytes, size_t len)
{
	char *text = malloc(len + 1);
	struct reference reference;
	struct why why = { "" };

	if (!text)
		return;
	if (len > 0)
		memcpy(text, bytes, len);
	text[len] = '\0';
	if (reference_parse(&reference, text, &why) < 0)
		check_words(why.text);
	else
		check_reference(&reference);
	free(text);
}

static void drop(void *owner)
{
	(void)owner;
}

static int start(
	const OSSL_CORE_HANDLE *handle, const OSSL_DISPATCH *in, const OSSL_DISPATCH **out, void **context)
{
	static const struct provider_links none = { .drop = drop };

	return provider_start(handle, in, out, context, &none);
}

/* Any key that comes of it is somebody else's: none of ours can be opened. */
static void try_file(const uint8_t *bytes, size_t len)
{
	OSSL_LIB_CTX *lib = OSSL_LIB_CTX_new();
	OSSL_PROVIDER *base = NULL, *ours = NULL;
	BIO *bio = BIO_new_mem_buf(bytes, (int)len);
	EVP_PKEY *key;

	if (lib && OSSL_PROVIDER_add_builtin(lib, PROVIDER_NAME, start) == 1) {
		base = OSSL_PROVIDER_load(lib, "default");
		ours = OSSL_PROVIDER_load(lib, PROVIDER_NAME);
	}
	if (!base || !ours || !bio)
		fuzz_fail("the provider does not start");
	key = PEM_read_bio_PrivateKey_ex(bio, NULL, NULL, (void *)"", lib, NULL);
	if (key && strcmp(OSSL_PROVIDER_get0_name(EVP_PKEY_get0_provider(key)), PROVIDER_NAME) == 0)
		fuzz_fail("a key without a chip");
	EVP_PKEY_free(key);
	ERR_clear_error();
	BIO_free(bio);
	OSSL_PROVIDER_unload(ours);
	OSSL_PROVIDER_unload(base);
	OSSL_LIB_CTX_free(lib);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const char begin[] = "-----BEGIN ";

	if (len >= sizeof(begin) - 1 && memcmp(bytes, begin, sizeof(begin) - 1) == 0)
		try_file(bytes, len);
	else
		try_text(bytes, len);
	return 0;
}

/* libFuzzer's own are enough. */
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t len, size_t max, unsigned int seed)
{
	(void)seed;
	return LLVMFuzzerMutate(bytes, len, max);
}
