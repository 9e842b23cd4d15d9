/*
 * examples/secure_boot.c: a boot loader that runs an image only when the ATECC608 beside it agrees.
 *
 *     secure-boot BUS provision --lock-for-good VENDOR.pem IO.key
 *     secure-boot BUS install IMAGE SIGNATURE IO.key
 *     secure-boot BUS boot IMAGE IO.key
 *
 * BUS is where the part is; IO.key, 32 random bytes, is what this host shares with this part and with nobody else.
 * The signature is the vendor's, as `openssl dgst -sha256 -sign` writes it. Exit status: 0 the image may run, 1 it may
 * not, 2 usage or a bad file, 3 no part answers.
 */
#include <errno.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <string.h>

#include "boot_host.h"
#include "cursor.h"
#include "open_link.h"

enum {
	STATUS_REFUSED = 1,
	STATUS_USAGE = 2,
	STATUS_NO_PART = 3,
	SIGNATURE_DER_MAX = 80,
};

static const char usage[] =
	"usage: secure-boot BUS provision --lock-for-good VENDOR.pem IO.key\n"
	"       secure-boot BUS install IMAGE SIGNATURE IO.key\n"
	"       secure-boot BUS boot IMAGE IO.key\n"
	"\n"
	"provision locks both zones of the part at 0x60, which on a real part nothing undoes\n"
	"BUS: " OPEN_LINK_USAGE "\n";

static int open_file(FILE **file, const char *path, struct why *why)
{
	*file = fopen(path, "rb");
	return *file ? 0 : why_errno(why, errno, "cannot open %s", path);
}

/* All of a file of at most cap bytes; the number of them. */
static int read_file(const char *path, uint8_t *bytes, size_t cap, struct why *why)
{
	FILE *file;
	size_t len;
	int rc = open_file(&file, path, why);

	if (rc < 0)
		return rc;
	len = fread(bytes, 1, cap, file);
	rc = ferror(file) || fgetc(file) != EOF
		     ? why_fail(why, EINVAL, "%s is longer than %zu bytes", path, cap)
		     : (int)len;
	fclose(file);
	return rc;
}

static int read_io_key(const char *path, uint8_t key[BOOT_KEY], struct why *why)
{
	int rc = read_file(path, key, BOOT_KEY, why);

	if (rc >= 0 && rc != BOOT_KEY)
		return why_fail(why, EINVAL, "%s has to be %d random bytes: openssl rand -out %s %d", path,
			BOOT_KEY, path, BOOT_KEY);
	return rc < 0 ? rc : 0;
}

static int hash_image(const char *path, uint8_t digest[BOOT_DIGEST], struct why *why)
{
	EVP_MD_CTX *hash = EVP_MD_CTX_new();
	uint8_t bytes[4096];
	FILE *file;
	size_t len;
	int ok, rc = open_file(&file, path, why);

	if (rc < 0) {
		EVP_MD_CTX_free(hash);
		return rc;
	}
	ok = hash && EVP_DigestInit_ex(hash, EVP_sha256(), NULL);
	while (ok && (len = fread(bytes, 1, sizeof(bytes), file)) > 0)
		ok = EVP_DigestUpdate(hash, bytes, len);
	ok = ok && !ferror(file) && EVP_DigestFinal_ex(hash, digest, NULL);
	fclose(file);
	EVP_MD_CTX_free(hash);
	return ok ? 0 : why_fail(why, EIO, "cannot hash %s", path);
}

static int read_vendor(const char *path, uint8_t point[BOOT_POINT], struct why *why)
{
	uint8_t bytes[1 + BOOT_POINT];
	char group[32] = "";
	EVP_PKEY *key = NULL;
	struct rbuf r = rbuf_from(bytes, sizeof(bytes));
	size_t len = 0;
	FILE *file;
	int rc = open_file(&file, path, why);

	if (rc < 0)
		return rc;
	key = PEM_read_PUBKEY(file, NULL, NULL, NULL);
	fclose(file);
	if (!key ||
		!EVP_PKEY_get_utf8_string_param(
			key, OSSL_PKEY_PARAM_GROUP_NAME, group, sizeof(group), NULL) ||
		strcmp(group, "prime256v1") != 0 ||
		!EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, bytes, sizeof(bytes), &len) ||
		len != sizeof(bytes) || rbuf_u8(&r) != 0x04)
		rc = why_fail(why, EINVAL, "%s is no public key on P-256 in PEM", path);
	rbuf_copy(&r, point, BOOT_POINT);
	EVP_PKEY_free(key);
	return rc;
}

