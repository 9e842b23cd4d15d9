/*
 * tests/stories/door.c: a TLS door before an MQTT broker, as clouds have it: it knows devices by their
 * certificates, not by an authority.
 *
 *     door register FOLDER DEVICE.pem [SIGNER.pem]
 *     door serve FOLDER SERVER.pem SERVER-KEY.pem BROKER-SOCKET PORT-FILE [SIGNER.pem]
 *
 * Stock mosquitto cannot do this: OpenSSL takes a device certificate alone as an anchor only with
 * X509_V_FLAG_PARTIAL_CHAIN, which no setting of mosquitto's gives. So the door ends the mutual TLS,
 * looks the certificate up in FOLDER, and hands the MQTT on to mosquitto's unix socket with the
 * certificate's commonName as the user name. With SIGNER.pem a device of that signer which is not
 * registered yet is registered when it has proven that it holds the key, and is let in the next time.
 * One line on standard output says who came and why it was refused. 127.0.0.1 only, a free port.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/sslerr.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "door_connect.h"
#include "door_registry.h"

enum {
	VISITORS_MAX = 32,
	PATIENCE_SECONDS = 20,
};

struct door {
	const char *folder;
	const char *server;
	const char *server_key;
	const char *broker;
	const char *port_file;
	const char *signer; /* NULL: nobody is registered just in time */
};

/* One connection, in a process of its own. */
struct visit {
	const struct door *door;
	bool first_contact;
	char name[REGISTRY_NAME];
	char fingerprint[REGISTRY_FINGERPRINT];
	struct why why;
};

static int usage(void)
{
	fprintf(stderr,
		"usage: door register FOLDER DEVICE.pem [SIGNER.pem]\n"
		"       door serve FOLDER SERVER.pem SERVER-KEY.pem BROKER-SOCKET PORT-FILE [SIGNER.pem]\n");
	return 2;
}

/* "certificate has expired (valid ... to ...)": OpenSSL's words, and the dates where they are the reason. */
static int refuse_certificate(int error, const X509 *certificate, struct why *why)
{
	bool by_date = error == X509_V_ERR_CERT_HAS_EXPIRED || error == X509_V_ERR_CERT_NOT_YET_VALID;
	BIO *text = NULL;
	char *dates = NULL;
	long len = 0;

	if (error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY)
		return why_fail(why, EACCES, "neither registered nor of the signer");
	if (by_date)
		text = BIO_new(BIO_s_mem());
	if (text && BIO_puts(text, " (valid ") > 0 &&
		ASN1_TIME_print(text, X509_get0_notBefore(certificate)) == 1 && BIO_puts(text, " to ") > 0 &&
		ASN1_TIME_print(text, X509_get0_notAfter(certificate)) == 1 && BIO_puts(text, ")") > 0)
		len = BIO_get_mem_data(text, &dates);
	why_fail(why, EACCES, "%s%.*s", X509_verify_cert_error_string(error), (int)len, dates ? dates : "");
	BIO_free(text);
	return -EACCES;
}

/*
 * Judges the certificate in `ctx` with `anchor` as the only thing trusted: itself when it is
 * registered, a signer else. Signatures below the anchor, dates and uses are OpenSSL's to check.
 */
static int judge_against(X509_STORE_CTX *ctx, X509 *anchor, struct why *why)
{
	STACK_OF(X509) *trusted = sk_X509_new_null();
	int rc = 0;

	if (!trusted || sk_X509_push(trusted, anchor) <= 0) {
		sk_X509_free(trusted);
		return why_fail(why, ENOMEM, "no memory");
	}
	X509_STORE_CTX_set0_trusted_stack(ctx, trusted);
	X509_STORE_CTX_set_flags(ctx, X509_V_FLAG_PARTIAL_CHAIN);
	if (X509_verify_cert(ctx) != 1)
		rc = refuse_certificate(X509_STORE_CTX_get_error(ctx), X509_STORE_CTX_get0_cert(ctx), why);
	X509_STORE_CTX_set0_trusted_stack(ctx, NULL);
	sk_X509_free(trusted);
	return rc;
}

