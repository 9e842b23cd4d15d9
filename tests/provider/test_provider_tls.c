/* tests/provider/test_provider_tls.c: TLS with the key in a chip: both versions, both ends, both types of key. */
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <stdbool.h>

#include "cmocka_all.h"
#include "provider_fixture.h"

enum {
	STEPS_MAX = 20,
};

/* One end, with its key's certificate, trusting the other's. */
struct end {
	const char *uri; /* NULL: no certificate */
	EVP_PKEY *key;
	X509 *certificate;
	SSL_CTX *ctx;
	SSL *ssl;
};

static void take_key(const struct provider_fixture *f, struct end *end, const char *uri)
{
	end->uri = uri;
	end->key = uri ? good_key(f, uri) : EVP_PKEY_Q_keygen(f->lib, NULL, "EC", "P-256");
	end->certificate = certificate_of(f, end->key);
}

static void make_end(
	const struct provider_fixture *f, struct end *end, const struct end *other, int version, bool serves)
{
	end->ctx = SSL_CTX_new_ex(f->lib, NULL, serves ? TLS_server_method() : TLS_client_method());
	assert_non_null(end->ctx);
	assert_int_equal(SSL_CTX_set_min_proto_version(end->ctx, version), 1);
	assert_int_equal(SSL_CTX_set_max_proto_version(end->ctx, version), 1);
	assert_int_equal(SSL_CTX_use_certificate(end->ctx, end->certificate), 1);
	if (end->uri) {
		/* As mosquitto does it. */
		write_reference("key.pem", end->uri);
		assert_int_equal(SSL_CTX_use_PrivateKey_file(end->ctx, "key.pem", SSL_FILETYPE_PEM), 1);
	} else {
		assert_int_equal(SSL_CTX_use_PrivateKey(end->ctx, end->key), 1);
	}
	assert_int_equal(SSL_CTX_check_private_key(end->ctx), 1);
	SSL_CTX_set_verify(end->ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
	assert_int_equal(X509_STORE_add_cert(SSL_CTX_get_cert_store(end->ctx), other->certificate), 1);
	end->ssl = SSL_new(end->ctx);
	assert_non_null(end->ssl);
	if (serves)
		SSL_set_accept_state(end->ssl);
	else
		SSL_set_connect_state(end->ssl);
}

static void free_end(struct end *end)
{
	SSL_free(end->ssl);
	SSL_CTX_free(end->ctx);
	X509_free(end->certificate);
	EVP_PKEY_free(end->key);
}

/* Returns whether both ends came to their end of it. */
static bool shake_hands(struct end *client, struct end *server)
{
	BIO *a, *b;

	assert_int_equal(BIO_new_bio_pair(&a, 0, &b, 0), 1);
	SSL_set_bio(client->ssl, a, a);
	SSL_set_bio(server->ssl, b, b);
	for (int i = 0; i < STEPS_MAX; i++) {
		struct end *end = i % 2 == 0 ? client : server;
		int rc = SSL_do_handshake(end->ssl), error = SSL_get_error(end->ssl, rc);

		if (rc != 1 && error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE)
			return false;
		if (SSL_is_init_finished(client->ssl) && SSL_is_init_finished(server->ssl))
			return true;
	}
	return false;
}

static void connect_with(
	const struct provider_fixture *f, const char *client_uri, const char *server_uri, int version)
{
	struct end client = { 0 }, server = { 0 };
	char text[4096];

	take_key(f, &client, client_uri);
	take_key(f, &server, server_uri);
	make_end(f, &client, &server, version, false);
	make_end(f, &server, &client, version, true);
	if (!shake_hands(&client, &server))
		fail_msg("client %s, server %s, %s: %s", client_uri ? client_uri : "file",
			server_uri ? server_uri : "file", SSL_get_version(client.ssl), said(text));
	assert_int_equal(SSL_version(client.ssl), version);
	free_end(&client);
	free_end(&server);
}

static void both_ends_authenticate_with_keys_in_chips(void **state)
{
	static const int versions[] = { TLS1_2_VERSION, TLS1_3_VERSION };
	static const char *const uris[] = { URI_EC, URI_RSA_2048, URI_RSA_4096,
		"sesim:link=sim:atecc608a,state=atecc.nvm;slot=0", NULL };

	make_atecc("atecc.nvm");
	for (size_t v = 0; v < 2; v++)
		for (size_t c = 0; c < 5; c++)
			for (size_t s = 0; s < 5; s++)
				connect_with(*state, uris[c], uris[s], versions[v]);
}

/* A key that does not belong to the certificate is refused where it is given, not in the handshake. */
static void another_keys_certificate_is_refused(void **state)
{
	static const char *const uris[] = { URI_EC_2, URI_RSA_2048 };
	const struct provider_fixture *f = *state;
	struct end end = { 0 };

	take_key(f, &end, URI_EC);
	for (size_t i = 0; i < 2; i++) {
		SSL_CTX *ctx = SSL_CTX_new_ex(f->lib, NULL, TLS_method());

		write_reference("other.pem", uris[i]);
		assert_int_equal(SSL_CTX_use_certificate(ctx, end.certificate), 1);
		if (SSL_CTX_use_PrivateKey_file(ctx, "other.pem", SSL_FILETYPE_PEM) == 1)
			assert_int_equal(SSL_CTX_check_private_key(ctx), 0);
		ERR_clear_error();
		SSL_CTX_free(ctx);
	}
	free_end(&end);
}

/* A chip that refuses in the middle of a handshake: it fails, with the chip's words. */
static void a_refusing_chip_ends_the_handshake(void **state)
{
	static const char attester[] = "sesim:link=sim:se050c;key=f0000012";
	static const int versions[] = { TLS1_2_VERSION, TLS1_3_VERSION };
	const struct provider_fixture *f = *state;

	for (size_t i = 0; i < 2; i++) {
		struct end client = { 0 }, server = { 0 }, issuer = { 0 };
		EVP_MD *md = EVP_MD_fetch(f->lib, "SHA256", NULL);

		take_key(f, &client, URI_EC);
		take_key(f, &issuer, NULL);
		server.uri = attester;
		server.key = good_key(f, attester);
		server.certificate = X509_dup(issuer.certificate);
		assert_int_equal(X509_set_pubkey(server.certificate, server.key), 1);
		assert_true(X509_sign(server.certificate, issuer.key, md) > 0);
		make_end(f, &client, &issuer, versions[i], false);
		make_end(f, &server, &client, versions[i], true);
		assert_false(shake_hands(&client, &server));
		assert_said("signing is refused with status 6986");
		EVP_MD_free(md);
		free_end(&client);
		free_end(&server);
		free_end(&issuer);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define ROW(test) cmocka_unit_test_setup_teardown(test, provider_setup, provider_teardown)
		ROW(both_ends_authenticate_with_keys_in_chips),
		ROW(another_keys_certificate_is_refused),
		ROW(a_refusing_chip_ends_the_handshake),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
