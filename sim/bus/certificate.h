/*
 * sim/bus/certificate.h: certificates as a profile describes them, written for one part.
 *
 * Functions return 0 or a negative errno: -ENOSPC when a text or the certificate does not fit, -EINVAL when the profile
 * asks for what the part has not.
 */
#ifndef SESIM_BUS_CERTIFICATE_H
#define SESIM_BUS_CERTIFICATE_H

#include <stdbool.h>

#include "ca.h"
#include "compressed.h"
#include "cursor.h"
#include "profiles.h"

enum {
	CERTIFICATE_MAX = 2048,
	CERTIFICATE_TEXT_MAX = PROFILE_TEXT_MAX + 1, /* with the zero behind it */
};

/* Whose names stand in it. */
enum certificate_names {
	NAMES_TEMPLATE, /* as the profile has them */
	NAMES_SESIM, /* those it has for that; without any: our organization, and SIMULATED behind the common name */
};

/* What placeholders stand for. Borrows. */
struct certificate_subject {
	struct rbuf serial; /* the part's; empty in an authority's own certificate */
	struct rbuf eui;    /* its address; empty: it has none */
	uint16_t oef;       /* SE05x: its ordering option */
};

/* Who makes it. Borrows. */
struct certificate_maker {
	struct ca *ca;
	struct crypto *crypto;
	enum certificate_names names;
	bool end_generalized;          /* as x509.h has it: the templates of ATECCs do it */
	const struct x509_key *signer; /* whose key id is in it; NULL: the batch's, as the profile names it */
};

/* For the parts of that profile. */
struct certificate_maker certificate_maker(
	const struct profile *profile, struct ca *ca, struct crypto *crypto, enum certificate_names names);

/* Who signs it: an authority its own certificate, when the profile names nobody. */
const struct profile_authority *certificate_signer(const struct profile_certificate *certificate);
/* The description that holds: of an authority's certificate in a part the authority's. */
const struct profile_certificate *certificate_said(const struct profile_certificate *certificate);

/* An authority's key, and its name for ca.h. */
struct ca_authority certificate_ca(const struct profile_authority *authority);
int certificate_key_of(const struct certificate_maker *maker, const struct profile_authority *authority,
	struct ca_public *public);

/*
 * A text with its placeholders filled in, and a zero behind it. signer is what {signer} stands for, id what {id} does.
 * Returns its length.
 */
int certificate_text(char out[CERTIFICATE_TEXT_MAX], const char *text,
	const struct certificate_subject *subject, uint16_t signer, const char *id);

/* The fields of its compressed form, without the signature. False: they are none. */
bool certificate_compressed(const struct profile_certificate *certificate, struct compressed *compressed);

/* What is to be signed of a certificate of this key. */
int certificate_tbs(const struct certificate_maker *maker, const struct profile_certificate *certificate,
	const struct certificate_subject *subject, const struct x509_key *key, struct wbuf *tbs);

/* The certificate whole, signed. */
int certificate_issue(const struct certificate_maker *maker, const struct profile_certificate *certificate,
	const struct certificate_subject *subject, const struct x509_key *key, struct wbuf *der);
/* The one that an authority shows. */
int certificate_of_authority(
	const struct certificate_maker *maker, const struct profile_authority *authority, struct wbuf *der);

#endif
