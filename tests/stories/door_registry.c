/* tests/stories/door_registry.c: a folder with a file FINGERPRINT.pem for each device. */
#include "door_registry.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/evp.h>
#include <openssl/pem.h>

X509 *registry_read(const char *path, struct why *why)
{
	FILE *file = fopen(path, "re");
	X509 *certificate;

	if (!file) {
		why_errno(why, errno, "cannot open certificate %s", path);
		return NULL;
	}
	certificate = PEM_read_X509(file, NULL, NULL, NULL);
	fclose(file);
	if (!certificate)
		why_fail(why, EINVAL, "%s holds no certificate in PEM form", path);
	return certificate;
}

int registry_fingerprint(const X509 *certificate, char text[static REGISTRY_FINGERPRINT], struct why *why)
{
	uint8_t digest[EVP_MAX_MD_SIZE];
	unsigned int len = 0;

	if (X509_digest(certificate, EVP_sha256(), digest, &len) != 1 ||
		OPENSSL_buf2hexstr_ex(text, REGISTRY_FINGERPRINT, NULL, digest, len, '\0') != 1)
		return why_fail(why, EINVAL, "the certificate has no fingerprint");
	for (char *c = text; *c; c++)
		if (*c >= 'A' && *c <= 'F')
			*c = (char)(*c - 'A' + 'a');
	return 0;
}

/* Letters, digits, space and - . _ : what neither a topic filter nor a log line gives another meaning. */
static bool is_plain(const char *text)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -._";

	return text[0] != '\0' && strspn(text, plain) == strlen(text);
}

int registry_name(const X509 *certificate, char text[static REGISTRY_NAME], struct why *why)
{
	const X509_NAME *subject = X509_get_subject_name(certificate);
	int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
	const ASN1_STRING *value;
	unsigned char *utf8 = NULL;
	int len;
	int rc = 0;

	text[0] = '\0';
	if (at < 0)
		return why_fail(why, EINVAL, "its subject has no commonName");
	if (X509_NAME_get_index_by_NID(subject, NID_commonName, at) >= 0)
		return why_fail(why, EINVAL, "its subject has more than one commonName");
	value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at));
	len = ASN1_STRING_to_UTF8(&utf8, value);
	if (len < 0 || len >= REGISTRY_NAME || strlen((const char *)utf8) != (size_t)len ||
		!is_plain((const char *)utf8))
		rc = why_fail(why, EINVAL, "its commonName is not 1 to 64 letters, digits, spaces or -._");
	else
		memcpy(text, utf8, (size_t)len + 1);
	OPENSSL_free(utf8);
	return rc;
}

static int entry_path(
	const char *folder, const char *fingerprint, char path[static PATH_MAX], struct why *why)
{
	int len = snprintf(path, PATH_MAX, "%s/%s.pem", folder, fingerprint);

	if (len < 0 || len >= PATH_MAX)
		return why_fail(why, ENAMETOOLONG, "the registry's path is too long");
	return 0;
}

int registry_find(const char *folder, const X509 *certificate, struct why *why)
{
	char fingerprint[REGISTRY_FINGERPRINT];
	char path[PATH_MAX];
	X509 *entry;
	int rc = registry_fingerprint(certificate, fingerprint, why);

	if (rc == 0)
		rc = entry_path(folder, fingerprint, path, why);
	if (rc < 0)
		return rc;
	if (access(path, F_OK) < 0)
		return why_fail(why, ENOENT, "not registered");
	entry = registry_read(path, why);
	if (!entry)
		return -EINVAL;
	if (X509_cmp(entry, certificate) != 0)
		rc = why_fail(why, EINVAL, "the registry's entry %s holds another certificate", path);
	X509_free(entry);
	return rc;
}

/* Whether another certificate of this name is registered: the name is what the broker goes by. */
static int name_is_free(const char *folder, const char *name, struct why *why)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	int rc = 0;

	if (!dir)
		return why_errno(why, errno, "cannot open registry %s", folder);
	while (rc == 0 && (entry = readdir(dir)) != NULL) {
		char path[PATH_MAX];
		char other[REGISTRY_NAME];
		size_t len = strlen(entry->d_name);
		X509 *certificate;

		if (len < 4 || strcmp(entry->d_name + len - 4, ".pem") != 0 ||
			snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name) >= (int)sizeof(path))
			continue;
		certificate = registry_read(path, why);
		if (!certificate)
			rc = -EINVAL;
		else if (registry_name(certificate, other, NULL) == 0 && strcmp(name, other) == 0)
			rc = why_fail(why, EEXIST, "another certificate of %s is registered", name);
		X509_free(certificate);
	}
	closedir(dir);
	return rc;
}

int registry_add(const char *folder, const X509 *certificate, struct why *why)
{
	char fingerprint[REGISTRY_FINGERPRINT];
	char name[REGISTRY_NAME];
	char path[PATH_MAX];
	char fresh[PATH_MAX + 16];
	FILE *file = NULL;
	int fd;
	int rc = registry_fingerprint(certificate, fingerprint, why);

	if (rc == 0)
		rc = entry_path(folder, fingerprint, path, why);
	if (rc == 0)
		rc = registry_name(certificate, name, why);
	if (rc < 0)
		return rc;
	if (access(path, F_OK) == 0)
		return why_fail(why, EEXIST, "%s is registered already", name);
	rc = name_is_free(folder, name, why);
	if (rc < 0)
		return rc;
	snprintf(fresh, sizeof(fresh), "%s.XXXXXX", path);
	fd = mkstemp(fresh);
	if (fd < 0)
		return why_errno(why, errno, "cannot write into registry %s", folder);
	file = fdopen(fd, "w");
	if (!file) {
		rc = why_errno(why, errno, "cannot write %s", fresh);
		close(fd);
	} else {
		if (PEM_write_X509(file, certificate) != 1)
			rc = why_fail(why, EIO, "cannot write %s", fresh);
		if (fclose(file) != 0 && rc == 0)
			rc = why_errno(why, errno, "cannot write %s", fresh);
	}
	if (rc == 0 && rename(fresh, path) < 0)
		rc = why_errno(why, errno, "cannot write %s", path);
	if (rc < 0)
		unlink(fresh);
	return rc;
}
