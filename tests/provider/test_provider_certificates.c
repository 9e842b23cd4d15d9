/* tests/provider/test_provider_certificates.c: certificates that are in chips, beside their keys. */
#include <openssl/err.h>
#include <openssl/store.h>
#include <openssl/x509.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "board.h"
#include "cmocka_all.h"
#include "link_sim.h"
#include "provider_fixture.h"
#include "se05x_link.h"
#include "se05x_objects.h"

enum {
	FOUND_MAX = 4,
	FILE_ID = 0x20000100,
	FILE_BYTES = 3000,
};

/* All that a store has. */
struct found {
	EVP_PKEY *key;
	X509 *certificates[FOUND_MAX];
	size_t n;
};

static struct found find(const struct provider_fixture *f, const char *uri)
{
	OSSL_STORE_CTX *store = OSSL_STORE_open_ex(uri, f->lib, NULL, NULL, NULL, NULL, NULL, NULL);
	struct found found = { 0 };

	assert_non_null(store);
	while (!OSSL_STORE_eof(store)) {
		OSSL_STORE_INFO *info = OSSL_STORE_load(store);

		if (info && OSSL_STORE_INFO_get_type(info) == OSSL_STORE_INFO_PKEY)
			found.key = OSSL_STORE_INFO_get1_PKEY(info);
		else if (info && found.n < FOUND_MAX)
			found.certificates[found.n++] = OSSL_STORE_INFO_get1_CERT(info);
		OSSL_STORE_INFO_free(info);
	}
	OSSL_STORE_close(store);
	return found;
}

static void forget(struct found *found)
{
	EVP_PKEY_free(found->key);
	for (size_t i = 0; i < found->n; i++)
		X509_free(found->certificates[i]);
}

/* A file in an SE050C with these bytes at its beginning. */
static void write_file(const char *state, const void *bytes, size_t len)
{
	static const struct board_options options = { .clock = CLOCK_INSTANT };
	static const struct se05x_write by_default;
	struct se05x_link at = { .address = T1_ADDRESS_DEFAULT };
	struct se05x_host host;
	struct t1_port port;
	struct board *board;
	struct why why;
	char chip[128];

	snprintf(chip, sizeof(chip), "se050c,state=%s", state);
	assert_int_equal(board_new(&board, &options, &why), 0);
	assert_int_equal(board_add_all(board, chip, &why), 0);
	assert_int_equal(board_power(board, &why), 0);
	assert_int_equal(link_over_bus(&at.link, &board->bus, NULL, 0, &why), 0);
	port = se05x_link_port(&at);
	assert_int_equal(se05x_host_open(&host, &port), 0);
	assert_int_equal(se05x_write_file(&host, FILE_ID, FILE_BYTES, rbuf_from(bytes, len), &by_default), 0);
	link_close(at.link);
	board_free(board);
}

/* One behind the other, and zeros behind them, as files have a size of their own (AN12436 3.14). */
static void a_file_holds_certificates(void **state)
{
	const struct provider_fixture *f = *state;
	uint8_t bytes[FILE_BYTES];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	X509 *certificates[2];
	struct found found;

	for (size_t i = 0; i < 2; i++) {
		EVP_PKEY *key = good_key(f, i == 0 ? URI_EC : URI_RSA_2048);
		unsigned char *at;

		certificates[i] = certificate_of(f, key);
		at = wbuf_room(&w, (size_t)i2d_X509(certificates[i], NULL));
		assert_non_null(at);
		i2d_X509(certificates[i], &at);
		EVP_PKEY_free(key);
	}
	write_file("se.nvm", bytes, w.len);
	found = find(f, "sesim:link=sim:se050c,state=se.nvm;key=f0000100;certificate=20000100");
	assert_non_null(found.key);
	assert_int_equal(found.n, 2);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(X509_cmp(found.certificates[i], certificates[i]), 0);
		X509_free(certificates[i]);
	}
	forget(&found);
	found = find(f, "sesim:link=sim:se050c,state=se.nvm;certificate=20000100");
	assert_null(found.key);
	assert_int_equal(found.n, 2);
	forget(&found);
}

static void what_is_no_certificate_is_said(void **state)
{
	static const char *const texts[] = { "hello", "\x30\x82\xff\xff", "" };
	struct found found;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		char path[32], uri[128];

		snprintf(path, sizeof(path), "se%zu.nvm", i);
		snprintf(uri, sizeof(uri), "sesim:link=sim:se050c,state=%s;certificate=20000100", path);
		write_file(path, texts[i], strlen(texts[i]));
		found = find(*state, uri);
		assert_int_equal(found.n, 0);
		assert_said("certificate 20000100 at 48 of");
	}
	found = find(*state, "sesim:link=sim:se050c;certificate=12345678");
	assert_int_equal(found.n, 0);
	assert_said("there is no object 12345678");
	found = find(*state, "sesim:link=sim:se050c;certificate=f0000100");
	assert_int_equal(found.n, 0);
	ERR_clear_error();
}

/* Rebuilt from the compressed ones; the device's belongs to the key in slot 0 and is signed by the other. */
static void a_trust_part_has_its_devices_and_its_signers(void **state)
{
	static const char *const uris[][2] = {
		{ "sesim:link=sim:atecc608a-tngtls;address=35;slot=0;certificate=device",
			"sesim:link=sim:atecc608a-tngtls;address=35;certificate=signer" },
		{ "sesim:link=sim:atecc608b-tflxtls;address=36;slot=0;certificate=device",
			"sesim:link=sim:atecc608b-tflxtls;address=36;certificate=signer" },
	};

	for (size_t i = 0; i < sizeof(uris) / sizeof(uris[0]); i++) {
		struct found device = find(*state, uris[i][0]), signer = find(*state, uris[i][1]);

		assert_non_null(device.key);
		assert_int_equal(device.n, 1);
		assert_int_equal(signer.n, 1);
		assert_int_equal(X509_check_private_key(device.certificates[0], device.key), 1);
		assert_int_equal(
			X509_verify(device.certificates[0], X509_get0_pubkey(signer.certificates[0])), 1);
		forget(&device);
		forget(&signer);
	}
}

static void a_blank_atecc_has_none(void **state)
{
	struct found found;

	make_atecc("atecc.nvm");
	found = find(*state, "sesim:link=sim:atecc608a,state=atecc.nvm;certificate=device");
	assert_int_equal(found.n, 0);
	assert_said("the ATECC is no Trust part");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define ROW(test) cmocka_unit_test_setup_teardown(test, provider_setup, provider_teardown)
		ROW(a_file_holds_certificates),
		ROW(what_is_no_certificate_is_said),
		ROW(a_trust_part_has_its_devices_and_its_signers),
		ROW(a_blank_atecc_has_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
