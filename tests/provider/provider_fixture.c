/* tests/provider/provider_fixture.c: a library context with the default provider and ours. */
#include "provider_fixture.h"

#include <openssl/decoder.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/store.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "atca_host.h"
#include "board.h"
#include "cmocka_all.h"
#include "link_sim.h"

int provider_setup(void **state)
{
	struct provider_fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	strcpy(f->folder, "/tmp/sesim-provider-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	assert_int_equal(chdir(f->folder), 0);
	f->lib = OSSL_LIB_CTX_new();
	assert_int_equal(OSSL_PROVIDER_set_default_search_path(f->lib, SESIM_MODULES), 1);
	f->base = OSSL_PROVIDER_load(f->lib, "default");
	f->chips = OSSL_PROVIDER_load(f->lib, "sesim-provider");
	if (!f->chips)
		ERR_print_errors_fp(stderr);
	assert_non_null(f->chips);
	*state = f;
	return 0;
}

int provider_teardown(void **state)
{
	struct provider_fixture *f = *state;
	char command[128];

	OSSL_PROVIDER_unload(f->chips);
	OSSL_PROVIDER_unload(f->base);
	OSSL_LIB_CTX_free(f->lib);
	ERR_clear_error();
	snprintf(command, sizeof(command), "rm -rf %s", f->folder);
	assert_int_equal(chdir("/"), 0);
	assert_int_equal(system(command), 0);
	free(f);
	return 0;
}

EVP_PKEY *key_at(const struct provider_fixture *f, const char *uri)
{
	OSSL_STORE_CTX *store = OSSL_STORE_open_ex(uri, f->lib, NULL, NULL, NULL, NULL, NULL, NULL);
	EVP_PKEY *key = NULL;

	if (!store)
		return NULL;
	OSSL_STORE_expect(store, OSSL_STORE_INFO_PKEY);
	while (!key && !OSSL_STORE_eof(store)) {
		OSSL_STORE_INFO *info = OSSL_STORE_load(store);

		if (!info)
			break;
		key = OSSL_STORE_INFO_get1_PKEY(info);
		OSSL_STORE_INFO_free(info);
	}
	OSSL_STORE_close(store);
	return key;
}

EVP_PKEY *good_key(const struct provider_fixture *f, const char *uri)
{
	EVP_PKEY *key = key_at(f, uri);
	char text[4096];

	if (!key)
		fail_msg("%s: %s", uri, said(text));
	return key;
}

void write_reference(const char *path, const char *uri)
{
	char command[2048];

	snprintf(command, sizeof(command),
		"printf -- '-----BEGIN SESIM KEY REFERENCE-----\\n%%s\\n-----END SESIM KEY "
		"REFERENCE-----\\n' "
		"\"$(printf %%s '%s' | base64)\" >%s",
		uri, path);
	assert_int_equal(system(command), 0);
}

EVP_PKEY *key_in_file(const struct provider_fixture *f, const char *path)
{
	BIO *bio = BIO_new_file(path, "r");
	EVP_PKEY *key;

	assert_non_null(bio);
	key = PEM_read_bio_PrivateKey_ex(bio, NULL, NULL, NULL, f->lib, NULL);
	BIO_free(bio);
	return key;
}

EVP_PKEY *plain_public(const struct provider_fixture *f, const EVP_PKEY *key)
{
	unsigned char *der = NULL;
	int len = i2d_PUBKEY(key, &der);
	const unsigned char *at = der;
	EVP_PKEY *plain;

	assert_true(len > 0);
	plain = d2i_PUBKEY_ex(NULL, &at, len, f->lib, NULL);
	OPENSSL_free(der);
	assert_non_null(plain);
	assert_string_equal(OSSL_PROVIDER_get0_name(EVP_PKEY_get0_provider(plain)), "default");
	return plain;
}

X509 *certificate_of(const struct provider_fixture *f, EVP_PKEY *key)
{
	X509 *certificate = X509_new_ex(f->lib, NULL);
	X509_NAME *name;
	EVP_MD *md = EVP_MD_fetch(f->lib, "SHA256", NULL);
	char text[4096];

	assert_non_null(certificate);
	name = X509_get_subject_name(certificate);
	X509_set_version(certificate, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
	X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
	X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
	X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"localhost", -1, -1, 0);
	X509_set_issuer_name(certificate, name);
	assert_int_equal(X509_set_pubkey(certificate, key), 1);
	if (X509_sign(certificate, key, md) <= 0)
		fail_msg("%s", said(text));
	EVP_MD_free(md);
	return certificate;
}

const char *said(char text[4096])
{
	const char *data;
	size_t len = 0;
	unsigned long code;

	text[0] = '\0';
	while ((code = ERR_get_error_all(NULL, NULL, NULL, &data, NULL)) != 0) {
		const char *reason = ERR_reason_error_string(code);

		len += (size_t)snprintf(
			text + len, 4096 - len, "%s: %s\n", reason ? reason : "?", data ? data : "");
		if (len >= 4000)
			break;
	}
	ERR_clear_error();
	return text;
}

void assert_said(const char *words)
{
	char text[4096];

	said(text);
	if (!strstr(text, words))
		fail_msg("not \"%s\" but:\n%s", words, text);
}

void assert_said_alone(const char *words)
{
	char text[4096];

	said(text);
	if (!strstr(text, words) || strchr(text, '\n')[1] != '\0')
		fail_msg("not \"%s\" alone but:\n%s", words, text);
}

static void command(const struct atca_host *host, enum atca_opcode opcode, uint8_t param1, uint16_t param2,
	struct atca_answer *answer)
{
	assert_int_equal(atca_host_wake(host, answer), 0);
	assert_int_equal(atca_host_command(host, opcode, param1, param2, NULL, 0, answer), 0);
	assert_int_equal(answer->status, ATCA_SUCCESS);
	atca_host_idle(host);
}

void make_atecc(const char *path)
{
	static const struct board_options options = { .clock = CLOCK_INSTANT };
	struct atca_answer answer;
	struct atca_host host;
	struct board *board;
	struct link *link;
	struct why why;
	char chip[128];

	snprintf(chip, sizeof(chip), "atecc608a,state=%s", path);
	assert_int_equal(board_new(&board, &options, &why), 0);
	assert_int_equal(board_add_all(board, chip, &why), 0);
	assert_int_equal(board_power(board, &why), 0);
	assert_int_equal(link_over_bus(&link, &board->bus, NULL, 0, &why), 0);
	host = atca_host_make(link, ATCA_ADDRESS_DEFAULT);
	command(&host, ATCA_LOCK, 0x80, 0, &answer);    /* configuration, as it is */
	command(&host, ATCA_GEN_KEY, 0x04, 0, &answer); /* a key in slot 0 */
	command(&host, ATCA_LOCK, 0x81, 0, &answer);    /* data */
	link_close(link);
	board_free(board);
}