static int judge_by_signer(X509_STORE_CTX *ctx, const char *path, struct why *why)
{
	X509 *signer = registry_read(path, why);
	int rc;

	if (!signer)
		return -EINVAL;
	rc = judge_against(ctx, signer, why);
	X509_free(signer);
	return rc;
}

/* OpenSSL's callback: 1 lets the handshake go on to the proof that the client holds the key. */
static int judge(X509_STORE_CTX *ctx, void *arg)
{
	struct visit *visit = arg;
	X509 *certificate = X509_STORE_CTX_get0_cert(ctx);
	int rc = registry_fingerprint(certificate, visit->fingerprint, &visit->why);

	if (rc == 0)
		rc = registry_name(certificate, visit->name, &visit->why);
	if (rc == 0) {
		rc = registry_find(visit->door->folder, certificate, &visit->why);
		if (rc == 0) {
			rc = judge_against(ctx, certificate, &visit->why);
		} else if (rc == -ENOENT && visit->door->signer) {
			visit->first_contact = true;
			visit->why.text[0] = '\0';
			rc = judge_by_signer(ctx, visit->door->signer, &visit->why);
		}
	}
	if (rc < 0 && X509_STORE_CTX_get_error(ctx) == X509_V_OK)
		X509_STORE_CTX_set_error(ctx, X509_V_ERR_CERT_UNTRUSTED);
	return rc == 0;
}

static void say(const struct visit *visit, const char *verdict)
{
	const char *because = visit->why.text;

	dprintf(STDOUT_FILENO, "door: %s: %s%s%s%s%s\n", visit->name[0] ? visit->name : "somebody", verdict,
		because[0] ? ": " : "", because, visit->fingerprint[0] ? ", sha256 " : "",
		visit->fingerprint);
}

/* Why a handshake failed that the certificate's judge had nothing against. */
static void blame_handshake(struct visit *visit)
{
	unsigned long error = ERR_peek_error();
	const char *reason = ERR_reason_error_string(error);

	if (visit->why.text[0])
		return;
	if (ERR_GET_LIB(error) == ERR_LIB_SSL && ERR_GET_REASON(error) == SSL_R_BAD_SIGNATURE)
		why_fail(&visit->why, EACCES,
			"the client does not hold the certificate's key (bad signature)");
	else if (ERR_GET_LIB(error) == ERR_LIB_SSL &&
		 ERR_GET_REASON(error) == SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE)
		why_fail(&visit->why, EACCES, "the client shows no certificate");
	else
		why_fail(&visit->why, EPROTO, "the handshake failed: %s",
			reason ? reason : "the client went away");
}

static int dial_broker(const char *path, struct why *why)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	int fd;

	if (strlen(path) >= sizeof(addr.sun_path))
		return why_fail(why, ENAMETOOLONG, "the broker's socket %s has too long a path", path);
	memcpy(addr.sun_path, path, strlen(path));
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, (const struct sockaddr *)&addr, sizeof(addr)) < 0) {
		why_errno(why, errno, "cannot reach the broker at %s", path);
		if (fd >= 0)
			close(fd);
		return -ECONNREFUSED;
	}
	return fd;
}

static bool write_all(int fd, const uint8_t *bytes, size_t len)
{
	struct rbuf rest = rbuf_from(bytes, len);

	while (rbuf_left(&rest) > 0) {
		ssize_t n = write(fd, rest.at, rbuf_left(&rest));

		if (n <= 0)
			return false;
		rbuf_bytes(&rest, (size_t)n);
	}
	return true;
}

/* Reads the CONNECT, and not a byte more, which is the broker's. */
static int receive_connect(SSL *tls, uint8_t bytes[static CONNECT_MAX], size_t *len, struct why *why)
{
	size_t total = 0;

	for (*len = 0; total == 0 || *len < total;) {
		size_t want = total == 0 ? 1 : total - *len;
		size_t got = 0;
		int rc;

		if (SSL_read_ex(tls, bytes + *len, want, &got) != 1)
			return why_fail(why, EPROTO, "the client went away before its CONNECT");
		*len += got;
		if (total == 0) {
			rc = connect_length(bytes, *len, &total, why);
			if (rc < 0)
				return rc;
		}
	}
	return 0;
}

