/*
 * examples/attest_verify.c: accepts a key because an SE05x attests that it was made inside.
 *
 *     attest-verify --new-challenge FILE
 *     attest-verify --root ROOT.pem [--signers FILE.pem] --challenge FILE --object ID --policy HEX [--unique-id HEX]
 *                   CERTIFICATE.der ANSWER KEY.pem
 *
 * It runs where the part is not: what came from there are CERTIFICATE and ANSWER. It believes ROOT and nobody else. A
 * challenge serves once: it is gone when it was looked at. KEY.pem is written when all is well. Exit status: 0 accepted,
 * 1 refused, 2 usage or a bad file.
 */
#include <errno.h>
#include <getopt.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509_vfy.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evidence.h"
#include "hex.h"

enum {
	STATUS_REFUSED = 1,
	STATUS_USAGE = 2,
	FILE_MAX = 4096,
	POLICY_MAX = 256,
};

static const char usage[] =
	"usage: attest-verify --new-challenge FILE\n"
	"       attest-verify --root ROOT.pem [--signers FILE.pem] --challenge FILE "
	"--object ID --policy HEX\n"
	"                     [--owner ID] [--unique-id HEX] CERTIFICATE.der ANSWER KEY.pem\n"
	"\n"
	"writes KEY.pem when the part whose certificate this is, and whose chain ends at "
	"ROOT, attests in answer to\n"
	"the challenge that it made the key ID itself, under exactly this policy\n";

struct options {
	const char *new_challenge, *root, *signers, *challenge;
	uint8_t policy[POLICY_MAX], unique_id[EVIDENCE_UNIQUE_ID];
	struct evidence_wanted wanted;
	bool has_object;
};

static int read_file(const char *path, uint8_t bytes[FILE_MAX], struct why *why)
{
	FILE *file = fopen(path, "rb");
	size_t len;

	if (!file)
		return why_errno(why, errno, "cannot open %s", path);
	len = fread(bytes, 1, FILE_MAX, file);
	fclose(file);
	return len < FILE_MAX ? (int)len : why_fail(why, EFBIG, "%s is too long", path);
}

static int new_challenge(const char *path, struct why *why)
{
	uint8_t bytes[EVIDENCE_CHALLENGE];
	FILE *file;
	bool good;

	if (RAND_bytes(bytes, sizeof(bytes)) != 1)
		return why_fail(why, EIO, "OpenSSL has no random numbers");
	file = fopen(path, "wb");
	if (!file)
		return why_errno(why, errno, "cannot write %s", path);
	good = fwrite(bytes, 1, sizeof(bytes), file) == sizeof(bytes);
	return fclose(file) == 0 && good ? 0 : why_fail(why, EIO, "cannot write %s", path);
}

/* Whatever comes of it, nobody gets a second try with this challenge. */
static int spend_challenge(const char *path, uint8_t challenge[EVIDENCE_CHALLENGE], struct why *why)
{
	uint8_t bytes[FILE_MAX];
	struct rbuf r;
	int len = read_file(path, bytes, why);

	if (len == -ENOENT)
		return why_fail(why, EKEYREJECTED, "there is no challenge %s, or it has served", path);
	if (len >= 0 && unlink(path) < 0)
		return why_errno(why, errno, "cannot remove %s", path);
	if (len >= 0 && len != EVIDENCE_CHALLENGE)
		return why_fail(why, EINVAL, "%s is no challenge", path);
	r = rbuf_from(bytes, EVIDENCE_CHALLENGE);
	rbuf_copy(&r, challenge, EVIDENCE_CHALLENGE);
	return len < 0 ? len : 0;
}

/* All certificates of a PEM file. */
static int read_pem(const char *path, STACK_OF(X509) * to, struct why *why)
{
	FILE *file = fopen(path, "r");
	X509 *certificate;

	if (!file)
		return why_errno(why, errno, "cannot open %s", path);
	while ((certificate = PEM_read_X509(file, NULL, NULL, NULL)) != NULL)
		if (!sk_X509_push(to, certificate))
			X509_free(certificate);
	fclose(file);
	ERR_clear_error(); /* the end of the file is one */
	return sk_X509_num(to) > 0 ? 0 : why_fail(why, EINVAL, "%s has no certificate in PEM", path);
}

static int read_der(const char *path, X509 **certificate, struct why *why)
{
	uint8_t bytes[FILE_MAX];
	const uint8_t *at = bytes;
	int len = read_file(path, bytes, why);

	if (len < 0)
		return len;
	*certificate = d2i_X509(NULL, &at, len);
	if (!*certificate || at != bytes + len)
		return why_fail(why, EKEYREJECTED, "%s is no certificate in DER", path);
	return 0;
}

/* A chain to one of these roots, by way of these signers only: what a part brings along is not asked. */
static int check_chain(X509 *certificate, STACK_OF(X509) * roots, STACK_OF(X509) * signers, struct why *why)
{
	X509_STORE *store = X509_STORE_new();
	X509_STORE_CTX *context = X509_STORE_CTX_new();
	int rc = -EKEYREJECTED;

	X509_STORE_CTX_init(context, store, certificate, signers);
	X509_STORE_CTX_set0_trusted_stack(context, roots);
	if (X509_verify_cert(context) == 1)
		rc = 0;
	else
		why_fail(why, EKEYREJECTED, "the attester's certificate: %s",
			X509_verify_cert_error_string(X509_STORE_CTX_get_error(context)));
	X509_STORE_CTX_free(context);
	X509_STORE_free(store);
	return rc;
}

