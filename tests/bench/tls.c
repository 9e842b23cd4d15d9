/* tests/bench/tls.c: TLS 1.3 handshakes in memory, the client's key in a simulated part, beside the same with a key in a file. */
#include <fcntl.h>
#include <openssl/provider.h>
#include <openssl/ssl.h>
#include <openssl/store.h>
#include <openssl/x509.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

enum {
	STEPS_MAX = 20,
	READY_TRIES = 200,
};

/* Who shakes hands: the server's key is always in a file. */
struct handshake {
	SSL_CTX *client;
	SSL_CTX *server;
};

static X509 *certificate_of(OSSL_LIB_CTX *lib, EVP_PKEY *key)
{
	X509 *certificate = X509_new_ex(lib, NULL);
	EVP_MD *md = EVP_MD_fetch(lib, "SHA256", NULL);
	X509_NAME *name = X509_get_subject_name(certificate);

	X509_set_version(certificate, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
	X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
	X509_gmtime_adj(X509_getm_notAfter(certificate), 86400);
	X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"localhost", -1, -1, 0);
	X509_set_issuer_name(certificate, name);
	X509_set_pubkey(certificate, key);
	if (X509_sign(certificate, key, md) <= 0)
		bench_fail("a certificate is not signed");
	EVP_MD_free(md);
	return certificate;
}

static SSL_CTX *end_of(OSSL_LIB_CTX *lib, const SSL_METHOD *method, EVP_PKEY *key, X509 *own, X509 *other)
{
	SSL_CTX *ctx = SSL_CTX_new_ex(lib, NULL, method);

	if (!ctx || SSL_CTX_set_min_proto_version(ctx, TLS1_3_VERSION) != 1 ||
		SSL_CTX_use_certificate(ctx, own) != 1 || SSL_CTX_use_PrivateKey(ctx, key) != 1 ||
		X509_STORE_add_cert(SSL_CTX_get_cert_store(ctx), other) != 1)
		bench_fail("no end of a TLS connection");
	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
	SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_num_tickets(ctx, 0);
	return ctx;
}

static struct handshake handshake_with(OSSL_LIB_CTX *lib, EVP_PKEY *client_key)
{
	EVP_PKEY *server_key = EVP_PKEY_Q_keygen(lib, NULL, "EC", "P-256");
	X509 *client = certificate_of(lib, client_key), *server = certificate_of(lib, server_key);
	struct handshake h = { .client = end_of(lib, TLS_client_method(), client_key, client, server),
		.server = end_of(lib, TLS_server_method(), server_key, server, client) };

	X509_free(client);
	X509_free(server);
	EVP_PKEY_free(server_key);
	return h;
}

static void handshake_free(struct handshake *h)
{
	SSL_CTX_free(h->client);
	SSL_CTX_free(h->server);
}

static void shake_hands(const struct handshake *h)
{
	SSL *client = SSL_new(h->client), *server = SSL_new(h->server);
	BIO *a, *b;
	int i;

	BIO_new_bio_pair(&a, 0, &b, 0);
	SSL_set_bio(client, a, a);
	SSL_set_bio(server, b, b);
	SSL_set_connect_state(client);
	SSL_set_accept_state(server);
	for (i = 0; i < STEPS_MAX && !(SSL_is_init_finished(client) && SSL_is_init_finished(server)); i++)
		SSL_do_handshake(i % 2 == 0 ? client : server);
	if (i == STEPS_MAX)
		bench_fail("a TLS handshake fails");
	SSL_free(client);
	SSL_free(server);
}

static uint64_t run(void *context, size_t n)
{
	uint64_t began = bench_now_ns();

	for (size_t i = 0; i < n; i++)
		shake_hands(context);
	return bench_now_ns() - began;
}

static EVP_PKEY *key_at(OSSL_LIB_CTX *lib, const char *uri)
{
	OSSL_STORE_CTX *store = OSSL_STORE_open_ex(uri, lib, NULL, NULL, NULL, NULL, NULL, NULL);
	OSSL_STORE_INFO *info = store ? OSSL_STORE_load(store) : NULL;
	EVP_PKEY *key = info ? OSSL_STORE_INFO_get1_PKEY(info) : NULL;

	OSSL_STORE_INFO_free(info);
	OSSL_STORE_close(store);
	if (!key)
		bench_fail("there is no key %s", uri);
	return key;
}