/* Both ways until either end is done. */
static void relay(SSL *tls, int broker)
{
	uint8_t bytes[4096];
	struct pollfd ends[2] = { { .fd = SSL_get_fd(tls), .events = POLLIN },
		{ .fd = broker, .events = POLLIN } };
	size_t done;

	for (;;) {
		bool ready = SSL_has_pending(tls) == 1;

		if (poll(ends, 2, ready ? 0 : -1) < 0)
			return;
		if (ready || ends[0].revents) {
			if (SSL_read_ex(tls, bytes, sizeof(bytes), &done) != 1 ||
				!write_all(broker, bytes, done))
				return;
		}
		if (ends[1].revents) {
			ssize_t n = read(broker, bytes, sizeof(bytes));

			if (n <= 0 || SSL_write_ex(tls, bytes, (size_t)n, &done) != 1)
				return;
		}
	}
}

static int hand_on(SSL *tls, struct visit *visit)
{
	uint8_t connect_bytes[CONNECT_MAX];
	uint8_t renamed_bytes[CONNECT_MAX + 256];
	struct wbuf renamed = wbuf_to(renamed_bytes, sizeof(renamed_bytes));
	size_t len;
	int broker;
	int rc = receive_connect(tls, connect_bytes, &len, &visit->why);

	if (rc == 0)
		rc = connect_rename(connect_bytes, len, visit->name, &renamed, &visit->why);
	if (rc < 0)
		return rc;
	broker = dial_broker(visit->door->broker, &visit->why);
	if (broker < 0)
		return broker;
	say(visit, "let in");
	if (write_all(broker, renamed_bytes, renamed.len))
		relay(tls, broker);
	close(broker);
	return 0;
}

static void receive_visit(const struct door *door, SSL_CTX *context, int fd)
{
	struct visit visit = { .door = door };
	struct timeval patience = { .tv_sec = PATIENCE_SECONDS };
	SSL *tls;
	int rc = 0;

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	SSL_CTX_set_cert_verify_callback(context, judge, &visit);
	tls = SSL_new(context);
	if (!tls || SSL_set_fd(tls, fd) != 1)
		return;
	if (SSL_accept(tls) != 1) {
		blame_handshake(&visit);
		say(&visit, "refused");
		SSL_free(tls);
		return;
	}
	if (visit.first_contact) {
		X509 *certificate = SSL_get1_peer_certificate(tls);

		rc = registry_add(door->folder, certificate, &visit.why);
		if (rc == 0)
			say(&visit, "registered, to be let in when it comes again");
		X509_free(certificate);
	} else {
		rc = hand_on(tls, &visit);
	}
	if (rc < 0)
		say(&visit, "refused");
	SSL_shutdown(tls);
	SSL_free(tls);
}

/* Returns a listening socket on a free port of the loopback. */
static int open_door(in_port_t *port, struct why *why)
{
	struct sockaddr_in addr = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(addr);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || bind(fd, (const struct sockaddr *)&addr, sizeof(addr)) < 0 ||
		listen(fd, VISITORS_MAX) < 0 || getsockname(fd, (struct sockaddr *)&addr, &len) < 0) {
		why_errno(why, errno, "cannot listen on 127.0.0.1");
		if (fd >= 0)
			close(fd);
		return -EIO;
	}
	*port = ntohs(addr.sin_port);
	return fd;
}

/* The file appears whole: who waits for it can read it at once. */
static int tell_port(const char *path, in_port_t port, struct why *why)
{
	char fresh[4096];
	FILE *file;

	if (snprintf(fresh, sizeof(fresh), "%s.new", path) >= (int)sizeof(fresh))
		return why_fail(why, ENAMETOOLONG, "the port file's path is too long");
	file = fopen(fresh, "we");
	if (!file || fprintf(file, "%u\n", (unsigned int)port) < 0 || fclose(file) != 0 ||
		rename(fresh, path) < 0)
		return why_errno(why, errno, "cannot write port file %s", path);
	return 0;
}

