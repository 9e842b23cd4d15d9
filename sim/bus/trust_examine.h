/*
 * sim/bus/trust_examine.h: what can be told of the certificates in an ATECC, whatever was written to it since.
 *
 * That they are simulated is not in a part's bytes: a part cannot show who made it. What can be told is whether the
 * public batch made its signer, whose key everybody has.
 */
#ifndef SESIM_BUS_TRUST_EXAMINE_H
#define SESIM_BUS_TRUST_EXAMINE_H

#include "atecc.h"
#include "certificate.h"

enum trust_finding {
	TRUST_NONE,       /* no certificate is there */
	TRUST_TEMPLATE,   /* its signature is over the names of the host's template */
	TRUST_SESIM,      /* over ours */
	TRUST_BROKEN,     /* over neither */
	TRUST_UNVERIFIED, /* the key that signed it is not in the part, and not the public batch's */
};

struct trust_report {
	enum trust_finding finding;
	struct compressed fields;
	uint8_t serial[COMPRESSED_SERIAL]; /* of the certificate */
};

/* 0 or a negative errno, when the engine fails. */
int trust_examine(const struct atecc *chip, const struct profile *profile, struct crypto *crypto,
	const struct profile_certificate *certificate, struct trust_report *report);

/* Whether every authority whose key is in a slot is the public batch's; false when there is none. */
bool trust_is_public(const struct atecc *chip, const struct profile *profile, struct crypto *crypto);

#endif
