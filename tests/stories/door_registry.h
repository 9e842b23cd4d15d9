/* tests/stories/door_registry.h: the devices a door lets in, a folder of certificates without any authority. */
#ifndef SESIM_STORIES_DOOR_REGISTRY_H
#define SESIM_STORIES_DOOR_REGISTRY_H

#include <openssl/x509.h>

#include "why.h"

enum {
	REGISTRY_FINGERPRINT = 65, /* SHA-256 of the DER form in hex, and a zero */
	REGISTRY_NAME = 65,        /* a commonName has up to 64 characters (X.520 ub-common-name) */
};

/* One certificate from a PEM file; NULL with the reason. The caller frees it. */
X509 *registry_read(const char *path, struct why *why);

/* What a certificate goes by: the SHA-256 of all its bytes, so that no bit of it can differ. */
int registry_fingerprint(const X509 *certificate, char text[static REGISTRY_FINGERPRINT], struct why *why);

/*
 * The subject's commonName, under which the broker knows the device. Refused: none, more than one,
 * or one with characters that mean something else in a topic or a log.
 */
int registry_name(const X509 *certificate, char text[static REGISTRY_NAME], struct why *why);

/* The entry of exactly this certificate: 0, -ENOENT when it is not registered, or another error. */
int registry_find(const char *folder, const X509 *certificate, struct why *why);

/* Writes an entry, whole or not at all. Refused: a name already taken by another certificate. */
int registry_add(const char *folder, const X509 *certificate, struct why *why);

#endif
