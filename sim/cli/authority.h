/* sim/cli/authority.h: who signs the certificates of a profile's parts, in one batch. */
#ifndef SESIM_CLI_AUTHORITY_H
#define SESIM_CLI_AUTHORITY_H

#include <stdio.h>

#include "certificate.h"

enum {
	AUTHORITIES_MAX = 24,
	AUTHORITY_BYTES = 40000, /* of all their certificates */
};

struct authority {
	const struct profile_authority *of;
	struct rbuf der;
};

/* It points into itself, so it is never copied. */
struct authorities {
	struct authority at[AUTHORITIES_MAX];
	size_t n;
	struct wbuf bytes;
	uint8_t room[AUTHORITY_BYTES];
};

/* Whether nobody else signs its certificate. */
bool authority_is_root(const struct profile_authority *authority);

/* Issues their certificates. 0 or a negative errno. */
int authorities_of(struct authorities *all, const struct profile *profile,
	const struct certificate_maker *maker, struct why *why);

/* Comment lines, that tools skip, and the certificate. */
void authority_print(FILE *out, const struct authority *authority, const struct profile *profile);

#endif