/* `sesim serve` with an SE050C; returns when its socket is there. */
static pid_t serve(const char *socket)
{
	char listen[512];
	pid_t pid;

	snprintf(listen, sizeof(listen), "unix:%s", socket);
	pid = fork();
	if (pid == 0) {
		int nowhere = open("/dev/null", O_RDWR);

		dup2(nowhere, 1);
		dup2(nowhere, 2);
		execl(SESIM_PROGRAM, "sesim", "serve", "--chip", "se050c", "--clock", "instant", "--listen",
			listen, (char *)NULL);
		_exit(127);
	}
	for (int i = 0; pid > 0 && i < READY_TRIES && access(socket, F_OK) < 0; i++)
		usleep(10000);
	return pid;
}

static void compare(
	struct bench *bench, OSSL_LIB_CTX *lib, struct bench_row *row, const char *uri, EVP_PKEY *plain)
{
	EVP_PKEY *key = key_at(lib, uri);
	struct handshake chip = handshake_with(lib, key), file = handshake_with(lib, plain);

	bench_compare(bench, row, &(struct bench_side){ .run = run, .context = &chip },
		&(struct bench_side){ .run = run, .context = &file });
	bench_print(bench, row);
	bench_say(bench, "%54s %.2f ms more", "", row->p50_us / 1000 - 1e3 / row->baseline_per_second);
	handshake_free(&chip);
	handshake_free(&file);
	EVP_PKEY_free(key);
}

static void bench_all(struct bench *bench, OSSL_LIB_CTX *lib, const char *socket)
{
	static const struct {
		const char *link;
		const char *op;
		const char *key;
		bool rsa;
	} rows[] = {
		{ "sim:", "handshake, P-256", "f0000100", false },
		{ "unix:", "handshake, P-256", "f0000100", false },
		{ "unix:", "handshake, RSA-2048", "f0000110", true },
	};
	EVP_PKEY *ec = EVP_PKEY_Q_keygen(lib, NULL, "EC", "P-256");
	EVP_PKEY *rsa = EVP_PKEY_Q_keygen(lib, NULL, "RSA", (size_t)2048);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bench_row row = { .link = rows[i].link,
			.scenario = "TLS 1.3",
			.op = rows[i].op,
			.baseline = "key in a file",
			.want = "at most 2 ms more" };
		char uri[600];

		if (!bench_wants(bench, &row))
			continue;
		if (strcmp(rows[i].link, "sim:") == 0)
			snprintf(uri, sizeof(uri), "sesim:link=sim:se050c;key=%s", rows[i].key);
		else
			snprintf(uri, sizeof(uri), "sesim:link=unix:%s;key=%s", socket, rows[i].key);
		compare(bench, lib, &row, uri, rows[i].rsa ? rsa : ec);
	}
	EVP_PKEY_free(ec);
	EVP_PKEY_free(rsa);
}

void bench_tls(struct bench *bench)
{
	struct bench_row any = {
		.link = "unix:", .scenario = "TLS 1.3", .op = "handshake, P-256 RSA-2048 sim:"
	};
	OSSL_LIB_CTX *lib;
	OSSL_PROVIDER *base, *chips;
	char socket[400];
	pid_t server;

	if (!bench_wants(bench, &any))
		return;
	lib = OSSL_LIB_CTX_new();
	OSSL_PROVIDER_set_default_search_path(lib, SESIM_MODULES);
	base = OSSL_PROVIDER_load(lib, "default");
	chips = OSSL_PROVIDER_load(lib, "sesim-provider");
	if (!base || !chips)
		bench_fail("the provider is not loaded");
	snprintf(socket, sizeof(socket), "%s/bench-tls-%d.sock", bench->directory, (int)getpid());
	server = serve(socket);
	bench_all(bench, lib, socket);
	if (server > 0) {
		kill(server, SIGTERM);
		waitpid(server, NULL, 0);
	}
	OSSL_PROVIDER_unload(chips);
	OSSL_PROVIDER_unload(base);
	OSSL_LIB_CTX_free(lib);
}
