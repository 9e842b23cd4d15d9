/*
 * proto/provider/reference.h: which key of which chip on which link, as text.
 *
 *     sesim:link=unix:/run/se.sock;address=48;key=f0000100
 *     sesim:link=i2c:/dev/i2c-1;address=60;slot=0;certificate=device
 *
 * Attributes come in any order, once each, separated by ';'; %XX in a value is that byte.
 */
#ifndef SESIM_PROVIDER_REFERENCE_H
#define SESIM_PROVIDER_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "why.h"

enum {
	REFERENCE_MAX = 1024,
	REFERENCE_LINK_MAX = 512,
	REFERENCE_SCP03_KEY = 16,
};

#define REFERENCE_SCHEME "sesim"

enum reference_family {
	REFERENCE_SE05X, /* keys and files are objects, by an id of 32 bits */
	REFERENCE_ATECC, /* keys are slots */
};

enum reference_certificate {
	REFERENCE_NO_CERTIFICATE,
	REFERENCE_OBJECT, /* a file of an SE05x, by its id */
	REFERENCE_DEVICE, /* what a Trust part is delivered with */
	REFERENCE_SIGNER,
};

/* Channel keys of an SE05x's PlatformSCP03. */
struct reference_scp03 {
	uint8_t enc[REFERENCE_SCP03_KEY];
	uint8_t mac[REFERENCE_SCP03_KEY];
	uint8_t version;
};

struct reference {
	char text[REFERENCE_MAX]; /* all of it that is for more than one occasion */
	char link[REFERENCE_LINK_MAX];
	enum reference_family family;
	uint16_t address;
	bool has_key;
	uint32_t key; /* object or slot */
	enum reference_certificate certificate;
	uint32_t file; /* for REFERENCE_OBJECT */
	bool has_scp03;
	struct reference_scp03 scp03;
	bool allows_real_writes;
	bool allows_replacing;
};

int reference_parse(struct reference *reference, const char *text, struct why *why);

/* "key f0000100 at 48 of unix:/run/se.sock": for sentences, without what is secret. */
struct reference_name {
	char text[REFERENCE_LINK_MAX + 64];
};

struct reference_name reference_name(const struct reference *reference);

#endif