static void fail(const struct why *why)
{
	fprintf(stderr, "door: %s\n", why->text);
}

static int serve(const struct door *door)
{
	SSL_CTX *context = SSL_CTX_new(TLS_server_method());
	struct why why = { "" };
	in_port_t port;
	size_t visitors = 0;
	int listener;

	if (!context || SSL_CTX_use_certificate_chain_file(context, door->server) != 1 ||
		SSL_CTX_use_PrivateKey_file(context, door->server_key, SSL_FILETYPE_PEM) != 1) {
		fprintf(stderr, "door: %s and %s are not the server's certificate and its key\n",
			door->server, door->server_key);
		return 1;
	}
	SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
	SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
	/* No session is resumed: every visit proves its key anew, and is judged by the registry as it is then. */
	SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
	SSL_CTX_set_num_tickets(context, 0);
	signal(SIGPIPE, SIG_IGN);
	listener = open_door(&port, &why);
	if (listener < 0 || tell_port(door->port_file, port, &why) < 0) {
		fail(&why);
		return 1;
	}
	dprintf(STDOUT_FILENO, "door: open on 127.0.0.1:%u\n", (unsigned int)port);
	for (;;) {
		int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		pid_t keeper = getpid();
		pid_t child;

		while (visitors > 0 && waitpid(-1, NULL, visitors < VISITORS_MAX ? WNOHANG : 0) > 0)
			visitors--;
		if (fd < 0)
			continue;
		child = fork();
		if (child == 0) {
			close(listener);
			/* A visit ends with the door. */
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			if (getppid() == keeper)
				receive_visit(door, context, fd);
			_exit(0);
		}
		if (child > 0)
			visitors++;
		close(fd);
	}
}

/* What a registration asks: a certificate that is valid now, and of SIGNER if one is named. */
static int check_certificate(X509 *certificate, const char *signer, struct why *why)
{
	X509_STORE *empty = X509_STORE_new();
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	int rc;

	if (!empty || !ctx || X509_STORE_CTX_init(ctx, empty, certificate, NULL) != 1 ||
		X509_STORE_CTX_set_purpose(ctx, X509_PURPOSE_SSL_CLIENT) != 1)
		rc = why_fail(why, ENOMEM, "no memory");
	else
		rc = signer ? judge_by_signer(ctx, signer, why) : judge_against(ctx, certificate, why);
	X509_STORE_CTX_free(ctx);
	X509_STORE_free(empty);
	return rc;
}

static int enrol(const char *folder, const char *path, const char *signer)
{
	char name[REGISTRY_NAME];
	char fingerprint[REGISTRY_FINGERPRINT];
	struct why why = { "" };
	X509 *certificate = registry_read(path, &why);
	int rc = certificate ? check_certificate(certificate, signer, &why) : -EINVAL;

	if (rc == 0)
		rc = registry_fingerprint(certificate, fingerprint, &why);
	if (rc == 0)
		rc = registry_name(certificate, name, &why);
	if (rc == 0)
		rc = registry_add(folder, certificate, &why);
	X509_free(certificate);
	if (rc < 0) {
		fprintf(stderr, "door: %s is not registered: %s\n", path, why.text);
		return 1;
	}
	printf("door: %s: registered, sha256 %s\n", name, fingerprint);
	return 0;
}

int main(int argc, char **argv)
{
	if ((argc == 4 || argc == 5) && strcmp(argv[1], "register") == 0)
		return enrol(argv[2], argv[3], argc == 5 ? argv[4] : NULL);
	if ((argc == 7 || argc == 8) && strcmp(argv[1], "serve") == 0) {
		const struct door door = {
			.folder = argv[2],
			.server = argv[3],
			.server_key = argv[4],
			.broker = argv[5],
			.port_file = argv[6],
			.signer = argc == 8 ? argv[7] : NULL,
		};

		return serve(&door);
	}
	return usage();
}
