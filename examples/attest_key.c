/*
 * examples/attest_key.c: an SE05x makes a key and attests that it did, for somebody who is not here.
 *
 *     attest-key BUS generate ID
 *     attest-key BUS import ID KEY.pem
 *     attest-key BUS attest ID CHALLENGE ANSWER CERTIFICATE.der
 *
 * ID is an object's identifier in hex. Everybody may sign with the key, read its public half and delete it, and nobody
 * may do more. The part attests with its key F0000012, whose certificate is in F0000013; attest-verify judges. Exit status:
 * 0 done, 1 the part refuses, 2 usage or a bad file, 3 no part answers.
 */
#include <errno.h>
#include <openssl/core_names.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <string.h>

#include "evidence.h"
#include "hex.h"
#include "open_se05x.h"
#include "tlv.h"

enum {
	STATUS_USAGE = 2,
	PRIVATE_KEY = 32,
};

#define ATTESTER_CERTIFICATE UINT32_C(0xf0000013)

static const char usage[] = "usage: attest-key BUS generate ID\n"
			    "       attest-key BUS import ID KEY.pem\n"
			    "       attest-key BUS attest ID CHALLENGE ANSWER CERTIFICATE.der\n"
			    "\n"
			    "BUS: " OPEN_LINK_USAGE "\n";

/* One entry, for all users: SIGN, READ, DELETE (AN12413 3.7.1). */
static const uint8_t policy[] = { 0x08, 0x00, 0x00, 0x00, 0x00, 0x10, 0x24, 0x00, 0x00 };

static int read_file(const char *path, uint8_t *bytes, size_t len, struct why *why)
{
	FILE *file = fopen(path, "rb");
	bool good;

	if (!file)
		return why_errno(why, errno, "cannot open %s", path);
	good = fread(bytes, 1, len, file) == len && fgetc(file) == EOF;
	fclose(file);
	return good ? 0 : why_fail(why, EINVAL, "%s has to be %zu bytes", path, len);
}

static int write_file(const char *path, const struct wbuf *bytes, struct why *why)
{
	FILE *file = fopen(path, "wb");
	bool good;

	if (!file)
		return why_errno(why, errno, "cannot write %s", path);
	good = fwrite(bytes->at, 1, bytes->len, file) == bytes->len;
	return fclose(file) == 0 && good ? 0 : why_fail(why, EIO, "cannot write %s", path);
}

static int read_key(
	const char *path, uint8_t secret[PRIVATE_KEY], uint8_t point[EVIDENCE_POINT], struct why *why)
{
	FILE *file = fopen(path, "r");
	EVP_PKEY *key;
	BIGNUM *number = NULL;
	size_t len = 0;
	bool good;

	if (!file)
		return why_errno(why, errno, "cannot open %s", path);
	key = PEM_read_PrivateKey(file, NULL, NULL, NULL);
	fclose(file);
	good = key && EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_PRIV_KEY, &number) == 1 &&
	       BN_bn2binpad(number, secret, PRIVATE_KEY) == PRIVATE_KEY &&
	       EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, point, EVIDENCE_POINT, &len) ==
		       1 &&
	       len == EVIDENCE_POINT;
	BN_clear_free(number);
	EVP_PKEY_free(key);
	return good ? 0 : why_fail(why, EINVAL, "%s is no private key on P-256 in PEM", path);
}

static int generate(struct open_se05x *part, uint32_t id, char **args, struct why *why)
{
	const struct se05x_write more = { .policy = rbuf_from(policy, sizeof(policy)) };

	(void)args;
	return open_se05x_says(
		part, se05x_generate_ec(&part->host, id, SE05X_P256, &more), "a new key", id, why);
}

static int import(struct open_se05x *part, uint32_t id, char **args, struct why *why)
{
	const struct se05x_write more = { .policy = rbuf_from(policy, sizeof(policy)) };
	uint8_t secret[PRIVATE_KEY], point[EVIDENCE_POINT];
	int rc = read_key(args[0], secret, point, why);

	if (rc == 0)
		rc = open_se05x_says(part,
			se05x_write_ec(&part->host, id, SE05X_P256, P1_PAIR,
				rbuf_from(secret, sizeof(secret)), rbuf_from(point, sizeof(point)), &more),
			"a key from outside", id, why);
	OPENSSL_cleanse(secret, sizeof(secret));
	return rc;
}

/* The answer as it comes: what it means is for the verifier to say. */
static int attested_read(struct se05x_host *host, uint32_t id, const uint8_t challenge[EVIDENCE_CHALLENGE],
	struct wbuf *answer)
{
	static const uint8_t algorithm = EVIDENCE_ECDSA_SHA256;
	uint8_t bytes[64];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));

	tlv_head(&w, TAG_1, 4);
	wbuf_be32(&w, id);
	tlv_head(&w, TAG_5, 4);
	wbuf_be32(&w, EVIDENCE_ATTESTER);
	tlv_put(&w, TAG_6, &algorithm, 1);
	tlv_put(&w, TAG_7, challenge, EVIDENCE_CHALLENGE);
	return se05x_host_command(host, INS_READ | INS_ATTEST, P1_DEFAULT, P2_DEFAULT, &w, answer);
}

static int attest(struct open_se05x *part, uint32_t id, char **args, struct why *why)
{
	uint8_t challenge[EVIDENCE_CHALLENGE], bytes[SE05X_DATA_MAX], der[SE05X_DATA_MAX];
	struct wbuf answer = wbuf_to(bytes, sizeof(bytes)), certificate = wbuf_to(der, sizeof(der));
	int rc = read_file(args[0], challenge, sizeof(challenge), why);

	if (rc == 0)
		rc = open_se05x_says(
			part, attested_read(&part->host, id, challenge, &answer), "attesting", id, why);
	if (rc == 0)
		rc = write_file(args[1], &answer, why);
	if (rc == 0)
		rc = open_se05x_says(part, se05x_read_der(&part->host, ATTESTER_CERTIFICATE, &certificate),
			"the certificate", ATTESTER_CERTIFICATE, why);
	return rc == 0 ? write_file(args[2], &certificate, why) : rc;
}

static const struct action {
	const char *name;
	int args;
	int (*run)(struct open_se05x *part, uint32_t id, char **args, struct why *why);
	const char *done;
} actions[] = {
	{ "generate", 0, generate, "the part made a key" },
	{ "import", 1, import, "the part took a key from outside" },
	{ "attest", 3, attest, "the part attested" },
};

static const struct action *find_action(int argc, char **argv, uint32_t *id)
{
	for (size_t i = 0; argc > 3 && i < sizeof(actions) / sizeof(actions[0]); i++)
		if (strcmp(argv[2], actions[i].name) == 0 && argc - 4 == actions[i].args)
			return hex_number(argv[3], strlen(argv[3]), id) ? &actions[i] : NULL;
	return NULL;
}

int main(int argc, char **argv)
{
	uint32_t id = 0;
	const struct action *action = find_action(argc, argv, &id);
	struct open_se05x part;
	struct why why = { "" };
	int rc;

	if (!action) {
		fputs(usage, stderr);
		return STATUS_USAGE;
	}
	rc = open_se05x(&part, argv[1], &why);
	if (rc == 0) {
		rc = action->run(&part, id, argv + 4, &why);
		close_se05x(&part);
	}
	if (rc < 0)
		fprintf(stderr, "attest-key: %s\n", why.text);
	else
		printf("attest-key: %s\n", action->done);
	return open_se05x_status(rc);
}