static int check_certificate(const struct options *options, X509 *certificate, struct why *why)
{
	STACK_OF(X509) *roots = sk_X509_new_null(), *signers = sk_X509_new_null();
	int rc = read_pem(options->root, roots, why);

	if (rc == 0 && options->signers)
		rc = read_pem(options->signers, signers, why);
	if (rc == 0)
		rc = check_chain(certificate, roots, signers, why);
	sk_X509_pop_free(roots, X509_free);
	sk_X509_pop_free(signers, X509_free);
	return rc;
}

static int write_key(const char *path, uint8_t point[EVIDENCE_POINT], struct why *why)
{
	EVP_PKEY *key = evidence_key(point);
	FILE *file = fopen(path, "w");
	bool good = file && key && PEM_write_PUBKEY(file, key) == 1;

	EVP_PKEY_free(key);
	if (!file)
		return why_errno(why, errno, "cannot write %s", path);
	return fclose(file) == 0 && good ? 0 : why_fail(why, EIO, "cannot write %s", path);
}

static int judge(const struct options *options, struct rbuf answer, X509 *certificate, const char *key_path,
	struct evidence *evidence, struct why *why)
{
	int rc = check_certificate(options, certificate, why);

	if (rc == 0)
		rc = evidence_check(answer, &options->wanted, X509_get0_pubkey(certificate), evidence, why);
	return rc == 0 ? write_key(key_path, evidence->point, why) : rc;
}

static int verify(struct options *options, char **files, struct why *why)
{
	uint8_t answer[FILE_MAX];
	char text[2 * EVIDENCE_UNIQUE_ID + 1];
	struct evidence evidence;
	X509 *certificate = NULL;
	int rc = spend_challenge(options->challenge, options->wanted.challenge, why);

	if (rc == 0)
		rc = read_der(files[0], &certificate, why);
	if (rc == 0)
		rc = read_file(files[1], answer, why);
	if (rc >= 0)
		rc = judge(options, rbuf_from(answer, (size_t)rc), certificate, files[2], &evidence, why);
	X509_free(certificate);
	if (rc < 0)
		return rc;
	hex_text(text, evidence.unique_id, EVIDENCE_UNIQUE_ID);
	printf("attest-verify: the part %s made the key %08x itself\n", text, options->wanted.object);
	return 0;
}

/* Hex of an option; the number of bytes. */
static int take_hex(const char *name, const char *text, uint8_t *bytes, size_t cap, struct why *why)
{
	int len = hex_bytes(text, strlen(text), bytes, cap);

	return len > 0 ? len
		       : why_fail(why, EINVAL, "%s takes up to %zu bytes in hex, not %s", name, cap, text);
}

static int take_option(struct options *options, int option, const char *text, struct why *why)
{
	int len = 0;

	switch (option) {
	case 'n':
		options->new_challenge = text;
		break;
	case 'r':
		options->root = text;
		break;
	case 's':
		options->signers = text;
		break;
	case 'c':
		options->challenge = text;
		break;
	case 'o':
		options->has_object = hex_number(text, strlen(text), &options->wanted.object);
		if (!options->has_object)
			return why_fail(why, EINVAL, "--object takes an identifier in hex, not %s", text);
		break;
	case 'w':
		if (!hex_number(text, strlen(text), &options->wanted.owner))
			return why_fail(why, EINVAL, "--owner takes an identifier in hex, not %s", text);
		break;
	case 'p':
		len = take_hex("--policy", text, options->policy, sizeof(options->policy), why);
		options->wanted.policy = rbuf_from(options->policy, len > 0 ? (size_t)len : 0);
		break;
	case 'u':
		len = take_hex("--unique-id", text, options->unique_id, sizeof(options->unique_id), why);
		options->wanted.unique_id = rbuf_from(options->unique_id, len > 0 ? (size_t)len : 0);
		break;
	default:
		return -EINVAL;
	}
	return len < 0 ? len : 0;
}

static int take_options(struct options *options, int argc, char **argv, struct why *why)
{
	static const struct option names[] = { { "new-challenge", required_argument, NULL, 'n' },
		{ "root", required_argument, NULL, 'r' }, { "signers", required_argument, NULL, 's' },
		{ "challenge", required_argument, NULL, 'c' }, { "object", required_argument, NULL, 'o' },
		{ "policy", required_argument, NULL, 'p' }, { "owner", required_argument, NULL, 'w' },
		{ "unique-id", required_argument, NULL, 'u' }, { NULL, 0, NULL, 0 } };
	int option, rc = 0;

	while (rc == 0 && (option = getopt_long(argc, argv, "", names, NULL)) != -1)
		rc = take_option(options, option, optarg, why);
	if (rc < 0 || (options->new_challenge && optind == argc))
		return rc;
	if (options->new_challenge || !options->root || !options->challenge || !options->has_object ||
		rbuf_left(&options->wanted.policy) == 0 || argc - optind != 3)
		return -EINVAL;
	return 0;
}

int main(int argc, char **argv)
{
	struct options options = { .root = NULL };
	struct why why = { "" };
	int rc = take_options(&options, argc, argv, &why);

	if (rc < 0) {
		if (why.text[0])
			fprintf(stderr, "attest-verify: %s\n", why.text);
		fputs(usage, stderr);
		return STATUS_USAGE;
	}
	if (options.new_challenge)
		rc = new_challenge(options.new_challenge, &why);
	else
		rc = verify(&options, argv + optind, &why);
	if (rc < 0)
		fprintf(stderr, "attest-verify: %s\n", why.text);
	if (rc == -EKEYREJECTED)
		return STATUS_REFUSED;
	return rc < 0 ? STATUS_USAGE : 0;
}