/* The part takes R and S of 32 bytes each; OpenSSL writes them in DER. */
static int read_signature(const char *path, uint8_t signature[BOOT_SIGNATURE], struct why *why)
{
	uint8_t der[SIGNATURE_DER_MAX];
	const uint8_t *at = der;
	ECDSA_SIG *parts;
	int rc = read_file(path, der, sizeof(der), why);

	if (rc < 0)
		return rc;
	parts = d2i_ECDSA_SIG(NULL, &at, rc);
	rc = parts && BN_bn2binpad(ECDSA_SIG_get0_r(parts), signature, 32) == 32 &&
			     BN_bn2binpad(ECDSA_SIG_get0_s(parts), signature + 32, 32) == 32
		     ? 0
		     : why_fail(why, EINVAL, "%s is no signature of a P-256 key in DER", path);
	ECDSA_SIG_free(parts);
	return rc;
}

static int provision(struct boot_host *host, char **args, struct why *why)
{
	uint8_t vendor[BOOT_POINT];
	int rc;

	if (strcmp(args[0], "--lock-for-good") != 0)
		return why_fail(why, EINVAL, "provision locks the part for good: say --lock-for-good");
	rc = read_vendor(args[1], vendor, why);
	if (rc == 0)
		rc = read_io_key(args[2], host->io_key, why);
	return rc < 0 ? rc : boot_provision(host, vendor, why);
}

static int install(struct boot_host *host, char **args, struct why *why)
{
	uint8_t digest[BOOT_DIGEST], signature[BOOT_SIGNATURE];
	int rc = hash_image(args[0], digest, why);

	if (rc == 0)
		rc = read_signature(args[1], signature, why);
	if (rc == 0)
		rc = read_io_key(args[2], host->io_key, why);
	return rc < 0 ? rc : boot_install(host, digest, signature, why);
}

static int boot(struct boot_host *host, char **args, struct why *why)
{
	uint8_t digest[BOOT_DIGEST];
	int rc = hash_image(args[0], digest, why);

	if (rc == 0)
		rc = read_io_key(args[1], host->io_key, why);
	return rc < 0 ? rc : boot_check(host, digest, why);
}

static const struct action {
	const char *name;
	int args;
	int (*run)(struct boot_host *host, char **args, struct why *why);
	const char *done;
} actions[] = {
	{ "provision", 3, provision, "the part knows its vendor, and is locked" },
	{ "install", 3, install, "the vendor signed the image; the part keeps its digest" },
	{ "boot", 2, boot, "the image is the one installed: it may run" },
};

static const struct action *find_action(int argc, char **argv)
{
	for (size_t i = 0; argc > 2 && i < sizeof(actions) / sizeof(actions[0]); i++)
		if (strcmp(argv[2], actions[i].name) == 0 && argc - 3 == actions[i].args)
			return &actions[i];
	return NULL;
}

static int status_of(int rc)
{
	switch (rc) {
	case 0:
		return 0;
	case -EKEYREJECTED:
	case -EBADMSG:
	case -EPROTO:
		return STATUS_REFUSED;
	case -ENODEV:
	case -ENXIO:
	case -ETIMEDOUT:
		return STATUS_NO_PART;
	default:
		return STATUS_USAGE;
	}
}

int main(int argc, char **argv)
{
	const struct action *action = find_action(argc, argv);
	struct boot_host host = { .io_key = { 0 } };
	struct link *link = NULL;
	struct why why = { "" };
	int rc;

	if (!action) {
		fputs(usage, stderr);
		return STATUS_USAGE;
	}
	rc = open_link(&link, argv[1], &why);
	if (rc < 0) {
		fprintf(stderr, "secure-boot: %s\n", why.text);
		return rc == -EINVAL ? STATUS_USAGE : STATUS_NO_PART;
	}
	host.part = atca_host_make(link, ATCA_ADDRESS_DEFAULT);
	rc = action->run(&host, argv + 3, &why);
	link_close(link);
	OPENSSL_cleanse(host.io_key, sizeof(host.io_key));
	if (rc < 0)
		fprintf(stderr, "secure-boot: %s\n", why.text);
	else
		printf("secure-boot: %s\n", action->done);
	return status_of(rc);
}
