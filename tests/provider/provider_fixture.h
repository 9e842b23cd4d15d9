/*
 * tests/provider/provider_fixture.h: a library context with the default provider and ours, from the module that is
 * installed, in a folder of its own.
 */
#ifndef SESIM_TESTS_PROVIDER_FIXTURE_H
#define SESIM_TESTS_PROVIDER_FIXTURE_H

#include <openssl/evp.h>
#include <openssl/provider.h>
#include <openssl/x509.h>

struct provider_fixture {
	OSSL_LIB_CTX *lib;
	OSSL_PROVIDER *base;
	OSSL_PROVIDER *chips;
	char folder[64]; /* the present one */
};

/* Keys that every se050c is delivered with. */
#define URI_EC "sesim:link=sim:se050c;key=f0000100"
#define URI_EC_2 "sesim:link=sim:se050c;key=f0000102"
#define URI_RSA_2048 "sesim:link=sim:se050c;key=f0000110"
#define URI_RSA_4096 "sesim:link=sim:se050c;key=f0000120"

int provider_setup(void **state);
int provider_teardown(void **state);

/* By OSSL_STORE; NULL with errors in the queue. */
EVP_PKEY *key_at(const struct provider_fixture *f, const char *uri);
/* The same; the test fails without. */
EVP_PKEY *good_key(const struct provider_fixture *f, const char *uri);

/* A reference PEM as the documentation's shell line makes it. */
void write_reference(const char *path, const char *uri);
/* By PEM_read_bio_PrivateKey_ex(). */
EVP_PKEY *key_in_file(const struct provider_fixture *f, const char *path);

/* The same public key without our provider having a part in it. */
EVP_PKEY *plain_public(const struct provider_fixture *f, const EVP_PKEY *key);

/* A certificate for localhost, signed by itself. */
X509 *certificate_of(const struct provider_fixture *f, EVP_PKEY *key);

/* All sentences in the error queue, which is then empty. */
const char *said(char text[4096]);
/* The queue has this among them. */
void assert_said(const char *words);
/* It has one entry, with this in it. */
void assert_said_alone(const char *words);

/* An ATECC608A with a key in slot 0, locked: a state file in the present folder. */
void make_atecc(const char *path);

#endif
