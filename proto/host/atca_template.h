/*
 * proto/host/atca_template.h: the certificates that a compressed one stands for: names, extensions, and where in a part
 * the rest of it is.
 *
 * Common names and the EUI's text may hold %S, the part's serial number (18 hex digits), %I, the signer's id (4), and %E,
 * the part's EUI as it is stored; digits are upper case.
 */
#ifndef SESIM_HOST_ATCA_TEMPLATE_H
#define SESIM_HOST_ATCA_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	ATCA_KEY_ID_BYTES = 20,
	ATCA_PART_SERIAL_BYTES = 9,
	ATCA_SELECTOR_BYTES = 8, /* of OTP, its first */
	ATCA_EUI_MAX = 16,
	ATCA_TEXT_MAX = 64, /* of a name, with the zero behind it */
};

enum atca_extension {
	ATCA_EXT_END,
	ATCA_EXT_CONSTRAINTS,     /* basicConstraints, critical: no authority */
	ATCA_EXT_CA_CONSTRAINTS,  /* the same: an authority of which no further ones follow */
	ATCA_EXT_DEVICE_USAGE,    /* keyUsage, critical: digitalSignature, keyAgreement */
	ATCA_EXT_CA_USAGE,        /* the same: digitalSignature, keyCertSign, cRLSign */
	ATCA_EXT_SUBJECT_KEY,     /* subjectKeyIdentifier: SHA-1 of the point */
	ATCA_EXT_AUTHORITY_KEY,   /* authorityKeyIdentifier: of the issuer's */
	ATCA_EXT_ALTERNATIVE_EUI, /* subjectAltName: a directoryName of a serialNumber, eui_text */
};

/* Somewhere in the data zone. */
struct atca_place {
	uint8_t slot;
	uint16_t offset;
};

struct atca_template {
	const char *name;
	const char *organization; /* of issuer and subject */
	const char *issuer;       /* commonName */
	const char *subject;
	const char *sesim_issuer; /* the same where the names are ours; NULL: with our mark behind it */
	const char *sesim_subject;
	const char *eui_text;
	uint8_t template_id;
	uint8_t chain_id;
	uint8_t serial_source;
	const enum atca_extension *extensions; /* up to END, in their order */
	struct atca_place compressed;
	bool key_is_stored; /* 72 bytes with a public key; else the slot's private key has it */
	struct atca_place key;
	struct atca_place eui;
	size_t eui_len;                  /* 0: none */
	const uint8_t *authority_key_id; /* when the issuer is the vendor's root; else NULL */
};

/* The two certificates of a part. */
struct atca_chain_template {
	const char *name;
	const struct atca_template *device;
	const struct atca_template *signer;
};

/* Whose names are in it: the template's; or ours, whose organization and common names say SIMULATED. */
enum atca_names {
	ATCA_NAMES_TEMPLATE,
	ATCA_NAMES_SESIM,
};

/* What the first bytes of OTP say; NULL for an unknown selector. */
const struct atca_chain_template *atca_template_select(const uint8_t selector[ATCA_SELECTOR_BYTES]);

/* tngtls-2, tngtls-3, tflxtls-4, tnglora-2, tnglora-4. */
const struct atca_chain_template *atca_template_named(const char *name);

/* What fields of texts stand for. */
struct atca_fields {
	enum atca_names names;
	const uint8_t *serial; /* ATCA_PART_SERIAL_BYTES; NULL: not given */
	uint16_t signer_id;
	const char *eui; /* not given: NULL */
	size_t eui_len;
};

/* A text with its fields in. -EINVAL for a field that is not given, -ENOSPC when it does not fit. */
int atca_template_text(const char *text, const struct atca_fields *fields, char out[ATCA_TEXT_MAX]);

/* The same of the common name; and the organization. */
int atca_template_issuer(
	const struct atca_template *of, const struct atca_fields *fields, char out[ATCA_TEXT_MAX]);
int atca_template_subject(
	const struct atca_template *of, const struct atca_fields *fields, char out[ATCA_TEXT_MAX]);
const char *atca_template_organization(const struct atca_template *of, enum atca_names names);

#endif
